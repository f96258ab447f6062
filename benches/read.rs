//! How many messages a second one core understands, all readings, beside mail-parser that only takes the same bytes apart.
//!
//!     cargo bench --bench read            SECONDS=2 RUNS=5 are the usual

#![allow(clippy::disallowed_methods, reason = "a bench measures by the wall clock")]

mod support;

use std::hint::black_box;
use std::time::{Duration, Instant};

use data_encoding::BASE64;
use mail_parser::MessageParser;
use palabre::domain::reading::{About, AboutGathering, Kind};
use palabre::reading::{read, read_text};
use support::{Result, a_second, median, setting};

fn main() -> Result<()> {
    let (seconds, runs) = (setting("SECONDS", 2), setting("RUNS", 5));
    let mails = mailbag();
    let about = about();
    for (name, bytes) in &mails {
        let reading = read(bytes, &about);
        anyhow::ensure!(reading.kind != Kind::Malformed, "{name} is malformed");
        println!(
            "{name:28} {:6} bytes, {:9.0}/s",
            bytes.len(),
            speed(
                1,
                runs,
                || {
                    black_box(read(bytes, &about));
                },
                Duration::from_millis(200)
            )
        );
    }
    let bytes: usize = mails.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() / mails.len();
    let span = Duration::from_secs(u64::try_from(seconds)?);
    let understood =
        speed(mails.len(), runs, || mails.iter().for_each(|(_, mail)| drop(black_box(read(mail, &about)))), span);
    let parsed = speed(
        mails.len(),
        runs,
        || {
            mails.iter().for_each(|(_, mail)| drop(black_box(MessageParser::default().parse(mail))));
        },
        span,
    );
    let answered = speed(1, runs, || drop(black_box(read_text(ANSWER, &about))), span);
    println!("{} messages of {bytes} bytes on average, one core: {understood:.0}/s understood", mails.len());
    println!("mail-parser alone, the same bytes: {parsed:.0}/s parsed, understood ratio {:.2}", understood / parsed);
    println!("the answer alone, as text: {answered:.0}/s");
    Ok(())
}

/// The median speed of some runs, each over a span of time.
fn speed(count: usize, runs: usize, mut work: impl FnMut(), span: Duration) -> f64 {
    median(
        (0..runs)
            .map(|_| {
                let (started, mut done) = (Instant::now(), 0);
                while started.elapsed() < span {
                    work();
                    done += count;
                }
                a_second(done, started.elapsed())
            })
            .collect(),
    )
}

fn about() -> About {
    let gathering = AboutGathering {
        reference: "g1".into(),
        title: Some("5e rencontre des lieux partagés".into()),
        starts: Some("2027-10-14T18:00:00+02:00".into()),
        ends: Some("2027-10-14T20:00:00+02:00".into()),
        mode: None,
        place: Some("La Halle, 3 place du Marché".into()),
        uid: Some("g1@reseau.example".into()),
    };
    About {
        gatherings: vec![gathering],
        addresses: vec!["reseau@reseau.example".into()],
        trusted_authserv: vec!["mx.reseau.example".into()],
        ..About::default()
    }
}

/// What comes in after an invitation: mostly people, in the programs they use, and about one machine in five.
fn mailbag() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("gmail", gmail()),
        ("outlook", outlook()),
        ("thunderbird", thunderbird()),
        ("iphone", iphone()),
        ("gmail again", gmail()),
        ("outlook again", outlook()),
        ("plain text", plain()),
        ("auto-reply", auto_reply()),
        ("bounce", bounce()),
        ("calendar reply", calendar()),
    ]
}

const ANSWER: &str = "Bonjour à toutes et tous,\n\nMerci pour l'invitation. Je viendrai avec plaisir jeudi 14, accompagnée de ma \
    collègue Odile Perrin qui s'occupe du jardin partagé. Nous aurons sans doute un petit quart d'heure de retard, le train \
    de 17 h 40 étant supprimé cette semaine.\n\nEst-ce qu'il reste de la place pour garer un vélo cargo ? Je peux aussi \
    apporter de quoi grignoter.\n\nBien cordialement,\nLéa Morin";

const SIGNATURE: &str = "Léa Morin\nChargée de projets\nAssociation Les Quais - 8 rue du Port, 44000 Nantes\n\
    Tél. 02 40 00 00 00 / 06 12 00 00 00\nwww.quai.example";

