//! The silent are asked again.

use serde_json::json;

use super::{Desk, Result, data, effect, letters, standing};
use crate::domain::clock::Timestamp;
use crate::domain::gathering::Gathering;
use crate::domain::ids::{ActorId, InvitationId};
use crate::domain::letter::LetterKind;
use crate::domain::network::Network;
use crate::domain::outgoing::NewLetter;
use crate::store::gatherings::InvitedActor;
use crate::store::{Tx, answers, outbox};
use crate::workflow::standing::Standing;

/// The invited whose invitation has left, who said nothing, and whom letters may reach.
///
/// # Errors
/// When the database is away or damaged.
pub async fn silent(tx: &mut Tx, gathering: &Gathering) -> Result<Vec<InvitedActor>> {
    let standings = standing::of_gathering(tx, gathering).await?;
    Ok(standings
        .into_iter()
        .filter(|one| one.standing == Standing::Silent)
        .map(|one| one.invited)
        .filter(|invited| invited.is_reachable() && invited.sent_at.is_some())
        .collect())
}

/// Writes the `n`th reminder to `who`; each gets it once. Whether they are still silent is looked at again when it
/// leaves.
///
/// # Errors
/// When the database is away.
pub async fn send(
    tx: &mut Tx,
    desk: &Desk,
    network: &Network,
    gathering: &Gathering,
    n: i64,
    who: &[InvitedActor],
    now: Timestamp,
) -> Result<usize> {
    if who.is_empty() {
        return Ok(0);
    }
    let series = letters::series_title(tx, gathering).await?;
    let shared = json!({
        "network": data::network(network),
        "gathering": data::gathering(gathering, series.as_deref()),
        "n": n,
    });
    let mailing =
        outbox::insert_mailing(tx, network.id, Some(gathering.id), LetterKind::Reminder, &shared, now).await?;
    let mut written = 0;
    for invited in who {
        let first = outbox::first_letter_about(tx, invited.id).await?;
        let letter = NewLetter {
            mailing: Some(mailing),
            not_after: Some(gathering.starts_at()),
            in_reply_to: first.clone(),
            references: first.into_iter().collect(),
            ..letters::about_invitation(
                network,
                invited,
                LetterKind::Reminder,
                format!("invitation:{}", invited.id),
                format!("{}.{n}", gathering.change),
                now,
            )
        };
        written += usize::from(effect::send(tx, desk, &letter, &network.address, now).await?);
    }
    Ok(written)
}

/// Whether the invited person has still said nothing, clear or unclear. Somebody else's mail about the invitation says
/// nothing of theirs.
///
/// # Errors
/// When the database is away or damaged.
pub(super) async fn is_silent(tx: &mut Tx, invitation: InvitationId, invited: ActorId) -> Result<bool> {
    let answered = !answers::of_invitation(tx, invitation).await?.is_empty();
    let doubts = answers::doubts_of(tx, invitation).await?;
    let in_doubt = doubts.iter().any(|doubt| doubt.settled_at.is_none() && doubt.actor == Some(invited));
    Ok(!answered && !in_doubt)
}
