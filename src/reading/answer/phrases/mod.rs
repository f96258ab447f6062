//! The phrases themselves, French then English. A phrase belongs where it says the same whoever writes it; what needs the
//! rest of the letter to be understood doesn't belong here.

mod around;
mod coming;
mod declining;

use super::cue::Cue;
use around::{
    CONDITION, HOLLOW, IN_PERSON, NEUTRAL, NOT_STOP, ONLINE, OTHER_TIME, PARTIAL, PAST, REQUEST, SECRETARY,
    SOFT_CONDITION, STOP, TROUBLE,
};
use coming::{MAYBE, WEAK_YES, YES};
use declining::{NO, OTHER_NO, OTHER_YES, WEAK_NO};

/// Each cue with its phrases, one a line; [`super::lexicon`] says how they are written.
pub(super) const PHRASES: &[(Cue, &str)] = &[
    (Cue::Yes, YES),
    (Cue::WeakYes, WEAK_YES),
    (Cue::No, NO),
    (Cue::WeakNo, WEAK_NO),
    (Cue::Maybe, MAYBE),
    (Cue::OtherYes, OTHER_YES),
    (Cue::OtherNo, OTHER_NO),
    (Cue::Past, PAST),
    (Cue::Neutral, NEUTRAL),
    (Cue::Condition, CONDITION),
    (Cue::SoftCondition, SOFT_CONDITION),
    (Cue::Hollow, HOLLOW),
    (Cue::Stop, STOP),
    (Cue::NotStop, NOT_STOP),
    (Cue::Trouble, TROUBLE),
    (Cue::Secretary, SECRETARY),
    (Cue::InPerson, IN_PERSON),
    (Cue::Online, ONLINE),
    (Cue::Partial, PARTIAL),
    (Cue::Request, REQUEST),
    (Cue::OtherTime, OTHER_TIME),
];
