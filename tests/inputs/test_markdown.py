"""What of Markdown is prose: tables of a text and of what the checks read of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import CELL, HEADING, ITEM, OBJECT, PARAGRAPH, assert_sound, blocks_of, read

import textlint
from textlint.model import Role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Blocks.
        ("One\ntwo  three.\n\nFour.\n", [(PARAGRAPH, "One two three."), (PARAGRAPH, "Four.")]),
        ("# Head #\n# C#\n# #\nText\n\nOther\n===\n", [(HEADING, "Head"), (HEADING, "C#"), (PARAGRAPH, "Text"), (HEADING, "Other")]),
        (
            "Intro:\n- one\n  goes on\nlazily\n  1. two\n\n     more\n* [x] done\n",
            [
                (PARAGRAPH, "Intro:"),
                (ITEM, "one goes on lazily"),
                (ITEM, "two"),
                (PARAGRAPH, "more"),
                (ITEM, "done"),
            ],
        ),
        ("> a\n> b\n> > c\n", [(PARAGRAPH, "a b"), (PARAGRAPH, "c")]),
        ("> - a\n>   b\n", [(ITEM, "a b")]),
        (
            "| A | `x` b |\n|---|:-:|\n| c \\| d | **e** |\nf | g\n",
            [(CELL, "A"), (CELL, "¤ b"), (CELL, "c *| d"), (CELL, "**e**"), (CELL, "f"), (CELL, "g")],
        ),
        ("Upper\\\nNext  \nLast  \nof it.<br>End", [(PARAGRAPH, w) for w in ("Upper", "Next", "Last of it.", "End")]),
        ("One\r\ntwo.\r\n\r\nThree\rfour.\r\r- five\r", [(PARAGRAPH, "One two."), (PARAGRAPH, "Three four."), (ITEM, "five")]),
        # What is no prose.
        ("---\ntitle: x\n---\nText\n", [(PARAGRAPH, "Text")]),
        ("+++\ntitle = 1\n+++\nText\n", [(PARAGRAPH, "Text")]),
        ("Text:\n```py\ncode here\n```\n    not code\n", [(PARAGRAPH, "Text:")]),
        ("Text\n\n    code\n\n***\n\n[a]: http://b 'title'\n", [(PARAGRAPH, "Text")]),
        ("- a\n\n  ~~~\n  code\n  ~~~\n", [(ITEM, "a")]),
        ("<script>\nlet code\n\n</script>\n\n<!-- no\n\nprose -->\n", []),
        ("<div class='x y'>\nIn <b>it</b>.<p>More</p>\n</div>\n", [(PARAGRAPH, "In ***it****."), (PARAGRAPH, "More")]),
        ("> <div>\n> words\n> here\n> </div>\n", [(PARAGRAPH, "words here")]),
        ("<details><summary>Sum</summary>\n\nInner *md*.\n\n</details>\n", [(HEADING, "Sum"), (PARAGRAPH, "Inner *md*.")]),
        # Inside a paragraph.
        ("*a* **b _c_** ~~d~~ 2 * 3 snake_case", [(PARAGRAPH, "*a* **b *c*** **d** 2 * 3 snake_case")]),
        ("**b**old un*b*ound", [(PARAGRAPH, "**b¤old un¤b¤ound")]),
        ("`a` ``b ` c`` `unclosed", [(PARAGRAPH, "¤ ¤ `unclosed")]),
        ("See [text](http://a.b/(c) 'title').", [(PARAGRAPH, "See *text" + "*" * 25 + ".")]),
        ("See ![alt *x*](y.png) and [![b](c)](d) so.", [(PARAGRAPH, "See ¤ and *¤**** so.")]),
        ("[A]: b\n\nA [a], [A][] and [it][a], but [nope] and [it][nope].", [(PARAGRAPH, "A ¤, ¤ and *it****, but [nope] and [it][nope].")]),
        ("At https://a.b/c_(d). Or (http://e.f), <g@h.i>.", [(PARAGRAPH, "At ¤. Or (¤), ¤.")]),
        ("Done[^1]. End.[^note]", [(PARAGRAPH, "Done****. End.*******")]),
        ("It&rsquo;s a &amp; b&nbsp;c &ldquo;d&rdquo;", [(PARAGRAPH, "It¤s a ¤ b c *******d*******")]),
        ("\\*not\\* it\\_s \\# x", [(PARAGRAPH, "**not** it¤_s *# x")]),
        ("Press <kbd>Ctrl</kbd> <!-- no --> H<sub>2</sub>O", [(PARAGRAPH, "Press ¤ H¤2¤O")]),
        ("It is $x^2$ for $5 and $6, $$y$$.", [(PARAGRAPH, "It is ¤ for $5 and $6, ¤.")]),
        ("A :tada: at 10:30:45 {{ x }} so{% if %} {#id .class}", [(PARAGRAPH, "A ¤ at 10:30:45 ¤ so")]),
        ("See [[Page|name]], [@key, p. 3] and [[a](b)].", [(PARAGRAPH, "See ¤, ¤ and [*a****].")]),
        ("Wie <span lang='de'>das hier</span> <b translate=no>x</b> <i lang=en>y</i>", [(PARAGRAPH, "Wie ¤ ¤ " + "*" * 11 + "y****")]),
        ("By @nuno-andre in [left-pad](https://a.b/left-pad), [it](a).", [(PARAGRAPH, "By ¤ in ¤, *it****.")]),
        # What site generators add.
        ("> [!NOTE]\n> Be careful.\n", [(PARAGRAPH, "Be careful.")]),
        (
            '!!! note "A title"\n    One.\n\n    Two.\n\n=== "Tab"\n\n    Three.\n\nFour.\n',
            [(HEADING, "A title"), (PARAGRAPH, "One."), (PARAGRAPH, "Two."), (HEADING, "Tab"), (PARAGRAPH, "Three."), (PARAGRAPH, "Four.")],
        ),
        (":::tip Title\nA tip.\n:::\nText.\n", [(PARAGRAPH, "A tip."), (PARAGRAPH, "Text.")]),
        ("[^1]: Note\n    goes on.\n\n    And on.\n[^long]: `a` b\n", [(ITEM, "Note goes on."), (PARAGRAPH, "And on."), (ITEM, "¤ b")]),
        ("Term\n:   Definition\n    goes on.\n", [(PARAGRAPH, "Term"), (ITEM, "Definition goes on.")]),
        ("$$\na = b\n- c\n$$\n\n{% raw %}\nText.\n{{< x y=z >}}\n", [(PARAGRAPH, "Text.")]),
        ("# Head {#id}\n\nWords. {: .lead }\n", [(HEADING, "Head"), (PARAGRAPH, "Words.")]),
    ],
)  # fmt: skip
def test_blocks(text: str, expected: list[tuple[Role, str]]) -> None:
    assert blocks_of(text, read(text, "markdown")) == expected


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("<!-- textlint: a -->\n\nText <!--b--> [//]: # (no)\n\n[//]: # (textlint: c)\n", [" textlint: a ", "b", "textlint: c"]),
        ("<div>\n<!-- x -->\n</div>\n\n`<!-- code -->`\n\n    <!-- code -->\n", [" x "]),
        ('[comment]: <> "this"\n', ["this"]),
    ],
)  # fmt: skip
def test_comments(text: str, comments: list[str]) -> None:
    assert [text[start:end] for start, end in read(text, "markdown").comments] == comments


def test_code_leaves_a_sign_behind() -> None:
    text = "So run:\n\n```sh\nrun it\n```\n\n- a\n"
    assert read(text, "markdown").prose == f"So run:\n\n{OBJECT}{' ' * 15}\n\n  a\n"


def test_positions_are_those_of_the_text() -> None:
    text = "Ünï *çödé* `x` 😀 \ud800 [ß](ä).\n\n| é | 漢 |\n|-|-|\n"
    reading = read(text, "markdown")
    assert_sound(text, reading)
    assert [text[start:end] for start, end, _ in reading.blocks] == [
        "Ünï *çödé* `x` 😀 \ud800 [ß](ä).",
        "é",
        "漢",
    ]


MARKUP = st.sampled_from(
    [
        "*", "_", "`", "```\n", "[", "](", ")", "![", "<b>", "</b>", "<div>", "<!--", "-->", "$", "$$\n", "|", "|-|-|\n", "> ", "- ", "1. ",
        "\n", "\r", "\r\n", "\n\n", "    ", "\t", "# ", "===\n", "---\n", "[^a]: ", "!!! x\n", ":::\n", "{{", "}}", "&amp;", "\\", ": ",
        "[a]: b\n", "http://", "<code>", "</code>", "<pre>", "word", "Éa", "\0", "\ud800", "\N{NO-BREAK SPACE}", "😀", "  \n"
    ]
)  # fmt: skip


@given(st.lists(MARKUP | st.text(max_size=3), max_size=30).map("".join))
def test_any_text_is_read_soundly(text: str) -> None:
    assert_sound(text, read(text, "markdown"))


@given(st.lists(MARKUP.filter(lambda piece: piece not in ("```\n", "<pre>")), max_size=12).map("".join))
def test_code_targets_and_comments_are_never_prose(text: str) -> None:
    text += "\n\n\n***\n<!-- -->\n\nSo `secret` [a](secret 'secret') <i title=secret> <http://secret> <!-- secret -->.\n"
    reading = read(text, "markdown")
    assert "secret" not in reading.prose
    assert reading.prose.endswith(".\n")


def test_findings_are_in_prose_only() -> None:
    ruleset = textlint.load_ruleset(select=["punctuation/doubled"])
    text = "It ended.. So `a.. b`\n\n```\nIt ended.. So\n```\n\n- Then [it ended.. So](x.. y) on.\n"
    found = textlint.check(text, ruleset, name="a.md")
    assert [(text[slice(*each.span)], each.span.start) for each in found] == [
        ("..", 8),
        ("..", text.index(".. So](x")),
    ]
