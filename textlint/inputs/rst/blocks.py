"""blocks – reStructuredText, line by line: paragraphs, titles, items and cells are prose, all else is hidden.

It is read as docutils reads it, line by line, but without nesting: what stands behind the marker of a list,
a field or a note is taken for a line of its own, further to the right. So hostile nesting costs nothing. Only
what is known to be prose is shown; an unknown directive, a broken table or a row with merged cells is not.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from textlint.inputs.rst.inline import NAME, inside
from textlint.markup import BLANK, BORDER, OBJECT, Mark, assemble
from textlint.model import Reading, Role


def _names(words: str) -> frozenset[bytes]:
    return frozenset(word.encode() for word in words.split())


# Directives with prose in them, by what stands behind their `::`. All others are hidden.
TEXT_BEHIND = _names(
    "attention caution danger error hint important note tip warning seealso todo epigraph highlights"
    " pull-quote compound header footer impl-detail hlist tab-set tabs"
)
VERSION_BEHIND = _names(
    "versionadded versionchanged versionremoved deprecated deprecated-removed soft-deprecated"
)
TITLE_BEHIND = _names(
    "admonition topic sidebar rubric centered table list-table tab tab-item group-tab dropdown card"
    " grid-item-card collapse details"
)
CODE_BEHIND = _names(
    "figure container class cssclass rst-class only ifconfig glossary grid grid-item"
    " function method classmethod staticmethod decorator decoratormethod data attribute exception property"
    " module member macro type var enum enumerator struct union concept alias namespace describe object"
    " option cmdoption envvar program opcode 2to3fixer pdbcommand confval setting django-admin"
    " command variable signature genex fixture directive role"
)
DOMAINS = _names("py c cpp js rst std http")

NO_PROSE_FIELDS = re.compile(rb":(?:type|rtype|vartype|orphan|tocdepth)\b")

EXPLICIT = re.compile(rb"\.\.(?:[ \t]+|\Z)")
DIRECTIVE = re.compile(rb"(" + NAME + rb") ?::(?:[ \t]+|\Z)")
NOTE_LABEL = re.compile(rb"\[(?:#?[A-Za-z0-9\x80-\xff._:+\-]*|\*)\](?:[ \t]+|\Z)")
VERSIONS = re.compile(rb"\S+(?:[ \t]+v?\d+\.\d\S*)?(?:[ \t]+|\Z)")
ANONYMOUS = re.compile(rb"__(?:[ \t]+|\Z)")
FIELD = re.compile(rb":(?![: \t])(?:[^:\\]++|\\.|:(?![ \t`]|\Z))*+(?<![ \t]):(?:[ \t]+|\Z)")
BULLET = re.compile(rb"(?:[-+*]|\xe2\x80\xa2|\xe2\x80\xa3|\xe2\x81\x83)(?:[ \t]+|\Z)")
NUMBER = rb"(?:\d{1,9}|[a-zA-Z]|[ivxlcdm]{1,9}|[IVXLCDM]{1,9}|#)"
ENUMERATOR = re.compile(rb"(?:\(?" + NUMBER + rb"\)|" + NUMBER + rb"\.)(?:[ \t]+|\Z)")
ARGUMENT = rb"(?:[A-Za-z][\w-]*|<[^<>]+>)"
SHORT_OPTION = rb"[-+][A-Za-z0-9](?:[ ]?" + ARGUMENT + rb")?"
LONG_OPTION = rb"(?:--|/)[A-Za-z0-9][\w-]*(?:[ =]" + ARGUMENT + rb")?"
OPTION = rb"(?:" + SHORT_OPTION + rb"|" + LONG_OPTION + rb")"
OPTIONS = re.compile(OPTION + rb"(?:, " + OPTION + rb")*+(?:(?:  |\t)[ \t]*|[ ]?\Z)")
DOCTEST = re.compile(rb">>>(?:[ \t]|\Z)")
LINE_BAR = re.compile(rb"\|(?:[ \t]+|\Z)")
SIGNS = frozenset(b"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
ADORNMENT = re.compile(rb"([!-/:-@\[-`{-~])\1*+")
GRID_BORDER = re.compile(rb"\+[-=](?:[-+=]*[-=])?\+")
SIMPLE_BORDER = re.compile(rb"=+(?:[ ]+=+)+")
SIMPLE_RULE = re.compile(rb"=[= ]*")
SPANNING_RULE = re.compile(rb"-[- ]*")
CELL_MARKUP = re.compile(rb"\.\.(?:[ ]|\Z)|[-*+|][ ]|>>>|:[^` ]+:(?:[ ]|\Z)|(?:\\|--+|\+-.*)\Z")
LINE = re.compile(rb"([ \t\v\f]*)([^\r\n]*)(?:\r\n|\r|\n|\Z)")
REST_OF_LINE = re.compile(rb"[^\r\n]+")


class Shown(NamedTuple):
    """a block of prose, as the parts of lines that it consists of; without a role it is a thing"""

    parts: Sequence[tuple[int, int]]
    role: Role | None


@dataclass(slots=True)
class Page:
    """the lines of a text and what has been found in them

    Of each line there is where its text starts and ends, and how far it is indented: -1 if there is nothing
    left to read. What stands behind a marker is read as a line of its own, so these change. After the last
    line comes one with nothing in it.
    """

    data: bytes
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    roles: dict[int, Role] = field(default_factory=dict)  # of the paragraphs that begin in these lines
    tables: list[int] = field(default_factory=list)  # the columns of the list-tables that are open
    glossaries: list[tuple[int, int]] = field(default_factory=list)  # theirs, and those of their terms
    shown: list[Shown] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)

    def text(self, i: int) -> bytes:
        return self.data[self.starts[i] : self.ends[i]]

    def matches(self, pattern: "re.Pattern[bytes]", i: int) -> "re.Match[bytes] | None":
        return pattern.match(self.data, self.starts[i], self.ends[i])

    def is_all(self, pattern: "re.Pattern[bytes]", i: int) -> bool:
        return pattern.fullmatch(self.data, self.starts[i], self.ends[i]) is not None

    def show(self, first: int, last: int, role: Role) -> None:
        parts = [*zip(self.starts[first:last], self.ends[first:last], strict=True)]
        self.shown.append(Shown(parts, Role.CELL if self.tables else role))

    def show_thing(self, first: int, last: int) -> None:
        """Let one thing stand for lines that are no prose."""
        if start_and_end := self.extent(first, last):
            self.shown.append(Shown([start_and_end], None))

    def extent(self, first: int, last: int) -> tuple[int, int] | None:
        while first < last and self.columns[last - 1] < 0:
            last -= 1
        while first < last and self.columns[first] < 0:
            first += 1
        return (self.starts[first], self.ends[last - 1]) if first < last else None

    def filled(self, i: int) -> int:
        """The next line from a line on that has something in it, or the last one."""
        while i < len(self.columns) - 1 and self.columns[i] < 0:
            i += 1
        return i

    def below(self, i: int, column: int) -> int:
        """The first line after a line that is not further to the right than a column."""
        columns, last, j = self.columns, len(self.columns) - 1, i + 1
        while j < last and (columns[j] < 0 or columns[j] > column):
            j += 1
        return j


def read(text: str) -> Reading:
    """What of a text is prose."""
    data = text.encode("utf-8", "surrogatepass")
    page = _page(data)
    i, last = 0, len(page.columns) - 1
    while i < last:
        i = _take(page, i) if page.columns[i] >= 0 else i + 1
    page.shown.sort(key=lambda each: each.parts[0])
    blocks = [
        (shown.parts[0][0], shown.parts[-1][1], shown.role) for shown in page.shown if shown.role is not None
    ]
    return assemble(text, _marks(data, page.shown), blocks, page.comments)


def _page(data: bytes) -> Page:
    page = Page(data)
    for match in LINE.finditer(data):
        blanks, content = match.groups()
        content = content.rstrip()
        start = match.start(2)
        page.starts.append(start)
        page.ends.append(start + len(content))
        page.columns.append(_width(blanks, 0) if content else -1)
    if page.columns[-1] >= 0:  # a text that ends without a line break
        page.starts.append(len(data))
        page.ends.append(len(data))
        page.columns.append(-1)
    return page


def _width(piece: bytes, column: int) -> int:
    """How many columns a piece of a line takes that starts in a column."""
    if b"\t" not in piece:
        return len(piece)
    before = column % 8
    return len((b" " * before + piece).expandtabs(8)) - before


def _take(page: Page, i: int) -> int:
    """Read what begins in a line; the line to go on with, which is the same one if only a marker was read."""
    column = page.columns[i]
    while page.tables and column <= page.tables[-1]:
        page.tables.pop()
    while page.glossaries and column <= page.glossaries[-1][0]:
        page.glossaries.pop()
    for take in BY_FIRST_BYTE.get(page.data[page.starts[i]], ()):
        after = take(page, i)
        if after is not None:
            return after
    return _take_text(page, i)


def _go_on(page: Page, i: int, at: int, column: int | None, role: Role) -> int:
    """Let what stands behind a marker be a line of its own; without a column it is where the next line is."""
    if column is None:
        column = max(page.columns[i] + 1, page.columns[i + 1])
    if at < page.ends[i]:
        page.starts[i], page.columns[i], page.roles[i] = at, column, role
    else:
        j = page.filled(i + 1)
        if page.columns[j] > page.columns[i]:
            page.roles[j] = role
        page.columns[i] = -1
    return i


def _take_text(page: Page, i: int) -> int:
    """A title, a term, or a paragraph and what its two colons announce."""
    columns, column = page.columns, page.columns[i]
    if columns[i + 1] == column and _underlines(page, i):
        page.show(i, i + 1, Role.HEADING)
        return i + 2
    if columns[i + 1] > column or (page.glossaries and page.glossaries[-1][1] == column):
        return _take_term(page, i)
    j = i + 1
    while columns[j] == column and not _interrupts(page, j):
        j += 1
    return _take_paragraph(page, i, j, page.roles.get(i, Role.PARAGRAPH))


def _underlines(page: Page, i: int) -> bool:
    """Whether the next line underlines this one."""
    if not page.is_all(ADORNMENT, i + 1):
        return False
    length = page.ends[i + 1] - page.starts[i + 1]
    return length >= 4 or length >= _count(page.text(i))


def _interrupts(page: Page, i: int) -> bool:
    """Whether a line can't be the next one of a paragraph, although nothing parts them."""
    first = page.data[page.starts[i]]
    if first == ord("."):
        return page.matches(EXPLICIT, i) is not None
    if first in b"=+":
        return page.is_all(GRID_BORDER, i) or page.is_all(SIMPLE_BORDER, i) or _is_rule(page, i)
    return first in b"-~^\"'`#*:_" and _is_rule(page, i)


