"""patterns – the regular expressions in rule files, as the native core reads them.

The dialect is that of the `regex` package, without recursion, fuzzy matching and set operations.
"""

from textlint import _core

LONGEST = 10_000  # code points of a pattern


class Pattern(str):
    """the source of a regular expression in a rule's options, which the core has parsed"""

    __slots__ = ()


def require(source: str) -> None:
    """Validate a pattern. Raises ValueError that names the fault."""
    if len(source) > LONGEST:
        raise ValueError(f"bad pattern: {len(source)} characters; expected at most {LONGEST}")
    groups(source)


def groups(source: str) -> list[str]:
    """The names of the groups of a pattern. Raises ValueError as `require` does."""
    return _core.groups(source)


def require_replacement(source: str, replacement: str) -> None:
    r"""Raise ValueError for a replacement, such as `\1`, with a group that the pattern does not have."""
    _core.require_replacement(source, replacement)
