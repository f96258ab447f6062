//! Calendar replies (iMIP, RFC 6047; iTIP, RFC 5546): what a calendar program says when its owner presses a button.

use crate::domain::reading::{About, Intent, Kind};

use super::draft::Draft;
use super::message::Message;

/// A property of a calendar object (RFC 5545 3.1): name and parameter names upper-case.
struct Property {
    name: String,
    params: Vec<(String, String)>,
    value: String,
}

impl Property {
    fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// Whether the message is a calendar program's, and of which sort.
pub(super) fn sort(message: &Message) -> Option<(Kind, String)> {
    let properties = properties(object(message)?);
    let method = value(&properties, "METHOD").map(str::to_uppercase).or_else(|| {
        let declared = message.field("content-type")?.to_uppercase();
        Some(declared.split_once("METHOD=")?.1.trim_matches('"').split([';', '"', ' ']).next()?.to_owned())
    })?;
    match method.as_str() {
        "REPLY" | "COUNTER" => Some((Kind::CalendarReply, format!("METHOD:{method}"))),
        // A calendar file that somebody attaches to what they write.
        "PUBLISH" => None,
        _ => Some((Kind::CalendarOther, format!("METHOD:{method}"))),
    }
}

fn object(message: &Message) -> Option<&str> {
    let of_calendar = |mime: &str| mime == "text/calendar" || mime == "application/ics";
    let part = message.parts.iter().find(|p| p.depth == 0 && of_calendar(&p.mime) && p.text.contains("BEGIN:V"))?;
    Some(&part.text)
}

/// Reads the answer out of a calendar reply.
pub(super) fn answer(message: &Message, about: &About, draft: &mut Draft) {
    let properties = object(message).map(properties).unwrap_or_default();
    let from = message.headers.from.as_ref().map(|f| f.email.as_str()).unwrap_or_default();
    draft.reading.confidence = 0.95;
    draft.reading.lang = Some(super::language::language(&message.body_text()).to_owned());
    let attendees: Vec<&Property> = properties.iter().filter(|p| p.name == "ATTENDEE").collect();
    let own = attendees.iter().find(|p| mailto(&p.value) == from);
    let Some(attendee) = own.or(attendees.first().filter(|_| attendees.len() == 1)) else {
        return draft
            .hold(draft.told("réponse de calendrier sans ATTENDEE clair", "calendar reply without a clear ATTENDEE"));
    };
    let partstat = attendee.param("PARTSTAT").unwrap_or_default().to_uppercase();
    draft.reading.intent = Some(match partstat.as_str() {
        "ACCEPTED" => Intent::Attending,
        "DECLINED" => Intent::Regrets,
        "TENTATIVE" => Intent::Tentative,
        _ => Intent::Unclear,
    });
    draft.because([format!("PARTSTAT={partstat}")]);
    draft.reading.note = comment(&properties, attendee);
    if value(&properties, "METHOD").is_some_and(|m| m.eq_ignore_ascii_case("COUNTER")) {
        draft.doubt(draft.told("une autre date est proposée (COUNTER)", "another date is proposed (COUNTER)"));
    }
    if partstat == "DELEGATED" {
        draft.doubt("PARTSTAT=DELEGATED");
    }
    check_identity(attendee, from, about, draft);
    check_gathering(value(&properties, "UID").unwrap_or_default(), about, draft);
    super::form::form(message, draft);
}

fn comment(properties: &[Property], attendee: &Property) -> Option<String> {
    let written = value(properties, "COMMENT").or_else(|| attendee.param("X-RESPONSE-COMMENT"));
    written.map(unescape).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn check_identity(attendee: &Property, from: &str, about: &About, draft: &mut Draft) {
    let who = mailto(&attendee.value);
    let sent_by = attendee.param("SENT-BY").map(mailto).unwrap_or_default();
    let emails = about.actor.as_ref().map(|a| a.emails.as_slice()).unwrap_or_default();
    let known = |address: &str| emails.iter().any(|email| email.eq_ignore_ascii_case(address));
    if who != from && sent_by != from && !(known(&who) && known(from)) {
        let why = draft.told("la réponse n'est pas celle de l'expéditeur", "the answer isn't the sender's");
        draft.hold(format!("{why} (ATTENDEE {who}, From {from})"));
    } else if !emails.is_empty() && !known(&who) {
        let why = draft.told("ce n'est pas la personne invitée", "not the invited person");
        draft.hold(format!("{why} (ATTENDEE {who})"));
    }
}

fn check_gathering(uid: &str, about: &About, draft: &mut Draft) {
    match about.gatherings.iter().find(|g| g.uid.as_deref() == Some(uid)) {
        Some(gathering) if about.gatherings.len() > 1 => {
            let reference = gathering.reference.clone();
            let intent = draft.reading.intent.unwrap_or(Intent::Unclear);
            draft.reading.per_gathering = Some(vec![crate::domain::reading::PerGathering { reference, intent }]);
        }
        Some(_) => {}
        None => {
            let why =
                draft.told("ce n'est pas l'une des rencontres en question", "not one of the gatherings in question");
            draft.hold(format!("{why} (UID {uid})"));
        }
    }
}

fn value<'a>(properties: &'a [Property], name: &str) -> Option<&'a str> {
    properties.iter().find(|p| p.name == name).map(|p| p.value.as_str())
}

fn mailto(value: &str) -> String {
    let value = value.trim().trim_matches('"').to_lowercase();
    value.strip_prefix("mailto:").unwrap_or(&value).trim().to_owned()
}

/// Unfolds (RFC 5545 3.1) and takes every line apart; a line that isn't a property is passed over, alarms and zones too.
fn properties(object: &str) -> Vec<Property> {
    let mut lines: Vec<String> = Vec::new();
    for line in object.lines().take(5_000) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ => lines.push(line.trim_end().to_owned()),
        }
    }
    let mut passed_over = false;
    let wanted = |line: &String| {
        let upper = line.to_uppercase();
        match upper.as_str() {
            "BEGIN:VTIMEZONE" | "BEGIN:VALARM" => passed_over = true,
            "END:VTIMEZONE" | "END:VALARM" => passed_over = false,
            _ => {}
        }
        !passed_over
    };
    lines.into_iter().filter(wanted).filter_map(|line| property(&line)).collect()
}

fn property(line: &str) -> Option<Property> {
    let (mut quoted, mut pieces, mut piece) = (false, Vec::new(), String::new());
    let mut chars = line.chars();
    for c in chars.by_ref() {
        match c {
            '"' => quoted = !quoted,
            ';' if !quoted => pieces.push(std::mem::take(&mut piece)),
            ':' if !quoted => break,
            _ => piece.push(c),
        }
    }
    pieces.push(piece);
    let mut pieces = pieces.into_iter();
    let name = pieces.next()?.trim().to_uppercase();
    let params =
        pieces.filter_map(|p| p.split_once('=').map(|(n, v)| (n.trim().to_uppercase(), v.trim().to_owned()))).collect();
    Some(Property { name, params, value: chars.as_str().trim().to_owned() })
}

/// TEXT escapes (RFC 5545 3.3.11).
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => plain.push('\n'),
                Some(other) => plain.push(other),
                None => {}
            },
            other => plain.push(other),
        }
    }
    plain
}
