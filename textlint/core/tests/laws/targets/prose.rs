//! The laws of the prose of marked-up texts.

use textlint_core::markup::{Format, Markup, read};

/// Read a text, twice.
pub fn hold(text: &str, format: Format) {
    let markup = read(format, text);
    assert_prose(text, &markup);
    assert_blocks(text, &markup, format);
    assert_eq!(markup, read(format, text), "another time");
}

/// Assert that the prose is the text but for what is hidden, and has as many code points.
fn assert_prose(text: &str, markup: &Markup) {
    assert_eq!(markup.prose.chars().count(), text.chars().count());
    let (mut done, mut shown) = (0, 0);
    for hidden in &markup.hidden {
        assert!(done <= hidden.span.start && hidden.span.start < hidden.span.end, "{hidden:?}");
        assert_eq!(text[done..hidden.span.start], markup.prose[shown..hidden.shown.start]);
        let signs = &markup.prose[hidden.shown.range()];
        assert!(signs.chars().all(|sign| " *\n…\u{fffc}".contains(sign)), "{signs:?}");
        assert_eq!(signs.chars().count(), text[hidden.span.range()].chars().count());
        (done, shown) = (hidden.span.end, hidden.shown.end);
    }
    assert_eq!(text[done..], markup.prose[shown..]);
}

/// Assert that blocks and comments are parts of the text, in order, and blocks apart and one line each.
fn assert_blocks(text: &str, markup: &Markup, format: Format) {
    let prose: Vec<char> = markup.prose.chars().collect();
    let count = |position: usize| text[..position].chars().count();
    for pair in markup.blocks.windows(2) {
        assert!(pair[0].span.end < pair[1].span.start, "{pair:?}");
    }
    for block in markup.blocks.iter().filter(|_| format != Format::Commented) {
        let body = &prose[count(block.span.start)..count(block.span.end)];
        assert!(!body.iter().any(|sign| "\n\r".contains(*sign)), "{block:?}");
        assert!(body.iter().any(|sign| !" \t".contains(*sign)), "{block:?}");
    }
    assert!(markup.comments.is_sorted(), "{:?}", markup.comments);
    assert!(markup.comments.iter().all(|comment| text.get(comment.range()).is_some()));
}
