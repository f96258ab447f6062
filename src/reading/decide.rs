//! What should be done with a Reading: record, ask, hold or ignore. Never `record` when unsure.

use crate::domain::reading::{About, Asked, DEFAULT_THRESHOLD, Intent, Kind, Said, Verdict};

use super::answer::words::fold;
use super::draft::Draft;
use super::message::Message;
use super::triage;

/// Doubts about who wrote, and about the form of the message.
pub(super) fn identity(message: &Message, about: &About, draft: &mut Draft) {
    super::form::form(message, draft);
    if draft.reading.authenticated == Some(false) {
        draft.hold(draft.told(
            "le domaine de l'expéditeur ne se porte pas garant de ce message",
            "the sender's domain doesn't vouch for this message",
        ));
    }
    if let Some(sign) = triage::list_sign(message) {
        let why = draft
            .told("passé par une liste, l'auteur n'est pas certain", "came through a list: who wrote it isn't certain");
        draft.hold(format!("{why} ({sign})"));
    }
    if !is_the_actor(message, about, &draft.reading.visible) {
        draft.hold(draft.told(
            "l'adresse n'est pas celle de la personne invitée, et son nom n'apparaît pas",
            "From isn't an address of the invited person, nor are they named",
        ));
    }
    let subject = fold(&message.headers.subject);
    if ["tr ", "fwd ", "fw ", "wg ", "transf ", "i "].iter().any(|prefix| subject.starts_with(prefix)) {
        draft.doubt(draft.told("message transféré", "a forwarded message"));
    }
}

/// From is one of theirs, or their name stands in From or in the text. Where nothing is known of them, it is.
fn is_the_actor(message: &Message, about: &About, visible: &str) -> bool {
    let Some(actor) = about.actor.as_ref().filter(|actor| !actor.emails.is_empty()) else {
        return true;
    };
    let from = message.headers.from.clone().unwrap_or_default();
    if actor.emails.iter().any(|email| email.eq_ignore_ascii_case(&from.email)) {
        return true;
    }
    let Some(name) = actor.name.as_deref().map(fold).filter(|name| !name.is_empty()) else {
        return false;
    };
    let written = fold(&format!("{} {visible}", from.name.unwrap_or_default()));
    name.split(' ').filter(|word| word.len() > 2).all(|word| written.split(' ').any(|w| w == word))
}

/// Settles the decision; may be called again when more is known.
pub(super) fn decide(draft: &mut Draft, about: &About) {
    draft.reading.decision = match draft.reading.kind {
        Kind::Human | Kind::CalendarReply => of_an_answer(draft, about),
        Kind::Malformed => Verdict::Hold,
        _ => Verdict::Ignore,
    };
}

fn of_an_answer(draft: &Draft, about: &About) -> Verdict {
    let reading = &draft.reading;
    let threshold = about.threshold.unwrap_or(DEFAULT_THRESHOLD);
    if draft.hold {
        return Verdict::Hold;
    }
    if let Some(answer) = &reading.follow_up {
        return match answer.said {
            Said::Unclear if reading.question => Verdict::Hold,
            Said::Unclear => Verdict::Ask,
            _ if draft.doubt || reading.confidence < threshold => Verdict::Ask,
            _ => Verdict::Record,
        };
    }
    if !reading.orders.is_empty() {
        return if draft.doubt || reading.confidence < threshold { Verdict::Ask } else { Verdict::Record };
    }
    if about.asked.is_some_and(|asked| asked != Asked::Attendance) {
        return Verdict::Hold;
    }
    match reading.intent {
        None | Some(Intent::Unclear) if reading.unsubscribe && !draft.doubt => Verdict::Ignore,
        None | Some(Intent::Unclear) if reading.absence.is_some() && !draft.doubt => Verdict::Ignore,
        None | Some(Intent::Unclear) if reading.question => Verdict::Hold,
        None | Some(Intent::Unclear) => Verdict::Ask,
        Some(_) if draft.doubt || reading.confidence < threshold => Verdict::Ask,
        Some(_) => Verdict::Record,
    }
}
