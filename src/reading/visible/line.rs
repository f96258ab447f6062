//! A line of a body, and its words as they are compared.

use std::cell::OnceCell;

use super::super::answer::words::fold;
use super::super::flowed::TYPED_MARK;

/// Nobody's line needs more of its beginning to be known by.
const MOST_COMPARED: usize = 1_500;

/// Stands before a line of HTML that looks otherwise than the first; a character that no text has (Unicode, private use).
pub(super) const OTHER_LOOK: char = '\u{F8F0}';

/// A line without its end; its words are folded once, when they are asked for.
pub(super) struct Line<'a> {
    /// As written, blanks at its end left out.
    pub raw: &'a str,
    /// It looks otherwise than the first line.
    pub looks_other: bool,
    /// Its `>` was typed.
    pub is_typed: bool,
    words: OnceCell<String>,
}

impl<'a> Line<'a> {
    /// From a line as it stands in the body.
    pub fn new(raw: &'a str) -> Line<'a> {
        let raw = raw.trim_end_matches('\r');
        let plain = raw.trim_start_matches([OTHER_LOOK, TYPED_MARK]);
        let (looks_other, is_typed) = (raw.starts_with(OTHER_LOOK), raw.starts_with(TYPED_MARK));
        Line { raw: plain, looks_other, is_typed, words: OnceCell::new() }
    }

    /// Without white space around it.
    pub fn text(&self) -> &'a str {
        self.raw.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
    }

    /// Its words as [`fold`] gives them.
    pub fn words(&self) -> &str {
        self.words.get_or_init(|| {
            let end = self.raw.floor_char_boundary(MOST_COMPARED);
            fold(self.raw.get(..end).unwrap_or_default())
        })
    }

    /// Whether nothing can be seen on it.
    pub fn is_blank(&self) -> bool {
        self.text().is_empty()
    }

    /// Whether its words begin with one of these, the last of which may go on.
    pub fn begins_with(&self, starts: &[&str]) -> bool {
        starts.iter().any(|start| self.words().starts_with(start))
    }
}

/// What trackers and editors leave behind: the eye sees nothing there.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{1427}' | '\u{34F}'
    )
}

/// How many lines until the next blank one.
pub(super) fn paragraph(lines: &[Line]) -> usize {
    lines.iter().position(Line::is_blank).unwrap_or(lines.len())
}
