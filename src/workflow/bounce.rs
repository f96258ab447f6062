//! A notice about a letter that had left: it didn't arrive, is late, did arrive, or somebody complains of it.

use super::{Result, heard::Heard};
use crate::domain::clock::Timestamp;
use crate::domain::delivery::Reply;
use crate::domain::reading::{Action, Kind};
use crate::store::{Tx, people};
use crate::workflow::effect::Effect;

/// What follows from a notice. Only a failure that is for good counts against the address our letter went to; one that
/// names no letter of ours is no proof of anything.
///
/// # Errors
/// When the database is away.
pub async fn decide(tx: &mut Tx, heard: &Heard<'_>, now: Timestamp) -> Result<Vec<Effect>> {
    let Some(letter) = heard.letter else { return Ok(Vec::new()) };
    let reading = heard.reading;
    let reason = reading.reason.clone().unwrap_or_else(|| "le serveur du destinataire a refusé le message".to_owned());
    let failed = matches!(reading.action, Some(Action::Failed) | None);
    let mut effects = Vec::new();
    match reading.kind {
        Kind::BounceHard | Kind::BounceSoft if failed => {
            effects.push(Effect::Bounced(
                letter.id,
                Reply { code: None, enhanced: reading.status.clone(), text: reason.clone() },
            ));
            if reading.kind == Kind::BounceHard
                && let Some(address) = people::address(tx, &letter.to).await?
            {
                effects.push(Effect::Undeliverable(address.id, reason.clone()));
                effects.push(heard.note("undeliverable", format!("address:{}", address.id), reason, now));
            }
        }
        Kind::Complaint => {
            if let Some(membership) = letter.membership {
                effects.push(Effect::Stop(membership));
                let because = "plainte transmise par son fournisseur de messagerie".to_owned();
                effects.push(heard.note("stopped", format!("membership:{membership}"), because, now));
            }
        }
        _ => {}
    }
    Ok(effects)
}
