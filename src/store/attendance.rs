//! Who was there: only ever appended.

use sqlx::FromRow;

use super::{Result, Tx, word};
use crate::domain::attendance::Attendance;
use crate::domain::clock::Timestamp;
use crate::domain::ids::{ActorId, GatheringId, IncomingId};

statements! {
    INSERT = "INSERT INTO attendance (gathering_id, actor_id, name, present, channel, said_by, incoming_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    OF_GATHERING = "SELECT gathering_id, actor_id, name, present, channel, said_by, incoming_id, at FROM attendance WHERE gathering_id = $1 ORDER BY id";
}

#[derive(FromRow)]
struct AttendanceRow {
    gathering_id: i64,
    actor_id: Option<i64>,
    name: String,
    present: bool,
    channel: String,
    said_by: Option<i64>,
    incoming_id: Option<i64>,
    at: i64,
}

impl TryFrom<AttendanceRow> for Attendance {
    type Error = super::Error;
    fn try_from(row: AttendanceRow) -> Result<Attendance> {
        Ok(Attendance {
            gathering: GatheringId(row.gathering_id),
            actor: row.actor_id.map(ActorId),
            name: row.name,
            present: row.present,
            channel: word("a channel", &row.channel)?,
            said_by: row.said_by.map(ActorId),
            incoming: row.incoming_id.map(IncomingId),
            at: Timestamp(row.at),
        })
    }
}

/// Appends what was said of one person.
///
/// # Errors
/// When the database is away.
pub async fn append(tx: &mut Tx, row: &Attendance) -> Result<()> {
    run!(
        tx,
        INSERT,
        row.gathering.0,
        row.actor.map(|id| id.0),
        &row.name,
        row.present,
        row.channel.as_str(),
        row.said_by.map(|id| id.0),
        row.incoming.map(|id| id.0),
        row.at.ms(),
    )?;
    Ok(())
}

/// All that was said of a gathering, oldest first; what holds is [`crate::domain::attendance::latest`].
///
/// # Errors
/// When the database is away or damaged.
pub async fn of_gathering(tx: &mut Tx, gathering: GatheringId) -> Result<Vec<Attendance>> {
    rows!(tx, OF_GATHERING, AttendanceRow, gathering.0)?.into_iter().map(Attendance::try_from).collect()
}
