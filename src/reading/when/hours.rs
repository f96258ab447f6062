//! Hours: "10h30", "à 10 heures et demie", "midi", "18h-20h", "vers 11h", "half past ten", "2 to 4 pm".

use chrono::{NaiveTime, Timelike};

use super::numbers::{figures, in_words};
use super::tokens::Tokens;
use super::{At, Sure, What};

/// An hour or a stretch of hours at a token, with what bounds it.
pub(super) fn at(t: &Tokens<'_>, n: usize) -> At<What> {
    if let Some((from, until, next)) = stretch(t, n) {
        return Some((What::Hours { from: Some(from), until: Some(until) }, Sure::Given, next));
    }
    const UNTIL: [&str; 10] =
        ["jusqu a", "jusque", "until", "till", "avant", "before", "by", "d ici", "au plus tard a", "no later than"];
    const FROM: [&str; 9] =
        ["a partir de", "a partir d", "des", "apres", "after", "from", "depuis", "since", "starting at"];
    const ABOUT: [&str; 7] = ["vers", "aux alentours de", "autour de", "around", "about", "circa", "environ"];
    let behind = |phrases: &[&str]| t.one_of(n, phrases);
    if let Some((hour, sure, next)) = behind(&UNTIL).and_then(|at| hour(t, at, true)) {
        return Some((What::Hours { from: None, until: Some(hour) }, sure, next));
    }
    if let Some((hour, sure, next)) = behind(&FROM).and_then(|at| hour(t, at, false)) {
        return Some((What::Hours { from: Some(hour), until: None }, sure, next));
    }
    if let Some((hour, _, next)) = behind(&ABOUT).and_then(|at| hour(t, at, true)) {
        return Some((What::Hour(hour), Sure::Rough, next));
    }
    let (at, bare) = match t.get(n) {
        "at" => (n + 1, true),
        "a" => (n + 1, false),
        _ => (n, false),
    };
    hour(t, at, bare).map(|(hour, sure, next)| (What::Hour(hour), sure, next))
}

/// "18h-20h", "de 10 à 12 h", "2-4 pm", "entre 10h et midi".
fn stretch(t: &Tokens<'_>, n: usize) -> Option<(NaiveTime, NaiveTime, usize)> {
    let opened = matches!(t.get(n), "de" | "from" | "entre" | "between");
    let first = n + usize::from(opened);
    let joined = |behind: usize| {
        let dash = behind.checked_sub(1).is_some_and(|last| matches!(t.gap(last).trim(), "-" | "–" | "—" | "->"));
        let words = ["jusqu a", "a", "to", "until", "till", "et", "and"];
        if dash { Some(behind) } else { t.one_of(behind, if opened { &words } else { words.get(..4)? }) }
    };
    if let Some((from, _, behind)) = hour(t, first, false) {
        let (until, _, next) = hour(t, joined(behind)?, false)?;
        return (until > from).then_some((from, until, next));
    }
    // "2 to 4 pm": the first has the half of the day that the second has.
    let count = figures(t.get(first)).filter(|count| *count < 24 && t.get(first).len() <= 2)?;
    let minutes = matches!(t.gap(first), ":").then(|| figures(t.get(first + 1))).flatten();
    let behind = first + 1 + usize::from(minutes.is_some());
    let (until, _, next) = hour(t, joined(behind)?, false)?;
    let from = NaiveTime::from_hms_opt(count, minutes.unwrap_or(0), 0)?;
    let afternoon = NaiveTime::from_hms_opt(count + 12, minutes.unwrap_or(0), 0).filter(|later| *later < until);
    let from = if until.hour() > 12 && is_half(t, next) { afternoon.unwrap_or(from) } else { from };
    (from < until).then_some((from, until, next))
}

/// Whether "am" or "pm" stands before a place.
fn is_half(t: &Tokens<'_>, next: usize) -> bool {
    matches!(t.before(next, 1), "am" | "pm" | "m")
}

/// A point in a day, and the token behind it; `bare` where a number alone may be one ("at 10").
fn hour(t: &Tokens<'_>, n: usize, bare: bool) -> Option<(NaiveTime, Sure, usize)> {
    let (found, sure, next) = middle_of_the_day(t, n)
        .or_else(|| in_figures(t, n))
        .or_else(|| spoken(t, n))
        .or_else(|| past_or_to(t, n))
        .or_else(|| alone(t, n).filter(|_| bare))?;
    (!lasts(t, n, next)).then_some((found, sure, next))
}

