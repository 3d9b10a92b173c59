"""reports – what became of one document, ready to be shown: findings with lines, columns and excerpts."""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from hashlib import blake2s
from typing import TYPE_CHECKING, Any, NamedTuple

from textlint import _core
from textlint.corpora.records import Record
from textlint.model import Accepted, Applicability, Document, Finding, Severity

if TYPE_CHECKING:
    import regex

# What could move a terminal's cursor, hide text or turn its direction: control and format characters, and
# what can't be encoded. And what GitHub's runner takes for a command in a log: `##[` anywhere in a line, `::`
# at its beginning.
UNSHOWABLE = r"[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|#(?=#\[)|(?<=^\s*):(?=:)"
IN_JSON = r"(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]|#(?=#\[)"  # its line breaks are the writer's


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
    marked = [(each.rule, each.span, [edit.span for edit in each.edits]) for each in findings]
    rows = _core.place(document.text, marked) if marked else ()
    return tuple(placed_of(*pair) for pair in zip(findings, rows, strict=True))


def placed_of(finding: Finding, row: "_core.PlacedRow") -> Placed:
    """A finding with what the core says of its place."""
    places, edits, fingerprint, found, before, after = row
    return Placed(finding, _places(places), tuple(map(_places, edits)), fingerprint, found, before, after)


def _places(rows: "_core.Places") -> Places:
    return Places(*(Place(*row) for row in rows))


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


def escaped(text: str) -> str:
    r"""Text that may go to a terminal or a log: nothing in it acts on them, even where it begins a line.

    Whatever others have written goes through here, or through `as_json`: texts and what rules say of them,
    names of files, fields and rules.

    >>> escaped("red\N{ESCAPE}[31m \N{RIGHT-TO-LEFT OVERRIDE}x"), escaped(" ::error::x")
    ('red\\x1b[31m \\u202ex', ' \\x3a:error::x')
    """
    if text.isprintable() and "##[" not in text and "::" not in text:
        return text
    import regex  # noqa: PLC0415 - late: few texts have anything to escape

    return regex.sub(UNSHOWABLE, lambda match: _escape(match[0]), text)


def escaped_parts(*parts: str) -> list[str]:
    r"""Parts of one line, escaped as the whole line.

    >>> escaped_parts("a #", "#[b]")
    ['a \\x23', '#[b]']
    """
    import regex  # noqa: PLC0415

    escapes = {match.start(): _escape(match[0]) for match in regex.finditer(UNSHOWABLE, "".join(parts))}
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
    import regex  # noqa: PLC0415

    return regex.sub(IN_JSON, _escape_json, json.dumps(value, ensure_ascii=False, indent=indent))


def _escape_json(match: "regex.Match[str]") -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[n]:02x}{units[n + 1]:02x}" for n in range(0, len(units), 2))


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return len(text) + wide - sum(unicodedata.combining(sign) > 0 for sign in text)
