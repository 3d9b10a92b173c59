r"""words – words and phrases that are wrong, with their corrections.

    options:
      words: {thier: their, "dose not": "does not", acn: "can, an"}   # several candidates: only reported
      table: real-words.tsv       # beside the rule: wrong, right and a remark, parted by tabs
      codespell: ["", _rare]      # dictionaries of the codespell package, by the end of their names
      shortest: 5                 # corrections of shorter words are unsafe
      unless: ['\bdose not to exceed\b']   # a finding that one of these overlaps is left alone
      allow: not-typos.tsv        # words that are right, in any case or, with capitals, exactly so; advertiz*
      names: true                 # correct capitalised words in mid-sentence too

In a table or under `words`, `{could|should} of` stands for two phrases, and `{1} have` on the right repeats
what the first braces gave; `{the|}` may be left out. The case of what was found is kept. A word that the
document capitalises in mid-sentence is a name and left alone; a correction of a capitalised word is unsafe.

A correction from a dictionary is safe only where nothing speaks against it: see `doubts`. A misspelling that
a text has again and again is reported once, without a correction, unless many people make it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from math import prod
from typing import NamedTuple

import regex

from textlint import codespell
from textlint.doubts import is_doubtful, is_known_slip
from textlint.lexicon import word_set
from textlint.model import Applicability, Check, Document, Finding, Rule, Span, Table, Triggers
from textlint.patterns import Exceptions, Pattern
from textlint.phrases import Phrases, is_phrase, plain
from textlint.segment import WORD, capitals, in_prose, is_joined, starts_sentence
from textlint.talk import may_mean
from textlint.vocabulary import LETTERS, Vocabulary, is_half, read

VALUES: tuple[str, ...] = ("expected",)
BROKEN_WORD = regex.compile(r"\p{L}[-‐]\s+$")  # what follows is the rest of a word
HYPHEN_BEHIND = regex.compile(r"[-‐]\s")  # and what stands before it the beginning
BRACES = regex.compile(r"\{([^{}]*)\}")
MOST_PHRASES = 10_000  # of one entry
LONG_PHRASE = 3  # words
NEAR = 60  # code points
OWN_SPELLING = 4  # times in a text …
FAR = 100_000  # … or in as much of a long one: so many code points on either side are looked at
IN_USE = 2.5  # on Zipf's scale; a word that is so frequent is known, whether dictionaries list it or not
WORD_BEFORE = regex.compile(r"(?r)(?P<word>\p{L}[\p{L}'’-]*)(?P<mark>[^\p{L}\r\n]{1,3})$")
WORD_BEHIND = regex.compile(r"(?P<mark>[^\p{L}\r\n]{1,3})(?P<word>\p{L}[\p{L}'’-]*)")
# Signs of a bibliography: pages, volumes, years in brackets, initials, DOIs.
REFERENCE = regex.compile(
    r"\b(?:pp?|[Vv]ol|[Nn]o|[Ee]ds?|et al)\.|\b(?:doi|DOI|ISBN|ISSN)\b"
    r"|\(\d{4}[a-z]?\)|(?<![.\w])\p{Lu}\.(?=[ ,]\s?\p{Lu})"
)
HYPHENATED = regex.compile(r"(?<![\p{L}\p{M}\p{N}_-])\p{L}++(?:-\p{L}++)++(?![\p{N}_-])")
REFERENCE_REACH, FEWEST_SIGNS = 120, 3
FEWEST_STRANGE = 2
FIRST_OF_COMPOUND = word_set("first-of-compound")
COMPOUND_BEFORE = regex.compile(r"(?r)(?P<first>[\p{L}\p{N}.-]*)-$")
# Two of these side by side are no cue: every text has such pairs.
USUAL = word_set("function") | word_set("usual")


@dataclass(frozen=True, slots=True)
class Options:
    words: dict[str, str] = field(default_factory=dict)
    table: Table | None = None
    codespell: tuple[str, ...] = ()
    shortest: int = 1
    unless: tuple[Pattern, ...] = ()
    allow: Table | None = None
    names: bool = False

    def __post_init__(self) -> None:
        for row in self.words.items():
            if problem := _problem(row):
                raise ValueError(problem)
        for name in self.codespell:
            codespell.require(name)
        for line, cells in self.table.rows if self.table else ():
            problem = _problem(cells)
            if problem:
                raise ValueError(f"{self.table and self.table.path.name}:{line}: {problem}")


class Entry(NamedTuple):
    """a wrong word or phrase in lower case with straight apostrophes, and what may be meant"""

    wrong: str
    candidates: tuple[str, ...]
    sure: bool
    borrowed: bool = False  # from codespell, not the rule's own


class Words(NamedTuple):
    """what a rule looks for, and what it leaves alone"""

    phrases: Phrases[Entry]
    allowed: frozenset[str]
    unless: Exceptions
    vocabulary: Vocabulary | None  # where words come from dictionaries of misspellings


def triggers(options: Options) -> Triggers | None:
    every = list(entries(options))
    pairs = {
        entry.wrong: [pair for pair in _pairs(entry) if not USUAL.issuperset(pair.split(" "))]
        for entry in every
    }
    shared = Counter(pair for each in pairs.values() for pair in each)
    cues = {max(each, key=lambda pair: (shared[pair], pair)): None for each in pairs.values() if each}
    whole = [wrong for wrong, each in pairs.items() if not each]
    # The misspellings of a dictionary count in words with hyphens, too.
    parts = whole if options.codespell else []
    return Triggers(
        words=() if parts else tuple(whole),
        cues=(*cues, *parts),
        reach=max(map(len, pairs), default=0),
    )


def _pairs(entry: Entry) -> Iterator[str]:
    """Of a long phrase what is wrong in it with the word before or behind: many phrases share such a pair."""
    words = entry.wrong.split(" ")
    if len(words) < LONG_PHRASE:
        return
    first, last = 0, len(words)
    for right in entry.candidates[:1]:
        rest = right.split(" ")
        while last - first > 1 and rest and words[first] == rest[0]:
            first, rest = first + 1, rest[1:]
        while last - first > 1 and rest and words[last - 1] == rest[-1]:
            last, rest = last - 1, rest[:-1]
    yield from (" ".join(words[first - 1 : last]) for _ in range(first > 0))
    yield from (" ".join(words[first : last + 1]) for _ in range(last < len(words)))
    if first == 0 and last == len(words):
        yield entry.wrong


def prepare(rule: Rule[Options]) -> Check:
    phrases = Phrases.of((entry.wrong, entry) for entry in entries(rule.options))
    allowed, _ = _allowed(rule.options)
    unless = Exceptions(rule.options.unless, ignore_case=True)
    known = read() if rule.options.codespell else None
    return partial(check, rule, Words(phrases, allowed, unless, known))


def entries(options: Options) -> Iterator[Entry]:
    """All entries, one for each phrase, the rule's own before codespell's."""
    seen = set()
    rows = options.table.rows if options.table else ()
    for wrong, right in (*options.words.items(), *(row.cells[:2] for row in rows)):
        for phrase, correction in _expanded(wrong, right):
            candidates = tuple(each.strip() for each in correction.split(",") if each.strip())
            seen.add(phrase)
            yield Entry(phrase, candidates, len(candidates) == 1)
    allowed, stems = _allowed(options)
    for name in options.codespell:
        for wrong, candidates, sure in codespell.entries(name):
            if wrong in allowed or wrong.startswith(stems):
                continue
            if wrong not in seen and WORD.fullmatch(wrong):
                seen.add(wrong)
                yield Entry(wrong, candidates, sure, borrowed=True)


def check(rule: Rule[Options], words: Words, document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    recurring, last = set[str](), Span(0, 0)
    for place, entry in _occurrences(words, document.text, spans):
        here, fixed = (place, "") if not entry.sure else _narrowed(place, entry.wrong, entry.candidates[0])
        if (
            here == last
            or document.text[here.start : here.end] in words.allowed
            or not in_prose(document, place)
        ):
            continue
        last = here  # two phrases may say the same of one word
        if is_joined(document.text, *place) or _is_half(words, document.text, place):
            continue
        if not (rule.options.names or _is_word(document, here)) or words.unless.cover(document, place):
            continue
        times = _times(document.text, here)
        if times < OWN_SPELLING or words.vocabulary is None or _is_known_slip(words, entry):
            yield _finding(rule, words, document, here, entry, right=fixed)
        elif entry.wrong not in recurring:
            recurring.add(entry.wrong)
            listed = " or ".join(f"'{candidate}'" for candidate in entry.candidates)
            expected = f"{listed} (written {times} times)"
            yield rule.flag(document, here, candidates=entry.candidates, expected=expected)


def _occurrences(words: Words, text: str, spans: Sequence[Span]) -> Iterator[tuple[Span, Entry]]:
    """Words and phrases with their entries; of words with hyphens, such as well-recieved, known slips."""
    yield from words.phrases.occurrences(text, spans)
    if words.vocabulary is None:
        return
    for start, end in spans:
        for match in HYPHENATED.finditer(text, start, end):
            for part in LETTERS.finditer(text, *match.span()):
                group = words.phrases.groups.get(part[0].lower())
                entry = group.phrases.get(part[0].lower()) if group else None
                if entry and _is_known_slip(words, entry):
                    yield Span(*part.span()), entry


def _times(text: str, here: Span) -> int:
    """How often a text has the word at a place."""
    return text.count(text[here.start : here.end], max(0, here.start - FAR), here.end + FAR)


def _is_known_slip(words: Words, entry: Entry) -> bool:
    """Whether the misspelling is one that many people make, and no text's own word."""
    return entry.sure and (
        words.vocabulary is None or is_known_slip(entry.wrong, entry.candidates[0], words.vocabulary)
    )


