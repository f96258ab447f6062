//! Texts whose charset was declared wrongly or not at all: what their bytes say counts more.

use std::borrow::Cow;

use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Encoding, Message, MessagePart, MimeHeaders};

/// The text of a part, decoded anew where what was made of it shows that its declared charset isn't that of its bytes.
pub(super) fn mended<'a>(message: &Message<'_>, part: &MessagePart<'_>, text: &'a str) -> Cow<'a, str> {
    let kind = part.content_type();
    let declared = kind.and_then(|kind| kind.attribute("charset")).unwrap_or_default().to_ascii_lowercase();
    let says_utf8 = ["", "utf-8", "utf8", "us-ascii"].contains(&declared.as_str());
    let says_latin = ["iso-8859-1", "iso-8859-15", "windows-1252", "us-ascii", "latin1"].contains(&declared.as_str());
    let broken = says_utf8 && text.contains('\u{FFFD}');
    let mangled = says_latin && text.contains(['Ã', 'Â', 'â', 'Å']);
    if !broken && !mangled {
        return Cow::Borrowed(text);
    }
    let Some(bytes) = decoded(message, part) else {
        return Cow::Borrowed(text);
    };
    match std::str::from_utf8(&bytes) {
        Ok(utf8) => Cow::Owned(utf8.to_owned()),
        Err(_) if broken && is_mostly_lost(text) => Cow::Owned(encoding_rs::WINDOWS_1252.decode(&bytes).0.into_owned()),
        Err(_) => Cow::Borrowed(text),
    }
}

/// The bytes of a part's text, taken out of their transfer encoding.
fn decoded(message: &Message<'_>, part: &MessagePart<'_>) -> Option<Vec<u8>> {
    let place = usize::try_from(part.offset_body).ok()?..usize::try_from(part.offset_end).ok()?;
    let raw = message.raw_message.get(place)?;
    match part.encoding {
        Encoding::None => Some(raw.to_vec()),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
    }
}

/// Of the letters beyond ASCII more are lost than read: a letter cut in two isn't another charset.
fn is_mostly_lost(text: &str) -> bool {
    let lost = text.chars().filter(|c| *c == '\u{FFFD}').count();
    let read = text.chars().filter(|c| !c.is_ascii() && *c != '\u{FFFD}').count();
    lost > read
}
