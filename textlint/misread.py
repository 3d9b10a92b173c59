"""misread – text in UTF-8 that was read as another code page, decoded where the result is right beyond doubt.

Each letter beyond ASCII has become a sequence: the sign that the page has for a first byte of UTF-8 and those
for its other bytes. A line is decoded with one page at a time, again and again where it was misread more than
once. A result counts if the sequences are such as no language writes, if what they become are usual signs in
words of one script and one case, if that explains most of what is odd in the line, and if no other page does
as well.
"""

import re
import unicodedata
from bisect import bisect_left
from codecs import charmap_build, charmap_encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

import regex

from textlint._core import judge
from textlint.lexicon import CODE, OTHER, alphabets, usual_words
from textlint.model import Span

COMMON = ("cp1252", "latin-1")  # so often in the wild that they win where another page does as well
MIXED = "cp1252 and latin-1"  # a text put together, or half mended
PAGES = (
    *(
        *COMMON,
        "cp1254",
        "iso8859-15",
        "cp1250",
        "iso8859-2",
        "cp1257",
        "mac_roman",
        "cp437",
        "cp850",
        "cp852",
    ),
    *("cp1251", "koi8-r", "cp866", "mac_cyrillic", "cp1253", "cp1255", "cp1256", "cp1258", "cp874", MIXED),
)
WIDE_PAGES = ("gb18030", "cp932", "cp949", "big5")  # two bytes a sign
DEEPEST = 4  # readings of one text, one after the other
MOST_LEFT = 0.1  # of the signs beyond ASCII of a token, or of a line in another script
KEPT = 4096  # answers on tokens, which a line's readings have in common
FEWEST_FOREIGN = 6  # letters of another script that two-byte signs become; fewer may be chance

