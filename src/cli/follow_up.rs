//! `palabre follow-up`: what the comptes rendus promised, and what organisers add.

mod change;
pub(super) mod contract;
mod show;

use clap::Subcommand;

use super::{House, Result, Told, check};

/// What can be done with follow-ups.
#[derive(Debug, Subcommand)]
pub enum FollowUpCommand {
    /// List those that are open or proposed, the most pressing first
    List(show::ListArgs),
    /// Show one with its history
    Show(show::ShowArgs),
    /// Add one
    New(change::NewArgs),
    /// Give it to somebody, who is asked when it is due
    Owner(change::OwnerArgs),
    /// Give it another day; one that was over is open again
    Due(change::DueArgs),
    /// Say that it is done
    Done(change::DoneArgs),
    /// Let it go
    Drop(change::DropArgs),
}

/// Does it.
///
/// # Errors
/// Says what, where and the mend.
pub async fn run(house: &House, command: FollowUpCommand) -> Result<Told> {
    match command {
        FollowUpCommand::List(arguments) => show::list(house, arguments).await,
        FollowUpCommand::Show(arguments) => show::run(house, arguments).await,
        FollowUpCommand::New(arguments) => change::make(house, arguments).await,
        FollowUpCommand::Owner(arguments) => change::owner(house, arguments).await,
        FollowUpCommand::Due(arguments) => change::due(house, arguments).await,
        FollowUpCommand::Done(arguments) => change::done(house, arguments).await,
        FollowUpCommand::Drop(arguments) => change::let_go(house, arguments).await,
    }
}

/// Reads its number, for clap.
pub fn number(text: &str) -> std::result::Result<i64, String> {
    check::number("the follow-up's, see palabre follow-up list")(text)
}
