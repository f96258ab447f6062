//! `palabre organisation`: the associations, theatres, companies and councils that actors speak for.

use std::collections::HashMap;

use clap::{Args, Subcommand};
use serde_json::json;

use super::output::table;
use super::{CliError, House, Result, Told, check, find, note};
use crate::domain::ids::OrganisationId;
use crate::store::people;

/// What can be done with organisations.
#[derive(Debug, Subcommand)]
pub enum OrganisationCommand {
    /// Add an organisation (adding an actor with --organisation does too)
    New(NewArgs),
    /// Give it another name
    Edit(EditArgs),
    /// Show who speaks for it
    Show(ShowArgs),
    /// List all organisations
    List(ListArgs),
}

/// A new organisation.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// Name, as letters say it
    #[arg(long)]
    pub name: String,
    /// Network in whose journal this is noted; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Another name.
#[derive(Debug, Args)]
pub struct EditArgs {
    /// Number or name
    pub organisation: String,
    /// The new name
    #[arg(long)]
    pub name: String,
    /// Network in whose journal this is noted; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Which organisation.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Number or name
    pub organisation: String,
    /// Network, by number or name; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Of which network.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Network whose members are counted; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Does it.
///
/// # Errors
/// Says what, where and the mend.
pub async fn run(house: &House, command: OrganisationCommand) -> Result<Told> {
    match command {
        OrganisationCommand::New(arguments) => new(house, arguments).await,
        OrganisationCommand::Edit(arguments) => edit(house, arguments).await,
        OrganisationCommand::Show(arguments) => show(house, arguments).await,
        OrganisationCommand::List(arguments) => list(house, arguments).await,
    }
}

async fn new(house: &House, arguments: NewArgs) -> Result<Told> {
    let now = house.now();
    let name = check::name("--name", &arguments.name)?;
    let mut tx = house.db.write().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    if let Some(known) = people::organisations(&mut tx).await?.iter().find(|one| find::same_name(&one.name, &name)) {
        let place = format!("organisation {} is called {}", known.id, known.name);
        return Err(CliError::new("--name", place, "It is there already: nothing to do"));
    }
    let id = people::ensure_organisation(&mut tx, &name, now).await?;
    let subject = format!("organisation:{id}");
    note::change(&mut tx, network.id, "organisation_made", subject, name.clone(), None, now).await?;
    tx.commit().await?;
    Ok(Told::new(format!("Organisation {id} added: {name}"), json!({ "id": id, "name": name })))
}

async fn edit(house: &House, arguments: EditArgs) -> Result<Told> {
    let now = house.now();
    let name = check::name("--name", &arguments.name)?;
    let mut tx = house.db.write().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let organisation = find::organisation(&mut tx, &arguments.organisation).await?;
    people::rename_organisation(&mut tx, organisation.id, &name).await?;
    let subject = format!("organisation:{}", organisation.id);
    let because = format!("name: {} → {name}", organisation.name);
    note::change(&mut tx, network.id, "organisation_changed", subject, because, None, now).await?;
    tx.commit().await?;
    let json = json!({ "id": organisation.id, "name": name });
    Ok(Told::new(format!("Organisation {} is now called {name}", organisation.id), json))
}

async fn show(house: &House, arguments: ShowArgs) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let organisation = find::organisation(&mut tx, &arguments.organisation).await?;
    let mut members = people::members(&mut tx, network.id).await?;
    members.retain(|one| one.organisation.as_deref() == Some(&organisation.name));
    let rows = members.iter().map(|one| [one.actor.to_string(), one.name.clone(), one.email.clone()]);
    let text = match members.is_empty() {
        true => format!("{} ({})\nNobody of {} speaks for it.", organisation.name, organisation.id, network.name),
        false => format!("{} ({})\n\n{}", organisation.name, organisation.id, table(["n°", "name", "address"], rows)),
    };
    let actors: Vec<_> =
        members.iter().map(|one| json!({ "id": one.actor, "name": one.name, "email": one.email })).collect();
    Ok(Told::new(text, json!({ "id": organisation.id, "name": organisation.name, "actors": actors })))
}

async fn list(house: &House, arguments: ListArgs) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let mut counts: HashMap<String, usize> = HashMap::new();
    for organisation in people::members(&mut tx, network.id).await?.into_iter().filter_map(|one| one.organisation) {
        *counts.entry(organisation).or_default() += 1;
    }
    let all: Vec<(OrganisationId, String, usize)> = people::organisations(&mut tx)
        .await?
        .into_iter()
        .map(|one| (one.id, one.name.clone(), counts.get(&one.name).copied().unwrap_or_default()))
        .collect();
    let rows = all.iter().map(|(id, name, actors)| [id.to_string(), name.clone(), actors.to_string()]);
    let text = match all.is_empty() {
        true => "No organisation yet. Adding an actor with --organisation adds it.".to_owned(),
        false => table(["n°", "name", "actors"], rows),
    };
    let json: Vec<_> =
        all.iter().map(|(id, name, actors)| json!({ "id": id, "name": name, "actors": actors })).collect();
    Ok(Told::new(text, json))
}
