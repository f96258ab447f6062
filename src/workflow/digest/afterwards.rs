//! What the digest says of the time after gatherings: follow-ups, comptes rendus that wait, debriefs.

use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::domain::civil;
use crate::domain::clock::Timestamp;
use crate::domain::follow_up::{FollowUp, FollowUpEvent};
use crate::domain::ids::FollowUpId;
use crate::domain::minutes::MinutesState;
use crate::domain::network::Network;
use crate::store::{Tx, debriefs, follow_ups, gatherings, minutes, people};
use crate::workflow::{Result, follow_up};

/// Follow-ups that are due within so many days are shown (7 days).
const COMING_DAYS: u64 = 7;

/// How much of a debrief is shown (200 characters); its words stand whole in the next compte rendu.
const SHOWN_OF_DEBRIEF: usize = 200;

/// These parts of a digest, and whether any of it is new.
pub(super) struct Afterwards {
    pub(super) follow_ups: Vec<Value>,
    pub(super) drafts: Vec<Value>,
    pub(super) debriefs: Vec<Value>,
    pub(super) is_news: bool,
}

/// Gathers them: what happened after `since` and up to `until`, and what waits `now`.
///
/// # Errors
/// When the database is away or damaged.
pub(super) async fn compile(
    tx: &mut Tx,
    network: &Network,
    since: Timestamp,
    until: Timestamp,
    now: Timestamp,
) -> Result<Afterwards> {
    let (follow_ups, new_follow_up) = follow_ups_of(tx, network, since, until, now).await?;
    let (drafts, new_draft) = drafts(tx, network, since, until).await?;
    let debriefs = debriefs_of(tx, network, since, until).await?;
    let is_news = new_follow_up || new_draft || !debriefs.is_empty();
    Ok(Afterwards { follow_ups, drafts, debriefs, is_news })
}

/// The open ones that are new, overdue or due soon. What became a visit is told with the visit, once people are invited.
async fn follow_ups_of(
    tx: &mut Tx,
    network: &Network,
    since: Timestamp,
    until: Timestamp,
    now: Timestamp,
) -> Result<(Vec<Value>, bool)> {
    let opened: HashSet<FollowUpId> = follow_ups::between(tx, network.id, since, until)
        .await?
        .into_iter()
        .filter(|entry| entry.what == FollowUpEvent::Opened)
        .map(|entry| entry.follow_up)
        .collect();
    let [told, today] = [since, now].map(|at| civil::civil(at, network.zone).date());
    let mut open = follow_ups::open(tx, network.id).await?;
    open.sort_by_key(|one| (one.due.is_none(), one.due, one.id));
    let (mut shown, mut is_news) = (Vec::new(), false);
    for one in open {
        let is_new = opened.contains(&one.id);
        if !(is_new || is_near(&one, today)) || !follow_up::is_pending(tx, &one).await? {
            continue;
        }
        let overdue = one.due.is_some_and(|due| due < today);
        // On the day of the last digest it was not yet overdue.
        is_news |= is_new || (overdue && one.due >= Some(told));
        let owner = match one.owner {
            Some(actor) => people::actor(tx, actor).await?.map(|actor| actor.name),
            None => None,
        };
        shown.push(json!({
            "number": one.id,
            "title": one.title,
            "owner": owner,
            "due": one.due.map(|due| due.to_string()),
            "overdue": overdue,
            "is_new": is_new,
        }));
    }
    Ok((shown, is_news))
}

/// Whether its day has passed or is close.
fn is_near(one: &FollowUp, today: NaiveDate) -> bool {
    let horizon = today.checked_add_days(Days::new(COMING_DAYS)).unwrap_or(today);
    one.due.is_some_and(|due| due <= horizon)
}

/// Comptes rendus that no organiser has sent yet.
async fn drafts(tx: &mut Tx, network: &Network, since: Timestamp, until: Timestamp) -> Result<(Vec<Value>, bool)> {
    let (mut shown, mut is_news) = (Vec::new(), false);
    for one in minutes::of_network(tx, network.id).await?.into_iter().filter(|one| one.state != MinutesState::Sent) {
        let Some(latest) = minutes::latest(tx, one.id).await? else { continue };
        is_news |= latest.at > since && latest.at <= until;
        shown.push(json!({
            "number": one.id,
            "title": latest.content.title,
            "date": latest.content.date.map(|date| date.to_string()),
            "version": latest.number,
        }));
    }
    Ok((shown, is_news))
}

async fn debriefs_of(tx: &mut Tx, network: &Network, since: Timestamp, until: Timestamp) -> Result<Vec<Value>> {
    let mut shown = Vec::new();
    for one in debriefs::between(tx, network.id, since, until).await? {
        let visit = gatherings::get(tx, one.visit).await?.map(|visit| visit.title);
        let name = people::actor(tx, one.actor).await?.map(|actor| actor.name);
        shown.push(json!({
            "name": name.unwrap_or_default(),
            "visit": visit.unwrap_or_default(),
            "text": beginning(&one.words),
        }));
    }
    Ok(shown)
}

/// The first words of a text, cut between characters.
fn beginning(text: &str) -> String {
    match text.char_indices().nth(SHOWN_OF_DEBRIEF) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_debrief_is_cut_between_characters() {
        assert_eq!(beginning("é").chars().count(), 1);
        assert_eq!(beginning(&"é".repeat(200)), "é".repeat(200));
        assert_eq!(beginning(&"é".repeat(201)), format!("{}…", "é".repeat(200)));
    }
}
