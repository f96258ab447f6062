//! From bytes to a Reading: pure, total, and it says why.
//!
//! A message goes one way: [`message`] opens it, [`triage`] says of what sort it is, [`visible`] keeps what the person newly
//! wrote, [`answer`] finds what it says, and [`decide`] says what should be done with it. Where any of them is unsure the
//! reading asks; it never guesses.
#![deny(clippy::indexing_slicing, clippy::string_slice, clippy::unwrap_used, clippy::expect_used)]
#![cfg_attr(test, allow(clippy::indexing_slicing, clippy::string_slice, clippy::unwrap_used, clippy::expect_used))]

mod answer;
pub mod attendance;
mod authentication;
mod auto_reply;
mod bounce;
mod bounds;
mod calendar;
mod challenge;
mod charset;
mod clean;
pub mod command;
mod decide;
mod draft;
mod explain;
mod fields;
mod flowed;
mod follow_up;
mod form;
mod headers;
mod language;
mod message;
pub mod minutes;
mod receipt;
mod returned;
#[cfg(test)]
mod tests;
mod triage;
mod visible;
pub mod when;

pub use headers::{Headers, Mailbox, headers};
pub use returned::returned_ids;

use crate::domain::reading::{About, Kind, Reading};
use draft::Draft;
use message::Message;

/// Reads a raw message (RFC 5322). Total: whatever the bytes are, there is a Reading.
pub fn read(bytes: &[u8], about: &About) -> Reading {
    match Message::open(bytes) {
        Ok(message) => read_message(&message, about),
        Err(why) => Draft::malformed(why).finish(),
    }
}

/// Reads the plain text that a person typed, quote and signature included. It has no header fields, so it is taken for a
/// person's.
pub fn read_text(text: &str, about: &About) -> Reading {
    let seen = visible::of_text(message::cut(text));
    explained(read_words(Draft::human(), &seen, about), about)
}

/// Reads an HTML body on its own, as [`read_text`] does a text.
pub fn read_html(html: &str, about: &About) -> Reading {
    let seen = visible::of_html(message::cut(html));
    explained(read_words(Draft::human(), &seen, about), about)
}

fn read_message(message: &Message, about: &About) -> Reading {
    let sorted = triage::sort(message, about);
    let mut draft = Draft::new(sorted.kind);
    draft.because(sorted.because);
    draft.reading.authenticated = authentication::authenticated(message, about);
    match sorted.kind {
        Kind::BounceHard | Kind::BounceSoft | Kind::Delivered => {
            if let Some(notice) = sorted.notice {
                draft.notice(notice);
            }
            draft.reading.visible = message.body_text();
        }
        Kind::CalendarReply => calendar::answer(message, about, &mut draft),
        Kind::AutoReply => auto_reply::absence(message, about, &mut draft),
        Kind::Human => {
            draft = read_words(draft, message.seen(), about);
            decide::identity(message, about, &mut draft);
        }
        _ => draft.reading.visible = message.body_text(),
    }
    decide::decide(&mut draft, about);
    explained(draft, about)
}

fn explained(mut draft: Draft, about: &About) -> Reading {
    explain::explain(&mut draft, about);
    draft.finish()
}

fn read_words(mut draft: Draft, seen: &visible::Visible, about: &About) -> Draft {
    answer::understand(seen, about, &mut draft);
    follow_up::understand(seen, about, &mut draft);
    command::understand(seen, about, &mut draft);
    decide::decide(&mut draft, about);
    draft
}
