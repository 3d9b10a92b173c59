//! reStructuredText, line by line: paragraphs, titles, items and cells are prose, all else is hidden.
//!
//! It is read as docutils reads it, but without nesting: what follows the marker of a list, a field or a note counts
//! as a line of its own, further to the right. So hostile nesting costs nothing. Only what is known to be
//! prose is shown; an unknown directive, a broken table or a row with merged cells is not.

use super::lines::{Lines, Shown, count, width};
use super::{inline, patterns, tables};
use crate::document::{MarkedBlock, Role, Span};
use crate::markup::bytes::{is_break, is_space, run, run_back};
use crate::markup::{Mark, Markup, Sign};

const SHORTEST_RULE: usize = 4; // signs of a line that is one in any case

/// What follows the colons of a directive, and what is below them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Directive {
    /// Prose in both places.
    Text,
    /// A version and then prose.
    Version,
    /// A title and below it prose.
    Title,
    /// Code and below it prose.
    Code,
    /// Unknown, or without prose.
    Hidden,
}

impl Directive {
    fn of(name: &[u8]) -> Self {
        match name {
            b"attention" | b"caution" | b"danger" | b"error" | b"hint" | b"important" | b"note" | b"tip"
            | b"warning" | b"seealso" | b"todo" | b"epigraph" | b"highlights" | b"pull-quote"
            | b"compound" | b"header" | b"footer" | b"impl-detail" | b"hlist" | b"tab-set" | b"tabs" => {
                Directive::Text
            }
            b"versionadded"
            | b"versionchanged"
            | b"versionremoved"
            | b"deprecated"
            | b"deprecated-removed"
            | b"soft-deprecated" => Directive::Version,
            b"admonition" | b"topic" | b"sidebar" | b"rubric" | b"centered" | b"table" | b"list-table"
            | b"tab" | b"tab-item" | b"group-tab" | b"dropdown" | b"card" | b"grid-item-card"
            | b"collapse" | b"details" => Directive::Title,
            b"figure" | b"container" | b"class" | b"cssclass" | b"rst-class" | b"only" | b"ifconfig"
            | b"glossary" | b"grid" | b"grid-item" | b"function" | b"method" | b"classmethod"
            | b"staticmethod" | b"decorator" | b"decoratormethod" | b"data" | b"attribute" | b"exception"
            | b"property" | b"module" | b"member" | b"macro" | b"type" | b"var" | b"enum" | b"enumerator"
            | b"struct" | b"union" | b"concept" | b"alias" | b"namespace" | b"describe" | b"object"
            | b"option" | b"cmdoption" | b"envvar" | b"program" | b"opcode" | b"2to3fixer"
            | b"pdbcommand" | b"confval" | b"setting" | b"django-admin" | b"command" | b"variable"
            | b"signature" | b"genex" | b"fixture" | b"directive" | b"role" => Directive::Code,
            _ => Directive::Hidden,
        }
    }
}

fn is_domain(name: &[u8]) -> bool {
    matches!(name, b"py" | b"c" | b"cpp" | b"js" | b"rst" | b"std" | b"http")
}

/// The markup of a text.
pub fn read(text: &str) -> Markup {
    let data = text.as_bytes();
    let mut lines = Lines::of(data);
    let mut number = 0;
    while number < lines.last() {
        number = if lines.column(number).is_some() { take(&mut lines, number) } else { number + 1 };
    }
    let mut shown = lines.shown;
    shown.retain(|shown| !shown.parts.is_empty());
    shown.sort_by_key(|shown| shown.parts.first().copied());
    let blocks = shown.iter().filter_map(|shown| {
        let (first, last) = (shown.parts.first()?, shown.parts.last()?);
        Some(MarkedBlock { span: Span::new(first.0, last.1), role: shown.role? })
    });
    Markup::assemble(text, marks(data, &shown), blocks.collect(), lines.comments)
}

