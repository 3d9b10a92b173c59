//! The door to Python: texts come in as `str`, findings go out as tuples with positions in code points.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock};

use pyo3::exceptions::{PyException, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::batch::in_threads;
use crate::check::{IS_INTERRUPTED, Interrupted, add_seconds, awaited_by, check, is_opaque, opaque};
use crate::document::{Document, Role, Span};
use crate::fix::{Accepts, Fixed, Progress, choose, fix};
use crate::kinds::score::described;
use crate::language::{self, Language};
use crate::lexicon;
use crate::markup::{self, Format};
use crate::model::{Applicability, Edit, Finding, Rule, Severity};
use crate::pattern::Pattern;
use crate::place::{self, Marked, Places};
use crate::rules::{Gate, Specification, ruleset};
use crate::ruleset::Check;
use crate::text::prose;

/// The bytes of a file that are looked at for nulls; see `inputs/text.py`.
const BINARY_SAMPLE: usize = 8000;
/// The signatures of binary formats that may be UTF-8.
const SIGNATURES: [&str; 10] = [
    "%PDF-1.",
    "%PDF-2.",
    "GIF87a",
    "GIF89a",
    "BZh91AY&SY",
    "PK\u{3}\u{4}",
    "\u{7f}ELF",
    "OggS\0",
    "\0asm",
    "SQLite format 3\0",
];

type Place = (usize, usize);
type Change = (Place, String);
type Row = (String, &'static str, Place, Text, Vec<Change>, Option<&'static str>, Vec<String>);
type Given<'py> = (String, String, Place, Bound<'py, PyString>, Vec<Change>, Option<String>, Vec<String>);
/// Places, those of the edits, the fingerprint, what was found, and the line before and after it.
type PlacedRow = (Places, Vec<Places>, String, Text, Text, Text);
/// The findings of a text with what is needed to show them.
type Report = Vec<(Row, PlacedRow)>;
/// The number of a line, whether it is text beyond doubt, whether another rule has found it, its signs.
type SignsRow = (usize, bool, bool, Vec<String>);
type OutsideRow = (Place, String, Vec<Change>, Option<String>, Vec<String>);
/// The prose of a text, its blocks with their roles, and the contents of its comments.
type MarkupRow = (Text, Vec<(usize, usize, &'static str)>, Vec<Place>);
type FixedRow = (Text, Vec<Row>, Vec<Row>, Vec<String>, Vec<Row>);

#[pymodule]
mod _core {
    #[pymodule_export]
    use super::{
        Round, Ruleset, dictionaries, groups, in_prose, judge, place_, read, require_replacement, speaks,
    };

    /// Panics are errors of one text, which Python reports; nothing else writes to standard error.
    #[pymodule_init]
    fn init(_module: &pyo3::Bound<pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        std::panic::set_hook(Box::new(|_| {}));
        Ok(())
    }
}

/// The names of the groups of a pattern.
#[pyfunction]
fn groups(source: &str) -> PyResult<Vec<String>> {
    let pattern = Pattern::new(source, false).map_err(PyValueError::new_err)?;
    pattern.require().map_err(PyValueError::new_err)?;
    Ok(pattern.names().map(str::to_owned).collect())
}

/// The check that a replacement names groups of a pattern.
#[pyfunction]
fn require_replacement(source: &str, replacement: &str) -> PyResult<()> {
    let pattern = Pattern::new(source, false).map_err(PyValueError::new_err)?;
    pattern.template(replacement).map(|_| ()).map_err(PyValueError::new_err)
}

/// The names of the dictionaries of misspellings.
#[pyfunction]
fn dictionaries() -> Vec<&'static str> {
    lexicon::DICTIONARIES.to_vec()
}

/// The language of a text as a code of two letters, "other" or "code"; None where too few words tell.
#[pyfunction]
fn judge(text: &Bound<PyString>) -> PyResult<Option<&'static str>> {
    let (text, _) = decoded(text)?;
    Ok(language::judge(&text).name())
}

