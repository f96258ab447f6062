//! Reports made for programs (RFC 3464), also where they come without their type or wrapped in another message.

use crate::domain::reading::{Action, Kind};

use super::why::{Why, by_words, why};
use super::{Notice, failed, failed_field, prose, short, status};
use crate::reading::answer::words::fold;
use crate::reading::fields::{self, Field, addresses, is_address};
use crate::reading::message::Message;

/// One recipient of a report.
struct Outcome {
    action: Action,
    status: Option<String>,
    recipient: Option<String>,
    diagnostic: Option<String>,
}

/// Reads the report of a message; `None` where it has none.
pub(super) fn report(message: &Message) -> Option<Notice> {
    let outcomes = outcomes(message);
    let worst = [Action::Failed, Action::Delayed, Action::Delivered, Action::Relayed];
    let action = worst.into_iter().find(|action| outcomes.iter().any(|o| o.action == *action))?;
    let concerned: Vec<&Outcome> = outcomes.iter().filter(|o| o.action == action).collect();
    let first = concerned.first()?;
    let explanation = prose::explanation(message);
    let told = by_words(&explanation);
    let lasting = |one: &&Outcome| {
        let by_report = why(one.status.as_deref(), one.diagnostic.as_deref().unwrap_or_default());
        by_report.or(told).is_none_or(Why::is_lasting)
    };
    let kind = match action {
        Action::Failed if concerned.iter().any(lasting) => Kind::BounceHard,
        Action::Failed | Action::Delayed => Kind::BounceSoft,
        Action::Delivered | Action::Relayed => Kind::Delivered,
    };
    let status = first.status.clone();
    Some(Notice {
        kind,
        action,
        recipients: recipients(&concerned, message, &explanation),
        reason: first.diagnostic.clone().or_else(|| prose::reason(&explanation)).or_else(|| status.clone()),
        because: format!("delivery-status: {action:?} {}", status.as_deref().unwrap_or_default()).to_lowercase(),
        status,
    })
}

fn recipients(concerned: &[&Outcome], message: &Message, explanation: &str) -> Vec<String> {
    let mut recipients: Vec<String> = Vec::new();
    for one in concerned.iter().filter_map(|o| o.recipient.clone()).take(1_000) {
        if !recipients.contains(&one) {
            recipients.push(one);
        }
    }
    if recipients.is_empty() {
        recipients = failed_field(message);
    }
    if recipients.is_empty() {
        recipients = failed::failed(message, explanation);
    }
    if recipients.is_empty() {
        recipients = failed::returned(message);
    }
    recipients
}

/// The outcomes in the message's own report; in a notice without one, those that it wraps or has in its text.
fn outcomes(message: &Message) -> Vec<Outcome> {
    let at_depth = |depth: usize| {
        let parts = message.parts.iter().filter(move |p| p.depth == depth && p.mime.ends_with("delivery-status"));
        parts.flat_map(|part| groups(&part.text)).filter_map(|group| outcome(&group)).collect::<Vec<_>>()
    };
    let own = at_depth(0);
    if !own.is_empty() || !prose::comes_from_a_server(message) {
        return own;
    }
    let wrapped = at_depth(1);
    if !wrapped.is_empty() {
        return wrapped;
    }
    let typed = |group: &Vec<Field>| fields::value(group, "final-recipient").is_some();
    let text = message.parts.iter().filter(|p| p.depth == 0 && p.mime == "text/plain");
    text.flat_map(|part| groups(&part.text)).filter(typed).filter_map(|group| outcome(&group)).collect()
}

/// Groups of fields, separated by empty lines; a server that puts one more empty line than it ought to is forgiven.
fn groups(text: &str) -> Vec<Vec<Field>> {
    let text = text.replace("\r\n", "\n");
    text.split("\n\n").map(fields::fields).filter(|group| !group.is_empty()).take(1_000).collect()
}

fn outcome(group: &[Field]) -> Option<Outcome> {
    let value = |name| fields::value(group, name);
    let recipient = ["final-recipient", "x-actual-recipient"].into_iter().filter_map(value).find_map(typed_address);
    let diagnostic = value("diagnostic-code").map(|d| short(d.split_once(';').map_or(d, |(_, text)| text)));
    let status = value("status").and_then(status::enhanced);
    let action = value("action").map(fold).unwrap_or_default();
    let action = match action.split(' ').next().unwrap_or_default() {
        "failed" | "failure" | "fail" => Action::Failed,
        "delayed" => Action::Delayed,
        "delivered" => Action::Delivered,
        "relayed" | "expanded" => Action::Relayed,
        _ => match status.as_deref()?.chars().next()? {
            '2' => Action::Delivered,
            '4' => Action::Delayed,
            _ => Action::Failed,
        },
    };
    Some(Outcome {
        action,
        status: status.filter(|s| !s.ends_with(".0.0")).or_else(|| diagnostic.as_deref().and_then(status::enhanced)),
        // Who was written to, before any forwarding.
        recipient: value("original-recipient").and_then(typed_address).or(recipient),
        diagnostic,
    })
}

/// `rfc822; someone@example.org`, with or without the type and the brackets.
fn typed_address(value: &str) -> Option<String> {
    let value = value.split_once(';').map_or(value, |(_, address)| address);
    addresses(value).into_iter().next().or_else(|| {
        let bare = value.trim().trim_matches(['<', '>']);
        is_address(bare).then(|| bare.to_lowercase())
    })
}