/// Read what begins in a line; the line to go on with, which is the same one if only a marker was read.
fn take(lines: &mut Lines, number: usize) -> usize {
    let column = lines.column(number).unwrap_or_default();
    while lines.tables.pop_if(|table| column <= *table).is_some() {}
    while lines.glossaries.pop_if(|(glossary, _)| column <= *glossary).is_some() {}
    let known = match lines.first_byte(number).unwrap_or_default() {
        b'.' => take_explicit(lines, number, column).or_else(|| take_adornment(lines, number)),
        b'_' => take_anonymous_target(lines, number, column).or_else(|| take_adornment(lines, number)),
        b':' => take_field(lines, number, column).or_else(|| take_adornment(lines, number)),
        b'-' => take_bullet(lines, number, column)
            .or_else(|| take_options(lines, number))
            .or_else(|| take_adornment(lines, number)),
        b'+' => take_bullet(lines, number, column)
            .or_else(|| tables::take_grid(lines, number, column))
            .or_else(|| take_options(lines, number))
            .or_else(|| take_adornment(lines, number)),
        b'*' => take_bullet(lines, number, column).or_else(|| take_adornment(lines, number)),
        b'/' => take_options(lines, number).or_else(|| take_adornment(lines, number)),
        b'>' => take_doctest(lines, number).or_else(|| take_adornment(lines, number)),
        b'|' => take_line_block(lines, number, column).or_else(|| take_adornment(lines, number)),
        b'=' => tables::take_simple(lines, number, column).or_else(|| take_adornment(lines, number)),
        0xE2 => take_bullet(lines, number, column),
        b'(' | b'#' => take_enumerator(lines, number, column),
        byte if byte.is_ascii_alphanumeric() => take_enumerator(lines, number, column),
        byte if byte.is_ascii_punctuation() => take_adornment(lines, number),
        _ => None,
    };
    known.unwrap_or_else(|| take_text(lines, number, column))
}

/// Let what follows a marker be a line of its own; without a column it is where the next line is.
fn go_on(lines: &mut Lines, number: usize, at: usize, column: Option<usize>, role: Role) -> usize {
    let own = lines.column(number);
    let column = column.or_else(|| own.map(|own| own + 1).max(lines.column(number + 1)));
    if at < lines.line(number).end {
        if let Some(line) = lines.edit(number) {
            (line.start, line.column, line.role) = (at, column, role);
        }
        return number;
    }
    let next = lines.filled(number + 1);
    if lines.column(next) > own
        && let Some(line) = lines.edit(next)
    {
        line.role = role;
    }
    if let Some(line) = lines.edit(number) {
        line.column = None;
    }
    number
}

/// A title, a term, or a paragraph and what its two colons announce.
fn take_text(lines: &mut Lines, number: usize, column: usize) -> usize {
    let next = lines.column(number + 1);
    if next == Some(column) && underlines(lines, number) {
        lines.show(number, number + 1, Role::Heading);
        return number + 2;
    }
    let is_term = lines.glossaries.last().is_some_and(|&(_, terms)| terms == Some(column));
    if next > Some(column) || is_term {
        return take_term(lines, number);
    }
    let mut last = number + 1;
    while lines.column(last) == Some(column) && !interrupts(lines, last) {
        last += 1;
    }
    take_paragraph(lines, number, last, lines.line(number).role)
}

/// Whether the next line underlines this one.
fn underlines(lines: &Lines, number: usize) -> bool {
    let line = lines.text(number + 1);
    patterns::is_adornment(line) && (line.len() >= SHORTEST_RULE || line.len() >= count(lines.text(number)))
}

/// Whether a line can't be the next one of a paragraph, although nothing parts them.
fn interrupts(lines: &Lines, number: usize) -> bool {
    let line = lines.text(number);
    match line.first() {
        Some(b'.') => patterns::explicit(line, 0, line.len()).is_some(),
        Some(b'=' | b'+') => {
            patterns::is_grid_border(line) || patterns::is_simple_border(line) || is_rule(line)
        }
        Some(b'-' | b'~' | b'^' | b'"' | b'\'' | b'`' | b'#' | b'*' | b':' | b'_') => is_rule(line),
        _ => false,
    }
}

fn is_rule(line: &[u8]) -> bool {
    line.len() >= SHORTEST_RULE && patterns::is_adornment(line)
}

fn take_term(lines: &mut Lines, number: usize) -> usize {
    let text = lines.text(number);
    if text.ends_with(b"::") {
        return take_paragraph(lines, number, number + 1, Role::Item);
    }
    // After the colon is what it is.
    if let Some(colon) = memchr::memmem::find(text, b" : ")
        && let Some(line) = lines.edit(number)
    {
        line.end = line.start + run_back(text, 0, colon, is_space);
    }
    lines.show(number, number + 1, Role::Item);
    number + 1
}

fn take_paragraph(lines: &mut Lines, first: usize, last: usize, role: Role) -> usize {
    let text = lines.text(last - 1);
    let Some(before) = text.strip_suffix(b"::") else {
        lines.show(first, last, role);
        return last;
    };
    let kept = run_back(before, 0, before.len(), is_space);
    let with_colon = kept + usize::from(kept == before.len() && kept > 0);
    if let Some(line) = lines.edit(last - 1) {
        line.end = line.start + with_colon;
    }
    if kept > 0 {
        lines.show(first, last, role);
    } else if last - 1 > first {
        lines.show(first, last - 1, role);
    }
    let column = lines.column(first).unwrap_or_default();
    take_literal(lines, last, column)
}

