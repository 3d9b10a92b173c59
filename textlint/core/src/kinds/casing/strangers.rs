//! Surnames that no dictionary has, in small letters.

use rustc_hash::FxHashSet;

use super::{Options, listed};
use crate::document::{Document, Span};
use crate::lexicon::lists;
use crate::model::{Finding, Rule};
use crate::pattern::{Exceptions, Sheltered, Stopped};
use crate::text::chars::{self, is_alnum, is_capital, is_small};
use crate::text::prose::in_prose;
use crate::text::sentences::starts_sentence;

/// The least number of letters of a surname, and of a name with a hyphen.
const SHORTEST: usize = 4;
const SHORTEST_DOUBLE: usize = 9;
const BEFORE: &str = "'’-@.";
const AFTER: &str = "_@/=(-‐";
/// The ends of words that are derived from others.
const DERIVED: [&str; 15] = [
    "ed", "ing", "ly", "es", "ish", "ise", "ize", "less", "like", "esque", "ism", "ist", "ity", "ible",
    "able",
];

/// The given names of a rule.
#[derive(Debug)]
pub struct Strangers(FxHashSet<String>);

/// A word with a capital, a blank or a hyphen, and a word in small letters.
struct Pair<'t> {
    name: &'t str,
    is_hyphen: bool,
    word: &'t str,
    start: usize,
    span: Span,
}

impl Strangers {
    pub fn new(options: &Options) -> Self {
        Self(listed(options).cloned().collect())
    }

    pub fn findings(
        &self,
        rule: &Rule,
        unless: &Exceptions,
        document: &Document,
    ) -> Result<Vec<Finding>, Stopped> {
        let mut unless = Sheltered::new(unless);
        let mut findings = Vec::new();
        for pair in pairs(document.text) {
            if self.is_name(document, &pair)
                && in_prose(document, pair.span)
                && !unless.cover(document, pair.span)?
            {
                findings.push(rule.replace(document, pair.span, chars::capitalized(pair.word)));
            }
        }
        Ok(findings)
    }

    fn is_name(&self, document: &Document, pair: &Pair) -> bool {
        let is_name = if pair.is_hyphen {
            // Kabat-zinn, but not Jong-un.
            let is_long = pair.name.chars().chain(pair.word.chars()).nth(SHORTEST_DOUBLE - 1).is_some();
            is_long && !starts_sentence(document.text, pair.start)
        } else {
            self.0.contains(pair.name) && document.words().unlisted.contains(pair.word)
        };
        is_name && !DERIVED.iter().any(|end| pair.word.ends_with(end)) && !lists(pair.word)
    }
}

/// The pairs of a text, in order.
fn pairs(text: &str) -> impl Iterator<Item = Pair<'_>> {
    let may_be_capital = |byte: u8| byte.is_ascii_uppercase() || byte > 0xC2;
    let starts = text.bytes().enumerate().filter(move |(_, byte)| may_be_capital(*byte));
    starts.filter_map(|(start, _)| pair(text, start))
}

fn pair(text: &str, start: usize) -> Option<Pair<'_>> {
    let rest = text.get(start..)?;
    let capital = rest.chars().next().filter(|&sign| sign.is_uppercase() && is_capital(sign))?;
    let small = |rest: &str| rest.find(|sign| !is_small(sign)).unwrap_or(rest.len());
    let length = capital.len_utf8() + small(&rest[capital.len_utf8()..]);
    let (name, rest) = rest.split_at(length);
    let is_hyphen = rest.starts_with('-');
    let rest = rest.strip_prefix([' ', '-'])?;
    let (word, rest) = rest.split_at(small(rest));
    word.chars().nth(SHORTEST - 1)?;
    let before = text[..start].chars().next_back();
    let is_part = before.is_some_and(|sign| is_alnum(sign) || BEFORE.contains(sign))
        || rest.chars().next().is_some_and(|sign| is_alnum(sign) || AFTER.contains(sign));
    let span = Span::new(start + length + 1, start + length + 1 + word.len());
    (length > capital.len_utf8() && !is_part).then_some(Pair { name, is_hyphen, word, start, span })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_names_and_words() {
        for (text, expected) in [
            ("Susan galbreath", "Susan galbreath"),
            ("x.Susan galbreath, Jo-zinner of A test", "Jo zinner"),
            ("Élan zinnov2 _Susan zinn Tom qmail(8)", "Susan zinn"),
            ("Susan  zinn Tom zin é-Élan zinn", ""),
            ("Çe éèéè", "Çe éèéè"),
        ] {
            let shown: Vec<String> = pairs(text).map(|pair| format!("{} {}", pair.name, pair.word)).collect();
            assert_eq!(shown.join("|"), expected, "{text}");
        }
    }
}
