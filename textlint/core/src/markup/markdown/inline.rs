//! What is no prose inside a paragraph, a heading or a cell of Markdown, read from left to right and once.

use rustc_hash::{FxHashMap, FxHashSet};

use super::blocks::key;
use crate::document::Span;
use crate::markup::bytes::{
    at, find, is_blank, is_break, is_identifier, is_space, is_word, run, run_back, starts_with,
};
use crate::markup::html::{self, Element, Ends};
use crate::markup::{Mark, Sign, entities};

const LONGEST_LABEL: usize = 999; // bytes
const LONGEST_NAME: usize = 300; // bytes of the name of a page, a source or a note in brackets
const LONGEST_SCHEME: usize = 32; // bytes
/// How many bytes may be read in vain for each byte of a paragraph.
const PATIENCE: usize = 8;

/// What ends a thing that an opening sign begins, and the sign for all of it.
const ENCLOSED: [(&[u8], &[u8], Sign); 8] = [
    (b"<!--", b"-->", Sign::Blank),
    (b"<?", b"?>", Sign::Blank),
    (b"<![CDATA[", b"]]>", Sign::Blank),
    (b"<%", b"%>", Sign::Object),
    (b"$$", b"$$", Sign::Object),
    (b"{{", b"}}", Sign::Object),
    (b"{%", b"%}", Sign::Blank),
    (b"{# ", b"#}", Sign::Blank),
];

/// Whether a stretch has anything that may be markup.
pub fn has_signs(data: &[u8], start: usize, end: usize) -> bool {
    data.get(start..end).is_some_and(|part| part.iter().any(|&byte| is_sign(byte)))
}

fn is_sign(byte: u8) -> bool {
    matches!(
        byte,
        b'\\'
            | b'`'
            | b'<'
            | b'&'
            | b'!'
            | b'['
            | b']'
            | b'*'
            | b'_'
            | b'~'
            | b'='
            | b'$'
            | b':'
            | b'@'
            | b'{'
    ) || is_break(byte)
}

/// The marks inside a stretch. `labels` are what reference definitions define.
pub fn marks(
    data: &[u8],
    start: usize,
    end: usize,
    labels: &FxHashSet<String>,
    comments: &mut Vec<Span>,
) -> Vec<Mark> {
    let mut inside = Inside {
        data,
        start,
        end,
        labels,
        comments,
        position: start,
        marks: Vec::new(),
        brackets: Vec::new(),
        ticks: None,
        elements: None,
        missing: [false; ENCLOSED.len()],
        patience: PATIENCE * (end - start) + LONGEST_LABEL,
    };
    while let Some(offset) = data[inside.position..end].iter().position(|&byte| is_sign(byte)) {
        let first = inside.position + offset;
        inside.position = first + 1;
        inside.take(first);
    }
    inside.marks
}

/// A bracket that is open.
struct Bracket {
    start: usize,
    /// Where the text begins.
    inner: usize,
    is_image: bool,
}

/// How far a stretch has been read.
struct Inside<'d> {
    data: &'d [u8],
    start: usize,
    end: usize,
    labels: &'d FxHashSet<String>,
    comments: &'d mut Vec<Span>,
    position: usize,
    marks: Vec<Mark>,
    brackets: Vec<Bracket>,
    /// Where runs of so many backticks end, the last one first.
    ticks: Option<FxHashMap<usize, Vec<usize>>>,
    elements: Option<Ends>,
    /// What has been sought in vain once, of `ENCLOSED`.
    missing: [bool; ENCLOSED.len()],
    /// The bytes that may still be read in vain.
    patience: usize,
}

