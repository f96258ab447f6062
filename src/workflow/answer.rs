//! A reply to an invitation, or what an organiser was told: into the ledger, acknowledged, or in doubt.

use serde_json::json;

use super::{Desk, Error, Result, data, letters, standing};
use crate::domain::answer::{self, Answer, Channel, Said};
use crate::domain::cause::Cause;
use crate::domain::clock::{DAY, Timestamp};
use crate::domain::decision::{By, Decision};
use crate::domain::doubt::DoubtReason;
use crate::domain::gathering::{Gathering, GatheringState};
use crate::domain::identity::{HeldBecause, Proof};
use crate::domain::ids::{ActorId, AddressId, GatheringId, IncomingId, InvitationId};
use crate::domain::invitation::{InvitationState, Place};
use crate::domain::language::Language;
use crate::domain::letter::LetterKind;
use crate::domain::network::Network;
use crate::domain::outgoing::NewLetter;
use crate::domain::reading::{Intent, Reading, Verdict};
use crate::store::answers::NewAnswer;
use crate::store::gatherings::InvitedActor;
use crate::store::people::Member;
use crate::store::{Tx, answers, decisions, gatherings, networks, outbox, people};
use crate::workflow::effect::{self, Effect};
use crate::workflow::heard::Heard;

/// All that a decision about one invitation looks at.
#[derive(Debug, Clone)]
pub struct Situation {
    /// The network.
    pub network: Network,
    /// The gathering.
    pub gathering: Gathering,
    /// Title of its series.
    pub series: Option<String>,
    /// The invitation and its person.
    pub invited: InvitedActor,
    /// Places taken by others.
    pub places_taken: i64,
    /// The writer's own mailbox they wrote from, where it is one of the invited person's.
    pub wrote_from: Option<(AddressId, String)>,
    /// Letters caused by their mail in the last 24 hours.
    pub answered_today: u64,
    /// The answer that holds so far.
    pub holds: Option<Answer>,
    /// The gathering's change number when the letter was written that they answer: a yes to the old date is no yes to
    /// the new one.
    pub change: i64,
}

/// Reads the state an answer to `invitation` is decided on, holding the gathering's lock.
///
/// # Errors
/// When the database is away or damaged.
pub async fn situation(
    tx: &mut Tx,
    heard: &Heard<'_>,
    invitation: InvitationId,
    now: Timestamp,
) -> Result<Option<Situation>> {
    let Some(mut situation) = standing_of(tx, invitation).await? else { return Ok(None) };
    if let Some(from) = &heard.from
        && let Some(address) = people::address(tx, from).await?
        && address.actor == situation.invited.actor
    {
        situation.wrote_from = Some((address.id, address.email));
    }
    let to = situation.answer_to().to_owned();
    situation.answered_today = outbox::answers_to(tx, &to, now.before(DAY)).await?;
    let answered = heard.letter.map_or(heard.said_at(), |letter| letter.date);
    situation.change = change_at(tx, &situation.gathering, answered).await?;
    Ok(Some(situation))
}

/// The gathering's change number at an instant.
async fn change_at(tx: &mut Tx, gathering: &Gathering, instant: Timestamp) -> Result<i64> {
    let moves = decisions::about(tx, &format!("gathering:{}", gathering.id)).await?;
    let later = moves.iter().filter(|decision| decision.what == "gathering_moved" && decision.at > instant).count();
    Ok(gathering.change.saturating_sub(i64::try_from(later).unwrap_or_default()))
}

