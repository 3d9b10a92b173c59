//! The blocks of Markdown: where prose, code, definitions and comments are, by the parser.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};
use rustc_hash::FxHashSet;

use super::blunt::blunt;
use super::masks::Masked;
use crate::document::{Role, Span};
use crate::markup::bytes::{at, is_blank, is_break, run, starts_with, stripped};
use crate::markup::{Mark, Sign};
use crate::text::chars;

/// The labels of reference definitions that are comments.
const COMMENTS: [&[u8]; 2] = [b"[//", b"[comment"];

/// A stretch of prose as the parser tells it.
pub struct Piece {
    pub span: Span,
    pub role: Role,
    pub is_html: bool,
    /// What marks quotations and the like inside of it.
    pub markers: Vec<Span>,
}

/// The result of parsing a text.
#[derive(Default)]
pub struct Blocks {
    /// In order and apart.
    pub pieces: Vec<Piece>,
    /// Where what is before and between the pieces ends and goes on.
    edges: Vec<(usize, usize)>,
    /// Blocks of code, in order.
    code: Vec<Span>,
    /// What reference definitions define, as `key` makes it.
    pub labels: FxHashSet<String>,
    pub comments: Vec<Span>,
}

/// The blocks of a text.
pub fn parsed(text: &str) -> Blocks {
    let data = text.as_bytes();
    let Masked { mut source, markers } = Masked::of(data);
    make_readable(&mut source);
    blunt(&mut source);
    let source = String::from_utf8(source).map_or(Cow::Borrowed(text), Cow::Owned);
    let start = front_matter_end(data);
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_TASKLISTS;
    let mut events = Parser::new_ext(source.get(start..).unwrap_or_default(), options).into_offset_iter();
    let mut reader = Reader { data, markers: &markers, blocks: Blocks::default(), ..Reader::empty() };
    for (event, range) in events.by_ref() {
        reader.take(&event, range.start + start..range.end + start);
    }
    reader.close();
    let mut blocks = reader.blocks;
    blocks.labels = events.reference_definitions().iter().map(|(label, _)| key(label)).collect();
    blocks.find_comments(data, start);
    blocks
}

/// A label of a reference as it is compared.
pub fn key(label: &str) -> String {
    let mut key = String::with_capacity(label.len());
    for word in chars::split(label) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&word.to_lowercase());
    }
    key
}

/// Replace what the parser would take otherwise than other parsers: nulls, and carriage returns alone.
fn make_readable(source: &mut [u8]) {
    if memchr::memchr2(0, b'\r', source).is_none() {
        return;
    }
    let mut next = None;
    for byte in source.iter_mut().rev() {
        match *byte {
            0 => *byte = b'x',
            b'\r' if next != Some(b'\n') => *byte = b'\n',
            _ => {}
        }
        next = Some(*byte);
    }
}

/// The end of the front matter of a text: what is between lines of three dashes or pluses at its beginning.
fn front_matter_end(data: &[u8]) -> usize {
    let Some(sign) = [&b"---"[..], b"+++"].into_iter().find(|sign| data.starts_with(sign)) else {
        return 0;
    };
    let mut lines = data.split(|&byte| byte == b'\n');
    let is = |line: &[u8], sign: &[u8]| {
        line.strip_prefix(sign).is_some_and(|rest| rest.iter().all(|&byte| is_blank(byte) || byte == b'\r'))
    };
    let Some(first) = lines.next().filter(|line| is(line, sign)) else {
        return 0;
    };
    let mut end = first.len() + 1;
    for line in lines {
        end += line.len() + 1;
        if is(line, sign) || (sign == b"---" && is(line, b"...")) {
            return end.min(data.len());
        }
    }
    0
}

/// A stretch of prose that is still open.
struct Open {
    /// The extent of what has been told of it; none in the beginning.
    extent: Option<(usize, usize)>,
    role: Role,
    is_html: bool,
}

/// The events of the parser, read in their order.
struct Reader<'d> {
    data: &'d [u8],
    markers: &'d [Span],
    blocks: Blocks,
    open: Option<Open>,
    /// The range of the last cell.
    cell: Range<usize>,
    /// The role of the next paragraph before a position.
    next: (Role, usize),
    quotations: usize,
    is_in_code: bool,
}

