//! The ledger of answers, and the doubts that stand in its way.

use sqlx::FromRow;

use super::{Result, Tx, json, to_json, word};
use crate::domain::answer::{Answer, Channel, Said};
use crate::domain::clock::Timestamp;
use crate::domain::doubt::{Doubt, DoubtReason};
use crate::domain::ids::{ActorId, AnswerId, DoubtId, GatheringId, IncomingId, InvitationId, NetworkId};
use crate::domain::reading::{Intent, Presence};

statements! {
    INSERT = "INSERT INTO answer (invitation_id, intent, guests, guest_names, delegate, mode, partial, note, channel, said_by, said_at, received_at, change, incoming_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (invitation_id, incoming_id) DO NOTHING RETURNING id";
    OF_INVITATION = "SELECT id, invitation_id, intent, guests, guest_names, delegate, mode, partial, note, channel, said_by, said_at, received_at, change, incoming_id
        FROM answer WHERE invitation_id = $1 ORDER BY said_at, received_at, id";
    OF_GATHERING = "SELECT n.id, n.invitation_id, n.intent, n.guests, n.guest_names, n.delegate, n.mode, n.partial, n.note, n.channel, n.said_by, n.said_at,
            n.received_at, n.change, n.incoming_id
        FROM answer n JOIN invitation i ON i.id = n.invitation_id WHERE i.gathering_id = $1 ORDER BY n.said_at, n.received_at, n.id";
    NEXT_NUMBER = "SELECT COALESCE(MAX(number), 0) + 1 FROM doubt WHERE network_id = $1";
    RAISE = "INSERT INTO doubt (network_id, number, reason, incoming_id, invitation_id, actor_id, sender, words, raised_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id";
    OPEN_DOUBTS = "SELECT id, network_id, number, reason, incoming_id, invitation_id, actor_id, sender, words, raised_at, settled_at
        FROM doubt WHERE network_id = $1 AND settled_at IS NULL ORDER BY number";
    DOUBT = "SELECT id, network_id, number, reason, incoming_id, invitation_id, actor_id, sender, words, raised_at, settled_at
        FROM doubt WHERE network_id = $1 AND number = $2";
    DOUBTS_OF_INVITATION = "SELECT id, network_id, number, reason, incoming_id, invitation_id, actor_id, sender, words, raised_at, settled_at
        FROM doubt WHERE invitation_id = $1 ORDER BY number";
    SETTLE = "UPDATE doubt SET settled_at = $2 WHERE id = $1 AND settled_at IS NULL";
    SETTLE_OF_INVITATION = "UPDATE doubt SET settled_at = $2 WHERE invitation_id = $1 AND actor_id = $3 AND reason = 'answer' AND settled_at IS NULL";
}

#[derive(FromRow)]
struct AnswerRow {
    id: i64,
    invitation_id: i64,
    intent: String,
    guests: i64,
    guest_names: String,
    delegate: Option<String>,
    mode: Option<String>,
    partial: bool,
    note: Option<String>,
    channel: String,
    said_by: Option<i64>,
    said_at: i64,
    received_at: i64,
    change: i64,
    incoming_id: Option<i64>,
}

impl TryFrom<AnswerRow> for Answer {
    type Error = super::Error;
    fn try_from(row: AnswerRow) -> Result<Answer> {
        let corrupt = |what, value: &str| super::Error::Corrupt { what, value: value.to_owned() };
        Ok(Answer {
            id: AnswerId(row.id),
            invitation: InvitationId(row.invitation_id),
            said: Said {
                intent: Intent::parse(&row.intent).ok_or_else(|| corrupt("an intent", &row.intent))?,
                guests: row.guests,
                guest_names: json("names", &row.guest_names)?,
                delegate: row.delegate.as_deref().map(|text| json("a delegate", text)).transpose()?,
                mode: match row.mode {
                    Some(text) => Some(Presence::parse(&text).ok_or_else(|| corrupt("a mode", &text))?),
                    None => None,
                },
                partial: row.partial,
                note: row.note,
            },
            channel: word("a channel", &row.channel)?,
            said_by: row.said_by.map(ActorId),
            said_at: Timestamp(row.said_at),
            received_at: Timestamp(row.received_at),
            change: row.change,
            incoming: row.incoming_id.map(IncomingId),
        })
    }
}

/// An answer to be appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnswer {
    /// To which invitation.
    pub invitation: InvitationId,
    /// What.
    pub said: Said,
    /// By which way.
    pub channel: Channel,
    /// Who entered it where it wasn't the invited person.
    pub said_by: Option<ActorId>,
    /// When it was said.
    pub said_at: Timestamp,
    /// When it reached us.
    pub received_at: Timestamp,
    /// The gathering's change number.
    pub change: i64,
    /// The message it came in.
    pub incoming: Option<IncomingId>,
}

