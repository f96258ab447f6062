//! What an organiser answers to a draft, and what comes back on a compte rendu that was sent.

use serde_json::{Value, json};

use super::letters::{audience, content};
use crate::domain::cause::Cause;
use crate::domain::clock::Timestamp;
use crate::domain::decision::{By, Decision};
use crate::domain::doubt::DoubtReason;
use crate::domain::ids::{ActorId, IncomingId, MinutesId, NetworkId};
use crate::domain::language::Language;
use crate::domain::letter::LetterKind;
use crate::domain::minutes::MinutesState;
use crate::domain::network::Network;
use crate::domain::outgoing::NewLetter;
use crate::reading::command;
use crate::store::outbox::SentLetter;
use crate::store::{Tx, decisions, gatherings, minutes, networks, outbox, people};
use crate::workflow::effect::{self, Effect};
use crate::workflow::heard::Heard;
use crate::workflow::noted::{self, Noted};
use crate::workflow::{Desk, Error, Result, data, follow_up, letters};

/// Who wants a compte rendu sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Approval {
    /// Which organiser; the operator where absent.
    pub by: Option<ActorId>,
    /// By which message.
    pub incoming: Option<IncomingId>,
}

/// Notes that an organiser has looked at the newest version and finds it good; nothing leaves. Yields its number.
///
/// # Errors
/// When somebody did before, it was sent, or the database is away.
pub async fn review(tx: &mut Tx, id: MinutesId, approval: Approval, now: Timestamp) -> Result<i64> {
    minutes::lock(tx, id).await?;
    let what = || format!("reviewing compte rendu {id}");
    let (Some(stored), Some(latest)) = (minutes::get(tx, id).await?, minutes::latest(tx, id).await?) else {
        return Err(Error::refused(what(), "there is none of that number", "See palabre minutes list"));
    };
    match stored.state {
        MinutesState::Sent => {
            let mend = format!("See palabre minutes show {id}");
            return Err(Error::refused(what(), "it was sent before", mend));
        }
        MinutesState::Reviewed => {
            let why = format!("version {} was reviewed before", latest.number);
            return Err(Error::refused(what(), why, format!("Send it: palabre minutes send {id}")));
        }
        MinutesState::Draft => {}
    }
    minutes::set_state(tx, id, MinutesState::Reviewed).await?;
    decisions::append(tx, &reviewed(stored.network, id, latest.number, approval, now)).await?;
    Ok(latest.number)
}

fn reviewed(network: NetworkId, id: MinutesId, version: i64, approval: Approval, now: Timestamp) -> Decision {
    decided(network, id, "minutes_reviewed", format!("version {version}"), approval, now)
}

fn decided(
    network: NetworkId,
    id: MinutesId,
    what: &'static str,
    because: String,
    approval: Approval,
    at: Timestamp,
) -> Decision {
    Decision {
        network,
        what,
        subject: format!("minutes:{id}"),
        by: if approval.by.is_some() { By::Organiser } else { By::Operator },
        actor: approval.by,
        incoming: approval.incoming,
        because,
        at,
    }
}

/// Takes a compte rendu and its network's follow-ups for this transaction.
async fn lock(tx: &mut Tx, id: MinutesId) -> Result<()> {
    if let Some(stored) = minutes::get(tx, id).await? {
        networks::lock(tx, stored.network).await?;
    }
    Ok(minutes::lock(tx, id).await?)
}

