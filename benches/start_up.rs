//! How soon the built daemon is up, and what it costs to have it wait: until /health answers, and resident memory after
//! ten idle seconds, with an empty database and with 10,000 actors.
//!
//!     cargo bench --bench start_up          RUNS=5 are the usual

mod support;

use std::time::Duration;

use palabre::store::Db;
use support::{Result, free_port, median, setting};

fn main() -> Result<()> {
    let runs = setting("RUNS", 5);
    for actors in [0, 10_000] {
        let folder = support::folder()?;
        let http = free_port()?;
        let settings = support::install(folder.path(), 25, free_port()?, http)?;
        support::block_on(async {
            let db = Db::open(&support::database(folder.path())).await?;
            let mut tx = db.write().await?;
            support::people(&mut tx, actors, "Une rencontre.".to_owned()).await?;
            tx.commit().await?;
            db.close().await;
            Ok(())
        })?;
        let mut seconds = Vec::new();
        for _ in 0..runs {
            let (_daemon, took) = support::daemon(&settings, http)?;
            seconds.push(took.as_secs_f64());
        }
        let (daemon, _) = support::daemon(&settings, http)?;
        std::thread::sleep(Duration::from_secs(10));
        let megabytes = resident_kilobytes(daemon.id())? as f64 / 1_024.0;
        println!(
            "{actors} actors: /health answers after {:.0} ms, idle memory {megabytes:.1} MB",
            median(seconds) * 1_000.0
        );
    }
    Ok(())
}

fn resident_kilobytes(process: u32) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next()).unwrap_or_default();
    Ok(number.parse()?)
}
