//! Checks texts, so that valgrind can count the instructions: `cost RULES.json TEXTS.jsonl`.
//!
//! Rules are a JSON list as Python hands them over, texts a JSON string a line. Kinds that Python checks find nothing.

use std::env::args;
use std::error::Error;
use std::fs;

use textlint_core::check::check;
use textlint_core::document::{Document, Span};
use textlint_core::model::{Finding, Rule};
use textlint_core::rules::ruleset;
use textlint_core::ruleset::Check;

struct Nothing;

impl Check for Nothing {
    fn check(&self, _: &Rule, _: &Document, _: &[Span], _: &mut Vec<Finding>) {}
}

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = args().skip(1).collect();
    let [rules, texts] = paths.as_slice() else {
        return Err("expected RULES.json TEXTS.jsonl".into());
    };
    let rules = serde_json::from_str(&fs::read_to_string(rules)?)?;
    let rules = ruleset(rules, |_| Some(Box::new(Nothing) as Box<dyn Check>))?;
    let mut findings = 0;
    for line in fs::read_to_string(texts)?.lines() {
        let text: String = serde_json::from_str(line)?;
        findings += check(&rules, &Document::new(&text)).len();
    }
    println!("{findings} findings");
    Ok(())
}
