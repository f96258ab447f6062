//! An invitation: who gets one, who doesn't and why, now or at an approved hour.

use serde_json::{Value, json};

use super::{Desk, Error, Result, data, effect, letters, timetable};
use crate::domain::cause::Cause;
use crate::domain::civil::{self, Offset};
use crate::domain::clock::Timestamp;
use crate::domain::decision::{By, Decision};
use crate::domain::gathering::{Gathering, GatheringState};
use crate::domain::ids::{ActorId, GatheringId, InvitationId, MailingId, MembershipId};
use crate::domain::invitation::{InvitationRole, InvitationState};
use crate::domain::language::Language;
use crate::domain::letter::LetterKind;
use crate::domain::membership::MemberRole;
use crate::domain::network::Network;
use crate::domain::outgoing::NewLetter;
use crate::domain::timer::Rule;
use crate::domain::token::{TokenKind, TokenSubject};
use crate::store::gatherings::InvitedActor;
use crate::store::people::Member;
use crate::store::timers::{self, Hook};
use crate::store::{Tx, decisions, gatherings, networks, outbox, people, tokens};

/// Who would be invited, and who not.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The network.
    pub network: Network,
    /// The gathering.
    pub gathering: Gathering,
    /// Title of its series.
    pub series: Option<String>,
    /// Members who get an invitation.
    pub invited: Vec<Member>,
    /// Members who said stop.
    pub stopped: Vec<Member>,
    /// Members whom no letter reaches.
    pub undeliverable: Vec<Member>,
    /// How many were invited before.
    pub already: usize,
}

/// Plans the invitations of a gathering: to all members that aren't only informed, or to `only` some.
///
/// # Errors
/// When there is no such gathering, or it can't be invited to any more.
pub async fn plan(tx: &mut Tx, id: GatheringId, only: Option<&[ActorId]>, now: Timestamp) -> Result<Plan> {
    let what = format!("inviting to gathering {id}");
    let Some(gathering) = gatherings::get(tx, id).await? else {
        return Err(Error::refused(what, "there is none of that number", "See palabre gathering list"));
    };
    if !gathering.is_open(now) || now >= gathering.starts_at() {
        let why = match gathering.state {
            GatheringState::Cancelled => "it was cancelled",
            _ => "it has begun",
        };
        return Err(Error::refused(what, why, "Make a new one, or give it another date: palabre gathering move"));
    }
    let Some(network) = networks::get(tx, gathering.network).await? else {
        return Err(Error::refused(what, "its network is gone", "See palabre network list"));
    };
    let series = letters::series_title(tx, &gathering).await?;
    let before: std::collections::HashSet<ActorId> =
        gatherings::invited(tx, id).await?.into_iter().map(|invited| invited.actor).collect();
    let mut plan = Plan {
        network,
        gathering,
        series,
        invited: Vec::new(),
        stopped: Vec::new(),
        undeliverable: Vec::new(),
        already: 0,
    };
    for member in people::members(tx, plan.network.id).await? {
        let wanted = match only {
            Some(only) => only.contains(&member.actor),
            None => member.role != MemberRole::Informed,
        };
        if !wanted {
            continue;
        }
        if before.contains(&member.actor) {
            plan.already += 1;
        } else if member.stopped_at.is_some() {
            plan.stopped.push(member);
        } else if member.undeliverable_at.is_some() {
            plan.undeliverable.push(member);
        } else {
            plan.invited.push(member);
        }
    }
    Ok(plan)
}

/// The data all invitations of a gathering share.
pub fn shared(plan: &Plan) -> Value {
    json!({
        "network": data::network(&plan.network),
        "gathering": data::gathering(&plan.gathering, plan.series.as_deref()),
    })
}

/// Whom a letter about a gathering goes to.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// Who.
    pub actor: ActorId,
    /// Of whom.
    pub membership: MembershipId,
    /// Display name.
    pub name: String,
    /// Name of their organisation.
    pub organisation: Option<String>,
    /// Language of the letter.
    pub language: Language,
    /// addr-spec.
    pub email: String,
}

impl Recipient {
    fn of(member: &Member, network: &Network) -> Recipient {
        Recipient {
            actor: member.actor,
            membership: member.membership,
            name: member.name.clone(),
            organisation: member.organisation.clone(),
            language: member.language.unwrap_or(network.language),
            email: member.email.clone(),
        }
    }

    fn invited(invited: &InvitedActor, network: &Network) -> Recipient {
        Recipient {
            actor: invited.actor,
            membership: invited.membership,
            name: invited.name.clone(),
            organisation: invited.organisation.clone(),
            language: invited.language.unwrap_or(network.language),
            email: invited.email.clone(),
        }
    }
}

