//! Palabre runs the meetings of a network of local actors by e-mail.

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
