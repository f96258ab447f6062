//! Whole messages: who wrote, machines, bounces, calendars.

use super::super::{headers, read, returned_ids};
use super::{about, bounce, mail, said};
use crate::domain::reading::{About, AboutActor, Action, Intent, Kind, Reading, Verdict};

#[test]
fn a_mail_is_recorded_unless_its_sender_is_in_doubt() {
    let ok = "Authentication-Results: mx.reseau.example; dmarc=pass header.from=quai.example\r\nContent-Type: text/plain; charset=utf-8";
    let received = |fields: &str, about: &About| {
        let own = String::from_utf8(mail("", "Je viens")).expect("text");
        read(format!("{fields}\r\n{own}").replace("\r\n\r\n\r\n", "\r\n\r\n").as_bytes(), about)
    };
    let reading = received(ok, &about());
    assert_eq!((reading.kind, reading.authenticated, reading.decision), (Kind::Human, Some(true), Verdict::Record));
    let failing = "Authentication-Results: mx.reseau.example; dmarc=fail header.from=quai.example";
    assert_eq!(received(failing, &about()).decision, Verdict::Hold);
    let invented = "Authentication-Results: mx.evil.example; dmarc=pass header.from=quai.example";
    assert_eq!(received(invented, &about()).authenticated, None);
    let hidden = "Authentication-Results: mx.reseau.example; dmarc=fail (dmarc=pass) header.from=quai.example";
    assert_eq!(received(hidden, &about()).authenticated, Some(false));
    let actor =
        AboutActor { name: Some("Paul Roy".into()), emails: vec!["paul@roy.example".into()], organisation: None };
    assert_eq!(received(ok, &About { actor: Some(actor), ..about() }).decision, Verdict::Hold);
    assert_eq!(received("List-Id: <voisins.example>", &about()).decision, Verdict::Hold);
}

#[test]
fn trusted_results_below_the_second_received_prove_nothing() {
    let forged = "Received: from b by a; Mon, 4 Oct 2027 09:00:00 +0200\r\nAuthentication-Results: mx.reseau.example; dmarc=pass";
    assert_eq!(read(&mail(forged, "Je viens"), &about()).authenticated, None);
}

#[test]
fn machines_are_told_from_people() {
    let cases = [
        ("Auto-Submitted: auto-replied (vacation)", "Je ne participe pas", Kind::AutoReply),
        ("Auto-Submitted: no", "Je viens", Kind::Human),
        ("X-Auto-Response-Suppress: All", "Je viens", Kind::Human),
        ("X-Loop: reseau@reseau.example", "Je viens", Kind::Loop),
        (
            "Content-Type: multipart/report; report-type=feedback-report; boundary=b",
            "--b\r\n\r\nabuse\r\n--b--",
            Kind::Complaint,
        ),
        (
            "Content-Type: multipart/report; report-type=disposition-notification; boundary=b",
            "--b\r\n\r\nlu\r\n--b--",
            Kind::Receipt,
        ),
    ];
    for (fields, body, kind) in cases {
        assert_eq!(read(&mail(fields, body), &about()).kind, kind, "{fields}");
    }
}

#[test]
fn an_absence_is_understood_with_its_period() {
    let reading = read(
        &mail("Auto-Submitted: auto-replied", "Je suis absente du 3 au 20 octobre. Urgences : paul@quai.example"),
        &about(),
    );
    let absence = reading.absence.expect("a period");
    assert_eq!((absence.from.as_deref(), absence.until.as_deref()), (Some("2027-10-03"), Some("2027-10-20")));
    assert_eq!(reading.stand_in.and_then(|p| p.email).as_deref(), Some("paul@quai.example"));
    assert_eq!((reading.intent, reading.decision), (None, Verdict::Ignore));
    let typed = said("Je suis absente du bureau jusqu'au 20 octobre. En cas d'urgence, contactez l'accueil.");
    assert_eq!((typed.intent, typed.decision), (Some(Intent::Unclear), Verdict::Ask));
}

