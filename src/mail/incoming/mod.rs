//! The ways in, and the intake behind them all.

pub mod gate;
pub mod intake;
pub mod lmtp;
