//! The door to Python: texts come in as `str`, findings go out as tuples with positions in code points.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::check::{check, is_opaque, opaque};
use crate::document::{Document, Span};
use crate::fix::{Fixed, fix};
use crate::model::{Applicability, Edit, Finding, Rule, Severity};
use crate::rules::{Specification, ruleset};
use crate::ruleset::Check;

type Place = (usize, usize);
type Change = (Place, String);
type Row = (String, &'static str, Place, Text, Vec<Change>, Option<&'static str>, Vec<String>);
type OutsideRow = (Place, String, Vec<Change>, Option<String>, Vec<String>);
type FixedRow = (Text, Vec<Row>, Vec<Row>, Vec<String>);

#[pymodule]
mod _core {
    #[pymodule_export]
    use super::Ruleset;
}

/// Rules that are ready to run. It may be shared by threads.
#[pyclass(frozen, module = "textlint._core")]
struct Ruleset(crate::ruleset::Ruleset);

#[pymethods]
impl Ruleset {
    /// A ruleset from rules in JSON, in order. `outside(rule, text)` gives the findings of kinds that stay in Python.
    #[new]
    fn new(rules: &str, outside: Py<PyAny>) -> PyResult<Self> {
        let rules: Vec<Specification> =
            serde_json::from_str(rules).map_err(|error| PyValueError::new_err(error.to_string()))?;
        let made = Python::attach(|python| {
            ruleset(rules, |rule| {
                Some(Box::new(Outside { call: outside.clone_ref(python), id: rule.id.clone() })
                    as Box<dyn Check>)
            })
        });
        made.map(Ruleset).map_err(PyValueError::new_err)
    }

    /// The findings in a text, ordered by span and rule.
    fn check(&self, python: Python, text: &Bound<PyString>) -> PyResult<Vec<Row>> {
        let (text, surrogates) = decoded(text)?;
        guarded(python, || {
            let document = Document::with_surrogates(&text, &surrogates);
            check(&self.0, &document).into_iter().map(|finding| self.row(&document, finding)).collect()
        })
    }

    /// The fixed text, what was applied in positions of the old one, what remains in those of the new one, and the
    /// rules that undo each other's work.
    fn fix(&self, python: Python, text: &Bound<PyString>, all: bool) -> PyResult<FixedRow> {
        let (original, surrogates) = decoded(text)?;
        guarded(python, || {
            let before = Document::with_surrogates(&original, &surrogates);
            let fixed = fix(&self.0, &before, all, &mut |_, findings| vec![false; findings.len()]);
            let Fixed { text, applied, remaining, conflict, .. } = fixed;
            let after = Document::with_surrogates(&text, &surrogates);
            let applied = applied.into_iter().map(|finding| self.row(&before, finding)).collect();
            let remaining = remaining.into_iter().map(|finding| self.row(&after, finding)).collect();
            let conflict = conflict.into_iter().map(|rule| self.0.rule(rule).id.clone()).collect();
            (Text::of(&text, &surrogates), applied, remaining, conflict)
        })
    }
}

impl Ruleset {
    fn row(&self, document: &Document, finding: Finding) -> Row {
        let place = |span: Span| {
            let index = document.index();
            (index.code_points(document.text, span.start), index.code_points(document.text, span.end))
        };
        let skipped = match document.surrogates {
            [] => 0,
            _ => document.text[..finding.span.start].matches(is_opaque).count(),
        };
        let changes = finding.edits.into_iter().map(|edit| (place(edit.span), edit.text)).collect();
        (
            self.0.rule(finding.rule).id.clone(),
            severity_name(finding.severity),
            place(finding.span),
            Text::of(&finding.message, document.surrogates.get(skipped..).unwrap_or_default()),
            changes,
            finding.applicability.map(applicability_name),
            finding.candidates,
        )
    }
}

/// A check that Python makes.
struct Outside {
    call: Py<PyAny>,
    id: String,
}

impl Check for Outside {
    fn check(&self, rule: &Rule, document: &Document, _spans: &[Span], findings: &mut Vec<Finding>) {
        let rows: PyResult<Vec<OutsideRow>> = Python::attach(|python| {
            let text = Text::of(document.text, document.surrogates);
            self.call.call1(python, (&self.id, text))?.extract(python)
        });
        let (index, text) = (document.index(), document.text);
        let span = |(start, end): Place| Span::new(index.position(text, start), index.position(text, end));
        for (place, message, changes, applicability, candidates) in rows.unwrap_or_default() {
            findings.push(Finding {
                rule: rule.number,
                severity: rule.severity,
                span: span(place),
                message,
                edits: changes.into_iter().map(|(place, text)| Edit::new(span(place), text)).collect(),
                applicability: applicability.as_deref().and_then(applicability_of),
                candidates,
            });
        }
    }
}

/// A result of the core; a panic becomes an error of this text.
fn guarded<Value: Send>(python: Python, work: impl FnOnce() -> Value + Send) -> PyResult<Value> {
    python
        .detach(|| catch_unwind(AssertUnwindSafe(work)))
        .map_err(|_| PyRuntimeError::new_err("a check has failed; please report the text"))
}

/// A text in UTF-8 with a sign for each lone surrogate, and these in order.
fn decoded(text: &Bound<PyString>) -> PyResult<(String, Vec<u32>)> {
    if let Ok(text) = text.to_str() {
        return Ok((text.to_owned(), Vec::new()));
    }
    let encoded = text.call_method1("encode", ("utf-32-le", "surrogatepass"))?;
    let mut surrogates = Vec::new();
    let (units, _) = encoded.cast::<PyBytes>()?.as_bytes().as_chunks();
    let signs = units.iter().map(|&unit| {
        let code = u32::from_le_bytes(unit);
        let sign = char::from_u32(code).or_else(|| opaque(code)).unwrap_or(char::REPLACEMENT_CHARACTER);
        if is_opaque(sign) {
            surrogates.push(code);
        }
        sign
    });
    let text = signs.collect();
    Ok((text, surrogates))
}

/// A text for Python, with its lone surrogates back in their places.
enum Text {
    Plain(String),
    Wide(Vec<u8>),
}

impl Text {
    fn of(text: &str, surrogates: &[u32]) -> Self {
        if surrogates.is_empty() {
            return Text::Plain(text.to_owned());
        }
        let mut surrogates = surrogates.iter();
        let code = |sign: char| match sign {
            _ if is_opaque(sign) => surrogates.next().copied().unwrap_or(u32::from(sign)),
            _ => u32::from(sign),
        };
        Text::Wide(text.chars().map(code).flat_map(u32::to_le_bytes).collect())
    }
}

impl<'py> IntoPyObject<'py> for Text {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = PyErr;

    fn into_pyobject(self, python: Python<'py>) -> PyResult<Self::Output> {
        match self {
            Text::Plain(text) => Ok(PyString::new(python, &text)),
            Text::Wide(bytes) => {
                let text =
                    PyBytes::new(python, &bytes).call_method1("decode", ("utf-32-le", "surrogatepass"))?;
                Ok(text.cast_into()?)
            }
        }
    }
}

fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn applicability_name(applicability: Applicability) -> &'static str {
    match applicability {
        Applicability::Safe => "safe",
        Applicability::Unsafe => "unsafe",
    }
}

fn applicability_of(name: &str) -> Option<Applicability> {
    [Applicability::Safe, Applicability::Unsafe].into_iter().find(|&one| applicability_name(one) == name)
}
