"""kinds – what a rule is made with; one module each, in one table.

A kind has `Options` (a frozen dataclass: the schema and the documentation of a rule's options), `VALUES`
(placeholders that its messages may use beside {found} and {fixed}), `triggers(options)` (what makes a place
worth reading, None for every place) and `prepare(rule)`, which gives the check.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Protocol

from textlint.model import Check, Rule, Triggers

NAMES = (
    "pattern",
    "words",
    "casing",
    "broken",
    "lines",
    "score",
    "truncation",
    "balance",
    "repetition",
    "consistency",
    "encoding",
    "codepage",
    "metric",
    "misspelling",
)


class Kind(Protocol):
    """what the engine and the loader ask of a kind's module"""

    VALUES: tuple[str, ...]

    @property
    def Options(self) -> type[Any]: ...  # noqa: N802 - modules offer a class

    def triggers(self, options: Any) -> Triggers | None: ...

    def prepare(self, rule: Rule[Any]) -> Check: ...


class Kinds(Mapping[str, Kind]):
    """all kinds by their names; one is imported when it is first asked for, and few runs need them all"""

    def __getitem__(self, name: str) -> Kind:
        if name not in NAMES:
            raise KeyError(name)
        return import_module(f"textlint.kinds.{name}")

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


KINDS = Kinds()
