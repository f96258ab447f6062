//! As HTML: semantic elements with inline styles, as the letters' templates have them.

use std::borrow::Cow;

use super::super::helpers::html_escape;
use super::spaced;
use crate::domain::minutes::{Block, Item, Span};

const FACTS: &str = "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" \
    style=\"margin:0 0 20px\">\n<tr><td class=\"facts\" style=\"padding:14px 18px;background-color:#f3f6fa;\
    border-left:4px solid #1a5fb4;color:#26241f;font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:1.5\">\n";

/// Where a block stands decides on its margins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Page,
    /// In an item or a quote, and whether it is the first there.
    Within {
        first: bool,
    },
}

/// Blocks as HTML.
pub(super) fn write(blocks: &[Cow<'_, Block>]) -> String {
    let mut out = String::new();
    let mut in_fields = false;
    for block in blocks {
        let field = matches!(block.as_ref(), Block::Field { .. });
        match (in_fields, field) {
            (false, true) => out.push_str(FACTS),
            (true, true) => out.push_str("<br>\n"),
            (true, false) => out.push_str("\n</td></tr>\n</table>\n"),
            (false, false) => {}
        }
        in_fields = field;
        self::block(block, Place::Page, &mut out);
    }
    if in_fields {
        out.push_str("\n</td></tr>\n</table>\n");
    }
    out
}

fn block(block: &Block, place: Place, out: &mut String) {
    match block {
        Block::Heading { level, text } => {
            let (name, style) = match level {
                0 | 1 => ("h2", "margin:0 0 16px;font-size:22px;line-height:1.3"),
                2 => ("h2", "margin:28px 0 10px;font-size:18px;line-height:1.35"),
                _ => ("h3", "margin:20px 0 8px;font-size:16px;line-height:1.4"),
            };
            out.push_str(&format!("<{name} style=\"{style}\">"));
            spans(text, out);
            out.push_str(&format!("</{name}>\n"));
        }
        Block::Field { label, value } => {
            // On the page, fields share a frame.
            let (open, close) = if place == Place::Page { ("", "") } else { ("<p style=\"margin:0\">", "</p>\n") };
            out.push_str(&format!("{open}<strong>{}</strong> ", html_escape(&spaced(label))));
            spans(value, out);
            out.push_str(close);
        }
        Block::Paragraph { text } => match place {
            Place::Within { first: true } => spans(text, out),
            Place::Within { first: false } => paragraph("8px 0 0", text, out),
            Place::Page => paragraph("0 0 14px", text, out),
        },
        Block::List { items } => list(items, place, out),
        Block::Quote { blocks } => {
            out.push_str(
                "<blockquote class=\"quiet\" style=\"margin:0 0 14px;padding:2px 0 2px 14px;\
                 border-left:3px solid #c9c3b6;color:#57534b\">\n",
            );
            within(blocks, out);
            out.push_str("</blockquote>\n");
        }
        Block::Rule => out.push_str("<hr style=\"border:0;border-top:1px solid #c9c3b6;margin:24px 0\">\n"),
    }
}

fn paragraph(margin: &str, text: &[Span], out: &mut String) {
    out.push_str(&format!("<p style=\"margin:{margin}\">"));
    spans(text, out);
    out.push_str("</p>\n");
}

fn within(blocks: &[Block], out: &mut String) {
    for (n, one) in blocks.iter().enumerate() {
        block(one, Place::Within { first: n == 0 }, out);
    }
}

/// Counted where its first mark is a number or a letter; each number stands as it was typed.
fn list(items: &[Item], place: Place, out: &mut String) {
    let count = |item: &Item| item.marker.trim_end_matches(['.', ')']).parse::<u32>().ok();
    let first = items.first().map_or("", |item| item.marker.as_str());
    let lettered = first.ends_with(')') && first.starts_with(|c: char| c.is_ascii_alphabetic());
    let (name, kind) = match items.first().and_then(count) {
        Some(_) => ("ol", ""),
        None if lettered => ("ol", " type=\"a\""),
        None => ("ul", ""),
    };
    let margin = if place == Place::Page { "0 0 14px" } else { "6px 0 0" };
    out.push_str(&format!("<{name}{kind} style=\"margin:{margin};padding-left:22px\">\n"));
    for item in items {
        let value = count(item).map(|n| format!(" value=\"{n}\"")).unwrap_or_default();
        out.push_str(&format!("<li{value} style=\"margin:0 0 8px\">"));
        within(&item.blocks, out);
        out.push_str("</li>\n");
    }
    out.push_str(&format!("</{name}>\n"));
}

fn spans(all: &[Span], out: &mut String) {
    for (n, span) in all.iter().enumerate() {
        let ends = all.get(n + 1).is_none_or(|next| next.link != span.link);
        self::span(span, ends, out);
    }
}

/// Words with their look. An address that may not be a link stands behind its words, as in the text.
fn span(span: &Span, ends: bool, out: &mut String) {
    let link = span.link.as_deref().filter(|link| may_be_pressed(link));
    let mut close = Vec::new();
    if let Some(link) = link {
        out.push_str(&anchor(link));
        close.push("</a>");
    }
    for (wanted, open, end) in [
        (span.strong, "<strong>", "</strong>"),
        (span.emphasis, "<em>", "</em>"),
        (span.code, "<code style=\"font-family:Menlo,Consolas,monospace;font-size:14px\">", "</code>"),
    ] {
        if wanted {
            out.push_str(open);
            close.push(end);
        }
    }
    let words = if span.code || span.link.is_some() { html_words(span) } else { with_links(&spaced(&span.text)) };
    out.push_str(&words.replace('\n', "<br>\n"));
    out.extend(close.into_iter().rev());
    if let Some(hidden) = span.hidden_link().filter(|_| link.is_none() && ends) {
        out.push_str(&html_escape(&format!(" ({hidden})")));
    }
}

fn anchor(link: &str) -> String {
    let href = html_escape(link);
    format!("<a href=\"{href}\" style=\"color:#1a5fb4;word-break:break-word\" class=\"link\">")
}

fn html_words(span: &Span) -> String {
    if span.code { html_escape(&span.text) } else { html_escape(&spaced(&span.text)) }
}

/// Escaped words, in which bare web addresses can be pressed.
fn with_links(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 16);
    for word in words.split_inclusive(char::is_whitespace) {
        let at = ["https://", "http://"].iter().find_map(|scheme| word.find(scheme)).unwrap_or(word.len());
        let (before, rest) = word.split_at_checked(at).unwrap_or((word, ""));
        let link = rest.trim_end_matches(|c: char| c.is_whitespace() || ".,;:!?)»”\"'>".contains(c));
        let after = rest.get(link.len()..).unwrap_or_default();
        out.push_str(&html_escape(before));
        if link.contains('.') {
            out.push_str(&format!("{}{}</a>", anchor(link), html_escape(link)));
        } else {
            out.push_str(&html_escape(link));
        }
        out.push_str(&html_escape(after));
    }
    out
}

/// Only web and mail addresses.
fn may_be_pressed(link: &str) -> bool {
    let lower = link.to_ascii_lowercase();
    ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
        && !link.contains(|c: char| c.is_whitespace() || c.is_control())
}
