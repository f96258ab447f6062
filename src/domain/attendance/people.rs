//! The people whom a roll call may speak of, and how a few words are matched to them.

use super::super::ids::ActorId;
use super::names::{self, Key};

/// What somebody had to do with a gathering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Said that they come, or is brought or sent by somebody who did.
    Expected,
    /// Was invited.
    Invited,
    /// Is a member of the network.
    Member,
    /// Is known of an earlier roll call only.
    Known,
}

/// Somebody whom a roll call may speak of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who, where they are an actor.
    pub actor: Option<ActorId>,
    /// Their name.
    pub name: String,
    /// For whom they speak.
    pub organisation: Option<String>,
    /// What they had to do with it.
    pub rank: Rank,
    /// Whether they were there, as recorded so far.
    pub recorded: Option<bool>,
    /// Who brings them.
    pub with: Option<ActorId>,
}

/// A person with the folded words by which they are found.
pub(super) struct Candidate<'a> {
    pub person: &'a Person,
    pub key: Key,
}

/// Whom a few words mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// These, by their places in the list.
    These(Vec<usize>),
    /// Any of several: their names.
    Several(Vec<String>),
    /// Nobody.
    Nobody,
}

/// How well words fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Part,
}

/// Whom `words` mean. Each tier is asked in turn; the first in which they fit decides, and a whole name before a part of
/// one. An organisation means all of its people in a tier, where `as_group` allows it.
pub(super) fn find(
    words: &str,
    people: &[Candidate<'_>],
    tier_of: impl Fn(&Person) -> usize,
    as_group: impl Fn(usize) -> bool,
) -> Found {
    let Some(wanted) = names::wanted(words) else { return Found::Nobody };
    let mut best: Option<(usize, Fit)> = None;
    let mut hits: Vec<(usize, bool)> = Vec::new();
    for (place, one) in people.iter().enumerate() {
        let Some((fit, by_organisation)) = fits(&wanted, one) else { continue };
        let here = (tier_of(one.person), fit);
        if best.is_none_or(|best| here < best) {
            best = Some(here);
            hits.clear();
        }
        if best == Some(here) {
            hits.push((place, by_organisation));
        }
    }
    let Some((tier, _)) = best else { return Found::Nobody };
    let organisations: std::collections::HashSet<&[String]> =
        hits.iter().filter_map(|(place, _)| people.get(*place)).map(|one| one.key.organisation.as_slice()).collect();
    let is_group = hits.iter().all(|(_, by_organisation)| *by_organisation) && organisations.len() == 1;
    if hits.len() == 1 || (is_group && as_group(tier)) {
        return Found::These(hits.into_iter().map(|(place, _)| place).collect());
    }
    let name = |(place, _): &(usize, bool)| people.get(*place).map(|one| one.person.name.clone());
    Found::Several(hits.iter().filter_map(name).collect())
}

/// How a person fits, and whether by their organisation.
fn fits(wanted: &names::Wanted, one: &Candidate<'_>) -> Option<(Fit, bool)> {
    let key = &one.key;
    if let Some((name, organisation)) = &wanted.of {
        let named = fit(name, &key.name, names::begins_or_ends);
        let theirs = fit(organisation, &key.organisation, names::contains);
        match (named, theirs) {
            (Some(fit), Some(_)) => return Some((fit, false)),
            // "Célia Rossi (Ageca)", of whom no organisation is known.
            (Some(Fit::Whole), None) if key.organisation.is_empty() && name.len() > 1 => {
                return Some((Fit::Whole, false));
            }
            _ => {}
        }
    }
    let named = fit(&wanted.whole, &key.name, names::begins_or_ends).map(|fit| (fit, false));
    let theirs = fit(&wanted.whole, &key.organisation, names::contains).map(|fit| (fit, true));
    match (named, theirs) {
        (Some(named), Some(theirs)) => Some(named.min(theirs)),
        (named, theirs) => named.or(theirs),
    }
}

fn fit(wanted: &[String], words: &[String], in_part: fn(&[String], &[String]) -> bool) -> Option<Fit> {
    if wanted.is_empty() || words.is_empty() {
        None
    } else if wanted == words {
        Some(Fit::Whole)
    } else {
        in_part(wanted, words).then_some(Fit::Part)
    }
}

/// Whether one of the words of a remark names somebody.
pub(super) fn mentions(words: &str, people: &[Candidate<'_>]) -> bool {
    let said = names::words(words);
    let named = |one: &Candidate<'_>| {
        one.key.name.iter().chain(&one.key.organisation).any(|word| word.chars().count() > 2 && said.contains(word))
    };
    people.iter().any(named)
}
