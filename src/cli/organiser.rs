//! `palabre organiser`: who runs a network, settles doubts and gets the digest.

use clap::{Args, Subcommand};

use super::output::table;
use super::{CliError, House, Result, Told, actor, find, note};
use crate::domain::membership::MemberRole;
use crate::store::people;

/// What can be done with organisers.
#[derive(Debug, Subcommand)]
pub enum OrganiserCommand {
    /// Make an actor an organiser
    Add(ActorArgs),
    /// Make an organiser a plain actor again
    Remove(ActorArgs),
    /// List the organisers of a network
    List(ListArgs),
}

/// Who.
#[derive(Debug, Args)]
pub struct ActorArgs {
    /// Number, e-mail address, name or a part of it
    pub actor: String,
    /// Network, by number or name; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Of which network.
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
pub async fn run(house: &House, command: OrganiserCommand) -> Result<Told> {
    match command {
        OrganiserCommand::Add(arguments) => set(house, arguments, MemberRole::Organiser).await,
        OrganiserCommand::Remove(arguments) => set(house, arguments, MemberRole::Actor).await,
        OrganiserCommand::List(arguments) => list(house, arguments).await,
    }
}

async fn set(house: &House, arguments: ActorArgs, role: MemberRole) -> Result<Told> {
    let now = house.now();
    let mut tx = house.db.write().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let mut member = find::actor(&mut tx, &network, &arguments.actor).await?;
    let before = member.role;
    if (before == MemberRole::Organiser) == (role == MemberRole::Organiser) {
        let text = match role {
            MemberRole::Organiser => format!("{} is an organiser of {} already", member.name, network.name),
            _ => format!("{} is no organiser of {}: nothing to do", member.name, network.name),
        };
        return Ok(Told::new(text, actor::shaped(&member)));
    }
    if role != MemberRole::Organiser {
        let all = people::members(&mut tx, network.id).await?;
        if all.iter().filter(|one| one.role == MemberRole::Organiser).count() == 1 {
            let place =
                format!("{} is the only organiser of {}: nobody would get the doubts", member.name, network.name);
            return Err(CliError::new(
                "removing the organiser",
                place,
                "Add another first: palabre organiser add ACTOR",
            ));
        }
    }
    people::update_membership(&mut tx, member.membership, role, member.language).await?;
    let (subject, because) = (format!("membership:{}", member.membership), format!("role: {before} → {role}"));
    note::change(&mut tx, network.id, "member_changed", subject, because, None, now).await?;
    tx.commit().await?;
    member.role = role;
    let text = match role {
        MemberRole::Organiser => format!("{} is now an organiser of {} and gets its digest", member.name, network.name),
        _ => format!("{} is no longer an organiser of {}", member.name, network.name),
    };
    Ok(Told::new(text, actor::shaped(&member)))
}

async fn list(house: &House, arguments: ListArgs) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let mut all = people::members(&mut tx, network.id).await?;
    all.retain(|one| one.role == MemberRole::Organiser);
    let rows = all.iter().map(|one| [one.actor.to_string(), one.name.clone(), one.email.clone(), actor::state(one)]);
    let text = match all.is_empty() {
        true => format!("{} has no organiser yet: palabre organiser add ACTOR", network.name),
        false => table(["n°", "name", "address", "state"], rows),
    };
    Ok(Told::new(text, all.iter().map(actor::shaped).collect::<Vec<_>>()))
}
