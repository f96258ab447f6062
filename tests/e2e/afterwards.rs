//! From the first invitation to the debrief in the next compte rendu, with nothing but mails going in.

use crate::support::house::{ADDRESS, until_true};
use crate::support::post::{self, Letter};
use crate::support::stage::{CLAIRE, KARIM, LUCIE, Person, SONIA, Stage};

/// A compte rendu in the plain form, of the meeting on 5 June.
const MINUTES: &str = "Rencontre des acteurs (5 juin 2027)\r\n\r\n\
    Date de la réunion : 5 juin 2027\r\n\
    Nom de l'auteur du compte rendu : Claire Vasseur\r\n\
    Compte rendu : Présents : 1 membre du groupe projet + Sonia de l'Amap + 3 autres actrices.\r\n\r\n\
    Nos constats\r\n\r\n\
    Une rencontre attentive :\r\n\
    + Le récit de Sonia a donné envie d'aller voir.\r\n\
    \x20 • « Coopérer, c'est d'abord se rendre visite », dit une participante.\r\n\r\n\
    Pistes\r\n\r\n\
    Visiter les Jardins de la Digue avec un petit groupe.\r\n\
    Contact à prendre avec : Régie de quartier et Ressourcerie pour un prochain récit.\r\n";

/// Somebody's latest letter of which the subject begins so.
async fn letter(stage: &Stage, person: Person, subject: &str) -> Letter {
    let found = || stage.letters_to(person.1).into_iter().rev().find(|one| one.subject.starts_with(subject));
    until_true(&format!("« {subject} » to {}", person.1), async || found().is_some()).await;
    found().unwrap()
}

/// Somebody answers that letter.
async fn answer(stage: &Stage, person: Person, subject: &str, words: &str) {
    let letter = letter(stage, person, subject).await;
    let message = post::reply(&letter, person.0, person.1, words);
    post::hand_over(stage.house.lmtp(), person.1, &letter.reply_to, &message).await;
    stage.settled().await;
}

