//! What bounds a day or a period: "du 3 au 12 avril", "jusqu'au 24 mars", "avant", "après", "à partir de".

use chrono::{Datelike, NaiveDate};

use super::days::{self, after_article, day_number};
use super::tokens::Tokens;
use super::{At, Base, Extent, What, stretches};

/// What a word does to the day behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    /// To its end.
    Until,
    /// To its end, or to the day before where it isn't a day: "avant l'été".
    Before,
    /// From its beginning.
    From,
    /// From the day after.
    After,
}

const BOUNDS: [(&str, Bound); 42] = [
    ("jusqu", Bound::Until),
    ("jusque", Bound::Until),
    ("until", Bound::Until),
    ("till", Bound::Until),
    ("til", Bound::Until),
    ("up to", Bound::Until),
    ("through", Bound::Until),
    ("au plus tard", Bound::Until),
    ("no later than", Bound::Until),
    ("not later than", Bound::Until),
    ("d ici", Bound::Until),
    ("by", Bound::Until),
    ("pas avant", Bound::From),
    ("jamais avant", Bound::From),
    ("not before", Bound::From),
    ("not until", Bound::From),
    ("not till", Bound::From),
    ("no earlier than", Bound::From),
    ("pas plus tot que", Bound::From),
    ("au plus tot", Bound::From),
    ("avant", Bound::Before),
    ("before", Bound::Before),
    ("apres", Bound::After),
    ("passe", Bound::After),
    ("passees", Bound::After),
    ("after", Bound::After),
    ("a partir", Bound::From),
    ("des", Bound::From),
    ("a compter", Bound::From),
    ("as of", Bound::From),
    ("as from", Bound::From),
    ("from", Bound::From),
    ("starting from", Bound::From),
    ("starting", Bound::From),
    ("depuis", Bound::From),
    ("since", Bound::From),
    ("au retour", Bound::After),
    ("a l issue", Bound::After),
    ("une fois passe", Bound::After),
    ("d ici a", Bound::Until),
    ("sous", Bound::Until),
    ("within", Bound::Until),
];

/// What may stand between a bound and its day; articles that say of a number that it is a day stay.
const LINKS: [&str; 9] = ["a", "de", "d", "en", "la", "the", "les", "l", "aux"];

/// A day or a period at a token, with what bounds it.
pub(super) fn at(t: &Tokens<'_>, n: usize, base: Base) -> At<What> {
    let (what, sure, next) = range(t, n, base)
        .or_else(|| bounded(t, n, base))
        .or_else(|| either(t, n, base).map(|(extent, next)| (extent.what(), extent.sure, next)))?;
    let included = t.one_of(next, &["inclus", "inclu", "compris", "included", "inclusive"]);
    let next = included.filter(|_| t.follows(next)).unwrap_or(next);
    match (what, t.one_of(next, &["au plus tard", "at the latest", "dernier delai", "grand max"])) {
        (What::Day(day), Some(next)) => Some((What::Span { from: None, until: Some(day) }, sure, next)),
        (What::Span { until, .. }, Some(next)) => Some((What::Span { from: None, until }, sure, next)),
        _ => Some((what, sure, next)),
    }
}

fn either(t: &Tokens<'_>, n: usize, base: Base) -> Option<(Extent, usize)> {
    days::at(t, n, base).or_else(|| stretches::at(t, n, base))
}

