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

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise, product, starmap, takewhile
from math import prod

import regex

Range = tuple[int, int]

LAST, LAST_LETTER, LAST_BLANK = 0x10FFFF, 0x1E944, 0x3000  # the second: that has two cases
SAME = {"k": "\N{KELVIN SIGN}", "s": "ſ", "i": "İı"}  # where case is ignored
FORMS = (str.lower, str.upper, str.casefold)
EVERYTHING: tuple[Range, ...] = ((0x80, LAST),)  # that is not ASCII
PUNCTUATION = (0x2000, 0x206F)  # a block without letters and digits, but with quotation marks and dashes
NO_PUNCTUATION: tuple[Range, ...] = ((0x80, PUNCTUATION[0] - 1), (PUNCTUATION[1] + 1, LAST))
LONGEST_CHARACTER = 4  # bytes

MOST_RANGES = 40  # a set of more ranges beyond ASCII is taken for all there is
MOST_FOLDED = 300  # code points of such a set whose other case is asked for
LONGEST_REPEAT = 12  # times; something repeated more often ends a stretch …
NARROW = 0.3  # … unless it takes up less than this share of a text: blanks, digits
MOST_BRANCHES = 32  # into which alternatives with such an end inside are spread out
MOST_COPIES = 4  # of what is repeated, on either side of such an end
WIDE = 0.3  # of two parts that are so likely one is enough at the end of a stretch …
NEARLY_ANY = 0.9  # … and of one so likely as this none
RARE = 0.02  # what stands on either side of a longer repeat that is kept
CLOSING, OPENING, BLANK = frozenset(",.;:!?)]}’”"), frozenset("([{‘“"), frozenset(" \t")
UNUSUAL = (
    0.03  # how often a closing sign has a blank before it, or an opening one behind, or not on its other side
)
TOO_COMMON = 0.02  # a stretch that stands more often than once in 50 characters finds nothing

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


BEGINNING = regex.compile(r"(?:\((?:\?[a-z]*:)?|\(\?[a-z]+\))*")  # of a pattern, in which nothing is said yet


class UnknownError(Exception):
    """a pattern says something that can't be said in bytes, or nothing that is rare"""


@dataclass(frozen=True, slots=True)
class Chars:
    """one character: one of these of ASCII, or of these ranges beyond"""

    ascii: frozenset[int] = frozenset()
    others: tuple[Range, ...] = ()
    of_line_before: bool = False  # the break that `^` is; what ends there would be taken for the line before


@dataclass(frozen=True, slots=True)
class Row:
    parts: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    branches: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    node: "Node"
    fewest: int
    most: int | None = None  # None: without end


@dataclass(frozen=True, slots=True)
class Look:
    """a positive lookaround"""

    node: "Node"
    ahead: bool


@dataclass(frozen=True, slots=True)
class Between:
    """nearly anything, between two rare parts of a stretch"""

    chars: Chars


@dataclass(frozen=True, slots=True)
class Gap:
    """anything at all, which ends a stretch"""


Node = Chars | Row | Choice | Repeat | Look | Between | Gap

EMPTY = Row()
BREAK = Chars(frozenset(b"\r\n"))
START = Chars(BREAK.ascii, of_line_before=True)
ANY = Chars(frozenset(range(128)) - BREAK.ascii, EVERYTHING)
GAP = Gap()


@cache
def simpler(pattern: str) -> list[bytes]:
    """The stretches, as expressions for Hyperscan, one of which must match for the pattern to match.

    Raises UnknownError where the whole text has to be read.
    """
    rows = _rarest(_resolved(_Reader(pattern).read(), first=True, last=True))
    rows = list(dict.fromkeys(_trimmed(row) for row in rows))
    if sum(map(_share, rows)) > TOO_COMMON or not all(row.parts for row in rows):
        raise UnknownError(pattern)
    return [_render(row, begin=True, end=True) for row in rows]


