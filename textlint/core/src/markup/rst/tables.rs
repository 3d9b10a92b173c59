//! Tables of reStructuredText: cells that are one line each are prose.

use std::collections::BTreeMap;

use super::lines::{Lines, Shown, count};
use super::patterns;
use crate::document::Role;
use crate::markup::bytes::stripped;

/// A line of a row, with the position of its first byte.
type RowLine<'d> = (usize, &'d [u8]);

/// A table that is drawn with bars.
pub fn take_grid(lines: &mut Lines, number: usize, column: usize) -> Option<usize> {
    let mut above = lines.text(number);
    if !patterns::is_grid_border(above) {
        return None;
    }
    let mut row: Vec<RowLine> = Vec::new();
    let mut last = number + 1;
    while lines.column(last) == Some(column) && matches!(lines.first_byte(last), Some(b'+' | b'|')) {
        let line = lines.text(last);
        if patterns::is_grid_border(line) {
            let width = count(above);
            if row.iter().all(|(_, line)| line.ends_with(b"|") && count(line) == width) {
                let bars: Vec<usize> = memchr::memchr_iter(b'+', above).collect();
                let cells: Vec<_> = bars.windows(2).map(|pair| (pair[0] + 1, Some(pair[1]))).collect();
                take_row(lines, &row, &cells, b'|');
            }
            above = line;
            row.clear();
        } else {
            row.push((lines.line(last).start, line));
        }
        last += 1;
    }
    Some(last)
}

/// A table whose columns are apart by blanks.
pub fn take_simple(lines: &mut Lines, number: usize, column: usize) -> Option<usize> {
    let border = lines.text(number);
    if !patterns::is_simple_border(border) {
        return None;
    }
    let Some(last) = simple_end(lines, number, column) else {
        return Some(beyond(lines, number, column)); // it has no end
    };
    let mut cells = columns(border);
    if let Some((_, end)) = cells.last_mut() {
        *end = None;
    }
    let first_end = columns(border).first().and_then(|&(_, end)| end).unwrap_or_default();
    let mut row: Vec<RowLine> = Vec::new();
    for line in number + 1..=last {
        let Some(own) = lines.column(line) else {
            continue;
        };
        let start = lines.line(line).start.saturating_sub(own - column);
        let text = lines.data.get(start..lines.line(line).end).unwrap_or_default();
        if own == column && patterns::is_simple_rule(lines.text(line)) {
            take_row(lines, &row, &cells, b' ');
            row.clear();
        } else if patterns::is_spanning_rule(lines.text(line)) {
            row.clear();
        } else {
            if !text[..first_end.min(text.len())].trim_ascii().is_empty() {
                take_row(lines, &row, &cells, b' ');
                row.clear();
            }
            row.push((start, text));
        }
    }
    Some(last + 1)
}

/// The last line of a simple table: its third border, or one with an empty line after it.
fn simple_end(lines: &Lines, number: usize, column: usize) -> Option<usize> {
    let mut borders = 1;
    (number + 1..beyond(lines, number, column)).find(|&line| {
        let is_border = lines.column(line) == Some(column) && patterns::is_simple_rule(lines.text(line));
        borders += usize::from(is_border);
        is_border && (borders == 3 || lines.column(line + 1).is_none())
    })
}

/// The first line after a line that is further to the left than a column.
fn beyond(lines: &Lines, number: usize, column: usize) -> usize {
    let is_left = |&line: &usize| lines.column(line).is_some_and(|own| own < column);
    (number + 1..lines.last()).find(is_left).unwrap_or(lines.last().max(number + 1))
}

/// The columns that the runs of equals signs of a border show.
fn columns(border: &[u8]) -> Vec<(usize, Option<usize>)> {
    let mut columns = Vec::new();
    let mut position = 0;
    for run in border.split(|&byte| byte != b'=') {
        if !run.is_empty() {
            columns.push((position, Some(position + run.len())));
        }
        position += run.len() + 1;
    }
    columns
}

/// Show the cells of a row that are one line each; none of them if something is between two columns.
fn take_row(lines: &mut Lines, row: &[RowLine], cells: &[(usize, Option<usize>)], parting: u8) {
    let mut parts: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for &(start, line) in row {
        if line.contains(&b'\t') {
            return;
        }
        let at = characters(line);
        let last = at.len() - 1;
        let mut done = 0;
        for (number, &(left, right)) in cells.iter().enumerate() {
            let between = &line[at[done.min(last)]..at[left.min(last)].max(at[done.min(last)])];
            if between.iter().any(|&byte| byte != parting) {
                return;
            }
            if left >= last {
                break;
            }
            done = right.map_or(last, |right| right.min(last)).max(left);
            let (first, end) = stripped(line, at[left], at[done]);
            if first < end {
                parts.entry(number).or_default().push((start + first, start + end));
            }
        }
    }
    for parts in parts.into_values() {
        let [(start, end)] = parts[..] else {
            continue;
        };
        let cell = &lines.data[start..end];
        if !patterns::is_cell_markup(cell) && !cell.ends_with(b"::") {
            lines.shown.push(Shown { parts, role: Some(Role::Cell) });
        }
    }
}

/// Where the characters of a line start, and where the last one ends.
fn characters(line: &[u8]) -> Vec<usize> {
    let starts = (0..line.len()).filter(|&place| line[place] & 0xC0 != 0x80);
    starts.chain([line.len()]).collect()
}
