"""truncation – text that stops before its sentence ends.

    options:
      of: document                # the last paragraph before the page furniture; or paragraph: each one
      function_words: [the, of]   # no sentence ends with these
      fewest_words: 5             # shorter paragraphs are headings, labels or list items
      unmarked: 15                # of a document: so many words without any end mark are a sign by themselves

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
    Paragraph,
    ends_sentence,
    filled,
    is_running_text,
    lines,
    paragraphs,
)

VALUES: tuple[str, ...] = ("sign",)

LAST_WORDS = regex.compile(r"(?:\S+\s+)?\S+\s*$")
SENTENCE_END = regex.compile(
    r"(?<=[\p{L}\p{N}][\p{L}\p{N}])[.!?…]+[”’\"')\]]*(?=\s+[“‘\"'(\[]*[\p{Lu}\p{N}])"
)
DANGLING = ",;–—-"
LONGEST_OPEN_BRACKET = 40  # code points; a longer one has been left open by mistake, not by a cut
FEWEST_VERSES = 4


@dataclass(frozen=True, slots=True)
class Options:
    function_words: tuple[str, ...]
    of: Literal["document", "paragraph"] = "document"
    fewest_words: int = 5
    unmarked: int = 0


def triggers(options: Options) -> Triggers | None:
    return None


def prepare(rule: Rule[Options]) -> Check:
    return partial(check, rule)


def check(rule: Rule[Options], document: Document, spans: Sequence[Span]) -> Iterator[Finding]:
    text, options = document.text, rule.options
    for paragraph in _to_read(document, options):
        body = text[paragraph.start : paragraph.end].rstrip()
        sign = _sign(body, options) or (options.of == "document" and _unmarked(body, options))
        if sign and not (options.of == "paragraph" and _goes_on(document, paragraph)):
            yield _cut(rule, document, paragraph, body, sign)


def _to_read(document: Document, options: Options) -> Sequence[Paragraph]:
    """The paragraphs to judge: the last one that is more than furniture, or all above that one."""
    text, every = document.text, paragraphs(document)
    last = len(every) - 1
    for i in range(len(every) - 1, -1, -1):
        body = text[every[i].start : every[i].end]
        if is_running_text(body) or _sign(body.rstrip(), options) or _unmarked(body, options):
            last = i
            break
    return every[last : last + 1] if options.of == "document" else every[:last]


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


def _unmarked(body: str, options: Options) -> str | None:
    unmarked = options.unmarked and len(body.split()) >= options.unmarked and body.rstrip()[-1:].isalnum()
    return "ends without an end mark" if unmarked else None


def _goes_on(document: Document, paragraph: Paragraph) -> bool:
    """Whether the next line takes the sentence up again, or the lines around are verses or a list."""
    text, every = document.text, lines(document)
    following = next((i for i in filled(document) if i >= paragraph.last), None)
    if following is not None and not text[every[following].start :].lstrip(" \t")[:1].isupper():
        return True
    first, last = paragraph.first, paragraph.last
    while first and every[first - 1].end > every[first - 1].start:
        first -= 1
    while last < len(every) and every[last].end > every[last].start:
        last += 1
    block = [text[line.start : line.end] for line in every[first:last]]
    return len(block) >= FEWEST_VERSES and sum(not ends_sentence(each) for each in block) > len(block) / 2


def _cut(rule: Rule[Options], document: Document, paragraph: Paragraph, body: str, sign: str) -> Finding:
    words = LAST_WORDS.search(body)
    start = paragraph.start + (words.start() if words else 0)
    sentences = searched(SENTENCE_END, body)
    end = paragraph.start + len(body)
    edits = [Edit(Span(paragraph.start + sentences[-1].end(), end), "")] if sentences else []
    return rule.flag(document, (start, end), edits, sign=sign)
