//! The built-in rules, as the build of the package has compiled them.

use std::fs::read_to_string;
use std::path::Path;
use std::sync::LazyLock;

use serde_json::{Value, from_str, json};
use textlint_core::document::{Document, Span};
use textlint_core::model::{Finding, Rule};
use textlint_core::rules::{Specification, ruleset};
use textlint_core::ruleset::{Check, Ruleset, Step};

/// What `pip install` makes; see `textlint/briefs.py`. From this crate, and from the one of the fuzzer.
const FILES: [&str; 2] = ["../builtin-rules.txt", "../../builtin-rules.txt"];

static DEFAULT: LazyLock<Ruleset> = LazyLock::new(|| made(false));
static EVERY: LazyLock<Ruleset> = LazyLock::new(|| made(true));
static EAGER: LazyLock<[Ruleset; 2]> = LazyLock::new(|| [made(false), made(true)].map(eager));

/// The rules that run by default, or every rule.
pub fn built_in(every: bool) -> &'static Ruleset {
    if every { &EVERY } else { &DEFAULT }
}

/// The same rules without triggers: each reads all of a text.
pub fn without_triggers(every: bool) -> &'static Ruleset {
    &EAGER[usize::from(every)]
}

/// A check that reads all of a text.
struct Eager(Box<dyn Check>);

impl Check for Eager {
    fn check(&self, rule: &Rule, document: &Document, spans: &[Span], findings: &mut Vec<Finding>) {
        self.0.check(rule, document, spans, findings);
    }
}

fn eager(ruleset: Ruleset) -> Ruleset {
    let eager = |step: Step| Step { check: Box::new(Eager(step.check)), ..step };
    Ruleset::new(ruleset.steps.into_iter().map(eager).collect())
}

/// The check of a kind that only Python has: it finds nothing.
struct Nothing;

impl Check for Nothing {
    fn check(&self, _: &Rule, _: &Document, _: &[Span], _: &mut Vec<Finding>) {}
}

fn made(every: bool) -> Ruleset {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = FILES.iter().find_map(|path| read_to_string(crate_folder.join(path)).ok());
    let text = text.expect("textlint/builtin-rules.txt, which `pip install -e .` makes");
    let mut rules: Vec<(Value, &str)> = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .map(|(head, options)| (from_str(head).expect("a rule in JSON"), options))
        .filter(|(head, _): &(Value, &str)| every || head["enabled"] == true)
        .collect();
    rules.sort_by_key(|(head, _)| (!head["waits"][2].is_null(), !head["waits"][0].is_null()));
    let specifications = rules.iter().map(|(head, options)| specification(head, options, &rules)).collect();
    ruleset(specifications, |_| Some(Box::new(Nothing))).expect("rules that the core takes")
}

/// A rule as the core reads it; see `textlint/compiler.py`.
fn specification(head: &Value, options: &str, all: &[(Value, &str)]) -> Specification {
    let [near, distance, pack, least, without, weak] =
        std::array::from_fn(|number| head["waits"][number].clone());
    let before = all
        .iter()
        .map(|(other, _)| other)
        .filter(|other| other["id"] == near || is_company(head, other, &pack, &without));
    let fields = json!({
        "id": head["id"], "kind": head["kind"], "severity": head["severity"], "language": head["language"],
        "fix": head["fix"], "message": head["message"], "is_reported": true,
        "before": before.map(|other| &other["id"]).collect::<Vec<_>>(),
        "company": pack.is_string().then(|| json!({"rules": least, "weak": weak})),
        "distance": near.is_string().then_some(distance),
        "options": from_str::<Value>(options).expect("options in JSON"),
    });
    serde_json::from_value(fields).expect("a rule that the core knows")
}

/// Whether a rule counts as company of one that waits for a pack.
fn is_company(head: &Value, other: &Value, pack: &Value, without: &Value) -> bool {
    let id = other["id"].as_str().unwrap_or_default();
    let is_in = pack.as_str().is_some_and(|pack| id.split('/').next() == Some(pack));
    let is_left_out = without.as_array().is_some_and(|without| without.contains(&other["id"]));
    is_in && !is_left_out && other["kind"] != head["kind"]
}
