//! A throw-away PostgreSQL: one cluster for the test process, one fresh database for each test.
//!
//! ```ignore
//! let Some(url) = postgres::database() else { return };
//! ```
//!
//! The machine's own binaries serve; a server that already runs is neither used nor disturbed. Without binaries the
//! test is skipped, and says so on standard error even when its output is captured; with `PALABRE_REQUIRE_POSTGRES=1`
//! (CI) it fails instead. Only std and tempfile, so that unit tests may include this file by `#[path]`.

#![allow(dead_code, reason = "a unit test that includes this file uses only a part of it")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// The URL of a new, empty database in UTF-8, or None where PostgreSQL isn't installed.
pub fn database() -> Option<String> {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let cluster = cluster()?;
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let mut createdb = cluster.client("createdb");
    must_succeed(createdb.args(["-U", USER, "--template=template0", &name]));
    // A socket: no port to find and no password, whoever may enter the folder may connect. A URL has no place for its
    // path but the query; the port names the socket's file, and left out, PGPORT could change it.
    Some(format!("postgres://{USER}@localhost:{PORT}/{name}?host={}", cluster.folder.display()))
}

/// Runs one statement with the real psql and returns what it prints, unadorned.
pub fn psql(url: &str, statement: &str) -> String {
    let Some(cluster) = cluster() else { panic!("psql without PostgreSQL: take the URL from database()") };
    let output = must_succeed(cluster.client("psql").args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement, url]));
    String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
}

const USER: &str = "postgres";
const PORT: &str = "5432";

struct Cluster {
    binaries: PathBuf,
    folder: PathBuf,
    /// Holds the other end of the guard's standard input: when this process ends, in whatever way, the guard reads the
    /// end of file.
    guard: Child,
}

impl Cluster {
    fn client(&self, program: &str) -> Command {
        let mut command = Command::new(self.binaries.join(program));
        without_pg_variables(&mut command);
        command.env("PGHOST", &self.folder).env("PGPORT", PORT);
        command
    }
}

fn cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER
        .get_or_init(|| {
            let Some(binaries) = find_binaries() else {
                let line = "SKIPPED: no PostgreSQL binaries found (PATH, /usr/lib/postgresql/*/bin)";
                assert!(std::env::var_os("PALABRE_REQUIRE_POSTGRES").is_none_or(|value| value != "1"), "{line}");
                // Not eprintln!, which the test harness hides when the test passes.
                let _ = writeln!(std::io::stderr(), "{line}");
                return None;
            };
            Some(start(binaries))
        })
        .as_ref()
}

fn find_binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // What PATH names may be a link or Debian's wrapper: only a folder that has all four is a PostgreSQL.
    let on_path = std::env::split_paths(&path)
        .filter_map(|folder| folder.join("initdb").canonicalize().ok()?.parent().map(PathBuf::from));
    let mut debian: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let folder = entry.ok()?.path();
            Some((folder.file_name()?.to_str()?.parse().ok()?, folder.join("bin")))
        })
        .collect();
    debian.sort();
    let newest_first = debian.into_iter().rev().map(|(_, folder)| folder);
    on_path
        .chain(newest_first)
        .find(|folder| ["initdb", "postgres", "createdb", "psql"].iter().all(|program| folder.join(program).is_file()))
}

fn start(binaries: PathBuf) -> Cluster {
    let temporary = match tempfile::Builder::new().prefix("palabre-pg-").tempdir() {
        Ok(temporary) => temporary,
        Err(error) => panic!("no temporary folder for PostgreSQL: {error}"),
    };
    let folder = temporary.path().to_owned();
    let servant = servant(&folder);
    let data = folder.join("data");

    let mut initdb = servant.command(&binaries.join("initdb"));
    initdb.args(["--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync", "-U", USER, "-D"]).arg(&data);
    must_succeed(&mut initdb);

    // A guard stands between this process and the server, because the statics of a test process are never dropped and
    // a process that is killed cleans up nothing. (The parent-death signal won't do: it comes when the *thread* that
    // started the child ends, and each test has its own.) The guard outlives Ctrl-C, stops the server, tidies up.
    let script = r#"
        trap '' INT TERM HUP
        "$1/postgres" -D "$2/data" -k "$2" -h '' -p "$3" -F -c synchronous_commit=off -c full_page_writes=off \
            -c max_connections=200 -c shared_buffers=32MB &
        cat
        kill -INT $!
        wait $!
        rm -rf "$2"
    "#;
    let log = folder.join("log");
    let (out, err) = match std::fs::File::create(&log).and_then(|file| Ok((file.try_clone()?, file))) {
        Ok(both) => both,
        Err(error) => panic!("cannot write {}: {error}", log.display()),
    };
    let mut shell = servant.command(Path::new("/bin/sh"));
    shell.args(["-c", script, "palabre-postgres-guard"]).arg(&binaries).arg(&folder).arg(PORT);
    // Its output goes to the log: with ours, whoever reads the test's output to its end would wait for the guard.
    let guard = match shell.stdin(Stdio::piped()).stdout(out).stderr(err).spawn() {
        Ok(guard) => guard,
        Err(error) => panic!("cannot start {}: {error}", binaries.join("postgres").display()),
    };
    let _ = temporary.keep(); // from here on the guard removes it
    let cluster = Cluster { binaries, folder, guard };
    for _ in 0..300 {
        let mut ping = cluster.client("psql");
        let ping =
            ping.args(["-XAtq", "-U", USER, "-c", "SELECT 1", "postgres"]).stdout(Stdio::null()).stderr(Stdio::null());
        if ping.status().is_ok_and(|status| status.success()) {
            return cluster;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("PostgreSQL did not answer in 15 s: {}", std::fs::read_to_string(&log).unwrap_or_default());
}

/// Who runs the server: ourselves, or an unprivileged user when we are root, whom PostgreSQL refuses.
struct Servant(Option<(u32, u32)>);

fn servant(folder: &Path) -> Servant {
    use std::os::unix::fs::MetadataExt as _;
    // The folder is new, so its owner is who we are.
    if std::fs::metadata(folder).is_ok_and(|metadata| metadata.uid() != 0) {
        return Servant(None);
    }
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let ids = ["postgres", "nobody"].iter().find_map(|user| {
        let mut fields = passwd.lines().find(|line| line.split(':').next() == Some(*user))?.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    });
    let Some((uid, gid)) = ids else { panic!("PostgreSQL refuses root, and there is no user postgres or nobody") };
    if let Err(error) = std::os::unix::fs::chown(folder, Some(uid), Some(gid)) {
        panic!("cannot give {} to user {uid}: {error}", folder.display());
    }
    Servant(Some((uid, gid)))
}

impl Servant {
    fn command(&self, program: &Path) -> Command {
        use std::os::unix::process::CommandExt as _;
        let mut command = Command::new(program);
        if let Servant(Some((uid, gid))) = self {
            command.uid(*uid).gid(*gid); // std drops the supplementary groups too, when it changes user as root
        }
        without_pg_variables(&mut command);
        command.current_dir("/"); // ours may be closed to the servant
        command
    }
}

/// PGDATABASE, PGPORT and the like, set for someone's own server, lead neither ours nor us astray.
fn without_pg_variables(command: &mut Command) {
    for (key, _) in std::env::vars_os().filter(|(key, _)| key.to_string_lossy().starts_with("PG")) {
        command.env_remove(key);
    }
}

fn must_succeed(command: &mut Command) -> Output {
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => panic!("cannot run {command:?}: {error}"),
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {}\n{said}", output.status);
    output
}
