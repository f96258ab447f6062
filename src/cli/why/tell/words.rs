//! Sentences in two languages.

use crate::domain::answer::Said;
use crate::domain::invitation::{InvitationState, Place};
use crate::domain::language::Language;
use crate::domain::reading::{Intent, Presence};
use crate::store::people::Member;
use crate::workflow::standing::{Standing, Standings};

/// The one in the language.
pub(super) fn say<'a>(language: Language, fr: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Fr => fr,
        Language::En => en,
    }
}

/// What fits a line.
const LINE: usize = 160;

/// A text on one line, cut where it is long.
pub(super) fn one_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LINE) {
        Some((cut, _)) => format!("{}…", line.get(..cut).unwrap_or_default().trim_end()),
        None => line,
    }
}

/// Somebody's words between quotation marks; nothing where they wrote nothing.
pub(super) fn quoted(language: Language, text: &str) -> String {
    let line = one_line(text);
    match (language, line.is_empty()) {
        (_, true) => String::new(),
        (Language::Fr, false) => format!("«\u{a0}{line}\u{a0}»"),
        (Language::En, false) => format!("“{line}”"),
    }
}

/// `vient, avec 1 personne, en visio – note : « … »`.
pub(in crate::cli) fn third_person(language: Language, said: &Said) -> String {
    let mut told = match said.intent {
        Intent::Attending => say(language, "vient", "comes"),
        Intent::Regrets => say(language, "ne vient pas", "doesn't come"),
        Intent::Tentative => say(language, "viendra peut-être", "may come"),
        Intent::Unclear => say(language, "pas clair", "unclear"),
    }
    .to_owned();
    let named = i64::try_from(said.guest_names.len()).unwrap_or(i64::MAX);
    let mut guests = said.guest_names.clone();
    match (said.guests.saturating_sub(named), guests.is_empty()) {
        (..=0, _) => {}
        (1, true) => guests.push(say(language, "1 personne", "1 guest").to_owned()),
        (n, true) => guests.push(format!("{n} {}", say(language, "personnes", "guests"))),
        (1, false) => guests.push(say(language, "1 autre personne", "1 other guest").to_owned()),
        (n, false) => guests.push(format!("{n} {}", say(language, "autres personnes", "other guests"))),
    }
    if !guests.is_empty() {
        told += &format!("{}{}", say(language, ", avec ", ", with "), guests.join(", "));
    }
    match said.mode {
        Some(Presence::Online) => told += say(language, ", en visio", ", online"),
        Some(Presence::InPerson) => told += say(language, ", sur place", ", in person"),
        None => {}
    }
    if said.partial {
        told += say(language, ", pour une partie du temps", ", for part of the time");
    }
    if let Some(name) = said.delegate.as_ref().and_then(|one| one.name.as_deref().or(one.email.as_deref())) {
        told += &say(language, ", se fait représenter par NAME", ", represented by NAME").replace("NAME", name);
    }
    if let Some(note) = &said.note {
        told += &format!("{}{}", say(language, " – note : ", " – note: "), quoted(language, note));
    }
    told
}

