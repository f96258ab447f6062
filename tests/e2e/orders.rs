//! Orders and reports that must not be obeyed, and what their writers are told.

use crate::afterwards::MINUTES;
use crate::support::house::House;
use crate::support::mails::Mails as _;
use crate::support::post::{self, Letter};
use crate::support::stage::{CLAIRE, KARIM, LUCIE, Person, SONIA, Stage};

/// Another organiser.
const NADIA: Person = ("Nadia Ferrand", "nadia@projet.example");

/// Everyone was invited, and Sonia comes; the meeting is over, and Claire has mailed its compte rendu.
async fn drafted(settings: impl FnOnce(&mut House)) -> Stage {
    let mut stage = Stage::with(&[SONIA, KARIM, LUCIE]).await;
    stage.house.add(NADIA.0, NADIA.1, "organiser");
    settings(&mut stage.house);
    stage.house.start();
    stage.invite().await;
    stage.answer(SONIA, "Invitation", "Oui, je viens.").await;
    stage.turn_to("2027-06-07T09:30:00+02:00").await;
    stage.mail(CLAIRE, "Compte rendu", MINUTES, "cr@projet.example").await;
    stage
}

async fn draft(stage: &Stage) -> Letter {
    stage.letter(CLAIRE, "À relire").await
}

/// Nothing was sent.
async fn has_not_left(stage: &Stage) {
    assert_eq!(stage.count("minutes").await, 0, "it has left");
    assert_eq!(stage.house.number("SELECT COUNT(*) FROM follow_up WHERE state <> 'proposed'").await, 0);
}

/// It went to all five, once.
async fn has_left(stage: &Stage) {
    assert_eq!(stage.count("minutes").await, 5);
    assert_eq!(stage.house.number("SELECT COUNT(*) FROM decision WHERE what = 'minutes_sent'").await, 1);
}

async fn doubts(stage: &Stage) -> i64 {
    stage.house.number("SELECT COUNT(*) FROM doubt").await
}

#[tokio::test]
async fn a_stolen_draft_sends_nothing() {
    let stage = drafted(|_| {}).await;
    let draft = draft(&stage).await;
    for (n, (name, email)) in (1..).zip([KARIM, ("Zoé Passante", "zoe@ailleurs.example")]) {
        let letters = stage.letters_to(email).len();
        let stolen = post::reply_numbered(&draft, name, email, "envoyer", n);
        stage.bring(email, &draft.reply_to, &stolen).await;
        has_not_left(&stage).await;
        assert_eq!(doubts(&stage).await, i64::from(n), "the organisers see it");
        assert_eq!(stage.letters_to(email).len(), letters, "and {name} is told nothing of it");
    }
}

#[tokio::test]
async fn a_forged_organiser_sends_nothing() {
    let stage = drafted(|house| house.set("PALABRE_MAIL__TRUSTED_AUTHSERV", "mx.acteurs.example")).await;
    let draft = draft(&stage).await;
    let reply = |n: u32, result: &str| {
        let field = format!("Authentication-Results: mx.acteurs.example; {result} header.from=projet.example\r\n");
        [field.into_bytes(), post::reply_numbered(&draft, CLAIRE.0, CLAIRE.1, "envoyer", n)].concat()
    };
    for (n, result) in (1..).zip(["dmarc=fail", "dmarc=none; spf=fail smtp.mailfrom=projet.example"]) {
        stage.bring(CLAIRE.1, &draft.reply_to, &reply(n, result)).await;
        has_not_left(&stage).await;
        assert_eq!(doubts(&stage).await, i64::from(n));
    }
    stage.bring(CLAIRE.1, &draft.reply_to, &reply(3, "dmarc=pass")).await;
    has_left(&stage).await;
}

#[tokio::test]
async fn an_older_version_is_not_sent_for_a_newer() {
    let stage = drafted(|_| {}).await;
    let first = draft(&stage).await;
    let mended = MINUTES.replace("3 autres actrices", "4 autres actrices");
    stage.mail(NADIA, "CR corrigé", &mended, "cr2@projet.example").await;
    let order = post::reply(&first, CLAIRE.0, CLAIRE.1, "envoyer");
    stage.bring(CLAIRE.1, &first.reply_to, &order).await;
    has_not_left(&stage).await;
    let told = stage.letter(CLAIRE, "Rien n'est fait").await;
    assert!(told.text.contains("une version plus récente"), "{}", told.text);
    stage.answer(CLAIRE, "À relire", "envoyer").await;
    has_left(&stage).await;
    assert!(stage.letter(KARIM, "Compte rendu").await.text.contains("4 autres actrices"));
}

