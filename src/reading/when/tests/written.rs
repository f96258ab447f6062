//! A small writer of dates, hours and numbers in French and English; what it writes is read back.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Timelike};
use proptest::prelude::*;

use super::super::numbers::in_words;
use super::super::tokens::Tokens;
use super::super::{Lean, What, find};

const MONTHS: [[&str; 2]; 12] = [
    ["janvier", "January"],
    ["février", "February"],
    ["mars", "March"],
    ["avril", "April"],
    ["mai", "May"],
    ["juin", "June"],
    ["juillet", "July"],
    ["août", "August"],
    ["septembre", "September"],
    ["octobre", "October"],
    ["novembre", "November"],
    ["décembre", "December"],
];

const DAYS: [[&str; 2]; 7] = [
    ["lundi", "Monday"],
    ["mardi", "Tuesday"],
    ["mercredi", "Wednesday"],
    ["jeudi", "Thursday"],
    ["vendredi", "Friday"],
    ["samedi", "Saturday"],
    ["dimanche", "Sunday"],
];

const FRENCH: [&str; 20] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
];

const ENGLISH: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

fn french(n: usize) -> String {
    let tens = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante"];
    match n {
        0..20 => FRENCH[n].to_owned(),
        71 => "soixante et onze".to_owned(),
        20..70 if n % 10 == 1 => format!("{} et un", tens[n / 10]),
        20..70 if n.is_multiple_of(10) => tens[n / 10].to_owned(),
        20..70 => format!("{}-{}", tens[n / 10], FRENCH[n % 10]),
        70..80 => format!("soixante-{}", FRENCH[n - 60]),
        80 => "quatre-vingts".to_owned(),
        81..100 => format!("quatre-vingt-{}", FRENCH[n - 80]),
        100 => "cent".to_owned(),
        101..200 => format!("cent {}", french(n - 100)),
        1000 => "mille".to_owned(),
        _ if n.is_multiple_of(100) => format!("{} cents", FRENCH[n / 100]),
        _ => format!("{} cent {}", FRENCH[n / 100], french(n % 100)),
    }
}

fn english(n: usize) -> String {
    let tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    match n {
        0..20 => ENGLISH[n].to_owned(),
        20..100 if n.is_multiple_of(10) => tens[n / 10].to_owned(),
        20..100 => format!("{}-{}", tens[n / 10], ENGLISH[n % 10]),
        1000 => "one thousand".to_owned(),
        _ if n.is_multiple_of(100) => format!("{} hundred", ENGLISH[n / 100]),
        _ => format!("{} hundred and {}", ENGLISH[n / 100], english(n % 100)),
    }
}

#[test]
fn numbers_in_words_are_read_back() {
    for n in 0..=1000 {
        for words in [french(n), english(n)] {
            let tokens = Tokens::of(&words);
            let read = in_words(&tokens, 0);
            assert_eq!(read, Some((u32::try_from(n).unwrap(), tokens.len())), "{words}");
        }
    }
    for (words, n) in [("septante-deux", 72), ("nonante et un", 91), ("huitante", 80), ("a hundred", 100)] {
        assert_eq!(in_words(&Tokens::of(words), 0).map(|(n, _)| n), Some(n), "{words}");
    }
}

fn suffix(day: u32) -> &'static str {
    match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    }
}

/// A date with its year, in every way that is supported.
fn with_year(date: NaiveDate) -> Vec<String> {
    let (year, month, day) = (date.year(), date.month(), date.day());
    let [mois, name] = MONTHS[date.month0() as usize];
    let [jour, weekday] = DAYS[date.weekday().num_days_from_monday() as usize];
    let er = if day == 1 { "er" } else { "" };
    let th = suffix(day);
    vec![
        format!("{jour} {day}{er} {mois} {year}"),
        format!("le {day} {mois} {year}"),
        format!("le {jour} {} {mois} {year}", french(day as usize)),
        format!("{day:02}/{month:02}/{year}"),
        format!("{day}.{month}.{year}"),
        format!("{day:02}-{month:02}-{year}"),
        format!("{day}/{month}/{:02}", year % 100),
        format!("{year}-{month:02}-{day:02}"),
        format!("{name} {day}{th}, {year}"),
        format!("{weekday} {day} {name} {year}"),
        format!("{weekday}, {name} {day}, {year}"),
        format!("the {day}{th} of {name} {year}"),
        format!("{day}{er} {} {year}", mois.to_uppercase()),
    ]
}