/// One invitation letter.
pub fn letter(
    plan: &Plan,
    to: &Recipient,
    invitation: Option<(InvitationId, i64)>,
    mailing: Option<MailingId>,
    generation: String,
    now: Timestamp,
) -> NewLetter {
    NewLetter {
        network: plan.network.id,
        cause: Cause {
            kind: LetterKind::Invitation,
            subject: format!("gathering:{}", plan.gathering.id),
            actor: to.actor,
            generation,
        },
        mailing,
        invitation: invitation.map(|(id, _)| id),
        membership: Some(to.membership),
        incoming: None,
        to: to.email.clone(),
        to_name: to.name.clone(),
        language: to.language,
        context: json!({ "actor": data::actor(&to.name, to.organisation.as_deref()) }).to_string(),
        in_reply_to: None,
        references: Vec::new(),
        not_before: now,
        not_after: Some(plan.gathering.starts_at()),
    }
}

/// The letter that the first of a plan would get, for the preview; its context holds all it is rendered from.
pub fn sample(plan: &Plan, now: Timestamp) -> Option<NewLetter> {
    let first = plan.invited.first()?;
    let mut letter = letter(plan, &Recipient::of(first, &plan.network), None, None, "preview".to_owned(), now);
    letter.context = whole_context(plan, &letter);
    Some(letter)
}

fn whole_context(plan: &Plan, letter: &NewLetter) -> String {
    let personal: Value = serde_json::from_str(&letter.context).unwrap_or_default();
    data::merged(&shared(plan), &personal).to_string()
}

/// Sends the invitation to one organiser only, as it would look; it invites nobody.
///
/// # Errors
/// When the database is away.
pub async fn send_to_me(tx: &mut Tx, desk: &Desk, plan: &Plan, me: &Member, now: Timestamp) -> Result<()> {
    let generation = format!("preview-{}", desk.ids.word());
    let mut letter = letter(plan, &Recipient::of(me, &plan.network), None, None, generation, now);
    letter.context = whole_context(plan, &letter);
    effect::send(tx, desk, &letter, &plan.network.address, now).await?;
    Ok(())
}

/// When approved invitations leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// At once.
    Now,
    /// At an offset from the gathering; at once where that is past.
    At(Offset),
}

/// Writes the invitations of a plan, now or at their hour, opens the gathering and hangs its timers. `progress` is told
/// after each person.
///
/// # Errors
/// When the database is away.
pub async fn send(
    tx: &mut Tx,
    desk: &Desk,
    plan: &Plan,
    when: When,
    by: Option<ActorId>,
    now: Timestamp,
    progress: &(dyn Fn(usize) + Sync),
) -> Result<usize> {
    gatherings::lock(tx, plan.gathering.id).await?;
    let now_stands = gatherings::get(tx, plan.gathering.id).await?;
    let Some(mut gathering) = now_stands.filter(|one| one.change == plan.gathering.change) else {
        let what = format!("inviting to gathering {}", plan.gathering.id);
        return Err(Error::refused(what, "it was moved meanwhile", "Look again: palabre gathering show"));
    };
    let due_at = match when {
        When::Now => now,
        When::At(offset) => timetable::instant(offset, &plan.gathering),
    };
    let later = due_at > now;
    let mailing = if later { None } else { Some(mailing(tx, plan, now).await?) };
    let state = if later { InvitationState::Planned } else { InvitationState::Queued };
    let mut written = 0;
    for (done, member) in plan.invited.iter().enumerate() {
        let invited =
            gatherings::invite(tx, plan.gathering.id, member.actor, InvitationRole::Invited, state, now).await?;
        if let Some(id) = invited {
            if let Some(mailing) = mailing {
                write(tx, desk, plan, &Recipient::of(member, &plan.network), (id, 0), mailing, now).await?;
            }
            written += 1;
        }
        progress(done + 1);
    }
    if later {
        plan_hour(tx, plan, due_at).await?;
    }
    gathering.state = GatheringState::Open;
    gatherings::update(tx, &gathering).await?;
    timetable::hang(tx, &plan.network, &gathering, now).await?;
    if written > 0 && !later {
        timetable::remind_latecomers(tx, &plan.network, &gathering, now).await?;
    }
    let what = if later { "invitations_planned" } else { "invitations_approved" };
    decisions::append(
        tx,
        &Decision {
            network: plan.network.id,
            what,
            subject: format!("gathering:{}", plan.gathering.id),
            by: if by.is_some() { By::Organiser } else { By::Operator },
            actor: by,
            incoming: None,
            because: format!("{written}"),
            at: now,
        },
    )
    .await?;
    Ok(written)
}

