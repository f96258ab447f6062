//! A gathering gets another date, or won't take place.

use serde_json::json;

use super::{Desk, Error, Result, data, effect, follow_up, invite, letters, timetable};
use crate::domain::civil::{self, CivilTime};
use crate::domain::clock::Timestamp;
use crate::domain::decision::{By, Decision};
use crate::domain::gathering::{Gathering, GatheringState};
use crate::domain::ids::{ActorId, GatheringId, InvitationId};
use crate::domain::invitation::InvitationState;
use crate::domain::letter::LetterKind;
use crate::domain::network::Network;
use crate::domain::outgoing::NewLetter;
use crate::domain::reading::Intent;
use crate::store::gatherings::InvitedActor;
use crate::store::{Tx, answers, decisions, gatherings, networks, outbox, timers};

/// What was done.
#[derive(Debug, Clone)]
pub struct Changed {
    /// The gathering as it is now.
    pub gathering: Gathering,
    /// How many people are written to.
    pub told: usize,
}

async fn changeable(tx: &mut Tx, id: GatheringId, now: Timestamp, what: &str) -> Result<(Network, Gathering)> {
    gatherings::lock(tx, id).await?;
    let what = || format!("{what} gathering {id}");
    let Some(gathering) = gatherings::get(tx, id).await? else {
        return Err(Error::refused(what(), "there is none of that number", "See palabre gathering list"));
    };
    if !gathering.is_open(now) {
        let why = format!("it is {}", if now >= gathering.ends_at() { "over" } else { gathering.state.as_str() });
        return Err(Error::refused(what(), why, "Make a new one: palabre gathering new"));
    }
    let Some(network) = networks::get(tx, gathering.network).await? else {
        return Err(Error::refused(what(), "its network is gone", "See palabre network list"));
    };
    Ok((network, gathering))
}

/// Gives a gathering another date or hour: answers "attending" are to be confirmed, the invited are told once, its
/// timers move. A gathering nobody was invited to yet just moves.
///
/// # Errors
/// When it is over or cancelled, or the new date is past.
pub async fn reschedule(
    tx: &mut Tx,
    desk: &Desk,
    id: GatheringId,
    starts: CivilTime,
    ends: CivilTime,
    by: Option<ActorId>,
    now: Timestamp,
) -> Result<Changed> {
    let (network, before) = changeable(tx, id, now, "moving").await?;
    let what = || format!("moving gathering {id}");
    if ends <= starts {
        return Err(Error::refused(what(), "it would end before it starts", "Give --ends, or a later one"));
    }
    let mut gathering = Gathering { starts, ends, ..before.clone() };
    if gathering.starts_at() <= now {
        return Err(Error::refused(what(), "the new date is past", "Give a date to come"));
    }
    if (before.starts, before.ends) == (starts, ends) {
        return Ok(Changed { gathering: before, told: 0 });
    }
    gathering.change += 1;
    gatherings::update(tx, &gathering).await?;
    if gathering.state == GatheringState::Open {
        timetable::hang(tx, &network, &gathering, now).await?;
        timetable::move_invitations(tx, &before, &gathering).await?;
    }
    let because = format!(
        "{} – {} → {} – {}",
        civil::format_civil(before.starts),
        civil::format_civil(before.ends),
        civil::format_civil(starts),
        civil::format_civil(ends)
    );
    note(tx, &gathering, "gathering_moved", because, by, now).await?;
    let shared = json!({
        "network": data::network(&network),
        "gathering": data::gathering(&gathering, None),
        "before": { "starts": civil::format_civil(before.starts), "ends": civil::format_civil(before.ends) },
    });
    let unsent = drop_outdated(tx, &gathering, now).await?;
    invite::anew(tx, desk, id, &unsent, now).await?;
    let unsent: Vec<InvitationId> = unsent.iter().map(|invited| invited.id).collect();
    let told = tell(tx, desk, &network, &gathering, (LetterKind::Moved, &unsent), &shared, now).await?;
    Ok(Changed { gathering, told })
}