/// Whether a text is in the language of a rule; None where too few words tell.
#[pyfunction]
fn speaks(text: &Bound<PyString>, language: &str) -> PyResult<Option<bool>> {
    let (text, surrogates) = decoded(text)?;
    let named = Language::of(language)
        .ok_or_else(|| PyValueError::new_err(format!("unknown language {language:?}")))?;
    let document = Document::with_surrogates(&text, &surrogates);
    let is_known = language::whole(&document) != language::Judgement::Unknown;
    let whole = Span::new(0, text.len());
    Ok(is_known.then(|| language::speaks(&document, whole, named)))
}

/// Whether spans of a text touch no address, handle, code, tag, path or file name.
#[pyfunction]
fn in_prose(text: &Bound<PyString>, places: Vec<Place>) -> PyResult<Vec<bool>> {
    let (text, surrogates) = decoded(text)?;
    let document = Document::with_surrogates(&text, &surrogates);
    Ok(places.into_iter().map(|place| prose::in_prose(&document, span_of(&document, place))).collect())
}

/// What is needed to show findings: for each a rule, its span and the spans of its edits.
#[pyfunction]
#[pyo3(name = "place")]
fn place_(text: &Bound<PyString>, findings: Vec<(String, Place, Vec<Place>)>) -> PyResult<Vec<PlacedRow>> {
    let (text, surrogates) = decoded(text)?;
    let document = Document::with_surrogates(&text, &surrogates);
    let marked: Vec<Marked> = findings
        .iter()
        .map(|(rule, place, edits)| Marked {
            rule,
            span: span_of(&document, *place),
            edits: edits.iter().map(|&edit| span_of(&document, edit)).collect(),
        })
        .collect();
    Ok(placed(&document, &marked))
}

fn placed(document: &Document, findings: &[Marked]) -> Vec<PlacedRow> {
    let text = |span: Span| text_of(document, span);
    place::place(document, findings)
        .into_iter()
        .map(|one| {
            (one.places, one.edits, one.fingerprint, text(one.found), text(one.before), text(one.after))
        })
        .collect()
}

/// A part of a text, with its lone surrogates.
fn text_of(document: &Document, span: Span) -> Text {
    let skipped = match document.surrogates {
        [] => 0,
        _ => document.text[..span.start].matches(is_opaque).count(),
    };
    Text::of(document.slice(span), document.surrogates.get(skipped..).unwrap_or_default())
}

/// Rules that are ready to run. It may be shared by threads.
#[pyclass(frozen, module = "textlint._core")]
struct Ruleset(crate::ruleset::Ruleset);

#[pymethods]
impl Ruleset {
    /// A ruleset from rules in JSON, in order. `outside(rule, text, spans)` gives the findings of kinds that stay
    /// in Python, in these lines.
    #[new]
    fn new(rules: &str, outside: Py<PyAny>) -> PyResult<Self> {
        let rules: Vec<Specification> =
            serde_json::from_str(rules).map_err(|error| PyValueError::new_err(error.to_string()))?;
        let made = Python::attach(|python| {
            ruleset(rules, |rule| {
                let gate = rule.gate.clone().unwrap_or(Gate::Everywhere);
                let (call, id) = (outside.clone_ref(python), rule.id.clone());
                Some(Box::new(Outside { call, id, gate, patterns: OnceLock::new() }) as Box<dyn Check>)
            })
        });
        made.map(Ruleset).map_err(PyValueError::new_err)
    }

    /// The findings in a text, ordered by span and rule.
    #[pyo3(signature = (text, format=None))]
    fn check(&self, python: Python, text: &Bound<PyString>, format: Option<&str>) -> PyResult<Vec<Row>> {
        let format = format_of(format)?;
        let (text, surrogates) = decoded(text)?;
        guarded(python, || {
            let document = Document::with_surrogates(&text, &surrogates).in_format(format);
            check(&self.0, &document).into_iter().map(|finding| self.row(&document, finding)).collect()
        })
    }

    /// The findings in a text with what is needed to show them.
    #[pyo3(signature = (text, format=None))]
    fn report(&self, python: Python, text: &Bound<PyString>, format: Option<&str>) -> PyResult<Report> {
        let format = format_of(format)?;
        let (text, surrogates) = decoded(text)?;
        guarded(python, || self.reported(&Document::with_surrogates(&text, &surrogates).in_format(format)))
    }

