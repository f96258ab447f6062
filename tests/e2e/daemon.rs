//! The daemon as a process: starting, stopping, being asked how it is, and taking mail by two ways.

use std::time::Duration;

use palabre::mail::sink::Sink;
use palabre::workflow::standing::Standing;
use serde_json::Value;

use crate::support::house::{House, told, until, until_true};
use crate::support::post::{self, Lmtp};
use crate::support::stage::{CLAIRE, KARIM, LUCIE, SONIA, Stage};

async fn terminated_while_sending(mut house: House, sink: Sink) {
    const PEOPLE: usize = 200;
    house.add_people(PEOPLE);
    let gathering = house.gathering_on("2027-06-05");
    house.invite(gathering);
    let mut arrivals = sink.watch();
    for letters in [20, 70, 150] {
        house.start();
        until("letters", async || arrivals.wait_for(|count| *count >= letters).await.is_ok().then_some(())).await;
        let (status, log) = house.terminate().await;
        assert_eq!(status.code(), Some(0), "{}", log.join("\n"));
        assert!(log.last().is_some_and(|line| line.contains("stopped")), "{log:?}");
        assert_eq!(house.number("SELECT COUNT(*) FROM outgoing WHERE state = 'sending'").await, 0, "all given back");
        let sent = house.number("SELECT COUNT(*) FROM outgoing WHERE state = 'sent'").await;
        assert_eq!(sent, sink.count() as i64, "what had left is known to have left");
    }
    house.start();
    until_true("all letters", async || {
        house.number("SELECT COUNT(*) FROM outgoing WHERE state = 'sent'").await == PEOPLE as i64
    })
    .await;
    assert_eq!(sink.count(), PEOPLE as u64, "none twice");
    let tried_again = house.number("SELECT COUNT(*) FROM outgoing WHERE attempts <> 1").await;
    assert_eq!(tried_again, 0, "what is given back untried is no attempt");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sigterm_finishes_what_is_under_way_and_sends_nothing_twice() {
    let sink = Sink::start(0).await.unwrap();
    terminated_while_sending(House::on_sqlite(sink.address()), sink).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sigterm_on_postgres_finishes_what_is_under_way_and_sends_nothing_twice() {
    let sink = Sink::start(0).await.unwrap();
    let Some(house) = House::on_postgres(sink.address()) else { return };
    terminated_while_sending(house, sink).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sigterm_does_not_wait_for_a_relay_that_never_answers() {
    let mut stage = Stage::with(&[SONIA, ("Jean Lent", "hang.jean@lent.example")]).await;
    stage.house.start();
    stage.house.invite(stage.gathering);
    until_true("the others' letters", async || {
        stage.house.number("SELECT COUNT(*) FROM outgoing WHERE state = 'sent'").await == 2
    })
    .await;
    let asked = tokio::time::Instant::now();
    let (status, log) = stage.house.terminate().await;
    assert_eq!(status.code(), Some(0), "{}", log.join("\n"));
    assert!(asked.elapsed() < Duration::from_secs(32), "{:?}", asked.elapsed());
    println!("stopped {:?} after SIGTERM", asked.elapsed());
    // It isn't lost: the next daemon takes it up.
    stage.house.start();
    let waiting = "SELECT COUNT(*) FROM outgoing WHERE state IN ('queued', 'sending')";
    assert_eq!(stage.house.number(waiting).await, 1);
}

/// Two daemons on one SQLite file would send and decide the same things.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_daemon_on_the_same_file_is_refused() {
    let stage = Stage::invited().await;
    for arguments in [["serve"], ["run-due"]] {
        let second = stage.house.palabre(&arguments);
        assert_eq!(second.status.code(), Some(1), "{arguments:?}: {}", told(&second));
        let words = String::from_utf8_lossy(&second.stderr);
        assert!(words.contains("in use") && words.contains("palabre.db"), "{words}");
    }
    // The first one is none the worse for it.
    stage.reply(SONIA, "Oui, je viens.").await;
    assert_eq!(stage.counts_as(SONIA).await, Standing::Attending);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_daemons_on_one_postgres_send_and_decide_everything_once() {
    const PEOPLE: usize = 200;
    let sink = Sink::start(0).await.unwrap();
    let Some(mut one) = House::on_postgres(sink.address()) else { return };
    one.start();
    let two = one.second_daemon();
    one.add_people(PEOPLE);
    let gathering = one.gathering_on("2027-06-05");
    one.invite(gathering);
    until_true("all invitations", async || {
        one.number("SELECT COUNT(*) FROM outgoing WHERE state = 'sent'").await == PEOPLE as i64
    })
    .await;
    assert_eq!(sink.count(), PEOPLE as u64, "none twice");
    let letters: Vec<post::Letter> = sink.messages().iter().map(|one| post::open(one)).collect();
    // Every reply comes to both at the same time.
    let bring = |lmtp: std::net::SocketAddr| {
        let letters = letters.clone();
        async move {
            let mut session = Lmtp::connect(lmtp).await.unwrap();
            for letter in &letters {
                let message = post::reply(letter, "Quelqu'un", &letter.to, "Oui, je serai là.");
                let said = session.deliver(&letter.to, &[&letter.reply_to], &message).await.unwrap();
                assert!(said[0].starts_with("250"), "{said:?}");
            }
        }
    };
    tokio::join!(bring(one.lmtp()), bring(two.lmtp()));
    until_true("all receipts", async || {
        one.number("SELECT COUNT(*) FROM outgoing WHERE state = 'sent'").await == 2 * PEOPLE as i64
    })
    .await;
    assert_eq!(one.number("SELECT COUNT(*) FROM incoming WHERE state = 'decided'").await, PEOPLE as i64);
    assert_eq!(one.number("SELECT COUNT(*) FROM incoming").await, PEOPLE as i64);
    assert_eq!(one.number("SELECT COUNT(*) FROM answer").await, PEOPLE as i64);
    assert_eq!(one.tally(gathering).await.attending, PEOPLE);
    assert_eq!(sink.count(), 2 * PEOPLE as u64, "one receipt each");
    let (first, second) = (one.log().join("\n"), two.log().join("\n"));
    assert!(first.contains("\"accepted\"") && second.contains("\"accepted\""), "both have worked");
    for log in [first, second] {
        assert!(!log.contains("\"ERROR\""), "{log}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_says_what_waits() {
    let stage = Stage::invited().await;
    let (status, body) = stage.house.http_request("GET", "/health");
    let health: Value = serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"));
    assert_eq!((status, &health["status"], &health["outbox"]["sent"]), (200, &"ok".into(), &4.into()), "{body}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_piped_message_is_stored_with_0_and_refused_with_75_while_the_database_is_away() {
    let mut stage = Stage::invited().await;
    let letter = stage.letter_to(SONIA).await;
    let message = post::reply(&letter, SONIA.0, SONIA.1, "Oui, je viens.");
    let pipe = ["ingest", "--from", SONIA.1, "--to", &letter.reply_to];

    let before = ("PALABRE_DATABASE__URL", stage.house.url().to_owned());
    stage.house.set(before.0, "sqlite:/nowhere/at/all/palabre.db");
    let refused = stage.house.palabre_reading(&pipe, &message);
    assert_eq!(refused.status.code(), Some(75), "{}", told(&refused));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("[database] url"), "{}", told(&refused));
    stage.house.set(before.0, &before.1);

    let empty = stage.house.palabre_reading(&pipe, b"");
    assert_eq!(empty.status.code(), Some(75), "an empty message is a broken pipe: {}", told(&empty));

    let key = stage.house.folder().join("palabre.key");
    std::fs::rename(&key, key.with_extension("away")).unwrap();
    assert_eq!(stage.house.palabre_reading(&pipe, &message).status.code(), Some(75));
    std::fs::rename(key.with_extension("away"), &key).unwrap();

    let stored = stage.house.palabre_reading(&pipe, &message);
    assert_eq!(stored.status.code(), Some(0), "{}", told(&stored));
    // The daemon is another process: it sees what was committed and decides it.
    until_true("the answer", async || stage.counts_as(SONIA).await == Standing::Attending).await;
    assert_eq!(stage.house.number("SELECT COUNT(*) FROM incoming").await, 1);
}

/// Anybody may write from such an address; any exit but 0 and 75 makes the mail server return the message.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sender_that_looks_like_an_option_is_taken_and_a_wrong_pipe_exits_with_75() {
    let stage = Stage::with(&[SONIA]).await;
    let message = post::message("A", "-a@b.fr", crate::support::house::ADDRESS, "Bonjour", "Oui", "a@b.fr");
    let taken = stage.house.palabre_reading(&["ingest", "--from", "-a@b.fr", "--to", "-r@acteurs.example"], &message);
    assert_eq!(taken.status.code(), Some(0), "{}", told(&taken));
    assert_eq!(stage.house.texts("SELECT mail_from FROM incoming").await, ["-a@b.fr"]);
    for wrong in [&["ingest", "--form", "a@b.fr"][..], &["ingest", "a@b.fr"], &["--json", "ingest", "--to"]] {
        let refused = stage.house.palabre_reading(wrong, &message);
        assert_eq!(refused.status.code(), Some(75), "{wrong:?}: {}", told(&refused));
    }
    assert_eq!(stage.house.palabre(&["ingest", "--help"]).status.code(), Some(0));
}

/// Whoever watches over the daemon asks by HTTP.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_is_503_while_the_database_is_away() {
    let stage = Stage::invited().await;
    stage.house.tamper("ALTER TABLE outgoing RENAME TO outgoing_away").await;
    let (status, body) = stage.house.http_request("GET", "/health");
    assert_eq!(status, 503, "{body}");
    assert!(serde_json::from_str::<Value>(&body).is_ok(), "{body}");
    stage.house.tamper("ALTER TABLE outgoing_away RENAME TO outgoing").await;
    assert_eq!(stage.house.http_request("GET", "/health").0, 200);
}

/// Better not at all than with letters that break off.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_template_is_named_at_the_start() {
    let mut stage = Stage::with(&[SONIA]).await;
    let folder = stage.house.folder().join("templates/fr");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("invitation.text.hbs"), "Bonjour,\n{{#if actor.name}}\n").unwrap();
    stage.house.set("PALABRE_MAIL__TEMPLATES", &stage.house.folder().join("templates").display().to_string());
    let refused = stage.house.palabre(&["serve"]);
    assert_eq!(refused.status.code(), Some(1), "{}", told(&refused));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("invitation.text.hbs"), "{}", told(&refused));
}

