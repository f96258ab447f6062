//! A letter as its reader sees it, and the box to answer it.

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use serde_json::{Value, json};

use super::{Open, Shown, answered, listed, page, which, whose, whose_told};
use crate::cli::demo::cast::Member;
use crate::cli::demo::page::mail::{self, Mail};
use crate::cli::demo::page::{Room, panels, reply, words};
use crate::domain::letter::LetterKind;
use crate::mail::sink::Received;
use crate::store::outbox;

/// How a letter is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View {
    tab: Option<Tab>,
    narrow: bool,
    /// In its dark dress.
    pub dark: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Html,
    Text,
    Source,
    Pieces,
}

const TABS: [(Tab, &str, &str); 4] = [
    (Tab::Html, "html", "HTML"),
    (Tab::Text, "texte", "Texte"),
    (Tab::Source, "source", "Source"),
    (Tab::Pieces, "pieces", "Pièces jointes"),
];

impl View {
    /// Of a query string; what it doesn't know is left out.
    pub fn of(query: Option<&str>) -> View {
        let mut view = View { tab: None, narrow: false, dark: false };
        for (key, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            match (key.as_ref(), value.as_ref()) {
                ("vue", word) => view.tab = TABS.iter().find(|(_, known, _)| *known == word).map(|(tab, _, _)| *tab),
                ("largeur", word) => view.narrow = word == "etroite",
                ("teinte", word) => view.dark = word == "sombre",
                _ => {}
            }
        }
        view
    }

    /// The query string that shows it so.
    fn query(self) -> String {
        let tab = TABS.iter().find(|(tab, _, _)| Some(*tab) == self.tab).map(|(_, word, _)| format!("vue={word}"));
        let narrow = self.narrow.then(|| "largeur=etroite".to_owned());
        let dark = self.dark.then(|| "teinte=sombre".to_owned());
        let all = [tab, narrow, dark].into_iter().flatten().collect::<Vec<_>>().join("&");
        if all.is_empty() { String::new() } else { format!("?{all}") }
    }
}

/// GET /boite/{box}/courrier/{mail}
pub async fn letter(
    State(room): State<Room>,
    Path((number, letter)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let shown: Shown = async {
        let (number, member) = whose(&number)?;
        let received = which(&room, member, &letter)?;
        room.mark_seen(received.number);
        let mail = mail::open(&received.message);
        let kind = {
            let mut tx = room.setting.db().read().await?;
            outbox::by_message_id(&mut tx, &mail.message_id).await?.map(|letter| letter.kind)
        };
        let data = told(&room, (number, member), &received, &mail, kind, View::of(query.as_deref()));
        page(&room, "letter", &mail.subject, Some(number), data).await
    }
    .await;
    answered(&room, shown).await
}

fn told(
    room: &Room,
    (number, member): (usize, &Member),
    received: &Received,
    mail: &Mail,
    kind: Option<LetterKind>,
    view: View,
) -> Value {
    let here = format!("/boite/{number}/courrier/{}", received.number);
    let at = |view: View| format!("{here}{}", view.query());
    let tab = view.tab.filter(|tab| *tab != Tab::Html || mail.html.is_some());
    let tab = tab.unwrap_or(if mail.html.is_some() { Tab::Html } else { Tab::Text });
    let view = View { tab: Some(tab), ..view };
    let tabs: Vec<Value> = TABS
        .iter()
        .filter(|(tab, _, _)| *tab != Tab::Html || mail.html.is_some())
        .map(|(one, word, label)| {
            let count = if *one == Tab::Pieces { Some(mail.pieces.len()) } else { None };
            json!({
                "word": word, "label": label, "count": count, "open": *one == tab,
                "url": at(View { tab: Some(*one), ..view }),
            })
        })
        .collect();
    let (source, cut) = match tab {
        Tab::Source => mail::source(&received.message),
        _ => (String::new(), false),
    };
    let frame = format!("{here}/html{}", View { tab: None, ..view }.query());
    json!({
        "whose": whose_told(number, member),
        "mails": listed(room, number, member, Some(Open::Letter(received.number))),
        "mail": {
            "subject": mail.subject,
            "from": mail.from,
            "from_email": mail.from_email,
            "to": member.name,
            "to_email": member.email,
            "reply_to": mail.reply_to,
            "at": mail.date.map(panels::moment),
            "text": mail.text,
            "pieces": pieces(mail, &here),
        },
        "tabs": tabs,
        "tab": {
            "html": tab == Tab::Html, "text": tab == Tab::Text,
            "source": tab == Tab::Source, "pieces": tab == Tab::Pieces,
        },
        "frame": frame,
        "source": source,
        "cut": cut,
        "eml": format!("{here}/courrier.eml"),
        "narrow": view.narrow,
        "dark": view.dark,
        "views": {
            "narrow": at(View { narrow: true, ..view }), "wide": at(View { narrow: false, ..view }),
            "dark": at(View { dark: true, ..view }), "light": at(View { dark: false, ..view }),
        },
        "reply": {
            "url": here,
            "subject": reply::subject(&mail.subject),
            "quotation": reply::quotation(mail, member),
            "token": room.token.as_ref(),
            "hints": words::hints(kind, member.english),
        },
    })
}

fn pieces(mail: &Mail, here: &str) -> Vec<Value> {
    let all = mail.pieces.iter().enumerate();
    all.map(|(at, piece)| {
        json!({
            "name": piece.name,
            "media_type": piece.media_type,
            "size": size(piece.bytes.len()),
            "preview": piece.preview(),
            "url": format!("{here}/piece/{}", at + 1),
        })
    })
    .collect()
}

/// `812 octets`, `14 ko`.
fn size(octets: usize) -> String {
    if octets < 2048 { format!("{octets}\u{a0}octets") } else { format!("{}\u{a0}ko", octets / 1024) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_what_its_query_says() {
        for (query, expected) in [
            ("", ""),
            ("vue=texte", "?vue=texte"),
            ("vue=html&largeur=etroite&teinte=sombre", "?vue=html&largeur=etroite&teinte=sombre"),
            ("vue=%3Cscript%3E&largeur=x&x=y&&&=%FF", ""),
        ] {
            assert_eq!(View::of(Some(query)).query(), expected);
        }
    }
}
