//! Who was really there, as the organisers say it afterwards.

mod names;
mod people;
mod settle;

pub use names::same_name;
pub use people::{Person, Rank};
pub use settle::{Doubtful, Mark, Why, recorded, settle, unannounced};

use super::clock::Timestamp;
use super::ids::{ActorId, GatheringId, IncomingId};

crate::words! {
    /// By which way it was said.
    AttendanceChannel {
        /// A reply.
        Mail = "mail",
        /// The page of the letter.
        Link = "link",
        /// An organiser at the command line.
        Organiser = "organiser",
    }
}

/// What was said of one person, a row of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    /// Of what.
    pub gathering: GatheringId,
    /// Who, where they are an actor.
    pub actor: Option<ActorId>,
    /// Their name; where they are no actor it tells them apart: `Marc Durand (Amap)`. People without a name are one row,
    /// `+2 personnes du quartier`.
    pub name: String,
    /// Whether they were there.
    pub present: bool,
    /// By which way.
    pub channel: AttendanceChannel,
    /// Which organiser said so.
    pub said_by: Option<ActorId>,
    /// In which message.
    pub incoming: Option<IncomingId>,
    /// When it was recorded.
    pub at: Timestamp,
}

/// What holds: the latest row of each person, in the order in which they were first spoken of.
pub fn latest(rows: &[Attendance]) -> Vec<&Attendance> {
    let mut places = std::collections::HashMap::new();
    let mut holds: Vec<&Attendance> = Vec::new();
    for row in rows {
        let who = (row.actor, if row.actor.is_some() { "" } else { row.name.as_str() });
        let place = *places.entry(who).or_insert(holds.len());
        match holds.get_mut(place) {
            Some(known) => *known = row,
            None => holds.push(row),
        }
    }
    holds
}

/// How people without a name are kept: `+2 personnes du quartier`.
pub fn unnamed(count: u32, words: &str) -> String {
    format!("+{count} {words}")
}

/// How many people a name stands for.
pub fn heads(name: &str) -> u32 {
    group(name).map_or(1, |(count, _)| count)
}

/// A name as it is shown: `2 personnes du quartier`.
pub fn shown(name: &str) -> &str {
    group(name).and_then(|_| name.strip_prefix('+')).unwrap_or(name)
}

/// Count and words of people without a name.
fn group(name: &str) -> Option<(u32, &str)> {
    let (count, words) = name.strip_prefix('+')?.split_once(' ')?;
    Some((count.parse().ok()?, words))
}

/// Whom a roll call speaks of without naming them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Base {
    /// It doesn't say.
    #[default]
    Unsaid,
    /// All who said they would come were there.
    All,
    /// Nobody else was there.
    Only,
}

/// People who were there and aren't named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Others {
    /// How many.
    pub count: u32,
    /// Of what sort: `personnes du quartier`.
    pub words: String,
}

/// What a text says of who was there, in its own words; a piece may name several, `Célia et l'Amap`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RollCall {
    /// Whom it speaks of without naming them.
    pub base: Base,
    /// The list of who was there.
    pub present: Vec<String>,
    /// Of whom a sentence says that they were there.
    pub came: Vec<String>,
    /// Who was there besides.
    pub plus: Vec<String>,
    /// Who wasn't there.
    pub absent: Vec<String>,
    /// Who was there without being named.
    pub others: Vec<Others>,
    /// Sentences that read like remarks, as pieces: `Très belle rencontre`.
    pub asides: Vec<Vec<String>>,
    /// Why somebody wasn't there: "qui était malade". It must not speak of anybody.
    pub reasons: Vec<String>,
    /// What may mean this or that.
    pub unclear: Vec<String>,
}

#[cfg(test)]
mod tests;
