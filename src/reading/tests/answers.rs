//! What replies say.

use super::super::read_text;
use super::{about, gathering, said};
use crate::domain::reading::{Intent, Presence, Verdict};

#[test]
fn plain_answers_are_recorded() {
    use Intent::{Attending, Regrets, Tentative};
    let cases = [
        ("Oui", Attending),
        ("ouiiii !!!", Attending),
        ("Je serai là, à jeudi.", Attending),
        ("Bonjour,\n\nOui, avec plaisir !\n\nLéa", Attending),
        ("Présente", Attending),
        ("ok pour moi", Attending),
        ("J'y serai sans faute", Attending),
        ("Je ne raterai pas ce rendez-vous", Attending),
        ("Pas de souci pour jeudi", Attending),
        ("Sauf imprévu, je viens.", Attending),
        ("Nous serons là", Attending),
        ("Yes, I'll be there.", Attending),
        ("Count me in!", Attending),
        ("👍", Attending),
        ("Non", Regrets),
        ("Non merci", Regrets),
        ("Je ne pourrai malheureusement pas être présent.", Regrets),
        ("Je ne peux pas venir, désolée", Regrets),
        ("dsl pas dispo jeudi", Regrets),
        ("Empêchée ce jour-là, veuillez m'excuser.", Regrets),
        ("Ce sera sans moi cette fois.", Regrets),
        ("Je ne viendrai pas.", Regrets),
        ("Oui pour la prochaine, mais jeudi je ne peux pas.", Regrets),
        ("Sorry, I can't come.", Regrets),
        ("I won't be able to make it", Regrets),
        ("Unfortunately we are not available.", Regrets),
        ("Je ne sais pas encore si je pourrai venir.", Tentative),
        ("Peut-être, je vous confirme lundi.", Tentative),
        ("Si je trouve une garde, je viens.", Tentative),
        ("Maybe, I'll let you know.", Tentative),
    ];
    for (text, intent) in cases {
        let reading = said(text);
        assert_eq!(
            (reading.intent, reading.decision),
            (Some(intent), Verdict::Record),
            "{text}: {:?}",
            reading.because
        );
    }
}

#[test]
fn what_says_nothing_about_coming_is_never_recorded() {
    let cases = [
        "Merci pour l'invitation !",
        "Bien reçu.",
        "Je viens de recevoir votre message.",
        "Je viens aux nouvelles : la salle est-elle trouvée ?",
        "Est-ce qu'il y a un parking ?",
        "Vous venez ?",
        "Désolé pour hier, j'ai complètement oublié.",
        "Je n'ai pas pu venir la dernière fois.",
        "Je serai là pour la prochaine.",
        "Karim viendra peut-être.",
        "Ma voisine ne pourra pas venir.",
        "Je transmets à ma collègue.",
        "Oui et non.",
        "Est-ce possible en visio ? Si oui je viens.",
        "Je serai dans le train à cette heure-là.",
        "Je ne dis pas non.",
        "Oui, le 21 je suis libre.",
        "Mon mari est décédé en mars.",
        "Est-ce que je peux venir ?",
        "Oui, vous pouvez publier ma photo.",
        "Je ne suis pas contre l'idée.",
        "J'aurais participé avec plaisir.",
        "J'aimerais venir mais je travaille.",
        "Je ne pourrai venir qu'à partir de 19h.",
        "I'll be on holiday.",
        "I'd love to come but I'm working.",
        "Je n'arrive pas à ouvrir la pièce jointe.",
        "Veuillez m'excuser pour cette réponse tardive.",
        "Merci, parfait.",
        "Partante, mais pas jeudi.",
        "Présent pour le café, pas pour la réunion.",
        "Je serai présente par la pensée.",
        "Je vous avais dit oui.",
        "I just came back from holiday, thanks for the mail.",
        "Will you be there?",
        "",
    ];
    for text in cases {
        let reading = said(text);
        let recorded = reading.decision == Verdict::Record && reading.intent != Some(Intent::Tentative);
        assert!(!recorded, "{text}: {:?} {:?}", reading.intent, reading.because);
    }
}

