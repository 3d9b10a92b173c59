//! The kind `lines`: page furniture, whole lines by what they say and where they are.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::document::{Document, Shown, Span};
use crate::model::{Edit, Finding, Rule};
use crate::pattern::openings::ANYTHING;
use crate::pattern::{Alternatives, Pattern, Stopped, weight};
use crate::ruleset::Check;
use crate::text::bare::{LONGEST_PHRASE, bare};
use crate::text::chars;
use crate::text::paragraphs::stands_alone;
use crate::triggers::{Part, Parts, Trigger, lowered, part};

/// The longest line that is read where a rule does not say, in code points.
const LONGEST: usize = 300;
/// The longest line that any rule reads, in code points.
const LONGEST_OF_ALL: usize = 10_000;
/// The fewest items of a block.
const FEWEST_ITEMS: usize = 3;
/// The fewest signs of a row that underlines a heading.
const SHORTEST_ROW: usize = 4;
const UNDERLINING: &str = "=-~^\"*+#";

/// A bullet and a number before an item.
static NUMBERING: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*(?:[-•*·]\s*)?(?:\d{1,3}(?:\.\d{1,3})*[.)]?\s+)?").ok());

/// The part of a text in which a rule looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    Head,
    Tail,
    FirstLine,
    LastLine,
    #[default]
    Anywhere,
}

/// What a finding takes in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Extent {
    #[default]
    Line,
    ToEnd,
    Block,
}

/// The options of a rule of this kind.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Options {
    pub any_of: Vec<String>,
    pub starts_with: Vec<String>,
    pub patterns: Vec<String>,
    pub match_case: bool,
    pub unless: Vec<String>,
    #[serde(rename = "where")]
    pub place: Place,
    pub longest: usize,
    pub run: usize,
    pub family: usize,
    pub extend: Extent,
    pub items: Option<String>,
    pub recur: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            any_of: Vec::new(),
            starts_with: Vec::new(),
            patterns: Vec::new(),
            match_case: false,
            unless: Vec::new(),
            place: Place::default(),
            longest: LONGEST,
            run: 1,
            family: 1,
            extend: Extent::default(),
            items: None,
            recur: 0.0,
        }
    }
}

/// A check for whole lines.
#[derive(Debug)]
pub struct LinesCheck {
    phrases: HashSet<String>,
    beginnings: Vec<String>,
    patterns: Alternatives,
    unless: Alternatives,
    items: Option<Pattern>,
    place: Place,
    longest: usize,
    run: usize,
    family: usize,
    extend: Extent,
    recur: f64,
}

impl LinesCheck {
    /// The check with these options; an error is one line that says what is wrong.
    pub fn new(options: &Options) -> Result<Self, String> {
        let items = options.items.as_ref().map(|source| Pattern::new(source, true));
        Ok(Self {
            phrases: options.any_of.iter().map(|phrase| bare(phrase)).collect(),
            beginnings: options.starts_with.iter().map(|phrase| bare(phrase)).collect(),
            patterns: Alternatives::new(&options.patterns, !options.match_case)?,
            unless: Alternatives::new(&options.unless, true)?,
            items: items.transpose()?,
            place: options.place,
            longest: options.longest.min(LONGEST_OF_ALL),
            run: options.run,
            family: options.family,
            extend: options.extend,
            recur: options.recur,
        })
    }

