//! A compte rendu as HTML for mail and as text: both hold every word, in order.
//!
//! Spaces that French doesn't break, before `: ; ? ! »` and after `«`, are made so in both; no other sign is touched.

mod html;
#[cfg(test)]
mod tests;
mod text;

use std::borrow::Cow;

use super::typography;
use crate::domain::minutes::{Block, Minutes, Section, Span};

/// As HTML that may stand in a letter as it is: escaped, with inline styles and the classes of `layout.html.hbs`.
pub fn html(minutes: &Minutes) -> String {
    html::write(&blocks(minutes))
}

/// As text, in lines of at most [`super::plain::WIDTH`] columns but for words that are longer.
pub fn text(minutes: &Minutes) -> String {
    text::write(&blocks(minutes))
}

/// All of it in blocks: the head, then each section beneath its title.
fn blocks(minutes: &Minutes) -> Vec<Cow<'_, Block>> {
    let heading = |title: &str| Block::Heading { level: 2, text: vec![Span::plain(title)] };
    let of = |section: &'_ Section| section.title.as_deref().map(heading);
    let mut blocks: Vec<Cow<'_, Block>> = minutes.head.iter().map(Cow::Borrowed).collect();
    for section in &minutes.sections {
        blocks.extend(of(section).map(Cow::Owned));
        blocks.extend(section.blocks.iter().map(Cow::Borrowed));
    }
    blocks
}

/// Words with the spaces that don't break.
fn spaced(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    typography::spaced(words, &mut out);
    out
}
