//! The block that someone configured once: name, title, structure, telephone, address, link. Its lines are short, they
//! say who, never what, and they stand at the end.

use super::line::Line;
use super::separator::is_rule;

/// No such block has more lines.
const MOST_LINES: usize = 16;

/// Where a configured block begins, where these lines end with one. What it would leave nothing above is kept.
pub(super) fn block(lines: &[&Line]) -> Option<usize> {
    let start = looking_apart(lines).or_else(|| telling_of_contacts(lines))?;
    let above = lines.get(..start).unwrap_or_default();
    above.iter().any(|line| !line.is_blank()).then_some(start)
}

/// A block all of which looks otherwise than all that was typed: some of Outlook's are known by nothing else.
fn looking_apart(lines: &[&Line]) -> Option<usize> {
    let (start, found) = climbed(lines, |line| line.looks_other && may_belong(line));
    let alone = lines.get(..start).unwrap_or_default().iter().all(|line| !line.looks_other);
    (alone && found.lines > 1).then(|| below_answer(lines, start))
}

fn telling_of_contacts(lines: &[&Line]) -> Option<usize> {
    let (start, found) = climbed(lines, may_belong);
    let start = below_typed_name(lines, below_answer(lines, start));
    let introduced = lines.iter().take(start).rev().find(|line| !line.is_blank());
    let listed = introduced.is_some_and(|line| line.text().ends_with(':'));
    (found.convinces() && !listed).then_some(start)
}

/// How far up from the end lines of a block go, and what they tell.
fn climbed(lines: &[&Line], belongs: impl Fn(&Line) -> bool) -> (usize, Found) {
    let (mut start, mut found) = (lines.len(), Found::default());
    for (at, line) in lines.iter().enumerate().rev().take(MOST_LINES * 2) {
        if line.is_blank() {
            continue;
        }
        if found.lines == MOST_LINES || !(belongs(line) || (found.lines == 0 && is_slogan(line))) {
            break;
        }
        found.add(line);
        start = at;
    }
    (start, found)
}

/// What speaks for a configured block.
#[derive(Default)]
struct Found {
    lines: usize,
    phones: usize,
    links: usize,
    titles: usize,
    places: usize,
    follows: usize,
}

impl Found {
    fn add(&mut self, line: &Line) {
        self.lines += 1;
        self.phones += usize::from(has_phone(line.text()));
        self.links += usize::from(has_link(line.text()));
        self.titles += usize::from(has_title(line.words()));
        self.places += usize::from(is_place(line));
        self.follows += usize::from(is_invitation_to_follow(line.words()));
    }

    /// A telephone or two other marks, on more lines than a person types below their name.
    fn convinces(&self) -> bool {
        let kinds = [self.phones, self.links, self.titles, self.places].iter().filter(|count| **count > 0).count();
        match self.lines {
            0 | 1 => false,
            2 => (self.phones > 0 && kinds >= 2) || (self.links > 0 && self.follows > 0),
            _ => self.phones > 0 || kinds >= 2 || self.links >= 2,
        }
    }
}

/// A block begins with a name or with what tells of contacts; "Présence confirmée" above it was typed.
fn below_answer(lines: &[&Line], start: usize) -> usize {
    let begins = |line: &&Line| {
        let text = line.text();
        let follows = is_invitation_to_follow(line.words());
        has_phone(text) || has_link(text) || has_title(line.words()) || is_place(line) || is_name(text) || follows
    };
    let skipped = lines.iter().skip(start).position(begins).unwrap_or_default();
    start + skipped
}

/// Two to five words, two of them or more with a capital, the others such as stand within names; bold, or behind a picture.
fn is_name(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let words = text.split([' ', '\u{A0}']).filter(|word| !word.is_empty());
    let capital = |word: &&str| word.starts_with(char::is_uppercase) && !word.contains(|c: char| c.is_ascii_digit());
    let capitals = words.clone().filter(capital).count();
    let particles = words.clone().filter(|word| PARTICLES.contains(word)).count();
    let count = words.count();
    (2..=6).contains(&count) && capitals >= 2 && capitals + particles == count
}

const PARTICLES: &[&str] =
    &["de", "du", "des", "la", "le", "les", "et", "von", "van", "der", "di", "da", "y", "en", "-", "|", "&", "–"];