/// The literal block that a paragraph has announced: indented, or quoted by a sign before each line.
fn take_literal(lines: &mut Lines, number: usize, column: usize) -> usize {
    let first = lines.filled(number);
    if lines.column(first) > Some(column) {
        let last = lines.below(first, column);
        lines.show_thing(first, last);
        return last;
    }
    let is_quoted = lines.first_byte(first).is_some_and(|byte| byte.is_ascii_punctuation());
    if first == number || lines.column(first) != Some(column) || !is_quoted {
        return number;
    }
    let mut last = first;
    while lines.column(last).is_some() {
        last += 1;
    }
    lines.show_thing(first, last);
    last
}

/// A directive, a note, a target or a comment.
fn take_explicit(lines: &mut Lines, number: usize, column: usize) -> Option<usize> {
    let (data, line) = (lines.data, lines.line(number));
    let at = patterns::explicit(data, line.start, line.end)?;
    if let Some(after) = patterns::note(data, at, line.end)
        && data.get(at + 1) != Some(&b']')
    {
        return Some(go_on(lines, number, after, None, Role::Paragraph));
    }
    if matches!(data.get(at), Some(b'_' | b'|')) && at + 1 < line.end {
        return Some(lines.below(number, column));
    }
    if let Some((name, after)) = patterns::directive(data, at, line.end) {
        let name = data[at..name].to_ascii_lowercase();
        return Some(take_directive(lines, number, column, &name, after));
    }
    if at == line.end && lines.column(number + 1).is_none() {
        return Some(number + 1);
    }
    let last = lines.below(number, column);
    if let Some(line) = lines.edit(number) {
        line.start = at;
        line.column = line.column.filter(|_| at < line.end);
    }
    if let Some((start, end)) = lines.extent(number, last) {
        lines.comments.push(Span::new(start, end));
    }
    Some(last)
}

fn take_directive(lines: &mut Lines, number: usize, column: usize, name: &[u8], at: usize) -> usize {
    let is_of_domain = name.split(|&byte| byte == b':').next().is_some_and(is_domain);
    let name = name.rsplit(|&byte| byte == b':').next().unwrap_or_default();
    let what = match Directive::of(name) {
        _ if is_of_domain => Directive::Code,
        Directive::Hidden => {
            let last = lines.below(number, column);
            lines.show_thing(number, last);
            return last;
        }
        what => what,
    };
    // Before the first blank line there are words after the colons, then options.
    let is_inside = |lines: &Lines, number: usize| lines.column(number) > Some(column);
    let is_field = |lines: &Lines, number: usize| {
        let line = lines.line(number);
        patterns::field(lines.data, line.start, line.end).is_some()
    };
    let mut options = number + 1;
    while is_inside(lines, options) && !is_field(lines, options) {
        options += 1;
    }
    let mut last = options;
    while is_inside(lines, last) {
        last += 1;
    }
    lines.edit_all(options, last).iter_mut().for_each(|line| line.column = None);
    let end = lines.line(number).end;
    if what == Directive::Version {
        // These lines are joined.
        lines.edit_all(number + 1, options).iter_mut().for_each(|line| line.column = Some(column + 1));
        let after = patterns::versions(lines.data, at, end).unwrap_or(at);
        return go_on(lines, number, after, None, Role::Paragraph);
    }
    if at == end || what == Directive::Text {
        go_on(lines, number, at, None, Role::Paragraph);
    } else {
        if let Some(line) = lines.edit(number) {
            line.start = at;
        }
        if what == Directive::Title {
            lines.show(number, options, Role::Heading);
        }
        lines.edit_all(number, options).iter_mut().for_each(|line| line.column = None);
    }
    match name {
        b"list-table" => lines.tables.push(column),
        b"glossary" => {
            let terms = lines.column(lines.filled(number));
            lines.glossaries.push((column, terms));
        }
        _ => {}
    }
    number
}

fn take_anonymous_target(lines: &Lines, number: usize, column: usize) -> Option<usize> {
    let line = lines.line(number);
    patterns::anonymous(lines.data, line.start, line.end).map(|_| lines.below(number, column))
}

