"""phrases – find words and phrases of a table in a text, by their first words.

Case and the form of apostrophes don't count. A phrase is found where its words stand whole.
"""

import pickle
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar
from zlib import crc32

import regex

from textlint.model import Span
from textlint.segment import WORD

Entry = TypeVar("Entry")

# The parts of words with hyphens and apostrophes: `israel` in `Hamas-israel`, `turkey` in `turkey's`.
PART = regex.compile(r"(?<![\p{L}\p{M}\p{N}_])[\p{L}\p{M}]++(?![\p{N}_])")

PER_DRAWER = 5  # entries

MORE_OF_PART = regex.compile(r"[\p{L}\p{M}\p{N}_]")
MORE_OF_WORD = regex.compile(r"['’\-]?[\p{L}\p{M}\p{N}_]")


class Group(NamedTuple):
    """the phrases that begin with one word, each with its entry

    `lengths` are those of a phrase with this second word, the longest first; "" is for any other word.
    """

    phrases: Mapping[str, Any]
    lengths: Mapping[str, tuple[int, ...]]
    longest: int


class Drawers(dict[str, Any]):
    """a dictionary that, once it has been pickled, is unpickled drawer by drawer, as its keys are asked for

    A run over a few texts needs ten words of a dictionary of 65,000.
    """

    def __init__(self, entries: Mapping[str, Any], closed: tuple[bytes, ...] = ()) -> None:
        super().__init__(entries)
        self._closed = dict(enumerate(closed))
        self._count = len(closed)

    def get(self, key: str, default: Any = None) -> Any:
        if self._closed:
            self._open(_drawer(key, self._count))
        return super().get(key, default)

    def _open(self, number: int) -> None:
        if drawer := self._closed.get(number):
            self.update(pickle.loads(drawer))  # noqa: S301 - part of what has been unpickled
            self._closed.pop(number, None)  # only now, lest another thread takes it for empty

    def __reduce__(self) -> tuple[Any, ...]:
        for number in list(self._closed):
            self._open(number)
        drawers: list[dict[str, Any]] = [{} for _ in range(len(self) // PER_DRAWER + 1)]
        for key, value in self.items():
            drawers[_drawer(key, len(drawers))][key] = value
        return Drawers, ({}, tuple(pickle.dumps(drawer, pickle.HIGHEST_PROTOCOL) for drawer in drawers))


@dataclass(frozen=True, slots=True)
class Phrases(Generic[Entry]):
    """phrases under their first words"""

    groups: Drawers = field(repr=False)
    word: regex.Pattern[str]
    more: regex.Pattern[str]  # what follows where the phrase is only the beginning of a longer word

    @classmethod
    def of(cls, entries: Iterable[tuple[str, Entry]], *, parts: bool = False) -> "Phrases[Entry]":
        """Index entries; with `parts` a phrase may stand beside a hyphen or an apostrophe."""
        word, more = (PART, MORE_OF_PART) if parts else (WORD, MORE_OF_WORD)
        groups: dict[str, dict[str, Entry]] = {}
        for phrase, entry in entries:
            first = word.match(plain(phrase))
            if first:
                groups.setdefault(first[0], {}).setdefault(plain(phrase), entry)
        return cls(
            Drawers({first: _group(word, first, phrases) for first, phrases in groups.items()}), word, more
        )

    def occurrences(self, text: str, spans: Iterable[Span]) -> Iterator[tuple[Span, Entry]]:
        """Where the phrases stand: of those that begin with one word, the longest."""
        groups = self.groups
        for start, end in spans:
            for match in self.word.finditer(text, start, end):
                if group := groups.get(plain(match[0])):
                    begin = match.start()
                    ahead = plain(text[begin : begin + group.longest])
                    second = self.word.match(ahead, match.end() - begin + 1)
                    for length in group.lengths.get(second[0] if second else "") or group.lengths[""]:
                        phrase = ahead[:length]
                        is_whole = len(phrase) == length and not self.more.match(text, begin + length)
                        if phrase in group.phrases and is_whole:
                            yield Span(begin, begin + length), group.phrases[phrase]
                            break


def _drawer(key: str, count: int) -> int:
    return crc32(key.encode("utf-8", "surrogatepass")) % count


def _group(word: regex.Pattern[str], first: str, phrases: Mapping[str, Any]) -> Group:
    lengths: dict[str, set[int]] = {"": set()}
    for phrase in phrases:
        second = word.match(phrase, len(first) + 1)
        lengths.setdefault(second[0] if second else "", set()).add(len(phrase))
    ordered = {second: tuple(sorted(each | lengths[""], reverse=True)) for second, each in lengths.items()}
    return Group(phrases, ordered, max(map(len, phrases)))


def is_phrase(phrase: str) -> bool:
    """Whether a phrase can be found at all: it begins with a letter, and single blanks part its words."""
    return bool(WORD.match(plain(phrase))) and phrase == " ".join(phrase.split())


def plain(text: str) -> str:
    """Lower case, straight apostrophes."""
    return text.lower().replace("’", "'")
