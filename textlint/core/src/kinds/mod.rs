//! The kinds of checks.

use std::cell::OnceCell;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::ruleset::Check;

pub mod balance;
pub mod broken;
pub mod casing;
pub mod consistency;
pub mod lines;
pub mod misspelling;
pub mod pattern;
pub mod repetition;
pub mod score;
pub mod truncation;
pub mod words;

/// What the checks of some kinds see in a document, each made once.
#[derive(Default)]
pub struct Views {
    doubles: OnceCell<repetition::Doubles>,
    is_sound: OnceCell<bool>,
    are_accents: OnceCell<bool>,
    left_open: OnceCell<[usize; 3]>,
    long: OnceCell<truncation::Long>,
}

/// The check of a rule by its kind and its options; None for a kind that the core does not have.
///
/// An error is one line on the wrong option.
pub fn check_of(kind: &str, options: &Value) -> Option<Result<Box<dyn Check>, String>> {
    Some(match kind {
        "balance" => made(options, balance::BalanceCheck::new),
        "broken" => made(options, broken::BrokenCheck::new),
        "casing" => made(options, casing::CasingCheck::new),
        "consistency" => made(options, |options| Ok(consistency::ConsistencyCheck::new(options))),
        "lines" => made(options, lines::LinesCheck::new),
        "misspelling" => made(options, misspelling::MisspellingCheck::new),
        "pattern" => made(options, pattern::PatternCheck::new),
        "repetition" => made(options, repetition::RepetitionCheck::new),
        "score" => made(options, score::ScoreCheck::new),
        "truncation" => made(options, |options| Ok(truncation::TruncationCheck::new(options))),
        "words" => made(options, words::WordsCheck::new),
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

#[cfg(test)]
mod testing {
    use super::Check;
    use crate::document::{Document, Span};
    use crate::language::Language;
    use crate::model::{Applicability, Rule, Severity};

    /// The messages of a check on a text, in the order of their places.
    pub fn found(check: &dyn Check, message: &str, text: &str) -> Vec<String> {
        let rule = Rule {
            number: 0,
            id: "test/rule".into(),
            kind: "test".into(),
            severity: Severity::Warning,
            language: Language::Any,
            fix: Some(Applicability::Safe),
            message: message.into(),
            given_up: Default::default(),
        };
        let (document, mut findings) = (Document::new(text), Vec::new());
        check.check(&rule, &document, &[Span::new(0, text.len())], &mut findings);
        findings.sort_by_key(|finding| finding.span);
        findings.into_iter().map(|finding| finding.message).collect()
    }
}
