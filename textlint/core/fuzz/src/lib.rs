//! What the fuzz targets try: what the tests of the core try on a fixed corpus.

#[path = "../../tests/laws/targets/mod.rs"]
mod targets;

pub use targets::run;
