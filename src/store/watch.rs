//! What other processes commit rings here too.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::changes::CHANNEL;
use super::dialect::Db;

/// How often SQLite's change counter is looked at: a command's effect is seen by the daemon within this.
const GLANCE: Duration = Duration::from_millis(250);

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
