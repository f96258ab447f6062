//! The page's words for what the database says, in French.

use crate::domain::doubt::DoubtReason;
use crate::domain::invitation::Place;
use crate::domain::letter::LetterKind;
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

/// What a message that is no answer to an invitation brought about, by the decision that it caused.
pub fn done(decision: &str) -> Option<&'static str> {
    Some(match decision {
        "minutes_sent" => "C'est fait : le compte rendu part à tout le monde, une seule fois.",
        "minutes_drafted" => "Reconnu comme un compte rendu : gardé, et montré au groupe projet avant tout envoi.",
        "visit_arranged" => "Comprise : la visite est montrée à qui l'organise, personne n'est encore invité.",
        "invitations_approved" => "C'est fait : les invitations partent, une seule fois.",
        "debrief_recorded" => "Gardée mot pour mot : elle sera à l'ordre du jour et dans le prochain compte rendu.",
        "attendance_recorded" => "C'est noté : qui était là, et qui n'y était pas.",
        _ => return None,
    })
}

/// What was done with a reply to a letter of this kind that was understood, where no decision says more.
pub fn heard(answered: LetterKind) -> Option<&'static str> {
    Some(match answered {
        LetterKind::Minutes => "Notée : cette personne veut être de la visite.",
        LetterKind::FollowUp => "Notée dans l'histoire de la piste.",
        LetterKind::Order => "C'est fait : les invitations partent, une seule fois.",
        _ => return None,
    })
}

/// What a visitor may try to write in answer to a letter.
pub fn hints(answered: Option<LetterKind>, english: bool) -> &'static [&'static str] {
    match (answered, english) {
        (Some(LetterKind::MinutesReview), false) => &["envoyer", "Ne pas envoyer, il manque une phrase de Fatou."],
        (Some(LetterKind::Order), false) => &["envoyer", "plutôt le 9 juillet à 15 h, 8 places"],
        (Some(LetterKind::Minutes), false) => {
            &["Je veux bien participer à la visite.", "Merci ! Une coquille : c'était un saladier, pas une soupière."]
        }
        (Some(LetterKind::FollowUp), false) => &["fait", "plutôt le 30 novembre", "on laisse tomber"],
        (Some(LetterKind::Debrief), false) => {
            &["Cela m'a donné envie d'ouvrir notre atelier le samedi matin, à tour de rôle."]
        }
        (Some(LetterKind::Attendance), false) => &["tous sauf l'Amap", "seulement Sonia et Fatou"],
        (Some(LetterKind::Digest), false) => &["Peut-on changer de lieu ?"],
        (Some(LetterKind::Minutes), true) => &["I would like to join the visit."],
        (Some(LetterKind::Debrief), true) => &["It made me want to open our workshop on Saturday mornings."],
        (_, true) => {
            &["Yes, I'll be there with two colleagues.", "Sorry, I can't make it.", "Maybe, I'll let you know."]
        }
        (_, false) => &[
            "Oui, je viens avec deux collègues, mais je devrai partir à 11 h.",
            "Je ne pourrai pas venir ; Karim Haddad me représentera.",
            "Bien noté, merci !",
        ],
    }
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
