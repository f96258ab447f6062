//! Against the sink where it can play the part, against a script where it can't.

use super::*;
use crate::mail::sink::Sink;
use secrecy::SecretString;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

mod opening;
mod tls;

const HELLO: &str = "250-mx.example\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n";

fn to_port(port: u16) -> Route {
    Route {
        connect_timeout: Duration::from_secs(10),
        command_timeout: Duration::from_secs(10),
        ..Route::plain("127.0.0.1", port, "client.example")
    }
}

async fn sink_and_route() -> (Sink, Route) {
    let sink = Sink::start(0).await.unwrap();
    let route = to_port(sink.address().port());
    (sink, route)
}

/// A server for one connection: says each text, after the line that it waits for. It skips what comes before
/// that line, and closes at the end. Gives the lines that it read.
async fn script(steps: Vec<(&'static str, &'static str)>) -> (Route, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let route = to_port(listener.local_addr().unwrap().port());
    let playing = tokio::spawn(async move {
        let mut stream = BufReader::new(listener.accept().await.unwrap().0);
        let mut heard = String::new();
        for (awaited, text) in steps {
            loop {
                let mut line = String::new();
                if awaited.is_empty() {
                    break;
                }
                if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
                    return heard;
                }
                heard.push_str(&line);
                if line.starts_with(awaited) {
                    break;
                }
            }
            if stream.write_all(text.as_bytes()).await.is_err() {
                return heard;
            }
        }
        heard
    });
    (route, playing)
}

fn summary(outcome: &Outcome) -> (&'static str, Option<u16>, Option<&str>) {
    let reply = outcome.reply();
    (outcome.as_str(), reply.code, reply.enhanced.as_deref())
}

#[tokio::test]
async fn a_message_arrives_as_it_was_given() {
    let (sink, route) = sink_and_route().await;
    let mut connection = Connection::open(&route).await.unwrap();
    let messages: [&[u8]; 6] = [
        b"Subject: a\r\n\r\nhello\r\n",
        b".\r\n..\r\n.a\r\n\r\n.\r\n\r\n",
        b"",
        b"\r\n",
        "Subject: \u{e9}t\u{e9}\r\n\r\n\u{e0} bient\u{f4}t\r\n".as_bytes(),
        b"a\r\n.",
    ];
    for message in messages {
        let outcome = connection.send(Some("rsvp+tok@us.example"), "ana@x.example", message).await;
        assert_eq!(summary(&outcome), ("accepted", Some(250), Some("2.0.0")));
        assert!(connection.is_usable());
    }
    let outcome = connection.send(None, "\u{e9}va@th\u{e9}.example", b"x\r\n").await;
    assert_eq!(outcome.as_str(), "accepted");
    assert_eq!(connection.sent(), 7);
    connection.quit().await;

    let arrived = sink.wait_for(7).await;
    for (message, received) in messages.iter().zip(&arrived) {
        let mut expected = message.to_vec();
        if !expected.ends_with(b"\r\n") {
            expected.extend_from_slice(b"\r\n");
        }
        assert_eq!(received.message, expected);
        assert_eq!(received.envelope.mail_from.as_deref(), Some("rsvp+tok@us.example"));
        assert_eq!(received.envelope.recipients, ["ana@x.example"]);
    }
    assert_eq!(arrived[6].envelope.mail_from, None);
    assert_eq!(arrived[6].envelope.recipients, ["\u{e9}va@th\u{e9}.example"]);
}

#[tokio::test]
async fn a_refusal_leaves_the_connection_good() {
    let (sink, route) = sink_and_route().await;
    let mut connection = Connection::open(&route).await.unwrap();
    for (to, expected) in [
        ("refuse@x.example", ("refused", Some(550), Some("5.1.1"))),
        ("ana@x.example", ("accepted", Some(250), Some("2.0.0"))),
        ("full@x.example", ("deferred", Some(452), Some("4.2.2"))),
        ("defer@x.example", ("deferred", Some(451), Some("4.7.1"))),
        ("defer@x.example", ("accepted", Some(250), Some("2.0.0"))),
    ] {
        let outcome = connection.send(Some("us@us.example"), to, b"hello\r\n").await;
        assert_eq!(summary(&outcome), expected, "{to}");
        assert!(connection.is_usable() && !connection.was_stale(), "{to}");
    }
    assert_eq!(sink.count(), 2);
}

