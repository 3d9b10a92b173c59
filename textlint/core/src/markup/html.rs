//! HTML as browsers cut it into tags and text: what is between tags is prose, unless it is code.
//!
//! The tags are read one after another, as the standard's own tokenizer reads them: a tree of elements says no more
//! about prose and takes the longer the deeper they are nested. Markdown asks this module about the HTML in it.

use std::sync::LazyLock;

use regex::bytes::Regex;
use rustc_hash::FxHashMap;

use super::bytes::{at, find, has_word, is_space, is_word, run, starts_with, stripped};
use super::{Mark, Markup, Sign, entities};
use crate::document::{MarkedBlock, Role, Span};

const LANGUAGE: &[u8] = b"en"; // of a page that does not say
const HEAD: usize = 4000; // bytes in which a page says its language
const LONGEST_NAME: usize = 16; // bytes of the name of an element that is known

static PAGE_LANGUAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i-u)<html\b[^>]*?\slang\s*=\s*["']?([a-z]+)"#).expect("a constant pattern")
});

/// What an element is to prose.
#[derive(Clone, Copy, Default)]
pub struct Element {
    /// The sign that replaces it where its insides are no prose.
    inside: Option<Sign>,
    /// What its text is, where that is no plain paragraph.
    role: Option<Role>,
    is_block: bool,
    /// It has no end tag.
    is_void: bool,
    /// It has no end tag, but it can be seen in a sentence.
    is_thing: bool,
    /// Its insides have no tags either.
    is_raw: bool,
    is_html: bool,
    is_break: bool,
}

impl Element {
    /// The element with a name, in any case.
    pub fn of(name: &[u8]) -> Self {
        let mut small = [0; LONGEST_NAME];
        let Some(small) = small.get_mut(..name.len()) else {
            return Element::default();
        };
        small.copy_from_slice(name);
        small.make_ascii_lowercase();
        Self::of_small(small)
    }

    fn of_small(name: &[u8]) -> Self {
        let none = Element::default();
        let block = Element { is_block: true, ..none };
        let with_role = |role| Element { role: Some(role), ..block };
        let void = Element { is_void: true, ..none };
        let inside = |sign| Element { inside: Some(sign), ..none };
        let raw = |sign| Element { is_raw: true, ..inside(sign) };
        match name {
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"title" | b"caption" | b"figcaption"
            | b"legend" | b"summary" => with_role(Role::Heading),
            b"li" | b"dt" | b"dd" | b"option" => with_role(Role::Item),
            b"td" | b"th" => with_role(Role::Cell),
            b"html" => Element { is_html: true, ..block },
            b"pre" => Element { is_block: true, ..inside(Sign::Object) },
            b"base" | b"col" | b"hr" | b"link" | b"meta" => Element { is_void: true, ..block },
            b"address" | b"article" | b"aside" | b"blockquote" | b"body" | b"center" | b"colgroup"
            | b"details" | b"dialog" | b"dir" | b"div" | b"dl" | b"fieldset" | b"figure" | b"footer"
            | b"form" | b"frameset" | b"head" | b"header" | b"hgroup" | b"main" | b"menu" | b"nav"
            | b"noscript" | b"ol" | b"optgroup" | b"p" | b"search" | b"section" | b"table" | b"tbody"
            | b"tfoot" | b"thead" | b"tr" | b"ul" => block,
            b"img" | b"input" | b"embed" => Element { is_thing: true, ..void },
            b"br" => Element { is_break: true, ..void },
            b"area" | b"param" | b"source" | b"track" | b"wbr" => void,
            b"script" | b"style" | b"noembed" => raw(Sign::Blank),
            b"textarea" | b"iframe" | b"xmp" => raw(Sign::Object),
            b"template" | b"rp" | b"rt" => inside(Sign::Blank),
            b"code" | b"kbd" | b"samp" | b"tt" | b"var" | b"audio" | b"canvas" | b"math" | b"object"
            | b"select" | b"svg" | b"video" => inside(Sign::Object),
            _ => none,
        }
    }