@cache
def required(pattern: str) -> frozenset[str] | None:
    r"""Rare characters of which one must stand in a line for the pattern to match, if there are such.

    >>> sorted(required(r"\p{L}+[”’]?\s?[\[(]sic\b") or ())
    ['(', '[']
    """
    try:
        rows = _rarest(_resolved(_Reader(pattern).read(), first=True, last=True))
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


# From source to nodes.


class _Reader:
    """a pattern that is being read; only syntax that is known for certain is let through"""

    def __init__(self, source: str) -> None:
        self.source, self.at = source, 0
        try:
            flags = regex.compile(source).flags
        except regex.error:
            raise UnknownError(source) from None
        if flags & ~(
            regex.IGNORECASE | regex.VERBOSE | regex.UNICODE | regex.V0 | regex.DOTALL | regex.MULTILINE
        ):
            raise UnknownError(source)
        # Where case is ignored anywhere outside of a group it is ignored everywhere: that loses nothing.
        self.ignore_case, self.verbose = bool(flags & regex.IGNORECASE), False

    def read(self) -> Node:
        node = self._choice()
        if self.at < len(self.source):
            raise UnknownError(self.source)
        return node

    def _take(self, pattern: str) -> regex.Match[str] | None:
        """What stands next, if it is this."""
        match = _token(pattern).match(self.source, self.at)
        if match:
            self.at = match.end()
        return match

    def _choice(self) -> Node:
        branches = [self._row()]
        while self._take(r"\|"):
            branches.append(self._row())
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _row(self) -> Node:
        parts: list[Node] = []
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            if self._skips():
                continue
            parts.append(self._repeated(self._atom()))
        return Row(tuple(parts))

    def _repeated(self, node: Node) -> Node:
        while True:
            self._skips()
            if sign := self._take(r"[*+?]"):
                fewest, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign[0]]
            elif bounds := self._take(r"\{(\d*)(?:(,)(\d*))?\}"):
                fewest = int(bounds[1] or 0)
                most = fewest if not bounds[2] else int(bounds[3]) if bounds[3] else None
            elif self._take(r"\{"):
                raise UnknownError(self.source)  # fuzzy matching, or a brace that stands for itself
            else:
                return node
            self._take(r"[?+]")  # lazy and possessive: a superset takes no notice
            node = Repeat(node, fewest, most)

    def _skips(self) -> bool:
        """Go past what says nothing: comments and, in verbose patterns, blanks."""
        nothing = r"(?:\s|#[^\n]*|\(\?#[^)]*\))+" if self.verbose else r"(?:\(\?#[^)]*\))+"
        return self._take(nothing) is not None

    def _atom(self) -> Node:
        if self._take(r"\("):
            return self._group()
        if self._take(r"\["):
            return self._class()
        if self._take(r"\."):
            return ANY
        if sign := self._take(r"[\^$]"):
            return START if sign[0] == "^" else BREAK
        if self._take(r"\\"):
            return self._escape()
        self.at += 1
        return self._cased(ord(self.source[self.at - 1]))

    def _group(self) -> Node:
        ignore_case, verbose = self.ignore_case, self.verbose
        look = None
        if self._take(r"\?P=\w+\)"):
            return GAP
        if flags := self._take(r"\?([a-zA-Z0-9]+)\)"):
            # They hold to the end of the group, or everywhere, as the version of `regex` has it.
            if "x" in flags[1] and not BEGINNING.fullmatch(self.source, 0, flags.start() - 1):
                raise UnknownError(self.source)
            self._set_flags(flags[1])
            return EMPTY
        if flags := self._take(r"\?([a-zA-Z0-9]*)(?:-([a-z]+))?:"):
            self._set_flags(flags[1])
            self.ignore_case &= "i" not in (flags[2] or "")
            self.verbose &= "x" not in (flags[2] or "")
        elif sign := self._take(r"\?(<?[=!])"):
            look = sign[1]
        elif self._take(r"\?") and not self._take(r"[>|]|P?<\w+>"):
            raise UnknownError(self.source)
        node = self._choice()
        if not self._take(r"\)"):
            raise UnknownError(self.source)
        self.ignore_case, self.verbose = ignore_case, verbose
        if look:
            return Look(node, ahead=look == "=") if look.endswith("=") else EMPTY
        return node

    def _set_flags(self, flags: str) -> None:
        if set(flags) - set("imsxu"):
            raise UnknownError(self.source)
        self.ignore_case |= "i" in flags
        self.verbose |= "x" in flags

    def _escape(self) -> Node:
        if self._take(r"[1-9]\d*|g<\w+>"):
            return GAP
        if self._take(r"[bBmMAKG]"):
            return EMPTY
        if self._take(r"[Zz]"):
            return BREAK
        chars = self._escaped_chars()
        return self._cased(chars) if isinstance(chars, int) else chars

    def _escaped_chars(self) -> int | Chars:
        r"""What stands behind a backslash: the same in a set and outside."""
        if code := self._take(r"x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})"):
            return int(code[1] or code[2] or code[3], 16)
        if named := self._take(r"[pP](?:\{[^{}]+\}|[A-Z])|[dDsSwW]"):
            source = f"(?i:\\{named[0]})" if self.ignore_case else f"\\{named[0]}"
            return Chars(_members(source) - BREAK.ascii, _members_beyond(source))
        if control := self._take(r"[ntrfva]"):
            return ord("\n\t\r\f\v\a"["ntrfva".index(control[0])])
        if literal := self._take(r"[^\p{L}\p{N}]"):
            return ord(literal[0])
        raise UnknownError(self.source)

    def _class(self) -> Node:
        negated = bool(self._take(r"\^"))
        ascii_members, others = set[int](), list[Range]()  # of classes, which know about case themselves
        listed, spelled_out = set[int](), list[Range]()
        first = True
        while first or not self._take(r"\]"):
            if self.at >= len(self.source) or self._take(r"\[:|--|&&|\|\||~~"):
                raise UnknownError(self.source)
            first = False
            low = self._member()
            if isinstance(low, Chars):
                ascii_members |= low.ascii
                others += low.others
                continue
            high = self._member() if self._take(r"-(?!\])") else low
            if isinstance(high, Chars):
                raise UnknownError(self.source)
            listed.update(range(low, min(high, 127) + 1))
            if high > 127:
                spelled_out.append((max(low, 128), high))
        if self.ignore_case:
            listed |= _partners(listed, spelled_out)
            spelled_out = _both_cases(spelled_out)
        ascii_members |= listed
        others += spelled_out
        if negated:
            exactly = not (self.ignore_case and others)
            beyond = _complement(others) if exactly else EVERYTHING
            return Chars(frozenset(range(128)) - ascii_members - BREAK.ascii, beyond)
        return Chars(frozenset(ascii_members), _merged(others))

    def _member(self) -> int | Chars:
        if self._take(r"\\"):
            return 8 if self._take("b") else self._escaped_chars()
        self.at += 1
        return ord(self.source[self.at - 1])

    def _cased(self, code: int) -> Chars:
        if code > 127:
            return self._with_other_case(Chars(others=((code, code),)))
        return self._with_other_case(Chars(frozenset([code])))

    def _with_other_case(self, chars: Chars) -> Chars:
        if not self.ignore_case:
            return chars
        return Chars(chars.ascii | _partners(chars.ascii, chars.others), _merged(_both_cases(chars.others)))


