//! The words that somebody adds to a pressed button.

use super::object::{Property, unescape, value};
use crate::domain::reading::{About, Intent};
use crate::reading::answer;
use crate::reading::draft::Draft;
use crate::reading::message::Message;
use crate::reading::visible::Visible;

/// Keeps the comment as a note, and hears in it who comes too, what is asked, and whether it gainsays the button.
pub(super) fn read(message: &Message, properties: &[Property], attendee: &Property, about: &About, draft: &mut Draft) {
    let Some(text) = comment(message, properties, attendee) else {
        return;
    };
    let sent = message.headers.date;
    let seen = Visible { text: text.clone(), sent, ..Visible::default() };
    let mut words = Draft::human();
    answer::understand(&seen, about, &mut words);
    let heard = words.reading;
    let pressed = draft.reading.intent;
    let gainsays = |one, other| pressed == Some(one) && heard.intent == Some(other);
    if gainsays(Intent::Attending, Intent::Regrets) || gainsays(Intent::Regrets, Intent::Attending) {
        draft.doubt(draft.told("le commentaire dit autre chose que le bouton", "the comment says otherwise"));
    }
    if pressed == heard.intent && draft.reading.guests.is_none_or(|guests| guests == 0) {
        draft.reading.guests = heard.guests;
        draft.reading.guest_names = heard.guest_names;
    }
    if pressed == heard.intent {
        draft.reading.mode = heard.mode;
        draft.reading.partial = heard.partial;
    }
    if draft.reading.delegate.is_none() && pressed == Some(Intent::Regrets) {
        draft.reading.delegate = heard.delegate;
    }
    draft.reading.question = heard.question;
    draft.reading.note = Some(text);
}

/// COMMENT, or where Google, Apple and Outlook put it instead.
fn comment(message: &Message, properties: &[Property], attendee: &Property) -> Option<String> {
    let apple = ["X-CALENDARSERVER-ATTENDEE-COMMENT", "X-CALENDARSERVER-PRIVATE-COMMENT"];
    let written = value(properties, "COMMENT")
        .or_else(|| attendee.param("X-RESPONSE-COMMENT").map(|text| text.trim_matches('"')))
        .or_else(|| apple.into_iter().find_map(|name| value(properties, name)))
        .map(unescape);
    let of_outlook = || {
        let outlook = value(properties, "PRODID").is_some_and(|program| program.contains("Microsoft"));
        outlook.then(|| message.seen().text.clone())
    };
    let written = written.filter(|text| !text.trim().is_empty()).or_else(of_outlook)?;
    Some(written.trim().to_owned()).filter(|text| !text.is_empty() && text != &message.headers.subject)
}
