//! The signs of a pair in a document, and which of them are spoken of only.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use super::is_closer;
use crate::document::{Document, Span};
use crate::text::chars::{self, is_blank};
use crate::text::paragraphs::{Paragraph, paragraph_at};
use crate::text::prose::in_prose;

const LONGEST_ROW: usize = 3; // opening brackets in a row, before a mark that quotes them
const NAMING: [(char, char); 5] = [('"', '"'), ('\'', '\''), ('`', '`'), ('‘', '’'), ('“', '”')];

/// Two signs that belong together; a straight mark is its own partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    pub opening: char,
    pub closing: char,
}

impl Pair {
    /// The pair of two signs in a row.
    pub fn of(signs: &str) -> Result<Self, String> {
        let mut each = signs.chars();
        match (each.next(), each.next(), each.next()) {
            (Some(opening), Some(closing), None) => Ok(Pair { opening, closing }),
            _ => Err(format!("expected an opening and a closing sign, found {signs:?}")),
        }
    }

    pub fn is_straight(self) -> bool {
        self.opening == self.closing
    }
}

/// Where the signs of a pair are in a document.
pub struct Signs<'d, 't> {
    document: &'d Document<'t>,
    all: Vec<usize>,
    /// Whether signs are in prose and not spoken of, as far as they have been judged.
    judged: RefCell<Vec<Option<bool>>>,
    /// The last row of opening brackets, and whether it belongs to emoticons.
    row: Cell<Option<(usize, usize, bool)>>,
    /// The last line that was looked at, and its edges.
    line: Cell<Option<(usize, Span)>>,
}

impl<'d, 't> Signs<'d, 't> {
    pub fn new(document: &'d Document<'t>, pair: Pair) -> Self {
        let all = positions(document.text, pair);
        let judged = RefCell::new(vec![None; all.len()]);
        Signs { document, all, judged, row: Cell::new(None), line: Cell::new(None) }
    }

    /// The positions of all signs.
    pub fn all(&self) -> &[usize] {
        &self.all
    }

    /// The positions of the signs in a part of the text.
    pub fn between(&self, start: usize, end: usize) -> &[usize] {
        &self.all[self.numbers(start, end)]
    }

    /// The positions of the signs in a part of the text that are in prose and not spoken of.
    pub fn places(&self, start: usize, end: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.numbers(start, end).filter(|&number| self.is_in_prose(number)).map(|number| self.all[number])
    }

    /// The paragraphs with signs that spans touch.
    pub fn paragraphs(&self, spans: &[Span]) -> Vec<Paragraph> {
        let touched = self.document.lines_in(spans);
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        for &at in &self.all {
            if paragraphs.last().is_some_and(|last| at < last.span.end) {
                continue;
            }
            let line = self.document.lines()[self.document.line_at(at)];
            paragraphs.extend(paragraph_at(self.document, line.start));
        }
        let is_touched = |paragraph: &Paragraph| {
            let next = touched.partition_point(|&line| line < paragraph.first);
            touched.get(next).is_some_and(|&line| line < paragraph.last)
        };
        paragraphs.retain(is_touched);
        paragraphs
    }

    /// The first character of a line that is no white space, and the last that is no closing sign or end mark.
    pub fn edges(&self, line: usize) -> Span {
        if let Some((_, edges)) = self.line.get().filter(|(known, _)| *known == line) {
            return edges;
        }
        let (start, content) = (self.document.lines()[line].start, self.document.content(line));
        let first = content.len() - chars::lstrip(content).len();
        let edges = Span::new(start + first, start + content.trim_end_matches(is_closer).len());
        self.line.set(Some((line, edges)));
        edges
    }

    fn numbers(&self, start: usize, end: usize) -> Range<usize> {
        let first = self.all.partition_point(|&at| at < start);
        first..first.max(self.all.partition_point(|&at| at < end))
    }

    fn is_in_prose(&self, number: usize) -> bool {
        if let Some(known) = self.judged.borrow()[number] {
            return known;
        }
        let at = self.all[number];
        let sign = self.document.text[at..].chars().next().unwrap_or_default();
        let is_in_prose =
            !self.is_named(at, sign) && in_prose(self.document, Span::new(at, at + sign.len_utf8()));
        self.judged.borrow_mut()[number] = Some(is_in_prose);
        is_in_prose
    }

    /// Whether a sign is spoken of, or part of an emoticon or an interval.
    fn is_named(&self, at: usize, sign: char) -> bool {
        let text = self.document.text;
        let mut earlier = text[..at].chars().rev();
        let rest = &text[at + sign.len_utf8()..];
        let (before, behind) = (earlier.next(), rest.chars().next());
        match sign {
            '"' => match (before, behind) {
                (Some('\'' | '`' | '‘'), Some('\'' | '`' | '’')) | (Some('('), Some(')')) => true,
                (Some('\\'), Some(behind)) => behind == ',' || is_blank(behind),
                _ => false,
            },
            '(' | ')' | '[' | ']' | '{' | '}' => {
                let is_free = before.is_none_or(is_blank) && behind.is_none_or(is_blank);
                let is_quoted = || {
                    before.zip(behind).is_some_and(|around| NAMING.contains(&around))
                        || matches!(before, Some('\\' | '^'))
                        || (before == Some('%') && !earlier.clone().next().is_some_and(is_decimal))
                };
                is_free
                    || is_quoted()
                    || is_in_row(before, sign, rest)
                    || ends_interval(before, sign, behind)
                    || (matches!(sign, '(' | '[') && (self.is_mouth(at) || begins_emoticon(before, rest)))
            }
            _ => false,
        }
    }

