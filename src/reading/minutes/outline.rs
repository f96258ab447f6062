//! From blocks to a compte rendu: its head (title, fields, who was there) and its sections.

use super::labels::{self, Label, label};
use super::{dates, people};
use crate::domain::minutes::{Block, Minutes, Section, SectionKind, Span, blocks_text, plain_text};
use crate::reading::answer::words::fold;

/// The fields stand among the first so many blocks.
const HEAD: usize = 16;

/// A paragraph of the head is looked at line by line up to here.
const MOST_LINES: usize = 1_000;

/// What a compte rendu says, from its blocks. Every block is kept, in order.
pub(super) fn minutes(blocks: Vec<Block>) -> Minutes {
    let blocks = with_fields(blocks);
    let title_at = title(&blocks);
    let head_end = head_end(&blocks, title_at);
    let mut minutes = Minutes::default();
    let mut rest = Vec::new();
    for (n, block) in blocks.into_iter().enumerate() {
        match block {
            Block::Heading { text, .. } if Some(n) == title_at => {
                minutes.title = Some(plain_text(&text));
                minutes.head.push(Block::Heading { level: 1, text });
            }
            Block::Heading { text, .. } if n < head_end => minutes.head.push(Block::Heading { level: 2, text }),
            block if n < head_end => minutes.head.push(block),
            block => rest.push(block),
        }
    }
    minutes.sections = sections(rest);
    understand(&mut minutes);
    minutes
}

/// The blocks, with the labelled lines at the beginning as fields.
fn with_fields(blocks: Vec<Block>) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len() + 4);
    let (mut in_head, mut body_seen) = (true, false);
    let mut open: Option<Label> = None;
    for (n, block) in blocks.into_iter().enumerate() {
        in_head &= n < HEAD;
        match block {
            Block::Paragraph { text } if in_head && (open.is_some() || first_label(&text).is_some()) => {
                for line in lines(text) {
                    open = field(line, open, body_seen, &mut out);
                    body_seen |= open == Some(Label::Body);
                }
            }
            Block::Heading { level, text } => {
                open = None;
                let kind = labels::section_kind(&plain_text(&text));
                in_head &= kind == SectionKind::Other || n == 0;
                out.push(Block::Heading { level, text });
            }
            block => {
                open = None;
                out.push(block);
            }
        }
    }
    out
}

fn first_label(text: &[Span]) -> Option<(Label, usize)> {
    plain_text(text).lines().find_map(label)
}

/// One line of the head: a field, the value of the field before, or a paragraph. Says which field still lacks a value.
fn field(line: Vec<Span>, open: Option<Label>, body_seen: bool, out: &mut Vec<Block>) -> Option<Label> {
    let words = plain_text(&line);
    let Some((label, at)) = label(&words) else {
        match (open, out.last_mut()) {
            (Some(Label::Date | Label::Authors), Some(Block::Field { value, .. })) if value.is_empty() => *value = line,
            _ => match own_field(&words).filter(|_| !body_seen) {
                Some(at) => out.push(split_field(line, at)),
                None => out.push(Block::Paragraph { text: line }),
            },
        }
        return None;
    };
    match (label, split_field(line.clone(), at)) {
        (Label::Body, Block::Field { label, value }) => {
            out.push(Block::Heading { level: 2, text: vec![Span::plain(label)] });
            if names_the_body_again(&value) {
                out.push(Block::Paragraph { text: value });
            } else if !value.is_empty() {
                field(value, None, true, out);
            }
            return Some(Label::Body);
        }
        (Label::Present, _) if body_seen => out.push(Block::Paragraph { text: line }),
        (_, block) => {
            let empty = matches!(&block, Block::Field { value, .. } if value.is_empty());
            out.push(block);
            return Some(label).filter(|_| empty);
        }
    }
    None
}

/// "Compte rendu : compte rendu : …", which isn't followed any further.
fn names_the_body_again(value: &[Span]) -> bool {
    label(&plain_text(value)).is_some_and(|(label, _)| label == Label::Body)
}

/// A short label of the writer's own among the fields: "Lieu : salle des fêtes", "Excusée : Ana".
fn own_field(words: &str) -> Option<usize> {
    let (name, value) = words.split_once(':')?;
    let short = name.chars().count() <= 40 && name.split_whitespace().count() <= 5;
    let fits = short && name.starts_with(char::is_uppercase) && value.starts_with(' ') && !words.contains("://");
    fits.then_some(name.len() + 1)
}

fn split_field(line: Vec<Span>, at: usize) -> Block {
    let (mut label, mut value) = (String::new(), Vec::new());
    let mut left = at;
    for mut span in line {
        let cut = span.text.floor_char_boundary(left);
        label.push_str(span.text.get(..cut).unwrap_or_default());
        let rest = span.text.get(cut..).unwrap_or_default();
        let rest = if value.is_empty() { rest.trim_start() } else { rest };
        left = left.saturating_sub(span.text.len());
        if !rest.is_empty() {
            span.text = rest.to_owned();
            value.push(span);
        }
    }
    Block::Field { label: label.trim().to_owned(), value }
}

/// A paragraph's lines; those beyond [`MOST_LINES`] are the last one's.
fn lines(text: Vec<Span>) -> Vec<Vec<Span>> {
    let mut lines = vec![Vec::new()];
    for span in text {
        let left = MOST_LINES.saturating_sub(lines.len()).saturating_add(1);
        for (n, part) in span.text.splitn(left, '\n').enumerate() {
            if n > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !part.is_empty()) {
                line.push(span_of(part, &span));
            }
        }
    }
    lines.retain(|line: &Vec<Span>| !line.is_empty());
    lines
}

