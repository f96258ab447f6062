//! What was done with a reply that is no answer to an invitation: an order, a compte rendu, a restitution.

use serde_json::{Value, json};

use super::understood::{NOTHING, bare};
use super::words;
use crate::cli::demo::Played;
use crate::cli::demo::drawer::Sent;
use crate::cli::demo::page::mail;
use crate::cli::demo::setting::Setting;
use crate::domain::ids::GatheringId;
use crate::domain::letter::LetterKind;
use crate::rendering::typography::french;
use crate::store::incomings::StoredReading;
use crate::store::{Tx, answers, decisions, gatherings, outbox};

/// How it was read and what came of it, for the page.
pub async fn told(tx: &mut Tx, setting: &Setting, sent: &Sent, read: &StoredReading) -> Played<Value> {
    let (word, text) = outcome(tx, setting, sent, read).await?;
    let mut told = bare(word, &french(&text, false), &read.reading.visible);
    if let Some(told) = told.as_object_mut() {
        told.insert("kind".to_owned(), json!(words::kind(read.reading.kind)));
        told.insert("gathering".to_owned(), json!(about(tx, sent).await?));
    }
    Ok(told)
}

/// What was done, in one word for the colour and one sentence for people.
async fn outcome(tx: &mut Tx, setting: &Setting, sent: &Sent, read: &StoredReading) -> Played<(&'static str, String)> {
    let doubts = answers::open_doubts(tx, setting.network()).await?;
    if let Some(doubt) = doubts.iter().find(|doubt| doubt.incoming == read.incoming) {
        return Ok(("ask", words::doubt(doubt.number, doubt.reason)));
    }
    let decided = decisions::because_of(tx, read.incoming).await?;
    if let Some(done) = decided.iter().find_map(|decision| words::done(&decision.what)) {
        return Ok(("record", done.to_owned()));
    }
    let answered = outbox::by_message_id(tx, &sent.answers).await?.map(|letter| letter.kind);
    Ok(match understood(tx, setting, sent).await? {
        Some(true) => ("record", answered.and_then(words::heard).unwrap_or("Notée.").to_owned()),
        Some(false) => ("ask", "Pas comprise : rien n'a changé, et Palabre dit quoi écrire.".to_owned()),
        None => ("ignore", NOTHING.to_owned()),
    })
}

/// Whether the letter that came back says that something was done; `None` where none came.
async fn understood(tx: &mut Tx, setting: &Setting, sent: &Sent) -> Played<Option<bool>> {
    for received in setting.sink().messages().iter().rev() {
        let mail = mail::open(&received.message);
        if !mail.in_reply_to.contains(&sent.message_id) {
            continue;
        }
        let Some(letter) = outbox::by_message_id(tx, &mail.message_id).await? else { continue };
        if letter.kind == LetterKind::Noted {
            let context = outbox::get(tx, letter.id).await?.map(|letter| letter.context).unwrap_or_default();
            let context: Value = serde_json::from_str(&context).unwrap_or_default();
            return Ok(context.get("understood").and_then(Value::as_bool));
        }
    }
    Ok(None)
}

/// The gathering that the letter answered is about.
async fn about(tx: &mut Tx, sent: &Sent) -> Played<Option<String>> {
    let answered = outbox::by_message_id(tx, &sent.answers).await?;
    let Some(id) = answered.and_then(|letter| letter.about("gathering")) else { return Ok(None) };
    Ok(gatherings::get(tx, GatheringId(id)).await?.map(|gathering| gathering.title))
}
