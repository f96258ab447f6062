//! What a visit inspired its visitors: asked the morning after, kept in their words, on the next meeting's agenda.

use serde_json::json;

use crate::domain::agenda::{AgendaItem, AgendaKind};
use crate::domain::cause::Cause;
use crate::domain::clock::Timestamp;
use crate::domain::debrief::Debrief;
use crate::domain::doubt::DoubtReason;
use crate::domain::follow_up::{FollowUp, FollowUpEntry, FollowUpEvent, FollowUpState};
use crate::domain::gathering::Gathering;
use crate::domain::ids::{DebriefId, GatheringId};
use crate::domain::language::Language;
use crate::domain::letter::LetterKind;
use crate::domain::network::Network;
use crate::domain::outgoing::NewLetter;
use crate::domain::reading::Intent;
use crate::store::outbox::SentLetter;
use crate::store::{Tx, agenda, debriefs, follow_ups, gatherings, outbox, people};
use crate::workflow::effect::{self, Effect};
use crate::workflow::heard::Heard;
use crate::workflow::noted::{self, Noted};
use crate::workflow::{Desk, Result, attendance, data, follow_up, letters};

/// Asks each visitor what the visit inspired them, once; the follow-up that it came from is done.
///
/// # Errors
/// When the database is away or damaged.
pub async fn ask(tx: &mut Tx, desk: &Desk, network: &Network, visit: &Gathering, now: Timestamp) -> Result<usize> {
    finish(tx, visit, now).await?;
    let present = attendance::present(tx, visit).await?;
    let invited = gatherings::invited(tx, visit.id).await?;
    let members = people::members(tx, network.id).await?.into_iter();
    let visitors = members.filter(|one| present.contains(&one.actor) && one.is_reachable());
    let host = match visit.host {
        Some(actor) => people::actor(tx, actor).await?.map(|actor| actor.name),
        None => None,
    };
    let shared = json!({
        "network": data::network(network),
        "gathering": data::gathering(visit, None),
        "host": host,
    });
    let mailing = outbox::insert_mailing(tx, network.id, Some(visit.id), LetterKind::Debrief, &shared, now).await?;
    let mut written = 0;
    for one in visitors.filter(|one| visit.host != Some(one.actor)) {
        // Who came unannounced has no invitation to thread it under.
        let invitation = invited.iter().find(|invited| invited.actor == one.actor).map(|invited| invited.id);
        let first = match invitation {
            Some(id) => outbox::first_letter_about(tx, id).await?,
            None => None,
        };
        let letter = letters::to_member(network, &one, LetterKind::Debrief, &visit.change.to_string(), now);
        let letter = NewLetter {
            cause: Cause { subject: format!("gathering:{}", visit.id), ..letter.cause.clone() },
            invitation,
            mailing: Some(mailing),
            in_reply_to: first.clone(),
            references: first.into_iter().collect(),
            ..letter
        };
        written += usize::from(effect::send(tx, desk, &letter, &network.address, now).await?);
    }
    Ok(written)
}

async fn finish(tx: &mut Tx, visit: &Gathering, now: Timestamp) -> Result<()> {
    let open = follow_ups::of_visit(tx, visit.id).await?.filter(|one| one.state == FollowUpState::Open);
    let Some(one) = open else { return Ok(()) };
    let entry = FollowUpEntry {
        follow_up: one.id,
        what: FollowUpEvent::Done,
        words: String::new(),
        actor: None,
        incoming: None,
        at: now,
    };
    follow_up::change(tx, &FollowUp { state: FollowUpState::Done, ..one }, &entry).await
}

/// Fewer words than these ("Merci !") tell nothing of a visit.
const FEWEST_WORDS: usize = 3;

fn is_short(words: &str) -> bool {
    const MOST_WORDS: usize = 20;
    words.split_whitespace().count() <= MOST_WORDS
}

/// What a visitor answered: it is their debrief, in their words.
///
/// # Errors
/// When the database is away or damaged.
pub async fn debriefed(tx: &mut Tx, heard: &Heard<'_>, letter: &SentLetter, now: Timestamp) -> Result<Vec<Effect>> {
    let Some(id) = letter.about("gathering").map(GatheringId) else { return Ok(Vec::new()) };
    let Some(visit) = gatherings::get(tx, id).await? else { return Ok(Vec::new()) };
    let words = heard.reading.visible.trim();
    // Whoever else writes with this letter's token wasn't asked; and nothing was said in an empty mail.
    let Some(visitor) = noted::writer(tx, heard).await?.filter(|one| one.actor == letter.actor) else {
        return Ok(vec![heard.doubt(DoubtReason::Identity, letter.invitation, heard.from_actor)]);
    };
    // "Désolé, je n'ai finalement pas pu venir" brings nothing back: an organiser reads it, nobody publishes it.
    if words.split_whitespace().count() < FEWEST_WORDS
        || heard.reading.intent == Some(Intent::Regrets) && is_short(words)
    {
        return Ok(vec![heard.doubt(DoubtReason::Question, letter.invitation, Some(visitor.actor))]);
    }
    let debrief = Debrief {
        id: DebriefId(0),
        visit: id,
        actor: visitor.actor,
        words: words.to_owned(),
        incoming: Some(heard.incoming.id),
        said_at: heard.said_at(),
        received_at: now,
    };
    let spoke_before = debriefs::of_visit(tx, id).await?.iter().any(|one| one.actor == visitor.actor);
    let Some(debrief) = debriefs::append(tx, &debrief).await? else { return Ok(Vec::new()) };
    let language = heard.network.language;
    let item = AgendaItem {
        kind: AgendaKind::Debrief,
        words: match language {
            Language::Fr => format!("{} : restitution de {}", visit.title, visitor.name),
            Language::En => format!("{}: what {} brings back", visit.title, visitor.name),
        },
        debrief: Some(debrief),
        follow_up: None,
        raised_at: now,
    };
    // A second word of the same visitor is on the agenda with the first.
    if !spoke_before {
        agenda::insert(tx, heard.network.id, &item).await?;
    }
    let line = match visitor.language.unwrap_or(language) {
        Language::Fr => "vos mots sont à l'ordre du jour de la prochaine rencontre, et seront dans son compte rendu",
        Language::En => "your words are on the agenda of the next meeting, and will be in its minutes",
    };
    let noted = Noted::done(&visit.title, vec![line.to_owned()]);
    let mut effects = noted::answer(tx, heard, &visitor, noted, now).await?;
    effects.push(heard.note("debrief_recorded", format!("gathering:{id}"), words.chars().take(200).collect(), now));
    Ok(effects)
}
