"""consistency – one word in two spellings within a document.

    options:
      groups: ["dialogue / dialog", "adviser / advisor"]

The spelling that is rarer in the document is reported, on a tie the one that comes later. Which of the two
is right is for the writer to say, so there is no edit. Capitalised words in mid-sentence are names, and a
quotation keeps the spelling of the one who is quoted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from textlint.model import Check, Document, Finding, Rule, Span, Triggers
from textlint.phrases import Phrases, is_phrase
from textlint.segment import in_prose, paragraph_at, starts_sentence

VALUES: tuple[str, ...] = ("other",)


@dataclass(frozen=True, slots=True)
class Options:
    groups: tuple[str, ...]

    def __post_init__(self) -> None:
        for group in self.groups:
            if len(_spellings(group)) < 2:
                raise ValueError(f"expected spellings parted by ' / ', found {group!r}")
            for spelling in _spellings(group):
                if not is_phrase(spelling):
                    raise ValueError(f"expected words parted by single blanks, found {spelling!r}")


def triggers(options: Options) -> Triggers | None:
    groups: dict[int, list[str]] = {}
    for spelling, number in _groups(options).items():
        groups.setdefault(number, []).append(spelling)
    return Triggers(groups=tuple(map(tuple, groups.values())))


def prepare(rule: Rule[Options]) -> Check:
    groups = _groups(rule.options)
    phrases = Phrases.of((spelling, (spelling, group)) for spelling, group in groups.items())
    return partial(check, rule, phrases)


def check(
    rule: Rule[Options], phrases: Phrases[tuple[str, int]], document: Document, spans: Sequence[Span]
) -> Iterator[Finding]:
    groups: dict[int, dict[str, list[Span]]] = {}
    for here, (spelling, group) in phrases.occurrences(document.text, spans):
        if _is_word(document, here) and in_prose(document, here) and not _is_quoted(document, here):
            groups.setdefault(group, {}).setdefault(spelling, []).append(here)
    for spellings in groups.values():
        usual = max(spellings, key=lambda spelling: (len(spellings[spelling]), -spellings[spelling][0].start))
        for spelling, places in spellings.items():
            if spelling != usual:
                for here in places:
                    yield rule.flag(document, here, other=usual)


def _groups(options: Options) -> Mapping[str, int]:
    """Each spelling and the number of its group."""
    found: dict[str, int] = {}
    for number, group in enumerate(map(_spellings, options.groups)):
        known = next((found[spelling] for spelling in group if spelling in found), number)
        for spelling in group:
            found.setdefault(spelling, known)
    return found


def _spellings(group: str) -> tuple[str, ...]:
    return tuple(spelling.strip() for spelling in group.split(" / "))


def _is_quoted(document: Document, here: Span) -> bool:
    """Whether a quotation is open where a word stands."""
    paragraph = paragraph_at(document, here.start)
    before = document.text[paragraph.start : here.start] if paragraph else ""
    return before.rfind("“") > before.rfind("”") or before.count('"') % 2 == 1


def _is_word(document: Document, here: Span) -> bool:
    found = document.text[here.start : here.end]
    return found.islower() or (found[1:].islower() and starts_sentence(document.text, here.start))
