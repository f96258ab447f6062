//! `palabre run-due`: once what is due, for hosts that only have cron.

use std::io::Write as _;

use tokio_util::sync::CancellationToken;

use super::{House, Result, Told, lock};
use crate::daemon::{self, Parts};
use crate::mail::incoming::intake::{self, Intake};
use crate::mail::incoming::ways::Ways;
use crate::schedule::due;
use crate::store::outbox;

/// Decides what waits, does what is due, sends what may leave, and returns.
///
/// # Errors
/// When a daemon works on the database, or it is away.
pub async fn run(house: &House) -> Result<Told> {
    let _lock = lock::take(&house.config)?;
    let parts = Parts {
        config: house.config.clone(),
        db: house.db.clone(),
        desk: house.desk.clone(),
        clock: house.clock.clone(),
    };
    let outbox = daemon::outbox(&parts)?;
    let intake = Intake::start(house.db.clone(), house.clock.clone());
    for mailbox in daemon::lookouts(&parts, &intake, &Ways::default()) {
        // One that is away keeps none of the others waiting.
        if let Err(why) = mailbox.once().await {
            let _ = writeln!(std::io::stderr(), "palabre: {}: {why}", mailbox.name());
        }
    }
    let decided = intake::decide_waiting(&house.db, &house.desk, &house.clock).await?;
    let timers = due::run_due(&house.db, &house.desk, &house.clock).await?;
    outbox.run_due(&CancellationToken::new()).await?;
    let left = outbox::count_by_state(&mut house.db.read().await?).await?;
    let letters: Vec<String> = left.iter().map(|(state, count)| format!("{count} {state}")).collect();
    let text = format!("messages decided: {decided}; timers done: {timers}; outbox: {}", or_empty(&letters.join(", ")));
    let outbox: serde_json::Map<String, serde_json::Value> =
        left.into_iter().map(|(state, count)| (state, count.into())).collect();
    Ok(Told::new(text, serde_json::json!({ "decided": decided, "timers": timers, "outbox": outbox })))
}

fn or_empty(text: &str) -> &str {
    if text.is_empty() { "empty" } else { text }
}
