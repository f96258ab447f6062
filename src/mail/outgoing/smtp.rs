//! SMTP out (RFC 5321): one connection to the next server, one recipient a message.
//!
//! lettre speaks the protocol; the stream is ours, because lettre's own leaves Nagle's algorithm on, which
//! with the other side's delayed acknowledgement costs 44 ms a mail. A connection is opened, sends letters
//! one after another, and says after each whether it is still good. It keeps no letters and tries nothing
//! twice: that is the outbox's part.
//!
//! After a loss between the final dot and its answer nobody knows whether the server took the letter. That
//! is `Deferred`, and may give one duplicate with the same Message-ID; the other way round it would be lost.

mod stream;
mod verdict;

#[cfg(test)]
mod tests;

pub use verdict::{Phase, outcome, reply};

use crate::domain::delivery::{Outcome, Reply};
use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use lettre::transport::smtp::{Error, response::Response};
use rustls_platform_verifier::Verifier;
use secrecy::{ExposeSecret, SecretString};
use std::error::Error as _;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use stream::Stream;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, crypto::ring};

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Not at all: for a server on the same machine.
    Plain,
    /// Upgraded before anything is said, or not used at all (RFC 3207).
    StartTls,
    /// TLS from the first octet, "SMTPS", usually port 465 (RFC 8314 3.3).
    Tls,
}

/// The way to the next server.
#[derive(Debug, Clone)]
pub struct Route {
    /// Its name or IP address; with TLS, the name its certificate must bear.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Plain, STARTTLS or TLS.
    pub security: Security,
    /// Certificate authorities in PEM that are trusted besides the system's (and besides SSL_CERT_FILE);
    /// empty for most.
    pub authorities: Vec<u8>,
    /// User name and password for AUTH PLAIN or LOGIN (RFC 4954).
    pub credentials: Option<(String, SecretString)>,
    /// Our name in EHLO: a domain name or an IP address (RFC 5321 4.1.1.1).
    pub hello: String,
    /// Longest wait for one address to take the TCP connection, and for the TLS handshake.
    pub connect_timeout: Duration,
    /// Longest wait for the answer to a command; the content and its answer get twice that
    /// (RFC 5321 4.5.3.2: five and ten minutes).
    pub command_timeout: Duration,
}

impl Route {
    /// A plain route with the timeouts of RFC 5321 4.5.3.2.
    pub fn plain(host: impl Into<String>, port: u16, hello: impl Into<String>) -> Self {
        Route {
            host: host.into(),
            port,
            security: Security::Plain,
            authorities: Vec::new(),
            credentials: None,
            hello: hello.into(),
            connect_timeout: Duration::from_secs(30),
            command_timeout: Duration::from_secs(300),
        }
    }
}

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
            reply: Reply {
                code: None,
                enhanced: enhanced.map(str::to_owned),
                text: text.into(),
            },
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
        if self.never {
            Outcome::Refused(self.reply)
        } else {
            outcome(self.phase, self.reply)
        }
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
        let hello = client_id(&route.hello)?;
        let (tcp, peer) = dial(route).await?;
        if route.credentials.is_some()
            && route.security == Security::Plain
            && !peer.ip().is_loopback()
        {
            let text = format!(
                "won't send the password to {}:{} in clear; set the route's security to starttls or tls",
                route.host, route.port
            );
            return Err(Failure::ours(Phase::Auth, Some("5.7.11"), text, true));
        }
        let stream = match route.security {
            Security::Plain | Security::StartTls => Stream::plain(tcp, peer),
            Security::Tls => wrap(route, tcp, peer).await?,
        };
        let patience = route.command_timeout;
        let greeting = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &hello);
        let mut smtp = step(Phase::Hello, patience, greeting).await?;
        if route.security == Security::StartTls {
            let parameters = starttls_parameters(route)?;
            let upgrade = smtp.starttls(parameters, &hello);
            step(Phase::StartTls, patience, upgrade).await?;
        }
        if let Some((user, password)) = &route.credentials {
            let credentials = Credentials::new(user.clone(), password.expose_secret().to_owned());
            let auth = smtp.auth(DEFAULT_MECHANISMS, &credentials);
            step(Phase::Auth, patience, auth).await?;
        }
        Ok(Connection {
            smtp,
            patience,
            usable: true,
            stale: false,
            tried: 0,
            sent: 0,
        })
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

    async fn transaction(
        &mut self,
        mail_from: Option<&str>,
        to: &str,
        message: &[u8],
    ) -> Result<Response, Failure> {
        let from = match mail_from {
            None => None,
            Some(address) => Some(path(address).ok_or_else(|| {
                let text = format!("our sender address {address:?} can't be written in MAIL");
                Failure::ours(Phase::Mail, Some("5.1.7"), text, false)
            })?),
        };
        let to = path(to).ok_or_else(|| {
            let text = format!("the address {to:?} can't be written in RCPT");
            Failure {
                never: true,
                ..Failure::ours(Phase::Recipient, Some("5.1.3"), text, false)
            }
        })?;
        let parameters = self.parameters(mail_from, to.as_ref(), message)?;
        let patience = self.patience;
        let smtp = &mut self.smtp;
        step(
            Phase::Mail,
            patience,
            smtp.command(Mail::new(from, parameters)),
        )
        .await?;
        step(
            Phase::Recipient,
            patience,
            smtp.command(Rcpt::new(to, Vec::new())),
        )
        .await?;
        step(Phase::Data, patience, smtp.command(Data)).await?;
        // lettre ends with CRLF . CRLF whatever comes before, which would add an empty line
        let content = message.strip_suffix(b"\r\n").unwrap_or(message);
        let patience = patience.saturating_mul(2);
        step(Phase::Message, patience, smtp.message(content)).await
    }

    /// The parameters that MAIL needs for this message, or why this server can't have it. All of these
    /// concern the route, not the letter: another server, or a letter rendered with quoted-printable, will do.
    fn parameters(
        &self,
        mail_from: Option<&str>,
        to: &str,
        message: &[u8],
    ) -> Result<Vec<MailParameter>, Failure> {
        let server = self.smtp.server_info();
        let mut parameters = Vec::new();
        let lacks =
            |enhanced, text: String| Err(Failure::ours(Phase::Mail, Some(enhanced), text, false));
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

/// Opens the TCP connection, with Nagle's algorithm off. Tries each address of the name in turn.
async fn dial(route: &Route) -> Result<(TcpStream, SocketAddr), Failure> {
    let place = format!("{}:{}", route.host, route.port);
    let failed = |why: String| {
        let text = format!("can't connect to {place}: {why}");
        Failure::ours(Phase::Connect, None, text, true)
    };
    let host = route.host.trim_start_matches('[').trim_end_matches(']');
    let addresses = timeout(route.connect_timeout, lookup_host((host, route.port)))
        .await
        .map_err(|_| failed("the name isn't resolved in time".to_owned()))?
        .map_err(|error| failed(error.to_string()))?;
    let mut why = "the name has no address".to_owned();
    for address in addresses {
        match timeout(route.connect_timeout, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                stream
                    .set_nodelay(true)
                    .map_err(|error| failed(error.to_string()))?;
                return Ok((stream, address));
            }
            Ok(Err(error)) => why = error.to_string(),
            Err(_) => why = format!("no answer within {:?}", route.connect_timeout),
        }
    }
    Err(failed(why))
}

