//! Markdown: with front lines for date and authors, headings, lists, quotes, links, emphasis.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::lines::{MOST_LINES, are_wrapped, joint};
use super::plain::DEEPEST;
use crate::domain::minutes::{Block, Item, Span, blocks_text};

/// No more bytes of marks and blanks stand before a line's words.
const LONGEST_MARKS: usize = 100;

/// No address is longer, in bytes.
const LONGEST_LINK: usize = 2_000;

/// Whether a text was written as Markdown: a heading with `#`, front lines, strong words or links.
pub(super) fn is_markdown(text: &str) -> bool {
    let heading = |line: &str| {
        let words = line.trim_start_matches('#');
        let level = line.len() - words.len();
        (1..=6).contains(&level) && words.starts_with(' ')
    };
    let other_marks = text.lines().any(|line| line.trim_start().starts_with(['•', '–', '◦', '▪']));
    if text.lines().nth(MOST_LINES).is_some() || text.lines().any(is_deep) {
        return false;
    }
    front(text).is_some()
        || text.lines().any(heading)
        || (!other_marks && (text.contains("](http") || text.matches("**").count() >= 2))
}

/// The blocks of a Markdown text; none where they would not hold every word of it, or where an
/// address is longer than any.
pub(super) fn blocks(text: &str) -> Option<Vec<Block>> {
    let (fields, rest) = match front(text) {
        Some((front, rest)) => (fields(front), rest),
        None => (Vec::new(), text),
    };
    let source = literal(rest);
    let mut writer = Writer { source: &source, wrapped: are_wrapped(text), ..Writer::default() };
    for (event, at) in Parser::new_ext(&source, Options::empty()).into_offset_iter() {
        if matches!(&event, Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) if dest_url.len() > LONGEST_LINK)
        {
            return None;
        }
        writer.event(event, at);
    }
    let mut blocks = fields;
    blocks.extend(writer.finish());
    same_words(text, &blocks_text(&blocks)).then_some(blocks)
}

/// Whether a line's lists and quotes stand deeper than anybody writes.
fn is_deep(line: &str) -> bool {
    let words = line.trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || ">+*-.)".contains(c));
    line.len() - words.len() > LONGEST_MARKS
}

/// Whether two texts have the same words in the same order.
fn same_words(one: &str, other: &str) -> bool {
    fn words(text: &str) -> impl Iterator<Item = &str> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
    }
    words(one).eq(words(other))
}

/// What stands between `---` lines at the beginning, and what follows.
fn front(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start().strip_prefix("---\n")?;
    let (front, rest) = rest.split_once("\n---\n").or_else(|| rest.strip_suffix("\n---").map(|front| (front, "")))?;
    let is_field = |line: &str| line.trim().is_empty() || line.contains(':') || line.trim_start().starts_with('-');
    (front.contains(':') && front.lines().all(is_field)).then_some((front, rest))
}

/// `date: 2027-03-12` as a field; the lines of a list belong to the field before.
fn fields(front: &str) -> Vec<Block> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in front.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (line.split_once(':'), fields.last_mut()) {
            (Some((label, value)), _) if !line.starts_with('-') => {
                fields.push((format!("{}:", label.trim_end()), value.trim().to_owned()));
            }
            (_, Some((_, value))) => {
                if !value.is_empty() {
                    value.push('\n');
                }
                value.push_str(line.trim_start_matches('-').trim());
            }
            (_, None) => fields.push((line.to_owned(), String::new())),
        }
    }
    fields.into_iter().map(|(label, value)| Block::Field { label, value: vec![Span::plain(value)] }).collect()
}

/// The text with what Markdown would hide: `&` stands for itself, and no line defines a link for elsewhere.
fn literal(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '[']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('[') && line.contains("]:") {
            let (blanks, rest) = line.split_at_checked(line.len() - line.trim_start().len()).unwrap_or(("", line));
            out.push_str(blanks);
            out.push('\\');
            out.push_str(&rest.replace('&', "&amp;"));
        } else {
            out.push_str(&line.replace('&', "&amp;"));
        }
    }
    Cow::Owned(out)
}

/// Something that holds blocks and is still open.
enum Open {
    Quote(Vec<Block>),
    List(Vec<Item>),
    Item(Item),
}

#[derive(Default)]
struct Writer<'a> {
    source: &'a str,
    /// A mail program may have ended the lines.
    wrapped: bool,
    blocks: Vec<Block>,
    open: Vec<Open>,
    /// How many stand open deeper than we go: their blocks are their parent's.
    deeper: usize,
    spans: Vec<Span>,
    look: Look,
    /// Addresses and titles of the links that are open.
    links: Vec<(String, String)>,
    /// Inside a heading, and of which level.
    heading: Option<u8>,
}

