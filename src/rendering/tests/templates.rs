use serde_json::{Value, json};

use crate::domain::language::Language;
use crate::domain::letter::LetterKind;
use crate::rendering::{Rendered, Templates, sample};

/// Every letter in every language with every sample.
fn all(mut look: impl FnMut(&str, LetterKind, Language, Rendered)) {
    let templates = Templates::load(None).unwrap();
    for &language in Language::ALL {
        for &kind in LetterKind::ALL {
            for (name, data) in sample::samples(kind) {
                let rendered = templates.render(kind, language, &data).unwrap();
                look(&format!("{language} {kind} {name}"), kind, language, rendered);
            }
        }
    }
}

#[test]
fn every_letter_reads_well_as_text() {
    all(|name, _, _, letter| {
        for entity in ["&amp;", "&lt;", "&gt;", "&quot;", "&#", "&nbsp;", "{{", "}}", "null", "[object]"] {
            assert!(!letter.text.contains(entity), "{name}: {entity}\n{}", letter.text);
            assert!(!letter.subject.contains(entity), "{name}: {entity} in {}", letter.subject);
        }
        for line in letter.text.lines() {
            let one_word = !line.trim_start().contains(' ');
            assert!(line.chars().count() <= 76 || one_word, "{name}: {line}");
        }
        assert!(!letter.text.contains("\n\n\n") && letter.text.ends_with('\n'), "{name}");
        assert!(!letter.subject.is_empty() && !letter.subject.contains(['\n', '\r']), "{name}");
    });
}

#[test]
fn html_holds_no_strangers_code_and_fetches_nothing() {
    all(|name, _, language, letter| {
        for strange in ["<budget>", "<train>", "<Léa>", "<paul@", "<img", "<script", "url(", " src=", "@import", "{{"]
        {
            assert!(!letter.html.contains(strange), "{name}: {strange}");
        }
        assert!(letter.html.contains(&format!("<html lang=\"{language}\"")), "{name}");
        assert_eq!(letter.html.matches("<title>").count(), 1, "{name}");
        for (open, close) in [("<p", "</p>"), ("<ul", "</ul>"), ("<li", "</li>"), ("<td", "</td>"), ("<tr", "</tr>")] {
            let opened =
                letter.html.matches(&format!("{open}>")).count() + letter.html.matches(&format!("{open} ")).count();
            // The comment for one mail program holds a cell of its own, opened and closed.
            assert_eq!(opened, letter.html.matches(close).count(), "{name}: {open}\n{}", letter.html);
        }
        let tables = letter.html.matches("<table").count();
        assert_eq!(tables, letter.html.matches("<table role=\"presentation\"").count(), "{name}");
    });
}

#[test]
fn who_can_stop_is_told_how_and_invitations_say_how_to_answer() {
    all(|name, kind, language, letter| {
        for part in [&letter.text, &letter.html] {
            assert_eq!(part.contains("«\u{a0}stop\u{a0}»") || part.contains("“stop”"), kind.is_bulk(), "{name}");
            if matches!(kind, LetterKind::Invitation | LetterKind::Reminder) {
                let words = if language == Language::Fr { "«\u{a0}je viens\u{a0}»" } else { "“I'm coming”" };
                let folded = part.replace('\n', " ");
                assert!(folded.contains(words), "{name}: {part}");
            }
        }
    });
}

/// A letter of the samples.
fn one(kind: LetterKind, name: &str) -> Value {
    sample::samples(kind).into_iter().find(|(of, _)| *of == name).unwrap().1
}

#[test]
fn a_receipt_says_what_was_noted() {
    let templates = Templates::load(None).unwrap();
    let text = |name: &str| {
        let letter = templates.render(LetterKind::Receipt, Language::Fr, &one(LetterKind::Receipt, name)).unwrap();
        letter.text.replace(['\u{a0}', '\u{202f}', '\n'], " ")
    };
    for (name, words) in [
        ("coming", "J'ai noté : vous venez."),
        (
            "everything",
            "Votre mot est transmis aux organisateurs : « Nous arriverons vers 10 h 30 <train> & nous apportons",
        ),
        ("everything", "vous venez sur place, avec Karim Benali, Léa et une autre personne, pour une partie du temps."),
        ("delegate", "vous ne venez pas ; Karim Benali (karim@epicerie.example) vous représente."),
        ("place", "Une place vous est réservée."),
        ("waiting", "vous êtes sur la liste d'attente"),
        ("stop", "vous ne souhaitez plus recevoir nos messages"),
    ] {
        assert!(text(name).contains(words), "{name}: {}", text(name));
        assert!(text(name).contains("Si c'est faux"), "{name}");
    }
    assert!(!text("coming").contains("liste d'attente") && !text("coming").contains("Votre mot"));
}

