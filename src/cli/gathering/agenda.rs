//! `palabre gathering agenda`: what a meeting will speak of.

use clap::Args;
use serde_json::json;

use super::super::{CliError, House, Result, Told, check, find, note};
use crate::domain::agenda::{AgendaItem, AgendaKind};
use crate::domain::civil::rfc3339;
use crate::domain::gathering::{Gathering, GatheringKind};
use crate::rendering::dates;
use crate::workflow::agenda;

/// Of which meeting.
#[derive(Debug, Args)]
pub struct AgendaArgs {
    /// Number of the gathering
    #[arg(value_parser = check::gathering)]
    pub gathering: i64,
    /// Add this point first
    #[arg(long, value_name = "WORDS")]
    pub add: Option<String>,
}

/// Shows it.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn run(house: &House, arguments: AgendaArgs) -> Result<Told> {
    let Some(words) = &arguments.add else {
        let mut tx = house.db.read().await?;
        let meeting = meeting(&mut tx, arguments.gathering).await?;
        return shown(&mut tx, &meeting).await;
    };
    let now = house.now();
    let words = check::name("--add", words)?;
    let mut tx = house.db.write().await?;
    let meeting = meeting(&mut tx, arguments.gathering).await?;
    let network = find::network_of(&mut tx, meeting.network).await?;
    agenda::add(&mut tx, &network, &meeting, &words, now).await?;
    note::change(&mut tx, network.id, "agenda_added", format!("gathering:{}", meeting.id), words, None, now).await?;
    let told = shown(&mut tx, &meeting).await?;
    tx.commit().await?;
    Ok(told)
}

async fn meeting(tx: &mut crate::store::Tx, number: i64) -> Result<Gathering> {
    let gathering = find::gathering(tx, number).await?;
    if gathering.kind != GatheringKind::Meeting {
        let what = format!("showing the agenda of gathering {number}");
        return Err(CliError::new(what, "it is a visit, which has none", "Give the number of a meeting"));
    }
    Ok(gathering)
}

async fn shown(tx: &mut crate::store::Tx, meeting: &Gathering) -> Result<Told> {
    let network = find::network_of(tx, meeting.network).await?;
    let items = agenda::of(tx, &network, meeting).await?;
    let when = dates::span(network.language, meeting.starts, meeting.ends);
    let mut text = format!("{} ({}), {when}\n", meeting.title, meeting.id);
    for (n, item) in items.iter().enumerate() {
        text += &format!("\n{:>2}. {}{}", n + 1, item.words, origin(item));
    }
    if items.is_empty() {
        text += &format!(
            "\nNothing yet: debriefs of visits and open follow-ups come by themselves; or add a point:\npalabre gathering agenda {} --add \"…\"",
            meeting.id
        );
    }
    let shaped: Vec<_> = items
        .iter()
        .map(|item| {
            // An open follow-up is on it because it is open, and was put there by nobody.
            let raised = (item.kind != AgendaKind::FollowUp).then(|| rfc3339(item.raised_at, network.zone));
            json!({
                "kind": item.kind,
                "words": item.words,
                "debrief": item.debrief,
                "follow_up": item.follow_up,
                "raised_at": raised,
            })
        })
        .collect();
    let json = json!({ "gathering": meeting.id, "title": meeting.title, "items": shaped });
    Ok(Told::new(text, json))
}

fn origin(item: &AgendaItem) -> String {
    match (item.kind, item.follow_up) {
        (AgendaKind::FollowUp, Some(id)) => format!(" (follow-up {id})"),
        _ => String::new(),
    }
}