    /// The findings in files with what is needed to show them; None for what is not plain UTF-8 text.
    fn report_files(&self, python: Python, paths: Vec<PathBuf>) -> PyResult<Vec<Option<Report>>> {
        guarded(python, || paths.iter().map(|path| self.file(path)).collect())
    }

    /// The findings in plain texts, in threads; None for a text that a check fails on.
    fn report_texts(
        &self,
        python: Python,
        texts: Vec<Bound<PyString>>,
        threads: usize,
    ) -> PyResult<Vec<Option<Report>>> {
        let texts = texts.iter().map(decoded).collect::<PyResult<Vec<_>>>()?;
        guarded(python, || {
            in_threads(&texts, threads, |(text, surrogates)| {
                self.reported(&Document::with_surrogates(text, surrogates))
            })
        })
    }

    /// Plain texts fixed, in threads; None for a text that a check fails on.
    fn fix_texts(
        &self,
        python: Python,
        texts: Vec<Bound<PyString>>,
        all: bool,
        threads: usize,
    ) -> PyResult<Vec<Option<FixedRow>>> {
        let texts = texts.iter().map(decoded).collect::<PyResult<Vec<_>>>()?;
        guarded(python, || {
            in_threads(&texts, threads, |(text, surrogates)| {
                let before = Document::with_surrogates(text, surrogates);
                self.fixed(&before, all, &mut |_, findings| vec![false; findings.len()])
            })
        })
    }

    /// The fixed text, what was applied in positions of the old one, what remains in those of the new one, and the
    /// rules that undo each other's work, and what `accepts(text, findings)` leaves as it is.
    #[pyo3(signature = (text, all, format=None, accepts=None))]
    fn fix(
        &self,
        python: Python,
        text: &Bound<PyString>,
        all: bool,
        format: Option<&str>,
        accepts: Option<Py<PyAny>>,
    ) -> PyResult<FixedRow> {
        let format = format_of(format)?;
        let (original, surrogates) = decoded(text)?;
        let mut problem = None;
        let fixed = guarded(python, || {
            let before = Document::with_surrogates(&original, &surrogates).in_format(format);
            self.fixed(&before, all, &mut |document, findings| {
                let Some(accepts) = accepts.as_ref().filter(|_| problem.is_none()) else {
                    return vec![false; findings.len()];
                };
                self.accepted(accepts, document, findings).unwrap_or_else(|error| {
                    problem = Some(error);
                    vec![false; findings.len()]
                })
            })
        });
        problem.map_or(fixed, Err)
    }
}

#[pymethods]
impl Ruleset {
    /// The seconds that the check of each rule takes on some texts, beside views that rules share.
    fn seconds(&self, python: Python, texts: Vec<Bound<PyString>>) -> PyResult<Vec<(String, f64)>> {
        let texts = texts.iter().map(decoded).collect::<PyResult<Vec<_>>>()?;
        guarded(python, || {
            let mut seconds = vec![0.0; self.0.steps.len()];
            for (text, surrogates) in &texts {
                add_seconds(&self.0, &Document::with_surrogates(text, surrogates), &mut seconds);
            }
            let ids = self.0.steps.iter().map(|step| step.rule.id.clone());
            ids.zip(seconds).collect()
        })
    }

    /// The rules that have given up on texts, since a pattern took too many steps, with the number of texts. They are
    /// counted from the last call on.
    fn given_up(&self) -> Vec<(String, usize)> {
        let rules = self.0.steps.iter().map(|step| &step.rule);
        let counts = rules.map(|rule| (rule.id.clone(), rule.given_up.swap(0, Ordering::Relaxed)));
        counts.filter(|&(_, count)| count > 0).collect()
    }

    /// The filled lines of a text with what a rule of the kind `score` sees in them: the number of the line, whether
    /// it is text beyond doubt, whether another rule has found it, its signs.
    fn signs(&self, python: Python, text: &Bound<PyString>, rule: &str) -> PyResult<Vec<SignsRow>> {
        let number = self.0.number(rule).ok_or_else(|| PyValueError::new_err(format!("no rule {rule}")))?;
        let (text, surrogates) = decoded(text)?;
        guarded(python, || {
            let document = Document::with_surrogates(&text, &surrogates);
            let lines = awaited_by(&self.0, &document, number);
            if lines.is_empty() {
                return Vec::new();
            }
            let rows = described(&document, &lines).into_iter();
            rows.map(|row| (row.line, row.is_text, row.is_found, row.signs)).collect()
        })
    }
}

