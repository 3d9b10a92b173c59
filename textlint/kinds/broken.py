r"""broken – words that a hyphen or a blank parts, and words that have lost the blank between them.

    options:
      of: line-end                # the last word of a line goes on in the next one: `inter-⏎national`
      wrapped: true               # line-end: only in hard-wrapped text; without it, only in other text
      of: hyphen                  # a hyphen and a blank inside a word: `inter- national`
      of: blank                   # a blank inside a word: `govern ment`
      of: joined                  # two words: `ofthe`
      unless: ['\bvis a vis\b']   # a finding that one of these overlaps is left alone

What is meant is told by how often words are used. A broken word is one that dictionaries have and that is far
commoner than its pieces would be side by side by chance; two words are joined where the pair is far commoner
than the whole. What may be written with a hyphen (`long-⏎standing`) is left alone, and so are blanks in texts
that are full of code, where letters and made-up names are usual.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import regex

from textlint.lexicon import word_set
from textlint.model import Applicability, Check, Document, Edit, Finding, Rule, Span, Triggers
from textlint.patterns import Exceptions, Pattern, searched
from textlint.segment import (
    FEWEST_WRAPPED,
    contents,
    in_prose,
    indexes_in,
    line,
    lines_in,
    once,
    paragraphs,
    starts_sentence,
)
from textlint.vocabulary import Vocabulary, places, read, tokens, unlisted

VALUES: tuple[str, ...] = ("expected",)

# No piece of a word hangs on such signs, nor they on it: codes, addresses, formulas.
APART_BEFORE = r"(?<![\p{L}\p{M}\p{N}_.'’/\\@#&=%+$<{|])"
APART_BEHIND = r"(?![\p{L}\p{M}\p{N}_@/\\=({<|])"
HYPHENS = "-\N{HYPHEN}"
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
HYPHEN = regex.compile(
    rf"{APART_BEFORE}(?P<before>\p{{L}}\p{{Ll}}++)[{HYPHENS}][ \t]++(?P<behind>\p{{Ll}}{{2,}}+){APART_BEHIND}"
)
LINE_END = regex.compile(rf"{APART_BEFORE}(?P<before>\p{{L}}\p{{Ll}}++)[{HYPHENS}{SOFT_HYPHEN}][ \t]*+$")
LINE_START = regex.compile(rf"(?P<blanks>[ \t]*+)(?P<behind>\p{{Ll}}{{2,}}+){APART_BEHIND}")
REST_OF_TOKEN = regex.compile(r"\S*+(?P<blanks>[ \t]*+)(?P<more>\S?)")
WHOLE = regex.compile(rf"{APART_BEFORE}(?<![{HYPHENS}])\p{{L}}++{APART_BEHIND}(?![{HYPHENS}'’])")
WORD_BEFORE = regex.compile(rf"(?r){APART_BEFORE}(?P<word>\p{{L}}++)[ ]")
WORD_BEHIND = regex.compile(rf"[ ](?P<word>\p{{Ll}}++){APART_BEHIND}(?![{HYPHENS}])")
TOKEN = regex.compile(r"(?<![^\s“‘\"(])(?P<word>\p{L}++)(?=[,.;!?”’\"')]*+(?:\s|$))")

RAGGED = 12  # code points by which wrapped lines are shorter than the longest
MANY = 50  # words; so many are sought in one go

# Frequencies are on Zipf's scale, and so are these: 1 is ten times.
CERTAIN = 4.5  # a word that is so common is meant, whatever its pieces are
LEAST = 2.0  # a rarer one is not thought of
GAIN = 2.0  # by so much the word must be commoner than its pieces side by side
GAIN_OF_PREFIX = 4.0  # … where the first piece is one that may stand before a hyphen as well

# Two pieces that a blank parts are rarely both there by chance, but one-letter words are.
BLANK_GAIN = 3.0
POSSESSIVE_GAIN = 5.0
CONTRACTED = frozenset(("s", "t", "d", "m", "ll", "ve"))  # `we ll` is short for `we will`
PRONOUNS = frozenset(
    ("i", "you", "he", "she", "it", "we", "they", "who", "that", "there", "what", "here", "how", "where")
)
ALONE = frozenset("bcdefghjklmnopqrstuvwxyz")
LETTERS = frozenset(
    letter + mark for letter in ALONE | frozenset(map(str.upper, ALONE)) for mark in ("", ",", ".")
)

# How much commoner a pair must be than the word that it makes, and lengths in letters.
GAIN_OF_CONTENT, SHORTEST_CONTENT = 2.3, 9
LONGEST_COMPOUND, SHORTEST_OF_TWO = 12, 4  # longer ones are rarely made, and then of short words
GAIN_OF_FUNCTION, GAIN_OF_LONG, LONG_PAIR, LONG = 1.5, 0.5, 8, 5  # where one of them is a function word
GAIN_OF_FUNCTIONS = 2.5  # where both are
LENGTHS = range(5, 30)
MARGIN = 1.0  # by so much the pair must be commoner than the next best
MOST_USED = 2.6  # what is used more often as one word is one, but for `ofthe`

CODE = regex.compile(
    r"\w[_=(:.]\w*+[_=(:.]|\(\)|[{}<>|\\`~^]|::|--\w|\w_\w|=|\$[^\d\s]|(?<!\S)-\w|(?<!\S)/\w|\w\(\d?\)|\*\*"
)
MOST_CODE = 0.03  # of the different tokens of a text; in articles it is less than a hundredth
# How words go together.
FUNCTION = word_set("function") | word_set("more-function")
# They stand before words with a hyphen, without one and apart, as houses like it.
LISTED_PREFIXES = (
    "after air all ante anti arch auto back be bi bio by city co contra counter cross cyber de dis"
    " down e eco electro ex extra fairy far foot fore full geo half hand hard head high home hot hydro"
    " hyper ill in infra inter intra ir kilo land left long low macro man mega meta micro mid milli"
    " mini mis mono multi nano neo net never non off on out over pan para photo poly post pre pro"
    " proto pseudo psycho quasi radio re real retro right round run self semi set short side socio"
    " soft sub super sur tele thermo through time top trans tri turbo twin ultra un under up vice web"
    " well wide work"
)
PREFIXES = frozenset(LISTED_PREFIXES.split())
LISTED_SUFFIXES = (
    "ability able ably age al alike an ante ary based born bound cy dom ed en er ers es ess est ette"
    " ever fold form free ful gate hood ible ic ics ies in ing ion ions ish ism ist ists ities ity ive"
    " less let like ling lings ly maker man mate men ment ness number off on or ory out over person"
    " proof right s safe self ship side sided size some ster time times tion type up ups ward wards"
    " ware wide wise woman worthy y"
)
SUFFIXES = frozenset(LISTED_SUFFIXES.split())


@dataclass(frozen=True, slots=True)
class Options:
    of: Literal["line-end", "soft-hyphen", "hyphen", "blank", "joined"]
    wrapped: bool = False
    unless: tuple[Pattern, ...] = ()

    def __post_init__(self) -> None:
        if self.wrapped and self.of != "line-end":
            raise ValueError("'wrapped' is for 'of: line-end'")


def triggers(options: Options) -> Triggers | None:
    if options.of == "line-end":
        return Triggers(patterns=(rf"\p{{Ll}}[{HYPHENS}][ \t]*$",))
    if options.of == "soft-hyphen":
        return Triggers(patterns=(rf"\p{{Ll}}{SOFT_HYPHEN}[ \t]*$",))
    if options.of == "hyphen":
        return Triggers(patterns=(rf"\p{{Ll}}[{HYPHENS}][ \t]+\p{{Ll}}",))
    return None  # what no dictionary has stands anywhere


def prepare(rule: Rule[Options]) -> Check:
    checks = {
        "line-end": check_line_end,
        "soft-hyphen": check_line_end,
        "hyphen": check_hyphen,
        "blank": check_blank,
        "joined": check_joined,
    }
    return partial(checks[rule.options.of], rule, Exceptions(rule.options.unless, ignore_case=True), read())


def check_hyphen(
    rule: Rule[Options],
    unless: Exceptions,
    vocabulary: Vocabulary,
    document: Document,
    spans: Sequence[Span],
) -> Iterator[Finding]:
    for start, end, _ in lines_in(document, spans):
        for match in searched(HYPHEN, document.text[start:end]):
            here = Span(start + match.start(), start + match.end())
            before, behind = match["before"], match["behind"]
            if not _is_broken(vocabulary, before, behind) or not in_prose(document, here):
                continue
            if not unless.cover(document, here):
                gap = Span(start + match.end("before"), start + match.start("behind"))
                how = None if _is_certain(vocabulary, before, behind) else Applicability.UNSAFE
                edits = [Edit(gap, "")]
                yield rule.flag(document, here, edits, applicability=how, expected=f"'{before}{behind}'")


def check_line_end(
    rule: Rule[Options],
    unless: Exceptions,
    vocabulary: Vocabulary,
    document: Document,
    spans: Sequence[Span],
) -> Iterator[Finding]:
    every = contents(document)
    soft = rule.options.of == "soft-hyphen"
    hyphens = SOFT_HYPHEN if soft else HYPHENS
    for i in indexes_in(document, spans):
        if i + 1 == len(every) or every[i].rstrip()[-1:] not in hyphens:
            continue
        for end_of_line in searched(LINE_END, every[i]):
            rest = LINE_START.match(every[i + 1])
            if not rest or not (soft or _is_broken(vocabulary, end_of_line["before"], rest["behind"])):
                continue
            if not soft and _in_wrapped_text(document, i) != rule.options.wrapped:
                continue
            first, second = line(document, i), line(document, i + 1)
            here = Span(first.start + end_of_line.start(), second.start + rest.end())
            if in_prose(document, here) and not unless.cover(document, here):
                gap = Span(first.start + end_of_line.end("before"), second.start + rest.end("blanks"))
                edits = [Edit(gap, ""), *_break_behind(document, i, rest)]
                expected = end_of_line["before"] + rest["behind"]
                yield rule.flag(document, here, edits, expected=f"'{expected}'")


def _break_behind(document: Document, i: int, rest: regex.Match[str]) -> Iterator[Edit]:
    """In wrapped text the line break moves behind the word; other lines have been broken by the damage."""
    if not _in_wrapped_text(document, i):
        return
    first, second = line(document, i), line(document, i + 1)
    token = REST_OF_TOKEN.match(contents(document)[i + 1], rest.end())
    if token and token["more"]:
        line_break = document.text[first.end : first.next] + rest["blanks"]
        yield Edit(Span(second.start + token.start("blanks"), second.start + token.end("blanks")), line_break)


def check_blank(
    rule: Rule[Options],
    unless: Exceptions,
    vocabulary: Vocabulary,
    document: Document,
    spans: Sequence[Span],
) -> Iterator[Finding]:
    fragments = set(filter(str.isascii, unlisted(document, vocabulary)))
    fragments.update(token[0] for token in LETTERS & tokens(document))
    text, done = document.text, 0
    wholes = {_around(text, fragment, at, vocabulary) for fragment, at in _places(text, fragments)}
    for here in sorted(whole for whole in wholes if whole):
        if _is_code(document):
            return
        if here.start >= done and in_prose(document, here) and not unless.cover(document, here):
            done = here.end
            whole = text[here.start : here.end].replace(" ", "")
            yield rule.replace(document, here, whole, expected=f"'{whole}'")


def _around(text: str, fragment: str, at: int, vocabulary: Vocabulary) -> Span | None:
    """The word that a fragment and one of the words beside it make; of two such words the likelier."""
    found, end = [], at + len(fragment)
    before = WORD_BEFORE.match(text, 0, at)
    if before and fragment.islower():
        found.append((_gain(vocabulary, before["word"], fragment), before.start(), end))
    behind = WORD_BEHIND.match(text, end)
    if behind and (fragment.islower() or starts_sentence(text, at)):
        found.append((_gain(vocabulary, fragment, behind["word"]), at, behind.end()))
    gain, start, stop = max(found, default=(0.0, 0, 0))
    return Span(start, stop) if gain > 0 else None


def _gain(vocabulary: Vocabulary, before: str, behind: str) -> float:
    """By how much a word is commoner than its pieces side by side, beyond what is asked for."""
    first, second = before.lower(), behind.lower()
    if len(first) == len(second) == 1 or (second in CONTRACTED and first in PRONOUNS):
        return 0
    if not vocabulary.lists(first + second):
        return 0
    whole = vocabulary.frequency(first + second)
    asked = POSSESSIVE_GAIN if second == "s" else BLANK_GAIN  # `manager s` may be `manager's`
    return whole - _side_by_side(vocabulary, first, second) - asked


def check_joined(
    rule: Rule[Options],
    unless: Exceptions,
    vocabulary: Vocabulary,
    document: Document,
    spans: Sequence[Span],
) -> Iterator[Finding]:
    text = document.text
    for word in sorted(unlisted(document, vocabulary)):
        pair = _pair(vocabulary, word)
        if not pair or _is_code(document):
            continue
        starts_at = places(document, word)
        if len(starts_at) != 1 or not TOKEN.match(text, starts_at[0]):  # what stands twice is a name
            continue
        start, between = starts_at[0], starts_at[0] + len(pair[0])
        here = Span(start, start + len(word))
        if in_prose(document, here) and not unless.cover(document, here):
            expected = f"'{text[start:between]} {text[between : here.end]}'"
            yield rule.flag(document, here, [Edit(Span(between, between), " ")], expected=expected)


def _places(text: str, words: Collection[str]) -> Iterator[tuple[str, int]]:
    """Where words stand whole."""
    if len(words) > MANY:
        yield from ((piece[0], piece.start()) for piece in WHOLE.finditer(text) if piece[0] in words)
        return
    for word in words:
        for at in _found(text, word):
            piece = WHOLE.match(text, at)
            if piece and piece[0] == word:
                yield word, at


def _found(text: str, word: str) -> Iterator[int]:
    """Where a word stands, whole or not; one letter, which is part of every word, only behind a blank."""
    if len(word) == 1:
        if text.startswith(word):
            yield 0
        for blank in " \n":
            yield from (at + 1 for at in _found(text, blank + word))
        return
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _pair(vocabulary: Vocabulary, word: str) -> tuple[str, str] | None:
    """The two words that a joined one is made of, if they are far commoner than it."""
    if len(word) not in LENGTHS or not word.isascii():
        return None
    usual = vocabulary.usual
    pairs = sorted(
        (
            (_side_by_side(vocabulary, word[:i], word[i:]), word[:i], word[i:])
            for i in range(2, len(word) - 1)
            if word[:i] in usual and word[i:] in usual
        ),
        reverse=True,
    )
    if not pairs or (len(pairs) > 1 and pairs[0][0] - pairs[1][0] < MARGIN):
        return None
    together, first, second = pairs[0]
    gain = together - vocabulary.frequency(word)
    return (first, second) if _is_pair(vocabulary, first, second, gain) else None


def _is_pair(vocabulary: Vocabulary, first: str, second: str, gain: float) -> bool:
    """Whether two words are none that writers make a new one of."""
    if first in FUNCTION and second in FUNCTION:
        return gain >= GAIN_OF_FUNCTIONS
    if vocabulary.frequency(first + second) >= MOST_USED or (first in PREFIXES and second not in FUNCTION):
        return False
    has_function_word = first in FUNCTION or second in FUNCTION
    if second in SUFFIXES:  # `stickin` may be short for `sticking`
        is_word = not has_function_word or len(first) < LONG or vocabulary.lists(f"{first}{second}g")
        return not is_word and gain >= GAIN_OF_FUNCTION
    length, shortest = len(first + second), min(len(first), len(second))
    if has_function_word:
        return gain >= (GAIN_OF_FUNCTION if length < LONG_PAIR else GAIN_OF_LONG)
    is_long = length >= LONGEST_COMPOUND and shortest >= SHORTEST_OF_TWO
    return (is_long and gain >= 0) or (length >= SHORTEST_CONTENT and gain >= GAIN_OF_CONTENT)


def _is_broken(vocabulary: Vocabulary, before: str, behind: str) -> bool:
    """Whether two pieces are one word, and would not rather be joined by a hyphen."""
    first, second = before.lower(), behind.lower()
    whole = vocabulary.frequency(first + second)
    if whole < LEAST or (second in FUNCTION and whole < CERTAIN):
        return False
    gain = whole - _side_by_side(vocabulary, first, second)
    if first in PREFIXES and vocabulary.lists(second):
        return gain >= GAIN_OF_PREFIX
    return gain >= GAIN or whole >= CERTAIN


def _is_certain(vocabulary: Vocabulary, before: str, behind: str) -> bool:
    """Whether a piece is no word, and the whole one that everybody knows."""
    pieces = (before.lower(), behind.lower())
    return "".join(pieces) in vocabulary.usual and not all(map(vocabulary.lists, pieces))


def _side_by_side(vocabulary: Vocabulary, first: str, second: str) -> float:
    """How often two words would follow each other if that were left to chance."""
    return vocabulary.frequency(first) + vocabulary.frequency(second) - 9


def _in_wrapped_text(document: Document, i: int) -> bool:
    """Whether a line ends where text is wrapped: the first word of the next one did not fit."""
    every = contents(document)
    full = len(every[i].rstrip()) + len(every[i + 1].split(maxsplit=1)[0])
    return any(full >= width >= len(every[i].rstrip()) - RAGGED for width in _widths(document))


@once
def _widths(document: Document) -> frozenset[int]:
    """The widths of the hard-wrapped paragraphs (two lines don't tell)."""
    every = contents(document)
    return frozenset(
        max(len(text.rstrip()) for text in every[each.first : each.last])
        for each in paragraphs(document)
        if each.last - each.first >= FEWEST_WRAPPED
    )


@once
def _is_code(document: Document) -> bool:
    """Whether a text is full of code, commands and options."""
    every = tokens(document)
    return sum(CODE.search(token) is not None for token in every) > MOST_CODE * len(every)
