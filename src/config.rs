//! The installation's settings: `palabre.toml`, then the environment, then secret files; checked once.
//!
//! `PALABRE_SMTP__HOST` overrides `[smtp] host`; `PALABRE_SMTP__PASSWORD_FILE` names a file that holds
//! `[smtp] password`. The networks themselves live in the database.

mod incoming;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use toml::{Table, Value};

pub use incoming::{Imap, Maildir};

/// Why the settings can't be used: which key, what is wrong, what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {why}. {mend}")]
pub struct ConfigError {
    /// The key, as `[smtp] host`, or the file.
    pub key: String,
    /// What is wrong with it.
    pub why: String,
    /// What to write instead.
    pub mend: String,
}

fn wrong(key: impl Into<String>, why: impl ToString, mend: impl Into<String>) -> ConfigError {
    ConfigError { key: key.into(), why: why.to_string(), mend: mend.into() }
}

/// The mend where a file is there and this user may not read it.
const OTHERS_FILE: &str = "Run palabre as the user that owns it, or chown it";

/// All settings.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Where the facts are.
    pub database: Database,
    /// Where the token key is.
    pub secrets: Secrets,
    /// The way out.
    pub smtp: Smtp,
    /// The way in by a mail server of our own.
    pub lmtp: Lmtp,
    /// Accounts at a provider that are looked into.
    pub imap: Vec<Imap>,
    /// Maildirs that are looked into.
    pub maildir: Vec<Maildir>,
    /// The health page.
    pub http: Http,
    /// What is believed of incoming mail, and how letters look.
    pub mail: Mail,
    /// The log.
    pub log: Log,
}

/// `[database]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// `sqlite:PATH` or `postgres://user@host/name`.
    pub url: String,
}

/// `[secrets]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Secrets {
    /// A file of 32 or more random bytes; `palabre init` makes it. Keep it apart from the database's back-ups.
    pub key_file: PathBuf,
}

/// How a connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// In clear: for a relay on this machine.
    Plain,
    /// STARTTLS, required (RFC 3207).
    StartTls,
    /// TLS from the first byte (RFC 8314).
    Tls,
}

/// `[smtp]`: the relay that letters leave by.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Smtp {
    /// Host name or address.
    pub host: String,
    /// 25, 587 (starttls) or 465 (tls).
    pub port: u16,
    /// `plain`, `starttls` or `tls`.
    pub security: Security,
    /// Login, where the relay wants one.
    pub user: Option<String>,
    /// Its password; better given by `PALABRE_SMTP__PASSWORD_FILE`.
    pub password: Option<SecretString>,
    /// Said in EHLO; the host name where absent.
    pub hello: Option<String>,
    /// Connections at once.
    pub connections: usize,
    /// What the provider allows, as `200/hour`; no limit where absent.
    pub rate: Option<Rate>,
    /// A file that holds the password.
    pub password_file: Option<PathBuf>,
    /// What MAIL FROM is.
    pub envelope: EnvelopeSender,
    /// Whether letters bear addresses with a `+`.
    pub subaddress: Subaddress,
}

/// What MAIL FROM is: some hosted accounts refuse any but their own address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EnvelopeSender {
    /// The network's address with a token: a bounce says which letter it is about.
    Token,
    /// The network's plain address: a bounce is matched by the Message-ID that it returns.
    Plain,
}

/// Whether mail to `local+word@domain` arrives: at some hosted accounts it doesn't (RFC 5233).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Subaddress {
    /// Reply-To carries a token.
    Yes,
    /// No address carries a token: a reply is matched by In-Reply-To and References.
    No,
}

/// Where tokens may stand in what leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addressing {
    /// In MAIL FROM?
    pub envelope: EnvelopeSender,
    /// In addresses of the header?
    pub subaddress: Subaddress,
}

impl Addressing {
    /// Tokens wherever they help.
    pub const TOKENS: Addressing = Addressing { envelope: EnvelopeSender::Token, subaddress: Subaddress::Yes };
}