/// The two secrets of an installation are its key and its database; neither is made anew in silence.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_its_key_an_installation_refuses_to_start_and_init_says_why() {
    let stage = Stage::invited().await;
    let Stage { mut house, sink, .. } = stage;
    assert!(house.terminate().await.0.success());
    std::fs::remove_file(house.folder().join("palabre.key")).unwrap();
    let refused = house.palabre(&["serve"]);
    assert!(!refused.status.success(), "{}", told(&refused));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("key"), "{}", told(&refused));
    let init = house.palabre(&["init"]);
    assert!(!init.status.success(), "{}", told(&init));
    assert!(!house.folder().join("palabre.key").exists(), "no new key without being told so");
    drop(sink);
}

/// One by LMTP with the trace fields of one server, one by a pipe with those of another.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_message_by_lmtp_and_by_pipe_is_recorded_once() {
    let stage = Stage::invited().await;
    let letter = stage.letter_to(SONIA).await;
    let message = post::reply(&letter, SONIA.0, SONIA.1, "Oui, je viens.");
    let with = |trace: &str| [trace.as_bytes(), &message].concat();
    let by_lmtp = with(
        "Return-Path: <sonia@amap.example>\r\nReceived: from a by b\r\n\tfor us; Mon, 10 May 2027 09:00:00 +0200\r\n",
    );
    post::hand_over(stage.house.lmtp(), SONIA.1, &letter.reply_to, &by_lmtp).await;
    let by_pipe = with("From sonia@amap.example  Mon May 10 09:00:01 2027\r\nDelivered-To: x@acteurs.example\r\n");
    let by_pipe = String::from_utf8(by_pipe).unwrap().replace("\r\n", "\n").into_bytes();
    let piped = stage.house.palabre_reading(&["ingest", "--from", SONIA.1, "--to", &letter.reply_to], &by_pipe);
    assert_eq!(piped.status.code(), Some(0), "{}", told(&piped));
    assert!(String::from_utf8_lossy(&piped.stderr).contains("came before"), "{}", told(&piped));
    stage.settled().await;
    assert_eq!(stage.house.number("SELECT COUNT(*) FROM incoming").await, 1);
    assert_eq!(stage.house.number("SELECT COUNT(*) FROM answer").await, 1);
    assert_eq!(stage.count("receipt").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lmtp_refuses_who_is_not_ours_and_takes_one_message_for_several_of_us_once() {
    let stage = Stage::invited().await;
    let letter = stage.letter_to(SONIA).await;
    let message = post::reply(&letter, SONIA.0, SONIA.1, "Oui, je viens.");
    let mut session = Lmtp::connect(stage.house.lmtp()).await.unwrap();
    let plain = crate::support::house::ADDRESS;
    for stranger in ["personne@acteurs.example", "rencontres@ailleurs.example"] {
        let said = session.deliver(SONIA.1, &[stranger], &message).await.unwrap();
        assert!(said[0].starts_with("550 5.1.1"), "{said:?}");
    }
    let said = session.deliver(SONIA.1, &["x@ailleurs.example", &letter.reply_to, plain], &message).await.unwrap();
    let codes: Vec<&str> = said.iter().map(|line| &line[..3]).collect();
    assert_eq!(codes, ["550", "250", "250"], "{said:?}");
    stage.settled().await;
    assert_eq!(stage.house.number("SELECT COUNT(*) FROM incoming").await, 1);
    assert_eq!(stage.counts_as(SONIA).await, Standing::Attending);
}

/// A decision that fails three times: the bytes are kept, the daemon goes on, the organisers are told.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_that_cannot_be_decided_is_put_aside_and_told() {
    let stage = Stage::invited().await;
    let broken = "CREATE TRIGGER broken BEFORE INSERT ON answer BEGIN SELECT RAISE(ABORT, 'no answers today'); END";
    stage.house.tamper(broken).await;
    let letter = stage.letter_to(SONIA).await;
    let message = post::reply(&letter, SONIA.0, SONIA.1, "Oui, je viens.");
    post::hand_over(stage.house.lmtp(), SONIA.1, &letter.reply_to, &message).await;
    until_true("the message to be put aside", async || {
        stage.house.number("SELECT COUNT(*) FROM incoming WHERE state = 'aside' AND failures = 3").await == 1
    })
    .await;
    assert_eq!(
        stage.house.number("SELECT LENGTH(raw) FROM incoming").await,
        message.len() as i64,
        "every byte is kept"
    );
    stage.house.tamper("DROP TRIGGER broken").await;
    // The daemon still lives and decides what comes after.
    stage.reply(KARIM, "Désolé, je ne pourrai pas venir.").await;
    assert_eq!(stage.counts_as(KARIM).await, Standing::Regrets);
    assert_eq!(stage.counts_as(SONIA).await, Standing::Silent);
    let (_, body) = stage.house.http_request("GET", "/health");
    assert!(body.contains("\"put_aside\":1"), "{body}");
    stage.turn_to("2027-05-11T08:00:00+02:00").await;
    let digest = stage.letter_to(CLAIRE).await;
    assert!(digest.text.contains("mis de côté") && digest.text.contains("no answers today"), "{}", digest.text);
}