async fn standing_of(tx: &mut Tx, invitation: InvitationId) -> Result<Option<Situation>> {
    let Some(stored) = gatherings::invitation(tx, invitation).await? else { return Ok(None) };
    gatherings::lock(tx, stored.invitation.gathering).await?;
    let Some(gathering) = gatherings::get(tx, stored.invitation.gathering).await? else { return Ok(None) };
    let Some(network) = networks::get(tx, gathering.network).await? else { return Ok(None) };
    // Only limited places depend on what the others said.
    let places_taken = match gathering.places {
        Some(_) => standing::places_taken(&standing::of_gathering(tx, &gathering).await?, invitation),
        None => 0,
    };
    let Some(invited) = gatherings::invited_by(tx, invitation).await? else { return Ok(None) };
    if invited.state == InvitationState::Cancelled {
        return Ok(None);
    }
    let series = letters::series_title(tx, &gathering).await?;
    let change = gathering.change;
    let said = answers::of_invitation(tx, invitation).await?;
    Ok(Some(Situation {
        network,
        gathering,
        series,
        invited,
        places_taken,
        wrote_from: None,
        answered_today: 0,
        holds: answer::latest(&said).cloned(),
        change,
    }))
}

impl Situation {
    /// Where a letter to the person goes: the mailbox of theirs they wrote from, else their usual one.
    fn answer_to(&self) -> &str {
        self.wrote_from.as_ref().map_or(&self.invited.email, |(_, email)| email)
    }

    fn language(&self) -> Language {
        self.invited.language.unwrap_or(self.network.language)
    }

    /// The place that `said` gets: none where there is no limit, else given while they and their guests fit.
    fn place_for(&self, said: &Said) -> Option<Place> {
        let places = self.gathering.places?;
        if said.intent != Intent::Attending {
            return None;
        }
        let wanted = said.guests.saturating_add(1);
        Some(if self.places_taken.saturating_add(wanted) <= places { Place::Given } else { Place::Waiting })
    }

    /// A letter to the person about this invitation, in answer to something.
    fn letter(
        &self,
        kind: LetterKind,
        subject: String,
        personal: serde_json::Value,
        thread: Thread,
        now: Timestamp,
    ) -> Effect {
        let shared = json!({
            "network": data::network(&self.network),
            "actor": data::actor(&self.invited.name, self.invited.organisation.as_deref()),
            "gathering": data::gathering(&self.gathering, self.series.as_deref()),
        });
        Effect::Send(Box::new(NewLetter {
            network: self.network.id,
            cause: Cause { kind, subject, actor: self.invited.actor, generation: self.gathering.change.to_string() },
            mailing: None,
            invitation: Some(self.invited.id),
            membership: Some(self.invited.membership),
            incoming: thread.incoming,
            to: self.answer_to().to_owned(),
            to_name: self.invited.name.clone(),
            language: self.language(),
            context: data::merged(&shared, &personal).to_string(),
            in_reply_to: thread.in_reply_to,
            references: thread.references,
            not_before: now,
            not_after: None,
        }))
    }

    fn record(&self, said: Said, source: Source, now: Timestamp) -> Vec<Effect> {
        let place = self.place_for(&said);
        let holds = self.would_hold(source.said_at, now);
        let mut effects = vec![Effect::Record(NewAnswer {
            invitation: self.invited.id,
            said,
            channel: source.channel,
            said_by: source.said_by,
            said_at: source.said_at,
            received_at: now,
            change: self.change,
            incoming: source.incoming,
        })];
        if !holds {
            return effects;
        }
        effects.push(Effect::Clarified(self.invited.id, self.invited.actor));
        if place != self.invited.place {
            effects.push(Effect::Place(self.invited.id, place));
        }
        let answered = "une réponse est arrivée avant l'envoi".to_owned();
        effects.push(Effect::DropQueued(self.invited.id, LetterKind::Reminder, answered));
        effects
    }

    /// Whether what was said then is the answer that holds: a mail that was late on its way is written down, and changes
    /// nothing.
    fn would_hold(&self, said_at: Timestamp, received_at: Timestamp) -> bool {
        self.holds.as_ref().is_none_or(|holds| (said_at, received_at) >= (holds.said_at, holds.received_at))
    }

    fn receipt(&self, said: &Said, unsubscribed: bool, thread: Thread, now: Timestamp) -> Effect {
        let subject = match thread.incoming {
            Some(incoming) => format!("incoming:{incoming}"),
            None => format!("invitation:{}@{}", self.invited.id, now.ms()),
        };
        let place = self.place_for(said);
        // What an organiser noted is no word of the person's.
        let theirs = thread.incoming.is_some();
        let told = Said { note: said.note.clone().filter(|_| theirs), ..said.clone() };
        let personal = json!({ "said": data::said(&told), "place": place, "unsubscribed": unsubscribed });
        self.letter(LetterKind::Receipt, subject, personal, thread, now)
    }

