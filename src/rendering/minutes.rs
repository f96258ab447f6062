//! A compte rendu as HTML for mail and as text; both hold every word, in order.

use crate::domain::minutes::Minutes;

/// As HTML that may stand in a letter: escaped, with inline styles.
pub fn html(_minutes: &Minutes) -> String {
    String::new()
}

/// As text, in lines of at most [`super::plain::WIDTH`] columns.
pub fn text(_minutes: &Minutes) -> String {
    String::new()
}
