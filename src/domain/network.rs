//! A group of actors with its organisers, its address, its language and its time zone.

use super::civil::{Offset, Zone};
use super::ids::NetworkId;
use super::language::Language;
use super::token;

/// A network as stored, with the rules by which it writes.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// Number.
    pub id: NetworkId,
    /// Display name, shown in From.
    pub name: String,
    /// Its plain address (addr-spec): From of every letter; tokens are added to it.
    pub address: String,
    /// Language where a member has none of their own.
    pub language: Language,
    /// Zone of its gatherings unless they have their own.
    pub zone: Zone,
    /// Cron expression (civil time) of the organisers' digest.
    pub digest_at: String,
    /// Cron expression (civil time) of the programme sent to all members; none unless set.
    pub programme_at: Option<String>,
    /// When the silent are reminded.
    pub reminders: Vec<Offset>,
    /// When those who come get the practical information.
    pub practical: Option<Offset>,
    /// Under this confidence a reading is asked about, in percent.
    pub threshold_percent: u8,
    /// Letters caused by incoming mail that one address may get in 24 hours.
    pub mail_cap: u32,
}

/// The digest leaves each morning unless the network says otherwise.
pub const DEFAULT_DIGEST: &str = "0 8 * * *";
/// A week before.
pub const DEFAULT_REMINDERS: &str = "J-7 9:00";
/// The evening before.
pub const DEFAULT_PRACTICAL: &str = "J-1 18:00";
/// More than a person writes in a day; less than a loop would.
pub const DEFAULT_MAIL_CAP: u32 = 6;

/// Whether tokens fit behind the local part of a network's address.
///
/// # Errors
/// Says how long it may be.
pub fn check_address(address: &str) -> Result<(), String> {
    super::address::check(address)?;
    let local = address.rsplit_once('@').map_or(0, |(local, _)| local.len());
    let longest = token::LOCAL_PART_LIMIT.saturating_sub(1 + 26);
    if local > longest {
        return Err(format!(
            "`{address}`: the part before the @ has {local} octets; with a token behind it no more than {longest} fit (RFC 5321 4.5.3.1.1)"
        ));
    }
    if address.contains('+') {
        return Err(format!("`{address}`: give the plain address, without a `+`; tokens are added behind one"));
    }
    Ok(())
}
