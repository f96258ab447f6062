//! Who was really there: asked of the organisers when a gathering is over, and taken from what they answer.

pub mod page;
pub mod roll;
mod words;

use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Value, json};

use super::effect::{self, Effect};
use super::heard::Heard;
use super::noted::{self, Noted};
use super::standing::{self, Standing, Standings};
use super::{Desk, Error, Result, data, letters, timetable};
use crate::domain::attendance::{AttendanceChannel, Doubtful, Mark, Person, latest, recorded, settle};
use crate::domain::cause::Cause;
use crate::domain::clock::{DAY, Timestamp};
use crate::domain::decision::{By, Decision};
use crate::domain::doubt::DoubtReason;
use crate::domain::gathering::{Gathering, GatheringKind, GatheringState};
use crate::domain::ids::{ActorId, GatheringId};
use crate::domain::invitation::Place;
use crate::domain::letter::LetterKind;
use crate::domain::membership::MemberRole;
use crate::domain::network::Network;
use crate::domain::outgoing::NewLetter;
use crate::domain::reading::Intent;
use crate::domain::timer::Rule;
use crate::reading::attendance::roll_call;
use crate::store::outbox::SentLetter;
use crate::store::people::Member;
use crate::store::timers::{self, Hook};
use crate::store::{Tx, attendance, decisions, gatherings, networks, outbox, people};

/// Nobody is asked who was at a gathering that was over for longer: 14 days.
const ASKED_WITHIN: Duration = Duration::from_secs(14 * DAY.as_secs());

/// The gathering is over: it was held. Asks every organiser who was there, unless that is known already, nobody was
/// invited, or it was too long ago. Yields how many letters were written.
///
/// # Errors
/// When the database is away.
pub async fn ask(tx: &mut Tx, desk: &Desk, network: &Network, gathering: &Gathering, now: Timestamp) -> Result<usize> {
    gatherings::lock(tx, gathering.id).await?;
    let Some(mut gathering) = gatherings::get(tx, gathering.id).await? else { return Ok(0) };
    if gathering.state != GatheringState::Open || now < gathering.ends_at() {
        return Ok(0);
    }
    gathering.state = GatheringState::Held;
    gatherings::update(tx, &gathering).await?;
    note(tx, &gathering, "gathering_held", By::Rule, None, String::new(), now).await?;
    let standings = standing::of_gathering(tx, &gathering).await?;
    let is_known = !attendance::of_gathering(tx, gathering.id).await?.is_empty();
    if standings.is_empty() || is_known || now > gathering.ends_at().after(ASKED_WITHIN) {
        return Ok(0);
    }
    let organisers = organisers(tx, network).await?;
    if organisers.is_empty() {
        return Ok(0);
    }
    let series = letters::series_title(tx, &gathering).await?;
    let shared = json!({
        "network": data::network(network),
        "gathering": data::gathering(&gathering, series.as_deref()),
        "coming": standings.iter().filter(|one| announced(one)).map(coming).collect::<Vec<_>>(),
        "page": null,
    });
    let mailing =
        outbox::insert_mailing(tx, network.id, Some(gathering.id), LetterKind::Attendance, &shared, now).await?;
    let mut written = 0;
    for organiser in &organisers {
        let change = gathering.change.to_string();
        let letter = letters::to_member(network, organiser, LetterKind::Attendance, &change, now);
        let cause = Cause { subject: format!("gathering:{}", gathering.id), ..letter.cause.clone() };
        let letter = NewLetter { mailing: Some(mailing), cause, ..letter };
        written += usize::from(effect::send(tx, desk, &letter, &network.address, now).await?);
    }
    let names: Vec<&str> = organisers.iter().map(|one| one.name.as_str()).collect();
    note(tx, &gathering, "attendance_asked", By::Rule, None, names.join(", "), now).await?;
    Ok(written)
}

