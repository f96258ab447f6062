//! The names of weekdays and months, folded.

use chrono::Weekday;

/// A weekday's name in full.
pub(in crate::reading) fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "lundi" | "monday" => Weekday::Mon,
        "mardi" | "tuesday" => Weekday::Tue,
        "mercredi" | "wednesday" => Weekday::Wed,
        "jeudi" | "thursday" => Weekday::Thu,
        "vendredi" | "friday" => Weekday::Fri,
        "samedi" | "saturday" => Weekday::Sat,
        "dimanche" | "sunday" => Weekday::Sun,
        _ => return None,
    })
}

/// A weekday's name, also shortened, as it stands before a number: "sam. 5", "Sat 5".
pub(super) fn short_weekday(word: &str) -> Option<Weekday> {
    weekday(word).or(match word {
        "lun" | "mon" => Some(Weekday::Mon),
        "mar" | "tue" | "tues" => Some(Weekday::Tue),
        "mer" | "wed" => Some(Weekday::Wed),
        "jeu" | "thu" | "thur" | "thurs" => Some(Weekday::Thu),
        "ven" | "fri" => Some(Weekday::Fri),
        "sam" | "sat" => Some(Weekday::Sat),
        "dim" | "sun" => Some(Weekday::Sun),
        _ => None,
    })
}

/// The number of a month's name in full, from 1.
pub(in crate::reading) fn month(word: &str) -> Option<u32> {
    Some(match word {
        "janvier" | "january" => 1,
        "fevrier" | "february" => 2,
        "mars" | "march" => 3,
        "avril" | "april" => 4,
        "mai" | "may" => 5,
        "juin" | "june" => 6,
        "juillet" | "july" => 7,
        "aout" | "august" => 8,
        "septembre" | "september" => 9,
        "octobre" | "october" => 10,
        "novembre" | "november" => 11,
        "decembre" | "december" => 12,
        _ => return None,
    })
}

/// The number of a month's name, also shortened, as it stands beside a number: "5 janv.", "Sept 5".
pub(super) fn short_month(word: &str) -> Option<u32> {
    month(word).or(match word {
        "janv" | "jan" => Some(1),
        "fevr" | "fev" | "feb" => Some(2),
        "mar" => Some(3),
        "avr" | "apr" => Some(4),
        "jun" => Some(6),
        "juil" | "jul" => Some(7),
        "aug" => Some(8),
        "sept" | "sep" => Some(9),
        "oct" => Some(10),
        "nov" => Some(11),
        "dec" => Some(12),
        _ => None,
    })
}

/// English month names that are other words or names as well, and so need a word before them that says when.
pub(super) fn is_ambiguous_month(word: &str) -> bool {
    matches!(word, "may" | "march" | "april" | "june" | "august")
}
