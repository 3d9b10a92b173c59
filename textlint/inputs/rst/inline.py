"""inline – the markup inside a paragraph of reStructuredText, as docutils finds it.

What opens and does not close is sought once a paragraph, and names are sought back over a bounded stretch, so
that hostile text costs no more than any other.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from textlint.markup import DELIMITER, OBJECT, Mark


def _names(words: str) -> frozenset[bytes]:
    return frozenset(word.encode() for word in words.split())


# Roles whose text is prose; that of those which refer to something only if the target stands behind it.
PROSE_ROLES = _names(
    "abbr abbreviation dfn emphasis strong guilabel menuselection title title-reference t sub sup"
    " subscript superscript"
)
REFERRING_ROLES = _names("ref doc term any numref download")

NAME = rb"[A-Za-z0-9\x80-\xff]+(?:[-+._:][A-Za-z0-9\x80-\xff]+)*+"

# Markup may begin behind a blank, an opening sign or a character beyond ASCII, and must end before one of the
# others.
TOKEN = re.compile(rb"[*`|\[_\\:]")
BEFORE = frozenset(b" \t\r\n\v\f-:/'\"<([{") | frozenset(range(0x80, 0x100))
QUOTED = frozenset({b'""', b"''", b"()", b"[]", b"{}", b"<>"})
AFTER = rb"(?=[\s'\")\]}>\-/\\:.,;!?\x80-\xff]|\Z)"
CLOSING = {
    b"*": re.compile(rb"(?<![\s\\])\*" + AFTER),
    b"**": re.compile(rb"(?<![\s\\])\*\*" + AFTER),
    b"``": re.compile(rb"(?<!\s)``" + AFTER),
    b"|": re.compile(rb"(?<![\s\\])\|_{0,2}" + AFTER),
    b"`": re.compile(rb"(?<![\s\\])`(__?|:" + NAME + rb":)?" + AFTER),
}
RUNS = {ord(sign): re.compile(rb"\%s+" % sign.encode()) for sign in "*`|"}
ESCAPE = re.compile(rb"\\")
ROLE_BEFORE = re.compile(rb":(" + NAME + rb"):\Z")
LABEL_REFERENCE = re.compile(rb"\[(?:#?[A-Za-z0-9\x80-\xff._:+\-]*|\*)\]_" + AFTER)
UNDERSCORES = re.compile(rb"_+")
REFERENCE_END = re.compile(rb"__?" + AFTER)
REFERENCE_NAME = b"".join(bytes([n]) for n in range(256) if n >= 0x80 or chr(n).isalnum() or n in b"-._:+")
SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+.\-]*\Z")
ADDRESS = re.compile(rb"[^\s<>\"`|\\]+")
GLUED = re.compile(rb"\S+")
ARROW = re.compile(rb"-->")
BLANKS = b" \t\r\n\v\f"
ENDS_OF_SENTENCES = b".,;:!?'\")]}*"
BACKSLASH, UNDERSCORE, COLON, BRACKET, TICK = b"\\_:[`"
LONGEST_SCHEME = 20  # bytes
LONGEST_NAME = 100  # bytes of a role or a reference without back quotes


class Place(NamedTuple):
    """where a sign stands that may be markup: in a block, behind the last mark"""

    start: int  # of the block
    left: int  # the end of the last mark
    here: int
    end: int  # of the block


Marks = tuple[tuple[Mark, ...], int]  # and where to go on


def inside(data: bytes, start: int, end: int) -> Iterator[Mark]:
    """The markup in a block."""
    at, left, open_ended = start, start, set[bytes]()
    while match := TOKEN.search(data, at, end):
        place = Place(start, left, match.start(), end)
        byte = data[place.here]
        if byte == BACKSLASH:
            marks, at = _escape(data, place)
        elif byte == UNDERSCORE:
            marks, at = _reference(data, place)
        elif byte == COLON:
            marks, at = _address(data, place)
        elif byte == BRACKET:
            marks, at = _label(data, place)
        else:
            marks, at = _enclosed(data, place, open_ended)
        if marks:
            yield from marks
            left = at


def _escape(data: bytes, place: Place) -> Marks:
    """A backslash; a blank that it escapes glues two pieces of markup together."""
    here = place.here
    glues = data[here + 1 : min(here + 2, place.end)].isspace()
    return (Mark(here, here + 1 + glues, OBJECT),), here + 2


def _reference(data: bytes, place: Place) -> Marks:
    """A name with an underscore behind it."""
    start, _, here, end = place
    match = REFERENCE_END.match(data, here, end)
    before = data[max(start, here - LONGEST_NAME) : here]
    name = len(before) - len(before.rstrip(REFERENCE_NAME))
    if not match or not name or before[-1:] in b"_:.":
        return (), _end(UNDERSCORES, data, here, end)
    return (Mark(here - name, match.end(), OBJECT),), match.end()


def _address(data: bytes, place: Place) -> Marks:
    """An address of the web."""
    start, _, here, end = place
    if data[here : here + 3] != b"://":
        return (), here + 1
    scheme = SCHEME.search(data, max(start, here - LONGEST_SCHEME), here)
    address = ADDRESS.match(data, here, end) if scheme else None
    if not scheme or not address:
        return (), here + 1
    last = here + max(1, len(address[0].rstrip(ENDS_OF_SENTENCES)))
    return (Mark(scheme.start(), last, OBJECT),), last


def _label(data: bytes, place: Place) -> Marks:
    """A reference to a footnote or to literature."""
    match = LABEL_REFERENCE.match(data, place.here, place.end)
    return ((Mark(*match.span(), OBJECT),), match.end()) if match else ((), place.here + 1)


def _enclosed(data: bytes, place: Place, open_ended: set[bytes]) -> Marks:
    """What stands between asterisks, back quotes or bars."""
    start, left, here, end = place
    last = _end(RUNS[data[here]], data, here, end)
    sign = next(
        sign for sign in (data[here:last], data[here : here + 2], data[here : here + 1]) if sign in CLOSING
    )
    first = here + len(sign)
    outside = here - 1 if sign == b"`" and data[max(start, here - 1) : here] == b"_" else here
    if (
        (outside > start and data[outside - 1] not in BEFORE)
        or first >= end
        or data[first] in BLANKS
        or (outside > start and data[outside - 1 : outside] + data[first : first + 1] in QUOTED)
    ):
        return (), last
    closing = None if sign in open_ended else CLOSING[sign].search(data, first + 1, end)
    if not closing:
        open_ended.add(sign)
        if data[here] != TICK:
            return (), last
        last = _end(GLUED, data, here, end)  # a literal that was left open by mistake
        return (Mark(here, last, OBJECT),), last
    if sign in (b"*", b"**"):
        return (Mark(here, first, DELIMITER), Mark(*closing.span(), DELIMITER)), closing.end()
    if sign == b"`":
        return _interpreted(data, left, here, closing), closing.end()
    return (Mark(here, closing.end(), OBJECT),), closing.end()


def _interpreted(data: bytes, left: int, here: int, closing: "re.Match[bytes]") -> tuple[Mark, ...]:
    """Text in single back quotes: the words of a role for words are prose, and those before a target.

    Where no target stands behind them the words are the target, and a correction might break the link.
    """
    first, last, behind = here + 1, closing.start(), closing[1] or b""
    role = ROLE_BEFORE.search(data, max(left, here - LONGEST_NAME), here)
    start = role.start() if role else here
    name = (role[1] if role else behind.strip(b":")).rpartition(b":")[2].lower()
    words = last
    if data[last - 1] == ord(">") and (opening := data.rfind(b"<", first, last)) >= 0:
        words = first + len(data[first:opening].rstrip())
    has_target = words < last and (behind in (b"_", b"__") or name in REFERRING_ROLES)
    if not (has_target or name in PROSE_ROLES) or words == first or b"://" in data[first:words]:
        return (Mark(start, closing.end(), OBJECT),)
    return (
        Mark(start, first, DELIMITER),
        *(Mark(*arrow.span(), DELIMITER) for arrow in ARROW.finditer(data, first, words)),
        *(Mark(*escape.span(), OBJECT) for escape in ESCAPE.finditer(data, first, words)),
        Mark(words, closing.end(), DELIMITER),
    )


def _end(pattern: "re.Pattern[bytes]", data: bytes, start: int, end: int) -> int:
    match = pattern.match(data, start, end)
    return match.end() if match else start + 1
