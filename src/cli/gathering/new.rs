//! `palabre gathering new`.

use std::path::PathBuf;

use clap::Args;

use super::super::{CliError, House, Result, Told, check, find, note};
use super::contract;
use crate::domain::gathering::{Gathering, GatheringKind, GatheringState};
use crate::domain::ids::{FollowUpId, GatheringId};
use crate::domain::reading::Mode;
use crate::rendering::dates;
use crate::store::gatherings;
use crate::workflow::follow_up;

/// A new gathering.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// As people will say it
    #[arg(long)]
    pub title: String,
    /// Date and hour, as "2027-06-05 10:00" or "05/06/2027 10h00"
    #[arg(long)]
    pub starts: String,
    /// End: a date and hour, or an hour of the same day as 12h30
    #[arg(long, conflicts_with = "lasts")]
    pub ends: Option<String>,
    /// How long, as 2h, 1h30 or 90m [default: 2h]
    #[arg(long)]
    pub lasts: Option<String>,
    /// meeting (open to the network) or visit (a small group)
    #[arg(long, default_value = "meeting")]
    pub kind: GatheringKind,
    /// in_person, online or hybrid [default: online where there is only a link, else in_person]
    #[arg(long, value_parser = mode)]
    pub mode: Option<Mode>,
    /// Where
    #[arg(long)]
    pub place: Option<String>,
    /// Visio
    #[arg(long)]
    pub link: Option<String>,
    /// How many may come [default: no limit]
    #[arg(long, value_name = "N", value_parser = check::number("how many may come"))]
    pub places: Option<i64>,
    /// Actor who receives the visitors of a visit (number, e-mail address, name or a part of it)
    #[arg(long, value_name = "ACTOR")]
    pub host: Option<String>,
    /// Follow-up that becomes this visit
    #[arg(long, value_name = "N", value_parser = super::super::follow_up::number)]
    pub follow_up: Option<i64>,
    /// Series, by number or title
    #[arg(long)]
    pub series: Option<String>,
    /// Its number in the series [default: the next]
    #[arg(long, value_parser = check::number("1 for the first of the series"))]
    pub number: Option<i64>,
    /// What the invitation says of it
    #[arg(long, conflicts_with = "description_file")]
    pub description: Option<String>,
    /// The same from a UTF-8 file
    #[arg(long, value_name = "FILE")]
    pub description_file: Option<PathBuf>,
    /// Time zone [default: the network's]
    #[arg(long)]
    pub zone: Option<String>,
    /// Network, by number or name; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Reads a mode.
pub(super) fn mode(text: &str) -> std::result::Result<Mode, String> {
    Mode::parse(text).ok_or_else(|| format!("`{text}` is none of in_person, online, hybrid"))
}

