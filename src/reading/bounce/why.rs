//! Why a letter didn't arrive, and whether the address is to blame.

use super::reasons::{FULL, LATE, NO_ADDRESS, NO_HOST, POLICY, SENDER_BLAMED, TOO_BIG};
use super::status;
use crate::reading::answer::words::fold;

/// What stood in the way of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    NoSuchAddress,
    NoSuchHost,
    Full,
    TooBig,
    /// Content, sender or relay weren't to the server's liking.
    Policy,
    Late,
}

impl Why {
    /// Whether no further letter can arrive there; only then is the bounce hard.
    pub fn is_lasting(self) -> bool {
        matches!(self, Why::NoSuchAddress | Why::NoSuchHost)
    }

    /// In a few words.
    pub fn told(self) -> &'static str {
        match self {
            Why::NoSuchAddress => "no such address",
            Why::NoSuchHost => "no such host",
            Why::Full => "mailbox full",
            Why::TooBig => "message too big",
            Why::Policy => "refused by policy",
            Why::Late => "late or out of reach",
        }
    }
}

/// Why, by the status, then the server's words, then its reply code. A class 4 never condemns an address.
pub(super) fn why(status: Option<&str>, words: &str) -> Option<Why> {
    let passing = status.is_some_and(|status| status.starts_with('4'));
    if status.is_some_and(|status| status.ends_with(".2.2")) {
        return Some(Why::Full);
    }
    let by_words = by_words(words).filter(|why| !(passing && why.is_lasting()));
    by_words.or_else(|| by_status(status?)).or_else(|| by_reply(status::reply(words)?))
}

/// Why, by the words alone. The sender's address may be called unknown too, so that is looked for first.
pub(super) fn by_words(words: &str) -> Option<Why> {
    let words = format!(" {} ", fold(words));
    let tables: [(&[&str], Why); 7] = [
        (&SENDER_BLAMED, Why::Policy),
        (&FULL, Why::Full),
        (&NO_ADDRESS, Why::NoSuchAddress),
        (&NO_HOST, Why::NoSuchHost),
        (&TOO_BIG, Why::TooBig),
        (&POLICY, Why::Policy),
        (&LATE, Why::Late),
    ];
    tables.into_iter().find(|(table, _)| table.iter().any(|saying| words.contains(saying))).map(|(_, why)| why)
}

/// RFC 3463 and what Exchange adds to it.
fn by_status(status: &str) -> Option<Why> {
    let (class, rest) = status.split_once('.')?;
    match (class, rest) {
        (_, "1.1" | "1.3" | "1.4" | "1.6" | "1.10" | "1.0" | "2.1" | "4.1") if class == "5" => Some(Why::NoSuchAddress),
        (_, "1.2" | "4.4" | "4.310") if class == "5" => Some(Why::NoSuchHost),
        (_, "2.2") => Some(Why::Full),
        (_, "2.3" | "3.4") => Some(Why::TooBig),
        ("4", _) => Some(Why::Late),
        (_, rest) if rest.starts_with("7.") || rest.starts_with("6.") || ["1.7", "1.8"].contains(&rest) => {
            Some(Why::Policy)
        }
        (_, rest) if rest.starts_with("4.") => Some(Why::Late),
        _ => None,
    }
}

fn by_reply(code: u16) -> Option<Why> {
    match code {
        400..500 => Some(Why::Late),
        550 | 551 | 553 => Some(Why::NoSuchAddress),
        552 => Some(Why::Full),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_missing_address_or_host_lasts() {
        let cases = [
            (Some("5.1.1"), "550 user unknown", Some(Why::NoSuchAddress)),
            (Some("5.7.1"), "550 No such user!", Some(Why::NoSuchAddress)),
            (Some("5.1.8"), "Sender address rejected: Domain not found", Some(Why::Policy)),
            (Some("5.2.2"), "", Some(Why::Full)),
            (None, "552 Boîte du destinataire pleine", Some(Why::Full)),
            (Some("5.7.1"), "Relaying denied", Some(Why::Policy)),
            (Some("4.4.3"), "Host not found, try again", Some(Why::Late)),
            (Some("4.4.7"), "", Some(Why::Late)),
            (None, "451 Greylisted, come back later", Some(Why::Late)),
            (Some("5.4.4"), "Name service error", Some(Why::NoSuchHost)),
            (None, "message size exceeds the limit", Some(Why::TooBig)),
            (None, "550 nope", Some(Why::NoSuchAddress)),
            (None, "it failed", None),
        ];
        for (status, words, expected) in cases {
            assert_eq!(why(status, words), expected, "{status:?} {words}");
        }
    }
}
