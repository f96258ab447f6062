//! Against a server that says what it is told to say.

use secrecy::SecretString;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;

use super::session::{ImapError, Session};
use super::take::{Stumble, TakeError, take_new};
use crate::config::{Imap, Security};
use crate::domain::incoming::{LARGEST, Way};
use crate::mail::incoming::testing;
use crate::mail::incoming::ways::Lookout;
use crate::store::{decisions, positions};

/// A server that greets with the first text, and answers each command with the next: `{tag}` is the command's. An empty
/// text closes.
async fn scripted(script: Vec<String>) -> Imap {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut script = script.into_iter();
        let _ = write.write_all(script.next().unwrap_or_default().as_bytes()).await;
        while let Ok(Some(line)) = lines.next_line().await {
            let Some(answer) = script.next().filter(|answer| !answer.is_empty()) else { return };
            let tag = line.split(' ').next().unwrap_or_default();
            let _ = write.write_all(answer.replace("{tag}", tag).as_bytes()).await;
        }
    });
    Imap {
        host: "127.0.0.1".to_owned(),
        port: Some(port),
        security: Security::Plain,
        user: "rencontres@asso.example".to_owned(),
        password: Some(SecretString::from("p\"a\\ss")),
        password_file: None,
        address: None,
        mailbox: "INBOX".to_owned(),
    }
}

fn script(answers: &[&str]) -> Vec<String> {
    answers.iter().map(|answer| (*answer).to_owned()).collect()
}

const GREETING: &str = "* OK ready\r\n";
const LOGIN: &str = "{tag} OK logged in\r\n";
const CAPABILITY: &str = "* CAPABILITY IMAP4rev1 IDLE\r\n{tag} OK\r\n";
const SELECT: &str = "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [PERMANENTFLAGS (\\Seen \\*)] ok\r\n{tag} OK\r\n";

/// Why no session was had.
async fn fails(answers: &[&str]) -> ImapError {
    Session::open(&scripted(script(answers)).await).await.err().expect("no session")
}

#[tokio::test]
async fn what_goes_wrong_is_said_in_the_servers_words() {
    let refused = fails(&[GREETING, "{tag} NO [AUTHENTICATIONFAILED] Wrong password\r\n"]).await;
    assert!(matches!(refused, ImapError::Login { .. }), "{refused:?}");
    assert!(refused.to_string().contains("Wrong password") && !refused.to_string().contains("p\"a"), "{refused}");
    assert!(fails(&["* BYE too many connections\r\n"]).await.to_string().contains("BYE"));
    assert!(matches!(fails(&[GREETING, ""]).await, ImapError::Lost(_)));
    let no_inbox = fails(&[GREETING, LOGIN, CAPABILITY, "{tag} NO no such mailbox\r\n"]).await;
    assert_eq!(no_inbox.to_string(), "the server refused SELECT: no such mailbox");
    let no_uids = fails(&[GREETING, LOGIN, CAPABILITY, "* 1 EXISTS\r\n{tag} OK\r\n"]).await;
    assert!(no_uids.to_string().contains("UIDVALIDITY"), "{no_uids}");
}

#[tokio::test]
async fn what_a_server_can_do_is_read_and_keywords_that_do_not_stay_are_noticed() {
    let stored = "* 1 FETCH (UID 9 FLAGS (\\Seen))\r\n{tag} OK\r\n";
    let fetched = "* 1 FETCH (UID 9 BODY[]<0> {3}\r\nOui)\r\n{tag} OK\r\n";
    let gone = "{tag} OK\r\n";
    let account = scripted(script(&[GREETING, LOGIN, CAPABILITY, SELECT, stored, fetched, gone])).await;
    let mut session = Session::open(&account).await.unwrap();
    assert!(session.has_idle && session.may_mark && !session.has_uidplus);
    assert_eq!(session.uid_validity, 7);
    assert_eq!(session.mark(9, "$PalabreTaken").await, Ok(false));
    assert_eq!(session.beginning(9, 100).await.unwrap().unwrap(), b"Oui");
    assert_eq!(session.beginning(9, 100).await.unwrap(), None);
}

