//! The way out: outbox, pace, SMTP.

pub mod smtp;
