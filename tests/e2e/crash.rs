//! The daemon is killed again and again, in the middle of sending and in the middle of receiving: nothing is lost, and
//! nothing happens twice but what DESIGN rule 3 allows – one letter a connection, accepted by the relay before its
//! "sent" was committed, leaves again as the same bytes.

mod minutes;

use std::collections::{HashMap, HashSet, VecDeque};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use palabre::domain::reading::Intent;
use palabre::mail::outgoing::worker::LONGEST_SEND;
use palabre::mail::sink::Sink;
use palabre::workflow::standing::Standing;
use tokio::sync::watch;

use crate::support::house::{House, until, until_true};
use crate::support::post::{self, Lmtp};

const PEOPLE: usize = 500;

/// After how much work the daemon is killed: at the very start, close together, far apart, at the last one.
const KILLS: [u64; 20] = [0, 12, 25, 60, 61, 90, 130, 131, 165, 200, 233, 260, 290, 291, 330, 370, 410, 444, 480, 499];

/// As in the settings that the house leaves as they are.
const CONNECTIONS: u64 = 4;

/// Where daemons share a database, what a dead one had in hand is free once its lease has run out.
fn outlive_leases(house: &House) {
    if house.url().starts_with("postgres") {
        house.turn_by(LONGEST_SEND * 3);
    }
}

