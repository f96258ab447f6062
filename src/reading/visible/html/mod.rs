//! HTML bodies to plain text, without what mail programs mark as quote, signature or hidden.
//!
//! A scanner of our own rather than a DOM: one pass, no recursion, so that a crafted body costs no more than its length
//! (an HTML5 tree builder is quadratic on unclosed formatting elements), and a letter needs no more than blocks and marks.

mod colour;
mod marks;
mod style;
mod tag;

use super::super::clean::clean;
use super::entities::decoded as entities;
use super::line::OTHER_LOOK;
use colour::{Hue, Look};
use marks::{Treatment, treatment};
use style::Style;
use tag::Tag;

/// An HTML body as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::reading) struct Body {
    pub text: String,
    /// The program that wrote it marked where the quote begins.
    pub quote_found: bool,
}

/// The whole of it as text, quotes included.
pub(in crate::reading) fn to_text(html: &str) -> String {
    let mut writer = Writer { keep_marked: true, ..Writer::default() };
    writer.read(html);
    writer.finish().text
}

/// What is left without marked quotes and signatures; each quote stands as a line with `>`.
pub(super) fn without_quote(html: &str) -> Body {
    let read = |keep_all| {
        let mut writer = Writer { keep_all, ..Writer::default() };
        writer.read(html);
        writer.finish()
    };
    let body = read(false);
    // Who clicks into the signature and types there has still answered, and so has who types white on a dark screen.
    let says_something = body
        .text
        .lines()
        .any(|line| !line.trim_start_matches(OTHER_LOOK).starts_with('>') && line.contains(char::is_alphanumeric));
    if says_something { body } else { read(true) }
}

/// Elements nested deeper than this are not told apart by colour.
const DEEPEST: usize = 100;

/// Who answers in colour says so above the first quotes.
const MOST_ANNOUNCEMENTS: u32 = 10;

#[derive(Default)]
struct Writer {
    keep_marked: bool,
    /// Signatures, and what is written in white, are kept: there is nothing else.
    keep_all: bool,
    text: String,
    quote_found: bool,
    /// Where the last blockquote begins, in bytes from the end.
    last_quote: usize,
    /// The element that is being left out, how deep in elements of its name, and whether it is a quote.
    skipping: Option<(String, u32, bool)>,
    quote_depth: u32,
    pre_depth: u32,
    /// The paragraph that was opened last is but a line.
    in_line_paragraph: bool,
    /// White space has been read that isn't yet written.
    space: bool,
    /// What is read is the attribution of a quote that is to come.
    awaiting_quote: bool,
    /// All that follows is quote.
    cut: bool,
    /// Nothing more is to be looked for.
    done: bool,
    /// Open elements with the look of their text.
    looks: Vec<(String, Look)>,
    /// How the first words typed look, and the first colour that was typed in.
    first_look: Option<Look>,
    typed: Option<Hue>,
    quotes: u32,
    /// The colour of answers typed into the quote.
    wanted: Option<Hue>,
}

impl Writer {
    fn read(&mut self, html: &str) {
        self.last_quote = html.to_ascii_lowercase().rfind("<blockquote").map_or(0, |at| html.len() - at);
        let mut rest = html;
        while !self.done {
            let Some((before, tail)) = rest.split_once('<') else {
                break;
            };
            self.words(before);
            rest = self.markup(tail);
        }
        if !self.done {
            self.words(rest);
        }
    }

