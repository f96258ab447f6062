//! The lines of the letters and pages about who was there.

use super::roll::Roll;
use crate::domain::attendance::{Doubtful, Person, Why, shown};
use crate::domain::language::Language;

/// Who was there, in up to three lines.
pub(super) fn roll(language: Language, roll: &Roll<'_>) -> Vec<String> {
    let (present, absent, unannounced, nobody, colon) = match language {
        Language::Fr => ("présents", "absents", "venus sans s'annoncer", "personne", " : "),
        Language::En => ("present", "absent", "came unannounced", "nobody", ": "),
    };
    let line = |word: &str, people: &[&Person]| {
        let names: Vec<String> = people.iter().map(|person| named(person)).collect();
        format!("{word}{colon}{}", if names.is_empty() { nobody.to_owned() } else { names.join(", ") })
    };
    let mut lines = Vec::new();
    if !roll.present.is_empty() || roll.unannounced.is_empty() {
        lines.push(line(present, &roll.present));
    }
    for (word, people) in [(absent, &roll.absent), (unannounced, &roll.unannounced)] {
        if !people.is_empty() {
            lines.push(line(word, people));
        }
    }
    lines
}

/// `Léa Martin (Théâtre de l'Étoile)`.
pub(super) fn named(person: &Person) -> String {
    match &person.organisation {
        Some(organisation) => format!("{} ({organisation})", person.name),
        None => shown(&person.name).to_owned(),
    }
}

/// Which words were not understood, and how it can be said.
pub(super) fn not_understood(language: Language, doubtful: &[Doubtful]) -> Vec<String> {
    // A letter of a thousand names that are all unknown needn't repeat them.
    const MOST: usize = 10;
    let mut lines: Vec<String> = doubtful.iter().take(MOST).map(|one| doubt(language, one)).collect();
    lines.push(examples(language).to_owned());
    lines
}

/// One of them.
pub(super) fn doubt(language: Language, one: &Doubtful) -> String {
    let words: String = one.words.chars().take(200).collect();
    match (language, &one.why) {
        (Language::Fr, _) if words.is_empty() => "je n'y trouve ni nom, ni « tous », ni « personne »".to_owned(),
        (Language::En, _) if words.is_empty() => "I find neither a name in it, nor “all”, nor “nobody”".to_owned(),
        (Language::Fr, Why::Nobody) => format!("« {words} » : je ne connais personne de ce nom"),
        (Language::En, Why::Nobody) => format!("“{words}”: I know nobody of that name"),
        (Language::Fr, Why::Several(names)) => format!("« {words} » : {} ?", names.join(" ou ")),
        (Language::En, Why::Several(names)) => format!("“{words}”: {}?", names.join(" or ")),
        (Language::Fr, Why::Both) => format!("« {words} » : là ou pas là ?"),
        (Language::En, Why::Both) => format!("“{words}”: there or not there?"),
        (Language::Fr, Why::NotSaid) => format!("{words} : là ou pas là ?"),
        (Language::En, Why::NotSaid) => format!("{words}: there or not there?"),
        (Language::Fr, Why::Unclear) => format!("« {words} »"),
        (Language::En, Why::Unclear) => format!("“{words}”"),
    }
}

fn examples(language: Language) -> &'static str {
    match language {
        Language::Fr => {
            "on peut dire, par exemple : « tous », « tous sauf Amap », « seulement Célia et l'Amap », « tous, plus Marc Durand (Amap) »"
        }
        Language::En => {
            "you can say, for instance: “all”, “all but Amap”, “only Célia and the Amap”, “all, plus Mark Brown (Amap)”"
        }
    }
}
