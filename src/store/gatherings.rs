//! Gatherings and the invitations to them.

use sqlx::FromRow;

use super::{Result, Tx, word};
use crate::domain::civil;
use crate::domain::clock::Timestamp;
use crate::domain::gathering::{Gathering, GatheringState};
use crate::domain::ids::{ActorId, GatheringId, InvitationId, MembershipId, NetworkId, SeriesId};
use crate::domain::invitation::{Invitation, InvitationRole, InvitationState, Place};
use crate::domain::language::Language;
use crate::domain::reading::Mode;

statements! {
    INSERT = "INSERT INTO gathering (network_id, series_id, number, title, kind, state, starts, ends, zone, mode, place, link, places, description, host_id, change, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) RETURNING id";
    UPDATE = "UPDATE gathering SET series_id = $2, number = $3, title = $4, state = $5, starts = $6, ends = $7, zone = $8, mode = $9, place = $10,
        link = $11, places = $12, description = $13, host_id = $14, change = $15 WHERE id = $1";
    BY_ID = "SELECT id, network_id, series_id, number, title, kind, state, starts, ends, zone, mode, place, link, places, description, host_id, change
        FROM gathering WHERE id = $1";
    OF_NETWORK = "SELECT id, network_id, series_id, number, title, kind, state, starts, ends, zone, mode, place, link, places, description, host_id, change
        FROM gathering WHERE network_id = $1 ORDER BY starts, id";
    LOCK = "SELECT id FROM gathering WHERE id = $1", lock;
    INVITE = "INSERT INTO invitation (gathering_id, actor_id, role, state, created_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (gathering_id, actor_id) DO NOTHING RETURNING id";
    INVITATION = "SELECT id, gathering_id, actor_id, role, state, place, generation, sent_at FROM invitation WHERE id = $1";
    INVITATION_OF = "SELECT id, gathering_id, actor_id, role, state, place, generation, sent_at FROM invitation WHERE gathering_id = $1 AND actor_id = $2";
    INVITATIONS_OF_ACTOR = "SELECT id, gathering_id, actor_id, role, state, place, generation, sent_at FROM invitation
        WHERE actor_id = $1 AND state <> 'cancelled' ORDER BY id";
    SET_STATE = "UPDATE invitation SET state = $2 WHERE id = $1 AND state <> 'cancelled'";
    SET_PLACE = "UPDATE invitation SET place = $2 WHERE id = $1";
    RAISE_GENERATION = "UPDATE invitation SET generation = generation + 1 WHERE id = $1";
    INVITED = "SELECT i.id, i.actor_id, i.role, i.state, i.place, i.generation, i.sent_at, a.name, o.name AS organisation, m.id AS membership_id, m.language,
            m.stopped_at, d.email, d.undeliverable_at
        FROM invitation i JOIN gathering g ON g.id = i.gathering_id JOIN actor a ON a.id = i.actor_id
        LEFT JOIN organisation o ON o.id = a.organisation_id
        JOIN membership m ON m.actor_id = a.id AND m.network_id = g.network_id
        JOIN address d ON d.id = (SELECT x.id FROM address x WHERE x.actor_id = a.id
            ORDER BY CASE WHEN x.undeliverable_at IS NULL THEN 0 ELSE 1 END, x.id LIMIT 1)
        WHERE i.gathering_id = $1 ORDER BY a.name, i.id";
    INVITED_ONE = "SELECT i.id, i.actor_id, i.role, i.state, i.place, i.generation, i.sent_at, a.name, o.name AS organisation, m.id AS membership_id, m.language,
            m.stopped_at, d.email, d.undeliverable_at
        FROM invitation i JOIN gathering g ON g.id = i.gathering_id JOIN actor a ON a.id = i.actor_id
        LEFT JOIN organisation o ON o.id = a.organisation_id
        JOIN membership m ON m.actor_id = a.id AND m.network_id = g.network_id
        JOIN address d ON d.id = (SELECT x.id FROM address x WHERE x.actor_id = a.id
            ORDER BY CASE WHEN x.undeliverable_at IS NULL THEN 0 ELSE 1 END, x.id LIMIT 1)
        WHERE i.id = $1";
}

#[derive(FromRow)]
struct GatheringRow {
    id: i64,
    network_id: i64,
    series_id: Option<i64>,
    number: Option<i64>,
    title: String,
    kind: String,
    state: String,
    starts: String,
    ends: String,
    zone: String,
    mode: String,
    place: Option<String>,
    link: Option<String>,
    places: Option<i64>,
    description: Option<String>,
    host_id: Option<i64>,
    change: i64,
}

fn civil_column(text: &str) -> Result<civil::CivilTime> {
    civil::parse_civil(text).map_err(|_| super::Error::Corrupt { what: "a civil time", value: text.to_owned() })
}

