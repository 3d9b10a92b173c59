//! Readers of markup: tables of a text and of what the checks read of it, and laws for any text.

mod findings;
mod html;
mod laws;
mod markdown;
mod rst;

use textlint_core::document::Role;
use textlint_core::markup::{Format, Markup, read};

/// Texts with their blocks: a letter for the role, and the prose with single blanks, things as `¤`.
type Table<'t> = &'t [(&'t str, &'t [&'t str])];

/// Assert that texts have blocks; several of a sign in `runs` are one.
fn assert_blocks(format: Format, table: Table, runs: &str) {
    for (text, expected) in table {
        let markup = read(format, text);
        laws::assert_sound(text, &markup);
        assert_eq!(blocks(text, &markup, runs), *expected, "{text:?}");
    }
}

/// The blocks of a text as tables write them.
fn blocks(text: &str, markup: &Markup, runs: &str) -> Vec<String> {
    let prose = laws::prose_of_blocks(text, markup);
    let show = |(role, body): (Role, String)| {
        let mut body = body.replace('\u{fffc}', "¤");
        for sign in runs.chars().map(String::from) {
            while body.contains(&sign.repeat(2)) {
                body = body.replace(&sign.repeat(2), &sign);
            }
        }
        let letter = match role {
            Role::Paragraph => 'p',
            Role::Heading => 'h',
            Role::Item => 'i',
            Role::Cell => 'c',
        };
        format!("{letter} {}", body.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
    };
    prose.into_iter().map(show).collect()
}

fn assert_comments(format: Format, text: &str, expected: &[&str]) {
    let comments: Vec<&str> =
        read(format, text).comments.iter().map(|comment| &text[comment.range()]).collect();
    assert_eq!(comments, expected, "{text:?}");
}

fn prose(format: Format, text: &str) -> String {
    read(format, text).prose
}
