//! The page's words for what the database says, in French.

use crate::domain::doubt::DoubtReason;
use crate::domain::invitation::Place;
use crate::domain::reading::{Kind, Verdict};
use crate::workflow::standing::{Standing, Tally};

/// What sort of message it was.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Human => "écrite par une personne",
        Kind::CalendarReply => "réponse d'un agenda",
        Kind::CalendarOther => "message d'un agenda",
        Kind::AutoReply => "réponse automatique d'une messagerie",
        Kind::BounceHard | Kind::BounceSoft => "avis de non-distribution",
        Kind::Delivered => "avis de distribution",
        Kind::Receipt => "accusé de lecture",
        Kind::Reaction => "réaction",
        Kind::Challenge => "demande d'un filtre anti-spam",
        Kind::Complaint => "plainte transmise par un fournisseur",
        Kind::Loop => "un de nos courriers, revenu",
        Kind::List => "message d'une liste de diffusion",
        Kind::Malformed => "illisible",
    }
}

/// What became of a message that recorded nothing and raised no doubt.
pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Record => "Lue ; une réponse plus récente compte déjà.",
        Verdict::Ask => "Pas assez claire pour être notée : Palabre pose la question.",
        Verdict::Hold => "Mise de côté pour le groupe projet.",
        Verdict::Ignore => "Ne compte pas comme une réponse.",
    }
}

/// Why a message waits for an organiser.
pub fn doubt(number: i64, reason: DoubtReason) -> String {
    let why = match reason {
        DoubtReason::Answer => "ce qui est dit n'est pas assez sûr pour être noté",
        DoubtReason::Identity => "il n'est pas sûr de qui cela vient",
        DoubtReason::NewPerson => "une personne inconnue écrit",
        DoubtReason::Question => "une question pour le groupe projet",
        DoubtReason::Unreadable => "le message n'a pas pu être lu",
    };
    format!("À trancher, n° {number} : {why}.")
}

/// How they stand with the places.
pub fn place(place: Place) -> Option<&'static str> {
    match place {
        Place::Given => None,
        Place::Waiting => Some("en liste d'attente : toutes les places sont prises"),
        Place::Offered => Some("une place lui est proposée"),
    }
}

/// A heading over those who stand so.
pub fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Attending => "Viennent",
        Standing::Tentative => "Hésitent",
        Standing::Regrets => "S'excusent",
        Standing::Silent => "Sans réponse",
        Standing::ToDecide => "À trancher",
        Standing::Undeliverable => "Injoignables",
    }
}

/// The counts as the page shows them: word, label, number.
pub fn counts(tally: &Tally) -> Vec<(&'static str, &'static str, i64)> {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let mut counts: Vec<_> = [
        (Standing::Attending, tally.attending),
        (Standing::Tentative, tally.tentative),
        (Standing::Regrets, tally.regrets),
        (Standing::Silent, tally.silent),
        (Standing::ToDecide, tally.to_decide),
        (Standing::Undeliverable, tally.undeliverable),
    ]
    .into_iter()
    .map(|(one, n)| (one.as_str(), standing(one), number(n)))
    .collect();
    counts.insert(1, ("guests", "Accompagnants", tally.guests));
    counts.push(("waiting", "En liste d'attente", number(tally.waiting)));
    counts
}
