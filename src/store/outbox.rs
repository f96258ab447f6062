//! Mailings, the letters that wait to leave, and what became of each attempt.

use sqlx::FromRow;

use super::{Result, Tx, json, to_json, word};
use crate::domain::clock::Timestamp;
use crate::domain::delivery::Reply;
use crate::domain::ids::{
    ActorId, GatheringId, Ids, IncomingId, InvitationId, MailingId, MembershipId, NetworkId, OutgoingId,
};
use crate::domain::letter::LetterKind;
use crate::domain::outgoing::{NewLetter, Outgoing, OutgoingState};

statements! {
    INSERT_MAILING = "INSERT INTO mailing (network_id, gathering_id, kind, context, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id";
    MAILING_CONTEXT = "SELECT context FROM mailing WHERE id = $1";
    INSERT = "INSERT INTO outgoing (network_id, cause, kind, actor_id, mailing_id, invitation_id, membership_id, incoming_id, recipient, recipient_name,
            language, context, message_id, date, boundary, in_reply_to, reference_ids, state, next_try, not_after, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 'queued', $18, $19, $14)
        ON CONFLICT (cause) DO NOTHING RETURNING id";
    GET = "SELECT id, network_id, kind, cause, actor_id, mailing_id, invitation_id, membership_id, incoming_id, recipient, recipient_name, language,
            context, message_id, date, boundary, in_reply_to, reference_ids, attempts, not_after,
            COALESCE((SELECT i.generation FROM invitation i WHERE i.id = invitation_id), 0) AS invitation_generation
        FROM outgoing WHERE id = $1";
    ENDED = "UPDATE outgoing SET state = $2, ended_at = $3, last_error = $4, lease_until = NULL, lease_owner = NULL
        WHERE id = $1 AND state IN ('queued', 'sending', 'held', 'failed')";
    HOLD = "UPDATE outgoing SET state = 'held' WHERE id = $1 AND state = 'queued'";
    RETRY = "UPDATE outgoing SET state = 'queued', next_try = $2, ended_at = NULL WHERE id = $1 AND state IN ('queued', 'held', 'failed')";
    DROP_QUEUED = "UPDATE outgoing SET state = 'dropped', ended_at = $2, last_error = $3 WHERE invitation_id = $1 AND state IN ('queued', 'held') AND kind = $4";
    LEFT_OR_LEAVING = "SELECT COUNT(*) FROM outgoing WHERE invitation_id = $1 AND kind = $2 AND state IN ('sent', 'sending')";
    DELIVERY = "INSERT INTO delivery (outgoing_id, at, outcome, code, enhanced, text) VALUES ($1, $2, $3, $4, $5, $6)";
    DELIVERIES = "SELECT at, outcome, code, enhanced, text FROM delivery WHERE outgoing_id = $1 ORDER BY id";
    NEXT_TRY = "SELECT MIN(at) FROM (SELECT MIN(next_try) AS at FROM outgoing WHERE state = 'queued'
        UNION ALL SELECT MIN(lease_until) AS at FROM outgoing WHERE state = 'sending') AS coming";
    ATTEMPTS_SINCE = "SELECT COUNT(*) FROM delivery WHERE at > $1 AND outcome <> 'bounced'";
    NTH_LATEST_ATTEMPT = "SELECT at FROM delivery WHERE outcome <> 'bounced' ORDER BY at DESC LIMIT 1 OFFSET $1";
    IN_FLIGHT = "SELECT COUNT(*) FROM outgoing WHERE state = 'sending'";
    ANSWERS_TO = "SELECT COUNT(*) FROM outgoing WHERE recipient = $1 AND incoming_id IS NOT NULL AND created_at > $2";
    BY_MESSAGE_ID = "SELECT id, network_id, actor_id, invitation_id, membership_id, recipient, kind, cause, date FROM outgoing WHERE message_id = $1";
    BY_ID = "SELECT id, network_id, actor_id, invitation_id, membership_id, recipient, kind, cause, date FROM outgoing WHERE id = $1";
    FIRST_TO_INVITATION = "SELECT message_id FROM outgoing WHERE invitation_id = $1 AND state = 'sent' ORDER BY id LIMIT 1";
    LIST = "SELECT id, recipient, subject, cause, state, attempts, next_try, message_id, last_error FROM outgoing
        WHERE $1 = '' OR state = $1 ORDER BY id DESC LIMIT $2";
    SHOW = "SELECT id, recipient, subject, cause, state, attempts, next_try, message_id, last_error FROM outgoing WHERE id = $1";
    OF_INVITATION = "SELECT id, recipient, subject, cause, state, attempts, next_try, message_id, last_error FROM outgoing WHERE invitation_id = $1 ORDER BY id";
    GIVEN_UP = "SELECT recipient, subject, kind, last_error FROM outgoing WHERE network_id = $1 AND state = 'failed'
        AND ended_at > $2 AND ended_at <= $3 ORDER BY id";
    COUNT_BY_STATE = "SELECT state, COUNT(*) FROM outgoing GROUP BY state ORDER BY state";
}

