//! A session with an account (RFC 3501): connect, encrypt, log in, select, and the few commands that we use.

use std::collections::BTreeSet;
use std::future::Future;
use std::time::Duration;

use async_imap::imap_proto::{AttributeValue, MailboxDatum, Response, Status};
use async_imap::types::{Capabilities, Flag};
use async_imap::{Client, Session as Imap};
use secrecy::ExposeSecret as _;
use tokio::time::timeout;

use super::ask::ask;
use super::wire::Wire;
use crate::config::{Imap as Account, Security};
use crate::mail::net;

/// Why a session can't be had or is over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImapError {
    /// No connection, or it broke.
    #[error("{0}")]
    Lost(String),
    /// The server refused the login: user, password, or IMAP isn't switched on for the account.
    #[error("the server refused the login of {user}: {why}")]
    Login {
        /// Who.
        user: String,
        /// The server's words.
        why: String,
    },
    /// The server refused a command.
    #[error("the server refused {command}: {why}")]
    Refused {
        /// Which.
        command: &'static str,
        /// The server's words.
        why: String,
    },
    /// The server answered what nobody can read; the session is over.
    #[error("{command}: the server's answer can't be read: {why}")]
    Unreadable {
        /// What it answered.
        command: &'static str,
        /// What was wrong, without the answer itself.
        why: String,
    },
}

impl ImapError {
    /// Whether a message could not be fetched though the server was there: it refused, or its answer can't be read.
    pub fn is_about_fetching(&self) -> bool {
        matches!(self, ImapError::Refused { command: "FETCH", .. } | ImapError::Unreadable { command: "FETCH", .. })
    }
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, ImapError>;

/// Longest wait for the TCP connection and for the TLS handshake.
const CONNECT: Duration = Duration::from_secs(30);
/// Longest wait for the answer to a command; a message of 25 MiB over a slow line takes its time.
pub(super) const ANSWER: Duration = Duration::from_secs(120);

/// A session with a selected mailbox.
pub struct Session {
    pub(super) imap: Imap<Wire>,
    /// The server tells by itself what is new (RFC 2177).
    pub has_idle: bool,
    /// Deleted messages can be expunged alone (RFC 4315).
    pub has_uidplus: bool,
    /// We may mark messages with keywords of our own (PERMANENTFLAGS with `\*`).
    pub may_mark: bool,
    /// UIDVALIDITY of the mailbox.
    pub uid_validity: i64,
    pub(super) exists: Exists,
}

/// How many messages are there, as the server says; `None` where some were taken out since.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Exists {
    now: Option<u32>,
    /// What it was when we last asked.
    heard: Option<u32>,
}

/// A message of the mailbox before it is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// UID.
    pub uid: u32,
    /// RFC822.SIZE in octets.
    pub octets: u64,
}

impl Session {
    /// Opens a session and selects the account's mailbox.
    ///
    /// # Errors
    /// Says at which step it failed, in the server's words where it spoke.
    pub async fn open(account: &Account) -> Result<Session> {
        let client = greeted(account).await?;
        let password = account.password.as_ref().map(|password| password.expose_secret()).unwrap_or_default();
        let login = async { client.login(&account.user, password).await.map_err(|(error, _)| error) };
        let mut imap = timeout(ANSWER, login).await.map_err(|_| lost("no answer to LOGIN"))?.map_err(|error| {
            match refusal("LOGIN", error) {
                ImapError::Refused { why, .. } => ImapError::Login { user: account.user.clone(), why },
                lost => lost,
            }
        })?;
        let capabilities: Capabilities = step("CAPABILITY", imap.capabilities()).await?;
        let mailbox = step("SELECT", imap.select(&account.mailbox)).await?;
        let Some(uid_validity) = mailbox.uid_validity else {
            let why = "it has no UIDVALIDITY (RFC 3501 2.3.1.1), so its messages can't be told apart".to_owned();
            return Err(ImapError::Refused { command: "SELECT", why });
        };
        Ok(Session {
            imap,
            has_idle: capabilities.has_str("IDLE"),
            has_uidplus: capabilities.has_str("UIDPLUS"),
            may_mark: mailbox.permanent_flags.contains(&Flag::MayCreate),
            uid_validity: i64::from(uid_validity),
            exists: Exists { now: Some(mailbox.exists), heard: Some(mailbox.exists) },
        })
    }

