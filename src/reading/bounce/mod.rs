//! Delivery notices: RFC 3464 reports, and what servers send instead.

mod failed;
mod prose;
mod reasons;
mod report;
mod signs;
mod status;
mod why;

use crate::domain::reading::{Action, Kind};

use super::message::Message;

/// What a delivery notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Notice {
    pub kind: Kind,
    pub action: Action,
    pub recipients: Vec<String>,
    /// Enhanced status code (RFC 3463), where one was given.
    pub status: Option<String>,
    pub reason: Option<String>,
    pub because: String,
}

/// Reads a delivery notice; `None` where the message isn't one.
pub(super) fn notice(message: &Message) -> Option<Notice> {
    report::report(message).or_else(|| prose::prose(message))
}

/// The recipients in the field that Exim and Gmail add.
fn failed_field(message: &Message) -> Vec<String> {
    super::fields::addresses(message.field("x-failed-recipients").unwrap_or_default())
}

/// A server's words, no longer than somebody reads.
fn short(text: &str) -> String {
    text.trim().chars().take(500).collect()
}
