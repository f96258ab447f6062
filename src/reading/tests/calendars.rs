//! Calendar replies as the programs write them, with invented people.

use super::super::calendar::tnef::tests::winmail;
use super::super::read;
use super::{about, mail};
use crate::domain::reading::{Intent, Kind, Reading, Verdict};

fn object(attendee: &str, more: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Quai//FR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:g1@reseau.example\r\nSEQUENCE:0\r\n{attendee}\r\n{more}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

fn sent(fields: &str, body: &str) -> Reading {
    read(&mail(fields, body), &about())
}

fn pressed(attendee: &str, more: &str) -> Reading {
    sent("Content-Type: text/calendar; method=REPLY; charset=utf-8", &object(attendee, more))
}

/// Google: says that it is automatic, in several parts, with the comment and the number of guests as parameters.
#[test]
fn google() {
    let attendee = "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Léa\r\n  Morin;X-NUM-GUESTS=2;X-RESPONSE-COMMENT=\"Avec joie\\, à jeudi\":mailto:lea@quai.example";
    let body = format!(
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nLéa Morin a accepté cette invitation.\r\n--b\r\nContent-Type: text/calendar; charset=utf-8; method=REPLY\r\n\r\n{}\r\n--b\r\nContent-Type: application/ics; name=\"invite.ics\"\r\nContent-Disposition: attachment\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n--b--\r\n",
        object(attendee, "DESCRIPTION:Venez nombreux\r\n")
    );
    let reading = sent("Auto-Submitted: auto-generated\r\nContent-Type: multipart/mixed; boundary=b", &body);
    assert_eq!((reading.kind, reading.intent), (Kind::CalendarReply, Some(Intent::Attending)));
    assert_eq!((reading.guests, reading.note.as_deref()), (Some(2), Some("Avec joie, à jeudi")));
    assert_eq!(reading.decision, Verdict::Record);
}

/// Outlook: no ORGANIZER, the method only in the Content-Type, the comment only in the body, some in winmail.dat.
#[test]
fn outlook() {
    let object = object("ATTENDEE;PARTSTAT=TENTATIVE;CN=Léa:MAILTO:lea@quai.example", "")
        .replace("METHOD:REPLY\r\n", "")
        .replace("-//Quai//FR", "Microsoft Exchange Server 2010");
    let body = format!(
        "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nJ'attends la garde des enfants.\r\n--b\r\nContent-Type: text/calendar; charset=utf-8; method=REPLY\r\n\r\n{object}\r\n--b--\r\n"
    );
    let reading = sent("Content-Type: multipart/alternative; boundary=b", &body);
    assert_eq!((reading.kind, reading.intent), (Kind::CalendarReply, Some(Intent::Tentative)));
    assert_eq!(reading.note.as_deref(), Some("J'attends la garde des enfants."));

    let packed = data_encoding::BASE64.encode(&winmail("IPM.Microsoft Schedule.MtgRespN", "g1@reseau.example"));
    for kind in ["application/ms-tnef", "application/octet-stream"] {
        let body = format!(
            "--b\r\nContent-Type: text/plain\r\n\r\n\r\n--b\r\nContent-Type: {kind}; name=\"winmail.dat\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{packed}\r\n--b--\r\n"
        );
        let reading = sent("Content-Type: multipart/mixed; boundary=b", &body);
        assert_eq!(
            (reading.kind, reading.intent, reading.decision),
            (Kind::CalendarReply, Some(Intent::Regrets), Verdict::Record)
        );
    }
}

/// Apple, Thunderbird, Zimbra, SOGo: the same object with other ornaments.
#[test]
fn others() {
    let apple = pressed(
        "ATTENDEE;CN=\"Léa Morin\";CUTYPE=INDIVIDUAL;EMAIL=\"lea@quai.example\";PARTSTAT=DECLINED:urn:uuid:1-2-3",
        "X-CALENDARSERVER-ATTENDEE-COMMENT:Pas possible\r\n",
    );
    assert_eq!(
        (apple.kind, apple.intent, apple.decision),
        (Kind::CalendarReply, Some(Intent::Regrets), Verdict::Record)
    );
    assert_eq!(apple.note.as_deref(), Some("Pas possible"));
    let octets = format!(
        "--b\r\nContent-Type: text/plain\r\n\r\nAccepté\r\n--b\r\nContent-Type: application/octet-stream; name=\"meeting.ics\"\r\nContent-Disposition: attachment; filename=\"meeting.ics\"\r\n\r\n{}\r\n--b--\r\n",
        object("ATTENDEE;PARTSTAT=ACCEPTED:mailto:lea@quai.example", "")
    );
    let zimbra = sent("Content-Type: multipart/mixed; boundary=b", &octets);
    assert_eq!((zimbra.kind, zimbra.intent), (Kind::CalendarReply, Some(Intent::Attending)));
}

#[test]
fn who_is_sent_instead_is_named() {
    let both = "ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:paul@quai.example\":mailto:lea@quai.example\r\nATTENDEE;CN=Paul Roy;PARTSTAT=NEEDS-ACTION;DELEGATED-FROM=\"mailto:lea@quai.example\":mailto:paul@quai.example";
    let reading = pressed(both, "");
    let delegate = reading.delegate.expect("a delegate");
    assert_eq!(
        (delegate.name.as_deref(), delegate.email.as_deref(), reading.intent),
        (Some("Paul Roy"), Some("paul@quai.example"), Some(Intent::Regrets))
    );
}

#[test]
fn the_comment_is_heard_too() {
    let accepted = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:lea@quai.example";
    let company = pressed(accepted, "COMMENT:Oui\\, nous serons trois.\r\n");
    assert_eq!((company.guests, company.decision), (Some(2), Verdict::Record));
    let otherwise = pressed(accepted, "COMMENT:Finalement je ne pourrai pas venir.\r\n");
    assert_eq!(otherwise.decision, Verdict::Ask);
    assert!(pressed(accepted, "COMMENT:Je viens. Où peut-on se garer ?\r\n").question);
}

#[test]
fn our_own_invitation_beside_an_answer_is_no_calendar_mail() {
    let ours = object("ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:lea@quai.example", "").replace("REPLY", "REQUEST");
    let body = format!(
        "--b\r\nContent-Type: text/plain\r\n\r\nJe viens.\r\n--b\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n{ours}\r\n--b--\r\n"
    );
    assert_eq!(sent("Content-Type: multipart/mixed; boundary=b", &body).kind, Kind::Human);
    let theirs = body.replace("g1@reseau.example", "reunion@quai.example");
    assert_eq!(sent("Content-Type: multipart/mixed; boundary=b", &theirs).kind, Kind::CalendarOther);
}
