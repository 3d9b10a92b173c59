"""rst – reStructuredText: `blocks` finds what is prose, `inline` the markup in it.

It is read here, and not by tree-sitter's grammar, which knows no tables, option lists or directives and
crashes on lists of two hundred levels; docutils knows lines, but no columns. Tests hold it against docutils.
"""

from textlint.inputs.text import decode, encode
from textlint.model import Reading

__all__ = ["PROFILE", "SUFFIXES", "decode", "encode", "read"]

SUFFIXES: tuple[str, ...] = (".rst", ".rest")
PROFILE = "prose"


def read(text: str) -> Reading:
    """What of a text is prose."""
    from textlint.inputs.rst import blocks  # noqa: PLC0415 - late: most runs read no such file

    return blocks.read(text)
