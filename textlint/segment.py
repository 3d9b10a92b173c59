"""segment – lines, paragraphs, sentences and words of a text, as spans.

Everything here is derived from a document's text when it is first asked for, and once: see `once`.
Lines end at a line feed, a carriage return or both, nowhere else.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from itertools import accumulate, count, islice, pairwise
from operator import add, itemgetter
from typing import NamedTuple, TypeVar

import regex

from textlint.model import Block, Document, Role, Span

Derived = TypeVar("Derived")

END_MARKS = ".!?…。！？؟।"
CLOSERS = "”’\"'»)]*_"
CLOSERS_AND_BLANKS = CLOSERS + "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())
# What str.strip takes, as it stands in a set.
BLANKS = "\t\v\f\x1c-\x1f \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
OPENERS = "“‘\"'«([„‚*_"
PROSE_WORDS = 12  # a paragraph of so many words with an end mark is taken for running text
REGION_PROSE = 3  # how many paragraphs of running text the head and the tail of a text reach into

# Hard-wrapped text: every line is as full as its width allows. Narrower and wider blocks are lists,
# verses, or lines that are paragraphs.
NARROWEST, WIDEST = 40, 120
FEWEST_WRAPPED = 3  # lines
WRAPPED = 0.75  # the share of such line ends in a block

NEIGHBOURS = 20  # lines that count as the surroundings of a paragraph, either way

LINE_BREAK = regex.compile(r"\r\n|\n|\r")
WORD = regex.compile(r"(?<![\p{L}\p{M}\p{N}_])[\p{L}\p{M}]++(?:['’\-][\p{L}\p{M}]++)*+(?![\p{N}_])")
BLANK, BLANK_BEFORE = regex.compile(r"\s"), regex.compile(r"(?r)\s")
NAME_IN_SENTENCE = regex.compile(r"(?<=[\p{L}\p{N},;] )\p{Lu}[\p{L}\p{M}]*+(?:['’\-][\p{L}\p{M}]++)*+")
JOINING, JOINING_BEHIND = "\\$@=#%&/_~^+|{<:", "\\$@=#%&/_~^+|}>{<("
QUOTING = '*"[]`('  # that join inside a word
LONGEST_SOUGHT = 50_000  # code points; in a longer text all names are counted at once
LONGEST_LINE = 2000  # code points; what is not prose in a longer line is looked for once
LONGEST_TOKEN = 300  # code points without a blank; what is longer is no word, whatever it is
CODE_OR_TAG = regex.compile(r"`[^`\r\n]{1,300}+`|</?[A-Za-z!][^<>\r\n]{0,300}+>")
SIGNS = regex.compile(r"(?<!\S)(?:[^\s/@#\\.]++|\.(?!\w))*+[/@#\\.]\S*+")  # a token that may hold an address
ADDRESS = regex.compile(
    r"""(?x)
    (?:https?|ftp|file)://[^\s<>"”“]*[^\s<>"”“’)\].,;:!?]
  | (?i:www\.)[^\s<>"”“]*[^\s<>"”“’)\].,;:!?]
  | (?<![\w.+\-])[\w.+\-]++@[\w\-]++(?:\.[\w\-]++)++          # mail
  | (?<![\w&;])[@#]\w++                                         # handles and hashtags
  | (?<![\w/.\-])(?:~|\.{1,2})?/(?:[\w.\-]++/)*+[\w.\-]*[\w\-] # paths
  | (?<![\w/\-])(?:[\w\-]++/){2,}+[\w.\-]*[\w\-]
  | [A-Za-z]:\\[^\s<>"”“]++
  | (?<![\w.\-])[\w\-]++(?:\.[\w\-]++)*?\.                    # names of files and hosts
    (?:com|org|net|edu|gov|mil|info|biz|io|ai|app|dev|co\.\w\w|uk|de|fr|ru|cn|jp|eu|ca|au|ch|tv|tr|nl|pl|il
      |txt|pdf|html?|php|asp|aspx|js|ts|css|py|rb|rs|go|java|json|jsonl|yaml|yml|toml|xml|csv|tsv|md|rst|exe
      |jpe?g|png|gif|svg|webp|mp[34]|zip|gz|docx?|xlsx?|pptx?)(?!\w)(?:/[^\s<>"”“]*[^\s<>"”“’)\].,;:!?])?
    """
)


class Line(NamedTuple):
    """`text[start:end]` is the line without its break, `next` is where the next line starts"""

    start: int
    end: int
    next: int


class Paragraph(NamedTuple):
    """`text[start:end]`, made of `lines[first:last]`"""

    start: int
    end: int
    first: int
    last: int


def once(derive: Callable[[Document], Derived]) -> Callable[[Document], Derived]:
    """Make a function of a document run once for each document."""

    @wraps(derive)
    def derived(document: Document) -> Derived:
        try:
            result: Derived = document.memo[derive]
        except KeyError:
            result = document.memo[derive] = derive(document)
        return result

    return derived


@once
def framed(document: Document) -> bytes:
    """The text in UTF-8, lone surrogates too, with a line break of its own at either end."""
    return b"\n%b\n" % document.text.encode("utf-8", "surrogatepass")


@once
def contents(document: Document) -> list[str]:
    """What each line holds, without its break."""
    text = document.text
    parts = LINE_BREAK.split(text) if "\r" in text else text.split("\n")
    if not parts[-1]:
        parts.pop()
    return parts


@once
def starts(document: Document) -> list[int]:
    """Where each line starts."""
    text = document.text
    if "\r" in text:
        found = [0, *(match.end() for match in LINE_BREAK.finditer(text))]
        return found if found[-1] < len(text) else found[:-1]
    before = accumulate(map(len, contents(document)))
    return [0, *map(add, before, count(1))][: len(contents(document))]


def line(document: Document, i: int) -> Line:
    """The line with an index."""
    found = starts(document)
    start = found[i]
    following = found[i + 1] if i + 1 < len(found) else len(document.text)
    return Line(start, start + len(contents(document)[i]), following)


def trimmed(document: Document, i: int) -> Span:
    """Where a line begins and ends without the blanks around it."""
    start, text = starts(document)[i], contents(document)[i]
    return Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))


def whole_lines(document: Document, first: int, last: int) -> Span:
    """`lines[first:last]` with their breaks."""
    return Span(starts(document)[first], line(document, last - 1).next)


# Bullets, arrows and marks around a line that say nothing.
AROUND = " \t\N{NO-BREAK SPACE}-–—•·*#|→←+=_~:.…"
BEFORE, BEHIND = AROUND + ">»›", AROUND + "<«‹,;!"


LONGEST_PHRASE = 150  # code points of a line, decoration included, that is compared with phrases


def bare(text: str) -> str:
    """A line as phrases are compared: no case, no decoration, plain apostrophes, single blanks.

    >>> bare("— Don’t  MISS: —")
    "don't miss"
    """
    return " ".join(text.lstrip(BEFORE).rstrip(BEHIND).casefold().replace("’", "'").split())


@once
def lines(document: Document) -> tuple[Line, ...]:
    r"""All lines, blank ones too.

    >>> [document.text[start:end] for document in [Document("a\r\n\rb")] for start, end, _ in lines(document)]
    ['a', '', 'b']
    """
    return tuple(line(document, i) for i in range(len(starts(document))))


@once
def filled(document: Document) -> tuple[int, ...]:
    """Indexes of the lines that hold more than blanks."""
    return tuple(i for i, text in enumerate(contents(document)) if text and not text.isspace())


def paragraphs(document: Document) -> Iterator[Paragraph]:
    """Lines, or runs of lines that are one hard-wrapped paragraph."""
    for first, last in _blocks(document):
        yield from _paragraphs_of(document, first, last)


def last_paragraphs(document: Document) -> Iterator[Paragraph]:
    """The same from the end."""
    for first, last in reversed(_blocks(document)):
        yield from reversed(_paragraphs_of(document, first, last))


def block_around(document: Document, paragraph: Paragraph) -> tuple[Line, ...]:
    """The lines around a paragraph, up to blank ones or twenty either way."""
    first, last = _block_at(document, paragraph.first) or (paragraph.first, paragraph.last)
    first, last = max(first, paragraph.first - NEIGHBOURS), min(last, paragraph.last + NEIGHBOURS)
    return tuple(line(document, i) for i in range(first, last))


def stands_alone(document: Document, i: int) -> bool:
    """Whether a filled line is not part of a hard-wrapped paragraph (two lines don't tell)."""
    block = _block_at(document, i)
    return block is None or block[1] - block[0] < FEWEST_WRAPPED or not _is_wrapped(document, block)


def line_at(document: Document, position: int) -> int:
    """The index of the line that holds a position."""
    return max(0, bisect_right(starts(document), position) - 1)


def paragraph_at(document: Document, position: int) -> Paragraph | None:
    """The paragraph that holds a position, if one does."""
    i = line_at(document, position)
    block = _block_at(document, i)
    if block is None:
        return None
    first, last = block if _is_wrapped(document, block) else (i, i + 1)
    start, end = starts(document)[first], line(document, last - 1).end
    return Paragraph(start, end, first, last) if position <= end else None


def marked_block(document: Document, position: int) -> Block | None:
    """The block of markup that holds a position; None in a text that is not marked up."""
    i = bisect_right(document.blocks, position, key=lambda block: block.start) - 1
    return document.blocks[i] if i >= 0 and position <= document.blocks[i].end else None


def role_at(document: Document, position: int) -> Role | None:
    """What the block is that holds a position; None in a text that is not marked up, where nobody knows."""
    block = marked_block(document, position)
    return block.role if block else None


def lines_in(document: Document, spans: Sequence[Span]) -> Iterator[Line]:
    """The lines that spans touch, each once."""
    return (line(document, i) for i in indexes_in(document, spans))


def indexes_in(document: Document, spans: Sequence[Span]) -> Iterator[int]:
    """The indexes of the lines that spans touch, each once."""
    found, done = starts(document), 0
    for start, end in spans:
        for i in range(max(done, line_at(document, start)), len(found)):
            if found[i] >= end and found[i] > start:
                break
            yield i
            done = i + 1


def ends_sentence(text: str) -> bool:
    """Whether a line ends with an end mark, behind closing quotes and brackets.

    >>> [ends_sentence(text) for text in ("It ended.”", "he said (again)", "Gaza (O")]
    [True, False, False]
    """
    bare = text.rstrip(CLOSERS_AND_BLANKS)
    return bare[-1:] in END_MARKS if bare else False


def is_running_text(text: str) -> bool:
    """Whether a paragraph is a sentence or more, not a heading, a label or a list item."""
    return ends_sentence(text) and len(text.split(maxsplit=PROSE_WORDS)) >= PROSE_WORDS


def starts_sentence(text: str, position: int) -> bool:
    """Whether a word at this position may be capitalised only because a sentence begins with it."""
    i = position
    while i and text[i - 1] in " \t\N{NO-BREAK SPACE}" + OPENERS:
        i -= 1
        if text[i] in "“‘„«":
            return True
    while i and text[i - 1] in CLOSERS:
        i -= 1
    return not i or text[i - 1] in "\r\n:•-–—|>#" or text[i - 1] in END_MARKS


@once
def unmarked(document: Document) -> tuple[int, ...]:
    """Indexes of the filled lines that don't end as sentences do: headings, list items, what is cut off."""
    return tuple(i for i, text in enumerate(contents(document)) if text and not ends_sentence(text))


def among(document: Document, indexes: Sequence[int], spans: Sequence[Span]) -> Sequence[int]:
    """Those of some lines that spans touch."""
    if list(spans) == [(0, len(document.text))]:
        return indexes
    touched = set(indexes_in(document, spans))
    return [i for i in indexes if i in touched]


@once
def head(document: Document) -> range:
    """Indexes of the lines above the third paragraph of running text (all, where there are fewer)."""
    third = _nth_running(document, paragraphs(document))
    return range(third.first if third else len(starts(document)))


@once
def tail(document: Document) -> range:
    """Indexes of the lines below the third-last paragraph of running text (all, where there are fewer)."""
    third = _nth_running(document, last_paragraphs(document))
    return range(third.last if third else 0, len(starts(document)))


def capitals(document: Document, name: str) -> int:
    """How often a name is capitalised in mid-sentence; title-case lines don't count.

    It counts as it is written, with one capital and in capitals, alone and as a part of a word with hyphens.

    >>> document = Document("Talks with Resul ended. Resul left, says pro-ANNA Bea.")
    >>> [capitals(document, name) for name in ("resul", "Anna", "bea", "talks")]
    [1, 0, 1, 0]
    """
    key = (capitals, name)
    if key not in document.memo:
        forms = {name, name.capitalize(), name.upper()} - {name.lower()}
        if len(document.text) > LONGEST_SOUGHT or "'" in name:
            document.memo[key] = sum(_capitalised(document)[form] for form in forms)
        else:
            document.memo[key] = _sought(document, forms)
    return int(document.memo[key])


def _sought(document: Document, forms: Iterable[str]) -> int:
    """The same as `_capitalised` knows, for a few forms: most are not there, and then this is much faster."""
    text, count, tokens = document.text, 0, set[int]()
    for form in forms:
        at = text.find(form)
        while at >= 0:
            token = text.rfind(" ", 0, at) + 1
            name = NAME_IN_SENTENCE.match(text, token) if token not in tokens else None
            tokens.add(token)
            if name and not _is_title(document, line_at(document, token)):
                count += sum(part in forms for part in _parts(name[0]))
            at = text.find(form, at + 1)
    return count


def _is_title(document: Document, i: int) -> bool:
    key = (_is_title, i)
    if key not in document.memo:
        document.memo[key] = is_title_case(contents(document)[i])
    return bool(document.memo[key])


@once
def _capitalised(document: Document) -> Counter[str]:
    """How often each word, and each part of one with a hyphen, is capitalised in mid-sentence."""
    return Counter(
        part
        for text in contents(document)
        if not is_title_case(text)
        for name in NAME_IN_SENTENCE.findall(text)
        for part in _parts(name)
    )


def _parts(name: str) -> Iterator[str]:
    """A word, and what it is made of: Rome's of Rome, Anglo-Irish of Anglo and Irish."""
    name = name.replace("’", "'")
    yield name
    if "-" in name or name.endswith(("'s", "'S")):
        yield from (part[:-2] if part.endswith(("'s", "'S")) else part for part in name.split("-"))


def is_title_case(text: str) -> bool:
    """Whether most words of a line are capitalised, as in a heading or a list of names."""
    first = list(filter(str.isalpha, map(itemgetter(0), text.split())))
    return sum(map(str.isupper, first)) > len(first) * 0.6 or not first


def apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that overlap joined."""
    ordered, found = sorted(spans), list[Span]()
    if len(ordered) == 1:
        return tuple(ordered)
    for span in ordered:
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(span.end, found[-1].end))
        else:
            found.append(span)
    return tuple(found)


def in_prose(document: Document, span: tuple[int, int]) -> bool:
    """Whether a span touches no address, handle, hashtag, code, tag, path or file name."""
    text, (start, end) = document.text, span
    i = line_at(document, start)
    where = line(document, i)
    if end > where.end:
        return all(
            in_prose(document, (max(start, each.start), min(end, each.end)))
            for each in lines_in(document, [Span(start, end)])
        )
    # Of a line of usual length only the tokens around the span are read: the rest of it has no say.
    if where.end - where.start <= LONGEST_LINE and not _may_hold_code(contents(document)[i]):
        before = BLANK_BEFORE.search(text, where.start, start)
        after = BLANK.search(text, end, where.end)
        first, last = before.end() if before else where.start, after.start() if after else where.end
        return not any(other.start < end and start < other.end for other in _signs(text, first, last))
    others = not_prose(document, i)
    n = bisect_right(others, start, key=lambda other: other.end)
    return n == len(others) or others[n].start >= end


def is_joined(text: str, start: int, end: int) -> bool:
    """Whether marks join a word to others, as in names and commands: `--name`, `:name`, `na[me]`, `name(`.

    >>> [is_joined(text, 2, 6) for text in ("x name. He", "$ name(8)", '“"name," ', "--name=", "o.name")]
    [False, True, False, True, True]
    """
    before, earlier = text[start - 1 : start], text[max(0, start - 2) : max(0, start - 1)]
    behind, later = text[end : end + 1], text[end + 1 : end + 2]
    if before and (
        before in JOINING
        or (before in QUOTING + "." and earlier.isalnum())
        or (before in "-‐" and not earlier.isalnum())
    ):
        return True
    return bool(behind) and (behind in JOINING_BEHIND or (behind in QUOTING + ".:" and later.isalnum()))


def is_argument(text: str, start: int, end: int) -> bool:
    """Whether a word is what a command gets, or a part of that: `--with-name`, `name-east1`, `:set 'name'`.

    >>> [is_argument(text, 2, 6) for text in ("x name-based", "--name-x", "x name-x1.", "x'name'")]
    [False, True, True, True]
    """
    first = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start)) + 1
    last = min((at for at in (text.find(sign, end) for sign in " \n") if at >= 0), default=len(text))
    token = text[first:last]
    quoted = text[start - 1 : start] == text[end : end + 1] == "'"
    return (
        token.startswith("-")
        or quoted
        or (token[end - first : end - first + 1] == "-" and any(map(str.isdigit, token)))
    )


def not_prose(document: Document, i: int) -> tuple[Span, ...]:
    """What is not prose in a line: in order, apart from each other."""
    key = (not_prose, i)
    if key not in document.memo:
        where = line(document, i)
        code = (Span(*match.span()) for match in CODE_OR_TAG.finditer(document.text, where.start, where.end))
        document.memo[key] = apart((*code, *_signs(document.text, where.start, where.end)))
    spans: tuple[Span, ...] = document.memo[key]
    return spans


def _signs(text: str, start: int, end: int) -> Iterator[Span]:
    """Addresses and the like, each within one token; a token that is too long is one as a whole."""
    for token in SIGNS.finditer(text, start, end):
        if token.end() - token.start() > LONGEST_TOKEN:
            yield Span(*token.span())
        else:
            yield from (Span(*match.span()) for match in ADDRESS.finditer(text, *token.span()))


def _may_hold_code(content: str) -> bool:
    return "`" in content or "<" in content


def _nth_running(document: Document, every: Iterable[Paragraph]) -> Paragraph | None:
    """The third of these paragraphs that is running text."""
    text = document.text
    running = (each for each in every if is_running_text(text[each.start : each.end]))
    return next(islice(running, REGION_PROSE - 1, None), None)


@once
def _blocks(document: Document) -> list[tuple[int, int]]:
    """Runs of filled lines, as indexes `first:last`."""
    blocks, first = list[tuple[int, int]](), -1
    every = contents(document)
    for i, text in enumerate(every):
        if not text or text.isspace():
            if first >= 0:
                blocks.append((first, i))
            first = -1
        elif first < 0:
            first = i
    return [*blocks, (first, len(every))] if first >= 0 else blocks


def _block_at(document: Document, i: int) -> tuple[int, int] | None:
    """The block that a line is in."""
    blocks = _blocks(document)
    n = bisect_right(blocks, (i, len(starts(document)))) - 1
    return blocks[n] if n >= 0 and i < blocks[n][1] else None


def _paragraphs_of(document: Document, first: int, last: int) -> Sequence[Paragraph]:
    if _is_wrapped(document, (first, last)):
        return (Paragraph(starts(document)[first], line(document, last - 1).end, first, last),)
    return [Paragraph(*line(document, i)[:2], i, i + 1) for i in range(first, last)]


def _is_wrapped(document: Document, block: tuple[int, int]) -> bool:
    key = (_is_wrapped, block[0])
    if key not in document.memo:
        document.memo[key] = _hard_wrapped(contents(document)[block[0] : block[1]])
    return bool(document.memo[key])


def _hard_wrapped(block: Sequence[str]) -> bool:
    """Whether the lines of a block end only where the next line's first word would not have fitted.

    A line that the next one takes up in small letters counts as well: not every text is wrapped evenly.
    """
    if len(block) == 1:
        return True
    width = max(map(len, block))
    if not NARROWEST <= width <= WIDEST:
        return False
    joined = ended = 0
    for text, following in pairwise(block):
        next_word = following.split(maxsplit=1)[0]
        ends = ends_sentence(text)
        full = len(text) + 1 + len(next_word) > width
        joined += full or (next_word[:1].islower() and not ends)
        ended += ends
    return joined >= WRAPPED * (len(block) - 1) and ended < len(block) - 1
