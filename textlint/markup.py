"""markup – a marked-up text as prose, and findings in it that touch nothing else.

The inputs that know a parser say what is no prose; here it is hidden from the checks. They get a text of the
same length in which each block is one line, and what they find where something is hidden is left out.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import regex

from textlint.language import FUNCTION_WORDS
from textlint.model import Applicability, Block, Document, Finding, Hidden, Reading, Role, Span
from textlint.segment import marked_block, once

BLANK = " "  # markup that says nothing: markers of lists and quotations, a line break inside a block
DELIMITER = "*"  # markup around words: emphasis, the brackets of a link; rules know asterisks around words
OBJECT = "\N{OBJECT REPLACEMENT CHARACTER}"  # what stands in a sentence as a thing: code, an image, a formula
BORDER = "\n"  # what parts two blocks


NAME = regex.compile(r"\p{L}+")
TOKEN, TOKEN_BEFORE = regex.compile(r"\S{0,100}"), regex.compile(r"(?r)\S{0,100}\Z")
# What has a name of its own: the zstandard package.
KIND_BEHIND = regex.compile(r"\s+(?:package|librar|module|plugin|command|directive|class|role)")
OPENING = ('"', "'", "“", "‘")
JOINED_BEFORE = (":", ".", "/")


# What is hidden and no code: targets of links, images, front matter, addresses, tags.
NO_CODE = regex.compile(r"\s*+(?:\]|!\[|---|\+\+\+|\S*://\S*+\Z|<(?!(?i:code|kbd|pre|samp|tt|var|xmp)\b))")


class Mark(NamedTuple):
    """bytes of a text in UTF-8 that are no prose, and the sign that stands for each character of them"""

    start: int
    end: int
    sign: str


def assemble(
    text: str,
    marks: Iterable[Mark],
    blocks: Iterable[tuple[int, int, Role]] = (),
    comments: Iterable[tuple[int, int]] = (),
) -> Reading:
    """A reading, made of what a parser has found; all its positions are bytes of the text in UTF-8.

    Of two marks that overlap the one that starts first counts, then the longer one.
    """
    taken = list(_apart(marks))
    blocks, comments = sorted(blocks), sorted(comments)
    if not text.isascii():
        at = _code_points(
            text,
            (
                offset
                for group in (taken, blocks, comments)
                for start, end, *_ in group
                for offset in (start, end)
            ),
        )
        taken = [Mark(at[start], at[end], sign) for start, end, sign in taken]
        blocks = [(at[start], at[end], role) for start, end, role in blocks]
        comments = [(at[start], at[end]) for start, end in comments]
    parts, done = [], 0
    for start, end, sign in taken:
        parts += [text[done:start], sign * (end - start)]
        done = end
    return Reading(
        "".join((*parts, text[done:])),
        tuple(Hidden(start, end, sign == OBJECT) for start, end, sign in taken if start < end),
        tuple(Block(*each) for each in blocks),
        tuple(Span(*each) for each in comments),
    )


@once
def reading(document: Document) -> Reading:
    """What the parser of a marked-up document sees in it."""
    assert document.read  # noqa: S101 - only marked-up documents are asked
    return document.read(document.text)


@once
def prose(document: Document) -> Document:
    """What the checks get to read of a marked-up document."""
    read = reading(document)
    return Document(read.prose, document.name, blocks=read.blocks)


def outside(document: Document, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings that touch nothing hidden; one whose edits do loses them.

    Headings are what links lead to, by anchors made of their words: no edit in them is safe, and none deletes
    one, whose underline would stay.
    """
    hidden, inner = reading(document).hidden, prose(document)
    for finding in findings:
        if _touches(hidden, finding.span) or _is_joined(document.text, hidden, finding.span):
            continue
        block = marked_block(inner, finding.span.start)
        heading = block if block and block.role == Role.HEADING else None
        deleted = [edit.span for edit in finding.edits if not edit.text]
        if any(_touches(hidden, edit.span) for edit in finding.edits) or (
            heading and _is_inside(heading, deleted)
        ):
            yield replace(finding, edits=(), applicability=None)
        elif heading and finding.edits:
            yield replace(finding, applicability=Applicability.UNSAFE)
        else:
            yield finding


