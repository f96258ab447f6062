//! What a meeting will speak of: what visitors bring back, what organisers typed, the follow-ups that are open.

use super::{Result, minutes};
use crate::domain::agenda::{AgendaItem, AgendaKind};
use crate::domain::gathering::Gathering;
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
