//! `palabre gathering show`: who comes, for people.

use clap::Args;

use super::super::output::{count, lines, table};
use super::super::{House, Result, Told, check, find};
use super::{attendance, contract};
use crate::domain::civil;
use crate::domain::gathering::Gathering;
use crate::domain::invitation::{InvitationState, Place};
use crate::domain::network::Network;
use crate::domain::reading::Presence;
use crate::rendering::dates;
use crate::store::timers;
use crate::store::{Tx, networks, people};
use crate::workflow::standing::{self, Standing, Standings, Tally};

/// Which gathering.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Number of the gathering
    #[arg(value_parser = check::gathering)]
    pub gathering: i64,
}

/// Shows it.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn run(house: &House, arguments: ShowArgs) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let gathering = find::gathering(&mut tx, arguments.gathering).await?;
    let network = find::network_of(&mut tx, gathering.network).await?;
    let standings = standing::of_gathering(&mut tx, &gathering).await?;
    let (counted, people) = attendance::of(&mut tx, &gathering).await?;
    let mut text = facts(&mut tx, &network, &gathering).await?;
    let there = attendance::line(&people, counted["asked"] == true);
    if !there.is_empty() {
        text += &format!("\n{}", lines([("attendance", there)]));
    }
    let tally = standing::tally(&standings);
    if tally.invited == 0 {
        text += &format!("\n\nNobody is invited yet: palabre invite {}", gathering.id);
    } else {
        text += &format!("\n\n{}\n\n{}", counts(&tally), invitations(&standings));
    }
    if tally.to_decide > 0 {
        text += "\n\nTo settle: palabre settle --list";
    }
    let mut json = contract::gathering(&gathering, &standings, &house.desk.key);
    contract::add_attendance(&mut json, &counted, &people);
    Ok(Told::new(text, json))
}

async fn facts(tx: &mut Tx, network: &Network, gathering: &Gathering) -> Result<String> {
    let series = match gathering.series {
        Some(id) => networks::series(tx, id).await?.map(|series| series.title),
        None => None,
    };
    let series = match (series, gathering.number) {
        (Some(title), Some(number)) => format!("{title}, n° {number}"),
        (title, _) => title.unwrap_or_default(),
    };
    let host = match gathering.host {
        Some(actor) => people::actor(tx, actor).await?.map(|actor| actor.name),
        None => None,
    };
    let mut when = dates::span(network.language, gathering.starts, gathering.ends);
    if gathering.zone != network.zone {
        when += &format!(" ({})", gathering.zone);
    }
    let next: Vec<String> = timers::of_gathering(tx, gathering.id)
        .await?
        .into_iter()
        .filter(|timer| timer.state == "waiting")
        .map(|timer| {
            let at = civil::civil(crate::domain::clock::Timestamp(timer.due_at), gathering.zone);
            let day = dates::day(network.language, at.date());
            format!("{}: {day}, {}", planned(&timer.rule), dates::hour(network.language, at.time()))
        })
        .collect();
    let changed =
        if gathering.change > 0 { format!(", date changed {}", times(gathering.change)) } else { String::new() };
    Ok(lines([
        ("gathering", format!("{} ({})", gathering.title, gathering.id)),
        ("when", when),
        ("series", series),
        ("state", format!("{}, {}{changed}", gathering.state, gathering.kind)),
        ("mode", gathering.mode.as_str().replace('_', " ")),
        ("place", gathering.place.clone().unwrap_or_default()),
        ("host", host.unwrap_or_default()),
        ("link", gathering.link.clone().unwrap_or_default()),
        ("places", gathering.places.map(|places| places.to_string()).unwrap_or_default()),
        ("next", next.join("\n")),
        ("description", gathering.description.clone().unwrap_or_default()),
    ]))
}

fn times(n: i64) -> String {
    if n == 1 { "once".to_owned() } else { format!("{n} times") }
}

fn planned(rule: &str) -> &str {
    match rule {
        "invite" => "invitations leave",
        "remind" => "reminder to the silent",
        "practical" => "practical information",
        "attendance" => "organisers are asked who was there",
        other => other,
    }
}

fn counts(tally: &Tally) -> String {
    let mut parts = vec![format!("{} invited", tally.invited)];
    let guests = usize::try_from(tally.guests).unwrap_or_default();
    parts.push(match guests {
        0 => format!("{} attending", tally.attending),
        _ => format!("{} attending with {}", tally.attending, count(guests, "guest", "guests")),
    });
    for (n, word) in [
        (tally.regrets, "regrets"),
        (tally.tentative, "tentative"),
        (tally.silent, "silent"),
        (tally.to_decide, "to settle"),
        (tally.undeliverable, "undeliverable"),
        (tally.waiting, "waiting for a place"),
    ] {
        if n > 0 {
            parts.push(format!("{n} {word}"));
        }
    }
    parts.join(" · ")
}

fn invitations(standings: &[Standings]) -> String {
    let mut all: Vec<&Standings> = standings.iter().collect();
    all.sort_by_key(|one| one.standing);
    table(
        ["n°", "name", "organisation", "standing", "guests", "note"],
        all.into_iter().map(|one| {
            let said = one.answer.as_ref().map(|answer| &answer.said);
            [
                one.invited.actor.to_string(),
                one.invited.name.clone(),
                one.invited.organisation.clone().unwrap_or_default(),
                stands(one),
                said.filter(|said| said.guests > 0).map(guests).unwrap_or_default(),
                said.map(remark).unwrap_or_default(),
            ]
        }),
    )
}

/// The standing in words, with what qualifies it.
fn stands(one: &Standings) -> String {
    let word = match one.standing {
        Standing::ToDecide => "to settle",
        other => other.as_str(),
    };
    let why = match (one.standing, one.invited.state, one.invited.place) {
        (Standing::Silent, InvitationState::Planned, _) => " (invitation planned)",
        (Standing::Silent, InvitationState::Queued, _) => " (invitation on its way)",
        (Standing::Silent, _, _) if one.invited.stopped => " (stopped)",
        (Standing::Attending, _, Some(Place::Waiting)) => " (waits for a place)",
        (Standing::Attending, _, Some(Place::Offered)) => " (was offered a place)",
        (Standing::Tentative, _, _) if said_yes(one) => " (said yes to the date before)",
        _ => "",
    };
    format!("{word}{why}")
}

fn said_yes(one: &Standings) -> bool {
    one.answer.as_ref().is_some_and(|answer| answer.said.intent == crate::domain::reading::Intent::Attending)
}

fn guests(said: &crate::domain::answer::Said) -> String {
    match said.guest_names.is_empty() {
        true => format!("+{}", said.guests),
        false => format!("+{} ({})", said.guests, said.guest_names.join(", ")),
    }
}

fn remark(said: &crate::domain::answer::Said) -> String {
    let mut parts = Vec::new();
    match said.mode {
        Some(Presence::Online) => parts.push("online".to_owned()),
        Some(Presence::InPerson) => parts.push("in person".to_owned()),
        None => {}
    }
    if said.partial {
        parts.push("for a part".to_owned());
    }
    if let Some(delegate) = &said.delegate {
        let name = delegate.name.as_deref().or(delegate.email.as_deref()).unwrap_or("?");
        parts.push(format!("represented by {name}"));
    }
    parts.extend(said.note.as_deref().map(|note| note.split_whitespace().collect::<Vec<_>>().join(" ")));
    parts.join("; ")
}
