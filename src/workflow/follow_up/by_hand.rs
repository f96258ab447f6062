//! What an organiser does with a follow-up at the command line: makes one, gives it an owner or a day, ends it, makes
//! a visit of it.

use chrono::{Days, NaiveDate};

use super::{ask_next_on, ask_on, change, usual_owner};
use crate::domain::civil;
use crate::domain::clock::Timestamp;
use crate::domain::decision::{By, Decision};
use crate::domain::follow_up::{DUE_AFTER_DAYS, FollowUp, FollowUpEntry, FollowUpEvent, FollowUpKind, FollowUpState};
use crate::domain::gathering::Gathering;
use crate::domain::ids::{ActorId, FollowUpId};
use crate::domain::minutes::Minutes;
use crate::domain::network::Network;
use crate::store::people::Member;
use crate::store::{Tx, decisions, follow_ups, people};
use crate::workflow::{Error, Result};

/// A follow-up that somebody types.
#[derive(Debug, Clone)]
pub struct New {
    /// What it is to become.
    pub kind: FollowUpKind,
    /// Short.
    pub title: String,
    /// What else is to be said of it.
    pub note: Option<String>,
    /// Who takes care of it; the first organiser where absent.
    pub owner: Option<ActorId>,
    /// By when; in three weeks where absent.
    pub due: Option<NaiveDate>,
}

/// How a follow-up ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It is done.
    Done,
    /// It is let go.
    Dropped,
}

/// Makes one that is open from the start; its owner is asked when it is due.
///
/// # Errors
/// When the database is away.
pub async fn make(tx: &mut Tx, network: &Network, new: New, now: Timestamp) -> Result<FollowUp> {
    let members = people::members(tx, network.id).await?;
    let today = civil::civil(now, network.zone).date();
    let due = new.due.or(today.checked_add_days(Days::new(DUE_AFTER_DAYS))).unwrap_or(today);
    let mut one = FollowUp {
        id: FollowUpId(0),
        network: network.id,
        minutes: None,
        kind: new.kind,
        words: new.title.clone(),
        title: new.title,
        about: None,
        note: new.note,
        owner: new.owner.or(usual_owner(&members, &Minutes::default(), None)),
        due: Some(due),
        state: FollowUpState::Open,
        visit: None,
    };
    one.id = follow_ups::insert(tx, &one, now).await?;
    follow_ups::append(tx, &typed(&one, FollowUpEvent::Proposed, one.words.clone(), now)).await?;
    follow_ups::append(tx, &typed(&one, FollowUpEvent::Opened, due.to_string(), now)).await?;
    ask_on(tx, network, &one, due, 1).await?;
    Ok(one)
}

/// Gives it to somebody, who is asked on its day; where that has come, the next morning.
///
/// # Errors
/// When it is over, or the database is away.
pub async fn entrust(
    tx: &mut Tx,
    network: &Network,
    id: FollowUpId,
    owner: &Member,
    now: Timestamp,
) -> Result<FollowUp> {
    let one = stored(tx, id).await?;
    if matches!(one.state, FollowUpState::Done | FollowUpState::Dropped) {
        let mend = format!("Open it again with a day: palabre follow-up due {id} DATE");
        return Err(Error::refused(format!("giving follow-up {id} to {}", owner.name), is_over(&one), mend));
    }
    let changed = FollowUp { owner: Some(owner.actor), ..one };
    change(tx, &changed, &typed(&changed, FollowUpEvent::Owner, owner.name.clone(), now)).await?;
    // One that is only proposed is asked about once its compte rendu has left.
    if changed.state == FollowUpState::Open {
        let tomorrow = civil::civil(now, network.zone).date().checked_add_days(Days::new(1));
        if let Some(day) = changed.due.max(tomorrow) {
            ask_next_on(tx, network, &changed, day).await?;
        }
    }
    Ok(changed)
}

