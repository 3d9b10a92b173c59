//! What a rule leaves alone.

use super::{Pattern, Stopped};
use crate::document::{Document, Span};
use crate::text::prose::apart;

/// Patterns of what a rule leaves alone.
#[derive(Debug, Default)]
pub struct Exceptions(Vec<Pattern>);

impl Exceptions {
    /// The exceptions with these sources; an error is one line that says what is wrong.
    pub fn new<S: AsRef<str>>(sources: &[S], ignore_case: bool) -> Result<Self, String> {
        let patterns = sources.iter().map(|source| Pattern::new(source.as_ref(), ignore_case));
        patterns.collect::<Result<_, _>>().map(Self)
    }
}

/// The exceptions in a document; each line is searched once in a row.
#[derive(Debug)]
pub struct Sheltered<'e> {
    exceptions: &'e Exceptions,
    /// The line that was searched last, and the places of it that are left alone.
    last: Option<(usize, Vec<Span>)>,
}

impl<'e> Sheltered<'e> {
    pub fn new(exceptions: &'e Exceptions) -> Self {
        Self { exceptions, last: None }
    }

    /// Whether one of the patterns matches in the line where a span begins and overlaps the span.
    pub fn cover(&mut self, document: &Document, span: Span) -> Result<bool, Stopped> {
        if self.exceptions.0.is_empty() {
            return Ok(false);
        }
        let line = document.line_at(span.start);
        let places = match &mut self.last {
            Some((number, places)) if *number == line => places,
            last => &mut last.insert((line, places(self.exceptions, document, line)?)).1,
        };
        let next = places.partition_point(|place| place.end <= span.start);
        Ok(places.get(next).is_some_and(|place| place.start < span.end))
    }
}

/// The places of a line where exceptions match, in order and apart.
fn places(exceptions: &Exceptions, document: &Document, line: usize) -> Result<Vec<Span>, Stopped> {
    let (mut spans, content) = (Vec::new(), document.content(line));
    let start = document.lines().get(line).map_or(0, |line| line.start);
    for pattern in exceptions.0.iter().filter(|pattern| pattern.may_match(content)) {
        for place in pattern.find_iter(content, 0, content.len()) {
            let place = place?;
            spans.push(Span::new(start + place.start, start + place.end));
        }
    }
    Ok(apart(spans))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_left_alone_if_a_match_overlaps_it() {
        let exceptions = Exceptions::new(&["sic[)]", r"(?<=a )b+"], true).unwrap();
        for (line, span, expected) in [
            ("teh (SIC) ok", Span::new(5, 8), true),
            ("teh (SIC) ok", Span::new(0, 3), false),
            ("a bb", Span::new(3, 4), true),
            ("a bb", Span::new(0, 2), false),
        ] {
            let document = Document::new(line);
            assert_eq!(Sheltered::new(&exceptions).cover(&document, span), Ok(expected), "{line} {span:?}");
        }
    }

    #[test]
    fn a_span_is_left_alone_in_its_line() {
        let exceptions = Exceptions::new(&["[(]sic[)]", r"\w{3} [(]"], true).unwrap();
        let document = Document::new("bb\nteh (SIC) teh\r\nteh (x");
        let mut sheltered = Sheltered::new(&exceptions);
        for (start, expected) in [(3, true), (13, false), (18, true), (0, false), (3, true)] {
            assert_eq!(sheltered.cover(&document, Span::new(start, start + 3)), Ok(expected), "{start}");
        }
    }
}
