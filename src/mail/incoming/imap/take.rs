//! What is new in a mailbox is taken in: fetched, stored, and only then marked.
//!
//! How far an account was read stands in our database, and that alone decides what is new: a UID beyond it, or any UID
//! once UIDVALIDITY has changed. A database that is restored reads again what it has lost; what it knows it recognises
//! by its fingerprint. The keyword is a sign for people, and finds what a server shows out of order. `\Seen` is the
//! organisers' own.

use std::collections::BTreeSet;

use super::session::{ImapError, Session};
use crate::domain::incoming::{Envelope, LARGEST, Way};
use crate::mail::incoming::ways::Lookout;
use crate::reading;
use crate::store::positions::{self, Position};

/// What we have taken in.
pub const TAKEN: &str = "$PalabreTaken";
/// What was too large, and told to the organisers.
pub const TOO_LARGE: &str = "$PalabreTooLarge";

/// What the server could not hand over, and told to the organisers.
pub const UNREADABLE: &str = "$PalabreUnreadable";

/// So often a message is asked for that the server refuses or answers with what can't be read.
const TRIES: u32 = 3;
/// After so many messages the position is written down, so that a crash has few to fetch again.
const NOTED_EVERY: usize = 20;

/// Why taking stopped.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// The account's server.
    #[error(transparent)]
    Imap(#[from] ImapError),
    /// Our own database.
    #[error("{0}")]
    Ours(String),
}

/// The message that ended the last session, and how many it ended: it must not keep all behind it waiting for ever.
#[derive(Debug, Default)]
pub struct Stumble {
    /// UIDVALIDITY and UID.
    which: Option<(i64, u32)>,
    times: u32,
}

impl Stumble {
    fn is_given_up(&self, which: (i64, u32)) -> bool {
        self.which == Some(which) && self.times >= TRIES
    }

    /// A lost connection says nothing about the message; a refusal and an answer that can't be read may.
    fn note(&mut self, which: (i64, u32), error: &TakeError) {
        if !matches!(error, TakeError::Imap(error) if error.is_about_fetching()) {
            return;
        }
        self.times = if self.which == Some(which) { self.times.saturating_add(1) } else { 1 };
        self.which = Some(which);
    }
}

fn ours(error: impl std::fmt::Display) -> TakeError {
    TakeError::Ours(error.to_string())
}

/// Takes in all that is new; yields how many messages that was.
///
/// # Errors
/// When the server or our database is away. What was marked is stored; the rest comes again.
pub async fn take_new(session: &mut Session, lookout: &Lookout, stumble: &mut Stumble) -> Result<usize, TakeError> {
    let mut position = read_position(session, lookout).await?;
    let noted = position;
    let wanted = wanted(session, position.last_uid).await?;
    let mut taken = 0;
    for (n, uid) in wanted.into_iter().enumerate() {
        let is_beyond = i64::from(uid) > position.last_uid;
        // A server whose keywords don't stay would show us the whole mailbox again.
        if !is_beyond && !session.may_mark {
            continue;
        }
        let which = (session.uid_validity, uid);
        let one = match stumble.is_given_up(which) {
            true => give_up(session, lookout, uid).await,
            false => take(session, lookout, uid).await,
        };
        taken += usize::from(one.inspect_err(|error| stumble.note(which, error))?);
        if is_beyond {
            position.last_uid = i64::from(uid);
        }
        if n % NOTED_EVERY == NOTED_EVERY - 1 {
            write_position(lookout, position).await?;
        }
    }
    if position != noted {
        write_position(lookout, position).await?;
    }
    Ok(taken)
}

/// Beyond the position; and what lies before it without our mark.
async fn wanted(session: &mut Session, last: i64) -> Result<BTreeSet<u32>, TakeError> {
    // `n:*` always has the last message in it, also where its UID is lower (RFC 3501 6.4.8).
    let beyond = session.search(&format!("UID {}:*", last.saturating_add(1))).await?;
    let mut wanted: BTreeSet<u32> = beyond.into_iter().filter(|uid| i64::from(*uid) > last).collect();
    if session.may_mark {
        wanted
            .extend(session.search(&format!("UNKEYWORD {TAKEN} UNKEYWORD {TOO_LARGE} UNKEYWORD {UNREADABLE}")).await?);
    }
    Ok(wanted)
}

