//! When a letter that didn't leave is tried again, and when it is given up.

use std::time::Duration;

use crate::domain::clock::{DAY, Timestamp};
use crate::domain::delivery::Outcome;
use crate::store::outcomes::After;

/// Minutes before the second, third, … attempt; the last holds for all further ones. Greylisting wants a few minutes,
/// a server that is down some hours.
const MINUTES: &[u64] = &[1, 5, 15, 60, 180, 360];

/// After this long without success a letter is given up (RFC 5321 4.5.4.1 asks for four to five days).
pub const GIVE_UP_AFTER: Duration = Duration::from_secs(5 * DAY.as_secs());

/// What follows from the outcome of the `attempts`th attempt with a letter written at `written`. `fraction` (0 to 1)
/// spreads the next one by a fifth either way, so that a thousand letters that failed together don't come back together.
pub fn after(outcome: &Outcome, attempts: i64, written: Timestamp, now: Timestamp, fraction: f64) -> After {
    match outcome {
        Outcome::Accepted(_) => After::Sent,
        Outcome::Refused(_) => After::GiveUp,
        Outcome::Deferred(_) if now >= written.after(GIVE_UP_AFTER) => After::GiveUp,
        Outcome::Deferred(_) => {
            let step = usize::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(MINUTES.len() - 1);
            let seconds = MINUTES.get(step).copied().unwrap_or(360).saturating_mul(60);
            let jitter = 0.8 + 0.4 * fraction.clamp(0.0, 1.0);
            After::TryAgain(now.after(Duration::from_secs(seconds).mul_f64(jitter)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::delivery::Reply;

    fn deferred() -> Outcome {
        Outcome::Deferred(Reply { code: Some(451), enhanced: None, text: String::new() })
    }

    #[test]
    fn waits_grow_and_end_in_giving_up() {
        let written = Timestamp(0);
        let mut last = Duration::ZERO;
        for attempts in 1..=8 {
            let now = Timestamp(1_000);
            let After::TryAgain(at) = after(&deferred(), attempts, written, now, 0.5) else { panic!("gave up") };
            let wait = Duration::from_millis((at.0 - now.0).unsigned_abs());
            assert!(wait >= last, "attempt {attempts}");
            last = wait;
        }
        let late = written.after(GIVE_UP_AFTER);
        assert_eq!(after(&deferred(), 9, written, late, 0.5), After::GiveUp);
    }

    #[test]
    fn letters_that_failed_together_do_not_come_back_together() {
        let at = |fraction| after(&deferred(), 3, Timestamp(0), Timestamp(0), fraction);
        assert_ne!(at(0.0), at(0.9));
    }
}
