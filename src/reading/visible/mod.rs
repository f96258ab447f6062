//! What the person newly wrote: without the quoted letter, its attribution line, the client's signature and disclaimers.

mod attribution;
mod contact;
mod device;
mod disclaimer;
mod entities;
mod header_block;
pub(super) mod html;
mod line;
mod pgp;
mod quoted;
mod separator;
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
    Visible { text: text::typed(plain, true).text, ..Visible::default() }
}

/// From an HTML body.
pub(super) fn of_html(body: &str) -> Visible {
    of_text(&html::without_quote(body).text)
}

/// From a message: its HTML as its reader sees it, unless only the plain text shows where the quote begins.
pub(super) fn of_message(message: &Message) -> Visible {
    let mut seen =
        Visible { subject: message.headers.subject.clone(), sent: message.headers.date, text: body(message) };
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

fn body(message: &Message) -> String {
    let from_html = message.html.as_deref().map(|html| {
        let body = html::without_quote(html);
        let typed = text::typed(&body.text, false);
        text::Typed { quote_found: typed.quote_found || body.quote_found, ..typed }
    });
    let from_html = from_html.filter(|typed| !typed.text.is_empty());
    if let Some(html) = from_html.as_ref().filter(|typed| typed.quote_found) {
        return html.text.clone();
    }
    let plain = message.plain.as_deref().filter(|plain| !plain.trim().is_empty());
    let from_plain = plain.map(|plain| text::typed(plain, false));
    match (from_html, from_plain) {
        (Some(html), Some(plain))
            if plain.quote_found && !plain.text.is_empty() && plain.text.len() < html.text.len() =>
        {
            plain.text
        }
        (Some(html), _) => html.text,
        (None, Some(plain)) => plain.text,
        (None, None) => String::new(),
    }
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