impl TryFrom<GatheringRow> for Gathering {
    type Error = super::Error;
    fn try_from(row: GatheringRow) -> Result<Gathering> {
        Ok(Gathering {
            id: GatheringId(row.id),
            network: NetworkId(row.network_id),
            series: row.series_id.map(SeriesId),
            number: row.number,
            title: row.title,
            kind: word("a kind of gathering", &row.kind)?,
            state: word("a state of gathering", &row.state)?,
            starts: civil_column(&row.starts)?,
            ends: civil_column(&row.ends)?,
            zone: word("a time zone", &row.zone)?,
            mode: Mode::parse(&row.mode).ok_or(super::Error::Corrupt { what: "a mode", value: row.mode })?,
            place: row.place,
            link: row.link,
            places: row.places,
            description: row.description,
            host: row.host_id.map(ActorId),
            change: row.change,
        })
    }
}

/// Adds a gathering; its `id` is not looked at.
///
/// # Errors
/// When the database is away.
pub async fn insert(tx: &mut Tx, gathering: &Gathering, now: Timestamp) -> Result<GatheringId> {
    let id = value!(
        tx,
        INSERT,
        i64,
        gathering.network.0,
        gathering.series.map(|id| id.0),
        gathering.number,
        &gathering.title,
        gathering.kind.as_str(),
        gathering.state.as_str(),
        civil::format_civil(gathering.starts),
        civil::format_civil(gathering.ends),
        gathering.zone.name(),
        gathering.mode.as_str(),
        &gathering.place,
        &gathering.link,
        gathering.places,
        &gathering.description,
        gathering.host.map(|id| id.0),
        gathering.change,
        now.ms(),
    )?;
    Ok(GatheringId(id.unwrap_or_default()))
}

/// Writes a gathering.
///
/// # Errors
/// When the database is away.
pub async fn update(tx: &mut Tx, gathering: &Gathering) -> Result<()> {
    run!(
        tx,
        UPDATE,
        gathering.id.0,
        gathering.series.map(|id| id.0),
        gathering.number,
        &gathering.title,
        gathering.state.as_str(),
        civil::format_civil(gathering.starts),
        civil::format_civil(gathering.ends),
        gathering.zone.name(),
        gathering.mode.as_str(),
        &gathering.place,
        &gathering.link,
        gathering.places,
        &gathering.description,
        gathering.host.map(|id| id.0),
        gathering.change,
    )?;
    tx.rings(super::Topic::Timers);
    Ok(())
}

/// One gathering.
///
/// # Errors
/// When the database is away or damaged.
pub async fn get(tx: &mut Tx, id: GatheringId) -> Result<Option<Gathering>> {
    row!(tx, BY_ID, GatheringRow, id.0)?.map(Gathering::try_from).transpose()
}

/// The gatherings of a network, by date.
///
/// # Errors
/// When the database is away or damaged.
pub async fn of_network(tx: &mut Tx, network: NetworkId) -> Result<Vec<Gathering>> {
    rows!(tx, OF_NETWORK, GatheringRow, network.0)?.into_iter().map(Gathering::try_from).collect()
}

/// Takes the gathering for this transaction: its places are given one by one.
///
/// # Errors
/// When the database is away.
pub async fn lock(tx: &mut Tx, id: GatheringId) -> Result<()> {
    value!(tx, LOCK, i64, id.0)?;
    Ok(())
}

#[derive(FromRow)]
struct InvitationRow {
    id: i64,
    gathering_id: i64,
    actor_id: i64,
    role: String,
    state: String,
    place: Option<String>,
    generation: i64,
    sent_at: Option<i64>,
}

/// An invitation and when the next server took it over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredInvitation {
    /// The invitation.
    pub invitation: Invitation,
    /// When it left.
    pub sent_at: Option<Timestamp>,
}

impl TryFrom<InvitationRow> for StoredInvitation {
    type Error = super::Error;
    fn try_from(row: InvitationRow) -> Result<StoredInvitation> {
        Ok(StoredInvitation {
            invitation: Invitation {
                id: InvitationId(row.id),
                gathering: GatheringId(row.gathering_id),
                actor: ActorId(row.actor_id),
                role: word("a role", &row.role)?,
                state: word("a state of invitation", &row.state)?,
                place: row.place.as_deref().map(|text| word("a place", text)).transpose()?,
                generation: row.generation,
            },
            sent_at: row.sent_at.map(Timestamp),
        })
    }
}

/// Invites somebody; `None` where they were invited before.
///
/// # Errors
/// When the database is away.
pub async fn invite(
    tx: &mut Tx,
    gathering: GatheringId,
    actor: ActorId,
    role: InvitationRole,
    state: InvitationState,
    now: Timestamp,
) -> Result<Option<InvitationId>> {
    let id = value!(tx, INVITE, i64, gathering.0, actor.0, role.as_str(), state.as_str(), now.ms())?;
    Ok(id.map(InvitationId))
}

/// One invitation.
///
/// # Errors
/// When the database is away or damaged.
pub async fn invitation(tx: &mut Tx, id: InvitationId) -> Result<Option<StoredInvitation>> {
    row!(tx, INVITATION, InvitationRow, id.0)?.map(StoredInvitation::try_from).transpose()
}

