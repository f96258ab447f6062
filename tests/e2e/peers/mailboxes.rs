//! Mailboxes that are looked into: by IMAP, whatever becomes of the connection, and as a Maildir.

use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use super::hosted::house_on;
use crate::support::house::{House, until_true};
use crate::support::peers::{self, Peers};
use crate::support::proxy::{Meddling, Proxy};

/// A message from somebody unknown; each subject is another message.
fn message(subject: &str) -> String {
    format!(
        "From: Nina Nouvelle <nina@client.test>\nTo: tous@client.test\nSubject: {subject}\nMessage-ID: <{subject}@client.test>\n\
         MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nBonjour, qui êtes-vous ?\n"
    )
}

async fn has_taken(house: &House, count: i64) {
    until_true(&format!("{count} message(s) taken in"), async || {
        house.number("SELECT COUNT(*) FROM incoming WHERE state = 'decided'").await >= count
    })
    .await;
    assert_eq!(house.number("SELECT COUNT(*) FROM incoming").await, count);
}

/// What `/health` says of the only mailbox.
fn state(house: &House) -> String {
    let (status, body) = house.http_request("GET", "/health");
    assert_eq!(status, 200, "{body}");
    let body: Value = serde_json::from_str(&body).expect("JSON");
    body["mailboxes"][0]["state"].as_str().unwrap_or_default().to_owned()
}

async fn comes_to(house: &House, wanted: &str) {
    until_true(&format!("a mailbox that is {wanted}"), async || state(house) == wanted).await;
}

/// How many messages of the inbox bear our mark.
fn marked(peers: &Peers, account: &str) -> usize {
    peers.doveadm(&["search", "-u", account, "mailbox", "INBOX", "keyword", "$PalabreTaken"], b"").lines().count()
}

