//! Comptes rendus of invented networks, in every form: what is recognised, and that no word is lost.

mod hostile;
mod real;

use proptest::prelude::*;

use super::{looks_like_minutes, minutes, proposals};
use crate::domain::minutes::{Block, Minutes, SectionKind};

const PLAIN: &str = include_str!("tests/fixtures/plain.txt");
const MARKDOWN: &str = include_str!("tests/fixtures/markdown.md");
const SLOPPY: &str = include_str!("tests/fixtures/sloppy.txt");
const ENGLISH: &str = include_str!("tests/fixtures/english.txt");

/// Words of letters and digits.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// The head of a compte rendu in one line: title | date | authors | present.
fn told(minutes: &Minutes) -> String {
    let named = minutes.present.named.iter();
    let named = named.map(|one| match &one.organisation {
        Some(organisation) => format!("{} ({organisation})", one.name),
        None => one.name.clone(),
    });
    let unnamed = minutes.present.unnamed.iter().map(|one| format!("{}×{}", one.count, one.group));
    let date = minutes.date.map(|date| date.to_string()).unwrap_or_default();
    let title = minutes.title.clone().unwrap_or_default();
    let present: Vec<String> = named.chain(unnamed).collect();
    format!("{title} | {date} | {} | {}", minutes.authors.join(", "), present.join(", "))
}

/// The proposals, each in one line: kind, title | note | owner | due.
fn promised(text: &str) -> Vec<String> {
    let line = |text: Option<String>| text.unwrap_or_default();
    let told = proposals(&minutes(text)).into_iter().map(|one| {
        let due = line(one.due.map(|date| date.to_string()));
        format!("{}: {} | {} | {} | {due}", one.kind, one.title, line(one.note), line(one.owner))
    });
    told.collect()
}

#[test]
fn what_stands_at_the_head_is_recognised() {
    for (text, expected) in [
        (
            PLAIN,
            "Deuxième rencontre du réseau des Cantines de quartier (12 mars 2027) | 2027-03-12 | Maud Verdier, Idris Lacombe \
             | Solène Marchetti (Ressourcerie du Canal), 4×membres du comité, 10×voisins",
        ),
        (
            MARKDOWN,
            "Compte rendu de la rencontre des Ateliers du fleuve | 2027-05-20 | Noémie Bastide, Paul Andrieu | Noémie Bastide \
             (La Voilerie), Paul Andrieu, Aïcha Diop, 6×bénévoles",
        ),
        (SLOPPY, "CR réunion des Cyclofficines, 7/11/2027 | 2027-11-07 |  | Jules, Fatou, Merlin"),
        (
            ENGLISH,
            "Spring meeting of the Riverside Makers | 2027-04-03 | Hannah Poole | Hannah Poole (Tool Library), Omar Reid, 5×neighbours",
        ),
        ("", " |  |  | "),
        ("Date de la réunion :\n3 mai 2027\nAuteur :\nLéa\nCompte rendu :\nBonne soirée.", " | 2027-05-03 | Léa | "),
    ] {
        assert_eq!(told(&minutes(text)), expected);
    }
}

#[test]
fn sections_are_those_of_the_text() {
    use SectionKind::{Leads, Lessons, Observations, Other};
    for (text, expected) in [
        (
            PLAIN,
            vec![
                (Observations, "Nos constats", 2),
                (Lessons, "Ce que nous apprend cette soirée", 1),
                (Leads, "Pistes", 3),
            ],
        ),
        (MARKDOWN, vec![(Observations, "Constats", 5), (Leads, "Et maintenant ?", 1)]),
        (SLOPPY, vec![(Observations, "Constats", 1), (Leads, "À faire", 2)]),
        (
            ENGLISH,
            vec![(Observations, "What we noticed", 1), (Lessons, "What we learned", 1), (Leads, "Next steps", 2)],
        ),
        ("Compte rendu : tout va bien.\n\nVraiment.", vec![(Other, "", 2)]),
    ] {
        let read = minutes(text);
        let sections = read.sections.iter();
        let told: Vec<_> =
            sections.map(|one| (one.kind, one.title.as_deref().unwrap_or_default(), one.blocks.len())).collect();
        assert_eq!(told, expected, "{read:#?}");
    }
}

