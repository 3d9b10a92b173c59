//! The laws of findings.

use std::collections::HashSet;

use textlint_core::check::{awaited_by, check, touches_bytes};
use textlint_core::document::{Document, Span};
use textlint_core::hunks::{Hunk, replay};
use textlint_core::kinds::score::described;
use textlint_core::language;
use textlint_core::markup::Format;
use textlint_core::model::Finding;
use textlint_core::place::{Marked, place};
use textlint_core::ruleset::Ruleset;

use super::input::{EVERY_RULE, Input, MORE, OTHER_WAY};
use super::rules::{built_in, without_triggers};

/// The rule that judges lines by signs.
const SCORE: &str = "scraping/page-line";

/// Check a text, twice.
pub fn hold(input: &Input, format: Option<Format>) {
    let ruleset = built_in(input.has(EVERY_RULE));
    let document = input.document(format);
    let findings = check(ruleset, &document);
    assert_sound(ruleset, &document, &findings);
    if input.has(OTHER_WAY) {
        let others = check(without_triggers(input.has(EVERY_RULE)), &input.document(format));
        assert_same(ruleset, &findings, &others);
    }
    if input.has(MORE) {
        assert_eq!(findings, check(ruleset, &input.document(format)), "another time");
        assert_placed(ruleset, &document, &findings);
        assert_described(ruleset, &document);
    }
}

/// Assert the laws of the findings in a document.
pub fn assert_sound(ruleset: &Ruleset, document: &Document, findings: &[Finding]) {
    for finding in findings {
        let id = &ruleset.rule(finding.rule).id;
        assert!(!document.slice(finding.span).is_empty(), "{id}: {finding:?}");
        assert_eq!(finding.applicability.is_some(), !finding.edits.is_empty(), "{id}: {finding:?}");
        assert!(!finding.message.is_empty(), "{id}: {finding:?}");
        assert_edits(id, document.text, finding);
    }
    let keys: Vec<_> = findings.iter().map(|finding| (finding.span, ruleset.rank(finding.rule))).collect();
    assert!(keys.is_sorted(), "{keys:?}");
}

/// Assert that edits lie in the text, in order and apart, and change it without touching a lone surrogate.
fn assert_edits(id: &str, text: &str, finding: &Finding) {
    for edit in &finding.edits {
        assert!(text.get(edit.span.range()).is_some(), "{id}: {finding:?}");
        assert!(!touches_bytes(text, edit.span), "{id}: {finding:?}");
    }
    for pair in finding.edits.windows(2) {
        assert!(pair[0].span < pair[1].span && pair[0].span.end <= pair[1].span.start, "{id}: {finding:?}");
    }
    let hunks: Vec<Hunk> = finding
        .edits
        .iter()
        .map(|edit| Hunk { span: edit.span, text: edit.text.clone(), owner: 0 })
        .collect();
    assert!(hunks.is_empty() || replay(text, &hunks) != text, "{id}: {finding:?}");
}

/// Assert that two ways lead to the same findings.
fn assert_same(ruleset: &Ruleset, some: &[Finding], others: &[Finding]) {
    let beside = |some: &[Finding], others: &[Finding]| -> Vec<(String, Finding)> {
        let new = some.iter().filter(|one| !others.contains(one)).cloned();
        new.map(|one| (ruleset.rule(one.rule).id.clone(), one)).collect()
    };
    assert_eq!(beside(some, others), beside(others, some), "without triggers");
    assert_eq!(some.len(), others.len(), "without triggers");
}

/// Assert that findings can be shown, and each has a name of its own.
fn assert_placed(ruleset: &Ruleset, document: &Document, findings: &[Finding]) {
    let marked: Vec<Marked> = findings
        .iter()
        .map(|finding| Marked {
            rule: &ruleset.rule(finding.rule).id,
            span: finding.span,
            edits: finding.edits.iter().map(|edit| edit.span).collect(),
        })
        .collect();
    let mut names = HashSet::new();
    for (placed, finding) in place(document, &marked).into_iter().zip(findings) {
        for span in [placed.found, placed.before, placed.after] {
            assert!(document.text.get(span.range()).is_some(), "{span:?} of {finding:?}");
        }
        for (line, column, last, end) in placed.places.into_iter().chain(placed.edits.into_iter().flatten()) {
            assert!(line >= 1 && column >= 1 && (line, column) <= (last, end), "{finding:?}");
        }
        assert!(names.insert(placed.fingerprint), "{finding:?}");
    }
}

/// Assert that what a rule sees in lines, and the language, can be told.
fn assert_described(ruleset: &Ruleset, document: &Document) {
    let number = ruleset.number(SCORE).expect("a built-in rule");
    let lines = awaited_by(ruleset, document, number);
    if !lines.is_empty() {
        described(document, &lines);
    }
    let whole = Span::new(0, document.text.len());
    assert!(lines.iter().all(|line| line.end <= whole.end), "{lines:?}");
    language::judge(document.text);
}
