//! After a gathering: compte rendu, follow-ups, visit, agenda, digest, by commands.

use std::path::PathBuf;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::cli::testing::Home;
use crate::domain::civil;
use crate::domain::clock::Timestamp;
use crate::domain::debrief::Debrief;
use crate::domain::ids::{ActorId, DebriefId, FollowUpId, GatheringId};
use crate::schedule::due;
use crate::store::{debriefs, decisions, follow_ups, networks};

/// In the plain form.
const PLAIN: &str = "\
Rencontre des Acteurs sur la coopération (20 février 2027)

Date de la réunion : 20 février 2027
Nom de l'auteur du compte rendu : Marie Leroy, Zoé Roux
Compte rendu : Présents : 2 membres du groupe projet + Karim de l'Amap + 4 autres acteurs.

Nos constats

Une rencontre attentive :
+ Le récit de Karim a donné envie d'aller voir :
  • « on y va quand ? »

Pistes

Visiter les Jardins de la Digue avec un petit groupe.
Contact à prendre avec : Régie de quartier et Ressourcerie pour un prochain récit.
";

/// In Markdown.
const MARKDOWN: &str = "\
# Compte rendu de la rencontre du 6 février 2027

**Auteur :** Zoé Roux

Présents : Karim Benali, Zoé Roux

## Nos constats

- Une salle trop *petite*
- mais une bonne écoute

## Pistes

- Contacter la Ressourcerie
";

async fn refused(home: &Home, line: &str) -> String {
    home.does(line).await.unwrap_err().to_string()
}

