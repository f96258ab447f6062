//! Names, and who was there.

use super::words::{Words, begins_as_a_name};
use crate::domain::minutes::{NamedPresent, Present, UnnamedCount};
use crate::reading::answer::words::fold;

/// Nobody lists more.
const MOST: usize = 500;

/// The names of a list: between commas, line feeds, "et", "and", `&`, `+`, `/`; without what stands in brackets.
pub(super) fn names(text: &str) -> Vec<String> {
    let text = text.trim().trim_start_matches('[').trim_end_matches(']');
    let clean = |part: &str| {
        let name = part.split(['(', '<']).next().unwrap_or_default();
        name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | '"' | '\'' | '-')).to_owned()
    };
    parts(text, &[',', ';', '\n', '+', '&', '/'])
        .into_iter()
        .map(clean)
        .filter(|name| !name.is_empty())
        .take(MOST)
        .collect()
}

/// A text in the parts between separators and "et"; not within brackets.
fn parts<'a>(text: &'a str, separators: &[char]) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut from, mut depth) = (0_usize, 0_usize);
    for (at, char) in text.char_indices() {
        let after = text.get(at..).unwrap_or_default();
        let word = [" et ", " and ", " ainsi que "].into_iter().find(|word| after.starts_with(word));
        match char {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 || at < from => {}
            c if separators.contains(&c) => {
                parts.push(text.get(from..at).unwrap_or_default());
                from = at + c.len_utf8();
            }
            _ => {
                if let Some(word) = word {
                    parts.push(text.get(from..at).unwrap_or_default());
                    from = at + word.len();
                }
            }
        }
    }
    parts.push(text.get(from..).unwrap_or_default());
    parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// Who was there, of the words behind "Présents :".
pub(super) fn present(words: &str) -> Present {
    let mut present = Present { words: words.trim().to_owned(), ..Present::default() };
    let there = before_the_absent(first_sentence(words));
    // Where others separate, a comma stands between a name and its organisation.
    let commas = !there.contains([';', '+', '\n']);
    let separators: &[char] = if commas { &[',', ';', '\n', '+'] } else { &[';', '\n', '+'] };
    for part in parts(there, separators).into_iter().take(MOST) {
        let part = part.trim_end_matches('.');
        if let Some(count) = unnamed(part) {
            present.unnamed.push(count);
        } else if let Some(named) = named(part, commas) {
            present.named.push(named);
        }
    }
    present
}

/// Up to the first point behind which another sentence begins; not behind an initial.
fn first_sentence(text: &str) -> &str {
    let end = text.match_indices(". ").find_map(|(at, point)| {
        let before = text.get(..at)?;
        let initial = before.chars().rev().take_while(|c| c.is_alphanumeric()).count() < 2 && !before.ends_with(')');
        let goes_on = text.get(at + point.len()..)?.trim_start().starts_with(|c: char| !c.is_uppercase());
        (!initial && !goes_on).then_some(at)
    });
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}

/// Up to "Excusés :", "absents".
fn before_the_absent(text: &str) -> &str {
    const ABSENT: [&str; 10] = [
        "excuse",
        "excuses",
        "excusee",
        "excusees",
        "absent",
        "absents",
        "absente",
        "absentes",
        "apologies",
        "regrets",
    ];
    let words = Words::of(text);
    let end = (0..words.len()).find(|n| ABSENT.contains(&words.get(*n))).map_or(text.len(), |n| words.start(n));
    text.get(..end).unwrap_or(text)
}

/// `6 autres acteurs`, `une dizaine de personnes`.
fn unnamed(part: &str) -> Option<UnnamedCount> {
    let words = Words::of(part);
    let (count, next) = match (words.get(0), words.get(1)) {
        ("une", "dizaine") | ("a", "dozen") => (if words.get(1) == "dozen" { 12 } else { 10 }, 2),
        ("une", "douzaine") => (12, 2),
        ("une", "quinzaine") => (15, 2),
        ("une", "vingtaine") => (20, 2),
        ("une", "trentaine") => (30, 2),
        (first, _) => (number(first)?, 1),
    };
    let next = next + usize::from(next == 2 && matches!(words.get(2), "de" | "d"));
    let group = part.get(words.start(next)..).unwrap_or_default().trim();
    (!group.is_empty() && part.starts_with(words.raw(0))).then(|| UnnamedCount { count, group: group.to_owned() })
}

