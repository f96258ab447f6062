//! Civil time: what a clock on the wall shows, and the instants it stands for.
//!
//! A wall clock that goes forward leaves a gap, one that goes back leaves a fold. A civil time in a gap stands
//! for the first instant after it; one in a fold for its first pass.

use chrono::{Days, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset as _, TimeZone, Timelike};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::clock::Timestamp;

/// A date and an hour on the wall, without a zone.
pub type CivilTime = NaiveDateTime;

/// An IANA time zone.
pub type Zone = Tz;

/// How civil times are written in the database and read from the command line.
const CIVIL_FORM: &str = "%Y-%m-%dT%H:%M";

/// The same for the few that fall between two minutes.
const CIVIL_FORM_SECONDS: &str = "%Y-%m-%dT%H:%M:%S";

/// Reads `2027-06-05T10:00`, `2027-06-05 10:00` or, in the French way, `05/06/2027 10:00`, `5/6/2027 10h`.
///
/// # Errors
/// Says which forms are read.
pub fn parse_civil(text: &str) -> Result<CivilTime, String> {
    let text = text.trim();
    // `10 h 30` and `10h` are `10h30` and `10h00`.
    let mut plain = text.to_lowercase().replace(" h", "h").replace("h ", "h").replace('t', "T");
    if plain.ends_with('h') {
        plain += "00";
    }
    [CIVIL_FORM, "%Y-%m-%d %H:%M", CIVIL_FORM_SECONDS, "%d/%m/%Y %H:%M", "%Y-%m-%d %Hh%M", "%d/%m/%Y %Hh%M"]
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(&plain, form).ok())
        .ok_or_else(|| {
            let day = ["%Y-%m-%d", "%d/%m/%Y"].iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok());
            match day {
                Some(_) => format!("`{text}` has no hour; write {text} 10:00"),
                None => format!("`{text}` is no date and hour; write 2027-06-05T10:00"),
            }
        })
}

/// Writes a civil time as the database keeps it: `2027-06-05T10:00`, and `2027-06-05T10:00:30` where it has seconds, so
/// that two occurrences in one minute are two keys. Text order is time order.
pub fn format_civil(civil: CivilTime) -> String {
    let form = if civil.second() == 0 { CIVIL_FORM } else { CIVIL_FORM_SECONDS };
    civil.format(form).to_string()
}

/// The instant a civil time stands for in a zone: the first at which the wall shows it, or later than it.
pub fn instant(civil: CivilTime, zone: Zone) -> Timestamp {
    match zone.from_local_datetime(&civil) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => Timestamp::of(instant),
        LocalResult::None => after_gap(civil, zone),
    }
}

/// The first instant after the gap that holds `civil`.
fn after_gap(civil: CivilTime, zone: Zone) -> Timestamp {
    // Go back to where a civil time exists, then by bisection to the edge.
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
    let utc = instant.utc().naive_utc();
    // In chrono's last day the local time may lie outside its years.
    utc.checked_add_offset(zone.offset_from_utc_datetime(&utc).fix()).unwrap_or(utc)
}

