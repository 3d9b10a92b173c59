//! What is prose, and what is an address, a handle, code, a tag, a path or the name of a file.

use std::sync::LazyLock;

use regex::Regex;

use super::chars::{is_alnum, is_blank, is_digit, is_word};
use crate::document::{Document, Span};

const LONGEST_TOKEN: usize = 300; // code points without a blank; a longer token is no word, whatever it is
const LONGEST_LINE: usize = 2000; // bytes; of a longer line all that is no prose is sought, once
const LONGEST_CODE: usize = 300; // code points between two backticks or angle brackets
const JOINING_BEFORE: &str = "\\$@=#%&/_~^+|{<:";
const JOINING_AFTER: &str = "\\$@=#%&/_~^+|}>{<(";
const QUOTING: &str = "*\"[]`("; // join inside a word
const CLOSING: &str = "’)].,;:!?"; // not the last sign of an address

/// The ends of names of hosts and files.
static SUFFIX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        "^(?:com|org|net|edu|gov|mil|info|biz|io|ai|app|dev|co\\.\\w\\w|uk|de|fr|ru|cn|jp|eu|ca|au|ch|tv|tr|nl|pl|il",
        "|txt|pdf|html?|php|asp|aspx|js|ts|css|py|rb|rs|go|java|json|jsonl|yaml|yml|toml|xml|csv|tsv|md|rst|exe",
        "|jpe?g|png|gif|svg|webp|mp[34]|zip|gz|docx?|xlsx?|pptx?)(?:\\W|$)"
    ))
    .expect("a constant pattern")
});

/// Whether a span touches no address, handle, hashtag, code, tag, path or name of a file.
pub fn in_prose(document: &Document, span: Span) -> bool {
    let line = document.line_at(span.start);
    let Some(place) = document.lines().get(line) else {
        return true;
    };
    if span.end > place.end {
        return document.lines_in(&[span]).into_iter().all(|line| {
            let place = document.lines()[line];
            let part = Span::new(span.start.max(place.start), span.end.min(place.end));
            part.start > part.end || is_apart(&document.not_prose(line), part)
        });
    }
    let content = document.content(line);
    if content.len() > LONGEST_LINE || may_have_code(content) {
        return is_apart(&document.not_prose(line), span);
    }
    // Only the tokens at the span are read: the rest of the line has no say.
    let (start, end) = (span.start - place.start, span.end - place.start);
    let first = start
        - content[..start]
            .chars()
            .rev()
            .take_while(|&sign| !is_blank(sign))
            .map(char::len_utf8)
            .sum::<usize>();
    let last = content[end..].find(is_blank).map_or(content.len(), |blank| end + blank);
    let local = Span::new(start, end);
    !signs(content, first, last).into_iter().any(|sign| sign.start < local.end && local.start < sign.end)
}

/// What is not prose in a line: in order and apart, in positions of the text.
pub fn not_prose(document: &Document, line: usize) -> Vec<Span> {
    let (start, content) = (document.lines()[line].start, document.content(line));
    let mut spans = signs(content, 0, content.len());
    if may_have_code(content) {
        spans.extend(code_and_tags(content));
        spans = apart(spans);
    }
    for span in &mut spans {
        *span = Span::new(span.start + start, span.end + start);
    }
    spans
}

/// Whether marks join a word to others, as in names and commands: `--name`, `:name`, `na[me]`, `name(`.
pub fn is_joined(text: &str, span: Span) -> bool {
    let mut before = text[..span.start].chars().rev();
    if let Some(sign) = before.next() {
        let is_after_word = before.next().is_some_and(is_alnum);
        let joins = JOINING_BEFORE.contains(sign)
            || ((QUOTING.contains(sign) || sign == '.') && is_after_word)
            || (matches!(sign, '-' | '‐') && !is_after_word);
        if joins {
            return true;
        }
    }
    let mut after = text[span.end..].chars();
    after.next().is_some_and(|sign| {
        let is_before_word = after.next().is_some_and(is_alnum);
        JOINING_AFTER.contains(sign)
            || ((QUOTING.contains(sign) || matches!(sign, '.' | ':')) && is_before_word)
    })
}