/// What is markup in a text: the prose, blocks with their roles, and the contents of comments.
#[pyfunction]
fn read(python: Python, text: &Bound<PyString>, format: &str) -> PyResult<MarkupRow> {
    let (text, surrogates) = decoded(text)?;
    let format = format_of(Some(format))?;
    guarded(python, || {
        let document = Document::with_surrogates(&text, &surrogates).in_format(format);
        let markup = document.markup().cloned().unwrap_or_default();
        let blocks = markup.blocks.iter().map(|block| {
            let (start, end) = place_of(&document, block.span);
            (start, end, role_name(block.role))
        });
        let comments = markup.comments.iter().map(|&span| place_of(&document, span));
        (Text::of(&markup.prose, &markup.shown_surrogates(&document)), blocks.collect(), comments.collect())
    })
}

/// The format with a name; none for plain text.
fn format_of(name: Option<&str>) -> PyResult<Option<Format>> {
    let Some(name) = name else {
        return Ok(None);
    };
    let format = Format::of(name);
    format.map(Some).ok_or_else(|| PyValueError::new_err(format!("unknown format {name:?}")))
}

/// A text between two rounds of edits that somebody chooses one by one. It never changes.
#[pyclass(frozen, module = "textlint._core")]
struct Round {
    ruleset: Py<Ruleset>,
    original: Arc<(String, Vec<u32>)>,
    progress: Progress,
    format: Option<Format>,
}

#[pymethods]
impl Round {
    /// The first round of a text.
    #[new]
    #[pyo3(signature = (ruleset, text, format=None))]
    fn new(ruleset: Py<Ruleset>, text: &Bound<PyString>, format: Option<&str>) -> PyResult<Self> {
        let format = format_of(format)?;
        let (text, surrogates) = decoded(text)?;
        let progress = Progress::new(&text);
        Ok(Round { ruleset, original: Arc::new((text, surrogates)), progress, format })
    }

    /// The present text.
    #[getter]
    fn text(&self) -> Text {
        Text::of(&self.progress.text, &self.original.1)
    }

    /// The findings in the present text.
    fn check(&self, python: Python) -> PyResult<Vec<Row>> {
        let ruleset = self.ruleset.get();
        guarded(python, || {
            let document = self.document();
            check(&ruleset.0, &document).into_iter().map(|finding| ruleset.row(&document, finding)).collect()
        })
    }

    /// The places that spans of the present text had in the text that came in.
    fn original_places(&self, places: Vec<Place>) -> Vec<Place> {
        let (now, original) = (self.document(), self.first());
        let spans: Vec<Span> = places.into_iter().map(|place| span_of(&now, place)).collect();
        let spans = self.progress.original_spans(original.text, &spans);
        spans.into_iter().map(|span| place_of(&original, span)).collect()
    }

    /// Those of some findings whose edits can be applied together, with blank lines tidied away among their edits.
    fn choose(&self, findings: Vec<Given>) -> PyResult<Vec<Row>> {
        let (ruleset, document) = (self.ruleset.get(), self.document());
        let chosen = choose(&ruleset.0, &document, &self.findings(&document, findings)?, true);
        Ok(chosen.into_iter().map(|finding| ruleset.row(&document, finding)).collect())
    }

    /// The findings whose edits, applied together, preserve the markup.
    fn sound(&self, findings: Vec<Given>) -> PyResult<Vec<Row>> {
        let (ruleset, document) = (self.ruleset.get(), self.document());
        let sound = markup::sound(&document, self.findings(&document, findings)?);
        Ok(sound.into_iter().map(|finding| ruleset.row(&document, finding)).collect())
    }

