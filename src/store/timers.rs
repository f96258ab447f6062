//! What must happen at a time.

use sqlx::FromRow;

use super::{Result, Tx, word};
use crate::domain::clock::Timestamp;
use crate::domain::ids::{FollowUpId, GatheringId, NetworkId, TimerId};
use crate::domain::timer::{Rule, Timer};

statements! {
    SET = "INSERT INTO timer (network_id, rule, subject, gathering_id, n, occurrence, due_at, state) VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting')
        ON CONFLICT (rule, subject, n, occurrence) DO UPDATE SET due_at = excluded.due_at WHERE timer.state = 'waiting' AND timer.due_at <> excluded.due_at";
    REVIVE = "UPDATE timer SET state = 'waiting', due_at = $5, reason = NULL, ended_at = NULL
        WHERE rule = $1 AND subject = $2 AND n = $3 AND occurrence = $4
            AND (state = 'dropped' OR (state = 'done' AND $6))";
    DUE = "SELECT id, network_id, rule, subject, gathering_id, n, occurrence, due_at FROM timer WHERE state = 'waiting' AND due_at <= $1 ORDER BY due_at, id LIMIT $2", skip_locked;
    NEXT = "SELECT due_at FROM timer WHERE state = 'waiting' ORDER BY due_at LIMIT 1";
    POSTPONE = "UPDATE timer SET due_at = $2 WHERE id = $1 AND state = 'waiting'";
    END = "UPDATE timer SET state = $2, reason = $3, ended_at = $4 WHERE id = $1 AND state = 'waiting'";
    DROP_OF_GATHERING = "UPDATE timer SET state = 'dropped', reason = $2, ended_at = $3 WHERE gathering_id = $1 AND state = 'waiting'";
    DROP_BEYOND = "UPDATE timer SET state = 'dropped', reason = $4, ended_at = $5 WHERE gathering_id = $1 AND rule = $2 AND n > $3 AND state = 'waiting'";
    DROP_PERIODIC = "UPDATE timer SET state = 'dropped', reason = $3, ended_at = $4
        WHERE network_id = $1 AND rule = $2 AND gathering_id IS NULL AND state = 'waiting' AND occurrence <> $5";
    WAITING_OCCURRENCE = "SELECT occurrence FROM timer WHERE network_id = $1 AND rule = $2 AND gathering_id IS NULL AND state = 'waiting'
        ORDER BY occurrence LIMIT 1";
    LAST_OCCURRENCE = "SELECT occurrence FROM timer WHERE network_id = $1 AND rule = $2 AND gathering_id IS NULL AND state <> 'waiting'
        AND due_at <= $3 ORDER BY occurrence DESC LIMIT 1";
    OF_GATHERING = "SELECT rule, n, due_at, state, reason FROM timer WHERE gathering_id = $1 ORDER BY due_at, id";
    WAITING_OF_GATHERING = "SELECT id, network_id, rule, subject, gathering_id, n, occurrence, due_at FROM timer
        WHERE gathering_id = $1 AND rule = $2 AND state = 'waiting'";
    COUNT_OF_GATHERING = "SELECT COUNT(*) FROM timer WHERE gathering_id = $1 AND rule = $2";
    DROPPED_BETWEEN = "SELECT reason FROM timer WHERE network_id = $1 AND state = 'dropped' AND gathering_id IS NOT NULL
        AND ended_at > $2 AND ended_at <= $3 ORDER BY id";
    LAST_DONE = "SELECT ended_at FROM timer WHERE network_id = $1 AND rule = $2 AND state = 'done' ORDER BY ended_at DESC LIMIT 1";
}

#[derive(FromRow)]
struct TimerRow {
    id: i64,
    network_id: i64,
    rule: String,
    subject: String,
    gathering_id: Option<i64>,
    n: i64,
    occurrence: String,
    due_at: i64,
}

