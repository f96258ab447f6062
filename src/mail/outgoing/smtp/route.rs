//! The way to the next server: where it is, how the connection is protected, how it is opened.

use super::verdict::Phase;
use super::{Failure, stream::Stream};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::client::{Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use rustls_platform_verifier::Verifier;
use secrecy::SecretString;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
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

    /// Opens the TCP connection, with Nagle's algorithm off. Tries each address of the name in turn.
    pub(super) async fn dial(&self) -> Result<(TcpStream, SocketAddr), Failure> {
        let place = format!("{}:{}", self.host, self.port);
        let failed = |why: String| {
            let text = format!("can't connect to {place}: {why}");
            Failure::ours(Phase::Connect, None, text, true)
        };
        let addresses = timeout(self.connect_timeout, lookup_host((self.bare_host(), self.port)))
            .await
            .map_err(|_| failed("the name isn't resolved in time".to_owned()))?
            .map_err(|error| failed(error.to_string()))?;
        let mut why = "the name has no address".to_owned();
        for address in addresses {
            match timeout(self.connect_timeout, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => {
                    stream.set_nodelay(true).map_err(|error| failed(error.to_string()))?;
                    return Ok((stream, address));
                }
                Ok(Err(error)) => why = error.to_string(),
                Err(_) => why = format!("no answer within {:?}", self.connect_timeout),
            }
        }
        Err(failed(why))
    }

    /// The TLS handshake of SMTPS.
    pub(super) async fn wrap(&self, tcp: TcpStream, peer: SocketAddr) -> Result<Stream, Failure> {
        let failed = |why: String| {
            let text = format!("no TLS with {}:{}: {why}", self.host, self.port);
            Failure::ours(Phase::Connect, None, text, true)
        };
        let name = ServerName::try_from(self.bare_host().to_owned()).map_err(|e| failed(e.to_string()))?;
        let connector = TlsConnector::from(Arc::new(self.tls_config().map_err(failed)?));
        let stream = timeout(self.connect_timeout, connector.connect(name, tcp))
            .await
            .map_err(|_| failed(format!("no handshake within {:?}", self.connect_timeout)))?
            .map_err(|error| failed(error.to_string()))?;
        Ok(Stream::tls(stream, peer))
    }

    /// Trusts the system's authorities, read anew for each connection so that a renewed store needs no
    /// restart, and those of the self.
    fn tls_config(&self) -> Result<ClientConfig, String> {
        let provider = Arc::new(ring::default_provider());
        let authorities: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&self.authorities)
            .collect::<Result<_, _>>()
            .map_err(|error| format!("the route's certificate authorities: {error}"))?;
        let verifier =
            Verifier::new_with_extra_roots(authorities, provider.clone()).map_err(|error| error.to_string())?;
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        Ok(config)
    }

    /// The same trust, as lettre's STARTTLS takes it.
    pub(super) fn starttls_parameters(&self) -> Result<TlsParameters, Failure> {
        let mut builder = TlsParameters::builder(self.bare_host().to_owned());
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

    /// An IPv6 address may be written in brackets.
    fn bare_host(&self) -> &str {
        self.host.trim_start_matches('[').trim_end_matches(']')
    }

    /// Would the password cross a network in clear (RFC 4954 4, RFC 8314 3.3)?
    pub(super) fn exposes_password(&self, peer: IpAddr) -> bool {
        self.credentials.is_some() && self.security == Security::Plain && !peer.is_loopback()
    }
}