impl Reader<'_> {
    fn empty() -> Self {
        Reader {
            data: &[],
            markers: &[],
            blocks: Blocks::default(),
            open: None,
            cell: 0..0,
            next: (Role::Paragraph, 0),
            quotations: 0,
            is_in_code: false,
        }
    }

    fn take(&mut self, event: &Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => {
                use pulldown_cmark::TagEnd::{
                    Emphasis, Image, Link, Strikethrough, Strong, Subscript, Superscript,
                };
                if matches!(tag, Emphasis | Strong | Strikethrough | Superscript | Subscript | Link | Image) {
                    return;
                }
                self.close();
                match tag {
                    pulldown_cmark::TagEnd::BlockQuote(_) => self.quotations -= 1,
                    pulldown_cmark::TagEnd::CodeBlock => self.is_in_code = false,
                    _ => {}
                }
            }
            Event::Rule => self.close(),
            Event::TaskListMarker(_) => {}
            _ if self.is_in_code => {}
            _ => self.extend(range),
        }
    }

    fn start(&mut self, tag: &Tag, range: Range<usize>) {
        match tag {
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. } => return self.extend(range),
            _ => self.close(),
        }
        match tag {
            Tag::Paragraph => self.open = Some(self.opened(range.start)),
            Tag::Heading { .. } => self.open = Some(Open { role: Role::Heading, ..self.opened(range.start) }),
            Tag::TableCell => {
                self.open = Some(Open { extent: None, role: Role::Cell, is_html: false });
                self.cell = range;
            }
            Tag::HtmlBlock => {
                self.open = Some(Open { extent: None, role: Role::Paragraph, is_html: true });
            }
            Tag::Item | Tag::FootnoteDefinition(_) => self.next = (Role::Item, range.end),
            Tag::BlockQuote(_) => self.quotations += 1,
            Tag::CodeBlock(_) => {
                self.is_in_code = true;
                self.blocks.code.push(Span::new(range.start, range.end));
            }
            _ => {}
        }
    }

    /// A paragraph without anything in it so far.
    fn opened(&mut self, start: usize) -> Open {
        let (role, until) = std::mem::replace(&mut self.next, (Role::Paragraph, 0));
        let role = if start < until { role } else { Role::Paragraph };
        Open { extent: None, role, is_html: false }
    }

    /// Take a range into the open paragraph; in a tight list nothing has opened one.
    fn extend(&mut self, range: Range<usize>) {
        if self.open.is_none() {
            self.open = Some(self.opened(range.start));
        }
        if let Some(open) = &mut self.open {
            let (start, end) = open.extent.unwrap_or((range.start, range.end));
            open.extent = Some((start.min(range.start), end.max(range.end)));
        }
    }

    fn close(&mut self) {
        let Some(Open { extent, role, is_html }) = self.open.take() else {
            return;
        };
        let (start, end) = extent.unwrap_or_default();
        let (mut start, mut end) = stripped(self.data, start, end);
        if start == end {
            if role == Role::Cell && self.cell.start < self.cell.end {
                self.blocks.edges.push((self.cell.end, self.cell.start)); // a border, but no line for it
            }
            return;
        }
        // Of an escape the parser tells the second sign alone, of a link to what its text names the first brackets.
        if start > 0 && at(self.data, start - 1, end) == Some(b'\\') {
            start -= 1;
        }
        if starts_with(self.data, end, self.data.len(), b"[]") {
            end += 2;
        }
        let done = self.blocks.pieces.last().map_or(0, |piece| piece.span.end);
        if start < done {
            return;
        }
        let markers = self.markers_in(start, end);
        self.blocks.edges.push((start, end));
        self.blocks.pieces.push(Piece { span: Span::new(start, end), role, is_html, markers });
    }

    /// What is no prose by the way lines are marked: the signs of quotations, and masks.
    fn markers_in(&self, start: usize, end: usize) -> Vec<Span> {
        let mut markers = Vec::new();
        if self.quotations > 0 {
            let mut position = start;
            while let Some(offset) = memchr::memchr2(b'\n', b'\r', &self.data[position..end]) {
                position = run(self.data, position + offset, end, is_break);
                let line = position;
                for _ in 0..self.quotations {
                    let sign = run(self.data, position, end, is_blank);
                    if at(self.data, sign, end) != Some(b'>') {
                        break;
                    }
                    position = sign + 1;
                }
                if position > line {
                    position = run(self.data, position, end, is_blank);
                    markers.push(Span::new(line, position));
                }
            }
        }
        let first = self.markers.partition_point(|marker| marker.end <= start);
        for marker in self.markers[first..].iter().take_while(|marker| marker.start < end) {
            let after = run(self.data, marker.end.min(end), end, is_blank);
            markers.push(Span::new(marker.start.max(start), after));
        }
        markers
    }
}

