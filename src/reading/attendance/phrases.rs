//! The words that say who was there and who wasn't, folded. A `~` stands for an ending: venu, venue, venus, venues.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::answer::words::fold;

/// What words between names mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// All who said they come.
    All,
    /// No one.
    Nobody,
    /// No one but those named before.
    NobodyElse,
    /// Those named next were there, and nobody else.
    Only,
    /// Those named next were not there.
    But,
    /// Those named next were the only ones missing.
    AllBut,
    /// Those named next were there besides.
    Plus,
    /// Were there: of several.
    Were,
    /// Was there: of one.
    Was,
    /// Was or were not there.
    Not,
    /// Perhaps, nearly, some.
    Hedge,
    /// Here begins a reason: "qui était malade".
    Reason,
}

/// Each with its phrases, between commas.
const TABLE: &[(Mark, &str)] = &[
    (
        Mark::All,
        "tous, toutes, tous et toutes, toutes et tous, tout le monde, tous les inscrits, toutes les \
         inscrites, tous les autres, toutes les autres, tous ceux qui avaient dit oui, tous ceux qui \
         avaient dit venir, tous ceux qui avaient repondu oui, tous ceux qui etaient annonces, tous ceux \
         qui s etaient annonces, tous ceux qui etaient inscrits, tous les annonces, tous la, toutes la, \
         tous present~, toutes present~, tous venu~, toutes venu~, etaient tous la, etaient toutes la, \
         etaient tous present~, etaient toutes present~, sont tous venu~, sont toutes venu~, etions tous \
         la, etions toutes la, etions au complet, au complet, comme prevu, tous comme prevu, tous bien la, \
         all, everyone, everybody, all of them, everyone else, everybody else, all the others, all came, \
         all were there, were all there, all present, all there, all here, as planned, aucun absent~, aucune absence, pas d absent~, pas d absence~, \
         personne ne manquait, il ne manquait personne, ne manquait personne, personne n etait absent~, \
         nobody was missing, no one was missing, nobody missing, none missing, no absentees",
    ),
    (
        Mark::Nobody,
        "personne, personne n est venu~, personne n etait la, personne n etait present~, aucun, aucune, \
         nobody, no one, none, nobody came, no one came, none of them, nobody was there, neant, zero",
    ),
    (Mark::NobodyElse, "personne d autre, et personne d autre, nobody else, no one else, et c est tout"),
    (
        Mark::Only,
        "seulement, uniquement, seul~, juste, rien que, il n y avait que, n y avait que, il n y a eu que, n \
         y a eu que, y avait que, y avait seulement, ne sont venu~ que, n est venu~ que, n etait la que, n \
         etaient la que, n etaient present~ que, n etait present~ que, personne sauf, personne a part, \
         only, just, nobody but, no one but, nobody except, no one except",
    ),
    (
        Mark::But,
        "sauf, excepte, hormis, hors, moins, a part, a l exception de, a l exception du, a l exception d, a \
         l exception des, sans, mais pas, et pas, mais sans, ni, pas, but not, but, except, except for, \
         apart from, other than, without, not, and not, minus, nor",
    ),
    (
        Mark::AllBut,
        "il ne manquait que, ne manquait que, ne manquaient que, il manquait seulement, il manquait juste, \
         manquait seulement, manquait juste, only missing, missing only",
    ),
    (Mark::Plus, "plus, en plus, ainsi que, as well as, plus aussi, et en plus"),
    (
        Mark::Were,
        "sont venu~, etaient la, etaient present~, etaient bien la, sont bien venu~, sont present~, \
         present~, ont participe, ont assiste, sont passe~, sont la, il y avait, y avait, il y a eu, \
         etaient des notres, presence, presences, there were, were there, were present, present, came, \
         attended, there was, were here",
    ),
    (
        Mark::Was,
        "est venu~, est bien venu~, etait la, etait bien la, etait present~, a participe, a assiste, est \
         passe~, est la, etait des notres, was there, was present, was here",
    ),
    (
        Mark::Not,
        "n est pas venu~, il n y avait pas, n y avait pas, ne sont pas venu~, n etait pas la, n etaient pas la, n etait pas present~, n \
         etaient pas present~, n a pas pu venir, n ont pas pu venir, n a pas pu, n ont pas pu, n a pas \
         participe, n ont pas participe, est pas venu~, sont pas venu~, etait pas la, etaient pas la, pas \
         venu~, pas la, pas present~, etait absent~, etaient absent~, est absent~, sont absent~, absent~, \
         excuse~, etait excuse~, etaient excuse~, s est excuse~, se sont excuse~, il manquait, manquait, \
         manquaient, manque, manquent, il manque, n est venu~, ne sont venu~, n etait la, n etaient la, non \
         plus, did not come, didnt come, was not there, wasnt there, were not there, werent there, was \
         absent, were absent, was missing, were missing, missing, could not come, couldnt come, did not \
         attend, didnt attend, not present, not there, didnt make it, did not make it, either",
    ),
    (
        Mark::Hedge,
        "presque, quasi, quasiment, la plupart, pas tous, pas toutes, pas tout le monde, tous les deux, \
         toutes les deux, tous les trois, toutes les trois, tous les quatre, les deux, plus ou moins, a peu \
         pres, je crois, je pense, il me semble, peut etre, sans doute, je ne sais pas, je sais pas, je ne \
         sais plus, je ne me souviens, pas sur, pas sure, pas certain, pas certaine, certains, certaines, \
         quelques, quelques uns, plusieurs, une partie, la moitie, sauf erreur, environ, au moins, most, \
         nearly, almost, some, several, not all, not everyone, not everybody, i think, maybe, perhaps, \
         probably, not sure, both, half, i do not know, i dont know, at least, ou, or, dont plus, ne sais",
    ),
    (Mark::Reason, "qui, car, parce, puisque, dont, who, because, since, comme"),
];

