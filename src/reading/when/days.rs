//! Single days: "samedi 5 juin", "05.06.2021", "le 5", "demain", "lundi en huit", "dans quinze jours".

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::names::{month, short_month, short_weekday, weekday};
use super::numbers::{figures, in_words, number, ordinal};
use super::tokens::Tokens;
use super::{Base, Extent, Lean, Sure};

/// Words that may follow "le 5" without saying five of what.
const AFTER_A_DAY: [&str; 62] = [
    "a",
    "after",
    "ainsi",
    "and",
    "apres",
    "at",
    "au",
    "aussi",
    "avec",
    "because",
    "both",
    "but",
    "by",
    "ca",
    "car",
    "ce",
    "cela",
    "certainly",
    "comme",
    "compris",
    "convient",
    "d",
    "donc",
    "est",
    "et",
    "etant",
    "for",
    "from",
    "i",
    "if",
    "il",
    "in",
    "inclus",
    "included",
    "is",
    "j",
    "je",
    "m",
    "mais",
    "matin",
    "max",
    "maximum",
    "merci",
    "midi",
    "nous",
    "on",
    "or",
    "ou",
    "par",
    "pour",
    "puis",
    "qui",
    "sans",
    "sera",
    "si",
    "soir",
    "thanks",
    "till",
    "to",
    "until",
    "vers",
    "we",
];

/// Parts of a day that say no more than which day.
const PARTS: [&str; 13] = [
    "matin",
    "matinee",
    "soir",
    "soiree",
    "midi",
    "apres midi",
    "dans la journee",
    "dans la matinee",
    "en soiree",
    "morning",
    "afternoon",
    "evening",
    "night",
];

/// A day that stands at a token, article and weekday included, and the token behind it.
pub(super) fn at(t: &Tokens<'_>, n: usize, base: Base) -> Option<(Extent, usize)> {
    let (extent, next) = numeric(t, n, base)
        .or_else(|| written_out(t, n, base))
        .or_else(|| day_of_month(t, n, base))
        .or_else(|| of_the_week(t, n, base))
        .or_else(|| named_from_today(t, n, base))
        .or_else(|| counted(t, n, base))?;
    let part = t.one_of(next, &PARTS).filter(|_| t.follows(next));
    Some((extent, part.unwrap_or(next)))
}

/// Three numbers with one sign between them, the year first or last; or two with a slash: `05.06.2021`, `5/6`.
fn numeric(t: &Tokens<'_>, n: usize, base: Base) -> Option<(Extent, usize)> {
    let n = after_article(t, n);
    let sign = t.gap(n);
    if !matches!(sign, "/" | "." | "-" | " / ") || (n > 0 && t.gap(n - 1) == sign && figures(t.get(n - 1)).is_some()) {
        return None;
    }
    let small = |at: usize| figures(t.get(at)).filter(|_| t.get(at).len() <= 2);
    if t.gap(n + 1) == sign && figures(t.get(n + 2)).is_some() && t.gap(n + 2) != sign {
        let (year, month, day) = match year(t.get(n)) {
            Some(year) => (year, small(n + 1)?, small(n + 2)?),
            None => {
                let short = || figures(t.get(n + 2)).filter(|_| t.get(n + 2).len() == 2);
                let of_two = || short().and_then(|year| i32::try_from(year).ok()).map(|year| 2000 + year);
                (year(t.get(n + 2)).or_else(of_two)?, small(n + 1)?, small(n)?)
            }
        };
        return Some((Extent::day(civil(year, month, day)?, Sure::Given), n + 3));
    }
    // "24.10." but not "10.30" nor "3/4 d'heure".
    let points = sign == "." && t.gap(n + 1).starts_with('.') && figures(t.get(n + 2)).is_none();
    let counted = matches!(t.get(n + 2), "d" | "de" | "des" | "h" | "heure" | "heures") && t.follows(n + 2);
    if !(sign == "/" && t.gap(n + 1) != sign || points) || counted {
        return None;
    }
    let (first, second) = (small(n)?, small(n + 1)?);
    let (day, month) = if second > 12 { (second, first) } else { (first, second) };
    Some((Extent::day(in_year(month, base, |year| civil(year, month, day))?, Sure::Inferred), n + 2))
}

