"""encoding – characters that a wrong decoding or escaping has put in the place of others.

    options:
      steps: [fix_encoding, decode_inconsistent_utf8]   # steps of ftfy, by its own names

Of wrong decoding the safe edits are those of `misread`, and control characters that fit their places. What
ftfy changes beside them is not safe. It rewrites a whole text and tells its steps, not their places; so it is
given one line at a time, and a comparison of the line before and after gives the spans. Its other defaults
restyle sound text (they uncurl quotation marks, for one) and are not to be had here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from itertools import accumulate
from typing import Literal

import regex

from textlint import _core, mentions, misread
from textlint.kinds import Gate
from textlint.misread import Repair
from textlint.model import Applicability, Check, Document, Edit, Finding, Rule, Span
from textlint.segment import lines_in

VALUES: tuple[str, ...] = ()

LONGEST_PIECE = 1000  # code points; longer lines are read in pieces, since a comparison costs its square

# Where a line may be parted: at blanks, once it is long, and at undecodable bytes, which nothing may touch.
PIECE = regex.compile(
    rf"[^\ud800-\udfff]{{1,{LONGEST_PIECE}}}(?=\s|[\ud800-\udfff]|$)|[^\ud800-\udfff]{{1,{LONGEST_PIECE}}}"
)
LONGEST_WHOLE = 10_000  # code points that are decoded together, as evidence for one another
WHOLE_PIECE = regex.compile(PIECE.pattern.replace(str(LONGEST_PIECE), str(LONGEST_WHOLE)))
LONGEST_COMPARED = 200  # code points that are compared one by one; longer ones are replaced whole
ENTITY = regex.compile(r"&(?:amp;)*(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")

# What every line with a signature has: two signs beyond ASCII side by side, or one of these. It is compiled
# and sought much faster than they are, and most lines don't have it.
HINT = "[^\x00-\x7f][^\x00-\x7f]|[ÃÂŒœØÙВГРСΒΓΞΟ\x80-\x9f\u2e80-\U0010ffff&\x1b]"

# A tag that is shown: decoded, it would be a tag, and what it shows would be lost.
SHOWN_TAG = regex.compile(r"(?i)&(?:amp;)*(?:lt|#0*60|#x0*3c);[a-z/!?]")
ABOUT_ENTITIES = regex.compile(
    r"(?i)\b(?:html|xml|xhtml|entity|entities|entités?|entidad(?:es)?|entidades?|un?escap\w*|escap(?:e|es|ed|ing)|markup)\b"
)

# The third byte of a closing quotation mark has no sign in Windows-1252 and is often lost. ftfy takes the
# blank behind the other two for it and makes a dagger.
LOST_QUOTE = "â€ "

CONTROL = regex.compile(r"[\x80-\x9f]")
# Valid contexts of the marks and letters of Windows-1252 in the Latin script.
FITTING = regex.compile(
    r"(?<=[\p{Latin}\p{N}.,!?)]|(?<!\S))’(?=[\s\p{Latin}\p{N}.,;:!?)]|$)|(?<!\S|[(])[‘“„‚‹](?=[\p{L}\p{N}(])"
    r"|(?<=[\p{L}\p{N}.,!?)…%])[‘“”›](?=[\s.,;:!?)\]–—]|$)|(?<![^\s\p{L}\p{N}.,)”’])[–—](?![^\s\p{L}\p{N}“‘(])"
    r"|(?<![^\s\p{L}\p{N}])…|€(?=\s?\d)|(?<=\d\s?)[€‰]|(?<=\p{L})™|(?<!\S)•(?=\s)"
    r"|(?<=\p{Latin})[šž]|[ŠŽšž](?=\p{Ll}{2})|(?<=\p{Lu})[ŠŽŒŸ]|(?<![aeiouy\P{L}])œ(?=[uidnlt])|(?<!\p{L})[Œœ](?=[uidns])"
)

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


def gate(options: Options) -> Gate:
    """What ftfy looks for before it does anything else."""
    from ftfy.badness import BADNESS_RE  # noqa: PLC0415 - late: its tables take time to load

    # What counts as a part of a word in Python's `re`, for which ftfy wrote this, has all numbers.
    badness = BADNESS_RE.pattern.replace(r"\w", r"[\w\p{N}]")
    signatures = {
        # A long line is read in pieces, and what ftfy asks for at the beginning may stand at that of a piece.
        "fix_encoding": (f"(?x:{badness})", "[ÃÂ] ", *misread.triggers()),
        "fix_c1_controls": ("[\x80-\x9f]",),
        "unescape_html": (ENTITY.pattern,),
        "remove_terminal_escapes": ("\N{ESCAPE}",),
    }
    sources = [source for step in options.steps for source in signatures.get(step, ())]
    return {"patterns": {"hint": HINT, "sources": sources}}


def prepare(rule: Rule[Options]) -> Check:
    return partial(check, rule)


def check(rule: Rule[Options], document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    steps, text = rule.options.steps, document.text
    read = [(start, text[start:end]) for start, end, _ in lines_in(document, spans)]
    if "unescape_html" in steps:
        yield from _entities(rule, document, read)
    read = [(start, line) for start, line in read if not line.isascii() or "\N{ESCAPE}" in line]
    if {"fix_encoding", "fix_c1_controls"}.intersection(steps) and read and not mentions.names_it(text):
        yield from _misread(rule, document, read)
    if "remove_terminal_escapes" in steps:
        for start, line in read:
            yield from _differences(rule, document, start, line, repaired(line, steps), how=None)


def _misread(rule: Rule[Options], document: Document, lines: Sequence[tuple[int, str]]) -> Iterator[Finding]:
    """What is decoded beyond doubt, and what ftfy would change beside it, which is not safe.

    Of what a text speaks about nothing is safe.
    """
    steps = rule.options.steps
    found = [
        Repair(Span(start + piece.start() + first, start + piece.start() + last), new)
        for start, line in lines
        for piece in WHOLE_PIECE.finditer(line)
        for (first, last), new in (
            *(misread.repairs(piece[0]) if "fix_encoding" in steps else ()),
            *_controls(piece[0], steps),
        )
    ]
    pieces = [
        (start + piece.start(), piece[0])
        for start, line in lines
        # ftfy takes a blank for the last byte of a sign; those at the end of a line are none.
        for piece in PIECE.finditer(line.rstrip(" "))
    ]
    taken = {at for repair in found for at in range(*repair.span)}
    for repair, is_example in zip(found, mentions.mentioned(document.text, found), strict=True):
        how = Applicability.UNSAFE if is_example else None
        yield rule.flag(document, repair.span, [Edit(*repair)], applicability=how)
    for start, piece in pieces:
        for finding in _differences(rule, document, start, piece, repaired(piece, steps)):
            if taken.isdisjoint(range(finding.span.start - 1, finding.span.end + 1)):
                yield finding


def _controls(line: str, steps: Sequence[Step]) -> list[Repair]:
    """The Windows-1252 signs for the control characters of a line, if all fit their context."""
    if "fix_c1_controls" not in steps or not CONTROL.search(line):
        return []
    from ftfy.fixes import fix_c1_controls  # noqa: PLC0415 - late: ftfy's tables take time to load

    fixed = fix_c1_controls(line)
    places = [match.start() for match in CONTROL.finditer(line)]
    if not all(FITTING.match(fixed, at) for at in places):
        return []
    return [Repair(Span(at, at + 1), fixed[at]) for at in places]


def _entities(rule: Rule[Options], document: Document, lines: Sequence[tuple[int, str]]) -> Iterator[Finding]:
    """The entities of lines that are not about entities, outside addresses, code and tags."""
    matches = [
        (start, line, match)
        for start, line in lines
        if "&" in line and not ABOUT_ENTITIES.search(line)
        for match in ENTITY.finditer(line)
    ]
    places = [(start + match.start(), start + match.end()) for start, _, match in matches]
    prose = _core.in_prose(document.text, places)
    for (_, line, match), place, is_prose in zip(matches, places, prose, strict=True):
        if is_prose:
            yield from _entity(rule, document, line, match, place)


def _entity(
    rule: Rule[Options], document: Document, line: str, match: "regex.Match[str]", place: tuple[int, int]
) -> Iterator[Finding]:
    from ftfy.fixes import unescape_html  # noqa: PLC0415 - late: ftfy's tables take time to load

    text = match[0]
    while (plain := unescape_html(text)) != text:
        text = plain
    if text in ("<", ">") and SHOWN_TAG.search(line):
        yield rule.flag(document, place)
    elif text != match[0]:
        # What becomes a tag was perhaps meant to be shown as one.
        how = Applicability.UNSAFE if text in ("<", ">") else None
        if text == "\N{NO-BREAK SPACE}" and " " in (line[match.end() :][:1], line[: match.start()][-1:]):
            text = ""  # one blank is enough
        yield rule.replace(document, place, text, applicability=how)


def repaired(text: str, steps: Sequence[Step]) -> str:
    """Apply the named steps of ftfy to a piece of text, and no other, until nothing changes.

    >>> repaired("itâ€™s", ["fix_encoding"])
    'it’s'
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
    if "fix_c1_controls" in steps:
        text = fixes.fix_c1_controls(text)
    if "remove_terminal_escapes" in steps:
        text = fixes.remove_terminal_escapes(text)
    return text


