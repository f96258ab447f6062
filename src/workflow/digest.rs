//! The organisers' summary, when there is something new.

mod afterwards;

use std::time::Duration;

use serde_json::{Value, json};

use super::{Desk, Result, data, effect, letters, standing};
use crate::domain::answer::Answer;
use crate::domain::civil;
use crate::domain::clock::Timestamp;
use crate::domain::gathering::{Gathering, GatheringState};
use crate::domain::ids::ActorId;
use crate::domain::letter::LetterKind;
use crate::domain::membership::MemberRole;
use crate::domain::network::Network;
use crate::domain::outgoing::NewLetter;
use crate::domain::timer::Rule;
use crate::store::people::Member;
use crate::store::{Tx, answers, decisions, gatherings, outbox, people, timers};
use crate::workflow::standing::Standings;

/// What the organisers would be told now, and whether any of it is new since `since`.
#[derive(Debug, Clone)]
pub struct Digest {
    /// The templates' data, without the reader.
    pub content: Value,
    /// Whether it is worth a letter.
    pub is_news: bool,
}

/// A digest tells what happened until so long before it leaves. What bears the same moment as a digest, or is committed
/// a little after its own (many messages share a commit, several daemons a database), belongs to the next one, and not
/// to none.
const SETTLING: Duration = Duration::from_secs(60);

/// Until when the organisers of a network have been told what happened.
///
/// # Errors
/// When the database is away.
pub async fn told_until(tx: &mut Tx, network: &Network) -> Result<Timestamp> {
    let last = timers::last_done(tx, network.id, Rule::Digest).await?;
    Ok(last.map_or(Timestamp(0), |at| at.before(SETTLING)))
}

/// Gathers what happened in a network after `since` and up to `until`, and what waits `now`.
///
/// # Errors
/// When the database is away or damaged.
pub async fn compile(
    tx: &mut Tx,
    network: &Network,
    since: Timestamp,
    until: Timestamp,
    now: Timestamp,
) -> Result<Digest> {
    let mut is_news = false;
    let mut parts: Vec<Value> = Vec::new();
    // One that ended since the last digest may have had answers that morning.
    let took_place = |one: &Gathering| matches!(one.state, GatheringState::Open | GatheringState::Held);
    let told = |one: &Gathering| took_place(one) && one.ends_at() > since;
    for gathering in gatherings::of_network(tx, network.id).await?.into_iter().filter(told) {
        let standings = standing::of_gathering(tx, &gathering).await?;
        let new_answers = new_answers(&standings, since, until);
        is_news |= !new_answers.is_empty();
        let series = letters::series_title(tx, &gathering).await?;
        parts.push(json!({
            "gathering": data::gathering(&gathering, series.as_deref()),
            "counts": standing::tally(&standings),
            "new_answers": new_answers,
        }));
    }
    let mut doubts: Vec<Value> = Vec::new();
    for doubt in answers::open_doubts(tx, network.id).await? {
        is_news |= doubt.raised_at > since && doubt.raised_at <= until;
        let title = match doubt.invitation {
            Some(id) => gathering_of(tx, id).await?.map(|gathering| gathering.title),
            None => None,
        };
        doubts.push(json!({
            "number": doubt.number, "from": doubt.from, "words": doubt.words, "reason": doubt.reason, "gathering": title,
        }));
    }
    let undeliverable = people::undeliverable_between(tx, network.id, since, until).await?;
    let given_up = outbox::given_up_between(tx, network.id, since, until).await?;
    let stopped = stopped(tx, network, since, until).await?;
    let capped: Vec<Value> = decisions::between(tx, network.id, "capped", since, until)
        .await?
        .into_iter()
        .map(|decision| json!({ "email": decision.because }))
        .collect();
    let mut dropped = timers::dropped_between(tx, network.id, since, until).await?;
    for aside in decisions::between(tx, network.id, "put_aside", since, until).await? {
        dropped.push(format!("courrier mis de côté ({}) : {}", aside.subject, aside.because));
    }
    is_news |= !undeliverable.is_empty()
        || !given_up.is_empty()
        || !stopped.is_empty()
        || !capped.is_empty()
        || !dropped.is_empty();
    let afterwards = afterwards::compile(tx, network, since, until, now).await?;
    is_news |= afterwards.is_news;
    let content = json!({
        "network": data::network(network),
        "date": civil::civil(now, network.zone).date().to_string(),
        "gatherings": parts,
        "doubts": doubts,
        "undeliverable": undeliverable.into_iter()
            .map(|one| json!({ "name": one.name, "email": one.email, "reason": one.reason.unwrap_or_default() }))
            .collect::<Vec<_>>(),
        "given_up": given_up.into_iter()
            .map(|one| json!({ "to": one.recipient, "subject": one.subject.unwrap_or(one.kind), "reason": one.last_error.unwrap_or_default() }))
            .collect::<Vec<_>>(),
        "stopped": stopped,
        "capped": capped,
        "dropped": dropped,
        "follow_ups": afterwards.follow_ups,
        "drafts": afterwards.drafts,
        "debriefs": afterwards.debriefs,
    });
    Ok(Digest { content, is_news })
}

