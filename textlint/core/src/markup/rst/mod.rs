//! reStructuredText: `blocks` finds what is prose, `inline` the markup in it.

mod blocks;
mod inline;
mod lines;
mod patterns;
mod tables;

pub use blocks::read;
