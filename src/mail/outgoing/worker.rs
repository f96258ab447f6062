//! One connection to the relay: takes a letter, makes it, sends it, waits until its outcome is written, takes the next.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use futures_util::FutureExt as _;
use serde_json::Value;
use tokio::sync::{Mutex, mpsc};
use tokio_util::sync::CancellationToken;

use super::ledger::{Fate, Ledger};
use super::letter::{self, Ready};
use super::smtp::{Connection, Route};
use crate::config::Addressing;
use crate::domain::clock::{Clock, Timestamp};
use crate::domain::delivery::{Outcome, Reply};
use crate::domain::network::Network;
use crate::domain::outgoing::Outgoing;
use crate::domain::token::TokenKey;
use crate::rendering::templates::Templates;

/// A claimed letter with what it is made from.
pub struct Job {
    /// The row.
    pub letter: Outgoing,
    /// Its network.
    pub network: Arc<Network>,
    /// The shared data of its mailing.
    pub shared: Arc<Value>,
    /// The word of its claim.
    pub lease: String,
    /// When its claim ends.
    pub lease_until: Timestamp,
}

/// What all connections share.
pub struct Workshop {
    /// The relay.
    pub route: Route,
    /// How letters look.
    pub templates: Arc<Templates>,
    /// For tokens.
    pub key: TokenKey,
    /// Where tokens may stand.
    pub addressing: Addressing,
    /// The HTTPS address for one-click stops.
    pub public_url: Option<String>,
    /// The time.
    pub clock: Clock,
    /// Where outcomes go.
    pub ledger: Ledger,
    /// Set while the relay can't be reached.
    pub trouble: Trouble,
    /// No further letter is begun.
    pub stop: CancellationToken,
}

/// An idle connection is closed before the server does it (Postfix waits 300 s, others 60).
const IDLE: Duration = Duration::from_secs(20);

/// A letter isn't begun when its claim ends before a slow server may have answered (RFC 5321 4.5.3.2.6: ten minutes), and
/// given up for this time when it has not.
pub const LONGEST_SEND: Duration = Duration::from_secs(660);

/// How long nobody dials after the relay could not be reached: doubled each time, from a second to a minute.
#[derive(Debug, Default)]
pub struct Trouble {
    until: AtomicI64,
    seconds: AtomicI64,
}

impl Trouble {
    /// When the relay may be tried again.
    pub fn until(&self) -> Timestamp {
        Timestamp(self.until.load(Ordering::SeqCst))
    }

    fn met(&self, now: Timestamp) {
        let seconds = self.seconds.load(Ordering::SeqCst).saturating_mul(2).clamp(1, 60);
        self.seconds.store(seconds, Ordering::SeqCst);
        self.until.store(now.0.saturating_add(seconds.saturating_mul(1_000)), Ordering::SeqCst);
    }

    fn over(&self) {
        self.seconds.store(0, Ordering::SeqCst);
        self.until.store(0, Ordering::SeqCst);
    }
}

/// Works until the queue is closed.
pub async fn work(shop: Arc<Workshop>, queue: Arc<Mutex<mpsc::Receiver<Job>>>) {
    let mut connection: Option<Connection> = None;
    loop {
        let next = async { queue.lock().await.recv().await };
        let job = match tokio::time::timeout(IDLE, next).await {
            Ok(Some(job)) => job,
            Ok(None) => break,
            Err(_) => {
                if let Some(idle) = connection.take() {
                    idle.quit().await;
                }
                continue;
            }
        };
        let fate = caught(handle(&shop, &mut connection, &job)).await.unwrap_or_else(|| {
            connection = None; // nobody knows what it was in the middle of
            Fate::Unwritable("the program panicked: please report it with the log".to_owned())
        });
        shop.ledger.record(job.letter, job.lease, fate).await;
    }
    if let Some(last) = connection.take() {
        last.quit().await;
    }
}

/// What became of a letter, `None` if the program panicked over it: neither the letter nor the worker may hang by that.
async fn caught(handling: impl Future<Output = Fate>) -> Option<Fate> {
    AssertUnwindSafe(handling).catch_unwind().await.ok()
}

async fn handle(shop: &Workshop, connection: &mut Option<Connection>, job: &Job) -> Fate {
    let now = shop.clock.now();
    if shop.stop.is_cancelled() || now.after(LONGEST_SEND) > job.lease_until || now < shop.trouble.until() {
        return Fate::Returned;
    }
    let (url, addressing) = (shop.public_url.as_deref(), shop.addressing);
    let Job { letter, network, shared, .. } = job;
    let ready = match letter::prepare(&shop.templates, &shop.key, addressing, url, network, shared, letter) {
        Ok(ready) => ready,
        Err(error) => return Fate::Unwritable(error.to_string()),
    };
    let outcome = in_time(LONGEST_SEND, send(shop, connection, &ready)).await;
    Fate::Tried(ready.subject, outcome)
}

/// No send outlives its claim: by then another may have the letter.
async fn in_time(most: Duration, sending: impl Future<Output = Outcome>) -> Outcome {
    tokio::time::timeout(most, sending).await.unwrap_or_else(|_| {
        let text = format!("the relay needed more than {} s", most.as_secs());
        Outcome::Deferred(Reply { code: None, enhanced: None, text })
    })
}

async fn send(shop: &Workshop, connection: &mut Option<Connection>, ready: &Ready) -> Outcome {
    // A server may close an idle connection at any time: that is no attempt, a fresh one is made at once.
    for fresh in [false, true] {
        let mut open = match connection.take() {
            Some(open) if open.is_usable() && !fresh => open,
            _ => match Connection::open(&shop.route).await {
                Ok(open) => {
                    shop.trouble.over();
                    open
                }
                Err(outcome) => {
                    shop.trouble.met(shop.clock.now());
                    return outcome;
                }
            },
        };
        let outcome = open.send(Some(&ready.mail_from), &ready.to, &ready.message).await;
        let stale = open.was_stale();
        if open.is_usable() {
            *connection = Some(open);
        }
        if !stale || fresh {
            return outcome;
        }
    }
    // Not reached: the second round always returns.
    Outcome::Deferred(Reply { code: None, enhanced: None, text: "no connection".to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_send_that_never_ends_is_an_attempt_that_failed() {
        let outcome = in_time(Duration::from_millis(10), std::future::pending()).await;
        assert!(matches!(outcome, Outcome::Deferred(Reply { code: None, .. })), "{outcome:?}");
    }

    #[tokio::test]
    async fn a_letter_over_which_the_program_panics_does_not_take_the_worker_along() {
        assert!(caught(async { panic!("a defect") }).await.is_none());
        assert!(matches!(caught(async { Fate::Returned }).await, Some(Fate::Returned)));
    }
}