def _is_rule(page: Page, i: int) -> bool:
    return page.ends[i] - page.starts[i] >= 4 and page.is_all(ADORNMENT, i)


def _take_term(page: Page, i: int) -> int:
    if page.data[page.ends[i] - 2 : page.ends[i]] == b"::":
        return _take_paragraph(page, i, i + 1, Role.ITEM)
    term, _, _ = page.text(i).partition(b" : ")  # behind it stands what it is
    page.ends[i] = page.starts[i] + len(term.rstrip())
    page.show(i, i + 1, Role.ITEM)
    return i + 1


def _take_paragraph(page: Page, i: int, j: int, role: Role) -> int:
    last = page.text(j - 1)
    if not last.endswith(b"::"):
        page.show(i, j, role)
        return j
    kept = last[:-2].rstrip()
    page.ends[j - 1] = page.starts[j - 1] + len(kept) + (len(kept) == len(last) - 2 and bool(kept))
    if kept:
        page.show(i, j, role)
    elif j - 1 > i:
        page.show(i, j - 1, role)
    return _take_literal(page, j, page.columns[i])


def _take_literal(page: Page, i: int, column: int) -> int:
    """The literal block that a paragraph has announced: indented, or quoted by a sign before each line."""
    first = page.filled(i)
    if page.columns[first] > column:
        last = page.below(first, column)
        page.show_thing(first, last)
        return last
    if first == i or page.columns[first] != column or page.data[page.starts[first]] not in SIGNS:
        return i
    last = first
    while page.columns[last] >= 0:
        last += 1
    page.show_thing(first, last)
    return last


