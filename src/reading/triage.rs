//! Of what sort a message is, in DESIGN's order: bounce, our own, complaint, calendar, auto-reply, challenge, receipt or
//! reaction, list, human. Bounces come first because real ones are stamped `auto-replied` too.

use crate::domain::reading::{About, Kind};

use super::bounce::{self, Notice};
use super::message::Message;
use super::{auto_reply, calendar, challenge, receipt};

/// The sort of a message, and what showed it.
pub(super) struct Sorted {
    pub kind: Kind,
    pub notice: Option<Notice>,
    pub because: Option<String>,
}

/// Sorts a message.
pub(super) fn sort(message: &Message, about: &About) -> Sorted {
    let other = |kind, because: String| Sorted { kind, notice: None, because: Some(because) };
    if let Some(notice) = bounce::notice(message) {
        return Sorted { kind: notice.kind, because: Some(notice.because.clone()), notice: Some(notice) };
    }
    if let Some(why) = our_own(message, about) {
        return other(Kind::Loop, why);
    }
    if message.report == "feedback-report" || message.has_part("message/feedback-report") {
        return other(Kind::Complaint, "feedback report (RFC 5965)".into());
    }
    if let Some((kind, why)) = calendar::sort(message, about) {
        return other(kind, why);
    }
    if let Some(why) = receipt::receipt(message) {
        return other(Kind::Receipt, why);
    }
    if let Some(why) = auto_reply::by_fields(message) {
        return other(Kind::AutoReply, why);
    }
    if let Some(why) = challenge::challenge(message) {
        return other(Kind::Challenge, why);
    }
    if let Some(why) = receipt::reaction(message) {
        return other(Kind::Reaction, why);
    }
    if let Some(why) = list(message, about) {
        return other(Kind::List, why);
    }
    match auto_reply::by_words(message) {
        Some(why) => other(Kind::AutoReply, why),
        None => Sorted { kind: Kind::Human, notice: None, because: None },
    }
}

/// Whether an address is one of ours, with or without a token behind the plus sign.
fn is_ours(address: &str, about: &About) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else {
        return false;
    };
    let plain = format!("{}@{domain}", local.split('+').next().unwrap_or_default());
    about.addresses.iter().any(|ours| ours.eq_ignore_ascii_case(address) || ours.eq_ignore_ascii_case(&plain))
}

fn our_own(message: &Message, about: &About) -> Option<String> {
    let from = message.headers.from.as_ref()?;
    if is_ours(&from.email, about) {
        return Some(format!("From is our own address {}", from.email));
    }
    let looped = message.field("x-loop").filter(|value| is_ours(&value.trim().to_lowercase(), about))?;
    Some(format!("X-Loop: {looped}"))
}

/// List traffic outside our conversations; a person's reply through a list stays human, and is held.
fn list(message: &Message, about: &About) -> Option<String> {
    let sign = list_sign(message)?;
    let headers = &message.headers;
    let addressed = headers.to.iter().chain(&headers.cc).any(|address| is_ours(address, about));
    let domains: Vec<&str> = about.addresses.iter().filter_map(|a| a.rsplit_once('@')).map(|(_, d)| d).collect();
    let threads = headers.in_reply_to.iter().chain(&headers.references);
    let ours = threads.filter_map(|id| id.rsplit_once('@')).any(|(_, domain)| domains.contains(&domain));
    (!addressed && !ours).then_some(sign)
}

/// The field that shows that a message came through a list.
pub(super) fn list_sign(message: &Message) -> Option<String> {
    let precedence = message.lower("precedence");
    let named = ["list-id", "list-post", "x-mailman-version", "x-beenthere", "list-unsubscribe"];
    let field = named.into_iter().find(|name| message.field(name).is_some());
    field.map(str::to_owned).or_else(|| (precedence == "list").then(|| "precedence: list".into()))
}
