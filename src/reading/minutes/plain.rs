//! The plain form: short lines over others, lists with whatever marks people type, running text.

use super::labels;
use super::lines::{MOST_LINES, are_wrapped, ends, joint, may_go_on};
use crate::domain::minutes::{Block, Item, SectionKind, Span};

/// Lists are not nested deeper.
pub(super) const DEEPEST: usize = 8;

/// A heading is no longer, in characters.
const LONGEST_HEADING: usize = 70;

/// A title is no longer, in characters.
const LONGEST_TITLE: usize = 150;

/// A mark at the beginning of a list's item, and the words behind it.
pub(super) fn marker(line: &str) -> Option<(&str, &str)> {
    let (mark, words) = line.split_once([' ', '\t', '\u{a0}']).unwrap_or((line, ""));
    let bullet = matches!(mark, "+" | "-" | "•" | "*" | "–" | "—" | "◦" | "▪" | "‣" | "·" | "●" | "○" | "→" | "➢");
    let counted = mark.strip_suffix(['.', ')']).is_some_and(|n| {
        let number = n.len() <= 2 && n.parse::<u8>().is_ok();
        let letter = n.len() == 1 && n.starts_with(|c: char| c.is_ascii_lowercase()) && mark.ends_with(')');
        number || letter
    });
    let words = words.trim();
    ((bullet || counted) && !words.is_empty()).then_some((mark, words))
}

/// Two markers of one sort have one class.
fn class(marker: &str) -> char {
    marker.chars().next().map_or(' ', |c| {
        if c.is_ascii_digit() {
            '1'
        } else if c.is_alphabetic() {
            'a'
        } else {
            c
        }
    })
}

/// Whether a line only draws a line.
pub(super) fn is_rule(line: &str) -> bool {
    line.len() >= 3 && line.chars().all(|c| matches!(c, '-' | '=' | '_' | '*' | '~' | '─' | '—'))
}

/// Columns before the first word; a tab is four.
fn indent(line: &str) -> usize {
    line.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// A list that is still being read.
struct Open {
    indent: usize,
    class: char,
    items: Vec<Item>,
}

/// A paragraph that is still being read.
#[derive(Default)]
struct Paragraph {
    text: String,
    /// Its last line, to see whether the next goes on with it.
    last: String,
    lines: usize,
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    lists: Vec<Open>,
    paragraph: Option<Paragraph>,
    /// The line before was empty, or there was none.
    fresh: bool,
    /// A mail program may have ended the lines.
    wrapped: bool,
}

/// The blocks of a text in the plain form.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().collect();
    // From each line, the next that isn't empty.
    let mut following = vec![None; lines.len()];
    let mut next = None;
    for (line, slot) in lines.iter().zip(following.iter_mut()).rev() {
        *slot = next;
        if !line.trim().is_empty() {
            next = Some(line.trim());
        }
    }
    let mut reader = Reader { fresh: true, wrapped: are_wrapped(text), ..Reader::default() };
    for (line, next) in lines.iter().zip(following).take(MOST_LINES) {
        reader.line(line, next);
    }
    reader.close_lists();
    let beyond = lines.get(MOST_LINES..).unwrap_or_default().join("\n");
    if !beyond.trim().is_empty() {
        reader.blocks.push(Block::Paragraph { text: vec![Span::plain(beyond.trim())] });
    }
    reader.blocks
}

impl Reader {
    fn line(&mut self, line: &str, next: Option<&str>) {
        let words = line.trim();
        if words.is_empty() {
            self.close_paragraph();
            self.fresh = true;
            return;
        }
        if is_rule(words) {
            self.rule();
        } else if let Some((mark, words)) = marker(words) {
            self.item(indent(line), mark, words);
        } else {
            self.words(indent(line), words, next);
        }
        self.fresh = false;
    }

    /// A line across; beneath a short line it makes a heading of it.
    fn rule(&mut self) {
        let heading = self.lists.is_empty()
            && self.paragraph.as_ref().is_some_and(|p| p.lines == 1 && p.text.chars().count() <= LONGEST_TITLE);
        match self.paragraph.take_if(|_| heading) {
            Some(paragraph) => self.heading(&paragraph.text),
            None => {
                self.close_lists();
                // What underlines a heading was seen.
                if self.fresh || !matches!(self.blocks.last(), Some(Block::Heading { .. })) {
                    self.blocks.push(Block::Rule);
                }
            }
        }
    }