/// A phrase in words.
type Phrase = (Mark, Vec<&'static str>);

/// The phrases by their first letter: most words begin none.
static BY_LETTER: LazyLock<HashMap<u8, Vec<Phrase>>> = LazyLock::new(|| {
    let mut found: HashMap<u8, Vec<Phrase>> = HashMap::new();
    for (mark, phrases) in TABLE {
        for phrase in phrases.split(", ") {
            let letter = phrase.as_bytes().first().copied().unwrap_or_default();
            found.entry(letter).or_default().push((*mark, phrase.split(' ').collect()));
        }
    }
    found
});

/// The mark that begins the words, and how many it takes; the longest counts.
pub(super) fn mark(words: &[&str]) -> Option<(Mark, usize)> {
    let letter = words.first()?.as_bytes().first()?;
    let begins = |phrase: &&Phrase| {
        phrase.1.len() <= words.len() && phrase.1.iter().zip(words).all(|(wanted, word)| is(wanted, word))
    };
    let found = BY_LETTER.get(letter)?.iter().filter(begins).max_by_key(|(_, phrase)| phrase.len());
    found.map(|(mark, phrase)| (*mark, phrase.len()))
}

fn is(wanted: &str, word: &str) -> bool {
    match wanted.strip_suffix('~') {
        Some(stem) => word.strip_prefix(stem).is_some_and(|ending| ["", "e", "s", "es"].contains(&ending)),
        None => wanted == word,
    }
}

/// Words that say "besides" wherever they stand in a sentence.
pub(super) fn is_also(word: &str) -> bool {
    ["aussi", "egalement", "too", "also"].contains(&word)
}

/// Words that change nothing wherever they stand.
pub(super) fn is_adverb(word: &str) -> bool {
    ["finalement", "malheureusement", "helas", "unfortunately", "sadly", "finally"].contains(&word)
}

/// Words before a name that are no part of it.
pub(super) fn leads(word: &str) -> bool {
    const FILLERS: &str = "oui, yes, ok, alors, donc, voici, voila, nous, we, bonjour, bonsoir, salut, hello, hi, \
        finalement, enfin, cher, chere, avons, eu, vu, on, en, fait, actually, in, fact, pardon, erreur, sorry, desole, \
        desolee, oups, ah, oh, correction, ras, ps, nb";
    trails(word) || FILLERS.split(", ").any(|filler| filler == word)
}

/// Words behind a name that are no part of it; "Karim non" says something.
pub(super) fn trails(word: &str) -> bool {
    const FILLERS: &str = "et, and, mais, ils, elles, il, elle, they, avec, with, merci, thanks";
    FILLERS.split(", ").any(|filler| filler == word)
}

/// Words that say nothing where they stand alone.
pub(super) fn stands_alone(word: &str) -> bool {
    leads(word) || ["non", "no"].contains(&word)
}

/// Words that join names.
pub(super) fn joins(word: &str) -> bool {
    ["et", "and", "avec", "with"].contains(&word)
}

/// A number in words or digits.
pub(super) fn number(word: &str) -> Option<u32> {
    const WORDS: &str = "un 1, une 1, deux 2, trois 3, quatre 4, cinq 5, six 6, sept 7, huit 8, \
        neuf 9, dix 10, onze 11, douze 12, quinze 15, vingt 20, one 1, two 2, \
        three 3, four 4, five 5, seven 7, eight 8, nine 9, ten 10, twelve 12, twenty 20";
    let mut known = WORDS.split(", ").filter_map(|pair| pair.split_once(' '));
    let written = known.find(|(known, _)| *known == word).and_then(|(_, count)| count.parse().ok());
    written.or_else(|| word.parse().ok()).filter(|count| (1..=10_000).contains(count))
}

/// Whether a folded line closes a letter: nothing below it is part of what is said.
pub(super) fn closes(words: &str) -> bool {
    const CLOSINGS: &str = "cordialement, bien cordialement, tres cordialement, bien a vous, bien a toi, amicalement, amities, \
        bonne journee, bonne soiree, bonne semaine, bonne fin de, bon week end, bon weekend, belle \
        journee, belle soiree, a bientot, a tres bientot, a plus, bises, sincerement, regards, kind \
        regards, best regards, best wishes, best, cheers, yours, see you, all the best";
    CLOSINGS.split(", ").any(|closing| {
        words.strip_prefix(closing).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            // "Best of all" is no closing, "Cordialement Claire Vasseur" is.
            && words.split(' ').count() <= 8
    })
}

/// Whether a line below the signature adds something.
pub(super) fn adds(words: &str) -> bool {
    ["ps", "p s", "nb", "n b"].iter().any(|mark| words.strip_prefix(mark).is_some_and(|rest| rest.starts_with(' ')))
}

/// How many bytes at the start of a line are greeting or thanks; `None` where all of it is.
pub(super) fn courtesy(line: &str) -> Option<usize> {
    const COURTESIES: &str = "bonjour, bonsoir, salut, hello, hi, dear, cher, chere, chers, coucou, merci, thanks, thank you, un \
        grand merci";
    let words = fold(line);
    let polite = COURTESIES
        .split(", ")
        .any(|word| words.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')));
    if !polite {
        return Some(0);
    }
    let end = line.char_indices().find(|(_, c)| matches!(c, ',' | '!' | '.' | ':' | ';'));
    let end = end.map_or(line.len(), |(at, c)| at + c.len_utf8());
    let rest = line.get(end..).unwrap_or_default();
    let skipped = fold(line.get(..end).unwrap_or_default());
    let said: Vec<&str> = skipped.split(' ').collect();
    // "Merci à tous", "Bonjour tout le monde" greet; "Bonjour tous sauf Amap" says something.
    let speaks = said.iter().any(|word| ["sauf", "seulement", "plus", "but", "only", "except", "moins"].contains(word));
    let long = said.len() > 12;
    if speaks || long {
        return Some(line.char_indices().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, _)| at));
    }
    (!fold(rest).is_empty()).then_some(end)
}
