"""textlint – finds what scraping, translating, rewriting and pasting have done to a text, and mends it.

    >>> import textlint
    >>> [finding.rule for finding in textlint.check("It ended.. He left.")]
    ['punctuation/doubled']
    >>> textlint.fix("It ended.. He left.").text
    'It ended. He left.'

Positions are half-open ranges of code points. A ruleset takes time to load and may be used for any number of
texts; without one the built-in rules that are on by default are used. A text without a name counts as plain
scraped text.
"""

from collections.abc import Iterable, Sequence
from functools import cache as once
from pathlib import Path
from typing import Any

from textlint import rulesets
from textlint.errors import InputError, RuleError, SettingsError, TextlintError
from textlint.model import Applicability, Document, Edit, Finding, Result, Severity, Span
from textlint.rulesets import Ruleset

__all__ = [
    "Applicability",
    "Edit",
    "Finding",
    "InputError",
    "Result",
    "RuleError",
    "Ruleset",
    "SettingsError",
    "Severity",
    "Span",
    "TextlintError",
    "check",
    "fix",
    "load_ruleset",
]


def load_ruleset(
    rules: str | Path | Iterable[str | Path] = (),
    *,
    select: str | Sequence[str] | None = None,
    extend_select: str | Sequence[str] = (),
    ignore: str | Sequence[str] = (),
    profile: str = "scraped",
) -> Ruleset:
    """Load the built-in rules and those of `rules` (files, packs, or folders of packs), and choose some.

    A selector is "pack", "pack/name" or "all", or a list of them. A ruleset can be pickled, and threads may
    share it. Raises RuleError for a wrong rule file, SettingsError for an unknown selector or profile.
    """
    from textlint import compiler  # noqa: PLC0415 - late: code that only uses our types needs none of it

    choice = compiler.Choice(
        tuple(str(Path(folder)) for folder in _several(rules)),
        select=None if select is None else _several(select),
        extend_select=_several(extend_select),
        ignore=_several(ignore),
        profile=profile,
    )
    return compiler.ruleset(choice)


def check(text: str, ruleset: Ruleset | None = None, *, name: str | None = None) -> tuple[Finding, ...]:
    """The findings in a text, ordered by (span, rule).

    A name ("README.md") tells Markdown, HTML and reStructuredText: only what is prose in them is read, and
    without a ruleset the built-in rules for what people write are used.
    """
    from textlint.inputs import format_of  # noqa: PLC0415

    format_ = format_of(Path(name or "").suffix)
    return rulesets.check(_ruleset(ruleset, format_.profile), Document(text, name, format_.markup))


def fix(
    text: str, ruleset: Ruleset | None = None, *, name: str | None = None, unsafe: bool = False
) -> Result:
    """The text after all safe edits, or after all edits, with what was applied and what remains."""
    from textlint.inputs import format_of  # noqa: PLC0415

    format_ = format_of(Path(name or "").suffix)
    document = Document(text, name, format_.markup)
    return rulesets.fix(_ruleset(ruleset, format_.profile), document, unsafe=unsafe)


def _several(given: str | Path | Iterable[str | Path]) -> tuple[Any, ...]:
    """What is given, one or several: a string is one, not its letters."""
    return (given,) if isinstance(given, str | Path) else tuple(given)


def _ruleset(given: Ruleset | None, profile: str) -> Ruleset:
    """The ruleset that is given, or the default one. Raises TypeError for something else."""
    if given is None:
        return _default(profile)
    if not isinstance(given, Ruleset):
        found = type(given).__name__
        raise TypeError(f"expected a Ruleset, found a value of type {found!r}; see textlint.load_ruleset")
    return given


@once
def _default(profile: str) -> Ruleset:
    return load_ruleset(profile=profile)
