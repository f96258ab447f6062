//! One gathering from the table of members to the eve of the day, by the program's own commands, SMTP and LMTP alone;
//! what the commands print is checked against the public contracts.

use palabre::mail::sink::Sink;
use serde_json::{Value, json};

use crate::support::house::{ADDRESS, House, told, until};
use crate::support::post;

const TABLE: &str = "Prénom;Nom;Courriel;Structure;Rôle\r\n\
    Claire;Vasseur;claire@projet.example;Groupe projet;organisatrice\r\n\
    Sonia;Léger;Sonia@amap.example;Amap des Deux Ponts;\r\n\
    Karim;Haddad;karim@theatre.example;Théâtre du Passage;\r\n\
    Lucie;Morel;lucie@tamis.example;Café Le Tamis;\r\n\
    Inès;Caron;refuse.ines@boucle.example;La Boucle;\r\n\
    Thomas;Weber;thomas@jeunes.example;Maison des jeunes;\r\n\
    Fatou;Sarr;fatou@jardin.example;Jardin partagé;\r\n";

/// The six counts of a gathering, which must sum up to the invited.
const COUNTS: [&str; 6] = ["attending", "regrets", "tentative", "silent", "to_decide", "undeliverable"];

fn counts(shown: &Value) -> [i64; 6] {
    let counts = COUNTS.map(|name| shown[name].as_i64().unwrap_or_else(|| panic!("no {name} in {shown}")));
    assert_eq!(counts.iter().sum::<i64>(), shown["invited"].as_i64().unwrap(), "{shown}");
    counts
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap_or_else(|| panic!("{value}")).keys().map(String::as_str).collect()
}

fn has_keys(value: &Value, wanted: &[&str]) {
    let there = keys(value);
    let missing: Vec<_> = wanted.iter().filter(|key| !there.contains(key)).collect();
    assert!(missing.is_empty(), "{missing:?} are missing in {value}");
}

/// Runs commands until what is printed is as wanted: the daemon works beside them.
async fn shown(house: &House, arguments: &[&str], wanted: impl Fn(&Value) -> bool) -> Value {
    until(&format!("{arguments:?}"), async || Some(house.json(arguments)).filter(&wanted)).await
}