/// A day with its month: "samedi 5 juin 2027", "le premier mai", "June 5th", "the 5th of June", "5 et 6 juin".
fn written_out(t: &Tokens<'_>, n: usize, base: Base) -> Option<(Extent, usize)> {
    let n = after_weekday(t, after_article(t, n));
    let (day, month, next) = match day_number(t, n) {
        Some((day, behind)) => {
            let (month, next) = month_of(t, behind).or_else(|| month_of_next(t, behind))?;
            (day, month, next)
        }
        None => {
            let month = short_month(t.get(n))?;
            let (day, next) = day_number(t, after_the(t, n + 1)).filter(|_| !is_hour_mark(t.get(n + 2)))?;
            (day, month, next)
        }
    };
    match year(t.get(next)).filter(|_| next > n) {
        Some(year) => Some((Extent::day(civil(year, month, day)?, Sure::Given), next + 1)),
        None => Some((Extent::day(in_year(month, base, |year| civil(year, month, day))?, Sure::Inferred), next)),
    }
}

/// "juin", "of June" behind a day.
fn month_of(t: &Tokens<'_>, n: usize) -> Option<(u32, usize)> {
    let n = n + usize::from(matches!(t.get(n), "of" | "de"));
    let number = short_month(t.get(n)).filter(|_| !t.gap(n.wrapping_sub(1)).contains(['\n', ',', ';']))?;
    Some((number, n + 1))
}

/// "le 5 et le 6 juin": the month of the day that follows; only the first day is taken here.
fn month_of_next(t: &Tokens<'_>, n: usize) -> Option<(u32, usize)> {
    let and = matches!(t.get(n), "et" | "ou" | "and" | "or");
    let at = after_weekday(t, after_article(t, n + usize::from(and)));
    let (_, behind) = day_number(t, at).filter(|_| and)?;
    Some((month_of(t, behind)?.0, n))
}

/// "le 5", "samedi 5", "the 5th": the next day of that number.
fn day_of_month(t: &Tokens<'_>, n: usize, base: Base) -> Option<(Extent, usize)> {
    let today = base.today()?;
    let behind_article = after_article(t, n);
    let at = after_weekday(t, behind_article);
    figures(t.get(at))?;
    let (day, next) = day_number(t, at)?;
    let named = at > behind_article || is_article(t, n, behind_article) || is_article(t, n.wrapping_sub(1), n);
    let ordinal = matches!(t.get(next.wrapping_sub(1)), "st" | "nd" | "rd" | "th");
    let alone = t.breaks(next - 1) || AFTER_A_DAY.contains(&t.get(next)) || weekday(t.get(next)).is_some();
    if !(named || ordinal) || !alone || matches!(t.gap(next - 1), "." | "/" | ":") && figures(t.get(next)).is_some() {
        return None;
    }
    Some((Extent::day(next_of_number(today, day)?, Sure::Inferred), next))
}

/// The first day of a number from a day on.
pub(super) fn next_of_number(from: NaiveDate, day: u32) -> Option<NaiveDate> {
    (0..4).find_map(|months| {
        let first = from.with_day(1)?.checked_add_months(Months::new(months))?;
        first.with_day(day).filter(|date| *date >= from)
    })
}