/// Who was there, of those who are known: as recorded or, before anybody has said, those who had said that they come.
///
/// # Errors
/// When the database is away or damaged.
pub async fn present(tx: &mut Tx, gathering: &Gathering) -> Result<HashSet<ActorId>> {
    let rows = attendance::of_gathering(tx, gathering.id).await?;
    if rows.is_empty() {
        let standings = standing::of_gathering(tx, gathering).await?;
        return Ok(standings.iter().filter(|one| comes(one)).map(|one| one.invited.actor).collect());
    }
    Ok(latest(&rows).into_iter().filter(|row| row.present).filter_map(|row| row.actor).collect())
}

/// Whether somebody said that they come, and has a place.
fn comes(one: &Standings) -> bool {
    one.standing == Standing::Attending && !matches!(one.invited.place, Some(Place::Waiting | Place::Offered))
}

/// Whether somebody said that they come, be it to the date before the last move: the organisers want to see their name.
fn announced(one: &Standings) -> bool {
    let said_yes = one.answer.as_ref().is_some_and(|answer| answer.said.intent == Intent::Attending);
    comes(one) || (said_yes && one.standing == Standing::Tentative)
}

fn coming(one: &Standings) -> Value {
    json!({
        "name": one.invited.name,
        "organisation": one.invited.organisation,
        "guests": one.answer.as_ref().map_or(0, |answer| answer.said.guests),
    })
}

async fn organisers(tx: &mut Tx, network: &Network) -> Result<Vec<Member>> {
    let members = people::members(tx, network.id).await?.into_iter();
    Ok(members.filter(|member| member.role == MemberRole::Organiser && member.is_reachable()).collect())
}

/// Whether the organisers were asked.
///
/// # Errors
/// When the database is away or damaged.
pub async fn was_asked(tx: &mut Tx, gathering: GatheringId) -> Result<bool> {
    let decisions = decisions::about(tx, &format!("gathering:{gathering}")).await?;
    Ok(decisions.iter().any(|decision| decision.what == "attendance_asked"))
}

/// What an organiser answered, or corrects: recorded and told, or told that it was not understood. What anybody else
/// says is a doubt.
///
/// # Errors
/// When the database is away or damaged.
pub async fn replied(
    tx: &mut Tx,
    _desk: &Desk,
    heard: &Heard<'_>,
    letter: &SentLetter,
    now: Timestamp,
) -> Result<Vec<Effect>> {
    let about = letter.about("gathering").or_else(|| letter.about("attendance"));
    let Some(gathering) = gathering(tx, about).await?.filter(|one| one.network == heard.network.id) else {
        return Ok(vec![heard.doubt(DoubtReason::Question, None, heard.from_actor)]);
    };
    let Some(writer) = writer(tx, heard).await? else {
        let reason = if heard.from_actor.is_some() { DoubtReason::Identity } else { DoubtReason::NewPerson };
        return Ok(vec![heard.doubt(reason, None, heard.from_actor)]);
    };
    let call = roll_call(&heard.reading.visible, Some(&writer.name));
    let known = roll::people(tx, &gathering).await?;
    let mut effects = Vec::new();
    let (lines, understood) = match settle(&call, &known, Some(writer.actor)) {
        Ok(marks) => {
            let said =
                Said { channel: AttendanceChannel::Mail, by: Some(writer.actor), incoming: Some(heard.incoming.id) };
            effects.extend(roll::rows(&gathering, &marks, &said, now).into_iter().map(Effect::Attended));
            let after = recorded(&known, &marks);
            let lines = roll::told(&after, language(heard.network, &writer));
            let subject = format!("gathering:{}", gathering.id);
            effects.push(heard.note("attendance_recorded", subject, lines.join(" ; "), now));
            ask_visitors_anew(tx, &gathering, now).await?;
            (lines, true)
        }
        // "Merci !" to what was noted asks for nothing.
        Err(doubtful) if letter.kind == LetterKind::Noted && says_nothing(&doubtful) => return Ok(Vec::new()),
        Err(doubtful) => (words::not_understood(language(heard.network, &writer), &doubtful), false),
    };
    if writer.stopped_at.is_none() {
        let about = gathering.title.clone();
        let corrects = Some(format!("attendance:{}", gathering.id));
        effects.extend(
            noted::answer(tx, heard, &writer, Noted { about, lines, understood, done: understood, corrects }, now)
                .await?,
        );
    }
    Ok(effects)
}