fn number(word: &str) -> Option<u32> {
    const FRENCH: [&str; 13] =
        ["zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"];
    const ENGLISH: [&str; 13] =
        ["nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let of = |names: [&str; 13]| names.iter().position(|name| *name == word).and_then(|n| u32::try_from(n).ok());
    let digits = word.parse().ok().filter(|n| *n < 100_000);
    digits.or_else(|| of(FRENCH)).or_else(|| of(ENGLISH)).or_else(|| (word == "une").then_some(1))
}

/// `Célia de l'Ageca`, `Léa Martin (Théâtre de l'Étoile)`, `Karim Benali, L'Épicerie`.
fn named(part: &str, commas: bool) -> Option<NamedPresent> {
    let part = part.strip_prefix("de ").unwrap_or(part).trim_start_matches(['-', '•', '*']).trim_start();
    if !begins_as_a_name(part) {
        return None;
    }
    let (bare, bracket) = match part.split_once('(') {
        Some((bare, rest)) => (bare.trim(), rest.split(')').next()),
        None => (part, None),
    };
    let (bare, behind_comma) = match bare.split_once(',').filter(|_| !commas) {
        Some((name, organisation)) => (name.trim(), Some(organisation)),
        None => (bare, None),
    };
    let (name, joined) = name_and_organisation(bare);
    let bracket = bracket.filter(|inside| begins_as_a_name(inside) || inside.contains('\''));
    let organisation = joined.or(behind_comma).or(bracket).map(without_article).filter(|words| !words.is_empty());
    Some(NamedPresent { name: name.to_owned(), organisation: organisation.map(str::to_owned) })
}

/// The words with a capital are the name; what "de", "du", "pour" or a dash joins to it is the organisation, up to "qui".
fn name_and_organisation(text: &str) -> (&str, Option<&str>) {
    let words = Words::of(text);
    let mut last = 0;
    // "Jean-Pierre", "Anne Petit": all that has a capital.
    while last + 1 < words.len()
        && begins_as_a_name(words.raw(last + 1))
        && matches!(words.gap(last), " " | "-" | "\u{a0}" | ". " | "'" | "’")
    {
        last += 1;
    }
    let name = text.get(..words.end(last)).unwrap_or(text);
    let joins = matches!(words.get(last + 1), "de" | "du" | "des" | "d" | "pour" | "from" | "of" | "for" | "chez");
    let dash = matches!(words.gap(last).trim(), "-" | "–" | "—" | ":") && words.gap(last).contains(' ');
    if !joins && !dash {
        return (name, None);
    }
    let from = if joins { last + 2 } else { last + 1 };
    let until = (from..words.len())
        .find(|n| {
            matches!(words.get(*n), "qui" | "who" | "pour" | "venu" | "venue" | "a")
                || ends_a_part(words.gap(n.saturating_sub(1)))
        })
        .map_or(text.len(), |n| words.end(n.saturating_sub(1)));
    (name, text.get(words.start(from)..until.max(words.start(from))).map(str::trim))
}

fn ends_a_part(gap: &str) -> bool {
    gap.contains([',', ':', '(', '–', '—', '=', '"', '«', '“'])
}

/// Without "la ", "l'", "the ".
pub(super) fn without_article(text: &str) -> &str {
    let text = text.trim();
    // An article with a capital belongs to the name: "L'Épicerie".
    let bare = ["la ", "le ", "les ", "l'", "l’", "the "].iter().find_map(|article| text.strip_prefix(article));
    bare.map_or(text, str::trim_start)
}

/// Whether a text is a person's name: a few words, each with a capital.
pub(super) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=3).contains(&words.len())
        && words.iter().all(|word| {
            begins_as_a_name(word) && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.'))
        })
        && !fold(text).is_empty()
}
