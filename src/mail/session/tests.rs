//! Dialogues over a pipe: what the client says, what it must be told, what the receiver gets.

use super::*;
use proptest::prelude::*;
use std::sync::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use tokio::sync::Notify;

mod endings;

/// Takes everything but `no*` (550) and `later*` (451), and remembers it.
#[derive(Default)]
struct Memory {
    taken: Mutex<Vec<(Envelope, Vec<u8>)>>,
    /// What deliver answers instead of 250 for each.
    answers: Option<Vec<Answer>>,
    /// Set, deliver says on the first that it began, and waits for the second.
    gate: Option<(Notify, Notify)>,
}

impl Receiver for Memory {
    async fn recipient(&self, _: Option<&str>, recipient: &str) -> Result<(), Answer> {
        if recipient.starts_with("no") {
            Err(Answer::new(550, "5.1.1", "no such\r\nperson"))
        } else if recipient.starts_with("later") {
            Err(Answer::new(451, "4.3.0", "later"))
        } else if recipient.starts_with("odd") {
            Err(Answer::new(250, "2.0.0", "a refusal that says yes"))
        } else if recipient.starts_with("end") {
            Err(Answer::new(421, "4.3.0", "the end"))
        } else {
            Ok(())
        }
    }

    async fn deliver(&self, envelope: Envelope, message: Vec<u8>) -> Vec<Answer> {
        if let Some((began, go_on)) = &self.gate {
            began.notify_one();
            go_on.notified().await;
        }
        let all = envelope.recipients.len();
        self.taken.lock().unwrap().push((envelope, message));
        self.answers.clone().unwrap_or_else(|| vec![Answer::accepted("stored"); all])
    }
}

fn settings(protocol: Protocol) -> Settings {
    Settings {
        largest_message: 1000,
        // a mistake shall fail the test, not stop it
        idle: Duration::from_secs(10),
        ..Settings::new(protocol, "here.example")
    }
}

/// Says all of it at once, closes, and gives what was answered.
async fn say(memory: &Memory, settings: &Settings, words: impl AsRef<[u8]>) -> (Vec<String>, Ending) {
    let (mut client, server) = duplex(512);
    let stop = CancellationToken::new();
    let talk = async {
        let mut heard = Vec::new();
        let (mut reading, mut writing) = tokio::io::split(&mut client);
        let write = async {
            // the server may close before it has heard all
            let _ = writing.write_all(words.as_ref()).await;
            let _ = writing.shutdown().await;
        };
        let ((), read) = tokio::join!(write, reading.read_to_end(&mut heard));
        read.unwrap();
        String::from_utf8(heard).unwrap()
    };
    let (ending, heard) = tokio::join!(serve(server, memory, settings, &stop), talk);
    assert!(heard.is_empty() || heard.ends_with("\r\n"));
    assert!(!heard.replace("\r\n", "").contains(['\r', '\n']));
    (heard.lines().map(str::to_owned).collect(), ending)
}

/// The codes of the replies, without the greeting and the lines of the hello.
fn codes(heard: &[String]) -> String {
    let last_lines = heard.iter().skip(1).filter(|line| line.get(3..4) == Some(" "));
    let codes: Vec<&str> = last_lines.filter_map(|line| line.get(..3)).collect();
    codes.join(" ")
}

#[tokio::test]
async fn lmtp_answers_for_each_recipient() {
    let memory = Memory {
        answers: Some(vec![Answer::accepted("stored"), Answer::new(451, "4.3.0", "busy")]),
        ..Memory::default()
    };
    let (heard, ending) = say(
        &memory,
        &settings(Protocol::Lmtp),
        "LHLO mx.example\r\nMAIL FROM:<Ana@Client.example> SIZE=30 BODY=8BITMIME SMTPUTF8\r\n\
         RCPT TO:<rsvp+tok@here.example>\r\nRCPT TO:<no@here.example>\r\nRCPT TO:<b@here.example>\r\n\
         DATA\r\n..dot\r\nJ'arrive \u{e0} 3\r\n.\r\nQUIT\r\n",
    )
    .await;
    assert!(matches!(ending, Ending::Quit));
    assert_eq!(
        heard,
        [
            "220 here.example LMTP Palabre",
            "250-here.example",
            "250-PIPELINING",
            "250-8BITMIME",
            "250-SMTPUTF8",
            "250-ENHANCEDSTATUSCODES",
            "250 SIZE 1000",
            "250 2.1.0 sender noted",
            "250 2.1.5 recipient noted",
            "550 5.1.1 no such  person",
            "250 2.1.5 recipient noted",
            "354 go ahead, end with a line of one dot",
            "250 2.0.0 stored",
            "451 4.3.0 busy",
            "221 2.0.0 goodbye",
        ]
    );
    let taken = memory.taken.lock().unwrap();
    let envelope = Envelope {
        mail_from: Some("Ana@Client.example".into()),
        recipients: vec!["rsvp+tok@here.example".into(), "b@here.example".into()],
    };
    assert_eq!(*taken, [(envelope, ".dot\r\nJ'arrive \u{e0} 3\r\n".into())]);
}

