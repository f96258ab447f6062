//! The stream under an IMAP session: TCP, bare or within TLS, and a bound on what a server sends unasked.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use crate::domain::incoming::LARGEST;

/// Most octets between two of our commands: the answer to one that fetches the largest message, and its framing.
const MOST_UNASKED: usize = LARGEST + 1024 * 1024;

#[derive(Debug)]
enum Inner {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// Our stream. async-imap reads an answer into memory however long it is, up to 512 MiB.
#[derive(Debug)]
pub struct Wire {
    inner: Inner,
    unasked: usize,
}

impl Wire {
    pub(super) fn plain(stream: TcpStream) -> Wire {
        Wire { inner: Inner::Plain(stream), unasked: 0 }
    }

    pub(super) fn tls(stream: TlsStream<TcpStream>) -> Wire {
        Wire { inner: Inner::Tls(Box::new(stream)), unasked: 0 }
    }

    /// The bare TCP stream, to be wrapped.
    pub(super) fn into_tcp(self) -> Option<TcpStream> {
        match self.inner {
            Inner::Plain(stream) => Some(stream),
            Inner::Tls(_) => None,
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.unasked > MOST_UNASKED {
            return Poll::Ready(Err(io::Error::other("the server's answer has no end")));
        }
        let before = buffer.filled().len();
        ready!(match &mut self.inner {
            Inner::Plain(stream) => Pin::new(stream).poll_read(cx, buffer),
            Inner::Tls(stream) => Pin::new(stream).poll_read(cx, buffer),
        })?;
        let read = buffer.filled().len().saturating_sub(before);
        self.unasked = self.unasked.saturating_add(read);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        self.unasked = 0;
        match &mut self.inner {
            Inner::Plain(stream) => Pin::new(stream).poll_write(cx, octets),
            Inner::Tls(stream) => Pin::new(stream).poll_write(cx, octets),
        }
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
