use mail_parser::{Address, HeaderValue, MessageParser, MimeHeaders};
use proptest::prelude::*;

use crate::domain::clock::Timestamp;
use crate::domain::ids::{ActorId, NetworkId, OutgoingId};
use crate::domain::language::Language;
use crate::domain::letter::LetterKind;
use crate::domain::outgoing::Outgoing;
use crate::rendering::{Addresses, ComposeError, Rendered, Templates, compose, sample};

fn outgoing(kind: LetterKind) -> Outgoing {
    Outgoing {
        id: OutgoingId(7),
        network: NetworkId(1),
        kind,
        cause: String::new(),
        actor: ActorId(3),
        mailing: None,
        invitation: None,
        invitation_generation: 0,
        membership: None,
        incoming: None,
        to: "maelle@epicerie.example".into(),
        to_name: "Maëlle Guérin".into(),
        language: Language::Fr,
        context: "{}".into(),
        message_id: "abcdefghijklmnop@cooperation.example".into(),
        date: Timestamp(1_811_750_400_123),
        boundary: "qwertyuiop234567".into(),
        in_reply_to: Some("réponse-bizarre@é.example".into()),
        references: vec!["first@x.example".into(), "second@x.example".into()],
        attempts: 0,
        not_after: None,
    }
}

fn addresses() -> Addresses {
    Addresses {
        from: "rencontres@cooperation.example".into(),
        from_name: "Acteurs de la coopération".into(),
        reply_to: Some("rencontres+aaaaaaaaaaaaaaaaaaaaaaaaaa@cooperation.example".into()),
        unsubscribe_subject: "stop".into(),
        unsubscribe: Some("rencontres+bbbbbbbbbbbbbbbbbbbbbbbbbb@cooperation.example".into()),
        unsubscribe_url: None,
    }
}

fn rendered() -> Rendered {
    Rendered {
        subject: "Invitation\u{a0}: 3e rencontre des Acteurs sur la coopération à l'Épicerie, samedi 5 juin à 10 h"
            .into(),
        text: "Bonjour,\n\nà bientôt\n".into(),
        html: format!("<p>{}</p>", "é à ".repeat(2_000)),
    }
}

fn fields(bytes: &[u8]) -> String {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    text.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ") + "\r\n"
}

fn mailbox(address: Option<&Address<'_>>) -> (String, String) {
    let one = address.unwrap().first().unwrap();
    (one.name().unwrap_or_default().to_owned(), one.address().unwrap_or_default().to_owned())
}

#[test]
fn the_same_row_gives_the_same_bytes() {
    let write = || compose(&outgoing(LetterKind::Invitation), &addresses(), &rendered()).unwrap();
    assert_eq!(write(), write());
}

#[test]
fn a_mail_program_reads_what_was_written() {
    let bytes = compose(&outgoing(LetterKind::Invitation), &addresses(), &rendered()).unwrap();
    let message = MessageParser::new().parse(&bytes).unwrap();
    assert_eq!(message.subject(), Some(rendered().subject.as_str()));
    assert_eq!(mailbox(message.from()), ("Acteurs de la coopération".into(), addresses().from));
    assert_eq!(mailbox(message.to()), ("Maëlle Guérin".into(), "maelle@epicerie.example".into()));
    assert_eq!(mailbox(message.reply_to()), (String::new(), addresses().reply_to.unwrap()));
    assert_eq!(message.message_id(), Some("abcdefghijklmnop@cooperation.example"));
    assert_eq!(message.date().unwrap().to_timestamp(), 1_811_750_400);
    assert_eq!(*message.in_reply_to(), HeaderValue::Empty, "what can't stand in a header is left out");
    assert_eq!(message.references().as_text_list().unwrap(), ["first@x.example", "second@x.example"]);
    assert_eq!(message.content_type().unwrap().subtype(), Some("alternative"));
    assert_eq!(message.content_type().unwrap().attribute("boundary"), Some("part-qwertyuiop234567"));
    assert_eq!(message.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), rendered().text.trim_end());
    assert_eq!(message.body_html(0).unwrap().trim_end(), rendered().html);
    assert_eq!(message.parts.len(), 3);
    assert!(fields(&bytes).contains("MIME-Version: 1.0\r\n"));
}

