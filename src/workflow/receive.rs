//! What a message is about, and whose it is: the way from a stored message to the process that it concerns.

mod answered;

use std::borrow::Cow;

use super::heard::Heard;
use super::{Desk, Result, answer, asked, bounce};
use crate::domain::address;
use crate::domain::civil;
use crate::domain::clock::Timestamp;
use crate::domain::decision::{By, Decision};
use crate::domain::doubt::DoubtReason;
use crate::domain::gathering::Gathering;
use crate::domain::identity::{self, Evidence, Identity, Invited};
use crate::domain::ids::{ActorId, InvitationId, MembershipId, NetworkId};
use crate::domain::incoming::{Envelope, Incoming};
use crate::domain::letter::LetterKind;
use crate::domain::network::Network;
use crate::domain::reading::{About, AboutActor, AboutGathering, Asked, Kind, Verdict};
use crate::domain::token::{self, TokenKind, TokenSubject};
use crate::reading::{self, Headers};
use crate::store::incomings::Belonging;
use crate::store::outbox::SentLetter;
use crate::store::people::Member;
use crate::store::{Tx, decisions, gatherings, incomings, networks, people, tokens};
use crate::workflow::effect::{self, Effect};

/// What became of a message, for the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Word of its kind.
    pub kind: String,
    /// The invitation it was about.
    pub invitation: Option<InvitationId>,
    /// What was done, a few words.
    pub done: String,
}

/// Where a message was sent and what it answers.
struct Conversation {
    network: Network,
    token: Option<TokenSubject>,
    letter: Option<SentLetter>,
}

/// Reads a stored message, finds out what it is about and whose it is, and does what follows.
///
/// # Errors
/// When the database is away or damaged; the caller's savepoint must then be undone.
pub async fn receive(tx: &mut Tx, desk: &Desk, incoming: &Incoming, raw: &[u8], now: Timestamp) -> Result<Outcome> {
    let headers = reading::headers(raw);
    let Some(conversation) = conversation(tx, desk, &incoming.envelope, &headers, raw).await? else {
        put_aside(tx, incoming, "il n'est adressé à aucun des réseaux", now).await?;
        return Ok(Outcome { kind: "unknown".to_owned(), invitation: None, done: "put aside".to_owned() });
    };
    let network = &conversation.network;
    let from = headers.from.as_ref().map(|from| address::normal(&from.email));
    let from_actor = match &from {
        Some(email) => people::address(tx, email).await?.map(|address| address.actor),
        None => None,
    };
    let about_invitation = about_invitation(tx, &conversation).await?;
    let asks = conversation.letter.as_ref().map_or(Asked::Attendance, |letter| letter.kind.asks());
    let about = about(tx, desk, network, about_invitation, from_actor, incoming, now).await?;
    let about = About { asked: Some(asks), ..about };
    let reading = reading::read(&as_delivered(incoming, raw), &about);
    let heard = Heard {
        incoming,
        headers: &headers,
        reading: &reading,
        network,
        letter: conversation.letter.as_ref(),
        from,
        from_actor,
    };

    let to_stop = match conversation.token {
        Some(TokenSubject { kind: TokenKind::Unsubscribe, id, .. }) => Some(MembershipId(id)),
        _ => None,
    };
    let (identity, effects) = match reading.kind {
        // Mail clients and providers write to the List-Unsubscribe address of themselves (RFC 2369 3.2).
        Kind::Human | Kind::AutoReply if to_stop.is_some() => (None, stop(tx, &heard, to_stop, now).await?),
        Kind::BounceHard | Kind::BounceSoft | Kind::Delivered | Kind::Complaint => {
            (None, bounce::decide(tx, &heard, now).await?)
        }
        Kind::AutoReply => (None, absence(&heard, about_invitation, now)),
        Kind::Challenge => {
            let invited = about_invitation.map(|invited| (Some(invited.invitation), Some(invited.actor)));
            let (invitation, actor) = invited.unwrap_or_default();
            (None, vec![heard.doubt(DoubtReason::Unreadable, invitation, actor)])
        }
        Kind::Malformed => (None, vec![heard.doubt(DoubtReason::Unreadable, None, from_actor)]),
        Kind::Receipt | Kind::Reaction | Kind::Loop | Kind::List | Kind::CalendarOther => (None, Vec::new()),
        Kind::Human | Kind::CalendarReply => match asked::replied(tx, desk, &heard, raw, now).await? {
            Some(effects) => (None, effects),
            None => human(tx, &heard, &conversation, about_invitation, now).await?,
        },
    };

    let belonging = Belonging {
        network: Some(network.id),
        invitation: match &identity {
            Some(Identity::Theirs(invitation, _)) => Some(*invitation),
            Some(Identity::Held(invitation, _)) => *invitation,
            None => about_invitation.map(|invited| invited.invitation),
        },
        actor: from_actor,
        identity: identity.as_ref().map(|identity| format!("{identity:?}")).unwrap_or_default(),
    };
    incomings::insert_reading(tx, incoming.id, &belonging, &reading, now).await?;
    let done = summary(&effects);
    effect::apply(tx, desk, &effects, now).await?;
    incomings::decided(tx, incoming.id).await?;
    let kind = serde_json::to_value(reading.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned));
    Ok(Outcome { kind: kind.unwrap_or_default(), invitation: belonging.invitation, done })
}

