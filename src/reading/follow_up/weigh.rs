//! What the clauses say together.

use chrono::NaiveDate;

use crate::domain::reading::{Named, Said};
use crate::reading::answer::words::{Clause, clauses, fold};
use crate::reading::when::{self, Found, Lean, Sure, What};

use super::cues::{CUES, Cue, NEGATIONS, NO_CONDITIONS, SOOTHING};
use super::{heir, pattern};

/// Who writes more words than these says more than how it stands.
const MOST_WORDS: usize = 150;

/// A day without a year that would be farther ahead (in days) is one that has been.
const FARTHEST: i64 = 300;

/// More words than these aren't looked at.
const MOST_READ: usize = 600;

/// What was understood.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Report {
    pub said: Said,
    pub until: Option<NaiveDate>,
    pub to: Option<Named>,
    pub confidence: f64,
    /// The words that decided.
    pub because: Vec<String>,
    /// Why it should not be taken without asking, in French and in English.
    pub doubt: Option<(&'static str, &'static str)>,
}

/// A cue that was found: in which clause, and its words.
struct Heard {
    cue: Cue,
    clause: usize,
    words: String,
}

/// A day that is named in a clause.
struct NamedDay {
    clause: usize,
    found: Found,
    day: NaiveDate,
}

/// Reads what the owner of a follow-up says of it, on the civil day on which it was written.
pub(super) fn report(text: &str, today: Option<NaiveDate>) -> Report {
    let (clauses, cut) = clauses(text);
    let words: usize = clauses.iter().map(|clause| clause.words.len()).sum();
    if cut || words > MOST_READ {
        return Report { doubt: Some(MUCH_MORE), ..of(Said::Unclear, 0.3, Vec::new()) };
    }
    let mut heard: Vec<Heard> = Vec::new();
    for (n, clause) in clauses.iter().enumerate() {
        heard.extend(cues(clause).into_iter().map(|(cue, words)| Heard { cue, clause: n, words }));
    }
    let later = later(text, &clauses, &heard, today);
    let handed = clauses.iter().enumerate().filter(|(_, clause)| !clause.question);
    let handed = handed.filter_map(|(n, clause)| Some((n, heir::handed(clause, text)?))).next();
    let mut report = Weighed { heard: &heard, later, handed }.together();
    if report.said != Said::Unclear && words > MOST_WORDS {
        report.doubt = Some(MUCH_MORE);
    }
    if report.doubt.is_some() {
        report.confidence = report.confidence.min(0.6);
    }
    report
}

/// The cues in a clause; what is asked decides nothing, unless it asks to be asked later.
fn cues(clause: &Clause) -> Vec<(Cue, String)> {
    let mut words = clause.words.clone();
    let mut text = words.join(" ");
    for phrase in SOOTHING.iter().chain(&NO_CONDITIONS) {
        if format!(" {text} ").contains(&format!(" {phrase} ")) {
            text = format!(" {text} ").replace(&format!(" {phrase} "), " ").trim().to_owned();
            words = text.split(' ').map(str::to_owned).collect();
        }
    }
    let untouched = words.len() == clause.words.len();
    let negated = words.iter().any(|word| NEGATIONS.contains(&word.as_str()));
    let mut found = Vec::new();
    for (cue, written) in CUES {
        let Some((from, until)) = pattern::find(written, &words) else { continue };
        let said = match untouched {
            true => clause.written(from..until),
            false => words.get(from..until).unwrap_or_default().join(" "),
        };
        let own = written
            .split([' ', '|'])
            .any(|word| NEGATIONS.contains(&word) || ["plus", "sans", "inutile"].contains(&word));
        let cue = match cue {
            _ if clause.question && *cue != Cue::Later => continue,
            Cue::Done if negated => Cue::NotDone,
            Cue::Agreed | Cue::Dropped if negated && !own => Cue::Hedged,
            cue => *cue,
        };
        found.push((cue, said));
    }
    found
}

