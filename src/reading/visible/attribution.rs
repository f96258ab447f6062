//! "Le 4 octobre 2027 à 10:00, Léa Morin <lea@quai.example> a écrit :" in the languages of the neighbours and of others,
//! wrapped over several lines.
//!
//! A sentence may look like one. Where no quoted line follows, an attribution has a date or an address, a verb or a
//! bracketed address at its end, and a colon.

use super::super::answer::words::fold;
use super::contact;
use super::line::Line;
use super::quoted;

/// It may be wrapped over so many lines.
const MOST_LINES: usize = 8;

/// No name and address are longer.
const LONGEST: usize = 900;

/// No program breaks lines shorter than this.
const NARROWEST: usize = 38;

/// How many lines an attribution takes, where one begins here. `fresh` says that the line above doesn't run into it.
pub(super) fn length(rest: &[Line], fresh: bool) -> Option<usize> {
    let first = rest.first().filter(|line| !line.is_blank() && line.raw.len() <= LONGEST)?;
    let mut joined = String::new();
    for (count, line) in rest.iter().take(MOST_LINES).enumerate() {
        let text = line.text();
        let open = within_brackets(&joined);
        let next = rest.get(count + 1);
        let resumes = open || next.is_some_and(|next| next.text().starts_with('<'));
        if joined.len() + text.len() > LONGEST
            || (text.is_empty() && !(resumes && has_date(&joined)))
            || (count > 0 && quoted::is_quoted(line) && !(open && ends_with_colon(text)))
        {
            return None;
        }
        joined.push_str(text);
        joined.push(' ');
        let goes_on = next.is_some_and(|next| !next.is_blank() && !quoted::is_quoted(next));
        if ends_with_colon(text) || may_end_without_colon(line, joined.trim(), goes_on) {
            let lines = rest.get(..=count).unwrap_or_default();
            let after = rest.get(count + 1..).unwrap_or_default();
            let begins_here = count == 0 || (may_begin(first) || (fresh && !speaks(first))) && are_wrapped(lines);
            let begins_later = (1..=count).any(|n| {
                let closed = lines.get(n - 1).is_some_and(|line| line.text().ends_with('>'));
                !closed && is_whole(lines.get(n..).unwrap_or_default())
            });
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

/// Old Gmail's, and those of programs that forget the colon.
fn may_end_without_colon(line: &Line, joined: &str, goes_on: bool) -> bool {
    let text = line.text();
    let digit_first = joined.starts_with(|c: char| c.is_ascii_digit());
    (digit_first && ends_with_address(text))
        || (!text.ends_with(['.', ',', '!', '?'])
            && [" a ecrit", " wrote"].iter().any(|verb| line.words().ends_with(verb)))
        || (digit_first && !goes_on && is_old_gmail(joined))
}

/// `Name <address>`; what stands for a picture is none.
fn ends_with_address(text: &str) -> bool {
    let address = text.strip_suffix('>').map(|text| text.rsplit_once('<').map_or(text, |(_, address)| address));
    address.is_some_and(|address| address.contains('@') && !address.contains("://"))
}

/// Whether a program broke these lines, for want of room or between date, name and address; not a person.
fn are_wrapped(lines: &[Line]) -> bool {
    let below = lines.get(1..).unwrap_or_default();
    lines.iter().zip(below).all(|(line, next)| {
        let (text, next_text) = (line.text(), next.text());
        runs_into(line, next)
            || next_text.starts_with(['<', '(', '>'])
            || text.ends_with(['>', ')', ',', '<'])
            || text.is_empty()
            || next_text.is_empty()
            || (may_begin(line) && has_date(text) && !is_spoken(line))
    })
}

/// Whether a line was broken because the next word wouldn't have fit.
pub(super) fn runs_into(line: &Line, next: &Line) -> bool {
    let word = next.text().split_whitespace().next().unwrap_or_default();
    line.text().chars().count() + word.chars().count() >= NARROWEST
}

/// A person speaks in this line, or ends a sentence.
fn speaks(line: &Line) -> bool {
    !has_date(line.text()) && (is_spoken(line) || line.text().ends_with(['.', '!', '?']))
}

/// "On" begins English attributions, and ends the lines of some.
fn is_spoken(line: &Line) -> bool {
    contact::has_person(line.words().trim_start_matches("on ").trim_end_matches(" on"))
}

/// Whether a line may be the first of a wrapped one; what was typed just above one must not be lost.
fn may_begin(line: &Line) -> bool {
    let text = line.text();
    !text.starts_with(['<', '('])
        && (text.contains('@') || text.starts_with(|c: char| c.is_ascii_digit()) || starts_like_one(line.words()))
}

/// Whether these lines alone are a dated attribution.
fn is_whole(lines: &[Line]) -> bool {
    let joined = lines.iter().map(Line::text).collect::<Vec<_>>().join(" ");
    let certain =
        has_date(&joined) && (joined.contains('@') || lines.first().is_some_and(|line| starts_like_one(line.words())));
    certain && lines.first().is_some_and(may_begin) && is_attribution(joined.trim(), false)
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
            || (digits >= 6 && ends_with_colon(joined) && has_date(joined) && !contact::has_person(&words))
            || (digits >= 3 && (addressed || starts_like_one(&words)))
            || (addressed && words.split(' ').count() < if joined.ends_with(">:") { 24 } else { 12 });
    }
    let dated = has_date(joined);
    let bracketed = addressed && joined.contains(['<', '(', '[']);
    (verb
        && (digits >= 3 || addressed)
        && (starts_like_one(&words) || addressed || digit_first || dated)
        && !reported(&words))
        || (bracketed && dated && ends_with_colon(joined))
        || (digit_first && ends_with_address(joined) && digits >= 5)
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
    words.contains(|c: char| c.is_ascii_digit()) && WITHIN.iter().any(|verb| words.contains(verb))
}

const WITHIN: &[&str] = &[
    " schrieb ",
    " schreef ",
    " skrev ",
    " a ecrit le ",
    " kirjoitti ",
    " escribio ",
    " escreveu ",
    " ha scritto ",
    " napsal ",
    " wrote ",
];

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
