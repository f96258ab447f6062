//! Doubts about the form of a message.

use super::draft::Draft;
use super::message::Message;

/// Doubts about the form, whatever the kind.
pub(super) fn form(message: &Message, draft: &mut Draft) {
    if let Some((french, english)) = message.odd {
        draft.hold(draft.told(french, english));
    }
}
