"""plan – the triggers of rules, turned into what a scanner looks for.

A rule's words become literals with a blank at either end, its patterns the simpler ones of `superset`. What
can't be sought makes its rule read every text whole.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any, NamedTuple

from textlint.model import Triggers
from textlint.scan.scanner import SEPARATED, SHORT_LINE, Place, Plan, Scanner, folding
from textlint.scan.superset import simpler
from textlint.scan.syntax import UnknownError

APOSTROPHES = ("'", "’")


class Word(NamedTuple):
    """a word as it stands in the separated copy, and what is read where it is found"""

    spelled: bytes
    any_case: bool
    before: int  # code points
    after: int
    joins: bool  # see `scan.Place`


class Sought(NamedTuple):
    """what to look for, each with the rules that it concerns; a rule is known by its place"""

    words: dict[Word, dict[tuple[int, int], None]]  # with the number of a group of words, or -1
    patterns: dict[bytes, dict[int, None]]
    short_patterns: dict[bytes, dict[int, None]]
    lines: dict[str, dict[int, None]]
    everywhere: list[int]  # rules that have to read the whole text


def sought(triggers: Sequence[Triggers | None]) -> Sought:
    """What to look for so that nothing escapes these rules."""
    all_of_them = Sought({}, {b"|".join(map(_literal, map(chr, folding()))): {}}, {}, {}, [])
    for n, each in enumerate(triggers):
        short = each is not None and each.longest is not None and each.longest <= SHORT_LINE
        table = all_of_them.short_patterns if short else all_of_them.patterns
        try:
            patterns = _patterns(each) if each else ()
            stretches = [stretch for one in patterns for stretch in simpler(one, stripped=short)]
        except UnknownError:
            stretches, each = [], None  # noqa: PLW2901 - it is as good as none
        if each is None:
            all_of_them.everywhere.append(n)
            continue
        for stretch in stretches:
            table.setdefault(stretch, {})[n] = None
        for word, group in _words(each):
            all_of_them.words.setdefault(word, {})[n, group] = None
        for text in each.lines:
            all_of_them.lines.setdefault(text, {})[n] = None
    return all_of_them


def compiled(sought: Sought, meanwhile: Callable[[], object] = tuple) -> Scanner:
    """Compile the databases, which takes seconds for a dictionary, and do something else meanwhile."""
    import hyperscan  # noqa: PLC0415 - late: the pure path does without

    caseless = [hyperscan.HS_FLAG_CASELESS if word.any_case else 0 for word in sought.words]
    spelled = [word.spelled for word in sought.words]
    with ThreadPoolExecutor() as pool:  # Hyperscan holds up no other thread
        words = pool.submit(database, spelled, caseless, literal=True)
        tables = (sought.patterns, sought.short_patterns)
        of_patterns = [pool.submit(_of_patterns, table, sought.everywhere) for table in tables]
        meanwhile()
    places: dict[Place, int] = {}
    of_word = array("I")
    for word, rules in sought.words.items():
        place = Place(len(word.spelled), word.before, word.after, word.joins, tuple(rules))
        of_word.append(places.setdefault(place, len(places)))
    plan = Plan(
        tuple(places),
        of_word,
        tuple(map(tuple, sought.patterns.values())),
        tuple(map(tuple, sought.short_patterns.values())),
        {text: tuple(rules) for text, rules in sought.lines.items()},
        tuple(sorted(set(sought.everywhere))),
    )
    return Scanner(plan, words.result(), *(each.result() for each in of_patterns))


def _of_patterns(table: dict[bytes, dict[int, None]], everywhere: list[int]) -> Any:
    """The database of patterns; the rules of those that Hyperscan refuses read the whole text."""
    import hyperscan  # noqa: PLC0415

    try:
        return database(list(table))
    except hyperscan.error:
        for expression in _refused(list(table)):
            everywhere.extend(table.pop(expression))
        return database(list(table))


def _refused(expressions: Sequence[bytes]) -> list[bytes]:
    """What Hyperscan will not compile, for whatever reason: looked for by halves."""
    import hyperscan  # noqa: PLC0415

    try:
        database(expressions)
    except hyperscan.error:
        half = len(expressions) // 2
        if not half:
            return list(expressions)
        return _refused(expressions[:half]) + _refused(expressions[half:])
    return []


def database(expressions: Sequence[bytes], flags: int | Sequence[int] = 0, *, literal: bool = False) -> Any:
    """A database of Hyperscan, or None for nothing."""
    import hyperscan  # noqa: PLC0415

    if not expressions:
        return None
    made = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    numbers = list(range(len(expressions)))
    made.compile(
        expressions=expressions, ids=numbers, elements=len(expressions), flags=flags, literal=literal
    )
    return made


def _words(triggers: Triggers) -> Iterator[tuple[Word, int]]:
    # A spelling beyond ASCII is sought as a pattern, which counts for no group.
    grouped = [
        (word, group if all(map(str.isascii, words)) else -1)
        for group, words in enumerate(triggers.groups)
        for word in words
    ]
    for word, group in (*((word, -1) for word in triggers.words), *grouped):
        for spelled in _spelled(word):
            yield Word(spelled, any_case=True, before=0, after=len(word), joins=True), group
    for word in triggers.exact:
        for spelled in _spelled(word):
            yield Word(spelled, any_case=False, before=0, after=len(word), joins=False), -1
    for cue in triggers.cues:
        for spelled in _spelled(cue):
            yield Word(spelled, any_case=True, before=triggers.reach, after=triggers.reach, joins=False), -1


def _patterns(triggers: Triggers) -> Iterator[str]:
    """The patterns of a rule, and its words that are not in ASCII."""
    yield from triggers.patterns
    grouped = (word for words in triggers.groups for word in words)
    for word in (*triggers.words, *grouped, *triggers.cues):
        if not word.isascii():
            yield f"(?i:{_escaped(word)})"
    yield from (_escaped(word) for word in triggers.exact if not word.isascii())


def _escaped(word: str) -> str:
    return "".join(sign if sign.isalnum() else r"\s" if sign == " " else f"\\{sign}" for sign in word)


def _literal(text: str) -> bytes:
    return b"".join(b"\\x%02x" % code for code in text.encode())


def _spelled(word: str) -> Iterator[bytes]:
    """A word as it stands in the separated copy, for each way to write its apostrophes."""
    if word.isascii():
        first, *parts = word.split("'")
        for marks in product(APOSTROPHES, repeat=len(parts)):
            whole = first + "".join(mark + part for mark, part in zip(marks, parts, strict=True))
            yield f" {whole} ".encode().translate(SEPARATED)
