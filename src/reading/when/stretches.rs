//! Periods with a name: "la semaine prochaine", "fin mars", "courant juin", "cet été", "après les vacances de Pâques".

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::days::{self, year};
use super::holidays::{Feast, School, back_to_school};
use super::names::{is_ambiguous_month, month, short_month};
use super::tokens::Tokens;
use super::{Base, Extent, Lean, Sure};

/// Which part of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Start,
    Middle,
    End,
}

/// What sort of period; its parts differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Week,
    Month,
    Longer,
    Feast,
}

/// What may stand before a period or a part of one.
const LEADS: [&str; 21] = [
    "a", "all", "at", "au", "aux", "cet", "courant", "during", "en", "for", "in", "l", "la", "le", "les", "over",
    "pendant", "the", "towards", "tout", "vers",
];

/// What may stand between a part and its period.
const LINKS: [&str; 13] = ["de", "du", "d", "des", "la", "le", "l", "les", "of", "the", "mois", "in", "cette"];

/// A period that stands at a token, and the token behind it.
pub(super) fn at(t: &Tokens<'_>, n: usize, base: Base) -> Option<(Extent, usize)> {
    let led = t.skip(n, &LEADS);
    // "Courant mai" begins with its lead; a part may follow it: "vers la fin du mois".
    let whole = (n..=led).rev().find_map(|at| part_of(t, at, base));
    whole.or_else(|| (n..=led).rev().find_map(|at| period(t, at, base, false)).map(|(extent, _, next)| (extent, next)))
}

fn part(word: &str) -> Option<Part> {
    Some(match word {
        "debut" | "beginning" | "start" | "early" => Part::Start,
        "mi" | "milieu" | "mid" | "middle" => Part::Middle,
        "fin" | "end" | "late" => Part::End,
        _ => return None,
    })
}

/// "fin mars", "début de la semaine prochaine", "the end of the month".
fn part_of(t: &Tokens<'_>, n: usize, base: Base) -> Option<(Extent, usize)> {
    let part = part(t.get(n))?;
    let (extent, sort, next) = period(t, t.skip(n + 1, &LINKS), base, true)?;
    let days = u64::try_from((extent.until - extent.from).num_days()).ok()?;
    let third = if sort == Sort::Month { 9 } else { days / 3 };
    let sure = extent.sure.max(Sure::Inferred);
    let extent = match (part, sort) {
        (_, Sort::Feast) => return None,
        (Part::Start, Sort::Week) => Extent::span(extent.from, after(extent.from, 1)?, sure),
        (Part::Start, _) => Extent::span(extent.from, after(extent.from, third)?, sure),
        (Part::Middle, Sort::Month) => Extent::day(after(extent.from, 14)?, Sure::Rough),
        (Part::Middle, _) => Extent::day(after(extent.from, days / 2)?, Sure::Rough),
        (Part::End, Sort::Week) => Extent::span(after(extent.from, 3)?, after(extent.from, 4)?, sure),
        (Part::End, Sort::Month) => Extent::span(after(extent.from, 20)?, extent.until, sure),
        (Part::End, _) => Extent::span(extent.until.checked_sub_days(Days::new(third))?, extent.until, sure),
    };
    Some((Extent { is_end: part == Part::End, ..extent }, next))
}

fn after(day: NaiveDate, days: u64) -> Option<NaiveDate> {
    day.checked_add_days(Days::new(days))
}

/// A period without its lead; `parted` where only a part of it is meant, so that "semaine" alone is this week.
fn period(t: &Tokens<'_>, n: usize, base: Base, parted: bool) -> Option<(Extent, Sort, usize)> {
    named_month(t, n, base, parted)
        .map(|(extent, next)| (extent, Sort::Month, next))
        .or_else(|| week(t, n, base, parted).map(|(extent, next)| (extent, Sort::Week, next)))
        .or_else(|| month_or_year(t, n, base, parted))
        .or_else(|| school(t, n, base).map(|(extent, next)| (extent, Sort::Longer, next)))
        .or_else(|| season(t, n, base, parted).map(|(extent, next)| (extent, Sort::Longer, next)))
        .or_else(|| feast(t, n, base).map(|(extent, next)| (extent, Sort::Feast, next)))
}