#[tokio::test]
async fn of_two_organisers_the_second_is_told_that_the_first_has_sent_it() {
    let stage = drafted(|_| {}).await;
    stage.answer(NADIA, "À relire", "envoyer").await;
    assert!(stage.letter(NADIA, "C'est noté").await.text.contains("le compte rendu part à 5 personnes"));
    stage.answer(CLAIRE, "À relire", "Envoyez, merci !").await;
    has_left(&stage).await;
    let told = stage.letter(CLAIRE, "Rien n'est fait").await;
    assert!(told.text.contains("déjà parti, à la demande de Nadia Ferrand"), "{}", told.text);
    assert!(!told.text.contains("pas compris"), "{}", told.text);
    // A corrected text comes too late.
    stage.mail(CLAIRE, "CR corrigé", MINUTES, "cr3@projet.example").await;
    has_left(&stage).await;
    let told = stage.letter(CLAIRE, "Rien n'est fait").await;
    assert!(told.text.contains("ne le remplace plus"), "{}", told.text);
}

#[tokio::test]
async fn a_machine_that_says_envoyer_sends_nothing() {
    let stage = drafted(|_| {}).await;
    let draft = draft(&stage).await;
    let letters = stage.sink.count();
    let plain = post::reply(&draft, CLAIRE.0, CLAIRE.1, "envoyer");
    let stamped = [b"Auto-Submitted: auto-replied\r\n".as_slice(), &plain].concat();
    stage.bring(CLAIRE.1, &draft.reply_to, &stamped).await;
    let named = String::from_utf8(post::reply_numbered(&draft, CLAIRE.0, CLAIRE.1, "envoyer", 2)).unwrap();
    let named = named.replace("Subject: Re: ", "Subject: Réponse automatique : envoyer ");
    stage.bring(CLAIRE.1, &draft.reply_to, named.as_bytes()).await;
    let nobody = post::reply_numbered(&draft, CLAIRE.0, CLAIRE.1, "envoyer", 3);
    stage.bring("", &draft.reply_to, &nobody).await;
    let words = "Je suis absente du bureau jusqu'au 30 juin. En cas d'urgence, envoyer un message à Nadia.";
    let vacation = post::message(CLAIRE.0, CLAIRE.1, &draft.reply_to, "Absence", words, "absence@projet.example");
    stage.bring(CLAIRE.1, &draft.reply_to, &vacation).await;
    has_not_left(&stage).await;
    assert_eq!(stage.sink.count(), letters, "nothing is sent in answer to a machine");
}

#[tokio::test]
async fn who_holds_it_back_or_says_nothing_is_told_and_may_order_it_in_answer() {
    let stage = drafted(|_| {}).await;
    stage.answer(CLAIRE, "À relire", "Ne pas envoyer.").await;
    let told = stage.letter(CLAIRE, "Rien n'est fait").await;
    assert!(told.text.contains("le compte rendu ne part pas"), "{}", told.text);
    stage.answer(NADIA, "À relire", "").await;
    let helped = stage.letter(NADIA, "Je n'ai pas compris").await;
    assert!(helped.text.contains("pour l'envoyer, répondez « envoyer »"), "{}", helped.text);
    has_not_left(&stage).await;
    // "Répondez simplement à ce message" is meant.
    stage.answer(NADIA, "Je n'ai pas compris", "envoyer").await;
    has_left(&stage).await;
}

#[tokio::test]
async fn beyond_the_cap_nobody_is_answered_and_an_order_still_works() {
    let stage = drafted(|house| drop(house.json(&["network", "edit", "--mail-cap", "3"]))).await;
    let draft = draft(&stage).await;
    let before = stage.letters_to(CLAIRE.1).len();
    for n in 1..=6 {
        let chat = post::reply_numbered(&draft, CLAIRE.0, CLAIRE.1, &format!("Une idée {n}"), n);
        stage.bring(CLAIRE.1, &draft.reply_to, &chat).await;
    }
    assert_eq!(stage.letters_to(CLAIRE.1).len(), before + 2, "the draft was the first of three");
    assert_eq!(stage.house.number("SELECT COUNT(*) FROM decision WHERE what = 'capped'").await, 4);
    let order = post::reply_numbered(&draft, CLAIRE.0, CLAIRE.1, "envoyer", 7);
    stage.bring(CLAIRE.1, &draft.reply_to, &order).await;
    has_left(&stage).await;
    assert_eq!(stage.letters_to(CLAIRE.1).len(), before + 3, "the compte rendu itself is no answer");
}

