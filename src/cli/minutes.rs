//! `palabre minutes`: comptes rendus, from the file that somebody wrote to the letter that everybody gets.

mod contract;
mod file;
mod import;
mod list;
mod send;
mod show;

use clap::{Args, Subcommand};

use super::{CliError, House, Result, Talk, Told, check};
use crate::domain::ids::MinutesId;
use crate::domain::minutes::{MinutesVersion, StoredMinutes};
use crate::store::{Tx, minutes};

/// What can be done with comptes rendus.
#[derive(Debug, Subcommand)]
pub enum MinutesCommand {
    /// Take one from a file as it is, and show it to the organisers; nothing leaves to anybody else
    Import(import::ImportArgs),
    /// Show what was recognised of one, and how it will be read
    #[command(disable_version_flag = true)]
    Show(show::ShowArgs),
    /// List those of a network
    List(list::ListArgs),
    /// Say that an organiser has looked at one and finds it good; sends nothing
    Review(ReviewArgs),
    /// Send one to all who were there or invited, after showing to how many
    Send(send::SendArgs),
}

/// Which one, and who looked.
#[derive(Debug, Args)]
pub struct ReviewArgs {
    /// Number of the compte rendu
    #[arg(value_parser = number)]
    pub minutes: i64,
    /// Organiser who looked at it
    #[arg(long, value_name = "ORGANISER")]
    pub by: Option<String>,
}

/// Does it.
///
/// # Errors
/// Says what, where and the mend.
pub async fn run(house: &House, talk: &mut Talk, command: MinutesCommand) -> Result<Told> {
    match command {
        MinutesCommand::Import(arguments) => import::run(house, arguments).await,
        MinutesCommand::Show(arguments) => show::run(house, arguments).await,
        MinutesCommand::List(arguments) => list::run(house, arguments).await,
        MinutesCommand::Review(arguments) => send::review(house, arguments).await,
        MinutesCommand::Send(arguments) => send::run(house, talk, arguments).await,
    }
}

/// Reads its number, for clap.
fn number(text: &str) -> std::result::Result<i64, String> {
    check::number("the compte rendu's, see palabre minutes list")(text)
}

/// One by its number, with its newest text.
async fn find(tx: &mut Tx, number: i64) -> Result<(StoredMinutes, MinutesVersion)> {
    let id = MinutesId(number);
    match (minutes::get(tx, id).await?, minutes::latest(tx, id).await?) {
        (Some(stored), Some(latest)) => Ok((stored, latest)),
        _ => {
            let what = format!("finding compte rendu {number}");
            Err(CliError::new(what, "there is none of that number", "See palabre minutes list"))
        }
    }
}
