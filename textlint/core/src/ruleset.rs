//! Rules that are ready to run, in order.

use crate::document::{Document, Span};
use crate::model::{Finding, Rule};
use crate::triggers::{Trigger, Triggers};

/// The check of a rule: it reads some spans of a document and adds its findings.
pub trait Check: Send + Sync {
    fn check(&self, rule: &Rule, document: &Document, spans: &[Span], findings: &mut Vec<Finding>);

    /// What makes a line worth reading.
    fn trigger(&self) -> Trigger {
        Trigger::Everywhere
    }
}

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
    pub triggers: Triggers,
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
        Ruleset { triggers: Triggers::new(&steps), steps, ranks }
    }

    /// The place of a rule among all, in the order of their ids.
    pub fn rank(&self, rule: usize) -> usize {
        self.ranks[rule]
    }

    pub fn rule(&self, number: usize) -> &Rule {
        &self.steps[number].rule
    }
}