/// Appends an answer; `None` where this message answered this invitation before.
///
/// # Errors
/// When the database is away.
pub async fn append(tx: &mut Tx, answer: &NewAnswer) -> Result<Option<AnswerId>> {
    let said = &answer.said;
    let id = value!(
        tx,
        INSERT,
        i64,
        answer.invitation.0,
        said.intent.as_str(),
        said.guests,
        to_json(&said.guest_names),
        said.delegate.as_ref().map(to_json),
        said.mode.map(Presence::as_str),
        said.partial,
        &said.note,
        answer.channel.as_str(),
        answer.said_by.map(|id| id.0),
        answer.said_at.ms(),
        answer.received_at.ms(),
        answer.change,
        answer.incoming.map(|id| id.0),
    )?;
    Ok(id.map(AnswerId))
}

/// All that was said to one invitation, in the order in which it counts.
///
/// # Errors
/// When the database is away or damaged.
pub async fn of_invitation(tx: &mut Tx, invitation: InvitationId) -> Result<Vec<Answer>> {
    rows!(tx, OF_INVITATION, AnswerRow, invitation.0)?.into_iter().map(Answer::try_from).collect()
}

/// All that was said to a gathering's invitations, in the order in which it counts.
///
/// # Errors
/// When the database is away or damaged.
pub async fn of_gathering(tx: &mut Tx, gathering: GatheringId) -> Result<Vec<Answer>> {
    rows!(tx, OF_GATHERING, AnswerRow, gathering.0)?.into_iter().map(Answer::try_from).collect()
}

#[derive(FromRow)]
struct DoubtRow {
    id: i64,
    network_id: i64,
    number: i64,
    reason: String,
    incoming_id: i64,
    invitation_id: Option<i64>,
    actor_id: Option<i64>,
    sender: String,
    words: String,
    raised_at: i64,
    settled_at: Option<i64>,
}

impl TryFrom<DoubtRow> for Doubt {
    type Error = super::Error;
    fn try_from(row: DoubtRow) -> Result<Doubt> {
        Ok(Doubt {
            id: DoubtId(row.id),
            network: NetworkId(row.network_id),
            number: row.number,
            reason: word("a reason of doubt", &row.reason)?,
            incoming: IncomingId(row.incoming_id),
            invitation: row.invitation_id.map(InvitationId),
            actor: row.actor_id.map(ActorId),
            from: row.sender,
            words: row.words,
            raised_at: Timestamp(row.raised_at),
            settled_at: row.settled_at.map(Timestamp),
        })
    }
}

/// A doubt to be raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDoubt {
    /// In which network.
    pub network: NetworkId,
    /// Why.
    pub reason: DoubtReason,
    /// The message.
    pub incoming: IncomingId,
    /// The invitation it seems to be about.
    pub invitation: Option<InvitationId>,
    /// Who seems to write.
    pub actor: Option<ActorId>,
    /// From, as shown to people.
    pub from: String,
    /// The person's own words.
    pub words: String,
}

/// Raises a doubt and numbers it. The network must be locked.
///
/// # Errors
/// When the database is away.
pub async fn raise(tx: &mut Tx, doubt: &NewDoubt, now: Timestamp) -> Result<i64> {
    let number = value!(tx, NEXT_NUMBER, i64, doubt.network.0)?.unwrap_or(1);
    value!(
        tx,
        RAISE,
        i64,
        doubt.network.0,
        number,
        doubt.reason.as_str(),
        doubt.incoming.0,
        doubt.invitation.map(|id| id.0),
        doubt.actor.map(|id| id.0),
        &doubt.from,
        &doubt.words,
        now.ms(),
    )?;
    Ok(number)
}

/// The doubts of a network that wait to be settled, by number.
///
/// # Errors
/// When the database is away or damaged.
pub async fn open_doubts(tx: &mut Tx, network: NetworkId) -> Result<Vec<Doubt>> {
    rows!(tx, OPEN_DOUBTS, DoubtRow, network.0)?.into_iter().map(Doubt::try_from).collect()
}

/// The doubt of a number.
///
/// # Errors
/// When the database is away or damaged.
pub async fn doubt(tx: &mut Tx, network: NetworkId, number: i64) -> Result<Option<Doubt>> {
    row!(tx, DOUBT, DoubtRow, network.0, number)?.map(Doubt::try_from).transpose()
}

/// All doubts ever raised about an invitation, by number.
///
/// # Errors
/// When the database is away or damaged.
pub async fn doubts_of(tx: &mut Tx, invitation: InvitationId) -> Result<Vec<Doubt>> {
    rows!(tx, DOUBTS_OF_INVITATION, DoubtRow, invitation.0)?.into_iter().map(Doubt::try_from).collect()
}

/// Settles a doubt; false where it was settled before.
///
/// # Errors
/// When the database is away.
pub async fn settle(tx: &mut Tx, id: DoubtId, now: Timestamp) -> Result<bool> {
    Ok(run!(tx, SETTLE, id.0, now.ms())? > 0)
}

/// Settles what was unclear in a person's own answers to an invitation, since they have now answered clearly.
///
/// # Errors
/// When the database is away.
pub async fn settle_own(tx: &mut Tx, invitation: InvitationId, actor: ActorId, now: Timestamp) -> Result<()> {
    run!(tx, SETTLE_OF_INVITATION, invitation.0, now.ms(), actor.0)?;
    Ok(())
}
