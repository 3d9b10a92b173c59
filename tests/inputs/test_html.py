"""What of HTML is prose: tables of a page and of what the checks read of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import CELL, HEADING, ITEM, OBJECT, PARAGRAPH, assert_sound, blocks_of, read

from textlint.model import Role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Blocks.
        ("<p>One\n   two  three.</p><p>Four</p> five", [(PARAGRAPH, "One two three."), (PARAGRAPH, "Four"), (PARAGRAPH, "five")]),
        ("<h2>Head</h2>Text<ul><li>a<li><p>b</p><p>c</p></ul>d", [(HEADING, "Head"), (PARAGRAPH, "Text"), (ITEM, "a"), (ITEM, "b"), (PARAGRAPH, "c"), (PARAGRAPH, "d")]),
        ("<table><tr><th>A<td>b</td><td><div>c</div></table>", [(CELL, "A"), (CELL, "b"), (CELL, "c")]),
        ("<dl><dt>Term<dd>What</dl>", [(ITEM, "Term"), (ITEM, "What")]),
        ("<html lang=en><head><title>T</title><meta name=a content='no prose'></head>x", [(HEADING, "T"), (PARAGRAPH, "x")]),
        ("One<br>two<br/>three", [(PARAGRAPH, "One"), (PARAGRAPH, "two"), (PARAGRAPH, "three")]),
        ("text without\r\nany tag", [(PARAGRAPH, "text without any tag")]),
        # Inside a block.
        ("A <b>bold</b> <a href='no prose' title=\"> no\">link</a>.", [(PARAGRAPH, "A *bold* *link*.")]),
        ("<b>B</b>old H<sub>2</sub>O <em><i>x</i></em>y", [(PARAGRAPH, "*B¤old H¤2¤O *x¤y")]),
        ("See <img alt='no prose' src=x>, <code>x <b>y</b></code>, <kbd>K</kbd>.", [(PARAGRAPH, "See ¤, ¤, ¤.")]),
        ("a &amp; b&nbsp;c \N{NO-BREAK SPACE} &#8220;d&#x201d; it&rsquo;s, R&D, x &lt y", [(PARAGRAPH, "a ¤ b c *d* it¤s, R&D, x ¤ y")]),
        ("1 < 2 and a <3 & b", [(PARAGRAPH, "1 < 2 and a <3 & b")]),
        # What is no prose.
        ("<!DOCTYPE html><?xml version='1.0'?><![CDATA[ no ]]>a<!-- no\n<p>prose -->b", [(PARAGRAPH, "a b")]),
        ("a<script>if (x<y) no('</p>')</script><style>p{}</style><p>b", [(PARAGRAPH, "a"), (PARAGRAPH, "b")]),
        ("So:<pre>\nno <b>prose</b>\n\n</pre>on", [(PARAGRAPH, "So:"), (PARAGRAPH, "on")]),
        ("<textarea><b>no</textarea> a <svg><text>no</text><svg>no</svg>no</svg> b <math><mi>x</mi></math>", [(PARAGRAPH, "¤ a ¤ b ¤")]),
        ("<script src=x /><p>read", [(PARAGRAPH, "read")]),
        ("<p translate=no>no</p>a <i lang='de-AT'>nein</i> <i lang=en-GB>yes</i> <q xml:lang=\"fr\">non</q>", [(PARAGRAPH, "a ¤ *yes* ¤")]),
        ("<html lang=de><p lang=en>no</p><p lang=de>ja", [(PARAGRAPH, "ja")]),
        ("a <code>never closed <p>no prose", [(PARAGRAPH, "a ¤")]),
        ("a <b never closed", [(PARAGRAPH, "a *")]),
    ],
)  # fmt: skip
def test_blocks(text: str, expected: list[tuple[Role, str]]) -> None:
    assert blocks_of(text, read(text, "html"), "¤*") == expected


def test_comments() -> None:
    text = "<!-- textlint: a --><p>x <!--b--></p><!----><!--> <script><!-- no --></script><!-- open"
    assert [text[start:end] for start, end in read(text, "html").comments] == [
        " textlint: a ",
        "b",
        "",
        " open",
    ]


def test_code_leaves_a_sign_behind() -> None:
    text = "<p>So:</p><pre>x\ny</pre><p>on</p>"
    assert read(text, "html").prose.split() == ["So:", OBJECT, "on"]


def test_positions_are_those_of_the_text() -> None:
    text = "<p title='é'>Ünï <b>çödé</b> 😀 \ud800</p><td>漢"
    reading = read(text, "html")
    assert_sound(text, reading)
    assert [text[start:end] for start, end, _ in reading.blocks] == ["Ünï <b>çödé</b> 😀 \ud800", "漢"]


MARKUP = st.sampled_from(
    [
        "<p>", "</p>", "<li>", "<b>", "</b>", "<br>", "<td", ">", "<", "</", "/>", "=", '"', "'", " ", "\n", "\r\n", "\t", "&", "&amp;", "&rdquo;",
        "<!--", "-->", "<!", "<?", "<![CDATA[", "]]>", "<pre>", "</pre>", "<code>", "</code>", "<script>", "</script>", " lang=de", "<i lang=de>",
        "word", "Éa", "\0", "\ud800", "\N{NO-BREAK SPACE}", "😀", "<textarea>", "<html lang=fr>", "<svg/>", "<h1>"
    ]
)  # fmt: skip


@given(st.lists(MARKUP | st.text(max_size=3), max_size=30).map("".join))
def test_any_text_is_read_soundly(text: str) -> None:
    assert_sound(text, read(text, "html"))
