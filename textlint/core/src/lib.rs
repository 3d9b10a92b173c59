//! The checks of textlint. Positions inside are bytes; the door turns them into code points.

pub mod doubts;
pub mod lexicon;
pub mod neighbours;
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
