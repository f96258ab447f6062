use std::io::Write as _;

use crate::cli::testing::Home;
use crate::store::{decisions, outbox, people};

/// The third part of an error, and its second.
async fn refused(home: &Home, line: &str) -> String {
    home.does(line).await.unwrap_err().to_string()
}

#[tokio::test]
async fn networks_are_checked_and_every_change_is_noted() {
    let home = Home::empty().await;
    assert!(refused(&home, "actor list").await.contains("palabre network new"));
    for (line, part) in [
        ("network new --name A --address palabre", "has no @"),
        ("network new --name A --address a+b@c.fr", "without a `+`"),
        ("network new --name A --address a@b.fr --zone Paris", "Europe/Paris"),
        ("network new --name A --address a@b.fr --digest 8h", "--digest"),
        ("network new --name A --address a@b.fr --reminders J-7", "J-21 9:00"),
    ] {
        assert!(refused(&home, line).await.contains(part), "{line}: {}", refused(&home, line).await);
    }
    home.does("network new --name Coop --address Rencontres@Coop.example").await.unwrap();
    assert!(refused(&home, "network new --name Coop --address b@b.fr").await.contains("taken"));
    let told = home.does("network edit --reminders J-14_9:00,J-7_9:00 --practical ").await.unwrap();
    assert_eq!(told.json["reminders"], serde_json::json!(["J-14 9:00", "J-7 9:00"]));
    assert!(told.json["practical"].is_null());
    let mut tx = home.house.db.read().await.unwrap();
    let noted = decisions::about(&mut tx, "network:1").await.unwrap();
    assert_eq!(noted[1].because, "reminders: J-7 9:00 → J-14 9:00, J-7 9:00; practical: J-1 18:00 → –");
    drop(tx);
    home.does("network new --name Deux --address deux@coop.example").await.unwrap();
    assert!(refused(&home, "actor list").await.contains("--network: 1 (Coop), 2 (Deux)"));
    assert!(home.does("actor list --network coop").await.is_ok());
}

#[tokio::test]
async fn actors_are_named_by_number_address_or_name() {
    let home = Home::furnished().await;
    for named in ["2", "ZOE@theatre.example", "zoé_roux", "zoe\u{301}_ROUX", "zoe", "Roux", "oé"] {
        let told = home.does(&format!("actor show {named}")).await.unwrap();
        assert_eq!(told.json["id"], 2, "{named}");
    }
    let error = refused(&home, "actor show ar").await;
    assert!(error.contains("2 actors of Coop have it in their name"), "{error}");
    assert!(error.contains("1 (Marie Leroy <marie@coop.example>)") && error.contains("3 (Karim Benali"), "{error}");
    assert!(refused(&home, "actor show Nadia").await.contains("no actor of Coop has this name"));
    assert!(refused(&home, "actor show ").await.contains("no actor of Coop has this name"));
    assert!(refused(&home, "actor show 9").await.contains("number"));
    home.does("actor new --name Zoélie_Faure --email zf@b.fr").await.unwrap();
    assert_eq!(home.does("actor show zoe").await.unwrap().json["id"], 2, "a whole word before a part");
    home.does("actor new --name Zoé_Roux --email autre@b.fr").await.unwrap();
    let error = refused(&home, "actor show Zoé_Roux").await;
    assert!(error.contains("2 (Zoé Roux <zoe@theatre.example>), 5 (Zoé Roux <autre@b.fr>)"), "{error}");
    assert!(refused(&home, "actor new --name X --email zoe@theatre.example").await.contains("palabre actor edit 2"));
    assert!(refused(&home, "actor new --name X --email zoe").await.contains("no @"));
}

#[tokio::test]
async fn the_last_organiser_stays() {
    let home = Home::furnished().await;
    assert!(refused(&home, "organiser remove marie@coop.example").await.contains("only organiser"));
    home.does("organiser add 2").await.unwrap();
    home.does("organiser remove 1").await.unwrap();
    assert_eq!(home.does("organiser list").await.unwrap().json[0]["name"], "Zoé Roux");
}

#[tokio::test]
async fn who_said_stop_is_left_alone_until_they_wish_otherwise() {
    let home = Home::furnished().await;
    home.does("actor edit 2 --stop").await.unwrap();
    let file = home.folder.path().join("liste.csv");
    let mut out = std::fs::File::create(&file).unwrap();
    out.write_all(
        "nom;courriel;structure\nZ. R.;zoe@theatre.example;\n;karim@amap.example;AMAP\nLéa;lea@b.fr;AMAP\n".as_bytes(),
    )
    .unwrap();
    let line = format!("actor import {}", file.display());
    let dry = home.program(&line).await.unwrap();
    assert_eq!((&dry.json["approved"], &dry.json["new"]), (&false.into(), &1.into()));
    assert_eq!(home.does("actor list").await.unwrap().json.as_array().map(Vec::len), Some(3));
    assert!(home.typing(&line, "non\n").await.is_err());
    let done = home.typing(&line, "oui\n").await.unwrap();
    assert_eq!(done.json["changed"][0]["changes"], "organisation: – → AMAP");
    assert_eq!(done.json["skipped"][0]["line"], 2);
    let all = home.does("actor list").await.unwrap().json;
    let of = |id: i64| all.as_array().unwrap().iter().find(|one| one["id"] == id).unwrap().clone();
    assert_eq!((&of(2)["name"], &of(2)["state"]), (&"Zoé Roux".into(), &"stopped".into()));
    assert_eq!((&of(3)["name"], &of(3)["organisation"]), (&"Karim Benali".into(), &"AMAP".into()));
    assert!(home.typing("actor edit 2 --resume", "\n").await.is_err());
    let told = home.typing("actor edit 2 --resume", "yes\n").await.unwrap();
    assert_eq!(told.json["state"], "active");
}

#[tokio::test]
async fn a_corrected_address_gets_the_invitation_that_did_not_arrive() {
    let home = Home::furnished().await;
    home.does("invite 1 --yes").await.unwrap();
    let mut tx = home.house.db.write().await.unwrap();
    let address = people::address(&mut tx, "zoe@theatre.example").await.unwrap().unwrap();
    people::mark_undeliverable(&mut tx, address.id, "550 no such user", home.house.now()).await.unwrap();
    tx.commit().await.unwrap();
    let before = home.does("gathering show 1").await.unwrap().json;
    assert_eq!(before["undeliverable"], 1);
    let told = home.does("actor edit 2 --email zoe@theatre.example=zoe@rond.example").await.unwrap();
    assert!(told.text.contains("invited again to 3e rencontre"), "{}", told.text);
    let mut tx = home.house.db.read().await.unwrap();
    let newest = outbox::list(&mut tx, None, 1).await.unwrap();
    assert_eq!(newest[0].recipient, "zoe@rond.example");
    drop(tx);
    let after = home.does("gathering show 1").await.unwrap().json;
    assert_eq!(after["undeliverable"], 0);
    let token = |json: &serde_json::Value| json["invitations"][2]["token"].clone();
    assert_ne!(token(&before), token(&after));
    assert!(refused(&home, "actor edit 2 --email a@b.fr=c@d.fr").await.contains("Theirs: zoe@rond.example"));
}
