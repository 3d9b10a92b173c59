//! What lines of reStructuredText begin with. Each function gives the end of what it knows at a position.

use crate::markup::bytes::{at, is_blank, is_identifier, is_space, is_word, run, starts_with};

const LONGEST_NUMBER: usize = 9; // digits of an item's number
const BULLETS: [&[u8]; 6] = [b"-", b"+", b"*", "•".as_bytes(), "‣".as_bytes(), "⁃".as_bytes()];

/// Fields that have no prose in them.
const NO_PROSE_FIELDS: [&[u8]; 5] = [b"type", b"rtype", b"vartype", b"orphan", b"tocdepth"];

/// Blanks after a marker, or the end of the line.
fn separated(data: &[u8], position: usize, end: usize) -> Option<usize> {
    let after = run(data, position, end, is_blank);
    (after > position || after == end).then_some(after)
}

/// A name of a directive, a role or a reference.
pub fn name(data: &[u8], start: usize, end: usize) -> Option<usize> {
    let mut position = run(data, start, end, is_word);
    if position == start {
        return None;
    }
    while at(data, position, end).is_some_and(|byte| matches!(byte, b'-' | b'+' | b'.' | b'_' | b':')) {
        let after = run(data, position + 1, end, is_word);
        if after == position + 1 {
            break;
        }
        position = after;
    }
    Some(position)
}

/// The two dots of a directive, a note, a target or a comment.
pub fn explicit(data: &[u8], start: usize, end: usize) -> Option<usize> {
    if starts_with(data, start, end, b"..") { separated(data, start + 2, end) } else { None }
}

/// A directive: the end of its name, and of its colons.
pub fn directive(data: &[u8], start: usize, end: usize) -> Option<(usize, usize)> {
    let name = name(data, start, end)?;
    let colons = name + usize::from(at(data, name, end) == Some(b' '));
    if starts_with(data, colons, end, b"::") { Some((name, separated(data, colons + 2, end)?)) } else { None }
}

/// The label of a footnote or of a citation, up to its closing bracket.
pub fn label(data: &[u8], start: usize, end: usize) -> Option<usize> {
    if at(data, start, end) != Some(b'[') {
        return None;
    }
    let first = start + 1;
    let close = if at(data, first, end) == Some(b'*') {
        first + 1
    } else {
        let name = first + usize::from(at(data, first, end) == Some(b'#'));
        run(data, name, end, |byte| is_word(byte) || matches!(byte, b'.' | b'_' | b':' | b'+' | b'-'))
    };
    (at(data, close, end) == Some(b']')).then_some(close + 1)
}

/// The label of a footnote or of a citation at the beginning of its text.
pub fn note(data: &[u8], start: usize, end: usize) -> Option<usize> {
    separated(data, label(data, start, end)?, end)
}

/// One or two versions.
pub fn versions(data: &[u8], start: usize, end: usize) -> Option<usize> {
    let is_solid = |byte| !is_space(byte);
    let first = run(data, start, end, is_solid);
    if first == start {
        return None;
    }
    let second = run(data, first, end, is_blank);
    let number = second + usize::from(at(data, second, end) == Some(b'v'));
    let dot = run(data, number, end, |byte| byte.is_ascii_digit());
    let is_version = second > first
        && dot > number
        && at(data, dot, end) == Some(b'.')
        && at(data, dot + 1, end).is_some_and(|byte| byte.is_ascii_digit());
    let both = if is_version { separated(data, run(data, dot, end, is_solid), end) } else { None };
    both.or_else(|| separated(data, first, end))
}

/// The two underscores of an anonymous target.
pub fn anonymous(data: &[u8], start: usize, end: usize) -> Option<usize> {
    if starts_with(data, start, end, b"__") { separated(data, start + 2, end) } else { None }
}

/// The name of a field between its colons.
pub fn field(data: &[u8], start: usize, end: usize) -> Option<usize> {
    let byte_at = |position: usize| at(data, position, end);
    if byte_at(start) != Some(b':') || byte_at(start + 1).is_some_and(|byte| byte == b':' || is_blank(byte)) {
        return None;
    }
    let mut position = start + 1;
    loop {
        position = run(data, position, end, |byte| !matches!(byte, b':' | b'\\'));
        match (byte_at(position)?, byte_at(position + 1)) {
            (b'\\', next) => {
                next?;
                position += 2;
            }
            (_, Some(next)) if !is_blank(next) && next != b'`' => position += 1,
            _ => break,
        }
    }
    if is_blank(data[position - 1]) { None } else { separated(data, position + 1, end) }
}

/// Whether a field has no prose in it.
pub fn is_no_prose_field(data: &[u8], start: usize, end: usize) -> bool {
    NO_PROSE_FIELDS.iter().any(|name| {
        starts_with(data, start + 1, end, name)
            && !at(data, start + 1 + name.len(), end).is_some_and(is_identifier)
    })
}

/// The sign of an item.
pub fn bullet(data: &[u8], start: usize, end: usize) -> Option<usize> {
    let sign = BULLETS.iter().find(|sign| starts_with(data, start, end, sign))?;
    separated(data, start + sign.len(), end)
}

/// The number of an item: `1.`, `(iv)`, `#)`.
pub fn enumerator(data: &[u8], start: usize, end: usize) -> Option<usize> {
    let is_enclosed = at(data, start, end) == Some(b'(');
    let first = start + usize::from(is_enclosed);
    let close = run(data, first, end.min(first + LONGEST_NUMBER + 1), |byte| {
        byte.is_ascii_alphanumeric() || byte == b'#'
    });
    let is_closed = match at(data, close, end)? {
        b')' => true,
        b'.' => !is_enclosed,
        _ => false,
    };
    if is_closed && is_number(&data[first..close]) { separated(data, close + 1, end) } else { None }
}

