"""rulesets – rules that are ready to run: the only caller of the core's checks.

The core reads Markdown, HTML and reStructuredText by itself. It calls back for kinds that need Python's
packages, with the lines that pass their gates.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import Any

from textlint import _core
from textlint.errors import CheckError
from textlint.kinds import KINDS
from textlint.model import (
    Applicability,
    Brief,
    Check,
    Document,
    Edit,
    Finding,
    Result,
    Rule,
    Severity,
    Span,
)
from textlint.reports import Placed, placed_of

Accepts = Callable[[Document, Sequence[Finding]], Collection[Finding]]


@dataclass(frozen=True, eq=False, repr=False)
class Ruleset:
    """Rules that are ready to run.

    A ruleset has no state of any document: threads may share it, and it can be pickled.
    """

    specifications: tuple[str, ...]  # JSON objects for the core, in the order in which the rules run
    kinds: Mapping[str, str]  # kinds of the selected rules, by rule id
    known: frozenset[str]  # the ids of all rules that there are, whether they run or not
    outside: tuple[Brief | Rule[Any], ...] = ()  # those that Python checks

    def __repr__(self) -> str:
        return f"<Ruleset of {len(self.kinds)} rules>"

    @property
    def reported(self) -> frozenset[str]:
        """The ids of the rules that were asked for."""
        return frozenset(self.kinds)

    @cached_property
    def core(self) -> "_core.Ruleset":
        """The ruleset of the core, made at first use."""
        return _core.Ruleset(f"[{','.join(self.specifications)}]", self._check_outside)

    @cached_property
    def _checks(self) -> dict[str, Check]:
        return {rule.id: KINDS[rule.kind].prepare(rule) for rule in self._outside_rules()}

    def _outside_rules(self) -> tuple[Rule[Any], ...]:
        from textlint import briefs  # noqa: PLC0415 - late: most texts need none of them

        return tuple(briefs.full(each) if isinstance(each, Brief) else each for each in self.outside)

    def _check_outside(self, rule: str, text: str, spans: Sequence[tuple[int, int]]) -> list[Any]:
        document = _shared(text)
        findings = self._checks[rule](document, [Span(*span) for span in spans])
        return [row_of(finding)[2:] for finding in findings]

    def __getstate__(self) -> dict[str, Any]:
        """All that it takes elsewhere: no rule file has to be there."""
        names = [field.name for field in fields(self)]
        return {name: getattr(self, name) for name in names} | {"outside": self._outside_rules()}


@lru_cache(maxsize=1)
def _shared(text: str) -> Document:
    """The document of a text, for the checks of several rules."""
    return Document(text)


def check(ruleset: Ruleset, document: Document) -> tuple[Finding, ...]:
    """The findings in a document, ordered by (span, rule). Raises CheckError where a check fails."""
    with _failing(document):
        return tuple(map(finding_of, ruleset.core.check(document.text, document.format)))


def report(ruleset: Ruleset, document: Document) -> tuple[Placed, ...]:
    """The findings of a document, with lines and columns. Raises CheckError where a check fails."""
    with _failing(document):
        return _placed(ruleset.core.report(document.text, document.format)) or ()


def report_texts(ruleset: Ruleset, texts: Sequence[str], threads: int) -> list[tuple[Placed, ...] | None]:
    """The same for plain texts, in threads; None for a text that a check fails on."""
    return list(map(_placed, ruleset.core.report_texts(texts, threads)))


def fix_texts(ruleset: Ruleset, texts: Sequence[str], *, unsafe: bool, threads: int) -> list[Result | None]:
    """What `fix` makes of plain texts, in threads; None for a text that a check fails on."""
    return [row and _result(row) for row in ruleset.core.fix_texts(texts, unsafe, threads)]


def report_files(ruleset: Ruleset, paths: Sequence[str]) -> list[tuple[Placed, ...] | None]:
    """The same for files of plain UTF-8 text; None also for other files, and for those that can't be read."""
    return list(map(_placed, ruleset.core.report_files(paths)))


def _placed(rows: "Sequence[tuple[_core.Row, _core.PlacedRow]] | None") -> tuple[Placed, ...] | None:
    return rows if rows is None else tuple(placed_of(finding_of(row), place) for row, place in rows)


def fix(
    ruleset: Ruleset, document: Document, *, unsafe: bool = False, accepts: Accepts | None = None
) -> Result:
    """The text after all safe edits, or after all edits, applied until none is left.

    What `accepts` picks of the findings stays as it is. Where no end is reached in ten rounds, because rules
    undo each other's work or go on for ever, the text stays as it came in and `Result.conflict` names them.
    Raises CheckError where a check fails.
    """

    def accepted(text: str, rows: "Sequence[_core.Row]") -> list[bool]:
        assert accepts  # noqa: S101 - only called where it is
        findings = list(map(finding_of, rows))
        left = set(accepts(Document(text, document.name, document.format), findings))
        return [each in left for each in findings]

    with _failing(document):
        row = ruleset.core.fix(document.text, unsafe, document.format, accepts and accepted)
    return _result(row)


def _result(row: "_core.FixedRow") -> Result:
    text, applied, remaining, conflict, accepted = row
    return Result(
        text,
        tuple(map(finding_of, applied)),
        tuple(map(finding_of, remaining)),
        tuple(sorted(conflict)),
        tuple(map(finding_of, accepted)),
    )


@contextmanager
def _failing(document: Document) -> Iterator[None]:
    """The fault of a check as a CheckError that names the document."""
    try:
        yield
    except RuntimeError as error:
        raise CheckError(str(error), document.name) from None


def finding_of(row: "_core.Row") -> Finding:
    """A finding of the core."""
    rule, severity, span, message, edits, applicability, candidates = row
    return Finding(
        rule,
        Severity(severity),
        Span(*span),
        message,
        tuple(Edit(Span(*place), text) for place, text in edits),
        Applicability(applicability) if applicability else None,
        tuple(candidates),
    )


def row_of(finding: Finding) -> "_core.Row":
    """A finding for the core."""
    return (
        finding.rule,
        finding.severity.value,
        finding.span,
        finding.message,
        [(edit.span, edit.text) for edit in finding.edits],
        finding.applicability.value if finding.applicability else None,
        list(finding.candidates),
    )


def seconds(ruleset: Ruleset, texts: Iterable[str]) -> dict[str, float]:
    """The processor time of each rule's check on some texts, beside views that rules share."""
    return dict(ruleset.core.seconds(list(texts)))
