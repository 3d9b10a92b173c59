"""markup – marked-up documents as the parsers of the core see them."""

from textlint import _core
from textlint.model import Block, Document, Reading, Role, Span
from textlint.segment import once

SIGNS = " *\n\N{OBJECT REPLACEMENT CHARACTER}\t\r"  # what the prose of a reading has instead of markup


@once
def reading(document: Document) -> Reading:
    """What of a marked-up document is prose, and its blocks and comments."""
    assert document.format  # noqa: S101 - plain texts are not read
    prose, blocks, comments = _core.read(document.text, document.format)
    return Reading(
        prose,
        tuple(Block(start, end, Role(role)) for start, end, role in blocks),
        tuple(Span(*place) for place in comments),
    )
