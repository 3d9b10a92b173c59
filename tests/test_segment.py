"""The lines of a text for checks in Python, and what of a text the core takes for prose."""

import pytest

from textlint._core import in_prose
from textlint.model import Document, Span
from textlint.segment import contents, line, line_at, lines_in, starts


def texts(document, spans):
    return [document.text[span[0] : span[1]] for span in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="no text"),
        pytest.param("a", ["a"], id="no line break"),
        pytest.param("a\n", ["a"], id="a break at the end begins no line"),
        pytest.param("a\n\nb", ["a", "", "b"], id="line feeds"),
        pytest.param("a\r\n\r\nb", ["a", "", "b"], id="carriage return and line feed are one break"),
        pytest.param("a\r\rb\r", ["a", "", "b"], id="carriage returns"),
        pytest.param("a\n\rb", ["a", "", "b"], id="line feed and carriage return are two breaks"),
        pytest.param("\n\r\n\r", ["", "", ""], id="nothing but breaks"),
        pytest.param(
            "a\x85b\u2028c\u2029d\x0be\x0cf\x1cg",
            ["a\x85b\u2028c\u2029d\x0be\x0cf\x1cg"],
            id="nothing else is a line break",
        ),
    ],
)
def test_lines(text, expected):
    document = Document(text)
    lines = [line(document, i) for i in range(len(expected))]

    assert contents(document) == texts(document, lines) == expected
    assert starts(document) == [each.start for each in lines]
    assert "".join(text[each.start : each.next] for each in lines) == text


@pytest.mark.parametrize(
    ("position", "found"),
    [
        pytest.param(0, 0, id="the first letter"),
        pytest.param(2, 0, id="the line break belongs to its line"),
        pytest.param(4, 1, id="a blank line"),
        pytest.param(6, 2, id="the first letter of the last line"),
        pytest.param(8, 2, id="the end of the text"),
    ],
)
def test_the_line_at_a_position(position, found):
    assert line_at(Document("ab\r\n\r\ncd"), position) == found


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        pytest.param([(0, 7)], ["ab", "", "cd"], id="the whole text"),
        pytest.param([(0, 1), (1, 2)], ["ab"], id="two places in one line give it once"),
        pytest.param([(1, 5)], ["ab", "", "cd"], id="a span over three lines"),
        pytest.param([(4, 6)], ["cd"], id="the last line"),
        pytest.param([(0, 3)], ["ab"], id="a line with its break touches no other line"),
        pytest.param([(0, 1), (4, 5)], ["ab", "cd"], id="two lines apart"),
        pytest.param([], [], id="no span"),
    ],
)
def test_lines_in_spans(spans, expected):
    document = Document("ab\n\ncd\n")

    assert texts(document, lines_in(document, [Span(*span) for span in spans])) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("See [https://example.org/a_(b)?c=d], he said.", id="an address"),
        pytest.param("See [www.example.org].", id="an address without a scheme"),
        pytest.param("Write to [ann.lee+x@example.co.uk].", id="a mail address"),
        pytest.param("By [@annlee] in [#gaza]", id="handles and hashtags"),
        pytest.param("Run [`rm  -rf`] now", id="code"),
        pytest.param('A [<a href="x">]link[</a>].', id="tags"),
        pytest.param("in [/usr/bin/env] and [../seeds] and [~/x]", id="paths"),
        pytest.param(r"in [C:\Users\ann]", id="a Windows path"),
        pytest.param("Open [notes.txt] on [example.com/a].", id="file and host names"),
        pytest.param("It ended.The rest", id="a missing space after a stop"),
        pytest.param("He and/or she", id="and/or"),
        pytest.param("5 < 6 and 7 > 6", id="less and more"),
        pytest.param("AT&T, R&D; 3@ 4", id="signs alone"),
        pytest.param("a lone ` mark\nand another ` one", id="marks on two lines"),
        pytest.param("See this\nand that\nin [`code`]\nand more", id="lines"),
    ],
)
@pytest.mark.parametrize("behind", ["", " b" * 6000], ids=["", "long"])
def test_what_is_no_prose(text, behind):
    """What stands in brackets."""
    plain, expected, inside = "", [], False
    for sign in text + behind:
        if sign in "[]":
            inside = sign == "["
        else:
            plain += sign
            expected.append(not inside)

    assert in_prose(plain, [(n, n + 1) for n in range(len(plain))]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[See] #gaza now", True, id="before"),
        pytest.param("See[ ]#gaza now", True, id="up to it"),
        pytest.param("See #ga[z]a now", False, id="inside"),
        pytest.param("S[ee #g]aza now", False, id="partly inside"),
        pytest.param("See #gaza[ now]", True, id="right behind"),
        pytest.param("[See #gaza now]", False, id="around"),
        pytest.param("[See this\nand that]\nin `code`", True, id="over two lines"),
        pytest.param("See [this\nin #gaza] now", False, id="over two lines, in one of which it is not"),
    ],
)
def test_in_prose(text, expected):
    start, end = text.index("["), text.index("]") - 1

    assert in_prose(text.replace("[", "").replace("]", ""), [(start, end)]) == [expected]
