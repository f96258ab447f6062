//! A visit: arranged from a follow-up, shown to who arranged it, invited to on "envoyer"; afterwards its visitors are
//! asked what it inspired them.

mod debrief;

use chrono::TimeDelta;
use serde_json::json;

pub use debrief::{ask, debriefed};

use super::effect::{self, Effect};
use super::heard::Heard;
use super::invite::{self, When};
use super::noted::{self, Noted};
use super::{Desk, Error, Result, data, follow_up, letters};
use crate::domain::cause::Cause;
use crate::domain::clock::Timestamp;
use crate::domain::doubt::DoubtReason;
use crate::domain::follow_up::{FollowUp, FollowUpEntry, FollowUpEvent, FollowUpState};
use crate::domain::gathering::{Gathering, GatheringKind, GatheringState};
use crate::domain::ids::{ActorId, GatheringId};
use crate::domain::language::Language;
use crate::domain::letter::LetterKind;
use crate::domain::membership::MemberRole;
use crate::domain::outgoing::NewLetter;
use crate::domain::reading::Mode;
use crate::reading::command::{self, Arrangement};
use crate::store::outbox::SentLetter;
use crate::store::people::Member;
use crate::store::{Tx, follow_ups, gatherings, networks, outbox, people};

/// A visit lasts two hours where nobody says how long.
const USUAL_LENGTH: TimeDelta = TimeDelta::hours(2);

/// Makes a visit of a follow-up, or mends the one that is being prepared, and shows it to who arranged it. Nobody is
/// invited yet.
///
/// # Errors
/// When the database is away or damaged.
pub(super) async fn arrange(
    tx: &mut Tx,
    desk: &Desk,
    heard: &Heard<'_>,
    writer: &Member,
    one: &FollowUp,
    arrangement: &Arrangement,
    now: Timestamp,
) -> Result<Vec<Effect>> {
    let before = match one.visit {
        Some(id) => gatherings::get(tx, id).await?,
        None => None,
    };
    let Some(visit) = arranged(heard, one, before.as_ref(), arrangement, host(tx, heard, one).await?) else {
        return Ok(vec![heard.doubt(DoubtReason::Question, None, Some(writer.actor))]);
    };
    let id = match before {
        Some(before) => {
            gatherings::update(tx, &visit).await?;
            before.id
        }
        None => gatherings::insert(tx, &visit, now).await?,
    };
    let entry = FollowUpEntry {
        follow_up: one.id,
        what: FollowUpEvent::Arranged,
        words: heard.reading.visible.trim().to_owned(),
        actor: Some(writer.actor),
        incoming: Some(heard.incoming.id),
        at: now,
    };
    follow_up::change(tx, &FollowUp { visit: Some(id), ..one.clone() }, &entry).await?;
    show(tx, desk, heard, writer, id, now).await?;
    Ok(vec![heard.note("visit_arranged", format!("gathering:{id}"), entry.words, now)])
}

/// The visit as it stands after an arrangement; `None` where day or hour are missing.
fn arranged(
    heard: &Heard<'_>,
    one: &FollowUp,
    before: Option<&Gathering>,
    arrangement: &Arrangement,
    host: Option<ActorId>,
) -> Option<Gathering> {
    let date = arrangement.date.or(before.map(|visit| visit.starts.date()))?;
    let hour = arrangement.starts.or(before.map(|visit| visit.starts.time()))?;
    let starts = date.and_time(hour);
    let length = before.map_or(USUAL_LENGTH, |visit| visit.ends.signed_duration_since(visit.starts));
    let ends = match arrangement.ends {
        Some(end) if end > hour => date.and_time(end),
        _ => starts.checked_add_signed(length)?,
    };
    Some(Gathering {
        id: before.map_or(GatheringId(0), |visit| visit.id),
        network: heard.network.id,
        series: None,
        number: None,
        title: one.title.clone(),
        kind: GatheringKind::Visit,
        state: GatheringState::Proposed,
        starts,
        ends,
        zone: heard.network.zone,
        mode: Mode::InPerson,
        place: arrangement.place.clone().or_else(|| before.and_then(|visit| visit.place.clone())).or(one.about.clone()),
        link: None,
        places: arrangement.places.or(before.and_then(|visit| visit.places)),
        description: one.note.clone(),
        host: host.or(before.and_then(|visit| visit.host)),
        change: before.map_or(0, |visit| visit.change),
    })
}

