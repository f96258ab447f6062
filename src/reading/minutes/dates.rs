//! Dates as they are written in a compte rendu.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};

use super::words::Words;
use crate::reading::answer::dates::{month, number_of_day};

/// The first date with a year: `samedi 3 avril 2021`, `April 3rd, 2021`, `03/04/2021`, `2021-04-03`.
pub(super) fn find(text: &str) -> Option<NaiveDate> {
    let words = Words::of(text);
    (0..words.len()).find_map(|n| date_at(&words, n, None)).map(|(date, _)| date)
}

/// The first date of a text or, where there is none, its first month; without a year the next from `today` on.
pub(in crate::reading) fn coming(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let words = Words::of(text);
    let from = Some(today);
    let date = (0..words.len()).find_map(|n| date_at(&words, n, from));
    date.or_else(|| (0..words.len()).find_map(|n| month_at(&words, n, from))).map(|(date, _)| date)
}

/// By when something shall be done: `d'ici fin mars`, `avant le 12 avril`, `by the end of March`; and where it says so.
/// Without a year it is the first such day from `from` on.
pub(super) fn due(text: &str, from: Option<NaiveDate>) -> Option<(NaiveDate, Range<usize>)> {
    const BEFORE: [&str; 9] =
        ["d ici", "avant", "pour le", "au plus tard", "jusqu au", "by", "before", "until", "no later than"];
    const BETWEEN: [&str; 8] = ["le", "la", "the", "au", "a", "on", "debut", "de"];
    let words = Words::of(text);
    (0..words.len()).find_map(|n| {
        let phrase = BEFORE.iter().find(|phrase| words.are(n, phrase))?;
        let mut at = n + phrase.split(' ').count();
        while BETWEEN.contains(&words.get(at)) {
            at += 1;
        }
        let (date, next) = date_at(&words, at, from).or_else(|| month_at(&words, at, from))?;
        Some((date, words.start(n)..words.end(next.saturating_sub(1))))
    })
}

/// A date that begins at a word, and the word behind it. Without a year it needs a day to count from.
fn date_at(words: &Words<'_>, n: usize, from: Option<NaiveDate>) -> Option<(NaiveDate, usize)> {
    numeric(words, n).or_else(|| {
        let n = n + usize::from(is_weekday(words.get(n)));
        let (day, month, next) = match (number_of_day(words.get(n)), month(words.get(n))) {
            (Some(day), _) => {
                let of = n + 1 + usize::from(words.get(n + 1) == "of");
                (day, month(words.get(of))?, of + 1)
            }
            (None, Some(month)) => (number_of_day(words.get(n + 1))?, month, n + 2),
            (None, None) => return None,
        };
        match year(words.get(next)) {
            Some(year) => Some((NaiveDate::from_ymd_opt(year, month, day)?, next + 1)),
            None => Some((first_from(month, from?, |year| NaiveDate::from_ymd_opt(year, month, day))?, next)),
        }
    })
}

/// A month: its end, or its middle. "fin mars", "fin du mois de mars", "mi-mars", "end of March".
fn month_at(words: &Words<'_>, n: usize, from: Option<NaiveDate>) -> Option<(NaiveDate, usize)> {
    let middle = matches!(words.get(n), "mi" | "mid" | "middle");
    let mut at = n + usize::from(middle || matches!(words.get(n), "fin" | "end" | "late"));
    while at < n + 5 && matches!(words.get(at), "du" | "mois" | "de" | "d" | "of" | "the") {
        at += 1;
    }
    let number = month(words.get(at))?;
    let of_year = |year: i32| {
        let first = NaiveDate::from_ymd_opt(year, number, 1)?;
        let next = first.checked_add_months(chrono::Months::new(1))?;
        if middle { first.with_day(15) } else { next.pred_opt() }
    };
    match year(words.get(at + 1)) {
        Some(year) => Some((of_year(year)?, at + 2)),
        None => Some((first_from(number, from?, of_year)?, at + 1)),
    }
}

/// This year's, or next year's where this year's month has passed.
fn first_from(month: u32, from: NaiveDate, of_year: impl Fn(i32) -> Option<NaiveDate>) -> Option<NaiveDate> {
    of_year(from.year().checked_add(i32::from(month < from.month()))?)
}

/// Three numbers with one sign between them; the year is first or last.
fn numeric(words: &Words<'_>, n: usize) -> Option<(NaiveDate, usize)> {
    let sign = words.gap(n);
    let longer = words.gap(n + 2) == sign || (n > 0 && words.gap(n - 1) == sign);
    if !matches!(sign, "/" | "." | "-") || words.gap(n + 1) != sign || longer {
        return None;
    }
    let (first, second, third) = (words.get(n), words.get(n + 1), words.get(n + 2));
    let small = |word: &str| word.parse::<u32>().ok().filter(|_| word.len() <= 2);
    let (year, month, day) = match year(first) {
        Some(year) => (year, small(second)?, small(third)?),
        None => (year(third).or_else(|| small_year(third))?, small(second)?, small(first)?),
    };
    Some((NaiveDate::from_ymd_opt(year, month, day)?, n + 3))
}

fn year(word: &str) -> Option<i32> {
    word.parse().ok().filter(|year| word.len() == 4 && (1900..2200).contains(year))
}

/// `21` of `03/04/21`.
fn small_year(word: &str) -> Option<i32> {
    word.parse::<i32>().ok().filter(|_| word.len() == 2).map(|year| 2000 + year)
}

fn is_weekday(word: &str) -> bool {
    [
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
    .contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_people_write_them() {
        for (text, date) in [
            ("Rencontre du samedi 12 mars 2027, à 10 h", "2027-03-12"),
            ("1er mai 2027", "2027-05-01"),
            ("le 03/04/2027", "2027-04-03"),
            ("3.4.27", "2027-04-03"),
            ("2027-04-03", "2027-04-03"),
            ("April 3rd, 2027", "2027-04-03"),
            ("on the 3rd of April 2027", "2027-04-03"),
            ("Saturday 3 April 2027", "2027-04-03"),
        ] {
            assert_eq!(find(text).map(|date| date.to_string()).as_deref(), Some(date), "{text}");
        }
        for text in ["3 avril", "le 31/02/2027", "06.12.34.56.78", "12 personnes en 2027", ""] {
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn by_when_is_counted_from_the_meeting() {
        let from = NaiveDate::from_ymd_opt(2027, 3, 12);
        for (text, date, words) in [
            ("Rédiger (Léa, d'ici fin mars)", "2027-03-31", "d'ici fin mars"),
            ("avant le 12 avril, si possible", "2027-04-12", "avant le 12 avril"),
            ("d’ici la fin du mois de février", "2028-02-29", "d’ici la fin du mois de février"),
            ("pour le vendredi 4 juin 2027", "2027-06-04", "pour le vendredi 4 juin 2027"),
            ("by the end of April", "2027-04-30", "by the end of April"),
            ("before 2 May", "2027-05-02", "before 2 May"),
            ("d'ici mi-juin", "2027-06-15", "d'ici mi-juin"),
        ] {
            let (found, at) = due(text, from).unwrap();
            assert_eq!((found.to_string().as_str(), &text[at]), (date, words), "{text}");
        }
        for text in ["pour le plaisir", "avant tout", "d'ici là", "by hand"] {
            assert_eq!(due(text, from), None, "{text}");
        }
        assert_eq!(due("avant fin mars", None), None, "the year isn't known");
    }
}