/// "samedi", "samedi prochain", "samedi dernier", "next Saturday", "lundi en huit", "a week on Monday", "Friday week".
fn of_the_week(t: &Tokens<'_>, n: usize, base: Base) -> Option<(Extent, usize)> {
    const LEADS: [(&str, i64); 16] = [
        ("ce", 0),
        ("this", 0),
        ("this coming", 0),
        ("next", 0),
        ("on", 0),
        ("last", -1),
        ("this past", -1),
        ("a week on", 1),
        ("a week from", 1),
        ("a week this", 1),
        ("two weeks on", 2),
        ("a fortnight on", 2),
        ("week on", 1),
        ("a week next", 1),
        ("de", 0),
        ("des", 0),
    ];
    let today = base.today()?;
    let lead = LEADS.iter().filter_map(|(words, weeks)| Some((t.phrase(n, words)?, *weeks))).max();
    let (at, mut weeks) = lead.unwrap_or((n, 0));
    let (name, mut next) = match weekday(t.get(at)) {
        Some(name) => (name, at + 1),
        None => (short_weekday(t.get(at)).filter(|_| at > n && t.get(at).len() == 3 && t.get(n) != "ce")?, at + 1),
    };
    // "Le samedi" alone is every Saturday; "le samedi en huit" is one.
    let habit = matches!(t.before(n, 1), "le" | "les" | "chaque" | "tous" | "every" | "each" | "mardis");
    let behind: [(&str, i64); 8] = [
        ("prochain", 0),
        ("prochaine", 0),
        ("dernier", -1),
        ("passe", -1),
        ("en huit", 1),
        ("en quinze", 2),
        ("week", 1),
        ("fortnight", 2),
    ];
    let told = behind.iter().find_map(|(words, weeks)| Some((t.phrase(next, words)?, *weeks)));
    if let Some((behind, more)) = told.filter(|_| t.follows(next)) {
        (next, weeks) = (behind, more);
    } else if habit {
        return None;
    }
    let day = match weeks {
        -1 => weekday_before(today, name)?,
        weeks => weekday_after(today, name)?.checked_add_days(Days::new(7 * u64::try_from(weeks).ok()?))?,
    };
    Some((Extent::day(day, Sure::Inferred), next))
}

/// The first day of that name after a day.
fn weekday_after(day: NaiveDate, name: Weekday) -> Option<NaiveDate> {
    (1..=7).filter_map(|days| day.checked_add_days(Days::new(days))).find(|day| day.weekday() == name)
}

fn weekday_before(day: NaiveDate, name: Weekday) -> Option<NaiveDate> {
    (1..=7).filter_map(|days| day.checked_sub_days(Days::new(days))).find(|day| day.weekday() == name)
}

/// "demain", "ce soir", "the day after tomorrow", "avant-hier".
fn named_from_today(t: &Tokens<'_>, n: usize, base: Base) -> Option<(Extent, usize)> {
    const NAMED: [(&str, i64); 30] = [
        ("the day after tomorrow", 2),
        ("day after tomorrow", 2),
        ("the day before yesterday", -2),
        ("day before yesterday", -2),
        ("apres demain", 2),
        ("avant hier", -2),
        ("aujourd hui", 0),
        ("demain", 1),
        ("hier", -1),
        ("tomorrow", 1),
        ("yesterday", -1),
        ("today", 0),
        ("tonight", 0),
        ("ce jour", 0),
        ("ce matin", 0),
        ("ce midi", 0),
        ("ce soir", 0),
        ("cet aprem", 0),
        ("cet apres midi", 0),
        ("cette apres midi", 0),
        ("cette nuit", 0),
        ("dans la journee", 0),
        ("this morning", 0),
        ("this afternoon", 0),
        ("this evening", 0),
        ("last night", -1),
        ("le lendemain", 1),
        ("dans l apres midi", 0),
        ("aujourdhui", 0),
        ("ajd", 0),
    ];
    let today = base.today()?;
    let (next, days) = NAMED.iter().find_map(|(words, days)| Some((t.phrase(n, words)?, *days)))?;
    Some((Extent::day(moved(today, days, Unit::Day)?, Sure::Inferred), next))
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "jour" | "jours" | "day" | "days" => Unit::Day,
        "semaine" | "semaines" | "week" | "weeks" => Unit::Week,
        "mois" | "month" | "months" => Unit::Month,
        "an" | "ans" | "annee" | "year" | "years" => Unit::Year,
        _ => return None,
    })
}