    /// The findings among some lines, each with the parts of the rule that it may have.
    pub fn findings(
        &self,
        rule: &Rule,
        document: &Document,
        lines: impl IntoIterator<Item = (usize, Parts)>,
    ) -> Result<Vec<Finding>, Stopped> {
        let mut hits = Vec::new();
        for (line, parts) in lines {
            if self.fits(document, line, parts)?
                && stands_alone(document, line)
                && !is_underlined(document, line)
            {
                hits.push(line);
            }
        }
        let hits = in_runs(document, in_place(document, hits, self.place), self.run);
        let Some(&first) = hits.first().filter(|_| hits.len() >= self.family) else {
            return Ok(Vec::new());
        };
        if let (Extent::Block, Some(items)) = (self.extend, &self.items) {
            let mut findings = Vec::new();
            for line in hits {
                findings.extend(self.block(rule, document, line, items)?);
            }
            return Ok(findings);
        }
        let lines: Vec<usize> = match self.extend {
            Extent::ToEnd => document.filled().iter().copied().filter(|line| *line >= first).collect(),
            _ => hits,
        };
        let flag = |&line: &usize| {
            let finding = deletion(rule, document, line, line + 1);
            if is_introduced(document, line, &lines) { finding.needing_consent() } else { finding }
        };
        Ok(lines.iter().map(flag).collect())
    }

    /// Whether a line looks as some parts of the rule say.
    fn fits(&self, document: &Document, line: usize, parts: Parts) -> Result<bool, Stopped> {
        let Shown { span, code_points } = document.shown(line);
        if code_points == 0 || code_points > self.longest {
            return Ok(false);
        }
        let content = document.slice(span);
        let has = |number| parts & part(number) != 0;
        let fits = (has(0) && self.says(document, line))
            || self.patterns.some_fit(content, |number| has(number + 1))?;
        Ok(fits && !self.unless.fit(content)?)
    }

    /// Whether a line is one of the phrases, or begins like one.
    fn says(&self, document: &Document, line: usize) -> bool {
        let is_short = document.shown(line).code_points <= LONGEST_PHRASE && !self.phrases.is_empty();
        if !is_short && self.beginnings.is_empty() {
            return false;
        }
        let plain = document.bare(line);
        (is_short && self.phrases.contains(&*plain))
            || self.beginnings.iter().any(|beginning| plain.starts_with(beginning))
    }

    /// A heading and the items right under it, if enough of them are lines elsewhere too.
    fn block(
        &self,
        rule: &Rule,
        document: &Document,
        heading: usize,
        items: &Pattern,
    ) -> Result<Option<Finding>, Stopped> {
        let filled = document.filled();
        let below = filled.partition_point(|line| *line <= heading);
        let mut listed = Vec::new();
        for line in filled.iter().skip(below) {
            if !items.fits(shown(document, *line))? {
                break;
            }
            listed.push(*line);
        }
        let Some(&last) = listed.last().filter(|_| listed.len() >= FEWEST_ITEMS) else {
            return Ok(None);
        };
        let everywhere = counted(document, 0..document.lines().len());
        let inside = counted(document, std::iter::once(heading).chain(listed.iter().copied()));
        let again = listed.iter().filter(|line| {
            let title = title(shown(document, **line));
            everywhere.get(&title) > inside.get(&title)
        });
        let is_enough = again.count() as f64 >= self.recur * listed.len() as f64;
        Ok(is_enough.then(|| deletion(rule, document, heading, last + 1)))
    }
}

impl Check for LinesCheck {
    fn check(&self, rule: &Rule, document: &Document, spans: &[Span], findings: &mut Vec<Finding>) {
        let lines: Vec<_> = document.lines_in(spans).into_iter().map(|line| (line, Parts::MAX)).collect();
        self.check_lines(rule, document, &lines, findings);
    }

    /// Adds the findings; none if a search takes too many steps.
    fn check_lines(
        &self,
        rule: &Rule,
        document: &Document,
        lines: &[(usize, Parts)],
        findings: &mut Vec<Finding>,
    ) {
        findings.extend(rule.found(self.findings(rule, document, lines.iter().copied())));
    }

    /// What phrases need, then what each pattern needs.
    fn trigger(&self) -> Trigger {
        let words = self.phrases.iter().chain(&self.beginnings).map(|phrase| rarest_word(phrase));
        let words = words.map(|word| (!word.is_empty()).then_some(word));
        let phrases = Part { strings: words.collect(), ways: vec![ANYTHING] };
        Trigger::Lines {
            longest: self.longest,
            parts: std::iter::once(phrases).chain(self.patterns.triggers()).collect(),
        }
    }
}

