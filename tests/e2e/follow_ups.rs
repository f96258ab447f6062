//! What the owners of follow-ups answer in their own words.

use crate::support::mails::Mails as _;
use crate::support::stage::{SONIA, Stage};

/// Sonia takes care of a contact, and is asked about it on 20 May 2027, a Thursday.
async fn asked() -> Stage {
    let stage = Stage::invited().await;
    let new = ["follow-up", "new", "--kind", "contact", "--title", "Contact avec la ferme", "--owner", "Sonia Léger"];
    stage.house.json(&[new.as_slice(), &["--due", "2027-05-20"]].concat());
    stage.turn_to("2027-05-20T09:30:00+02:00").await;
    stage
}

/// State, owner and due date.
async fn stands(stage: &Stage) -> (String, String, String) {
    let one = async |sql| stage.house.texts(sql).await.concat();
    let state = one("SELECT state FROM follow_up").await;
    let owner = one("SELECT name FROM actor WHERE id = (SELECT owner_id FROM follow_up)").await;
    (state, owner, one("SELECT due_on FROM follow_up").await)
}

async fn doubts(stage: &Stage) -> i64 {
    stage.house.number("SELECT COUNT(*) FROM doubt").await
}

const LETTER: &str = "Où en est cette piste ? Contact";

#[tokio::test]
async fn what_is_done_is_done_in_any_words() {
    let stage = asked().await;
    let words = "Bonjour,\r\n\r\nJe les ai appelés hier, ils sont d'accord pour venir.\r\n\r\nBonne journée,\r\nSonia";
    stage.answer(SONIA, LETTER, words).await;
    assert_eq!(stands(&stage).await.0, "done");
    assert!(stage.letter(SONIA, "C'est noté").await.text.contains("cette piste est faite"));
    assert_eq!(doubts(&stage).await, 0);
}

#[tokio::test]
async fn not_yet_is_asked_again_in_a_week_and_a_day_is_kept_to() {
    let stage = asked().await;
    stage.answer(SONIA, LETTER, "Je leur ai laissé un message, toujours sans réponse.").await;
    assert!(stage.letter(SONIA, "C'est noté").await.text.contains("27 mai"));
    stage.turn_to("2027-05-27T09:30:00+02:00").await;
    assert_eq!(stage.count("follow_up").await, 2);
    stage.answer(SONIA, LETTER, "Pas encore eu le temps, plutôt fin juin.").await;
    assert_eq!(stands(&stage).await, ("open".into(), SONIA.0.into(), "2027-06-30".into()));
    stage.turn_to("2027-06-29T12:00:00+02:00").await;
    assert_eq!(stage.count("follow_up").await, 2, "nothing before that day");
    stage.turn_to("2027-06-30T09:30:00+02:00").await;
    assert_eq!(stage.count("follow_up").await, 3);
    assert_eq!(doubts(&stage).await, 0);
}

#[tokio::test]
async fn who_is_named_must_agree_so_the_organisers_see_it() {
    let stage = asked().await;
    stage.answer(SONIA, LETTER, "Voyez plutôt avec Karim Haddad, c'est lui qui connaît la ferme.").await;
    assert_eq!(stands(&stage).await, ("open".into(), SONIA.0.into(), "2027-05-20".into()));
    assert_eq!(doubts(&stage).await, 1);
    assert!(stage.letter(SONIA, "C'est noté").await.text.contains("verront avec Karim Haddad"));
}

#[tokio::test]
async fn what_is_not_sure_changes_nothing() {
    let stage = asked().await;
    for (n, words) in (1..).zip([
        "Je crois que c'est fait, à vérifier avec Paul.",
        "Ce sera fait si la mairie donne son accord.",
        "On laisse tomber pour l'instant.",
    ]) {
        stage.answer(SONIA, LETTER, words).await;
        assert_eq!(stands(&stage).await, ("open".into(), SONIA.0.into(), "2027-05-20".into()), "{words}");
        assert_eq!(doubts(&stage).await, n, "the organisers read it: {words}");
    }
}
