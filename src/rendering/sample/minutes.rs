//! A compte rendu of an invented network, for the letters that bring one.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::{letter, meeting, merged, visit};
use crate::domain::minutes::{Block, Item, Minutes, Present, Section, SectionKind, Span};
use crate::rendering::minutes;

/// To everybody.
pub(super) fn letters() -> Vec<(&'static str, Value)> {
    let of = |gathering: Value, data: Value, present: bool| {
        letter(
            gathering,
            merged(
                json!({"was_present": present, "can_volunteer": present, "debriefs": debriefs(), "follow_ups": follow_ups()}),
                data,
            ),
        )
    };
    let bare = json!({"debriefs": [], "follow_ups": []});
    vec![
        ("was there", of(meeting(), shown(&full()), true)),
        ("was not there", of(visit(), merged(shown(&full()), json!({"follow_ups": []})), false)),
        ("plain, no gathering", of(Value::Null, merged(shown(&Minutes::default()), bare), true)),
    ]
}

/// To the organisers.
pub(super) fn reviews() -> Vec<(&'static str, Value)> {
    let review = json!({
        "recipients": 24, "version": 2,
        "warnings": ["Personne n'est noté présent : <demandez> qui était là."], "debriefs": debriefs(), "follow_ups": follow_ups(),
    });
    let bare = json!({
        "recipients": 1, "version": 1, "warnings": [], "debriefs": [], "follow_ups": [],
    });
    vec![
        ("full", letter(meeting(), merged(shown(&full()), review))),
        ("bare", letter(Value::Null, merged(shown(&Minutes::default()), bare))),
    ]
}

fn shown(of: &Minutes) -> Value {
    let present = Some(of.present.words.as_str()).filter(|words| !words.is_empty());
    json!({"minutes": {
        "title": of.title, "date": of.date, "authors": of.authors, "present_words": present,
        "text": minutes::text(of), "html": minutes::html(of),
    }})
}

fn debriefs() -> Value {
    let words = "Les <bacs> sont tenus par trois familles, sans budget.\n\nÀ refaire chez nous, avec l'école.";
    json!([{"name": "Ana Roca", "organisation": "Les Jardins partagés", "visit": "Visite du jardin partagé des Lilas", "text": words}])
}

fn follow_ups() -> Value {
    json!([
        {"number": 7, "kind": "visit", "title": "Visite de la Fabrique", "note": "un petit groupe, un samedi matin", "owner": null, "due": null},
        {"number": 8, "kind": "contact", "title": "Contact avec l'Amap", "note": "pour un prochain récit <à deux voix>", "owner": "Léa Martin", "due": "2027-07-15"},
        {"number": 9, "kind": "action", "title": "Rédiger une charte d'accueil", "note": null, "owner": "Karim Benali", "due": null},
    ])
}

fn full() -> Minutes {
    let words = "4 membres du groupe projet + Ana Roca des Jardins partagés + 7 autres actrices et acteurs";
    Minutes {
        title: Some("3e rencontre des Acteurs sur la coopération (5 juin 2027)".to_owned()),
        date: NaiveDate::from_ymd_opt(2027, 6, 5),
        authors: vec!["Léa Martin".to_owned(), "Karim Benali".to_owned()],
        present: Present { words: words.to_owned(), ..Present::default() },
        head: vec![
            Block::Heading { level: 1, text: plain("3e rencontre des Acteurs sur la coopération (5 juin 2027)") },
            field("Date de la réunion :", "5 juin 2027"),
            field("Nom de l'auteur du compte rendu :", "Léa Martin, Karim Benali"),
            Block::Heading { level: 2, text: plain("Compte rendu :") },
            paragraph(&format!("Présents : {words}.")),
        ],
        sections: vec![
            section(SectionKind::Observations, "Nos constats", observations()),
            section(SectionKind::Lessons, "Ce que nous apprend cette rencontre", lessons()),
            section(SectionKind::Leads, "Pistes", leads()),
        ],
    }
}

fn observations() -> Vec<Block> {
    let inner = vec![
        item("•", vec![paragraph("chacun a dit « ce qui coince », sans détour ;")]),
        item("•", vec![paragraph("deux structures ont échangé leurs numéros avant même la fin du repas.")]),
    ];
    vec![
        paragraph("Moins de monde qu'au printemps, mais des échanges qui vont plus loin :"),
        Block::List {
            items: vec![
                item(
                    "+",
                    vec![paragraph(
                        "Le format « récit à deux voix » plaît : on pose des questions, on rit, on <note>.",
                    )],
                ),
                item("+", vec![paragraph("La parole circule mieux en petits groupes :"), Block::List { items: inner }]),
                item(
                    "+",
                    vec![paragraph(
                        "Un lien à garder : https://ressources.example/cooperation/recits/troisieme-rencontre-des-acteurs/notes-completes",
                    )],
                ),
            ],
        },
    ]
}

fn lessons() -> Vec<Block> {
    let strong = Span { strong: true, ..Span::plain("créer du nouveau") };
    let link = Span { link: Some("https://fabrique.example/".to_owned()), ..Span::plain("la Fabrique") };
    let text = vec![
        Span::plain("Coopérer, c'est "),
        strong,
        Span::plain(" : on ne rentre pas dans le projet de l'autre. L'exemple de "),
        link,
        Span::plain(" l'a montré."),
    ];
    vec![
        Block::Paragraph { text },
        Block::Quote { blocks: vec![paragraph("Je viens pour prendre l'habitude de travailler avec d'autres.")] },
        Block::Heading { level: 3, text: plain("Deux conditions") },
        Block::List { items: vec![item("1.", vec![paragraph("du temps ;")]), item("2.", vec![paragraph("un lieu.")])] },
    ]
}

fn leads() -> Vec<Block> {
    vec![
        paragraph("Visiter la Fabrique : un petit groupe, un samedi matin."),
        paragraph("Contacter l'Amap pour un prochain récit (Léa Martin, d'ici mi-juillet)."),
    ]
}

fn section(kind: SectionKind, title: &str, blocks: Vec<Block>) -> Section {
    Section { kind, title: Some(title.to_owned()), blocks }
}

fn plain(text: &str) -> Vec<Span> {
    vec![Span::plain(text)]
}

fn field(label: &str, value: &str) -> Block {
    Block::Field { label: label.to_owned(), value: plain(value) }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: plain(text) }
}

fn item(marker: &str, blocks: Vec<Block>) -> Item {
    Item { marker: marker.to_owned(), blocks }
}