/// Sends the newest version to everybody, once each, and opens its follow-ups; yields to how many.
///
/// # Errors
/// When it was sent before, `version` isn't its newest, or the database is away.
pub async fn approve(
    tx: &mut Tx,
    desk: &Desk,
    id: MinutesId,
    version: i64,
    approval: Approval,
    now: Timestamp,
) -> Result<usize> {
    lock(tx, id).await?;
    let what = || format!("sending compte rendu {id}");
    let (Some(stored), Some(latest)) = (minutes::get(tx, id).await?, minutes::latest(tx, id).await?) else {
        return Err(Error::refused(what(), "there is none of that number", "See palabre minutes list"));
    };
    if stored.state == MinutesState::Sent {
        return Err(Error::refused(what(), "it was sent before", "See palabre minutes show"));
    }
    if latest.number != version {
        let why = format!("version {} is newer than {version}", latest.number);
        return Err(Error::refused(what(), why, format!("Look at it: palabre minutes show {id}")));
    }
    let Some(network) = networks::get(tx, stored.network).await? else {
        return Err(Error::refused(what(), "its network is gone", "See palabre network list"));
    };
    let gathering = match stored.gathering {
        Some(id) => gatherings::get(tx, id).await?,
        None => None,
    };
    let audience = audience(tx, &network, gathering.as_ref()).await?;
    if audience.is_empty() {
        let mend = format!("See who was invited: palabre gathering show {}", stored.gathering.map_or(0, |id| id.0));
        return Err(Error::refused(what(), "nobody would get it", mend));
    }
    if stored.state == MinutesState::Draft {
        decisions::append(tx, &reviewed(network.id, id, version, approval, now)).await?;
    }
    follow_up::open_proposed(tx, &network, &latest, approval.by, now).await?;
    let shared = content(tx, &network, &stored, &latest).await?;
    let mailing = outbox::insert_mailing(tx, network.id, stored.gathering, LetterKind::Minutes, &shared, now).await?;
    let mut written = 0;
    for one in audience {
        let letter = letters::to_member(&network, &one.member, LetterKind::Minutes, "", now);
        let first = match one.invitation {
            Some(invitation) => outbox::first_letter_about(tx, invitation).await?,
            None => None,
        };
        let personal: Value = serde_json::from_str(&letter.context).unwrap_or_default();
        let letter = NewLetter {
            cause: Cause {
                kind: LetterKind::Minutes,
                subject: format!("minutes:{id}"),
                actor: one.member.actor,
                generation: version.to_string(),
            },
            mailing: Some(mailing),
            context: data::merged(&personal, &json!({ "was_present": one.was_present })).to_string(),
            in_reply_to: first.clone(),
            references: first.into_iter().collect(),
            ..letter
        };
        written += usize::from(effect::send(tx, desk, &letter, &network.address, now).await?);
    }
    minutes::set_state(tx, id, MinutesState::Sent).await?;
    decisions::append(tx, &decided(network.id, id, "minutes_sent", written.to_string(), approval, now)).await?;
    Ok(written)
}

/// What an organiser answered to a draft: "envoyer". (A mended text comes by [`super::received`].)
///
/// # Errors
/// When the database is away or damaged.
pub async fn replied(
    tx: &mut Tx,
    desk: &Desk,
    heard: &Heard<'_>,
    letter: &SentLetter,
    now: Timestamp,
) -> Result<Vec<Effect>> {
    let Some(organiser) = noted::organiser(tx, heard).await? else {
        return Ok(vec![heard.doubt(DoubtReason::Identity, None, heard.from_actor)]);
    };
    let Some(id) = letter.about("minutes").map(MinutesId) else { return Ok(Vec::new()) };
    if minutes::get(tx, id).await?.is_none() {
        return Ok(Vec::new());
    }
    let words = words(organiser.language.unwrap_or(heard.network.language));
    let about = title(tx, id).await?;
    let said = &heard.reading.visible;
    let noted = if command::orders_sending(said) {
        let approval = Approval { by: Some(organiser.actor), incoming: Some(heard.incoming.id) };
        let version = letter.generation.parse().unwrap_or_default();
        match approve(tx, desk, id, version, approval, now).await {
            Ok(written) => Noted::done(&about, vec![(words.leaves)(written)]),
            Err(Error::Refused { .. }) => {
                Noted::nothing_done(&about, vec![why_not(tx, heard.network, id, words).await?])
            }
            Err(error) => return Err(error),
        }
    } else if command::holds_sending_back(said) {
        Noted::nothing_done(&about, std::iter::once(words.waits).chain(words.help).map(str::to_owned).collect())
    } else {
        Noted::not_understood(&about, words.help.iter().map(|line| (*line).to_owned()).collect())
    };
    noted::answer(tx, heard, &organiser, noted, now).await
}

