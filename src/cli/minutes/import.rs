//! `palabre minutes import`.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::super::output::count;
use super::super::{House, Result, Told, check, find};
use super::contract::{self, Whole};
use super::file;
use crate::domain::ids::GatheringId;
use crate::workflow::minutes::{self, Draft};

/// Which file.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The text as it was written, in Markdown or plain; - for standard input
    pub file: PathBuf,
    /// Of which gathering [default: the meeting of its date, if there is one]
    #[arg(long, value_name = "N", value_parser = check::gathering)]
    pub gathering: Option<i64>,
    /// Network, by number or name; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
    /// Organiser who brings it
    #[arg(long, value_name = "ORGANISER")]
    pub by: Option<String>,
}

/// Takes it, as a draft that the organisers are shown.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn run(house: &House, arguments: ImportArgs) -> Result<Told> {
    let now = house.now();
    let text = file::read(&arguments.file)?;
    let mut tx = house.db.write().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let by = find::by(&mut tx, &network, arguments.by.as_deref()).await?;
    let draft =
        Draft { text: &text.words, minutes: None, gathering: arguments.gathering.map(GatheringId), by, incoming: None };
    if let Some((stored, version)) = minutes::held(&mut tx, &network, &draft, now).await? {
        let whole = contract::whole(&mut tx, stored, version).await?;
        let told = format!("Nothing new: {} is this very text.\n\n{}", whole.name(), whole.recognised());
        return Ok(Told::new(told, json_of(&whole, text.encoding, false, 0)));
    }
    let taken = minutes::draft(&mut tx, &house.desk, &network, &draft, now).await?;
    let (stored, version) = super::find(&mut tx, taken.minutes.0).await?;
    let whole = contract::whole(&mut tx, stored, version).await?;
    tx.commit().await?;
    let told = format!("{}\n\nRead as {}. {}", whole.recognised(), text.encoding, next(&whole, taken.shown_to));
    Ok(Told::new(told, json_of(&whole, text.encoding, true, taken.shown_to)))
}

/// Where it is now, and how it leaves.
fn next(whole: &Whole, shown_to: usize) -> String {
    let id = whole.stored.id;
    let at_hand = format!("palabre minutes show {id}, then palabre minutes send {id}");
    match shown_to {
        0 => format!("No organiser can be shown it by mail (palabre organiser add ACTOR).\nNext: {at_hand}"),
        n => format!(
            "The draft is with {} by mail; nothing else leaves before one replies \"envoyer\".\nOr here: {at_hand}",
            count(n, "organiser", "organisers")
        ),
    }
}

fn json_of(whole: &Whole, encoding: &str, is_new: bool, shown_to: usize) -> Value {
    let mut json = whole.json();
    if let Some(json) = json.as_object_mut() {
        json.extend([
            ("encoding".to_owned(), json!(encoding)),
            ("is_new".to_owned(), json!(is_new)),
            ("shown_to".to_owned(), json!(shown_to)),
        ]);
    }
    json
}
