//! `palabre minutes list`.

use clap::Args;
use serde_json::json;

use super::super::output::table;
use super::super::{House, Result, Told, find};
use crate::domain::civil::rfc3339;
use crate::store::minutes;

/// Of which network.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Network, by number or name; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Lists them, oldest first.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn run(house: &House, arguments: ListArgs) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let (mut rows, mut shaped) = (Vec::new(), Vec::new());
    for stored in minutes::of_network(&mut tx, network.id).await? {
        let Some(latest) = minutes::latest(&mut tx, stored.id).await? else { continue };
        let content = latest.content;
        rows.push([
            stored.id.to_string(),
            content.date.map(|date| date.to_string()).unwrap_or_default(),
            content.title.clone().unwrap_or_default(),
            content.authors.join(", "),
            stored.gathering.map(|id| id.to_string()).unwrap_or_default(),
            stored.state.to_string(),
            latest.number.to_string(),
        ]);
        shaped.push(json!({
            "id": stored.id,
            "network": stored.network,
            "gathering": stored.gathering,
            "state": stored.state,
            "version": latest.number,
            "title": content.title,
            "date": content.date,
            "authors": content.authors,
            "at": rfc3339(latest.at, network.zone),
        }));
    }
    let text = match rows.is_empty() {
        true => "No compte rendu yet. Take one: palabre minutes import FILE".to_owned(),
        false => table(["n°", "date", "title", "authors", "gathering", "state", "version"], rows),
    };
    Ok(Told::new(text, shaped))
}