LETTERS = regex.compile(r"[\p{L}\p{M}]+")
TOKEN = regex.compile(r"[^ \t]+")
PIECE = regex.compile(r"[^ \t]+|[ \t]+")
# Beside letters, or at all, these are written by no language.
ODD = regex.compile(
    r"[\x80-\x9f\uFFFD¤¦¨¬¯´¸ˆ]|[\p{L}\p{M}][¢¥§©±¶¹¼½¾¿¡†‡‰ƒ‹€√∂∫≈∆◊\u2500-\u259F]+\p{L}"
    r"|[\u2500-\u259F]\p{L}|\p{L}[\u2500-\u259F]|(?:[–—][^\x00-\x7f]){2}|[–—][\p{Sm}µ∏∑π]|[ÂÃ][…–—‘“„‚†‡]\p{Ll}"
)
# Sequences that no decoded text has. An acute for an apostrophe is allowed, a symbol in a word is not.
WRONG = regex.compile(
    r"[\x80-\x9f\uFFFD¤¦¨¬¯¸ˆ\u2500-\u259F]|\p{L}[¢£¥§©±¶¹¼½¾¿¡†‡‰ƒ‹€√∂∫≈∆◊]+\p{L}|\p{L}[÷×٠-٩۰-۹]|\p{L}\p{So}\p{L}|[÷×٠-٩۰-۹]\p{L}"
    r"|(?:[–—][^\x00-\x7f]){2}|[–—][\p{Sm}µ∏∑π]"
)
STRAY_MARK = regex.compile(r"(?<![\p{L}\p{M}])\p{M}")
# A capital after a small letter (but Irish hÉ), a small letter among capitals.
WRONG_CASE = regex.compile(
    r"(?<!\p{L})\p{Lu}(?=[^\x00-\x7f])\p{Lu}\p{Ll}|\p{Ll}(?=[^\x00-\x7f])\p{Lu}(?!\p{Ll})|\p{Ll}{2}(?=[^\x00-\x7f])\p{Lu}"
    r"|(?<=\p{Lu}{2})(?=[^\x00-\x7f])\p{Ll}|[B-DF-HJ-NP-TV-Z]\u0328|\p{Lu}(?=[^\x00-\x7f])\p{Ll}(?<=\p{Lu}{2}.)\p{Lu}"
)
# Signs that people write today, beyond ASCII.
USUAL = regex.compile(
    r"[\xa0-ſƁƆƇƈƊƏƐƘƙƠơƯưƳƴǍ-ǜǤ-ǭȘ-țɓ-ɗəɛʼ\u0300-\u0304\u0306-\u030C\u0323\u0327\u0328\u0331"
    r"ΆΈ-ΊΌΎ-ΡΣ-ώЀ-џҐ-ӿԱ-Ֆՙ-։\u05B0-\u05EA׳״،؛؟-\u064F\u0650-\u0655٠-ە۰-۹।॥Ḁ-ỿἀ-῿"
    r"\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}\p{Oriya}\p{Tamil}\p{Telugu}\p{Kannada}\p{Malayalam}\p{Sinhala}"
    r"\p{Thai}\p{Lao}\p{Tibetan}\p{Myanmar}\p{Khmer}\p{Georgian}\p{Ethiopic}\p{Hangul}\p{Hiragana}\p{Katakana}一-鿿"
    r"\u200B-\u200F‐-‧‰′″‹›※€₽₹₴№™←-↔∂∆∑−√∞≈≠≤≥■-➿\u3000-〿・ー！-･￥\uFEFF\uFE0F\U0001F300-\U0001FAFF]"
)
ALPHABETIC = regex.compile(r"[^\x00-\x7f](?<=[\p{Latin}\p{Greek}\p{Cyrillic}])")
SCRIPTS = tuple(
    regex.compile(rf"[{letters}]")
    for letters in (
        *(r"\p{Latin}", r"\p{Greek}", r"\p{Cyrillic}", r"\p{Arabic}", r"\p{Hebrew}", r"\p{Devanagari}"),
        *(r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}ー", r"\p{Bengali}", r"\p{Gurmukhi}", r"\p{Gujarati}"),
        *(r"\p{Oriya}", r"\p{Tamil}", r"\p{Telugu}", r"\p{Kannada}", r"\p{Malayalam}", r"\p{Sinhala}"),
        *(r"\p{Thai}", r"\p{Lao}", r"\p{Tibetan}", r"\p{Myanmar}", r"\p{Khmer}", r"\p{Georgian}"),
        *(r"\p{Armenian}", r"\p{Ethiopic}"),
    )
)
FOREIGN = SCRIPTS[1:]
# A token loses no more bytes if it may be sound: «Â» is a letter in quotation marks.
FEW = 2
QUOTES = ("«»", "“”", "„“", "‹›")
# Signs that may remain beside decoded text, because they were typed after the damage.
TYPED = frozenset("»”…’—–“‘›„‚«‹®™°ºª²³·\xa0\xad")
# What UTF-8 makes of characters beyond ASCII.
TAIL = r"[\x80-\xbf]"
SEQUENCE = (
    rf"(?:[\xc2-\xdf]{TAIL}|[\xe0][\xa0-\xbf]{TAIL}|[\xe1-\xec]{TAIL}{{2}}|[\xee-\xef]{TAIL}{{2}}"
    rf"|[\xed][\x80-\x9f]{TAIL}|[\xf0][\x90-\xbf]{TAIL}{{2}})"
)
SEQUENCES = re.compile(rf"{SEQUENCE}+".encode())
# One sequence is enough if it encodes a Latin letter or a mark; those of other scripts come in words.
TRIGGER = (
    rf"[\xc2-\xc5]{TAIL}|[\xc6][\xa0-\xa1]|[\xc6][\xaf-\xb0]|[\xc8-\xc9][\x98-\x9b]"
    rf"|[\xe1-\xe2]{TAIL}{{2}}|{SEQUENCE}{{2}}"
)
SUSPECT = re.compile(TRIGGER.encode())
# Sequences whose no-break space has become a space.
LOST_BLANK = re.compile(
    rf"[\xe1-\xef](?: {TAIL}|{TAIL} )|[\xc3\xc5] (?= )|(?<![^ ])(?P<before>[\xc5]) (?=.)".encode()
)
BYTE = re.compile(r"\[\\x(..)(?:-\\x(..))?\]")
# What two-byte pages make of UTF-8: a letter for those of a Latin word, and of common marks and endings.
WIDE_HINT = r"[A-Za-z][\u4E00-\u9FFF\uAC00-\uD7A3\uFF61-\uFF9F]|[锛銆鐨縺繧繝챘혻\uFF61-\uFF9F]"