/// Monday to Sunday: "la semaine prochaine", "next week", "la semaine du 15 mars"; and "ce week-end".
fn week(t: &Tokens<'_>, n: usize, base: Base, parted: bool) -> Option<(Extent, usize)> {
    const WEEKS: [(&str, i64); 16] = [
        ("semaine prochaine", 1),
        ("semaine qui vient", 1),
        ("semaine suivante", 1),
        ("prochaine semaine", 1),
        ("sem prochaine", 1),
        ("next week", 1),
        ("coming week", 1),
        ("following week", 1),
        ("cette semaine", 0),
        ("semaine en cours", 0),
        ("this week", 0),
        ("semaine derniere", -1),
        ("semaine passee", -1),
        ("last week", -1),
        ("derniere semaine", -1),
        ("week after next", 2),
    ];
    const ENDS: [(&str, i64); 13] = [
        ("week end prochain", 0),
        ("weekend prochain", 0),
        ("prochain week end", 0),
        ("next week end", 0),
        ("next weekend", 0),
        ("ce week end", 0),
        ("ce weekend", 0),
        ("this weekend", 0),
        ("this week end", 0),
        ("week end dernier", -1),
        ("weekend dernier", -1),
        ("last weekend", -1),
        ("last week end", -1),
    ];
    let today = base.today()?;
    let monday = today.week(Weekday::Mon).checked_first_day()?;
    let listed = |list: &[(&str, i64)]| list.iter().find_map(|(words, weeks)| Some((t.phrase(n, words)?, *weeks)));
    let shifted = |day: NaiveDate, weeks: i64| match weeks {
        -1 => day.checked_sub_days(Days::new(7)),
        weeks => day.checked_add_days(Days::new(7 * weeks.unsigned_abs())),
    };
    if let Some((next, weeks)) = listed(&ENDS) {
        let saturday = shifted(after(monday, 5)?, weeks)?;
        return Some((Extent::span(saturday, after(saturday, 1)?, Sure::Inferred), next));
    }
    if let Some((next, weeks)) = listed(&WEEKS) {
        let monday = shifted(monday, weeks)?;
        return Some((Extent::span(monday, after(monday, 6)?, Sure::Inferred), next));
    }
    if let Some(at) = t.one_of(n, &["semaine du", "week of", "week beginning", "week commencing"]) {
        let (day, next) = days::at(t, at, base)?;
        let monday = day.from.week(Weekday::Mon).checked_first_day()?;
        return Some((Extent::span(monday, after(monday, 6)?, day.sure), next));
    }
    let this = parted && matches!(t.get(n), "semaine" | "week") || t.get(n) == "semaine" && t.before(n, 2) == "dans";
    // Late in the week its beginning and middle are the next one's.
    let past =
        today.weekday().num_days_from_monday() > if matches!(t.before(n, 2), "fin" | "end" | "dans") { 3 } else { 0 };
    let monday = shifted(monday, i64::from(past))?;
    this.then_some((Extent::span(monday, after(monday, 6)?, Sure::Inferred), n + 1))
}

/// "le mois prochain", "this month", "l'année prochaine", "fin d'année".
fn month_or_year(t: &Tokens<'_>, n: usize, base: Base, parted: bool) -> Option<(Extent, Sort, usize)> {
    const MONTHS: [(&str, i32); 9] = [
        ("mois prochain", 1),
        ("mois suivant", 1),
        ("prochain mois", 1),
        ("next month", 1),
        ("mois dernier", -1),
        ("mois passe", -1),
        ("last month", -1),
        ("ce mois", 0),
        ("this month", 0),
    ];
    const YEARS: [(&str, i32); 8] = [
        ("annee prochaine", 1),
        ("an prochain", 1),
        ("next year", 1),
        ("annee derniere", -1),
        ("an dernier", -1),
        ("last year", -1),
        ("cette annee", 0),
        ("this year", 0),
    ];
    let today = base.today()?;
    let listed = |list: &[(&str, i32)]| list.iter().find_map(|(words, by)| Some((t.phrase(n, words)?, *by)));
    let bare = |words: &[&str]| (parted && words.contains(&t.get(n))).then_some((n + 1, 0));
    // The links before "mois" may have taken it: "fin du mois".
    let taken = parted && t.before(n, 1) == "mois";
    if let Some((next, by)) = listed(&MONTHS).or_else(|| bare(&["mois", "month"])).or(taken.then_some((n, 0))) {
        let (next, by) = match t.get(next) {
            _ if by != 0 || !t.follows(next) => (next, by),
            "prochain" => (next + 1, 1),
            "ci" => (next + 1, 0),
            _ => (next, by),
        };
        let of = today.with_day(1)?;
        let months = Months::new(by.unsigned_abs());
        let of = if by < 0 { of.checked_sub_months(months)? } else { of.checked_add_months(months)? };
        return Some((whole_month(of.year(), of.month())?, Sort::Month, next));
    }
    let (next, by) = listed(&YEARS).or_else(|| bare(&["annee", "year"]))?;
    let year = today.year().checked_add(by)?;
    let days = Extent::span(days::civil(year, 1, 1)?, days::civil(year, 12, 31)?, Sure::Inferred);
    Some((days, Sort::Longer, next))
}

