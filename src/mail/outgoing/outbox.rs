//! The outbox at work: letters that are due are claimed, looked at once more, and given to the connections.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::ledger::Ledger;
use super::pace::{self, Pace};
use super::smtp::Route;
use super::worker::{self, Job, LONGEST_SEND, Trouble, Workshop};
use crate::config::{Addressing, Rate};
use crate::domain::clock::{Clock, Timestamp};
use crate::domain::ids::{MailingId, NetworkId, OutgoingId};
use crate::domain::network::Network;
use crate::domain::outgoing::OutgoingState;
use crate::mail::maillog;
use crate::rendering::templates::Templates;
use crate::store::{Db, Topic, Tx, leases, networks, outbox};
use crate::workflow::{self, Desk, wanted};

/// What the outbox works with.
#[derive(Clone)]
pub struct Outbox {
    /// Where the letters are.
    pub db: Db,
    /// Key and randomness.
    pub desk: Desk,
    /// The time.
    pub clock: Clock,
    /// How letters look.
    pub templates: Arc<Templates>,
    /// The relay.
    pub route: Route,
    /// Connections at once.
    pub connections: usize,
    /// What the provider allows.
    pub rate: Option<Rate>,
    /// Where tokens may stand.
    pub addressing: Addressing,
    /// The HTTPS address for one-click stops.
    pub public_url: Option<String>,
    /// No other daemon works on this database: a claim holds as long as we live, whatever the clock does meanwhile, and
    /// what a daemon that died had claimed is free at our start.
    pub alone: bool,
}

/// How long a claim holds: a slow send, and the letters before it in the queue.
const LEASE: Duration = Duration::from_secs(2 * LONGEST_SEND.as_secs());

/// Letters claimed at once for each connection: enough that a claim's commit is not felt, few enough that little is
/// lost when a letter is dropped or the daemon stops.
const PER_CONNECTION: usize = 16;

/// When nothing wakes us, look all the same.
const LONGEST_NAP: Duration = Duration::from_secs(60);

/// What a claim found.
enum Claim {
    Jobs(Vec<Job>),
    Nothing,
    WaitUntil(Timestamp),
}

impl Outbox {
    /// Sends what is due as it becomes due, until told to stop; letters under way are finished.
    ///
    /// # Errors
    /// When the database is away; who started it starts it again.
    pub async fn run(&self, stop: &CancellationToken) -> workflow::Result<()> {
        self.recover().await?;
        let crew = self.hire(stop);
        let result = self.dispatch(&crew, stop, false).await;
        crew.finish().await;
        result
    }

