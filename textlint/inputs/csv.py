"""csv – tables with a delimiter, whose first row names the columns.

How a table is written is told by its first rows, and kept: delimiter, quotes, doubled or escaped quotes, line
ends. A field that is not changed keeps its bytes; a changed one is quoted if it was, or needs to be. Rows are
numbered by record: the header is not counted, nor are blank lines, and a field may hold line breaks. Fields
read as the standard library reads them; what that takes only when it is lenient is a row with a problem.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, NamedTuple

from textlint.corpora import splices
from textlint.corpora.records import Halves, Keeps, Layout, Record, Work
from textlint.corpora.splices import Cell, Row
from textlint.errors import InputError, expected

SUFFIXES: tuple[str, ...] = (".csv", ".tsv")
MARK = b"\xef\xbb\xbf"
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16 and UTF-32
SAMPLE = 250_000  # bytes that tell how a table is written
LONGEST = 100_000_000  # bytes of a row
SHOWN = 12, 30  # columns that an error shows, and how much of each: without a header they are texts

DELIMITERS = (b",", b";", b"\t", b"|")
BLANK_LINES = re.compile(rb"[\r\n]++")
LINE_END = re.compile(rb"\r\n?|\n|\Z")
ESCAPED = re.compile(rb'\\.|""', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Dialect:
    r"""how a table is written; without a quote there is no quoting

    With escapes, \" is a quote in a quoted field, and a backslash before anything else stands for itself.
    """

    delimiter: bytes
    quote: bytes
    escapes: bool
    field: re.Pattern[bytes]
    bare: re.Pattern[bytes]  # a field without quotes, or what follows them
    ends: re.Pattern[bytes]  # what follows a field
    special: re.Pattern[bytes]  # what needs quotes


class Fields(NamedTuple):
    """the fields of one row, where it ends, and whether text follows a closing quote"""

    spans: Sequence[tuple[int, int]]
    end: int
    odd: bool


class Piece(NamedTuple):
    """a row and where the wanted fields stand in it, or blank lines, which have no fields"""

    data: bytes
    spans: Sequence[tuple[int, int]] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Cutter:
    """what cuts a table into rows: `whole` is a row as it should be, with a group for each wanted column"""

    dialect: Dialect
    width: int
    wanted: Sequence[int]
    whole: re.Pattern[bytes]
    groups: Sequence[int]


class BrokenError(Exception):
    """what was found at a position that makes the rest of a table unreadable"""

    def __init__(self, problem: str, position: int) -> None:
        super().__init__(problem)
        self.position = position


def rewrite(source: BinaryIO, target: BinaryIO | None, layout: Layout, work: Work) -> None:
    """Read all rows, and write them with the new texts.

    Raises InputError where there is no such column, a row is beyond all measure, a quote is never closed, or
    a new text can't be written as the table is.
    """
    dialect, width, rows = _opened(source, layout)
    splices.rewrite(rows, target, work, partial(written, dialect, width))


def divide(source: BinaryIO, halves: Halves, layout: Layout, work: Work, keeps: Keeps) -> None:
    """Read all rows, and write each into one half; both have the header. Blank lines are kept.

    Raises as `rewrite` does.
    """
    splices.divide(_opened(source, layout)[2], halves, work, keeps)


def _opened(source: BinaryIO, layout: Layout) -> tuple[Dialect, int, Iterator[Row]]:
    """How a table is written, how many columns it has, and its rows."""
    start = source.read(SAMPLE)
    if start.startswith(WIDE_MARKS):
        raise InputError("begins with the mark of UTF-16; expected UTF-8")
    dialect, names = _dialect_of(start, layout)
    return dialect, len(names), _rows(source, start, dialect, names, layout)


def _dialect(delimiter: bytes, quote: bytes, *, escapes: bool = False) -> Dialect:
    sign = re.escape(delimiter)
    field = bare = rb"[^%s\r\n]*+" % sign
    if quote:
        inner = rb"[^%s\\]++|\\.|%s" if escapes else rb"[^%s]++|%s"
        field = rb"(?:%s(?:%s)*+%s|(?!%s)%s)" % (quote, inner % (quote, quote * 2), quote, quote, bare)
    return Dialect(
        delimiter,
        quote,
        escapes,
        re.compile(field, re.DOTALL),
        re.compile(bare),
        re.compile(rb"[%s\r\n]|\Z" % sign),
        re.compile(rb"[%s%s\r\n]" % (sign, quote)),
    )


def _dialect_of(start: bytes, layout: Layout) -> tuple[Dialect, list[str]]:
    """How a table is written, and its columns, from its first bytes.

    What is rarer counts only if all of the first rows are sound that way, and are not in the usual one.
    """
    ways = [_dialect(delimiter, b'"') for delimiter in DELIMITERS]
    if b'\\"' in start:
        ways += [_dialect(delimiter, b'"', escapes=True) for delimiter in DELIMITERS]
    if start.startswith(b"'", _first(start)):
        ways += [_dialect(delimiter, b"'") for delimiter in DELIMITERS]
    ways.append(_dialect(b"\t", b""))  # tables with tabs often know no quotes
    headers = [(way, _header(way, start)) for way in ways]
    wanted = _wanted(layout)
    fitting = [(way, names) for way, names in headers if set(wanted) <= set(names)]
    if not fitting:
        names = max((names for _, names in headers), key=len)
        raise InputError(_no_column(next(name for name in wanted if name not in names), names))
    way, names = next((each for each in fitting if _is_sound(each[0], start, len(each[1]))), fitting[0])
    for name in wanted:
        if names.count(name) > 1:
            raise InputError(f"found {names.count(name)} columns {name!r}; expected one")
    return way, names


def _wanted(layout: Layout) -> list[str]:
    """The names of the columns that are read: those of texts, of the id, of the group."""
    return [*dict.fromkeys(layout.fields), *(name for name in (layout.id_field, layout.by) if name)]


def _no_column(name: str, names: Sequence[str]) -> str:
    if not any(names):
        return f"found no header; expected one with a column {name!r}"
    few, short = SHOWN
    shown = ", ".join(each if len(each) <= short else f"{each[:short]}…" for each in names[:few])
    near = expected(name, names)
    near = near if "did you mean" in near else ""
    return f"no column {name!r} in the first row, which is {shown}{', …' if len(names) > few else ''}{near}"


def _first(start: bytes) -> int:
    """Where the first row begins."""
    mark = len(MARK) if start.startswith(MARK) else 0
    blank = BLANK_LINES.match(start, mark)
    return blank.end() if blank else mark


def _header(way: Dialect, start: bytes) -> list[str]:
    """The names of the columns if a table were written so; none if it can't be."""
    try:
        row = _fields(way, start, _first(start), last=len(start) < SAMPLE)
    except BrokenError:
        return []
    if not row or row.odd:
        return []
    return [_text(way, start[slice(*span)], "replace") for span in row.spans]


