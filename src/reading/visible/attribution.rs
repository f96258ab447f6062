//! "Le 4 octobre 2027 à 10:00, Léa Morin <lea@quai.example> a écrit :" in the languages of the neighbours and of others,
//! wrapped over several lines.
//!
//! A sentence may look like one. Where no quoted line follows, an attribution has a date or an address, a verb or a
//! bracketed address at its end, and a colon.

use super::super::answer::words::fold;
use super::line::Line;
use super::quoted;

/// It may be wrapped over so many lines.
const MOST_LINES: usize = 6;

/// No name and address are longer.
const LONGEST: usize = 500;

/// How many lines an attribution takes, where one begins here.
pub(super) fn length(rest: &[Line]) -> Option<usize> {
    let first = rest.first().filter(|line| !line.is_blank() && line.raw.len() <= LONGEST)?;
    let mut joined = String::new();
    for (count, line) in rest.iter().take(MOST_LINES).enumerate() {
        let text = line.text();
        let open = within_brackets(&joined);
        let resumes = open || rest.get(count + 1).is_some_and(|next| next.text().starts_with('<'));
        if joined.len() + text.len() > LONGEST
            || (text.is_empty() && !(resumes && has_date(&joined)))
            || (count > 0 && quoted::is_quoted(line) && !(open && ends_with_colon(text)))
        {
            return None;
        }
        joined.push_str(text);
        joined.push(' ');
        if may_end(line, open && count > 0) {
            let after = rest.get(count + 1..).unwrap_or_default();
            let begins_here = count == 0 || may_begin(first);
            let begins_later = (1..=count).any(|n| is_whole(rest.get(n..=count).unwrap_or_default()));
            let is_one = begins_here && !begins_later && is_attribution(&joined, quoted::follows(after));
            return is_one.then_some(count + 1);
        }
    }
    None
}

/// An address was begun and not yet closed.
fn within_brackets(joined: &str) -> bool {
    joined.matches('<').count() > joined.matches('>').count()
}

/// Whether a line may be the last of one.
fn may_end(line: &Line, closes: bool) -> bool {
    let text = line.text().trim_end_matches(['*', '_', '>', ' ', '\u{A0}']);
    let addressed = text.contains('@');
    let digit_first = text.starts_with(|c: char| c.is_ascii_digit());
    if ends_with_colon(line.text()) {
        let words = line.words();
        return closes
            || ends_with_verb(words)
            || holds_verb(words)
            || starts_like_one(words)
            || addressed
            || glued_verb(text)
            || words.ends_with(" uhr");
    }
    (digit_first && addressed && text.contains(" <"))
        || (!text.ends_with(['.', ',', '!', '?'])
            && [" a ecrit", " wrote"].iter().any(|verb| line.words().ends_with(verb)))
        || (digit_first && is_old_gmail(text))
}

/// Whether a line may be the first of a wrapped one; what was typed just above one must not be lost.
fn may_begin(line: &Line) -> bool {
    let text = line.text();
    text.contains('@') || text.starts_with(|c: char| c.is_ascii_digit()) || starts_like_one(line.words())
}

/// Whether these lines alone are a dated attribution.
fn is_whole(lines: &[Line]) -> bool {
    let joined = lines.iter().map(Line::text).collect::<Vec<_>>().join(" ");
    lines.first().is_some_and(may_begin) && has_date(&joined) && is_attribution(joined.trim(), false)
}

/// Whether it is one: it has a date or an address, and the right beginning, or a quote below it.
fn is_attribution(joined: &str, quote_below: bool) -> bool {
    let joined = joined.trim().trim_end_matches(['*', '_']);
    let words = fold(joined);
    let verb = ends_with_verb(&words) || holds_verb(&words) || glued_verb(joined);
    let digits = joined.chars().filter(char::is_ascii_digit).count();
    let addressed = joined.contains('@');
    let digit_first = joined.starts_with(|c: char| c.is_ascii_digit());
    if quote_below {
        return verb
            || (digits >= 3 && (addressed || starts_like_one(&words)))
            || (addressed && words.split(' ').count() < 12);
    }
    let dated = has_date(joined);
    let bracketed = addressed && joined.contains(['<', '(', '[']);
    (verb
        && (digits >= 3 || addressed)
        && (starts_like_one(&words) || addressed || digit_first || dated)
        && !reported(&words))
        || (bracketed && dated && ends_with_colon(joined))
        || (digit_first && addressed && joined.ends_with('>') && digits >= 6)
        || (digit_first && is_old_gmail(joined))
}

