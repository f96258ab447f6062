//! A mail server inside the program, for the demo and for tests. It keeps in memory what it is sent, and
//! has addresses that fail on order, by how their local part begins:
//!
//! | local part begins with | what happens |
//! | --- | --- |
//! | `refuse` | RCPT is answered 550 5.1.1: no such person |
//! | `full` | RCPT is answered 452 4.2.2: mailbox full |
//! | `defer` | RCPT is answered 451 4.7.1 the first time that this sender writes to this recipient, accepted the next time |
//! | `hang` | RCPT is never answered |
//! | `drop` | the connection is closed after the final dot of DATA, without an answer; nothing is kept |
//! | anything else | accepted and kept |
//!
//! Letter case doesn't matter. It listens on loopback only, speaks plain SMTP (no TLS, no AUTH), and
//! forgets the oldest messages once they exceed [`Sink::KEPT_OCTETS`].

use crate::mail::session::{self, Answer, Envelope, Protocol, Receiver, Settings};
use std::collections::{HashSet, VecDeque};
use std::future::pending;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio_util::sync::{CancellationToken, DropGuard};
use tokio_util::task::TaskTracker;

#[cfg(test)]
mod tests;

/// Connections at once.
const MOST_CONNECTIONS: usize = 256;
/// Pairs of sender and recipient that `defer` remembers.
const MOST_DEFERRED: usize = 100_000;

/// One message that the sink accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Order of arrival, from 1; never given twice, not even after [`Sink::clear`].
    pub number: u64,
    /// From whom and to whom.
    pub envelope: Envelope,
    /// The message as it came, without the added dots.
    pub message: Vec<u8>,
}

#[derive(Default)]
struct Kept {
    messages: VecDeque<Arc<Received>>,
    octets: usize,
    deferred: HashSet<(Option<String>, String)>,
}

struct Shared {
    kept: Mutex<Kept>,
    /// How many messages were ever accepted.
    count: watch::Sender<u64>,
    most_octets: usize,
}

/// A running sink; it stops when it is dropped.
pub struct Sink {
    address: SocketAddr,
    shared: Arc<Shared>,
    sessions: TaskTracker,
    stop: DropGuard,
}

impl Sink {
    /// Octets of messages that are kept; beyond it the oldest go.
    pub const KEPT_OCTETS: usize = 256 * 1024 * 1024;

    /// Starts on 127.0.0.1 and the given port; 0 lets the system choose one.
    pub async fn start(port: u16) -> io::Result<Sink> {
        Sink::start_with(port, Sink::KEPT_OCTETS).await
    }

    async fn start_with(port: u16, most_octets: usize) -> io::Result<Sink> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        let stop = CancellationToken::new();
        let sink = Sink {
            address,
            shared: Arc::new(Shared { kept: Mutex::default(), count: watch::Sender::new(0), most_octets }),
            sessions: TaskTracker::new(),
            stop: stop.clone().drop_guard(),
        };
        let (shared, sessions) = (Arc::clone(&sink.shared), sink.sessions.clone());
        sink.sessions.spawn(accept(listener, shared, sessions, stop));
        Ok(sink)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many messages were accepted since the start, forgotten ones included.
    pub fn count(&self) -> u64 {
        *self.shared.count.borrow()
    }

    /// The messages that are kept, in order of arrival.
    pub fn messages(&self) -> Vec<Arc<Received>> {
        self.shared.kept().messages.iter().cloned().collect()
    }

    /// The kept messages that arrived after the one of this number; 0 gives all. A reader that remembers
    /// the last number it saw takes each message once.
    pub fn after(&self, number: u64) -> Vec<Arc<Received>> {
        let kept = self.shared.kept();
        let newer = kept.messages.iter().filter(|one| one.number > number);
        newer.cloned().collect()
    }

    /// Waits until `count` messages were accepted since the start, and gives those that are kept.
    pub async fn wait_for(&self, count: u64) -> Vec<Arc<Received>> {
        // the sender lives in `shared`, so this can't fail while we hold it
        let _ = self.shared.count.subscribe().wait_for(|accepted| *accepted >= count).await;
        self.messages()
    }

