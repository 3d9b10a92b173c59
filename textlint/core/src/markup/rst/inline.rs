//! The markup inside a paragraph of reStructuredText, as docutils finds it.
//!
//! What opens and does not close is sought once a paragraph, and names are sought back over a bounded stretch, so that
//! hostile text costs no more than any other.

use super::patterns;
use crate::markup::bytes::{at, is_space, is_word, run, run_back, starts_with};
use crate::markup::{Mark, Sign};

const LONGEST_SCHEME: usize = 20; // bytes
const LONGEST_NAME: usize = 100; // bytes of a role or a reference without back quotes
const ENDS_OF_SENTENCES: &[u8] = b".,;:!?'\")]}*";
const QUOTED: [&[u8; 2]; 6] = [b"\"\"", b"''", b"()", b"[]", b"{}", b"<>"];

/// What encloses a stretch.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quote {
    Emphasis,
    Strong,
    Literal,
    Interpreted,
    Substitution,
}

impl Quote {
    fn sign(self) -> &'static [u8] {
        match self {
            Quote::Emphasis => b"*",
            Quote::Strong => b"**",
            Quote::Literal => b"``",
            Quote::Interpreted => b"`",
            Quote::Substitution => b"|",
        }
    }

    /// What a run of one sign opens.
    fn of(run: &[u8]) -> Self {
        match run {
            b"*" => Quote::Emphasis,
            [b'*', ..] => Quote::Strong,
            b"`" => Quote::Interpreted,
            [b'`', ..] => Quote::Literal,
            _ => Quote::Substitution,
        }
    }
}

/// Roles whose text is prose.
fn is_prose_role(name: &[u8]) -> bool {
    matches!(
        name,
        b"abbr"
            | b"abbreviation"
            | b"dfn"
            | b"emphasis"
            | b"strong"
            | b"guilabel"
            | b"menuselection"
            | b"title"
            | b"title-reference"
            | b"t"
            | b"sub"
            | b"sup"
            | b"subscript"
            | b"superscript"
    )
}

/// Roles whose text is prose if a target follows it.
fn is_referring_role(name: &[u8]) -> bool {
    matches!(name, b"ref" | b"doc" | b"term" | b"any" | b"numref" | b"download")
}

/// Add the marks of a block.
pub fn mark(data: &[u8], start: usize, end: usize, marks: &mut Vec<Mark>) {
    let mut inside = Inside { data, start, end, left: start, position: start, open_ended: Vec::new(), marks };
    let is_sign = |byte: &u8| matches!(byte, b'*' | b'`' | b'|' | b'[' | b'_' | b'\\' | b':');
    while let Some(offset) = data.get(inside.position..end).and_then(|rest| rest.iter().position(is_sign)) {
        let first = inside.position + offset;
        inside.position = first + 1;
        match data[first] {
            b'\\' => inside.take_escape(first),
            b'_' => inside.take_reference(first),
            b':' => inside.take_address(first),
            b'[' => inside.take_label(first),
            _ => inside.take_enclosed(first),
        }
    }
}

/// How far a block has been read.
struct Inside<'d, 'm> {
    data: &'d [u8],
    start: usize,
    end: usize,
    /// The end of the last mark.
    left: usize,
    position: usize,
    /// What has been opened once and not closed.
    open_ended: Vec<Quote>,
    marks: &'m mut Vec<Mark>,
}

impl Inside<'_, '_> {
    fn at(&self, position: usize) -> Option<u8> {
        at(self.data, position, self.end)
    }

    fn run(&self, position: usize, is_of: impl Fn(u8) -> bool) -> usize {
        run(self.data, position, self.end, is_of)
    }

    fn pass(&mut self, start: usize, end: usize, sign: Sign) {
        self.marks.push(Mark::new(start, end, sign));
        (self.left, self.position) = (end, end);
    }

    /// Whether markup may end at a position.
    fn may_end(&self, position: usize) -> bool {
        self.at(position)
            .is_none_or(|byte| is_space(byte) || !byte.is_ascii() || b"'\")]}>-/\\:.,;!?".contains(&byte))
    }

    /// A backslash; a blank that it escapes glues two pieces of markup together.
    fn take_escape(&mut self, first: usize) {
        let glues = self.at(first + 1).is_some_and(is_space);
        self.pass(first, first + 1 + usize::from(glues), Sign::Object);
        self.position = first + 2;
        self.left = first + 2;
    }

    /// A name with an underscore after it.
    fn take_reference(&mut self, first: usize) {
        let is_name = |byte: u8| is_word(byte) || matches!(byte, b'-' | b'.' | b'_' | b':' | b'+');
        let name = run_back(self.data, self.start.max(first.saturating_sub(LONGEST_NAME)), first, is_name);
        let after = self.run(first, |byte| byte == b'_');
        let is_end = after <= first + 2 && self.may_end(after);
        if !is_end || name == first || matches!(self.data[first - 1], b'_' | b':' | b'.') {
            self.position = after;
        } else {
            self.pass(name, after, Sign::Object);
        }
    }

    /// An address of the web.
    fn take_address(&mut self, first: usize) {
        if !starts_with(self.data, first, self.end, b"://") {
            return;
        }
        let is_scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-');
        let scheme =
            run_back(self.data, self.start.max(first.saturating_sub(LONGEST_SCHEME)), first, is_scheme);
        let scheme = run(self.data, scheme, first, |byte| !byte.is_ascii_alphabetic());
        if scheme < first {
            let end = self.run(first, |byte| !is_space(byte) && !b"<>\"`|\\".contains(&byte));
            let last = run_back(self.data, first + 1, end, |byte| ENDS_OF_SENTENCES.contains(&byte));
            self.pass(scheme, last, Sign::Object);
        }
    }

