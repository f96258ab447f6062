//! From the first invitation to the debrief in the next compte rendu, with nothing but mails going in.

use palabre::domain::ids::GatheringId;

use crate::support::mails::Mails;
use crate::support::post;
use crate::support::stage::{CLAIRE, KARIM, LUCIE, Person, SONIA, Stage};

/// A compte rendu in the plain form, of the meeting on 5 June.
pub const MINUTES: &str = "Rencontre des acteurs (5 juin 2027)\r\n\r\n\
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

/// Who plays: an organiser, and three actors.
pub struct Cast {
    /// Organiser; writes the comptes rendus.
    pub claire: Person,
    /// Comes.
    pub sonia: Person,
    /// Comes, and visits.
    pub karim: Person,
    /// Can't come.
    pub lucie: Person,
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn from_the_first_invitation_to_the_debrief_in_the_next_compte_rendu() {
    let mut stage = Stage::with(&[SONIA, KARIM, LUCIE]).await;
    stage.house.start();
    let cast = Cast { claire: CLAIRE, sonia: SONIA, karim: KARIM, lucie: LUCIE };
    whole_cycle(&stage, stage.gathering, &cast).await;
}

/// The cycle, from the invitation to a gathering on 5 June 2027 to the compte rendu of the next.
pub async fn whole_cycle(stage: &impl Mails, gathering: GatheringId, cast: &Cast) {
    let Cast { claire, sonia, karim, lucie } = *cast;
    let house = stage.house();
    let next = house.gathering_on("2027-09-04");
    house.invite(gathering);
    stage.settled().await;
    house.json(&["invite", &next.to_string(), "--at", "J-21 9:00", "--yes"]);

    // From here on, only mails go in, and the clock runs.
    stage.answer(sonia, "Invitation", "Oui, je viens !").await;
    stage.answer(karim, "Invitation", "Je viens avec plaisir.").await;
    stage.answer(lucie, "Invitation", "Désolée, je ne peux pas.").await;
    stage.turn_to("2027-06-05T13:30:00+02:00").await;
    stage.answer(claire, "Qui était là ?", "Tous, et Lucie Morel est venue finalement.").await;
    let noted = flat(&stage.letter(claire, "C'est noté").await.text);
    assert!(noted.contains("Sonia Léger") && noted.contains("Lucie Morel"), "{noted}");
    stage.turn_to("2027-06-07T09:30:00+02:00").await;

    // The compte rendu: Claire mails it, sees it as it will be seen, and lets it go.
    stage.mail(claire, "Compte rendu", MINUTES, "cr@projet.example").await;
    let draft = stage.letter(claire, "À relire : compte rendu").await;
    assert!(draft.text.contains("envoyer"), "{}", draft.text);
    for word in ["Visite des Jardins de la Digue", "Régie de quartier", "Ressourcerie"] {
        assert!(flat(&draft.text).contains(word), "{word}: {}", draft.text);
    }
    assert_eq!(house.count("minutes").await, 0, "nothing leaves before an organiser wants it");
    // Somebody else who gets hold of the draft orders nothing.
    let forged = post::reply_numbered(&draft, "Karim Haddad", karim.1, "envoyer", 2);
    stage.bring(karim.1, &draft.reply_to, &forged).await;
    assert_eq!(house.count("minutes").await, 0);
    stage.answer(claire, "À relire : compte rendu", "envoyer").await;
    assert_eq!(house.count("minutes").await, 4, "to all who were invited, and once");
    stage.answer(claire, "À relire : compte rendu", "Envoyer !").await;
    assert_eq!(house.count("minutes").await, 4, "an order works once");
    for person in [sonia, karim, lucie, claire] {
        let got = stage.letter(person, "Compte rendu").await;
        let words = flat(&got.text);
        for token in flat(MINUTES).split(' ').filter(|token| token.chars().any(char::is_alphanumeric)) {
            assert!(words.contains(token), "{}: {token} is missing in\n{}", person.0, got.text);
        }
        let was_there = words.contains("Merci d'avoir été là");
        assert_eq!(was_there, person != claire, "as the roll call said: {}", got.text);
    }

    // Karim wants to be of the visit. When it is due Claire says when it is; she sees the invitation, and lets it go.
    stage.answer(karim, "Compte rendu", "Merci ! Je veux bien participer à la visite des jardins.").await;
    assert!(stage.letter(karim, "C'est noté").await.text.contains("vous voulez en être"));
    stage.turn_to("2027-06-28T09:30:00+02:00").await;
    let asked = stage.letter(claire, "Où en est cette piste ? Visite").await;
    assert!(asked.text.contains("Karim Haddad"), "{}", asked.text);
    stage
        .answer(
            claire,
            "Où en est cette piste ? Visite",
            "C'est convenu pour le 8 juillet de 14 h à 16 h, 6 places, au 3 quai de la Digue",
        )
        .await;
    let order = stage.letter(claire, "À confirmer").await;
    for word in ["8 juillet", "14 h", "3 quai de la Digue", "Karim Haddad"] {
        assert!(flat(&order.text.replace('\u{a0}', " ")).contains(word), "{word}: {}", order.text);
    }
    let invitations = house.count("invitation").await;
    stage.answer(claire, "À confirmer", "Envoyer").await;
    assert_eq!(house.count("invitation").await, invitations + 1, "only who volunteered is invited");
    stage.answer(karim, "Invitation : Visite", "Oui, je serai là.").await;

    // The day before, the practical information; the day after, what did it inspire?
    stage.turn_to("2027-07-07T18:30:00+02:00").await;
    assert!(stage.letter(karim, "Infos pratiques").await.text.contains("3 quai de la Digue"));
    stage.turn_to("2027-07-08T17:30:00+02:00").await;
    stage.turn_to("2027-07-09T09:30:00+02:00").await;
    let words = "J'ai été frappé par les parcelles tenues à plusieurs : on pourrait faire pareil avec nos loges.";
    stage.answer(karim, "Que vous a inspiré", words).await;
    assert!(flat(&stage.letter(karim, "C'est noté").await.text).contains("ordre du jour"));

    // It is on the next meeting's agenda, and in its compte rendu.
    stage.turn_to("2027-08-14T09:30:00+02:00").await;
    stage.answer(sonia, "Invitation : Rencontre", "Je viens").await;
    stage.turn_to("2027-09-03T18:30:00+02:00").await;
    let practical = stage.letter(sonia, "Infos pratiques").await;
    assert!(flat(&practical.text).contains("restitution de Karim Haddad"), "{}", practical.text);
    stage.turn_to("2027-09-04T13:30:00+02:00").await;
    let second = MINUTES.replace("5 juin 2027", "4 septembre 2027").replace("Visiter les", "Nous avons visité les");
    stage.mail(claire, "Compte rendu de septembre", &second, "cr2@projet.example").await;
    stage.answer(claire, "À relire : compte rendu", "envoyer").await;
    let last = stage.letter(lucie, "Compte rendu").await;
    assert!(last.text.contains("Karim Haddad"), "{}", last.text);
    assert!(flat(&last.text).contains(words), "{}", last.text);
}
