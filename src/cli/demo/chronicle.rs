//! What has been told so far, for who reads it on the page.

use std::sync::{Arc, Mutex, PoisonError};

/// One thing that was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A heading.
    Title(String),
    /// The day and hour.
    Day(String),
    /// What happens.
    Told(String),
    /// What follows from it.
    Detail(String),
}

/// All that was told; clones share it.
#[derive(Debug, Clone, Default)]
pub struct Chronicle(Arc<Mutex<Vec<Step>>>);

impl Chronicle {
    /// Adds a step.
    pub fn add(&self, step: Step) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(step);
    }

    /// How many steps there are.
    pub fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// All steps.
    pub fn steps(&self) -> Vec<Step> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
