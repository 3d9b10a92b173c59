//! What the fuzz targets try; the tests of the core try the same on a fixed corpus.

pub mod laws;
