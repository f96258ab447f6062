//! Mailings and rows into letters: templates, languages, dates in words.
//!
//! [`templates::Templates::render`] makes words of a letter's data, [`compose::compose`] makes bytes of the words
//! and the outbox row. Both are pure: the same row gives the same letter, byte for byte, however often it is sent.
//! What data each letter takes is written in [`sample`].

pub mod compose;
pub mod dates;
mod headers;
mod helpers;
pub mod minutes;
mod plain;
mod said;
pub mod sample;
pub mod templates;
#[cfg(test)]
mod tests;
pub mod typography;
mod zones;

pub use compose::{Addresses, ComposeError, compose};
pub use templates::{Rendered, TemplateError, Templates};
