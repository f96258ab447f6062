//! The timers of a gathering: set when it opens, moved when it moves.

use chrono::Days;

use super::Result;
use crate::domain::civil::{self, Offset};
use crate::domain::clock::Timestamp;
use crate::domain::debrief::ASKED_AT_HOUR;
use crate::domain::gathering::{Gathering, GatheringKind};
use crate::domain::network::Network;
use crate::domain::timer::{AFTER_END, AFTER_INVITATION, BEFORE_START, Rule};
use crate::store::Tx;
use crate::store::timers::{self, Hook};

/// The instant an offset from a gathering falls on.
pub fn instant(offset: Offset, gathering: &Gathering) -> Timestamp {
    civil::instant(offset.before(gathering.starts), gathering.zone)
}

/// When the organisers are asked who was there.
pub fn after_end(gathering: &Gathering) -> Timestamp {
    gathering.ends_at().after(AFTER_END)
}

/// When visitors are asked what the visit inspired them: the morning after.
pub fn morning_after(visit: &Gathering) -> Timestamp {
    let next = visit.ends.date().checked_add_days(Days::new(1)).unwrap_or(visit.ends.date());
    let morning = next.and_hms_opt(ASKED_AT_HOUR, 0, 0).unwrap_or(visit.ends);
    civil::instant(morning, visit.zone)
}

/// Hangs the network's reminders and practical information on a gathering. What hangs there already moves with it;
/// what was dropped because it was too late gets another chance where the new date leaves time. Practical information
/// is sent anew for a new date; who was reminded once of the old one has had the letter about the move.
///
/// # Errors
/// When the database is away.
pub async fn hang(tx: &mut Tx, network: &Network, gathering: &Gathering, now: Timestamp) -> Result<()> {
    timers::set(tx, network.id, Rule::Attendance, &Hook::Gathering(gathering.id, 0), after_end(gathering)).await?;
    if gathering.kind == GatheringKind::Visit {
        timers::set(tx, network.id, Rule::Debrief, &Hook::Gathering(gathering.id, 0), morning_after(gathering)).await?;
    }
    let reminders = network.reminders.iter().zip(1..).map(|(offset, n)| (Rule::Remind, n, *offset));
    let practical = network.practical.iter().map(|offset| (Rule::Practical, 0, *offset));
    for (rule, n, offset) in reminders.chain(practical) {
        let due_at = instant(offset, gathering);
        let hook = Hook::Gathering(gathering.id, n);
        timers::set(tx, network.id, rule, &hook, due_at).await?;
        if due_at > now {
            timers::revive(tx, network.id, rule, &hook, due_at, rule == Rule::Practical).await?;
        }
    }
    Ok(())
}

/// Whoever is invited after the hour of the last reminder is reminded too, where there is time for it.
///
/// # Errors
/// When the database is away.
pub async fn remind_latecomers(tx: &mut Tx, network: &Network, gathering: &Gathering, now: Timestamp) -> Result<()> {
    let due_at = now.after(AFTER_INVITATION);
    let passed = network.reminders.iter().zip(1..).filter(|(offset, _)| instant(**offset, gathering) <= now);
    if let Some((_, n)) = passed.last()
        && due_at <= gathering.starts_at().before(BEFORE_START)
    {
        let hook = Hook::Gathering(gathering.id, n);
        timers::revive(tx, network.id, Rule::Remind, &hook, due_at, true).await?;
    }
    Ok(())
}

/// Moves the approved hour of invitations that have not left: as many days before the new date, at the same hour.
///
/// # Errors
/// When the database is away.
pub async fn move_invitations(tx: &mut Tx, before: &Gathering, after: &Gathering) -> Result<()> {
    for timer in timers::waiting_of_gathering(tx, after.id, Rule::Invite).await? {
        let hour = civil::civil(timer.due_at, before.zone);
        let days = before.starts.date().signed_duration_since(hour.date()).num_days();
        let offset = Offset { days_before: i32::try_from(days).unwrap_or_default(), at: hour.time() };
        timers::postpone(tx, timer.id, instant(offset, after)).await?;
    }
    Ok(())
}
