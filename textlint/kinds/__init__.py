"""kinds – what a rule is made with; one module each, in one table.

A kind has `Options` (a frozen dataclass: the schema and the documentation of a rule's options) and `VALUES`
(placeholders that its messages may use beside {found} and {fixed}). The core checks all kinds but those in
PYTHON: `encoding` needs ftfy, `codepage` the codecs of the standard library, and `metric` computes what
filters in Python compute. They have `gate(options)`, what makes a line worth reading, and `prepare(rule)`,
which gives the check.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Literal, Protocol

from textlint.model import Check, Rule

# The lines that a check in Python reads: all, those with undecodable bytes, or those where a pattern matches.
Gate = Literal["everywhere", "surrogates"] | dict[Literal["patterns"], dict[str, Any]]

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


PYTHON = frozenset({"encoding", "codepage", "metric"})


class Kind(Protocol):
    """what the loader and the compiler ask of a kind's module"""

    VALUES: tuple[str, ...]

    @property
    def Options(self) -> type[Any]: ...  # noqa: N802 - modules offer a class

    def gate(self, options: Any) -> Gate: ...

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
