//! Messages as they arrived, and what was read in them.

use sqlx::FromRow;

use super::{Result, Tx, json, to_json, word};
use crate::domain::clock::Timestamp;
use crate::domain::ids::{ActorId, IncomingId, InvitationId, NetworkId};
use crate::domain::incoming::{Envelope, Incoming, IncomingState, Way};
use crate::domain::reading::Reading;

statements! {
    INSERT = "INSERT INTO incoming (fingerprint, way, mail_from, recipients, mailbox, raw, received_at, state) VALUES ($1, $2, $3, $4, $5, $6, $7, 'received')
        ON CONFLICT (fingerprint) DO NOTHING RETURNING id";
    BY_FINGERPRINT = "SELECT id, recipients, state FROM incoming WHERE fingerprint = $1";
    UNDECIDED_RECIPIENTS = "SELECT recipients FROM incoming WHERE id = $1 AND state = 'received'", lock;
    SET_RECIPIENTS = "UPDATE incoming SET recipients = $2 WHERE id = $1";
    WAITING = "SELECT id, way, mail_from, recipients, mailbox, received_at, failures, CAST(OCTET_LENGTH(raw) AS BIGINT) AS octets FROM incoming WHERE state = 'received' ORDER BY id LIMIT $1", skip_locked;
    RAW = "SELECT raw FROM incoming WHERE id = $1";
    DECIDED = "UPDATE incoming SET state = 'decided', last_error = NULL WHERE id = $1";
    FAILED = "UPDATE incoming SET failures = failures + 1, last_error = $2 WHERE id = $1 RETURNING failures";
    ASIDE = "UPDATE incoming SET state = 'aside', last_error = $2 WHERE id = $1";
    COUNT_ASIDE = "SELECT COUNT(*) FROM incoming WHERE state = 'aside'";
    COUNT_WAITING = "SELECT COUNT(*) FROM incoming WHERE state = 'received'";
    INSERT_READING = "INSERT INTO reading (incoming_id, network_id, invitation_id, actor_id, kind, identity, content, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    READINGS_OF = "SELECT r.incoming_id, r.identity, r.content, r.created_at, i.received_at, i.way FROM reading r JOIN incoming i ON i.id = r.incoming_id
        WHERE r.invitation_id = $1 ORDER BY r.id";
    READINGS_BY = "SELECT r.incoming_id, r.identity, r.content, r.created_at, i.received_at, i.way, r.invitation_id FROM reading r JOIN incoming i ON i.id = r.incoming_id
        WHERE r.network_id = $1 AND r.actor_id = $2 ORDER BY r.id";
}

#[derive(FromRow)]
struct WaitingRow {
    id: i64,
    way: String,
    mail_from: Option<String>,
    recipients: String,
    mailbox: Option<String>,
    received_at: i64,
    failures: i64,
    octets: i64,
}

/// How a message was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// It is new.
    New(IncomingId),
    /// It came before, by this or another way.
    Known(IncomingId),
}

#[derive(FromRow)]
struct KnownRow {
    id: i64,
    recipients: String,
    state: String,
}

/// Stores a message with its bytes. One that came before gets the further recipients of this copy, unless it is decided
/// already: the token may stand in any of them.
///
/// # Errors
/// When the database is away.
pub async fn insert(
    tx: &mut Tx,
    fingerprint: &str,
    way: Way,
    envelope: &Envelope,
    raw: &[u8],
    now: Timestamp,
) -> Result<Stored> {
    let id = value!(
        tx,
        INSERT,
        i64,
        fingerprint,
        way.as_str(),
        &envelope.mail_from,
        to_json(&envelope.recipients),
        &envelope.mailbox,
        raw,
        now.ms()
    )?;
    tx.rings(super::Topic::Incoming);
    if let Some(id) = id {
        return Ok(Stored::New(IncomingId(id)));
    }
    let Some(known) = row!(tx, BY_FINGERPRINT, KnownRow, fingerprint)? else {
        return Err(super::Error::Corrupt { what: "a stored message", value: "nothing".to_owned() });
    };
    let is_undecided = known.state == IncomingState::Received.as_str();
    if is_undecided
        && joined(&known.recipients, &envelope.recipients)?.is_some()
        && let Some(stored) = value!(tx, UNDECIDED_RECIPIENTS, String, known.id)?
        && let Some(all) = joined(&stored, &envelope.recipients)?
    {
        run!(tx, SET_RECIPIENTS, known.id, all)?;
    }
    Ok(Stored::Known(IncomingId(known.id)))
}

/// The stored recipients and those of `more` that aren't among them; `None` where all are.
fn joined(stored: &str, more: &[String]) -> Result<Option<String>> {
    let mut all: Vec<String> = json("recipients", stored)?;
    let before = all.len();
    for one in more {
        if !all.contains(one) {
            all.push(one.clone());
        }
    }
    Ok((all.len() > before).then(|| to_json(&all)))
}

