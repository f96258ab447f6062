//! Calendar replies (iMIP, RFC 6047; iTIP, RFC 5546): what a calendar program says when its owner presses a button.

mod comment;
mod object;
pub(super) mod tnef;

use crate::domain::reading::{About, Intent, Kind, Named};

use super::draft::Draft;
use super::message::{Message, Part};
use object::{Property, mailto, properties, value};

/// Nobody brings more; what a program writes beyond is nonsense.
const MOST_GUESTS: u32 = 99;

/// Whether the message is a calendar program's, and of which sort.
pub(super) fn sort(message: &Message, about: &About) -> Option<(Kind, String)> {
    let part = part(message)?;
    let properties = properties(&part.text);
    let written = value(&properties, "METHOD").map(str::to_uppercase);
    let method = written.or_else(|| Some(part.method.clone()).filter(|method| !method.is_empty()))?;
    match method.as_str() {
        "REPLY" | "COUNTER" => Some((Kind::CalendarReply, format!("METHOD:{method}"))),
        // A calendar file that somebody attaches to what they write, or our own that comes along with an answer.
        "PUBLISH" => None,
        _ if is_ours(&properties, about) && has_words(message) => None,
        _ => Some((Kind::CalendarOther, format!("METHOD:{method}"))),
    }
}

fn part(message: &Message) -> Option<&Part> {
    let of_calendar = |mime: &str| mime == "text/calendar" || mime == "application/ics";
    message.parts.iter().find(|p| p.depth == 0 && of_calendar(&p.mime) && p.text.contains("BEGIN:V"))
}

fn is_ours(properties: &[Property], about: &About) -> bool {
    let uid = value(properties, "UID").unwrap_or_default();
    !uid.is_empty() && about.gatherings.iter().any(|gathering| gathering.uid.as_deref() == Some(uid))
}

/// Whether somebody wrote something beside the object.
fn has_words(message: &Message) -> bool {
    message.mime != "text/calendar" && !message.seen().text.is_empty()
}

/// Reads the answer out of a calendar reply.
pub(super) fn answer(message: &Message, about: &About, draft: &mut Draft) {
    let properties = part(message).map(|part| properties(&part.text)).unwrap_or_default();
    let from = message.headers.from.as_ref().map(|f| f.email.as_str()).unwrap_or_default();
    draft.reading.confidence = 0.95;
    draft.reading.lang = Some(super::language::language(&message.body_text()).to_owned());
    let Some(attendee) = who_answers(&properties, from) else {
        return draft
            .hold(draft.told("réponse de calendrier sans ATTENDEE clair", "calendar reply without a clear ATTENDEE"));
    };
    let partstat = attendee.param("PARTSTAT").unwrap_or_default().to_uppercase();
    draft.reading.intent = Some(match partstat.as_str() {
        "ACCEPTED" => Intent::Attending,
        "DECLINED" | "DELEGATED" => Intent::Regrets,
        "TENTATIVE" => Intent::Tentative,
        _ => Intent::Unclear,
    });
    draft.because([format!("PARTSTAT={partstat}")]);
    guests(attendee, draft);
    delegate(attendee, &properties, draft);
    comment::read(message, &properties, attendee, about, draft);
    if value(&properties, "METHOD").is_some_and(|m| m.eq_ignore_ascii_case("COUNTER")) {
        draft.doubt(draft.told("une autre date est proposée (COUNTER)", "another date is proposed (COUNTER)"));
    }
    check_identity(attendee, from, about, draft);
    check_gathering(value(&properties, "UID").unwrap_or_default(), about, draft);
    super::form::form(message, draft);
}

/// The sender among the attendees; else the only one, or the only one who says anything.
fn who_answers<'a>(properties: &'a [Property], from: &str) -> Option<&'a Property> {
    let attendees: Vec<&Property> = properties.iter().filter(|p| p.name == "ATTENDEE").collect();
    let is_sender = |p: &&&Property| address(p) == from;
    let only = |found: Vec<&'a Property>| found.first().copied().filter(|_| found.len() == 1);
    let says = |p: &&&Property| !["", "NEEDS-ACTION"].contains(&p.param("PARTSTAT").unwrap_or_default());
    let speaking = attendees.iter().filter(says).copied().collect();
    attendees.iter().find(is_sender).copied().or_else(|| only(attendees)).or_else(|| only(speaking))
}

/// Apple may write a urn and put the address beside it.
fn address(attendee: &Property) -> String {
    let address = mailto(&attendee.value);
    let beside = || attendee.param("EMAIL").map(mailto).unwrap_or_default();
    if address.contains('@') { address } else { beside() }
}

/// X-NUM-GUESTS is Google's; others took it over.
fn guests(attendee: &Property, draft: &mut Draft) {
    let comes = matches!(draft.reading.intent, Some(Intent::Attending | Intent::Tentative));
    let count = attendee.param("X-NUM-GUESTS").and_then(|number| number.trim_matches('"').parse::<u32>().ok());
    if let Some(count) = count.filter(|count| comes && (1..=MOST_GUESTS).contains(count)) {
        draft.reading.guests = Some(count);
        draft.because([format!("X-NUM-GUESTS={count}")]);
    }
}

/// Who is sent instead (DELEGATED-TO, RFC 5545 3.2.5), with the name that the object gives them.
fn delegate(attendee: &Property, properties: &[Property], draft: &mut Draft) {
    let Some(email) = attendee.param("DELEGATED-TO").map(mailto).filter(|email| email.contains('@')) else {
        return;
    };
    let themselves = properties.iter().find(|p| p.name == "ATTENDEE" && address(p) == email);
    let name = themselves.and_then(|p| p.param("CN")).map(|name| name.trim_matches('"').trim().to_owned());
    draft.because([format!("DELEGATED-TO={email}")]);
    draft.reading.delegate =
        Some(Named { name: name.filter(|name| !name.is_empty() && !name.contains('@')), email: Some(email) });
}

fn check_identity(attendee: &Property, from: &str, about: &About, draft: &mut Draft) {
    let who = address(attendee);
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