const PARAGRAPHS: [&str; 6] = [
    "Le Réseau des lieux partagés vous invite à sa cinquième rencontre, jeudi 14 octobre 2027 de 18 h à 20 h, à La Halle, 3 place \
     du Marché, ou en visio pour celles et ceux qui habitent loin.",
    "Nous écouterons d'abord le récit de coopération du café associatif de la gare, présenté par Jeanne et Paul : comment trois \
     associations, une mairie et une librairie ont acheté ensemble un four à pain.",
    "Ensuite nous échangerons par petits groupes autour de trois questions : qui décide de l'emploi du temps du lieu, comment \
     partager les charges d'hiver, que faire quand un groupe ne vient plus ?",
    "Pour répondre, écrivez-nous simplement « je viens » ou « je ne viens pas », et dites-nous si quelqu'un vous accompagne. Si \
     vous ne pouvez pas venir, une autre personne de votre structure peut vous représenter.",
    "La rencontre suivante aura lieu en janvier. Si vous souhaitez accueillir le réseau, présenter un récit ou proposer une \
     visite, il suffit de le dire en répondant à ce message.",
    "Vous recevez ce message parce que votre structure est membre du Réseau. Pour ne plus recevoir nos invitations, répondez \
     « stop » : c'est tout.",
];

fn quoted_plain(before: &str, width: usize) -> String {
    PARAGRAPHS.map(|paragraph| format!("{}{before}\n", wrapped(paragraph, before, width))).concat()
}

fn invitation_html() -> String {
    let cell = "style=\"padding:12px 24px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:1.5;color:#333333\"";
    let rows = PARAGRAPHS.map(|p| format!("<tr><td {cell}><p style=\"margin:0 0 12px 0\">{p}</p></td></tr>\n"));
    format!(
        "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tbody>{}<tr><td {cell}>\
         <a href=\"https://reseau.example/oui\" style=\"background:#1565c0;color:#ffffff;padding:8px\">Je viens</a>&nbsp;\
         <a href=\"https://reseau.example/non\" style=\"background:#b71c1c;color:#ffffff;padding:8px\">Je ne viens pas</a></td></tr></tbody></table>",
        rows.concat()
    )
}

fn gmail() -> Vec<u8> {
    let attribution = "Le lun. 4 oct. 2027 à 10:02, Réseau des lieux partagés <reseau@reseau.example> a\nécrit :";
    let plain = format!("{ANSWER}\n\n{attribution}\n\n{}", quoted_plain("> ", 76));
    let html = format!(
        "<div dir=\"ltr\">{}</div><br><div class=\"gmail_quote gmail_quote_container\"><div dir=\"ltr\" class=\"gmail_attr\">{}<br></div>\
         <blockquote class=\"gmail_quote\" style=\"margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex\">{}</blockquote></div>",
        divs(ANSWER, "<div>", "</div>", "<div><br></div>"),
        escaped(attribution),
        invitation_html()
    );
    alternative("", &quoted(&plain), &quoted(&html))
}

fn outlook() -> Vec<u8> {
    let head = "De : Réseau des lieux partagés <reseau@reseau.example>\nEnvoyé : lundi 4 octobre 2027 10:02\nÀ : Léa Morin <lea@quai.example>\nObjet : Invitation";
    let plain = format!("{ANSWER}\n\n{SIGNATURE}\n\n{head}\n\n{}", quoted_plain("", 900));
    let word = |text| {
        divs(
            text,
            "<p class=\"MsoNormal\"><span style=\"mso-fareast-language:EN-US\">",
            "<o:p></o:p></span></p>",
            "<p class=\"MsoNormal\"><o:p>&nbsp;</o:p></p>",
        )
    };
    let html = format!(
        "<html xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\"><head><meta name=\"Generator\" content=\"Microsoft Word 15\">\
         <style><!--\n{}--></style></head><body lang=\"FR\" link=\"#0563C1\" vlink=\"#954F72\"><div class=\"WordSection1\">{}{}\
         <div><div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm\"><p class=\"MsoNormal\">{}</p></div></div>{}</div></body></html>",
        "@font-face\n\t{font-family:Calibri;\n\tpanose-1:2 15 5 2 2 2 4 3 2 4;}\np.MsoNormal, li.MsoNormal, div.MsoNormal\n\t{margin:0cm;\n\tfont-size:11.0pt;}\n".repeat(8),
        word(ANSWER),
        word(SIGNATURE),
        escaped(head).replace('\n', "<br>"),
        invitation_html()
    );
    alternative("X-Mailer: Microsoft Outlook 16.0\r\nThread-Index: AQHZ0/0gAAA=\r\n", &quoted(&plain), &quoted(&html))
}

fn thunderbird() -> Vec<u8> {
    let attribution = "Le 04/10/2027 à 10:02, Réseau des lieux partagés a écrit :";
    let plain = format!("{}\n-- \n{SIGNATURE}\n\n{attribution}\n{}", wrapped(ANSWER, "", 72), quoted_plain("> ", 72));
    let html = format!(
        "<!DOCTYPE html><html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=UTF-8\"></head><body><p>{}</p>\
         <div class=\"moz-signature\">-- <br>{}</div><div class=\"moz-cite-prefix\">{attribution}<br></div>\
         <blockquote type=\"cite\" cite=\"mid:inv@reseau.example\">{}</blockquote></body></html>",
        ANSWER.replace('\n', "<br>\n"),
        SIGNATURE.replace('\n', "<br>"),
        invitation_html()
    );
    alternative("User-Agent: Mozilla Thunderbird\r\n", &eight(&plain), &eight(&html))
}

