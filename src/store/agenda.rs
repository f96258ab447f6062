//! What a meeting will speak of.

use sqlx::FromRow;

use super::{Result, Tx, word};
use crate::domain::agenda::AgendaItem;
use crate::domain::clock::Timestamp;
use crate::domain::ids::{DebriefId, FollowUpId, NetworkId};

statements! {
    INSERT = "INSERT INTO agenda_item (network_id, kind, words, debrief_id, follow_up_id, raised_at) VALUES ($1, $2, $3, $4, $5, $6)";
    BETWEEN = "SELECT kind, words, debrief_id, follow_up_id, raised_at FROM agenda_item
        WHERE network_id = $1 AND raised_at > $2 AND raised_at <= $3 ORDER BY id";
}

#[derive(FromRow)]
struct ItemRow {
    kind: String,
    words: String,
    debrief_id: Option<i64>,
    follow_up_id: Option<i64>,
    raised_at: i64,
}

impl TryFrom<ItemRow> for AgendaItem {
    type Error = super::Error;
    fn try_from(row: ItemRow) -> Result<AgendaItem> {
        Ok(AgendaItem {
            kind: word("a kind of agenda item", &row.kind)?,
            words: row.words,
            debrief: row.debrief_id.map(DebriefId),
            follow_up: row.follow_up_id.map(FollowUpId),
            raised_at: Timestamp(row.raised_at),
        })
    }
}

/// Adds a point.
///
/// # Errors
/// When the database is away, or the debrief stands on the agenda.
pub async fn insert(tx: &mut Tx, network: NetworkId, item: &AgendaItem) -> Result<()> {
    let (debrief, follow_up) = (item.debrief.map(|id| id.0), item.follow_up.map(|id| id.0));
    run!(tx, INSERT, network.0, item.kind.as_str(), &item.words, debrief, follow_up, item.raised_at.ms())?;
    Ok(())
}

/// The points raised after `since` and up to `until`.
///
/// # Errors
/// When the database is away or damaged.
pub async fn between(tx: &mut Tx, network: NetworkId, since: Timestamp, until: Timestamp) -> Result<Vec<AgendaItem>> {
    rows!(tx, BETWEEN, ItemRow, network.0, since.ms(), until.ms())?.into_iter().map(AgendaItem::try_from).collect()
}
