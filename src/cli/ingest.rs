//! `palabre ingest`: one message on standard input, from a mail server's pipe.

use std::path::PathBuf;

use clap::Args;
use tokio::io::AsyncReadExt;

use super::{CliError, House, Result};
use crate::domain::incoming::{Envelope, Way};
use crate::mail::incoming::intake::Intake;
use crate::store::incomings::Stored;

/// What the mail server knows of the message.
#[derive(Debug, Args)]
pub struct IngestArgs {
    /// Envelope sender (MAIL FROM); leave out for bounces
    #[arg(long, value_name = "ADDRESS")]
    from: Option<String>,
    /// Envelope recipient (RCPT TO); may be given several times. Without it, Delivered-To, X-Original-To, To and Cc
    /// are looked at
    #[arg(long, value_name = "ADDRESS")]
    to: Vec<String>,
}

/// EX_TEMPFAIL of sysexits.h: the mail server keeps the message and tries again.
const TEMPFAIL: u8 = 75;

/// The largest message taken, in bytes; LMTP's limit as well.
const LARGEST: u64 = 25 * 1024 * 1024;

/// Stores the message, synced.
///
/// # Errors
/// With exit code 75 whenever it isn't stored: settings and database may be mended before the mail server gives up.
pub async fn run(config: Option<PathBuf>, args: IngestArgs) -> Result<()> {
    store(config, args).await.map_err(|error| error.exiting(TEMPFAIL))
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
    let envelope = Envelope { mail_from: args.from, recipients: args.to };
    let stored = intake.take(Way::Pipe, envelope, raw).await.map_err(|error| failed(error.to_string()))?;
    if let Stored::Known(id) = stored {
        eprintln!("palabre: this message came before, as {id}; nothing to do");
    }
    Ok(())
}
