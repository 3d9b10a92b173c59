r"""misspelling – words that nobody uses, one slip away from a word that many use.

    options:
      codespell: [""]             # misspellings that these dictionaries have are left to other rules
      shortest: 3                 # words with fewer letters are left alone
      enough: 1.3                 # what the gain must reach in words of so many letters or more …
      long: 11
      each_letter: 0.22           # … and how much more for each letter less
      derived: 1.0                # so much more for what may be derived or compounded of known words …
      again: 1.0                  # … and each time that the word stands in the text again
      lead: 0.4                   # a second word that gains nearly as much leaves no correction
      around: 3                   # of so many words on either side all must be known, but for one name
      allow: [kwargs, mutex]      # words that are right

The gain is by how many powers of ten the word that is meant is used more than the one that stands there, less
the cost of the slip (see `slips`). Only words in lower case count, in prose, between known words: names are
spelled in all ways, and what stands among unknown words is jargon, dialect or another language. What
dictionaries have, what is used and derived, and what the document capitalises elsewhere, is no misspelling.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import NamedTuple

import regex

from textlint import codespell
from textlint.forms import is_derived
from textlint.model import Check, Document, Finding, Rule, Span, Triggers
from textlint.phrases import Drawers, plain
from textlint.segment import WORD, in_prose
from textlint.slips import BONES, cost, near, skeleton
from textlint.vocabulary import Vocabulary, is_half, places, read, tokens, unlisted

VALUES: tuple[str, ...] = ("expected",)

ONE_SLIP, TWO_SLIPS = 0.5, 1.2  # the least that they cost
DEAREST = 1.1  # of single slips; what is above counts twice, since who slips twice in a word rarely wrote it
RARE = 1.0  # on Zipf's scale; what is rarer is as good as never seen
IN_USE = 2.9  # no dictionary has it, but all the world
JOINED = 5.0  # two words of such frequency in one lack a blank
SKELETON = 2  # letters that make one
LONG_ENOUGH = 6  # letters of a word whose skeleton may be wrong too
READ = 50  # code points on either side
FEW_UNKNOWN, MOST_UNKNOWN = 50, 0.2  # different words that no dictionary has, and their share of all
MOST_KEPT = 20_000  # words whose meaning is kept: the same unknown ones stand in many texts

# What may stand right before and right behind a word in running text. A word at the end of a line without an
# end mark is cut off, unless the next line goes on.
BEFORE = regex.compile(r"(?<![-‐\u00ad]\s*)(?:^|[\s“\"‘'(—–])$")
BEHIND = regex.compile(r"[.,;:!?]+[”\"’')]*(?:\s|$|[—–])|[”\"’')—–]|[ \t\xa0]+(?=\S)|\s?\n(?=\p{Ll})")
QUOTED = regex.compile(r"[“\"‘'(][”\"’')]|^['’]")


@dataclass(frozen=True, slots=True)
class Options:
    enough: float
    long: int
    each_letter: float
    derived: float
    again: float
    lead: float
    around: int
    shortest: int = 3
    codespell: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in self.codespell:
            codespell.require(name)


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """what words there are, those that sound alike, and those that are none of this rule's business"""

    vocabulary: Vocabulary
    alike: Mapping[str, tuple[tuple[float, str], ...]]  # by their skeletons, with frequencies
    skeletons: str  # all of them, parted by blanks
    others: Mapping[str, bool]


class Meant(NamedTuple):
    gain: float
    word: str


def triggers(options: Options) -> Triggers | None:
    return None


def prepare(rule: Rule[Options]) -> Check:
    vocabulary = read()
    alike = defaultdict[str, list[tuple[float, str]]](list)
    for word in vocabulary.usual:
        if word.isalpha() and word.isascii():
            alike[skeleton(word)].append((vocabulary.frequency(word), word))
    listed = (wrong for name in rule.options.codespell for wrong, _, _ in codespell.entries(name))
    others = dict.fromkeys((*rule.options.allow, *listed), True)
    kept = Drawers({bones: tuple(sorted(words, reverse=True)) for bones, words in alike.items()})
    return partial(check, rule, Words(vocabulary, kept, " ".join(alike), Drawers(others)))


