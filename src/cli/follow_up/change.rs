//! `palabre follow-up new`, `owner`, `due`, `done` and `drop`.

use clap::Args;

use super::super::{House, Result, Told, check, find};
use super::{contract, show};
use crate::domain::follow_up::{FollowUp, FollowUpKind};
use crate::domain::ids::FollowUpId;
use crate::domain::network::Network;
use crate::rendering::dates;
use crate::store::Tx;
use crate::workflow::follow_up::{self, End};

/// A new one.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// visit (becomes a gathering), contact (becomes a story) or action
    #[arg(long)]
    pub kind: FollowUpKind,
    /// Short, as "Visite des Jardins de la Digue"
    #[arg(long)]
    pub title: String,
    /// Who takes care of it (number, e-mail address, name or a part of it) [default: the first organiser]
    #[arg(long, value_name = "ACTOR")]
    pub owner: Option<String>,
    /// By when, as 2027-06-26 or 26/06/2027 [default: in three weeks]
    #[arg(long, value_name = "DATE")]
    pub due: Option<String>,
    /// What else is to be said of it
    #[arg(long)]
    pub note: Option<String>,
    /// Network, by number or name; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Another owner.
#[derive(Debug, Args)]
pub struct OwnerArgs {
    /// Number of the follow-up
    #[arg(value_parser = super::number)]
    pub follow_up: i64,
    /// Who takes care of it from now on (number, e-mail address, name or a part of it)
    pub actor: String,
}

/// Another day.
#[derive(Debug, Args)]
pub struct DueArgs {
    /// Number of the follow-up
    #[arg(value_parser = super::number)]
    pub follow_up: i64,
    /// By when, as 2027-06-26 or 26/06/2027
    pub date: String,
}

/// Which one is done.
#[derive(Debug, Args)]
pub struct DoneArgs {
    /// Number of the follow-up
    #[arg(value_parser = super::number)]
    pub follow_up: i64,
}

/// Which one is let go.
#[derive(Debug, Args)]
pub struct DropArgs {
    /// Number of the follow-up
    #[arg(value_parser = super::number)]
    pub follow_up: i64,
    /// Why, for its history
    #[arg(long, default_value = "")]
    pub because: String,
}

/// Adds one.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn make(house: &House, arguments: NewArgs) -> Result<Told> {
    let now = house.now();
    let mut tx = house.db.write().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let due = match &arguments.due {
        Some(text) => Some(check::coming_day("--due", text, network.zone, now)?),
        None => None,
    };
    let owner = match &arguments.owner {
        Some(named) => Some(find::actor(&mut tx, &network, named).await?.actor),
        None => None,
    };
    let note = match &arguments.note {
        Some(text) => check::optional_name("--note", text)?,
        None => None,
    };
    let new =
        follow_up::New { kind: arguments.kind, title: check::name("--title", &arguments.title)?, note, owner, due };
    let made = follow_up::make(&mut tx, &network, new, now).await?;
    let told = told(&mut tx, &network, &made, &format!("Follow-up {} made: {}", made.id, made.title)).await?;
    tx.commit().await?;
    Ok(told)
}

/// Gives it to somebody.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn owner(house: &House, arguments: OwnerArgs) -> Result<Told> {
    let now = house.now();
    let mut tx = house.db.write().await?;
    let one = find::follow_up(&mut tx, arguments.follow_up).await?;
    let network = find::network_of(&mut tx, one.network).await?;
    let owner = find::actor(&mut tx, &network, &arguments.actor).await?;
    let changed = follow_up::entrust(&mut tx, &network, one.id, &owner, now).await?;
    let mut first = format!("{} now takes care of: {}", owner.name, changed.title);
    if !owner.is_reachable() {
        first += &format!("\nWarning: {} gets no mail, and can't be asked about it", owner.name);
    }
    let told = told(&mut tx, &network, &changed, &first).await?;
    tx.commit().await?;
    Ok(told)
}

/// Gives it another day.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn due(house: &House, arguments: DueArgs) -> Result<Told> {
    let now = house.now();
    let mut tx = house.db.write().await?;
    let one = find::follow_up(&mut tx, arguments.follow_up).await?;
    let network = find::network_of(&mut tx, one.network).await?;
    let day = check::coming_day("the date", &arguments.date, network.zone, now)?;
    let changed = follow_up::reschedule(&mut tx, &network, one.id, day, now).await?;
    let again = if changed.state == one.state { "" } else { ", open again" };
    let told = told(&mut tx, &network, &changed, &format!("{}{again}", changed.title)).await?;
    tx.commit().await?;
    Ok(told)
}

/// It is done.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn done(house: &House, arguments: DoneArgs) -> Result<Told> {
    end(house, arguments.follow_up, End::Done, "").await
}

/// It is let go.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn let_go(house: &House, arguments: DropArgs) -> Result<Told> {
    end(house, arguments.follow_up, End::Dropped, arguments.because.trim()).await
}

async fn end(house: &House, number: i64, how: End, because: &str) -> Result<Told> {
    let now = house.now();
    let mut tx = house.db.write().await?;
    let ended = follow_up::end(&mut tx, FollowUpId(number), how, because, now).await?;
    let owner = show::name(&mut tx, ended.owner).await?;
    tx.commit().await?;
    let word = match how {
        End::Done => "done",
        End::Dropped => "let go",
    };
    let text = format!("{} is {word}\nTo open it again: palabre follow-up due {} DATE", ended.title, ended.id);
    Ok(Told::new(text, contract::plain(&ended, owner.as_deref())))
}

/// What came of it: a first line, then who is asked and when.
async fn told(tx: &mut Tx, network: &Network, one: &FollowUp, first: &str) -> Result<Told> {
    let owner = show::name(tx, one.owner).await?;
    let who = owner.as_deref().unwrap_or("nobody");
    let when = one.due.map(|due| format!(", due {}", dates::date(network.language, due))).unwrap_or_default();
    let text = format!("{first}\n{}: {who}{when}", one.state);
    Ok(Told::new(text, contract::plain(one, owner.as_deref())))
}
