//! What may stand beside a number: an order, people who come too, and nothing else.

use crate::domain::reading::NumberedOrder;

use super::words::Word;

/// What was said beside a number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Rest {
    pub order: Option<NumberedOrder>,
    pub guests: Option<u32>,
}

/// More people nobody brings without being asked about it.
const MOST_GUESTS: u32 = 20;

/// The longer of two that begin alike first.
const ORDERS: &[(NumberedOrder, &[&str])] = &[
    (
        NumberedOrder::No,
        &[
            "il ne viendra pas",
            "elle ne viendra pas",
            "ils ne viendront pas",
            "elles ne viendront pas",
            "il ne vient pas",
            "elle ne vient pas",
            "ils ne viennent pas",
            "ne viendra pas",
            "ne vient pas",
            "il vient pas",
            "elle vient pas",
            "vient pas",
            "ne peut pas venir",
            "ne peut pas",
            "he is not coming",
            "she is not coming",
            "is not coming",
            "not coming",
            "isn t coming",
            "he isn t coming",
            "she isn t coming",
            "pas ok",
            "excuse",
            "excusee",
            "absent",
            "absente",
            "absents",
            "refuse",
            "non",
            "no",
            "nope",
        ],
    ),
    (
        NumberedOrder::Maybe,
        &[
            "il ne sait pas encore",
            "elle ne sait pas encore",
            "ne sait pas encore",
            "il ne sait pas",
            "elle ne sait pas",
            "ne sait pas",
            "sait pas",
            "pas sur",
            "pas sure",
            "not sure",
            "peut etre",
            "maybe",
            "perhaps",
            "incertain",
            "incertaine",
        ],
    ),
    (
        NumberedOrder::Remind,
        &[
            "a relancer",
            "relancez le",
            "relancez la",
            "relancez les",
            "relance le",
            "relance la",
            "relancez",
            "relancer",
            "relance",
            "a rappeler",
            "rappelez",
            "rappeler",
            "ask again",
            "ask him again",
            "ask her again",
            "remind him",
            "remind her",
            "remind them",
            "remind",
        ],
    ),
    (
        NumberedOrder::Ignore,
        &[
            "ne rien faire",
            "laisser tomber",
            "laisse tomber",
            "laissez tomber",
            "laisser",
            "ignorer",
            "ignorez",
            "ignore",
            "rien",
            "leave it",
            "nothing",
            "skip",
        ],
    ),
    (
        NumberedOrder::Yes,
        &[
            "il vient bien",
            "elle vient bien",
            "il viendra",
            "elle viendra",
            "ils viendront",
            "elles viendront",
            "il vient",
            "elle vient",
            "ils viennent",
            "elles viennent",
            "viendra",
            "viendront",
            "vient",
            "viennent",
            "il sera la",
            "elle sera la",
            "sera la",
            "sera present",
            "sera presente",
            "present",
            "presente",
            "presents",
            "participe",
            "he is coming",
            "she is coming",
            "they are coming",
            "is coming",
            "are coming",
            "he comes",
            "she comes",
            "he s coming",
            "she s coming",
            "comes",
            "coming",
            "attending",
            "d accord",
            "ok",
            "oui",
            "yes",
        ],
    ),
];

/// Said beside an order without changing it.
const AROUND: [&str; 9] = ["merci", "bien sur", "thanks", "please", "svp", "s il vous plait", "donc", "et", "and"];

const SAME: [&str; 6] = ["idem", "pareil", "meme chose", "la meme chose", "same", "ditto"];

const COMPANIONS: [&str; 45] = [
    "femme",
    "mari",
    "fille",
    "fils",
    "compagne",
    "compagnon",
    "conjoint",
    "conjointe",
    "epouse",
    "epoux",
    "ami",
    "amie",
    "collegue",
    "frere",
    "soeur",
    "mere",
    "pere",
    "enfant",
    "voisin",
    "voisine",
    "stagiaire",
    "benevole",
    "invite",
    "invitee",
    "personne",
    "accompagnant",
    "accompagnante",
    "associe",
    "associee",
    "copine",
    "copain",
    "wife",
    "husband",
    "daughter",
    "son",
    "partner",
    "friend",
    "colleague",
    "brother",
    "sister",
    "mother",
    "father",
    "guest",
    "person",
    "neighbour",
];

