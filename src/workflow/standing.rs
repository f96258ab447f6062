//! How each invitation stands, and the tally of a gathering.

use std::collections::HashMap;

use super::Result;
use crate::domain::answer::{self, Answer};
use crate::domain::doubt::{Doubt, DoubtReason};
use crate::domain::gathering::Gathering;
use crate::domain::ids::InvitationId;
use crate::domain::invitation::{InvitationState, Place};
use crate::domain::reading::Intent;
use crate::store::gatherings::InvitedActor;
use crate::store::{Tx, answers, gatherings};

crate::words! {
    /// Under what an invitation counts: the first of these that is true.
    Standing {
        /// A doubt about it is open.
        ToDecide = "to_decide",
        /// They come.
        Attending = "attending",
        /// They don't.
        Regrets = "regrets",
        /// They don't know, or said yes to an earlier date or hour.
        Tentative = "tentative",
        /// No letter reaches them.
        Undeliverable = "undeliverable",
        /// Nothing yet.
        Silent = "silent",
    }
}

/// An invitation with the answer that holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Standings {
    /// Who.
    pub invited: InvitedActor,
    /// The answer that holds.
    pub answer: Option<Answer>,
    /// Under what it counts.
    pub standing: Standing,
}

/// Under what an invitation counts. Saying yes holds for the date and hour it was said to; no and perhaps hold on.
pub fn standing(answer: Option<&Answer>, in_doubt: bool, undeliverable: bool, change: i64) -> Standing {
    if in_doubt {
        return Standing::ToDecide;
    }
    match answer {
        Some(answer) => match answer.said.intent {
            Intent::Attending if answer.change == change => Standing::Attending,
            Intent::Regrets => Standing::Regrets,
            Intent::Attending | Intent::Tentative | Intent::Unclear => Standing::Tentative,
        },
        None if undeliverable => Standing::Undeliverable,
        None => Standing::Silent,
    }
}

/// How all invitations to a gathering stand, by name; withdrawn ones are left out.
///
/// # Errors
/// When the database is away or damaged.
pub async fn of_gathering(tx: &mut Tx, gathering: &Gathering) -> Result<Vec<Standings>> {
    let invited = gatherings::invited(tx, gathering.id).await?;
    let mut said: HashMap<InvitationId, Vec<Answer>> = HashMap::new();
    for answer in answers::of_gathering(tx, gathering.id).await? {
        said.entry(answer.invitation).or_default().push(answer);
    }
    let doubts = answers::open_doubts(tx, gathering.network).await?;
    Ok(invited
        .into_iter()
        .filter(|invited| invited.state != InvitationState::Cancelled)
        .map(|invited| {
            let answer = said.get(&invited.id).and_then(|all| answer::latest(all)).cloned();
            let in_doubt = doubts.iter().any(|doubt| hides_answer(doubt, &invited, answer.is_some()));
            let standing = standing(answer.as_ref(), in_doubt, invited.undeliverable, gathering.change);
            Standings { invited, answer, standing }
        })
        .collect())
}

/// A doubt about what a person wrote hides the answer they gave before; a question to the organisers stands beside it.
/// Somebody else's mail about the invitation says nothing of theirs.
fn hides_answer(doubt: &Doubt, invited: &InvitedActor, has_answered: bool) -> bool {
    let is_theirs = doubt.invitation == Some(invited.id) && doubt.actor == Some(invited.actor);
    is_theirs && !(doubt.reason == DoubtReason::Question && has_answered)
}

/// How many of each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// All invitations.
    pub invited: usize,
    /// Who come.
    pub attending: usize,
    /// People they bring.
    pub guests: i64,
    /// Who don't.
    pub regrets: usize,
    /// Who don't know.
    pub tentative: usize,
    /// Who said nothing.
    pub silent: usize,
    /// Where a doubt is open.
    pub to_decide: usize,
    /// Whom no letter reaches.
    pub undeliverable: usize,
    /// Who would come and wait for a place.
    pub waiting: usize,
}

/// Counts each invitation once.
pub fn tally(standings: &[Standings]) -> Tally {
    let count = |standing| standings.iter().filter(|one| one.standing == standing).count();
    let attending = standings.iter().filter(|one| one.standing == Standing::Attending);
    Tally {
        invited: standings.len(),
        attending: count(Standing::Attending),
        guests: attending.filter_map(|one| one.answer.as_ref()).map(|answer| answer.said.guests).sum(),
        regrets: count(Standing::Regrets),
        tentative: count(Standing::Tentative),
        silent: count(Standing::Silent),
        to_decide: count(Standing::ToDecide),
        undeliverable: count(Standing::Undeliverable),
        waiting: standings.iter().filter(|one| one.invited.place == Some(Place::Waiting)).count(),
    }
}

/// Places taken by others than `but`: those who come and don't wait for one, and their guests; also those who said yes
/// before places were limited.
pub fn places_taken(standings: &[Standings], but: InvitationId) -> i64 {
    standings
        .iter()
        .filter(|one| one.invited.id != but && !matches!(one.invited.place, Some(Place::Waiting | Place::Offered)))
        .filter_map(|one| one.answer.as_ref())
        .filter(|answer| answer.said.intent == Intent::Attending)
        .map(|answer| answer.said.guests.saturating_add(1))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::answer::{Channel, Said};
    use crate::domain::clock::Timestamp;
    use crate::domain::ids::AnswerId;

    fn said(intent: Intent, change: i64) -> Answer {
        Answer {
            id: AnswerId(1),
            invitation: InvitationId(1),
            said: Said::plainly(intent),
            channel: Channel::Mail,
            said_by: None,
            said_at: Timestamp(0),
            received_at: Timestamp(0),
            change,
            incoming: None,
        }
    }

    #[test]
    fn each_invitation_counts_under_the_first_that_is_true() {
        use Standing::{Attending, Regrets, Silent, Tentative, ToDecide, Undeliverable};
        let (yes, no, perhaps) = (said(Intent::Attending, 1), said(Intent::Regrets, 0), said(Intent::Tentative, 1));
        for (answer, in_doubt, undeliverable, expected) in [
            (Some(&yes), false, false, Attending),
            (Some(&yes), true, false, ToDecide),
            (Some(&yes), false, true, Attending),
            (Some(&no), false, false, Regrets),
            (Some(&perhaps), false, false, Tentative),
            (None, true, false, ToDecide),
            (None, false, true, Undeliverable),
            (None, false, false, Silent),
        ] {
            assert_eq!(standing(answer, in_doubt, undeliverable, 1), expected);
        }
    }

    #[test]
    fn a_yes_to_an_earlier_date_is_to_be_confirmed_and_a_no_holds() {
        assert_eq!(standing(Some(&said(Intent::Attending, 0)), false, false, 1), Standing::Tentative);
        assert_eq!(standing(Some(&said(Intent::Regrets, 0)), false, false, 1), Standing::Regrets);
    }
}
