//! Days, periods and hours as people write them in French and English, relative to the day on which they wrote.
//!
//! [`find`] goes through a text once and gives what it finds in order, each with the place where it stands. It reads what
//! is written, not what is meant: whether a day is past, wanted or refused is for who asks. Every look at a place takes a
//! bounded number of words, so that a text costs no more than its length.

mod bounds;
mod days;
mod holidays;
mod hours;
mod names;
mod numbers;
mod stretches;
#[cfg(test)]
mod tests;
mod tokens;

use std::ops::Range;

use chrono::{NaiveDate, NaiveTime};

pub(in crate::reading) use names::{month, weekday};
use tokens::Tokens;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// One day: "samedi 5 juin", "demain", "mi-mai" (the 15th).
    Day(NaiveDate),
    /// Several days, both ends included; an open end is absent. "Du 3 au 12 avril", "fin mars" (21st to 31st), "jusqu'au
    /// 24 mars", "après Pâques". "Avant le 12 avril" and "d'ici le 12 avril" both reach to that day.
    Span {
        /// First day.
        from: Option<NaiveDate>,
        /// Last day.
        until: Option<NaiveDate>,
    },
    /// A point in a day: "10h30", "half past ten".
    Hour(NaiveTime),
    /// From one to another; an open end is absent. "18h-20h", "jusqu'à 11h".
    Hours {
        /// Beginning.
        from: Option<NaiveTime>,
        /// End.
        until: Option<NaiveTime>,
    },
}

/// How sure it is that this day or hour was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// Written out with its year, or an hour in full.
    Given,
    /// Year, month or week come from the day on which it was written; of a bare English hour, whether it is morning.
    Inferred,
    /// An agreed reading of vague words ("au printemps", "vers 11h"), or school holidays not yet decided.
    Rough,
}

/// A day, a period or an hour in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What.
    pub what: What,
    /// Where it stands, in bytes; words that bound it ("jusqu'au") included.
    pub place: Range<usize>,
    /// How sure it is.
    pub sure: Sure,
}

impl Found {
    /// The day by which it has come, or on which to look again: the last day of a period, the first of one without end.
    pub fn by(&self) -> Option<NaiveDate> {
        match self.what {
            What::Day(day) => Some(day),
            What::Span { from, until } => until.or(from),
            What::Hour(_) | What::Hours { .. } => None,
        }
    }
}

/// Which year is meant where none is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lean {
    /// The first such month from the day on: what is planned. An earlier day of the same month is past.
    Coming,
    /// The nearest before or after: what may have begun.
    Nearest,
}

/// The day from which a text counts.
#[derive(Debug, Clone, Copy)]
struct Base {
    day: Option<NaiveDate>,
    lean: Lean,
}

impl Base {
    /// The day on which it was written; nothing relative can be read without.
    fn today(self) -> Option<NaiveDate> {
        self.day
    }
}

/// Days with their ends, before anything bounds them.
#[derive(Debug, Clone, Copy)]
struct Extent {
    from: NaiveDate,
    until: NaiveDate,
    sure: Sure,
    /// The end of something: what comes before it comes before its last day.
    is_end: bool,
}

impl Extent {
    fn day(day: NaiveDate, sure: Sure) -> Extent {
        Extent { from: day, until: day, sure, is_end: false }
    }

    fn span(from: NaiveDate, until: NaiveDate, sure: Sure) -> Extent {
        Extent { from, until, sure, is_end: false }
    }

    fn what(self) -> What {
        if self.from == self.until {
            What::Day(self.from)
        } else {
            What::Span { from: Some(self.from), until: Some(self.until) }
        }
    }
}

/// What stands at a word, how sure it is, and the word behind it.
type At<T> = Option<(T, Sure, usize)>;

/// The days, periods and hours in a text, in order. `written` is the civil day on which it was written; without it only
/// dates with a year and hours are found.
pub fn find(text: &str, written: Option<NaiveDate>, lean: Lean) -> Vec<Found> {
    let tokens = Tokens::of(text);
    let base = Base { day: written, lean };
    let mut found = Vec::new();
    let mut n = 0;
    while n < tokens.len() {
        let here = bounds::at(&tokens, n, base).or_else(|| hours::at(&tokens, n));
        n = match here {
            Some((what, sure, next)) if next > n => {
                found.push(Found { what, place: tokens.start(n)..tokens.end(next - 1), sure });
                next
            }
            _ => n + 1,
        };
    }
    found
}
