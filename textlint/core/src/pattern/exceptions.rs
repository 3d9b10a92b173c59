//! What a rule leaves alone.

use std::ops::Range;
use std::rc::Rc;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use rustc_hash::FxHashMap;

use super::{Lowered, Pattern, Stopped};
use crate::document::{Document, Span};

/// Patterns of what a rule leaves alone. Rules share those that several of them have.
#[derive(Debug, Default)]
pub struct Exceptions(Vec<Arc<Pattern>>);

/// The places where exceptions match in lines of a document, by the pattern and the number of the line. Patterns are
/// kept, so that no other one comes to be where one was.
pub type Known = FxHashMap<(*const Pattern, usize), (Arc<Pattern>, Rc<[Range<usize>]>)>;

type Shared = FxHashMap<(String, bool), Weak<Pattern>>;

static SHARED: LazyLock<Mutex<Shared>> = LazyLock::new(Mutex::default);

/// The pattern of a source, whether case counts or not.
fn shared(source: &str, ignore_case: bool) -> Result<Arc<Pattern>, String> {
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    let key = (source.to_owned(), ignore_case);
    if let Some(known) = shared.get(&key).and_then(Weak::upgrade) {
        return Ok(known);
    }
    let made = Arc::new(Pattern::new(source, ignore_case)?);
    shared.retain(|_, known| known.strong_count() > 0);
    shared.insert(key, Arc::downgrade(&made));
    Ok(made)
}

impl Exceptions {
    /// The exceptions with these sources; an error is one line that says what is wrong.
    pub fn new<S: AsRef<str>>(sources: &[S], ignore_case: bool) -> Result<Self, String> {
        let patterns = sources.iter().map(|source| shared(source.as_ref(), ignore_case));
        patterns.collect::<Result<_, _>>().map(Self)
    }
}

/// The exceptions in a document; each line is searched once for each pattern.
#[derive(Debug)]
pub struct Sheltered<'e>(&'e Exceptions);

impl<'e> Sheltered<'e> {
    pub fn new(exceptions: &'e Exceptions) -> Self {
        Self(exceptions)
    }

    /// Whether one of the patterns matches in the line where a span begins and overlaps the span.
    pub fn cover(&mut self, document: &Document, span: Span) -> Result<bool, Stopped> {
        if self.0.0.is_empty() {
            return Ok(false);
        }
        let line = document.line_at(span.start);
        let start = document.lines().get(line).map_or(0, |line| line.start);
        let content = Lowered::new(document.content(line));
        for pattern in &self.0.0 {
            let places = places(pattern, document, line, &content)?;
            let next = places.partition_point(|place| start + place.end <= span.start);
            if places.get(next).is_some_and(|place| start + place.start < span.end) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The places of a line where a pattern matches, in order.
fn places(
    pattern: &Arc<Pattern>,
    document: &Document,
    line: usize,
    content: &Lowered,
) -> Result<Rc<[Range<usize>]>, Stopped> {
    let key = (Arc::as_ptr(pattern), line);
    if let Some((_, known)) = document.exceptions.borrow().get(&key) {
        return Ok(known.clone());
    }
    let matches = pattern.likely(content).map(|likely| likely.find_iter(content.line, 0, content.line.len()));
    let made: Rc<[_]> = matches.into_iter().flatten().collect::<Result<_, _>>()?;
    document.exceptions.borrow_mut().insert(key, (pattern.clone(), made.clone()));
    Ok(made)
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
