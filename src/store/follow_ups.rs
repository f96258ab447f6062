//! Follow-ups and their history.

use chrono::NaiveDate;
use sqlx::FromRow;

use super::{Result, Tx, word};
use crate::domain::clock::Timestamp;
use crate::domain::follow_up::{FollowUp, FollowUpEntry, FollowUpState};
use crate::domain::ids::{ActorId, FollowUpId, GatheringId, IncomingId, MinutesId, NetworkId};

statements! {
    INSERT = "INSERT INTO follow_up (network_id, minutes_id, kind, title, about, note, words, owner_id, due_on, state, visit_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id";
    UPDATE = "UPDATE follow_up SET title = $2, note = $3, owner_id = $4, due_on = $5, state = $6, visit_id = $7 WHERE id = $1";
    BY_ID = "SELECT id, network_id, minutes_id, kind, title, about, note, words, owner_id, due_on, state, visit_id FROM follow_up WHERE id = $1";
    OF_VISIT = "SELECT id, network_id, minutes_id, kind, title, about, note, words, owner_id, due_on, state, visit_id FROM follow_up WHERE visit_id = $1";
    OF_MINUTES = "SELECT id, network_id, minutes_id, kind, title, about, note, words, owner_id, due_on, state, visit_id FROM follow_up
        WHERE minutes_id = $1 ORDER BY id";
    OF_NETWORK = "SELECT id, network_id, minutes_id, kind, title, about, note, words, owner_id, due_on, state, visit_id FROM follow_up
        WHERE network_id = $1 ORDER BY id";
    APPEND = "INSERT INTO follow_up_event (follow_up_id, what, words, actor_id, incoming_id, at) VALUES ($1, $2, $3, $4, $5, $6)";
    LOCK = "SELECT id FROM follow_up WHERE id = $1", lock;
    HISTORY = "SELECT follow_up_id, what, words, actor_id, incoming_id, at FROM follow_up_event WHERE follow_up_id = $1 ORDER BY id";
    BETWEEN = "SELECT e.follow_up_id, e.what, e.words, e.actor_id, e.incoming_id, e.at FROM follow_up_event e JOIN follow_up f ON f.id = e.follow_up_id
        WHERE f.network_id = $1 AND e.at > $2 AND e.at <= $3 ORDER BY e.id";
}

#[derive(FromRow)]
struct FollowUpRow {
    id: i64,
    network_id: i64,
    minutes_id: Option<i64>,
    kind: String,
    title: String,
    about: Option<String>,
    note: Option<String>,
    words: String,
    owner_id: Option<i64>,
    due_on: Option<String>,
    state: String,
    visit_id: Option<i64>,
}

impl TryFrom<FollowUpRow> for FollowUp {
    type Error = super::Error;
    fn try_from(row: FollowUpRow) -> Result<FollowUp> {
        Ok(FollowUp {
            id: FollowUpId(row.id),
            network: NetworkId(row.network_id),
            minutes: row.minutes_id.map(MinutesId),
            kind: word("a kind of follow-up", &row.kind)?,
            title: row.title,
            about: row.about,
            note: row.note,
            words: row.words,
            owner: row.owner_id.map(ActorId),
            due: row.due_on.as_deref().map(|text| word::<NaiveDate>("a date", text)).transpose()?,
            state: word("a state of follow-up", &row.state)?,
            visit: row.visit_id.map(GatheringId),
        })
    }
}

#[derive(FromRow)]
struct EntryRow {
    follow_up_id: i64,
    what: String,
    words: String,
    actor_id: Option<i64>,
    incoming_id: Option<i64>,
    at: i64,
}

impl TryFrom<EntryRow> for FollowUpEntry {
    type Error = super::Error;
    fn try_from(row: EntryRow) -> Result<FollowUpEntry> {
        Ok(FollowUpEntry {
            follow_up: FollowUpId(row.follow_up_id),
            what: word("a follow-up's event", &row.what)?,
            words: row.words,
            actor: row.actor_id.map(ActorId),
            incoming: row.incoming_id.map(IncomingId),
            at: Timestamp(row.at),
        })
    }
}

