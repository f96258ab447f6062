//! Hours and parts of the day: who arrives after the beginning, leaves before the end, or stays for a while only.

use chrono::Timelike;

use crate::domain::reading::About;

use super::Heard;
use super::cue::Cue;
use super::words::Clause;

/// Beginning and end of the one gathering in question, in minutes of its day, where they are known.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Window {
    start: Option<u32>,
    end: Option<u32>,
}

impl Window {
    /// Of several gatherings none is compared with.
    pub fn of(about: &About) -> Self {
        let [only] = about.gatherings.as_slice() else {
            return Window::default();
        };
        let at = |instant: &Option<String>| chrono::DateTime::parse_from_rfc3339(instant.as_deref()?).ok();
        let (start, end) = (at(&only.starts), at(&only.ends));
        let same_day = start.map(|s| s.date_naive()) == end.map(|e| e.date_naive());
        let minutes = |at: chrono::DateTime<chrono::FixedOffset>| at.hour() * 60 + at.minute();
        Window { start: start.map(minutes), end: end.filter(|_| same_day).map(minutes) }
    }

    /// Before or at the beginning.
    fn is_by_start(self, minute: u32) -> bool {
        self.start.is_some_and(|start| minute <= start)
    }

    fn is_before_start(self, minute: u32) -> bool {
        self.start.is_some_and(|start| minute < start)
    }

    fn is_after_end(self, minute: u32) -> bool {
        self.end.is_some_and(|end| minute > end)
    }
}

/// What a clause does to the time that somebody spends there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Move {
    Arrive,
    Leave,
    Stay,
    Pass,
    Be,
}

/// Whether a clause says that the person is there for a part of the time only; `None` where it doesn't speak of it.
pub(super) fn partial(heard: &[Heard], at: usize, window: Window) -> Option<bool> {
    let here = heard.get(at).filter(|h| !h.clause.question)?;
    let clause = &here.clause;
    let moves: Vec<(usize, Move)> = (0..clause.words.len()).filter_map(|n| Some((n, movement(clause, n)?))).collect();
    if moves.is_empty() {
        return bare_hour(heard, at, window).then_some(true);
    }
    let ends = moves.iter().skip(1).map(|(n, _)| *n).chain([clause.words.len()]);
    let verdicts: Vec<bool> = moves
        .iter()
        .zip(ends)
        .enumerate()
        .filter_map(|(n, (&(verb, movement), until))| {
            let own = Stretch { clause, from: if n == 0 { 0 } else { verb }, verb, until, window };
            own.verdict(movement)
        })
        .collect();
    if verdicts.contains(&true) { Some(true) } else { verdicts.first().copied() }
}

/// A word that says when, or an hour other than that at which the gathering begins.
pub(super) fn tells_an_hour(clause: &Clause, window: Window) -> bool {
    (0..clause.words.len()).filter_map(|n| hour(clause, n, window)).any(|minute| Some(minute) != window.start)
}

/// The words that belong to one verb.
struct Stretch<'a> {
    clause: &'a Clause,
    from: usize,
    verb: usize,
    until: usize,
    window: Window,
}

