//! An installation in a temporary folder: settings, key, database, and the built binary that serves it.
//!
//! The daemon is another process: it can be killed, and only what it has committed survives. Its time is a file.

#![allow(dead_code, reason = "each story uses only a part of it")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use palabre::domain::civil::{self, Zone};
use palabre::domain::clock::Timestamp;
use palabre::domain::ids::{GatheringId, Ids, NetworkId};
use palabre::store::{Db, gatherings};
use palabre::workflow::standing::{self, Standings, Tally};
use serde_json::Value;
use tempfile::TempDir;

use super::postgres;

/// The network's address.
pub const ADDRESS: &str = "rencontres@acteurs.example";
/// The network's zone.
pub const ZONE: Zone = chrono_tz::Europe::Paris;
/// The only network.
pub const NETWORK: NetworkId = NetworkId(1);
/// When a story begins unless it says otherwise.
pub const MORNING: &str = "2027-05-10T09:00:00+02:00";

/// Nothing that is waited for takes longer on a slow machine.
const PATIENCE: Duration = Duration::from_secs(40);

/// An installation.
pub struct House {
    folder: TempDir,
    url: String,
    env: Vec<(String, String)>,
    daemon: Option<Running>,
    db: tokio::sync::OnceCell<Db>,
}

/// A daemon's process; it is killed when nobody needs it any more.
pub struct Running {
    child: Child,
    /// Ends with the process's standard error.
    reader: Option<std::thread::JoinHandle<()>>,
    log: Arc<Mutex<Vec<String>>>,
    lmtp: SocketAddr,
    http: SocketAddr,
}

/// The built program; `PALABRE_BIN` names another one, as an installed package's.
pub fn program() -> PathBuf {
    std::env::var_os("PALABRE_BIN").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_palabre")), PathBuf::from)
}

