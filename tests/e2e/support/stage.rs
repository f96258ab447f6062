//! A small network with its letters: a house, the sink that they go to, and one gathering.

#![allow(dead_code, reason = "each story uses only a part of it")]

use palabre::domain::ids::GatheringId;
use palabre::mail::sink::Sink;
use palabre::store::{incomings, outbox, timers};
use palabre::workflow::standing::{Standing, Standings};

use super::house::{ADDRESS, House, NETWORK, until, until_true};
use super::mails::Mails;
use super::post::{self, Letter};

/// Somebody: name and mailbox.
pub type Person = (&'static str, &'static str);

/// An organiser.
pub const CLAIRE: Person = ("Claire Vasseur", "claire@projet.example");
/// An actor.
pub const SONIA: Person = ("Sonia Léger", "sonia@amap.example");
/// An actor.
pub const KARIM: Person = ("Karim Haddad", "karim@theatre.example");
/// An actor.
pub const LUCIE: Person = ("Lucie Morel", "lucie@tamis.example");

/// House, sink and gathering.
pub struct Stage {
    /// The installation.
    pub house: House,
    /// Where its letters go.
    pub sink: Sink,
    /// On 5 June 2027, 10:00.
    pub gathering: GatheringId,
}

impl Stage {
    /// Claire, and these actors; nobody is invited yet, the daemon isn't started.
    pub async fn with(actors: &[Person]) -> Stage {
        let sink = Sink::start(0).await.expect("a sink");
        let house = House::on_sqlite(sink.address());
        Stage::in_house(house, sink, actors, "2027-06-05")
    }

    /// The same in a house of any kind, with a gathering on that day.
    pub fn in_house(house: House, sink: Sink, actors: &[Person], day: &str) -> Stage {
        house.add(CLAIRE.0, CLAIRE.1, "organiser");
        for (name, email) in actors {
            house.add(name, email, "actor");
        }
        let gathering = house.gathering_on(day);
        Stage { house, sink, gathering }
    }

    /// Claire, Sonia, Karim and Lucie are invited, the letters have arrived, the daemon runs.
    pub async fn invited() -> Stage {
        let mut stage = Stage::with(&[SONIA, KARIM, LUCIE]).await;
        stage.house.start();
        stage.invite().await;
        stage
    }

    /// Invites everyone and waits until the letters have gone where they go.
    pub async fn invite(&self) {
        self.house.invite(self.gathering);
        self.settled().await;
    }

    /// Waits until every message is decided and nothing more is due.
    pub async fn settled(&self) {
        until_true("the daemon to have nothing to do", async || is_settled(&self.house).await).await;
    }

    /// Turns the clock and waits until what that made due is done.
    pub async fn turn_to(&self, instant: &str) {
        self.house.turn_to(instant);
        self.settled().await;
    }

    /// All letters so far to a mailbox, oldest first.
    pub fn letters_to(&self, email: &str) -> Vec<Letter> {
        self.sink.messages().iter().map(|one| post::open(one)).filter(|letter| letter.to == email).collect()
    }

    /// The latest letter to a mailbox.
    pub async fn letter_to(&self, person: Person) -> Letter {
        until(&format!("a letter to {}", person.1), async || self.letters_to(person.1).pop()).await
    }

    /// Somebody replies to their latest letter; waits until that is decided and its receipt has left.
    pub async fn reply(&self, person: Person, words: &str) {
        let letter = self.letter_to(person).await;
        let message = post::reply(&letter, person.0, person.1, words);
        post::hand_over(self.house.lmtp(), person.1, &letter.reply_to, &message).await;
        self.settled().await;
    }

    /// How somebody stands.
    pub async fn standing(&self, person: Person) -> Standings {
        let all = self.house.standings(self.gathering).await;
        all.into_iter().find(|one| one.invited.email == person.1).expect(person.1)
    }

    /// Under what somebody counts.
    pub async fn counts_as(&self, person: Person) -> Standing {
        self.standing(person).await.standing
    }

    /// An organiser enters what somebody told them: `yes`, `no`, `maybe`.
    pub fn enter(&self, person: Person, word: &str) {
        self.house.json(&["answer", &self.gathering.to_string(), person.1, word]);
    }

    /// Letters of one kind in the outbox, in whatever state.
    pub async fn count(&self, kind: &str) -> i64 {
        self.house.count(kind).await
    }
}

/// Whether every message is decided and nothing more is due.
pub async fn is_settled(house: &House) -> bool {
    let now = house.now();
    let mut tx = house.db().await.read().await.expect("a snapshot");
    // The digest's next occurrence is planned once all that is due has been done.
    let Some(next) =
        timers::waiting_occurrence(&mut tx, NETWORK, palabre::domain::timer::Rule::Digest).await.expect("timers")
    else {
        return false;
    };
    assert!(!next.is_empty());
    let due = timers::next(&mut tx).await.expect("timers").is_some_and(|at| at <= now)
        || outbox::next_due(&mut tx).await.expect("the outbox").is_some_and(|at| at <= now);
    let sending =
        outbox::count_by_state(&mut tx).await.expect("the outbox").iter().any(|(state, _)| state == "sending");
    !due && !sending && incomings::count_waiting(&mut tx).await.expect("messages") == 0
}

impl Mails for Stage {
    fn house(&self) -> &House {
        &self.house
    }

    fn address(&self) -> &str {
        ADDRESS
    }

    async fn hand_in(&self, from: &str, to: &str, message: &[u8]) {
        post::hand_over(self.house.lmtp(), from, to, message).await;
    }

    async fn settled(&self) {
        Stage::settled(self).await;
    }

    fn letters_to(&self, email: &str) -> Vec<Letter> {
        Stage::letters_to(self, email)
    }
}
