//! `palabre gathering list`.

use clap::Args;
use serde_json::{Value, json};

use super::super::output::table;
use super::super::{House, Result, Told, find};
use super::contract;
use crate::domain::civil;
use crate::domain::gathering::{Gathering, GatheringState};
use crate::domain::network::Network;
use crate::store::{Tx, gatherings};
use crate::workflow::standing;

/// Which gatherings.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only those to come
    #[arg(long)]
    pub coming: bool,
    /// Network, by number or name; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Lists them by date.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn run(house: &House, arguments: ListArgs) -> Result<Told> {
    let now = house.now();
    let mut tx = house.db.read().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let mut all = gatherings::of_network(&mut tx, network.id).await?;
    all.retain(|one| !arguments.coming || one.is_open(now));
    let (rows, json) = rows(&mut tx, &network, &all).await?;
    let text = match all.is_empty() {
        true => "No gathering. Make one: palabre gathering new --title \"…\" --starts \"2027-06-05 10:00\"".to_owned(),
        false => rows,
    };
    Ok(Told::new(text, json))
}

/// The gatherings as a table and for programs.
///
/// # Errors
/// When the database is away or damaged.
pub async fn rows(tx: &mut Tx, network: &Network, all: &[Gathering]) -> Result<(String, Vec<Value>)> {
    let (mut rows, mut shaped) = (Vec::new(), Vec::new());
    for one in all {
        let tally = standing::tally(&standing::of_gathering(tx, one).await?);
        let zone = if one.zone == network.zone { String::new() } else { format!(" {}", one.zone) };
        let counted = one.state != GatheringState::Proposed || tally.invited > 0;
        let number = |n: usize| if counted { n.to_string() } else { "–".to_owned() };
        rows.push([
            one.id.to_string(),
            format!("{}{zone}", civil::format_civil(one.starts).replace('T', " ")),
            one.title.clone(),
            one.state.to_string(),
            number(tally.invited),
            number(tally.attending),
            number(tally.regrets),
            number(tally.tentative),
            number(tally.silent),
            number(tally.undeliverable),
            number(tally.to_decide),
        ]);
        let mut json = contract::plain(one);
        if let (Some(json), Value::Object(counts)) = (json.as_object_mut(), json!(tally)) {
            json.extend(counts);
        }
        shaped.push(json);
    }
    let heading =
        ["n°", "starts", "title", "state", "invited", "yes", "no", "maybe", "silent", "unreached", "to settle"];
    Ok((table(heading, rows), shaped))
}