/// The words of a text that commands get; the stretch between blanks that was read last is kept.
pub struct Arguments<'t> {
    text: &'t str,
    last: Option<Stretch>,
}

/// What is between two blanks or line feeds.
#[derive(Clone, Copy)]
struct Stretch {
    span: Span,
    has_digits: bool,
}

impl<'t> Arguments<'t> {
    pub fn new(text: &'t str) -> Self {
        Arguments { text, last: None }
    }

    /// Whether a word is an argument of a command, or a part of one: `--with-name`, `name-east1`, `:set 'name'`.
    pub fn has(&mut self, span: Span) -> bool {
        let text = self.text;
        let (before, after) = (&text[..span.start], &text[span.end..]);
        if before.ends_with('\'') && after.starts_with('\'') {
            return true;
        }
        let first = self.stretch(span.start);
        if text[first.span.start..].starts_with('-') {
            return true;
        }
        after.starts_with('-')
            && (first.has_digits
                || text[span.range()].contains(is_digit)
                || self.stretch(span.end).has_digits)
    }

    /// The stretch that a position is in, or at an end of.
    fn stretch(&mut self, position: usize) -> Stretch {
        if let Some(last) = self.last.filter(|last| (last.span.start..=last.span.end).contains(&position)) {
            return last;
        }
        let is_border = |sign: char| matches!(sign, ' ' | '\n');
        let start = self.text[..position].rfind(is_border).map_or(0, |border| border + 1);
        let end = self.text[position..].find(is_border).map_or(self.text.len(), |border| position + border);
        let has_digits = self.text[start..end].contains(is_digit);
        *self.last.insert(Stretch { span: Span::new(start, end), has_digits })
    }
}

/// Spans in order, those that overlap joined.
pub fn apart(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

fn is_apart(spans: &[Span], place: Span) -> bool {
    let next = spans.partition_point(|span| span.end <= place.start);
    spans.get(next).is_none_or(|span| span.start >= place.end)
}

fn may_have_code(content: &str) -> bool {
    memchr::memchr2(b'`', b'<', content.as_bytes()).is_some()
}

/// Code in backticks, and tags, in a line.
fn code_and_tags(content: &str) -> Vec<Span> {
    let bytes = content.as_bytes();
    let (mut spans, mut at) = (Vec::new(), 0);
    while let Some(offset) = memchr::memchr2(b'`', b'<', &bytes[at..]) {
        let start = at + offset;
        let end = if bytes[start] == b'`' { code_end(content, start) } else { tag_end(content, start) };
        at = end.unwrap_or(start + 1);
        spans.extend(end.map(|end| Span::new(start, end)));
    }
    spans
}

fn code_end(content: &str, start: usize) -> Option<usize> {
    let body = &content[start + 1..];
    let length = body.find('`')?;
    (length > 0 && !is_longer(&body[..length], LONGEST_CODE)).then_some(start + length + 2)
}

fn tag_end(content: &str, start: usize) -> Option<usize> {
    let body = content[start + 1..].strip_prefix('/').unwrap_or(&content[start + 1..]);
    let name = body.chars().next().filter(|sign| sign.is_ascii_alphabetic() || *sign == '!')?;
    let rest = &body[name.len_utf8()..];
    let length = rest.find(['<', '>'])?;
    let is_tag = rest[length..].starts_with('>') && !is_longer(&rest[..length], LONGEST_CODE);
    is_tag.then(|| content.len() - rest.len() + length + 1)
}

fn is_longer(text: &str, number: usize) -> bool {
    text.len() > number && text.chars().nth(number).is_some()
}

/// Addresses and the like in a part of a line, each within one token; a token that is too long is one as a whole.
fn signs(content: &str, first: usize, last: usize) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = first;
    for token in content[first..last].split(is_blank) {
        let start = at;
        at = start + token.len() + content[start + token.len()..].chars().next().map_or(0, char::len_utf8);
        if !may_have_address(token) {
            continue;
        }
        if is_longer(token, LONGEST_TOKEN) {
            spans.push(Span::new(start, start + token.len()));
        } else {
            addresses(token, start, &mut spans);
        }
    }
    spans
}

