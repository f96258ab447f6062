//! Plain text: what lies between quotes, attribution lines, header blocks and separators of many clients.

use super::super::clean::clean;
use super::attribution;
use super::header_block;
use super::line::Line;
use super::pgp;
use super::quoted::{self, Mark};
use super::separator;
use super::signature;

/// More lines than this nobody types above a quote.
pub(super) const MOST_LINES: usize = 20_000;

/// What a person typed, and whether anything was found to be quoted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub text: String,
    pub quote_found: bool,
}

/// What a person typed, in order: the pieces between quotes, without what programs added. `whole` says that nothing is
/// known of a letter answered: an attribution with nothing above it then leaves what stands below, lest all be lost.
pub(super) fn typed(text: &str, whole: bool) -> Typed {
    let unglued = separator::unglued(&pgp::unsigned(text));
    let lines: Vec<Line> = unglued.lines().take(MOST_LINES).map(Line::new).collect();
    let mut kept: Vec<&Line> = Vec::new();
    let (mut at, mut piece, mut quote_found) = (0, 0, false);
    while at < lines.len() {
        let rest = lines.get(at..).unwrap_or_default();
        let nothing_above = lines.get(..at).unwrap_or_default().iter().rev().take(50).all(Line::is_blank);
        let above = at.checked_sub(1).filter(|_| at > piece).and_then(|at| lines.get(at));
        let fresh = above
            .is_none_or(|line| line.is_blank() || rest.first().is_some_and(|next| !attribution::runs_into(line, next)));
        let Some(quote) = quote(rest, at.checked_sub(1).and_then(|at| lines.get(at)), fresh, whole && nothing_above)
        else {
            at += 1;
            continue;
        };
        quote_found = true;
        kept.extend(signature::typed(lines.get(piece..at).unwrap_or_default()));
        at = match quote {
            Quote::Lines(count) => at + count.max(1),
            Quote::Rest => lines.len(),
        };
        piece = at;
    }
    kept.extend(signature::typed(lines.get(piece..).unwrap_or_default()));
    Typed { text: tidy(&kept), quote_found }
}

/// How far what wasn't newly written reaches.
enum Quote {
    Lines(usize),
    Rest,
}

fn quote(rest: &[Line], above: Option<&Line>, fresh: bool, keep_below: bool) -> Option<Quote> {
    let line = rest.first().filter(|line| !line.is_blank())?;
    if let Some(mark) = quoted::mark(rest, above) {
        return Some(match mark {
            Mark::Line => Quote::Lines(1),
            Mark::Rest => Quote::Rest,
        });
    }
    let header = header_block::length(rest);
    if header.is_some() || separator::begins(rest) {
        // What lies between a separator and a quoted line is the header of the letter answered.
        return Some(match (rest.iter().take(8).position(quoted::is_quoted), header) {
            (Some(quoted), _) => Quote::Lines(quoted),
            (None, Some(length)) if keep_below => Quote::Lines(length),
            _ => Quote::Rest,
        });
    }
    // Few lines are long enough to be worth the look.
    let length = (line.raw.len() > 4).then(|| attribution::length(rest, fresh)).flatten()?;
    let below = rest.get(length..).unwrap_or_default();
    let indented = quoted::indented(below);
    let more_follows =
        indented > 0 || quoted::follows(below) || (keep_below && below.iter().any(|line| !line.is_blank()));
    Some(if more_follows { Quote::Lines(length + indented) } else { Quote::Rest })
}

/// One empty line between pieces, none around; NUL replaced.
fn tidy(lines: &[&Line]) -> String {
    let mut text = String::new();
    for line in lines {
        let line = if line.is_blank() { "" } else { line.raw.trim_end() };
        if line.is_empty() && (text.is_empty() || text.ends_with("\n\n")) {
            continue;
        }
        text.push_str(line);
        text.push('\n');
    }
    clean(&mut text);
    text.trim().to_owned()
}
