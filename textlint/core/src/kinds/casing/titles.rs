//! Headings in title case with one word that has fallen out of it.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashSet;

use super::with_capital;
use crate::document::{Document, Role, Span};
use crate::model::{Finding, Rule};
use crate::pattern::{Exceptions, Sheltered, Stopped};
use crate::text::chars;
use crate::text::paragraphs::stands_alone;
use crate::text::parts::parts_in;
use crate::text::sentences::{ends_sentence, is_title_case};

/// The words of a title.
const WORDS: RangeInclusive<usize> = 4..=15;
/// The capitalised words of a title before the one without a capital; more if none follows it.
const CAPITALS_BEFORE: usize = 2;
const CAPITALS_ALONE: usize = 5;
const LONGEST: usize = 300; // code points
const LONGEST_SMALL_WORD: usize = 3; // code points; shorter words of a title may be small

/// Lists, labels, code and sentences are no titles.
static NO_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r#"[{}|=<>\\;@/#]|[.,:"](?:\s|$)|\s{2}|[?!]\s|\(c\)|Copyright|^\s*[-•*] "#;
    Regex::new(pattern).expect("a constant pattern")
});

/// The words of a rule that stay small in titles.
#[derive(Debug)]
pub struct Titles(FxHashSet<String>);

impl Titles {
    pub fn new(small: &[String]) -> Self {
        Self(small.iter().cloned().collect())
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
            let Some(span) = self.fallen(document, number) else { continue };
            if !unless.cover(document, span)? {
                findings.push(rule.replace(document, span, with_capital(document.slice(span))));
            }
        }
        Ok(findings)
    }

    /// The place of the one word of a title that has fallen out of its capitals.
    fn fallen(&self, document: &Document, number: usize) -> Option<Span> {
        let title = document.content(number);
        if !may_be_title(title) || !is_title_case(title) {
            return None;
        }
        let line = *document.lines().get(number)?;
        let role = document.role_at(line.start + chars::rstrip(title).len());
        if !matches!(role, None | Some(Role::Heading)) || !stands_alone(document, number) {
            return None;
        }
        let mut fallen = parts_in(document.text, line.start..line.end)
            .filter(|part| self.is_fallen(document.text, part.start, part.end));
        let part = fallen.next().filter(|_| fallen.next().is_none())?;
        let before = capitals(&document.text[line.start..part.start]);
        let after = capitals(&document.text[part.end..line.end]);
        let is_title = before >= if after > 0 { CAPITALS_BEFORE } else { CAPITALS_ALONE };
        (is_title && before + after + 1 >= *WORDS.start()).then_some(Span::new(part.start, part.end))
    }

    fn is_fallen(&self, text: &str, start: usize, end: usize) -> bool {
        let word = &text[start..end];
        let is_free = |sign: char| matches!(sign, ' ' | ':' | ',' | '?' | '\r' | '\n');
        chars::is_lower(word)
            && is_long(word)
            && text[..start].ends_with(' ')
            && text[end..].chars().next().is_none_or(is_free)
            && !self.0.contains(word)
    }
}

/// Whether a line has the length and the signs of a title, and begins with a capital.
fn may_be_title(title: &str) -> bool {
    let blanks = memchr::memchr_iter(b' ', title.as_bytes()).take(*WORDS.start()).count();
    if title.is_empty() || blanks + 1 < *WORDS.start() || title.chars().nth(LONGEST).is_some() {
        return false;
    }
    let mut words = chars::split(title);
    let begins = words.next().is_some_and(|word| word.starts_with(char::is_uppercase));
    let second = words.next().filter(|second| chars::is_lower(second) && is_long(second));
    let asks = second.is_some() && title.ends_with('?'); // How should I use Name Name?
    begins
        && !asks
        && WORDS.contains(&chars::split(title).take(*WORDS.end() + 1).count())
        && (title.ends_with('?') || !ends_sentence(title))
        && !NO_TITLE.is_match(title)
}

fn is_long(word: &str) -> bool {
    word.chars().nth(LONGEST_SMALL_WORD).is_some()
}

/// The number of words with capitals, but for the pronoun I.
fn capitals(text: &str) -> usize {
    chars::split(text).filter(|word| word.starts_with(char::is_uppercase) && *word != "I").count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_have_a_shape() {
        for (line, expected) in [
            ("The Shifting sands of Alliances", true),
            ("The Shifting Sands", false),
            ("the Shifting Sands of Alliances", false),
            ("The Shifting Sands of Alliances.", false),
            ("The Shifting Sands: of Alliances", false),
            ("Does the Shifting Sands Move?", true),
            ("Does that Shifting Sands Move?", false),
            ("The Shifting  Sands of Alliances", false),
        ] {
            assert_eq!(may_be_title(line), expected, "{line}");
        }
    }
}