    /// The UIDs that match a search (RFC 3501 6.4.4), ascending.
    ///
    /// # Errors
    /// When the session is lost or the search refused.
    pub async fn search(&mut self, query: &str) -> Result<BTreeSet<u32>> {
        let mut found = BTreeSet::new();
        let each = |response: &Response<'_>| {
            if let Response::MailboxData(MailboxDatum::Search(uids)) = response {
                found.extend(uids);
            }
        };
        self.ask("SEARCH", &format!("UID SEARCH {query}"), each).await?;
        Ok(found)
    }

    /// How large a message is; `None` where it is gone.
    ///
    /// # Errors
    /// When the session is lost, or the server refuses.
    pub async fn size(&mut self, uid: u32) -> Result<Option<Listed>> {
        let mut listed = None;
        self.fetch(uid, "(UID RFC822.SIZE)", |attributes| {
            let size = attributes.iter().find_map(|one| match one {
                AttributeValue::Rfc822Size(octets) => Some(u64::from(*octets)),
                _ => None,
            });
            // Flags that changed meanwhile come in a response of their own.
            let before = listed.map_or(0, |listed: Listed| listed.octets);
            listed = Some(Listed { uid, octets: size.unwrap_or(before) });
        })
        .await?;
        Ok(listed)
    }

    /// The first `most` octets of a message, without a trace of the look (BODY.PEEK); `None` where it is gone.
    ///
    /// # Errors
    /// When the session is lost, or the server refuses or says that the message is there without showing it.
    pub async fn beginning(&mut self, uid: u32, most: usize) -> Result<Option<Vec<u8>>> {
        let (mut is_there, mut beginning) = (false, None);
        self.fetch(uid, &format!("(UID BODY.PEEK[]<0.{most}>)"), |attributes| {
            is_there = true;
            for one in attributes {
                if let AttributeValue::BodySection { section: None, data: Some(octets), .. } = one {
                    beginning = Some(octets.to_vec());
                }
            }
        })
        .await?;
        if is_there && beginning.is_none() {
            let why = "the message is there, but its text was not sent".to_owned();
            return Err(ImapError::Refused { command: "FETCH", why });
        }
        Ok(beginning)
    }

    /// What the server says of one message: nothing where it is gone (RFC 3501 6.4.8).
    async fn fetch(&mut self, uid: u32, what: &str, mut each: impl FnMut(&[AttributeValue<'_>])) -> Result<()> {
        let each = |response: &Response<'_>| match response {
            Response::Fetch(_, attributes) if uid_of(attributes) == Some(uid) => each(attributes),
            _ => {}
        };
        self.ask("FETCH", &format!("UID FETCH {uid} {what}"), each).await
    }

    /// Sets flags; yields whether they stay, as far as the server says.
    ///
    /// # Errors
    /// When the session is lost, or the server refuses.
    pub async fn mark(&mut self, uid: u32, flag: &str) -> Result<bool> {
        let mut stays = None;
        let each = |response: &Response<'_>| {
            let Response::Fetch(_, attributes) = response else { return };
            if uid_of(attributes).is_some_and(|other| other != uid) {
                return;
            }
            for one in attributes {
                if let AttributeValue::Flags(flags) = one {
                    // Keywords are compared without case (RFC 3501 2.3.2 says nothing; servers fold).
                    let bears = flags.iter().any(|found| found.eq_ignore_ascii_case(flag));
                    stays = Some(bears || stays.unwrap_or_default());
                }
            }
        };
        self.ask("STORE", &format!("UID STORE {uid} +FLAGS ({flag})"), each).await?;
        Ok(stays.unwrap_or(true))
    }

    /// Takes out the messages of these UIDs that are marked as deleted; nothing where it can't be done to them alone.
    ///
    /// # Errors
    /// When the session is lost, or the server refuses.
    pub async fn expunge(&mut self, uid: u32) -> Result<()> {
        if !self.has_uidplus {
            return Ok(());
        }
        self.ask("EXPUNGE", &format!("UID EXPUNGE {uid}"), |_| {}).await
    }

    /// A command and its answer, of which what the server says unasked is kept.
    async fn ask(&mut self, command: &'static str, text: &str, mut each: impl FnMut(&Response<'_>)) -> Result<()> {
        let exists = &mut self.exists;
        let each = |response: &Response<'_>| match response {
            Response::MailboxData(MailboxDatum::Exists(count)) => exists.now = Some(*count),
            Response::Expunge(_) => *exists = Exists::default(),
            other => each(other),
        };
        ask(&mut self.imap, command, text, each).await
    }

    /// Whether the server said, while it answered other commands, that messages came: it says so once (RFC 3501 5.2), and
    /// IDLE won't say it again. Forgets what it said.
    pub fn heard_of_more(&mut self) -> bool {
        let before = std::mem::replace(&mut self.exists.heard, self.exists.now);
        // A server that repeats the same number all the time is not listened to for ever.
        self.exists.now.is_some() && self.exists.now != before
    }

    /// A look at what is new, where the server doesn't tell by itself.
    ///
    /// # Errors
    /// When the session is lost.
    pub async fn poke(&mut self) -> Result<()> {
        self.ask("NOOP", "NOOP", |_| {}).await
    }

    /// Says LOGOUT; nothing depends on it.
    pub async fn close(mut self) {
        let _ = timeout(Duration::from_secs(5), self.imap.logout()).await;
    }
}

