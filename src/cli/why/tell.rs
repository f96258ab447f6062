//! The chain of facts, told to an organiser in the network's language.

mod letters;
pub(in crate::cli) mod words;

use std::collections::HashSet;

use crate::domain::answer::{Channel, Said};
use crate::domain::civil::{self, CivilTime};
use crate::domain::clock::Timestamp;
use crate::domain::gathering::Gathering;
use crate::domain::ids::{IncomingId, OutgoingId};
use crate::domain::language::Language;
use crate::rendering::dates;
use crate::store::people::Member;
use crate::workflow::standing::Standings;
use crate::workflow::why::{Fact, What};

use words::{quoted, say};

/// All of it: who and what, one dated line a fact, and how they stand now.
pub(in crate::cli) fn chain(
    language: Language,
    gathering: &Gathering,
    member: &Member,
    standing: Option<&Standings>,
    facts: &[Fact],
) -> String {
    let organisation = member.organisation.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
    let when = dates::span(language, gathering.starts, gathering.ends);
    let mut text = format!("{}{organisation} – {}, {when}\n", member.name, gathering.title);
    for (at, line) in told(language, facts) {
        text += &format!("\n{} – {line}", moment(language, civil::civil(at, gathering.zone), gathering.starts));
    }
    format!("{text}\n\n{}", words::now(language, member, standing))
}

/// `mercredi 12 mai, 9 h 02`; with the year where it isn't that of the gathering.
fn moment(language: Language, at: CivilTime, starts: CivilTime) -> String {
    use chrono::Datelike;
    let day = match at.year() == starts.year() {
        true => dates::day(language, at.date()),
        false => dates::date(language, at.date()),
    };
    format!("{day}, {}", dates::hour(language, at.time()))
}

/// One line a fact; what only repeats another is left out.
fn told(language: Language, facts: &[Fact]) -> Vec<(Timestamp, String)> {
    // A message and the answer it gave are one line.
    let mut answered: HashSet<IncomingId> = HashSet::new();
    // A letter that was accepted at the first attempt is one line too.
    let mut left: HashSet<OutgoingId> = HashSet::new();
    let mut lines = Vec::new();
    for fact in facts {
        let line = match &fact.what {
            What::Letter { id, kind, state, error } => {
                let attempts = letters::attempts(facts, *id);
                match attempts.as_slice() {
                    [(at, only)] if only.outcome == "accepted" => {
                        left.insert(*id);
                        lines.push((*at, letters::sent(language, kind, only)));
                        None
                    }
                    // How it ended is told where the last attempt is.
                    [_, ..] => Some(letters::written(language, kind, "sent", None)),
                    [] => Some(letters::written(language, kind, state, error.as_deref())),
                }
            }
            What::Attempt { letter, kind, outcome, code, text } => (!left.contains(letter))
                .then(|| letters::attempt(language, kind, &letters::Attempt { outcome, code: *code, text })),
            What::Read { incoming, kind, visible, intent, confidence, because, .. } => {
                let answer = facts.iter().find_map(|other| match &other.what {
                    What::Answer { said, channel, incoming: Some(from), .. }
                        if from == incoming && *channel != Channel::Organiser =>
                    {
                        Some(said)
                    }
                    _ => None,
                });
                if answer.is_some() {
                    answered.insert(*incoming);
                }
                let unsure = intent.as_deref().is_some().then_some(*confidence);
                Some(read(language, kind, visible, answer, unsure, because))
            }
            What::Answer { said, channel, said_by, incoming } => {
                let told =
                    incoming.is_some_and(|incoming| answered.contains(&incoming)) && *channel != Channel::Organiser;
                (!told).then(|| answer(language, said, *channel, said_by.as_deref()))
            }
            What::Attendance { present, said_by, .. } => Some(attendance(language, *present, said_by.as_deref())),
            What::Doubt { number, reason, settled_at } => Some(doubt(language, *number, reason, settled_at.is_some())),
            What::Decision { what, by, because } => words::decision(language, what, by, because),
        };
        lines.extend(line.map(|line| (fact.at, line)));
    }
    lines.sort_by_key(|(at, _)| *at);
    lines
}

