//! Orders by number: "1 oui, 2 non, 3 relancer", "4 oui avec 2 personnes", "1-3 non", each on its line or in one.
//!
//! Strict: a number beside which anything stands that isn't understood, or that is given two orders, gets none and is told.

mod phrases;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;

use crate::domain::reading::{NumberedOrder, OrderOf};
use crate::reading::answer::words::fold;

use super::alone::{closes, greets};
use phrases::{Rest, rest};
use words::{Word, words};

/// Longer texts order nothing.
const LONGEST: usize = 8_000;

/// A range or a line has no more numbers.
const MOST_NUMBERS: u32 = 200;

/// What was ordered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Orders {
    /// Understood, ascending, each number once.
    pub orders: Vec<OrderOf>,
    /// Numbers of which something was said that wasn't understood, or two things.
    pub left_out: Vec<u32>,
    /// Something was said that belongs to no number.
    pub aside: bool,
}

/// Reads orders by number. `known` are the numbers that were asked about, where that is known: "tout oui sauf 3" means
/// them, and no other number is ordered.
pub fn orders(text: &str, known: &[u32]) -> Orders {
    let mut reader = Reader { known, ..Reader::default() };
    if text.len() > LONGEST {
        return Orders { aside: true, ..Orders::default() };
    }
    for line in text.lines() {
        if !line.contains(char::is_alphanumeric) || (reader.said.is_empty() && greets(line)) {
            continue;
        }
        reader.line(line);
    }
    reader.finish()
}

/// The numbers that a question listed: those that begin its lines.
pub fn listed(question: &str) -> Vec<u32> {
    let numbers = question.lines().filter_map(|line| {
        let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
        let digits = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len());
        line.get(..digits).filter(|digits| digits.len() <= 6)?.parse().ok()
    });
    numbers.take(1_000).collect()
}

#[derive(Default)]
struct Reader<'a> {
    known: &'a [u32],
    /// What each number was given; `None` where it wasn't understood.
    said: BTreeMap<u32, Vec<Option<(NumberedOrder, u32)>>>,
    last: Option<NumberedOrder>,
    aside: bool,
}

impl Reader<'_> {
    fn line(&mut self, line: &str) {
        // Numbers that wait for their order, those that the clause before was about, and its order before numbers.
        let (mut waiting, mut before, mut for_these): (Vec<u32>, Vec<u32>, Option<NumberedOrder>) = Default::default();
        let mut numbered = false;
        for clause in line.split([',', ';', '/', '|']).filter(|clause| clause.contains(char::is_alphanumeric)) {
            let words = words(clause);
            let asked = clause.contains('?');
            if let Some((numbers, behind)) = group(&words, 0) {
                numbered = true;
                let tail = words.get(behind..).unwrap_or_default();
                if tail.is_empty() {
                    waiting.extend(numbers);
                    continue;
                }
                let told = if asked { None } else { self.order(tail) };
                if for_these.is_some() && !waiting.is_empty() {
                    // "Oui pour 1, 2, 3 non": whose 2 is isn't said.
                    self.say(&waiting, None);
                } else {
                    waiting.extend(numbers.iter());
                }
                before = [std::mem::take(&mut waiting), numbers].concat();
                before.dedup();
                self.say(&before, told);
                for_these = None;
            } else if let Some((numbers, order)) = self.order_first(&words).filter(|_| !asked) {
                numbered = true;
                self.say(&std::mem::take(&mut waiting), None);
                self.say(&numbers, Some((order, 0)));
                (before, for_these) = (numbers, Some(order));
            } else if !before.is_empty() && waiting.is_empty() {
                self.add(&before, if asked { None } else { rest(&words, self.last) });
            } else {
                self.aside = true;
            }
        }
        match for_these {
            Some(order) => self.say(&waiting, Some((order, 0))),
            None => self.say(&waiting, None),
        }
        // A greeting, a closing or a name is no remark.
        if !numbered && (closes(line) || greets(line)) {
            self.aside = false;
        }
    }

    /// What stands behind a number, all of it.
    fn order(&mut self, tail: &[Word]) -> Option<(NumberedOrder, u32)> {
        let Rest { order, guests } = rest(tail, self.last)?;
        let order = order?;
        self.last = Some(order);
        let comes = matches!(order, NumberedOrder::Yes | NumberedOrder::Maybe);
        (comes || guests.is_none()).then(|| (order, guests.unwrap_or(0)))
    }

    /// "Non pour 3 et 4", "relancer 8", "tout oui sauf 3".
    fn order_first(&mut self, words: &[Word]) -> Option<(Vec<u32>, NumberedOrder)> {
        let all = words.first().is_some_and(|word| word.is(&["tout", "tous", "toutes", "all"]));
        if all {
            let except = words.iter().position(|word| word.is(&["sauf", "except", "but"]));
            let (head, tail) = words.split_at_checked(except.unwrap_or(words.len()))?;
            let order = rest(head.get(1..)?, None)?.order?;
            let out = match tail.split_first() {
                Some((_, tail)) => group(tail, 0).filter(|(_, end)| *end == tail.len())?.0,
                None => Vec::new(),
            };
            let these: Vec<u32> = self.known.iter().copied().filter(|number| !out.contains(number)).collect();
            self.last = Some(order);
            return (!these.is_empty()).then_some((these, order));
        }
        (1..words.len().min(6)).find_map(|at| {
            let (numbers, end) = group(words, at)?;
            let head = words.get(..at)?;
            let linked = head.last().is_some_and(|word| word.is(&["pour", "for"]));
            let head = if linked { head.get(..at - 1)? } else { head };
            let order = rest(head, None).filter(|rest| rest.guests.is_none())?.order?;
            (end == words.len()).then(|| {
                self.last = Some(order);
                (numbers, order)
            })
        })
    }

    fn say(&mut self, numbers: &[u32], told: Option<(NumberedOrder, u32)>) {
        for number in numbers {
            let told = told.filter(|_| self.known.is_empty() || self.known.contains(number));
            self.said.entry(*number).or_default().push(told);
        }
    }

    /// A remark behind an order: it names guests, says the same again, or makes it unclear.
    fn add(&mut self, numbers: &[u32], more: Option<Rest>) {
        for number in numbers {
            let Some(last) = self.said.get_mut(number).and_then(|told| told.last_mut()) else { continue };
            *last = match (*last, &more) {
                (Some((order, guests)), Some(more)) if more.order.is_none_or(|again| again == order) => {
                    let comes = matches!(order, NumberedOrder::Yes | NumberedOrder::Maybe);
                    let told = more.guests.is_none() || (comes && guests == 0);
                    told.then(|| (order, more.guests.unwrap_or(guests)))
                }
                _ => None,
            };
        }
    }

    fn finish(self) -> Orders {
        let mut found = Orders { aside: self.aside, ..Orders::default() };
        for (number, told) in self.said {
            match told.as_slice() {
                [Some((order, guests)), rest @ ..] if rest.iter().all(|one| *one == Some((*order, *guests))) => {
                    found.orders.push(OrderOf { number, order: *order, guests: *guests });
                }
                _ => found.left_out.push(number),
            }
        }
        found
    }
}

