//! The laws of patterns.

use std::ops::Range;

use textlint_core::document::{Document, Span};
use textlint_core::pattern::{Exceptions, Pattern, Sheltered, Stopped};

use super::input::{Input, MORE, OTHER_WAY, UNSAFE_TOO};

/// An alternative that never matches and is too long for the engine that tries step by step.
const TOO_LONG: &str = r"|(?:\x01\x02){4000}";
/// A condition that is always met, and that the linear engine does not know.
const HARD: &str = r"(?!\x01(?<=\x02))";

/// The places at which a match is tried. The steps of each try are limited, and not those of all.
const MOST_STARTS: usize = 32;

/// Read the first line as a pattern, and search the others for it.
pub fn hold(input: &Input) {
    let (source, text) = input.text.split_once('\n').unwrap_or((&input.text, "a word, a 12-34 [x]"));
    let Ok(pattern) = Pattern::new(source, input.has(UNSAFE_TOO)) else {
        return;
    };
    pattern.trigger();
    (0..=pattern.groups()).for_each(|group| drop(pattern.whole_words(group)));
    if pattern.require().is_err() {
        return;
    }
    for line in text.split(['\n', '\r']) {
        let _: Result<(), Stopped> = assert_line(&pattern, line, input);
    }
}

fn assert_line(pattern: &Pattern, line: &str, input: &Input) -> Result<(), Stopped> {
    let places = pattern.find_iter(line, 0, line.len()).collect::<Result<Vec<_>, _>>()?;
    assert_places(line, &places);
    assert_eq!(pattern.is_in(line)?, !places.is_empty(), "is_in");
    assert_eq!(pattern.count(line)?, places.len(), "count");
    assert_groups(pattern, line, &places)?;
    if let Some(whole) = pattern.fullmatch(line)? {
        assert_eq!(whole.place(), 0..line.len(), "fullmatch");
    }
    assert_eq!(pattern.fullmatch(line)?.is_some(), pattern.fits(line)?, "fits");
    for (start, _) in line.char_indices().take(MOST_STARTS) {
        let begun = pattern.match_at(line, start)?;
        assert_eq!(begun.is_some(), pattern.begins(line, start)?, "begins at {start}");
        assert!(begun.is_none_or(|found| found.place().start == start), "match_at {start}");
    }
    assert_sheltered(pattern, line, &places)?;
    if input.has(OTHER_WAY) && !pattern.is_hard() {
        assert_agrees(pattern, TOO_LONG, line, input)?;
    }
    if input.has(MORE) {
        assert_agrees(pattern, HARD, line, input)?;
    }
    Ok(())
}

/// Assert that places lie in a line, in order and apart.
fn assert_places(line: &str, places: &[Range<usize>]) {
    assert!(places.iter().all(|place| line.get(place.clone()).is_some()), "{places:?}");
    assert!(places.windows(2).all(|pair| pair[0].end <= pair[1].start && pair[0] != pair[1]), "{places:?}");
}

/// Assert that groups lie in the line, and matches where they are found without groups.
fn assert_groups(pattern: &Pattern, line: &str, places: &[Range<usize>]) -> Result<(), Stopped> {
    let found = pattern.matches(line, 0, line.len()).collect::<Result<Vec<_>, _>>()?;
    assert_eq!(found.iter().map(|one| one.place()).collect::<Vec<_>>(), places);
    for one in &found {
        for group in 0..=pattern.groups() {
            assert!(one.group(group).is_none_or(|place| line.get(place).is_some()), "group {group}");
        }
    }
    Ok(())
}

/// Assert that a pattern that is its own exception covers what it matches.
fn assert_sheltered(pattern: &Pattern, line: &str, places: &[Range<usize>]) -> Result<(), Stopped> {
    let Ok(exceptions) = Exceptions::new(&[pattern.as_str()], false) else {
        return Ok(());
    };
    let (document, mut sheltered) = (Document::new(line), Sheltered::new(&exceptions));
    for place in places {
        sheltered.cover(&document, Span::new(place.start, place.end))?;
    }
    Ok(())
}

/// Assert that another engine finds the same; `tail` makes a pattern one for it.
fn assert_agrees(pattern: &Pattern, tail: &str, line: &str, input: &Input) -> Result<(), Stopped> {
    let source = format!("(?:{}){tail}", pattern.as_str());
    let Ok(other) = Pattern::new(&source, input.has(UNSAFE_TOO)) else {
        return Ok(()); // flags must begin a pattern
    };
    if other.groups() != pattern.groups() {
        return Ok(()); // a comment or a quotation that ends with the pattern
    }
    let all = |pattern: &Pattern| pattern.matches(line, 0, line.len()).collect::<Result<Vec<_>, _>>();
    assert_eq!(all(pattern)?, all(&other)?, "{source:?} on {line:?}");
    Ok(())
}
