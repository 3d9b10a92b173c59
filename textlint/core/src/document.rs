//! A text and its views, each made once, when it is first asked for.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::kinds::Views;
use crate::language::Judgements;
use crate::markup::{self, Format, Markup};
use crate::pattern::exceptions;
use crate::text::index::Index;
use crate::text::names::Capitals;
use crate::text::paragraphs::Block;
use crate::text::parts::Parts;
use crate::text::words::Words;
use crate::text::{bare, beginnings, chars, names, paragraphs, prose, sentences};

/// A half-open range of bytes of a text, at the borders of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }

    /// Whether two spans have a byte in common.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A line: `text[start..end]` is its content, `next` is where the next line starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    pub start: usize,
    pub end: usize,
    pub next: usize,
}

/// A line without the white space around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    pub span: Span,
    pub code_points: usize,
}

/// What a block of a marked-up text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Paragraph,
    Heading,
    Item,
    Cell,
}

/// A block of a marked-up text with its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkedBlock {
    pub span: Span,
    pub role: Role,
}

/// One text. Lines end at a line feed, a carriage return or both, nowhere else.
pub struct Document<'t> {
    pub text: &'t str,
    /// The lone surrogates of the text, in order: see `check::opaque`.
    pub surrogates: &'t [u32],
    /// The blocks of markup, in order and apart; none in plain text.
    pub marked: Vec<MarkedBlock>,
    format: Option<Format>,
    markup: OnceCell<Markup>,
    lines: OnceCell<Vec<Line>>,
    shown: OnceCell<Vec<Shown>>,
    bare: RefCell<FxHashMap<usize, Rc<str>>>,
    filled: OnceCell<Vec<usize>>,
    unmarked: OnceCell<Vec<usize>>,
    blocks: OnceCell<Vec<Block>>,
    head: OnceCell<Range<usize>>,
    tail: OnceCell<Range<usize>>,
    capitals: OnceCell<Capitals>,
    not_prose: RefCell<FxHashMap<usize, Rc<[Span]>>>,
    index: OnceCell<Index>,
    words: OnceCell<Words<'t>>,
    parts: OnceCell<Parts<'t>>,
    starts_small: OnceCell<bool>,
    parameters: OnceCell<FxHashSet<&'t str>>,
    /// What has been decided on the language of places.
    pub judgements: Judgements,
    /// Where exceptions of rules match.
    pub exceptions: RefCell<exceptions::Known>,
    /// What checks have seen.
    pub views: Views,
}

impl<'t> Document<'t> {
    pub fn new(text: &'t str) -> Self {
        Document {
            text,
            surrogates: &[],
            marked: Vec::new(),
            format: None,
            markup: OnceCell::new(),
            lines: OnceCell::new(),
            shown: OnceCell::new(),
            bare: RefCell::default(),
            filled: OnceCell::new(),
            unmarked: OnceCell::new(),
            blocks: OnceCell::new(),
            head: OnceCell::new(),
            tail: OnceCell::new(),
            capitals: OnceCell::new(),
            not_prose: RefCell::default(),
            index: OnceCell::new(),
            words: OnceCell::new(),
            parts: OnceCell::new(),
            starts_small: OnceCell::new(),
            parameters: OnceCell::new(),
            judgements: Judgements::default(),
            exceptions: RefCell::default(),
            views: Views::default(),
        }
    }

    /// A document whose text has lone surrogates.
    pub fn with_surrogates(text: &'t str, surrogates: &'t [u32]) -> Self {
        Document { surrogates, ..Document::new(text) }
    }

    /// The document as one whose text is marked up in a format, if there is one.
    pub fn in_format(self, format: Option<Format>) -> Self {
        Document { format, markup: OnceCell::new(), ..self }
    }

    /// The format of the text; none for plain text.
    pub fn format(&self) -> Option<Format> {
        self.format
    }

