use serde_json::{Value, json};

use crate::cli::testing::Home;
use crate::domain::token::{TokenKey, TokenKind, TokenSubject};

async fn refused(home: &Home, line: &str) -> String {
    home.does(line).await.unwrap_err().to_string()
}

fn keys(json: &Value) -> Vec<&str> {
    json.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn gatherings_are_checked() {
    let home = Home::furnished().await;
    for (line, part) in [
        ("gathering new --title T --starts 2020-01-01_10:00", "past"),
        ("gathering new --title T --starts demain", "2027-06-05T10:00"),
        ("gathering new --title T --starts 2027-06-05_10:00 --ends 9h", "before it starts"),
        ("gathering new --title _ --starts 2027-06-05_10:00", "empty"),
        ("gathering new --title T --starts 2027-06-05_10:00 --kind visit --places 0", "1 or more"),
        ("gathering new --title T --starts 2027-06-05_10:00 --link visio", "https://"),
        ("gathering new --title T --starts 2027-06-05_10:00 --series Non", "palabre series new"),
        ("gathering new --title T --starts 2027-06-05_10:00 --zone Mars/Base", "time zone"),
        ("gathering new --title T --starts 2027-03-28_02:30", "The next hour that exists is 2027-03-28 03:00"),
        ("gathering move 1 --starts 28/3/2027_2h30", "2027-03-28T02:30 doesn't exist in Europe/Paris"),
        ("gathering show 9", "palabre gathering list"),
        ("gathering move 1 --starts 2020-01-01_10:00", "past"),
    ] {
        let error = refused(&home, line).await;
        assert!(error.contains(part), "{line}: {error}");
    }
}

#[tokio::test]
async fn defaults_are_sensible() {
    let home = Home::furnished().await;
    home.does("series new --title Récits").await.unwrap();
    for number in 1..3 {
        let line = "gathering new --title Visio --starts 2027-07-05_18h30 --link https://v.example/x --series Récits";
        let made = home.does(line).await.unwrap().json;
        assert_eq!((&made["mode"], &made["number"]), (&"online".into(), &number.into()));
        assert_eq!((&made["ends"], &made["zone"]), (&"2027-07-05T20:30:00+02:00".into(), &"Europe/Paris".into()));
    }
    let both = "gathering new --title B --starts 2027-07-05_18h30 --link https://v.example/x --place Ici --lasts 45m";
    assert_eq!(home.does(both).await.unwrap().json["mode"], "in_person");
}

#[tokio::test]
async fn show_keeps_its_contract() {
    let home = Home::furnished().await;
    home.does("invite 1 --yes").await.unwrap();
    home.does("answer 1 2 yes --guests 2 --note arrive_tard --mode in_person --by 1").await.unwrap();
    home.does("answer 1 3 non").await.unwrap();
    let shown = home.does("gathering show 1").await.unwrap();
    let json = &shown.json;
    let promised = [
        "id",
        "title",
        "kind",
        "state",
        "starts",
        "ends",
        "zone",
        "mode",
        "place",
        "link",
        "places",
        "network",
        "series",
        "change",
        "invited",
        "attending",
        "guests",
        "regrets",
        "tentative",
        "silent",
        "to_decide",
        "undeliverable",
        "waiting",
        "invitations",
    ];
    for key in promised {
        assert!(keys(json).contains(&key), "{key}");
    }
    let counts = ["attending", "regrets", "tentative", "silent", "to_decide", "undeliverable"];
    let sum: i64 = counts.iter().map(|key| json[key].as_i64().unwrap()).sum();
    assert_eq!(Some(sum), json["invited"].as_i64());
    assert_eq!((&json["attending"], &json["guests"], &json["regrets"]), (&1.into(), &2.into(), &1.into()));
    assert_eq!(json["starts"], "2027-06-05T10:00:00+02:00");
    assert!(json["link"].is_null() && json["places"].is_null() && json["series"].is_null());
    let zoe = json["invitations"].as_array().unwrap().iter().find(|one| one["actor"]["id"] == 2).unwrap();
    let subject = TokenSubject { kind: TokenKind::Reply, id: zoe["id"].as_i64().unwrap(), generation: 0 };
    let expected = json!({
        "id": zoe["id"],
        "actor": { "id": 2, "name": "Zoé Roux", "email": "zoe@theatre.example", "organisation": "Théâtre du Rond" },
        "role": "invited",
        "token": TokenKey::new(vec![7; 32]).token(subject),
        "state": "queued",
        "place": null,
        "standing": "attending",
        "answer": {
            "intent": "attending", "guests": 2, "guest_names": [], "delegate": null, "mode": "in_person",
            "partial": false, "note": "arrive tard", "channel": "organiser", "said_by": 1,
            "at": "2027-03-01T09:00:00+01:00",
        },
        "present": null,
    });
    assert_eq!(*zoe, expected);
    let attendance = json!({ "asked": false, "recorded": false, "present": 0, "absent": 0, "unannounced": 0 });
    assert_eq!(json["attendance"], attendance);
    for part in ["samedi 5 juin 2027", "3 invited · 1 attending with 2 guests · 1 regrets · 1 silent", "arrive tard"]
    {
        assert!(shown.text.replace('\u{a0}', " ").contains(part), "{part}: {}", shown.text);
    }
}

#[tokio::test]
async fn the_same_gathering_twice_is_made_with_a_warning() {
    let home = Home::furnished().await;
    let twin = home.does("gathering new --title 3E_rencontre --starts 5/6/2027_10h").await.unwrap();
    assert!(twin.text.contains("Warning: gathering 1 has the same title and start"), "{}", twin.text);
    assert_eq!(twin.json["id"], 2);
    let other = home.does("gathering new --title 3e_rencontre --starts 6/6/2027_10h").await.unwrap();
    assert!(!other.text.contains("Warning"), "{}", other.text);
}

#[tokio::test]
async fn the_same_word_again_keeps_guests_and_note() {
    let home = Home::furnished().await;
    home.does("invite 1 --yes").await.unwrap();
    let first = home.does("answer 1 2 yes --guests 3 --note vient_à_3 --mode in_person").await.unwrap();
    assert!(!first.text.contains('→'), "{}", first.text);
    let again = home.does("answer 1 2 yes").await.unwrap();
    assert!(!again.text.contains('→'), "{}", again.text);
    let answer = &again.json["answer"];
    assert_eq!((&answer["guests"], &answer["note"]), (&3.into(), &"vient à 3".into()));
    assert_eq!(answer["mode"], "in_person");
    let fewer = home.does("answer 1 2 yes --guests 1 --note ").await.unwrap();
    assert!(fewer.text.contains("guests: 3 → 1") && fewer.text.contains("note: vient à 3 → –"), "{}", fewer.text);
    assert_eq!(fewer.json["answer"]["mode"], "in_person");
    let no = home.does("answer 1 2 no").await.unwrap();
    assert!(no.text.contains("answer: attending → regrets") && no.text.contains("guests: 1 → 0"), "{}", no.text);
    assert!(no.json["answer"]["mode"].is_null());
}

#[tokio::test]
async fn inviting_is_shown_asked_and_done_once() {
    let home = Home::furnished().await;
    home.does("actor edit 3 --stop").await.unwrap();
    let dry = home.program("invite 1").await.unwrap().json;
    assert_eq!((&dry["approved"], &dry["to_invite"], &dry["invited"]), (&false.into(), &2.into(), &0.into()));
    assert_eq!(dry["skipped"]["stopped"][0]["name"], "Karim Benali");
    assert!(dry["preview"]["text"].as_str().unwrap().contains("Salle 2"));
    assert!(home.typing("invite 1", "n\n").await.is_err());
    home.does("invite 1 --to-me").await.unwrap();
    assert_eq!(home.does("gathering show 1").await.unwrap().json["invited"], 0);
    let done = home.typing("invite 1", "oui\n").await.unwrap();
    assert!(done.text.contains("palabre outbox list") && done.text.contains("palabre gathering show 1"));
    let again = home.does("invite 1 --yes").await.unwrap();
    assert!(again.text.contains("Nobody new") && again.text.contains("already invited: 2"), "{}", again.text);
    assert_eq!(home.does("outbox list").await.unwrap().json.as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn invitations_may_be_planned_for_some() {
    let home = Home::furnished().await;
    assert!(refused(&home, "invite 1 --at J-21 --yes").await.contains("--at"));
    assert!(refused(&home, "invite 1 --only Personne --yes").await.contains("no actor"));
    let done = home.does("invite 1 --only 2 --at J-21_9:00 --yes").await.unwrap();
    assert_eq!((&done.json["leaves"], &done.json["invited"]), (&"2027-05-15T09:00:00+02:00".into(), &1.into()));
    let shown = home.does("gathering show 1").await.unwrap();
    assert_eq!(shown.json["invitations"][0]["state"], "planned");
    assert!(shown.text.contains("invitations leave"), "{}", shown.text);
    assert_eq!(home.does("outbox list").await.unwrap().json, json!([]));
}

#[tokio::test]
async fn a_network_that_reminds_less_drops_what_was_timed() {
    let home = Home::furnished().await;
    home.does("invite 1 --yes").await.unwrap();
    let next = async || home.does("gathering show 1").await.unwrap().text;
    home.does("network edit --reminders J-14_9:00,J-7_9:00").await.unwrap();
    assert_eq!(next().await.matches("reminder to the silent").count(), 2);
    home.does("network edit --reminders J-3_9:00 --practical ").await.unwrap();
    let now = next().await;
    assert_eq!(now.matches("reminder to the silent").count(), 1, "{now}");
    assert!(now.contains("mercredi 2 juin") && !now.contains("practical"), "{now}");
    home.does("network edit --practical J-1_18:00").await.unwrap();
    assert!(next().await.contains("practical information: vendredi 4 juin"));
}

#[tokio::test]
async fn the_outbox_keeps_its_contract_and_changes_all_or_none() {
    let home = Home::furnished().await;
    home.does("invite 1 --yes").await.unwrap();
    let listed = home.does("outbox list --limit 1").await.unwrap().json;
    let letter = listed[0].clone();
    let mut found = keys(&letter);
    found.sort_unstable();
    let mut promised = ["id", "to", "subject", "cause", "state", "attempts", "next_try", "message_id", "last_error"];
    promised.sort_unstable();
    assert_eq!(found, promised);
    assert_eq!((&letter["state"], &letter["next_try"]), (&"queued".into(), &"2027-03-01T09:00:00+01:00".into()));
    assert!(refused(&home, "outbox hold 1 99").await.contains("letter 99"));
    assert_eq!(home.does("outbox list --state held").await.unwrap().json, json!([]));
    let held = home.does("outbox hold 1 2").await.unwrap().json;
    assert_eq!((&held[0]["state"], &held[0]["next_try"]), (&"held".into(), &Value::Null));
    home.does("outbox retry 1").await.unwrap();
    home.does("outbox drop 2").await.unwrap();
    assert!(refused(&home, "outbox retry 2").await.contains("it is dropped"));
    let shown = home.does("outbox show 2").await.unwrap();
    assert_eq!((&shown.json["state"], &shown.json["deliveries"]), (&"dropped".into(), &json!([])));
    let why = home.does("why Karim_Benali 1").await.unwrap();
    assert!(why.text.contains("message re"), "{}", why.text);
}

#[tokio::test]
async fn a_moved_gathering_asks_again_and_a_cancelled_one_is_over() {
    let home = Home::furnished().await;
    home.does("invite 1 --yes").await.unwrap();
    home.does("answer 1 2 oui").await.unwrap();
    let moved = home.does("gathering move 1 --starts 2027-06-12_10:00 --yes").await.unwrap().json;
    assert_eq!((&moved["change"], &moved["tentative"]), (&1.into(), &1.into()));
    assert_eq!(moved["ends"], "2027-06-12T12:00:00+02:00", "it lasts as long as before");
    let why = home.does("why 2 1").await.unwrap().text;
    assert!(why.contains("Aujourd'hui : Zoé Roux avait dit oui pour la date d'avant"), "{why}");
    let edited = home.does("gathering edit 1 --place  --link https://v.example --mode online").await.unwrap().json;
    assert_eq!((&edited["change"], &edited["place"]), (&1.into(), &Value::Null));
    home.does("gathering cancel 1 --reason Grève --yes").await.unwrap();
    for line in ["gathering edit 1 --title X", "gathering move 1 --starts 2027-07-01_10:00 --yes", "answer 1 2 yes"] {
        assert!(refused(&home, line).await.contains("cancelled"), "{line}");
    }
    assert!(refused(&home, "invite 1 --yes").await.contains("cancelled"));
}

#[tokio::test]
async fn the_digest_and_the_doubts_are_shown() {
    let home = Home::furnished().await;
    home.does("invite 1 --yes").await.unwrap();
    assert_eq!(home.does("digest").await.unwrap().json["is_news"], false);
    home.later(5);
    home.does("answer 1 2 yes").await.unwrap();
    let digest = home.does("digest").await.unwrap();
    assert!(digest.json["is_news"].as_bool().unwrap() && digest.text.contains("Zoé Roux"), "{}", digest.text);
    assert_eq!(home.does("settle --list").await.unwrap().json, json!([]));
    assert!(refused(&home, "settle 1 yes").await.contains("palabre settle --list"));
    assert!(refused(&home, "answer 1 2 no --guests 2").await.contains("--guests"));
}
