//! Whose answer a message is: one pure function of token, our Message-ID and authenticated From.

use super::ids::{ActorId, InvitationId};

/// An invitation and the person invited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invited {
    /// The invitation.
    pub invitation: InvitationId,
    /// The person.
    pub actor: ActorId,
}

/// What is known about who wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Whom the token in the recipient belongs to.
    pub token: Option<Invited>,
    /// Whom our letter went to that the message answers, by In-Reply-To and References.
    pub letter: Option<Invited>,
    /// Whose address From is.
    pub from: Option<ActorId>,
    /// From's own invitation to the gathering the token is about.
    pub own: Option<InvitationId>,
    /// The text speaks for the token's person: their name in From or in the closing.
    pub speaks_for: bool,
    /// Whether a trusted server proved From.
    pub authenticated: Option<bool>,
    /// From's open invitations.
    pub open: Vec<InvitationId>,
}

/// Whose answer it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// It counts for this invitation.
    Theirs(InvitationId, Proof),
    /// A person must look.
    Held(Option<InvitationId>, HeldBecause),
}

/// Why it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Token, from one of their addresses.
    TokenAndAddress,
    /// Token, and the text speaks for them.
    TokenAndName,
    /// Somebody else's token, from an invited person's own address.
    OwnInvitation,
    /// In answer to our letter, from one of their addresses.
    LetterAndAddress,
    /// Authenticated, known, and only one invitation it can be about.
    OnlyOpenInvitation,
}

/// Why it doesn't.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldBecause {
    /// Another actor, who isn't invited to it, used this person's token.
    AnotherActor,
    /// Nobody we know, and nobody named.
    NewPerson,
    /// It answers a letter to somebody else.
    AnothersLetter,
    /// A known address, but more or fewer than one open invitation.
    WhichInvitation,
    /// A known address that nothing proves.
    NotAuthenticated,
    /// Nothing tells whose it is.
    Unknown,
}

/// Rule 5 of the design.
pub fn identify(evidence: &Evidence) -> Identity {
    if let Some(token) = evidence.token {
        return by_token(token, evidence);
    }
    if let Some(letter) = evidence.letter {
        return if evidence.from == Some(letter.actor) {
            Identity::Theirs(letter.invitation, Proof::LetterAndAddress)
        } else {
            Identity::Held(Some(letter.invitation), HeldBecause::AnothersLetter)
        };
    }
    match (evidence.from, evidence.open.as_slice()) {
        (None, _) => Identity::Held(None, HeldBecause::Unknown),
        (Some(_), [only]) if evidence.authenticated == Some(true) => Identity::Theirs(*only, Proof::OnlyOpenInvitation),
        (Some(_), [only]) => Identity::Held(Some(*only), HeldBecause::NotAuthenticated),
        (Some(_), _) => Identity::Held(None, HeldBecause::WhichInvitation),
    }
}

fn by_token(token: Invited, evidence: &Evidence) -> Identity {
    match evidence.from {
        Some(from) if from == token.actor => Identity::Theirs(token.invitation, Proof::TokenAndAddress),
        _ if evidence.speaks_for => Identity::Theirs(token.invitation, Proof::TokenAndName),
        Some(_) => match evidence.own {
            Some(own) => Identity::Theirs(own, Proof::OwnInvitation),
            None => Identity::Held(Some(token.invitation), HeldBecause::AnotherActor),
        },
        None => Identity::Held(Some(token.invitation), HeldBecause::NewPerson),
    }
}

/// Whether a text speaks for a person: all words of their name (two or more) stand in From's display name, or in
/// one of the last lines, where people sign. A name further up may be anybody who is spoken of.
pub fn speaks_for(person: &str, from_name: Option<&str>, text: &str) -> bool {
    const CLOSING_LINES: usize = 3;
    let wanted = name_words(person);
    if wanted.len() < 2 {
        return false;
    }
    let named_in = |line: &str| {
        let words = name_words(line);
        wanted.iter().all(|word| words.contains(word))
    };
    from_name.is_some_and(named_in)
        || text.lines().rev().filter(|line| !line.trim().is_empty()).take(CLOSING_LINES).any(named_in)
}

