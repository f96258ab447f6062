//! What users rely on, in replies invented for it, French and English, plain and as mails.

mod answers;
mod calendars;
mod charsets;
mod clients;
mod hostile;
mod hours;
mod machines;
mod mails;
mod marks;
mod mutations;
mod visible;

use super::read_text;
use crate::domain::reading::{About, AboutGathering, Reading};

fn gathering(reference: &str, starts: &str) -> AboutGathering {
    AboutGathering {
        reference: reference.into(),
        title: Some("Rencontre des lieux partagés".into()),
        starts: Some(starts.into()),
        ends: None,
        mode: None,
        place: None,
        uid: Some(format!("{reference}@reseau.example")),
    }
}

/// One gathering, on Thursday 14 October 2027.
fn about() -> About {
    About {
        gatherings: vec![gathering("g1", "2027-10-14T18:00:00+02:00")],
        addresses: vec!["reseau@reseau.example".into()],
        trusted_authserv: vec!["mx.reseau.example".into()],
        ..About::default()
    }
}

fn said(text: &str) -> Reading {
    read_text(text, &about())
}

fn mail(fields: &str, body: &str) -> Vec<u8> {
    let own = "Received: from a by mx.reseau.example; Mon, 4 Oct 2027 10:00:00 +0200\r\nFrom: Léa Morin <lea@quai.example>\r\nTo: reseau+abc@reseau.example\r\nSubject: Re: Invitation\r\nMessage-ID: <1@quai.example>\r\nIn-Reply-To: <inv@reseau.example>\r\nDate: Mon, 4 Oct 2027 10:00:00 +0200\r\n";
    format!("{own}{fields}\r\n\r\n{body}").into_bytes()
}

fn bounce(action: &str, status: &str) -> Vec<u8> {
    format!(
        "From: Mail Delivery System <MAILER-DAEMON@mx.example>\r\nTo: reseau@reseau.example\r\nSubject: Undelivered Mail\r\nMessage-ID: <b@mx.example>\r\nAuto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nI'm sorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; Lea@Quai.example\r\nAction: {action}\r\nStatus: {status}\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <inv.7@reseau.example>\r\nSubject: Invitation\r\n\r\nVenez !\r\n--b--\r\n"
    )
    .into_bytes()
}
