//! Actors, their addresses, their organisations, and their membership in networks.

use sqlx::FromRow;

use super::{Result, Tx, word};
use crate::domain::actor::Actor;
use crate::domain::address::Address;
use crate::domain::clock::Timestamp;
use crate::domain::ids::{ActorId, AddressId, MembershipId, NetworkId, OrganisationId};
use crate::domain::language::Language;
use crate::domain::membership::{MemberRole, Membership};
use crate::domain::organisation::Organisation;

statements! {
    INSERT_ORGANISATION = "INSERT INTO organisation (name, created_at) VALUES ($1, $2) RETURNING id";
    RENAME_ORGANISATION = "UPDATE organisation SET name = $2 WHERE id = $1";
    ORGANISATIONS = "SELECT id, name FROM organisation ORDER BY name";
    ORGANISATION_BY_NAME = "SELECT id FROM organisation WHERE name = $1";
    INSERT_ACTOR = "INSERT INTO actor (name, organisation_id, created_at) VALUES ($1, $2, $3) RETURNING id";
    UPDATE_ACTOR = "UPDATE actor SET name = $2, organisation_id = $3 WHERE id = $1";
    ACTOR = "SELECT id, name, organisation_id FROM actor WHERE id = $1";
    INSERT_ADDRESS = "INSERT INTO address (actor_id, email, created_at) VALUES ($1, $2, $3) RETURNING id";
    ADDRESS_BY_EMAIL = "SELECT id, actor_id, email, verified_at, undeliverable_at, undeliverable_reason FROM address WHERE email = $1";
    ADDRESSES = "SELECT id, actor_id, email, verified_at, undeliverable_at, undeliverable_reason FROM address WHERE actor_id = $1 ORDER BY id";
    OWNERS = "SELECT email, actor_id FROM address";
    CHANGE_EMAIL = "UPDATE address SET email = $2, verified_at = NULL, undeliverable_at = NULL, undeliverable_reason = NULL WHERE id = $1";
    UNDELIVERABLE = "UPDATE address SET undeliverable_at = $2, undeliverable_reason = $3 WHERE id = $1 AND undeliverable_at IS NULL";
    VERIFIED = "UPDATE address SET verified_at = $2, undeliverable_at = NULL, undeliverable_reason = NULL
        WHERE id = $1 AND (verified_at IS NULL OR undeliverable_at IS NOT NULL)";
    INSERT_MEMBERSHIP = "INSERT INTO membership (network_id, actor_id, role, language, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id";
    UPDATE_MEMBERSHIP = "UPDATE membership SET role = $2, language = $3 WHERE id = $1";
    MEMBERSHIP = "SELECT id, network_id, actor_id, role, language, stopped_at FROM membership WHERE network_id = $1 AND actor_id = $2";
    MEMBERSHIP_BY_ID = "SELECT id, network_id, actor_id, role, language, stopped_at FROM membership WHERE id = $1";
    STOP = "UPDATE membership SET stopped_at = $2 WHERE id = $1 AND stopped_at IS NULL";
    RESUME = "UPDATE membership SET stopped_at = NULL WHERE id = $1";
    MEMBERS = "SELECT m.id AS membership_id, a.id AS actor_id, a.name, o.name AS organisation, m.role, m.language, m.stopped_at,
            d.email, d.undeliverable_at, d.undeliverable_reason
        FROM membership m JOIN actor a ON a.id = m.actor_id LEFT JOIN organisation o ON o.id = a.organisation_id
        JOIN address d ON d.id = (SELECT x.id FROM address x WHERE x.actor_id = a.id
            ORDER BY CASE WHEN x.undeliverable_at IS NULL THEN 0 ELSE 1 END, x.id LIMIT 1)
        WHERE m.network_id = $1 ORDER BY a.name, a.id";
    MEMBER = "SELECT m.id AS membership_id, a.id AS actor_id, a.name, o.name AS organisation, m.role, m.language, m.stopped_at,
            d.email, d.undeliverable_at, d.undeliverable_reason
        FROM membership m JOIN actor a ON a.id = m.actor_id LEFT JOIN organisation o ON o.id = a.organisation_id
        JOIN address d ON d.id = (SELECT x.id FROM address x WHERE x.actor_id = a.id
            ORDER BY CASE WHEN x.undeliverable_at IS NULL THEN 0 ELSE 1 END, x.id LIMIT 1)
        WHERE m.network_id = $1 AND m.actor_id = $2";
    UNDELIVERABLE_SINCE = "SELECT a.name, d.email, d.undeliverable_reason AS reason
        FROM address d JOIN actor a ON a.id = d.actor_id JOIN membership m ON m.actor_id = a.id
        WHERE m.network_id = $1 AND d.undeliverable_at > $2 AND d.undeliverable_at <= $3 ORDER BY d.undeliverable_at, d.id";
}

