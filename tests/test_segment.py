"""Lines, paragraphs, sentences and what is not prose."""

import pytest
from steps import require_linear

from textlint import segment
from textlint.model import Document, Span
from textlint.segment import (
    among,
    apart,
    bare,
    capitals,
    contents,
    ends_sentence,
    filled,
    head,
    in_prose,
    is_running_text,
    is_title_case,
    last_paragraphs,
    line,
    line_at,
    lines,
    lines_in,
    not_prose,
    paragraph_at,
    paragraphs,
    stands_alone,
    starts,
    starts_sentence,
    tail,
    unmarked,
)

WRAPPED = """\
The talks between the two sides went on for the
whole of the night and into the morning; the
envoys then left for home."""
RUNNING = "The talks between both sides went on for the whole of the night, he said."


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

    assert texts(document, lines(document)) == expected
    assert "".join(text[line.start : line.next] for line in lines(document)) == text
    assert contents(document) == expected
    assert starts(document) == [line.start for line in lines(document)]
    assert [line(document, i) for i in range(len(expected))] == list(lines(document))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\n \t\n\nb", [0, 3], id="blanks and tabs are no filling"),
        pytest.param("\N{NO-BREAK SPACE}\nb", [1], id="nor is a no-break space"),
        pytest.param("\n\n", [], id="blank lines only"),
        pytest.param("\ud800\n", [0], id="an undecodable byte is something"),
    ],
)
def test_filled_lines(text, expected):
    assert list(filled(Document(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("One.\nTwo.", ["One.", "Two."], id="short lines are paragraphs of their own"),
        pytest.param("One.\n\n\nTwo.\n", ["One.", "Two."], id="blank lines part them"),
        pytest.param(
            WRAPPED,
            [WRAPPED],
            id="hard-wrapped lines are one paragraph",
        ),
        pytest.param(
            "The talks between the two sides ended on Friday.\nNo date.\nThe envoys then left for home.",
            [
                "The talks between the two sides ended on Friday.",
                "No date.",
                "The envoys then left for home.",
            ],
            id="a line with room for the next word was ended by a writer",
        ),
        pytest.param("- tea\n- milk\n- bread", ["- tea", "- milk", "- bread"], id="a list"),
        pytest.param("", [], id="no text"),
    ],
)
def test_paragraphs(text, expected):
    document = Document(text)

    assert texts(document, paragraphs(document)) == expected
    assert texts(document, last_paragraphs(document)) == expected[::-1]


@pytest.mark.parametrize(
    ("text", "i", "expected"),
    [
        pytest.param(WRAPPED, 1, False, id="a line of a hard-wrapped paragraph"),
        pytest.param("\n".join(WRAPPED.splitlines()[:2]), 1, True, id="two lines don't tell"),
        pytest.param(f"Menu\n\n{WRAPPED}", 0, True, id="above one"),
        pytest.param("- tea\n- milk\n- bread", 1, True, id="an item of a list"),
        pytest.param("One.", 0, True, id="the only line"),
    ],
)
def test_stands_alone(text, i, expected):
    assert stands_alone(Document(text), i) is expected


@pytest.mark.parametrize(
    ("position", "line", "paragraph"),
    [
        pytest.param(0, "ab", "ab", id="the first letter"),
        pytest.param(2, "ab", "ab", id="the line break belongs to its line"),
        pytest.param(4, "", None, id="a blank line"),
        pytest.param(6, "cd", "cd", id="the first letter of the last line"),
        pytest.param(8, "cd", "cd", id="the end of the text"),
    ],
)
def test_line_and_paragraph_at_a_position(position, line, paragraph):
    document = Document("ab\r\n\r\ncd")
    start, end, _ = lines(document)[line_at(document, position)]
    around = paragraph_at(document, position)

    assert document.text[start:end] == line
    assert (around and document.text[around.start : around.end]) == paragraph


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

    assert texts(document, lines_in(document, spans)) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It ended.", id="a full stop"),
        pytest.param("“It ended.”", id="a stop in quotation marks"),
        pytest.param("It ended (again).  ", id="blanks behind it"),
        pytest.param("(It ended!)", id="a stop in brackets"),
        pytest.param("He waited…", id="an ellipsis"),
        pytest.param("会谈结束了。", id="a Chinese full stop"),
        pytest.param("*It ended.*", id="emphasis in Markdown"),
        pytest.param("It ended. ” ”", id="two closing marks apart"),
    ],
)
def test_ends_a_sentence(text):
    assert ends_sentence(text)
    assert unmarked(Document(f"Begun\n{text}")) == (0,)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("  \t", id="blanks"),
        pytest.param("”", id="a closing mark alone"),
        pytest.param("It ended", id="no mark"),
        pytest.param("It ended,", id="a comma"),
        pytest.param("Gaza (O", id="inside a bracket"),
    ],
)
def test_does_not_end_a_sentence(text):
    assert not ends_sentence(text)
    assert unmarked(Document(f"It ended.\n{text}\n")) == ((1,) if text else ())


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        pytest.param([(0, 11)], [0, 2, 3], id="the whole text"),
        pytest.param([(0, 1), (8, 9)], [0, 2], id="some lines"),
        pytest.param([], [], id="none"),
    ],
)
def test_lines_among_others(spans, expected):
    document = Document("one\nb\ntwo\nc")
    assert list(among(document, [0, 2, 3], [Span(*span) for span in spans])) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(RUNNING, True, id="a sentence"),
        pytest.param("War in Gaza", False, id="a heading"),
        pytest.param("He left.", False, id="too short"),
        pytest.param(RUNNING.rstrip("."), False, id="no end mark"),
    ],
)
def test_running_text(text, expected):
    assert is_running_text(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("|They left.", id="begin of the text"),
        pytest.param("It ended. |They left.", id="after a stop"),
        pytest.param("It ended.” |They left.", id="after a stop and a closing mark"),
        pytest.param("He said: “|They left.”", id="after an opening mark"),
        pytest.param("It ended\n|They left.", id="begin of a line"),
        pytest.param("• |They left.", id="after a bullet"),
        pytest.param("He said: |They left.", id="after a colon"),
    ],
)
def test_starts_a_sentence(text):
    assert starts_sentence(text.replace("|", ""), text.index("|"))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("When |They left.", id="after a word"),
        pytest.param("Then, |They left.", id="after a comma"),
        pytest.param("(again) |They left.", id="after a bracket"),
    ],
)
def test_does_not_start_a_sentence(text):
    assert not starts_sentence(text.replace("|", ""), text.index("|"))