#[test]
fn who_changes_their_mind_is_read_by_what_holds_now() {
    assert_eq!(said("J'avais dit oui mais finalement je ne pourrai pas venir.").intent, Some(Intent::Regrets));
    assert_eq!(
        said("Je regrette de ne pas être venue la dernière fois. Cette fois je viens.").intent,
        Some(Intent::Attending)
    );
    assert_ne!(said("Oui, merci d'annuler ma participation").intent, Some(Intent::Attending));
}

#[test]
fn guests_are_those_besides_the_sender() {
    let cases = [
        ("Je viendrai avec une collègue.", 1),
        ("Je viens avec deux amis", 2),
        ("Nous serons trois.", 2),
        ("On sera 4 !", 3),
        ("Oui, +1", 1),
        ("Présent, accompagné de mon fils", 1),
        ("Je viens avec mon mari et deux enfants", 3),
        ("I'll be there with my wife", 1),
        ("There will be three of us, count us in", 2),
        ("Je viens avec plaisir", 0),
        ("Je serai là, j'habite à deux rues", 0),
    ];
    for (text, count) in cases {
        let reading = said(text);
        assert_eq!((reading.intent, reading.guests), (Some(Intent::Attending), Some(count)), "{text}");
    }
    assert_eq!(said("Je viens avec Yann").guest_names, ["Yann"]);
}

#[test]
fn a_delegate_is_named_and_the_sender_excused() {
    let reading = said("Je ne suis pas disponible, Awa Diop viendra à ma place (awa@quai.example).");
    let delegate = reading.delegate.expect("a delegate");
    assert_eq!(reading.intent, Some(Intent::Regrets));
    assert_eq!((delegate.name.as_deref(), delegate.email.as_deref()), (Some("Awa Diop"), Some("awa@quai.example")));
}

#[test]
fn stop_in_words_unsubscribes_and_records_nothing() {
    for text in [
        "STOP",
        "Merci de me retirer de votre liste.",
        "Ne m'écrivez plus",
        "Please unsubscribe me",
        "Please take me off your list",
    ] {
        let reading = said(text);
        assert!(reading.unsubscribe, "{text}");
        assert_eq!((reading.intent, reading.decision), (Some(Intent::Unclear), Verdict::Ignore), "{text}");
    }
    for text in ["Rayez-moi des participants, je suis malade", "Ne m'envoyez pas le lien, mais continuez à m'écrire"]
    {
        assert!(!said(text).unsubscribe, "{text}");
    }
}

#[test]
fn how_and_how_long_is_heard() {
    assert_eq!(said("Je participerai en visio").mode, Some(Presence::Online));
    assert_eq!(said("Oui, sur place").mode, Some(Presence::InPerson));
    assert!(said("Je viens mais je devrai partir à 19h").partial);
    assert!(!said("Je viens et je ne serai pas en retard").partial);
    assert!(said("Oui ! Faut-il apporter quelque chose ?").question);
}

#[test]
fn several_gatherings_are_answered_one_by_one() {
    let mut about = about();
    about.gatherings.push(gathering("g2", "2027-10-19T18:00:00+02:00"));
    let reading = read_text("Oui pour le 14, mais le 19 je ne peux pas.", &about);
    let answers: Vec<_> = reading.per_gathering.into_iter().flatten().map(|a| (a.reference, a.intent)).collect();
    assert_eq!(answers, [("g1".to_owned(), Intent::Attending), ("g2".to_owned(), Intent::Regrets)]);
    assert_eq!(reading.intent, Some(Intent::Attending));
    assert_eq!(read_text("Je ne peux venir à aucune des deux, désolé", &about).per_gathering, None);
}
