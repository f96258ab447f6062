//! A mail server for demo and tests.