impl TryFrom<TimerRow> for Timer {
    type Error = super::Error;
    fn try_from(row: TimerRow) -> Result<Timer> {
        Ok(Timer {
            id: TimerId(row.id),
            network: NetworkId(row.network_id),
            rule: word("a rule", &row.rule)?,
            gathering: row.gathering_id.map(GatheringId),
            follow_up: row.subject.strip_prefix("follow_up:").and_then(|id| id.parse().ok()).map(FollowUpId),
            n: row.n,
            occurrence: row.occurrence,
            due_at: Timestamp(row.due_at),
        })
    }
}

/// What a timer hangs on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hook {
    /// On a gathering: one for each (rule, gathering, n).
    Gathering(GatheringId, i64),
    /// On a follow-up: one for each (rule, follow-up, n).
    FollowUp(FollowUpId, i64),
    /// On the calendar: one for each civil occurrence.
    Occurrence(String),
}

/// Sets a timer, or moves it where it waits already.
///
/// # Errors
/// When the database is away.
pub async fn set(tx: &mut Tx, network: NetworkId, rule: Rule, hook: &Hook, due_at: Timestamp) -> Result<()> {
    let (subject, gathering, n, occurrence) = keyed(network, hook);
    run!(tx, SET, network.0, rule.as_str(), &subject, gathering, n, occurrence, due_at.ms())?;
    tx.rings(super::Topic::Timers);
    Ok(())
}

/// Gives a timer that was dropped another chance, or, with `even_done`, one that was done too: its gathering was moved,
/// or more people are invited.
///
/// # Errors
/// When the database is away.
pub async fn revive(
    tx: &mut Tx,
    network: NetworkId,
    rule: Rule,
    hook: &Hook,
    due_at: Timestamp,
    even_done: bool,
) -> Result<()> {
    let (subject, _, n, occurrence) = keyed(network, hook);
    run!(tx, REVIVE, rule.as_str(), &subject, n, occurrence, due_at.ms(), even_done)?;
    tx.rings(super::Topic::Timers);
    Ok(())
}

fn keyed(network: NetworkId, hook: &Hook) -> (String, Option<i64>, i64, &str) {
    match hook {
        Hook::Gathering(id, n) => (format!("gathering:{id}"), Some(id.0), *n, ""),
        Hook::FollowUp(id, n) => (format!("follow_up:{id}"), None, *n, ""),
        Hook::Occurrence(civil) => (format!("network:{network}"), None, 0, civil),
    }
}

/// Up to `limit` timers that are due, in order.
///
/// # Errors
/// When the database is away or damaged.
pub async fn due(tx: &mut Tx, now: Timestamp, limit: i64) -> Result<Vec<Timer>> {
    rows!(tx, DUE, TimerRow, now.ms(), limit)?.into_iter().map(Timer::try_from).collect()
}

/// When the next one is due.
///
/// # Errors
/// When the database is away.
pub async fn next(tx: &mut Tx) -> Result<Option<Timestamp>> {
    Ok(value!(tx, NEXT, i64)?.map(Timestamp))
}

/// Puts a timer off.
///
/// # Errors
/// When the database is away.
pub async fn postpone(tx: &mut Tx, id: TimerId, to: Timestamp) -> Result<()> {
    run!(tx, POSTPONE, id.0, to.ms())?;
    Ok(())
}

/// Ends a timer: done, or dropped with its reason.
///
/// # Errors
/// When the database is away.
pub async fn end(tx: &mut Tx, id: TimerId, dropped: Option<&str>, now: Timestamp) -> Result<()> {
    run!(tx, END, id.0, if dropped.is_some() { "dropped" } else { "done" }, dropped, now.ms())?;
    Ok(())
}

/// Drops all that waits for a gathering.
///
/// # Errors
/// When the database is away.
pub async fn drop_of_gathering(tx: &mut Tx, gathering: GatheringId, reason: &str, now: Timestamp) -> Result<()> {
    run!(tx, DROP_OF_GATHERING, gathering.0, reason, now.ms())?;
    Ok(())
}

