//! What a hosted account allows, found out by letters to itself: one plain, one whose envelope sender carries a token,
//! one to an address that does. What arrives in its mailbox is allowed.

use std::time::Duration;

use tokio::time::Instant;

use super::incoming::imap::session::{ImapError, Session};
use super::outgoing::smtp::{Connection, Route};
use crate::config::{Addressing, EnvelopeSender, Imap, Subaddress};
use crate::domain::clock::Timestamp;
use crate::domain::delivery::Outcome;
use crate::domain::token::tokened;

/// The longest a letter to oneself may take.
const ARRIVES_WITHIN: Duration = Duration::from_secs(120);
/// How much longer than the plain letter another may take.
const GRACE: Duration = Duration::from_secs(20);
/// How often who waits is told so.
const TOLD: Duration = Duration::from_secs(10);
/// How often the mailbox is looked into.
const LOOKED: Duration = Duration::from_secs(1);
/// Octets of a letter that are looked at: ours are shorter, servers put fields on top.
const LOOKED_AT: usize = 64 * 1024;

/// Why nothing could be found out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoundTripError {
    /// The account can't be read.
    #[error("its mailbox can't be read: {0}")]
    Imap(#[from] ImapError),
    /// Letters can't be handed in.
    #[error("letters can't be handed in: {0}")]
    Smtp(String),
    /// The plain letter was accepted and isn't there.
    #[error("a letter to itself was accepted and didn't arrive within {seconds} s", seconds = ARRIVES_WITHIN.as_secs())]
    Lost,
    /// Without tokens letters are recognised by it.
    #[error("its server gives letters another Message-ID ({0}): replies couldn't be matched")]
    OtherMessageId(String),
}

/// What was found out, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where tokens may stand.
    pub addressing: Addressing,
    /// What was seen, a sentence each.
    pub because: Vec<String>,
}

/// One letter to oneself and what became of it.
struct Trial {
    what: &'static str,
    from: String,
    to: String,
    /// In the subject and the Message-ID.
    word: String,
    /// The server's words where it refused.
    refused: Option<String>,
    arrived: Option<Arrived>,
}

struct Arrived {
    uid: u32,
    header: String,
}

impl Trial {
    fn message_id(&self, account: &str) -> String {
        let domain = account.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
        format!("palabre-{}@{domain}", self.word)
    }

    /// RFC 5322, with CRLF.
    fn message(&self, account: &str, now: Timestamp) -> String {
        format!(
            "From: <{account}>\r\nTo: <{}>\r\nSubject: Palabre {}\r\nDate: {}\r\nMessage-ID: <{}>\r\n\
             Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n\
             Palabre tries out what this account allows. This letter may be deleted.\r\n",
            self.to,
            self.word,
            now.utc().to_rfc2822(),
            self.message_id(account)
        )
    }

    /// A field's value in the header as it arrived.
    fn field(&self, name: &str) -> Option<String> {
        let header = &self.arrived.as_ref()?.header;
        let unfolded = header.replace("\r\n ", " ").replace("\r\n\t", " ");
        let mut lines = unfolded.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.split_once(':'));
        lines.find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
    }
}

/// Sends three letters from the account to itself and waits for them; they are taken out of the mailbox again. `word`
/// makes them recognisable; `tell` hears how far it has got.
///
/// # Errors
/// When the account can't be read or can't send, or a plain letter to itself doesn't arrive as it left.
pub async fn round_trip(
    route: &Route,
    account: &Imap,
    word: &str,
    now: Timestamp,
    tell: &mut (dyn FnMut(&str) + Send),
) -> Result<Found, RoundTripError> {
    let address = account.address();
    let mut session = Session::open(account).await?;
    let before = session.search("ALL").await?;
    tell(&format!("IMAP     logged in; {} holds {} message(s)", account.mailbox, before.len()));
    if !before.is_empty() {
        tell("         All of it will be read as mail to the network: move to another folder what is none.");
    }
    let mut trials = trials(&address, word);
    hand_in(route, &mut trials, &address, now).await?;
    let refused = trials.iter().filter(|trial| trial.refused.is_some()).count();
    let accepted = trials.len().saturating_sub(refused);
    tell(&format!("SMTP     logged in; of three letters to itself {accepted} accepted, {refused} refused"));
    let arrived = wait(&mut session, &mut trials, before.last().copied().unwrap_or_default(), tell).await;
    // Whatever came of it, our letters don't stay among the organisers'.
    let cleared = clear(&mut session, &trials).await;
    session.close().await;
    arrived?;
    cleared?;
    judge(&trials, &address)
}