    fn item(&mut self, indent: usize, mark: &str, words: &str) {
        let class = class(mark);
        self.close_paragraph();
        if self.lists.is_empty() {
            self.lists.push(Open { indent, class, items: Vec::new() });
        }
        self.close_deeper(indent, class);
        let deeper = self.lists.last().is_some_and(|top| {
            indent > top.indent + 1
                || (indent == top.indent && class != top.class)
                || (indent > top.indent && class != top.class)
        });
        if deeper && self.lists.len() < DEEPEST {
            self.lists.push(Open { indent, class, items: Vec::new() });
        }
        if let Some(top) = self.lists.last_mut() {
            top.items.push(Item { marker: mark.to_owned(), blocks: Vec::new() });
        }
        self.begin(words);
    }

    /// Closes the lists that an item at this place doesn't belong to.
    fn close_deeper(&mut self, indent: usize, class: char) {
        while self.lists.len() > 1 {
            let Some(top) = self.lists.last() else { return };
            let own = top.indent == indent && top.class == class;
            // A mark that an outer list has leads back to it, though nothing is indented.
            let outer = self.lists.iter().rev().skip(1).any(|list| list.indent == indent && list.class == class);
            if indent >= top.indent && (own || !outer) {
                return;
            }
            self.close_list();
        }
    }

    fn words(&mut self, indent: usize, words: &str, next: Option<&str>) {
        if let Some(top) = self.lists.last() {
            let beneath = indent > top.indent;
            let goes_on = !self.fresh && self.paragraph.as_ref().is_some_and(|p| may_go_on(&p.last, self.wrapped));
            if beneath && self.fresh {
                return self.begin(words);
            }
            if (beneath || goes_on) && !self.fresh {
                return self.go_on(words);
            }
            self.close_lists();
        }
        if self.paragraph.is_some() && !is_known_heading(words, next) {
            self.go_on(words);
        } else if self.is_heading(words, next) {
            self.close_paragraph();
            self.heading(words);
        } else {
            self.begin(words);
        }
    }

    /// Whether a line stands over what follows: short, alone, without an end. The first line may be longer.
    fn is_heading(&self, words: &str, next: Option<&str>) -> bool {
        let first = self.blocks.is_empty();
        let stands_alone = self.fresh || matches!(self.blocks.last(), Some(Block::Heading { .. }));
        let begins = words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let short = words.chars().count() <= if first { LONGEST_TITLE } else { LONGEST_HEADING };
        let few = words.split_whitespace().count() <= if first { 24 } else { 10 };
        // Nothing stands under a name at the end.
        let has_more = next.is_some_and(|next| !first || next.chars().count() > 2);
        let alone =
            stands_alone && begins && short && few && !ends(words) && labels::label(words).is_none() && has_more;
        alone || is_known_heading(words, next)
    }

    fn heading(&mut self, words: &str) {
        self.blocks.push(Block::Heading { level: 2, text: vec![Span::plain(words)] });
    }

    fn begin(&mut self, words: &str) {
        self.close_paragraph();
        self.paragraph = Some(Paragraph { text: words.to_owned(), last: words.to_owned(), lines: 1 });
    }

    fn go_on(&mut self, words: &str) {
        match self.paragraph.as_mut() {
            Some(paragraph) if !self.fresh => match joint(&paragraph.last, words, self.wrapped) {
                Some(joint) => {
                    paragraph.text.push(joint);
                    paragraph.text.push_str(words);
                    words.clone_into(&mut paragraph.last);
                    paragraph.lines += 1;
                }
                None => self.begin(words),
            },
            _ => self.begin(words),
        }
    }

    fn close_paragraph(&mut self) {
        let Some(paragraph) = self.paragraph.take() else { return };
        let block = Block::Paragraph { text: vec![Span::plain(paragraph.text)] };
        match self.lists.last_mut().and_then(|list| list.items.last_mut()) {
            Some(item) => item.blocks.push(block),
            None => self.blocks.push(block),
        }
    }

    fn close_list(&mut self) {
        self.close_paragraph();
        let Some(list) = self.lists.pop() else { return };
        let block = Block::List { items: list.items };
        match self.lists.last_mut().and_then(|list| list.items.last_mut()) {
            Some(item) => item.blocks.push(block),
            None => self.blocks.push(block),
        }
    }

    fn close_lists(&mut self) {
        self.close_paragraph();
        while !self.lists.is_empty() {
            self.close_list();
        }
    }
}

/// Whether a short line is a section's known title, wherever it stands: "Pistes", "Nos constats :".
fn is_known_heading(words: &str, next: Option<&str>) -> bool {
    let title = words.strip_suffix(':').unwrap_or(words).trim_end();
    let question = title.ends_with('?');
    next.is_some()
        && words.split_whitespace().count() <= 7
        && words.chars().count() <= LONGEST_HEADING
        && words.starts_with(|c: char| c.is_uppercase())
        && (question || !ends(title))
        && labels::section_kind(title) != SectionKind::Other
}