/// Adds a follow-up; its `id` is not looked at.
///
/// # Errors
/// When the database is away.
pub async fn insert(tx: &mut Tx, one: &FollowUp, now: Timestamp) -> Result<FollowUpId> {
    let id = value!(
        tx,
        INSERT,
        i64,
        one.network.0,
        one.minutes.map(|id| id.0),
        one.kind.as_str(),
        &one.title,
        &one.about,
        &one.note,
        &one.words,
        one.owner.map(|id| id.0),
        one.due.map(|date| date.to_string()),
        one.state.as_str(),
        one.visit.map(|id| id.0),
        now.ms(),
    )?;
    Ok(FollowUpId(id.unwrap_or_default()))
}

/// Writes what its history came to.
///
/// # Errors
/// When the database is away.
pub async fn update(tx: &mut Tx, one: &FollowUp) -> Result<()> {
    run!(
        tx,
        UPDATE,
        one.id.0,
        &one.title,
        &one.note,
        one.owner.map(|id| id.0),
        one.due.map(|date| date.to_string()),
        one.state.as_str(),
        one.visit.map(|id| id.0),
    )?;
    Ok(())
}

/// Takes a follow-up for this transaction.
///
/// # Errors
/// When the database is away.
pub async fn lock(tx: &mut Tx, id: FollowUpId) -> Result<()> {
    value!(tx, LOCK, i64, id.0)?;
    Ok(())
}

/// One follow-up.
///
/// # Errors
/// When the database is away or damaged.
pub async fn get(tx: &mut Tx, id: FollowUpId) -> Result<Option<FollowUp>> {
    row!(tx, BY_ID, FollowUpRow, id.0)?.map(FollowUp::try_from).transpose()
}

/// The one that became this visit.
///
/// # Errors
/// When the database is away or damaged.
pub async fn of_visit(tx: &mut Tx, visit: GatheringId) -> Result<Option<FollowUp>> {
    row!(tx, OF_VISIT, FollowUpRow, visit.0)?.map(FollowUp::try_from).transpose()
}

/// Those that a compte rendu promised.
///
/// # Errors
/// When the database is away or damaged.
pub async fn of_minutes(tx: &mut Tx, minutes: MinutesId) -> Result<Vec<FollowUp>> {
    rows!(tx, OF_MINUTES, FollowUpRow, minutes.0)?.into_iter().map(FollowUp::try_from).collect()
}

/// Those of a network, oldest first.
///
/// # Errors
/// When the database is away or damaged.
pub async fn of_network(tx: &mut Tx, network: NetworkId) -> Result<Vec<FollowUp>> {
    rows!(tx, OF_NETWORK, FollowUpRow, network.0)?.into_iter().map(FollowUp::try_from).collect()
}

/// Those that somebody takes care of.
///
/// # Errors
/// When the database is away or damaged.
pub async fn open(tx: &mut Tx, network: NetworkId) -> Result<Vec<FollowUp>> {
    Ok(of_network(tx, network).await?.into_iter().filter(|one| one.state == FollowUpState::Open).collect())
}

/// Adds a line to its history.
///
/// # Errors
/// When the database is away.
pub async fn append(tx: &mut Tx, entry: &FollowUpEntry) -> Result<()> {
    let (actor, incoming) = (entry.actor.map(|id| id.0), entry.incoming.map(|id| id.0));
    run!(tx, APPEND, entry.follow_up.0, entry.what.as_str(), &entry.words, actor, incoming, entry.at.ms())?;
    Ok(())
}

/// Its history, oldest first.
///
/// # Errors
/// When the database is away or damaged.
pub async fn history(tx: &mut Tx, id: FollowUpId) -> Result<Vec<FollowUpEntry>> {
    rows!(tx, HISTORY, EntryRow, id.0)?.into_iter().map(FollowUpEntry::try_from).collect()
}

/// What happened to a network's follow-ups after `since` and up to `until`.
///
/// # Errors
/// When the database is away or damaged.
pub async fn between(
    tx: &mut Tx,
    network: NetworkId,
    since: Timestamp,
    until: Timestamp,
) -> Result<Vec<FollowUpEntry>> {
    rows!(tx, BETWEEN, EntryRow, network.0, since.ms(), until.ms())?.into_iter().map(FollowUpEntry::try_from).collect()
}
