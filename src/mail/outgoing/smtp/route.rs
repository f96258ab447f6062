//! The way to the next server: where it is, how the connection is protected, how it is opened.

use super::verdict::Phase;
use super::{Failure, stream::Stream};
use crate::mail::net;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::{Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use secrecy::SecretString;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::net::TcpStream;

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

    /// Opens the TCP connection.
    pub(super) async fn dial(&self) -> Result<(TcpStream, SocketAddr), Failure> {
        net::dial(&self.host, self.port, self.connect_timeout).await.map_err(|why| {
            let text = format!("can't connect to {}:{}: {why}", self.host, self.port);
            Failure::ours(Phase::Connect, None, text, true)
        })
    }

    /// The TLS handshake of SMTPS.
    pub(super) async fn wrap(&self, tcp: TcpStream, peer: SocketAddr) -> Result<Stream, Failure> {
        let wrapped = net::wrap(&self.host, tcp, &self.authorities, self.connect_timeout).await;
        let stream = wrapped.map_err(|why| {
            let text = format!("no TLS with {}:{}: {why}", self.host, self.port);
            Failure::ours(Phase::Connect, None, text, true)
        })?;
        Ok(Stream::tls(stream, peer))
    }

    /// The same trust, as lettre's STARTTLS takes it.
    pub(super) fn starttls_parameters(&self) -> Result<TlsParameters, Failure> {
        let mut builder = TlsParameters::builder(net::bare(&self.host).to_owned());
        let failed = |error: Error| Failure::ours(Phase::StartTls, None, error.to_string(), true);
        if !self.authorities.is_empty() {
            let authorities = Certificate::from_pem(&self.authorities).map_err(failed)?;
            builder = builder.add_root_certificate(authorities);
        }
        builder.build_rustls().map_err(failed)
    }

    /// Our name in EHLO; an IP address becomes an address literal (RFC 5321 4.1.3).
    pub(super) fn client_id(&self) -> Result<ClientId, Failure> {
        let hello = &self.hello;
        match hello.parse() {
            Ok(IpAddr::V4(address)) => Ok(ClientId::Ipv4(address)),
            Ok(IpAddr::V6(address)) => Ok(ClientId::Ipv6(address)),
            Err(_) if !hello.is_empty() && hello.bytes().all(|octet| octet.is_ascii_graphic()) => {
                Ok(ClientId::Domain(hello.to_owned()))
            }
            Err(_) => {
                let text = format!("the route's hello {hello:?} is no host name: write one such as mail.example.org");
                Err(Failure::ours(Phase::Hello, None, text, true))
            }
        }
    }

    /// Would the password cross a network in clear (RFC 4954 4, RFC 8314 3.3)?
    pub(super) fn exposes_password(&self, peer: IpAddr) -> bool {
        self.credentials.is_some() && self.security == Security::Plain && !peer.is_loopback()
    }
}
