//! The stage: a temporary database, the real daemon, an SMTP server for its letters, and a clock turned by hand.

mod letters;
mod people;

use std::path::Path;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Played;
use super::cast::{Gathering, VISITED};
use super::drawer::Drawer;
use crate::config::Config;
use crate::daemon::{Daemon, Parts};
use crate::domain::civil::{self, CivilTime, Zone, parse_civil};
use crate::domain::clock::{Clock, Timestamp};
use crate::domain::gathering;
use crate::domain::ids::{Ids, NetworkId};
use crate::domain::token::TokenKey;
use crate::mail::sink::Sink;
use crate::store::{Db, gatherings, incomings, outbox, timers};
use crate::workflow::Desk;
use crate::workflow::invite::{self, When};

/// Where all of it takes place.
pub const ZONE: Zone = chrono_tz::Europe::Paris;
const NETWORK: &str = "Les acteurs du canal";
/// The network's address.
pub const ADDRESS: &str = "rencontres@acteurs-du-canal.example";

/// How finely a running clock moves.
const TICK: Duration = Duration::from_millis(250);

/// The stage.
pub struct Setting {
    folder: Folder,
    db: Db,
    desk: Desk,
    clock: Clock,
    sink: Sink,
    daemon: Daemon,
    lmtp: String,
    network: NetworkId,
    made: people::Made,
    drawer: Drawer,
    running: std::sync::atomic::AtomicBool,
    shown: std::sync::atomic::AtomicU64,
}