    /// What is markup in the text, if it is marked up.
    pub fn markup(&self) -> Option<&Markup> {
        self.format.map(|format| self.markup.get_or_init(|| markup::read(format, self.text)))
    }

    /// The part of the text in a span.
    pub fn slice(&self, span: Span) -> &'t str {
        &self.text[span.range()]
    }

    /// The code points of the text, to be counted and found.
    pub fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(self.text))
    }

    /// The words of the text.
    pub fn words(&self) -> &Words<'t> {
        self.words.get_or_init(|| Words::of(self.text))
    }

    /// The parts of the words of the text.
    pub fn parts(&self) -> &Parts<'t> {
        self.parts.get_or_init(|| Parts::of(self.text, &self.words().all))
    }

    /// Whether the text begins sentences or paragraphs with small letters out of habit.
    pub fn starts_small(&self) -> bool {
        *self.starts_small.get_or_init(|| beginnings::starts_small(self.text))
    }

    /// The words that the text uses as names of something in code.
    pub fn parameters(&self) -> &FxHashSet<&'t str> {
        self.parameters.get_or_init(|| beginnings::parameters(self.text))
    }

    /// The position so many code points before another one, at least `least`.
    pub fn before(&self, position: usize, code_points: usize, least: usize) -> usize {
        let mut signs = self.text[least..position].char_indices().rev();
        code_points
            .checked_sub(1)
            .and_then(|last| signs.nth(last))
            .map_or(if code_points == 0 { position } else { least }, |(offset, _)| least + offset)
    }

    /// The position so many code points after another one, at most `most`.
    pub fn after(&self, position: usize, code_points: usize, most: usize) -> usize {
        let mut signs = self.text[position..most].char_indices();
        signs.nth(code_points).map_or(most, |(offset, _)| position + offset)
    }

    /// All lines, blank ones too.
    pub fn lines(&self) -> &[Line] {
        self.lines.get_or_init(|| lines(self.text))
    }

    /// The content of a line, without its break.
    pub fn content(&self, line: usize) -> &'t str {
        let Line { start, end, .. } = self.lines()[line];
        &self.text[start..end]
    }

    /// The index of the line of a position; 0 in an empty text.
    pub fn line_at(&self, position: usize) -> usize {
        self.lines().partition_point(|line| line.start <= position).saturating_sub(1)
    }

    /// The span of a line without the white space around its content.
    pub fn trimmed(&self, line: usize) -> Span {
        let (start, content) = (self.lines()[line].start, self.content(line));
        let first = content.len() - chars::lstrip(content).len();
        Span::new(start + first, start + chars::rstrip(content).len().max(first))
    }

    /// A line without the white space around it.
    pub fn shown(&self, line: usize) -> Shown {
        let shown =
            self.shown.get_or_init(|| (0..self.lines().len()).map(|line| self.shown_of(line)).collect());
        shown[line]
    }

    fn shown_of(&self, line: usize) -> Shown {
        let span = self.trimmed(line);
        let content = self.slice(span);
        let code_points = if content.is_ascii() { content.len() } else { content.chars().count() };
        Shown { span, code_points }
    }

    /// A line as phrases are compared.
    pub fn bare(&self, line: usize) -> Rc<str> {
        let mut known = self.bare.borrow_mut();
        known.entry(line).or_insert_with(|| bare::bare(self.slice(self.shown(line).span)).into()).clone()
    }

    /// The span of some lines with their breaks.
    pub fn whole_lines(&self, first: usize, last: usize) -> Span {
        Span::new(self.lines()[first].start, self.lines()[last - 1].next)
    }

    /// The indexes of the lines with more than white space.
    pub fn filled(&self) -> &[usize] {
        self.filled.get_or_init(|| {
            (0..self.lines().len()).filter(|&line| !chars::lstrip(self.content(line)).is_empty()).collect()
        })
    }

    /// The indexes of the lines that are not empty and have no end mark: headings, items, what is cut off.
    pub fn unmarked(&self) -> &[usize] {
        self.unmarked.get_or_init(|| {
            let is_unmarked = |&line: &usize| {
                let content = self.content(line);
                !content.is_empty() && !sentences::ends_sentence(content)
            };
            (0..self.lines().len()).filter(is_unmarked).collect()
        })
    }

    /// The indexes of the lines that spans touch, each once. The spans are in order.
    pub fn lines_in(&self, spans: &[Span]) -> Vec<usize> {
        let lines = self.lines();
        let (mut touched, mut done) = (Vec::new(), 0);
        for span in spans {
            let mut line = done.max(self.line_at(span.start));
            while line < lines.len() && (lines[line].start < span.end || lines[line].start <= span.start) {
                touched.push(line);
                line += 1;
                done = line;
            }
        }
        touched
    }

    /// Runs of filled lines.
    pub fn blocks(&self) -> &[Block] {
        self.blocks.get_or_init(|| paragraphs::blocks(self))
    }

    /// The indexes of the lines before the third paragraph of running text; all where there are fewer.
    pub fn head(&self) -> Range<usize> {
        self.head.get_or_init(|| paragraphs::head(self)).clone()
    }

    /// The indexes of the lines after the third-last paragraph of running text; all where there are fewer.
    pub fn tail(&self) -> Range<usize> {
        self.tail.get_or_init(|| paragraphs::tail(self)).clone()
    }

    /// How often a name is capitalised in mid-sentence; lines in title case don't count.
    ///
    /// Counted forms: as written, capitalised, in capitals; alone or as a part of a compound.
    pub fn capitals(&self, name: &str) -> usize {
        self.capitals.get_or_init(|| names::capitals(self)).count(name)
    }

    /// Addresses, code, tags, handles, paths and names of files in a line: in order and apart.
    pub fn not_prose(&self, line: usize) -> Rc<[Span]> {
        let mut known = self.not_prose.borrow_mut();
        known.entry(line).or_insert_with(|| prose::not_prose(self, line).into()).clone()
    }

    /// The block of markup of a position; none in a text that is not marked up.
    pub fn marked_block(&self, position: usize) -> Option<&MarkedBlock> {
        let number = self.marked.partition_point(|block| block.span.start <= position);
        let block = self.marked.get(number.checked_sub(1)?)?;
        (position <= block.span.end).then_some(block)
    }

    /// What the block of a position is; unknown in a text that is not marked up.
    pub fn role_at(&self, position: usize) -> Option<Role> {
        self.marked_block(position).map(|block| block.role)
    }
}

