//! Paragraphs: lines, or runs of lines that are one hard-wrapped paragraph.

use std::cell::OnceCell;
use std::ops::Range;

use super::chars;
use super::sentences::{ends_sentence, is_running_text};
use crate::document::{Document, Span};

/// The widths of hard-wrapped text, in code points: narrower and wider blocks are lists, verses or paragraphs.
pub const NARROWEST: usize = 40;
pub const WIDEST: usize = 120;

const REGION_PROSE: usize = 3; // paragraphs of running text that the head and the tail reach into
/// Two lines don’t tell whether a paragraph is hard-wrapped.
pub const FEWEST_WRAPPED: usize = 3; // lines
const WRAPPED: f64 = 0.75; // the share of line ends in a block that wrapping explains
const NEIGHBOURS: usize = 20; // lines that count as the surroundings of a paragraph, either way

/// A run of filled lines.
#[derive(Debug)]
pub struct Block {
    pub first: usize,
    pub last: usize,
    wrapped: OnceCell<bool>,
}

/// A paragraph: `text[span]`, made of the lines `first..last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Paragraph {
    pub span: Span,
    pub first: usize,
    pub last: usize,
}

/// The runs of filled lines of a document.
pub fn blocks(document: &Document) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for &line in document.filled() {
        match blocks.last_mut() {
            Some(block) if block.last == line => block.last += 1,
            _ => blocks.push(Block { first: line, last: line + 1, wrapped: OnceCell::new() }),
        }
    }
    blocks
}

/// All paragraphs, in order.
pub fn paragraphs<'d>(document: &'d Document) -> impl DoubleEndedIterator<Item = Paragraph> + 'd {
    document.blocks().iter().flat_map(move |block| {
        let whole = is_wrapped(document, block);
        let number = if whole { 1 } else { block.last - block.first };
        (0..number).map(move |n| {
            let first = block.first + n;
            paragraph(document, first, if whole { block.last } else { first + 1 })
        })
    })
}

/// The paragraph of a position, if there is one.
pub fn paragraph_at(document: &Document, position: usize) -> Option<Paragraph> {
    let line = document.line_at(position);
    let block = block_at(document, line)?;
    let found = if is_wrapped(document, block) {
        paragraph(document, block.first, block.last)
    } else {
        paragraph(document, line, line + 1)
    };
    (position <= found.span.end).then_some(found)
}

/// Whether a filled line is no part of a hard-wrapped paragraph; two lines don't tell.
pub fn stands_alone(document: &Document, line: usize) -> bool {
    block_at(document, line)
        .is_none_or(|block| block.last - block.first < FEWEST_WRAPPED || !is_wrapped(document, block))
}

/// The lines around a paragraph, up to blank ones or twenty either way.
pub fn block_around(document: &Document, paragraph: &Paragraph) -> Range<usize> {
    let (first, last) = block_at(document, paragraph.first)
        .map_or((paragraph.first, paragraph.last), |block| (block.first, block.last));
    first.max(paragraph.first.saturating_sub(NEIGHBOURS))..last.min(paragraph.last + NEIGHBOURS)
}

/// The lines before the third paragraph of running text.
pub fn head(document: &Document) -> Range<usize> {
    let third = nth_running(document, paragraphs(document));
    0..third.map_or(document.lines().len(), |paragraph| paragraph.first)
}

/// The lines after the third-last paragraph of running text.
pub fn tail(document: &Document) -> Range<usize> {
    let third = nth_running(document, paragraphs(document).rev());
    third.map_or(0, |paragraph| paragraph.last)..document.lines().len()
}

fn nth_running(document: &Document, mut paragraphs: impl Iterator<Item = Paragraph>) -> Option<Paragraph> {
    paragraphs
        .by_ref()
        .filter(|paragraph| is_running_text(document.slice(paragraph.span)))
        .nth(REGION_PROSE - 1)
}

fn block_at<'d>(document: &'d Document, line: usize) -> Option<&'d Block> {
    let blocks = document.blocks();
    let number = blocks.partition_point(|block| block.first <= line);
    blocks.get(number.checked_sub(1)?).filter(|block| line < block.last)
}

fn paragraph(document: &Document, first: usize, last: usize) -> Paragraph {
    let span = Span::new(document.lines()[first].start, document.lines()[last - 1].end);
    Paragraph { span, first, last }
}

fn is_wrapped(document: &Document, block: &Block) -> bool {
    *block.wrapped.get_or_init(|| is_hard_wrapped(document, block))
}

/// Whether the lines of a block end only where the next line's first word would not have fitted.
///
/// A line that the next one takes up in small letters counts as well: not every text is wrapped evenly.
fn is_hard_wrapped(document: &Document, block: &Block) -> bool {
    let number = block.last - block.first;
    if number == 1 {
        return true;
    }
    let width_of = |text: &str| text.chars().count();
    let Some(width) = (block.first..block.last).map(|line| width_of(document.content(line))).max() else {
        return false;
    };
    if !(NARROWEST..=WIDEST).contains(&width) {
        return false;
    }
    let (mut joined, mut ended) = (0, 0);
    for line in block.first..block.last - 1 {
        let content = document.content(line);
        let next_word = chars::split(document.content(line + 1)).next().unwrap_or_default();
        let ends = ends_sentence(content);
        let is_full = width_of(content) + 1 + width_of(next_word) > width;
        let goes_on = !ends && next_word.chars().next().is_some_and(char::is_lowercase);
        joined += usize::from(is_full || goes_on);
        ended += usize::from(ends);
    }
    joined as f64 >= WRAPPED * (number - 1) as f64 && ended < number - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRAPPED_TEXT: &str = "Nobody knows how long the talks of the ministers\nwill go on, and nobody knows who will be asked\nto pay for them.\n\nA heading\nAnother one\n";

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let document = Document::new(WRAPPED_TEXT);
        let lines: Vec<_> =
            paragraphs(&document).map(|paragraph| (paragraph.first, paragraph.last)).collect();
        assert_eq!(lines, [(0, 3), (4, 5), (5, 6)]);
        let reversed: Vec<_> = paragraphs(&document).rev().map(|paragraph| paragraph.first).collect();
        assert_eq!(reversed, [5, 4, 0]);
        assert!(!stands_alone(&document, 1) && stands_alone(&document, 4));
    }

    #[test]
    fn positions_have_paragraphs() {
        let document = Document::new(WRAPPED_TEXT);
        for (position, lines) in
            [(0, Some((0, 3))), (60, Some((0, 3))), (WRAPPED_TEXT.len() - 1, Some((5, 6)))]
        {
            let found = paragraph_at(&document, position).map(|paragraph| (paragraph.first, paragraph.last));
            assert_eq!(found, lines, "{position}");
        }
        let blank = WRAPPED_TEXT.find("\n\n").unwrap() + 1;
        assert_eq!(paragraph_at(&document, blank), None);
    }
}