/// Somebody's invitation to a gathering.
///
/// # Errors
/// When the database is away or damaged.
pub async fn invitation_of(tx: &mut Tx, gathering: GatheringId, actor: ActorId) -> Result<Option<StoredInvitation>> {
    row!(tx, INVITATION_OF, InvitationRow, gathering.0, actor.0)?.map(StoredInvitation::try_from).transpose()
}

/// Somebody's invitations that were not withdrawn, oldest first.
///
/// # Errors
/// When the database is away or damaged.
pub async fn invitations_of_actor(tx: &mut Tx, actor: ActorId) -> Result<Vec<StoredInvitation>> {
    rows!(tx, INVITATIONS_OF_ACTOR, InvitationRow, actor.0)?.into_iter().map(StoredInvitation::try_from).collect()
}

/// Notes how far an invitation has got; a withdrawn one stays so.
///
/// # Errors
/// When the database is away.
pub async fn set_invitation_state(tx: &mut Tx, id: InvitationId, state: InvitationState) -> Result<()> {
    run!(tx, SET_STATE, id.0, state.as_str())?;
    Ok(())
}

/// Gives or takes a place.
///
/// # Errors
/// When the database is away.
pub async fn set_place(tx: &mut Tx, id: InvitationId, place: Option<Place>) -> Result<()> {
    run!(tx, SET_PLACE, id.0, place.map(Place::as_str))?;
    Ok(())
}

/// Makes room for a new letter and token of an invitation.
///
/// # Errors
/// When the database is away.
pub async fn raise_generation(tx: &mut Tx, id: InvitationId) -> Result<()> {
    run!(tx, RAISE_GENERATION, id.0)?;
    Ok(())
}

/// An invitation with all that a letter about it, or a line in a table, needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitedActor {
    /// The invitation.
    pub id: InvitationId,
    /// Who.
    pub actor: ActorId,
    /// Display name.
    pub name: String,
    /// Name of their organisation.
    pub organisation: Option<String>,
    /// Of their membership.
    pub membership: MembershipId,
    /// Their own language.
    pub language: Option<Language>,
    /// Whether they said stop.
    pub stopped: bool,
    /// addr-spec.
    pub email: String,
    /// Whether servers refuse it for good.
    pub undeliverable: bool,
    /// As what.
    pub role: InvitationRole,
    /// How far.
    pub state: InvitationState,
    /// Where places are limited.
    pub place: Option<Place>,
    /// Of its token.
    pub generation: i64,
    /// When it left.
    pub sent_at: Option<Timestamp>,
}

impl InvitedActor {
    /// Whether letters may go to them.
    pub fn is_reachable(&self) -> bool {
        !self.stopped && !self.undeliverable && self.state != InvitationState::Cancelled
    }
}

#[derive(FromRow)]
struct InvitedRow {
    id: i64,
    actor_id: i64,
    role: String,
    state: String,
    place: Option<String>,
    generation: i64,
    sent_at: Option<i64>,
    name: String,
    organisation: Option<String>,
    membership_id: i64,
    language: Option<String>,
    stopped_at: Option<i64>,
    email: String,
    undeliverable_at: Option<i64>,
}

impl TryFrom<InvitedRow> for InvitedActor {
    type Error = super::Error;
    fn try_from(row: InvitedRow) -> Result<InvitedActor> {
        Ok(InvitedActor {
            id: InvitationId(row.id),
            actor: ActorId(row.actor_id),
            name: row.name,
            organisation: row.organisation,
            membership: MembershipId(row.membership_id),
            language: row.language.as_deref().map(|text| word("a language", text)).transpose()?,
            stopped: row.stopped_at.is_some(),
            email: row.email,
            undeliverable: row.undeliverable_at.is_some(),
            role: word("a role", &row.role)?,
            state: word("a state of invitation", &row.state)?,
            place: row.place.as_deref().map(|text| word("a place", text)).transpose()?,
            generation: row.generation,
            sent_at: row.sent_at.map(Timestamp),
        })
    }
}

/// Who is invited to a gathering, by name.
///
/// # Errors
/// When the database is away or damaged.
pub async fn invited(tx: &mut Tx, gathering: GatheringId) -> Result<Vec<InvitedActor>> {
    rows!(tx, INVITED, InvitedRow, gathering.0)?.into_iter().map(InvitedActor::try_from).collect()
}

/// Who was invited by one invitation.
///
/// # Errors
/// When the database is away or damaged.
pub async fn invited_by(tx: &mut Tx, invitation: InvitationId) -> Result<Option<InvitedActor>> {
    row!(tx, INVITED_ONE, InvitedRow, invitation.0)?.map(InvitedActor::try_from).transpose()
}

/// The gatherings of a network that are open for answers.
///
/// # Errors
/// When the database is away or damaged.
pub async fn open(tx: &mut Tx, network: NetworkId, now: Timestamp) -> Result<Vec<Gathering>> {
    let all = of_network(tx, network).await?;
    Ok(all.into_iter().filter(|one| one.state == GatheringState::Open && one.is_open(now)).collect())
}
