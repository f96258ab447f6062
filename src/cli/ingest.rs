//! `palabre ingest`: one message on standard input, from a mail server's pipe.

use std::ffi::OsString;
use std::io::Write as _;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;

use clap::Args;
use futures_util::FutureExt as _;
use tokio::io::AsyncReadExt;

use super::{CliError, House, Result};
use crate::domain::incoming::{Envelope, Way};
use crate::mail::incoming::intake::Intake;
use crate::store::incomings::Stored;

/// What the mail server knows of the message.
#[derive(Debug, Args)]
pub struct IngestArgs {
    /// Envelope sender (MAIL FROM); empty for bounces
    #[arg(long, value_name = "ADDRESS", allow_hyphen_values = true)]
    from: Option<String>,
    /// Envelope recipient (RCPT TO); may be given several times. Without it, Delivered-To, X-Original-To, To and Cc
    /// are looked at
    #[arg(long, value_name = "ADDRESS", allow_hyphen_values = true)]
    to: Vec<String>,
}

/// EX_TEMPFAIL of sysexits.h: the mail server keeps the message and tries again.
pub const TEMPFAIL: u8 = 75;

/// The largest message taken, in bytes; LMTP's limit as well.
const LARGEST: u64 = 25 * 1024 * 1024;

/// Stores the message, synced.
///
/// # Errors
/// With exit code 75 whenever it isn't stored: settings and database may be mended before the mail server gives up.
pub async fn run(config: Option<PathBuf>, args: IngestArgs) -> Result<()> {
    let stored = AssertUnwindSafe(store(config, args)).catch_unwind().await.unwrap_or_else(|_| {
        let mend = "It is a defect of palabre: please report it. The mail server will try again";
        Err(CliError::new("the message was not stored", "the program panicked", mend))
    });
    stored.map_err(|error| error.exiting(TEMPFAIL))
}

/// Whether this command line, right or wrong, is of `palabre ingest`: it always ends with what the mail server
/// understands.
pub fn is_meant(arguments: impl IntoIterator<Item = OsString>) -> bool {
    let mut arguments = arguments.into_iter().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--config" {
            arguments.next();
        } else if !argument.as_encoded_bytes().starts_with(b"-") {
            return argument == "ingest";
        }
    }
    false
}

async fn store(config: Option<PathBuf>, args: IngestArgs) -> Result<()> {
    let failed = |place: String| CliError::new("the message was not stored", place, "The mail server will try again");
    let mut raw = Vec::new();
    let read = tokio::io::stdin().take(LARGEST + 1).read_to_end(&mut raw).await;
    let octets = read.map_err(|error| failed(format!("standard input: {error}")))?;
    if octets == 0 {
        return Err(failed("standard input is empty".to_owned()));
    }
    if raw.len() as u64 > LARGEST {
        return Err(CliError::new(
            "the message was not stored",
            format!("it has more than {LARGEST} bytes"),
            "Set the mail server's message_size_limit to that",
        ));
    }
    let house = House::open(config).await?;
    let intake = Intake::start(house.db.clone(), house.clock.clone());
    let envelope = Envelope { mail_from: args.from, recipients: args.to, mailbox: None };
    let stored = intake.take(Way::Pipe, envelope, raw).await.map_err(|error| failed(error.to_string()))?;
    if let Stored::Known(id) = stored {
        let _ = writeln!(std::io::stderr(), "palabre: this message came before, as {id}; nothing to do");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_found_behind_the_options_and_nowhere_else() {
        let meant = |line: &str| is_meant(line.split(' ').map(OsString::from));
        assert!(meant("palabre ingest --what"));
        assert!(meant("palabre --json --config /etc/palabre.toml ingest --from"));
        assert!(meant("palabre --config=x ingest"));
        assert!(!meant("palabre --config ingest serve"));
        assert!(!meant("palabre network new --name ingest"));
        assert!(!meant("palabre"));
    }
}
