"""signs – what can be seen of a line without reading it: its look, its place, its company.

`signs_of` gives them as names (`words 2`, `end mark`, `place tail`, `found above`), many with a range of
numbers as in `run 8-14`; the kind `score` adds up their weights.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, groupby
from typing import NamedTuple

import regex

from textlint.language import FUNCTION_WORDS
from textlint.model import Document, Span
from textlint.segment import (
    CLOSERS,
    END_MARKS,
    contents,
    ends_sentence,
    filled,
    indexes_in,
    is_running_text,
    stands_alone,
)

MOST_WORDS = 25  # of a line in which single words are signs
WINDOW, FAR_WINDOW = 3, 8  # lines on either side
SHORTEST_HEADLINE = 2  # words
KEPT = 4096  # answers
COMPANY = 20  # lines on either side, one of which other rules must have found …
COMPANY_SHARE = 0.01  # … or such a share of all
REACH = 15  # lines without a paragraph, in which findings count as above and below

WORDS = (0, 1, 2, 3, 4, 6, 9, 13, 21)
LINES = (0, 1, 2, 3, 5, 8, 15, 40)
SHARES = (0, 1, 10, 20, 30, 45, 60, 80)  # per cent
FINDINGS, NEAR = (0, 1, 2, 3, 5, 8, 15), (0, 1, 2, 3)
FOUND_SHARES = (0, 1, 2, 4, 7, 12, 20)  # per cent

WORDING = {
    "person": frozenset(
        {"i", "he", "she", "they", "him", "them", "us", "me", "it", "his", "her", "their", "my"}
    ),
    "past": frozenset({"said", "was", "were", "had"}),
    "you": frozenset({"you", "your"}),
    "we": frozenset({"we", "our"}),
}
MARKS = {
    "stop inside": (". ",),
    "colon inside": (": ",),
    "dash inside": (" - ", " – ", " — "),
    "comma": (",",),
}
SIGNS = frozenset("|»›·•©→/$€£_#&+%{}<=[]()!@")
BULLETS, QUOTES = "-*•–—·▪►", "“\"‘'"

WORD = regex.compile(r"[a-z]+(?:'[a-z]+)?")
DATE = regex.compile(
    r"(?i)\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d"
    r"|\d (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)"
    r"|\b\d{1,4}[/.\-]\d{1,2}[/.\-]\d{2,4}\b|\b(?:19|20)\d\d\b"
)
# One word in small letters or with signs inside, as a reference lists them; numbers of sections; lone signs.
TERM = regex.compile(
    r"(?:[^\p{L}\s]*\p{Ll}\S*|\S*\p{L}[_*?>:(]\S*|[\p{N}.]+|\p{N}+(?:\.\p{N}+)+\.?[ \xA0].*|[^\p{L}\s]+)"
)
TIME = regex.compile(r"(?i)\b\d{1,2}:\d\d\b|\b\d{1,2} ?[ap]m\b|\b(?:ago|hours?|min(?:ute)?s?)\b")


class Neighbourhood(NamedTuple):
    """the lines of a text that hold more than blanks, and what their neighbours need to know of them"""

    numbers: Sequence[int]  # among all lines
    texts: Sequence[str]
    is_text: Sequence[bool]  # a paragraph of running text, or a line of a hard-wrapped one
    text_before: Sequence[int]  # how many such lines stand above each line
    found: Sequence[bool]
    found_before: Sequence[int]
    runs: Sequence[int]  # how many lines that are no text follow one another around each
    first: int  # the first line of text
    last: int
    headline: int  # what is most likely the text's own; -1 if nothing is
    counts: Mapping[str, int]  # how often each line is there, in lower case


def neighbourhood(document: Document, found: Sequence[Span]) -> Neighbourhood:
    """The lines of a text; `found` are those that other rules have found."""
    every, numbers = contents(document), filled(document)
    texts = [every[i].strip() for i in numbers]
    is_text = [
        is_running_text(text) or not stands_alone(document, i) for i, text in zip(numbers, texts, strict=True)
    ]
    elsewhere = set(indexes_in(document, found))
    is_found = [i in elsewhere for i in numbers]
    runs: list[int] = []
    for text, run in groupby(is_text):
        length = sum(1 for _ in run)
        runs += [0 if text else length] * length
    first = is_text.index(True) if True in is_text else 0
    return Neighbourhood(
        numbers,
        texts,
        is_text,
        [0, *accumulate(is_text)],
        is_found,
        [0, *accumulate(is_found)],
        runs,
        first,
        len(texts) - 1 - is_text[::-1].index(True) if True in is_text else -1,
        _headline(texts[:first], is_found),
        Counter(text.lower() for text in texts),
    )


def _headline(head: Sequence[str], found: Sequence[bool]) -> int:
    """Which of the lines right above the text is its headline: the longest that no rule has found."""
    lengths = {
        k: len(head[k].split())
        for k in range(max(0, len(head) - REACH), len(head))
        if not found[k] and not ends_sentence(head[k])
    }
    longest = max(lengths, key=lambda k: lengths[k], default=-1)
    return longest if lengths.get(longest, 0) >= SHORTEST_HEADLINE else -1


def is_heading(around: Neighbourhood, k: int) -> bool:
    """Whether a line stands between two paragraphs."""
    return 0 < k < len(around.texts) - 1 and around.is_text[k - 1] and around.is_text[k + 1]


def is_own_date(around: Neighbourhood, k: int) -> bool:
    """Whether a line has a date, and no found line is between it and the text: a document's own date."""
    before = around.found_before
    own = k < around.first and before[around.first] == before[k + 1]
    return own and DATE.search(around.texts[k]) is not None


