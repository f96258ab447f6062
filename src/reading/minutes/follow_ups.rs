//! The follow-ups that a compte rendu seems to promise: visits, contacts, actions with who does them and by when.

use std::ops::Range;

use chrono::NaiveDate;

use super::cues::{self, Cue};
use super::words::Words;
use super::{dates, objects, people};
use crate::domain::follow_up::FollowUpKind;
use crate::domain::language::Language;
use crate::domain::minutes::{Block, Minutes, Proposal, SectionKind, plain_text};
use crate::reading::language::language;

/// Nobody promises more at one meeting.
const MOST: usize = 100;

/// A sentence is read for promises up to here, in bytes.
const READ: usize = 3_000;

/// A bracket that names who does something is no longer, in bytes.
const LONGEST_BRACKET: usize = 120;

/// No more brackets and cues of one sentence are looked at.
const MOST_TRIED: usize = 10;

/// A note doesn't grow beyond this, in bytes.
const LONGEST_NOTE: usize = 1_000;

/// A title is no longer, in characters.
const LONGEST_TITLE: usize = 90;

/// The follow-ups of a compte rendu: those of its leads; where it has none, what is clearly promised elsewhere.
pub(super) fn proposals(minutes: &Minutes) -> Vec<Proposal> {
    let any_leads = minutes.sections.iter().any(|section| section.kind == SectionKind::Leads);
    let text = minutes.plain_text();
    let language = Language::parse(language(&text)).unwrap_or(Language::Fr);
    let mut finder = Finder { from: minutes.date, language, sure: any_leads, found: Vec::new() };
    for section in minutes.sections.iter().filter(|section| !any_leads || section.kind == SectionKind::Leads) {
        finder.blocks(&section.blocks, None);
    }
    finder.found.truncate(MOST);
    finder.found
}

struct Finder {
    /// The day from which years are counted.
    from: Option<NaiveDate>,
    language: Language,
    /// What is read stands among the leads: less is needed to take it for a promise.
    sure: bool,
    found: Vec<Proposal>,
}

impl Finder {
    fn blocks(&mut self, blocks: &[Block], lead: Option<FollowUpKind>) {
        let announced = lead;
        let mut lead = lead;
        for block in blocks {
            match block {
                Block::Heading { text, .. } => lead = cues::announced(&plain_text(text)),
                Block::Paragraph { text } => {
                    let text = plain_text(text);
                    self.paragraph(&text, lead);
                    if text.trim_end().ends_with(':') {
                        lead = cues::announced(&text);
                    }
                }
                Block::Field { label, value } => self.paragraph(&format!("{label} {}", plain_text(value)), lead),
                Block::List { items } => {
                    items.iter().for_each(|item| self.blocks(&item.blocks, lead));
                    lead = announced;
                }
                Block::Quote { .. } | Block::Rule => {}
            }
        }
    }

    /// What is said on the same line behind a promise, without promising anything itself, is its note; so is a remark
    /// on the next lines: "si présentiel, voir dans quel lieu".
    fn paragraph(&mut self, text: &str, lead: Option<FollowUpKind>) {
        let mut last = self.found.len();
        for line in text.lines() {
            let mut promised = false;
            for sentence in sentences(line) {
                let sentence = sentence.get(..sentence.floor_char_boundary(READ)).unwrap_or(sentence);
                let found = self.sentence(sentence, lead);
                if !found.is_empty() && self.found.len() < MOST {
                    promised = true;
                    last = self.found.len();
                    self.found.extend(found);
                } else if promised || is_remark(&Words::of(sentence)) {
                    self.found.iter_mut().skip(last).for_each(|proposal| add_note(proposal, sentence));
                }
            }
        }
    }

    fn sentence(&self, sentence: &str, lead: Option<FollowUpKind>) -> Vec<Proposal> {
        let words = Words::of(sentence);
        if is_remark(&words) {
            return Vec::new();
        }
        let charge = charge(sentence, &words, self.from);
        let about = self.about(sentence, &words, lead, &charge);
        if !about.is_empty() {
            return about;
        }
        self.action(sentence, &words, &charge).into_iter().collect()
    }

