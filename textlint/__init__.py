"""textlint – finds what scraping, translating, rewriting and pasting have done to a text, and mends it.

    >>> import textlint
    >>> [finding.rule for finding in textlint.check("It ended.. He left.")]
    ['punctuation/doubled']
    >>> textlint.fix("It ended.. He left.").text
    'It ended. He left.'

Positions are half-open ranges of code points. A ruleset takes time to load and may be used for any number of
texts; without one the built-in rules that are on by default are used. A text counts as plain scraped text.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from textlint import engine, fixer
from textlint.engine import Ruleset
from textlint.errors import InputError, RuleError, SettingsError, TextlintError
from textlint.model import Applicability, Document, Edit, Finding, Result, Severity, Span
from textlint.rules import load
from textlint.rules import select as choose

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
    rules: Iterable[str | Path] = (),
    *,
    select: Sequence[str] | None = None,
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    profile: str = "scraped",
) -> Ruleset:
    """Load the built-in rules and those of `rules` (files, packs, or folders of packs), and choose some.

    A selector is "pack", "pack/name" or "all". Raises RuleError for a wrong rule file and SettingsError for
    a selector or profile that is not known.
    """
    available = load(map(Path, rules))
    chosen = choose(available, select=select, extend_select=extend_select, ignore=ignore, profile=profile)
    return engine.compile_rules(chosen, available)


def check(text: str, ruleset: Ruleset | None = None) -> tuple[Finding, ...]:
    """The findings in a text, ordered by (span, rule)."""
    return engine.examine(ruleset or _default(), Document(text)).findings


def fix(text: str, ruleset: Ruleset | None = None, *, unsafe: bool = False) -> Result:
    """The text after all safe edits, or after all edits, with what was applied and what remains."""
    return fixer.fix(ruleset or _default(), Document(text), unsafe=unsafe)


@cache
def _default() -> Ruleset:
    return load_ruleset()