fn read(
    language: Language,
    kind: &str,
    visible: &str,
    answer: Option<&Said>,
    unsure: Option<f64>,
    because: &[String],
) -> String {
    let words = quoted(language, visible);
    let reasons = match because.is_empty() {
        true => String::new(),
        false => say(language, " (mots : ", " (words: ").to_owned() + &because.join(", ") + ")",
    };
    let who = match kind {
        "human" => say(language, "a répondu", "answered"),
        "calendar-reply" => say(language, "son agenda a répondu", "their calendar answered"),
        "auto-reply" => say(language, "réponse automatique, qui ne compte pas", "automatic reply, which doesn't count"),
        "bounce-hard" | "bounce-soft" => say(language, "avis de non-distribution", "notice of failed delivery"),
        "delivered" => say(language, "avis de distribution", "notice of delivery"),
        "receipt" => say(language, "accusé de lecture, qui n'est pas une réponse", "read receipt, which is no answer"),
        "reaction" => say(language, "réaction, qui n'est pas une réponse", "reaction, which is no answer"),
        "complaint" => say(language, "plainte transmise par son fournisseur", "complaint passed on by their provider"),
        _ => say(language, "message reçu", "message received"),
    };
    let said = if words.is_empty() {
        who.to_owned()
    } else {
        say(language, "X : Y", "X: Y").replace('X', who).replace('Y', &words)
    };
    match (answer, unsure) {
        (Some(answer), _) => {
            // A note is made of the words that stand here already.
            let meant = words::third_person(language, &Said { note: None, ..answer.clone() });
            format!("{said}{}{meant}{reasons}", say(language, " – compris : ", " – understood: "))
        }
        (None, Some(confidence)) if kind == "human" || kind == "calendar-reply" => {
            let percent = format!("{:.0}", confidence * 100.0);
            let unsure =
                say(language, " – pas enregistré, lecture sûre à N %", " – not recorded, read with N % confidence");
            format!("{said}{}{reasons}", unsure.replace('N', &percent))
        }
        _ => format!("{said}{reasons}"),
    }
}

fn answer(language: Language, said: &Said, channel: Channel, said_by: Option<&str>) -> String {
    let meant = words::third_person(language, said);
    let told = match (channel, said_by) {
        (Channel::Organiser, Some(name)) => {
            say(language, "noté par NAME : ", "entered by NAME: ").replace("NAME", name)
        }
        (Channel::Organiser, None) => {
            say(language, "noté par un organisateur : ", "entered by an organiser: ").to_owned()
        }
        (Channel::Link, _) => say(language, "a répondu sur la page : ", "answered on the page: ").to_owned(),
        (Channel::Calendar, _) => say(language, "son agenda a répondu : ", "their calendar answered: ").to_owned(),
        (Channel::Mail, Some(name)) => {
            say(language, "NAME a répondu à sa place : ", "NAME answered for them: ").replace("NAME", name)
        }
        (Channel::Mail, None) => say(language, "réponse enregistrée : ", "answer recorded: ").to_owned(),
    };
    told + &meant
}

fn attendance(language: Language, present: bool, said_by: Option<&str>) -> String {
    let told = match present {
        true => say(language, "était là", "was there"),
        false => say(language, "n'était pas là", "was not there"),
    };
    match said_by {
        Some(name) => format!("{told}{}", say(language, ", dit NAME", ", says NAME").replace("NAME", name)),
        None => told.to_owned(),
    }
}

fn doubt(language: Language, number: i64, reason: &str, settled: bool) -> String {
    let why = match reason {
        "answer" => say(language, "ce que la personne veut dire n'est pas sûr", "what they mean isn't sure"),
        "identity" => say(language, "qui écrit n'est pas sûr", "who writes isn't sure"),
        "new_person" => say(language, "quelqu'un d'inconnu écrit", "somebody unknown writes"),
        "question" => say(language, "une question pour les organisateurs", "a question for the organisers"),
        _ => say(language, "le message n'a pas pu être lu", "the message could not be read"),
    };
    let open = match settled {
        true => "",
        false => say(language, ", toujours ouvert", ", still open"),
    };
    format!("{} {number}{} {why}{open}", say(language, "à trancher, n°", "to settle, no."), say(language, " :", ":"))
}

#[cfg(test)]
mod tests;