    /// Reads what begins with `<` and gives back what follows it.
    fn markup<'a>(&mut self, tail: &'a str) -> &'a str {
        if let Some(comment) = tail.strip_prefix("!--") {
            return comment.split_once("-->").map_or("", |(_, after)| after);
        }
        let opens = tail.starts_with(|c: char| c.is_ascii_alphabetic());
        let closes = tail.strip_prefix('/').is_some_and(|t| t.starts_with(|c: char| c.is_ascii_alphabetic()));
        if !opens && !closes {
            if tail.starts_with(['!', '?']) {
                return tail.split_once('>').map_or("", |(_, after)| after);
            }
            self.words("<");
            return tail;
        }
        let tag = Tag::scan(tail);
        let after = tail.get(tag.length..).unwrap_or_default();
        if closes {
            self.close(&tag.name);
            return after;
        }
        if ["script", "style", "title", "textarea"].contains(&tag.name.as_str()) {
            return past_raw_text(after, &tag.name);
        }
        self.open(&tag, after);
        after
    }

    fn open(&mut self, tag: &Tag, after: &str) {
        self.enter(tag);
        if let Some((name, depth, _)) = &mut self.skipping {
            *depth += u32::from(*name == tag.name);
            return self.break_line(&tag.name);
        }
        let found = treatment(tag, after, after.len() >= self.last_quote && self.last_quote > 0);
        match found {
            Treatment::CutRest if !self.keep_marked => return self.begin_rest(),
            Treatment::Container => self.awaiting_quote = !self.keep_marked,
            Treatment::Drop if !tag.is_void() => return self.skip(tag, false),
            Treatment::Quote if !tag.is_void() && !self.keep_marked => {
                self.quote_mark();
                self.awaiting_quote &= tag.name != "blockquote";
                return self.skip(tag, true);
            }
            Treatment::Signature if !tag.is_void() && !self.keep_marked && !self.keep_all => {
                return self.skip(tag, false);
            }
            _ => {}
        }
        let is_line = !self.keep_marked && tag.name == "p" && is_line(tag);
        match tag.name.as_str() {
            "br" => self.push_newline(),
            "blockquote" if !Style::of(tag).has_no_border() => {
                self.line();
                self.awaiting_quote = false;
                self.quote_depth += 1;
            }
            "pre" => {
                self.line();
                self.pre_depth += 1;
            }
            "p" if is_line => {
                self.line();
                self.in_line_paragraph = true;
            }
            "p" | "h1" | "h2" | "h3" | "h4" | "ul" | "ol" | "table" => self.paragraph(),
            "li" => {
                self.line();
                self.words("- ");
            }
            "hr" => self.line(),
            "td" | "th" => self.space = true,
            "img" => self.emoji(tag),
            name if is_block(name) => self.line(),
            _ => {}
        }
    }

    /// All that follows is quote; it is read on only where answers may stand in it.
    fn begin_rest(&mut self) {
        self.quote_mark();
        self.cut = true;
        self.look_for_announcement();
        self.done = self.wanted.is_none();
    }

    fn skip(&mut self, tag: &Tag, is_quote: bool) {
        if is_quote {
            self.look_for_announcement();
        }
        self.skipping = Some((tag.name.clone(), 1, is_quote));
    }

    /// Whether what was typed so far says that answers follow in a colour; asked at the first quotes only.
    fn look_for_announcement(&mut self) {
        self.quotes += 1;
        if self.wanted.is_none() && self.quotes <= MOST_ANNOUNCEMENTS {
            self.wanted = colour::announced(&self.text, self.typed);
        }
    }

    /// A quote was here: seen by whoever looks at the lines.
    fn quote_mark(&mut self) {
        self.quote_found = true;
        self.line();
        if !self.text.ends_with(">\n") {
            self.text.push_str(">\n");
        }
    }

    /// Follows the look of the text from element to element.
    fn enter(&mut self, tag: &Tag) {
        if !tag.is_void() && self.looks.len() < DEEPEST && !self.keep_marked {
            let look = self.look().within(tag);
            self.looks.push((tag.name.clone(), look));
        }
    }

    fn leave(&mut self, name: &str) {
        if let Some(at) = self.looks.iter().rposition(|(open, _)| open == name) {
            self.looks.truncate(at);
        }
    }

    fn look(&self) -> Look {
        self.looks.last().map_or_else(Look::default, |(_, look)| *look)
    }

    /// Nothing is written here, unless it is an answer in its own colour.
    fn is_muted(&self) -> bool {
        let within_quote = match &self.skipping {
            Some((_, _, false)) => return true,
            Some((_, _, true)) => true,
            None if self.awaiting_quote => return true,
            None if self.look().is_unseen() && !self.keep_all => return true,
            None => self.cut,
        };
        within_quote && (self.wanted.is_none() || self.look().hue != self.wanted)
    }

    /// Answers in a quote stand on lines of their own.
    fn break_line(&mut self, name: &str) {
        if name == "br" || name == "p" || name == "li" || is_block(name) {
            self.line();
        }
    }

    fn close(&mut self, name: &str) {
        self.leave(name);
        if let Some((skipped, depth, is_quote)) = &mut self.skipping {
            let is_quote = *is_quote;
            if skipped == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skipping = None;
                    self.line();
                }
            }
            if is_quote {
                self.break_line(name);
            }
            return;
        }
        match name {
            "blockquote" => {
                self.line();
                self.quote_depth = self.quote_depth.saturating_sub(1);
            }
            "pre" => {
                self.line();
                self.pre_depth = self.pre_depth.saturating_sub(1);
            }
            "p" if std::mem::take(&mut self.in_line_paragraph) => self.line(),
            "p" | "h1" | "h2" | "h3" | "h4" | "ul" | "ol" | "table" => self.paragraph(),
            name if is_block(name) => self.line(),
            _ => {}
        }
    }

    /// Mail programs write smileys as small pictures.
    fn emoji(&mut self, tag: &Tag) {
        let alt = tag.attribute("alt").unwrap_or_default();
        if !alt.is_empty() && alt.chars().count() <= 4 && !alt.is_ascii() {
            let alt = alt.to_owned();
            self.words(&alt);
        }
    }

    fn words(&mut self, raw: &str) {
        if raw.is_empty() || self.is_muted() {
            return;
        }
        if !self.cut && self.skipping.is_none() && self.typed.is_none() {
            self.typed = self.look().hue.filter(|_| raw.contains(char::is_alphanumeric));
        }
        let decoded = entities(raw);
        for c in decoded.chars() {
            match c {
                '\n' if self.pre_depth > 0 => self.push_newline(),
                ' ' | '\n' | '\r' | '\t' => self.space = true,
                '\u{200B}' | '\u{FEFF}' | '\u{AD}' => {}
                c => self.push(c),
            }
        }
    }

    fn push(&mut self, c: char) {
        if self.text.is_empty() || self.text.ends_with('\n') {
            let look = self.look();
            if *self.first_look.get_or_insert(look) != look && !self.cut && self.skipping.is_none() {
                self.text.push(OTHER_LOOK);
            }
            for _ in 0..self.quote_depth.min(10) {
                self.text.push_str("> ");
            }
        } else if self.space {
            self.text.push(' ');
        }
        self.space = false;
        self.text.push(match c {
            '\u{A0}' | OTHER_LOOK => ' ',
            c => c,
        });
    }

    fn push_newline(&mut self) {
        self.space = false;
        if self.skipping.is_none() && !self.cut && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn line(&mut self) {
        self.space = false;
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn paragraph(&mut self) {
        self.line();
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn finish(mut self) -> Body {
        clean(&mut self.text);
        Body { text: self.text.trim().to_owned(), quote_found: self.quote_found }
    }
}

fn is_block(name: &str) -> bool {
    let blocks = [
        "div", "tr", "body", "h5", "h6", "section", "article", "header", "footer", "dl", "dt", "dd", "center", "form",
        "html",
    ];
    blocks.contains(&name)
}

/// Word and others write lines as paragraphs without space between them.
fn is_line(tag: &Tag) -> bool {
    tag.attribute("class").is_some_and(|class| class.contains("MsoNormal")) || Style::of(tag).has_no_margin()
}

/// What follows the end tag of an element whose content isn't markup.
fn past_raw_text<'a>(after: &'a str, name: &str) -> &'a str {
    let mut rest = after;
    while let Some((_, tail)) = rest.split_once("</") {
        if tail.get(..name.len()).is_some_and(|t| t.eq_ignore_ascii_case(name)) {
            return tail.split_once('>').map_or("", |(_, after)| after);
        }
        rest = tail;
    }
    ""
}