/// Adds a mailing.
///
/// # Errors
/// When the database is away.
pub async fn insert_mailing(
    tx: &mut Tx,
    network: NetworkId,
    gathering: Option<GatheringId>,
    kind: LetterKind,
    context: &serde_json::Value,
    now: Timestamp,
) -> Result<MailingId> {
    let id = value!(
        tx,
        INSERT_MAILING,
        i64,
        network.0,
        gathering.map(|id| id.0),
        kind.as_str(),
        context.to_string(),
        now.ms()
    )?;
    Ok(MailingId(id.unwrap_or_default()))
}

/// The shared data of a mailing, a JSON object.
///
/// # Errors
/// When the database is away.
pub async fn mailing_context(tx: &mut Tx, id: MailingId) -> Result<Option<String>> {
    Ok(value!(tx, MAILING_CONTEXT, String, id.0)?)
}

/// Puts a letter into the outbox; `None` where its cause has had its letter.
///
/// `domain` is the right side of its Message-ID.
///
/// # Errors
/// When the database is away.
pub async fn insert(
    tx: &mut Tx,
    letter: &NewLetter,
    ids: &Ids,
    domain: &str,
    now: Timestamp,
) -> Result<Option<OutgoingId>> {
    let id = value!(
        tx,
        INSERT,
        i64,
        letter.network.0,
        letter.cause.to_string(),
        letter.cause.kind.as_str(),
        letter.cause.actor.0,
        letter.mailing.map(|id| id.0),
        letter.invitation.map(|id| id.0),
        letter.membership.map(|id| id.0),
        letter.incoming.map(|id| id.0),
        &letter.to,
        &letter.to_name,
        letter.language.as_str(),
        &letter.context,
        format!("{}@{domain}", ids.word()),
        now.ms(),
        ids.word(),
        &letter.in_reply_to,
        to_json(&letter.references),
        letter.not_before.ms(),
        letter.not_after.map(Timestamp::ms),
    )?;
    tx.rings(super::Topic::Outbox);
    Ok(id.map(OutgoingId))
}

#[derive(FromRow)]
pub(super) struct OutgoingRow {
    id: i64,
    network_id: i64,
    kind: String,
    cause: String,
    actor_id: i64,
    mailing_id: Option<i64>,
    invitation_id: Option<i64>,
    membership_id: Option<i64>,
    incoming_id: Option<i64>,
    recipient: String,
    recipient_name: String,
    language: String,
    context: String,
    message_id: String,
    date: i64,
    boundary: String,
    in_reply_to: Option<String>,
    reference_ids: String,
    attempts: i64,
    not_after: Option<i64>,
    invitation_generation: i64,
}

impl TryFrom<OutgoingRow> for Outgoing {
    type Error = super::Error;
    fn try_from(row: OutgoingRow) -> Result<Outgoing> {
        Ok(Outgoing {
            id: OutgoingId(row.id),
            network: NetworkId(row.network_id),
            kind: word("a kind of letter", &row.kind)?,
            cause: row.cause,
            actor: ActorId(row.actor_id),
            mailing: row.mailing_id.map(MailingId),
            invitation: row.invitation_id.map(InvitationId),
            invitation_generation: row.invitation_generation,
            membership: row.membership_id.map(MembershipId),
            incoming: row.incoming_id.map(IncomingId),
            to: row.recipient,
            to_name: row.recipient_name,
            language: word("a language", &row.language)?,
            context: row.context,
            message_id: row.message_id,
            date: Timestamp(row.date),
            boundary: row.boundary,
            in_reply_to: row.in_reply_to,
            references: json("references", &row.reference_ids)?,
            attempts: row.attempts,
            not_after: row.not_after.map(Timestamp),
        })
    }
}

/// One letter.
///
/// # Errors
/// When the database is away or damaged.
pub async fn get(tx: &mut Tx, id: OutgoingId) -> Result<Option<Outgoing>> {
    row!(tx, GET, OutgoingRow, id.0)?.map(Outgoing::try_from).transpose()
}

/// Notes one attempt in the ledger of deliveries.
///
/// # Errors
/// When the database is away.
pub async fn append_delivery(tx: &mut Tx, id: OutgoingId, outcome: &str, reply: &Reply, now: Timestamp) -> Result<()> {
    run!(tx, DELIVERY, id.0, now.ms(), outcome, reply.code.map(i64::from), &reply.enhanced, &reply.text)?;
    Ok(())
}

