//! The receiving side of SMTP (RFC 5321) and LMTP (RFC 2033), over any stream.
//!
//! One grammar serves three: the LMTP listener, through which a local mail server hands over what
//! arrived; the sink, which plays a mail server in the demo and in tests; and the tests, over a pipe.
//! It knows nothing of actors or tokens: a [`Receiver`] says whether it takes a recipient, and what
//! became of a message.
//!
//! Offered: PIPELINING (RFC 2920), 8BITMIME (RFC 6152), SMTPUTF8 (RFC 6531), SIZE (RFC 1870),
//! ENHANCEDSTATUSCODES (RFC 2034). Not offered: CHUNKING, STARTTLS, AUTH. It is meant to stand behind a
//! mail server on the same machine, never to face the Internet.
//!
//! Bare LF is refused everywhere and the connection closed after it: a server that takes it for a line's
//! end can be made to see a message where another saw text ("SMTP smuggling", RFC 5321 2.3.8, 4.1.1.4).
//! Lines of content may be longer than the 1000 octets of RFC 5321 4.5.3.1.6, since a letter is better
//! taken than lost; the size of the whole is bounded.

mod answer;
mod commands;
mod content;
mod wire;

#[cfg(test)]
mod tests;

pub use answer::Answer;
use commands::Session;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

/// From whom and to whom, as said in MAIL and RCPT (RFC 5321 2.3.1), without the angle brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The reverse-path; `None` is the null one, `<>` (RFC 5321 4.5.5).
    pub mail_from: Option<String>,
    /// The forward-paths that were accepted, in the order given. A quoted local part has lost its quotes
    /// (`"a b"@x` is `a b@x`): the last `@` begins the domain.
    pub recipients: Vec<String>,
}

/// What stands behind a session: it judges recipients and takes messages.
pub trait Receiver: Send + Sync {
    /// RCPT: is there such a recipient? `Err` refuses it with a 4xx or 5xx.
    fn recipient(&self, mail_from: Option<&str>, recipient: &str) -> impl Future<Output = Result<(), Answer>> + Send;

    /// Takes a whole message and answers for each recipient, in their order. A 2xx promises that the
    /// message is stored (RFC 5321 4.2.5), so it may only be given after the commit. An answer that is
    /// missing counts as 451: try again.
    fn deliver(&self, envelope: Envelope, message: Vec<u8>) -> impl Future<Output = Vec<Answer>> + Send;
}

/// Which of the two protocols is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// LHLO, and one reply for each recipient after the content (RFC 2033).
    Lmtp,
    /// EHLO or HELO, and one reply after the content (RFC 5321).
    Smtp,
}

/// How a session behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// LMTP or SMTP.
    pub protocol: Protocol,
    /// Our name, said in the greeting.
    pub hostname: String,
    /// Largest message in octets, announced as SIZE and enforced while reading.
    pub largest_message: usize,
    /// Recipients of one message; further ones get 452 4.5.3. RFC 5321 4.5.3.1.8 asks for at least 100.
    pub most_recipients: usize,
    /// A message up to this size is read at once; a larger one needs a place among the large ones.
    pub small_message: usize,
    /// Places for large messages, shared by all sessions with these settings: with N connections memory is
    /// bounded by N small and so many large messages. Who finds none is read no further until one is free.
    pub large_messages: Arc<Semaphore>,
    /// Wrong commands after which the session ends with 421.
    pub most_errors: usize,
    /// Longest wait for a command, a block of content, or a client that doesn't read
    /// (RFC 5321 4.5.3.2.7: five minutes).
    pub idle: Duration,
}

impl Settings {
    /// The usual limits: 25 MiB, eight messages over 1 MiB at once, 100 recipients, 10 errors, five minutes.
    pub fn new(protocol: Protocol, hostname: impl Into<String>) -> Self {
        Settings {
            protocol,
            hostname: hostname.into(),
            largest_message: 25 * 1024 * 1024,
            most_recipients: 100,
            small_message: 1024 * 1024,
            large_messages: Arc::new(Semaphore::new(8)),
            most_errors: 10,
            idle: Duration::from_secs(300),
        }
    }
}

/// How a session ended, for the log.
#[derive(Debug)]
pub enum Ending {
    /// QUIT.
    Quit,
    /// The client closed the connection.
    Closed,
    /// We are going down: 421 between two commands.
    Stopped,
    /// The client was silent for too long.
    Idle,
    /// Too many wrong commands.
    TooManyErrors,
    /// The client broke the grammar in a way after which its octets can't be trusted:
    /// a bare LF, BDAT unasked, content without end.
    Broken(&'static str),
    /// A large message found no place among the others in time.
    Crowded,
    /// The receiver asked for the end with a 421.
    Receiver,
    /// The stream failed.
    Failed(io::Error),
}

/// Speaks with one client until the end.
///
/// When `stop` is cancelled the session ends with 421 4.3.2 before the next command; a message whose
/// content is being read or stored is finished and answered first.
pub async fn serve<S, R>(stream: S, receiver: &R, settings: &Settings, stop: &CancellationToken) -> Ending
where
    S: AsyncRead + AsyncWrite + Unpin,
    R: Receiver,
{
    Session::new(stream, receiver, settings).run(stop).await
}
