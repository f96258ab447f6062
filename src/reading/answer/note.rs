//! What the organisers should read beside the answer: the person's own sentences, where they say more than yes or no.

use crate::domain::reading::Intent;

use super::super::draft::Draft;
use super::cue::Cue;
use super::hours::{self, Window};
use super::{Heard, wishes};

/// A note is no longer than this many characters.
const LONGEST: usize = 500;

/// The sentences that hold an hour, a condition or a "mais …" which no rule has used.
pub(super) fn find(heard: &[Heard], text: &str, window: Window, draft: &Draft) -> Option<String> {
    let intent = draft.reading.intent.filter(|intent| *intent != Intent::Unclear)?;
    let comes = intent != Intent::Regrets;
    let tells = |at: usize, here: &Heard| {
        let condition = comes && here.has(Cue::Condition);
        let part = draft.reading.partial && wishes::is_partial(heard, at, window);
        let more = !here.clause.question && (hours::tells_an_hour(&here.clause, window) || is_turn(here, draft));
        part || condition || more
    };
    let mut sentences: Vec<usize> =
        heard.iter().enumerate().filter(|(at, here)| tells(*at, here)).map(|(_, here)| here.clause.sentence).collect();
    sentences.dedup();
    let told: Vec<String> = sentences.into_iter().filter_map(|number| sentence(heard, text, number)).collect();
    let note: String = told.join(" ").chars().take(LONGEST).collect();
    (!note.is_empty()).then_some(note)
}

/// "Mais …" with something that isn't in the answer already.
fn is_turn(here: &Heard, draft: &Draft) -> bool {
    let turns = ["mais", "but", "however", "cependant", "toutefois", "pourtant", "although"];
    let used = |at: usize| {
        here.found.iter().filter(|f| f.start <= at && at < f.end).any(|f| match f.cue {
            Cue::Neutral | Cue::Partial | Cue::Condition | Cue::Maybe => false,
            Cue::Online | Cue::InPerson => draft.reading.mode.is_some(),
            _ => true,
        })
    };
    let words = here.clause.words.iter().enumerate();
    let new = words.skip(1).filter(|(at, word)| word.chars().count() > 2 && !used(*at)).count();
    here.clause.words.first().is_some_and(|word| turns.contains(&word.as_str())) && new > 0
}

/// A sentence as it was written, with the mark that ends it.
fn sentence(heard: &[Heard], text: &str, number: usize) -> Option<String> {
    let mut places = heard.iter().filter(|h| h.clause.sentence == number).map(|h| &h.clause.place);
    let first = places.next()?;
    let end = places.next_back().unwrap_or(first).end;
    let mark: String = text.get(end..)?.chars().take_while(|c| ['.', '!', '…', ')', '»', '"'].contains(c)).collect();
    let words: Vec<&str> = text.get(first.start..end)?.split_whitespace().collect();
    Some(words.join(" ") + &mark)
}