    /// Follows [`Sink::count`]: for whoever wants to be told of each arrival.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.shared.count.subscribe()
    }

    /// Forgets all messages, and whom it deferred.
    pub fn clear(&self) {
        *self.shared.kept() = Kept::default();
    }

    /// Stops and waits for the sessions' end.
    pub async fn stop(self) {
        drop(self.stop);
        self.sessions.close();
        self.sessions.wait().await;
    }
}

impl Shared {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        // a panic elsewhere can't leave a list of messages half-written
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, envelope: Envelope, message: Vec<u8>) -> u64 {
        let mut kept = self.kept();
        let number = self.count.borrow().saturating_add(1);
        kept.octets = kept.octets.saturating_add(message.len());
        kept.messages.push_back(Arc::new(Received { number, envelope, message }));
        while kept.octets > self.most_octets {
            let Some(oldest) = kept.messages.pop_front() else {
                break;
            };
            kept.octets = kept.octets.saturating_sub(oldest.message.len());
        }
        self.count.send_replace(number);
        number
    }

    /// True the first time for this pair.
    fn first_time(&self, mail_from: Option<&str>, recipient: &str) -> bool {
        let mut kept = self.kept();
        if kept.deferred.len() >= MOST_DEFERRED {
            kept.deferred.clear();
        }
        kept.deferred.insert((mail_from.map(str::to_owned), recipient.to_owned()))
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>, sessions: TaskTracker, stop: CancellationToken) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let settings = Arc::new(Settings::new(Protocol::Smtp, "sink.localhost"));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        let accepted = tokio::select! {
            biased;
            () = stop.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "the sink can't accept a connection");
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                continue;
            }
        };
        let (shared, settings, stop) = (Arc::clone(&shared), Arc::clone(&settings), stop.clone());
        sessions.spawn(async move {
            let _place = place;
            speak(stream, shared, &settings, stop).await;
        });
    }
}

async fn speak(stream: TcpStream, shared: Arc<Shared>, settings: &Settings, stop: CancellationToken) {
    let _ = stream.set_nodelay(true);
    // cancelled by `drop`, or when the sink stops: both end the session without a word
    let hang_up = stop.child_token();
    let receiver = Conversation { shared, hang_up: hang_up.clone() };
    tokio::select! {
        () = hang_up.cancelled() => {}
        _ = session::serve(stream, &receiver, settings, &stop) => {}
    }
}

struct Conversation {
    shared: Arc<Shared>,
    hang_up: CancellationToken,
}

/// What an address does, by how its local part begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Conduct {
    Refuse,
    Full,
    Defer,
    Hang,
    Drop,
    Accept,
}

impl Conduct {
    fn of(address: &str) -> Self {
        let address = address.to_ascii_lowercase();
        [
            ("refuse", Conduct::Refuse),
            ("full", Conduct::Full),
            ("defer", Conduct::Defer),
            ("hang", Conduct::Hang),
            ("drop", Conduct::Drop),
        ]
        .into_iter()
        .find(|(beginning, _)| address.starts_with(beginning))
        .map_or(Conduct::Accept, |(_, conduct)| conduct)
    }
}

impl Receiver for Conversation {
    async fn recipient(&self, mail_from: Option<&str>, recipient: &str) -> Result<(), Answer> {
        match Conduct::of(recipient) {
            Conduct::Refuse => Err(Answer::new(550, "5.1.1", "no such person here")),
            Conduct::Full => Err(Answer::new(452, "4.2.2", "mailbox full")),
            Conduct::Defer if self.shared.first_time(mail_from, recipient) => {
                Err(Answer::new(451, "4.7.1", "not now, try again"))
            }
            Conduct::Hang => pending().await,
            Conduct::Defer | Conduct::Drop | Conduct::Accept => Ok(()),
        }
    }

    async fn deliver(&self, envelope: Envelope, message: Vec<u8>) -> Vec<Answer> {
        let recipients = envelope.recipients.len();
        if envelope.recipients.iter().any(|recipient| Conduct::of(recipient) == Conduct::Drop) {
            self.hang_up.cancel();
            return pending().await;
        }
        let number = self.shared.keep(envelope, message);
        vec![Answer::accepted(format!("kept as number {number}")); recipients]
    }
}
