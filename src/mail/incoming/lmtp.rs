//! The LMTP listener (RFC 2033): a local mail server hands over here what arrived for us.
//!
//! On loopback or a Unix socket, where the file system says who may connect. LMTP knows neither
//! encryption nor who is speaking, and whoever speaks can write in anybody's name: hence a TCP address
//! that others can reach is refused unless the operator insists.

use crate::mail::session::{self, Ending, Receiver, Settings};
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

#[cfg(test)]
mod tests;

/// Said to a connection beyond the limit (RFC 5321 3.8, RFC 3463 X.4.5).
const TOO_MANY: &[u8] = b"421 4.4.5 too many connections, come back later\r\n";
/// Pause after a failed accept: without file descriptors the next one would fail at once, too.
const BREATH: Duration = Duration::from_millis(100);

/// Where to listen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Listen {
    /// A TCP address, `127.0.0.1:2400` or `[::1]:2400`.
    Tcp(SocketAddr),
    /// A Unix socket, `unix:/run/palabre/lmtp.sock`.
    Unix(PathBuf),
}

impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Listen::Tcp(address) => write!(f, "{address}"),
            Listen::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

impl FromStr for Listen {
    type Err = ListenError;

    fn from_str(text: &str) -> Result<Self, ListenError> {
        let text = text.trim();
        match text.strip_prefix("unix:") {
            Some(path) if Path::new(path).is_absolute() => Ok(Listen::Unix(PathBuf::from(path))),
            Some(_) => Err(ListenError::RelativePath(text.to_owned())),
            None => text.parse().map(Listen::Tcp).map_err(|_| ListenError::Unreadable(text.to_owned())),
        }
    }
}

/// Why we can't listen: what, where, and the mend.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Neither an address with port nor `unix:` and a path.
    #[error(
        "can't read the LMTP address {0:?}: write an IP address and port such as 127.0.0.1:2400, \
         or unix: and an absolute path such as unix:/run/palabre/lmtp.sock"
    )]
    Unreadable(String),
    /// A Unix socket's path must not depend on the folder we are started in.
    #[error("the LMTP socket {0:?} has no absolute path: write it from the root, such as unix:/run/palabre/lmtp.sock")]
    RelativePath(String),
    /// An address that others can reach.
    #[error(
        "the LMTP address {0} can be reached from other machines, and LMTP checks nobody: listen on \
         127.0.0.1 or a Unix socket, or allow remote connections if a firewall guards the port"
    )]
    NotLoopback(SocketAddr),
    /// Something that isn't a socket stands at the path.
    #[error("can't make the LMTP socket {}: a file that is no socket stands there; move it away or choose another path", .0.display())]
    NotASocket(PathBuf),
    /// Another process listens on the socket.
    #[error("can't make the LMTP socket {}: another process listens on it; stop that one or choose another path", .0.display())]
    InUse(PathBuf),
    /// The system said no.
    #[error(
        "can't listen for LMTP on {listen}: {source}; check that the port is free, the folder exists and we may write to it"
    )]
    System {
        /// Where.
        listen: Listen,
        /// What the system said.
        source: io::Error,
    },
}

/// What the operator may change.
#[derive(Debug, Clone)]
pub struct Options {
    /// Listen even where other machines can connect.
    pub allow_remote: bool,
    /// Connections at once; further ones get 421.
    pub most_connections: usize,
    /// Permissions of a Unix socket: whoever may write to it may connect. The mail server shares our
    /// group, hence 0660.
    pub socket_mode: u32,
}

impl Default for Options {
    fn default() -> Self {
        Options { allow_remote: false, most_connections: 64, socket_mode: 0o660 }
    }
}

enum Socket {
    Tcp(TcpListener),
    Unix(UnixListener, PathBuf),
}

enum Client {
    Tcp(TcpStream),
    Unix(UnixStream),
}

/// A bound listener: from here on the mail server can connect, though nobody answers before
/// [`Listener::run`].
pub struct Listener {
    socket: Socket,
    listen: Listen,
    options: Options,
}

impl Listener {
    /// Binds. A socket file that a dead process left behind is replaced.
    pub async fn bind(listen: Listen, options: Options) -> Result<Self, ListenError> {
        let (socket, listen) = match listen {
            Listen::Tcp(address) if !address.ip().is_loopback() && !options.allow_remote => {
                return Err(ListenError::NotLoopback(address));
            }
            Listen::Tcp(address) => {
                let system = |source| ListenError::System { listen: Listen::Tcp(address), source };
                let listener = TcpListener::bind(address).await.map_err(system)?;
                let bound = listener.local_addr().map_err(system)?;
                (Socket::Tcp(listener), Listen::Tcp(bound))
            }
            Listen::Unix(path) => {
                let system = |source| ListenError::System { listen: Listen::Unix(path.clone()), source };
                clear_stale(&path).await?;
                let listener = UnixListener::bind(&path).map_err(system)?;
                let mode = std::fs::Permissions::from_mode(options.socket_mode);
                std::fs::set_permissions(&path, mode).map_err(system)?;
                (Socket::Unix(listener, path.clone()), Listen::Unix(path))
            }
        };
        Ok(Listener { socket, listen, options })
    }

