//! How many come besides the sender: "avec une collègue", "nous serons trois", "+1".

use super::Heard;
use super::cue::Cue;
use super::words::Clause;

/// Who comes along.
#[derive(Debug, Default)]
pub(super) struct Company {
    pub count: u32,
    pub names: Vec<String>,
    pub because: Vec<String>,
    /// Several different numbers were heard, or one that can't be.
    pub unclear: bool,
}

/// More people than this nobody brings without being asked about it.
const MANY: u32 = 30;

/// Counts the people that the answer brings along.
pub(super) fn find(heard: &[Heard]) -> Company {
    let mut company = Company::default();
    for here in heard.iter().filter(|h| !h.clause.question && !h.has(Cue::OtherTime) && !h.has(Cue::Past)) {
        let words: Vec<&str> = here.clause.words.iter().map(String::as_str).collect();
        for at in 0..words.len() {
            let rest = words.get(at..).unwrap_or_default();
            if let Some(count) = total(rest).map(|n| n.saturating_sub(1)).or_else(|| along(rest)) {
                company.add(count, here, at, told_in(rest));
            } else if let Some(name) = named(rest, &here.clause, at) {
                let words = name.split_whitespace().count();
                company.add(1, here, at, 2 + words);
                company.names.push(name);
            }
        }
    }
    company.unclear |= company.count > MANY;
    company
}

impl Company {
    fn add(&mut self, count: u32, here: &Heard, at: usize, words: usize) {
        if count > 0 {
            self.unclear |= self.count > 0 && self.count != count;
            self.count = self.count.max(count);
            self.because.push(here.clause.written(at..at + words));
        }
    }
}

/// How many of the words say it: up to the last companion that is joined by "et", else to the number.
fn told_in(words: &[&str]) -> usize {
    let companion =
        |from: usize| (from..words.len().min(from + 5)).find(|n| words.get(*n).is_some_and(|w| is_companion(w)));
    let Some(first) = companion(0) else {
        return words.iter().take(6).position(|word| number(word).is_some()).map_or(1, |n| n + 1);
    };
    let and = words.get(first + 1).is_some_and(|word| ["et", "and"].contains(word));
    companion(first + 1).filter(|second| and && *second <= first + 4).unwrap_or(first) + 1
}

/// A total that includes the sender.
fn total(words: &[&str]) -> Option<u32> {
    let n = |word: &str| number(word).filter(|n| *n > 0);
    match words {
        [
            "nous" | "on",
            "serons" | "sera" | "est" | "sommes" | "viendrons" | "viendra" | "vient" | "venons",
            rest @ ..,
        ] => match rest {
            ["a" | "au" | "donc" | "bien", count, next, ..] if !is_unit(next) => n(count),
            ["a" | "au" | "donc", count] => n(count),
            [count, next, ..] if !is_unit(next) => n(count),
            [count] => n(count),
            _ => None,
        },
        ["we", "will", "be", count, ..] | ["there", "will", "be", count, "of", "us", ..] | ["we", "are", count, ..] => {
            n(count)
        }
        [count, "of", "us", ..] => n(count),
        ["gardez" | "garde" | "reservez" | "reserve", "moi" | "nous", count, "places" | "chaises", ..] => n(count),
        ["donc", count, "chaises" | "places" | "personnes", ..] => n(count),
        _ => None,
    }
}

/// People besides the sender.
fn along(words: &[&str]) -> Option<u32> {
    match words {
        [plus, ..] if plus.starts_with('+') => plus.get(1..)?.parse().ok(),
        ["plus", "one", ..] => Some(1),
        [
            "avec" | "with" | "accompagne" | "accompagnee" | "accompagnes" | "accompagnees" | "emmene" | "emmenerai"
            | "amene" | "amenerai" | "bring" | "bringing",
            rest @ ..,
        ] => companions(rest),
        ["mon" | "ma", who, "et", "moi", ..] if is_companion(who) => Some(1),
        ["mes", count, who, "et", "moi", ..] if is_companion(who) => number(count),
        ["my", who, "and", "i", ..] if is_companion(who) => Some(1),
        ["moi", "et", rest @ ..] => companions(rest),
        _ => None,
    }
}