/// Ends a letter that has not left: given up or no longer wanted.
///
/// # Errors
/// When the database is away.
pub async fn end(tx: &mut Tx, id: OutgoingId, state: OutgoingState, reason: &str, now: Timestamp) -> Result<bool> {
    Ok(run!(tx, ENDED, id.0, state.as_str(), now.ms(), reason)? > 0)
}

/// Keeps a queued letter back.
///
/// # Errors
/// When the database is away.
pub async fn hold(tx: &mut Tx, id: OutgoingId) -> Result<bool> {
    Ok(run!(tx, HOLD, id.0)? > 0)
}

/// Tries a queued, held or given-up letter at once.
///
/// # Errors
/// When the database is away.
pub async fn retry(tx: &mut Tx, id: OutgoingId, now: Timestamp) -> Result<bool> {
    tx.rings(super::Topic::Outbox);
    Ok(run!(tx, RETRY, id.0, now.ms())? > 0)
}

/// Drops the letters of one kind about an invitation that have not left; whether there were any.
///
/// # Errors
/// When the database is away.
pub async fn drop_queued(
    tx: &mut Tx,
    invitation: InvitationId,
    kind: LetterKind,
    reason: &str,
    now: Timestamp,
) -> Result<bool> {
    Ok(run!(tx, DROP_QUEUED, invitation.0, now.ms(), reason, kind.as_str())? > 0)
}

/// Whether a letter of one kind about an invitation has left, or is in a connection's hands.
///
/// # Errors
/// When the database is away.
pub async fn has_left_or_is_leaving(tx: &mut Tx, invitation: InvitationId, kind: LetterKind) -> Result<bool> {
    Ok(value!(tx, LEFT_OR_LEAVING, i64, invitation.0, kind.as_str())?.unwrap_or_default() > 0)
}

/// An attempt as shown to people.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ShownDelivery {
    /// UTC milliseconds.
    pub at: i64,
    /// `accepted`, `deferred`, `refused`, or `bounced` where a notice came later.
    pub outcome: String,
    /// Three-digit code.
    pub code: Option<i64>,
    /// Enhanced status code.
    pub enhanced: Option<String>,
    /// The server's words.
    pub text: String,
}

/// The attempts made with a letter, in order.
///
/// # Errors
/// When the database is away.
pub async fn deliveries(tx: &mut Tx, id: OutgoingId) -> Result<Vec<ShownDelivery>> {
    Ok(rows!(tx, DELIVERIES, ShownDelivery, id.0)?)
}

/// When the outbox next has something to do.
///
/// # Errors
/// When the database is away.
pub async fn next_due(tx: &mut Tx) -> Result<Option<Timestamp>> {
    Ok(value!(tx, NEXT_TRY, Option<i64>)?.flatten().map(Timestamp))
}

/// Attempts made after `since`, and those under way.
///
/// # Errors
/// When the database is away.
pub async fn attempts_since(tx: &mut Tx, since: Timestamp) -> Result<u64> {
    let made = value!(tx, ATTEMPTS_SINCE, i64, since.ms())?.unwrap_or_default();
    let under_way = value!(tx, IN_FLIGHT, i64)?.unwrap_or_default();
    Ok(u64::try_from(made.saturating_add(under_way)).unwrap_or_default())
}

/// When the attempt was made that is the `nth` latest (1 is the latest).
///
/// # Errors
/// When the database is away.
pub async fn nth_latest_attempt(tx: &mut Tx, nth: u64) -> Result<Option<Timestamp>> {
    let offset = i64::try_from(nth.saturating_sub(1)).unwrap_or(i64::MAX);
    Ok(value!(tx, NTH_LATEST_ATTEMPT, i64, offset)?.map(Timestamp))
}

/// Letters to an address that incoming mail caused after `since`.
///
/// # Errors
/// When the database is away.
pub async fn answers_to(tx: &mut Tx, email: &str, since: Timestamp) -> Result<u64> {
    let count = value!(tx, ANSWERS_TO, i64, email, since.ms())?.unwrap_or_default();
    Ok(u64::try_from(count).unwrap_or_default())
}

/// A letter of ours that a message speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentLetter {
    /// Number.
    pub id: OutgoingId,
    /// Whose.
    pub network: NetworkId,
    /// To whom.
    pub actor: ActorId,
    /// About which invitation.
    pub invitation: Option<InvitationId>,
    /// Of whom.
    pub membership: Option<MembershipId>,
    /// addr-spec.
    pub to: String,
    /// Which letter.
    pub kind: LetterKind,
    /// What it is about, the subject of its cause: `gathering:3`.
    pub subject: String,
    /// Which of several about it, the generation of its cause.
    pub generation: String,
    /// Its Date.
    pub date: Timestamp,
}

