//! What a phrase can say.

/// What a phrase says about coming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Cue {
    /// I come.
    Yes,
    /// Most likely yes; yes unless something else is said.
    WeakYes,
    /// I don't.
    No,
    /// Most likely no; no unless something else is said.
    WeakNo,
    /// I don't know.
    Maybe,
    /// Somebody else comes.
    OtherYes,
    /// Somebody else doesn't.
    OtherNo,
    /// What was said or done before this letter.
    Past,
    /// Negation that says nothing about coming; covers its words.
    Neutral,
    /// A condition.
    Condition,
    /// A condition of politeness.
    SoftCondition,
    /// It has been received, and no more.
    Hollow,
    /// No more mailings.
    Stop,
    /// About mailings, and no wish to stop them.
    NotStop,
    /// Only an organiser can settle it: a death, a wrong person, a cancelled gathering.
    Trouble,
    /// The sender writes for the invited person.
    Secretary,
    /// In the room.
    InPerson,
    /// By visio.
    Online,
    /// Late or leaving early.
    Partial,
    /// A request that wants an answer.
    Request,
    /// Another time than this gathering's.
    OtherTime,
}
