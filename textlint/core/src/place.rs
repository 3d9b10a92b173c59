//! The places of findings: lines and columns, excerpts, and names that last.

use std::collections::HashMap;

use blake2::Blake2sVar;
use blake2::digest::{Update, VariableOutput};

use crate::check::is_opaque;
use crate::document::{Document, Span};
use crate::text::chars;

const LONGEST_FOUND: usize = 1000; // code points; a finding of a metric is on the whole text
const BEFORE: usize = 48; // code points of a line that are shown on either side of a finding
const AFTER: usize = 72;
const WORDS: usize = 2; // on either side, in a fingerprint
const LONGEST: usize = 200; // code points of a finding, and of each side, that a fingerprint reads
const HASH: usize = 4; // bytes
const STEP: usize = 1024; // bytes between two counts

/// Lines and columns from 1; the end is that of the last character, plus one column.
pub type Place = (usize, usize, usize, usize);

/// One place, with columns in code points, in UTF-16 code units and in bytes of UTF-8.
pub type Places = [Place; 3];

/// What is needed to show a finding without its document.
pub struct Placed {
    pub places: Places,
    /// The place of each edit; it ends where the text after it begins.
    pub edits: Vec<Places>,
    /// A name that stays the same as long as the finding and the words around it do; see `fingerprint`.
    pub fingerprint: String,
    /// At most its first 1000 code points.
    pub found: Span,
    /// The line around it, shortened.
    pub before: Span,
    pub after: Span,
}

/// The spans of a finding.
pub struct Marked<'f> {
    pub rule: &'f str,
    pub span: Span,
    pub edits: Vec<Span>,
}

/// What is needed to show findings, in their order. No two fingerprints are alike.
pub fn place(document: &Document, findings: &[Marked]) -> Vec<Placed> {
    let counts = Counts::of(document);
    let mut seen: HashMap<String, usize> = HashMap::new();
    findings
        .iter()
        .map(|finding| {
            let Span { start, end } = finding.span;
            let line = document.lines().get(document.line_at(start));
            let (first, last) = line.map_or((0, 0), |line| (line.start, line.end));
            let stop = end.min(last.max(start));
            let name = fingerprint(document, finding);
            let number = seen.entry(name.clone()).or_default();
            *number += 1;
            Placed {
                places: counts.places(document, finding.span, line_of_last(document, end)),
                edits: finding
                    .edits
                    .iter()
                    .map(|&edit| counts.places(document, edit, line_after(document, edit.end)))
                    .collect(),
                fingerprint: if *number == 1 { name } else { format!("{name}.{number}") },
                found: Span::new(start, end.min(forward(document.text, start, LONGEST_FOUND))),
                before: Span::new(first.max(backward(document.text, start, BEFORE)).min(start), start),
                after: Span::new(stop, last.min(forward(document.text, stop, AFTER)).max(stop)),
            }
        })
        .collect()
}

/// The line of the last character of a span, and its start.
fn line_of_last(document: &Document, end: usize) -> (usize, usize) {
    let number = document.line_at(end.saturating_sub(1));
    (number, document.lines().get(number).map_or(0, |line| line.start))
}

/// The line of the character after a span, and its start.
fn line_after(document: &Document, end: usize) -> (usize, usize) {
    if end == document.text.len() && document.text.ends_with(['\n', '\r']) {
        return (document.lines().len(), end);
    }
    let number = document.line_at(end);
    (number, document.lines().get(number).map_or(0, |line| line.start))
}

/// Code points, UTF-16 code units and bytes.
type Count = [usize; 3];

/// The counts before every 1024th byte; nothing for ASCII, where all are bytes.
struct Counts(Vec<Count>);

impl Counts {
    fn of(document: &Document) -> Self {
        let text = document.text;
        if text.is_ascii() {
            return Counts(Vec::new());
        }
        let (mut counts, mut sum, mut next) = (Vec::new(), [0; 3], 0);
        for (position, sign) in text.char_indices() {
            while next <= position {
                counts.push(sum);
                next += STEP;
            }
            sum = added(sum, sign);
        }
        Counts(counts)
    }

