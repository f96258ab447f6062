//! Which letter of ours a message answers.

use crate::domain::ids::OutgoingId;
use crate::domain::letter::LetterKind;
use crate::domain::token::{TokenKind, TokenSubject};
use crate::reading::{self, Headers};
use crate::store::outbox::SentLetter;
use crate::store::{Tx, outbox};
use crate::workflow::Result;

/// The letter that a message answers or speaks of. Who answers "pour l'envoyer, répondez « envoyer »" answers the letter
/// that this was said of.
///
/// # Errors
/// When the database is away or damaged.
pub(super) async fn letter(
    tx: &mut Tx,
    token: Option<TokenSubject>,
    headers: &Headers,
    raw: &[u8],
) -> Result<Option<SentLetter>> {
    match pointed_to(tx, token, headers, raw).await? {
        // What was noted of a roll call says by itself which it corrects.
        Some(letter) if letter.kind == LetterKind::Noted && letter.about("attendance").is_none() => {
            Ok(Some(further_up(tx, letter).await?))
        }
        found => Ok(found),
    }
}

/// The letter that a bounce token, In-Reply-To, References or a returned message points to.
async fn pointed_to(
    tx: &mut Tx,
    token: Option<TokenSubject>,
    headers: &Headers,
    raw: &[u8],
) -> Result<Option<SentLetter>> {
    if let Some(TokenSubject { kind: TokenKind::Bounce, id, .. }) = token {
        return Ok(outbox::sent_letter(tx, OutgoingId(id)).await?);
    }
    // The nearest ancestor counts: In-Reply-To, then References from the end. A message may claim thousands.
    const MOST_IDS: usize = 20;
    let answered = headers.in_reply_to.iter().chain(headers.references.iter().rev());
    let returned = reading::returned_ids(raw);
    for id in answered.chain(returned.iter()).take(MOST_IDS) {
        if let Some(letter) = outbox::by_message_id(tx, id).await? {
            return Ok(Some(letter));
        }
    }
    Ok(None)
}

/// The letter above an answer of ours in its thread, where it may be answered again; else the answer itself.
async fn further_up(tx: &mut Tx, noted: SentLetter) -> Result<SentLetter> {
    let thread = outbox::get(tx, noted.id).await?.map(|row| row.references).unwrap_or_default();
    for id in thread.iter().rev() {
        match outbox::by_message_id(tx, id).await? {
            Some(letter) if may_be_said_again(letter.kind) => return Ok(letter),
            _ => {}
        }
    }
    Ok(noted)
}

/// Letters to which a second answer may mend the first. Thanks for a noted debrief are no further debrief.
fn may_be_said_again(kind: LetterKind) -> bool {
    matches!(kind, LetterKind::MinutesReview | LetterKind::Minutes | LetterKind::FollowUp | LetterKind::Order)
}