def _take_explicit(page: Page, i: int) -> int | None:
    """A directive, a note, a target or a comment."""
    match = page.matches(EXPLICIT, i)
    if not match:
        return None
    column, at, end = page.columns[i], match.end(), page.ends[i]
    if (label := NOTE_LABEL.match(page.data, at, end)) and page.data[at + 1] != ord("]"):
        return _go_on(page, i, label.end(), None, Role.PARAGRAPH)
    if page.data[at : at + 1] in (b"_", b"|") and at + 1 < end:
        return page.below(i, column)
    if directive := DIRECTIVE.match(page.data, at, end):
        return _take_directive(page, i, directive)
    if at == end and page.columns[i + 1] < 0:
        return i + 1
    last = page.below(i, column)
    page.starts[i] = at
    if at == end:
        page.columns[i] = -1
    if inside := page.extent(i, last):
        page.comments.append(inside)
    return last


def _take_directive(page: Page, i: int, match: "re.Match[bytes]") -> int:
    name, column, at = match[1].lower(), page.columns[i], match.end()
    is_of_domain = name.partition(b":")[0] in DOMAINS
    name = name.rpartition(b":")[2]
    if not (is_of_domain or name in TEXT_BEHIND | VERSION_BEHIND | TITLE_BEHIND | CODE_BEHIND):
        last = page.below(i, column)
        page.show_thing(i, last)
        return last
    # What stands before the first blank line: words behind the `::`, then options.
    options = i + 1
    while page.columns[options] > column and not page.matches(FIELD, options):
        options += 1
    j = options
    while page.columns[j] > column:
        page.columns[j] = -1
        j += 1
    if name in VERSION_BEHIND and not is_of_domain:
        page.columns[i + 1 : options] = [column + 1] * (options - i - 1)  # they are joined
        version = VERSIONS.match(page.data, at, page.ends[i])
        return _go_on(page, i, version.end() if version else at, None, Role.PARAGRAPH)
    if at == page.ends[i] or (name in TEXT_BEHIND and not is_of_domain):
        _go_on(page, i, at, None, Role.PARAGRAPH)
    else:
        page.starts[i] = at
        if name in TITLE_BEHIND and not is_of_domain:
            page.show(i, options, Role.HEADING)
        page.columns[i:options] = [-1] * (options - i)
    if name == b"list-table":
        page.tables.append(column)
    elif name == b"glossary":
        page.glossaries.append((column, page.columns[page.filled(i)]))
    return i


