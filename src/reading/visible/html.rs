//! HTML bodies to plain text, without what mail programs mark as quote, signature or hidden.
//!
//! A scanner of our own rather than a DOM: one pass, no recursion, so that a crafted body costs no more than its length
//! (an HTML5 tree builder is quadratic on unclosed formatting elements), and a letter needs no more than blocks and marks.

use super::super::clean::clean;
use super::entities::decoded as entities;

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

/// What is left without marked quotes and signatures; quotes without a mark stand as lines with `>`.
pub(super) fn without_quote(html: &str) -> Body {
    let mut writer = Writer::default();
    writer.read(html);
    writer.finish()
}

/// What to do with an element.
enum Treatment {
    Keep,
    /// Leave out what it holds.
    Drop,
    /// A quote: leave out what it holds.
    Quote,
    /// From here on all is quote.
    CutRest,
}

#[derive(Default)]
struct Writer {
    keep_marked: bool,
    text: String,
    quote_found: bool,
    /// The element that is being left out, and how deep in elements of its name.
    skipping: Option<(String, u32)>,
    quote_depth: u32,
    pre_depth: u32,
    /// White space has been read that isn't yet written.
    space: bool,
    done: bool,
}

impl Writer {
    fn read(&mut self, html: &str) {
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
        self.open(&tag);
        after
    }

    fn open(&mut self, tag: &Tag) {
        if let Some((name, depth)) = &mut self.skipping {
            *depth += u32::from(*name == tag.name);
            return;
        }
        match treatment(tag) {
            Treatment::CutRest if !self.keep_marked => {
                self.quote_found = true;
                self.done = true;
                return;
            }
            Treatment::Drop if !tag.is_void() => {
                return self.skipping = Some((tag.name.clone(), 1));
            }
            Treatment::Quote if !tag.is_void() && !self.keep_marked => {
                self.quote_found = true;
                self.line();
                return self.skipping = Some((tag.name.clone(), 1));
            }
            _ => {}
        }
        match tag.name.as_str() {
            "br" => self.push_newline(),
            "blockquote" => {
                self.line();
                self.quote_depth += 1;
            }
            "pre" => {
                self.line();
                self.pre_depth += 1;
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

    fn close(&mut self, name: &str) {
        if let Some((skipped, depth)) = &mut self.skipping {
            if skipped == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skipping = None;
                    self.line();
                }
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
        if self.skipping.is_some() || raw.is_empty() {
            return;
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
            for _ in 0..self.quote_depth.min(10) {
                self.text.push_str("> ");
            }
        } else if self.space {
            self.text.push(' ');
        }
        self.space = false;
        self.text.push(if c == '\u{A0}' { ' ' } else { c });
    }

    fn push_newline(&mut self) {
        self.space = false;
        if self.skipping.is_none() && !self.text.ends_with("\n\n") {
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

/// How the mark of a mail program says an element is to be treated.
fn treatment(tag: &Tag) -> Treatment {
    let class = tag.attribute("class").unwrap_or_default();
    let id = tag.attribute("id").unwrap_or_default();
    let has = |names: &[&str]| class.split_whitespace().any(|c| names.contains(&c));
    let is = |names: &[&str]| names.iter().any(|name| id.trim_start_matches("x_").eq_ignore_ascii_case(name));
    if tag.name == "head" || is_hidden(tag) {
        return Treatment::Drop;
    }
    let marker = tag.attribute("data-marker").unwrap_or_default();
    if is(&["divRplyFwdMsg", "appendonsend", "zwchr", "reply-intro", "mail-editor-reference-message-container"])
        || marker == "__DIVIDER__"
        || is_outlook_rule(tag)
    {
        return Treatment::CutRest;
    }
    let cited = tag.name == "blockquote" && tag.attribute("type").is_some_and(|t| t.eq_ignore_ascii_case("cite"));
    let quotes = [
        "gmail_quote",
        "gmail_extra",
        "gmail_attr",
        "moz-cite-prefix",
        "yahoo_quoted",
        "protonmail_quote",
        "gmail_quote_container",
        "OutlookMessageHeader",
        "x_gmail_quote",
        "x_moz-cite-prefix",
        "zmail_extra",
    ];
    if cited || has(&quotes) || is(&["replyBlockquote", "OLK_SRC_BODY_SECTION", "isForwardContent", "isReplyContent"]) {
        return Treatment::Quote;
    }
    let signatures =
        ["gmail_signature", "moz-signature", "protonmail_signature_block", "gmail_signature_prefix", "zmail_signature"];
    let signature_ids = [
        "Signature",
        "AppleMailSignature",
        "ms-outlook-mobile-signature",
        "ymail_android_signature",
        "composer_signature",
        "lineBreakAtBeginningOfSignature",
    ];
    if has(&signatures) || is(&signature_ids) {
        return Treatment::Drop;
    }
    Treatment::Keep
}

/// The rule that Outlook draws above the header block of the letter answered.
fn is_outlook_rule(tag: &Tag) -> bool {
    let style = tag.attribute("style").unwrap_or_default().to_lowercase().replace(' ', "");
    tag.name == "div" && (style.contains("border-top:solid#e1e1e1") || style.contains("border-top:solid#b5c4df"))
}

fn is_hidden(tag: &Tag) -> bool {
    if tag.attribute("hidden").is_some() {
        return true;
    }
    let style = tag.attribute("style").unwrap_or_default().to_lowercase().replace([' ', '\n', '\t'], "");
    let zero = |property: &str| {
        style
            .split(';')
            .filter_map(|d| d.strip_prefix(property))
            .any(|v| ["0", "0px", "0pt", "0em", "0%", "0!important", "0px!important"].contains(&v))
    };
    ["display:none", "visibility:hidden", "mso-hide:all"].iter().any(|hide| style.contains(hide))
        || zero("font-size:")
        || zero("opacity:")
        || zero("max-height:")
}

/// A start or end tag; only its first attributes are looked at.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
    /// Bytes from behind `<` to behind `>`.
    length: usize,
}

const MOST_ATTRIBUTES: usize = 40;

impl Tag {
    fn scan(tail: &str) -> Tag {
        let mut tag = Tag { name: String::new(), attributes: Vec::new(), length: tail.len() };
        let (mut quote, mut token, mut has_value) = (None, String::new(), false);
        let mut chars = tail.char_indices();
        for (at, c) in chars.by_ref() {
            match (quote, c) {
                (Some(q), c) if c == q => quote = None,
                (Some(_), c) => token.push(c),
                (None, '"' | '\'') if has_value => quote = Some(c),
                (None, '>') => {
                    tag.length = at + 1;
                    break;
                }
                (None, '=') => {
                    has_value = true;
                    token.push('=');
                }
                (None, c) if c.is_whitespace() || (c == '/' && !has_value) => {
                    if !token.ends_with('=') {
                        tag.take(&mut token);
                        has_value = false;
                    }
                }
                (None, c) => token.push(c),
            }
        }
        tag.take(&mut token);
        tag
    }

    fn take(&mut self, token: &mut String) {
        let token = std::mem::take(token);
        if token.is_empty() {
        } else if self.name.is_empty() {
            self.name = token.to_ascii_lowercase();
        } else if self.attributes.len() < MOST_ATTRIBUTES {
            let (name, value) = token.split_once('=').unwrap_or((&token, ""));
            self.attributes.push((name.to_ascii_lowercase(), entities(value)));
        }
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    fn is_void(&self) -> bool {
        ["br", "hr", "img", "input", "meta", "link", "col", "area", "base", "wbr"].contains(&self.name.as_str())
    }
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
