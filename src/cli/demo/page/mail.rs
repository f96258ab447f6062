//! A mail as its reader sees it: header, text, HTML for a frame, source, attachments.

use std::panic::{AssertUnwindSafe, catch_unwind};

use data_encoding::BASE64;
use mail_parser::{MessageParser, MessagePart, MimeHeaders, PartType};

use crate::domain::clock::Timestamp;
use crate::reading;

/// Attachments that are shown.
const MOST_PIECES: usize = 50;
/// Octets of a text attachment that are shown on the page.
const PREVIEW: usize = 16 * 1024;
/// Octets of images that are put into the HTML (RFC 2392 `cid:`).
const IMAGES: usize = 4 * 1024 * 1024;
/// Octets of source that are shown on the page.
const SOURCE: usize = 200 * 1024;

/// A mail, opened.
#[derive(Debug, Clone, Default)]
pub struct Mail {
    /// Subject, decoded.
    pub subject: String,
    /// From: display name, or the address.
    pub from: String,
    /// From, addr-spec.
    pub from_email: String,
    /// Where an answer goes: Reply-To, else From.
    pub reply_to: String,
    /// Without angle brackets.
    pub message_id: String,
    /// In-Reply-To, without angle brackets.
    pub in_reply_to: Vec<String>,
    /// References, oldest first, without angle brackets.
    pub references: Vec<String>,
    /// Date, where it has one.
    pub date: Option<Timestamp>,
    /// What a reader of text sees.
    pub text: String,
    /// The HTML part, where it has one.
    pub html: Option<String>,
    /// Attachments, and parts that are neither text nor HTML.
    pub pieces: Vec<Piece>,
}

/// An attachment.
#[derive(Debug, Clone)]
pub struct Piece {
    /// File name, or its type where it has none.
    pub name: String,
    /// Media type, as `text/calendar`.
    pub media_type: String,
    /// Content-ID, without angle brackets.
    pub content_id: Option<String>,
    /// Decoded.
    pub bytes: Vec<u8>,
    is_text: bool,
}

impl Piece {
    /// The beginning of a piece that is text.
    pub fn preview(&self) -> Option<String> {
        self.is_text.then(|| String::from_utf8_lossy(self.bytes.get(..PREVIEW).unwrap_or(&self.bytes)).into_owned())
    }
}

/// Opens a mail (RFC 5322); total.
pub fn open(raw: &[u8]) -> Mail {
    let headers = reading::headers(raw);
    let from = headers.from.unwrap_or_default();
    let reply_to = headers.reply_to.map_or_else(|| from.email.clone(), |mailbox| mailbox.email);
    // What comes by SMTP may be anything; mail-parser has been seen to panic on crafted mails.
    let body = catch_unwind(AssertUnwindSafe(|| body(raw))).unwrap_or_default();
    Mail {
        subject: if body.subject.is_empty() { headers.subject } else { body.subject },
        from: from.name.unwrap_or_else(|| from.email.clone()),
        from_email: from.email,
        reply_to,
        message_id: headers.message_id.unwrap_or_default(),
        in_reply_to: headers.in_reply_to,
        references: headers.references,
        date: headers.date.map(Timestamp),
        text: body.text,
        html: body.html,
        pieces: body.pieces,
    }
}

fn body(raw: &[u8]) -> Mail {
    let Some(parsed) = MessageParser::default().parse(raw) else { return Mail::default() };
    let html = parsed.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) => Some(html.to_string()),
        _ => None,
    });
    // Words of other programs may hold anything; the spaces that French doesn't break stay.
    let subject = parsed.subject().unwrap_or_default().replace(char::is_control, " ");
    Mail {
        subject: subject.trim().to_owned(),
        text: parsed.body_text(0).unwrap_or_default().replace('\r', ""),
        html,
        pieces: parsed.attachments().take(MOST_PIECES).map(piece).collect(),
        ..Mail::default()
    }
}

fn piece(part: &MessagePart<'_>) -> Piece {
    let media_type = match part.content_type() {
        Some(kind) => format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or("*")).to_lowercase(),
        None => "application/octet-stream".to_owned(),
    };
    let name = part.attachment_name().map(str::to_owned).unwrap_or_else(|| media_type.clone());
    let bytes = match &part.body {
        PartType::Message(message) => message.raw_message().to_vec(),
        _ => part.contents().to_vec(),
    };
    let is_text = matches!(part.body, PartType::Text(_) | PartType::Html(_)) || media_type.starts_with("text/");
    Piece { name, media_type, content_id: part.content_id().map(str::to_owned), bytes, is_text }
}

/// The source as text, and whether it is cut.
pub fn source(raw: &[u8]) -> (String, bool) {
    let shown = raw.get(..SOURCE).unwrap_or(raw);
    (String::from_utf8_lossy(shown).replace('\r', ""), shown.len() < raw.len())
}