    /// The next round, after the edits of findings that can be applied together.
    fn apply(&self, python: Python, findings: Vec<Given>) -> PyResult<Self> {
        let findings = self.findings(&self.document(), findings)?;
        let progress = self.progress.applied(&self.original.0, &findings);
        let (ruleset, original) = (self.ruleset.clone_ref(python), self.original.clone());
        Ok(Round { ruleset, original, progress, format: self.format })
    }

    /// What has been applied, with positions of the text that came in.
    fn applied(&self) -> Vec<Row> {
        let (ruleset, original) = (self.ruleset.get(), self.first());
        let findings = self.progress.findings(&ruleset.0);
        findings.into_iter().map(|finding| ruleset.row(&original, finding)).collect()
    }
}

impl Round {
    fn document(&self) -> Document<'_> {
        Document::with_surrogates(&self.progress.text, &self.original.1).in_format(self.format)
    }

    fn first(&self) -> Document<'_> {
        Document::with_surrogates(&self.original.0, &self.original.1)
    }

    fn findings(&self, document: &Document, given: Vec<Given>) -> PyResult<Vec<Finding>> {
        let rules = &self.ruleset.get().0;
        let finding = |(rule, severity, place, message, changes, applicability, candidates): Given| {
            let number =
                rules.number(&rule).ok_or_else(|| PyValueError::new_err(format!("no rule {rule}")))?;
            let edit = |(place, text): Change| Edit::new(span_of(document, place), text);
            Ok(Finding {
                rule: number,
                severity: severity_of(&severity).unwrap_or(Severity::Error),
                span: span_of(document, place),
                message: decoded(&message)?.0,
                edits: changes.into_iter().map(edit).collect(),
                applicability: applicability.as_deref().and_then(applicability_of),
                candidates,
            })
        };
        given.into_iter().map(finding).collect()
    }
}

/// A place in code points.
fn place_of(document: &Document, span: Span) -> Place {
    let index = document.index();
    (index.code_points(document.text, span.start), index.code_points(document.text, span.end))
}

/// A place in bytes.
fn span_of(document: &Document, (start, end): Place) -> Span {
    let index = document.index();
    Span::new(index.position(document.text, start), index.position(document.text, end))
}

impl Ruleset {
    fn fixed(&self, before: &Document, all: bool, accepts: &mut Accepts) -> FixedRow {
        let Fixed { text, applied, remaining, accepted, conflict } = fix(&self.0, before, all, accepts);
        let after = Document::with_surrogates(&text, before.surrogates);
        let rows = |document: &Document, findings: Vec<Finding>| -> Vec<Row> {
            findings.into_iter().map(|finding| self.row(document, finding)).collect()
        };
        let conflict = conflict.into_iter().map(|rule| self.0.rule(rule).id.clone()).collect();
        let (applied, remaining) = (rows(before, applied), rows(&after, remaining));
        (Text::of(&text, before.surrogates), applied, remaining, conflict, rows(&after, accepted))
    }

    fn reported(&self, document: &Document) -> Report {
        let findings = check(&self.0, document);
        let marked: Vec<Marked> = findings
            .iter()
            .map(|finding| Marked {
                rule: &self.0.rule(finding.rule).id,
                span: finding.span,
                edits: finding.edits.iter().map(|edit| edit.span).collect(),
            })
            .collect();
        let placed = placed(document, &marked);
        findings.into_iter().map(|finding| self.row(document, finding)).zip(placed).collect()
    }

    fn file(&self, path: &Path) -> Option<Report> {
        let text = String::from_utf8(std::fs::read(path).ok()?).ok()?;
        // A check that fails does so again where it is reported.
        let report = || catch_unwind(AssertUnwindSafe(|| self.reported(&Document::new(&text)))).ok();
        is_plain(&text).then(report).flatten()
    }

    /// Which findings Python accepts.
    fn accepted(
        &self,
        accepts: &Py<PyAny>,
        document: &Document,
        findings: &[Finding],
    ) -> PyResult<Vec<bool>> {
        let rows: Vec<Row> = findings.iter().map(|finding| self.row(document, finding.clone())).collect();
        Python::attach(|python| {
            accepts.call1(python, (Text::of(document.text, document.surrogates), rows))?.extract(python)
        })
    }

