//! What programs and administrators add below what a person typed: separators, device lines, configured blocks,
//! disclaimers, list footers. What the person typed, closing and name included, stays.

use super::contact;
use super::device;
use super::disclaimer;
use super::line::{Line, paragraph};
use super::separator::is_rule;

/// Of lines that stand together between quotes, those that were typed.
pub(super) fn typed<'l, 't>(lines: &'l [Line<'t>]) -> Vec<&'l Line<'t>> {
    let new_paragraph = |at: usize| at.checked_sub(1).and_then(|above| lines.get(above)).is_none_or(Line::is_blank);
    let begins_at = |at: &usize| begins(lines.get(*at..).unwrap_or_default(), new_paragraph(*at));
    let end = (0..lines.len()).find(begins_at).unwrap_or(lines.len());
    let above = lines.get(..end).unwrap_or_default();
    if above.iter().all(Line::is_blank)
        && let Some(answer) = below_signature(lines.get(end..).unwrap_or_default())
    {
        return answer.iter().collect();
    }
    let mut kept: Vec<&Line> = Vec::with_capacity(above.len());
    for (at, line) in above.iter().enumerate() {
        if !device::is_added(above, at) && !disclaimer::is_banner(line) {
            kept.push(line);
        }
    }
    drop_end(&mut kept);
    if let Some(start) = contact::block(&kept) {
        kept.truncate(start);
        drop_end(&mut kept);
    }
    kept
}

/// Who types below their signature has still answered: what comes after its first paragraph, where a person speaks.
fn below_signature<'l, 't>(lines: &'l [Line<'t>]) -> Option<&'l [Line<'t>]> {
    let below = lines.get(paragraph(lines)..)?;
    let first = below.iter().find(|line| !line.is_blank())?;
    (is_separator(lines.first()?) && contact::has_person(first.words())).then_some(below)
}

fn is_separator(line: &Line) -> bool {
    matches!(line.raw.trim_end(), "--" | "--\u{A0}" | "—" | "__")
}

/// Blank lines, rules and logos at the end say nothing.
fn drop_end(kept: &mut Vec<&Line>) {
    while kept.last().is_some_and(|line| line.is_blank() || is_rule(line.text(), 2) || contact::is_picture(line.text()))
    {
        kept.pop();
    }
}

/// Whether from here on nothing was typed.
fn begins(rest: &[Line], new_paragraph: bool) -> bool {
    let Some((line, below)) = rest.split_first() else {
        return false;
    };
    if line.is_blank() {
        return false;
    }
    separates(line, below)
        || disclaimer::begins(line)
        || (new_paragraph && disclaimer::is_legal(rest))
        || is_footer(line, below)
        || is_dashed_name(line, below)
}

/// RFC 3676 4.3: the line that begins a signature. Programs that trim lines eat the blank behind it, and people draw rules:
/// these count where what stands below is no sentence of theirs.
fn separates(line: &Line, below: &[Line]) -> bool {
    match line.raw {
        "-- " | "--\u{A0}" => true,
        raw => match raw.trim() {
            "--" | "—" | "__" | "- --" | "–" => {
                let apart = below.first().is_some_and(Line::is_blank);
                !(says_something(below) || (apart && goes_on(below)))
            }
            "---" => {
                let mut said = below.iter().filter(|line| !line.is_blank());
                below.first().is_some_and(|line| !line.is_blank())
                    && said.clone().nth(6).is_none()
                    && !said.any(|line| contact::has_person(line.words()))
            }
            text if text.starts_with('_') && is_rule(text, 5) => {
                !says_something(below) && (text.len() >= DRAWN_BY_PROGRAMS || !goes_on(below))
            }
            text if text.starts_with('-') && is_rule(text, LONGEST_DRAWN) => is_advert(below),
            _ => false,
        },
    }
}

/// Rules as long as this few people draw.
const DRAWN_BY_PROGRAMS: usize = 20;

/// Whether a person speaks in the first line below.
fn goes_on(below: &[Line]) -> bool {
    below.iter().find(|line| !line.is_blank()).is_some_and(|line| contact::has_person(line.words()))
}

/// Nobody draws a longer rule by hand.
const LONGEST_DRAWN: usize = 60;

/// What a service puts below all that it sends on: a few lines with a link, in which nobody speaks.
fn is_advert(below: &[Line]) -> bool {
    let mut said = below.iter().filter(|line| !line.is_blank()).peekable();
    said.peek().is_some()
        && said.clone().nth(8).is_none()
        && said.clone().any(|line| line.text().contains("://"))
        && !said.any(|line| contact::has_person(line.words()) && !line.text().contains("://"))
}

/// Whether a person speaks in these lines.
fn says_something(lines: &[Line]) -> bool {
    let long = |line: &&Line| line.raw.len() > 40 && contact::has_person(line.words()) && !line.text().contains("//");
    lines.iter().filter(|line| !line.is_blank()).nth(12).is_some() || lines.iter().take(12).filter(long).count() >= 2
}

/// A mailing list's footer below a rule.
fn is_footer(line: &Line, below: &[Line]) -> bool {
    let names = ["mailing list", "liste de diffusion", "listinfo", "liste de discussion", "mailman", "sympa"];
    is_rule(line.text(), 5) && below.iter().take(3).any(|line| names.iter().any(|name| line.words().contains(name)))
}

/// `-Name`, alone and last: the short form of the separator.
fn is_dashed_name(line: &Line, below: &[Line]) -> bool {
    let text = line.raw.trim_end();
    let Some(name) = text.strip_prefix("--").or_else(|| text.strip_prefix('-')) else {
        return false;
    };
    let words = name.split(' ');
    let named = words.clone().all(|word| word.starts_with(char::is_uppercase) && word.chars().all(is_of_name));
    let blank = below.iter().take_while(|line| line.is_blank()).count();
    let more = below.get(blank..).unwrap_or_default();
    let last = match more.split_first() {
        None => true,
        Some((next, under)) => blank > 0 && (separates(next, under) || is_footer(next, under)),
    };
    named && words.count() <= 4 && last
}

fn is_of_name(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '-' | '.' | '\'')
}
