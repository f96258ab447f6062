//! The operator's log as a type: every line about a letter or a message has one of these forms.
//!
//! `in` numbers a message from its arrival to the receipt it causes, `out` a letter from the outbox to its last
//! attempt. Addresses are masked, no body and no token is ever written.

use crate::domain::delivery::Outcome;
use crate::domain::ids::{IncomingId, OutgoingId};
use crate::domain::incoming::Way;

/// A message was stored and acknowledged.
pub fn stored(id: IncomingId, way: Way, from: Option<&str>, bytes: usize, known: bool) {
    let from = from.map_or_else(|| "<>".to_owned(), masked);
    tracing::info!(target: "mail", r#in = id.0, way = way.as_str(), from, bytes, known, "stored");
}

/// A message was refused before it was taken.
pub fn refused(way: Way, to: &str, why: &str) {
    tracing::info!(target: "mail", way = way.as_str(), to = masked(to), why, "refused");
}

/// A mailbox that is looked into does otherwise than before.
pub fn way(way: Way, mailbox: &str, state: &str, why: &str) {
    let way = way.as_str();
    if why.is_empty() {
        tracing::info!(target: "mail", way, mailbox, "{state}");
    } else {
        tracing::warn!(target: "mail", way, mailbox, why, "{state}");
    }
}

/// A message in a mailbox is larger than what is taken in; it stays there.
pub fn too_large(way: Way, mailbox: &str, which: &str, bytes: u64) {
    tracing::error!(target: "mail", way = way.as_str(), mailbox, which, bytes, "too large, left in the mailbox");
}

/// A message in a mailbox can't be had from its server; it stays there.
pub fn unreadable(way: Way, mailbox: &str, which: &str) {
    tracing::error!(target: "mail", way = way.as_str(), mailbox, which, "can't be fetched, left in the mailbox");
}

/// A message was read and what follows from it written.
pub fn decided(id: IncomingId, kind: &str, invitation: Option<i64>, done: &str) {
    tracing::info!(target: "mail", r#in = id.0, kind, invitation, done, "decided");
}

/// Deciding on a message failed.
pub fn undecided(id: IncomingId, failures: i64, error: &str) {
    tracing::warn!(target: "mail", r#in = id.0, failures, error, "undecided");
}

/// A message was put aside for a person to look at.
pub fn put_aside(id: IncomingId, why: &str) {
    tracing::error!(target: "mail", r#in = id.0, why, "put aside");
}

/// An attempt to send a letter ended.
pub fn attempt(id: OutgoingId, caused_by: Option<IncomingId>, kind: &str, to: &str, outcome: &Outcome, attempts: i64) {
    let reply = outcome.reply();
    let (word, code, enhanced) = (outcome.as_str(), reply.code, reply.enhanced.as_deref());
    let (caused_by, to, text) = (caused_by.map(|id| id.0), masked(to), &reply.text);
    match outcome {
        Outcome::Accepted(_) => {
            tracing::info!(target: "mail", out = id.0, r#in = caused_by, kind, to, attempts, code, enhanced, text, "{word}");
        }
        _ => {
            tracing::warn!(target: "mail", out = id.0, r#in = caused_by, kind, to, attempts, code, enhanced, text, "{word}")
        }
    }
}

/// A letter is given up after too many attempts, or for good.
pub fn given_up(id: OutgoingId, why: &str) {
    tracing::error!(target: "mail", out = id.0, why, "given up");
}

/// A letter is no longer wanted.
pub fn dropped(id: OutgoingId, why: &str) {
    tracing::info!(target: "mail", out = id.0, why, "dropped");
}

/// An address as it may stand in a log: enough to recognise it, not to write to it.
fn masked(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => {
            // Behind a `+` of ours stands a token.
            let plain = local.split('+').next().unwrap_or_default();
            let first: String = plain.chars().take(1).collect();
            format!("{first}***@{domain}")
        }
        None => "***".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_log_line_neither_names_a_person_nor_shows_a_token() {
        assert_eq!(masked("sonia.leger@amap.example"), "s***@amap.example");
        assert_eq!(masked("rencontres+abcdefghijklmnopqrstuvwxyz@coop.example"), "r***@coop.example");
        assert_eq!(masked("nonsense"), "***");
    }
}
