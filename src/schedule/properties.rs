//! What holds of periodic rules in every zone of the world, 2020 to 2040.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, Duration, NaiveDate, NaiveTime, Timelike};
use proptest::prelude::*;

use super::periodic::Periodic;
use crate::domain::civil::tests::{clock_changes, zones};
use crate::domain::civil::{CivilTime, Zone, civil, instant, reached};
use crate::domain::clock::Timestamp;

fn new_year(year: i32) -> CivilTime {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap().and_time(NaiveTime::MIN)
}

/// A zone whose clock is turned that year, and the instant of one change.
fn zone_and_change() -> impl Strategy<Value = (Zone, Timestamp)> {
    (zones(), 2020..=2040, any::<prop::sample::Index>()).prop_filter_map("no change", |(zone, year, which)| {
        let changes = clock_changes(zone, year);
        (!changes.is_empty()).then(|| (zone, *which.get(&changes)))
    })
}

/// A rule that comes often or seldom.
fn rule() -> impl Strategy<Value = Periodic> {
    let written = prop_oneof![
        Just("* * * * *".to_owned()),
        Just("0 8 * * 1".to_owned()),
        Just("0 9 1-7 * 1".to_owned()),
        Just("*/17 */5 * * *".to_owned()),
        Just("0 8 31 * *".to_owned()),
        Just("0 0 1 1 *".to_owned()),
        Just("59 23 28-31 2,12 *".to_owned()),
        (0..60, 0..24).prop_map(|(minute, hour)| format!("{minute} {hour} * * *")),
        (0..60, 0..24, 0..=7).prop_map(|(minute, hour, weekday)| format!("{minute} {hour} * * {weekday}")),
        (0..60, 1..=28, 1..=12).prop_map(|(minute, day, month)| format!("{minute} 2,3 {day} {month} *")),
        (0..60).prop_map(|second| format!("{second} */7 * * * *")),
    ];
    written.prop_map(|written| Periodic::parse(&written).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_daily_rule_comes_once_each_civil_date_in_order(zone in zones(), year in 2020..=2040, hour in 0_u32..24, minute in 0_u32..60) {
        let rule = Periodic::parse(&format!("{minute} {hour} * * *")).unwrap();
        let start = Timestamp(instant(new_year(year), zone).0 - 1);
        let mut next = rule.upcoming(zone, start);
        let mut before = start;
        for date in new_year(year).date().iter_days().take_while(|date| date.year() == year) {
            let (key, due) = next.unwrap();
            prop_assert_eq!(key, date.and_hms_opt(hour, minute, 0).unwrap());
            prop_assert_eq!(due, instant(key, zone));
            prop_assert!(due > before, "{} is due before the day before", key);
            before = due;
            next = rule.following(zone, key);
            prop_assert_eq!(rule.upcoming(zone, due), next);
        }
    }

    #[test]
    fn often_coming_rules_leave_no_occurrence_out_when_the_clock_is_turned(
        (zone, change) in zone_and_change(),
        (written, seconds, hours) in prop_oneof![
            Just(("0 * * * *", 3_600, 60)), Just(("* * * * *", 60, 5)), Just(("*/15 * * * * *", 15, 3)),
        ],
    ) {
        let rule = Periodic::parse(written).unwrap();
        let span = hours * 3_600_000;
        let (mut key, mut due) = rule.upcoming(zone, Timestamp(change.0 - span)).unwrap();
        while due.0 < change.0 + span {
            let (next, next_due) = rule.following(zone, key).unwrap();
            prop_assert_eq!(next, key + Duration::seconds(seconds), "keys rise by the rule's step");
            prop_assert!(next_due >= due, "{} is due before {}", next, key);
            prop_assert!(civil(next_due, zone) >= next, "{} is due before the wall shows it", next);
            (key, due) = (next, next_due);
        }
    }

    /// Whatever the naps, a run is never early, never twice, and always the latest of those that were missed.
    #[test]
    fn whoever_wakes_at_odd_times_runs_the_latest_once(
        rule in rule(), (zone, change) in zone_and_change(),
        naps in prop::collection::vec(prop_oneof![4 => 0..1_800_000_i64, 2 => 0..7_200_000_i64, 1 => 0..100_000_000_i64], 1..60),
    ) {
        let mut now = Timestamp(change.0 - naps.iter().take(naps.len() / 2).sum::<i64>());
        let mut last = reached(now, zone);
        for nap in naps {
            now = Timestamp(now.0 + nap);
            if let Some((key, due)) = rule.latest_due(zone, last, now) {
                prop_assert!(key > last);
                prop_assert!(due <= now);
                prop_assert_eq!(due, instant(key, zone));
                last = key;
            }
            let next = rule.following(zone, last);
            prop_assert!(next.unwrap().1 > now, "a later one was due too");
            prop_assert_eq!(rule.upcoming(zone, now), next);
        }
    }

    #[test]
    fn the_latest_is_the_last_of_a_walk(
        rule in rule(), year in 2020..=2040, second in 0..31_536_000_i64, seconds in prop_oneof![-60..7_200_i64, 0..90_000_i64],
    ) {
        let after = new_year(year) + Duration::seconds(second);
        let until = after + Duration::seconds(seconds);
        let walk = std::iter::successors(rule.next_after(after), |key| rule.next_after(*key));
        prop_assert_eq!(rule.latest_in(after, until), walk.take_while(|key| *key <= until).last());
        // And over a long stop: nothing lies between the latest and the end.
        let after = after - Days::new(400);
        match rule.latest_in(after, until) {
            Some(latest) => {
                prop_assert!(latest > after && latest <= until);
                prop_assert!(rule.next_after(latest).unwrap() > until);
            }
            None => prop_assert!(rule.next_after(after).unwrap() > until),
        }
    }

    /// Against a calendar read minute by minute.
    #[test]
    fn occurrences_are_those_of_the_fields(
        minutes in prop::collection::btree_set(0_u32..60, 1..4), hours in prop::collection::btree_set(0_u32..24, 1..4),
        days in prop_oneof![Just((1..=31).collect::<BTreeSet<u32>>()), prop::collection::btree_set(1_u32..=31, 1..20)],
        weekdays in prop::collection::btree_set(0_u32..=7, 1..4), day in 0_i64..7_300,
    ) {
        let list = |values: &BTreeSet<u32>| values.iter().map(u32::to_string).collect::<Vec<_>>().join(",");
        let written = format!("{} {} {} * {}", list(&minutes), list(&hours), list(&days), list(&weekdays));
        let rule = Periodic::parse(&written).unwrap();
        let start = new_year(2020) + Duration::days(day);
        let end = start + Duration::days(15);
        let fields = |time: &CivilTime| {
            let weekday = time.weekday().num_days_from_sunday();
            minutes.contains(&time.minute()) && hours.contains(&time.hour()) && days.contains(&time.day())
                && (weekdays.contains(&weekday) || (weekday == 0 && weekdays.contains(&7)))
        };
        let expected: Vec<_> = (0..15 * 1_440).map(|minute| start + Duration::minutes(minute)).filter(fields).collect();
        let first = rule.next_after(start - Duration::seconds(1));
        let walk = std::iter::successors(first, |key| rule.next_after(*key));
        prop_assert_eq!(walk.take_while(|key| *key < end).collect::<Vec<_>>(), expected, "{}", written);
    }

    #[test]
    fn no_text_makes_a_rule_panic(text in "[-*/?,0-9a-zA-Z@ #L\u{e9}]{0,30}", fields in prop::collection::vec("[-*/?,0-9]{1,6}", 5..7)) {
        let _ = Periodic::parse(&text);
        let _ = Periodic::parse(&fields.join(" "));
    }
}
