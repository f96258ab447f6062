//! `palabre init --account`: settings for one ordinary account at a provider, and what it allows.

use std::io::Write as _;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use secrecy::SecretString;

use crate::cli::{CliError, Result, clock};
use crate::config::{Addressing, EnvelopeSender, Imap, Security, Smtp, Subaddress, is_local};
use crate::daemon;
use crate::domain::address;
use crate::domain::ids::Ids;
use crate::mail::round_trip::{Found, round_trip};

/// An account at a provider.
#[derive(Debug, Args)]
pub struct AccountArgs {
    /// Run on one ordinary account at a provider: its address, which is its login too. Palabre sends letters from it to
    /// itself, looks which arrive, and writes settings that fit
    #[arg(long, value_name = "ADDRESS", requires_all = ["imap", "smtp", "password_file"])]
    pub account: Option<String>,
    /// The provider's IMAP server, as imap.example.org or imap.example.org:993
    #[arg(long, value_name = "HOST[:PORT]", requires = "account")]
    imap: Option<Place>,
    /// The provider's SMTP server, as smtp.example.org or smtp.example.org:587
    #[arg(long, value_name = "HOST[:PORT]", requires = "account")]
    smtp: Option<Place>,
    /// A file that holds the account's password
    #[arg(long, value_name = "FILE", requires = "account")]
    password_file: Option<PathBuf>,
}

/// Host and port of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    host: String,
    port: Option<u16>,
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Place, String> {
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() && !host.ends_with(':') => {
                let port = port.parse().map_err(|_| format!("`{port}` is no port; write imap.example.org:993"))?;
                (host, Some(port))
            }
            _ => (text, None),
        };
        let bad = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\\' | '/' | '@');
        if host.is_empty() || host.contains(bad) {
            return Err(format!("`{host}` is no host name; write imap.example.org"));
        }
        Ok(Place { host: host.to_owned(), port })
    }
}

/// An account that was tried out.
pub struct Tried {
    smtp: Smtp,
    imap: Imap,
    found: Found,
}

/// Tries out the account that the arguments name; `None` where they name none.
///
/// # Errors
/// When the password file can't be read, or the account can't read its mailbox or send to itself.
pub async fn try_out(args: &AccountArgs) -> Result<Option<Tried>> {
    let (Some(account), Some(imap), Some(smtp), Some(file)) =
        (&args.account, &args.imap, &args.smtp, &args.password_file)
    else {
        return Ok(None);
    };
    let account = address::normal(account);
    address::check(&account).map_err(|why| CliError::new("--account", why, "Write it as rencontres@example.org"))?;
    let (smtp, imap) = settings(&account, imap, smtp, file)?;
    let route = daemon::route(&smtp);
    let mut tell = |line: &str| {
        let _ = writeln!(std::io::stderr(), "{line}");
    };
    let word = Ids::system().word();
    let found = round_trip(&route, &imap, &word, clock()?.now(), &mut tell).await.map_err(|error| {
        let mend = "Check the servers' names and ports in your provider's help, the address and its password. Nothing was made";
        CliError::new(format!("the account {account}"), error.to_string(), mend)
    })?;
    found.because.iter().for_each(|line| tell(&format!("         {line}")));
    let tried = Tried { smtp, imap, found };
    tell(&format!("So       {}\n", tried.lines().trim().replace('\n', ", ")));
    Ok(Some(tried))
}

fn settings(account: &str, imap: &Place, smtp: &Place, file: &std::path::Path) -> Result<(Smtp, Imap)> {
    let unreadable = |error: std::io::Error| {
        let mend = "Write the password into a file that only this user may read, and name it";
        CliError::new("--password-file", format!("{}: {error}", file.display()), mend)
    };
    let password = std::fs::read_to_string(file).map_err(unreadable)?;
    let password = SecretString::from(password.trim_end_matches(['\r', '\n']));
    let file = std::fs::canonicalize(file).map_err(unreadable)?;
    let port = smtp.port.unwrap_or(465);
    let imap_port = imap.port.unwrap_or(993);
    let smtp = Smtp {
        host: smtp.host.clone(),
        port,
        security: security(&smtp.host, port),
        user: Some(account.to_owned()),
        password: Some(password.clone()),
        password_file: Some(file.clone()),
        connections: 1,
        ..Smtp::default()
    };
    let imap = Imap {
        host: imap.host.clone(),
        port: Some(imap_port),
        security: security(&imap.host, imap_port),
        user: account.to_owned(),
        password: Some(password),
        password_file: Some(file),
        address: None,
        mailbox: "INBOX".to_owned(),
    };
    Ok((smtp, imap))
}

