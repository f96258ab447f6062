//! `palabre invite`: shows whom and what, asks, then writes the invitations.

use std::collections::HashSet;

use clap::Args;
use serde_json::{Value, json};

use super::ask::Progress;
use super::output::count;
use super::{CliError, House, Result, Talk, Told, check, find};
use crate::domain::civil::{self, rfc3339};
use crate::domain::clock::Timestamp;
use crate::domain::ids::ActorId;
use crate::domain::membership::MemberRole;
use crate::domain::outgoing::NewLetter;
use crate::mail::outgoing::letter;
use crate::rendering::{Rendered, dates};
use crate::store::people::{self, Member};
use crate::workflow::invite::{self, Plan, When};
use crate::workflow::timetable;

/// Whom to invite to what, and when.
#[derive(Debug, Default, Args)]
pub struct InviteArgs {
    /// Number of the gathering
    #[arg(value_parser = check::gathering)]
    pub gathering: i64,
    /// Only these actors (number, e-mail address, name or a part of it); may be given several times [default: all members that
    /// aren't only informed]
    #[arg(long, value_name = "ACTOR", num_args = 1..)]
    pub only: Vec<String>,
    /// When the invitations leave, as "J-21 9:00": three weeks before, at 9 [default: at once]
    #[arg(long, value_name = "OFFSET")]
    pub at: Option<String>,
    /// Send the letter to an organiser only, to look at; invites nobody [default: the network's only organiser]
    #[arg(long, value_name = "ORGANISER", num_args = 0..=1, default_missing_value = "", conflicts_with_all = ["only", "at"])]
    pub to_me: Option<String>,
    /// Organiser who approves
    #[arg(long, value_name = "ORGANISER")]
    pub by: Option<String>,
    /// Send without asking; with --json nothing is sent without it
    #[arg(long)]
    pub yes: bool,
}

/// Does it.
///
/// # Errors
/// Says what, where and the mend.
pub async fn run(house: &House, talk: &mut Talk, arguments: InviteArgs) -> Result<Told> {
    let now = house.now();
    let when = match &arguments.at {
        Some(text) => When::At(check::offset("--at", text)?),
        None => When::Now,
    };
    let templates = house.templates()?;
    let mut tx = house.db.read().await?;
    let gathering = find::gathering(&mut tx, arguments.gathering).await?;
    let network = find::network_of(&mut tx, gathering.network).await?;
    if let Some(me) = &arguments.to_me {
        let me = match me.as_str() {
            "" => sole_organiser(people::members(&mut tx, network.id).await?, &network.name)?,
            named => find::organiser(&mut tx, &network, named).await?,
        };
        drop(tx);
        return to_me(house, &me, arguments.gathering, now).await;
    }
    let mut only = Vec::new();
    for named in &arguments.only {
        only.push(find::actor(&mut tx, &network, named).await?.actor);
    }
    let only = (!arguments.only.is_empty()).then_some(only);
    let by = find::by(&mut tx, &network, arguments.by.as_deref()).await?;
    let plan = invite::plan(&mut tx, gathering.id, only.as_deref(), now).await?;
    drop(tx);
    let due = due(&plan, when, now);
    let Some(sample) = invite::sample(&plan, now) else {
        return Ok(Told::new(nobody(&plan), told(&plan, None, due, true, 0)));
    };
    let preview = letter::preview(&templates, &sample)?;
    let shown = shown(&plan, &sample, &preview, due);
    let question = format!("Invite {}?", people_count(plan.invited.len()));
    if !talk.confirmed(&shown, &question, arguments.yes)? {
        return Ok(Told::new("", told(&plan, Some((&sample, &preview)), due, false, 0)));
    }
    let written = send(house, &plan, only.as_deref(), when, by).await?;
    let text = afterwards(&plan, written, due);
    Ok(Told::new(text, told(&plan, Some((&sample, &preview)), due, true, written)))
}

/// Sends to those who were shown and may still be invited: somebody may have said stop since.
async fn send(
    house: &House,
    approved: &Plan,
    only: Option<&[ActorId]>,
    when: When,
    by: Option<ActorId>,
) -> Result<usize> {
    let now = house.now();
    let shown: HashSet<ActorId> = approved.invited.iter().map(|one| one.actor).collect();
    let mut tx = house.db.write().await?;
    let mut plan = invite::plan(&mut tx, approved.gathering.id, only, now).await?;
    if plan.gathering.change != approved.gathering.change {
        let place = format!("{} was moved meanwhile", plan.gathering.title);
        return Err(CliError::new("inviting", place, "Nobody was invited: look again and approve the new date"));
    }
    plan.invited.retain(|one| shown.contains(&one.actor));
    let progress = Progress::of(plan.invited.len());
    let written = invite::send(&mut tx, &house.desk, &plan, when, by, now, &|done| progress.at(done)).await?;
    tx.commit().await?;
    Ok(written)
}

