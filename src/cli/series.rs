//! `palabre series`: numbered gatherings on one theme.

use clap::{Args, Subcommand};
use serde_json::json;

use super::output::table;
use super::{House, Result, Told, check, find, gathering, note};
use crate::store::{gatherings, networks};

/// What can be done with series.
#[derive(Debug, Subcommand)]
pub enum SeriesCommand {
    /// Make a series
    New(NewArgs),
    /// Give it another title
    Edit(EditArgs),
    /// Show its gatherings
    Show(ShowArgs),
    /// List the series of a network
    List(ListArgs),
}

/// A new series.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// Title, as "Rencontres des Acteurs sur la coopération"
    #[arg(long)]
    pub title: String,
    /// Network, by number or name; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Another title.
#[derive(Debug, Args)]
pub struct EditArgs {
    /// Number or title
    pub series: String,
    /// The new title
    #[arg(long)]
    pub title: String,
    /// Network, by number or name; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Which series.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Number or title
    pub series: String,
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
pub async fn run(house: &House, command: SeriesCommand) -> Result<Told> {
    match command {
        SeriesCommand::New(arguments) => new(house, arguments).await,
        SeriesCommand::Edit(arguments) => edit(house, arguments).await,
        SeriesCommand::Show(arguments) => show(house, arguments).await,
        SeriesCommand::List(arguments) => list(house, arguments).await,
    }
}

async fn new(house: &House, arguments: NewArgs) -> Result<Told> {
    let now = house.now();
    let title = check::name("--title", &arguments.title)?;
    let mut tx = house.db.write().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let id = networks::insert_series(&mut tx, network.id, &title, now).await?;
    note::change(&mut tx, network.id, "series_made", format!("series:{id}"), title.clone(), None, now).await?;
    tx.commit().await?;
    let json = json!({ "id": id, "title": title, "network": network.id });
    Ok(Told::new(format!("Series {id} made: {title}\nNext: palabre gathering new --series {id} …"), json))
}

async fn edit(house: &House, arguments: EditArgs) -> Result<Told> {
    let now = house.now();
    let title = check::name("--title", &arguments.title)?;
    let mut tx = house.db.write().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let series = find::series(&mut tx, &network, &arguments.series).await?;
    networks::rename_series(&mut tx, series.id, &title).await?;
    let because = format!("title: {} → {title}", series.title);
    note::change(&mut tx, network.id, "series_changed", format!("series:{}", series.id), because, None, now).await?;
    tx.commit().await?;
    let json = json!({ "id": series.id, "title": title, "network": network.id });
    Ok(Told::new(format!("Series {} is now called {title}", series.id), json))
}

async fn show(house: &House, arguments: ShowArgs) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let series = find::series(&mut tx, &network, &arguments.series).await?;
    let mut all = gatherings::of_network(&mut tx, network.id).await?;
    all.retain(|one| one.series == Some(series.id));
    let (rows, shaped) = gathering::list::rows(&mut tx, &network, &all).await?;
    let json = json!({ "id": series.id, "title": series.title, "network": network.id, "gatherings": shaped });
    let text = match all.is_empty() {
        true => format!("{} ({})\nNo gathering yet.", series.title, series.id),
        false => format!("{} ({})\n\n{rows}", series.title, series.id),
    };
    Ok(Told::new(text, json))
}

async fn list(house: &House, arguments: ListArgs) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let all = networks::series_of(&mut tx, network.id).await?;
    let text = match all.is_empty() {
        true => "No series yet. Make one: palabre series new --title \"…\"".to_owned(),
        false => table(["n°", "title"], all.iter().map(|one| [one.id.to_string(), one.title.clone()])),
    };
    let json: Vec<_> =
        all.iter().map(|one| json!({ "id": one.id, "title": one.title, "network": one.network })).collect();
    Ok(Told::new(text, json))
}
