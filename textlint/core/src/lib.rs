//! The checks of textlint. Positions inside are bytes; the door turns them into code points.

pub mod check;
pub mod document;
pub mod doubts;
pub mod fix;
pub mod hunks;
pub mod kinds;
pub mod language;
pub mod lexicon;
pub mod model;
pub mod neighbours;
pub mod pattern;
pub mod ruleset;
pub mod slips;
pub mod text;

#[cfg(feature = "python")]
mod python {
    use pyo3::prelude::*;

    #[pymodule]
    fn _core(_module: &Bound<'_, PyModule>) -> PyResult<()> {
        Ok(())
    }
}
