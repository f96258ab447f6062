//! Dates as they are written in a compte rendu.

use std::ops::Range;

use chrono::NaiveDate;

use crate::reading::answer::words::fold;
use crate::reading::when::{self, Lean, Sure, What};

/// The first date with a year: `samedi 3 avril 2021`, `April 3rd, 2021`, `03/04/2021`, `2021-04-03`; of several days the
/// first, but not a month.
pub(super) fn find(text: &str) -> Option<NaiveDate> {
    const A_MEETING: i64 = 14;
    let given = when::find(text, None, Lean::Coming).into_iter().filter(|found| found.sure == Sure::Given);
    given.map(|found| found.what).find_map(|what| match what {
        What::Day(day) => Some(day),
        What::Span { from: Some(from), until: Some(until) } => ((until - from).num_days() <= A_MEETING).then_some(from),
        What::Span { from, until } => from.or(until),
        What::Hour(_) | What::Hours { .. } => None,
    })
}

/// By when something shall be done: `d'ici fin mars`, `avant le 12 avril`, `by the end of March`; and where it says so.
/// Without a year it is the first such day from `from` on.
pub(super) fn due(text: &str, from: Option<NaiveDate>) -> Option<(NaiveDate, Range<usize>)> {
    when::find(text, from, Lean::Coming).into_iter().find_map(|found| match found.what {
        What::Span { from: None, until: Some(until) } => Some((until, found.place)),
        What::Day(_) | What::Span { .. } => {
            let start = for_when(text, found.place.start)?;
            Some((found.by()?, start..found.place.end))
        }
        What::Hour(_) | What::Hours { .. } => None,
    })
}

/// Where "pour" begins that stands before a place.
fn for_when(text: &str, place: usize) -> Option<usize> {
    let before = text.get(..place)?.trim_end();
    let start = before.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| before.ceil_char_boundary(at + 1));
    (fold(before.get(start..)?) == "pour").then_some(start)
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