/// A folder that goes when the demo does.
struct Folder(std::path::PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // What can't be removed is in the system's temporary folder.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Setting {
    /// Sets the stage.
    pub async fn build() -> Played<Setting> {
        let ids = Ids::system();
        let folder = Folder(std::env::temp_dir().join(format!("palabre-demo-{}", ids.word())));
        std::fs::create_dir(&folder.0)?;
        let mut key = vec![0; 32];
        ids.fill(&mut key);
        let sink = Sink::start(0).await?;
        let mut config = Config::default();
        config.database.url = format!("sqlite:{}", folder.0.join("palabre.db").display());
        config.smtp.port = sink.address().port();
        config.lmtp.listen = "127.0.0.1:0".to_owned();
        config.http.listen = "off".to_owned();
        let clock = Clock::turned_by_hand(civil::instant(parse_civil("2027-05-03T09:00")?, ZONE));
        let db = Db::open(&config.database.url).await?;
        let desk = Desk { ids, key: TokenKey::new(key), trusted_authserv: Vec::new() };
        let mut tx = db.write().await?;
        let (network, made) = people::people_the_stage(&mut tx, clock.now()).await?;
        tx.commit().await?;
        let parts = Parts { config, db: db.clone(), desk: desk.clone(), clock: clock.clone() };
        let daemon = Daemon::start(parts).await?;
        let lmtp = daemon.up.lmtp.as_ref().map(ToString::to_string).unwrap_or_default();
        let shown = std::sync::atomic::AtomicU64::new(0);
        let (drawer, running) = (Drawer::default(), std::sync::atomic::AtomicBool::new(false));
        Ok(Setting { folder, db, desk, clock, sink, daemon, lmtp, network, made, drawer, running, shown })
    }

    /// Ends the daemon and takes everything away.
    pub async fn strike(self) {
        self.daemon.stopper().cancel();
        self.daemon.finished().await;
        self.sink.stop().await;
        self.db.close().await;
    }

    /// Where the temporary database is.
    pub fn folder(&self) -> &Path {
        &self.folder.0
    }

    /// Where letters go.
    pub fn sink_address(&self) -> std::net::SocketAddr {
        self.sink.address()
    }

    /// Where replies go.
    pub fn lmtp_address(&self) -> &str {
        &self.lmtp
    }

    /// What came, for the mailboxes.
    pub fn sink(&self) -> &Sink {
        &self.sink
    }

    /// What the actors have sent.
    pub fn drawer(&self) -> &Drawer {
        &self.drawer
    }

    /// The facts.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Key and randomness.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The network's number.
    pub fn network(&self) -> NetworkId {
        self.network
    }

    /// The network's name.
    pub fn network_name(&self) -> &'static str {
        NETWORK
    }

    /// The time on stage.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What the clock on the wall shows.
    pub fn wall(&self) -> CivilTime {
        civil::civil(self.clock.now(), ZONE)
    }

    /// From here the clock runs as clocks do, until told to stop.
    pub async fn let_time_run(&self, stop: &CancellationToken) {
        self.running.store(true, std::sync::atomic::Ordering::SeqCst);
        let (real, staged) = (Clock::system(), self.now());
        let began = real.now();
        while !stop.is_cancelled() {
            let passed = u64::try_from(real.now().ms().saturating_sub(began.ms())).unwrap_or_default();
            self.clock.turn_to(staged.after(Duration::from_millis(passed)));
            tokio::select! { () = stop.cancelled() => {} () = tokio::time::sleep(TICK) => {} }
        }
    }

    /// Whether the story is told and the clock runs by itself.
    pub fn is_running(&self) -> bool {
        self.running.load(std::sync::atomic::Ordering::SeqCst)
    }

    /// Turns the clock, hour by hour where something is due on the way, and waits until all is done.
    pub async fn turn_to(&self, wall: &str) -> Played<()> {
        let to = civil::instant(parse_civil(wall)?, ZONE);
        loop {
            self.settle().await?;
            let mut tx = self.db.read().await?;
            let next = [timers::next(&mut tx).await?, outbox::next_due(&mut tx).await?].into_iter().flatten().min();
            match next {
                Some(next) if next < to && next > self.now() => self.clock.turn_to(next),
                _ => break,
            }
        }
        self.clock.turn_to(to);
        self.settle().await
    }

    /// Waits until every message is decided and nothing more is due.
    pub async fn settle(&self) -> Played<()> {
        let quiet = async {
            loop {
                if self.is_quiet().await? {
                    return Played::Ok(());
                }
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        match tokio::time::timeout(Duration::from_secs(30), quiet).await {
            Ok(done) => done,
            Err(_) => Err("the daemon still had something to do after half a minute".into()),
        }
    }

    async fn is_quiet(&self) -> Played<bool> {
        let mut tx = self.db.read().await?;
        let now = self.now();
        let due = |at: Option<Timestamp>| at.is_some_and(|at| at <= now);
        let sending = outbox::count_by_state(&mut tx).await?.iter().any(|(state, _)| state == "sending");
        Ok(!sending
            && !due(timers::next(&mut tx).await?)
            && !due(outbox::next_due(&mut tx).await?)
            && incomings::count_waiting(&mut tx).await? == 0)
    }

    /// One of the gatherings as stored.
    pub async fn stored(&self, which: Gathering) -> Played<gathering::Gathering> {
        let mut tx = self.db.read().await?;
        let known = match which {
            Gathering::Meeting => Some(self.made.meeting),
            Gathering::Visit => Some(self.made.visit),
            Gathering::Next => Some(self.made.next),
            Gathering::Further => Some(self.made.further),
            Gathering::Arranged => None,
        };
        let found = match known {
            Some(id) => gatherings::get(&mut tx, id).await?,
            // An organiser makes this one, by mail.
            None => {
                let all = gatherings::of_network(&mut tx, self.network).await?;
                all.into_iter().find(|one| one.title.contains(VISITED))
            }
        };
        found.ok_or_else(|| "the gathering is gone".into())
    }

    /// Invites everyone.
    pub async fn invite(&self, which: Gathering) -> Played<usize> {
        let (now, id) = (self.now(), self.stored(which).await?.id);
        let mut tx = self.db.write().await?;
        let plan = invite::plan(&mut tx, id, None, now).await?;
        let written = invite::send(&mut tx, &self.desk, &plan, When::Now, None, now, &|_| {}).await?;
        tx.commit().await?;
        Ok(written)
    }
}
