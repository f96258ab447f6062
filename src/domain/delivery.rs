//! One attempt to send one letter, and what the next server said of it.

/// What an SMTP server answered, or what happened instead of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Three-digit code (RFC 5321 4.2); `None` where no answer came.
    pub code: Option<u16>,
    /// Enhanced status code `class.subject.detail` (RFC 3463).
    pub enhanced: Option<String>,
    /// The server's words, or ours about the network.
    pub text: String,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The next server took it over.
    Accepted(Reply),
    /// Try again: 4xx, the network, anything unknown.
    Deferred(Reply),
    /// Never: a 5xx that says so for good.
    Refused(Reply),
}

impl Outcome {
    /// The word used in the delivery table and in the log.
    pub fn as_str(&self) -> &'static str {
        match self {
            Outcome::Accepted(_) => "accepted",
            Outcome::Deferred(_) => "deferred",
            Outcome::Refused(_) => "refused",
        }
    }

    /// What was said.
    pub fn reply(&self) -> &Reply {
        match self {
            Outcome::Accepted(reply) | Outcome::Deferred(reply) | Outcome::Refused(reply) => reply,
        }
    }
}
