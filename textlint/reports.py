"""reports – what became of one document, ready to be shown: findings with lines, columns and excerpts."""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from hashlib import blake2s
from typing import Any, NamedTuple

import regex

from textlint.corpora.records import Record
from textlint.fingerprints import fingerprints
from textlint.model import Accepted, Applicability, Document, Finding, Severity, Span
from textlint.segment import line, line_at, starts

STRIDE = 1000  # code points of a long line that are counted once
LONGEST_FOUND = 1000  # code points; the finding of a document metric is on the whole text
EXCERPT_BEFORE, EXCERPT_AFTER = 48, 72  # code points of a line shown on either side of a finding

# What could move a terminal's cursor, hide text or turn its direction: control and format characters, and
# what can't be encoded. And what GitHub's runner takes for a command in a log: `##[` anywhere in a line, `::`
# at its beginning.
UNSHOWABLE = regex.compile(r"[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|#(?=#\[)|(?<=^\s*):(?=:)")
IN_JSON = regex.compile(
    r"(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|#(?=#\[)"
)  # its line breaks are the writer's


class Place(NamedTuple):
    """lines and columns from 1; the end is that of the last character, plus one column"""

    line: int
    column: int
    end_line: int
    end_column: int


class Places(NamedTuple):
    """one place, with columns in code points, in UTF-16 code units and in bytes of UTF-8"""

    points: Place
    units: Place
    octets: Place


@dataclass(frozen=True, slots=True)
class Placed:
    """a finding with what is needed to show it without the document"""

    finding: Finding
    places: Places
    edits: tuple[Places, ...]  # where each edit stands; it ends where the text behind it begins
    fingerprint: (
        str  # the same as long as the finding and the words around it are; no two of a document alike
    )
    found: str  # at most its first 1000 code points
    before: str  # the line around it, shortened
    after: str
    accepted: Accepted | None = None

    @property
    def place(self) -> Place:
        return self.places.points


@dataclass(frozen=True, slots=True)
class Report:
    """what became of one document

    After a fix `placed` are the findings that remain, in the new text, and `fixed` counts those applied.
    `accepted` are findings that the user has allowed or that are in the baseline; few outputs show them.
    `problems` are lines for standard error, each of which makes the run exit with 2. The text of a table is
    told by its `record`, without the text itself. `words` are counted for those who ask for them. `others`
    are counts of documents that have no report of their own: those of a table in which nothing was found;
    `made` is what has been made of that table by who wants no reports.
    """

    path: str
    placed: tuple[Placed, ...] = ()
    accepted: tuple[Placed, ...] = ()
    read: bool = True  # False: passed over, or it could not be read
    fixed: int = 0
    changed: bool = False
    diff: str = ""
    stopped: tuple[str, ...] = ()  # rules that ran out of time
    problems: tuple[str, ...] = ()
    record: Record | None = None
    words: int = 0
    others: "Tally | None" = None
    made: Any = None

    @property
    def name(self) -> str:
        """The document as people are told of it: its file, and where it stands in a table."""
        return self.path + self.record.place if self.record else self.path


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
    accepted: int = 0
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(
        default_factory=list
    )  # lines for standard error that don't change the exit code
    unread: bool = False  # nobody reads the findings any more

    def count(self, reports: Iterable[Report]) -> Iterator[Report]:
        """Pass reports on, counting."""
        for report in reports:
            self.add(report)
            yield report

    def add(self, report: Report) -> None:
        self.documents += report.read
        self.fixed += report.fixed
        self.changed += report.changed
        self.accepted += len(report.accepted)
        self.problems += report.problems
        for placed in report.placed:
            self.findings += 1
            self.failing += placed.finding.severity != Severity.INFO
            self.fixable += placed.finding.applicability == Applicability.SAFE
            self.unsafe += placed.finding.applicability == Applicability.UNSAFE
        if report.others:
            for each in fields(report.others):
                more = getattr(self, each.name) + getattr(report.others, each.name)
                setattr(self, each.name, more)


def place(document: Document, findings: Sequence[Finding]) -> tuple[Placed, ...]:
    """Give findings their lines, columns, excerpts and fingerprints."""
    text, placed = document.text, []
    for finding, fingerprint in zip(findings, fingerprints(document, findings), strict=True):
        start, end = finding.span
        whole = line(document, line_at(document, start))
        stop = min(end, max(whole.end, start))
        placed.append(
            Placed(
                finding,
                _places(document, finding.span, _last(document, end)),
                tuple(
                    _places(document, edit.span, _behind(document, edit.span.end)) for edit in finding.edits
                ),
                fingerprint,
                found=text[start : min(end, start + LONGEST_FOUND)],
                before=text[max(whole.start, start - EXCERPT_BEFORE) : start],
                after=text[stop : min(whole.end, stop + EXCERPT_AFTER)],
            )
        )
    return tuple(placed)