async fn to_me(house: &House, me: &Member, gathering: i64, now: Timestamp) -> Result<Told> {
    if !me.is_reachable() {
        let place = format!("{} <{}> is {}", me.name, me.email, super::actor::state(me));
        return Err(CliError::new("--to-me", place, format!("See palabre actor show {}", me.actor)));
    }
    let mut tx = house.db.write().await?;
    let plan = invite::plan(&mut tx, crate::domain::ids::GatheringId(gathering), None, now).await?;
    invite::send_to_me(&mut tx, &house.desk, &plan, me, now).await?;
    tx.commit().await?;
    let text = format!(
        "The invitation to {} is on its way to {} <{}> only; nobody is invited.\nNext: palabre invite {gathering}",
        plan.gathering.title, me.name, me.email
    );
    let json = json!({
        "gathering": plan.gathering.id, "to_me": { "id": me.actor, "name": me.name, "email": me.email }, "invited": 0,
    });
    Ok(Told::new(text, json))
}

fn sole_organiser(members: Vec<Member>, network: &str) -> Result<Member> {
    let mut organisers = members.into_iter().filter(|one| one.role == MemberRole::Organiser);
    match (organisers.next(), organisers.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => {
            Err(CliError::new("--to-me", format!("{network} has no organiser"), "Add one: palabre organiser add ACTOR"))
        }
        (Some(first), Some(second)) => {
            let all: Vec<_> = [first, second].into_iter().chain(organisers).map(|one| one.email).collect();
            let mend = format!("Say which: {}", all.join(", "));
            Err(CliError::new("--to-me", format!("{network} has several organisers"), mend))
        }
    }
}

/// When invitations leave that don't leave at once.
fn due(plan: &Plan, when: When, now: Timestamp) -> Option<Timestamp> {
    match when {
        When::Now => None,
        When::At(offset) => Some(timetable::instant(offset, &plan.gathering)).filter(|at| *at > now),
    }
}

fn people_count(n: usize) -> String {
    count(n, "person", "people")
}

fn nobody(plan: &Plan) -> String {
    let mut text = format!("Nobody new to invite to {}.", plan.gathering.title);
    let skipped = skipped(plan);
    if skipped.is_empty() {
        text += &format!("\n{} has no other members: palabre actor import FILE.csv", plan.network.name);
    } else {
        text += &format!("\n{}", skipped.join("\n"));
    }
    text
}

fn skipped(plan: &Plan) -> Vec<String> {
    let names = |members: &[Member]| members.iter().map(|one| one.name.clone()).collect::<Vec<_>>().join(", ");
    let mut skipped = Vec::new();
    if plan.already > 0 {
        skipped.push(format!("already invited: {}", plan.already));
    }
    if !plan.stopped.is_empty() {
        skipped.push(format!("said stop: {} ({})", plan.stopped.len(), names(&plan.stopped)));
    }
    if !plan.undeliverable.is_empty() {
        skipped.push(format!("undeliverable: {} ({})", plan.undeliverable.len(), names(&plan.undeliverable)));
    }
    skipped
}

fn in_words(plan: &Plan, at: Timestamp) -> String {
    let at = civil::civil(at, plan.gathering.zone);
    let language = plan.network.language;
    format!("{}, {}", dates::date(language, at.date()), dates::hour(language, at.time()))
}

fn shown(plan: &Plan, sample: &NewLetter, preview: &Rendered, due: Option<Timestamp>) -> String {
    let gathering = &plan.gathering;
    let when = dates::span(plan.network.language, gathering.starts, gathering.ends);
    let mut text = format!("{} ({}), {when}\n\nto invite: {}", gathering.title, gathering.id, plan.invited.len());
    for line in skipped(plan) {
        text += &format!("\n{line}");
    }
    for hint in super::gathering::new::missing(gathering) {
        text += &format!("\nstill missing: {hint}");
    }
    text += &match due {
        Some(at) => format!("\nleaves: {}", in_words(plan, at)),
        None => "\nleaves: at once".to_owned(),
    };
    text += &format!("\n\nThe letter, as {} <{}> gets it:\n", sample.to_name, sample.to);
    let letter = format!("Subject: {}\n\n{}", preview.subject, preview.text.trim_end());
    for line in letter.lines() {
        text += &format!("\n  │ {line}");
    }
    text
}

fn afterwards(plan: &Plan, written: usize, due: Option<Timestamp>) -> String {
    let number = plan.gathering.id;
    let first = match due {
        Some(at) => format!("{} will be invited on {}.", people_count(written), in_words(plan, at)),
        None => format!("{} invited; the letters leave now, as fast as the mail server allows.", people_count(written)),
    };
    format!("{first}\nWatch them leave: palabre outbox list\nSee who comes:    palabre gathering show {number}")
}

fn told(
    plan: &Plan,
    preview: Option<(&NewLetter, &Rendered)>,
    due: Option<Timestamp>,
    approved: bool,
    invited: usize,
) -> Value {
    let people = |members: &[Member]| {
        members.iter().map(|one| json!({ "id": one.actor, "name": one.name, "email": one.email })).collect::<Vec<_>>()
    };
    json!({
        "gathering": plan.gathering.id,
        "approved": approved,
        "to_invite": plan.invited.len(),
        "invited": invited,
        "leaves": due.map(|at| rfc3339(at, plan.gathering.zone)),
        "skipped": {
            "already": plan.already,
            "stopped": people(&plan.stopped),
            "undeliverable": people(&plan.undeliverable),
        },
        "preview": preview.map(|(letter, words)| json!({
            "to": letter.to, "subject": words.subject, "text": words.text,
        })),
    })
}