class Repair(NamedTuple):
    """what to put where"""

    span: Span
    text: str


class Token(NamedTuple):
    """a whitespace-delimited part of a line, and its decoded form"""

    start: int
    end: int
    text: str
    result: str


class Judgement(NamedTuple):
    """what a reading explains, which is compared first to last, and the repairs that are right then"""

    score: tuple[int, int, int]
    repairs: list[Repair]
    page: str


@dataclass(frozen=True, slots=True)
class Page:
    """a code page: the bytes of its signs beyond ASCII, and these as `codecs.charmap_encode` takes them

    `has_blank` is whether its sign for the byte A0 is the no-break space, which is often lost.
    """

    name: str
    signs: dict[str, int]
    table: Any
    has_blank: bool
    trigger: str

    def encoded(self, text: str) -> bytes:
        """A byte for each character: of those that the page does not have, a question mark."""
        return charmap_encode(text, "replace", self.table)[0]


@dataclass(frozen=True, slots=True)
class Reading:
    """a line decoded: `starts` says where each character of it, and its end, is in the line"""

    text: str
    starts: tuple[int, ...]
    page: str = ""


def triggers() -> tuple[str, ...]:
    """Patterns of which one is in every line that has repairs."""
    return (*(page.trigger for page in _pages()), WIDE_HINT)


def repairs(line: str) -> list[Repair]:
    """The places of a line that were misread, with what they were.

    >>> [repair.text for repair in repairs("BjÃƒÂ¶rk in MalmÃƒÂ¶")]
    ['ö', 'ö']
    """
    if not _is_suspect(line):
        return []
    language = judge(line)
    judged = [
        judgement
        for text in _with_blanks(line)
        for reading in _readings(text)
        if (judgement := _judgement(text, reading, language))
    ]
    best = max(judged, key=lambda judgement: judgement.score, default=None)
    if best is None:
        return []
    rivals = [each for each in judged if each.score == best.score and each.repairs != best.repairs]
    return [] if rivals and best.page not in COMMON else best.repairs


def _with_blanks(line: str) -> Iterator[str]:
    """The line, and the line with the no-break spaces back that sequences have lost."""
    found = {line: None}
    for page in _pages():
        if page.has_blank and " " in line:
            signs = list(line)
            for match in LOST_BLANK.finditer(page.encoded(line)):
                at = match.end()
                if match["before"] is None or unicodedata.category(line[at]) == "Ll":
                    first = match.start()
                    signs[first:at] = line[first:at].replace(" ", "\xa0")
            found["".join(signs)] = None
    yield from found


def _readings(line: str) -> Iterator[Reading]:
    """All decodings of a line, repeated while the result is still odd."""
    first = Reading(line, tuple(range(len(line) + 1)))
    seen, layer = {line}, [first]
    for _ in range(DEEPEST):
        decoded = [new for reading in layer for page in _pages() if (new := _decoded(reading, page))]
        first_of = {reading.text: reading for reading in reversed(decoded)}
        layer = [
            reading for reading in decoded if first_of[reading.text] is reading and reading.text not in seen
        ]
        seen.update(first_of)
        yield from layer
        layer = [reading for reading in layer if _may_be_misread(first, reading)]
    if re.search(WIDE_HINT, line):
        yield from (reading for name in WIDE_PAGES if (reading := _decoded_wide(first, name)))


def _may_be_misread(first: Reading, reading: Reading) -> bool:
    """Whether a decoded text may have been misread more than once."""
    return set(reading.text) - set(first.text) <= _repertoire() and _is_odd(reading.text)


