r"""vocabulary – English words, and how often they are used.

Two packages ship what is read here as data; neither is imported. `wordfreq` has counted 300,000 forms in
books, subtitles, news and on the web, slips and names among them; `symspellpy` lists 80,000 forms that
dictionaries have.

Frequencies are on Zipf's scale: 3 is once in a million words, 6 is once in a thousand, 0 is never seen.

A vocabulary is made once (`read`) for all rules that ask it, and kept once (`cache`). Few runs need more than
a handful of its words: the usual ones are a set, and the rest are looked up in the bytes that they came in.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any
from zlib import crc32

import regex

from textlint.errors import SettingsError
from textlint.model import Document
from textlint.segment import contents, once

DATA = (
    ("wordfreq", "large_en.msgpack.gz"),
    ("symspellpy", "frequency_dictionary_en_82_765.txt"),
)
HEADER = {"format": "cB", "version": 1}
FEWEST_USUAL = 10_000  # words; with fewer something is wrong
LONGEST_SOUGHT = 50_000  # code points; in a longer text all words are found at once
LONGEST = 40  # code points of a word
KEPT = 1 << 15  # answers; the unusual words of one text are those of many others
LETTERS = regex.compile(r"\p{L}++")
WORD_BEFORE = regex.compile(r"(?r)(\p{L}+)[-‐\xad]?[ \t]*(?:\r\n|\n|\r)?[ \t]*")
WORD_BEHIND = regex.compile(r"[-‐\xad]?[ \t]*+(?:\r\n|\n|\r)?[ \t]*+(\p{L}+)")
PER_DRAWER = 200  # words; to look through so many takes a quarter of a microsecond
LEAST_USUAL = 3.3  # 19,000 words, of which 97 in 100 words of any text are
LONGEST_WORD = 100  # letters; what takes a step a letter would take the square of a longer one
RAREST = 1.5  # rarer forms that no dictionary has are as good as never seen; they are half of all
# Around a word, or behind it: "(see", "did,", "sons’".
AROUND = "\"'“”‘’„«»()[]{}<>.,;:!?…*_–—-"

ZERO, LISTED = 32, 128  # a word's one byte: its frequency in tenths from 32, and whether dictionaries have it


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """words in lower case with straight apostrophes; `usual` are the commonest that dictionaries have"""

    usual: frozenset[str]
    drawers: tuple[bytes, ...]

    def frequency(self, word: str) -> float:
        """How often a form is used, be it a word or not."""
        return max(0, (_byte(self, word) & ~LISTED) - ZERO) / 10

    def lists(self, word: str) -> bool:
        """Whether dictionaries have a form."""
        return word in self.usual or _byte(self, word) >= LISTED

    def __reduce__(self) -> tuple[Any, ...]:
        """The usual words as one string, which is faster to read than so many."""
        return _unpickled, (" ".join(sorted(self.usual)), self.drawers)

    @classmethod
    def of(cls, frequencies: Iterable[tuple[str, float]], listed: Iterable[str]) -> "Vocabulary":
        """A vocabulary of forms with their frequencies, and of those that dictionaries have."""
        found = {word: ZERO + round(10 * frequency) for word, frequency in frequencies}
        known = frozenset(listed)
        found = {word: byte for word, byte in found.items() if byte >= ZERO + 10 * RAREST or word in known}
        found |= {word: found.get(word, ZERO) | LISTED for word in known}
        drawers = [bytearray() for _ in range(len(found) // PER_DRAWER + 1)]
        for word, byte in found.items():
            drawers[_drawer(word, len(drawers))] += f"\n{word}\t".encode() + bytes([byte])
        usual = (word for word, byte in found.items() if byte >= LISTED + ZERO + round(10 * LEAST_USUAL))
        return cls(frozenset(usual), tuple(map(bytes, drawers)))


@cache
def read() -> Vocabulary:
    """The vocabulary that the two packages make up; takes a second. SettingsError if they are damaged."""
    try:
        found = Vocabulary.of(_counted(), _dictionary())
    except Exception as error:  # noqa: BLE001 - what a damaged package may raise has no end
        problem = f"{type(error).__name__}: {error}"
        raise SettingsError(f"the word lists of wordfreq and symspellpy can't be read ({problem})") from None
    if len(found.usual) < FEWEST_USUAL:
        raise SettingsError(f"the word lists of wordfreq and symspellpy have {len(found.usual)} usual words")
    return found


@once
def tokens(document: Document) -> frozenset[str]:
    """What stands between blanks in a text, each once."""
    return frozenset(chain.from_iterable(map(str.split, contents(document))))


def unusual(document: Document, vocabulary: Vocabulary) -> frozenset[str]:
    """The words of a text that are in lower case and not usual, each once, without the signs around them.

    What holds a digit, a sign or a capital inside is left out: formulas, codes, names. So is what is longer
    than any word: sequences of DNA, keys.

    >>> sorted(unusual(Document("The loess, he said, of 2 uplamds (and of eMail)."), read()))
    ['loess', 'uplamds']
    """
    if unusual not in document.memo:
        # Most are usual as they stand; only of the rest signs are stripped.
        rest = set(map(_word_in, tokens(document) - vocabulary.usual))
        document.memo[unusual] = frozenset(rest - vocabulary.usual - {""})
    found: frozenset[str] = document.memo[unusual]
    return found


@lru_cache(maxsize=KEPT)
def _word_in(token: str) -> str:
    """The word in lower case that is all there is between the signs around a token; "" if there is more."""
    word = token.strip(AROUND) if token.islower() else ""
    return word if len(word) <= LONGEST_WORD and word.isalpha() else ""


def unlisted(document: Document, vocabulary: Vocabulary) -> frozenset[str]:
    """Those of the unusual words of a text that dictionaries don't have."""
    if unlisted not in document.memo:
        words = unusual(document, vocabulary)
        document.memo[unlisted] = frozenset(word for word in words if not vocabulary.lists(word))
    found: frozenset[str] = document.memo[unlisted]
    return found


