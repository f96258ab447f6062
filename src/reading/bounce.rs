//! Delivery notices: RFC 3464 reports, and what servers send instead.

use crate::domain::reading::{Action, Kind};

use super::answer::words::fold;
use super::fields::{self, Field, addresses, is_address};
use super::message::Message;

/// What a delivery notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Notice {
    pub kind: Kind,
    pub action: Action,
    pub recipients: Vec<String>,
    pub reason: Option<String>,
    pub because: String,
}

/// Reads a delivery notice; `None` where the message isn't one.
pub(super) fn notice(message: &Message) -> Option<Notice> {
    report(message).or_else(|| prose(message))
}

/// One recipient of an RFC 3464 report.
struct Outcome {
    action: Action,
    status: String,
    recipient: Option<String>,
    diagnostic: Option<String>,
}

fn report(message: &Message) -> Option<Notice> {
    let outcomes: Vec<Outcome> = message
        .parts
        .iter()
        .filter(|part| part.depth == 0 && part.mime.ends_with("delivery-status"))
        .flat_map(|part| groups(&part.text))
        .filter_map(|group| outcome(&group))
        .collect();
    let worst = [Action::Failed, Action::Delayed, Action::Delivered, Action::Relayed];
    let action = worst.into_iter().find(|action| outcomes.iter().any(|o| o.action == *action))?;
    let concerned: Vec<&Outcome> = outcomes.iter().filter(|o| o.action == action).collect();
    let first = concerned.first()?;
    let reason = first.diagnostic.clone().or_else(|| Some(first.status.clone()).filter(|s| !s.is_empty()));
    let kind = match action {
        Action::Failed if concerned.iter().all(|o| is_soft(&o.status, o.diagnostic.as_deref())) => Kind::BounceSoft,
        Action::Failed => Kind::BounceHard,
        Action::Delayed => Kind::BounceSoft,
        Action::Delivered | Action::Relayed => Kind::Delivered,
    };
    let mut recipients: Vec<String> = Vec::new();
    for one in concerned.iter().filter_map(|o| o.recipient.clone()).take(1_000) {
        if !recipients.contains(&one) {
            recipients.push(one);
        }
    }
    if recipients.is_empty() && action == Action::Failed {
        recipients = failed_header(message);
    }
    Some(Notice {
        kind,
        action,
        recipients,
        reason,
        because: format!("delivery-status: {action:?} {}", first.status).to_lowercase(),
    })
}

/// Groups of fields, separated by empty lines; a server that puts one more empty line than it ought to is forgiven.
fn groups(text: &str) -> Vec<Vec<Field>> {
    let text = text.replace("\r\n", "\n");
    text.split("\n\n").map(fields::fields).filter(|group| !group.is_empty()).take(1_000).collect()
}

