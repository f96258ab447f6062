//! A message and what was found out about it.

use super::effect::Effect;
use crate::domain::answer::said_at;
use crate::domain::clock::Timestamp;
use crate::domain::decision::{By, Decision};
use crate::domain::doubt::DoubtReason;
use crate::domain::ids::{ActorId, InvitationId};
use crate::domain::incoming::Incoming;
use crate::domain::network::Network;
use crate::domain::reading::Reading;
use crate::reading::Headers;
use crate::store::answers::NewDoubt;
use crate::store::outbox::SentLetter;

/// A message and what was found out about it.
pub struct Heard<'a> {
    /// As stored.
    pub incoming: &'a Incoming,
    /// Its fields.
    pub headers: &'a Headers,
    /// What was understood.
    pub reading: &'a Reading,
    /// The network it is for.
    pub network: &'a Network,
    /// The letter of ours that it answers or speaks of.
    pub letter: Option<&'a SentLetter>,
    /// From, in normal form.
    pub from: Option<String>,
    /// Whose address From is.
    pub from_actor: Option<ActorId>,
}

impl Heard<'_> {
    /// From as shown to organisers.
    pub fn sender(&self) -> String {
        match &self.headers.from {
            Some(from) => match &from.name {
                Some(name) => format!("{name} <{}>", from.email),
                None => from.email.clone(),
            },
            None => self.incoming.envelope.mail_from.clone().unwrap_or_else(|| "?".to_owned()),
        }
    }

    /// When it was said, see [`said_at`].
    pub fn said_at(&self) -> Timestamp {
        let date = self.headers.date.map(Timestamp);
        said_at(date, self.letter.map(|letter| letter.date), self.incoming.received_at)
    }

    /// In-Reply-To and References of a letter that answers this message (RFC 5322 3.6.4): the parent's References, or its
    /// In-Reply-To where it has none, and its Message-ID; the middle of a long thread may go.
    pub fn thread(&self) -> (Option<String>, Vec<String>) {
        const MOST: usize = 20;
        let mut references = self.headers.references.clone();
        if references.is_empty() {
            references.clone_from(&self.headers.in_reply_to);
        }
        references.extend(self.headers.message_id.clone());
        let surplus = references.len().saturating_sub(MOST);
        references.drain(..surplus);
        (self.headers.message_id.clone(), references)
    }

    /// A doubt about this message.
    pub fn doubt(&self, reason: DoubtReason, invitation: Option<InvitationId>, actor: Option<ActorId>) -> Effect {
        let words = match self.reading.visible.trim() {
            "" => self.headers.subject.trim(),
            text => text,
        };
        Effect::Raise(NewDoubt {
            network: self.network.id,
            reason,
            incoming: self.incoming.id,
            invitation,
            actor,
            from: self.sender(),
            words: words.chars().take(LONGEST_WORDS).collect(),
        })
    }

    /// A decision taken from this message by a rule.
    pub fn note(&self, what: &'static str, subject: String, because: String, now: Timestamp) -> Effect {
        Effect::Note(Decision {
            network: self.network.id,
            what,
            subject,
            by: By::Person,
            actor: self.from_actor,
            incoming: Some(self.incoming.id),
            because,
            at: now,
        })
    }
}

/// How many characters of a message an organiser is shown with a doubt; the whole stays in the incoming.
const LONGEST_WORDS: usize = 1_000;
