//! Who or what settled something: only ever appended.

use sqlx::FromRow;

use super::{Result, Tx, word};
use crate::domain::clock::Timestamp;
use crate::domain::decision::{By, Decision};
use crate::domain::ids::{ActorId, IncomingId, NetworkId};

statements! {
    INSERT = "INSERT INTO decision (network_id, what, subject, decided_by, actor_id, incoming_id, because, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    OF_SUBJECT = "SELECT what, subject, decided_by, actor_id, incoming_id, because, at FROM decision WHERE subject = $1 ORDER BY id";
    OF_INCOMING = "SELECT what, subject, decided_by, actor_id, incoming_id, because, at FROM decision WHERE incoming_id = $1 ORDER BY id";
    OF_WHAT = "SELECT what, subject, decided_by, actor_id, incoming_id, because, at FROM decision
        WHERE network_id = $1 AND what = $2 AND at > $3 AND at <= $4 ORDER BY id";
}

/// A decision as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDecision {
    /// What was done.
    pub what: String,
    /// To what.
    pub subject: String,
    /// By whom.
    pub by: By,
    /// By which person.
    pub actor: Option<ActorId>,
    /// From which message.
    pub incoming: Option<IncomingId>,
    /// Why.
    pub because: String,
    /// When.
    pub at: Timestamp,
}

#[derive(FromRow)]
struct DecisionRow {
    what: String,
    subject: String,
    decided_by: String,
    actor_id: Option<i64>,
    incoming_id: Option<i64>,
    because: String,
    at: i64,
}

impl TryFrom<DecisionRow> for StoredDecision {
    type Error = super::Error;
    fn try_from(row: DecisionRow) -> Result<StoredDecision> {
        Ok(StoredDecision {
            what: row.what,
            subject: row.subject,
            by: word("who decided", &row.decided_by)?,
            actor: row.actor_id.map(ActorId),
            incoming: row.incoming_id.map(IncomingId),
            because: row.because,
            at: Timestamp(row.at),
        })
    }
}

/// Appends a decision.
///
/// # Errors
/// When the database is away.
pub async fn append(tx: &mut Tx, decision: &Decision) -> Result<()> {
    run!(
        tx,
        INSERT,
        decision.network.0,
        decision.what,
        &decision.subject,
        decision.by.as_str(),
        decision.actor.map(|id| id.0),
        decision.incoming.map(|id| id.0),
        &decision.because,
        decision.at.ms(),
    )?;
    Ok(())
}

/// What was decided about one thing (`invitation:12`), in order.
///
/// # Errors
/// When the database is away or damaged.
pub async fn about(tx: &mut Tx, subject: &str) -> Result<Vec<StoredDecision>> {
    rows!(tx, OF_SUBJECT, DecisionRow, subject)?.into_iter().map(StoredDecision::try_from).collect()
}

/// What was decided because of one message, in order.
///
/// # Errors
/// When the database is away or damaged.
pub async fn because_of(tx: &mut Tx, incoming: IncomingId) -> Result<Vec<StoredDecision>> {
    rows!(tx, OF_INCOMING, DecisionRow, incoming.0)?.into_iter().map(StoredDecision::try_from).collect()
}

/// The decisions of one sort in a network, after `since` and until `until`.
///
/// # Errors
/// When the database is away or damaged.
pub async fn between(
    tx: &mut Tx,
    network: NetworkId,
    what: &str,
    since: Timestamp,
    until: Timestamp,
) -> Result<Vec<StoredDecision>> {
    rows!(tx, OF_WHAT, DecisionRow, network.0, what, since.ms(), until.ms())?
        .into_iter()
        .map(StoredDecision::try_from)
        .collect()
}