    /// Whether one more letter may answer this address today; beyond the cap nothing is sent and organisers see it.
    fn may_answer(&self) -> bool {
        self.answered_today < u64::from(self.network.mail_cap)
            && !self.invited.stopped
            && (self.wrote_from.is_some() || !self.invited.undeliverable)
    }
}

/// Where an answer comes from.
struct Source {
    channel: Channel,
    said_by: Option<ActorId>,
    said_at: Timestamp,
    incoming: Option<IncomingId>,
}

/// Under what a letter is threaded.
#[derive(Debug, Clone, Default)]
struct Thread {
    pub(super) incoming: Option<IncomingId>,
    pub(super) in_reply_to: Option<String>,
    pub(super) references: Vec<String>,
}

impl Thread {
    fn under(heard: &Heard<'_>) -> Thread {
        let (in_reply_to, references) = heard.thread();
        Thread { incoming: Some(heard.incoming.id), in_reply_to, references }
    }
}

/// What follows from the reply of an invited person (or of who speaks for them).
pub fn decide(situation: &Situation, heard: &Heard<'_>, proof: Proof, now: Timestamp) -> Vec<Effect> {
    let reading = heard.reading;
    let mut effects = Vec::new();
    if let Some((address, _)) = situation.wrote_from {
        effects.push(Effect::Verified(address));
    }
    let over = now >= situation.gathering.ends_at() || situation.gathering.state == GatheringState::Cancelled;
    match reading.decision {
        Verdict::Ignore if !reading.unsubscribe => return effects,
        _ if over && !reading.unsubscribe => {
            // "Merci, c'était bien" after the day is no answer, and nobody is asked what they meant.
            if reading.question || reading.decision == Verdict::Hold {
                effects.push(heard.doubt(DoubtReason::Question, Some(situation.invited.id), heard.from_actor));
            }
            return effects;
        }
        _ => {}
    }
    let said = said_in(reading);
    match (&said, reading.decision) {
        (Some(said), Verdict::Record) => {
            effects.extend(recorded(situation, heard, proof, said.clone(), now));
        }
        (_, Verdict::Hold) => {
            let reason = if is_only_a_question(reading) { DoubtReason::Question } else { DoubtReason::Answer };
            effects.push(heard.doubt(reason, Some(situation.invited.id), Some(situation.invited.actor)));
        }
        _ if reading.unsubscribe => {}
        _ => effects.extend(doubted(situation, heard, now)),
    }
    if reading.unsubscribe {
        let letter_follows = matches!((&said, reading.decision), (Some(_), Verdict::Record));
        effects.extend(stop_of_invited(situation, heard, letter_follows, now));
    }
    effects
}

/// A clear answer: recorded, acknowledged; a question beside it goes to the organisers.
fn recorded(situation: &Situation, heard: &Heard<'_>, proof: Proof, said: Said, now: Timestamp) -> Vec<Effect> {
    let reading = heard.reading;
    let source = Source {
        channel: match reading.kind {
            crate::domain::reading::Kind::CalendarReply => Channel::Calendar,
            _ => Channel::Mail,
        },
        said_by: heard.from_actor.filter(|from| *from != situation.invited.actor),
        said_at: heard.said_at(),
        incoming: Some(heard.incoming.id),
    };
    let subject = format!("invitation:{}", situation.invited.id);
    let because = format!("{} ({proof:?})", reading.because.join(" ; "));
    let holds = situation.would_hold(source.said_at, now);
    let mut effects = situation.record(said.clone(), source, now);
    effects.push(heard.note("answer_recorded", subject.clone(), because, now));
    if !holds {
        return effects;
    }
    if situation.may_answer() {
        effects.push(situation.receipt(&said, reading.unsubscribe, Thread::under(heard), now));
    } else if !situation.invited.stopped {
        effects.push(capped(situation, heard, now));
    }
    if reading.question {
        effects.push(heard.doubt(DoubtReason::Question, Some(situation.invited.id), Some(situation.invited.actor)));
    }
    effects
}