/// "Pendant 2h", "dans 2 heures", "2 h de route": how long, not when.
fn lasts(t: &Tokens<'_>, n: usize, next: usize) -> bool {
    const BEFORE: [&str; 12] =
        ["pendant", "durant", "dans", "en", "sous", "duree", "in", "for", "within", "pres", "encore", "environ"];
    const OF: [&str; 14] = [
        "route", "trajet", "train", "retard", "marche", "voiture", "travail", "reunion", "velo", "bus", "visite",
        "queue", "presence", "pause",
    ];
    let counted = BEFORE.contains(&t.before(n, 1)) && (t.before(n, 1) != "environ" || t.before(n, 2) == "pendant");
    counted
        || (t.before(n, 1) == "a" && t.before(n, 2) == "y")
        || (t.get(next) == "de" && OF.contains(&t.get(next + 1)))
        || (t.gap(next.saturating_sub(1)) == "/" && t.get(next) == "24")
}

fn clock(hours: u32, minutes: u32) -> Option<NaiveTime> {
    NaiveTime::from_hms_opt(if hours == 24 { 0 } else { hours }, minutes, 0)
}

fn middle_of_the_day(t: &Tokens<'_>, n: usize) -> Option<(NaiveTime, Sure, usize)> {
    let afternoon = t.before(n, 1) == "apres"
        && (t.gap(n.saturating_sub(1)).contains(['-', '‐', '‑'])
            || matches!(t.before(n, 2), "l" | "cet" | "cette" | "d" | "en"));
    let hours = match t.get(n) {
        "midi" if !afternoon => 12,
        "noon" | "midday" => 12,
        "minuit" | "midnight" => 0,
        _ => return None,
    };
    let (hours, minutes, next) = fraction(t, n + 1).map_or((hours, 0, n + 1), |(by, next)| shifted(hours, by, next));
    Some((clock(hours, minutes)?, Sure::Given, next))
}

/// "et demie", "et quart", "moins le quart", "moins dix": minutes behind an hour.
fn fraction(t: &Tokens<'_>, n: usize) -> Option<(i32, usize)> {
    const FRACTIONS: [(&str, i32); 7] = [
        ("et demie", 30),
        ("et demi", 30),
        ("1 2", 30),
        ("et quart", 15),
        ("et un quart", 15),
        ("moins le quart", -15),
        ("moins un quart", -15),
    ];
    if !t.follows(n) {
        return None;
    }
    let listed = FRACTIONS.iter().find_map(|(words, by)| Some((*by, t.phrase(n, words)?)));
    listed.or_else(|| {
        let at = t.phrase(n, "moins")?;
        let (minutes, next) = figures(t.get(at)).map(|value| (value, at + 1)).or_else(|| in_words(t, at))?;
        Some((-i32::try_from(minutes).ok().filter(|minutes| *minutes < 60)?, next))
    })
}

fn shifted(hours: u32, by: i32, next: usize) -> (u32, u32, usize) {
    match u32::try_from(by) {
        Ok(minutes) => (hours, minutes, next),
        Err(_) => ((hours + 23) % 24, 60 - by.unsigned_abs().min(60), next),
    }
}

/// `10h`, `10h30`, `10 h 30`, `10:30`, `10am`, `10.30 pm`, `14 heures`.
fn in_figures(t: &Tokens<'_>, n: usize) -> Option<(NaiveTime, Sure, usize)> {
    let hours = figures(t.get(n)).filter(|hours| *hours <= 24 && t.get(n).len() <= 2)?;
    let two = |at: usize| figures(t.get(at)).filter(|minutes| *minutes < 60 && t.get(at).len() == 2);
    let glued =
        |at: usize| t.gap(at).is_empty() || t.gap(at) == " " || t.gap(at) == "\u{a0}" || t.gap(at) == "\u{202f}";
    if n > 0 && matches!(t.gap(n - 1), ":" | "/") && figures(t.get(n - 1)).is_some() {
        return None;
    }
    if t.gap(n) == ":"
        && let Some(minutes) = two(n + 1)
    {
        return match half(t, n + 2) {
            Some((pm, next)) => Some((of_half(hours, minutes, pm)?, Sure::Given, next)),
            None => Some((clock(hours, minutes)?, Sure::Given, n + 2)),
        };
    }
    if t.gap(n) == "."
        && let Some(minutes) = two(n + 1)
        && let Some((pm, next)) = half(t, n + 2)
    {
        return Some((of_half(hours, minutes, pm)?, Sure::Given, next));
    }
    if let Some((pm, next)) = half(t, n + 1) {
        return Some((of_half(hours, 0, pm)?, Sure::Given, next));
    }
    if let Some(next) = o_clock(t, n + 1) {
        return Some((clock(hours, 0)?, Sure::Inferred, next));
    }
    if !matches!(t.get(n + 1), "h" | "heure" | "heures" | "hrs" | "hr") || !glued(n) {
        return None;
    }
    if let Some(minutes) = two(n + 2).filter(|_| glued(n + 1)) {
        let next = n + 3 + usize::from(matches!(t.get(n + 3), "min" | "mn" | "minutes"));
        return Some((clock(hours, minutes)?, Sure::Given, next));
    }
    let (hours, minutes, next) = fraction(t, n + 2).map_or((hours, 0, n + 2), |(by, next)| shifted(hours, by, next));
    Some((clock(hours, minutes)?, Sure::Given, next))
}

