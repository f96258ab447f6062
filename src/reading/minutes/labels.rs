//! What the lines of a compte rendu are called: its three fields, who was there, what a section is about.

use super::words::Words;
use crate::domain::minutes::SectionKind;
use crate::reading::answer::words::fold;

/// What a line's label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// Date de la réunion.
    Date,
    /// Nom de l'auteur du compte rendu.
    Authors,
    /// Compte rendu.
    Body,
    /// Présents.
    Present,
}

/// No label is longer, in bytes.
const LONGEST: usize = 120;

/// The label that a line begins with, and where its value begins.
pub(super) fn label(line: &str) -> Option<(Label, usize)> {
    let colon = line.char_indices().take(LONGEST).find(|(_, char)| matches!(char, ':' | '：'));
    match colon {
        Some((at, char)) => Some((named(line.get(..at)?)?, at + char.len_utf8())),
        None => without_colon(line).map(|at| (Label::Present, at)),
    }
}

fn named(name: &str) -> Option<Label> {
    const AUTHORS: [&str; 13] = [
        "auteur",
        "auteurs",
        "auteure",
        "auteures",
        "autrice",
        "autrices",
        "author",
        "authors",
        "redacteur",
        "redactrice",
        "redacteurs",
        "redactrices",
        "redige",
    ];
    let folded = fold(name);
    let words: Vec<&str> = folded.split(' ').collect();
    let is_author = words.iter().any(|word| AUTHORS.contains(word))
        || ["written by", "minutes by", "minutes taken by", "notes taken by"].contains(&folded.as_str());
    match folded.as_str() {
        "date"
        | "date de la reunion"
        | "date de la rencontre"
        | "date de reunion"
        | "date de rencontre"
        | "date of the meeting"
        | "date of meeting"
        | "meeting date"
        | "date of the gathering" => Some(Label::Date),
        _ if is_body(&folded) => Some(Label::Body),
        _ if is_author && words.len() <= 9 => Some(Label::Authors),
        _ if is_presence(&words) => Some(Label::Present),
        _ => None,
    }
}

/// Whether a folded heading or label announces the compte rendu itself.
pub(super) fn is_body(folded: &str) -> bool {
    matches!(
        folded,
        "compte rendu"
            | "compte rendu de la reunion"
            | "compte rendu de la rencontre"
            | "compte rendu de reunion"
            | "texte du compte rendu"
            | "minutes"
            | "minutes of the meeting"
            | "meeting minutes"
    )
}

const PRESENT: [&str; 14] = [
    "present",
    "presents",
    "presente",
    "presentes",
    "participant",
    "participants",
    "participante",
    "participantes",
    "participant e",
    "attendees",
    "attending",
    "attendance",
    "attended",
    "presence",
];

/// Whether a label of these folded words stands before those who were there: "étaient présents le 3 avril".
fn is_presence(words: &[&str]) -> bool {
    const LEAD: [&str; 6] = ["etaient", "sont", "personnes", "liste", "feuille", "in"];
    let says = |words: &[&str]| words.iter().any(|word| PRESENT.contains(word));
    let (first, rest) = words.split_at_checked(1).unwrap_or((words, &[]));
    let begins = says(first) || (first.iter().any(|word| LEAD.contains(word)) && says(rest.get(..2).unwrap_or(rest)));
    begins && words.len() <= 10
}

/// Whether a heading does.
pub(super) fn heads_the_present(title: &str) -> bool {
    let folded = fold(title);
    is_presence(&folded.split(' ').collect::<Vec<_>>()) && folded.split(' ').count() <= 4
}

/// "Étaient présents Léa et Karim": where the names begin.
fn without_colon(line: &str) -> Option<usize> {
    let words = Words::of(line.get(..line.floor_char_boundary(LONGEST))?);
    let were = matches!(words.get(0), "etaient" | "sont") && PRESENT.contains(&words.get(1));
    // "présent·e·s" is three words.
    let mut last = 1;
    while matches!(words.get(last + 1), "e" | "s" | "es") {
        last += 1;
    }
    were.then(|| words.end(last))
}

