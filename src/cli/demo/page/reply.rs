//! A visitor's reply as a mail client writes it: the words on top, the letter quoted below (RFC 5322).

use std::time::{Duration, SystemTime};

use lettre::address::Envelope;
use lettre::message::{Mailbox, SinglePart};
use lettre::{Address, Message};

use super::mail::Mail;
use crate::cli::demo::Played;
use crate::cli::demo::cast::Member;
use crate::cli::demo::setting::ZONE;
use crate::domain::civil::{self, CivilTime};
use crate::domain::clock::Timestamp;
use crate::domain::language::Language;
use crate::rendering::dates;

/// Message-IDs in References.
const REFERENCES: usize = 20;

/// `Re: …`, once.
pub fn subject(answered: &str) -> String {
    let is_reply = answered.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("re:"));
    if is_reply { answered.to_owned() } else { format!("Re: {answered}") }
}

/// What stands below the words: who wrote when, and what, each line behind `> `.
pub fn quotation(mail: &Mail, writer: &Member) -> String {
    let who = format!("{} <{}>", mail.from, mail.from_email);
    let at = mail.date.map(|date| civil::civil(date, ZONE));
    let headline = match (writer.english, at) {
        (false, Some(at)) => format!("Le {}, {who} a écrit :", moment(Language::Fr, at)),
        (true, Some(at)) => format!("On {}, {who} wrote:", moment(Language::En, at)),
        (false, None) => format!("{who} a écrit :"),
        (true, None) => format!("{who} wrote:"),
    };
    let lines = mail.text.trim_end().lines().map(|line| match line.starts_with('>') || line.is_empty() {
        true => format!(">{line}"),
        false => format!("> {line}"),
    });
    [headline].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
}

fn moment(language: Language, at: CivilTime) -> String {
    let time = at.format("%H:%M");
    match language {
        Language::Fr => format!("{} à {time}", dates::date(language, at.date())),
        Language::En => format!("{} at {time}", dates::date(language, at.date())),
    }
}

/// The whole message.
///
/// # Errors
/// When an address can't stand in a header.
pub fn compose(mail: &Mail, writer: &Member, words: &str, id: &str, now: Timestamp) -> Played<String> {
    let mailbox = |email: &str, name: Option<&str>| -> Played<Mailbox> {
        let (user, domain) = email.rsplit_once('@').ok_or_else(|| format!("`{email}` is no address"))?;
        Ok(Mailbox::new(name.map(str::to_owned), Address::new(user, domain)?))
    };
    let (from, to) = (mailbox(writer.email, Some(writer.name))?, mailbox(&mail.reply_to, None)?);
    let words = words.replace("\r\n", "\n").replace(|c: char| c.is_control() && !matches!(c, '\n' | '\t'), "");
    let body = format!("{}\n\n{}\n", words.trim_end(), quotation(mail, writer));
    let seconds = u64::try_from(now.ms() / 1000).unwrap_or_default();
    let parents: Vec<&str> =
        mail.references.iter().chain([&mail.message_id]).map(String::as_str).filter(|id| !id.is_empty()).collect();
    let references = parents.iter().skip(parents.len().saturating_sub(REFERENCES));
    let references = references.map(|id| format!("<{id}>")).collect::<Vec<_>>().join(" ");
    let mut builder = Message::builder()
        .envelope(Envelope::new(Some(from.email.clone()), vec![to.email.clone()])?)
        .from(from)
        .to(to)
        .subject(subject(&mail.subject))
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
        .message_id(Some(format!("<{id}>")));
    if !mail.message_id.is_empty() {
        builder = builder.in_reply_to(format!("<{}>", mail.message_id)).references(references);
    }
    Ok(String::from_utf8(builder.singlepart(SinglePart::plain(body))?.formatted())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::demo::cast::member;
    use crate::domain::civil::parse_civil;
    use crate::domain::reading::{About, Intent};
    use crate::reading;

    fn letter() -> Mail {
        Mail {
            subject: "Invitation".to_owned(),
            from: "Les acteurs du canal".to_owned(),
            from_email: "rencontres@canal.example".to_owned(),
            reply_to: "rencontres+tok@canal.example".to_owned(),
            message_id: "1@canal.example".to_owned(),
            references: vec!["0@canal.example".to_owned()],
            date: Some(civil::instant(parse_civil("2027-05-10T09:00").unwrap(), ZONE)),
            text: "Bonjour,\n\nVenez-vous ?\n> déjà cité\n".to_owned(),
            ..Mail::default()
        }
    }

    #[test]
    fn a_reply_is_what_a_mail_client_writes_and_only_its_words_are_read() {
        let writer = member("sonia@amap-deux-ponts.example").unwrap();
        let now = civil::instant(parse_civil("2027-05-10T10:12").unwrap(), ZONE);
        let words = "Oui, j'y serai – avec Élodie.\r\n.\r\nÀ bientôt\u{7}";
        let message = compose(&letter(), writer, words, "x@amap.example", now).unwrap();
        let headers = reading::headers(message.as_bytes());
        assert_eq!(headers.from.unwrap().name.as_deref(), Some("Sonia Léger"));
        assert_eq!(headers.to, ["rencontres+tok@canal.example"]);
        assert_eq!(headers.in_reply_to, ["1@canal.example"]);
        assert_eq!(headers.references, ["0@canal.example", "1@canal.example"]);
        assert_eq!(headers.message_id.as_deref(), Some("x@amap.example"));
        assert_eq!(headers.date, Some(now.ms()));
        assert_eq!(headers.subject, "Re: Invitation");
        assert!(message.is_ascii(), "SMTP without 8BITMIME carries it");
        let reading = reading::read(message.as_bytes(), &About::default());
        assert_eq!(reading.intent, Some(Intent::Attending));
        assert!(!reading.visible.contains("Venez-vous"), "{}", reading.visible);
        assert!(reading.visible.contains("Élodie"), "{}", reading.visible);
    }

    #[test]
    fn the_letter_is_quoted_in_the_writers_language() {
        let quoted = quotation(&letter(), member("sonia@amap-deux-ponts.example").unwrap());
        assert_eq!(
            quoted,
            "Le lundi 10 mai 2027 à 09:00, Les acteurs du canal <rencontres@canal.example> a écrit :\n> Bonjour,\n>\n\
             > Venez-vous ?\n>> déjà cité"
        );
        assert!(quotation(&letter(), member("jane@biblio-de-rue.example").unwrap()).contains("2027 at 09:00, Les"));
    }

    #[test]
    fn re_is_said_once() {
        for (subject_of, expected) in [("Fête", "Re: Fête"), ("RE: Fête", "RE: Fête"), ("é", "Re: é"), ("", "Re: ")]
        {
            assert_eq!(subject(subject_of), expected);
        }
    }
}