@cache
def _token(pattern: str) -> regex.Pattern[str]:
    return regex.compile(pattern)


@cache
def _members(source: str) -> frozenset[int]:
    """Which characters of ASCII a set has; `regex` itself knows best."""
    one = regex.compile(source)
    return frozenset(code for code in range(128) if one.match(chr(code)))


@cache
def _members_beyond(source: str) -> tuple[Range, ...]:
    """What a set has beyond ASCII: exactly for blanks, else all, or all but a block of punctuation."""
    one = regex.compile(source)
    if source.endswith(("\\s", "\\s)")):
        return _merged([(code, code) for code in range(128, LAST_BLANK + 1) if one.match(chr(code))])
    if source.startswith("(?i:"):
        return EVERYTHING
    block = range(PUNCTUATION[0], PUNCTUATION[1] + 1)
    return EVERYTHING if any(one.match(chr(code)) for code in block) else NO_PUNCTUATION


def _partners(members: Collection[int], others: Sequence[Range] = ()) -> set[int]:
    """The other cases of characters in ASCII; a few letters beyond it have theirs there."""
    found = {ord(chr(code).swapcase()) for code in members if chr(code).isalpha()}
    for sign, alike in SAME.items():
        if any(low <= ord(other) <= high for low, high in others for other in alike):
            found |= {ord(sign), ord(sign.upper())}
    return found


