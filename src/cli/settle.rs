//! `palabre settle`: what a message meant that could not be read for sure.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::output::table;
use super::{CliError, House, Result, Told, check, find};
use crate::domain::answer::Said;
use crate::domain::civil::{self, rfc3339};
use crate::domain::doubt::Doubt;
use crate::domain::network::Network;
use crate::domain::reading::Intent;
use crate::store::{Tx, answers, gatherings};
use crate::workflow::settle::{self, Settlement};

/// What the message meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Verdict {
    /// They come
    #[value(alias = "oui")]
    Yes,
    /// They don't
    #[value(alias = "non")]
    No,
    /// They don't know yet
    #[value(alias = "peut-etre", alias = "peut-être")]
    Maybe,
    /// Nothing that is to be recorded
    #[value(alias = "ignorer")]
    Ignore,
}

/// Which doubt, and how.
#[derive(Debug, Args)]
pub struct SettleArgs {
    /// List what waits to be settled
    #[arg(long)]
    pub list: bool,
    /// Number of the doubt
    #[arg(required_unless_present = "list", value_parser = check::number("the doubt's, see palabre settle --list"))]
    pub number: Option<i64>,
    /// What the message meant
    #[arg(required_unless_present = "list")]
    pub verdict: Option<Verdict>,
    /// How many people they bring
    #[arg(long, default_value_t = 0, value_name = "N", value_parser = check::guests)]
    pub guests: i64,
    /// Organiser who settles it
    #[arg(long, value_name = "ORGANISER")]
    pub by: Option<String>,
    /// Network, by number or name; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Settles it, or lists what waits.
///
/// # Errors
/// Says what, where and the mend.
pub async fn run(house: &House, arguments: SettleArgs) -> Result<Told> {
    let (Some(number), Some(verdict), false) = (arguments.number, arguments.verdict, arguments.list) else {
        return list(house, arguments.network.as_deref()).await;
    };
    if arguments.guests > 0 && matches!(verdict, Verdict::No | Verdict::Ignore) {
        let place = format!("{} guests, where nobody comes", arguments.guests);
        return Err(CliError::new("--guests", place, "Leave it out, or settle with yes or maybe"));
    }
    let now = house.now();
    let mut tx = house.db.write().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let by = find::by(&mut tx, &network, arguments.by.as_deref()).await?;
    let said = |intent| Settlement::Said(Said { guests: arguments.guests, ..Said::plainly(intent) });
    let settlement = match verdict {
        Verdict::Yes => said(Intent::Attending),
        Verdict::No => Settlement::Said(Said::plainly(Intent::Regrets)),
        Verdict::Maybe => said(Intent::Tentative),
        Verdict::Ignore => Settlement::Nothing,
    };
    let doubt = settle::settle(&mut tx, &house.desk, network.id, number, settlement, by, now).await?;
    let left = answers::open_doubts(&mut tx, network.id).await?.len();
    tx.commit().await?;
    let rest = match left {
        0 => "Nothing else waits to be settled".to_owned(),
        1 => "1 more waits: palabre settle --list".to_owned(),
        n => format!("{n} more wait: palabre settle --list"),
    };
    let json = json!({ "number": doubt.number, "from": doubt.from, "settled": true, "left": left });
    Ok(Told::new(format!("Doubt {number} ({}) is settled\n{rest}", doubt.from), json))
}

async fn list(house: &House, network: Option<&str>) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let network = find::network(&mut tx, network).await?;
    let (mut rows, mut shaped) = (Vec::new(), Vec::new());
    for doubt in answers::open_doubts(&mut tx, network.id).await? {
        let title = title(&mut tx, &doubt).await?;
        rows.push([
            doubt.number.to_string(),
            civil::format_civil(civil::civil(doubt.raised_at, network.zone))
                .replace('T', " ")
                .chars()
                .take(16)
                .collect(),
            doubt.from.clone(),
            title.clone().unwrap_or_default(),
            doubt.reason.as_str().replace('_', " "),
            doubt.words.split_whitespace().collect::<Vec<_>>().join(" "),
        ]);
        shaped.push(json_of(&doubt, title.as_deref(), &network));
    }
    let text = match rows.is_empty() {
        true => "Nothing waits to be settled".to_owned(),
        false => format!(
            "{}\n\nTo settle: palabre settle NUMBER yes|no|maybe|ignore",
            table(["n°", "since", "from", "gathering", "doubt", "words"], rows)
        ),
    };
    Ok(Told::new(text, shaped))
}

async fn title(tx: &mut Tx, doubt: &Doubt) -> Result<Option<String>> {
    let Some(invitation) = doubt.invitation else { return Ok(None) };
    let Some(stored) = gatherings::invitation(tx, invitation).await? else { return Ok(None) };
    Ok(gatherings::get(tx, stored.invitation.gathering).await?.map(|gathering| gathering.title))
}

fn json_of(doubt: &Doubt, title: Option<&str>, network: &Network) -> Value {
    json!({
        "number": doubt.number,
        "reason": doubt.reason,
        "from": doubt.from,
        "words": doubt.words,
        "gathering": title,
        "invitation": doubt.invitation,
        "actor": doubt.actor,
        "incoming": doubt.incoming,
        "raised_at": rfc3339(doubt.raised_at, network.zone),
    })
}