def _is_half(words: Words, text: str, place: Span) -> bool:
    """Whether a word is a part of one that is broken by a hyphen or a blank."""
    if HYPHEN_BEHIND.match(text, place.end):
        return True
    return words.vocabulary is not None and is_half(text, *place, words.vocabulary)


def _finding(
    rule: Rule[Options], words: Words, document: Document, here: Span, entry: Entry, *, right: str
) -> Finding:
    found = document.text[here.start : here.end]
    if not entry.sure:
        listed = " or ".join(f"'{each}'" for each in entry.candidates) or "another word"
        candidates = [_like(found, each) for each in entry.candidates]
        return rule.flag(document, here, candidates=candidates, expected=listed)
    fixed = _like(found, right)
    doubtful = not found.islower() or len(found) < rule.options.shortest
    doubtful |= _is_doubtful(words, document.text, here, entry)
    # Where the right word is near as well, the text may speak of both.
    doubtful |= fixed in document.text[max(0, here.start - NEAR) : here.end + NEAR]
    how = Applicability.UNSAFE if doubtful else None
    return rule.replace(document, here, fixed, applicability=how, expected=f"'{fixed}'")


def _is_doubtful(words: Words, text: str, here: Span, entry: Entry) -> bool:
    """Whether a misspelling of a dictionary, or its place, leaves a doubt that it is a slip."""
    if words.vocabulary is None:
        return False
    if _times(text, here) > 1 and not _is_known_slip(words, entry):
        return True
    if entry.borrowed and is_doubtful(entry.wrong, entry.candidates[0], words.vocabulary):
        return True
    if _is_joined(text, here) or may_mean(text, here) or _is_among_strange(words, text, here):
        return True
    return not _is_among_words(words, text, here)


