//! From what a roll call says, and the people it may speak of, to who was there; or to the words that may mean this or
//! that. Nothing is guessed: one word in doubt, and nothing of it is recorded.

use std::collections::{BTreeMap, BTreeSet};

use super::names;
use super::people::{Candidate, Found, Person, Rank, find, mentions};
use super::{Base, RollCall, group, unnamed};
use crate::domain::ids::ActorId;

/// What is recorded of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Who, where they are an actor.
    pub actor: Option<ActorId>,
    /// Their name, as in [`super::Attendance::name`].
    pub name: String,
    /// For whom they speak.
    pub organisation: Option<String>,
    /// Whether they were there.
    pub present: bool,
    /// Whether they had said that they come.
    pub expected: bool,
}

/// Words that couldn't be settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubtful {
    /// As written.
    pub words: String,
    /// What is wrong with them.
    pub why: Why,
}

/// What is wrong with words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// They name nobody.
    Nobody,
    /// They name any of these.
    Several(Vec<String>),
    /// They say that somebody was there and wasn't.
    Both,
    /// Nothing is said of somebody who had said they come.
    NotSaid,
    /// They may mean this or that.
    Unclear,
}

/// No more pieces are looked at.
const MOST_PIECES: usize = 400;

/// "Arts et Métiers" is tried as one name up to so many parts.
const LONGEST_JOIN: usize = 3;

/// Who was there and who wasn't; a person of whom nothing follows has no mark. `writer` is who says it: "moi" is them,
/// and "seulement Célia" doesn't say whether they were there.
///
/// # Errors
/// What couldn't be settled; then nothing may be recorded.
pub fn settle(call: &RollCall, people: &[Person], writer: Option<ActorId>) -> Result<Vec<Mark>, Vec<Doubtful>> {
    let mut table = Table::new(call, people, writer);
    table.doubt_all(&call.unclear, &Why::Unclear);
    let pieces = [&call.present, &call.came, &call.plus, &call.absent].into_iter().map(Vec::len).sum::<usize>();
    if pieces > MOST_PIECES {
        table.doubt("", Why::Unclear);
        return Err(table.doubtful);
    }
    table.take_asides(call);
    table.take_names(call);
    table.take_base(call);
    table.take_others(call);
    if table.marks.is_empty() && table.new.is_empty() && table.doubtful.is_empty() {
        table.doubt("", Why::Unclear);
    }
    if !table.doubtful.is_empty() {
        return Err(table.doubtful);
    }
    Ok(table.marked())
}

/// One line of who came unannounced: a person of the network, `Marc Durand (Amap)`, or `2 personnes du quartier`.
///
/// # Errors
/// When it may mean several people, or is no name.
pub fn unannounced(line: &str, people: &[Person]) -> Result<Mark, Doubtful> {
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let doubtful = |why| Err(Doubtful { words: line.clone(), why });
    let candidates = candidates(people);
    match find(&line, &candidates, besides, |_| false) {
        Found::These(found) => match found.first().and_then(|place| people.get(*place)) {
            Some(person) => Ok(mark(person, true)),
            None => doubtful(Why::Nobody),
        },
        Found::Several(names) => doubtful(Why::Several(names)),
        Found::Nobody if line.is_empty() || line.chars().count() > 120 || line.contains(char::is_control) => {
            doubtful(Why::Nobody)
        }
        Found::Nobody => {
            let name = line.trim_start_matches('+').trim_start();
            let is_group = name.split_once(' ').is_some_and(|(count, _)| count.parse::<u16>().is_ok_and(|n| n > 0));
            Ok(newcomer(if is_group { format!("+{name}") } else { name.to_owned() }))
        }
    }
}

/// The people once `marks` are recorded; who is new stands at the end.
pub fn recorded(people: &[Person], marks: &[Mark]) -> Vec<Person> {
    let mut after = people.to_vec();
    for mark in marks {
        let is_them = |one: &&mut Person| match mark.actor {
            Some(actor) => one.actor == Some(actor),
            None => one.actor.is_none() && one.name == mark.name,
        };
        match after.iter_mut().find(is_them) {
            Some(person) => person.recorded = Some(mark.present),
            None => after.push(Person {
                actor: mark.actor,
                name: mark.name.clone(),
                organisation: mark.organisation.clone(),
                rank: Rank::Known,
                recorded: Some(mark.present),
                with: None,
            }),
        }
    }
    after
}

fn newcomer(name: String) -> Mark {
    Mark { actor: None, name, organisation: None, present: true, expected: false }
}

fn mark(person: &Person, present: bool) -> Mark {
    Mark {
        actor: person.actor,
        name: person.name.clone(),
        organisation: person.organisation.clone(),
        present,
        expected: person.rank == Rank::Expected,
    }
}

fn candidates(people: &[Person]) -> Vec<Candidate<'_>> {
    let key = |person: &Person| names::key(&person.name, person.organisation.as_deref());
    people.iter().map(|person| Candidate { person, key: key(person) }).collect()
}