const PEOPLE: [&str; 12] = [
    "personnes",
    "personne",
    "invites",
    "invite",
    "accompagnants",
    "accompagnant",
    "people",
    "person",
    "guests",
    "guest",
    "autres",
    "others",
];

/// All of what stands beside a number; `None` where anything of it isn't understood. `last` is what "idem" repeats.
pub(super) fn rest(words: &[Word], last: Option<NumberedOrder>) -> Option<Rest> {
    let mut found = Rest::default();
    let mut at = 0;
    while at < words.len() {
        let behind = words.get(at..)?;
        if let Some(next) = one_of(behind, &AROUND) {
            // "Et" before people belongs to them.
            if let Some((guests, people)) = people(behind) {
                set(&mut found.guests, guests)?;
                at += people;
            } else {
                at += next;
            }
        } else if let Some(next) = one_of(behind, &SAME) {
            set(&mut found.order, last?)?;
            at += next;
        } else if let Some((order, next)) = order(behind) {
            set(&mut found.order, order)?;
            at += next;
        } else {
            let (guests, next) = people(behind)?;
            set(&mut found.guests, guests)?;
            at += next;
        }
    }
    (found != Rest::default()).then_some(found)
}

/// Says it once, or the same again.
fn set<T: PartialEq + Copy>(slot: &mut Option<T>, value: T) -> Option<()> {
    let same = slot.is_none_or(|known| known == value);
    *slot = Some(value);
    same.then_some(())
}

fn order(words: &[Word]) -> Option<(NumberedOrder, usize)> {
    ORDERS.iter().find_map(|(order, phrases)| Some((*order, one_of(words, phrases)?)))
}

/// How many words the one of these phrases has that begins here.
fn one_of(words: &[Word], phrases: &[&str]) -> Option<usize> {
    phrases.iter().find_map(|phrase| {
        let mut at = 0;
        let same = phrase.split(' ').all(|one| {
            at += 1;
            words.get(at - 1).is_some_and(|word| word.0 == one)
        });
        same.then_some(at)
    })
}

/// How many come besides, and how many words say so: "avec 2 personnes", "+1", "à trois", "ils seront 4", "with his wife".
fn people(words: &[Word]) -> Option<(u32, usize)> {
    let word = |at: usize| words.get(at).map_or("", |word| word.0.as_str());
    let bounded = |guests: u32| (guests <= MOST_GUESTS).then_some(guests);
    match word(0) {
        "+" => Some((bounded(number(word(1))?)?, 2 + usize::from(PEOPLE.contains(&word(2))))),
        "seul" | "seule" | "alone" => Some((0, 1)),
        "avec" | "with" | "et" | "and" | "plus" => {
            if let Some(guests) = number(word(1)) {
                let people = PEOPLE.contains(&word(2)) || (guests == 1 && COMPANIONS.contains(&word(2)));
                return people.then_some((bounded(guests)?, 3));
            }
            let whose = matches!(word(1), "sa" | "son" | "his" | "her" | "a" | "un" | "une" | "their" | "leur");
            (whose && COMPANIONS.contains(&word(2))).then_some((1, 3))
        }
        "a" => Some((bounded(number(word(1))?.checked_sub(1)?)?, 2)),
        "ils" | "elles" | "they" | "seront" | "ce" => {
            let verbs: &[&str] = match word(0) {
                "seront" => &[],
                "they" => &["will", "be"],
                _ => &["seront"],
            };
            let at = 1 + verbs.len();
            let said = verbs.iter().enumerate().all(|(n, verb)| word(n + 1) == *verb);
            let count = number(word(at)).filter(|_| said)?.checked_sub(1)?;
            Some((bounded(count)?, at + 1 + usize::from(PEOPLE.contains(&word(at + 1)))))
        }
        _ => None,
    }
}

/// A small number in figures or words.
fn number(word: &str) -> Option<u32> {
    const WORDS: [&[&str]; 11] = [
        &[],
        &["un", "une", "one"],
        &["deux", "two"],
        &["trois", "three"],
        &["quatre", "four"],
        &["cinq", "five"],
        &["six"],
        &["sept", "seven"],
        &["huit", "eight"],
        &["neuf", "nine"],
        &["dix", "ten"],
    ];
    let named = WORDS.iter().position(|names| names.contains(&word)).and_then(|at| u32::try_from(at).ok());
    named.or_else(|| super::small(word))
}
