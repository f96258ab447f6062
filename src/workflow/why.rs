//! The chain of facts behind one invitation, for `palabre why`.

use super::{Result, standing};
use crate::domain::answer::{Channel, Said};
use crate::domain::attendance::AttendanceChannel;
use crate::domain::clock::Timestamp;
use crate::domain::gathering::Gathering;
use crate::domain::ids::{IncomingId, InvitationId, OutgoingId};
use crate::domain::letter::LetterKind;
use crate::store::{Tx, answers, attendance, decisions, gatherings, incomings, outbox, people};
use crate::workflow::standing::Standings;

/// One fact with its time.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: What,
}

/// What is known.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A letter to them, word of its kind.
    Letter {
        /// Number in the outbox.
        id: OutgoingId,
        /// As in `invitation`.
        kind: String,
        /// Where it stands.
        state: String,
        /// Why it was dropped or given up.
        error: Option<String>,
    },
    /// An attempt to deliver it.
    Attempt {
        /// Which letter.
        letter: OutgoingId,
        /// Word of its kind.
        kind: String,
        /// `accepted`, `deferred`, `refused`, `bounced`.
        outcome: String,
        /// Three-digit code.
        code: Option<i64>,
        /// The server's words.
        text: String,
    },
    /// A message was read.
    Read {
        /// The message.
        incoming: IncomingId,
        /// Word of its kind.
        kind: String,
        /// Their words.
        visible: String,
        /// Word of the intent.
        intent: Option<String>,
        /// 0 to 1.
        confidence: f64,
        /// The words that decided.
        because: Vec<String>,
        /// How they were identified.
        identity: String,
    },
    /// An answer entered the ledger.
    Answer {
        /// What was said.
        said: Said,
        /// By which way.
        channel: Channel,
        /// Who entered it, by name, where it wasn't themselves.
        said_by: Option<String>,
        /// The message.
        incoming: Option<IncomingId>,
    },
    /// It was recorded whether they were there.
    Attendance {
        /// Whether they were.
        present: bool,
        /// By which way it was said.
        channel: AttendanceChannel,
        /// Which organiser said so, by name.
        said_by: Option<String>,
    },
    /// A doubt was raised.
    Doubt {
        /// What organisers call it.
        number: i64,
        /// Word of the reason.
        reason: String,
        /// When it was settled.
        settled_at: Option<Timestamp>,
    },
    /// Something was decided.
    Decision {
        /// What.
        what: String,
        /// By whom.
        by: String,
        /// Why.
        because: String,
    },
}