/// Which message a FETCH response is of.
fn uid_of(attributes: &[AttributeValue<'_>]) -> Option<u32> {
    attributes.iter().find_map(|one| match one {
        AttributeValue::Uid(uid) => Some(*uid),
        _ => None,
    })
}

/// A connection over which the server has greeted us, encrypted as the account says.
async fn greeted(account: &Account) -> Result<Client<Wire>> {
    let place = format!("{}:{}", account.host, account.port());
    let unreachable = |why: String| lost(&format!("can't connect to {place}: {why}"));
    let no_tls = |why: String| lost(&format!("no TLS with {place}: {why}"));
    let (tcp, _) = net::dial(&account.host, account.port(), CONNECT).await.map_err(unreachable)?;
    let wire = match account.security {
        Security::Tls => Wire::tls(net::wrap(&account.host, tcp, &[], CONNECT).await.map_err(no_tls)?),
        Security::Plain | Security::StartTls => Wire::plain(tcp),
    };
    let mut client = Client::new(wire);
    let greeting = timeout(ANSWER, client.read_response()).await;
    let greeting = greeting.map_err(|_| lost(&format!("{place} doesn't greet: is it an IMAP server?")))?;
    match greeting.map_err(|error| refusal("greeting", error.into()))? {
        None => return Err(lost(&format!("{place} closed the connection at once"))),
        Some(said) if matches!(said.parsed(), Response::Data { status: Status::Bye, .. }) => {
            return Err(lost(&format!("{place} won't speak with us now (BYE)")));
        }
        Some(_) => {}
    }
    if account.security != Security::StartTls {
        return Ok(client);
    }
    step("STARTTLS", client.run_command_and_check_ok("STARTTLS", None)).await?;
    // What waits in the client's buffer was sent in clear behind the answer, and is dropped with it (CVE-2021-38371's kin).
    let tcp = client.into_inner().into_tcp().ok_or_else(|| lost("STARTTLS within TLS"))?;
    let tls = net::wrap(&account.host, tcp, &[], CONNECT).await.map_err(no_tls)?;
    Ok(Client::new(Wire::tls(tls)))
}

fn lost(why: &str) -> ImapError {
    ImapError::Lost(why.to_owned())
}

/// Waits for the answer to a command, but not for ever.
async fn step<T>(
    command: &'static str,
    answer: impl Future<Output = std::result::Result<T, async_imap::error::Error>>,
) -> Result<T> {
    match timeout(ANSWER, answer).await {
        Ok(answer) => answer.map_err(|error| refusal(command, error)),
        Err(_) => Err(ImapError::Lost(format!("no answer to {command} within {ANSWER:?}"))),
    }
}

/// The library's error in ours. Its words about what it could not parse show the mail itself: they are left out.
pub(super) fn refusal(command: &'static str, error: async_imap::error::Error) -> ImapError {
    use async_imap::error::Error;
    match error {
        Error::No(why) | Error::Bad(why) => ImapError::Refused { command, why: words(&why) },
        Error::Io(error) => {
            let text = error.to_string();
            match text.split_once(" during parsing of") {
                Some((why, _)) => ImapError::Unreadable { command, why: words(why) },
                None => ImapError::Lost(format!("{command}: {}", words(&text))),
            }
        }
        Error::Parse(_) => ImapError::Unreadable { command, why: "it is no IMAP".to_owned() },
        other => ImapError::Lost(format!("{command}: {}", words(&other.to_string()))),
    }
}

/// A server's words out of the library's `code: None, info: Some("…")` and the like; no more than a line of them.
pub(super) fn words(text: &str) -> String {
    let inner = text.rsplit_once("Some(\"").and_then(|(_, rest)| rest.rsplit_once("\")"));
    let inner = inner.map_or(text, |(words, _)| words);
    inner.chars().filter(|c| !c.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_servers_words_are_shown_and_a_mails_are_not() {
        use async_imap::error::Error;
        let no = Error::No("code: Some(Alert), info: Some(\"Authentication failed.\")".to_owned());
        assert_eq!(refusal("LOGIN", no).to_string(), "the server refused LOGIN: Authentication failed.");
        let unread = std::io::Error::other("Error(Tag) during parsing of \"* 1 FETCH secret words\"");
        assert_eq!(
            refusal("FETCH", Error::Io(unread)).to_string(),
            "FETCH: the server's answer can't be read: Error(Tag)"
        );
    }
}
