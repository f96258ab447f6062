//! Whom a compte rendu goes to, and the data its letters are rendered from.

use serde_json::{Value, json};

use crate::domain::cause::Cause;
use crate::domain::clock::Timestamp;
use crate::domain::decision::{By, Decision};
use crate::domain::follow_up::FollowUpState;
use crate::domain::gathering::{Gathering, GatheringKind, GatheringState};
use crate::domain::ids::{IncomingId, InvitationId, MinutesId};
use crate::domain::invitation::InvitationState;
use crate::domain::language::Language;
use crate::domain::letter::LetterKind;
use crate::domain::membership::MemberRole;
use crate::domain::minutes::{Minutes, MinutesVersion, StoredMinutes};
use crate::domain::network::Network;
use crate::domain::outgoing::NewLetter;
use crate::rendering;
use crate::store::people::Member;
use crate::store::{Tx, debriefs, decisions, follow_ups, gatherings, minutes, outbox, people};
use crate::workflow::{Desk, Result, attendance, data, effect, follow_up, letters, noted};

/// Somebody a compte rendu goes to.
#[derive(Debug, Clone)]
pub struct Audience {
    /// Who.
    pub member: Member,
    /// Their invitation to the meeting.
    pub invitation: Option<InvitationId>,
    /// Whether they were there; without a roll call, whether they had said that they come.
    pub was_present: bool,
}

/// Whom a compte rendu goes to: all who were there or were invited; where its meeting isn't known, all members that
/// aren't only informed. Those who said stop, or whom no letter reaches, are left out.
///
/// # Errors
/// When the database is away or damaged.
pub async fn audience(tx: &mut Tx, network: &Network, gathering: Option<&Gathering>) -> Result<Vec<Audience>> {
    let members = people::members(tx, network.id).await?.into_iter().filter(Member::is_reachable);
    let Some(gathering) = gathering else {
        let all = members.filter(|member| member.role != MemberRole::Informed);
        return Ok(all.map(|member| Audience { member, invitation: None, was_present: false }).collect());
    };
    let invited = gatherings::invited(tx, gathering.id).await?;
    let present = attendance::present(tx, gathering).await?;
    Ok(members
        .filter_map(|member| {
            let mine = invited.iter().find(|one| one.actor == member.actor && one.state != InvitationState::Cancelled);
            let was_present = present.contains(&member.actor);
            let concerned = mine.is_some() || was_present;
            concerned.then(|| Audience { member, invitation: mine.map(|one| one.id), was_present })
        })
        .collect())
}

/// The data that all letters about a version share: as participants see it, and what organisers are told besides.
///
/// # Errors
/// When the database is away or damaged.
pub async fn content(
    tx: &mut Tx,
    network: &Network,
    stored: &StoredMinutes,
    version: &MinutesVersion,
) -> Result<Value> {
    let gathering = match stored.gathering {
        Some(id) => gatherings::get(tx, id).await?,
        None => None,
    };
    let series = match &gathering {
        Some(gathering) => letters::series_title(tx, gathering).await?,
        None => None,
    };
    let debriefs = match &gathering {
        Some(gathering) => debriefs_for(tx, network, gathering).await?,
        None => Vec::new(),
    };
    let minutes = &version.content;
    let can_volunteer = follow_ups::of_minutes(tx, stored.id).await?.iter().any(follow_up::awaits_arrangement);
    Ok(json!({
        "can_volunteer": can_volunteer,
        "network": data::network(network),
        "gathering": gathering.as_ref().map(|one| data::gathering(one, series.as_deref())),
        "minutes": {
            "title": minutes.title,
            "date": minutes.date.map(|date| date.to_string()),
            "authors": minutes.authors,
            "text": rendering::minutes::text(minutes),
            "html": rendering::minutes::html(minutes),
            "present_words": Some(&minutes.present.words).filter(|words| !words.is_empty()),
        },
        "debriefs": debriefs,
        "follow_ups": follow_ups_of(tx, network, stored.id).await?,
    }))
}

async fn follow_ups_of(tx: &mut Tx, network: &Network, id: MinutesId) -> Result<Vec<Value>> {
    let mut told = Vec::new();
    for one in follow_ups::of_minutes(tx, id).await? {
        if one.state == FollowUpState::Dropped {
            continue;
        }
        let owner = match one.owner {
            Some(actor) => people::member(tx, network.id, actor).await?.map(|member| member.name),
            None => None,
        };
        told.push(json!({
            "number": told.len() + 1,
            "kind": one.kind,
            "title": one.title,
            "note": one.note,
            "owner": owner,
            "due": one.due.map(|date| date.to_string()),
        }));
    }
    Ok(told)
}