/// A mail of one's own to the network's address.
async fn mail(stage: &Stage, person: Person, subject: &str, words: &str, id: &str) {
    let message = post::message(person.0, person.1, ADDRESS, subject, words, id);
    post::hand_over(stage.house.lmtp(), person.1, ADDRESS, &message).await;
    stage.settled().await;
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn from_the_first_invitation_to_the_debrief_in_the_next_compte_rendu() {
    let mut stage = Stage::with(&[SONIA, KARIM, LUCIE]).await;
    let next = stage.house.gathering_on("2027-09-04");
    stage.house.start();
    stage.invite().await;
    stage.house.json(&["invite", &next.to_string(), "--at", "J-21 9:00", "--yes"]);

    // From here on, only mails go in, and the clock runs.
    stage.reply(SONIA, "Oui, je viens !").await;
    stage.reply(KARIM, "Je viens avec plaisir.").await;
    stage.reply(LUCIE, "Désolée, je ne peux pas.").await;
    stage.turn_to("2027-06-05T13:30:00+02:00").await;
    stage.turn_to("2027-06-07T09:30:00+02:00").await;

    // The compte rendu: Claire mails it, sees it as it will be seen, and lets it go.
    mail(&stage, CLAIRE, "Compte rendu", MINUTES, "cr@projet.example").await;
    let draft = letter(&stage, CLAIRE, "À relire : compte rendu").await;
    assert!(draft.text.contains("envoyer"), "{}", draft.text);
    for word in ["Visite des Jardins de la Digue", "Régie de quartier", "Ressourcerie"] {
        assert!(flat(&draft.text).contains(word), "{word}: {}", draft.text);
    }
    assert_eq!(stage.count("minutes").await, 0, "nothing leaves before an organiser wants it");
    // Somebody else who gets hold of the draft orders nothing.
    let forged = post::reply_numbered(&draft, "Karim Haddad", KARIM.1, "envoyer", 2);
    post::hand_over(stage.house.lmtp(), KARIM.1, &draft.reply_to, &forged).await;
    stage.settled().await;
    assert_eq!(stage.count("minutes").await, 0);
    answer(&stage, CLAIRE, "À relire : compte rendu", "envoyer").await;
    assert_eq!(stage.count("minutes").await, 4, "to all who were invited, and once");
    answer(&stage, CLAIRE, "À relire : compte rendu", "Envoyer !").await;
    assert_eq!(stage.count("minutes").await, 4, "an order works once");
    for person in [SONIA, KARIM, LUCIE, CLAIRE] {
        let got = letter(&stage, person, "Compte rendu").await;
        let words = flat(&got.text);
        for token in flat(MINUTES).split(' ').filter(|token| token.chars().any(char::is_alphanumeric)) {
            assert!(words.contains(token), "{}: {token} is missing in\n{}", person.0, got.text);
        }
    }

    // Karim wants to be of the visit. When it is due Claire says when it is; she sees the invitation, and lets it go.
    answer(&stage, KARIM, "Compte rendu", "Merci ! Je veux bien participer à la visite des jardins.").await;
    assert!(letter(&stage, KARIM, "C'est noté").await.text.contains("vous voulez en être"));
    stage.turn_to("2027-06-28T09:30:00+02:00").await;
    let asked = letter(&stage, CLAIRE, "Où en est cette piste ? Visite").await;
    assert!(asked.text.contains("Karim Haddad"), "{}", asked.text);
    answer(
        &stage,
        CLAIRE,
        "Où en est cette piste ? Visite",
        "C'est convenu pour le 8 juillet de 14 h à 16 h, 6 places, au 3 quai de la Digue",
    )
    .await;
    let order = letter(&stage, CLAIRE, "À confirmer").await;
    for word in ["8 juillet", "14 h", "3 quai de la Digue", "Karim Haddad"] {
        assert!(flat(&order.text.replace('\u{a0}', " ")).contains(word), "{word}: {}", order.text);
    }
    let invitations = stage.count("invitation").await;
    answer(&stage, CLAIRE, "À confirmer", "Envoyer").await;
    assert_eq!(stage.count("invitation").await, invitations + 1, "only who volunteered is invited");
    answer(&stage, KARIM, "Invitation : Visite", "Oui, je serai là.").await;

    // The day before, the practical information; the day after, what did it inspire?
    stage.turn_to("2027-07-07T18:30:00+02:00").await;
    assert!(letter(&stage, KARIM, "Infos pratiques").await.text.contains("3 quai de la Digue"));
    stage.turn_to("2027-07-08T17:30:00+02:00").await;
    stage.turn_to("2027-07-09T09:30:00+02:00").await;
    let words = "J'ai été frappé par les parcelles tenues à plusieurs : on pourrait faire pareil avec nos loges.";
    answer(&stage, KARIM, "Que vous a inspiré", words).await;
    assert!(flat(&letter(&stage, KARIM, "C'est noté").await.text).contains("ordre du jour"));

    // It is on the next meeting's agenda, and in its compte rendu.
    stage.turn_to("2027-08-14T09:30:00+02:00").await;
    answer(&stage, SONIA, "Invitation : Rencontre", "Je viens").await;
    stage.turn_to("2027-09-03T18:30:00+02:00").await;
    let practical = letter(&stage, SONIA, "Infos pratiques").await;
    assert!(flat(&practical.text).contains("restitution de Karim Haddad"), "{}", practical.text);
    stage.turn_to("2027-09-04T13:30:00+02:00").await;
    let second = MINUTES.replace("5 juin 2027", "4 septembre 2027").replace("Visiter les", "Nous avons visité les");
    mail(&stage, CLAIRE, "Compte rendu de septembre", &second, "cr2@projet.example").await;
    answer(&stage, CLAIRE, "À relire : compte rendu", "envoyer").await;
    let last = letter(&stage, LUCIE, "Compte rendu").await;
    assert!(last.text.contains("Karim Haddad"), "{}", last.text);
    assert!(flat(&last.text).contains(words), "{}", last.text);
}