/// The HTML for a frame: its images in it, its light or dark dress on, its links leading nowhere.
pub fn dressed(mail: &Mail, dark: bool) -> Option<String> {
    let mut html = mail.html.clone()?;
    let mut room = IMAGES;
    for piece in &mail.pieces {
        let Some(id) = piece.content_id.as_deref().filter(|id| !id.is_empty()) else { continue };
        if !is_image(&piece.media_type) || piece.bytes.len() > room {
            continue;
        }
        room -= piece.bytes.len();
        let data = format!("data:{};base64,{}", piece.media_type, BASE64.encode(&piece.bytes));
        html = html.replace(&format!("cid:{id}"), &data);
    }
    // A reader's program answers the media query; a frame can only be told by its words.
    let (holds, fails) = ("(min-width: 0)", "(max-width: 0)");
    let (if_dark, if_light) = if dark { (holds, fails) } else { (fails, holds) };
    for space in ["", " "] {
        html = html.replace(&format!("(prefers-color-scheme:{space}dark)"), if_dark);
        html = html.replace(&format!("(prefers-color-scheme:{space}light)"), if_light);
    }
    let scheme = if dark { "dark" } else { "light" };
    // A target that the sandbox refuses: a link does nothing, it doesn't take the frame away.
    let head = "<base target=\"_blank\">";
    let dress = format!("<style>:root{{color-scheme:{scheme} !important}}</style>");
    let html = match head_end(&html) {
        Some(at) => format!("{}{head}{}", html.get(..at).unwrap_or_default(), html.get(at..).unwrap_or_default()),
        None => format!("<!doctype html>{head}{html}"),
    };
    Some(html + &dress)
}

fn is_image(media_type: &str) -> bool {
    matches!(media_type, "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/svg+xml")
}

/// Where the content of `<head>` begins.
fn head_end(html: &str) -> Option<usize> {
    let start = html.to_ascii_lowercase().find("<head")?;
    let close = html.get(start..)?.find('>')?;
    let tag = html.get(start..start.checked_add(close)?)?;
    // `<header>` is none.
    let is_head = tag.len() == "<head".len() || tag.get("<head".len()..)?.starts_with(char::is_whitespace);
    is_head.then_some(start + close + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_html(html: &str) -> Mail {
        Mail { html: Some(html.to_owned()), ..Mail::default() }
    }

    #[test]
    fn a_mail_is_opened_with_all_its_parts() {
        let raw = "From: =?utf-8?q?R=C3=A9seau?= <r@a.example>\r\nReply-To: r+tok@a.example\r\nTo: b@c.example\r\n\
            Subject: Ordre\r\nMessage-ID: <1@a.example>\r\nDate: Mon, 10 May 2027 09:00:00 +0200\r\nMIME-Version: 1.0\r\n\
            Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n\
            --a\r\nContent-Type: text/plain\r\n\r\nBonjour\r\n--a\r\nContent-Type: text/html\r\n\r\n\
            <p>Bonjour<img src=\"cid:logo@a\"></p>\r\n--a--\r\n--m\r\nContent-Type: text/calendar; name=\"r.ics\"\r\n\
            Content-Disposition: attachment; filename=\"r.ics\"\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n--m\r\n\
            Content-Type: image/png\r\nContent-ID: <logo@a>\r\nContent-Disposition: inline\r\n\
            Content-Transfer-Encoding: base64\r\n\r\niVBORw==\r\n--m--\r\n";
        let mail = open(raw.as_bytes());
        assert_eq!((mail.from.as_str(), mail.reply_to.as_str()), ("Réseau", "r+tok@a.example"));
        assert_eq!((mail.subject.as_str(), mail.text.trim()), ("Ordre", "Bonjour"));
        let names: Vec<_> = mail.pieces.iter().map(|piece| (piece.name.as_str(), piece.media_type.as_str())).collect();
        assert_eq!(names, [("r.ics", "text/calendar"), ("image/png", "image/png")]);
        assert!(mail.pieces[0].preview().unwrap().starts_with("BEGIN:VCALENDAR"));
        assert!(mail.pieces[1].preview().is_none());
        assert!(dressed(&mail, false).unwrap().contains("src=\"data:image/png;base64,iVBORw==\""));
    }

    #[test]
    fn the_dress_is_light_or_dark_whatever_the_machine_prefers() {
        let mail = with_html(
            "<html><head><style>@media (prefers-color-scheme: dark){a{}}</style></head><body>x</body></html>",
        );
        let (dark, light) = (dressed(&mail, true).unwrap(), dressed(&mail, false).unwrap());
        assert!(dark.contains("@media (min-width: 0){a{}}") && dark.contains("color-scheme:dark"));
        assert!(light.contains("@media (max-width: 0){a{}}") && light.contains("color-scheme:light"));
        assert!(light.starts_with("<html><head><base target=\"_blank\"><style>"));
    }

    #[test]
    fn the_head_is_found_and_a_header_is_none() {
        for (html, expected) in [
            ("<head>x", Some(6)),
            ("<HEAD lang=fr>x", Some(14)),
            ("é<head>x", Some(8)),
            ("<header>x", None),
            ("<head", None),
            ("", None),
        ] {
            assert_eq!(head_end(html), expected, "{html}");
        }
        assert!(dressed(&with_html("<b>x"), true).unwrap().starts_with("<!doctype html><base"));
    }

    #[test]
    fn whatever_comes_is_opened() {
        for raw in [&b""[..], b"\0\xff\xfe", b"Content-Type: multipart/mixed\r\n\r\n--", b"\r\n\r\n<html>"] {
            let mail = open(raw);
            assert!((mail.date, mail.message_id.as_str(), mail.from.as_str()) == (None, "", ""), "{mail:?}");
            assert!(dressed(&mail, true).is_none_or(|html| html.contains("base")));
        }
        assert!(source(&vec![b'x'; SOURCE + 1]).1);
    }
}
