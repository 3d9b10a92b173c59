r"""lines – page furniture: whole lines, by what they say, where they stand and what stands around them.

    options:
      any_of: ["leave a reply", "cancel reply"]    # the whole line, whatever its case and decoration
      starts_with: ["this site uses akismet"]
      patterns: ['\d+ (comments?|replies)']        # the whole line, in any case
      match_case: true            # for the patterns
      unless: ['leave a reply on .+']              # lines that look alike and are left alone
      where: tail                 # head, tail, first-line, last-line, anywhere (the default)
      longest: 200                # code points; longer lines are not read
      run: 3                      # only where so many different ones follow one another
      family: 2                   # only where so many such lines stand in the region
      near: scraping/weather      # only within `distance` lines of a finding of that rule
      distance: 1
      extend: to-end              # flag all from the first such line to the end of the text
      items: '[-•*] ?\d+\. .+'   # with `extend: block`: what the lines under it look like
      recur: 0.5                  # … and the share of them that stands again as a line of its own

Lines of a hard-wrapped paragraph are not lines of their own and are not read. A finding is one line, or one
block. Its edit deletes lines with their breaks; the fixer tidies the blank lines around them. The head
reaches to the third paragraph of running text, the tail back to the third-last.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby, islice, takewhile
from typing import Literal

import regex

from textlint.model import Applicability, Check, Document, Edit, Finding, Rule, Span, Triggers
from textlint.patterns import Pattern, any_of, compiled, fits
from textlint.segment import (
    BLANKS,
    LONGEST_PHRASE,
    bare,
    contents,
    filled,
    head,
    indexes_in,
    once,
    stands_alone,
    starts,
    tail,
    trimmed,
    whole_lines,
)

VALUES: tuple[str, ...] = ()

LONGEST, LONGEST_OF_ALL = 300, 10_000  # code points; furniture is short, and a pattern is tried on every line
FEWEST_ITEMS = 3  # of a block
UNDERLINE = regex.compile(r"([=\-~^\"*+#])\1{3,}")
NUMBERING = regex.compile(r"^\s*(?:[-•*·]\s*)?(?:\d{1,3}(?:\.\d{1,3})*[.)]?\s+)?")


@dataclass(frozen=True, slots=True)
class Options:
    any_of: tuple[str, ...] = ()
    starts_with: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    match_case: bool = False
    unless: tuple[Pattern, ...] = ()
    where: Literal["head", "tail", "first-line", "last-line", "anywhere"] = "anywhere"
    longest: int = LONGEST
    run: int = 1
    family: int = 1
    near: str | None = None
    distance: int = 1
    extend: Literal["line", "to-end", "block"] = "line"
    items: Pattern | None = None
    recur: float = 0.0

    def __post_init__(self) -> None:
        if not (self.any_of or self.starts_with or self.patterns):
            raise ValueError("expected at least one of any_of, starts_with, patterns")
        if (self.extend == "block") != (self.items is not None):
            raise ValueError("'items' goes with 'extend: block'")
        if not 1 <= self.longest <= LONGEST_OF_ALL:
            raise ValueError(f"expected longest from 1 to {LONGEST_OF_ALL}, found {self.longest}")
        for phrase in self.any_of:
            if len(phrase) > LONGEST_PHRASE:
                raise ValueError(f"expected phrases of at most {LONGEST_PHRASE} characters, found {phrase!r}")
        for name in ("run", "family", "distance"):
            if getattr(self, name) < 1:
                raise ValueError(f"expected {name} to be 1 or more, found {getattr(self, name)}")


@dataclass(frozen=True, slots=True)
class Look:
    """what a line must look like"""

    phrases: frozenset[str]
    beginnings: tuple[str, ...]
    pattern: regex.Pattern[str] | None
    unless: regex.Pattern[str] | None
    longest: int

    def fits(self, document: Document, i: int) -> bool:
        line, plain = shown(document, i)
        if not 0 < len(line) <= self.longest:
            return False
        found = (
            (len(line) <= LONGEST_PHRASE and plain in self.phrases)
            or (self.beginnings and plain.startswith(self.beginnings))
            or (self.pattern and fits(self.pattern, line))
        )
        return bool(found) and not (self.unless and fits(self.unless, line))


def triggers(options: Options) -> Triggers | None:
    if options.near:
        return Triggers(near=options.near, distance=options.distance)
    case = "" if options.match_case else "(?i)"
    return Triggers(
        lines=tuple(bare(phrase) for phrase in options.any_of),
        longest=options.longest,
        patterns=(
            *(f"(?i){_spelled(phrase)}" for phrase in options.starts_with),
            *(f"{case}^[{BLANKS}]*(?:{pattern})[{BLANKS}]*$" for pattern in options.patterns),
        ),
    )


def prepare(rule: Rule[Options]) -> Check:
    options = rule.options
    look = Look(
        frozenset(bare(phrase) for phrase in options.any_of),
        tuple(bare(phrase) for phrase in options.starts_with),
        any_of(options.patterns, ignore_case=not options.match_case),
        any_of(options.unless, ignore_case=True),
        options.longest,
    )
    items = compiled(options.items, ignore_case=True) if options.items else None
    return partial(check, rule, look, items)


def check(
    rule: Rule[Options],
    look: Look,
    items: regex.Pattern[str] | None,
    document: Document,
    spans: Sequence[Span],
) -> Iterator[Finding]:
    options = rule.options
    hits = [i for i in indexes_in(document, spans) if look.fits(document, i) and stands_alone(document, i)]
    hits = [i for i in hits if not _is_underlined(document, i)]
    hits = list(_in_runs(document, _in_place(document, hits, options.where), options.run))
    if len(hits) < options.family:
        return
    if options.extend == "block" and items:
        for i in hits:
            yield from _block(rule, document, i, items)
        return
    if options.extend == "to-end" and hits:
        hits = [i for i in filled(document) if i >= hits[0]]
    for i in hits:
        finding = _deletion(rule, document, i, i + 1)
        introduced = finding.edits and _is_introduced(document, i, hits)
        yield replace(finding, applicability=Applicability.UNSAFE) if introduced else finding


def _is_introduced(document: Document, i: int, hits: Sequence[int]) -> bool:
    """Whether the line above, which is no such line, announces this one: it may be quoted there."""
    lines = filled(document)
    n = bisect_left(lines, i)
    above = lines[n - 1] if n else None
    return above is not None and above not in hits and contents(document)[above].rstrip().endswith(":")


def shown(document: Document, i: int) -> tuple[str, str]:
    """A line without the blanks around it, and as phrases are compared; nothing if it is too long."""
    key = (shown, i)
    if key not in document.memo:
        line = contents(document)[i].strip()
        line = line if len(line) <= LONGEST_OF_ALL else ""
        document.memo[key] = line, bare(line)
    result: tuple[str, str] = document.memo[key]
    return result


def _is_underlined(document: Document, i: int) -> bool:
    """Whether a line is a heading of plain text, underlined with a row of one sign."""
    below = contents(document)[i + 1 : i + 2]
    return bool(below) and UNDERLINE.fullmatch(below[0].strip()) is not None


def _spelled(phrase: str) -> str:
    """A pattern for what `bare` makes this phrase of."""
    words = (regex.escape(word).replace("'", "['’]") for word in bare(phrase).split())
    return f"[{BLANKS}]+".join(words)


def _in_place(document: Document, hits: Sequence[int], where: str) -> Sequence[int]:
    """The hits that are in the right place."""
    if not hits or where == "anywhere":
        return hits
    if where in ("head", "tail"):
        part = head(document) if where == "head" else tail(document)
        return [i for i in hits if i in part]
    # A second such line would be the first one once the first is deleted, so the whole run counts.
    every = filled(document) if where == "first-line" else reversed(filled(document))
    run = takewhile(set(hits).__contains__, (i for i in every if stands_alone(document, i)))
    return sorted(run)


def _in_runs(document: Document, hits: Sequence[int], shortest: int) -> Iterator[int]:
    """The hits that follow one another, blank lines apart, in runs of at least so many different lines."""
    if shortest == 1:
        yield from hits
        return
    order = {i: n for n, i in enumerate(filled(document))}
    for _, run in groupby(enumerate(hits), key=lambda item: order[item[1]] - item[0]):
        members = [i for _, i in run]
        if len({shown(document, i)[1] for i in members}) >= shortest:
            yield from members


def _block(
    rule: Rule[Options], document: Document, heading: int, items: regex.Pattern[str]
) -> Iterator[Finding]:
    """A heading and the items right under it, if enough of them stand again elsewhere."""
    below = islice(filled(document), bisect_right(filled(document), heading), None)
    listed = []
    for i in below:
        if not fits(items, shown(document, i)[0]):
            break
        listed.append(i)
    if len(listed) < FEWEST_ITEMS:
        return
    everywhere = _counted(document)
    inside = Counter(shown(document, i)[1] for i in (heading, *listed))
    titles = [bare(NUMBERING.sub("", shown(document, i)[0])) for i in listed]
    again = sum(everywhere[title] > inside[title] for title in titles)
    if again >= rule.options.recur * len(listed):
        yield _deletion(rule, document, heading, listed[-1] + 1)


@once
def _counted(document: Document) -> Counter[str]:
    """How often each line stands in the text, as phrases are compared."""
    return Counter(shown(document, i)[1] for i in range(len(starts(document))))


def _deletion(rule: Rule[Options], document: Document, first: int, last: int) -> Finding:
    """A finding on `lines[first:last]` without the blanks around them, whose edit deletes them whole."""
    span = Span(trimmed(document, first).start, trimmed(document, last - 1).end)
    return rule.flag(document, span, [Edit(whole_lines(document, first, last), "")])
