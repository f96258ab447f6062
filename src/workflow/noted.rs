//! The answer to a message that was no answer to an invitation: what was done with it, or that it wasn't understood.

use serde_json::json;

use super::effect::Effect;
use super::heard::Heard;
use super::{Result, data};
use crate::domain::cause::Cause;
use crate::domain::clock::{DAY, Timestamp};
use crate::domain::letter::LetterKind;
use crate::domain::membership::MemberRole;
use crate::domain::network::Network;
use crate::domain::outgoing::NewLetter;
use crate::store::people::Member;
use crate::store::{Tx, outbox, people};

/// What such an answer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// What it is about, for its subject.
    pub about: String,
    /// What was done; or why nothing was, and what to write instead.
    pub lines: Vec<String>,
    /// Whether it is clear what they want.
    pub understood: bool,
    /// Whether anything was done.
    pub done: bool,
    /// What a reply to it corrects: `attendance:3`; where absent, organisers read such a reply.
    pub corrects: Option<String>,
}

impl Noted {
    /// Something was done.
    pub fn done(about: &str, lines: Vec<String>) -> Noted {
        Noted { about: about.to_owned(), lines, understood: true, done: true, corrects: None }
    }

    /// It is clear what they want, and there are reasons not to do it.
    pub fn nothing_done(about: &str, lines: Vec<String>) -> Noted {
        Noted { about: about.to_owned(), lines, understood: true, done: false, corrects: None }
    }

    /// It isn't clear what they want.
    pub fn not_understood(about: &str, lines: Vec<String>) -> Noted {
        Noted { about: about.to_owned(), lines, understood: false, done: false, corrects: None }
    }
}

/// The answer to the writer, threaded under their message; beyond the day's cap only a decision that the organisers see.
/// A machine gets none (RFC 3834 2): only a person's message comes here.
///
/// # Errors
/// When the database is away.
pub async fn answer(tx: &mut Tx, heard: &Heard<'_>, to: &Member, noted: Noted, now: Timestamp) -> Result<Vec<Effect>> {
    let email = heard.from.clone().unwrap_or_else(|| to.email.clone());
    if to.stopped_at.is_some() {
        return Ok(Vec::new());
    }
    if is_capped(tx, heard.network, &email, now).await? {
        return Ok(vec![heard.note("capped", format!("incoming:{}", heard.incoming.id), email, now)]);
    }
    let context = json!({
        "network": data::network(heard.network),
        "actor": data::actor(&to.name, to.organisation.as_deref()),
        "gathering": null,
        "about": noted.about,
        "lines": noted.lines,
        "understood": noted.understood,
        "done": noted.done,
    });
    let (in_reply_to, references) = heard.thread();
    Ok(vec![Effect::Send(Box::new(NewLetter {
        network: heard.network.id,
        cause: Cause {
            kind: LetterKind::Noted,
            subject: noted.corrects.unwrap_or_else(|| format!("network:{}", heard.network.id)),
            actor: to.actor,
            generation: format!("incoming:{}", heard.incoming.id),
        },
        mailing: None,
        invitation: None,
        membership: Some(to.membership),
        incoming: Some(heard.incoming.id),
        to: email,
        to_name: to.name.clone(),
        language: to.language.unwrap_or(heard.network.language),
        context: context.to_string(),
        in_reply_to,
        references,
        not_before: now,
        not_after: None,
    }))])
}

/// Whether an address has had as many letters caused by incoming mail in a day as its network allows.
///
/// # Errors
/// When the database is away.
pub async fn is_capped(tx: &mut Tx, network: &Network, email: &str, now: Timestamp) -> Result<bool> {
    Ok(outbox::answers_to(tx, email, now.before(DAY)).await? >= u64::from(network.mail_cap))
}

/// The organiser who wrote, where it was one.
///
/// # Errors
/// When the database is away or damaged.
pub async fn organiser(tx: &mut Tx, heard: &Heard<'_>) -> Result<Option<Member>> {
    Ok(writer(tx, heard).await?.filter(|member| member.role == MemberRole::Organiser))
}

/// The member who wrote, where it was one.
///
/// # Errors
/// When the database is away or damaged.
pub async fn writer(tx: &mut Tx, heard: &Heard<'_>) -> Result<Option<Member>> {
    match heard.from_actor {
        Some(actor) => Ok(people::member(tx, heard.network.id, actor).await?),
        None => Ok(None),
    }
}
