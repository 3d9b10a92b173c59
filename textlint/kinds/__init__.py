"""kinds – what a rule is made with; one module each, in one table.

A kind has `Options` (a frozen dataclass: the schema and the documentation of a rule's options), `VALUES`
(placeholders that its messages may use beside {found} and {fixed}), `triggers(options)` (what makes a place
worth reading, None for every place) and `prepare(rule)`, which gives the check.
"""

from typing import Any, Protocol

from textlint.kinds import (
    balance,
    casing,
    consistency,
    encoding,
    lines,
    metric,
    pattern,
    repetition,
    truncation,
    words,
)
from textlint.model import Check, Rule, Triggers


class Kind(Protocol):
    """what the engine and the loader ask of a kind's module"""

    VALUES: tuple[str, ...]

    @property
    def Options(self) -> type[Any]: ...  # noqa: N802 - modules offer a class

    def triggers(self, options: Any) -> Triggers | None: ...

    def prepare(self, rule: Rule[Any]) -> Check: ...


KINDS: dict[str, Kind] = {
    "pattern": pattern,
    "words": words,
    "casing": casing,
    "lines": lines,
    "truncation": truncation,
    "balance": balance,
    "repetition": repetition,
    "consistency": consistency,
    "encoding": encoding,
    "metric": metric,
}