fn says_nothing(doubtful: &[Doubtful]) -> bool {
    doubtful.iter().all(|one| one.words.is_empty())
}

async fn gathering(tx: &mut Tx, id: Option<i64>) -> Result<Option<Gathering>> {
    let Some(id) = id.map(GatheringId) else { return Ok(None) };
    gatherings::lock(tx, id).await?;
    Ok(gatherings::get(tx, id).await?)
}

/// Who may say who was there: an organiser of the network.
async fn writer(tx: &mut Tx, heard: &Heard<'_>) -> Result<Option<Member>> {
    let Some(from) = heard.from_actor else { return Ok(None) };
    let member = people::member(tx, heard.network.id, from).await?;
    Ok(member.filter(|member| member.role == MemberRole::Organiser))
}

fn language(network: &Network, member: &Member) -> crate::domain::language::Language {
    member.language.unwrap_or(network.language)
}

/// By whom and which way it is said who was there.
#[derive(Debug, Clone, Copy)]
pub struct Said {
    /// By which way.
    pub channel: AttendanceChannel,
    /// Which organiser.
    pub by: Option<ActorId>,
    /// In which message.
    pub incoming: Option<crate::domain::ids::IncomingId>,
}

/// Records what an organiser said on the page or at the command line; yields the people as they are recorded now.
///
/// # Errors
/// When the gathering hasn't begun or was cancelled.
pub async fn enter(
    tx: &mut Tx,
    desk: &Desk,
    id: GatheringId,
    choose: impl FnOnce(&[Person]) -> Result<Vec<Mark>>,
    said: Said,
    now: Timestamp,
) -> Result<(Gathering, Vec<Person>)> {
    let refused = |why: &str| Error::refused(format!("who was at gathering {id}"), why, "See palabre gathering show");
    let Some(gathering) = gathering(tx, Some(id.0)).await? else { return Err(refused("there is none of that number")) };
    if gathering.state == GatheringState::Cancelled {
        return Err(refused("it was cancelled"));
    }
    if now < gathering.starts_at() {
        return Err(refused("it has not begun"));
    }
    let Some(network) = networks::get(tx, gathering.network).await? else {
        return Err(refused("its network is gone"));
    };
    let known = roll::people(tx, &gathering).await?;
    let marks = choose(&known)?;
    let after = recorded(&known, &marks);
    let rows = roll::rows(&gathering, &marks, &said, now);
    let effects: Vec<Effect> = rows.into_iter().map(Effect::Attended).collect();
    effect::apply(tx, desk, &effects, now).await?;
    let by = if said.by.is_some() { By::Organiser } else { By::Operator };
    let because = roll::told(&after, network.language).join(" ; ");
    note(tx, &gathering, "attendance_recorded", by, said.by, because, now).await?;
    ask_visitors_anew(tx, &gathering, now).await?;
    Ok((gathering, after))
}

/// Who was at a visit may become known after its visitors were asked what it inspired them: whoever wasn't asked is asked
/// now, nobody twice.
async fn ask_visitors_anew(tx: &mut Tx, gathering: &Gathering, now: Timestamp) -> Result<()> {
    if gathering.kind == GatheringKind::Visit && now > timetable::morning_after(gathering) {
        let hook = Hook::Gathering(gathering.id, 0);
        timers::revive(tx, gathering.network, Rule::Debrief, &hook, now, true).await?;
    }
    Ok(())
}

async fn note(
    tx: &mut Tx,
    gathering: &Gathering,
    what: &'static str,
    by: By,
    actor: Option<ActorId>,
    because: String,
    now: Timestamp,
) -> Result<()> {
    let subject = format!("gathering:{}", gathering.id);
    let decision = Decision { network: gathering.network, what, subject, by, actor, incoming: None, because, at: now };
    Ok(decisions::append(tx, &decision).await?)
}