def check(rule: Rule[Options], words: Words, document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    options, text = rule.options, document.text
    unknown = unlisted(document, words.vocabulary)
    if len(unknown) > FEW_UNKNOWN + MOST_UNKNOWN * len(tokens(document)):  # no English prose
        return
    for word in sorted(unknown):
        if len(word) < options.shortest or not word.isascii():
            continue
        if words.vocabulary.frequency(word) >= IN_USE:
            continue
        derived = is_derived(word, words.vocabulary)
        if derived and words.vocabulary.frequency(word):
            continue
        here = [Span(at, at + len(word)) for at in places(document, word) if _stands_alone(text, at, word)]
        if not here or not _may_be_slip(options, words, document, here[0]):
            continue
        meant = _meant(words, word, _least(options, word, len(here), derived=derived), options.lead)
        for place in here if meant else ():
            if any(start <= place.start < end for start, end in spans) and in_prose(document, place):
                yield _finding(rule, document, place, meant)


def _finding(rule: Rule[Options], document: Document, place: Span, meant: Sequence[Meant]) -> Finding:
    expected = " or ".join(f"'{each.word}'" for each in meant)
    if len(meant) > 1:
        return rule.flag(document, place, candidates=[each.word for each in meant], expected=expected)
    return rule.replace(document, place, meant[0].word, expected=expected)


def _is_known(vocabulary: Vocabulary, word: str) -> bool:
    return vocabulary.lists(word) or vocabulary.frequency(word) >= IN_USE


def _stands_alone(text: str, at: int, word: str) -> bool:
    """Whether no digit and no underscore makes a longer name of a word."""
    beside = text[max(0, at - 1) : at] + text[at + len(word) : at + len(word) + 1]
    return not any(sign.isalnum() or sign == "_" for sign in beside)


def _may_be_slip(options: Options, words: Words, document: Document, place: Span) -> bool:
    """Whether a word is whole, no name, nobody else's business, and stands between known words."""
    text = document.text
    word = text[place.start : place.end]
    before, behind = text[max(0, place.start - READ) : place.start], text[place.end : place.end + READ]
    if not BEFORE.search(before) or not BEHIND.match(behind) or QUOTED.search(before[-1:] + behind[:1]):
        return False
    if words.others.get(word) or _is_joined(words.vocabulary, word):
        return False
    if is_half(text, *place, words.vocabulary):
        return False
    if not _known_around(words.vocabulary, before, behind, options.around):
        return False
    return not (places(document, word.capitalize()) or places(document, word.upper()))


def _is_joined(vocabulary: Vocabulary, word: str) -> bool:
    """Whether two words are written as one."""
    for i in range(2, len(word) - 1):
        both = word[:i], word[i:]
        if vocabulary.usual.issuperset(both) and min(map(vocabulary.frequency, both)) >= JOINED:
            return True
    return False


def _known_around(vocabulary: Vocabulary, before: str, behind: str, around: int) -> bool:
    """Whether the words on either side are known ones; one may be a name."""
    first = 0 if len(before) < READ else before.find(" ") + 1
    last = len(behind) if len(behind) < READ else behind.rfind(" ")
    earlier, later = WORD.findall(before, first), WORD.findall(behind, 0, last)
    beside = (*earlier[-around:], *later[:around])
    unknown = [
        word for word in beside if not all(_is_known(vocabulary, part) for part in plain(word).split("-"))
    ]
    return len(beside) >= around and len(unknown) <= 1 and not any(word.islower() for word in unknown)


def _least(options: Options, word: str, count: int, *, derived: bool) -> float:
    """What the gain must reach for a word to be taken for another."""
    letters = max(0, options.long - len(word)) * options.each_letter
    return options.enough + letters + options.derived * derived + options.again * (count - 1)


@lru_cache(maxsize=MOST_KEPT)
def _meant(words: Words, word: str, least: float, lead: float) -> Sequence[Meant]:
    """The word that may be meant, and a second that gains nearly as much; nothing if none gains enough."""
    vocabulary, bones = words.vocabulary, skeleton(word)
    # A word that falls short by the lead is no misspelling's correction, but may compete with one.
    base = max(RARE, vocabulary.frequency(word)) + least - lead
    close = sorted(
        ((vocabulary.frequency(each), each) for each in near(word) & vocabulary.usual), reverse=True
    )
    found = set(_weighed(word, close, base, ONE_SLIP))
    alike = {bones} if len(bones) >= SKELETON else set()
    if len(word) >= LONG_ENOUGH and not any(each.gain >= lead for each in found):
        alike |= near(bones, BONES, keyboard=False) & _each(words.skeletons)
    for each in alike:
        found.update(_weighed(word, words.alike.get(each, ()), base, TWO_SLIPS))
    best = sorted(found, reverse=True)[:2]
    if not best or best[0].gain < lead:
        return ()
    return [each for each in best if each.gain > best[0].gain - lead]


def _weighed(
    word: str, candidates: Iterable[tuple[float, str]], base: float, cheapest: float
) -> Iterator[Meant]:
    """What each candidate gains above a base, if anything; the most frequent ones come first."""
    for frequency, candidate in candidates:
        most = frequency - base
        if most < cheapest:
            break
        if most >= cheapest * abs(len(word) - len(candidate)):
            slip = cost(word, candidate, most)
            gain = most - slip - max(0, slip - DEAREST)
            if gain >= 0:
                yield Meant(gain, candidate)


@cache
def _each(words: str) -> frozenset[str]:
    return frozenset(words.split(" "))
