//! Automatic answers that only their words give away.
//!
//! Two ways lead there. A machine that calls itself one is believed. An absence is taken for a machine's only where the text
//! also says what becomes of letters meanwhile, says nothing of coming, and quotes nothing: a person's word must never be lost.

use super::words::{AWAY, ELSEWHERE, INSTEAD, LETTERS, MACHINE, MEANWHILE, MENTION, OF_US, PERIOD, PROMISED, RECEIVED};
use crate::reading::answer::words::{as_written, fold};
use crate::reading::language::language;
use crate::reading::message::Message;

/// No automatic answer has more new words than this.
const LONGEST: usize = 4_000;

/// Whether a text is a vacation message, by its words.
pub(in crate::reading) fn is_vacation(text: &str) -> Option<String> {
    if text.len() > LONGEST || text.contains('?') {
        return None;
    }
    let words = format!(" {} ", fold(text));
    let find = |table: &'static [&str]| table.iter().find(|sign| words.contains(*sign));
    let period = find(&PERIOD).is_some();
    let instead = || find(&INSTEAD).filter(|_| period);
    let told = find(&AWAY).zip(find(&MEANWHILE).or_else(instead));
    let letters = || find(&LETTERS).filter(|_| period || find(&MENTION).is_some());
    let told = told.or_else(|| find(&AWAY).or_else(|| find(&ELSEWHERE)).zip(letters()));
    let (away, meanwhile) = told.filter(|_| find(&OF_US).is_none())?;
    let said = |sign: &str| as_written(text, sign.trim()).unwrap_or_else(|| sign.to_owned());
    let (open, close) = if language(text) == "en" { ("\"", "\"") } else { ("« ", " »") };
    Some(format!("{open}{}{close}, {open}{}{close}", said(away), said(meanwhile)))
}

/// An office tells that the letter has come in; nobody says "I".
fn is_acknowledgement(words: &str) -> bool {
    let has = |table: &[&str]| table.iter().any(|sign| words.contains(sign));
    let has_a_voice = words.split(' ').any(|word| ["je", "j", "i"].contains(&word));
    has(&RECEIVED) && has(&PROMISED) && !has(&OF_US) && !has_a_voice
}

/// Known by what it says, or by an address from which nobody writes.
pub(in crate::reading) fn by_words(message: &Message) -> Option<String> {
    let local = message.headers.from.as_ref()?.email.split('@').next().unwrap_or_default().replace(['-', '_', '.'], "");
    if ["noreply", "nepasrepondre", "donotreply"].iter().any(|name| local.starts_with(name)) {
        return Some("nobody writes from this address".into());
    }
    let text = &message.seen().text;
    if text.len() > LONGEST {
        return None;
    }
    let words = format!(" {} ", fold(text));
    if let Some(sign) = MACHINE.iter().find(|sign| words.contains(*sign)) {
        return Some(as_written(text, sign.trim()).unwrap_or_else(|| (*sign).to_owned()));
    }
    if is_bulk(message) && AWAY.iter().any(|sign| words.contains(sign)) && !OF_US.iter().any(|w| words.contains(w)) {
        return Some("an absence, sent with Precedence: bulk".into());
    }
    if is_acknowledgement(&words) && !text.contains('?') {
        return Some("an acknowledgement".into());
    }
    is_vacation(&format!("{}\n{text}", own_subject(message))).filter(|_| !message.has_quote())
}

/// What stands in the subject before that of our letter.
fn own_subject(message: &Message) -> &str {
    let subject = message.headers.subject.as_str();
    let lower = subject.to_ascii_lowercase();
    let answered = ["re:", "re :", "ref:"].iter().filter_map(|sign| lower.find(sign)).min();
    answered.map_or(subject, |at| subject.get(..at).unwrap_or_default())
}

/// The old vacation program and its kin say so (RFC 3834 3.1.8).
fn is_bulk(message: &Message) -> bool {
    ["bulk", "junk"].contains(&message.lower("precedence").trim())
}