async fn killed_while_sending(mut house: House, sink: Sink) {
    house.add_people(PEOPLE);
    let gathering = house.gathering_on("2027-06-05");
    let invited = house.invite(gathering);
    assert_eq!(invited["invited"], PEOPLE, "{invited}");

    // How many letters had come when each daemon began.
    let mut begun = Vec::new();
    let mut arrivals = sink.watch();
    for letters in KILLS {
        begun.push(sink.count());
        house.start();
        until("letters", async || arrivals.wait_for(|count| *count >= letters).await.is_ok().then_some(())).await;
        house.kill9();
        outlive_leases(&house);
    }
    begun.push(sink.count());
    house.start();
    until_true("all letters to be sent", async || {
        house.number("SELECT COUNT(*) FROM outgoing WHERE state = 'sent'").await == PEOPLE as i64
    })
    .await;
    assert!(house.terminate().await.0.success());

    let mut first: HashMap<String, (String, Vec<u8>)> = HashMap::new();
    let mut again = vec![0_u64; begun.len()];
    for received in sink.messages() {
        let letter = post::open(&received);
        let daemon = begun.iter().rposition(|count| received.number > *count).unwrap_or_default();
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
    assert_eq!(people.len(), PEOPLE, "everyone is invited");
    assert_eq!(first.len(), PEOPLE, "nobody is invited by two different letters");
    assert_eq!(again[0], 0, "nothing was repeated before the first kill");
    assert!(again.iter().all(|copies| *copies <= CONNECTIONS), "one a connection: {again:?}");
    println!("killed {} times while sending: {} letters came twice {again:?}", KILLS.len(), again.iter().sum::<u64>());

    let tally = house.tally(gathering).await;
    assert_eq!((tally.invited, tally.silent), (PEOPLE, PEOPLE));
    assert_eq!(house.number("SELECT COUNT(*) FROM invitation WHERE state = 'sent'").await, PEOPLE as i64);
    let accepted =
        "SELECT COUNT(*) FROM (SELECT outgoing_id FROM delivery WHERE outcome = 'accepted' GROUP BY outgoing_id
        HAVING COUNT(*) = 1) AS once";
    assert_eq!(house.number(accepted).await, PEOPLE as i64, "each is noted as accepted once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_twenty_times_while_sending_everyone_is_invited_once() {
    let sink = Sink::start(0).await.unwrap();
    killed_while_sending(House::on_sqlite(sink.address()), sink).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_twenty_times_while_sending_on_postgres_everyone_is_invited_once() {
    let sink = Sink::start(0).await.unwrap();
    let Some(house) = House::on_postgres(sink.address()) else { return };
    killed_while_sending(house, sink).await;
}

/// A reply that a mail server has in its queue.
struct Queued {
    from: String,
    to: String,
    message: Vec<u8>,
}

/// A mail server that hands replies over, and keeps each until it hears 250.
struct MailServer {
    queue: Mutex<VecDeque<Arc<Queued>>>,
    acknowledged: AtomicUsize,
    attempts: AtomicUsize,
    /// Where the daemon listens now; none while it is down.
    daemon: watch::Sender<Option<SocketAddr>>,
}

impl MailServer {
    async fn work(self: Arc<Self>) {
        let mut daemon = self.daemon.subscribe();
        loop {
            let Ok(address) = daemon.wait_for(Option::is_some).await.map(|found| *found) else { return };
            let Some(address) = address else { continue };
            let Ok(mut session) = Lmtp::connect(address).await else {
                tokio::task::yield_now().await;
                continue;
            };
            loop {
                let Some(next) = self.queue.lock().unwrap().pop_front() else { return };
                self.attempts.fetch_add(1, Ordering::SeqCst);
                match session.deliver(&next.from, &[&next.to], &next.message).await {
                    Ok(replies) if replies.iter().all(|reply| reply.starts_with("250")) => {
                        self.acknowledged.fetch_add(1, Ordering::SeqCst);
                    }
                    Ok(replies) => {
                        assert!(replies.iter().all(|reply| reply.starts_with('4')), "refused: {replies:?}");
                        self.queue.lock().unwrap().push_back(next);
                    }
                    Err(_) => {
                        self.queue.lock().unwrap().push_back(next);
                        break;
                    }
                }
            }
        }
    }
}

async fn killed_while_receiving(mut house: House, sink: Sink) {
    house.add_people(PEOPLE);
    let gathering = house.gathering_on("2027-06-05");
    house.invite(gathering);
    house.start();
    until_true("the invitations", async || {
        house.number("SELECT COUNT(*) FROM outgoing WHERE state = 'sent'").await == PEOPLE as i64
    })
    .await;
    assert!(house.terminate().await.0.success());

    let letters: Vec<post::Letter> = sink.messages().iter().map(|received| post::open(received)).collect();
    let comes = |email: &str| email.len().is_multiple_of(2);
    let queue: VecDeque<Arc<Queued>> = letters
        .iter()
        .map(|letter| {
            let words = match comes(&letter.to) {
                true => "Bonjour,\r\n\r\nOui, je serai là avec plaisir.",
                false => "Bonjour,\r\n\r\nMalheureusement je ne pourrai pas venir.",
            };
            let message = post::reply(letter, "Quelqu'un", &letter.to, words);
            Arc::new(Queued { from: letter.to.clone(), to: letter.reply_to.clone(), message })
        })
        .collect();
    let server = Arc::new(MailServer {
        queue: Mutex::new(queue),
        acknowledged: AtomicUsize::new(0),
        attempts: AtomicUsize::new(0),
        daemon: watch::Sender::new(None),
    });
    let mut sessions = tokio::task::JoinSet::new();
    for _ in 0..CONNECTIONS {
        sessions.spawn(server.clone().work());
    }
    for answers in KILLS {
        house.start();
        server.daemon.send_replace(Some(house.lmtp()));
        until_true("answers to be taken", async || server.acknowledged.load(Ordering::SeqCst) >= answers as usize)
            .await;
        house.kill9();
        server.daemon.send_replace(None);
        // What was acknowledged is there, whatever happens from here on.
        let acknowledged = server.acknowledged.load(Ordering::SeqCst) as i64;
        assert!(house.number("SELECT COUNT(*) FROM incoming").await >= acknowledged, "an acknowledged reply is lost");
        outlive_leases(&house);
    }
    house.start();
    server.daemon.send_replace(Some(house.lmtp()));
    until_true("all replies to be acknowledged", async || server.acknowledged.load(Ordering::SeqCst) == PEOPLE).await;
    until_true("all replies to be decided and acknowledged", async || {
        house.number("SELECT COUNT(*) FROM incoming WHERE state = 'received'").await == 0
            && house.number("SELECT COUNT(*) FROM outgoing WHERE state = 'sent'").await == 2 * PEOPLE as i64
    })
    .await;
    while sessions.join_next().await.is_some() {}
    assert!(house.terminate().await.0.success());

    assert_eq!(house.number("SELECT COUNT(*) FROM incoming").await, PEOPLE as i64, "each reply once");
    assert_eq!(house.number("SELECT COUNT(*) FROM incoming WHERE state = 'decided'").await, PEOPLE as i64);
    assert_eq!(house.number("SELECT COUNT(*) FROM reading").await, PEOPLE as i64, "each read once");
    assert_eq!(house.number("SELECT COUNT(*) FROM answer").await, PEOPLE as i64, "each answer once");
    for one in house.standings(gathering).await {
        let (standing, intent) = match comes(&one.invited.email) {
            true => (Standing::Attending, Intent::Attending),
            false => (Standing::Regrets, Intent::Regrets),
        };
        assert_eq!(one.standing, standing, "{}", one.invited.email);
        assert_eq!(one.answer.map(|answer| answer.said.intent), Some(intent));
    }
    // Each answer has one receipt, however often that left.
    let receipts: Vec<post::Letter> = sink.messages().iter().skip(PEOPLE).map(|one| post::open(one)).collect();
    let ids: HashSet<&str> = receipts.iter().map(|receipt| receipt.message_id.as_str()).collect();
    let people: HashSet<&str> = receipts.iter().map(|receipt| receipt.to.as_str()).collect();
    assert_eq!((ids.len(), people.len()), (PEOPLE, PEOPLE));
    println!(
        "killed {} times while receiving: {} deliveries for {PEOPLE} replies, {} receipts came twice",
        KILLS.len(),
        server.attempts.load(Ordering::SeqCst),
        receipts.len() - PEOPLE
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_twenty_times_while_receiving_each_answer_is_recorded_once() {
    let sink = Sink::start(0).await.unwrap();
    killed_while_receiving(House::on_sqlite(sink.address()), sink).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_twenty_times_while_receiving_on_postgres_each_answer_is_recorded_once() {
    let sink = Sink::start(0).await.unwrap();
    let Some(house) = House::on_postgres(sink.address()) else { return };
    killed_while_receiving(house, sink).await;
}
