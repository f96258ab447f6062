//! A clause as words, numbers and signs.

use super::{folded, small};

/// One of them, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word(pub String);

impl Word {
    pub fn is(&self, words: &[&str]) -> bool {
        words.contains(&self.0.as_str())
    }

    pub fn number(&self) -> Option<u32> {
        small(&self.0)
    }
}

/// The words, numbers and signs of a clause; blanks and quotes go, and what ends a sentence.
pub(super) fn words(clause: &str) -> Vec<Word> {
    let mut found: Vec<String> = Vec::new();
    let mut last = Sort::Blank;
    let mut chars = clause.chars().peekable();
    while let Some(char) = chars.next() {
        // "Peut-être" is two words; "1-3" and "7 - non" have a sign.
        let inside = last == Sort::Letter && chars.peek().is_some_and(|next| next.is_alphabetic());
        let now = if char == '-' && inside { Sort::Blank } else { sort(char) };
        match found.last_mut() {
            Some(word) if now == last && matches!(now, Sort::Digit | Sort::Letter) => word.push(char),
            _ if now == Sort::Blank => {}
            _ => found.push(char.to_string()),
        }
        last = now;
    }
    let words: Vec<Word> = found.iter().map(|word| Word(folded(word))).collect();
    let end = words.iter().rposition(|word| !word.is(&[".", "!"])).map_or(0, |at| at + 1);
    words.into_iter().take(end).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Digit,
    Letter,
    Sign,
    Blank,
}

fn sort(char: char) -> Sort {
    match char {
        '0'..='9' => Sort::Digit,
        '\u{300}'..='\u{36f}' => Sort::Letter,
        '\'' | '’' | '"' | '«' | '»' | '!' => Sort::Blank,
        _ if char.is_alphanumeric() => Sort::Letter,
        _ if char.is_whitespace() => Sort::Blank,
        _ => Sort::Sign,
    }
}