/// What visitors brought to a meeting: since the one before began.
async fn debriefs_for(tx: &mut Tx, network: &Network, meeting: &Gathering) -> Result<Vec<Value>> {
    let since = previous_start(tx, network, meeting).await?;
    let mut told = Vec::new();
    for one in debriefs::between(tx, network.id, since, meeting.starts_at()).await? {
        let visit = gatherings::get(tx, one.visit).await?.map(|visit| visit.title).unwrap_or_default();
        let member = people::member(tx, network.id, one.actor).await?;
        told.push(json!({
            "name": member.as_ref().map(|member| member.name.as_str()).unwrap_or_default(),
            "organisation": member.and_then(|member| member.organisation),
            "visit": visit,
            "text": one.words,
        }));
    }
    Ok(told)
}

/// When the meeting before this one began; the beginning of time where it is the first.
///
/// # Errors
/// When the database is away or damaged.
pub(in crate::workflow) async fn previous_start(
    tx: &mut Tx,
    network: &Network,
    meeting: &Gathering,
) -> Result<Timestamp> {
    let before = gatherings::of_network(tx, network.id)
        .await?
        .into_iter()
        .filter(|one| one.kind == GatheringKind::Meeting && one.state != GatheringState::Cancelled)
        .filter(|one| one.id != meeting.id && one.starts_at() < meeting.starts_at());
    Ok(before.map(|one| one.starts_at()).max().unwrap_or(Timestamp(0)))
}

/// Shows the newest version to every organiser, once each.
///
/// # Errors
/// When the database is away or damaged.
pub(super) async fn show_to_organisers(
    tx: &mut Tx,
    desk: &Desk,
    network: &Network,
    id: MinutesId,
    incoming: Option<IncomingId>,
    now: Timestamp,
) -> Result<usize> {
    let Some(stored) = minutes::get(tx, id).await? else { return Ok(0) };
    let Some(version) = minutes::latest(tx, id).await? else { return Ok(0) };
    let gathering = match stored.gathering {
        Some(id) => gatherings::get(tx, id).await?,
        None => None,
    };
    let recipients = audience(tx, network, gathering.as_ref()).await?.len();
    let more = json!({
        "was_present": true,
        "recipients": recipients,
        "warnings": warnings(network.language, &version.content, gathering.is_some()),
        "version": version.number,
    });
    let shared = data::merged(&content(tx, network, &stored, &version).await?, &more);
    let mailing =
        outbox::insert_mailing(tx, network.id, stored.gathering, LetterKind::MinutesReview, &shared, now).await?;
    let organisers = people::members(tx, network.id).await?.into_iter();
    let mut written = 0;
    for organiser in organisers.filter(|one| one.role == MemberRole::Organiser && one.is_reachable()) {
        // A flood of drafts is kept, but it floods nobody's mailbox.
        if incoming.is_some() && noted::is_capped(tx, network, &organiser.email, now).await? {
            let capped = Decision {
                network: network.id,
                what: "capped",
                subject: format!("minutes:{id}"),
                by: By::Rule,
                actor: Some(organiser.actor),
                incoming,
                because: organiser.email.clone(),
                at: now,
            };
            decisions::append(tx, &capped).await?;
            continue;
        }
        let letter = letters::to_member(network, &organiser, LetterKind::MinutesReview, "", now);
        let letter = NewLetter {
            cause: Cause {
                kind: LetterKind::MinutesReview,
                subject: format!("minutes:{id}"),
                actor: organiser.actor,
                generation: version.number.to_string(),
            },
            mailing: Some(mailing),
            incoming,
            ..letter
        };
        written += usize::from(effect::send(tx, desk, &letter, &network.address, now).await?);
    }
    Ok(written)
}

/// What an organiser should look at before sending; nothing of it is an obstacle.
pub fn warnings(language: Language, minutes: &Minutes, has_gathering: bool) -> Vec<&'static str> {
    let french = language == Language::Fr;
    let mut warnings = Vec::new();
    let mut warn = |when: bool, fr: &'static str, en: &'static str| {
        if when {
            warnings.push(if french { fr } else { en });
        }
    };
    warn(minutes.date.is_none(), "je n'ai pas trouvé la date de la réunion", "I did not find the meeting's date");
    warn(
        !has_gathering,
        "aucune rencontre de ce réseau n'a eu lieu à cette date : il partirait à tous les membres",
        "no meeting of this network was held on that date: it would go to all members",
    );
    warn(minutes.authors.is_empty(), "il ne dit pas qui l'a écrit", "it does not say who wrote it");
    warn(
        minutes.present.named.is_empty() && minutes.present.unnamed.is_empty(),
        "il ne dit pas qui était présent",
        "it does not say who was there",
    );
    warnings
}
