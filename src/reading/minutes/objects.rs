//! Whom or what is to be visited or contacted: the names behind a verb, in the list that people make of them.

use super::cues::Cue;
use super::words::{Words, begins_as_a_name};
use crate::domain::follow_up::FollowUpKind;
use crate::domain::language::Language;

/// Nobody names more at once.
const MOST: usize = 20;

/// A name has no more words.
const LONGEST: usize = 9;

/// One of them.
pub(super) struct Object<'a> {
    /// `le `, `la `, `les `, `l'`, `the ` or none.
    pub article: &'a str,
    pub name: &'a str,
}

/// The objects of a verb, and where in bytes what is said of them begins.
pub(super) fn named<'a>(sentence: &'a str, cue: &Cue) -> (Vec<Object<'a>>, usize) {
    let behind = sentence.get(cue.object..).unwrap_or_default();
    let lead = behind.len()
        - behind
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '\'' | '’' | '«' | '“' | '"'))
            .len();
    let from = cue.object + lead;
    let list = sentence.get(from..).unwrap_or_default();
    let list = list.get(..list_end(list)).unwrap_or(list);
    let (mut objects, mut at, mut end) = (Vec::new(), 0, from);
    while let Some(rest) = list.get(at..).filter(|rest| !rest.trim().is_empty() && objects.len() < MOST) {
        let (piece, next) = split(rest);
        let first = objects.is_empty();
        let Some(object) = object(piece, if first { cue.article } else { "" }, cue) else { break };
        end = from + at + piece.trim_end().len();
        objects.push(object);
        at += next;
    }
    (objects, end)
}

/// Where a list of names ends: at a sign, or at a word with which something else is said.
fn list_end(text: &str) -> usize {
    const STOPS: [&str; 34] = [
        "pour", "afin", "qui", "que", "si", "avant", "lors", "dont", "sur", "car", "parce", "d", "for", "about",
        "before", "by", "who", "because", "if", "so", "when", "quand", "pendant", "in", "on", "with", "avec",
        "ensemble", "des", "depuis", "puis", "and", "et", "to",
    ];
    let sign = text.char_indices().find(|(at, c)| {
        let after = text.get(at + c.len_utf8()..).unwrap_or_default();
        matches!(c, ';' | ':' | '(' | '“' | '”' | '"' | '«' | '»' | '!' | '?' | '=' | '→' | '…')
            || (*c == '.' && (after.is_empty() || after.starts_with(char::is_whitespace)))
    });
    let sign = sign.map_or(text.len(), |(at, _)| at);
    let words = Words::of(text);
    let stop = (1..words.len()).find(|n| {
        let word = words.get(*n);
        let lower = words.raw(*n).starts_with(char::is_lowercase);
        match word {
            // "d'ici fin mars", not "Théâtre d'Ivry".
            "d" => words.get(n + 1) == "ici",
            "des" => words.get(n + 1) == "que",
            "au" => words.get(n + 1) == "sujet",
            "a" => words.get(n + 1) == "propos",
            "en" => words.get(n + 1) == "vue",
            // Only where no other name follows.
            "et" | "and" => !is_object(words.text.get(words.start(n + 1)..).unwrap_or_default()),
            _ => lower && STOPS.contains(&word),
        }
    });
    sign.min(stop.map_or(text.len(), |n| words.start(n)))
}

/// The first of several names, and how far the next is.
fn split(text: &str) -> (&str, usize) {
    const BETWEEN: [&str; 12] = [", ", " et ", " and ", " ou ", " or ", " - ", " – ", " — ", " / ", " + ", " & ", "\n"];
    let found = BETWEEN.iter().filter_map(|between| Some((text.find(between)?, between.len()))).min();
    match found {
        Some((at, length)) => (text.get(..at).unwrap_or(text), at + length),
        None => (text, text.len()),
    }
}

/// Whether a text begins like one more name.
fn is_object(text: &str) -> bool {
    let (article, rest) = article(text);
    !article.is_empty() || begins_as_a_name(rest)
}

fn article(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let preposition =
        ["avec ", "with ", "à ", "de ", "to "].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
    let found = ["le ", "la ", "les ", "l'", "l’", "the "].iter().find(|article| preposition.starts_with(**article));
    preposition.split_at_checked(found.map_or(0, |article| article.len())).unwrap_or(("", preposition))
}

fn object<'a>(piece: &'a str, given: &'static str, cue: &Cue) -> Option<Object<'a>> {
    let (written, name) = article(piece);
    let name = name.trim().trim_end_matches(['.', ',', ' ']);
    let article = if written.is_empty() { given } else { written };
    let first = name.split_whitespace().next()?;
    let proper = begins_as_a_name(name) || (has_digit_and_letter(first) && !is_ordinal(first));
    let fits = if cue.vague { proper } else { proper || !article.is_empty() };
    (fits && name.split_whitespace().count() <= LONGEST && !is_time(name)).then_some(Object { article, name })
}

/// `lab86`.
fn has_digit_and_letter(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit()) && word.contains(char::is_alphabetic)
}

/// `1er`, `2e`, `14h`, `3rd`.
fn is_ordinal(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// "contacter la semaine prochaine" names nobody.
fn is_time(name: &str) -> bool {
    let first = Words::of(name);
    matches!(
        first.get(0),
        "semaine" | "mois" | "annee" | "lendemain" | "plus" | "suite" | "next" | "week" | "month" | "end"
    )
}

/// `Visite du jardin`, `Contact avec l'Amap`, `Visit to the garden`.
pub(super) fn title(kind: FollowUpKind, language: Language, object: &Object<'_>) -> String {
    let Object { article, name } = object;
    match (language, kind) {
        (Language::En, FollowUpKind::Visit) => format!("Visit to {article}{name}"),
        (Language::En, _) => format!("Contact with {article}{name}"),
        (Language::Fr, FollowUpKind::Visit) => format!("Visite {}{name}", of(article, name)),
        (Language::Fr, _) => format!("Contact avec {article}{name}"),
    }
}

/// "de" as it joins an article or a vowel.
fn of(article: &str, name: &str) -> String {
    match article.trim() {
        "le" => "du ".to_owned(),
        "les" => "des ".to_owned(),
        "" if name.to_lowercase().starts_with(['a', 'e', 'é', 'è', 'ê', 'i', 'î', 'o', 'u', 'y', 'â', 'ô', 'h']) => {
            "d'".to_owned()
        }
        _ => format!("de {article}"),
    }
}
