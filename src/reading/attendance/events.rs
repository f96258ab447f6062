//! A sentence as pieces and marks: names, and the words that say what they stand for.

use super::phrases::{self, Mark};
use super::tokens::{Sort, Token};

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    /// Words between marks and commas; whether "et" stands before them.
    Piece {
        words: String,
        first: String,
        and: bool,
        count: usize,
    },
    Mark(Mark),
    /// A reason, which must not speak of anybody.
    Reason(String),
    Comma,
    Colon,
}

/// The pieces and marks of a sentence, in order.
pub(super) fn events(text: &str, tokens: &[Token]) -> Vec<Event> {
    let says_nothing = |token: &&Token| phrases::is_also(&token.word) || phrases::is_adverb(&token.word);
    let tokens: Vec<&Token> = tokens.iter().filter(|token| !says_nothing(token)).collect();
    let mut events = Vec::new();
    let (mut piece, mut reason): (Vec<&Token>, Vec<&Token>) = (Vec::new(), Vec::new());
    let (mut in_brackets, mut in_reason) = (false, false);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let following = |from: usize| -> Vec<&str> {
            let words = tokens.iter().skip(from).take_while(|token| token.sort == Sort::Word);
            words.take(8).map(|token| token.word.as_str()).collect()
        };
        let mut step = 1;
        match token.sort {
            Sort::Word => {
                let counted = piece.last().is_some_and(|last| {
                    phrases::number(&last.word).is_some() || ["autre", "autres", "other"].contains(&last.word.as_str())
                });
                match phrases::mark(&following(at)) {
                    Some((Mark::Reason, _)) if !in_brackets && (!piece.is_empty() || names_somebody(&events)) => {
                        flush(text, &mut piece, &mut events);
                        in_reason = true;
                        reason.push(token);
                    }
                    // "Célia et deux autres".
                    None if !in_brackets && phrases::joins(&token.word) && numbered(&following(at + 1)) => {
                        flush(text, &mut piece, &mut events);
                    }
                    Some((mark, length)) if mark != Mark::Reason && !counted && !in_brackets => {
                        // What stands in a reason isn't followed: "sauf Paul parce que Léa n'est pas venue".
                        let mark = if in_reason && mark != Mark::Not { Mark::Hedge } else { mark };
                        flush(text, &mut piece, &mut events);
                        if !in_reason || mark == Mark::Hedge {
                            events.push(Event::Mark(mark));
                        }
                        step = length;
                    }
                    _ if in_reason => reason.push(token),
                    _ => piece.push(token),
                }
            }
            // "Léa (Amap)" is one name, "tous (sauf Amap)" is two things.
            Sort::Open if !piece.is_empty() && phrases::mark(&following(at + 1)).is_none() => {
                in_brackets = true;
                piece.push(token);
            }
            Sort::Close if in_brackets => {
                in_brackets = false;
                piece.push(token);
            }
            Sort::Plus if !in_brackets => {
                flush(text, &mut piece, &mut events);
                events.push(Event::Mark(Mark::Plus));
                in_reason = false;
            }
            Sort::Comma | Sort::Open | Sort::Close | Sort::Stop(_) | Sort::Blank | Sort::Line(_) if !in_brackets => {
                // A line that goes on with a name.
                if !matches!(token.sort, Sort::Line(_)) || in_reason {
                    flush(text, &mut piece, &mut events);
                    events.push(Event::Comma);
                }
                in_reason = false;
            }
            Sort::Colon if !in_brackets => {
                flush(text, &mut piece, &mut events);
                events.push(Event::Colon);
            }
            _ => {}
        }
        at += step;
    }
    flush(text, &mut piece, &mut events);
    if !reason.is_empty() {
        let words: Vec<&str> = reason.iter().filter_map(|token| text.get(token.place.clone())).collect();
        events.push(Event::Reason(words.join(" ")));
    }
    events
}

fn names_somebody(events: &[Event]) -> bool {
    matches!(events, [.., Event::Piece { .. }, Event::Comma])
}

fn numbered(words: &[&str]) -> bool {
    words.first().is_some_and(|word| phrases::number(word).is_some())
}

/// Ends a piece: fillers at its edges are left out.
fn flush(text: &str, piece: &mut Vec<&Token>, events: &mut Vec<Event>) {
    let words = std::mem::take(piece);
    let name = |token: &&&Token| token.sort == Sort::Close;
    let leading = words.iter().take_while(|token| !name(token) && phrases::leads(&token.word)).count();
    let trailing = words.iter().rev().take_while(|token| !name(token) && phrases::trails(&token.word)).count();
    let thanks =
        words.first().is_some_and(|token| ["merci", "thanks", "thank", "bravo"].contains(&token.word.as_str()));
    let empty = words.iter().all(|token| token.sort == Sort::Word && phrases::stands_alone(&token.word));
    if leading + trailing >= words.len() || thanks || empty {
        return;
    }
    let and = words.iter().take(leading).any(|token| phrases::joins(&token.word));
    let thanks =
        words.first().is_some_and(|token| ["merci", "thanks", "thank", "bravo"].contains(&token.word.as_str()));
    if leading + trailing >= words.len() || thanks {
        return;
    }
    let kept: Vec<Token> =
        words.iter().skip(leading).take(words.len() - leading - trailing).map(|token| (*token).clone()).collect();
    let first = kept.first().map(|token| token.word.clone()).unwrap_or_default();
    events.push(Event::Piece { words: written(text, &kept), first, and, count: kept.len() });
}

/// These as they were written, on one line.
pub(super) fn written(text: &str, tokens: &[Token]) -> String {
    let mut places = tokens.iter().map(|token| &token.place).filter(|place| !place.is_empty());
    let Some(first) = places.next() else { return String::new() };
    let end = places.next_back().unwrap_or(first).end;
    let words = text.get(first.start..end).unwrap_or_default();
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    line.trim_matches(|c: char| matches!(c, '.' | '!' | '?' | ',' | ';' | '"' | ' ' | '\u{a0}' | '\u{202f}'))
        .chars()
        .take(200)
        .collect()
}