impl Inside<'_> {
    fn at(&self, position: usize) -> Option<u8> {
        at(self.data, position, self.end)
    }

    fn before(&self, position: usize) -> Option<u8> {
        self.data.get(position.checked_sub(1)?).copied()
    }

    fn starts_with(&self, position: usize, prefix: &[u8]) -> bool {
        starts_with(self.data, position, self.end, prefix)
    }

    fn run(&self, position: usize, is_of: impl Fn(u8) -> bool) -> usize {
        run(self.data, position, self.end, is_of)
    }

    fn mark(&mut self, start: usize, end: usize, sign: Sign) {
        self.marks.push(Mark::new(start, end, sign));
    }

    /// Mark a thing and go on after it.
    fn pass(&mut self, start: usize, end: usize, sign: Sign) {
        self.mark(start, end, sign);
        self.position = end;
    }

    /// Read what begins with a sign.
    fn take(&mut self, first: usize) {
        match self.data[first] {
            b'\\' => self.take_escape(first),
            b'\n' | b'\r' => {
                let after = self.run(first, is_break);
                self.take_break(first, self.run(after, is_blank), false);
            }
            b'`' => self.take_code(first),
            b'<' => {
                if let Some(after) = self.address_in_angles(first) {
                    self.pass(first, after, Sign::Object);
                } else if !self.take_enclosed(first) {
                    self.take_tag(first);
                }
            }
            b'$' => match self.formula_end(first) {
                Some(after) => self.pass(first, after, Sign::Object),
                None => {
                    self.take_enclosed(first);
                }
            },
            b'{' => {
                if !self.take_enclosed(first)
                    && let Some(after) = self.attributes_end(first)
                {
                    self.pass(first, after, Sign::Blank);
                }
            }
            b'&' => {
                if let Some(after) = html::entity(self.data, first, self.end) {
                    self.pass(first, after, entities::sign(self.data, first, after));
                }
            }
            b':' => self.take_colon(first),
            b'@' => {
                if let Some(after) = self.mention_end(first) {
                    self.pass(first, after, Sign::Object);
                }
            }
            b'!' | b'[' => self.take_bracket(first),
            b']' => self.take_closing(first),
            sign => self.take_emphasis(first, sign),
        }
    }

    /// A line break; blanks before it make it a hard one.
    ///
    /// Blanks are often left at the end of a line by mistake, in the middle of a sentence.
    fn take_break(&mut self, first: usize, after: usize, is_escaped: bool) {
        let start = run_back(self.data, self.start, first, is_blank);
        let goes_on = self.data.get(after).is_some_and(u8::is_ascii_lowercase);
        let is_hard = is_escaped || (self.data[start..].starts_with(b"  ") && !goes_on);
        self.pass(start, after, if is_hard { Sign::Border } else { Sign::Blank });
    }

    fn take_escape(&mut self, first: usize) {
        match self.at(first + 1) {
            Some(b'\n') => self.take_break(first, self.run(first + 2, is_blank), true),
            Some(b'\r') => {
                let after = first + 2 + usize::from(self.at(first + 2) == Some(b'\n'));
                self.take_break(first, self.run(after, is_blank), true);
            }
            Some(byte) if byte.is_ascii_punctuation() => {
                let in_word =
                    self.before(first).is_some_and(is_word) && self.at(first + 2).is_some_and(is_word);
                self.mark(first, first + 1, if in_word { Sign::Object } else { Sign::Delimiter });
                self.position = first + 2;
            }
            _ => {}
        }
    }

    /// Code goes on to the next backticks that are as many.
    fn take_code(&mut self, first: usize) {
        let (data, end) = (self.data, self.end);
        let after = self.run(first, |byte| byte == b'`');
        self.position = after;
        let ticks = self.ticks.get_or_insert_with(|| {
            let mut ticks: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
            let mut position = first;
            while let Some(offset) = memchr::memchr(b'`', &data[position..end]) {
                let start = position + offset;
                position = run(data, start, end, |byte| byte == b'`');
                ticks.entry(position - start).or_default().push(position);
            }
            ticks.values_mut().for_each(|ends| ends.reverse());
            ticks
        });
        let Some(ends) = ticks.get_mut(&(after - first)) else {
            return;
        };
        while ends.pop_if(|close| *close <= after).is_some() {}
        if let Some(&close) = ends.last() {
            self.pass(first, close, Sign::Object);
        }
    }

    /// The end of an address in angle brackets: of the web, or of somebody.
    fn address_in_angles(&self, first: usize) -> Option<usize> {
        let close = |position: usize| (self.at(position) == Some(b'>')).then_some(position + 1);
        if self.at(first + 1)?.is_ascii_alphabetic() {
            let is_scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-');
            let colon = run(self.data, first + 2, self.end.min(first + 1 + LONGEST_SCHEME), is_scheme);
            if colon > first + 2 && self.at(colon) == Some(b':') {
                let after = self.run(colon + 1, |byte| !is_space(byte) && !matches!(byte, b'<' | b'>'));
                if let Some(after) = close(after) {
                    return Some(after);
                }
            }
        }
        let is_name = |byte: u8| is_identifier(byte) || matches!(byte, b'.' | b'-');
        let sign = self.run(first + 1, |byte| is_name(byte) || byte == b'+');
        if sign == first + 1 || self.at(sign) != Some(b'@') {
            return None;
        }
        let after = self.run(sign + 1, is_name);
        if after > sign + 1 { close(after) } else { None }
    }

    /// Comments, formulas, the code of templates: all up to a closing sign, if there is one.
    fn take_enclosed(&mut self, first: usize) -> bool {
        let is_opener = |(opener, _, _): &(&[u8], &[u8], Sign)| self.starts_with(first, opener);
        let Some(number) = ENCLOSED.iter().position(is_opener) else {
            return false;
        };
        let (opener, closer, sign) = ENCLOSED[number];
        let inner = first + if opener == b"{# " { 2 } else { opener.len() };
        let close = if self.missing[number] { None } else { find(self.data, inner, self.end, closer) };
        match close {
            None => self.missing[number] = true,
            Some(close) => {
                if number == 0 {
                    self.comments.push(Span::new(inner, close));
                }
                self.pass(first, close + closer.len(), sign);
            }
        }
        true
    }

    fn take_tag(&mut self, first: usize) {
        let is_end = self.at(first + 1) == Some(b'/');
        let name = first + 1 + usize::from(is_end);
        if !self.at(name).is_some_and(|byte| byte.is_ascii_alphabetic()) {
            return;
        }
        let name_end = self.run(name, |byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let Some(after) = self.tag_end(name_end) else {
            return;
        };
        let (data, start, end) = (self.data, first, self.end);
        let element = Element::of(&data[name..name_end]);
        if !is_end && let Some(sign) = element.sign_in_english(&data[first..after]) {
            let elements = self.elements.get_or_insert_with(|| Ends::of(data, start, end));
            if let Some(after) = elements.end(data, first, end) {
                return self.pass(first, after, sign);
            }
        }
        element.mark_tag(first, after, is_end, &mut self.marks);
        self.position = after;
    }

    /// The end of a tag from the end of its name, if its attributes are such as HTML has.
    fn tag_end(&mut self, start: usize) -> Option<usize> {
        let mut position = start;
        loop {
            let blanks = self.run(position, is_space);
            let name = self.attribute_name_end(blanks);
            if blanks == position || name == blanks {
                position = blanks;
                break;
            }
            position = name;
            let equals = self.run(position, is_space);
            if self.at(equals) == Some(b'=')
                && let Some(after) = self.attribute_value_end(self.run(equals + 1, is_space))
            {
                position = after;
            }
        }
        position += usize::from(self.at(position) == Some(b'/'));
        if self.at(position) == Some(b'>') {
            return Some(position + 1);
        }
        self.spend(position - start);
        None
    }

    fn attribute_name_end(&self, start: usize) -> usize {
        let is_first = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':' | b'@');
        if self.patience == 0 || !self.at(start).is_some_and(is_first) {
            return start;
        }
        self.run(start, |byte| is_identifier(byte) || matches!(byte, b'.' | b':' | b'@' | b'-'))
    }

    fn attribute_value_end(&mut self, start: usize) -> Option<usize> {
        match self.at(start)? {
            sign @ (b'"' | b'\'') => {
                let close = memchr::memchr(sign, &self.data[start + 1..self.end]);
                if close.is_none() {
                    self.spend(self.end - start);
                }
                close.map(|offset| start + 1 + offset + 1)
            }
            _ => {
                let is_bare =
                    |byte: u8| !is_space(byte) && !matches!(byte, b'"' | b'\'' | b'=' | b'<' | b'>' | b'`');
                let after = self.run(start, is_bare);
                (after > start).then_some(after)
            }
        }
    }

    /// Note that some bytes have been read in vain.
    fn spend(&mut self, bytes: usize) {
        self.patience = self.patience.saturating_sub(bytes);
    }

    /// The end of a formula between single dollar signs.
    fn formula_end(&self, first: usize) -> Option<usize> {
        if self.at(first + 1).is_none_or(|byte| is_space(byte) || byte == b'$') {
            return None;
        }
        let close = self.run(first + 1, |byte| !matches!(byte, b'$' | b'`') && !is_break(byte));
        let is_formula = close > first + 1
            && self.at(close) == Some(b'$')
            && !is_space(self.data[close - 1])
            && !self.at(close + 1).is_some_and(|byte| byte.is_ascii_digit());
        is_formula.then_some(close + 1)
    }

    /// The end of attributes in braces: {#id .class}, {: .lead}, {name}`text`.
    fn attributes_end(&self, first: usize) -> Option<usize> {
        let mut inner = first + 1;
        let is_index = self.starts_with(inner, b"index=") && {
            let after = self.run(inner + 6, |byte| byte.is_ascii_digit());
            after > inner + 6 && self.at(after) == Some(b'}')
        };
        inner += usize::from(self.at(inner) == Some(b':'));
        inner += usize::from(self.at(inner) == Some(b' '));
        let key = self.run(inner, is_identifier);
        let is_key = key > inner && self.at(key) == Some(b'=');
        let is_class = matches!(self.at(inner), Some(b'#' | b'.'))
            && self.at(inner + 1).is_some_and(|byte| is_identifier(byte) || byte == b'-');
        if !is_index && (is_key || is_class) {
            let close = self.run(inner, |byte| !matches!(byte, b'{' | b'}') && !is_break(byte));
            if self.at(close) == Some(b'}') {
                return Some(close + 1);
            }
        }
        let close = self.run(first + 1, |byte| is_identifier(byte) || matches!(byte, b':' | b'+' | b'-'));
        let is_role = self.at(first + 1).is_some_and(|byte| byte.is_ascii_lowercase())
            && self.at(close) == Some(b'}')
            && self.at(close + 1) == Some(b'`');
        is_role.then_some(close + 1)
    }

    /// The address of a page, or an emoji by its name.
    fn take_colon(&mut self, first: usize) {
        let is_joined = self.before(first).is_some_and(is_identifier);
        if is_joined {
            if let Some(end) = self.address_end(first) {
                let is_scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
                let start = run_back(self.data, self.start, first, is_scheme);
                let is_mark = |byte: u8| b".,;:!?'*_~".contains(&byte);
                self.pass(start, run_back(self.data, first, end, is_mark), Sign::Object);
            }
            return;
        }
        let close = self.run(first + 1, |byte| {
            is_small(byte) || byte.is_ascii_digit() || matches!(byte, b'_' | b'+' | b'-')
        });
        if self.at(first + 1).is_some_and(is_small)
            && self.at(close) == Some(b':')
            && !self.at(close + 1).is_some_and(is_identifier)
        {
            self.pass(first, close + 1, Sign::Object);
        }
    }

    /// The end of an address from its colon: `://…`, with pairs of parentheses.
    fn address_end(&mut self, colon: usize) -> Option<usize> {
        if !self.starts_with(colon, b"://") {
            return None;
        }
        let is_plain = |byte: u8| !is_space(byte) && !b"<>\"|`()[]".contains(&byte);
        let mut position = colon + 3;
        loop {
            position = self.run(position, is_plain);
            if self.at(position) != Some(b'(') {
                break;
            }
            let close = self.run(position + 1, is_plain);
            if self.at(close) != Some(b')') {
                break;
            }
            position = close + 1;
        }
        (position > colon + 3).then_some(position)
    }

    /// The end of the handle of a person or a package: @name, @scope/name.
    fn mention_end(&self, first: usize) -> Option<usize> {
        let is_name = |byte: u8| is_identifier(byte) || byte == b'-';
        let is_joined = self.before(first).is_some_and(is_identifier);
        if is_joined || !self.at(first + 1).is_some_and(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        let end = self.run(first + 1, is_name);
        let inner = self.run(end + 1, is_name);
        Some(if self.at(end) == Some(b'/') && inner > end + 1 { inner } else { end })
    }

    /// A page of a wiki, a source, a note; or a bracket that waits for its closing one.
    fn take_bracket(&mut self, first: usize) {
        let is_image = self.data[first] == b'!';
        let bracket = first + usize::from(is_image);
        if self.at(bracket) != Some(b'[') {
            return;
        }
        let longest = |start: usize| self.end.min(start + LONGEST_NAME);
        let is_inside = |byte: u8| !matches!(byte, b'[' | b']') && !is_break(byte);
        if self.at(bracket + 1) == Some(b'[') {
            let close = run(self.data, bracket + 2, longest(bracket + 2), is_inside);
            let is_page =
                close > bracket + 2 && self.starts_with(close, b"]]") && self.at(close + 2) != Some(b'(');
            if is_page {
                return self.pass(first, close + 2, Sign::Object);
            }
        }
        if !is_image {
            let sign = bracket + 1 + usize::from(self.at(bracket + 1) == Some(b'-'));
            let close = run(self.data, sign + 1, longest(sign + 1), is_inside);
            if self.at(sign) == Some(b'@') && close > sign + 1 && self.at(close) == Some(b']') {
                return self.pass(first, close + 1, Sign::Object);
            }
            let is_label = |byte: u8| !matches!(byte, b'[' | b']') && !is_space(byte);
            let close = run(self.data, first + 2, longest(first + 2), is_label);
            if self.at(first + 1) == Some(b'^') && close > first + 2 && self.at(close) == Some(b']') {
                return self.pass(first, close + 1, Sign::Delimiter);
            }
        }
        self.position = bracket + 1;
        self.brackets.push(Bracket { start: first, inner: bracket + 1, is_image });
    }

    /// The brackets of a link and its target; all of an image, and of a link whose text is its key.
    fn take_closing(&mut self, first: usize) {
        let Some(bracket) = self.brackets.pop() else {
            return;
        };
        let Some((after, is_key)) = self.target(bracket.inner, first) else {
            return;
        };
        if is_key || bracket.is_image {
            return self.pass(bracket.start, after, Sign::Object);
        }
        self.mark(bracket.start, bracket.inner, Sign::Delimiter);
        self.pass(first, after, Sign::Delimiter);
    }

    /// The end of a link whose text is between brackets, and whether the text is its key.
    ///
    /// A word that is in the target as well is one: the name of a person, a package, a site.
    fn target(&mut self, start: usize, close: usize) -> Option<(usize, bool)> {
        let data = self.data;
        if let Some(end) = self.inline_target_end(close + 1) {
            let text = &data[start..close.min(start + LONGEST_LABEL)];
            let words = text.split(|&byte| is_space(byte)).filter(|word| !word.is_empty());
            let is_key = words.take(2).count() == 1 && find(data, close + 1, end, text).is_some();
            return Some((end, is_key));
        }
        if self.labels.is_empty() {
            return None;
        }
        let is_known = |start: usize, end: usize| {
            std::str::from_utf8(&data[start..end]).is_ok_and(|label| self.labels.contains(&key(label)))
        };
        let label = self.label_end(close + 1);
        if let Some(end) = label
            && end > close + 3
            && is_known(close + 2, end - 1)
        {
            return Some((end, false));
        }
        if close - start <= LONGEST_LABEL && is_known(start, close) {
            return Some((label.filter(|&end| end == close + 3).unwrap_or(close + 1), true));
        }
        None
    }

    /// The end of a label in brackets.
    fn label_end(&self, start: usize) -> Option<usize> {
        if self.at(start) != Some(b'[') {
            return None;
        }
        let end = self.end.min(start + LONGEST_LABEL);
        let mut position = start + 1;
        loop {
            position = run(self.data, position, end, |byte| !matches!(byte, b'[' | b']' | b'\\'));
            match at(self.data, position, end)? {
                b'\\' => position += 2,
                b']' => return Some(position + 1),
                _ => return None,
            }
        }
    }

    /// The end of the target of a link in parentheses, with its title.
    fn inline_target_end(&mut self, start: usize) -> Option<usize> {
        if self.at(start) != Some(b'(') || self.patience == 0 {
            return None;
        }
        let destination = self.run(start + 1, is_space);
        let mut position = self.destination_end(destination);
        let blanks = self.run(position, is_space);
        if blanks > position
            && let Some(after) = self.title_end(blanks)
        {
            position = after;
        }
        let close = self.run(position, is_space);
        if self.at(close) == Some(b')') {
            return Some(close + 1);
        }
        self.spend(close - start);
        None
    }

    fn destination_end(&mut self, start: usize) -> usize {
        if self.at(start) == Some(b'<') {
            let close = self.run(start + 1, |byte| !matches!(byte, b'<' | b'>') && !is_break(byte));
            if self.at(close) == Some(b'>') {
                return close + 1;
            }
            return start;
        }
        let is_plain = |byte: u8| !is_space(byte) && !matches!(byte, b'(' | b')' | b'\\');
        let mut position = start;
        loop {
            position = self.run(position, |byte| is_plain(byte) && byte != b'<');
            match self.at(position) {
                Some(b'\\') if self.at(position + 1).is_some_and(|byte| byte != b'\n') => position += 2,
                Some(b'(') => {
                    let mut close = self.run(position + 1, is_plain);
                    while self.at(close) == Some(b'\\')
                        && self.at(close + 1).is_some_and(|byte| byte != b'\n')
                    {
                        close = self.run(close + 2, is_plain);
                    }
                    if self.at(close) != Some(b')') {
                        self.spend(close - position);
                        return position;
                    }
                    position = close + 1;
                }
                _ => return position,
            }
        }
    }

    fn title_end(&mut self, start: usize) -> Option<usize> {
        let sign = self.at(start)?;
        if !matches!(sign, b'"' | b'\'' | b'(') {
            return None;
        }
        let is_inside = |byte: u8| match sign {
            b'(' => !matches!(byte, b'(' | b')'),
            _ => byte != sign && byte != b'\\',
        };
        let mut position = start + 1;
        loop {
            position = self.run(position, is_inside);
            match self.at(position) {
                Some(b'\\') if self.at(position + 1).is_some_and(|byte| byte != b'\n') => position += 2,
                Some(byte) if byte == sign && sign != b'(' => return Some(position + 1),
                Some(b')') if sign == b'(' => return Some(position + 1),
                _ => {
                    self.spend(position - start);
                    return None;
                }
            }
        }
    }

    /// Delimiters, but for those that are signs of the text: `2 * 3`, `snake_case`.
    fn take_emphasis(&mut self, first: usize, sign: u8) {
        let after = self.run(first, |byte| byte == sign);
        if after == first + 1 && matches!(sign, b'~' | b'=') {
            return;
        }
        self.position = after;
        let before = if first > self.start { self.before(first) } else { None };
        let next = self.at(after);
        let is_joined = sign == b'_' && before.is_some_and(is_word) && next.is_some_and(is_word);
        let is_alone = before.is_none_or(is_space) && next.is_none_or(is_space);
        if !is_joined && !is_alone {
            self.mark(first, after, Sign::Delimiter);
        }
    }
}

fn is_small(byte: u8) -> bool {
    byte.is_ascii_lowercase()
}