impl SentLetter {
    /// The number of what it is about, where that is a `what`: `about("gathering")`.
    pub fn about(&self, what: &str) -> Option<i64> {
        self.subject.strip_prefix(what)?.strip_prefix(':')?.parse().ok()
    }
}

#[derive(FromRow)]
struct SentRow {
    id: i64,
    network_id: i64,
    actor_id: i64,
    invitation_id: Option<i64>,
    membership_id: Option<i64>,
    recipient: String,
    kind: String,
    cause: String,
    date: i64,
}

impl TryFrom<SentRow> for SentLetter {
    type Error = super::Error;
    fn try_from(row: SentRow) -> Result<SentLetter> {
        Ok(SentLetter {
            id: OutgoingId(row.id),
            network: NetworkId(row.network_id),
            actor: ActorId(row.actor_id),
            invitation: row.invitation_id.map(InvitationId),
            membership: row.membership_id.map(MembershipId),
            to: row.recipient,
            kind: word("a kind of letter", &row.kind)?,
            subject: row.cause.split('/').nth(1).unwrap_or_default().to_owned(),
            generation: row.cause.split('/').nth(3).unwrap_or_default().to_owned(),
            date: Timestamp(row.date),
        })
    }
}

/// The letter of a Message-ID (without angle brackets).
///
/// # Errors
/// When the database is away or damaged.
pub async fn by_message_id(tx: &mut Tx, message_id: &str) -> Result<Option<SentLetter>> {
    row!(tx, BY_MESSAGE_ID, SentRow, message_id)?.map(SentLetter::try_from).transpose()
}

/// The letter of a number.
///
/// # Errors
/// When the database is away or damaged.
pub async fn sent_letter(tx: &mut Tx, id: OutgoingId) -> Result<Option<SentLetter>> {
    row!(tx, BY_ID, SentRow, id.0)?.map(SentLetter::try_from).transpose()
}

/// The Message-ID of the first letter that left about an invitation: later ones are threaded under it.
///
/// # Errors
/// When the database is away.
pub async fn first_letter_about(tx: &mut Tx, invitation: InvitationId) -> Result<Option<String>> {
    Ok(value!(tx, FIRST_TO_INVITATION, String, invitation.0)?)
}

/// A letter as shown to people.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ShownLetter {
    /// Number.
    pub id: i64,
    /// addr-spec.
    pub recipient: String,
    /// As rendered at the last attempt.
    pub subject: Option<String>,
    /// Text form of its cause.
    pub cause: String,
    /// Word of its state.
    pub state: String,
    /// Attempts so far.
    pub attempts: i64,
    /// UTC milliseconds.
    pub next_try: i64,
    /// Without angle brackets.
    pub message_id: String,
    /// What went wrong last, or why it was dropped.
    pub last_error: Option<String>,
}

/// Up to `limit` letters, newest first; of one state, or of all.
///
/// # Errors
/// When the database is away.
pub async fn list(tx: &mut Tx, state: Option<OutgoingState>, limit: i64) -> Result<Vec<ShownLetter>> {
    Ok(rows!(tx, LIST, ShownLetter, state.map_or("", OutgoingState::as_str), limit)?)
}

/// One letter as shown.
///
/// # Errors
/// When the database is away.
pub async fn shown(tx: &mut Tx, id: OutgoingId) -> Result<Option<ShownLetter>> {
    Ok(row!(tx, SHOW, ShownLetter, id.0)?)
}

/// The letters about an invitation, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn about_invitation(tx: &mut Tx, invitation: InvitationId) -> Result<Vec<ShownLetter>> {
    Ok(rows!(tx, OF_INVITATION, ShownLetter, invitation.0)?)
}

/// A letter that was given up.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct GivenUp {
    /// addr-spec.
    pub recipient: String,
    /// As rendered, where it got that far.
    pub subject: Option<String>,
    /// Word of its kind.
    pub kind: String,
    /// What the server said.
    pub last_error: Option<String>,
}

/// The letters of a network that were given up after `since` and until `until`.
///
/// # Errors
/// When the database is away.
pub async fn given_up_between(
    tx: &mut Tx,
    network: NetworkId,
    since: Timestamp,
    until: Timestamp,
) -> Result<Vec<GivenUp>> {
    Ok(rows!(tx, GIVEN_UP, GivenUp, network.0, since.ms(), until.ms())?)
}

/// How many letters there are in each state.
///
/// # Errors
/// When the database is away.
pub async fn count_by_state(tx: &mut Tx) -> Result<Vec<(String, i64)>> {
    Ok(rows!(tx, COUNT_BY_STATE, (String, i64))?)
}