/// Why it can't be sent: somebody had it sent, or there is a newer version.
async fn why_not(tx: &mut Tx, network: &Network, id: MinutesId, words: &Words) -> Result<String> {
    if minutes::get(tx, id).await?.is_none_or(|stored| stored.state != MinutesState::Sent) {
        return Ok(words.newer.to_owned());
    }
    let sent =
        decisions::about(tx, &format!("minutes:{id}")).await?.into_iter().rfind(|one| one.what == "minutes_sent");
    let by = match sent.and_then(|decision| decision.actor) {
        Some(actor) => people::member(tx, network.id, actor).await?.map(|member| member.name),
        None => None,
    };
    Ok((words.already_sent)(by.as_deref()))
}

async fn title(tx: &mut Tx, id: MinutesId) -> Result<String> {
    let title = minutes::latest(tx, id).await?.and_then(|version| version.content.title);
    Ok(title.unwrap_or_else(|| format!("n° {id}")))
}

/// What a participant answered to the compte rendu: they volunteer for a visit, or the organisers read it.
///
/// # Errors
/// When the database is away or damaged.
pub async fn answered(tx: &mut Tx, heard: &Heard<'_>, letter: &SentLetter, now: Timestamp) -> Result<Vec<Effect>> {
    let member = noted::writer(tx, heard).await?;
    if let (Some(member), Some(id)) = (&member, letter.about("minutes").map(MinutesId))
        && command::volunteers(&heard.reading.visible)
        && let Some(effects) = follow_up::volunteered(tx, heard, member, id, now).await?
    {
        return Ok(effects);
    }
    if command::only_thanks(&heard.reading.visible) {
        let subject = format!("incoming:{}", heard.incoming.id);
        return Ok(vec![heard.note("thanked", subject, heard.reading.visible.trim().to_owned(), now)]);
    }
    Ok(vec![heard.doubt(DoubtReason::Question, None, heard.from_actor)])
}

/// What organisers are told of their order, in their language.
pub(super) struct Words {
    already_sent: fn(Option<&str>) -> String,
    /// A text came for a compte rendu that has left.
    pub too_late: &'static str,
    /// They don't want it sent, or not yet.
    waits: &'static str,
    newer: &'static str,
    leaves: fn(usize) -> String,
    help: [&'static str; 2],
}

pub(super) fn words(language: Language) -> &'static Words {
    match language {
        Language::Fr => &Words {
            already_sent: |by| {
                let by = by.map(|name| format!(", à la demande de {name}")).unwrap_or_default();
                format!("ce compte rendu est déjà parti{by} ; je n'ai rien envoyé de plus")
            },
            too_late: "ce compte rendu est déjà parti : ce nouveau texte ne le remplace plus",
            waits: "le compte rendu ne part pas",
            newer: "une version plus récente vous a été montrée depuis : répondez à celle-là",
            leaves: |n| format!("le compte rendu part à {n} personne{}", if n > 1 { "s" } else { "" }),
            help: [
                "pour l'envoyer, répondez « envoyer »",
                "pour le corriger, renvoyez le texte entier, corrigé, avec sa ligne « Date de la réunion »",
            ],
        },
        Language::En => &Words {
            already_sent: |by| {
                let by = by.map(|name| format!(", ordered by {name}")).unwrap_or_default();
                format!("these minutes have left already{by}; I sent nothing more")
            },
            too_late: "these minutes have left already: this new text can't replace them",
            waits: "the minutes do not leave",
            newer: "a newer version was shown to you since: reply to that one",
            leaves: |n| format!("the minutes leave to {n} {}", if n == 1 { "person" } else { "people" }),
            help: [
                "to send them, reply “send”",
                "to correct them, send the whole text again, corrected, with its line “Date of the meeting”",
            ],
        },
    }
}
