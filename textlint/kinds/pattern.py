r"""pattern – flag what a regular expression finds, and rewrite it if the rule says how.

    options:
      find: '(?<=\w)\.\.(?=\s|$)'
      replace: '.'            # \1 and \g<name> work; left out, the rule only reports
      unless: ['\w\.\.\w']    # a match that one of these overlaps is left alone
      ignore_case: true
      anywhere: true          # look into addresses, code and tags too
      most: 20                # where a text has more such places, they are how it is written
      habit: '\w\.\.(?= \p{Ll})' # what shows a habit of the text …
      habit_from: 2           # … if it has so many such places, …
      instead_of: '\w\.\.\. '  # … and more of them than of these
      sure: '\.\.(?= \p{Lu})'  # what matches where a match begins if its edit is safe; others are unsafe
      once: '\w\.\.(?=\s|$)'   # a text with more than one such place gets no safe edit

The pattern sees one line at a time, without its break: `^` and `$` are the line's ends. Of more places than
`most` only the first is found, and nothing is rewritten. So it is with a habit, which is only mentioned.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

import regex

from textlint.model import Applicability, Check, Document, Finding, Rule, Severity, Span, Triggers
from textlint.patterns import Exceptions, Pattern, begins, compiled, searched
from textlint.segment import contents, in_prose, lines_in

VALUES: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    find: Pattern
    replace: str | None = None
    unless: tuple[Pattern, ...] = ()
    ignore_case: bool = False
    anywhere: bool = False
    most: int | None = None
    habit: Pattern | None = None
    habit_from: int = 2
    instead_of: Pattern | None = None
    sure: Pattern | None = None
    once: Pattern | None = None

    def __post_init__(self) -> None:
        if self.most is not None and self.most < 1:
            raise ValueError(f"expected most to be 1 or more, found {self.most}")
        if self.replace is not None:
            either = compiled(f"(?:{self.find})|")  # matches "" too, and has the groups of `find`
            try:
                either.sub(lambda match: match.expand(self.replace or ""), "")
            except (IndexError, regex.error) as error:
                raise ValueError(f"bad replacement {self.replace!r}: {error}") from None


def triggers(options: Options) -> Triggers | None:
    return Triggers(patterns=(f"(?i){options.find}" if options.ignore_case else options.find,))


def prepare(rule: Rule[Options]) -> Check:
    case = rule.options.ignore_case
    find = compiled(rule.options.find, ignore_case=case)
    return partial(check, rule, find, Exceptions(rule.options.unless, ignore_case=case))


def check(
    rule: Rule[Options],
    find: regex.Pattern[str],
    unless: Exceptions,
    document: Document,
    spans: Sequence[Span],
) -> Iterator[Finding]:
    found, options = _found(rule, find, unless, document, spans), rule.options
    first = list(islice(found, options.most))
    if not first:
        return
    if options.habit and _is_habit(document, options):
        message = f"{first[0].message} It is a habit of this text."
        yield replace(first[0], message=message, severity=Severity.INFO, edits=(), applicability=None)
    elif next(found, None):
        yield replace(first[0], edits=(), applicability=None)
    elif options.once and _count(document, options.once) > 1:
        yield from (
            replace(each, applicability=Applicability.UNSAFE) if each.edits else each for each in first
        )
    else:
        yield from first


def _is_habit(document: Document, options: Options) -> bool:
    """Whether a text has enough matches of `habit`, and more of them than of `instead_of`."""
    number = _count(document, options.habit) if options.habit else 0
    usual = _count(document, options.instead_of) if options.instead_of else 0
    return number >= options.habit_from and number > usual


def _count(document: Document, source: Pattern) -> int:
    """How many places of a text match, each line by itself."""
    key = (_count, source)
    if key not in document.memo:
        pattern = compiled(source)
        document.memo[key] = sum(len(searched(pattern, text)) for text in contents(document))
    return int(document.memo[key])


def _found(
    rule: Rule[Options],
    find: regex.Pattern[str],
    unless: Exceptions,
    document: Document,
    spans: Sequence[Span],
) -> Iterator[Finding]:
    replacement, text = rule.options.replace, document.text
    sure = compiled(rule.options.sure, ignore_case=rule.options.ignore_case) if rule.options.sure else None
    for start, end, _ in lines_in(document, spans):
        if start == end:
            continue
        content = text[start:end]
        for match in searched(find, content):
            here = Span(start + match.start(), start + match.end())
            if here.start == here.end or unless.cover(document, here):
                continue
            if not rule.options.anywhere and not in_prose(document, here):
                continue
            if replacement is None:
                yield rule.flag(document, here)
            elif (fixed := match.expand(replacement)) != match[0]:
                unsafe = sure is not None and not begins(sure, content, match.start())
                firmness = Applicability.UNSAFE if unsafe else None
                yield rule.replace(document, here, fixed, applicability=firmness)