fn lines(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines = Vec::with_capacity(text.len() / 64);
    let mut start = 0;
    for end in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        if end < start {
            continue; // the line feed after a carriage return
        }
        let next = end + if bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n') { 2 } else { 1 };
        lines.push(Line { start, end, next });
        start = next;
    }
    if start < text.len() {
        lines.push(Line { start, end: text.len(), next: text.len() });
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_line_feeds_and_carriage_returns() {
        let contents = |text: &'static str| {
            let document = Document::new(text);
            (0..document.lines().len()).map(|line| document.content(line)).collect::<Vec<_>>()
        };
        assert_eq!(contents("a\r\n\rb"), ["a", "", "b"]);
        assert_eq!(contents(""), [""; 0]);
        assert_eq!(contents("\n\u{2028}x\n"), ["", "\u{2028}x"]);
    }

    #[test]
    fn spans_touch_lines() {
        let document = Document::new("one\ntwo\n\nfour");
        for (spans, touched) in [
            (vec![Span::new(0, 3)], vec![0]),
            (vec![Span::new(2, 5), Span::new(5, 9)], vec![0, 1, 2]),
            (vec![Span::new(8, 8)], vec![2]),
            (vec![Span::new(9, 13)], vec![3]),
        ] {
            assert_eq!(document.lines_in(&spans), touched, "{spans:?}");
        }
    }
}
