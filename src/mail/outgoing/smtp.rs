//! SMTP out (RFC 5321): one connection to the next server, one recipient a message.
//!
//! lettre speaks the protocol; the stream is ours, because lettre's own leaves Nagle's algorithm on, which
//! with the other side's delayed acknowledgement costs 44 ms a mail. A connection is opened, sends letters
//! one after another, and says after each whether it is still good. It keeps no letters and tries nothing
//! twice: that is the outbox's part.
//!
//! After a loss between the final dot and its answer nobody knows whether the server took the letter. That
//! is `Deferred`, and may give one duplicate with the same Message-ID; the other way round it would be lost.

mod route;
mod stream;
mod verdict;

#[cfg(test)]
mod tests;

pub use route::{Route, Security};
pub use verdict::{Phase, outcome, reply};

use crate::domain::delivery::{Outcome, Reply};
use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::{Error, response::Response};
use secrecy::ExposeSecret;
use std::error::Error as _;
use std::future::Future;
use std::time::Duration;
use stream::Stream;
use tokio::time::timeout;

/// A connection that has said EHLO, and where the route asks for it is encrypted and authenticated.
pub struct Connection {
    smtp: AsyncSmtpConnection,
    patience: Duration,
    usable: bool,
    stale: bool,
    /// Letters tried over this connection, and how many of them were accepted.
    tried: u64,
    sent: u64,
}

/// A step that didn't go well.
struct Failure {
    phase: Phase,
    reply: Reply,
    /// The connection is gone, or out of step.
    lost: bool,
    /// No server could ever be asked, so there is no use in trying again.
    never: bool,
}

impl Failure {
    /// A mistake or a lack of ours, in our words.
    fn ours(phase: Phase, enhanced: Option<&str>, text: impl Into<String>, lost: bool) -> Self {
        Failure {
            phase,
            reply: Reply { code: None, enhanced: enhanced.map(str::to_owned), text: text.into() },
            lost,
            never: false,
        }
    }

    fn of(phase: Phase, error: &Error) -> Self {
        let code = error.status().map(u16::from);
        let text = match (code, error.source()) {
            (Some(_), source) => source.map(ToString::to_string).unwrap_or_default(),
            (None, _) => error.to_string(),
        };
        Failure {
            phase,
            reply: reply(code, &text),
            // after 421 the server closes (RFC 5321 3.8); without a code the conversation is broken
            lost: matches!(code, None | Some(421)),
            never: false,
        }
    }

    fn outcome(self) -> Outcome {
        if self.never { Outcome::Refused(self.reply) } else { outcome(self.phase, self.reply) }
    }
}

/// Waits for the answer to one step, but not for ever.
async fn step<T>(
    phase: Phase,
    patience: Duration,
    answer: impl Future<Output = Result<T, Error>>,
) -> Result<T, Failure> {
    match timeout(patience, answer).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(Failure::of(phase, &error)),
        Err(_) => {
            let text = format!("no answer to {} within {patience:?}", phase.as_str());
            Err(Failure::ours(phase, None, text, true))
        }
    }
}

impl Connection {
    /// Connects, greets, and where the route asks for it encrypts and authenticates. Never `Err` with
    /// anything but `Deferred`: no letter has been named yet.
    pub async fn open(route: &Route) -> Result<Connection, Outcome> {
        Connection::try_open(route).await.map_err(Failure::outcome)
    }

