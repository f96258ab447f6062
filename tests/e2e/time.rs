//! What happens by the clock: reminders that move, digests when there is news, and nights that have an hour too few or
//! too many.

use std::time::Duration;

use palabre::domain::answer::Said;
use palabre::domain::civil;
use palabre::domain::ids::Ids;
use palabre::domain::reading::Intent;
use palabre::domain::token::TokenKey;
use palabre::mail::sink::Sink;
use palabre::store::people;
use palabre::workflow::standing::Standing;
use palabre::workflow::{Desk, answer};

use crate::support::house::{House, ZONE};
use crate::support::stage::{CLAIRE, KARIM, LUCIE, SONIA, Stage};

async fn reschedule(stage: &Stage, day: &str) {
    stage.house.json(&[
        "gathering",
        "move",
        &stage.gathering.to_string(),
        "--starts",
        &format!("{day} 10:00"),
        "--yes",
    ]);
    stage.settled().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_silent_are_reminded_once_at_their_hour() {
    let mut stage = Stage::invited().await;
    stage.reply(SONIA, "Oui, je viens.").await;
    stage.turn_to("2027-05-29T08:59:00+02:00").await;
    assert_eq!(stage.count("reminder").await, 0);
    stage.turn_to("2027-05-29T09:00:00+02:00").await;
    assert_eq!(stage.count("reminder").await, 3, "Claire, Karim, Lucie");
    assert!(stage.house.terminate().await.0.success());
    stage.house.start();
    stage.turn_to("2027-06-04T17:59:00+02:00").await;
    assert_eq!(stage.count("reminder").await, 3);
    assert_eq!(stage.count("practical").await, 0);
    stage.turn_to("2027-06-04T18:00:00+02:00").await;
    assert_eq!(stage.count("practical").await, 1, "Sonia, who comes");
    stage.turn_to("2027-06-05T12:00:01+02:00").await;
    stage.turn_to("2027-06-20T12:00:00+02:00").await;
    assert_eq!((stage.count("reminder").await, stage.count("practical").await), (3, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_moved_gathering_moves_its_timers() {
    let stage = Stage::invited().await;
    stage.reply(SONIA, "Oui, je viens.").await;
    reschedule(&stage, "2027-06-19").await;
    assert_eq!(stage.count("moved").await, 4, "everyone is told");
    assert_eq!(stage.counts_as(SONIA).await, Standing::Tentative, "her yes was to the other day");
    stage.turn_to("2027-05-29T09:00:00+02:00").await;
    stage.turn_to("2027-06-04T18:00:00+02:00").await;
    stage.turn_to("2027-06-12T08:59:00+02:00").await;
    assert_eq!((stage.count("reminder").await, stage.count("practical").await), (0, 0), "the old hours are past");
    stage.reply(SONIA, "Oui, je viens aussi ce jour-là.").await;
    stage.turn_to("2027-06-12T09:00:00+02:00").await;
    assert_eq!(stage.count("reminder").await, 3);
    stage.turn_to("2027-06-18T18:00:00+02:00").await;
    assert_eq!(stage.count("practical").await, 1);
}

/// Moved nearer: the reminder's new hour is past, so there is no reminder of yesterday.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gathering_moved_nearer_and_away_again_reminds_once() {
    let stage = Stage::invited().await;
    stage.turn_to("2027-05-29T09:00:00+02:00").await;
    assert_eq!(stage.count("reminder").await, 4);
    reschedule(&stage, "2027-05-31").await;
    stage.turn_to("2027-05-29T12:00:00+02:00").await;
    assert_eq!(stage.count("reminder").await, 4, "not twice for a date that came nearer");
    reschedule(&stage, "2027-06-26").await;
    stage.turn_to("2027-06-19T09:00:00+02:00").await;
    let people = stage.house.texts("SELECT recipient FROM outgoing WHERE kind = 'reminder' AND state = 'sent'").await;
    let to_sonia = people.iter().filter(|one| *one == SONIA.1).count();
    assert!((1..=2).contains(&to_sonia), "{people:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_digest_leaves_only_when_there_is_something_new() {
    let stage = Stage::invited().await;
    stage.turn_to("2027-05-11T08:00:00+02:00").await;
    assert_eq!(stage.count("digest").await, 0, "nobody has answered yet");
    stage.reply(SONIA, "Oui, je viens.").await;
    stage.turn_to("2027-05-12T07:59:00+02:00").await;
    assert_eq!(stage.count("digest").await, 0);
    stage.turn_to("2027-05-12T08:00:00+02:00").await;
    assert_eq!(stage.count("digest").await, 1);
    assert!(stage.letter_to(CLAIRE).await.text.contains(SONIA.0));
    stage.turn_to("2027-05-13T08:00:00+02:00").await;
    stage.turn_to("2027-05-14T08:00:00+02:00").await;
    assert_eq!(stage.count("digest").await, 1, "it has been told");
    stage.reply(KARIM, "Je ne peux pas, désolé.").await;
    stage.turn_to("2027-05-15T08:00:00+02:00").await;
    let digest = stage.letter_to(CLAIRE).await;
    assert_eq!(stage.count("digest").await, 2);
    assert!(digest.text.contains(KARIM.0), "{}", digest.text);
}

/// It was told by no digest: the first ended where it was written, the next began behind it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_of_a_digests_own_moment_is_told_by_the_next() {
    let stage = Stage::invited().await;
    stage.reply(KARIM, "Je ne peux pas, désolé.").await;
    stage.turn_to("2027-05-11T08:00:00+02:00").await;
    assert_eq!(stage.count("digest").await, 1);
    stage.reply(SONIA, "Oui, je viens.").await;
    stage.turn_to("2027-05-12T08:00:00+02:00").await;
    let digest = stage.letter_to(CLAIRE).await;
    assert!(digest.text.contains(SONIA.0) && !digest.text.contains(KARIM.0), "{}", digest.text);
}

/// One daemon decides a batch of replies while another writes the digest.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_committed_while_a_digest_is_written_is_told_by_the_next() {
    let sink = Sink::start(0).await.unwrap();
    let Some(house) = House::on_postgres(sink.address()) else { return };
    let stage = Stage::in_house(house, sink, &[SONIA], "2027-06-05");
    stage.house.invite(stage.gathering);
    stage.house.json(&["run-due"]);

    stage.house.turn_to("2027-05-11T07:59:59+02:00");
    let mut deciding = stage.house.db().await.write().await.unwrap();
    let sonia = people::address(&mut deciding, SONIA.1).await.unwrap().unwrap().actor;
    let key = std::fs::read(stage.house.folder().join("palabre.key")).unwrap();
    let desk = Desk { ids: Ids::system(), key: TokenKey::new(key), trusted_authserv: Vec::new() };
    let (said, now) = (Said::plainly(Intent::Attending), stage.house.now());
    answer::enter(&mut deciding, &desk, stage.gathering, sonia, said, None, now).await.unwrap();
    stage.house.turn_to("2027-05-11T08:00:00+02:00");
    stage.house.json(&["run-due"]);
    deciding.commit().await.unwrap();

    stage.house.turn_to("2027-05-12T08:00:00+02:00");
    stage.house.json(&["run-due"]);
    let digest = stage.letter_to(CLAIRE).await;
    assert!(digest.text.contains(SONIA.0), "{}", digest.text);
}

/// The machine slept for a week: one digest for all of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_daemon_that_was_off_for_a_week_sends_one_digest() {
    let mut stage = Stage::invited().await;
    stage.reply(SONIA, "Oui, je viens.").await;
    assert!(stage.house.terminate().await.0.success());
    stage.house.turn_to("2027-05-18T15:00:00+02:00");
    stage.house.start();
    stage.settled().await;
    assert_eq!(stage.count("digest").await, 1);
    stage.turn_to("2027-05-19T08:00:00+02:00").await;
    assert_eq!(stage.count("digest").await, 1, "nothing new since");
}

/// A night whose 02:30 is missing, or comes twice: with news before and in between, one digest.
async fn night_of_change(day: &str, first: &str, gathering: &str) -> (Vec<String>, Stage) {
    let sink = Sink::start(0).await.unwrap();
    let house = House::on_sqlite(sink.address());
    house.turn_to(first);
    house.json(&["network", "edit", "--digest", "30 2 * * *"]);
    let mut stage = Stage::in_house(house, sink, &[SONIA, KARIM, LUCIE], gathering);
    stage.house.start();
    stage.invite().await;
    let people = [SONIA, KARIM, LUCIE];
    let noon = civil::instant(civil::parse_civil(&format!("{day}T12:00")).unwrap(), ZONE);
    let mut step = 0;
    while stage.house.now() < noon {
        // Somebody changes their mind in every quarter of an hour: there is always something new.
        let word = if step % 2 == 0 { "yes" } else { "no" };
        stage.enter(people[step % 3], word);
        stage.house.turn_by(Duration::from_secs(900));
        stage.settled().await;
        step += 1;
    }
    (stage.house.texts("SELECT cause FROM outgoing WHERE kind = 'digest' ORDER BY id").await, stage)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_night_without_half_past_two_has_one_digest() {
    let (digests, stage) = night_of_change("2027-03-28", "2027-03-27T20:00:00+01:00", "2027-04-20").await;
    assert_eq!(digests.len(), 1, "{digests:?}");
    assert!(digests[0].contains("2027-03-28"), "{digests:?}");
    let at = stage.house.number("SELECT date FROM outgoing WHERE kind = 'digest'").await;
    let hour = civil::format_civil(civil::civil(palabre::domain::clock::Timestamp(at), ZONE));
    assert!(("2027-03-28T03:00".."2027-03-28T03:46").contains(&hour.as_str()), "{hour}");
    stage.turn_to("2027-03-29T02:30:00+02:00").await;
    assert_eq!(stage.count("digest").await, 2, "the next night is a night like any other");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_night_with_half_past_two_twice_has_one_digest() {
    let (digests, stage) = night_of_change("2027-10-31", "2027-10-30T20:00:00+02:00", "2027-11-20").await;
    assert_eq!(digests.len(), 1, "{digests:?}");
    assert!(digests[0].contains("2027-10-31"), "{digests:?}");
    let at = stage.house.number("SELECT date FROM outgoing WHERE kind = 'digest'").await;
    let first = civil::instant(civil::parse_civil("2027-10-31T02:30").unwrap(), ZONE);
    assert_eq!(at, first.0, "the first of the two");
    stage.turn_to("2027-11-01T02:30:00+01:00").await;
    assert_eq!(stage.count("digest").await, 2);
}

/// The same, with a daemon that is killed between the two half past twos.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_between_the_two_half_past_twos_doubles_nothing() {
    let sink = Sink::start(0).await.unwrap();
    let house = House::on_sqlite(sink.address());
    house.turn_to("2027-10-30T20:00:00+02:00");
    house.json(&["network", "edit", "--digest", "30 2 * * *"]);
    let mut stage = Stage::in_house(house, sink, &[SONIA, KARIM], "2027-11-20");
    stage.house.start();
    stage.invite().await;
    stage.enter(SONIA, "yes");
    stage.turn_to("2027-10-31T02:30:00+02:00").await;
    assert_eq!(stage.count("digest").await, 1);
    stage.house.kill9();
    stage.house.start();
    stage.enter(KARIM, "yes");
    stage.turn_to("2027-10-31T02:30:00+01:00").await;
    stage.turn_to("2027-10-31T12:00:00+01:00").await;
    assert_eq!(stage.count("digest").await, 1);
}
