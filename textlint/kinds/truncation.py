"""truncation – text that stops before its sentence ends.

    options:
      of: document                # the last paragraph before the page furniture; or paragraph: each one
      function_words: [the, of]   # no sentence ends with these
      fewest_words: 5             # shorter paragraphs are headings, labels or list items
      unmarked: 15                # so many words without an end mark are a sign by themselves; in a paragraph
                                  # that is not the last one only behind a full sentence

A paragraph without an end mark is cut off where it ends with a function word, a comma or a dash, or inside an
open bracket. The finding is on the last words; the edit cuts back to the last full sentence of the paragraph,
if there is one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import regex

from textlint.model import Check, Document, Edit, Finding, Rule, Span, Triggers
from textlint.patterns import searched
from textlint.segment import (
    PROSE_WORDS,
    UNMARKED_LINE,
    WIDEST,
    Paragraph,
    block_around,
    contents,
    ends_sentence,
    in_prose,
    is_running_text,
    last_paragraphs,
    lines_in,
    once,
    paragraph_at,
)

VALUES: tuple[str, ...] = ("sign",)

LAST_WORDS = regex.compile(r"(?:\S+\s+)?\S+\s*$")
SENTENCE_END = regex.compile(
    r"(?<=[\p{L}\p{N}][\p{L}\p{N}])[.!?…]+[”’\"')\]]*(?=\s+[“‘\"'(\[]*[\p{Lu}\p{N}])"
)
DANGLING = ",;–—-"
LONGEST_OPEN_BRACKET = 40  # code points; a longer one has been left open by mistake, not by a cut
FEWEST_VERSES = 4
LONGEST_LAST_WORDS = 200  # code points
LONGEST_LAST_LINE = 2000  # code points of it that are looked at first
RAGGED = 12  # code points by which the widths of wrapped lines differ


@dataclass(frozen=True, slots=True)
class Options:
    function_words: tuple[str, ...]
    of: Literal["document", "paragraph"] = "document"
    fewest_words: int = 5
    unmarked: int = 0


def triggers(options: Options) -> Triggers | None:
    # Which paragraph is the last one of a document depends on all of them.
    return None if options.of == "document" else Triggers(patterns=(UNMARKED_LINE,))


def prepare(rule: Rule[Options]) -> Check:
    return partial(check, rule)


def check(rule: Rule[Options], document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    text, options, sound = document.text, rule.options, _is_sound(document)
    if options.of == "document" and sound:
        return
    last = next(last_paragraphs(document), None) if sound else _last(document, options)
    if last is None:
        return
    if options.of == "document":
        chosen = [last]
    else:
        touched = dict.fromkeys(paragraph_at(document, each.start) for each in lines_in(document, spans))
        chosen = [paragraph for paragraph in touched if paragraph and paragraph.first < last.first]
    for paragraph in chosen:
        body = text[paragraph.start : paragraph.end].rstrip()
        sign = _sign(body, options) or _unmarked(document, paragraph, options)
        if sign and not _goes_on(document, paragraph, options):
            yield _cut(rule, document, paragraph, body, sign)


@once
def _is_sound(document: Document) -> bool:
    """A first look at the last line: a full sentence ends the text. Nearly every text is done with here."""
    end = document.text.rstrip()
    start = max(end.rfind("\n", -LONGEST_LAST_LINE), end.rfind("\r", -LONGEST_LAST_LINE))
    return is_running_text(end[start + 1 :] if start >= 0 else end[-LONGEST_LAST_LINE:])


def _last(document: Document, options: Options) -> Paragraph | None:
    """The last paragraph that is more than furniture; the last one if none is."""
    first_seen = None
    for paragraph in last_paragraphs(document):
        first_seen = first_seen or paragraph
        body = document.text[paragraph.start : paragraph.end]
        if is_running_text(body) or _sign(body.rstrip(), options) or _unmarked(document, paragraph, options):
            return paragraph
    return first_seen


def _sign(body: str, options: Options) -> str | None:
    """What shows that a paragraph has been cut off, in words for the message."""
    words = body.split()
    if len(words) < options.fewest_words or ends_sentence(body):
        return None
    last = words[-1].strip("“‘\"'(")
    if last in options.function_words:
        return f"ends with '{last}'"
    opened = body.rfind("(")
    if opened > max(body.rfind(")"), 0) and len(body) - opened <= LONGEST_OPEN_BRACKET:
        return "ends inside a bracket"
    if body[-1] in DANGLING and len(words) >= PROSE_WORDS:
        return f"ends with '{body[-1]}'"
    return None


def _unmarked(document: Document, paragraph: Paragraph, options: Options) -> str | None:
    """The sign that a long paragraph has no end mark; one of many needs a full sentence before."""
    body = document.text[paragraph.start : paragraph.end].rstrip()
    if not options.unmarked or len(body.split(maxsplit=options.unmarked)) < options.unmarked:
        return None
    end = paragraph.start + len(body)
    if not body[-1:].isalnum() or not in_prose(document, (end - 1, end)):
        return None
    if options.of == "paragraph" and not searched(SENTENCE_END, body):
        return None
    return "ends without an end mark"


def _goes_on(document: Document, paragraph: Paragraph, options: Options) -> bool:
    """Whether the next line takes the sentence up again, or the lines around are verses or a list."""
    every = contents(document)
    following = next((i for i in range(paragraph.last, len(every)) if every[i].strip()), None)
    if following is not None:
        if not every[following].lstrip()[:1].isupper():
            return True
        # Lines of much the same width are wrapped, though raggedly.
        width = paragraph.end - paragraph.start
        if following == paragraph.last and width <= WIDEST and abs(len(every[following]) - width) <= RAGGED:
            return True
    if options.of == "document":
        return False
    block = [document.text[line.start : line.end] for line in block_around(document, paragraph)]
    return len(block) >= FEWEST_VERSES and sum(not ends_sentence(each) for each in block) > len(block) / 2


def _cut(rule: Rule[Options], document: Document, paragraph: Paragraph, body: str, sign: str) -> Finding:
    words = LAST_WORDS.search(body, max(0, len(body) - LONGEST_LAST_WORDS))
    start = paragraph.start + (words.start() if words else 0)
    sentences = searched(SENTENCE_END, body)
    end = paragraph.start + len(body)
    edits = [Edit(Span(paragraph.start + sentences[-1].end(), end), "")] if sentences else []
    return rule.flag(document, (start, end), edits, sign=sign)
