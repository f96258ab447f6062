//! `palabre gathering attendance`: who was really there.

use clap::Args;
use serde_json::{Value, json};

use super::super::{House, Result, Told, check, find};
use crate::domain::attendance::{self, AttendanceChannel, Person};
use crate::domain::gathering::Gathering;
use crate::domain::ids::ActorId;
use crate::domain::language::Language;
use crate::store::Tx;
use crate::workflow::attendance::roll::{self, Roll};
use crate::workflow::attendance::{Said, enter, was_asked};

/// Who was there; without any of the options it is only shown.
#[derive(Debug, Args)]
pub struct AttendanceArgs {
    /// Number of the gathering
    #[arg(value_parser = check::gathering)]
    pub gathering: i64,
    /// Everybody who said they come was there, but those named with --absent
    #[arg(long)]
    pub all: bool,
    /// Nobody was there but those named with --present and --plus
    #[arg(long, conflicts_with = "all")]
    pub only: bool,
    /// Who was there: number, e-mail address, name or a part of it; may be repeated
    #[arg(long, value_name = "ACTOR")]
    pub present: Vec<String>,
    /// Who wasn't; may be repeated
    #[arg(long, value_name = "ACTOR")]
    pub absent: Vec<String>,
    /// Who came unannounced, as "Marc Durand (Amap)" or "2 neighbours"; may be repeated
    #[arg(long, value_name = "NAME")]
    pub plus: Vec<String>,
    /// Organiser who says so
    #[arg(long, value_name = "ORGANISER")]
    pub by: Option<String>,
}

impl AttendanceArgs {
    fn says_something(&self) -> bool {
        self.all || self.only || !self.present.is_empty() || !self.absent.is_empty() || !self.plus.is_empty()
    }
}

/// Shows it, or records it.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn run(house: &House, arguments: AttendanceArgs) -> Result<Told> {
    if arguments.says_something() { record(house, arguments).await } else { show(house, &arguments).await }
}

async fn show(house: &House, arguments: &AttendanceArgs) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let gathering = find::gathering(&mut tx, arguments.gathering).await?;
    let people = roll::people(&mut tx, &gathering).await?;
    let asked = was_asked(&mut tx, gathering.id).await?;
    Ok(told(&gathering, &people, asked))
}

async fn record(house: &House, arguments: AttendanceArgs) -> Result<Told> {
    let mut tx = house.db.write().await?;
    let gathering = find::gathering(&mut tx, arguments.gathering).await?;
    let network = find::network_of(&mut tx, gathering.network).await?;
    let by = find::by(&mut tx, &network, arguments.by.as_deref()).await?;
    let mut lists: [Vec<ActorId>; 2] = Default::default();
    for (list, named) in lists.iter_mut().zip([&arguments.present, &arguments.absent]) {
        for one in named {
            list.push(find::actor(&mut tx, &network, one).await?.actor);
        }
    }
    let [present, absent] = lists;
    let all = if arguments.all { Some(true) } else { arguments.only.then_some(false) };
    let choose = |people: &[Person]| roll::chosen(people, all, &present, &absent, &arguments.plus);
    let said = Said { channel: AttendanceChannel::Organiser, by, incoming: None };
    let (gathering, people) = enter(&mut tx, &house.desk, gathering.id, choose, said, house.now()).await?;
    let asked = was_asked(&mut tx, gathering.id).await?;
    tx.commit().await?;
    Ok(told(&gathering, &people, asked))
}

fn told(gathering: &Gathering, people: &[Person], asked: bool) -> Told {
    let text = match Roll::of(people).is_empty() {
        true => "nothing is recorded yet: palabre gathering attendance ID --all, or --present …".to_owned(),
        false => roll::told(people, Language::En).join("\n"),
    };
    let mut json = counts(people, asked);
    if let Some(json) = json.as_object_mut() {
        json.insert("gathering".to_owned(), json!(gathering.id));
        let roll = Roll::of(people);
        for (key, list) in [
            ("present_people", &roll.present),
            ("absent_people", &roll.absent),
            ("unannounced_people", &roll.unannounced),
        ] {
            json.insert(key.to_owned(), list.iter().map(|one| person(one)).collect());
        }
    }
    Told::new(format!("{} ({})\n{text}", gathering.title, gathering.id), json)
}

fn person(person: &Person) -> Value {
    json!({
        "actor": person.actor,
        "name": attendance::shown(&person.name),
        "organisation": person.organisation,
        "count": attendance::heads(&person.name),
    })
}

/// How many were there (`present`, of whom `unannounced` had not said so), how many who had said so or are named were
/// not (`absent`), whether that is `recorded` and whether the organisers were `asked`.
pub(super) fn counts(people: &[Person], asked: bool) -> Value {
    let roll = Roll::of(people);
    let (announced, unannounced) = (roll::heads(&roll.present), roll::heads(&roll.unannounced));
    json!({
        "asked": asked,
        "recorded": !roll.is_empty(),
        "present": announced.saturating_add(unannounced),
        "absent": roll::heads(&roll.absent),
        "unannounced": unannounced,
    })
}

/// The attendance in `gathering show`: its counts, and the people it speaks of.
pub(super) async fn of(tx: &mut Tx, gathering: &Gathering) -> Result<(Value, Vec<Person>)> {
    let people = roll::people(tx, gathering).await?;
    let asked = was_asked(tx, gathering.id).await?;
    Ok((counts(&people, asked), people))
}

/// The same in a line for people; nothing where nobody was asked and nothing is recorded.
pub(super) fn line(people: &[Person], asked: bool) -> String {
    let roll = Roll::of(people);
    match (roll.is_empty(), asked) {
        (true, true) => "asked, no answer yet".to_owned(),
        (true, false) => String::new(),
        (false, _) => roll::told(people, Language::En).join("\n"),
    }
}