/// A decision; `None` for one that another fact tells better.
pub(in crate::cli) fn decision(language: Language, what: &str, by: &str, because: &str) -> Option<String> {
    let because = one_line(because);
    let who = match by {
        "organiser" => say(language, " par un organisateur", " by an organiser"),
        "operator" => say(language, " en ligne de commande", " at the command line"),
        _ => "",
    };
    let colon = say(language, " : ", ": ");
    let after = |text: &str| if text.is_empty() { String::new() } else { format!("{colon}{text}") };
    // Civil times are kept as 2027-06-05T10:00.
    let plain = because.replace('T', " ");
    Some(match what {
        "answer_recorded" | "gathering_made" => return None,
        "invitations_approved" => {
            let n = say(language, "envoi des invitations approuvé", "invitations approved");
            format!("{n}{who}{} ({because})", say(language, "", ""))
        }
        "invitations_planned" => {
            format!("{}{who} ({because})", say(language, "invitations programmées", "invitations planned"))
        }
        "gathering_moved" => {
            format!("{}{who}{}", say(language, "rencontre déplacée", "gathering moved"), after(&plain))
        }
        "gathering_changed" => {
            format!("{}{who}{}", say(language, "rencontre modifiée", "gathering changed"), after(&because))
        }
        "gathering_cancelled" => {
            format!("{}{who}{}", say(language, "rencontre annulée", "gathering cancelled"), after(&because))
        }
        "gathering_held" => say(language, "la rencontre a eu lieu", "the gathering took place").to_owned(),
        "attendance_asked" => {
            let told = say(language, "demandé qui était là", "asked who was there");
            format!("{told}{}", after(&because))
        }
        // Told by whether they were there.
        "attendance_recorded" => return None,
        "doubt_settled" => format!("{because} {}{who}", say(language, "tranché", "settled")),
        "member_added" => format!("{}{who}", say(language, "entrée dans le réseau", "joined the network")),
        "member_changed" => format!("{}{who}{}", say(language, "fiche modifiée", "details changed"), after(&because)),
        "address_corrected" => {
            format!("{}{who}{}", say(language, "adresse corrigée", "address corrected"), after(&because))
        }
        "stopped" => {
            let told = say(language, "ne veut plus de courrier", "wants no more mail");
            format!("{told}{}", after(&because))
        }
        "resumed" => format!(
            "{}{who}",
            say(language, "reçoit de nouveau du courrier, à sa demande", "gets mail again, at their own wish")
        ),
        "capped" => {
            let told = say(
                language,
                "trop de messages en un jour, plus rien n'est envoyé à",
                "too many messages in a day, nothing more is sent to",
            );
            format!("{told} {because}")
        }
        "absence_noted" => format!("{}{}", say(language, "absence notée", "absence noted"), after(&because)),
        "minutes_drafted" => {
            format!("{}{who} ({because})", say(language, "compte rendu reçu", "minutes received"))
        }
        "minutes_reviewed" => {
            format!("{}{who} ({because})", say(language, "compte rendu relu", "minutes reviewed"))
        }
        "minutes_sent" => {
            let told = say(language, "compte rendu envoyé", "minutes sent");
            format!("{told}{who} ({}{colon}{because})", say(language, "destinataires", "recipients"))
        }
        "visit_arranged" => format!("{}{who}{}", say(language, "visite convenue", "visit arranged"), after(&because)),
        "debrief_recorded" => {
            format!("{}{}", say(language, "restitution notée", "debrief recorded"), after(&quoted(language, &because)))
        }
        "agenda_added" => {
            let told = say(language, "point ajouté à l'ordre du jour", "point added to the agenda");
            format!("{told}{who}{}", after(&because))
        }
        "letter_held" => format!("{}{who}{}", say(language, "message retenu", "letter held"), after(&because)),
        "letter_retried" => format!("{}{who}{}", say(language, "message relancé", "letter retried"), after(&because)),
        "letter_dropped" => format!("{}{who}{}", say(language, "message retiré", "letter dropped"), after(&because)),
        other => format!("{}{who}{}", other.replace('_', " "), after(&because)),
    })
}

/// How they stand now, in a sentence.
pub(super) fn now(language: Language, member: &Member, standing: Option<&Standings>) -> String {
    let start = say(language, "Aujourd'hui : ", "Now: ");
    let Some(one) = standing else {
        return start.to_owned() + say(language, "l'invitation a été retirée.", "the invitation was withdrawn.");
    };
    let name = &member.name;
    let mut told = match (one.standing, &one.answer) {
        (Standing::ToDecide, _) => {
            let told = say(
                language,
                "NAME a écrit, un organisateur doit trancher (palabre settle --list)",
                "NAME wrote, an organiser must settle it (palabre settle --list)",
            );
            told.replace("NAME", name)
        }
        (Standing::Tentative, Some(answer)) if answer.said.intent == Intent::Attending => {
            let told = say(
                language,
                "NAME avait dit oui pour la date d'avant, à confirmer",
                "NAME said yes to the date before, to be confirmed",
            );
            told.replace("NAME", name)
        }
        (_, Some(answer)) => format!("{name} {}", third_person(language, &answer.said)),
        (Standing::Undeliverable, None) => {
            say(language, "aucun message ne parvient à NAME", "no letter reaches NAME").replace("NAME", name)
        }
        (_, None) => {
            let told = match one.invited.state {
                InvitationState::Planned => {
                    say(language, "l'invitation de NAME est programmée", "the invitation of NAME is planned")
                }
                InvitationState::Queued => say(
                    language,
                    "l'invitation de NAME n'est pas encore partie",
                    "the invitation of NAME hasn't left yet",
                ),
                _ => say(language, "NAME n'a pas encore répondu", "NAME hasn't answered yet"),
            };
            told.replace("NAME", name)
        }
    };
    match one.invited.place {
        Some(Place::Waiting) => told += say(language, ", et attend une place", ", and waits for a place"),
        Some(Place::Offered) => told += say(language, ", une place lui est proposée", ", and was offered a place"),
        Some(Place::Given) | None => {}
    }
    if one.invited.stopped {
        told += say(language, " ; ne reçoit plus de courrier", "; gets no more mail");
    }
    format!("{start}{told}.")
}
