//! Whom a notice in prose says it couldn't reach.

use crate::reading::answer::words::fold;
use crate::reading::fields::{self, addresses};
use crate::reading::message::Message;

/// How much a line shows that the address in it is the one that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// A line about the sender, help, or the letter's own header.
    Beside,
    /// Behind "generated from" or "To": another name of the address that failed.
    Alias,
    /// Some other line.
    Somewhere,
    /// A line that speaks of a recipient.
    Spoken,
    /// At the beginning of its line, or behind a label such as `Recipient:`.
    Leading,
}

/// The addresses in the places that show most, at most twenty.
pub(super) fn failed(message: &Message, explanation: &str) -> Vec<String> {
    let mut found: Vec<(Place, String)> = Vec::new();
    for line in explanation.lines().filter(|line| line.contains('@')) {
        let (place, named) = placed(line);
        found.extend(named.into_iter().filter(|address| is_someone_else(address, message)).map(|one| (place, one)));
    }
    let best = found.iter().map(|(place, _)| *place).max().unwrap_or(Place::Beside);
    if best == Place::Beside {
        return bare_names(message, explanation);
    }
    let mut failed: Vec<String> = Vec::new();
    for (_, address) in found.into_iter().filter(|(place, _)| *place == best) {
        if failed.len() < 20 && !failed.contains(&address) {
            failed.push(address);
        }
    }
    failed
}

/// Whether an address stands at the beginning of a line, as only a list of recipients has it.
pub(super) fn leads_a_line(explanation: &str) -> bool {
    explanation.lines().any(|line| line.contains('@') && placed(line).0 == Place::Leading)
}

/// Labels of the letter's own header fields, folded.
const LETTER: [&str; 16] = [
    "from",
    "cc",
    "sender",
    "return path",
    "reply to",
    "de",
    "von",
    "date",
    "subject",
    "objet",
    "message id",
    "expediteur",
    "envoye",
    "sent",
    "original sender",
    "received from",
];

/// Labels of whom the letter was addressed to: who failed, where nobody else is named.
const ADDRESSED: [&str; 4] = ["to", "a", "an", "para"];

/// Labels of whom a letter was for, folded.
const RECIPIENT: [&str; 16] = [
    "recipient",
    "recipients",
    "recipient s",
    "recipient address",
    "destinataire",
    "destinataires",
    "final recipient",
    "original recipient",
    "failed recipient",
    "failed recipient s",
    "addressee",
    "intended recipient",
    "rcpt",
    "empfanger",
    "destinatario",
    "recipient email address",
];

/// What a line says that speaks of a recipient, folded.
const SPOKEN: [&str; 30] = [
    "rcpt to",
    "delivered to",
    "deliver to",
    "delivery to",
    "deliver mail to",
    "deliver message to",
    "message to",
    "mail to",
    "reach",
    "recipient",
    "destinataire",
    "addressed to",
    "sent to",
    "remis a",
    "distribue a",
    "delivre a",
    "remettre a",
    "user",
    "mailbox",
    "account",
    "utilisateur",
    "unknown",
    "inconnu",
    "addressee",
    "undeliverable",
    "not be delivered",
    "expanded to",
    "550",
    "553",
    "554",
];

/// What a line says that speaks of somebody else, folded.
const BESIDE: [&str; 18] = [
    "mail from",
    "contact",
    "please",
    "help",
    "questions",
    "support",
    "postmaster",
    "message id",
    "abuse",
    "forwarded from",
    "accepting mail from",
    "from sender",
    "veuillez",
    "sent by",
    "return path",
    "unsubscribe",
    "on behalf of",
    "received from",
];