def _take_anonymous_target(page: Page, i: int) -> int | None:
    return page.below(i, page.columns[i]) if page.matches(ANONYMOUS, i) else None


def _take_field(page: Page, i: int) -> int | None:
    match = page.matches(FIELD, i)
    if not match:
        return None
    if page.matches(NO_PROSE_FIELDS, i):
        return page.below(i, page.columns[i])
    return _go_on(page, i, match.end(), None, Role.ITEM)


def _take_bullet(page: Page, i: int) -> int | None:
    match = page.matches(BULLET, i)
    return _take_item(page, i, match) if match else None


def _take_enumerator(page: Page, i: int) -> int | None:
    """An item with a number, if the next line does not show that it is a sentence that starts like one."""
    match = page.matches(ENUMERATOR, i)
    if match and page.columns[i + 1] == page.columns[i] and not page.matches(ENUMERATOR, i + 1):
        return None
    return _take_item(page, i, match) if match else None


def _take_item(page: Page, i: int, match: "re.Match[bytes]") -> int:
    marker = match[0] if match[0].isascii() else b"*" + match[0][3:]
    column = page.columns[i] + _width(marker, page.columns[i])
    return _go_on(page, i, match.end(), column, Role.ITEM)


def _take_options(page: Page, i: int) -> int | None:
    match = page.matches(OPTIONS, i)
    if not match:
        return None
    if match.end() == page.ends[i] and page.columns[i + 1] <= page.columns[i]:
        page.show_thing(i, i + 1)
        return i + 1
    return _go_on(page, i, match.end(), None, Role.ITEM)


