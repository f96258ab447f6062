//! The programme: what is coming up, to all members, at the network's own rhythm.

use serde_json::{Value, json};

use super::{Desk, Result, data, effect, letters};
use crate::domain::clock::Timestamp;
use crate::domain::letter::LetterKind;
use crate::domain::network::Network;
use crate::domain::outgoing::NewLetter;
use crate::store::{Tx, gatherings, outbox, people};

/// Writes the programme to every member letters may reach; nothing where nothing is coming up. `occurrence` is the
/// civil time it is for.
///
/// # Errors
/// When the database is away.
pub async fn send(tx: &mut Tx, desk: &Desk, network: &Network, occurrence: &str, now: Timestamp) -> Result<usize> {
    let mut coming: Vec<Value> = Vec::new();
    for gathering in gatherings::open(tx, network.id, now).await? {
        let series = letters::series_title(tx, &gathering).await?;
        coming.push(data::gathering(&gathering, series.as_deref()));
    }
    if coming.is_empty() {
        return Ok(0);
    }
    let shared = json!({ "network": data::network(network), "gatherings": coming });
    let mailing = outbox::insert_mailing(tx, network.id, None, LetterKind::Programme, &shared, now).await?;
    let mut written = 0;
    for member in people::members(tx, network.id).await?.iter().filter(|member| member.is_reachable()) {
        let letter = letters::to_member(network, member, LetterKind::Programme, occurrence, now);
        let letter = NewLetter { mailing: Some(mailing), ..letter };
        written += usize::from(effect::send(tx, desk, &letter, &network.address, now).await?);
    }
    Ok(written)
}