impl Blocks {
    /// Note the comments that are written as reference definitions: `[//]: # (like this)`.
    fn find_comments(&mut self, data: &[u8], start: usize) {
        for close in memchr::memmem::find_iter(data, b"]:") {
            let is_label = |label: &&&[u8]| {
                let first = close.checked_sub(label.len());
                first.is_some_and(|first| data[first..close].eq_ignore_ascii_case(label))
            };
            let Some(label) = COMMENTS.iter().find(is_label) else {
                continue;
            };
            let position = close - label.len();
            let is_in = |spans: Option<&Span>| spans.is_some_and(|span| span.start <= position);
            let pieces = &self.pieces;
            let piece = pieces.get(pieces.partition_point(|piece| piece.span.end <= position));
            let code = self.code.get(self.code.partition_point(|code| code.end <= position));
            if position < start || is_in(piece.map(|piece| &piece.span)) || is_in(code) {
                continue;
            }
            let end = piece.map_or(data.len(), |piece| piece.span.start);
            self.comments.extend(title(data, close + 2, end));
        }
    }

    /// The marks between the pieces: their line breaks stay, or one is put there; the rest is blank.
    ///
    /// Code leaves a sign that there is something, or else the text above it would seem to break off.
    pub fn gaps(&self, data: &[u8]) -> Vec<Mark> {
        let mut marks = Vec::new();
        let mut code = self.code.iter().peekable();
        let mut start = 0;
        for (end, next) in self.edges.iter().copied().chain([(data.len(), data.len())]) {
            let mut has_code = false;
            while code.next_if(|code| code.start < end).is_some() {
                has_code = true;
            }
            mark_gap(data, start, end, has_code, &mut marks);
            start = next;
        }
        marks
    }
}

fn mark_gap(data: &[u8], start: usize, end: usize, has_code: bool, marks: &mut Vec<Mark>) {
    let body = data.get(start..end).unwrap_or_default();
    if body.iter().all(|&byte| is_break(byte)) {
        return;
    }
    let Some(last_break) = memchr::memrchr2(b'\n', b'\r', body) else {
        let is_inside = start > 0 && end < data.len();
        return lead(data, start, end, if is_inside { Sign::Border } else { Sign::Blank }, marks);
    };
    let after = start + last_break + 1;
    let above = run(data, start, end, is_break);
    let below = after - data[start..after].iter().rev().take_while(|&&byte| is_break(byte)).count();
    if above < below {
        lead(data, above, below, if has_code { Sign::Object } else { Sign::Blank }, marks);
    }
    if after < end {
        marks.push(Mark::new(after, end, Sign::Blank));
    }
}

/// Mark a stretch as blank, but for a sign in the place of its first character.
fn lead(data: &[u8], start: usize, end: usize, sign: Sign, marks: &mut Vec<Mark>) {
    let mut after = start;
    if start < end && sign != Sign::Blank {
        after = run(data, start + 1, end, |byte| byte & 0xC0 == 0x80);
        marks.push(Mark::new(start, after, sign));
    }
    if after < end {
        marks.push(Mark::new(after, end, Sign::Blank));
    }
}

/// The inside of the title of a reference definition, from the end of its colon.
fn title(data: &[u8], start: usize, end: usize) -> Option<Span> {
    let line_end = run(data, start, end, |byte| !is_break(byte));
    let is_opening = |pair: &[u8]| is_blank(pair[0]) && matches!(pair[1], b'"' | b'\'' | b'(');
    let inside = start + data.get(start..line_end)?.windows(2).position(is_opening)? + 2;
    let sign = match data[inside - 1] {
        b'(' => b')',
        sign => sign,
    };
    memchr::memchr_iter(sign, &data[inside..end]).map(|offset| inside + offset).find_map(|close| {
        let after = run(data, close + 1, end, is_blank);
        (after == end || is_break(data[after])).then(|| Span::new(inside, close))
    })
}
