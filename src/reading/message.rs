//! A received message opened: its fields and the texts of its parts. The one place (with `headers`) that knows mail-parser.
//!
//! mail-parser is caught when it panics and never given what it could choke on (`bounds`).

use std::borrow::Cow;
use std::cell::OnceCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::{MessageParser, MimeHeaders, PartType};

use super::bounds;
use super::calendar::tnef;
use super::charset;
use super::fields::{self, Field};
use super::flowed;
use super::headers::{Headers, of_block};
use super::visible::{self, Visible};

/// Messages within messages deeper than this aren't looked into.
const DEEPEST: usize = 10;

/// Texts longer than this are cut: nobody types as much.
const LONGEST_TEXT: usize = 1 << 20;

/// A body in more parts isn't read to its end.
const MOST_JOINED: usize = 50;

const CALENDAR: &str = "text/calendar";

/// How programs mark a quote in HTML.
const QUOTES: [&str; 6] =
    ["<blockquote", "gmail_quote", "divRplyFwdMsg", "moz-cite-prefix", "appendonsend", "yahoo_quoted"];

/// A leaf of the MIME tree.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// `type/subtype`, lower-case.
    pub mime: String,
    /// The method parameter of a calendar object, upper-case.
    pub method: String,
    /// Its text; empty where it has none.
    pub text: String,
    /// Its text was longer than we read.
    pub cut: bool,
    /// How many messages it lies within; 0 is the message itself.
    pub depth: usize,
}

/// What the rest of the reader sees of a message.
#[derive(Debug, Clone, Default)]
pub(super) struct Message {
    pub fields: Vec<Field>,
    pub headers: Headers,
    /// `type/subtype` of the whole, lower-case.
    pub mime: String,
    /// The report-type parameter (RFC 6522).
    pub report: String,
    /// What is meant to be read, as plain text.
    pub plain: Option<String>,
    /// The same as HTML.
    pub html: Option<String>,
    pub parts: Vec<Part>,
    /// What is meant to be read was longer than we read, as plain text or as HTML.
    pub cut: bool,
    /// Fields of the messages and header blocks within.
    pub returned: Vec<Vec<Field>>,
    /// What the person newly wrote, once somebody asked.
    seen: OnceCell<Visible>,
    /// Its form is such as no mail program writes; why, in French and in English.
    pub odd: Option<(&'static str, &'static str)>,
}

impl Message {
    /// Opens a message.
    ///
    /// # Errors
    /// Why it can't be read.
    pub fn open(bytes: &[u8]) -> Result<Message, &'static str> {
        let readable = bounds::readable(bytes)?;
        let opened = catch_unwind(AssertUnwindSafe(|| open(&readable, bytes)));
        opened.ok().flatten().ok_or("no message could be found in these bytes")
    }

    /// The first value of a field.
    pub fn field(&self, name: &str) -> Option<&str> {
        fields::value(&self.fields, name)
    }

    /// The lower-cased first value of a field, or nothing.
    pub fn lower(&self, name: &str) -> String {
        self.field(name).unwrap_or_default().to_lowercase()
    }

    /// Whether it has itself a part of a type; those of the messages within don't count.
    pub fn has_part(&self, mime: &str) -> bool {
        self.parts.iter().any(|p| p.depth == 0 && p.mime == mime)
    }

    /// What the person newly wrote; found out once.
    pub fn seen(&self) -> &Visible {
        self.seen.get_or_init(|| visible::of_message(self))
    }

    /// Whether the letter that is answered stands below the answer, as people's programs put it and few machines do.
    pub fn has_quote(&self) -> bool {
        let in_text = |plain: &str| plain.lines().any(|line| line.starts_with('>'));
        let in_html = |html: &str| QUOTES.iter().any(|sign| html.contains(sign));
        self.plain.as_deref().is_some_and(in_text) || self.html.as_deref().is_some_and(in_html)
    }

    /// The body as plain text, whichever part it comes from; nothing is taken away but NUL.
    pub fn body_text(&self) -> String {
        let mut text = match (&self.plain, &self.html) {
            (Some(plain), _) if !plain.trim().is_empty() => plain.trim().to_owned(),
            (_, Some(html)) => super::visible::html::to_text(html),
            _ => String::new(),
        };
        text.retain(|c| c != flowed::TYPED_MARK);
        super::clean::clean(&mut text);
        text
    }
}