/// Drops those of a rule that wait for a gathering and are numbered over `last`: the rule has fewer now.
///
/// # Errors
/// When the database is away.
pub async fn drop_beyond(
    tx: &mut Tx,
    gathering: GatheringId,
    rule: Rule,
    last: i64,
    reason: &str,
    now: Timestamp,
) -> Result<()> {
    run!(tx, DROP_BEYOND, gathering.0, rule.as_str(), last, reason, now.ms())?;
    Ok(())
}

/// Drops the waiting occurrences of a periodic rule but one.
///
/// # Errors
/// When the database is away.
pub async fn drop_periodic_but(
    tx: &mut Tx,
    network: NetworkId,
    rule: Rule,
    keep: &str,
    reason: &str,
    now: Timestamp,
) -> Result<()> {
    run!(tx, DROP_PERIODIC, network.0, rule.as_str(), reason, now.ms(), keep)?;
    Ok(())
}

/// The latest civil occurrence of a periodic rule that has come and is over.
///
/// # Errors
/// When the database is away.
pub async fn last_occurrence(tx: &mut Tx, network: NetworkId, rule: Rule, now: Timestamp) -> Result<Option<String>> {
    Ok(value!(tx, LAST_OCCURRENCE, String, network.0, rule.as_str(), now.ms())?)
}

/// The civil occurrence of a periodic rule that waits.
///
/// # Errors
/// When the database is away.
pub async fn waiting_occurrence(tx: &mut Tx, network: NetworkId, rule: Rule) -> Result<Option<String>> {
    Ok(value!(tx, WAITING_OCCURRENCE, String, network.0, rule.as_str())?)
}

/// When a rule last was done in a network.
///
/// # Errors
/// When the database is away.
pub async fn last_done(tx: &mut Tx, network: NetworkId, rule: Rule) -> Result<Option<Timestamp>> {
    Ok(value!(tx, LAST_DONE, Option<i64>, network.0, rule.as_str())?.flatten().map(Timestamp))
}

/// A timer of a gathering as shown to people.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Shown {
    /// Word of its rule.
    pub rule: String,
    /// Which of several.
    pub n: i64,
    /// UTC milliseconds.
    pub due_at: i64,
    /// Word of its state.
    pub state: String,
    /// Why it was dropped.
    pub reason: Option<String>,
}

/// The timers of a gathering.
///
/// # Errors
/// When the database is away.
pub async fn of_gathering(tx: &mut Tx, gathering: GatheringId) -> Result<Vec<Shown>> {
    Ok(rows!(tx, OF_GATHERING, Shown, gathering.0)?)
}

/// The timers of one rule that wait for a gathering.
///
/// # Errors
/// When the database is away or damaged.
pub async fn waiting_of_gathering(tx: &mut Tx, gathering: GatheringId, rule: Rule) -> Result<Vec<Timer>> {
    rows!(tx, WAITING_OF_GATHERING, TimerRow, gathering.0, rule.as_str())?.into_iter().map(Timer::try_from).collect()
}

/// How many timers of one rule a gathering has or had.
///
/// # Errors
/// When the database is away.
pub async fn count_of_gathering(tx: &mut Tx, gathering: GatheringId, rule: Rule) -> Result<i64> {
    Ok(value!(tx, COUNT_OF_GATHERING, i64, gathering.0, rule.as_str())?.unwrap_or_default())
}

/// Why timers of a network's gatherings were dropped, after `since` and until `until`.
///
/// # Errors
/// When the database is away.
pub async fn dropped_between(
    tx: &mut Tx,
    network: NetworkId,
    since: Timestamp,
    until: Timestamp,
) -> Result<Vec<String>> {
    let found = rows!(tx, DROPPED_BETWEEN, (Option<String>,), network.0, since.ms(), until.ms())?;
    Ok(found.into_iter().filter_map(|(reason,)| reason).collect())
}