fn whole_month(year: i32, month: u32) -> Option<Extent> {
    let from = days::civil(year, month, 1)?;
    let until = from.checked_add_months(Months::new(1))?.pred_opt()?;
    Some(Extent::span(from, until, Sure::Inferred))
}

/// "mars", "le mois de mars 2028", "in May", "en mars prochain".
fn named_month(t: &Tokens<'_>, n: usize, base: Base, parted: bool) -> Option<(Extent, usize)> {
    const BEFORE_ENGLISH: [&str; 23] = [
        "in", "by", "until", "till", "before", "after", "from", "since", "to", "this", "next", "last", "early", "late",
        "mid", "of", "during", "for", "and", "or", "rather", "around", "through",
    ];
    let of_month = t.one_of(n, &["mois de", "mois d", "month of", "next", "last", "this"]);
    let at = of_month.unwrap_or(n);
    let name = t.get(at);
    let number = month(name).or_else(|| short_month(name).filter(|_| parted && name.len() > 2))?;
    let (given, last) = (year(t.get(at + 1)), t.get(n) == "last" || matches!(t.get(at + 1), "dernier" | "passe"));
    let before = t.before(n, 1);
    // "La réunion de mars" names a meeting, "May" may be a verb; and a number beside it makes it a day.
    let meant = parted
        || of_month.is_some()
        || given.is_some()
        || if is_ambiguous_month(name) { BEFORE_ENGLISH.contains(&before) } else { !matches!(before, "de" | "d") };
    let numbered = before.len() <= 2 && before.starts_with(|c: char| c.is_ascii_digit());
    if !meant || numbered && !parted {
        return None;
    }
    if let Some(year) = given {
        return Some((Extent { sure: Sure::Given, ..whole_month(year, number)? }, at + 2));
    }
    let said = usize::from(matches!(t.get(at + 1), "prochain" | "dernier" | "passe"));
    let lean = if last { Pick::Past } else { Pick::of(base.lean) };
    Some((pick(base, lean, |year| whole_month(year, number))?, at + 1 + said))
}

/// Which year's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pick {
    Coming,
    Nearest,
    Past,
}

impl Pick {
    fn of(lean: Lean) -> Pick {
        match lean {
            Lean::Coming => Pick::Coming,
            Lean::Nearest => Pick::Nearest,
        }
    }
}

/// The one that is meant of what comes every year.
fn pick(base: Base, pick: Pick, of: impl Fn(i32) -> Option<Extent>) -> Option<Extent> {
    let today = base.today()?;
    let years = (-1..=1).filter_map(|by| of(today.year().checked_add(by)?));
    let distance = |days: &Extent| match (days.from > today, days.until < today) {
        (true, _) => (days.from - today).num_days(),
        (_, true) => (today - days.until).num_days(),
        _ => 0,
    };
    match pick {
        Pick::Coming => years.into_iter().find(|days| days.until >= today),
        Pick::Nearest => years.into_iter().min_by_key(distance),
        Pick::Past => years.filter(|days| days.until < today).last(),
    }
}

/// "au printemps", "cet été", "this summer", "in the autumn": as people plan by them, not by the sun.
fn season(t: &Tokens<'_>, n: usize, base: Base, parted: bool) -> Option<(Extent, usize)> {
    let led = matches!(t.get(n), "this" | "next" | "cet" | "cette" | "last");
    let at = n + usize::from(led);
    let (from, until) = match t.get(at) {
        "printemps" | "spring" => ((3, 20), (6, 20)),
        "ete" | "summer" => ((7, 1), (8, 31)),
        "automne" | "autumn" => ((9, 22), (12, 20)),
        "fall" if t.before(at, 1) == "the" || t.before(at, 1) == "this" => ((9, 22), (12, 20)),
        "hiver" | "winter" => ((12, 21), (3, 19)),
        _ => return None,
    };
    let before = t.before(at, 1);
    let when = ["au", "cet", "l", "en", "the", "this", "next", "last", "in", "after", "before", "until", "by"];
    // "Le printemps arrive" says nothing of when; "a été" is a verb.
    if !parted && !when.contains(&before) {
        return None;
    }
    let of = |year: i32| {
        let ends = year.checked_add(i32::from(until < from))?;
        let (from, until) = (days::civil(year, from.0, from.1)?, days::civil(ends, until.0, until.1)?);
        Some(Extent::span(from, until, Sure::Rough))
    };
    let said = usize::from(matches!(t.get(at + 1), "prochain" | "dernier"));
    let past = t.get(n) == "last" || t.get(at + 1) == "dernier";
    Some((pick(base, if past { Pick::Past } else { Pick::of(base.lean) }, of)?, at + 1 + said))
}

