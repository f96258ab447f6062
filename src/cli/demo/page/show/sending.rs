//! A visitor answers from a mailbox: handed over by LMTP as any server would, then read back from the database.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::{Value, json};

use super::{Open, Shown, Trouble, answered, listed, page, which, whose, whose_told};
use crate::cli::demo::cast::Member;
use crate::cli::demo::drawer::{Drawer, Fresh, Sent};
use crate::cli::demo::page::{Room, mail, panels, reply, understood};
use crate::cli::demo::post;
use crate::rendering::typography::french;
use crate::store::incomings;

/// Characters of a reply.
const LONGEST: usize = 10_000;
/// How long the answer to a form waits for the daemon; after it the page says that the reply isn't read yet.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often it looks.
const GLANCE: Duration = Duration::from_millis(20);

/// Why an answer to somebody else's letter doesn't leave.
const ELSEWHERE: &str = "Palabre n'a pas pris cette réponse : elle n'est adressée à aucun de ses réseaux.";

/// POST /boite/{box}/courrier/{mail}: sends a reply.
pub async fn send(State(room): State<Room>, Path((number, letter)): Path<(String, String)>, form: Bytes) -> Response {
    let shown: Shown = async {
        let (number, member) = whose(&number)?;
        let received = which(&room, member, &letter)?;
        let words = words(&room, &form)?;
        let answered = mail::open(&received.message);
        let sent = hand_over(&room, member, &answered, words).await?;
        Ok(Redirect::to(&format!("/boite/{number}/reponse/{}", sent.number)).into_response())
    }
    .await;
    answered(&room, shown).await
}

/// What was typed, if this form is ours.
fn words(room: &Room, form: &[u8]) -> Result<String, Trouble> {
    let field = |name: &str| {
        let mut fields = form_urlencoded::parse(form);
        fields.find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    let refused = |status, why| Err(Trouble::Refused(status, why));
    if field("jeton") != *room.token {
        return refused(
            StatusCode::FORBIDDEN,
            "Ce formulaire vient d'ailleurs, ou d'une démonstration précédente. Rouvrez le courrier et recommencez.",
        );
    }
    let words = field("texte");
    if words.trim().is_empty() {
        return refused(StatusCode::UNPROCESSABLE_ENTITY, "La réponse est vide : écrivez quelques mots d'abord.");
    }
    if words.chars().count() > LONGEST {
        return refused(StatusCode::PAYLOAD_TOO_LARGE, "La réponse est trop longue : 10 000 signes au plus.");
    }
    if room.setting.drawer().len() >= Drawer::MOST {
        return refused(StatusCode::TOO_MANY_REQUESTS, "Cette démonstration a reçu assez de réponses : relancez-la.");
    }
    Ok(words)
}

/// Sends it, and waits until it is read and what it caused has left.
async fn hand_over(room: &Room, member: &Member, answers: &mail::Mail, words: String) -> Result<Arc<Sent>, Trouble> {
    let setting = &room.setting;
    let before = understood::tallies(&mut setting.db().read().await?, setting).await?;
    let (id, now) = (setting.message_id(member.email), setting.now());
    let elsewhere = |_| Trouble::Refused(StatusCode::BAD_GATEWAY, ELSEWHERE);
    let message = reply::compose(answers, member, &words, &id, now).map_err(elsewhere)?;
    setting.drawer().visited();
    let handed = post::hand_over(setting.lmtp_address(), member.email, &answers.reply_to, &message).await;
    handed.map_err(elsewhere)?;
    let fresh = Fresh {
        from: member.email.to_owned(),
        answers: answers.message_id.clone(),
        message_id: id,
        subject: reply::subject(&answers.subject),
        words,
        message,
    };
    let sent = setting.drawer().keep(fresh, now);
    let read = async {
        loop {
            let mut tx = setting.db().read().await?;
            // It is stored since LMTP took it: where nothing waits any more it is decided.
            let decided = incomings::count_waiting(&mut tx).await? == 0;
            let found = understood::find(&mut tx, setting, &sent).await?;
            if let Some(found) = &found {
                understood::keep_counts(&mut tx, setting, &sent, found, &before).await?;
            }
            if found.is_some() || decided {
                return Ok::<(), Trouble>(());
            }
            drop(tx);
            tokio::time::sleep(GLANCE).await;
        }
    };
    if let Ok(read) = tokio::time::timeout(PATIENCE, read).await {
        read?;
        // What it caused leaves at once; the story turning the clock meanwhile may keep the daemon busy.
        let _ = tokio::time::timeout(PATIENCE, setting.settle()).await;
    }
    Ok(sent)
}

/// GET /boite/{box}/reponse/{sent}: a reply and how it was read.
pub async fn sent(State(room): State<Room>, Path((number, sent)): Path<(String, String)>) -> Response {
    let shown: Shown = async {
        let (number, member) = whose(&number)?;
        let sent = sent.parse().ok().and_then(|sent| room.setting.drawer().get(sent));
        let sent = sent.filter(|sent| sent.from == member.email).ok_or(Trouble::Nowhere)?;
        let reading = {
            let mut tx = room.setting.db().read().await?;
            understood::told(&mut tx, &room.setting, &sent).await?
        };
        let (answered, came) = around(&room, number, member, &sent);
        let data = json!({
            "whose": whose_told(number, member),
            "mails": listed(&room, number, member, Some(Open::Sent(sent.number))),
            "sent": {
                "subject": french(&sent.subject, false),
                "words": sent.words,
                "at": panels::moment(sent.at),
                "source": sent.message.replace('\r', ""),
                "message_id": sent.message_id,
                "is_reply": !sent.answers.is_empty(),
            },
            "answered": answered,
            "reading": reading,
            "came": came,
        });
        page(&room, "sent", &sent.subject, Some(number), data).await
    }
    .await;
    answered(&room, shown).await
}

/// The letter that a reply answers, and those that came in answer to it.
fn around(room: &Room, number: usize, member: &Member, sent: &Sent) -> (Value, Vec<Value>) {
    let (mut answered, mut came) = (Value::Null, Vec::new());
    for received in room.letters(member.email) {
        let opened = post::open(&received);
        let told = json!({
            "url": format!("/boite/{number}/courrier/{}", received.number),
            "subject": opened.subject,
            "words": opened.first_words,
        });
        if opened.message_id == sent.answers {
            answered = told;
        } else if mail::open(&received.message).in_reply_to.contains(&sent.message_id) {
            came.push(told);
        }
    }
    (answered, came)
}
