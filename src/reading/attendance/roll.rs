//! From words and signs to a roll call, sentence by sentence.

use super::events::{Event, events, written};
use super::phrases::{self, Mark};
use super::tokens::{Sort, Token};
use crate::domain::attendance::{Base, Others, RollCall};

/// Under what a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Nothing was said yet.
    List,
    /// Behind "tous".
    AfterAll,
    /// Behind "personne".
    AfterNobody,
    Present,
    /// Behind "seulement".
    Only,
    Plus,
    Absent,
}

/// The roll call in these.
pub(super) fn call(text: &str, tokens: &[Token]) -> RollCall {
    let mut reader = Reader { text, call: RollCall::default(), heading: None, listed: false, gap: false };
    for sentence in sentences(tokens) {
        reader.sentence(sentence);
    }
    reader.settled()
}

/// Cuts at full stops and at lines that are not wrapped.
fn sentences(tokens: &[Token]) -> Vec<&[Token]> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        let before = tokens.get(start..at).unwrap_or_default();
        let next = tokens.get(at + 1);
        let ends = match token.sort {
            Sort::Stop(_) => Some(at + 1),
            Sort::Blank => Some(at),
            Sort::Line(bullet) => (bullet || !runs_on(before, next)).then_some(at),
            _ => None,
        };
        if let Some(end) = ends {
            found.push(tokens.get(start..end).unwrap_or_default());
            start = end;
        }
    }
    found.push(tokens.get(start..).unwrap_or_default());
    found.retain(|sentence| !sentence.iter().all(|token| matches!(token.sort, Sort::Line(false))));
    found
}

/// Whether the next line goes on with this one: it ends with a comma or "et", or is long and the next begins in lower
/// case, which its place can't tell; so only the first two.
fn runs_on(before: &[Token], next: Option<&Token>) -> bool {
    let goes_on = |word: &str| ["et", "and", "sauf", "ainsi", "de", "la", "le", "l", "plus"].contains(&word);
    let last = before.last();
    let open = last.is_some_and(|token| token.sort == Sort::Comma || goes_on(&token.word));
    let takes_up = next
        .is_some_and(|token| ["et", "and", "sauf", "mais", "but", "except", "ainsi"].contains(&token.word.as_str()));
    (open || takes_up) && last.is_some_and(|token| token.sort != Sort::Blank)
}

struct Reader<'a> {
    text: &'a str,
    call: RollCall,
    /// Under which heading the lines stand: "Absents :".
    heading: Option<Mode>,
    /// Somebody was named under it.
    listed: bool,
    /// An empty line stands before what comes.
    gap: bool,
}

impl Reader<'_> {
    fn sentence(&mut self, tokens: &[Token]) {
        let bullet = tokens.iter().any(|token| token.sort == Sort::Line(true));
        self.gap |= tokens.iter().any(|token| token.sort == Sort::Blank);
        let also = tokens.iter().any(|token| phrases::is_also(&token.word));
        let mut events = events(self.text, tokens);
        events.retain(|event| match event {
            Event::Reason(words) => {
                self.call.reasons.push(words.clone());
                false
            }
            _ => true,
        });
        if events.iter().all(|event| matches!(event, Event::Comma | Event::Colon)) {
            return;
        }
        // An empty line ends what stands under a heading, unless its list goes on.
        if std::mem::take(&mut self.gap) && std::mem::take(&mut self.listed) && !bullet {
            self.heading = None;
        }
        self.listed = self.heading.is_some();
        let asked = tokens.iter().any(|token| matches!(token.sort, Sort::Stop(true) | Sort::Box));
        let hedged = events.contains(&Event::Mark(Mark::Hedge));
        let marked = events.iter().any(|event| matches!(event, Event::Mark(_)));
        if asked || hedged {
            self.unclear(tokens);
        } else if !marked
            && !bullet
            && self.heading.is_none()
            && !events.iter().any(counts)
            && reads_like_a_remark(self.text, tokens)
        {
            let pieces = events.into_iter().filter_map(|event| match event {
                Event::Piece { words, .. } => Some(words),
                _ => None,
            });
            self.call.asides.push(pieces.collect());
        } else {
            let mut line = Line::new(self.heading.unwrap_or(Mode::List), also);
            events.into_iter().for_each(|event| line.take(event));
            self.end(line, tokens);
        }
        let last = tokens.last().map(|token| token.sort);
        if matches!(last, Some(Sort::Stop(_))) && !bullet {
            self.heading = None;
        }
    }

    fn unclear(&mut self, tokens: &[Token]) {
        let words = written(self.text, tokens);
        self.call.unclear.push(words);
    }

    /// Takes over what a sentence says, all or nothing.
    fn end(&mut self, mut line: Line, tokens: &[Token]) {
        line.end();
        if line.confused {
            return self.unclear(tokens);
        }
        let heading = line.colon.filter(|_| line.names_nobody());
        if heading.is_some() || line.says_more_than_names {
            self.heading = heading;
        }
        if line.base != Base::Unsaid {
            if self.call.base != Base::Unsaid && self.call.base != line.base {
                return self.unclear(tokens);
            }
            self.call.base = line.base;
        }
        let call = &mut self.call;
        for (all, some) in [
            (&mut call.present, line.present),
            (&mut call.came, line.came),
            (&mut call.plus, line.plus),
            (&mut call.absent, line.absent),
        ] {
            all.extend(some);
        }
        call.others.extend(line.others);
    }

    /// Names listed beside "tous": whether they were there or not isn't said.
    fn settled(mut self) -> RollCall {
        if self.call.base == Base::All {
            let present = std::mem::take(&mut self.call.present);
            self.call.unclear.extend(present);
        }
        self.call
    }
}

