//! A text as runs of letters and runs of digits, folded, with the signs between them.

use std::ops::Range;

use crate::reading::answer::words::fold;

/// No word that matters here is longer; what is stays unread.
const LONGEST: usize = 32;

struct Token {
    folded: String,
    /// In bytes.
    at: Range<usize>,
}

/// A text with its tokens.
pub(super) struct Tokens<'a> {
    text: &'a str,
    list: Vec<Token>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Digit,
    Letter,
    Sign,
}

fn sort(char: char) -> Sort {
    match char {
        '0'..='9' => Sort::Digit,
        // An accent that stands by itself, after its letter.
        '\u{300}'..='\u{36f}' => Sort::Letter,
        _ if char.is_alphanumeric() => Sort::Letter,
        _ => Sort::Sign,
    }
}

impl<'a> Tokens<'a> {
    pub fn of(text: &'a str) -> Tokens<'a> {
        let mut list = Vec::new();
        let (mut start, mut last) = (0, Sort::Sign);
        for (at, now) in text.char_indices().map(|(at, char)| (at, sort(char))).chain([(text.len(), Sort::Sign)]) {
            if now != last {
                if last != Sort::Sign {
                    let written = text.get(start..at).filter(|written| written.len() <= LONGEST).unwrap_or_default();
                    list.push(Token { folded: fold(written), at: start..at });
                }
                (start, last) = (at, now);
            }
        }
        Tokens { text, list }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// A token, folded; empty beyond the end.
    pub fn get(&self, n: usize) -> &str {
        self.list.get(n).map_or("", |token| token.folded.as_str())
    }

    /// The token so many places before.
    pub fn before(&self, n: usize, places: usize) -> &str {
        n.checked_sub(places).map_or("", |n| self.get(n))
    }

    /// Where a token begins; the text's end beyond the last.
    pub fn start(&self, n: usize) -> usize {
        self.list.get(n).map_or(self.text.len(), |token| token.at.start)
    }

    /// Where a token ends; the text's end beyond the last.
    pub fn end(&self, n: usize) -> usize {
        self.list.get(n).map_or(self.text.len(), |token| token.at.end)
    }

    /// What stands between a token and the next.
    pub fn gap(&self, n: usize) -> &'a str {
        self.text.get(self.end(n)..self.start(n.saturating_add(1))).unwrap_or_default()
    }

    /// Whether nothing but blanks and such signs as hyphens stands before a token: it goes on with the one before.
    pub fn follows(&self, n: usize) -> bool {
        n.checked_sub(1).is_some_and(|before| !self.breaks(before))
    }

    /// Whether a sign that ends a thought, or nothing more, stands behind a token.
    pub fn breaks(&self, n: usize) -> bool {
        n + 1 >= self.len()
            || self.gap(n).contains(['.', ',', ';', ':', '!', '?', '(', ')', '\n', '"', '»', '…', '=', '<'])
    }

    /// The place behind a phrase that stands at a token.
    pub fn phrase(&self, n: usize, phrase: &str) -> Option<usize> {
        let first = self.get(n);
        if first.is_empty() || !phrase.starts_with(first) {
            return None;
        }
        let mut at = n;
        for word in phrase.split(' ') {
            if self.get(at) != word {
                return None;
            }
            at += 1;
        }
        Some(at)
    }

    /// The place behind the one of these phrases that stands at a token.
    pub fn one_of(&self, n: usize, phrases: &[&str]) -> Option<usize> {
        phrases.iter().find_map(|phrase| self.phrase(n, phrase))
    }

    /// The place behind as many of these words as stand at a token, four at most.
    pub fn skip(&self, n: usize, words: &[&str]) -> usize {
        (n..n + 4).find(|at| !words.contains(&self.get(*at))).unwrap_or(n + 4)
    }
}
