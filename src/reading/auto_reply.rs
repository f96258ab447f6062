//! Automatic answers (RFC 3834): how they are known, and how long the person is away.

use crate::domain::reading::{About, AbsencePeriod, Named};

use super::answer::dates;
use super::answer::words::{as_written, fold};
use super::draft::Draft;
use super::fields::addresses;
use super::language::language;
use super::message::Message;

/// How automatic answers begin their subject, folded.
const SUBJECTS: [&str; 19] = [
    "reponse automatique",
    "automatic reply",
    "auto reply",
    "autoreply",
    "auto response",
    "autoresponse",
    "out of office",
    "out of the office",
    "absence du bureau",
    "message d absence",
    "avis d absence",
    "notification d absence",
    "automatische antwort",
    "abwesenheit",
    "respuesta automatica",
    "risposta automatica",
    "auto",
    "reponse auto",
    "away from",
];

/// Known by header fields or by the subject. X-Auto-Response-Suppress says "don't answer me", not "I am automatic".
pub(super) fn by_fields(message: &Message) -> Option<String> {
    let submitted = message.lower("auto-submitted");
    let submitted = submitted.split([';', '(']).next().unwrap_or_default().trim();
    if !submitted.is_empty() && submitted != "no" {
        return Some(format!("Auto-Submitted: {submitted}"));
    }
    let named =
        ["x-autoreply", "x-autorespond", "x-autoresponse", "x-autoreply-from", "x-mail-autoreply", "x-vacation"];
    if let Some(name) =
        named.into_iter().find(|name| message.field(name).is_some_and(|v| !v.eq_ignore_ascii_case("no")))
    {
        return Some(format!("header field {name}"));
    }
    if ["auto_reply", "auto-reply"].contains(&message.lower("precedence").as_str()) {
        return Some("Precedence: auto_reply".into());
    }
    if message.lower("x-ms-exchange-generated-message-source").contains("mailbox rules agent") {
        return Some("made by a mailbox rule".into());
    }
    if message.headers.null_return_path {
        return Some("null return path".into());
    }
    let subject = fold(&message.headers.subject);
    let begins = |start: &&&str| match **start {
        "auto" => message.headers.subject.to_lowercase().starts_with("auto:"),
        start => subject.starts_with(start),
    };
    SUBJECTS.iter().find(begins).map(|start| format!("subject begins with \"{start}\""))
}

/// How people say in a vacation message that they are away, folded.
const AWAY: [&str; 16] = [
    "absent du bureau",
    "absente du bureau",
    "out of the office",
    "out of office",
    "actuellement absent",
    "actuellement absente",
    "actuellement en conge",
    "absent jusqu",
    "absente jusqu",
    "absent du",
    "absente du",
    "en conges jusqu",
    "en vacances jusqu",
    "je suis en conge",
    "absent et",
    "absente et",
];

/// What only a vacation message adds to it, folded.
const MEANWHILE: [&str; 14] = [
    "en cas d urgence",
    "cas urgent",
    "pour toute urgence",
    "for urgent",
    "in urgent",
    "a mon retour",
    "on my return",
    "upon my return",
    "merci de contacter",
    "veuillez contacter",
    "vous pouvez contacter",
    "please contact",
    "acces limite",
    "limited access",
];

/// Whether a text is a vacation message, by its words.
pub(super) fn is_vacation(text: &str) -> Option<String> {
    if text.len() > 4_000 {
        return None;
    }
    let words = fold(text);
    let away = AWAY.iter().find(|sign| words.contains(*sign))?;
    let speaks_of_us =
        ["rencontre", "viendr", "particip", "reunion", "meeting", "invitation", "visite", "be there", "oui", "non "];
    let meanwhile = MEANWHILE.iter().find(|sign| words.contains(*sign))?;
    let said = |sign: &str| as_written(text, sign).unwrap_or_else(|| sign.to_owned());
    let (open, close) = if language(text) == "en" { ("\"", "\"") } else { ("« ", " »") };
    (!speaks_of_us.iter().any(|word| words.contains(word)))
        .then(|| format!("{open}{}{close}, {open}{}{close}", said(away), said(meanwhile)))
}

/// Known by what it says, or by an address from which nobody writes.
pub(super) fn by_words(message: &Message) -> Option<String> {
    let local = message.headers.from.as_ref()?.email.split('@').next().unwrap_or_default().replace(['-', '_', '.'], "");
    if ["noreply", "nepasrepondre", "donotreply"].iter().any(|name| local.starts_with(name)) {
        return Some("nobody writes from this address".into());
    }
    is_vacation(&message.body_text())
}

/// Fills in when the person is away and who stands in.
pub(super) fn absence(message: &Message, about: &About, draft: &mut Draft) {
    let seen = super::visible::of_message(message);
    draft.reading.lang = Some(language(&seen.text).to_owned());
    let subject = message.headers.subject.clone();
    draft.reading.absence = period(&format!("{subject}\n{}", seen.text), message.headers.date, about);
    draft.reading.stand_in = stand_in(&seen.text, message);
    draft.reading.visible = seen.text;
    draft.reading.confidence = 0.95;
}

/// The period of absence that a text speaks of.
pub(super) fn period(text: &str, sent: Option<i64>, about: &About) -> Option<AbsencePeriod> {
    let reference = sent.and_then(chrono::DateTime::from_timestamp_millis).map(|at| at.date_naive());
    let reference = reference.or_else(|| dates::day(about.received.as_deref()?));
    let (from, until) = dates::period(text, reference?)?;
    let civil = |day: chrono::NaiveDate| day.format("%Y-%m-%d").to_string();
    Some(AbsencePeriod { from: from.map(civil), until: until.map(civil) })
}

/// Another address in a vacation message is who stands in.
fn stand_in(text: &str, message: &Message) -> Option<Named> {
    let own = message.headers.from.as_ref().map(|f| f.email.as_str()).unwrap_or_default();
    let email = addresses(text).into_iter().find(|address| address != own)?;
    Some(Named { name: None, email: Some(email) })
}
