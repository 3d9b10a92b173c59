//! The lines of reStructuredText and what has been found in them.

use crate::document::{Role, Span};
use crate::markup::bytes::{is_break, is_space, run_back};

const TAB: usize = 8; // columns

/// A block of prose, as the parts of lines that it consists of; without a role it is a thing.
pub struct Shown {
    pub parts: Vec<(usize, usize)>,
    pub role: Option<Role>,
}

/// A line: where its text starts and ends, and its column.
#[derive(Clone, Copy)]
pub struct Line {
    pub start: usize,
    pub end: usize,
    /// How far it is indented; none if there is nothing left to read.
    pub column: Option<usize>,
    /// The role of the paragraph that begins in it.
    pub role: Role,
}

/// The lines of a text and what has been found in them.
///
/// What follows a marker is read as a line of its own, so lines change. After the last one comes an empty one.
pub struct Lines<'d> {
    pub data: &'d [u8],
    lines: Vec<Line>,
    /// The columns of the list-tables that are open.
    pub tables: Vec<usize>,
    /// The columns of the glossaries that are open, and those of their terms.
    pub glossaries: Vec<(usize, Option<usize>)>,
    pub shown: Vec<Shown>,
    pub comments: Vec<Span>,
}

impl<'d> Lines<'d> {
    pub fn of(data: &'d [u8]) -> Self {
        let mut lines = Vec::new();
        let mut position = 0;
        for end in memchr::memchr2_iter(b'\n', b'\r', data).chain([data.len()]) {
            if end < position {
                continue; // the line feed after a carriage return
            }
            lines.push(Line::of(data, position, end));
            position = end + if data.get(end..end + 2) == Some(b"\r\n") { 2 } else { 1 };
        }
        let empty = Line { start: data.len(), end: data.len(), column: None, role: Role::Paragraph };
        lines.push(empty);
        Lines {
            data,
            lines,
            tables: Vec::new(),
            glossaries: Vec::new(),
            shown: Vec::new(),
            comments: Vec::new(),
        }
    }

    /// The number of the empty line after all others.
    pub fn last(&self) -> usize {
        self.lines.len() - 1
    }

    /// A line; beyond the last one there are only empty ones.
    pub fn line(&self, number: usize) -> Line {
        self.lines.get(number).copied().unwrap_or(self.lines[self.last()])
    }

    pub fn column(&self, number: usize) -> Option<usize> {
        self.line(number).column
    }

    pub fn text(&self, number: usize) -> &'d [u8] {
        let Line { start, end, .. } = self.line(number);
        self.data.get(start..end).unwrap_or_default()
    }

    pub fn first_byte(&self, number: usize) -> Option<u8> {
        self.text(number).first().copied()
    }

    pub fn edit(&mut self, number: usize) -> Option<&mut Line> {
        self.lines.get_mut(number)
    }

    /// Some lines, to be changed.
    pub fn edit_all(&mut self, first: usize, last: usize) -> &mut [Line] {
        self.lines.get_mut(first..last).unwrap_or_default()
    }

    /// Show some lines as a block of prose.
    pub fn show(&mut self, first: usize, last: usize, role: Role) {
        let parts = (first..last).map(|number| (self.line(number).start, self.line(number).end)).collect();
        let role = if self.tables.is_empty() { role } else { Role::Cell };
        self.shown.push(Shown { parts, role: Some(role) });
    }

    /// Let one thing stand for lines that are no prose.
    pub fn show_thing(&mut self, first: usize, last: usize) {
        if let Some(extent) = self.extent(first, last) {
            self.shown.push(Shown { parts: vec![extent], role: None });
        }
    }

    /// The extent of some lines without the empty ones around them.
    pub fn extent(&self, first: usize, last: usize) -> Option<(usize, usize)> {
        let first = (first..last).find(|&number| self.column(number).is_some())?;
        let last = (first..last).rfind(|&number| self.column(number).is_some())?;
        Some((self.line(first).start, self.line(last).end))
    }

    /// The next line from a line on that is not empty, or the last one.
    pub fn filled(&self, number: usize) -> usize {
        (number..self.last()).find(|&number| self.column(number).is_some()).unwrap_or(number.max(self.last()))
    }

    /// The first line after a line that is not further to the right than a column.
    pub fn below(&self, number: usize, column: usize) -> usize {
        let is_inside = |&number: &usize| self.column(number).is_none_or(|other| other > column);
        let after = number + 1;
        (after..self.last()).find(|number| !is_inside(number)).unwrap_or(after.max(self.last()))
    }
}

impl Line {
    fn of(data: &[u8], start: usize, end: usize) -> Self {
        let is_indent = |byte: u8| matches!(byte, b' ' | b'\t' | b'\x0b' | b'\x0c');
        let first = crate::markup::bytes::run(data, start, end, is_indent);
        let last = run_back(data, first, end, is_space);
        let column = (first < last).then(|| width(&data[start..first], 0));
        debug_assert!(!data[start..end].iter().any(|&byte| is_break(byte)));
        Line { start: first, end: last, column, role: Role::Paragraph }
    }
}

/// How many columns a piece of a line takes that starts in a column.
pub fn width(piece: &[u8], column: usize) -> usize {
    let step = |at: usize, byte: &u8| if *byte == b'\t' { (at / TAB + 1) * TAB } else { at + 1 };
    piece.iter().fold(column, step) - column
}

/// The number of characters of a line.
pub fn count(line: &[u8]) -> usize {
    line.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}
