//! Who was really there: asked of the organisers when a gathering is over.

use super::effect::Effect;
use super::heard::Heard;
use super::{Desk, Result};
use crate::domain::clock::Timestamp;
use crate::domain::doubt::DoubtReason;
use crate::domain::gathering::Gathering;
use crate::domain::network::Network;
use crate::store::Tx;
use crate::store::outbox::SentLetter;

/// The gathering is over: asks every organiser who was there.
///
/// # Errors
/// When the database is away.
pub async fn ask(
    _tx: &mut Tx,
    _desk: &Desk,
    _network: &Network,
    _gathering: &Gathering,
    _now: Timestamp,
) -> Result<usize> {
    Ok(0)
}

/// What an organiser answered.
///
/// # Errors
/// When the database is away or damaged.
pub async fn replied(
    _tx: &mut Tx,
    _desk: &Desk,
    heard: &Heard<'_>,
    _letter: &SentLetter,
    _now: Timestamp,
) -> Result<Vec<Effect>> {
    Ok(vec![heard.doubt(DoubtReason::Question, None, heard.from_actor)])
}
