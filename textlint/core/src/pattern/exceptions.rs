//! What a rule leaves alone.

use std::ops::Range;

use super::{Pattern, Stopped};

/// Patterns of what a rule leaves alone.
#[derive(Debug, Default)]
pub struct Exceptions(Vec<Pattern>);

impl Exceptions {
    /// The exceptions with these sources; an error is one line that says what is wrong.
    pub fn new<S: AsRef<str>>(sources: &[S], ignore_case: bool) -> Result<Self, String> {
        let patterns = sources.iter().map(|source| Pattern::new(source.as_ref(), ignore_case));
        patterns.collect::<Result<_, _>>().map(Self)
    }

    /// Whether one of the patterns matches somewhere in a line and overlaps a place of it.
    pub fn cover(&self, line: &str, place: &Range<usize>) -> Result<bool, Stopped> {
        for pattern in &self.0 {
            if overlaps(pattern, line, place)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn overlaps(pattern: &Pattern, line: &str, place: &Range<usize>) -> Result<bool, Stopped> {
    for span in pattern.find_iter(line, 0, line.len()) {
        let span = span?;
        if span.start >= place.end {
            break;
        }
        if span.end > place.start {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_left_alone_if_a_match_overlaps_it() {
        let exceptions = Exceptions::new(&["sic[)]", r"(?<=a )b+"], true).unwrap();
        for (line, place, expected) in [
            ("teh (SIC) ok", 5..8, true),
            ("teh (SIC) ok", 0..3, false),
            ("a bb", 3..4, true),
            ("a bb", 0..2, false),
        ] {
            assert_eq!(exceptions.cover(line, &place), Ok(expected), "{line} {place:?}");
        }
        assert_eq!(Exceptions::default().cover("a", &(0..1)), Ok(false));
    }
}