/// Gives it another day, on which its owner is asked. One that was over is open again.
///
/// # Errors
/// When the day is past, or the database is away.
pub async fn reschedule(
    tx: &mut Tx,
    network: &Network,
    id: FollowUpId,
    due: NaiveDate,
    now: Timestamp,
) -> Result<FollowUp> {
    let one = stored(tx, id).await?;
    if due < civil::civil(now, network.zone).date() {
        let what = format!("giving follow-up {id} another day");
        return Err(Error::refused(what, format!("{due} is past"), "Give a day to come"));
    }
    let over = matches!(one.state, FollowUpState::Done | FollowUpState::Dropped);
    let state = if over { FollowUpState::Open } else { one.state };
    let changed = FollowUp { due: Some(due), state, ..one };
    if over {
        follow_ups::append(tx, &typed(&changed, FollowUpEvent::Opened, due.to_string(), now)).await?;
    }
    change(tx, &changed, &typed(&changed, FollowUpEvent::Due, due.to_string(), now)).await?;
    if state == FollowUpState::Open {
        ask_next_on(tx, network, &changed, due).await?;
    }
    Ok(changed)
}

/// Ends it; nobody is asked any more.
///
/// # Errors
/// When it is over, or the database is away.
pub async fn end(tx: &mut Tx, id: FollowUpId, how: End, because: &str, now: Timestamp) -> Result<FollowUp> {
    let one = stored(tx, id).await?;
    if matches!(one.state, FollowUpState::Done | FollowUpState::Dropped) {
        let mend = format!("See palabre follow-up show {id}");
        return Err(Error::refused(format!("ending follow-up {id}"), is_over(&one), mend));
    }
    let (state, event) = match how {
        End::Done => (FollowUpState::Done, FollowUpEvent::Done),
        End::Dropped => (FollowUpState::Dropped, FollowUpEvent::Dropped),
    };
    let changed = FollowUp { state, ..one };
    change(tx, &changed, &typed(&changed, event, because.to_owned(), now)).await?;
    Ok(changed)
}

/// Says that a visit is what a follow-up has become.
///
/// # Errors
/// When it isn't one that waits for its visit, or the database is away.
pub async fn lay_on(tx: &mut Tx, id: FollowUpId, visit: &Gathering, now: Timestamp) -> Result<FollowUp> {
    let one = stored(tx, id).await?;
    let what = || format!("making a visit of follow-up {id}");
    let see = || format!("See palabre follow-up show {id}");
    if one.network != visit.network {
        return Err(Error::refused(what(), "it belongs to another network", see()));
    }
    if one.kind != FollowUpKind::Visit {
        return Err(Error::refused(what(), format!("it is of kind {}", one.kind), "Leave --follow-up out"));
    }
    if let Some(known) = one.visit {
        let mend = format!("Move or change that one: palabre gathering show {known}");
        return Err(Error::refused(what(), format!("it has become gathering {known}"), mend));
    }
    if matches!(one.state, FollowUpState::Done | FollowUpState::Dropped) {
        return Err(Error::refused(what(), is_over(&one), see()));
    }
    let changed = FollowUp { visit: Some(visit.id), ..one };
    change(tx, &changed, &typed(&changed, FollowUpEvent::Arranged, visit.title.clone(), now)).await?;
    let decision = Decision {
        network: visit.network,
        what: "visit_arranged",
        subject: format!("gathering:{}", visit.id),
        by: By::Operator,
        actor: None,
        incoming: None,
        because: changed.title.clone(),
        at: now,
    };
    decisions::append(tx, &decision).await?;
    Ok(changed)
}

async fn stored(tx: &mut Tx, id: FollowUpId) -> Result<FollowUp> {
    follow_ups::lock(tx, id).await?;
    follow_ups::get(tx, id).await?.ok_or_else(|| {
        let what = format!("finding follow-up {id}");
        Error::refused(what, "there is none of that number", "See palabre follow-up list --all")
    })
}

fn is_over(one: &FollowUp) -> String {
    format!("it is {}", one.state)
}

/// A line of its history that came from the command line.
fn typed(one: &FollowUp, what: FollowUpEvent, words: String, at: Timestamp) -> FollowUpEntry {
    FollowUpEntry { follow_up: one.id, what, words, actor: None, incoming: None, at }
}
