"""metric – a number of the whole document that is out of bounds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from textlint.errors import expected
from textlint.model import Check, Document, Finding, Rule, Span, Triggers

VALUES: tuple[str, ...] = ("value", "limit")


def words(document: Document) -> float:
    return len(document.text.split())


METRICS: dict[str, Callable[[Document], float]] = {"words": words}


@dataclass(frozen=True, slots=True)
class Options:
    metric: str
    min: float | None = None
    max: float | None = None

    def __post_init__(self) -> None:
        if self.metric not in METRICS:
            raise ValueError(f"unknown metric {self.metric!r}{expected(self.metric, METRICS)}")
        if self.min is self.max is None:
            raise ValueError("expected 'min', 'max' or both")


def triggers(options: Options) -> Triggers | None:
    return None


def prepare(rule: Rule[Options]) -> Check:
    return partial(check, rule)


def check(rule: Rule[Options], document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    value = METRICS[rule.options.metric](document)
    low, high = rule.options.min, rule.options.max
    limit = low if low is not None and value < low else high if high is not None and value > high else None
    if limit is not None and document.text:
        yield rule.flag(document, (0, len(document.text)), value=f"{value:.4g}", limit=f"{limit:g}")