def in_file(report: Report) -> Report:
    """The report as it is shown by what knows nothing but files and their lines.

    The findings of a record stand at its row then; where in its text they stand the message says. Edits would
    be made in the file, so there are none.
    """
    if not report.record:
        return report
    row, field = report.record.row, report.record.field
    here = Place(row, 1, row, 2)

    def moved(placed: Placed) -> Placed:
        message = f"{field}:{placed.place.line}:{placed.place.column}: {placed.finding.message}"
        finding = replace(placed.finding, message=message, edits=(), applicability=None)
        return replace(placed, finding=finding, places=Places(here, here, here), edits=())

    placed, accepted = tuple(map(moved, report.placed)), tuple(map(moved, report.accepted))
    return replace(report, placed=placed, accepted=accepted)


def unplaced(finding: Finding) -> Placed:
    """A finding on a text that can't be shown."""
    here = Place(1, 1, 1, 2)
    name = blake2s(
        f"{finding.rule}\n{finding.message}".encode("utf-8", "surrogatepass"), digest_size=8
    ).hexdigest()
    return Placed(finding, Places(here, here, here), (), f"{name[:8]}-{name[8:]}", "", "", "")


def _places(document: Document, span: Span, end: tuple[int, int]) -> Places:
    """A span in all three counts; `end` is its last line, and where that line starts."""
    first, (last, last_start) = line_at(document, span.start), end
    before = _counted(document, starts(document)[first] if document.text else 0, span.start)
    until = _counted(document, last_start, span.end)
    return Places(
        *(Place(first + 1, one + 1, last + 1, other + 1) for one, other in zip(before, until, strict=True))
    )


def _counted(document: Document, start: int, end: int) -> tuple[int, int, int]:
    """How long a part of a line is that begins with it, in each count."""
    whole = (end - start) // STRIDE
    units, octets = _of_strides(document, start, whole)[whole] if whole else (0, 0)
    rest = document.text[start + whole * STRIDE : end]
    more = (len(rest), len(rest)) if rest.isascii() else (_units(rest), _octets(rest))
    return end - start, units + more[0], octets + more[1]


def _of_strides(document: Document, start: int, fewest: int) -> list[tuple[int, int]]:
    """The units and octets before each stride of a long line, so that none is counted again and again."""
    counts: list[tuple[int, int]] = document.memo.setdefault((_of_strides, start), [(0, 0)])
    while len(counts) <= fewest:
        (units, octets), at = counts[-1], start + (len(counts) - 1) * STRIDE
        stride = document.text[at : at + STRIDE]
        counts.append((units + _units(stride), octets + _octets(stride)))
    return counts


def _last(document: Document, end: int) -> tuple[int, int]:
    """The line of the last character of a span, and where it starts."""
    i = line_at(document, end - 1)
    return i, starts(document)[i]


def _behind(document: Document, end: int) -> tuple[int, int]:
    """The line of the character behind a span, and where it starts."""
    text, found = document.text, starts(document)
    if end == len(text) and text[-1:] in ("\n", "\r"):
        return len(found), end
    i = line_at(document, end)
    return i, found[i] if found else 0


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _octets(text: str) -> int:
    try:
        return len(text.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:  # half of a pair, which JSON can hold and no file
        return len(text.encode("utf-8", "surrogatepass"))


def escaped(text: str) -> str:
    r"""Text that may go to a terminal or a log: nothing in it acts on them, even where it begins a line.

    Whatever others have written goes through here, or through `as_json`: texts and what rules say of them,
    names of files, fields and rules.

    >>> escaped("red\N{ESCAPE}[31m \N{RIGHT-TO-LEFT OVERRIDE}x"), escaped(" ::error::x")
    ('red\\x1b[31m \\u202ex', ' \\x3a:error::x')
    """
    return UNSHOWABLE.sub(lambda match: _escape(match[0]), text)


def escaped_parts(*parts: str) -> list[str]:
    r"""Parts of one line, escaped as the whole line.

    >>> escaped_parts("a #", "#[b]")
    ['a \\x23', '#[b]']
    """
    escapes = {match.start(): _escape(match[0]) for match in UNSHOWABLE.finditer("".join(parts))}
    at, shown = 0, []
    for part in parts:
        shown.append("".join(escapes.get(n, sign) for n, sign in enumerate(part, at)))
        at += len(part)
    return shown


def _escape(sign: str) -> str:
    if sign in "#:":
        return f"\\x{ord(sign):x}"
    return sign.encode("unicode_escape", "surrogatepass").decode()


def as_json(value: object, *, indent: int | None = None) -> str:
    r"""JSON that may go to a terminal or a log; its values are what they were.

    >>> as_json("\N{RIGHT-TO-LEFT OVERRIDE}é ##[x")
    '"\\u202eé \\u0023#[x"'
    """
    return IN_JSON.sub(_escape_json, json.dumps(value, ensure_ascii=False, indent=indent))


def _escape_json(match: "regex.Match[str]") -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[n]:02x}{units[n + 1]:02x}" for n in range(0, len(units), 2))


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(unicodedata.combining(sign) > 0 for sign in text)
