"""misread – text in UTF-8 that was read as another code page, decoded where the result is right beyond doubt.

Each letter beyond ASCII has become a sequence: the sign that the page has for a first byte of UTF-8 and those
for its other bytes. A line is decoded with one page at a time. The result counts if the sequences are such as
no language writes, if their words have become words of one script in one case, and if no other page does as
well. What was misread twice is decoded twice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import regex

from textlint.language import judge
from textlint.lexicon import alphabets, usual_words
from textlint.model import Span

# Single bytes; the page that comes first is preferred where two give the same.
PAGES = (
    *("cp1252", "latin-1", "cp1254", "iso8859-15", "cp1250", "iso8859-2", "cp1257", "mac_roman", "cp437", "cp850"),
    *("cp852", "cp1251", "koi8-r", "cp866", "mac_cyrillic", "cp1253", "cp1255", "cp1256", "cp1258", "cp874"),
)
COMMON = ("cp1252", "latin-1")  # so often in the wild that they win where others do as well
WIDE_PAGES = ("gb18030", "cp932", "cp949", "big5")  # two bytes a sign
DEEPEST = 4  # readings of one text, one after the other
LEAST_COVERED = 0.9  # of the letters that a page has beyond ASCII, where the page or the result is not Latin
LOST_BLANK = "\N{NO-BREAK SPACE}"

# Marks that may follow the last letter of a word, and so a letter that looks like a first byte.
SOFT = frozenset("»”…’—–“‘›„‚«‹®™°ºª²³·\xa0\xad")
QUOTES = "“”„‘’‚«»‹›\"'"
LETTERS = regex.compile(r"[\p{L}\p{M}]+")
TOKEN = regex.compile(r"[^\s\xa0]+(?:\xa0+[^\s\xa0]+)*|[^ \t\r\n]+")
CONTROL = regex.compile(r"[\x80-\x84\x86-\x9f]")
# What the letters of a word are surrounded by in sound text; other signs beside letters are odd.
ODD = regex.compile(
    r"[\x80-\x9f\uFFFD]|[\p{L}\p{M}][¢¤¥¦§¨©¬¯±´¶¸¹¼½¾¿¡†‡ˆ‰ƒ‹€√∂∫≈∆◊\u2500-\u259F]+\p{L}|[¤¦¨¬¯´¸ˆ]|[\u2500-\u259F]\p{L}|\p{L}[\u2500-\u259F]"
    r"|(?:[–—][^\x00-\x7f]){2}|[–—][\p{Sm}µ∏∑π]"
)
ODD_RESULT = regex.compile(
    r"[\x80-\x9f\uFFFD]|\p{L}[¢£¤¥¦§¨©¬¯±¶¸¹¼½¾¿¡†‡ˆ‰ƒ‹€√∂∫≈∆◊]+\p{L}|\p{L}[÷×]|[÷×]\p{L}|[¤¦¨¬¯¸ˆ\u2500-\u259F]"
    r"|(?:[–—][^\x00-\x7f]){2}|[–—][\p{Sm}µ∏∑π]"
)
# Letters and signs that people write today.
USUAL = regex.compile(
    r"[\xa0-\xbf×÷À-ÖØ-öø-ſ\u0187\u0188\u0198\u0199\u0181\u018A\u018F\u0190\u0186\u01A0\u01A1\u01AF\u01B0\u01B3\u01B4"
    r"\u01CD-\u01DC\u01E4-\u01ED\u0218-\u021B\u0253-\u0257\u0259\u025B\u02BB\u02BC\u0300-\u0304\u0306-\u030C\u0323\u0327\u0328\u0331"
    r"ΆΈ-ΊΌΎ-ΡΣ-ώЀ-џҐґҒ-ӿ\u0531-\u0556\u0559-\u0589\u05B0-\u05EA\u05F3\u05F4\u060C\u061B\u061F-\u064F\u0650-\u0655\u0660-\u06D5\u06F0-\u06F9"
    r"\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}\p{Oriya}\p{Tamil}\p{Telugu}\p{Kannada}\p{Malayalam}\p{Sinhala}\p{Thai}\p{Lao}\p{Tibetan}"
    r"\p{Myanmar}\p{Khmer}\p{Georgian}\p{Ethiopic}\p{Hangul}\p{Hiragana}\p{Katakana}\u4E00-\u9FFF\u1E00-\u1EFF\u1F00-\u1FFF"
    r"\u0964\u0965\u2010-\u2027\u2030\u2032\u2033\u2039\u203A\u203B\u20AC\u20BD\u20B9\u20B4\u2116\u2122\u200B-\u200F\u2190-\u2194\u2202\u2206\u2211\u2212\u221A\u221E\u2248\u2260\u2264\u2265"
    r"\u25A0-\u25FF\u2600-\u27BF\u3000-\u303F\u30FB\u30FC\uFF01-\uFF65\uFFE5\uFEFF\uFE0F\U0001F300-\U0001FAFF]"
)
SCRIPTS = tuple(
    regex.compile(rf"[{letters}]")
    for letters in (
        *(r"\p{Latin}", r"\p{Greek}", r"\p{Cyrillic}", r"\p{Arabic}", r"\p{Hebrew}"),
        r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}ー",
        *(r"\p{Devanagari}", r"\p{Bengali}", r"\p{Gurmukhi}", r"\p{Gujarati}", r"\p{Oriya}", r"\p{Tamil}", r"\p{Telugu}"),
        *(r"\p{Kannada}", r"\p{Malayalam}", r"\p{Sinhala}", r"\p{Thai}", r"\p{Lao}", r"\p{Tibetan}", r"\p{Myanmar}"),
        *(r"\p{Khmer}", r"\p{Georgian}", r"\p{Armenian}", r"\p{Ethiopic}"),
    )
)
ALPHABETIC = regex.compile(r"[^\x00-\x7f](?<=[\p{Latin}\p{Greek}\p{Cyrillic}])")
WORD_WITH_DIGIT = regex.compile(r"\p{L}[٠-٩۰-۹]|[٠-٩۰-۹]\p{L}")


@dataclass(frozen=True, slots=True)
class Page:
    """what decodes text that was read as one code page"""

    name: str
    sequences: "regex.Pattern[str]"
    bytes: dict[str, int]

    @property
    def is_latin(self) -> bool:
        return self.name not in PAGES[PAGES.index("cp1251") :]


@dataclass(frozen=True, slots=True)
class Reading:
    """a line decoded: `starts` says where each character of the result, and its end, is in the line"""

    text: str
    starts: tuple[int, ...]
    page: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """what to put where; `sure` if it is right beyond doubt"""

    span: Span
    text: str


def repairs(line: str) -> list[Repair]:
    """The places of a line that were misread, with what they were.

    >>> [repair.text for repair in repairs("BjÃƒÂ¶rk in MalmÃƒÂ¶")]
    ['ö', 'ö']
    """
    first = Reading(line, tuple(range(len(line) + 1)))
    language = judge(line)
    judged = [(score, reading, sound) for reading in _finals(first) if (judgement := _judge(line, reading, language)) for score, sound in [judgement]]
    if not judged:
        return []
    judged.sort(key=lambda each: each[0], reverse=True)
    best = _changes(line, judged[0][1], judged[0][2])
    rivals = [each for each in judged[1:] if each[0] == judged[0][0] and _changes(line, each[1], each[2]) != best]
    return [] if rivals and judged[0][1].page not in COMMON else best


def _finals(first: Reading) -> Iterator[Reading]:
    """All ways to decode a line, and to decode what is still odd then."""
    seen, layer = {first.text}, [first]
    for _ in range(DEEPEST):
        layer = [
            decoded
            for reading in layer
            for page in _pages()
            if (decoded := _decoded(reading, page)).text not in seen and not seen.add(decoded.text)
        ]
        yield from layer
        layer = [reading for reading in layer if _is_misreadable(first, reading)]
    for name in WIDE_PAGES:
        wide = _decoded_wide(first, name)
        if wide:
            yield wide


def _is_misreadable(first: Reading, reading: Reading) -> bool:
    """Whether what was decoded may have been misread before, too."""
    new = set(reading.text) - set(first.text)
    return new <= _repertoire() and _is_odd(reading.text)


@cache
def _repertoire() -> frozenset[str]:
    return frozenset().union(*(page.bytes for page in _pages()))


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


def _decoded(reading: Reading, page: Page) -> Reading:
    text, starts = list[str](), list[int]()
    last = 0
    for match in page.sequences.finditer(reading.text):
        text += reading.text[last : match.start()]
        starts += reading.starts[last : match.start()]
        at = match.start()
        for sign in bytes(page.bytes[char] for char in match[0]).decode("utf-8"):
            text.append(sign)
            starts.append(reading.starts[at])
            at += len(sign.encode("utf-8"))
        last = match.end()
    if not last:
        return reading
    return Reading("".join(text) + reading.text[last:], (*starts, *reading.starts[last:]), page.name)


def _decoded_wide(reading: Reading, name: str) -> Reading | None:
    """A line whose tokens were read as pairs of bytes."""
    text, starts = list[str](), list[int]()
    decoded = False
    for match in regex.finditer(r"[^ \t]+|[ \t]+", reading.text):
        try:
            if match[0].isascii():
                raise ValueError
            bytes_of = [char.encode(name) for char in match[0]]
            result = b"".join(bytes_of).decode("utf-8")
        except ValueError:
            text += match[0]
            starts += range(*match.span())
            continue
        decoded = True
        origins = [match.start() + n for n, piece in enumerate(bytes_of) for _ in piece]
        at = 0
        for sign in result:
            text.append(sign)
            starts.append(origins[at])
            at += len(sign.encode("utf-8"))
    return Reading("".join(text), (*starts, len(reading.text)), name) if decoded else None


def _judge(line: str, reading: Reading, language: str | None) -> tuple[tuple[int, ...], frozenset[int]] | None:
    """How well a reading explains a line, and which tokens of it are sound then; None if none is."""
    wide = reading.page in WIDE_PAGES
    strong, weak = list[tuple[int, int, str]](), list[tuple[int, int, str]]()
    tokens = list(_tokens(line, reading))
    changed = [each for each in tokens if line[each[0] : each[1]] != each[2]]
    for start, end, result in changed:
        token = line[start:end]
        if not _is_clean(token, result) or _keeps_letters(token, result):
            continue
        (strong if _is_odd(token) or wide else weak).append((start, end, result))
    accepted = strong + (weak if strong else [])
    if not accepted:
        return None
    new = " ".join(result for _, _, result in accepted)
    if not _explains(line, reading, accepted) or wide and not _is_long(new):
        return None
    outside = min(sum(map(alphabet.isdisjoint, filter(ALPHABETIC.match, new))) for alphabet in _alphabets(language))
    words = [word.lower() for word in LETTERS.findall(new)]
    known = sum(word in _known_words(language) for word in words)
    gone = sum(end - start for start, end, _ in accepted) - len(new)
    return (gone, -outside, known), frozenset(start for start, _, _ in accepted)


def _explains(line: str, reading: Reading, accepted: Sequence[tuple[int, int, str]]) -> bool:
    """Whether what was decoded is enough of a line, if the line or the result is not Latin."""
    new = "".join(result for _, _, result in accepted)
    old = "".join(line[start:end] for start, end, _ in accepted)
    foreign = [script for script in SCRIPTS[1:] if script.search(old) or script.search(new)]
    if not foreign:
        return True
    beyond = [char for char in line if not char.isascii()]
    kept = {start for start, end in pairwise(reading.starts) if end == start + 1}
    uncovered = sum(1 for at, char in enumerate(line) if not char.isascii() and char not in SOFT and at in kept)
    return len(beyond) * (1 - LEAST_COVERED) >= uncovered


def _is_long(new: str) -> bool:
    """Whether a result is no chance: text in a known language, or many letters of another script."""
    foreign = sum(any(script.match(char) for script in SCRIPTS[1:]) for char in new)
    return foreign >= 6 or (not foreign and judge(new) not in (None, "other", "code"))


def _tokens(line: str, reading: Reading) -> Iterator[tuple[int, int, str]]:
    """What is between blanks: where it is in the line, and what it is in the reading."""
    at = 0
    for match in regex.finditer(r"[^ \t]+", line):
        start, end = match.span()
        while reading.starts[at] < start:
            at += 1
        first = at
        while reading.starts[at] < end:
            at += 1
        yield start, end, reading.text[first:at]


def _is_odd(token: str) -> bool:
    """Whether no language writes this."""
    return bool(ODD.search(token)) or _is_mixed(token) or _bad_case(token) or _bad(token)


def _keeps_letters(token: str, result: str) -> bool:
    """Whether letters of the page are left as they were, so that the token was not misread as a whole."""
    left = sum(char in token and char.isalpha() and not char.isascii() for char in result)
    return left * 10 > sum(char not in token for char in result) * (1 if left > 1 else 10)


def _bad(token: str) -> bool:
    from ftfy.badness import is_bad  # noqa: PLC0415 - late: its tables take time to load

    return bool(is_bad(token))


def _is_clean(token: str, result: str) -> bool:
    """Whether a result is right by itself: usual signs, words of one script and one case."""
    new = set(result) - set(token)
    if not all(char.isascii() or USUAL.match(char) for char in new):
        return False
    if any(unicodedata_control(char) for char in new):
        return False
    return not (ODD_RESULT.search(result) or WORD_WITH_DIGIT.search(result) or _is_mixed(result) or _bad_case(result))


def unicodedata_control(char: str) -> bool:
    return char < " " or "\x7f" <= char < "\xa0"


def _is_mixed(text: str) -> bool:
    for word in LETTERS.findall(text):
        if not word.isascii() and sum(bool(script.search(word)) for script in SCRIPTS) > 1:
            return True
    return False


BAD_CASE = regex.compile(r"(?<!\p{L})\p{Lu}(?=[^\x00-\x7f])\p{Lu}\p{Ll}|\p{Ll}{2}(?=[^\x00-\x7f])\p{Lu}|(?<=\p{Lu}{2})(?=[^\x00-\x7f])\p{Ll}(?!s?\b)|\p{Lu}(?=[^\x00-\x7f])\p{Ll}(?<=\p{Lu}{2}.)\p{Lu}")


def _bad_case(text: str) -> bool:
    return bool(BAD_CASE.search(text))


def _changes(line: str, reading: Reading, tokens: frozenset[int]) -> list[Repair]:
    """The runs that a reading changes in the tokens that are accepted."""
    found = list[Repair]()
    for match in regex.finditer(r"[^ \t]+", line):
        if match.start() not in tokens:
            continue
        for char, (start, end) in zip(reading.text, pairwise(reading.starts)):
            if match.start() <= start < match.end() and line[start:end] != char:
                if found and found[-1].span.end == start:
                    found[-1] = Repair(Span(found[-1].span.start, end), found[-1].text + char)
                else:
                    found.append(Repair(Span(start, end), char))
    return found


@cache
def _pages() -> tuple[Page, ...]:
    return tuple(map(_page, PAGES))


def _page(name: str) -> Page:
    signs = {byte: bytes([byte]).decode(name, "ignore") or chr(byte) for byte in range(128, 256)}
    known = {sign: byte for byte, sign in signs.items()}
    known |= {chr(byte): byte for byte in range(128, 160) if chr(byte) not in known}

    def any_of(first: int, last: int) -> str:
        return "[" + "".join(regex.escape(sign) for sign, byte in known.items() if first <= byte <= last) + "]"

    tail = any_of(0x80, 0xBF)
    sequence = (
        rf"{any_of(0xC2, 0xDF)}{tail}|{any_of(0xE0, 0xE0)}{any_of(0xA0, 0xBF)}{tail}"
        rf"|{any_of(0xE1, 0xEC)}{tail}{{2}}|{any_of(0xED, 0xED)}{any_of(0x80, 0x9F)}{tail}|{any_of(0xEE, 0xEF)}{tail}{{2}}"
        rf"|{any_of(0xF0, 0xF0)}{any_of(0x90, 0xBF)}{tail}{{2}}"
    )
    return Page(name, regex.compile(f"(?:{sequence})+"), known)
