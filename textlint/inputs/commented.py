"""commented – sources that people write and that no parser here reads: TeX, AsciiDoc, Org, Typst.

They are taken as plain text, and only when they are named: what is a command in them looks like prose. But a
comment in them may allow findings.
"""

import regex

from textlint.inputs.text import decode, encode
from textlint.model import Hidden, Reading, Span

__all__ = ["PROFILE", "SUFFIXES", "decode", "encode", "read"]

SUFFIXES: tuple[str, ...] = (".tex", ".ltx", ".adoc", ".asciidoc", ".org", ".typ")
PROFILE = "prose"
COMMENT = regex.compile(r"(?m)(?:^[ \t]*+(?:#|//|\.\.)|(?:^|(?<=[^\\\r\n]))%)[ \t]*+(textlint:[^\r\n]*+)")

# Blocks of code: what looks like a directive in them is a part of the code.
CODE = regex.compile(
    r"""(?xmsi)
    ^[ \t]*+\\begin\{(?P<tex>verbatim\*?|lstlisting|minted|Verbatim)\}.*?\\end\{(?P=tex)\}
  | ^[ \t]*+\#\+begin_(?P<org>src|example)\b.*?^[ \t]*+\#\+end_(?P=org)\b
  | ^(?P<adoc>----+|\.\.\.\.+|````*)[^\r\n]*+$.*?^(?P=adoc)[ \t]*+$
    """
)


def read(text: str) -> Reading:
    """All of a text is prose, but for the comments that are directives, and for code."""
    code = [match.span() for match in CODE.finditer(text)]
    comments = [
        match
        for match in COMMENT.finditer(text)
        if not any(start <= match.start() < end for start, end in code)
    ]
    hidden = sorted([*code, *(match.span() for match in comments)])
    parts, done = [], 0
    for start, end in hidden:
        parts += [text[done:start], regex.sub(r"[^\r\n]", " ", text[start:end])]
        done = end
    return Reading(
        "".join((*parts, text[done:])),
        tuple(Hidden(start, end) for start, end in hidden),
        comments=tuple(Span(*match.span(1)) for match in comments),
    )
