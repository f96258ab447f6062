//! The stream under lettre's connection: plain TCP or SMTPS, and two guards that lettre lacks.

use lettre::transport::smtp::client::AsyncTokioStream;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

/// Most octets that a server may send without our having written anything: lettre reads a line however
/// long it is, so a server that never ends one would fill the memory.
const MOST_UNASKED: usize = 128 * 1024;

/// TCP, bare or within TLS.
#[derive(Debug)]
enum Inner {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// Our stream. It bounds what a server sends unasked, and reads the reply to STARTTLS octet by octet, so
/// that nothing sent in clear behind it can wait in lettre's buffer and be taken for the first reply under
/// TLS (RFC 3207 6, CVE-2021-38371 and its kin).
#[derive(Debug)]
pub(super) struct Stream {
    inner: Inner,
    peer: SocketAddr,
    /// Octets read since we last wrote.
    unasked: usize,
    /// STARTTLS was written, and nothing since.
    starting_tls: bool,
}

impl Stream {
    pub(super) fn plain(stream: TcpStream, peer: SocketAddr) -> Self {
        Stream::new(Inner::Plain(stream), peer)
    }

    pub(super) fn tls(stream: TlsStream<TcpStream>, peer: SocketAddr) -> Self {
        Stream::new(Inner::Tls(Box::new(stream)), peer)
    }

    fn new(inner: Inner, peer: SocketAddr) -> Self {
        Stream { inner, peer, unasked: 0, starting_tls: false }
    }
}

impl Inner {
    fn read(&mut self, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self {
            Inner::Plain(stream) => Pin::new(stream).poll_read(cx, buffer),
            Inner::Tls(stream) => Pin::new(stream).poll_read(cx, buffer),
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.unasked > MOST_UNASKED {
            return Poll::Ready(Err(io::Error::other("the server's reply has no end")));
        }
        let most = if self.starting_tls { 1 } else { buffer.remaining() };
        let mut octet = [0u8; 1];
        let read = if most == 1 && buffer.remaining() > 0 {
            let mut single = ReadBuf::new(&mut octet);
            ready!(self.inner.read(cx, &mut single))?;
            buffer.put_slice(single.filled());
            single.filled().len()
        } else {
            let before = buffer.filled().len();
            ready!(self.inner.read(cx, buffer))?;
            buffer.filled().len().saturating_sub(before)
        };
        self.unasked = self.unasked.saturating_add(read);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        let written = ready!(match &mut self.inner {
            Inner::Plain(stream) => Pin::new(stream).poll_write(cx, octets),
            Inner::Tls(stream) => Pin::new(stream).poll_write(cx, octets),
        })?;
        self.unasked = 0;
        self.starting_tls = octets.eq_ignore_ascii_case(b"STARTTLS\r\n");
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.inner {
            Inner::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Inner::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.inner {
            Inner::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Inner::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}

impl AsyncTokioStream for Stream {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer)
    }
}
