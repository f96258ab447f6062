//! Periodic rules (`0 8 * * *`), on the `cron` crate.
//!
//! Over a zone the crate skips a day whose hour falls in a gap, and runs twice in a fold. So here it only knows a
//! civil calendar: an occurrence is a civil time, which is its key, and `domain::civil` says which instant that is (in a
//! gap the first instant after it, in a fold the first pass). A run can neither vanish nor double.

use std::str::FromStr;

use chrono::{Duration, NaiveDate, NaiveTime, Timelike};
use cron::Schedule;
use serde::{Deserialize, Serialize};

use super::expression;
use crate::domain::civil::{self, CivilTime, Zone};
use crate::domain::clock::Timestamp;

/// What the crate knows: the years 1970 to 2100. Beyond these it errs or panics, so it is never asked.
const FIRST: CivilTime = new_year(1970);
const END: CivilTime = new_year(2101);

const fn new_year(year: i32) -> CivilTime {
    match NaiveDate::from_ymd_opt(year, 1, 1) {
        Some(day) => day.and_time(NaiveTime::MIN),
        None => CivilTime::MIN,
    }
}

/// A rule that comes back: `0 8 * * 1` is Mondays at 8:00 on the wall.
///
/// Where both a day of the month and a weekday are given, both must hold: `0 8 1-7 * 1` is the first Monday of each
/// month. (POSIX cron would take either.)
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Periodic {
    written: String,
    calendar: Schedule,
}

impl Periodic {
    /// Reads five fields (minute, hour, day of the month, month, weekday), or six with seconds in front. Weekdays are
    /// POSIX (0 or 7 is Sunday, 1 is Monday) or English names; lists, ranges and steps everywhere.
    ///
    /// # Errors
    /// Says which field is wrong and why, or that the day never comes, with an example.
    pub fn parse(text: &str) -> Result<Periodic, String> {
        let written = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let calendar = Schedule::from_str(&expression::for_the_crate(&written)?)
            .map_err(|error| format!("`{written}` is no periodic rule: {error}"))?;
        let rule = Periodic { written, calendar };
        match rule.next_after(CivilTime::MIN) {
            Some(_) => Ok(rule),
            None => Err(format!("`{rule}` never comes: no such day in such a month; `0 8 28 2 *` would")),
        }
    }

    /// The first occurrence strictly after a civil time; none after the year 2100.
    pub fn next_after(&self, civil: CivilTime) -> Option<CivilTime> {
        let after = whole_second(civil).max(FIRST.checked_sub_signed(Duration::seconds(1))?);
        if after >= END {
            return None;
        }
        self.calendar.after(&after.and_utc()).next().map(|next| next.naive_utc())
    }

    /// The latest occurrence in (`after`, `until`]; the work doesn't grow with the time between.
    pub fn latest_in(&self, after: CivilTime, until: CivilTime) -> Option<CivilTime> {
        if until < FIRST {
            return None;
        }
        // The crate looks strictly before.
        let before = whole_second(until).checked_add_signed(Duration::seconds(1)).unwrap_or(END).min(END);
        let latest = self.calendar.after(&before.and_utc()).next_back()?.naive_utc();
        (latest > after).then_some(latest)
    }

    /// The first occurrence due after an instant: its key, and when it is due.
    ///
    /// This is where to begin. To go on, take [`Periodic::following`] of the key: several occurrences in a gap are due
    /// at one instant, so an instant doesn't tell which of them came last.
    pub fn upcoming(&self, zone: Zone, after_instant: Timestamp) -> Option<(CivilTime, Timestamp)> {
        self.following(zone, civil::reached(after_instant, zone))
    }

    /// The occurrence after the one with this key: its key, and when it is due. Keys rise, and no occurrence is left
    /// out; dues never fall.
    pub fn following(&self, zone: Zone, key: CivilTime) -> Option<(CivilTime, Timestamp)> {
        let next = self.next_after(key)?;
        Some((next, civil::instant(next, zone)))
    }

    /// The latest occurrence after the one with this key that is due at `now` or before: its key, and when it was due.
    /// It is the one to run; those between are passed over.
    pub fn latest_due(&self, zone: Zone, key: CivilTime, now: Timestamp) -> Option<(CivilTime, Timestamp)> {
        let latest = self.latest_in(key, civil::reached(now, zone))?;
        Some((latest, civil::instant(latest, zone)))
    }
}

/// Occurrences are whole seconds, and the crate takes no leap second.
fn whole_second(civil: CivilTime) -> CivilTime {
    civil.with_nanosecond(0).unwrap_or(civil)
}

impl FromStr for Periodic {
    type Err = String;
    fn from_str(text: &str) -> Result<Periodic, String> {
        Periodic::parse(text)
    }
}

impl TryFrom<String> for Periodic {
    type Error = String;
    fn try_from(text: String) -> Result<Periodic, String> {
        Periodic::parse(&text)
    }
}

impl From<Periodic> for String {
    fn from(rule: Periodic) -> String {
        rule.written
    }
}