    async fn try_open(route: &Route) -> Result<Connection, Failure> {
        let hello = route.client_id()?;
        let (tcp, peer) = route.dial().await?;
        if route.exposes_password(peer.ip()) {
            let text = format!(
                "won't send the password to {}:{} in clear; set the route's security to starttls or tls",
                route.host, route.port
            );
            return Err(Failure::ours(Phase::Auth, Some("5.7.11"), text, true));
        }
        let stream = match route.security {
            Security::Plain | Security::StartTls => Stream::plain(tcp, peer),
            Security::Tls => route.wrap(tcp, peer).await?,
        };
        let patience = route.command_timeout;
        let greeting = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &hello);
        let mut smtp = step(Phase::Hello, patience, greeting).await?;
        if route.security == Security::StartTls {
            let parameters = route.starttls_parameters()?;
            let upgrade = smtp.starttls(parameters, &hello);
            step(Phase::StartTls, patience, upgrade).await?;
        }
        if let Some((user, password)) = &route.credentials {
            let credentials = Credentials::new(user.clone(), password.expose_secret().to_owned());
            let auth = smtp.auth(DEFAULT_MECHANISMS, &credentials);
            step(Phase::Auth, patience, auth).await?;
        }
        Ok(Connection { smtp, patience, usable: true, stale: false, tried: 0, sent: 0 })
    }

    /// Sends one message to one recipient; `mail_from` `None` is the null sender `<>`
    /// (RFC 5321 4.5.5). The message is given with CRLF and without added dots, and arrives so.
    ///
    /// Afterwards [`Connection::is_usable`] says whether the connection can send another. Dropping the
    /// future midway makes it unusable.
    pub async fn send(&mut self, mail_from: Option<&str>, to: &str, message: &[u8]) -> Outcome {
        if !self.usable {
            let text = "the connection is closed";
            return Failure::ours(Phase::Connect, None, text, true).outcome();
        }
        // whoever drops this future leaves the server in the middle of a transaction
        self.usable = false;
        let first = self.tried == 0;
        self.tried = self.tried.saturating_add(1);
        match self.transaction(mail_from, to, message).await {
            Ok(response) => {
                self.usable = true;
                self.sent = self.sent.saturating_add(1);
                let words: Vec<&str> = response.message().collect();
                let code = u16::from(response.code());
                outcome(Phase::Message, reply(Some(code), &words.join(" ")))
            }
            Err(failure) => {
                self.stale = failure.lost && failure.phase == Phase::Mail && !first;
                // nothing to undo after the final dot (RFC 5321 4.1.1.4), nor where nothing was said
                let over = failure.phase == Phase::Message || failure.reply.code.is_none();
                self.usable = !failure.lost && (over || self.reset().await);
                failure.outcome()
            }
        }
    }

    async fn transaction(&mut self, mail_from: Option<&str>, to: &str, message: &[u8]) -> Result<Response, Failure> {
        let from = match mail_from {
            None => None,
            Some(address) => Some(path(address).ok_or_else(|| {
                let text = format!("our sender address {address:?} can't be written in MAIL");
                Failure::ours(Phase::Mail, Some("5.1.7"), text, false)
            })?),
        };
        let to = path(to).ok_or_else(|| {
            let text = format!("the address {to:?} can't be written in RCPT");
            Failure { never: true, ..Failure::ours(Phase::Recipient, Some("5.1.3"), text, false) }
        })?;
        let parameters = self.parameters(mail_from, to.as_ref(), message)?;
        let patience = self.patience;
        let smtp = &mut self.smtp;
        step(Phase::Mail, patience, smtp.command(Mail::new(from, parameters))).await?;
        step(Phase::Recipient, patience, smtp.command(Rcpt::new(to, Vec::new()))).await?;
        step(Phase::Data, patience, smtp.command(Data)).await?;
        // lettre ends with CRLF . CRLF whatever comes before, which would add an empty line
        let content = message.strip_suffix(b"\r\n").unwrap_or(message);
        let patience = patience.saturating_mul(2);
        step(Phase::Message, patience, smtp.message(content)).await
    }

    /// The parameters that MAIL needs for this message, or why this server can't have it. All of these
    /// concern the route, not the letter: another server, or a letter rendered with quoted-printable, will do.
    fn parameters(&self, mail_from: Option<&str>, to: &str, message: &[u8]) -> Result<Vec<MailParameter>, Failure> {
        let server = self.smtp.server_info();
        let mut parameters = Vec::new();
        let lacks = |enhanced, text: String| Err(Failure::ours(Phase::Mail, Some(enhanced), text, false));
        if has_bare_line_feed(message) {
            let text = "a line of the message ends without CR LF (RFC 5321 2.3.8)";
            return lacks("5.6.0", text.to_owned());
        }
        if !(mail_from.unwrap_or_default().is_ascii() && to.is_ascii()) {
            if !server.supports_feature(Extension::SmtpUtfEight) {
                let text = format!(
                    "{} doesn't offer SMTPUTF8 (RFC 6531), which an address with letters beyond ASCII needs",
                    server.name()
                );
                return lacks("5.6.7", text);
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if !message.is_ascii() {
            if !server.supports_feature(Extension::EightBitMime) {
                let text = format!(
                    "{} doesn't offer 8BITMIME (RFC 6152) and the message has 8-bit octets; \
                     write it in quoted-printable or base64",
                    server.name()
                );
                return lacks("5.6.3", text);
            }
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        Ok(parameters)
    }

    /// RSET (RFC 5321 4.1.1.5), so that the connection can be used again; false where it can't.
    async fn reset(&mut self) -> bool {
        let reset = self.smtp.command(Rset);
        step(Phase::Mail, self.patience, reset).await.is_ok()
    }

    /// Can it send another message? Not after a loss, a timeout or a 421.
    pub fn is_usable(&self) -> bool {
        self.usable
    }

    /// Was it lost at MAIL, before the server had heard of the letter, after an earlier letter? Servers close
    /// idle connections; the outbox may then open another and send at once, without counting a try.
    pub fn was_stale(&self) -> bool {
        self.stale
    }

    /// Messages that were accepted over this connection: some servers want a new one after a hundred.
    pub fn sent(&self) -> u64 {
        self.sent
    }

    /// Says QUIT and closes. The outcome of letters doesn't depend on it, so nothing is told of it.
    pub async fn quit(mut self) {
        if self.usable {
            let patience = self.patience.min(Duration::from_secs(5));
            let _ = timeout(patience, self.smtp.quit()).await;
        }
    }
}

/// An address as lettre takes it. Only what would break the command is kept out: whether the address is
/// any good is the server's to say, and real ones break the grammar's finer rules.
fn path(address: &str) -> Option<Address> {
    let (local, domain) = address.rsplit_once('@')?;
    let quoted = local.len() > 1 && local.starts_with('"') && local.ends_with('"');
    let breaks = |letter: char| letter.is_control() || letter.is_whitespace() || "<>".contains(letter);
    let sound = !local.is_empty()
        && !domain.is_empty()
        && address.len() <= 320
        && !domain.contains(breaks)
        && !local.contains(|letter: char| if quoted { letter.is_control() } else { breaks(letter) });
    sound.then(|| Address::new_dangerous(local, domain))
}

/// Is there a LF without CR before it? All octets are looked at without a branch: so many are compared at once.
fn has_bare_line_feed(message: &[u8]) -> bool {
    let behind = message.get(1..).unwrap_or_default();
    let bare =
        message.iter().zip(behind).fold(false, |bare, (before, octet)| bare | (*octet == b'\n') & (*before != b'\r'));
    bare || message.first() == Some(&b'\n')
}

/// Sends the same message `count` times over one connection and gives how many were accepted: for benches
/// and for the guard against a slow route. Stops when the connection is lost.
pub async fn send_many(
    route: &Route,
    mail_from: Option<&str>,
    to: &str,
    message: &[u8],
    count: u64,
) -> Result<u64, Outcome> {
    let mut connection = Connection::open(route).await?;
    for _ in 0..count {
        let outcome = connection.send(mail_from, to, message).await;
        if !connection.is_usable() {
            return Err(outcome);
        }
    }
    let sent = connection.sent();
    connection.quit().await;
    Ok(sent)
}
