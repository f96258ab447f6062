//! Whether a letter should still leave, looked at in the moment it does.

use super::{Result, remind};
use crate::domain::clock::Timestamp;
use crate::domain::gathering::GatheringState;
use crate::domain::outgoing::{LetterKind, Outgoing};
use crate::store::{Tx, gatherings, people};

/// Why a letter is no longer wanted; `None` where it is.
///
/// # Errors
/// When the database is away or damaged.
pub async fn unwanted(tx: &mut Tx, letter: &Outgoing, now: Timestamp) -> Result<Option<String>> {
    if letter.not_after.is_some_and(|limit| now >= limit) {
        return Ok(Some("trop tard : la rencontre a commencé".to_owned()));
    }
    if let Some(membership) = letter.membership
        && letter.kind != LetterKind::Stopped
        && let Some(membership) = people::membership_by_id(tx, membership).await?
        && membership.stopped_at.is_some()
        && !closes_a_stop(letter)
    {
        return Ok(Some("la personne ne veut plus de courrier".to_owned()));
    }
    if letter.incoming.is_none()
        && people::address(tx, &letter.to).await?.is_some_and(|address| address.undeliverable_at.is_some())
    {
        return Ok(Some("l'adresse n'est pas joignable".to_owned()));
    }
    let Some(invitation) = letter.invitation else { return Ok(None) };
    if !matches!(letter.kind, LetterKind::Invitation | LetterKind::Reminder | LetterKind::Practical | LetterKind::Moved)
    {
        return Ok(None);
    }
    let Some(stored) = gatherings::invitation(tx, invitation).await? else { return Ok(None) };
    let Some(gathering) = gatherings::get(tx, stored.invitation.gathering).await? else { return Ok(None) };
    if gathering.state == GatheringState::Cancelled {
        return Ok(Some("la rencontre est annulée".to_owned()));
    }
    if letter.kind == LetterKind::Reminder && !remind::is_silent(tx, invitation).await? {
        return Ok(Some("une réponse est arrivée entre-temps".to_owned()));
    }
    Ok(None)
}

/// A receipt that also confirms a stop is the last letter; it says so in its data.
fn closes_a_stop(letter: &Outgoing) -> bool {
    letter.kind == LetterKind::Receipt && letter.context.contains("\"unsubscribed\":true")
}
