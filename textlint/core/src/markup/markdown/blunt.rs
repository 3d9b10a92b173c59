//! Signs inside of lines, made blunt: the parser tells blocks alone, and hostile signs would cost it quadratic time.

use crate::markup::bytes::{at, is_blank, is_break, run};

/// How many bytes of a line may be markers of quotations and items, so that nesting has an end.
const LONGEST_PREFIX: usize = 400;
/// How many bytes of a line stay as they are that may begin a definition, a fence or a tag.
const LONGEST_HEAD: usize = 1000;
const LONGEST_NUMBER: usize = 9; // digits of an item's number
const BLUNT: u8 = b'x';

/// Replace all signs that mean something only inside of a line.
pub fn blunt(source: &mut [u8]) {
    let mut start = 0;
    while start < source.len() {
        let end = memchr::memchr(b'\n', &source[start..]).map_or(source.len(), |offset| start + offset);
        blunt_line(source, start, end);
        start = end + 1;
    }
}

fn blunt_line(source: &mut [u8], start: usize, end: usize) {
    let content = after_markers(source, start, end);
    let Some(first) = at(source, content, end) else {
        return;
    };
    let is_rule_of =
        |sign: u8| source[content..end].iter().all(|&byte| byte == sign || is_blank(byte) || is_break(byte));
    if matches!(first, b'*' | b'_') && is_rule_of(first) {
        return;
    }
    let has_head = matches!(first, b'[' | b'<') || source[content..end].starts_with(b"```");
    let head = if has_head { end.min(content + LONGEST_HEAD) } else { content };
    for byte in &mut source[head..end] {
        if matches!(*byte, b'*' | b'_' | b'`' | b'[') {
            *byte = BLUNT;
        }
    }
    if content >= start + LONGEST_PREFIX && marker_end(source, content, end).is_some() {
        source[content] = BLUNT;
    }
}

/// The position after the blanks and markers that a line begins with.
fn after_markers(source: &[u8], start: usize, end: usize) -> usize {
    let mut position = run(source, start, end, is_blank);
    while position < start + LONGEST_PREFIX
        && let Some(after) = marker_end(source, position, end)
    {
        position = run(source, after, end, is_blank);
    }
    position
}

/// The end of a marker of a quotation or an item.
fn marker_end(source: &[u8], position: usize, end: usize) -> Option<usize> {
    let sign = match at(source, position, end)? {
        b'>' => return Some(position + 1),
        b'-' | b'+' | b'*' => position,
        byte if byte.is_ascii_digit() => {
            let last = end.min(position + LONGEST_NUMBER);
            let sign = run(source, position, last, |byte| byte.is_ascii_digit());
            at(source, sign, end).filter(|byte| matches!(byte, b'.' | b')'))?;
            sign
        }
        _ => return None,
    };
    let is_apart = at(source, sign + 1, end).is_none_or(|byte| is_blank(byte) || is_break(byte));
    is_apart.then_some(sign + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_inside_of_lines_are_blunt() {
        for (text, expected) in [
            ("a *b* [c](d) `e`", "a xbx xc](d) xex"),
            ("* *a*\n* * *\n***a***", "* xax\n* * *\nxxxaxxx"),
            ("> 1. [x] *a*", "> 1. [x] *a*"),
            ("[a]: b \"*c*\"\n```a_b\n``a``", "[a]: b \"*c*\"\n```a_b\nxxaxx"),
            ("| a_b | \\| `c` |", "| axb | \\| xcx |"),
            ("# a_b #\r\n___\r\n", "# axb #\r\n___\r\n"),
        ] {
            let mut source = text.as_bytes().to_vec();
            blunt(&mut source);
            assert_eq!(String::from_utf8_lossy(&source), expected);
        }
    }

    #[test]
    fn nesting_has_an_end() {
        let mut source = ">".repeat(1000).into_bytes();
        blunt(&mut source);
        assert_eq!(source.iter().position(|&byte| byte == BLUNT), Some(LONGEST_PREFIX));
    }
}
