//! The lines of a text that are worth reading for each rule: those with a string that its findings must have.

use std::borrow::Cow;
use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::document::{Document, Span};
use crate::ruleset::Step;

/// A character as the scan reads it: in lower case, and as the ASCII letter that it counts as where case does not.
pub fn lowered(sign: char) -> String {
    match sign {
        '\u{212a}' => "k".to_owned(),
        'ſ' => "s".to_owned(),
        'İ' | 'ı' => "i".to_owned(),
        _ => sign.to_lowercase().collect(),
    }
}

/// Whether a letter counts as others of another number where case does not: ß, ﬁ, a final sigma.
fn is_odd(sign: char) -> bool {
    matches!(sign, 'ß' | 'ẞ' | 'ς' | 'ŉ' | 'ǰ' | 'ͅ' | 'ΐ' | 'ΰ' | 'և' | '\u{1e96}'..='\u{1e9f}' | '\u{1f50}'..='\u{1fff}')
        || matches!(sign, '\u{13a0}'..='\u{13fd}' | '\u{ab70}'..='\u{abbf}' | '\u{fb00}'..='\u{fb17}')
}

/// What makes a line worth reading for a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// Each line is.
    Everywhere,
    /// A line with one of these strings, whose letters are `lowered`, in any case.
    Strings(Vec<String>),
}

impl Trigger {
    /// The trigger of what either one starts.
    pub fn or(self, other: Trigger) -> Trigger {
        match (self, other) {
            (Trigger::Strings(mut strings), Trigger::Strings(more)) => {
                strings.extend(more);
                Trigger::Strings(strings)
            }
            _ => Trigger::Everywhere,
        }
    }
}

/// The triggers of all rules of a ruleset.
pub struct Triggers {
    automaton: Option<AhoCorasick>,
    /// For each string the rules that it starts.
    rules: Vec<Vec<u32>>,
    /// For each rule the marks of which one starts it, as a set of bits; 0 where strings do.
    marks: Vec<u128>,
    is_everywhere: Vec<bool>,
}

impl Triggers {
    pub fn new(steps: &[Step]) -> Self {
        let (mut strings, mut rules): (Vec<String>, Vec<Vec<u32>>) = (Vec::new(), Vec::new());
        let mut numbers = HashMap::new();
        let (mut marks, mut is_everywhere) = (vec![0; steps.len()], vec![false; steps.len()]);
        for (rule, step) in steps.iter().enumerate() {
            match step.check.trigger() {
                Trigger::Everywhere => is_everywhere[rule] = true,
                Trigger::Strings(own) if own.iter().all(|string| string.len() == 1) => {
                    marks[rule] =
                        own.iter().flat_map(|string| string.bytes()).map(bit).fold(0, |set, bit| set | bit);
                }
                Trigger::Strings(own) => {
                    for string in own {
                        let number = *numbers.entry(string.clone()).or_insert_with(|| {
                            strings.push(string);
                            rules.push(Vec::new());
                            rules.len() - 1
                        });
                        let rule = u32::try_from(rule).unwrap_or(u32::MAX);
                        if rules[number].last() != Some(&rule) {
                            rules[number].push(rule);
                        }
                    }
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(&strings)
            .ok()
            .filter(|_| !strings.is_empty());
        Triggers { automaton, rules, marks, is_everywhere }
    }

    /// For each rule the spans worth reading, in order: whole lines, or the whole text.
    pub fn spans(&self, document: &Document) -> Vec<Vec<Span>> {
        let whole = Span::new(0, document.text.len());
        let mut spans: Vec<Vec<Span>> =
            self.is_everywhere.iter().map(|&is| if is { vec![whole] } else { Vec::new() }).collect();
        let mut found = vec![false; self.marks.len()];
        let mut touched = Vec::new();
        for line in document.lines() {
            let (span, content) = (Span::new(line.start, line.end), &document.text[line.start..line.end]);
            if content.is_empty() {
                continue;
            }
            let mut lower = Cow::Borrowed(content);
            if !content.is_ascii() {
                if content.chars().any(is_odd) {
                    (0..found.len())
                        .filter(|&rule| !self.is_everywhere[rule])
                        .for_each(|rule| spans[rule].push(span));
                    continue;
                }
                lower = Cow::Owned(content.chars().map(lowered).collect());
            }
            let content = lower.as_ref();
            let signs = content.bytes().map(bit).fold(0, |set, bit| set | bit);
            for (rule, &marks) in self.marks.iter().enumerate() {
                if marks & signs != 0 {
                    spans[rule].push(span);
                }
            }
            if let Some(automaton) = &self.automaton {
                for hit in automaton.find_overlapping_iter(content) {
                    for &rule in &self.rules[hit.pattern().as_usize()] {
                        let rule = rule as usize;
                        if !found[rule] {
                            found[rule] = true;
                            touched.push(rule);
                        }
                    }
                }
                for rule in touched.drain(..) {
                    found[rule] = false;
                    spans[rule].push(span);
                }
            }
        }
        spans
    }
}

/// The bit of an ASCII character in a set, in lower case; none for other bytes.
fn bit(byte: u8) -> u128 {
    if byte.is_ascii() { 1 << byte.to_ascii_lowercase() } else { 0 }
}
