"""metrics – numbers of a text, as the filters that corpora are cleaned with compute them.

Which rule follows which release of which filter is said in its `why`. Where nothing else is said the numbers
are computed as datatrove 0.10.1 does it, odd sides included: Gopher's shares of lines count blank lines,
FineWeb's don't; a duplicate is the second and every further one; the commonest n-gram may stand only once.
Words and sentences are those of spaCy, as datatrove asks it for them (see `tokens`). One thing differs: a
carriage return ends a line here, with or without a line feed. datatrove lets it stand, so that no line of a
Windows file ends with an end mark.

A share of nothing is not a number, and never out of bounds.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import accumulate, islice
from math import nan
from string import punctuation

import regex

from textlint.model import Document
from textlint.segment import once
from textlint.tokens import tokens

END_MARK = regex.compile(r"\p{Sentence_Terminal}")  # FineWeb's list is this property of Unicode 15
MARKS_ONLY = regex.compile(r"\p{P}++")
# What is no word by itself for Gopher's filter in datatrove: so ‘, • and £ are words.
NO_WORDS = punctuation + "—–”“„’´«»►…∶％１〈〉《》「」【】（）、，；：。．！？～━।॥۔؟"

STOP_WORDS = frozenset({"the", "be", "to", "of", "and", "that", "have", "with"})  # Rae et al. 2021, A.1
SHORT_LINE = 30  # code points; FineWeb
LONG_LINE = 200  # code points; mC4
TOP_GRAMS = range(2, 5)  # Rae et al. 2021, table A1
DUPLICATE_GRAMS = range(5, 11)

C4_CITATION = regex.compile(r"\[\d*+\]|\[edit\]|\[citation needed\]")
C4_END_MARKS = (".", "?", "!", '"', "'")
C4_LONGEST_WORD = 1000
C4_FEWEST_WORDS = 3
C4_DROPPED = (
    "javascript",
    *("terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies", "use cookies"),
)

# RefinedWeb's corrections of lines, as DCLM writes them. The rules refinedweb-* look for the same.
COUNTER_LINE = regex.compile(
    r"\W*+\d[\d,.]*+[kmb]?\s++(?:likes|shares|comments|retweets|reposts|quotes|bookmarks|upvotes|downvotes"
    r"|downloads|views|followers)\W*+",
    regex.IGNORECASE,
)
CUT_PHRASE = regex.compile(r"\s?items in cart|\s?read more(?:\.\.\.|…)$|^sign-in\s?", regex.IGNORECASE)
CUT_FROM = 10  # words; longer lines keep such phrases
MOST_UPPERCASE = 0.5


# The text, cut up: each of these once for a document.


@once
def text_of(document: Document) -> str:
    return regex.sub(r"\r\n?", "\n", document.text) if "\r" in document.text else document.text


@once
def words(document: Document) -> tuple[str, ...]:
    """Words and marks."""
    return tuple(tokens(document.text))


@once
def word_lengths(document: Document) -> tuple[int, ...]:
    """The lengths of the words that are more than marks."""
    return tuple(len(word) for word in words(document) if word.strip(NO_WORDS))


@once
def all_lines(document: Document) -> tuple[str, ...]:
    """As Gopher's and C4's filters see them: blank ones too, parted at form feeds and the like as well."""
    return tuple(text_of(document).splitlines())


@once
def filled_lines(document: Document) -> tuple[str, ...]:
    """As FineWeb's filter sees them: without blank ones."""
    return tuple(line for line in text_of(document).split("\n") if line.strip())


@once
def repeated_lines(document: Document) -> tuple[int, int, int]:
    return _repeated(regex.split(r"\n+", text_of(document)))


@once
def repeated_paragraphs(document: Document) -> tuple[int, int, int]:
    return _repeated(regex.split(r"\n{2,}", text_of(document).strip()))


