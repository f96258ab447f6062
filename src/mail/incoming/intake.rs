//! Behind every way in: a message is stored and synced, then acknowledged; then it is read and decided.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use crate::domain::clock::Clock;
use crate::domain::ids::IncomingId;
use crate::domain::incoming::{Envelope, Incoming, Way, fingerprint};
use crate::mail::maillog;
use crate::store::incomings::{self, Stored};
use crate::store::{self, Db, Topic};
use crate::workflow::{self, Desk, receive};

/// A message waiting to be stored, and who waits for it.
struct Waiting {
    way: Way,
    envelope: Envelope,
    raw: Vec<u8>,
    done: oneshot::Sender<Result<Stored, Arc<store::Error>>>,
}

/// Takes messages in. Those that arrive while a commit is under way share the next: each is synced before it is
/// acknowledged, but not each alone.
#[derive(Clone)]
pub struct Intake {
    waiting: mpsc::Sender<Waiting>,
}

/// Messages of one commit.
const MOST_AT_ONCE: usize = 64;

/// Why a message wasn't stored; the way in says "try again later".
#[derive(Debug, Clone, thiserror::Error)]
pub enum IntakeError {
    /// The database refused.
    #[error("the message could not be stored: {0}")]
    Store(Arc<store::Error>),
    /// The daemon is going down, or the storing panicked.
    #[error("the message could not be stored: the daemon is stopping, or something went wrong")]
    Stopping,
}

impl Intake {
    /// Starts taking in. It ends when the last [`Intake`] is dropped.
    pub fn start(db: Db, clock: Clock) -> Intake {
        Intake::storing_with(move |batch| {
            let (db, clock) = (db.clone(), clock.clone());
            async move { store_batch(&db, &clock, batch).await }
        })
    }

    fn storing_with<T>(mut store: impl FnMut(Vec<Waiting>) -> T + Send + 'static) -> Intake
    where
        T: Future<Output = ()> + Send + 'static,
    {
        let (waiting, mut arriving) = mpsc::channel::<Waiting>(MOST_AT_ONCE);
        tokio::spawn(async move {
            let mut batch = Vec::with_capacity(MOST_AT_ONCE);
            while arriving.recv_many(&mut batch, MOST_AT_ONCE).await > 0 {
                // What makes us panic must not keep out all that comes after; who brought it is told to try again.
                let storing = AssertUnwindSafe(store(std::mem::take(&mut batch)));
                if storing.catch_unwind().await.is_err() {
                    tracing::error!(target: "mail", "the program panicked while storing messages; it goes on");
                }
            }
        });
        Intake { waiting }
    }

    /// Stores one message; returns once it is committed and synced.
    ///
    /// # Errors
    /// When it could not be stored; the sender must keep it.
    pub async fn take(&self, way: Way, envelope: Envelope, raw: Vec<u8>) -> Result<Stored, IntakeError> {
        let (done, stored) = oneshot::channel();
        let (from, bytes) = (envelope.mail_from.clone(), raw.len());
        let waiting = Waiting { way, envelope, raw, done };
        self.waiting.send(waiting).await.map_err(|_| IntakeError::Stopping)?;
        let stored = stored.await.map_err(|_| IntakeError::Stopping)?.map_err(IntakeError::Store)?;
        let (id, known) = match stored {
            Stored::New(id) => (id, false),
            Stored::Known(id) => (id, true),
        };
        maillog::stored(id, way, from.as_deref(), bytes, known);
        Ok(stored)
    }
}

async fn store_batch(db: &Db, clock: &Clock, batch: Vec<Waiting>) {
    let result = try_store(db, clock, &batch).await.map_err(Arc::new);
    for (at, waiting) in batch.into_iter().enumerate() {
        let one = match &result {
            Ok(stored) => stored.get(at).copied().ok_or_else(|| Arc::new(sqlx_closed())),
            Err(error) => Err(error.clone()),
        };
        // Who hung up meanwhile will bring the message again; it will be known.
        let _ = waiting.done.send(one);
    }
}

fn sqlx_closed() -> store::Error {
    store::Error::Corrupt { what: "a stored message", value: "nothing".to_owned() }
}

async fn try_store(db: &Db, clock: &Clock, batch: &[Waiting]) -> store::Result<Vec<Stored>> {
    let mut tx = db.write().await?;
    let mut stored = Vec::with_capacity(batch.len());
    for one in batch {
        let print = fingerprint(&one.raw);
        stored.push(incomings::insert(&mut tx, &print, one.way, &one.envelope, &one.raw, clock.now()).await?);
    }
    tx.commit().await?;
    Ok(stored)
}

/// How often deciding on one message may fail.
const MOST_FAILURES: i64 = 3;
/// Messages decided in one commit.
const DECIDED_AT_ONCE: i64 = 32;
/// Nor is another message begun in a commit once it has read so many bytes.
const OCTETS_AT_ONCE: i64 = 32 * 1024 * 1024;

/// Reads and decides all messages that wait; yields how many.
///
/// # Errors
/// When the database is away. A message that can't be decided is tried three times, then put aside.
pub async fn decide_waiting(db: &Db, desk: &Desk, clock: &Clock) -> workflow::Result<usize> {
    let mut decided = 0;
    'batches: loop {
        let mut tx = db.write().await?;
        let batch = incomings::waiting(&mut tx, DECIDED_AT_ONCE).await?;
        if batch.is_empty() {
            return Ok(decided);
        }
        let batch = within(OCTETS_AT_ONCE, batch);
        let mut log = Vec::with_capacity(batch.len());
        for incoming in &batch {
            // One at a time in memory, however many large ones came at once.
            let raw = incomings::raw(&mut tx, incoming.id).await?.unwrap_or_default();
            tx.savepoint().await?;
            // A message that makes us panic must not stand in the way of all others.
            let received = AssertUnwindSafe(receive::receive(&mut tx, desk, incoming, &raw, clock.now()));
            match received.catch_unwind().await.unwrap_or_else(|_| Err(panicked(incoming.id))) {
                Ok(outcome) => {
                    tx.release_savepoint().await?;
                    log.push((incoming.id, Ok(outcome)));
                }
                // It met another daemon: a failure of neither message. All locks of the batch are let go.
                Err(error) if error.is_passing() => continue 'batches,
                Err(error) => {
                    tx.back_to_savepoint().await?;
                    let failures = note_failure(&mut tx, incoming, &error, clock).await?;
                    log.push((incoming.id, Err((failures, error))));
                }
            }
        }
        tx.commit().await?;
        decided += batch.len();
        log.into_iter().for_each(|(id, outcome)| tell(id, outcome));
    }
}

