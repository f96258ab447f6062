//! `[imap]` and `[maildir]`: mailboxes that are looked into. Written `[[imap]]` there may be several of each.

use std::path::{Path, PathBuf};

use secrecy::SecretString;
use serde::Deserialize;
use toml::{Table, Value};

use super::{ConfigError, Security, is_local, wrong};
use crate::domain::address;

/// `[imap]`: an ordinary account at a provider, whose address is a network's.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Imap {
    /// Host name or address.
    pub host: String,
    /// 993 (tls) or 143 (starttls, plain) where absent.
    pub port: Option<u16>,
    /// `tls`, `starttls`, or `plain` for a server on this machine.
    #[serde(default = "Imap::usual_security")]
    pub security: Security,
    /// Login, often the address.
    pub user: String,
    /// Its password; better given by `password_file`, or `PALABRE_IMAP__PASSWORD_FILE`.
    pub password: Option<SecretString>,
    /// A file that holds the password.
    pub password_file: Option<PathBuf>,
    /// The network's address, where the login isn't it.
    pub address: Option<String>,
    /// The mailbox to look into.
    #[serde(default = "Imap::usual_mailbox")]
    pub mailbox: String,
}

/// `[maildir]`: a Maildir that a mail server on this machine delivers to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Maildir {
    /// The folder that holds `new`, `cur` and `tmp`.
    pub path: PathBuf,
    /// The network's address, whose mailbox this is.
    pub address: String,
}

impl Imap {
    fn usual_security() -> Security {
        Security::Tls
    }

    fn usual_mailbox() -> String {
        "INBOX".to_owned()
    }

    /// The port, by the protection where none is given.
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(if self.security == Security::Tls { 993 } else { 143 })
    }

    /// The network's address, in normal form.
    pub fn address(&self) -> String {
        address::normal(self.address.as_deref().unwrap_or(&self.user))
    }

    pub(super) fn resolve(&mut self, folder: &Path) -> Result<(), ConfigError> {
        if let (Some(file), None) = (&self.password_file, &self.password) {
            self.password = Some(secret("[imap] password_file", &folder.join(file))?);
        }
        Ok(())
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        if self.password.is_none() {
            let mend = "Give password_file, or PALABRE_IMAP__PASSWORD_FILE";
            return Err(wrong("[imap] password", format!("the account {} has none", self.user), mend));
        }
        if self.security == Security::Plain && !is_local(&self.host) {
            let mend = "Take the line out (TLS, port 993), or set security = \"starttls\" (port 143)";
            return Err(wrong("[imap] security", "the password would travel in clear", mend));
        }
        let mend = "Write address = \"rencontres@example.org\", the network's";
        address::check(&self.address()).map_err(|why| wrong("[imap] address", why, mend))
    }
}

impl Maildir {
    pub(super) fn resolve(&mut self, folder: &Path) {
        self.path = folder.join(&self.path);
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let mend = "Write address = \"rencontres@example.org\", the network's";
        address::check(&address::normal(&self.address)).map_err(|why| wrong("[maildir] address", why, mend))
    }
}

/// A secret from its file, less its last line end.
pub(super) fn secret(key: &str, file: &Path) -> Result<SecretString, ConfigError> {
    let read = std::fs::read_to_string(file).map_err(|error| {
        let why = format!("{} can't be read ({error})", file.display());
        wrong(key, why, "Name a file that this user may read")
    })?;
    Ok(SecretString::from(read.trim_end_matches(['\r', '\n'])))
}

/// One account is as good as a list of one: `[imap]` as `[[imap]]`, and the environment's `PALABRE_IMAP__…`.
pub(super) fn lists_of_one(table: &mut Table) {
    for name in ["imap", "maildir"] {
        if let Some(only) = table.get_mut(name)
            && only.is_table()
        {
            *only = Value::Array(vec![only.clone()]);
        }
    }
}
