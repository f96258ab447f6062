//! The languages that letters are written in.

crate::words! {
    /// Language of a network, or of one member's letters.
    Language {
        /// French.
        Fr = "fr",
        /// English.
        En = "en",
    }
}
