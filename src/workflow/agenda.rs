//! What a meeting will speak of: what visitors bring back, what organisers typed, the follow-ups that are open.

use super::{Error, Result, minutes};
use crate::domain::agenda::{AgendaItem, AgendaKind};
use crate::domain::clock::Timestamp;
use crate::domain::gathering::{Gathering, GatheringKind, GatheringState};
use crate::domain::network::Network;
use crate::store::{Tx, agenda, follow_ups};

/// The points of a meeting: those raised since the meeting before it began, then the follow-ups that are open.
///
/// # Errors
/// When the database is away or damaged.
pub async fn of(tx: &mut Tx, network: &Network, meeting: &Gathering) -> Result<Vec<AgendaItem>> {
    let since = minutes::previous_start(tx, network, meeting).await?;
    let mut items = agenda::between(tx, network.id, since, meeting.starts_at()).await?;
    for one in follow_ups::open(tx, network.id).await? {
        items.push(AgendaItem {
            kind: AgendaKind::FollowUp,
            words: one.title,
            debrief: None,
            follow_up: Some(one.id),
            raised_at: meeting.starts_at(),
        });
    }
    Ok(items)
}

/// Puts a point that somebody typed on the agenda of the next meeting.
///
/// # Errors
/// When the gathering isn't the next meeting, or the database is away.
pub async fn add(tx: &mut Tx, network: &Network, meeting: &Gathering, words: &str, now: Timestamp) -> Result<()> {
    let why = if meeting.kind != GatheringKind::Meeting {
        Some("a visit has no agenda")
    } else if meeting.state == GatheringState::Cancelled {
        Some("it is cancelled")
    } else if meeting.starts_at() <= now {
        Some("it has begun")
    } else if minutes::previous_start(tx, network, meeting).await? >= now {
        Some("another meeting comes before it, and a point belongs to the next one")
    } else {
        None
    };
    if let Some(why) = why {
        let what = format!("adding a point to the agenda of {}", meeting.title);
        return Err(Error::refused(what, why, "Add it to the next meeting: palabre gathering list --coming"));
    }
    let item =
        AgendaItem { kind: AgendaKind::Typed, words: words.to_owned(), debrief: None, follow_up: None, raised_at: now };
    Ok(agenda::insert(tx, network.id, &item).await?)
}
