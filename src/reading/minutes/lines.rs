//! Lines that belong together: whether a line goes on with the one before, and how.

use super::labels;
use super::words::begins_as_a_name;

/// A line shorter than this, in characters, was ended by who wrote it, not by a mail program.
const WRAPPED: usize = 55;

/// A line longer than this was not wrapped by a mail program.
const UNWRAPPED: usize = 100;

/// Nobody's compte rendu has more lines; those beyond are one paragraph.
pub(super) const MOST_LINES: usize = 20_000;

/// Whether a mail program may have ended a text's lines: none is longer than it would leave them.
pub(super) fn are_wrapped(text: &str) -> bool {
    !text.lines().any(|line| line.chars().nth(UNWRAPPED).is_some())
}

/// What stands between a line and the next of the same paragraph; none where the next begins a paragraph.
pub(super) fn joint(line: &str, next: &str, wrapped: bool) -> Option<char> {
    let long = line.chars().count() >= WRAPPED;
    if labels::label(line).is_some() || labels::label(next).is_some() || (long && !wrapped) {
        None
    } else if long && !(line.ends_with(':') && begins_as_a_name(next)) {
        Some(' ')
    } else {
        Some('\n')
    }
}

/// Whether a mail program may have wrapped this line.
pub(super) fn may_go_on(line: &str, wrapped: bool) -> bool {
    wrapped && line.chars().count() >= WRAPPED && !ends(line)
}

/// Whether a line ends with the end of a sentence.
pub(super) fn ends(line: &str) -> bool {
    line.trim_end().ends_with(['.', ';', ':', ',', '!', '?', '…'])
}
