//! How the demo is told: line by line, as a person would.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use crate::domain::civil::CivilTime;
use crate::domain::language::Language;
use crate::rendering::dates;

/// The teller.
pub struct Story {
    fast: bool,
    coloured: bool,
    last_day: Option<CivilTime>,
    /// Who read has gone, as in `palabre demo | head`: the rest is played without a word and without pauses.
    gone: bool,
}

impl Story {
    /// With pauses to read in, or without.
    pub fn new(fast: bool) -> Story {
        Story { fast, coloured: std::io::stdout().is_terminal(), last_day: None, gone: false }
    }

    /// A heading.
    pub fn title(&mut self, text: &str) {
        self.print(&format!("\n{}\n", self.paint("1", text)));
    }

    /// The day and hour, where they have moved on.
    pub fn day(&mut self, wall: CivilTime) {
        if self.last_day == Some(wall) {
            return;
        }
        self.last_day = Some(wall);
        let day = dates::day(Language::Fr, wall.date());
        let hour = dates::hour(Language::Fr, wall.time());
        self.print(&format!("\n{}", self.paint("36", &format!("{day}, {hour}"))));
    }

    /// What happens.
    pub fn tell(&mut self, text: &str) {
        self.print(&wrapped(text, "  "));
        self.breathe(text);
    }

    /// What follows from it.
    pub fn detail(&mut self, text: &str) {
        self.print(&self.paint("2", &wrapped(text, "      ")));
        self.breathe(text);
    }

    /// A word from behind the scenes.
    pub fn aside(&mut self, text: &str) {
        self.print(&self.paint("2", &wrapped(text, "")));
    }

    /// A whole letter.
    pub fn letter(&mut self, text: &str) {
        for line in text.lines() {
            self.print(&self.paint("2", format!("    │ {line}").trim_end()));
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
            std::thread::sleep(Duration::from_millis(300 + 12 * letters.min(200)));
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

/// Text in lines of 100 columns, each with `indent` before it.
fn wrapped(text: &str, indent: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let full = lines.last().is_some_and(|line| line.chars().count() + word.chars().count() > 98);
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
