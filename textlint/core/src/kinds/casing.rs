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
use crate::phrases::in_spans;
use crate::ruleset::Check;
use crate::text::chars;
use crate::text::paragraphs::paragraph_at;
use crate::text::parts::parts_in;
use crate::triggers::Trigger;
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
            Subject::Names => Words::Names(Names::new(options)),
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
            Words::Names(names) => {
                let parts = in_spans(&document.parts().all, spans);
                names.findings(rule, unless, document, parts)
            }
            Words::Frames(frames) => {
                let parts = in_spans(&document.parts().all, spans);
                frames.findings(rule, unless, document, parts, spans)
            }
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
        let all = match &self.subject {
            // The others are found at their words.
            Words::Frames(frames) if frames.has_words() => {
                frames.findings(rule, &self.unless, document, std::iter::empty(), spans)
            }
            _ => self.findings(rule, document, spans),
        };
        findings.extend(rule.found(all));
    }

    fn check_words(&self, rule: &Rule, document: &Document, parts: &[usize], findings: &mut Vec<Finding>) {
        let (unless, parts) = (&self.unless, parts.iter().copied());
        let all = match &self.subject {
            Words::Names(names) => names.findings(rule, unless, document, parts),
            Words::Frames(frames) => frames.findings(rule, unless, document, parts, &[]),
            _ => return,
        };
        for finding in rule.found(all) {
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
    }

    fn trigger(&self) -> Trigger {
        match &self.subject {
            Words::Names(names) => Trigger::Words { hashes: names.first_words(), strings: Vec::new() },
            Words::Frames(frames) => frames.trigger(),
            _ => Trigger::Everywhere,
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::model::{Applicability, Severity};

    /// The replacements of the findings in a text, with a question mark where they need consent.
    pub fn shown(options: &str, text: &str) -> String {
        let rule = Rule {
            number: 0,
            id: "test/name".into(),
            kind: "casing".into(),
            severity: Severity::Warning,
            language: Language::Any,
            fix: Some(Applicability::Safe),
            message: "'{fixed}'.".into(),
            given_up: Default::default(),
        };
        let check = CasingCheck::new(&serde_json::from_str(options).unwrap()).unwrap();
        let document = Document::new(text);
        let findings = check.findings(&rule, &document, &[Span::new(0, text.len())]).unwrap();
        let fixed = findings.iter().map(|finding| {
            let fixed = finding.edits.first().map_or("", |edit| edit.text.as_str());
            let doubt = if finding.applicability == Some(Applicability::Unsafe) { "?" } else { "" };
            format!("{fixed}{doubt}")
        });
        fixed.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn words_have_capitals() {
        for (word, expected) in [("ßen", "SSen"), ("élan", "Élan"), ("", "")] {
            assert_eq!(with_capital(word), expected);
        }
        assert_eq!(with_capitals("jean-luc o’neil 2nd"), "Jean-Luc O’Neil 2nd");
    }

    #[test]
    fn names_are_written_right() {
        let options = r#"{"names": ["Gaza", "West Bank", "Saudi Arabia", "al-Qaeda", "NATO"]}"#;
        for (text, fixed) in [
            ("In Gaza and in Gaza, gaza is.", "Gaza"),
            ("In Gaza, gaza is, as gaza is.", "Gaza?, Gaza?"),
            ("The West Bank is the west Bank.", "West"),
            ("The West Bank Is\nThe west bank is.", "West Bank?"),
            ("The nato-gaza line, in NATO; NATO and Gaza; the Gaza line.", "NATO-Gaza"),
            ("The al-qaeda of it.", "Qaeda?"),
            ("in gaza and nato", ""),
            ("See --gaza, gaza.com, 'gaza' and x_gaza.", ""),
            ("In Gaza and in Gaza, gaza-driver.", "Gaza?"),
        ] {
            assert_eq!(shown(options, text), fixed, "{text}");
        }
        let ambiguous = r#"{"names": ["Turkey", "West Bank"], "ambiguous": true}"#;
        for (text, fixed) in [
            ("In turkey and on the west bank.", ""),
            ("In Turkey and of Turkey, turkey; the west Bank.", "Turkey, West?"),
        ] {
            assert_eq!(shown(ambiguous, text), fixed, "{text}");
        }
    }

    #[test]
    fn sentences_and_paragraphs_begin_with_capitals() {
        let options = r#"{"of": "sentences", "not_after": ["etc"]}"#;
        for (text, fixed) in [
            ("It was late. so they left.", ". So"),
            ("It was late. so they left", ""),
            ("It is late, etc. and so on.", ""),
            ("Call copy(mode). mode is it.", ""),
        ] {
            assert_eq!(shown(options, text), fixed, "{text}");
        }
        let options = r#"{"of": "paragraphs"}"#;
        let paragraph = "people say that this is so, and nobody knows of a better way to say it.";
        for (text, fixed) in [
            (format!("The End\n\n{paragraph}\n"), "People"),
            (format!("The End of\n\n{paragraph}\n"), ""),
            (format!("The End\n\n{paragraph}\n\nMore.\n\n{paragraph}"), ""),
        ] {
            assert_eq!(shown(options, &text), fixed, "{text}");
        }
    }

    #[test]
    fn strangers_and_titles_have_capitals() {
        let options = r#"{"of": "strangers", "names": ["Susan"]}"#;
        assert_eq!(shown(options, "It is Susan galbreath, and Jon Kabat-zinn."), "Galbreath, Zinn");
        assert_eq!(shown(options, "It is Tom galbreath, Susan walks."), "");
        let options = r#"{"of": "titles", "small": ["over"]}"#;
        let title = "The Shifting sands of Eastern Alliances over Gaza\n";
        assert_eq!(shown(options, title), "Sands");
    }
}
