//! The words of a sentence, folded for comparison, with the place where each stands.

use std::ops::Range;

use crate::reading::answer::words::fold;

/// A run of letters and digits; what stands between apostrophes, hyphens and points is a word of its own.
pub(super) struct Word {
    pub folded: String,
    /// In bytes.
    pub at: Range<usize>,
}

/// A text with its words.
pub(super) struct Words<'a> {
    pub text: &'a str,
    list: Vec<Word>,
}

impl<'a> Words<'a> {
    pub fn of(text: &'a str) -> Words<'a> {
        let mut list = Vec::new();
        let mut start = None;
        for (at, char) in text.char_indices().chain([(text.len(), ' ')]) {
            match (char.is_alphanumeric() || is_combining(char), start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    let folded = fold(text.get(from..at).unwrap_or_default());
                    list.push(Word { folded, at: from..at });
                    start = None;
                }
                _ => {}
            }
        }
        Words { text, list }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// A word, folded; empty beyond the end.
    pub fn get(&self, n: usize) -> &str {
        self.list.get(n).map_or("", |word| word.folded.as_str())
    }

    /// As written.
    pub fn raw(&self, n: usize) -> &'a str {
        self.text.get(self.start(n)..self.end(n)).unwrap_or_default()
    }

    /// Where a word begins; the text's end beyond the last.
    pub fn start(&self, n: usize) -> usize {
        self.list.get(n).map_or(self.text.len(), |word| word.at.start)
    }

    /// Where a word ends; the text's end beyond the last.
    pub fn end(&self, n: usize) -> usize {
        self.list.get(n).map_or(self.text.len(), |word| word.at.end)
    }

    /// What stands between a word and the next.
    pub fn gap(&self, n: usize) -> &'a str {
        self.text.get(self.end(n)..self.start(n + 1)).unwrap_or_default()
    }

    /// Whether these words stand at a place.
    pub fn are(&self, n: usize, phrase: &str) -> bool {
        phrase.split(' ').enumerate().all(|(k, word)| self.get(n + k) == word)
    }
}

/// An accent that stands by itself, after its letter.
fn is_combining(char: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&char)
}

/// Whether a text begins with a capital or a digit.
pub(super) fn begins_as_a_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_uppercase())
}
