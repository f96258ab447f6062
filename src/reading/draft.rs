//! A Reading in the making: every part of the reader writes its own fields and its reasons into it.

use super::answer::words::fold;
use super::clean::clean;
use crate::domain::reading::{Intent, Kind, Reading, VERSION, Verdict};

use super::bounce::Notice;

/// Whether what a reason says stands in another, whole words compared without accents and case.
fn says_too(longer: &str, reason: &str) -> bool {
    let quoted = |text: &str| text.starts_with(['«', '"']);
    let (long, short) = (fold(longer), fold(reason));
    match quoted(reason) && quoted(longer) && !short.is_empty() {
        true => format!(" {long} ").contains(&format!(" {short} ")),
        false => longer == reason,
    }
}

/// A Reading with the doubts that have been met on the way.
pub(super) struct Draft {
    pub reading: Reading,
    /// Why a person of the network must look at it.
    pub hold: bool,
    /// Why it should not be recorded without asking.
    pub doubt: bool,
}

impl Draft {
    /// Nothing is known yet but the kind.
    pub fn new(kind: Kind) -> Self {
        let answers = matches!(kind, Kind::Human | Kind::CalendarReply);
        Draft {
            reading: Reading {
                v: VERSION,
                kind,
                lang: None,
                visible: String::new(),
                intent: answers.then_some(Intent::Unclear),
                guests: answers.then_some(0),
                guest_names: Vec::new(),
                delegate: None,
                mode: None,
                partial: false,
                note: None,
                per_gathering: None,
                unsubscribe: false,
                question: false,
                offers: Vec::new(),
                absence: None,
                stand_in: None,
                action: None,
                follow_up: None,
                orders: Vec::new(),
                recipients: Vec::new(),
                status: None,
                reason: None,
                authenticated: None,
                confidence: 0.9,
                decision: Verdict::Ignore,
                because: Vec::new(),
            },
            hold: false,
            doubt: false,
        }
    }

    /// Something that a person wrote.
    pub fn human() -> Self {
        Draft::new(Kind::Human)
    }

    /// Bytes in which no message was found.
    pub fn malformed(why: &str) -> Self {
        let mut draft = Draft::new(Kind::Malformed);
        draft.reading.confidence = 1.0;
        draft.reading.decision = Verdict::Hold;
        draft.because(Some(why.to_owned()));
        draft
    }

    /// Adds reasons, each once: words quoted within other quoted words are not quoted again.
    pub fn because(&mut self, reasons: impl IntoIterator<Item = String>) {
        for reason in reasons {
            let because = &mut self.reading.because;
            if because.len() < 32 && !because.iter().any(|told| says_too(told, &reason)) {
                because.retain(|told| !says_too(&reason, told));
                because.push(reason);
            }
        }
    }

    /// Takes over what a delivery notice says.
    pub fn notice(&mut self, notice: Notice) {
        self.reading.action = Some(notice.action);
        self.reading.recipients = notice.recipients;
        self.reading.status = notice.status;
        self.reading.reason = notice.reason;
    }

    /// An organiser must look at it.
    pub fn hold(&mut self, why: impl Into<String>) {
        self.hold = true;
        self.because([why.into()]);
    }

    /// The person must be asked.
    pub fn doubt(&mut self, why: impl Into<String>) {
        self.doubt = true;
        self.because([why.into()]);
    }

    /// Says the same in the language of the letter: French unless it is English.
    pub fn told(&self, french: &str, english: &str) -> String {
        let english_letter = self.reading.lang.as_deref() == Some("en");
        if english_letter { english } else { french }.to_owned()
    }

    /// The finished Reading, without U+0000 anywhere (PostgreSQL refuses it).
    pub fn finish(self) -> Reading {
        let mut reading = self.reading;
        let texts = [&mut reading.note, &mut reading.reason, &mut reading.status, &mut reading.lang];
        for text in texts.into_iter().flatten() {
            clean(text);
        }
        clean(&mut reading.visible);
        for text in reading.guest_names.iter_mut().chain(&mut reading.recipients).chain(&mut reading.because) {
            clean(text);
        }
        let heir = reading.follow_up.as_mut().map(|answer| &mut answer.to);
        let people = [Some(&mut reading.delegate), Some(&mut reading.stand_in), heir];
        for person in people.into_iter().flatten().flatten() {
            for text in [&mut person.name, &mut person.email].into_iter().flatten() {
                clean(text);
            }
        }
        reading
    }
}
