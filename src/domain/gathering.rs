//! One dated event: a meeting or a visit.

use super::civil::{self, CivilTime, Zone};
use super::clock::Timestamp;
use super::ids::{ActorId, GatheringId, NetworkId, SeriesId};
use super::reading::Mode;

crate::words! {
    /// What sort of gathering.
    GatheringKind {
        /// Open to the network.
        Meeting = "meeting",
        /// A small group, limited places, hosted by an actor.
        Visit = "visit",
    }
}

crate::words! {
    /// Where a gathering stands.
    GatheringState {
        /// Being prepared: nobody is invited yet.
        Proposed = "proposed",
        /// Invitations are out.
        Open = "open",
        /// It took place.
        Held = "held",
        /// It won't.
        Cancelled = "cancelled",
    }
}

impl Mode {
    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Mode::InPerson => "in_person",
            Mode::Online => "online",
            Mode::Hybrid => "hybrid",
        }
    }

    /// The mode of a word.
    pub fn parse(word: &str) -> Option<Mode> {
        [Mode::InPerson, Mode::Online, Mode::Hybrid].into_iter().find(|mode| mode.as_str() == word)
    }
}

/// A gathering as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gathering {
    /// Number.
    pub id: GatheringId,
    /// Whose.
    pub network: NetworkId,
    /// In which series.
    pub series: Option<SeriesId>,
    /// Its place in the series.
    pub number: Option<i64>,
    /// As people say it.
    pub title: String,
    /// What sort.
    pub kind: GatheringKind,
    /// Where it stands.
    pub state: GatheringState,
    /// Civil start in `zone`.
    pub starts: CivilTime,
    /// Civil end in `zone`.
    pub ends: CivilTime,
    /// IANA zone.
    pub zone: Zone,
    /// How it takes place.
    pub mode: Mode,
    /// Where.
    pub place: Option<String>,
    /// Visio.
    pub link: Option<String>,
    /// How many may come; no limit where absent.
    pub places: Option<i64>,
    /// What the invitation says of it, plain text.
    pub description: Option<String>,
    /// Who receives the visitors.
    pub host: Option<ActorId>,
    /// Rises when date or hour change.
    pub change: i64,
}

impl Gathering {
    /// The instant it starts.
    pub fn starts_at(&self) -> Timestamp {
        civil::instant(self.starts, self.zone)
    }

    /// The instant it ends.
    pub fn ends_at(&self) -> Timestamp {
        civil::instant(self.ends, self.zone)
    }

    /// Whether answers to it still count.
    pub fn is_open(&self, now: Timestamp) -> bool {
        matches!(self.state, GatheringState::Proposed | GatheringState::Open) && now < self.ends_at()
    }
}
