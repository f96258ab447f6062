//! A real compte rendu, where `PALABRE_CORPUS` names a folder that has it: what a participant receives is what its
//! authors wrote, token by token, in both parts of the letter and however their mail program packed it.

use std::path::PathBuf;

use palabre::mail::sink::Sink;

use crate::support::house::{ADDRESS, House};
use crate::support::mails::Mails as _;
use crate::support::post::Letter;
use crate::support::stage::{CLAIRE, KARIM, SONIA, Stage};

/// The compte rendu, or `None`, said aloud.
fn compte_rendu() -> Option<String> {
    let Some(folder) = std::env::var_os("PALABRE_CORPUS").map(PathBuf::from) else {
        eprintln!("SKIPPED: PALABRE_CORPUS names no real compte rendu");
        return None;
    };
    let file = folder.join("data/compte-rendu-2021-04-03.txt");
    Some(std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())))
}

/// A body and how it is packed for the way.
fn packed(text: &str, encoding: &str) -> String {
    let text = text.replace("\r\n", "\n");
    match encoding {
        "quoted-printable" => quoted_printable(&text),
        "flowed" => flowed(&text),
        "broken" => flowed(&text).replace(" \r\n", "\r\n"),
        _ => text.replace('\n', "\r\n"),
    }
}

/// RFC 3676: lines of 72 columns at most, that go on where a blank stands at their end.
fn flowed(text: &str) -> String {
    let mut out = String::new();
    for line in text.split('\n') {
        let mut columns = 0;
        if line.starts_with([' ', '>']) {
            out.push(' ');
        }
        for word in line.split_inclusive(' ') {
            let width = word.chars().count();
            if columns > 0 && columns + width > 72 {
                out.push_str("\r\n");
                columns = 0;
            }
            columns += width;
            out.push_str(word);
        }
        out.push_str("\r\n");
    }
    out
}

/// RFC 2045 6.7, as mail programs write it.
fn quoted_printable(text: &str) -> String {
    let mut out = String::new();
    for line in text.split('\n') {
        let mut columns = 0;
        for (n, byte) in line.bytes().enumerate() {
            let last = n + 1 == line.len();
            let plain = (byte.is_ascii_graphic() && byte != b'=') || (byte == b' ' && !last);
            let sign = if plain { char::from(byte).to_string() } else { format!("={byte:02X}") };
            if columns + sign.len() > 75 {
                out.push_str("=\r\n");
                columns = 0;
            }
            columns += sign.len();
            out.push_str(&sign);
        }
        out.push_str("\r\n");
    }
    out
}

/// The mail that Claire sends: the text in its body, or attached.
fn mail(text: &str, encoding: &str, attached: bool) -> Vec<u8> {
    let head = format!(
        "From: \"{}\" <{}>\r\nTo: <{ADDRESS}>\r\nSubject: CR de samedi\r\nMessage-ID: <cr@projet.example>\r\nMIME-Version: 1.0\r\n",
        CLAIRE.0, CLAIRE.1
    );
    let body = packed(text, encoding);
    let (kind, encoding) = match encoding {
        "flowed" => ("Content-Type: text/plain; charset=utf-8; format=flowed", "8bit"),
        "broken" => ("Content-Type: text/plain; charset=utf-8", "8bit"),
        other => ("Content-Type: text/plain; charset=utf-8", other),
    };
    match attached {
        false => format!("{head}{kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}\r\n"),
        true => format!(
            "{head}Content-Type: multipart/mixed; boundary=\"limite\"\r\n\r\n--limite\r\n{kind}\r\n\r\nBonjour,\r\n\r\n\
             Le compte rendu est joint.\r\n\r\nClaire\r\n--limite\r\n{kind}; name=\"compte-rendu.txt\"\r\n\
             Content-Disposition: attachment; filename=\"compte-rendu.txt\"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n\
             {body}\r\n--limite--\r\n"
        ),
    }
    .into_bytes()
}

