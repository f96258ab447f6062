//! TCP and TLS to a server, as SMTP and IMAP both open them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use rustls_platform_verifier::Verifier;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, crypto::ring};

/// Opens a TCP connection, with Nagle's algorithm off. Tries each address of the name in turn, `patience` long each.
///
/// # Errors
/// Says why the last address could not be reached.
pub async fn dial(host: &str, port: u16, patience: Duration) -> Result<(TcpStream, SocketAddr), String> {
    let addresses = timeout(patience, lookup_host((bare(host), port)))
        .await
        .map_err(|_| "the name isn't resolved in time".to_owned())?
        .map_err(|error| error.to_string())?;
    let mut why = "the name has no address".to_owned();
    for address in addresses {
        match timeout(patience, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                stream.set_nodelay(true).map_err(|error| error.to_string())?;
                return Ok((stream, address));
            }
            Ok(Err(error)) => why = error.to_string(),
            Err(_) => why = format!("no answer within {patience:?}"),
        }
    }
    Err(why)
}

/// The TLS handshake with a server whose certificate must bear the name `host`.
///
/// # Errors
/// Says what the handshake failed over.
pub async fn wrap(
    host: &str,
    tcp: TcpStream,
    authorities: &[u8],
    patience: Duration,
) -> Result<TlsStream<TcpStream>, String> {
    let name = ServerName::try_from(bare(host).to_owned()).map_err(|error| error.to_string())?;
    let connector = TlsConnector::from(Arc::new(tls_config(authorities)?));
    timeout(patience, connector.connect(name, tcp))
        .await
        .map_err(|_| format!("no handshake within {patience:?}"))?
        .map_err(|error| error.to_string())
}

/// Trusts the system's authorities, read anew for each connection so that a renewed store needs no restart, and those
/// in PEM besides.
fn tls_config(authorities: &[u8]) -> Result<ClientConfig, String> {
    let provider = Arc::new(ring::default_provider());
    let authorities: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(authorities)
        .collect::<Result<_, _>>()
        .map_err(|error| format!("the route's certificate authorities: {error}"))?;
    let verifier = Verifier::new_with_extra_roots(authorities, provider.clone()).map_err(|error| error.to_string())?;
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(config)
}

/// An IPv6 address may be written in brackets.
pub fn bare(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}