impl House {
    /// On SQLite; letters go to `smtp`.
    pub fn on_sqlite(smtp: SocketAddr) -> House {
        let folder = tempfile::Builder::new().prefix("palabre-e2e-").tempdir().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("palabre.db").display());
        House::build(folder, url, smtp)
    }

    /// On a PostgreSQL database of its own; `None`, said aloud, where there is no PostgreSQL.
    pub fn on_postgres(smtp: SocketAddr) -> Option<House> {
        let url = postgres::database()?;
        let folder = tempfile::Builder::new().prefix("palabre-e2e-").tempdir().expect("a temporary folder");
        Some(House::build(folder, url, smtp))
    }

    fn build(folder: TempDir, url: String, smtp: SocketAddr) -> House {
        let settings = format!(
            "[database]\nurl = \"{url}\"\n[secrets]\nkey_file = \"palabre.key\"\n[smtp]\nhost = \"{}\"\nport = {}\n\
             hello = \"palabre.example\"\n[lmtp]\nlisten = \"127.0.0.1:0\"\n[http]\nlisten = \"127.0.0.1:0\"\n\
             [log]\nformat = \"json\"\n",
            smtp.ip(),
            smtp.port(),
        );
        std::fs::write(folder.path().join("palabre.toml"), settings).expect("palabre.toml");
        let house = House { folder, url, env: Vec::new(), daemon: None, db: tokio::sync::OnceCell::new() };
        house.turn_to(MORNING);
        let made = house.palabre(&["init", "--network", "Les acteurs", "--address", ADDRESS]);
        assert!(made.status.success(), "init: {}", told(&made));
        house
    }

    /// Sets a variable of the environment for all that is started from now on.
    pub fn set(&mut self, name: &str, value: &str) {
        self.env.retain(|(known, _)| known != name);
        self.env.push((name.to_owned(), value.to_owned()));
    }

    /// Where everything is.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The database's URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The settings file.
    pub fn settings(&self) -> PathBuf {
        self.folder().join("palabre.toml")
    }

    fn clock_file(&self) -> PathBuf {
        self.folder().join("clock")
    }

    /// Turns the clock to an instant in RFC 3339.
    pub fn turn_to(&self, instant: &str) {
        let fresh = self.folder().join("clock.new");
        std::fs::write(&fresh, instant).expect("the clock's file");
        std::fs::rename(&fresh, self.clock_file()).expect("the clock's file");
    }

    /// Turns the clock forward.
    pub fn turn_by(&self, by: Duration) {
        self.turn_to(&civil::rfc3339(self.now().after(by), ZONE));
    }

    /// What the clock shows.
    pub fn now(&self) -> Timestamp {
        let text = std::fs::read_to_string(self.clock_file()).expect("the clock's file");
        Timestamp(chrono::DateTime::parse_from_rfc3339(text.trim()).expect(&text).timestamp_millis())
    }

    fn command(&self) -> Command {
        let mut command = Command::new(program());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PALABRE_") || name.to_string_lossy().starts_with("PG") {
                command.env_remove(name);
            }
        }
        command
            .current_dir(self.folder())
            .env_remove("RUST_LOG")
            .env("PALABRE_CONFIG", self.settings())
            .env("PALABRE_CLOCK_FILE", self.clock_file())
            .envs(self.env.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs a command to its end.
    pub fn palabre(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).stdin(Stdio::null()).output().expect("the binary runs")
    }

    /// Runs a command that must succeed, and reads the JSON that it prints.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let output = self.palabre(&[arguments, &["--json"]].concat());
        assert!(output.status.success(), "palabre {arguments:?}: {}", told(&output));
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{arguments:?}: {error}: {}", told(&output)))
    }

    /// Runs a command with bytes on standard input.
    pub fn palabre_reading(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut child = self
            .command()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        // A command that refuses at once reads nothing: that is its right.
        let _ = child.stdin.take().expect("a pipe").write_all(input);
        child.wait_with_output().expect("it ends")
    }

    /// Starts the daemon and waits until it is up.
    pub fn start(&mut self) {
        assert!(self.daemon.is_none(), "the daemon runs already");
        self.daemon = Some(self.serve());
    }

    /// Starts another daemon on the same settings.
    pub fn second_daemon(&self) -> Running {
        self.serve()
    }

    fn serve(&self) -> Running {
        let mut child = self
            .command()
            .arg("serve")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let log: Arc<Mutex<Vec<String>>> = Arc::default();
        let (say, heard) = std::sync::mpsc::channel();
        let lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let written = log.clone();
        let reader = std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let up = line.contains("palabre is up").then(|| line.clone());
                lock(&written).push(line);
                if let Some(up) = up {
                    let _ = say.send(up);
                }
            }
        });
        let Ok(up) = heard.recv_timeout(PATIENCE) else {
            let _ = child.kill();
            let _ = child.wait();
            panic!("the daemon did not come up:\n{}", lock(&log).join("\n"));
        };
        let up: Value = serde_json::from_str(&up).expect("a log line in JSON");
        let address = |name: &str| -> SocketAddr {
            up["fields"][name]
                .as_str()
                .and_then(|text| text.parse().ok())
                .unwrap_or_else(|| panic!("no {name} in {up}"))
        };
        Running { lmtp: address("lmtp"), http: address("http"), child, reader: Some(reader), log }
    }

    fn running(&self) -> &Running {
        self.daemon.as_ref().expect("the daemon runs")
    }

    /// Where the daemon takes mail.
    pub fn lmtp(&self) -> SocketAddr {
        self.running().lmtp
    }

    /// Where it answers by HTTP.
    pub fn http(&self) -> SocketAddr {
        self.running().http
    }

    /// What the running daemon has logged.
    pub fn log(&self) -> Vec<String> {
        lock(&self.running().log).clone()
    }

    /// Kills the daemon as the kernel would: nothing is finished, nothing is said.
    pub fn kill9(&mut self) {
        let mut running = self.daemon.take().expect("the daemon runs");
        running.child.kill().expect("SIGKILL");
        running.child.wait().expect("it is gone");
    }

    /// Asks the daemon to stop without waiting for it.
    pub fn ask_to_stop(&self) {
        let sent = Command::new("kill").args(["-TERM", &self.running().child.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
    }

    /// Stops the daemon by SIGTERM; yields how it ended and what it had logged.
    pub async fn terminate(&mut self) -> (ExitStatus, Vec<String>) {
        self.ask_to_stop();
        self.ended().await
    }

    /// Waits for the daemon's end.
    pub async fn ended(&mut self) -> (ExitStatus, Vec<String>) {
        let mut running = self.daemon.take().expect("the daemon runs");
        let status = until("the daemon's end", async || running.child.try_wait().expect("a child of ours")).await;
        // What it said last may still be on its way.
        running.reader.take().expect("a reader").join().expect("the log is read");
        (status, lock(&running.log).clone())
    }

    /// GET or POST; yields the status and the body.
    pub fn http_request(&self, method: &str, path: &str) -> (u16, String) {
        let (status, answer) = self.http_exchange(method, path, "");
        (status, answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
    }

    /// A request with the body of a form; yields the status and the whole answer.
    pub fn http_exchange(&self, method: &str, path: &str, form: &str) -> (u16, String) {
        let mut stream = std::net::TcpStream::connect(self.http()).expect("the HTTP port");
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{form}",
            form.len()
        );
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or_else(|| panic!("{answer}"));
        (status, answer)
    }

    /// The facts, seen by another process than the daemon.
    pub async fn db(&self) -> &Db {
        self.db.get_or_init(|| async { Db::open(&self.url).await.expect("the database") }).await
    }

    /// Adds a person to the network.
    pub fn add(&self, name: &str, email: &str, role: &str) {
        self.json(&["actor", "new", "--name", name, "--email", email, "--role", role]);
    }

    /// Adds `count` people: `p0@people.example`, `p1@…`, from a table.
    pub fn add_people(&self, count: usize) {
        let mut table = "Nom;Courriel;Structure\n".to_owned();
        for n in 0..count {
            table += &format!("Personne N{n};p{n}@people.example;Structure {}\n", n % 50);
        }
        let file = self.folder().join("people.csv");
        std::fs::write(&file, table).expect("a table");
        self.json(&["actor", "import", &file.display().to_string(), "--yes"]);
    }

    /// A visio from 10:00 to 12:00 on the day, `2027-06-05`.
    pub fn gathering_on(&self, day: &str) -> GatheringId {
        let starts = format!("{day} 10:00");
        let title = "Rencontre sur la coopération";
        let made = self.json(&[
            "gathering",
            "new",
            "--title",
            title,
            "--starts",
            &starts,
            "--link",
            "https://visio.example/x",
        ]);
        GatheringId(made["id"].as_i64().unwrap_or_else(|| panic!("{made}")))
    }

    /// Approves the invitations of all members.
    pub fn invite(&self, id: GatheringId) -> Value {
        self.json(&["invite", &id.to_string(), "--yes"])
    }

    /// `gathering show --json`.
    pub fn show(&self, id: GatheringId) -> Value {
        self.json(&["gathering", "show", &id.to_string()])
    }

    /// How each invitation stands.
    pub async fn standings(&self, id: GatheringId) -> Vec<Standings> {
        let mut tx = self.db().await.read().await.expect("a snapshot");
        let gathering = gatherings::get(&mut tx, id).await.expect("the store").expect("the gathering");
        standing::of_gathering(&mut tx, &gathering).await.expect("standings")
    }

    /// The tally.
    pub async fn tally(&self, id: GatheringId) -> Tally {
        standing::tally(&self.standings(id).await)
    }

    /// One number from the database.
    pub async fn number(&self, sql: &'static str) -> i64 {
        let found = match self.db().await {
            Db::Sqlite { read, .. } => sqlx::query_scalar(sql).fetch_one(read).await,
            Db::Postgres { pool, .. } => sqlx::query_scalar(sql).fetch_one(pool).await,
        };
        found.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// Texts from the database.
    pub async fn texts(&self, sql: &'static str) -> Vec<String> {
        let found = match self.db().await {
            Db::Sqlite { read, .. } => sqlx::query_scalar(sql).fetch_all(read).await,
            Db::Postgres { pool, .. } => sqlx::query_scalar(sql).fetch_all(pool).await,
        };
        found.unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    /// Letters of one kind in the outbox, in whatever state.
    pub async fn count(&self, kind: &str) -> i64 {
        let causes = self.texts("SELECT cause FROM outgoing").await;
        causes.iter().filter(|cause| cause.split('/').next() == Some(kind)).count() as i64
    }

    /// Changes the database behind the daemon's back.
    pub async fn tamper(&self, sql: &'static str) {
        let done = match self.db().await {
            Db::Sqlite { write, .. } => sqlx::raw_sql(sql).execute(write).await.map(drop),
            Db::Postgres { pool, .. } => sqlx::raw_sql(sql).execute(pool).await.map(drop),
        };
        done.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}

impl Running {
    /// Where it takes mail.
    pub fn lmtp(&self) -> SocketAddr {
        self.lmtp
    }

    /// What it has logged.
    pub fn log(&self) -> Vec<String> {
        lock(&self.log).clone()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // One that ended by itself can't be killed any more.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            let log = lock(&self.log);
            eprintln!("the daemon's last words:\n{}", log[log.len().saturating_sub(30)..].join("\n"));
        }
    }
}

fn lock(log: &Mutex<Vec<String>>) -> MutexGuard<'_, Vec<String>> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a command printed, for a test's last words.
pub fn told(output: &Output) -> String {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    format!("{}\n{}{}", output.status, text(&output.stdout), text(&output.stderr))
}

/// Looks again and again until `look` yields something.
///
/// # Panics
/// When that takes too long; says what was waited for.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let looking = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let found = tokio::time::timeout(PATIENCE, looking).await;
    found.unwrap_or_else(|_| panic!("waited {} s in vain for {what}", PATIENCE.as_secs()))
}

/// Looks again and again until `look` says yes.
pub async fn until_true(what: &str, mut look: impl AsyncFnMut() -> bool) {
    until(what, async || look().await.then_some(())).await;
}

/// A port that nobody listens on now, and that the system gives to nobody by itself.
pub fn free_port() -> u16 {
    let mut octets = [0; 2];
    loop {
        Ids::system().fill(&mut octets);
        let port = 20_000 + u16::from_le_bytes(octets) % 10_000;
        if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
