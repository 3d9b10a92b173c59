//! Code points of a text in UTF-8: how many are before a byte, and where one is.

const STEP: usize = 1024; // bytes between two counts

/// The number of code points before every 1024th byte; nothing for ASCII, where bytes are code points.
pub struct Index(Vec<usize>);

impl Index {
    pub fn of(text: &str) -> Self {
        if text.is_ascii() {
            return Index(Vec::new());
        }
        let mut counts = vec![0];
        for chunk in text.as_bytes().chunks(STEP) {
            counts.push(counts[counts.len() - 1] + count(chunk));
        }
        Index(counts)
    }

    /// How many code points are before a position.
    pub fn code_points(&self, text: &str, position: usize) -> usize {
        match self.0.get(position / STEP) {
            None => position,
            Some(number) => number + count(&text.as_bytes()[position / STEP * STEP..position]),
        }
    }

    /// The position of a code point; the end of the text if there are fewer.
    pub fn position(&self, text: &str, code_point: usize) -> usize {
        if self.0.is_empty() {
            return code_point.min(text.len());
        }
        let step = self.0.partition_point(|&number| number <= code_point).saturating_sub(1);
        let mut start = step * STEP;
        while !text.is_char_boundary(start) {
            start += 1; // the rest of a character that began in the step before
        }
        text[start..]
            .char_indices()
            .nth(code_point - self.0[step])
            .map_or(text.len(), |(offset, _)| start + offset)
    }
}

/// The number of characters that begin in some bytes.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_counted_and_found() {
        for text in ["", "abc", "aé", &"aé€😀".repeat(900), &"é".repeat(512), &"€".repeat(1000)] {
            let index = Index::of(text);
            for (number, (position, _)) in text.char_indices().enumerate() {
                assert_eq!(index.code_points(text, position), number);
                assert_eq!(index.position(text, number), position);
            }
            assert_eq!(index.code_points(text, text.len()), text.chars().count());
            assert_eq!(index.position(text, text.chars().count()), text.len());
        }
    }
}