async fn story(mut house: House, sink: Sink) {
    // A table of members; it names nobody twice, and doing it again changes nothing.
    let table = house.folder().join("membres.csv");
    std::fs::write(&table, TABLE).unwrap();
    let table = table.display().to_string();
    let before = house.json(&["actor", "import", &table, "--dry-run"]);
    assert_eq!(house.json(&["actor", "list"]), json!([]), "a dry run does nothing: {before}");
    house.json(&["actor", "import", &table, "--yes"]);
    house.json(&["actor", "import", &table, "--yes"]);
    let actors = house.json(&["actor", "list"]);
    assert_eq!(actors.as_array().unwrap().len(), 7, "{actors}");
    assert_eq!(house.json(&["organiser", "list"]).as_array().unwrap().len(), 1);

    let made = house.json(&[
        "gathering",
        "new",
        "--title",
        "4e rencontre",
        "--starts",
        "05/06/2027 10h00",
        "--lasts",
        "2h",
        "--link",
        "https://visio.example/4",
    ]);
    let id = made["id"].to_string();
    assert_eq!((&made["starts"], &made["mode"]), (&"2027-06-05T10:00:00+02:00".into(), &"online".into()), "{made}");

    // Shown first: nobody is invited by a look.
    let look = house.json(&["invite", &id]);
    assert_eq!((&look["approved"], &look["to_invite"]), (&false.into(), &7.into()), "{look}");
    assert_eq!(house.json(&["gathering", "show", &id])["invited"], 0);
    let typed = house.palabre(&["invite", &id]);
    assert!(!typed.status.success(), "nobody typed yes: {}", told(&typed));
    house.start();
    house.json(&["invite", &id, "--yes"]);
    house.json(&["invite", &id, "--yes"]);
    let now = shown(&house, &["outbox", "list"], |list| {
        list.as_array().unwrap().iter().filter(|one| one["state"] == "sent").count() == 6
    })
    .await;
    for letter in now.as_array().unwrap() {
        has_keys(
            letter,
            &["id", "to", "subject", "cause", "state", "attempts", "next_try", "message_id", "last_error"],
        );
        assert!(letter["id"].is_i64() && letter["attempts"] == 1, "{letter}");
    }
    let failed = house.json(&["outbox", "list", "--state", "failed"]);
    assert_eq!((&failed[0]["to"], &failed[1]), (&"refuse.ines@boucle.example".into(), &Value::Null), "{failed}");
    assert!(failed[0]["last_error"].as_str().unwrap().contains("no such person"), "{failed}");
    assert_eq!(sink.count(), 6, "each is invited once, although the command ran twice");
    assert_eq!(counts(&house.json(&["gathering", "show", &id])), [0, 0, 0, 6, 0, 1]);

    // Replies.
    for (name, email, words) in [
        ("Sonia Léger", "sonia@amap.example", "Oui, je viens avec deux collègues."),
        ("Karim Haddad", "karim@theatre.example", "Désolé, je ne pourrai pas venir cette fois."),
        ("Lucie Morel", "lucie@tamis.example", "Je ne sais pas encore, peut-être."),
        ("Thomas Weber", "thomas@jeunes.example", "Bien reçu, merci pour l'info."),
    ] {
        let letters: Vec<post::Letter> = sink.messages().iter().map(|one| post::open(one)).collect();
        let letter = letters.into_iter().find(|letter| letter.to == email).expect(email);
        let message = post::reply(&letter, name, email, words);
        post::hand_over(house.lmtp(), email, &letter.reply_to, &message).await;
    }
    let now = shown(&house, &["gathering", "show", &id], |now| now["silent"] == 2).await;
    assert_eq!((counts(&now), &now["guests"]), ([1, 1, 1, 2, 1, 1], &2.into()), "{now}");
    contract(&now);

    // Why is Thomas to be decided? His own words are told; an organiser settles it.
    let why = house.json(&["why", "thomas@jeunes.example", &id]);
    assert_eq!(why["standing"], "to_decide", "{why}");
    assert!(why.to_string().contains("Bien reçu, merci pour l'info."), "{why}");
    let doubts = house.json(&["settle", "--list"]);
    assert_eq!((&doubts[0]["number"], &doubts[1]), (&1.into(), &Value::Null), "{doubts}");
    house.json(&["settle", "1", "yes", "--by", "claire@projet.example"]);
    let again = house.palabre(&["settle", "1", "no", "--json"]);
    assert!(!again.status.success());
    let error: Value = serde_json::from_slice(&again.stdout).unwrap_or_else(|_| panic!("{}", told(&again)));
    has_keys(&error["error"], &["what", "where", "mend"]);
    house.json(&["answer", &id, "fatou@jardin.example", "no", "--by", "claire@projet.example"]);
    let now = house.json(&["gathering", "show", &id]);
    assert_eq!(counts(&now), [2, 2, 1, 1, 0, 1], "{now}");
    contract(&now);
    let thomas =
        now["invitations"].as_array().unwrap().iter().find(|one| one["actor"]["email"] == "thomas@jeunes.example");
    assert_eq!(thomas.unwrap()["answer"]["channel"], "organiser", "{now}");
    let why = house.palabre(&["why", "thomas@jeunes.example", &id]);
    assert!(String::from_utf8_lossy(&why.stdout).contains("Bien reçu"), "{}", told(&why));

    // The eve: those who come, and nobody else, get the practical information.
    shown(&house, &["outbox", "list", "--state", "queued"], |list| *list == json!([])).await;
    let seen = sink.count();
    house.turn_to("2027-06-04T18:00:00+02:00");
    shown(&house, &["outbox", "list"], |list| {
        list.as_array()
            .unwrap()
            .iter()
            .filter(|one| one["state"] == "sent" && one["cause"].as_str().unwrap().starts_with("practical"))
            .count()
            == 2
    })
    .await;
    let eve: Vec<post::Letter> = sink.after(seen).iter().map(|one| post::open(one)).collect();
    let with_link = eve
        .iter()
        .filter(|letter| letter.text.contains("https://visio.example/4") && letter.to != "claire@projet.example");
    let mut to: Vec<&str> = with_link.map(|letter| letter.to.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, ["sonia@amap.example", "thomas@jeunes.example"]);
    let (status, log) = house.terminate().await;
    assert!(status.success());
    assert!(!log.iter().any(|line| line.contains("\"level\":\"ERROR\"")), "{log:#?}");
    let lost = house.json(&["outbox", "list"]);
    assert!(
        lost.as_array()
            .unwrap()
            .iter()
            .all(|one| one["state"] == "sent" || one["state"] == "failed" || one["state"] == "dropped"),
        "{lost}"
    );
}

