//! What commands print: tables for people, one JSON document for programs.

use comfy_table::{ContentArrangement, Table, presets};
use serde::Serialize;

/// A table with a heading; cells wrap to the terminal's width.
pub fn table<const N: usize>(heading: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_header(heading);
    for row in rows {
        table.add_row(row);
    }
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// One JSON document on standard output.
pub fn json(value: &impl Serialize) {
    // Only maps with keys that are no strings can't be written, and we have none.
    println!("{}", serde_json::to_string_pretty(value).unwrap_or_default());
}

/// `-` where there is nothing.
pub fn or_dash(value: Option<&str>) -> String {
    value.filter(|text| !text.is_empty()).unwrap_or("–").to_owned()
}