/// Who is meant by "seulement" and "sauf": those who come, then the invited, then the others.
fn announced(person: &Person) -> usize {
    match person.rank {
        Rank::Expected => 0,
        _ if person.recorded == Some(true) => 0,
        Rank::Invited => 1,
        Rank::Member => 2,
        Rank::Known => 3,
    }
}

/// Who is meant by "plus": those not there as far as is known, before those who are.
fn besides(person: &Person) -> usize {
    match (person.recorded, person.rank) {
        (Some(false), _) => 0,
        (Some(true), _) | (None, Rank::Expected) => 3,
        (None, Rank::Invited) => 1,
        (None, Rank::Member | Rank::Known) => 2,
    }
}

/// Who was there is no longer, in a correction: those recorded as present first.
fn recorded_first(person: &Person) -> usize {
    if person.recorded == Some(true) { 0 } else { announced(person) + 1 }
}

struct Table<'a> {
    people: &'a [Person],
    candidates: Vec<Candidate<'a>>,
    writer: Option<usize>,
    /// The words correct what was recorded before.
    corrects: bool,
    /// They list who was there.
    listed: bool,
    /// Those named, with what is said of them; the others follow from the base.
    named: BTreeMap<usize, bool>,
    marks: BTreeMap<usize, bool>,
    new: Vec<String>,
    doubtful: Vec<Doubtful>,
}

