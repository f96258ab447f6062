//! The actors' side of the post: opening a letter, replying to it as a mail client would, handing it over by LMTP.

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::Played;
use super::cast::Sort;
use crate::mail::sink::Received;
use crate::reading;

/// A letter as its reader sees it.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Display name in To, else the address.
    pub to_name: String,
    /// addr-spec.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Plain text part.
    pub text: String,
    /// What the text is for, see [`gist`].
    pub first_words: String,
    /// Where an answer goes.
    pub reply_to: String,
    /// Envelope sender, where bounces go.
    pub mail_from: String,
    /// Without angle brackets.
    pub message_id: String,
}

/// Opens a letter.
pub fn open(received: &Received) -> Opened {
    let headers = reading::headers(&received.message);
    let parsed = mail_parser::MessageParser::default().parse(&received.message);
    let text = parsed.as_ref().and_then(|mail| mail.body_text(0)).unwrap_or_default().replace('\r', "");
    let to_name = parsed
        .as_ref()
        .and_then(|mail| mail.to()?.first()?.name.as_deref().map(str::to_owned))
        .unwrap_or_else(|| received.envelope.recipients.first().cloned().unwrap_or_default());
    let first_words = gist(&text);
    Opened {
        to_name,
        to: received.envelope.recipients.first().cloned().unwrap_or_default(),
        subject: headers.subject,
        first_words,
        text,
        reply_to: headers.reply_to.map(|mailbox| mailbox.email).unwrap_or_default(),
        mail_from: received.envelope.mail_from.clone().unwrap_or_default(),
        message_id: headers.message_id.unwrap_or_default(),
    }
}

/// What a letter is for: the paragraph after the greeting; with it that the person must wait, where they must, and the
/// list that it announces; of a question the question itself, not the words that it quotes.
fn gist(text: &str) -> String {
    // Folded only at line ends: the spaces that French doesn't break stay.
    let one_line = |paragraph: &str| paragraph.trim().replace('\n', " ");
    let mut below = text.split("\n\n").skip(1).map(one_line);
    let first = below.next().unwrap_or_else(|| one_line(text));
    let asks = |words: &String| words.starts_with("Je préfère vous poser") || words.starts_with("I would rather ask");
    if let Some(question) = below.clone().find(asks) {
        return question;
    }
    let waits = |words: &String| words.starts_with("Mais c'est complet") || words.starts_with("It is full for now");
    let lists = |words: &String| first.ends_with(':') && words.starts_with("- ");
    match below.next() {
        Some(next) if waits(&next) => format!("{first} {next}"),
        Some(next) if lists(&next) => {
            format!("{first} {}", next.trim_start_matches("- ").replace("   ", " ").replace(" - ", " ; "))
        }
        _ => first,
    }
}

/// A reply as a usual client writes it: the words on top, the letter quoted below.
pub fn reply(letter: &Opened, from: (&str, &str), words: &str, sort: Sort, date: &str, id: &str) -> String {
    let (name, email) = from;
    let quoted: String = letter.text.lines().map(|line| format!("> {line}\r\n")).collect();
    let robot = match sort {
        Sort::Robot => "Auto-Submitted: auto-replied\r\n",
        Sort::Person => "",
    };
    let prefix = if sort == Sort::Robot { "Réponse automatique :" } else { "Re:" };
    format!(
        "From: \"{name}\" <{email}>\r\nTo: <{to}>\r\nSubject: {prefix} {subject}\r\nDate: {date}\r\nMessage-ID: <{id}>\r\n\
         In-Reply-To: <{parent}>\r\nReferences: <{parent}>\r\n{robot}MIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
         {words}\r\n\r\n{name}\r\n\r\nLe lun. 10 mai 2027 à 09:00, {to_name} a écrit :\r\n{quoted}",
        to = letter.reply_to,
        subject = letter.subject,
        parent = letter.message_id,
        to_name = letter.reply_to.split('+').next().unwrap_or_default(),
    )
}

/// A mail that answers none, as a usual client writes it.
pub fn mail(from: (&str, &str), to: &str, subject: &str, words: &str, date: &str, id: &str) -> String {
    let (name, email) = from;
    let words = words.replace('\n', "\r\n");
    format!(
        "From: \"{name}\" <{email}>\r\nTo: <{to}>\r\nSubject: {subject}\r\nDate: {date}\r\nMessage-ID: <{id}>\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{words}\r\n",
    )
}

/// A delivery status notification (RFC 3464) as a server writes it.
pub fn bounce(letter: &Opened, date: &str, id: &str) -> String {
    let to = &letter.to;
    let domain = to.rsplit_once('@').map_or("example", |(_, domain)| domain);
    format!(
        "From: MAILER-DAEMON@{domain}\r\nTo: <{sender}>\r\nSubject: Undelivered Mail Returned to Sender\r\nDate: {date}\r\n\
         Message-ID: <{id}>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b0\"\r\n\r\n\
         --b0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n<{to}>: host {domain} said: 550 5.1.1 no such user\r\n\r\n\
         --b0\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; {domain}\r\n\r\n\
         Final-Recipient: rfc822; {to}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n\
         --b0\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{parent}>\r\nSubject: x\r\n\r\n--b0--\r\n",
        sender = letter.mail_from,
        parent = letter.message_id,
    )
}

/// Hands one message over by LMTP (RFC 2033).
pub async fn hand_over(address: &str, mail_from: &str, to: &str, message: &str) -> Played<()> {
    let stream = TcpStream::connect(address).await?;
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut say = async |command: String| -> Played<()> {
        write.write_all(command.as_bytes()).await?;
        Ok(())
    };
    let mut hear = async || -> Played<()> {
        // A multi-line reply has `-` behind its code in all lines but the last.
        while let Some(line) = lines.next_line().await? {
            match line.as_bytes() {
                [b'2' | b'3', _, _, b'-', ..] => {}
                [b'2' | b'3', ..] => return Ok(()),
                _ => return Err(format!("LMTP: {line}").into()),
            }
        }
        Err("LMTP: the connection was closed".into())
    };
    hear().await?;
    for command in ["LHLO demo.example", &format!("MAIL FROM:<{mail_from}>"), &format!("RCPT TO:<{to}>"), "DATA"] {
        say(format!("{command}\r\n")).await?;
        hear().await?;
    }
    let stuffed: String = message.replace("\r\n.", "\r\n..");
    say(format!("{stuffed}\r\n.\r\n")).await?;
    hear().await?;
    say("QUIT\r\n".to_owned()).await?;
    hear().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gist_is_what_matters_to_the_reader() {
        for (text, expected) in [
            ("Bonjour,\n\nJ'ai noté : vous\nvenez.\n\nSi c'est faux…", "J'ai noté : vous venez."),
            (
                "Bonjour,\n\nJ'ai noté : vous venez.\n\nMais c'est complet pour\nl'instant.\n\nSi…",
                "J'ai noté : vous venez. Mais c'est complet pour l'instant.",
            ),
            (
                "Bonjour,\n\nC'est noté :\n\n- vous voulez\n  en être\n- un autre jour\n\nSi…",
                "C'est noté : vous voulez en être ; un autre jour",
            ),
            ("Hello,\n\nI have noted.\n\nIt is full for now.\n\nIf…", "I have noted. It is full for now."),
            (
                "Bonjour,\n\nMerci. Vous écrivez :\n\n« Bien noté »\n\nJe préfère vous poser la question : oui ?\n\nMerci",
                "Je préfère vous poser la question : oui ?",
            ),
            ("Un seul paragraphe", "Un seul paragraphe"),
        ] {
            assert_eq!(gist(text), expected);
        }
    }
}