    /// Sends all that is due now, and what that makes due, and returns.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn run_due(&self, stop: &CancellationToken) -> workflow::Result<()> {
        self.recover().await?;
        loop {
            let crew = self.hire(stop);
            let result = self.dispatch(&crew, stop, true).await;
            let shop = crew.shop.clone();
            crew.finish().await;
            result?;
            if self.clock.now() < shop.trouble.until() {
                return Ok(());
            }
            let mut tx = self.db.read().await?;
            let due = outbox::next_due(&mut tx).await?.is_some_and(|at| at <= self.clock.now());
            if !due || stop.is_cancelled() || self.pause().await?.is_some() {
                return Ok(());
            }
        }
    }

    /// Takes back what a daemon that died had claimed.
    async fn recover(&self) -> workflow::Result<()> {
        if !self.alone {
            return Ok(());
        }
        let mut tx = self.db.write().await?;
        leases::unlease_all(&mut tx).await?;
        tx.commit().await?;
        Ok(())
    }

    fn hire(&self, stop: &CancellationToken) -> Crew {
        let (jobs, queue) = mpsc::channel(self.connections.saturating_mul(PER_CONNECTION).max(1));
        let queue = Arc::new(Mutex::new(queue));
        let shop = Arc::new(Workshop {
            route: self.route.clone(),
            templates: self.templates.clone(),
            key: self.desk.key.clone(),
            addressing: self.addressing,
            public_url: self.public_url.clone(),
            clock: self.clock.clone(),
            ledger: Ledger::start(self.db.clone(), self.clock.clone(), self.desk.ids.clone()),
            trouble: Trouble::default(),
            stop: stop.clone(),
        });
        let mut workers = JoinSet::new();
        for _ in 0..self.connections {
            workers.spawn(worker::work(shop.clone(), queue.clone()));
        }
        Crew { jobs, shop, workers }
    }

    async fn dispatch(&self, crew: &Crew, stop: &CancellationToken, until_idle: bool) -> workflow::Result<()> {
        let mut mailings = Mailings::default();
        while !stop.is_cancelled() {
            // The claim comes once there is room, so that what is claimed is soon begun.
            let room = self.connections.saturating_mul(PER_CONNECTION) / 2;
            let permits = tokio::select! {
                () = stop.cancelled() => break,
                permits = crew.jobs.reserve_many(room.max(1)) => permits,
            };
            drop(permits);
            let claim = if self.clock.now() < crew.shop.trouble.until() {
                Claim::WaitUntil(crew.shop.trouble.until())
            } else {
                self.claim(room.max(1), &mut mailings).await?
            };
            let until = match claim {
                Claim::Jobs(jobs) => {
                    for job in jobs {
                        if crew.jobs.send(job).await.is_err() {
                            return Ok(());
                        }
                    }
                    continue;
                }
                _ if until_idle => return Ok(()),
                Claim::WaitUntil(at) => Some(at),
                Claim::Nothing => outbox::next_due(&mut self.db.read().await?).await?,
            };
            let due = async {
                match until {
                    Some(at) => self.clock.sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = stop.cancelled() => break,
                () = self.db.changes().heard(Topic::Outbox), if !matches!(until, Some(at) if at == crew.shop.trouble.until()) => {}
                () = due => {}
                () = tokio::time::sleep(LONGEST_NAP) => {}
            }
        }
        Ok(())
    }

    /// Until when the provider's limit keeps letters back.
    async fn pause(&self) -> workflow::Result<Option<Timestamp>> {
        let mut tx = self.db.read().await?;
        match pace::allowance(&mut tx, self.rate, 1, self.clock.now()).await? {
            Pace::Go(_) => Ok(None),
            Pace::WaitUntil(at) => Ok(Some(at)),
        }
    }

    /// Claims letters that are due; those no longer wanted are dropped in the same transaction.
    async fn claim(&self, room: usize, mailings: &mut Mailings) -> workflow::Result<Claim> {
        let room = i64::try_from(room).unwrap_or(i64::MAX);
        {
            // A look without the write lock: most of the time nothing is due.
            let mut tx = self.db.read().await?;
            if outbox::next_due(&mut tx).await?.is_none_or(|at| at > self.clock.now()) {
                return Ok(Claim::Nothing);
            }
        }
        let mut tx = self.db.write().await?;
        let now = self.clock.now();
        let allowed = match pace::allowance(&mut tx, self.rate, room, now).await? {
            Pace::Go(letters) => letters,
            Pace::WaitUntil(at) => return Ok(Claim::WaitUntil(at)),
        };
        let lease_until = if self.alone { Timestamp::NEVER } else { now.after(LEASE) };
        let lease = self.desk.ids.word();
        let claimed = leases::claim(&mut tx, &lease, now, lease_until, allowed).await?;
        if claimed.is_empty() {
            return Ok(Claim::Nothing);
        }
        let mut jobs = Vec::with_capacity(claimed.len());
        let mut dropped: Vec<(OutgoingId, String)> = Vec::new();
        mailings.networks.clear(); // a name or address may have changed since the last claim
        for claimed in claimed {
            let unwanted = wanted::unwanted(&mut tx, &claimed, now).await?;
            let letter = claimed.letter;
            if let Some(why) = unwanted {
                outbox::end(&mut tx, letter.id, OutgoingState::Dropped, &why, now).await?;
                dropped.push((letter.id, why));
                continue;
            }
            let network = mailings.network(&mut tx, letter.network).await?;
            let shared = mailings.shared(&mut tx, letter.mailing).await?;
            jobs.push(Job { letter, network, shared, lease: lease.clone(), lease_until });
        }
        tx.commit().await?;
        dropped.iter().for_each(|(id, why)| maillog::dropped(*id, why));
        Ok(Claim::Jobs(jobs))
    }
}

/// The connections at work.
struct Crew {
    jobs: mpsc::Sender<Job>,
    shop: Arc<Workshop>,
    workers: JoinSet<()>,
}

impl Crew {
    async fn finish(self) {
        drop(self.jobs);
        self.workers.join_all().await;
    }
}

/// The networks and mailings of the letters under way, read and parsed once.
#[derive(Default)]
struct Mailings {
    networks: HashMap<NetworkId, Arc<Network>>,
    shared: HashMap<MailingId, Arc<Value>>,
}

impl Mailings {
    /// How many mailings are kept; letters of one come together.
    const MOST: usize = 16;

    async fn network(&mut self, tx: &mut Tx, id: NetworkId) -> workflow::Result<Arc<Network>> {
        if let Some(known) = self.networks.get(&id) {
            return Ok(known.clone());
        }
        let Some(network) = networks::get(tx, id).await? else {
            let what = format!("a letter of network {id}");
            return Err(workflow::Error::refused(what, "the network is gone", "Restore the database"));
        };
        let network = Arc::new(network);
        self.networks.insert(id, network.clone());
        Ok(network)
    }

    /// The data that a mailing's letters share, as approved: it doesn't change.
    async fn shared(&mut self, tx: &mut Tx, id: Option<MailingId>) -> workflow::Result<Arc<Value>> {
        let Some(id) = id else { return Ok(Arc::new(Value::Null)) };
        if let Some(known) = self.shared.get(&id) {
            return Ok(known.clone());
        }
        let text = outbox::mailing_context(tx, id).await?.unwrap_or_default();
        let shared: Arc<Value> = Arc::new(serde_json::from_str(&text).unwrap_or_default());
        if self.shared.len() >= Self::MOST {
            self.shared.clear();
        }
        self.shared.insert(id, shared.clone());
        Ok(shared)
    }
}
