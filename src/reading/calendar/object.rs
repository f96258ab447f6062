//! Calendar objects taken apart (RFC 5545).

/// A property of a calendar object (RFC 5545 3.1): name and parameter names upper-case.
pub(super) struct Property {
    pub name: String,
    params: Vec<(String, String)>,
    pub value: String,
}

impl Property {
    /// The value of a parameter.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// The value of the first property of a name.
pub(super) fn value<'a>(properties: &'a [Property], name: &str) -> Option<&'a str> {
    properties.iter().find(|p| p.name == name).map(|p| p.value.as_str())
}

/// The addr-spec of a calendar address, lower-cased.
pub(super) fn mailto(value: &str) -> String {
    let value = value.trim().trim_matches('"').to_lowercase();
    value.strip_prefix("mailto:").unwrap_or(&value).trim().to_owned()
}

/// Unfolds (RFC 5545 3.1) and takes every line apart; a line that isn't a property is passed over, alarms and zones too.
pub(super) fn properties(object: &str) -> Vec<Property> {
    let mut lines: Vec<String> = Vec::new();
    for line in object.lines().take(5_000) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ => lines.push(line.trim_end().to_owned()),
        }
    }
    let mut passed_over = false;
    let wanted = |line: &String| {
        let upper = line.to_uppercase();
        match upper.as_str() {
            "BEGIN:VTIMEZONE" | "BEGIN:VALARM" => passed_over = true,
            "END:VTIMEZONE" | "END:VALARM" => passed_over = false,
            _ => {}
        }
        !passed_over
    };
    lines.into_iter().filter(wanted).filter_map(|line| property(&line)).collect()
}

fn property(line: &str) -> Option<Property> {
    let (mut quoted, mut pieces, mut piece) = (false, Vec::new(), String::new());
    let mut chars = line.chars();
    for c in chars.by_ref() {
        match c {
            '"' => quoted = !quoted,
            ';' if !quoted => pieces.push(std::mem::take(&mut piece)),
            ':' if !quoted => break,
            _ => piece.push(c),
        }
    }
    pieces.push(piece);
    let mut pieces = pieces.into_iter();
    let name = pieces.next()?.trim().to_uppercase();
    let params =
        pieces.filter_map(|p| p.split_once('=').map(|(n, v)| (n.trim().to_uppercase(), v.trim().to_owned()))).collect();
    Some(Property { name, params, value: chars.as_str().trim().to_owned() })
}

/// TEXT escapes (RFC 5545 3.3.11).
pub(super) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => plain.push('\n'),
                Some(other) => plain.push(other),
                None => {}
            },
            other => plain.push(other),
        }
    }
    plain
}
