"""suppress – findings that the user has accepted: in comments, by lists of words, in files beside the texts.

A comment in a text that people write says what is allowed, and where:

    <!-- textlint: allow spelling/typo -- a ship's name --> on this line; alone there, in the next block
    <!-- textlint: allow-next-line casing, spelling -->
    <!-- textlint: allow-start all --> … <!-- textlint: allow-end -->
    <!-- textlint: allow-file punctuation/doubled -->

A rule, its pack or `all` has to be named. What `allowlist` reads from files is told by fingerprints. What
such a comment or entry gets wrong, and what it allows in vain, is a finding itself; those have no rule files.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache as once
from typing import NamedTuple

import regex

from textlint.allowlist import ALLOW, Entry
from textlint.errors import expected
from textlint.fingerprints import fingerprints, matches
from textlint.markup import SIGNS, reading
from textlint.model import Accepted, Document, Finding, Severity, Span
from textlint.rulesets import Ruleset
from textlint.segment import contents, line, line_at, starts

UNKNOWN, UNUSED, MALFORMED = "textlint/unknown-rule", "textlint/unused-suppression", "textlint/bad-directive"
RECORD, DOCUMENT = "textlint/record", "textlint/document"
OWN = {
    UNKNOWN: "A suppression names a rule or a pack that is not there, so that it allows nothing.",
    UNUSED: "A suppression allows what is not there, and would hide it if it came back.",
    MALFORMED: "A comment begins as a directive does, but can't be read as one.",
    RECORD: "A row of a table can't be read, or holds no text where one should be.",
    DOCUMENT: "A text of a table was left alone: it is too long, or work on it has failed.",
}

VERBS = ("allow", "allow-next-line", "allow-start", "allow-end", "allow-file")
DIRECTIVE = regex.compile(
    r"(?s)\s*textlint:\s*(?P<verb>[\w-]*)(?:\s++(?P<selectors>(?!--).*?))??(?:\s++--(?P<reason>.*))?"
)
SEPARATORS = regex.compile(r"[\s,]+")

# Kinds whose findings are about words. What is on a list of words may still be cut off, or part of a menu.
ABOUT_WORDS = frozenset({"words", "misspelling", "broken", "casing", "consistency", "pattern", "repetition"})


@dataclass(frozen=True, slots=True)
class Allowances:
    """what is allowed in a text beside its own comments, and which findings about that are not wanted"""

    words: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    ignore: tuple[str, ...] = ()


class Directive(NamedTuple):
    """a comment that allows a rule, a pack or all in a part of the text"""

    comment: Span
    selector: str
    reason: str
    reach: Span


class Problem(NamedTuple):
    """what is wrong with a suppression, and where it stands"""

    rule: str
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Judged:
    """which findings are accepted, by their number, and findings about the suppressions themselves"""

    accepted: Mapping[int, Accepted]
    own: tuple[Finding, ...]


def judge(
    document: Document,
    findings: Sequence[Finding],
    ruleset: Ruleset,
    allowances: Allowances,
    *,
    complete: bool = True,
) -> Judged:
    """Which findings the user has accepted; what is unused is told only if all rules have run to an end."""
    accepted = dict.fromkeys(_listed(document, findings, ruleset, allowances.words), Accepted("words"))
    running = ruleset.reported if complete else frozenset[str]()
    problems: list[Problem] = []
    order = sorted(range(len(findings)), key=lambda n: findings[n].span.start)
    starts_of = [findings[n].span.start for n in order]  # so that each directive looks at few
    longest = max((finding.span.end - finding.span.start for finding in findings), default=0)
    for directive in _directives(document, problems):
        start, end = directive.reach
        allowed = [
            n
            for n in order[bisect_left(starts_of, start - longest) : bisect_left(starts_of, end)]
            if _fits(directive.selector, findings[n].rule) and _overlaps(findings[n].span, directive.reach)
        ]
        accepted |= dict.fromkeys(allowed, Accepted("comment", directive.reason))
        problems += _problems_with(directive, ruleset.known, () if allowed else running)
    if allowances.entries:
        numbers = {name: n for n, name in enumerate(fingerprints(document, findings))}
        entries = {entry.fingerprint: entry for entry in allowances.entries}
        found = matches(entries, list(numbers))
        for name, known in found.items():
            accepted.setdefault(numbers[name], Accepted(entries[known].how, entries[known].reason))
        used = set(found.values())
        unused = [entry for entry in allowances.entries if entry.fingerprint not in used]
        problems += _problems_with_entries(document, unused, ruleset.known, running)
    own = (
        Finding(rule, Severity.WARNING, span, message)
        for rule, span, message in problems
        if not {rule, "textlint", "all"} & {*allowances.ignore}
    )
    return Judged(accepted, tuple(sorted(own, key=lambda each: (each.span, each.rule))))


def _listed(
    document: Document, findings: Sequence[Finding], ruleset: Ruleset, words: tuple[str, ...]
) -> Iterator[int]:
    """The findings about words that lie in one that is on a list."""
    if not words or not findings:
        return
    pattern, longest = _pattern(words)
    kinds = ruleset.kinds
    for n, (start, end) in enumerate(finding.span for finding in findings):
        if kinds.get(findings[n].rule) not in ABOUT_WORDS:
            continue
        first = max(0, start - longest)
        around = regex.sub(r"\s", " ", document.text[first : end + longest])
        for match in pattern.finditer(around, overlapped=True):
            if first + match.start() <= start and end <= first + match.end():
                yield n
                break


@once
def _pattern(words: tuple[str, ...]) -> tuple["regex.Pattern[str]", int]:
    """Listed words in a text, and the length of the longest; written small they count in any case.

    What belongs to a word by an apostrophe and an s is the word.
    """
    small = [word for word in words if word.islower()]
    exact = [word for word in words if not word.islower()]
    pattern = regex.compile(r"(?<!\w)(?:\L<exact>|(?i:\L<small>))(?:['’]s)?(?!\w)", exact=exact, small=small)
    return pattern, max(map(len, words)) + 2


def _directives(document: Document, problems: list[Problem]) -> Iterator[Directive]:
    """What the comments of a marked-up document allow; what can't be read is a problem."""
    if not document.format:
        return
    read = [
        (comment, match)
        for comment in reading(document).comments
        if (match := DIRECTIVE.fullmatch(document.text, *comment))
    ]
    ends = [(comment, _selectors(match)) for comment, match in read if match["verb"] == "allow-end"]
    closed: set[Span] = set()
    for comment, match in read:
        verb, selectors, reason = match["verb"], _selectors(match), " ".join((match["reason"] or "").split())
        if verb not in VERBS:
            problems.append(
                Problem(MALFORMED, comment, _sentence(f"Unknown directive '{verb}'{expected(verb, VERBS)}"))
            )
        elif verb != "allow-end" and not selectors:
            problems.append(
                Problem(MALFORMED, comment, f"'{verb}' names no rule; expected a rule, a pack or all.")
            )
        elif verb != "allow-end":
            for selector in selectors:
                end = next(
                    (end for end, named in ends if end > comment and selector in (named or selectors)), None
                )
                if verb == "allow-start" and end:
                    closed.add(end)
                yield Directive(comment, selector, reason, _reach(document, comment, verb, end))
    problems += (
        Problem(MALFORMED, end, "'allow-end' closes nothing that has been opened.")
        for end, _ in ends
        if end not in closed
    )


