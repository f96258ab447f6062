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

/// Whether a refusal says that the address itself is no good (RFC 3463 subjects 1 and 2.1), so that no further letter
/// should go there; a refusal of content or policy says nothing about the address.
pub fn condemns_address(reply: &Reply) -> bool {
    match reply.enhanced.as_deref() {
        Some(enhanced) => ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.310"].contains(&enhanced),
        // Without an enhanced code: 550 mailbox unavailable, 551 not local, 553 name not allowed (RFC 5321 4.2.3).
        None => matches!(reply.code, Some(550 | 551 | 553)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_content_leaves_the_address_alone() {
        let reply = |code, enhanced: Option<&str>| Reply {
            code: Some(code),
            enhanced: enhanced.map(str::to_owned),
            text: String::new(),
        };
        assert!(condemns_address(&reply(550, Some("5.1.1"))));
        assert!(condemns_address(&reply(550, None)));
        assert!(!condemns_address(&reply(550, Some("5.7.1"))));
        assert!(!condemns_address(&reply(554, None)));
    }
}
