//! Automatic answers (RFC 3834): how they are known, and how long the person is away.

mod away;
mod marked;
mod said;
mod words;

pub(super) use away::{absence, period};
pub(super) use marked::by_fields;
pub(super) use said::{by_words, is_vacation};