impl Stretch<'_> {
    fn verdict(&self, movement: Move) -> Option<bool> {
        let negated = self.has(&["pas", "not", "jamais", "never", "plus"]) && !self.has(&["tot", "tard"]);
        let hour = self.hour().map(|(_, minute)| minute);
        match movement {
            Move::Arrive if negated => Some(self.after(&["avant", "before", "until"])),
            Move::Arrive => match hour {
                Some(minute) => Some(!self.window.is_by_start(minute)),
                None if self.after(&["avant", "before", "early", "avance", "tot"]) && !self.after(&["plus"]) => None,
                None => self.after(&LATER).then_some(true),
            },
            Move::Leave if self.leaves_elsewhere() => Some(false),
            Move::Leave if negated => Some(false),
            Move::Leave => match hour {
                Some(minute) => Some(!self.window.is_before_start(minute) && !self.window.is_after_end(minute)),
                None => self.has(&SOONER).then_some(true),
            },
            Move::Stay if self.has(&["disposition", "joignable", "contact", "touch"]) => Some(false),
            Move::Stay if negated => self.after(&WHOLE).then_some(true),
            Move::Stay if self.to_the_end() => Some(false),
            Move::Stay => match hour {
                Some(minute) => Some(!self.window.is_after_end(minute)),
                None => self.has(&BRIEFLY).then_some(true),
            },
            Move::Pass => match hour {
                Some(minute) => (!self.window.is_by_start(minute)).then_some(true),
                None => self.after(&PASSING).then_some(true),
            },
            Move::Be => self.is_there(negated),
        }
    }

    /// "Je serai là jusqu'à 11h", "à partir de 11h", "que le matin".
    fn is_there(&self, negated: bool) -> Option<bool> {
        let only = self.has(&["que", "qu", "seulement", "juste", "only", "just"]);
        let part = ["matin", "matinee", "soir", "debut", "fin", "morning", "afternoon", "evening", "first"];
        let Some((at, minute)) = self.hour().filter(|(at, _)| *at > self.verb) else {
            return (only && !negated && self.after(&part)).then_some(true);
        };
        let before: Vec<&str> = (at.saturating_sub(3).max(self.verb)..at).filter_map(|n| self.word(n)).collect();
        let near = |words: &[&str]| before.iter().any(|word| words.contains(word));
        if near(&["jusqu", "until", "till"]) && !negated {
            return Some(!self.window.is_after_end(minute) && !self.window.is_before_start(minute));
        }
        let later = !self.window.is_by_start(minute) && !self.window.is_after_end(minute);
        let from = near(&["partir", "apres", "from", "after"]) || (negated && near(&["avant", "before"]));
        let at_an_hour = self.window.start.is_some() && near(&["vers", "a", "at", "around", "about", "pour", "by"]);
        let to_an_hour = near(&["de", "from"])
            && (at + 1..self.until)
                .filter_map(|n| hour(self.clause, n, self.window))
                .any(|n| self.window.end.is_some_and(|end| n < end));
        (to_an_hour || (later && (from || (at_an_hour && !negated)))).then_some(true)
    }

    fn word(&self, at: usize) -> Option<&str> {
        self.clause.words.get(at).map(String::as_str)
    }

    fn has(&self, words: &[&str]) -> bool {
        (self.from..self.until).filter_map(|n| self.word(n)).any(|word| words.contains(&word))
    }

    fn after(&self, words: &[&str]) -> bool {
        (self.verb + 1..self.until).filter_map(|n| self.word(n)).any(|word| words.contains(&word))
    }

    /// The hour after the verb, else the one before it.
    fn hour(&self) -> Option<(usize, u32)> {
        let told = |n: usize| Some((n, hour(self.clause, n, self.window)?));
        (self.verb + 1..self.until).find_map(told).or_else(|| (self.from..self.verb).rev().find_map(told))
    }

    fn to_the_end(&self) -> bool {
        self.after(&["jusqu", "until", "till", "to"]) && self.after(&["fin", "bout", "end"])
    }

    /// "Je pars de Lille à 9h", "je pars en vacances".
    fn leaves_elsewhere(&self) -> bool {
        let from = self.word(self.verb + 1).is_some_and(|word| ["de", "du", "d", "from", "chez", "en"].contains(&word));
        let back = self.word(self.verb).is_some_and(|word| word.starts_with("re"));
        from && !back && !self.after(&["bonne", "cours", "ici"])
    }
}

const LATER: [&str; 12] =
    ["tard", "retard", "apres", "late", "later", "after", "fin", "cours", "midway", "halfway", "pause", "minutes"];
const SOONER: [&str; 13] = [
    "tot",
    "early",
    "earlier",
    "avant",
    "before",
    "cours",
    "vite",
    "milieu",
    "pause",
    "bonne",
    "halfway",
    "midway",
    "rapidement",
];
const WHOLE: [&str; 13] =
    ["longtemps", "long", "jusqu", "toute", "tout", "fin", "whole", "until", "till", "entire", "end", "all", "bout"];
const BRIEFLY: [&str; 16] = [
    "jusqu",
    "until",
    "till",
    "que",
    "qu",
    "seulement",
    "juste",
    "only",
    "just",
    "peu",
    "moment",
    "heure",
    "hour",
    "debut",
    "bit",
    "minutes",
];
const PASSING: [&str; 13] = [
    "juste",
    "rapidement",
    "vite",
    "moment",
    "heure",
    "tete",
    "vent",
    "fin",
    "debut",
    "minutes",
    "briefly",
    "hour",
    "while",
];

