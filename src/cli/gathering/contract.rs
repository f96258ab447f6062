//! `palabre gathering show --json`: the public contract, in one place.

use serde::Serialize;
use serde_json::{Value, json};

use crate::domain::answer::Answer;
use crate::domain::attendance::Person;
use crate::domain::civil::{Zone, rfc3339};
use crate::domain::gathering::Gathering;
use crate::domain::token::{TokenKey, TokenKind, TokenSubject};
use crate::workflow::standing::{Standings, tally};

/// A gathering with its invitations. Fields may be added; none may change its meaning.
pub fn gathering(gathering: &Gathering, standings: &[Standings], key: &TokenKey) -> Value {
    let mut whole = plain(gathering);
    let counts = json!(tally(standings));
    let invitations: Vec<_> = standings.iter().map(|one| invitation(one, gathering.zone, key)).collect();
    if let (Some(whole), Value::Object(counts)) = (whole.as_object_mut(), counts) {
        whole.extend(counts);
        whole.insert("invitations".to_owned(), Value::Array(invitations));
    }
    whole
}

/// Adds who was there: `attendance`, and `present` to each invitation (null where it isn't known).
pub fn add_attendance(whole: &mut Value, counted: &Value, people: &[Person]) {
    let Some(whole) = whole.as_object_mut() else { return };
    whole.insert("attendance".to_owned(), counted.clone());
    let Some(invitations) = whole.get_mut("invitations").and_then(Value::as_array_mut) else { return };
    for invitation in invitations.iter_mut().filter_map(Value::as_object_mut) {
        let actor = invitation.get("actor").and_then(|actor| actor.get("id")).and_then(Value::as_i64);
        let person = people.iter().find(|one| actor.is_some() && one.actor.map(|id| id.0) == actor);
        invitation.insert("present".to_owned(), json!(person.and_then(|one| one.recorded)));
    }
}

/// A gathering without its invitations.
pub fn plain(gathering: &Gathering) -> Value {
    #[derive(Serialize)]
    struct Shape<'a> {
        id: i64,
        title: &'a str,
        kind: &'a str,
        state: &'a str,
        starts: String,
        ends: String,
        zone: &'a str,
        mode: &'a str,
        place: Option<&'a str>,
        link: Option<&'a str>,
        places: Option<i64>,
        network: i64,
        series: Option<i64>,
        number: Option<i64>,
        change: i64,
        host: Option<i64>,
        description: Option<&'a str>,
    }
    json!(Shape {
        id: gathering.id.0,
        title: &gathering.title,
        kind: gathering.kind.as_str(),
        state: gathering.state.as_str(),
        starts: rfc3339(gathering.starts_at(), gathering.zone),
        ends: rfc3339(gathering.ends_at(), gathering.zone),
        zone: gathering.zone.name(),
        mode: gathering.mode.as_str(),
        place: gathering.place.as_deref(),
        link: gathering.link.as_deref(),
        places: gathering.places,
        network: gathering.network.0,
        series: gathering.series.map(|id| id.0),
        number: gathering.number,
        change: gathering.change,
        host: gathering.host.map(|id| id.0),
        description: gathering.description.as_deref(),
    })
}

fn invitation(one: &Standings, zone: Zone, key: &TokenKey) -> Value {
    let invited = &one.invited;
    let subject = TokenSubject { kind: TokenKind::Reply, id: invited.id.0, generation: invited.generation };
    json!({
        "id": invited.id,
        "actor": {
            "id": invited.actor,
            "name": invited.name,
            "email": invited.email,
            "organisation": invited.organisation,
        },
        "role": invited.role,
        "token": key.token(subject),
        "state": invited.state,
        "place": invited.place,
        "standing": one.standing,
        "answer": answer(one.answer.as_ref(), zone),
    })
}

/// The answer that holds, or null.
pub fn answer(answer: Option<&Answer>, zone: Zone) -> Value {
    let Some(answer) = answer else { return Value::Null };
    let said = &answer.said;
    json!({
        "intent": said.intent,
        "guests": said.guests,
        "guest_names": said.guest_names,
        "delegate": said.delegate,
        "mode": said.mode,
        "partial": said.partial,
        "note": said.note,
        "channel": answer.channel,
        "said_by": answer.said_by,
        "at": rfc3339(answer.said_at, zone),
    })
}
