"""encoding – characters that a wrong decoding or escaping has put in the place of others.

    options:
      steps: [fix_encoding, decode_inconsistent_utf8]   # steps of ftfy, by its own names

ftfy rewrites a whole text and tells its steps, not their places; so it is given one line at a time, and a
comparison of the line before and after gives the spans. Its other defaults restyle sound text (they uncurl
quotation marks, for one) and are not to be had here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from typing import Literal

import regex

from textlint.model import Applicability, Check, Document, Edit, Finding, Rule, Span, Triggers
from textlint.segment import in_prose, lines_in

VALUES: tuple[str, ...] = ()

LONGEST_PIECE = 1000  # code points; longer lines are read in pieces, since a comparison costs its square

# Where a line may be parted: at blanks, once it is long, and at undecodable bytes, which nothing may touch.
PIECE = regex.compile(
    rf"[^\ud800-\udfff]{{1,{LONGEST_PIECE}}}(?=\s|[\ud800-\udfff]|$)|[^\ud800-\udfff]{{1,{LONGEST_PIECE}}}"
)
ESCAPED = regex.compile(r"&[\w#]{1,32};")

# The third byte of a closing quotation mark has no sign in Windows-1252 and is often lost. ftfy takes the
# blank behind the other two for it and makes a dagger.
LOST_QUOTE = "â€ "

Step = Literal[
    "fix_encoding",
    "restore_byte_a0",
    "replace_lossy_sequences",
    "decode_inconsistent_utf8",
    "fix_c1_controls",
    "unescape_html",
    "remove_terminal_escapes",
]


@dataclass(frozen=True, slots=True)
class Options:
    steps: tuple[Step, ...]


def triggers(options: Options) -> Triggers | None:
    return None


def prepare(rule: Rule[Options]) -> Check:
    return partial(check, rule)


def check(rule: Rule[Options], document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    steps, text = rule.options.steps, document.text
    for start, end, _ in lines_in(document, spans):
        if not may_hold(text[start:end], steps):
            continue
        for piece in PIECE.finditer(text, start, end):
            fixed = repaired(piece[0], steps)
            if fixed != piece[0]:
                yield from _differences(rule, document, piece.start(), piece[0], fixed)


def may_hold(line: str, steps: Sequence[Step]) -> bool:
    """Whether a line has what the steps act on: most lines don't, and ftfy takes its time."""
    if "unescape_html" in steps and "&" in line and ESCAPED.search(line):
        return True
    if "remove_terminal_escapes" in steps and "\N{ESCAPE}" in line:
        return True
    return not line.isascii()


def repaired(text: str, steps: Sequence[Step]) -> str:
    """Apply the named steps of ftfy, and no other, until nothing changes.

    >>> repaired("itâ€™s", ["fix_encoding"]), repaired("R&amp;D", ["unescape_html"])
    ('it’s', 'R&D')
    """
    from ftfy import TextFixerConfig, fix_encoding, fixes  # noqa: PLC0415 - late: its tables take time to load

    if "fix_encoding" in steps:
        config = TextFixerConfig(
            explain=False,
            restore_byte_a0="restore_byte_a0" in steps,
            replace_lossy_sequences="replace_lossy_sequences" in steps,
            decode_inconsistent_utf8="decode_inconsistent_utf8" in steps,
            fix_c1_controls=False,
        )
        text = fix_encoding(text, config)
    apart = [
        step for step in steps if step in ("fix_c1_controls", "unescape_html", "remove_terminal_escapes")
    ]
    for step in apart:
        while (fixed := getattr(fixes, step)(text)) != text:
            text = fixed
    return text


def _differences(
    rule: Rule[Options], document: Document, offset: int, before: str, after: str
) -> Iterator[Finding]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal" or before[start:end].endswith(LOST_QUOTE):
            continue
        here, text = Span(offset + start, offset + end), after[new_start:new_end]
        # A finding is never empty: one that only inserts is on the character before, or the first.
        shown = here if start < end else Span(offset + max(start, 1) - 1, offset + max(start, 1))
        # What becomes a tag was perhaps meant to be shown as one.
        how = Applicability.UNSAFE if "<" in text or ">" in text or "\ufffd" in text else None
        if rule.options.steps != ("unescape_html",) or in_prose(document, here):
            yield rule.flag(document, shown, [Edit(here, text)], applicability=how)