fn is_number(number: &[u8]) -> bool {
    let are = |is_of: fn(&u8) -> bool| number.len() <= LONGEST_NUMBER && number.iter().all(is_of);
    match number {
        [] => false,
        [byte] => byte.is_ascii_alphanumeric() || *byte == b'#',
        _ => {
            are(u8::is_ascii_digit)
                || are(|byte| b"ivxlcdm".contains(byte))
                || are(|byte| b"IVXLCDM".contains(byte))
        }
    }
}

/// The options of a command, with the blanks before what they do.
pub fn options(data: &[u8], start: usize, end: usize) -> Option<usize> {
    let mut position = option(data, start, end)?;
    while starts_with(data, position, end, b", ") {
        match option(data, position + 2, end) {
            Some(after) => position = after,
            None => break,
        }
    }
    if starts_with(data, position, end, b"  ") || at(data, position, end) == Some(b'\t') {
        return Some(run(data, position, end, is_blank));
    }
    let after = position + usize::from(at(data, position, end) == Some(b' '));
    (after == end).then_some(after)
}

fn option(data: &[u8], start: usize, end: usize) -> Option<usize> {
    let byte_at = |position: usize| at(data, position, end);
    let is_alnum = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    let is_short = matches!(byte_at(start)?, b'-' | b'+') && is_alnum(byte_at(start + 1));
    if is_short {
        let after = start + 2;
        let separator = usize::from(byte_at(after) == Some(b' '));
        return Some(argument(data, after + separator, end).unwrap_or(after));
    }
    let first = match byte_at(start)? {
        b'/' => start + 1,
        b'-' if byte_at(start + 1) == Some(b'-') => start + 2,
        _ => return None,
    };
    if !is_alnum(byte_at(first)) {
        return None;
    }
    let after = run(data, first, end, is_option_byte);
    let argument = match byte_at(after) {
        Some(b' ' | b'=') => argument(data, after + 1, end),
        _ => None,
    };
    Some(argument.unwrap_or(after))
}

fn argument(data: &[u8], start: usize, end: usize) -> Option<usize> {
    match at(data, start, end)? {
        b'<' => {
            let close = run(data, start + 1, end, |byte| !matches!(byte, b'<' | b'>'));
            (close > start + 1 && at(data, close, end) == Some(b'>')).then_some(close + 1)
        }
        byte if byte.is_ascii_alphabetic() => Some(run(data, start, end, is_option_byte)),
        _ => None,
    }
}

fn is_option_byte(byte: u8) -> bool {
    is_identifier(byte) || byte == b'-'
}

/// The sign of an interactive session.
pub fn doctest(data: &[u8], start: usize, end: usize) -> Option<usize> {
    if starts_with(data, start, end, b">>>") { separated(data, start + 3, end) } else { None }
}

/// The bar of a line block.
pub fn line_bar(data: &[u8], start: usize, end: usize) -> Option<usize> {
    if at(data, start, end) == Some(b'|') { separated(data, start + 1, end) } else { None }
}

/// Whether a line has one sign only, such as underlines a title.
pub fn is_adornment(line: &[u8]) -> bool {
    line.first().is_some_and(|first| first.is_ascii_punctuation() && line.iter().all(|byte| byte == first))
}

/// Whether a line is one between the rows of a table that is drawn.
pub fn is_grid_border(line: &[u8]) -> bool {
    match line {
        [b'+', inside @ .., b'+'] => {
            let is_rule = |byte: Option<&u8>| matches!(byte, Some(b'-' | b'='));
            is_rule(inside.first())
                && is_rule(inside.last())
                && inside.iter().all(|byte| matches!(byte, b'-' | b'+' | b'='))
        }
        _ => false,
    }
}

/// Whether a line is one above or below a table whose columns are apart by blanks.
pub fn is_simple_border(line: &[u8]) -> bool {
    is_simple_rule(line) && line.contains(&b' ') && line.last() == Some(&b'=')
}

/// Whether a line is one between the rows of such a table.
pub fn is_simple_rule(line: &[u8]) -> bool {
    line.first() == Some(&b'=') && line.iter().all(|byte| matches!(byte, b'=' | b' '))
}

/// Whether a line is one below columns that are merged.
pub fn is_spanning_rule(line: &[u8]) -> bool {
    line.first() == Some(&b'-') && line.iter().all(|byte| matches!(byte, b'-' | b' '))
}

/// Whether the text of a cell is no plain paragraph.
pub fn is_cell_markup(cell: &[u8]) -> bool {
    match cell {
        b".."
        | b"\\"
        | [b'.', b'.', b' ', ..]
        | [b'-' | b'*' | b'+' | b'|', b' ', ..]
        | [b'>', b'>', b'>', ..] => true,
        [b'+', b'-', ..] => true,
        [b'-', b'-', rest @ ..] if rest.iter().all(|&byte| byte == b'-') => true,
        [b':', rest @ ..] => {
            let name = rest.split(|&byte| matches!(byte, b' ' | b'`')).next().unwrap_or_default();
            name.len() > 1 && name.ends_with(b":") && rest.get(name.len()) != Some(&b'`')
        }
        _ => false,
    }
}
