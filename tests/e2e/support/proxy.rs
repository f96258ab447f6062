//! A man in the middle of IMAP: takes words out of what the server says, stops before a command, cuts connections.

#![allow(dead_code, reason = "each story uses only a part of it")]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What is done to what passes.
#[derive(Debug, Clone, Default)]
pub struct Meddling {
    /// Words that are taken out of the server's lines.
    pub hidden: &'static [&'static str],
    /// A client's line that has this word in it goes no further, and nothing behind it.
    pub held: Option<&'static str>,
    /// Nobody is let through.
    pub closed: bool,
}

/// A listening proxy.
pub struct Proxy {
    address: SocketAddr,
    meddling: watch::Sender<Meddling>,
    cuts: watch::Sender<u64>,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// In front of a port of this machine.
    pub async fn before(port: u16, meddling: Meddling) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let proxy = Proxy {
            address: listener.local_addr().expect("an address"),
            meddling: watch::Sender::new(meddling),
            cuts: watch::Sender::new(0),
            heard: Arc::default(),
        };
        let (meddling, cuts, heard) = (proxy.meddling.subscribe(), proxy.cuts.subscribe(), proxy.heard.clone());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                if meddling.borrow().closed {
                    continue;
                }
                let Ok(server) = TcpStream::connect(("127.0.0.1", port)).await else { continue };
                let (meddling, mut cuts, heard) = (meddling.clone(), cuts.clone(), heard.clone());
                cuts.mark_unchanged();
                tokio::spawn(async move {
                    let (from_client, to_client) = client.into_split();
                    let (from_server, to_server) = server.into_split();
                    tokio::select! {
                        () = up(from_client, to_server, meddling.clone(), heard) => {}
                        () = down(from_server, to_client, meddling) => {}
                        _ = cuts.changed() => {}
                    }
                });
            }
        });
        proxy
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Does something else from now on.
    pub fn meddle(&self, meddling: Meddling) {
        self.meddling.send_replace(meddling);
    }

    /// Cuts all connections.
    pub fn cut(&self) {
        self.cuts.send_modify(|cuts| *cuts += 1);
    }

    /// The lines that clients have said.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().expect("no panic").clone()
    }

    /// Whether a client has said a line with this word in it.
    pub fn has_heard(&self, word: &str) -> bool {
        self.heard().iter().any(|line| line.contains(word))
    }
}

/// From the client: every line is noted; the one that is held, and all behind it, stays here.
async fn up(
    client: impl AsyncRead + Unpin,
    mut server: impl AsyncWrite + Unpin,
    meddling: watch::Receiver<Meddling>,
    heard: Arc<Mutex<Vec<String>>>,
) {
    let mut lines = BufReader::new(client).split(b'\n');
    while let Ok(Some(line)) = lines.next_segment().await {
        let text = String::from_utf8_lossy(&line).into_owned();
        let held = meddling.borrow().held.is_some_and(|word| text.contains(word));
        heard.lock().expect("no panic").push(text);
        if held {
            std::future::pending::<()>().await;
        }
        if server.write_all(&[&line[..], b"\n"].concat()).await.is_err() {
            return;
        }
    }
}

/// From the server: words are taken out.
async fn down(
    server: impl AsyncRead + Unpin,
    mut client: impl AsyncWrite + Unpin,
    meddling: watch::Receiver<Meddling>,
) {
    let mut lines = BufReader::new(server).split(b'\n');
    while let Ok(Some(line)) = lines.next_segment().await {
        let mut line = [&line[..], b"\n"].concat();
        // Only in answers: what a message holds must keep its length.
        if line.starts_with(b"* ") || line.starts_with(b"A") {
            let hidden = meddling.borrow().hidden;
            let text =
                hidden.iter().fold(String::from_utf8_lossy(&line).into_owned(), |text, word| text.replace(word, ""));
            line = text.into_bytes();
        }
        if client.write_all(&line).await.is_err() {
            return;
        }
    }
}
