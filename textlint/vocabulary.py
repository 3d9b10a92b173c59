r"""vocabulary – English words, and how often they are used.

Two packages ship what is read here as data; neither is imported. `wordfreq` has counted 300,000 forms in
books, subtitles, news and on the web, slips and names among them; `symspellpy` lists 80,000 forms that
dictionaries have.

Frequencies are on Zipf's scale: 3 is once in a million words, 6 is once in a thousand, 0 is never seen.

A vocabulary is made once (`read`) for all rules that ask it, and kept once (`cache`). Few runs need more than
a handful of its words: the usual ones are a set, and the rest are looked up in the bytes that they came in.
"""

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from textlint.model import Document
from textlint.segment import once

PER_DRAWER = 200  # words; to look through so many takes a quarter of a microsecond
LEAST_USUAL = 3.3  # 19,000 words, of which 97 in 100 words of any text are
RAREST = 1.5  # rarer forms that no dictionary has are as good as never seen; they are half of all
# Around a word, or behind it: "(see", "did,", "sons’".
AROUND = "\"'“”‘’„«»()[]{}<>.,;:!?…*_–—-"

ZERO, LISTED = 32, 128  # a word's one byte: its frequency in tenths from 32, and whether dictionaries have it


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """words in lower case with straight apostrophes; `usual` are the commonest that dictionaries have"""

    usual: frozenset[str]
    drawers: tuple[bytes, ...]

    def frequency(self, word: str) -> float:
        """How often a form is used, be it a word or not."""
        return max(0, (self._byte(word) & ~LISTED) - ZERO) / 10

    def lists(self, word: str) -> bool:
        """Whether dictionaries have a form."""
        return word in self.usual or self._byte(word) >= LISTED

    def _byte(self, word: str) -> int:
        sought = f"\n{word}\t".encode("utf-8", "surrogatepass")
        drawer = self.drawers[_drawer(word, len(self.drawers))]
        at = drawer.find(sought)
        return drawer[at + len(sought)] if at >= 0 else 0

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
    """The vocabulary that the two packages make up; takes a second."""
    return Vocabulary.of(_counted(), _dictionary())


@once
def tokens(document: Document) -> frozenset[str]:
    """What stands between blanks in a text, each once."""
    return frozenset(document.text.split())


def unusual(document: Document, vocabulary: Vocabulary) -> frozenset[str]:
    """The words of a text that are in lower case and not usual, each once, without the signs around them.

    What holds a digit, a sign or a capital inside is left out: formulas, codes, names.

    >>> sorted(unusual(Document("The loess, he said, of 2 uplamds (and of eMail)."), read()))
    ['loess', 'uplamds']
    """
    if unusual not in document.memo:
        # Most are usual as they stand; only of the rest signs are stripped.
        rest = (token.strip(AROUND) for token in tokens(document) - vocabulary.usual if token.islower())
        document.memo[unusual] = frozenset(filter(str.isalpha, rest)) - vocabulary.usual
    found: frozenset[str] = document.memo[unusual]
    return found


def unlisted(document: Document, vocabulary: Vocabulary) -> frozenset[str]:
    """Those of the unusual words of a text that dictionaries don't have."""
    if unlisted not in document.memo:
        words = unusual(document, vocabulary)
        document.memo[unlisted] = frozenset(word for word in words if not vocabulary.lists(word))
    found: frozenset[str] = document.memo[unlisted]
    return found


def data_files() -> list[Path]:
    """The files that a vocabulary is made of."""
    return [
        _file("wordfreq", "large_en.msgpack.gz"),
        _file("symspellpy", "frequency_dictionary_en_82_765.txt"),
    ]


def _counted() -> Iterator[tuple[str, float]]:
    """All forms with their frequencies.

    The file is a list: a header, then for each hundredth of a power of ten the words that are so frequent.
    """
    import msgpack  # type: ignore[import-untyped]  # noqa: PLC0415 - late: only to compile rules

    _header, *steps = msgpack.unpackb(gzip.decompress(data_files()[0].read_bytes()))
    for step, words in enumerate(steps):
        yield from ((word, 9 - step / 100) for word in words)


def _dictionary() -> Iterator[str]:
    """The forms that dictionaries have; on each line one and a number."""
    for line in data_files()[1].read_text(encoding="utf-8-sig").splitlines():
        yield line.partition(" ")[0]


@cache
def _file(package: str, name: str) -> Path:
    from importlib.metadata import files  # noqa: PLC0415 - late: it takes its time

    for path in files(package) or ():
        if path.name == name:
            return Path(str(path.locate()))
    raise FileNotFoundError(f"the package {package} has no {name}; another version of it may")


def _drawer(word: str, count: int) -> int:
    return crc32(word.encode("utf-8", "surrogatepass")) % count


def _unpickled(usual: str, drawers: tuple[bytes, ...]) -> Vocabulary:
    return Vocabulary(frozenset(usual.split(" ")), drawers)