def is_half(text: str, start: int, end: int, vocabulary: Vocabulary) -> bool:
    """Whether a word makes one that dictionaries have with the word before or behind it: `govern ment`.

    A hyphen between them makes no difference.
    """
    word = text[start:end].lower()
    before = WORD_BEFORE.match(text, max(0, start - LONGEST), start)
    behind = WORD_BEHIND.match(text, end)
    return bool(
        (before and vocabulary.lists(before[1].lower() + word))
        or (behind and vocabulary.lists(word + behind[1].lower()))
    )


def places(document: Document, word: str) -> Sequence[int]:
    """Where a word stands that is no part of a longer run of letters."""
    text = document.text
    if len(text) > LONGEST_SOUGHT:
        return _places(document).get(word, ())
    found, at = [], text.find(word)
    while at >= 0:
        if not (text[at - 1 : at].isalpha() or text[at + len(word) : at + len(word) + 1].isalpha()):
            found.append(at)
        at = text.find(word, at + 1)
    return found


@once
def _places(document: Document) -> "dict[str, array[int]]":
    """All runs of letters: in a long text many words are sought, and the text is read only once."""
    found = defaultdict[str, "array[int]"](lambda: array("I"))
    for run in LETTERS.finditer(document.text):
        found[run[0]].append(run.start())
    return found


def data_files() -> list[Path]:
    """The files that a vocabulary is made of, as far as they are there."""
    found = (_file(package, name) for package, name in DATA)
    return [path for path in found if path]


def _counted() -> Iterator[tuple[str, float]]:
    """All forms with their frequencies.

    The file is a list: a header, then for each hundredth of a power of ten the words that are so frequent.
    """
    import gzip  # noqa: PLC0415 - late, both: only to compile rules

    import msgpack  # type: ignore[import-untyped]  # noqa: PLC0415

    header, *steps = msgpack.unpackb(gzip.decompress(_data(*DATA[0])))
    if header != HEADER:
        raise ValueError(f"expected the header {HEADER}, found {str(header)[:60]}")
    for step, words in enumerate(steps):
        yield from ((word, 9 - step / 100) for word in words)


def _dictionary() -> Iterator[str]:
    """The forms that dictionaries have; on each line one and a number."""
    for line in _data(*DATA[1]).decode("utf-8-sig").splitlines():
        yield line.partition(" ")[0]


def _data(package: str, name: str) -> bytes:
    path = _file(package, name)
    if path is None:
        raise ValueError(f"the package {package} has no file {name}")
    return path.read_bytes()


@cache
def _file(package: str, name: str) -> Path | None:
    from importlib.metadata import PackageNotFoundError, files  # noqa: PLC0415 - late: it takes its time

    try:
        found = files(package) or ()
    except PackageNotFoundError:
        return None
    return next((Path(str(path.locate())) for path in found if path.name == name), None)


@lru_cache(maxsize=KEPT)
def _byte(vocabulary: Vocabulary, word: str) -> int:
    sought = f"\n{word}\t".encode("utf-8", "surrogatepass")
    drawer = vocabulary.drawers[_drawer(word, len(vocabulary.drawers))]
    at = drawer.find(sought)
    return drawer[at + len(sought)] if at >= 0 else 0


def _drawer(word: str, count: int) -> int:
    return crc32(word.encode("utf-8", "surrogatepass")) % count


def _unpickled(usual: str, drawers: tuple[bytes, ...]) -> Vocabulary:
    return Vocabulary(frozenset(usual.split(" ")), drawers)
