//! Letters and the attempts to deliver them, in words.

use super::words::{one_line, say};
use crate::domain::clock::Timestamp;
use crate::domain::ids::OutgoingId;
use crate::domain::language::Language;
use crate::workflow::why::{Fact, What};

/// One attempt with a letter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attempt<'a> {
    pub(super) outcome: &'a str,
    pub(super) code: Option<i64>,
    pub(super) text: &'a str,
}

/// The attempts made with one letter, in order.
pub(super) fn attempts(facts: &[Fact], id: OutgoingId) -> Vec<(Timestamp, Attempt<'_>)> {
    let of_letter = |fact: &'_ Fact| match &fact.what {
        What::Attempt { letter, .. } => *letter == id,
        _ => false,
    };
    facts
        .iter()
        .filter(|fact| of_letter(fact))
        .filter_map(|fact| match &fact.what {
            What::Attempt { outcome, code, text, .. } => Some((fact.at, Attempt { outcome, code: *code, text })),
            _ => None,
        })
        .collect()
}

/// The letter's name, and whether it is feminine in French.
fn name(language: Language, kind: &str) -> (&str, bool) {
    match (language, kind) {
        (Language::Fr, "invitation") => ("invitation", true),
        (Language::Fr, "reminder") => ("rappel", false),
        (Language::Fr, "receipt") => ("accusé de réception", false),
        (Language::Fr, "question") => ("demande de précision", true),
        (Language::Fr, "practical") => ("message d'informations pratiques", false),
        (Language::Fr, "moved") => ("annonce du changement de date", true),
        (Language::Fr, "cancelled") => ("annonce de l'annulation", true),
        (Language::Fr, "stopped") => ("confirmation de l'arrêt", true),
        (Language::Fr, "debrief") => ("demande de restitution", true),
        (Language::Fr, "minutes") => ("compte rendu", false),
        (Language::Fr, "minutes_review") => ("projet de compte rendu", false),
        (Language::Fr, "attendance") => ("question sur les présents", true),
        (Language::Fr, "follow_up") => ("question sur une piste", true),
        (Language::Fr, "order") => ("demande de confirmation", true),
        (Language::Fr, "noted") => ("réponse de Palabre", true),
        (Language::Fr, "digest") => ("synthèse", true),
        (Language::Fr, "programme") => ("programme", false),
        (Language::En, "debrief") => ("question about the visit", false),
        (Language::En, "minutes") => ("minutes", false),
        (Language::En, "minutes_review") => ("draft of the minutes", false),
        (Language::En, "attendance") => ("question about who was there", false),
        (Language::En, "follow_up") => ("question about a follow-up", false),
        (Language::En, "order") => ("request to confirm", false),
        (Language::En, "noted") => ("answer", false),
        (Language::En, "practical") => ("practical information", false),
        (Language::En, "moved") => ("announcement of the new date", false),
        (Language::En, "cancelled") => ("announcement that it is cancelled", false),
        (Language::En, "stopped") => ("confirmation of the stop", false),
        (_, other) => (other, false),
    }
}

/// A letter that left at the first attempt.
pub(super) fn sent(language: Language, kind: &str, attempt: &Attempt<'_>) -> String {
    let (name, feminine) = name(language, kind);
    let told = match (language, feminine) {
        (Language::Fr, true) => "envoyée, acceptée par le serveur",
        (Language::Fr, false) => "envoyé, accepté par le serveur",
        (Language::En, _) => "sent, accepted by the server",
    };
    format!("{name} {told}{}", reply(attempt))
}

/// A letter that has not left, or not at once.
pub(super) fn written(language: Language, kind: &str, state: &str, error: Option<&str>) -> String {
    let (name, feminine) = name(language, kind);
    let e = if feminine { "e" } else { "" };
    let why = error.map(|error| format!("{}{}", say(language, " : ", ": "), one_line(error))).unwrap_or_default();
    let told = match (language, state) {
        (Language::Fr, "queued") => "en attente d'envoi".to_owned(),
        (Language::Fr, "sending") => "en cours d'envoi".to_owned(),
        (Language::Fr, "held") => format!("retenu{e}"),
        (Language::Fr, "failed") => format!("abandonné{e} après échec"),
        (Language::Fr, "dropped") => format!("non envoyé{e}"),
        (Language::Fr, _) => format!("écrit{e}"),
        (Language::En, "queued") => "waits to be sent".to_owned(),
        (Language::En, "sending") => "is being sent".to_owned(),
        (Language::En, "held") => "held".to_owned(),
        (Language::En, "failed") => "given up".to_owned(),
        (Language::En, "dropped") => "not sent".to_owned(),
        (Language::En, _) => "written".to_owned(),
    };
    format!("{name} {told}{why}")
}

/// One attempt among several, or one that failed.
pub(super) fn attempt(language: Language, kind: &str, attempt: &Attempt<'_>) -> String {
    let (name, feminine) = name(language, kind);
    let e = if feminine { "e" } else { "" };
    let told = match (language, attempt.outcome) {
        (Language::Fr, "accepted") => format!("envoyé{e}, accepté{e} par le serveur"),
        (Language::Fr, "deferred") => format!("refusé{e} pour l'instant par le serveur"),
        (Language::Fr, "refused") => format!("refusé{e} par le serveur"),
        (Language::Fr, "bounced") => format!("revenu{e} : pas distribué{e}"),
        (Language::En, "accepted") => "sent, accepted by the server".to_owned(),
        (Language::En, "deferred") => "put off by the server".to_owned(),
        (Language::En, "refused") => "refused by the server".to_owned(),
        (Language::En, "bounced") => "came back: not delivered".to_owned(),
        (_, other) => other.to_owned(),
    };
    format!("{name} {told}{}", reply(attempt))
}

fn reply(attempt: &Attempt<'_>) -> String {
    let said = [attempt.code.map(|code| code.to_string()), Some(one_line(attempt.text))];
    let said = said.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    if said.is_empty() { String::new() } else { format!(" ({said})") }
}