/// The first of these messages, until they have so many bytes: always one.
fn within(most: i64, batch: Vec<(Incoming, i64)>) -> Vec<Incoming> {
    let mut before = 0_i64;
    let first = batch.into_iter().take_while(|(_, octets)| {
        let begun = before < most;
        before = before.saturating_add(*octets);
        begun
    });
    first.map(|(incoming, _)| incoming).collect()
}

fn panicked(id: IncomingId) -> workflow::Error {
    let mend = "It is a defect of palabre: please report it with the log";
    workflow::Error::refused(format!("deciding on message {id}"), "the program panicked", mend)
}

async fn note_failure(
    tx: &mut store::Tx,
    incoming: &Incoming,
    error: &workflow::Error,
    clock: &Clock,
) -> workflow::Result<i64> {
    let failures = incomings::failed(tx, incoming.id, &error.to_string()).await?;
    if failures >= MOST_FAILURES {
        receive::put_aside(tx, incoming, &error.to_string(), clock.now()).await?;
    }
    Ok(failures)
}

fn tell(id: IncomingId, outcome: Result<receive::Outcome, (i64, workflow::Error)>) {
    match outcome {
        Ok(outcome) => maillog::decided(id, &outcome.kind, outcome.invitation.map(|id| id.0), &outcome.done),
        Err((failures, error)) if failures >= MOST_FAILURES => maillog::put_aside(id, &error.to_string()),
        Err((failures, error)) => maillog::undecided(id, failures, &error.to_string()),
    }
}

/// Decides on messages as they arrive, until told to stop.
///
/// # Errors
/// When the database is away; who started it starts it again.
pub async fn run(db: &Db, desk: &Desk, clock: &Clock, stop: &CancellationToken) -> workflow::Result<()> {
    loop {
        decide_waiting(db, desk, clock).await?;
        tokio::select! {
            () = stop.cancelled() => return Ok(()),
            () = db.changes().heard(Topic::Incoming) => {}
            // Another daemon on the same database may have died with a message in hand.
            () = tokio::time::sleep(Duration::from_secs(30)) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clock::Timestamp;

    #[tokio::test]
    async fn storing_that_panicked_takes_in_what_comes_after() {
        let mut times = 0;
        let intake = Intake::storing_with(move |batch| {
            times += 1;
            let first = times == 1;
            async move {
                assert!(!first, "a defect");
                for one in batch {
                    let _ = one.done.send(Ok(Stored::New(IncomingId(7))));
                }
            }
        });
        let take = async || intake.take(Way::Lmtp, Envelope::default(), b"x".to_vec()).await;
        assert!(take().await.is_err(), "the first is told to come again");
        assert_eq!(take().await.unwrap(), Stored::New(IncomingId(7)));
    }

    #[test]
    fn a_batch_of_large_messages_ends_early_and_is_never_empty() {
        let batch = |sizes: &[i64]| {
            let one = |(n, octets): (usize, &i64)| {
                let id = IncomingId(n as i64);
                let envelope = Envelope::default();
                (Incoming { id, way: Way::Lmtp, envelope, received_at: Timestamp(0), failures: 0 }, *octets)
            };
            within(100, sizes.iter().enumerate().map(one).collect()).len()
        };
        assert_eq!(batch(&[50, 40, 30, 20]), 3);
        assert_eq!(batch(&[500, 1]), 1);
        assert_eq!(batch(&[50, 50, 1]), 2);
        assert_eq!(batch(&[1, 2, 3]), 3);
        assert_eq!(batch(&[]), 0);
    }
}
