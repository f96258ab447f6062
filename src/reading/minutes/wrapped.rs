//! Lines that a mail program broke, put together again: most send what was typed as one line in lines of 72 to 78 columns.

use super::{labels, plain};

/// Where mail programs break lines, in columns.
const WIDTHS: std::ops::RangeInclusive<usize> = 60..=80;

/// Fewer broken lines than these, or than one line in four, are a coincidence.
const FEWEST: usize = 4;

/// The text as it was typed; as it is, where nothing shows that it was broken.
///
/// No line is longer than the width, and a line was broken where the first word of the next would have made it longer.
pub(super) fn mended(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let width = lines.iter().map(|line| columns(line)).max().unwrap_or_default();
    let pairs = || lines.iter().zip(lines.iter().skip(1));
    let broken = pairs().filter(|(line, next)| is_broken(line, next, width)).count();
    let filled = lines.iter().filter(|line| !line.trim().is_empty()).count();
    if !WIDTHS.contains(&width) || broken < FEWEST || broken * 4 < filled {
        return text.to_owned();
    }
    let mut out = lines.first().map_or("", |line| line.trim_end()).to_owned();
    for (line, next) in pairs() {
        if is_broken(line, next, width) {
            out.push(' ');
            out.push_str(next.trim());
        } else {
            out.push('\n');
            out.push_str(next.trim_end());
        }
    }
    out
}

fn is_broken(line: &str, next: &str, width: usize) -> bool {
    let words = next.trim();
    let Some(first) = words.split_whitespace().next() else { return false };
    !line.trim().is_empty()
        && columns(line) + 1 + columns(first) > width
        && !begins_anew(words)
        && !is_a_new_sentence(line, first)
}

/// A sentence that ends with its line, before another: nothing is lost where such a break is kept, and what two lines of
/// their own promise stays two promises.
fn is_a_new_sentence(line: &str, first: &str) -> bool {
    line.trim_end().ends_with(['.', '!', '?', '…']) && first.starts_with(char::is_uppercase)
}

/// An item of a list, a field, a drawn line.
fn begins_anew(words: &str) -> bool {
    plain::marker(words).is_some() || plain::is_rule(words) || labels::label(words).is_some()
}

fn columns(line: &str) -> usize {
    line.trim_end().chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPED: &str = "Rencontre des actrices et acteurs de la coopération dans le quartier (12 mai 2027)\n\n\
        Date de la réunion : 12 mai 2027\n\
        Nom de l'auteur du compte rendu : Maëlle Stérédenn, Ibrahima Sylla-Corentin, Jeanne de la Tour\n\
        Compte rendu : Présents : 4 membres du groupe projet + Ana des Jardins partagés + 2 autres.\n\n\
        Nos constats\n\
        + La rencontre a permis de comprendre comment les petites associations partagent leurs salles.\n\
        \x20 • Une participante dit que chacune y gagne du temps et que personne n'y perd sa liberté.\n\
        Pistes\n\
        Visiter les Jardins partagés avec un petit groupe, et raconter la visite à la prochaine rencontre.\n\
        Contact à prendre avec : la Ressourcerie et la Régie de quartier pour de prochains récits à deux voix.";

    /// As a mail program breaks it.
    fn broken(text: &str, width: usize) -> String {
        let mut out = String::new();
        for line in text.lines() {
            let mut at = 0;
            for word in line.split_inclusive(' ') {
                if at > 0 && at + word.trim_end().chars().count() > width {
                    out.truncate(out.trim_end_matches(' ').len());
                    out.push('\n');
                    at = 0;
                }
                at += word.chars().count();
                out.push_str(word);
            }
            out.push('\n');
        }
        out
    }

    #[test]
    fn what_a_mail_program_broke_is_read_as_it_was_typed() {
        for width in [66, 72, 76, 78] {
            assert_eq!(mended(&broken(TYPED, width)).trim_end(), TYPED, "{width}");
        }
    }

    #[test]
    fn what_was_typed_in_short_lines_stays() {
        for text in [TYPED, "", "un\ndeux", "Pistes\n\nVisiter le moulin\nAppeler la mairie\n"] {
            assert_eq!(mended(text), text);
        }
        let short = "Une ligne que quelqu'un a voulue courte, et qui tient en soixante\nL'autre est courte.\nEt une.\n";
        assert_eq!(mended(short), short);
    }

    proptest::proptest! {
        #[test]
        fn no_word_is_lost(text in "([a-zé+•:\\-]{1,12}[ \n]){0,80}") {
            let mended = mended(&text);
            proptest::prop_assert!(mended.split_whitespace().eq(text.split_whitespace()));
        }
    }
}
