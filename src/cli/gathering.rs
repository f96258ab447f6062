//! `palabre gathering`: meetings and visits.

pub mod agenda;
pub mod attendance;
pub mod contract;
pub mod edit;
pub mod list;
pub mod new;
pub mod show;

use clap::Subcommand;

use super::{House, Result, Talk, Told};

/// What can be done with gatherings.
#[derive(Debug, Subcommand)]
pub enum GatheringCommand {
    /// Make a gathering; nobody is invited yet
    New(Box<new::NewArgs>),
    /// Change title, place, link, description or places (for the date see move)
    Edit(Box<edit::EditArgs>),
    /// Give it another date or hour; who said yes is asked to confirm
    Move(edit::MoveArgs),
    /// Cancel it; the invited are told
    Cancel(edit::CancelArgs),
    /// Show who comes
    Show(show::ShowArgs),
    /// Show the agenda of a meeting, or add a point to it
    Agenda(agenda::AgendaArgs),
    /// Show or record who was there
    Attendance(Box<attendance::AttendanceArgs>),
    /// List the gatherings of a network
    List(list::ListArgs),
}

/// Does it.
///
/// # Errors
/// Says what, where and the mend.
pub async fn run(house: &House, talk: &mut Talk, command: GatheringCommand) -> Result<Told> {
    match command {
        GatheringCommand::New(arguments) => new::run(house, *arguments).await,
        GatheringCommand::Edit(arguments) => edit::run(house, *arguments).await,
        GatheringCommand::Move(arguments) => edit::reschedule(house, talk, arguments).await,
        GatheringCommand::Cancel(arguments) => edit::cancel(house, talk, arguments).await,
        GatheringCommand::Show(arguments) => show::run(house, arguments).await,
        GatheringCommand::Agenda(arguments) => agenda::run(house, arguments).await,
        GatheringCommand::Attendance(arguments) => attendance::run(house, *arguments).await,
        GatheringCommand::List(arguments) => list::run(house, arguments).await,
    }
}