/// "dans quinze jours", "sous huitaine", "d'ici deux mois", "in a fortnight", "encore une semaine", "il y a trois jours".
fn counted(t: &Tokens<'_>, n: usize, base: Base) -> Option<(Extent, usize)> {
    const AHEAD: [&str; 17] = [
        "dans environ",
        "dans a peu pres",
        "dans",
        "d ici a",
        "d ici",
        "sous",
        "in about",
        "in",
        "within",
        "encore",
        "another",
        "for another",
        "give me",
        "back",
        "back by",
        "de",
        "d",
    ];
    const AGO: [&str; 3] = ["il y a environ", "il y a", "voila"];
    let today = base.today()?;
    if let Some(at) = t.one_of(n, &AGO) {
        let (days, unit, next) = quantity(t, at)?;
        return Some((Extent::day(moved(today, -days, unit)?, Sure::Inferred), next));
    }
    match t.one_of(n, &AHEAD) {
        Some(at) => {
            let (count, unit, next) = quantity(t, at)?;
            // "De" and "back" count only what something is put off by.
            let bare = ["de", "d", "back", "give me"].iter().any(|word| t.phrase(n, word) == Some(at));
            let put_off = || (1..=4).any(|k| puts_off(t.before(n, k))) || t.get(n) == "give";
            let duration = matches!(t.get(n), "in" | "within" | "dans") && t.before(n, 1) == "faire";
            if bare && !put_off() || duration || t.get(n) == "de" && t.before(n, 1) == "pres" {
                return None;
            }
            let next = if t.get(next) == "time" { next + 1 } else { next };
            Some((Extent::day(moved(today, count, unit)?, Sure::Inferred), next))
        }
        None => {
            // "Three days ago", "two weeks from now", "two more weeks", "deux semaines de plus".
            let (count, unit, next) = quantity(t, n)?;
            let sign = match t.get(next) {
                "ago" => -1,
                "from" if matches!(t.get(next + 1), "now" | "today") => 1,
                "later" | "more" => 1,
                "de" if t.get(next + 1) == "plus" => 1,
                _ => return None,
            };
            let next = next + 1 + usize::from(matches!(t.get(next), "from" | "de"));
            Some((Extent::day(moved(today, sign * count, unit)?, Sure::Inferred), next))
        }
    }
}

/// Verbs that put something off.
fn puts_off(word: &str) -> bool {
    ["repouss", "report", "recul", "decal", "differ", "push", "postpone", "delay", "put"]
        .iter()
        .any(|stem| word.starts_with(stem))
}

/// How many of what: "quinze jours" are two weeks, and "huit jours" one.
fn quantity(t: &Tokens<'_>, n: usize) -> Option<(i64, Unit, usize)> {
    const WHOLE: [(&str, i64, Unit); 14] = [
        ("une quinzaine de jours", 14, Unit::Day),
        ("la quinzaine", 14, Unit::Day),
        ("une quinzaine", 14, Unit::Day),
        ("quinzaine", 14, Unit::Day),
        ("une huitaine de jours", 7, Unit::Day),
        ("une huitaine", 7, Unit::Day),
        ("huitaine", 7, Unit::Day),
        ("une dizaine de jours", 10, Unit::Day),
        ("a fortnight", 14, Unit::Day),
        ("fortnight", 14, Unit::Day),
        ("quelques jours", 3, Unit::Day),
        ("a few days", 3, Unit::Day),
        ("a couple of weeks", 2, Unit::Week),
        ("a couple of days", 2, Unit::Day),
    ];
    let whole = WHOLE.iter().find_map(|(words, count, unit)| Some((*count, *unit, t.phrase(n, words)?)));
    if whole.is_some() {
        return whole;
    }
    let article = matches!(t.get(n), "a" | "an" | "un" | "une").then_some((1, n + 1));
    let (count, at) = article.or_else(|| number(t, n))?;
    let at =
        at + usize::from(matches!(t.get(at), "bonnes" | "petites" | "bons" | "more" | "autres" | "bonne" | "petite"));
    let unit = unit(t.get(at)).filter(|_| t.follows(at))?;
    let french = matches!(t.get(at), "jours");
    let days = match (count, french) {
        (15, true) => 14,
        (8, true) => 7,
        _ => i64::from(count),
    };
    // "In a week's time".
    let next = if t.get(at + 1) == "s" && t.get(at + 2) == "time" { at + 2 } else { at + 1 };
    Some((days, unit, next))
}

