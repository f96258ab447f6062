//! Feasts and school holidays against the calendars.

use chrono::{Days, NaiveDate};

use super::super::holidays::{School, back_to_school, easter};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn easter_is_where_the_calendars_have_it() {
    for day in [
        "1961-04-02",
        "2000-04-23",
        "2008-03-23",
        "2011-04-24",
        "2019-04-21",
        "2021-04-04",
        "2024-03-31",
        "2025-04-20",
        "2026-04-05",
        "2027-03-28",
        "2028-04-16",
        "2029-04-01",
        "2038-04-25",
        "2285-03-22",
    ] {
        let day = date(day);
        assert_eq!(easter(chrono::Datelike::year(&day)), Some(day));
    }
    assert_eq!(easter(1500), None);
    assert_eq!(easter(i32::MAX), None);
}

/// The first zone's first day, and the day on which the last zone is back, as the arrêtés have them.
#[test]
fn the_decided_school_holidays_are_read_as_decided() {
    use School::{AllSaints, Christmas, Spring, Summer, Winter};
    for (which, from, back) in [
        (Winter, "2021-02-06", "2021-03-08"),
        (Spring, "2021-04-10", "2021-04-26"),
        (Summer, "2021-07-06", "2021-09-02"),
        (AllSaints, "2021-10-23", "2021-11-08"),
        (Christmas, "2021-12-18", "2022-01-03"),
        (Winter, "2022-02-05", "2022-03-07"),
        (Spring, "2022-04-09", "2022-05-09"),
        (Summer, "2022-07-07", "2022-09-01"),
        (AllSaints, "2022-10-22", "2022-11-07"),
        (Christmas, "2022-12-17", "2023-01-03"),
        (Winter, "2023-02-04", "2023-03-06"),
        (Spring, "2023-04-08", "2023-05-09"),
        (Summer, "2023-07-08", "2023-09-04"),
        (AllSaints, "2023-10-21", "2023-11-06"),
        (Christmas, "2023-12-23", "2024-01-08"),
        (Winter, "2024-02-10", "2024-03-11"),
        (Spring, "2024-04-06", "2024-05-06"),
        (Summer, "2024-07-06", "2024-09-02"),
        (AllSaints, "2024-10-19", "2024-11-04"),
        (Christmas, "2024-12-21", "2025-01-06"),
        (Winter, "2025-02-08", "2025-03-10"),
        (Spring, "2025-04-05", "2025-05-05"),
        (Summer, "2025-07-05", "2025-09-01"),
        (AllSaints, "2025-10-18", "2025-11-03"),
        (Christmas, "2025-12-20", "2026-01-05"),
        (Winter, "2026-02-07", "2026-03-09"),
        (Spring, "2026-04-04", "2026-05-04"),
        (Summer, "2026-07-04", "2026-09-01"),
        (AllSaints, "2026-10-17", "2026-11-02"),
        (Christmas, "2026-12-19", "2027-01-04"),
        (Winter, "2027-02-06", "2027-03-08"),
        (Spring, "2027-04-03", "2027-05-03"),
    ] {
        let days = which.of(chrono::Datelike::year(&date(from))).unwrap();
        let back = date(back).checked_sub_days(Days::new(1)).unwrap();
        assert_eq!((days.from, days.until), (date(from), back), "{which:?} {from}");
    }
    assert_eq!(back_to_school(2026), Some(date("2026-09-01")));
}