#[test]
fn lists_are_nested_as_they_were_typed() {
    fn outline(blocks: &[Block], depth: usize, out: &mut Vec<String>) {
        for block in blocks {
            if let Block::List { items } = block {
                for item in items {
                    out.push(format!("{}{}", " ".repeat(depth), item.marker));
                    outline(&item.blocks, depth + 1, out);
                }
            }
        }
    }
    for (text, expected) in [
        (PLAIN, "+\n+\n •\n •\n  -\n  -\n+"),
        (MARKDOWN, "1.\n2.\n -\n -"),
        ("a :\n+ b\n- c\n- d\n+ e", "+\n -\n -\n+"),
        ("a :\n- b\n\n- c\n\td\n\n  e\n1) f", "-\n-\n 1)"),
    ] {
        let mut out = Vec::new();
        let read = minutes(text);
        outline(&read.sections.first().unwrap().blocks, 0, &mut out);
        assert_eq!(out.join("\n"), expected, "{text}\n{read:#?}");
    }
    let deep: String = (0..200).map(|n| format!("{}- a{n}\n", "  ".repeat(n))).collect();
    assert_eq!(words(&minutes(&deep).plain_text()), words(&deep));
    serde_json::from_str::<Minutes>(&serde_json::to_string(&minutes(&deep)).unwrap()).unwrap();
    let quoted = format!("# a\n\n{} b", ">".repeat(3_000));
    serde_json::from_str::<Minutes>(&serde_json::to_string(&minutes(&quoted)).unwrap()).unwrap();
}

#[test]
fn what_is_promised_is_proposed() {
    for (text, expected) in [
        (
            PLAIN,
            &[
                "visit: Visite du Hangar 12 | un petit groupe, un samedi |  | ",
                "contact: Contact avec Jardins Perchés | pour les prochains récits ; si c'est en visio, prévoir un essai |  | ",
                "contact: Contact avec l'Amap du Moulin | pour les prochains récits ; si c'est en visio, prévoir un essai |  | ",
                "contact: Contact avec Radio Quartier | pour les prochains récits ; si c'est en visio, prévoir un essai |  | ",
                "action: Rédiger une charte d'accueil |  | Maud | 2027-04-30",
                "action: Réserver la salle |  | Idris | 2027-04-03",
                "contact: Contact avec la mairie | au sujet du four | Solène Marchetti | ",
            ][..],
        ),
        (
            MARKDOWN,
            &[
                "visit: Visite de la Voilerie | avec les apprentis |  | ",
                "visit: Visite du Chantier naval | avec les apprentis |  | ",
                "contact: Contact avec Énergie Partagée |  | Paul | 2027-06-30",
                "action: Organiser un repas |  |  | ",
            ],
        ),
        (
            SLOPPY,
            &[
                "contact: Contact avec Vélocité | pour les chambres à air |  | ",
                "action: Trouver un pied d'atelier |  | Merlin | ",
                "contact: Contact avec la mairie |  | Fatou | ",
                "action: Imprimer les affiches |  |  | ",
            ],
        ),
        (
            ENGLISH,
            &[
                "visit: Visit to the Boat Yard | in May, a small group |  | ",
                "contact: Contact with Repair Café | about the next story; if online, test the sound first |  | ",
                "contact: Contact with the Allotment Society | about the next story; if online, test the sound first |  | ",
                "action: Draft a welcome sheet |  | Omar | 2027-04-30",
                "action: Book the hall |  | Hannah | ",
            ],
        ),
        (
            "Pistes\n\nContacts à prendre :\n- Amap\n- le Fournil (Léa)\n\nNe pas contacter la presse. Rester en contact avec tous.",
            &["contact: Contact avec Amap |  |  | ", "contact: Contact avec le Fournil |  | Léa | "],
        ),
        ("Bilan\n\nNous avons pu visiter le Hangar. Il a fallu contacter la mairie.\nEntendre cela fait du bien.", &[]),
        ("Divers\n\nRédiger la charte (Léa).\nRester simples.", &["action: Rédiger la charte |  | Léa | "]),
    ] {
        assert_eq!(promised(text), expected, "{text}");
    }
}

