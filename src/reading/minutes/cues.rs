//! The words by which a compte rendu promises something: to visit, to contact, to do.

use super::words::Words;
use crate::domain::follow_up::FollowUpKind;

/// A promise found in a sentence.
pub(super) struct Cue {
    pub kind: FollowUpKind,
    /// The number of its first word.
    pub at: usize,
    /// Where in bytes its object begins.
    pub object: usize,
    /// The article that its last word holds: "du" is "de le".
    pub article: &'static str,
    /// A verb that also stands before things that aren't people: its object must have a capital.
    pub vague: bool,
}

/// Phrases, folded; `~` before those that need a name with a capital behind them.
const VISIT: [&str; 22] = [
    "visiter",
    "visite de",
    "visite du",
    "visite des",
    "visite d",
    "visite a",
    "visite au",
    "visite aux",
    "visite chez",
    "aller voir",
    "rendre visite a",
    "rendre visite au",
    "rendre visite aux",
    "~se rendre a",
    "~se rendre au",
    "~se rendre chez",
    "visit to",
    "visit",
    "visiting",
    "go and see",
    "~go to",
    "visites de",
];

const CONTACT: [&str; 38] = [
    "contact a prendre avec",
    "contacts a prendre avec",
    "contact avec",
    "contacts avec",
    "contacter",
    "recontacter",
    "relancer",
    "solliciter",
    "~appeler",
    "~rappeler",
    "telephoner a",
    "telephoner au",
    "telephoner aux",
    "ecrire a",
    "ecrire au",
    "ecrire aux",
    "se rapprocher de",
    "se rapprocher du",
    "se rapprocher des",
    "~rencontrer",
    "~joindre",
    "~contact",
    "~contacts",
    "a contacter",
    "get in touch with",
    "reach out to",
    "contact with",
    "contacting",
    "write to",
    "~call",
    "~ring",
    "~phone",
    "~e mail",
    "~email",
    "speak to",
    "talk to",
    "~inviter",
    "~interroger",
];

/// The first promise to visit or to contact; the longest where several begin at one word.
pub(super) fn first(words: &Words<'_>, from: usize) -> Option<Cue> {
    (from..words.len()).find_map(|n| at(words, n))
}

fn at(words: &Words<'_>, n: usize) -> Option<Cue> {
    let of = |kind, phrases: &[&'static str]| {
        let found = phrases.iter().filter(|phrase| words.are(n, phrase.trim_start_matches('~')));
        found.max_by_key(|phrase| phrase.split(' ').count()).map(|phrase| (kind, *phrase))
    };
    let (kind, phrase) = of(FollowUpKind::Visit, &VISIT).or_else(|| of(FollowUpKind::Contact, &CONTACT))?;
    // "ne pas contacter", "rester en contact avec"
    if matches!(words.get(n.wrapping_sub(1)), "pas" | "not" | "sans" | "en" | "without" | "plus") && !takes_up(words, n)
    {
        return None;
    }
    let last = n + phrase.split(' ').count() - 1;
    let article = match words.get(last) {
        "du" | "au" if last > n => "le ",
        "des" | "aux" if last > n => "les ",
        _ => "",
    };
    Some(Cue { kind, at: n, object: words.end(last), article, vague: phrase.starts_with('~') })
}

/// "entrer en contact avec", "se mettre en contact avec".
fn takes_up(words: &Words<'_>, n: usize) -> bool {
    matches!(words.get(n.wrapping_sub(2)), "entrer" | "mettre" | "prendre" | "reprendre")
}

