//! The evening before: hour, place, link, to those who come.

use serde_json::{Value, json};

use super::{Desk, Result, agenda, data, effect, letters, standing};
use crate::domain::clock::Timestamp;
use crate::domain::gathering::{Gathering, GatheringKind};
use crate::domain::invitation::Place;
use crate::domain::letter::LetterKind;
use crate::domain::network::Network;
use crate::domain::outgoing::NewLetter;
use crate::store::{Tx, outbox};
use crate::workflow::standing::Standing;

/// Writes the practical information to all who come and have a place, once for each date.
///
/// # Errors
/// When the database is away.
pub async fn send(tx: &mut Tx, desk: &Desk, network: &Network, gathering: &Gathering, now: Timestamp) -> Result<usize> {
    let coming: Vec<_> = standing::of_gathering(tx, gathering)
        .await?
        .into_iter()
        .filter(|one| one.standing == Standing::Attending && one.invited.is_reachable())
        .filter(|one| !matches!(one.invited.place, Some(Place::Waiting | Place::Offered)))
        .collect();
    if coming.is_empty() {
        return Ok(0);
    }
    let series = letters::series_title(tx, gathering).await?;
    let agenda: Vec<String> = match gathering.kind {
        GatheringKind::Meeting => {
            agenda::of(tx, network, gathering).await?.into_iter().map(|item| item.words).collect()
        }
        GatheringKind::Visit => Vec::new(),
    };
    let shared = json!({
        "network": data::network(network),
        "gathering": data::gathering(gathering, series.as_deref()),
        "agenda": agenda,
    });
    let mailing =
        outbox::insert_mailing(tx, network.id, Some(gathering.id), LetterKind::Practical, &shared, now).await?;
    let mut written = 0;
    for one in &coming {
        let subject = format!("gathering:{}", gathering.id);
        let letter = letters::about_invitation(
            network,
            &one.invited,
            LetterKind::Practical,
            subject,
            gathering.change.to_string(),
            now,
        );
        let said = one.answer.as_ref().map_or(Value::Null, |answer| data::said(&answer.said));
        let personal: Value = serde_json::from_str(&letter.context).unwrap_or_default();
        let first = outbox::first_letter_about(tx, one.invited.id).await?;
        let letter = NewLetter {
            mailing: Some(mailing),
            not_after: Some(gathering.starts_at()),
            context: data::merged(&personal, &json!({ "said": said })).to_string(),
            in_reply_to: first.clone(),
            references: first.into_iter().collect(),
            ..letter
        };
        written += usize::from(effect::send(tx, desk, &letter, &network.address, now).await?);
    }
    Ok(written)
}
