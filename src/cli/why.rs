//! `palabre why`: how somebody stands with a gathering, and the chain of facts that led there.

pub(super) mod tell;

use clap::Args;
use serde_json::{Value, json};

use super::gathering::contract;
use super::{CliError, House, Result, Told, check, find};
use crate::domain::civil::{Zone, rfc3339};
use crate::store::gatherings;
use crate::workflow::why::{self, Fact, What};

/// Whom, and about which gathering.
#[derive(Debug, Args)]
pub struct WhyArgs {
    /// Number, e-mail address, name or a part of it
    pub actor: String,
    /// Number of the gathering
    #[arg(value_parser = check::gathering)]
    pub gathering: i64,
}

/// Explains it, in the network's language.
///
/// # Errors
/// Says what, where and the mend.
pub async fn run(house: &House, arguments: WhyArgs) -> Result<Told> {
    let mut tx = house.db.read().await?;
    let gathering = find::gathering(&mut tx, arguments.gathering).await?;
    let network = find::network_of(&mut tx, gathering.network).await?;
    let member = find::actor(&mut tx, &network, &arguments.actor).await?;
    let Some(stored) = gatherings::invitation_of(&mut tx, gathering.id, member.actor).await? else {
        let mend = format!("Invite them: palabre invite {} --only {}", gathering.id, member.actor);
        let place = format!("{} isn't invited to {}", member.name, gathering.title);
        return Err(CliError::new("explaining", place, mend));
    };
    let (standing, facts) = why::explain(&mut tx, &gathering, stored.invitation.id).await?;
    let text = tell::chain(network.language, &gathering, &member, standing.as_ref(), &facts);
    let json = json!({
        "gathering": { "id": gathering.id, "title": gathering.title },
        "actor": { "id": member.actor, "name": member.name, "email": member.email },
        "invitation": stored.invitation.id,
        "standing": standing.as_ref().map(|one| one.standing),
        "place": standing.as_ref().and_then(|one| one.invited.place),
        "answer": contract::answer(standing.as_ref().and_then(|one| one.answer.as_ref()), gathering.zone),
        "facts": facts.iter().map(|fact| shaped(fact, gathering.zone)).collect::<Vec<_>>(),
    });
    Ok(Told::new(text, json))
}

fn shaped(fact: &Fact, zone: Zone) -> Value {
    let mut json = match &fact.what {
        What::Letter { id, kind, state, error } => {
            json!({ "fact": "letter", "letter": id, "kind": kind, "state": state, "error": error })
        }
        What::Attempt { letter, kind, outcome, code, text } => {
            json!({ "fact": "attempt", "letter": letter, "kind": kind, "outcome": outcome, "code": code, "text": text })
        }
        What::Read { incoming, kind, visible, intent, confidence, because, identity } => json!({
            "fact": "read", "incoming": incoming, "kind": kind, "visible": visible, "intent": intent,
            "confidence": confidence, "because": because, "identity": identity,
        }),
        What::Answer { said, channel, said_by, incoming } => json!({
            "fact": "answer", "intent": said.intent, "guests": said.guests, "guest_names": said.guest_names,
            "delegate": said.delegate, "mode": said.mode, "partial": said.partial, "note": said.note,
            "channel": channel, "said_by": said_by, "incoming": incoming,
        }),
        What::Attendance { present, channel, said_by } => {
            json!({ "fact": "attendance", "present": present, "channel": channel, "said_by": said_by })
        }
        What::Doubt { number, reason, settled_at } => json!({
            "fact": "doubt", "number": number, "reason": reason,
            "settled_at": settled_at.map(|at| rfc3339(at, zone)),
        }),
        What::Decision { what, by, because } => {
            json!({ "fact": "decision", "what": what, "by": by, "because": because })
        }
    };
    if let Some(object) = json.as_object_mut() {
        object.insert("at".to_owned(), json!(rfc3339(fact.at, zone)));
    }
    json
}