#[derive(Default)]
struct Look {
    emphasis: usize,
    strong: usize,
    code: usize,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>, at: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            Event::Code(words) => {
                self.look.code += 1;
                self.words(&words);
                self.look.code -= 1;
            }
            Event::SoftBreak => self.soft_break(at.end),
            Event::HardBreak => self.words("\n"),
            Event::Rule => {
                self.close_paragraph();
                self.push(Block::Rule);
            }
            // HTML is words like others: nobody's code gets into a letter.
            Event::Text(words) | Event::Html(words) | Event::InlineHtml(words) => self.words(&words),
            Event::InlineMath(words) | Event::DisplayMath(words) | Event::FootnoteReference(words) => {
                self.words(&words)
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, at: Range<usize>) {
        match tag {
            Tag::Emphasis => self.look.emphasis += 1,
            Tag::Strong => self.look.strong += 1,
            Tag::Link { link_type, dest_url, title, .. } => {
                let address =
                    if link_type == LinkType::Email { format!("mailto:{dest_url}") } else { dest_url.into_string() };
                self.links.push((address, title.into_string()));
            }
            Tag::Image { dest_url, title, .. } => self.links.push((dest_url.into_string(), title.into_string())),
            Tag::Heading { level, .. } => {
                self.close_paragraph();
                self.heading = Some(depth(level));
            }
            Tag::CodeBlock(kind) => {
                self.close_paragraph();
                if let pulldown_cmark::CodeBlockKind::Fenced(info) = kind
                    && !info.is_empty()
                {
                    self.words(&info);
                    self.words("\n");
                }
                self.look.code += 1;
            }
            Tag::BlockQuote(_) => self.open(Open::Quote(Vec::new())),
            Tag::List(_) => self.open(Open::List(Vec::new())),
            Tag::Item => {
                let marker = self.source.get(at).unwrap_or_default().split_whitespace().next().unwrap_or("-");
                let item = Item { marker: marker.to_owned(), blocks: Vec::new() };
                self.open(Open::Item(item));
            }
            _ => self.close_paragraph(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.look.emphasis = self.look.emphasis.saturating_sub(1),
            TagEnd::Strong => self.look.strong = self.look.strong.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => {
                if let Some((_, title)) = self.links.pop().filter(|(_, title)| !title.is_empty()) {
                    self.words(&format!(" “{title}”"));
                }
            }
            TagEnd::Heading(_) => {
                let level = self.heading.take().unwrap_or(2);
                let text = std::mem::take(&mut self.spans);
                self.push(Block::Heading { level, text });
            }
            TagEnd::CodeBlock => {
                self.look.code = self.look.code.saturating_sub(1);
                self.close_paragraph();
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => self.close(),
            _ => self.close_paragraph(),
        }
    }

    fn words(&mut self, words: &str) {
        let link = self.links.last().map(|(address, _)| address.clone());
        let span = Span {
            text: words.to_owned(),
            emphasis: self.look.emphasis > 0,
            strong: self.look.strong > 0,
            code: self.look.code > 0,
            link,
        };
        match self.spans.last_mut() {
            Some(last) if same_look(last, &span) => last.text.push_str(words),
            _ => self.spans.push(span),
        }
    }

    /// The end of a line within a paragraph: kept where the person ended the line.
    fn soft_break(&mut self, at: usize) {
        let line = self.source.get(..at).unwrap_or_default().trim_end().rsplit('\n').next().unwrap_or_default();
        let next = self.source.get(at..).unwrap_or_default().lines().next().unwrap_or_default();
        let joint = joint(&bare(line), &bare(next), self.wrapped).unwrap_or('\n');
        self.words(joint.encode_utf8(&mut [0; 4]));
    }

    fn close_paragraph(&mut self) {
        let mut text = std::mem::take(&mut self.spans);
        if let Some(last) = text.last_mut() {
            last.text.truncate(last.text.trim_end_matches('\n').len());
        }
        text.retain(|span| !span.text.is_empty());
        if !text.is_empty() {
            self.push(Block::Paragraph { text });
        }
    }

    fn push(&mut self, block: Block) {
        for open in self.open.iter_mut().rev() {
            match open {
                Open::Quote(blocks) => return blocks.push(block),
                Open::Item(item) => return item.blocks.push(block),
                Open::List(_) => {}
            }
        }
        self.blocks.push(block);
    }

    fn open(&mut self, open: Open) {
        self.close_paragraph();
        if self.open.len() < 2 * DEEPEST {
            return self.open.push(open);
        }
        // What stands too deep is its parent's; its marker is kept among the words.
        self.deeper += 1;
        if let Open::Item(item) = open {
            self.words(&format!("{} ", item.marker));
        }
    }

    fn close(&mut self) {
        self.close_paragraph();
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        match self.open.pop() {
            Some(Open::Quote(blocks)) => self.push(Block::Quote { blocks }),
            Some(Open::List(items)) => self.push(Block::List { items }),
            Some(Open::Item(item)) => {
                if let Some(Open::List(items)) = self.open.last_mut() {
                    items.push(item);
                }
            }
            None => {}
        }
    }

    fn finish(mut self) -> Vec<Block> {
        while !self.open.is_empty() {
            self.close();
        }
        self.close_paragraph();
        self.blocks
    }
}

fn same_look(one: &Span, other: &Span) -> bool {
    (one.emphasis, one.strong, one.code, &one.link) == (other.emphasis, other.strong, other.code, &other.link)
}

/// A line without the signs of emphasis, to see its label.
fn bare(line: &str) -> String {
    line.trim().replace(['*', '_'], "")
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