/// Planned invitations of a gathering leave together: those added while others wait leave with them.
async fn plan_hour(tx: &mut Tx, plan: &Plan, due_at: Timestamp) -> Result<()> {
    let id = plan.gathering.id;
    if let Some(waiting) = timers::waiting_of_gathering(tx, id, Rule::Invite).await?.first() {
        if waiting.due_at == due_at {
            return Ok(());
        }
        let hour = civil::format_civil(civil::civil(waiting.due_at, plan.gathering.zone));
        let why = format!("others wait to be invited on {hour}, and all planned invitations leave together");
        let mend = "Give the same hour, or leave out --at to invite these people now";
        return Err(Error::refused(format!("planning invitations to gathering {id}"), why, mend));
    }
    let n = timers::count_of_gathering(tx, id, Rule::Invite).await?;
    Ok(timers::set(tx, plan.network.id, Rule::Invite, &Hook::Gathering(id, n), due_at).await?)
}

async fn mailing(tx: &mut Tx, plan: &Plan, now: Timestamp) -> Result<MailingId> {
    let (network, gathering) = (plan.network.id, Some(plan.gathering.id));
    Ok(outbox::insert_mailing(tx, network, gathering, LetterKind::Invitation, &shared(plan), now).await?)
}

/// Writes one invitation's letter and makes its token findable.
async fn write(
    tx: &mut Tx,
    desk: &Desk,
    plan: &Plan,
    to: &Recipient,
    invitation: (InvitationId, i64),
    mailing: MailingId,
    now: Timestamp,
) -> Result<()> {
    let (id, generation) = invitation;
    let token = TokenSubject { kind: TokenKind::Reply, id: id.0, generation };
    tokens::remember(tx, &desk.key, token, now).await?;
    // An invitation's letter is caused by the gathering's date; a corrected address raises the generation.
    let generation_of_cause = format!("{}.{generation}", plan.gathering.change);
    let letter = letter(plan, to, Some(invitation), Some(mailing), generation_of_cause, now);
    effect::send(tx, desk, &letter, &plan.network.address, now).await?;
    Ok(())
}

/// Sends the planned invitations of a gathering whose hour has come.
///
/// # Errors
/// When the database is away.
pub async fn release(tx: &mut Tx, desk: &Desk, id: GatheringId, now: Timestamp) -> Result<usize> {
    gatherings::lock(tx, id).await?;
    let plan = plan(tx, id, Some(&[]), now).await?;
    let waiting: Vec<_> = gatherings::invited(tx, id)
        .await?
        .into_iter()
        .filter(|invited| invited.state == InvitationState::Planned && invited.is_reachable())
        .collect();
    if waiting.is_empty() {
        return Ok(0);
    }
    let mailing = mailing(tx, &plan, now).await?;
    for invited in &waiting {
        let to = Recipient::invited(invited, &plan.network);
        write(tx, desk, &plan, &to, (invited.id, invited.generation), mailing, now).await?;
        gatherings::set_invitation_state(tx, invited.id, InvitationState::Queued).await?;
    }
    Ok(waiting.len())
}

/// Writes invitations that had not left anew, for the date that holds now.
///
/// # Errors
/// When the database is away.
pub(super) async fn anew(
    tx: &mut Tx,
    desk: &Desk,
    id: GatheringId,
    invited: &[InvitedActor],
    now: Timestamp,
) -> Result<()> {
    if invited.is_empty() {
        return Ok(());
    }
    let plan = plan(tx, id, Some(&[]), now).await?;
    let mailing = mailing(tx, &plan, now).await?;
    for one in invited {
        let to = Recipient::invited(one, &plan.network);
        write(tx, desk, &plan, &to, (one.id, one.generation), mailing, now).await?;
    }
    Ok(())
}

/// Writes the invitation of somebody again, to their corrected address: the old token is worthless.
///
/// # Errors
/// When the database is away.
pub async fn again(tx: &mut Tx, desk: &Desk, id: InvitationId, now: Timestamp) -> Result<bool> {
    let Some(stored) = gatherings::invitation(tx, id).await? else { return Ok(false) };
    let Ok(plan) = plan(tx, stored.invitation.gathering, Some(&[]), now).await else { return Ok(false) };
    let invited = gatherings::invited(tx, stored.invitation.gathering).await?;
    let Some(invited) = invited.into_iter().find(|one| one.id == id && one.is_reachable()) else { return Ok(false) };
    if invited.state == InvitationState::Planned {
        return Ok(false);
    }
    tokens::revoke(tx, TokenKind::Reply, id.0, now).await?;
    gatherings::raise_generation(tx, id).await?;
    let mailing = mailing(tx, &plan, now).await?;
    let to = Recipient::invited(&invited, &plan.network);
    write(tx, desk, &plan, &to, (id, invited.generation + 1), mailing, now).await?;
    Ok(true)
}