fn tokens(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Without the lines that are drawn beneath headings.
fn is_drawn(token: &str) -> bool {
    token.len() >= 3 && token.chars().all(|sign| matches!(sign, '-' | '=' | '_'))
}

/// All of `wanted` stand in `found`, in order and with nothing between.
fn stands_in(wanted: &[&str], found: &[&str], where_: &str) {
    let begins = |start: usize| found[start..].iter().zip(wanted).take_while(|(is, want)| is == want).count();
    let (start, same) = (0..found.len()).map(|start| (start, begins(start))).max_by_key(|(_, same)| *same).unwrap();
    if same < wanted.len() {
        let is = &found[(start + same).min(found.len())..(start + same + 8).min(found.len())];
        panic!(
            "{where_}: after {same} of {} tokens {:?} became {is:?}",
            wanted.len(),
            &wanted[same..(same + 8).min(wanted.len())]
        );
    }
}

/// The words of the HTML part, without list markers, which are the reader's.
fn html_text(letter: &Letter) -> String {
    let message = mail_parser::MessageParser::default().parse(&letter.raw).expect("a message");
    let html = message.html_part(0).and_then(|part| part.text_contents().map(str::to_owned)).expect("an HTML part");
    let body = html.split_once("<body").map_or(html.as_str(), |(_, body)| body);
    let mut text = String::new();
    for piece in body.split('<').skip(1) {
        let (tag, words) = piece.split_once('>').unwrap_or((piece, ""));
        let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if !matches!(name.as_str(), "a" | "b" | "em" | "i" | "span" | "strong") {
            text.push(' ');
        }
        text.push_str(words);
    }
    for (name, sign) in [
        ("&nbsp;", "\u{a0}"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&amp;", "&"),
    ] {
        text = text.replace(name, sign);
    }
    text
}

fn without_marker(line: &str) -> &str {
    let line = line.trim();
    ["+ ", "- ", "• "].iter().find_map(|marker| line.strip_prefix(marker)).unwrap_or(line)
}

async fn comes_as_it_was_written(encoding: &str, attached: bool) {
    let Some(text) = compte_rendu() else { return };
    let sink = Sink::start(0).await.unwrap();
    let house = House::on_sqlite(sink.address());
    house.turn_to("2021-03-10T09:00:00+01:00");
    let mut stage = Stage::in_house(house, sink, &[SONIA, KARIM], "2021-04-03");
    stage.house.start();
    stage.invite().await;
    stage.answer(SONIA, "Invitation", "Oui, je viens.").await;
    stage.turn_to("2021-04-05T09:30:00+02:00").await;
    stage.bring(CLAIRE.1, ADDRESS, &mail(&text, encoding, attached)).await;
    stage.answer(CLAIRE, "À relire", "envoyer").await;
    assert_eq!(stage.count("minutes").await, 3);
    for person in [CLAIRE, SONIA, KARIM] {
        let letter = stage.letter(person, "Compte rendu").await;
        let found: Vec<&str> = tokens(&letter.text).into_iter().filter(|token| !is_drawn(token)).collect();
        stands_in(&tokens(&text), &found, "text");
        let html = html_text(&letter);
        let lines: Vec<&str> = text.lines().map(without_marker).collect();
        stands_in(&tokens(&lines.join("\n")), &tokens(&html), "HTML");
    }
    let mut kinds = stage.house.texts("SELECT kind FROM follow_up WHERE state = 'open' ORDER BY kind DESC").await;
    assert_eq!(kinds, ["visit", "contact", "contact", "contact"]);
    kinds = stage.house.texts("SELECT COALESCE(note, '') FROM follow_up WHERE kind = 'contact'").await;
    assert!(kinds.iter().all(|note| note.contains("voir dans quel lieu")), "{kinds:?}");
    println!(
        "{encoding}, attached: {attached}: {} tokens as written, three times, in text and HTML",
        tokens(&text).len()
    );
}

#[tokio::test]
async fn in_the_body_quoted_printable() {
    comes_as_it_was_written("quoted-printable", false).await;
}

#[tokio::test]
async fn in_the_body_8bit() {
    comes_as_it_was_written("8bit", false).await;
}

#[tokio::test]
async fn in_the_body_flowed() {
    comes_as_it_was_written("flowed", false).await;
}

/// As a mail program sends it that breaks lines and doesn't say so.
#[tokio::test]
async fn in_the_body_with_broken_lines() {
    comes_as_it_was_written("broken", false).await;
}

#[tokio::test]
async fn attached_quoted_printable() {
    comes_as_it_was_written("quoted-printable", true).await;
}

#[tokio::test]
async fn attached_8bit() {
    comes_as_it_was_written("8bit", true).await;
}
