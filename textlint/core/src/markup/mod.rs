//! A marked-up text as prose, and findings in it that touch nothing else.
//!
//! A reader tells what is no prose: it is hidden from the checks. They get a text of as many code points, in which
//! each block is one line, and what they find in a hidden place is left out.

mod bytes;
mod commented;
mod entities;
mod html;
mod markdown;
mod names;
mod outside;
mod rst;
mod sound;

use crate::document::{Document, MarkedBlock, Span};
use crate::model::Finding;

pub use outside::check;
pub use sound::sound;

/// A format of marked-up texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Markdown,
    Html,
    Rst,
    /// A source that is read as plain text with comments.
    Commented,
}

impl Format {
    /// The format with a name.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "markdown" => Some(Format::Markdown),
            "html" => Some(Format::Html),
            "rst" => Some(Format::Rst),
            "commented" => Some(Format::Commented),
            _ => None,
        }
    }
}

/// The sign that replaces each code point of a hidden place, in the order of their code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    /// Parts two blocks.
    Border,
    /// Markup that says nothing: markers of lists and quotations, a line break inside a block.
    Blank,
    /// Markup around words: emphasis, the brackets of a link. Rules know asterisks around words.
    Delimiter,
    /// An ellipsis that is written as an entity.
    Ellipsis,
    /// A thing in a sentence: code, an image, a formula.
    Object,
}

impl Sign {
    fn text(self) -> &'static str {
        match self {
            Sign::Border => "\n",
            Sign::Blank => " ",
            Sign::Delimiter => "*",
            Sign::Ellipsis => "…",
            Sign::Object => "\u{fffc}",
        }
    }
}

/// Bytes of a text that are no prose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    start: usize,
    end: usize,
    sign: Sign,
}

impl Mark {
    fn new(start: usize, end: usize, sign: Sign) -> Self {
        Mark { start, end, sign }
    }
}

/// A place that is no prose. A word that touches a solid one is a part of it: `foo`s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hidden {
    pub span: Span,
    /// The same place in the prose.
    pub shown: Span,
    pub is_solid: bool,
}

/// A marked-up text as its reader sees it. All positions but those in `Hidden::shown` are of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup {
    /// The text that checks read. It has as many code points as the text; each block is one line of it, however it
    /// was wrapped.
    pub prose: String,
    /// What is replaced in it, in order and apart.
    pub hidden: Vec<Hidden>,
    /// In order and apart.
    pub blocks: Vec<MarkedBlock>,
    /// The insides of comments, in order.
    pub comments: Vec<Span>,
}

/// The markup of a text.
pub fn read(format: Format, text: &str) -> Markup {
    match format {
        Format::Markdown => markdown::read(text),
        Format::Html => html::read(text),
        Format::Rst => rst::read(text),
        Format::Commented => commented::read(text),
    }
}

impl Markup {
    /// The markup of a text, from all that a reader has found.
    ///
    /// Of two marks that overlap the one that starts first counts, then the longer one.
    fn assemble(
        text: &str,
        mut marks: Vec<Mark>,
        mut blocks: Vec<MarkedBlock>,
        mut comments: Vec<Span>,
    ) -> Self {
        marks.sort_by_key(|mark| (mark.start, usize::MAX - mark.end));
        blocks.sort_by_key(|block| block.span);
        comments.sort();
        let mut prose = String::with_capacity(text.len());
        let mut hidden = Vec::with_capacity(marks.len());
        let mut done = 0;
        for Mark { start, end, sign } in marks {
            let start = text.floor_char_boundary(start.max(done));
            let end = text.floor_char_boundary(end);
            if end <= start {
                continue;
            }
            prose.push_str(&text[done..start]);
            let shown = prose.len();
            prose.extend(text[start..end].chars().map(|_| sign.text()));
            hidden.push(Hidden {
                span: Span::new(start, end),
                shown: Span::new(shown, prose.len()),
                is_solid: sign == Sign::Object,
            });
            done = end;
        }
        prose.push_str(&text[done..]);
        Markup { prose, hidden, blocks, comments }
    }

