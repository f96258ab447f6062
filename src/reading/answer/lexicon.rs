//! What people say, as patterns of folded words: `a|b` either, `word?` maybe, `_` any word, `*` up to three words,
//! `$` the end of the clause.

use super::cue::Cue;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::words::Clause;

/// A phrase found in a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub cue: Cue,
    pub start: usize,
    pub end: usize,
    pub phrase: String,
    /// As the person wrote it.
    pub written: String,
}

enum Slot {
    Any,
    Gap,
    End,
    Words { either: Vec<&'static str>, optional: bool },
}

struct Pattern {
    cue: Cue,
    slots: Vec<Slot>,
}

type Index = HashMap<&'static str, Vec<Pattern>>;

static LEXICON: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index::new();
    for (cue, phrases) in super::phrases::PHRASES {
        for phrase in phrases.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let mut words = phrase.split_whitespace();
            let first = words.next().unwrap_or_default();
            for start in first.split('|') {
                let slots = words.clone().map(slot).collect();
                index.entry(start).or_default().push(Pattern { cue: *cue, slots });
            }
        }
    }
    index
});

fn slot(word: &'static str) -> Slot {
    match word {
        "_" => Slot::Any,
        "*" => Slot::Gap,
        "$" => Slot::End,
        _ => {
            let optional = word.ends_with('?');
            Slot::Words { either: word.trim_end_matches('?').split('|').collect(), optional }
        }
    }
}

/// The phrases of a clause, the longest first where they overlap.
pub(super) fn find(clause: &Clause) -> Vec<Found> {
    let words: Vec<&str> = clause.words.iter().map(String::as_str).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let longest = LEXICON
            .get(word)
            .into_iter()
            .flatten()
            .filter_map(|pattern| Some((length(&pattern.slots, words.get(at + 1..)?)? + 1, pattern.cue)))
            .max_by_key(|(length, _)| *length);
        let Some((length, _)) = longest else {
            at += 1;
            continue;
        };
        // Of equally long phrases each may say something else: "en visio" within a yes.
        let here = LEXICON.get(word).into_iter().flatten().filter(|p| matched(p, &words, at) == Some(length));
        let mut cues: Vec<Cue> = here.map(|p| p.cue).collect();
        cues.dedup();
        let (start, end) = (at, at + length);
        let phrase = words.get(start..end).unwrap_or_default().join(" ");
        let written = clause.written(start..end);
        let found_here = |cue| Found { cue, start, end, phrase: phrase.clone(), written: written.clone() };
        found.extend(cues.into_iter().map(found_here));
        at += length;
    }
    found
}

/// Every place where a phrase of these cues stands, also within longer phrases.
pub(super) fn anywhere(clause: &Clause, cues: &[Cue]) -> bool {
    let words: Vec<&str> = clause.words.iter().map(String::as_str).collect();
    words.iter().enumerate().any(|(at, word)| {
        let patterns = LEXICON.get(word).into_iter().flatten();
        patterns.filter(|p| cues.contains(&p.cue)).any(|p| matched(p, &words, at).is_some())
    })
}

fn matched(pattern: &Pattern, words: &[&str], at: usize) -> Option<usize> {
    Some(length(&pattern.slots, words.get(at + 1..)?)? + 1)
}

/// How many words the slots take at the beginning of these words. Patterns are short, so trying is cheap.
fn length(slots: &[Slot], words: &[&str]) -> Option<usize> {
    let Some((slot, rest)) = slots.split_first() else {
        return Some(0);
    };
    let after = |taken: usize| length(rest, words.get(taken..)?).map(|more| more + taken);
    match slot {
        Slot::End => {
            if words.is_empty() {
                after(0)
            } else {
                None
            }
        }
        Slot::Any => words.first().and_then(|_| after(1)),
        Slot::Gap => {
            // A gap doesn't reach over a negation: "je ne peux pas ne pas venir".
            let open =
                words.iter().take(3).take_while(|word| !["pas", "ne", "n", "not", "plus"].contains(word)).count();
            (0..=open).find_map(after)
        }
        Slot::Words { either, optional } => {
            let fits = words.first().is_some_and(|word| either.contains(word));
            let taken = if fits { after(1) } else { None };
            taken.or_else(|| if *optional { after(0) } else { None })
        }
    }
}
