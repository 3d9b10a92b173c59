//! Markdown as GitHub reads it, with what site generators add to it.
//!
//! The parser recognises paragraphs, lists, tables and code, but no admonitions, templates and the like:
//! they are masked first, as something of the same length that it knows. The inside of a paragraph is read by
//! `inline`, from left to right and once, so the parser gets blunt signs there.

mod blocks;
mod blunt;
mod inline;
mod masks;

use super::bytes::has_word;
use super::html::{self, Page};
use super::{Hidden, Mark, Markup, Sign};
use crate::document::{MarkedBlock, Role, Span};
use crate::text::fences;

/// The markup of a text; the content of one Markdown fence around the whole text is read as Markdown.
pub fn read(text: &str) -> Markup {
    let Some((first, last)) = fences::around(text) else {
        return read_all(text);
    };
    let inner = read_all(&text[first.end..last.start]);
    let shifted = |span: Span, by: usize| Span::new(span.start + by, span.end + by);
    let mut blocks = vec![MarkedBlock { span: first, role: Role::Paragraph }];
    blocks.extend(
        inner
            .blocks
            .iter()
            .map(|block| MarkedBlock { span: shifted(block.span, first.end), role: block.role }),
    );
    blocks.push(MarkedBlock { span: last, role: Role::Paragraph });
    Markup {
        prose: [&text[..first.end], &inner.prose, &text[last.start..]].concat(),
        hidden: inner
            .hidden
            .iter()
            .map(|hidden| Hidden {
                span: shifted(hidden.span, first.end),
                shown: shifted(hidden.shown, first.end),
                ..*hidden
            })
            .collect(),
        blocks,
        comments: inner.comments.iter().map(|&comment| shifted(comment, first.end)).collect(),
    }
}

fn read_all(text: &str) -> Markup {
    let data = text.as_bytes();
    let mut parsed = blocks::parsed(text);
    let mut marks = parsed.gaps(data);
    let mut blocks = Vec::new();
    let mut page = Page { roles: Vec::new(), comments: std::mem::take(&mut parsed.comments) };
    for piece in &parsed.pieces {
        let (start, end) = (piece.span.start, piece.span.end);
        if !piece.is_html && piece.markers.is_empty() && !inline::has_signs(data, start, end) {
            if has_word(data, start, end) {
                blocks.push(MarkedBlock { span: piece.span, role: piece.role });
            }
            continue;
        }
        page.roles.clear();
        page.roles.push((0, piece.role));
        let mut inside = if piece.is_html {
            html::scanned(data, start, end, &mut page)
        } else {
            inline::marks(data, start, end, &parsed.labels, &mut page.comments)
        };
        inside.extend(piece.markers.iter().map(|marker| Mark::new(marker.start, marker.end, Sign::Blank)));
        let inside = html::settled(data, inside);
        blocks.extend(html::blocks(data, start, end, &inside, &page.roles));
        marks.extend(inside);
    }
    with_own_comments(data, Markup::assemble(text, marks, blocks, page.comments))
}

/// The markup without comments that are parts of something else, such as the title of a link.
fn with_own_comments(data: &[u8], mut markup: Markup) -> Markup {
    const OPENING: &[u8] = b"<!--";
    let mut comments = std::mem::take(&mut markup.comments);
    comments.retain(|comment| {
        let Some(start) = comment.start.checked_sub(OPENING.len()) else {
            return true;
        };
        if data.get(start..comment.start) != Some(OPENING) {
            return true;
        }
        markup.hidden.get(markup.next_hidden(start)).is_some_and(|hidden| hidden.span.start == start)
    });
    markup.comments = comments;
    markup
}
