//! What somebody orders or reports in a few words, in answer to a letter of ours that isn't an invitation.
//!
//! All of it is strict: whatever else stands there makes it nothing, and the person is asked again.

mod alone;
mod arrangement;
mod orders;
mod thanks;
mod volunteer;

pub use arrangement::{Arrangement, arrangement};
pub use orders::{Orders, listed, orders};
pub use thanks::only_thanks;
pub use volunteer::volunteers;

use alone::alone;

use super::answer::words::fold;
use super::draft::Draft;
use super::visible::Visible;
use crate::domain::reading::{About, Asked, Intent, NumberedOrder};

/// More words than these aren't a short order.
const MOST_WORDS: usize = 12;

/// Words that may stand around an order without changing it.
const AROUND: [&str; 45] = [
    "a",
    "all",
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

/// Whether somebody answers "envoyer" to what was shown to them, and says nothing else: a greeting may stand over it, a
/// closing and a name beneath.
pub fn orders_sending(text: &str) -> bool {
    let Some(said) = alone(text).map(fold).filter(|_| !text.contains('?') && !hesitates(text)) else { return false };
    let words: Vec<&str> = said.split(' ').collect();
    let orders = words.iter().any(|word| SENDING.contains(word));
    let other = words.iter().any(|word| !SENDING.contains(word) && !AROUND.contains(word));
    // "Envoyez-le moi" asks for something else than "c'est bon pour moi".
    let to_oneself = words.windows(2).any(|two| matches!(two, [before, "moi"] if *before != "pour"));
    orders && !other && !to_oneself && words.len() <= MOST_WORDS
}

/// Whether somebody speaks of sending without ordering it: "ne pas envoyer", "envoyer après relecture de Paul".
pub fn holds_sending_back(text: &str) -> bool {
    !orders_sending(text) && hesitates(text) && fold(text).split_whitespace().any(|word| SENDING.contains(&word))
}

/// A word anywhere in it that takes an order back or puts it off.
fn hesitates(text: &str) -> bool {
    const DOUBT: [&str; 20] = [
        "pas", "ne", "n", "sauf", "mais", "attendez", "attends", "avant", "apres", "plutot", "non", "corriger", "si",
        "not", "don", "but", "wait", "except", "if", "no",
    ];
    fold(text).split_whitespace().any(|word| DOUBT.contains(&word))
}

/// Fills in the orders by number, where orders were asked for.
pub(super) fn understand(seen: &Visible, about: &About, draft: &mut Draft) {
    if about.asked != Some(Asked::Order) {
        return;
    }
    let known = about.question.as_deref().map(listed).unwrap_or_default();
    let found = orders(&seen.text, &known);
    if found.orders.is_empty() && found.left_out.is_empty() {
        return;
    }
    let word = |order: NumberedOrder| match order {
        NumberedOrder::Yes => draft.told("oui", "yes"),
        NumberedOrder::No => draft.told("non", "no"),
        NumberedOrder::Maybe => draft.told("peut-être", "maybe"),
        NumberedOrder::Remind => draft.told("relancer", "remind"),
        NumberedOrder::Ignore => draft.told("ignorer", "ignore"),
    };
    let told: Vec<String> = found
        .orders
        .iter()
        .map(|one| match one.guests {
            0 => format!("{} {}", one.number, word(one.order)),
            guests => format!("{} {} +{guests}", one.number, word(one.order)),
        })
        .collect();
    draft.reading.because.clear();
    draft.because([told.join(", ")].into_iter().filter(|told| !told.is_empty()));
    (draft.doubt, draft.hold) = (false, false);
    for number in &found.left_out {
        let why = draft.told("pas compris, ou deux choses à la fois", "not understood, or two things at once");
        draft.doubt(format!("{number} : {why}"));
    }
    if found.aside {
        draft.doubt(draft.told("autre chose est dit", "something else is said"));
    }
    draft.reading.confidence = if draft.doubt { 0.6 } else { 0.95 };
    draft.reading.intent = Some(Intent::Unclear);
    draft.reading.guests = Some(0);
    draft.reading.orders = found.orders;
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
            "Envoyer ?",
            "Envoyez-le moi",
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
    fn an_order_that_the_next_line_corrects_sends_nothing() {
        for text in [
            "Envoyer.\n\nCorrigez juste la date, c'était le 4.",
            "Envoyer\n\nAjoutez Célia aux présents.",
            "Envoyer\n\nAjoutez Célia",
            "Envoyer\nDATE FAUSSE",
            "Envoyer\n\nLéa ?",
            "Envoyer\n\nMerci de corriger la date",
            "Envoyer\n\nLéa\nMartin\nPaul\nAna",
        ] {
            assert!(!orders_sending(text), "{text}");
        }
        for text in [
            "Envoyer.\n\nMerci !\n\nLéa Martin",
            "Bonjour à tous,\n\nEnvoyer\n\nBien à vous,\nMaëlle",
            "Send\n\nBest regards,\nHannah",
            "Envoyer\nBonne journée, à bientôt",
        ] {
            assert!(orders_sending(text), "{text}");
        }
    }

    #[test]
    fn who_speaks_of_a_visit_without_wanting_to_come_is_no_volunteer() {
        for text in [
            "Je viens de lire le compte rendu de la visite, merci",
            "I like the idea of the visit",
            "Je veux bien participer à la visite si elle a lieu un samedi",
            "Peut-être, je voudrais bien participer à la visite",
            "Ça dépend. Je veux bien participer à la visite.",
            "Je viens à la visite, c'est à quelle heure ?",
            "Célia est partante pour la visite",
            "Célia souhaite participer à la visite",
            "Je voudrais le compte rendu de la visite",
            "Vous cherchez des volontaires pour la visite",
        ] {
            assert!(!volunteers(text), "{text}");
        }
        for text in [
            "Je voudrais visiter le moulin.",
            "Je viens à la visite",
            "Inscrivez-moi pour la visite, merci",
            "Je m'inscris à la visite",
            "I'd like to visit the Boat Yard",
            "Merci pour tout\nje veux bien participer à la\nvisite",
        ] {
            assert!(volunteers(text), "{text}");
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

    proptest::proptest! {
        #[test]
        fn anything_can_be_read(text in "\\PC{0,200}") {
            let today = chrono::NaiveDate::from_ymd_opt(2027, 3, 20).unwrap();
            let _ = (orders_sending(&text), volunteers(&text), arrangement(&text, today), orders(&text, &[1, 2]));
        }
    }
}
