//! What commands print: sentences and tables for people, one JSON document for programs.

use std::io::Write;

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;
use serde_json::Value;

use super::error::CliError;

/// What a command says, once for people and once for programs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Told {
    /// For people; the last line without its end.
    pub text: String,
    /// For programs.
    pub json: Value,
}

impl Told {
    /// The same in both ways.
    pub fn new(text: impl Into<String>, json: impl Serialize) -> Told {
        // Only maps with keys that are no strings can't be written, and we have none.
        Told { text: text.into(), json: serde_json::to_value(json).unwrap_or_default() }
    }

    /// Prints the one that is wanted.
    pub fn print(&self, as_json: bool) {
        if as_json {
            json(&self.json);
        } else {
            print(&self.text);
        }
    }
}

/// Columns of the terminal, as tables see them; 100 where there is none.
pub fn width() -> usize {
    Table::new().width().map_or(100, usize::from)
}

/// A table with a heading; cells wrap to the terminal's width.
pub fn table<const N: usize>(heading: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_header(heading);
    for row in rows {
        table.add_row(row);
    }
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// Name and value a line; lines without a value are left out.
pub fn lines<'a>(lines: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let lines: Vec<_> = lines.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let width = lines.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    let indent = format!("\n{:width$}  ", "");
    lines
        .iter()
        .map(|(name, value)| format!("{name:<width$}  {}", value.trim_end().replace('\n', &indent)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// One JSON document on standard output.
pub fn json(value: &impl Serialize) {
    write(&serde_json::to_string_pretty(value).unwrap_or_default());
}

/// A text for people on standard output.
pub fn print(text: &str) {
    write(&harmless(text));
}

/// An error: a line on standard error, or its JSON document.
pub fn failed(error: &CliError, as_json: bool) {
    if as_json {
        json(&serde_json::json!({ "error": error }));
    } else {
        let _ = writeln!(std::io::stderr().lock(), "palabre: {}", harmless(&error.to_string()));
    }
}

/// Writes and ends the line. Who reads may have gone (`palabre outbox list | head`): that is no error of ours.
fn write(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// Without the control characters by which a name or a mail could command the terminal.
pub fn harmless(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && !matches!(c, '\n' | '\t') { '\u{fffd}' } else { c }).collect()
}

/// `–` where there is nothing.
pub fn or_dash(value: Option<&str>) -> String {
    value.filter(|text| !text.is_empty()).unwrap_or("–").to_owned()
}

/// `1 letter`, `2 letters`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_wrote_cant_command_the_terminal() {
        assert_eq!(harmless("Zoé\u{1b}[2J\r\nbis"), "Zoé\u{fffd}[2J\u{fffd}\nbis");
    }

    #[test]
    fn values_stand_under_one_another() {
        let text = lines([("name", "Zoé".to_owned()), ("note", String::new()), ("address", "a\nb".to_owned())]);
        assert_eq!(text, "name     Zoé\naddress  a\n         b");
    }
}