#[tokio::test]
async fn smtp_answers_once() {
    let good = Answer::accepted("stored");
    let busy = Answer::new(451, "4.3.0", "busy");
    let never = Answer::new(550, "5.6.0", "never");
    for (answers, code) in [
        (vec![good.clone(), good.clone()], "250"),
        (vec![good.clone(), busy.clone()], "451"),
        (vec![good.clone(), never.clone()], "550"),
        (vec![never.clone(), busy.clone()], "451"),
        // an answer is missing
        (vec![good.clone()], "451"),
        (vec![], "451"),
    ] {
        let memory = Memory { answers: Some(answers.clone()), ..Memory::default() };
        let words = "HELO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nRCPT TO:<c@b.example>\r\nDATA\r\n.\r\nQUIT\r\n";
        let (heard, _) = say(&memory, &settings(Protocol::Smtp), words).await;
        assert_eq!(codes(&heard), format!("250 250 250 250 354 {code} 221"), "{answers:?}");
        assert_eq!(memory.taken.lock().unwrap()[0].0.mail_from, None);
    }
}

#[tokio::test]
async fn commands() {
    for (words, expected) in [
        // order (RFC 5321 4.1.4)
        ("MAIL FROM:<a@b.example>\r\n", "503"),
        ("LHLO x\r\nRCPT TO:<a@b.example>\r\n", "250 503"),
        ("LHLO x\r\nDATA\r\n", "250 503"),
        ("LHLO x\r\nMAIL FROM:<>\r\nDATA\r\n", "250 250 503"),
        ("LHLO x\r\nMAIL FROM:<>\r\nMAIL FROM:<>\r\n", "250 250 503"),
        ("LHLO x\r\nMAIL FROM:<>\r\nRSET\r\nRCPT TO:<a@b.example>\r\n", "250 250 250 503"),
        ("LHLO x\r\nMAIL FROM:<>\r\nLHLO x\r\nRCPT TO:<a@b.example>\r\n", "250 250 250 503"),
        // a refused recipient leaves the transaction open
        (
            "LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<no@b.example>\r\nDATA\r\nRCPT TO:<a@b.example>\r\n",
            "250 250 550 503 250",
        ),
        ("LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<later@b.example>\r\nRCPT TO:<odd@b.example>\r\n", "250 250 451 451"),
        ("LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<end@b.example>\r\nNOOP\r\n", "250 250 421"),
        // syntax
        ("lhlo x\r\nmail from:<a@b.example>\r\nrcpt to: <c@d.example>\r\n", "250 250 250"),
        ("LHLO\r\n\r\nFOO\r\nMAIL\r\n", "501 500 500 501"),
        ("LHLO x\r\nMAIL FROM:<a>\r\nMAIL FROM:a@b.example\r\n", "250 501 501"),
        ("LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<>\r\nRCPT TO:<a>\r\nRCPT TO:<a b@c.example>\r\n", "250 250 501 501 501"),
        ("LHLO x\r\nMAIL FROM:<> BODY=BINARYMIME\r\n", "250 555"),
        ("LHLO x\r\nMAIL FROM:<> FOO=BAR\r\n", "250 555"),
        ("LHLO x\r\nMAIL FROM:<> SIZE=1001\r\nMAIL FROM:<> SIZE=1000\r\n", "250 552 250"),
        ("LHLO x\r\nMAIL FROM:<a\0@b.example>\r\n", "250 500"),
        ("LHLO x\ry\r\n", "500"),
        // the others
        ("NOOP\r\nNOOP x\r\nHELP\r\nVRFY a\r\nRSET\r\nQUIT\r\nNOOP\r\n", "250 250 214 252 250 221"),
        ("EXPN a\r\nSTARTTLS\r\nAUTH PLAIN AAAA\r\nETRN x\r\n", "502 502 502 502"),
        ("BDAT 6 LAST\r\nQUIT\r\n", "502"),
        ("EHLO x\r\nHELO x\r\nLHLO x\r\n", "500 500 250"),
        // bare LF
        ("LHLO x\nNOOP\r\n", "500"),
        ("LHLO x\r\nMAIL FROM:<>\nRCPT TO:<a@b.example>\r\n", "250 500"),
        (
            "LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nRCPT TO:<c@b.example>\r\nDATA\r\na\nb\r\n.\r\nNOOP\r\n",
            "250 250 250 250 354 550 550",
        ),
        (
            "LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nDATA\r\na\n.\nMAIL FROM:<x@y.example>\r\n",
            "250 250 250 354 550",
        ),
        (
            "LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nDATA\r\na\n.\r\nMAIL FROM:<x@y.example>\r\n",
            "250 250 250 354 550",
        ),
    ] {
        let memory = Memory::default();
        let (heard, _) = say(&memory, &settings(Protocol::Lmtp), words).await;
        assert_eq!(codes(&heard), expected, "{words:?}: {heard:#?}");
        assert!(memory.taken.lock().unwrap().is_empty(), "{words:?}");
    }
    let memory = Memory::default();
    let (heard, _) = say(&memory, &settings(Protocol::Smtp), "LHLO x\r\nEHLO x\r\n").await;
    assert_eq!(codes(&heard), "500 250");
}

