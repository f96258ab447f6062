//! A reply in words and signs, without greeting, thanks and signature.

use std::ops::Range;

use super::super::answer::words::fold;
use super::phrases;

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A word.
    Word,
    /// What stands between names.
    Comma,
    /// `:`
    Colon,
    /// The end of a sentence; whether it was asked.
    Stop(bool),
    /// `(`
    Open,
    /// `)`
    Close,
    /// A `+` before a name.
    Plus,
    /// A box that is not ticked.
    Box,
    /// A new line; whether it begins with a bullet.
    Line(bool),
    /// An empty line.
    Blank,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub sort: Sort,
    /// Folded; empty but for words.
    pub word: String,
    /// Where it stands, in bytes.
    pub place: Range<usize>,
}

/// The words and signs of a text.
pub(super) fn of(text: &str, writer: Option<&str>) -> Vec<Token> {
    let mut tokens = Vec::new();
    for line in lines(text, writer) {
        match line {
            None => push(&mut tokens, Sort::Blank, 0..0),
            Some(place) => take_line(text, place, &mut tokens),
        }
    }
    tokens
}

/// The lines that say something; `None` for an empty one.
fn lines(text: &str, writer: Option<&str>) -> Vec<Option<Range<usize>>> {
    let mut found: Vec<Option<Range<usize>>> = Vec::new();
    let (mut start, mut said_something, mut thanked, mut closed) = (0, false, false, false);
    for whole in text.split_inclusive('\n') {
        let place = start..start + whole.len();
        start = place.end;
        let words = fold(whole);
        if words.is_empty() {
            found.push(None);
            continue;
        }
        if closed && !phrases::adds(&words) {
            continue;
        }
        closed = said_something && phrases::closes(&words);
        if closed {
            continue;
        }
        let Some(skipped) = phrases::courtesy(whole) else {
            // Thanks and greetings are left out whole; what follows them may be a name.
            thanked = true;
            found.push(None);
            continue;
        };
        let after_gap = thanked || matches!(found.last(), Some(None));
        if said_something && after_gap && writer.is_some_and(|writer| signs(writer, &words)) {
            closed = true;
            continue;
        }
        said_something = true;
        found.push(Some(place.start + skipped..place.end));
    }
    found
}

/// Whether a line is its writer's name or a part of it.
fn signs(writer: &str, words: &str) -> bool {
    let writer = fold(writer);
    let initials: String = writer.split(' ').filter_map(|word| word.chars().next()).collect();
    let name: Vec<&str> = writer.split(' ').collect();
    let said: Vec<&str> = words.split(' ').collect();
    initials == words || name.starts_with(&said) || name.ends_with(&said) || said.starts_with(&name)
}

fn push(tokens: &mut Vec<Token>, sort: Sort, place: Range<usize>) {
    tokens.push(Token { sort, word: String::new(), place });
}

fn take_line(text: &str, place: Range<usize>, tokens: &mut Vec<Token>) {
    let line = text.get(place.clone()).unwrap_or_default();
    let bullet = bullet(line);
    push(tokens, Sort::Line(bullet > 0), place.start..place.start);
    let mut begun: Option<usize> = None;
    let from = place.start + bullet;
    let rest = text.get(from..place.end).unwrap_or_default();
    let mut signs = rest.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = signs.next() {
        let next = signs.peek().map_or(' ', |(_, c)| *c);
        let in_word = c.is_alphanumeric()
            || matches!(c, '@' | '_')
            || (matches!(c, '-' | '.' | '’' | '\'' | '·') && begun.is_some() && next.is_alphanumeric());
        if in_word {
            begun.get_or_insert(from + at);
        } else {
            if let Some(start) = begun.take() {
                words(text, start..from + at, tokens);
            }
            if let Some(sort) = sign(c, before, next, tokens) {
                push(tokens, sort, from + at..from + at + c.len_utf8());
            }
        }
        before = c;
    }
    if let Some(start) = begun {
        words(text, start..place.end, tokens);
    }
}

/// How many bytes of a line are its bullet.
fn bullet(line: &str) -> usize {
    let trimmed = line.trim_start();
    let indent = line.len() - trimmed.len();
    let mark = trimmed.chars().next().filter(|c| matches!(c, '-' | '–' | '—' | '•' | '*' | '·' | '◦' | '▪'));
    if let Some(mark) = mark {
        return indent + mark.len_utf8();
    }
    let digits = trimmed.chars().take_while(char::is_ascii_digit).count();
    let rest = trimmed.get(digits..).unwrap_or_default();
    let numbered = (1..=3).contains(&digits) && (rest.starts_with(". ") || rest.starts_with(") "));
    if numbered { indent + digits + 1 } else { 0 }
}

fn sign(c: char, before: char, next: char, tokens: &[Token]) -> Option<Sort> {
    match c {
        ',' | ';' | '/' | '|' => Some(Sort::Comma),
        '-' | '–' | '—' if before.is_whitespace() && next.is_whitespace() => Some(Sort::Comma),
        ':' if !matches!(next, ')' | '-' | 'D') => Some(Sort::Colon),
        '?' => Some(Sort::Stop(true)),
        '!' | '…' => Some(Sort::Stop(false)),
        '.' if next.is_whitespace() && !after_initial(tokens) => Some(Sort::Stop(false)),
        '(' | '[' => Some(Sort::Open),
        ']' if tokens.last().is_some_and(|token| token.sort == Sort::Open) => Some(Sort::Box),
        ')' | ']' if !matches!(before, ':' | ';' | '-') => Some(Sort::Close),
        '+' => Some(Sort::Plus),
        // A list ticked in the mail: what an empty box means isn't said.
        '✗' | '✘' | '❌' | '☐' | '✕' | '✖' | '🚫' | '⛔' => Some(Sort::Box),
        _ => None,
    }
}

/// "M. Durand", "J. Petit".
fn after_initial(tokens: &[Token]) -> bool {
    let last = tokens.last().filter(|token| token.sort == Sort::Word);
    last.is_some_and(|token| {
        token.word.chars().count() == 1 || ["mme", "mr", "mrs", "dr"].contains(&token.word.as_str())
    })
}

/// The words of a run of letters: what stands before an apostrophe is one of its own.
fn words(text: &str, place: Range<usize>, tokens: &mut Vec<Token>) {
    let run = text.get(place.clone()).unwrap_or_default();
    let mut start = place.start;
    let mut parts: Vec<Range<usize>> = Vec::new();
    for part in run.split(['\'', '’']) {
        parts.push(start..start + part.len());
        start += part.len();
        start += text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    for part in parts {
        let word = fold(text.get(part.clone()).unwrap_or_default());
        match tokens.last_mut() {
            // "wasn't" is one word.
            Some(last) if word == "t" && last.sort == Sort::Word && last.place.end + 3 >= part.start => {
                last.word.push('t');
                last.place.end = part.end;
            }
            _ => {
                // "peut-être" is two words in one place.
                let words = word.split(' ').filter(|word| !word.is_empty());
                tokens.extend(words.map(|one| Token { sort: Sort::Word, word: one.to_owned(), place: part.clone() }));
            }
        }
    }
}
