"""syntax – regular expressions as trees: the syntax of `regex` that is known for certain.

What is not known raises UnknownError. Sets are told exactly for ASCII; beyond it they may come out larger
than they are, never smaller. Case, where it is ignored, is in the sets.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

import regex

Range = tuple[int, int]

LAST, LAST_LETTER, LAST_BLANK = 0x10FFFF, 0x1E944, 0x3000  # the second: that has two cases
SAME = {"k": "\N{KELVIN SIGN}", "s": "ſ", "i": "İı"}  # where case is ignored
FORMS = (str.lower, str.upper, str.casefold)
EVERYTHING: tuple[Range, ...] = ((0x80, LAST),)  # that is not ASCII
PUNCTUATION = (0x2000, 0x206F)  # a block without letters and digits, but with quotation marks and dashes
NO_PUNCTUATION: tuple[Range, ...] = ((0x80, PUNCTUATION[0] - 1), (PUNCTUATION[1] + 1, LAST))
MOST_RANGES = 40  # a set of more ranges beyond ASCII is taken for all there is
MOST_FOLDED = 300  # code points of such a set whose other case is asked for
BEGINNING = regex.compile(r"(?:\((?:\?[a-z]*:)?|\(\?[a-z]+\))*")  # of a pattern, in which nothing is said yet


class UnknownError(Exception):
    """a pattern says something that is not known here, or that can't be said in bytes"""


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


def parsed(pattern: str) -> Node:
    """The tree of a pattern, or UnknownError."""
    return _Reader(pattern).read()


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
            node = EMPTY if most == 0 else Repeat(node, fewest, most)

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
            if self._take(r"[*+?{]"):  # `regex` repeats what stands before the flags
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
