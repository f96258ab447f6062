//! What an invited person said.

use std::time::Duration;

use super::clock::Timestamp;
use super::ids::{ActorId, AnswerId, IncomingId, InvitationId};
use super::reading::{Intent, Named, Presence};

crate::words! {
    /// The way by which an answer came.
    Channel {
        /// A mail, free or prepared.
        Mail = "mail",
        /// A calendar's REPLY (RFC 5546).
        Calendar = "calendar",
        /// The answer page.
        Link = "link",
        /// An organiser who was told.
        Organiser = "organiser",
    }
}

impl Intent {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Intent::Attending => "attending",
            Intent::Regrets => "regrets",
            Intent::Tentative => "tentative",
            Intent::Unclear => "unclear",
        }
    }

    /// The intent of a word.
    pub fn parse(word: &str) -> Option<Intent> {
        [Intent::Attending, Intent::Regrets, Intent::Tentative, Intent::Unclear]
            .into_iter()
            .find(|intent| intent.as_str() == word)
    }
}

impl Presence {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Presence::InPerson => "in_person",
            Presence::Online => "online",
        }
    }

    /// The presence of a word.
    pub fn parse(word: &str) -> Option<Presence> {
        [Presence::InPerson, Presence::Online].into_iter().find(|presence| presence.as_str() == word)
    }
}

/// What was said, without who and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// About coming; never unclear.
    pub intent: Intent,
    /// People besides the person who answers.
    pub guests: i64,
    /// Their names, as written.
    pub guest_names: Vec<String>,
    /// Who comes in their stead.
    pub delegate: Option<Named>,
    /// How they take part.
    pub mode: Option<Presence>,
    /// Late or leaving early.
    pub partial: bool,
    /// A word.
    pub note: Option<String>,
}

impl Said {
    /// A bare intent.
    pub fn plainly(intent: Intent) -> Said {
        Said { intent, guests: 0, guest_names: Vec::new(), delegate: None, mode: None, partial: false, note: None }
    }
}

/// One row of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Number.
    pub id: AnswerId,
    /// To which invitation.
    pub invitation: InvitationId,
    /// What.
    pub said: Said,
    /// By which way.
    pub channel: Channel,
    /// Who entered it where it wasn't the invited person.
    pub said_by: Option<ActorId>,
    /// When it was said, see [`said_at`].
    pub said_at: Timestamp,
    /// When it reached us.
    pub received_at: Timestamp,
    /// The gathering's change number it was said to.
    pub change: i64,
    /// The message it came in.
    pub incoming: Option<IncomingId>,
}

/// When something was said: the Date field where it lies between the letter answered and the arrival, else the
/// arrival. Clocks of senders may be wrong, and a later fact must not be hidden behind a Date in the future.
pub fn said_at(date: Option<Timestamp>, answered_letter: Option<Timestamp>, arrival: Timestamp) -> Timestamp {
    // A Date has whole seconds: a reply within the second of our letter is not older than it.
    let earliest = answered_letter.map(|letter| letter.before(Duration::from_secs(1)));
    match date {
        Some(date) if date <= arrival && earliest.is_some_and(|earliest| date >= earliest) => date,
        _ => arrival,
    }
}

/// The answer that holds: the greatest (said_at, received_at, id).
pub fn latest(answers: &[Answer]) -> Option<&Answer> {
    answers.iter().max_by_key(|answer| (answer.said_at, answer.received_at, answer.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_counts_only_between_our_letter_and_its_arrival() {
        let at = |s: i64| Timestamp(s * 1000);
        assert_eq!(said_at(Some(at(50)), Some(at(40)), at(60)), at(50));
        assert_eq!(said_at(Some(at(70)), Some(at(40)), at(60)), at(60), "a clock ahead of ours");
        assert_eq!(said_at(Some(at(30)), Some(at(40)), at(60)), at(60), "written before it was asked");
        assert_eq!(said_at(Some(at(50)), None, at(60)), at(60), "no letter known");
        assert_eq!(said_at(None, Some(at(40)), at(60)), at(60));
    }
}
