//! Numbers in figures and in words, French (also of Belgium and Switzerland) and English, from 0 to 1000.

use super::tokens::Tokens;

const FRENCH: [&str; 17] = [
    "zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize",
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

const ORDINALS: [&str; 20] = [
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];

/// A number of at most four figures, or in words, and the token behind it.
pub(super) fn number(t: &Tokens<'_>, n: usize) -> Option<(u32, usize)> {
    figures(t.get(n)).map(|value| (value, n + 1)).or_else(|| in_words(t, n))
}

/// At most four figures.
pub(super) fn figures(word: &str) -> Option<u32> {
    (word.len() <= 4 && word.starts_with(|c: char| c.is_ascii_digit())).then(|| word.parse().ok()).flatten()
}

/// A number in words, and the token behind it: as many words as belong to it.
pub(super) fn in_words(t: &Tokens<'_>, n: usize) -> Option<(u32, usize)> {
    let both = [french(t, n), english(t, n)];
    both.into_iter().flatten().reduce(|one, other| if other.1 > one.1 { other } else { one })
}

/// "premier", "twenty-first".
pub(super) fn ordinal(t: &Tokens<'_>, n: usize) -> Option<(u32, usize)> {
    let of =
        |word: &str| ORDINALS.iter().skip(1).position(|one| *one == word).and_then(|at| u32::try_from(at + 1).ok());
    match t.get(n) {
        "premier" | "1er" => Some((1, n + 1)),
        "twentieth" => Some((20, n + 1)),
        "thirtieth" => Some((30, n + 1)),
        tens @ ("twenty" | "thirty") => {
            let unit = of(t.get(n + 1)).filter(|unit| *unit < 10 && t.follows(n + 1))?;
            Some((if tens == "twenty" { 20 } else { 30 } + unit, n + 2))
        }
        word => of(word).map(|value| (value, n + 1)),
    }
}

fn french(t: &Tokens<'_>, n: usize) -> Option<(u32, usize)> {
    if t.get(n) == "mille" {
        return Some((1000, n + 1));
    }
    let is_hundred = |at: usize| matches!(t.get(at), "cent" | "cents") && (at == n || t.follows(at));
    let below = french_below_hundred(t, n);
    let (hundreds, at) = match below {
        _ if is_hundred(n) => (1, n + 1),
        Some((count @ 2..=9, at)) if is_hundred(at) => (count, at + 1),
        _ => return below,
    };
    match french_below_hundred(t, at).filter(|(rest, _)| *rest > 0 && t.follows(at)) {
        Some((rest, next)) => Some((hundreds * 100 + rest, next)),
        None => Some((hundreds * 100, at)),
    }
}

fn french_below_hundred(t: &Tokens<'_>, n: usize) -> Option<(u32, usize)> {
    let tens = match t.get(n) {
        "vingt" => 20,
        "trente" => 30,
        "quarante" => 40,
        "cinquante" => 50,
        "soixante" => 60,
        "septante" => 70,
        "huitante" | "octante" => 80,
        "nonante" => 90,
        "quatre" if matches!(t.get(n + 1), "vingt" | "vingts") && t.follows(n + 1) => {
            let rest = french_below_twenty(t, n + 2).filter(|(rest, _)| *rest > 0 && t.follows(n + 2));
            return Some(rest.map_or((80, n + 2), |(rest, next)| (80 + rest, next)));
        }
        _ => return french_below_twenty(t, n),
    };
    let and = usize::from(t.get(n + 1) == "et");
    let at = n + 1 + and;
    let rest = french_below_twenty(t, at).filter(|(rest, _)| {
        let most = if tens == 60 { 19 } else { 9 };
        let alone = and == 0 || matches!(rest, 1 | 11);
        *rest > 0 && *rest <= most && alone && t.follows(at) && t.follows(n + 1)
    });
    Some(rest.map_or((tens, n + 1), |(rest, next)| (tens + rest, next)))
}

fn french_below_twenty(t: &Tokens<'_>, n: usize) -> Option<(u32, usize)> {
    let word = t.get(n);
    if word == "une" {
        return Some((1, n + 1));
    }
    let value = place(&FRENCH, word)?;
    match place(&FRENCH, t.get(n + 1)) {
        Some(unit @ 7..=9) if value == 10 && t.follows(n + 1) => Some((10 + unit, n + 2)),
        _ => Some((value, n + 1)),
    }
}

fn english(t: &Tokens<'_>, n: usize) -> Option<(u32, usize)> {
    let below = english_below_hundred(t, n);
    let one = matches!(t.get(n), "a").then_some((1, n + 1));
    let counted = below.filter(|(count, _)| (1..=10).contains(count)).or(one);
    match counted {
        Some((1, at)) if t.get(at) == "thousand" => return Some((1000, at + 1)),
        Some((count @ 1..=9, at)) if t.get(at) == "hundred" && t.follows(at) => {
            let and = usize::from(t.get(at + 1) == "and");
            let rest = english_below_hundred(t, at + 1 + and);
            return match rest.filter(|(rest, _)| *rest > 0 && t.follows(at + 1) && t.follows(at + 1 + and)) {
                Some((rest, next)) => Some((count * 100 + rest, next)),
                None => Some((count * 100, at + 1)),
            };
        }
        _ => {}
    }
    below
}

fn english_below_hundred(t: &Tokens<'_>, n: usize) -> Option<(u32, usize)> {
    let tens = match t.get(n) {
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        word => return place(&ENGLISH, word).map(|value| (value, n + 1)),
    };
    let rest = place(&ENGLISH, t.get(n + 1)).filter(|rest| (1..=9).contains(rest) && t.follows(n + 1));
    Some(rest.map_or((tens, n + 1), |rest| (tens + rest, n + 2)))
}

fn place(list: &[&str], word: &str) -> Option<u32> {
    list.iter().position(|one| *one == word).and_then(|at| u32::try_from(at).ok())
}
