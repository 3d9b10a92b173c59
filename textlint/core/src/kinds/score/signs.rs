//! What can be seen of a line by its place and its company.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::look;
use crate::document::{Document, Span};
use crate::text::chars::{self, has_words};
use crate::text::paragraphs::stands_alone;
use crate::text::sentences::{ends_sentence, is_running_text};

const WINDOW: usize = 3; // lines on either side
const FAR_WINDOW: usize = 8;
const SHORTEST_HEADLINE: usize = 2; // words
const COMPANY: usize = 20; // lines on either side, one of which other rules must have found …
const COMPANY_SHARE: f64 = 0.01; // … or such a share of all
const REACH: usize = 15; // lines without a paragraph, in which findings count as above and below

const LINES: [usize; 8] = [0, 1, 2, 3, 5, 8, 15, 40];
const SHARES: [usize; 8] = [0, 1, 10, 20, 30, 45, 60, 80]; // per cent
const FINDINGS: [usize; 7] = [0, 1, 2, 3, 5, 8, 15];
const NEAR: [usize; 4] = [0, 1, 2, 3];
const FOUND_SHARES: [usize; 7] = [0, 1, 2, 4, 7, 12, 20]; // per cent

/// One word in small letters or with signs inside, as a reference lists them; numbers of sections; lone signs.
///
/// ʕ is no small letter since Unicode 17.
static TERM: LazyLock<Regex> = LazyLock::new(|| {
    let source = r"^(?:[^\p{L}\s]*[\p{Ll}&&[^ʕ]]\S*|\S*\p{L}[_*?>:(]\S*|[\p{N}.]+|\p{N}+(?:\.\p{N}+)+\.?[ \x{A0}].*|[^\p{L}\s]+)$";
    Regex::new(source).expect("a constant pattern")
});

/// The filled lines of a text, and what their neighbours need to know of them.
pub struct Neighbourhood<'t> {
    /// Their numbers among all lines.
    lines: Vec<usize>,
    texts: Vec<&'t str>,
    /// How many lines before each are paragraphs of running text, or lines of a hard-wrapped one.
    text_before: Vec<usize>,
    /// How many lines before each other rules have found.
    found_before: Vec<usize>,
    /// How many lines that are no text follow one another around each.
    runs: Vec<usize>,
    first: usize,
    last: Option<usize>,
    /// What is most likely the text's own.
    pub headline: Option<usize>,
    /// The lines that are there more than once, in lower case.
    repeated: HashSet<String>,
}

impl<'t> Neighbourhood<'t> {
    /// The lines of a document, some of which other rules have found.
    pub fn of(document: &Document<'t>, found: &[Span]) -> Self {
        let lines = document.filled().to_vec();
        let texts: Vec<&str> = lines.iter().map(|&line| chars::strip(document.content(line))).collect();
        let is_text = |(&line, text): (&usize, &&str)| is_running_text(text) || !stands_alone(document, line);
        let is_text: Vec<bool> = lines.iter().zip(&texts).map(is_text).collect();
        let found = document.lines_in(found);
        let is_found: Vec<bool> = lines.iter().map(|line| found.binary_search(line).is_ok()).collect();
        let first = is_text.iter().position(|is_text| *is_text);
        Neighbourhood {
            text_before: counts(&is_text),
            found_before: counts(&is_found),
            runs: runs(&is_text),
            first: first.unwrap_or(0),
            last: is_text.iter().rposition(|is_text| *is_text),
            headline: headline(&texts[..first.unwrap_or(0)], &is_found),
            repeated: repeated(&texts),
            lines,
            texts,
        }
    }

    /// The number of lines.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// The number of a line among all lines of the document.
    pub fn line(&self, k: usize) -> usize {
        self.lines[k]
    }