/// Adds an organisation, or finds it by its name.
///
/// # Errors
/// When the database is away.
pub async fn ensure_organisation(tx: &mut Tx, name: &str, now: Timestamp) -> Result<OrganisationId> {
    if let Some(id) = value!(tx, ORGANISATION_BY_NAME, i64, name)? {
        return Ok(OrganisationId(id));
    }
    Ok(OrganisationId(value!(tx, INSERT_ORGANISATION, i64, name, now.ms())?.unwrap_or_default()))
}

/// Gives an organisation another name.
///
/// # Errors
/// When it is taken.
pub async fn rename_organisation(tx: &mut Tx, id: OrganisationId, name: &str) -> Result<()> {
    run!(tx, RENAME_ORGANISATION, id.0, name)?;
    Ok(())
}

/// All organisations, by name.
///
/// # Errors
/// When the database is away.
pub async fn organisations(tx: &mut Tx) -> Result<Vec<Organisation>> {
    let found = rows!(tx, ORGANISATIONS, (i64, String))?;
    Ok(found.into_iter().map(|(id, name)| Organisation { id: OrganisationId(id), name }).collect())
}

/// Adds a person.
///
/// # Errors
/// When the database is away.
pub async fn insert_actor(
    tx: &mut Tx,
    name: &str,
    organisation: Option<OrganisationId>,
    now: Timestamp,
) -> Result<ActorId> {
    let id = value!(tx, INSERT_ACTOR, i64, name, organisation.map(|id| id.0), now.ms())?;
    Ok(ActorId(id.unwrap_or_default()))
}

/// Writes a person's name and organisation.
///
/// # Errors
/// When the database is away.
pub async fn update_actor(tx: &mut Tx, actor: &Actor) -> Result<()> {
    run!(tx, UPDATE_ACTOR, actor.id.0, &actor.name, actor.organisation.map(|id| id.0))?;
    Ok(())
}

/// One person.
///
/// # Errors
/// When the database is away.
pub async fn actor(tx: &mut Tx, id: ActorId) -> Result<Option<Actor>> {
    let found = row!(tx, ACTOR, (i64, String, Option<i64>), id.0)?;
    Ok(found.map(|(id, name, organisation)| Actor {
        id: ActorId(id),
        name,
        organisation: organisation.map(OrganisationId),
    }))
}

#[derive(FromRow)]
struct AddressRow {
    id: i64,
    actor_id: i64,
    email: String,
    verified_at: Option<i64>,
    undeliverable_at: Option<i64>,
    undeliverable_reason: Option<String>,
}

impl From<AddressRow> for Address {
    fn from(row: AddressRow) -> Address {
        Address {
            id: AddressId(row.id),
            actor: ActorId(row.actor_id),
            email: row.email,
            verified_at: row.verified_at.map(Timestamp),
            undeliverable_at: row.undeliverable_at.map(Timestamp),
            undeliverable_reason: row.undeliverable_reason,
        }
    }
}

/// Adds a mailbox; `email` in normal form.
///
/// # Errors
/// When it is somebody's already.
pub async fn insert_address(tx: &mut Tx, actor: ActorId, email: &str, now: Timestamp) -> Result<AddressId> {
    Ok(AddressId(value!(tx, INSERT_ADDRESS, i64, actor.0, email, now.ms())?.unwrap_or_default()))
}

