//! Who waits for a change is woken by the commit that makes it, in this process or in another.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::dialect::Db;

/// What changed, as far as somebody waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// A letter may be due.
    Outbox,
    /// A message waits to be decided.
    Incoming,
    /// A timer was set or moved.
    Timers,
}

/// One bell a topic.
#[derive(Debug, Clone, Default)]
pub struct Changes(Arc<[Notify; 3]>);

/// Channel of PostgreSQL's NOTIFY.
pub(super) const CHANNEL: &str = "palabre";

/// How often SQLite's change counter is looked at: a command's effect is seen by the daemon within this.
const GLANCE: Duration = Duration::from_millis(250);

impl Changes {
    /// Rings for one topic. Who isn't waiting just now is woken when it next waits: no ring is lost.
    pub fn ring(&self, topic: Topic) {
        if let Some(bell) = self.0.get(topic as usize) {
            bell.notify_one();
        }
    }

    /// Waits for a ring. One waiter a topic.
    pub async fn heard(&self, topic: Topic) {
        if let Some(bell) = self.0.get(topic as usize) {
            bell.notified().await;
        }
    }

    fn ring_all(&self) {
        [Topic::Outbox, Topic::Incoming, Topic::Timers].into_iter().for_each(|topic| self.ring(topic));
    }
}

impl Db {
    /// Rings for what other processes commit, until told to stop.
    ///
    /// # Errors
    /// When the database goes away.
    pub async fn watch_others(&self, stop: &CancellationToken) -> super::Result<()> {
        match self {
            Db::Sqlite { read, changes, .. } => {
                // One connection for good: data_version counts the commits that *other* connections made since
                // this one last looked.
                let mut conn = read.acquire().await?;
                let mut last = 0_i64;
                loop {
                    let version: i64 = sqlx::query_scalar("PRAGMA data_version").fetch_one(&mut *conn).await?;
                    if version != last {
                        last = version;
                        changes.ring_all();
                    }
                    tokio::select! {
                        () = stop.cancelled() => return Ok(()),
                        () = tokio::time::sleep(GLANCE) => {}
                    }
                }
            }
            Db::Postgres { pool, changes } => {
                let mut listener = sqlx::postgres::PgListener::connect_with(pool).await?;
                listener.listen(CHANNEL).await?;
                changes.ring_all();
                loop {
                    tokio::select! {
                        () = stop.cancelled() => return Ok(()),
                        heard = listener.recv() => { heard?; changes.ring_all(); }
                    }
                }
            }
        }
    }
}
