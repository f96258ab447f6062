//! `palabre follow-up list` and `show`.

use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value, json};

use super::super::output::{lines, table};
use super::super::{House, Result, Told, find};
use super::contract;
use crate::domain::civil::{self, rfc3339};
use crate::domain::follow_up::{FollowUp, FollowUpEntry, FollowUpEvent, FollowUpState};
use crate::domain::ids::ActorId;
use crate::domain::network::Network;
use crate::rendering::dates;
use crate::store::{Tx, follow_ups, gatherings, minutes, people};
use crate::workflow::follow_up;

/// Which ones.
#[derive(Debug, Args)]
pub struct ListArgs {
    /// Those that are done or were let go too
    #[arg(long)]
    pub all: bool,
    /// Network, by number or name; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Which one.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Number of the follow-up
    #[arg(value_parser = super::number)]
    pub follow_up: i64,
}

/// Whether its day has passed and nothing came of it.
async fn is_overdue(tx: &mut Tx, one: &FollowUp, today: NaiveDate) -> Result<bool> {
    Ok(one.due.is_some_and(|due| due < today) && follow_up::is_pending(tx, one).await?)
}

/// Lists them.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn list(house: &House, arguments: ListArgs) -> Result<Told> {
    let now = house.now();
    let mut tx = house.db.read().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let today = civil::civil(now, network.zone).date();
    let mut all = follow_ups::of_network(&mut tx, network.id).await?;
    let total = all.len();
    all.retain(|one| arguments.all || matches!(one.state, FollowUpState::Open | FollowUpState::Proposed));
    all.sort_by_key(|one| (one.state != FollowUpState::Open, one.state, one.due.is_none(), one.due, one.id));
    let (mut rows, mut shaped) = (Vec::new(), Vec::new());
    for one in &all {
        let owner = name(&mut tx, one.owner).await?;
        let overdue = is_overdue(&mut tx, one, today).await?;
        let due = one.due.map(|due| due.to_string()).unwrap_or_default();
        rows.push([
            one.id.to_string(),
            one.kind.to_string(),
            one.title.clone(),
            owner.clone().unwrap_or_default(),
            if overdue { format!("{due} (overdue)") } else { due },
            match one.visit {
                Some(visit) => format!("{}, gathering {visit}", one.state),
                None => one.state.to_string(),
            },
        ]);
        let mut json = contract::plain(one, owner.as_deref());
        if let Some(json) = json.as_object_mut() {
            json.insert("overdue".to_owned(), json!(overdue));
        }
        shaped.push(json);
    }
    let text = match (rows.is_empty(), total) {
        (false, _) => table(["n°", "kind", "title", "owner", "due", "state"], rows),
        (true, 0) => "No follow-up yet: they come from comptes rendus, or by palabre follow-up new".to_owned(),
        (true, n) => format!("No follow-up is open; {n} with --all"),
    };
    Ok(Told::new(text, shaped))
}

/// Shows one with its history.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn run(house: &House, arguments: ShowArgs) -> Result<Told> {
    let now = house.now();
    let mut tx = house.db.read().await?;
    let one = find::follow_up(&mut tx, arguments.follow_up).await?;
    let network = find::network_of(&mut tx, one.network).await?;
    let today = civil::civil(now, network.zone).date();
    let owner = name(&mut tx, one.owner).await?;
    let overdue = is_overdue(&mut tx, &one, today).await?;
    let text = facts(&mut tx, &network, &one, owner.clone(), overdue).await?;
    let (mut rows, mut shaped) = (Vec::new(), Vec::new());
    for entry in follow_ups::history(&mut tx, one.id).await? {
        let who = name(&mut tx, entry.actor).await?;
        let at = civil::format_civil(civil::civil(entry.at, network.zone)).replace('T', " ");
        rows.push([
            at.chars().take(16).collect(),
            event(entry.what).to_owned(),
            who.clone().unwrap_or_default(),
            entry.words.split_whitespace().collect::<Vec<_>>().join(" "),
        ]);
        shaped.push(json_of(&entry, who.as_deref(), &network));
    }
    let mut json = contract::plain(&one, owner.as_deref());
    if let Some(json) = json.as_object_mut() {
        json.insert("overdue".to_owned(), json!(overdue));
        json.insert("history".to_owned(), Value::Array(shaped));
    }
    Ok(Told::new(format!("{text}\n\n{}", table(["when", "what", "who", "words"], rows)), json))
}

async fn facts(tx: &mut Tx, network: &Network, one: &FollowUp, owner: Option<String>, overdue: bool) -> Result<String> {
    let overdue = if overdue { ", overdue" } else { "" };
    let due = one.due.map(|due| format!("{}{overdue}", dates::date(network.language, due)));
    let visit = match one.visit {
        Some(id) => gatherings::get(tx, id).await?.map(|visit| format!("{} ({id})", visit.title)),
        None => None,
    };
    let from = match one.minutes {
        Some(id) => {
            let title = minutes::latest(tx, id).await?.and_then(|latest| latest.content.title);
            Some(format!("{} ({id})", title.unwrap_or_else(|| "compte rendu".to_owned())))
        }
        None => None,
    };
    Ok(lines([
        ("follow-up", format!("{} ({})", one.title, one.id)),
        ("kind", one.kind.to_string()),
        ("state", one.state.to_string()),
        ("owner", owner.unwrap_or_else(|| "nobody".to_owned())),
        ("due", due.unwrap_or_default()),
        ("note", one.note.clone().unwrap_or_default()),
        ("visit", visit.unwrap_or_default()),
        ("from", from.unwrap_or_default()),
        ("words", one.words.clone()),
    ]))
}

fn event(what: FollowUpEvent) -> &'static str {
    match what {
        FollowUpEvent::Owner => "new owner",
        FollowUpEvent::Due => "new day",
        FollowUpEvent::Reminded => "asked",
        FollowUpEvent::Arranged => "became a visit",
        other => other.as_str(),
    }
}

fn json_of(entry: &FollowUpEntry, who: Option<&str>, network: &Network) -> Value {
    json!({
        "what": entry.what,
        "words": entry.words,
        "actor": entry.actor.map(|id| json!({ "id": id, "name": who })),
        "incoming": entry.incoming,
        "at": rfc3339(entry.at, network.zone),
    })
}

/// Somebody's name.
///
/// # Errors
/// When the database is away.
pub(super) async fn name(tx: &mut Tx, actor: Option<ActorId>) -> Result<Option<String>> {
    match actor {
        Some(actor) => Ok(people::actor(tx, actor).await?.map(|actor| actor.name)),
        None => Ok(None),
    }
}
