//! After the gathering: organisers are asked who was there, and say it by reply, on the page, or at the command line.

use serde_json::Value;

use palabre::domain::ids::GatheringId;
use palabre::mail::sink::Sink;

use crate::support::house::{House, told, until, until_true};
use crate::support::post::{self, Letter};
use crate::support::stage::{CLAIRE, KARIM, LUCIE, Person, SONIA, Stage};

const HUGO: Person = ("Hugo Blanc", "hugo@projet.example");
const AFTER: &str = "2027-06-05T13:00:00+02:00";

/// Claire and Hugo organise; Sonia of the Amap and Karim come, Lucie doesn't, Hugo said nothing. It is an hour after the
/// end, and the organisers were asked.
async fn asked(sink: Sink, house: House, public: bool) -> Stage {
    let mut house = house;
    if public {
        house.set("PALABRE_HTTP__PUBLIC_URL", "https://palabre.example");
    }
    let sonia = ["actor", "new", "--name", SONIA.0, "--email", SONIA.1, "--organisation", "Amap des Lilas"];
    house.json(&sonia);
    let mut stage = Stage::in_house(house, sink, &[KARIM, LUCIE], "2027-06-05");
    stage.house.add(HUGO.0, HUGO.1, "organiser");
    stage.house.start();
    stage.invite().await;
    for (person, words) in [(SONIA, "Oui, je viens."), (KARIM, "Oui, je viens."), (LUCIE, "Non, désolée.")] {
        stage.reply(person, words).await;
    }
    stage.turn_to(AFTER).await;
    until_true("the organisers to be asked", async || {
        stage.house.number("SELECT COUNT(*) FROM outgoing WHERE kind = 'attendance' AND state = 'sent'").await == 2
    })
    .await;
    stage
}

async fn on_sqlite(public: bool) -> Stage {
    let sink = Sink::start(0).await.expect("a sink");
    let house = House::on_sqlite(sink.address());
    asked(sink, house, public).await
}

/// The letter that asks somebody who was there.
async fn question(stage: &Stage, person: Person) -> Letter {
    let asks = |letter: &Letter| letter.subject.starts_with("Qui était là");
    until("the question", async || stage.letters_to(person.1).into_iter().find(asks)).await
}

/// Somebody answers a letter, from an address.
async fn answer(stage: &Stage, letter: &Letter, person: Person, words: &str, number: u32) {
    let message = post::reply_numbered(letter, person.0, person.1, words, number);
    post::hand_over(stage.house.lmtp(), person.1, &letter.reply_to, &message).await;
    stage.settled().await;
}

/// Present, absent, unannounced.
fn counts(stage: &Stage) -> (i64, i64, i64) {
    let shown = stage.house.show(stage.gathering);
    let count = |key: &str| shown["attendance"][key].as_i64().unwrap_or_else(|| panic!("{shown}"));
    (count("present"), count("absent"), count("unannounced"))
}

/// Whether somebody was there.
fn present(shown: &Value, person: Person) -> Value {
    let all = shown["invitations"].as_array().expect("invitations");
    let one = all.iter().find(|one| one["actor"]["email"] == person.1).expect(person.1);
    one["present"].clone()
}

fn noted(stage: &Stage, person: Person) -> Vec<Letter> {
    let all = stage.letters_to(person.1).into_iter();
    all.filter(|one| one.subject.starts_with("C'est noté") || one.subject.starts_with("Je n'ai pas compris")).collect()
}

