//! Names as they are compared: without accents, case and articles.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words before a name that are no part of it.
const ARTICLES: [&str; 17] =
    ["l", "le", "la", "les", "d", "de", "du", "des", "the", "m", "mme", "mr", "mrs", "ms", "monsieur", "madame", "dr"];

/// What stands between a person and whom they speak for.
const OF: [&str; 8] = ["de", "d", "du", "des", "pour", "from", "of", "for"];

/// No longer name is kept.
const LONGEST: usize = 120;

/// By what somebody is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    /// Words of their name.
    pub name: Vec<String>,
    /// Words of their organisation, without its article.
    pub organisation: Vec<String>,
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    /// All words.
    pub whole: Vec<String>,
    /// A name and an organisation: "Célia (Ageca)", "Célia de l'Ageca".
    pub of: Option<(Vec<String>, Vec<String>)>,
}

/// The folded words of a text.
pub(super) fn words(text: &str) -> Vec<String> {
    let plain: String = text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let plain = plain.replace('œ', "oe").replace('æ', "ae");
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// "moi", "myself".
pub(super) fn is_me(text: &str) -> bool {
    let said = words(text).join(" ");
    ["moi", "moi meme", "me", "myself", "i"].contains(&said.as_str())
}

/// Whether two names are written alike.
pub fn same_name(one: &str, other: &str) -> bool {
    words(one) == words(other)
}

fn without_articles(words: &[String]) -> &[String] {
    let articles = words.iter().take_while(|word| ARTICLES.contains(&word.as_str())).count();
    // Somebody may be called Le.
    if articles < words.len() { words.get(articles..).unwrap_or_default() } else { words }
}

/// By what a person is found. A person without an actor bears their organisation in their name: "Marc Durand (Amap)".
pub(super) fn key(name: &str, organisation: Option<&str>) -> Key {
    let (name, within) = match parted(name) {
        Some((name, within)) if organisation.is_none() => (name, Some(within)),
        _ => (name, None),
    };
    let organisation = words(organisation.or(within).unwrap_or_default());
    Key { name: without_articles(&words(name)).to_vec(), organisation: without_articles(&organisation).to_vec() }
}

/// What is looked for; `None` where nothing is.
pub(super) fn wanted(text: &str) -> Option<Wanted> {
    let folded = words(text);
    let whole = without_articles(&folded).to_vec();
    let of = match parted(text) {
        Some((name, organisation)) => Some((words(name), words(organisation))),
        None => {
            let at = whole.iter().skip(1).position(|word| OF.contains(&word.as_str())).map(|at| at + 1);
            at.and_then(|at| Some((whole.get(..at)?.to_vec(), whole.get(at + 1..)?.to_vec())))
        }
    };
    let bare = |words: Vec<String>| without_articles(&words).to_vec();
    let of = of.map(|(name, organisation)| (bare(name), bare(organisation)));
    (!whole.is_empty()).then_some(Wanted { whole, of })
}

/// The name and what stands in brackets behind it.
fn parted(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.split_once('(')?;
    Some((name, rest.trim_end().trim_end_matches(')')))
}

/// First name or last name, of one or several words.
pub(super) fn begins_or_ends(part: &[String], words: &[String]) -> bool {
    words.starts_with(part) || words.ends_with(part) || is_turned(part, words)
}

/// "Durand Marc".
fn is_turned(part: &[String], words: &[String]) -> bool {
    part.len() == words.len() && words.len() > 1 && {
        let mut turned = words.to_vec();
        turned.rotate_left(1);
        let mut other = words.to_vec();
        other.rotate_right(1);
        part == turned.as_slice() || part == other.as_slice()
    }
}

/// A part of an organisation's name: "le théâtre" for "Théâtre de l'Étoile".
pub(super) fn contains(part: &[String], words: &[String]) -> bool {
    let says_something = part.iter().any(|word| word.chars().count() > 2 && !ARTICLES.contains(&word.as_str()));
    says_something && words.windows(part.len().max(1)).any(|window| window == part)
}

/// A newcomer's name as it is kept; `None` where the words don't look like one: first and last name, or an organisation
/// in brackets.
pub(super) fn newcomer(text: &str) -> Option<String> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (name, organisation) = match parted(&line) {
        Some((name, organisation)) => (name.trim(), Some(organisation.trim()).filter(|words| !words.is_empty())),
        None => (line.as_str(), None),
    };
    let parts: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let is_name = |word: &&str| {
        let particle = ["de", "du", "des", "la", "le", "van", "von", "da", "el", "ben"].contains(word);
        let elided = word.split_once(['\'', '’']).is_some_and(|(_, rest)| capital(rest));
        capital(word) || particle || elided
    };
    let least = if organisation.is_some() { 1 } else { 2 };
    let plausible = (least..=5).contains(&parts.len())
        && parts.iter().all(is_name)
        && parts.first().is_some_and(|word| capital(word))
        && line.chars().count() <= LONGEST
        && !line.contains(char::is_control);
    plausible.then(|| match organisation {
        Some(organisation) => format!("{name} ({organisation})"),
        None => name.to_owned(),
    })
}