/// "am", "p.m.": whether afternoon, and the token behind it.
fn half(t: &Tokens<'_>, n: usize) -> Option<(bool, usize)> {
    match (t.get(n), t.get(n + 1)) {
        ("am", _) => Some((false, n + 1)),
        ("pm", _) => Some((true, n + 1)),
        ("a", "m") if t.gap(n) == "." => Some((false, n + 2)),
        ("p", "m") if t.gap(n) == "." => Some((true, n + 2)),
        _ => None,
    }
}

fn of_half(hours: u32, minutes: u32, pm: bool) -> Option<NaiveTime> {
    match hours {
        1..=12 => clock(hours % 12 + if pm { 12 } else { 0 }, minutes),
        13..=23 if pm => clock(hours, minutes),
        _ => None,
    }
}

fn o_clock(t: &Tokens<'_>, n: usize) -> Option<usize> {
    t.one_of(n, &["o clock", "oclock"])
}

/// "dix heures et demie", "ten o'clock", "neuf heures trente".
fn spoken(t: &Tokens<'_>, n: usize) -> Option<(NaiveTime, Sure, usize)> {
    let (hours, at) = in_words(t, n).filter(|(hours, _)| *hours <= 24)?;
    if let Some(next) = o_clock(t, at) {
        return Some((clock(hours, 0)?, Sure::Inferred, next));
    }
    if !matches!(t.get(at), "heure" | "heures") {
        return None;
    }
    let told = in_words(t, at + 1).filter(|(minutes, _)| *minutes < 60 && t.follows(at + 1));
    let (hours, minutes, next) = match (fraction(t, at + 1), told) {
        (Some((by, next)), _) => shifted(hours, by, next),
        (None, Some((minutes, next))) => (hours, minutes, next),
        (None, None) => (hours, 0, at + 1),
    };
    Some((clock(hours, minutes)?, Sure::Given, next))
}

/// "half past ten", "quarter to six", "ten past nine".
fn past_or_to(t: &Tokens<'_>, n: usize) -> Option<(NaiveTime, Sure, usize)> {
    let n = n + usize::from(t.get(n) == "a");
    let (minutes, at) = match t.get(n) {
        "half" => (30, n + 1),
        "quarter" => (15, n + 1),
        _ => {
            figures(t.get(n)).map(|value| (value, n + 1)).or_else(|| in_words(t, n)).filter(|(value, _)| *value < 30)?
        }
    };
    let by = match t.get(at) {
        "past" => i32::try_from(minutes).ok()?,
        "to" if minutes != 30 => -i32::try_from(minutes).ok()?,
        _ => return None,
    };
    let number = figures(t.get(at + 1)).map(|value| (value, at + 2)).or_else(|| in_words(t, at + 1));
    let (hours, behind) = number
        .or_else(|| (t.get(at + 1) == "noon").then_some((12, at + 2)))
        .filter(|(hours, _)| (1..=12).contains(hours))?;
    // "Two to four" counts hours, not minutes to an hour.
    if by < 0 && !(matches!(t.get(n), "quarter") || matches!(minutes, 5 | 10 | 20 | 25))
        || half(t, behind).is_some() && minutes < 5
    {
        return None;
    }
    let (hours, minutes, next) = shifted(hours, by, behind);
    match half(t, next) {
        Some((pm, next)) => Some((of_half(if hours == 0 { 12 } else { hours }, minutes, pm)?, Sure::Given, next)),
        None => Some((clock(hours, minutes)?, Sure::Inferred, next)),
    }
}

/// "at 10": a number with nothing behind it that it could count.
fn alone(t: &Tokens<'_>, n: usize) -> Option<(NaiveTime, Sure, usize)> {
    let hours = figures(t.get(n)).filter(|hours| (1..=23).contains(hours) && t.get(n).len() <= 2)?;
    let ends = t.breaks(n)
        || matches!(t.get(n + 1), "and" | "but" | "on" | "if" | "or" | "then" | "sharp" | "so" | "i" | "we");
    let dated = matches!(t.gap(n), "/" | "." | "-") && figures(t.get(n + 1)).is_some();
    (ends && !dated).then_some((clock(hours, 0)?, Sure::Inferred, n + 1))
}
