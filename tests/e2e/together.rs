//! Several processes on one database: daemons that share a PostgreSQL, and commands beside a daemon.

use std::net::SocketAddr;

use palabre::domain::invitation::Place;
use palabre::mail::sink::Sink;
use palabre::workflow::standing::Standing;

use crate::support::house::{House, Running, told, until_true};
use crate::support::post::{self, Letter, Lmtp};
use crate::support::stage::{SONIA, Stage};

/// Hands these replies over in one session.
async fn bring(lmtp: SocketAddr, replies: Vec<(Letter, &'static str)>) {
    let mut session = Lmtp::connect(lmtp).await.unwrap();
    for (letter, words) in replies {
        let message = post::reply(&letter, "Quelqu'un", &letter.to, words);
        let said = session.deliver(&letter.to, &[&letter.reply_to], &message).await.unwrap();
        assert!(said[0].starts_with("250"), "{said:?}");
    }
}

async fn letters_sent(house: &House, count: usize) {
    until_true(&format!("{count} letters"), async || {
        house.number("SELECT COUNT(*) FROM outgoing WHERE state = 'sent'").await == count as i64
    })
    .await;
}

/// Two daemons, and people invited to these gatherings, whose letters are here.
async fn two_daemons(people: usize, gatherings: usize) -> Option<(House, Running, Sink, Vec<Letter>)> {
    let sink = Sink::start(0).await.unwrap();
    let mut house = House::on_postgres(sink.address())?;
    house.start();
    let second = house.second_daemon();
    house.add_people(people);
    for n in 0..gatherings {
        let gathering = house.gathering_on(&format!("2027-06-{:02}", 5 + n));
        house.invite(gathering);
    }
    letters_sent(&house, people * gatherings).await;
    let letters = sink.messages().iter().map(|one| post::open(one)).collect();
    Some((house, second, sink, letters))
}

/// Each batch of decisions holds the locks of all of its messages: gatherings and, for doubts, the network.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn daemons_that_decide_about_the_same_gatherings_do_not_wear_each_other_down() {
    const PEOPLE: usize = 80;
    let Some((house, second, _sink, letters)) = two_daemons(PEOPLE, 3).await else { return };
    let words = ["Oui, je serai là.", "Bien reçu, merci.", "Désolé, je ne peux pas venir."];
    let replies: Vec<(Letter, &str)> = letters.into_iter().enumerate().map(|(n, one)| (one, words[n % 3])).collect();
    // One in order and one in reverse, so that locks are taken in every order.
    let (mut one, mut two) = (replies.clone(), replies);
    two.reverse();
    one.truncate(PEOPLE * 3 / 2);
    two.truncate(PEOPLE * 3 / 2);
    tokio::join!(bring(house.lmtp(), one), bring(second.lmtp(), two));
    until_true("all replies to be decided", async || {
        house.number("SELECT COUNT(*) FROM incoming WHERE state = 'received'").await == 0
    })
    .await;
    let decided = house.number("SELECT COUNT(*) FROM incoming WHERE state = 'decided'").await;
    let failures = house.number("SELECT COALESCE(SUM(failures), 0)::BIGINT FROM incoming").await;
    assert_eq!((decided, failures), (3 * PEOPLE as i64, 0), "decided, failures");
    assert_eq!(house.number("SELECT COUNT(*) FROM answer").await, 2 * PEOPLE as i64);
    assert_eq!(house.number("SELECT COUNT(*) FROM doubt").await, PEOPLE as i64);
    let numbers = house.number("SELECT COUNT(DISTINCT number) FROM doubt").await;
    assert_eq!(numbers, PEOPLE as i64, "each doubt has a number of its own");
}

