//! A mailbox that is looked into, by whatever way.

use std::path::PathBuf;

use tokio_util::sync::CancellationToken;

use super::ways::Lookout;
use super::{imap, maildir};
use crate::config::Imap;

/// A mailbox that is looked into.
#[derive(Clone)]
pub enum Mailbox {
    /// An account at a provider.
    Imap(Lookout, Box<Imap>),
    /// A folder of files.
    Maildir(Lookout, PathBuf),
}

impl Mailbox {
    /// Its name, for the log.
    pub fn name(&self) -> String {
        let (Mailbox::Imap(lookout, _) | Mailbox::Maildir(lookout, _)) = self;
        format!("{} {}", lookout.way.as_str(), lookout.mailbox)
    }

    /// Takes in what comes, until told to stop. What fails is told and tried again, later each time.
    pub async fn run(&self, stop: &CancellationToken) {
        match self {
            Mailbox::Imap(lookout, account) => imap::run(account, lookout, stop).await,
            Mailbox::Maildir(lookout, path) => maildir::run(path, lookout, stop).await,
        }
    }

    /// Takes in once what is there; yields how many messages that was.
    ///
    /// # Errors
    /// Says what failed: the mailbox, or our database.
    pub async fn once(&self) -> Result<usize, String> {
        match self {
            Mailbox::Imap(lookout, account) => imap::once(account, lookout).await.map_err(|error| error.to_string()),
            Mailbox::Maildir(lookout, path) => maildir::once(path, lookout).await,
        }
    }
}