    pub fn text(&self, k: usize) -> &'t str {
        self.texts[k]
    }

    /// Whether a line is running text; false beyond the last one.
    pub fn is_text(&self, k: usize) -> bool {
        self.texts_in(k..k + 1) > 0
    }

    /// Whether another rule has found a line; false beyond the last one.
    pub fn is_found(&self, k: usize) -> bool {
        self.found_in(k..k + 1) > 0
    }

    /// Whether a line is between two paragraphs.
    pub fn is_heading(&self, k: usize) -> bool {
        k > 0 && self.is_text(k - 1) && self.is_text(k + 1)
    }

    /// Whether a line has a date, and no found line is between it and the text: a document's own date.
    pub fn is_own_date(&self, k: usize) -> bool {
        k < self.first && self.found_in(k + 1..self.first) == 0 && look::has_date(self.texts[k])
    }

    /// Whether other rules have found lines near a line, or enough in all: two in a book don't make a page.
    pub fn has_company(&self, k: usize) -> bool {
        let near = self.found_in(k.saturating_sub(COMPANY)..k + COMPANY + 1);
        near > 0 || self.all_found() as f64 >= COMPANY_SHARE * self.len() as f64
    }

    /// How many lines are paragraphs of running text, or parts of one.
    pub fn paragraphs(&self) -> usize {
        self.texts_in(0..self.len())
    }

    /// Whether a line announces the next one, which no rule has found: without it, `Photo:` leaves a name.
    pub fn is_label(&self, k: usize) -> bool {
        self.texts[k].ends_with(':') && !self.is_found(k + 1)
    }

    /// Whether a line may belong to the text, whatever its signs are.
    ///
    /// That is a term of a reference, a section's number and heading, or what is over a paragraph; above the text what
    /// could be a headline; elsewhere a sentence and all that no found line parts from the paragraph above: the last
    /// items of a list, a signature.
    pub fn may_be_text(&self, k: usize) -> bool {
        let text = self.texts[k];
        if TERM.is_match(text) || self.is_text(k + 1) {
            return true;
        }
        if k < self.first {
            return has_words(text, SHORTEST_HEADLINE);
        }
        let top = self.after_text_above(k, 0);
        ends_sentence(text) || self.found_in(top..k) == 0 || self.is_heading(k)
    }

    /// The names of all signs of a line, with some of numbers as ranges: `run 8-14`.
    pub fn signs(&self, k: usize, see: &mut dyn FnMut(&str)) {
        see("always");
        look::signs(self.texts[k], see);
        self.place(k, see);
        self.company(k, see);
    }

    /// Where a line is among the paragraphs.
    fn place(&self, k: usize, see: &mut dyn FnMut(&str)) {
        let count = self.len();
        let mut seen = Seen::new(see);
        match self.last {
            None => seen.sign("place nowhere"),
            Some(_) if k < self.first => {
                seen.sign("place head");
                seen.range("head", self.first - k, &LINES);
                if self.headline.is_some_and(|headline| self.texts[headline] == self.texts[k]) {
                    seen.sign("headline");
                }
            }
            Some(last) if k > last => {
                seen.sign("place tail");
                seen.range("tail", k - last, &LINES);
            }
            Some(_) => seen.sign("place middle"),
        }
        if k == 0 {
            seen.sign("first line");
        }
        if k + 1 == count {
            seen.sign("last line");
        }
        match (k > 0 && self.is_text(k - 1), self.is_text(k + 1)) {
            (true, true) => seen.sign("between paragraphs"),
            (true, false) => seen.sign("under a paragraph"),
            (false, true) => seen.sign("over a paragraph"),
            (false, false) => {}
        }
        seen.range("run", self.runs[k], &LINES);
        seen.range("paragraphs", 100 * self.texts_in(0..count) / count, &SHARES);
        for (window, name) in [(WINDOW, "paragraphs within 3"), (FAR_WINDOW, "paragraphs within 8")] {
            let (first, last) = (k.saturating_sub(window), count.min(k + window + 1));
            let share = 100 * self.texts_in(first..last) / (last - first).saturating_sub(1).max(1);
            seen.range(name, share, &SHARES);
        }
        if !self.repeated.is_empty() && self.repeated.contains(&self.texts[k].to_lowercase()) {
            seen.sign("repeated");
        }
    }

    /// What other rules have found in a line and around it.
    fn company(&self, k: usize, see: &mut dyn FnMut(&str)) {
        let mut seen = Seen::new(see);
        if self.is_found(k) {
            seen.sign("found itself");
        }
        if k > 0 && self.is_found(k - 1) {
            seen.sign("found above");
        }
        if self.is_found(k + 1) {
            seen.sign("found below");
        }
        let near = self.found_in(k.saturating_sub(WINDOW)..k + WINDOW + 1) - usize::from(self.is_found(k));
        seen.range("found near", near, &NEAR);
        // Up and down to the next paragraph: as far as no more of them are seen.
        let top = self.after_text_above(k, k.saturating_sub(REACH));
        let bottom = self.len().min(k + 1 + REACH);
        let below = self.text_before[k + 1..=bottom].partition_point(|&number| number <= self.text_before[k]);
        seen.range("found up to a paragraph", self.found_in(top..k), &NEAR);
        seen.range("found down to a paragraph", self.found_in(k + 1..k + below), &NEAR);
        seen.range("found in all", self.all_found(), &FINDINGS);
        seen.range("found share", 100 * self.all_found() / self.len(), &FOUND_SHARES);
    }

    /// The first line, not before a least one, from which on no text is before another line.
    fn after_text_above(&self, k: usize, least: usize) -> usize {
        let number = self.text_before[k];
        least + self.text_before[least..k].partition_point(|&other| other < number)
    }

    fn texts_in(&self, lines: Range<usize>) -> usize {
        counted(&self.text_before, lines)
    }

    fn found_in(&self, lines: Range<usize>) -> usize {
        counted(&self.found_before, lines)
    }

    fn all_found(&self) -> usize {
        self.found_in(0..self.len())
    }
}

