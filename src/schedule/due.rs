//! Timers at work: what is due is done once, late work as `late` says, and periodic rules get their next occurrence.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::late::{self, Late, Reason, Reminder};
use super::periodic::Periodic;
use crate::domain::civil;
use crate::domain::clock::{Clock, Timestamp};
use crate::domain::gathering::{Gathering, GatheringState};
use crate::domain::ids::TimerId;
use crate::domain::language::Language;
use crate::domain::network::Network;
use crate::domain::timer::{Rule, Timer};
use crate::store::timers::{self, Hook};
use crate::store::{Db, Topic, Tx, gatherings, networks};
use crate::workflow::{
    Desk, Error, Result, attendance, digest, follow_up, invite, practical, programme, remind, timetable, visit,
};

/// When nothing wakes us, look all the same: another process may have set a timer.
const LONGEST_NAP: Duration = Duration::from_secs(60);

/// Does what is due as it becomes due, until told to stop.
///
/// # Errors
/// When the database is away; who started it starts it again.
pub async fn run(db: &Db, desk: &Desk, clock: &Clock, stop: &CancellationToken) -> Result<()> {
    loop {
        run_due(db, desk, clock).await?;
        let next = timers::next(&mut db.read().await?).await?;
        let due = async {
            match next {
                Some(at) => clock.sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = db.changes().heard(Topic::Timers) => {}
            () = due => {}
            () = tokio::time::sleep(LONGEST_NAP) => {}
        }
    }
}

/// Does all that is due now; yields how many timers came to their end.
///
/// # Errors
/// When the database is away, or a timer failed; the others were done nevertheless, and that one stays due.
pub async fn run_due(db: &Db, desk: &Desk, clock: &Clock) -> Result<usize> {
    let mut ended = 0;
    let mut failed: Vec<(TimerId, Error)> = Vec::new();
    loop {
        let mut tx = db.write().await?;
        let now = clock.now();
        for network in networks::all(&mut tx).await? {
            plan_periodic(&mut tx, &network, now).await?;
        }
        // One timer a transaction: one that fails leaves the others alone.
        let look = i64::try_from(failed.len()).unwrap_or(i64::MAX).saturating_add(1);
        let due = timers::due(&mut tx, now, look).await?;
        let Some(timer) = due.into_iter().find(|timer| failed.iter().all(|(id, _)| *id != timer.id)) else {
            tx.commit().await?;
            return failed.into_iter().next().map_or(Ok(ended), |(_, error)| Err(error));
        };
        match fire(&mut tx, desk, &timer, now).await {
            Ok(()) => {
                tx.commit().await?;
                ended += 1;
            }
            // It met another daemon: once more.
            Err(error) if error.is_passing() => {}
            Err(error) => {
                tracing::error!(timer = timer.id.0, rule = timer.rule.as_str(), %error, "a timer failed, it stays due");
                failed.push((timer.id, error));
            }
        }
    }
}

/// Sees to it that each periodic rule of a network has its next occurrence waiting, and no other.
async fn plan_periodic(tx: &mut Tx, network: &Network, now: Timestamp) -> Result<()> {
    let rules = [(Rule::Digest, Some(network.digest_at.as_str())), (Rule::Programme, network.programme_at.as_deref())];
    for (rule, expression) in rules {
        let waiting = timers::waiting_occurrence(tx, network.id, rule).await?;
        let Some(periodic) = expression.and_then(|text| Periodic::parse(text).ok()) else {
            if waiting.is_some() {
                timers::drop_periodic_but(tx, network.id, rule, "", "la règle n'existe plus", now).await?;
            }
            continue;
        };
        if waiting.as_deref().is_some_and(|key| occurs(&periodic, key)) {
            continue;
        }
        let last = timers::last_occurrence(tx, network.id, rule, now).await?;
        let last = last.and_then(|key| civil::parse_civil(&key).ok());
        let reached = civil::reached(now, network.zone);
        let from = last.map_or(reached, |last| last.max(reached));
        if let Some((key, due_at)) = periodic.following(network.zone, from) {
            let key = civil::format_civil(key);
            timers::drop_periodic_but(tx, network.id, rule, &key, "la règle a changé", now).await?;
            let hook = Hook::Occurrence(key);
            timers::set(tx, network.id, rule, &hook, due_at).await?;
            // A rule that was changed and changed back.
            timers::revive(tx, network.id, rule, &hook, due_at, false).await?;
        }
    }
    Ok(())
}

/// Whether a civil time is one of a rule's.
fn occurs(periodic: &Periodic, key: &str) -> bool {
    let Ok(key) = civil::parse_civil(key) else { return false };
    let before = key.checked_sub_signed(chrono::TimeDelta::seconds(1));
    before.and_then(|before| periodic.next_after(before)) == Some(key)
}

async fn fire(tx: &mut Tx, desk: &Desk, timer: &Timer, now: Timestamp) -> Result<()> {
    let Some(network) = networks::get(tx, timer.network).await? else {
        return Ok(timers::end(tx, timer.id, Some("le réseau n'existe plus"), now).await?);
    };
    if let Some(id) = timer.follow_up {
        networks::lock(tx, network.id).await?;
        let asked = follow_up::remind(tx, desk, &network, id, timer.n, now).await?;
        return Ok(timers::end(tx, timer.id, (!asked).then_some("il n'y a plus rien à demander"), now).await?);
    }
    let Some(id) = timer.gathering else { return fire_periodic(tx, desk, &network, timer, now).await };
    let gathering = gatherings::get(tx, id).await?;
    let stands = |one: &Gathering| match timer.rule {
        Rule::Debrief => matches!(one.state, GatheringState::Open | GatheringState::Held),
        _ => one.state == GatheringState::Open,
    };
    let Some(gathering) = gathering.filter(stands) else {
        return Ok(timers::end(tx, timer.id, Some("la rencontre n'est plus ouverte"), now).await?);
    };
    match timer.rule {
        Rule::Remind => remind_silent(tx, desk, &network, &gathering, timer, now).await,
        Rule::Invite => match late::invitation(timer.due_at, gathering.starts_at(), now) {
            Late::Now => match invite::release(tx, desk, id, now).await {
                Ok(_) => Ok(timers::end(tx, timer.id, None, now).await?),
                Err(Error::Refused { why, .. }) => Ok(timers::end(tx, timer.id, Some(&why), now).await?),
                Err(error) => Err(error),
            },
            other => put_off(tx, &network, &gathering, timer, other, now).await,
        },
        Rule::Practical => match late::practical(timer.due_at, gathering.starts_at(), now) {
            Late::Now => {
                practical::send(tx, desk, &network, &gathering, now).await?;
                Ok(timers::end(tx, timer.id, None, now).await?)
            }
            other => put_off(tx, &network, &gathering, timer, other, now).await,
        },
        Rule::Attendance => {
            attendance::ask(tx, desk, &network, &gathering, now).await?;
            Ok(timers::end(tx, timer.id, None, now).await?)
        }
        Rule::Debrief => {
            visit::ask(tx, desk, &network, &gathering, now).await?;
            Ok(timers::end(tx, timer.id, None, now).await?)
        }
        Rule::FollowUp | Rule::Digest | Rule::Programme => Ok(timers::end(tx, timer.id, None, now).await?),
    }
}

/// Reminds each of the silent when their own invitation is old enough; the timer waits for the last of them.
async fn remind_silent(
    tx: &mut Tx,
    desk: &Desk,
    network: &Network,
    gathering: &Gathering,
    timer: &Timer,
    now: Timestamp,
) -> Result<()> {
    let following = usize::try_from(timer.n).ok().and_then(|n| network.reminders.get(n));
    let next = following.map(|offset| timetable::instant(*offset, gathering));
    let due = network
        .reminders
        .get(usize::try_from(timer.n.saturating_sub(1)).unwrap_or_default())
        .map_or(timer.due_at, |offset| timetable::instant(*offset, gathering));
    let (mut at_once, mut later, mut dropped) = (Vec::new(), None::<Timestamp>, None);
    for invited in remind::silent(tx, gathering).await? {
        let hours = Reminder { due, next, invited: invited.sent_at.unwrap_or(now), starts: gathering.starts_at() };
        match late::reminder(hours, now) {
            Late::Now => at_once.push(invited),
            Late::At(at) => later = Some(later.map_or(at, |other| other.min(at))),
            Late::Drop(reason) => dropped = Some(reason),
        }
    }
    remind::send(tx, desk, network, gathering, timer.n, &at_once, now).await?;
    match (later, dropped) {
        (Some(at), _) => Ok(timers::postpone(tx, timer.id, at).await?),
        (None, Some(reason)) if at_once.is_empty() => {
            let line = line(network.language, timer, gathering, reason);
            Ok(timers::end(tx, timer.id, Some(&line), now).await?)
        }
        _ => Ok(timers::end(tx, timer.id, None, now).await?),
    }
}

async fn put_off(
    tx: &mut Tx,
    network: &Network,
    gathering: &Gathering,
    timer: &Timer,
    late: Late,
    now: Timestamp,
) -> Result<()> {
    match late {
        Late::At(at) => Ok(timers::postpone(tx, timer.id, at).await?),
        Late::Drop(reason) => {
            let line = line(network.language, timer, gathering, reason);
            Ok(timers::end(tx, timer.id, Some(&line), now).await?)
        }
        Late::Now => Ok(()),
    }
}

async fn fire_periodic(tx: &mut Tx, desk: &Desk, network: &Network, timer: &Timer, now: Timestamp) -> Result<()> {
    let expression = match timer.rule {
        Rule::Programme => network.programme_at.as_deref(),
        _ => Some(network.digest_at.as_str()),
    };
    let rule = expression.and_then(|text| Periodic::parse(text).ok());
    let (Some(rule), Ok(key)) = (rule, civil::parse_civil(&timer.occurrence)) else {
        return Ok(timers::end(tx, timer.id, Some("la règle n'existe plus"), now).await?);
    };
    if let Some((latest, due_at)) = rule.latest_due(network.zone, key, now) {
        // Of missed runs only the latest is done; it is due now and comes next.
        timers::end(tx, timer.id, Some("une échéance plus récente la remplace"), now).await?;
        let hook = Hook::Occurrence(civil::format_civil(latest));
        return Ok(timers::set(tx, network.id, timer.rule, &hook, due_at).await?);
    }
    match timer.rule {
        Rule::Programme => programme::send(tx, desk, network, &timer.occurrence, now).await?,
        _ => digest::send(tx, desk, network, &timer.occurrence, now).await?,
    };
    Ok(timers::end(tx, timer.id, None, now).await?)
}

/// The line that tells organisers why something didn't leave.
fn line(language: Language, timer: &Timer, gathering: &Gathering, reason: Reason) -> String {
    let title = &gathering.title;
    match language {
        Language::En => {
            let what = match timer.rule {
                Rule::Invite => "the invitations".to_owned(),
                Rule::Practical => "the practical information".to_owned(),
                _ => format!("reminder {}", timer.n),
            };
            format!("“{title}”: {what} did not leave, {}", reason.line())
        }
        Language::Fr => {
            let what = match timer.rule {
                Rule::Invite => "les invitations ne sont pas parties".to_owned(),
                Rule::Practical => "les informations pratiques ne sont pas parties".to_owned(),
                _ => format!("le rappel n° {} n'est pas parti", timer.n),
            };
            format!("« {title} » : {what} ({})", french(reason))
        }
    }
}

fn french(reason: Reason) -> &'static str {
    match reason {
        Reason::Begun => "la rencontre avait déjà commencé",
        Reason::HourAfterStart => "son heure tombe après le début de la rencontre",
        Reason::HourTooNearStart => "son heure tombe moins d'un jour avant la rencontre",
        Reason::InvitedTooLate => "trois jours après l'invitation, il reste moins d'un jour avant la rencontre",
        Reason::StartTooNear => "il reste moins d'un jour avant la rencontre",
        Reason::Superseded => "le rappel suivant le remplace",
    }
}
