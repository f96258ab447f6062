//! A reply to a letter that asks something else than who comes: each goes to its own process.

use super::effect::Effect;
use super::heard::Heard;
use super::{Desk, Result, attendance};
use crate::domain::clock::Timestamp;
use crate::domain::letter::LetterKind;
use crate::store::Tx;

/// What follows from such a reply; `None` where the message is none.
///
/// # Errors
/// When the database is away or damaged.
pub async fn replied(tx: &mut Tx, desk: &Desk, heard: &Heard<'_>, now: Timestamp) -> Result<Option<Vec<Effect>>> {
    let Some(letter) = heard.letter else { return Ok(None) };
    // "Stop" is one, whatever it answers.
    if heard.reading.unsubscribe {
        return Ok(None);
    }
    match letter.kind {
        LetterKind::Noted if letter.about("attendance").is_some() => {
            attendance::replied(tx, desk, heard, letter, now).await.map(Some)
        }
        LetterKind::Attendance => attendance::replied(tx, desk, heard, letter, now).await.map(Some),
        _ => Ok(None),
    }
}
