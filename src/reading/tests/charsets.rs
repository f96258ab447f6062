//! Charsets declared wrongly or not at all, texts of rare types, and texts signed in the open.

use super::super::read;
use super::{about, mail};

const TYPED: &str = "Oui, je serai là, évidemment.\nLéa";

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect()
}

fn seen(fields: &str, body: &[u8]) -> String {
    read(&[&mail(fields, ""), body].concat(), &about()).visible
}

#[test]
fn the_bytes_say_what_charset_they_are_in() {
    let page = format!("<html><body>{}</body></html>", TYPED.replace('\n', "<br>"));
    let cases: [(&str, Vec<u8>); 11] = [
        ("Content-Type: text/plain", latin(TYPED)),
        ("X-Without: a type", latin(TYPED)),
        ("Content-Type: text/plain; charset=utf-8", latin(TYPED)),
        ("Content-Type: text/plain; charset=iso-8859-1", TYPED.into()),
        ("Content-Type: text/plain; charset=us-ascii", TYPED.into()),
        ("Content-Type: text/plain; charset=us-ascii", latin(TYPED)),
        ("Content-Type: text/plain; charset=iso-8859-1", latin(TYPED)),
        ("Content-Type: text/plain; charset=utf-8", format!("\u{FEFF}{TYPED}").into()),
        ("Content-Type: text/html", latin(&page)),
        ("Content-Type: text/plain; charset=utf-8", page.into()),
        ("Content-Type: text", TYPED.into()),
    ];
    for (fields, body) in cases {
        assert_eq!(seen(fields, &body), TYPED, "{fields}");
    }
    let coded = b"Oui, je serai l=E0, =E9videmment.\r\nL=E9a";
    let fields = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable";
    assert_eq!(seen(fields, coded).replace('\r', ""), TYPED);
}

#[test]
fn a_letter_cut_in_two_is_no_other_charset() {
    let mut body = format!("{TYPED} à très bientôt").into_bytes();
    body.push(0xC3);
    let visible = seen("Content-Type: text/plain; charset=utf-8", &body);
    assert!(visible.contains("évidemment") && visible.contains("à très bientôt"), "{visible}");
}

#[test]
fn of_a_text_signed_in_the_open_the_text_is_seen() {
    let signed = format!(
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{TYPED}\n\n- -- \nLes Quais\n-----BEGIN PGP SIGNATURE-----\n\niQIz\n-----END PGP SIGNATURE-----\n"
    );
    assert_eq!(seen("Content-Type: text/plain; charset=utf-8", signed.as_bytes()), TYPED);
}