fn name_words(text: &str) -> Vec<String> {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = text.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SONIA: Invited = Invited { invitation: InvitationId(1), actor: ActorId(1) };
    const KARIM: ActorId = ActorId(2);
    const KARIMS: InvitationId = InvitationId(2);

    fn evidence() -> Evidence {
        Evidence::default()
    }

    #[test]
    fn the_table_of_rule_five() {
        let table = [
            (
                "her token, her address",
                Evidence { token: Some(SONIA), from: Some(SONIA.actor), ..evidence() },
                Identity::Theirs(SONIA.invitation, Proof::TokenAndAddress),
            ),
            (
                "her token, her secretary",
                Evidence { token: Some(SONIA), speaks_for: true, ..evidence() },
                Identity::Theirs(SONIA.invitation, Proof::TokenAndName),
            ),
            (
                "her token, a colleague in her name",
                Evidence { token: Some(SONIA), from: Some(KARIM), own: Some(KARIMS), speaks_for: true, ..evidence() },
                Identity::Theirs(SONIA.invitation, Proof::TokenAndName),
            ),
            (
                "her token, an invited colleague for himself",
                Evidence { token: Some(SONIA), from: Some(KARIM), own: Some(KARIMS), ..evidence() },
                Identity::Theirs(KARIMS, Proof::OwnInvitation),
            ),
            (
                "her token, an actor not invited",
                Evidence { token: Some(SONIA), from: Some(KARIM), ..evidence() },
                Identity::Held(Some(SONIA.invitation), HeldBecause::AnotherActor),
            ),
            (
                "her token, somebody unknown",
                Evidence { token: Some(SONIA), ..evidence() },
                Identity::Held(Some(SONIA.invitation), HeldBecause::NewPerson),
            ),
            (
                "our letter to her, her address",
                Evidence { letter: Some(SONIA), from: Some(SONIA.actor), ..evidence() },
                Identity::Theirs(SONIA.invitation, Proof::LetterAndAddress),
            ),
            (
                "our letter to her, another address",
                Evidence { letter: Some(SONIA), from: Some(KARIM), ..evidence() },
                Identity::Held(Some(SONIA.invitation), HeldBecause::AnothersLetter),
            ),
            (
                "nothing but an authenticated address",
                Evidence { from: Some(KARIM), open: vec![KARIMS], authenticated: Some(true), ..evidence() },
                Identity::Theirs(KARIMS, Proof::OnlyOpenInvitation),
            ),
            (
                "nothing but an unproved address",
                Evidence { from: Some(KARIM), open: vec![KARIMS], ..evidence() },
                Identity::Held(Some(KARIMS), HeldBecause::NotAuthenticated),
            ),
            (
                "two open invitations",
                Evidence {
                    from: Some(KARIM),
                    open: vec![KARIMS, SONIA.invitation],
                    authenticated: Some(true),
                    ..evidence()
                },
                Identity::Held(None, HeldBecause::WhichInvitation),
            ),
            ("a stranger", evidence(), Identity::Held(None, HeldBecause::Unknown)),
        ];
        for (case, evidence, expected) in table {
            assert_eq!(identify(&evidence), expected, "{case}");
        }
    }

    #[test]
    fn a_secretary_signs_for_her_director_and_a_friend_only_speaks_of_her() {
        let sonia = "Sonia Léger";
        assert!(speaks_for(sonia, None, "Oui, elle viendra.\n\nPour Sonia LEGER\nAlice Petit, secrétariat"));
        assert!(speaks_for(sonia, Some("Léger, Sonia"), "Oui"));
        assert!(!speaks_for(sonia, Some("Karim"), "Sonia Léger m'a transmis.\n\nJe viens.\nMerci\nÀ bientôt\nKarim"));
        assert!(!speaks_for("Sonia", Some("Sonia"), "Oui"), "a first name is anybody's");
    }
}