fn moved(day: NaiveDate, count: i64, unit: Unit) -> Option<NaiveDate> {
    let by = count.unsigned_abs().min(5000);
    let months = |each: u32| u32::try_from(by).ok().map(|by| Months::new(by.saturating_mul(each)));
    match (unit, count >= 0) {
        (Unit::Day, true) => day.checked_add_days(Days::new(by)),
        (Unit::Day, false) => day.checked_sub_days(Days::new(by)),
        (Unit::Week, true) => day.checked_add_days(Days::new(by * 7)),
        (Unit::Week, false) => day.checked_sub_days(Days::new(by * 7)),
        (Unit::Month, true) => day.checked_add_months(months(1)?),
        (Unit::Month, false) => day.checked_sub_months(months(1)?),
        (Unit::Year, true) => day.checked_add_months(months(12)?),
        (Unit::Year, false) => day.checked_sub_months(months(12)?),
    }
}

/// `5`, `1er`, `25th`, and in words: "cinq", "premier", "fifth". The number of a day, and the token behind it.
pub(super) fn day_number(t: &Tokens<'_>, n: usize) -> Option<(u32, usize)> {
    let in_figures = figures(t.get(n)).filter(|_| t.get(n).len() <= 2).map(|day| {
        let suffix = matches!(t.get(n + 1), "er" | "st" | "nd" | "rd" | "th" | "eme" | "e") && t.gap(n).is_empty();
        (day, n + 1 + usize::from(suffix))
    });
    in_figures.or_else(|| ordinal(t, n)).or_else(|| in_words(t, n)).filter(|(day, _)| (1..=31).contains(day))
}

fn is_hour_mark(word: &str) -> bool {
    matches!(word, "h" | "heures" | "am" | "pm")
}

/// A year in four figures.
pub(super) fn year(word: &str) -> Option<i32> {
    word.parse().ok().filter(|year| word.len() == 4 && (1900..2200).contains(year))
}

pub(super) fn civil(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// What lies in a month, of the year that is meant.
pub(super) fn in_year(month: u32, base: Base, of: impl Fn(i32) -> Option<NaiveDate>) -> Option<NaiveDate> {
    let today = base.today()?;
    let (before, after) = (today.year().checked_sub(1)?, today.year().checked_add(1)?);
    match base.lean {
        Lean::Coming => of(if month < today.month() { after } else { today.year() }),
        Lean::Nearest => {
            let candidates = [before, today.year(), after].into_iter().filter_map(of);
            candidates.min_by_key(|day| (*day - today).num_days().abs())
        }
    }
}

fn is_article(t: &Tokens<'_>, from: usize, to: usize) -> bool {
    to == from.wrapping_add(1) && matches!(t.get(from), "le" | "du" | "au" | "the" | "celui")
}

/// Behind "le", "the", "on the".
pub(super) fn after_article(t: &Tokens<'_>, n: usize) -> usize {
    let at = n + usize::from(t.get(n) == "on");
    at + usize::from(matches!(t.get(at), "le" | "the" | "du" | "au"))
}

fn after_the(t: &Tokens<'_>, n: usize) -> usize {
    n + usize::from(t.get(n) == "the")
}

/// Behind a weekday that stands before a number, and its article or comma.
fn after_weekday(t: &Tokens<'_>, n: usize) -> usize {
    let named = short_weekday(t.get(n)).is_some();
    let at = n + usize::from(named);
    let at = at + usize::from(named && matches!(t.get(at), "le" | "the"));
    let numbered = day_number(t, at).is_some() || month(t.get(at)).is_some();
    if named && numbered { at } else { n }
}
