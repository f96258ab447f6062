//! A session with an account (RFC 3501): connect, encrypt, log in, select, and the few commands that we use.

use std::collections::BTreeSet;
use std::future::Future;
use std::time::Duration;

use async_imap::imap_proto::{Response, Status};
use async_imap::types::{Capabilities, Fetch, Flag, UnsolicitedResponse};
use async_imap::{Client, Session as Imap};
use futures_util::TryStreamExt as _;
use secrecy::ExposeSecret as _;
use tokio::time::timeout;

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
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, ImapError>;

/// Longest wait for the TCP connection and for the TLS handshake.
const CONNECT: Duration = Duration::from_secs(30);
/// Longest wait for the answer to a command; a message of 25 MiB over a slow line takes its time.
const ANSWER: Duration = Duration::from_secs(120);

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
    /// How many messages are there, as the server said last; `None` where some were taken out since.
    pub(super) exists: Option<u32>,
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
            exists: Some(mailbox.exists),
        })
    }

    /// The UIDs that match a search (RFC 3501 6.4.4), ascending.
    ///
    /// # Errors
    /// When the session is lost or the search refused.
    pub async fn search(&mut self, query: &str) -> Result<BTreeSet<u32>> {
        Ok(step("SEARCH", self.imap.uid_search(query)).await?.into_iter().collect())
    }

    /// How large a message is; `None` where it is gone.
    ///
    /// # Errors
    /// When the session is lost.
    pub async fn size(&mut self, uid: u32) -> Result<Option<Listed>> {
        let fetched = self.fetch(uid, "(UID RFC822.SIZE)").await?;
        Ok(fetched.iter().find(|one| one.uid == Some(uid)).map(|one| {
            let octets = one.size.map_or(0, u64::from);
            Listed { uid, octets }
        }))
    }

    /// The first `most` octets of a message, without a trace of the look (BODY.PEEK); `None` where it is gone.
    ///
    /// # Errors
    /// When the session is lost.
    pub async fn beginning(&mut self, uid: u32, most: usize) -> Result<Option<Vec<u8>>> {
        let fetched = self.fetch(uid, &format!("(UID BODY.PEEK[]<0.{most}>)")).await?;
        let ours = fetched.iter().find(|one| one.uid == Some(uid));
        Ok(ours.and_then(|one| one.body().map(<[u8]>::to_vec)))
    }

    async fn fetch(&mut self, uid: u32, what: &str) -> Result<Vec<Fetch>> {
        let fetching = async { self.imap.uid_fetch(uid.to_string(), what).await?.try_collect().await };
        step("FETCH", fetching).await
    }

    /// Sets flags; yields whether they stay, as far as the server says.
    ///
    /// # Errors
    /// When the session is lost, or the server refuses.
    pub async fn mark(&mut self, uid: u32, flag: &str) -> Result<bool> {
        let storing = async {
            let stored = self.imap.uid_store(uid.to_string(), format!("+FLAGS ({flag})")).await?;
            stored.try_collect::<Vec<Fetch>>().await
        };
        let stored = step("STORE", storing).await?;
        let wanted = Flag::from(flag.to_owned());
        let bears = |one: &Fetch| one.flags().any(|found| same_flag(&found, &wanted));
        Ok(stored.is_empty() || stored.iter().any(bears))
    }

    /// Takes out the messages of these UIDs that are marked as deleted; nothing where it can't be done to them alone.
    ///
    /// # Errors
    /// When the session is lost, or the server refuses.
    pub async fn expunge(&mut self, uid: u32) -> Result<()> {
        if !self.has_uidplus {
            return Ok(());
        }
        let expunging = async { self.imap.uid_expunge(uid.to_string()).await?.try_collect::<Vec<_>>().await };
        step("EXPUNGE", expunging).await.map(drop)
    }

    /// Whether the server said, while it answered other commands, that messages came: it says so once (RFC 3501 5.2), and
    /// IDLE won't say it again. Forgets what it said.
    pub fn heard_of_more(&mut self) -> bool {
        // The library keeps so many of these words, and drops what comes beyond.
        const KEPT: usize = 100;
        let (mut words, before) = (0, self.exists);
        while let Ok(word) = self.imap.unsolicited_responses.try_recv() {
            words += 1;
            match word {
                UnsolicitedResponse::Exists(count) => self.exists = Some(count),
                UnsolicitedResponse::Expunge(_) => self.exists = None,
                _ => {}
            }
        }
        // A server that repeats the same number all the time is not listened to for ever.
        self.exists.is_some() && self.exists != before || words >= KEPT
    }

    /// A look at what is new, where the server doesn't tell by itself.
    ///
    /// # Errors
    /// When the session is lost.
    pub async fn poke(&mut self) -> Result<()> {
        step("NOOP", self.imap.noop()).await
    }

    /// Says LOGOUT; nothing depends on it.
    pub async fn close(mut self) {
        let _ = timeout(Duration::from_secs(5), self.imap.logout()).await;
    }
}

/// Keywords are compared without case (RFC 3501 2.3.2 says nothing; servers fold).
fn same_flag(one: &Flag<'_>, other: &Flag<'_>) -> bool {
    match (one, other) {
        (Flag::Custom(one), Flag::Custom(other)) => one.eq_ignore_ascii_case(other),
        _ => one == other,
    }
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
            let text = text.split("during parsing of").next().unwrap_or_default();
            ImapError::Lost(format!("{command}: {}", words(text)))
        }
        Error::Parse(_) => ImapError::Lost(format!("{command}: the server's answer can't be read")),
        other => ImapError::Lost(format!("{command}: {}", words(&other.to_string()))),
    }
}

/// A server's words out of the library's `code: None, info: Some("…")` and the like; no more than a line of them.
fn words(text: &str) -> String {
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
        assert_eq!(refusal("FETCH", Error::Io(unread)).to_string(), "FETCH: Error(Tag) ");
    }
}