/// What a port is for (RFC 8314); a server of this machine on another port is a trial's.
fn security(host: &str, port: u16) -> Security {
    match port {
        143 | 587 | 25 => Security::StartTls,
        465 | 993 => Security::Tls,
        _ if is_local(host) => Security::Plain,
        _ => Security::Tls,
    }
}

impl Tried {
    /// The words of the two settings that were found out: `envelope` and `subaddress`.
    pub fn words(&self) -> (&'static str, &'static str) {
        let Addressing { envelope, subaddress } = self.found.addressing;
        let envelope = if envelope == EnvelopeSender::Token { "token" } else { "plain" };
        (envelope, if subaddress == Subaddress::Yes { "yes" } else { "no" })
    }

    /// The two settings as lines of `[smtp]`.
    pub fn lines(&self) -> String {
        let (envelope, subaddress) = self.words();
        format!("envelope = \"{envelope}\"\nsubaddress = \"{subaddress}\"\n")
    }

    /// The settings file for this account, from the usual one.
    pub fn settings(&self, usual: &str) -> String {
        let (smtp, imap) = (&self.smtp, &self.imap);
        let word = |security| match security {
            Security::Plain => "plain",
            Security::StartTls => "starttls",
            Security::Tls => "tls",
        };
        let file = smtp.password_file.as_deref().map(toml_string).unwrap_or_default();
        let smtp_section = format!(
            "[smtp]\n# Where letters leave: the provider's server.\nhost = \"{}\"\nport = {}\nsecurity = \"{}\"\nuser = \"{}\"\n\
             password_file = {file}\nconnections = 1\n#rate = \"200/hour\"        # what your provider allows\n\
             # Found out by letters to itself: may MAIL FROM carry a token, does mail to name+token@ arrive?\n{}\n",
            smtp.host,
            smtp.port,
            word(smtp.security),
            imap.user,
            self.lines(),
        );
        let imap_section = format!(
            "[lmtp]\nlisten = \"off\"\n\n[imap]\n# Where letters arrive: the same account.\nhost = \"{}\"\nport = {}\n\
             security = \"{}\"\nuser = \"{}\"\npassword_file = {file}\n\n",
            imap.host,
            imap.port(),
            word(imap.security),
            imap.user,
        );
        let settings = replaced(usual, "[smtp]", "[lmtp]", &smtp_section);
        replaced(&settings, "[lmtp]", "[http]", &imap_section)
    }
}

/// The text from one heading to the next replaced.
fn replaced(text: &str, heading: &str, next: &str, by: &str) -> String {
    let at = |heading: &str| text.find(&format!("\n{heading}\n")).map_or(text.len(), |at| at + 1);
    let (from, to) = (at(heading), at(next));
    format!("{}{by}{}", text.get(..from).unwrap_or_default(), text.get(to..).unwrap_or_default())
}

fn toml_string(path: &std::path::Path) -> String {
    toml::Value::String(path.display().to_string()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn a_place_is_a_host_with_or_without_a_port() {
        let place = |text: &str| text.parse::<Place>();
        assert_eq!(place("imap.example.org"), Ok(Place { host: "imap.example.org".into(), port: None }));
        assert_eq!(place("[::1]:993"), Ok(Place { host: "[::1]".into(), port: Some(993) }));
        for wrong in ["", "imap.example.org:imaps", "https://example.org", "a b"] {
            assert!(place(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_settings_of_an_account_are_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mot de \"passe\"");
        std::fs::write(&file, "secret\n").unwrap();
        let place = |host: &str, port| Place { host: host.into(), port };
        let account = "rencontres@asso.example";
        let (smtp, imap) =
            settings(account, &place("imap.x.example", None), &place("smtp.x.example", Some(587)), &file).unwrap();
        let addressing = Addressing { envelope: EnvelopeSender::Plain, subaddress: Subaddress::No };
        let tried = Tried { smtp, imap, found: Found { addressing, because: Vec::new() } };
        let path = folder.path().join("palabre.toml");
        std::fs::write(&path, tried.settings(super::super::SETTINGS)).unwrap();
        let config = Config::load(&path, false, std::iter::empty()).unwrap();
        assert_eq!(config.smtp.addressing(), addressing);
        assert_eq!((config.smtp.host.as_str(), config.smtp.security), ("smtp.x.example", Security::StartTls));
        assert_eq!((config.imap[0].port(), config.imap[0].security), (993, Security::Tls));
        assert_eq!(config.imap[0].address(), account);
        assert_eq!((config.lmtp.listen.as_str(), config.http.listen.as_str()), ("off", "127.0.0.1:8085"));
        assert!(config.imap[0].password.is_some() && config.smtp.password.is_some());
    }
}
