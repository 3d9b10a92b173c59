//! Bytes of markup, as the readers take them apart. All ranges may be empty and end in the text.

/// Whether a byte is white space of ASCII.
pub fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// Whether a byte is a blank inside a line.
pub fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Whether a byte ends a line.
pub fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

/// Whether a byte belongs to a word: letters and digits of ASCII, and all beyond it.
pub fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

/// Whether a byte belongs to an identifier of ASCII.
pub fn is_identifier(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The byte at a position, if it is before an end.
pub fn at(data: &[u8], position: usize, end: usize) -> Option<u8> {
    if position < end { data.get(position).copied() } else { None }
}

/// Whether the bytes from a position to an end begin with others.
pub fn starts_with(data: &[u8], position: usize, end: usize, prefix: &[u8]) -> bool {
    data.get(position..end).is_some_and(|rest| rest.starts_with(prefix))
}

/// The end of the run of bytes of a kind that begins at a position.
pub fn run(data: &[u8], position: usize, end: usize, is_of: impl Fn(u8) -> bool) -> usize {
    let rest = data.get(position..end).unwrap_or_default();
    position + rest.iter().position(|&byte| !is_of(byte)).unwrap_or(rest.len())
}

/// The start of the run of bytes of a kind that ends at a position.
pub fn run_back(data: &[u8], start: usize, position: usize, is_of: impl Fn(u8) -> bool) -> usize {
    let rest = data.get(start..position).unwrap_or_default();
    start + rest.iter().rposition(|&byte| !is_of(byte)).map_or(0, |last| last + 1)
}

/// The position of a byte sequence.
pub fn find(data: &[u8], position: usize, end: usize, sequence: &[u8]) -> Option<usize> {
    memchr::memmem::find(data.get(position..end)?, sequence).map(|offset| position + offset)
}

/// A range without the white space around it.
pub fn stripped(data: &[u8], start: usize, end: usize) -> (usize, usize) {
    let end = run_back(data, start, end, is_space);
    (run(data, start, end, is_space), end)
}

/// Whether a range has a byte of a word.
pub fn has_word(data: &[u8], start: usize, end: usize) -> bool {
    data.get(start..end).is_some_and(|part| part.iter().any(|&byte| is_word(byte)))
}
