//! A message that says one thing: a greeting may stand over it, a closing and a name beneath.

use crate::reading::answer::words::fold;

/// A closing and a name have no more lines.
const MOST_LINES: usize = 3;

/// A name, or two, has no more words.
const MOST_NAMES: usize = 4;

const GREETING: [&str; 9] = ["bonjour", "bonsoir", "hello", "hi", "cher", "chere", "chers", "cheres", "dear"];

/// Whom a greeting greets, but for names.
const GREETED: [&str; 12] =
    ["a", "tous", "toutes", "et", "all", "everyone", "there", "l", "la", "equipe", "palabre", "le"];

/// With what a message closes; the longer of two that begin alike first.
const CLOSINGS: [&str; 46] = [
    "merci a vous",
    "merci a toi",
    "merci a tous",
    "merci beaucoup",
    "merci d avance",
    "merci bien",
    "merci",
    "encore merci",
    "bien cordialement",
    "tres cordialement",
    "cordialement",
    "bien a vous",
    "bien a toi",
    "bonne fin de journee",
    "bonne journee",
    "bonne soiree",
    "bonne semaine",
    "bonne continuation",
    "belle journee",
    "belle soiree",
    "bon week end",
    "bon weekend",
    "a bientot",
    "a demain",
    "a plus",
    "bien amicalement",
    "amicalement",
    "amities",
    "bises",
    "sinceres salutations",
    "salutations",
    "solidairement",
    "all the best",
    "best regards",
    "best wishes",
    "best",
    "kind regards",
    "warm regards",
    "regards",
    "many thanks",
    "thank you",
    "thanks",
    "cheers",
    "sincerely",
    "see you soon",
    "have a nice day",
];

/// Beginnings of words with which no name begins: what they ask for is more than a closing.
const ASKING: [&str; 24] = [
    "ajout",
    "rajout",
    "corrig",
    "chang",
    "enlev",
    "retir",
    "modif",
    "supprim",
    "remplac",
    "attend",
    "attention",
    "annul",
    "verif",
    "reli",
    "stop",
    "wait",
    "remove",
    "delete",
    "add",
    "fix",
    "correct",
    "check",
    "hold",
    "manque",
];

/// The line that says it; `None` where anything else is said.
pub(super) fn alone(text: &str) -> Option<&str> {
    let mut lines = text.lines().filter(|line| line.contains(char::is_alphanumeric));
    let mut said = lines.next()?;
    if greets(said) {
        said = lines.next()?;
    }
    let rest: Vec<&str> = lines.take(MOST_LINES + 1).collect();
    (rest.len() <= MOST_LINES && rest.iter().all(|line| closes(line))).then_some(said)
}

/// Words as written, without signs.
fn words(line: &str) -> Vec<&str> {
    line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Whether a line is a greeting and no more.
pub(super) fn greets(line: &str) -> bool {
    let words = words(line);
    let greeting = words.first().is_some_and(|word| GREETING.contains(&fold(word).as_str()));
    greeting
        && words.len() <= 5
        && words.iter().skip(1).all(|word| is_name(word) || GREETED.contains(&fold(word).as_str()))
}

/// Whether a line is a closing, a name, or both.
pub(super) fn closes(line: &str) -> bool {
    if line.contains(['?', ':']) {
        return false;
    }
    let words = words(line);
    let folded: Vec<String> = words.iter().map(|word| fold(word)).collect();
    let (mut at, mut names) = (0, 0);
    while let Some(word) = words.get(at) {
        let rest = folded.get(at..).unwrap_or_default();
        match CLOSINGS.iter().find(|closing| begins(rest, closing)) {
            Some(closing) => at += closing.split(' ').count(),
            None if is_name(word) && names < MOST_NAMES => (at, names) = (at + 1, names + 1),
            None => return false,
        }
    }
    true
}

fn begins(words: &[String], phrase: &str) -> bool {
    let mut words = words.iter();
    phrase.split(' ').all(|one| words.next().is_some_and(|word| word == one))
}

/// A word with a capital that asks for nothing; "DATE" is shouted.
fn is_name(word: &str) -> bool {
    let folded = fold(word);
    let imperative = folded.ends_with("ez") && folded.len() > 5;
    let shouted = word.chars().count() > 2 && !word.contains(char::is_lowercase);
    word.starts_with(char::is_uppercase)
        && !shouted
        && !imperative
        && !ASKING.iter().any(|beginning| folded.starts_with(beginning))
}