    /// Visits and contacts, one for each whom they are about.
    fn about(
        &self,
        sentence: &str,
        words: &Words<'_>,
        lead: Option<FollowUpKind>,
        charge: &Charge<'_>,
    ) -> Vec<Proposal> {
        let mut from = charge.verb;
        for _ in 0..MOST_TRIED {
            let Some(cue) = cues::first(words, from) else { break };
            from = cue.at + 1;
            // Elsewhere than among the leads, a promise begins its sentence.
            if !self.sure && cue.at > charge.verb + 2 && charge.due.is_none() {
                break;
            }
            let found = self.named(sentence, &cue, charge);
            if !found.is_empty() {
                return found;
            }
        }
        let says_else =
            cues::task(words, charge.verb).is_some() || matches!(words.get(0), "ne" | "pas" | "not" | "don");
        match lead.filter(|_| !says_else) {
            Some(kind) => {
                let object = words.start(charge.verb);
                self.named(sentence, &Cue { kind, at: charge.verb, object, article: "", vague: false }, charge)
            }
            None => Vec::new(),
        }
    }

    fn named(&self, sentence: &str, cue: &Cue, charge: &Charge<'_>) -> Vec<Proposal> {
        let (objects, end) = objects::named(sentence, cue);
        let note = charge.note(sentence, end);
        let proposal = |object: objects::Object<'_>| Proposal {
            kind: cue.kind,
            title: objects::title(cue.kind, self.language, &object),
            about: Some(object.name.to_owned()),
            note: note.clone(),
            owner: charge.owner.map(str::to_owned),
            due: charge.due.as_ref().map(|(date, _)| *date),
            words: sentence.to_owned(),
        };
        objects.into_iter().map(proposal).collect()
    }

    fn action(&self, sentence: &str, words: &Words<'_>, charge: &Charge<'_>) -> Option<Proposal> {
        let verb = if charge.takes_care { Some(charge.verb) } else { cues::task(words, charge.verb) }?;
        if !self.sure && charge.owner.is_none() && charge.due.is_none() {
            return None;
        }
        let title = charge.title(sentence, words.start(verb));
        (!title.is_empty()).then(|| Proposal {
            kind: FollowUpKind::Action,
            title,
            about: None,
            note: None,
            owner: charge.owner.map(str::to_owned),
            due: charge.due.as_ref().map(|(date, _)| *date),
            words: sentence.to_owned(),
        })
    }
}

/// "Si présentiel, …", "Voir dans quel lieu": said of what was promised before.
fn is_remark(words: &Words<'_>) -> bool {
    let question = ["dans", "si", "quel", "quelle", "ou", "quand", "comment"].contains(&words.get(1));
    matches!(words.get(0), "si" | "if") || (words.get(0) == "voir" && question)
}

fn add_note(proposal: &mut Proposal, sentence: &str) {
    match &mut proposal.note {
        Some(note) if note.len() < LONGEST_NOTE => note.extend([" ", sentence]),
        Some(_) => {}
        none => *none = Some(sentence.to_owned()),
    }
}

/// Who takes care of it, and by when.
struct Charge<'a> {
    owner: Option<&'a str>,
    due: Option<(NaiveDate, Range<usize>)>,
    /// The number of the word behind "Léa se charge de".
    verb: usize,
    /// It was said so: what follows is a task, whatever its words.
    takes_care: bool,
    /// `(Léa, d'ici fin mars)`, in bytes.
    bracket: Option<Range<usize>>,
}

impl Charge<'_> {
    /// What is said behind an object, but for who does it and by when.
    fn note(&self, sentence: &str, from: usize) -> Option<String> {
        let rest = self.without(sentence, from);
        let note = rest
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | ';' | ',' | '-' | '–' | '=' | '.' | '→'));
        (!note.is_empty()).then(|| note.to_owned())
    }

    /// What is to be done, short and with a capital.
    fn title(&self, sentence: &str, from: usize) -> String {
        let whole = self.without(sentence, from);
        let words = whole.trim().trim_end_matches(['.', ';', ',', ' ', ':']);
        let mut title: String = words.chars().take(LONGEST_TITLE).collect();
        if title.len() < words.len() {
            let end = title.rfind(' ').unwrap_or(title.len());
            title.truncate(end);
            title.push('…');
        }
        let mut chars = title.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
    }

    /// The sentence from a place on, without the brackets or words that say who and when.
    fn without(&self, sentence: &str, from: usize) -> String {
        let due = self.due.as_ref().map(|(_, at)| at.clone());
        let left_out = self.bracket.clone().or(due).filter(|at| at.start >= from);
        let Some(at) = left_out else { return sentence.get(from..).unwrap_or_default().to_owned() };
        let before = sentence.get(from..at.start).unwrap_or_default().trim_end();
        let after = sentence.get(at.end..).unwrap_or_default().trim_start();
        let before = if after.is_empty() { before.trim_end_matches([',', ' ']) } else { before };
        if after.starts_with(['.', ',', ';']) || after.is_empty() || before.is_empty() {
            format!("{before}{after}")
        } else {
            format!("{before} {after}")
        }
    }
}

