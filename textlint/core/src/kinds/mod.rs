//! The kinds of checks.

pub mod broken;
pub mod lines;
pub mod misspelling;
pub mod pattern;
pub mod words;
