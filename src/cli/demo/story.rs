//! How the demo is told: line by line, as a person would.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use unicode_normalization::UnicodeNormalization;

use super::chronicle::{Chronicle, Step};
use crate::cli::output;
use crate::domain::civil::CivilTime;
use crate::domain::language::Language;
use crate::rendering::dates;
use crate::rendering::typography::french;

/// The teller.
pub struct Story {
    fast: bool,
    coloured: bool,
    width: usize,
    last_day: Option<CivilTime>,
    /// Who read has gone, as in `palabre demo | head`: the rest is played without a word and without pauses.
    gone: bool,
    chronicle: Chronicle,
    stop: CancellationToken,
}

impl Story {
    /// With pauses to read in, or without; pauses end when it is told to stop.
    pub fn new(fast: bool, chronicle: Chronicle, stop: CancellationToken) -> Story {
        let (coloured, width) = (std::io::stdout().is_terminal(), output::width());
        Story { fast, coloured, width, last_day: None, gone: false, chronicle, stop }
    }

    /// Whether anybody still reads.
    pub fn is_read(&self) -> bool {
        !self.gone
    }

    /// A heading.
    pub fn title(&mut self, text: &str) {
        self.chronicle.add(Step::Title(french(text, false)));
        self.print(&format!("\n{}\n", self.paint("1", &wrapped(text, "", self.width))));
    }

    /// The day and hour, where they have moved on.
    pub fn day(&mut self, wall: CivilTime) {
        if self.last_day == Some(wall) {
            return;
        }
        self.last_day = Some(wall);
        let day = dates::day(Language::Fr, wall.date());
        let hour = dates::hour(Language::Fr, wall.time());
        self.chronicle.add(Step::Day(format!("{day}, {hour}")));
        self.print(&format!("\n{}", self.paint("36", &format!("{day}, {hour}"))));
    }

    /// What happens.
    pub fn tell(&mut self, text: &str) {
        self.chronicle.add(Step::Told(french(text, false)));
        self.print(&wrapped(text, "  ", self.width));
        self.breathe(text);
    }

    /// What follows from it.
    pub fn detail(&mut self, text: &str) {
        self.chronicle.add(Step::Detail(french(text, false)));
        self.print(&self.paint("2", &wrapped(text, "      ", self.width)));
        self.breathe(text);
    }

    /// A word from behind the scenes.
    pub fn aside(&mut self, text: &str) {
        self.print(&self.paint("2", &wrapped(text, "", self.width)));
    }

    /// A whole letter.
    pub fn letter(&mut self, text: &str) {
        for line in text.lines() {
            let words = line.trim_start();
            let blanks = line.get(..line.len() - words.len()).unwrap_or_default();
            let folded = wrapped(words, &format!("    │ {blanks}"), self.width);
            self.print(&self.paint("2", folded.trim_end()));
        }
        self.breathe(text);
    }

    /// Waits a moment, unless it is told fast.
    pub async fn pause(&self, moment: Duration) {
        if !self.fast && !self.gone {
            tokio::time::sleep(moment).await;
        }
    }

    fn print(&mut self, text: &str) {
        let mut out = std::io::stdout().lock();
        self.gone |= writeln!(out, "{text}").and_then(|()| out.flush()).is_err();
    }

    /// Time to read what was printed.
    fn breathe(&self, text: &str) {
        if !self.fast && !self.gone {
            let letters = u64::try_from(text.chars().count()).unwrap_or(100);
            let mut left = 300 + 12 * letters.min(200);
            while left > 0 && !self.stop.is_cancelled() {
                std::thread::sleep(Duration::from_millis(left.min(50)));
                left = left.saturating_sub(50);
            }
        }
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.coloured { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// « A, B et C ».
pub fn list(names: &[String]) -> String {
    match names.split_last() {
        None => "personne".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} et {last}", others.join(", ")),
    }
}

/// « d'Inès », « de Karim ».
pub fn of(name: &str) -> String {
    let first = name.chars().next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
    // Without its accent: é is e for the elision.
    let vowel = first.nfd().next().is_some_and(|letter| "aeiouy".contains(letter));
    if vowel { format!("d'{name}") } else { format!("de {name}") }
}

/// « 0 hésite », « 1 hésite », « 2 hésitent »: French counts in the singular below two. No line ends between the two.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n}\u{a0}{}", if n < 2 { one } else { many })
}

/// Text in lines of no more than `width` columns, each with `indent` before it. No line begins with a sign: it clings
/// to the word before it.
fn wrapped(text: &str, indent: &str, width: usize) -> String {
    let room = width.saturating_sub(indent.chars().count()).max(1);
    let text = french(text, false);
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let full =
            lines.last().is_some_and(|line| !line.is_empty() && line.chars().count() + 1 + word.chars().count() > room);
        if full {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.iter().map(|line| format!("{indent}{line}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn de_loses_its_vowel_before_another() {
        for (name, expected) in [("Inès", "d'Inès"), ("Élise", "d'Élise"), ("Karim", "de Karim"), ("", "de ")] {
            assert_eq!(of(name), expected);
        }
    }

    #[test]
    fn zero_and_one_are_singular() {
        let all = [0, 1, 2].map(|n| count(n, "hésite", "hésitent"));
        assert_eq!(all, ["0\u{a0}hésite", "1\u{a0}hésite", "2\u{a0}hésitent"]);
    }

    #[test]
    fn no_line_is_too_long_or_begins_with_a_sign() {
        let text = "Aïcha (École) répond : « Bien noté, merci ! » ; compris : pas clair – à trancher ? Oui !";
        for width in 30..100 {
            let folded = wrapped(text, "      ", width);
            for line in folded.lines() {
                assert!(line.chars().count() <= width, "{width}: {line}");
                let begins = line.trim_start_matches(' ').chars().next();
                assert!(begins.is_some_and(|sign| !"»:;?!".contains(sign)), "{width}: {line}");
                assert!(!line.ends_with('«'), "{width}: {line}");
            }
            assert_eq!(folded.split_whitespace().collect::<String>(), text.split_whitespace().collect::<String>());
        }
    }
}
