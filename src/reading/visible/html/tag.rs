//! Start and end tags.

use super::super::entities::decoded as entities;

/// A start or end tag; only its first attributes are looked at.
pub(super) struct Tag {
    /// Lower-case.
    pub name: String,
    attributes: Vec<(String, String)>,
    /// Bytes from behind `<` to behind `>`.
    pub length: usize,
}

const MOST_ATTRIBUTES: usize = 40;

impl Tag {
    /// Reads one from behind its `<`.
    pub fn scan(tail: &str) -> Tag {
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

    /// The value of an attribute, decoded.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// An element without content.
    pub fn is_void(&self) -> bool {
        ["br", "hr", "img", "input", "meta", "link", "col", "area", "base", "wbr"].contains(&self.name.as_str())
    }
}
