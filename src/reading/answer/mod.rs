//! What the new words say: whether the person comes, with whom, how, and what else they want.

mod cue;
pub(super) mod dates;
mod delegate;
mod guests;
mod hours;
mod intent;
mod lexicon;
mod note;
mod offers;
mod phrases;
mod wishes;
pub(super) mod words;

use crate::domain::reading::{About, Intent};

use super::auto_reply;
use super::draft::Draft;
use super::visible::Visible;
use cue::Cue;
use lexicon::Found;
use words::Clause;

/// A clause with the phrases found in it.
struct Heard {
    clause: Clause,
    found: Vec<Found>,
}

impl Heard {
    fn has(&self, cue: Cue) -> bool {
        self.found.iter().any(|f| f.cue == cue)
    }
}

/// Reads an answer into the draft.
pub(super) fn understand(seen: &Visible, about: &About, draft: &mut Draft) {
    let (clauses, too_long) = words::clauses(before_closing(&seen.text));
    let heard: Vec<Heard> = clauses.into_iter().map(|clause| Heard { found: lexicon::find(&clause), clause }).collect();
    let lang = super::language::language(&seen.text);
    draft.reading.lang = Some(lang.to_owned());
    draft.reading.visible = seen.text.clone();

    let finding = intent::find(&heard, about);
    draft.reading.intent = Some(finding.intent);
    draft.reading.confidence = finding.confidence;
    draft.reading.per_gathering = finding.per_gathering;
    draft.because(finding.phrases.iter().map(|phrase| quoted(phrase, lang)));
    for doubt in finding.doubts {
        draft.doubt(doubt.told(lang));
    }
    wishes::find(&heard, lang, draft);
    offers::find(&heard, draft);
    if let Some(delegate) = delegate::find(&heard, &seen.text) {
        delegate::apply(delegate, lang, draft);
    }
    let window = hours::Window::of(about);
    comes_how(&heard, lang, window, draft);
    if too_long {
        draft.doubt(told(lang, "trop long pour être lu en entier", "too long to be read to its end"));
    }
    if seen.text.is_empty() {
        draft.hold(told(lang, "aucun mot nouveau", "no new words"));
    }
    vacation(seen, about, draft);
    draft.reading.note = note::find(&heard, &seen.text, window, draft);
}

/// The text up to its closing formula: what stands below is a name, a function, a slogan. A postscript is kept.
fn before_closing(text: &str) -> &str {
    let closings = [
        "cordialement",
        "bien cordialement",
        "bien a vous",
        "bien a toi",
        "amicalement",
        "salutations",
        "sincerement",
        "merci",
        "merci d avance",
        "regards",
        "best regards",
        "kind regards",
        "best",
        "cheers",
        "bonne journee",
        "bonne soiree",
        "respectueusement",
        "sinceres salutations",
        "yours",
        "best wishes",
        "many thanks",
    ];
    let (mut at, mut words_before) = (0, 0);
    for line in text.split_inclusive('\n') {
        let folded = words::fold(line);
        at += line.len();
        let postscript =
            || text.get(at..).is_some_and(|rest| rest.lines().any(|l| l.trim_start().to_lowercase().starts_with("ps")));
        if words_before >= 3 && closings.contains(&folded.as_str()) && !postscript() {
            return text.get(..at).unwrap_or(text);
        }
        words_before += folded.split(' ').count();
    }
    text
}

/// Guests, mode and partial presence belong to someone who may come.
fn comes_how(heard: &[Heard], lang: &str, window: hours::Window, draft: &mut Draft) {
    if !matches!(draft.reading.intent, Some(Intent::Attending | Intent::Tentative)) {
        return;
    }
    let company = guests::find(heard);
    draft.reading.guests = Some(company.count);
    draft.reading.guest_names = company.names;
    draft.because(company.because.iter().map(|phrase| quoted(phrase, lang)));
    if company.unclear {
        draft.doubt(told(lang, "le nombre de personnes n'est pas clair", "the number of people isn't clear"));
    }
    draft.reading.mode = wishes::mode(heard);
    draft.reading.partial = (0..heard.len()).any(|at| wishes::is_partial(heard, at, window));
}

/// A vacation message without any header field that says so.
fn vacation(seen: &Visible, about: &About, draft: &mut Draft) {
    if draft.reading.unsubscribe {
        return;
    }
    if let Some(why) = auto_reply::is_vacation(&seen.text) {
        draft.reading.intent = Some(Intent::Unclear);
        draft.reading.absence = auto_reply::period(&seen.text, seen.sent, about);
        draft.because([why]);
    }
}

/// A reason in the language of the letter.
fn told(lang: &str, french: &str, english: &str) -> String {
    if lang == "en" { english } else { french }.to_owned()
}

fn quoted(phrase: &str, lang: &str) -> String {
    if lang == "en" { format!("\"{phrase}\"") } else { format!("« {phrase} »") }
}
