"""model – the nouns of textlint: frozen values, without I/O.

Positions are half-open ranges of code points in a document's text, everywhere.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, Literal, NamedTuple, TypeVar

PLACEHOLDER = re.compile(r"\{(\w*)\}")  # in a message: {found}
LONGEST_QUOTE = 60  # code points of the text that a message repeats


class Span(NamedTuple):
    """a half-open range of code points: `text[start:end]`"""

    start: int
    end: int


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"  # never fails a run


class Applicability(StrEnum):
    SAFE = "safe"  # right at least 99 times in 100 on text that the rule was not written for
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Edit:
    """replace one span of the text; "" deletes it, an empty span inserts"""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """one defect at one place

    `span` is never empty and as narrow as the defect. All `edits` are applied together or not at all;
    without edits `applicability` is None. Where several corrections are possible there is no edit, and
    `candidates` for what stands in the span.
    """

    rule: str
    severity: Severity
    span: Span
    message: str
    edits: tuple[Edit, ...] = ()
    applicability: Applicability | None = None
    candidates: tuple[str, ...] = ()


class Accepted(NamedTuple):
    """why a finding is not reported: allowed in the text itself, in a file beside it, or in the baseline"""

    how: Literal["comment", "file", "words", "baseline"]
    reason: str = ""


class Role(StrEnum):
    """what a block of a marked-up text is"""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"  # the first paragraph of a list item, a term, the body of a field
    CELL = "cell"  # of a table


class Block(NamedTuple):
    start: int
    end: int
    role: Role


class Reading(NamedTuple):
    """a marked-up text as its parser sees it; all positions are those of the text

    `prose` is as long as the text. What is hidden is replaced in it: markup by blanks and asterisks, code and
    the like by object replacement characters, the border between two blocks by line breaks. So each
    block is one line of it, however it was wrapped.
    """

    prose: str
    blocks: tuple[Block, ...] = ()  # in order, apart from each other
    comments: tuple[Span, ...] = ()  # the content of comments


@dataclass(frozen=True, slots=True)
class Document:
    """one text; its name tells people where it came from

    `format` names its markup, if it has any: markdown, html, rst or commented. `memo` keeps what has been
    derived from the text, so that it is derived once (see `segment.once`).
    """

    text: str
    name: str | None = None
    format: str | None = None
    memo: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Example:
    """a text that proves a rule: one that it finds (and what it makes of it), or one that it leaves alone

    bad: a text that the rule finds
    good: what the rule makes of it
    ok: a text that the rule leaves alone
    """

    bad: str | None = None
    good: str | None = None
    ok: str | None = None
    line: int = 0  # where it stands in the rule file


Options = TypeVar("Options")


class Waits(NamedTuple):
    """the other rules that a rule waits for

    `near` names a rule: only the lines within `distance` non-blank lines of its findings are read.
    `company` names a pack: where so many different `rules` of it, but not those `without`, have found whole
    lines, and not only `weak` ones, the check gets these lines, and judges all others by them.
    """

    near: str | None = None
    distance: int = 1
    company: str | None = None
    rules: int = 1
    without: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


class Brief(NamedTuple):
    """a rule as far as choosing and running it needs: `options` and `gate` are JSON for the core"""

    id: str
    kind: str
    severity: Severity
    language: str
    enabled: bool
    fix: Applicability | None
    message: str
    waits: Waits
    gate: str  # "null" for a kind that the core checks
    options: str
    path: Path
    changes: tuple[tuple[str, str], ...] = ()  # options that settings give, with their values in JSON

    @property
    def pack(self) -> str:
        return self.id.partition("/")[0]


class TableRow(NamedTuple):
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """a .tsv file beside a rule, which names it in its options"""

    path: Path
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """a list item that includes the first column of a table, so that rules can share it"""

    table: Table


@dataclass(frozen=True, slots=True)
class Rule(Generic[Options]):
    """one rule file, read and typed; `options` is of the class that its kind declares"""

    id: str
    kind: str
    message: str
    why: str
    options: Options
    path: Path
    severity: Severity = Severity.WARNING
    language: str = "en"
    enabled: bool = True  # False: runs only when it is selected by name or pack
    fix: Applicability | None = None
    examples: tuple[Example, ...] = ()

    @property
    def pack(self) -> str:
        return self.id.partition("/")[0]

    def flag(
        self,
        document: Document,
        span: tuple[int, int],
        edits: Sequence[Edit] = (),
        *,
        applicability: Applicability | None = None,
        candidates: Sequence[str] = (),
        **values: object,
    ) -> Finding:
        """A finding of this rule.

        `edits` are dropped if the rule does not fix; `applicability` can only make them less safe than
        the rule says. `values` fill the message's placeholders, beside {found} and {fixed}.
        """
        start, end = span
        kept = tuple(edits) if self.fix else ()
        values["fixed"] = "something else"
        if kept:
            values["fixed"] = _shown("".join(edit.text for edit in kept))
        values["found"] = _shown(document.text[start:end])
        message = PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), self.message)
        how = Applicability.UNSAFE if Applicability.UNSAFE in (self.fix, applicability) else self.fix
        return Finding(
            self.id, self.severity, Span(start, end), message, kept, how if kept else None, tuple(candidates)
        )

    def replace(
        self,
        document: Document,
        span: tuple[int, int],
        text: str,
        *,
        applicability: Applicability | None = None,
        **values: object,
    ) -> Finding:
        """A finding whose one edit puts `text` in the place of what was found."""
        edit = Edit(Span(*span), text)
        return self.flag(document, span, [edit], applicability=applicability, candidates=(), **values)


# The check of a rule in Python: it reads some lines of a document, in order, and gives its findings.
Check = Callable[[Document, Sequence[Span]], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Result:
    """what fix did

    `applied` are findings in the coordinates of the text that came in: replaying their edits on it gives
    `text`. What later work has covered belongs to the later finding; the earlier one keeps its place here,
    without that edit. `remaining` are in the coordinates of `text`. `conflict` names rules that undo each
    other's work; the text is then as it came in. `accepted` are findings that were to be left as they are, in
    the coordinates of `text`.
    """

    text: str
    applied: tuple[Finding, ...] = ()
    remaining: tuple[Finding, ...] = ()
    conflict: tuple[str, ...] = ()
    accepted: tuple[Finding, ...] = ()


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "…"