fn open(readable: &[u8], bytes: &[u8]) -> Option<Message> {
    let block = fields::header_block(bytes);
    let fields = fields::fields(&block);
    if fields.is_empty() || !fields.iter().any(|f| PROOFS.contains(&f.name.as_str())) {
        return None;
    }
    // Of the messages within, addresses and such are never asked for.
    let parsed = MessageParser::new().with_mime_headers().default_header_ignore().parse(readable)?;
    let mut message = Message { headers: of_block(&block, &fields)?, fields, ..Message::default() };
    message.mime = mime(parsed.parts.first());
    message.report = parsed
        .parts
        .first()
        .and_then(|part| part.content_type())
        .and_then(|kind| kind.attribute("report-type"))
        .unwrap_or_default()
        .to_lowercase();
    let plain = joined(parsed.text_bodies().filter_map(|part| match &part.body {
        PartType::Text(text) => Some(as_typed(part, charset::mended(&parsed, part, text))),
        _ => None,
    }));
    let html = joined(parsed.html_bodies().filter_map(|part| match &part.body {
        PartType::Html(html) => Some(charset::mended(&parsed, part, html)),
        _ => None,
    }));
    message.cut = [&plain, &html].into_iter().flatten().any(|text| text.cut);
    (message.plain, message.html) = (plain.map(|text| text.words), html.map(|text| text.words));
    collect(&parsed, 0, &mut message);
    mislabelled(&mut message);
    message.odd = oddity(&message, bytes);
    Some(message)
}

/// A page that says it is plain text, and texts of types that few programs know.
fn mislabelled(message: &mut Message) {
    if message.html.is_some() {
        return;
    }
    let plain = message.plain.as_deref().unwrap_or_default().trim_start();
    let begins = |start: &str| plain.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start));
    if begins("<html") || begins("<!doctype html") {
        message.html = message.plain.take();
    } else if plain.is_empty() {
        let text = |mime: &str| message.parts.iter().find(|part| part.depth == 0 && part.mime == mime);
        let (bare, enriched) = (text("text/"), text("text/enriched").or_else(|| text("text/richtext")));
        (message.plain, message.html) = (bare.map(|part| part.text.clone()), enriched.map(|part| part.text.clone()));
    }
}

/// Without any of these it isn't a message.
const PROOFS: [&str; 7] = ["from", "to", "subject", "date", "message-id", "received", "content-type"];

/// Texts of one message that follow each other.
#[derive(Default)]
struct Joined {
    words: String,
    /// There were more, or longer ones.
    cut: bool,
}

/// A plain text with its lines made whole, where its program broke them and says so.
fn as_typed<'a>(part: &mail_parser::MessagePart<'_>, text: Cow<'a, str>) -> Cow<'a, str> {
    let says = |name: &str, value: &str| {
        let kind = part.content_type();
        kind.and_then(|kind| kind.attribute(name)).is_some_and(|written| written.eq_ignore_ascii_case(value))
    };
    if says("format", "flowed") { Cow::Owned(flowed::unwrapped(&text, says("delsp", "yes"))) } else { text }
}

fn joined<'a>(texts: impl Iterator<Item = Cow<'a, str>>) -> Option<Joined> {
    let mut all: Option<Joined> = None;
    for (n, text) in texts.enumerate() {
        let all = all.get_or_insert_default();
        if n >= MOST_JOINED || all.words.len() > LONGEST_TEXT {
            all.cut = true;
            break;
        }
        if !all.words.is_empty() {
            all.words.push('\n');
        }
        all.words.push_str(cut(&text).trim_start_matches('\u{FEFF}'));
        all.cut |= text.len() > LONGEST_TEXT || all.words.len() > LONGEST_TEXT;
    }
    all
}

/// The beginning of a text, at most [`LONGEST_TEXT`] bytes.
pub(super) fn cut(text: &str) -> &str {
    let end = text.floor_char_boundary(LONGEST_TEXT);
    text.get(..end).unwrap_or(text)
}

fn mime(part: Option<&mail_parser::MessagePart<'_>>) -> String {
    let Some(kind) = part.and_then(|part| part.content_type()) else {
        return "text/plain".to_owned();
    };
    format!("{}/{}", kind.ctype(), kind.subtype().unwrap_or_default()).to_lowercase()
}