/// An unclear answer: a doubt for the organisers, and one short question to the person, once for each date.
fn doubted(situation: &Situation, heard: &Heard<'_>, now: Timestamp) -> Vec<Effect> {
    let reading = heard.reading;
    let reason = if is_only_a_question(reading) { DoubtReason::Question } else { DoubtReason::Answer };
    let mut effects = vec![heard.doubt(reason, Some(situation.invited.id), Some(situation.invited.actor))];
    if reason == DoubtReason::Question {
        return effects;
    }
    if situation.may_answer() {
        let words: String = reading.visible.trim().chars().take(300).collect();
        let subject = format!("invitation:{}", situation.invited.id);
        effects.push(situation.letter(
            LetterKind::Question,
            subject,
            json!({ "words": words }),
            Thread::under(heard),
            now,
        ));
    } else if !situation.invited.stopped {
        effects.push(capped(situation, heard, now));
    }
    effects
}

/// They ask something and don't say whether they come: an organiser answers, and they aren't asked in turn.
fn is_only_a_question(reading: &Reading) -> bool {
    reading.question && reading.intent == Some(Intent::Unclear)
}

fn capped(situation: &Situation, heard: &Heard<'_>, now: Timestamp) -> Effect {
    let because = situation.answer_to().to_owned();
    heard.note("capped", format!("invitation:{}", situation.invited.id), because, now)
}

fn stop_of_invited(situation: &Situation, heard: &Heard<'_>, letter_follows: bool, now: Timestamp) -> Vec<Effect> {
    let member = Member {
        membership: situation.invited.membership,
        actor: situation.invited.actor,
        name: situation.invited.name.clone(),
        organisation: situation.invited.organisation.clone(),
        role: crate::domain::membership::MemberRole::Actor,
        language: situation.invited.language,
        stopped_at: situation.invited.stopped.then_some(now),
        email: situation.answer_to().to_owned(),
        undeliverable_at: None,
        undeliverable_reason: None,
    };
    let effects = stop_effects(heard, &member, now);
    // Where a receipt says that it is done, no second letter does.
    effects.into_iter().filter(|effect| !(letter_follows && matches!(effect, Effect::Send(_)))).collect()
}

/// No more mail to a member, confirmed in one last letter, unless they had stopped before.
pub fn stop_effects(heard: &Heard<'_>, member: &Member, now: Timestamp) -> Vec<Effect> {
    if member.stopped_at.is_some() {
        return Vec::new();
    }
    let thread = Thread::under(heard);
    let context = json!({
        "network": data::network(heard.network),
        "actor": data::actor(&member.name, member.organisation.as_deref()),
        "gathering": null,
    });
    let letter = NewLetter {
        network: heard.network.id,
        cause: Cause {
            kind: LetterKind::Stopped,
            subject: format!("incoming:{}", heard.incoming.id),
            actor: member.actor,
            generation: "0".to_owned(),
        },
        mailing: None,
        invitation: None,
        membership: Some(member.membership),
        incoming: thread.incoming,
        to: member.email.clone(),
        to_name: member.name.clone(),
        language: member.language.unwrap_or(heard.network.language),
        context: context.to_string(),
        in_reply_to: thread.in_reply_to,
        references: thread.references,
        not_before: now,
        not_after: None,
    };
    let because = heard.reading.visible.trim().chars().take(200).collect();
    vec![
        Effect::Stop(member.membership),
        heard.note("stopped", format!("membership:{}", member.membership), because, now),
        Effect::Send(Box::new(letter)),
    ]
}

/// A message whose writer isn't sure: an organiser decides.
pub fn held(heard: &Heard<'_>, invitation: Option<InvitationId>, because: HeldBecause) -> Vec<Effect> {
    let reason = match because {
        HeldBecause::NewPerson | HeldBecause::Unknown => DoubtReason::NewPerson,
        _ => DoubtReason::Identity,
    };
    vec![heard.doubt(reason, invitation, heard.from_actor)]
}