    /// Whether a bracket is in a row of them at the end of an emoticon.
    fn is_mouth(&self, at: usize) -> bool {
        if let Some((_, _, known)) = self.row.get().filter(|(start, end, _)| (*start..*end).contains(&at)) {
            return known;
        }
        const ROW: [char; 2] = ['(', '['];
        let text = self.document.text;
        let head = text[..at].trim_end_matches(ROW);
        let tail = text[at..].trim_start_matches(ROW);
        let is_eyes = |head: &str| head.ends_with([':', ';', '=', '8']);
        let has_eyes = is_eyes(head) || head.strip_suffix(['-', '^', '\'', 'o']).is_some_and(is_eyes);
        let is_mouth = has_eyes && tail.chars().next().is_none_or(is_blank);
        self.row.set(Some((head.len(), text.len() - tail.len(), is_mouth)));
        is_mouth
    }
}

/// The positions of the signs of a pair, found by their last bytes.
fn positions(text: &str, pair: Pair) -> Vec<usize> {
    let (mut one, mut other) = ([0; 4], [0; 4]);
    let (one, other) = (pair.opening.encode_utf8(&mut one), pair.closing.encode_utf8(&mut other));
    let last = |sign: &str| sign.bytes().last().unwrap_or_default();
    let start = |end: usize| {
        [&*one, &*other]
            .into_iter()
            .find(|sign| text.as_bytes()[..=end].ends_with(sign.as_bytes()))
            .map(|sign| end + 1 - sign.len())
    };
    memchr::memchr2_iter(last(one), last(other), text.as_bytes()).filter_map(start).collect()
}

/// Whether a bracket is one of several that open, before a mark that quotes them.
fn is_in_row(before: Option<char>, sign: char, rest: &str) -> bool {
    let is_opening = |sign: char| matches!(sign, '(' | '[' | '{');
    let quotes = |sign: char| matches!(sign, '\'' | '/' | ',' | '.') || is_blank(sign);
    if !is_opening(sign) {
        return false;
    }
    let row = rest.chars().take(LONGEST_ROW + 1).take_while(|sign| is_opening(*sign)).count();
    let is_quoted = rest.chars().nth(row).is_some_and(quotes);
    is_quoted && row <= LONGEST_ROW && (row > 0 || before.is_some_and(is_opening))
}

/// Whether a square bracket is the outer one of an open interval: ]0, 1[.
fn ends_interval(before: Option<char>, sign: char, behind: Option<char>) -> bool {
    match sign {
        ']' => {
            before.is_some_and(|sign| is_blank(sign) || sign == '(')
                && behind.is_some_and(|sign| !is_blank(sign))
        }
        '[' => {
            before.is_some_and(|sign| !is_blank(sign))
                && behind.is_none_or(|sign| is_blank(sign) || ".,;:)".contains(sign))
        }
        _ => false,
    }
}

/// Whether an emoticon begins with a bracket: (:
fn begins_emoticon(before: Option<char>, rest: &str) -> bool {
    let is_face = |rest: &str| {
        let mut signs = rest.chars();
        matches!(signs.next(), Some(':' | ';' | '=' | '8')) && signs.next().is_none_or(is_blank)
    };
    before.is_none_or(is_blank) && (is_face(rest) || rest.strip_prefix(['-', '^', '\'']).is_some_and(is_face))
}

fn is_decimal(sign: char) -> bool {
    use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
    sign.general_category() == GeneralCategory::DecimalNumber
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_may_be_spoken_of() {
        let brackets = Pair::of("()").unwrap();
        let marks = Pair::of("\"\"").unwrap();
        let squares = Pair::of("[]").unwrap();
        for (pair, text, places) in [
            (brackets, "a (b) c", 2),
            (brackets, "a '(' or ( c", 0),
            (brackets, "a \\( b %( 5%(", 1),
            (brackets, "a ((, b", 0),
            (brackets, "sad :-(( and :(", 0),
            (brackets, "(: and (-; and (", 0),
            (squares, "x in ]0, 1[ and [0, 1]", 2),
            (marks, "a '\"' (\") \\\", b\"", 1),
        ] {
            let document = Document::new(text);
            let signs = Signs::new(&document, pair);
            assert_eq!(signs.places(0, text.len()).count(), places, "{text}");
        }
    }

    #[test]
    fn signs_are_found_by_their_last_bytes() {
        let curly = Pair::of("“”").unwrap();
        assert_eq!(positions("“a” ĝ \u{1c}", curly), [0, 4]);
        assert!(Pair::of("(").is_err());
    }
}
