//! A compte rendu, from the text that somebody wrote: blocks first ([`plain`] or [`markdown`]), then what they say.

mod cues;
pub(super) mod dates;
mod follow_ups;
mod labels;
mod lines;
mod markdown;
mod objects;
mod outline;
mod people;
mod plain;
#[cfg(test)]
mod tests;
mod words;
mod wrapped;

use crate::domain::minutes::{Block, Minutes, Proposal, SectionKind, plain_text};

use super::answer::words::fold;
use super::clean::clean;
use super::message::Message;
use super::visible;
use labels::Label;

/// Reads a compte rendu, in the plain form of three fields, in Markdown, or in neither. Total, and it keeps every word:
/// what isn't recognised is a paragraph.
pub fn minutes(text: &str) -> Minutes {
    let mut text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    clean(&mut text);
    let markdown = Some(&text).filter(|text| markdown::is_markdown(text)).and_then(|text| markdown::blocks(text));
    outline::minutes(markdown.unwrap_or_else(|| plain::blocks(&wrapped::mended(&text))))
}

/// The follow-ups that it seems to promise, in order.
pub fn proposals(minutes: &Minutes) -> Vec<Proposal> {
    follow_ups::proposals(minutes)
}

/// Lines beyond these aren't looked at for the fields of a compte rendu.
const MOST_LINES: usize = 60;

/// Whether a mail's text is a compte rendu; sure and strict: two of its three fields begin lines, or "Compte rendu" stands
/// over a dated text with sections of known names.
pub fn looks_like_minutes(text: &str) -> bool {
    let mut fields = [Label::Date, Label::Authors, Label::Body].map(|label| (label, false));
    for line in text.lines().take(MOST_LINES).map(str::trim).filter(|line| !line.starts_with('>')) {
        if let Some((label, _)) = labels::label(line).filter(|_| labels::is_sure(line)) {
            fields.iter_mut().filter(|(one, _)| *one == label).for_each(|(_, seen)| *seen = true);
        }
    }
    fields.iter().filter(|(_, seen)| *seen).count() >= 2 || is_headed(text)
}

/// The compte rendu that a mail brings in its text or in an attached text; `None` where it brings none, or none that
/// was read to its end. A mail of its own is taken whole, of a reply only what is new.
pub fn mailed(bytes: &[u8]) -> Option<String> {
    let message = Message::open(bytes).ok()?;
    let body = if message.cut {
        None
    } else if message.headers.in_reply_to.is_empty() {
        Some(message.body_text())
    } else {
        visible::whole(&message)
    };
    let attached = message.parts.iter().filter(|part| part.depth == 0 && part.mime.starts_with("text/") && !part.cut);
    let own = message.plain.as_deref().unwrap_or_default().trim();
    let texts =
        attached.filter(|part| part.mime != "text/html" && part.text.trim() != own).map(|part| part.text.clone());
    body.into_iter().chain(texts).find(|text| looks_like_minutes(text))
}

fn is_headed(text: &str) -> bool {
    let minutes = minutes(text);
    let headed = minutes.head.iter().any(|block| match block {
        Block::Heading { text, .. } => is_named(&plain_text(text)),
        _ => false,
    });
    let known = minutes.sections.iter().filter(|section| section.kind != SectionKind::Other).count();
    headed && minutes.date.is_some() && minutes.sections.len() >= 2 && known >= 1
}

/// "Compte rendu", "Compte rendu de la rencontre du 12 mars".
fn is_named(heading: &str) -> bool {
    let folded = format!("{} ", fold(heading));
    ["compte rendu ", "minutes ", "meeting minutes ", "cr "].iter().any(|name| folded.starts_with(name))
}
