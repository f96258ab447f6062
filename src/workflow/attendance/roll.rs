//! The people whom a roll call may speak of, as the ledgers know them, and what is recorded of them.

use super::{Said, announced, words};
use crate::domain::attendance::{self, Attendance, Mark, Person, Rank, unannounced};
use crate::domain::clock::Timestamp;
use crate::domain::gathering::Gathering;
use crate::domain::ids::ActorId;
use crate::domain::language::Language;
use crate::store::{Tx, attendance as ledger, people as members};
use crate::workflow::standing::{self, Standings};
use crate::workflow::{Error, Result};

/// Who may have been at a gathering: those who said they come with whom they bring or send, the other invited, the
/// other members, and who was recorded before.
///
/// # Errors
/// When the database is away or damaged.
pub async fn people(tx: &mut Tx, gathering: &Gathering) -> Result<Vec<Person>> {
    let standings = standing::of_gathering(tx, gathering).await?;
    let mut people: Vec<Person> = standings.iter().map(invited).collect();
    for member in members::members(tx, gathering.network).await? {
        if !people.iter().any(|one| one.actor == Some(member.actor)) {
            people.push(Person {
                actor: Some(member.actor),
                name: member.name,
                organisation: member.organisation,
                rank: Rank::Member,
                recorded: None,
                with: None,
            });
        }
    }
    for (name, organisation, with) in standings.iter().flat_map(brought) {
        expect(&mut people, name, organisation, with);
    }
    let rows = ledger::of_gathering(tx, gathering.id).await?;
    for row in attendance::latest(&rows) {
        hold(&mut people, row);
    }
    Ok(people)
}

fn invited(one: &Standings) -> Person {
    Person {
        actor: Some(one.invited.actor),
        name: one.invited.name.clone(),
        organisation: one.invited.organisation.clone(),
        rank: if announced(one) { Rank::Expected } else { Rank::Invited },
        recorded: None,
        with: None,
    }
}

/// Names of those whom somebody brings, or sends in their place.
fn brought(one: &Standings) -> Vec<(String, Option<String>, Option<ActorId>)> {
    let Some(said) = one.answer.as_ref().map(|answer| &answer.said) else { return Vec::new() };
    let mut names = Vec::new();
    if announced(one) {
        names.extend(said.guest_names.iter().map(|name| (name.clone(), None, Some(one.invited.actor))));
    }
    if let Some(name) = said.delegate.as_ref().and_then(|delegate| delegate.name.clone()) {
        names.push((name, one.invited.organisation.clone(), None));
    }
    names
}

/// Somebody is expected who was announced by another; who is a member is that member.
fn expect(people: &mut Vec<Person>, name: String, organisation: Option<String>, with: Option<ActorId>) {
    if name.trim().is_empty() {
        return;
    }
    match people.iter_mut().find(|one| attendance::same_name(&one.name, &name)) {
        Some(known) => known.rank = Rank::Expected,
        None => people.push(Person { actor: None, name, organisation, rank: Rank::Expected, recorded: None, with }),
    }
}

fn hold(people: &mut Vec<Person>, row: &Attendance) {
    let is_them = |one: &&mut Person| match row.actor {
        Some(actor) => one.actor == Some(actor),
        None => one.actor.is_none() && one.name == row.name,
    };
    match people.iter_mut().find(is_them) {
        Some(person) => person.recorded = Some(row.present),
        None => people.push(Person {
            actor: row.actor,
            name: row.name.clone(),
            organisation: None,
            rank: Rank::Known,
            recorded: Some(row.present),
            with: None,
        }),
    }
}

/// Records what is said at the command line of these people: `all` who said they come, those `present`, `absent` and the
/// unannounced.
///
/// # Errors
/// When somebody is said to have been there and not, or a line may mean several people.
pub fn chosen(
    people: &[Person],
    all: Option<bool>,
    present: &[ActorId],
    absent: &[ActorId],
    plus: &[String],
) -> Result<Vec<Mark>> {
    let refused = |why: String, mend: &str| Error::refused("recording who was there", why, mend);
    let mut marks: Vec<Mark> = Vec::new();
    for person in people {
        let is_in = |list: &[ActorId]| person.actor.is_some_and(|actor| list.contains(&actor));
        let said = match (is_in(present), is_in(absent)) {
            (true, true) => {
                return Err(refused(format!("{} is said to have been there and not", person.name), "Name them once"));
            }
            (true, false) => Some(true),
            (false, true) => Some(false),
            (false, false) if person.rank == Rank::Expected => all,
            (false, false) => all.filter(|all| !all && person.recorded == Some(true)),
        };
        marks.extend(said.map(|present| mark(person, present)));
    }
    for line in plus {
        let new = unannounced(line, people).map_err(|one| {
            let why = words::doubt(Language::En, &one);
            refused(why, "Write it as \"Marc Durand (Amap)\", or give the number with --present")
        })?;
        marks.push(new);
    }
    Ok(marks)
}

/// What is recorded of a person of the list.
pub(super) fn mark(person: &Person, present: bool) -> Mark {
    Mark {
        actor: person.actor,
        name: person.name.clone(),
        organisation: person.organisation.clone(),
        present,
        expected: person.rank == Rank::Expected,
    }
}

/// The rows that marks become.
pub fn rows(gathering: &Gathering, marks: &[Mark], said: &Said, now: Timestamp) -> Vec<Attendance> {
    let row = |mark: &Mark| Attendance {
        gathering: gathering.id,
        actor: mark.actor,
        name: mark.name.clone(),
        present: mark.present,
        channel: said.channel,
        said_by: said.by,
        incoming: said.incoming,
        at: now,
    };
    marks.iter().map(row).collect()
}

/// Who was there, as recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roll<'a> {
    /// Who had said so and was there.
    pub present: Vec<&'a Person>,
    /// Who was not there.
    pub absent: Vec<&'a Person>,
    /// Who was there without having said so.
    pub unannounced: Vec<&'a Person>,
}

impl<'a> Roll<'a> {
    /// The roll in these people.
    pub fn of(people: &'a [Person]) -> Roll<'a> {
        let mut roll = Roll::default();
        for person in people {
            match person.recorded {
                Some(true) if person.rank == Rank::Expected => roll.present.push(person),
                Some(true) => roll.unannounced.push(person),
                // Somebody unannounced who was entered in error was never expected.
                Some(false) if person.rank != Rank::Known => roll.absent.push(person),
                _ => {}
            }
        }
        roll
    }

    /// Whether anything is recorded.
    pub fn is_empty(&self) -> bool {
        self.present.is_empty() && self.absent.is_empty() && self.unannounced.is_empty()
    }
}

/// How many people these are.
pub fn heads(people: &[&Person]) -> u32 {
    people.iter().map(|person| attendance::heads(&person.name)).fold(0, u32::saturating_add)
}

/// The roll in lines: présents, absents, venus sans s'annoncer.
pub fn told(people: &[Person], language: Language) -> Vec<String> {
    words::roll(language, &Roll::of(people))
}