/// Whether a folded label says that it's the meeting's own date, not a mail's.
pub(super) fn is_sure(line: &str) -> bool {
    line.split_once([':', '：']).is_some_and(|(name, _)| fold(name) != "date")
}

/// What a section of this title is about.
pub(super) fn section_kind(title: &str) -> SectionKind {
    const OBSERVATIONS: [&str; 10] = [
        "constat",
        "constats",
        "constate",
        "constatons",
        "observation",
        "observations",
        "bilan",
        "ressentis",
        "observed",
        "noticed",
    ];
    const LESSONS: [&str; 15] = [
        "apprend",
        "apprennent",
        "apprentissage",
        "apprentissages",
        "appris",
        "enseignement",
        "enseignements",
        "lecon",
        "lecons",
        "retenons",
        "retenir",
        "lesson",
        "lessons",
        "learned",
        "learnt",
    ];
    const LEADS: [&str; 9] =
        ["piste", "pistes", "suite", "suites", "perspectives", "actions", "leads", "followups", "todo"];
    const LEADS_PHRASES: [&str; 8] = [
        "a faire",
        "prochaines etapes",
        "et maintenant",
        "next steps",
        "follow up",
        "follow ups",
        "to do",
        "what next",
    ];
    let folded = fold(title);
    let words: Vec<&str> = folded.split(' ').collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    let padded = format!(" {folded} ");
    if has(&LESSONS) {
        SectionKind::Lessons
    } else if has(&OBSERVATIONS) {
        SectionKind::Observations
    } else if has(&LEADS) || LEADS_PHRASES.iter().any(|phrase| padded.contains(&format!(" {phrase} "))) {
        SectionKind::Leads
    } else {
        SectionKind::Other
    }
}

/// Whether a title speaks of a meeting or its compte rendu.
pub(super) fn speaks_of_a_meeting(title: &str) -> bool {
    const MEETING: [&str; 12] = [
        "rencontre",
        "rencontres",
        "reunion",
        "visite",
        "assemblee",
        "cr",
        "rendu",
        "meeting",
        "minutes",
        "gathering",
        "visit",
        "seance",
    ];
    fold(title).split(' ').any(|word| MEETING.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_however_they_are_typed() {
        for (line, expected) in [
            ("Date de la réunion : 3 mai", Some(Label::Date)),
            ("date de la reunion:3 mai", Some(Label::Date)),
            ("Nom de l’auteur du compte rendu\u{a0}: Léa", Some(Label::Authors)),
            ("Noms des auteur·e·s du compte-rendu :", Some(Label::Authors)),
            ("Rédigé par : Léa", Some(Label::Authors)),
            ("Compte-rendu: la séance", Some(Label::Body)),
            ("COMPTE RENDU :", Some(Label::Body)),
            ("Présent·e·s le 3 mai : Léa", Some(Label::Present)),
            ("Étaient présents Léa et Karim", Some(Label::Present)),
            ("Date of the meeting: 3 May", Some(Label::Date)),
            ("Author: Léa", Some(Label::Authors)),
            ("Minutes:", Some(Label::Body)),
            ("Attendees: Léa", Some(Label::Present)),
            ("Le compte rendu est en ligne : voir le site", None),
            ("Un participant dit : « oui »", None),
            ("Les présents ont dit leur joie", None),
        ] {
            assert_eq!(label(line).map(|(label, _)| label), expected, "{line}");
        }
    }

    #[test]
    fn sections_are_known_by_their_title() {
        for (title, kind) in [
            ("Nos constats", SectionKind::Observations),
            ("CE QUE NOUS APPREND CETTE RENCONTRE", SectionKind::Lessons),
            ("Ce que nous retenons", SectionKind::Lessons),
            ("Pistes", SectionKind::Leads),
            ("Et maintenant ?", SectionKind::Leads),
            ("What we noticed", SectionKind::Observations),
            ("What we learned", SectionKind::Lessons),
            ("Next steps", SectionKind::Leads),
            ("Récit de l'Épicerie", SectionKind::Other),
        ] {
            assert_eq!(section_kind(title), kind, "{title}");
        }
    }
}