def _is_sound(way: Dialect, start: bytes, width: int) -> bool:
    """Whether all of the first rows are as they should be if a table is written so."""
    position, last = _first(start), len(start) < SAMPLE
    try:
        while position < len(start) and (row := _fields(way, start, position, last=last)):
            if _problem(row, width):
                return False
            blank = BLANK_LINES.match(start, row.end)
            position = blank.end() if blank else row.end
    except BrokenError:
        return False
    return len(start) - position < SAMPLE // 2  # a row that goes on for so long may be a stray quote


def _rows(
    source: BinaryIO, start: bytes, dialect: Dialect, names: Sequence[str], layout: Layout
) -> Iterator[Row]:
    """All rows, the header first; `start` is what has been read of the source already."""
    fields = tuple(dict.fromkeys(layout.fields))
    wanted = [names.index(name) for name in _wanted(layout)]
    number = -1
    for data, spans, problem in _cut(source, start, _cutter(dialect, len(names), wanted)):
        number += bool(spans)
        if not spans or not number:
            yield Row(data, (), is_head=number < bool(spans))
        elif problem:
            yield Row(data, (Cell(Record(number, None, fields[0], None, problem)),))
        else:
            more = [_text(dialect, data[slice(*span)], "replace") for span in spans[len(fields) :]]
            name = more[0] if layout.id_field else None
            group = more[-1] if layout.by else None
            read = [
                (field, *_read(dialect, data[slice(*span)]))
                for field, span in zip(fields, spans, strict=False)
            ]
            yield Row(
                data,
                [
                    Cell(Record(number, name, *each, group=group), *span)
                    for each, span in zip(read, spans, strict=False)
                ],
            )


def _cut(source: BinaryIO, buffer: bytes, cutter: Cutter) -> Iterator[Piece]:
    """The rows of a table, and what lies between them; `buffer` is what has been read already."""
    position, last = _first(buffer), False
    breaks = {b"\n": 0, b"\r": 0}  # in what has left the buffer
    yield Piece(buffer[:position])
    while True:
        try:
            piece = _cut_one(cutter, buffer, position, last=last)
        except BrokenError as error:
            line = 1 + max(count + buffer.count(sign, 0, error.position) for sign, count in breaks.items())
            raise InputError(f"line {line}: {error}") from None
        if piece:
            yield piece
            position += len(piece.data)
        elif last:
            return
        else:
            for sign in breaks:
                breaks[sign] += buffer.count(sign, 0, position)
            more = source.read(max(SAMPLE, len(buffer) - position))  # twice as much each time
            buffer, position, last = buffer[position:] + more, 0, not more