/// `[lmtp]`: where the local mail server hands over what arrives.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Lmtp {
    /// `127.0.0.1:2400`, `unix:/run/palabre/lmtp.sock`, or `off`.
    pub listen: String,
    /// Listen even where other machines can connect: LMTP checks nobody.
    pub allow_remote: bool,
}

/// `[http]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Http {
    /// Where `/health` answers; `off` for nowhere.
    pub listen: String,
    /// The HTTPS address under which people reach it; without one no letter bears a link.
    pub public_url: Option<String>,
}

/// `[mail]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mail {
    /// Names of the servers whose Authentication-Results are believed (RFC 8601 authserv-id).
    pub trusted_authserv: Vec<String>,
    /// A folder whose templates are used in place of the built-in ones of the same name.
    pub templates: Option<PathBuf>,
}

/// `[log]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// `text` or `json`.
    pub format: LogFormat,
}

/// Form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs, one object a line.
    Json,
}

/// How many letters may leave in what time, as `200/hour`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Rate {
    /// Attempts.
    pub letters: u64,
    /// In this time.
    pub per: std::time::Duration,
}

impl TryFrom<String> for Rate {
    type Error = String;
    fn try_from(text: String) -> Result<Rate, String> {
        text.parse()
    }
}

impl std::str::FromStr for Rate {
    type Err = String;
    fn from_str(text: &str) -> Result<Rate, String> {
        let unreadable = || format!("`{text}` is no rate; write 200/hour, 30/minute, 5/second or 2000/day");
        let (letters, per) = text.split_once('/').ok_or_else(unreadable)?;
        let seconds = match per.trim() {
            "second" => 1,
            "minute" => 60,
            "hour" => 3_600,
            "day" => 86_400,
            _ => return Err(unreadable()),
        };
        let letters: u64 = letters.trim().parse().map_err(|_| unreadable())?;
        if letters == 0 {
            return Err(format!("`{text}` would never send anything; write 1/{} or more", per.trim()));
        }
        Ok(Rate { letters, per: std::time::Duration::from_secs(seconds) })
    }
}

impl Default for Database {
    fn default() -> Database {
        Database { url: "sqlite:palabre.db".to_owned() }
    }
}

impl Default for Secrets {
    fn default() -> Secrets {
        Secrets { key_file: PathBuf::from("palabre.key") }
    }
}

impl Default for Smtp {
    fn default() -> Smtp {
        Smtp {
            host: "127.0.0.1".to_owned(),
            port: 25,
            security: Security::Plain,
            user: None,
            password: None,
            hello: None,
            connections: 4,
            rate: None,
            password_file: None,
            envelope: EnvelopeSender::Token,
            subaddress: Subaddress::Yes,
        }
    }
}

impl Default for Lmtp {
    fn default() -> Lmtp {
        Lmtp { listen: "127.0.0.1:2400".to_owned(), allow_remote: false }
    }
}

impl Default for Http {
    fn default() -> Http {
        Http { listen: "127.0.0.1:8085".to_owned(), public_url: None }
    }
}

impl Default for Log {
    fn default() -> Log {
        Log { format: LogFormat::Text }
    }
}