def _both_cases(ranges: Sequence[Range]) -> list[Range]:
    codes = [code for low, high in ranges for code in range(low, min(high, low + MOST_FOLDED) + 1)]
    if len(codes) > MOST_FOLDED:
        return list(EVERYTHING)
    alike = (_alike().get(form(chr(code)), ()) for code in codes for form in FORMS)
    return [*ranges, *((code, code) for others in alike for code in others)]


@cache
def _alike() -> dict[str, list[int]]:
    """Each form of a letter beyond ASCII, and the letters that have it."""
    found: dict[str, list[int]] = {}
    for code in range(128, LAST_LETTER):
        sign = chr(code)
        for form in {form(sign) for form in FORMS}:
            if form != sign or sign.lower() != sign.upper():
                found.setdefault(form, []).append(code)
    return found


def _merged(ranges: Sequence[Range]) -> tuple[Range, ...]:
    """The ranges in order and apart; all there is, if they are many."""
    merged: list[Range] = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return EVERYTHING if len(merged) > MOST_RANGES else tuple(merged)


def _complement(ranges: Sequence[Range]) -> tuple[Range, ...]:
    """All beyond ASCII but these; all there is, where the ranges stood for more than the pattern said."""
    merged = _merged(ranges)
    if any(high - low > MOST_FOLDED for low, high in merged):
        return EVERYTHING
    ends = [127, *(end for pair in merged for end in pair), LAST + 1]
    return _merged(
        [(low + 1, high - 1) for low, high in zip(ends[::2], ends[1::2], strict=True) if low + 1 < high]
    )


# From nodes to stretches.


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


# From stretches to bytes.


def _render(node: Node, *, begin: bool = False, end: bool = False) -> bytes:
    r"""An expression; where it begins or ends, one byte of a character beyond ASCII is enough.

    >>> quotes = Chars(frozenset(b"'"), ((0x201C, 0x201D),))
    >>> _render(quotes), _render(quotes, begin=True)
    (b'(?:\\x27|\\xe2\\x80[\\x9c-\\x9d])', b'[\\x27\\x9c-\\x9d]')
    """
    if isinstance(node, Chars):
        return _render_chars(node, begin=begin, end=end)
    if isinstance(node, Row):
        last = len(node.parts) - 1
        return b"".join(
            _render(part, begin=begin and i == 0, end=end and i == last) for i, part in enumerate(node.parts)
        )
    if isinstance(node, Choice):
        return b"(?:" + b"|".join(_render(each, begin=begin, end=end) for each in node.branches) + b")"
    if isinstance(node, Repeat):
        inner, most = node.node, node.most
        if isinstance(inner, Chars) and inner.others in (EVERYTHING, NO_PUNCTUATION):
            one, most = _byte_set({*inner.ascii, *range(128, 256)}), most and most * LONGEST_CHARACTER
            most = node.fewest if begin or end else most
        else:
            one = b"(?:" + _render(inner) + b")"
        if node.fewest == most:
            return one if most == 1 else one + b"{%d}" % most
        return one + (b"{%d,}" % node.fewest if most is None else b"{%d,%d}" % (node.fewest, most))
    if isinstance(node, Between):
        return b"(?:" + _render(node.chars, begin=node.chars.others == EVERYTHING) + b")*"
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
