//! How the mailboxes that are looked into do: for `/health`, and what all ways of that sort share.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::domain::clock::{Clock, Timestamp};
use crate::domain::ids::Ids;
use crate::domain::incoming::Way;
use crate::mail::maillog;
use crate::store::{Db, networks};
use crate::workflow::{self, receive};

use super::intake::Intake;

crate::words! {
    /// How a mailbox does.
    State {
        /// Being opened for the first time.
        Opening = "opening",
        /// Open: its server or a look every so often says what is new.
        Watching = "watching",
        /// It can't be read; tried again.
        Away = "away",
    }
}

/// A mailbox and how it does.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Status {
    /// By which way it is read.
    pub way: &'static str,
    /// Which, as the operator wrote it; no secret.
    pub mailbox: String,
    /// How it does.
    pub state: &'static str,
    /// Why it is away; empty otherwise.
    pub why: String,
    /// Since when, UTC milliseconds.
    #[serde(skip)]
    pub since: Timestamp,
}

/// All of them.
#[derive(Debug, Clone, Default)]
pub struct Ways(Arc<Mutex<BTreeMap<String, Status>>>);

impl Ways {
    /// How each does, by name.
    pub fn all(&self) -> Vec<Status> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    fn set(&self, status: Status) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(format!("{} {}", status.way, status.mailbox), status);
    }
}

/// One mailbox that is looked into, with all that it takes to take in what lies there.
#[derive(Clone)]
pub struct Lookout {
    /// By which way.
    pub way: Way,
    /// Which, for the operator and for the database: the same at each start.
    pub mailbox: String,
    /// The network's address, whose mailbox it is.
    pub address: String,
    /// Where messages go.
    pub intake: Intake,
    /// The facts.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// For jitter.
    pub ids: Ids,
    /// Where its state is told.
    pub ways: Ways,
}

impl Lookout {
    /// Says how it does; a change is logged.
    pub fn tell(&self, state: State, why: &str) {
        let before =
            self.ways.all().into_iter().find(|one| one.way == self.way.as_str() && one.mailbox == self.mailbox);
        let same = before.as_ref().filter(|before| before.state == state.as_str());
        let since = same.map_or(self.clock.now(), |before| before.since);
        if same.is_none_or(|before| before.why != why) {
            maillog::way(self.way, &self.mailbox, state.as_str(), why);
        }
        let (way, mailbox) = (self.way.as_str(), self.mailbox.clone());
        self.ways.set(Status { way, mailbox, state: state.as_str(), why: why.to_owned(), since });
    }

    /// Whether a network has this mailbox's address: without one nobody could be told what comes here.
    ///
    /// # Errors
    /// When none has, or the database is away.
    pub async fn has_a_network(&self) -> Result<(), String> {
        let away = |error: crate::store::Error| error.to_string();
        let mut tx = self.db.read().await.map_err(away)?;
        let known = networks::addresses(&mut tx).await.map_err(away)?;
        match receive::addressed(&known, &self.address) {
            Some(_) => Ok(()),
            None => Err(format!(
                "no network has the address {}: give it to one (palabre network new, palabre network edit), or mend the \
                 address in palabre.toml",
                self.address
            )),
        }
    }

    /// The organisers learn of a message that is too large to be taken in; once, however often it is met. It stays where
    /// it lies.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn tell_too_large(&self, which: &str, from: &str, octets: u64) -> workflow::Result<()> {
        let subject = format!("{}:{}/{which}", self.way.as_str(), self.mailbox);
        let mut tx = self.db.write().await?;
        let new = receive::too_large(&mut tx, &self.address, &subject, from, octets, self.clock.now()).await?;
        tx.commit().await?;
        if new {
            maillog::too_large(self.way, &self.mailbox, which, octets);
        }
        Ok(())
    }

    /// The organisers learn of a message that its server can't hand over; once. It stays where it lies.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn tell_unreadable(&self, which: &str) -> workflow::Result<()> {
        let subject = format!("{}:{}/{which}", self.way.as_str(), self.mailbox);
        let mut tx = self.db.write().await?;
        let new = receive::unreadable(&mut tx, &self.address, &subject, self.clock.now()).await?;
        tx.commit().await?;
        if new {
            maillog::unreadable(self.way, &self.mailbox, which);
        }
        Ok(())
    }
}

/// How long to wait before a mailbox that failed is tried again: doubled each time, a fifth more or less.
#[derive(Debug)]
pub struct Backoff {
    next: Duration,
    first: Duration,
    longest: Duration,
}

impl Backoff {
    /// From `first` to `longest`.
    pub fn new(first: Duration, longest: Duration) -> Backoff {
        Backoff { next: first, first, longest }
    }

    /// The next wait; `fraction` (0 to 1) spreads it.
    pub fn wait(&mut self, fraction: f64) -> Duration {
        let wait = self.next.mul_f64(0.8 + 0.4 * fraction.clamp(0.0, 1.0));
        self.next = self.next.saturating_mul(2).min(self.longest);
        wait
    }

    /// Not sooner than this from now on: a server that refuses a password locks out who asks often.
    pub fn at_least(&mut self, wait: Duration) {
        self.next = self.next.max(wait);
        self.longest = self.longest.max(wait);
    }

    /// It worked: the next failure is a first one.
    pub fn reset(&mut self) {
        self.next = self.first;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_begin_anew() {
        let second = Duration::from_secs;
        let mut backoff = Backoff::new(second(1), second(5));
        let waits: Vec<_> = (0..5).map(|_| backoff.wait(0.5)).collect();
        assert_eq!(waits, [second(1), second(2), second(4), second(5), second(5)]);
        backoff.reset();
        assert_eq!(backoff.wait(0.0), Duration::from_millis(800));
        backoff.at_least(second(60));
        assert_eq!(backoff.wait(1.0), second(72));
    }
}
