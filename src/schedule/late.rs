//! What becomes of work whose hour has come, or has passed while nobody looked: one function a rule.
//!
//! All of them may be asked early, at the hour, or long after; asked again later, `Now` never turns back into `At`.

use super::periodic::Periodic;
use crate::domain::civil::{CivilTime, Zone};
use crate::domain::clock::Timestamp;
use crate::domain::timer::{AFTER_INVITATION, BEFORE_START};

/// What to do with a timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Late {
    /// Do it.
    Now,
    /// Do it then: an instant after `now`.
    At(Timestamp),
    /// Never do it; the reason is kept with the timer.
    Drop(Reason),
}

crate::words! {
    /// Why a timer was dropped; the word is what the database keeps.
    Reason {
        /// The gathering has begun.
        Begun = "begun",
        /// Its hour isn't before the start.
        HourAfterStart = "hour_after_start",
        /// A reminder's hour lies within [`BEFORE_START`].
        HourTooNearStart = "hour_too_near_start",
        /// [`AFTER_INVITATION`] a reminder would be within [`BEFORE_START`].
        InvitedTooLate = "invited_too_late",
        /// A reminder whose hour was fine, but it is now within [`BEFORE_START`].
        StartTooNear = "start_too_near",
        /// The next one is due as well, and goes in its place.
        Superseded = "superseded",
    }
}

impl Reason {
    /// A line that says why, for logs and errors.
    pub fn line(self) -> &'static str {
        match self {
            Reason::Begun => "the gathering had begun before it could leave",
            Reason::HourAfterStart => "its hour is not before the gathering's start",
            Reason::HourTooNearStart => "its hour is less than 1 day before the gathering's start",
            Reason::InvitedTooLate => {
                "it must leave at least 3 days after the invitation, and that is less than 1 day before the start"
            }
            Reason::StartTooNear => "it could not leave at its hour, and now the start is less than 1 day away",
            Reason::Superseded => "the next one is due too and goes in its place",
        }
    }
}

/// An invitation leaves at its hour or, past it, at once until the start.
pub fn invitation(due: Timestamp, starts: Timestamp, now: Timestamp) -> Late {
    until_the_start(due, starts, now)
}

/// Practical information leaves at its hour or, past it, at once until the start.
pub fn practical(due: Timestamp, starts: Timestamp, now: Timestamp) -> Late {
    until_the_start(due, starts, now)
}

fn until_the_start(due: Timestamp, starts: Timestamp, now: Timestamp) -> Late {
    if due >= starts {
        Late::Drop(Reason::HourAfterStart)
    } else if now >= starts {
        Late::Drop(Reason::Begun)
    } else {
        leave(due, now)
    }
}

/// The hours that a reminder must heed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminder {
    /// Its hour.
    pub due: Timestamp,
    /// The hour of the next reminder of the same gathering, where there is one.
    pub next: Option<Timestamp>,
    /// When the person's invitation was sent.
    pub invited: Timestamp,
    /// When the gathering starts.
    pub starts: Timestamp,
}

/// A reminder leaves at its hour, but at least [`AFTER_INVITATION`] and at least [`BEFORE_START`] (both may be exact);
/// where these leave no time it is dropped. When the next reminder's hour comes before it could leave, that one goes
/// in its place: nobody is reminded twice in a row.
pub fn reminder(hours: Reminder, now: Timestamp) -> Late {
    let earliest = hours.invited.after(AFTER_INVITATION);
    let latest = hours.starts.before(BEFORE_START);
    if hours.due > latest {
        return Late::Drop(Reason::HourTooNearStart);
    }
    if earliest > latest {
        return Late::Drop(Reason::InvitedTooLate);
    }
    if now > latest {
        return Late::Drop(Reason::StartTooNear);
    }
    let leaves = hours.due.max(earliest);
    // `leaves` and `now` are no later than `latest`, so a next one that is reached by then isn't dropped itself.
    match hours.next {
        Some(next) if next > hours.due && next <= leaves.max(now) => Late::Drop(Reason::Superseded),
        _ => leave(leaves, now),
    }
}

/// Of a periodic rule's missed runs only the latest is done. `key` is the run's civil occurrence, `due` its instant.
pub fn periodic(rule: &Periodic, zone: Zone, key: CivilTime, due: Timestamp, now: Timestamp) -> Late {
    if due <= now && rule.latest_due(zone, key, now).is_some() {
        return Late::Drop(Reason::Superseded);
    }
    leave(due, now)
}

