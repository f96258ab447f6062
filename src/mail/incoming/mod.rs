//! The ways in, and the intake behind them all.

pub mod gate;
pub mod imap;
pub mod intake;
pub mod lmtp;
pub mod mailbox;
pub mod maildir;
pub mod ways;

#[cfg(test)]
mod testing;