    /// Where it listens: with port 0, the port that the system chose.
    pub fn listen(&self) -> &Listen {
        &self.listen
    }

    /// Serves until `stop`, then waits until the running sessions have ended: each ends before its next
    /// command, a message whose content has begun is finished. It takes as long as the slowest of them,
    /// at most [`Settings::idle`] after its last octet and its receiver's time; whoever can't wait so
    /// long drops the future, which ends the sessions too, unanswered.
    pub async fn run<R>(self, receiver: Arc<R>, settings: Arc<Settings>, stop: CancellationToken)
    where
        R: Receiver + 'static,
    {
        let places = Arc::new(Semaphore::new(self.options.most_connections));
        let sessions = TaskTracker::new();
        // dropping this future must not leave sessions behind that nobody waits for
        let abandoned = CancellationToken::new();
        let guard = abandoned.clone().drop_guard();
        loop {
            let client = tokio::select! {
                biased;
                () = stop.cancelled() => break,
                client = self.accept() => client,
            };
            let client = match client {
                Ok(client) => client,
                Err(error) => {
                    tracing::warn!(listen = %self.listen, %error, "can't accept an LMTP connection");
                    tokio::time::sleep(BREATH).await;
                    continue;
                }
            };
            let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
                tracing::warn!(listen = %self.listen, most = self.options.most_connections, "too many LMTP connections");
                client.turn_away();
                continue;
            };
            let (receiver, settings) = (Arc::clone(&receiver), Arc::clone(&settings));
            let (stop, abandoned) = (stop.clone(), abandoned.clone());
            sessions.spawn(async move {
                let _place = place;
                let served = async {
                    match client {
                        Client::Tcp(stream) => speak(stream, &*receiver, &settings, &stop).await,
                        Client::Unix(stream) => speak(stream, &*receiver, &settings, &stop).await,
                    }
                };
                tokio::select! {
                    () = abandoned.cancelled() => {}
                    () = served => {}
                }
            });
        }
        let path = self.close();
        sessions.close();
        sessions.wait().await;
        if let Some(path) = path {
            let _ = std::fs::remove_file(path);
        }
        drop(guard);
    }

    async fn accept(&self) -> io::Result<Client> {
        match &self.socket {
            Socket::Tcp(listener) => {
                let (stream, _) = listener.accept().await?;
                // replies are small and awaited: Nagle would hold each back. It fails where the client is gone
                // already, which the session finds out by itself
                let _ = stream.set_nodelay(true);
                Ok(Client::Tcp(stream))
            }
            Socket::Unix(listener, _) => Ok(Client::Unix(listener.accept().await?.0)),
        }
    }

    /// Stops listening, so that the mail server keeps its mail at once; gives the socket file.
    fn close(self) -> Option<PathBuf> {
        match self.socket {
            Socket::Tcp(_) => None,
            Socket::Unix(_, path) => Some(path),
        }
    }
}

impl Client {
    /// Says 421 without waiting: the line fits into a fresh socket's buffer, and a client that we turn
    /// away may not cost us a task.
    fn turn_away(self) {
        let _ = match self {
            Client::Tcp(stream) => stream.try_write(TOO_MANY),
            Client::Unix(stream) => stream.try_write(TOO_MANY),
        };
    }
}

async fn speak<S, R>(stream: S, receiver: &R, settings: &Settings, stop: &CancellationToken)
where
    S: AsyncRead + AsyncWrite + Unpin,
    R: Receiver,
{
    match session::serve(stream, receiver, settings, stop).await {
        Ending::Quit | Ending::Closed | Ending::Stopped => {}
        ending => tracing::info!(?ending, "LMTP session ended early"),
    }
}

/// Removes the socket file of a process that is gone; refuses where one still listens, or where the file
/// isn't a socket.
async fn clear_stale(path: &Path) -> Result<(), ListenError> {
    let system = |source| ListenError::System { listen: Listen::Unix(path.to_owned()), source };
    match std::fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(system(error)),
        Ok(found) if !found.file_type().is_socket() => {
            return Err(ListenError::NotASocket(path.to_owned()));
        }
        Ok(_) => {}
    }
    match UnixStream::connect(path).await {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => std::fs::remove_file(path).map_err(system),
        Err(error) => Err(system(error)),
        Ok(_) => Err(ListenError::InUse(path.to_owned())),
    }
}
