"""metric – a number of a text, or of each of its lines, that is out of bounds.

    options:
      metric: mean_word_length    # in METRICS of textlint/metrics.py; with `unit: line` in LINE_METRICS
      min: 3                      # what is below is found
      max: 10                     # what is above is found
      unit: line                  # judge each line that is not blank, not the whole text

A finding is the whole text, or the line, which its edit deletes. {bound} is "at least" or "at most". A share
of nothing is not a number, and never out of bounds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from textlint.errors import expected
from textlint.kinds import Gate
from textlint.metrics import LINE_METRICS, METRICS
from textlint.model import Check, Document, Edit, Finding, Rule, Span
from textlint.segment import lines_in

VALUES: tuple[str, ...] = ("value", "limit", "bound")


@dataclass(frozen=True, slots=True)
class Options:
    metric: str
    min: float | None = None
    max: float | None = None
    unit: Literal["document", "line"] = "document"

    def __post_init__(self) -> None:
        known: Iterable[str] = LINE_METRICS if self.unit == "line" else METRICS
        if self.metric not in known:
            raise ValueError(f"unknown metric {self.metric!r}{expected(self.metric, known)}")
        if self.min is self.max is None:
            raise ValueError("expected 'min', 'max' or both")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"found min {self.min:g} above max {self.max:g}; nothing can lie between")


def gate(options: Options) -> Gate:
    return "everywhere"


def prepare(rule: Rule[Options]) -> Check:
    return partial(check_lines if rule.options.unit == "line" else check, rule)


def check(rule: Rule[Options], document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    if document.text:
        whole = (0, len(document.text))
        yield from _flag(rule, document, whole, METRICS[rule.options.metric](document))


def check_lines(rule: Rule[Options], document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    measure = LINE_METRICS[rule.options.metric]
    for start, end, following in lines_in(document, spans):
        line = document.text[start:end]
        if line.strip():
            here = (start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
            yield from _flag(rule, document, here, measure(line), [Edit(Span(start, following), "")])


def _broken(options: Options, value: float) -> tuple[str, float] | None:
    """The bound that a value breaks, if it breaks one."""
    if options.min is not None and value < options.min:
        return "at least", options.min
    if options.max is not None and value > options.max:
        return "at most", options.max
    return None


def _flag(
    rule: Rule[Options], document: Document, span: tuple[int, int], value: float, edits: Sequence[Edit] = ()
) -> Iterator[Finding]:
    if broken := _broken(rule.options, value):
        bound, limit = broken
        yield rule.flag(document, span, edits, value=_number(value), limit=_number(limit, 12), bound=bound)


def _number(value: float, digits: int = 4) -> str:
    """A number for a message, never in powers of ten."""
    return f"{value:.0f}" if value == int(value) or value >= 10**digits else f"{value:.{digits}g}"
