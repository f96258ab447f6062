//! Somebody who says that they want to be of a visit. A guess would put them on a list: what isn't said in so many words
//! isn't.

use crate::reading::answer::words::fold;

/// So many words may stand between the will and the visit.
const NEAR: usize = 6;

const ONESELF: [&str; 6] = ["je", "j", "nous", "m", "i", "we"];

/// What may stand between: nothing that changes what is wanted.
const BETWEEN: [&str; 31] = [
    "bien",
    "vraiment",
    "beaucoup",
    "aussi",
    "volontiers",
    "avec",
    "plaisir",
    "grand",
    "donc",
    "me",
    "m",
    "nous",
    "partie",
    "part",
    "a",
    "au",
    "aux",
    "la",
    "les",
    "cette",
    "de",
    "du",
    "des",
    "pour",
    "the",
    "this",
    "in",
    "to",
    "you",
    "for",
    "prochaine",
];

/// Verbs that want, with an infinitive behind them.
const WANTING: [&str; 14] = [
    "veux",
    "voulons",
    "voudrais",
    "voudrions",
    "aimerais",
    "aimerions",
    "souhaite",
    "souhaitons",
    "souhaiterais",
    "souhaiterions",
    "like to",
    "love to",
    "want to",
    "happy to",
];

/// What is wanted.
const TAKING_PART: [&str; 11] =
    ["participer", "venir", "assister", "inscrire", "joindre", "faire", "etre", "join", "take", "come", "attend"];

/// Verbs that say by themselves that one takes part.
const COMING: [&str; 9] = [
    "participe",
    "participons",
    "participerai",
    "participerons",
    "viens",
    "viendrai",
    "viendrons",
    "inscris",
    "inscrivons",
];

/// The same without a subject.
const OFFERING: [&str; 12] = [
    "partant",
    "partante",
    "partants",
    "partantes",
    "volontaire",
    "volontaires",
    "inscrivez moi",
    "inscrivez nous",
    "comptez sur moi",
    "comptez moi",
    "count me in",
    "sign me up",
];

/// Before these others are meant: "Célia est partante", "vous cherchez des volontaires".
const OF_OTHERS: [&str; 13] =
    ["est", "sont", "sera", "serait", "seront", "des", "les", "de", "d", "aux", "ces", "qui", "autres"];

/// Whether somebody says that they want to take part in a visit, without a condition or a question.
pub fn volunteers(text: &str) -> bool {
    const DOUBT: [&str; 21] = [
        " si ",
        " peut etre ",
        " depend ",
        " eventuellement ",
        " condition ",
        " sauf ",
        " finalement ",
        " non ",
        " helas ",
        " malheureusement ",
        " if ",
        " unless ",
        " maybe ",
        " perhaps ",
        " depends ",
        " might ",
        " unfortunately ",
        " actually ",
        " no ",
        " s il y ",
        " s il reste ",
    ];
    let folded = format!(" {} ", fold(text));
    let doubtful = text.contains('?') || DOUBT.iter().any(|words| folded.contains(words));
    // A line may have been broken by a mail program.
    let text = text.replace("\r\n", "\n").replace("\n\n", ".");
    !doubtful && text.split(['.', '!', ';']).any(sentence_volunteers)
}

fn sentence_volunteers(sentence: &str) -> bool {
    const AGAINST: [&str; 11] = ["ne", "n", "pas", "sans", "plus", "mais", "not", "cannot", "t", "but", "without"];
    let folded = fold(sentence);
    let words: Vec<&str> = folded.split(' ').collect();
    let against = words.iter().any(|word| AGAINST.contains(word));
    !against && (0..words.len()).any(|n| wants(&words, n) || comes(&words, n) || offers(&words, n))
}

/// "Je veux bien participer à la visite", "I would like to visit".
fn wants(words: &[&str], n: usize) -> bool {
    let Some(behind) = phrase_at(&WANTING, words, n).filter(|_| n == 0 || oneself_before(words, n)) else {
        return false;
    };
    let verb = (behind..words.len().min(behind + NEAR)).find(|at| {
        words.get(*at).is_some_and(|word| *word == "visiter" || *word == "visit" || TAKING_PART.contains(word))
    });
    let Some(verb) = verb.filter(|verb| only_between(words, behind, *verb)) else { return false };
    words.get(verb).is_some_and(|word| *word == "visiter" || *word == "visit") || visit_near(words, verb + 1)
}

/// "Je viens à la visite", "nous participerons à la visite"; not "je viens de lire".
fn comes(words: &[&str], n: usize) -> bool {
    let just_now = words.get(n) == Some(&"viens") && matches!(words.get(n + 1), Some(&("de" | "d")));
    phrase_at(&COMING, words, n)
        .is_some_and(|behind| !just_now && oneself_before(words, n) && visit_near(words, behind))
}

/// "Partante pour la visite", "inscrivez-moi pour la visite".
fn offers(words: &[&str], n: usize) -> bool {
    let others = n.checked_sub(1).and_then(|n| words.get(n)).is_some_and(|word| OF_OTHERS.contains(word));
    phrase_at(&OFFERING, words, n).is_some_and(|behind| !others && visit_near(words, behind))
}

/// The place behind the one of these phrases that begins at a word.
fn phrase_at(phrases: &[&str], words: &[&str], n: usize) -> Option<usize> {
    let rest = words.get(n..)?;
    let found = phrases.iter().map(|phrase| phrase.split(' ')).find(|phrase| {
        let mut rest = rest.iter();
        phrase.clone().all(|one| rest.next() == Some(&one))
    })?;
    Some(n + found.count())
}

/// "je", "j'", "we would": one of the three words before.
fn oneself_before(words: &[&str], n: usize) -> bool {
    words.get(n.saturating_sub(3)..n).unwrap_or_default().iter().any(|word| ONESELF.contains(word))
}

fn visit_near(words: &[&str], from: usize) -> bool {
    let visit = (from..words.len().min(from + NEAR)).find(|at| {
        words.get(*at).is_some_and(|word| ["visite", "visites", "visiter", "visit", "visits"].contains(word))
    });
    visit.is_some_and(|at| only_between(words, from, at))
}

fn only_between(words: &[&str], from: usize, to: usize) -> bool {
    words.get(from..to).unwrap_or_default().iter().all(|word| BETWEEN.contains(word))
}
