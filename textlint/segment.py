"""segment – lines, paragraphs, sentences and words of a text, as spans.

Everything here is derived from a document's text when it is first asked for, and once: see `once`.
Lines end at a line feed, a carriage return or both, nowhere else.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from itertools import pairwise
from typing import NamedTuple, TypeVar

import regex

from textlint.model import Document, Span

Derived = TypeVar("Derived")

END_MARKS = ".!?…。！？؟।"
CLOSERS = "”’\"'»)]*_"
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
FIRST_WORD = regex.compile(r"\s*(\S+)")
NAME_IN_SENTENCE = regex.compile(r"(?<=[\p{L}\p{N},;] )\p{Lu}[\p{L}\p{M}]*+(?:['’\-][\p{L}\p{M}]++)*+")
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
        memo = document.memo
        if derive not in memo:
            memo[derive] = derive(document)
        result: Derived = memo[derive]
        return result

    return derived


@once
def lines(document: Document) -> tuple[Line, ...]:
    r"""All lines, blank ones too.

    >>> [document.text[start:end] for document in [Document("a\r\n\rb")] for start, end, _ in lines(document)]
    ['a', '', 'b']
    """
    found, start = [], 0
    for match in LINE_BREAK.finditer(document.text):
        found.append(Line(start, match.start(), match.end()))
        start = match.end()
    if start < len(document.text):
        found.append(Line(start, len(document.text), len(document.text)))
    return tuple(found)


@once
def filled(document: Document) -> tuple[int, ...]:
    """Indexes of the lines that hold more than blanks."""
    text = document.text
    return tuple(i for i, line in enumerate(lines(document)) if not _blank(text, line))


@once
def paragraphs(document: Document) -> tuple[Paragraph, ...]:
    """Lines, or runs of lines that are one hard-wrapped paragraph."""
    return tuple(_paragraphs(document))


def block_around(document: Document, paragraph: Paragraph) -> tuple[Line, ...]:
    """The lines around a paragraph, up to blank ones or twenty either way."""
    text, every = document.text, lines(document)
    first, last = paragraph.first, paragraph.last
    while paragraph.first - first < NEIGHBOURS and first and not _blank(text, every[first - 1]):
        first -= 1
    while last - paragraph.last < NEIGHBOURS and last < len(every) and not _blank(text, every[last]):
        last += 1
    return every[first:last]


@once
def alone(document: Document) -> tuple[int, ...]:
    """Indexes of the filled lines that are not parts of a hard-wrapped paragraph (two lines don't tell)."""
    short = (each for each in paragraphs(document) if each.last - each.first < FEWEST_WRAPPED)
    return tuple(i for each in short for i in range(each.first, each.last))


def line_at(document: Document, position: int) -> int:
    """The index of the line that holds a position."""
    return max(0, bisect_right(_starts(document), position) - 1)


def paragraph_at(document: Document, position: int) -> Paragraph | None:
    """The paragraph that holds a position, if one does."""
    found = paragraphs(document)
    i = bisect_right(found, position, key=lambda paragraph: paragraph.start) - 1
    return found[i] if i >= 0 and position <= found[i].end else None


def lines_in(document: Document, spans: Sequence[Span]) -> Iterator[Line]:
    """The lines that spans touch, each once."""
    found, done = lines(document), 0
    for start, end in spans:
        for i in range(max(done, line_at(document, start)), len(found)):
            if found[i].start >= end and found[i].start > start:
                break
            yield found[i]
            done = i + 1


def ends_sentence(text: str) -> bool:
    """Whether a line ends with an end mark, behind closing quotes and brackets.

    >>> [ends_sentence(text) for text in ("It ended.”", "he said (again)", "Gaza (O")]
    [True, False, False]
    """
    bare = text.rstrip().rstrip(CLOSERS).rstrip()
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
def head(document: Document) -> range:
    """Indexes of the lines above the third paragraph of running text (all, where there are fewer)."""
    running = _running(document)
    stop = running[REGION_PROSE - 1].first if len(running) >= REGION_PROSE else len(lines(document))
    return range(stop)


@once
def tail(document: Document) -> range:
    """Indexes of the lines below the third-last paragraph of running text (all, where there are fewer)."""
    running = _running(document)
    start = running[-REGION_PROSE].last if len(running) >= REGION_PROSE else 0
    return range(start, len(lines(document)))


@once
def names(document: Document) -> Counter[str]:
    """How often each word is capitalised in mid-sentence, lower-cased; title-case lines don't count.

    >>> names(Document("Talks with Resul ended. Resul left, says Anna."))
    Counter({'resul': 1, 'anna': 1})
    """
    found: Counter[str] = Counter()
    for line in lines(document):
        text = document.text[line.start : line.end]
        if not is_title_case(text):
            for match in NAME_IN_SENTENCE.finditer(text):
                name = match[0].lower().replace("’", "'")
                found[name] += 1
                if "-" in name or name.endswith("'s"):
                    found.update(part.removesuffix("'s") for part in name.split("-"))
    return found


def is_title_case(text: str) -> bool:
    """Whether most words of a line are capitalised, as in a heading or a list of names."""
    words = [word for word in text.split() if word[0].isalpha()]
    return not words or sum(word[0].isupper() for word in words) > len(words) * 0.6


@once
def not_prose(document: Document) -> tuple[Span, ...]:
    """Addresses, handles, hashtags, code, tags, paths and file names: in order, apart from each other."""
    text = document.text
    found = [Span(*match.span()) for match in CODE_OR_TAG.finditer(text)]
    for token in SIGNS.finditer(text):
        start, end = token.span()
        if end - start > LONGEST_TOKEN:
            found.append(Span(start, end))
        else:
            found += [Span(*match.span()) for match in ADDRESS.finditer(text, start, end)]
    apart: list[Span] = []
    for span in sorted(found):
        if apart and span.start < apart[-1].end:
            apart[-1] = Span(apart[-1].start, max(span.end, apart[-1].end))
        else:
            apart.append(span)
    return tuple(apart)


def in_prose(document: Document, span: tuple[int, int]) -> bool:
    """Whether a span touches nothing of what `not_prose` lists."""
    others = not_prose(document)
    i = bisect_right(others, span[0], key=lambda other: other.end)
    return i == len(others) or others[i].start >= span[1]


@once
def _starts(document: Document) -> tuple[int, ...]:
    return tuple(line.start for line in lines(document))


@once
def _running(document: Document) -> tuple[Paragraph, ...]:
    text = document.text
    return tuple(each for each in paragraphs(document) if is_running_text(text[each.start : each.end]))


def _blank(text: str, line: Line) -> bool:
    return line.start == line.end or text[line.start : line.end].isspace()


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    text, all_lines, block = document.text, lines(document), list[int]()
    for i in (*filled(document), -1):
        if block and i != block[-1] + 1:
            runs = [block] if _hard_wrapped(text, [all_lines[j] for j in block]) else [[j] for j in block]
            for run in runs:
                first, last = run[0], run[-1]
                yield Paragraph(all_lines[first].start, all_lines[last].end, first, last + 1)
            block = []
        block.append(i)


def _hard_wrapped(text: str, block: list[Line]) -> bool:
    """Whether the lines of a block end only where the next line's first word would not have fitted.

    A line that the next one takes up in small letters counts as well: not every text is wrapped evenly.
    """
    if len(block) == 1:
        return True
    width = max(line.end - line.start for line in block)
    if not NARROWEST <= width <= WIDEST:
        return False
    joined = ended = 0
    for line, following in pairwise(block):
        word = FIRST_WORD.match(text, following.start, following.end)
        next_word = word[1] if word else ""
        ends = ends_sentence(text[line.start : line.end])
        full = line.end - line.start + 1 + len(next_word) > width
        joined += full or (next_word[:1].islower() and not ends)
        ended += ends
    return joined >= WRAPPED * (len(block) - 1) and ended < len(block) - 1