/// The answer in a reading, where there is one.
fn said_in(reading: &Reading) -> Option<Said> {
    let intent = reading.intent.filter(|intent| *intent != Intent::Unclear)?;
    Some(Said {
        intent,
        guests: reading.guests.map_or(0, i64::from),
        guest_names: reading.guest_names.clone(),
        delegate: reading.delegate.clone(),
        mode: reading.mode,
        partial: reading.partial,
        note: reading.note.clone(),
    })
}

/// What an organiser was told, entered by hand.
///
/// # Errors
/// When the person isn't invited or the gathering is over.
pub async fn enter(
    tx: &mut Tx,
    desk: &Desk,
    gathering: GatheringId,
    actor: ActorId,
    said: Said,
    by: Option<ActorId>,
    now: Timestamp,
) -> Result<Situation> {
    let refused = |why: String, mend: &str| Error::refused(format!("the answer to gathering {gathering}"), why, mend);
    let Some(stored) = gatherings::invitation_of(tx, gathering, actor).await? else {
        return Err(refused(format!("actor {actor} isn't invited"), "Invite them first: palabre invite GATHERING"));
    };
    let Some(situation) = standing_of(tx, stored.invitation.id).await? else {
        return Err(refused("its invitation was withdrawn".into(), "Invite them again"));
    };
    if situation.gathering.state == GatheringState::Cancelled {
        return Err(refused("the gathering was cancelled".into(), "See palabre gathering show"));
    }
    let source = Source { channel: Channel::Organiser, said_by: by, said_at: now, incoming: None };
    let mut effects = situation.record(said.clone(), source, now);
    effects.push(Effect::Note(Decision {
        network: situation.network.id,
        what: "answer_recorded",
        subject: format!("invitation:{}", situation.invited.id),
        by: if by.is_some() { By::Organiser } else { By::Operator },
        actor: by,
        incoming: None,
        because: "dit à un organisateur".to_owned(),
        at: now,
    }));
    if situation.may_answer() && situation.invited.sent_at.is_some() {
        let first = outbox::first_letter_about(tx, situation.invited.id).await?;
        let thread = Thread { incoming: None, in_reply_to: first.clone(), references: first.into_iter().collect() };
        effects.push(situation.receipt(&said, false, thread, now));
    }
    effect::apply(tx, desk, &effects, now).await?;
    Ok(situation)
}

/// Settles a doubt about an invitation with what its message meant: recorded as the organiser's reading of it.
///
/// # Errors
/// When the database is away or damaged.
pub(super) async fn settled_as(
    tx: &mut Tx,
    invitation: InvitationId,
    incoming: IncomingId,
    said: Said,
    by: Option<ActorId>,
    said_at: Timestamp,
    now: Timestamp,
) -> Result<Vec<Effect>> {
    let Some(mut situation) = standing_of(tx, invitation).await? else { return Ok(Vec::new()) };
    let to = situation.answer_to().to_owned();
    situation.answered_today = outbox::answers_to(tx, &to, now.before(DAY)).await?;
    situation.change = change_at(tx, &situation.gathering, said_at).await?;
    // A question beside a clear answer: that message has its answer in the ledger, the decision names it again.
    let known = answers::of_invitation(tx, invitation).await?.iter().any(|one| one.incoming == Some(incoming));
    let source = Source { channel: Channel::Organiser, said_by: by, said_at, incoming: (!known).then_some(incoming) };
    let mut effects = situation.record(said.clone(), source, now);
    if situation.may_answer() {
        let first = outbox::first_letter_about(tx, situation.invited.id).await?;
        let thread =
            Thread { incoming: Some(incoming), in_reply_to: first.clone(), references: first.into_iter().collect() };
        effects.push(situation.receipt(&said, false, thread, now));
    }
    Ok(effects)
}

#[cfg(test)]
mod tests;