    /// The sign for the whole element, if its insides are no prose of the page's language.
    fn sign(self, attributes: &[u8], language: &[u8]) -> Option<Sign> {
        if self.is_void || attributes.ends_with(b"/") || attributes.ends_with(b"/>") {
            return None;
        }
        if !self.is_html && !attributes.is_empty() && is_foreign(attributes, language) {
            return Some(Sign::Object);
        }
        self.inside
    }

    /// The sign for an element in a text that is English, from its whole start tag.
    pub fn sign_in_english(self, tag: &[u8]) -> Option<Sign> {
        self.sign(tag, LANGUAGE)
    }

    /// The marks of a tag: a line break, where it parts blocks.
    pub fn mark_tag(self, start: usize, end: usize, is_end: bool, marks: &mut Vec<Mark>) {
        if !self.is_block && !self.is_break {
            let sign = if self.is_thing { Sign::Object } else { Sign::Delimiter };
            marks.push(Mark::new(start, end, sign));
        } else if is_end && matches!(self.role, Some(Role::Item | Role::Cell)) {
            // The next item parts them, so that items are on lines without blank ones.
            marks.push(Mark::new(start, end, Sign::Blank));
        } else {
            marks.push(Mark::new(start, start + 1, Sign::Border));
            marks.push(Mark::new(start + 1, end, Sign::Blank));
        }
    }

    /// The marks of an element whose insides are no prose.
    fn hide(self, data: &[u8], start: usize, end: usize, sign: Sign, marks: &mut Vec<Mark>) {
        let mut last = end.saturating_sub(1);
        while last > start && data.get(last).is_some_and(|byte| byte & 0xC0 == 0x80) {
            last -= 1;
        }
        if self.is_block && last > start + 2 {
            marks.push(Mark::new(start, start + 1, Sign::Border));
            marks.push(Mark::new(start + 1, start + 2, sign));
            marks.push(Mark::new(start + 2, last, Sign::Blank));
            marks.push(Mark::new(last, end, Sign::Border));
        } else {
            marks.push(Mark::new(start, end, sign));
        }
    }
}

/// The markup of a page.
pub fn read(text: &str) -> Markup {
    let data = text.as_bytes();
    let mut page = Page::default();
    let marks = scanned(data, 0, data.len(), &mut page);
    let marks = settled(data, marks);
    let blocks = blocks(data, 0, data.len(), &marks, &page.roles);
    Markup::assemble(text, marks, blocks, page.comments)
}

/// What is learned of a stretch of HTML beside its marks.
#[derive(Default)]
pub struct Page {
    /// What the text after a position is.
    pub roles: Vec<(usize, Role)>,
    pub comments: Vec<Span>,
}

/// The marks of a stretch of HTML.
pub fn scanned(data: &[u8], start: usize, end: usize, page: &mut Page) -> Vec<Mark> {
    let head = data.get(start..end.min(start + HEAD)).unwrap_or_default();
    let language = PAGE_LANGUAGE.captures(head).and_then(|told| told.get(1));
    let language = language.map_or_else(|| LANGUAGE.to_vec(), |told| told.as_bytes().to_ascii_lowercase());
    let mut marks = Vec::new();
    let (mut role, mut fresh, mut position) = (Role::Paragraph, start, start);
    while let Some(first) = next_sign(data, position, end) {
        position = first + 1;
        match data[first] {
            b'<' => {
                if let Some((after, comment)) = declaration(data, first, end) {
                    marks.push(Mark::new(first, after, Sign::Blank));
                    page.comments.extend(comment);
                    position = after;
                } else if let Some(tag) = Tag::at(data, first, end) {
                    position = tag.end;
                    let element = Element::of(tag.name);
                    let sign = if tag.is_end { None } else { element.sign(tag.attributes, &language) };
                    if let Some(sign) = sign {
                        position = element_end(data, tag.name, element.is_raw, position, end).unwrap_or(end);
                        element.hide(data, first, position, sign, &mut marks);
                        continue;
                    }
                    if element.is_block {
                        // <li><p> opens an item, since nothing is between the tags.
                        let is_open = fresh == first || !has_word(data, fresh, first);
                        role = element.role.unwrap_or(if is_open { role } else { Role::Paragraph });
                        (role, fresh) = if tag.is_end { (Role::Paragraph, first) } else { (role, position) };
                        page.roles.push((position, role));
                    }
                    element.mark_tag(first, position, tag.is_end, &mut marks);
                }
            }
            b'&' => {
                if let Some(after) = entity(data, first, end).or_else(|| old_entity(data, first, end)) {
                    marks.push(Mark::new(first, after, entities::sign(data, first, after)));
                    position = after;
                }
            }
            0xC2 => {
                if at(data, first + 1, end) == Some(0xA0) {
                    position = first + 2;
                    marks.push(Mark::new(first, position, Sign::Blank));
                }
            }
            byte => {
                position = run(data, first, end, is_blank);
                if position > first + 1 || byte != b' ' {
                    marks.push(Mark::new(first, position, Sign::Blank));
                }
            }
        }
    }
    marks
}

