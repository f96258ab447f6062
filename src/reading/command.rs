//! What somebody orders or reports in a few words, in answer to a letter of ours that isn't an invitation.
//!
//! All of it is strict: whatever else stands there makes it nothing, and the person is asked again.

mod arrangement;
mod thanks;

use chrono::NaiveDate;

pub use arrangement::{Arrangement, arrangement};
pub use thanks::only_thanks;

use super::answer::words::fold;
use super::minutes::dates;

/// More words than these aren't a short order.
const MOST_WORDS: usize = 12;

/// Words that may stand around an order without changing it.
const AROUND: [&str; 46] = [
    "a",
    "all",
    "attendez",
    "bien",
    "bon",
    "bonjour",
    "bonsoir",
    "c",
    "cela",
    "cordialement",
    "d",
    "de",
    "est",
    "everyone",
    "fine",
    "go",
    "good",
    "hello",
    "hi",
    "it",
    "j",
    "je",
    "l",
    "la",
    "le",
    "les",
    "maintenant",
    "merci",
    "moi",
    "now",
    "ok",
    "oui",
    "parfait",
    "please",
    "plait",
    "pour",
    "pouvez",
    "s",
    "te",
    "thanks",
    "them",
    "tout",
    "tous",
    "vous",
    "yes",
    "you",
];

/// Words that order what was shown to be sent.
const SENDING: [&str; 9] = ["envoyer", "envoie", "envoyez", "envois", "envoi", "send", "valide", "validez", "approve"];

/// Whether somebody answers "envoyer" to what was shown to them, and says nothing else. Only the first lines count where a
/// name closes the message.
pub fn orders_sending(text: &str) -> bool {
    let first = first_words(text);
    let wanted = first.iter().filter(|word| SENDING.contains(&word.as_str())).count();
    let other = first.iter().any(|word| !SENDING.contains(&word.as_str()) && !is_around(word));
    wanted > 0 && !other && first.len() <= MOST_WORDS && !hesitates(text)
}

/// Whether somebody speaks of sending without ordering it: "ne pas envoyer", "envoyer après relecture de Paul".
pub fn holds_sending_back(text: &str) -> bool {
    !orders_sending(text) && hesitates(text) && fold(text).split_whitespace().any(|word| SENDING.contains(&word))
}

fn is_around(word: &str) -> bool {
    AROUND.contains(&word) && word != "attendez"
}

/// The first line that is more than a greeting, folded.
fn first_words(text: &str) -> Vec<String> {
    const GREETING: [&str; 5] = ["bonjour", "bonsoir", "hello", "hi", "cher"];
    let lines = text.lines().map(|line| fold(line).split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    let mut said = lines.filter(|words| !words.is_empty());
    let mut first = said.next().unwrap_or_default();
    let greets = first.first().is_some_and(|word| GREETING.contains(&word.as_str())) && first.len() <= 4;
    if greets && let Some(second) = said.next() {
        first = second;
    }
    first
}

/// A word anywhere in it that takes an order back or puts it off.
fn hesitates(text: &str) -> bool {
    const DOUBT: [&str; 20] = [
        "pas", "ne", "n", "sauf", "mais", "attendez", "attends", "avant", "apres", "plutot", "non", "corriger", "si",
        "not", "don", "but", "wait", "except", "if", "no",
    ];
    fold(text).split_whitespace().any(|word| DOUBT.contains(&word))
}

/// Whether somebody says that they want to take part in a visit.
pub fn volunteers(text: &str) -> bool {
    const WILLING: [&str; 21] = [
        "veux",
        "voudrais",
        "voudrions",
        "aimerais",
        "aimerions",
        "souhaite",
        "souhaitons",
        "participe",
        "participer",
        "partant",
        "partante",
        "volontaire",
        "volontaires",
        "viens",
        "viendrai",
        "viendrais",
        "inscrire",
        "inscrivez",
        "want",
        "like",
        "join",
    ];
    const VISIT: [&str; 6] = ["visite", "visites", "visiter", "visit", "visits", "visiting"];
    const AGAINST: [&str; 8] = ["ne", "n", "pas", "sans", "not", "can", "cannot", "unfortunately"];
    text.split(['.', '!', '\n', ';']).any(|sentence| {
        let folded = fold(sentence);
        let words: Vec<&str> = folded.split_whitespace().collect();
        let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
        has(&WILLING) && has(&VISIT) && !has(&AGAINST)
    }) && !text.contains('?')
}

/// What the owner of a follow-up says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// It is done.
    Done,
    /// It won't be done.
    Dropped,
    /// It will be done by then.
    Later(NaiveDate),
    /// Nothing of these, surely.
    Unclear,
}

