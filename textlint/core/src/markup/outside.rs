//! Findings in marked-up documents: checks read the prose alone, and what touches anything else is left out.

use super::Markup;
use super::names::Names;
use crate::check::{check_plain, is_opaque, sparing_bytes};
use crate::document::{Document, MarkedBlock, Role, Span};
use crate::model::{Edit, Finding};
use crate::ruleset::Ruleset;
use crate::text::chars::is_alnum;

/// The findings in the prose of a marked-up document, but for names of things in its code.
pub fn check(ruleset: &Ruleset, document: &Document, markup: &Markup) -> Vec<Finding> {
    let surrogates = markup.shown_surrogates(document);
    let prose = markup.document(document.text, &surrogates);
    let names = Names::new(document.text, markup);
    let findings = check_plain(ruleset, &prose)
        .into_iter()
        .map(|finding| markup.in_text(document.text, finding))
        .filter_map(|finding| outside(document.text, markup, finding))
        .filter(|finding| !names.has(finding.span, &ruleset.rule(finding.rule).kind))
        .collect();
    sparing_bytes(document, findings)
}

impl Markup {
    /// The lone surrogates of a document that are in its prose.
    pub fn shown_surrogates(&self, document: &Document) -> Vec<u32> {
        if document.surrogates.is_empty() {
            return Vec::new();
        }
        let places = document.text.match_indices(is_opaque);
        let is_shown = |place| {
            let hidden = self.hidden.get(self.next_hidden(place));
            hidden.is_none_or(|hidden| place < hidden.span.start)
        };
        let shown = places.zip(document.surrogates).filter(|&((place, _), _)| is_shown(place));
        shown.map(|(_, &surrogate)| surrogate).collect()
    }
}

/// A finding that touches nothing hidden; if its edits do, it loses them.
///
/// Headings are what links lead to, by anchors made of their words: no edit in them is safe, and none deletes one,
/// whose underline would stay.
fn outside(text: &str, markup: &Markup, finding: Finding) -> Option<Finding> {
    if markup.touches(finding.span) || is_joined(text, markup, finding.span) {
        return None;
    }
    let heading = block_at(markup, finding.span.start).filter(|block| block.role == Role::Heading);
    let deletes = |edit: &Edit, block: &MarkedBlock| {
        edit.text.is_empty() && edit.span.start <= block.span.start && block.span.end <= edit.span.end
    };
    let touches =
        |edit: &Edit| markup.touches(edit.span) || heading.is_some_and(|heading| deletes(edit, heading));
    if finding.edits.iter().any(touches) {
        return Some(finding.without_edits());
    }
    Some(if heading.is_some() { finding.needing_consent() } else { finding })
}

/// The block of a position.
fn block_at(markup: &Markup, position: usize) -> Option<&MarkedBlock> {
    let number = markup.blocks.partition_point(|block| block.span.start <= position);
    let block = markup.blocks.get(number.checked_sub(1)?)?;
    (position <= block.span.end).then_some(block)
}

/// Whether letters at either end of a span go on into something solid.
fn is_joined(text: &str, markup: &Markup, span: Span) -> bool {
    let number = markup.next_hidden(span.start);
    let before = number.checked_sub(1).and_then(|number| markup.hidden.get(number));
    let is_after = before.is_some_and(|hidden| hidden.is_solid && hidden.span.end == span.start);
    let is_before =
        markup.hidden.get(number).is_some_and(|hidden| hidden.is_solid && hidden.span.start == span.end);
    (is_after && text[span.start..].starts_with(is_alnum))
        || (is_before && text[..span.end].ends_with(is_alnum))
}