/// The next byte that may be markup: a tag, an entity, a blank.
fn next_sign(data: &[u8], position: usize, end: usize) -> Option<usize> {
    let is_sign = |byte: &u8| matches!(byte, b'<' | b'&' | 0xC2) || is_blank(*byte);
    data.get(position..end)?.iter().position(is_sign).map(|offset| position + offset)
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

/// The end of a comment, a declaration or the like, and the inside of the comment.
fn declaration(data: &[u8], start: usize, end: usize) -> Option<(usize, Option<Span>)> {
    let sign = at(data, start + 1, end).filter(|byte| matches!(byte, b'!' | b'?'))?;
    if sign == b'!' && starts_with(data, start + 2, end, b"--") {
        let inside = start + 4;
        for empty in [&b">"[..], b"->"] {
            if starts_with(data, inside, end, empty) {
                return Some((inside + empty.len(), None));
            }
        }
        let mut position = inside;
        while let Some(dashes) = find(data, position, end, b"--") {
            for close in [&b">"[..], b"!>"] {
                if starts_with(data, dashes + 2, end, close) {
                    return Some((dashes + 2 + close.len(), Some(Span::new(inside, dashes))));
                }
            }
            position = dashes + 1;
        }
        return Some((end, Some(Span::new(inside, end))));
    }
    if starts_with(data, start, end, b"<![CDATA[") {
        return Some((find(data, start + 9, end, b"]]>").map_or(end, |close| close + 3), None));
    }
    let close = run(data, start + 2, end, |byte| byte != b'>');
    Some((end.min(close + 1), None))
}

/// A start tag or an end tag.
struct Tag<'d> {
    name: &'d [u8],
    attributes: &'d [u8],
    is_end: bool,
    end: usize,
}

impl<'d> Tag<'d> {
    fn at(data: &'d [u8], start: usize, end: usize) -> Option<Self> {
        let is_end = at(data, start + 1, end) == Some(b'/');
        let first = start + 1 + usize::from(is_end);
        if !at(data, first, end)?.is_ascii_alphabetic() {
            return None;
        }
        let name_end = run(data, first, end, |byte| !is_space(byte) && byte != b'/' && byte != b'>');
        let close = attributes_end(data, name_end, end);
        Some(Tag {
            name: &data[first..name_end],
            attributes: &data[name_end..close],
            is_end,
            end: end.min(close + 1),
        })
    }
}

/// The position of the sign that ends a tag, or the end of all.
fn attributes_end(data: &[u8], start: usize, end: usize) -> usize {
    let mut position = start;
    loop {
        position = run(data, position, end, |byte| !matches!(byte, b'>' | b'"' | b'\'' | b'='));
        match at(data, position, end) {
            Some(b'=') => {
                let quote = run(data, position + 1, end, is_space);
                let close = match at(data, quote, end) {
                    Some(sign @ (b'"' | b'\'')) => memchr::memchr(sign, &data[quote + 1..end]),
                    _ => None,
                };
                position = close.map_or(position + 1, |offset| quote + 1 + offset + 1);
            }
            Some(b'"' | b'\'') => position += 1,
            _ => return position,
        }
    }
}

