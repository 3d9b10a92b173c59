//! Sentences that begin with a small letter.

use rustc_hash::FxHashSet;

use super::with_capital;
use crate::document::{Document, Span};
use crate::lexicon::tenths;
use crate::model::{Finding, Rule};
use crate::pattern::{Exceptions, Sheltered, Stopped};
use crate::text::chars::{is_capital, is_small, plain};
use crate::text::prose::in_prose;
use crate::text::sentences::ends_sentence;

/// On Zipf's scale, in tenths: a rarer word may be a name of code, and keeps its small letter.
const BEGINS_SENTENCES: u8 = 40;
/// A word with a capital and at least so many letters is no abbreviation: longer than Icel., Prof.
const LONGEST_ABBREVIATION: usize = 6;

/// The abbreviations of a rule that end with a full stop.
#[derive(Debug)]
pub struct Sentences(FxHashSet<String>);

impl Sentences {
    pub fn new(not_after: &[String]) -> Self {
        Self(not_after.iter().cloned().collect())
    }

    pub fn findings(
        &self,
        rule: &Rule,
        unless: &Exceptions,
        document: &Document,
        spans: &[Span],
    ) -> Result<Vec<Finding>, Stopped> {
        let mut unless = Sheltered::new(unless);
        let mut findings = Vec::new();
        for number in document.lines_in(spans) {
            let content = document.content(number);
            let line = document.lines().get(number).map_or(0, |line| line.start);
            if !ends_sentence(content) {
                continue;
            }
            for stop in memchr::memchr_iter(b'.', content.as_bytes()) {
                let Some((last, word)) = around(content, stop) else { continue };
                let span = Span::new(line + stop, line + stop + 2 + word.len());
                if !self.may_begin(last, word)
                    || !in_prose(document, span)
                    || document.starts_small()
                    || document.parameters().contains(word)
                    || unless.cover(document, span)?
                {
                    continue;
                }
                findings.push(rule.replace(document, span, format!(". {}", with_capital(word))));
            }
        }
        Ok(findings)
    }

    /// Whether a sentence may begin with a word after this one and a stop.
    fn may_begin(&self, last: &str, word: &str) -> bool {
        let is_short = || last.chars().nth(LONGEST_ABBREVIATION - 1).is_none();
        let is_title = last.starts_with(char::is_uppercase) && is_short();
        !is_title && tenths(&plain(word)) >= BEGINS_SENTENCES && !self.0.contains(&last.to_lowercase())
    }
}

/// The words before a stop, and after it and a blank; the second one in small letters.
fn around(content: &str, stop: usize) -> Option<(&str, &str)> {
    let after = content[stop + 1..].strip_prefix(' ')?;
    if !after.starts_with(is_small) {
        return None;
    }
    let is_part = |sign: char| is_small(sign) || matches!(sign, '’' | '\'' | '-');
    let (word, rest) = after.split_at(after.find(|sign| !is_part(sign)).unwrap_or(after.len()));
    let is_end = |sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | ':');
    if (word != "a" && word.chars().nth(1).is_none()) || !rest.starts_with(is_end) {
        return None;
    }
    let before = &content[..stop];
    let small = before.trim_end_matches(is_part);
    before[small.len()..].chars().nth(1)?;
    let capital = small.chars().next_back().filter(|&sign| is_capital(sign)).map_or(0, char::len_utf8);
    let start = small.len() - capital;
    content[..start].ends_with(char::is_whitespace).then_some((&before[start..], word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_around_stops() {
        for (content, expected) in [
            ("It was late. so they", Some(("late", "so"))),
            ("of Merlot. a few", Some(("Merlot", "a"))),
            ("of MErlot. a few", None),
            ("late. so they", None),
            ("it was I. so they", None),
            ("so it was. b they", None),
            ("so it was. so", None),
            ("so it was.\u{a0}so ", None),
            ("so don’t-x. d’accord; x", Some(("don’t-x", "d’accord"))),
        ] {
            let stop = content.find('.').unwrap_or_default();
            assert_eq!(around(content, stop), expected, "{content}");
        }
    }
}