@once
def gram_characters(document: Document) -> Mapping[int, int]:
    """How many code points the commonest n-gram, or all duplicate ones, hold, for each length n.

    A short n-gram is known by a number: that of its first n-1 words and that of its last word. A long one is
    known by its words with nothing between them.
    """
    numbers: dict[str, int] = {}
    single = [numbers.setdefault(word, len(numbers)) for word in words(document)]
    joined, ends = "".join(words(document)), [0, *accumulate(map(len, words(document)))]
    grams, found = single, {}
    for n in TOP_GRAMS:
        known: dict[int, int] = {}
        longer = zip(grams, islice(single, n - 1, None), strict=False)
        grams = [known.setdefault(gram * len(numbers) + word, len(known)) for gram, word in longer]
        found[n] = _in_top(grams, ends, n)
    return found | {n: _in_duplicates(joined, ends, n) for n in DUPLICATE_GRAMS}


@once
def c4_lines(document: Document) -> tuple[str, ...]:
    """The lines that C4's filter looks into, however they end, without marks of citation."""
    return tuple(
        C4_CITATION.sub("", line.strip())
        for line in all_lines(document)
        if len(line.split()) >= C4_FEWEST_WORDS and longest_word(line) <= C4_LONGEST_WORD
    )


@once
def c4_sentence_lines(document: Document) -> tuple[str, ...]:
    """Those of them that end as a sentence does."""
    return tuple(filter(_ends, c4_lines(document)))


def c4_kept_lines(lines: Sequence[str]) -> Iterator[str]:
    """The lines that C4's filter leaves of those that it looks into."""
    return (line for line in lines if not any(phrase in line.lower() for phrase in C4_DROPPED))


def c4_text(document: Document) -> str:
    """What C4's filter leaves of a text where a line may end as it likes: so FineWeb runs it."""
    return "\n".join(c4_kept_lines(c4_lines(document))).strip()


def gram_character_share(n: int, document: Document) -> float:
    return _share(gram_characters(document)[n], len(text_of(document)))


def removed_word_share(document: Document) -> float:
    """The share of the words between blanks that RefinedWeb's corrections of lines take out."""
    kept = sum(_kept_words(line) for line in text_of(document).split("\n"))
    every = len(document.text.split())
    return _share(every - kept, every)


def uppercase_share(line: str) -> float:
    return _share(sum(map(str.isupper, line)), len(line))


def longest_word(line: str) -> float:
    return max(map(len, line.split()), default=0)


def c4_end_mark(line: str) -> float:
    """1 if a line ends as C4 wants it, behind marks of citation, else 0."""
    return float(_ends(C4_CITATION.sub("", line.strip())))


def _ends(bare: str) -> bool:
    return bare.endswith(C4_END_MARKS) and not bare.endswith("...")


def _lorem_ipsum(lines: Sequence[str]) -> int:
    return sum("lorem ipsum" in line.lower() for line in lines)


def _curly_brackets(lines: Sequence[str]) -> int:
    return sum("{" in line and "javascript" not in line.lower() for line in lines)


def _c4_sentences(lines: Sequence[str]) -> int:
    return sum(map(_sentences, c4_kept_lines(lines)))


