//! Statements as constants, and the four ways to run one.

/// One statement: the same text for both databases, but for a row lock that SQLite doesn't need, since it has one
/// writer at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sql {
    pub(crate) name: &'static str,
    pub(crate) sqlite: &'static str,
    pub(crate) postgres: &'static str,
}

/// Declares the statements of a file, and the list by which the test prepares them.
///
/// - `NAME = "text";` for most.
/// - `NAME = "text", lock;` takes the rows, `NAME = "text", skip_locked;` those nobody has; where the statement goes on
///   after the lock, `NAME = "text", skip_locked, "text";`.
/// - `NAME = (id: BIGINT, word: TEXT), "text", also, "text", also, "text";` runs three in one way to the database and
///   back, for many rows: those of the first parameter, a JSON array of objects, stand in the table `given`. The three
///   share their parameters and see nothing of one another.
macro_rules! statements {
    ($($name:ident = $($part:tt),+;)*) => {
        $(const $name: crate::store::sql::Sql = crate::store::sql::Sql {
            name: concat!(module_path!(), "::", stringify!($name)),
            sqlite: statements!(@sqlite $($part),+),
            postgres: statements!(@postgres $($part),+),
        };)*
        #[cfg(test)]
        pub(super) const STATEMENTS: &[crate::store::sql::Sql] = &[$($name),*];
    };
    (@sqlite $given:tt, $first:literal, also, $second:literal, also, $third:literal) => {
        concat!(
            statements!(@given_sqlite $given), $first, "; ",
            statements!(@given_sqlite $given), $second, "; ",
            statements!(@given_sqlite $given), $third
        )
    };
    (@postgres $given:tt, $first:literal, also, $second:literal, also, $third:literal) => {
        concat!(statements!(@given_postgres $given), ", first AS (", $first, "), second AS (", $second, ") ", $third)
    };
    (@given_sqlite ($first:ident: $first_type:ident $(, $column:ident: $type:ident)*)) => {
        concat!(
            "WITH given AS (SELECT value ->> '", stringify!($first), "' AS ", stringify!($first),
            $(", value ->> '", stringify!($column), "' AS ", stringify!($column),)*
            " FROM json_each($1)) "
        )
    };
    (@given_postgres ($first:ident: $first_type:ident $(, $column:ident: $type:ident)*)) => {
        concat!(
            "WITH given AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS each (",
            stringify!($first), " ", stringify!($first_type), $(", ", stringify!($column), " ", stringify!($type),)* "))"
        )
    };
    (@sqlite $text:literal $(, $lock:ident $(, $rest:literal)?)?) => { concat!($text $($(, $rest)?)?) };
    (@postgres $text:literal $(, $lock:ident $(, $rest:literal)?)?) => {
        concat!($text $(, statements!(@ $lock) $(, $rest)?)?)
    };
    (@ lock) => { " FOR UPDATE" };
    (@ skip_locked) => { " FOR UPDATE SKIP LOCKED" };
}

/// Runs the same expression on whichever database the transaction is on.
macro_rules! on {
    ($tx:expr, $sql:expr, $text:ident, $conn:ident => $run:expr) => {
        match &mut $tx.inner {
            crate::store::dialect::Inner::Sqlite(inner) => {
                let $conn = &mut **inner;
                let $text = $sql.sqlite;
                $run
            }
            crate::store::dialect::Inner::Postgres(inner) => {
                let $conn = &mut **inner;
                let $text = $sql.postgres;
                $run
            }
        }
        .map_err(|source| crate::store::Error::Statement { name: $sql.name, source })
    };
}

/// All rows.
macro_rules! rows {
    ($tx:expr, $sql:expr, $row:ty $(, $bind:expr)* $(,)?) => {
        on!($tx, $sql, text, conn => sqlx::query_as::<_, $row>(text)$(.bind($bind))*.fetch_all(conn).await)
    };
}

/// One row or none.
macro_rules! row {
    ($tx:expr, $sql:expr, $row:ty $(, $bind:expr)* $(,)?) => {
        on!($tx, $sql, text, conn => sqlx::query_as::<_, $row>(text)$(.bind($bind))*.fetch_optional(conn).await)
    };
}

/// The first column of one row or none.
macro_rules! value {
    ($tx:expr, $sql:expr, $type:ty $(, $bind:expr)* $(,)?) => {
        on!($tx, $sql, text, conn => sqlx::query_scalar::<_, $type>(text)$(.bind($bind))*.fetch_optional(conn).await)
    };
}

/// Runs a statement; yields how many rows it touched.
macro_rules! run {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        on!($tx, $sql, text, conn => sqlx::query(text)$(.bind($bind))*.execute(conn).await.map(|done| done.rows_affected()))
    };
}
