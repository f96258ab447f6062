//! Which language a text is in.

use super::answer::words;

/// The language of a text, by its small words: French unless English is heard more.
pub(super) fn language(text: &str) -> &'static str {
    let french = [
        "je", "le", "la", "les", "et", "de", "des", "un", "une", "pour", "pas", "nous", "vous", "oui", "non",
        "bonjour", "merci", "est", "ne", "avec",
    ];
    let english = [
        "i", "the", "and", "to", "of", "for", "not", "we", "you", "yes", "no", "hello", "hi", "thanks", "thank", "is",
        "will", "with", "it", "sorry",
    ];
    let (mut fr, mut en) = (0, 0);
    for word in words::fold(text).split(' ').take(500) {
        fr += usize::from(french.contains(&word));
        en += usize::from(english.contains(&word));
    }
    if en > fr { "en" } else { "fr" }
}
