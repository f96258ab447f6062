//! Lines that a program marked as quoted.

use super::line::Line;

/// How a line is quoted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// With `>` before it, as every client but a few writes quotes.
    Line,
    /// GroupWise: `>>> Name <address> 11/05/2021 09:15 >>>`, and the letter below without any mark.
    Rest,
}

/// Whether and how the first of these lines is marked as quoted, and so is what stands just above it.
pub(super) fn mark(rest: &[Line], above: Option<&Line>) -> Option<Mark> {
    let line = rest.first()?;
    if closes_groupwise(line.text()) {
        return Some(Mark::Rest);
    }
    (is_quoted(line) || has_initials(rest, above)).then_some(Mark::Line)
}

/// A line with `>` before it.
pub(super) fn is_quoted(line: &Line) -> bool {
    let text = line.text();
    !line.is_typed && (text.starts_with('>') || text.starts_with("&gt;"))
}

fn closes_groupwise(text: &str) -> bool {
    text.starts_with(">>>") && text.ends_with(">>>") && text.len() > 8
}

/// The Bat! writes the author's initials before `>`, Emacs their name: on every line.
fn has_initials(rest: &[Line], above: Option<&Line>) -> bool {
    let first = rest.first().and_then(initials);
    first.is_some() && (above.and_then(initials) == first || rest.get(1).and_then(initials) == first)
}

fn initials<'a>(line: &Line<'a>) -> Option<&'a str> {
    let (name, _) = line.text().split_once('>')?;
    let initials = (1..=3).contains(&name.len()) && name.chars().all(|c| c.is_ascii_uppercase());
    let named = name.len() <= 24 && name.starts_with(char::is_uppercase) && name.chars().all(char::is_alphabetic);
    (initials || named).then_some(name)
}

/// Whether a quoted line comes next, or one that s-nail indented.
pub(super) fn follows(rest: &[Line]) -> bool {
    let blank = rest.iter().take(4).take_while(|line| line.is_blank()).count();
    let next = rest.get(blank..).unwrap_or_default();
    mark(next, None).is_some() || next.first().is_some_and(|line| line.raw.starts_with('\t'))
}

/// s-nail indents what it quotes with a TAB: the length of such a quote here.
pub(super) fn indented(rest: &[Line]) -> usize {
    let blank = rest.iter().take(2).take_while(|line| line.is_blank()).count();
    if !rest.get(blank).is_some_and(|line| line.raw.starts_with('\t')) {
        return 0;
    }
    blank + rest.iter().skip(blank).take_while(|line| line.raw.starts_with('\t') || line.is_blank()).count()
}
