//! Who comes in the sender's stead.

use crate::domain::reading::{Intent, Named};

use super::super::draft::Draft;
use super::super::fields::addresses;
use super::words::{Clause, fold};
use super::{Heard, quoted};

/// Finds who was named to come instead.
pub(super) fn find(heard: &[Heard], text: &str) -> Option<Named> {
    let found = heard.iter().enumerate().filter(|(_, h)| !h.clause.question).find_map(|(at, here)| {
        let line = format!(" {} ", here.clause.text());
        let next = heard.get(at + 1).map(|h| &h.clause);
        let before = [
            "a ma place",
            "me remplace",
            "me remplacera",
            "me representera",
            "nous representera",
            "me represente",
            "in my place",
            "instead of me",
            "on my behalf",
            "in my stead",
            "will represent me",
        ];
        let after = [
            "represente par",
            "representee par",
            "remplace par",
            "remplacee par",
            "pouvoir a",
            "represented by",
            "procuration a",
            "delegue",
            "j envoie",
        ];
        if let Some(phrase) = before.iter().find(|phrase| line.contains(&format!(" {phrase} "))) {
            let until = words_before(&line, phrase);
            let earlier = heard.iter().take(at).rev().take_while(|h| h.clause.sentence == here.clause.sentence);
            let own = last_name(&here.clause, until);
            return Some(own.or_else(|| earlier.map(|h| &h.clause).find_map(|c| last_name(c, c.words.len()))));
        }
        let phrase = after.iter().find(|phrase| line.contains(&format!(" {phrase} ")))?;
        let from = words_before(&line, phrase) + phrase.split(' ').count();
        let name = (from..here.clause.words.len()).find_map(|n| name_at(&here.clause, n));
        Some(name.or_else(|| name_at(next?, 0)))
    });
    Some(Named { name: found?, email: addresses(text).into_iter().next() })
}

/// A delegate means that the sender doesn't come.
pub(super) fn apply(delegate: Named, lang: &str, draft: &mut Draft) {
    if draft.reading.intent == Some(Intent::Tentative) {
        return;
    }
    let name = delegate.name.clone().unwrap_or_default();
    if draft.reading.intent == Some(Intent::Attending) {
        draft.doubt(quoted(&name, lang));
    }
    if !name.is_empty() {
        draft.because([quoted(&name, lang)]);
    }
    draft.reading.intent = Some(Intent::Regrets);
    draft.reading.confidence = if delegate.name.is_some() { 0.85 } else { 0.7 };
    draft.reading.delegate = Some(delegate);
}

fn words_before(line: &str, phrase: &str) -> usize {
    line.split_once(&format!(" {phrase} ")).map_or(0, |(before, _)| before.split_whitespace().count())
}

/// The last name that ends before a word.
fn last_name(clause: &Clause, until: usize) -> Option<String> {
    let starts = (0..until).rev().filter(|n| is_name_word(clause, *n));
    let last = starts.take(1).next()?;
    let first = (0..=last).rev().take_while(|n| is_name_word(clause, *n) || is_particle(clause, *n)).last()?;
    name_at(clause, first)
}

/// The name that begins at a word: capitalised words, with their title.
pub(super) fn name_at(clause: &Clause, at: usize) -> Option<String> {
    let title = clause.raw.get(at).is_some_and(|word| is_title(word));
    let begins = title || is_name_word(clause, at);
    if !begins {
        return None;
    }
    let inside = |n: &usize| is_name_word(clause, *n) || is_particle(clause, *n) || (*n == at && title);
    let mut words: Vec<&str> = (at..clause.raw.len())
        .take_while(inside)
        .take(6)
        .filter_map(|n| clause.raw.get(n))
        .map(String::as_str)
        .collect();
    while words.last().is_some_and(|word| word.starts_with(char::is_lowercase)) {
        words.pop();
    }
    words.dedup();
    let name = words.iter().map(|word| if *word == "M" { "M." } else { word }).collect::<Vec<_>>().join(" ");
    (name.chars().count() > 1).then_some(name)
}

fn is_title(word: &str) -> bool {
    ["m", "mme", "mlle", "mr", "mrs", "ms", "dr", "madame", "monsieur"].contains(&fold(word).as_str())
        && word.starts_with(char::is_uppercase)
}

/// A capitalised word that isn't one that merely begins a sentence.
fn is_name_word(clause: &Clause, at: usize) -> bool {
    let Some(word) = clause.raw.get(at) else {
        return false;
    };
    let common = [
        "je",
        "c",
        "ce",
        "il",
        "elle",
        "nous",
        "on",
        "vous",
        "mon",
        "ma",
        "mes",
        "notre",
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "en",
        "bonjour",
        "merci",
        "oui",
        "non",
        "i",
        "my",
        "our",
        "the",
        "hello",
        "hi",
        "yes",
        "no",
        "j",
        "d",
        "samedi",
        "it",
        "she",
        "he",
        "malheureusement",
        "finalement",
        "donc",
        "desole",
        "est",
        "qui",
        "that",
    ];
    word.starts_with(char::is_uppercase) && !common.contains(&fold(word).as_str())
}

fn is_particle(clause: &Clause, at: usize) -> bool {
    clause
        .raw
        .get(at)
        .is_some_and(|word| ["de", "du", "des", "la", "van", "von", "ben", "el", "le"].contains(&word.as_str()))
}