/// The furthest civil time that has come by an instant: the greatest whose [`instant`] isn't later.
///
/// It is what the wall shows, but for the second pass of a fold: there the whole fold has already been.
pub fn reached(now: Timestamp, zone: Zone) -> CivilTime {
    let shown = civil(now, zone);
    let since_first_pass = Duration::milliseconds(now.0.saturating_sub(instant(shown, zone).0).max(0));
    let Some(mut high) = shown.checked_add_signed(since_first_pass) else { return shown };
    // An instant grows with its civil time: bisect from what the wall shows to what it would show had it not been
    // turned back, which is beyond the fold.
    let mut low = shown;
    while high.signed_duration_since(low) > Duration::milliseconds(1) {
        let half = high.signed_duration_since(low) / 2;
        let middle = low.checked_add_signed(half).unwrap_or(high);
        if instant(middle, zone) <= now { low = middle } else { high = middle }
    }
    low
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
        if days_after.unsigned_abs() > 3_650 {
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
pub(crate) mod tests {
    use super::*;
    use chrono::Datelike;
    use proptest::prelude::*;

    const PARIS: Zone = chrono_tz::Europe::Paris;

    fn at(text: &str) -> CivilTime {
        parse_civil(text).unwrap()
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for text in [
            "2027-06-05T10:00",
            " 2027-06-05 10:00 ",
            "2027-6-5 10h",
            "05/06/2027 10:00",
            "05/06/2027 10h",
            "5/6/2027 10h00",
            "5/6/2027 10H",
            "5/6/2027 10 h",
            "5/6/2027 10 h 00",
        ] {
            assert_eq!(parse_civil(text).map(format_civil), Ok("2027-06-05T10:00".to_owned()), "{text}");
        }
        assert_eq!(at("5/6/2027 9h5"), at("2027-06-05T09:05"));
        for alone in ["5/6/2027", "2027-06-05"] {
            assert!(parse_civil(alone).unwrap_err().contains(&format!("has no hour; write {alone} 10:00")));
        }
        for wrong in ["", "h", "demain", "10h", "31/6/2027 10h", "5/6/2027 25h", "5/6/2027 h"] {
            assert!(parse_civil(wrong).unwrap_err().contains("is no date and hour"), "{wrong}");
        }
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

    #[test]
    fn an_offset_of_the_least_integer_is_an_error_not_an_overflow() {
        assert!("J-2147483648 9:00".parse::<Offset>().is_err());
    }

    #[test]
    fn two_civil_times_in_one_minute_are_written_apart_and_in_order() {
        let written = ["2027-06-05T10:00", "2027-06-05T10:00:30", "2027-06-05T10:01"];
        assert_eq!(written.map(|text| format_civil(at(text))), written);
        assert!(written.is_sorted());
    }

    #[test]
    fn the_last_instant_chrono_knows_is_shown_without_a_panic() {
        let last = Timestamp::of(chrono::DateTime::<chrono::Utc>::MAX_UTC);
        assert!(civil(last, chrono_tz::Pacific::Kiritimati) > at("2100-01-01T00:00"));
        assert!(
            civil(Timestamp::of(chrono::DateTime::<chrono::Utc>::MIN_UTC), chrono_tz::Pacific::Pago_Pago).year() < 0
        );
    }

    #[test]
    fn the_whole_fold_has_been_once_its_second_pass_begins() {
        let (last, fold_ends) = (at("2027-10-31T02:59"), instant(at("2027-10-31T03:00"), PARIS));
        for (minutes_before, furthest) in [(61, last), (60, last), (59, last), (1, last), (0, at("2027-10-31T03:00"))] {
            let now = Timestamp(fold_ends.0 - minutes_before * 60_000);
            let minute = reached(now, PARIS).with_second(0).and_then(|civil| civil.with_nanosecond(0));
            assert_eq!(minute, Some(furthest), "{minutes_before} minutes before the end");
        }
        let before = Timestamp(fold_ends.0 - 62 * 60_000);
        assert_eq!(reached(before, PARIS), at("2027-10-31T02:58"));
    }

    /// The offset by which a zone's wall is ahead of UTC.
    fn offset_at(instant: Timestamp, zone: Zone) -> Duration {
        civil(instant, zone).signed_duration_since(instant.utc().naive_utc())
    }

    /// The instants of a year (UTC) at which a zone's wall clock is turned, found without asking what a civil time
    /// stands for.
    pub(crate) fn clock_changes(zone: Zone, year: i32) -> Vec<Timestamp> {
        let start = NaiveDate::from_ymd_opt(year, 1, 1).unwrap().and_time(NaiveTime::MIN).and_utc().timestamp_millis();
        let days = (0..366).map(|day| (start + day * 86_400_000, start + (day + 1) * 86_400_000));
        let turned = days.filter(|(from, to)| offset_at(Timestamp(*from), zone) != offset_at(Timestamp(*to), zone));
        turned
            .map(|(mut from, mut to)| {
                let old = offset_at(Timestamp(from), zone);
                while to - from > 1 {
                    let middle = from + (to - from) / 2;
                    if offset_at(Timestamp(middle), zone) == old { from = middle } else { to = middle }
                }
                Timestamp(to)
            })
            .collect()
    }

    /// Any zone of the world.
    pub(crate) fn zones() -> impl Strategy<Value = Zone> {
        proptest::sample::select(&chrono_tz::TZ_VARIANTS[..])
    }

    /// Any zone, and an instant of 2020 to 2040: most often within three hours of a change of its clock, if it has any.
    fn zone_and_instant() -> impl Strategy<Value = (Zone, Timestamp)> {
        let near =
            prop_oneof![Just(0), Just(-1), -10_800_000_i64..10_800_000, (-180_i64..180).prop_map(|m| m * 60_000)];
        (zones(), 2020..=2040, any::<prop::sample::Index>(), near, 0..31_536_000_000_i64).prop_map(
            |(zone, year, which, near, far)| {
                let changes = clock_changes(zone, year);
                let new_year = NaiveDate::from_ymd_opt(year, 1, 1).unwrap().and_time(NaiveTime::MIN).and_utc();
                let instant = match changes.is_empty() {
                    false => which.get(&changes).0 + near,
                    true => new_year.timestamp_millis() + far,
                };
                (zone, Timestamp(instant))
            },
        )
    }

    /// Every instant at which the wall shows a civil time, found by trying each offset the zone has around it.
    fn passes(civil_time: CivilTime, zone: Zone) -> Vec<Timestamp> {
        let utc = Timestamp::of(civil_time.and_utc());
        let mut offsets: Vec<_> =
            (-48..=48).map(|half_hours| offset_at(Timestamp(utc.0 + half_hours * 1_800_000), zone)).collect();
        offsets.sort_unstable();
        offsets.dedup();
        let mut passes: Vec<_> = offsets.iter().map(|offset| Timestamp(utc.0 - offset.num_milliseconds())).collect();
        passes.retain(|instant| civil(*instant, zone) == civil_time);
        passes.sort_unstable();
        passes
    }

    /// Where a civil time is shown, its instant is the first that shows it; in a gap, the first after it.
    fn is_first(asked: CivilTime, zone: Zone) -> Result<(), TestCaseError> {
        let found = instant(asked, zone);
        prop_assert!(civil(found, zone) >= asked, "{zone}: {asked} became {}", civil(found, zone));
        match passes(asked, zone).first() {
            Some(first) => prop_assert_eq!(found, *first, "{}: {} is not in its first pass", zone, asked),
            None => prop_assert!(civil(Timestamp(found.0 - 1), zone) < asked, "{zone}: {asked} came too late"),
        }
        Ok(())
    }

    #[test]
    fn at_every_change_of_every_zone_a_civil_time_stands_for_its_first_instant() {
        for (zone, year) in chrono_tz::TZ_VARIANTS.iter().flat_map(|zone| (2020..=2040).map(|year| (*zone, year))) {
            for change in clock_changes(zone, year) {
                let (last, first) = (civil(Timestamp(change.0 - 1), zone), civil(change, zone));
                let middle = last + Duration::milliseconds(first.signed_duration_since(last).num_milliseconds() / 2);
                for ms in [-1, 0, 1] {
                    for edge in [last, middle, first] {
                        is_first(edge + Duration::milliseconds(ms), zone).unwrap();
                    }
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn a_civil_time_stands_for_the_first_instant_that_shows_it_or_later(
            (zone, around) in zone_and_instant(), turned in prop_oneof![Just(0), -7_200_000_i64..7_200_000],
        ) {
            // What the wall shows, or would show had it been turned otherwise: gaps are asked for too.
            is_first(civil(Timestamp(around.0 + turned), zone) - Duration::milliseconds(turned), zone)?;
        }

        /// The next millisecond on the wall is still to come, and this one has been.
        #[test]
        fn what_is_reached_is_the_furthest_that_has_come((zone, now) in zone_and_instant()) {
            let furthest = reached(now, zone);
            prop_assert!(furthest >= civil(now, zone));
            prop_assert!(instant(furthest, zone) <= now);
            prop_assert!(instant(furthest + Duration::milliseconds(1), zone) > now);
        }

        /// Later on the wall is never earlier in time, across gaps and folds.
        #[test]
        fn instants_rise_with_civil_times((zone, around) in zone_and_instant(), by in 0..14_400_000_i64) {
            let earlier = civil(around, zone) - Duration::milliseconds(by / 2);
            prop_assert!(instant(earlier, zone) <= instant(earlier + Duration::milliseconds(by), zone));
        }

        #[test]
        fn what_is_written_is_read_again((zone, around) in zone_and_instant()) {
            let second = civil(around, zone).with_nanosecond(0).unwrap();
            prop_assert_eq!(parse_civil(&format_civil(second)), Ok(second));
        }
    }
}