#[test]
fn only_a_compte_rendu_looks_like_one() {
    for text in [PLAIN, ENGLISH, SLOPPY] {
        assert!(looks_like_minutes(text), "{text}");
    }
    assert!(looks_like_minutes(MARKDOWN));
    assert!(looks_like_minutes("Bonjour,\n\nDate de la réunion: 3 mai\nCompte rendu :\nblabla"));
    for text in [
        "",
        "Je viens !",
        "Bonjour,\n\nvoici le compte rendu, merci de me dire s'il manque quelque chose.\n\nLéa",
        "Compte rendu\n\nJe ne l'ai pas reçu, pouvez-vous me le renvoyer ?",
        "De : Léa\nDate : 3 mai 2027\nObjet : compte rendu\n\nJe viens.",
        "> Date de la réunion : 3 mai\n> Compte rendu : oui\n\nMerci pour ce compte rendu.",
        "Participants : 3\nJe viens avec deux amis.",
    ] {
        assert!(!looks_like_minutes(text), "{text}");
    }
}

#[test]
fn what_markdown_would_hide_is_kept() {
    for text in [
        "# Titre\n\n[a]: https://x.example \"b\"\n\n&nbsp; &eacute;\n",
        "# Titre\n\n<!-- note cachée -->\n<b>gras</b> `code` ![image](https://x.example/i.png)\n",
        "# Titre\n\n```rust\nlet a = 1;\n```\n\n    indenté\n",
        "# Titre\n\n1. un\n1. deux\n7. sept\n\n- [ ] à faire\n| a | b |\n",
    ] {
        assert_eq!(words(&minutes(text).plain_text()), words(text), "{:#?}", minutes(text));
    }
}

proptest! {
    #[test]
    fn no_word_is_ever_lost(text in "(\\PC|\n|\r\n|\t|- |\\+ |  • |# |> |\\*\\*|Date de la réunion : |Compte rendu :|Présents : |Pistes\n|---\n|\\[a\\]: |visiter ){0,60}") {
        let read = minutes(&text);
        let kept = read.plain_text();
        prop_assert_eq!(words(&kept), words(&text));
        let _ = (proposals(&read), looks_like_minutes(&text));
        let json = serde_json::to_string(&read).unwrap();
        prop_assert_eq!(serde_json::from_str::<Minutes>(&json).unwrap(), read);
    }

    #[test]
    fn the_plain_form_keeps_every_token(lines in prop::collection::vec("(  )?([+•-] |[A-Z]{3}|Date : )?[a-zé]{1,8}( [a-z«».:;+=(]{1,9}){0,14}|", 0..30)) {
        let text = lines.join("\n");
        let read = minutes(&text);
        let kept = read.plain_text();
        prop_assert_eq!(kept.split_whitespace().collect::<Vec<_>>(), text.split_whitespace().collect::<Vec<_>>());
    }
}

#[test]
fn a_long_text_takes_no_longer_than_its_length() {
    for text in [
        "a (b. ".repeat(40_000),
        "- x\n".repeat(50_000),
        "[".repeat(50_000),
        "# a\n\n*".repeat(20_000),
        "é, ".repeat(60_000),
    ] {
        let leads = format!("# Pistes\n\n{text}");
        let _ = (minutes(&text), proposals(&minutes(&leads)), looks_like_minutes(&text));
    }
}
