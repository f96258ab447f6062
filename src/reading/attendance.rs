//! What an organiser's reply says of who was there: "tous sauf Amap", "seulement Célia et l'Amap, plus Marc Durand".
//!
//! The words of the people are not known here: a name is what stands where names stand. What may mean this or that is
//! given as unclear, and what reads like a remark as an aside; the domain decides with the list of people in hand.

mod events;
mod phrases;
mod roll;
#[cfg(test)]
mod tests;
mod tokens;

use crate::domain::attendance::RollCall;

/// A reply longer than this (in characters) is no roll call.
const LONGEST: usize = 8_000;

/// Reads the visible text of a reply. `writer` is the name of who wrote it, which may stand at its end.
pub fn roll_call(text: &str, writer: Option<&str>) -> RollCall {
    if text.chars().count() > LONGEST {
        let start = text.split_whitespace().take(12).collect::<Vec<_>>().join(" ");
        return RollCall { unclear: vec![start.chars().take(200).collect()], ..RollCall::default() };
    }
    let tokens = tokens::of(text, writer);
    roll::call(text, &tokens)
}