/// The name below a closing, and a first name alone above the block, were typed.
fn below_typed_name(lines: &[&Line], start: usize) -> usize {
    let ends_paragraph = lines.get(start + 1).is_some_and(|line| line.is_blank());
    let Some(first) = lines.get(start).filter(|_| ends_paragraph) else {
        return start;
    };
    let below_closing = start.checked_sub(1).and_then(|at| lines.get(at)).is_some_and(|line| !line.is_blank());
    let next = lines.iter().skip(start + 1).find(|line| !line.is_blank());
    let first_name = first.words().split(' ').next().unwrap_or_default();
    let named_again = next.is_some_and(|line| line.words().split(' ').any(|word| word == first_name));
    let bare = !has_phone(first.text()) && !has_link(first.text()) && !has_title(first.words());
    let typed = bare && (below_closing || named_again || first.words().split(' ').count() == 1);
    if typed { start + 1 } else { start }
}

/// Whether a line may be one of a configured block.
fn may_belong(line: &Line) -> bool {
    let text = line.text();
    let count = text.split_whitespace().count();
    if line.raw.len() > 140 || count > 16 || text.ends_with(',') || is_closing(line.words()) || is_item(text) {
        return false;
    }
    if has_link(text) || has_phone(text) {
        let speaks = line.words().split(' ').take(3).any(|word| SPEAKERS.contains(&word));
        return !speaks;
    }
    if is_invitation_to_follow(line.words()) || is_picture(text) {
        return true;
    }
    let sentence = text.ends_with(['.', '!', '?', ':', ';']) && count > 3;
    let spoken = if has_title(line.words()) { any_of(line.words(), SPEAKERS) } else { has_person(line.words()) };
    count <= 10 && !sentence && !spoken && text.starts_with(is_opening)
}

/// The last line of a block may speak to everyone, with a link at its end.
fn is_slogan(line: &Line) -> bool {
    line.raw.len() <= 200 && !is_item(line.text()) && line.text().split_whitespace().last().is_some_and(has_link)
}

/// Names, titles and numbers begin so; what goes on from the line above doesn't.
fn is_opening(c: char) -> bool {
    !c.is_lowercase()
}

fn is_item(text: &str) -> bool {
    let starred = text.starts_with("* ") || (text.starts_with('*') && !text.trim_start_matches('*').contains('*'));
    (starred || text.starts_with(['-', '•', '>'])) && text.len() > 2 && !text.starts_with("--") && !is_rule(text, 2)
}

/// What stands for a picture in plain text: `[image: Logo]`, `[cid:image001.png@01D9]<https://quai.example/>`.
pub(super) fn is_picture(text: &str) -> bool {
    let Some(name) = text.strip_prefix('[').filter(|_| text.ends_with([']', '>'])) else {
        return false;
    };
    let name = name.split(']').next().unwrap_or_default().to_lowercase();
    let starts = ["image:", "une image ", "cid:", "logo", "a picture", "a close up", "description : ", "description: "];
    starts.iter().any(|start| name.starts_with(start)) || [".png", ".jpg", ".gif"].iter().any(|end| name.ends_with(end))
}

fn is_invitation_to_follow(words: &str) -> bool {
    ["suivez", "retrouvez", "rejoignez", "visitez", "follow us", "find us", "visit us", "join us"]
        .iter()
        .any(|start| words.starts_with(start))
}

/// Whether someone speaks or is spoken to in these words.
pub(super) fn has_person(words: &str) -> bool {
    any_of(words, SPEAKERS) || any_of(words, ANSWERS)
}

fn any_of(words: &str, known: &[&str]) -> bool {
    words.split(' ').any(|word| known.contains(&word))
}

fn is_closing(words: &str) -> bool {
    CLOSINGS.iter().any(|start| words.starts_with(start))
}

/// A telephone number: nine digits or more, as people and programs write them.
fn has_phone(text: &str) -> bool {
    if text.contains("//") {
        return false;
    }
    let (mut digits, mut opens) = (0, false);
    for c in text.chars().chain(std::iter::once('\n')) {
        match c {
            '0'..='9' => {
                opens |= digits == 0 && c == '0';
                digits += 1;
            }
            _ if opens && (9..=15).contains(&digits) => return true,
            '+' => (digits, opens) = (0, true),
            ' ' | '.' | '-' | '(' | ')' | '/' | '\u{A0}' | '\u{202F}' => {}
            _ => (digits, opens) = (0, false),
        }
    }
    false
}

fn has_link(text: &str) -> bool {
    let is_link = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let hosted = word.starts_with("www.") || word.contains("://") || (word == text.trim() && is_domain(word));
        hosted || (word.contains('@') && word.contains('.') && word.len() > 5)
    };
    text.split_whitespace().any(is_link)
}

