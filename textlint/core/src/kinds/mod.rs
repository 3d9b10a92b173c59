//! The kinds of checks.

pub mod lines;
pub mod pattern;