impl Config {
    /// Reads `path` (a missing one is as good as empty where `optional`), lays the environment over it and checks all.
    /// Paths in it are taken from the folder of the file.
    ///
    /// # Errors
    /// Names the key and the mend.
    pub fn load(
        path: &Path,
        optional: bool,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Config, ConfigError> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if optional && error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => {
                let mend = match error.kind() {
                    std::io::ErrorKind::PermissionDenied => OTHERS_FILE,
                    _ => "Go to the installation's folder or give --config; to make one: palabre init",
                };
                return Err(wrong(path.display().to_string(), format!("it can't be read ({error})"), mend));
            }
        };
        let mut table: Table = text.parse().map_err(|error: toml::de::Error| {
            wrong(path.display().to_string(), error.to_string().trim(), "Mend that line")
        })?;
        overlay(&mut table, environment)?;
        list_of_servers(&mut table);
        incoming::lists_of_one(&mut table);
        let mut config: Config = Value::Table(table).try_into().map_err(|error: toml::de::Error| {
            let mend = "docs/configuration.md lists every key";
            wrong(path.display().to_string(), error.to_string().trim().replace('\n', " "), mend)
        })?;
        config.resolve(path.parent().unwrap_or(Path::new("")))?;
        config.check()?;
        Ok(config)
    }

    /// Relative paths are meant from the settings' folder, wherever the program is started.
    fn resolve(&mut self, folder: &Path) -> Result<(), ConfigError> {
        self.secrets.key_file = folder.join(&self.secrets.key_file);
        self.mail.templates = self.mail.templates.take().map(|path| folder.join(path));
        if let Some(file) = self.database.url.strip_prefix("sqlite:")
            && !file.starts_with('/')
            && !file.starts_with(':')
        {
            self.database.url = format!("sqlite:{}", folder.join(file.trim_start_matches("//")).display());
        }
        if let (Some(file), None) = (&self.smtp.password_file, &self.smtp.password) {
            self.smtp.password = Some(incoming::secret("[smtp] password_file", &folder.join(file))?);
        }
        self.maildir.iter_mut().for_each(|maildir| maildir.resolve(folder));
        self.imap.iter_mut().try_for_each(|account| account.resolve(folder))
    }

    fn check(&self) -> Result<(), ConfigError> {
        let url = &self.database.url;
        if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| url.starts_with(scheme)) {
            let mend = "Write sqlite:/var/lib/palabre/palabre.db or postgres://user@host/name";
            return Err(wrong("[database] url", "it names neither sqlite: nor postgres:", mend));
        }
        if self.smtp.connections == 0 || self.smtp.connections > 100 {
            return Err(wrong("[smtp] connections", "it must be from 1 to 100", "4 is a good number"));
        }
        if self.smtp.user.is_some() != self.smtp.password.is_some() {
            let mend = "Give both or none; the password by PALABRE_SMTP__PASSWORD_FILE";
            return Err(wrong("[smtp] user, password", "one is there without the other", mend));
        }
        if self.smtp.user.is_some() && self.smtp.security == Security::Plain && !is_local(&self.smtp.host) {
            let mend = "Set security = \"starttls\" (port 587) or \"tls\" (port 465)";
            return Err(wrong("[smtp] security", "the password would travel in clear", mend));
        }
        if self.smtp.subaddress == Subaddress::No && self.smtp.envelope == EnvelopeSender::Token {
            let why = "bounces would go to an address with a +, and [smtp] subaddress says that those don't arrive";
            return Err(wrong("[smtp] envelope", why, "Set envelope = \"plain\""));
        }
        self.imap.iter().try_for_each(Imap::check)?;
        self.maildir.iter().try_for_each(Maildir::check)?;
        self.http_listen()?;
        if let Some(url) = &self.http.public_url
            && !url.starts_with("https://")
        {
            return Err(wrong("[http] public_url", "it is no https:// address", "Write https://palabre.example.org"));
        }
        Ok(())
    }

    /// Where `/health` answers.
    ///
    /// # Errors
    /// When it is neither an address with a port nor `off`.
    pub fn http_listen(&self) -> Result<Option<SocketAddr>, ConfigError> {
        if self.http.listen == "off" {
            return Ok(None);
        }
        let mend = "Write 127.0.0.1:8085 or off";
        self.http.listen.parse().map(Some).map_err(|error| wrong("[http] listen", error, mend))
    }

    /// The token key from its file.
    ///
    /// # Errors
    /// When it isn't there, is too short, or others may read it.
    pub fn token_key(&self) -> Result<crate::domain::token::TokenKey, ConfigError> {
        use std::os::unix::fs::PermissionsExt;
        let path = &self.secrets.key_file;
        let name = || format!("[secrets] key_file {}", path.display());
        let bytes = std::fs::read(path).map_err(|error| {
            let mend = match error.kind() {
                std::io::ErrorKind::PermissionDenied => OTHERS_FILE,
                _ => "Make it with `palabre init`, or restore it: without the old one, addresses given out are mute",
            };
            wrong(name(), format!("it can't be read ({error})"), mend)
        })?;
        if bytes.len() < 32 {
            return Err(wrong(name(), "it holds fewer than 32 bytes", "Restore it, or make one with `palabre init`"));
        }
        let mode = std::fs::metadata(path).map(|meta| meta.permissions().mode()).unwrap_or_default();
        if mode & 0o007 != 0 {
            return Err(wrong(
                name(),
                "everybody on this machine may read it",
                format!("chmod 600 {}", path.display()),
            ));
        }
        Ok(crate::domain::token::TokenKey::new(bytes))
    }
}

