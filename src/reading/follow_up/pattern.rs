//! Patterns over the words of a clause: `ai|avons .. appele*` is one of two words, then within three more one that begins
//! so; `^` stands for the beginning of the clause, `$` for its end.

/// Between two words with `..` there are no more than so many.
const MOST_BETWEEN: usize = 3;

/// Whether a pattern matches somewhere in these words, and from where to where.
pub(super) fn find(pattern: &str, words: &[String]) -> Option<(usize, usize)> {
    let parts: Vec<&str> = pattern.split(' ').collect();
    match parts.split_first() {
        Some((&"^", rest)) => matched(rest, words, 0).map(|end| (0, end)),
        _ => (0..words.len()).find_map(|at| matched(&parts, words, at).map(|end| (at, end))),
    }
}

/// Where the parts end that begin at a word.
fn matched(parts: &[&str], words: &[String], at: usize) -> Option<usize> {
    match parts.split_first() {
        None => Some(at),
        Some((&"$", rest)) => (rest.is_empty() && at == words.len()).then_some(at),
        Some((&"..", rest)) => (at..=at + MOST_BETWEEN).find_map(|at| matched(rest, words, at)),
        Some((part, rest)) => {
            let word = words.get(at)?;
            part.split('|').any(|one| fits(one, word)).then(|| matched(rest, words, at + 1)).flatten()
        }
    }
}

fn fits(one: &str, word: &str) -> bool {
    match one.strip_suffix('*') {
        Some(start) => word.starts_with(start),
        None => one == word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_finds_its_words() {
        let words: Vec<String> = "je les ai bien appeles hier".split(' ').map(str::to_owned).collect();
        assert_eq!(find("ai|avons .. appele*", &words), Some((2, 5)));
        assert_eq!(find("^ je", &words), Some((0, 1)));
        assert_eq!(find("hier $", &words), Some((5, 6)));
        for pattern in ["^ les", "ai appele*", "je .. hier", "je $"] {
            assert_eq!(find(pattern, &words), None, "{pattern}");
        }
    }
}
