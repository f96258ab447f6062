//! From a row of the outbox to the envelope and bytes that leave: data merged, template rendered, addresses with tokens.

use serde_json::{Value, json};

use crate::config::{Addressing, EnvelopeSender, Subaddress};
use crate::domain::letter::LetterKind;
use crate::domain::network::Network;
use crate::domain::outgoing::{NewLetter, Outgoing};
use crate::domain::reading::Asked;
use crate::domain::token::{self, TokenKey, TokenKind, TokenSubject, tokened};
use crate::rendering::compose::{self, Addresses, ComposeError};
use crate::rendering::templates::{Rendered, TemplateError, Templates};
use crate::workflow::data;

/// What leaves: MAIL FROM, RCPT TO, and the message with CRLF line ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ready {
    /// Envelope sender; carries the bounce token where the route allows it.
    pub mail_from: String,
    /// Envelope recipient.
    pub to: String,
    /// Subject, for lists and logs.
    pub subject: String,
    /// RFC 5322 bytes.
    pub message: Vec<u8>,
}

/// Why a row can't become a letter. Trying again doesn't help: its template or data must be mended.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// Its template failed.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// Its header can't be written.
    #[error(transparent)]
    Compose(#[from] ComposeError),
}

/// Makes the letter of a row; the same row gives the same letter.
///
/// # Errors
/// When its template or an address can't be used.
pub fn prepare(
    templates: &Templates,
    key: &TokenKey,
    addressing: Addressing,
    public_url: Option<&str>,
    network: &Network,
    shared: &Value,
    letter: &Outgoing,
) -> Result<Ready, LetterError> {
    let personal: Value = serde_json::from_str(&letter.context).unwrap_or_default();
    let mut data = data::merged(shared, &personal);
    if letter.kind == LetterKind::Attendance {
        let subject = TokenSubject { kind: TokenKind::Order, id: letter.id.0, generation: 0 };
        let page = public_url.map(|url| format!("{}/attendance/{}", url.trim_end_matches('/'), key.token(subject)));
        data = data::merged(&data, &json!({ "page": page }));
    }
    let rendered = templates.render(letter.kind, letter.language, &data)?;
    let with_token =
        |kind, id, generation| tokened(&network.address, &key.token(TokenSubject { kind, id, generation }));
    let has_subaddresses = addressing.subaddress == Subaddress::Yes;
    let answered_at = match (letter.invitation, letter.membership) {
        _ if letter.kind.asks() != Asked::Attendance => with_token(TokenKind::Bounce, letter.id.0, 0),
        (Some(invitation), _) => with_token(TokenKind::Reply, invitation.0, letter.invitation_generation),
        (None, Some(membership)) if letter.kind == LetterKind::Digest => {
            with_token(TokenKind::Organiser, membership.0, 0)
        }
        _ => network.address.clone(),
    };
    let stop = letter.membership.filter(|_| letter.kind.is_bulk()).map(|membership| TokenSubject {
        kind: TokenKind::Unsubscribe,
        id: membership.0,
        generation: 0,
    });
    // Without subaddresses the token of who wants to stop stands in the subject.
    let (stop_at, stop_subject) = match stop.map(|subject| key.token(subject)) {
        Some(token) if has_subaddresses => (Some(tokened(&network.address, &token)), token::STOP.to_owned()),
        Some(token) => (Some(network.address.clone()), token::stop_subject(&token)),
        None => (None, String::new()),
    };
    let addresses = Addresses {
        from: network.address.clone(),
        from_name: network.name.clone(),
        reply_to: has_subaddresses.then_some(answered_at),
        unsubscribe: stop_at,
        unsubscribe_subject: stop_subject,
        unsubscribe_url: match (stop, public_url) {
            (Some(subject), Some(url)) => Some(format!("{}/stop/{}", url.trim_end_matches('/'), key.token(subject))),
            _ => None,
        },
    };
    Ok(Ready {
        mail_from: match addressing.envelope {
            EnvelopeSender::Token => with_token(TokenKind::Bounce, letter.id.0, 0),
            EnvelopeSender::Plain => network.address.clone(),
        },
        to: letter.to.clone(),
        message: compose::compose(letter, &addresses, &rendered)?,
        subject: rendered.subject,
    })
}

/// What a letter that isn't written yet would say; its context must hold all of its data.
///
/// # Errors
/// When its template can't be used.
pub fn preview(templates: &Templates, letter: &NewLetter) -> Result<Rendered, TemplateError> {
    let data: Value = serde_json::from_str(&letter.context).unwrap_or_default();
    templates.render(letter.cause.kind, letter.language, &data)
}
