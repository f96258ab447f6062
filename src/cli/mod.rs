//! The commands, one file each. They parse, call a workflow, and print; nothing is decided here.

pub mod demo;
pub mod ingest;
pub mod init;
pub mod lock;
pub mod output;
pub mod read;
pub mod run_due;
pub mod serve;

use std::path::PathBuf;

use crate::config::{Config, ConfigError};
use crate::domain::clock::Clock;
use crate::domain::ids::Ids;
use crate::store::Db;
use crate::workflow::Desk;

/// What every command that touches the installation has at hand.
pub struct House {
    /// The settings.
    pub config: Config,
    /// The database, open.
    pub db: Db,
    /// What processes need.
    pub desk: Desk,
    /// The time.
    pub clock: Clock,
}

/// Why a command failed: what, where, and the mend.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, thiserror::Error)]
#[error("{what}: {place}. {mend}")]
pub struct CliError {
    /// What was being done.
    pub what: String,
    /// Where it went wrong.
    #[serde(rename = "where")]
    pub place: String,
    /// What to do.
    pub mend: String,
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, CliError>;

impl CliError {
    /// An error with its three parts.
    pub fn new(what: impl Into<String>, place: impl Into<String>, mend: impl Into<String>) -> CliError {
        CliError { what: what.into(), place: place.into(), mend: mend.into() }
    }
}

impl From<crate::store::Error> for CliError {
    fn from(error: crate::store::Error) -> CliError {
        let taken = |name: &str| error.to_string().to_lowercase().contains(name);
        if taken("unique") {
            return CliError::new(
                "it was not saved",
                error.to_string(),
                "Choose another name or address: this one is taken",
            );
        }
        CliError::new("the database", error.to_string(), "Nothing was changed; try again, or see the log of the daemon")
    }
}

impl From<crate::workflow::Error> for CliError {
    fn from(error: crate::workflow::Error) -> CliError {
        match error {
            crate::workflow::Error::Refused { what, why, mend } => CliError::new(what, why, mend),
            crate::workflow::Error::Store(error) => error.into(),
        }
    }
}

impl From<ConfigError> for CliError {
    fn from(error: ConfigError) -> CliError {
        CliError::new("the settings", format!("{}: {}", error.key, error.why), error.mend)
    }
}

/// Where the settings are looked for, in order, where `--config` doesn't say.
pub const CONFIG_PLACES: &[&str] = &["palabre.toml", "/etc/palabre/palabre.toml"];

/// Which settings file is meant: `--config` or `PALABRE_CONFIG`, else the first that exists.
pub fn config_path(given: Option<PathBuf>) -> (PathBuf, bool) {
    match given {
        Some(path) => (path, false),
        None => {
            let found = CONFIG_PLACES.iter().map(PathBuf::from).find(|path| path.exists());
            (found.unwrap_or_else(|| PathBuf::from("palabre.toml")), false)
        }
    }
}

impl House {
    /// Reads the settings, opens the database (migrating it) and reads the key.
    ///
    /// # Errors
    /// Says which setting is missing or wrong.
    pub async fn open(config: Option<PathBuf>) -> Result<House> {
        let (path, optional) = config_path(config);
        let config = Config::load(&path, optional, std::env::vars())?;
        let key = config.token_key()?;
        let db = Db::open(&config.database.url).await?;
        let desk = Desk { ids: Ids::system(), key, trusted_authserv: config.mail.trusted_authserv.clone() };
        Ok(House { config, db, desk, clock: clock() })
    }
}

/// The machine's clock, or the file that `PALABRE_CLOCK_FILE` names: for trials of what happens on another day.
pub fn clock() -> Clock {
    match std::env::var_os("PALABRE_CLOCK_FILE") {
        Some(path) => Clock::from_file(PathBuf::from(path)),
        None => Clock::system(),
    }
}