fn new_answers(standings: &[Standings], since: Timestamp, now: Timestamp) -> Vec<Value> {
    let is_new = |answer: &&Answer| answer.received_at > since && answer.received_at <= now;
    let mut new: Vec<(&Standings, &Answer)> =
        standings.iter().filter_map(|one| Some((one, one.answer.as_ref().filter(is_new)?))).collect();
    new.sort_by_key(|(_, answer)| answer.received_at);
    let name_of =
        |actor: ActorId| standings.iter().find(|one| one.invited.actor == actor).map(|one| one.invited.name.clone());
    new.into_iter()
        .map(|(one, answer)| {
            json!({
                "name": one.invited.name,
                "organisation": one.invited.organisation,
                "intent": answer.said.intent,
                "guests": answer.said.guests,
                "delegate": answer.said.delegate.as_ref().and_then(|delegate| delegate.name.clone()),
                "place": one.invited.place,
                "note": answer.said.note,
                "said_by": answer.said_by.and_then(name_of),
            })
        })
        .collect()
}

async fn gathering_of(tx: &mut Tx, invitation: crate::domain::ids::InvitationId) -> Result<Option<Gathering>> {
    match gatherings::invitation(tx, invitation).await? {
        Some(stored) => Ok(gatherings::get(tx, stored.invitation.gathering).await?),
        None => Ok(None),
    }
}

async fn stopped(tx: &mut Tx, network: &Network, since: Timestamp, now: Timestamp) -> Result<Vec<Value>> {
    let members = people::members(tx, network.id).await?;
    Ok(members
        .into_iter()
        .filter(|member| member.stopped_at.is_some_and(|at| at > since && at <= now))
        .map(|member| json!({ "name": member.name }))
        .collect())
}

/// Writes the digest to the organisers if there is something new since the last; once for a civil date.
///
/// # Errors
/// When the database is away.
pub async fn send(tx: &mut Tx, desk: &Desk, network: &Network, occurrence: &str, now: Timestamp) -> Result<usize> {
    let since = told_until(tx, network).await?;
    let digest = compile(tx, network, since, now.before(SETTLING), now).await?;
    if !digest.is_news {
        return Ok(0);
    }
    let mailing = outbox::insert_mailing(tx, network.id, None, LetterKind::Digest, &digest.content, now).await?;
    let organisers: Vec<Member> = people::members(tx, network.id)
        .await?
        .into_iter()
        .filter(|member| member.role == MemberRole::Organiser && member.is_reachable())
        .collect();
    let mut written = 0;
    for organiser in &organisers {
        let letter = letters::to_member(network, organiser, LetterKind::Digest, occurrence, now);
        let letter = NewLetter { mailing: Some(mailing), ..letter };
        written += usize::from(effect::send(tx, desk, &letter, &network.address, now).await?);
    }
    Ok(written)
}
