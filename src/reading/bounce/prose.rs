//! Notices in prose: what servers write that make no report.
//!
//! A notice is known by its marks: who sent it, what its subject says, what its text says, whom it names, what it returns.
//! A person who tells of a letter that came back leaves marks too, but speaks in the first person and isn't a server.

use crate::domain::reading::{Action, Kind};

use super::signs::{ARRIVAL_SUBJECTS, ARRIVED, DAEMONS, DELAYED, FAILED, OFFICES, SUBJECTS};
use super::why::{Why, by_words, why};
use super::{Notice, failed, failed_field, short, status};
use crate::reading::answer::words::fold;
use crate::reading::message::Message;

/// No notice explains itself at greater length, in bytes and lines.
const LONGEST: usize = 20_000;
const MOST_LINES: usize = 400;

/// What speaks for a notice before its text is read.
struct Marks {
    daemon: bool,
    office: bool,
    /// The message says that no person sent it.
    unattended: bool,
    subject: bool,
    named: bool,
    report: bool,
}

impl Marks {
    fn of(message: &Message) -> Self {
        let sender = sender(message);
        let from = message.headers.from.as_ref();
        let subject = fold(&message.headers.subject);
        Marks {
            daemon: from.is_none_or(|f| f.email.is_empty() || f.email == "@")
                || DAEMONS.iter().any(|name| sender.contains(name)),
            office: OFFICES.iter().any(|name| sender.contains(name)),
            unattended: message.headers.null_return_path
                || message.lower("auto-submitted").starts_with("auto-")
                || message.lower("return-path").contains("mailer-daemon"),
            subject: !is_passed_on(message)
                && (SUBJECTS.iter().any(|saying| subject.contains(saying))
                    || ARRIVAL_SUBJECTS.iter().any(|saying| subject.starts_with(saying))),
            named: !failed_field(message).is_empty(),
            report: message.report == "delivery-status",
        }
    }

    /// Whether only a server leaves such marks.
    fn show_a_server(&self) -> bool {
        self.daemon || self.named || self.report || (self.subject && (self.office || self.unattended))
    }

    fn weight(&self) -> u32 {
        let two = u32::from(self.daemon) + u32::from(self.subject) + u32::from(self.named) + u32::from(self.report);
        2 * two + u32::from(self.office) + u32::from(self.unattended)
    }
}

fn sender(message: &Message) -> String {
    let from = message.headers.from.clone().unwrap_or_default();
    let local = from.email.split('@').next().unwrap_or_default();
    fold(&format!("{} {local}", from.name.unwrap_or_default()))
}

/// Somebody hands on a notice that they got.
fn is_passed_on(message: &Message) -> bool {
    let subject = fold(&message.headers.subject);
    ["tr ", "fwd ", "fw ", "wg ", "transf ", "i "].iter().any(|prefix| subject.starts_with(prefix))
}

/// Whether the header alone shows that a server wrote.
pub(super) fn comes_from_a_server(message: &Message) -> bool {
    Marks::of(message).show_a_server()
}

/// Reads a notice in prose.
pub(super) fn prose(message: &Message) -> Option<Notice> {
    let marks = Marks::of(message);
    if marks.weight() == 0 || (is_passed_on(message) && !marks.show_a_server()) {
        return None;
    }
    let explanation = explanation(message);
    let words = fold(&explanation);
    let why = told_why(&explanation);
    let says = |table: &[&str]| table.iter().any(|saying| words.contains(saying));
    let delayed = says(&DELAYED) || (marks.subject && fold(&message.headers.subject).contains("delay"));
    let fails = says(&FAILED) || why.is_some();
    let mut recipients = failed_field(message);
    if recipients.is_empty() {
        recipients = failed::failed(message, &explanation);
    }
    let arrived = !says(&FAILED) && !delayed && says(&ARRIVED);
    let returns = message.parts.iter().any(|part| part.depth > 0) || !message.returned.is_empty();
    let listed = failed::leads_a_line(&explanation);
    let coded = explanation.lines().any(|line| status::reply(line).is_some() && by_words(line).is_some());
    let weight = marks.weight()
        + 2 * u32::from(fails || delayed || arrived)
        + u32::from(returns)
        + u32::from(!recipients.is_empty());
    let notice = (marks.daemon || marks.office || marks.subject || marks.named || marks.report) && weight >= 4;
    if !notice
        || !(marks.show_a_server()
            || ((listed || returns || coded || marks.office) && fails && !message.has_quote() && !has_a_voice(&words)))
    {
        return None;
    }
    if recipients.is_empty() {
        recipients = failed::returned(message);
    }
    let (kind, action) = match why {
        _ if arrived => (Kind::Delivered, Action::Delivered),
        _ if delayed => (Kind::BounceSoft, Action::Delayed),
        Some(why) if !why.is_lasting() => (Kind::BounceSoft, Action::Failed),
        _ => (Kind::BounceHard, Action::Failed),
    };
    let because = why.filter(|_| !arrived).map(|why| format!(" ({})", why.told())).unwrap_or_default();
    Some(Notice {
        kind,
        action,
        recipients,
        status: status::enhanced(&explanation),
        reason: reason(&explanation),
        because: format!("delivery notice: {}{because}", message.headers.subject),
    })
}

