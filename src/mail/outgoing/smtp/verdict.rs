//! What a server's answer means for one letter: accepted, deferred or refused. One pure function.
//!
//! The rule: nothing is refused for good but by a permanent 5xx that is known to concern this recipient or
//! this message. What concerns us, the route or the network, and whatever we don't know, is deferred: an
//! operator can mend it and the letter still goes out, and no actor's address is blamed for it.

use crate::domain::delivery::{Outcome, Reply};

/// Which step was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// TCP connection and, with SMTPS, the TLS handshake.
    Connect,
    /// The server's greeting and its answer to EHLO (RFC 5321 3.1, 3.2).
    Hello,
    /// STARTTLS, its handshake, and the EHLO after it (RFC 3207).
    StartTls,
    /// AUTH (RFC 4954).
    Auth,
    /// MAIL (RFC 5321 4.1.1.2).
    Mail,
    /// RCPT (RFC 5321 4.1.1.3).
    Recipient,
    /// The DATA command itself (RFC 5321 4.1.1.4).
    Data,
    /// The content and its final dot.
    Message,
}

impl Phase {
    /// The word for the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Phase::Connect => "connect",
            Phase::Hello => "hello",
            Phase::StartTls => "starttls",
            Phase::Auth => "auth",
            Phase::Mail => "mail",
            Phase::Recipient => "recipient",
            Phase::Data => "data",
            Phase::Message => "message",
        }
    }
}

/// Words by which servers say, under a code that could mean the recipient, that it is us they don't like:
/// relaying, our IP address on a list, our sender address, our missing authentication. Seen from Postfix
/// ("Relay access denied", "Client host [..] blocked using .."), Exim ("relay not permitted", "Sender verify
/// failed"), Exchange ("Unable to relay") and Gmail.
const ABOUT_US: &[&str] = &[
    "relay access",
    "relay not permitted",
    "relay denied",
    "relaying",
    "to relay",
    "blocked using",
    "blacklist",
    "blocklist",
    "block list",
    "dnsbl",
    "spamhaus",
    "client host",
    "reputation",
    "sender verify",
    "sender address",
    "authenticat",
    "spf",
    "dkim",
    "dmarc",
];

/// Judges the answer to one step.
pub fn outcome(phase: Phase, reply: Reply) -> Outcome {
    match reply.code {
        // a yes counts once the message itself was taken, not before
        Some(200..=299) if phase == Phase::Message => Outcome::Accepted(reply),
        Some(500..=599) if is_final(phase, &reply) => Outcome::Refused(reply),
        _ => Outcome::Deferred(reply),
    }
}

/// Does this 5xx say that this letter can never be delivered to this recipient?
fn is_final(phase: Phase, reply: &Reply) -> bool {
    let about_us = || {
        let text = reply.text.to_lowercase();
        ABOUT_US.iter().any(|words| text.contains(words))
    };
    let recipient = match phase {
        // said before the letter was even named, such as 554 at the greeting (RFC 5321 3.1), 530 or 535
        // (RFC 4954 6): us or the route
        Phase::Connect | Phase::Hello | Phase::StartTls | Phase::Auth => return false,
        // 5xx to DATA is 503 or 554, "no valid recipients": we are out of step (RFC 5321 3.3)
        Phase::Data => return false,
        // MAIL is about our own envelope sender and our right to use it, so not final, save what is said of
        // the message; nothing but its size could be
        Phase::Mail => {
            return matches!(subject(reply), Some((5, 3, 4) | (5, 2, 3)));
        }
        Phase::Recipient => true,
        Phase::Message => false,
    };
    match (reply.code, subject(reply)) {
        // authentication required or failed (RFC 4954 6): route
        (Some(530 | 534 | 535 | 538), _) => false,
        // code and enhanced code contradict one another: the softer one counts
        (_, Some((class, _, _))) if class != 5 => false,
        // mailbox full: a permanent code for what passes with the next cleaning (RFC 3463 X.2.2)
        (_, Some((_, 2, 2))) => false,
        // mailbox disabled; message too long for this recipient
        (_, Some((_, 2, 1 | 3))) => true,
        // other mailbox states (undefined, list expansion): unknown
        (_, Some((_, 2, _))) => false,
        // our sender address is bad (X.1.7, X.1.8): us
        (_, Some((_, 1, 7 | 8))) => false,
        // undefined trouble with "the address", whose ever
        (_, Some((_, 1, 0))) => !about_us(),
        // the address: unknown, moved, no such domain, domain without mail (X.1.10, RFC 7505)
        (_, Some((_, 1, _))) => true,
        // message too big for the system (X.3.4)
        (_, Some((_, 3, 4))) => true,
        // system full, down, misconfigured: passes
        (_, Some((_, 3, _))) => false,
        // X.4.1 is "no answer from host" in RFC 3463, but Microsoft 365 says it for an unknown recipient
        // ("550 5.4.1 Recipient address rejected: Access denied")
        (Some(550), Some((_, 4, 1))) => recipient && !about_us(),
        // routing, loops, expiry: the network
        (_, Some((_, 4, _))) => false,
        // outlook.com says "550 5.5.0 mailbox unavailable" for an unknown recipient
        (Some(550), Some((_, 5, 0))) => recipient && !about_us(),
        // protocol errors (wrong command, arguments, too many recipients): we or the server are at fault
        (_, Some((_, 5, _))) => false,
        // the content, or the conversion it would need (X.6.x)
        (_, Some((_, 6, _))) => true,
        // a closed mailing list (X.7.2)
        (_, Some((_, 7, 2))) => recipient,
        // "delivery not authorized, message refused": said of this recipient or this message, and as often
        // of our IP address or relaying; the words decide
        (_, Some((_, 7, 0 | 1))) => !about_us(),
        // the rest of X.7 is about our authentication, encryption, SPF, DKIM, DMARC, reverse DNS (RFC 7372)
        (_, Some((_, 7, _))) => false,
        // X.0.0 or no enhanced code: the code alone, RFC 5321 4.2.3 and 4.3.2
        // 552 is mailbox or system full as well as message too large: passes, perhaps
        (Some(552), _) => false,
        // mailbox unavailable, not local, name not allowed, no mail here (RFC 7504)
        (Some(521 | 550 | 551 | 553 | 556), _) => !about_us(),
        // our argument to RCPT is the address, and nothing else
        (Some(501), _) => recipient && !about_us(),
        // "transaction failed": after the content it is the content; at RCPT it may be anything
        (Some(554), _) => !recipient && !about_us(),
        // 500, 502, 503, 504, 555 are about the protocol; the rest is unknown
        _ => false,
    }
}

