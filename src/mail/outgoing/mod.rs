//! The way out: rows of the outbox become letters, leave at the network's pace, and their outcome is written down.

pub mod ledger;
pub mod letter;
pub mod outbox;
pub mod pace;
pub mod retry;
pub mod smtp;
pub mod worker;
