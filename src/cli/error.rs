//! Why a command failed: what was being done, where it went wrong, and the mend.

use crate::config::ConfigError;
use crate::rendering::TemplateError;

/// Why a command failed: what, where, and the mend.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CliError {
    /// What was being done.
    pub what: String,
    /// Where it went wrong; empty where nothing did, and somebody only thought better of it.
    #[serde(rename = "where")]
    pub place: String,
    /// What to do.
    pub mend: String,
    /// Exit code of the program.
    #[serde(skip)]
    pub exit: u8,
}

impl std::error::Error for CliError {}

impl std::fmt::Display for CliError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let CliError { what, place, mend, .. } = self;
        if place.is_empty() { write!(f, "{what}. {mend}") } else { write!(f, "{what}: {place}. {mend}") }
    }
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

/// What clap says of a wrong command line, less the usage: which arguments are missing stands in its following lines.
pub fn usage(text: &str) -> CliError {
    let said = text.lines().map(str::trim).take_while(|line| !line.starts_with("Usage:"));
    let said = said.filter(|line| !line.is_empty() && !line.starts_with("For more information"));
    let (tips, said): (Vec<_>, Vec<_>) = said.partition(|line| line.starts_with("tip:"));
    let mut said = said.into_iter();
    let first = said.next().unwrap_or_default().trim_start_matches("error: ");
    let place = format!("{first} {}", said.collect::<Vec<_>>().join(", "));
    let tip = tips.first().map(|tip| tip.trim_start_matches("tip:").trim());
    CliError::new("the command line", place, tip.map_or_else(|| "See --help".to_owned(), str::to_owned))
}

/// Whether the system refused this user a file: the driver's words don't say who may, and a mend about settings would
/// lead astray.
fn of_another_user(text: &str) -> bool {
    let text = text.to_lowercase();
    ["readonly database", "permission denied", "(code: 14)", "unable to open database"]
        .iter()
        .any(|part| text.contains(part))
}

impl From<crate::store::Error> for CliError {
    fn from(error: crate::store::Error) -> CliError {
        let text = error.to_string();
        if text.to_lowercase().contains("unique") {
            return CliError::new("it was not saved", text, "Choose another name or address: this one is taken");
        }
        if of_another_user(&text) {
            let place = match &error {
                crate::store::Error::Open { url, why, .. } => format!("{url}: {why}"),
                crate::store::Error::Migrate(why) => why.to_string(),
                _ => text,
            };
            let mend = "If the file or its folder belongs to another user: chown it, or run palabre as that user. \
                        Otherwise check [database] url: its folder must exist and be writable. Nothing was changed";
            return CliError::new("the database", place, mend);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_told_all_that_clap_says() {
        use clap::Parser;
        let of = |line: &str| usage(&crate::cli::Cli::try_parse_from(line.split(' ')).unwrap_err().to_string());
        let missing = of("palabre network new");
        assert_eq!(
            missing.place,
            "the following required arguments were not provided: --name <NAME>, --address <ADDRESS>"
        );
        assert_eq!(missing.mend, "See --help");
        let number = of("palabre gathering show abc");
        assert!(number.place.contains("a whole number is expected: the gathering's"), "{number}");
        let mistyped = of("palabre gathering new --titel x");
        assert!(mistyped.mend.contains("--title"), "{mistyped}");
    }

    #[test]
    fn a_database_of_another_user_says_so() {
        for why in ["attempt to write a readonly database", "(code: 14) unable to open database file"] {
            let open =
                crate::store::Error::Open { url: "sqlite:palabre.db".into(), why: why.into(), mend: "Check the url" };
            let error = CliError::from(open).to_string();
            assert!(error.contains("chown") && !error.contains("Check the url"), "{error}");
        }
    }
}
