//! Letters as the processes write them: to a member, to somebody about their invitation.

use serde_json::json;

use super::{Result, data};
use crate::domain::cause::Cause;
use crate::domain::clock::Timestamp;
use crate::domain::gathering::Gathering;
use crate::domain::letter::LetterKind;
use crate::domain::network::Network;
use crate::domain::outgoing::NewLetter;
use crate::store::gatherings::InvitedActor;
use crate::store::people::Member;
use crate::store::{Tx, networks};

/// A letter of a mailing to a member of a network, once for each `occurrence`.
pub(super) fn to_member(
    network: &Network,
    member: &Member,
    kind: LetterKind,
    occurrence: &str,
    now: Timestamp,
) -> NewLetter {
    NewLetter {
        network: network.id,
        cause: Cause {
            kind,
            subject: format!("network:{}", network.id),
            actor: member.actor,
            generation: occurrence.to_owned(),
        },
        mailing: None,
        invitation: None,
        membership: Some(member.membership),
        incoming: None,
        to: member.email.clone(),
        to_name: member.name.clone(),
        language: member.language.unwrap_or(network.language),
        context: json!({ "actor": data::actor(&member.name, member.organisation.as_deref()) }).to_string(),
        in_reply_to: None,
        references: Vec::new(),
        not_before: now,
        not_after: None,
    }
}

/// A letter of a mailing to somebody invited.
pub(super) fn about_invitation(
    network: &Network,
    invited: &InvitedActor,
    kind: LetterKind,
    subject: String,
    generation: String,
    now: Timestamp,
) -> NewLetter {
    NewLetter {
        network: network.id,
        cause: Cause { kind, subject, actor: invited.actor, generation },
        mailing: None,
        invitation: Some(invited.id),
        membership: Some(invited.membership),
        incoming: None,
        to: invited.email.clone(),
        to_name: invited.name.clone(),
        language: invited.language.unwrap_or(network.language),
        context: json!({ "actor": data::actor(&invited.name, invited.organisation.as_deref()) }).to_string(),
        in_reply_to: None,
        references: Vec::new(),
        not_before: now,
        not_after: None,
    }
}

/// The title of the series a gathering belongs to.
///
/// # Errors
/// When the database is away.
pub(super) async fn series_title(tx: &mut Tx, gathering: &Gathering) -> Result<Option<String>> {
    match gathering.series {
        Some(id) => Ok(networks::series(tx, id).await?.map(|series| series.title)),
        None => Ok(None),
    }
}
