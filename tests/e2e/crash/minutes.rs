//! Killed while a compte rendu goes to everybody, from the moment of the order on.

use std::collections::{HashMap, HashSet};

use palabre::mail::sink::Sink;

use super::{CONNECTIONS, outlive_leases};
use crate::afterwards::MINUTES;
use crate::support::house::{ADDRESS, House, until, until_true};
use crate::support::post::{self, Letter};
use crate::support::stage::{self, CLAIRE};

/// With Claire.
const PEOPLE: usize = 300;

/// After how many letters of this mailing the daemon is killed; four times before the first has left.
const KILLS: [u64; 18] = [0, 0, 0, 1, 2, 15, 40, 41, 80, 110, 111, 150, 190, 220, 250, 280, 295, 299];

async fn settled(house: &House) {
    until_true("the daemon to have nothing to do", async || stage::is_settled(house).await).await;
}

fn letters(sink: &Sink, subject: &str) -> Vec<(u64, Letter)> {
    let all = sink.messages();
    let opened = all.iter().map(|received| (received.number, post::open(received)));
    opened.filter(|(_, letter)| letter.subject.starts_with(subject)).collect()
}

async fn killed_while_a_compte_rendu_leaves(mut house: House, sink: Sink) {
    house.add(CLAIRE.0, CLAIRE.1, "organiser");
    house.add_people(PEOPLE - 1);
    let gathering = house.gathering_on("2027-06-05");
    house.invite(gathering);
    house.start();
    settled(&house).await;
    house.turn_to("2027-06-07T09:30:00+02:00");
    settled(&house).await;
    let message = post::message(CLAIRE.0, CLAIRE.1, ADDRESS, "Compte rendu", MINUTES, "cr@projet.example");
    post::hand_over(house.lmtp(), CLAIRE.1, ADDRESS, &message).await;
    let draft = until("the draft", async || letters(&sink, "À relire").pop()).await.1;
    settled(&house).await;

    // Acknowledged, and killed at once: the order stands, and may not have been carried out.
    let before = sink.count();
    let order = post::reply(&draft, CLAIRE.0, CLAIRE.1, "envoyer");
    post::hand_over(house.lmtp(), CLAIRE.1, &draft.reply_to, &order).await;
    house.kill9();
    let undecided = house.number("SELECT COUNT(*) FROM incoming WHERE state = 'received'").await;
    let mut begun = vec![before];
    let (mut arrivals, mut without_letters) = (sink.watch(), 0);
    for count in KILLS {
        outlive_leases(&house);
        begun.push(sink.count());
        house.start();
        until("letters", async || arrivals.wait_for(|now| *now >= before + count).await.is_ok().then_some(())).await;
        house.kill9();
        without_letters += u32::from(sink.count() == before);
    }
    outlive_leases(&house);
    begun.push(sink.count());
    house.start();
    settled(&house).await;
    assert!(house.terminate().await.0.success());

    let mut first: HashMap<String, (String, Vec<u8>)> = HashMap::new();
    let mut again = vec![0_u64; begun.len()];
    for (number, letter) in letters(&sink, "Compte rendu") {
        let daemon = begun.iter().rposition(|count| number > *count).unwrap_or_default();
        match first.get(&letter.message_id) {
            None => {
                first.insert(letter.message_id, (letter.to, letter.raw));
            }
            Some((to, raw)) => {
                assert_eq!((to, raw), (&letter.to, &letter.raw), "the same Message-ID, another letter");
                again[daemon] += 1;
            }
        }
    }
    let people: HashSet<&str> = first.values().map(|(to, _)| to.as_str()).collect();
    assert_eq!(people.len(), PEOPLE, "everyone has it");
    assert_eq!(first.len(), PEOPLE, "nobody has two");
    assert!(again.iter().all(|copies| *copies <= CONNECTIONS), "one a connection: {again:?}");
    println!(
        "killed {} times while a compte rendu left ({undecided} order undecided at the first, {without_letters} before any had left): {} letters came twice {again:?}",
        KILLS.len() + 1,
        again.iter().sum::<u64>()
    );

    for (sql, count) in [
        ("SELECT COUNT(*) FROM outgoing WHERE kind = 'minutes' AND state = 'sent'", PEOPLE as i64),
        ("SELECT COUNT(*) FROM outgoing WHERE kind = 'minutes'", PEOPLE as i64),
        ("SELECT COUNT(*) FROM decision WHERE what = 'minutes_reviewed'", 1),
        ("SELECT COUNT(*) FROM decision WHERE what = 'minutes_sent' AND because = '300'", 1),
        ("SELECT COUNT(*) FROM decision WHERE what = 'minutes_sent'", 1),
        ("SELECT COUNT(*) FROM follow_up WHERE state = 'open'", 3),
        ("SELECT COUNT(*) FROM follow_up", 3),
        ("SELECT COUNT(*) FROM follow_up_event WHERE what = 'opened'", 3),
        ("SELECT COUNT(*) FROM mailing WHERE kind = 'minutes'", 1),
    ] {
        assert_eq!(house.number(sql).await, count, "{sql}");
    }
    let told: HashSet<String> = letters(&sink, "C'est noté").into_iter().map(|(_, letter)| letter.message_id).collect();
    assert_eq!(told.len(), 1, "Claire is told once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_a_compte_rendu_leaves_everyone_has_it_once() {
    let sink = Sink::start(0).await.unwrap();
    killed_while_a_compte_rendu_leaves(House::on_sqlite(sink.address()), sink).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_a_compte_rendu_leaves_on_postgres_everyone_has_it_once() {
    let sink = Sink::start(0).await.unwrap();
    let Some(house) = House::on_postgres(sink.address()) else { return };
    killed_while_a_compte_rendu_leaves(house, sink).await;
}
