//! IMAP (RFC 3501): an ordinary account at a provider whose address is a network's.
//!
//! A session stays open; the server says when something is new (IDLE, RFC 2177), or we look every so often where it
//! can't. A session that is lost is opened again, later each time.

mod ask;
pub mod session;
pub mod take;
mod wire;

use std::time::Duration;

use async_imap::extensions::idle::IdleResponse;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use self::session::{Exists, ImapError, Session, refusal};
use self::take::{Stumble, TakeError, take_new};
use super::ways::{Backoff, Lookout, State};
use crate::config::Imap as Account;

/// After this long without a word from the server IDLE is begun anew: home routers and providers forget a silent
/// connection after five to thirty minutes (RFC 2177 asks for no more than 29).
const RENEWED: Duration = Duration::from_secs(4 * 60);
/// IDLE must end soon after DONE, or the connection is dead.
const DONE: Duration = Duration::from_secs(15);
/// How often we look where the server has no IDLE.
const POLLED: Duration = Duration::from_secs(20);
/// The first wait after a loss, and the longest.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(120);
/// The first wait after a refused login.
const LOGIN_WAIT: Duration = Duration::from_secs(60);

/// The account's name for the operator and the database.
pub fn name(account: &Account) -> String {
    format!("{}@{}:{}/{}", account.user, account.host, account.port(), account.mailbox)
}

/// Takes in what comes, until told to stop.
pub async fn run(account: &Account, lookout: &Lookout, stop: &CancellationToken) {
    let mut backoff = Backoff::new(FIRST_WAIT, LONGEST_WAIT);
    let mut may_idle = true;
    let mut stumble = Stumble::default();
    lookout.tell(State::Opening, "");
    loop {
        let error = match watch(account, lookout, &mut backoff, &mut may_idle, &mut stumble, stop).await {
            Ok(()) => return,
            Err(error) => error,
        };
        lookout.tell(State::Away, &error.to_string());
        if let TakeError::Imap(ImapError::Login { .. }) = error {
            backoff.at_least(LOGIN_WAIT);
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(backoff.wait(lookout.ids.fraction())) => {}
        }
    }
}

/// Takes in once what is there; yields how many messages that was.
///
/// # Errors
/// When the server or our database is away.
pub async fn once(account: &Account, lookout: &Lookout) -> Result<usize, TakeError> {
    lookout.has_a_network().await.map_err(TakeError::Ours)?;
    let mut session = Session::open(account).await?;
    let taken = take_new(&mut session, lookout, &mut Stumble::default()).await?;
    session.close().await;
    Ok(taken)
}

/// One session, from its beginning to its loss.
async fn watch(
    account: &Account,
    lookout: &Lookout,
    backoff: &mut Backoff,
    may_idle: &mut bool,
    stumble: &mut Stumble,
    stop: &CancellationToken,
) -> Result<(), TakeError> {
    lookout.has_a_network().await.map_err(TakeError::Ours)?;
    let mut session = tokio::select! {
        () = stop.cancelled() => return Ok(()),
        opened = Session::open(account) => opened?,
    };
    // Some servers offer IDLE and then refuse it, or end the session over it: the next session does without.
    session.has_idle &= std::mem::replace(may_idle, true);
    loop {
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            taken = take_new(&mut session, lookout, stumble) => taken?,
        };
        // What came behind our search was announced in the answers to our own commands: IDLE would wait for the next.
        if session.heard_of_more() {
            continue;
        }
        lookout.tell(State::Watching, "");
        session = match session.has_idle {
            true => idle(session, may_idle, stop).await?,
            false => poll(session, stop).await?,
        };
        // A session that is lost before it was of any use is no success.
        backoff.reset();
        if stop.is_cancelled() {
            session.close().await;
            return Ok(());
        }
    }
}

/// Waits until the server has something to say, or it is time to ask.
async fn idle(session: Session, may_idle: &mut bool, stop: &CancellationToken) -> Result<Session, TakeError> {
    let Session { imap, has_idle, has_uidplus, may_mark, uid_validity, exists: _ } = session;
    let told = imap.unsolicited_responses.clone();
    let mut handle = imap.idle();
    *may_idle = false;
    let begun = timeout(DONE, handle.init()).await.map_err(|_| silent("IDLE"))?;
    begun.map_err(|error| refusal("IDLE", error))?;
    *may_idle = true;
    // Announced before the server began to idle.
    if told.is_empty() {
        let (waiting, _interrupt) = handle.wait_with_timeout(RENEWED);
        let woken = tokio::select! {
            () = stop.cancelled() => Ok(IdleResponse::ManualInterrupt),
            // Keep-alives put RENEWED off; a session is looked at afresh all the same.
            woken = timeout(RENEWED.saturating_mul(5), waiting) => woken.unwrap_or(Ok(IdleResponse::Timeout)),
        };
        woken.map_err(|error| refusal("IDLE", error))?;
    }
    let done = timeout(DONE, handle.done()).await.map_err(|_| silent("DONE"))?;
    let imap = done.map_err(|error| refusal("DONE", error))?;
    // Whatever it said while idling, we look now.
    while told.try_recv().is_ok() {}
    Ok(Session { imap, has_idle, has_uidplus, may_mark, uid_validity, exists: Exists::default() })
}

fn silent(command: &str) -> ImapError {
    ImapError::Lost(format!("no answer to {command} within {DONE:?}"))
}

/// Waits a little and asks.
async fn poll(mut session: Session, stop: &CancellationToken) -> Result<Session, TakeError> {
    tokio::select! {
        () = stop.cancelled() => {}
        () = tokio::time::sleep(POLLED) => session.poke().await?,
    }
    Ok(session)
}

#[cfg(test)]
mod tests;
