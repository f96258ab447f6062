//! From bytes to a Reading: pure, total, and it says why.