/// Whose mailbox it is; `email` in normal form.
///
/// # Errors
/// When the database is away.
pub async fn address(tx: &mut Tx, email: &str) -> Result<Option<Address>> {
    Ok(row!(tx, ADDRESS_BY_EMAIL, AddressRow, email)?.map(Address::from))
}

/// The mailboxes of a person, oldest first.
///
/// # Errors
/// When the database is away.
pub async fn addresses(tx: &mut Tx, actor: ActorId) -> Result<Vec<Address>> {
    Ok(rows!(tx, ADDRESSES, AddressRow, actor.0)?.into_iter().map(Address::from).collect())
}

/// All mailboxes and whose they are.
///
/// # Errors
/// When the database is away.
pub async fn owners(tx: &mut Tx) -> Result<Vec<(String, ActorId)>> {
    let found = rows!(tx, OWNERS, (String, i64))?;
    Ok(found.into_iter().map(|(email, actor)| (email, ActorId(actor))).collect())
}

/// Corrects a mailbox; it is as good as new.
///
/// # Errors
/// When the other one is somebody's already.
pub async fn change_email(tx: &mut Tx, address: AddressId, email: &str) -> Result<()> {
    run!(tx, CHANGE_EMAIL, address.0, email)?;
    Ok(())
}

/// Notes that a server takes no mail for it; the first reason stays.
///
/// # Errors
/// When the database is away.
pub async fn mark_undeliverable(tx: &mut Tx, address: AddressId, reason: &str, now: Timestamp) -> Result<bool> {
    Ok(run!(tx, UNDELIVERABLE, address.0, now.ms(), reason)? > 0)
}

/// Notes that its holder wrote from it: it is read, so it is deliverable.
///
/// # Errors
/// When the database is away.
pub async fn mark_verified(tx: &mut Tx, address: AddressId, now: Timestamp) -> Result<()> {
    run!(tx, VERIFIED, address.0, now.ms())?;
    Ok(())
}

#[derive(FromRow)]
struct MembershipRow {
    id: i64,
    network_id: i64,
    actor_id: i64,
    role: String,
    language: Option<String>,
    stopped_at: Option<i64>,
}

impl TryFrom<MembershipRow> for Membership {
    type Error = super::Error;
    fn try_from(row: MembershipRow) -> Result<Membership> {
        Ok(Membership {
            id: MembershipId(row.id),
            network: NetworkId(row.network_id),
            actor: ActorId(row.actor_id),
            role: word("a role", &row.role)?,
            language: row.language.as_deref().map(|text| word("a language", text)).transpose()?,
            stopped_at: row.stopped_at.map(Timestamp),
        })
    }
}

/// Adds a person to a network.
///
/// # Errors
/// When they are in it already.
pub async fn insert_membership(
    tx: &mut Tx,
    network: NetworkId,
    actor: ActorId,
    role: MemberRole,
    language: Option<Language>,
    now: Timestamp,
) -> Result<MembershipId> {
    let id = value!(
        tx,
        INSERT_MEMBERSHIP,
        i64,
        network.0,
        actor.0,
        role.as_str(),
        language.map(Language::as_str),
        now.ms()
    )?;
    Ok(MembershipId(id.unwrap_or_default()))
}

/// Writes role and language of a membership; a stop stays.
///
/// # Errors
/// When the database is away.
pub async fn update_membership(
    tx: &mut Tx,
    id: MembershipId,
    role: MemberRole,
    language: Option<Language>,
) -> Result<()> {
    run!(tx, UPDATE_MEMBERSHIP, id.0, role.as_str(), language.map(Language::as_str))?;
    Ok(())
}

/// A person's membership in a network.
///
/// # Errors
/// When the database is away or damaged.
pub async fn membership(tx: &mut Tx, network: NetworkId, actor: ActorId) -> Result<Option<Membership>> {
    row!(tx, MEMBERSHIP, MembershipRow, network.0, actor.0)?.map(Membership::try_from).transpose()
}