/// "quai.example", alone on its line.
fn is_domain(word: &str) -> bool {
    let letters = |part: &str| part.len() >= 2 && part.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    word.rsplit_once('.').is_some_and(|(name, last)| DOMAINS.contains(&last) && name.split('.').all(letters))
}

const DOMAINS: &[&str] =
    &["fr", "bzh", "eu", "org", "com", "net", "info", "coop", "be", "ch", "ca", "de", "es", "it", "io", "example"];

fn has_title(words: &str) -> bool {
    words.split(' ').count() <= 10 && words.split(' ').any(|word| TITLES.iter().any(|title| word.starts_with(title)))
}

/// "12 rue des Tisserands", "11000 Carcassonne".
fn is_place(line: &Line) -> bool {
    let street = line.words().split(' ').any(|word| STREETS.contains(&word));
    let numbered = line.text().chars().any(|c| c.is_ascii_digit());
    let is_code = |word: &str| word.len() == 5 && word.chars().all(|c| c.is_ascii_digit());
    let coded = line.words().split(' ').any(is_code);
    line.words().split(' ').count() <= 12 && ((street && numbered) || coded)
}

#[rustfmt::skip]
const SPEAKERS: &[&str] = &[
    "je", "j", "nous", "me", "moi", "mon", "ma", "mes", "on", "vous", "votre", "vos", "tu", "te", "ton", "ta", "tes", "il",
    "elle", "i", "we", "my", "our", "you", "your", "ich", "wir", "sie", "ik", "yo", "voici", "voila", "c", "ce",
];

#[rustfmt::skip]
const ANSWERS: &[&str] = &[
    "oui", "non", "ok", "pas", "ne", "n", "yes", "no", "not", "nein", "ja", "si", "serai", "serons", "suis", "viens", "viendrai",
    "venir", "presence", "presences", "participation", "confirme", "confirmee", "confirmation", "confirmed", "inscription",
    "inscrit", "inscrite", "excuse", "excusee", "excuses", "absence", "desole", "desolee", "impossible", "accord", "disponible",
    "dispo", "entendu", "parfait", "volontiers", "plaisir", "note", "recu", "compris", "attending", "available", "sorry",
    "accepted", "declined", "participe", "present", "presente", "absent", "absente", "will", "can", "peut", "rdv",
];

#[rustfmt::skip]
const CLOSINGS: &[&str] = &[
    "cordialement", "bien cordialement", "tres cordialement", "cdt", "cdlt", "cldt", "bien a ", "amicalement", "amities", "a bientot",
    "a tres bientot", "merci", "mille merci", "avec mes", "avec nos", "bonne ", "bon ", "belle ", "salutations", "sincere", "meilleur",
    "respectueu", "bises", "bisous", "biz", "au plaisir", "a samedi", "a plus", "a demain", "a lundi", "a mardi", "a mercredi",
    "a jeudi", "a vendredi", "regards", "best", "kind", "warm", "thank", "many thanks", "cheers", "sincerely", "yours", "mit freundlichen",
    "freundliche", "viele grusse", "liebe grusse", "grusse", "saludos", "un saludo", "saluti", "cordiali", "cumprimentos",
    "met vriendelijke", "groeten", "hilsen", "med venlig", "pozdrawiam", "solidairement", "chaleureusement", "bonjour", "bonsoir",
];

#[rustfmt::skip]
const TITLES: &[&str] = &[
    "directeur", "directrice", "president", "vice", "charge", "responsable", "coordinat", "coordonnat", "secretaire",
    "secretariat", "adjoint", "maire", "mairie", "conseiller", "conseillere", "animateur", "animatrice", "tresori", "gerant",
    "chef", "cheffe", "technicien", "assistant", "mediat", "bibliothecaire", "ingenieur", "delegue", "elu", "elue", "referent",
    "administrat", "service", "association", "manager", "director", "officer", "coordinator", "engineer", "ceo", "cto", "founder",
    "fondat", "cofondat", "consultant", "developer", "developpeur", "professeur", "enseignant", "geschaftsfuhr", "leiter", "gestionnaire",
    "comptable", "juriste", "avocat", "documentaliste", "formateur",
];

#[rustfmt::skip]
const STREETS: &[&str] = &[
    "rue", "avenue", "av", "bd", "boulevard", "place", "chemin", "route", "allee", "impasse", "quai", "cours", "square", "bp", "cs",
    "cedex", "street", "st", "road", "strasse", "zi", "lieu",
];