fn outcome(group: &[Field]) -> Option<Outcome> {
    let recipient = fields::value(group, "final-recipient").or_else(|| fields::value(group, "original-recipient"));
    let original = fields::value(group, "original-recipient").and_then(typed_address);
    let action = fields::value(group, "action").map(fold);
    let status = fields::value(group, "status").map(|s| s.split_whitespace().next().unwrap_or_default().to_owned());
    let action = match action.as_deref().map(|a| a.split([' ', ';']).next().unwrap_or_default().to_owned()).as_deref() {
        Some("failed" | "failure" | "fail") => Action::Failed,
        Some("delayed") => Action::Delayed,
        Some("delivered") => Action::Delivered,
        Some("relayed" | "expanded") => Action::Relayed,
        _ => match status.as_deref()?.chars().next()? {
            '2' => Action::Delivered,
            '4' => Action::Delayed,
            _ => Action::Failed,
        },
    };
    Some(Outcome {
        action,
        status: status.unwrap_or_default(),
        // Who was written to, before any forwarding.
        recipient: original.or_else(|| recipient.and_then(typed_address)),
        diagnostic: fields::value(group, "diagnostic-code")
            .map(|d| short(d.split_once(';').map_or(d, |(_, text)| text))),
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

/// Full, greylisted or late: it may work another day.
fn is_soft(status: &str, diagnostic: Option<&str>) -> bool {
    let text = fold(diagnostic.unwrap_or_default());
    let full = status.ends_with(".2.2") || FULL.iter().any(|word| text.contains(word));
    status.starts_with('4') || full || (status.is_empty() && starts_with_code(&text, '4'))
}

/// An SMTP reply code of that class at the beginning of the text (RFC 5321 4.2).
fn starts_with_code(text: &str, class: char) -> bool {
    let word = text.split_whitespace().find(|w| w.len() == 3 && w.chars().all(|c| c.is_ascii_digit()));
    word.is_some_and(|w| w.starts_with(class))
}

const FULL: [&str; 8] = [
    "mailbox full",
    "mailbox is full",
    "over quota",
    "overquota",
    "quota exceeded",
    "exceeded storage",
    "boite pleine",
    "boite aux lettres pleine",
];

/// What servers write in the subject of a notice, folded.
const SUBJECTS: [&str; 32] = [
    "undeliver",
    "non remis",
    "returned mail",
    "mail delivery",
    "delivery status",
    "delivery failure",
    "delivery failed",
    "delivery has failed",
    "failure notice",
    "delivery notification",
    "delivery report",
    "delivery problem",
    "mail failure",
    "mail system error",
    "nondeliverable",
    "non deliverable",
    "not deliver",
    "returned to sender",
    "echec de la remise",
    "echec de remise",
    "message non distribue",
    "unzustellbar",
    "delivery error",
    "could not be delivered",
    "message status",
    "delivery delay",
    "delayed mail",
    "message delayed",
    "warning message",
    "mail non remis",
    "email returned",
    "unknown user",
];

/// From whom notices come, folded local parts and names.
const SENDERS: [&str; 8] = [
    "mailer daemon",
    "mailerdaemon",
    "postmaster",
    "mdaemon",
    "mail delivery",
    "mail administrator",
    "delivery subsystem",
    "mailsystem",
];

/// What the text of a failure says, folded.
const FAILED: [&str; 42] = [
    "user unknown",
    "unknown user",
    "no such user",
    "no such recipient",
    "unknown recipient",
    "recipient unknown",
    "invalid recipient",
    "does not exist",
    "doesnt exist",
    "not exist",
    "n existe pas",
    "mailbox unavailable",
    "mailbox not found",
    "not listed in",
    "not found",
    "unrouteable",
    "unroutable",
    "unknown address",
    "address rejected",
    "rejected",
    "undeliverable",
    "permanent error",
    "permanent failure",
    "permanent fatal",
    "could not be delivered",
    "couldn t be delivered",
    "unable to deliver",
    "cannot be delivered",
    "was not delivered",
    "not been delivered",
    "delivery failed",
    "has failed",
    "failed permanently",
    "no mailbox",
    "account has been disabled",
    "inactive",
    "n a pas pu etre",
    "encountered an error",
    "did not reach",
    "host unknown",
    "refused",
    "returned to sender",
];

/// What the text of a delay says, folded.
const DELAYED: [&str; 12] = [
    "not yet been delivered",
    "has been delayed",
    "is delayed",
    "will be retried",
    "still trying",
    "will keep trying",
    "will continue to try",
    "do not need to resend",
    "temporary problem",
    "probleme temporaire",
    "retry timeout not",
    "warning message only",
];

/// A notice in prose: at least two of its three marks (sender, subject, words) must be there.
fn prose(message: &Message) -> Option<Notice> {
    let from = message.headers.from.as_ref();
    let sender = fold(&format!(
        "{} {}",
        from.and_then(|f| f.name.as_deref()).unwrap_or_default(),
        from.map(|f| f.email.split('@').next().unwrap_or_default()).unwrap_or_default()
    ));
    let subject = fold(&message.headers.subject);
    let explanation = explanation(&message.body_text());
    let words = fold(&explanation);
    let listed = failed_header(message);
    let nobody = from.is_none_or(|f| f.email.is_empty());
    let by_sender = nobody || SENDERS.iter().any(|s| sender.contains(s)) || message.headers.null_return_path;
    let by_subject = SUBJECTS.iter().any(|s| subject.contains(s));
    let delayed = DELAYED.iter().any(|w| words.contains(w)) || (by_subject && subject.contains("delay"));
    let failed = FAILED.iter().any(|w| words.contains(w)) || FULL.iter().any(|w| words.contains(w));
    let marks = [by_sender, by_subject, failed || delayed, !listed.is_empty()];
    let is_answer = subject.starts_with("re ") && !by_sender;
    let automatic = message.lower("auto-submitted").starts_with("auto-replied") && !by_subject && listed.is_empty();
    if marks.iter().filter(|mark| **mark).count() < 2
        || is_answer
        || automatic
        || !(by_sender || by_subject || !listed.is_empty())
    {
        return None;
    }
    let full = FULL.iter().any(|w| words.contains(w));
    let (kind, action) = match delayed {
        true => (Kind::BounceSoft, Action::Delayed),
        false if full => (Kind::BounceSoft, Action::Failed),
        false => (Kind::BounceHard, Action::Failed),
    };
    let recipients = if listed.is_empty() { named(message, &explanation) } else { listed };
    Some(Notice {
        kind,
        action,
        recipients,
        reason: reason(&explanation),
        because: format!("delivery notice: {}", message.headers.subject),
    })
}

fn failed_header(message: &Message) -> Vec<String> {
    addresses(message.field("x-failed-recipients").unwrap_or_default())
}

/// The part of a notice before the copy of what is returned.
fn explanation(text: &str) -> String {
    let copy = [
        "below this line is a copy",
        "this is a copy of",
        "original message",
        "message original",
        "message d origine",
        "original mail",
        "unsent message",
        "message header",
        "returned message",
        "message follows",
        "transcript follows no",
        "copie du message",
        "copy of the message",
        "message text follows",
        "headers of the",
    ];
    let mut kept = Vec::new();
    for line in text.lines().take(400) {
        let folded = fold(line);
        let is_rule =
            line.trim_start().starts_with("---") || line.trim_end().ends_with(':') || line.trim_end().ends_with("---");
        if line.starts_with("Received:")
            || line.starts_with("Return-Path:")
            || (is_rule && copy.iter().any(|c| folded.contains(c)))
        {
            break;
        }
        kept.push(line);
    }
    kept.join("\n")
}

/// Addresses that the explanation names, without those of the server and of whom it writes to.
fn named(message: &Message, explanation: &str) -> Vec<String> {
    let headers = &message.headers;
    let sender = headers.from.as_ref().map(|f| f.email.as_str()).unwrap_or_default();
    let other = |address: &String| {
        let local = address.split('@').next().unwrap_or_default();
        address != sender
            && !headers.to.contains(address)
            && !["postmaster", "mailer-daemon", "abuse", "support", "helpdesk"].contains(&local)
    };
    addresses(explanation).into_iter().filter(other).take(20).collect()
}

/// The first line that says what went wrong.
fn reason(explanation: &str) -> Option<String> {
    let telling = |line: &&str| {
        let folded = fold(line);
        FAILED.iter().chain(&FULL).chain(&DELAYED).any(|w| folded.contains(w)) || starts_with_code(&folded, '5')
    };
    explanation.lines().map(str::trim).find(telling).map(short)
}

fn short(text: &str) -> String {
    text.trim().chars().take(500).collect()
}
