//! The way out: outbox, pace, SMTP.

pub mod letter;
pub mod smtp;