/// As it was written.
impl std::fmt::Display for Periodic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::civil::{instant, parse_civil, rfc3339};

    const PARIS: Zone = chrono_tz::Europe::Paris;

    fn rule(text: &str) -> Periodic {
        Periodic::parse(text).unwrap()
    }

    fn at(text: &str) -> CivilTime {
        parse_civil(text).unwrap()
    }

    #[test]
    fn next_is_strictly_after() {
        for (written, after, next) in [
            ("0 8 * * *", "2027-06-05T07:59", "2027-06-05T08:00"),
            ("0 8 * * *", "2027-06-05T08:00", "2027-06-06T08:00"),
            ("0 8 * * *", "2027-12-31T08:00", "2028-01-01T08:00"),
            ("0 8 * * 1", "2027-06-05T08:00", "2027-06-07T08:00"),
            ("0 8 * * 0", "2027-06-05T08:00", "2027-06-06T08:00"),
            ("0 8 * * 7", "2027-06-05T08:00", "2027-06-06T08:00"),
            ("0 9 1-7 * 1", "2027-06-07T09:00", "2027-07-05T09:00"),
            ("30 0 8 * * *", "2027-06-05T08:00", "2027-06-05T08:00:30"),
            ("0 8 29 2 *", "2027-06-05T08:00", "2028-02-29T08:00"),
            ("0 8 31 * *", "2027-03-31T08:00", "2027-05-31T08:00"),
        ] {
            assert_eq!(rule(written).next_after(at(after)), Some(at(next)), "{written} after {after}");
        }
        let half = at("2027-06-05T08:00").checked_add_signed(Duration::milliseconds(-500)).unwrap();
        assert_eq!(rule("0 8 * * *").next_after(half), Some(at("2027-06-05T08:00")));
    }

    #[test]
    fn the_ends_of_the_calendar_neither_panic_nor_wander() {
        let daily = rule("0 8 * * *");
        assert_eq!(daily.next_after(CivilTime::MIN), Some(at("1970-01-01T08:00")));
        assert_eq!(daily.next_after(CivilTime::MAX), None);
        assert_eq!(daily.next_after(at("2100-12-31T08:00")), None);
        assert_eq!(daily.latest_in(CivilTime::MIN, CivilTime::MAX), Some(at("2100-12-31T08:00")));
        assert_eq!(daily.latest_in(CivilTime::MIN, at("1970-01-01T07:59")), None);
        assert_eq!(daily.latest_in(CivilTime::MIN, CivilTime::MIN), None);
        assert_eq!(rule("0 0 1 1 *").latest_in(CivilTime::MIN, at("1970-01-01T00:00")), Some(at("1970-01-01T00:00")));
    }

    #[test]
    fn a_day_that_never_comes_is_refused() {
        for never in ["0 8 30 2 *", "0 8 31 4,6,9,11 *"] {
            assert!(Periodic::parse(never).unwrap_err().contains("never comes"), "{never}");
        }
        assert!(Periodic::parse("0 8 29 2 1").is_ok(), "a 29 February on a Monday comes, though rarely");
    }

    #[test]
    fn a_rule_is_kept_as_written() {
        assert_eq!(rule(" 0  8 * * MON ").to_string(), "0 8 * * MON");
        assert_eq!(String::from("0 8 * * 1".parse::<Periodic>().unwrap()), "0 8 * * 1");
    }

    #[test]
    fn of_a_year_missed_only_the_latest_minute_counts() {
        let minutes = rule("* * * * *");
        let (from, until) = (at("2026-06-05T10:00"), at("2027-06-05T10:00:59"));
        assert_eq!(minutes.latest_in(from, until), Some(at("2027-06-05T10:00")));
        assert_eq!(minutes.latest_in(until, until), None);
        assert_eq!(minutes.latest_in(at("2027-06-05T10:00"), until), None, "the last one was run");
    }

    #[test]
    fn an_hour_in_the_gap_comes_once_after_it() {
        let daily = rule("30 2 * * *");
        let (key, due) = daily.upcoming(PARIS, instant(at("2027-03-27T12:00"), PARIS)).unwrap();
        assert_eq!((key, rfc3339(due, PARIS).as_str()), (at("2027-03-28T02:30"), "2027-03-28T03:00:00+02:00"));
        assert_eq!(daily.upcoming(PARIS, due).unwrap().0, at("2027-03-29T02:30"));
        assert_eq!(daily.latest_due(PARIS, key, due), None);
    }

    #[test]
    fn an_hour_in_the_fold_comes_once_in_its_first_pass() {
        let daily = rule("30 2 * * *");
        let (key, due) = daily.upcoming(PARIS, instant(at("2027-10-30T12:00"), PARIS)).unwrap();
        assert_eq!((key, rfc3339(due, PARIS).as_str()), (at("2027-10-31T02:30"), "2027-10-31T02:30:00+02:00"));
        // Ten past two in the second pass: 02:30 has been.
        let second_pass = Timestamp(instant(at("2027-10-31T02:10"), PARIS).0 + 3_600_000);
        assert_eq!(daily.upcoming(PARIS, second_pass).unwrap().0, at("2027-11-01T02:30"));
        assert_eq!(daily.latest_due(PARIS, at("2027-10-30T02:30"), second_pass), Some((key, due)));
    }

    #[test]
    fn hours_that_a_gap_puts_on_one_instant_are_one_run_of_the_latest() {
        let hourly = rule("0 * * * *");
        let last = at("2027-03-28T01:00");
        let (key, due) = hourly.following(PARIS, last).unwrap();
        assert_eq!(key, at("2027-03-28T02:00"));
        assert_eq!(hourly.latest_due(PARIS, last, due), Some((at("2027-03-28T03:00"), due)));
    }
}
