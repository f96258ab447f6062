//! What a message may cost: which are refused before a parser sees them, and how much of the others it is given.
//!
//! The parser decodes every part into memory of its own. Nobody types a megabyte, and what is attached is never looked at:
//! of a large message each part is read at its beginning only, so that reading costs little more than the message itself.

use std::borrow::Cow;

/// Larger messages are refused at the door; here they are malformed.
pub(super) const LARGEST: usize = 25 * 1024 * 1024;

/// A larger header, in bytes, no mail program writes and few servers take.
const LARGEST_HEADER: usize = 500_000;

/// So is a longer field of a part.
const LONGEST_PART_FIELD: usize = 100_000;

/// More `message/rfc822` than this can only be meant to exhaust us (dropping them recurses).
const MOST_NESTED: usize = 500;

/// More lines that may begin a part than this, likewise.
const MOST_BOUNDARIES: usize = 5_000;

/// Smaller messages are read whole.
const SMALL: usize = 3_500_000;

/// Of a larger one, so much of each part: a megabyte of text, whatever its transfer encoding.
const MOST_OF_A_PART: usize = 3_250_000;

/// And so much of all parts, but for a beginning of each.
const MOST_OF_ALL: usize = 3_500_000;
const BEGINNING: usize = 1_000;

/// What of these bytes is to be parsed.
///
/// # Errors
/// Why they must not be, where they are such as no mail program writes.
pub(super) fn readable(bytes: &[u8]) -> Result<Cow<'_, [u8]>, &'static str> {
    if bytes.len() > LARGEST {
        return Err("the message is larger than 25 MB");
    }
    if header_without_end(bytes) {
        return Err("the header is larger than any mail program writes");
    }
    if nested_without_end(bytes) {
        return Err("messages lie within messages without end");
    }
    if in_pieces_without_end(bytes) {
        return Err("the message is in more parts than any mail program writes");
    }
    if part_field_without_end(bytes) {
        return Err("a part has a field longer than any mail program writes");
    }
    Ok(if bytes.len() <= SMALL { Cow::Borrowed(bytes) } else { Cow::Owned(beginnings(bytes)) })
}

fn header_without_end(bytes: &[u8]) -> bool {
    let start = bytes.len() - bytes.trim_ascii_start().len();
    let mut length = 0;
    for line in bytes.get(start..).unwrap_or_default().split_inclusive(|byte| *byte == b'\n') {
        if line.trim_ascii().is_empty() {
            break;
        }
        length += line.len();
        if length > LARGEST_HEADER {
            return true;
        }
    }
    start > LARGEST_HEADER
}

fn nested_without_end(bytes: &[u8]) -> bool {
    let needle = b"message/rfc822";
    let starts = bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b'm' | b'M'));
    starts
        .filter(|(at, _)| bytes.get(*at..at + needle.len()).is_some_and(|word| word.eq_ignore_ascii_case(needle)))
        .nth(MOST_NESTED)
        .is_some()
}

/// Every boundary line makes a part that costs far more memory than its bytes.
fn in_pieces_without_end(bytes: &[u8]) -> bool {
    lines(bytes).filter(|line| line.starts_with(b"--")).nth(MOST_BOUNDARIES).is_some()
}

fn part_field_without_end(bytes: &[u8]) -> bool {
    if bytes.len() <= LONGEST_PART_FIELD {
        return false;
    }
    let mut length = 0;
    lines(bytes).any(|line| {
        length = match line {
            [b' ' | b'\t', ..] if length > 0 => length + line.len(),
            _ if line.get(..8).is_some_and(|start| start.eq_ignore_ascii_case(b"content-")) => line.len(),
            _ => 0,
        };
        length > LONGEST_PART_FIELD
    })
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n')
}

/// The message with each part cut behind its beginning.
fn beginnings(bytes: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(SMALL);
    let (mut of_all, mut of_part) = (MOST_OF_ALL, MOST_OF_A_PART);
    for line in lines(bytes) {
        if line.starts_with(b"--") {
            of_part = MOST_OF_A_PART.min(of_all).max(BEGINNING);
        }
        let length = line.len().min(of_part);
        kept.extend_from_slice(line.get(..length).unwrap_or_default());
        if (1..line.len()).contains(&length) {
            kept.push(b'\n');
        }
        of_part -= length;
        of_all = of_all.saturating_sub(length);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_messages_are_read_whole_and_of_large_ones_each_part_begins() {
        let small = b"From: a@b.example\n\nje viens";
        assert!(matches!(readable(small), Ok(Cow::Borrowed(bytes)) if bytes == small));
        let photo = "QUJDREVG\n".repeat(500_000);
        let large = format!("From: a@b.example\n\n--b\n\nje viens\n--b\n\n{photo}--b\n\nBEGIN:VCALENDAR\n--b--\n");
        let read = readable(large.as_bytes()).expect("readable").into_owned();
        assert!(read.len() < MOST_OF_A_PART + BEGINNING && large.len() > SMALL);
        assert!(read.starts_with(b"From: a@b.example\n\n--b\n\nje viens\n--b\n\nQUJD"));
        assert!(
            read.ends_with(b"QUJDREVG\n--b\n\nBEGIN:VCALENDAR\n--b--\n")
                || read.ends_with(b"\n--b\n\nBEGIN:VCALENDAR\n--b--\n")
        );
    }

    #[test]
    fn what_no_program_writes_is_refused_with_its_reason() {
        let cases = [
            ("a".repeat(LARGEST + 1), "25 MB"),
            (format!("From: a@b.example\nX: {}\n\nje viens", "a".repeat(LARGEST_HEADER)), "header"),
            ("From: a@b\nContent-Type: message/rfc822\n\n".repeat(MOST_NESTED + 1), "within"),
            (format!("From: a@b\n\n{}", "--b\n".repeat(MOST_BOUNDARIES + 1)), "parts"),
            (
                format!("From: a@b\n\n--b\nContent-Type: text/plain{}\n\nx", ";\n a=b".repeat(LONGEST_PART_FIELD)),
                "field",
            ),
        ];
        for (message, why) in cases {
            assert!(readable(message.as_bytes()).is_err_and(|reason| reason.contains(why)), "{why}");
        }
    }
}