/// Up to `limit` messages that wait to be decided, oldest first, and how many bytes each has: the bytes
/// themselves are read one message at a time, see [`raw`].
///
/// # Errors
/// When the database is away or damaged.
pub async fn waiting(tx: &mut Tx, limit: i64) -> Result<Vec<(Incoming, i64)>> {
    rows!(tx, WAITING, WaitingRow, limit)?
        .into_iter()
        .map(|row| {
            let recipients = json("recipients", &row.recipients)?;
            let envelope = Envelope { mail_from: row.mail_from, recipients, mailbox: row.mailbox };
            let incoming = Incoming {
                id: IncomingId(row.id),
                way: word("a way in", &row.way)?,
                envelope,
                received_at: Timestamp(row.received_at),
                failures: row.failures,
            };
            Ok((incoming, row.octets))
        })
        .collect()
}

/// The bytes of a message.
///
/// # Errors
/// When the database is away.
pub async fn raw(tx: &mut Tx, id: IncomingId) -> Result<Option<Vec<u8>>> {
    Ok(value!(tx, RAW, Vec<u8>, id.0)?)
}

/// Notes that a message was decided.
///
/// # Errors
/// When the database is away.
pub async fn decided(tx: &mut Tx, id: IncomingId) -> Result<()> {
    run!(tx, DECIDED, id.0)?;
    Ok(())
}

/// Notes that deciding failed; yields how often it has.
///
/// # Errors
/// When the database is away.
pub async fn failed(tx: &mut Tx, id: IncomingId, error: &str) -> Result<i64> {
    Ok(value!(tx, FAILED, i64, id.0, error)?.unwrap_or_default())
}

/// Puts a message aside, for a person to look at.
///
/// # Errors
/// When the database is away.
pub async fn put_aside(tx: &mut Tx, id: IncomingId, why: &str) -> Result<()> {
    run!(tx, ASIDE, id.0, why)?;
    Ok(())
}

/// How many messages were put aside.
///
/// # Errors
/// When the database is away.
pub async fn count_aside(tx: &mut Tx) -> Result<i64> {
    Ok(value!(tx, COUNT_ASIDE, i64)?.unwrap_or_default())
}

/// How many messages wait to be decided.
///
/// # Errors
/// When the database is away.
pub async fn count_waiting(tx: &mut Tx) -> Result<i64> {
    Ok(value!(tx, COUNT_WAITING, i64)?.unwrap_or_default())
}

/// Where a message was found to belong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Belonging {
    /// To which network.
    pub network: Option<NetworkId>,
    /// To which invitation.
    pub invitation: Option<InvitationId>,
    /// To whom.
    pub actor: Option<ActorId>,
    /// How that was found, for people.
    pub identity: String,
}

/// Appends what was read in a message.
///
/// # Errors
/// When the database is away.
pub async fn insert_reading(
    tx: &mut Tx,
    incoming: IncomingId,
    belonging: &Belonging,
    reading: &Reading,
    now: Timestamp,
) -> Result<()> {
    let kind = serde_json::to_value(reading.kind).ok();
    run!(
        tx,
        INSERT_READING,
        incoming.0,
        belonging.network.map(|id| id.0),
        belonging.invitation.map(|id| id.0),
        belonging.actor.map(|id| id.0),
        kind.as_ref().and_then(|kind| kind.as_str()).unwrap_or("malformed"),
        &belonging.identity,
        to_json(reading),
        now.ms(),
    )?;
    Ok(())
}

/// A reading with where it came from.
#[derive(Debug, Clone)]
pub struct StoredReading {
    /// Of which message.
    pub incoming: IncomingId,
    /// By which way it came.
    pub way: Way,
    /// When it arrived.
    pub received_at: Timestamp,
    /// How its writer was identified.
    pub identity: String,
    /// What was read.
    pub reading: Reading,
}

#[derive(FromRow)]
struct ReadingRow {
    incoming_id: i64,
    identity: String,
    content: String,
    received_at: i64,
    way: String,
}

impl TryFrom<ReadingRow> for StoredReading {
    type Error = super::Error;
    fn try_from(row: ReadingRow) -> Result<StoredReading> {
        Ok(StoredReading {
            incoming: IncomingId(row.incoming_id),
            way: word("a way in", &row.way)?,
            received_at: Timestamp(row.received_at),
            identity: row.identity,
            reading: json("a reading", &row.content)?,
        })
    }
}

/// What was read about an invitation, in order.
///
/// # Errors
/// When the database is away or damaged.
pub async fn readings_of(tx: &mut Tx, invitation: InvitationId) -> Result<Vec<StoredReading>> {
    rows!(tx, READINGS_OF, ReadingRow, invitation.0)?.into_iter().map(StoredReading::try_from).collect()
}

#[derive(FromRow)]
struct ReadingByRow {
    #[sqlx(flatten)]
    reading: ReadingRow,
    invitation_id: Option<i64>,
}

/// What was read in somebody's messages to a network, in order, and about which invitation.
///
/// # Errors
/// When the database is away or damaged.
pub async fn readings_by(
    tx: &mut Tx,
    network: NetworkId,
    actor: ActorId,
) -> Result<Vec<(Option<InvitationId>, StoredReading)>> {
    rows!(tx, READINGS_BY, ReadingByRow, network.0, actor.0)?
        .into_iter()
        .map(|row| Ok((row.invitation_id.map(InvitationId), StoredReading::try_from(row.reading)?)))
        .collect()
}
