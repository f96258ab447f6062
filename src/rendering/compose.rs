//! One row of the outbox into the bytes of a letter (RFC 5322).

use std::time::{Duration, SystemTime};

use lettre::address::Envelope;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use super::headers::{self, AutoSubmitted, ListUnsubscribe, ListUnsubscribePost};
use super::templates::Rendered;
use crate::domain::address;
use crate::domain::clock::Timestamp;
use crate::domain::outgoing::Outgoing;

/// The addresses of ours that a letter bears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// The network's plain address.
    pub from: String,
    /// The network's name.
    pub from_name: String,
    /// Where answers go: the address that carries the token; none where that is From.
    pub reply_to: Option<String>,
    /// Where a mail means stop; an addr-spec.
    pub unsubscribe: Option<String>,
    /// The subject of that mail.
    pub unsubscribe_subject: String,
    /// Where a POST means stop.
    pub unsubscribe_url: Option<String>,
}

/// Why a letter can't be written. It can't be mended by trying again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComposeError {
    /// An address can't stand in a header.
    #[error("{field}: {what}")]
    Address {
        /// In which header.
        field: &'static str,
        /// What is wrong with it.
        what: String,
    },
    /// The unsubscribe address on the web is none.
    #[error("unsubscribe URL `{0}`: it must begin with https:// and hold neither blanks nor < > (RFC 8058 3.1)")]
    Url(String),
    /// The row's Message-ID is none.
    #[error("message id `{0}` can't stand in a header (RFC 5322 3.6.4)")]
    MessageId(String),
    /// lettre refused it.
    #[error("the letter can't be put together: {0}")]
    Message(String),
    /// A line is longer than SMTP carries.
    #[error("line {line} has {octets} octets; SMTP carries 998 (RFC 5321 4.5.3.1.6)")]
    LongLine {
        /// Which, from 1.
        line: usize,
        /// How long.
        octets: usize,
    },
}

/// Characters of a display name.
const NAME_LIMIT: usize = 120;
/// Characters of a subject.
const SUBJECT_LIMIT: usize = 250;
/// Message-IDs in References.
const REFERENCES_LIMIT: usize = 20;
/// The longest line without its CRLF.
const LINE_LIMIT: usize = 998;

/// The bytes of a letter. Date, Message-ID and boundary come from the row, so the same row gives the same bytes.
///
/// # Errors
/// Says which value can't stand in a letter.
pub fn compose(outgoing: &Outgoing, addresses: &Addresses, rendered: &Rendered) -> Result<Vec<u8>, ComposeError> {
    let from = mailbox("From", &addresses.from, &addresses.from_name)?;
    let to = mailbox("To", &outgoing.to, &outgoing.to_name)?;
    let id = headers::message_id(&outgoing.message_id)
        .ok_or_else(|| ComposeError::MessageId(headers::safe(&outgoing.message_id, NAME_LIMIT)))?;

    // lettre would make the envelope of addresses that it reads back from the headers, and doesn't read all of them.
    let envelope = Envelope::new(Some(from.email.clone()), vec![to.email.clone()]).map_err(|e| refused(&e))?;
    let mut builder = Message::builder()
        .envelope(envelope)
        .from(from)
        .to(to)
        .subject(headers::safe(&rendered.subject, SUBJECT_LIMIT))
        .date(system_time(outgoing.date))
        .message_id(Some(id));
    if let Some(reply_to) = &addresses.reply_to {
        builder = builder.reply_to(mailbox("Reply-To", reply_to, "")?);
    }
    if let Some(id) = outgoing.in_reply_to.as_deref().and_then(headers::message_id) {
        builder = builder.in_reply_to(id);
    }
    if let Some(ids) = headers::message_ids(&outgoing.references, REFERENCES_LIMIT) {
        builder = builder.references(ids);
    }
    if outgoing.kind.is_automatic() {
        let word = if outgoing.kind.is_answer() { "auto-replied" } else { "auto-generated" };
        builder = builder.header(AutoSubmitted(word.to_owned()));
    }
    if outgoing.kind.is_bulk() {
        let (ways, one_click) = unsubscribe(addresses)?;
        if !ways.is_empty() {
            builder = builder.header(ListUnsubscribe(ways.join(", ")));
        }
        if one_click {
            builder = builder.header(ListUnsubscribePost("List-Unsubscribe=One-Click".to_owned()));
        }
    }
    let message = builder.multipart(body(outgoing, rendered)?).map_err(|e| refused(&e))?;

    let bytes = message.formatted();
    check_lines(&bytes)?;
    Ok(bytes)
}

