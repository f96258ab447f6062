//! Which characters the bytes of a file stand for: found in the file itself.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The text, and the name of its encoding: UTF-8 or UTF-16 with a mark, UTF-8 without one, else Windows-1252, of which
/// Latin-1 is a part. Total: bytes that mean nothing there become U+FFFD or control characters.
pub fn decode(bytes: &[u8]) -> (String, &'static str) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return (text.into_owned(), encoding.name());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), UTF_8.name()),
        Err(_) => (WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), WINDOWS_1252.name()),
    }
}