/// A visit of five places, and twelve who would come: both daemons decide at the same time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn daemons_never_give_the_same_place_twice() {
    let Some((house, second, _sink, letters)) = two_daemons(12, 1).await else { return };
    house.json(&["gathering", "edit", "1", "--places", "5"]);
    let replies: Vec<(Letter, &str)> = letters.into_iter().map(|one| (one, "Oui, je viens.")).collect();
    let (one, two) = replies.split_at(6);
    tokio::join!(bring(house.lmtp(), one.to_vec()), bring(second.lmtp(), two.to_vec()));
    letters_sent(&house, 24).await;
    let standings = house.standings(palabre::domain::ids::GatheringId(1)).await;
    let with = |place| standings.iter().filter(|one| one.invited.place == Some(place)).count();
    assert_eq!((with(Place::Given), with(Place::Waiting)), (5, 7));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn daemons_fire_each_timer_once() {
    let Some((house, second, sink, _)) = two_daemons(20, 2).await else { return };
    house.add("Claire Vasseur", "claire@projet.example", "organiser");
    house.json(&["answer", "1", "p0@people.example", "yes"]);
    letters_sent(&house, 41).await;
    for (instant, letters) in [
        ("2027-05-11T08:00:00+02:00", 42), // the digest
        ("2027-05-29T09:00:00+02:00", 61), // reminders of the first gathering, to all but one
        ("2027-05-30T09:00:00+02:00", 81), // of the second
        ("2027-06-04T18:00:00+02:00", 82), // practical information
    ] {
        house.turn_to(instant);
        letters_sent(&house, letters).await;
    }
    assert_eq!(sink.count(), 82);
    for log in [house.log(), second.log()] {
        let errors: Vec<&String> = log.iter().filter(|line| line.contains("\"level\":\"ERROR\"")).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
}

/// A mail server starts a process for each message, while the daemon sends and decides.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_pipes_at_once_beside_a_busy_daemon() {
    const PIPES: usize = 24;
    let sink = Sink::start(0).await.unwrap();
    let mut house = House::on_sqlite(sink.address());
    house.add_people(PIPES);
    let gathering = house.gathering_on("2027-06-05");
    house.start();
    house.invite(gathering);
    letters_sent(&house, PIPES).await;
    let letters: Vec<Letter> = sink.messages().iter().map(|one| post::open(one)).collect();
    let other = house.gathering_on("2027-06-12");
    house.invite(other);
    std::thread::scope(|scope| {
        for letter in &letters {
            let house = &house;
            scope.spawn(move || {
                let message = post::reply(letter, "Quelqu'un", &letter.to, "Oui, je serai là.");
                let piped =
                    house.palabre_reading(&["ingest", "--from", &letter.to, "--to", &letter.reply_to], &message);
                assert_eq!(piped.status.code(), Some(0), "{}", told(&piped));
            });
        }
    });
    letters_sent(&house, 3 * PIPES).await;
    assert_eq!(house.tally(gathering).await.attending, PIPES);
    let errors: Vec<String> = house.log().into_iter().filter(|line| line.contains("\"level\":\"ERROR\"")).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// One that can't be done, for whatever reason, must not keep the others from being done.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_timer_that_fails_leaves_the_others_alone() {
    let stage = Stage::invited().await;
    stage.reply(SONIA, "Oui, je viens.").await;
    let broken = "CREATE TRIGGER broken BEFORE INSERT ON outgoing WHEN NEW.kind = 'digest'
        BEGIN SELECT RAISE(ABORT, 'no digests today'); END";
    stage.house.tamper(broken).await;
    stage.house.turn_to("2027-05-29T09:00:00+02:00");
    until_true("the reminders", async || stage.count("reminder").await == 3).await;
    until_true("the failure to be logged", async || {
        stage.house.log().iter().any(|line| line.contains("no digests today"))
    })
    .await;
    stage.house.tamper("DROP TRIGGER broken").await;
    until_true("the digest", async || stage.count("digest").await == 1).await;
    assert_eq!(stage.counts_as(SONIA).await, Standing::Attending);
}

/// Mail servers keep connections open for the next message: that doesn't keep the daemon from going.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn idle_connections_do_not_delay_the_end() {
    let mut stage = Stage::invited().await;
    let letter = stage.letter_to(SONIA).await;
    let mut session = Lmtp::connect(stage.house.lmtp()).await.unwrap();
    let message = post::reply(&letter, SONIA.0, SONIA.1, "Oui, je viens.");
    session.deliver(SONIA.1, &[&letter.reply_to], &message).await.unwrap();
    let web = tokio::net::TcpStream::connect(stage.house.http()).await.unwrap();
    let ended = tokio::time::timeout(std::time::Duration::from_secs(10), stage.house.terminate()).await;
    let (status, log) = ended.expect("within ten seconds");
    assert!(status.success(), "{log:?}");
    drop((session, web));
    assert_eq!(stage.house.number("SELECT COUNT(*) FROM incoming").await, 1);
}
