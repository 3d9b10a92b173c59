//! Rules that are ready to run, in order.

use std::sync::{LazyLock, OnceLock};

use crate::document::{Document, Span};
use crate::model::{Finding, Rule};
use crate::triggers::{Parts, Trigger, Triggers};

/// The check of a rule: it reads some spans of a document and adds its findings.
pub trait Check: Send + Sync {
    fn check(&self, rule: &Rule, document: &Document, spans: &[Span], findings: &mut Vec<Finding>);

    /// The check of a rule with a trigger for lines, each with the parts of the rule that it may have.
    fn check_lines(
        &self,
        _rule: &Rule,
        _document: &Document,
        _lines: &[(usize, Parts)],
        _findings: &mut Vec<Finding>,
    ) {
    }

    /// The check of a rule with a trigger for words at some parts of words, by their numbers.
    fn check_words(
        &self,
        _rule: &Rule,
        _document: &Document,
        _parts: &[usize],
        _findings: &mut Vec<Finding>,
    ) {
    }

    /// What makes a line worth reading.
    fn trigger(&self) -> Trigger {
        Trigger::Everywhere
    }
}

/// What is made when it is first needed.
pub type Later<Value> = LazyLock<Value, Box<dyn FnOnce() -> Value + Send>>;

/// What a rule reads in place of the whole text: lines at the findings of other rules.
#[derive(Clone, Debug)]
pub enum Waiting {
    /// The filled lines near the findings of one rule, up to a distance in lines.
    Near { distance: usize },
    /// The lines that other rules have found whole, if enough rules have and not only weak ones.
    Company { rules: usize, weak: Vec<usize> },
}

/// A rule with its check and with what it waits for.
pub struct Step {
    pub rule: Rule,
    pub check: Box<dyn Check>,
    pub waiting: Option<Waiting>,
    /// The rules whose findings it waits for, all of them earlier ones.
    pub before: Vec<usize>,
    /// Whether its findings are reported: others only serve rules that wait for them.
    pub is_reported: bool,
}

/// Rules in the order in which they run: a rule comes after those that it waits for.
pub struct Ruleset {
    pub steps: Vec<Step>,
    triggers: OnceLock<Triggers>,
    ranks: Vec<usize>,
}

impl Ruleset {
    pub fn new(steps: Vec<Step>) -> Self {
        let mut order: Vec<usize> = (0..steps.len()).collect();
        order.sort_by(|&one, &other| steps[one].rule.id.cmp(&steps[other].rule.id));
        let mut ranks = vec![0; steps.len()];
        for (rank, number) in order.into_iter().enumerate() {
            ranks[number] = rank;
        }
        Ruleset { triggers: OnceLock::new(), steps, ranks }
    }

    /// The triggers of all rules.
    pub fn triggers(&self) -> &Triggers {
        self.triggers.get_or_init(|| Triggers::new(&self.steps))
    }

    /// The place of a rule among all, in the order of their ids.
    pub fn rank(&self, rule: usize) -> usize {
        self.ranks[rule]
    }

    /// The number of the rule with an id.
    pub fn number(&self, id: &str) -> Option<usize> {
        self.steps.iter().position(|step| step.rule.id == id)
    }

    pub fn rule(&self, number: usize) -> &Rule {
        &self.steps[number].rule
    }
}
