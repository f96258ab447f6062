//! From what people write (a number, a name, an address) to what they mean.

use unicode_normalization::UnicodeNormalization;

use super::error::{CliError, Result};
use crate::domain::address;
use crate::domain::follow_up::FollowUp;
use crate::domain::gathering::Gathering;
use crate::domain::ids::{ActorId, FollowUpId, GatheringId, NetworkId};
use crate::domain::membership::MemberRole;
use crate::domain::network::Network;
use crate::domain::organisation::Organisation;
use crate::domain::series::Series;
use crate::store::people::Member;
use crate::store::{Tx, follow_ups, gatherings, networks, people};

/// Names are compared without regard to case, to how accents are coded, and to surplus blanks.
pub fn same_name(a: &str, b: &str) -> bool {
    fold(a) == fold(b)
}

/// The form in which names are compared.
pub fn fold(name: &str) -> String {
    name.nfc().collect::<String>().to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same without accents, for what is only nearly written so.
fn bare(name: &str) -> String {
    let plain: String = fold(name).nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect();
    plain
}

/// The network that is meant; where there is just one it needn't be named.
///
/// # Errors
/// When none is, or several could be.
pub async fn network(tx: &mut Tx, named: Option<&str>) -> Result<Network> {
    let all = networks::all(tx).await?;
    if all.is_empty() {
        let mend = "Make one: palabre network new --name \"…\" --address rencontres@example.org";
        return Err(CliError::new("finding the network", "there is none yet", mend));
    }
    let candidates = list(all.iter().map(|one| (one.id.0, one.name.as_str())));
    let Some(named) = named else {
        let mut all = all.into_iter();
        return match (all.next(), all.next()) {
            (Some(one), None) => Ok(one),
            _ => {
                let mend = format!("Name it with --network: {candidates}");
                Err(CliError::new("finding the network", "there are several", mend))
            }
        };
    };
    let number = named.trim().parse().ok().map(NetworkId);
    all.into_iter()
        .find(|one| Some(one.id) == number || same_name(&one.name, named) || one.address == address::normal(named))
        .ok_or_else(|| {
            let mend = format!("Name one of these: {candidates}");
            CliError::new("finding the network", format!("none has the number, name or address `{named}`"), mend)
        })
}

/// A network by its number.
///
/// # Errors
/// When there is none.
pub async fn network_of(tx: &mut Tx, id: NetworkId) -> Result<Network> {
    networks::get(tx, id).await?.ok_or_else(|| {
        CliError::new("finding the network", format!("network {id} is gone"), "See palabre network list")
    })
}

/// The member of a network that is meant by a number, an e-mail address, a name, or a part of one that no other has.
///
/// # Errors
/// When nobody is, or several could be.
pub async fn actor(tx: &mut Tx, network: &Network, named: &str) -> Result<Member> {
    let named = named.trim();
    let what = || format!("finding the actor `{named}`");
    let add = "Add them: palabre actor new --name \"…\" --email …";
    if let Ok(id) = named.parse() {
        return people::member(tx, network.id, ActorId(id)).await?.ok_or_else(|| {
            let place = format!("no actor of {} has this number", network.name);
            CliError::new(what(), place, "See palabre actor list")
        });
    }
    if named.contains('@') {
        let found = people::address(tx, &address::normal(named)).await?;
        let Some(found) = found else {
            return Err(CliError::new(what(), "nobody has this address", add));
        };
        return people::member(tx, network.id, found.actor).await?.ok_or_else(|| {
            let place = format!("actor {} has this address but is not in {}", found.actor, network.name);
            CliError::new(what(), place, add)
        });
    }
    let all = people::members(tx, network.id).await?;
    let (same, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| same_name(&one.name, named));
    let mut found = same.into_iter();
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        (Some(first), Some(second)) => {
            let all = [first, second].into_iter().chain(found);
            let mend = format!("Give the number or the address: {}", candidates(all));
            Err(CliError::new(what(), format!("several actors of {} have this name", network.name), mend))
        }
        _ => {
            let mut near = by_part(others, named);
            match (near.pop(), near.len()) {
                (None, _) => {
                    let place = format!("no actor of {} has this name", network.name);
                    Err(CliError::new(what(), place, "See palabre actor list"))
                }
                (Some(only), 0) => Ok(only),
                (Some(last), _) => {
                    near.push(last);
                    let place = format!("{} actors of {} have it in their name", near.len(), network.name);
                    let mend = format!("Did you mean {}?", candidates(near.into_iter().take(10)));
                    Err(CliError::new(what(), place, mend))
                }
            }
        }
    }
}