/// Reads what the owner of a follow-up says of it, on a day in their zone.
pub fn report(text: &str, today: NaiveDate) -> Report {
    const DONE: [&str; 9] =
        ["fait", "faite", "c est fait", "c est bon", "termine", "reglee", "regle", "done", "it is done"];
    const DROPPED: [&str; 10] = [
        "on laisse tomber",
        "laisse tomber",
        "laissez tomber",
        "abandonne",
        "abandonnee",
        "on abandonne",
        "let it go",
        "drop it",
        "dropped",
        "annule",
    ];
    let words = first_words(text).join(" ");
    let words =
        ["oui ", "ok ", "yes "].iter().fold(words.as_str(), |rest, start| rest.strip_prefix(start).unwrap_or(rest));
    let words = words.strip_suffix(" merci").unwrap_or(words);
    if DONE.contains(&words) {
        return Report::Done;
    }
    if DROPPED.contains(&words) {
        return Report::Dropped;
    }
    match dates::coming(text, today) {
        Some(date) if date > today && words.split(' ').count() <= MOST_WORDS => Report::Later(date),
        _ => Report::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_to_send_is_that_and_nothing_else() {
        for text in [
            "envoyer",
            "Envoyer.",
            "« envoyer »",
            "ok, envoyez",
            "Bonjour,\n\nOui, vous pouvez envoyer, merci !\n\nMaëlle",
            "C'est parfait, envoyez-le à tous.",
            "Send it, please",
            "Envoi ok",
        ] {
            assert!(orders_sending(text), "{text}");
        }
        for text in [
            "",
            "ne pas envoyer",
            "n'envoyez pas encore",
            "envoyer, mais corrigez la date",
            "Envoyer après relecture de Paul",
            "Envoyez-moi le texte en Word",
            "Qui doit l'envoyer ?",
            "oui",
            "envoyer\nAttendez, il manque Célia",
            "don't send it",
        ] {
            assert!(!orders_sending(text), "{text}");
        }
        for text in ["ne pas envoyer", "envoyer, mais corrigez la date", "don't send it yet", "Envoyer après relecture"]
        {
            assert!(holds_sending_back(text), "{text}");
        }
        for text in ["", "envoyer", "Qui doit l'envoyer ?", "pas mal !"] {
            assert!(!holds_sending_back(text), "{text}");
        }
    }

    #[test]
    fn a_volunteer_for_a_visit_says_so() {
        for text in [
            "Bonjour, je veux bien visiter lab86 !",
            "Je souhaite participer à la visite.",
            "Partante pour la visite, merci pour ce compte rendu",
            "I would like to join the visit",
        ] {
            assert!(volunteers(text), "{text}");
        }
        for text in [
            "Merci pour ce compte rendu",
            "Je ne pourrai pas participer à la visite",
            "La visite aura lieu quand ?",
            "Je veux bien relire",
        ] {
            assert!(!volunteers(text), "{text}");
        }
    }

    #[test]
    fn an_owner_reports_in_a_few_words() {
        let today = NaiveDate::from_ymd_opt(2027, 3, 20).unwrap();
        let later = |text: &str| Report::Later(text.parse().unwrap());
        for (text, expected) in [
            ("Fait", Report::Done),
            ("C'est fait, merci\n\nLéa", Report::Done),
            ("on laisse tomber", Report::Dropped),
            ("plutôt le 30 mars", later("2027-03-30")),
            ("plutôt fin avril", later("2027-04-30")),
            ("rather on 5 May", later("2027-05-05")),
            ("voyez avec notre trésorier", Report::Unclear),
            ("pas encore fait", Report::Unclear),
            ("", Report::Unclear),
        ] {
            assert_eq!(report(text, today), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn anything_can_be_read(text in "\\PC{0,200}") {
            let today = NaiveDate::from_ymd_opt(2027, 3, 20).unwrap();
            let _ = (orders_sending(&text), volunteers(&text), report(&text, today), arrangement(&text, today));
        }
    }
}
