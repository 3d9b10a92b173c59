//! Paragraphs that begin with a small letter.

use rustc_hash::FxHashMap;

use super::with_capital;
use crate::document::{Document, Span};
use crate::lexicon::{WordSet, is_in, is_usual};
use crate::model::{Finding, Rule};
use crate::pattern::{Exceptions, Sheltered, Stopped};
use crate::text::chars::{self, is_capital, is_decimal, is_small, is_word};
use crate::text::paragraphs::paragraph_at;
use crate::text::prose::in_prose;
use crate::text::sentences::{ends_sentence, is_running_text};

/// Words that continue a sentence after a formula, a list or the name of the subject.
const GOING_ON: [&str; 13] =
    ["and", "or", "where", "which", "then", "is", "are", "was", "were", "has", "had", "denotes", "means"];
/// The last signs of a heading that goes on.
const GOES_ON: &str = ",;:-–—(";
const OPENING: [char; 4] = ['“', '"', '‘', '('];
/// What is after the first word of an entry of a dictionary.
const PARTS_OF_SPEECH: [&str; 8] = ["n", "v", "adj", "adv", "noun", "verb", "adjective", "adverb"];
const LONGEST_HEADING: usize = 12; // words

/// The first words of paragraphs; a word that begins several of them is a name that is written so.
///
/// In a marked-up text they are left alone: it names programs (pip), and its paragraphs go on after code.
pub fn findings(rule: &Rule, unless: &Exceptions, document: &Document) -> Result<Vec<Finding>, Stopped> {
    let places = if document.marked.is_empty() { places(document) } else { Vec::new() };
    let mut often = FxHashMap::<&str, usize>::default();
    for span in &places {
        *often.entry(document.slice(*span)).or_default() += 1;
    }
    let mut unless = Sheltered::new(unless);
    let mut findings = Vec::new();
    for span in places {
        let word = document.slice(span);
        if often.get(word) == Some(&1) && in_prose(document, span) && !unless.cover(document, span)? {
            findings.push(rule.replace(document, span, with_capital(word)));
        }
    }
    Ok(findings)
}

/// The places of words in small letters that begin paragraphs.
fn places(document: &Document) -> Vec<Span> {
    let mut places = Vec::new();
    for &number in document.filled() {
        let content = document.content(number);
        let Some(word) = first_word(content) else { continue };
        if is_usual(word)
            && !GOING_ON.contains(&word)
            && begins_paragraph(document, number)
            && !document.starts_small()
            && !document.parameters().contains(word)
        {
            let start = document.lines().get(number).map_or(0, |line| line.start);
            let first = start + content.find(word).unwrap_or_default();
            places.push(Span::new(first, first + word.len()));
        }
    }
    places
}

/// The first word of a line if it is in small letters and others follow.
fn first_word(content: &str) -> Option<&str> {
    let rest = content.strip_prefix(OPENING).unwrap_or(content);
    if !content.chars().take(2).any(char::is_lowercase) {
        return None;
    }
    let small = |rest: &str| rest.find(|sign| !is_small(sign)).unwrap_or(rest.len());
    let (word, rest) = rest.split_at(small(rest));
    if word.is_empty() {
        return None;
    }
    let rest = match rest.strip_prefix(['\'', '’']) {
        Some(after) if small(after) > 0 => &after[small(after)..],
        _ => rest,
    };
    if let Some(rest) = rest.strip_prefix('-') {
        return rest.starts_with(is_small).then_some(word);
    }
    let rest = rest.strip_prefix(',').unwrap_or(rest).strip_prefix(' ')?;
    let is_entry = PARTS_OF_SPEECH
        .iter()
        .any(|part| rest.strip_prefix(part).is_some_and(|after| !after.chars().next().is_some_and(is_word)));
    (!is_entry && !rest.starts_with(['/', '[', '('])).then_some(word)
}

/// Whether a line begins running text, after a full sentence or a heading, if anything is before it.
fn begins_paragraph(document: &Document, number: usize) -> bool {
    let start = document.lines().get(number).map_or(0, |line| line.start);
    let Some(paragraph) = paragraph_at(document, start).filter(|paragraph| paragraph.first == number) else {
        return false;
    };
    if !is_running_text(document.slice(paragraph.span)) {
        return false;
    }
    let filled = document.filled();
    let next = filled.partition_point(|&line| line < paragraph.last);
    let above = filled[..filled.partition_point(|&line| line < number)].last().copied();
    let below = filled.get(next).copied();
    let is_small = |line: usize| chars::lstrip(document.content(line)).starts_with(char::is_lowercase);
    if above.into_iter().chain(below).any(is_small) {
        return false; // an item of a list
    }
    above.is_none_or(|above| {
        let content = document.content(above);
        ends_sentence(content) || (above + 1 < number && is_whole_heading(chars::strip(content)))
    })
}

/// Whether a line is a heading that does not go on in the next paragraph.
fn is_whole_heading(line: &str) -> bool {
    let last = line.rsplit(chars::is_space).next().unwrap_or_default();
    !line.ends_with(|sign| GOES_ON.contains(sign))
        && is_heading(line)
        && !is_in(&last.to_lowercase(), WordSet::Function)
}

fn is_heading(line: &str) -> bool {
    let begins = |line: &str| {
        let line = line.strip_prefix(OPENING).unwrap_or(line);
        line.starts_with(|sign| is_capital(sign) || is_decimal(sign))
    };
    let is_short = |line: &str| {
        line.split(char::is_whitespace).filter(|word| !word.is_empty()).nth(LONGEST_HEADING).is_none()
    };
    (begins(line) && is_short(line)) || after_number(line).is_some_and(|line| begins(line) && is_short(line))
}

/// What follows a number, a stop or a bracket if there is one, and a blank.
fn after_number(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(is_decimal);
    let after = rest.strip_prefix(['.', ')']).unwrap_or(rest).strip_prefix(' ');
    after.filter(|_| rest.len() < line.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_words_are_small() {
        for (content, word) in [
            ("the end", Some("the")),
            ("“it’s so", Some("it")),
            ("so, they", Some("so")),
            ("so-called", Some("so")),
            ("set n. a group", None),
            ("set (a group)", None),
            ("set noun-like things", None),
            ("set nouns", Some("set")),
            ("The end", None),
            ("((the end", None),
            ("so", None),
            ("so- ", None),
        ] {
            assert_eq!(first_word(content), word, "{content}");
        }
    }

    #[test]
    fn headings_are_short() {
        for (line, expected) in [
            ("1 Of 3 4 5 6 7 8 9 10 11 12 13", true),
            ("1 of 3 4 5 6 7 8 9 10 11 12 13", false),
            ("1) “The End", true),
            ("2. the end", true),
            (". The end", false),
            ("the End", false),
        ] {
            assert_eq!(is_heading(line), expected, "{line}");
        }
        assert!(
            !is_whole_heading("The End of the")
                && !is_whole_heading("The End:")
                && is_whole_heading("The End")
        );
    }
}