    /// The prose as a document. `surrogates` are its lone surrogates.
    fn document<'m>(&'m self, text: &str, surrogates: &'m [u32]) -> Document<'m> {
        let shown = |span: Span| Span::new(self.shown(text, span.start), self.shown(text, span.end));
        let mut document = Document::with_surrogates(&self.prose, surrogates);
        document.marked = self
            .blocks
            .iter()
            .map(|block| MarkedBlock { span: shown(block.span), role: block.role })
            .collect();
        document
    }

    /// The position in the prose of a position in the text.
    fn shown(&self, text: &str, position: usize) -> usize {
        let number = self.hidden.partition_point(|hidden| hidden.span.end <= position);
        match self.hidden.get(number) {
            Some(hidden) if hidden.span.start < position => {
                let count = text[hidden.span.start..position].chars().count();
                let signs = self.prose[hidden.shown.range()].char_indices();
                hidden.shown.start + signs.map(|(offset, _)| offset).nth(count).unwrap_or(0)
            }
            _ => {
                let before = number.checked_sub(1).and_then(|number| self.hidden.get(number));
                before.map_or(position, |hidden| hidden.shown.end + (position - hidden.span.end))
            }
        }
    }

    /// The position in the text of a position in the prose.
    fn original(&self, text: &str, position: usize) -> usize {
        let number = self.hidden.partition_point(|hidden| hidden.shown.end <= position);
        match self.hidden.get(number) {
            Some(hidden) if hidden.shown.start < position => {
                let count = self.prose[hidden.shown.start..position].chars().count();
                let signs = text[hidden.span.range()].char_indices();
                hidden.span.start + signs.map(|(offset, _)| offset).nth(count).unwrap_or(0)
            }
            _ => {
                let before = number.checked_sub(1).and_then(|number| self.hidden.get(number));
                before.map_or(position, |hidden| hidden.span.end + (position - hidden.shown.end))
            }
        }
    }

    /// A finding in the prose, as one in the text.
    fn in_text(&self, text: &str, mut finding: Finding) -> Finding {
        let place = |span: Span| Span::new(self.original(text, span.start), self.original(text, span.end));
        finding.span = place(finding.span);
        for edit in &mut finding.edits {
            edit.span = place(edit.span);
        }
        finding
    }

    /// The first hidden place that ends after a position.
    fn next_hidden(&self, position: usize) -> usize {
        self.hidden.partition_point(|hidden| hidden.span.end <= position)
    }

    /// Whether a span overlaps a hidden place, or inserts something into it.
    fn touches(&self, span: Span) -> bool {
        self.hidden.get(self.next_hidden(span.start)).is_some_and(|hidden| hidden.span.start < span.end)
    }

    /// Whether a place in a comment is hidden.
    fn is_comment(&self, span: Span) -> bool {
        let number = self.comments.partition_point(|comment| comment.end <= span.start);
        self.comments.get(number).is_some_and(|comment| comment.start < span.end)
    }
}

/// Whether edits leave all that is hidden and the role of each block, but for what they delete.
///
/// The deletions are in order and apart.
fn has_same_structure(
    (before, old): (&str, &Markup),
    (after, new): (&str, &Markup),
    deleted: &[Span],
) -> bool {
    let stays = |span: Span| {
        let number = deleted.partition_point(|deleted| deleted.start <= span.start);
        let cover = number.checked_sub(1).and_then(|number| deleted.get(number));
        cover.is_none_or(|cover| cover.end < span.end)
    };
    let hidden =
        old.hidden.iter().filter(|hidden| stays(hidden.span)).map(|hidden| &before[hidden.span.range()]);
    let roles = old.blocks.iter().filter(|block| stays(block.span)).map(|block| block.role);
    hidden.eq(new.hidden.iter().map(|hidden| &after[hidden.span.range()]))
        && roles.eq(new.blocks.iter().map(|block| block.role))
}
