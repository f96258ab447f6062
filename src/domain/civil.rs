//! Civil time: what a clock on the wall shows, and the instants it stands for.
//!
//! A wall clock that goes forward leaves a gap, one that goes back leaves a fold. A civil time in a gap stands
//! for the first instant after it; one in a fold for its first pass.

use chrono::{Days, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::clock::Timestamp;

/// A date and an hour on the wall, without a zone.
pub type CivilTime = NaiveDateTime;

/// An IANA time zone.
pub type Zone = Tz;

/// How civil times are written in the database and read from the command line.
const CIVIL_FORM: &str = "%Y-%m-%dT%H:%M";

/// Reads `2027-06-05T10:00`, `2027-06-05 10:00` or, in the French way, `05/06/2027 10:00`.
///
/// # Errors
/// Says which forms are read.
pub fn parse_civil(text: &str) -> Result<CivilTime, String> {
    let text = text.trim();
    [CIVIL_FORM, "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d %Hh%M", "%d/%m/%Y %Hh%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .ok_or_else(|| format!("`{text}` is no date and hour; write 2027-06-05T10:00"))
}

/// Writes a civil time as the database keeps it.
pub fn format_civil(civil: CivilTime) -> String {
    civil.format(CIVIL_FORM).to_string()
}

/// The instant a civil time stands for in a zone.
pub fn instant(civil: CivilTime, zone: Zone) -> Timestamp {
    match zone.from_local_datetime(&civil) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => Timestamp::of(instant),
        LocalResult::None => after_gap(civil, zone),
    }
}

/// The first instant after the gap that holds `civil`.
fn after_gap(civil: CivilTime, zone: Zone) -> Timestamp {
    // Before the gap the old offset holds, so the time as the old offset sees it is the instant the gap begins
    // plus how far `civil` lies inside it. Go back to where a civil time exists, then by bisection to the edge.
    let mut exists = civil;
    while zone.from_local_datetime(&exists).earliest().is_none() {
        match exists.checked_sub_signed(Duration::hours(1)) {
            Some(earlier) => exists = earlier,
            None => return Timestamp::of(civil.and_utc()),
        }
    }
    let (mut low, mut high) = (exists, civil);
    while high.signed_duration_since(low) > Duration::milliseconds(1) {
        let half = high.signed_duration_since(low) / 2;
        let middle = low.checked_add_signed(half).unwrap_or(high);
        match zone.from_local_datetime(&middle).latest() {
            Some(_) => low = middle,
            None => high = middle,
        }
    }
    match zone.from_local_datetime(&low).latest() {
        // `low` is the last millisecond that exists before the gap: one later is the first after it.
        Some(last) => Timestamp(Timestamp::of(last).0.saturating_add(1)),
        None => Timestamp::of(civil.and_utc()),
    }
}

/// What the wall shows at an instant.
pub fn civil(instant: Timestamp, zone: Zone) -> CivilTime {
    instant.utc().with_timezone(&zone).naive_local()
}

/// RFC 3339 with the zone's offset.
pub fn rfc3339(instant: Timestamp, zone: Zone) -> String {
    instant.utc().with_timezone(&zone).to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
}

/// An hour on a day counted back from a gathering's: `J-21 9:00` is 9 o'clock three weeks before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Offset {
    /// Civil days before the day of the gathering; negative after it.
    pub days_before: i32,
    /// Hour on that day.
    pub at: NaiveTime,
}

impl Offset {
    /// The civil time it falls on, for a gathering that starts at `starts`.
    pub fn before(self, starts: CivilTime) -> CivilTime {
        let days = Days::new(u64::from(self.days_before.unsigned_abs()));
        let day = if self.days_before >= 0 {
            starts.date().checked_sub_days(days)
        } else {
            starts.date().checked_add_days(days)
        };
        day.unwrap_or(NaiveDate::MIN).and_time(self.at)
    }
}

impl std::str::FromStr for Offset {
    type Err = String;

    /// Reads `J-21 9:00`, `J-1 18h00`, `J+1 9:00`; `D` for `J` in English.
    fn from_str(text: &str) -> Result<Offset, String> {
        let wrong = || format!("`{text}` is no offset; write J-21 9:00 (three weeks before, at 9 o'clock)");
        let (days, at) = text.trim().split_once(' ').ok_or_else(wrong)?;
        let days = days.strip_prefix(['J', 'j', 'D', 'd']).ok_or_else(wrong)?;
        let days_after: i32 = if days.is_empty() { 0 } else { days.parse().map_err(|_| wrong())? };
        let at = at.trim().replace(['h', 'H'], ":");
        let at = NaiveTime::parse_from_str(at.trim_end_matches(':'), "%H:%M")
            .or_else(|_| NaiveTime::parse_from_str(&format!("{}:00", at.trim_end_matches(':')), "%H:%M"));
        if days_after.abs() > 3_650 {
            return Err(wrong());
        }
        Ok(Offset { days_before: -days_after, at: at.map_err(|_| wrong())? })
    }
}

impl TryFrom<String> for Offset {
    type Error = String;
    fn try_from(text: String) -> Result<Offset, String> {
        text.parse()
    }
}

impl From<Offset> for String {
    fn from(offset: Offset) -> String {
        offset.to_string()
    }
}

impl std::fmt::Display for Offset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.days_before {
            0 => f.write_str("J")?,
            days => write!(f, "J{:+}", -days)?,
        }
        write!(f, " {}", self.at.format("%-H:%M"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARIS: Zone = chrono_tz::Europe::Paris;

    fn at(text: &str) -> CivilTime {
        parse_civil(text).unwrap()
    }

    #[test]
    fn a_time_in_the_spring_gap_is_the_first_instant_after_it() {
        assert_eq!(rfc3339(instant(at("2027-03-28T02:30"), PARIS), PARIS), "2027-03-28T03:00:00+02:00");
    }

    #[test]
    fn a_time_in_the_autumn_fold_is_its_first_pass() {
        assert_eq!(rfc3339(instant(at("2027-10-31T02:30"), PARIS), PARIS), "2027-10-31T02:30:00+02:00");
    }

    #[test]
    fn a_whole_day_that_was_skipped_ends_in_the_next() {
        let apia = chrono_tz::Pacific::Apia;
        assert_eq!(rfc3339(instant(at("2011-12-30T10:00"), apia), apia), "2011-12-31T00:00:00+14:00");
    }

    #[test]
    fn offsets_are_read_as_organisers_write_them() {
        for (text, shown) in [
            ("J-21 9:00", "J-21 9:00"),
            ("j-1 18h00", "J-1 18:00"),
            ("D-7 9:30", "J-7 9:30"),
            ("J-2 9h", "J-2 9:00"),
            ("J 8:00", "J 8:00"),
            ("J+1 9:00", "J+1 9:00"),
        ] {
            assert_eq!(text.parse::<Offset>().unwrap().to_string(), shown);
        }
        for wrong in ["", "J-21", "21 9:00", "J-21 25:00", "J-99999 9:00", "hier 9:00"] {
            assert!(wrong.parse::<Offset>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_offset_counts_civil_days() {
        let offset: Offset = "J-21 9:00".parse().unwrap();
        assert_eq!(offset.before(at("2027-04-03T10:00")), at("2027-03-13T09:00"));
    }
}
