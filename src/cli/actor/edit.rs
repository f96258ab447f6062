//! `palabre actor edit`: another name, a corrected address, a stop undone.

use clap::Args;

use super::super::note::Changes;
use super::super::{CliError, House, Result, Talk, Told, check, find, note};
use super::shaped;
use crate::domain::clock::Timestamp;
use crate::domain::ids::{ActorId, InvitationId};
use crate::domain::language::Language;
use crate::domain::letter::LetterKind;
use crate::domain::membership::MemberRole;
use crate::domain::network::Network;
use crate::domain::outgoing::OutgoingState;
use crate::store::people::Member;
use crate::store::{Tx, gatherings, outbox, people};
use crate::workflow::invite;

/// What changes.
#[derive(Debug, Default, Args)]
pub struct EditArgs {
    /// Number, e-mail address, name or a part of it
    pub actor: String,
    /// Another name
    #[arg(long)]
    pub name: Option<String>,
    /// Another organisation; empty for none
    #[arg(long)]
    pub organisation: Option<String>,
    /// actor (invited), organiser (invited, and runs the network) or informed (not invited)
    #[arg(long)]
    pub role: Option<MemberRole>,
    /// Language of their letters: fr or en
    #[arg(long)]
    pub language: Option<Language>,
    /// Correct an address; invitations that didn't arrive at the old one are sent to the new one
    #[arg(long, value_name = "OLD=NEW")]
    pub email: Option<String>,
    /// Stop all letters to them: they said so
    #[arg(long, conflicts_with = "resume")]
    pub stop: bool,
    /// Undo a stop, because they wish letters again; asks first
    #[arg(long)]
    pub resume: bool,
    /// Don't ask
    #[arg(long)]
    pub yes: bool,
    /// Network, by number or name; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Does it.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn run(house: &House, talk: &mut Talk, arguments: EditArgs) -> Result<Told> {
    let now = house.now();
    if arguments.resume && !confirmed(house, talk, &arguments).await? {
        return Err(CliError::new(
            "resuming",
            "it was not confirmed",
            "Give --yes where the person wishes letters again",
        ));
    }
    let mut tx = house.db.write().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let before = find::actor(&mut tx, &network, &arguments.actor).await?;
    let mut said = Vec::new();
    let changes = described(&mut tx, &arguments, &before, now).await?;
    if !changes.is_empty() {
        said.extend(changes.all().iter().cloned());
        noted(&mut tx, &network, &before, "member_changed", changes.to_string(), now).await?;
    }
    if arguments.stop && people::stop(&mut tx, before.membership, now).await? {
        said.push("no more letters".to_owned());
        noted(&mut tx, &network, &before, "stopped", "dit à un organisateur".to_owned(), now).await?;
    }
    if arguments.resume && before.stopped_at.is_some() {
        people::resume(&mut tx, before.membership).await?;
        said.push("letters again, at their own wish".to_owned());
        noted(&mut tx, &network, &before, "resumed", "à sa demande".to_owned(), now).await?;
    }
    if let Some(correction) = &arguments.email {
        said.extend(corrected(&mut tx, house, &network, &before, correction, now).await?);
    }
    let after = people::member(&mut tx, network.id, before.actor).await?.unwrap_or(before);
    tx.commit().await?;
    let text = match said.is_empty() {
        true => format!("Nothing to change for {}", after.name),
        false => format!("{} changed\n  {}", after.name, said.join("\n  ")),
    };
    Ok(Told::new(text, shaped(&after)))
}

/// Rule 10: who said stop gets no mail, unless they themselves wish it again.
async fn confirmed(house: &House, talk: &mut Talk, arguments: &EditArgs) -> Result<bool> {
    let mut tx = house.db.read().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let member = find::actor(&mut tx, &network, &arguments.actor).await?;
    drop(tx);
    if member.stopped_at.is_none() {
        return Ok(true);
    }
    let shown = format!("{} <{}> asked for no more letters from {}.", member.name, member.email, network.name);
    talk.confirmed(&shown, "Have they told you that they wish them again?", arguments.yes)
}

async fn noted(
    tx: &mut Tx,
    network: &Network,
    member: &Member,
    what: &'static str,
    because: String,
    now: Timestamp,
) -> Result<()> {
    note::change(tx, network.id, what, format!("membership:{}", member.membership), because, None, now).await
}