/// Who receives the visitors: the one member who speaks for what is visited.
async fn host(tx: &mut Tx, heard: &Heard<'_>, one: &FollowUp) -> Result<Option<ActorId>> {
    let Some(about) = one.about.as_deref().map(str::to_lowercase) else { return Ok(None) };
    let members = people::members(tx, heard.network.id).await?;
    let mut speaking =
        members.iter().filter(|member| member.organisation.as_ref().is_some_and(|name| name.to_lowercase() == about));
    Ok(match (speaking.next(), speaking.next()) {
        (Some(only), None) => Some(only.actor),
        _ => None,
    })
}

/// Those who would be invited: who volunteered, else every actor.
async fn wanted(tx: &mut Tx, visit: &Gathering) -> Result<Option<Vec<ActorId>>> {
    let Some(one) = follow_ups::of_visit(tx, visit.id).await? else { return Ok(None) };
    let Some(network) = networks::get(tx, visit.network).await? else { return Ok(None) };
    let volunteers: Vec<ActorId> =
        follow_up::volunteers(tx, &network, &one).await?.into_iter().map(|member| member.actor).collect();
    Ok((!volunteers.is_empty()).then_some(volunteers))
}

/// Shows the visit and who would be invited to who arranged it, threaded under what they wrote.
async fn show(
    tx: &mut Tx,
    desk: &Desk,
    heard: &Heard<'_>,
    writer: &Member,
    id: GatheringId,
    now: Timestamp,
) -> Result<()> {
    let Some(visit) = gatherings::get(tx, id).await? else { return Ok(()) };
    let only = wanted(tx, &visit).await?;
    let invited: Vec<Member> = match invite::plan(tx, id, only.as_deref(), now).await {
        Ok(plan) => plan.invited,
        Err(Error::Refused { .. }) => Vec::new(),
        Err(error) => return Err(error),
    };
    let context = json!({
        "network": data::network(heard.network),
        "actor": data::actor(&writer.name, writer.organisation.as_deref()),
        "gathering": data::gathering(&visit, None),
        "recipients": invited.len(),
        "invited": invited.iter().map(follow_up::named).collect::<Vec<_>>(),
    });
    if writer.stopped_at.is_some() {
        return Ok(());
    }
    if noted::is_capped(tx, heard.network, &writer.email, now).await? {
        let capped = heard.note("capped", format!("incoming:{}", heard.incoming.id), writer.email.clone(), now);
        effect::apply(tx, desk, &[capped], now).await?;
        return Ok(());
    }
    let (in_reply_to, references) = heard.thread();
    let letter = NewLetter {
        cause: Cause {
            kind: LetterKind::Order,
            subject: format!("gathering:{id}"),
            actor: writer.actor,
            generation: heard.incoming.id.to_string(),
        },
        context: context.to_string(),
        incoming: Some(heard.incoming.id),
        in_reply_to,
        references,
        ..letters::to_member(heard.network, writer, LetterKind::Order, "", now)
    };
    effect::send(tx, desk, &letter, &heard.network.address, now).await?;
    Ok(())
}

/// What was answered to a visit that was shown: "envoyer" invites, once; a day, hour, place or number of places mends it.
///
/// # Errors
/// When the database is away or damaged.
pub async fn ordered(
    tx: &mut Tx,
    desk: &Desk,
    heard: &Heard<'_>,
    letter: &SentLetter,
    now: Timestamp,
) -> Result<Vec<Effect>> {
    let writer = noted::writer(tx, heard).await?;
    let Some(writer) = writer.filter(|one| one.actor == letter.actor || one.role == MemberRole::Organiser) else {
        return Ok(vec![heard.doubt(DoubtReason::Identity, None, heard.from_actor)]);
    };
    let Some(id) = letter.about("gathering").map(GatheringId) else { return Ok(Vec::new()) };
    if let Some(one) = follow_ups::of_visit(tx, id).await? {
        follow_ups::lock(tx, one.id).await?;
    }
    gatherings::lock(tx, id).await?;
    let (Some(visit), Some(one)) = (gatherings::get(tx, id).await?, follow_ups::of_visit(tx, id).await?) else {
        return Ok(Vec::new());
    };
    let words = words(writer.language.unwrap_or(heard.network.language));
    let refused = |line: &str| Noted::nothing_done(&visit.title, vec![line.to_owned()]);
    let said = &heard.reading.visible;
    let noted = if one.state != FollowUpState::Open {
        refused(words.over)
    } else if visit.state != GatheringState::Proposed {
        refused(words.already)
    } else if command::orders_sending(said) {
        if !may_invite(tx, &visit, &writer).await? {
            let mut effects = vec![heard.doubt(DoubtReason::Question, None, Some(writer.actor))];
            effects.extend(noted::answer(tx, heard, &writer, refused(words.organisers), now).await?);
            return Ok(effects);
        }
        if is_latest(tx, &one, letter).await? && shows(tx, letter, &visit).await? {
            invite(tx, desk, &visit, &writer, words, now).await?
        } else {
            refused(words.newer)
        }
    } else {
        let arrangement = follow_up::arranged(heard.network, said, now);
        if arrangement != Arrangement::default() {
            return arrange(tx, desk, heard, &writer, &one, &arrangement, now).await;
        }
        if command::holds_sending_back(said) {
            Noted::nothing_done(&visit.title, vec![words.waits.to_owned(), words.help.to_owned()])
        } else {
            Noted::not_understood(&visit.title, vec![words.help.to_owned()])
        }
    };
    noted::answer(tx, heard, &writer, noted, now).await
}