/// Whether the line above, which is none of the lines in order, announces this one: it may be quoted there.
fn is_introduced(document: &Document, line: usize, lines: &[usize]) -> bool {
    let filled = document.filled();
    let above = filled.partition_point(|&other| other < line).checked_sub(1).map(|number| filled[number]);
    let announces = |above| chars::rstrip(document.content(above)).ends_with(':');
    above.is_some_and(|above| lines.binary_search(&above).is_err() && announces(above))
}

/// The rarest word of a phrase, as the scan of triggers reads it.
fn rarest_word(phrase: &str) -> String {
    let words = phrase.split(|sign| !chars::is_alnum(sign)).filter(|word| !word.is_empty());
    let words = words.map(|word| word.chars().map(lowered).collect::<String>());
    words.min_by(|one, other| weight(one).total_cmp(&weight(other))).unwrap_or_default()
}

/// A line without the white space around it; nothing if it is too long.
fn shown<'t>(document: &Document<'t>, line: usize) -> &'t str {
    let Shown { span, code_points } = document.shown(line);
    if code_points > LONGEST_OF_ALL { "" } else { document.slice(span) }
}

/// An item without its number, as phrases are compared.
fn title(line: &str) -> String {
    let numbering = NUMBERING.as_ref().and_then(|numbering| numbering.find(line));
    bare(numbering.and_then(|numbering| line.get(numbering.end()..)).unwrap_or(line))
}

/// How often there is each of some lines, as phrases are compared.
fn counted(document: &Document, lines: impl Iterator<Item = usize>) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for line in lines {
        *counts.entry(bare(shown(document, line))).or_default() += 1;
    }
    counts
}

/// Whether a line is a heading of plain text, underlined with a row of one sign.
fn is_underlined(document: &Document, line: usize) -> bool {
    if line + 1 >= document.lines().len() {
        return false;
    }
    let below = chars::strip(document.content(line + 1));
    let first = below.chars().next().filter(|sign| UNDERLINING.contains(*sign));
    first.is_some_and(|first| below.len() >= SHORTEST_ROW && below.chars().all(|sign| sign == first))
}

/// The lines that are in the right place.
fn in_place(document: &Document, hits: Vec<usize>, place: Place) -> Vec<usize> {
    if hits.is_empty() {
        return hits;
    }
    // A second such line would be the first one once the first is deleted, so the whole run counts.
    let alone = || document.filled().iter().copied().filter(|line| stands_alone(document, *line));
    let is_hit = |line: &usize| hits.binary_search(line).is_ok();
    match place {
        Place::Anywhere => hits,
        Place::Head => hits.into_iter().filter(|line| document.head().contains(line)).collect(),
        Place::Tail => hits.into_iter().filter(|line| document.tail().contains(line)).collect(),
        Place::FirstLine => alone().take_while(is_hit).collect(),
        Place::LastLine => {
            let mut run: Vec<usize> = alone().rev().take_while(is_hit).collect();
            run.reverse();
            run
        }
    }
}

/// The lines that follow one another, blank lines apart, in runs of at least so many different ones.
fn in_runs(document: &Document, hits: Vec<usize>, shortest: usize) -> Vec<usize> {
    if shortest <= 1 {
        return hits;
    }
    let filled = document.filled();
    let follows = |one: &usize, other: &usize| {
        let next = filled.partition_point(|line| line <= one);
        filled.get(next) == Some(other)
    };
    let is_long = |run: &&[usize]| {
        let different: HashSet<String> = run.iter().map(|line| bare(shown(document, *line))).collect();
        different.len() >= shortest
    };
    hits.chunk_by(follows).filter(is_long).flatten().copied().collect()
}

/// A finding on some lines without the white space around them, whose edit deletes them whole.
fn deletion(rule: &Rule, document: &Document, first: usize, last: usize) -> Finding {
    let span = Span::new(document.trimmed(first).start, document.trimmed(last - 1).end);
    rule.flag(document, span, vec![Edit::deletion(document.whole_lines(first, last))])
}
