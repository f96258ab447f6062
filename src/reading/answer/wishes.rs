//! What else the letter wants: an answer from the organisers, to be left alone, to take part by visio, to come late.

use crate::domain::reading::Presence;

use super::super::draft::Draft;
use super::cue::Cue;
use super::hours::{self, Window};
use super::lexicon::{self};
use super::{Heard, quoted, told};

/// Questions and requests to stop.
pub(super) fn find(heard: &[Heard], lang: &str, draft: &mut Draft) {
    draft.reading.question = heard.iter().any(|h| is_question(h) || is_request(h));
    let refuses = |h: &&Heard| lexicon::anywhere(&h.clause, &[Cue::NotStop]);
    let asks = heard.iter().find(|h| h.has(Cue::Stop) && !h.clause.question);
    match (asks, heard.iter().find(refuses)) {
        (Some(stop), None) => {
            draft.reading.unsubscribe = true;
            let said = quoted(&stop.clause.written(0..stop.clause.words.len()), lang);
            draft.because([told(lang, &format!("{said} : plus de courrier"), &format!("{said}: no more mail"))]);
        }
        (Some(_), Some(_)) if draft.reading.intent == Some(crate::domain::reading::Intent::Unclear) => {
            draft.doubt(told(lang, "désinscription peu claire", "unclear whether to unsubscribe"));
        }
        _ => {}
    }
    if heard.iter().any(|h| h.has(Cue::Trouble)) {
        draft.hold(told(lang, "à lire par une personne", "a person should read this"));
        draft.reading.unsubscribe = false;
    }
}

/// "Ça va ?", "n'est-ce pas ?" want no answer.
fn is_question(here: &Heard) -> bool {
    let text = here.clause.text();
    let small_talk = [
        "ca va",
        "comment ca va",
        "comment vas tu",
        "comment allez vous",
        "non",
        "hein",
        "n est ce pas",
        "pas vrai",
        "how are you",
        "right",
    ];
    here.clause.question && !small_talk.iter().any(|talk| text == *talk || text.ends_with(&format!(" {talk}")))
}

fn is_request(here: &Heard) -> bool {
    let text = here.clause.text();
    here.has(Cue::Request) && !text.contains("compter sur") && !text.starts_with("let me know if")
}

/// How they take part, where one way was named and not ruled out.
pub(super) fn mode(heard: &[Heard]) -> Option<Presence> {
    let said = |cue: Cue| {
        let says = |h: &&Heard| {
            lexicon::anywhere(&h.clause, &[cue])
                && !h.clause.question
                && !h.clause.has(&["pas", "plutot"])
                && !h.has(Cue::Past)
        };
        heard.iter().any(|h| says(&h))
    };
    match (said(Cue::InPerson), said(Cue::Online)) {
        (true, false) => Some(Presence::InPerson),
        (false, true) => Some(Presence::Online),
        _ => None,
    }
}

/// Late, or leaving early: the hours tell it, else the words.
pub(super) fn is_partial(heard: &[Heard], at: usize, window: Window) -> bool {
    let late_answer = ["reponds", "repondre", "reponse", "reply", "replying", "answer", "answering"];
    let says = |h: &Heard| {
        lexicon::anywhere(&h.clause, &[Cue::Partial])
            && !h.clause.question
            && !h.has(Cue::Neutral)
            && !h.clause.has(&late_answer)
    };
    hours::partial(heard, at, window).unwrap_or_else(|| heard.get(at).is_some_and(says))
}
