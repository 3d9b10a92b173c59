//! Words that are names because of what is around them.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::{Capitals, with_capitals};
use crate::document::{Document, Line, Span};
use crate::lexicon::hash;
use crate::model::{Finding, Rule};
use crate::pattern::openings::Openings;
use crate::pattern::{Exceptions, Pattern, Sheltered, Stopped};
use crate::text::chars;
use crate::text::parts::parts_in;
use crate::text::prose::in_prose;
use crate::triggers::Trigger;

/// The patterns of a rule, each with the number of the group that is the name.
#[derive(Debug)]
pub struct Frames {
    frames: Vec<(Pattern, usize)>,
    kinds: OnceLock<Kinds>,
}

/// The number of a frame, and how what follows its name begins, if that is one part.
type Start = (usize, Option<Arc<Openings>>);

/// The numbers of frames.
#[derive(Debug, Default)]
struct Kinds {
    /// The frames of whole words, by the hash of the first part of the name.
    by_word: FxHashMap<u64, Vec<Start>>,
    /// The frames of anything else.
    others: Vec<usize>,
    /// Strings of which one is in every line with a match of another frame, if that is known.
    strings: Option<Vec<String>>,
}

impl Frames {
    pub fn new(sources: &[String]) -> Result<Self, String> {
        let frame = |source: &String| {
            let pattern = Pattern::new(source, false)?;
            let group = pattern.group("name");
            let group = group.ok_or_else(|| format!("expected a group (?P<name>…), found {source:?}"))?;
            Ok((pattern, group))
        };
        let frames = sources.iter().map(frame).collect::<Result<_, String>>()?;
        Ok(Self { frames, kinds: OnceLock::new() })
    }

    fn kinds(&self) -> &Kinds {
        self.kinds.get_or_init(|| {
            let mut kinds = Kinds::default();
            for (number, (pattern, group)) in self.frames.iter().enumerate() {
                let Some(words) = pattern.whole_words(*group) else {
                    kinds.others.push(number);
                    continue;
                };
                for (word, follow) in words {
                    let first = parts_in(&word, 0..word.len()).next().unwrap_or_default();
                    let follow = (first.end == word.len()).then_some(follow);
                    let frames = kinds.by_word.entry(hash(word[first].as_bytes())).or_default();
                    frames.push((number, follow));
                }
            }
            let strings = kinds.others.iter().map(|number| self.frames[*number].0.strings());
            kinds.strings = strings.collect::<Option<Vec<_>>>().map(|strings| strings.concat());
            kinds
        })
    }

    /// The trigger of the first parts of all names that are whole words, and of lines with what other frames need.
    pub fn trigger(&self) -> Trigger {
        let Kinds { by_word, strings, .. } = self.kinds();
        match strings {
            Some(strings) => {
                Trigger::Words { hashes: by_word.keys().copied().collect(), strings: strings.clone() }
            }
            None => Trigger::Everywhere,
        }
    }

    /// Whether the trigger is a set of words, as opposed to every place.
    pub fn has_words(&self) -> bool {
        self.kinds().strings.is_some()
    }

    /// The findings among the whole words that begin at some parts of words, and all others in some spans.
    pub fn findings(
        &self,
        rule: &Rule,
        unless: &Exceptions,
        document: &Document,
        parts: impl Iterator<Item = usize>,
        spans: &[Span],
    ) -> Result<Vec<Finding>, Stopped> {
        let (mut unless, mut capitals) = (Sheltered::new(unless), Capitals::new(document));
        let mut findings = Vec::new();
        let mut places = self.whole_words(document, parts)?;
        places.extend(self.other_places(document, spans)?);
        places.sort_unstable();
        places.dedup();
        for span in places {
            if in_prose(document, span) && !unless.cover(document, span)? && capitals.are_near(span.start) {
                findings.push(rule.replace(document, span, with_capitals(document.slice(span))));
            }
        }
        Ok(findings)
    }

    /// The names of frames of whole words that are in small letters.
    fn whole_words(
        &self,
        document: &Document,
        parts: impl Iterator<Item = usize>,
    ) -> Result<Vec<Span>, Stopped> {
        let by_word = &self.kinds().by_word;
        let (mut places, mut done) = (Vec::new(), vec![0; self.frames.len()]);
        let mut line = Line { start: 0, end: 0, next: 0 };
        for part in parts.map(|part| document.parts().all[part]) {
            let frames = by_word.get(&part.hash).into_iter().flatten();
            for (number, follow) in frames {
                if part.span.start >= line.next {
                    line = document.lines()[document.line_at(part.span.start)];
                }
                let content = &document.text[line.start..line.end];
                let may_follow =
                    |follow: &Arc<Openings>| follow.fit(content.as_bytes(), part.span.end - line.start);
                if done[*number] > part.span.start || !follow.as_ref().is_none_or(may_follow) {
                    continue; // a part of the last name, or something else
                }
                let (frame, group) = &self.frames[*number];
                if let Some(occurrence) = frame.match_at(content, part.span.start - line.start)? {
                    done[*number] = line.start + occurrence.place().end;
                    places.extend(small(content, line.start, occurrence.group(*group)));
                }
            }
        }
        Ok(places)
    }

    /// The names of other frames that are in small letters.
    fn other_places(&self, document: &Document, spans: &[Span]) -> Result<Vec<Span>, Stopped> {
        let (mut places, others) = (Vec::new(), &self.kinds().others);
        let lines = if others.is_empty() { Vec::new() } else { document.lines_in(spans) };
        for line in lines {
            let (start, content) = (document.lines()[line].start, document.content(line));
            for number in others {
                let (frame, group) = &self.frames[*number];
                for occurrence in frame.matches(content, 0, content.len()) {
                    places.extend(small(content, start, occurrence?.group(*group)));
                }
            }
        }
        Ok(places)
    }
}

/// The place of a name in a line, if it is in small letters.
fn small(content: &str, start: usize, name: Option<Range<usize>>) -> Option<Span> {
    let name = name.filter(|name| chars::is_lower(&content[name.clone()]))?;
    Some(Span::new(start + name.start, start + name.end))
}

#[cfg(test)]
mod tests {
    use crate::kinds::casing::tests::shown;

    #[test]
    fn frames_make_names() {
        let options = r#"{"of": "frames", "unless": ["march on"],
            "frames": ["(?P<name>march|may)(?= \\d)", "(?<=in )(?P<name>may)(?= \\d)|(?P<name>san josé)(?= is)"]}"#;
        for (text, fixed) in [
            ("On march 3, in may 2019.", "March, May"),
            ("Is san josé is? On March 3 march on 4.", "San José"),
            ("all small, on march 3.", ""),
            ("On `march 3`.", ""),
        ] {
            assert_eq!(shown(options, text), fixed, "{text}");
        }
    }
}
