//! Names that are told from words by what is around them.

use std::sync::OnceLock;

use super::{Capitals, with_capitals};
use crate::document::{Document, Span};
use crate::model::{Finding, Rule};
use crate::pattern::{Exceptions, Pattern, Screen, Sheltered, Stopped};
use crate::text::chars;
use crate::text::prose::in_prose;

/// The patterns of a rule, each with the number of the group that is the name.
#[derive(Debug)]
pub struct Frames {
    frames: Vec<(Pattern, usize)>,
    screen: OnceLock<Screen>,
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
        Ok(Self { frames, screen: OnceLock::new() })
    }

    pub fn findings(
        &self,
        rule: &Rule,
        unless: &Exceptions,
        document: &Document,
        spans: &[Span],
    ) -> Result<Vec<Finding>, Stopped> {
        let (mut unless, mut capitals) = (Sheltered::new(unless), Capitals::new(document));
        let mut findings = Vec::new();
        for number in document.lines_in(spans) {
            let mut places = self.places(document, number)?;
            places.sort_unstable();
            places.dedup();
            for span in places {
                if in_prose(document, span) && !unless.cover(document, span)? && capitals.are_near(span.start)
                {
                    findings.push(rule.replace(document, span, with_capitals(document.slice(span))));
                }
            }
        }
        Ok(findings)
    }

    /// The names of a line that are in small letters.
    fn places(&self, document: &Document, number: usize) -> Result<Vec<Span>, Stopped> {
        let content = document.content(number);
        if content.is_empty() {
            return Ok(Vec::new());
        }
        let screen = self.screen.get_or_init(|| Screen::new(&self.frames));
        let mut places = Vec::new();
        let start = document.lines().get(number).map_or(0, |line| line.start);
        for number in screen.candidates(content).iter() {
            let Some((frame, group)) = self.frames.get(number.as_usize()) else { continue };
            for found in frame.matches(content, 0, content.len()) {
                let name = found?.group(*group).filter(|name| chars::is_lower(&content[name.clone()]));
                places.extend(name.map(|name| Span::new(start + name.start, start + name.end)));
            }
        }
        Ok(places)
    }
}

#[cfg(test)]
mod tests {
    use crate::kinds::casing::tests::shown;

    #[test]
    fn names_are_told_by_their_frames() {
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
