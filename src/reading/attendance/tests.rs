//! What organisers write, and what follows for the people they may speak of.

use proptest::prelude::*;

use super::roll_call;
use crate::domain::attendance::{Base, Person, Rank, Why, settle};
use crate::domain::ids::ActorId;

fn person(id: i64, name: &str, organisation: &str, rank: Rank) -> Person {
    let organisation = Some(organisation.to_owned()).filter(|name| !name.is_empty());
    Person { actor: Some(ActorId(id)), name: name.to_owned(), organisation, rank, recorded: None, with: None }
}

/// Six said that they come, one of them with a friend.
fn people() -> Vec<Person> {
    let mut people = vec![
        person(1, "Célia Rossi", "Ageca", Rank::Expected),
        person(2, "Sonia Léger", "Amap des Lilas", Rank::Expected),
        person(3, "Jeanne Amiel", "Amap des Lilas", Rank::Expected),
        person(4, "Karim Haddad", "Théâtre de l'Étoile", Rank::Expected),
        person(5, "Paul Petit", "", Rank::Expected),
        person(6, "Léa Martin", "Arts et Métiers", Rank::Expected),
        person(7, "Lucie Morel", "Le Tamis", Rank::Invited),
        person(8, "Paul Grand", "Mairie", Rank::Invited),
        person(9, "Ana Roca", "Le Moulin", Rank::Member),
        person(10, "Jean-Pierre Le Goff", "Mairie", Rank::Member),
    ];
    let guest = Person { actor: None, with: Some(ActorId(4)), ..person(0, "Inès Haddad", "", Rank::Expected) };
    people.push(guest);
    people
}

/// First names of who was there and `-` who wasn't, in the order of the list; `? words` where it isn't sure.
fn outcome(text: &str, people: &[Person]) -> String {
    match settle(&roll_call(text, Some("Claire Vasseur")), people, None) {
        Ok(marks) => {
            let first = |name: &str| match name.contains(['+', '(']) {
                true => name.to_owned(),
                false => name.split(' ').next().unwrap().to_owned(),
            };
            let shown = marks.iter().map(|mark| {
                let new = mark.actor.is_none() && !mark.expected;
                let name = if new { format!("[{}]", mark.name) } else { first(&mark.name) };
                if mark.present { name } else { format!("-{name}") }
            });
            shown.collect::<Vec<_>>().join(" ")
        }
        Err(doubtful) => {
            let words = doubtful.iter().map(|one| match &one.why {
                Why::Several(names) => format!("{} = {}", one.words, names.join("/")),
                _ => one.words.clone(),
            });
            format!("? {}", words.collect::<Vec<_>>().join(" | "))
        }
    }
}