/// The message as a server delivers it (RFC 5321 4.4): the reader learns of a null sender from its Return-Path.
fn as_delivered<'a>(incoming: &Incoming, raw: &'a [u8]) -> Cow<'a, [u8]> {
    if incoming.has_null_sender() { Cow::Owned([b"Return-Path: <>\r\n", raw].concat()) } else { Cow::Borrowed(raw) }
}

/// Puts a message aside and tells the organisers of every network, since nobody knows whose it is.
///
/// # Errors
/// When the database is away.
pub async fn put_aside(tx: &mut Tx, incoming: &Incoming, why: &str, now: Timestamp) -> Result<()> {
    incomings::put_aside(tx, incoming.id, why).await?;
    for network in networks::all(tx).await? {
        let decision = Decision {
            network: network.id,
            what: "put_aside",
            subject: format!("incoming:{}", incoming.id),
            by: By::Rule,
            actor: None,
            incoming: Some(incoming.id),
            because: why.to_owned(),
            at: now,
        };
        decisions::append(tx, &decision).await?;
    }
    Ok(())
}

/// The organisers are told of a message that is too large to be taken in: it stays in the mailbox of `address`, where
/// `subject` names it. Yields false where they were told of it before.
///
/// # Errors
/// When the database is away.
pub async fn too_large(
    tx: &mut Tx,
    address: &str,
    subject: &str,
    from: &str,
    octets: u64,
    now: Timestamp,
) -> Result<bool> {
    let megabytes = octets.div_ceil(1024 * 1024);
    let because =
        format!("message de {from} trop grand ({megabytes} Mo), resté dans la boîte {address} : à lire là-bas");
    left_there(tx, address, subject, because, now).await
}

/// The same of a message that the mailbox's server could not hand over, however often it was asked.
///
/// # Errors
/// When the database is away.
pub async fn unreadable(tx: &mut Tx, address: &str, subject: &str, now: Timestamp) -> Result<bool> {
    let because = format!(
        "message que le serveur de messagerie n'arrive pas à nous remettre, resté dans la boîte {address} : à lire là-bas"
    );
    left_there(tx, address, subject, because, now).await
}

async fn left_there(tx: &mut Tx, address: &str, subject: &str, because: String, now: Timestamp) -> Result<bool> {
    let addresses = networks::addresses(tx).await?;
    let Some((network, _)) = addressed(&addresses, address) else { return Ok(false) };
    if !decisions::about(tx, subject).await?.is_empty() {
        return Ok(false);
    }
    let decision = Decision {
        network,
        what: "put_aside",
        subject: subject.to_owned(),
        by: By::Rule,
        actor: None,
        incoming: None,
        because,
        at: now,
    };
    decisions::append(tx, &decision).await?;
    Ok(true)
}

