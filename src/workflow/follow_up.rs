//! What the minutes promised: proposed with the draft, opened when it is sent, asked about when due.

mod by_hand;
mod report;

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

pub use by_hand::{End, New, end, entrust, lay_on, make, reschedule};
pub use report::{replied, volunteered};

use super::{Desk, Result, data, effect, letters};
use crate::domain::cause::Cause;
use crate::domain::civil;
use crate::domain::clock::Timestamp;
use crate::domain::follow_up::{
    AGAIN_AFTER_DAYS, DUE_AFTER_DAYS, FollowUp, FollowUpEntry, FollowUpEvent, FollowUpKind, FollowUpState,
    MOST_REMINDERS,
};
use crate::domain::gathering::GatheringState;
use crate::domain::ids::{ActorId, FollowUpId, GatheringId, IncomingId, MinutesId};
use crate::domain::letter::LetterKind;
use crate::domain::membership::MemberRole;
use crate::domain::minutes::{Minutes, MinutesVersion};
use crate::domain::network::Network;
use crate::domain::outgoing::NewLetter;
use crate::domain::timer::Rule;
use crate::reading;
use crate::reading::minutes::proposals;
use crate::store::people::Member;
use crate::store::timers::{self, Hook};
use crate::store::{Tx, follow_ups, gatherings, people};

/// Writes down what a draft seems to promise. What an earlier draft promised and this one doesn't is let go.
///
/// # Errors
/// When the database is away or damaged.
pub(super) async fn propose(
    tx: &mut Tx,
    network: &Network,
    minutes: MinutesId,
    content: &Minutes,
    by: Option<ActorId>,
    incoming: Option<IncomingId>,
    now: Timestamp,
) -> Result<()> {
    let entry = |follow_up: FollowUpId, what: FollowUpEvent, words: &str| FollowUpEntry {
        follow_up,
        what,
        words: words.to_owned(),
        actor: by,
        incoming,
        at: now,
    };
    let proposed = proposals(content);
    let known = follow_ups::of_minutes(tx, minutes).await?;
    for mut gone in known.iter().filter(|one| one.state == FollowUpState::Proposed).cloned() {
        if !proposed.iter().any(|one| one.kind == gone.kind && one.title == gone.title) {
            gone.state = FollowUpState::Dropped;
            follow_ups::update(tx, &gone).await?;
            follow_ups::append(tx, &entry(gone.id, FollowUpEvent::Dropped, "le compte rendu n'en parle plus")).await?;
        }
    }
    let members = people::members(tx, network.id).await?;
    for one in proposed {
        let owner = one.owner.as_deref().and_then(|name| member_named(&members, name));
        let stands = |known: &&FollowUp| known.kind == one.kind && known.title == one.title;
        let same = known.iter().find(|known| stands(known) && known.state == FollowUpState::Proposed);
        if let Some(same) = same {
            // What the text now says of it holds, but for what somebody changed by hand.
            let history = follow_ups::history(tx, same.id).await?;
            let by_hand = |what| history.iter().any(|entry| entry.what == what);
            let owner = if by_hand(FollowUpEvent::Owner) { same.owner } else { owner };
            let due = if by_hand(FollowUpEvent::Due) { same.due } else { one.due };
            let mended = FollowUp { owner, due, note: one.note, ..same.clone() };
            if mended != *same {
                change(tx, &mended, &entry(same.id, FollowUpEvent::Proposed, &one.words)).await?;
            }
            continue;
        }
        let follow_up = FollowUp {
            id: FollowUpId(0),
            network: network.id,
            minutes: Some(minutes),
            kind: one.kind,
            title: one.title,
            about: one.about,
            note: one.note,
            owner,
            due: one.due,
            state: FollowUpState::Proposed,
            visit: None,
            words: one.words.clone(),
        };
        let id = follow_ups::insert(tx, &follow_up, now).await?;
        follow_ups::append(tx, &entry(id, FollowUpEvent::Proposed, &one.words)).await?;
    }
    Ok(())
}

/// The one member who bears a name, or has it as their first name.
fn member_named(members: &[Member], name: &str) -> Option<ActorId> {
    let wanted = name.trim().to_lowercase();
    let mut whole = members.iter().filter(|member| member.name.to_lowercase() == wanted);
    if let (Some(one), None) = (whole.next(), whole.next()) {
        return Some(one.actor);
    }
    let first_name = |member: &&Member| member.name.to_lowercase().split_whitespace().next() == Some(wanted.as_str());
    let mut first = members.iter().filter(first_name);
    match (first.next(), first.next()) {
        (Some(one), None) => Some(one.actor),
        _ => None,
    }
}

