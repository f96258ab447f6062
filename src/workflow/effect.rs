//! What a decision does: a list of effects, written together or not at all.

use super::{Desk, Result, domain_of};
use crate::domain::attendance::Attendance;
use crate::domain::clock::Timestamp;
use crate::domain::decision::Decision;
use crate::domain::delivery::Reply;
use crate::domain::ids::{ActorId, AddressId, DoubtId, InvitationId, MembershipId, NetworkId, OutgoingId};
use crate::domain::invitation::Place;
use crate::domain::letter::LetterKind;
use crate::domain::outgoing::NewLetter;
use crate::domain::token::{TokenKind, TokenSubject};
use crate::store::answers::{self, NewAnswer, NewDoubt};
use crate::store::{Tx, attendance, decisions, gatherings, networks, outbox, people, tokens};

/// One thing to be written.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Append an answer to the ledger.
    Record(NewAnswer),
    /// Give or take a place.
    Place(InvitationId, Option<Place>),
    /// What a person left unclear is clear now.
    Clarified(InvitationId, ActorId),
    /// Raise a doubt.
    Raise(NewDoubt),
    /// Settle a doubt.
    Settle(DoubtId),
    /// Append to the ledger of who was there.
    Attended(Attendance),
    /// Put a letter into the outbox.
    Send(Box<NewLetter>),
    /// Drop the queued letters of one kind about an invitation.
    DropQueued(InvitationId, LetterKind, String),
    /// No more mail to a member.
    Stop(MembershipId),
    /// Servers refuse an address for good.
    Undeliverable(AddressId, String),
    /// An address is read by its holder.
    Verified(AddressId),
    /// A notice about a letter that had left.
    Bounced(OutgoingId, Reply),
    /// Append to the ledger of decisions.
    Note(Decision),
}

/// Writes all effects; yields the numbers of the doubts that were raised.
///
/// # Errors
/// When the database is away; the caller's transaction must then be dropped.
pub async fn apply(tx: &mut Tx, desk: &Desk, effects: &[Effect], now: Timestamp) -> Result<Vec<i64>> {
    let mut raised = Vec::new();
    for effect in effects {
        match effect {
            Effect::Record(answer) => {
                answers::append(tx, answer).await?;
            }
            Effect::Place(invitation, place) => gatherings::set_place(tx, *invitation, *place).await?,
            Effect::Clarified(invitation, actor) => answers::settle_own(tx, *invitation, *actor, now).await?,
            Effect::Raise(doubt) => {
                networks::lock(tx, doubt.network).await?;
                raised.push(answers::raise(tx, doubt, now).await?);
            }
            Effect::Settle(doubt) => {
                answers::settle(tx, *doubt, now).await?;
            }
            Effect::Attended(row) => attendance::append(tx, row).await?,
            Effect::Send(letter) => {
                let address = network_address(tx, letter.network).await?;
                send(tx, desk, letter, &address, now).await?;
            }
            Effect::DropQueued(invitation, kind, reason) => {
                outbox::drop_queued(tx, *invitation, *kind, reason, now).await?;
            }
            Effect::Stop(membership) => {
                people::stop(tx, *membership, now).await?;
            }
            Effect::Undeliverable(address, reason) => {
                people::mark_undeliverable(tx, *address, reason, now).await?;
            }
            Effect::Verified(address) => people::mark_verified(tx, *address, now).await?,
            Effect::Bounced(outgoing, reply) => {
                outbox::append_delivery(tx, *outgoing, "bounced", reply, now).await?;
            }
            Effect::Note(decision) => decisions::append(tx, decision).await?,
        }
    }
    Ok(raised)
}

async fn network_address(tx: &mut Tx, id: NetworkId) -> Result<String> {
    Ok(networks::get(tx, id).await?.map(|network| network.address).unwrap_or_default())
}

/// Puts a letter into the outbox and makes the tokens it will carry findable. `false` where its cause has had its
/// letter.
///
/// # Errors
/// When the database is away.
pub async fn send(tx: &mut Tx, desk: &Desk, letter: &NewLetter, address: &str, now: Timestamp) -> Result<bool> {
    let Some(id) = outbox::insert(tx, letter, &desk.ids, domain_of(address), now).await? else {
        return Ok(false);
    };
    let bounce = TokenSubject { kind: TokenKind::Bounce, id: id.0, generation: 0 };
    tokens::remember(tx, &desk.key, bounce, now).await?;
    if letter.cause.kind == LetterKind::Attendance {
        let page = TokenSubject { kind: TokenKind::Order, id: id.0, generation: 0 };
        tokens::remember(tx, &desk.key, page, now).await?;
    }
    if let Some(membership) = letter.membership {
        for kind in [TokenKind::Unsubscribe, TokenKind::Organiser] {
            let subject = TokenSubject { kind, id: membership.0, generation: 0 };
            tokens::remember(tx, &desk.key, subject, now).await?;
        }
    }
    Ok(true)
}