def _decoded(reading: Reading, page: Page) -> Reading | None:
    text, starts, last = list[str](), list[int](), 0
    for match in SEQUENCES.finditer(page.encoded(reading.text)):
        at = match.start()
        text += reading.text[last:at]
        starts += reading.starts[last:at]
        for sign in match[0].decode("utf-8"):
            text.append(sign)
            starts.append(reading.starts[at])
            at += len(sign.encode("utf-8"))
        last = match.end()
    if not last:
        return None
    return Reading("".join(text) + reading.text[last:], (*starts, *reading.starts[last:]), page.name)


def _decoded_wide(first: Reading, name: str) -> Reading | None:
    """A line of whose tokens those are decoded that are nothing but pairs of bytes and ASCII."""
    text, starts = list[str](), list[int]()
    for match in PIECE.finditer(first.text):
        try:
            codes = [char.encode(name) for char in match[0]]
            result = b"".join(codes).decode("utf-8")
        except UnicodeError:
            codes, result = [char.encode("utf-8", "surrogatepass") for char in match[0]], match[0]
        origins = [match.start() + n for n, code in enumerate(codes) for _ in code]
        at = 0
        for sign in result:
            text.append(sign)
            starts.append(origins[at])
            at += len(sign.encode("utf-8", "surrogatepass"))
    decoded = "".join(text)
    return Reading(decoded, (*starts, len(first.text)), name) if decoded != first.text else None


def _judgement(line: str, reading: Reading, language: str | None) -> Judgement | None:
    """How well a reading explains a line; None if nothing that it decodes is right by itself."""
    tokens = list(_tokens(line, reading))
    right = [token for token in tokens if token.result != token.text and _is_right(line, reading, token)]
    if not (reading.page in WIDE_PAGES or any(_is_odd(token.text) for token in right)):
        return None
    starts = {token.start for token in right}
    left = sum(token.start not in starts and _is_odd(token.text) for token in tokens)
    if len(right) <= left or not _explains(line, reading, right):
        return None
    new = " ".join(token.result for token in right)
    outside = min(
        sum(char not in alphabet for char in new if ALPHABETIC.match(char))
        for alphabet in _alphabets(language)
    )
    known = sum(word.lower() in _known_words(language) for word in LETTERS.findall(new))
    shorter = sum(len(token.text) - len(token.result) for token in right)
    return Judgement((shorter, -outside, known), list(_repairs(line, reading, right)), reading.page)


def _tokens(line: str, reading: Reading) -> Iterator[Token]:
    """The tokens of a line that are not plain ASCII, which no reading changes."""
    for match in TOKEN.finditer(line):
        if match[0].isascii():
            continue
        first, last = (bisect_left(reading.starts, at) for at in match.span())
        yield Token(*match.span(), match[0], reading.text[first:last])


def _is_right(line: str, reading: Reading, token: Token) -> bool:
    """Whether a result is right by itself: usual signs, words of one script and one case, little left."""
    new = set(token.result) - set(token.text)
    if not all(char.isascii() or USUAL.match(char) for char in new) or (
        STRAY_MARK.search(token.result) and not STRAY_MARK.search(token.text)
    ):
        return False
    few = len(token.text) - len(token.result) <= FEW
    if few and any(_is_quoted(token.text, *pair) and not _is_quoted(token.result, *pair) for pair in QUOTES):
        return False
    if WRONG.search(token.result) or _is_mixed(token.result) or WRONG_CASE.search(token.result):
        return False
    first, last = (bisect_left(reading.starts, at) for at in token[:2])
    kept = _kept(line, reading, first, last)
    return sum(map(str.isalpha, kept)) <= MOST_LEFT * (last - first - len(kept))


def _is_quoted(text: str, opening: str, closing: str) -> bool:
    return 0 < text.count(opening) == text.count(closing)


@lru_cache(maxsize=KEPT)
def _is_odd(text: str) -> bool:
    """Whether no language writes this."""
    from ftfy.badness import is_bad  # noqa: PLC0415 - late: its tables take time to load

    return bool(ODD.search(text) or WRONG_CASE.search(text) or _is_mixed(text) or is_bad(text))


