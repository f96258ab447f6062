//! Palabre runs the meetings of a network of local actors by e-mail: it invites, reads the answers that people write in
//! their own words, records who comes, reminds the silent, and tells the organisers. ARCHITECTURE.md walks through the
//! house; these are its rooms, from the ground up. A room knows those below it, never those above.
//!
//! - [`domain`]: the words of the house as types, and the pure rules about them: time on the wall, tokens, whose answer
//!   a message is, which answer holds. No I/O, no SQL, no MIME.
//! - [`config`]: the installation's settings, read and checked once.
//! - [`reading`]: bytes to a Reading: what sort of message, what the person newly wrote, what it says, how sure that is
//!   and why. Pure and total.
//! - [`rendering`]: data to a letter: templates, languages, dates in words, RFC 5322. Pure but for the templates' folder.
//! - [`store`]: facts and working state in SQLite or PostgreSQL, one SQL text for both.
//! - [`workflow`]: what follows from a message, a command or the clock: the only room that knows the rules.
//! - [`mail`]: SMTP out, LMTP in, and between them the intake that never loses a message and the outbox that never
//!   sends a letter twice knowingly.
//! - [`schedule`]: when things are due, across clock changes and restarts.
//! - [`web`]: health, and the page behind List-Unsubscribe.
//! - [`daemon`]: builds the parts, gives each what it uses, starts, watches and stops them.
//! - [`cli`]: the commands, one file each, and the demo.

pub mod cli;
pub mod config;
pub mod daemon;
pub mod domain;
pub mod mail;
pub mod reading;
pub mod rendering;
pub mod schedule;
pub mod store;
pub mod web;
pub mod workflow;