/// "jusqu'au 24 mars", "pas avant la rentrée", "after Easter".
fn bounded(t: &Tokens<'_>, n: usize, base: Base) -> At<What> {
    // "Après-demain" and "avant-hier" are days; "d'ici quinze jours" is counted as one.
    let named = t.one_of(n, &["apres demain", "avant hier"]).is_some();
    let (bound, behind) = BOUNDS
        .iter()
        .filter_map(|(words, bound)| Some((*bound, t.phrase(n, words)?)))
        .max_by_key(|(_, behind)| *behind)?;
    let linked = t.skip(behind, &LINKS);
    // "Jusqu'à fin mars", "d'ici à vendredi": the first place, from the last on, at which a day begins.
    let (extent, next) = (behind..=linked)
        .rev()
        .find_map(|at| either(t, at, base))
        .or_else(|| {
            let counted = matches!(t.get(n), "sous" | "within") || t.phrase(n, "d ici").is_some();
            counted.then(|| days::at(t, n, base)).flatten()
        })
        .filter(|_| !named)?;
    let bound = if bound == Bound::Before && is_refused(t, n) { Bound::From } else { bound };
    let single = extent.from == extent.until;
    let (from, until) = match bound {
        Bound::Until => (None, Some(extent.until)),
        Bound::Before if single || extent.is_end => (None, Some(extent.until)),
        Bound::Before => (None, Some(extent.from.pred_opt()?)),
        Bound::From => (Some(extent.from), None),
        Bound::After => (Some(extent.until.succ_opt()?), None),
    };
    Some((What::Span { from, until }, extent.sure, next))
}

/// "Je ne pourrai pas avant", "rien ne bougera avant": nothing comes before.
fn is_refused(t: &Tokens<'_>, n: usize) -> bool {
    (1..=4).take_while(|places| n.checked_sub(*places).is_some_and(|at| !t.breaks(at))).any(|places| {
        matches!(
            t.before(n, places),
            "pas" | "rien" | "jamais" | "impossible" | "not" | "nothing" | "never" | "t" | "cannot"
        )
    })
}

/// "du 3 au 12 avril", "de mars à mai", "from October 4 to October 8", "entre le 3 et le 5 mai", "3-12 avril".
fn range(t: &Tokens<'_>, n: usize, base: Base) -> At<What> {
    let opened = match t.get(n) {
        "du" | "de" | "from" => Some(false),
        "entre" | "between" => Some(true),
        _ => None,
    };
    let first = n + usize::from(opened.is_some());
    let between = opened == Some(true);
    if let Some((day, behind)) = bare(t, first)
        && let Some(second) = connected(t, behind, between)
        && let Some((last, next)) = days::at(t, second, base).filter(|(last, _)| last.from == last.until)
        && let Some(from) = day_before(last.from, day)
    {
        return Some((What::Span { from: Some(from), until: Some(last.from) }, last.sure, next));
    }
    opened?;
    let (from, behind) = either(t, first, base)?;
    let second = connected(t, behind, between)?;
    // "De lundi à mercredi": the first Wednesday after that Monday.
    let from_there = Base { day: base.day.map(|_| from.from), ..base };
    let (until, next) = either(t, second, from_there)?;
    let last =
        if until.until < from.from { until.until.with_year(from.from.year().checked_add(1)?)? } else { until.until };
    let ordered = last >= from.from && (last - from.from).num_days() < 370;
    let whole = What::Span { from: Some(from.from), until: Some(last) };
    ordered.then_some((whole, from.sure.max(until.sure), next))
}

/// A day's number without its month, weekday and article before it.
fn bare(t: &Tokens<'_>, n: usize) -> Option<(u32, usize)> {
    let at = after_article(t, n);
    let at = at + usize::from(super::names::short_weekday(t.get(at)).is_some());
    day_number(t, at)
}

/// Behind what joins the two ends of a range.
fn connected(t: &Tokens<'_>, n: usize, between: bool) -> Option<usize> {
    let dash = t.gap(n.checked_sub(1)?).trim();
    if matches!(dash, "-" | "–" | "—") {
        return Some(n);
    }
    if between {
        return matches!(t.get(n), "et" | "and").then_some(n + 1);
    }
    t.one_of(n, &["jusqu au", "jusqu a", "au", "a la", "a", "to", "until", "till", "through"])
}

/// The last day of a number that isn't after a day.
fn day_before(last: NaiveDate, number: u32) -> Option<NaiveDate> {
    std::iter::successors(Some(last), NaiveDate::pred_opt).take(62).find(|day| day.day() == number)
}
