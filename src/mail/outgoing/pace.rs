//! No more letters in an hour than the provider allows, also after a restart: attempts are counted in the ledger.

use crate::config::Rate;
use crate::domain::clock::Timestamp;
use crate::store::{self, Tx, outbox};

/// How many letters may leave now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// So many.
    Go(i64),
    /// None before then.
    WaitUntil(Timestamp),
}

/// How many of `wanted` letters may leave now. Each attempt counts, also one that failed: providers count so.
///
/// # Errors
/// When the database is away.
pub async fn allowance(tx: &mut Tx, rate: Option<Rate>, wanted: i64, now: Timestamp) -> store::Result<Pace> {
    let Some(rate) = rate else { return Ok(Pace::Go(wanted)) };
    let made = outbox::attempts_since(tx, now.before(rate.per)).await?;
    let left = rate.letters.saturating_sub(made);
    if left > 0 {
        return Ok(Pace::Go(wanted.min(i64::try_from(left).unwrap_or(i64::MAX))));
    }
    // The window opens when the oldest of the attempts that fill it falls out of it.
    let oldest = outbox::nth_latest_attempt(tx, rate.letters).await?;
    let opens = oldest.map_or(now, |at| at.after(rate.per));
    Ok(Pace::WaitUntil(opens.max(Timestamp(now.0.saturating_add(100)))))
}
