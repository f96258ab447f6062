//! How sessions end, and what is told first.

use super::*;
use tokio::io::DuplexStream;

#[tokio::test]
async fn ten_errors_end_it() {
    let memory = Memory::default();
    let words = "FOO\r\n".repeat(12);
    let (heard, ending) = say(&memory, &settings(Protocol::Lmtp), words).await;
    assert_eq!(codes(&heard), format!("{}421", "500 ".repeat(10)));
    assert!(matches!(ending, Ending::TooManyErrors));
}

#[tokio::test]
async fn a_long_line_is_skipped_without_being_kept() {
    let memory = Memory::default();
    for length in [2041, 2042, 5000, 100_000] {
        let words = format!("NOOP {}\r\nQUIT\r\n", "x".repeat(length));
        let (heard, _) = say(&memory, &settings(Protocol::Lmtp), words).await;
        let expected = if length <= 2041 { "250 221" } else { "500 221" };
        assert_eq!(codes(&heard), expected, "{length}");
    }
}

#[tokio::test]
async fn silence_ends_it() {
    let memory = Memory::default();
    let settings = Settings { idle: Duration::from_millis(100), ..settings(Protocol::Lmtp) };
    let begun = "LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nDATA\r\nhello\r\n";
    for (words, expected) in [("LHLO x\r\nNO", "250 421"), (begun, "250 250 250 354 421")] {
        let (mut client, server) = duplex(4096);
        client.write_all(words.as_bytes()).await.unwrap();
        let ending = serve(server, &memory, &settings, &CancellationToken::new()).await;
        assert!(matches!(ending, Ending::Idle));
        let mut heard = String::new();
        client.read_to_string(&mut heard).await.unwrap();
        let heard: Vec<String> = heard.lines().map(str::to_owned).collect();
        assert_eq!(codes(&heard), expected);
    }
    // a client that doesn't read is let go, too
    let (mut client, server) = duplex(16);
    let flood = async { client.write_all(&b"NOOP\r\n".repeat(100_000)).await };
    let stop = CancellationToken::new();
    let (ending, flooded) = tokio::join!(serve(server, &memory, &settings, &stop), flood);
    assert!(matches!(ending, Ending::Idle));
    assert!(flooded.is_err());
}

async fn until(client: &mut DuplexStream, end: &str) -> String {
    let mut heard = String::new();
    while !heard.ends_with(end) {
        heard.push(char::from(client.read_u8().await.unwrap()));
    }
    heard
}

#[tokio::test]
async fn stop_ends_it_between_commands_but_not_within_a_message() {
    let memory = Memory { gate: Some((Notify::new(), Notify::new())), ..Memory::default() };
    let settings = settings(Protocol::Lmtp);
    let stop = CancellationToken::new();
    let (mut client, server) = duplex(4096);
    let talk = async {
        let begun = "LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nDATA\r\nhel";
        client.write_all(begun.as_bytes()).await.unwrap();
        until(&mut client, "one dot\r\n").await;
        stop.cancel();
        client.write_all(b"lo\r\n.\r\nNOOP\r\n").await.unwrap();
        let (began, go_on) = memory.gate.as_ref().unwrap();
        began.notified().await;
        go_on.notify_one();
        let mut rest = String::new();
        client.read_to_string(&mut rest).await.unwrap();
        rest
    };
    let (ending, rest) = tokio::join!(serve(server, &memory, &settings, &stop), talk);
    assert!(matches!(ending, Ending::Stopped));
    assert_eq!(rest, "250 2.0.0 stored\r\n421 4.3.2 going down, come back later\r\n");
    assert_eq!(memory.taken.lock().unwrap()[0].1, b"hello\r\n");
}

#[tokio::test]
async fn each_command_is_answered_before_the_next_is_sent() {
    let memory = Memory::default();
    let settings = settings(Protocol::Lmtp);
    let stop = CancellationToken::new();
    let (mut client, server) = duplex(4096);
    let talk = async {
        until(&mut client, "Palabre\r\n").await;
        for (words, end) in [
            ("LHLO x\r\n", "SIZE 1000\r\n"),
            ("MAIL FROM:<>\r", ""),
            ("\n", "noted\r\n"),
            ("RCPT TO:<a@b.example>\r\n", "noted\r\n"),
            ("DATA\r\n", "dot\r\n"),
            (".\r\n", "stored\r\n"),
            ("QUIT\r\n", "goodbye\r\n"),
        ] {
            client.write_all(words.as_bytes()).await.unwrap();
            until(&mut client, end).await;
        }
    };
    let (ending, ()) = tokio::join!(serve(server, &memory, &settings, &stop), talk);
    assert!(matches!(ending, Ending::Quit));
}

#[tokio::test]
async fn a_large_message_waits_for_its_place() {
    let memory = Memory::default();
    let settings = Settings {
        small_message: 10,
        large_messages: std::sync::Arc::new(tokio::sync::Semaphore::new(1)),
        idle: Duration::from_millis(100),
        ..settings(Protocol::Lmtp)
    };
    let begun = "MAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nDATA\r\n";
    let large = format!("{begun}{}.\r\n", "hello\r\n".repeat(100));
    let words = format!("LHLO x\r\n{begun}hello\r\n.\r\n{large}{large}QUIT\r\n");

    let place = settings.large_messages.acquire().await.unwrap();
    let (heard, ending) = say(&memory, &settings, &words).await;
    assert_eq!(codes(&heard), "250 250 250 354 250 250 250 354 421");
    assert!(matches!(ending, Ending::Crowded));
    drop(place);
    let (heard, ending) = say(&memory, &settings, &words).await;
    assert!(matches!(ending, Ending::Quit), "{heard:?}");
    assert_eq!(memory.taken.lock().unwrap().len(), 4);
    assert_eq!(settings.large_messages.available_permits(), 1);
}
