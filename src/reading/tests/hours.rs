//! Hours, parts of the day, and what the organisers get to read of them.

use super::super::read_text;
use super::{about, gathering};
use crate::domain::reading::{About, Intent, Reading, Verdict};

/// A morning, 10 h to 12 h.
fn morning() -> About {
    let mut only = gathering("g1", "2027-10-14T10:00:00+02:00");
    only.ends = Some("2027-10-14T12:00:00+02:00".into());
    About { gatherings: vec![only], ..about() }
}

fn heard(text: &str) -> Reading {
    read_text(text, &morning())
}

#[test]
fn who_comes_late_or_leaves_early_comes_for_a_part() {
    for text in [
        "On sera trois, mais on arrive vers 10h45",
        "Je viens mais je repars à midi",
        "J'y serai mais je dois m'éclipser à 11h30.",
        "Nous viendrons, nous repartirons avant la fin.",
        "Je serai là, je vous rejoins vers 11 h",
        "Oui, je passerai en fin de matinée",
        "Présente, mais je ne reste pas longtemps",
        "Je viens, je partirai tôt",
        "Je serai présent jusqu'à onze heures",
        "Je serai là à partir de 10h30",
        "Je viens, arrivée vers 10:40",
        "Oui je viens, mais vers 11h",
        "Je viens avec un peu de retard",
        "I'll be there, but I'll arrive around 10:30",
        "We'll come but we leave at 11",
        "I'll be there, I have to go at 11:30",
        "I'll be there until 11am",
        "Count me in, joining at 11",
    ] {
        let reading = heard(text);
        assert!(reading.partial, "{text}: {:?}", reading.intent);
        assert_eq!((reading.intent, reading.decision), (Some(Intent::Attending), Verdict::Record), "{text}");
        assert_eq!(reading.note.as_deref(), Some(text), "{text}");
    }
}

#[test]
fn who_is_there_all_the_time_is_not_partial() {
    for text in [
        "Je serai là à 10h",
        "Je serai là à 9h45 pour aider à installer.",
        "Je viens, j'arriverai à 9h30",
        "Je viens, je pars de Lille à 8h.",
        "Je viens et je reste jusqu'à la fin",
        "Je viens, je peux arriver tôt",
        "Je viens, je ne partirai pas avant la fin",
        "Je viens. Désolée de répondre en retard.",
        "Je viens, je reste joignable jusqu'à 11h au bureau",
        "Présent ! Il arrive à 11h, le facteur ?",
        "Je viens avec plaisir",
        "I'll be there at 10",
        "I'll be there and I can stay until the end",
    ] {
        let reading = heard(text);
        assert_eq!((reading.intent, reading.partial), (Some(Intent::Attending), false), "{text}");
    }
    assert!(!heard("Je ne viendrai pas, je pars à 11h").partial);
}

#[test]
fn what_no_rule_has_used_is_kept_as_a_note() {
    for (text, note) in [
        (
            "Bonjour,\n\nJe viens avec une voisine, mais elle est végétarienne.\n\nÀ bientôt\nLéa",
            Some("Je viens avec une voisine, mais elle est végétarienne."),
        ),
        ("Oui, je viens. J'ai un train à 12h40.", Some("J'ai un train à 12h40.")),
        ("I'll be there, but I don't eat meat!", Some("I'll be there, but I don't eat meat!")),
        (
            "Je ne pourrai pas venir, mais gardez-moi le compte rendu.",
            Some("Je ne pourrai pas venir, mais gardez-moi le compte rendu."),
        ),
        ("Je viens si ma fille est guérie", Some("Je viens si ma fille est guérie")),
        ("Oui", None),
        ("Je serai là jeudi à 10 h", None),
        ("J'y serai avec plaisir !", None),
        ("Merci pour l'invitation, mais où est-ce ?", None),
    ] {
        assert_eq!(heard(text).note.as_deref(), note, "{text}");
    }
    let long = format!("Je viens mais {}", "il y a beaucoup à dire ".repeat(100));
    assert!(heard(&long).note.is_some_and(|note| note.chars().count() <= 500));
}

#[test]
fn the_reasons_quote_people_as_they_wrote() {
    for (text, reasons) in [
        ("J’y serai, si je peux", vec!["« J’y serai »", "« si je peux »"]),
        ("Je viens avec une collègue de Sète", vec!["« Je viens »", "« avec une collègue »"]),
        ("NON, je ne viendrai pas", vec!["« NON »", "« je ne viendrai pas »"]),
        ("Merci de ne plus m'écrire.", vec!["« Merci de ne plus m'écrire » : plus de courrier"]),
        ("I can’t come", vec!["\"can’t come\""]),
        ("Belle affiche !", vec!["ni oui ni non dans le message"]),
        ("Where is the station?", vec!["a question, neither yes nor no in the message"]),
        ("Je viens. Oui, je viens !", vec!["« Je viens »", "« Oui »"]),
    ] {
        assert_eq!(heard(text).because, reasons, "{text}");
    }
}

#[test]
fn nobody_is_asked_or_kept_waiting_without_a_reason_in_words() {
    for text in
        ["Merci", "Oui mais la salle de la mairie est fermée", "Je transmets", "Est-ce loin ?", "ok ça marche ?"]
    {
        let reading = heard(text);
        let in_words = reading.because.iter().any(|reason| !reason.starts_with('«'));
        assert!(reading.decision == Verdict::Record || in_words, "{text}: {:?}", reading.because);
    }
}