/// The day by which it is put off, with the words that say so; `Err` where there are several.
fn later(
    text: &str,
    clauses: &[Clause],
    heard: &[Heard],
    today: Option<NaiveDate>,
) -> Option<Result<(NaiveDate, usize, String), ()>> {
    let today = today?;
    let coming = when::find(text, Some(today), Lean::Coming).into_iter().filter_map(|found| {
        // "Mon mail du 12 février", in March, is of this year's.
        let day = found.by().filter(|day| *day > today)?;
        let dated = found.sure == Sure::Inferred && matches!(found.what, What::Day(_));
        let past = dated && (day - today).num_days() > FARTHEST;
        if past {
            return None;
        }
        let clause = clauses.iter().position(|clause| clause.place.contains(&found.place.start))?;
        Some(NamedDay { clause, found, day })
    });
    let mut days: Vec<NamedDay> = coming.filter(|one| is_meant(text, clauses, heard, one)).collect();
    // "Pas avant début avril, plutôt le 10": what they would rather have.
    let rather = |one: &NamedDay| clauses.get(one.clause).is_some_and(|clause| clause.has(&["plutot", "rather"]));
    if days.iter().any(rather) {
        days.retain(rather);
    }
    let first = days.first()?;
    let within = |one: &NamedDay| match first.found.what {
        What::Span { from: Some(from), until: Some(until) } => from <= one.day && one.day <= until,
        _ => one.day == first.day,
    };
    if !days.iter().all(within) {
        return Some(Err(()));
    }
    let precise = days.iter().find(|one| matches!(one.found.what, What::Day(_))).unwrap_or(first);
    let words =
        text.get(precise.found.place.clone()).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Ok((precise.day, precise.clause, words)))
}

/// Whether a day is one by which it will be done, not one that is just spoken of.
fn is_meant(text: &str, clauses: &[Clause], heard: &[Heard], one: &NamedDay) -> bool {
    let Some(clause) = clauses.get(one.clause) else { return false };
    let here = |cues: &[Cue]| heard.iter().any(|h| h.clause == one.clause && cues.contains(&h.cue));
    let before = text.get(clause.place.start..one.found.place.start).unwrap_or_default();
    let behind = text.get(one.found.place.end..clause.place.end).unwrap_or_default();
    let rest = fold(&format!("{before} {behind}"));
    let bare = rest.is_empty() || rest.split(' ').all(|word| AROUND.contains(&word));
    // "À lundi !" says goodbye.
    if clauses.len() > 1 && ["a", "see you", "see you on", "on se voit"].contains(&rest.as_str()) {
        return false;
    }
    let refused = ["pas", "not"].iter().any(|no| fold(before).split(' ').next_back() == Some(no))
        && !matches!(one.found.what, What::Span { from: Some(_), until: None });
    if refused || here(&[Cue::Done]) && !here(&[Cue::Later]) {
        return false;
    }
    let asks = here(&[Cue::Later]);
    if clause.question {
        return asks;
    }
    asks || bare || here(&[Cue::Will, Cue::NotDone])
}

/// Words that may stand around a day without saying anything else.
const AROUND: [&str; 70] = [
    "a",
    "again",
    "au",
    "autour",
    "avant",
    "be",
    "bonjour",
    "by",
    "c",
    "ce",
    "d",
    "de",
    "debut",
    "desole",
    "desolee",
    "done",
    "dans",
    "du",
    "early",
    "en",
    "encore",
    "est",
    "et",
    "faute",
    "fin",
    "for",
    "il",
    "ici",
    "in",
    "it",
    "je",
    "jusqu",
    "la",
    "le",
    "les",
    "lieu",
    "maximum",
    "max",
    "merci",
    "mi",
    "mieux",
    "mois",
    "non",
    "not",
    "ok",
    "on",
    "oui",
    "pas",
    "plait",
    "plutot",
    "plus",
    "possible",
    "pour",
    "probablement",
    "promis",
    "rather",
    "s",
    "sans",
    "sera",
    "sorry",
    "sure",
    "surement",
    "the",
    "tard",
    "tot",
    "until",
    "vers",
    "vous",
    "will",
    "yet",
];

/// Everything that was heard.
struct Weighed<'a> {
    heard: &'a [Heard],
    later: Option<Result<(NaiveDate, usize, String), ()>>,
    handed: Option<(usize, heir::Handed)>,
}

