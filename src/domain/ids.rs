//! The only place that asks for randomness, and the numbers by which rows are known.

use std::sync::{Arc, Mutex};

/// Declares the number of one kind of row, so that no number is taken for another's.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

id! {
    /// Of a network.
    NetworkId,
    /// Of an actor.
    ActorId,
    /// Of an address.
    AddressId,
    /// Of an organisation.
    OrganisationId,
    /// Of a membership.
    MembershipId,
    /// Of a series.
    SeriesId,
    /// Of a gathering.
    GatheringId,
    /// Of an invitation.
    InvitationId,
    /// Of an answer.
    AnswerId,
    /// Of an incoming message.
    IncomingId,
    /// Of a reading.
    ReadingId,
    /// Of a doubt.
    DoubtId,
    /// Of a mailing.
    MailingId,
    /// Of an outgoing letter.
    OutgoingId,
    /// Of a timer.
    TimerId,
    /// Of a compte rendu.
    MinutesId,
    /// Of a follow-up.
    FollowUpId,
    /// Of a debrief.
    DebriefId,
}

/// A source of randomness: the system's, or a seeded one for tests and the demo.
#[derive(Debug, Clone)]
pub struct Ids(Arc<Source>);

#[derive(Debug)]
enum Source {
    System,
    Seeded(Mutex<u64>),
}

impl Ids {
    /// The system's randomness.
    pub fn system() -> Ids {
        Ids(Arc::new(Source::System))
    }

    /// The same numbers each time: never for keys.
    pub fn seeded(seed: u64) -> Ids {
        Ids(Arc::new(Source::Seeded(Mutex::new(seed))))
    }

    /// Fills `bytes`.
    pub fn fill(&self, bytes: &mut [u8]) {
        match &*self.0 {
            Source::System => system_fill(bytes),
            Source::Seeded(state) => {
                let mut state = state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                for byte in bytes {
                    *byte = split_mix(&mut state).to_le_bytes()[0];
                }
            }
        }
    }

    /// 80 random bits in lower-case base32: for Message-IDs and boundaries.
    pub fn word(&self) -> String {
        let mut bytes = [0; 10];
        self.fill(&mut bytes);
        super::token::BASE32.encode(&bytes)
    }

    /// A number in `0..1`, for jitter.
    pub fn fraction(&self) -> f64 {
        let mut bytes = [0; 4];
        self.fill(&mut bytes);
        f64::from(u32::from_le_bytes(bytes)) / (f64::from(u32::MAX) + 1.0)
    }
}

#[expect(clippy::disallowed_methods, clippy::expect_used, reason = "this is the source; without one no token is safe")]
fn system_fill(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system gives no randomness");
}

/// SplitMix64 (Steele, Lea, Flood 2014): small and good enough for what is not secret.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