/// A server that sends more than it was asked for doesn't fill our memory.
#[tokio::test]
async fn an_answer_without_end_is_cut() {
    let endless = format!("* 1 FETCH (UID 9 BODY[]<0> {{{}}}\r\n{}", 4 * LARGEST, "x".repeat(2 * LARGEST));
    let mut answers = script(&[GREETING, LOGIN, CAPABILITY, SELECT]);
    answers.push(endless);
    let mut session = Session::open(&scripted(answers).await).await.unwrap();
    let error = session.beginning(9, LARGEST + 1).await.unwrap_err();
    assert!(matches!(&error, ImapError::Lost(why) if why.contains("no end")), "{error}");
}

/// It came between our search and IDLE: the server says so once, in its answer to whatever we ask just then. A reply
/// would lie there until the next mail came.
#[tokio::test]
async fn a_message_announced_while_another_command_was_answered_is_heard_of() {
    let marked = "* 2 EXISTS\r\n* 1 FETCH (UID 9 FLAGS ($PalabreTaken))\r\n{tag} OK\r\n";
    let quiet = "* 2 EXISTS\r\n* 1 FETCH (UID 9 FLAGS ($PalabreTaken))\r\n* 0 RECENT\r\n{tag} OK\r\n";
    let found = "* SEARCH\r\n* 3 EXISTS\r\n{tag} OK\r\n";
    let account = scripted(script(&[GREETING, LOGIN, CAPABILITY, SELECT, marked, quiet, found])).await;
    let mut session = Session::open(&account).await.unwrap();
    assert!(!session.heard_of_more(), "SELECT says what is there");
    session.mark(9, "$PalabreTaken").await.unwrap();
    assert!(session.heard_of_more());
    assert!(!session.heard_of_more(), "once");
    session.mark(9, "$PalabreTaken").await.unwrap();
    assert!(!session.heard_of_more(), "nothing more than before");
    session.search("UID 10:*").await.unwrap();
    assert!(session.heard_of_more());
}

/// What each command makes of an answer to it.
async fn each_command(answer: &str) -> Vec<(&'static str, Option<ImapError>)> {
    let can_expunge = "* CAPABILITY IMAP4rev1 UIDPLUS\r\n{tag} OK\r\n";
    let session = async || {
        let script = script(&[GREETING, LOGIN, can_expunge, SELECT, answer]);
        Session::open(&scripted(script).await).await.unwrap()
    };
    vec![
        ("SEARCH", session().await.search("UID 9:*").await.err()),
        ("FETCH", session().await.size(9).await.err()),
        ("FETCH", session().await.beginning(9, 100).await.err()),
        ("STORE", session().await.mark(9, "$PalabreTaken").await.err()),
        ("EXPUNGE", session().await.expunge(9).await.err()),
        ("NOOP", session().await.poke().await.err()),
    ]
}

#[tokio::test]
async fn a_refused_command_does_not_read_as_nothing_there() {
    for answer in ["{tag} NO Not now\r\n", "* 1 EXISTS\r\n{tag} BAD Not now\r\n"] {
        for (command, error) in each_command(answer).await {
            assert_eq!(error, Some(ImapError::Refused { command, why: "Not now".to_owned() }), "{answer}");
        }
    }
}

#[tokio::test]
async fn a_closed_connection_does_not_read_as_nothing_there() {
    for (command, error) in each_command("").await {
        assert!(matches!(&error, Some(ImapError::Lost(why)) if why.contains(command)), "{command}: {error:?}");
    }
}

#[tokio::test]
async fn a_message_that_is_there_but_not_shown_is_not_gone() {
    let unshown = "* 1 FETCH (UID 9 FLAGS (\\Seen))\r\n{tag} OK\r\n";
    let account = scripted(script(&[GREETING, LOGIN, CAPABILITY, SELECT, unshown])).await;
    let mut session = Session::open(&account).await.unwrap();
    assert!(matches!(session.beginning(9, 100).await, Err(ImapError::Refused { .. })));
}