/// Class, subject and detail of the enhanced code; `None` without one, or where it says nothing (X.0.0).
fn subject(reply: &Reply) -> Option<(u16, u16, u16)> {
    let mut parts = reply.enhanced.as_deref()?.split('.');
    let mut next = || parts.next()?.parse().ok();
    match (next()?, next()?, next()?) {
        (5, 0, 0) => None,
        code => Some(code),
    }
}

/// Makes a [`Reply`] of a code and a server's words, with the enhanced code that stands before them
/// (RFC 2034 4) taken out. Control characters become spaces; words beyond a thousand letters are cut.
pub fn reply(code: Option<u16>, words: &str) -> Reply {
    let clean: String = words.chars().take(1000).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let clean = clean.trim();
    let (first, rest) = clean.split_once(' ').unwrap_or((clean, ""));
    if code.is_some() && is_enhanced(first) {
        Reply { code, enhanced: Some(first.to_owned()), text: rest.trim_start().to_owned() }
    } else {
        Reply { code, enhanced: None, text: clean.to_owned() }
    }
}

/// `class.subject.detail`: class 2, 4 or 5, the others up to three digits (RFC 3463 2).
fn is_enhanced(word: &str) -> bool {
    let mut parts = word.split('.');
    let class = matches!(parts.next(), Some("2" | "4" | "5"));
    let mut number = || {
        parts
            .next()
            .is_some_and(|part| (1..=3).contains(&part.len()) && part.bytes().all(|digit| digit.is_ascii_digit()))
    };
    let numbers = number() && number();
    class && numbers && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table() {
        use Phase::*;
        for (phase, code, words, expected) in [
            (Message, 250, "2.0.0 Ok: queued as 4F2", "accepted"),
            (Message, 250, "OK", "accepted"),
            (Recipient, 250, "2.1.5 Ok", "deferred"),
            (Message, 354, "go ahead", "deferred"),
            // 4xx is 4xx anywhere
            (Recipient, 450, "4.2.0 greylisted", "deferred"),
            (Recipient, 452, "4.2.2 over quota", "deferred"),
            (Message, 451, "4.3.0 try again", "deferred"),
            (Hello, 421, "4.3.2 going down", "deferred"),
            // before the letter: us or the route
            (Hello, 554, "5.7.1 no SMTP service here", "deferred"),
            (Hello, 550, "5.7.1 you are on a list", "deferred"),
            (Auth, 535, "5.7.8 authentication failed", "deferred"),
            (Auth, 534, "5.7.9 mechanism too weak", "deferred"),
            (StartTls, 502, "5.5.1 not implemented", "deferred"),
            (Mail, 530, "5.7.0 authentication required", "deferred"),
            (Mail, 553, "5.7.1 sender address not owned by user", "deferred"),
            (Mail, 550, "5.1.8 sender's domain not found", "deferred"),
            (Mail, 550, "no", "deferred"),
            (Mail, 552, "5.3.4 message size exceeds limit", "refused"),
            (Data, 554, "5.5.1 no valid recipients", "deferred"),
            // the recipient
            (Recipient, 550, "5.1.1 no such user", "refused"),
            (Recipient, 550, "5.1.1 User unknown in relay recipient table", "refused"),
            (Recipient, 550, "5.1.0 sender address rejected", "deferred"),
            (Recipient, 550, "5.1.2 no such domain", "refused"),
            (Recipient, 553, "5.1.3 bad address syntax", "refused"),
            (Recipient, 550, "5.1.6 moved", "refused"),
            (Recipient, 550, "5.1.10 domain has a null MX", "refused"),
            (Recipient, 556, "domain does not accept mail", "refused"),
            (Recipient, 521, "host does not accept mail", "refused"),
            (Recipient, 550, "5.2.1 account disabled", "refused"),
            (Recipient, 554, "5.2.1 account disabled", "refused"),
            (Recipient, 550, "User unknown", "refused"),
            (Recipient, 550, "5.0.0 user unknown", "refused"),
            (Recipient, 551, "user not local", "refused"),
            (Recipient, 501, "<a@@b>: malformed address", "refused"),
            (Recipient, 550, "5.4.1 Recipient address rejected: Access denied", "refused"),
            (Recipient, 550, "5.5.0 Requested action not taken: mailbox unavailable", "refused"),
            (Recipient, 550, "5.7.1 recipient does not want your mail", "refused"),
            (Recipient, 550, "5.7.2 members only", "refused"),
            (Recipient, 550, "5.6.7 non-ASCII address not permitted", "refused"),
            // 5xx at RCPT that are not the recipient's
            (Recipient, 552, "5.2.2 mailbox full", "deferred"),
            (Recipient, 554, "5.2.2 mailbox full", "deferred"),
            (Recipient, 552, "over quota", "deferred"),
            (Recipient, 550, "4.2.1 later", "deferred"),
            (Recipient, 530, "5.7.0 authentication required", "deferred"),
            (Recipient, 554, "5.7.1 <a@b.example>: Relay access denied", "deferred"),
            (Recipient, 550, "relay not permitted", "deferred"),
            (Recipient, 550, "5.7.1 Unable to relay", "deferred"),
            (
                Recipient,
                554,
                "5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org",
                "deferred",
            ),
            (Recipient, 550, "Sender verify failed", "deferred"),
            (Recipient, 550, "5.1.7 bad sender", "deferred"),
            (Recipient, 550, "5.7.26 unauthenticated mail is prohibited", "deferred"),
            (Recipient, 503, "5.5.1 out of sequence", "deferred"),
            (Recipient, 555, "5.5.4 unsupported parameter", "deferred"),
            (Recipient, 550, "5.5.3 too many recipients", "deferred"),
            (Recipient, 550, "5.4.4 unable to route", "deferred"),
            (Recipient, 554, "5.4.6 loop", "deferred"),
            (Recipient, 554, "5.3.0 mail system trouble", "deferred"),
            (Recipient, 554, "transaction failed", "deferred"),
            (Recipient, 599, "who knows", "deferred"),
            // the message
            (Message, 552, "5.3.4 too big", "refused"),
            (Message, 552, "5.2.3 too big for this mailbox", "refused"),
            (Message, 550, "5.6.0 bad MIME", "refused"),
            (Message, 554, "5.6.1 media not supported", "refused"),
            (Message, 550, "5.7.1 message looks like spam", "refused"),
            (Message, 554, "Transaction failed: bad content", "refused"),
            (Message, 550, "5.1.1 no such user", "refused"),
            (Message, 552, "storage exceeded", "deferred"),
            (Message, 554, "5.2.2 mailbox full", "deferred"),
            (Message, 550, "5.7.1 rejected by DMARC policy", "deferred"),
            (Message, 550, "5.7.26 blocked: sender unauthenticated", "deferred"),
            (Message, 550, "5.5.0 strange", "deferred"),
            (Message, 500, "5.5.2 syntax", "deferred"),
        ] {
            let judged = outcome(phase, reply(Some(code), words));
            assert_eq!(judged.as_str(), expected, "{phase:?} {code} {words}");
        }
        let lost = outcome(Message, reply(None, "5.1.1 connection reset"));
        assert_eq!(lost.as_str(), "deferred");
    }

    #[test]
    fn enhanced_codes() {
        for (words, enhanced, text) in [
            ("5.1.1 no such user", Some("5.1.1"), "no such user"),
            ("5.7.26", Some("5.7.26"), ""),
            ("  4.2.2   full ", Some("4.2.2"), "full"),
            ("5.1 no", None, "5.1 no"),
            ("3.1.1 no", None, "3.1.1 no"),
            ("5.1.1.1 no", None, "5.1.1.1 no"),
            ("5.1.1234 no", None, "5.1.1234 no"),
            ("192.0.2.1 is on a list", None, "192.0.2.1 is on a list"),
            ("", None, ""),
            ("5.1.1\u{0}no", None, "5.1.1 no"),
        ] {
            let made = reply(Some(550), words);
            if words.contains('\u{0}') {
                assert_eq!(made.text, "no");
                continue;
            }
            assert_eq!((made.enhanced.as_deref(), made.text.as_str()), (enhanced, text));
        }
        assert_eq!(reply(None, &"é".repeat(5000)).text.chars().count(), 1000);
    }
}