/// The verb that begins at a word, where its subject is the one who writes.
fn movement(clause: &Clause, at: usize) -> Option<Move> {
    let word = clause.words.get(at)?.as_str();
    let next = clause.words.get(at + 1).map(String::as_str).unwrap_or_default();
    let before = at.checked_sub(1).and_then(|n| clause.words.get(n)).map(String::as_str).unwrap_or_default();
    let (movement, own) = match word {
        // "À partir de 10h" is no departure.
        "partir" if before == "a" && ["de", "d", "du"].contains(&next) => return None,
        "arriverai" | "arriverais" | "arriverons" | "arriverions" | "arrivons" | "rejoins" | "rejoindrai"
        | "rejoindrais" | "rejoindrons" => (Move::Arrive, true),
        "arrive" | "arrivera" | "arriver" | "arrivant" | "arrivee" | "rejoindre" | "rejoint" | "rejoindra" | "join"
        | "joining" | "arriving" => (Move::Arrive, false),
        "get" if ["there", "in"].contains(&next) => (Move::Arrive, false),
        "pars" | "partirai" | "partirais" | "partirons" | "partons" | "repars" | "repartirai" | "repartirons"
        | "repartons" | "quitterai" | "quitterons" | "quitterais" => (Move::Leave, true),
        "part" | "partir" | "partira" | "repart" | "repartir" | "repartira" | "depart" | "quitte" | "quitter"
        | "quittera" | "filer" | "file" | "eclipser" | "eclipserai" | "eclipse" | "sauver" | "leave" | "leaving"
        | "dash" => (Move::Leave, false),
        "en" if ["aller", "irai", "vais"].contains(&next) => (Move::Leave, false),
        "go" if !["to", "with", "for"].contains(&next) => (Move::Leave, false),
        "head" if ["off", "out"].contains(&next) => (Move::Leave, false),
        "resterai" | "resterais" | "resterons" | "restons" => (Move::Stay, true),
        "reste" | "rester" | "restera" | "stay" | "staying" => (Move::Stay, false),
        "passerai" | "passerais" | "passerons" | "passons" => (Move::Pass, true),
        "passe" | "passer" | "passera" => (Move::Pass, false),
        "pop" | "drop" if ["in", "by"].contains(&next) => (Move::Pass, false),
        "serai" | "serons" | "viens" | "viendrai" | "viendrons" | "venons" | "participerai" | "participerons"
        | "connecterai" | "connecterons" => (Move::Be, true),
        "sera" | "vient" | "venir" | "viendra" | "present" | "participer" | "assister" | "disponible" | "libre"
        | "available" | "come" | "coming" | "attend" | "there" | "here" | "participe" => (Move::Be, false),
        _ => return None,
    };
    (own || is_first_person(clause, at)).then_some(movement)
}

/// The nearest person before the verb is the writer; or nobody, where the verb begins the clause.
fn is_first_person(clause: &Clause, at: usize) -> bool {
    let (first, others) = (
        ["je", "j", "on", "nous", "i", "we", "moi", "me", "m", "mon", "notre", "my", "our"],
        ["il", "elle", "ils", "elles", "he", "she", "they", "qui", "who", "you", "tu", "it", "ca", "cela", "there"],
    );
    let begins = [
        "mais",
        "but",
        "et",
        "and",
        "puis",
        "then",
        "oui",
        "yes",
        "ok",
        "ne",
        "n",
        "donc",
        "juste",
        "just",
        "oblige",
        "devrai",
        "dois",
        "devrons",
        "have",
        "had",
        "must",
        "may",
        "will",
        "need",
        "to",
        "de",
        "d",
        "pense",
        "compte",
        "possible",
        "cependant",
        "toutefois",
        "however",
        "though",
        "peut",
        "etre",
        "en",
    ];
    let before = || clause.words.iter().take(at).rev().map(String::as_str);
    match before().find(|word| first.contains(word) || others.contains(word)) {
        Some(person) => first.contains(&person),
        None => before().all(|word| begins.contains(&word)),
    }
}