/// Whether a host name is this machine's.
pub fn is_local(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// The sections of `palabre.toml`, as [`Config`] has them.
const SECTIONS: &[&str] = &["database", "secrets", "smtp", "lmtp", "imap", "maildir", "http", "mail", "log"];

/// Lays `PALABRE_SECTION__KEY` over the table; `_FILE` behind it reads the value from a file, less its last line end.
fn overlay(table: &mut Table, environment: impl Iterator<Item = (String, String)>) -> Result<(), ConfigError> {
    for (name, value) in environment {
        let Some(rest) = name.strip_prefix("PALABRE_") else { continue };
        let Some((section, key)) = rest.split_once("__") else {
            // PALABRE_CONFIG, PALABRE_CLOCK_FILE and those of our tests begin with no section's name.
            let meant = rest.split_once('_').filter(|(section, _)| SECTIONS.contains(&section.to_lowercase().as_str()));
            if let Some((section, key)) = meant {
                let mend = format!("Write PALABRE_{section}__{key}, with two underscores after the section");
                return Err(wrong(name.clone(), "this variable would have no effect", mend));
            }
            continue;
        };
        let (section, key) = (section.to_lowercase(), key.to_lowercase());
        // `key_file` and `..._FILE` would be one name: the settings' own key wins.
        let (key, value) = match key.strip_suffix("_file") {
            Some(short) if key != "key_file" => {
                let read = incoming::secret(&name, Path::new(&value))?;
                (short.to_owned(), read.expose_secret().to_owned())
            }
            _ => (key, value),
        };
        let place = table.entry(section.clone()).or_insert_with(|| Value::Table(Table::new()));
        match place.as_table_mut() {
            Some(found) => {
                // What looks like a number is a password all the same.
                let value = if key == "password" { Value::String(value) } else { typed(value) };
                found.insert(key, value);
            }
            None => {
                let why = format!("there are several [[{section}]], and it doesn't say which");
                return Err(wrong(name, why, "Write it into palabre.toml; a password by password_file"));
            }
        }
    }
    Ok(())
}

/// `trusted_authserv = "mx.example.org"`, or `a,b`, is as good as a list.
fn list_of_servers(table: &mut Table) {
    let servers = table.get_mut("mail").and_then(|mail| mail.get_mut("trusted_authserv"));
    if let Some(servers) = servers
        && let Value::String(text) = servers
    {
        let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
        *servers = Value::Array(names.map(|name| Value::String(name.to_owned())).collect());
    }
}

/// The environment knows only strings: numbers, truth values and lists are read as TOML would.
fn typed(value: String) -> Value {
    let plain = value.parse::<i64>().is_ok() || value == "true" || value == "false" || value.starts_with('[');
    if !plain {
        return Value::String(value);
    }
    format!("v = {value}").parse::<Table>().ok().and_then(|mut table| table.remove("v")).unwrap_or(Value::String(value))
}

impl Smtp {
    /// Where tokens may stand in what leaves.
    pub fn addressing(&self) -> Addressing {
        Addressing { envelope: self.envelope, subaddress: self.subaddress }
    }
}

/// The password, where there is one.
pub fn credentials(smtp: &Smtp) -> Option<(String, SecretString)> {
    let password = smtp.password.as_ref()?;
    Some((smtp.user.clone()?, SecretString::from(password.expose_secret().to_owned())))
}

#[cfg(test)]
mod tests;
