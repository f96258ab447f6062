//! `palabre minutes review` and `send`: an organiser finds it good, and it leaves to everybody, once.

use clap::Args;
use serde_json::{Value, json};

use super::super::output::count;
use super::super::{House, Result, Talk, Told, find};
use super::ReviewArgs;
use super::contract::{self, Whole};
use crate::domain::minutes::MinutesState;
use crate::workflow::minutes::{self, Approval};

/// Which one, and who approves.
#[derive(Debug, Args)]
pub struct SendArgs {
    /// Number of the compte rendu
    #[arg(value_parser = super::number)]
    pub minutes: i64,
    /// Organiser who approves
    #[arg(long, value_name = "ORGANISER")]
    pub by: Option<String>,
    /// Send without asking; with --json nothing is sent without it
    #[arg(long)]
    pub yes: bool,
}

/// Shows to how many it would go, asks, and sends what was shown.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn run(house: &House, talk: &mut Talk, arguments: SendArgs) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let (stored, latest) = super::find(&mut tx, arguments.minutes).await?;
    let whole = contract::whole(&mut tx, stored, latest).await?;
    let by = find::by(&mut tx, &whole.network, arguments.by.as_deref()).await?;
    drop(tx);
    // One that was sent is refused below, before anybody is asked.
    if stored.state != MinutesState::Sent {
        let question = format!("Send it to {}?", count(whole.recipients, "person", "people"));
        if !talk.confirmed(&whole.recognised(), &question, arguments.yes)? {
            return Ok(Told::new("", json_of(&whole, false, 0)));
        }
    }
    let now = house.now();
    let mut tx = house.db.write().await?;
    let approval = Approval { by, incoming: None };
    // A version that came in since it was shown is newer, and refused.
    let sent = minutes::approve(&mut tx, &house.desk, stored.id, whole.version.number, approval, now).await?;
    let (stored, latest) = super::find(&mut tx, arguments.minutes).await?;
    let whole = contract::whole(&mut tx, stored, latest).await?;
    tx.commit().await?;
    let text = format!(
        "{} leaves to {} now, as fast as the mail server allows.\nWatch it leave:      palabre outbox list\nWhat it promised:    palabre follow-up list",
        whole.name(),
        count(sent, "person", "people"),
    );
    Ok(Told::new(text, json_of(&whole, true, sent)))
}

/// Notes that an organiser has looked at it.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn review(house: &House, arguments: ReviewArgs) -> Result<Told> {
    let now = house.now();
    let mut tx = house.db.write().await?;
    let (stored, _) = super::find(&mut tx, arguments.minutes).await?;
    let network = find::network_of(&mut tx, stored.network).await?;
    let by = find::by(&mut tx, &network, arguments.by.as_deref()).await?;
    minutes::review(&mut tx, stored.id, Approval { by, incoming: None }, now).await?;
    let (stored, latest) = super::find(&mut tx, arguments.minutes).await?;
    let whole = contract::whole(&mut tx, stored, latest).await?;
    tx.commit().await?;
    let text = format!(
        "{}, version {}, is reviewed; nothing has left.\nNext: palabre minutes send {}",
        whole.name(),
        whole.version.number,
        stored.id
    );
    Ok(Told::new(text, whole.json()))
}

fn json_of(whole: &Whole, approved: bool, sent: usize) -> Value {
    let mut json = whole.json();
    if let Some(json) = json.as_object_mut() {
        json.extend([("approved".to_owned(), json!(approved)), ("sent".to_owned(), json!(sent))]);
    }
    json
}
