//! The kind `score`: boilerplate lines without a known phrase, by the sum of weighted signs.
//!
//! A weight is in favour of furniture if it is above 0. A sign without a weight weighs nothing. The weights are those
//! of a logistic regression, so that their sum is the logarithm of the odds. Paragraphs, lines of a hard-wrapped one
//! and what is taken for the headline are text and not judged; what may be text after all is never safe, nor is what
//! is far from all that other rules have found.

mod look;
mod signs;

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use self::signs::Neighbourhood;
use crate::document::{Document, Span};
use crate::model::{Edit, Finding, Rule, Values};
use crate::ruleset::Check;

const MOST_NAMED: usize = 3; // signs in a message
const LONGEST: usize = 200; // code points of a line, where a rule does not say

/// The options of a rule of this kind.
#[derive(Clone, Debug, Deserialize)]
pub struct Options {
    /// The rows of the table: a sign, its weight, and perhaps its name in a message.
    pub signs: Vec<Vec<String>>,
    pub report: f64,
    pub safe: f64,
    pub found: f64,
    #[serde(default = "longest")]
    pub longest: usize,
    /// The paragraphs of running text that a text needs for a deletion to be safe.
    #[serde(default)]
    pub paragraphs: usize,
}

fn longest() -> usize {
    LONGEST
}

#[derive(Debug)]
struct Weight {
    weight: f64,
    /// The name in a message; empty for what is not worth saying.
    called: String,
}

/// A check for lines with the signs of page furniture.
#[derive(Debug)]
pub struct ScoreCheck {
    weights: HashMap<String, Weight>,
    report: f64,
    safe: f64,
    found: f64,
    longest: usize,
    paragraphs: usize,
}

impl ScoreCheck {
    /// The check with these options; an error is one line that says what is wrong.
    pub fn new(options: &Options) -> Result<Self, String> {
        let mut weights = HashMap::new();
        for row in &options.signs {
            let (sign, weight) = weight_of(row)
                .ok_or_else(|| format!("expected a sign, its weight and perhaps a name, found {row:?}"))?;
            weights.insert(sign, weight);
        }
        let Options { report, safe, found, longest, paragraphs, .. } = *options;
        Ok(ScoreCheck { weights, report, safe, found, longest, paragraphs })
    }

    /// The finding on a line, if its signs weigh enough.
    fn finding(&self, rule: &Rule, document: &Document, around: &Neighbourhood, k: usize) -> Option<Finding> {
        if around.is_text(k)
            || around.headline == Some(k)
            || around.text(k).chars().nth(self.longest).is_some()
        {
            return None;
        }
        let mut named: Vec<&Weight> = Vec::new();
        around.signs(k, &mut |sign| named.extend(self.weights.get(sign)));
        let total: f64 = named.iter().map(|sign| sign.weight).sum();
        let is_found = around.is_found(k);
        let is_safe = if is_found {
            // Another rule has found it: here it can only become safe.
            total >= self.found && !(around.is_heading(k) || around.is_own_date(k))
        } else {
            total >= self.safe && !around.may_be_text(k)
        };
        let is_safe =
            is_safe && around.paragraphs() >= self.paragraphs && around.has_company(k) && !around.is_label(k);
        if !is_safe && (total < self.report || is_found) {
            return None;
        }
        let line = around.line(k);
        let edits = vec![Edit::deletion(document.whole_lines(line, line + 1))];
        let values = Values::from([("signs", names(named))]);
        let finding = rule.flag_with(document, document.trimmed(line), edits, values);
        Some(if is_safe { finding } else { finding.needing_consent() })
    }
}

impl Check for ScoreCheck {
    /// Adds the findings; the spans are what other rules have found.
    fn check(&self, rule: &Rule, document: &Document, spans: &[Span], findings: &mut Vec<Finding>) {
        let around = Neighbourhood::of(document, spans);
        findings.extend((0..around.len()).filter_map(|k| self.finding(rule, document, &around, k)));
    }
}

/// A filled line with its signs, for learning weights.
pub struct Described {
    /// The number of the line.
    pub line: usize,
    /// Whether it is text beyond doubt, which has no signs.
    pub is_text: bool,
    /// Whether another rule has found it.
    pub is_found: bool,
    pub signs: Vec<String>,
}

/// The filled lines of a document in which other rules have found some lines.
pub fn described(document: &Document, found: &[Span]) -> Vec<Described> {
    let around = Neighbourhood::of(document, found);
    (0..around.len())
        .map(|k| {
            let (is_text, mut signs) = (around.is_text(k), Vec::new());
            if !is_text {
                around.signs(k, &mut |sign| signs.push(sign.to_owned()));
            }
            Described { line: around.line(k), is_text, is_found: around.is_found(k), signs }
        })
        .collect()
}

/// The sign of a row, with its weight and its name in a message.
fn weight_of(row: &[String]) -> Option<(String, Weight)> {
    let [sign, weight, called @ ..] = row else {
        return None;
    };
    let weight = weight.trim().parse().ok().filter(|weight: &f64| weight.is_finite())?;
    let called = match (called.first().filter(|called| !called.is_empty()), sign.split_once(' ')) {
        (Some(called), _) => called.clone(),
        (None, Some(("word", word))) => format!("'{word}'"),
        _ => String::new(),
    };
    Some((sign.clone(), Weight { weight, called }))
}

/// The weightiest signs, in words.
fn names(mut signs: Vec<&Weight>) -> String {
    signs.retain(|sign| sign.weight > 0.0 && !sign.called.is_empty());
    signs.sort_by(|one, other| {
        other.weight.total_cmp(&one.weight).then_with(|| other.called.cmp(&one.called))
    });
    let mut seen = HashSet::new();
    let names: Vec<&str> =
        signs.iter().map(|sign| sign.called.as_str()).filter(|name| seen.insert(*name)).collect();
    if names.is_empty() {
        "many small signs".to_owned()
    } else {
        names[..names.len().min(MOST_NAMED)].join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weightiest_signs_are_named() {
        let rows =
            [["a", "0.5", "x"], ["b", "1.0", "y"], ["c", "0.5", "z"], ["d", "-1", "w"], ["word e", "2", ""]];
        let weights: Vec<Weight> =
            rows.iter().filter_map(|row| Some(weight_of(&row.map(str::to_owned))?.1)).collect();
        assert_eq!(names(weights.iter().collect()), "'e', y, z");
        assert_eq!(names(Vec::new()), "many small signs");
    }
}