/// Opens what was proposed, now that the compte rendu leaves: each gets an owner and a day.
///
/// # Errors
/// When the database is away or damaged.
pub(super) async fn open_proposed(
    tx: &mut Tx,
    network: &Network,
    version: &MinutesVersion,
    approved_by: Option<ActorId>,
    now: Timestamp,
) -> Result<()> {
    let proposed = follow_ups::of_minutes(tx, version.minutes).await?;
    let members = people::members(tx, network.id).await?;
    let owner = usual_owner(&members, &version.content, approved_by);
    let today = civil::civil(now, network.zone).date();
    let usual_day = today.checked_add_days(Days::new(DUE_AFTER_DAYS)).unwrap_or(today);
    for mut one in proposed.into_iter().filter(|one| one.state == FollowUpState::Proposed) {
        one.owner = one.owner.or(owner);
        one.due = Some(one.due.filter(|due| *due > today).unwrap_or(usual_day));
        one.state = FollowUpState::Open;
        follow_ups::update(tx, &one).await?;
        let entry = FollowUpEntry {
            follow_up: one.id,
            what: FollowUpEvent::Opened,
            words: one.due.map(|due| due.to_string()).unwrap_or_default(),
            actor: approved_by,
            incoming: None,
            at: now,
        };
        follow_ups::append(tx, &entry).await?;
        ask_on(tx, network, &one, one.due.unwrap_or(usual_day), 1).await?;
    }
    Ok(())
}

/// Who takes care of what nobody was named for: who approved the compte rendu, else an author who is an organiser, else
/// the first organiser.
fn usual_owner(members: &[Member], minutes: &Minutes, approved_by: Option<ActorId>) -> Option<ActorId> {
    let is_organiser =
        |actor: &ActorId| members.iter().any(|member| member.actor == *actor && member.role == MemberRole::Organiser);
    let author = || minutes.authors.iter().filter_map(|name| member_named(members, name)).find(is_organiser);
    let first = || members.iter().find(|member| member.role == MemberRole::Organiser).map(|member| member.actor);
    approved_by.or_else(author).or_else(first)
}

/// Its owner is asked on that day, at nine in the network's zone, for the `n`th time.
async fn ask_on(tx: &mut Tx, network: &Network, one: &FollowUp, day: NaiveDate, n: i64) -> Result<()> {
    let nine = day.and_hms_opt(9, 0, 0).unwrap_or_default();
    let due_at = civil::instant(nine, network.zone);
    Ok(timers::set(tx, network.id, Rule::FollowUp, &Hook::FollowUp(one.id, n), due_at).await?)
}

/// Its day has come: asks its owner how it stands, and again a week later, a few times. `false` where there is nobody or
/// nothing to ask.
///
/// # Errors
/// When the database is away or damaged.
pub async fn remind(
    tx: &mut Tx,
    desk: &Desk,
    network: &Network,
    id: FollowUpId,
    n: i64,
    now: Timestamp,
) -> Result<bool> {
    let today = civil::civil(now, network.zone).date();
    let due = follow_ups::get(tx, id).await?.filter(|one| one.due.is_none_or(|due| due <= today));
    let Some(one) = due else { return Ok(false) };
    if !is_pending(tx, &one).await? {
        return Ok(false);
    }
    let owner = match one.owner {
        Some(actor) => people::member(tx, network.id, actor).await?.filter(Member::is_reachable),
        None => None,
    };
    let Some(owner) = owner else { return Ok(false) };
    let volunteers = volunteers(tx, network, &one).await?;
    let context = json!({
        "network": data::network(network),
        "actor": data::actor(&owner.name, owner.organisation.as_deref()),
        "gathering": null,
        "follow_up": {
            "kind": one.kind,
            "title": one.title,
            "note": one.note,
            "due": one.due.map(|due| due.to_string()),
        },
        "volunteers": volunteers.iter().map(named).collect::<Vec<_>>(),
    });
    let letter = NewLetter {
        cause: Cause {
            kind: LetterKind::FollowUp,
            subject: format!("follow_up:{id}"),
            actor: owner.actor,
            generation: n.to_string(),
        },
        context: context.to_string(),
        ..letters::to_member(network, &owner, LetterKind::FollowUp, "", now)
    };
    if effect::send(tx, desk, &letter, &network.address, now).await? {
        let entry = FollowUpEntry {
            follow_up: id,
            what: FollowUpEvent::Reminded,
            words: n.to_string(),
            actor: Some(owner.actor),
            incoming: None,
            at: now,
        };
        follow_ups::append(tx, &entry).await?;
    }
    if n < MOST_REMINDERS
        && let Some(day) = today.checked_add_days(Days::new(AGAIN_AFTER_DAYS))
    {
        ask_on(tx, network, &one, day, n + 1).await?;
    }
    Ok(true)
}

