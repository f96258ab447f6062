//! A follow-up for programs. Fields may be added; none may change its meaning.

use serde_json::{Value, json};

use crate::domain::follow_up::FollowUp;

/// One, with its owner's name.
pub(in crate::cli) fn plain(one: &FollowUp, owner: Option<&str>) -> Value {
    json!({
        "id": one.id,
        "network": one.network,
        "minutes": one.minutes,
        "kind": one.kind,
        "title": one.title,
        "about": one.about,
        "note": one.note,
        "words": one.words,
        "owner": one.owner.map(|id| json!({ "id": id, "name": owner })),
        "due": one.due,
        "state": one.state,
        "visit": one.visit,
    })
}