@pytest.mark.parametrize(
    ("text", "above", "below"),
    [
        pytest.param("", [], [], id="no text"),
        pytest.param("Menu\nHome", [0, 1], [0, 1], id="no running text: all is head and all is tail"),
        pytest.param(
            f"Menu\n\n{RUNNING}\n\n{RUNNING}\n\n{RUNNING}\n\n{RUNNING}\n\nShare",
            [0, 1, 2, 3, 4, 5],
            [5, 6, 7, 8, 9, 10],
            id="the head reaches to the third paragraph, the tail back to the third-last",
        ),
        pytest.param(
            f"{RUNNING}\nMenu\n{RUNNING}", [0, 1, 2], [0, 1, 2], id="with two paragraphs all is both"
        ),
    ],
)
def test_head_and_tail(text, above, below):
    document = Document(text)

    assert list(head(document)) == above
    assert list(tail(document)) == below


@pytest.fixture(params=[segment.LONGEST_SOUGHT, 0], ids=["a few names are sought", "all names are counted"])
def _both_ways(request, monkeypatch):
    monkeypatch.setattr(segment, "LONGEST_SOUGHT", request.param)


NAMES = ["resul", "houthi-led", "houthi", "led", "ann's", "ann", "talks", "forces", "they", "he"]


@pytest.mark.usefixtures("_both_ways")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("He met Resul there.", {"resul": 1}, id="capitalised in mid-sentence"),
        pytest.param(
            "The Houthi-led forces met Ann’s.",
            {"houthi-led": 1, "houthi": 1, "ann's": 1, "ann": 1},
            id="the parts of hyphenated words and of genitives count too",
        ),
        pytest.param("Anti-Houthi talks, pro-RESUL talks; a lot of Houthi-Led.", {"houthi": 1, "led": 1}, id="only behind a letter and a blank"),
        pytest.param("They met RESUL and Resul.", {"resul": 2}, id="in capitals throughout too"),
        pytest.param("They met ReSul.", {}, id="not with capitals in the middle"),
        pytest.param("They met Resula and Houthis.", {}, id="not as a part of a longer word"),
        pytest.param("They met Resul and\nhe, Resul, left. Talks\nwith Resul.", {"resul": 3}, id="in any line"),
        pytest.param("Resul left. Resul came.", {}, id="only where a sentence begins"),
        pytest.param("Talks With Resul In Ankara", {}, id="not in a title"),
        pytest.param("he met someone there", {}, id="no capitals"),
        pytest.param("They met the Resul-Resul of the town.", {"resul": 2}, id="twice in one word"),
    ],
)  # fmt: skip
def test_capitals(text, expected):
    document = Document(text)

    assert {name: count for name in NAMES if (count := capitals(document, name))} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Share this", "share this", id="no capitals"),
        pytest.param("— Don’t  MISS: —", "don't miss", id="nothing around it, one blank between words"),
        pytest.param("• » Next «", "next", id="no bullets and arrows"),
        pytest.param("Straße", "strasse", id="case as Unicode folds it"),
        pytest.param("***", "", id="marks alone"),
    ],
)
def test_bare(text, expected):
    assert bare(text) == expected


