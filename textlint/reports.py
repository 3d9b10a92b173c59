"""reports – what became of one document, ready to be shown: findings with lines, columns and excerpts."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import regex

from textlint.model import Applicability, Document, Finding, Severity
from textlint.segment import line, line_at, starts

LONGEST_FOUND = 1000  # code points; the finding of a document metric is on the whole text
EXCERPT_BEFORE, EXCERPT_AFTER = 48, 72  # code points of a line shown on either side of a finding

# What could move a terminal's cursor, hide text or turn its direction: control and format characters, and
# what can't be encoded.
UNSHOWABLE = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]")


class Place(NamedTuple):
    """lines and columns from 1, in code points; the end is that of the last character, plus one column"""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Placed:
    """a finding with what is needed to show it without the document"""

    finding: Finding
    place: Place
    found: str  # at most its first 1000 code points
    before: str  # the line around it, shortened
    after: str


@dataclass(frozen=True, slots=True)
class Report:
    """what became of one document

    After a fix `placed` are the findings that remain, in the new text, and `fixed` counts those applied.
    `problems` are lines for standard error, each of which makes the run exit with 2.
    """

    path: str
    placed: tuple[Placed, ...] = ()
    read: bool = True  # False: passed over, or it could not be read
    fixed: int = 0
    changed: bool = False
    diff: str = ""
    stopped: tuple[str, ...] = ()  # rules that ran out of time
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """counts of a run, made while its reports pass by"""

    documents: int = 0
    findings: int = 0
    failing: int = 0  # of severity warning or error
    fixable: int = 0
    unsafe: int = 0  # fixable by unsafe edits only
    fixed: int = 0
    changed: int = 0
    problems: list[str] = field(default_factory=list)

    def count(self, reports: Iterable[Report]) -> Iterator[Report]:
        """Pass reports on, counting."""
        for report in reports:
            self.documents += report.read
            self.fixed += report.fixed
            self.changed += report.changed
            self.problems += report.problems
            for placed in report.placed:
                self.findings += 1
                self.failing += placed.finding.severity != Severity.INFO
                self.fixable += placed.finding.applicability == Applicability.SAFE
                self.unsafe += placed.finding.applicability == Applicability.UNSAFE
            yield report


def place(document: Document, findings: Iterable[Finding]) -> tuple[Placed, ...]:
    """Give findings their lines, columns and excerpts."""
    text, placed = document.text, []
    for finding in findings:
        start, end = finding.span
        first, last = line_at(document, start), line_at(document, end - 1)
        whole = line(document, first)
        where = Place(first + 1, start - whole.start + 1, last + 1, end - starts(document)[last] + 1)
        stop = min(end, max(whole.end, start))
        before = text[max(whole.start, start - EXCERPT_BEFORE) : start]
        after = text[stop : min(whole.end, stop + EXCERPT_AFTER)]
        placed.append(Placed(finding, where, text[start : min(end, start + LONGEST_FOUND)], before, after))
    return tuple(placed)


def escaped(text: str) -> str:
    r"""Text that may go to a terminal or a log: nothing in it acts on them.

    >>> escaped("red\N{ESCAPE}[31m \N{RIGHT-TO-LEFT OVERRIDE}x")
    'red\\x1b[31m \\u202ex'
    """
    return UNSHOWABLE.sub(lambda match: match[0].encode("unicode_escape", "surrogatepass").decode(), text)


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(unicodedata.combining(sign) > 0 for sign in text)
