//! Databases of earlier versions, with rows in them, are brought to this one.

use std::borrow::Cow;

use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, SqlSafeStr};

use super::{Db, postgres, sqlite};
use crate::domain::clock::Timestamp;
use crate::domain::incoming::{Envelope, Way};
use crate::store::incomings;

/// The migrations before the number.
fn before(all: &Migrator, number: i64) -> Migrator {
    let earlier = all.iter().filter(|one| one.version < number).cloned().collect::<Vec<_>>();
    Migrator { migrations: Cow::Owned(earlier), ..Migrator::DEFAULT }
}

/// A message of the former schema, and a reading that refers to it.
const ROWS: &str = "
    INSERT INTO incoming (fingerprint, way, mail_from, recipients, raw, received_at, state)
        VALUES ('a', 'lmtp', 'x@y.fr', '[\"r@c.fr\"]', CAST('raw' AS BYTEA_OR_BLOB), 1, 'received'),
               ('b', 'pipe', NULL, '[]', CAST('raw' AS BYTEA_OR_BLOB), 2, 'decided');
    INSERT INTO reading (incoming_id, kind, identity, content, created_at) VALUES (2, 'human', '', '{}', 2)";

/// Reads what was there, and takes in by the new ways.
async fn holds(db: &Db) {
    let mut tx = db.write().await.unwrap();
    let waiting = incomings::waiting(&mut tx, 10).await.unwrap();
    assert_eq!(waiting.len(), 1);
    let (first, octets) = &waiting[0];
    assert_eq!((first.way, first.envelope.mailbox.as_deref(), *octets), (Way::Lmtp, None, 3));
    assert_eq!(incomings::raw(&mut tx, first.id).await.unwrap().unwrap(), b"raw");
    for way in [Way::Imap, Way::Maildir] {
        let envelope = Envelope { mailbox: Some("r@c.fr".into()), ..Envelope::default() };
        let stored = incomings::insert(&mut tx, way.as_str(), way, &envelope, b"raw", Timestamp(3)).await.unwrap();
        assert!(matches!(stored, incomings::Stored::New(id) if id.0 > 2), "ids are never used again");
    }
    let last = incomings::waiting(&mut tx, 10).await.unwrap().pop().unwrap().0;
    assert_eq!((last.way, last.envelope.mailbox.as_deref()), (Way::Maildir, Some("r@c.fr")));
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn messages_of_the_former_schema_survive_on_sqlite() {
    let dir = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", dir.path().join("palabre.db").display());
    let former = sqlx::SqlitePool::connect(&format!("{url}?mode=rwc")).await.unwrap();
    before(&sqlx::migrate!("migrations/sqlite"), 4).run(&former).await.unwrap();
    let rows = ROWS.replace("BYTEA_OR_BLOB", "BLOB");
    sqlx::raw_sql(AssertSqlSafe(rows).into_sql_str()).execute(&former).await.unwrap();
    former.close().await;

    let db = Db::open(&url).await.unwrap();
    holds(&db).await;
    let Db::Sqlite { write, .. } = &db else { panic!("not SQLite") };
    let wrong = sqlx::query(
        "INSERT INTO incoming (fingerprint, way, recipients, raw, received_at, state) VALUES ('z', 'fax', '', x'', 1, 'received')",
    );
    let error = wrong.execute(write).await.unwrap_err().to_string();
    assert!(error.contains("CHECK constraint failed"), "{error}");
    let sound: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(write).await.unwrap();
    assert_eq!(sound, "ok");
    let dangling: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM pragma_foreign_key_check").fetch_one(write).await.unwrap();
    assert_eq!(dangling, 0);
    // Another process opens it and sees the same.
    db.close().await;
    let again = Db::open(&url).await.unwrap();
    let mut tx = again.read().await.unwrap();
    assert_eq!(incomings::count_waiting(&mut tx).await.unwrap(), 3);
}

/// A schema that was edited and one that was made anew are the same to SQLite's own check.
#[tokio::test]
async fn an_edited_schema_is_sound() {
    let (db, _dir) = sqlite().await;
    let Db::Sqlite { write, .. } = &db else { panic!("not SQLite") };
    let sql: String =
        sqlx::query_scalar("SELECT sql FROM sqlite_schema WHERE name = 'incoming'").fetch_one(write).await.unwrap();
    assert!(sql.contains("'lmtp', 'pipe', 'imap', 'maildir'") && sql.contains("mailbox TEXT"), "{sql}");
    let is_writable: i64 = sqlx::query_scalar("PRAGMA writable_schema").fetch_one(write).await.unwrap();
    assert_eq!(is_writable, 0);
}

#[tokio::test]
async fn messages_of_the_former_schema_survive_on_postgresql() {
    let Some(url) = postgres::database() else { return };
    let former = sqlx::PgPool::connect(&url).await.unwrap();
    before(&sqlx::migrate!("migrations/postgres"), 4).run(&former).await.unwrap();
    let rows = ROWS.replace("BYTEA_OR_BLOB", "BYTEA");
    sqlx::raw_sql(AssertSqlSafe(rows).into_sql_str()).execute(&former).await.unwrap();
    former.close().await;
    holds(&Db::open(&url).await.unwrap()).await;
}
