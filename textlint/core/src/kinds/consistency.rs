//! The kind `consistency`: one word in two spellings within a document.
//!
//! The spelling that is rarer in the document is reported, on a tie the one that comes later. Which of the two is right
//! is for the author to say, so there is no edit. Capitalised words in mid-sentence are names, and a quotation keeps
//! the spelling of its source.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use crate::document::{Document, Span};
use crate::model::{Finding, Rule, Values};
use crate::phrases::{Phrases, normal};
use crate::ruleset::Check;
use crate::text::chars;
use crate::text::paragraphs::paragraph_at;
use crate::text::prose::in_prose;
use crate::text::sentences::starts_sentence;

/// The options of a rule of this kind.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Options {
    pub groups: Vec<String>,
}

/// A check for words in two spellings.
#[derive(Debug)]
pub struct ConsistencyCheck {
    /// The spellings with their numbers.
    phrases: Phrases<usize>,
    /// Each spelling with the number of its group.
    spellings: Vec<(String, usize)>,
}

impl ConsistencyCheck {
    /// The check with these options.
    pub fn new(options: &Options) -> Self {
        let mut known: HashMap<&str, usize> = HashMap::new();
        let mut spellings = Vec::new();
        for (number, group) in options.groups.iter().enumerate() {
            let group: Vec<&str> = group.split(" / ").map(chars::strip).collect();
            let number = group.iter().find_map(|spelling| known.get(spelling).copied()).unwrap_or(number);
            for spelling in group {
                if !known.contains_key(spelling) {
                    known.insert(spelling, number);
                    spellings.push((spelling.to_owned(), number));
                }
            }
        }
        let mut phrases = Phrases::default();
        for (number, (spelling, _)) in spellings.iter().enumerate() {
            phrases.insert(&normal(spelling), number);
        }
        ConsistencyCheck { phrases, spellings }
    }
}

impl Check for ConsistencyCheck {
    fn check(&self, rule: &Rule, document: &Document, spans: &[Span], findings: &mut Vec<Finding>) {
        let mut quotations = Quotations::new(document);
        let mut groups: BTreeMap<usize, BTreeMap<usize, Vec<Span>>> = BTreeMap::new();
        for (place, &spelling) in self.phrases.occurrences(document.text, &document.words().all, spans) {
            if is_word(document, place) && in_prose(document, place) && !quotations.is_open(place.start) {
                let group = groups.entry(self.spellings[spelling].1).or_default();
                group.entry(spelling).or_default().push(place);
            }
        }
        for group in groups.values() {
            let rank = |places: &[Span]| (places.len(), Reverse(places.first().map(|place| place.start)));
            let Some(usual) = group.iter().max_by_key(|(_, places)| rank(places)).map(|(usual, _)| *usual)
            else {
                continue;
            };
            for place in
                group.iter().filter(|(spelling, _)| **spelling != usual).flat_map(|(_, places)| places)
            {
                let values = Values::from([("other", self.spellings[usual].0.clone())]);
                findings.push(rule.flag_with(document, *place, Vec::new(), values));
            }
        }
    }
}

/// The quotation marks of a paragraph up to a position, which only moves on.
struct Quotations<'d, 't> {
    document: &'d Document<'t>,
    paragraph: Span,
    done: usize,
    is_curly_open: bool,
    is_straight_open: bool,
}

impl<'d, 't> Quotations<'d, 't> {
    fn new(document: &'d Document<'t>) -> Self {
        let paragraph = Span::new(0, 0);
        Quotations { document, paragraph, done: 0, is_curly_open: false, is_straight_open: false }
    }

    /// Whether a quotation is open at a position.
    fn is_open(&mut self, at: usize) -> bool {
        if at < self.done || at >= self.paragraph.end {
            let Some(paragraph) = paragraph_at(self.document, at) else {
                return false;
            };
            let (document, paragraph) = (self.document, paragraph.span);
            *self = Quotations { paragraph, done: paragraph.start, ..Quotations::new(document) };
        }
        for sign in self.document.text[self.done..at].chars() {
            match sign {
                '“' => self.is_curly_open = true,
                '”' => self.is_curly_open = false,
                '"' => self.is_straight_open = !self.is_straight_open,
                _ => {}
            }
        }
        self.done = at;
        self.is_curly_open || self.is_straight_open
    }
}

/// Whether a place has a word in small letters; a capital may begin a sentence.
fn is_word(document: &Document, place: Span) -> bool {
    let word = document.slice(place);
    let rest = word.chars().next().map_or("", |first| &word[first.len_utf8()..]);
    chars::is_lower(word) || (chars::is_lower(rest) && starts_sentence(document.text, place.start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::testing::found;

    #[test]
    fn the_rarer_spelling_is_reported() {
        let options = Options { groups: vec!["dialogue / dialog".into(), "adviser / advisor".into()] };
        let check = ConsistencyCheck::new(&options);
        for (text, expected) in [
            ("a dialog, the dialogue and one more dialogue", vec!["dialog, not dialogue"]),
            ("a dialog and the dialogue of an adviser", vec!["dialogue, not dialog"]),
            ("a dialog and “the dialogue” or Dialogue", vec![]),
        ] {
            assert_eq!(found(&check, "{found}, not {other}", text), expected, "{text}");
        }
    }

    #[test]
    fn quotations_are_open() {
        let text = "a “b” c \"d\" e\n\n“f\n\ng";
        let document = Document::new(text);
        let mut quotations = Quotations::new(&document);
        for (word, is_open) in
            [("a", false), ("b", true), ("c", false), ("d", true), ("e", false), ("f", true), ("g", false)]
        {
            assert_eq!(quotations.is_open(text.find(word).unwrap()), is_open, "{word}");
        }
    }
}