/// The same without its year.
fn without_year(date: NaiveDate) -> Vec<String> {
    let (month, day) = (date.month(), date.day());
    let [mois, name] = MONTHS[date.month0() as usize];
    let [jour, weekday] = DAYS[date.weekday().num_days_from_monday() as usize];
    vec![
        format!("{jour} {day} {mois}"),
        format!("le {} {mois}", french(day as usize)),
        format!("{day}/{month}"),
        format!("{weekday} {day} {name}"),
        format!("{name} {day}"),
        format!("the {day}{} of {name}", suffix(day)),
    ]
}

fn hours(time: NaiveTime) -> Vec<String> {
    let (hour, minute) = (time.hour(), time.minute());
    let pm = if hour < 12 { "am" } else { "pm" };
    let twelve = (hour + 11) % 12 + 1;
    let mut ways = vec![
        format!("{hour}h{minute:02}"),
        format!("{hour} h {minute:02}"),
        format!("{hour:02}:{minute:02}"),
        format!("{hour} heures {minute:02}"),
        format!("à {hour}H{minute:02}"),
        format!("{twelve}:{minute:02} {pm}"),
        format!("{twelve}.{minute:02}{pm}"),
    ];
    match minute {
        0 => ways.extend([format!("{hour}h"), format!("{} heures", french(hour as usize)), format!("{twelve} {pm}")]),
        30 => ways.push(format!("à {} heures et demie", french(hour as usize))),
        15 => ways.push(format!("{hour} heures et quart")),
        45 => ways.push(format!("{} heures moins le quart", french((hour as usize + 1) % 24))),
        _ => {}
    }
    ways
}

fn any_date(from: i32, until: i32) -> impl Strategy<Value = NaiveDate> {
    (from..until, 0u64..365)
        .prop_map(|(year, day)| NaiveDate::from_ymd_opt(year, 1, 1).unwrap().checked_add_days(Days::new(day)).unwrap())
}

proptest! {
    #[test]
    fn a_date_with_its_year_is_read_back(date in any_date(2000, 2100), today in any_date(2000, 2100)) {
        for written in with_year(date) {
            for text in [written.clone(), format!("Rendez-vous {written}, merci."), format!("({written})")] {
                let found = find(&text, Some(today), Lean::Coming);
                prop_assert_eq!(found.iter().map(|one| one.what).collect::<Vec<_>>(), [What::Day(date)], "{}", text);
            }
        }
    }

    #[test]
    fn a_coming_date_without_its_year_is_read_back(today in any_date(2000, 2100), ahead in 0u64..330) {
        let date = today.checked_add_days(Days::new(ahead)).unwrap();
        for text in without_year(date) {
            let found = find(&text, Some(today), Lean::Coming);
            prop_assert_eq!(found.first().map(|one| one.what), Some(What::Day(date)), "{}", text);
        }
    }

    #[test]
    fn a_near_date_is_read_back_whichever_side_it_is(today in any_date(2000, 2100), off in 0u64..340) {
        let date = today.checked_sub_days(Days::new(170)).unwrap().checked_add_days(Days::new(off)).unwrap();
        for text in without_year(date) {
            let found = find(&text, Some(today), Lean::Nearest);
            prop_assert_eq!(found.first().map(|one| one.what), Some(What::Day(date)), "{}", text);
        }
    }

    #[test]
    fn a_period_is_read_back(today in any_date(2000, 2100), ahead in 1u64..200, length in 1u64..40) {
        let from = today.checked_add_days(Days::new(ahead)).unwrap();
        let until = from.checked_add_days(Days::new(length)).unwrap();
        let written = |date: NaiveDate, n: usize| format!("{} {}", date.day(), MONTHS[date.month0() as usize][n]);
        for text in [
            format!("du {} au {}", written(from, 0), written(until, 0)),
            format!("entre le {} et le {}", written(from, 0), written(until, 0)),
            format!("from {} to {}", written(from, 1), written(until, 1)),
        ] {
            let what = What::Span { from: Some(from), until: Some(until) };
            prop_assert_eq!(find(&text, Some(today), Lean::Coming).first().map(|one| one.what), Some(what), "{}", text);
        }
    }

    #[test]
    fn an_hour_is_read_back(hour in 0u32..24, quarter in 0u32..60) {
        let time = NaiveTime::from_hms_opt(hour, quarter, 0).unwrap();
        for text in hours(time) {
            let found = find(&text, None, Lean::Coming);
            prop_assert_eq!(found.iter().map(|one| one.what).collect::<Vec<_>>(), [What::Hour(time)], "{}", text);
        }
    }
}
