r"""codepage – bytes that are not UTF-8, counted, and the encoding that a text was probably written in.

    options:
      pages: code-pages.tsv       # beside the rule: name, Python's codec, iconv's name, languages
      words: code-page-words.tsv  # a language, its usual words or characters; Latin ones are in the lexicon

A finding is the first run of such bytes in a text; its message counts them all. Their lines are decoded with
each code page. A reading gains by words that are usual in one language of the page, and loses by characters
that nobody writes where they are: a symbol inside a word, a capital letter behind a small one, two scripts in
one word, a control character. Where no reading is clearly the best the message says so.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

import regex

from textlint.kinds import Gate
from textlint.lexicon import usual_words
from textlint.model import Check, Document, Finding, Rule, Span, Table
from textlint.segment import lines_in

VALUES: tuple[str, ...] = ("count", "remedy")

BYTES = regex.compile(r"[\udc80-\udcff]+")
HALVES = regex.compile(r"[\ud800-\udc7f\udd00-\udfff]")  # of pairs, in JSON; no bytes
LONGEST_SAMPLE = 20_000  # bytes
MOST_ODD = 0.05  # of the characters that are not ASCII, those that nobody writes where they are
FEWEST_SIGNS = 2  # of evidence for a page that is less usual than the first
LEAD = 2  # points by which the best reading must be better than those with more usual pages
NATIVE, ODD = 3, -3  # points for a usual word that is not ASCII, and for an odd character
ROMANIAN = str.maketrans("şţŞŢ", "șțȘȚ")  # written with a cedilla where a code page has no comma
FEWEST_USUAL = 0.1  # the share of usual words, or characters, where not all of a language's letters are ASCII

TOKEN = regex.compile(r"[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*")
# Characters of Chinese, Japanese and Korean are counted one by one, since no blank parts their words.
EASTERN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
HALF_WIDTH = regex.compile(r"[\uff61-\uff9f]")  # of Katakana; one byte each, so that any bytes make some
SCRIPTS = tuple(
    regex.compile(rf"\p{{{name}}}")
    for name in ("Latin", "Cyrillic", "Greek", "Hebrew", "Arabic", "Thai", "Han", "Hangul")
)
DASH = regex.compile("[–—•·]")  # between letters it may be one that was read wrong: Se–or
BETWEEN = regex.compile(r"(?<=\p{L})[–—](?=\p{L})")  # says nothing
CASE_SLIP = regex.compile(r"\p{Ll}\p{Lu}|\p{Lu}{2,}\p{Ll}")
# What is no letter, by where it may be: a mark that opens, one that closes or ends, anything but in a word.
OPENS = regex.compile(r"(?<![\p{L}\p{N}])[“‘«„‚‹¿¡](?=\s?[\p{L}\p{N}“‘«])")
CLOSES = regex.compile(r"(?<=[\p{L}\p{N}\p{P}%]\s?)[”’»›“‘](?![\p{L}\p{N}])|(?<=\p{L})’(?=\p{L})")
STANDS = regex.compile(
    r"(?<!\p{L})[–—…•·§©®°£€¥½¼¾×±²³º№\xa0](?!\p{L})|[–—…](?=\s|\p{L}\p{L}+[–—])|\xa0|(?<=\p{L})[·®™©…](?=[\s.,]|\p{L}|$)"
    r"|(?<=\p{N})[°²³ºª%]\p{Lu}?|[£€¥§№](?=\s?\p{N})|[、。，．！？「」『』（）：；・《》〈〉【】…～“”‘’]"
)


@dataclass(frozen=True, slots=True)
class Options:
    pages: Table
    words: Table

    def __post_init__(self) -> None:
        for table, fewest in ((self.pages, 4), (self.words, 2)):
            for line, cells in table.rows:
                if len(cells) != fewest:
                    found = "\t".join(cells)
                    raise ValueError(f"{table.path.name}:{line}: expected {fewest} cells, found {found!r}")
        for line, cells in self.pages.rows:
            try:
                "".encode(cells[1])
            except LookupError:
                raise ValueError(f"{self.pages.path.name}:{line}: unknown codec {cells[1]!r}") from None


class Page(NamedTuple):
    name: str
    codec: str
    iconv: str
    languages: tuple[str, ...]


class Reading(NamedTuple):
    """a sample decoded with a code page, and how well it reads"""

    page: Page
    points: int
    evidence: int  # usual words and marks that are not ASCII


def gate(options: Options) -> Gate:
    return "surrogates"


def prepare(rule: Rule[Options]) -> Check:
    pages = [
        Page(name, codec, iconv, tuple(languages.split()))
        for _, (name, codec, iconv, languages) in rule.options.pages.rows
    ]
    words = {language: frozenset(words.split()) for _, (language, words) in rule.options.words.rows}
    return partial(check, rule, pages, words)


def check(
    rule: Rule[Options],
    pages: Sequence[Page],
    words: Mapping[str, frozenset[str]],
    document: Document,
    spans: Sequence[Span],
) -> Iterator[Finding]:
    runs = list(BYTES.finditer(document.text))
    if runs:
        count = sum(len(run[0]) for run in runs)
        told = "1 byte is" if count == 1 else f"{count} bytes are"
        yield rule.flag(
            document, runs[0].span(), count=told, remedy=_remedy(document, spans, count, pages, words)
        )


def _remedy(
    document: Document,
    spans: Sequence[Span],
    count: int,
    pages: Sequence[Page],
    words: Mapping[str, frozenset[str]],
) -> str:
    if sum(sign > "\x7f" for sign in BYTES.sub("", document.text)) >= count:
        return "but other characters of the text are, so it is damaged there"
    page = guess(_sample(document, spans), pages, words)
    if page:
        return f"it reads well as {page.name}: convert it with `iconv -f {page.iconv} -t UTF-8`"
    return "and the words don't tell the encoding: convert it from the one it was written in, as with `iconv`"


def _sample(document: Document, spans: Sequence[Span]) -> bytes:
    """The lines with bytes that are not UTF-8, as they were in the file."""
    lines, length = list[bytes](), 0
    for start, end, _ in lines_in(document, spans):
        line = document.text[start:end]
        if BYTES.search(line):
            lines.append(HALVES.sub("?", line).encode("utf-8", "surrogateescape"))
            length += len(lines[-1])
            if length > LONGEST_SAMPLE:
                break
    return b"\n".join(lines)[: 2 * LONGEST_SAMPLE]


def guess(data: bytes, pages: Sequence[Page], words: Mapping[str, frozenset[str]]) -> Page | None:
    """The code page that bytes read best in, None where that is not clear.

    Pages that give the same text are one reading, which the first of them stands for.
    """
    readings: dict[str, Reading] = {}
    for page in pages:
        text = unicodedata.normalize("NFC", data.decode(page.codec, "replace"))
        reading = _read(text, page, words)
        if reading and text in readings:
            better = max(readings[text], reading, key=lambda each: each.points)
            reading = better._replace(page=readings[text].page)
        if reading:
            readings[text] = reading
    best = max(readings.values(), key=lambda each: each.points, default=None)
    if best is None or best.points <= 0 or (best.page != pages[0] and best.evidence < FEWEST_SIGNS):
        return None
    order = {page: n for n, page in enumerate(pages)}
    for other in readings.values():
        lead = LEAD if order[other.page] < order[best.page] else 1
        if other is not best and other.points > best.points - lead:
            return None
    return best.page


def _read(text: str, page: Page, words: Mapping[str, frozenset[str]]) -> Reading | None:
    """How well a text reads in the language of a code page that it fits best; None if it is no text."""
    native, odd, tokens = 0, 0, Counter[str]()
    for match in TOKEN.finditer(text):
        token = match[0]
        if token.isascii():
            beside = text[max(0, match.start() - 1) : match.start()] + text[match.end() : match.end() + 1]
            tokens[token.lower()] += not DASH.search(beside)
        elif _is_odd(token):
            odd += sum(sign > "\x7f" for sign in token)
        else:
            native += 1
            parts = EASTERN.findall(token) or _thai(words["th"]).findall(token)
            tokens.update(parts or [token.lower().replace("’", "'").translate(ROMANIAN)])
    placed = sum(len(pattern.findall(text)) for pattern in (OPENS, CLOSES, STANDS))
    others = sum(sign > "\x7f" and not unicodedata.category(sign).startswith(("L", "M")) for sign in text)
    odd += max(0, others - placed - len(BETWEEN.findall(text)))
    letters = sum(sign > "\x7f" for sign in text) - others
    if odd > MOST_ODD * (letters + others):
        return None
    native_usual, usual = _usual(tokens, page.languages, words)
    foreign = sum(count for token, count in tokens.items() if not token.isascii())
    is_latin = all(language in usual_words() for language in page.languages)
    if not is_latin and native_usual < FEWEST_USUAL * foreign:
        return None
    if not (native_usual or (usual and (placed or native))):
        return None
    return Reading(page, NATIVE * native_usual + usual + placed + ODD * odd, native_usual + placed)


@cache
def _thai(words: frozenset[str]) -> "regex.Pattern[str]":
    """Usual words of Thai, which puts no blanks between words."""
    return regex.compile("|".join(sorted(words, key=len, reverse=True)))


def _usual(
    tokens: Mapping[str, int], languages: Sequence[str], words: Mapping[str, frozenset[str]]
) -> tuple[int, int]:
    """How many words are usual: those not in ASCII in any of these languages, the others in one of them."""
    known = [words.get(language) or usual_words()[language].keys() for language in languages]
    native = sum(
        count
        for token, count in tokens.items()
        if not token.isascii() and any(token in words for words in known)
    )
    plain = {token: count for token, count in tokens.items() if token.isascii()}
    return native, max(sum(plain[token] for token in plain.keys() & words) for words in known)


def _is_odd(token: str) -> bool:
    """Whether a word mixes two scripts, or has a capital letter after a small one."""
    if HALF_WIDTH.search(token) or CASE_SLIP.search(token):
        return True
    return sum(script.search(token) is not None for script in SCRIPTS) > 1
