r"""casing – words that should be capitalised and are not.

    options:
      of: names                   # the default; or frames, strangers, sentences, paragraphs, titles
      names: [Israel, West Bank]  # as they are written when they are right
      table: cities.tsv           # more of them, one in a row
      ambiguous: true             # small letters may be right too (turkey, may): only on evidence
      unless: ['\bthe west bank of the\b']   # a finding that one of these overlaps is left alone
      not_after: [approx, etc]    # sentences: abbreviations that end with a full stop
      small: [of, the, and]       # titles: words that stay small
      frames: ['\bon (?P<name>may) \d']   # frames: what is called "name" in a match has a capital

A name is wrong where one of its words is written in small letters altogether: `hamas`, `west Bank`, `nato`;
what the table writes small may be small (`al-Qaeda`). For a rule in English words the words around it must be
common ones of English.
Evidence is the document itself: it writes the name as it should be in mid-sentence, twice and twice as often
as not; for a name of several words once is enough. With evidence a
correction is as safe as the rule says; without it is unsafe, and an ambiguous name draws nothing.

A stranger is a word in small letters that no dictionary has, behind one of the names, which are given names,
or behind a hyphen and a word with a capital. A paragraph is looked at if it is running text that begins with
a common word, behind a full sentence or a heading. Where more than a few sentences or paragraphs begin with
small letters, that is how the text is written.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple

import regex

from textlint.language import FUNCTION_WORDS
from textlint.model import Applicability, Check, Document, Finding, Role, Rule, Span, Table, Triggers
from textlint.patterns import Exceptions, Pattern, compiled, searched
from textlint.phrases import PART, Phrases, is_phrase, plain
from textlint.segment import (
    among,
    capitals,
    contents,
    ends_sentence,
    in_prose,
    is_argument,
    is_joined,
    is_running_text,
    is_title_case,
    line,
    lines_in,
    once,
    paragraph_at,
    role_at,
    stands_alone,
    starts,
    starts_sentence,
    unmarked,
)
from textlint.vocabulary import Vocabulary, read, tokens, unlisted

VALUES: tuple[str, ...] = ()

SENTENCE_START = regex.compile(
    r"(?<=\s(?P<last>\p{Lu}?[\p{Ll}’'\-]{2,}))(?P<here>\. (?:a|\p{Ll}[\p{Ll}\-’']+))(?=[\s,;:])"
)
AMBIGUOUS_EVIDENCE = 2  # so many capitals in mid-sentence, and twice as many as small letters
# Each begins with what is rare, and two of them look back from there.
PARAMETERS = tuple(
    map(
        regex.compile,
        (
            r"[(\[*](\p{L}++)[,=)\]]",
            r", (\p{L}++)[=)]",
            r"[=_](?<=(?<!\w)(\p{L}++).)",
            r"\(\)(?<=(?<!\w)(\p{L}++)..)",
            r"[_`](\p{L}++)(?!\w)",
        ),
    )
)
# What makes a small name the first part of another: nvidia-driver, but not nato-led.
IDENTIFIER_REST = regex.compile(
    r"-(?!(?:\p{Ll}*(?:ed|ing)|born|built|led|like|made|run|style|wide)\b)\p{Ll}+(?![\p{L}'’])"
)
FIRST_WORD = regex.compile(
    r"[“\"‘(]?+(?P<word>\p{Ll}++)(?:['’]\p{Ll}++)?"
    r"(?:,? (?!(?:n|v|adj|adv|noun|verb|adjective|adverb)\b|[/\[(])|-\p{Ll})"
)
HEADING = regex.compile(r"(?:\d+[.)]? )?[“\"‘(]?+[\p{Lu}\d]\S*+(?:\s++\S++){0,11}+$")
GOES_ON = ",;:-–—("
# Words that continue a sentence after a formula, a list or the name of the subject
GOING_ON = frozenset(
    ("and", "or", "where", "which", "then", "is", "are", "was", "were", "has", "had", "denotes", "means")
)
LONGEST_ABBREVIATION = 6  # letters: Icel., Prof.
BEGINS_SENTENCES = 4.0  # on Zipf's scale
SHORTEST_DOUBLE = 8  # letters
SMALL_STARTS, SMALL_SHARE = 3, 0.6  # so many sentences and paragraphs, and such a share of them, are a habit
# Capitalised words of a title before the one without a capital; more if none follows it.
CAPITALS_BEFORE, CAPITALS_ALONE = 2, 5
LONGEST_NAME, LONGEST_TITLE = 40, 300  # code points
LONGEST_SOUGHT = 50_000  # code points
# The first letters of sentences and paragraphs.
START = regex.compile(
    r"(?<=^|[.!?][”\"’')]?[ \t]{1,2}|[.!?][”\"’')]?[ \t]*\n|\n[ \t]*\n)"
    r"(?:\d+[.)] )?[“\"‘(]?(\p{L})(?!\p{Ll}*[.)])"
)
NAME_AND_WORD = regex.compile(
    r"(?P<name>\p{Lu}(?<![\p{L}\p{N}'’\-@.]\p{Lu})\p{Ll}++)(?P<sign>[ -])(?P<word>\p{Ll}{4,}+)"
    r"(?![\p{L}\p{N}_@/=(\-‐])"
)
DERIVED = (
    "ed",
    "ing",
    "ly",
    "es",
    "ish",
    "ise",
    "ize",
    "less",
    "like",
    "esque",
    "ism",
    "ist",
    "ity",
    "ible",
    "able",
)
TITLE_WORDS = range(4, 16)
# Lists, labels, code and sentences are none.
NO_TITLE = regex.compile(r"[{}|=<>\\;@/#]|[.,:\"](?:\s|$)|\s{2}|[?!]\s|\(c\)|Copyright|^\s*[-•*] ")
LONGEST_SMALL_WORD = 3  # shorter words of a title may be small


@dataclass(frozen=True, slots=True)
class Options:
    of: Literal["names", "frames", "strangers", "sentences", "paragraphs", "titles"] = "names"
    names: tuple[str, ...] = ()
    table: Table | None = None
    ambiguous: bool = False
    unless: tuple[Pattern, ...] = ()
    not_after: tuple[str, ...] = ()
    small: tuple[str, ...] = ()
    frames: tuple[Pattern, ...] = ()

    def __post_init__(self) -> None:
        if self.of == "strangers" and not (self.names or self.table):
            raise ValueError("given names are needed for 'of: strangers'")
        if self.of != "strangers" and (self.of == "names") != bool(self.names or self.table):
            raise ValueError("names are needed for 'of: names', and only there")
        if (self.of == "frames") != bool(self.frames):
            raise ValueError("frames are needed for 'of: frames', and only there")
        for frame in self.frames:
            if "name" not in compiled(frame).groupindex:
                raise ValueError(f"expected a group (?P<name>…), found {frame!r}")
        for name in listed(self):
            if not is_phrase(name):
                raise ValueError(f"expected words parted by single blanks, found {name!r}")


class Sentences(NamedTuple):
    """what words begin sentences, and behind which stops none does"""

    vocabulary: Vocabulary
    abbreviations: frozenset[str]


class Slip(NamedTuple):
    """a name without its capitals; `evidence` is whether the document writes it right elsewhere"""

    place: Span
    right: str
    evidence: bool


class Strangers(NamedTuple):
    """what is no name, and what a name stands behind"""

    vocabulary: Vocabulary
    given: frozenset[str]


def triggers(options: Options) -> Triggers | None:
    if options.of == "sentences":
        return Triggers(patterns=(SENTENCE_START.pattern,))
    if options.of == "frames":
        return Triggers(patterns=options.frames)
    if options.of in ("titles", "strangers", "paragraphs"):
        return None  # lines are looked at, and words that no dictionary has, in no time
    exact, patterns = [], []
    for name in listed(options):
        for first, last in _words_with_capitals(name):
            small = name[first:last].lower()
            if name[first:last] == name:
                exact.append(small)
            else:
                before, after = regex.escape(name[:first]), regex.escape(name[last:])
                patterns.append(f"(?i:{before}){small}(?i:{after})")
    return Triggers(exact=tuple(exact), patterns=tuple(patterns))


def prepare(rule: Rule[Options]) -> Check:
    options = rule.options
    unless = Exceptions(options.unless, ignore_case=True)
    if options.of == "sentences":
        return partial(check_sentences, rule, unless, Sentences(read(), frozenset(options.not_after)))
    if options.of == "titles":
        return partial(check_titles, rule, unless, frozenset(options.small))
    if options.of == "frames":
        return partial(check_frames, rule, unless, tuple(map(compiled, options.frames)))
    if options.of == "strangers":
        known = Strangers(read(), frozenset(listed(options)))
        return partial(check_strangers, rule, unless, known)
    if options.of == "paragraphs":
        return partial(check_paragraphs, rule, unless, read())
    phrases = Phrases.of(((name, name) for name in listed(options)), parts=True)
    return partial(check_names, rule, unless, phrases)


def listed(options: Options) -> tuple[str, ...]:
    return (*options.names, *(row.cells[0] for row in (options.table.rows if options.table else ())))


def check_names(
    rule: Rule[Options],
    unless: Exceptions,
    phrases: Phrases[str],
    document: Document,
    spans: Sequence[Span],
) -> Iterator[Finding]:
    slips = list[Slip]()
    for slip in _slips(rule, phrases, document, spans):
        end = slips[-1].place.end if slips else 0
        if slip.place.start < end or unless.cover(document, slip.place):
            continue
        if not _has_capitals(document, slip.place):
            continue
        if slips and document.text[end : slip.place.start] == "-":  # african-american is one name
            slips.append(_double(slips.pop(), slip))
        else:
            slips.append(slip)
    for place, right, evidence in slips:
        sure = evidence and not IDENTIFIER_REST.match(document.text, place.end)
        how = None if sure else Applicability.UNSAFE
        yield rule.replace(document, place, right, applicability=how)


def _slips(
    rule: Rule[Options], phrases: Phrases[str], document: Document, spans: Sequence[Span]
) -> Iterator[Slip]:
    """The words of names that are in small letters and should not be."""
    for here, name in phrases.occurrences(document.text, spans):
        found = document.text[here.start : here.end]
        wrong = _wrong_words(found, name)
        if wrong is None or not in_prose(document, here) or is_joined(document.text, *here):
            continue
        if is_argument(document.text, *here):
            continue
        evidence = _evidence(document, name)
        likely = evidence or (" " in name and not found.islower())  # half right: west Bank
        if likely or not rule.options.ambiguous:
            first, last = wrong
            yield Slip(Span(here.start + first, here.start + last), name[first:last], evidence)


def _double(one: Slip, other: Slip) -> Slip:
    """Two names with a hyphen between them as one."""
    place = Span(one.place.start, other.place.end)
    return Slip(place, f"{one.right}-{other.right}", one.evidence and other.evidence)


def check_sentences(
    rule: Rule[Options],
    unless: Exceptions,
    words: Sentences,
    document: Document,
    spans: Sequence[Span],
) -> Iterator[Finding]:
    text = document.text
    if _starts_small(document):
        return
    for start, end, _ in lines_in(document, spans):
        if not ends_sentence(text[start:end]):
            continue
        for match in searched(SENTENCE_START, text[start:end]):
            here = Span(start + match.start("here"), start + match.end("here"))
            last, word = match["last"], match["here"][2:]
            if last.lower() in words.abbreviations or (
                last[0].isupper() and len(last) < LONGEST_ABBREVIATION
            ):
                continue
            # A name of code keeps its small letter, and is no word that begins sentences.
            if words.vocabulary.frequency(plain(word)) < BEGINS_SENTENCES or not in_prose(document, here):
                continue
            if word in _parameters(document):
                continue
            if unless.cover(document, here):
                continue
            found = match["here"]
            yield rule.replace(document, here, found[:2] + found[2].upper() + found[3:])


def check_frames(
    rule: Rule[Options],
    unless: Exceptions,
    frames: tuple[regex.Pattern[str], ...],
    document: Document,
    spans: Sequence[Span],
) -> Iterator[Finding]:
    text, done = document.text, set[Span]()
    for start, end, _ in lines_in(document, spans):
        for match in (match for frame in frames for match in searched(frame, text[start:end])):
            here = Span(start + match.start("name"), start + match.end("name"))
            if here in done or not (match["name"] or "").islower() or not in_prose(document, here):
                continue
            if unless.cover(document, here) or not _has_capitals(document, here):
                continue
            done.add(here)
            yield rule.replace(document, here, PART.sub(_with_capital, match["name"]))


def check_strangers(
    rule: Rule[Options],
    unless: Exceptions,
    known: Strangers,
    document: Document,
    spans: Sequence[Span],
) -> Iterator[Finding]:
    """Surnames that only this document knows, in small letters."""
    text = document.text
    rare = unlisted(document, known.vocabulary)
    double = [token for token in tokens(document) if "-" in token and not token.islower()]
    pieces = (*(f" {word}" for word in sorted(rare)), *sorted(double))
    for match in sorted(_names_before(text, pieces), key=regex.Match.start):
        name, sign, word = match.group("name", "sign", "word")
        if sign == " ":
            is_name = word in rare and name in known.given
        else:  # as in `Kabat-zinn`, but not in `Jong-un`
            is_name = len(name + word) > SHORTEST_DOUBLE and not starts_sentence(text, match.start())
        if is_name and _is_strange(word, known.vocabulary):
            here = Span(*match.span("word"))
            if in_prose(document, here) and not unless.cover(document, here):
                yield rule.replace(document, here, word.capitalize())


def _names_before(text: str, pieces: Iterable[str]) -> Iterator[regex.Match[str]]:
    """Each name with a word behind it where one of these pieces stands, once."""
    if len(text) > LONGEST_SOUGHT:  # to look for each by itself would read it too often
        yield from NAME_AND_WORD.finditer(text)
        return
    done = set[int]()
    for piece in pieces:
        at = text.find(piece)
        while at >= 0:
            first, last = max(0, at - LONGEST_NAME), min(len(text), at + len(piece) + LONGEST_NAME)
            if piece[0] == " " and text[first:at].rpartition(" ")[2].islower():  # as most words are: no name
                last = first
            for match in NAME_AND_WORD.finditer(text, first, last):
                # What ends with the window may go on behind it.
                whole = match.end() < last or last == len(text)
                if whole and match.start("word") not in done:
                    done.add(match.start("word"))
                    yield match
            at = text.find(piece, at + 1)


def _is_strange(word: str, vocabulary: Vocabulary) -> bool:
    return not word.endswith(DERIVED) and not vocabulary.lists(word)


def check_paragraphs(
    rule: Rule[Options],
    unless: Exceptions,
    vocabulary: Vocabulary,
    document: Document,
    spans: Sequence[Span],
) -> Iterator[Finding]:
    """The first words of paragraphs; a word that begins several of them is a name that is written so.

    In marked-up text they are left alone: it names programs (pip), and its paragraphs go on behind code.
    """
    if document.blocks:
        return
    every = contents(document)
    small = [i for i, text in enumerate(every) if text[:1].islower() or text[1:2].islower()]
    found = list[Span]()
    if _starts_small(document):
        return
    for i in small:
        first = FIRST_WORD.match(every[i])
        if not first or first["word"] not in vocabulary.usual or first["word"] in GOING_ON:
            continue
        if _begins_paragraph(document, i) and first["word"] not in _parameters(document):
            start = starts(document)[i]
            found.append(Span(start + first.start("word"), start + first.end("word")))
    often = Counter(document.text[start:end] for start, end in found)
    for here in found:
        word = document.text[here.start : here.end]
        if often[word] == 1 and in_prose(document, here) and not unless.cover(document, here):
            yield rule.replace(document, here, _with_capital(word))


@once
def _starts_small(document: Document) -> bool:
    """Whether a text begins sentences or paragraphs with small letters out of habit."""
    letters = START.findall(document.text)
    small = sum(map(str.islower, letters))
    return small == len(letters) or (small >= SMALL_STARTS and small >= SMALL_SHARE * len(letters))


@once
def _parameters(document: Document) -> frozenset[str]:
    """The words that a text uses as names of something in code: `copy(path, mode)`, `path=None`."""
    return frozenset(word for pattern in PARAMETERS for word in pattern.findall(document.text))


def _begins_paragraph(document: Document, i: int) -> bool:
    """Whether a line begins running text, behind a full sentence or a heading, if anything is before it."""
    every = contents(document)
    paragraph = paragraph_at(document, starts(document)[i])
    if paragraph is None or paragraph.first != i:
        return False
    if not is_running_text(document.text[paragraph.start : paragraph.end]):
        return False
    above = next((j for j in range(i - 1, -1, -1) if every[j].strip()), None)
    below = next((j for j in range(paragraph.last, len(every)) if every[j].strip()), None)
    if any(j is not None and every[j].lstrip()[0].islower() for j in (above, below)):  # items of a list
        return False
    if above is None or ends_sentence(every[above]):
        return True
    heading = every[above].strip()
    goes_on = heading[-1] in GOES_ON or heading.split()[-1].lower() in FUNCTION_WORDS
    return above < i - 1 and not goes_on and bool(HEADING.match(heading))


def check_titles(
    rule: Rule[Options],
    unless: Exceptions,
    small: frozenset[str],
    document: Document,
    spans: Sequence[Span],
) -> Iterator[Finding]:
    """A line in title case with one word that has fallen out of it."""
    text, every = document.text, contents(document)
    asking = [i for i, title in enumerate(every) if title.endswith("?")]
    for i in among(document, sorted({*unmarked(document), *asking}), spans):
        title = every[i]
        if title.count(" ") < TITLE_WORDS.start - 1 or len(title) > LONGEST_TITLE or NO_TITLE.search(title):
            continue
        if role_at(document, starts(document)[i] + len(title.rstrip())) not in (None, Role.HEADING):
            continue
        words = title.split()
        if len(words) not in TITLE_WORDS or not is_title_case(title):
            continue
        if not stands_alone(document, i):
            continue
        if title.endswith("?") and words[1].islower() and len(words[1]) > LONGEST_SMALL_WORD:
            continue  # How should I use Name Name?
        start, end, _ = line(document, i)
        fallen = [
            match
            for match in PART.finditer(text, start, end)
            if match[0].islower()
            and len(match[0]) > LONGEST_SMALL_WORD
            and match[0] not in small
            and text[match.start() - 1] == " "
            and text[match.end() : match.end() + 1] in " :,?\r\n"
        ]
        if len(fallen) != 1 or not words[0][0].isupper():
            continue
        here, found = Span(*fallen[0].span()), fallen[0][0]
        before, behind = (
            sum(word[0].isupper() and word != "I" for word in part.split())
            for part in (text[start : here.start], text[here.end : end])
        )
        is_title = before >= (CAPITALS_BEFORE if behind else CAPITALS_ALONE)
        if is_title and before + behind >= TITLE_WORDS.start - 1 and not unless.cover(document, here):
            yield rule.replace(document, here, found[0].upper() + found[1:])


def _with_capital(word: str | regex.Match[str]) -> str:
    letters = word if isinstance(word, str) else word[0]
    return letters[0].upper() + letters[1:]


def _wrong_words(found: str, name: str) -> tuple[int, int] | None:
    """From the first to the last word that is in small letters and should not be."""
    wrong = [(first, last) for first, last in _words_with_capitals(name) if found[first:last].islower()]
    return (wrong[0][0], wrong[-1][1]) if wrong else None


def _words_with_capitals(name: str) -> list[tuple[int, int]]:
    return [match.span() for match in PART.finditer(name) if not match[0].islower()]


def _has_capitals(document: Document, here: Span) -> bool:
    """Whether the paragraph has capitals at all: in some chats nothing has."""
    paragraph = paragraph_at(document, here.start)
    return paragraph is not None and not document.text[paragraph.start : paragraph.end].islower()


def _evidence(document: Document, name: str) -> bool:
    """Whether the document writes the name right elsewhere, outside headings."""
    if " " in name:
        key = (_evidence, name)
        if key not in document.memo:
            document.memo[key] = name in _sentences(document)
        return bool(document.memo[key])
    count = capitals(document, name)
    return count >= AMBIGUOUS_EVIDENCE and count >= 2 * _small(document, name.lower())


@once
def _sentences(document: Document) -> str:
    """The lines that are not in title case, one under the other."""
    return "\n".join(line for line in contents(document) if not is_title_case(line))


def _small(document: Document, word: str) -> int:
    """How often a word is written in small letters."""
    text, count = document.text, 0
    if len(text) > LONGEST_SOUGHT:
        return _all_small(document)[word]
    at = text.find(word)
    while at >= 0:
        part = PART.match(text, at)
        count += part is not None and part.end() == at + len(word)
        at = text.find(word, at + len(word))
    return count


@once
def _all_small(document: Document) -> Counter[str]:
    """How often each word is written in small letters: in a long text many are asked for."""
    return Counter(part for part in PART.findall(document.text) if part.islower())
