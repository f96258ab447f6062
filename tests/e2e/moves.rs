//! Gatherings that move, people who are invited later, places that are limited later: what counts is what was said when.

use palabre::workflow::standing::Standing;

use crate::support::house::until_true;
use crate::support::stage::{KARIM, LUCIE, SONIA, Stage};

impl Stage {
    fn command(&self, arguments: &[&str]) {
        self.house.json(arguments);
    }

    fn id(&self) -> String {
        self.gathering.to_string()
    }

    async fn move_to(&self, day: &str) {
        self.command(&["gathering", "move", &self.id(), "--starts", &format!("{day} 10:00"), "--yes"]);
        self.settled().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn practical_information_is_sent_anew_for_a_new_date() {
    let stage = Stage::invited().await;
    stage.reply(SONIA, "Oui, je viens.").await;
    stage.turn_to("2027-06-04T18:00:00+02:00").await;
    assert_eq!(stage.count("practical").await, 1);
    stage.move_to("2027-06-19").await;
    stage.reply(SONIA, "Oui, je viens.").await;
    stage.turn_to("2027-06-18T18:00:00+02:00").await;
    assert_eq!(stage.count("practical").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn invitations_planned_after_the_first_have_left_leave_too() {
    let mut stage = Stage::with(&[SONIA]).await;
    stage.house.start();
    stage.command(&["invite", &stage.id(), "--at", "J-21 9:00", "--yes"]);
    stage.settled().await;
    assert_eq!(stage.count("invitation").await, 0);
    stage.turn_to("2027-05-15T09:00:00+02:00").await;
    assert_eq!(stage.count("invitation").await, 2, "Claire and Sonia");
    stage.house.add(KARIM.0, KARIM.1, "actor");
    stage.command(&["invite", &stage.id(), "--at", "J-18 9:00", "--yes"]);
    stage.turn_to("2027-05-18T09:00:00+02:00").await;
    assert_eq!(stage.count("invitation").await, 3);
    assert_eq!(stage.letters_to(KARIM.1).len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_invited_after_the_reminder_is_reminded_too_where_there_is_time() {
    let stage = Stage::invited().await;
    stage.command(&["network", "edit", "1", "--reminders", "J-14 9:00"]);
    stage.turn_to("2027-05-22T09:00:00+02:00").await;
    assert_eq!(stage.count("reminder").await, 4);
    stage.house.add("Inès Caron", "ines@boucle.example", "actor");
    stage.command(&["invite", &stage.id(), "--yes"]);
    stage.settled().await;
    stage.turn_to("2027-05-25T09:00:00+02:00").await;
    assert_eq!(stage.count("reminder").await, 5, "Inès, three days after her invitation; nobody twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_doubt_about_the_old_date_settled_after_a_move_is_no_yes_to_the_new_one() {
    let stage = Stage::invited().await;
    stage.reply(SONIA, "Bien noté, merci !").await;
    stage.turn_to("2027-05-10T12:00:00+02:00").await;
    stage.move_to("2027-06-19").await;
    stage.command(&["settle", "1", "yes"]);
    stage.settled().await;
    assert_eq!(stage.counts_as(SONIA).await, Standing::Tentative, "to be confirmed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn places_limited_after_the_first_answers_count_them() {
    let stage = Stage::invited().await;
    stage.reply(SONIA, "Oui, je viens.").await;
    stage.reply(KARIM, "Oui, je viens.").await;
    stage.command(&["gathering", "edit", &stage.id(), "--places", "2"]);
    stage.reply(LUCIE, "Oui, je viens.").await;
    assert_eq!(stage.standing(LUCIE).await.invited.place.map(|place| place.as_str()), Some("waiting"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_changed_and_changed_back_skips_no_occurrence() {
    let stage = Stage::invited().await;
    stage.turn_to("2027-05-11T12:00:00+02:00").await;
    for hour in ["9", "10", "9"] {
        stage.command(&["network", "edit", "1", "--programme", &format!("0 {hour} * * mon")]);
        let planned = format!("2027-05-17T{hour:0>2}:00");
        until_true("the next occurrence to be planned", async || {
            let sql = "SELECT occurrence FROM timer WHERE rule = 'programme' AND state = 'waiting'";
            stage.house.texts(sql).await == [planned.clone()]
        })
        .await;
    }
    stage.turn_to("2027-05-17T09:00:00+02:00").await;
    assert_eq!(stage.count("programme").await, 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_that_had_not_left_when_its_gathering_moved_bears_the_new_date() {
    let mut stage = Stage::with(&[SONIA]).await;
    stage.command(&["invite", &stage.id(), "--yes"]);
    stage.command(&["gathering", "move", &stage.id(), "--starts", "2027-06-19 10:00", "--yes"]);
    stage.house.start();
    until_true("her invitation", async || !stage.letters_to(SONIA.1).is_empty()).await;
    stage.settled().await;
    let letters = stage.letters_to(SONIA.1);
    assert_eq!(letters.len(), 1, "one letter, and none about a move she never heard the first date of");
    assert!(letters[0].text.contains("19 juin") && !letters[0].text.contains("5 juin"), "{}", letters[0].text);
}
