//! `palabre serve`: the daemon, in the foreground.

use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::{CliError, House, Result, lock};
use crate::config::{Config, LogFormat};
use crate::daemon::{Daemon, Parts};

/// Runs until SIGTERM or SIGINT, then finishes what has begun.
///
/// # Errors
/// When a setting is wrong, a port is busy, or another daemon works on the database.
pub async fn run(house: House) -> Result<()> {
    log_to_stderr(&house.config);
    let lock = lock::take(&house.config)?;
    let db = house.db.clone();
    let parts = Parts { config: house.config, db: house.db, desk: house.desk, clock: house.clock };
    let daemon = Daemon::start(parts).await?;
    let lmtp = daemon.up.lmtp.as_ref().map(ToString::to_string);
    let http = daemon.up.http.map(|address| address.to_string());
    tracing::info!(lmtp, http, version = env!("CARGO_PKG_VERSION"), "palabre is up");
    let stopper = daemon.stopper();
    let on_signal = |error: std::io::Error| CliError::new("signals", error.to_string(), "Try again");
    let mut terminate = signal(SignalKind::terminate()).map_err(on_signal)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(on_signal)?;
    tokio::spawn(async move {
        tokio::select! { _ = terminate.recv() => {} _ = interrupt.recv() => {} }
        tracing::info!("stopping; what has begun is finished");
        stopper.cancel();
    });
    daemon.finished().await;
    db.close().await;
    drop(lock);
    tracing::info!("stopped");
    Ok(())
}

/// The log, on standard error; `RUST_LOG` says how much.
pub fn log_to_stderr(config: &Config) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second logger in one process (tests) leaves the first in place.
    let _ = match config.log.format {
        LogFormat::Text => log.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).try_init(),
        LogFormat::Json => log.json().try_init(),
    };
}
