//! The actors' side of the post: opening a letter, replying to it, handing it over by LMTP (RFC 2033).

#![allow(dead_code, reason = "each story uses only a part of it")]

use std::net::SocketAddr;

use palabre::mail::sink::Received;
use palabre::reading;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

/// A letter as its reader sees it.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Envelope recipient.
    pub to: String,
    /// Envelope sender, where bounces go.
    pub mail_from: String,
    /// Decoded.
    pub subject: String,
    /// The plain text part.
    pub text: String,
    /// Where an answer goes: Reply-To, else From.
    pub reply_to: String,
    /// Without angle brackets.
    pub message_id: String,
    /// List-Unsubscribe, as written.
    pub unsubscribe: String,
    /// The bytes.
    pub raw: Vec<u8>,
}

/// Opens a letter that the sink took.
pub fn open(received: &Received) -> Letter {
    let to = received.envelope.recipients.first().cloned().unwrap_or_default();
    Letter {
        mail_from: received.envelope.mail_from.clone().unwrap_or_default(),
        ..open_in_mailbox(&to, received.message.clone())
    }
}

/// Opens a letter out of somebody's mailbox.
pub fn open_in_mailbox(owner: &str, raw: Vec<u8>) -> Letter {
    let headers = reading::headers(&raw);
    let parsed = mail_parser::MessageParser::default().parse(&raw).expect("a message");
    let text = parsed.body_text(0).unwrap_or_default().replace('\r', "");
    let whole = String::from_utf8_lossy(&raw).replace('\r', "").replace("\n ", " ").replace("\n\t", " ");
    let field =
        |name: &str| whole.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim().to_owned();
    Letter {
        to: owner.to_owned(),
        mail_from: field("Return-Path: ").trim_matches(['<', '>']).to_owned(),
        subject: headers.subject,
        text,
        reply_to: headers.reply_to.or(headers.from).map(|mailbox| mailbox.email).unwrap_or_default(),
        message_id: headers.message_id.unwrap_or_default(),
        unsubscribe: field("List-Unsubscribe: "),
        raw,
    }
}

/// A reply as a usual client writes it: the words on top, the letter quoted below.
pub fn reply(letter: &Letter, name: &str, email: &str, words: &str) -> Vec<u8> {
    reply_numbered(letter, name, email, words, 1)
}

/// As [`reply`], with a number for the Message-ID of a further reply to the same letter.
pub fn reply_numbered(letter: &Letter, name: &str, email: &str, words: &str, number: u32) -> Vec<u8> {
    let quoted: String = letter.text.lines().map(|line| format!("> {line}\r\n")).collect();
    format!(
        "From: \"{name}\" <{email}>\r\nTo: <{to}>\r\nSubject: Re: {subject}\r\nMessage-ID: <r{number}.{parent}>\r\n\
         In-Reply-To: <{parent}>\r\nReferences: <{parent}>\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
         {words}\r\n\r\nLe lun. 10 mai 2027 à 09:00, {ours} a écrit :\r\n{quoted}",
        to = letter.reply_to,
        subject = letter.subject,
        parent = letter.message_id,
        ours = super::house::ADDRESS,
    )
    .into_bytes()
}

/// A new message.
pub fn message(name: &str, email: &str, to: &str, subject: &str, words: &str, id: &str) -> Vec<u8> {
    format!(
        "From: \"{name}\" <{email}>\r\nTo: <{to}>\r\nSubject: {subject}\r\nMessage-ID: <{id}>\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{words}\r\n"
    )
    .into_bytes()
}

/// A conversation by LMTP.
pub struct Lmtp {
    lines: Lines<BufReader<OwnedReadHalf>>,
    write: OwnedWriteHalf,
}

/// The last line of a reply.
type Said = std::io::Result<String>;

impl Lmtp {
    /// Connects and greets.
    pub async fn connect(address: SocketAddr) -> std::io::Result<Lmtp> {
        let (read, write) = TcpStream::connect(address).await?.into_split();
        let mut lmtp = Lmtp { lines: BufReader::new(read).lines(), write };
        lmtp.hear().await?;
        lmtp.say("LHLO mx.example").await?;
        Ok(lmtp)
    }

    async fn hear(&mut self) -> Said {
        while let Some(line) = self.lines.next_line().await? {
            // A multi-line reply has `-` behind its code in all lines but the last.
            if line.as_bytes().get(3) != Some(&b'-') {
                return Ok(line);
            }
        }
        Err(std::io::ErrorKind::ConnectionReset.into())
    }

    async fn say(&mut self, command: &str) -> Said {
        self.write.write_all(format!("{command}\r\n").as_bytes()).await?;
        self.hear().await
    }

    /// Hands one message over; yields the reply for each recipient, which may come at RCPT or after the final dot.
    pub async fn deliver(&mut self, mail_from: &str, to: &[&str], message: &[u8]) -> std::io::Result<Vec<String>> {
        let sender = self.say(&format!("MAIL FROM:<{mail_from}>")).await?;
        if !sender.starts_with('2') {
            return Ok(vec![sender; to.len()]);
        }
        let mut replies = Vec::with_capacity(to.len());
        for recipient in to {
            replies.push(self.say(&format!("RCPT TO:<{recipient}>")).await?);
        }
        if !replies.iter().any(|reply| reply.starts_with('2')) {
            self.say("RSET").await?;
            return Ok(replies);
        }
        let go_on = self.say("DATA").await?;
        assert!(go_on.starts_with("354"), "{go_on}");
        let text = String::from_utf8(message.to_vec()).expect("a message of ours is UTF-8");
        let stuffed = text.replace("\r\n.", "\r\n..");
        self.write
            .write_all(format!("{}\r\n.\r\n", stuffed.strip_suffix("\r\n").unwrap_or(&stuffed)).as_bytes())
            .await?;
        for reply in replies.iter_mut().filter(|reply| reply.starts_with('2')) {
            *reply = self.hear().await?;
        }
        Ok(replies)
    }
}

/// Hands one message over that must be taken.
pub async fn hand_over(address: SocketAddr, mail_from: &str, to: &str, message: &[u8]) {
    let mut lmtp = Lmtp::connect(address).await.expect("an LMTP session");
    let replies = lmtp.deliver(mail_from, &[to], message).await.expect("a reply");
    assert!(replies.iter().all(|reply| reply.starts_with("250")), "{replies:?}");
}