fn is_seen(peers: &Peers, account: &str) -> bool {
    !peers.doveadm(&["search", "-u", account, "mailbox", "INBOX", "seen"], b"").trim().is_empty()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn idle_wakes_us_and_what_was_taken_is_marked_but_not_seen() {
    const ACCOUNT: &str = "idle@hosted.test";
    let Some(peers) = peers::take() else { return };
    let proxy = Proxy::before(peers.imap_port, Meddling::default()).await;
    let mut house = house_on(&peers, ACCOUNT);
    house.set("PALABRE_IMAP__PORT", &proxy.port().to_string());
    house.start();
    comes_to(&house, "watching").await;
    until_true("IDLE", async || proxy.has_heard("IDLE")).await;
    for (n, subject) in ["un", "deux", "trois"].into_iter().enumerate() {
        let sent = tokio::time::Instant::now();
        peers.send("nina@client.test", ACCOUNT, &message(subject));
        has_taken(&house, n as i64 + 1).await;
        // Where there is no IDLE we look every 20 s.
        assert!(sent.elapsed() < Duration::from_secs(10), "{:?}", sent.elapsed());
    }
    until_true("three marks", async || marked(&peers, ACCOUNT) == 3).await;
    assert!(!is_seen(&peers, ACCOUNT), "what organisers have read is theirs to say");
    assert!(!proxy.has_heard("NOOP"));

    // The same by another way, with other trace fields on top, is the same.
    let copy =
        String::from_utf8(peers.mailbox(ACCOUNT).remove(0)).expect("text").replace('\r', "").replace('\n', "\r\n");
    let copy = format!("Received: by another; today\r\n{copy}");
    crate::support::post::hand_over(house.lmtp(), "nina@client.test", ACCOUNT, copy.as_bytes()).await;
    has_taken(&house, 3).await;
    assert!(house.log().iter().any(|line| line.contains("\"way\":\"lmtp\"") && line.contains("\"known\":true")));
    let position = "SELECT last_uid FROM imap_position";
    until_true("the position", async || house.number(position).await == 3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_idle_and_without_keywords_is_polled() {
    const ACCOUNT: &str = "poll@hosted.test";
    let Some(peers) = peers::take() else { return };
    let hidden = Meddling { hidden: &[" IDLE", " \\*"], ..Meddling::default() };
    let proxy = Proxy::before(peers.imap_port, hidden).await;
    let mut house = house_on(&peers, ACCOUNT);
    house.set("PALABRE_IMAP__PORT", &proxy.port().to_string());
    peers.send("nina@client.test", ACCOUNT, &message("avant"));
    house.start();
    has_taken(&house, 1).await;
    peers.send("nina@client.test", ACCOUNT, &message("apres"));
    has_taken(&house, 2).await;
    assert!(proxy.has_heard("NOOP") && !proxy.has_heard("IDLE") && !proxy.has_heard("STORE"), "{:?}", proxy.heard());
    assert_eq!(marked(&peers, ACCOUNT), 0);
    // The position alone tells what is new: a restart fetches nothing again.
    house.terminate().await;
    let fetched = |proxy: &Proxy| proxy.heard().iter().filter(|line| line.contains("BODY.PEEK[]")).count();
    let before = fetched(&proxy);
    house.start();
    comes_to(&house, "watching").await;
    assert_eq!((before, fetched(&proxy)), (2, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_connection_is_opened_again_and_keeps_no_other_way_waiting() {
    const ACCOUNT: &str = "lost@hosted.test";
    let Some(peers) = peers::take() else { return };
    let proxy = Proxy::before(peers.imap_port, Meddling::default()).await;
    let mut house = house_on(&peers, ACCOUNT);
    house.set("PALABRE_IMAP__PORT", &proxy.port().to_string());
    house.set("RUST_LOG", "trace");
    house.start();
    comes_to(&house, "watching").await;

    proxy.meddle(Meddling { closed: true, ..Meddling::default() });
    proxy.cut();
    comes_to(&house, "away").await;
    peers.send("nina@client.test", ACCOUNT, &message("meanwhile"));
    crate::support::post::hand_over(
        house.lmtp(),
        "nina@client.test",
        ACCOUNT,
        message("lmtp").replace('\n', "\r\n").as_bytes(),
    )
    .await;
    has_taken(&house, 1).await;

    proxy.meddle(Meddling::default());
    comes_to(&house, "watching").await;
    has_taken(&house, 2).await;
    let log = house.log().join("\n");
    assert!(log.contains("\"away\"") && !log.contains("secret"), "{log}");
}

/// A new UIDVALIDITY says that UIDs mean something else: all is read again, and nothing is taken for new but what is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_of_uidvalidity_loses_nothing_and_doubles_nothing() {
    const ACCOUNT: &str = "validity@hosted.test";
    let Some(peers) = peers::take() else { return };
    let mut house = house_on(&peers, ACCOUNT);
    house.start();
    for subject in ["un", "deux", "trois"] {
        peers.send("nina@client.test", ACCOUNT, &message(subject));
    }
    has_taken(&house, 3).await;
    until_true("three marks", async || marked(&peers, ACCOUNT) == 3).await;
    house.terminate().await;
    let (before, answers) = (
        house.number("SELECT uid_validity FROM imap_position").await,
        house.number("SELECT COUNT(*) FROM outgoing").await,
    );
    peers.send("nina@client.test", ACCOUNT, &message("quatre"));
    until_true("the fourth", async || peers.mailbox(ACCOUNT).len() == 4).await;
    let validity = (before + 1_000).to_string();
    peers.doveadm(&["mailbox", "update", "-u", ACCOUNT, "--uid-validity", &validity, "INBOX"], b"");
    house.start();
    has_taken(&house, 4).await;
    until_true("the position", async || house.number("SELECT uid_validity FROM imap_position").await == before + 1_000)
        .await;
    assert!(house.log().iter().any(|line| line.contains("UIDVALIDITY changed")), "it is said aloud");
    assert_eq!(house.number("SELECT COUNT(*) FROM incoming").await, 4);
    assert_eq!(house.number("SELECT COUNT(*) FROM reading").await, 4, "each is decided once");
    assert_eq!(house.number("SELECT COUNT(*) FROM outgoing").await, answers);
}

/// Killed when the bytes are committed and the mark isn't set yet.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_between_the_commit_and_the_mark_nothing_is_lost_and_nothing_doubled() {
    const ACCOUNT: &str = "kill@hosted.test";
    let Some(peers) = peers::take() else { return };
    let proxy = Proxy::before(peers.imap_port, Meddling { held: Some("STORE"), ..Meddling::default() }).await;
    let mut house = house_on(&peers, ACCOUNT);
    house.set("PALABRE_IMAP__PORT", &proxy.port().to_string());
    for subject in ["un", "deux"] {
        peers.send("nina@client.test", ACCOUNT, &message(subject));
    }
    until_true("both in the mailbox", async || peers.mailbox(ACCOUNT).len() == 2).await;
    for _ in 0..3 {
        let before = proxy.heard().iter().filter(|line| line.contains("STORE")).count();
        house.start();
        until_true("a mark on its way", async || {
            proxy.heard().iter().filter(|line| line.contains("STORE")).count() > before
        })
        .await;
        house.kill9();
        assert_eq!(house.number("SELECT COUNT(*) FROM incoming").await, 1, "only the first was fetched, and it is one");
        assert_eq!(marked(&peers, ACCOUNT), 0);
    }
    proxy.meddle(Meddling::default());
    house.start();
    has_taken(&house, 2).await;
    until_true("two marks", async || marked(&peers, ACCOUNT) == 2).await;
    assert_eq!(house.number("SELECT COUNT(*) FROM reading").await, 2);
    assert_eq!(house.number("SELECT COUNT(*) FROM doubt").await, 2, "one each");
}

/// What is too large stays where it is; organisers are told once, and what comes after is read.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_is_too_large_is_told_and_never_fetched() {
    const ACCOUNT: &str = "large@hosted.test";
    let Some(peers) = peers::take() else { return };
    let proxy = Proxy::before(peers.imap_port, Meddling::default()).await;
    let mut house = house_on(&peers, ACCOUNT);
    house.set("PALABRE_IMAP__PORT", &proxy.port().to_string());
    let photographs = "x".repeat(76).to_owned() + "\n";
    let large = message("photos") + &photographs.repeat(26 * 1024 * 1024 / 77 + 1);
    peers.doveadm(&["save", "-u", ACCOUNT], large.as_bytes());
    peers.doveadm(&["save", "-u", ACCOUNT], message("petit").as_bytes());
    for _ in 0..2 {
        house.start();
        has_taken(&house, 1).await;
        comes_to(&house, "watching").await;
        let told = house.texts("SELECT because FROM decision WHERE what = 'put_aside'").await;
        assert!(told.len() == 1 && told[0].contains("nina@client.test") && told[0].contains("27 Mo"), "{told:?}");
        house.terminate().await;
    }
    let whole = |line: &&String| line.contains("UID FETCH 1 ") && line.contains("<0.26214401>");
    assert_eq!(proxy.heard().iter().filter(whole).count(), 0);
    assert_eq!(marked(&peers, ACCOUNT), 1);
    assert_eq!(peers.mailbox(ACCOUNT).len(), 2);
}

/// On a host that only has cron: each mailbox is looked into once, and one that is away keeps no other waiting.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn run_due_looks_once_into_each_mailbox() {
    const ACCOUNT: &str = "cron@hosted.test";
    let Some(peers) = peers::take() else { return };
    let mut house = house_on(&peers, ACCOUNT);
    house.set("PALABRE_MAILDIR__PATH", "nowhere");
    house.set("PALABRE_MAILDIR__ADDRESS", ACCOUNT);
    for subject in ["un", "deux"] {
        peers.send("nina@client.test", ACCOUNT, &message(subject));
    }
    until_true("both in the mailbox", async || peers.mailbox(ACCOUNT).len() == 2).await;
    for decided in [2, 0] {
        let output = house.palabre(&["run-due", "--json"]);
        let (said, complaint) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let said: Value = serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}{complaint}"));
        assert_eq!(said["decided"], decided);
        assert!(complaint.contains("nowhere") && complaint.contains("maildir"), "{complaint}");
    }
    assert_eq!(marked(&peers, ACCOUNT), 2);
}

fn house_on_maildir(peers: &Peers, address: &str) -> House {
    peers.fresh(address);
    let mut house = House::on_sqlite(([127, 0, 0, 1], peers.smtp_port).into());
    house.set("PALABRE_MAILDIR__PATH", &peers.maildir(address).display().to_string());
    house.set("PALABRE_MAILDIR__ADDRESS", address);
    house.json(&["network", "edit", "--address", address]);
    house
}

fn files(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_maildir_is_taken_in_as_it_is_delivered_and_kept_one_folder_further() {
    const ADDRESS: &str = "dossier@imap.test";
    let Some(peers) = peers::take() else { return };
    let mut house = house_on_maildir(&peers, ADDRESS);
    house.start();
    // Nobody has delivered there yet: there is no Maildir.
    comes_to(&house, "away").await;
    peers.send("nina@client.test", ADDRESS, &message("un"));
    has_taken(&house, 1).await;
    comes_to(&house, "watching").await;
    let maildir = peers.maildir(ADDRESS);
    // What a mail program has looked at lies in `cur`.
    std::fs::write(maildir.join("cur/1800000000.M1.host:2,S"), message("deux")).expect("a file");
    std::fs::write(maildir.join("tmp/1800000000.M2.host"), message("trois")).expect("a file");
    has_taken(&house, 2).await;
    until_true("both moved", async || files(&maildir.join(".Palabre/cur")).len() == 2).await;
    assert_eq!(files(&maildir.join("tmp")), ["1800000000.M2.host"], "what is still being written isn't ours");
    assert!(files(&maildir.join("new")).is_empty() && files(&maildir.join("cur")).is_empty());
    let shown = peers.doveadm(&["search", "-u", ADDRESS, "mailbox", "Palabre", "all"], b"");
    assert_eq!(shown.lines().count(), 2, "IMAP shows them in a folder of their own");
    let recipients = house.texts("SELECT DISTINCT way FROM incoming").await;
    assert_eq!(recipients, ["maildir"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_between_the_commit_and_the_move_a_file_is_one_message() {
    const ADDRESS: &str = "tue@imap.test";
    let Some(peers) = peers::take() else { return };
    let mut house = house_on_maildir(&peers, ADDRESS);
    peers.send("nina@client.test", ADDRESS, &message("un"));
    let maildir = peers.maildir(ADDRESS);
    until_true("the file", async || files(&maildir.join("new")).len() == 1).await;
    // Nothing can be moved into a folder that is none.
    std::fs::write(maildir.join(".Palabre"), "").expect("a file");
    for _ in 0..2 {
        house.start();
        comes_to(&house, "away").await;
        has_taken(&house, 1).await;
        house.kill9();
    }
    std::fs::remove_file(maildir.join(".Palabre")).expect("gone");
    house.start();
    until_true("the move", async || files(&maildir.join(".Palabre/cur")).len() == 1).await;
    assert_eq!(house.number("SELECT COUNT(*) FROM incoming").await, 1);
    assert_eq!(house.number("SELECT COUNT(*) FROM reading").await, 1);
}
