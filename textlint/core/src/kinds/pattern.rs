//! The kind `pattern`: what a regular expression finds in a line, and how it is rewritten.

use serde::Deserialize;

use crate::document::{Document, Span};
use crate::model::{Finding, Rule, Severity};
use crate::pattern::{Exceptions, Pattern, Sheltered, Stopped, Template};
use crate::ruleset::Check;
use crate::text::prose::in_prose;
use crate::triggers::Trigger;

/// The options of a rule of this kind.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    pub find: String,
    pub replace: Option<String>,
    pub unless: Vec<String>,
    pub ignore_case: bool,
    pub anywhere: bool,
    pub most: Option<usize>,
    pub habit: Option<String>,
    pub habit_from: Option<usize>,
    pub instead_of: Option<String>,
    pub sure: Option<String>,
    pub once: Option<String>,
}

/// A check for a pattern.
#[derive(Debug)]
pub struct PatternCheck {
    find: Pattern,
    replace: Option<Template>,
    unless: Exceptions,
    anywhere: bool,
    most: Option<usize>,
    habit: Option<Pattern>,
    habit_from: usize,
    instead_of: Option<Pattern>,
    sure: Option<Pattern>,
    once: Option<Pattern>,
}

/// The number of places that make a habit where a rule does not say.
const HABIT_FROM: usize = 2;

impl PatternCheck {
    /// The check with these options; an error is one line that says what is wrong.
    pub fn new(options: &Options) -> Result<Self, String> {
        let case = options.ignore_case;
        let compiled = |source: &Option<String>, ignore_case| {
            source.as_ref().map(|source| Pattern::new(source, ignore_case)).transpose()
        };
        let find = Pattern::new(&options.find, case)?;
        Ok(Self {
            replace: options.replace.as_ref().map(|source| find.template(source)).transpose()?,
            find,
            unless: Exceptions::new(&options.unless, case)?,
            anywhere: options.anywhere,
            most: options.most,
            habit: compiled(&options.habit, false)?,
            habit_from: options.habit_from.unwrap_or(HABIT_FROM),
            instead_of: compiled(&options.instead_of, false)?,
            sure: compiled(&options.sure, case)?,
            once: compiled(&options.once, false)?,
        })
    }

    /// The findings in the lines that spans touch.
    pub fn findings(
        &self,
        rule: &Rule,
        document: &Document,
        spans: &[Span],
    ) -> Result<Vec<Finding>, Stopped> {
        let most = self.most.unwrap_or(usize::MAX);
        let mut all = self.places(rule, document, spans, most.saturating_add(1))?;
        if all.is_empty() {
            return Ok(all);
        }
        if self.is_habit(document)? {
            let first = all.swap_remove(0).without_edits();
            let message = format!("{} It is a habit of this text.", first.message);
            return Ok(vec![Finding { message, severity: Severity::Info, ..first }]);
        }
        if all.len() > most {
            return Ok(vec![all.swap_remove(0).without_edits()]);
        }
        if let Some(once) = &self.once
            && count(document, once)? > 1
        {
            return Ok(all.into_iter().map(Finding::needing_consent).collect());
        }
        Ok(all)
    }

    fn is_habit(&self, document: &Document) -> Result<bool, Stopped> {
        let Some(habit) = &self.habit else {
            return Ok(false);
        };
        let number = count(document, habit)?;
        let usual = self.instead_of.as_ref().map_or(Ok(0), |usual| count(document, usual))?;
        Ok(number >= self.habit_from && number > usual)
    }