/// Cancels a gathering: what is queued or timed for it is dropped, the invited are told once.
///
/// # Errors
/// When it is over or was cancelled before.
pub async fn cancel(
    tx: &mut Tx,
    desk: &Desk,
    id: GatheringId,
    reason: Option<&str>,
    by: Option<ActorId>,
    now: Timestamp,
) -> Result<Changed> {
    let (network, mut gathering) = changeable(tx, id, now, "cancelling").await?;
    gathering.state = GatheringState::Cancelled;
    gatherings::update(tx, &gathering).await?;
    timers::drop_of_gathering(tx, id, "la rencontre est annulée", now).await?;
    for invited in gatherings::invited(tx, id).await? {
        for kind in [LetterKind::Invitation, LetterKind::Reminder, LetterKind::Practical, LetterKind::Moved] {
            outbox::drop_queued(tx, invited.id, kind, "la rencontre est annulée", now).await?;
        }
    }
    follow_up::visit_cancelled(tx, &network, id, now).await?;
    note(tx, &gathering, "gathering_cancelled", reason.unwrap_or_default().to_owned(), by, now).await?;
    let shared = json!({
        "network": data::network(&network),
        "gathering": data::gathering(&gathering, None),
        "reason": reason,
    });
    let told = tell(tx, desk, &network, &gathering, (LetterKind::Cancelled, &[]), &shared, now).await?;
    Ok(Changed { gathering, told })
}

async fn note(
    tx: &mut Tx,
    gathering: &Gathering,
    what: &'static str,
    because: String,
    by: Option<ActorId>,
    now: Timestamp,
) -> Result<()> {
    let decision = Decision {
        network: gathering.network,
        what,
        subject: format!("gathering:{}", gathering.id),
        by: if by.is_some() { By::Organiser } else { By::Operator },
        actor: by,
        incoming: None,
        because,
        at: now,
    };
    Ok(decisions::append(tx, &decision).await?)
}

/// Letters with the old date don't leave any more; yields whose invitation was among them.
async fn drop_outdated(tx: &mut Tx, gathering: &Gathering, now: Timestamp) -> Result<Vec<InvitedActor>> {
    let mut unsent = Vec::new();
    for invited in gatherings::invited(tx, gathering.id).await? {
        for kind in [LetterKind::Reminder, LetterKind::Practical, LetterKind::Moved] {
            outbox::drop_queued(tx, invited.id, kind, "la date a changé", now).await?;
        }
        if outbox::drop_queued(tx, invited.id, LetterKind::Invitation, "la date a changé", now).await? {
            unsent.push(invited);
        }
    }
    Ok(unsent)
}

/// Writes to everyone whose invitation has left or is leaving but some, once for each change.
async fn tell(
    tx: &mut Tx,
    desk: &Desk,
    network: &Network,
    gathering: &Gathering,
    (kind, but): (LetterKind, &[InvitationId]),
    shared: &serde_json::Value,
    now: Timestamp,
) -> Result<usize> {
    let invited: Vec<_> = gatherings::invited(tx, gathering.id)
        .await?
        .into_iter()
        .filter(|one| one.is_reachable() && one.state != InvitationState::Planned && !but.contains(&one.id))
        .collect();
    if invited.is_empty() {
        return Ok(0);
    }
    let mailing = outbox::insert_mailing(tx, network.id, Some(gathering.id), kind, shared, now).await?;
    let mut told = 0;
    for one in &invited {
        // Whose invitation never leaves needs no cancellation; one in a connection's hands is leaving.
        if kind == LetterKind::Cancelled && !outbox::has_left_or_is_leaving(tx, one.id, LetterKind::Invitation).await? {
            continue;
        }
        let subject = format!("gathering:{}", gathering.id);
        let letter = letters::about_invitation(network, one, kind, subject, gathering.change.to_string(), now);
        let said_yes = answers::of_invitation(tx, one.id)
            .await?
            .last()
            .is_some_and(|answer| answer.said.intent == Intent::Attending);
        let personal: serde_json::Value = serde_json::from_str(&letter.context).unwrap_or_default();
        let first = outbox::first_letter_about(tx, one.id).await?;
        let letter = NewLetter {
            mailing: Some(mailing),
            context: data::merged(&personal, &json!({ "confirm": said_yes })).to_string(),
            in_reply_to: first.clone(),
            references: first.into_iter().collect(),
            not_after: (kind == LetterKind::Moved).then(|| gathering.starts_at()),
            ..letter
        };
        told += usize::from(effect::send(tx, desk, &letter, &network.address, now).await?);
    }
    Ok(told)
}
