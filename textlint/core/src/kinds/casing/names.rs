//! Names of a table that are written in small letters.

use std::cell::OnceCell;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashSet;

use super::{Capitals, Options, listed};
use crate::document::{Document, Span};
use crate::model::{Finding, Rule};
use crate::pattern::{Exceptions, Sheltered, Stopped};
use crate::phrases::{Phrases, normal};
use crate::ruleset::Later;
use crate::text::chars::{self, is_letter, is_small, is_word};
use crate::text::parts::parts_in;
use crate::text::prose::{Arguments, in_prose, is_joined};
use crate::text::sentences::is_title_case;

/// So many capitals in mid-sentence, and twice as many as small letters, are evidence of a name.
const EVIDENCE: usize = 2;
/// Words after a hyphen that do not make a name the first part of another one: nato-led.
const LINKED: [&str; 8] = ["born", "built", "led", "like", "made", "run", "style", "wide"];
const LINKED_ENDS: [&str; 2] = ["ed", "ing"];

/// The names of a rule.
#[derive(Debug)]
pub struct Names {
    phrases: Later<Phrases<Name>>,
    /// The names of several words, as they are written when they are right.
    several: Later<Option<AhoCorasick>>,
    /// Whether small letters may be right, too.
    ambiguous: bool,
}

/// A name as it is written when it is right.
#[derive(Debug)]
struct Name {
    text: String,
    lower: String,
    /// The places of its parts with capitals, in code points.
    capitals: Vec<Range<usize>>,
    /// The number among the names of several words.
    number: Option<usize>,
}

/// A name without its capitals.
struct Slip {
    span: Span,
    right: String,
    /// Whether the document writes it right elsewhere.
    evidence: bool,
}

impl Names {
    pub fn new(options: &Options) -> Self {
        let names: Vec<String> = listed(options).cloned().collect();
        let several: Vec<String> = names.iter().filter(|name| name.contains(' ')).cloned().collect();
        Self {
            phrases: Later::new(Box::new(move || phrases(&names))),
            several: Later::new(Box::new(move || AhoCorasick::new(several).ok())),
            ambiguous: options.ambiguous,
        }
    }

    /// The hashes of the first parts of all names.
    pub fn first_words(&self) -> Vec<u64> {
        self.phrases.firsts().collect()
    }

    /// The findings among the names that begin at some parts of words.
    pub fn findings(
        &self,
        rule: &Rule,
        unless: &Exceptions,
        document: &Document,
        parts: impl Iterator<Item = usize>,
    ) -> Result<Vec<Finding>, Stopped> {
        let (mut unless, mut capitals) = (Sheltered::new(unless), Capitals::new(document));
        let mut slips = Vec::<Slip>::new();
        for slip in self.slips(document, parts) {
            let end = slips.last().map_or(0, |last| last.span.end);
            if slip.span.start < end
                || !capitals.are_near(slip.span.start)
                || unless.cover(document, slip.span)?
            {
                continue;
            }
            match slips.last_mut() {
                // One name: african-american.
                Some(last) if &document.text[end..slip.span.start] == "-" => last.join(&slip),
                _ => slips.push(slip),
            }
        }
        let finding = |slip: Slip| {
            let is_sure = slip.evidence && !begins_identifier(&document.text[slip.span.end..]);
            let finding = rule.replace(document, slip.span, slip.right);
            if is_sure { finding } else { finding.needing_consent() }
        };
        Ok(slips.into_iter().map(finding).collect())
    }

    /// The words of names that are in small letters and should not be.
    fn slips(&self, document: &Document, parts: impl Iterator<Item = usize>) -> Vec<Slip> {
        let (mut slips, mut arguments) = (Vec::new(), Arguments::new(document.text));
        let written = OnceCell::new();
        let all = &document.parts().all;
        let places = parts.filter_map(|part| self.phrases.longest(document.text, &all[part..]));
        for (place, name) in places {
            let text = document.slice(place);
            let Some((wrong, right)) = name.wrong(text) else { continue };
            if !in_prose(document, place) || is_joined(document.text, place) || arguments.has(place) {
                continue;
            }
            let evidence = match name.number {
                Some(number) => written.get_or_init(|| self.written(document)).contains(&number),
                None => is_evident(document, name),
            };
            // Of a name that is half right nobody doubts that it is one: west Bank.
            let is_half = name.number.is_some() && !chars::is_lower(text);
            if evidence || is_half || !self.ambiguous {
                let span = Span::new(place.start + wrong.start, place.start + wrong.end);
                slips.push(Slip { span, right: right.to_owned(), evidence });
            }
        }
        slips
    }

