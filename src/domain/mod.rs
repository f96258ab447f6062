//! The words of the house: types and pure rules, without I/O, SQL or MIME.

pub mod actor;
pub mod address;
pub mod answer;
pub mod cause;
pub mod civil;
pub mod clock;
pub mod decision;
pub mod delivery;
pub mod doubt;
pub mod gathering;
pub mod identity;
pub mod ids;
pub mod incoming;
pub mod invitation;
pub mod language;
pub mod letter;
pub mod mailing;
pub mod membership;
pub mod network;
pub mod organisation;
pub mod outgoing;
pub mod reading;
pub mod series;
pub mod timer;
pub mod token;
pub mod words;