/// One membership.
///
/// # Errors
/// When the database is away or damaged.
pub async fn membership_by_id(tx: &mut Tx, id: MembershipId) -> Result<Option<Membership>> {
    row!(tx, MEMBERSHIP_BY_ID, MembershipRow, id.0)?.map(Membership::try_from).transpose()
}

/// Stops all mail to a member; false where it was stopped before.
///
/// # Errors
/// When the database is away.
pub async fn stop(tx: &mut Tx, id: MembershipId, now: Timestamp) -> Result<bool> {
    Ok(run!(tx, STOP, id.0, now.ms())? > 0)
}

/// Undoes a stop, at the person's own wish.
///
/// # Errors
/// When the database is away.
pub async fn resume(tx: &mut Tx, id: MembershipId) -> Result<()> {
    run!(tx, RESUME, id.0)?;
    Ok(())
}

/// A member with all that a letter to them needs. The address is their first that is deliverable, else their first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Of their membership.
    pub membership: MembershipId,
    /// Who.
    pub actor: ActorId,
    /// Display name.
    pub name: String,
    /// Name of their organisation.
    pub organisation: Option<String>,
    /// As what.
    pub role: MemberRole,
    /// Their own language.
    pub language: Option<Language>,
    /// When they said stop.
    pub stopped_at: Option<Timestamp>,
    /// addr-spec.
    pub email: String,
    /// When a server refused it for good.
    pub undeliverable_at: Option<Timestamp>,
    /// What it said.
    pub undeliverable_reason: Option<String>,
}

impl Member {
    /// Whether letters may go to them.
    pub fn is_reachable(&self) -> bool {
        self.stopped_at.is_none() && self.undeliverable_at.is_none()
    }
}

#[derive(FromRow)]
struct MemberRow {
    membership_id: i64,
    actor_id: i64,
    name: String,
    organisation: Option<String>,
    role: String,
    language: Option<String>,
    stopped_at: Option<i64>,
    email: String,
    undeliverable_at: Option<i64>,
    undeliverable_reason: Option<String>,
}

impl TryFrom<MemberRow> for Member {
    type Error = super::Error;
    fn try_from(row: MemberRow) -> Result<Member> {
        Ok(Member {
            membership: MembershipId(row.membership_id),
            actor: ActorId(row.actor_id),
            name: row.name,
            organisation: row.organisation,
            role: word("a role", &row.role)?,
            language: row.language.as_deref().map(|text| word("a language", text)).transpose()?,
            stopped_at: row.stopped_at.map(Timestamp),
            email: row.email,
            undeliverable_at: row.undeliverable_at.map(Timestamp),
            undeliverable_reason: row.undeliverable_reason,
        })
    }
}

/// The members of a network, by name.
///
/// # Errors
/// When the database is away or damaged.
pub async fn members(tx: &mut Tx, network: NetworkId) -> Result<Vec<Member>> {
    rows!(tx, MEMBERS, MemberRow, network.0)?.into_iter().map(Member::try_from).collect()
}

/// One member.
///
/// # Errors
/// When the database is away or damaged.
pub async fn member(tx: &mut Tx, network: NetworkId, actor: ActorId) -> Result<Option<Member>> {
    row!(tx, MEMBER, MemberRow, network.0, actor.0)?.map(Member::try_from).transpose()
}

/// An address that went bad.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Unreachable {
    /// Whose.
    pub name: String,
    /// addr-spec.
    pub email: String,
    /// What the server said.
    pub reason: Option<String>,
}

/// The addresses of a network that went bad after `since` and until `until`.
///
/// # Errors
/// When the database is away.
pub async fn undeliverable_between(
    tx: &mut Tx,
    network: NetworkId,
    since: Timestamp,
    until: Timestamp,
) -> Result<Vec<Unreachable>> {
    Ok(rows!(tx, UNDELIVERABLE_SINCE, Unreachable, network.0, since.ms(), until.ms())?)
}
