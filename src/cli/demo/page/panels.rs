//! What stands beside every page: the mailboxes, how the gatherings stand, and what has been told.

use serde_json::{Value, json};

use super::{Room, words};
use crate::cli::demo::Played;
use crate::cli::demo::cast::{MEMBERS, Member};
use crate::cli::demo::chronicle::Step;
use crate::cli::demo::setting::ZONE;
use crate::domain::civil::{self, CivilTime};
use crate::domain::clock::Timestamp;
use crate::domain::gathering::{Gathering, GatheringState};
use crate::domain::language::Language;
use crate::domain::membership::MemberRole;
use crate::rendering::dates;
use crate::store::{Tx, gatherings};
use crate::workflow::standing::{self, Standing, Standings};

/// A mailbox of the cast by its number, from 1.
pub fn member(number: usize) -> Option<&'static Member> {
    MEMBERS.get(number.checked_sub(1)?)
}

/// `lundi 14 juin 2027, 18 h 03`.
pub fn moment(at: Timestamp) -> String {
    let wall = civil::civil(at, ZONE);
    format!("{}, {}", dates::date(Language::Fr, wall.date()), dates::hour(Language::Fr, wall.time()))
}

/// `14 juin, 18 h 03`, for lists.
pub fn short_moment(at: Timestamp) -> String {
    let wall: CivilTime = civil::civil(at, ZONE);
    let day = dates::day(Language::Fr, wall.date());
    let day = day.split_once(' ').map_or(day.as_str(), |(_, day)| day).to_owned();
    format!("{day}, {}", dates::hour(Language::Fr, wall.time()))
}

/// The mailboxes, organisers first.
pub fn mailboxes(room: &Room, open: Option<usize>) -> Value {
    let mut boxes: Vec<Value> = Vec::new();
    let mut last = None;
    for (at, member) in MEMBERS.iter().enumerate() {
        let number = at + 1;
        let heading = match member.role {
            MemberRole::Organiser => "Groupe projet",
            _ => "Acteurs et actrices",
        };
        boxes.push(json!({
            "number": number,
            "name": member.name,
            "organisation": member.organisation,
            "initials": initials(member.name),
            "hue": at % 6,
            "unread": room.unread(member.email),
            "open": open == Some(number),
            "heading": (last != Some(heading)).then_some(heading),
        }));
        last = Some(heading);
    }
    Value::Array(boxes)
}

/// `SL` of Sonia Léger.
pub fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect()
}

/// What has been told, day by day, the latest first.
pub fn story(steps: Vec<Step>) -> Value {
    let mut days: Vec<Value> = Vec::new();
    let mut entries: Vec<Value> = Vec::new();
    let mut heading = Value::Null;
    let mut close = |heading: &mut Value, entries: &mut Vec<Value>| {
        if !entries.is_empty() {
            days.push(json!({ "day": heading.take(), "entries": std::mem::take(entries) }));
        }
    };
    for step in steps {
        match step {
            Step::Title(text) | Step::Day(text) => {
                close(&mut heading, &mut entries);
                heading = Value::String(text);
            }
            Step::Told(text) => entries.push(json!({ "text": text, "details": [] })),
            Step::Detail(text) => {
                let last = entries.last_mut().and_then(|entry| entry.get_mut("details")).and_then(Value::as_array_mut);
                if let Some(details) = last {
                    details.push(Value::String(text));
                }
            }
        }
    }
    close(&mut heading, &mut entries);
    days.reverse();
    Value::Array(days)
}

/// How the gatherings stand to which people have been invited, the next one first.
pub async fn gatherings(room: &Room, tx: &mut Tx) -> Played<Value> {
    let now = civil::civil(room.setting.now(), ZONE);
    let mut all = gatherings::of_network(tx, room.setting.network()).await?;
    all.retain(|gathering| gathering.state != GatheringState::Proposed);
    // What is to come, soonest first; then what was, latest first.
    all.sort_by_key(|one| (one.ends < now, (one.starts - now).num_minutes().abs()));
    let mut told = Vec::new();
    for gathering in all {
        let standings = standing::of_gathering(tx, &gathering).await?;
        told.push(gathering_told(&gathering, &standings, gathering.ends < now));
    }
    Ok(Value::Array(told))
}

/// The order in which the people are shown.
const GROUPS: [Standing; 6] = [
    Standing::Attending,
    Standing::Tentative,
    Standing::Regrets,
    Standing::ToDecide,
    Standing::Silent,
    Standing::Undeliverable,
];

fn gathering_told(gathering: &Gathering, standings: &[Standings], past: bool) -> Value {
    let tally = standing::tally(standings);
    let groups: Vec<Value> = GROUPS
        .iter()
        .map(|group| (group, standings.iter().filter(|one| one.standing == *group).collect::<Vec<_>>()))
        .filter(|(_, people)| !people.is_empty())
        .map(|(group, people)| {
            json!({
                "word": group.as_str(),
                "label": words::standing(*group),
                "count": people.len(),
                "people": people.iter().map(|one| person(one)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let mut from = 0;
    let bar: Vec<Value> = GROUPS
        .iter()
        .map(|group| (group, standings.iter().filter(|one| one.standing == *group).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(group, count)| {
            let piece = json!({ "word": group.as_str(), "from": from, "width": count });
            from += count;
            piece
        })
        .collect();
    json!({
        "title": gathering.title,
        "when": dates::span(Language::Fr, gathering.starts, gathering.ends),
        "past": past,
        "invited": tally.invited,
        "attending": tally.attending,
        "come": if tally.attending < 2 { "vient" } else { "viennent" },
        "guests": tally.guests,
        "places": gathering.places,
        "waiting": tally.waiting,
        "groups": groups,
        "bar": bar,
    })
}

fn person(one: &Standings) -> Value {
    let guests = match one.standing {
        Standing::Attending => one.answer.as_ref().map_or(0, |answer| answer.said.guests),
        _ => 0,
    };
    json!({
        "name": one.invited.name,
        "box": MEMBERS.iter().position(|member| member.email == one.invited.email).map(|at| at + 1),
        "guests": guests,
        "waiting": one.invited.place.is_some_and(|place| words::place(place).is_some()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_story_is_told_day_by_day_the_latest_first() {
        let step = |text: &str| text.to_owned();
        let told = story(vec![
            Step::Title(step("Le début")),
            Step::Day(step("lundi")),
            Step::Told(step("A répond")),
            Step::Detail(step("compris")),
            Step::Told(step("B répond")),
            Step::Day(step("mardi")),
            Step::Told(step("C répond")),
        ]);
        assert_eq!(
            told,
            json!([
                { "day": "mardi", "entries": [{ "text": "C répond", "details": [] }] },
                { "day": "lundi", "entries": [
                    { "text": "A répond", "details": ["compris"] }, { "text": "B répond", "details": [] }
                ] },
            ])
        );
    }

    #[test]
    fn initials_are_two_letters() {
        for (name, expected) in [("Inès Caron", "IC"), ("Élise", "É"), ("Jean de la Tour", "Jd"), ("", "")] {
            assert_eq!(initials(name), expected);
        }
    }
}
