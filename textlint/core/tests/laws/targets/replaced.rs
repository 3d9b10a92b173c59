//! The laws of fixing.

use std::sync::LazyLock;

use textlint_core::check::is_opaque;
use textlint_core::document::{Document, Span};
use textlint_core::fix::{Fixed, fix};
use textlint_core::hunks::{Hunk, replay};
use textlint_core::markup::{Format, read};
use textlint_core::model::{Applicability, Edit, Finding};

use super::findings::assert_sound;
use super::input::{EVERY_RULE, Input, MORE, UNSAFE_TOO};
use super::rules::built_in;

/// With `MORE` one rule in so many is accepted wherever it finds something.
const ACCEPTED: usize = 3;

/// Whether rules that undo each other's work break a law. It costs a user the fixes of one text.
static NO_CONFLICT: LazyLock<bool> = LazyLock::new(|| std::env::var_os("NO_CONFLICT").is_some());

/// Fix a text, and what comes of it again.
pub fn hold(input: &Input, format: Option<Format>) {
    let ruleset = built_in(input.has(EVERY_RULE));
    let is_accepted = |finding: &Finding| input.has(MORE) && finding.rule.is_multiple_of(ACCEPTED);
    let fixed_of = |text: &str| {
        let document = Document::with_surrogates(text, &input.surrogates).in_format(format);
        fix(ruleset, &document, input.has(UNSAFE_TOO), &mut |_, found| {
            found.iter().map(is_accepted).collect()
        })
    };
    let fixed = fixed_of(&input.text);
    assert_replayed(input, &fixed);
    let signs = |text: &str| text.chars().filter(|&sign| is_opaque(sign)).collect::<String>();
    assert_eq!(signs(&input.text), signs(&fixed.text), "lone surrogates");
    let after = Document::with_surrogates(&fixed.text, &input.surrogates).in_format(format);
    assert_sound(ruleset, &after, &fixed.remaining);
    assert_sound(ruleset, &after, &fixed.accepted);
    if let Some(format) = format {
        assert_same_markup(format, &input.text, &fixed.text);
    }
    if !fixed.conflict.is_empty() {
        let names: Vec<_> = fixed.conflict.iter().map(|&rule| &ruleset.rule(rule).id).collect();
        assert!(!*NO_CONFLICT, "rules that undo each other's work: {names:?}");
        assert_eq!((&input.text, 0), (&fixed.text, fixed.applied.len()), "a conflict");
    } else if fixed.text != input.text {
        let again = fixed_of(&fixed.text);
        assert!(again.conflict.is_empty(), "{:?}", again.conflict);
        assert_eq!(fixed.text, again.text, "fixed twice: {:?}", again.applied);
    }
}

/// Assert that what was applied makes the new text of the old one, and was to be applied.
fn assert_replayed(input: &Input, Fixed { text, applied, .. }: &Fixed) {
    let is_wanted =
        |finding: &Finding| finding.applicability != Some(Applicability::Unsafe) || input.has(UNSAFE_TOO);
    assert!(applied.iter().all(is_wanted), "{applied:?}");
    for finding in applied {
        assert!(!finding.span.range().is_empty(), "{finding:?}");
        assert!(input.text.get(finding.span.range()).is_some(), "{finding:?}");
    }
    let mut edits: Vec<&Edit> = applied.iter().flat_map(|finding| &finding.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    for edit in &edits {
        assert!(
            !input.text[edit.span.range()].contains(is_opaque) && !edit.text.contains(is_opaque),
            "{edit:?}"
        );
    }
    for pair in edits.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "{edits:?}");
    }
    let hunk = |edit: &&Edit| Hunk { span: Span { ..edit.span }, text: edit.text.clone(), owner: 0 };
    let hunks: Vec<Hunk> = edits.iter().map(hunk).collect();
    assert_eq!(replay(&input.text, &hunks), *text, "{applied:?}");
}

/// Assert that markup is as it was, but for white space.
fn assert_same_markup(format: Format, before: &str, after: &str) {
    let hidden = |text: &str| -> Vec<String> {
        let markup = read(format, text);
        let parts = markup.hidden.iter().map(|hidden| text[hidden.span.range()].trim());
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    assert_eq!(hidden(before), hidden(after), "markup of {before:?} and {after:?}");
}