def _selectors(match: "regex.Match[str]") -> list[str]:
    return [each for each in SEPARATORS.split(match["selectors"] or "") if each]


def _reach(document: Document, comment: Span, verb: str, end: Span | None) -> Span:
    """The part of a text that a directive is about."""
    first, last = line_at(document, comment.start), line_at(document, comment.end)
    if verb == "allow-file":
        return Span(0, len(document.text))
    if verb == "allow-start":
        return Span(comment.end, end.start if end else len(document.text))
    if verb == "allow-next-line":
        return _lines(document, last + 1, last + 2)
    here = _lines(document, first, last + 1)
    read = reading(document)
    if read.prose[slice(*here)].strip(SIGNS):
        return here
    n = bisect_left(read.blocks, comment.end, key=lambda block: block.start)
    below = read.blocks[n] if n < len(read.blocks) else None
    return Span(below.start, below.end) if below else _paragraph_below(document, last + 1)


def _lines(document: Document, first: int, last: int) -> Span:
    count = len(starts(document))
    if first >= count:
        return Span(len(document.text), len(document.text))
    return Span(starts(document)[first], line(document, min(last, count) - 1).end)


def _paragraph_below(document: Document, i: int) -> Span:
    """The filled lines from a line on, where a text has no blocks."""
    every = contents(document)
    while i < len(every) and not every[i].strip():
        i += 1
    last = i
    while last < len(every) and every[last].strip():
        last += 1
    return _lines(document, i, last)


def _problems_with(
    directive: Directive, known: Collection[str], running: Collection[str]
) -> Iterator[Problem]:
    selectors = _selectors_of(frozenset(known))
    if directive.selector not in selectors:
        message = _sentence(
            f"No rule or pack '{directive.selector}'{expected(directive.selector, selectors)}"
        )
        yield Problem(UNKNOWN, directive.comment, message)
    elif any(_fits(directive.selector, rule) for rule in running):
        yield Problem(UNUSED, directive.comment, f"Nothing of '{directive.selector}' is there to be allowed.")


@once
def _selectors_of(known: frozenset[str]) -> frozenset[str]:
    return frozenset({"all", *known, *(rule.partition("/")[0] for rule in known)})


def _problems_with_entries(
    document: Document, unused: Sequence[Entry], known: Collection[str], running: Collection[str]
) -> Iterator[Problem]:
    """What is wrong with entries that have allowed nothing; a baseline may well be older than its text."""
    if not document.text:
        return
    for entry in unused:
        where = f"{ALLOW}, line {entry.line}"
        if entry.how == "file" and entry.rule not in known:
            yield Problem(
                UNKNOWN,
                Span(0, 1),
                _sentence(f"{where}: no rule '{entry.rule}'{expected(entry.rule, known)}"),
            )
        elif entry.how == "file" and entry.rule in running:
            yield Problem(
                UNUSED, Span(0, 1), f"{where} allows a finding of '{entry.rule}' that is not there."
            )


def _sentence(text: str) -> str:
    return text if text.endswith("?") else f"{text}."


def _fits(selector: str, rule: str) -> bool:
    return selector in ("all", rule, rule.partition("/")[0])


def _overlaps(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
