//! "Merci pour ce compte rendu !": nice to hear, and nothing to do.

use crate::reading::answer::words::fold;

/// Whether a few words thank, and neither ask, correct nor offer anything.
pub fn only_thanks(text: &str) -> bool {
    const MOST_WORDS: usize = 14;
    const THANKS: [&str; 6] = ["merci", "mercis", "remercie", "remercions", "thanks", "thank"];
    const MORE: [&str; 27] = [
        "mais", "pas", "plus", "ne", "n", "coquille", "erreur", "faute", "corriger", "corrige", "manque", "oublie",
        "oubliee", "ajouter", "ajoutez", "enlever", "quand", "comment", "veux", "voudrais", "propose", "peux", "but",
        "not", "wrong", "mistake", "missing",
    ];
    let folded = fold(text);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    words.len() <= MOST_WORDS && !text.contains('?') && has(&THANKS) && !has(&MORE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thanks_alone_need_nobody() {
        for text in [
            "Merci beaucoup, très beau moment !",
            "Merci pour ce compte rendu.\n\nKarim Haddad",
            "Je vous remercie, bonne semaine",
            "Thank you for these minutes",
        ] {
            assert!(only_thanks(text), "{text}");
        }
        for text in [
            "Merci ! Une coquille : c'est Célia, pas Cécilia.",
            "Merci. La prochaine est quand ?",
            "Merci, je veux bien aider",
            "Très bien",
            "Merci, mais je n'ai pas dit cela",
            "",
        ] {
            assert!(!only_thanks(text), "{text}");
        }
    }
}
