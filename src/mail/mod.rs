//! Mail in and mail out.

pub mod incoming;
pub mod maillog;
pub mod net;
pub mod outgoing;
pub mod round_trip;
pub mod session;
pub mod sink;
