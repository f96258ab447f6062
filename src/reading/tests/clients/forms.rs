//! Replies written out as clients send them, in tables: `@@` the client, `@P` and `@H` the plain and the HTML part with how
//! they travel, `@T` what was typed where it isn't one of the letters, its pieces between `||`, `@E` what is to be seen of it.
//!
//! In the parts, `{T}` is what was typed (`{TF}` as format=flowed, `{1}` `{2}` its pieces), `{I}` the letter answered
//! (`{Q}` with marks before it, `{QF}` so and flowed, `{I1}` so but for its first mark, `{H}` as HTML), `{N}` who wrote it
//! (`{AE}` with address), `{S}` and `{L}` a configured block and a legal notice (`{SW}` as Word writes it).

use super::letters::{self, BLOCK, INVITATION, INVITATION_HTML, LEGAL, broken, lines};
use super::mime::{Way, message, part, wrapped};

const WRITTEN: &str = include_str!("written.txt");
const WRITTEN_HELD_OUT: &str = include_str!("written_held_out.txt");

/// Each form is tried with so many letters.
const LETTERS: usize = 4;

/// A message as a client writes it.
#[derive(Default)]
struct Form<'a> {
    client: &'a str,
    typed: Option<&'a str>,
    expected: Option<&'a str>,
    plain: Option<Piece<'a>>,
    html: Option<Piece<'a>>,
}

/// A part: how it travels, and its text.
struct Piece<'a> {
    how: &'a str,
    text: &'a str,
}

/// What somebody sent, and what is to be seen of it.
pub(super) struct Sent {
    pub client: String,
    pub bytes: Vec<u8>,
    pub seen: String,
}

/// Replies in forms that the rules were made for.
pub(super) fn known() -> Vec<Sent> {
    sent(WRITTEN)
}

/// Replies in forms that were only counted.
pub(super) fn held_out() -> Vec<Sent> {
    sent(WRITTEN_HELD_OUT)
}

fn sent(table: &str) -> Vec<Sent> {
    let letters: Vec<&str> = letters::TYPED.into_iter().chain(letters::TYPED_LATER).collect();
    let mut all = Vec::new();
    for (at, entry) in table.split("@@ ").skip(1).enumerate() {
        let form = form(entry);
        let own = form.typed.map(|typed| vec![typed]);
        let rotated = || (0..LETTERS).map(|n| letters[(at * 5 + n * 7) % letters.len()]).collect();
        all.extend(own.unwrap_or_else(rotated).into_iter().filter_map(|typed| form.sent(typed)));
    }
    all
}

fn form(entry: &str) -> Form<'_> {
    let (client, rest) = entry.split_once('\n').expect("a client and its parts");
    let mut form = Form { client, ..Form::default() };
    for piece in format!("\n{rest}").leak().split("\n@").skip(1) {
        let (head, text) = piece.split_once('\n').unwrap_or((piece, ""));
        match head.split_at(1) {
            ("T", typed) => form.typed = Some(typed.trim()),
            ("E", expected) => form.expected = Some(expected.trim()),
            ("P", how) => form.plain = Some(Piece { how, text: text.trim_end() }),
            ("H", how) => form.html = Some(Piece { how, text: text.trim_end() }),
            _ => panic!("{client}: {head}"),
        }
    }
    form
}

impl Form<'_> {
    /// The message with these words; none where they don't fit its charset.
    fn sent(&self, typed: &str) -> Option<Sent> {
        let latin = [&self.plain, &self.html].into_iter().flatten().any(|piece| piece.how.contains("latin"));
        if latin && typed.chars().any(|c| u32::from(c) > 255) {
            return None;
        }
        let plain = self.plain.as_ref().map(|piece| piece.plain(typed));
        let html = self.html.as_ref().map(|piece| piece.html(typed));
        let pieces = typed.replace("||", "\n");
        let seen = self.expected.map_or(pieces.clone(), |expected| expected.replace("{T}", &pieces));
        Some(Sent { client: self.client.to_owned(), bytes: message("", plain, html), seen })
    }
}

impl Piece<'_> {
    fn way(&self) -> Way {
        match self.how.split_whitespace().next().unwrap_or_default() {
            "qp" => Way::Quoted,
            "b64" => Way::Base64,
            "latin" => Way::Latin,
            _ => Way::Eight,
        }
    }

    fn plain(&self, typed: &str) -> String {
        let delsp = self.how.contains("delsp");
        let flowed = |text: &str, before: &str| {
            let text = wrapped(text, 70, before, true);
            let text = if before.is_empty() { stuffed(&text) } else { text };
            if delsp { text.replace(" \n", "  \n") } else { text }
        };
        let mut text = self.common(typed, |piece| piece.to_owned());
        text = text.replace("{TF}", flowed(typed, "").trim_end_matches('\n'));
        text = text.replace("{QF}", flowed(INVITATION, "> ").trim_end_matches('\n'));
        text = text.replace("{T}", typed).replace("{S}", &BLOCK.join("\n")).replace("{I}", INVITATION);
        let quoted = wrapped(INVITATION, 72, "> ", false);
        text = text.replace("{Q}", quoted.trim_end()).replace("{I1}", quoted.trim_end().trim_start_matches("> "));
        let more = match (self.how.contains("flowed"), delsp) {
            (true, true) => "; format=flowed; delsp=yes",
            (true, false) => "; format=flowed",
            _ => "",
        };
        part("text/plain", more, self.way(), &text)
    }

    fn html(&self, typed: &str) -> String {
        let wrap = self.how.split_whitespace().last().unwrap_or_default();
        let shown = |text: &str| match wrap {
            "div" => lines(text, "<div>", "</div>", "<div><br></div>"),
            "word" => lines(
                text,
                "<p class=\"MsoNormal\">",
                "<o:p></o:p></p>",
                "<p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p>",
            ),
            _ => broken(text),
        };
        let text = self.common(typed, broken).replace("{T}", &shown(typed)).replace("{H}", INVITATION_HTML);
        let text = text.replace(
            "{AE}",
            "Réseau des lieux partagés &lt;<a href=\"mailto:reseau@reseau.example\">reseau@reseau.example</a>&gt;",
        );
        part("text/html", "", self.way(), &text.replace("{SW}", &shown(&BLOCK.join("\n"))))
    }

    fn common(&self, typed: &str, shown: impl Fn(&str) -> String) -> String {
        let mut text = self.text.replace("{N}", "Réseau des lieux partagés").replace("{L}", LEGAL);
        for (at, piece) in typed.split("||").enumerate() {
            text = text.replace(&format!("{{{}}}", at + 1), &shown(piece));
        }
        text
    }
}

/// RFC 3676 4.4.
fn stuffed(text: &str) -> String {
    let stuffs = |line: &str| line.starts_with(' ') || line.starts_with('>') || line.starts_with("From ");
    let line = |line: &str| if stuffs(line) { format!(" {line}\n") } else { format!("{line}\n") };
    text.lines().map(line).collect()
}