/// "Le 4 mars, Paul m'a écrit :" is a person telling of it.
fn reported(words: &str) -> bool {
    let told =
        [" m a ecrit", " t a ecrit", " nous a ecrit", " vous a ecrit", " lui a ecrit", " j ai ecrit", " on a ecrit"];
    told.iter().any(|end| words.ends_with(end)) && !words.contains('@')
}

fn ends_with_colon(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '>' | '"'));
    text.ends_with([':', '：'])
}

/// Gmail, where the sender has no address: `2016-03-03 17:21 GMT+01:00 Name`.
fn is_old_gmail(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let dated = words.next().is_some_and(|day| day.len() >= 8 && day.split(['-', '/']).count() == 3);
    let timed = words.next().is_some_and(|hour| hour.contains(':'));
    let zoned = words.next().is_some_and(|zone| zone.starts_with("GMT") || zone.starts_with("UTC"));
    dated && timed && zoned && words.count() <= 6
}

/// A year, or an hour of the clock, with a day before it or behind.
fn has_date(text: &str) -> bool {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    let year =
        numbers.clone().any(|number| number.len() == 4 && (number.starts_with("19") || number.starts_with("20")));
    let clock = text.split_whitespace().any(|word| {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit());
        word.split_once([':', '.', 'h']).is_some_and(|(hour, minute)| {
            (1..=2).contains(&hour.len()) && minute.len() >= 2 && minute.starts_with(|c: char| c.is_ascii_digit())
        })
    });
    let day = numbers.any(|number| number.len() <= 2);
    day && (year || clock)
}

/// Whether folded words end with a verb that says who wrote.
pub(super) fn ends_with_verb(words: &str) -> bool {
    VERBS.iter().any(|verb| words.strip_suffix(verb).is_some_and(|before| before.is_empty() || before.ends_with(' ')))
}

/// Languages whose verb stands before the name, or that end otherwise.
fn holds_verb(words: &str) -> bool {
    [
        " schrieb ",
        " schreef ",
        " skrev ",
        " wrote on ",
        " escribio ",
        " ha scritto ",
        " napsal ",
        " napisal ",
        " wrote ",
    ]
    .iter()
    .any(|verb| words.contains(verb))
        && words.chars().any(|c| c.is_ascii_digit())
}

/// Verbs that stand without a blank before them.
fn glued_verb(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '*' | '_'));
    let verbs = ["写道", "寫道", "寫入", "님이 작성", "작성", "のメール", "wrote", "crit", "skrev", "schrieb"];
    verbs.iter().any(|verb| text.ends_with(verb)) && (text.contains('@') || !text.is_ascii())
}

fn starts_like_one(words: &str) -> bool {
    STARTS.iter().any(|start| words.starts_with(start))
}

/// The words with which attributions begin, folded.
#[rustfmt::skip]
const STARTS: &[&str] = &[
    "le ", "on ", "am ", "el ", "il ", "op ", "den ", "em ", "w dniu", "dnia ", "pa ", "kl ", "at ", "a ", "no dia ",
    "quoting ", "citando ", "selon ", "zitat von ", "quoting", "dne ", "dana ", "in data ", "il giorno ", "de ", "la data ",
    "στις ", "vao ", "于", "在", "pada ",
];

/// The verbs, folded, in the languages of the neighbours and of others.
#[rustfmt::skip]
const VERBS: &[&str] = &[
    "a ecrit", "ecrit", "a repondu", "wrote", "writes", "said", "sent", "schrieb", "hat geschrieben", "geschrieben",
    "volgende geschreven", "schreef", "geschreven", "escribio", "escreveu", "ha scritto", "scritto", "scrive", "va escriure",
    "ha escrit", "escribiu", "idatzi du", "skrev", "skrev folgende", "skrifadi", "kirjoitti", "napisal", "napisala",
    "napisal a", "napisal la", "pisze", "napisao", "napisala je", "je napisao", "je napisal", "je napisala", "napisao la",
    "napsal", "napsala", "napsal a", "pise", "crit", "irta", "ezt irta", "a scris", "yazdi", "sunu yazdi", "sunlari yazdi",
    "εγραψε", "kirjutas", "rakstija", "rase", "парашыў", "написал", "написала", "написал а", "пишет", "пише", "написав",
    "написа", "написао", "да viet", "da viet", "đa viet", "menulis", "skribis", "كتب", "כתב", "כתבה", "deus skrivet",
    "он написал", "писал",
];