/// Whether somebody may have the invitations sent: who volunteered is invited by whoever takes care of the visit, the
/// whole network only by an organiser.
async fn may_invite(tx: &mut Tx, visit: &Gathering, writer: &Member) -> Result<bool> {
    Ok(writer.role == MemberRole::Organiser || wanted(tx, visit).await?.is_some())
}

/// Whether the letter shows the visit as it stands: it may have been moved or edited at the command line.
async fn shows(tx: &mut Tx, letter: &SentLetter, visit: &Gathering) -> Result<bool> {
    let context = outbox::get(tx, letter.id).await?.map(|row| row.context).unwrap_or_default();
    let shown: serde_json::Value = serde_json::from_str(&context).unwrap_or_default();
    Ok(shown["gathering"] == data::gathering(visit, None))
}

/// Whether nothing was arranged since the letter: an older preview orders nothing.
async fn is_latest(tx: &mut Tx, one: &FollowUp, letter: &SentLetter) -> Result<bool> {
    let history = follow_ups::history(tx, one.id).await?;
    let last = history.iter().rev().find(|entry| entry.what == FollowUpEvent::Arranged);
    let shown = last.and_then(|entry| entry.incoming).map(|incoming| incoming.to_string());
    Ok(shown.as_deref() == Some(letter.generation.as_str()))
}

async fn invite(
    tx: &mut Tx,
    desk: &Desk,
    visit: &Gathering,
    writer: &Member,
    words: &Words,
    now: Timestamp,
) -> Result<Noted> {
    let only = wanted(tx, visit).await?;
    let plan = match invite::plan(tx, visit.id, only.as_deref(), now).await {
        Ok(plan) => plan,
        Err(Error::Refused { .. }) => return Ok(Noted::nothing_done(&visit.title, vec![words.past.to_owned()])),
        Err(error) => return Err(error),
    };
    if plan.invited.is_empty() {
        return Ok(Noted::nothing_done(&visit.title, vec![words.nobody.to_owned()]));
    }
    let written = invite::send(tx, desk, &plan, When::Now, Some(writer.actor), now, &|_| {}).await?;
    Ok(Noted::done(&visit.title, vec![(words.leave)(written)]))
}

struct Words {
    already: &'static str,
    over: &'static str,
    organisers: &'static str,
    newer: &'static str,
    past: &'static str,
    waits: &'static str,
    nobody: &'static str,
    help: &'static str,
    leave: fn(usize) -> String,
}

fn words(language: Language) -> &'static Words {
    match language {
        Language::Fr => &Words {
            already: "les invitations à cette visite sont déjà parties ; je n'ai rien envoyé de plus",
            over: "cette piste est close ; les invitations ne partent pas",
            organisers: "personne ne s'est encore proposé, et seul le groupe qui organise peut inviter tout le réseau : je le lui demande",
            newer: "la visite a changé depuis : répondez au message le plus récent",
            past: "cette date est passée : répondez avec une autre",
            waits: "personne n'est invité",
            nobody: "il n'y a personne à inviter : aucun membre ne peut être joint",
            help: "pour envoyer les invitations, répondez « envoyer » ; pour corriger, répondez avec la bonne date, l'heure, le nombre de places ou le lieu",
            leave: |n| format!("{n} invitation{}", if n > 1 { "s partent" } else { " part" }),
        },
        Language::En => &Words {
            already: "the invitations to this visit have left already; I sent nothing more",
            over: "this follow-up is over; the invitations do not leave",
            organisers: "nobody has volunteered yet, and only organisers may invite the whole network: I ask them",
            newer: "the visit has changed since: reply to the latest message",
            past: "this date has passed: reply with another",
            waits: "nobody is invited",
            nobody: "there is nobody to invite: no member can be reached",
            help: "to send the invitations, reply “send”; to correct, reply with the right date, hours, number of places or place",
            leave: |n| format!("{n} {}", if n == 1 { "invitation leaves" } else { "invitations leave" }),
        },
    }
}