/// `gathering show --json`, field by field.
fn contract(shown: &Value) {
    has_keys(
        shown,
        &[
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
        ],
    );
    assert_eq!(
        (&shown["state"], &shown["zone"], &shown["change"]),
        (&"open".into(), &"Europe/Paris".into(), &0.into())
    );
    assert_eq!((&shown["place"], &shown["places"]), (&Value::Null, &Value::Null), "what is absent is null");
    let invitations = shown["invitations"].as_array().unwrap();
    assert_eq!(invitations.len() as i64, shown["invited"].as_i64().unwrap());
    let mut guests = 0;
    for one in invitations {
        has_keys(one, &["id", "actor", "role", "token", "state", "place", "answer"]);
        has_keys(&one["actor"], &["id", "name", "email", "organisation"]);
        assert_eq!(one["token"].as_str().unwrap().len(), 26);
        if one["answer"].is_null() {
            continue;
        }
        has_keys(
            &one["answer"],
            &["intent", "guests", "guest_names", "delegate", "mode", "partial", "note", "channel", "said_by", "at"],
        );
        assert!(chrono::DateTime::parse_from_rfc3339(one["answer"]["at"].as_str().unwrap()).is_ok(), "{one}");
        if one["answer"]["intent"] == "attending" {
            guests += one["answer"]["guests"].as_i64().unwrap();
        }
    }
    assert_eq!(shown["guests"], guests);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_a_table_of_members_to_the_eve_of_the_day() {
    let sink = Sink::start(0).await.unwrap();
    story(House::on_sqlite(sink.address()), sink).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_a_table_of_members_to_the_eve_of_the_day_on_postgres() {
    let sink = Sink::start(0).await.unwrap();
    let Some(house) = House::on_postgres(sink.address()) else { return };
    story(house, sink).await;
}

/// Programs read errors too.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_goes_wrong_is_said_with_its_mend() {
    let sink = Sink::start(0).await.unwrap();
    let house = House::on_sqlite(sink.address());
    for arguments in [
        vec!["gathering", "show", "12"],
        vec!["invite", "12", "--yes"],
        vec!["why", "nobody@nowhere.example", "1"],
        vec!["settle", "9", "yes"],
        vec!["actor", "import", "/nowhere.csv", "--yes"],
        vec!["actor", "new", "--name", "X", "--email", "no address"],
        vec!["network", "new", "--name", "Y", "--address", ADDRESS],
        vec!["network", "edit", "--digest", "61 2 * * *"],
        vec!["gathering", "new", "--title", "T", "--starts", "2027-03-28 02:30"],
        vec!["gathering", "new", "--title", "T", "--starts", "2020-01-01 10:00"],
        vec!["no-such-command"],
    ] {
        let mut with_json = arguments.clone();
        with_json.push("--json");
        let output = house.palabre(&with_json);
        assert!(!output.status.success(), "{arguments:?}: {}", told(&output));
        let error: Value =
            serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{arguments:?}: {}", told(&output)));
        for part in ["what", "where", "mend"] {
            let words = error["error"][part].as_str().unwrap_or_default();
            assert!(!words.is_empty(), "{arguments:?}: no {part} in {error}");
        }
        let plain = house.palabre(&arguments);
        assert!(!plain.status.success() && !plain.stderr.is_empty() && plain.stdout.is_empty(), "{}", told(&plain));
    }
}
