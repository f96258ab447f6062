//! To whom a follow-up is handed: "voyez avec Marc Durand", "Karim s'en charge", "notre trésorier prend le relais".

use crate::domain::reading::Named;
use crate::reading::answer::words::{Clause, fold};
use crate::reading::fields::addresses;

use super::pattern;

/// Behind these stands who should be asked.
const ASK: [&str; 9] = [
    "voyez|voir|vois|voit .. avec",
    "demandez|demander|demande|parlez|parler|adressez|adresser|ecrivez|ecrire|telephonez .. a|au|aupres",
    "adressez|adresser vous|toi a|au",
    "contactez|contacter|interrogez|sollicitez|appelez|relancez|contacte",
    "voyez|demandez|rapprochez .. avec|aupres",
    "ask|contact|call|email|phone",
    "talk|speak|write|get .. to|with",
    "see with",
    "in touch with",
];

/// Behind these stands to whom the writer gives it.
const GIVE: [&str; 9] = [
    "passe|passons|transmets|transmis|confie|confions|donne|laisse|cede|delegue .. main|relais|suite|dossier|bebe a",
    "passe|passons|laisse|cede .. main|relais a|au",
    "confie|delegue|transmets|refile|transmis .. a|au",
    "ai|avons .. confie|delegue|transmis|passe .. a|au",
    "ai|avons .. demande .. a|au",
    "laisse",
    "hand*|pass*|give|gave|leave|leaving .. to|over",
    "hand*|pass* .. over to",
    "over to",
];

/// Before these stands who takes care of it.
const TAKES: [&str; 15] = [
    "s en charge|chargera|occupe|occupera",
    "s occupe|occupera de",
    "prend|prendra|reprend|reprendra|assure|assurera le|la|ce|ca|cela|relais|suite|suivi",
    "a .. repris|accepte|pris",
    "gere|gerera|suit|suivra",
    "me|nous remplace|remplacera",
    "va .. occuper|charger|reprendre|prendre|gerer",
    "will .. take|handle|do|deal|look|see",
    "takes|took|is .. over|taking|handling|care|charge",
    "is taking|handling|dealing|looking|managing",
    "has taken",
    "fera .. place",
    "le|s fera",
    "est .. charge|chargee|responsable",
    "is in charge",
];

/// Who is named or described, and the words that say so.
pub(super) struct Handed {
    pub to: Named,
    pub because: String,
}

/// To whom a clause hands it.
pub(super) fn handed(clause: &Clause, text: &str) -> Option<Handed> {
    if clause.has(&["pas", "not", "jamais", "never", "si", "if"]) && !clause.has(&["plus"]) {
        return None;
    }
    let (name, from, until) = asked(clause).or_else(|| taken(clause))?;
    let email = clause.words.iter().find(|word| word.contains('@')).cloned().or_else(|| addresses(text).pop());
    let email = email.map(|email| email.trim_matches(|c: char| !c.is_alphanumeric()).to_owned());
    Some(Handed { to: Named { name, email }, because: clause.written(from..until) })
}

/// "voyez avec Marc Durand", "je passe la main à Lucie".
fn asked(clause: &Clause) -> Option<(Option<String>, usize, usize)> {
    // "Je vais voir avec Paul" and "we have asked Tom" hand nothing on.
    const ONESELF: [&str; 11] = ["je", "j", "ai", "on", "nous", "avons", "i", "we", "have", "ils", "elle"];
    let told = |(one, given): (&&str, bool)| {
        let (from, behind) = pattern::find(one, &clause.words)?;
        let (name, until) = person(clause, skip_words(clause, behind))?;
        // "Je laisse Paul s'en occuper" is about Paul; "je laisse Paul tranquille" is not.
        let left = *one != "laisse" || clause.words.get(until..)?.iter().any(|word| word == "occuper");
        let oneself = clause.words.get(..from)?.iter().any(|word| ONESELF.contains(&word.as_str()));
        (left && (given || !oneself)).then_some((name, from, until))
    };
    ASK.iter().map(|one| (one, false)).chain(GIVE.iter().map(|one| (one, true))).find_map(told)
}

/// Behind articles and the like.
fn skip_words(clause: &Clause, at: usize) -> usize {
    let mut at = at;
    while clause
        .words
        .get(at)
        .is_some_and(|word| ["a", "de", "d", "directement", "plutot", "aupres", "to", "avec"].contains(&word.as_str()))
    {
        at += 1;
    }
    at
}