/// Numbers at a place, and where they end: `1`, `n° 1 :`, `1 et 2`, `1-3`, `(1)`.
fn group(words: &[Word], at: usize) -> Option<(Vec<u32>, usize)> {
    let at = lead(words, at);
    let first = words.get(at)?.number()?;
    let (mut numbers, mut end) = (vec![first], at + 1);
    loop {
        let joined = words.get(end).filter(|word| word.is(&["et", "and", "&", "-", "–", "a", "au", "to", "ou"]));
        let next = lead(words, end + 1);
        let Some((joint, number)) = joined.zip(words.get(next).and_then(Word::number)) else { break };
        // "4 à 3" is no range, and "1 ou 2" is neither.
        if joint.is(&["ou"]) {
            return None;
        }
        if joint.is(&["et", "and", "&"]) {
            numbers.push(number);
        } else {
            let from = *numbers.last()?;
            if number <= from || number - from > MOST_NUMBERS {
                return None;
            }
            numbers.extend(from + 1..=number);
        }
        end = next + 1;
    }
    const COUNTED: [&str; 14] = [
        "personnes",
        "personne",
        "people",
        "places",
        "place",
        "h",
        "heures",
        "heure",
        "fois",
        "jours",
        "mois",
        "ans",
        "invites",
        "guests",
    ];
    if words.get(end).is_some_and(|word| word.is(&COUNTED)) {
        return None;
    }
    while words.get(end).is_some_and(|word| word.is(&[":", ")", ".", "=", ">", "-", "–", "→", "c", "est"])) {
        end += 1;
    }
    Some((numbers, end))
}

/// Behind what may stand before a number.
fn lead(words: &[Word], at: usize) -> usize {
    let mut at = at;
    while words.get(at).is_some_and(|word| {
        word.is(&["(", "#", "n", "no", "nº", "n°", "°", "numero", "le", "la", "les", "number", "the", "-", "*", "•"])
    }) {
        at += 1;
    }
    at
}

/// A number in figures, as organisers' numbers are.
fn small(text: &str) -> Option<u32> {
    (text.len() <= 6).then(|| text.parse().ok()).flatten()
}

/// Folded, or the sign itself.
fn folded(text: &str) -> String {
    let folded = fold(text);
    if folded.is_empty() { text.to_owned() } else { folded }
}