fn iphone() -> Vec<u8> {
    let attribution = "Le 4 oct. 2027 à 10:02, Réseau des lieux partagés <reseau@reseau.example> a écrit :";
    let plain = format!("{ANSWER}\n\nEnvoyé de mon iPhone\n\n> {attribution}\n> \n{}", quoted_plain("> ", 900));
    let html = format!(
        "<html><head></head><body dir=\"auto\">{}<br id=\"lineBreakAtBeginningOfSignature\"><div dir=\"ltr\">Envoyé de mon iPhone</div>\
         <div dir=\"ltr\"><br><blockquote type=\"cite\">{}<br><br></blockquote></div><blockquote type=\"cite\"><div dir=\"ltr\">{}</div></blockquote></body></html>",
        divs(ANSWER, "<div>", "</div>", "<div><br></div>"),
        escaped(attribution),
        invitation_html()
    );
    alternative("X-Mailer: iPhone Mail (21G93)\r\n", &base64(&plain), &base64(&html))
}

fn plain() -> Vec<u8> {
    let text = format!(
        "{ANSWER}\n\nLe 04/10/2027 10:02, Réseau des lieux partagés a écrit :\n{}",
        quoted_plain("> ", 72).repeat(2)
    );
    let (way, body) = eight(&text);
    message("", &format!("Content-Type: text/plain; charset=utf-8\r\n{way}\r\n{body}"))
}

fn auto_reply() -> Vec<u8> {
    let text = "Bonjour,\n\nJe suis absente du bureau jusqu'au 18 octobre inclus, sans accès à ma messagerie. Pour toute urgence, \
        merci de contacter Paul Adam (paul.adam@quai.example).\n\nBien cordialement,";
    let (way, body) = quoted(&format!("{text}\n\n{SIGNATURE}\n"));
    let fields = "Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\nPrecedence: bulk\r\n";
    message(fields, &format!("Content-Type: text/plain; charset=utf-8\r\n{way}\r\n{body}"))
}

fn bounce() -> Vec<u8> {
    let returned = String::from_utf8_lossy(&gmail()).into_owned();
    let body = format!(
        "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"\r\n\r\n--b1\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n\
         This is the mail system at host mx.quai.example.\r\n\r\nI'm sorry to have to inform you that your message could not\r\nbe delivered to one or more recipients.\r\n\r\n\
         <paul@quai.example>: host mx.quai.example[192.0.2.1] said: 550 5.1.1\r\n    <paul@quai.example>: Recipient address rejected: User unknown (in reply to RCPT TO command)\r\n\r\n\
         --b1\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.quai.example\r\n\r\nFinal-Recipient: rfc822; paul@quai.example\r\n\
         Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n--b1\r\nContent-Type: message/rfc822\r\n\r\n{returned}\r\n--b1--\r\n"
    );
    let head = "Return-Path: <>\r\nReceived: from mx.quai.example by mx.reseau.example; Mon, 4 Oct 2027 18:00:00 +0200\r\n\
        From: MAILER-DAEMON@mx.quai.example (Mail Delivery System)\r\nTo: reseau@reseau.example\r\nSubject: Undelivered Mail Returned to Sender\r\n\
        Auto-Submitted: auto-replied\r\nDate: Mon, 4 Oct 2027 18:00:00 +0200\r\nMessage-ID: <b1@mx.quai.example>\r\nMIME-Version: 1.0\r\n";
    format!("{head}{body}").into_bytes()
}

fn calendar() -> Vec<u8> {
    let object = "BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\nMETHOD:REPLY\r\n\
        BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\nBEGIN:STANDARD\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nDTSTART:19701025T030000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n\
        BEGIN:VEVENT\r\nDTSTART;TZID=Europe/Paris:20271014T180000\r\nDTEND;TZID=Europe/Paris:20271014T200000\r\nDTSTAMP:20271004T160000Z\r\n\
        ORGANIZER:mailto:reseau@reseau.example\r\nUID:g1@reseau.example\r\nATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Léa Mo\r\n rin;X-NUM-GUESTS=1:mailto:lea@quai.example\r\n\
        SEQUENCE:0\r\nSTATUS:CONFIRMED\r\nSUMMARY:5e rencontre\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let text = format!("Léa Morin a accepté cette invitation.\r\n\r\n{}", PARAGRAPHS.join("\r\n\r\n"));
    let html =
        format!("<html><body><div>Léa Morin a accepté cette invitation.</div>{}</body></html>", invitation_html());
    message(
        "",
        &format!(
            "Content-Type: multipart/mixed; boundary=\"m\"\r\n\r\n--m\r\nContent-Type: multipart/alternative; boundary=\"a\"\r\n\r\n\
         --a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n--a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n\
         --a\r\nContent-Type: text/calendar; charset=utf-8; method=REPLY\r\n\r\n{object}\r\n--a--\r\n--m\r\n\
         Content-Type: application/ics; name=\"invite.ics\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--m--\r\n",
            BASE64.encode(object.as_bytes())
        ),
    )
}

