//! The commands, one file each. They parse, call a workflow, and print; nothing is decided here.
//!
//! [`run`] is what `main` calls. A command takes the [`House`] and its arguments and yields a [`Told`]: the same said
//! to a person and to a program, of which one is printed.

pub mod actor;
pub mod answer;
pub mod ask;
pub mod charset;
pub mod check;
pub mod demo;
pub mod digest;
pub mod error;
pub mod find;
pub mod follow_up;
pub mod gathering;
pub mod house;
pub mod import;
pub mod ingest;
pub mod init;
pub mod invite;
pub mod lock;
pub mod minutes;
pub mod network;
pub mod note;
pub mod organisation;
pub mod organiser;
pub mod outbox;
pub mod output;
pub mod read;
pub mod run_due;
pub mod series;
pub mod serve;
pub mod settle;
pub mod why;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

pub use ask::Talk;
pub use error::{CliError, Result};
pub use house::{CONFIG_PLACES, House, clock, config_path};
pub use output::Told;

/// Runs the meetings of a network of local actors by e-mail
///
/// Palabre invites, reads the answers that people write in their own words, reminds the silent and keeps the organisers
/// informed.
#[derive(Debug, Parser)]
#[command(name = "palabre", version, propagate_version = true, max_term_width = 100)]
pub struct Cli {
    /// Settings file [default: palabre.toml, else /etc/palabre/palabre.toml]
    #[arg(long, global = true, env = "PALABRE_CONFIG", value_name = "PATH", hide_env_values = true)]
    pub config: Option<PathBuf>,
    /// Print one JSON document; never asks
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Set up: settings, key, database and, if you like, a first network
    Init(init::InitArgs),
    /// Run the daemon, in the foreground
    Serve,
    /// Play a small network's story with the real daemon; needs no settings
    Demo(demo::DemoArgs),
    /// Networks: groups of actors with an address, a language, a time zone
    #[command(subcommand)]
    Network(network::NetworkCommand),
    /// Organisations that actors speak for
    #[command(subcommand)]
    Organisation(organisation::OrganisationCommand),
    /// Actors: the people of a network
    #[command(subcommand)]
    Actor(actor::ActorCommand),
    /// Organisers: the actors who run a network
    #[command(subcommand)]
    Organiser(organiser::OrganiserCommand),
    /// Series: numbered gatherings on one theme
    #[command(subcommand)]
    Series(series::SeriesCommand),
    /// Gatherings: meetings and visits
    #[command(subcommand)]
    Gathering(gathering::GatheringCommand),
    /// Invite to a gathering, after showing whom and what
    Invite(invite::InviteArgs),
    /// Enter what somebody told you
    Answer(answer::AnswerArgs),
    /// Settle a doubt: what a message meant
    Settle(settle::SettleArgs),
    /// Comptes rendus: taken from a file, shown to the organisers, sent to all
    #[command(subcommand)]
    Minutes(minutes::MinutesCommand),
    /// Follow-ups: what the comptes rendus promised
    #[command(subcommand)]
    FollowUp(follow_up::FollowUpCommand),
    /// Show what the organisers' digest would say now, without sending it
    Digest(digest::DigestArgs),
    /// Take one message from standard input, for a mail server's pipe
    Ingest(ingest::IngestArgs),
    /// Do once what is due and exit, for hosts that only have cron
    RunDue,
    /// Explain how a message is understood
    Read(read::ReadArgs),
    /// Explain how somebody stands with a gathering, and what led there
    Why(why::WhyArgs),
    /// Letters that wait, left or failed
    #[command(subcommand)]
    Outbox(outbox::OutboxCommand),
}

/// Does what the command line says and prints what came of it.
///
/// # Errors
/// Says what, where and the mend.
pub async fn run(cli: Cli) -> Result<()> {
    let Cli { config, json, command } = cli;
    match command {
        // These need no settings, or make them.
        Command::Read(arguments) => read::run(&arguments, json),
        Command::Demo(arguments) => demo::run(arguments, json).await,
        Command::Init(arguments) => init::run(config, arguments).await.map(|told| told.print(json)),
        Command::Ingest(arguments) => ingest::run(config, arguments).await,
        Command::Serve => serve::run(House::open(config).await?).await,
        command => {
            let house = House::open(config).await?;
            let done = told(&house, &mut Talk::terminal(json), command).await;
            house.db.close().await;
            done?.print(json);
            Ok(())
        }
    }
}

async fn told(house: &House, talk: &mut Talk, command: Command) -> Result<Told> {
    match command {
        Command::Network(command) => network::run(house, command).await,
        Command::Organisation(command) => organisation::run(house, command).await,
        Command::Actor(command) => actor::run(house, talk, command).await,
        Command::Organiser(command) => organiser::run(house, command).await,
        Command::Series(command) => series::run(house, command).await,
        Command::Gathering(command) => gathering::run(house, talk, command).await,
        Command::Invite(arguments) => invite::run(house, talk, arguments).await,
        Command::Answer(arguments) => answer::run(house, arguments).await,
        Command::Settle(arguments) => settle::run(house, arguments).await,
        Command::Minutes(command) => minutes::run(house, talk, command).await,
        Command::FollowUp(command) => follow_up::run(house, command).await,
        Command::Digest(arguments) => digest::run(house, arguments).await,
        Command::Why(arguments) => why::run(house, arguments).await,
        Command::Outbox(command) => outbox::run(house, command).await,
        Command::RunDue => run_due::run(house).await,
        Command::Init(_) | Command::Serve | Command::Demo(_) | Command::Ingest(_) | Command::Read(_) => {
            Ok(Told::default())
        }
    }
}
