//! How attempts to send ended, and what follows for their letters.

use serde::Serialize;

use super::{Result, Tx, outbox, to_json};
use crate::domain::clock::Timestamp;
use crate::domain::delivery::{Outcome, Reply};
use crate::domain::ids::OutgoingId;
use crate::domain::letter::LetterKind;
use crate::domain::outgoing::Outgoing;

statements! {
    ACCEPTED = (id: BIGINT, code: BIGINT, enhanced: TEXT, text: TEXT, subject: TEXT, invitation: BIGINT),
        "INSERT INTO delivery (outgoing_id, at, outcome, code, enhanced, text) SELECT id, $2, 'accepted', code, enhanced, text FROM given", also,
        "UPDATE invitation SET state = 'sent', sent_at = $2 FROM given WHERE invitation.id = given.invitation AND sent_at IS NULL", also,
        "UPDATE outgoing SET state = 'sent', ended_at = $2, subject = given.subject, last_error = NULL, lease_until = NULL, lease_owner = NULL
            FROM given WHERE outgoing.id = given.id";
    DEFERRED = "UPDATE outgoing SET state = 'queued', next_try = $2, subject = $3, last_error = $4, lease_until = NULL, lease_owner = NULL
        WHERE id = $1 AND state = 'sending' AND lease_owner = $5";
    FAILED = "UPDATE outgoing SET state = 'failed', ended_at = $2, subject = COALESCE($3, subject), last_error = $4, lease_until = NULL, lease_owner = NULL
        WHERE id = $1 AND state = 'sending' AND lease_owner = $5";
}

/// An attempt that has ended.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    /// What was to be sent.
    pub letter: &'a Outgoing,
    /// The word of the claim under which it was.
    pub lease: &'a str,
    /// Subject, as rendered.
    pub subject: &'a str,
    /// How it ended.
    pub outcome: &'a Outcome,
    /// What follows.
    pub after: After,
}

/// What is done with a letter after an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// It has left.
    Sent,
    /// It is tried again then.
    TryAgain(Timestamp),
    /// It is given up.
    GiveUp,
}

/// A letter that left, as `ACCEPTED` takes it.
#[derive(Serialize)]
struct Left<'a> {
    id: i64,
    code: Option<u16>,
    enhanced: Option<&'a str>,
    text: &'a str,
    subject: &'a str,
    invitation: Option<i64>,
}

/// Notes how attempts ended and what follows; an invitation that left is sent from its first time on. A letter that
/// left has left, whoever has it in hand by now; what else was to follow, does only while the attempt's claim holds.
///
/// # Errors
/// When the database is away.
pub async fn record(tx: &mut Tx, attempts: &[Attempt<'_>], now: Timestamp) -> Result<()> {
    let (sent, others): (Vec<_>, Vec<_>) = attempts.iter().partition(|attempt| attempt.after == After::Sent);
    if !sent.is_empty() {
        // Nearly all leave, many a second: they go together.
        let left: Vec<Left<'_>> = sent.into_iter().map(Left::from).collect();
        run!(tx, ACCEPTED, to_json(&left), now.ms())?;
    }
    for attempt in others {
        stayed(tx, attempt, now).await?;
    }
    Ok(())
}

impl<'a> From<&'a Attempt<'a>> for Left<'a> {
    fn from(Attempt { letter, subject, outcome, .. }: &'a Attempt<'a>) -> Left<'a> {
        let reply = outcome.reply();
        Left {
            id: letter.id.0,
            code: reply.code,
            enhanced: reply.enhanced.as_deref(),
            text: &reply.text,
            subject,
            invitation: letter.invitation.filter(|_| letter.kind == LetterKind::Invitation).map(|id| id.0),
        }
    }
}

async fn stayed(tx: &mut Tx, attempt: &Attempt<'_>, now: Timestamp) -> Result<()> {
    let Attempt { letter, lease, subject, outcome, after } = *attempt;
    let reply = outcome.reply();
    outbox::append_delivery(tx, letter.id, outcome.as_str(), reply, now).await?;
    match after {
        After::TryAgain(at) => {
            run!(tx, DEFERRED, letter.id.0, at.ms(), subject, said(reply), lease)?;
            tx.rings(super::Topic::Outbox);
        }
        After::GiveUp => give_up(tx, letter.id, lease, Some(subject), &said(reply), now).await?,
        After::Sent => {}
    }
    Ok(())
}

/// Gives up a letter, if it is still in the hands of the claim `lease`.
///
/// # Errors
/// When the database is away.
pub async fn give_up(
    tx: &mut Tx,
    id: OutgoingId,
    lease: &str,
    subject: Option<&str>,
    why: &str,
    now: Timestamp,
) -> Result<()> {
    run!(tx, FAILED, id.0, now.ms(), subject, why, lease)?;
    Ok(())
}

/// A reply as one line.
pub fn said(reply: &Reply) -> String {
    match reply.code {
        Some(code) => format!("{code} {}", reply.text),
        None => reply.text.clone(),
    }
}