#[tokio::test]
async fn no_answer_and_no_connection_are_deferred() {
    let (sink, route) = sink_and_route().await;
    let impatient = Route { command_timeout: Duration::from_millis(250), ..route.clone() };
    for (route, to, words) in [(&impatient, "hang@x.example", "no answer to recipient"), (&route, "drop@x.example", "")]
    {
        let mut connection = Connection::open(route).await.unwrap();
        let outcome = connection.send(None, to, b"hello\r\n").await;
        assert_eq!(summary(&outcome), ("deferred", None, None), "{to}");
        assert!(outcome.reply().text.contains(words), "{outcome:?}");
        assert!(!connection.is_usable() && !connection.was_stale(), "{to}");
        let again = connection.send(None, "ana@x.example", b"hello\r\n").await;
        assert_eq!(again.as_str(), "deferred");
        connection.quit().await;
    }
    assert_eq!(sink.count(), 0);
    sink.stop().await;
    let refused = Connection::open(&route).await.err().expect("nobody listens");
    assert_eq!(summary(&refused), ("deferred", None, None));
    assert!(refused.reply().text.contains(&format!("127.0.0.1:{}", route.port)));
}

#[tokio::test]
async fn who_drops_a_sending_loses_the_connection() {
    let (_sink, route) = sink_and_route().await;
    let mut connection = Connection::open(&route).await.unwrap();
    let sending = connection.send(None, "hang@x.example", b"hello\r\n");
    assert!(timeout(Duration::from_millis(20), sending).await.is_err());
    assert!(!connection.is_usable());
}

#[tokio::test]
async fn what_servers_say_of_the_letter() {
    for (steps, expected, usable) in [
        (
            vec![("MAIL", "530 5.7.0 authenticate first\r\n"), ("RSET", "250 ok\r\n")],
            ("deferred", Some(530), Some("5.7.0")),
            true,
        ),
        (
            vec![("MAIL", "250 ok\r\n"), ("RCPT", "550-5.1.1 no such\r\n550 5.1.1 user\r\n"), ("RSET", "250 ok\r\n")],
            ("refused", Some(550), Some("5.1.1")),
            true,
        ),
        // a server that can't even RSET is let go, and the refusal stands
        (
            vec![("MAIL", "250 ok\r\n"), ("RCPT", "550 5.1.1 no\r\n"), ("RSET", "500 what?\r\n")],
            ("refused", Some(550), Some("5.1.1")),
            false,
        ),
        (
            vec![("MAIL", "250 ok\r\n"), ("RCPT", "421 4.3.2 going down\r\n")],
            ("deferred", Some(421), Some("4.3.2")),
            false,
        ),
        (
            vec![
                ("MAIL", "250 ok\r\n"),
                ("RCPT", "250 ok\r\n"),
                ("DATA", "554 5.5.1 no valid recipients\r\n"),
                ("RSET", "250 ok\r\n"),
            ],
            ("deferred", Some(554), Some("5.5.1")),
            true,
        ),
        (
            vec![("MAIL", "250 ok\r\n"), ("RCPT", "250 ok\r\n"), ("DATA", "354 go\r\n"), (".", "550 5.7.1 spam\r\n")],
            ("refused", Some(550), Some("5.7.1")),
            true,
        ),
        (
            vec![
                ("MAIL", "250 ok\r\n"),
                ("RCPT", "250 ok\r\n"),
                ("DATA", "354 go\r\n"),
                (".", "452 4.3.1 disk full\r\n"),
            ],
            ("deferred", Some(452), Some("4.3.1")),
            true,
        ),
        (
            vec![("MAIL", "250 ok\r\n"), ("RCPT", "250 ok\r\n"), ("DATA", "354 go\r\n"), (".", "250 taken\r\n")],
            ("accepted", Some(250), None),
            true,
        ),
        // neither reply nor sense
        (vec![("MAIL", "250 ok\r\n"), ("RCPT", "maybe\r\n")], ("deferred", None, None), false),
        (vec![("MAIL", "250 ok\r\n"), ("RCPT", "250 ok\r\n"), ("DATA", "")], ("deferred", None, None), false),
    ] {
        let mut all = vec![("", "220 mx\r\n"), ("EHLO", HELLO)];
        all.extend(steps);
        let (route, _) = script(all.clone()).await;
        let mut connection = Connection::open(&route).await.unwrap();
        let outcome = connection.send(Some("us@us.example"), "ana@x.example", b"hello\r\n").await;
        assert_eq!(summary(&outcome), expected, "{all:?}");
        assert_eq!(connection.is_usable(), usable, "{all:?}");
    }
}