/// A person's message: to the organisers, to stop, or about an invitation.
async fn human(
    tx: &mut Tx,
    heard: &Heard<'_>,
    conversation: &Conversation,
    about: Option<Invited>,
    now: Timestamp,
) -> Result<(Option<Identity>, Vec<Effect>)> {
    if is_to_organisers(conversation) {
        return Ok((None, vec![heard.doubt(DoubtReason::Question, None, heard.from_actor)]));
    }
    let identity = identity::identify(&evidence(tx, heard, conversation, about, now).await?);
    let effects = match &identity {
        Identity::Theirs(invitation, proof) => {
            let Some(situation) = answer::situation(tx, heard, *invitation, now).await? else {
                return Ok((Some(identity), Vec::new()));
            };
            answer::decide(&situation, heard, *proof, now)
        }
        Identity::Held(invitation, because) => {
            if heard.reading.decision == Verdict::Ignore {
                Vec::new()
            } else if heard.reading.unsubscribe && heard.from_actor.is_some() && proved(heard) {
                stop_sender(tx, heard, now).await?
            } else {
                answer::held(heard, *invitation, *because)
            }
        }
    };
    Ok((Some(identity), effects))
}

/// From is proved, or the message answers a letter that we sent to that very address.
fn proved(heard: &Heard<'_>) -> bool {
    heard.reading.authenticated == Some(true)
        || heard.letter.is_some_and(|letter| heard.from.as_deref() == Some(letter.to.as_str()))
}

async fn stop_sender(tx: &mut Tx, heard: &Heard<'_>, now: Timestamp) -> Result<Vec<Effect>> {
    let Some(actor) = heard.from_actor else { return Ok(Vec::new()) };
    match people::membership(tx, heard.network.id, actor).await? {
        Some(membership) => stop(tx, heard, Some(membership.id), now).await,
        None => Ok(Vec::new()),
    }
}

/// A reply to a digest is said to the organisers: "oui" in it is no answer to anybody's invitation.
fn is_to_organisers(conversation: &Conversation) -> bool {
    matches!(conversation.token, Some(TokenSubject { kind: TokenKind::Organiser, .. }))
        || conversation.letter.as_ref().is_some_and(|letter| letter.kind == LetterKind::Digest)
}

/// No more mail to a member, said in one last letter; not to a machine.
async fn stop(tx: &mut Tx, heard: &Heard<'_>, id: Option<MembershipId>, now: Timestamp) -> Result<Vec<Effect>> {
    let Some(id) = id else { return Ok(Vec::new()) };
    let Some(membership) = people::membership_by_id(tx, id).await? else { return Ok(Vec::new()) };
    let Some(member) = people::member(tx, membership.network, membership.actor).await? else {
        return Ok(Vec::new());
    };
    let effects = answer::stop_effects(heard, &member, now);
    let confirmed = heard.reading.kind == Kind::Human;
    Ok(effects.into_iter().filter(|effect| confirmed || !matches!(effect, Effect::Send(_))).collect())
}

/// An out-of-office: information, never an answer.
fn absence(heard: &Heard<'_>, about: Option<Invited>, now: Timestamp) -> Vec<Effect> {
    let Some(invited) = about else { return Vec::new() };
    let period = heard.reading.absence.as_ref().and_then(|absence| absence.until.clone());
    let because = match period {
        Some(until) => format!("réponse automatique, absence jusqu'au {until}"),
        None => "réponse automatique".to_owned(),
    };
    vec![heard.note("absence_noted", format!("invitation:{}", invited.invitation), because, now)]
}

/// The network a message is for, by its recipients; the token that came with it; the letter of ours it speaks of.
async fn conversation(
    tx: &mut Tx,
    desk: &Desk,
    envelope: &Envelope,
    headers: &Headers,
    raw: &[u8],
) -> Result<Option<Conversation>> {
    let addresses = networks::addresses(tx).await?;
    let mut found: Option<(NetworkId, Option<TokenSubject>)> = None;
    for recipient in recipients(envelope, headers) {
        let Some((network, word)) = addressed(&addresses, recipient) else { continue };
        let token = match word {
            Some(word) => tokens::find(tx, &desk.key, word).await?,
            None => None,
        };
        if token.is_some() {
            found = Some((network, token));
            break;
        }
        found.get_or_insert((network, None));
    }
    let letter = answered::letter(tx, found.as_ref().and_then(|(_, token)| *token), headers, raw).await?;
    let token = match found.and_then(|(_, token)| token) {
        Some(token) => Some(token),
        None => asked_to_stop(tx, desk, headers).await?,
    };
    let Some(id) = found.map(|(network, _)| network).or(letter.as_ref().map(|letter| letter.network)) else {
        return Ok(None);
    };
    Ok(networks::get(tx, id).await?.map(|network| Conversation { network, token, letter }))
}

