//! Edits that preserve the markup of a document.

use super::{Format, Markup, has_same_structure, read};
use crate::document::{Document, Span};
use crate::hunks::{Hunk, replay};
use crate::model::Finding;

/// How often the text is read again in a round; edits that are undecided by then are not made.
const MOST_READINGS: usize = 512;

/// Those findings whose edits, taken together, leave the markup of a document as it is.
///
/// Where they don't, the ones that change it are found by halves.
pub fn sound(document: &Document, chosen: Vec<Finding>) -> Vec<Finding> {
    let (Some(format), Some(markup)) = (document.format(), document.markup()) else {
        return chosen;
    };
    let mut judge = Judge { text: document.text, format, markup, readings: 0 };
    let numbers = judge.sound(&chosen, (0..chosen.len()).collect());
    let mut kept = numbers.into_iter().peekable();
    let is_kept = |(number, _): &(usize, Finding)| kept.next_if_eq(number).is_some();
    chosen.into_iter().enumerate().filter(is_kept).map(|(_, finding)| finding).collect()
}

struct Judge<'d> {
    text: &'d str,
    format: Format,
    markup: &'d Markup,
    readings: usize,
}

impl Judge<'_> {
    /// The numbers of the sound ones of some findings.
    fn sound(&mut self, findings: &[Finding], numbers: Vec<usize>) -> Vec<usize> {
        if numbers.is_empty() || self.are_sound(findings, &numbers) {
            return numbers;
        }
        if numbers.len() == 1 || self.readings >= MOST_READINGS {
            return Vec::new();
        }
        let (one, other) = numbers.split_at(numbers.len() / 2);
        let one = self.sound(findings, one.to_vec());
        let both = [one.clone(), self.sound(findings, other.to_vec())].concat();
        if both == numbers {
            return one; // sound alone, but not together
        }
        self.sound(findings, both)
    }

    fn are_sound(&mut self, findings: &[Finding], numbers: &[usize]) -> bool {
        self.readings += 1;
        let mut edits: Vec<_> = numbers.iter().flat_map(|&number| &findings[number].edits).collect();
        edits.sort_by_key(|edit| edit.span);
        let deleted: Vec<Span> =
            edits.iter().filter(|edit| edit.text.is_empty()).map(|edit| edit.span).collect();
        let hunks: Vec<Hunk> =
            edits.iter().map(|edit| Hunk { span: edit.span, text: edit.text.clone(), owner: 0 }).collect();
        let new = replay(self.text, &hunks);
        has_same_structure((self.text, self.markup), (&new, &read(self.format, &new)), &deleted)
    }
}
