//! Civil dates and hours in words, as people of the language write them.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Timelike, Weekday};

use crate::domain::civil::CivilTime;
use crate::domain::language::Language;

/// A space at which no line is broken, between an hour and its unit.
const NBSP: char = '\u{a0}';

/// `samedi 5 juin`, `Saturday 5 June`.
pub fn day(language: Language, date: NaiveDate) -> String {
    let (weekday, month) = (weekday(language, date.weekday()), month(language, date.month()));
    match (language, date.day()) {
        (Language::Fr, 1) => format!("{weekday} 1er {month}"),
        (_, day) => format!("{weekday} {day} {month}"),
    }
}

/// `samedi 5 juin 2027`, `Saturday 5 June 2027`.
pub fn date(language: Language, date: NaiveDate) -> String {
    format!("{} {}", day(language, date), date.year())
}

/// `10 h`, `14 h 30`, `minuit`; `10 am`, `2:30 pm`, `12 noon`, `midnight`.
pub fn hour(language: Language, time: NaiveTime) -> String {
    match (language, time.hour(), time.minute()) {
        (Language::Fr, 0, 0) => "minuit".to_owned(),
        (Language::Fr, hour, 0) => format!("{hour}{NBSP}h"),
        (Language::Fr, hour, minute) => format!("{hour}{NBSP}h{NBSP}{minute:02}"),
        (Language::En, 0, 0) => "midnight".to_owned(),
        (Language::En, 12, 0) => format!("12{NBSP}noon"),
        (Language::En, _, minute) => {
            let (afternoon, hour) = time.hour12();
            let half = if afternoon { "pm" } else { "am" };
            match minute {
                0 => format!("{hour}{NBSP}{half}"),
                minute => format!("{hour}:{minute:02}{NBSP}{half}"),
            }
        }
    }
}

/// From when to when: `samedi 5 juin 2027, de 10 h à 12 h`. An end that isn't after the start is left out.
pub fn span(language: Language, starts: CivilTime, ends: CivilTime) -> String {
    let first = date(language, starts.date());
    let last = date(language, ends.date());
    let (from, to) = (hour(language, starts.time()), hour(language, ends.time()));
    // Midnight belongs to the evening that it ends.
    let midnight = ends.time() == NaiveTime::MIN && starts.date().checked_add_days(Days::new(1)) == Some(ends.date());
    match language {
        Language::Fr if ends <= starts => format!("{first} à {from}"),
        Language::En if ends <= starts => format!("{first} at {from}"),
        Language::Fr if midnight || starts.date() == ends.date() => format!("{first}, de {from} à {to}"),
        Language::En if midnight || starts.date() == ends.date() => format!("{first}, {from} to {to}"),
        Language::Fr => format!("du {first} à {from} au {last} à {to}"),
        Language::En => format!("from {first} at {from} to {last} at {to}"),
    }
}

/// A weekday's name.
fn weekday(language: Language, weekday: Weekday) -> &'static str {
    let (fr, en) = match weekday {
        Weekday::Mon => ("lundi", "Monday"),
        Weekday::Tue => ("mardi", "Tuesday"),
        Weekday::Wed => ("mercredi", "Wednesday"),
        Weekday::Thu => ("jeudi", "Thursday"),
        Weekday::Fri => ("vendredi", "Friday"),
        Weekday::Sat => ("samedi", "Saturday"),
        Weekday::Sun => ("dimanche", "Sunday"),
    };
    match language {
        Language::Fr => fr,
        Language::En => en,
    }
}

/// A month's name, from 1.
fn month(language: Language, month: u32) -> &'static str {
    let (fr, en) = match month {
        1 => ("janvier", "January"),
        2 => ("février", "February"),
        3 => ("mars", "March"),
        4 => ("avril", "April"),
        5 => ("mai", "May"),
        6 => ("juin", "June"),
        7 => ("juillet", "July"),
        8 => ("août", "August"),
        9 => ("septembre", "September"),
        10 => ("octobre", "October"),
        11 => ("novembre", "November"),
        _ => ("décembre", "December"),
    };
    match language {
        Language::Fr => fr,
        Language::En => en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::civil::parse_civil;

    #[test]
    fn dates_and_hours_are_written_as_people_write_them() {
        for (starts, ends, fr, en) in [
            (
                "2027-06-05T10:00",
                "2027-06-05T12:00",
                "samedi 5 juin 2027, de 10 h à 12 h",
                "Saturday 5 June 2027, 10 am to 12 noon",
            ),
            (
                "2027-04-01T14:30",
                "2027-04-01T16:05",
                "jeudi 1er avril 2027, de 14 h 30 à 16 h 05",
                "Thursday 1 April 2027, 2:30 pm to 4:05 pm",
            ),
            (
                "2027-08-31T20:00",
                "2027-09-01T00:00",
                "mardi 31 août 2027, de 20 h à minuit",
                "Tuesday 31 August 2027, 8 pm to midnight",
            ),
            (
                "2027-12-31T20:00",
                "2028-01-01T01:00",
                "du vendredi 31 décembre 2027 à 20 h au samedi 1er janvier 2028 à 1 h",
                "from Friday 31 December 2027 at 8 pm to Saturday 1 January 2028 at 1 am",
            ),
            (
                "2028-02-29T12:30",
                "2028-02-29T12:30",
                "mardi 29 février 2028 à 12 h 30",
                "Tuesday 29 February 2028 at 12:30 pm",
            ),
            (
                "2027-03-28T00:15",
                "2027-03-28T09:00",
                "dimanche 28 mars 2027, de 0 h 15 à 9 h",
                "Sunday 28 March 2027, 12:15 am to 9 am",
            ),
        ] {
            let (starts, ends) = (parse_civil(starts).unwrap(), parse_civil(ends).unwrap());
            let plain = |text: String| text.replace(NBSP, " ");
            assert_eq!(plain(span(Language::Fr, starts, ends)), fr);
            assert_eq!(plain(span(Language::En, starts, ends)), en);
        }
    }

    #[test]
    fn an_hour_is_never_parted_from_its_unit() {
        let time = NaiveTime::from_hms_opt(14, 30, 0).unwrap();
        assert_eq!(hour(Language::Fr, time), "14\u{a0}h\u{a0}30");
        assert_eq!(hour(Language::En, time), "2:30\u{a0}pm");
    }
}
