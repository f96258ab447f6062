//! Letters on their way out: a relay that is down, that says later or never, a provider's limit, and second thoughts.

use std::time::Duration;

use palabre::mail::sink::Sink;
use palabre::store::outbox;
use palabre::workflow::standing::Standing;

use crate::support::house::{House, free_port, until, until_true};
use crate::support::post;
use crate::support::stage::{CLAIRE, KARIM, LUCIE, SONIA, Stage};

const REFUSED: (&str, &str) = ("Inès Caron", "refuse.ines@boucle.example");
const DEFERRED: (&str, &str) = ("Olivier Blanc", "defer.olivier@port.example");
const FULL: (&str, &str) = ("Fatou Sarr", "full.fatou@jardin.example");
const DROPPED: (&str, &str) = ("Paul Faure", "drop.paul@coupe.example");

/// Words of all attempts with the letters to an address, oldest first.
async fn attempts(house: &House, email: &str) -> Vec<String> {
    let mut tx = house.db().await.read().await.unwrap();
    let letters = outbox::list(&mut tx, None, 1_000).await.unwrap();
    let mut words = Vec::new();
    for letter in letters.iter().rev().filter(|letter| letter.recipient == email) {
        let made = outbox::deliveries(&mut tx, palabre::domain::ids::OutgoingId(letter.id)).await.unwrap();
        words.extend(made.into_iter().map(|attempt| match attempt.code {
            Some(code) => format!("{} {code}", attempt.outcome),
            None => attempt.outcome,
        }));
    }
    words
}