#[test]
fn data_without_a_key_is_an_error_that_names_file_line_and_key() {
    let templates = Templates::load(None).unwrap();
    for (kind, name, key) in [
        (LetterKind::Reminder, "first", "n"),
        (LetterKind::Moved, "visit", "confirm"),
        (LetterKind::Cancelled, "reason", "reason"),
        (LetterKind::Digest, "full", "capped"),
        (LetterKind::Question, "short", "words"),
    ] {
        let mut data = one(kind, name);
        data.as_object_mut().unwrap().remove(key);
        let error = templates.render(kind, Language::Fr, &data).unwrap_err();
        assert_eq!(error.file, format!("templates/fr/{kind}.text.hbs"), "{error}");
        assert!(error.line.is_some() && error.what.contains(&format!("`{key}`")), "{error}");
    }
    let error = templates.render(LetterKind::Stopped, Language::En, &json!([])).unwrap_err();
    assert_eq!(error.to_string(), "letter data: it is no JSON object");
}

/// An operator's folder with one file.
fn folder(file: &str, words: &[u8]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(file);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, words).unwrap();
    dir
}

#[test]
fn an_operators_file_takes_the_place_of_ours() {
    let dir = folder("fr/hello.text.hbs", "Salut {{actor.name}} !\n".as_bytes());
    std::fs::write(dir.path().join("fr/hello.text.hbs~"), "{{broken").unwrap();
    let templates = Templates::load(Some(dir.path())).unwrap();
    let data = one(LetterKind::Question, "short");
    let french = templates.render(LetterKind::Question, Language::Fr, &data).unwrap();
    assert!(french.text.starts_with("Salut Maëlle Guérin\u{202f}!\n\nMerci"), "{}", french.text);
    assert!(french.html.contains("Bonjour Maëlle Guérin"), "the HTML part is another file");
}

#[test]
fn a_broken_file_is_named_with_its_line() {
    for (file, words, line, what) in [
        ("fr/receipt.text.hbs", "Bonjour,\n\n{{#if said}}\noui\n", 5, "it ends within"),
        ("fr/receipt.text.hbs", "Bonjour,\n\n{{said.intnet}}\n", 3, "said.intnet"),
        ("fr/receipt.html.hbs", "{{#> layout}}\n<p>\n{{#if said.intnet}}a{{/if}}\n{{/layout}}\n", 3, "said.intnet"),
        ("fr/receipt.text.hbs", "a\n{{if a b}\n\n", 2, "syntax"),
        ("en/facts.text.hbs", "{{title}}\n{{date begins}}\n", 2, "begins"),
        ("en/digest.subject.hbs", "{{dat date}}\n", 1, "dat"),
        ("en/question.text.hbs", "a\n{{date words}}\n", 2, "no date"),
        ("en/question.text.hbs", "a\n{{> nobody}}\n", 2, "nobody"),
        ("layout.html.hbs", "<title>\n{{subjcet}}\n", 2, "subjcet"),
    ] {
        let dir = folder(file, words.as_bytes());
        let error = Templates::load(Some(dir.path())).unwrap_err();
        assert_eq!(error.file, dir.path().join(file).display().to_string(), "{error}");
        assert_eq!(error.line, Some(line), "{error}");
        assert!(error.what.contains(what), "{error}");
    }
    let error = Templates::load(Some(folder("fr/hello.text.hbs", b"a\nb\n\xff").path())).unwrap_err();
    assert_eq!((error.line, error.what.as_str()), (Some(3), "not UTF-8"));
    let error = Templates::load(Some(folder("fr/invitaton.text.hbs", b"").path())).unwrap_err();
    assert!(error.what.contains("no letter uses `fr/invitaton.text.hbs`"), "{error}");
    assert!(Templates::load(Some(std::path::Path::new("/nowhere"))).unwrap_err().file.contains("/nowhere"));
}
