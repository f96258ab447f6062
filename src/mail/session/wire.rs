//! Lines in, replies out: the stream of a session with its two buffers.

use super::Answer;
use std::io;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

/// Longest command line, CRLF included: 512 octets (RFC 5321 4.5.3.1.4) and room for the parameters
/// that extensions add (RFC 1870, 6152, 6531, 3461).
const LONGEST_COMMAND: usize = 2048;
/// Octets read at once.
const READ: usize = 16 * 1024;
/// Replies wait for one another while the client pipelines, but not beyond this (RFC 2920 3.2).
const UNSENT: usize = 16 * 1024;

/// What came in the place of a command.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A line with its CRLF.
    Command(Vec<u8>),
    /// A line that ended with a bare LF (RFC 5321 2.3.8).
    BareLineFeed,
    /// A line that was too long, and was skipped.
    TooLong,
    /// The client went away.
    Closed,
}

/// A stream, what was read of it and not yet used, and what is still to be written.
pub(super) struct Wire<S> {
    stream: S,
    input: Vec<u8>,
    used: usize,
    output: Vec<u8>,
    patience: Duration,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    /// `patience`: how long one command, one block of content or one write may take.
    pub(super) fn new(stream: S, patience: Duration) -> Self {
        Wire { stream, input: Vec::new(), used: 0, output: Vec::new(), patience }
    }

    fn unused(&self) -> &[u8] {
        self.input.get(self.used..).unwrap_or_default()
    }

    fn use_up(&mut self, octets: usize) {
        self.used = self.used.saturating_add(octets).min(self.input.len());
        if self.used == self.input.len() {
            self.input.clear();
            self.used = 0;
        }
    }

    /// Reads more; false at the end of the stream.
    async fn fill(&mut self) -> io::Result<bool> {
        self.input.drain(..self.used);
        self.used = 0;
        let held = self.input.len();
        self.input.reserve(READ);
        let read = (&mut self.stream).take(READ as u64).read_buf(&mut self.input).await?;
        debug_assert_eq!(self.input.len(), held.saturating_add(read));
        Ok(read > 0)
    }

    /// The next command line. Safe to drop between two calls of a `select!`: what was read stays.
    ///
    /// Waiting replies are sent before it waits for the client, not sooner: that is what lets the
    /// client's pipelining save round trips (RFC 2920 3.2).
    pub(super) async fn line(&mut self) -> io::Result<Line> {
        let patience = self.patience;
        timeout(patience, self.next_line()).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
    }

    async fn next_line(&mut self) -> io::Result<Line> {
        let mut too_long = false;
        loop {
            match self.unused().iter().position(|octet| *octet == b'\n') {
                Some(end) => {
                    let length = end.saturating_add(1);
                    let line = self.unused().get(..length).unwrap_or_default().to_vec();
                    self.use_up(length);
                    return Ok(if !line.ends_with(b"\r\n") {
                        Line::BareLineFeed
                    } else if too_long || line.len() > LONGEST_COMMAND {
                        Line::TooLong
                    } else {
                        Line::Command(line)
                    });
                }
                None if self.unused().len() > LONGEST_COMMAND => {
                    // keep the last octet: it may be the CR of the line's end
                    too_long = true;
                    let skip = self.unused().len().saturating_sub(1);
                    self.use_up(skip);
                }
                None => {}
            }
            self.send().await?;
            if !self.fill().await? {
                return Ok(Line::Closed);
            }
        }
    }

    /// Hands the next octets of content to `take`, which gives back those it leaves once it has enough.
    /// `Ok(None)` where the client went away.
    pub(super) async fn block(&mut self, take: impl FnOnce(&[u8]) -> Option<usize>) -> io::Result<Option<bool>> {
        if self.unused().is_empty() {
            self.flush().await?;
            let filled =
                timeout(self.patience, self.fill()).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))?;
            if !filled {
                return Ok(None);
            }
        }
        let held = self.unused().len();
        let left = take(self.unused());
        self.use_up(held.saturating_sub(left.unwrap_or(0)));
        Ok(Some(left.is_some()))
    }

    /// Queues one reply line.
    pub(super) async fn reply(&mut self, answer: &Answer) -> io::Result<()> {
        self.output.extend_from_slice(answer.line().as_bytes());
        self.flush_when_full().await
    }

    /// Queues a reply of several lines without enhanced codes (EHLO: RFC 2034 3 forbids them there).
    pub(super) async fn reply_lines(&mut self, code: u16, lines: &[String]) -> io::Result<()> {
        for (number, line) in lines.iter().enumerate() {
            let last = number.saturating_add(1) == lines.len();
            let mark = if last { ' ' } else { '-' };
            self.output.extend_from_slice(format!("{code}{mark}{line}\r\n").as_bytes());
        }
        self.flush_when_full().await
    }

    async fn flush_when_full(&mut self) -> io::Result<()> {
        if self.output.len() > UNSENT { self.flush().await } else { Ok(()) }
    }

    /// Sends what is queued.
    pub(super) async fn flush(&mut self) -> io::Result<()> {
        let patience = self.patience;
        timeout(patience, self.send()).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
    }

    /// Sends what is queued; may be dropped and called again without a gap or a repetition.
    async fn send(&mut self) -> io::Result<()> {
        while !self.output.is_empty() {
            let written = self.stream.write(&self.output).await?;
            if written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            self.output.drain(..written.min(self.output.len()));
        }
        self.stream.flush().await
    }

    /// Sends what is queued and closes our side. A client that no longer listens is no error here.
    pub(super) async fn close(&mut self) {
        let _ = self.flush().await;
        let _ = timeout(self.patience, self.stream.shutdown()).await;
    }
}
