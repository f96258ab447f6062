//! Who waits for a change is woken by the commit that makes it, in this process or in another.

use std::sync::Arc;
use tokio::sync::Notify;

/// What changed, as far as somebody waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// A letter may be due.
    Outbox,
    /// A message waits to be decided.
    Incoming,
    /// A timer was set or moved.
    Timers,
}

/// One bell a topic.
#[derive(Debug, Clone, Default)]
pub struct Changes(Arc<[Notify; 3]>);

/// Channel of PostgreSQL's NOTIFY.
pub(super) const CHANNEL: &str = "palabre";

impl Changes {
    /// Rings for one topic. Who isn't waiting just now is woken when it next waits: no ring is lost.
    pub fn ring(&self, topic: Topic) {
        if let Some(bell) = self.0.get(topic as usize) {
            bell.notify_one();
        }
    }

    /// Waits for a ring. One waiter a topic.
    pub async fn heard(&self, topic: Topic) {
        if let Some(bell) = self.0.get(topic as usize) {
            bell.notified().await;
        }
    }

    /// Rings for every topic.
    pub fn ring_all(&self) {
        [Topic::Outbox, Topic::Incoming, Topic::Timers].into_iter().for_each(|topic| self.ring(topic));
    }
}