def _is_joined(text: str, here: Span) -> bool:
    """Whether hyphens make a word a part of a name (awesome-langauge), not of a usual compound."""
    before = COMPOUND_BEFORE.search(text[max(0, here.start - NEAR) : here.start])
    is_usual = before is None or before["first"].lower() in FIRST_OF_COMPOUND
    return not is_usual or text[here.end : here.end + 1] == "-"


def _is_among_words(words: Words, text: str, here: Span) -> bool:
    """Whether a place has known words on either side and is in no list of misspellings and no reference."""
    references = REFERENCE.findall(text[max(0, here.start - REFERENCE_REACH) : here.end + REFERENCE_REACH])
    if len(references) >= FEWEST_SIGNS:
        return False
    before, behind = text[max(0, here.start - NEAR) : here.start], text[here.end : here.end + NEAR]
    for match in (WORD_BEFORE.search(before), WORD_BEHIND.match(behind)):
        if match and match["word"].islower():
            word = plain(match["word"])
            if words.phrases.groups.get(word) and match["mark"].strip():  # recieve, thier
                return False
            if not (_is_known(words, word) or words.phrases.groups.get(word)):
                return False
    return True


def _is_among_strange(words: Words, text: str, here: Span) -> bool:
    """Whether several words near a misspelling are unknown: a child's letter, an old text, an exercise."""
    near = text[max(0, here.start - NEAR) : here.start], text[here.end : here.end + NEAR]
    others = [*WORD.findall(near[0])[1:], *WORD.findall(near[1])[:-1]]
    strange = (word for word in others if word.islower() and not _is_known(words, plain(word)))
    return sum(1 for _ in strange) >= FEWEST_STRANGE


