//! Follow-ups: what the minutes promised.

crate::words! {
    /// What a follow-up is to become.
    FollowUpKind {
        /// Becomes a gathering of a small group.
        Visit = "visit",
        /// Becomes a story at a coming meeting.
        Contact = "contact",
        /// Anything else that somebody does.
        Action = "action",
    }
}
