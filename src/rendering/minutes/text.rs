//! As text: underlined headings, lists with the marks that were typed.

use std::borrow::Cow;

use super::super::plain::WIDTH;
use super::spaced;
use crate::domain::minutes::{Block, Item, Span, plain_text};

/// However deep a list is, its words have so many columns.
const NARROWEST: usize = 24;

/// Blocks as text, an empty line between them.
pub(super) fn write(blocks: &[Cow<'_, Block>]) -> String {
    let mut page = Page::default();
    let mut after_field = false;
    for block in blocks {
        let field = matches!(block.as_ref(), Block::Field { .. });
        let together = field && after_field;
        if !page.out.is_empty() && !together {
            page.empty();
        }
        page.block(block);
        after_field = field;
    }
    page.out
}

/// What has been written, and what the next lines begin with.
#[derive(Default)]
struct Page {
    out: String,
    /// Before the next line: a list's mark, once.
    first: Option<String>,
    /// Before all others: blanks, `> `.
    rest: String,
}

impl Page {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text } => {
                let longest = self.words(&words(text));
                let underline = match level {
                    0 | 1 => "=",
                    2 => "-",
                    _ => return,
                };
                self.line(&underline.repeat(longest.clamp(3, WIDTH)));
            }
            Block::Field { label, value } => {
                let outer = self.hang("  ");
                self.first.get_or_insert_with(|| outer.clone());
                self.words(&format!("{} {}", spaced(label), words(value)));
                self.rest = outer;
            }
            Block::Paragraph { text } => {
                self.words(&words(text));
            }
            Block::List { items } => items.iter().for_each(|item| self.item(item)),
            Block::Quote { blocks } => {
                let outer = self.hang("> ");
                for (n, block) in blocks.iter().enumerate() {
                    if n > 0 {
                        self.empty();
                    }
                    self.block(block);
                }
                self.rest = outer;
            }
            Block::Rule => self.line("* * *"),
        }
    }

    /// A mark, and beneath its words what belongs to it: another paragraph set apart, a list close under its line.
    fn item(&mut self, item: &Item) {
        let before = self.first.take().unwrap_or_else(|| self.rest.clone());
        let outer = self.hang(&" ".repeat(width(&item.marker) + 1));
        self.first = Some(format!("{before}{} ", item.marker));
        for (n, block) in item.blocks.iter().enumerate() {
            if n > 0 && !matches!(block, Block::List { .. }) {
                self.empty();
            }
            self.block(block);
        }
        if self.first.is_some() {
            self.line("");
        }
        self.rest = outer;
    }

    /// Puts more before the lines to come; gives what it was.
    fn hang(&mut self, more: &str) -> String {
        let inner = format!("{}{more}", self.rest);
        std::mem::replace(&mut self.rest, inner)
    }

    /// Words in lines; their own line feeds stay. Says how long the longest line is.
    fn words(&mut self, words: &str) -> usize {
        let mut longest = 0;
        for line in words.split('\n') {
            let room = WIDTH.saturating_sub(width(&self.rest)).max(NARROWEST);
            let mut folded = String::new();
            let mut columns = 0;
            for word in line.split([' ', '\t']).filter(|word| !word.is_empty()) {
                if columns > 0 && columns + 1 + width(word) > room {
                    longest = longest.max(columns);
                    self.line(&folded);
                    folded.clear();
                    columns = 0;
                }
                if columns > 0 {
                    folded.push(' ');
                    columns += 1;
                }
                folded.push_str(word);
                columns += width(word);
            }
            longest = longest.max(columns);
            if columns > 0 {
                self.line(&folded);
            }
        }
        longest
    }

    fn line(&mut self, words: &str) {
        let before = self.first.take().unwrap_or_else(|| self.rest.clone());
        let line = format!("{before}{words}");
        let line = line.trim_end_matches(' ');
        // Mail programs take a lone `--` for the beginning of a signature.
        if line == "--" {
            self.out.push(' ');
        }
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn empty(&mut self) {
        if self.first.is_none() {
            self.line("");
        }
    }
}

fn words(spans: &[Span]) -> String {
    spaced(&plain_text(spans))
}

/// Columns that a text takes, near enough for mail: one a character.
fn width(text: &str) -> usize {
    text.chars().count()
}
