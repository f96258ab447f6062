//! What the benches share: a network with its people, Postfix's measuring tools, and how figures are told.

#![allow(dead_code, reason = "each bench uses only a part of it")]
#![allow(clippy::disallowed_methods, reason = "a bench measures by the wall clock")]

use std::fs::OpenOptions;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use palabre::cli::init::usual_network;
use palabre::domain::civil::{Zone, parse_civil};
use palabre::domain::clock::Clock;
use palabre::domain::gathering::{Gathering, GatheringKind, GatheringState};
use palabre::domain::ids::{GatheringId, Ids, NetworkId};
use palabre::domain::language::Language;
use palabre::domain::membership::MemberRole;
use palabre::domain::reading::Mode;
use palabre::domain::token::TokenKey;
use palabre::store::{Db, Tx, gatherings, networks, people};
use palabre::workflow::Desk;
use palabre::workflow::invite::{self, When};

/// Shorthand.
pub type Result<T> = anyhow::Result<T>;

const ZONE: Zone = chrono_tz::Europe::Paris;

/// Where Palabre's own letters come from.
pub const NETWORK: &str = "rencontres@meet.test";

/// A folder for the database, on the disk that is built on: what a commit costs is its disk's to say.
pub fn folder() -> Result<tempfile::TempDir> {
    Ok(tempfile::Builder::new().prefix("bench-").tempdir_in(env!("CARGO_TARGET_TMPDIR"))?)
}

/// Key and randomness; the key is the one that [`install`] writes.
pub fn desk() -> Desk {
    Desk { ids: Ids::system(), key: TokenKey::new(KEY.to_vec()), trusted_authserv: vec!["mx.test".to_owned()] }
}

const KEY: [u8; 32] = [7; 32];

/// An installation: settings, key, and an empty database.
pub fn install(folder: &Path, smtp: u16, lmtp: u16, http: u16) -> Result<PathBuf> {
    let settings = folder.join("palabre.toml");
    let mut key =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(folder.join("palabre.key"))?;
    key.write_all(&KEY)?;
    std::fs::write(
        &settings,
        format!(
            "[database]\nurl = \"sqlite:{0}/palabre.db\"\n[secrets]\nkey_file = \"{0}/palabre.key\"\n\
             [smtp]\nhost = \"127.0.0.1\"\nport = {smtp}\n[lmtp]\nlisten = \"127.0.0.1:{lmtp}\"\n\
             [http]\nlisten = \"127.0.0.1:{http}\"\n[mail]\ntrusted_authserv = [\"mx.test\"]\n",
            folder.display()
        ),
    )?;
    Ok(settings)
}

/// The URL of an installation's database.
pub fn database(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("palabre.db").display())
}

/// A number from the environment.
pub fn setting(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}

/// A network of so many actors, and a gathering that nobody is invited to yet.
pub async fn people(tx: &mut Tx, actors: usize, description: String) -> Result<(NetworkId, GatheringId)> {
    let now = Clock::system().now();
    let network =
        networks::insert(tx, &usual_network("Les acteurs du canal", NETWORK, Language::Fr, ZONE), now).await?;
    for n in 0..actors {
        let organisation = people::ensure_organisation(tx, &format!("Association {}", n % 500), now).await?;
        let actor = people::insert_actor(tx, &format!("Hélène Martin-{n}"), Some(organisation), now).await?;
        people::insert_address(tx, actor, &address(n), now).await?;
        people::insert_membership(tx, network, actor, MemberRole::Actor, None, now).await?;
    }
    let gathering = Gathering {
        id: GatheringId(0),
        network,
        series: None,
        number: None,
        title: "4e rencontre des acteurs sur la coopération".to_owned(),
        kind: GatheringKind::Meeting,
        state: GatheringState::Proposed,
        starts: parse_civil("2099-06-05T10:00").map_err(anyhow::Error::msg)?,
        ends: parse_civil("2099-06-05T12:00").map_err(anyhow::Error::msg)?,
        zone: ZONE,
        mode: Mode::Online,
        place: None,
        link: Some("https://visio.example/acteurs-du-canal".to_owned()),
        places: None,
        description: Some(description),
        host: None,
        change: 0,
    };
    Ok((network, gatherings::insert(tx, &gathering, now).await?))
}

/// The address of the nth actor.
pub fn address(n: usize) -> String {
    format!("helene.martin-{n}@client.test")
}

/// Writes everyone's invitation into the outbox.
pub async fn invite(db: &Db, desk: &Desk, gathering: GatheringId) -> Result<usize> {
    let now = Clock::system().now();
    let mut tx = db.write().await?;
    let plan = invite::plan(&mut tx, gathering, None, now).await?;
    let written = invite::send(&mut tx, desk, &plan, When::Now, None, now, &|_| {}).await?;
    tx.commit().await?;
    Ok(written)
}

/// A program of Postfix's package, unpacked by `tests/peers/up` into its cache; `None` where that never ran.
pub fn postfix(program: &str) -> Option<Command> {
    let cache = std::env::var_os("PALABRE_PEERS_CACHE").unwrap_or_else(|| "/var/cache/palabre-peers".into());
    let root = Path::new(&cache).join("postfix");
    let binary = root.join("usr/sbin").join(program);
    if !binary.exists() {
        println!("SKIPPED: no {} (tests/peers/up unpacks it)", binary.display());
        return None;
    }
    let mut command = Command::new(binary);
    command.env("LD_LIBRARY_PATH", root.join("usr/lib/postfix"));
    Some(command)
}

/// A server in a process of its own; stopped when dropped.
pub struct Server {
    /// Where it listens.
    pub port: u16,
    process: Child,
}

impl Server {
    /// Starts it and waits until it takes connections on `port`.
    pub fn start(command: &mut Command, port: u16) -> Result<Server> {
        let process = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
        let server = Server { port, process };
        for _ in 0..500 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(server);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        anyhow::bail!("{command:?} does not listen on port {port}")
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Postfix's smtp-sink: takes everything, keeps nothing.
pub fn sink() -> Result<Option<Server>> {
    let Some(mut command) = postfix("smtp-sink") else { return Ok(None) };
    let port = free_port()?;
    // As root it wants to be told who to be.
    if std::fs::metadata("/proc/self").is_ok_and(|us| us.uid() == 0) {
        command.args(["-u", "nobody"]);
    }
    Ok(Some(Server::start(command.args([&format!("127.0.0.1:{port}"), "1000"]), port)?))
}

/// A port where nobody listens.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// The built daemon, up once /health answers; how long that took.
pub fn daemon(settings: &Path, http: u16) -> Result<(Server, Duration)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_palabre"));
    command.arg("--config").arg(settings).arg("serve").env("RUST_LOG", "warn");
    let started = Instant::now();
    let process = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
    let server = Server { port: http, process };
    while started.elapsed() < Duration::from_secs(30) {
        if healthy(http) {
            return Ok((server, started.elapsed()));
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    anyhow::bail!("no answer from /health")
}

fn healthy(port: u16) -> bool {
    let Ok(mut stream) = std::net::TcpStream::connect(("127.0.0.1", port)) else { return false };
    let asked = stream.write_all(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    asked.is_ok() && stream.read_to_string(&mut answer).is_ok() && answer.starts_with("HTTP/1.1 200")
}

/// How many a second.
pub fn a_second(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}

/// The middle one.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Runs an async main on a runtime like the daemon's.
pub fn block_on<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}