def has_company(around: Neighbourhood, k: int) -> bool:
    """Whether other rules have found lines near a line, or enough in all: two in a book don't make a page."""
    before, count = around.found_before, len(around.texts)
    near = before[min(count, k + COMPANY + 1)] - before[max(0, k - COMPANY)]
    return near > 0 or before[-1] >= COMPANY_SHARE * count


def is_label(around: Neighbourhood, k: int) -> bool:
    """Whether a line announces the next one, which no rule has found: without it, `Photo:` leaves a name."""
    return around.texts[k].endswith(":") and not (k + 1 < len(around.texts) and around.found[k + 1])


def may_be_text(around: Neighbourhood, k: int) -> bool:
    """Whether a line may belong to the text, whatever its signs are.

    That is a term of a reference, a section's number and heading, or what is over a paragraph; above the
    text what could be a headline; elsewhere a sentence and all that no found line parts from the paragraph
    above: the last items of a list, a signature.
    """
    text = around.texts[k]
    if TERM.fullmatch(text) or (k + 1 < len(around.texts) and around.is_text[k + 1]):
        return True
    if k < around.first:
        return len(text.split()) >= SHORTEST_HEADLINE
    top = bisect_right(around.text_before, around.text_before[k] - 1, 0, k) if around.text_before[k] else 0
    parted = around.found_before[k] > around.found_before[top]
    return ends_sentence(text) or not parted or is_heading(around, k)


def signs_of(around: Neighbourhood, k: int) -> Iterator[str]:
    """All signs of the line with this index."""
    yield "always"
    yield from _look(around.texts[k])
    yield from _place(around, k)
    yield from _company(around, k)


@lru_cache(maxsize=KEPT)
def _look(text: str) -> tuple[str, ...]:
    """The signs of a line by itself; the lines of page furniture are the same on many pages."""
    words = text.split()
    return (*_shape(text, words), *_capitals(words), *_wording(text, words))


def _shape(text: str, words: Sequence[str]) -> Iterator[str]:
    yield f"words {_range(len(words), WORDS)}"
    yield f"start {_start(text[0])}"
    yield f"end {_end(text.rstrip(CLOSERS + ' ')[-1:])}"
    if text[-1] in ")]":
        yield "end bracket"
    digits = sum(map(str.isdigit, text))
    if digits:
        yield f"digits {'few' if 6 * digits < len(text) else 'many' if 3 * digits < len(text) else 'most'}"
        if DATE.search(text):
            yield "date"
    if TIME.search(text):
        yield "time"
    if "http" in text or "www." in text:
        yield "address"
    yield from (f"sign {sign}" for sign in sorted(SIGNS.intersection(text)))
    yield from (name for name, marks in MARKS.items() if any(mark in text for mark in marks))


def _start(sign: str) -> str:
    if sign.isalpha():
        return "capital" if sign.isupper() else "small"
    if sign.isdigit():
        return "digit"
    return "bullet" if sign in BULLETS else "quote" if sign in QUOTES else "sign"


def _end(sign: str) -> str:
    if sign.isalpha():
        return "word"
    if sign.isdigit():
        return "digit"
    known = {",": "comma", ":": "colon"}
    return known.get(sign, "mark" if sign and sign in END_MARKS else "sign")