/// Takes in one message; false where it is gone or too large.
async fn take(session: &mut Session, lookout: &Lookout, uid: u32) -> Result<bool, TakeError> {
    let Some(listed) = session.size(uid).await? else { return Ok(false) };
    if listed.octets > LARGEST as u64 {
        return leave(session, lookout, uid, listed.octets).await;
    }
    // Some servers estimate the size: one octet more than we take shows that it is too large after all.
    let Some(raw) = session.beginning(uid, LARGEST + 1).await? else { return Ok(false) };
    if raw.len() > LARGEST {
        return leave(session, lookout, uid, listed.octets.max(raw.len() as u64)).await;
    }
    let envelope = Envelope { mailbox: Some(lookout.address.clone()), ..Envelope::default() };
    lookout.intake.take(Way::Imap, envelope, raw).await.map_err(ours)?;
    mark(session, uid, TAKEN).await?;
    Ok(true)
}

/// A message that is too large stays where it lies; the organisers are told whose it is.
async fn leave(session: &mut Session, lookout: &Lookout, uid: u32, octets: u64) -> Result<bool, TakeError> {
    const HEADER: usize = 64 * 1024;
    let beginning = session.beginning(uid, HEADER).await?.unwrap_or_default();
    let from = reading::headers(&beginning).from.map(|from| from.email).unwrap_or_default();
    let which = format!("{}:{uid}", session.uid_validity);
    lookout.tell_too_large(&which, &from, octets).await.map_err(ours)?;
    mark(session, uid, TOO_LARGE).await?;
    Ok(false)
}

/// A message that the server can't hand over stays where it lies too; nobody knows whose it is.
async fn give_up(session: &mut Session, lookout: &Lookout, uid: u32) -> Result<bool, TakeError> {
    let which = format!("{}:{uid}", session.uid_validity);
    lookout.tell_unreadable(&which).await.map_err(ours)?;
    mark(session, uid, UNREADABLE).await?;
    Ok(false)
}

/// Marks a message where the server lets us; where it doesn't, our own position does.
async fn mark(session: &mut Session, uid: u32, keyword: &str) -> Result<(), TakeError> {
    if !session.may_mark {
        return Ok(());
    }
    match session.mark(uid, keyword).await {
        Ok(stays) => session.may_mark = stays,
        Err(ImapError::Refused { why, .. }) => {
            tracing::warn!(target: "mail", uid, why, "the server takes no keyword; the position alone is kept");
            session.may_mark = false;
        }
        Err(lost) => return Err(lost.into()),
    }
    Ok(())
}

/// Where the reading stands: at the beginning where it has never begun, or where UIDs mean something else than before.
async fn read_position(session: &Session, lookout: &Lookout) -> Result<Position, TakeError> {
    let mut tx = lookout.db.read().await.map_err(ours)?;
    let known = positions::read(&mut tx, &lookout.mailbox).await.map_err(ours)?;
    match known {
        Some(known) if known.uid_validity == session.uid_validity => Ok(known),
        _ => {
            if let Some(known) = known {
                let (was, is) = (known.uid_validity, session.uid_validity);
                let mailbox = &lookout.mailbox;
                tracing::warn!(target: "mail", mailbox, was, is, "UIDVALIDITY changed: all is read again, what is known is recognised");
            }
            Ok(Position { uid_validity: session.uid_validity, last_uid: 0 })
        }
    }
}

async fn write_position(lookout: &Lookout, position: Position) -> Result<(), TakeError> {
    let mut tx = lookout.db.write().await.map_err(ours)?;
    positions::write(&mut tx, &lookout.mailbox, position, lookout.clock.now()).await.map_err(ours)?;
    tx.commit().await.map_err(ours)
}