/// A part of a span, in its look.
fn span_of(part: &str, whole: &Span) -> Span {
    let Span { emphasis, strong, code, link, .. } = whole;
    Span { text: part.to_owned(), emphasis: *emphasis, strong: *strong, code: *code, link: link.clone() }
}

/// Where the title is: a heading before the fields and sections.
fn title(blocks: &[Block]) -> Option<usize> {
    let named = blocks.iter().take(HEAD).position(|block| match block {
        Block::Field { label, .. } => matches!(fold(label).as_str(), "title" | "titre" | "objet"),
        _ => false,
    });
    if named.is_some() {
        return named;
    }
    for (n, block) in blocks.iter().take(HEAD).enumerate() {
        let Block::Heading { level, text } = block else { continue };
        let words = plain_text(text);
        let before_fields = !blocks.iter().take(n).any(|block| matches!(block, Block::Field { .. })) || *level == 1;
        if is_section(&words) && *level > 1 || labels::heads_the_present(&words) || !before_fields {
            return None;
        }
        if n == 0 || *level == 1 || labels::speaks_of_a_meeting(&words) || dates::find(&words).is_some() {
            // "Compte rendu" alone is the title of a text that has no field of that name.
            return Some(n).filter(|_| !words.trim_end().ends_with(':'));
        }
    }
    None
}

fn is_section(title: &str) -> bool {
    labels::section_kind(title) != SectionKind::Other
}

/// How many blocks belong to the head: all up to the last of title, fields and who was there, before the first section.
fn head_end(blocks: &[Block], title: Option<usize>) -> usize {
    let mut end = title.map_or(0, |at| at + 1);
    for (n, block) in blocks.iter().take(HEAD).enumerate().skip(end) {
        match block {
            Block::Field { .. } => end = n + 1,
            Block::Heading { text, .. } => {
                let words = plain_text(text);
                if labels::is_body(&fold(&words)) {
                    end = n + 1;
                } else if is_section(&words)
                    || !blocks.iter().take(HEAD).skip(n).any(|b| matches!(b, Block::Field { .. }))
                {
                    break;
                }
            }
            Block::Paragraph { text } if tells_the_present(&plain_text(text)).is_some() => end = n + 1,
            _ => {}
        }
    }
    end
}

/// The words behind "Présents :", where a text begins so.
fn tells_the_present(words: &str) -> Option<&str> {
    match label(words) {
        Some((Label::Present, at)) => words.get(at..).map(str::trim),
        _ => None,
    }
}

/// The rest in sections: at the uppermost level that its headings have.
fn sections(blocks: Vec<Block>) -> Vec<Section> {
    let level_of = |block: &Block| if let Block::Heading { level, .. } = block { Some(*level) } else { None };
    let uppermost = blocks.iter().filter_map(level_of).min().unwrap_or(0);
    let mut sections: Vec<Section> = Vec::new();
    for block in blocks {
        match (block, sections.last_mut()) {
            (Block::Heading { level, text }, _) if level == uppermost => {
                let title = plain_text(&text);
                sections.push(Section { kind: labels::section_kind(&title), title: Some(title), blocks: Vec::new() });
            }
            (Block::Heading { level, text }, Some(section)) => {
                let below = level.saturating_sub(uppermost).saturating_add(2);
                section.blocks.push(Block::Heading { level: below, text });
            }
            (block, Some(section)) => section.blocks.push(block),
            (block, None) => sections.push(Section { kind: SectionKind::Other, title: None, blocks: vec![block] }),
        }
    }
    sections
}

/// Reads date, authors and who was there.
fn understand(minutes: &mut Minutes) {
    let mut present = String::new();
    for block in &minutes.head {
        match block {
            Block::Field { label: name, value } => {
                let value = plain_text(value);
                match label(name) {
                    Some((Label::Date, _)) => minutes.date = minutes.date.or_else(|| dates::find(&value)),
                    Some((Label::Authors, _)) => minutes.authors.extend(people::names(&value)),
                    Some((Label::Present, _)) if present.is_empty() => present = value,
                    None if is_title(name) && minutes.title.is_none() => minutes.title = Some(value),
                    _ => {}
                }
            }
            Block::Paragraph { text } if present.is_empty() => {
                let words = plain_text(text);
                present = tells_the_present(&words).unwrap_or_default().to_owned();
            }
            _ => {}
        }
    }
    if present.is_empty() {
        present = listed(minutes).unwrap_or_default();
    }
    let heading = minutes
        .head
        .iter()
        .find_map(|block| if let Block::Heading { text, .. } = block { dates::find(&plain_text(text)) } else { None });
    minutes.date = minutes.date.or(heading).or_else(|| dates::find(minutes.title.as_deref()?));
    minutes.present = people::present(&present);
}

fn is_title(label: &str) -> bool {
    matches!(fold(label).as_str(), "title" | "titre" | "objet")
}

/// Those who stand in a list beneath "Présents", as a field or as a section.
fn listed(minutes: &Minutes) -> Option<String> {
    let section =
        minutes.sections.iter().find(|section| section.title.as_deref().is_some_and(labels::heads_the_present));
    let first = minutes.sections.first().filter(|section| {
        let waits = matches!(minutes.head.last(), Some(Block::Field { label: name, value }) if value.is_empty() && matches!(label(name), Some((Label::Present, _))));
        section.title.is_none() && waits
    });
    let block = section.or(first)?.blocks.first()?;
    Some(match block {
        Block::List { items } => {
            items.iter().map(|item| blocks_text(&item.blocks).trim().to_owned()).collect::<Vec<_>>().join("\n")
        }
        block => blocks_text(std::slice::from_ref(block)).trim().to_owned(),
    })
}
