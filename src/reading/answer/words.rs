//! Words as they are compared: without accents, case and typographic variety; clauses as they are understood.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// An answer longer than this isn't read to its end.
const MOST_WORDS: usize = 4_000;

/// A text in lower case without accents, only letters, digits and `+ @ %`, single blanks between words.
pub(in crate::reading) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            c if c.is_alphanumeric() || matches!(c, '@' | '%') => folded.push(c),
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// A piece of a sentence: what lies between commas and such words as "mais".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::reading) struct Clause {
    /// Folded words, short forms written out.
    pub words: Vec<String>,
    /// As written.
    pub raw: Vec<String>,
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

    /// Whether one of these words is in it.
    pub fn has(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&word.as_str()))
    }
}

/// The clauses of a text, in order; and whether it was too long to be read to its end.
pub(in crate::reading) fn clauses(text: &str) -> (Vec<Clause>, bool) {
    let mut writer = Writer::default();
    for line in joined_lines(text) {
        for token in line.split_whitespace() {
            writer.token(token);
            if writer.count > MOST_WORDS {
                writer.end_sentence(false);
                return (writer.clauses, true);
            }
        }
        writer.end_sentence(false);
    }
    (writer.clauses, false)
}

/// Lines that a mail program wrapped are put together again: those long enough, before a line that begins in lower case.
fn joined_lines(text: &str) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    let mut wraps = false;
    for line in text.lines() {
        let continues = line.trim_start().starts_with(|c: char| c.is_lowercase() || c.is_ascii_digit() || c == '(');
        match joined.last_mut() {
            Some(last) if wraps && continues => {
                last.push(' ');
                last.push_str(line.trim());
            }
            _ => joined.push(line.trim().to_owned()),
        }
        wraps = line.chars().count() >= 50;
    }
    joined
}

#[derive(Default)]
struct Writer {
    clauses: Vec<Clause>,
    current: Clause,
    sentence: usize,
    count: usize,
}

impl Writer {
    fn token(&mut self, token: &str) {
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
        for (raw, word) in words_of(part) {
            if BREAKS.contains(&word.as_str()) && !self.current.words.is_empty() {
                self.end_clause();
            }
            self.count += 1;
            self.current.words.push(word);
            self.current.raw.push(raw);
        }
    }

    fn end_clause(&mut self) {
        if !self.current.words.is_empty() {
            let mut clause = std::mem::take(&mut self.current);
            clause.sentence = self.sentence;
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

/// The folded words in a token, each with what was written.
fn words_of(token: &str) -> Vec<(String, String)> {
    if is_smiley(token) {
        return Vec::new();
    }
    if let Some(sign) = emoji(token) {
        return vec![(token.to_owned(), sign.to_owned())];
    }
    if token.contains('@') {
        return vec![(token.to_owned(), token.to_lowercase())];
    }
    if let Some(number) = token.strip_prefix('+').filter(|n| n.starts_with(|c: char| c.is_ascii_digit())) {
        return vec![(token.to_owned(), format!("+{}", fold(number)))];
    }
    let mut found = Vec::new();
    let pieces: Vec<&str> = token.split(['\'', '’', '‘', '`', '´', 'ʼ']).collect();
    for (at, piece) in pieces.iter().enumerate() {
        let english = at > 0 && pieces.len() > 1;
        let folded = fold(piece);
        match folded.as_str() {
            "t" if english => negate_last(&mut found),
            "m" if english => found.push((String::new(), "am".into())),
            "ll" if english => found.push((String::new(), "will".into())),
            "re" if english => found.push((String::new(), "are".into())),
            "ve" if english => found.push((String::new(), "have".into())),
            "d" if english && at + 1 == pieces.len() => found.push((String::new(), "would".into())),
            "" => {}
            _ => {
                for word in folded.split(' ') {
                    for full in written_out(&squeezed(word)).split(' ') {
                        found.push((piece.trim_matches(|c: char| !c.is_alphanumeric()).to_owned(), full.to_owned()));
                    }
                }
            }
        }
    }
    found
}

/// "can't", "won't", "don't": the verb and its "not".
fn negate_last(found: &mut Vec<(String, String)>) {
    if let Some((_, word)) = found.last_mut() {
        match word.as_str() {
            "can" | "wo" | "ca" => *word = if word == "wo" { "will".into() } else { "can".into() },
            _ => {
                if let Some(verb) = word.strip_suffix('n') {
                    *word = verb.to_owned();
                }
            }
        }
    }
    found.push((String::new(), "not".into()));
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
