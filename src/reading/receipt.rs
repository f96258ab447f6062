//! Read receipts, and the reactions that some programs send as mails.

use super::answer::words::fold;
use super::message::Message;

/// A receipt with more new words than this is a person's letter.
const LONGEST: usize = 1_500;

/// A reaction is one line, with some programs a line of explanation more.
const LONGEST_REACTION: usize = 300;

/// How receipts without a report begin their subject.
const SUBJECTS: [&str; 16] = [
    "lu",
    "non lu",
    "read",
    "not read",
    "gelesen",
    "ungelesen",
    "letto",
    "non letto",
    "leido",
    "no leido",
    "lido",
    "gelezen",
    "accuse de reception",
    "accuse de lecture",
    "return receipt",
    "read receipt",
];

/// What they say, folded.
const SAYINGS: [&str; 19] = [
    "a ete lu",
    "a ete ouvert",
    "a ete affiche",
    "a ete supprime sans",
    "accuse de reception pour le message",
    "accuse de lecture",
    "was read on",
    "was read by",
    "has been read",
    "was displayed",
    "has been displayed",
    "was opened",
    "has been opened",
    "deleted without being read",
    "deleted unread",
    "return receipt for the mail",
    "receipt for the mail",
    "wurde gelesen",
    "letto il",
];

/// What they call the letter that was read, folded.
const LETTER: [&str; 10] = [
    "votre message",
    "le message",
    "your message",
    "the message",
    "your mail",
    "the mail",
    "your document",
    "ihre nachricht",
    "il messaggio",
    "su mensaje",
];

/// A read receipt (RFC 8098), or the same in words. Tested before auto-replies: receipts are often stamped Auto-Submitted.
pub(super) fn receipt(message: &Message) -> Option<String> {
    if message.report == "disposition-notification" || message.has_part("message/disposition-notification") {
        return Some("disposition notification (RFC 8098)".into());
    }
    let (start, _) = message.headers.subject.split_once(':').unwrap_or((&message.headers.subject, ""));
    let start = fold(start);
    let labelled = SUBJECTS.contains(&start.as_str())
        && (message.headers.subject.contains(':') || start.contains("receipt") || start.starts_with("accuse"));
    if !labelled || message.seen().text.len() > LONGEST {
        return None;
    }
    let words = fold(&message.body_text());
    if !LETTER.iter().any(|name| words.contains(name)) {
        return None;
    }
    let saying = SAYINGS.iter().find(|saying| words.contains(*saying))?;
    Some(format!("receipt: {saying}"))
}

/// An emoji that somebody put on our letter in their mail program; a person who types one is no machine.
pub(super) fn reaction(message: &Message) -> Option<String> {
    if message.parts.iter().any(|p| p.depth == 0 && p.mime.starts_with("text/vnd.google.email-reaction")) {
        return Some("emoji reaction part".into());
    }
    let text = &message.seen().text;
    if text.len() > LONGEST_REACTION {
        return None;
    }
    let words = fold(text);
    let sayings = ["a reagi via gmail", "reacted via gmail", "a reagi a votre message", "reacted to your message"];
    sayings.iter().find(|saying| words.contains(*saying)).map(|saying| format!("reaction: {saying}"))
}