/// The addresses of a line and what their place shows.
fn placed(line: &str) -> (Place, Vec<String>) {
    let folded = fold(line);
    if folded.starts_with("generated from") || folded.starts_with("expanded from") {
        return (Place::Alias, addresses(line));
    }
    if BESIDE.iter().any(|saying| folded.contains(saying)) && !begins_with_address(line) {
        return (Place::Beside, addresses(line));
    }
    if let Some((label, rest)) = line.split_once(':').filter(|(label, _)| !label.contains('@')) {
        let label = fold(label);
        if LETTER.contains(&label.as_str()) {
            return (Place::Beside, addresses(rest));
        }
        if ADDRESSED.contains(&label.as_str()) {
            return (Place::Alias, addresses(rest));
        }
        if RECIPIENT.contains(&label.as_str()) {
            return (Place::Leading, first_of(rest));
        }
    }
    if begins_with_address(line) || is_x400(line) {
        return (Place::Leading, first_of(line));
    }
    match SPOKEN.iter().any(|saying| folded.contains(saying)) {
        true => (Place::Spoken, addresses(line)),
        false => (Place::Somewhere, addresses(line)),
    }
}

fn begins_with_address(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let first = line.split(|c: char| c.is_whitespace() || "<>(),;:\"[]'".contains(c)).next().unwrap_or_default();
    first.contains('@') && !addresses(first).is_empty()
}

/// An X.400 address that holds one of the Internet: `c=FR;a= ;p=Quai;dda:SMTP=lea@quai.example`.
fn is_x400(line: &str) -> bool {
    line.to_lowercase().contains(":smtp=")
}

/// The addresses before what the server says of them.
fn first_of(text: &str) -> Vec<String> {
    let all = addresses(text);
    let heading = text.split([':', '(']).next().map(addresses).unwrap_or_default();
    if heading.is_empty() { all.into_iter().take(1).collect() } else { heading }
}

/// Not the server itself, and not who is written to now.
fn is_someone_else(address: &str, message: &Message) -> bool {
    let headers = &message.headers;
    let local = address.split('@').next().unwrap_or_default();
    headers.from.as_ref().is_none_or(|from| from.email != address)
        && !headers.to.iter().any(|to| to == address)
        && !["postmaster", "mailer-daemon", "abuse", "support", "helpdesk"].contains(&local)
}

/// To whom the letter that comes back was addressed, where that was one person.
pub(super) fn returned(message: &Message) -> Vec<String> {
    let header = message.returned.iter().find(|fields| !fields.is_empty()).map(Vec::as_slice).unwrap_or_default();
    let to = addresses(fields::value(header, "to").unwrap_or_default());
    if to.len() == 1 { to } else { Vec::new() }
}

/// Some servers name their own users without their domain, each on a line below "the following".
fn bare_names(message: &Message, explanation: &str) -> Vec<String> {
    let Some((_, domain)) = message.headers.from.as_ref().and_then(|from| from.email.rsplit_once('@')) else {
        return Vec::new();
    };
    let mut lines = explanation.lines().skip_while(|line| !introduces(line)).skip(1);
    let name = |line: &str| {
        let (name, rest) =
            line.trim().split_at_checked(line.trim().find(['\t', '(', ':', ' ']).unwrap_or(line.trim().len()))?;
        let name = name.trim_matches(['<', '>', '"', '\'', '*', '-']).to_lowercase();
        let fits = |c: char| c.is_ascii_alphanumeric() || "._-+".contains(c);
        let alone = !rest.starts_with(' ') || rest.starts_with("  ") || rest.starts_with(" (");
        (line.starts_with([' ', '\t', '<']) && alone && !name.is_empty() && name.chars().all(fits)).then_some(name)
    };
    let first = lines.find(|line| !line.trim().is_empty());
    first.and_then(name).map(|name| vec![format!("{name}@{domain}")]).unwrap_or_default()
}

fn introduces(line: &str) -> bool {
    let folded = fold(line);
    line.trim_end().ends_with(':')
        && ["following", "recipient", "addressee", "destinataire", "not delivered", "mail from"]
            .iter()
            .any(|saying| folded.contains(saying))
}
