//! What is no answer to an invitation: a compte rendu, or a reply to a letter that asks something else than who comes.
//! Each goes to its own process.

use super::effect::Effect;
use super::heard::Heard;
use super::{Desk, Result, attendance, follow_up, minutes, noted, visit};
use crate::domain::clock::Timestamp;
use crate::domain::doubt::DoubtReason;
use crate::domain::letter::LetterKind;
use crate::domain::reading::Asked;
use crate::reading::minutes as minutes_reading;
use crate::store::{Tx, networks};

/// What follows from such a message; `None` where the message is none.
///
/// # Errors
/// When the database is away or damaged.
pub async fn replied(
    tx: &mut Tx,
    desk: &Desk,
    heard: &Heard<'_>,
    raw: &[u8],
    now: Timestamp,
) -> Result<Option<Vec<Effect>>> {
    if noted::organiser(tx, heard).await?.is_some()
        && let Some(text) = minutes_reading::mailed(raw)
        && let Some(effects) = minutes::received(tx, desk, heard, &text, now).await?
    {
        return Ok(Some(effects));
    }
    let Some(letter) = heard.letter else { return Ok(None) };
    // "Stop" is one, whatever it answers.
    if heard.reading.unsubscribe {
        return Ok(None);
    }
    // A letter of one network says nothing to another, whoever organises there.
    if letter.network != heard.network.id && letter.kind.asks() != Asked::Attendance {
        return Ok(Some(vec![heard.doubt(DoubtReason::Identity, None, heard.from_actor)]));
    }
    // A trusted server looked, and From isn't proved: whoever holds a copy of our letter orders and reports nothing.
    if heard.reading.authenticated == Some(false) && is_acted_on(letter.kind) {
        return Ok(Some(vec![heard.doubt(DoubtReason::Identity, None, heard.from_actor)]));
    }
    // Whoever answers at the same moment, to another daemon, waits: follow-ups are read, then written.
    if letter.kind.asks() != Asked::Attendance {
        networks::lock(tx, heard.network.id).await?;
    }
    match letter.kind {
        LetterKind::Noted if letter.about("attendance").is_some() => {
            attendance::replied(tx, desk, heard, letter, now).await.map(Some)
        }
        LetterKind::Attendance => attendance::replied(tx, desk, heard, letter, now).await.map(Some),
        LetterKind::MinutesReview => minutes::replied(tx, desk, heard, letter, now).await.map(Some),
        LetterKind::Minutes => minutes::answered(tx, heard, letter, now).await.map(Some),
        LetterKind::FollowUp => follow_up::replied(tx, desk, heard, letter, now).await.map(Some),
        LetterKind::Order => visit::ordered(tx, desk, heard, letter, now).await.map(Some),
        LetterKind::Debrief => visit::debriefed(tx, heard, letter, now).await.map(Some),
        // It is no answer to an invitation either.
        LetterKind::Noted => Ok(Some(vec![heard.doubt(DoubtReason::Question, None, heard.from_actor)])),
        _ => Ok(None),
    }
}

/// Letters of which an answer does something in the organisers' name, or is published under the writer's.
fn is_acted_on(kind: LetterKind) -> bool {
    matches!(
        kind,
        LetterKind::Attendance
            | LetterKind::MinutesReview
            | LetterKind::FollowUp
            | LetterKind::Order
            | LetterKind::Debrief
            | LetterKind::Noted
    )
}