    fn before(&self, text: &str, position: usize) -> Count {
        let Some(step) = self.0.len().checked_sub(1).map(|last| last.min(position / STEP)) else {
            return [position; 3];
        };
        // A count is that before the first character that begins at its byte or later.
        let mut start = step * STEP;
        while start < position && !text.is_char_boundary(start) {
            start += 1;
        }
        text[start.min(position)..position].chars().fold(self.0[step], added)
    }

    fn places(&self, document: &Document, span: Span, (last, last_start): (usize, usize)) -> Places {
        let first = document.line_at(span.start);
        let first_start = document.lines().get(first).map_or(0, |line| line.start);
        let before = |position| self.before(document.text, position);
        let (start, start_of_line) = (before(span.start), before(first_start));
        let (end, start_of_last) = (before(span.end), before(last_start));
        [0, 1, 2].map(|way| {
            let (column, end_column) = (start[way] - start_of_line[way], end[way] - start_of_last[way]);
            (first + 1, column + 1, last + 1, end_column + 1)
        })
    }
}

/// A sum with a character. A byte that could not be decoded is one byte, a half of a UTF-16 pair three.
fn added([points, units, octets]: Count, sign: char) -> Count {
    let (unit, octet) = match sign {
        '\u{5fff2}' => (1, 1),
        sign if is_opaque(sign) => (1, 3),
        sign => (sign.len_utf16(), sign.len_utf8()),
    };
    [points + 1, units + unit, octets + octet]
}

/// Two halves of eight hexadecimal digits: the rule, what was found, and the two words before or after it.
fn fingerprint(document: &Document, finding: &Marked) -> String {
    let (text, Span { start, end }) = (document.text, finding.span);
    let found = &text[start..end.min(forward(text, start, LONGEST))];
    let mut head = format!("{}\n", finding.rule).into_bytes();
    let skipped = if document.surrogates.is_empty() { 0 } else { text[..start].matches(is_opaque).count() };
    let mut surrogates = document.surrogates[skipped..].iter();
    for (number, word) in chars::split(found).enumerate() {
        if number > 0 {
            head.push(b' ');
        }
        head.extend(wide(word, &mut surrogates));
    }
    head.push(b'\n');
    let before = &text[backward(text, start, LONGEST)..start];
    let after = &text[end..forward(text, end, LONGEST)];
    let half = |words: Vec<&str>| {
        let mut hash = Blake2sVar::new(HASH).expect("a length that Blake2s has");
        hash.update(&head);
        hash.update(words.join("\n").as_bytes());
        let mut bytes = [0; HASH];
        hash.finalize_variable(&mut bytes).expect("a buffer of that length");
        u32::from_be_bytes(bytes)
    };
    let is_gap = |sign| !chars::is_word(sign);
    let earlier = before.rsplit(is_gap).filter(|word| !word.is_empty()).take(WORDS).collect();
    let later = after.split(is_gap).filter(|word| !word.is_empty()).take(WORDS).collect();
    format!("{:08x}-{:08x}", half(earlier), half(later))
}

/// A word in UTF-8 with its lone surrogates as three bytes each.
fn wide<'s>(word: &str, surrogates: &mut impl Iterator<Item = &'s u32>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(word.len());
    for sign in word.chars() {
        match is_opaque(sign).then(|| surrogates.next()).flatten() {
            Some(&code) => bytes.extend([0xE0 | low(code >> 12), 0x80 | low(code >> 6), 0x80 | low(code)]),
            None => bytes.extend(sign.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    bytes
}

/// The low six bits of a number.
fn low(number: u32) -> u8 {
    u8::try_from(number & 0x3F).unwrap_or_default()
}

/// The position some code points further on, or the end.
fn forward(text: &str, start: usize, code_points: usize) -> usize {
    text[start..].char_indices().nth(code_points).map_or(text.len(), |(offset, _)| start + offset)
}

/// The position some code points back, or the start.
fn backward(text: &str, end: usize, code_points: usize) -> usize {
    text[..end].char_indices().rev().nth(code_points - 1).map_or(0, |(offset, _)| offset)
}
