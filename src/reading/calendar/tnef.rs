//! Meeting answers that Outlook packs into winmail.dat (TNEF, MS-OXTNEF), as the calendar object that it would have written.
//!
//! Only two things are taken out: the message class, which is the button, and the UID, which Outlook keeps in the meeting's
//! global object id where the invitation came from another calendar (MS-OXCICAL 2.1.3.1.1.20.26).

/// First bytes of a TNEF stream.
const SIGNATURE: [u8; 4] = [0x78, 0x9F, 0x3E, 0x22];

/// attMessageClass and attMsgProps, without their types.
const MESSAGE_CLASS: [u8; 2] = [0x08, 0x80];
const PROPERTIES: [u8; 2] = [0x03, 0x90];

/// More attributes than any program writes.
const MOST_ATTRIBUTES: usize = 1_000;

/// Longer UIDs than anybody makes.
const LONGEST_UID: usize = 500;

/// What Outlook puts before a UID that isn't its own.
const FOREIGN_UID: &[u8] = b"vCal-Uid\x01\0\0\0";

/// The calendar object that a winmail.dat stands for; `None` where it is something else. The attendee's address is that of
/// the sender, whom the stream names in its own directory's way only.
pub(in crate::reading) fn as_calendar(stream: &[u8], sender: &str) -> Option<String> {
    let attributes = attributes(stream.strip_prefix(&SIGNATURE)?.get(2..)?);
    let of = |wanted: [u8; 2]| attributes.iter().find(|(id, _)| *id == wanted).map(|(_, data)| *data);
    let properties = of(PROPERTIES).unwrap_or_default();
    let class = of(MESSAGE_CLASS).map(ascii).filter(|class| !class.is_empty()).unwrap_or_else(|| ascii(properties));
    let (method, partstat) = button(&class)?;
    let uid = uid(properties).unwrap_or_default();
    Some(format!(
        "BEGIN:VCALENDAR\r\nPRODID:-//Microsoft//TNEF\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n\
         ATTENDEE;PARTSTAT={partstat}:mailto:{sender}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ))
}

/// Identifier and data of each attribute, as far as the stream is whole.
fn attributes(mut stream: &[u8]) -> Vec<([u8; 2], &[u8])> {
    let mut found = Vec::new();
    while let (Some([_, low, high, _, _, a, b, c, d]), true) = (stream.first_chunk(), found.len() < MOST_ATTRIBUTES) {
        let length = usize::try_from(u32::from_le_bytes([*a, *b, *c, *d])).unwrap_or(usize::MAX);
        let end = length.saturating_add(9);
        let Some(data) = stream.get(9..end) else {
            break;
        };
        found.push(([*low, *high], data));
        // Two bytes of checksum follow.
        stream = stream.get(end.saturating_add(2)..).unwrap_or_default();
    }
    found
}

/// The printable part of a text in ASCII or UTF-16.
fn ascii(data: &[u8]) -> String {
    data.iter().filter(|byte| byte.is_ascii_graphic()).take(100_000).map(|byte| char::from(*byte)).collect()
}

/// Method and PARTSTAT of a message class, in its two spellings.
fn button(class: &str) -> Option<(&'static str, &'static str)> {
    let classes = [
        ("MtgRespP", "Meeting.Resp.Pos", ("REPLY", "ACCEPTED")),
        ("MtgRespN", "Meeting.Resp.Neg", ("REPLY", "DECLINED")),
        ("MtgRespA", "Meeting.Resp.Tent", ("REPLY", "TENTATIVE")),
        ("MtgReq", "Meeting.Request", ("REQUEST", "NEEDS-ACTION")),
        ("MtgCncl", "Meeting.Canceled", ("CANCEL", "NEEDS-ACTION")),
    ];
    classes.into_iter().find(|(old, new, _)| class.contains(old) || class.contains(new)).map(|(_, _, said)| said)
}

fn uid(properties: &[u8]) -> Option<String> {
    let at = properties.windows(FOREIGN_UID.len()).position(|window| window == FOREIGN_UID)?;
    let rest = properties.get(at + FOREIGN_UID.len()..)?;
    let uid: String =
        rest.iter().take(LONGEST_UID).take_while(|byte| byte.is_ascii_graphic()).map(|b| char::from(*b)).collect();
    (!uid.is_empty()).then_some(uid)
}

#[cfg(test)]
pub(in crate::reading) mod tests {
    use proptest::prelude::*;

    use super::*;

    fn attribute(id: [u8; 2], data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).expect("short").to_le_bytes();
        [&[1, id[0], id[1], 7, 0][..], &length, data, &[0, 0]].concat()
    }

    /// A winmail.dat as Outlook makes it of a pressed button.
    pub fn winmail(class: &str, uid: &str) -> Vec<u8> {
        let id = [&[4, 0, 0, 0, 0x82, 0, 0xE0, 0][..], FOREIGN_UID, uid.as_bytes(), &[0]].concat();
        let stream = [&SIGNATURE[..], &[1, 0]].concat();
        [stream, attribute(MESSAGE_CLASS, format!("{class}\0").as_bytes()), attribute(PROPERTIES, &id)].concat()
    }

    #[test]
    fn the_button_and_the_uid_are_taken_out() {
        let object = as_calendar(&winmail("IPM.Microsoft Schedule.MtgRespN", "g1@reseau.example"), "lea@quai.example");
        let object = object.expect("a reply");
        assert!(object.contains("METHOD:REPLY") && object.contains("PARTSTAT=DECLINED:mailto:lea@quai.example"));
        assert!(object.contains("UID:g1@reseau.example\r\n"));
        assert_eq!(as_calendar(&winmail("IPM.Microsoft Mail.Note", ""), "lea@quai.example"), None);
        assert_eq!(as_calendar(b"winmail", "lea@quai.example"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_to_an_end(cut in 0_usize..200, at in 0_usize..100, byte: u8) {
            let mut stream = winmail("IPM.Schedule.Meeting.Resp.Pos", "g1@reseau.example");
            stream.truncate(cut);
            if let Some(place) = stream.get_mut(at) { *place = byte; }
            as_calendar(&stream, "lea@quai.example");
        }
    }
}
