//! A table of people as organisers keep it: from bytes to rows, without a database.
//!
//! Spreadsheets save UTF-8 with or without a mark, UTF-16, or Windows-1252; French ones part cells by semicolons. Which it
//! is is found in the file itself.

mod columns;

use std::collections::HashMap;

use crate::cli::charset;
use crate::domain::address;
use crate::domain::language::Language;
use crate::domain::membership::MemberRole;
use columns::Columns;

/// A person as a line of the file has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line on which the row begins, from 1.
    pub line: u64,
    /// First and last name; empty where the file has none.
    pub name: String,
    /// Normal form.
    pub email: String,
    /// Organisation; none where the cell is empty.
    pub organisation: Option<String>,
    /// Role; none where the cell is empty.
    pub role: Option<MemberRole>,
    /// Language; none where the cell is empty.
    pub language: Option<Language>,
}

/// A line that can't be taken, and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Skipped {
    /// Line on which the row begins, from 1.
    pub line: u64,
    /// Why.
    pub why: String,
}

/// What was understood of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// People, in order.
    pub rows: Vec<Row>,
    /// Lines that can't be taken, in order.
    pub skipped: Vec<Skipped>,
    /// Name of the encoding.
    pub encoding: &'static str,
    /// What parts cells.
    pub delimiter: char,
    /// Headings that mean nothing to us.
    pub ignored: Vec<String>,
}

/// Why a file can't be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    /// Line, from 1.
    pub line: u64,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub mend: String,
}

/// Reads a file.
///
/// # Errors
/// When it has no heading with a column of addresses.
pub fn parse(bytes: &[u8]) -> Result<Parsed, TableError> {
    let (text, encoding) = charset::decode(bytes);
    // One line end, so that lines are counted as an editor counts them.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (text, before) = after_preamble(&text);
    let delimiter = delimiter(text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(delimiter).unwrap_or(b';'))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let heading = match records.next() {
        Some(Ok(heading)) => heading,
        _ => return Err(no_heading(1, "the file is empty".to_owned())),
    };
    let mut lines = Lines { text, at: 0, line: before + 1 };
    let heading_line = lines.of(heading.position());
    let columns = Columns::find(&heading).ok_or_else(|| {
        let found = heading.iter().map(|cell| format!("`{}`", cell.trim())).collect::<Vec<_>>().join(", ");
        no_heading(heading_line, format!("no column of e-mail addresses among {found}"))
    })?;
    let ignored = columns.ignored(&heading);
    let mut parsed = Parsed { rows: Vec::new(), skipped: Vec::new(), encoding, delimiter, ignored };
    let mut first_lines: HashMap<String, u64> = HashMap::new();
    for record in records {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = lines.of(error.position());
                parsed.skipped.push(Skipped { line, why: format!("it can't be read: {error}") });
                continue;
            }
        };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = lines.of(record.position());
        match columns.row(&record, line) {
            Err(why) => parsed.skipped.push(Skipped { line, why }),
            Ok(row) => match first_lines.get(&row.email) {
                Some(first) => {
                    let why = format!("{} is on line {first} already", row.email);
                    parsed.skipped.push(Skipped { line, why });
                }
                None => {
                    first_lines.insert(row.email.clone(), line);
                    parsed.rows.push(row);
                }
            },
        }
    }
    Ok(parsed)
}

/// Counts lines as records go by. A record's own count is of where the one before it ended.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    fn of(&mut self, position: Option<&csv::Position>) -> u64 {
        let begin = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(self.at);
        let rest = self.text.as_bytes().get(begin..).unwrap_or_default();
        let begin = begin + rest.iter().take_while(|byte| **byte == b'\n').count();
        let between = self.text.as_bytes().get(self.at..begin).unwrap_or_default();
        self.line += between.iter().filter(|byte| **byte == b'\n').map(|_| 1).sum::<u64>();
        self.at = begin.max(self.at);
        self.line
    }
}

fn no_heading(line: u64, what: String) -> TableError {
    let mend = "Name the columns in the first line: nom;prénom;courriel;structure (only courriel is needed)";
    TableError { line, what, mend: mend.to_owned() }
}

/// The text from its heading on, and how many lines stood before: blank ones, and Excel's `sep=;`.
fn after_preamble(text: &str) -> (&str, u64) {
    let (mut rest, mut lines) = (text, 0);
    while let Some((line, after)) = rest.split_once('\n') {
        let bare = line.trim().trim_matches([';', ',', '\t', ' ']);
        if !bare.is_empty() && !bare.to_lowercase().starts_with("sep=") {
            break;
        }
        (rest, lines) = (after, lines + 1);
    }
    (rest, lines)
}

/// What stands most often in the heading, outside quotes.
fn delimiter(text: &str) -> char {
    let mut quoted = false;
    let mut counts = [(';', 0_usize), (',', 0), ('\t', 0)];
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '\n' | '\r' if !quoted => break,
            c if !quoted => {
                if let Some((_, n)) = counts.iter_mut().find(|(one, _)| *one == c) {
                    *n += 1;
                }
            }
            _ => {}
        }
    }
    // The first of equals: a heading of one column has none of them.
    counts.into_iter().rev().max_by_key(|(_, n)| *n).map_or(';', |(c, _)| c)
}

/// An address as spreadsheets hold it: with `mailto:`, in angle brackets, with a name before.
fn address_in(cell: &str) -> Result<String, String> {
    let cell = cell.trim();
    let bare = match (cell.rfind('<'), cell.rfind('>')) {
        (Some(open), Some(close)) if open < close => cell.get(open + 1..close).unwrap_or_default(),
        _ => cell,
    };
    let bare = bare.trim().trim_start_matches("mailto:");
    if bare.is_empty() {
        return Err("no e-mail address".to_owned());
    }
    let email = address::normal(bare);
    address::check(&email)?;
    Ok(email)
}

#[cfg(test)]
mod tests;
