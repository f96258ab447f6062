//! Which letters a bounce returns.

use super::fields;
use super::message::Message;

/// The Message-IDs in what a bounce returns: the message or its header, attached or copied below the explanation.
pub fn returned_ids(bytes: &[u8]) -> Vec<String> {
    let Ok(message) = Message::open(bytes) else {
        return Vec::new();
    };
    let own = message.headers.message_id.clone();
    let returned = message.returned.iter().flatten().filter(|f| f.name == "message-id");
    let mut found: Vec<String> = returned.flat_map(|f| fields::ids(&f.value)).collect();
    for part in message.parts.iter().filter(|p| p.mime == "text/plain" || p.mime.starts_with("message/")) {
        found.extend(copied_ids(&part.text));
    }
    let mut unique = Vec::new();
    for id in found {
        if Some(&id) != own.as_ref() && unique.len() < 50 && !unique.contains(&id) {
            unique.push(id);
        }
    }
    unique
}

/// Message-ID fields in a text that quotes a header.
fn copied_ids(text: &str) -> Vec<String> {
    let names = ["message-id:", "x-original-message-id:", "original-message-id:"];
    let mut found = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let line = line.trim_start_matches(['>', ' ', '\t']).to_lowercase().to_owned() + "\n" + line;
        if names.iter().any(|name| line.starts_with(name)) {
            let folded = lines.peek().copied().unwrap_or_default();
            let as_written = line.split_once('\n').map_or("", |(_, line)| line);
            found.extend(fields::ids(&format!("{as_written} {folded}")).into_iter().take(1));
        }
    }
    found
}
