"""Each way out, on one document with every kind of finding, as a user will see it."""

import io
import json

import pytest

from textlint.model import Applicability, Document, Edit, Finding, Severity, Span
from textlint.outputs import OUTPUTS, statistics
from textlint.reports import Report, escaped, place

TEXT = "Ein Käse.. 漢字 thier\r\nLeave a\x1b Reply\nlast line"
FINDINGS = (
    Finding(
        "punctuation/doubled",
        Severity.WARNING,
        Span(8, 10),
        "One stop is enough.",
        (Edit(Span(8, 10), "."),),
        Applicability.SAFE,
    ),
    Finding(
        "spelling/typo",
        Severity.ERROR,
        Span(14, 19),
        "Write 'their'.",
        (Edit(Span(14, 19), "their"),),
        Applicability.UNSAFE,
    ),
    Finding(
        "scraping/comment-form",
        Severity.WARNING,
        Span(21, 35),
        "Comment form.",
        (Edit(Span(21, 36), ""),),
        Applicability.SAFE,
    ),
    Finding("truncation/document", Severity.INFO, Span(36, 45), "Cut \udc80 off."),
)
REPORTS = (Report("a b.txt", place(Document(TEXT), FINDINGS)), Report("sound.txt"))

FULL = """\
a b.txt:1:9: punctuation/doubled [*] One stop is enough.
  |
1 | Ein Käse.. 漢字 thier
  |         ^^ fix: '.'

a b.txt:1:15: spelling/typo [~] Write 'their'.
  |
1 | Ein Käse.. 漢字 thier
  |                 ^^^^^ unsafe fix: 'their'

a b.txt:2:1: scraping/comment-form [*] Comment form.
  |
2 | Leave a\\x1b Reply
  | ^^^^^^^^^^^^^^^^^ fix: delete

a b.txt:3:1: truncation/document Cut \\udc80 off.
  |
3 | last line
  | ^^^^^^^^^

"""

CONCISE = """\
a b.txt:1:9: punctuation/doubled [*] One stop is enough.
a b.txt:1:15: spelling/typo [~] Write 'their'.
a b.txt:2:1: scraping/comment-form [*] Comment form.
a b.txt:3:1: truncation/document Cut \\udc80 off.
"""

GROUPED = """\
a b.txt:
   1:9 punctuation/doubled [*] One stop is enough.
  1:15 spelling/typo [~] Write 'their'.
   2:1 scraping/comment-form [*] Comment form.
   3:1 truncation/document Cut \\udc80 off.

"""

STATISTICS = """\
      1  punctuation/doubled  [*] 1 fixable
      1  scraping/comment-form  [*] 1 fixable
      1  spelling/typo
      1  truncation/document
"""


def written(output):
    stream = io.StringIO()
    output.write(REPORTS, stream, color=False)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("full", FULL, id="full"),
        pytest.param("concise", CONCISE, id="concise"),
        pytest.param("grouped", GROUPED, id="grouped"),
    ],
)
def test_text(name, text):
    assert written(OUTPUTS[name]) == text


def test_statistics():
    assert written(statistics) == STATISTICS


def test_jsonl_has_the_keys_of_the_contract_in_order():
    first, *_, last = map(json.loads, written(OUTPUTS["jsonl"]).splitlines())

    assert list(first.items()) == [
        ("path", "a b.txt"),
        ("record", None),
        ("rule", "punctuation/doubled"),
        ("severity", "warning"),
        ("message", "One stop is enough."),
        ("line", 1),
        ("column", 9),
        ("end_line", 1),
        ("end_column", 11),
        ("start", 8),
        ("end", 10),
        ("found", ".."),
        ("edits", [{"start": 8, "end": 10, "text": "."}]),
        ("applicability", "safe"),
    ]
    assert (last["edits"], last["applicability"], last["message"]) == ([], None, "Cut \\udc80 off.")


def test_json_is_an_array_of_the_same_objects():
    assert json.loads(written(OUTPUTS["json"])) == [
        json.loads(line) for line in written(OUTPUTS["jsonl"]).splitlines()
    ]


def test_json_without_findings():
    stream = io.StringIO()
    OUTPUTS["json"].write([Report("a.txt")], stream, color=False)

    assert json.loads(stream.getvalue()) == []


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_output_is_valid_utf8(name):
    written(OUTPUTS[name]).encode("utf-8")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("plain “text” é 漢", "plain “text” é 漢", id="what can be shown stays"),
        pytest.param("\x1b]0;title\x07", "\\x1b]0;title\\x07", id="terminal sequences"),
        pytest.param("\u202eevil\u2066", "\\u202eevil\\u2066", id="directions"),
        pytest.param("a\nb\rc\t", "a\\nb\\rc\\t", id="line ends"),
        pytest.param("\udcff", "\\udcff", id="undecodable bytes"),
        pytest.param("\u200b\ufeff\u2028", "\\u200b\\ufeff\\u2028", id="invisible ones"),
    ],
)
def test_escaped(text, shown):
    assert escaped(text) == shown