/// The end of an entity that is written with its semicolon.
pub fn entity(data: &[u8], start: usize, end: usize) -> Option<usize> {
    let digits = |first: usize, most: usize, is_digit: fn(&u8) -> bool| {
        let after = run(data, first, end.min(first + most), |byte| is_digit(&byte));
        (after > first).then_some(after)
    };
    let after = match (at(data, start + 1, end)?, at(data, start + 2, end)?) {
        (b'#', b'x' | b'X') => digits(start + 3, 6, u8::is_ascii_hexdigit)?,
        (b'#', _) => digits(start + 2, 7, u8::is_ascii_digit)?,
        (first, _) if first.is_ascii_alphabetic() => digits(start + 2, 31, u8::is_ascii_alphanumeric)?,
        _ => return None,
    };
    (at(data, after, end) == Some(b';')).then_some(after + 1)
}

/// The end of one of the entities that browsers read without a semicolon.
fn old_entity(data: &[u8], start: usize, end: usize) -> Option<usize> {
    for name in [&b"nbsp"[..], b"amp", b"lt", b"gt", b"quot", b"copy", b"reg"] {
        let after = start + 1 + name.len();
        if starts_with(data, start + 1, end, name) {
            let goes_on =
                at(data, after, end).is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'=');
            return (!goes_on).then_some(after);
        }
    }
    None
}

/// Whether attributes say that an element is not to be translated or in another language than the page.
fn is_foreign(attributes: &[u8], language: &[u8]) -> bool {
    const KEYS: [&[u8]; 3] = [b"translate", b"lang", b"xml:lang"];
    let (end, mut position) = (attributes.len(), 0);
    while position < end {
        let start = position;
        position += 1;
        if !matches!(attributes[start].to_ascii_lowercase(), b't' | b'l' | b'x') {
            continue;
        }
        let before = start.checked_sub(1).map(|before| attributes[before]);
        if before.is_some_and(|byte| !is_space(byte) && !matches!(byte, b'"' | b'\'' | b'/')) {
            continue;
        }
        let is_key = |key: &&&[u8]| {
            attributes.get(start..start + key.len()).is_some_and(|part| part.eq_ignore_ascii_case(key))
        };
        let Some(key) = KEYS.iter().find(is_key) else {
            continue;
        };
        let equals = run(attributes, start + key.len(), end, is_space);
        if at(attributes, equals, end) != Some(b'=') {
            continue;
        }
        let Some((value, after)) = value(attributes, run(attributes, equals + 1, end, is_space)) else {
            continue;
        };
        position = after;
        let value = value.trim_ascii().to_ascii_lowercase();
        let is_other = if key == &KEYS[0] {
            value == b"no"
        } else {
            !value.is_empty() && value.split(|byte| matches!(byte, b'-' | b'_')).next() != Some(language)
        };
        if is_other {
            return true;
        }
    }
    false
}

/// The value of an attribute, in quotes or without, and the position after it.
fn value(attributes: &[u8], start: usize) -> Option<(&[u8], usize)> {
    let end = attributes.len();
    match at(attributes, start, end)? {
        sign @ (b'"' | b'\'') => {
            let close = start + 1 + memchr::memchr(sign, &attributes[start + 1..])?;
            Some((&attributes[start + 1..close], close + 1))
        }
        _ => {
            let close =
                run(attributes, start, end, |byte| !is_space(byte) && !matches!(byte, b'"' | b'\'' | b'>'));
            (close > start).then(|| (&attributes[start..close], close))
        }
    }
}

/// The end of an element whose start tag ends at a position; none if it is never closed.
fn element_end(data: &[u8], name: &[u8], is_raw: bool, start: usize, end: usize) -> Option<usize> {
    let mut depth = 1_usize;
    let mut position = start;
    while let Some(offset) = memchr::memchr(b'<', &data[position..end]) {
        let sign = position + offset;
        position = sign + 1;
        let is_end = at(data, position, end) == Some(b'/');
        let after = position + usize::from(is_end) + name.len();
        let is_name =
            data.get(after - name.len()..after.min(end)).is_some_and(|part| part.eq_ignore_ascii_case(name))
                && at(data, after, end).is_some_and(is_name_end);
        if is_name && is_end {
            depth -= 1;
            if depth == 0 {
                return Some(tag_end(data, after, end));
            }
            position = after;
        } else if is_name && !is_raw {
            depth += 1;
            position = after;
        }
    }
    None
}

fn is_name_end(byte: u8) -> bool {
    is_space(byte) || byte == b'/' || byte == b'>'
}