/// Makes it.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn run(house: &House, arguments: NewArgs) -> Result<Told> {
    let now = house.now();
    let description = description(arguments.description.as_deref(), arguments.description_file.as_ref())?;
    let mut tx = house.db.write().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let zone = match &arguments.zone {
        Some(zone) => check::zone("--zone", zone)?,
        None => network.zone,
    };
    let starts = check::coming("--starts", &arguments.starts, zone, now)?;
    let place = match &arguments.place {
        Some(text) => check::optional_name("--place", text)?,
        None => None,
    };
    let link = match &arguments.link {
        Some(text) => check::link("--link", text)?,
        None => None,
    };
    let host = match &arguments.host {
        Some(named) => Some(find::actor(&mut tx, &network, named).await?.actor),
        None => None,
    };
    only_for_visits(&arguments)?;
    let only_a_link = link.is_some() && place.is_none();
    let series = match &arguments.series {
        Some(named) => Some(find::series(&mut tx, &network, named).await?.id),
        None => None,
    };
    let number = match (arguments.number, series) {
        (Some(number), None) => {
            let place = format!("--number {number} without --series");
            return Err(CliError::new("--number", place, "A number counts in a series: give --series"));
        }
        (Some(number), Some(_)) if number > 0 => Some(number),
        (Some(_), Some(_)) => return Err(CliError::new("--number", "it is not over 0", "Give 1 or more")),
        (None, None) => None,
        (None, Some(_)) => {
            let all = gatherings::of_network(&mut tx, network.id).await?;
            let last = all.iter().filter(|one| one.series == series).filter_map(|one| one.number).max();
            Some(last.unwrap_or_default().saturating_add(1))
        }
    };
    let mut gathering = Gathering {
        id: GatheringId(0),
        network: network.id,
        series,
        number,
        title: check::name("--title", &arguments.title)?,
        kind: arguments.kind,
        state: GatheringState::Proposed,
        starts,
        ends: check::end(starts, arguments.ends.as_deref(), arguments.lasts.as_deref())?,
        zone,
        mode: arguments.mode.unwrap_or(if only_a_link { Mode::Online } else { Mode::InPerson }),
        place,
        link,
        places: places(arguments.places)?,
        description,
        host,
        change: 0,
    };
    let all = gatherings::of_network(&mut tx, network.id).await?;
    let twin = all.into_iter().find(|one| {
        one.state != GatheringState::Cancelled
            && one.starts_at() == gathering.starts_at()
            && find::same_name(&one.title, &gathering.title)
    });
    gathering.id = gatherings::insert(&mut tx, &gathering, now).await?;
    let (subject, because) = (format!("gathering:{}", gathering.id), gathering.title.clone());
    note::change(&mut tx, network.id, "gathering_made", subject, because, None, now).await?;
    let volunteers = match arguments.follow_up {
        Some(number) => {
            let one = follow_up::lay_on(&mut tx, FollowUpId(number), &gathering, now).await?;
            follow_up::volunteers(&mut tx, &network, &one).await?
        }
        None => Vec::new(),
    };
    tx.commit().await?;
    let when = dates::span(network.language, gathering.starts, gathering.ends);
    let mut text = format!("Gathering {} made: {}\n{when}", gathering.id, gathering.title);
    if let Some(twin) = twin {
        text +=
            &format!("\nWarning: gathering {} has the same title and start; if this one is made by mistake: ", twin.id);
        text += &format!("palabre gathering cancel {}", gathering.id);
    }
    for hint in missing(&gathering) {
        text += &format!("\nStill missing: {hint}");
    }
    text += &format!("\nNext: palabre invite {}", gathering.id);
    if !volunteers.is_empty() {
        let names: Vec<_> = volunteers.iter().map(|one| one.name.as_str()).collect();
        let numbers: Vec<_> = volunteers.iter().map(|one| one.actor.to_string()).collect();
        text += &format!(" --only {}\nWant to be of it: {}", numbers.join(" "), names.join(", "));
    }
    Ok(Told::new(text, contract::gathering(&gathering, &[], &house.desk.key)))
}

/// Only a visit has a host, or comes from a follow-up.
fn only_for_visits(arguments: &NewArgs) -> Result<()> {
    let option = match (&arguments.host, arguments.follow_up) {
        (Some(_), _) => "--host",
        (None, Some(_)) => "--follow-up",
        (None, None) => return Ok(()),
    };
    match arguments.kind {
        GatheringKind::Visit => Ok(()),
        GatheringKind::Meeting => {
            Err(CliError::new(option, "only a visit has one", "Add --kind visit, or leave it out"))
        }
    }
}

/// What the invited will ask for.
pub(in crate::cli) fn missing(gathering: &Gathering) -> Vec<String> {
    let edit = |option: &str| format!("palabre gathering edit {} {option}", gathering.id);
    let mut missing = Vec::new();
    if gathering.mode != Mode::Online && gathering.place.is_none() {
        missing.push(format!("the place ({})", edit("--place \"…\"")));
    }
    if gathering.mode != Mode::InPerson && gathering.link.is_none() {
        missing.push(format!("the link ({})", edit("--link https://…")));
    }
    missing
}

/// A limit of places, where there is one.
pub(super) fn places(places: Option<i64>) -> Result<Option<i64>> {
    match places {
        Some(places) if places < 1 => {
            Err(CliError::new("--places", format!("{places} is no number of places"), "Give 1 or more"))
        }
        places => Ok(places),
    }
}

/// A text from the command line or from a file.
pub(super) fn description(text: Option<&str>, file: Option<&PathBuf>) -> Result<Option<String>> {
    let text = match (text, file) {
        (Some(text), _) => text.to_owned(),
        (None, Some(path)) => std::fs::read_to_string(path).map_err(|error| {
            let place = format!("{}: {error}", path.display());
            CliError::new("--description-file", place, "Name a readable file of UTF-8 text")
        })?,
        (None, None) => return Ok(None),
    };
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").trim().to_owned();
    if text.contains('\0') {
        return Err(CliError::new("--description", "it holds a zero byte", "Give plain text"));
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}
