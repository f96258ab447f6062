//! Whether a letter should still leave, looked at in the moment it does.

use super::{Result, remind};
use crate::domain::clock::Timestamp;
use crate::domain::gathering::GatheringState;
use crate::domain::letter::LetterKind;
use crate::domain::outgoing::Outgoing;
use crate::store::Tx;
use crate::store::leases::Claimed;

/// Why a letter is no longer wanted; `None` where it is.
///
/// # Errors
/// When the database is away or damaged.
pub async fn unwanted(tx: &mut Tx, claimed: &Claimed, now: Timestamp) -> Result<Option<String>> {
    let why = match settled(claimed, now) {
        Some(why) => Some(why),
        None if was_answered(tx, &claimed.letter).await? => Some("une réponse est arrivée entre-temps"),
        None => None,
    };
    Ok(why.map(str::to_owned))
}

/// What the claim itself tells.
fn settled(claimed: &Claimed, now: Timestamp) -> Option<&'static str> {
    let letter = &claimed.letter;
    let of_the_gathering = matches!(
        letter.kind,
        LetterKind::Invitation | LetterKind::Reminder | LetterKind::Practical | LetterKind::Moved
    );
    if letter.not_after.is_some_and(|limit| now >= limit) {
        Some("trop tard : la rencontre a commencé")
    } else if claimed.stopped && letter.kind != LetterKind::Stopped && !closes_a_stop(letter) {
        Some("la personne ne veut plus de courrier")
    } else if !claimed.theirs {
        // Written before the address was corrected: whoever reads the old one would get this person's token.
        Some("l'adresse n'est plus celle de la personne")
    } else if claimed.undeliverable && letter.incoming.is_none() {
        Some("l'adresse n'est pas joignable")
    } else if of_the_gathering && claimed.gathering == Some(GatheringState::Cancelled) {
        Some("la rencontre est annulée")
    } else {
        None
    }
}

/// Only the silent are reminded.
async fn was_answered(tx: &mut Tx, letter: &Outgoing) -> Result<bool> {
    match letter.invitation {
        Some(invitation) if letter.kind == LetterKind::Reminder => {
            Ok(!remind::is_silent(tx, invitation, letter.actor).await?)
        }
        _ => Ok(false),
    }
}

/// A receipt that also confirms a stop is the last letter; it says so in its data.
fn closes_a_stop(letter: &Outgoing) -> bool {
    let data: serde_json::Value = serde_json::from_str(&letter.context).unwrap_or_default();
    letter.kind == LetterKind::Receipt && data["unsubscribed"] == true
}
