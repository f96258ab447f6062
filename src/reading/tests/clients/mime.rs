//! Bytes as clients send them: transfer encodings, charsets, boundaries.

use data_encoding::BASE64;

/// How a part travels.
#[derive(Clone, Copy)]
pub(super) enum Way {
    Eight,
    Quoted,
    Base64,
    /// Quoted-printable in ISO-8859-1; what it lacks becomes `?`, so only for texts that fit.
    Latin,
}

/// A part with its fields.
pub(super) fn part(kind: &str, more: &str, way: Way, text: &str) -> String {
    let (charset, name, body) = match way {
        Way::Eight => ("utf-8", "8bit", text.replace('\n', "\r\n")),
        Way::Quoted => ("utf-8", "quoted-printable", quoted(text.as_bytes())),
        Way::Latin => ("iso-8859-1", "quoted-printable", quoted(&latin(text))),
        Way::Base64 => ("utf-8", "base64", base64(&text.replace('\n', "\r\n"))),
    };
    format!("Content-Type: {kind}; charset=\"{charset}\"{more}\r\nContent-Transfer-Encoding: {name}\r\n\r\n{body}\r\n")
}

/// A message of one part, or of two that say the same.
pub(super) fn message(fields: &str, plain: Option<String>, html: Option<String>) -> Vec<u8> {
    let head = format!(
        "Return-Path: <lea@quai.example>\r\nReceived: from out.example by mx.reseau.example; Mon, 4 Oct 2027 18:00:00 +0200\r\nFrom: =?utf-8?Q?L=C3=A9a_Morin?= <lea@quai.example>\r\nTo: =?utf-8?Q?R=C3=A9seau?= <reseau+abc@reseau.example>\r\nSubject: Re: Invitation\r\nDate: Mon, 4 Oct 2027 18:00:00 +0200\r\nMessage-ID: <1@quai.example>\r\nIn-Reply-To: <inv@reseau.example>\r\nReferences: <inv@reseau.example>\r\nMIME-Version: 1.0\r\n{fields}"
    );
    let body = match (plain, html) {
        (Some(plain), Some(html)) => format!(
            "Content-Type: multipart/alternative;\r\n boundary=\"=_b0undary_42\"\r\n\r\n--=_b0undary_42\r\n{plain}\r\n--=_b0undary_42\r\n{html}\r\n--=_b0undary_42--\r\n"
        ),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => "\r\n".to_owned(),
    };
    format!("{head}{body}").into_bytes()
}

/// Lines wrapped at a width as clients wrap what they send, each with this before it.
pub(super) fn wrapped(text: &str, width: usize, before: &str, flowed: bool) -> String {
    let mut all = String::new();
    for line in text.lines() {
        let mut current = String::new();
        for word in line.split(' ') {
            if !current.is_empty() && current.chars().count() + word.chars().count() + 1 > width {
                all.push_str(&format!("{before}{current}{}\n", if flowed { " " } else { "" }));
                current.clear();
            } else if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(word);
        }
        all.push_str(&format!("{}{current}\n", if current.is_empty() { before.trim_end() } else { before }));
    }
    all
}

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
}

fn base64(text: &str) -> String {
    let code = BASE64.encode(text.as_bytes());
    code.as_bytes().chunks(76).map(|line| format!("{}\r\n", String::from_utf8_lossy(line))).collect()
}

/// RFC 2045 6.7.
fn quoted(bytes: &[u8]) -> String {
    let mut all = String::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        let mut length = 0;
        for (at, byte) in line.iter().enumerate() {
            let last = at + 1 == line.len();
            let plain = matches!(byte, 33..=60 | 62..=126) || (matches!(byte, b' ' | b'\t') && !last);
            let code = if plain { char::from(*byte).to_string() } else { format!("={byte:02X}") };
            if length + code.len() > 75 {
                all.push_str("=\r\n");
                length = 0;
            }
            length += code.len();
            all.push_str(&code);
        }
        all.push_str("\r\n");
    }
    all
}