/// "Karim s'en charge", "c'est Sonia qui s'en occupe", "notre trésorier prend le relais".
fn taken(clause: &Clause) -> Option<(Option<String>, usize, usize)> {
    TAKES.iter().find_map(|one| {
        let (verb, until) = pattern::find(one, &clause.words)?;
        let before = clause.words.get(..verb)?;
        let own = ["je", "j", "on", "nous", "i", "we", "ils", "elles", "they", "ca", "cela", "it", "que"];
        let subject = before.iter().rposition(|word| {
            !["qui", "qu", "y", "en", "ne", "desormais", "maintenant", "donc", "bien", "now", "elle", "il", "who"]
                .contains(&word.as_str())
        })?;
        if own.contains(&before.get(subject)?.as_str()) {
            return None;
        }
        // The words of the name, from its first.
        let from = (0..=subject).find(|from| person(clause, *from).is_some_and(|(_, end)| end == subject + 1))?;
        let (name, _) = person(clause, from)?;
        Some((name, from, until))
    })
}

/// Who stands at a word: a name, or somebody described; and the place behind.
fn person(clause: &Clause, at: usize) -> Option<(Option<String>, usize)> {
    const DESCRIBED: [&str; 12] = ["notre", "mon", "ma", "le", "la", "l", "un", "une", "our", "my", "the", "votre"];
    const ROLES: [&str; 46] = [
        "tresorier",
        "tresoriere",
        "president",
        "presidente",
        "secretaire",
        "secretariat",
        "directeur",
        "directrice",
        "collegue",
        "coordinateur",
        "coordinatrice",
        "bureau",
        "administrateur",
        "administratrice",
        "remplacant",
        "remplacante",
        "successeur",
        "responsable",
        "equipe",
        "charge",
        "chargee",
        "maire",
        "adjoint",
        "adjointe",
        "stagiaire",
        "benevole",
        "conjoint",
        "mari",
        "femme",
        "vice",
        "delegue",
        "deleguee",
        "animateur",
        "animatrice",
        "treasurer",
        "chair",
        "chairwoman",
        "chairman",
        "secretary",
        "colleague",
        "director",
        "manager",
        "deputy",
        "president",
        "successor",
        "coordinator",
    ];
    let word = |n: usize| clause.words.get(n).map_or("", String::as_str);
    if word(at).contains('@') {
        return Some((None, at + 1));
    }
    let described = DESCRIBED.contains(&word(at));
    let role = at + usize::from(described);
    let adjective = usize::from(["nouveau", "nouvelle", "new", "co"].contains(&word(role)));
    if ROLES.contains(&word(role + adjective)) {
        let mut end = role + adjective + 1;
        while ["general", "generale", "adjoint", "adjointe", "de", "du", "mission"].contains(&word(end))
            && end < role + 4
        {
            end += 1;
        }
        return match name(clause, end) {
            Some((name, behind)) => Some((Some(name), behind)),
            None => Some((None, end)),
        };
    }
    name(clause, at).map(|(name, behind)| (Some(name), behind))
}

/// Words with capitals, title included.
fn name(clause: &Clause, at: usize) -> Option<(String, usize)> {
    const NO_NAMES: [&str; 22] = [
        "je", "j", "on", "c", "ce", "il", "elle", "ils", "merci", "bonjour", "i", "please", "desole", "voyez", "non",
        "oui", "ok", "ca", "pas", "le", "la", "moi",
    ];
    const TITLES: [&str; 9] = ["mme", "m", "mr", "mrs", "ms", "mlle", "dr", "monsieur", "madame"];
    let capital = |n: usize| {
        let raw = clause.raw.get(n)?;
        let folded = fold(raw);
        let is_name = raw.starts_with(char::is_uppercase) && !NO_NAMES.contains(&folded.as_str()) && !raw.contains('@');
        (is_name || TITLES.contains(&folded.as_str())).then_some(())
    };
    capital(at)?;
    let end = (at..at + 4).find(|n| capital(*n).is_none()).unwrap_or(at + 4);
    let written = clause.written(at..end);
    let titled = TITLES.contains(&clause.words.get(at)?.as_str());
    (!titled || end > at + 1).then_some((written, end))
}