#[tokio::test]
async fn an_idle_connection_that_was_closed_is_told_from_a_loss() {
    let letter = [("MAIL", "250 ok\r\n"), ("RCPT", "250 ok\r\n"), ("DATA", "354 go\r\n"), (".", "250 ok\r\n")];
    for last in ["", "421 4.4.2 idle too long\r\n"] {
        let mut steps = vec![("", "220 mx\r\n"), ("EHLO", HELLO)];
        steps.extend(letter);
        if !last.is_empty() {
            steps.push(("MAIL", last));
        }
        let (route, _) = script(steps).await;
        let mut connection = Connection::open(&route).await.unwrap();
        let first = connection.send(None, "ana@x.example", b"hello\r\n").await;
        assert_eq!(first.as_str(), "accepted");
        let second = connection.send(None, "ana@x.example", b"hello\r\n").await;
        assert_eq!(second.as_str(), "deferred");
        assert!(connection.was_stale() && !connection.is_usable(), "{last}");
    }
}

#[tokio::test]
async fn what_a_server_does_not_offer_is_not_sent() {
    let (route, playing) =
        script(vec![("", "220 mx\r\n"), ("EHLO", "250 mx.example\r\n"), ("QUIT", "221 bye\r\n")]).await;
    let mut connection = Connection::open(&route).await.unwrap();
    for (to, message, enhanced, words) in [
        ("ana@x.example", "\u{e9}t\u{e9}\r\n", "5.6.3", "mx.example doesn't offer 8BITMIME"),
        ("\u{e9}va@x.example", "hello\r\n", "5.6.7", "mx.example doesn't offer SMTPUTF8"),
        ("ana@x.example", "hello\n", "5.6.0", "CR LF"),
    ] {
        let outcome = connection.send(None, to, message.as_bytes()).await;
        assert_eq!(summary(&outcome), ("deferred", None, Some(enhanced)));
        assert!(outcome.reply().text.contains(words), "{outcome:?}");
        assert!(connection.is_usable());
    }
    let outcome = connection.send(Some("us"), "ana@x.example", b"hello\r\n").await;
    assert_eq!(summary(&outcome), ("deferred", None, Some("5.1.7")));
    let outcome = connection.send(None, "a@b.example>\r\nRCPT TO:<c@d.example", b"hello\r\n").await;
    assert_eq!(summary(&outcome), ("refused", None, Some("5.1.3")));
    connection.quit().await;
    assert_eq!(playing.await.unwrap(), "EHLO client.example\r\nQUIT\r\n");
}

#[test]
fn addresses_that_would_break_the_command_are_kept_out() {
    for (address, sound) in [
        ("ana@x.example", true),
        ("jean..paul.@x.example", true),
        ("\"a b>\"@x.example", true),
        ("ana@[192.0.2.1]", true),
        ("ana@x", true),
        ("ana", false),
        ("@x.example", false),
        ("ana@", false),
        ("a b@x.example", false),
        ("ana@x.example>", false),
        ("ana@x.example SIZE=1", false),
        ("ana@x.example\r\nDATA", false),
        ("\"a\rb\"@x.example", false),
        ("", false),
    ] {
        let made = path(address);
        assert_eq!(made.is_some(), sound, "{address:?}");
        if let Some(made) = made {
            assert_eq!(made.to_string(), address);
        }
    }
}

/// Not a test: `cargo test --release -- --ignored --nocapture speed` says how many mails a second.
#[tokio::test]
#[ignore = "measures"]
async fn speed() {
    let (_sink, route) = sink_and_route().await;
    let message = "hello, hello, hello\r\n".repeat(500);
    for count in [200, 5000] {
        let begun = tokio::time::Instant::now();
        send_many(&route, None, "ana@x.example", message.as_bytes(), count).await.unwrap();
        let rate = count as f64 / begun.elapsed().as_secs_f64();
        println!("{count} mails of {} octets: {rate:.0}/s", message.len());
    }
}
