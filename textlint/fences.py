"""fences – a Markdown code fence around a whole text, as chat assistants write it around their answers."""

import re

from textlint.model import Span

OPENING = re.compile(r"\s*^(?P<line>```(?:markdown|md)[ \t]*)\r?$\n?", re.MULTILINE | re.IGNORECASE)
CLOSING = re.compile(r"^(?P<line>```[ \t]*)\r?$\s*\Z", re.MULTILINE)
INNER = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[ \t]*([^\s`]*)", re.MULTILINE)
FEWEST_LINES = 2  # of the text, blank ones not counted


def around(text: str) -> tuple[Span, Span] | None:
    """The first and the last line, if they are a fence for Markdown around all others.

    Fences inside name a language when they open, so that it is clear which line ends what.
    """
    opening = OPENING.match(text)
    closing = opening and CLOSING.search(text, max(opening.end(), text.rstrip().rfind("\n")))
    if not (opening and closing):
        return None
    body = text[opening.end() : closing.start()]
    names = INNER.findall(body)
    are_pairs = len(names) % 2 == 0 and all(bool(name) == (n % 2 == 0) for n, name in enumerate(names))
    if not are_pairs or sum(not line.isspace() for line in body.splitlines() if line) < FEWEST_LINES:
        return None
    return Span(*opening.span("line")), Span(*closing.span("line"))