/// Somebody as letters name them.
pub(super) fn named(member: &Member) -> Value {
    json!({ "name": member.name, "organisation": member.organisation })
}

/// Who said that they want to take part and still gets letters, in order.
///
/// # Errors
/// When the database is away or damaged.
pub async fn volunteers(tx: &mut Tx, network: &Network, one: &FollowUp) -> Result<Vec<Member>> {
    let mut found: Vec<Member> = Vec::new();
    for entry in follow_ups::history(tx, one.id).await? {
        if entry.what == FollowUpEvent::Volunteered
            && let Some(actor) = entry.actor
            && found.iter().all(|member| member.actor != actor)
            && let Some(member) = people::member(tx, network.id, actor).await?.filter(Member::is_reachable)
        {
            found.push(member);
        }
    }
    Ok(found)
}

/// Another day, agreed with its owner; they are asked then.
///
/// # Errors
/// When the database is away.
pub async fn postpone(
    tx: &mut Tx,
    network: &Network,
    one: &FollowUp,
    due: NaiveDate,
    entry: &FollowUpEntry,
) -> Result<()> {
    change(tx, &FollowUp { due: Some(due), ..one.clone() }, entry).await?;
    ask_next_on(tx, network, one, due).await
}

/// Its owner is asked on that day, at nine in the network's zone, however often somebody was asked before.
async fn ask_next_on(tx: &mut Tx, network: &Network, one: &FollowUp, day: NaiveDate) -> Result<()> {
    let reminded = follow_ups::history(tx, one.id).await?;
    let n = reminded.iter().filter(|entry| entry.what == FollowUpEvent::Reminded).count();
    let hook = Hook::FollowUp(one.id, i64::try_from(n).unwrap_or_default() + 1);
    let due_at = civil::instant(day.and_hms_opt(9, 0, 0).unwrap_or_default(), network.zone);
    timers::set(tx, network.id, Rule::FollowUp, &hook, due_at).await?;
    Ok(timers::revive(tx, network.id, Rule::FollowUp, &hook, due_at, true).await?)
}

/// Ends a follow-up, or gives it another owner: writes what its history now comes to.
///
/// # Errors
/// When the database is away.
pub async fn change(tx: &mut Tx, changed: &FollowUp, entry: &FollowUpEntry) -> Result<()> {
    follow_ups::update(tx, changed).await?;
    Ok(follow_ups::append(tx, entry).await?)
}

/// Whether a visit is wanted to which nobody is invited yet: it has no date, or one that waits for "envoyer".
pub(super) async fn is_to_arrange(tx: &mut Tx, one: &FollowUp) -> Result<bool> {
    let visit = match one.visit {
        Some(id) => gatherings::get(tx, id).await?,
        None => return Ok(awaits_arrangement(one)),
    };
    Ok(one.state == FollowUpState::Open && visit.is_some_and(|visit| visit.state == GatheringState::Proposed))
}

/// Whether somebody still has to do something for it: it is open, and no visit to which people are invited came of it.
///
/// # Errors
/// When the database is away or damaged.
pub async fn is_pending(tx: &mut Tx, one: &FollowUp) -> Result<bool> {
    Ok(one.state == FollowUpState::Open && (one.visit.is_none() || is_to_arrange(tx, one).await?))
}

/// The visit won't take place: the follow-up that it came from waits for another date, and its owner is asked.
pub(super) async fn visit_cancelled(tx: &mut Tx, network: &Network, visit: GatheringId, now: Timestamp) -> Result<()> {
    let open = follow_ups::of_visit(tx, visit).await?.filter(|one| one.state == FollowUpState::Open);
    let Some(one) = open else { return Ok(()) };
    let today = civil::civil(now, network.zone).date();
    let due = today.checked_add_days(Days::new(AGAIN_AFTER_DAYS)).unwrap_or(today);
    let entry = FollowUpEntry {
        follow_up: one.id,
        what: FollowUpEvent::Due,
        words: due.to_string(),
        actor: None,
        incoming: None,
        at: now,
    };
    postpone(tx, network, &FollowUp { visit: None, ..one }, due, &entry).await
}

/// Whether a visit that is wanted has no date yet.
pub(super) fn awaits_arrangement(one: &FollowUp) -> bool {
    one.kind == FollowUpKind::Visit && one.state == FollowUpState::Open && one.visit.is_none()
}

/// Reads what was said of a visit on the network's today.
pub(super) fn arranged(network: &Network, text: &str, now: Timestamp) -> reading::command::Arrangement {
    reading::command::arrangement(text, civil::civil(now, network.zone).date())
}