/// What the items beneath a heading or a line with a colon are: "Contacts à prendre :", "Visites".
pub(super) fn announced(lead: &str) -> Option<FollowUpKind> {
    const VISITS: [&str; 4] = ["visite", "visites", "visiter", "visits"];
    const CONTACTS: [&str; 7] =
        ["contact", "contacts", "contacter", "relancer", "solliciter", "appeler", "recontacter"];
    let words = Words::of(lead);
    let has = |list: &[&str]| (0..words.len()).any(|n| list.contains(&words.get(n)));
    if words.len() > 8 {
        None
    } else if has(&CONTACTS) {
        Some(FollowUpKind::Contact)
    } else if has(&VISITS) {
        Some(FollowUpKind::Visit)
    } else {
        None
    }
}

/// Where a sentence's verb stands that says what is to be done: "rédiger", behind "il faut", "penser à", "à faire :".
pub(super) fn task(words: &Words<'_>, from: usize) -> Option<usize> {
    const BEFORE: [&str; 22] = [
        "il faut",
        "il faudrait",
        "il faudra",
        "faut",
        "penser a",
        "prevoir de",
        "nous devons",
        "on doit",
        "a faire",
        "ne pas oublier de",
        "nous allons",
        "on va",
        "il reste a",
        "reste a",
        "essayer de",
        "we need to",
        "we should",
        "we must",
        "we will",
        "to do",
        "remember to",
        "to",
    ];
    let skipped = BEFORE.iter().filter(|phrase| words.are(from, phrase)).map(|phrase| phrase.split(' ').count()).max();
    let at = from + skipped.unwrap_or(0);
    is_infinitive(words, at).then_some(at)
}

/// Whether a word is an infinitive, near enough at the beginning of a sentence.
pub(super) fn is_infinitive(words: &Words<'_>, n: usize) -> bool {
    const REFLEXIVE: [&str; 3] = ["se", "s", "nous"];
    const IRREGULAR: [&str; 47] = [
        "faire",
        "refaire",
        "mettre",
        "remettre",
        "prendre",
        "reprendre",
        "rendre",
        "ecrire",
        "lire",
        "relire",
        "transmettre",
        "inscrire",
        "construire",
        "produire",
        "suivre",
        "poursuivre",
        "repondre",
        "traduire",
        "conclure",
        "rejoindre",
        "soumettre",
        "etendre",
        "voir",
        "revoir",
        "prevoir",
        "recevoir",
        "concevoir",
        "reunir",
        "choisir",
        "definir",
        "ouvrir",
        "etablir",
        "tenir",
        "obtenir",
        "finir",
        "saisir",
        "reflechir",
        "offrir",
        "accueillir",
        "elargir",
        "fournir",
        "maintenir",
        "recueillir",
        "decouvrir",
        "convenir",
        "apprendre",
        "batir",
    ];
    const IN_IER: [&str; 13] = [
        "publier",
        "verifier",
        "planifier",
        "copier",
        "confier",
        "remercier",
        "etudier",
        "associer",
        "identifier",
        "clarifier",
        "modifier",
        "negocier",
        "relier",
    ];
    const NO_TASKS: [&str; 13] = [
        "hiver",
        "leader",
        "flyer",
        "diner",
        "dejeuner",
        "gouter",
        "danger",
        "hier",
        "cher",
        "fer",
        "mer",
        "newsletter",
        "rester",
    ];
    const ENGLISH: [&str; 32] = [
        "draft",
        "write",
        "organise",
        "organize",
        "prepare",
        "send",
        "book",
        "find",
        "ask",
        "invite",
        "share",
        "publish",
        "plan",
        "set",
        "make",
        "create",
        "check",
        "print",
        "collect",
        "propose",
        "look",
        "choose",
        "update",
        "fix",
        "arrange",
        "translate",
        "review",
        "design",
        "buy",
        "hire",
        "open",
        "gather",
    ];
    let n = n + usize::from(REFLEXIVE.contains(&words.get(n)));
    let word = words.get(n);
    let regular = word.len() >= 5 && word.ends_with("er") && !word.ends_with("ier") && !NO_TASKS.contains(&word);
    regular || IRREGULAR.contains(&word) || IN_IER.contains(&word) || ENGLISH.contains(&word)
}
