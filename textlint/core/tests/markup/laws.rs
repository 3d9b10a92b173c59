//! What is true of the markup of any text, tried on random mixes of markup.

use textlint_core::document::Role;
use textlint_core::markup::{Format, Markup, read};

const ROUNDS: usize = 3000;
const LONGEST: usize = 30; // pieces of a mix
const HOSTILE: usize = 200_000; // bytes

const MARKDOWN: &[&str] = &[
    "*",
    "_",
    "`",
    "```\n",
    "~~~\n",
    "[",
    "](",
    ")",
    "![",
    "]",
    "<b>",
    "</b>",
    "<div>",
    "<!--",
    "-->",
    "$",
    "$$\n",
    "|",
    "|-|-|\n",
    "> ",
    "- ",
    "1. ",
    "- [x] ",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "    ",
    "\t",
    "# ",
    "===\n",
    "---\n",
    "...\n",
    "+++\n",
    "[^a]: ",
    "[^a]",
    "!!! x\n",
    ":::\n",
    "{{",
    "}}",
    "&amp;",
    "&rsquo;",
    "\\",
    ": ",
    "[a]: b\n",
    "[a][]",
    "[//]: # (",
    "http://",
    "<code>",
    "</code>",
    "<pre>",
    "word",
    "Éa",
    "\0",
    "\u{5fff2}",
    "\u{a0}",
    "😀",
    "  \n",
];
const HTML: &[&str] = &[
    "<p>",
    "</p>",
    "<li>",
    "<b>",
    "</b>",
    "<br>",
    "<td",
    ">",
    "<",
    "</",
    "/>",
    "=",
    "\"",
    "'",
    " ",
    "\n",
    "\r\n",
    "\t",
    "&",
    "&amp;",
    "&rdquo;",
    "&#8217;s",
    "<!--",
    "-->",
    "<!",
    "<?",
    "<![CDATA[",
    "]]>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<script>",
    "</script>",
    " lang=de",
    "<i lang=de>",
    "word",
    "Éa",
    "\0",
    "\u{5fff2}",
    "\u{a0}",
    "😀",
    "<textarea>",
    "<html lang=fr>",
    "<svg/>",
    "<h1>",
];
const RST: &[&str] = &[
    "Some text",
    "teh",
    "- ",
    "* ",
    "1. ",
    ".. ",
    "..",
    "note::",
    "code::",
    "_a: b",
    "[1] ",
    "|a| ",
    "::",
    ":a: ",
    "``",
    "`",
    "*",
    "**",
    "|",
    "_",
    "`_",
    "<http://a.b>",
    "http://a.b",
    ":ref:",
    "[#]_",
    "\\",
    ">>> ",
    "| ",
    "-a  ",
    "====",
    "----",
    "== ==",
    "+--+--+",
    "| a| b|",
    "list-table::",
    "glossary::",
    "versionadded:: 1 ",
    "a : b",
    "\n",
    "\n",
    "\n",
    "\n\n",
    "\n  ",
    "\n    ",
    "\n\t",
    "\r\n",
    "\r",
    "\x0b",
    "\x0c",
    "\0",
    " ",
    "\t",
    "é",
    "日",
    "\u{2028}",
    "\u{85}",
    "\u{5fff2}",
    "\u{a0}",
    "•",
    "\u{fffc}",
];

/// The blocks of a text with their prose.
pub fn prose_of_blocks(text: &str, markup: &Markup) -> Vec<(Role, String)> {
    let prose: Vec<char> = markup.prose.chars().collect();
    let count = |position: usize| text[..position].chars().count();
    let body = |start, end| prose[count(start)..count(end)].iter().collect();
    markup.blocks.iter().map(|block| (block.role, body(block.span.start, block.span.end))).collect()
}

/// Assert the laws of the markup of a text.
pub fn assert_sound(text: &str, markup: &Markup) {
    assert_eq!(markup.prose.chars().count(), text.chars().count(), "{text:?}");
    let (mut done, mut shown) = (0, 0);
    for hidden in &markup.hidden {
        assert!(done <= hidden.span.start && hidden.span.start < hidden.span.end, "{text:?}");
        assert_eq!(text[done..hidden.span.start], markup.prose[shown..hidden.shown.start], "{text:?}");
        let signs = &markup.prose[hidden.shown.range()];
        assert!(signs.chars().all(|sign| " *\n…\u{fffc}".contains(sign)), "{text:?}");
        assert_eq!(signs.chars().count(), text[hidden.span.range()].chars().count(), "{text:?}");
        assert_eq!(hidden.is_solid, signs.starts_with('\u{fffc}'), "{text:?}");
        (done, shown) = (hidden.span.end, hidden.shown.end);
    }
    assert_eq!(text[done..], markup.prose[shown..], "{text:?}");
    for pair in markup.blocks.windows(2) {
        assert!(pair[0].span.end < pair[1].span.start, "{text:?}");
    }
    for (_, body) in prose_of_blocks(text, markup) {
        assert!(!body.contains(['\n', '\r']) && !body.trim_matches([' ', '\t']).is_empty(), "{text:?}");
    }
    assert!(markup.comments.iter().all(|comment| text.get(comment.range()).is_some()), "{text:?}");
}

/// Numbers that look random and are the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

fn formats() -> [(Format, &'static [&'static str]); 3] {
    [(Format::Markdown, MARKDOWN), (Format::Html, HTML), (Format::Rst, RST)]
}

#[test]
fn any_text_is_read_soundly() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for (format, pieces) in formats() {
        for _ in 0..ROUNDS {
            let count = random.below(LONGEST);
            let text: String = (0..count).map(|_| pieces[random.below(pieces.len())]).collect();
            let markup = read(format, &text);
            assert_sound(&text, &markup);
            assert_eq!(markup, read(format, &text), "{text:?}");
        }
    }
}

#[test]
fn hostile_text_is_read_to_its_end() {
    for (format, pieces) in formats() {
        let more = [
            "> > > > - ",
            "[![",
            "`` ` ",
            "<a b=\"",
            "<a b='c\" ",
            "*a_",
            "[a](",
            "$a ",
            "<i lang=de>",
            "<a1 lang=de>",
        ];
        for piece in pieces.iter().chain(&more) {
            let text = piece.repeat(HOSTILE / piece.len()) + "a";
            assert_eq!(read(format, &text).prose.chars().count(), text.chars().count(), "{piece:?}");
        }
    }
}