/// Where the reading of the account stands in our database.
async fn last_uid(lookout: &Lookout) -> Option<i64> {
    let mut tx = lookout.db.read().await.unwrap();
    positions::read(&mut tx, &lookout.mailbox).await.unwrap().map(|position| position.last_uid)
}

const NINE: &str = "* SEARCH 9\r\n{tag} OK\r\n";
const NONE: &str = "* SEARCH\r\n{tag} OK\r\n";
const SIZE: &str = "* 1 FETCH (UID 9 RFC822.SIZE 3)\r\n{tag} OK\r\n";
const TEXT: &str = "* 1 FETCH (UID 9 BODY[]<0> {3}\r\nOui)\r\n{tag} OK\r\n";

/// IDLE had woken us for one message, and the server went away, or said no, while we fetched it.
#[tokio::test]
async fn a_message_whose_fetch_was_cut_or_refused_is_not_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let lookout = testing::lookout(folder.path(), Way::Imap).await;
    for cut in [&[""][..], &["{tag} NO Not now\r\n"], &[SIZE, ""], &[SIZE, "{tag} NO Not now\r\n"]] {
        let answers = [&[GREETING, LOGIN, CAPABILITY, SELECT, NINE, NONE], cut].concat();
        let mut session = Session::open(&scripted(script(&answers)).await).await.unwrap();
        let error = take_new(&mut session, &lookout, &mut Stumble::default()).await.unwrap_err();
        assert!(matches!(error, TakeError::Imap(_)), "{error}");
        assert_eq!(last_uid(&lookout).await, None, "{cut:?}");
    }
    // The server can't keep keywords after all.
    let answers = [GREETING, LOGIN, CAPABILITY, SELECT, NINE, NONE, SIZE, TEXT, "{tag} NO no keywords\r\n"];
    let mut session = Session::open(&scripted(script(&answers)).await).await.unwrap();
    assert_eq!(take_new(&mut session, &lookout, &mut Stumble::default()).await.unwrap(), 1);
    assert!(!session.may_mark, "a refused keyword is no kept one");
    assert_eq!(last_uid(&lookout).await, Some(9));
}

#[tokio::test]
async fn a_message_that_can_not_be_fetched_is_left_after_three_tries() {
    let folder = tempfile::tempdir().unwrap();
    let lookout = testing::lookout(folder.path(), Way::Imap).await;
    let two = "* SEARCH 9 10\r\n{tag} OK\r\n";
    let mut stumble = Stumble::default();
    // A connection that breaks is not counted.
    for bad in ["* 1 FETCH ?\r\n", "", "{tag} NO Not this one\r\n", "* 1 FETCH ?\r\n"] {
        let answers = [GREETING, LOGIN, CAPABILITY, SELECT, two, NONE, bad];
        let mut session = Session::open(&scripted(script(&answers)).await).await.unwrap();
        assert!(take_new(&mut session, &lookout, &mut stumble).await.is_err(), "{bad}");
    }
    let marked = "* 1 FETCH (UID 9 FLAGS ($PalabreUnreadable))\r\n{tag} OK\r\n";
    let (size, text) = (SIZE.replace("UID 9", "UID 10"), TEXT.replace("UID 9", "UID 10"));
    let answers = [GREETING, LOGIN, CAPABILITY, SELECT, two, NONE, marked, &size, &text, "{tag} OK\r\n"];
    let mut session = Session::open(&scripted(script(&answers)).await).await.unwrap();
    assert_eq!(take_new(&mut session, &lookout, &mut stumble).await.unwrap(), 1);
    assert_eq!(last_uid(&lookout).await, Some(10));
    let mut tx = lookout.db.read().await.unwrap();
    assert_eq!(decisions::about(&mut tx, "imap:inbox/7:9").await.unwrap().len(), 1, "the organisers are told");
}