def _cut_one(way: Cutter, buffer: bytes, position: int, *, last: bool) -> Piece | None:
    """The row that begins here, or the blank lines; None if the buffer ends before it does."""
    blank = BLANK_LINES.match(buffer, position)
    if blank:
        return Piece(blank[0])
    if position == len(buffer):
        return None
    match = way.whole.match(buffer, position)
    row = None if match else _fields(way.dialect, buffer, position, last=last)
    end = match.end() if match else row.end if row else len(buffer)
    if end - position > LONGEST:
        raise BrokenError(f"found a row of more than {LONGEST:,} bytes; expected a quote to end", position)
    problem = _problem(row, way.width) if row else None
    spans: Sequence[tuple[int, int]]
    if match:
        spans = [match.span(group) for group in way.groups]
    elif row:
        spans = row.spans[:1] if problem else [row.spans[column] for column in way.wanted]
    else:
        return None
    return Piece(buffer[position:end], [(a - position, b - position) for a, b in spans], problem)


def _cutter(dialect: Dialect, width: int, wanted: Sequence[int]) -> Cutter:
    field = dialect.field.pattern
    delimited = field + re.escape(dialect.delimiter)
    columns = sorted(set(wanted))
    pattern, before = b"", 0
    for column in columns:
        pattern += rb"(?:%s){%d}(%s)" % (delimited, column - before, field)
        pattern += re.escape(dialect.delimiter) if column + 1 < width else b""
        before = column + 1
    if before < width:
        pattern += rb"(?:%s){%d}%s" % (delimited, width - before - 1, field)
    whole = re.compile(pattern + rb"(?:\r\n?|\n)", re.DOTALL)
    return Cutter(dialect, width, wanted, whole, [columns.index(column) + 1 for column in wanted])


def _fields(dialect: Dialect, buffer: bytes, position: int, *, last: bool) -> Fields | None:
    """The fields of the row that begins here, well written or not; None if the buffer ends before it does.

    Raises BrokenError where the source ends before a quoted field does.
    """
    spans, odd = [], False
    while True:
        field = dialect.field.match(buffer, position)
        if not field:
            if last:
                raise BrokenError("found a quote that is never closed", position)
            return None
        end = field.end()
        if end > position and not dialect.ends.match(buffer, end):
            odd = True
            end = dialect.bare.match(buffer, end).end()  # type: ignore[union-attr]  # it matches everywhere
        if end == len(buffer) and not last:
            return None
        spans.append((position, end))
        if not buffer.startswith(dialect.delimiter, end):
            return Fields(spans, LINE_END.match(buffer, end).end(), odd)  # type: ignore[union-attr]
        position = end + 1


def _problem(row: Fields, width: int) -> str | None:
    if row.odd:
        return "found text after a closing quote; expected a delimiter"
    count = len(row.spans)
    if count != width:
        return f"found {count} field{'s' * (count > 1)}; expected {width} as in the first row"
    return None


def _read(dialect: Dialect, raw: bytes) -> tuple[str | None, str | None]:
    """The text of a field, or what is wrong with it."""
    bare = raw.strip(b" \t")
    if bare != raw and len(bare) > 1 and dialect.quote and bare[:1] == bare[-1:] == dialect.quote:
        return None, "found blanks around quotes; expected the quotes alone"
    try:
        return _text(dialect, raw), None
    except UnicodeDecodeError:
        return None, "found a byte that is no UTF-8; expected UTF-8"


def _text(dialect: Dialect, raw: bytes, errors: str = "strict") -> str:
    """What a field reads."""
    quote = dialect.quote
    if quote and raw.startswith(quote):
        raw = raw[1:-1]
        if dialect.escapes:
            raw = ESCAPED.sub(lambda pair: quote if pair[0].endswith(quote) else pair[0], raw)
        else:
            raw = raw.replace(quote * 2, quote)
    return raw.decode("utf-8", errors)


def written(dialect: Dialect, width: int, record: Record, old: bytes, new: str) -> bytes:
    """A text as a field: in quotes if the old one was, or if it needs them.

    Where quotes are escaped, or where there are none, not each text can be written; raises InputError.
    """
    field, quote = new.encode(), dialect.quote
    if quote and (old.startswith(quote) or (width == 1 and not field) or dialect.special.search(field)):
        field = quote + field.replace(quote, b"\\" + quote if dialect.escapes else quote * 2) + quote
    sure = quote and not dialect.escapes
    if not sure and (not dialect.field.fullmatch(field) or _text(dialect, field) != new):
        place = f"row {record.row}, {record.field}"
        raise InputError(f"{place}: the new text can't be written as this table is: {new[:30]!r}…")
    return field
