"""The native core: checks and fixes in Rust. `benchmarks/oracle.py` compares it with the Python engine.

Positions are code points.
"""

from collections.abc import Callable, Sequence

Place = tuple[int, int]
Change = tuple[Place, str]  # what is replaced, and by what
# rule, severity, span, message, edits, applicability, candidates
Row = tuple[str, str, Place, str, list[Change], str | None, list[str]]
OutsideRow = tuple[Place, str, Sequence[Change], str | None, Sequence[str]]

class Ruleset:
    """Rules that are ready to run; threads may share it."""

    def __new__(cls, rules: str, outside: Callable[[str, str], Sequence[OutsideRow]]) -> Ruleset:
        """A ruleset from a JSON list of rules, in order; milliseconds, since patterns are compiled at first use.

        `outside(rule, text)` gives the findings of kinds that stay in Python. ValueError for a rule that is wrong.
        """

    def check(self, text: str) -> list[Row]:
        """The findings in a text, ordered by span and rule; without the GIL. RuntimeError if a check fails."""

    def fix(self, text: str, all: bool) -> tuple[str, list[Row], list[Row], list[str]]:  # noqa: A002
        """The fixed text, what was applied (in positions of `text`), what remains (in those of the new text), and the
        rules that undo each other's work. `all` applies unsafe edits, too.
        """