fn take_field(lines: &mut Lines, number: usize, column: usize) -> Option<usize> {
    let line = lines.line(number);
    let after = patterns::field(lines.data, line.start, line.end)?;
    if patterns::is_no_prose_field(lines.data, line.start, line.end) {
        return Some(lines.below(number, column));
    }
    Some(go_on(lines, number, after, None, Role::Item))
}

fn take_bullet(lines: &mut Lines, number: usize, column: usize) -> Option<usize> {
    let line = lines.line(number);
    let after = patterns::bullet(lines.data, line.start, line.end)?;
    Some(take_item(lines, number, column, after))
}

/// An item with a number, if the next line does not show that it is a sentence that starts like one.
fn take_enumerator(lines: &mut Lines, number: usize, column: usize) -> Option<usize> {
    let is_item = |lines: &Lines, number: usize| {
        let line = lines.line(number);
        patterns::enumerator(lines.data, line.start, line.end)
    };
    let after = is_item(lines, number)?;
    if lines.column(number + 1) == Some(column) && is_item(lines, number + 1).is_none() {
        return None;
    }
    Some(take_item(lines, number, column, after))
}

fn take_item(lines: &mut Lines, number: usize, column: usize, after: usize) -> usize {
    let marker = &lines.data[lines.line(number).start..after];
    // A bullet beyond ASCII has three bytes and one column.
    let marker = if marker.is_ascii() { width(marker, column) } else { width(&marker[2..], column) };
    go_on(lines, number, after, Some(column + marker), Role::Item)
}

fn take_options(lines: &mut Lines, number: usize) -> Option<usize> {
    let line = lines.line(number);
    let after = patterns::options(lines.data, line.start, line.end)?;
    if after == line.end && lines.column(number + 1) <= line.column {
        lines.show_thing(number, number + 1);
        return Some(number + 1);
    }
    Some(go_on(lines, number, after, None, Role::Item))
}

fn take_doctest(lines: &mut Lines, number: usize) -> Option<usize> {
    let line = lines.line(number);
    patterns::doctest(lines.data, line.start, line.end)?;
    let mut last = number + 1;
    while lines.column(last).is_some() {
        last += 1;
    }
    lines.show_thing(number, last);
    Some(last)
}

/// The text after a bar, with the lines that continue it.
fn take_line_block(lines: &mut Lines, number: usize, column: usize) -> Option<usize> {
    let line = lines.line(number);
    let after = patterns::line_bar(lines.data, line.start, line.end)?;
    let mut last = number + 1;
    while lines.column(last) > Some(column) {
        last += 1;
    }
    if let Some(line) = lines.edit(number) {
        line.start = after;
    }
    let first = number + usize::from(after == line.end);
    if first < last {
        lines.show(first, last, Role::Item);
    }
    Some(last)
}

/// A line of one sign: above a title, between paragraphs, or by mistake.
fn take_adornment(lines: &mut Lines, number: usize) -> Option<usize> {
    let line = lines.text(number);
    if !patterns::is_adornment(line) {
        return None;
    }
    let column = lines.column(number);
    let below = lines.text(number + 2);
    if lines.column(number + 1) >= column
        && lines.column(number + 2) == column
        && below.first() == line.first()
        && patterns::is_adornment(below)
    {
        lines.show(number + 1, number + 2, Role::Heading);
        return Some(number + 3);
    }
    is_rule(line).then_some(number + 1)
}

/// The marks of all that is no prose: between blocks, at the line breaks in them, and inside.
fn marks(data: &[u8], shown: &[Shown]) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut done = 0;
    for Shown { parts, role } in shown {
        let (Some(&(start, _)), Some(&(_, end))) = (parts.first(), parts.last()) else {
            continue;
        };
        mark_gap(data, done, start, &mut marks);
        done = end;
        if role.is_none() {
            marks.push(Mark::new(start, end, Sign::Object));
            continue;
        }
        for pair in parts.windows(2) {
            marks.push(Mark::new(pair[0].1, pair[1].0, Sign::Blank));
        }
        inline::mark(data, start, end, &mut marks);
    }
    mark_gap(data, done, data.len(), &mut marks);
    marks
}

/// Mark what parts two blocks; of a line break at least one is left.
fn mark_gap(data: &[u8], start: usize, end: usize, marks: &mut Vec<Mark>) {
    if start > 0 && end < data.len() && start < end && run(data, start, end, |byte| !is_break(byte)) == end {
        return marks.push(Mark::new(start, end, Sign::Border));
    }
    let mut position = start;
    while position < end {
        let first = run(data, position, end, is_break);
        position = run(data, first, end, |byte| !is_break(byte));
        if first < position {
            marks.push(Mark::new(first, position, Sign::Blank));
        }
    }
}
