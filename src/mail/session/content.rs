//! The content that follows DATA: up to the line with a single dot, without the added dots
//! (RFC 5321 4.1.1.4, 4.5.2).
//!
//! Written here rather than taken from `smtp_proto::DataReceiver` 0.2.5, because that one does not see a
//! dot on the very first line (an empty message never ends, a dot added to the first line stays) and
//! takes `CR LF . CR CR LF` for the end. Both are ways for two servers to disagree where a message
//! ends, which is all that SMTP smuggling needs. A test holds both against each other elsewhere.

/// Where the reader stands within a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before the first octet of a line.
    Start,
    /// After a dot that began the line.
    Dot,
    /// After a dot that began the line, and a CR.
    DotCr,
    /// Within a line.
    Text,
    /// After a CR within a line; the CR is not yet in the message.
    Cr,
}

/// What is wrong with a message that came in whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// More octets than the limit that was announced (RFC 1870 6.3).
    TooLarge,
    /// A LF without CR before it (RFC 5321 2.3.8).
    BareLineFeed,
}

/// Collects one message; holds at most `limit` octets of it.
#[derive(Debug)]
pub(super) struct Content {
    place: Place,
    message: Vec<u8>,
    limit: usize,
    /// Octets read from the wire, those beyond the limit included.
    read: usize,
    too_large: bool,
    bare_line_feed: bool,
}

impl Content {
    /// An empty message that may grow to `limit` octets.
    pub(super) fn new(limit: usize) -> Self {
        Content { place: Place::Start, message: Vec::new(), limit, read: 0, too_large: false, bare_line_feed: false }
    }

    /// Octets read so far, with those that were thrown away.
    pub(super) fn read(&self) -> usize {
        self.read
    }

    /// Octets held in memory.
    pub(super) fn held(&self) -> usize {
        self.message.len()
    }

    /// The message, or why it can't be taken.
    pub(super) fn finish(self) -> Result<Vec<u8>, Fault> {
        if self.bare_line_feed {
            Err(Fault::BareLineFeed)
        } else if self.too_large {
            Err(Fault::TooLarge)
        } else {
            Ok(self.message)
        }
    }