#[test]
fn machines_say_that_they_are_machines_and_bulk_says_how_to_stop() {
    for &kind in LetterKind::ALL {
        let fields = fields(&compose(&outgoing(kind), &addresses(), &rendered()).unwrap());
        let word = match (kind.is_automatic(), kind.is_answer()) {
            (false, _) => None,
            (true, true) => Some("auto-replied"),
            (true, false) => Some("auto-generated"),
        };
        let said = fields.lines().find_map(|line| line.strip_prefix("Auto-Submitted: "));
        assert_eq!(said, word, "{kind}");
        let stop =
            "List-Unsubscribe: <mailto:rencontres+bbbbbbbbbbbbbbbbbbbbbbbbbb@cooperation.example?subject=stop>\r\n";
        assert_eq!(fields.contains(stop), kind.is_bulk(), "{kind}: {fields}");
        assert!(!fields.contains("List-Unsubscribe-Post") && !fields.contains("List-Id"), "{kind}");
    }
    let url = Addresses { unsubscribe_url: Some("https://coop.example/stop/abc?x=1".into()), ..addresses() };
    let fields = fields(&compose(&outgoing(LetterKind::Reminder), &url, &rendered()).unwrap());
    assert!(fields.contains("?subject=stop>, <https://coop.example/stop/abc?x=1>\r\n"), "{fields}");
    assert!(fields.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), "{fields}");
}

#[test]
fn no_value_begins_a_header_of_its_own() {
    let attack = "Léa\r\nBcc: victim@x.example\r\n\r\n<script>";
    let row = Outgoing {
        to_name: attack.into(),
        in_reply_to: Some(format!("a@b>{attack}")),
        references: vec![attack.into(), "good@x.example".into()],
        boundary: format!("x\"{attack}"),
        ..outgoing(LetterKind::Receipt)
    };
    let ours = Addresses { from_name: attack.into(), ..addresses() };
    let words = Rendered { subject: attack.into(), ..rendered() };
    let bytes = compose(&row, &ours, &words).unwrap();
    let message = MessageParser::new().parse(&bytes).unwrap();
    assert!(message.bcc().is_none());
    assert_eq!(message.parts.len(), 3);
    assert_eq!(message.subject(), Some("Léa Bcc: victim@x.example <script>"));
    assert_eq!(mailbox(message.to()).0, "Léa Bcc: victim@x.example <script>");
    let names: Vec<_> = fields(&bytes).lines().filter_map(|line| Some(line.split_once(':')?.0.to_owned())).collect();
    assert!(!names.iter().any(|name| name == "Bcc"), "{names:?}");
}

#[test]
fn values_that_cannot_stand_in_a_letter_are_errors() {
    let try_row = |row: Outgoing| compose(&row, &addresses(), &rendered()).unwrap_err();
    for to in ["a@b.fr\r\nBcc: x@y.fr", "a@b.fr, c@d.fr", "nobody", "léa@x.example", "a@lépicerie.example"] {
        let error = try_row(Outgoing { to: to.into(), ..outgoing(LetterKind::Receipt) });
        assert!(matches!(error, ComposeError::Address { field: "To", .. }), "{error}");
    }
    let error = try_row(Outgoing { message_id: "a\r\nb".into(), ..outgoing(LetterKind::Receipt) });
    assert!(matches!(error, ComposeError::MessageId(_)), "{error}");
    for url in ["http://x.example", "https://x.example/>,<mailto:a@b.fr", "https://x.example/\r\nBcc: a"] {
        let ours = Addresses { unsubscribe_url: Some(url.into()), ..addresses() };
        let error = compose(&outgoing(LetterKind::Reminder), &ours, &rendered()).unwrap_err();
        assert!(matches!(error, ComposeError::Url(_)), "{error}");
    }
}

#[test]
fn every_sample_makes_a_letter() {
    let templates = Templates::load(None).unwrap();
    for &language in Language::ALL {
        for &kind in LetterKind::ALL {
            for (name, data) in sample::samples(kind) {
                let words = templates.render(kind, language, &data).unwrap();
                let bytes = compose(&outgoing(kind), &addresses(), &words).unwrap();
                let message = MessageParser::new().parse(&bytes).unwrap();
                assert_eq!(message.subject(), Some(words.subject.as_str()), "{name}");
                assert_eq!(message.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), words.text.trim_end());
                assert_eq!(message.body_html(0).unwrap().replace("\r\n", "\n").trim_end(), words.html.trim_end());
            }
        }
    }
}

proptest! {
    #[test]
    fn whatever_people_are_called_their_letter_is_sound(name in "\\PC{0,300}|.{0,300}", subject in ".{0,1500}|[a-z]{900,1300}", text in "(.|\n|\r){0,600}|[a-z]{1100}", at in any::<i64>()) {
        let row = Outgoing { to_name: name.clone(), date: Timestamp(at), ..outgoing(LetterKind::Receipt) };
        let ours = Addresses { from_name: name, ..addresses() };
        let words = Rendered { subject, html: text.clone(), text };
        let bytes = compose(&row, &ours, &words).unwrap();
        let message = MessageParser::new().parse(&bytes).unwrap();
        prop_assert_eq!(mailbox(message.to()).1, row.to);
        prop_assert_eq!(mailbox(message.from()).1, ours.from);
        prop_assert_eq!(message.parts.len(), 3);
        prop_assert!(bytes.is_ascii());
    }
}
