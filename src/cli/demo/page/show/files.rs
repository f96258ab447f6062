//! What isn't a page: the frame of a mail's HTML, files to keep, style and script.

use axum::extract::{Path, RawQuery, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::letter::View;
use super::{Shown, Trouble, answered, which, whose};
use crate::cli::demo::page::{Room, guard, mail, templates};

/// GET …/html: a mail's HTML for its frame, which can neither run nor fetch nor lead anywhere.
pub async fn frame(
    State(room): State<Room>,
    Path((number, letter)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let shown: Shown = async {
        let received = which(&room, whose(&number)?.1, &letter)?;
        let dark = View::of(query.as_deref()).dark;
        let html = mail::dressed(&mail::open(&received.message), dark).ok_or(Trouble::Nowhere)?;
        let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CONTENT_SECURITY_POLICY, guard::FRAME)];
        Ok((headers, html).into_response())
    }
    .await;
    answered(&room, shown).await
}

/// GET …/courrier.eml: a mail as it came.
pub async fn eml(State(room): State<Room>, Path((number, letter)): Path<(String, String)>) -> Response {
    let shown: Shown = async {
        let received = which(&room, whose(&number)?.1, &letter)?;
        Ok(download("courrier.eml", received.message.clone()))
    }
    .await;
    answered(&room, shown).await
}

/// GET …/piece/{piece}: an attachment, to keep.
pub async fn piece(
    State(room): State<Room>,
    Path((number, letter, piece)): Path<(String, String, String)>,
) -> Response {
    let shown: Shown = async {
        let received = which(&room, whose(&number)?.1, &letter)?;
        let at = piece.parse::<usize>().ok().and_then(|piece| piece.checked_sub(1)).ok_or(Trouble::Nowhere)?;
        let piece = mail::open(&received.message).pieces.into_iter().nth(at).ok_or(Trouble::Nowhere)?;
        Ok(download(&piece.name, piece.bytes))
    }
    .await;
    answered(&room, shown).await
}

/// Something that a browser keeps and never opens.
fn download(name: &str, bytes: Vec<u8>) -> Response {
    let plain = |c: char| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '_' };
    let name: String = name.chars().map(plain).take(80).collect();
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (CONTENT_TYPE, "application/octet-stream".to_owned()),
        (CONTENT_DISPOSITION, disposition),
        (CONTENT_SECURITY_POLICY, guard::FILE.to_owned()),
    ];
    (headers, bytes).into_response()
}

/// GET /style.css
pub async fn style() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], templates::STYLE).into_response()
}

/// GET /page.js
pub async fn script() -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], templates::SCRIPT).into_response()
}

/// GET /icone.svg
pub async fn icon() -> Response {
    ([(CONTENT_TYPE, "image/svg+xml")], templates::ICON).into_response()
}
