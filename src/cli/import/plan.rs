//! What an import would do to the people who are known.

use std::collections::{HashMap, HashSet};

use super::super::Result;
use super::super::find;
use super::super::note::Changes;
use super::table::{Parsed, Row, Skipped};
use crate::domain::ids::ActorId;
use crate::domain::network::Network;
use crate::store::Tx;
use crate::store::people::{self, Member};

/// What is done with one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Deed {
    /// Somebody nobody knows.
    New,
    /// Somebody of another network joins this one.
    Joins(ActorId),
    /// Somebody of whom the file knows something else.
    Changed {
        /// As they are.
        member: Box<Member>,
        /// In words.
        changes: String,
    },
    /// Nothing.
    Known,
}

/// What is done with each row.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) deeds: Vec<(Row, Deed)>,
    pub(super) skipped: Vec<Skipped>,
    /// Lines to be looked at: a new address for a name that is known.
    pub(super) alike: Vec<(u64, String)>,
}

impl Plan {
    pub(super) fn added(&self) -> usize {
        self.deeds.iter().filter(|(_, deed)| matches!(deed, Deed::New | Deed::Joins(_))).count()
    }

    pub(super) fn changed(&self) -> impl Iterator<Item = (&Row, &str)> {
        self.deeds.iter().filter_map(|(row, deed)| match deed {
            Deed::Changed { changes, .. } => Some((row, changes.as_str())),
            _ => None,
        })
    }

    pub(super) fn known(&self) -> usize {
        self.deeds.iter().filter(|(_, deed)| *deed == Deed::Known).count()
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.deeds.iter().all(|(_, deed)| *deed == Deed::Known)
    }
}

/// The name a new person gets: their own, else that of their organisation, else their address.
pub(super) fn name_of(row: &Row) -> &str {
    match (row.name.as_str(), row.organisation.as_deref()) {
        ("", Some(organisation)) => organisation,
        ("", None) => &row.email,
        (name, _) => name,
    }
}

/// Compares the rows with who is known. Who said stop is left alone; nothing is overwritten by an empty cell.
pub(super) async fn plan(tx: &mut Tx, network: &Network, parsed: &Parsed) -> Result<Plan> {
    let owners: HashMap<String, ActorId> = people::owners(tx).await?.into_iter().collect();
    let members: HashMap<ActorId, Member> =
        people::members(tx, network.id).await?.into_iter().map(|one| (one.actor, one)).collect();
    let names: HashSet<String> = members.values().map(|one| find::fold(&one.name)).collect();
    let mut plan = Plan { skipped: parsed.skipped.clone(), ..Plan::default() };
    let mut seen: HashMap<ActorId, u64> = HashMap::new();
    for row in &parsed.rows {
        let Some(actor) = owners.get(&row.email) else {
            if !row.name.is_empty() && names.contains(&find::fold(&row.name)) {
                let why = format!("{} is known with another address; {} makes a second person", row.name, row.email);
                plan.alike.push((row.line, why));
            }
            plan.deeds.push((row.clone(), Deed::New));
            continue;
        };
        if let Some(first) = seen.insert(*actor, row.line) {
            let why = format!("{} is another address of the person on line {first}", row.email);
            plan.skipped.push(Skipped { line: row.line, why });
            continue;
        }
        let Some(member) = members.get(actor) else {
            plan.deeds.push((row.clone(), Deed::Joins(*actor)));
            continue;
        };
        if member.stopped_at.is_some() {
            let why = format!("{} wants no more letters, and is left as they are", row.email);
            plan.skipped.push(Skipped { line: row.line, why });
            continue;
        }
        let changes = changes(member, row);
        let deed = match changes.is_empty() {
            true => Deed::Known,
            false => Deed::Changed { member: Box::new(member.clone()), changes: changes.to_string() },
        };
        plan.deeds.push((row.clone(), deed));
    }
    plan.skipped.sort_by_key(|one| one.line);
    Ok(plan)
}

fn changes(member: &Member, row: &Row) -> Changes {
    let mut changes = Changes::default();
    if !row.name.is_empty() {
        changes.of("name", Some(&member.name), Some(&row.name));
    }
    if row.organisation.is_some() {
        changes.of("organisation", member.organisation.as_ref(), row.organisation.as_ref());
    }
    if row.role.is_some() {
        changes.of("role", Some(&member.role), row.role.as_ref());
    }
    if row.language.is_some() {
        changes.of("language", member.language.as_ref(), row.language.as_ref());
    }
    changes
}
