//! Asking before much is done, and showing how far it has got.

use std::io::{BufRead, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::error::{CliError, Result};
use super::output;

/// The person or program at the other end.
pub struct Talk {
    /// Whether a program listens: it is never asked.
    pub json: bool,
    input: Box<dyn BufRead>,
    output: Box<dyn Write>,
    asking: Arc<AtomicBool>,
}

/// What is said where a person doesn't say yes.
const UNDONE: &str = "Nothing was done";

/// As of a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// Says at Ctrl-C, while a question stands, that nothing was done; at another time it ends the program as it would
/// have without this.
fn watch_for_ctrl_c(asking: &Arc<AtomicBool>) {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
    let asking = Arc::clone(asking);
    runtime.spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            if asking.load(Ordering::SeqCst) {
                let _ = writeln!(std::io::stderr().lock(), "\npalabre: {UNDONE}.");
            }
            std::process::exit(INTERRUPTED);
        }
    });
}

impl Talk {
    /// Who started the command.
    pub fn terminal(json: bool) -> Talk {
        let input = Box::new(std::io::BufReader::new(std::io::stdin()));
        Talk { json, input, output: Box::new(std::io::stdout()), asking: Arc::default() }
    }

    /// Somebody who will type these lines.
    #[cfg(test)]
    pub fn typing(lines: &str) -> Talk {
        let input = std::io::Cursor::new(lines.to_owned());
        Talk { json: false, input: Box::new(input), output: Box::new(std::io::sink()), asking: Arc::default() }
    }

    /// A program.
    #[cfg(test)]
    pub fn program() -> Talk {
        Talk { json: true, ..Talk::typing("") }
    }

    /// Shows what would be done and asks for a typed yes, unless `yes` says so already. A program isn't asked: without
    /// `--yes` it is only shown.
    ///
    /// # Errors
    /// When a person doesn't say yes: nothing is done then.
    pub fn confirmed(&mut self, shown: &str, question: &str, yes: bool) -> Result<bool> {
        if self.json {
            return Ok(yes);
        }
        let _ = writeln!(self.output, "{}\n", output::harmless(shown));
        if yes {
            return Ok(true);
        }
        let _ = write!(self.output, "{question} Type yes (or oui): ");
        let _ = self.output.flush();
        if !self.asking.swap(true, Ordering::SeqCst) {
            watch_for_ctrl_c(&self.asking);
        }
        let mut line = String::new();
        let read = self.input.read_line(&mut line);
        self.asking.store(false, Ordering::SeqCst);
        let answer = line.trim().to_lowercase();
        if matches!(answer.as_str(), "yes" | "oui") {
            return Ok(true);
        }
        if matches!(read, Ok(0)) {
            let _ = writeln!(self.output);
        }
        Err(CliError::new(UNDONE, "", "To have it done, type yes or oui, or give --yes"))
    }
}

/// A bar on standard error that shows itself where something takes more than a second.
pub struct Progress {
    total: usize,
    since: tokio::time::Instant,
    bar: std::sync::OnceLock<ProgressBar>,
}

/// Shorter work needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);

impl Progress {
    /// Of so many steps.
    pub fn of(total: usize) -> Progress {
        Progress { total, since: tokio::time::Instant::now(), bar: std::sync::OnceLock::new() }
    }

    /// So many are done.
    pub fn at(&self, done: usize) {
        if self.since.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let bar = ProgressBar::new(u64::try_from(self.total).unwrap_or(u64::MAX));
            if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {eta}") {
                bar.set_style(style);
            }
            bar
        });
        bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_typed_yes_is_one() {
        for yes in ["yes\n", "oui\n", " OUI \n", "yes"] {
            assert_eq!(Talk::typing(yes).confirmed("this", "Do it?", false), Ok(true), "{yes:?}");
        }
        for no in ["", "\n", "y\n", "o\n", "non\n", "yes please\n"] {
            let error = Talk::typing(no).confirmed("this", "Do it?", false).unwrap_err().to_string();
            assert!(error.starts_with("Nothing was done. "), "{no:?}: {error}");
        }
        assert_eq!(Talk::typing("").confirmed("this", "Do it?", true), Ok(true));
        assert_eq!(Talk::program().confirmed("this", "Do it?", false), Ok(false));
    }
}