/// "Pâques", "la Toussaint", "les fêtes", "Christmas".
fn feast(t: &Tokens<'_>, n: usize, base: Base) -> Option<(Extent, usize)> {
    const FEASTS: [(&str, Feast); 21] = [
        ("paques", Feast::Easter),
        ("easter", Feast::Easter),
        ("ascension", Feast::Ascension),
        ("pont de l ascension", Feast::Ascension),
        ("week end de l ascension", Feast::Ascension),
        ("ascension day", Feast::Ascension),
        ("pentecote", Feast::Pentecost),
        ("pentecost", Feast::Pentecost),
        ("whitsun", Feast::Pentecost),
        ("toussaint", Feast::AllSaints),
        ("all saints", Feast::AllSaints),
        ("noel", Feast::Christmas),
        ("christmas", Feast::Christmas),
        ("xmas", Feast::Christmas),
        ("fetes de fin d annee", Feast::Holidays),
        ("fetes", Feast::Holidays),
        ("festive season", Feast::Holidays),
        ("jour de l an", Feast::NewYear),
        ("nouvel an", Feast::NewYear),
        ("new year", Feast::NewYear),
        ("week end de paques", Feast::Easter),
    ];
    const WHEN: [&str; 22] = [
        "a", "apres", "avant", "ici", "passe", "passees", "pour", "jusqu", "after", "before", "at", "by", "for",
        "over", "until", "since", "around", "vers", "la", "les", "l", "the",
    ];
    let (found, next) = FEASTS.iter().find_map(|(words, feast)| Some((*feast, t.phrase(n, words)?)))?;
    // "Joyeux Noël" wishes, and Noël may be somebody's name.
    if !WHEN.contains(&t.before(n, 1)) || matches!(t.before(n, 2), "joyeuses" | "bonnes" | "happy") {
        return None;
    }
    Some((pick(base, Pick::of(base.lean), |year| found.of(year))?, next))
}

/// "les vacances de Pâques", "the summer holidays", "la rentrée"; "les vacances" are those that run or come next.
fn school(t: &Tokens<'_>, n: usize, base: Base) -> Option<(Extent, usize)> {
    let today = base.today()?;
    let nearest = Pick::of(base.lean);
    if t.get(n) == "rentree" {
        let winter = matches!(t.get(n + 2), "janvier" | "janv") || today.month() == 12;
        let named = matches!((t.get(n + 1), t.get(n + 2)), ("de", "septembre" | "janvier") | ("scolaire", _));
        let next = if !named { n + 1 } else { n + 2 + usize::from(t.get(n + 1) == "de") };
        let of = |year: i32| {
            let back = back_to_school(year)?;
            Some(Extent::day(back, Sure::Rough))
        };
        let after_christmas = |year: i32| Some(Extent::day(after(School::Christmas.of(year)?.until, 1)?, Sure::Rough));
        let day = if winter { pick(base, nearest, after_christmas) } else { pick(base, nearest, of) }?;
        return Some((day, next));
    }
    if t.get(n) == "vacances" {
        let scolaires = n + 1 + usize::from(t.get(n + 1) == "scolaires");
        let named = match t.skip(scolaires, &["de", "d", "la", "du", "l"]) {
            at if at == scolaires => None,
            at => Some((at, t.get(at))),
        };
        let which = named.and_then(|(at, name)| {
            let which = match name {
                "paques" | "printemps" | "avril" => School::Spring,
                "hiver" | "fevrier" | "ski" => School::Winter,
                "ete" | "juillet" | "aout" => School::Summer,
                "toussaint" | "automne" | "octobre" => School::AllSaints,
                "noel" => School::Christmas,
                _ => return None,
            };
            Some((at + 1, which))
        });
        return match which {
            Some((next, which)) => Some((pick(base, nearest, |year| which.of(year))?, next)),
            // "Les vacances de Paul" are nobody's but his; "mes vacances" neither.
            None if matches!(t.before(n, 1), "les" | "grandes") && (named.is_none() || scolaires > n + 1) => {
                let all = School::ALL.iter().filter_map(|one| pick(base, Pick::Coming, |year| one.of(year)));
                let next = all.min_by_key(|days| days.until)?;
                Some((Extent { sure: Sure::Rough, ..next }, scolaires))
            }
            None => None,
        };
    }
    const BREAKS: [&str; 4] = ["holidays", "holiday", "break", "vacation"];
    let which = match t.get(n) {
        "easter" | "spring" => School::Spring,
        "summer" => School::Summer,
        "christmas" | "xmas" => School::Christmas,
        _ => return None,
    };
    let next = n + 2;
    BREAKS.contains(&t.get(n + 1)).then_some(())?;
    Some((pick(base, nearest, |year| which.of(year))?, next))
}
