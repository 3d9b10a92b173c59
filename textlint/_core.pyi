"""The native core: checks and fixes in Rust. `benchmarks/oracle.py` compares it with the Python engine.

Positions are code points.
"""

from collections.abc import Callable, Sequence
from typing import Self, TypeAlias

Place: TypeAlias = tuple[int, int]
Change: TypeAlias = tuple[Place, str]  # what is replaced, and by what
# rule, severity, span, message, edits, applicability, candidates
Row: TypeAlias = tuple[str, str, Place, str, list[Change], str | None, list[str]]
OutsideRow: TypeAlias = tuple[Place, str, Sequence[Change], str | None, Sequence[str]]

class Ruleset:
    """Rules that are ready to run; threads may share it."""

    def __new__(cls, rules: str, outside: Callable[[str, str], Sequence[OutsideRow]]) -> Self:
        """A ruleset from a JSON list of rules, in order; patterns are compiled at first use.

        `outside(rule, text)` gives the findings of kinds that stay in Python. ValueError for a wrong rule.
        """

    def check(self, text: str) -> list[Row]:
        """The findings in a text, ordered by span and rule. RuntimeError if a check fails."""

    def fix(self, text: str, all: bool) -> tuple[str, list[Row], list[Row], list[str]]:  # noqa: A002
        """The fixed text, what was applied, what remains, and the rules that undo each other's work.

        Applied findings have positions of `text`, remaining ones those of the new text. `all` is for unsafe
        edits, too.
        """
