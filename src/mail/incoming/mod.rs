//! The ways in, and the intake behind them all.

pub mod lmtp;
