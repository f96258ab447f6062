//! Every word of a compte rendu is in its text and in its HTML.

use proptest::prelude::*;

use super::{html, text};
use crate::domain::minutes::{Block, Item, Minutes, Section, SectionKind, Span};
use crate::reading::minutes::minutes;
use crate::rendering::plain;

/// What stands between blanks, but for lines that are drawn and the marks of lists.
fn tokens(text: &str) -> Vec<String> {
    let drawn = |token: &str| !token.chars().any(char::is_alphanumeric);
    let counts = |token: &str| token.len() <= 3 && token.trim_end_matches(['.', ')']).len() < token.len();
    let tokens = text.split_whitespace().map(|token| token.trim_start_matches("> ").to_owned());
    tokens.filter(|token| !drawn(token) && !counts(token)).collect()
}

/// The words of HTML as a reader sees them.
fn seen(html: &str) -> String {
    let mut out = String::new();
    for piece in html.split('<') {
        let words = piece.split_once('>').map_or(piece, |(tag, words)| {
            // These run on within a line; the others end it.
            if !["strong", "em", "a ", "code", "/strong", "/em", "/a", "/code"].iter().any(|name| tag.starts_with(name))
            {
                out.push('\n');
            }
            words
        });
        out.push_str(words);
    }
    let unescaped = out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    unescaped.replace("&amp;", "&")
}

/// Checks both renderings of a compte rendu against its source, token by token.
fn holds_every_token(source: &str, of: &Minutes) {
    let expected = tokens(source);
    assert_eq!(tokens(&text(of)), expected, "in the text");
    assert_eq!(tokens(&plain::tidy(&text(of))), expected, "in the text of the letter");
    assert_eq!(tokens(&seen(&html(of))), expected, "in the HTML");
}

fn of(blocks: Vec<Block>) -> Minutes {
    let section = Section { kind: SectionKind::Other, title: None, blocks };
    Minutes { sections: vec![section], ..Minutes::default() }
}

fn paragraph(span: Span) -> Block {
    Block::Paragraph { text: vec![span] }
}

fn a_block() -> impl Strategy<Value = Block> {
    let words = "[a-zé]{1,9}( [a-zé<>&\"':;!?,.«»]{1,12}| [a-z]{80}|\n[A-Z]{2,5}){0,20}";
    let span = (words, any::<bool>(), any::<bool>(), any::<bool>());
    let span = span.prop_map(|(text, emphasis, strong, code)| Span { text, emphasis, strong, code, link: None });
    let leaf = (span, 0..4_u8).prop_map(|(span, kind)| match kind {
        0 => Block::Heading { level: 2, text: vec![span] },
        1 => Block::Field { label: "Lieu :".into(), value: vec![span] },
        2 => Block::Rule,
        _ => paragraph(span),
    });
    leaf.prop_recursive(5, 40, 5, |inner| {
        let item = ("[+•*–-]|[1-9]\\.", prop::collection::vec(inner.clone(), 1..4));
        let item = item.prop_map(|(marker, blocks)| Item { marker, blocks });
        prop_oneof![
            prop::collection::vec(item, 1..4).prop_map(|items| Block::List { items }),
            prop::collection::vec(inner, 1..3).prop_map(|blocks| Block::Quote { blocks }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn both_hold_every_word_of_any_blocks(blocks in prop::collection::vec(a_block(), 0..6)) {
        let minutes = of(blocks);
        holds_every_token(&minutes.plain_text(), &minutes);
        for line in text(&minutes).lines() {
            let has_long_word = line.split(' ').any(|word| word.chars().count() > 40);
            prop_assert!(line.chars().count() <= plain::WIDTH || has_long_word, "{line}");
        }
    }

    #[test]
    fn html_is_well_formed_whatever_is_written(source in "(.|\n|- |# |<b>|\\*\\*|\\]\\(javascript:){0,80}") {
        let html = html(&minutes(&source));
        let mut open = Vec::new();
        for tag in html.split('<').skip(1).filter_map(|piece| piece.split_once('>')).map(|(tag, _)| tag) {
            let name = tag.split([' ', '\n']).next().unwrap();
            match name.strip_prefix('/') {
                Some(name) => prop_assert_eq!(open.pop(), Some(name), "{}", html),
                None if matches!(name, "br" | "hr") => {}
                None => open.push(name),
            }
        }
        prop_assert!(open.is_empty() && !html.contains("href=\"javascript"), "{}", html);
    }
}

#[test]
fn a_real_compte_rendu_loses_no_token() {
    let Some(folder) = std::env::var_os("PALABRE_CORPUS") else {
        eprintln!("SKIPPED: PALABRE_CORPUS names no real compte rendu");
        return;
    };
    let source =
        std::fs::read_to_string(std::path::Path::new(&folder).join("data/compte-rendu-2021-04-03.txt")).unwrap();
    let read = minutes(&source);
    holds_every_token(&source, &read);
    let all: Vec<&str> = source.split_whitespace().collect();
    assert_eq!(
        text(&read).split_whitespace().filter(|t| !t.starts_with("---") && !t.starts_with("===")).collect::<Vec<_>>(),
        all
    );
}

#[test]
fn text_is_as_a_person_would_write_it() {
    let source = "Bilan\n=====\n\nLes points forts de cette journée, qui aura réuni tant de monde autour de la table :\n\n\
        + un accueil soigné par toute l'équipe de la Fabrique, qui avait préparé un café et des gâteaux :\n  • du café\n\n--\nFin\n";
    assert_eq!(
        text(&minutes(source)),
        "Bilan\n-----\n\nLes points forts de cette journée, qui aura réuni tant de monde autour de la\ntable\u{a0}:\n\n\
         + un accueil soigné par toute l'équipe de la Fabrique, qui avait préparé un\n  café et des gâteaux\u{a0}:\n  • du café\n\n --\nFin\n"
    );
}

#[test]
fn only_web_and_mail_addresses_can_be_pressed() {
    let link = |link: &str| html(&of(vec![paragraph(Span { link: Some(link.into()), ..Span::plain("ici") })]));
    assert!(link("https://a.example/?b=\"&c").contains("<a href=\"https://a.example/?b=&quot;&amp;c\""));
    assert!(link("mailto:a@b.example").contains("<a href=\"mailto:a@b.example\""));
    for strange in ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "https://a b", "//a.example", "a.html"] {
        let html = link(strange);
        assert!(!html.contains("<a") && html.contains(&format!("ici ({strange})")), "{html}");
    }
    let bare = html(&minutes("voir https://a.example/x?y=1, et http://b.example."));
    assert!(bare.contains(">https://a.example/x?y=1</a>, et <a href=\"http://b.example\""), "{bare}");
}