    /// The names of several words that a document writes right, outside of headings.
    fn written(&self, document: &Document) -> FxHashSet<usize> {
        let mut written = FxHashSet::default();
        let mut title = None;
        let occurrences =
            self.several.iter().flat_map(|several| several.find_overlapping_iter(document.text));
        for occurrence in occurrences {
            let number = occurrence.pattern().as_usize();
            if written.contains(&number) {
                continue;
            }
            let line = document.line_at(occurrence.start());
            let is_title = match title {
                Some((last, is_title)) if last == line => is_title,
                _ => is_title_case(document.content(line)),
            };
            title = Some((line, is_title));
            if !is_title {
                written.insert(number);
            }
        }
        written
    }
}

/// Some names by their parts.
fn phrases(names: &[String]) -> Phrases<Name> {
    let (mut phrases, mut several) = (Phrases::of_parts(), 0..);
    for name in names {
        let number = name.contains(' ').then(|| several.next()).flatten();
        phrases.insert(&normal(name), Name::new(name, number));
    }
    phrases
}

impl Name {
    fn new(name: &str, number: Option<usize>) -> Self {
        let code_points = |end: usize| name[..end].chars().count();
        let parts = parts_in(name, 0..name.len()).filter(|part| !chars::is_lower(&name[part.clone()]));
        let capitals = parts.map(|part| code_points(part.start)..code_points(part.end)).collect();
        Name { text: name.to_owned(), lower: name.to_lowercase(), capitals, number }
    }

    /// From the first to the last word that is in small letters and should not be, and how it is right.
    fn wrong(&self, text: &str) -> Option<(Range<usize>, &str)> {
        let is_wrong = |part: &&Range<usize>| chars::is_lower(&text[bytes(text, part)]);
        let first = self.capitals.iter().find(is_wrong)?;
        let last = self.capitals.iter().rfind(is_wrong)?;
        let all = first.start..last.end;
        Some((bytes(text, &all), &self.text[bytes(&self.text, &all)]))
    }
}

impl Slip {
    /// Makes one slip of two with a hyphen between them.
    fn join(&mut self, other: &Slip) {
        self.span.end = other.span.end;
        self.right = format!("{}-{}", self.right, other.right);
        self.evidence &= other.evidence;
    }
}

/// The range of bytes of a range of code points.
fn bytes(text: &str, range: &Range<usize>) -> Range<usize> {
    let byte = |number| text.char_indices().nth(number).map_or(text.len(), |(byte, _)| byte);
    byte(range.start)..byte(range.end)
}

/// Whether a document writes a name of one word right in mid-sentence, and seldom in small letters.
fn is_evident(document: &Document, name: &Name) -> bool {
    let count = document.capitals(&name.text);
    count >= EVIDENCE && count >= 2 * document.parts().small(&name.lower)
}

/// Whether what follows a small name makes it the first part of another one: nvidia-driver, but not nato-led.
fn begins_identifier(after: &str) -> bool {
    let Some(rest) = after.strip_prefix('-') else {
        return false;
    };
    let (word, rest) = rest.split_at(rest.find(|sign| !is_small(sign)).unwrap_or(rest.len()));
    let next = rest.chars().next();
    if word.is_empty() || next.is_some_and(|sign| is_letter(sign) || matches!(sign, '\'' | '’')) {
        return false;
    }
    let is_linked = LINKED.contains(&word) || LINKED_ENDS.iter().any(|end| word.ends_with(end));
    !is_linked || next.is_some_and(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_rests() {
        for (after, expected) in [
            ("-driver", true),
            ("-driver.", true),
            ("-led", false),
            ("-led1", true),
            ("-backed", false),
            ("-drivers’", false),
            ("-wide ", false),
            ("-Driver", false),
            ("driver", false),
            ("-", false),
        ] {
            assert_eq!(begins_identifier(after), expected, "{after}");
        }
    }

    #[test]
    fn wrong_words_of_names() {
        let name = Name::new("the West Bank of São Paulo", None);
        for (text, expected) in [
            ("the west bank of são paulo", Some("West Bank of São Paulo")),
            ("the west Bank of São Paulo", Some("West")),
            ("The West Bank of São PAULO", None),
        ] {
            assert_eq!(name.wrong(text).map(|(_, right)| right), expected, "{text}");
        }
    }
}
