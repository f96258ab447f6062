//! Networks and their series.

use sqlx::FromRow;

use super::{Result, Tx, word};
use crate::domain::civil::Offset;
use crate::domain::clock::Timestamp;
use crate::domain::ids::{NetworkId, SeriesId};
use crate::domain::network::Network;
use crate::domain::series::Series;

statements! {
    INSERT = "INSERT INTO network (name, address, language, zone, digest_at, programme_at, reminders, practical, threshold_percent, mail_cap, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id";
    UPDATE = "UPDATE network SET name = $2, address = $3, language = $4, zone = $5, digest_at = $6, programme_at = $7, reminders = $8,
        practical = $9, threshold_percent = $10, mail_cap = $11 WHERE id = $1";
    ALL = "SELECT id, name, address, language, zone, digest_at, programme_at, reminders, practical, threshold_percent, mail_cap FROM network ORDER BY id";
    BY_ID = "SELECT id, name, address, language, zone, digest_at, programme_at, reminders, practical, threshold_percent, mail_cap FROM network WHERE id = $1";
    FORMER_ADDRESS = "INSERT INTO network_address (network_id, address) SELECT id, address FROM network WHERE id = $1 AND address <> $2
        ON CONFLICT (network_id, address) DO NOTHING";
    ADDRESSES = "SELECT id AS network_id, address, 0 AS age FROM network
        UNION ALL SELECT network_id, address, 1 AS age FROM network_address ORDER BY age, network_id, address";
    LOCK = "SELECT id FROM network WHERE id = $1", lock;
    INSERT_SERIES = "INSERT INTO series (network_id, title, created_at) VALUES ($1, $2, $3) RETURNING id";
    RENAME_SERIES = "UPDATE series SET title = $2 WHERE id = $1";
    SERIES = "SELECT id, network_id, title FROM series WHERE network_id = $1 ORDER BY id";
    SERIES_BY_ID = "SELECT id, network_id, title FROM series WHERE id = $1";
}

#[derive(FromRow)]
struct NetworkRow {
    id: i64,
    name: String,
    address: String,
    language: String,
    zone: String,
    digest_at: String,
    programme_at: Option<String>,
    reminders: String,
    practical: Option<String>,
    threshold_percent: i64,
    mail_cap: i64,
}

impl TryFrom<NetworkRow> for Network {
    type Error = super::Error;
    fn try_from(row: NetworkRow) -> Result<Network> {
        Ok(Network {
            id: NetworkId(row.id),
            name: row.name,
            address: row.address,
            language: word("a language", &row.language)?,
            zone: word("a time zone", &row.zone)?,
            digest_at: row.digest_at,
            programme_at: row.programme_at,
            reminders: offsets(&row.reminders)?,
            practical: row.practical.as_deref().map(|text| word("an offset", text)).transpose()?,
            threshold_percent: u8::try_from(row.threshold_percent).unwrap_or(100),
            mail_cap: u32::try_from(row.mail_cap).unwrap_or(0),
        })
    }
}

#[derive(FromRow)]
struct AddressRow {
    network_id: i64,
    address: String,
}

fn offsets(text: &str) -> Result<Vec<Offset>> {
    text.split(',').filter(|one| !one.trim().is_empty()).map(|one| word("an offset", one)).collect()
}

fn joined(offsets: &[Offset]) -> String {
    offsets.iter().map(Offset::to_string).collect::<Vec<_>>().join(",")
}

/// Adds a network; its `id` is not looked at.
///
/// # Errors
/// When its name or address is taken.
pub async fn insert(tx: &mut Tx, network: &Network, now: Timestamp) -> Result<NetworkId> {
    let id = value!(
        tx,
        INSERT,
        i64,
        &network.name,
        &network.address,
        network.language.as_str(),
        network.zone.name(),
        &network.digest_at,
        &network.programme_at,
        joined(&network.reminders),
        network.practical.map(|offset| offset.to_string()),
        i64::from(network.threshold_percent),
        i64::from(network.mail_cap),
        now.ms(),
    )?;
    tx.rings(super::Topic::Timers);
    Ok(NetworkId(id.unwrap_or_default()))
}

/// Writes a network's settings; an address that it leaves stays known as a former one.
///
/// # Errors
/// When its name or address is taken.
pub async fn update(tx: &mut Tx, network: &Network) -> Result<()> {
    run!(tx, FORMER_ADDRESS, network.id.0, &network.address)?;
    run!(
        tx,
        UPDATE,
        network.id.0,
        &network.name,
        &network.address,
        network.language.as_str(),
        network.zone.name(),
        &network.digest_at,
        &network.programme_at,
        joined(&network.reminders),
        network.practical.map(|offset| offset.to_string()),
        i64::from(network.threshold_percent),
        i64::from(network.mail_cap),
    )?;
    tx.rings(super::Topic::Timers);
    Ok(())
}

/// All networks, oldest first.
///
/// # Errors
/// When the database is away or damaged.
pub async fn all(tx: &mut Tx) -> Result<Vec<Network>> {
    rows!(tx, ALL, NetworkRow)?.into_iter().map(Network::try_from).collect()
}

/// Every address at which a network is written to: today's before the former ones, to which letters that have left are
/// answered.
///
/// # Errors
/// When the database is away.
pub async fn addresses(tx: &mut Tx) -> Result<Vec<(NetworkId, String)>> {
    let rows = rows!(tx, ADDRESSES, AddressRow)?;
    Ok(rows.into_iter().map(|row| (NetworkId(row.network_id), row.address)).collect())
}

/// One network.
///
/// # Errors
/// When the database is away or damaged.
pub async fn get(tx: &mut Tx, id: NetworkId) -> Result<Option<Network>> {
    row!(tx, BY_ID, NetworkRow, id.0)?.map(Network::try_from).transpose()
}

/// Takes the network for this transaction: what is numbered in it is numbered one by one.
///
/// # Errors
/// When the database is away.
pub async fn lock(tx: &mut Tx, id: NetworkId) -> Result<()> {
    value!(tx, LOCK, i64, id.0)?;
    Ok(())
}

#[derive(FromRow)]
struct SeriesRow {
    id: i64,
    network_id: i64,
    title: String,
}

impl From<SeriesRow> for Series {
    fn from(row: SeriesRow) -> Series {
        Series { id: SeriesId(row.id), network: NetworkId(row.network_id), title: row.title }
    }
}

/// Adds a series.
///
/// # Errors
/// When its title is taken in the network.
pub async fn insert_series(tx: &mut Tx, network: NetworkId, title: &str, now: Timestamp) -> Result<SeriesId> {
    Ok(SeriesId(value!(tx, INSERT_SERIES, i64, network.0, title, now.ms())?.unwrap_or_default()))
}

/// Gives a series another title.
///
/// # Errors
/// When it is taken.
pub async fn rename_series(tx: &mut Tx, series: SeriesId, title: &str) -> Result<()> {
    run!(tx, RENAME_SERIES, series.0, title)?;
    Ok(())
}

/// The series of a network, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn series_of(tx: &mut Tx, network: NetworkId) -> Result<Vec<Series>> {
    Ok(rows!(tx, SERIES, SeriesRow, network.0)?.into_iter().map(Series::from).collect())
}

/// One series.
///
/// # Errors
/// When the database is away.
pub async fn series(tx: &mut Tx, id: SeriesId) -> Result<Option<Series>> {
    Ok(row!(tx, SERIES_BY_ID, SeriesRow, id.0)?.map(Series::from))
}
