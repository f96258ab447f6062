//! Dates as people write them: which gathering is meant, and periods of absence.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::domain::reading::About;

use super::words::{Clause, fold};
use crate::reading::when::{month, weekday};

/// What a clause says about when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mentioned {
    /// No date at all.
    Nothing,
    /// These of the gatherings in question.
    These(Vec<usize>),
    /// A date on which none of them takes place.
    Elsewhere,
}

/// The gatherings in question and their days.
pub(super) struct Calendar {
    gatherings: Vec<Known>,
}

struct Known {
    reference: String,
    day: Option<NaiveDate>,
    /// Words of its title that no other has, folded.
    words: Vec<String>,
}

impl Calendar {
    /// From what is known of the conversation.
    pub fn of(about: &About) -> Self {
        let titles: Vec<String> =
            about.gatherings.iter().map(|g| fold(g.title.as_deref().unwrap_or_default())).collect();
        let only_here = |n: usize, word: &str| {
            !titles.iter().enumerate().any(|(m, title)| m != n && title.split(' ').any(|w| w == word))
        };
        let gatherings = about.gatherings.iter().zip(&titles).enumerate().map(|(n, (gathering, title))| Known {
            reference: gathering.reference.clone(),
            day: gathering.starts.as_deref().and_then(day),
            words: title.split(' ').filter(|w| w.len() >= 5 && only_here(n, w)).map(str::to_owned).collect(),
        });
        Calendar { gatherings: gatherings.take(100).collect() }
    }

    /// Whether more than one gathering is in question.
    pub fn has_several(&self) -> bool {
        self.gatherings.len() > 1
    }

    /// Their refs, in order.
    pub fn references(&self) -> impl Iterator<Item = String> {
        self.gatherings.iter().map(|g| g.reference.clone())
    }

    /// Which of them a clause speaks of.
    pub fn mentioned(&self, clause: &Clause) -> Mentioned {
        if self.gatherings.iter().all(|g| g.day.is_none()) || is_period(clause) {
            return Mentioned::Nothing;
        }
        let which = |fits: &dyn Fn(&Known) -> bool| -> Vec<usize> {
            self.gatherings.iter().enumerate().filter(|(_, g)| fits(g)).map(|(n, _)| n).collect()
        };
        let days = days_of_month(clause);
        if !days.is_empty() {
            let found = which(&|g| g.day.is_some_and(|d| days.contains(&d.day())));
            return if found.is_empty() { Mentioned::Elsewhere } else { Mentioned::These(found) };
        }
        let titled = which(&|g| self.has_several() && g.words.iter().any(|w| clause.words.contains(w)));
        if !titled.is_empty() {
            return Mentioned::These(titled);
        }
        let weekdays: Vec<Weekday> = clause.words.iter().filter_map(|word| weekday(word)).collect();
        let found = which(&|g| g.day.is_some_and(|d| weekdays.contains(&d.weekday())));
        match (weekdays.is_empty(), found.is_empty()) {
            (true, _) => Mentioned::Nothing,
            (false, true) => Mentioned::Elsewhere,
            (false, false) => Mentioned::These(found),
        }
    }
}

/// The civil day of an RFC 3339 instant, as its offset says.
pub(in crate::reading) fn day(instant: &str) -> Option<NaiveDate> {
    let exact = chrono::DateTime::parse_from_rfc3339(instant).map(|at| at.date_naive()).ok();
    exact.or_else(|| instant.get(..10)?.parse().ok())
}

/// "Du 3 au 8", "jusqu'au 20": a stretch of time in which a gathering may or may not lie.
fn is_period(clause: &Clause) -> bool {
    let text = format!(" {} ", clause.text());
    [" jusqu ", " until ", " till ", " a partir ", " depuis ", " since "].iter().any(|word| text.contains(word))
        || (text.contains(" du ") && text.contains(" au "))
        || (text.contains(" from ") && text.contains(" to "))
}

/// Days of the month that are meant as such: "le 5", "5 juin", "the 25th".
fn days_of_month(clause: &Clause) -> Vec<u32> {
    let words = &clause.words;
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(number) = number_of_day(word) else {
            continue;
        };
        let before = at.checked_sub(1).and_then(|n| words.get(n)).map(String::as_str).unwrap_or_default();
        let after = words.get(at + 1).map(String::as_str).unwrap_or_default();
        let article = ["le", "du", "au", "the", "for", "on", "pour", "celui"].contains(&before)
            || weekday(before).is_some()
            || month(before).is_some();
        let counted =
            ["h", "heures", "heure", "personnes", "places", "minutes", "ans", "jours", "am", "pm"].contains(&after);
        let ordinal = word.len() > 2 && word.ends_with(|c: char| c.is_alphabetic());
        if (article || ordinal || month(after).is_some()) && !counted {
            found.push(number);
        }
    }
    found
}

/// `5`, `1er`, `25th`.
fn number_of_day(word: &str) -> Option<u32> {
    let suffixes = ["er", "st", "nd", "rd", "th"];
    let digits = suffixes.iter().find_map(|suffix| word.strip_suffix(suffix)).unwrap_or(word);
    digits.parse().ok().filter(|n| (1..=31).contains(n) && digits.len() <= 2)
}