async fn the_story(stage: Stage) {
    let shown = stage.house.show(stage.gathering);
    assert_eq!((&shown["state"], &shown["attendance"]["asked"]), (&"held".into(), &true.into()), "{shown}");
    assert_eq!(present(&shown, SONIA), Value::Null);
    let letter = question(&stage, CLAIRE).await;
    assert!(letter.text.contains("- Sonia Léger (Amap des Lilas)") && letter.text.contains("- Karim Haddad"));
    assert!(!letter.text.contains("Lucie") && !letter.text.contains("/attendance/"), "{}", letter.text);
    assert_eq!(letter.reply_to, letter.mail_from, "the letter's own token");

    answer(&stage, &letter, CLAIRE, "Bonjour,\r\n\r\nTous sauf Amap, plus Marc Durand (Le Pont).\r\n\r\nClaire", 1)
        .await;
    let shown = stage.house.show(stage.gathering);
    assert_eq!(counts(&stage), (2, 1, 1), "{shown}");
    assert_eq!((present(&shown, SONIA), present(&shown, KARIM)), (false.into(), true.into()));
    assert_eq!(present(&shown, LUCIE), Value::Null, "she had said that she doesn't come");
    let letters = noted(&stage, CLAIRE);
    let first = letters.last().expect("a letter");
    for line in ["présents : Karim Haddad", "absents : Sonia Léger (Amap des Lilas)", "Marc Durand (Le Pont)"] {
        assert!(first.text.replace('\u{a0}', " ").contains(line), "{line}: {}", first.text);
    }
    assert!(String::from_utf8_lossy(&first.raw).contains("In-Reply-To: <r1."), "threaded under the reply");

    // The other organiser corrects, to what was noted; from another letter, so that nothing but the letter tells of what.
    answer(&stage, first, CLAIRE, "Sonia était là aussi", 2).await;
    assert_eq!(counts(&stage), (3, 0, 1));
    answer(&stage, &question(&stage, HUGO).await, HUGO, "Seulement Karim et l'Amap", 1).await;
    assert_eq!(counts(&stage), (2, 0, 0), "the latest holds; Marc was entered in error");
    let rows = stage.house.number("SELECT COUNT(*) FROM attendance").await;

    // What is unclear, and what an outsider says, changes nothing.
    answer(&stage, &letter, CLAIRE, "Tous sauf Ampa", 3).await;
    let last = noted(&stage, CLAIRE).pop().expect("a letter");
    assert!(last.subject.starts_with("Je n'ai pas compris") && last.text.contains("Ampa"), "{}", last.text);
    answer(&stage, &letter, SONIA, "Personne", 4).await;
    answer(&stage, &letter, ("Un Inconnu", "inconnu@ailleurs.example"), "Personne", 5).await;
    assert_eq!(stage.house.number("SELECT COUNT(*) FROM attendance").await, rows);
    assert_eq!(stage.house.number("SELECT COUNT(*) FROM doubt WHERE settled_at IS NULL").await, 2);
    assert_eq!(stage.letters_to("inconnu@ailleurs.example").len(), 0);
    let sent = noted(&stage, CLAIRE).len();
    answer(&stage, &last, CLAIRE, "Merci !", 6).await;
    assert_eq!(noted(&stage, CLAIRE).len(), sent, "thanks are not answered");

    let why = stage.house.palabre(&["why", SONIA.1, &stage.gathering.to_string()]);
    assert!(told(&why).contains("était là, dit Hugo Blanc"), "{}", told(&why));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn organisers_say_by_reply_who_was_there() {
    the_story(on_sqlite(false).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn organisers_say_by_reply_who_was_there_on_postgresql() {
    let sink = Sink::start(0).await.expect("a sink");
    let Some(house) = House::on_postgres(sink.address()) else { return };
    the_story(asked(sink, house, false).await).await;
}

/// The path of the page in a letter.
fn page(letter: &Letter) -> String {
    let rest = letter.text.split("https://palabre.example").nth(1).unwrap_or_else(|| panic!("{}", letter.text));
    rest.split(|c: char| c.is_whitespace() || matches!(c, '>' | ')')).next().expect("a path").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn organisers_tick_on_a_page_that_works_once() {
    let stage = on_sqlite(true).await;
    let house = &stage.house;
    let path = page(&question(&stage, CLAIRE).await);
    assert!(path.starts_with("/attendance/"), "{path}");
    let (status, shown) = house.http_exchange("GET", &path, "");
    assert_eq!(status, 200, "{shown}");
    for part in ["cache-control: no-store", "default-src 'none'", "lang=\"fr\"", "Sonia Léger (Amap des Lilas)"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains("<script"));
    let id = |email: &str| -> String {
        let invitations = house.show(stage.gathering)["invitations"].clone();
        let found = invitations.as_array().unwrap().iter().find(|one| one["actor"]["email"] == email).unwrap().clone();
        found["actor"]["id"].to_string()
    };
    let ticked = |person: Person| shown.contains(&format!("value=\"{}\" checked", id(person.1)));
    assert_eq!((ticked(SONIA), ticked(KARIM), ticked(LUCIE), ticked(CLAIRE)), (true, true, false, false));
    for method in ["GET", "HEAD", "HEAD"] {
        assert_eq!(house.http_exchange(method, &path, "").0, 200);
    }
    assert_eq!(house.number("SELECT COUNT(*) FROM attendance").await, 0, "who only looks changes nothing");

    // A line that names nobody is asked about, with what was typed still there; nothing is recorded.
    let long = "x".repeat(130);
    let (status, again) = house.http_exchange("POST", &path, &format!("present={}&plus={long}", id(LUCIE.1)));
    assert!(status == 422 && again.contains(&long) && again.contains("role=\"alert\""), "{status} {again}");
    assert_eq!(house.number("SELECT COUNT(*) FROM attendance").await, 0);

    let form =
        format!("present={}&present={}&plus=Marc+Durand+%28Le+Pont%29%0D%0A2+voisines", id(KARIM.1), id(LUCIE.1));
    let (status, done) = house.http_exchange("POST", &path, &form);
    assert!(status == 200 && done.contains("absents : Sonia") && done.contains("2 voisines"), "{status} {done}");
    assert_eq!(counts(&stage), (5, 1, 4), "Karim; Lucie, Marc and two neighbours unannounced");
    let rows = house.number("SELECT COUNT(*) FROM attendance").await;
    let (status, replayed) = house.http_exchange("POST", &path, &format!("present={}", id(SONIA.1)));
    assert!(status == 410 && replayed.contains("déjà servi") && replayed.contains("2 voisines"), "{status} {replayed}");
    let (status, later) = house.http_exchange("GET", &path, "");
    assert!(status == 200 && later.contains("déjà servi") && !later.contains("<form"), "{status} {later}");
    assert_eq!(house.number("SELECT COUNT(*) FROM attendance").await, rows);
    assert_eq!(
        house.number("SELECT COUNT(*) FROM attendance WHERE channel = 'link' AND said_by IS NOT NULL").await,
        rows
    );

    let other = page(&question(&stage, HUGO).await);
    assert_eq!(house.http_exchange("GET", &other, "").0, 200, "another organiser's page is their own");
    for unknown in ["/attendance/aaaaaaaaaaaaaaaaaaaaaaaaaa", "/attendance/x", "/attendance/%00"] {
        assert_eq!(house.http_exchange("GET", unknown, "").0, 404, "{unknown}");
        assert_eq!(house.http_exchange("POST", unknown, "present=1").0, 404, "{unknown}");
    }
    let reply_token = stage.letters_to(SONIA.1)[0].reply_to.split(['+', '@']).nth(1).unwrap().to_owned();
    assert_eq!(
        house.http_exchange("GET", &format!("/attendance/{reply_token}"), "").0,
        404,
        "a token for something else"
    );
    stage.turn_to("2027-08-20T09:00:00+02:00").await;
    assert_eq!(house.http_exchange("GET", &other, "").0, 410);
    assert_eq!(house.http_exchange("POST", &other, "").0, 410);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn organisers_are_asked_once_and_not_for_what_is_long_past() {
    let mut stage = on_sqlite(false).await;
    stage.house.kill9();
    stage.house.start();
    stage.turn_to("2027-06-06T13:00:00+02:00").await;
    assert!(stage.house.palabre(&["run-due"]).status.code().is_some());
    stage.settled().await;
    assert_eq!(stage.count("attendance").await, 2);

    // The daemon was off for two days, and for a month.
    for (day, back, asked) in
        [("2027-07-03", "2027-07-05T09:00:00+02:00", 4), ("2027-08-07", "2027-09-07T09:00:00+02:00", 4)]
    {
        let next = stage.house.gathering_on(day);
        stage.house.invite(next);
        stage.settled().await;
        stage.house.kill9();
        stage.house.turn_to(back);
        stage.house.start();
        stage.settled().await;
        assert_eq!(stage.house.show(next)["state"], "held", "{day}");
        assert_eq!(stage.count("attendance").await, asked, "{day}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cancelled_gathering_is_not_asked_about() {
    let stage = Stage::invited().await;
    let id = stage.gathering.to_string();
    stage.house.json(&["gathering", "cancel", &id, "--yes"]);
    stage.turn_to(AFTER).await;
    assert_eq!(stage.count("attendance").await, 0);
    assert_eq!(stage.house.show(stage.gathering)["state"], "cancelled");
    let refused = stage.house.palabre(&["gathering", "attendance", &id, "--all", "--json"]);
    assert!(!refused.status.success() && told(&refused).contains("cancelled"), "{}", told(&refused));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_command_line_records_and_shows() {
    let stage = Stage::invited().await;
    let id = stage.gathering.to_string();
    let early = stage.house.palabre(&["gathering", "attendance", &id, "--all", "--json"]);
    assert!(told(&early).contains("has not begun"), "{}", told(&early));
    stage.enter(SONIA, "yes");
    stage.enter(KARIM, "yes");
    stage.settled().await;
    stage.turn_to("2027-06-05T12:10:00+02:00").await;
    let attendance = |more: &[&str]| stage.house.json(&[&["gathering", "attendance", &id], more].concat());
    assert_eq!(attendance(&[])["recorded"], false);
    let plus = ["--all", "--absent", SONIA.1, "--plus", "Marc Durand (Le Pont)", "--by", CLAIRE.1];
    let recorded = attendance(&plus);
    assert_eq!((&recorded["present"], &recorded["absent"]), (&2.into(), &1.into()), "{recorded}");
    assert_eq!(recorded["unannounced_people"][0]["name"], "Marc Durand (Le Pont)");
    assert_eq!(attendance(&["--present", SONIA.1])["present"], 3, "one is corrected, the others stay");
    assert_eq!(attendance(&["--only", "--present", SONIA.1])["present"], 1);
    // It is known: nobody is asked.
    stage.turn_to(AFTER).await;
    until_true("it to be held", async || stage.house.show(stage.gathering)["state"] == "held").await;
    assert_eq!(stage.count("attendance").await, 0);
    let text = stage.house.palabre(&["gathering", "show", &id]);
    assert!(told(&text).contains("present: Sonia Léger"), "{}", told(&text));
    let nobody = stage.house.palabre(&["gathering", "attendance", "99", "--json"]);
    assert!(!nobody.status.success());
    assert_eq!(GatheringId(stage.gathering.0), stage.gathering);
}

/// An organiser's address may cause only so many letters in a day; what they say is recorded all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn letters_about_it_are_capped() {
    let stage = on_sqlite(false).await;
    let letter = question(&stage, CLAIRE).await;
    for number in 1..=8 {
        let words = if number % 2 == 0 { "tous" } else { "tous sauf Karim" };
        answer(&stage, &letter, CLAIRE, words, number).await;
    }
    assert_eq!(noted(&stage, CLAIRE).len(), 6);
    assert_eq!(stage.house.number("SELECT COUNT(*) FROM decision WHERE what = 'attendance_recorded'").await, 8);
    assert_eq!(stage.house.number("SELECT COUNT(*) FROM decision WHERE what = 'capped'").await, 2);
    assert_eq!(counts(&stage), (2, 0, 0));
}
