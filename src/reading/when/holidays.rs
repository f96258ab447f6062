//! Feasts and French school holidays by year.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::{Extent, Sure};

/// Easter Sunday of a year (the anonymous Gregorian algorithm, as in Meeus, Astronomical Algorithms, chapter 8).
pub(super) fn easter(year: i32) -> Option<NaiveDate> {
    if !(1583..=9999).contains(&year) {
        return None;
    }
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(sum / 31).ok()?, u32::try_from(sum % 31 + 1).ok()?)
}

/// A feast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feast {
    Easter,
    Ascension,
    Pentecost,
    AllSaints,
    Christmas,
    /// From Christmas to New Year's Day.
    Holidays,
    NewYear,
}

impl Feast {
    /// Its days in a year; Easter and Pentecost with the Monday that follows.
    pub fn of(self, year: i32) -> Option<Extent> {
        let after_easter = |first: u64, last: u64| {
            let sunday = easter(year)?;
            let (from, until) = (sunday.checked_add_days(Days::new(first)), sunday.checked_add_days(Days::new(last)));
            Some((from?, until?))
        };
        let fixed = |month: u32, day: u32| NaiveDate::from_ymd_opt(year, month, day).map(|day| (day, day));
        let (from, until) = match self {
            Feast::Easter => after_easter(0, 1),
            Feast::Ascension => after_easter(39, 39),
            Feast::Pentecost => after_easter(49, 50),
            Feast::AllSaints => fixed(11, 1),
            Feast::Christmas => fixed(12, 25),
            Feast::Holidays => {
                Some((NaiveDate::from_ymd_opt(year, 12, 24)?, NaiveDate::from_ymd_opt(year.checked_add(1)?, 1, 1)?))
            }
            Feast::NewYear => fixed(1, 1),
        }?;
        Some(Extent::span(from, until, Sure::Inferred))
    }
}

/// School holidays, named by when they are in the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum School {
    AllSaints,
    Christmas,
    Winter,
    Spring,
    Summer,
}

impl School {
    /// All of them.
    pub const ALL: [School; 5] = [School::Winter, School::Spring, School::Summer, School::AllSaints, School::Christmas];

    /// Those that begin in a year, from the first zone's first day to the last zone's last: whose zone it is isn't known.
    pub fn of(self, year: i32) -> Option<Extent> {
        let saturday = |month: u32, day: u32| first(NaiveDate::from_ymd_opt(year, month, day)?, &[Weekday::Sat]);
        let usual = match self {
            School::Winter => (saturday(2, 4)?, 30),
            School::Spring => (saturday(4, 3)?, 30),
            School::Summer => {
                let from = saturday(7, 3)?;
                (from, u64::try_from((back_to_school(year)? - from).num_days()).ok()?)
            }
            School::AllSaints => (saturday(10, 17)?, 16),
            School::Christmas => (saturday(12, 17)?, 16),
        };
        let (from, days) = match (self, year) {
            (School::Spring, 2021) => (NaiveDate::from_ymd_opt(2021, 4, 10)?, 16),
            (School::Summer, 2021) => (NaiveDate::from_ymd_opt(2021, 7, 6)?, 58),
            (School::Summer, 2022) => (NaiveDate::from_ymd_opt(2022, 7, 7)?, 56),
            (School::Christmas, 2022) => (usual.0, 17),
            (School::Spring, 2023) => (usual.0, 31),
            _ => usual,
        };
        let until = from.checked_add_days(Days::new(days.saturating_sub(1)))?;
        // The ministry's arrêtés for 2020-2021 to 2026-2027 (the last of 22 October 2025) have the same Saturdays as are
        // computed here, but for those named above. Later years are computed alike.
        let decided = (2021..=2026).contains(&year) || year == 2027 && from.month() <= 8;
        Some(Extent::span(from, until, if decided { Sure::Inferred } else { Sure::Rough }))
    }
}

/// The first day of school of a year: the first working day of September, but for what was decided otherwise.
pub(super) fn back_to_school(year: i32) -> Option<NaiveDate> {
    const WORKING: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
    let from = match year {
        2021 => 2,
        2023 => 4,
        _ => 1,
    };
    first(NaiveDate::from_ymd_opt(year, 9, from)?, &WORKING)
}

/// The first of these weekdays from a day on.
pub(super) fn first(from: NaiveDate, weekdays: &[Weekday]) -> Option<NaiveDate> {
    from.iter_days().take(7).find(|day| weekdays.contains(&day.weekday()))
}
