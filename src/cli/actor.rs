//! `palabre actor`: the people of a network.

mod edit;
mod show;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::output::{or_dash, table};
use super::{CliError, House, Result, Talk, Told, check, find, import, note};
use crate::domain::civil::rfc3339;
use crate::domain::language::Language;
use crate::domain::membership::MemberRole;
use crate::store::people::{self, Member};

/// What can be done with actors.
#[derive(Debug, Subcommand)]
pub enum ActorCommand {
    /// Add an actor to a network
    New(NewArgs),
    /// Change what is known of an actor, correct an address, undo a stop
    Edit(edit::EditArgs),
    /// Show addresses, invitations and answers
    Show(show::ShowArgs),
    /// List the actors of a network
    List(ListArgs),
    /// Add and update actors from a CSV file, after showing what would change
    Import(import::ImportArgs),
}

/// A new actor.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// First and last name
    #[arg(long)]
    pub name: String,
    /// E-mail address
    #[arg(long)]
    pub email: String,
    /// Organisation they speak for
    #[arg(long)]
    pub organisation: Option<String>,
    /// actor (invited), organiser (invited, and runs the network) or informed (not invited)
    #[arg(long, default_value = "actor")]
    pub role: MemberRole,
    /// Language of their letters: fr or en [default: the network's]
    #[arg(long)]
    pub language: Option<Language>,
    /// Network, by number or name; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Which actors.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Network, by number or name; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Does it.
///
/// # Errors
/// Says what, where and the mend.
pub async fn run(house: &House, talk: &mut Talk, command: ActorCommand) -> Result<Told> {
    match command {
        ActorCommand::New(arguments) => new(house, arguments).await,
        ActorCommand::Edit(arguments) => edit::run(house, talk, arguments).await,
        ActorCommand::Show(arguments) => show::run(house, arguments).await,
        ActorCommand::List(arguments) => list(house, arguments).await,
        ActorCommand::Import(arguments) => import::run(house, talk, arguments).await,
    }
}

async fn new(house: &House, arguments: NewArgs) -> Result<Told> {
    let now = house.now();
    let name = check::name("--name", &arguments.name)?;
    let email = check::email("--email", &arguments.email)?;
    let organisation = match &arguments.organisation {
        Some(text) => check::optional_name("--organisation", text)?,
        None => None,
    };
    let mut tx = house.db.write().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let known = people::address(&mut tx, &email).await?;
    let actor = match known {
        Some(address) => {
            let known = people::actor(&mut tx, address.actor).await?.map(|one| one.name).unwrap_or_default();
            if people::membership(&mut tx, network.id, address.actor).await?.is_some() {
                let place = format!("{email} is the address of actor {} ({known})", address.actor);
                let mend = format!("To change what is known of them: palabre actor edit {}", address.actor);
                return Err(CliError::new("--email", place, mend));
            }
            if !find::same_name(&known, &name) {
                let place = format!("{email} is the address of {known}, who is in another network");
                return Err(CliError::new("--email", place, format!("Give --name \"{known}\", or another address")));
            }
            address.actor
        }
        None => {
            let organisation = match &organisation {
                Some(name) => Some(people::ensure_organisation(&mut tx, name, now).await?),
                None => None,
            };
            let actor = people::insert_actor(&mut tx, &name, organisation, now).await?;
            people::insert_address(&mut tx, actor, &email, now).await?;
            actor
        }
    };
    let membership =
        people::insert_membership(&mut tx, network.id, actor, arguments.role, arguments.language, now).await?;
    let because = format!("{name} <{email}>");
    note::change(&mut tx, network.id, "member_added", format!("membership:{membership}"), because, None, now).await?;
    let member = people::member(&mut tx, network.id, actor).await?;
    tx.commit().await?;
    let text = format!("Actor {actor} added to {}: {name} <{email}>", network.name);
    Ok(Told::new(text, member.as_ref().map(shaped)))
}

async fn list(house: &House, arguments: ListArgs) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let all = people::members(&mut tx, network.id).await?;
    let row = |one: &Member| {
        let organisation = or_dash(one.organisation.as_deref());
        [one.actor.to_string(), one.name.clone(), organisation, one.email.clone(), one.role.to_string(), state(one)]
    };
    let text = match all.is_empty() {
        true => format!("{} has no actors yet: palabre actor new, or palabre actor import FILE.csv", network.name),
        false => table(["n°", "name", "organisation", "address", "role", "state"], all.iter().map(row)),
    };
    Ok(Told::new(text, all.iter().map(shaped).collect::<Vec<_>>()))
}

/// Why no letters reach them, in a word; empty where they do.
pub fn state(member: &Member) -> String {
    match (member.stopped_at, member.undeliverable_at) {
        (Some(_), _) => "stopped".to_owned(),
        (None, Some(_)) => "undeliverable".to_owned(),
        (None, None) => String::new(),
    }
}

/// A member for programs. `state` is active, stopped or undeliverable.
pub fn shaped(member: &Member) -> Value {
    let state = state(member);
    json!({
        "id": member.actor,
        "name": member.name,
        "organisation": member.organisation,
        "email": member.email,
        "role": member.role,
        "language": member.language,
        "state": if state.is_empty() { "active" } else { &state },
        "stopped_at": member.stopped_at.map(|at| rfc3339(at, chrono_tz::UTC)),
        "undeliverable_at": member.undeliverable_at.map(|at| rfc3339(at, chrono_tz::UTC)),
        "undeliverable_reason": member.undeliverable_reason,
    })
}
