//! The parts of words that hyphens and apostrophes join: `israel` in `Hamas-israel`, `turkey` in `turkey's`.

use std::cell::OnceCell;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::chars::{self, is_number};
use super::words::{Word, is_part, is_part_of_code};
use crate::document::Span;
use crate::lexicon::hash;

/// All parts of the words of a text.
pub struct Parts<'t> {
    text: &'t str,
    /// The parts in order; no digit or underscore is next to one.
    pub all: Vec<Word>,
    small: OnceCell<FxHashMap<u64, usize>>,
}

impl<'t> Parts<'t> {
    /// The parts of a text with these words.
    pub fn of(text: &'t str, words: &[Word]) -> Self {
        let mut all = Vec::with_capacity(words.len() + words.len() / 16);
        let mut done = 0;
        for word in words {
            add_between(text, done..word.span.start, &mut all);
            done = word.span.end;
            if !word.is_plain && has_joint(&text[word.span.range()]) {
                add(text, word.span.range(), &mut all);
            } else {
                all.push(*word);
            }
        }
        add_between(text, done..text.len(), &mut all);
        Parts { text, all, small: OnceCell::new() }
    }

    /// How often a part in lower case is written so.
    pub fn small(&self, part: &str) -> usize {
        let small = self.small.get_or_init(|| {
            let mut small = FxHashMap::default();
            let is_small = |part: &&Word| chars::is_lower(&self.text[part.span.range()]);
            for part in self.all.iter().filter(is_small) {
                *small.entry(part.hash).or_default() += 1;
            }
            small
        });
        small.get(&hash(part.as_bytes())).copied().unwrap_or_default()
    }
}

/// The parts of words in a range of a text that cuts none.
pub fn parts_in(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let Range { start: mut at, end: last } = range;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..last].find(is_part)?;
            let is_free = !text[..start].chars().next_back().is_some_and(is_part_of_code);
            at = text[start..last].find(|sign| !is_part(sign)).map_or(last, |length| start + length);
            if is_free && !text[at..].chars().next().is_some_and(|sign| is_number(sign) || sign == '_') {
                return Some(start..at);
            }
        }
    })
}

fn add(text: &str, range: Range<usize>, all: &mut Vec<Word>) {
    for part in parts_in(text, range) {
        let hash = hash(chars::plain(&text[part.clone()]).as_bytes());
        all.push(Word { span: Span::new(part.start, part.end), hash, is_misspelled: false, is_plain: false });
    }
}

/// Adds the parts of what is no word, since a digit or an underscore is next to it.
fn add_between(text: &str, range: Range<usize>, all: &mut Vec<Word>) {
    let may_be_part = |byte: &u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    if range.len() > 1 && text.as_bytes()[range.clone()].iter().any(may_be_part) {
        add(text, range, all);
    }
}

fn has_joint(word: &str) -> bool {
    word.contains(['\'', '’', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::Words;

    #[test]
    fn parts_are_between_joints() {
        for (text, expected) in [
            ("Hamas-israel, turkey’s", "Hamas|israel|turkey|s"),
            ("al-qaeda2 x_y -foo- é\u{301}t", "al|foo|é\u{301}t"),
            ("2nd-class o'clock_", "class|o"),
            ("", ""),
        ] {
            let parts = Parts::of(text, &Words::of(text).all);
            let shown: Vec<&str> = parts.all.iter().map(|part| &text[part.span.range()]).collect();
            assert_eq!(shown.join("|"), expected, "{text}");
            let shown: Vec<&str> = parts_in(text, 0..text.len()).map(|part| &text[part]).collect();
            assert_eq!(shown.join("|"), expected, "{text}");
        }
    }

    #[test]
    fn small_parts_are_counted() {
        let text = "Gaza, gaza, pro-gaza and gaza2; gazas";
        let parts = Parts::of(text, &Words::of(text).all);
        for (part, number) in [("gaza", 2), ("gazas", 1), ("pro-gaza", 0)] {
            assert_eq!(parts.small(part), number, "{part}");
        }
    }
}