/// Why, by the lines with a code in them; else by all that is said.
fn told_why(explanation: &str) -> Option<Why> {
    let coded = |line: &&str| status::reply(line).is_some() || status::enhanced(line).is_some();
    let lines: Vec<&str> = explanation.lines().filter(coded).collect();
    let said = lines.join("\n");
    let given = status::enhanced(&said);
    let by_lines = by_words(&said).and_then(|_| why(given.as_deref(), &said));
    by_lines.or_else(|| by_words(explanation)).or_else(|| why(given.as_deref(), &said))
}

/// Whether somebody says "I", "my", "hello": servers seldom do.
fn has_a_voice(words: &str) -> bool {
    let personal = [
        "je",
        "j",
        "moi",
        "mon",
        "ma",
        "mes",
        "nous",
        "notre",
        "bonjour",
        "bonsoir",
        "salut",
        "i",
        "my",
        "me",
        "we",
        "our",
        "hello",
        "hi",
        "dear",
        "cordialement",
        "bises",
        "regards",
        "ich",
        "mein",
        "hallo",
        "merci",
        "thanks",
    ];
    words.split(' ').any(|word| personal.contains(&word))
}

/// What introduces the copy of the letter that comes back, folded.
const COPY: [&str; 22] = [
    "below this line is a copy",
    "this is a copy of",
    "original message",
    "message original",
    "message d origine",
    "original mail",
    "old message",
    "unsent message",
    "undelivered message",
    "message header",
    "entetes d origine",
    "en tetes de message d origine",
    "returned message",
    "message follows",
    "mail follows",
    "copie du message",
    "copy of the message",
    "copy of your message",
    "message text follows",
    "headers of the",
    "text of message",
    "beginning of message",
];

/// The part of a notice before the copy of what is returned.
pub(super) fn explanation(message: &Message) -> String {
    let text = message.body_text();
    let text = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default();
    let mut kept = Vec::new();
    for line in text.lines().take(MOST_LINES) {
        let is_copy = !kept.is_empty() && introduces_copy(line.trim());
        if line.starts_with("Received:") || line.starts_with("Return-Path:") || is_copy {
            break;
        }
        kept.push(line);
    }
    kept.join("\n")
}

/// Whether a line says that the letter itself follows.
fn introduces_copy(line: &str) -> bool {
    let is_rule = line.starts_with("---") || line.starts_with("===") || line.ends_with(':') || line.ends_with("---");
    if line.len() > 120 || !(is_rule || line.ends_with('.')) {
        return false;
    }
    let folded = fold(line);
    let named = COPY.iter().any(|saying| folded.contains(saying));
    named
        && (is_rule || folded.ends_with("follows"))
        && ![" not ", "address", "received at"].iter().any(|w| folded.contains(w))
}

/// The first line that says what went wrong: one with a reason, else one with a failure.
pub(super) fn reason(explanation: &str) -> Option<String> {
    let lines = || explanation.lines().map(str::trim);
    let coded = lines().find(|line| status::reply(line).is_some_and(|_| by_words(line).is_some()));
    let told = || lines().find(|line| by_words(line).is_some() || status::enhanced(line).is_some());
    let failing = || {
        let failing = |line: &&str| FAILED.iter().chain(&DELAYED).any(|saying| fold(line).contains(saying));
        lines().find(failing)
    };
    coded.or_else(told).or_else(failing).map(short)
}
