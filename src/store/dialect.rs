//! What differs between SQLite and PostgreSQL: opening, beginning, committing.

use std::os::unix::fs::OpenOptionsExt;
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Postgres, Sqlite, Transaction};

use super::changes::{CHANNEL, Changes, Topic};
use super::{Error, Result};

/// An open database.
#[derive(Debug, Clone)]
pub enum Db {
    /// One file: one writer, many readers.
    Sqlite {
        /// A pool of one: who writes waits here, in order, and not on SQLite's busy handler.
        write: SqlitePool,
        /// Snapshots.
        read: SqlitePool,
        /// Bells.
        changes: Changes,
    },
    /// A server, shared by several daemons.
    Postgres {
        /// Connections.
        pool: PgPool,
        /// Bells.
        changes: Changes,
    },
}

/// A transaction. Dropped without [`Tx::commit`], it is rolled back.
pub struct Tx {
    pub(super) inner: Inner,
    topics: Vec<Topic>,
    db: Db,
}

pub(super) enum Inner {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Another process (a command beside the daemon) holds the write lock for milliseconds; this is for slow disks.
const BUSY: Duration = Duration::from_secs(10);
/// The log is folded into the file every 16 MiB and not every 4: a mailing touches the same pages over and over.
const CHECKPOINT_PAGES: &str = "4000";
const READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 12;

impl Db {
    /// Opens `sqlite:PATH` or `postgres://…`, creates the file where there is none, and migrates.
    ///
    /// # Errors
    /// When it can't be opened or was written by a newer version.
    pub async fn open(url: &str) -> Result<Db> {
        let db = if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            open_postgres(url).await
        } else {
            open_sqlite(url).await
        };
        let db = db.map_err(|error| Error::Open {
            url: without_password(url),
            why: error.to_string(),
            mend: "Check [database] url in palabre.toml: sqlite:/var/lib/palabre/palabre.db or postgres://user@host/name",
        })?;
        match &db {
            Db::Sqlite { write, .. } => sqlx::migrate!("migrations/sqlite").run(write).await?,
            Db::Postgres { pool, .. } => sqlx::migrate!("migrations/postgres").run(pool).await?,
        }
        Ok(db)
    }

    /// Begins a snapshot; it writes nothing.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn read(&self) -> Result<Tx> {
        let inner = match self {
            Db::Sqlite { read, .. } => Inner::Sqlite(read.begin().await?),
            Db::Postgres { pool, .. } => {
                Inner::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").await?)
            }
        };
        Ok(Tx { inner, topics: Vec::new(), db: self.clone() })
    }

    /// Begins a change. On SQLite it takes the write lock at once: one that reads first and writes later would fail
    /// with SQLITE_BUSY whatever its timeout.
    ///
    /// # Errors
    /// When the database is away or busy for too long.
    pub async fn write(&self) -> Result<Tx> {
        let inner = match self {
            Db::Sqlite { write, .. } => Inner::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Db::Postgres { pool, .. } => Inner::Postgres(pool.begin().await?),
        };
        Ok(Tx { inner, topics: Vec::new(), db: self.clone() })
    }

    /// The bells of this process.
    pub fn changes(&self) -> &Changes {
        match self {
            Db::Sqlite { changes, .. } | Db::Postgres { changes, .. } => changes,
        }
    }

    /// Closes all connections; SQLite folds its log into the file.
    pub async fn close(&self) {
        match self {
            Db::Sqlite { write, read, .. } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres { pool, .. } => pool.close().await,
        }
    }
}

async fn open_sqlite(url: &str) -> sqlx::Result<Db> {
    let options = SqliteConnectOptions::from_str(url)?;
    keep_private(options.get_filename());
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
        .disable_statement_logging();
    let write = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
    let read = SqlitePoolOptions::new()
        .max_connections(READERS)
        .connect_lazy_with(options.create_if_missing(false).pragma("query_only", "1"));
    Ok(Db::Sqlite { write, read, changes: Changes::default() })
}

/// Raw mail and tokens are in it: a new file is its owner's alone, and SQLite gives its log the same mode. Where it
/// can't be made, opening says why.
fn keep_private(file: &std::path::Path) {
    let _ = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
}

async fn open_postgres(url: &str) -> sqlx::Result<Db> {
    let options = PgConnectOptions::from_str(url)?.disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(POSTGRES_CONNECTIONS)
        .acquire_timeout(Duration::from_secs(10))
        .connect_with(options)
        .await?;
    Ok(Db::Postgres { pool, changes: Changes::default() })
}

/// A URL fit for a log: what stands between `:` and `@` is a password.
fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => {
            let user = url.get(scheme + 3..at).unwrap_or_default().split(':').next().unwrap_or_default();
            format!("{}://{user}@{}", url.get(..scheme).unwrap_or_default(), url.get(at + 1..).unwrap_or_default())
        }
        _ => url.to_owned(),
    }
}

impl Tx {
    /// Rings for `topic` once this is committed.
    pub fn rings(&mut self, topic: Topic) {
        if !self.topics.contains(&topic) {
            self.topics.push(topic);
        }
    }

    /// Makes it so, synced to disk, and rings.
    ///
    /// # Errors
    /// When the database can't; then nothing of it is so.
    pub async fn commit(self) -> Result<()> {
        match self.inner {
            Inner::Sqlite(inner) => inner.commit().await?,
            Inner::Postgres(inner) => inner.commit().await?,
        }
        for topic in &self.topics {
            self.db.changes().ring(*topic);
        }
        if let (Db::Postgres { pool, .. }, false) = (&self.db, self.topics.is_empty()) {
            // After the commit: inside a transaction NOTIFY makes commits wait for one another.
            sqlx::query("SELECT pg_notify($1, '')").bind(CHANNEL).execute(pool).await?;
        }
        Ok(())
    }

    /// Marks a point to which [`Tx::back_to_savepoint`] returns.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn savepoint(&mut self) -> Result<()> {
        run!(self, SAVEPOINT)?;
        Ok(())
    }

    /// Forgets the mark, keeping what was done since.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn release_savepoint(&mut self) -> Result<()> {
        run!(self, RELEASE)?;
        Ok(())
    }

    /// Undoes what was done since the mark, and forgets it.
    ///
    /// # Errors
    /// When the database is away.
    pub async fn back_to_savepoint(&mut self) -> Result<()> {
        run!(self, ROLLBACK_TO)?;
        run!(self, RELEASE)?;
        Ok(())
    }
}

const SAVEPOINT: super::sql::Sql = plain("SAVEPOINT one");
const RELEASE: super::sql::Sql = plain("RELEASE SAVEPOINT one");
const ROLLBACK_TO: super::sql::Sql = plain("ROLLBACK TO SAVEPOINT one");

const fn plain(text: &'static str) -> super::sql::Sql {
    super::sql::Sql { name: text, sqlite: text, postgres: text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_shows_no_password() {
        assert_eq!(without_password("postgres://me:secret@host/db"), "postgres://me@host/db");
        assert_eq!(without_password("sqlite:/var/lib/palabre/palabre.db"), "sqlite:/var/lib/palabre/palabre.db");
    }
}