#[track_caller]
fn all_say(cases: &[(&str, &str)]) {
    let people = people();
    let wrong: Vec<String> = cases
        .iter()
        .map(|(text, expected)| (text, expected, outcome(text, &people)))
        .filter(|(_, expected, found)| found != *expected)
        .map(|(text, expected, found)| {
            format!("{text:?}\n  expected {expected}\n  found    {found}\n  {:?}", roll_call(text, None))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

const ALL: &str = "Célia Sonia Jeanne Karim Paul Léa Inès";
const NOT_AMAP: &str = "Célia -Sonia -Jeanne Karim Paul Léa Inès";
const NOT_PAUL: &str = "Célia Sonia Jeanne Karim -Paul Léa Inès";
const CELIA_AND_AMAP: &str = "Célia Sonia Jeanne -Karim -Paul -Léa";

#[test]
fn everybody() {
    for text in [
        "tous",
        "Tous.",
        "TOUS !",
        "Toutes et tous",
        "tout le monde",
        "Oui, tous.",
        "Tout le monde était là.",
        "Ils étaient tous là.",
        "Tous présents",
        "Tous sont venus",
        "Bonjour,\n\nTous.\n\nBonne journée,\nClaire",
        "Bonjour à tous,\n\ntout le monde était là, merci !",
        "Tous !\n\nClaire",
        "Tous\nMerci\nClaire Vasseur",
        "Tout le monde était présent. Très belle rencontre, merci.",
        "Nous étions au complet",
        "all",
        "Everyone came.",
        "Everybody was there, thanks!",
        "Hello,\nall of them\nCheers\nClaire",
        "Tous les inscrits étaient là.",
        "comme prévu",
        "Aucun absent",
        "Il ne manquait personne.",
        "Absents : aucun",
        "Absents : personne",
        "RAS, tous là",
        "tous\n\nMerci pour ce bel outil",
    ] {
        assert_eq!(outcome(text, &people()), ALL, "{text:?} {:?}", roll_call(text, None));
    }
}

#[test]
fn everybody_but_some() {
    all_say(&[
        ("tous sauf Amap", NOT_AMAP),
        ("Tous sauf l'Amap.", NOT_AMAP),
        ("Tous sauf l’AMAP !", NOT_AMAP),
        ("Bonjour tous sauf Amap", NOT_AMAP),
        ("Bonjour, tous sauf l'amap des lilas. Merci !", NOT_AMAP),
        ("Tout le monde sauf Sonia et Jeanne", NOT_AMAP),
        ("tous (sauf l'Amap)", NOT_AMAP),
        ("Tous étaient là, sauf l'Amap", NOT_AMAP),
        ("Tous sauf l'Amap sont venus", NOT_AMAP),
        ("Tous excepté Sonia,\net Jeanne", NOT_AMAP),
        ("Tous sauf :\n- Sonia\n- Jeanne Amiel", NOT_AMAP),
        ("toutes et tous sauf Léa et le théâtre", "Célia Sonia Jeanne -Karim Paul -Léa"),
        ("Tous sauf Arts et Métiers et Paul Petit", "Célia Sonia Jeanne Karim -Paul -Léa Inès"),
        ("tout le monde à part Paul", NOT_PAUL),
        ("Il manquait Paul", NOT_PAUL),
        ("il ne manquait que Paul", NOT_PAUL),
        ("Il manquait seulement Paul.", NOT_PAUL),
        ("Paul n'est pas venu", NOT_PAUL),
        ("Paul était absent", NOT_PAUL),
        ("Absent : Paul", NOT_PAUL),
        ("Seul Paul n'est pas venu.", NOT_PAUL),
        ("Tous, sauf Paul qui était malade", NOT_PAUL),
        ("Tous sauf Paul, parce qu'il était malade.", NOT_PAUL),
        ("sans Paul", NOT_PAUL),
        ("Tous sauf Paul (excusé)", NOT_PAUL),
        ("Tous présents sauf Paul, excusé.", NOT_PAUL),
        ("Excusé : Paul. Tous les autres étaient présents.", NOT_PAUL),
        ("Absent : Paul. Présents : tous les autres.", NOT_PAUL),
        ("Tous à l'exception de Paul", NOT_PAUL),
        ("Tous.\n\nBonne journée,\nClaire\nPS : Paul n'était pas là", NOT_PAUL),
        ("Paul n'est pas venu, tous les autres étaient là.", NOT_PAUL),
        ("Tous sauf Paul\n\nClaire", NOT_PAUL),
        ("tous sauf Inès", "Célia Sonia Jeanne Karim Paul Léa -Inès"),
        ("tous sauf Karim", "Célia Sonia Jeanne -Karim Paul Léa"),
        ("all but Amap", NOT_AMAP),
        ("Everyone except Paul", NOT_PAUL),
        ("Paul didn't come", NOT_PAUL),
        ("Paul wasn't there.", NOT_PAUL),
        ("all except Paul and the Amap", "Célia -Sonia -Jeanne Karim -Paul Léa Inès"),
        ("Paul was missing", NOT_PAUL),
    ]);
}

#[test]
fn only_some() {
    all_say(&[
        ("seulement Célia et l'Amap", CELIA_AND_AMAP),
        ("Célia, l'Amap", CELIA_AND_AMAP),
        ("Célia et l'Amap.", CELIA_AND_AMAP),
        ("celia rossi, l'amap des lilas", CELIA_AND_AMAP),
        ("célia, sonia et jeanne", CELIA_AND_AMAP),
        ("Célia, Sonia, Jeanne", CELIA_AND_AMAP),
        ("- Célia\n- Sonia\n- Jeanne", CELIA_AND_AMAP),
        ("Célia\nSonia\nJeanne\n\nClaire", CELIA_AND_AMAP),
        ("1. Célia Rossi\n2. Sonia Léger\n3. Jeanne Amiel", CELIA_AND_AMAP),
        ("* Célia (Ageca)\n* Sonia (Amap)\n* Jeanne (Amap)", CELIA_AND_AMAP),
        ("Sont venus : Célia, Sonia et Jeanne", CELIA_AND_AMAP),
        ("Présents :\n- Célia\n- Amap\n\nAbsents :\n- Karim\n- Paul\n- Léa", CELIA_AND_AMAP),
        ("Présents :\n\nCélia\nAmap\n\nAbsents :\n\nKarim\nPaul\nLéa", CELIA_AND_AMAP),
        ("Présentes : Célia, l'Amap. Absents : Karim, Paul, Léa.", CELIA_AND_AMAP),
        ("Il n'y avait que Célia et l'Amap", CELIA_AND_AMAP),
        ("Ne sont venues que Célia et l'Amap", CELIA_AND_AMAP),
        ("Célia et l'Amap étaient là", CELIA_AND_AMAP),
        ("Célia et l'Amap, personne d'autre", CELIA_AND_AMAP),
        ("Seules Célia, Sonia et Jeanne sont venues.", CELIA_AND_AMAP),
        ("uniquement Rossi Célia et l'Amap", CELIA_AND_AMAP),
        ("Personne sauf Célia et l'Amap", CELIA_AND_AMAP),
        ("Célia de l'Ageca et l'Amap", CELIA_AND_AMAP),
        ("only Célia and the Amap", CELIA_AND_AMAP),
        ("Only Célia & Amap", CELIA_AND_AMAP),
        ("Célia and Sonia and Jeanne came", CELIA_AND_AMAP),
        ("personne", "-Célia -Sonia -Jeanne -Karim -Paul -Léa"),
        ("Personne n'est venu.", "-Célia -Sonia -Jeanne -Karim -Paul -Léa"),
        ("nobody", "-Célia -Sonia -Jeanne -Karim -Paul -Léa"),
        ("Célia, Mairie", "Célia -Sonia -Jeanne -Karim -Paul -Léa Paul"),
        ("Célia, Inès et Lucie", "Célia -Sonia -Jeanne -Karim -Paul -Léa Lucie Inès"),
        ("Célia, Sonia, Jeanne et Arts et Métiers", "Célia Sonia Jeanne -Karim -Paul Léa"),
    ]);
}

#[test]
fn and_some_who_came_unannounced() {
    all_say(&[
        ("tous, plus Marc Durand (Amap)", &format!("{ALL} [Marc Durand (Amap)]")),
        ("tous plus Marc Durand", &format!("{ALL} [Marc Durand]")),
        ("tous + Marc Durand (Le Pont)", &format!("{ALL} [Marc Durand (Le Pont)]")),
        ("Tous et Marc Durand", &format!("{ALL} [Marc Durand]")),
        ("Tous sauf l'Amap, plus Marc Durand (Amap)", &format!("{NOT_AMAP} [Marc Durand (Amap)]")),
        ("Tous sauf Amap.\nPlus Marc Durand", &format!("{NOT_AMAP} [Marc Durand]")),
        ("Tous, plus Lucie", "Célia Sonia Jeanne Karim Paul Léa Lucie Inès"),
        ("Tous et Lucie Morel aussi", "? Tous et Lucie Morel aussi"),
        ("Tous. Lucie est venue aussi.", "Célia Sonia Jeanne Karim Paul Léa Lucie Inès"),
        ("tous, plus Paul Grand", "Célia Sonia Jeanne Karim Paul Léa Paul Inès"),
        ("tous, plus Paul", "Célia Sonia Jeanne Karim Paul Léa Paul Inès"),
        ("tous, plus Jean-Pierre", "Célia Sonia Jeanne Karim Paul Léa Jean-Pierre Inès"),
        ("Marc Durand est aussi venu", &format!("{ALL} [Marc Durand]")),
        ("tous + 2 personnes du quartier", &format!("{ALL} [+2 personnes du quartier]")),
        ("Tous, et deux autres personnes", &format!("{ALL} [+2 autres personnes]")),
        ("Célia, l'Amap et deux autres personnes", &format!("{CELIA_AND_AMAP} [+2 autres personnes]")),
        ("seulement Célia et l'Amap, plus Marc Durand", &format!("{CELIA_AND_AMAP} [Marc Durand]")),
        ("tous et un ami de Paul", &format!("{ALL} [+1 ami de Paul]")),
        ("all, plus Mark Brown (Amap)", &format!("{ALL} [Mark Brown (Amap)]")),
        ("everyone, plus two other people", &format!("{ALL} [+2 other people]")),
    ]);
}

#[test]
fn what_may_mean_this_or_that_is_asked() {
    all_say(&[
        ("", "? "),
        ("Merci !", "? "),
        ("Bien reçu, je regarde ça demain.", "? "),
        ("tous sauf Ampa", "? Ampa"),
        ("Célia et Marcel", "? Marcel"),
        ("tous, plus Marcel", "? Marcel"),
        ("tous, plus les voisins", "? les voisins"),
        ("presque tous", "? presque tous"),
        ("Tous sauf Amap je crois", "? Tous sauf Amap je crois"),
        ("Tous sauf Amap ?", "? Tous sauf Amap"),
        ("pas tous", "? pas tous"),
        ("la plupart", "? la plupart"),
        ("tous ceux de l'Amap", "? tous ceux de l'Amap"),
        ("Tout le monde n'est pas venu", "? Tout le monde n'est pas venu"),
        ("tous, Marc Durand", "? tous, Marc Durand"),
        ("Tous\nPaul", "? Paul"),
        ("Tous sauf Amap\nPaul", "? Paul"),
        ("tous sauf Paul, Paul était là", "? tous sauf Paul, Paul était là"),
        ("Célia et l'Amap étaient là, Paul n'est pas venu", "? Karim Haddad | Léa Martin"),
        ("nous étions 8", "? "),
        ("8 personnes", "? +8 personnes"),
        ("tous sauf Amap et aussi Marc", "? tous sauf Amap et aussi Marc"),
        ("Tous sauf Amap, Léa était là", "? Tous sauf Amap, Léa était là"),
        ("Tous sauf l'Amap et Marc Durand en plus", "? Tous sauf l'Amap et Marc Durand en plus"),
        ("Tous. Paul était pénible.", "? Paul était pénible"),
        ("Léa ou Paul", "? Léa ou Paul"),
        ("Tous étaient ravis", "? Tous étaient ravis"),
        ("Tous sauf Paul qui a eu un empêchement et Léa", "? qui a eu un empêchement et Léa"),
        ("Tous sauf Paul parce que Léa n'est pas venue", "? parce que Léa"),
        ("Sonia oui, Karim non", "? Sonia oui, Karim non"),
        ("✔ Sonia\n❌ Karim", "? ❌ Karim"),
        ("[x] Sonia\n[ ] Karim", "? [ ] Karim | x"),
        ("Sonia : oui\nKarim : non", "? Sonia : oui | Karim : non"),
        ("Il n'y avait pas Paul, les autres je ne sais pas", "? Il n'y avait pas Paul, les autres je ne sais pas"),
        ("Absents : Paul, personne d'autre", "? Absents : Paul, personne d'autre"),
        ("plus personne", "? plus personne"),
        ("Absents :\n- Paul\n\nSonia", "? Célia Rossi | Jeanne Amiel | Karim Haddad | Léa Martin"),
        ("Présents :\nCélia\n\nAbsents :\nPaul", "? Sonia Léger | Jeanne Amiel | Karim Haddad | Léa Martin"),
        ("tous les deux", "? tous les deux"),
        ("Célia et Paul, tous les deux", "? Célia et Paul, tous les deux"),
        ("deux de l'Amap", "? deux de l'Amap"),
        ("tous sauf une personne", "? tous sauf une personne"),
        ("Tous et personne", "? Tous et personne"),
    ]);
}

#[test]
fn a_first_name_of_two_is_asked() {
    let mut two = people();
    two.push(person(11, "Léa Roux", "", Rank::Expected));
    assert_eq!(outcome("tous sauf Léa", &two), "? Léa = Léa Martin/Léa Roux");
    assert_eq!(outcome("tous sauf Léa Roux", &two), "Célia Sonia Jeanne Karim Paul Léa Inès -Léa");
    assert_eq!(outcome("tous sauf Léa (Arts et Métiers)", &two), "Célia Sonia Jeanne Karim Paul -Léa Inès Léa");
}

#[test]
fn the_writer_may_be_meant() {
    let mut people = people();
    people.push(person(12, "Claire Vasseur", "", Rank::Expected));
    let said = |text: &str| {
        let marks = settle(&roll_call(text, Some("Claire Vasseur")), &people, Some(ActorId(12))).unwrap();
        marks.iter().find(|mark| mark.actor == Some(ActorId(12))).map(|mark| mark.present)
    };
    for (text, expected) in [
        ("tous", Some(true)),
        ("Célia, l'Amap et moi", Some(true)),
        ("tous sauf moi", Some(false)),
        ("personne", Some(false)),
        ("seulement Célia", None),
        ("Célia\nSonia\n\nClaire", None),
    ] {
        assert_eq!(said(text), expected, "{text}");
    }
}

/// What was recorded: all but the Amap, and Marc came.
fn recorded() -> Vec<Person> {
    let mut people = people();
    for one in people.iter_mut().filter(|one| one.rank == Rank::Expected) {
        one.recorded = Some(one.organisation.as_deref() != Some("Amap des Lilas"));
    }
    let marc = Person { actor: None, recorded: Some(true), ..person(0, "Marc Durand (Amap)", "", Rank::Known) };
    people.push(marc);
    people
}

#[test]
fn a_later_reply_corrects() {
    let people = recorded();
    for (text, expected) in [
        ("Sonia était là", "Sonia"),
        ("En fait Sonia était là aussi", "Sonia"),
        ("Pardon, Paul n'est finalement pas venu", "-Paul"),
        ("Non, Paul était absent.", "-Paul"),
        ("Sonia était là aussi", "Sonia"),
        ("plus Lucie", "Lucie"),
        ("Paul n'est pas venu", "-Paul"),
        ("Marc n'est pas venu", "-[Marc Durand (Amap)]"),
        ("Paul n'est pas venu, Sonia est venue", "Sonia -Paul"),
        ("tous", "Célia Sonia Jeanne Karim Paul Léa Inès"),
        ("seulement Célia", "Célia -Sonia -Jeanne -Karim -Paul -Léa -Inès -[Marc Durand (Amap)]"),
        ("+ 3 personnes du quartier", "[+3 personnes du quartier]"),
    ] {
        assert_eq!(outcome(text, &people), expected, "{text:?} {:?}", roll_call(text, None));
    }
}

#[test]
fn a_long_text_is_no_roll_call() {
    let long = "tous sauf Amap ".repeat(1_000);
    assert_eq!(roll_call(&long, None).base, Base::Unsaid);
    assert!(!roll_call(&long, None).unclear.is_empty());
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,300}") {
        let _ = settle(&roll_call(&text, Some("Claire Vasseur")), &people(), None);
    }

    /// Words and signs that mean something, in any order: it never panics, and records nobody twice.
    #[test]
    fn any_order_of_telling_words_is_read(words in proptest::collection::vec(0_usize..28, 0..40)) {
        const WORDS: [&str; 28] = [
            "tous", "sauf", "l'Amap", "Célia", "et", ",", "\n", "plus", "(Amap)", "(", ")", "n'est pas venu", "était là",
            ".", ":", "- ", "seulement", "personne", "2", "voisins", "Marc Durand", "+", "aussi", "?", "qui", "Paul",
            "Présents :", "\n\n",
        ];
        let text = words.iter().filter_map(|at| WORDS.get(*at)).copied().collect::<Vec<_>>().join(" ");
        if let Ok(marks) = settle(&roll_call(&text, None), &people(), Some(ActorId(1))) {
            let mut actors: Vec<_> = marks.iter().filter_map(|mark| mark.actor).collect();
            let count = actors.len();
            actors.sort_unstable();
            actors.dedup();
            prop_assert_eq!(actors.len(), count);
        }
    }
}

#[test]
fn the_work_grows_with_the_text() {
    let many: Vec<Person> =
        (0..2_000).map(|n| person(n, &format!("Personne N{n}"), "Structure", Rank::Expected)).collect();
    let text = (0..300).map(|n| format!("N{n}")).collect::<Vec<_>>().join(", ");
    let marks = settle(&roll_call(&text, None), &many, None).unwrap();
    assert_eq!(marks.iter().filter(|mark| mark.present).count(), 300);
}
