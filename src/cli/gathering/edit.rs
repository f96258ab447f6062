//! `palabre gathering edit`, `move` and `cancel`.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::super::note::Changes;
use super::super::output::count;
use super::super::{CliError, House, Result, Talk, Told, check, find};
use super::{contract, new};
use crate::domain::civil::CivilTime;
use crate::domain::clock::Timestamp;
use crate::domain::gathering::Gathering;
use crate::domain::invitation::InvitationState;
use crate::domain::network::Network;
use crate::domain::reading::Mode;
use crate::rendering::dates;
use crate::store::gatherings::InvitedActor;
use crate::store::{Tx, gatherings};
use crate::workflow::standing;
use crate::workflow::{change, edit};

/// What changes.
#[derive(Debug, Args)]
pub struct EditArgs {
    /// Number of the gathering
    #[arg(value_parser = check::gathering)]
    pub gathering: i64,
    /// Another title
    #[arg(long)]
    pub title: Option<String>,
    /// Another place; empty for none
    #[arg(long)]
    pub place: Option<String>,
    /// Another link; empty for none
    #[arg(long)]
    pub link: Option<String>,
    /// in_person, online or hybrid
    #[arg(long, value_parser = new::mode)]
    pub mode: Option<Mode>,
    /// How many may come
    #[arg(long, value_name = "N", conflicts_with = "unlimited", value_parser = check::number("how many may come"))]
    pub places: Option<i64>,
    /// As many as like may come
    #[arg(long)]
    pub unlimited: bool,
    /// Another description; empty for none
    #[arg(long, conflicts_with = "description_file")]
    pub description: Option<String>,
    /// The same from a UTF-8 file
    #[arg(long, value_name = "FILE")]
    pub description_file: Option<PathBuf>,
    /// Organiser who says so
    #[arg(long, value_name = "ORGANISER")]
    pub by: Option<String>,
}

/// Another date.
#[derive(Debug, Args)]
pub struct MoveArgs {
    /// Number of the gathering
    #[arg(value_parser = check::gathering)]
    pub gathering: i64,
    /// New date and hour, as "2027-06-05 10:00" or "05/06/2027 10h00"
    #[arg(long)]
    pub starts: String,
    /// New end [default: it lasts as long as before]
    #[arg(long, conflicts_with = "lasts")]
    pub ends: Option<String>,
    /// How long, as 2h, 1h30 or 90m
    #[arg(long)]
    pub lasts: Option<String>,
    /// Organiser who says so
    #[arg(long, value_name = "ORGANISER")]
    pub by: Option<String>,
    /// Don't ask
    #[arg(long)]
    pub yes: bool,
}

/// Why not.
#[derive(Debug, Args)]
pub struct CancelArgs {
    /// Number of the gathering
    #[arg(value_parser = check::gathering)]
    pub gathering: i64,
    /// What the invited are told
    #[arg(long)]
    pub reason: Option<String>,
    /// Organiser who says so
    #[arg(long, value_name = "ORGANISER")]
    pub by: Option<String>,
    /// Don't ask
    #[arg(long)]
    pub yes: bool,
}

/// Changes all but the date.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn run(house: &House, arguments: EditArgs) -> Result<Told> {
    let now = house.now();
    let mut tx = house.db.write().await?;
    let before = find::gathering(&mut tx, arguments.gathering).await?;
    let network = find::network_of(&mut tx, before.network).await?;
    let by = find::by(&mut tx, &network, arguments.by.as_deref()).await?;
    let mut after = before.clone();
    if let Some(title) = &arguments.title {
        after.title = check::name("--title", title)?;
    }
    if let Some(place) = &arguments.place {
        after.place = check::optional_name("--place", place)?;
    }
    if let Some(link) = &arguments.link {
        after.link = check::link("--link", link)?;
    }
    after.mode = arguments.mode.unwrap_or(before.mode);
    if arguments.places.is_some() || arguments.unlimited {
        after.places = new::places(arguments.places)?;
    }
    if arguments.description.is_some() || arguments.description_file.is_some() {
        after.description = new::description(arguments.description.as_deref(), arguments.description_file.as_ref())?;
    }
    let changes = changes(&before, &after);
    if !changes.is_empty() {
        edit::edit(&mut tx, &after, &changes.to_string(), by, now).await?;
    }
    let json = contract::gathering(&after, &standing::of_gathering(&mut tx, &after).await?, &house.desk.key);
    tx.commit().await?;
    let text = match changes.is_empty() {
        true => format!("Nothing to change in {}", before.title),
        false => format!("{} changed; nobody is told of it\n  {}", after.title, changes.all().join("\n  ")),
    };
    Ok(Told::new(text, json))
}

fn changes(before: &Gathering, after: &Gathering) -> Changes {
    let mut changes = Changes::default();
    changes.of("title", Some(&before.title), Some(&after.title));
    changes.of("place", before.place.as_ref(), after.place.as_ref());
    changes.of("link", before.link.as_ref(), after.link.as_ref());
    changes.of("mode", Some(&before.mode.as_str()), Some(&after.mode.as_str()));
    changes.of("places", before.places.as_ref(), after.places.as_ref());
    changes.of("description", before.description.as_ref(), after.description.as_ref());
    changes
}

