//! Why a command failed: what was being done, where it went wrong, and the mend.

use crate::config::ConfigError;
use crate::rendering::TemplateError;

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
    /// Exit code of the program.
    #[serde(skip)]
    pub exit: u8,
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, CliError>;

impl CliError {
    /// An error with its three parts. The sentence is put together with a full stop, so a part brings none.
    pub fn new(what: impl Into<String>, place: impl Into<String>, mend: impl Into<String>) -> CliError {
        let place: String = place.into();
        CliError { what: what.into(), place: place.trim().trim_end_matches('.').to_owned(), mend: mend.into(), exit: 1 }
    }

    /// The same with another exit code.
    pub fn exiting(self, exit: u8) -> CliError {
        CliError { exit, ..self }
    }
}

impl From<crate::store::Error> for CliError {
    fn from(error: crate::store::Error) -> CliError {
        let text = error.to_string();
        if text.to_lowercase().contains("unique") {
            return CliError::new("it was not saved", text, "Choose another name or address: this one is taken");
        }
        let mend = match error {
            // Its own text says what to do.
            crate::store::Error::Open { .. } | crate::store::Error::Migrate(_) => "Nothing was changed",
            _ => "Nothing was changed; try again, or see the log of the daemon",
        };
        CliError::new("the database", text, mend)
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

impl From<TemplateError> for CliError {
    fn from(error: TemplateError) -> CliError {
        let mend = "Mend that template, or take it out of the folder of [mail] templates to get the built-in one";
        CliError::new("the templates", error.to_string(), mend)
    }
}