def _is_known(words: Words, word: str) -> bool:
    known = words.vocabulary
    return known is None or all(
        known.lists(part) or known.frequency(part) >= IN_USE for part in word.split("-")
    )


def _allowed(options: Options) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words of the table `allow`, and its stems."""
    words = [row.cells[0] for row in options.allow.rows] if options.allow else []
    stems = tuple(word.removesuffix("*") for word in words if word.endswith("*"))
    return frozenset(word for word in words if not word.endswith("*")), stems


def _is_word(document: Document, here: Span) -> bool:
    """Whether this is a word and no name: lower case, or capitalised only because a sentence begins."""
    text = document.text
    found = text[here.start : here.end]
    if any(capitals(document, part) for part in plain(found).split()):
        return False
    if not found.islower():
        return found[1:].islower() and starts_sentence(text, here.start)
    return not BROKEN_WORD.search(text[max(0, here.start - 40) : here.start])


def _narrowed(here: Span, wrong: str, right: str) -> tuple[Span, str]:
    """Leave out the words that a phrase and its correction have in common at either end."""
    before, after = wrong.split(" "), right.split(" ")
    start, end = here
    while len(before) > 1 and len(after) > 1 and before[0] == after[0]:
        start += len(before.pop(0)) + 1
        after.pop(0)
    while len(before) > 1 and len(after) > 1 and before[-1] == after[-1]:
        end -= len(before.pop()) + 1
        after.pop()
    return Span(start, end), " ".join(after)


def _like(found: str, right: str) -> str:
    """The correction in the case and with the apostrophes of what was found."""
    if found[:1].isupper():
        right = right.upper() if found.isupper() and len(found) > 1 else right[:1].upper() + right[1:]
    return right.replace("'", "’") if "’" in found else right


def _problem(row: Sequence[str]) -> str | None:
    """Why a phrase could never be found, or its braces can't be expanded."""
    if len(row) < 2:
        return f"expected a wrong phrase, a tab and a right one, found {row[0]!r}"
    wrong, right = row[:2]
    groups = BRACES.findall(wrong)
    if (phrases := prod(group.count("|") + 1 for group in groups)) > MOST_PHRASES:
        return f"expected braces that stand for at most {MOST_PHRASES} phrases, found {phrases} in {wrong!r}"
    for number in BRACES.findall(right):
        if not number.isdecimal() or not 1 <= int(number) <= len(groups):
            return f"expected a number from 1 to {len(groups)} in braces, found {right!r}"
    for phrase, correction in _expanded(wrong, right):
        if not is_phrase(phrase):
            return f"expected words parted by single blanks that begin with a letter, found {phrase!r}"
        if set("{}") & set(phrase + correction):
            return f"a brace without its partner in {wrong!r} or {right!r}"
    return None


def _expanded(wrong: str, right: str) -> Iterator[tuple[str, str]]:
    """All phrases of a pattern in braces, each with its correction.

    >>> list(_expanded("{could|must} of {been|had}", "{1} have {2}"))[1]
    ('could of had', 'could have had')
    """
    groups = [group.split("|") for group in BRACES.findall(wrong)]
    for picked in product(*groups):
        given = iter(picked)
        phrase = BRACES.sub(lambda _: next(given), wrong)  # noqa: B023 - used up at once
        correction = BRACES.sub(lambda match: picked[int(match[1]) - 1], right)  # noqa: B023
        yield " ".join(plain(phrase).split()), " ".join(correction.split())