/// The TLS handshake of SMTPS.
async fn wrap(route: &Route, tcp: TcpStream, peer: SocketAddr) -> Result<Stream, Failure> {
    let failed = |why: String| {
        let text = format!("no TLS with {}:{}: {why}", route.host, route.port);
        Failure::ours(Phase::Connect, None, text, true)
    };
    let name = ServerName::try_from(route.host.clone()).map_err(|e| failed(e.to_string()))?;
    let connector = TlsConnector::from(Arc::new(tls_config(route).map_err(failed)?));
    let stream = timeout(route.connect_timeout, connector.connect(name, tcp))
        .await
        .map_err(|_| failed(format!("no handshake within {:?}", route.connect_timeout)))?
        .map_err(|error| failed(error.to_string()))?;
    Ok(Stream::tls(stream, peer))
}

/// Trusts the system's authorities, read anew for each connection so that a renewed store needs no
/// restart, and those of the route.
fn tls_config(route: &Route) -> Result<ClientConfig, String> {
    let provider = Arc::new(ring::default_provider());
    let authorities: Vec<CertificateDer<'static>> =
        CertificateDer::pem_slice_iter(&route.authorities)
            .collect::<Result<_, _>>()
            .map_err(|error| format!("the route's certificate authorities: {error}"))?;
    let verifier = Verifier::new_with_extra_roots(authorities, provider.clone())
        .map_err(|error| error.to_string())?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(config)
}

/// The same trust, as lettre's STARTTLS takes it.
fn starttls_parameters(route: &Route) -> Result<TlsParameters, Failure> {
    let mut builder = TlsParameters::builder(route.host.clone());
    let failed = |error: Error| Failure::ours(Phase::StartTls, None, error.to_string(), true);
    if !route.authorities.is_empty() {
        let authorities = Certificate::from_pem(&route.authorities).map_err(failed)?;
        builder = builder.add_root_certificate(authorities);
    }
    builder.build_rustls().map_err(failed)
}

/// Our name in EHLO; an IP address becomes an address literal (RFC 5321 4.1.3).
fn client_id(hello: &str) -> Result<ClientId, Failure> {
    match hello.parse() {
        Ok(IpAddr::V4(address)) => Ok(ClientId::Ipv4(address)),
        Ok(IpAddr::V6(address)) => Ok(ClientId::Ipv6(address)),
        Err(_) if !hello.is_empty() && hello.bytes().all(|octet| octet.is_ascii_graphic()) => {
            Ok(ClientId::Domain(hello.to_owned()))
        }
        Err(_) => {
            let text = format!(
                "the route's hello {hello:?} is no host name: write one such as mail.example.org"
            );
            Err(Failure::ours(Phase::Hello, None, text, true))
        }
    }
}

/// An address as lettre takes it. Only what would break the command is kept out: whether the address is
/// any good is the server's to say, and real ones break the grammar's finer rules.
fn path(address: &str) -> Option<Address> {
    let (local, domain) = address.rsplit_once('@')?;
    let quoted = local.len() > 1 && local.starts_with('"') && local.ends_with('"');
    let breaks =
        |letter: char| letter.is_control() || letter.is_whitespace() || "<>".contains(letter);
    let sound = !local.is_empty()
        && !domain.is_empty()
        && address.len() <= 320
        && !domain.contains(breaks)
        && !local.contains(|letter: char| {
            if quoted {
                letter.is_control()
            } else {
                breaks(letter)
            }
        });
    sound.then(|| Address::new_dangerous(local, domain))
}

/// Is there a LF without CR before it?
fn has_bare_line_feed(message: &[u8]) -> bool {
    let mut before = b'\n';
    message.iter().any(|octet| {
        let bare = *octet == b'\n' && before != b'\r';
        before = *octet;
        bare
    })
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
