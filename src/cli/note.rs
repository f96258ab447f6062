//! Every change made at the command line leaves a decision: what changed, and who says so.

use super::error::Result;
use crate::domain::clock::Timestamp;
use crate::domain::decision::{By, Decision};
use crate::domain::ids::{ActorId, NetworkId};
use crate::store::{Tx, decisions};

/// Appends a decision of the operator, or of the organiser they speak for.
///
/// # Errors
/// When the database is away.
pub async fn change(
    tx: &mut Tx,
    network: NetworkId,
    what: &'static str,
    subject: String,
    because: impl Into<String>,
    by: Option<ActorId>,
    now: Timestamp,
) -> Result<()> {
    let decision = Decision {
        network,
        what,
        subject,
        by: if by.is_some() { By::Organiser } else { By::Operator },
        actor: by,
        incoming: None,
        because: because.into(),
        at: now,
    };
    Ok(decisions::append(tx, &decision).await?)
}

/// What changed, as `name: Zoé → Zoé Roux; place: – → Salle 2`; empty where nothing did.
#[derive(Debug, Default)]
pub struct Changes(Vec<String>);

impl Changes {
    /// Notes a value that differs.
    pub fn of<T: PartialEq + std::fmt::Display>(&mut self, name: &str, before: Option<&T>, after: Option<&T>) {
        if before != after {
            let shown = |value: Option<&T>| value.map_or_else(|| "–".to_owned(), ToString::to_string);
            self.0.push(format!("{name}: {} → {}", shown(before), shown(after)));
        }
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The single changes.
    pub fn all(&self) -> &[String] {
        &self.0
    }
}

impl std::fmt::Display for Changes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join("; "))
    }
}
