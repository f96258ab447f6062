//! Words as they are compared: without accents, case and typographic variety; clauses as they are understood.

use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// An answer longer than this isn't read to its end.
const MOST_WORDS: usize = 4_000;

/// No word has more bytes, and no more of what looks like one is taken apart.
const LONGEST_WORD: usize = 500;

/// No more characters are quoted at once.
const MOST_QUOTED: usize = 200;

/// A text in lower case without accents, only letters, digits and `+ @ %`, single blanks between words.
pub(in crate::reading) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        // Nearly all of what people write; the whole reading hangs on how fast this is.
        match c {
            'a'..='z' | '0'..='9' | '@' | '%' => folded.push(c),
            'A'..='Z' => folded.push(c.to_ascii_lowercase()),
            c if c.is_ascii() => end_word(&mut folded),
            c => decompose_compatible(c, |part| fold_other(part, &mut folded)),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

fn fold_other(part: char, folded: &mut String) {
    if is_combining_mark(part) {
        return;
    }
    for c in part.to_lowercase() {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            c if c.is_alphanumeric() || matches!(c, '@' | '%') => folded.push(c),
            _ => end_word(folded),
        }
    }
}

fn end_word(folded: &mut String) {
    if !folded.is_empty() && !folded.ends_with(' ') {
        folded.push(' ');
    }
}

/// A piece of a sentence: what lies between commas and such words as "mais".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::reading) struct Clause {
    /// Folded words, short forms written out.
    pub words: Vec<String>,
    /// As written.
    pub raw: Vec<String>,
    /// Where it stands in the text, in bytes.
    pub place: Range<usize>,
    /// What stands there.
    source: String,
    /// Where each word stands in it.
    spans: Vec<Range<usize>>,
    /// It belongs to a sentence that ends with `?`.
    pub question: bool,
    /// Which sentence it belongs to.
    pub sentence: usize,
}

impl Clause {
    /// Its folded words in one line.
    pub fn text(&self) -> String {
        self.words.join(" ")
    }

    /// These of its words as the person wrote them, with accents, capitals and apostrophes.
    pub fn written(&self, words: Range<usize>) -> String {
        let Some([first, ..]) = self.spans.get(words.start..words.end.min(self.spans.len())) else {
            return String::new();
        };
        let last = self.spans.get(words.end.min(self.spans.len()) - 1).unwrap_or(first);
        let span = self.source.get(first.start..last.end).unwrap_or_default();
        span.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MOST_QUOTED).collect()
    }

    /// Whether one of these words is in it.
    pub fn has(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&word.as_str()))
    }
}

/// The clauses of a text, in order; and whether it was too long to be read to its end.
pub(in crate::reading) fn clauses(text: &str) -> (Vec<Clause>, bool) {
    let mut writer = Writer { text, ..Writer::default() };
    let mut wraps = false;
    for line in text.lines() {
        // Lines that a mail program wrapped are one: those long enough, before a line that begins in lower case.
        let continues = line.trim_start().starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit() || c == '(');
        if !(wraps && continues) {
            writer.end_sentence(false);
        }
        wraps = line.chars().count() >= 50;
        for token in line.split_whitespace() {
            writer.token(token);
            if writer.count > MOST_WORDS {
                writer.end_sentence(false);
                return (writer.clauses, true);
            }
        }
    }
    writer.end_sentence(false);
    (writer.clauses, false)
}

/// The words of a text that fold to these, as written; whole words.
pub(in crate::reading) fn as_written(text: &str, folded: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let holds = |from: usize, until: usize| words.get(from..until).is_some_and(|w| fold(&w.join(" ")).contains(folded));
    let until = (1..=words.len()).find(|until| holds(until.saturating_sub(12), *until))?;
    let from = (0..until).rev().find(|from| holds(*from, until))?;
    let found = words.get(from..until)?.join(" ");
    Some(found.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
}

#[derive(Default)]
struct Writer<'a> {
    text: &'a str,
    clauses: Vec<Clause>,
    current: Clause,
    sentence: usize,
    count: usize,
}