/// The daemon's parts are watched: a database that is away for a moment stops none of them for good.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_was_away_for_a_moment_is_taken_up_again() {
    let stage = Stage::invited().await;
    stage.house.tamper("ALTER TABLE incoming RENAME TO incoming_away").await;
    let letter = stage.letter_to(LUCIE).await;
    let message = post::reply(&letter, LUCIE.0, LUCIE.1, "Oui, je viens.");
    let mut session = Lmtp::connect(stage.house.lmtp()).await.unwrap();
    let said = session.deliver(LUCIE.1, &[&letter.reply_to], &message).await.unwrap();
    assert!(said[0].starts_with("451"), "{said:?}");
    until_true("the failure to be logged", async || {
        stage.house.log().iter().any(|line| line.contains("starting it again"))
    })
    .await;
    stage.house.tamper("ALTER TABLE incoming_away RENAME TO incoming").await;
    let said = session.deliver(LUCIE.1, &[&letter.reply_to], &message).await.unwrap();
    assert!(said[0].starts_with("250"), "{said:?}");
    until_true("the answer", async || stage.counts_as(LUCIE).await == Standing::Attending).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_named_and_no_token_shown_in_the_log() {
    let stage = Stage::invited().await;
    stage.reply(SONIA, "Oui, je viens avec deux amis.").await;
    let letter = stage.letter_to(SONIA).await;
    let token = letter.reply_to.split(['+', '@']).nth(1).unwrap().to_owned();
    let log = stage.house.log().join("\n");
    assert!(log.contains("s***@amap.example"));
    for secret in [SONIA.1, SONIA.0, "deux amis", &token] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn run_due_does_once_what_a_daemon_would() {
    let stage = Stage::with(&[SONIA]).await;
    stage.house.invite(stage.gathering);
    let done = stage.house.json(&["run-due"]);
    assert_eq!(done["outbox"]["sent"], 2, "{done}");
    let letter = stage.letter_to(SONIA).await;
    let message = post::reply(&letter, SONIA.0, SONIA.1, "Oui, je viens.");
    let piped = stage.house.palabre_reading(&["ingest", "--from", SONIA.1, "--to", &letter.reply_to], &message);
    assert!(piped.status.success(), "{}", told(&piped));
    let done = stage.house.json(&["run-due"]);
    assert_eq!((&done["decided"], &done["outbox"]["sent"]), (&1.into(), &3.into()), "{done}");
    stage.house.turn_by(Duration::from_secs(86_400));
    let done = stage.house.json(&["run-due"]);
    assert_eq!((&done["timers"], &done["outbox"]["sent"]), (&1.into(), &4.into()), "the digest: {done}");
    assert_eq!(stage.house.json(&["run-due"])["timers"], 0);
}
