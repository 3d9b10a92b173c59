//! The checks of textlint. Positions inside are bytes; the door turns them into code points.

pub mod batch;
pub mod check;
pub mod document;
pub mod doubts;
pub mod fix;
pub mod forms;
pub mod hunks;
pub mod kinds;
pub mod language;
pub mod lexicon;
pub mod markup;
pub mod model;
pub mod neighbours;
pub mod pattern;
pub mod phrases;
pub mod place;
pub mod rules;
pub mod ruleset;
pub mod slips;
pub mod text;
pub mod triggers;

#[cfg(feature = "python")]
mod python;