impl Writer<'_> {
    fn token(&mut self, token: &str) {
        let token = token.get(..token.floor_char_boundary(LONGEST_WORD)).unwrap_or(token);
        let opens = token.starts_with(['(', '«', '"', '–', '—', '[']) || token == "-" || token == "/";
        if opens {
            self.end_clause();
        }
        for part in token.split([',', ';', '(', ')', '…']).filter(|part| !part.is_empty()) {
            self.part(part);
            if token.contains([',', ';', '(', ')']) {
                self.end_clause();
            }
        }
        if token.ends_with(['?', '？']) || token.contains("?!") || token.contains("??") {
            self.end_sentence(true);
        } else if ends_sentence(token) {
            self.end_sentence(false);
        } else if token.ends_with([':', '»']) || is_smiley(token) {
            self.end_clause();
        }
    }

    fn part(&mut self, part: &str) {
        for Written { word, raw, shown } in words_of(part) {
            if BREAKS.contains(&word.as_str()) && !self.current.words.is_empty() {
                self.end_clause();
            }
            self.count += 1;
            self.current.words.push(word);
            self.current.raw.push(raw);
            self.current.spans.push(self.span(shown));
        }
    }

    /// Where a piece of the text stands in it.
    fn span(&self, piece: &str) -> Range<usize> {
        let start = piece.as_ptr().addr().saturating_sub(self.text.as_ptr().addr());
        start..start + piece.len()
    }

    fn end_clause(&mut self) {
        if let (Some(first), Some(last)) = (self.current.spans.first().cloned(), self.current.spans.last().cloned()) {
            let mut clause = std::mem::take(&mut self.current);
            clause.sentence = self.sentence;
            clause.place = first.start..last.end;
            clause.source = self.text.get(clause.place.clone()).unwrap_or_default().to_owned();
            for span in &mut clause.spans {
                *span = span.start.saturating_sub(first.start)..span.end.saturating_sub(first.start);
            }
            self.clauses.push(clause);
        }
    }

    fn end_sentence(&mut self, question: bool) {
        self.end_clause();
        if question {
            let here = self.sentence;
            self.clauses.iter_mut().rev().take_while(|c| c.sentence == here).for_each(|c| c.question = true);
        }
        self.sentence += 1;
    }
}

/// Words that begin a clause of their own.
const BREAKS: [&str; 9] =
    ["mais", "but", "however", "cependant", "toutefois", "sinon", "otherwise", "pourtant", "although"];

fn ends_sentence(token: &str) -> bool {
    let ends = token.ends_with(['.', '!', '…', '。']) || token.ends_with(".)");
    let title = ["m.", "mme.", "mr.", "mrs.", "dr.", "st.", "p."].contains(&token.to_lowercase().as_str());
    let initial = token.chars().count() == 2 && token.starts_with(char::is_uppercase);
    ends && !title && !initial
}

fn is_smiley(token: &str) -> bool {
    [":)", ":-)", ";)", ";-)", ":(", ":-(", ":D", ":d", "^^"].contains(&token)
}

/// A folded word with what was written.
struct Written<'a> {
    word: String,
    /// Nothing where the word was written out of a short form.
    raw: String,
    /// What stands in the text.
    shown: &'a str,
}

/// The folded words in a token.
fn words_of(token: &str) -> Vec<Written<'_>> {
    let whole = |word: String| {
        let shown = token.trim_end_matches(['.', '!', '?', ':', '"', '»']);
        vec![Written { word, raw: token.to_owned(), shown }]
    };
    if is_smiley(token) {
        return Vec::new();
    }
    if let Some(sign) = emoji(token) {
        return whole(sign.to_owned());
    }
    if token.contains('@') {
        return whole(token.to_lowercase());
    }
    if let Some(number) = token.strip_prefix('+').filter(|n| n.starts_with(|c: char| c.is_ascii_digit())) {
        return whole(format!("+{}", fold(number)));
    }
    let mut found = Vec::new();
    let pieces: Vec<&str> = token.split(['\'', '’', '‘', '`', '´', 'ʼ']).collect();
    for (at, piece) in pieces.iter().enumerate() {
        let english = at > 0 && pieces.len() > 1;
        let shown = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let short = |word: &str| Written { word: word.to_owned(), raw: String::new(), shown };
        let folded = fold(piece);
        match folded.as_str() {
            "t" if english => {
                negate_last(&mut found);
                found.push(short("not"));
            }
            "m" if english => found.push(short("am")),
            "ll" if english => found.push(short("will")),
            "re" if english => found.push(short("are")),
            "ve" if english => found.push(short("have")),
            "d" if english && at + 1 == pieces.len() => found.push(short("would")),
            "" => {}
            _ => {
                for word in folded.split(' ') {
                    for full in written_out(&squeezed(word)).split(' ') {
                        found.push(Written { word: full.to_owned(), raw: shown.to_owned(), shown });
                    }
                }
            }
        }
    }
    found
}

