//! The real mail servers that `tests/peers/up` started, and the real clients that reply through them.
//!
//! ```ignore
//! let Some(peers) = peers::take() else { return };
//! ```

#![allow(dead_code, reason = "each story uses only a part of it")]

use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The peers, for one test at a time: they bring every reply to one port, so only one Palabre can listen.
pub struct Peers {
    /// Where Postfix takes mail.
    pub smtp_port: u16,
    /// Where Dovecot shows mailboxes, of any name with the password "secret".
    pub imap_port: u16,
    /// The same with TLS from the first octet, as `localhost`.
    pub imaps_port: u16,
    /// Where Postfix takes letters from who logs in, by STARTTLS or in clear.
    pub submission_port: u16,
    /// The same with TLS from the first octet.
    pub submissions_port: u16,
    /// Where Postfix brings what is for `meet.test`: ours to listen on.
    pub lmtp_port: u16,
    folder: PathBuf,
    env: HashMap<String, String>,
    _turn: MutexGuard<'static, ()>,
}

/// Waits for its turn; None, said aloud, when `PALABRE_PEERS` doesn't name the file that `tests/peers/up` wrote.
pub fn take() -> Option<Peers> {
    static TURN: Mutex<()> = Mutex::new(());
    let Some(file) = std::env::var_os("PALABRE_PEERS") else {
        // Not eprintln!, which the test harness hides when the test passes.
        let _ = writeln!(std::io::stderr(), "SKIPPED: peers not running (tests/peers/up)");
        return None;
    };
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner); // another story's failure is not ours
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) => panic!("PALABRE_PEERS={}: {error}", file.display()),
    };
    let env: HashMap<String, String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("export ")?.split_once('='))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    let value = |key: &str| match env.get(key) {
        Some(value) => value,
        None => panic!("{} lacks {key}", file.display()),
    };
    let port = |key: &str| match value(key).parse() {
        Ok(port) => port,
        Err(error) => panic!("{key} in {}: {error}", file.display()),
    };
    Some(Peers {
        smtp_port: port("PEERS_SMTP_PORT"),
        imap_port: port("PEERS_IMAP_PORT"),
        imaps_port: port("PEERS_IMAPS_PORT"),
        submission_port: port("PEERS_SUBMISSION_PORT"),
        submissions_port: port("PEERS_SUBMISSIONS_PORT"),
        lmtp_port: port("PEERS_LMTP_PORT"),
        folder: PathBuf::from(value("PEERS_DIR")),
        _turn: turn,
        env,
    })
}

impl Peers {
    /// The letters in someone's mailbox, oldest first. Stories share the servers: each wants names of its own.
    pub fn mailbox(&self, address: &str) -> Vec<Vec<u8>> {
        let maildir = self.folder.join("mail").join(address);
        let mut files: Vec<(std::time::SystemTime, PathBuf)> = ["new", "cur"]
            .iter()
            .filter_map(|part| std::fs::read_dir(maildir.join(part)).ok())
            .flatten()
            .filter_map(|entry| {
                let entry = entry.ok()?;
                Some((entry.metadata().ok()?.modified().ok()?, entry.path()))
            })
            .collect();
        files.sort();
        files.iter().filter_map(|(_, path)| std::fs::read(path).ok()).collect()
    }

    /// The Maildir of a mailbox.
    pub fn maildir(&self, address: &str) -> PathBuf {
        self.folder.join("mail").join(address)
    }

    /// Takes away a mailbox with all that an earlier run left in it.
    pub fn fresh(&self, address: &str) {
        let _ = std::fs::remove_dir_all(self.maildir(address));
    }

    /// The authority that signed the servers' certificates, in PEM.
    pub fn authority(&self) -> PathBuf {
        self.folder.join("ca.pem")
    }

    /// Runs Dovecot's own tool; it must succeed.
    pub fn doveadm(&self, arguments: &[&str], input: &[u8]) -> String {
        let mut command = Command::new("doveadm");
        command.arg("-c").arg(self.folder.join("dovecot.conf")).args(arguments);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("doveadm");
        child.stdin.take().expect("a pipe").write_all(input).expect("doveadm reads");
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "doveadm {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Hands a message to Postfix, as whoever `from` is.
    pub fn send(&self, from: &str, to: &str, message: &str) {
        let port = self.smtp_port.to_string();
        let mut msmtp = Command::new("msmtp")
            .args(["-C", "/dev/null", "--host=127.0.0.1", "--port", &port, "--from", from, "--", to])
            .stdin(Stdio::piped())
            .spawn()
            .expect("msmtp: apt-get install msmtp");
        msmtp.stdin.take().expect("a pipe").write_all(message.as_bytes()).expect("msmtp reads");
        assert!(msmtp.wait().expect("msmtp ends").success());
    }

    /// Replies as an actor to their newest letter, with a real client: "snail" or "mutt".
    pub fn reply(&self, client: &str, address: &str, text: &str) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/peers/reply-{client}"));
        match Command::new(&script).args([address, text]).envs(&self.env).output() {
            Ok(output) => {
                assert!(output.status.success(), "{}: {}", script.display(), String::from_utf8_lossy(&output.stderr))
            }
            Err(error) => panic!("cannot run {}: {error}", script.display()),
        }
    }
}