async fn letter(house: &House, email: &str) -> outbox::ShownLetter {
    let mut tx = house.db().await.read().await.unwrap();
    let letters = outbox::list(&mut tx, None, 1_000).await.unwrap();
    letters.into_iter().find(|letter| letter.recipient == email).expect("a letter")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letters_leave_once_a_relay_that_was_down_is_up() {
    let port = free_port();
    let mut house = House::on_sqlite(([127, 0, 0, 1], port).into());
    house.add_people(30);
    let gathering = house.gathering_on("2027-06-05");
    house.start();
    house.invite(gathering);
    until_true("a failed attempt", async || house.number("SELECT COUNT(*) FROM delivery").await > 0).await;
    let (status, body) = house.http_request("GET", "/health");
    assert_eq!(status, 200, "the daemon is well, the relay isn't: {body}");
    // Not every letter is hurled against a closed door.
    until_true("the connections to rest", async || {
        house.number("SELECT COUNT(*) FROM outgoing WHERE state = 'sending'").await == 0
    })
    .await;
    let tried = house.number("SELECT COUNT(*) FROM delivery").await;
    assert!(tried <= 8, "{tried} attempts while nobody listens");

    let sink = Sink::start(port).await.unwrap();
    until("the letters", async || {
        house.turn_by(Duration::from_secs(30));
        (house.number("SELECT COUNT(*) FROM outgoing WHERE state = 'sent'").await == 30).then_some(())
    })
    .await;
    assert_eq!(sink.count(), 30, "none twice");
    let failed = house.number("SELECT COUNT(*) FROM delivery WHERE outcome = 'deferred'").await;
    assert_eq!(failed, tried, "the attempts in vain are kept");
    assert_eq!(house.number("SELECT COUNT(*) FROM address WHERE undeliverable_at IS NOT NULL").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_4xx_is_tried_again_after_its_pause_and_not_before() {
    let mut stage = Stage::with(&[DEFERRED]).await;
    stage.house.start();
    stage.invite().await;
    assert_eq!(attempts(&stage.house, DEFERRED.1).await, ["deferred 451"]);
    assert_eq!(letter(&stage.house, DEFERRED.1).await.last_error.unwrap(), "451 not now, try again");
    // The first pause is a minute, a fifth more or less.
    stage.house.turn_by(Duration::from_secs(45));
    stage.settled().await;
    assert_eq!(attempts(&stage.house, DEFERRED.1).await.len(), 1);
    stage.house.turn_by(Duration::from_secs(30));
    stage.settled().await;
    assert_eq!(attempts(&stage.house, DEFERRED.1).await, ["deferred 451", "accepted 250"]);
    let letter = letter(&stage.house, DEFERRED.1).await;
    assert_eq!((letter.state.as_str(), letter.attempts, letter.last_error), ("sent", 2, None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_5xx_is_given_up_with_its_reason_and_the_address_is_known_to_be_bad() {
    let mut stage = Stage::with(&[REFUSED, SONIA]).await;
    stage.house.start();
    stage.invite().await;
    let given_up = letter(&stage.house, REFUSED.1).await;
    assert_eq!((given_up.state.as_str(), given_up.attempts), ("failed", 1));
    assert_eq!(given_up.last_error.unwrap(), "550 no such person here");
    assert_eq!(stage.counts_as(REFUSED).await, Standing::Undeliverable);
    // The organisers are told, once, and no reminder goes there.
    stage.turn_to("2027-05-11T08:00:00+02:00").await;
    let digest = stage.letter_to(CLAIRE).await;
    assert!(digest.text.contains(REFUSED.1) && digest.text.contains("no such person here"), "{}", digest.text);
    stage.turn_to("2027-05-29T09:00:00+02:00").await;
    assert_eq!(stage.count("reminder").await, 2, "Claire and Sonia");
    assert_eq!(attempts(&stage.house, REFUSED.1).await, ["refused 550"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_mailbox_is_given_up_after_days_and_the_address_stays_good() {
    let mut stage = Stage::with(&[FULL]).await;
    stage.house.start();
    stage.invite().await;
    for _ in 0..6 * 24 {
        if letter(&stage.house, FULL.1).await.state == "failed" {
            break;
        }
        stage.house.turn_by(Duration::from_secs(3_600));
        stage.settled().await;
    }
    let given_up = letter(&stage.house, FULL.1).await;
    assert_eq!(given_up.state, "failed");
    assert!(given_up.last_error.unwrap().contains("mailbox full"));
    let hours = (stage.house.now().0 - 1_809_932_400_000) / 3_600_000;
    assert!((5 * 24..6 * 24).contains(&hours), "given up after {hours} h");
    assert!((10..40).contains(&given_up.attempts), "{} attempts", given_up.attempts);
    assert_eq!(stage.counts_as(FULL).await, Standing::Silent, "nobody said that there is no such person");
}

/// The relay hung up after the final dot: it may have taken the letter. It is tried again as the same bytes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_hangs_up_is_no_refusal() {
    let mut stage = Stage::with(&[DROPPED, SONIA, KARIM]).await;
    stage.house.start();
    stage.invite().await;
    let letter = letter(&stage.house, DROPPED.1).await;
    assert_eq!(letter.state, "queued");
    let made = attempts(&stage.house, DROPPED.1).await;
    assert!(!made.is_empty() && made.iter().all(|word| word.starts_with("deferred")), "{made:?}");
    assert_eq!(stage.sink.count(), 3, "the others have theirs, once");
}

/// The provider counts by the hour, not by the daemon's runs.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_rate_holds_across_a_restart() {
    let sink = Sink::start(0).await.unwrap();
    let mut house = House::on_sqlite(sink.address());
    house.set("PALABRE_SMTP__RATE", "10/minute");
    house.add_people(35);
    let gathering = house.gathering_on("2027-06-05");
    house.invite(gathering);
    house.start();
    until_true("ten letters", async || house.number("SELECT COUNT(*) FROM outgoing WHERE state = 'sent'").await == 10)
        .await;
    assert!(house.terminate().await.0.success());
    let done = house.json(&["run-due"]);
    assert_eq!((&done["outbox"]["sent"], &done["outbox"]["queued"]), (&10.into(), &25.into()), "{done}");

    house.turn_by(Duration::from_secs(59));
    assert_eq!(house.json(&["run-due"])["outbox"]["sent"], 10);
    house.turn_by(Duration::from_secs(2));
    assert_eq!(house.json(&["run-due"])["outbox"]["sent"], 20);

    house.start();
    house.turn_by(Duration::from_secs(61));
    until_true("thirty letters", async || sink.count() == 30).await;
    house.kill9();
    let known = house.number("SELECT COUNT(*) FROM delivery WHERE outcome = 'accepted'").await;
    let done = house.json(&["run-due"]);
    let sent = done["outbox"]["sent"].as_i64().unwrap();
    assert!(sent <= known.max(30), "{done} after {known} known");
    house.turn_by(Duration::from_secs(61));
    assert_eq!(house.json(&["run-due"])["outbox"]["sent"], 35);
}

/// The reminder waited for the relay; the answer was quicker.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reminder_is_dropped_when_an_answer_comes_before_it_leaves() {
    let port = free_port();
    let sink = Sink::start(port).await.unwrap();
    let house = House::on_sqlite(sink.address());
    let mut stage = Stage::in_house(house, sink, &[SONIA, KARIM, LUCIE], "2027-06-05");
    stage.house.start();
    stage.invite().await;
    let letters = [stage.letter_to(SONIA).await, stage.letter_to(KARIM).await];
    let seen = stage.sink.count();
    let Stage { house, sink, gathering } = stage;
    sink.stop().await;

    house.turn_to("2027-05-29T09:00:00+02:00");
    until_true("reminders in vain", async || {
        house.number("SELECT COUNT(*) FROM outgoing WHERE kind = 'reminder' AND state = 'queued'").await == 4
            && house.number("SELECT COUNT(*) FROM delivery WHERE outcome = 'deferred'").await > 0
    })
    .await;
    for (who, words, letter) in
        [(SONIA, "Oui, je viens.", &letters[0]), (KARIM, "Euh, c'est pour le projet ?", &letters[1])]
    {
        let message = post::reply(letter, who.0, who.1, words);
        post::hand_over(house.lmtp(), who.1, &letter.reply_to, &message).await;
    }
    until_true("both to be decided", async || {
        house.number("SELECT COUNT(*) FROM incoming WHERE state = 'decided'").await == 2
    })
    .await;

    let sink = Sink::start(port).await.unwrap();
    until_true("the rest to leave", async || {
        house.turn_by(Duration::from_secs(30));
        house.number("SELECT COUNT(*) FROM outgoing WHERE state IN ('queued', 'sending')").await == 0
    })
    .await;
    let stage = Stage { house, sink, gathering };
    let reminded: Vec<String> = stage
        .house
        .texts("SELECT recipient FROM outgoing WHERE kind = 'reminder' AND state = 'sent' ORDER BY recipient")
        .await;
    assert_eq!(reminded, [CLAIRE.1, LUCIE.1], "{seen} letters before");
    let dropped =
        stage.house.texts("SELECT last_error FROM outgoing WHERE kind = 'reminder' AND state = 'dropped'").await;
    assert_eq!(dropped.len(), 2, "{dropped:?}");
    assert!(dropped.iter().all(|why| why.contains("réponse")), "{dropped:?}");
    assert_eq!(stage.counts_as(SONIA).await, Standing::Attending);
    assert!(stage.letters_to(SONIA.1).iter().all(|letter| !letter.subject.starts_with("Serez-vous là")));
}

/// Nobody is told of a gathering's end who was never told of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancelling_keeps_invitations_that_have_not_left_from_leaving() {
    let port = free_port();
    let mut house = House::on_sqlite(([127, 0, 0, 1], port).into());
    house.add_people(40);
    let gathering = house.gathering_on("2027-06-05");
    house.start();
    house.invite(gathering);
    until_true("a failed attempt", async || house.number("SELECT COUNT(*) FROM delivery").await > 0).await;
    // What a connection has in hand when it is cancelled may still leave; here nothing is.
    until_true("the connections to rest", async || {
        house.number("SELECT COUNT(*) FROM outgoing WHERE state = 'sending'").await == 0
    })
    .await;
    house.json(&["gathering", "cancel", &gathering.to_string(), "--yes"]);
    let sink = Sink::start(port).await.unwrap();
    until_true("nothing to wait for any more", async || {
        house.turn_by(Duration::from_secs(30));
        house.number("SELECT COUNT(*) FROM outgoing WHERE state IN ('queued', 'sending')").await == 0
    })
    .await;
    assert_eq!(sink.count(), 0);
    assert_eq!(house.number("SELECT COUNT(*) FROM outgoing WHERE state = 'dropped'").await, 40);
    assert_eq!(
        house.number("SELECT COUNT(*) FROM timer WHERE state = 'waiting' AND gathering_id IS NOT NULL").await,
        0
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_on_hold_waits_and_leaves_when_told() {
    let port = free_port();
    let mut house = House::on_sqlite(([127, 0, 0, 1], port).into());
    house.add_people(2);
    let gathering = house.gathering_on("2027-06-05");
    house.invite(gathering);
    house.json(&["outbox", "hold", "1"]);
    let sink = Sink::start(port).await.unwrap();
    house.start();
    until_true("the other letter", async || sink.count() == 1).await;
    assert_eq!(letter(&house, "p0@people.example").await.state, "held");
    house.json(&["outbox", "retry", "1"]);
    until_true("the held letter", async || sink.count() == 2).await;
}

const HUNG: (&str, &str) = ("Aïcha Diallo", "hang.aicha@musique.example");

/// A laptop that slept, a clock that was set: the letter in a connection's hands is still there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_letter_under_way_is_not_sent_again_when_the_clock_jumps() {
    let mut stage = Stage::with(&[HUNG]).await;
    stage.house.start();
    let gathering = stage.gathering.to_string();
    stage.house.json(&["invite", &gathering, "--yes"]);
    until_true("all letters but the one that hangs", async || {
        stage.house.number("SELECT COUNT(*) FROM outgoing WHERE state <> 'sent'").await == 1
    })
    .await;
    stage.house.turn_by(Duration::from_secs(86_400));
    let again = stage.house.gathering_on("2027-06-19").to_string();
    stage.house.json(&["invite", &again, "--only", CLAIRE.1, "--yes"]);
    until_true("a letter written after the jump", async || {
        !stage.letters_to(CLAIRE.1).is_empty() && {
            stage.house.number("SELECT COUNT(*) FROM outgoing WHERE state <> 'sent'").await == 1
        }
    })
    .await;
    assert_eq!(letter(&stage.house, HUNG.1).await.attempts, 1);
}
