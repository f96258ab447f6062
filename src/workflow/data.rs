//! The data that letters are rendered from, as JSON objects; `rendering/sample.rs` states their shape.

use serde_json::{Value, json};

use crate::domain::answer::Said;
use crate::domain::civil;
use crate::domain::gathering::Gathering;
use crate::domain::network::Network;

/// Of a network.
pub fn network(network: &Network) -> Value {
    json!({ "name": network.name, "address": network.address })
}

/// Of the person a letter goes to.
pub fn actor(name: &str, organisation: Option<&str>) -> Value {
    json!({ "name": name, "organisation": organisation })
}

/// Of a gathering.
pub fn gathering(gathering: &Gathering, series: Option<&str>) -> Value {
    json!({
        "title": gathering.title,
        "kind": gathering.kind,
        "starts": civil::format_civil(gathering.starts),
        "ends": civil::format_civil(gathering.ends),
        "zone": gathering.zone.name(),
        "mode": gathering.mode,
        "place": gathering.place,
        "link": gathering.link,
        "places": gathering.places,
        "description": gathering.description,
        "series": series,
        "number": gathering.number,
    })
}

/// Of what somebody said.
pub fn said(said: &Said) -> Value {
    json!({
        "intent": said.intent,
        "guests": said.guests,
        "guest_names": said.guest_names,
        "delegate": said.delegate,
        "mode": said.mode,
        "partial": said.partial,
        "note": said.note,
    })
}

/// Lays the fields of `personal` over those of `shared`; both are objects.
pub fn merged(shared: &Value, personal: &Value) -> Value {
    let mut all = shared.as_object().cloned().unwrap_or_default();
    all.extend(personal.as_object().cloned().unwrap_or_default());
    Value::Object(all)
}
