//! Rules as Python hands them over, and the ruleset that they make.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use crate::kinds;
use crate::language::Language;
use crate::model::{Applicability, Rule, Severity};
use crate::ruleset::{Check, Ruleset, Step, Waiting};

/// A rule as Python has validated it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Specification {
    pub id: String,
    pub kind: String,
    pub severity: Severity,
    pub language: String,
    pub fix: Option<Applicability>,
    pub message: String,
    pub options: Value,
    /// The ids of the rules that it waits for, which come before it.
    #[serde(default)]
    pub before: Vec<String>,
    /// Whether it reads the lines at another rule's findings: how far away, in filled lines.
    #[serde(default)]
    pub distance: Option<usize>,
    /// Whether it reads what other rules have found whole: of how many, and which don't count alone.
    #[serde(default)]
    pub company: Option<Company>,
    /// Whether its findings are reported; else they only serve other rules.
    pub is_reported: bool,
    /// What makes a line worth reading for a kind that the core does not have.
    #[serde(default)]
    pub gate: Option<Gate>,
}

/// What makes a line worth reading for a kind that the core does not have.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gate {
    Everywhere,
    /// A byte that could not be decoded.
    Surrogates,
    /// A match of one of some patterns, in a line with a match of a hint.
    Patterns {
        hint: String,
        sources: Vec<String>,
    },
}

/// The company that a rule needs.
#[derive(Debug, Deserialize)]
pub struct Company {
    pub rules: usize,
    pub weak: Vec<String>,
}

/// The ruleset of some rules in order. `outside` makes the checks of kinds that the core does not have.
///
/// An error is one line that names the rule.
pub fn ruleset(
    specifications: Vec<Specification>,
    outside: impl Fn(&Specification) -> Option<Box<dyn Check>>,
) -> Result<Ruleset, String> {
    let numbers: HashMap<String, usize> =
        specifications.iter().enumerate().map(|(number, rule)| (rule.id.clone(), number)).collect();
    let known =
        |ids: &[String]| -> Vec<usize> { ids.iter().filter_map(|id| numbers.get(id).copied()).collect() };
    let mut steps = Vec::with_capacity(specifications.len());
    for (number, specification) in specifications.into_iter().enumerate() {
        let problem = |problem: String| format!("{}: {problem}", specification.id);
        let check = match kinds::check_of(&specification.kind, &specification.options) {
            Some(check) => check.map_err(problem)?,
            None => outside(&specification)
                .ok_or_else(|| problem(format!("unknown kind {:?}", specification.kind)))?,
        };
        let language = Language::of(&specification.language)
            .ok_or_else(|| problem(format!("unknown language {:?}", specification.language)))?;
        let waiting = match (&specification.company, specification.distance) {
            (Some(company), _) => Some(Waiting::Company { rules: company.rules, weak: known(&company.weak) }),
            (None, Some(distance)) => Some(Waiting::Near { distance }),
            (None, None) => None,
        };
        steps.push(Step {
            check,
            waiting,
            before: known(&specification.before),
            is_reported: specification.is_reported,
            rule: Rule {
                number,
                id: specification.id,
                kind: specification.kind,
                severity: specification.severity,
                language,
                fix: specification.fix,
                message: specification.message,
                given_up: Default::default(),
            },
        });
    }
    Ok(Ruleset::new(steps))
}