fn trials(address: &str, word: &str) -> [Trial; 3] {
    let trial = |what, letter: &str, from: String, to: String| {
        let word = format!("{word}{letter}");
        Trial { what, from, to, word, refused: None, arrived: None }
    };
    let with_token = tokened(address, &word.chars().take(26).collect::<String>());
    [
        trial("a letter to itself", "a", address.to_owned(), address.to_owned()),
        trial("an envelope sender with a token", "b", with_token.clone(), address.to_owned()),
        trial("an address with a token", "c", address.to_owned(), with_token),
    ]
}

async fn hand_in(route: &Route, trials: &mut [Trial], account: &str, now: Timestamp) -> Result<(), RoundTripError> {
    let why = |outcome: &Outcome| outcome.reply().text.clone();
    for (n, trial) in trials.iter_mut().enumerate() {
        // One connection each: some servers close theirs after a refusal.
        let opened = Connection::open(route).await;
        let mut connection = opened.map_err(|outcome| RoundTripError::Smtp(why(&outcome)))?;
        let outcome = connection.send(Some(&trial.from), &trial.to, trial.message(account, now).as_bytes()).await;
        connection.quit().await;
        match (&outcome, outcome.reply().code) {
            (Outcome::Accepted(_), _) => {}
            (_, Some(code)) if n > 0 && code >= 500 => trial.refused = Some(format!("{code} {}", why(&outcome))),
            (_, code) => {
                let code = code.map(|code| format!("{code} ")).unwrap_or_default();
                return Err(RoundTripError::Smtp(format!("{}: {code}{}", trial.what, why(&outcome))));
            }
        }
    }
    Ok(())
}

/// Until all that were accepted are there, or have had their time.
async fn wait(
    session: &mut Session,
    trials: &mut [Trial],
    after: u32,
    tell: &mut (dyn FnMut(&str) + Send),
) -> Result<(), ImapError> {
    let begun = Instant::now();
    let mut deadline = begun + ARRIVES_WITHIN;
    let mut seen = after;
    let mut told = begun;
    loop {
        session.poke().await?;
        let last = seen;
        let new = session.search(&format!("UID {}:*", last.saturating_add(1))).await?;
        for uid in new.into_iter().filter(|uid| *uid > last) {
            let beginning = session.beginning(uid, LOOKED_AT).await?.unwrap_or_default();
            let header = String::from_utf8_lossy(&beginning).into_owned();
            if let Some(trial) = trials.iter_mut().find(|trial| header.contains(&trial.word)) {
                trial.arrived = Some(Arrived { uid, header });
            }
            seen = uid;
        }
        if trials.iter().all(|trial| trial.arrived.is_some() || trial.refused.is_some()) {
            return Ok(());
        }
        if trials.first().is_some_and(|plain| plain.arrived.is_some()) {
            deadline = deadline.min(Instant::now() + GRACE);
        }
        if Instant::now() >= deadline {
            return Ok(());
        }
        if told.elapsed() >= TOLD {
            told = Instant::now();
            tell(&format!("         waiting for what was accepted, {} s so far", begun.elapsed().as_secs()));
        }
        tokio::time::sleep(LOOKED).await;
    }
}

/// Takes our letters out of the mailbox, where the server can do that to them alone.
async fn clear(session: &mut Session, trials: &[Trial]) -> Result<(), ImapError> {
    if !session.has_uidplus {
        return Ok(());
    }
    for arrived in trials.iter().filter_map(|trial| trial.arrived.as_ref()) {
        session.mark(arrived.uid, "\\Deleted").await?;
        session.expunge(arrived.uid).await?;
    }
    Ok(())
}

