//! A compte rendu as a file: its bytes, and the text in them.

use std::io::Read;
use std::path::Path;

use super::super::charset;
use super::super::{CliError, Result};

/// No compte rendu is longer (1 MiB).
const LIMIT: u64 = 1 << 20;

/// A text, and how it was coded.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) words: String,
    pub(super) encoding: &'static str,
}

/// Reads a file, or standard input where it is called `-`.
///
/// # Errors
/// When it can't be read, is too long, or is no text.
pub(super) fn read(path: &Path) -> Result<Text> {
    let name = path.display().to_string();
    let bytes =
        if name == "-" { bounded(std::io::stdin().lock()) } else { std::fs::File::open(path).and_then(bounded) };
    let bytes = bytes.map_err(|error| {
        let mend = "Name the text file that holds it, or - to give it on standard input";
        CliError::new("importing a compte rendu", format!("{name}: {error}"), mend)
    })?;
    text(&bytes).map_err(|(why, mend)| CliError::new("importing a compte rendu", format!("{name}: {why}"), mend))
}

fn bounded(file: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(LIMIT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What files that are no text begin with, and what they are.
const NO_TEXT: [(&[u8], &str); 5] = [
    (b"PK\x03\x04", "a word processor's document"),
    (b"\xd0\xcf\x11\xe0", "a word processor's document"),
    (b"{\\rtf", "a word processor's document (RTF)"),
    (b"%PDF", "a PDF"),
    (b"From ", "a mailbox"),
];

/// The text in the bytes, or what they are instead and what to do.
fn text(bytes: &[u8]) -> std::result::Result<Text, (String, &'static str)> {
    const AS_TEXT: &str = "Save it as plain text (.txt, UTF-8) and import that";
    if bytes.len() as u64 > LIMIT {
        return Err((format!("it is over {} KiB", LIMIT / 1024), "Take what doesn't belong to it out"));
    }
    if let Some((_, what)) = NO_TEXT.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err((format!("it is {what}"), AS_TEXT));
    }
    let (words, encoding) = charset::decode(bytes);
    let start = words.trim_start().to_lowercase();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        return Err(("it is a web page".to_owned(), AS_TEXT));
    }
    let strange = |c: &char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{b}');
    if words.contains('\u{fffd}') || words.chars().any(|c| strange(&c)) {
        return Err((format!("it is neither UTF-8 nor Windows-1252 text (read as {encoding})"), AS_TEXT));
    }
    if words.trim().is_empty() {
        return Err(("it is empty".to_owned(), "Name the file that holds its text"));
    }
    Ok(Text { words, encoding })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encodings_that_people_save_in_are_recognised() {
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("Été".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        for (bytes, encoding) in [
            ("Été".as_bytes(), "UTF-8"),
            ("\u{feff}Été".as_bytes(), "UTF-8"),
            (b"\xc9t\xe9", "windows-1252"),
            (&utf16, "UTF-16LE"),
        ] {
            assert_eq!(text(bytes), Ok(Text { words: "Été".to_owned(), encoding }), "{encoding}");
        }
        // What Latin-1 lacks and Windows-1252 has.
        assert_eq!(text(b"l\x92\xe9t\xe9 \x97 \x93oui\x94").unwrap().words, "l’été — “oui”");
    }

    #[test]
    fn what_is_no_text_is_refused_with_a_mend() {
        let long = vec![b'a'; usize::try_from(LIMIT).unwrap() + 1];
        for (bytes, why) in [
            (&b"PK\x03\x04\x14\0word/document.xml"[..], "a word processor's document"),
            (b"%PDF-1.7\n", "a PDF"),
            (b" <!DOCTYPE HTML><html>", "a web page"),
            (b"a\0b\0c", "neither UTF-8 nor Windows-1252"),
            (b"\x81\xc9", "neither UTF-8 nor Windows-1252"),
            (b" \n", "it is empty"),
            (&long, "over 1024 KiB"),
        ] {
            let (found, mend) = text(bytes).unwrap_err();
            assert!(found.contains(why) && !mend.is_empty(), "{why}: {found}");
        }
    }
}
