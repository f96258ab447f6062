//! Character references in HTML.

/// Character references (HTML 13.5), as far as letters need them; others stay as they are.
pub(super) fn decoded(raw: &str) -> String {
    if !raw.contains('&') {
        return raw.to_owned();
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, tail)) = rest.split_once('&') {
        text.push_str(before);
        let name: String = tail.chars().take(12).take_while(|c| c.is_ascii_alphanumeric() || *c == '#').collect();
        match reference(&name) {
            Some(c) => {
                text.push(c);
                let after = tail.get(name.len()..).unwrap_or_default();
                rest = after.strip_prefix(';').unwrap_or(after);
            }
            None => {
                text.push('&');
                rest = tail;
            }
        }
    }
    text.push_str(rest);
    text
}

fn reference(name: &str) -> Option<char> {
    if let Some(code) = name.strip_prefix('#') {
        let number = match code.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => code.parse().ok()?,
        };
        return Some(char::from_u32(number).unwrap_or('\u{FFFD}'));
    }
    ENTITIES.iter().find(|(entity, _)| *entity == name).map(|(_, c)| *c)
}

#[rustfmt::skip]
const ENTITIES: [(&str, char); 66] = [
    ("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("nbsp", '\u{A0}'), ("eacute", 'é'), ("egrave", 'è'),
    ("ecirc", 'ê'), ("euml", 'ë'), ("agrave", 'à'), ("acirc", 'â'), ("aacute", 'á'), ("auml", 'ä'), ("ccedil", 'ç'), ("icirc", 'î'),
    ("iuml", 'ï'), ("iacute", 'í'), ("ocirc", 'ô'), ("ouml", 'ö'), ("oacute", 'ó'), ("ugrave", 'ù'), ("ucirc", 'û'), ("uuml", 'ü'),
    ("uacute", 'ú'), ("Eacute", 'É'), ("Egrave", 'È'), ("Ecirc", 'Ê'), ("Agrave", 'À'), ("Acirc", 'Â'), ("Ccedil", 'Ç'), ("Ocirc", 'Ô'),
    ("Uuml", 'Ü'), ("Ouml", 'Ö'), ("Auml", 'Ä'), ("szlig", 'ß'), ("ntilde", 'ñ'), ("oelig", 'œ'), ("OElig", 'Œ'), ("aelig", 'æ'),
    ("laquo", '«'), ("raquo", '»'), ("lsquo", '‘'), ("rsquo", '’'), ("ldquo", '“'), ("rdquo", '”'), ("sbquo", '‚'), ("bdquo", '„'),
    ("hellip", '…'), ("ndash", '–'), ("mdash", '—'), ("euro", '€'), ("copy", '©'), ("reg", '®'), ("trade", '™'), ("deg", '°'),
    ("middot", '·'), ("bull", '•'), ("ensp", ' '), ("emsp", ' '), ("thinsp", ' '), ("zwnj", '\u{200B}'), ("zwj", '\u{200D}'),
    ("shy", '\u{AD}'), ("times", '×'), ("sect", '§'),
];
