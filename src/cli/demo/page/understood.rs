//! How Palabre read a reply, told from the database by the queries of `palabre why` and `palabre gathering show`.

use serde_json::{Value, json};

use super::{asked, words};
use crate::cli::demo::Played;
use crate::cli::demo::drawer::{Counts, Sent};
use crate::cli::demo::setting::Setting;
use crate::cli::why::tell;
use crate::cli::why::tell::words::{decision, third_person};
use crate::domain::answer::Said;
use crate::domain::doubt::Doubt;
use crate::domain::gathering::Gathering;
use crate::domain::ids::{GatheringId, IncomingId, InvitationId};
use crate::domain::language::Language;
use crate::domain::reading::{Asked, Intent, Reading, Verdict};
use crate::reading;
use crate::rendering::typography::french;
use crate::store::incomings::StoredReading;
use crate::store::{Tx, answers, decisions, gatherings, incomings, outbox, people};
use crate::workflow::standing::{self, Tally};
use crate::workflow::why::{self, What};

/// Of a reply in which there is nothing to note.
pub const NOTHING: &str = "Lue\u{202f}; elle ne concerne aucune invitation, rien n'est noté.";

/// Where a reply was found in the database.
pub enum Found {
    /// As the answer to an invitation, or about one.
    Read(InvitationId, Box<StoredReading>),
    /// As something else: an order, a compte rendu, what a visit inspired.
    Asked(Box<StoredReading>),
}

/// Looks for what became of a reply; `None` while it isn't read.
pub async fn find(tx: &mut Tx, setting: &Setting, sent: &Sent) -> Played<Option<Found>> {
    let Some(actor) = people::address(tx, &sent.from).await?.map(|address| address.actor) else { return Ok(None) };
    let answered = outbox::by_message_id(tx, &sent.answers).await?;
    let asks_else = answered.is_some_and(|letter| letter.kind.asks() != Asked::Attendance);
    for (invitation, read) in incomings::readings_by(tx, setting.network(), actor).await?.into_iter().rev() {
        if is_it(tx, read.incoming, sent).await? {
            let read = Box::new(read);
            return Ok(Some(match invitation.filter(|_| !asks_else) {
                Some(invitation) => Found::Read(invitation, read),
                None => Found::Asked(read),
            }));
        }
    }
    Ok(None)
}

async fn is_it(tx: &mut Tx, incoming: IncomingId, sent: &Sent) -> Played<bool> {
    let raw = incomings::raw(tx, incoming).await?.unwrap_or_default();
    Ok(reading::headers(&raw).message_id.as_deref() == Some(sent.message_id.as_str()))
}

/// The counts of every gathering.
pub async fn tallies(tx: &mut Tx, setting: &Setting) -> Played<Vec<(GatheringId, Tally)>> {
    let mut all = Vec::new();
    for gathering in gatherings::of_network(tx, setting.network()).await? {
        let standings = standing::of_gathering(tx, &gathering).await?;
        all.push((gathering.id, standing::tally(&standings)));
    }
    Ok(all)
}

/// Keeps what a visitor's reply changed.
pub async fn keep_counts(
    tx: &mut Tx,
    setting: &Setting,
    sent: &Sent,
    found: &Found,
    before: &[(GatheringId, Tally)],
) -> Played<()> {
    let Found::Read(invitation, _) = found else { return Ok(()) };
    let Some(stored) = gatherings::invitation(tx, *invitation).await? else { return Ok(()) };
    let gathering = stored.invitation.gathering;
    let of = |all: &[(GatheringId, Tally)]| all.iter().find(|(id, _)| *id == gathering).map(|(_, tally)| *tally);
    if let (Some(before), Some(after)) = (of(before), of(&tallies(tx, setting).await?)) {
        // What was kept first stays.
        let _ = sent.counts.set(Counts { gathering, before, after });
    }
    Ok(())
}

/// All of it, for the page.
pub async fn told(tx: &mut Tx, setting: &Setting, sent: &Sent) -> Played<Value> {
    match find(tx, setting, sent).await? {
        // What is decided and yet found nowhere was about no invitation.
        None if incomings::count_waiting(tx).await? == 0 => Ok(bare("ignore", NOTHING, &sent.words)),
        None => Ok(json!({ "read": false })),
        Some(Found::Asked(read)) => asked::told(tx, setting, sent, &read).await,
        Some(Found::Read(invitation, read)) => told_reading(tx, setting, sent, invitation, &read).await,
    }
}

/// What is known of a reply about no invitation.
pub fn bare(word: &str, text: &str, visible: &str) -> Value {
    json!({
        "read": true,
        "outcome": { "word": word, "text": text },
        "visible": visible, "note": Value::Null, "meant": Value::Null, "confidence": Value::Null, "because": [],
        "also": [], "kind": Value::Null, "counts": Value::Null, "gathering": Value::Null, "chain": Value::Null,
        "receipt_capped": false,
    })
}

