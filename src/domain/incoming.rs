//! A raw message as it arrived.

use sha2::{Digest, Sha256};

use super::clock::Timestamp;
use super::ids::IncomingId;

crate::words! {
    /// The way in.
    Way {
        /// RFC 2033.
        Lmtp = "lmtp",
        /// `palabre ingest`.
        Pipe = "pipe",
        /// RFC 3501, a hosted account.
        Imap = "imap",
        /// A folder of files.
        Maildir = "maildir",
    }
}

crate::words! {
    /// How far it has got.
    IncomingState {
        /// Stored, not yet decided.
        Received = "received",
        /// Read and decided.
        Decided = "decided",
        /// Its decision failed three times, or it belongs to no network: an organiser looks at it.
        Aside = "aside",
    }
}

/// The largest message that is taken in, in octets, by whatever way.
pub const LARGEST: usize = 25 * 1024 * 1024;

/// What the transport said of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Envelope {
    /// MAIL FROM; `None` for the null reverse-path by LMTP, and where a pipe said nothing of it: empty where it did.
    pub mail_from: Option<String>,
    /// RCPT TO; empty where the way in has none.
    pub recipients: Vec<String>,
    /// The network's address whose mailbox it was found in, where the way in looks into mailboxes.
    pub mailbox: Option<String>,
}

/// An incoming message, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Number.
    pub id: IncomingId,
    /// How it came.
    pub way: Way,
    /// What its transport said.
    pub envelope: Envelope,
    /// When.
    pub received_at: Timestamp,
    /// How often deciding on it has failed.
    pub failures: i64,
}

impl Incoming {
    /// Whether its transport said that nobody sent it (RFC 5321 4.5.5): a notice or an automatic reply.
    pub fn has_null_sender(&self) -> bool {
        match self.envelope.mail_from.as_deref() {
            None => self.way == Way::Lmtp,
            Some(sender) => matches!(sender.trim(), "" | "<>"),
        }
    }
}

/// Fields that each server on the way puts on top of a message (RFC 5321 4.4, RFC 8601, RFC 8617 and customs):
/// two copies of one message differ in them.
const TRACE_FIELDS: &[&str] = &[
    "received",
    "return-path",
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "delivery-date",
    "authentication-results",
    "received-spf",
    "arc-seal",
    "arc-message-signature",
    "arc-authentication-results",
    "x-spam-status",
    "x-spam-score",
    "x-spam-level",
    "x-spam-checker-version",
    "x-virus-scanned",
    "x-spamd-result",
    "x-rspamd-server",
    "x-rspamd-queue-id",
];

/// What makes a message the same by whatever way it comes: SHA-256, in hexadecimal, of it without the trace fields
/// on top and with line ends made alike.
pub fn fingerprint(raw: &[u8]) -> String {
    let mut hash = Sha256::new();
    let mut lines = raw.split_inclusive(|&byte| byte == b'\n').skip_while({
        let mut in_trace = true;
        move |line| {
            let folded = matches!(line.first(), Some(b' ' | b'\t'));
            in_trace = in_trace && (folded || is_trace(line));
            in_trace
        }
    });
    lines.by_ref().for_each(|line| {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        hash.update(line.strip_suffix(b"\r").unwrap_or(line));
        hash.update(b"\n");
    });
    data_encoding::HEXLOWER.encode(&hash.finalize())
}

fn is_trace(line: &[u8]) -> bool {
    // An mbox "From " line stands before the fields where a pipe delivers it.
    if line.starts_with(b"From ") {
        return true;
    }
    let name = line.split(|&byte| byte == b':').next().unwrap_or_default();
    TRACE_FIELDS.iter().any(|field| field.as_bytes().eq_ignore_ascii_case(name.trim_ascii_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_message_by_two_ways_has_one_fingerprint() {
        let by_lmtp = b"Return-Path: <a@b.fr>\r\nReceived: from x\r\n\tby y; today\r\nFrom: a@b.fr\r\nSubject: oui\r\n\r\nOui\r\n";
        let by_pipe =
            b"From a@b.fr Mon Mar  1 09:00:00 2027\nDelivered-To: r@c.fr\nFrom: a@b.fr\nSubject: oui\n\nOui\n";
        assert_eq!(fingerprint(by_lmtp), fingerprint(by_pipe));
    }

    #[test]
    fn two_replies_that_differ_in_one_word_differ() {
        assert_ne!(fingerprint(b"From: a@b.fr\r\n\r\nOui\r\n"), fingerprint(b"From: a@b.fr\r\n\r\nNon\r\n"));
    }

    #[test]
    fn a_pipe_that_says_nothing_of_the_sender_has_no_null_sender() {
        for (way, mail_from, null) in [
            (Way::Lmtp, None, true),
            (Way::Lmtp, Some("a@b.fr"), false),
            (Way::Pipe, None, false),
            (Way::Pipe, Some(""), true),
            (Way::Pipe, Some("<>"), true),
            (Way::Pipe, Some("a@b.fr"), false),
            (Way::Imap, None, false),
            (Way::Maildir, None, false),
        ] {
            let envelope = Envelope { mail_from: mail_from.map(str::to_owned), ..Envelope::default() };
            let incoming = Incoming { id: IncomingId(1), way, envelope, received_at: Timestamp(0), failures: 0 };
            assert_eq!(incoming.has_null_sender(), null, "{way:?} {mail_from:?}");
        }
    }

    #[test]
    fn a_trace_field_below_others_counts() {
        assert_ne!(fingerprint(b"From: a@b.fr\nReceived: x\n\nOui\n"), fingerprint(b"From: a@b.fr\n\nOui\n"));
    }
}
