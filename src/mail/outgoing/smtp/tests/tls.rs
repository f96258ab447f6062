//! SMTPS and STARTTLS, with a certificate authority made for the test.

use super::*;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use std::sync::Arc;
use tokio::io::copy_bidirectional;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::{ServerConfig, crypto::ring};

/// The authority in PEM, and a server whose certificate for `localhost` it signed.
fn authority_and_server() -> (String, TlsAcceptor) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let authority = params.self_signed(&key).unwrap().pem();
    let issuer = Issuer::new(params, key);
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivateKeyDer::try_from(key.serialize_der()).unwrap())
        .unwrap();
    (authority, TlsAcceptor::from(Arc::new(config)))
}

/// Puts TLS in front of the sink: at once, or after STARTTLS, whose reply can have more behind it.
async fn front(sink: &Sink, acceptor: TlsAcceptor, starttls: Option<&'static str>) -> Route {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let route = Route {
        host: "localhost".to_owned(),
        security: if starttls.is_some() { Security::StartTls } else { Security::Tls },
        ..to_port(listener.local_addr().unwrap().port())
    };
    let behind = sink.address();
    tokio::spawn(async move {
        loop {
            let (mut client, _) = listener.accept().await.unwrap();
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let mut server = BufReader::new(TcpStream::connect(behind).await.unwrap());
                if let Some(go) = starttls {
                    let mut line = String::new();
                    server.read_line(&mut line).await.unwrap();
                    client.write_all(b"220 front\r\n").await.unwrap();
                    for reply in ["250-front\r\n250 STARTTLS\r\n", go] {
                        line.clear();
                        BufReader::with_capacity(1, &mut client).read_line(&mut line).await.unwrap();
                        client.write_all(reply.as_bytes()).await.unwrap();
                    }
                }
                if let Ok(mut client) = acceptor.accept(client).await {
                    let _ = copy_bidirectional(&mut client, &mut server).await;
                }
            });
        }
    });
    route
}

#[tokio::test]
async fn encrypted_both_ways_and_only_where_the_certificate_is_trusted() {
    let sink = Sink::start(0).await.unwrap();
    let (authority, acceptor) = authority_and_server();
    for starttls in [None, Some("220 go\r\n")] {
        let mut route = front(&sink, acceptor.clone(), starttls).await;
        let untrusted = Connection::open(&route).await.err().expect("not trusted");
        assert_eq!(summary(&untrusted), ("deferred", None, None));
        assert!(untrusted.reply().text.contains("certificate"), "{untrusted:?}");

        route.authorities = authority.clone().into_bytes();
        let mut connection = Connection::open(&route).await.unwrap();
        let outcome = connection.send(None, "ana@x.example", b"hello\r\n").await;
        assert_eq!(outcome.as_str(), "accepted", "{outcome:?}");
        connection.quit().await;

        route.host = "127.0.0.1".to_owned();
        let other_name = Connection::open(&route).await.err().expect("another name");
        assert_eq!(summary(&other_name), ("deferred", None, None));
    }
    assert_eq!(sink.count(), 2);
}

#[tokio::test]
async fn nothing_is_sent_in_clear_where_tls_was_asked_for() {
    // no STARTTLS offered
    let (mut route, playing) = script(vec![("", "220 mx\r\n"), ("EHLO", HELLO)]).await;
    route.security = Security::StartTls;
    route.credentials = Some(("ana".to_owned(), SecretString::from("secret")));
    let outcome = Connection::open(&route).await.err().expect("no STARTTLS");
    assert_eq!(summary(&outcome), ("deferred", None, None));
    assert_eq!(playing.await.unwrap(), "EHLO client.example\r\n");
    // STARTTLS refused
    let (mut route, _) =
        script(vec![("", "220 mx\r\n"), ("EHLO", "250-mx\r\n250 STARTTLS\r\n"), ("STARTTLS", "454 4.7.0 not now\r\n")])
            .await;
    route.security = Security::StartTls;
    let outcome = Connection::open(&route).await.err().expect("not now");
    assert_eq!(summary(&outcome), ("deferred", Some(454), Some("4.7.0")));
}

#[tokio::test]
async fn what_is_slipped_in_behind_starttls_is_not_believed() {
    let sink = Sink::start(0).await.unwrap();
    let (authority, acceptor) = authority_and_server();
    let slipped = "220 go\r\n250-mallory\r\n250 AUTH PLAIN\r\n";
    let mut route = front(&sink, acceptor, Some(slipped)).await;
    route.authorities = authority.into_bytes();
    let outcome = Connection::open(&route).await.err().expect("found out");
    assert_eq!(summary(&outcome), ("deferred", None, None));
}

/// The environment of a running process can't be changed safely, so a second one does the connecting.
#[tokio::test]
async fn ssl_cert_file_is_trusted() {
    let sink = Sink::start(0).await.unwrap();
    let (authority, acceptor) = authority_and_server();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authority.pem");
    std::fs::write(&file, authority).unwrap();
    for starttls in [None, Some("220 go\r\n")] {
        let route = front(&sink, acceptor.clone(), starttls).await;
        let name = "mail::outgoing::smtp::tests::tls::sends_with_the_trust_of_its_environment";
        let status = tokio::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name, "--ignored"])
            .env("SSL_CERT_FILE", &file)
            .env("TEST_SMTP_PORT", route.port.to_string())
            .env("TEST_SMTP_STARTTLS", starttls.map_or("no", |_| "yes"))
            .output()
            .await
            .unwrap();
        assert!(status.status.success(), "{status:?}");
    }
    assert_eq!(sink.count(), 2);
}

#[tokio::test]
#[ignore = "the second process of ssl_cert_file_is_trusted"]
async fn sends_with_the_trust_of_its_environment() {
    let Ok(port) = std::env::var("TEST_SMTP_PORT") else {
        return;
    };
    let starttls = std::env::var("TEST_SMTP_STARTTLS").unwrap() == "yes";
    let route = Route {
        host: "localhost".to_owned(),
        security: if starttls { Security::StartTls } else { Security::Tls },
        ..to_port(port.parse().unwrap())
    };
    assert_eq!(send_many(&route, None, "ana@x.example", b"hello\r\n", 1).await, Ok(1));
}