/// Whether a token has one of the signs of addresses; a stop counts inside of words.
fn may_have_address(token: &str) -> bool {
    token.bytes().enumerate().any(|(index, byte)| match byte {
        b'/' | b'@' | b'#' | b'\\' => true,
        b'.' => token[index + 1..].chars().next().is_some_and(is_word),
        _ => false,
    })
}

/// The addresses of a token, from left to right.
fn addresses(token: &str, start: usize, spans: &mut Vec<Span>) {
    let mut at = 0;
    while let Some(sign) = token[at..].chars().next() {
        let end = address_end(token, at, sign).filter(|&end| end > at);
        if let Some(end) = end {
            spans.push(Span::new(start + at, start + end));
        }
        at = end.unwrap_or(at + sign.len_utf8());
    }
}

/// The end of the address that begins at a position of a token, if one does.
fn address_end(token: &str, at: usize, sign: char) -> Option<usize> {
    let before = token[..at].chars().next_back();
    let is_free = |marks: &str| before.is_none_or(|sign| !is_word(sign) && !marks.contains(sign));
    let name = is_word(sign) || sign == '-';
    web_end(token, at)
        .or_else(|| {
            (is_free(".+-") && (name || matches!(sign, '.' | '+'))).then(|| mail_end(token, at)).flatten()
        })
        .or_else(|| (matches!(sign, '@' | '#') && is_free("&;")).then(|| handle_end(token, at)).flatten())
        .or_else(|| {
            (is_free("/.-") && matches!(sign, '~' | '.' | '/')).then(|| path_end(token, at)).flatten()
        })
        .or_else(|| (name && is_free("/-")).then(|| folders_end(token, at)).flatten())
        .or_else(|| sign.is_ascii_alphabetic().then(|| drive_end(token, at)).flatten())
        .or_else(|| (name && is_free(".-")).then(|| host_end(token, at)).flatten())
}

fn web_end(token: &str, at: usize) -> Option<usize> {
    let rest = &token[at..];
    let scheme =
        ["https://", "http://", "ftp://", "file://"].into_iter().find(|scheme| rest.starts_with(scheme));
    let length = match scheme {
        Some(scheme) => scheme.len(),
        None if rest.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www.")) => 4,
        None => return None,
    };
    address_tail(token, at + length)
}

/// The end of what may follow in an address, without closing signs; at least one other sign is needed.
fn address_tail(token: &str, at: usize) -> Option<usize> {
    let rest = &token[at..];
    let rest = &rest[..rest.find(['<', '>', '"', '”', '“']).unwrap_or(rest.len())];
    let rest = rest.trim_end_matches(|sign| CLOSING.contains(sign));
    (!rest.is_empty()).then_some(at + rest.len())
}

/// The end of a run of characters of names and of some marks.
fn run_end(token: &str, at: usize, marks: &str) -> usize {
    let rest = &token[at..];
    at + rest.find(|sign| !is_word(sign) && !marks.contains(sign)).unwrap_or(rest.len())
}

fn mail_end(token: &str, at: usize) -> Option<usize> {
    let sign = run_end(token, at, ".+-");
    if !token[sign..].starts_with('@') {
        return None;
    }
    let mut end = run_end(token, sign + 1, "-");
    let host = end;
    if host == sign + 1 {
        return None;
    }
    while token[end..].starts_with('.') {
        let next = run_end(token, end + 1, "-");
        if next == end + 1 {
            break;
        }
        end = next;
    }
    (end > host).then_some(end)
}

fn handle_end(token: &str, at: usize) -> Option<usize> {
    let end = run_end(token, at + 1, "");
    (end > at + 1).then_some(end)
}