/// What one sentence says.
struct Line {
    mode: Mode,
    also: bool,
    base: Base,
    /// Names of which nothing is said yet.
    pending: Vec<String>,
    present: Vec<String>,
    came: Vec<String>,
    plus: Vec<String>,
    absent: Vec<String>,
    others: Vec<Others>,
    /// It may mean this or that.
    confused: bool,
    /// The mode before its colon.
    colon: Option<Mode>,
    says_more_than_names: bool,
    /// Somebody stands behind its last "plus".
    added: bool,
}

impl Line {
    fn new(mode: Mode, also: bool) -> Line {
        Line {
            mode,
            also,
            base: Base::Unsaid,
            pending: Vec::new(),
            present: Vec::new(),
            came: Vec::new(),
            plus: Vec::new(),
            absent: Vec::new(),
            others: Vec::new(),
            confused: false,
            colon: None,
            says_more_than_names: false,
            added: true,
        }
    }

    fn names_nobody(&self) -> bool {
        [&self.present, &self.came, &self.plus, &self.absent].iter().all(|names| names.is_empty())
            && self.others.is_empty()
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Comma | Event::Reason(_) => {}
            Event::Colon => {
                self.colon = (self.mode != Mode::List && self.mode != Mode::AfterAll).then_some(self.mode);
                self.confused |= !self.pending.is_empty();
            }
            Event::Piece { words, first, and, count } => self.piece(words, &first, and, count),
            Event::Mark(mark) => {
                self.says_more_than_names = true;
                self.mark(mark);
            }
        }
    }

    fn piece(&mut self, words: String, first: &str, and: bool, count: usize) {
        if let Some(others) = others(&words, first, count) {
            self.confused |= matches!(self.mode, Mode::Absent | Mode::AfterNobody);
            self.others.push(others);
            self.added = true;
            return;
        }
        match self.mode {
            Mode::List => self.pending.push(words),
            Mode::AfterAll if and => {
                self.mode = Mode::Plus;
                self.plus.push(words);
                self.added = true;
            }
            Mode::AfterAll | Mode::AfterNobody => self.confused = true,
            Mode::Present | Mode::Only => self.present.push(words),
            Mode::Plus => {
                self.plus.push(words);
                self.added = true;
            }
            Mode::Absent => self.absent.push(words),
        }
    }

    fn mark(&mut self, mark: Mark) {
        match mark {
            // "Absents : aucun", "Absents : tous".
            Mark::All | Mark::Nobody if self.mode == Mode::Absent => {
                self.confused |= !self.absent.is_empty() || !self.pending.is_empty();
                self.rest_on(if mark == Mark::Nobody { Base::All } else { Base::Only });
                self.mode = Mode::List;
            }
            Mark::All => {
                self.confused |= matches!(self.mode, Mode::Only | Mode::Plus | Mode::AfterNobody);
                self.confused |= !self.pending.is_empty();
                self.rest_on(Base::All);
                self.mode = Mode::AfterAll;
            }
            Mark::Nobody => {
                self.confused |= matches!(self.mode, Mode::Only | Mode::Plus | Mode::AfterAll);
                self.confused |= !self.pending.is_empty();
                self.rest_on(Base::Only);
                self.mode = Mode::AfterNobody;
            }
            Mark::NobodyElse => {
                self.rest_on(Base::Only);
                self.flush_present();
                self.confused |= self.present.is_empty();
                self.mode = Mode::List;
            }
            // "Il manquait seulement Paul".
            Mark::Only if self.mode == Mode::Absent && self.absent.is_empty() => self.rest_on(Base::All),
            Mark::Only => {
                self.flush_present();
                self.rest_on(Base::Only);
                self.confused |= self.mode == Mode::AfterAll || !self.absent.is_empty();
                self.mode = Mode::Only;
            }
            Mark::But if self.mode == Mode::AfterNobody => self.mode = Mode::Only,
            Mark::But => {
                self.flush_present();
                self.mode = Mode::Absent;
            }
            Mark::AllBut => {
                self.confused |= !self.pending.is_empty();
                self.rest_on(Base::All);
                self.mode = Mode::Absent;
            }
            Mark::Plus => {
                self.flush_present();
                self.mode = Mode::Plus;
                self.added = false;
            }
            Mark::Were | Mark::Was => self.were(mark == Mark::Was),
            Mark::Not => self.were_not(),
            Mark::Hedge => self.confused = true,
            Mark::Reason => {}
        }
    }

    fn rest_on(&mut self, base: Base) {
        self.confused |= self.base != Base::Unsaid && self.base != base;
        self.base = base;
    }

    fn flush_present(&mut self) {
        self.present.append(&mut self.pending);
    }

    fn were(&mut self, of_one: bool) {
        match self.mode {
            Mode::List if self.pending.is_empty() => self.mode = Mode::Present,
            Mode::List => self.came.append(&mut self.pending),
            // "Tous sauf Amap, Léa était là": one of whom this is said isn't among those who were missing.
            Mode::Absent => self.confused |= of_one && !self.absent.is_empty(),
            Mode::AfterAll | Mode::AfterNobody | Mode::Present | Mode::Only | Mode::Plus => {}
        }
    }

    fn were_not(&mut self) {
        match self.mode {
            Mode::List if self.pending.is_empty() => self.mode = Mode::Absent,
            Mode::List => self.absent.append(&mut self.pending),
            // "Seule l'Amap n'est pas venue".
            Mode::Only if self.base == Base::Only && !self.present.is_empty() => {
                self.base = Base::All;
                self.absent.append(&mut self.present);
                self.mode = Mode::List;
            }
            Mode::Present if self.present.is_empty() => self.mode = Mode::Absent,
            Mode::Absent => {}
            Mode::AfterAll | Mode::AfterNobody | Mode::Present | Mode::Only | Mode::Plus => self.confused = true,
        }
    }

    /// What is still pending was a list, or names "aussi".
    fn end(&mut self) {
        if self.also {
            self.confused |= !self.absent.is_empty() || self.base != Base::Unsaid;
            self.plus.append(&mut self.pending);
            self.plus.append(&mut self.came);
            self.plus.append(&mut self.present);
        }
        self.flush_present();
        // "Tous sauf l'Amap et Marc en plus": whom the last words go with isn't said.
        self.confused |= !self.added || (self.base == Base::All && !self.present.is_empty());
    }
}