def _take_doctest(page: Page, i: int) -> int | None:
    if not page.matches(DOCTEST, i):
        return None
    last = i + 1
    while page.columns[last] >= 0:
        last += 1
    page.show_thing(i, last)
    return last


def _take_line_block(page: Page, i: int) -> int | None:
    """Each line behind a bar, with the lines that continue it."""
    match = page.matches(LINE_BAR, i)
    if not match:
        return None
    column, last = page.columns[i], i + 1
    while page.columns[last] > column:
        last += 1
    page.starts[i] = match.end()
    if match.end() == page.ends[i]:
        i += 1
    if i < last:
        page.show(i, last, Role.ITEM)
    return last


def _take_adornment(page: Page, i: int) -> int | None:
    """A line of one sign: above a title, between paragraphs, or by mistake."""
    if not page.is_all(ADORNMENT, i):
        return None
    sign, column = page.data[page.starts[i]], page.columns[i]
    if (
        page.columns[i + 1] >= column
        and i + 2 < len(page.columns)
        and page.columns[i + 2] == column
        and page.data[page.starts[i + 2]] == sign
        and page.is_all(ADORNMENT, i + 2)
    ):
        page.show(i + 1, i + 2, Role.HEADING)
        return i + 3
    return i + 1 if _is_rule(page, i) else None


def _take_grid_table(page: Page, i: int) -> int | None:
    if not page.is_all(GRID_BORDER, i):
        return None
    last, column = i + 1, page.columns[i]
    while page.columns[last] == column and page.data[page.starts[last]] in b"+|":
        last += 1
    above, lines = page.text(i), list[tuple[int, bytes]]()
    for j in range(i + 1, last):
        line = page.text(j)
        if page.is_all(GRID_BORDER, j):
            bars = [bar.start() for bar in re.finditer(rb"\+", above)]
            if all(each[-1:] == b"|" and _count(each) == len(above) for _, each in lines):
                _take_row(page, lines, [(left + 1, right) for left, right in pairwise(bars)], b"|")
            above, lines = line, []
        else:
            lines.append((page.starts[j], line))
    return last


def _count(line: bytes) -> int:
    """How many characters a line has."""
    return len(line) if line.isascii() else len(line.decode("utf-8", "replace"))