/// How somebody stands with a gathering, and all that led there, in order of time.
///
/// # Errors
/// When the database is away or damaged.
pub async fn explain(
    tx: &mut Tx,
    gathering: &Gathering,
    invitation: InvitationId,
) -> Result<(Option<Standings>, Vec<Fact>)> {
    let mut facts = Vec::new();
    letters(tx, invitation, &mut facts).await?;
    for stored in incomings::readings_of(tx, invitation).await? {
        let word = |value: serde_json::Result<serde_json::Value>| {
            value.ok().and_then(|value| value.as_str().map(str::to_owned))
        };
        facts.push(Fact {
            at: stored.received_at,
            what: What::Read {
                incoming: stored.incoming,
                kind: word(serde_json::to_value(stored.reading.kind)).unwrap_or_default(),
                visible: stored.reading.visible,
                intent: stored.reading.intent.map(|intent| intent.as_str().to_owned()),
                confidence: stored.reading.confidence,
                because: stored.reading.because,
                identity: stored.identity,
            },
        });
    }
    for answer in answers::of_invitation(tx, invitation).await? {
        let said_by = match answer.said_by {
            Some(actor) => people::actor(tx, actor).await?.map(|actor| actor.name),
            None => None,
        };
        let what = What::Answer { said: answer.said, channel: answer.channel, said_by, incoming: answer.incoming };
        facts.push(Fact { at: answer.received_at, what });
    }
    attendances(tx, gathering, invitation, &mut facts).await?;
    for doubt in answers::doubts_of(tx, invitation).await? {
        let (number, reason) = (doubt.number, doubt.reason.as_str().to_owned());
        let what = What::Doubt { number, reason, settled_at: doubt.settled_at };
        facts.push(Fact { at: doubt.raised_at, what });
    }
    let mut subjects = vec![format!("invitation:{invitation}"), format!("gathering:{}", gathering.id)];
    let invited = gatherings::invited(tx, gathering.id).await?.into_iter().find(|one| one.id == invitation);
    if let Some(one) = &invited {
        subjects.push(format!("membership:{}", one.membership));
    }
    // What a visit inspired somebody else belongs to their own chain.
    let actor = invited.map(|one| one.actor);
    for subject in subjects {
        for decision in decisions::about(tx, &subject).await? {
            if decision.what == "debrief_recorded" && decision.actor != actor {
                continue;
            }
            let what =
                What::Decision { what: decision.what, by: decision.by.as_str().to_owned(), because: decision.because };
            facts.push(Fact { at: decision.at, what });
        }
    }
    facts.sort_by_key(|fact| (fact.at, rank(&fact.what)));
    let standing = standing::of_gathering(tx, gathering).await?.into_iter().find(|one| one.invited.id == invitation);
    Ok((standing, facts))
}

/// What is written in one transaction bears one time: the cause is told before what followed from it.
fn rank(what: &What) -> u8 {
    let answers = |kind: &str| LetterKind::parse(kind).is_some_and(LetterKind::is_answer);
    match what {
        What::Decision { what, .. } if what.starts_with("member_") || what.starts_with("gathering_") => 0,
        What::Decision { what, .. } if what.starts_with("invitations_") || what.starts_with("address_") => 1,
        What::Letter { kind, .. } if !answers(kind) => 2,
        What::Attempt { kind, .. } if !answers(kind) => 3,
        What::Read { .. } => 4,
        What::Answer { .. } => 5,
        What::Doubt { .. } | What::Attendance { .. } => 6,
        What::Decision { .. } => 7,
        What::Letter { .. } => 8,
        What::Attempt { .. } => 9,
    }
}

async fn attendances(
    tx: &mut Tx,
    gathering: &Gathering,
    invitation: InvitationId,
    facts: &mut Vec<Fact>,
) -> Result<()> {
    let actor = gatherings::invitation(tx, invitation).await?.map(|stored| stored.invitation.actor);
    for row in attendance::of_gathering(tx, gathering.id).await?.into_iter().filter(|row| row.actor == actor) {
        let said_by = match row.said_by {
            Some(organiser) => people::actor(tx, organiser).await?.map(|actor| actor.name),
            None => None,
        };
        let what = What::Attendance { present: row.present, channel: row.channel, said_by };
        facts.push(Fact { at: row.at, what });
    }
    Ok(())
}

async fn letters(tx: &mut Tx, invitation: InvitationId, facts: &mut Vec<Fact>) -> Result<()> {
    for letter in outbox::about_invitation(tx, invitation).await? {
        let id = OutgoingId(letter.id);
        let written = outbox::sent_letter(tx, id).await?.map(|sent| sent.date).unwrap_or_default();
        let kind = letter.cause.split('/').next().unwrap_or_default().to_owned();
        let error = letter.last_error.filter(|_| letter.state != "sent");
        let what = What::Letter { id, kind: kind.clone(), state: letter.state, error };
        facts.push(Fact { at: written, what });
        for attempt in outbox::deliveries(tx, id).await? {
            let what = What::Attempt {
                letter: id,
                kind: kind.clone(),
                outcome: attempt.outcome,
                code: attempt.code,
                text: attempt.text,
            };
            facts.push(Fact { at: Timestamp(attempt.at), what });
        }
    }
    Ok(())
}
