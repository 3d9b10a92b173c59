//! The kind `casing`: words that should be capitalised and are not.

mod frames;
mod names;
mod paragraphs;
mod sentences;
mod strangers;
mod titles;

use serde::Deserialize;

use crate::document::{Document, Span};
use crate::model::{Finding, Rule};
use crate::pattern::{Exceptions, Stopped};
use crate::ruleset::Check;
use crate::text::chars;
use crate::text::paragraphs::paragraph_at;
use crate::text::parts::parts_in;
use frames::Frames;
use names::Names;
use sentences::Sentences;
use strangers::Strangers;
use titles::Titles;

/// What a rule looks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    #[default]
    Names,
    Frames,
    Strangers,
    Sentences,
    Paragraphs,
    Titles,
}

/// The options of a rule of this kind; a table is a list of rows.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    pub of: Subject,
    pub names: Vec<String>,
    pub table: Option<Vec<Vec<String>>>,
    pub ambiguous: bool,
    pub unless: Vec<String>,
    pub not_after: Vec<String>,
    pub small: Vec<String>,
    pub frames: Vec<String>,
}

/// A check for words without their capitals.
#[derive(Debug)]
pub struct CasingCheck {
    unless: Exceptions,
    subject: Words,
}

#[derive(Debug)]
enum Words {
    Names(Names),
    Frames(Frames),
    Strangers(Strangers),
    Sentences(Sentences),
    Paragraphs,
    Titles(Titles),
}

impl CasingCheck {
    /// The check with these options; an error is one line that says what is wrong.
    pub fn new(options: &Options) -> Result<Self, String> {
        let subject = match options.of {
            Subject::Names => Words::Names(Names::new(options)?),
            Subject::Frames => Words::Frames(Frames::new(&options.frames)?),
            Subject::Strangers => Words::Strangers(Strangers::new(options)),
            Subject::Sentences => Words::Sentences(Sentences::new(&options.not_after)),
            Subject::Paragraphs => Words::Paragraphs,
            Subject::Titles => Words::Titles(Titles::new(&options.small)),
        };
        Ok(Self { unless: Exceptions::new(&options.unless, true)?, subject })
    }

    /// The findings in some spans.
    pub fn findings(
        &self,
        rule: &Rule,
        document: &Document,
        spans: &[Span],
    ) -> Result<Vec<Finding>, Stopped> {
        let unless = &self.unless;
        match &self.subject {
            Words::Names(names) => names.findings(rule, unless, document, spans),
            Words::Frames(frames) => frames.findings(rule, unless, document, spans),
            Words::Strangers(strangers) => strangers.findings(rule, unless, document),
            Words::Sentences(sentences) => sentences.findings(rule, unless, document, spans),
            Words::Paragraphs => paragraphs::findings(rule, unless, document),
            Words::Titles(titles) => titles.findings(rule, unless, document, spans),
        }
    }
}

impl Check for CasingCheck {
    /// Adds the findings; none if a search takes too many steps.
    fn check(&self, rule: &Rule, document: &Document, spans: &[Span], findings: &mut Vec<Finding>) {
        findings.extend(self.findings(rule, document, spans).unwrap_or_default());
    }
}

/// The names of a rule: its own, and those of its table.
fn listed(options: &Options) -> impl Iterator<Item = &String> {
    let rows = options.table.iter().flatten();
    options.names.iter().chain(rows.filter_map(|row| row.first()))
}

/// Whether paragraphs have capitals at all: in some chats nothing has. The last answer is kept.
struct Capitals<'d, 't> {
    document: &'d Document<'t>,
    last: Option<(Span, bool)>,
}

impl<'d, 't> Capitals<'d, 't> {
    fn new(document: &'d Document<'t>) -> Self {
        Self { document, last: None }
    }

    /// Whether the paragraph of a position has a capital.
    fn are_near(&mut self, position: usize) -> bool {
        let Some(paragraph) = paragraph_at(self.document, position) else {
            return false;
        };
        match self.last {
            Some((span, has_capitals)) if span == paragraph.span => has_capitals,
            _ => {
                let has_capitals = !chars::is_lower(self.document.slice(paragraph.span));
                self.last = Some((paragraph.span, has_capitals));
                has_capitals
            }
        }
    }
}

/// A word with a capital as its first letter.
fn with_capital(word: &str) -> String {
    let mut signs = word.chars();
    let first = signs.next().into_iter().flat_map(char::to_uppercase);
    first.chain(signs.clone()).collect()
}

/// A name with a capital as the first letter of each of its parts.
fn with_capitals(name: &str) -> String {
    let (mut result, mut done) = (String::with_capacity(name.len()), 0);
    for part in parts_in(name, 0..name.len()) {
        result += &name[done..part.start];
        result += &with_capital(&name[part.clone()]);
        done = part.end;
    }
    result + &name[done..]
}