/// Moves it to another date.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn reschedule(house: &House, talk: &mut Talk, arguments: MoveArgs) -> Result<Told> {
    let now = house.now();
    let mut tx = house.db.read().await?;
    let (network, before) = known(&mut tx, arguments.gathering).await?;
    let (starts, ends) = new_times(&before, &arguments, now)?;
    let told = told(&mut tx, &before, |one| one.state != InvitationState::Planned).await?;
    drop(tx);
    let when = |starts, ends| dates::span(network.language, starts, ends);
    let shown = format!(
        "{}\n  from  {}\n  to    {}\n{}",
        before.title,
        when(before.starts, before.ends),
        when(starts, ends),
        count(told, "person was invited and will be told", "people were invited and will be told")
    );
    if told > 0 && !talk.confirmed(&shown, "Move it?", arguments.yes)? {
        return Ok(Told::new("", unconfirmed(&before, told)));
    }
    let mut tx = house.db.write().await?;
    let by = find::by(&mut tx, &network, arguments.by.as_deref()).await?;
    let changed = change::reschedule(&mut tx, &house.desk, before.id, starts, ends, by, now).await?;
    let text = format!("{} moved to {}", changed.gathering.title, when(starts, ends));
    finished(tx, house, changed, text).await
}

fn new_times(before: &Gathering, arguments: &MoveArgs, now: Timestamp) -> Result<(CivilTime, CivilTime)> {
    let starts = check::coming("--starts", &arguments.starts, before.zone, now)?;
    if arguments.ends.is_some() || arguments.lasts.is_some() {
        return Ok((starts, check::end(starts, arguments.ends.as_deref(), arguments.lasts.as_deref())?));
    }
    let length = before.ends.signed_duration_since(before.starts);
    let ends = starts.checked_add_signed(length);
    ends.map(|ends| (starts, ends))
        .ok_or_else(|| CliError::new("--starts", "it is beyond the calendar", "Give a nearer date"))
}

/// Cancels it.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn cancel(house: &House, talk: &mut Talk, arguments: CancelArgs) -> Result<Told> {
    let now = house.now();
    let reason = match &arguments.reason {
        Some(text) => new::description(Some(text), None)?,
        None => None,
    };
    let mut tx = house.db.read().await?;
    let (network, before) = known(&mut tx, arguments.gathering).await?;
    let told = told(&mut tx, &before, |one| one.sent_at.is_some()).await?;
    drop(tx);
    let shown = format!(
        "{}, {}\n{}\nreason: {}",
        before.title,
        dates::span(network.language, before.starts, before.ends),
        count(told, "person was invited and will be told", "people were invited and will be told"),
        reason.as_deref().unwrap_or("none given (--reason)")
    );
    if told > 0 && !talk.confirmed(&shown, "Cancel it?", arguments.yes)? {
        return Ok(Told::new("", unconfirmed(&before, told)));
    }
    let mut tx = house.db.write().await?;
    let by = find::by(&mut tx, &network, arguments.by.as_deref()).await?;
    let changed = change::cancel(&mut tx, &house.desk, before.id, reason.as_deref(), by, now).await?;
    let text = format!("{} is cancelled", changed.gathering.title);
    finished(tx, house, changed, text).await
}

async fn known(tx: &mut Tx, number: i64) -> Result<(Network, Gathering)> {
    let gathering = find::gathering(tx, number).await?;
    Ok((find::network_of(tx, gathering.network).await?, gathering))
}

/// How many would be told: those whom letters reach, and who know of it. Of a move also those whose invitation is still on
/// its way.
async fn told(tx: &mut Tx, gathering: &Gathering, knows: impl Fn(&InvitedActor) -> bool) -> Result<usize> {
    let all = gatherings::invited(tx, gathering.id).await?;
    Ok(all.iter().filter(|one| one.is_reachable() && knows(one)).count())
}

fn unconfirmed(gathering: &Gathering, told: usize) -> Value {
    json!({ "approved": false, "would_tell": told, "gathering": contract::plain(gathering) })
}

async fn finished(mut tx: Tx, house: &House, changed: change::Changed, text: String) -> Result<Told> {
    let standings = standing::of_gathering(&mut tx, &changed.gathering).await?;
    tx.commit().await?;
    let mut json = contract::gathering(&changed.gathering, &standings, &house.desk.key);
    if let Some(object) = json.as_object_mut() {
        object.insert("approved".to_owned(), json!(true));
        object.insert("told".to_owned(), json!(changed.told));
    }
    let letters = count(changed.told, "letter is", "letters are");
    let text = match changed.told {
        0 if standings.is_empty() => format!("{text}\nNobody had been invited: nobody is told"),
        0 => format!("{text}\nNo invitation had left: no second letter is needed"),
        _ => format!("{text}\n{letters} on the way: palabre outbox list"),
    };
    Ok(Told::new(text, json))
}
