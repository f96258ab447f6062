//! Input made to hurt: it ends soon, nothing panics, nothing is recorded.

use proptest::prelude::*;

use super::super::calendar::tnef::tests::winmail;
use super::super::{bounds, headers, read, read_html, read_text, returned_ids};
use super::{about, bounce, mail};
use crate::domain::reading::{Kind, Verdict};

#[test]
fn no_reading_yields_a_nul() {
    let reading = read(&mail("Content-Type: text/plain", "je\0 viens\0"), &about());
    assert!(!serde_json::to_string(&reading).expect("json").contains("\\u0000"));
    assert_ne!(reading.decision, Verdict::Record);
}

#[test]
fn crafted_messages_end_soon_and_are_never_recorded() {
    let nested = format!(
        "From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--xContent-Type: message/rfc822\n\nContent-Type: message/rfc822\n\n{}",
        "--x\nContent-Type: message/rfc822\n\n".repeat(50)
    );
    let deep = format!("From: a@b.example\n{}", "Content-Type: message/rfc822\n\n".repeat(20_000));
    let fields = format!("From: a@b.example\n{}\n\nje viens", "X-A: b\n".repeat(10_000));
    let references = format!("From: a@b.example\nReferences: {}\n\nje viens", "<a@b>\n ".repeat(10_000));
    let line = format!("From: a@b.example\n\n{}", "oui non ".repeat(130_000));
    let word = format!("From: a@b.example\n\n{}", "a".repeat(1_000_000));
    let tags = format!("From: a@b.example\nContent-Type: text/html\n\n{}oui", "<b a=b><div>".repeat(90_000));
    let opens = format!("From: a@b.example\nContent-Type: text/html\n\n{}", "<a ".repeat(300_000));
    let script = format!("From: a@b.example\nContent-Type: text/html\n\n{}", "<script></".repeat(100_000));
    let lines = format!("From: a@b.example\n\n{}", "Le 4\n".repeat(200_000));
    let report =
        "From: mailer-daemon@b.example\nSubject: Undelivered mail\nContent-Type: multipart/report; boundary=b\n\n";
    let status = "--b\nContent-Type: message/delivery-status\n\n";
    let group = "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.0.0\n\n";
    let groups = format!("{report}{status}{}--b--\n", group.repeat(20_000));
    let pieces = format!("{report}{}--b--\n", format!("{status}{group}").repeat(20_000));
    let said =
        format!("From: mailer-daemon@b.example\nSubject: x\n\n{}", "550 5.1.1 <a@b.example> unknown ".repeat(50_000));
    let subject = format!("From: a@b.example\nSubject: {}\n\nje viens", "réponse automatique ".repeat(20_000));
    let calendar = format!(
        "From: a@b.example\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\n{}",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\n".repeat(20_000)
    );
    for message in [groups, pieces, said, subject, calendar] {
        assert_ne!(read(message.as_bytes(), &about()).decision, Verdict::Record, "{:.80}", message);
    }
    for message in [nested, deep, fields, references, line, word, tags, opens, script, lines] {
        let reading = read(message.as_bytes(), &about());
        assert_ne!(reading.decision, Verdict::Record, "{:.80}", message);
    }
    assert_eq!(read(&vec![b'a'; bounds::LARGEST + 1], &about()).kind, Kind::Malformed);
    assert_eq!(read(b"", &about()).kind, Kind::Malformed);
}

#[test]
fn bodies_that_look_like_marks_everywhere_end_soon() {
    // A megabyte each: what grows faster than its input would be felt here.
    let lines = [
        "De : a@b.example\n",
        "a@b.example 2027 10:02 :\n",
        "On 2027 10:02 <\n\n",
        "--\n",
        "-- \nje viens\n> a\n",
        "Tél. 02 40 00 00 00\n",
        "-Paul\n\n",
        "R> a\n",
        "Envoyé de mon iPhone\n",
        "_____________________\n",
        "confidentiel destinataire erreur expéditeur\n\n",
        "Le 4 octobre 2027 à 10:02, Réseau des lieux partagés de la haute\n",
        "-------- Message",
    ];
    let tags = [
        "<div class=gmail_quote>",
        "réponses en rouge <blockquote type=cite></blockquote>",
        "<p class=MsoNormal style='color:#00f;border-left:1px solid'>a",
        "<div id=divRplyFwdMsg>",
        "<font color=red>",
        "<blockquote>a",
    ];
    for line in lines {
        read_text(&line.repeat(1_000_000 / line.len()), &about());
    }
    for tag in tags {
        read_html(&tag.repeat(1_000_000 / tag.len()), &about());
    }
}

fn seed() -> impl Strategy<Value = Vec<u8>> {
    let html = mail(
        "Content-Type: multipart/alternative; boundary=b",
        "--b\r\nContent-Type: text/plain\r\n\r\nJe viens avec deux amis\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Je viens</p><blockquote type=cite>non</blockquote>\r\n--b--\r\n",
    );
    let calendar = mail(
        "Content-Type: text/calendar; method=REPLY",
        "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:lea@quai.example\r\nEND:VCALENDAR\r\n",
    );
    let prose = "From: MAILER-DAEMON@b.example\r\nSubject: failure notice\r\n\r\n<lea@quai.example>:\r\n550 5.1.1 unknown user\r\nTo: a@b.example\r\n--- Below this line is a copy\r\n";
    let packed = data_encoding::BASE64.encode(&winmail("IPM.Schedule.Meeting.Resp.Pos", "g1@reseau.example"));
    let packed =
        mail("Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64", &packed);
    prop_oneof![
        Just(bounce("failed", "5.1.1")),
        Just(html),
        Just(calendar),
        Just(mail("Auto-Submitted: auto-replied", "absent du 3 au 8 mai")),
        Just(prose.into()),
        Just(packed)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn reading_is_total_on_mutated_mails(seed in seed(), edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..4), 0..40)) {
        let mut bytes = seed;
        for (at, byte, kind) in edits {
            if bytes.is_empty() { break; }
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => { bytes.remove(at); }
                _ => { let tail = bytes.split_off(at); let end = tail.len().min(60); bytes.extend_from_slice(&tail[..end]); bytes.extend(tail); }
            }
        }
        let reading = read(&bytes, &about());
        prop_assert!(!reading.visible.contains('\0') && (0.0..=1.0).contains(&reading.confidence));
        headers(&bytes);
        returned_ids(&bytes);
    }

    #[test]
    fn reading_is_total_on_any_text(text in "\\PC{0,400}", html in "[<>a-z/=\"' &;#!-]{0,400}") {
        read_text(&text, &about());
        read_html(&html, &about());
    }
}
