//! The text part as it leaves: lines of a width that every mail program shows.

/// Columns of a line of text, so that two levels of quotation still fit into 80.
pub const WIDTH: usize = 76;

/// Folds long lines at spaces, drops spaces at the ends of lines and all but one of several empty lines.
///
/// A line that begins with blanks, a dash, a number or `>` goes on under its own words. A word longer than a line (a link)
/// stays whole.
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 40);
    let mut empty = true;
    for line in text.lines() {
        let line = line.trim_end_matches(is_breakable);
        // Mail programs know the line before a footer by its blank at the end (RFC 3676 4.3); editors take it away.
        if line == "--" {
            out.push_str("-- \n");
            empty = false;
            continue;
        }
        if line.is_empty() {
            if !empty {
                out.push('\n');
            }
            empty = true;
            continue;
        }
        empty = false;
        fold(line, &mut out);
    }
    let end = out.trim_end().len();
    out.truncate(end);
    out.push('\n');
    out
}

/// Whether a line may be broken here; not at U+00A0 and U+202F.
fn is_breakable(char: char) -> bool {
    matches!(char, ' ' | '\t' | '\r')
}

/// Writes one line as several of at most [`WIDTH`] columns.
fn fold(line: &str, out: &mut String) {
    let hang = hanging(line);
    let (mut column, mut blanks) = (0, 0);
    for (n, word) in line.split(' ').enumerate() {
        blanks += usize::from(n > 0);
        if word.is_empty() {
            continue;
        }
        // What the lines begin with is never parted from the first word behind it.
        if column > width(&hang) && column + blanks + width(word) > WIDTH {
            out.push('\n');
            out.push_str(&hang);
            column = width(&hang);
        } else {
            out.extend(std::iter::repeat_n(' ', blanks));
            column += blanks;
        }
        out.push_str(word);
        column += width(word);
        blanks = 0;
    }
    out.push('\n');
}

/// What the following lines of a folded line begin with.
fn hanging(line: &str) -> String {
    let marks = line.find(|c: char| !is_breakable(c) && c != '>').unwrap_or(0);
    let (lead, words) = line.split_at_checked(marks).unwrap_or(("", line));
    let number = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let bullet = match words.get(number..) {
        Some(rest) if number > 0 && rest.starts_with(". ") => number + 2,
        Some(rest) if rest.starts_with("- ") => 2,
        _ => 0,
    };
    format!("{lead}{}", " ".repeat(bullet))
}

/// Columns that a text takes, near enough for mail: one a character.
fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_under_their_own_words() {
        let words = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze";
        let folded = tidy(&format!("{words}\n- {words}\n  > {words}"));
        assert_eq!(
            folded,
            "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze\nquinze\n\
             - un deux trois quatre cinq six sept huit neuf dix onze douze treize\n  quatorze quinze\n  \
             > un deux trois quatre cinq six sept huit neuf dix onze douze treize\n  > quatorze quinze\n"
        );
    }

    #[test]
    fn a_link_stays_whole_and_a_bullet_keeps_its_first_word() {
        let link = format!("https://visio.example/{}", "a".repeat(90));
        assert_eq!(tidy(&format!("Lien\u{a0}: {link} merci")), format!("Lien\u{a0}:\n{link}\nmerci\n"));
        assert_eq!(tidy(&format!("- {link}")), format!("- {link}\n"));
    }

    #[test]
    fn empty_lines_never_pile_up() {
        assert_eq!(tidy("a\n--\nb"), "a\n-- \nb\n");
        assert_eq!(tidy("\n\na  \n\n\n\r\nb\n\n"), "a\n\nb\n");
        assert_eq!(tidy(""), "\n");
    }
}