/// Signs with their names in one buffer.
pub struct Seen<'s> {
    see: &'s mut dyn FnMut(&str),
    name: String,
}

impl<'s> Seen<'s> {
    pub fn new(see: &'s mut dyn FnMut(&str)) -> Self {
        Seen { see, name: String::new() }
    }

    pub fn sign(&mut self, name: &str) {
        (self.see)(name);
    }

    /// A sign of a group: `start capital`.
    pub fn of(&mut self, group: &str, name: &str) {
        self.name.clear();
        self.name.push_str(group);
        self.name.push(' ');
        self.name.push_str(name);
        (self.see)(&self.name);
    }

    /// The step that a number has reached: `words 2`, `run 8-14`, `words 21+`.
    pub fn range(&mut self, group: &str, number: usize, steps: &[usize]) {
        let next = steps.partition_point(|step| *step <= number);
        let least = next.checked_sub(1).map_or(0, |step| steps[step]);
        self.name.clear();
        let _ = match steps.get(next) {
            None => write!(self.name, "{group} {least}+"),
            Some(step) if step - least == 1 => write!(self.name, "{group} {least}"),
            Some(step) => write!(self.name, "{group} {least}-{}", step - 1),
        };
        (self.see)(&self.name);
    }
}

/// How many are true before each place, and before the end.
fn counts(flags: &[bool]) -> Vec<usize> {
    let mut number = 0;
    let mut counts = vec![0];
    counts.extend(flags.iter().map(|flag| {
        number += usize::from(*flag);
        number
    }));
    counts
}

fn counted(counts: &[usize], lines: Range<usize>) -> usize {
    let most = counts.len() - 1;
    counts[lines.end.min(most)] - counts[lines.start.min(most).min(lines.end)]
}

fn runs(is_text: &[bool]) -> Vec<usize> {
    let mut runs = Vec::with_capacity(is_text.len());
    for run in is_text.chunk_by(|one, other| one == other) {
        let length = if run[0] { 0 } else { run.len() };
        runs.extend(std::iter::repeat_n(length, run.len()));
    }
    runs
}

/// Which of the lines right above the text is its headline: the longest that no rule has found.
fn headline(head: &[&str], is_found: &[bool]) -> Option<usize> {
    let mut longest: Option<(usize, usize)> = None;
    for k in head.len().saturating_sub(REACH)..head.len() {
        if is_found[k] || ends_sentence(head[k]) {
            continue;
        }
        let words = chars::split(head[k]).count();
        if words >= SHORTEST_HEADLINE && longest.is_none_or(|(most, _)| words > most) {
            longest = Some((words, k));
        }
    }
    longest.map(|(_, k)| k)
}

fn repeated(texts: &[&str]) -> HashSet<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for text in texts {
        *counts.entry(text.to_lowercase()).or_default() += 1;
    }
    counts.into_iter().filter(|(_, number)| *number > 1).map(|(text, _)| text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Home\nThe Talks Go On\n\nThe ministers met in Geneva on Monday, and nobody knows how long their talks will go on.\n\nShare\nshare\n";

    fn signs(k: usize) -> Vec<String> {
        let document = Document::new(TEXT);
        let around = Neighbourhood::of(&document, &[Span::new(0, 4)]);
        let mut signs = Vec::new();
        around.signs(k, &mut |sign| signs.push(sign.to_owned()));
        signs
    }

    #[test]
    fn lines_have_places_and_company() {
        for (k, expected) in [
            (
                0,
                vec![
                    "place head",
                    "head 2",
                    "first line",
                    "run 2",
                    "found itself",
                    "found in all 1",
                    "found near 0",
                ],
            ),
            (1, vec!["headline", "over a paragraph", "paragraphs 20-29", "found above", "found share 20+"]),
            (3, vec!["place tail", "tail 1", "under a paragraph", "repeated", "found up to a paragraph 0"]),
            (4, vec!["last line", "tail 2", "found down to a paragraph 0", "paragraphs within 3 30-44"]),
        ] {
            let signs = signs(k);
            for sign in expected {
                assert!(signs.iter().any(|other| other == sign), "{k} {sign} {signs:?}");
            }
        }
    }
}