def _is_mixed(text: str) -> bool:
    """Whether a text has a word in two scripts."""
    return any(
        sum(bool(script.search(word)) for script in SCRIPTS) > 1
        for word in LETTERS.findall(text)
        if not word.isascii()
    )


def _kept(line: str, reading: Reading, first: int, last: int) -> list[str]:
    """The signs beyond ASCII that a reading leaves as they are."""
    text, starts = reading.text, reading.starts
    return [
        text[at]
        for at in range(first, last)
        if not text[at].isascii() and text[at] == line[starts[at] : starts[at + 1]]
    ]


def _explains(line: str, reading: Reading, right: Sequence[Token]) -> bool:
    """Whether enough of a line is decoded, if it was or becomes another script; and is no chance."""
    both = "".join(token.text + token.result for token in right)
    if not any(script.search(both) for script in FOREIGN):
        return True
    kept = _kept(line, reading, 0, len(reading.text))
    if sum(char not in TYPED for char in kept) > MOST_LEFT * sum(not char.isascii() for char in line):
        return False
    if reading.page not in WIDE_PAGES:
        return True
    foreign = sum(any(script.match(char) for script in FOREIGN) for token in right for char in token.result)
    return foreign >= FEWEST_FOREIGN or (not foreign and judge(reading.text) not in (None, OTHER, CODE))


def _repairs(line: str, reading: Reading, right: Sequence[Token]) -> Iterator[Repair]:
    """The runs that a reading changes in these tokens."""
    for token in right:
        first, last = (bisect_left(reading.starts, at) for at in token[:2])
        start, new = token.start, ""
        for at in range(first, last):
            origin, end = reading.starts[at], reading.starts[at + 1]
            if line[origin:end] != reading.text[at]:
                start, new = (start if new else origin), new + reading.text[at]
            elif new:
                yield Repair(Span(start, origin), new)
                new = ""
        if new:
            yield Repair(Span(start, token.end), new)


@cache
def _known_words(language: str | None) -> frozenset[str]:
    """The usual words of a language, or of all."""
    usual = usual_words()
    return frozenset(usual[language]) if language in usual else frozenset().union(*usual.values())


@cache
def _alphabets(language: str | None) -> tuple[frozenset[str], ...]:
    """The letters of a language, or of each."""
    own = alphabets().get(language or "")
    return (own,) if own else tuple(alphabets().values())


@cache
def _pages() -> tuple[Page, ...]:
    return tuple(map(_page, PAGES))


@cache
def _repertoire() -> frozenset[str]:
    """All signs that a page has beyond ASCII."""
    return frozenset().union(*(page.signs for page in _pages()))


def _is_suspect(line: str) -> bool:
    """Whether one of `triggers` matches in a line."""
    if line.isascii():
        return False
    return any(SUSPECT.search(page.encoded(line)) for page in _pages()) or bool(re.search(WIDE_HINT, line))


def _page(name: str) -> Page:
    # A byte without a sign becomes the control character of its number, in most programs.
    codec = COMMON[0] if name == MIXED else name
    signs = {bytes([byte]).decode(codec, "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}
    if name == MIXED:
        signs |= {chr(byte): byte for byte in range(0x80, 0xA0)}
    by_byte: dict[int, list[str]] = {}
    for sign, byte in signs.items():
        by_byte.setdefault(byte, []).append(sign)

    def in_page(match: "re.Match[str]") -> str:
        first, last = int(match[1], 16), int(match[2] or match[1], 16)
        chosen = (sign for byte in range(first, last + 1) for sign in by_byte.get(byte, ()))
        return f"[{''.join(map(regex.escape, chosen))}]"

    ascii_signs = {number: number for number in range(0x80)}
    table: Any = ascii_signs | {ord(sign): byte for sign, byte in signs.items()}
    if name != MIXED:  # which has two signs for some bytes
        table = charmap_build("".join(map(chr, range(0x80))) + "".join(signs))
    return Page(name, signs, table, signs.get("\xa0") == 0xA0, BYTE.sub(in_page, TRIGGER))