def _capitals(words: Sequence[str]) -> Iterator[str]:
    """How many of a line's words are capitalised; the small ones that titles leave small don't count."""
    bare = (word.lstrip("“”\"‘'([*") for word in words)
    content = [word for word in bare if word[:1].isalpha() and word.lower() not in FUNCTION_WORDS]
    large = sum(word[0].isupper() for word in content)
    if not content:
        yield "no words"
    elif large == len(content):
        yield "capitals all"
        if large > 1:
            yield "title case"
        if all(map(str.isupper, content)) and sum(map(len, content)) > 3:
            yield "all in capitals"
    else:
        yield f"capitals {'none' if not large else 'most' if 2 * large >= len(content) else 'some'}"


def _wording(text: str, words: Sequence[str]) -> Iterator[str]:
    lower = [word.strip('.,;:!?”“"()[]*|').lower() for word in words]
    if len(words) >= 4:
        small = sum(word in FUNCTION_WORDS for word in lower) / len(words)
        share = "none" if not small else "few" if small < 0.25 else "some" if small < 0.4 else "many"
        yield f"small words {share}"
    said = set(lower)
    yield from (name for name, of in WORDING.items() if not said.isdisjoint(of))
    if len(words) <= MOST_WORDS:
        plain = text.lower().replace("’", "'")
        yield from (f"word {word}" for word in sorted(set(WORD.findall(plain))))


def _place(around: Neighbourhood, k: int) -> Iterator[str]:
    """Where a line stands among the paragraphs."""
    count = len(around.texts)
    if around.last < 0:
        yield "place nowhere"
    elif k < around.first:
        yield "place head"
        yield f"head {_range(around.first - k, LINES)}"
        if around.headline >= 0 and around.texts[k] == around.texts[around.headline]:
            yield "headline"
    elif k > around.last:
        yield "place tail"
        yield f"tail {_range(k - around.last, LINES)}"
    else:
        yield "place middle"
    if k == 0:
        yield "first line"
    if k == count - 1:
        yield "last line"
    above, below = k > 0 and around.is_text[k - 1], k + 1 < count and around.is_text[k + 1]
    if above or below:
        yield (
            "between paragraphs" if above and below else "under a paragraph" if above else "over a paragraph"
        )
    yield f"run {_range(around.runs[k], LINES)}"
    yield f"paragraphs {_range(100 * around.text_before[-1] // count, SHARES)}"
    for window in (WINDOW, FAR_WINDOW):
        first, last = max(0, k - window), min(count, k + window + 1)
        share = 100 * (around.text_before[last] - around.text_before[first]) // max(1, last - first - 1)
        yield f"paragraphs within {window} {_range(share, SHARES)}"
    if around.counts[around.texts[k].lower()] > 1:
        yield "repeated"


def _company(around: Neighbourhood, k: int) -> Iterator[str]:
    """What other rules have found in a line and around it."""
    before, seen, count = around.found_before, around.text_before, len(around.texts)
    if around.found[k]:
        yield "found itself"
    if k and around.found[k - 1]:
        yield "found above"
    if k + 1 < count and around.found[k + 1]:
        yield "found below"
    near = before[min(count, k + WINDOW + 1)] - before[max(0, k - WINDOW)] - around.found[k]
    yield f"found near {_range(near, NEAR)}"
    # Up and down to the next paragraph: as far as no more of them have been seen.
    top, bottom = max(0, k - REACH), min(count, k + 1 + REACH)
    top = bisect_right(seen, seen[k] - 1, top, k)
    bottom = bisect_right(seen, seen[k], k + 1, bottom + 1) - 1
    yield f"found up to a paragraph {_range(before[k] - before[top], NEAR)}"
    yield f"found down to a paragraph {_range(before[bottom] - before[k + 1], NEAR)}"
    yield f"found in all {_range(before[-1], FINDINGS)}"
    yield f"found share {_range(100 * before[-1] // count, FOUND_SHARES)}"


@lru_cache(maxsize=KEPT)
def _range(number: int, steps: Sequence[int]) -> str:
    """The step that a number has reached, as 2, 4-5 or 21+.

    >>> [_range(number, (0, 1, 4, 6)) for number in (0, 3, 5, 9)]
    ['0', '1-3', '4-5', '6+']
    """
    n = bisect_right(steps, number) - 1
    if n == len(steps) - 1:
        return f"{steps[n]}+"
    return str(steps[n]) if steps[n + 1] - steps[n] == 1 else f"{steps[n]}-{steps[n + 1] - 1}"