#[test]
fn bounces_say_whom_what_and_for_which_letter() {
    let hard = read(&bounce("failed", "5.1.1"), &about());
    assert_eq!((hard.kind, hard.action, hard.decision), (Kind::BounceHard, Some(Action::Failed), Verdict::Ignore));
    assert_eq!(
        (hard.recipients.as_slice(), hard.reason.as_deref()),
        (["lea@quai.example".to_owned()].as_slice(), Some("550 no such user"))
    );
    assert_eq!(read(&bounce("failed", "5.2.2"), &about()).kind, Kind::BounceSoft);
    let late = read(&bounce("delayed", "4.4.1"), &about());
    assert_eq!((late.kind, late.action), (Kind::BounceSoft, Some(Action::Delayed)));
    assert_eq!(read(&bounce("delivered", "2.0.0"), &about()).kind, Kind::Delivered);
    assert_eq!(returned_ids(&bounce("failed", "5.1.1")), ["inv.7@reseau.example"]);
}

#[test]
fn a_bounce_in_prose_is_understood() {
    let bytes = b"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example\r\nTo: reseau@reseau.example\r\nSubject: failure notice\r\n\r\nHi. I wasn't able to deliver your message.\r\n\r\n<lea@quai.example>:\r\nSorry, no such user here.\r\n\r\n--- Below this line is a copy of the message.\r\n\r\nMessage-ID: <inv.8@reseau.example>\r\nTo: autre@quai.example\r\n";
    let reading = read(bytes, &about());
    assert_eq!((reading.kind, reading.recipients), (Kind::BounceHard, vec!["lea@quai.example".to_owned()]));
    assert_eq!(returned_ids(bytes), ["inv.8@reseau.example"]);
}

fn calendar(method: &str, partstat: &str, uid: &str) -> Reading {
    let body = format!(
        "BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:{uid}\r\nATTENDEE;CN=\"Morin; Léa\";PARTST\r\n AT={partstat}:MAILTO:lea@quai.example\r\nCOMMENT:En retard\\, un peu\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    read(&mail(&format!("Content-Type: text/calendar; method={method}; charset=utf-8"), &body), &about())
}

#[test]
fn calendar_replies_count_for_their_own_gathering_only() {
    for (partstat, intent) in
        [("ACCEPTED", Intent::Attending), ("DECLINED", Intent::Regrets), ("TENTATIVE", Intent::Tentative)]
    {
        let reading = calendar("REPLY", partstat, "g1@reseau.example");
        assert_eq!(
            (reading.kind, reading.intent, reading.decision),
            (Kind::CalendarReply, Some(intent), Verdict::Record)
        );
        assert_eq!(reading.note.as_deref(), Some("En retard, un peu"));
    }
    assert_eq!(calendar("REPLY", "ACCEPTED", "autre@reseau.example").decision, Verdict::Hold);
    assert_eq!(calendar("COUNTER", "TENTATIVE", "g1@reseau.example").decision, Verdict::Ask);
    assert_eq!(calendar("REQUEST", "NEEDS-ACTION", "g1@reseau.example").kind, Kind::CalendarOther);
}

#[test]
fn headers_give_what_the_daemon_needs() {
    let headers =
        headers(&mail("Return-Path: <>\r\nDelivered-To: Reseau+ABC@reseau.example\r\nReferences: <a@b> <c@d>", "x"));
    assert_eq!(headers.message_id.as_deref(), Some("1@quai.example"));
    assert_eq!(
        (headers.in_reply_to, headers.references),
        (vec!["inv@reseau.example".to_owned()], vec!["a@b".to_owned(), "c@d".to_owned()])
    );
    assert_eq!(headers.from.map(|f| (f.name, f.email)), Some((Some("Léa Morin".into()), "lea@quai.example".into())));
    assert_eq!(
        (headers.delivered_to, headers.date),
        (vec!["reseau+abc@reseau.example".to_owned()], Some(1_822_636_800_000))
    );
    assert!(headers.null_return_path);
}
