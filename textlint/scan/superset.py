r"""superset – from a rule's pattern to a simpler one over bytes, which matches wherever the pattern does.

Hyperscan is not `regex`: the same source may mean something else there, or compile for minutes. So a pattern
is parsed here, what can surely be said in bytes is kept, and of that one stretch: the one that is rarest in
prose. A lookaround at an end of the pattern is text that must stand there; any other is dropped, as are word
boundaries. A stretch ends where anything at all may stand (`.*`, a back reference).

    >>> simpler(r"(?<=[a-z])\.\.(?!\.)(?=[“”]|$)")
    [b'\\x2e\\x2e(?:\\xe2\\x80[\\x9c-\\x9d]|[\\x0a\\x0d])']

The text is UTF-8, lone surrogates included. `^` and `$` are line breaks, so the text has to begin and end
with one. Where case is ignored `k`, `s` and `i` match K, ſ, İ and ı as well: whoever scans has to look a
second time at a line with one of these (see `scan.folding`).
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise, product, starmap, takewhile
from math import prod

from textlint.scan.syntax import (
    ANY,
    BREAK,
    EMPTY,
    EVERYTHING,
    GAP,
    MOST_FOLDED,
    NO_PUNCTUATION,
    SAME,
    START,
    Between,
    Chars,
    Choice,
    Gap,
    Look,
    Node,
    Range,
    Repeat,
    Row,
    UnknownError,
    parsed,
)
from textlint.scan.utf8 import rendered

LONGEST_REPEAT = 12  # times; something repeated more often ends a stretch …
NARROW = 0.3  # … unless it takes up less than this share of a text: blanks, digits
MOST_BRANCHES = 32  # into which alternatives with such an end inside are spread out
MOST_COPIES = 4  # of what is repeated, on either side of such an end
WIDE = 0.3  # of two parts that are so likely one is enough at the end of a stretch …
NEARLY_ANY = 0.9  # … and of one so likely as this none
RARE = 0.02  # what stands on either side of a longer repeat that is kept
MOST_BLANKS = 8  # of a match that is sought only around a place
BLANKS = Chars(frozenset(b" \t\n\r\f\v\x1c\x1d\x1e\x1f"))
TOO_COMMON = 0.02  # a stretch that stands more often than once in 50 characters finds nothing
CLOSING, OPENING, BLANK = frozenset(",.;:!?)]}’”"), frozenset("([{‘“"), frozenset(" \t")
# How often a closing sign has a blank before it, an opening one behind, or either none on its other side.
UNUSUAL = 0.03

# How much of English prose each character takes up; the letters in the order and about the shares that every
# count gives, the rest by order of magnitude. Only the choice of a stretch hangs on it, never a result.
SHARE = [0.0004] * 128
for _signs, _often in (
    (" ", 0.165), ("e", 0.1), ("taoinshr", 0.055), ("dlcu", 0.027), ("mwfgypbv", 0.014), ("k", 0.006),
    ("jxqz", 0.0012), ("TAISCMB", 0.003), ("DEFGHJKLNOPRUWVY", 0.0012), (".,", 0.01), ("\n\r", 0.008),
    ("0123456789-'\"", 0.0015),
):  # fmt: skip
    for _sign in _signs:
        SHARE[ord(_sign)] = _often
SHARE_OF_OTHERS, SHARE_OF_QUOTES, SHARE_OF_RANGE = 0.015, 0.002, 0.0001


@cache
def simpler(pattern: str, *, stripped: bool = False) -> list[bytes]:
    r"""The stretches, as expressions for Hyperscan, one of which must match for the pattern to match.

    Lines that have been `stripped` begin and end with what is no blank. Raises UnknownError where the whole
    text has to be read.

    >>> simpler(r"^\s*Menu\s*$", stripped=True)
    [b'[\\x0a\\x0d]Menu[\\x0a\\x0d]']
    """
    rows = _rarest(_resolved(parsed(pattern), first=True, last=True))
    trimmed = map(_trimmed, rows)
    rows = list(dict.fromkeys(map(_without_margins, trimmed) if stripped else trimmed))
    if sum(map(_share, rows)) > TOO_COMMON or not all(row.parts for row in rows):
        raise UnknownError(pattern)
    return [rendered(row, begin=True, end=True) for row in rows]


@cache
def required(pattern: str) -> frozenset[str] | None:
    r"""Rare characters of which one must stand in a line for the pattern to match, if there are such.

    >>> sorted(required(r"\p{L}+[”’]?\s?[\[(]sic\b") or ())
    ['(', '[']
    """
    try:
        rows = _rarest(_resolved(parsed(pattern), first=True, last=True))
    except UnknownError:
        return None
    found: set[str] = set()
    for row in rows:
        nodes = (part.node if isinstance(part, Repeat) and part.fewest else part for part in row.parts)
        signs = (node for node in nodes if isinstance(node, Chars) and not node.ascii & BREAK.ascii)
        chars = min(signs, key=_share, default=ANY)
        if _share(chars) > RARE or any(high - low > MOST_FOLDED for low, high in chars.others):
            return None
        found.update(map(chr, chars.ascii), *(map(chr, range(low, high + 1)) for low, high in chars.others))
    return frozenset(found | {other for sign in found for other in SAME.get(sign.lower(), "")})


@cache
def most_blanks(pattern: str) -> int | None:
    r"""How many runs of blanks a match and what it looks at hold at most; None where there is no such bound.

    >>> most_blanks(r"(?i)\b(?:de|la)\s+\p{L}+(?= [a-z])"), most_blanks(r"\(.*\)"), most_blanks("sic$")
    (2, None, None)
    """
    try:
        return _blanks(parsed(pattern))
    except UnknownError:
        return None


def _blanks(node: Node) -> int:
    if isinstance(node, Chars):
        if node == BREAK:  # the line's end, which has to be in sight
            raise UnknownError
        return 0 if node == START else int(ord(" ") in node.ascii)
    if isinstance(node, Row | Choice):
        counts = map(_blanks, node.parts if isinstance(node, Row) else node.branches)
        return sum(counts) if isinstance(node, Row) else max(counts)
    if isinstance(node, Look):
        return _blanks(node.node)
    if not isinstance(node, Repeat):
        raise UnknownError
    inside = _blanks(node.node)
    if inside and not (isinstance(node.node, Chars) and node.node.ascii <= BLANKS.ascii):
        if node.most is None or inside * node.most > MOST_BLANKS:
            raise UnknownError
        return inside * node.most
    return inside


def _resolved(node: Node, *, first: bool = False, last: bool = False) -> Node:
    """Without lookarounds and anchors: at the very ends they are what must stand there, elsewhere nothing."""
    if node in (START, BREAK):
        return node if (first if node == START else last) else EMPTY
    if isinstance(node, Look):
        counts = last if node.ahead else first
        return _resolved(node.node, first=not node.ahead, last=node.ahead) if counts else EMPTY
    if isinstance(node, Choice):
        return Choice(tuple(_resolved(each, first=first, last=last) for each in node.branches))
    if isinstance(node, Repeat):
        return Repeat(_resolved(node.node), node.fewest, node.most)
    return _resolved_row(node, first=first, last=last) if isinstance(node, Row) else node


def _resolved_row(row: Row, *, first: bool, last: bool) -> Row:
    """A row whose ends may be those of the pattern; of several lookarounds there the first counts."""
    parts = row.parts
    looks = {i: each.ahead for i, each in enumerate(parts) if isinstance(each, Look)}
    solid = [i for i, each in enumerate(parts) if i not in looks and each != EMPTY] or [len(parts), -1]
    behind = [i for i, ahead in looks.items() if not ahead and i < solid[0]]
    ahead = [i for i, ahead in looks.items() if ahead and i > solid[-1]]
    begin, end = (behind or solid)[0], ahead[0] if ahead else solid[-1]
    return Row(
        tuple(
            _resolved(each, first=first and i == begin, last=last and i == end)
            for i, each in enumerate(parts)
        )
    )


def _rarest(node: Node) -> list[Row]:
    """Stretches without a gap, of which one must stand in the text: for each branch its rarest."""
    if isinstance(node, Choice):
        return [row for branch in node.branches for row in _rarest(branch)]
    pieces = list(_pieces(node))
    halved = _bridged([half for piece in pieces for half in _halves(piece)])
    candidates = [[Row(tuple(run))] for is_gap, run in groupby(halved, _has_gap) if not is_gap]
    for piece in pieces:
        if piece != GAP and _has_gap(piece):
            try:
                candidates.append(_rarest(piece.node if isinstance(piece, Repeat) else piece))
            except UnknownError:
                continue
    spread = [
        piece.branches if isinstance(piece, Choice) and _has_gap(piece) else (piece,) for piece in pieces
    ]
    if 1 < prod(map(len, spread)) <= MOST_BRANCHES:
        candidates.append(_rarest(Choice(tuple(map(Row, product(*spread))))))
    if not candidates:
        raise UnknownError
    # Fewer stretches are faster to look for.
    return min(candidates, key=lambda rows: len(rows) * sum(map(_share, map(_trimmed, rows))))


def _pieces(node: Node) -> Iterator[Node]:
    """A row laid out flat; what is repeated without end keeps some copies around a gap."""
    if isinstance(node, Row):
        for part in node.parts:
            yield from _pieces(part)
    elif isinstance(node, Repeat) and not _has_gap(node.node):
        endless = node.most is None or node.most > LONGEST_REPEAT
        if not endless or _share(node.node) <= NARROW:
            most = None if endless else node.most
            yield Repeat(node.node, min(node.fewest, LONGEST_REPEAT), most)
        else:
            copies = [node.node] * min(node.fewest, MOST_COPIES)
            yield from (*copies, Repeat(node.node, 0), *copies)
    elif isinstance(node, Repeat):
        yield node if node.fewest else GAP
    else:
        yield node


def _halves(piece: Node) -> Iterator[Node]:
    """Of alternatives with a gap inside: how they begin, the gap, and how they end."""
    if isinstance(piece, Choice) and _has_gap(piece):
        rows = [list(_pieces(branch)) for branch in piece.branches]
        yield Choice(tuple(Row(tuple(takewhile(_is_solid, row))) for row in rows))
        yield GAP
        yield Choice(tuple(Row(tuple(takewhile(_is_solid, row[::-1]))[::-1]) for row in rows))
    else:
        yield piece


def _bridged(pieces: Sequence[Node]) -> list[Node]:
    """The pieces; what is repeated between two rare ones joins them, if it is a single sign each time."""
    rare = [not _has_gap(piece) and _share(piece) < RARE for piece in pieces]
    return [
        Between(piece.node)
        if isinstance(piece, Repeat)
        and isinstance(piece.node, Chars)
        and _has_gap(piece)
        and 0 < i < len(pieces) - 1
        and rare[i - 1]
        and rare[i + 1]
        else piece
        for i, piece in enumerate(pieces)
    ]


def _is_solid(node: Node) -> bool:
    return not _has_gap(node)


def _has_gap(node: Node) -> bool:
    if isinstance(node, Gap):
        return True
    if isinstance(node, Row):
        return any(map(_has_gap, node.parts))
    if isinstance(node, Choice):
        return any(map(_has_gap, node.branches))
    if isinstance(node, Repeat):
        endless = node.most is None or node.most > LONGEST_REPEAT
        return _has_gap(node.node) or (endless and _share(node.node) > NARROW)
    return False


def _trimmed(node: Node, *, begin: bool = True, end: bool = True) -> Row:
    """Without what may be missing at either end, or may be nearly anything."""
    parts: list[Node] = list(node.parts) if isinstance(node, Row) else [node]
    for at, here in ((0, begin), (-1, end)):
        while here and parts:
            part: Node = parts[at]
            alone = len(parts) == 1
            if isinstance(part, Row | Choice):
                branches = part.branches if isinstance(part, Choice) else (part,)
                rows = tuple(_trimmed(row, begin=at == 0 or alone, end=at == -1 or alone) for row in branches)
                part = rows[0] if len(rows) == 1 else (EMPTY if EMPTY in rows else Choice(rows))
            elif isinstance(part, Repeat):
                copies = min(part.fewest, 1) if _share(part.node) > WIDE else part.fewest
                part = Repeat(part.node, copies, copies) if copies else EMPTY
            parts[at] = part
            if at == -1 and isinstance(part, Chars) and part.of_line_before:
                part = EMPTY
            further = parts[1:] if at == 0 else parts[-2::-1]
            inner = next((each for each in further if not isinstance(each, Repeat) or each.fewest), BREAK)
            expected = _share(inner) > WIDE or (at == 0 and _closes(inner))
            if part == EMPTY or _share(part) > (WIDE if expected and not alone else NEARLY_ANY):
                parts.pop(at)
            else:
                break
    return Row(tuple(parts))


def _without_margins(row: Row) -> Row:
    """Without what may be blank at the beginning of a line, and at its end."""
    parts = row.parts
    if parts[:1] == (START,) and len(parts) > 1 and _is_margin(parts[1]):
        parts = (START, *parts[2:])
    if parts[-1:] == (BREAK,) and len(parts) > 1 and _is_margin(parts[-2]):
        parts = (*parts[:-2], BREAK)
    return Row(parts)


def _is_margin(node: Node) -> bool:
    """Whether this is blanks or nothing."""
    if not (isinstance(node, Repeat) and not node.fewest and isinstance(node.node, Chars)):
        return False
    inside = node.node
    if not inside.ascii <= BLANKS.ascii or sum(high - low for low, high in inside.others) > MOST_FOLDED:
        return False
    return all(chr(code).isspace() for low, high in inside.others for code in range(low, high + 1))


@cache
def _share(node: Node) -> float:
    """How often a node is to be expected at a place of a text."""
    if isinstance(node, Chars):
        wide = node.others in (EVERYTHING, NO_PUNCTUATION)
        others = SHARE_OF_OTHERS if wide else sum(map(_share_of_range, node.others))
        return min(1.0, sum(SHARE[code] for code in node.ascii) + others)
    if isinstance(node, Row):
        return prod(map(_share, node.parts)) * prod(starmap(_pair_share, pairwise(node.parts)))
    if isinstance(node, Choice):
        return min(1.0, sum(map(_share, node.branches)))
    if isinstance(node, Repeat):
        return float(_share(node.node) ** node.fewest)
    return 1.0


def _share_of_range(pair: Range) -> float:
    quotes = pair[0] <= ord("”") and pair[1] >= ord("–")
    return SHARE_OF_QUOTES if quotes else SHARE_OF_RANGE


def _pair_share(one: Node, other: Node) -> float:
    """How much rarer two parts are together than each by itself makes it seem."""
    while isinstance(other, Repeat | Row):
        other = other.node if isinstance(other, Repeat) else next(iter(other.parts), BREAK)
    while isinstance(one, Repeat | Row):
        one = one.node if isinstance(one, Repeat) else next(iter(one.parts[::-1]), BREAK)
    unusual = (
        (_is_of(one, CLOSING) and not _may_be_blank(other))
        or (_is_of(other, CLOSING) and _is_of(one, BLANK))
        or (_is_of(other, OPENING) and not _may_be_blank(one))
        or (_is_of(one, OPENING) and _is_of(other, BLANK))
    )
    return UNUSUAL if unusual else 1.0


def _is_of(node: Node, signs: frozenset[str]) -> bool:
    """Whether a node is one of some signs and nothing else."""
    if not isinstance(node, Chars):
        return False
    others = [chr(code) for low, high in node.others for code in range(low, min(high, low + len(signs)) + 1)]
    return bool(node.ascii or others) and signs.issuperset((*map(chr, node.ascii), *others))


def _may_be_blank(node: Node) -> bool:
    return not isinstance(node, Chars) or not node.ascii.isdisjoint(map(ord, BLANK)) or node.of_line_before


def _closes(node: Node) -> bool:
    """Whether this is a sign that letters stand before."""
    return _closes(node.node) if isinstance(node, Repeat) else _is_of(node, CLOSING)
