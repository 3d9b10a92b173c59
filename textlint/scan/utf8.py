"""utf8 – nodes of `syntax` as expressions over the bytes of UTF-8, in the dialect of Hyperscan."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from textlint.scan.syntax import (
    EVERYTHING,
    MOST_FOLDED,
    NO_PUNCTUATION,
    Between,
    Chars,
    Choice,
    Node,
    Repeat,
    Row,
    UnknownError,
)

LONGEST_CHARACTER = 4  # bytes


def rendered(node: Node, *, begin: bool = False, end: bool = False) -> bytes:
    r"""An expression; where it begins or ends, one byte of a character beyond ASCII is enough.

    >>> quotes = Chars(frozenset(b"'"), ((0x201C, 0x201D),))
    >>> rendered(quotes), rendered(quotes, begin=True)
    (b'(?:\\x27|\\xe2\\x80[\\x9c-\\x9d])', b'[\\x27\\x9c-\\x9d]')
    """
    if isinstance(node, Chars):
        return _render_chars(node, begin=begin, end=end)
    if isinstance(node, Row):
        last = len(node.parts) - 1
        return b"".join(
            rendered(part, begin=begin and i == 0, end=end and i == last) for i, part in enumerate(node.parts)
        )
    if isinstance(node, Choice):
        return b"(?:" + b"|".join(rendered(each, begin=begin, end=end) for each in node.branches) + b")"
    if isinstance(node, Repeat):
        inner, most = node.node, node.most
        if isinstance(inner, Chars) and inner.others in (EVERYTHING, NO_PUNCTUATION):
            one, most = _byte_set({*inner.ascii, *range(128, 256)}), most and most * LONGEST_CHARACTER
            most = node.fewest if begin or end else most
        else:
            one = b"(?:" + rendered(inner) + b")"
            # Each copy that a bound needs is compiled, which takes seconds for long alternatives.
            most = most if isinstance(inner, Chars) or most == 1 else None
        if node.fewest == most:
            return one if most == 1 else one + b"{%d}" % most
        return one + (b"{%d,}" % node.fewest if most is None else b"{%d,%d}" % (node.fewest, most))
    if isinstance(node, Between):
        return b"(?:" + rendered(node.chars, begin=node.chars.others == EVERYTHING) + b")*"
    raise UnknownError


def _render_chars(chars: Chars, *, begin: bool, end: bool) -> bytes:
    rows = [row for pair in chars.others for row in _byte_rows(*pair)]
    if chars.others == NO_PUNCTUATION and begin != end:
        return _letters_at_begin(chars.ascii) if begin else _letters_at_end(chars.ascii)
    if chars.others == EVERYTHING:
        if begin or end:
            return _byte_set({*chars.ascii, *range(128, 256)})
        beyond = [b"[\\x80-\\xff]{1,%d}" % LONGEST_CHARACTER]
    elif chars.ascii and begin != end and sum(high - low for low, high in chars.others) < MOST_FOLDED:
        return _byte_set({*chars.ascii, *(code for row in rows for code in row[-1 if begin else 0])})
    else:
        beyond = [b"".join(map(_byte_set, row)) for row in rows]
    choices = [_byte_set(chars.ascii), *beyond] if chars.ascii else beyond
    return choices[0] if len(choices) == 1 else b"(?:" + b"|".join(choices) + b")"


def _letters_at_begin(members: frozenset[int]) -> bytes:
    """The last byte of a character beyond ASCII."""
    return _byte_set({*members, *range(0x80, 0xC0)})


def _letters_at_end(members: frozenset[int]) -> bytes:
    """The first byte of a character that is no punctuation, or two where the first does not tell."""
    return b"(?:" + _byte_set({*members, *range(0xC2, 0xF5)} - {0xE2}) + b"|\\xe2[\\x81-\\xbf])"


def _byte_set(members: Collection[int]) -> bytes:
    codes = sorted(members)
    runs = [[code for _, code in run] for _, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0])]
    if len(codes) == 1:
        return _byte(codes[0])
    ends = [_byte(run[0]) if len(run) == 1 else _byte(run[0]) + b"-" + _byte(run[-1]) for run in runs]
    return b"[" + b"".join(ends) + b"]"


def _byte(code: int) -> bytes:
    return b"%c" % code if chr(code).isascii() and chr(code).isalnum() else b"\\x%02x" % code


def _byte_rows(low: int, high: int) -> Iterator[Sequence[range]]:
    """The UTF-8 of a range of code points, as ranges of bytes one behind the other."""
    for limit in (0x7FF, 0xFFFF):
        if low <= limit < high:
            yield from (*_byte_rows(low, limit), *_byte_rows(limit + 1, high))
            return
    one, other = (chr(code).encode("utf-8", "surrogatepass") for code in (low, high))
    for place in range(1, len(one)):
        rest = (1 << 6 * place) - 1
        if low & ~rest != high & ~rest:
            split = (low | rest) + 1 if low & rest else (high & ~rest) if high & rest != rest else 0
            if split:
                yield from (*_byte_rows(low, split - 1), *_byte_rows(split, high))
                return
    yield [range(first, last + 1) for first, last in zip(one, other, strict=True)]