impl Weighed<'_> {
    fn first(&self, cues: &[Cue]) -> Option<&Heard> {
        self.heard.iter().find(|h| cues.contains(&h.cue))
    }

    fn last(&self, cues: &[Cue]) -> Option<&Heard> {
        self.heard.iter().rev().find(|h| cues.contains(&h.cue))
    }

    fn words(&self, cues: &[Cue]) -> Vec<String> {
        self.heard.iter().filter(|h| cues.contains(&h.cue)).map(|h| h.words.clone()).collect()
    }

    fn together(mut self) -> Report {
        let done = self.first(&[Cue::Done, Cue::Agreed]).map(|h| h.clause);
        let dropped = self.last(&[Cue::Dropped]).map(|h| h.clause);
        if let Some((clause, handed)) = self.handed.take() {
            let done = self.first(&[Cue::Done]).is_some_and(|done| done.clause != clause);
            let elsewhere = done || dropped.is_some();
            let report = of(Said::Handed, 0.9, vec![handed.because]);
            let report = Report { to: Some(handed.to), ..report };
            return self.doubted(report, elsewhere);
        }
        match (&self.later, dropped, done) {
            (Some(Err(())), _, _) => self.conflict(&[Cue::Later, Cue::Will], ("plusieurs dates", "several days")),
            (Some(Ok((_, _, words))), Some(_), _) => {
                let mut report = self.conflict(&[Cue::Dropped], CONTRADICTION);
                report.because.push(words.clone());
                report
            }
            (Some(Ok((_, _, words))), None, Some(_)) => {
                let mut report = self.conflict(&[Cue::Done, Cue::Agreed], CONTRADICTION);
                report.because.push(words.clone());
                report
            }
            (Some(Ok((day, _, words))), None, None) => {
                let mut because = self.words(&[Cue::Later, Cue::NotDone]);
                because.push(words.clone());
                let report = Report { until: Some(*day), ..of(Said::Postponed, 0.9, because) };
                self.doubted(report, false)
            }
            (None, Some(dropped), _) => {
                let agreed = self.first(&[Cue::Agreed]).is_some() || done.is_some_and(|done| done > dropped);
                self.doubted(of(Said::Dropped, 0.9, self.words(&[Cue::Dropped])), agreed)
            }
            (None, None, Some(done)) => self.done(done),
            (None, None, None) => self.nothing_done(),
        }
    }

    fn done(&self, done: usize) -> Report {
        let pending = self.last(&[Cue::NotDone]).map(|h| h.clause);
        if let Some(pending) = pending {
            let report = of(Said::NotDone, 0.85, self.words(&[Cue::NotDone]));
            return self.doubted(report, pending < done);
        }
        let sure = if self.first(&[Cue::Done]).is_some() { 0.95 } else { 0.8 };
        let report = of(Said::Done, sure, self.words(&[Cue::Done, Cue::Agreed]));
        self.doubted(report, self.first(&[Cue::Rest]).is_some())
    }

    fn nothing_done(&self) -> Report {
        let pending = self.words(&[Cue::NotDone, Cue::Will, Cue::Rest]);
        if pending.is_empty() {
            return of(Said::Unclear, 0.3, self.words(&[Cue::Hedged, Cue::If]));
        }
        let sure = if self.first(&[Cue::NotDone]).is_some() { 0.9 } else { 0.8 };
        self.doubted(of(Said::NotDone, sure, pending), false)
    }

    /// A doubt where a condition or a word of doubt stands beside it, or something that doesn't go with it.
    fn doubted(&self, report: Report, contradicted: bool) -> Report {
        const STILL_SAID: [&str; 8] =
            ["pense", "normalement", "sans doute", "probablement", "probably", "think", "pour l", "pour le"];
        let hedge = self.heard.iter().filter(|h| h.cue == Cue::Hedged).find(|h| {
            let folded = fold(&h.words);
            let planned = report.said == Said::Postponed && STILL_SAID.iter().any(|word| folded.contains(word));
            !planned && report.said != Said::NotDone
        });
        // "Ce sera fait si" promises nothing; "pas encore" is so whatever the condition.
        let pending = report.said == Said::NotDone && self.first(&[Cue::NotDone]).is_some();
        let condition = self.first(&[Cue::If]).filter(|_| !pending);
        let doubt = match (contradicted, condition, hedge) {
            (true, _, _) => Some(CONTRADICTION),
            (_, Some(_), _) => Some(("sous condition", "under a condition")),
            (_, _, Some(_)) => Some(("pas tout à fait sûr", "not quite certain")),
            _ => None,
        };
        let mut report = Report { doubt, ..report };
        report.because.extend(condition.or(hedge).map(|h| h.words.clone()));
        report
    }

    fn conflict(&self, cues: &[Cue], why: (&'static str, &'static str)) -> Report {
        Report { doubt: Some(why), ..of(Said::Unclear, 0.4, self.words(cues)) }
    }
}

const MUCH_MORE: (&str, &str) = ("le message dit bien plus", "the message says much more");
const CONTRADICTION: (&str, &str) = ("dit deux choses à la fois", "says two things at once");

fn of(said: Said, confidence: f64, because: Vec<String>) -> Report {
    Report { said, until: None, to: None, confidence, because, doubt: None }
}
