//! What happens before the first letter.

use super::*;

#[tokio::test]
async fn nagle_is_off() {
    let (sink, route) = sink_and_route().await;
    let (stream, peer) = route.dial().await.ok().expect("a connection");
    assert_eq!(peer, sink.address());
    assert!(stream.nodelay().unwrap());
}

#[tokio::test]
async fn what_servers_say_before_the_letter() {
    for (steps, expected) in [
        (vec![("", "554 5.7.1 no service\r\n")], ("deferred", Some(554), Some("5.7.1"))),
        (vec![("", "421 busy\r\n")], ("deferred", Some(421), None)),
        (vec![("", "220 mx\r\n"), ("EHLO", "502 5.5.1 what?\r\n")], ("deferred", Some(502), Some("5.5.1"))),
        (vec![("", "220 mx\r\n")], ("deferred", None, None)),
        (vec![("", "HTTP/1.1 400 Bad Request\r\n")], ("deferred", None, None)),
        (vec![], ("deferred", None, None)),
    ] {
        let (route, _) = script(steps.clone()).await;
        let outcome = Connection::open(&route).await.err().expect("no connection");
        assert_eq!(summary(&outcome), expected, "{steps:?}");
        assert!(!outcome.reply().text.is_empty(), "{steps:?}");
    }
    // it neither waits for ever nor reads for ever
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let silent = Route { command_timeout: Duration::from_millis(250), ..to_port(port) };
    let outcome = Connection::open(&silent).await.err().expect("silence");
    assert_eq!(summary(&outcome), ("deferred", None, None));
    let endless = async {
        let (_first, mut stream) = (listener.accept().await, listener.accept().await.unwrap().0);
        while stream.write_all(&[b'2'; 4096]).await.is_ok() {}
    };
    let route = to_port(port);
    let (outcome, ()) = tokio::join!(Connection::open(&route), endless);
    let text = outcome.err().expect("endless").reply().text.clone();
    assert!(text.contains("no end"), "{text}");
}

#[tokio::test]
async fn hello_is_a_name_or_an_address() {
    for (hello, expected) in [
        ("mail.example.org", Some("EHLO mail.example.org\r\n")),
        ("192.0.2.1", Some("EHLO [192.0.2.1]\r\n")),
        ("2001:db8::1", Some("EHLO [IPv6:2001:db8::1]\r\n")),
        ("", None),
        ("a b", None),
        ("a\r\nMAIL", None),
    ] {
        let (mut route, playing) = script(vec![("", "220 mx\r\n"), ("EHLO", HELLO)]).await;
        route.hello = hello.to_owned();
        let opened = Connection::open(&route).await;
        assert_eq!(opened.is_ok(), expected.is_some(), "{hello:?}");
        match (opened, expected) {
            (Ok(_), Some(expected)) => assert_eq!(playing.await.unwrap(), expected),
            (Err(outcome), _) => assert!(outcome.reply().text.contains("mail.example.org")),
            _ => {}
        }
    }
}

#[tokio::test]
async fn authentication() {
    let password = || Some(("ana".to_owned(), SecretString::from("secret")));
    for (steps, expected, heard) in [
        (
            vec![("EHLO", "250-mx\r\n250 AUTH LOGIN PLAIN\r\n"), ("AUTH", "235 2.7.0 welcome\r\n")],
            None,
            "AUTH PLAIN AGFuYQBzZWNyZXQ=\r\n",
        ),
        (
            vec![
                ("EHLO", "250-mx\r\n250 AUTH LOGIN\r\n"),
                ("AUTH", "334 VXNlcm5hbWU6\r\n"),
                ("", ""),
                ("YW5h", "334 UGFzc3dvcmQ6\r\n"),
                ("c2VjcmV0", "235 2.7.0 welcome\r\n"),
            ],
            None,
            "AUTH LOGIN\r\nYW5h\r\nc2VjcmV0\r\n",
        ),
        (
            vec![("EHLO", "250-mx\r\n250 AUTH PLAIN\r\n"), ("AUTH", "535 5.7.8 wrong password\r\n")],
            Some(("deferred", Some(535), Some("5.7.8"))),
            "AUTH PLAIN AGFuYQBzZWNyZXQ=\r\n",
        ),
        (vec![("EHLO", "250-mx\r\n250 AUTH SCRAM-SHA-256\r\n")], Some(("deferred", None, None)), ""),
    ] {
        let mut all = vec![("", "220 mx\r\n")];
        all.extend(steps);
        let (mut route, playing) = script(all).await;
        route.credentials = password();
        let opened = Connection::open(&route).await;
        let outcome = opened.as_ref().err();
        assert_eq!(outcome.map(summary), expected);
        drop(opened);
        assert_eq!(playing.await.unwrap(), format!("EHLO client.example\r\n{heard}"));
        assert!(!format!("{route:?}").contains("secret"));
    }
}

#[test]
fn no_password_in_clear_over_a_network() {
    for (security, peer, exposes) in [
        (Security::Plain, "127.0.0.1", false),
        (Security::Plain, "::1", false),
        (Security::Plain, "192.0.2.1", true),
        (Security::StartTls, "192.0.2.1", false),
        (Security::Tls, "192.0.2.1", false),
    ] {
        let mut route = Route { security, ..to_port(25) };
        assert!(!route.exposes_password(peer.parse().unwrap()));
        route.credentials = Some(("ana".to_owned(), SecretString::from("secret")));
        assert_eq!(route.exposes_password(peer.parse().unwrap()), exposes, "{peer}");
    }
}
