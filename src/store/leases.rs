//! Letters in the hands of a worker: leased when claimed, given back, or taken up by another when the lease runs out.

use sqlx::FromRow;

use super::outbox::OutgoingRow;
use super::{Result, Tx, word};
use crate::domain::clock::Timestamp;
use crate::domain::gathering::GatheringState;
use crate::domain::ids::OutgoingId;
use crate::domain::outgoing::Outgoing;

statements! {
    LEASE_DUE = "WITH due AS (SELECT id FROM outgoing WHERE state = 'queued' AND next_try <= $1 ORDER BY next_try, id LIMIT $2", skip_locked,
        ") UPDATE outgoing SET state = 'sending', attempts = attempts + 1, lease_until = $3, lease_owner = $4 WHERE id IN (SELECT id FROM due)";
    LEASE_EXPIRED = "WITH due AS (SELECT id FROM outgoing WHERE state = 'sending' AND lease_until <= $1 ORDER BY id LIMIT $2", skip_locked,
        ") UPDATE outgoing SET state = 'sending', attempts = attempts + 1, lease_until = $3, lease_owner = $4 WHERE id IN (SELECT id FROM due)";
    LEASED = "SELECT o.id, o.network_id, o.kind, o.cause, o.actor_id, o.mailing_id, o.invitation_id, o.membership_id, o.incoming_id, o.recipient,
            o.recipient_name, o.language, o.context, o.message_id, o.date, o.boundary, o.in_reply_to, o.reference_ids, o.attempts, o.not_after,
            COALESCE(i.generation, 0) AS invitation_generation, g.state AS gathering_state, m.stopped_at, a.undeliverable_at,
            a.actor_id AS holder
        FROM outgoing o LEFT JOIN invitation i ON i.id = o.invitation_id LEFT JOIN gathering g ON g.id = i.gathering_id
        LEFT JOIN membership m ON m.id = o.membership_id LEFT JOIN address a ON a.email = o.recipient
        WHERE o.state = 'sending' AND o.lease_until = $1 AND o.lease_owner = $2 ORDER BY o.next_try, o.id";
    UNLEASE_ALL = "UPDATE outgoing SET state = 'queued', lease_until = NULL, lease_owner = NULL WHERE state = 'sending'";
    UNLEASE = "UPDATE outgoing SET state = 'queued', attempts = attempts - 1, lease_until = NULL, lease_owner = NULL
        WHERE id = $1 AND state = 'sending' AND lease_owner = $2";
}

/// A letter in the hands of whoever claimed it, and what may have changed since it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The letter.
    pub letter: Outgoing,
    /// Whether its person has said stop.
    pub stopped: bool,
    /// Whether its address is known to be undeliverable.
    pub undeliverable: bool,
    /// Whether its address is still one of its person's.
    pub theirs: bool,
    /// Where the gathering stands that it is about.
    pub gathering: Option<GatheringState>,
}

#[derive(FromRow)]
struct ClaimedRow {
    #[sqlx(flatten)]
    letter: OutgoingRow,
    gathering_state: Option<String>,
    stopped_at: Option<i64>,
    undeliverable_at: Option<i64>,
    holder: Option<i64>,
}

impl TryFrom<ClaimedRow> for Claimed {
    type Error = super::Error;
    fn try_from(row: ClaimedRow) -> Result<Claimed> {
        let state = row.gathering_state.map(|state| word("a gathering's state", &state));
        let letter: Outgoing = row.letter.try_into()?;
        Ok(Claimed {
            theirs: row.holder == Some(letter.actor.0),
            letter,
            stopped: row.stopped_at.is_some(),
            undeliverable: row.undeliverable_at.is_some(),
            gathering: state.transpose()?,
        })
    }
}

/// Leases up to `limit` letters that are due, and those whose lease ran out, until `until`. `lease` is a word that no
/// other claim has.
///
/// # Errors
/// When the database is away or damaged.
pub async fn claim(tx: &mut Tx, lease: &str, now: Timestamp, until: Timestamp, limit: i64) -> Result<Vec<Claimed>> {
    let expired = run!(tx, LEASE_EXPIRED, now.ms(), limit, until.ms(), lease)?;
    let left = limit.saturating_sub(i64::try_from(expired).unwrap_or(limit));
    let due = run!(tx, LEASE_DUE, now.ms(), left, until.ms(), lease)?;
    if expired + due == 0 {
        return Ok(Vec::new());
    }
    rows!(tx, LEASED, ClaimedRow, until.ms(), lease)?.into_iter().map(Claimed::try_from).collect()
}

/// Gives back all that is leased: whoever had it is gone.
///
/// # Errors
/// When the database is away.
pub async fn unlease_all(tx: &mut Tx) -> Result<()> {
    run!(tx, UNLEASE_ALL)?;
    tx.rings(super::Topic::Outbox);
    Ok(())
}

/// Gives a letter back untried: the daemon stops. Not if another has claimed it since.
///
/// # Errors
/// When the database is away.
pub async fn unlease(tx: &mut Tx, id: OutgoingId, lease: &str) -> Result<()> {
    run!(tx, UNLEASE, id.0, lease)?;
    Ok(())
}