/// Those in whose name a part is found, without regard to accents: as whole words where anybody has it so (`Ana` is not
/// Anabelle where there is an Ana), else anywhere.
fn by_part(members: Vec<Member>, part: &str) -> Vec<Member> {
    let part = bare(part);
    if part.is_empty() {
        return Vec::new();
    }
    let near = members.into_iter().filter(|one| bare(&one.name).contains(&part));
    let whole = |one: &Member| format!(" {} ", bare(&one.name)).contains(&format!(" {part} "));
    let (words, anywhere): (Vec<_>, Vec<_>) = near.partition(whole);
    if words.is_empty() { anywhere } else { words }
}

/// An organiser of a network, for `--by`.
///
/// # Errors
/// When they are none.
pub async fn organiser(tx: &mut Tx, network: &Network, named: &str) -> Result<Member> {
    let member = actor(tx, network, named).await?;
    if member.role != MemberRole::Organiser {
        let place = format!("{} is no organiser of {}", member.name, network.name);
        let mend = format!("See palabre organiser list, or: palabre organiser add {}", member.actor);
        return Err(CliError::new(format!("finding the organiser `{named}`"), place, mend));
    }
    Ok(member)
}

/// The number of the organiser whom `--by` names, where it does.
///
/// # Errors
/// When they are none.
pub async fn by(tx: &mut Tx, network: &Network, named: Option<&str>) -> Result<Option<ActorId>> {
    match named {
        Some(named) => Ok(Some(organiser(tx, network, named).await?.actor)),
        None => Ok(None),
    }
}

/// A gathering by its number.
///
/// # Errors
/// When there is none.
pub async fn gathering(tx: &mut Tx, number: i64) -> Result<Gathering> {
    gatherings::get(tx, GatheringId(number)).await?.ok_or_else(|| {
        CliError::new(
            format!("finding gathering {number}"),
            "there is none of that number",
            "See palabre gathering list",
        )
    })
}

/// A follow-up by its number.
///
/// # Errors
/// When there is none.
pub async fn follow_up(tx: &mut Tx, number: i64) -> Result<FollowUp> {
    follow_ups::get(tx, FollowUpId(number)).await?.ok_or_else(|| {
        let what = format!("finding follow-up {number}");
        CliError::new(what, "there is none of that number", "See palabre follow-up list --all")
    })
}

/// A series of a network by number or title.
///
/// # Errors
/// When there is none.
pub async fn series(tx: &mut Tx, network: &Network, named: &str) -> Result<Series> {
    let all = networks::series_of(tx, network.id).await?;
    let number = named.trim().parse::<i64>().ok();
    let known = list(all.iter().map(|one| (one.id.0, one.title.as_str())));
    all.into_iter().find(|one| Some(one.id.0) == number || same_name(&one.title, named)).ok_or_else(|| {
        let mend = match known.is_empty() {
            true => format!("Make it: palabre series new --title \"{named}\""),
            false => format!("Name one of these, or make it with palabre series new: {known}"),
        };
        CliError::new("finding the series", format!("{} has none of number or title `{named}`", network.name), mend)
    })
}

/// An organisation by number or name.
///
/// # Errors
/// When there is none.
pub async fn organisation(tx: &mut Tx, named: &str) -> Result<Organisation> {
    let number = named.trim().parse::<i64>().ok();
    let all = people::organisations(tx).await?;
    all.into_iter().find(|one| Some(one.id.0) == number || same_name(&one.name, named)).ok_or_else(|| {
        let place = format!("none has the number or name `{named}`");
        CliError::new("finding the organisation", place, "See palabre organisation list")
    })
}

fn list<'a>(candidates: impl Iterator<Item = (i64, &'a str)>) -> String {
    candidates.map(|(id, name)| format!("{id} ({name})")).collect::<Vec<_>>().join(", ")
}

fn candidates(members: impl Iterator<Item = Member>) -> String {
    members.map(|one| format!("{} ({} <{}>)", one.actor, one.name, one.email)).collect::<Vec<_>>().join(", ")
}
