//! format=flowed (RFC 3676): lines that a program broke are made whole, and spaces that it stuffed are taken out.

/// Stands before a line that was typed with `>` at its beginning, lest it be taken for a quote; a character that no text
/// has (Unicode, private use).
pub(super) const TYPED_MARK: char = '\u{F8F1}';

/// Signatures begin so; the blank at the end of this line breaks nothing (4.3).
const SIGNATURE: &str = "-- ";

/// Programs break lines where the next word wouldn't fit; a shorter line with a blank behind it was ended by a person.
const NARROWEST: usize = 38;

/// A line without what the format adds.
struct Line<'a> {
    /// How many `>` stand before it.
    depth: usize,
    text: &'a str,
    /// It goes on in the next line.
    flows: bool,
}

/// The text as it was typed. `delsp`: the blank at the end of a broken line was added with the break.
pub(super) fn unwrapped(text: &str, delsp: bool) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut open: Option<usize> = None;
    let mut lines = text.lines().map(|raw| line(raw.trim_end_matches('\r'), delsp)).peekable();
    while let Some(line) = lines.next() {
        if open.take() != Some(line.depth) {
            begin(&line, &mut whole);
        }
        whole.push_str(line.text);
        let goes_on =
            lines.peek().is_some_and(|next| line.flows && next.depth == line.depth && fills(line.text, next.text));
        match goes_on {
            true => open = Some(line.depth),
            false => whole.push('\n'),
        }
    }
    whole
}

fn line(raw: &str, delsp: bool) -> Line<'_> {
    let unquoted = raw.trim_start_matches('>');
    let text = unquoted.strip_prefix(' ').unwrap_or(unquoted);
    let flows = text.ends_with(' ') && text != SIGNATURE && !text.trim().is_empty();
    let text = if flows && delsp { text.strip_suffix(' ').unwrap_or(text) } else { text };
    Line { depth: raw.len() - unquoted.len(), text, flows }
}

fn begin(line: &Line, whole: &mut String) {
    if line.depth > 0 {
        whole.extend(std::iter::repeat_n('>', line.depth));
        whole.push(' ');
    } else if line.text.starts_with('>') {
        whole.push(TYPED_MARK);
    }
}

/// Whether the first word of the next line wouldn't have fit.
fn fills(line: &str, next: &str) -> bool {
    let word = next.split(' ').next().unwrap_or_default();
    !word.is_empty()
        && line != SIGNATURE
        && next != SIGNATURE
        && line.chars().count() + word.chars().count() >= NARROWEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_made_whole_and_spaces_taken_out() {
        let cases = [
            (
                "Je viendrai avec plaisir jeudi soir, si le \ntrain n'est pas supprimé.\nLéa",
                "Je viendrai avec plaisir jeudi soir, si le train n'est pas supprimé.\nLéa\n",
            ),
            (
                "Oui \nLe 4 octobre 2027 à 10:02, Paul a écrit :\n> non",
                "Oui \nLe 4 octobre 2027 à 10:02, Paul a écrit :\n> non\n",
            ),
            (
                "> une ligne citée assez longue pour avoir \n> été coupée\nOui",
                "> une ligne citée assez longue pour avoir été coupée\nOui\n",
            ),
            (">> deux\n> un\n>\nzéro", ">> deux\n> un\n> \nzéro\n"),
            (" > 3 personnes\n From Paris\n   retrait", "\u{F8F1}> 3 personnes\nFrom Paris\n  retrait\n"),
            (
                "Je viendrai avec plaisir jeudi soir et \n-- \nLéa Morin",
                "Je viendrai avec plaisir jeudi soir et \n-- \nLéa Morin\n",
            ),
        ];
        for (sent, typed) in cases {
            assert_eq!(unwrapped(sent, false), typed);
        }
        let chinese = "这是一个很长的句子，它被邮件程序在中间断开了，因为它超过了规定的宽度，所以要接 \n起来。";
        assert_eq!(
            unwrapped(chinese, true),
            "这是一个很长的句子，它被邮件程序在中间断开了，因为它超过了规定的宽度，所以要接起来。\n"
        );
        let french = "Je viendrai avec plaisir jeudi soir, si le  \ntrain n'est pas supprimé.";
        assert_eq!(unwrapped(french, true), "Je viendrai avec plaisir jeudi soir, si le train n'est pas supprimé.\n");
    }
}