def is_name(document: Document, span: Span, kind: str) -> bool:
    """Whether what a rule of this kind has found is called so in the document's code, or looks like code.

    A word that no list has (conftest), also before what has a name (the zstandard package); words without a
    blank between them (common.PORT, logging.Formatter, rst:directive); and small letters in a name with
    hyphens (google-auth) or where a quotation begins ("python setup.py"). A block quotation is what somebody
    else says, and a heading is written on purpose.
    """
    text, found = document.text, document.text[slice(*span)]
    before, behind = text[max(0, span.start - 1) : span.start], text[span.end : span.end + 1]
    if kind in ("words", "misspelling", "broken"):
        unlisted = kind != "words" and KIND_BEHIND.match(text, span.end)
        return bool(unlisted) or found.lower() in _names(document)
    if kind == "lines":
        return text[text.rfind("\n", 0, span.start) + 1 : span.start].lstrip(" \t").startswith((">", "#"))
    if kind == "pattern":
        return _is_joined_name(document, span)
    if kind == "repetition":
        return before in JOINED_BEFORE
    return kind == "casing" and (before in OPENING or "-" in (before, behind))


def _is_joined_name(document: Document, span: Span) -> bool:
    """Whether the words around a sign stand in code, or are a module and its class where there is code."""
    text = document.text
    before, behind = TOKEN_BEFORE.search(text, 0, span.start), TOKEN.match(text, span.end)
    first, last = before[0] if before else "", behind[0] if behind else ""
    words, next_word = NAME.findall(f"{first}{text[slice(*span)]}{last}"), NAME.match(last)
    if len(words) > 1 and _names(document).issuperset(word.lower() for word in words):
        return True
    if not next_word or text[slice(*span)] != "." or next_word[0].lower() in FUNCTION_WORDS:
        return False
    dotted = first[-1:].islower() and next_word[0].istitle()
    return dotted and any(each.solid for each in reading(document).hidden)


@once
def _names(document: Document) -> frozenset[str]:
    """The words that stand in code, in small letters: in prose they mean the same.

    Addresses, attributes, comments and front matter don't count, since they repeat what the prose says.
    """
    text, comments = document.text, reading(document).comments
    found = set[str]()
    for each in reading(document).hidden:
        n = bisect_right(comments, each.start, key=lambda comment: comment.end)
        is_comment = n < len(comments) and comments[n].start < each.end
        begins = each.start - (
            text[each.start - 1 : each.start] in "<`~"
        )  # a border may stand for its first sign
        if not is_comment and not NO_CODE.match(text, max(0, begins), each.end):
            found.update(word.lower() for word in NAME.findall(text, each.start, each.end))
    return frozenset(found)


def structure(document: Document, gone: Sequence[Span] = ()) -> tuple[tuple[str, ...], tuple[Role, ...]]:
    """What a fix must leave as it is: all that is hidden, and what each block is; without what is `gone`."""
    read = reading(document)
    hidden = (document.text[each.start : each.end] for each in read.hidden if not _is_inside(each, gone))
    return tuple(hidden), tuple(each.role for each in read.blocks if not _is_inside(each, gone))


def _apart(marks: Iterable[Mark]) -> Iterator[Mark]:
    done = 0
    for start, end, sign in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if end > done:
            yield Mark(max(start, done), end, sign)
            done = end


def _code_points(text: str, offsets: Iterable[int]) -> dict[int, int]:
    """What offsets in UTF-8 are in code points."""
    data, found, before, count = text.encode("utf-8", "surrogatepass"), dict[int, int](), 0, 0
    for offset in sorted({*offsets}):
        count += len(data[before:offset].decode("utf-8", "surrogatepass"))
        found[offset], before = count, offset
    return found


def _touches(hidden: Sequence[Hidden], span: Span) -> bool:
    """Whether a span overlaps something hidden, or inserts something into it."""
    i = bisect_right(hidden, span.start, key=lambda each: each.end)
    return i < len(hidden) and hidden[i].start < span.end


def _is_joined(text: str, hidden: Sequence[Hidden], span: Span) -> bool:
    """Whether letters at either end of a span go on into something solid."""
    i = bisect_right(hidden, span.start, key=lambda each: each.end)
    before = hidden[i - 1] if i and hidden[i - 1].end == span.start else None
    behind = next((each for each in hidden[i : i + 1] if each.start == span.end), None)
    return bool(
        (before and before.solid and text[span.start].isalnum())
        or (behind and behind.solid and text[span.end - 1].isalnum())
    )


def _is_inside(each: Hidden | Block, gone: Sequence[Span]) -> bool:
    return any(start <= each.start and each.end <= end for start, end in gone)