/// Karim volunteers; on its day Claire is asked about the visit.
async fn volunteered() -> Stage {
    let stage = drafted(|_| {}).await;
    stage.answer(CLAIRE, "À relire", "envoyer").await;
    stage.answer(KARIM, "Compte rendu", "Je veux bien participer à la visite.").await;
    stage
}

async fn arranged(stage: &Stage) {
    stage.turn_to("2027-06-28T09:30:00+02:00").await;
    let words = "C'est convenu pour le 8 juillet de 14 h à 16 h, au 3 quai de la Digue";
    stage.answer(CLAIRE, "Où en est cette piste ? Visite", words).await;
}

#[tokio::test]
async fn a_volunteer_who_says_stop_is_invited_to_nothing() {
    let stage = volunteered().await;
    stage.answer(KARIM, "Compte rendu", "Stop, ne m'envoyez plus de mails svp.").await;
    assert_eq!(stage.house.number("SELECT COUNT(*) FROM membership WHERE stopped_at IS NOT NULL").await, 1);
    let last = stage.letters_to(KARIM.1).len();
    arranged(&stage).await;
    let asked = stage.letter(CLAIRE, "Où en est cette piste ? Visite").await;
    assert!(!asked.text.contains(KARIM.0), "{}", asked.text);
    let preview = stage.letter(CLAIRE, "À confirmer").await;
    assert!(!preview.text.contains(KARIM.0) && preview.text.contains(LUCIE.0), "{}", preview.text);
    stage.answer(CLAIRE, "À confirmer", "envoyer").await;
    stage.letter(LUCIE, "Invitation : Visite").await;
    assert_eq!(stage.letters_to(KARIM.1).len(), last, "no letter after the last");
}

#[tokio::test]
async fn a_debrief_is_the_visitors_own_and_says_something() {
    let stage = volunteered().await;
    arranged(&stage).await;
    stage.answer(CLAIRE, "À confirmer", "ne pas envoyer").await;
    let held = stage.letter(CLAIRE, "Rien n'est fait").await;
    assert!(held.text.contains("personne n'est invité"), "{}", held.text);
    stage.answer(CLAIRE, "Rien n'est fait", "envoyer").await;
    stage.answer(KARIM, "Invitation : Visite", "Oui, je serai là.").await;
    stage.turn_to("2027-07-08T17:30:00+02:00").await;
    stage.turn_to("2027-07-09T09:30:00+02:00").await;
    let asked = stage.letter(KARIM, "Que vous a inspiré").await;
    let debriefs = async || stage.house.number("SELECT COUNT(*) FROM debrief").await;
    let before = doubts(&stage).await;
    let anothers = post::reply(&asked, SONIA.0, SONIA.1, "J'ai adoré, tout était parfait.");
    stage.bring(SONIA.1, &asked.reply_to, &anothers).await;
    assert_eq!((debriefs().await, doubts(&stage).await), (0, before + 1), "another's letter");
    stage.bring(KARIM.1, &asked.reply_to, &post::reply_numbered(&asked, KARIM.0, KARIM.1, "", 2)).await;
    assert_eq!((debriefs().await, doubts(&stage).await), (0, before + 2), "nothing was said");
    let words = "Des parcelles tenues à plusieurs : à faire chez nous.";
    stage.bring(KARIM.1, &asked.reply_to, &post::reply_numbered(&asked, KARIM.0, KARIM.1, words, 3)).await;
    assert_eq!(debriefs().await, 1);
    // Thanks for the answer are no second debrief, and no answer to an invitation.
    stage.answer(KARIM, "C'est noté", "Parfait, merci !").await;
    assert_eq!(debriefs().await, 1);
    assert_eq!(stage.house.number("SELECT COUNT(*) FROM agenda_item WHERE kind = 'debrief'").await, 1);
}