fn message(fields: &str, body: &str) -> Vec<u8> {
    let seal = "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v2W3x4Y5z6".repeat(5);
    format!(
        "Return-Path: <lea@quai.example>\r\nReceived: from out.quai.example (out.quai.example [192.0.2.7])\r\n\tby mx.reseau.example (Postfix) with ESMTPS id 4X1Y2Z\r\n\tfor <reseau+abc@reseau.example>; Mon, 4 Oct 2027 18:00:00 +0200 (CEST)\r\n\
         Authentication-Results: mx.reseau.example; dkim=pass header.d=quai.example; spf=pass smtp.mailfrom=lea@quai.example; dmarc=pass header.from=quai.example\r\n\
         DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=quai.example; s=s1;\r\n\th=from:to:subject:date:message-id:in-reply-to:references; bh={0};\r\n\tb={seal}\r\n\
         X-Google-DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=1e100.example; s=s2; bh={0}; b={seal}\r\n\
         From: =?utf-8?Q?L=C3=A9a_Morin?= <lea@quai.example>\r\nTo: =?utf-8?Q?R=C3=A9seau?= <reseau+abc@reseau.example>\r\nSubject: Re: Invitation =?utf-8?Q?=C3=A0?= la 5e rencontre\r\n\
         Date: Mon, 4 Oct 2027 18:00:00 +0200\r\nMessage-ID: <1@quai.example>\r\nIn-Reply-To: <inv@reseau.example>\r\nReferences: <inv@reseau.example>\r\nMIME-Version: 1.0\r\n{fields}{body}",
        "k3J9x2LmQp8Vb1Zt5Rw7Ys4Nc6Hd0Fg="
    ).into_bytes()
}

/// A transfer encoding with what it makes of a text.
type Encoded = (&'static str, String);

fn alternative(fields: &str, plain: &Encoded, html: &Encoded) -> Vec<u8> {
    message(
        fields,
        &format!(
            "Content-Type: multipart/alternative; boundary=\"=_b42\"\r\n\r\n--=_b42\r\nContent-Type: text/plain; charset=\"utf-8\"\r\n{}\r\n{}\r\n\
         --=_b42\r\nContent-Type: text/html; charset=\"utf-8\"\r\n{}\r\n{}\r\n--=_b42--\r\n",
            plain.0, plain.1, html.0, html.1
        ),
    )
}

fn eight(text: &str) -> Encoded {
    ("Content-Transfer-Encoding: 8bit\r\n", text.replace('\n', "\r\n"))
}

fn base64(text: &str) -> Encoded {
    let code = BASE64.encode(text.replace('\n', "\r\n").as_bytes());
    let lines = code.as_bytes().chunks(76).map(|line| format!("{}\r\n", String::from_utf8_lossy(line)));
    ("Content-Transfer-Encoding: base64\r\n", lines.collect())
}

/// RFC 2045 6.7.
fn quoted(text: &str) -> Encoded {
    let mut all = String::new();
    for line in text.lines() {
        let mut length = 0;
        for byte in line.bytes() {
            let code = if matches!(byte, b' '..=b'<' | b'>'..=b'~') {
                char::from(byte).to_string()
            } else {
                format!("={byte:02X}")
            };
            if length + code.len() > 75 {
                all.push_str("=\r\n");
                length = 0;
            }
            length += code.len();
            all.push_str(&code);
        }
        all.push_str("\r\n");
    }
    ("Content-Transfer-Encoding: quoted-printable\r\n", all)
}

fn divs(text: &str, open: &str, close: &str, blank: &str) -> String {
    let line =
        |line: &str| if line.is_empty() { blank.to_owned() } else { format!("{open}{}{close}\n", escaped(line)) };
    text.lines().map(line).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn wrapped(text: &str, before: &str, width: usize) -> String {
    let mut all = String::new();
    for line in text.lines() {
        let mut current = String::new();
        for word in line.split(' ') {
            if !current.is_empty() && current.chars().count() + word.chars().count() + 1 > width {
                all.push_str(&format!("{before}{current}\n"));
                current.clear();
            }
            current.push_str(if current.is_empty() { "" } else { " " });
            current.push_str(word);
        }
        all.push_str(&format!("{before}{current}\n"));
    }
    all
}
