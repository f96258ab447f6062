//! The pages: GET shows, POST sends.

mod files;
mod letter;
mod sending;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};

pub use files::{eml, frame, icon, piece, script, style};
pub use letter::letter;
pub use sending::{send, sent};

use super::{Room, mail, panels};
use crate::cli::demo::cast::Member;
use crate::cli::demo::drawer::Sent;
use crate::cli::demo::setting::ZONE;
use crate::domain::civil;
use crate::domain::clock::Timestamp;
use crate::mail::sink::Received;
use crate::rendering::typography::french;
use crate::store::incomings;

/// Why there is no such page.
pub enum Trouble {
    /// It isn't there.
    Nowhere,
    /// It was asked for as it mustn't be; why, for people.
    Refused(StatusCode, &'static str),
    /// A defect; what, for the log.
    Broken(String),
}

impl<E: std::fmt::Display> From<E> for Trouble {
    fn from(error: E) -> Trouble {
        Trouble::Broken(error.to_string())
    }
}

/// A page, or why there is none.
type Shown = Result<Response, Trouble>;

/// Letters that a list shows.
const MOST_LISTED: usize = 200;

/// Makes an answer of it.
async fn answered(room: &Room, shown: Shown) -> Response {
    let (status, title, why) = match shown {
        Ok(response) => return response,
        Err(Trouble::Nowhere) => (
            StatusCode::NOT_FOUND,
            "Cette page n'existe pas",
            "Ni boîte ni courrier à cette adresse. Le courrier d'une démonstration disparaît avec elle.",
        ),
        Err(Trouble::Refused(status, why)) => (status, "Ce n'est pas parti", why),
        Err(Trouble::Broken(error)) => {
            tracing::error!(%error, "the demo's page");
            (StatusCode::INTERNAL_SERVER_ERROR, "Une panne", "C'est un défaut de Palabre : merci de nous le signaler.")
        }
    };
    let data = json!({ "heading": french(title, false), "why": french(why, false) });
    let page = page(room, "trouble", title, None, data).await;
    match page {
        Ok(page) => (status, page).into_response(),
        Err(_) => (status, why).into_response(),
    }
}

/// One page with all that stands beside it.
async fn page(room: &Room, template: &str, title: &str, open: Option<usize>, data: Value) -> Shown {
    let mut all = data;
    let gatherings = {
        let mut tx = room.setting.db().read().await?;
        panels::gatherings(room, &mut tx).await?
    };
    let common = json!({
        "title": title,
        "page": template,
        "boxes": panels::mailboxes(room, open),
        "clock": panels::moment(room.setting.now()),
        "instant": civil::rfc3339(room.setting.now(), ZONE),
        "running": room.setting.is_running(),
        "network": room.setting.network_name(),
        "gatherings": gatherings,
        "story": panels::story(room.chronicle.steps()),
        "state": revision(room).await?,
    });
    if let (Some(all), Value::Object(common)) = (all.as_object_mut(), common) {
        all.extend(common);
    }
    Ok(Html(room.templates.render(template, &all)?).into_response())
}

/// Changes whenever a page may have to say something new.
async fn revision(room: &Room) -> Result<String, Trouble> {
    let waiting = incomings::count_waiting(&mut room.setting.db().read().await?).await?;
    let (letters, sent, steps) = (room.setting.sink().count(), room.setting.drawer().len(), room.chronicle.len());
    Ok(format!("{letters}.{sent}.{steps}.{waiting}.{}", room.setting.is_running()))
}

/// GET /etat: the revision, for the script to ask often.
pub async fn state(State(room): State<Room>) -> Response {
    let shown = revision(&room).await.map(IntoResponse::into_response);
    answered(&room, shown).await
}

/// Any other path.
pub async fn nowhere(State(room): State<Room>) -> Response {
    answered(&room, Err(Trouble::Nowhere)).await
}

/// GET /: where the story stands, and whose turn it is.
pub async fn home(State(room): State<Room>) -> Response {
    let shown = page(&room, "home", "Accueil", None, json!({})).await;
    answered(&room, shown).await
}

/// GET /boite/{box}: what came to a mailbox and what left it.
pub async fn mailbox(State(room): State<Room>, Path(number): Path<String>) -> Response {
    let shown = async {
        let (number, member) = whose(&number)?;
        let data = json!({ "whose": whose_told(number, member), "mails": listed(&room, number, member, None) });
        page(&room, "mailbox", member.name, Some(number), data).await
    };
    answered(&room, shown.await).await
}

/// The mailbox of a path.
fn whose(number: &str) -> Result<(usize, &'static Member), Trouble> {
    let number = number.parse().map_err(|_| Trouble::Nowhere)?;
    Ok((number, panels::member(number).ok_or(Trouble::Nowhere)?))
}

/// A letter of a path.
fn which(room: &Room, member: &Member, number: &str) -> Result<std::sync::Arc<Received>, Trouble> {
    let number = number.parse().map_err(|_| Trouble::Nowhere)?;
    room.letter(member.email, number).ok_or(Trouble::Nowhere)
}

fn whose_told(number: usize, member: &Member) -> Value {
    json!({
        "number": number,
        "name": member.name,
        "organisation": member.organisation,
        "email": member.email,
        "initials": panels::initials(member.name),
        "hue": (number - 1) % 6,
    })
}

/// What is open in a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Letter(u64),
    Sent(usize),
}

/// What came to a mailbox and what left it, newest first.
fn listed(room: &Room, number: usize, member: &Member, open: Option<Open>) -> Value {
    let sent = room.sent(member.email);
    let mut all: Vec<(Timestamp, u8, Value)> = Vec::new();
    for received in room.letters(member.email).iter().rev().take(MOST_LISTED) {
        let mail = mail::open(&received.message);
        let at = mail.date.unwrap_or_default();
        let answered = sent.iter().any(|sent| sent.answers == mail.message_id);
        let receipt = sent.iter().any(|sent| mail.in_reply_to.contains(&sent.message_id));
        all.push((
            at,
            if receipt { 2 } else { 0 },
            json!({
                "url": format!("/boite/{number}/courrier/{}", received.number),
                "who": mail.from,
                "subject": mail.subject,
                "words": beginning(&mail.text),
                "at": panels::short_moment(at),
                "sent": false,
                "answered": answered,
                "unread": !room.is_read(received, &sent),
                "open": open == Some(Open::Letter(received.number)),
            }),
        ));
    }
    for sent in sent.iter().rev().take(MOST_LISTED) {
        all.push((sent.at, 1, sent_listed(number, sent, open)));
    }
    // Within one second an answer follows its letter, and its receipt the answer.
    all.sort_by_key(|(at, order, _)| (at.ms() / 1000, *order));
    all.into_iter().rev().map(|(_, _, told)| told).collect()
}

fn sent_listed(number: usize, sent: &Sent, open: Option<Open>) -> Value {
    json!({
        "url": format!("/boite/{number}/reponse/{}", sent.number),
        "who": if sent.answers.is_empty() { "Message envoyé" } else { "Réponse envoyée" },
        "subject": sent.subject,
        "words": beginning(&sent.words),
        "at": panels::short_moment(sent.at),
        "sent": true,
        "answered": false,
        "unread": false,
        "open": open == Some(Open::Sent(sent.number)),
    })
}

/// What a list shows of a text.
fn beginning(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(120).collect()
}