impl<'a> Table<'a> {
    fn new(call: &RollCall, people: &'a [Person], writer: Option<ActorId>) -> Table<'a> {
        let writer = people.iter().position(|one| one.actor.is_some() && one.actor == writer);
        let known = people.iter().any(|person| person.recorded.is_some());
        Table {
            people,
            candidates: candidates(people),
            writer,
            corrects: known && call.base == Base::Unsaid,
            listed: !call.present.is_empty() || (!call.came.is_empty() && !known),
            named: BTreeMap::new(),
            marks: BTreeMap::new(),
            new: Vec::new(),
            doubtful: Vec::new(),
        }
    }

    fn doubt(&mut self, words: &str, why: Why) {
        self.doubtful.push(Doubtful { words: words.to_owned(), why });
    }

    fn doubt_all(&mut self, pieces: &[String], why: &Why) {
        pieces.iter().for_each(|words| self.doubt(words, why.clone()));
    }

    /// A remark is let be, unless it is a list of names after all, or speaks of somebody.
    fn take_asides(&mut self, call: &RollCall) {
        for pieces in &call.asides {
            let found: Vec<_> =
                pieces.iter().flat_map(|piece| self.parts(piece, announced, |tier| tier == 0)).collect();
            let words = pieces.join(", ");
            if call.base == Base::Unsaid && found.iter().all(Result::is_ok) {
                self.listed = true;
                found.into_iter().flatten().for_each(|found| self.say(&words, &found, true));
            } else if mentions(&words, &self.candidates) {
                self.doubt(&words, Why::Unclear);
            }
        }
        for words in &call.reasons {
            if mentions(words, &self.candidates) {
                self.doubt(words, Why::Unclear);
            }
        }
    }

    fn take_names(&mut self, call: &RollCall) {
        self.name(&call.present, true, announced, |tier| tier == 0);
        if self.corrects {
            self.name(&call.absent, false, recorded_first, |_| true);
            self.add(&call.came);
        } else {
            self.name(&call.absent, false, announced, |_| true);
            self.name(&call.came, true, announced, |tier| tier == 0);
        }
        match call.base {
            Base::Only => self.name_or_new(&call.plus, announced, |tier| tier == 0),
            _ => self.add(&call.plus),
        }
    }

    fn add(&mut self, pieces: &[String]) {
        self.name_or_new(pieces, besides, |tier| tier == 0);
    }

    fn name(&mut self, pieces: &[String], present: bool, tier: fn(&Person) -> usize, as_group: fn(usize) -> bool) {
        for piece in pieces {
            for part in self.parts(piece, tier, as_group) {
                match part {
                    Ok(found) => self.say(piece, &found, present),
                    Err((words, why)) => self.doubt(&words, why),
                }
            }
        }
    }

    fn name_or_new(&mut self, pieces: &[String], tier: fn(&Person) -> usize, as_group: fn(usize) -> bool) {
        for piece in pieces {
            for part in self.parts(piece, tier, as_group) {
                match part {
                    Ok(found) => self.say(piece, &found, true),
                    Err((words, Why::Nobody)) => match names::newcomer(&words) {
                        Some(name) => self.new.push(name),
                        None => self.doubt(&words, Why::Nobody),
                    },
                    Err((words, why)) => self.doubt(&words, why),
                }
            }
        }
    }

    fn say(&mut self, words: &str, found: &[usize], present: bool) {
        for place in found {
            if self.named.insert(*place, present).is_some_and(|before| before != present) {
                self.doubt(words, Why::Both);
            }
        }
    }

    /// The people in a piece: it is one name, or names with "et" between them; the longest that fits counts.
    fn parts(
        &self,
        piece: &str,
        tier: fn(&Person) -> usize,
        as_group: fn(usize) -> bool,
    ) -> Vec<Result<Vec<usize>, (String, Why)>> {
        let words: Vec<&str> = piece.split_whitespace().collect();
        let parts: Vec<&[&str]> = words
            .split(|word| ["et", "and", "&"].contains(&word.to_lowercase().as_str()))
            .filter(|part| !part.is_empty())
            .collect();
        let mut found = Vec::new();
        let mut from = 0;
        while from < parts.len() {
            let longest = LONGEST_JOIN.min(parts.len() - from);
            let joined = |length: usize| {
                let parts = parts.get(from..from + length).unwrap_or_default();
                parts.iter().map(|part| part.join(" ")).collect::<Vec<_>>().join(" et ")
            };
            let alone = joined(1);
            let best = (1..=longest).rev().find_map(|length| {
                let words = if length == 1 { alone.clone() } else { joined(length) };
                if let Some(writer) = self.writer.filter(|_| names::is_me(&words)) {
                    return Some((length, Ok(vec![writer])));
                }
                match find(&words, &self.candidates, tier, as_group) {
                    Found::These(these) => Some((length, Ok(these))),
                    Found::Several(names) => Some((length, Err((words, Why::Several(names))))),
                    Found::Nobody => None,
                }
            });
            let (length, one) = best.unwrap_or((1, Err((alone, Why::Nobody))));
            found.push(one);
            from += length;
        }
        found
    }

    /// What follows for those who aren't named.
    fn take_base(&mut self, call: &RollCall) {
        let base = match call.base {
            Base::Unsaid if self.listed => Base::Only,
            Base::Unsaid if self.corrects => Base::Unsaid,
            // "Il manquait Paul", "Marc aussi": the others were there.
            Base::Unsaid if !call.absent.is_empty() || !call.plus.is_empty() => Base::All,
            base => base,
        };
        let partial = base == Base::Only && call.base == Base::Unsaid && !call.absent.is_empty();
        for (place, person) in self.people.iter().enumerate() {
            if let Some(present) = self.named.get(&place) {
                self.marks.insert(place, *present);
                continue;
            }
            let expected = person.rank == Rank::Expected;
            match base {
                Base::Unsaid => {}
                Base::All if expected => {
                    self.marks.insert(place, true);
                }
                Base::All => {}
                Base::Only if self.writer == Some(place) && !call.present.is_empty() => {}
                Base::Only if partial && expected && person.with.is_none() => {
                    self.doubtful.push(Doubtful { words: person.name.clone(), why: Why::NotSaid });
                }
                Base::Only if (expected && person.with.is_none()) || person.recorded == Some(true) => {
                    self.marks.insert(place, false);
                }
                Base::Only => {}
            }
        }
        self.without_hosts();
    }

    /// Guests of somebody who wasn't there were not there either, unless they are named.
    fn without_hosts(&mut self) {
        let away: BTreeSet<ActorId> = (self.marks.iter().filter(|(_, present)| !**present))
            .filter_map(|(place, _)| self.people.get(*place).and_then(|person| person.actor))
            .collect();
        for (place, person) in self.people.iter().enumerate() {
            if person.with.is_some_and(|host| away.contains(&host)) && !self.named.contains_key(&place) {
                match person.recorded {
                    Some(true) => self.marks.insert(place, false),
                    _ => self.marks.remove(&place),
                };
            }
        }
    }

    fn take_others(&mut self, call: &RollCall) {
        let names: Vec<String> = call.others.iter().map(|one| unnamed(one.count, &one.words)).collect();
        // People without names who are counted anew are not added to those counted before.
        for (place, person) in self.people.iter().enumerate() {
            let counted = person.recorded == Some(true) && group(&person.name).is_some();
            if counted && !names.is_empty() && !self.corrects {
                self.marks.insert(place, names.contains(&person.name));
            }
        }
        let unspoken = call.base == Base::Unsaid && self.named.is_empty() && call.plus.is_empty() && !self.corrects;
        if unspoken && !names.is_empty() {
            self.doubt(&names.join(", "), Why::Unclear);
        }
        self.new.extend(names);
    }

    fn marked(self) -> Vec<Mark> {
        let mut marks: Vec<Mark> =
            self.marks.iter().filter_map(|(place, present)| Some(mark(self.people.get(*place)?, *present))).collect();
        for name in self.new {
            if !marks.iter().any(|mark| mark.actor.is_none() && mark.name == name && mark.present) {
                marks.retain(|mark| mark.actor.is_some() || mark.name != name);
                marks.push(newcomer(name));
            }
        }
        marks
    }
}
