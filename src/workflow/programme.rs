//! The programme: what is coming up, to all members, at the network's own rhythm.

use serde_json::{Value, json};

use super::{Desk, Result, data, effect};
use crate::domain::cause::Cause;
use crate::domain::clock::Timestamp;
use crate::domain::letter::LetterKind;
use crate::domain::network::Network;
use crate::domain::outgoing::NewLetter;
use crate::store::{Tx, gatherings, networks, outbox, people};

/// Writes the programme to every member letters may reach; nothing where nothing is coming up. `occurrence` is the
/// civil time it is for.
///
/// # Errors
/// When the database is away.
pub async fn send(tx: &mut Tx, desk: &Desk, network: &Network, occurrence: &str, now: Timestamp) -> Result<usize> {
    let mut coming: Vec<Value> = Vec::new();
    for gathering in gatherings::open(tx, network.id, now).await? {
        let series = match gathering.series {
            Some(id) => networks::series(tx, id).await?.map(|series| series.title),
            None => None,
        };
        coming.push(data::gathering(&gathering, series.as_deref()));
    }
    if coming.is_empty() {
        return Ok(0);
    }
    let shared = json!({ "network": data::network(network), "gatherings": coming });
    let mailing = outbox::insert_mailing(tx, network.id, None, LetterKind::Programme, &shared, now).await?;
    let mut written = 0;
    for member in people::members(tx, network.id).await?.iter().filter(|member| member.is_reachable()) {
        let letter = NewLetter {
            network: network.id,
            cause: Cause {
                kind: LetterKind::Programme,
                subject: format!("network:{}", network.id),
                actor: member.actor,
                generation: occurrence.to_owned(),
            },
            mailing: Some(mailing),
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
        };
        written += usize::from(effect::send(tx, desk, &letter, &network.address, now).await?);
    }
    Ok(written)
}
