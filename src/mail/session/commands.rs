//! The commands of a session, and their order (RFC 5321 4.1.1, 4.1.4).

use super::content::{Content, Fault};
use super::wire::{Line, Wire};
use super::{Answer, Ending, Envelope, Protocol, Receiver, Settings};
use smtp_proto::{Error as Refused, MAIL_BODY_BINARYMIME, MAIL_REQUIRETLS, MailFrom, RcptTo, Request};
use std::borrow::Cow;
use std::io;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// A transaction from MAIL to the end of the content (RFC 5321 3.3).
struct Mail {
    from: Option<String>,
    recipients: Vec<String>,
}

pub(super) struct Session<'a, S, R> {
    wire: Wire<S>,
    receiver: &'a R,
    settings: &'a Settings,
    greeted: bool,
    mail: Option<Mail>,
    errors: usize,
}

/// What one command led to: go on, or end.
type Step = io::Result<Option<Ending>>;

impl<'a, S, R> Session<'a, S, R>
where
    S: AsyncRead + AsyncWrite + Unpin,
    R: Receiver,
{
    pub(super) fn new(stream: S, receiver: &'a R, settings: &'a Settings) -> Self {
        Session { wire: Wire::new(stream, settings.idle), receiver, settings, greeted: false, mail: None, errors: 0 }
    }

    /// From the greeting to the closed stream.
    pub(super) async fn run(mut self, stop: &CancellationToken) -> Ending {
        let ending = match self.converse(stop).await {
            Ok(ending) => ending,
            Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                let late = Answer::new(421, "4.4.2", "waited too long for you, closing");
                let _ = self.wire.reply(&late).await;
                Ending::Idle
            }
            Err(error) => Ending::Failed(error),
        };
        self.wire.close().await;
        ending
    }

    async fn converse(&mut self, stop: &CancellationToken) -> io::Result<Ending> {
        let protocol = match self.settings.protocol {
            Protocol::Lmtp => "LMTP",
            Protocol::Smtp => "ESMTP",
        };
        let greeting = format!("{} {protocol} Palabre", self.settings.hostname);
        self.wire.reply_lines(220, &[greeting]).await?;
        loop {
            let line = tokio::select! {
                biased;
                () = stop.cancelled() => {
                    let going = Answer::new(421, "4.3.2", "going down, come back later");
                    self.wire.reply(&going).await?;
                    return Ok(Ending::Stopped);
                }
                line = self.wire.line() => line?,
            };
            let step = match line {
                Line::Command(line) => self.command(&line).await?,
                Line::TooLong => self.wrong(500, "5.5.2", "line too long").await?,
                Line::Closed => Some(Ending::Closed),
                Line::BareLineFeed => {
                    let bare = Answer::new(500, "5.5.2", "a line must end with CR LF, closing");
                    self.wire.reply(&bare).await?;
                    Some(Ending::Broken("bare LF in a command"))
                }
            };
            if let Some(ending) = step {
                return Ok(ending);
            }
        }
    }

    async fn say(&mut self, code: u16, enhanced: &'static str, text: &str) -> Step {
        self.wire.reply(&Answer::new(code, enhanced, text)).await?;
        Ok(None)
    }

    /// Answers a wrong command, and ends the session after too many of them.
    async fn wrong(&mut self, code: u16, enhanced: &'static str, text: &str) -> Step {
        self.errors = self.errors.saturating_add(1);
        self.say(code, enhanced, text).await?;
        if self.errors < self.settings.most_errors {
            return Ok(None);
        }
        self.say(421, "4.7.0", "too many errors, closing").await?;
        Ok(Some(Ending::TooManyErrors))
    }

    async fn command(&mut self, line: &[u8]) -> Step {
        let text = line.strip_suffix(b"\r\n").unwrap_or(line);
        // the grammar below skips CR and takes any octet for UTF-8, so both are judged here (RFC 5321 2.3.8,
        // 4.1.2; RFC 6531 3.3)
        if text.iter().any(|octet| octet.is_ascii_control() && *octet != b'\t') || std::str::from_utf8(text).is_err() {
            return self.wrong(500, "5.5.2", "control character, or not UTF-8").await;
        }
        match Request::parse(&mut line.iter()) {
            Ok(request) => self.request(request, line).await,
            Err(refused) => self.syntax(refused).await,
        }
    }

    async fn syntax(&mut self, refused: Refused) -> Step {
        match refused {
            Refused::InvalidSenderAddress => self.wrong(501, "5.1.7", "bad sender address syntax").await,
            Refused::InvalidRecipientAddress => self.wrong(501, "5.1.3", "bad recipient address syntax").await,
            Refused::SyntaxError { syntax } => self.wrong(501, "5.5.4", &format!("syntax: {syntax}")).await,
            Refused::InvalidParameter { param } => self.wrong(501, "5.5.4", &format!("bad parameter {param}")).await,
            Refused::UnsupportedParameter { .. } => self.wrong(555, "5.5.4", "parameter not offered").await,
            _ => self.wrong(500, "5.5.2", "command not recognised").await,
        }
    }

    async fn request(&mut self, request: Request<Cow<'_, str>>, line: &[u8]) -> Step {
        match (request, self.settings.protocol) {
            (Request::Lhlo { .. }, Protocol::Lmtp) | (Request::Ehlo { .. }, Protocol::Smtp) => self.hello(true).await,
            (Request::Helo { .. }, Protocol::Smtp) => self.hello(false).await,
            // RFC 2033 4.1: an LMTP server must not say yes to HELO or EHLO
            (Request::Helo { .. } | Request::Ehlo { .. }, Protocol::Lmtp) => {
                self.wrong(500, "5.5.1", "this is LMTP, say LHLO").await
            }
            (Request::Lhlo { .. }, Protocol::Smtp) => self.wrong(500, "5.5.1", "this is SMTP, say EHLO").await,
            (Request::Mail { from }, _) => self.mail_from(from, line).await,
            (Request::Rcpt { to }, _) => self.rcpt_to(to, line).await,
            (Request::Data, _) => self.data().await,
            (Request::Rset, _) => {
                self.mail = None;
                self.say(250, "2.0.0", "forgotten").await
            }
            (Request::Noop { .. }, _) => self.say(250, "2.0.0", "still here").await,
            // RFC 5321 3.5.3, 7.3: neither yes nor no
            (Request::Vrfy { .. }, _) => self.say(252, "2.1.5", "send it and see").await,
            (Request::Help { .. }, _) => self.say(214, "2.0.0", "RFC 5321 and RFC 2033, no more than that").await,
            (Request::Quit, _) => {
                self.say(221, "2.0.0", "goodbye").await?;
                Ok(Some(Ending::Quit))
            }
            // its octets follow at once, unasked: read as commands they would be smuggled in (RFC 3030 2)
            (Request::Bdat { .. }, _) => {
                self.say(502, "5.5.1", "BDAT is not offered, closing").await?;
                Ok(Some(Ending::Broken("BDAT")))
            }
            (other, _) => {
                let text = format!("{} is not offered", other.name());
                self.wrong(502, "5.5.1", &text).await
            }
        }
    }

    /// LHLO, EHLO or HELO; each forgets a transaction in course (RFC 5321 4.1.4).
    async fn hello(&mut self, extended: bool) -> Step {
        self.greeted = true;
        self.mail = None;
        let mut lines = vec![self.settings.hostname.clone()];
        if extended {
            lines.extend(["PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"].map(String::from));
            lines.push(format!("SIZE {}", self.settings.largest_message));
        }
        self.wire.reply_lines(250, &lines).await?;
        Ok(None)
    }

    async fn mail_from(&mut self, mail: MailFrom<Cow<'_, str>>, line: &[u8]) -> Step {
        if !self.greeted {
            return self.wrong(503, "5.5.1", "say hello first").await;
        }
        if self.mail.is_some() {
            return self.wrong(503, "5.5.1", "one MAIL at a time").await;
        }
        if mail.flags & (MAIL_BODY_BINARYMIME | MAIL_REQUIRETLS) != 0 {
            return self.wrong(555, "5.5.4", "parameter not offered").await;
        }
        if mail.size > self.settings.largest_message {
            return self.say(552, "5.3.4", "message larger than SIZE allows").await;
        }
        self.mail = Some(Mail { from: path(mail.address, line), recipients: Vec::new() });
        self.say(250, "2.1.0", "sender noted").await
    }

    async fn rcpt_to(&mut self, to: RcptTo<Cow<'_, str>>, line: &[u8]) -> Step {
        let Some(mail) = &mut self.mail else {
            return self.wrong(503, "5.5.1", "MAIL first").await;
        };
        let Some(recipient) = path(to.address, line) else {
            return self.wrong(501, "5.1.3", "a recipient can't be empty").await;
        };
        if mail.recipients.len() >= self.settings.most_recipients {
            // not an error of the client's: it sends the rest in a further transaction (RFC 5321 4.5.3.1.10)
            return self.say(452, "4.5.3", "too many recipients").await;
        }
        let answer = match self.receiver.recipient(mail.from.as_deref(), &recipient).await {
            Ok(()) => {
                mail.recipients.push(recipient);
                Answer::new(250, "2.1.5", "recipient noted")
            }
            Err(answer) => answer.negative(),
        };
        self.answer(answer).await
    }

    async fn answer(&mut self, answer: Answer) -> Step {
        self.wire.reply(&answer).await?;
        Ok((answer.code == 421).then_some(Ending::Receiver))
    }

    async fn data(&mut self) -> Step {
        let Some(mail) = self.mail.take() else {
            return self.wrong(503, "5.5.1", "MAIL and RCPT first").await;
        };
        if mail.recipients.is_empty() {
            // a client that pipelines can't know yet, so no error of its own (RFC 2033 4.2, RFC 2920 3.1)
            self.mail = Some(mail);
            return self.say(503, "5.5.1", "no valid recipients").await;
        }
        self.wire.reply_lines(354, &["go ahead, end with a line of one dot".to_owned()]).await?;
        let mut content = Content::new(self.settings.largest_message);
        // held until the message is delivered
        let mut place = None;
        loop {
            let done = self.wire.block(|octets| content.feed(octets).map(<[u8]>::len)).await?;
            match done {
                None => return Ok(Some(Ending::Closed)),
                Some(true) => break,
                Some(false) => {}
            }
            if place.is_none() && content.held() > self.settings.small_message {
                let free = self.settings.large_messages.acquire();
                match timeout(self.settings.idle, free).await {
                    Ok(Ok(free)) => place = Some(free),
                    // late, or closed: no place either way
                    Ok(Err(_)) | Err(_) => {
                        self.say(421, "4.3.1", "too many large messages, come back later").await?;
                        return Ok(Some(Ending::Crowded));
                    }
                }
            }
            if content.read() > self.settings.largest_message.saturating_mul(4) {
                self.say(552, "5.3.4", "far too large, closing").await?;
                return Ok(Some(Ending::Broken("content without end")));
            }
        }
        let expected = self.replies(mail.recipients.len());
        match content.finish() {
            Ok(message) => self.deliver(mail, message).await,
            Err(Fault::TooLarge) => {
                let answer = Answer::new(552, "5.3.4", "message larger than SIZE allows");
                self.answer_all(&vec![answer; expected]).await
            }
            Err(Fault::BareLineFeed) => {
                let answer = Answer::new(550, "5.6.0", "lines must end with CR LF, closing");
                self.answer_all(&vec![answer; expected]).await?;
                Ok(Some(Ending::Broken("bare LF in the content")))
            }
        }
    }

    /// How many replies follow the content (RFC 2033 4.2).
    fn replies(&self, recipients: usize) -> usize {
        match self.settings.protocol {
            Protocol::Lmtp => recipients,
            Protocol::Smtp => 1,
        }
    }

    async fn deliver(&mut self, mail: Mail, message: Vec<u8>) -> Step {
        let count = mail.recipients.len();
        let envelope = Envelope { mail_from: mail.from, recipients: mail.recipients };
        let mut answers = self.receiver.deliver(envelope, message).await;
        answers.resize_with(count, || Answer::new(451, "4.3.0", "not stored, try again"));
        match self.settings.protocol {
            Protocol::Lmtp => self.answer_all(&answers).await,
            Protocol::Smtp => {
                let answer = Answer::for_all(answers);
                self.answer_all(&[answer]).await
            }
        }
    }

    async fn answer_all(&mut self, answers: &[Answer]) -> Step {
        for answer in answers {
            self.wire.reply(answer).await?;
        }
        let last = answers.iter().any(|answer| answer.code == 421);
        Ok(last.then_some(Ending::Receiver))
    }
}

/// The address of a path; `None` for `<>`.
///
/// smtp_proto gives the empty address for `<postmaster>` too, the one local part that may stand without
/// a domain (RFC 5321 4.1.1.3, 4.5.1), so the line itself is asked.
fn path(address: Cow<'_, str>, line: &[u8]) -> Option<String> {
    if !address.is_empty() {
        return Some(address.into_owned());
    }
    let line = String::from_utf8_lossy(line).to_ascii_lowercase();
    let (_, after) = line.split_once(':')?;
    after.trim_start().starts_with("<postmaster>").then(|| "postmaster".to_owned())
}