fn charge<'a>(sentence: &'a str, words: &Words<'a>, from: Option<NaiveDate>) -> Charge<'a> {
    let due = dates::due(sentence, from);
    let bracket = bracket(sentence);
    let mut charge = Charge {
        owner: bracket.as_ref().map(|(name, _)| *name),
        due,
        verb: 0,
        takes_care: false,
        bracket: bracket.map(|(_, at)| at),
    };
    if let Some((name, verb, sure)) = taker(sentence, words) {
        charge.owner = charge.owner.or(Some(name));
        charge.verb = verb;
        charge.takes_care = sure;
    }
    charge
}

/// `(Léa)`, `(Léa et Karim, d'ici fin mars)`: names and a date alone.
fn bracket(sentence: &str) -> Option<(&str, Range<usize>)> {
    sentence.match_indices('(').take(MOST_TRIED).find_map(|(open, _)| {
        let inside = sentence.get(open + 1..)?;
        let inside = inside.get(..inside.floor_char_boundary(LONGEST_BRACKET))?.split_once(')')?.0;
        let names = inside.split([',', ';', ':']).next()?.trim();
        let all = people::names(names);
        let known = !all.is_empty() && all.len() <= 4 && all.iter().all(|name| people::is_name(name));
        known.then(|| (names, open..open + inside.len() + 2))
    })
}

/// "Léa se charge de", "Léa et Karim : ", "Léa will": who, and the number of the word behind.
fn taker<'a>(sentence: &'a str, words: &Words<'a>) -> Option<(&'a str, usize, bool)> {
    const TAKES: [&str; 16] = [
        "se charge de",
        "se charge d",
        "se charge du",
        "se chargent de",
        "s occupe de",
        "s occupe d",
        "s occupe du",
        "s occupe des",
        "s occupent de",
        "prend en charge",
        "will take care of",
        "takes care of",
        "will",
        "to",
        "doit",
        "va",
    ];
    for n in 1..words.len().min(7) {
        let name = sentence.get(..words.end(n - 1)).unwrap_or_default().trim();
        let all = people::names(name);
        if all.is_empty() || !all.iter().all(|one| people::is_name(one)) {
            continue;
        }
        if let Some(phrase) = TAKES.iter().find(|phrase| words.are(n, phrase)) {
            let verb = n + phrase.split(' ').count();
            let sure = !matches!(*phrase, "doit" | "va" | "to") || cues::is_infinitive(words, verb);
            return sure.then_some((name, verb, true));
        }
        // "Léa : rédiger la charte"
        let colon = matches!(words.gap(n - 1).trim(), ":" | "->" | "→" | "–" | "-");
        if colon && cues::task(words, n).is_some() {
            return Some((name, n, false));
        }
    }
    None
}

/// A line in sentences: at a point, a question or exclamation mark before a capital.
fn sentences(line: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut from = 0;
    for (at, mark) in line.match_indices(['.', '!', '?', '…']) {
        let (before, end) = (line.get(..at).unwrap_or_default(), at + mark.len());
        let next = line.get(end..).unwrap_or_default();
        let begins = next.starts_with(char::is_whitespace) && next.trim_start().starts_with(char::is_uppercase);
        let initial = before.chars().rev().take(2).take_while(|c| c.is_alphabetic()).count() == 1;
        if begins && !(initial && mark == ".") {
            sentences.push(line.get(from..end).unwrap_or_default().trim());
            from = end;
        }
    }
    sentences.push(line.get(from..).unwrap_or_default().trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}
