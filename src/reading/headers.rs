//! What the daemon needs of a message besides its Reading: who, to whom, when, in answer to what.

use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::{Address, HeaderName, HeaderValue, MessageParser};

use super::bounds::LARGEST;
use super::fields::{self, Field};

/// A longer subject, in bytes, is cut: nobody reads as much.
const LONGEST_SUBJECT: usize = 5_000;

/// An address with the name shown beside it (RFC 5322 3.4).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mailbox {
    /// Display name, decoded.
    pub name: Option<String>,
    /// addr-spec, lower-cased.
    pub email: String,
}

/// The identification and address fields of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers {
    /// Message-ID without `<` and `>` (RFC 5322 3.6.4).
    pub message_id: Option<String>,
    /// In-Reply-To, ids without `<` and `>`.
    pub in_reply_to: Vec<String>,
    /// References, oldest first, ids without `<` and `>`.
    pub references: Vec<String>,
    /// The first author.
    pub from: Option<Mailbox>,
    /// Where answers go, where it says so.
    pub reply_to: Option<Mailbox>,
    /// Who sent it for the author.
    pub sender: Option<Mailbox>,
    /// To, addr-specs.
    pub to: Vec<String>,
    /// Cc, addr-specs.
    pub cc: Vec<String>,
    /// Delivered-To, addr-specs; the uppermost first.
    pub delivered_to: Vec<String>,
    /// X-Original-To, addr-specs.
    pub x_original_to: Vec<String>,
    /// Date, UTC milliseconds.
    pub date: Option<i64>,
    /// Subject, decoded.
    pub subject: String,
    /// Auto-Submitted as written (RFC 3834 5).
    pub auto_submitted: Option<String>,
    /// A Return-Path of `<>`: nobody wants an answer.
    pub null_return_path: bool,
    /// The header goes on beyond what was looked at.
    pub truncated: bool,
}

/// Reads the header fields; total, empty where there are none.
pub fn headers(bytes: &[u8]) -> Headers {
    if bytes.len() > LARGEST {
        return Headers::default();
    }
    let block = fields::header_block(bytes);
    let read = || of_block(&block, &fields::fields(&block));
    catch_unwind(AssertUnwindSafe(read)).ok().flatten().unwrap_or_default()
}

/// The same of a header as text and its fields.
pub(super) fn of_block(block: &str, raw: &[Field]) -> Option<Headers> {
    let parser =
        MessageParser::new().with_address_headers().header_date(HeaderName::Date).header_text(HeaderName::Subject);
    let parsed = parser.default_header_ignore().parse_headers(block.as_bytes())?;
    Some(from_parsed(&parsed, raw))
}

fn from_parsed(parsed: &mail_parser::Message<'_>, raw: &[Field]) -> Headers {
    let all = |name: &str| {
        let values = raw.iter().filter(|f| f.name == name);
        values.flat_map(|f| fields::addresses(&f.value)).collect::<Vec<_>>()
    };
    Headers {
        message_id: fields::value(raw, "message-id").and_then(|v| fields::ids(v).into_iter().next()),
        in_reply_to: ids(raw, "in-reply-to"),
        references: ids(raw, "references"),
        from: first(parsed.from()),
        reply_to: first(parsed.reply_to()),
        sender: first(parsed.sender()),
        to: every(parsed.to()),
        cc: every(parsed.cc()),
        delivered_to: all("delivered-to"),
        x_original_to: all("x-original-to"),
        date: parsed.date().filter(|d| d.is_valid()).and_then(|d| d.to_timestamp().checked_mul(1000)),
        subject: subject(parsed),
        auto_submitted: fields::value(raw, "auto-submitted").map(str::to_owned),
        null_return_path: fields::value(raw, "return-path").is_some_and(|v| v.replace(' ', "") == "<>"),
        truncated: raw.len() >= fields::MOST_FIELDS,
    }
}

fn ids(raw: &[Field], name: &str) -> Vec<String> {
    fields::value(raw, name).map(fields::ids).unwrap_or_default()
}

fn subject(parsed: &mail_parser::Message<'_>) -> String {
    let mut subject = match parsed.header(HeaderName::Subject) {
        Some(HeaderValue::Text(text)) => {
            let beginning = text.get(..text.floor_char_boundary(LONGEST_SUBJECT)).unwrap_or_default();
            beginning.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    };
    super::clean::clean(&mut subject);
    subject
}

fn first(address: Option<&Address<'_>>) -> Option<Mailbox> {
    address?.iter().find_map(|one| {
        let email = one.address.as_deref()?.trim().to_lowercase().replace('\0', "");
        let name = one.name.as_deref().map(|n| n.replace('\0', "\u{FFFD}").trim().to_owned());
        Some(Mailbox { name: name.filter(|n| !n.is_empty()), email })
    })
}

fn every(address: Option<&Address<'_>>) -> Vec<String> {
    let Some(address) = address else {
        return Vec::new();
    };
    let emails = address.iter().filter_map(|one| one.address.as_deref());
    emails.map(|email| email.trim().to_lowercase().replace('\0', "")).take(1_000).collect()
}