    fn row(&self, document: &Document, finding: Finding) -> Row {
        let place = |span: Span| place_of(document, span);
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

/// A check that Python makes on the lines that pass a gate.
struct Outside {
    call: Py<PyAny>,
    id: String,
    gate: Gate,
    /// The hint and the patterns of a gate.
    patterns: OnceLock<[Option<Pattern>; 2]>,
}

impl Outside {
    /// The lines that may have a finding.
    fn lines(&self, document: &Document) -> Vec<Span> {
        let lines = || document.lines().iter().map(|line| Span::new(line.start, line.end));
        match &self.gate {
            Gate::Everywhere => vec![Span::new(0, document.text.len())],
            Gate::Surrogates if document.surrogates.is_empty() => Vec::new(),
            Gate::Surrogates => lines().filter(|span| document.slice(*span).contains(is_opaque)).collect(),
            Gate::Patterns { hint, sources } => {
                let patterns = self.patterns.get_or_init(|| {
                    let joined: Vec<String> = sources.iter().map(|source| format!("(?:{source})")).collect();
                    [hint, &joined.join("|")].map(|source| Pattern::new(source, false).ok())
                });
                let is_in = |pattern: &Option<Pattern>, line: &str| {
                    pattern.as_ref().is_none_or(|pattern| pattern.is_in(line).unwrap_or(true))
                };
                let [hint, pattern] = patterns;
                let fits = |line: &str| is_in(hint, line) && is_in(pattern, line);
                lines().filter(|span| fits(document.slice(*span))).collect()
            }
        }
    }
}

impl Check for Outside {
    fn check(&self, rule: &Rule, document: &Document, _spans: &[Span], findings: &mut Vec<Finding>) {
        let lines = self.lines(document);
        if lines.is_empty() {
            return;
        }
        let places: Vec<Place> = lines.into_iter().map(|span| place_of(document, span)).collect();
        let rows: PyResult<Vec<OutsideRow>> = Python::attach(|python| {
            let text = Text::of(document.text, document.surrogates);
            self.call.call1(python, (&self.id, text, places))?.extract(python)
        });
        let rows = rows.unwrap_or_else(|error| {
            if !Python::attach(|python| error.is_instance_of::<PyException>(python)) {
                INTERRUPT.set(Some(error));
                panic_any(Interrupted);
            }
            panic!("{}: {error}", self.id)
        });
        let span = |place: Place| span_of(document, place);
        for (place, message, changes, applicability, candidates) in rows {
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

thread_local! {
    /// The exception that has interrupted a check of this thread, such as a KeyboardInterrupt.
    static INTERRUPT: RefCell<Option<PyErr>> = const { RefCell::new(None) };
}

/// Whether Python has a signal whose handler raises an exception.
fn is_interrupted() -> bool {
    let interrupt = Python::attach(|python| python.check_signals().err());
    interrupt.is_some_and(|error| {
        INTERRUPT.set(Some(error));
        true
    })
}

/// A result of the core; a panic becomes an error of this text.
fn guarded<Value: Send>(python: Python, work: impl FnOnce() -> Value + Send) -> PyResult<Value> {
    IS_INTERRUPTED.set(is_interrupted);
    let result = python.detach(|| catch_unwind(AssertUnwindSafe(work)));
    if let Some(interrupt) = INTERRUPT.take() {
        return Err(interrupt);
    }
    result.map_err(|panic| {
        let problem = panic.downcast_ref::<String>().map(String::as_str);
        let problem = problem.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("unknown");
        PyRuntimeError::new_err(format!("a check has failed ({problem}); please report the text"))
    })
}

/// Whether a text in UTF-8 has neither a byte order mark nor signs of a binary file, which Python looks at.
fn is_plain(text: &str) -> bool {
    !text.starts_with('\u{feff}')
        && !text.as_bytes()[..text.len().min(BINARY_SAMPLE)].contains(&0)
        && !SIGNATURES.iter().any(|signature| text.starts_with(signature))
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

fn severity_of(name: &str) -> Option<Severity> {
    [Severity::Error, Severity::Warning, Severity::Info].into_iter().find(|&one| severity_name(one) == name)
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Paragraph => "paragraph",
        Role::Heading => "heading",
        Role::Item => "item",
        Role::Cell => "cell",
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
