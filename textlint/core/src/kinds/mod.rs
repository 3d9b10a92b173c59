//! The kinds of checks.

use std::cell::OnceCell;

pub mod balance;
pub mod consistency;
pub mod lines;
pub mod pattern;
pub mod repetition;
pub mod score;
pub mod truncation;

/// What the checks of some kinds see in a document, each made once.
#[derive(Default)]
pub struct Views {
    doubles: OnceCell<repetition::Doubles>,
    is_sound: OnceCell<bool>,
    are_accents: OnceCell<bool>,
    left_open: OnceCell<[usize; 3]>,
    long: OnceCell<truncation::Long>,
}