fn counts(event: &Event) -> bool {
    matches!(event, Event::Piece { words, first, count, .. } if others(words, first, *count).is_some())
}

/// People without a name: "deux autres personnes", "2 voisines".
fn others(words: &str, first: &str, count: usize) -> Option<Others> {
    let number = phrases::number(first)?;
    let rest: Vec<&str> = words.split_whitespace().skip(1).collect();
    let first_rest = rest.first()?;
    let lower = first_rest.chars().all(char::is_lowercase);
    let of_some = ["de", "du", "des", "d", "of", "from", "sur"].contains(first_rest);
    let elided = first_rest.contains(['\'', '’']);
    (lower && !of_some && !elided && count >= 2)
        .then(|| Others { count: number, words: rest.join(" ").chars().take(100).collect() })
}

/// Three words or more, of which two in lower case, and neither comma nor bullet: people remark, they don't list.
fn reads_like_a_remark(text: &str, tokens: &[Token]) -> bool {
    const SMALL: [&str; 14] =
        ["de", "du", "des", "la", "le", "les", "pour", "et", "the", "and", "of", "for", "from", "aux"];
    let words: Vec<&Token> = tokens.iter().filter(|token| token.sort == Sort::Word).collect();
    let plain = words.iter().filter(|token| {
        let begins = text.get(token.place.clone()).and_then(|word| word.chars().next());
        token.word.chars().count() > 2
            && !SMALL.contains(&token.word.as_str())
            && phrases::number(&token.word).is_none()
            && begins.is_some_and(char::is_lowercase)
    });
    words.len() >= 3 && plain.count() >= 2
}
