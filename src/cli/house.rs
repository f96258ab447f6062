//! What commands have at hand: settings, database, key, clock.

use std::path::PathBuf;

use super::error::{CliError, Result};
use crate::config::Config;
use crate::domain::clock::{Clock, Timestamp};
use crate::domain::ids::Ids;
use crate::rendering::Templates;
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
        let clock = clock()?;
        let db = Db::open(&config.database.url).await?;
        let desk = Desk { ids: Ids::system(), key, trusted_authserv: config.mail.trusted_authserv.clone() };
        Ok(House { config, db, desk, clock })
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The templates, with the operator's own over them.
    ///
    /// # Errors
    /// Says which one is wrong.
    pub fn templates(&self) -> Result<Templates> {
        Ok(Templates::load(self.config.mail.templates.as_deref())?)
    }
}

/// The machine's clock, or the file that `PALABRE_CLOCK_FILE` names: for trials of what happens on another day.
///
/// # Errors
/// When that file can't be read or says no time.
pub fn clock() -> Result<Clock> {
    let Some(path) = std::env::var_os("PALABRE_CLOCK_FILE").map(PathBuf::from) else { return Ok(Clock::system()) };
    Clock::from_file(path.clone()).map_err(|why| {
        let mend = "Write one line into it, as 2027-03-01T09:00:00+01:00, or unset PALABRE_CLOCK_FILE";
        CliError::new("PALABRE_CLOCK_FILE", format!("{}: {why}", path.display()), mend)
    })
}
