//! A gathering's words, place or link change; its date doesn't, so that every answer holds.

use super::{Error, Result};
use crate::domain::clock::Timestamp;
use crate::domain::decision::{By, Decision};
use crate::domain::gathering::Gathering;
use crate::domain::ids::{ActorId, InvitationId};
use crate::store::{Tx, decisions, gatherings};
use crate::workflow::standing;

/// Writes a gathering that differs from the stored one in anything but its date, and notes what changed.
///
/// # Errors
/// When it is over or cancelled, or would have fewer places than are taken.
pub async fn edit(tx: &mut Tx, after: &Gathering, changes: &str, by: Option<ActorId>, now: Timestamp) -> Result<()> {
    gatherings::lock(tx, after.id).await?;
    let what = || format!("changing gathering {}", after.id);
    if !after.is_open(now) {
        let why = format!("it is {}", if now >= after.ends_at() { "over" } else { after.state.as_str() });
        return Err(Error::refused(what(), why, "Make a new one: palabre gathering new"));
    }
    if let Some(places) = after.places {
        // No invitation has the number 0: all count.
        let taken = standing::places_taken(&standing::of_gathering(tx, after).await?, InvitationId(0));
        if places < taken {
            let why = format!("{taken} of its places are taken");
            return Err(Error::refused(what(), why, format!("Give --places {taken} or more")));
        }
    }
    gatherings::update(tx, after).await?;
    let decision = Decision {
        network: after.network,
        what: "gathering_changed",
        subject: format!("gathering:{}", after.id),
        by: if by.is_some() { By::Organiser } else { By::Operator },
        actor: by,
        incoming: None,
        because: changes.to_owned(),
        at: now,
    };
    Ok(decisions::append(tx, &decision).await?)
}