/// "can't", "won't", "don't": the verb before its "not".
fn negate_last(found: &mut [Written<'_>]) {
    if let Some(Written { word, .. }) = found.last_mut() {
        match word.as_str() {
            "can" | "wo" | "ca" => *word = if word == "wo" { "will".into() } else { "can".into() },
            _ => {
                if let Some(verb) = word.strip_suffix('n') {
                    *word = verb.to_owned();
                }
            }
        }
    }
}

/// "ouiiiii" is "oui": letters written three times or more in a row are written once.
fn squeezed(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    let letters: Vec<char> = word.chars().collect();
    let runs = letters.chunk_by(|a, b| a == b);
    for run in runs {
        let keep = if run.len() >= 3 && run.first().is_some_and(|c| c.is_alphabetic()) { 1 } else { run.len() };
        plain.extend(run.iter().take(keep));
    }
    plain
}

fn emoji(token: &str) -> Option<&'static str> {
    let yes = ["👍", "✅", "✔", "👌", "🙋", "💯"];
    let no = ["👎", "❌", "🚫"];
    let starts = |signs: &[&str]| signs.iter().any(|sign| token.starts_with(sign));
    if starts(&yes) { Some("emojiyes") } else { starts(&no).then_some("emojino") }
}

/// What people type in a hurry, and common misspellings, in full.
fn written_out(word: &str) -> &str {
    match word {
        "dsl" | "desole" | "desolee" | "desoles" | "desolees" | "dsle" | "navre" | "navree" | "navres" => "desole",
        "dispo" | "dispos" | "disponibles" | "diponible" | "disponnible" => "disponible",
        "samdi" | "sam" => "samedi",
        "bcp" => "beaucoup",
        "pb" | "pbm" => "probleme",
        "rdv" => "rendez vous",
        "ok" | "oki" | "okay" | "okey" | "okk" | "dac" => "ok",
        "vs" => "vous",
        "ns" => "nous",
        "tt" => "tout",
        "ds" => "dans",
        "pr" => "pour",
        "qd" => "quand",
        "chui" | "chuis" | "jsuis" => "je suis",
        "jserai" | "jserais" | "cerai" => "je serai",
        "jpeux" => "je peux",
        "jpourrai" => "je pourrai",
        "jviens" => "je viens",
        "jviendrai" => "je viendrai",
        "viendrais" | "viendrer" | "vindrai" => "viendrai",
        "serais" => "serai",
        "pourais" | "pourai" | "pourrais" => "pourrai",
        "present" | "presente" | "presents" | "presentes" | "presant" | "presante" | "presnt" => "present",
        "participerais" => "participerai",
        "empeche" | "empechee" | "empeches" | "empechees" => "empeche",
        "absente" | "absents" | "absentes" => "absent",
        "cant" => "can not",
        "wont" => "will not",
        "dont" => "do not",
        "im" => "i am",
        "ill" => "i will",
        "cannot" => "can not",
        "prise" | "pris" | "prises" => "pris",
        "retenue" | "retenus" | "retenues" | "retenu" => "retenu",
        "prevue" | "prevus" | "prevues" => "prevu",
        "certaine" | "certains" => "certain",
        "surs" | "sures" => "sure",
        "ouais" | "oui" | "ui" | "wi" => "oui",
        "yep" | "yes" | "yeah" | "yup" => "yes",
        "nope" | "nan" => "non",
        "unfortunatly" | "unfortunatelly" => "unfortunately",
        "impossible" | "imposible" => "impossible",
        "malheureusment" | "malheuresement" => "malheureusement",
        "pe" => "peut etre",
        "interesse" | "interessee" | "interesses" => "interesse",
        "tkt" => "t inquiete",
        _ => word,
    }
}
