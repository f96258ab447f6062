//! Outcomes into the database. Those of several connections share a commit; each connection waits for its own.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

use super::retry;
use crate::domain::clock::{Clock, Timestamp};
use crate::domain::decision::{By, Decision};
use crate::domain::delivery::{self, Outcome};
use crate::domain::ids::Ids;
use crate::domain::outgoing::Outgoing;
use crate::mail::maillog;
use crate::store::outcomes::{self, Attempt};
use crate::store::{self, Db, Tx, decisions, leases, people};

/// What became of a letter in a worker's hands.
#[derive(Debug, Clone)]
pub enum Fate {
    /// It was tried, with this subject.
    Tried(String, Outcome),
    /// It can't be written: its template or data must be mended.
    Unwritable(String),
    /// It goes back untried.
    Returned,
}

struct Entry {
    letter: Outgoing,
    lease: String,
    fate: Fate,
    done: oneshot::Sender<()>,
}

/// Takes outcomes down.
#[derive(Clone)]
pub struct Ledger {
    entries: mpsc::Sender<Entry>,
}

/// Outcomes of one commit.
const MOST_AT_ONCE: usize = 64;

impl Ledger {
    /// Starts taking down. It ends when the last [`Ledger`] is dropped and all is written.
    pub fn start(db: Db, clock: Clock, ids: Ids) -> Ledger {
        let (entries, mut coming) = mpsc::channel::<Entry>(MOST_AT_ONCE);
        tokio::spawn(async move {
            let mut batch = Vec::with_capacity(MOST_AT_ONCE);
            while coming.recv_many(&mut batch, MOST_AT_ONCE).await > 0 {
                // A letter that has left must be known to have left: nothing goes on before it is.
                while let Err(error) = write(&db, &clock, &ids, &batch).await {
                    tracing::error!(target: "mail", %error, "outcomes can't be written, trying again");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
                for entry in batch.drain(..) {
                    let _ = entry.done.send(());
                }
            }
        });
        Ledger { entries }
    }

    /// Writes down what became of a letter claimed with the word `lease`; returns once it is committed.
    pub async fn record(&self, letter: Outgoing, lease: String, fate: Fate) {
        let (done, written) = oneshot::channel();
        if self.entries.send(Entry { letter, lease, fate, done }).await.is_ok() {
            let _ = written.await;
        }
    }
}

async fn write(db: &Db, clock: &Clock, ids: &Ids, batch: &[Entry]) -> store::Result<()> {
    let mut tx = db.write().await?;
    let now = clock.now();
    let mut attempts = Vec::with_capacity(batch.len());
    for Entry { letter, lease, fate, .. } in batch {
        match fate {
            Fate::Tried(subject, outcome) => {
                let after = retry::after(outcome, letter.attempts, letter.date, now, ids.fraction());
                attempts.push(Attempt { letter, lease, subject, outcome, after });
            }
            Fate::Unwritable(why) => outcomes::give_up(&mut tx, letter.id, lease, None, why, now).await?,
            Fate::Returned => leases::unlease(&mut tx, letter.id, lease).await?,
        }
    }
    outcomes::record(&mut tx, &attempts, now).await?;
    for attempt in &attempts {
        note_condemned(&mut tx, attempt.letter, attempt.outcome, now).await?;
    }
    tx.commit().await?;
    for Entry { letter, fate, .. } in batch {
        match fate {
            Fate::Tried(_, outcome) => {
                let (kind, attempts) = (letter.kind.as_str(), letter.attempts);
                maillog::attempt(letter.id, letter.incoming, kind, &letter.to, outcome, attempts);
            }
            Fate::Unwritable(why) => maillog::given_up(letter.id, why),
            Fate::Returned => {}
        }
    }
    Ok(())
}

/// A refusal may say that the address is no good.
async fn note_condemned(tx: &mut Tx, letter: &Outgoing, outcome: &Outcome, now: Timestamp) -> store::Result<()> {
    if let Outcome::Refused(reply) = outcome
        && delivery::condemns_address(reply)
        && let Some(address) = people::address(tx, &letter.to).await?
        && people::mark_undeliverable(tx, address.id, &outcomes::said(reply), now).await?
    {
        let decision = Decision {
            network: letter.network,
            what: "undeliverable",
            subject: format!("address:{}", address.id),
            by: By::Rule,
            actor: None,
            incoming: None,
            because: outcomes::said(reply),
            at: now,
        };
        decisions::append(tx, &decision).await?;
    }
    Ok(())
}
