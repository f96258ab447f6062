//! One daemon a SQLite database: two would send and decide the same things twice as often as they think.

use std::fs::{File, OpenOptions};

use super::{CliError, Result};
use crate::config::Config;

/// Held while a daemon works; the system lets go of it when the process ends, however it ends.
pub struct Lock(#[expect(dead_code, reason = "held, not read")] Option<File>);

/// Takes the database for this process. PostgreSQL needs no lock: there, leases keep daemons apart.
///
/// # Errors
/// When another daemon has it.
pub fn take(config: &Config) -> Result<Lock> {
    let Some(path) = sqlite_path(config) else { return Ok(Lock(None)) };
    let path = format!("{path}.lock");
    let place = |error: &dyn std::fmt::Display| format!("{path}: {error}");
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(|error| {
        CliError::new(
            "the database's lock",
            place(&error),
            "Check that the folder exists and this user may write to it",
        )
    })?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(Some(file))),
        Err(error) => Err(CliError::new(
            "the database is in use",
            place(&error),
            "A palabre daemon works on it already; it does by itself what is due",
        )),
    }
}

/// The file behind `sqlite:PATH`.
pub fn sqlite_path(config: &Config) -> Option<&str> {
    let path = config.database.url.strip_prefix("sqlite:")?;
    Some(path.split('?').next().unwrap_or(path))
}