def _differences(
    rule: Rule[Options],
    document: Document,
    offset: int,
    before: str,
    after: str,
    *,
    how: Applicability | None = Applicability.UNSAFE,
) -> Iterator[Finding]:
    """A finding for each difference; words are compared first, since comparing letters costs their square."""
    for start, one, other in _changed_words(before, after):
        for first, last, text in _changes(one, other):
            if one[first:last].endswith(LOST_QUOTE):
                continue
            here = Span(offset + start + first, offset + start + last)
            # A finding is never empty: one that only inserts is on the character before, or the first.
            at = max(here.start, offset + 1) - 1
            shown = here if first < last else Span(at, at + 1)
            yield rule.flag(document, shown, [Edit(here, text)], applicability=how)


def _changed_words(before: str, after: str) -> Iterator[tuple[int, str, str]]:
    """Where words begin that have changed, what they were and what they are."""
    old, new = before.split(" "), after.split(" ")
    starts = list(accumulate((len(word) + 1 for word in old), initial=0))
    changes = [
        change
        for change in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if change[0] != "equal"
    ]
    if any(kind != "replace" for kind, *_ in changes):
        yield 0, before, after
        return
    for _, start, end, new_start, new_end in changes:
        yield starts[start], " ".join(old[start:end]), " ".join(new[new_start:new_end])


def _changes(one: str, other: str) -> Iterator[tuple[int, int, str]]:
    """What to put where, to make one text the other."""
    if len(one) > LONGEST_COMPARED:
        yield 0, len(one), other
        return
    for kind, start, end, new_start, new_end in SequenceMatcher(
        None, one, other, autojunk=False
    ).get_opcodes():
        if kind != "equal":
            yield start, end, other[new_start:new_end]