fn judge(trials: &[Trial; 3], address: &str) -> Result<Found, RoundTripError> {
    let [plain, sender, recipient] = trials;
    if plain.arrived.is_none() {
        return Err(RoundTripError::Lost);
    }
    let id = plain.field("Message-ID").unwrap_or_default();
    if id.trim_start_matches('<').trim_end_matches('>') != plain.message_id(address) {
        return Err(RoundTripError::OtherMessageId(id));
    }
    let mut because = Vec::new();
    let mut passes = |trial: &Trial| {
        let returned = trial.field("Return-Path");
        let rewritten = returned.as_ref().filter(|path| !path.to_lowercase().contains(&trial.from.to_lowercase()));
        let (passes, how) = match (&trial.refused, &trial.arrived, rewritten) {
            (Some(why), ..) => (false, format!("was refused ({why})")),
            (None, None, _) => (false, "was accepted and didn't arrive".to_owned()),
            (None, Some(_), Some(path)) => (false, format!("was changed on the way (to {path})")),
            (None, Some(_), None) => (true, "arrived".to_owned()),
        };
        because.push(format!("{} {how}", trial.what));
        passes
    };
    let (sender_passes, recipient_passes) = (passes(sender), passes(recipient));
    let addressing = Addressing {
        // A bounce comes back to an address with a token.
        envelope: if sender_passes && recipient_passes { EnvelopeSender::Token } else { EnvelopeSender::Plain },
        subaddress: if recipient_passes { Subaddress::Yes } else { Subaddress::No },
    };
    Ok(Found { addressing, because })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: &str = "rencontres@asso.example";

    /// The three as they come back: refused, not at all, or with this Return-Path.
    fn found(sender: Option<&str>, recipient: Option<&str>) -> Found {
        let mut trials = trials(ADDRESS, "mot");
        let plain = trials[0].message(ADDRESS, Timestamp(0));
        trials[0].arrived = Some(Arrived { uid: 1, header: plain });
        for (trial, fate) in trials[1..].iter_mut().zip([sender, recipient]) {
            match fate {
                Some(path) if path.starts_with('5') => trial.refused = Some(path.to_owned()),
                Some(path) => {
                    let header = format!("Return-Path: <{path}>\r\n{}", trial.message(ADDRESS, Timestamp(0)));
                    trial.arrived = Some(Arrived { uid: 2, header });
                }
                None => {}
            }
        }
        judge(&trials, ADDRESS).unwrap()
    }

    #[test]
    fn what_arrived_unchanged_is_allowed() {
        use EnvelopeSender::{Plain, Token};
        use Subaddress::{No, Yes};
        let own = Some("rencontres+mot@asso.example");
        let plain = Some(ADDRESS);
        for (sender, recipient, envelope, subaddress) in [
            (own, plain, Token, Yes),
            (Some("553 5.7.1 not yours"), plain, Plain, Yes),
            (plain, plain, Plain, Yes),
            (own, None, Plain, No),
            (Some("553"), Some("550 5.1.1 unknown"), Plain, No),
        ] {
            let found = found(sender, recipient);
            assert_eq!(found.addressing, Addressing { envelope, subaddress }, "{sender:?} {recipient:?}: {found:?}");
        }
    }

    #[test]
    fn a_letter_that_is_lost_or_renamed_is_an_error() {
        let mut trials = trials(ADDRESS, "mot");
        assert!(matches!(judge(&trials, ADDRESS), Err(RoundTripError::Lost)));
        let renamed = trials[0].message(ADDRESS, Timestamp(0)).replace("palabre-mota", "0123.outlook");
        trials[0].arrived = Some(Arrived { uid: 1, header: renamed });
        assert!(matches!(judge(&trials, ADDRESS), Err(RoundTripError::OtherMessageId(_))));
    }
}
