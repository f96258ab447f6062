//! `palabre actor show`: addresses, invitations, answers.

use clap::Args;
use serde_json::json;

use super::super::output::{lines, or_dash, table};
use super::super::{House, Result, Told, find};
use super::{shaped, state};
use crate::domain::address::Address;
use crate::domain::civil::{self, rfc3339};
use crate::domain::gathering::Gathering;
use crate::rendering::dates;
use crate::store::{Tx, gatherings, people};
use crate::workflow::standing::{self, Standings};

/// Whom.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// Number, e-mail address, name or a part of it
    pub actor: String,
    /// Network, by number or name; may be left out when there is just one
    #[arg(long)]
    pub network: Option<String>,
}

/// Shows them.
///
/// # Errors
/// Says what, where and the mend.
pub(super) async fn run(house: &House, arguments: ShowArgs) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let network = find::network(&mut tx, arguments.network.as_deref()).await?;
    let member = find::actor(&mut tx, &network, &arguments.actor).await?;
    let addresses = people::addresses(&mut tx, member.actor).await?;
    let mut invitations = Vec::new();
    for stored in gatherings::invitations_of_actor(&mut tx, member.actor).await? {
        if let Some(found) = with_standing(&mut tx, stored.invitation.gathering, stored.invitation.id).await? {
            invitations.push(found);
        }
    }
    let stopped = member.stopped_at.map(|at| {
        let at = civil::civil(at, network.zone);
        format!("stopped on {}: gets no letters", dates::date(crate::domain::language::Language::En, at.date()))
    });
    let mut text = lines([
        ("number", member.actor.to_string()),
        ("name", member.name.clone()),
        ("organisation", member.organisation.clone().unwrap_or_default()),
        ("role", member.role.to_string()),
        ("language", member.language.unwrap_or(network.language).to_string()),
        ("addresses", addresses.iter().map(told).collect::<Vec<_>>().join("\n")),
        ("state", stopped.unwrap_or_else(|| state(&member))),
    ]);
    if !invitations.is_empty() {
        let rows = invitations.iter().map(|(gathering, one)| {
            let note = one.answer.as_ref().and_then(|answer| answer.said.note.as_deref());
            let guests = one.answer.as_ref().map(|answer| answer.said.guests).filter(|guests| *guests > 0);
            [
                gathering.id.to_string(),
                gathering.title.clone(),
                civil::format_civil(gathering.starts).replace('T', " "),
                one.standing.to_string(),
                guests.map(|guests| format!("+{guests}")).unwrap_or_default(),
                or_dash(note).replace('\n', " "),
            ]
        });
        text += &format!("\n\n{}", table(["n°", "gathering", "when", "standing", "guests", "note"], rows));
    }
    let mut json = shaped(&member);
    if let Some(object) = json.as_object_mut() {
        let at = |at: Option<crate::domain::clock::Timestamp>| at.map(|at| rfc3339(at, network.zone));
        let addresses: Vec<_> = addresses
            .iter()
            .map(|one| {
                json!({
                    "email": one.email,
                    "verified_at": at(one.verified_at),
                    "undeliverable_at": at(one.undeliverable_at),
                    "undeliverable_reason": one.undeliverable_reason,
                })
            })
            .collect();
        let invitations: Vec<_> = invitations
            .iter()
            .map(|(gathering, one)| {
                json!({
                    "id": one.invited.id,
                    "gathering": { "id": gathering.id, "title": gathering.title, "starts": rfc3339(gathering.starts_at(), gathering.zone) },
                    "state": one.invited.state,
                    "standing": one.standing,
                    "answer": super::super::gathering::contract::answer(one.answer.as_ref(), gathering.zone),
                })
            })
            .collect();
        object.insert("addresses".to_owned(), json!(addresses));
        object.insert("invitations".to_owned(), json!(invitations));
    }
    Ok(Told::new(text, json))
}

async fn with_standing(
    tx: &mut Tx,
    gathering: crate::domain::ids::GatheringId,
    invitation: crate::domain::ids::InvitationId,
) -> Result<Option<(Gathering, Standings)>> {
    let Some(gathering) = gatherings::get(tx, gathering).await? else { return Ok(None) };
    let all = standing::of_gathering(tx, &gathering).await?;
    Ok(all.into_iter().find(|one| one.invited.id == invitation).map(|one| (gathering, one)))
}

fn told(address: &Address) -> String {
    match (address.undeliverable_at, address.verified_at) {
        (Some(_), _) => {
            format!("{}  undeliverable: {}", address.email, address.undeliverable_reason.as_deref().unwrap_or("?"))
        }
        (None, Some(_)) => format!("{}  verified", address.email),
        (None, None) => address.email.clone(),
    }
}