fn file(home: &Home, name: &str, bytes: &[u8]) -> PathBuf {
    let path = home.folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Imports a text; yields what programs are told.
async fn import(home: &Home, text: &str, options: &str) -> Value {
    let path = file(home, "cr.txt", text.as_bytes());
    home.does(format!("minutes import {} {options}", path.display()).trim()).await.unwrap().json
}

fn titles(json: &Value) -> Vec<String> {
    json.as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
}

fn flat(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Numbers and titles of what waits in the outbox, by the kind of its cause.
async fn letters(home: &Home, kind: &str) -> usize {
    let all = home.does("outbox list").await.unwrap().json;
    let cause = format!("{kind}/");
    all.as_array().unwrap().iter().filter(|one| one["cause"].as_str().unwrap().starts_with(&cause)).count()
}

async fn turn_to(home: &Home, day: &str) {
    let at = civil::instant(civil::parse_civil(day).unwrap(), chrono_tz::Europe::Paris);
    home.house.clock.turn_to(at);
    due::run_due(&home.house.db, &home.house.desk, &home.house.clock).await.unwrap();
}

#[tokio::test]
async fn a_compte_rendu_is_taken_as_it_is_and_shown() {
    let home = Home::furnished().await;
    let path = file(&home, "cr.txt", PLAIN.as_bytes());
    let told = home.does(&format!("minutes import {} --by 1", path.display())).await.unwrap();
    let json = &told.json;
    assert_eq!((&json["id"], &json["version"], &json["state"]), (&1.into(), &1.into(), &"draft".into()));
    assert_eq!((&json["date"], &json["gathering"]), (&"2027-02-20".into(), &Value::Null));
    assert_eq!(json["authors"], json!(["Marie Leroy", "Zoé Roux"]));
    assert_eq!(json["present"]["named"], json!([{ "name": "Karim", "organisation": "Amap" }]));
    assert_eq!(json["present"]["unnamed"][1], json!({ "count": 4, "group": "autres acteurs" }));
    assert_eq!(json["sections"][0], json!({ "kind": "observations", "title": "Nos constats" }));
    assert_eq!(json["follow_ups"].as_array().map(Vec::len), Some(3));
    assert_eq!((&json["text"], &json["encoding"], &json["is_new"]), (&PLAIN.into(), &"UTF-8".into(), &true.into()));
    assert_eq!((&json["shown_to"], &json["recipients"]), (&1.into(), &3.into()));
    assert_eq!(json["versions"][0]["written_by"], 1);
    for words in [
        "samedi 20 février 2027",
        "Marie Leroy, Zoé Roux",
        "Karim (Amap)",
        "2 membres du groupe projet, 4 autres acteurs",
        "Nos constats (observations)",
        "Visite des Jardins de la Digue",
        "no meeting of this network was held on that date",
        "The draft is with 1 organiser by mail",
        "palabre minutes send 1",
    ] {
        assert!(flat(&told.text).contains(words), "{words}: {}", told.text);
    }
    assert_eq!((letters(&home, "minutes_review").await, letters(&home, "minutes").await), (1, 0));
    // The same again is nothing new; a mended text is its next version.
    let again = import(&home, PLAIN, "").await;
    assert_eq!((&again["is_new"], &again["version"], &again["id"]), (&false.into(), &1.into(), &1.into()));
    let mended = import(&home, &PLAIN.replace(" et Ressourcerie", ""), "--by Marie_Leroy").await;
    assert_eq!((&mended["id"], &mended["version"]), (&1.into(), &2.into()));
    assert_eq!(titles(&mended["follow_ups"]).len(), 2);
    assert_eq!(letters(&home, "minutes_review").await, 2);

    let shown = home.does("minutes show 1").await.unwrap();
    assert_eq!(shown.json["versions"].as_array().map(Vec::len), Some(2));
    assert_eq!(shown.json["content"]["sections"].as_array().map(Vec::len), Some(2));
    assert!(shown.text.contains("version 2 of 2, by Marie Leroy") && flat(&shown.text).contains("on y va quand ?"));
    let first = home.does("minutes show 1 --version 1 --text").await.unwrap();
    assert_eq!(first.text, PLAIN.trim_end());
    assert!(refused(&home, "minutes show 1 --version 3").await.contains("from 1 to 2"));
    assert!(refused(&home, "minutes show 9").await.contains("palabre minutes list"));
}

#[tokio::test]
async fn files_of_other_shapes_are_read_or_refused_with_a_mend() {
    let home = Home::furnished().await;
    let markdown = import(&home, MARKDOWN, "").await;
    assert_eq!((&markdown["date"], &markdown["authors"]), (&"2027-02-06".into(), &json!(["Zoé Roux"])));
    assert_eq!(markdown["present"]["named"][1]["name"], "Zoé Roux");
    assert_eq!(titles(&markdown["follow_ups"]), ["Contact avec la Ressourcerie"]);

    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(PLAIN);
    let path = file(&home, "latin.txt", &latin.replace_crlf());
    let read = home.does(&format!("minutes import {}", path.display())).await.unwrap();
    assert_eq!((&read.json["encoding"], &read.json["date"]), (&"windows-1252".into(), &"2027-02-20".into()));
    assert!(read.text.contains("Read as windows-1252"));
    let id = &read.json["id"];
    let shown = home.does(&format!("minutes show {id} --text")).await.unwrap();
    assert_eq!(shown.text, PLAIN.trim_end(), "without the line ends of Windows");

    let marked = import(&home, &format!("\u{feff}{}", PLAIN.replace("20 février", "13 février")), "").await;
    assert_eq!(marked["title"], "Rencontre des Acteurs sur la coopération (13 février 2027)");

    for (name, bytes, part) in [
        ("cr.odt", &b"PK\x03\x04..."[..], "Save it as plain text"),
        ("empty.txt", b"\n", "it is empty"),
        ("strange.txt", b"\x81\x8d", "neither UTF-8 nor Windows-1252"),
    ] {
        let path = file(&home, name, bytes);
        let error = refused(&home, &format!("minutes import {}", path.display())).await;
        assert!(error.contains(part) && error.contains(name), "{error}");
    }
    assert!(refused(&home, "minutes import /nowhere.txt").await.contains("- to give it on standard input"));
    let path = file(&home, "cr.txt", PLAIN.as_bytes());
    let elsewhere = refused(&home, &format!("minutes import {} --gathering 9", path.display())).await;
    assert!(elsewhere.contains("palabre gathering list"), "{elsewhere}");
    assert_eq!(home.does("minutes list").await.unwrap().json.as_array().map(Vec::len), Some(3));
}

/// Text as editors on Windows save it.
trait ReplaceCrlf {
    fn replace_crlf(&self) -> Vec<u8>;
}

impl ReplaceCrlf for [u8] {
    fn replace_crlf(&self) -> Vec<u8> {
        self.iter().flat_map(|byte| if *byte == b'\n' { vec![b'\r', b'\n'] } else { vec![*byte] }).collect()
    }
}

#[tokio::test]
async fn it_is_reviewed_and_sent_once() {
    let home = Home::furnished().await;
    import(&home, PLAIN, "").await;
    let reviewed = home.does("minutes review 1 --by Marie_Leroy").await.unwrap();
    assert_eq!(reviewed.json["state"], "reviewed");
    assert!(refused(&home, "minutes review 1").await.contains("palabre minutes send 1"));
    assert!(refused(&home, "minutes review 1 --by Karim").await.contains("no organiser"));
    let only_shown = home.program("minutes send 1").await.unwrap().json;
    assert_eq!((&only_shown["approved"], &only_shown["recipients"]), (&false.into(), &3.into()));
    assert!(home.typing("minutes send 1", "non\n").await.is_err());
    assert_eq!(letters(&home, "minutes").await, 0);
    let sent = home.typing("minutes send 1 --by Marie_Leroy", "oui\n").await.unwrap();
    assert_eq!((&sent.json["sent"], &sent.json["state"]), (&3.into(), &"sent".into()));
    assert!(sent.text.contains("palabre follow-up list"), "{}", sent.text);
    assert_eq!(letters(&home, "minutes").await, 3);
    for line in ["minutes send 1", "minutes send 1 --yes", "minutes review 1"] {
        assert!(refused(&home, line).await.contains("it was sent before"), "{line}");
    }
    let path = file(&home, "cr.txt", PLAIN.replace("attentive", "animée").as_bytes());
    assert!(refused(&home, &format!("minutes import {}", path.display())).await.contains("it was sent"));
    let mut tx = home.house.db.read().await.unwrap();
    let decided = decisions::about(&mut tx, "minutes:1").await.unwrap();
    let decided: Vec<_> = decided.iter().map(|one| (one.what.as_str(), one.actor)).collect();
    let marie = Some(ActorId(1));
    assert_eq!(decided, [("minutes_drafted", None), ("minutes_reviewed", marie), ("minutes_sent", marie)]);
    let promised = home.does("follow-up list").await.unwrap().json;
    let shapes: Vec<_> = promised.as_array().unwrap().iter().map(|one| (&one["state"], &one["due"])).collect();
    assert_eq!(shapes, vec![(&json!("open"), &json!("2027-03-22")); 3]);
    assert_eq!(promised[0]["owner"], json!({ "id": 1, "name": "Marie Leroy" }));
}

#[tokio::test]
async fn follow_ups_are_made_changed_and_ended_with_a_history() {
    let home = Home::furnished().await;
    assert!(home.does("follow-up list").await.unwrap().text.starts_with("No follow-up yet"));
    let made = home.does("follow-up new --kind contact --title Contact_avec_l'école").await.unwrap();
    assert_eq!((&made.json["owner"]["id"], &made.json["due"]), (&1.into(), &"2027-03-22".into()));
    home.does("follow-up new --kind action --title Charte --owner Karim --due 20/03/2027 --note à_deux").await.unwrap();
    for (line, part) in [
        ("follow-up new --kind action --title T --due 2027-02-01", "past"),
        ("follow-up new --kind action --title T --due demain", "2027-06-26"),
        ("follow-up new --kind action --title T --owner Personne", "palabre actor list"),
        ("follow-up due 1 2027-02-01", "past"),
        ("follow-up show 9", "palabre follow-up list"),
        ("follow-up done 9", "palabre follow-up list"),
    ] {
        let error = refused(&home, line).await;
        assert!(error.contains(part), "{line}: {error}");
    }
    // The new owner is asked on the new day, and nobody on the old one.
    home.does("follow-up owner 1 Zoé").await.unwrap();
    home.does("follow-up due 1 2027-03-10").await.unwrap();
    turn_to(&home, "2027-03-10T08:59").await;
    assert_eq!(letters(&home, "follow_up").await, 0);
    turn_to(&home, "2027-03-10T09:00").await;
    let asked = home.does("outbox list").await.unwrap().json;
    assert_eq!(asked[0]["to"], "zoe@theatre.example");
    // Overdue, and somebody else's: they are asked the next morning, not a week later.
    turn_to(&home, "2027-03-12T10:00").await;
    let list = home.does("follow-up list").await.unwrap();
    assert!(list.text.contains("2027-03-10 (overdue)") && list.json[0]["overdue"] == true, "{}", list.text);
    home.does("follow-up owner 1 Marie_Leroy").await.unwrap();
    turn_to(&home, "2027-03-13T09:00").await;
    let asked = home.does("outbox list").await.unwrap().json;
    assert!(asked.as_array().unwrap().iter().any(|one| one["to"] == "marie@coop.example"), "{asked}");
    let done = home.does("follow-up done 1").await.unwrap();
    assert_eq!(done.json["state"], "done");
    home.does("follow-up drop 2 --because plus_d'actualité").await.unwrap();
    assert!(refused(&home, "follow-up done 2").await.contains("it is dropped"));
    assert!(refused(&home, "follow-up owner 1 2").await.contains("palabre follow-up due 1 DATE"));
    assert!(home.does("follow-up list").await.unwrap().text.contains("2 with --all"));
    assert_eq!(titles(&home.does("follow-up list --all").await.unwrap().json).len(), 2);
    let before = letters(&home, "follow_up").await;
    turn_to(&home, "2027-03-29T10:00").await;
    assert_eq!(letters(&home, "follow_up").await, before, "nobody is asked about what is over");
    // Ended by mistake: open again.
    let again = home.does("follow-up due 2 2027-04-02").await.unwrap();
    assert!(again.text.contains("open again") && again.json["state"] == "open", "{}", again.text);
    turn_to(&home, "2027-04-02T09:30").await;
    assert_eq!(letters(&home, "follow_up").await, before + 1);
    let shown = home.does("follow-up show 2").await.unwrap();
    let history: Vec<_> =
        shown.json["history"].as_array().unwrap().iter().map(|one| one["what"].as_str().unwrap()).collect();
    assert_eq!(history, ["proposed", "opened", "dropped", "opened", "due", "reminded"]);
    assert!(shown.text.contains("plus d'actualité") && shown.text.contains("à deux"), "{}", shown.text);
}

#[tokio::test]
async fn a_visit_comes_from_its_follow_up() {
    let home = Home::furnished().await;
    import(&home, PLAIN, "").await;
    home.does("minutes send 1 --yes").await.unwrap();
    let visit = "gathering new --title Visite_des_Jardins --starts 2027-04-10_14h --places 6 --place Digue";
    assert!(refused(&home, &format!("{visit} --host Karim")).await.contains("--kind visit"));
    assert!(refused(&home, &format!("{visit} --follow-up 1")).await.contains("--kind visit"));
    assert!(refused(&home, &format!("{visit} --kind visit --follow-up 2")).await.contains("of kind contact"));
    let mut tx = home.house.db.write().await.unwrap();
    let entry = crate::domain::follow_up::FollowUpEntry {
        follow_up: FollowUpId(1),
        what: crate::domain::follow_up::FollowUpEvent::Volunteered,
        words: "J'en suis".into(),
        actor: Some(ActorId(2)),
        incoming: None,
        at: home.house.now(),
    };
    follow_ups::append(&mut tx, &entry).await.unwrap();
    tx.commit().await.unwrap();
    let made = home.does(&format!("{visit} --kind visit --host Karim --follow-up 1")).await.unwrap();
    assert_eq!((&made.json["id"], &made.json["host"]), (&2.into(), &3.into()));
    assert!(made.text.contains("palabre invite 2 --only 2\nWant to be of it: Zoé Roux"), "{}", made.text);
    let shown = home.does("gathering show 2").await.unwrap();
    assert!(flat(&shown.text).contains("host Karim Benali") && shown.json["host"] == 3, "{}", shown.text);
    let one = home.does("follow-up show 1").await.unwrap();
    assert_eq!(one.json["visit"], 2);
    assert_eq!(one.json["history"].as_array().unwrap().last().unwrap()["what"], "arranged");
    let again = refused(&home, &format!("{visit} --kind visit --follow-up 1")).await;
    assert!(again.contains("palabre gathering show 2"), "{again}");
    assert_eq!(home.does("gathering list").await.unwrap().json.as_array().map(Vec::len), Some(2));
    home.does("invite 2 --only 2 --yes").await.unwrap();
    let why = home.does("why 2 2").await.unwrap().text;
    assert!(why.contains("visite convenue en ligne de commande"), "{why}");
    // Nobody asks how it stands: it has become a visit.
    turn_to(&home, "2027-03-22T10:00").await;
    assert_eq!(letters(&home, "follow_up").await, 2);
}

#[tokio::test]
async fn an_agenda_is_shown_and_added_to() {
    let home = Home::furnished().await;
    assert!(home.does("gathering agenda 1").await.unwrap().text.contains("Nothing yet"));
    home.does("follow-up new --kind contact --title Contact_avec_l'école").await.unwrap();
    let told = home.does("gathering agenda 1 --add Budget_de_l'année").await.unwrap();
    let items = told.json["items"].as_array().unwrap();
    assert_eq!((&items[0]["kind"], &items[0]["words"]), (&"typed".into(), &"Budget de l'année".into()));
    assert_eq!((&items[1]["follow_up"], &items[1]["raised_at"]), (&1.into(), &Value::Null));
    assert!(told.text.contains(" 2. Contact avec l'école (follow-up 1)"), "{}", told.text);
    home.does("gathering new --title Plus_tard --starts 2027-09-04_10h").await.unwrap();
    home.does("gathering new --title Visite --kind visit --starts 2027-04-04_10h").await.unwrap();
    assert!(refused(&home, "gathering agenda 2 --add X").await.contains("palabre gathering list --coming"));
    assert!(refused(&home, "gathering agenda 3").await.contains("it is a visit"));
    turn_to(&home, "2027-06-05T11:00").await;
    assert!(refused(&home, "gathering agenda 1 --add X").await.contains("it has begun"));
    home.does("gathering agenda 2 --add X").await.unwrap();
}

#[tokio::test]
async fn the_digest_tells_what_comes_after() {
    let home = Home::furnished().await;
    let digest = async || home.does("digest").await.unwrap();
    // From here on there is a digest every morning at eight.
    turn_to(&home, "2027-03-01T09:00").await;
    let quiet = digest().await;
    assert_eq!(quiet.json["is_news"], false);
    for section in ["PISTES", "COMPTES RENDUS", "RESTITUTIONS"] {
        assert!(!quiet.text.contains(section), "{section}");
    }
    home.later(5);
    import(&home, PLAIN, "").await;
    let drafted = digest().await;
    assert_eq!(drafted.json["content"]["drafts"][0]["number"], 1);
    assert!(drafted.json["is_news"] == true && flat(&drafted.text).contains("COMPTES RENDUS À ENVOYER"));
    assert_eq!(drafted.json["content"]["follow_ups"], json!([]), "nobody has agreed to them yet");
    home.does("minutes send 1 --yes").await.unwrap();
    home.does("follow-up due 1 2027-03-09").await.unwrap();
    let sent = digest().await;
    assert_eq!(sent.json["content"]["drafts"], json!([]));
    let shown = &sent.json["content"]["follow_ups"];
    assert_eq!(titles(shown).len(), 3);
    let first = json!({
        "number": 1, "title": "Visite des Jardins de la Digue", "owner": "Marie Leroy", "due": "2027-03-09",
        "overdue": false, "is_new": true,
    });
    assert_eq!(shown[0], first);
    assert!(
        flat(&sent.text)
            .contains("n° 1, Visite des Jardins de la Digue : Marie Leroy, avant le mardi 9 mars (nouvelle)")
    );

    // The morning after, it has been told; a week later the first is overdue, and that is news once.
    turn_to(&home, "2027-03-02T08:30").await;
    let told = digest().await;
    assert_eq!((told.json["is_news"].clone(), titles(&told.json["content"]["follow_ups"]).len()), (false.into(), 1));
    assert!(!told.text.contains("(nouvelle)"));
    for (day, news) in [("09", false), ("10", true), ("11", false)] {
        let mut tx = home.house.db.read().await.unwrap();
        let network = networks::all(&mut tx).await.unwrap().remove(0);
        let today = NaiveDate::parse_from_str(&format!("2027-03-{day}"), "%Y-%m-%d").unwrap();
        let at = |hour| civil::instant(today.and_hms_opt(hour, 0, 0).unwrap(), network.zone);
        let since = Timestamp(at(8).0 - 86_400_000);
        let found = crate::workflow::digest::compile(&mut tx, &network, since, at(8), at(8)).await.unwrap();
        assert_eq!(found.is_news, news, "{day}: {}", found.content);
        assert_eq!(found.content["follow_ups"][0]["overdue"], json!(day != "09"));
    }

    home.does("gathering new --title Visite_des_Jardins --kind visit --starts 2027-03-05_14h").await.unwrap();
    home.later(5);
    let mut tx = home.house.db.write().await.unwrap();
    let debrief = Debrief {
        id: DebriefId(0),
        visit: GatheringId(2),
        actor: ActorId(2),
        words: format!("Des parcelles à plusieurs. {}", "é".repeat(300)),
        incoming: None,
        said_at: home.house.now(),
        received_at: home.house.now(),
    };
    debriefs::append(&mut tx, &debrief).await.unwrap();
    tx.commit().await.unwrap();
    let debriefed = digest().await;
    let shown = &debriefed.json["content"]["debriefs"][0];
    assert_eq!((&shown["name"], &shown["visit"]), (&"Zoé Roux".into(), &"Visite des Jardins".into()));
    assert_eq!(shown["text"].as_str().unwrap().chars().count(), 201);
    assert!(debriefed.json["is_news"] == true && debriefed.text.contains("RESTITUTIONS DE VISITES"));
}

#[tokio::test]
async fn the_real_compte_rendu_is_recognised() {
    let Some(folder) = std::env::var_os("PALABRE_CORPUS").map(PathBuf::from) else {
        eprintln!("SKIPPED: PALABRE_CORPUS names no real compte rendu");
        return;
    };
    let path = folder.join("data/compte-rendu-2021-04-03.txt");
    let home = Home::furnished().await;
    let told = home.does(&format!("minutes import {}", path.display())).await.unwrap();
    let json = &told.json;
    assert_eq!(json["date"], "2021-04-03");
    assert_eq!(json["authors"].as_array().map(Vec::len), Some(3));
    let present = &json["present"];
    assert_eq!(present["named"], json!([{ "name": "Célia", "organisation": "Ageca" }]));
    let counts: Vec<_> = present["unnamed"].as_array().unwrap().iter().map(|one| one["count"].as_i64()).collect();
    assert_eq!(counts, [Some(5), Some(6)]);
    assert!(present["unnamed"][0]["group"].as_str().unwrap().contains("groupe projet"));
    let kinds: Vec<_> = json["sections"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["observations", "lessons", "leads"]);
    let promised: Vec<_> = json["follow_ups"].as_array().unwrap().iter().collect();
    let about: Vec<_> =
        promised.iter().map(|one| (one["kind"].as_str().unwrap(), one["title"].as_str().unwrap())).collect();
    assert_eq!(about.len(), 4, "{about:?}");
    for (one, (kind, name)) in about.iter().zip([
        ("visit", "lab86"),
        ("contact", "France Bénévolat"),
        ("contact", "Amap"),
        ("contact", "Pouvoir Faire"),
    ]) {
        assert!(one.0 == kind && one.1.contains(name), "{one:?}");
    }
    assert!(promised[1]["note"].as_str().unwrap().contains("voir dans quel lieu"), "{}", promised[1]);
    assert_eq!(json["text"], std::fs::read_to_string(&path).unwrap());
    assert!(json["gathering"].is_null());
}
