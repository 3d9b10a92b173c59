"""The native core: checks and fixes texts. Positions are half-open ranges of code points.

A text may have lone surrogates, which are bytes that could not be decoded; no edit touches them. `format` is
"markdown", "html", "rst", "commented" or None for plain text. What takes long runs without Python's lock.
"""

from collections.abc import Callable, Sequence
from typing import Self, TypeAlias

Place: TypeAlias = tuple[int, int]
Change: TypeAlias = tuple[Place, str]  # what is replaced, and by what
# rule, severity, span, message, edits, applicability, candidates
Row: TypeAlias = tuple[str, str, Place, str, Sequence[Change], str | None, Sequence[str]]
# lines and columns from 1; the end is that of the last character, plus one column
Point: TypeAlias = tuple[int, int, int, int]
Places: TypeAlias = tuple[Point, Point, Point]  # in code points, UTF-16 code units, bytes of UTF-8
# its places, those of its edits, fingerprint, what was found, the line before and after it
PlacedRow: TypeAlias = tuple[Places, Sequence[Places], str, str, str, str]
# the new text, what was applied, what remains, the rules in conflict, what is accepted
FixedRow: TypeAlias = tuple[str, list[Row], list[Row], list[str], list[Row]]
OutsideRow: TypeAlias = tuple[Place, str, Sequence[Change], str | None, Sequence[str]]

class Ruleset:
    """Rules that are ready to run; threads may share it."""

    def __new__(
        cls, rules: str, outside: Callable[[str, str, Sequence[Place]], Sequence[OutsideRow]]
    ) -> Self:
        """A ruleset from a JSON list of rules, in order; patterns are compiled at first use.

        `outside(rule, text, lines)` gives the findings of kinds in Python. ValueError for a wrong rule.
        """

    def check(self, text: str, format: str | None = None) -> list[Row]:  # noqa: A002
        """The findings in a text, ordered by span and rule. RuntimeError if a check fails."""

    def report(self, text: str, format: str | None = None) -> list[tuple[Row, PlacedRow]]:  # noqa: A002
        """The findings in a text with what is needed to show them. RuntimeError if a check fails."""

    def report_files(self, paths: Sequence[str]) -> list[list[tuple[Row, PlacedRow]] | None]:
        """The same for files; None for what is not plain UTF-8 text, or can't be read."""

    def report_texts(self, texts: Sequence[str], threads: int) -> list[list[tuple[Row, PlacedRow]] | None]:
        """The same for plain texts, in threads; None for a text that a check fails on."""

    def fix_texts(self, texts: Sequence[str], all: bool, threads: int) -> list[FixedRow | None]:  # noqa: A002
        """What `fix` gives for plain texts, in threads; None for a text that a check fails on."""

    def fix(
        self,
        text: str,
        all: bool,  # noqa: A002
        format: str | None = None,  # noqa: A002
        accepts: Callable[[str, Sequence[Row]], Sequence[bool]] | None = None,
    ) -> FixedRow:
        """The fixed text, what was applied, what remains, rules that undo each other, what is accepted.

        Applied findings have positions of `text`, the others those of the new text. `all` is for unsafe
        edits, too. `accepts(text, findings)` says which findings stay as they are.
        """

    def seconds(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """The seconds that each rule's check takes on some texts, beside views that rules share."""

    def given_up(self) -> list[tuple[str, int]]:
        """The rules that have given up on texts since the last call, with the number of texts."""

    def signs(self, text: str, rule: str) -> list[tuple[int, bool, bool, list[str]]]:
        """The filled lines with what a rule of the kind score sees, none where it has no company.

        Each has the number of the line, whether it is text beyond doubt, whether another rule has found it,
        and its signs.
        """

class Round:
    """A text between two rounds of edits that somebody chooses one by one; it never changes."""

    def __new__(cls, ruleset: Ruleset, text: str, format: str | None = None) -> Self: ...  # noqa: A002
    @property
    def text(self) -> str:
        """The present text."""

    def check(self) -> list[Row]:
        """The findings in the present text."""

    def original_places(self, places: Sequence[Place]) -> list[Place]:
        """The places that spans of the present text had in the text that came in."""

    def choose(self, findings: Sequence[Row]) -> list[Row]:
        """Those that can be applied together, with blank lines tidied away among their edits."""

    def sound(self, findings: Sequence[Row]) -> list[Row]:
        """Those whose edits, taken together, leave the markup as it is."""

    def apply(self, findings: Sequence[Row]) -> Self:
        """The next round, after the edits of findings that can be applied together."""

    def applied(self) -> list[Row]:
        """What has been applied, with positions of the text that came in."""

def place(text: str, findings: Sequence[tuple[str, Place, Sequence[Place]]]) -> list[PlacedRow]:
    """What is needed to show findings: for each a rule, its span and the spans of its edits."""

def read(text: str, format: str) -> tuple[str, list[tuple[int, int, str]], list[Place]]:  # noqa: A002
    """The prose of a marked-up text, its blocks with their roles, and the contents of its comments."""

def groups(source: str) -> list[str]:
    """The names of the groups of a pattern. ValueError, with what is wrong, for what is not a pattern."""

def require_replacement(source: str, replacement: str) -> None:
    """ValueError for a replacement with a group that a pattern does not have."""

def dictionaries() -> list[str]:
    """The names of the dictionaries of misspellings."""

def judge(text: str) -> str | None:
    """The language of a text in two letters, "other" or "code"; None where too few words tell."""

def speaks(text: str, language: str) -> bool | None:
    """Whether a text is in the language of a rule; None where too few words tell."""

def in_prose(text: str, places: Sequence[Place]) -> list[bool]:
    """Whether spans of a text touch no address, handle, code, tag, path or file name."""