    /// A reference to a footnote or to literature.
    fn take_label(&mut self, first: usize) {
        if let Some(after) = patterns::label(self.data, first, self.end)
            && self.at(after) == Some(b'_')
            && self.may_end(after + 1)
        {
            self.pass(first, after + 1, Sign::Object);
        }
    }

    /// What is between asterisks, back quotes or bars.
    fn take_enclosed(&mut self, first: usize) {
        let data = self.data;
        let last = self.run(first, |byte| byte == data[first]);
        let quote = Quote::of(&data[first..last]);
        let inner = first + quote.sign().len();
        if !self.may_open(first, inner, quote) {
            self.position = last;
            return;
        }
        let closing = if self.open_ended.contains(&quote) { None } else { self.closing(quote, inner + 1) };
        let Some((close, after)) = closing else {
            self.open_ended.push(quote);
            if data[first] == b'`' {
                // A literal that was left open by mistake.
                self.pass(first, self.run(first, |byte| !is_space(byte)), Sign::Object);
            } else {
                self.position = last;
            }
            return;
        };
        match quote {
            Quote::Emphasis | Quote::Strong => {
                self.marks.push(Mark::new(first, inner, Sign::Delimiter));
                self.pass(close, after, Sign::Delimiter);
            }
            Quote::Interpreted => self.take_interpreted(first, close, after),
            Quote::Literal | Quote::Substitution => self.pass(first, after, Sign::Object),
        }
    }

    /// Whether markup may begin: after a blank, an opening sign or a character beyond ASCII.
    fn may_open(&self, first: usize, inner: usize, quote: Quote) -> bool {
        let is_target = quote == Quote::Interpreted && first > self.start && self.data[first - 1] == b'_';
        let outside = first - usize::from(is_target);
        let Some(next) = self.at(inner).filter(|&byte| !is_space(byte)) else {
            return false;
        };
        if outside <= self.start {
            return true;
        }
        let before = self.data[outside - 1];
        let may_precede = is_space(before) || !before.is_ascii() || b"-:/'\"<([{".contains(&before);
        may_precede && !QUOTED.contains(&&[before, next])
    }

    /// Where the sign that closes begins, and where it ends with what belongs to it.
    fn closing(&self, quote: Quote, from: usize) -> Option<(usize, usize)> {
        let sign = quote.sign();
        let mut position = from;
        loop {
            let close = crate::markup::bytes::find(self.data, position, self.end, sign)?;
            position = close + 1;
            let before = self.data[close - 1];
            if is_space(before) || (before == b'\\' && quote != Quote::Literal) {
                continue;
            }
            let after = close + sign.len();
            let with_suffix = match quote {
                Quote::Substitution => self.underscores(after),
                Quote::Interpreted => self
                    .role(after)
                    .filter(|&end| self.may_end(end))
                    .unwrap_or_else(|| self.underscores(after)),
                _ => after,
            };
            if self.may_end(with_suffix) {
                return Some((close, with_suffix));
            }
        }
    }

    /// The end of up to two underscores.
    fn underscores(&self, position: usize) -> usize {
        run(self.data, position, self.end.min(position + 2), |byte| byte == b'_')
    }

    /// The end of a role between colons.
    fn role(&self, position: usize) -> Option<usize> {
        if self.at(position) != Some(b':') {
            return None;
        }
        let colon = patterns::name(self.data, position + 1, self.end)?;
        (self.at(colon) == Some(b':')).then_some(colon + 1)
    }

    /// The start of the role that ends at a position, and its name.
    fn role_before(&self, position: usize) -> Option<(usize, &[u8])> {
        let first = self.left.max(position.saturating_sub(LONGEST_NAME));
        let colon = position.checked_sub(1).filter(|&colon| colon >= first && self.data[colon] == b':')?;
        (first..colon)
            .filter(|&start| self.data[start] == b':')
            .find(|&start| patterns::name(self.data, start + 1, position) == Some(colon))
            .map(|start| (start, &self.data[start + 1..colon]))
    }

    /// Text in single back quotes: the words of a role for words are prose, and those before a target.
    ///
    /// Where no target follows, the words are the target, and a correction might break the link.
    fn take_interpreted(&mut self, first: usize, close: usize, end: usize) {
        let data = self.data;
        let (inner, after) = (first + 1, data.get(close + 1..end).unwrap_or_default());
        let role = self.role_before(first);
        let start = role.map_or(first, |(start, _)| start);
        let name = role
            .map_or(after.strip_prefix(b":").and_then(|name| name.strip_suffix(b":")), |(_, name)| {
                Some(name)
            });
        let name = name.unwrap_or_default().rsplit(|&byte| byte == b':').next().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        let mut words = close;
        if data[close - 1] == b'>'
            && let Some(opening) = memchr::memrchr(b'<', &data[inner..close])
        {
            words = run_back(data, inner, inner + opening, is_space);
        }
        let has_target = words < close && (matches!(after, b"_" | b"__") || is_referring_role(&name));
        let is_address = memchr::memmem::find(&data[inner..words], b"://").is_some();
        if !(has_target || is_prose_role(&name)) || words == inner || is_address {
            return self.pass(start, end, Sign::Object);
        }
        self.marks.push(Mark::new(start, inner, Sign::Delimiter));
        for arrow in memchr::memmem::find_iter(&data[inner..words], b"-->") {
            self.marks.push(Mark::new(inner + arrow, inner + arrow + 3, Sign::Delimiter));
        }
        for escape in memchr::memchr_iter(b'\\', &data[inner..words]) {
            self.marks.push(Mark::new(inner + escape, inner + escape + 1, Sign::Object));
        }
        self.pass(words, end, Sign::Delimiter);
    }
}