/// "deux collègues", "mon épouse", "de ma voisine et son fils".
fn companions(words: &[&str]) -> Option<u32> {
    let words = match words {
        ["de" | "d" | "par" | "aussi" | "egalement" | "moi" | "along", rest @ ..] => rest,
        _ => words,
    };
    let (count, rest) = match words {
        ["mes" | "my" | "nos" | "our", count, rest @ ..] if number(count).is_some() => (number(count)?, rest),
        ["mon" | "ma" | "un" | "une" | "my" | "a" | "notre" | "our" | "l" | "le" | "la", rest @ ..] => (1, rest),
        [count, rest @ ..] => (number(count)?, rest),
        [] => return None,
    };
    let who = rest.iter().take(2).position(|word| is_companion(word))?;
    let and = rest.get(who + 1..).unwrap_or_default();
    let more = match and {
        ["et" | "and", tail @ ..] => match tail {
            ["mon" | "ma" | "son" | "sa" | "un" | "une" | "my" | "a" | "his" | "her", other, ..]
                if is_companion(other) =>
            {
                1
            }
            [count, other, ..] if is_companion(other) => number(count).unwrap_or(0),
            _ => 0,
        },
        _ => 0,
    };
    Some(count + more)
}

/// "avec Yann", "j'emmène Yann": a name where a companion may stand.
fn named(words: &[&str], clause: &Clause, at: usize) -> Option<String> {
    let before = match words {
        ["emmene" | "emmenerai" | "amene" | "amenerai", ..] => 1,
        ["accompagne" | "accompagnee", "de" | "d" | "par", ..] => 2,
        ["viendrai" | "viens" | "serai" | "venir" | "coming" | "come", "avec" | "with", ..] => 2,
        _ => return None,
    };
    let name = super::delegate::name_at(clause, at + before)?;
    (!["zoom", "teams", "plaisir"].contains(&name.to_lowercase().as_str())).then_some(name)
}

fn is_companion(word: &str) -> bool {
    let people = [
        "collegue",
        "collegues",
        "epouse",
        "epoux",
        "mari",
        "femme",
        "conjoint",
        "conjointe",
        "compagne",
        "compagnon",
        "ami",
        "amie",
        "amis",
        "amies",
        "voisin",
        "voisine",
        "voisins",
        "voisines",
        "fils",
        "fille",
        "filles",
        "enfant",
        "enfants",
        "benevole",
        "benevoles",
        "soeur",
        "frere",
        "mere",
        "pere",
        "personne",
        "personnes",
        "membre",
        "membres",
        "stagiaire",
        "stagiaires",
        "copain",
        "copine",
        "copains",
        "copines",
        "tresorier",
        "tresoriere",
        "president",
        "presidente",
        "adjoint",
        "adjointe",
        "camarade",
        "camarades",
        "salarie",
        "salariee",
        "salaries",
        "habitant",
        "habitants",
        "habitante",
        "adherent",
        "adherente",
        "adherents",
        "colleague",
        "colleagues",
        "wife",
        "husband",
        "partner",
        "friend",
        "friends",
        "guest",
        "guests",
        "kids",
        "children",
        "daughter",
        "son",
        "neighbour",
        "neighbours",
        "people",
        "volunteer",
        "volunteers",
        "sister",
        "brother",
        "mother",
        "father",
        "associe",
        "associee",
        "cousin",
        "cousine",
        "maman",
        "papa",
        "directrice",
        "directeur",
        "coordinatrice",
        "coordinateur",
        "secretaire",
        "bebe",
        "petits",
        "petit",
        "invite",
        "invites",
    ];
    people.contains(&word)
}

fn is_unit(word: &str) -> bool {
    ["h", "heures", "heure", "minutes", "jours", "jour", "km", "euros", "ans", "mois", "juin", "mai"].contains(&word)
}

/// A number in digits or in words.
fn number(word: &str) -> Option<u32> {
    let names = [
        ("un", 1),
        ("une", 1),
        ("deux", 2),
        ("trois", 3),
        ("quatre", 4),
        ("cinq", 5),
        ("six", 6),
        ("sept", 7),
        ("huit", 8),
        ("neuf", 9),
        ("dix", 10),
        ("onze", 11),
        ("douze", 12),
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
    ];
    let named = names.iter().find(|(name, _)| *name == word).map(|(_, n)| *n);
    named.or_else(|| word.parse().ok().filter(|n| *n <= 500))
}
