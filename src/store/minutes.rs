//! Comptes rendus and their versions.

use sqlx::FromRow;

use super::{Result, Tx, json, to_json, word};
use crate::domain::clock::Timestamp;
use crate::domain::ids::{ActorId, GatheringId, IncomingId, MinutesId, NetworkId};
use crate::domain::minutes::{Minutes, MinutesState, MinutesVersion, StoredMinutes};

statements! {
    INSERT = "INSERT INTO minutes (network_id, gathering_id, state, created_at) VALUES ($1, $2, 'draft', $3) RETURNING id";
    BY_ID = "SELECT id, network_id, gathering_id, state FROM minutes WHERE id = $1";
    OF_GATHERING = "SELECT id, network_id, gathering_id, state FROM minutes WHERE gathering_id = $1";
    OF_NETWORK = "SELECT id, network_id, gathering_id, state FROM minutes WHERE network_id = $1 ORDER BY id";
    LOCK = "SELECT id FROM minutes WHERE id = $1", lock;
    SET_GATHERING = "UPDATE minutes SET gathering_id = $2 WHERE id = $1 AND gathering_id IS NULL";
    SET_STATE = "UPDATE minutes SET state = $2 WHERE id = $1";
    ADD_VERSION = "INSERT INTO minutes_version (minutes_id, number, text, content, written_by, incoming_id, at)
        VALUES ($1, (SELECT COALESCE(MAX(number), 0) + 1 FROM minutes_version WHERE minutes_id = $1), $2, $3, $4, $5, $6) RETURNING number";
    VERSIONS = "SELECT minutes_id, number, text, content, written_by, incoming_id, at FROM minutes_version WHERE minutes_id = $1 ORDER BY number";
    LATEST = "SELECT minutes_id, number, text, content, written_by, incoming_id, at FROM minutes_version WHERE minutes_id = $1 ORDER BY number DESC LIMIT 1";
}

#[derive(FromRow)]
struct MinutesRow {
    id: i64,
    network_id: i64,
    gathering_id: Option<i64>,
    state: String,
}

impl TryFrom<MinutesRow> for StoredMinutes {
    type Error = super::Error;
    fn try_from(row: MinutesRow) -> Result<StoredMinutes> {
        Ok(StoredMinutes {
            id: MinutesId(row.id),
            network: NetworkId(row.network_id),
            gathering: row.gathering_id.map(GatheringId),
            state: word("a state of minutes", &row.state)?,
        })
    }
}

#[derive(FromRow)]
struct VersionRow {
    minutes_id: i64,
    number: i64,
    text: String,
    content: String,
    written_by: Option<i64>,
    incoming_id: Option<i64>,
    at: i64,
}

impl TryFrom<VersionRow> for MinutesVersion {
    type Error = super::Error;
    fn try_from(row: VersionRow) -> Result<MinutesVersion> {
        Ok(MinutesVersion {
            minutes: MinutesId(row.minutes_id),
            number: row.number,
            text: row.text,
            content: json("a compte rendu", &row.content)?,
            written_by: row.written_by.map(ActorId),
            incoming: row.incoming_id.map(IncomingId),
            at: Timestamp(row.at),
        })
    }
}

/// Adds a compte rendu without a text yet, a draft.
///
/// # Errors
/// When the database is away, or the gathering has one.
pub async fn insert(
    tx: &mut Tx,
    network: NetworkId,
    gathering: Option<GatheringId>,
    now: Timestamp,
) -> Result<MinutesId> {
    let id = value!(tx, INSERT, i64, network.0, gathering.map(|id| id.0), now.ms())?;
    Ok(MinutesId(id.unwrap_or_default()))
}

/// Adds a text; yields its number. The compte rendu must be locked.
///
/// # Errors
/// When the database is away.
pub async fn add_version(
    tx: &mut Tx,
    minutes: MinutesId,
    text: &str,
    content: &Minutes,
    written_by: Option<ActorId>,
    incoming: Option<IncomingId>,
    now: Timestamp,
) -> Result<i64> {
    let (written_by, incoming) = (written_by.map(|id| id.0), incoming.map(|id| id.0));
    let number = value!(tx, ADD_VERSION, i64, minutes.0, text, to_json(content), written_by, incoming, now.ms())?;
    Ok(number.unwrap_or_default())
}

/// Takes a compte rendu for this transaction.
///
/// # Errors
/// When the database is away.
pub async fn lock(tx: &mut Tx, id: MinutesId) -> Result<()> {
    value!(tx, LOCK, i64, id.0)?;
    Ok(())
}

/// Notes of which meeting it is, where that wasn't known.
///
/// # Errors
/// When the database is away, or the meeting has another.
pub async fn set_gathering(tx: &mut Tx, id: MinutesId, gathering: GatheringId) -> Result<()> {
    run!(tx, SET_GATHERING, id.0, gathering.0)?;
    Ok(())
}

/// Notes how far it has got.
///
/// # Errors
/// When the database is away.
pub async fn set_state(tx: &mut Tx, id: MinutesId, state: MinutesState) -> Result<()> {
    run!(tx, SET_STATE, id.0, state.as_str())?;
    Ok(())
}

/// One compte rendu.
///
/// # Errors
/// When the database is away or damaged.
pub async fn get(tx: &mut Tx, id: MinutesId) -> Result<Option<StoredMinutes>> {
    row!(tx, BY_ID, MinutesRow, id.0)?.map(StoredMinutes::try_from).transpose()
}

/// That of a gathering.
///
/// # Errors
/// When the database is away or damaged.
pub async fn of_gathering(tx: &mut Tx, gathering: GatheringId) -> Result<Option<StoredMinutes>> {
    row!(tx, OF_GATHERING, MinutesRow, gathering.0)?.map(StoredMinutes::try_from).transpose()
}

/// Those of a network, oldest first.
///
/// # Errors
/// When the database is away or damaged.
pub async fn of_network(tx: &mut Tx, network: NetworkId) -> Result<Vec<StoredMinutes>> {
    rows!(tx, OF_NETWORK, MinutesRow, network.0)?.into_iter().map(StoredMinutes::try_from).collect()
}

/// All its texts, oldest first.
///
/// # Errors
/// When the database is away or damaged.
pub async fn versions(tx: &mut Tx, id: MinutesId) -> Result<Vec<MinutesVersion>> {
    rows!(tx, VERSIONS, VersionRow, id.0)?.into_iter().map(MinutesVersion::try_from).collect()
}

/// The text that holds.
///
/// # Errors
/// When the database is away or damaged.
pub async fn latest(tx: &mut Tx, id: MinutesId) -> Result<Option<MinutesVersion>> {
    row!(tx, LATEST, VersionRow, id.0)?.map(MinutesVersion::try_from).transpose()
}
