//! An organiser settles a doubt.

use super::{Desk, Error, Result, answer, effect};
use crate::domain::answer::Said;
use crate::domain::clock::Timestamp;
use crate::domain::decision::{By, Decision};
use crate::domain::doubt::Doubt;
use crate::domain::ids::{ActorId, NetworkId};
use crate::store::{Tx, answers, networks};
use crate::workflow::effect::Effect;

/// What the message meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// This.
    Said(Said),
    /// Nothing that is to be recorded.
    Nothing,
}

/// Settles the doubt of a number.
///
/// # Errors
/// When there is none, it was settled before, or it is about nobody's invitation and yet an answer is given.
pub async fn settle(
    tx: &mut Tx,
    desk: &Desk,
    network: NetworkId,
    number: i64,
    settlement: Settlement,
    by: Option<ActorId>,
    now: Timestamp,
) -> Result<Doubt> {
    networks::lock(tx, network).await?;
    let what = || format!("settling doubt {number}");
    let Some(doubt) = answers::doubt(tx, network, number).await? else {
        return Err(Error::refused(what(), "there is none of that number", "See palabre settle --list"));
    };
    if doubt.settled_at.is_some() {
        return Err(Error::refused(
            what(),
            "it was settled before",
            "To correct the answer itself: palabre answer GATHERING ACTOR yes|no|maybe",
        ));
    }
    let mut effects = match settlement {
        Settlement::Said(said) => {
            let Some(invitation) = doubt.invitation else {
                return Err(Error::refused(
                    what(),
                    format!("nobody knows whose answer it is ({})", doubt.from),
                    "Add the person (palabre actor new) and enter what they said: palabre answer GATHERING ACTOR yes; \
                     then settle this as ignore",
                ));
            };
            answer::settled_as(tx, invitation, doubt.incoming, said, by, doubt.raised_at, now).await?
        }
        Settlement::Nothing => Vec::new(),
    };
    effects.push(Effect::Settle(doubt.id));
    effects.push(Effect::Note(Decision {
        network,
        what: "doubt_settled",
        subject: match doubt.invitation {
            Some(invitation) => format!("invitation:{invitation}"),
            None => format!("doubt:{}", doubt.id),
        },
        by: if by.is_some() { By::Organiser } else { By::Operator },
        actor: by,
        incoming: Some(doubt.incoming),
        because: format!("n° {number}"),
        at: now,
    }));
    effect::apply(tx, desk, &effects, now).await?;
    Ok(doubt)
}
