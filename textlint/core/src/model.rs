//! Findings, edits and rules.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Deserialize;

use crate::document::{Document, Span};
use crate::language::Language;
use crate::pattern::Stopped;
use crate::text::chars;

const LONGEST_QUOTE: usize = 60; // code points of the text that a message repeats

/// How bad a defect is, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
    Info,
}

/// Whether an edit needs no consent, the firmest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    Safe,
    Unsafe,
}

/// A replacement of one span of the text; an empty text deletes it, an empty span inserts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

impl Edit {
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        Edit { span, text: text.into() }
    }

    pub fn deletion(span: Span) -> Self {
        Edit::new(span, "")
    }
}

/// One defect at one place. All edits are applied together or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Finding {
    /// The position of the rule in its ruleset.
    pub rule: usize,
    pub severity: Severity,
    pub span: Span,
    pub message: String,
    pub edits: Vec<Edit>,
    /// None without edits.
    pub applicability: Option<Applicability>,
    pub candidates: Vec<String>,
}

impl Finding {
    /// The finding without its edits.
    pub fn without_edits(mut self) -> Self {
        self.edits.clear();
        self.applicability = None;
        self
    }

    /// The finding with edits that need consent.
    pub fn needing_consent(mut self) -> Self {
        self.applicability = self.applicability.map(|_| Applicability::Unsafe);
        self
    }
}

/// What a rule says of all its findings.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The position in the ruleset.
    pub number: usize,
    pub id: String,
    pub kind: String,
    pub severity: Severity,
    pub language: Language,
    /// The firmest applicability of its edits; None where it only reports.
    pub fix: Option<Applicability>,
    pub message: String,
    /// How many texts the rule has given up on: `Rule::found`.
    pub given_up: Arc<AtomicUsize>,
}

/// The values of a message's placeholders, beside {found} and {fixed}.
pub type Values<'v> = BTreeMap<&'v str, String>;

impl Rule {
    /// What a check has found; nothing, which is counted, where a search has taken too many steps.
    pub fn found(&self, findings: Result<Vec<Finding>, Stopped>) -> Vec<Finding> {
        findings.unwrap_or_else(|Stopped| {
            self.given_up.fetch_add(1, Ordering::Relaxed);
            Vec::new()
        })
    }

    /// A finding of this rule. The edits are dropped if the rule does not fix.
    pub fn flag(&self, document: &Document, span: Span, edits: Vec<Edit>) -> Finding {
        self.flag_with(document, span, edits, Values::new())
    }

    /// A finding of this rule with values for its message.
    pub fn flag_with(
        &self,
        document: &Document,
        span: Span,
        edits: Vec<Edit>,
        mut values: Values,
    ) -> Finding {
        let edits = if self.fix.is_some() { edits } else { Vec::new() };
        let fixed = match edits.as_slice() {
            [] => "something else".to_owned(),
            edits => quoted(&edits.iter().map(|edit| edit.text.as_str()).collect::<String>()),
        };
        values.insert("fixed", fixed);
        values.insert("found", quoted(document.slice(span)));
        Finding {
            rule: self.number,
            severity: self.severity,
            span,
            message: filled(&self.message, &values),
            applicability: self.fix.filter(|_| !edits.is_empty()),
            edits,
            candidates: Vec::new(),
        }
    }

    /// A finding whose one edit replaces what was found.
    pub fn replace(&self, document: &Document, span: Span, text: impl Into<String>) -> Finding {
        self.flag(document, span, vec![Edit::new(span, text)])
    }

    /// A finding whose one edit replaces what was found, with values for its message.
    pub fn replace_with(
        &self,
        document: &Document,
        span: Span,
        text: impl Into<String>,
        values: Values,
    ) -> Finding {
        self.flag_with(document, span, vec![Edit::new(span, text)], values)
    }
}

/// A message with its placeholders replaced; unknown ones stay.
fn filled(message: &str, values: &Values) -> String {
    let mut result = String::with_capacity(message.len() + 32);
    let mut rest = message;
    while let Some(start) = rest.find('{') {
        let name = &rest[start + 1..];
        let length = name.find(|sign| !chars::is_word(sign)).unwrap_or(name.len());
        let value = values.get(&name[..length]).filter(|_| name[length..].starts_with('}'));
        let end = match value {
            Some(_) => start + length + 2,
            None => start + 1,
        };
        result += &rest[..start];
        result += value.map_or(&rest[start..end], String::as_str);
        rest = &rest[end..];
    }
    result + rest
}

/// A text on one line, shortened for a message.
fn quoted(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in chars::split(text) {
        if !line.is_empty() {
            line.push(' ');
        }
        line += word;
    }
    match line.char_indices().nth(LONGEST_QUOTE) {
        None => line,
        Some(_) => line.chars().take(LONGEST_QUOTE - 1).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_have_placeholders() {
        let values = Values::from([("found", "a".to_owned()), ("fixed", "b".to_owned())]);
        for (message, result) in [
            ("Written '{fixed}', not '{found}'.", "Written 'b', not 'a'."),
            ("{unknown} {found} {} {found", "{unknown} a {} {found"),
            ("{{found}}", "{a}"),
        ] {
            assert_eq!(filled(message, &values), result);
        }
    }

    #[test]
    fn quotes_are_short() {
        assert_eq!(quoted(" a\n b "), "a b");
        assert_eq!(quoted(&"ä".repeat(61)).chars().count(), LONGEST_QUOTE);
        assert_eq!(quoted(&"ä".repeat(60)), "ä".repeat(60));
    }
}