    /// The first so many places.
    fn places(
        &self,
        rule: &Rule,
        document: &Document,
        spans: &[Span],
        most: usize,
    ) -> Result<Vec<Finding>, Stopped> {
        let (mut all, mut unless) = (Vec::new(), Sheltered::new(&self.unless));
        for number in document.lines_in(spans) {
            let content = document.content(number);
            let start = document.lines().get(number).map_or(0, |line| line.start);
            if content.is_empty() {
                continue;
            }
            for found in self.find.matches(content, 0, content.len()) {
                let found = found?;
                let place = found.place();
                let span = Span::new(start + place.start, start + place.end);
                if place.is_empty()
                    || unless.cover(document, span)?
                    || !(self.anywhere || in_prose(document, span))
                {
                    continue;
                }
                let Some(template) = &self.replace else {
                    all.push(rule.flag(document, span, Vec::new()));
                    continue;
                };
                let fixed = found.expand(template, content);
                if fixed == document.slice(span) {
                    continue;
                }
                let finding = rule.replace(document, span, fixed);
                let is_sure = match &self.sure {
                    Some(sure) => sure.begins(content, place.start)?,
                    None => true,
                };
                all.push(if is_sure { finding } else { finding.needing_consent() });
                if all.len() == most {
                    return Ok(all);
                }
            }
            if all.len() >= most {
                all.truncate(most);
                return Ok(all);
            }
        }
        Ok(all)
    }
}

impl Check for PatternCheck {
    /// Adds the findings; none if a search takes too many steps.
    fn check(&self, rule: &Rule, document: &Document, spans: &[Span], findings: &mut Vec<Finding>) {
        findings.extend(rule.found(self.findings(rule, document, spans)));
    }

    fn trigger(&self) -> Trigger {
        self.find.trigger()
    }
}

/// How many places of a text match, each line by itself.
fn count(document: &Document, pattern: &Pattern) -> Result<usize, Stopped> {
    (0..document.lines().len()).map(|line| pattern.count(document.content(line))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::model::Applicability;

    fn rule() -> Rule {
        Rule {
            number: 0,
            id: "test/stop".into(),
            kind: "pattern".into(),
            severity: Severity::Warning,
            language: Language::Any,
            fix: Some(Applicability::Safe),
            message: "'{found}'.".into(),
            given_up: Default::default(),
        }
    }

    fn shown(options: Options, text: &str) -> Vec<(usize, String, Option<Applicability>)> {
        let document = Document::new(text);
        let check = PatternCheck::new(&options).unwrap();
        let findings = check.findings(&rule(), &document, &[Span::new(0, text.len())]).unwrap();
        let fixed = |finding: &Finding| finding.edits.first().map_or("-".into(), |edit| edit.text.clone());
        findings.iter().map(|finding| (finding.span.start, fixed(finding), finding.applicability)).collect()
    }

    fn stops() -> Options {
        Options { find: r"(\w)\.\.(?=\s|$)".into(), replace: Some(r"\1.".into()), ..Options::default() }
    }

    #[test]
    fn matches_are_rewritten() {
        let safe = Some(Applicability::Safe);
        assert_eq!(shown(stops(), "é.. b\r\nc.."), [(0, "é.".into(), safe), (8, "c.".into(), safe)]);
        let options = Options { unless: vec!["b..".into()], ..stops() };
        assert_eq!(shown(options, "b.. c..").len(), 1);
    }

    #[test]
    fn too_many_are_how_it_is_written() {
        let options = Options { most: Some(1), ..stops() };
        assert_eq!(shown(options.clone(), "a.. b.."), [(0, "-".into(), None)]);
        assert_eq!(shown(options, "a..").len(), 1);
        let options = Options { habit: Some(r"\.\.".into()), ..stops() };
        assert_eq!(shown(options.clone(), "a.. b.."), [(0, "-".into(), None)]);
        let options = Options { instead_of: Some("c".into()), ..options };
        assert_eq!(shown(options, "a.. b.. cc").len(), 2);
    }

    #[test]
    fn some_edits_need_consent() {
        let unsafe_ = Some(Applicability::Unsafe);
        let options = Options { sure: Some(r"\w\.\.$".into()), ..stops() };
        assert_eq!(shown(options, "a.. b..")[0].2, unsafe_);
        let options = Options { once: Some(r"\.\.".into()), ..stops() };
        assert_eq!(shown(options, "a.. b..").iter().filter(|finding| finding.2 == unsafe_).count(), 2);
    }
}
