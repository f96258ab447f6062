//! When things are due: cron over civil time, offsets from a gathering, timers.
//!
//! What is pure lives here: the rule as people write it (`expression`), its occurrences on the wall and the instants
//! they stand for (`periodic`), and what becomes of work whose hour has passed (`late`). Nothing here asks what time
//! it is: `now` is passed in.

pub mod due;
mod expression;
pub mod late;
pub mod periodic;
#[cfg(test)]
mod properties;
