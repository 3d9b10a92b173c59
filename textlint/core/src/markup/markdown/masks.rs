//! What site generators add to Markdown, masked as something of the same length that every parser knows.

use crate::document::Span;
use crate::markup::bytes::{at, is_blank, is_break, is_identifier, is_space, run, starts_with};

const LONGEST_FORMULA: usize = 5000; // bytes
const ADMONITIONS: [&[u8]; 4] = [b"!!!", b"???+", b"???", b"==="];

/// A text for the parser, as long as the original, and what of its paragraphs is no prose by that.
pub struct Masked {
    pub source: Vec<u8>,
    pub markers: Vec<Span>,
}

impl Masked {
    /// The masked form of some Markdown.
    pub fn of(data: &[u8]) -> Self {
        let mut masked = Masked { source: data.to_vec(), markers: Vec::new() };
        let mut position = 0;
        while position < data.len() {
            let before = run(data, position, data.len(), is_blank);
            let start = after_quotations(data, before);
            let after = masked.mask(data, start);
            let after = memchr::memchr(b'\n', &data[after..]).map_or(data.len(), |offset| after + offset);
            position = after + 1;
        }
        masked
    }

    /// Masks a construct that begins in a line, after whitespace and block quote markers; returns its end.
    fn mask(&mut self, data: &[u8], start: usize) -> usize {
        let end = data.len();
        let Some(first) = at(data, start, end) else {
            return end;
        };
        if !matches!(first, b':' | b'/' | b'[' | b'{' | b'(' | b'!' | b'?' | b'=' | b'$') {
            return start;
        }
        let line_end = run(data, start, end, |byte| !is_break(byte));
        let line = &data[start..line_end];
        if is_alone(data, start, line) {
            self.replace(start, b"***");
            self.fill(start + 3, line_end, b' '); // a rule, which parts paragraphs
        } else if is_admonition(line) {
            // An item, since its body is indented, that begins with a heading.
            self.replace(start, b"- # ");
            match title(line) {
                Some(title) => self
                    .markers
                    .extend([Span::new(start, start + title.start), Span::new(start + title.end, line_end)]),
                None => self.markers.push(Span::new(start, line_end)),
            }
        } else if is_definition(line) {
            self.replace(start, b"-");
        } else if let Some(after) = formula_end(data, start) {
            for byte in &mut self.source[start..after] {
                if !is_break(*byte) {
                    *byte = b'x';
                }
            }
            return after;
        }
        start
    }

    fn replace(&mut self, start: usize, by: &[u8]) {
        if let Some(place) = self.source.get_mut(start..start + by.len()) {
            place.copy_from_slice(by);
        }
    }

    fn fill(&mut self, start: usize, end: usize, by: u8) {
        self.source.get_mut(start..end).unwrap_or_default().fill(by);
    }
}

fn after_quotations(data: &[u8], mut position: usize) -> usize {
    while at(data, position, data.len()) == Some(b'>') {
        position += 1 + usize::from(at(data, position + 1, data.len()).is_some_and(is_blank));
    }
    position
}

/// Whether a line is alone in its block: a fence of a container, a note's head, a tag of a template, a label.
fn is_alone(data: &[u8], start: usize, line: &[u8]) -> bool {
    let rest = line.trim_ascii_end();
    match line {
        [b':', b':', b':', ..] | [b'/', b'/', b'/', ..] => true,
        [b'[', b'!', ..] => {
            let after = run(line, 2, line.len(), is_identifier);
            after > 2 && at(line, after, line.len()) == Some(b']') && data[..start].ends_with(b"> ")
        }
        [b'[', ..] => {
            let name = rest.strip_prefix(b"[[").or_else(|| rest.strip_prefix(b"[")).unwrap_or_default();
            let name = name.strip_suffix(b"]]").or_else(|| name.strip_suffix(b"]")).unwrap_or_default();
            let name = name.strip_prefix(b"_").unwrap_or(name);
            name.strip_suffix(b"_").unwrap_or(name).eq_ignore_ascii_case(b"toc")
        }
        [b'{', b'%', inside @ ..] => {
            let close = run(inside, 0, inside.len(), |byte| byte != b'%');
            inside.get(close..).is_some_and(|after| after.starts_with(b"%}") && is_all_blank(&after[2..]))
        }
        [b'{', b'{', b'<' | b'%', ..] => line.len() > 5 && (line.ends_with(b">}}") || line.ends_with(b"%}}")),
        [b'{', b'#', ..] => line.len() > 3 && line.ends_with(b"#}"),
        [b'(', ..] => {
            let after = run(line, 1, line.len(), |byte| is_identifier(byte) || byte == b'-');
            after > 1 && rest.get(after..) == Some(b")=")
        }
        _ => false,
    }
}

fn is_all_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|&byte| is_blank(byte))
}

fn is_admonition(line: &[u8]) -> bool {
    let Some(sign) = ADMONITIONS.iter().find(|sign| line.starts_with(sign)) else {
        return false;
    };
    let title = run(line, sign.len(), line.len(), is_blank);
    title > sign.len()
        && title + 1 < line.len()
        && line.get(title).is_some_and(|&byte| is_identifier(byte) || byte == b'"')
}

/// The title of an admonition: what is in its first quotation marks.
fn title(line: &[u8]) -> Option<Span> {
    let start = memchr::memchr(b'"', line)? + 1;
    let end = start + memchr::memchr(b'"', line.get(start..)?)?;
    (start < end).then(|| Span::new(start, end))
}

fn is_definition(line: &[u8]) -> bool {
    let after = run(line, 1, line.len(), is_blank);
    line.first() == Some(&b':')
        && after > 1
        && at(line, after, line.len()).is_some_and(|byte| !is_space(byte))
}

/// The end of a formula that begins at a position: `$$ … $$`, on some lines but without a blank one.
fn formula_end(data: &[u8], start: usize) -> Option<usize> {
    let end = data.len();
    if !starts_with(data, start, end, b"$$") {
        return None;
    }
    let (mut position, last) = (start + 2, end.min(start + 2 + LONGEST_FORMULA));
    while position < last {
        match data[position] {
            b'$' if at(data, position + 1, end) == Some(b'$') => return Some(position + 2),
            b'`' | b'~' => return None,
            b'\r' if at(data, position + 1, end) != Some(b'\n') => return None,
            b'\n' => {
                let next = run(data, position + 1, end, is_blank);
                if at(data, next, end).is_some_and(is_break) {
                    return None;
                }
                position += 1;
            }
            _ => position += 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_are_masked() {
        for (text, expected) in [
            (":::tip Title\nA\n", "***         \nA\n"),
            ("> [!NOTE]\r\n> a", "> ***    \r\n> a"),
            ("a [!NOTE]", "a [!NOTE]"),
            ("[TOC]  \n[[_TOC_]]\n[tock]", "***    \n***      \n[tock]"),
            ("{% if %}\n{% a %} b", "***     \n{% a %} b"),
            ("{{< x >}}\n{{ x }}", "***      \n{{ x }}"),
            ("{# no #}", "***     "),
            ("(label)=\n(label)", "***     \n(label)"),
            ("!!! note \"A\"\n???+ bc", "- # note \"A\"\n- #  bc"),
            (": what\n:no", "- what\n:no"),
            ("$$\na\n$$\nb", "xx\nx\nxx\nb"),
            ("$$\n\n$$", "$$\n\n$$"),
        ] {
            let source = String::from_utf8(Masked::of(text.as_bytes()).source).expect("UTF-8");
            assert_eq!(source, expected, "{text:?}");
        }
    }
}