fn leave(at: Timestamp, now: Timestamp) -> Late {
    if now >= at { Late::Now } else { Late::At(at) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::civil::{instant, parse_civil};
    use Late::{At, Drop, Now};
    use proptest::prelude::*;

    const PARIS: Zone = chrono_tz::Europe::Paris;

    /// A time in June 2027: `19 9:00`.
    fn june(text: &str) -> Timestamp {
        let (day, hour) = text.split_once(' ').unwrap();
        instant(parse_civil(&format!("2027-06-{day:0>2} {hour:0>5}")).unwrap(), PARIS)
    }

    #[test]
    fn an_invitation_and_practical_information_leave_until_the_start() {
        let starts = june("19 10:00");
        for (due, now, expected) in [
            ("1 9:00", "1 8:59", At(june("1 9:00"))),
            ("1 9:00", "1 9:00", Now),
            ("1 9:00", "12 9:00", Now),
            ("1 9:00", "19 9:59", Now),
            ("1 9:00", "19 10:00", Drop(Reason::Begun)),
            ("1 9:00", "30 9:00", Drop(Reason::Begun)),
            ("19 10:00", "1 9:00", Drop(Reason::HourAfterStart)),
            ("20 9:00", "21 9:00", Drop(Reason::HourAfterStart)),
        ] {
            assert_eq!(invitation(june(due), starts, june(now)), expected, "due {due}, now {now}");
            assert_eq!(practical(june(due), starts, june(now)), expected, "due {due}, now {now}");
        }
    }

    #[test]
    fn a_reminder_is_three_days_after_the_invitation_and_a_day_before_the_start() {
        for (due, invited, now, expected) in [
            // in time
            ("12 9:00", "1 9:00", "2 9:00", At(june("12 9:00"))),
            ("12 9:00", "1 9:00", "12 9:00", Now),
            ("12 9:00", "9 9:00", "12 9:00", Now),
            // past its hour
            ("12 9:00", "1 9:00", "14 20:00", Now),
            ("12 9:00", "1 9:00", "18 10:00", Now),
            ("12 9:00", "1 9:00", "18 10:01", Drop(Reason::StartTooNear)),
            ("12 9:00", "1 9:00", "20 9:00", Drop(Reason::StartTooNear)),
            // too near the invitation: postponed
            ("12 9:00", "9 9:01", "12 9:00", At(june("12 9:01"))),
            ("12 9:00", "11 18:00", "12 9:00", At(june("14 18:00"))),
            ("12 9:00", "11 18:00", "14 18:00", Now),
            ("12 9:00", "13 9:00", "13 9:00", At(june("16 9:00"))),
            ("12 9:00", "15 10:00", "15 10:00", At(june("18 10:00"))),
            // no time left
            ("12 9:00", "15 10:01", "15 10:01", Drop(Reason::InvitedTooLate)),
            ("17 9:00", "16 9:00", "16 10:00", Drop(Reason::InvitedTooLate)),
            ("18 10:00", "1 9:00", "17 9:00", At(june("18 10:00"))),
            ("18 10:01", "1 9:00", "17 9:00", Drop(Reason::HourTooNearStart)),
            ("20 9:00", "1 9:00", "17 9:00", Drop(Reason::HourTooNearStart)),
        ] {
            let hours = Reminder { due: june(due), next: None, invited: june(invited), starts: june("19 10:00") };
            assert_eq!(reminder(hours, june(now)), expected, "due {due}, invited {invited}, now {now}");
        }
    }

    #[test]
    fn of_two_reminders_that_would_leave_together_the_later_goes() {
        for (due, next, invited, now, expected) in [
            ("12 9:00", "16 9:00", "1 9:00", "12 9:00", Now),
            ("12 9:00", "16 9:00", "1 9:00", "16 8:59", Now),
            ("12 9:00", "16 9:00", "1 9:00", "17 9:00", Drop(Reason::Superseded)),
            ("12 9:00", "13 9:00", "11 9:00", "12 9:00", Drop(Reason::Superseded)),
            // the next one is too near the start to go itself
            ("12 9:00", "18 18:00", "1 9:00", "18 9:00", Now),
        ] {
            let hours =
                Reminder { due: june(due), next: Some(june(next)), invited: june(invited), starts: june("19 10:00") };
            assert_eq!(reminder(hours, june(now)), expected, "due {due}, next {next}, invited {invited}, now {now}");
        }
    }

    #[test]
    fn of_missed_periodic_runs_only_the_latest_is_done() {
        let rule = Periodic::parse("0 8 * * *").unwrap();
        for (key, now, expected) in [
            ("1 8:00", "1 7:59", At(june("1 8:00"))),
            ("1 8:00", "1 8:00", Now),
            ("1 8:00", "2 7:59", Now),
            ("1 8:00", "2 8:00", Drop(Reason::Superseded)),
            ("1 8:00", "30 8:00", Drop(Reason::Superseded)),
            ("30 8:00", "30 9:00", Now),
        ] {
            let due = june(key);
            let civil = crate::domain::civil::civil(due, PARIS);
            assert_eq!(periodic(&rule, PARIS, civil, due, june(now)), expected, "key {key}, now {now}");
        }
    }

    #[test]
    fn every_reason_has_its_line() {
        let mut lines: Vec<_> = Reason::ALL.iter().map(|reason| reason.line()).collect();
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(lines.len(), Reason::ALL.len());
    }

    proptest! {
        /// Hours of a month, all orders: what leaves heeds both distances, and `At` is kept when its instant comes.
        #[test]
        fn a_reminder_that_leaves_heeds_both_distances(
            due in 0_i64..720, next in proptest::option::of(0_i64..720), invited in 0_i64..720, starts in 0_i64..720, now in 0_i64..720,
        ) {
            let hour = |n: i64| Timestamp(n * 3_600_000);
            let hours = Reminder { due: hour(due), next: next.map(hour), invited: hour(invited), starts: hour(starts) };
            let leaves = match reminder(hours, hour(now)) {
                Now => hour(now),
                At(then) => {
                    prop_assert!(then > hour(now));
                    prop_assert_eq!(reminder(hours, then), Now);
                    then
                }
                Drop(_) => return Ok(()),
            };
            prop_assert!(leaves >= hours.due);
            prop_assert!(leaves >= hours.invited.after(AFTER_INVITATION));
            prop_assert!(leaves <= hours.starts.before(BEFORE_START));
        }
    }
}