/// The type of a part; where that says nothing, as the name of its file has it.
fn kind_of(part: &mail_parser::MessagePart<'_>) -> String {
    let kind = mime(Some(part));
    let name = part.attachment_name().unwrap_or_default().to_lowercase();
    match kind.as_str() {
        "application/octet-stream" if name == "winmail.dat" => "application/ms-tnef".to_owned(),
        "application/vnd.ms-tnef" => "application/ms-tnef".to_owned(),
        "application/octet-stream" if name.ends_with(".ics") => CALENDAR.to_owned(),
        "application/calendar" | "text/x-vcalendar" => CALENDAR.to_owned(),
        _ => kind,
    }
}

fn collect(parsed: &mail_parser::Message<'_>, depth: usize, message: &mut Message) {
    for part in parsed.parts.iter().take(1_000) {
        let kind = kind_of(part);
        let text = match &part.body {
            PartType::Binary(data) | PartType::InlineBinary(data) if kind == "application/ms-tnef" => {
                let sender = message.headers.from.as_ref().map(|from| from.email.as_str()).unwrap_or_default();
                if let Some(text) = tnef::as_calendar(data, sender) {
                    let mime = CALENDAR.to_owned();
                    message.parts.push(Part { mime, method: String::new(), text, cut: false, depth });
                }
                continue;
            }
            PartType::Text(text) | PartType::Html(text) => charset::mended(parsed, part, text),
            PartType::Binary(data) | PartType::InlineBinary(data) if wanted(&kind) => String::from_utf8_lossy(data),
            PartType::Message(inner) if depth < DEEPEST => {
                let raw = fields::header_block(inner.raw_message.get(offset(inner)..).unwrap_or_default());
                message.returned.push(fields::fields(&raw));
                collect(inner, depth + 1, message);
                continue;
            }
            PartType::Multipart(_) | PartType::Message(_) => continue,
            PartType::Binary(_) | PartType::InlineBinary(_) => Cow::default(),
        };
        let (text, longer) = (cut(&text).to_owned(), text.len() > LONGEST_TEXT);
        if kind == "text/rfc822-headers" || (kind == "message/rfc822" && !text.is_empty()) {
            message.returned.push(fields::fields(&text));
        }
        let method = part.content_type().and_then(|kind| kind.attribute("method")).unwrap_or_default().to_uppercase();
        message.parts.push(Part { mime: kind, method, text, cut: longer, depth });
    }
}

/// Where a nested message begins in the bytes that hold it.
fn offset(inner: &mail_parser::Message<'_>) -> usize {
    inner.parts.first().map_or(0, |part| part.offset_header as usize)
}

/// Parts which aren't `text/*` and yet say something in words.
fn wanted(kind: &str) -> bool {
    kind.starts_with("message/") || kind.starts_with("text/") || kind == "application/ics"
}

fn oddity(message: &Message, bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    let header = |name| message.fields.iter().filter(|f| f.name == name).count();
    if message.fields.len() >= MOST_FIELDS_OF_A_PERSON {
        Some((
            "plus de champs d'en-tête qu'aucun logiciel n'en écrit",
            "more header fields than any mail program writes",
        ))
    } else if message.headers.references.len() >= MOST_REFERENCES {
        Some(("plus de References qu'aucune conversation n'en a", "more References than any conversation has"))
    } else if message.headers.truncated {
        Some(("champs d'en-tête trop longs", "header fields too long"))
    } else if header("from") > 1 {
        Some(("plusieurs champs From", "several From fields"))
    } else if bytes.contains(&0) && message.mime.starts_with("text/") {
        Some(("octets nuls dans le texte", "NUL bytes in the text"))
    } else if message.mime.starts_with("multipart/") && !closed(message, bytes) {
        Some((
            "le message est tronqué ou ses parties se mêlent",
            "the message is cut off or its parts run into one another",
        ))
    } else {
        None
    }
}

const MOST_FIELDS_OF_A_PERSON: usize = 500;
const MOST_REFERENCES: usize = 1_000;

/// Whether the outermost boundary is closed (RFC 2046 5.1.1).
fn closed(message: &Message, bytes: &[u8]) -> bool {
    let Some(value) = message.field("content-type") else {
        return true;
    };
    let Some(at) = value.to_ascii_lowercase().find("boundary=") else {
        return true;
    };
    let rest = value.get(at + "boundary=".len()..).unwrap_or_default();
    let boundary = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next().unwrap_or_default(),
        None => rest.split([';', ' ']).next().unwrap_or_default(),
    };
    let last = format!("--{boundary}--");
    bytes.split(|byte| *byte == b'\n').any(|line| line.trim_ascii_end() == last.as_bytes())
}