async fn told_reading(
    tx: &mut Tx,
    setting: &Setting,
    sent: &Sent,
    invitation: InvitationId,
    read: &StoredReading,
) -> Played<Value> {
    let gone = || "the invitation is gone";
    let invited = gatherings::invitation(tx, invitation).await?.ok_or_else(gone)?.invitation;
    let gathering = gatherings::get(tx, invited.gathering).await?.ok_or_else(gone)?;
    let (standing, facts) = why::explain(tx, &gathering, invitation).await?;
    let recorded: Option<Said> = facts.iter().find_map(|fact| match &fact.what {
        What::Answer { said, incoming: Some(from), .. } if *from == read.incoming => Some(said.clone()),
        _ => None,
    });
    let doubts = answers::doubts_of(tx, invitation).await?;
    let doubt = doubts.iter().find(|doubt| doubt.incoming == read.incoming);
    let mut also = Vec::new();
    let mut capped = false;
    let mut subjects = vec![format!("invitation:{invitation}")];
    subjects.extend(standing.as_ref().map(|one| format!("membership:{}", one.invited.membership)));
    for subject in subjects {
        for made in decisions::about(tx, &subject).await? {
            if made.incoming == Some(read.incoming) {
                capped |= made.what == "capped";
                let told = decision(Language::Fr, &made.what, made.by.as_str(), &made.because);
                also.extend(told.map(|text| french(&text, false)));
            }
        }
    }
    if let Some(place) = standing.as_ref().and_then(|one| one.invited.place) {
        also.extend(words::place(place).filter(|_| recorded.is_some()).map(str::to_owned));
    }
    let member = people::member(tx, setting.network(), invited.actor).await?;
    let chain = member.map(|member| tell::chain(Language::Fr, &gathering, &member, standing.as_ref(), &facts));
    Ok(json!({
        "read": true,
        "outcome": outcome(&read.reading, recorded.as_ref(), doubt),
        "kind": words::kind(read.reading.kind),
        "visible": read.reading.visible,
        "note": note(&read.reading, recorded.as_ref()),
        "meant": meant(&read.reading, recorded.as_ref()),
        "confidence": read.reading.intent.map(|_| format!("{:.0}\u{a0}%", read.reading.confidence * 100.0)),
        "because": read.reading.because,
        "also": also,
        "gathering": gathering.title,
        "counts": counts(tx, sent, &gathering).await?,
        "chain": chain,
        "receipt_capped": capped,
    }))
}

/// What was done with it, in one word for the colour and one sentence for people.
fn outcome(reading: &Reading, recorded: Option<&Said>, doubt: Option<&Doubt>) -> Value {
    let (word, text) = match (recorded, doubt) {
        (Some(_), Some(doubt)) => ("record", format!("Enregistrée. {}", words::doubt(doubt.number, doubt.reason))),
        (None, Some(doubt)) => ("ask", words::doubt(doubt.number, doubt.reason)),
        (Some(_), None) => ("record", "Enregistrée.".to_owned()),
        (None, None) if reading.unsubscribe => {
            ("record", "L'arrêt des courriers est noté : plus rien ne part à cette adresse.".to_owned())
        }
        (None, None) => ("ignore", words::verdict(reading.decision).to_owned()),
    };
    json!({ "word": word, "text": french(&text, false) })
}

/// What it says about coming, in the third person; the note stands by itself.
fn meant(reading: &Reading, recorded: Option<&Said>) -> Option<String> {
    if let Some(said) = recorded {
        return Some(third_person(Language::Fr, &Said { note: None, ..said.clone() }));
    }
    let said = Said {
        guests: i64::from(reading.guests.unwrap_or_default()),
        guest_names: reading.guest_names.clone(),
        delegate: reading.delegate.clone(),
        mode: reading.mode,
        partial: reading.partial,
        ..Said::plainly(reading.intent?)
    };
    let told = third_person(Language::Fr, &said);
    let plain = reading.decision == Verdict::Record || said.intent == Intent::Unclear;
    Some(if plain { told } else { format!("{told} (pas assez sûr)") })
}

/// A word for the organisers, where it isn't all that was written.
fn note(reading: &Reading, recorded: Option<&Said>) -> Option<String> {
    let note = recorded.map_or(&reading.note, |said| &said.note).as_deref()?;
    let words = |text: &str| text.split_whitespace().collect::<String>();
    Some(match words(note) == words(&reading.visible) {
        true => "tous ses mots, pour le groupe projet".to_owned(),
        false => note.to_owned(),
    })
}

/// The counts around a visitor's reply; of others those of now.
async fn counts(tx: &mut Tx, sent: &Sent, gathering: &Gathering) -> Played<Value> {
    let (before, after) = match sent.counts.get() {
        Some(counts) if counts.gathering == gathering.id => (Some(counts.before), counts.after),
        _ => (None, standing::tally(&standing::of_gathering(tx, gathering).await?)),
    };
    let rows: Vec<Value> = words::counts(&after)
        .into_iter()
        .zip(words::counts(&before.unwrap_or(after)))
        .map(|((word, label, now), (_, _, then))| {
            json!({ "word": word, "label": label, "now": now, "then": then, "moved": now != then })
        })
        .collect();
    Ok(json!({ "rows": rows, "around": before.is_some() }))
}