/// "Oui, mais vers 10h30", "présent jusqu'à 11h": no verb, beside a yes.
fn bare_hour(heard: &[Heard], at: usize, window: Window) -> bool {
    let Some(Heard { clause, .. }) = heard.get(at) else {
        return false;
    };
    let beside_yes = heard
        .iter()
        .filter(|h| h.clause.sentence == clause.sentence)
        .any(|h| h.has(Cue::Yes) || h.has(Cue::WeakYes) || h.has(Cue::Maybe));
    let limited = window.start.is_some() || clause.has(&["mais", "but", "seulement", "only", "que", "qu"]);
    if !beside_yes || !limited || clause.words.len() > 8 {
        return false;
    }
    (0..clause.words.len()).any(|n| {
        let before: Vec<&str> = clause.words.iter().take(n).skip(n.saturating_sub(2)).map(String::as_str).collect();
        let near = |words: &[&str]| before.iter().any(|word| words.contains(word));
        hour(clause, n, window).is_some_and(|minute| {
            let inside = !window.is_by_start(minute) && !window.is_after_end(minute);
            inside && near(&["vers", "apres", "partir", "jusqu", "around", "about", "after", "from", "until", "till"])
        })
    })
}

/// The hour that begins at a word, in minutes: "10h30", "11 h", "midi", "10:30", "at 11", "dix heures".
fn hour(clause: &Clause, at: usize, window: Window) -> Option<u32> {
    let word = |n: usize| clause.words.get(n).map(String::as_str).unwrap_or_default();
    let raw = |n: usize| clause.raw.get(n).map(String::as_str).unwrap_or_default();
    let before = |n: usize| at.checked_sub(n).map(word).unwrap_or_default();
    let here = word(at);
    let of = |hours: u32, minutes: u32| (hours <= 24 && minutes < 60).then_some(hours * 60 + minutes);
    match here {
        // "L'après-midi" is no hour.
        "midi" if before(1) == "apres" && raw(at).contains(['-', '‐', '‑']) => return None,
        "midi" if before(1) == "apres" && ["l", "cet", "cette", "d", "en"].contains(&before(2)) => return None,
        "midi" if word(at + 1) == "et" && word(at + 2) == "demi" => return of(12, 30),
        "midi" | "noon" | "midday" => return of(12, 0),
        _ => {}
    }
    let numbers = ["sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"];
    if let Some(n) = numbers.iter().position(|name| *name == here).filter(|_| word(at + 1) == "heures") {
        return of(u32::try_from(n).ok()? + 7, 0);
    }
    let digits = here.find(|c: char| !c.is_ascii_digit()).unwrap_or(here.len());
    let (number, unit) = here.split_at_checked(digits)?;
    let hours: u32 = number.parse().ok().filter(|_| number.len() <= 2)?;
    let minutes = || word(at + 1).parse::<u32>().ok();
    match unit {
        "h" | "heures" => of(hours, 0),
        "am" => of(hours % 12, 0),
        "pm" => of(hours % 12 + 12, 0),
        "" if ["h", "heures"].contains(&word(at + 1)) => of(hours, word(at + 2).parse().unwrap_or(0)),
        "" if raw(at).contains(':') && raw(at) == raw(at + 1) => of(window.afternoon(hours, word(at + 2)), minutes()?),
        "" if ["am", "pm", "a", "p"].contains(&word(at + 1)) && word(at + 1).len() == 2 => {
            of(window.afternoon(hours, word(at + 1)), 0)
        }
        "" if ["at", "around", "by", "until", "till", "vers", "about", "before", "after"].contains(&before(1)) => {
            (hours > 0 && !["personnes", "people", "minutes"].contains(&word(at + 1)))
                .then(|| of(window.afternoon(hours, ""), 0))?
        }
        _ => of(hours, unit.strip_prefix('h')?.parse().ok()?),
    }
}

impl Window {
    /// Hours as the English write them: "at 6" in the evening is 18 h.
    fn afternoon(self, hours: u32, half: &str) -> u32 {
        let evening = self.start.is_some_and(|start| start > (hours + 6) * 60);
        match half {
            "am" => hours % 12,
            "pm" => hours % 12 + 12,
            _ if hours < 12 && evening => hours + 12,
            _ => hours,
        }
    }
}
