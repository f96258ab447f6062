//! What the person newly wrote: without the quoted letter, its attribution line, the client's signature and disclaimers.

mod entities;
pub(super) mod html;
mod signature;
mod text;

use super::message::Message;

/// The new words of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Visible {
    pub text: String,
    /// The subject of the message, which may hold the whole answer.
    pub subject: String,
    /// When it was written, UTC milliseconds.
    pub sent: Option<i64>,
}

/// From a plain text.
pub(super) fn of_text(plain: &str) -> Visible {
    Visible { text: text::new_words(plain), ..Visible::default() }
}

/// From an HTML body.
pub(super) fn of_html(body: &str) -> Visible {
    of_text(&html::without_quote(body).text)
}

/// From a message: its HTML where that shows where the quote begins, else its plain text.
pub(super) fn of_message(message: &Message) -> Visible {
    let from_html = message.html.as_deref().map(html::without_quote);
    let plain = message.plain.as_deref().filter(|plain| !plain.trim().is_empty());
    let mut seen = match (from_html, plain) {
        (Some(body), _) if body.quote_found && !body.text.trim().is_empty() => of_text(&body.text),
        (_, Some(plain)) => of_text(plain),
        (Some(body), None) => of_text(&body.text),
        (None, None) => Visible::default(),
    };
    seen.subject = message.headers.subject.clone();
    seen.sent = message.headers.date;
    if seen.text.is_empty() {
        seen.text = own_subject(&seen.subject);
    }
    seen
}

/// The new words of a message that is read to its end; `None` of a longer one.
pub(super) fn whole(message: &Message) -> Option<String> {
    let texts = [message.plain.as_deref(), message.html.as_deref()];
    let longer = texts.into_iter().flatten().any(|text| text.lines().nth(text::MOST_LINES).is_some());
    Some(of_message(message).text).filter(|_| !longer)
}

/// Who leaves the body empty has answered in the subject, unless it is still that of our letter.
fn own_subject(subject: &str) -> String {
    let folded = super::answer::words::fold(subject);
    let prefixes = ["re ", "tr ", "fwd ", "fw ", "rep ", "aw ", "sv ", "invitation", "rappel"];
    match prefixes.iter().any(|prefix| folded.starts_with(prefix)) {
        true => String::new(),
        false => subject.trim().to_owned(),
    }
}