fn tag_end(data: &[u8], position: usize, end: usize) -> usize {
    end.min(run(data, position, end, |byte| byte != b'>') + 1)
}

/// The ends of all elements of a stretch, found in one pass.
pub struct Ends(FxHashMap<usize, usize>);

impl Ends {
    /// The elements that start in a stretch and end there.
    pub fn of(data: &[u8], start: usize, end: usize) -> Self {
        let mut open: FxHashMap<Vec<u8>, Vec<usize>> = FxHashMap::default();
        let mut ends = FxHashMap::default();
        for offset in memchr::memchr_iter(b'<', data.get(start..end).unwrap_or_default()) {
            let sign = start + offset;
            let is_end = at(data, sign + 1, end) == Some(b'/');
            let first = sign + 1 + usize::from(is_end);
            let after = run(data, first, end, |byte| byte.is_ascii_alphanumeric() || byte == b'-');
            if after == first || !at(data, after, end).is_some_and(is_name_end) {
                continue;
            }
            let name = data[first..after].to_ascii_lowercase();
            let is_raw = Element::of_small(&name).is_raw;
            let starts = open.entry(name).or_default();
            if !is_end {
                starts.push(sign);
            } else if is_raw {
                ends.extend(starts.drain(..).map(|start| (start, after)));
            } else if let Some(start) = starts.pop() {
                ends.insert(start, after);
            }
        }
        Ends(ends)
    }

    /// The end of the element whose start tag begins at a position; none if it is never closed.
    pub fn end(&self, data: &[u8], start: usize, end: usize) -> Option<usize> {
        self.0.get(&start).map(|&after| tag_end(data, after, end))
    }
}

/// Marks in order and apart; delimiters inside a word become a thing that keeps it together.
pub fn settled(data: &[u8], mut marks: Vec<Mark>) -> Vec<Mark> {
    let is_word_at = |position: usize| data.get(position).copied().is_some_and(is_word);
    marks.sort_by_key(|mark| (mark.start, mark.end, mark.sign));
    let mut settled: Vec<Mark> = Vec::with_capacity(marks.len());
    let (mut done, mut first_of_run) = (0, 0);
    for mut mark in marks {
        if mark.start < done {
            if mark.end <= done {
                continue;
            }
            match settled.pop_if(|last| last.start == mark.start) {
                Some(_) => {}
                None => mark.start = done,
            }
        }
        if mark.sign == Sign::Delimiter {
            let goes_on =
                settled.last().is_some_and(|last| last.end == mark.start && last.sign == Sign::Delimiter);
            if !goes_on {
                first_of_run = settled.len();
            }
        }
        settled.push(mark);
        done = mark.end;
        if mark.sign == Sign::Delimiter && is_word_at(done) {
            let first = settled.get(first_of_run).map_or(0, |mark| mark.start);
            if first > 0 && is_word_at(first - 1) {
                settled.truncate(first_of_run);
                settled.push(Mark::new(first, done, Sign::Object));
            }
        }
    }
    settled
}

/// The stretches with words between borders, without the blanks around them.
pub fn blocks(
    data: &[u8],
    mut start: usize,
    end: usize,
    marks: &[Mark],
    roles: &[(usize, Role)],
) -> Vec<MarkedBlock> {
    let mut blocks = Vec::new();
    let mut roles = roles.iter().copied().peekable();
    let mut role = Role::Paragraph;
    let mut extent: Option<(usize, usize)> = None;
    let mut has_words = false;
    for mark in marks.iter().copied().chain([Mark::new(end, end, Sign::Border)]) {
        let (first, last) = stripped(data, start, mark.start);
        if first < last {
            extent = Some((extent.map_or(first, |(start, _)| start), last));
            has_words = has_words || has_word(data, first, last);
        }
        if mark.sign == Sign::Border {
            if let Some((first, last)) = extent.filter(|_| has_words) {
                while let Some((_, next)) = roles.next_if(|&(turn, _)| turn <= first) {
                    role = next;
                }
                blocks.push(MarkedBlock { span: Span::new(first, last), role });
            }
            (extent, has_words) = (None, false);
        } else if mark.sign != Sign::Blank {
            extent = Some((extent.map_or(mark.start, |(start, _)| start), mark.end));
        }
        start = mark.end;
    }
    blocks
}