/// Name, organisation, role and language.
async fn described(tx: &mut Tx, arguments: &EditArgs, before: &Member, now: Timestamp) -> Result<Changes> {
    let mut changes = Changes::default();
    let Some(mut actor) = people::actor(tx, before.actor).await? else { return Ok(changes) };
    if let Some(name) = &arguments.name {
        actor.name = check::name("--name", name)?;
    }
    let mut organisation = before.organisation.clone();
    if let Some(text) = &arguments.organisation {
        organisation = check::optional_name("--organisation", text)?;
        actor.organisation = match &organisation {
            Some(name) => Some(people::ensure_organisation(tx, name, now).await?),
            None => None,
        };
    }
    let role = arguments.role.unwrap_or(before.role);
    let language = arguments.language.or(before.language);
    changes.of("name", Some(&before.name), Some(&actor.name));
    changes.of("organisation", before.organisation.as_ref(), organisation.as_ref());
    changes.of("role", Some(&before.role), Some(&role));
    changes.of("language", before.language.as_ref(), language.as_ref());
    people::update_actor(tx, &actor).await?;
    people::update_membership(tx, before.membership, role, language).await?;
    Ok(changes)
}

/// Corrects an address and sends the invitations again that didn't arrive there.
async fn corrected(
    tx: &mut Tx,
    house: &House,
    network: &Network,
    member: &Member,
    correction: &str,
    now: Timestamp,
) -> Result<Vec<String>> {
    let wrong = |place: String, mend: &str| CliError::new("--email", place, mend);
    let Some((old, new)) = correction.split_once('=') else {
        return Err(wrong(format!("`{correction}` has no `=`"), "Write --email OLD=NEW"));
    };
    let (old, new) = (crate::domain::address::normal(old), check::email("--email", new)?);
    let addresses = people::addresses(tx, member.actor).await?;
    let Some(address) = addresses.iter().find(|one| one.email == old) else {
        let theirs = addresses.iter().map(|one| one.email.as_str()).collect::<Vec<_>>().join(", ");
        return Err(wrong(format!("{old} is not an address of {}", member.name), &format!("Theirs: {theirs}")));
    };
    if old == new {
        return Ok(Vec::new());
    }
    if let Some(taken) = people::address(tx, &new).await? {
        let place = format!("{new} is the address of actor {}", taken.actor);
        return Err(wrong(place, "Is it the same person, entered twice? Then use that one"));
    }
    people::change_email(tx, address.id, &new).await?;
    noted(tx, network, member, "address_corrected", format!("{old} → {new}"), now).await?;
    let mut said = vec![format!("address: {old} → {new}")];
    for (invitation, title) in unarrived(tx, member.actor, now).await? {
        outbox::drop_queued(tx, invitation, LetterKind::Invitation, "l'adresse a été corrigée", now).await?;
        if invite::again(tx, &house.desk, invitation, now).await? {
            said.push(format!("invited again to {title}"));
        }
    }
    Ok(said)
}

/// Invitations to gatherings to come whose letter bounced, was given up, was dropped, still waits or is leaving.
async fn unarrived(tx: &mut Tx, actor: ActorId, now: Timestamp) -> Result<Vec<(InvitationId, String)>> {
    let mut found = Vec::new();
    for stored in gatherings::invitations_of_actor(tx, actor).await? {
        let Some(gathering) = gatherings::get(tx, stored.invitation.gathering).await? else { continue };
        if !gathering.is_open(now) || now >= gathering.starts_at() {
            continue;
        }
        let letters = outbox::about_invitation(tx, stored.invitation.id).await?;
        let prefix = format!("{}/", LetterKind::Invitation);
        let Some(last) = letters.iter().rfind(|letter| letter.cause.starts_with(&prefix)) else { continue };
        let arrived = match OutgoingState::parse(&last.state) {
            Some(OutgoingState::Sent) => {
                let attempts = outbox::deliveries(tx, crate::domain::ids::OutgoingId(last.id)).await?;
                !attempts.iter().any(|attempt| attempt.outcome == "bounced")
            }
            // One that is leaving at this moment may still come back, and then it goes nowhere any more; where it does
            // arrive, its token is worthless.
            _ => false,
        };
        if !arrived {
            found.push((stored.invitation.id, gathering.title));
        }
    }
    Ok(found)
}
