//! How long `palabre actor import` takes over a table of 10,000 actors: new ones, then the same again.
//!
//!     cargo bench --bench import            RUNS=3 are the usual

#![allow(clippy::disallowed_methods, reason = "a bench measures by the wall clock")]

mod support;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use palabre::store::Db;
use support::{Result, median, setting};

const ACTORS: usize = 10_000;

fn main() -> Result<()> {
    let (mut new, mut again) = (Vec::new(), Vec::new());
    for _ in 0..setting("RUNS", 3) {
        let folder = support::folder()?;
        let settings = support::install(folder.path(), 25, 2_400, 8_085)?;
        support::block_on(async {
            let db = Db::open(&support::database(folder.path())).await?;
            let mut tx = db.write().await?;
            support::people(&mut tx, 0, "Une rencontre.".to_owned()).await?;
            tx.commit().await?;
            db.close().await;
            Ok(())
        })?;
        let table = folder.path().join("actors.csv");
        std::fs::write(&table, rows())?;
        new.push(import(&settings, &table)?);
        again.push(import(&settings, &table)?);
    }
    println!("{ACTORS} actors imported in {:.2} s, the same table again in {:.2} s", median(new), median(again));
    Ok(())
}

fn rows() -> String {
    let mut rows = "courriel,nom,prénom,structure\n".to_owned();
    for n in 0..ACTORS {
        rows.push_str(&format!("{},Martin-{n},Hélène,Association {}\n", support::address(n), n % 500));
    }
    rows
}

fn import(settings: &Path, table: &Path) -> Result<f64> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_palabre"));
    command.arg("--config").arg(settings).args(["actor", "import", "--yes"]).arg(table).stdout(Stdio::null());
    let started = Instant::now();
    let status = command.status()?;
    anyhow::ensure!(status.success(), "the import failed: {status}");
    Ok(started.elapsed().as_secs_f64())
}
