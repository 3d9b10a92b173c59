//! The kinds of checks.

pub mod broken;
pub mod lines;
pub mod misspelling;
pub mod pattern;
pub mod words;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::ruleset::Check;

/// The check of a rule by its kind and its options; None for a kind that the core does not have.
///
/// An error is one line that says what is wrong with the options.
pub fn check_of(kind: &str, options: &Value) -> Option<Result<Box<dyn Check>, String>> {
    Some(match kind {
        "broken" => made(options, |options: &broken::Options| broken::BrokenCheck::new(options)),
        "lines" => made(options, |options: &lines::Options| lines::LinesCheck::new(options)),
        "misspelling" => {
            made(options, |options: &misspelling::Options| misspelling::MisspellingCheck::new(options))
        }
        "pattern" => made(options, |options: &pattern::Options| pattern::PatternCheck::new(options)),
        "words" => made(options, |options: &words::Options| words::WordsCheck::new(options)),
        _ => return None,
    })
}

fn made<Options: DeserializeOwned, Made: Check + 'static>(
    options: &Value,
    make: impl Fn(&Options) -> Result<Made, String>,
) -> Result<Box<dyn Check>, String> {
    let options = Options::deserialize(options).map_err(|error| error.to_string())?;
    Ok(Box::new(make(&options)?))
}