METRICS: dict[str, Callable[[Document], float]] = {
    "character_count": lambda document: len(document.text),
    "word_count": lambda document: len(word_lengths(document)),
    "mean_word_length": lambda document: _share(sum(word_lengths(document)), len(word_lengths(document))),
    "median_word_length": lambda document: _median(word_lengths(document)),
    "alphabetic_word_share": lambda document: _share_of(words(document), _has_letter),
    "stop_word_count": lambda document: len(STOP_WORDS.intersection(words(document))),
    "hash_ratio": lambda document: _share(document.text.count("#"), len(words(document))),
    "ellipsis_ratio": lambda document: _share(
        document.text.count("...") + document.text.count("…"), len(words(document))
    ),
    "bullet_line_share": lambda document: _share_of(
        all_lines(document), lambda line: line.lstrip().startswith(("•", "-"))
    ),
    "ellipsis_line_share": lambda document: _share_of(
        all_lines(document), lambda line: line.rstrip().endswith(("...", "…"))
    ),
    "duplicate_line_share": lambda document: _share(*repeated_lines(document)[1:]),
    "duplicate_line_character_share": lambda document: _share(
        repeated_lines(document)[0], len(text_of(document))
    ),
    "duplicate_paragraph_share": lambda document: _share(*repeated_paragraphs(document)[1:]),
    "duplicate_paragraph_character_share": lambda document: _share(
        repeated_paragraphs(document)[0], len(text_of(document))
    ),
    **{f"top_{n}gram_character_share": partial(gram_character_share, n) for n in TOP_GRAMS},
    **{f"duplicate_{n}gram_character_share": partial(gram_character_share, n) for n in DUPLICATE_GRAMS},
    "c4_lorem_ipsum_count": lambda document: _lorem_ipsum(c4_sentence_lines(document)),
    "c4_curly_bracket_count": lambda document: _curly_brackets(c4_sentence_lines(document)),
    "c4_sentence_count": lambda document: _c4_sentences(c4_sentence_lines(document)),
    "fineweb_lorem_ipsum_count": lambda document: _lorem_ipsum(c4_lines(document)),
    "fineweb_curly_bracket_count": lambda document: _curly_brackets(c4_lines(document)),
    "fineweb_sentence_count": lambda document: _c4_sentences(c4_lines(document)),
    "long_line_count": lambda document: sum(len(line) >= LONG_LINE for line in text_of(document).split("\n")),
    "end_mark_line_share": lambda document: _share_of(
        filled_lines(document), lambda line: bool(END_MARK.match(line, len(line) - 1))
    ),
    "short_line_share": lambda document: _share_of(
        filled_lines(document), lambda line: len(line) <= SHORT_LINE
    ),
    "duplicate_filled_line_character_share": lambda document: _share(
        _repeated(filled_lines(document))[0], len(text_of(document)) - text_of(document).count("\n")
    ),
    "line_breaks_per_word": lambda document: _share(text_of(document).count("\n"), len(words(document))),
    "removed_word_share": removed_word_share,
}

LINE_METRICS: dict[str, Callable[[str], float]] = {
    "uppercase_share": uppercase_share,
    "digit_share": lambda line: _share(sum(map(str.isdigit, line)), len(line)),
    "word_count": lambda line: len(line.split()),
    "longest_word": longest_word,
    "c4_end_mark": c4_end_mark,
}


def _median(values: Sequence[int]) -> float:
    from statistics import median  # noqa: PLC0415 - late: it takes its time

    return median(values) if values else nan


def _share(part: float, whole: float) -> float:
    return part / whole if whole else nan


def _share_of(parts: Sequence[str], fits: Callable[[str], bool]) -> float:
    return _share(sum(map(fits, parts)), len(parts))


def _has_letter(word: str) -> bool:
    return word.isalpha() or any(map(str.isalpha, word))


def _repeated(parts: Sequence[str]) -> tuple[int, int, int]:
    """The code points of the parts that stand further up already, their number, and the number of all."""
    seen: set[str] = set()
    again = characters = 0
    for part in parts:
        if part in seen:
            again += 1
            characters += len(part)
        seen.add(part)
    return characters, again, len(parts)


def _in_top(grams: Sequence[int], ends: Sequence[int], n: int) -> int:
    """The code points of the commonest n-gram, with a blank between words, each time it occurs."""
    if not grams:
        return 0
    top, times = Counter(grams).most_common(1)[0]
    first = grams.index(top)
    return (ends[first + n] - ends[first] + n - 1) * times


def _in_duplicates(joined: str, ends: Sequence[int], n: int) -> int:
    """The code points of the words in n-grams that have been read before; such n-grams don't overlap."""
    seen: set[str] = set()
    i, characters, last = 0, 0, len(ends) - n
    while i < last:
        gram = joined[ends[i] : ends[i + n]]
        if gram in seen:
            characters += len(gram)
            i += n
        else:
            seen.add(gram)
            i += 1
    return characters


def _sentences(line: str) -> int:
    count, ended = 1, False
    for word in tokens(line):
        if END_MARK.fullmatch(word):
            ended = True
        elif ended and not MARKS_ONLY.fullmatch(word):
            count, ended = count + 1, False
    return count


def _kept_words(line: str) -> int:
    """How many words RefinedWeb's corrections leave of a line."""
    count = len(line.split())
    if count < 2 or uppercase_share(line) > MOST_UPPERCASE or COUNTER_LINE.fullmatch(line):
        return 0
    return len(CUT_PHRASE.sub("", line).split()) if count <= CUT_FROM else count