/// Who wants no more mail, by the subject that List-Unsubscribe gave them where addresses carry no token.
async fn asked_to_stop(tx: &mut Tx, desk: &Desk, headers: &Headers) -> Result<Option<TokenSubject>> {
    let Some(word) = token::token_to_stop(&headers.subject) else { return Ok(None) };
    let subject = tokens::find(tx, &desk.key, word).await?;
    Ok(subject.filter(|subject| subject.kind == TokenKind::Unsubscribe))
}

/// Where the message was sent: its envelope; else, the likelier first, what the last server noted of it, To and Cc, and
/// the address whose mailbox it lay in. A hosted account may note a name of its own, or leave the token off.
fn recipients<'a>(envelope: &'a Envelope, headers: &'a Headers) -> Vec<&'a str> {
    if !envelope.recipients.is_empty() {
        return envelope.recipients.iter().map(String::as_str).collect();
    }
    let noted = headers.delivered_to.iter().chain(&headers.x_original_to);
    let shown = headers.to.iter().chain(&headers.cc);
    noted.chain(shown).chain(&envelope.mailbox).map(String::as_str).collect()
}

/// The network whose address this is or was, and what stands behind its `+`.
pub fn addressed<'a>(addresses: &[(NetworkId, String)], recipient: &'a str) -> Option<(NetworkId, Option<&'a str>)> {
    addresses.iter().find_map(|(network, address)| {
        if recipient.eq_ignore_ascii_case(address) {
            return Some((*network, None));
        }
        token::token_in(address, recipient).map(|word| (*network, Some(word)))
    })
}

/// The invitation a message seems to be about, before its writer is known.
async fn about_invitation(tx: &mut Tx, conversation: &Conversation) -> Result<Option<Invited>> {
    let id = match conversation.token {
        Some(TokenSubject { kind: TokenKind::Reply, id, .. }) => Some(InvitationId(id)),
        _ => conversation.letter.as_ref().and_then(|letter| letter.invitation),
    };
    let Some(id) = id else { return Ok(None) };
    let found = gatherings::invitation(tx, id).await?;
    Ok(found.map(|found| Invited { invitation: id, actor: found.invitation.actor }))
}

async fn evidence(
    tx: &mut Tx,
    heard: &Heard<'_>,
    conversation: &Conversation,
    about: Option<Invited>,
    now: Timestamp,
) -> Result<Evidence> {
    let by_token = matches!(conversation.token, Some(TokenSubject { kind: TokenKind::Reply | TokenKind::Bounce, .. }));
    let token = about.filter(|_| by_token);
    let own = match (token, heard.from_actor) {
        (Some(token), Some(from)) => own_invitation(tx, token.invitation, from).await?,
        _ => None,
    };
    let speaks_for = match token {
        Some(token) => {
            let name = people::actor(tx, token.actor).await?.map(|actor| actor.name).unwrap_or_default();
            let from_name = heard.headers.from.as_ref().and_then(|from| from.name.as_deref());
            identity::speaks_for(&name, from_name, &heard.reading.visible)
        }
        None => false,
    };
    let open = match heard.from_actor {
        Some(from) => open_invitations(tx, heard.network, from, now).await?.into_iter().map(|(id, _)| id).collect(),
        None => Vec::new(),
    };
    Ok(Evidence {
        token,
        letter: about.filter(|_| !by_token),
        from: heard.from_actor,
        own,
        speaks_for,
        authenticated: heard.reading.authenticated,
        open,
    })
}

/// The writer's own invitation to the gathering that another's invitation is to.
async fn own_invitation(tx: &mut Tx, others: InvitationId, from: ActorId) -> Result<Option<InvitationId>> {
    let Some(others) = gatherings::invitation(tx, others).await? else { return Ok(None) };
    let own = gatherings::invitation_of(tx, others.invitation.gathering, from).await?;
    Ok(own.map(|own| own.invitation.id))
}

async fn open_invitations(
    tx: &mut Tx,
    network: &Network,
    actor: ActorId,
    now: Timestamp,
) -> Result<Vec<(InvitationId, Gathering)>> {
    let mut open = Vec::new();
    for one in gatherings::invitations_of_actor(tx, actor).await? {
        match gatherings::get(tx, one.invitation.gathering).await? {
            Some(gathering) if gathering.network == network.id && gathering.is_open(now) => {
                open.push((one.invitation.id, gathering));
            }
            _ => {}
        }
    }
    Ok(open)
}

