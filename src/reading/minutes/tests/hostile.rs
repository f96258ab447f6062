//! Texts made to hurt: none costs more than its length, and none loses a word.

use super::super::{looks_like_minutes, mailed, minutes, proposals};

/// About so many bytes of it.
fn much(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len())
}

/// List markers that stand ever deeper.
fn ever_deeper(bytes: usize) -> String {
    let (mut text, mut depth) = (String::new(), 0);
    while text.len() < bytes {
        text.push_str(&" ".repeat(depth * 2));
        text.push_str("- a\n");
        depth += 1;
    }
    text
}

fn hostile(bytes: usize) -> Vec<String> {
    let pieces = [
        "a\n",
        "A\n",
        "A\n\n",
        "\n",
        ">",
        "> a\n",
        ":",
        "a: b\n",
        "Aa : b\n",
        "a ",
        "- ",
        "+ ",
        "1. ",
        "- - a\n",
        "*a*b",
        "[a](b)",
        "`a`",
        "A. ",
        "(",
        "(A) ",
        "((((((((((((((((((((((((((((((((A)",
        "visiter ",
        "de ",
        "Compte rendu : ",
        "Compte rendu :\n",
        "Date : \n",
        "Présents : A\n",
        "by le ",
        "A et ",
        ". ",
        "\t",
        "&",
        "![",
        "<a ",
        "a\u{301}",
    ];
    let heads = [
        "",
        "Date de la réunion :\n",
        "Présents :\n",
        "Compte rendu :\n",
        "# A\n\n",
        "# Pistes\n\n",
        "- a\n",
        "a: b\n\n# b\n",
    ];
    let link = much("b", bytes / 2);
    let mut texts = vec![
        ever_deeper(bytes),
        format!("# a\n\n{}{}", ever_deeper(bytes / 2), much("\n", bytes / 2)),
        format!("# a\n\n[{}](http://{link})", much("a\n", bytes / 2)),
        format!("Date :\n[{}](http://{link})\n\n**a** **b**", much("a\n", bytes / 2)),
        format!("# a\n\n{}a", much("+ ", bytes)),
        much("a", bytes),
    ];
    for piece in pieces {
        texts.extend(heads.iter().map(|head| format!("{head}{}", much(piece, bytes))));
    }
    texts
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\u{301}').filter(|word| !word.is_empty())
}

#[test]
fn texts_made_to_hurt_are_read_and_keep_every_word() {
    for text in hostile(12_000) {
        let read = minutes(&text);
        let _ = (proposals(&read), looks_like_minutes(&text));
        assert!(words(&read.plain_text()).eq(words(&text)), "{:.60}", text);
    }
}

#[test]
fn a_megabyte_of_lines_is_few_blocks() {
    for text in [format!("Date de la réunion :\n{}", "a\n".repeat(240_000)), "a\n\n".repeat(330_000)] {
        let read = minutes(&text);
        assert!(read.head.len() + read.sections.iter().map(|one| one.blocks.len()).sum::<usize>() <= 20_001);
        assert!(words(&read.plain_text()).eq(words(&text)));
    }
}

#[test]
fn what_was_cut_brings_no_compte_rendu() {
    let mail = |lines: usize, field: &str| {
        let body = "Léa raconte sa rencontre\n".repeat(lines);
        format!("From: a@b.example\n{field}\nDate de la réunion : 3 mai 2027\nCompte rendu :\n{body}").into_bytes()
    };
    let reply = "In-Reply-To: <a@b.example>\n";
    assert!(mailed(&mail(1_000, "")).is_some_and(|text| text.lines().count() == 1_002));
    assert!(mailed(&mail(1_000, reply)).is_some());
    assert_eq!(mailed(&mail(60_000, "")), None);
    assert_eq!(mailed(&mail(21_000, reply)), None);
}
