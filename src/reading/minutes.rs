//! A compte rendu, from the text that somebody wrote.

use crate::domain::minutes::{Minutes, Proposal};

/// Reads a compte rendu, in the plain form of three fields, in Markdown, or in neither. Total, and it keeps every word:
/// what isn't recognised is a paragraph.
pub fn minutes(_text: &str) -> Minutes {
    Minutes::default()
}

/// The follow-ups that it seems to promise, in order.
pub fn proposals(_minutes: &Minutes) -> Vec<Proposal> {
    Vec::new()
}

/// Whether a mail's text is a compte rendu; sure and strict.
pub fn looks_like_minutes(_text: &str) -> bool {
    false
}