def test_spans_that_overlap_are_joined():
    spans = [Span(6, 8), Span(0, 3), Span(2, 4), Span(4, 5), Span(0, 1)]

    assert apart(spans) == (Span(0, 4), Span(4, 5), Span(6, 8))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("War in the Gaza Strip Goes On", True, id="a title"),
        pytest.param("War goes on in the Gaza Strip", False, id="a sentence"),
        pytest.param("2024 – 2025", True, id="no words"),
    ],
)
def test_title_case(text, expected):
    assert is_title_case(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "See https://example.org/a_(b)?c=d, he said.", ["https://example.org/a_(b)?c=d"], id="an address"
        ),
        pytest.param("See www.example.org.", ["www.example.org"], id="an address without a scheme"),
        pytest.param("Write to ann.lee+x@example.co.uk.", ["ann.lee+x@example.co.uk"], id="a mail address"),
        pytest.param("By @annlee in #gaza", ["@annlee", "#gaza"], id="handles and hashtags"),
        pytest.param("Run `rm  -rf` now", ["`rm  -rf`"], id="code"),
        pytest.param('A <a href="x">link</a>.', ['<a href="x">', "</a>"], id="tags"),
        pytest.param("in /usr/bin/env and ../seeds and ~/x", ["/usr/bin/env", "../seeds", "~/x"], id="paths"),
        pytest.param(r"in C:\Users\ann", [r"C:\Users\ann"], id="a Windows path"),
        pytest.param(
            "Open notes.txt on example.com/a.", ["notes.txt", "example.com/a"], id="file and host names"
        ),
    ],
)
def test_not_prose(text, expected):
    document = Document(text)

    assert texts(document, not_prose(document, 0)) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It ended.The rest", id="a missing space after a stop"),
        pytest.param("He and/or she", id="and/or"),
        pytest.param("5 < 6 and 7 > 6", id="less and more"),
        pytest.param("AT&T, R&D; 3@ 4", id="signs alone"),
        pytest.param("a lone ` mark\nand another ` one", id="marks on two lines"),
    ],
)
def test_prose(text):
    document = Document(text)

    assert not [span for i in range(len(starts(document))) for span in not_prose(document, i)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[See] #gaza now", True, id="before"),
        pytest.param("See[ ]#gaza now", True, id="up to it"),
        pytest.param("See #ga[z]a now", False, id="inside"),
        pytest.param("S[ee #g]aza now", False, id="partly inside"),
        pytest.param("See #gaza[ now]", True, id="right behind"),
        pytest.param("[See #gaza now]", False, id="around"),
    ],
)
@pytest.mark.parametrize("behind", ["", " `b`", " b" * segment.LONGEST_LINE], ids=["", "with code", "long"])
def test_in_prose(text, behind, expected):
    start, end = text.index("["), text.index("]") - 1
    document = Document(text.replace("[", "").replace("]", "") + behind)

    assert in_prose(document, (start, end)) is expected


def test_a_span_over_lines_is_in_prose_if_it_is_in_each():
    text = "See this\nand that\nin `code\nand` more"
    document = Document(text)

    assert in_prose(document, (0, text.index("in")))
    assert not in_prose(Document("See this\nin #gaza now"), (4, 14))


@pytest.mark.parametrize(
    ("piece", "end"),
    [
        pytest.param("a", " /.", id="one long word"),
        pytest.param("-", " /.", id="a long line of dashes"),
        pytest.param("a-", " /.", id="a long word with hyphens"),
        pytest.param("a.", " /.", id="a long word with stops"),
        pytest.param("<a ", "", id="tags that never end"),
    ],
)
def test_long_runs_take_linear_time(piece, end, monkeypatch):
    require_linear(lambda text: not_prose(Document(f"{text}{end}"), 0), piece, [segment], monkeypatch)
