//! The only place that asks what time it is.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use tokio::sync::watch;

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Later than all others.
    pub const NEVER: Timestamp = Timestamp(i64::MAX);

    /// Milliseconds since the epoch.
    pub fn ms(self) -> i64 {
        self.0
    }

    /// This much later.
    pub fn after(self, by: Duration) -> Timestamp {
        Timestamp(self.0.saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)))
    }

    /// This much earlier.
    pub fn before(self, by: Duration) -> Timestamp {
        Timestamp(self.0.saturating_sub(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)))
    }

    /// The instant as chrono knows it; instants outside chrono's years become the epoch.
    pub fn utc(self) -> chrono::DateTime<chrono::Utc> {
        chrono::DateTime::from_timestamp_millis(self.0).unwrap_or_default()
    }

    /// From what chrono knows.
    pub fn of<Z: chrono::TimeZone>(instant: chrono::DateTime<Z>) -> Timestamp {
        Timestamp(instant.timestamp_millis())
    }
}

/// A day of 24 hours.
pub const DAY: Duration = Duration::from_secs(86_400);

/// What time it is: the machine's time, a time turned by hand, or a time read from a file.
#[derive(Debug, Clone)]
pub struct Clock(Arc<Source>);

#[derive(Debug)]
enum Source {
    System,
    Turned { now: AtomicI64, moved: watch::Sender<()> },
    File { path: PathBuf, last: AtomicI64 },
}

/// How often a clock file is looked at while someone waits for a time.
const FILE_GLANCE: Duration = Duration::from_millis(20);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Clock {
        Clock(Arc::new(Source::System))
    }

    /// A clock that stands still until [`Clock::turn_to`]: for the demo and for tests.
    pub fn turned_by_hand(start: Timestamp) -> Clock {
        Clock(Arc::new(Source::Turned { now: AtomicI64::new(start.0), moved: watch::Sender::new(()) }))
    }

    /// A clock that stands where a file (one RFC 3339 instant) says: for tests of the built binary.
    ///
    /// # Errors
    /// When the file can't be read now or holds no instant: a clock that has never shown a time would show 1970.
    pub fn from_file(path: PathBuf) -> Result<Clock, String> {
        let text = std::fs::read_to_string(&path).map_err(|error| format!("it can't be read ({error})"))?;
        let text = text.trim();
        let instant = chrono::DateTime::parse_from_rfc3339(text).map_err(|_| format!("`{text}` is no instant"))?;
        Ok(Clock(Arc::new(Source::File { path, last: AtomicI64::new(instant.timestamp_millis()) })))
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        match &*self.0 {
            Source::System => system_now(),
            Source::Turned { now, .. } => Timestamp(now.load(Ordering::SeqCst)),
            Source::File { path, last } => {
                // A file that is being rewritten may be empty for a moment: keep the last time read.
                let read = std::fs::read_to_string(path).ok();
                let parsed = read.and_then(|text| chrono::DateTime::parse_from_rfc3339(text.trim()).ok());
                if let Some(instant) = parsed {
                    last.store(instant.timestamp_millis(), Ordering::SeqCst);
                }
                Timestamp(last.load(Ordering::SeqCst))
            }
        }
    }

    /// Turns a clock that is turned by hand; never backwards. Others ignore it.
    pub fn turn_to(&self, to: Timestamp) {
        if let Source::Turned { now, moved } = &*self.0 {
            now.fetch_max(to.0, Ordering::SeqCst);
            moved.send_replace(());
        }
    }

    /// Waits until this clock shows `until` or later.
    pub async fn sleep_until(&self, until: Timestamp) {
        match &*self.0 {
            Source::System => {
                let left = until.0.saturating_sub(self.now().0);
                if let Ok(left) = u64::try_from(left) {
                    tokio::time::sleep(Duration::from_millis(left)).await;
                }
            }
            Source::Turned { moved, .. } => {
                let mut moves = moved.subscribe();
                while self.now() < until {
                    if moves.changed().await.is_err() {
                        return;
                    }
                }
            }
            Source::File { .. } => {
                while self.now() < until {
                    tokio::time::sleep(FILE_GLANCE).await;
                }
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the clock")]
fn system_now() -> Timestamp {
    Timestamp::of(chrono::Utc::now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_turned_clock_wakes_who_waits_for_its_time() {
        let clock = Clock::turned_by_hand(Timestamp(1_000));
        let waiter = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(Timestamp(5_000)).await }
        });
        clock.turn_to(Timestamp(4_000));
        assert!(!waiter.is_finished());
        clock.turn_to(Timestamp(6_000));
        waiter.await.unwrap();
        clock.turn_to(Timestamp(2_000));
        assert_eq!(clock.now(), Timestamp(6_000), "never backwards");
    }

    #[test]
    fn a_clock_file_that_is_being_rewritten_keeps_its_last_time() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("clock");
        std::fs::write(&path, "2027-03-01T09:00:00+01:00\n").unwrap();
        let clock = Clock::from_file(path.clone()).unwrap();
        let first = clock.now();
        std::fs::write(&path, "").unwrap();
        assert_eq!(clock.now(), first);
        std::fs::remove_file(&path).unwrap();
        assert_eq!(clock.now(), first);
    }

    #[test]
    fn a_clock_file_without_a_time_is_an_error_and_not_1970() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("clock");
        assert!(Clock::from_file(path.clone()).unwrap_err().contains("can't be read"));
        std::fs::write(&path, "demain\n").unwrap();
        assert!(Clock::from_file(path).unwrap_err().contains("`demain` is no instant"));
    }
}