fn path_end(token: &str, at: usize) -> Option<usize> {
    let rest = &token[at..];
    let lead = if rest.starts_with('~') { 1 } else { rest.len() - rest.trim_start_matches('.').len() };
    // Two stops may lead, or one; of three none can.
    if lead > 2 || !rest[lead..].starts_with('/') {
        return None;
    }
    let mut end = at + lead + 1;
    loop {
        let next = run_end(token, end, ".-");
        if next == end || !token[next..].starts_with('/') {
            break;
        }
        end = next + 1;
    }
    last_name_end(token, end)
}

/// The end of the last name of a path, which does not end with a stop.
fn last_name_end(token: &str, at: usize) -> Option<usize> {
    let name = token[at..run_end(token, at, ".-")].trim_end_matches('.');
    (!name.is_empty()).then_some(at + name.len())
}

fn folders_end(token: &str, at: usize) -> Option<usize> {
    let (mut end, mut folders) = (at, 0);
    loop {
        let next = run_end(token, end, "-");
        if next == end || !token[next..].starts_with('/') {
            break;
        }
        (end, folders) = (next + 1, folders + 1);
    }
    if folders < 2 { None } else { last_name_end(token, end) }
}

fn drive_end(token: &str, at: usize) -> Option<usize> {
    let rest = token[at + 1..].strip_prefix(":\\")?;
    let length = rest.find(['<', '>', '"', '”', '“']).unwrap_or(rest.len());
    (length > 0).then_some(at + 3 + length)
}

/// The end of a name of a host or a file: labels, and a suffix that is known.
fn host_end(token: &str, at: usize) -> Option<usize> {
    let mut end = run_end(token, at, "-");
    while token[end..].starts_with('.') {
        let after = end + 1;
        if let Some(suffix) = SUFFIX.find(&token[after..]) {
            let border = suffix.as_str().chars().next_back().filter(|&sign| !is_word(sign));
            let end = after + suffix.len() - border.map_or(0, char::len_utf8);
            let path = token[end..].strip_prefix('/').and_then(|_| address_tail(token, end + 1));
            return Some(path.unwrap_or(end));
        }
        let next = run_end(token, after, "-");
        if next == after {
            break;
        }
        end = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str) -> String {
        let document = Document::new(text);
        let mut shown = String::new();
        let mut done = 0;
        for span in document.not_prose(0).iter() {
            shown += &text[done..span.start];
            shown += &format!("⟨{}⟩", document.slice(*span));
            done = span.end;
        }
        shown + &text[done..]
    }

    #[test]
    fn addresses_are_no_prose() {
        for shown in [
            "see ⟨https://a.b/c⟩, (⟨www.x.y/z⟩). A",
            "write to ⟨j.doe@x-y.org⟩ or ⟨@jdoe⟩, R&D@home",
            "in ⟨/usr/lib/x.so⟩, ⟨~/.profile⟩ and ⟨../a⟩ but ../a/ and/or",
            "⟨a/b/c⟩ and a/b",
            "⟨C:\\dir\\file⟩ or ⟨example.com/path⟩, ⟨setup.py⟩ and ⟨bbc.co.uk⟩, not U.S. or e.g. this",
            "use ⟨`code here`⟩ and ⟨<b>⟩bold⟨</b>⟩ if 1 < 2 > 0",
        ] {
            let text: String = shown.chars().filter(|sign| !"⟨⟩".contains(*sign)).collect();
            assert_eq!(marked(&text), shown);
        }
    }

    #[test]
    fn marks_join_words() {
        for (text, joined) in [
            ("x name. He", false),
            ("$ name(8)", true),
            ("“\"name,\" ", false),
            ("--name=", true),
            ("o.name", true),
        ] {
            let start = text.find("name").unwrap();
            assert_eq!(is_joined(text, Span::new(start, start + 4)), joined, "{text}");
        }
    }

    #[test]
    fn commands_have_arguments() {
        for (text, argument) in
            [("x name-based", false), ("--name-x", true), ("x name-x1.", true), ("x'name'", true)]
        {
            assert_eq!(Arguments::new(text).has(Span::new(2, 6)), argument, "{text}");
        }
    }
}
