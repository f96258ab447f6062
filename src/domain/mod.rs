//! The words of the house: types and pure rules, without I/O, SQL or MIME.

pub mod delivery;
pub mod reading;