/// Text, then HTML: readers show the last that they can (RFC 2046 5.1.4).
fn body(outgoing: &Outgoing, rendered: &Rendered) -> Result<MultiPart, ComposeError> {
    let seed: String = outgoing.boundary.chars().filter(char::is_ascii_alphanumeric).take(50).collect();
    let content_type =
        ContentType::parse(&format!("multipart/alternative; boundary=\"part-{seed}\"")).map_err(|e| refused(&e))?;
    Ok(MultiPart::builder()
        .header(content_type)
        .singlepart(SinglePart::plain(words(&rendered.text)))
        .singlepart(SinglePart::html(words(&rendered.html))))
}

/// A body's words: lines end in LF, which lettre makes CRLF, and no control characters. Nearly all texts are so already.
fn words(text: &str) -> String {
    let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if !text.contains(odd) {
        return text.to_owned();
    }
    text.replace("\r\n", "\n").replace('\r', "\n").replace(odd, "")
}

/// A mailbox with a name where there is one.
fn mailbox(field: &'static str, email: &str, name: &str) -> Result<Mailbox, ComposeError> {
    let wrong = |what| ComposeError::Address { field, what };
    let email = email.trim();
    address::check(email).map_err(wrong)?;
    if !email.is_ascii() {
        return Err(wrong(format!(
            "`{email}` is not ASCII: few servers take such (RFC 6531); write its domain in its xn-- form"
        )));
    }
    let (user, domain) = email.rsplit_once('@').unwrap_or((email, ""));
    let name = headers::safe(name, NAME_LIMIT);
    // lettre knows fewer addresses than there are (`jean..dupont@`); ours have been checked.
    Ok(Mailbox::new((!name.is_empty()).then_some(name), Address::new_dangerous(user, domain)))
}

/// The ways to stop, and whether one of them needs no more than a click.
fn unsubscribe(addresses: &Addresses) -> Result<(Vec<String>, bool), ComposeError> {
    let mut ways = Vec::new();
    if let Some(email) = &addresses.unsubscribe {
        let email = mailbox("List-Unsubscribe", email, "")?.email.to_string();
        // What a local part may hold and a mailto: address not (RFC 6068 2).
        let email = email.replace('%', "%25").replace('?', "%3F").replace('&', "%26").replace('#', "%23");
        let subject = addresses.unsubscribe_subject.replace(' ', "%20");
        ways.push(format!("<mailto:{}?subject={subject}>", email.replace('/', "%2F")));
    }
    if let Some(url) = &addresses.unsubscribe_url {
        let sound = url.starts_with("https://")
            && url.len() < LINE_LIMIT / 2
            && url.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | ','));
        if !sound {
            return Err(ComposeError::Url(headers::safe(url, NAME_LIMIT)));
        }
        ways.push(format!("<{url}>"));
    }
    Ok((ways, addresses.unsubscribe_url.is_some()))
}

/// The instant as lettre takes it: from 1970 to the last year that a Date field writes with four digits.
fn system_time(at: Timestamp) -> SystemTime {
    const YEAR_9999: u64 = 253_370_764_800;
    let seconds = u64::try_from(at.ms().div_euclid(1_000)).unwrap_or(0).min(YEAR_9999);
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// Nothing that lettre wrote is longer than SMTP carries.
fn check_lines(bytes: &[u8]) -> Result<(), ComposeError> {
    let lines = bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    match lines.enumerate().find(|(_, line)| line.len() > LINE_LIMIT) {
        Some((at, line)) => Err(ComposeError::LongLine { line: at + 1, octets: line.len() }),
        None => Ok(()),
    }
}

fn refused(error: &dyn std::error::Error) -> ComposeError {
    ComposeError::Message(error.to_string())
}