    /// Reads on; gives the octets after the end of the message once it is found.
    ///
    /// Only CR LF . CR LF ends a message. Once a bare LF was seen the message is lost anyway and the
    /// connection will be closed, so a looser end is good enough to answer a client that knows no CR.
    pub(super) fn feed<'a>(&mut self, input: &'a [u8]) -> Option<&'a [u8]> {
        let mut rest = input;
        while let Some((&octet, tail)) = rest.split_first() {
            match (self.place, octet) {
                (Place::Start, b'.') => self.place = Place::Dot,
                (Place::Dot, b'\r') => self.place = Place::DotCr,
                (Place::Dot, b'\n') => {
                    self.bare_line_feed = true;
                    return self.end(input, tail);
                }
                (Place::DotCr, b'\n') => return self.end(input, tail),
                // the dot was added in front of a line that begins with CR: the CR is yet to be judged
                (Place::DotCr, _) => {
                    self.place = Place::Cr;
                    continue;
                }
                (Place::Cr, b'\n') => {
                    self.keep(b"\r\n");
                    self.place = Place::Start;
                }
                // a CR alone is kept: it can't end our message, and people's mails do have it
                (Place::Cr, b'\r') => self.keep(b"\r"),
                (Place::Cr, _) => {
                    self.keep(b"\r");
                    self.place = Place::Text;
                    continue;
                }
                (_, b'\r') => self.place = Place::Cr,
                (_, b'\n') => {
                    self.bare_line_feed = true;
                    self.place = Place::Start;
                }
                (_, _) => {
                    let run = rest.iter().position(|octet| matches!(octet, b'\r' | b'\n')).unwrap_or(rest.len());
                    let (line, after) = rest.split_at_checked(run).unwrap_or((rest, &[]));
                    self.keep(line);
                    self.place = Place::Text;
                    rest = after;
                    continue;
                }
            }
            rest = tail;
        }
        self.read = self.read.saturating_add(input.len());
        None
    }

    fn end<'a>(&mut self, input: &[u8], tail: &'a [u8]) -> Option<&'a [u8]> {
        self.read = self.read.saturating_add(input.len().saturating_sub(tail.len()));
        Some(tail)
    }

    /// Adds to the message as long as it can still be taken, and lets go of it once it can't.
    fn keep(&mut self, octets: &[u8]) {
        if self.too_large || self.bare_line_feed {
            self.message = Vec::new();
        } else if self.message.len().saturating_add(octets.len()) > self.limit {
            self.too_large = true;
            self.message = Vec::new();
        } else {
            self.message.extend_from_slice(octets);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use smtp_proto::request::receiver::DataReceiver;

    /// The message or its fault, and the octets after it.
    type Read = (Result<Vec<u8>, Fault>, Vec<u8>);

    fn read(chunks: &[&[u8]], limit: usize) -> Option<Read> {
        let mut content = Content::new(limit);
        let mut chunks = chunks.iter();
        for chunk in chunks.by_ref() {
            if let Some(tail) = content.feed(chunk) {
                let mut left = tail.to_vec();
                chunks.for_each(|chunk| left.extend_from_slice(chunk));
                return Some((content.finish(), left));
            }
        }
        None
    }

    #[test]
    fn ends_and_dots() {
        for (wire, message, left) in [
            ("Subject: a\r\n\r\nb\r\n.\r\nQUIT\r\n", "Subject: a\r\n\r\nb\r\n", "QUIT\r\n"),
            (".\r\n", "", ""),
            ("..\r\n.\r\n", ".\r\n", ""),
            ("..a\r\n...\r\n.\r\n", ".a\r\n..\r\n", ""),
            (".a\r\n.\r\n", "a\r\n", ""),
            ("a\r\n.\r\r\nb\r\n.\r\n", "a\r\n\r\r\nb\r\n", ""),
            ("a\r.\r\nb\r\n.\r\n", "a\r.\r\nb\r\n", ""),
            ("a\r\r\n.\r\n", "a\r\r\n", ""),
            ("a\r\n.\rb\r\n.\r\n", "a\r\n\rb\r\n", ""),
        ] {
            for size in 1..=wire.len() {
                let chunks: Vec<&[u8]> = wire.as_bytes().chunks(size).collect();
                assert_eq!(
                    read(&chunks, 1000),
                    Some((Ok(message.as_bytes().to_vec()), left.as_bytes().to_vec())),
                    "{wire:?} by {size}"
                );
            }
        }
    }

    #[test]
    fn a_bare_line_feed_is_never_taken() {
        for wire in ["a\nb\r\n.\r\n", "a\n.\r\n", "a\r\n.\n", "\n.\n", "a\n.\nMAIL FROM:<x@y.example>\r\n"] {
            let (message, _) = read(&[wire.as_bytes()], 1000).expect("an end");
            assert_eq!(message, Err(Fault::BareLineFeed), "{wire:?}");
        }
        assert_eq!(read(&[b"a\r\n.\r"], 1000), None);
    }

    #[test]
    fn too_large_is_counted_without_the_added_dots() {
        assert!(matches!(read(&[b"..abc\r\n.\r\n"], 6), Some((Ok(_), _))));
        assert!(matches!(read(&[b"..abcd\r\n.\r\n"], 6), Some((Err(Fault::TooLarge), _))));
    }

    proptest! {
        /// On lines that end with CRLF and hold no CR, after a first line without dot, smtp_proto agrees.
        #[test]
        fn agrees_with_smtp_proto(lines in proptest::collection::vec("[.ab]{0,4}", 0..20), size in 1usize..9) {
            let mut wire = String::from("x\r\n");
            for line in &lines {
                // a line of one dot would end the message early: that is the end's own test
                if line != "." { wire.push_str(line); wire.push_str("\r\n"); }
            }
            wire.push_str(".\r\n");
            let mut theirs = Vec::new();
            prop_assert!(DataReceiver::new().ingest(&mut wire.as_bytes().iter(), &mut theirs));
            let chunks: Vec<&[u8]> = wire.as_bytes().chunks(size).collect();
            prop_assert_eq!(read(&chunks, 10_000), Some((Ok(theirs), Vec::new())));
        }
    }
}