#[tokio::test]
async fn postmaster_needs_no_domain_and_is_no_null_sender() {
    let memory = Memory::default();
    let words = "LHLO x\r\nMAIL FROM:<Postmaster>\r\nRCPT TO:<postmaster>\r\nDATA\r\n.\r\n";
    say(&memory, &settings(Protocol::Lmtp), words).await;
    let taken = memory.taken.lock().unwrap();
    assert_eq!(taken[0].0.mail_from.as_deref(), Some("postmaster"));
    assert_eq!(taken[0].0.recipients, ["postmaster"]);
}

#[tokio::test]
async fn too_large_is_refused_for_each_and_the_session_goes_on() {
    let memory = Memory::default();
    let start = "MAIL FROM:<>\r\nRCPT TO:<a@b.example>\r\nRCPT TO:<c@b.example>\r\nDATA\r\n";
    let large = format!("{}\r\n", "x".repeat(998));
    let words = format!("LHLO x\r\n{start}{large}.\r\n{start}{large}y\r\n.\r\n{start}.\r\nQUIT\r\n");
    let (heard, _) = say(&memory, &settings(Protocol::Lmtp), words).await;
    let begun = "250 250 250 354";
    assert_eq!(codes(&heard), format!("250 {begun} 250 250 {begun} 552 552 {begun} 250 250 221"));
    let sizes: Vec<usize> = {
        let taken = memory.taken.lock().unwrap();
        taken.iter().map(|(_, message)| message.len()).collect()
    };
    assert_eq!(sizes, [1000, 0]);

    let endless = format!("LHLO x\r\n{start}{}", large.repeat(20));
    let (heard, ending) = say(&memory, &settings(Protocol::Lmtp), endless).await;
    assert_eq!(codes(&heard), format!("250 {begun} 552"));
    assert!(matches!(ending, Ending::Broken(_)));
}

#[tokio::test]
async fn the_hundred_and_first_recipient_waits_and_is_no_error() {
    let memory = Memory::default();
    let mut words = String::from("LHLO x\r\nMAIL FROM:<>\r\n");
    for number in 0..120 {
        words.push_str(&format!("RCPT TO:<a{number}@b.example>\r\n"));
    }
    words.push_str("DATA\r\n.\r\nQUIT\r\n");
    let (heard, ending) = say(&memory, &settings(Protocol::Lmtp), words).await;
    assert!(matches!(ending, Ending::Quit));
    let too_many = heard.iter().filter(|line| *line == "452 4.5.3 too many recipients");
    assert_eq!(too_many.count(), 20);
    assert_eq!(memory.taken.lock().unwrap()[0].0.recipients.len(), 100);
}

/// Pieces of conversation, so that chance gets beyond the first command.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let words: Vec<&'static [u8]> = vec![
        b"LHLO x\r\n",
        b"EHLO x\r\n",
        b"MAIL FROM:<",
        b"a@b.c",
        b">",
        b" SIZE=",
        b" BODY=8BITMIME",
        b"9",
        b"RCPT TO:<",
        b"DATA\r\n",
        b"\r\n",
        b"\n",
        b"\r",
        b".",
        b"\r\n.\r\n",
        b"RSET\r\n",
        b"BDAT ",
        b"ATRN ",
        b"BURL ",
        b"AUTH PLAIN ",
        b"NOOP ",
        b"\"",
        b"\\",
        b"<",
        b"@",
        b",",
        b":",
        b"+",
        b"\0",
        b"\xff",
        b"\xc3\xa9",
        b" ",
    ];
    prop_oneof![
        4 => proptest::sample::select(words).prop_map(<[u8]>::to_vec),
        1 => proptest::collection::vec(any::<u8>(), 0..40),
    ]
}

proptest! {
    #[test]
    fn no_octets_break_it(pieces in proptest::collection::vec(piece(), 0..60), lmtp in any::<bool>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let settings = settings(if lmtp { Protocol::Lmtp } else { Protocol::Smtp });
        let memory = Memory::default();
        let (heard, _) = runtime.block_on(say(&memory, &settings, pieces.concat()));
        prop_assert!(heard[0].starts_with("220 "));
        for line in &heard {
            prop_assert!(line.len() >= 4 && line.as_bytes()[..3].iter().all(u8::is_ascii_digit));
        }
        for (envelope, message) in memory.taken.lock().unwrap().iter() {
            prop_assert!(!envelope.recipients.is_empty() && message.len() <= 1000);
            let text = String::from_utf8_lossy(message).replace("\r\n", "");
            prop_assert!(!text.contains('\n'));
        }
    }
}
