//! What people say of a follow-up by mail: its owner, and those who want to take part.

use chrono::{Days, NaiveDate};

use super::{arranged, ask_next_on, change, is_to_arrange, postpone};
use crate::domain::civil;
use crate::domain::clock::Timestamp;
use crate::domain::doubt::DoubtReason;
use crate::domain::follow_up::{AGAIN_AFTER_DAYS, FollowUp, FollowUpEntry, FollowUpEvent, FollowUpState};
use crate::domain::ids::{FollowUpId, MinutesId};
use crate::domain::language::Language;
use crate::domain::membership::MemberRole;
use crate::domain::reading::{Said, Verdict};
use crate::rendering::dates;
use crate::store::outbox::SentLetter;
use crate::store::people::Member;
use crate::store::{Tx, follow_ups};
use crate::workflow::effect::Effect;
use crate::workflow::heard::Heard;
use crate::workflow::noted::{self, Noted};
use crate::workflow::{Desk, Result, visit};

/// What the owner of a follow-up, or an organiser in their stead, answered when asked about it.
///
/// # Errors
/// When the database is away or damaged.
pub async fn replied(
    tx: &mut Tx,
    desk: &Desk,
    heard: &Heard<'_>,
    letter: &SentLetter,
    now: Timestamp,
) -> Result<Vec<Effect>> {
    let follow_up = match letter.about("follow_up").map(FollowUpId) {
        Some(id) => {
            follow_ups::lock(tx, id).await?;
            follow_ups::get(tx, id).await?
        }
        None => None,
    };
    let Some(one) = follow_up else { return Ok(Vec::new()) };
    let writer = noted::writer(tx, heard).await?;
    let Some(writer) = writer.filter(|writer| one.owner == Some(writer.actor) || writer.role == MemberRole::Organiser)
    else {
        return Ok(vec![heard.doubt(DoubtReason::Identity, None, heard.from_actor)]);
    };
    let said = &heard.reading.visible;
    let language = writer.language.unwrap_or(heard.network.language);
    if is_to_arrange(tx, &one).await? {
        let arrangement = arranged(heard.network, said, now);
        if arrangement.date.is_some() && arrangement.starts.is_some() {
            return visit::arrange(tx, desk, heard, &writer, &one, &arrangement, now).await;
        }
    }
    let entry = |what: FollowUpEvent, words: String| FollowUpEntry {
        follow_up: one.id,
        what,
        words,
        actor: Some(writer.actor),
        incoming: Some(heard.incoming.id),
        at: now,
    };
    let words = said.trim().to_owned();
    let answer = heard.reading.follow_up.as_ref().filter(|_| heard.reading.decision == Verdict::Record);
    let until = answer.and_then(|answer| answer.until.as_deref()).and_then(|day| day.parse().ok());
    let line = match (answer.map_or(Said::Unclear, |answer| answer.said), until) {
        (Said::Done, _) => {
            let done = FollowUp { state: FollowUpState::Done, ..one.clone() };
            change(tx, &done, &entry(FollowUpEvent::Done, words)).await?;
            said_in(language, "cette piste est faite", "this follow-up is done")
        }
        (Said::Dropped, _) => {
            let dropped = FollowUp { state: FollowUpState::Dropped, ..one.clone() };
            change(tx, &dropped, &entry(FollowUpEvent::Dropped, words)).await?;
            said_in(language, "on laisse tomber cette piste", "this follow-up is let go")
        }
        (Said::Postponed, Some(due)) => {
            // Who names a day for what was let go takes it up again.
            let one = FollowUp { state: FollowUpState::Open, ..one.clone() };
            postpone(tx, heard.network, &one, due, &entry(FollowUpEvent::Due, due.to_string())).await?;
            again(language, due)
        }
        (Said::NotDone, _) if one.state == FollowUpState::Open => {
            follow_ups::append(tx, &entry(FollowUpEvent::Said, words)).await?;
            let today = civil::civil(now, heard.network.zone).date();
            let next = today.checked_add_days(Days::new(AGAIN_AFTER_DAYS)).unwrap_or(today);
            ask_next_on(tx, heard.network, &one, next).await?;
            again(language, next)
        }
        // Whoever is named has not agreed: organisers see who it is, and settle it with them.
        (Said::Handed, _) => {
            follow_ups::append(tx, &entry(FollowUpEvent::Said, words)).await?;
            let to = answer.and_then(|answer| answer.to.as_ref());
            let line = handed_on(language, to.and_then(|to| to.name.as_deref().or(to.email.as_deref())));
            let mut effects = vec![heard.doubt(DoubtReason::Question, None, Some(writer.actor))];
            effects.extend(noted::answer(tx, heard, &writer, Noted::done(&one.title, vec![line]), now).await?);
            return Ok(effects);
        }
        _ => {
            // Kept with it, and read by the organisers: it may say more than we can read.
            follow_ups::append(tx, &entry(FollowUpEvent::Said, words)).await?;
            return Ok(vec![heard.doubt(DoubtReason::Question, None, Some(writer.actor))]);
        }
    };
    let mut effects = noted::answer(tx, heard, &writer, Noted::done(&one.title, vec![line]), now).await?;
    // What they ask besides is for the organisers.
    if heard.reading.question {
        effects.push(heard.doubt(DoubtReason::Question, None, Some(writer.actor)));
    }
    Ok(effects)
}

fn again(language: Language, due: NaiveDate) -> String {
    let day = dates::date(language, due);
    match language {
        Language::Fr => format!("je vous en reparlerai le {day}"),
        Language::En => format!("I will ask again on {day}"),
    }
}

fn handed_on(language: Language, to: Option<&str>) -> String {
    match (language, to) {
        (Language::Fr, Some(to)) => format!("les organisateurs verront avec {to} qui s'en charge"),
        (Language::Fr, None) => "les organisateurs verront qui s'en charge".to_owned(),
        (Language::En, Some(to)) => format!("the organisers will see with {to} who takes care of it"),
        (Language::En, None) => "the organisers will see who takes care of it".to_owned(),
    }
}

fn said_in(language: Language, fr: &str, en: &str) -> String {
    match language {
        Language::Fr => fr.to_owned(),
        Language::En => en.to_owned(),
    }
}

/// Somebody wants to take part in the visit that a compte rendu speaks of; `None` where it speaks of none that is still
/// to be arranged, or of several.
///
/// # Errors
/// When the database is away or damaged.
pub async fn volunteered(
    tx: &mut Tx,
    heard: &Heard<'_>,
    member: &Member,
    minutes: MinutesId,
    now: Timestamp,
) -> Result<Option<Vec<Effect>>> {
    let mut visits = Vec::new();
    for one in follow_ups::of_minutes(tx, minutes).await? {
        if is_to_arrange(tx, &one).await? {
            visits.push(one);
        }
    }
    let [visit] = visits.as_slice() else { return Ok(None) };
    let entry = FollowUpEntry {
        follow_up: visit.id,
        what: FollowUpEvent::Volunteered,
        words: heard.reading.visible.trim().to_owned(),
        actor: Some(member.actor),
        incoming: Some(heard.incoming.id),
        at: now,
    };
    follow_ups::append(tx, &entry).await?;
    let language = member.language.unwrap_or(heard.network.language);
    let line = said_in(
        language,
        "vous voulez en être : vous recevrez une invitation dès que la date sera fixée",
        "you want to be part of it: you will get an invitation as soon as its date is set",
    );
    noted::answer(tx, heard, member, Noted::done(&visit.title, vec![line]), now).await.map(Some)
}