def _take_simple_table(page: Page, i: int) -> int | None:
    if not page.is_all(SIMPLE_BORDER, i):
        return None
    column, last, j, borders = page.columns[i], len(page.columns) - 1, i + 1, 1
    while j < last and (page.columns[j] < 0 or page.columns[j] >= column):
        if page.columns[j] == column and page.is_all(SIMPLE_RULE, j):
            borders += 1
            if borders == 3 or page.columns[j + 1] < 0:
                break
        j += 1
    else:
        return j  # it has no end
    edges = [edge.span() for edge in re.finditer(rb"=+", page.text(i))]
    cells = [*edges[:-1], (edges[-1][0], None)]
    row: list[tuple[int, bytes]] = []
    for k in range(i + 1, j + 1):
        if page.columns[k] < 0:
            continue
        start = page.starts[k] - (page.columns[k] - column)
        line = page.data[start : page.ends[k]]
        if page.is_all(SIMPLE_RULE, k) and page.columns[k] == column:
            _take_row(page, row, cells, b" ")
            row = []
        elif page.is_all(SPANNING_RULE, k):
            row = []
        else:
            if line[: edges[0][1]].strip():
                _take_row(page, row, cells, b" ")
                row = []
            row.append((start, line))
    return j + 1


def _take_row(
    page: Page, lines: Sequence[tuple[int, bytes]], cells: Sequence[tuple[int, int | None]], parting: bytes
) -> None:
    """The cells of a row that are one line each; none of them if something stands between two columns."""
    found: dict[int, list[tuple[int, int]]] = {}
    for start, line in lines:
        if b"\t" in line:
            return
        at = _characters(line)
        done = 0
        for n, (left, right) in enumerate(cells):
            if line[at[min(done, len(at) - 1)] : at[min(left, len(at) - 1)]].strip(parting):
                return
            if left >= len(at) - 1:
                break
            done = len(at) - 1 if right is None else min(right, len(at) - 1)
            part = line[at[left] : at[done]]
            if content := part.strip():
                first = start + at[left] + len(part) - len(part.lstrip())
                found.setdefault(n, []).append((first, first + len(content)))
    for parts in found.values():
        [(first, end), *more] = parts
        if not more and not CELL_MARKUP.match(page.data, first, end) and page.data[end - 2 : end] != b"::":
            page.shown.append(Shown(parts, Role.CELL))


def _characters(line: bytes) -> Sequence[int]:
    """Where each character of a line starts, and where the last one ends."""
    if line.isascii():
        return range(len(line) + 1)
    return [*(n for n, byte in enumerate(line) if byte & 0xC0 != 0x80), len(line)]


BY_FIRST_BYTE: dict[int, tuple[Callable[[Page, int], int | None], ...]] = {
    **dict.fromkeys(SIGNS, (_take_adornment,)),
    **dict.fromkeys(b"0123456789(#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", (_take_enumerator,)),
    ord("."): (_take_explicit, _take_adornment),
    ord("_"): (_take_anonymous_target, _take_adornment),
    ord(":"): (_take_field, _take_adornment),
    ord("-"): (_take_bullet, _take_options, _take_adornment),
    ord("+"): (_take_bullet, _take_grid_table, _take_options, _take_adornment),
    ord("*"): (_take_bullet, _take_adornment),
    ord("/"): (_take_options, _take_adornment),
    ord(">"): (_take_doctest, _take_adornment),
    ord("|"): (_take_line_block, _take_adornment),
    ord("="): (_take_simple_table, _take_adornment),
    0xE2: (_take_bullet,),
}


def _marks(data: bytes, shown: Sequence[Shown]) -> Iterator[Mark]:
    """All that is no prose: what stands between blocks, the line breaks in them, and markup inside."""
    done = 0
    for parts, role in shown:
        yield from _between(data, done, parts[0][0])
        done = parts[-1][1]
        if role is None:
            yield Mark(parts[0][0], done, OBJECT)
            continue
        for (_, end), (start, _) in pairwise(parts):
            yield Mark(end, start, BLANK)
        yield from inside(data, parts[0][0], done)
    yield from _between(data, done, len(data))


def _between(data: bytes, start: int, end: int) -> Iterator[Mark]:
    """What parts two blocks; of a line break at least one is left."""
    found = [match.span() for match in REST_OF_LINE.finditer(data, start, end)]
    if start and end < len(data) and found == [(start, end)]:
        yield Mark(start, end, BORDER)
    else:
        yield from (Mark(*span, BLANK) for span in found)
