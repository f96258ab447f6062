//! What PostgreSQL refuses in a text.

/// Replaces U+0000 by U+FFFD.
pub(super) fn clean(text: &mut String) {
    if text.contains('\0') {
        *text = text.replace('\0', "\u{FFFD}");
    }
}