/// What the reader is told of the conversation.
async fn about(
    tx: &mut Tx,
    desk: &Desk,
    network: &Network,
    invited: Option<Invited>,
    from: Option<ActorId>,
    incoming: &Incoming,
    now: Timestamp,
) -> Result<About> {
    let mut offered = Vec::new();
    match invited {
        Some(invited) => {
            if let Some(one) = gatherings::invitation(tx, invited.invitation).await?
                && let Some(gathering) = gatherings::get(tx, one.invitation.gathering).await?
            {
                offered.push(gathering);
            }
        }
        None => {
            if let Some(from) = from {
                offered.extend(open_invitations(tx, network, from, now).await?.into_iter().map(|(_, one)| one));
            }
        }
    }
    let person: Option<Member> = match thought_to_write(tx, invited, from).await? {
        Some(actor) => people::member(tx, network.id, actor).await?,
        None => None,
    };
    let mut actor = None;
    if let Some(person) = person {
        let emails = people::addresses(tx, person.actor).await?.into_iter().map(|address| address.email).collect();
        actor = Some(AboutActor { name: Some(person.name), emails, organisation: person.organisation });
    }
    let all = networks::addresses(tx).await?.into_iter();
    let addresses = all.filter(|(id, _)| *id == network.id).map(|(_, address)| address).collect();
    Ok(About {
        gatherings: offered.iter().map(about_gathering).collect(),
        actor,
        addresses,
        trusted_authserv: desk.trusted_authserv.clone(),
        received: Some(civil::rfc3339(incoming.received_at, network.zone)),
        threshold: Some(f64::from(network.threshold_percent) / 100.0),
        asked: None,
        question: None,
    })
}

/// The invited person; but an invited actor who answers with another's letter writes for themselves.
async fn thought_to_write(tx: &mut Tx, invited: Option<Invited>, from: Option<ActorId>) -> Result<Option<ActorId>> {
    match (invited, from) {
        (Some(invited), Some(from)) if own_invitation(tx, invited.invitation, from).await?.is_some() => Ok(Some(from)),
        (Some(invited), _) => Ok(Some(invited.actor)),
        (None, from) => Ok(from),
    }
}

fn about_gathering(gathering: &Gathering) -> AboutGathering {
    AboutGathering {
        reference: gathering.id.to_string(),
        title: Some(gathering.title.clone()),
        starts: Some(civil::rfc3339(gathering.starts_at(), gathering.zone)),
        ends: Some(civil::rfc3339(gathering.ends_at(), gathering.zone)),
        mode: Some(gathering.mode),
        place: gathering.place.clone(),
        uid: None,
    }
}

/// Effects in a few words, for the log.
fn summary(effects: &[Effect]) -> String {
    let words: Vec<&str> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Record(answer) => Some(answer.said.intent.as_str()),
            Effect::Raise(_) => Some("doubt"),
            Effect::Stop(_) => Some("stop"),
            Effect::Undeliverable(..) => Some("undeliverable"),
            Effect::Bounced(..) => Some("bounced"),
            Effect::Send(letter) => Some(letter.cause.kind.as_str()),
            _ => None,
        })
        .collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_envelope_is_believed_alone_and_a_mailbox_last() {
        let headers = Headers {
            delivered_to: vec!["box1234@cluster.provider.example".into()],
            to: vec!["r+token@asso.example".into()],
            cc: vec!["tous@asso.example".into()],
            ..Headers::default()
        };
        let found = Envelope { mailbox: Some("r@asso.example".into()), ..Envelope::default() };
        let expected =
            ["box1234@cluster.provider.example", "r+token@asso.example", "tous@asso.example", "r@asso.example"];
        assert_eq!(recipients(&found, &headers), expected);
        let handed = Envelope { recipients: vec!["r@asso.example".into()], ..Envelope::default() };
        assert_eq!(recipients(&handed, &headers), ["r@asso.example"]);
        assert_eq!(recipients(&found, &Headers::default()), ["r@asso.example"], "in blind copy");
    }
}
