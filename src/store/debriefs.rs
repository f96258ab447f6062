//! What visitors reported back; only ever appended.

use sqlx::FromRow;

use super::{Result, Tx};
use crate::domain::clock::Timestamp;
use crate::domain::debrief::Debrief;
use crate::domain::ids::{ActorId, DebriefId, GatheringId, IncomingId, NetworkId};

statements! {
    INSERT = "INSERT INTO debrief (gathering_id, actor_id, words, incoming_id, said_at, received_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (gathering_id, incoming_id) DO NOTHING RETURNING id";
    OF_VISIT = "SELECT id, gathering_id, actor_id, words, incoming_id, said_at, received_at FROM debrief WHERE gathering_id = $1 ORDER BY said_at, id";
    BETWEEN = "SELECT d.id, d.gathering_id, d.actor_id, d.words, d.incoming_id, d.said_at, d.received_at FROM debrief d
        JOIN gathering g ON g.id = d.gathering_id WHERE g.network_id = $1 AND d.received_at > $2 AND d.received_at <= $3 ORDER BY d.gathering_id, d.said_at, d.id";
}

#[derive(FromRow)]
struct DebriefRow {
    id: i64,
    gathering_id: i64,
    actor_id: i64,
    words: String,
    incoming_id: Option<i64>,
    said_at: i64,
    received_at: i64,
}

impl From<DebriefRow> for Debrief {
    fn from(row: DebriefRow) -> Debrief {
        Debrief {
            id: DebriefId(row.id),
            visit: GatheringId(row.gathering_id),
            actor: ActorId(row.actor_id),
            words: row.words,
            incoming: row.incoming_id.map(IncomingId),
            said_at: Timestamp(row.said_at),
            received_at: Timestamp(row.received_at),
        }
    }
}

/// Appends a debrief, whose `id` is not looked at; `None` where this message told of this visit before.
///
/// # Errors
/// When the database is away.
pub async fn append(tx: &mut Tx, debrief: &Debrief) -> Result<Option<DebriefId>> {
    let id = value!(
        tx,
        INSERT,
        i64,
        debrief.visit.0,
        debrief.actor.0,
        &debrief.words,
        debrief.incoming.map(|id| id.0),
        debrief.said_at.ms(),
        debrief.received_at.ms(),
    )?;
    Ok(id.map(DebriefId))
}

/// What visitors of one visit reported.
///
/// # Errors
/// When the database is away.
pub async fn of_visit(tx: &mut Tx, visit: GatheringId) -> Result<Vec<Debrief>> {
    Ok(rows!(tx, OF_VISIT, DebriefRow, visit.0)?.into_iter().map(Debrief::from).collect())
}

/// What visitors reported after `since` and up to `until`, visit by visit.
///
/// # Errors
/// When the database is away.
pub async fn between(tx: &mut Tx, network: NetworkId, since: Timestamp, until: Timestamp) -> Result<Vec<Debrief>> {
    Ok(rows!(tx, BETWEEN, DebriefRow, network.0, since.ms(), until.ms())?.into_iter().map(Debrief::from).collect())
}
