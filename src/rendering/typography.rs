//! French typography of templates: who writes one types ordinary spaces, readers get the ones that don't break.

/// Puts the spaces that French wants before `: ; ? ! » %` and after `«` into the words of a template.
///
/// Only the words are touched: not `{{…}}`, and in HTML not `<…>`, where a strange space would break code. What
/// people wrote is filled in later and stays as they wrote it.
pub fn french(source: &str, html: bool) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while !rest.is_empty() {
        let code = if rest.starts_with("{{!--") {
            Some("--}}")
        } else if rest.starts_with("{{") {
            Some("}}")
        } else if html && rest.starts_with('<') {
            Some(">")
        } else {
            None
        };
        let (code, words) = match code {
            Some(close) => split_after(rest, close),
            None => ("", rest),
        };
        out.push_str(code);
        let next = if html { words.find(['{', '<']) } else { words.find('{') };
        let end = match next {
            // A brace that stands alone is a word like another.
            Some(0) if code.is_empty() => words.chars().next().map_or(0, char::len_utf8),
            Some(at) => at,
            None => words.len(),
        };
        let (words, after) = words.split_at_checked(end).unwrap_or((words, ""));
        spaced(words, &mut out);
        rest = after;
    }
    out
}

/// `text` up to and with `close`, and what follows; all of it where `close` is missing.
fn split_after<'a>(text: &'a str, close: &str) -> (&'a str, &'a str) {
    text.find(close).and_then(|at| text.split_at_checked(at + close.len())).unwrap_or((text, ""))
}

/// Writes `words` with French spaces.
pub(super) fn spaced(words: &str, out: &mut String) {
    let mut chars = words.chars().peekable();
    let mut opened = false;
    while let Some(char) = chars.next() {
        let space = match (char, chars.peek()) {
            (' ', _) if opened => '\u{a0}',
            (' ', Some(':' | '»' | '%')) => '\u{a0}',
            (' ', Some(';' | '?' | '!')) => '\u{202f}',
            (other, _) => other,
        };
        out.push(space);
        opened = char == '«';
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_spaces_become_the_ones_french_wants() {
        assert_eq!(
            french("Quand : {{a}} ? « oui » ; non !", false),
            "Quand\u{a0}: {{a}}\u{202f}? «\u{a0}oui\u{a0}»\u{202f}; non\u{202f}!"
        );
        assert_eq!(french("« {{a}} »", false), "«\u{a0}{{a}}\u{a0}»");
    }

    #[test]
    fn code_is_left_alone() {
        for code in [
            "{{#if (eq a \" ! : ?\")}}",
            "{{!-- a : b }} c : d --}}",
            "<p style=\"color: red !important ; margin : 0\">",
            "{ a",
            "{{ unclosed : ",
            "<a href=\"x\" title=\"a : b\"",
        ] {
            assert_eq!(french(code, true), code);
        }
        assert_eq!(french("a < b : c", false), "a < b\u{a0}: c");
    }
}
