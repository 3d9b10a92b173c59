"""jsonl – one JSON object a line.

A new text is put between the bytes of its line, so that numbers, spaces, the order of keys and doubled keys
stay as they are written. Of a doubled key the last one counts, as it does for parsers. A line is read by the
parser of the standard library: it takes what others refuse, such as NaN and halves of surrogate pairs, and
says where a value ends. Rows are lines of the file: blank ones count too, though they hold no record.
"""

import re
from collections.abc import Iterable, Iterator
from json import JSONDecodeError, JSONDecoder
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any, BinaryIO, NamedTuple

from textlint.corpora import splices
from textlint.corpora.records import Halves, Keeps, Layout, Record, Work
from textlint.corpora.splices import Cell, Row
from textlint.errors import FEW, InputError, expected

SUFFIXES: tuple[str, ...] = (".jsonl", ".ndjson")
MARK = b"\xef\xbb\xbf"
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16 and UTF-32
LONGEST = 250_000_000  # bytes of a line: packed blanks could fill the memory otherwise
PIECE = 1_000_000  # signs of a text that are written at once

BLANKS = b" \t\n\r"
OBJECT = re.compile(r"\{[ \t\n\r]*+")
PLAIN_KEY = re.compile(r'"([^"\\\x00-\x1f]*+)"[ \t\n\r]*+:[ \t\n\r]*+')  # as nearly all are
COLON = re.compile(r"[ \t\n\r]*+:[ \t\n\r]*+")
COMMA = re.compile(r'[ \t\n\r]*+,[ \t\n\r]*+(?=")')
CLOSE = re.compile(r"[ \t\n\r]*+\}")
REST = re.compile(r"[ \t\n\r]*+")
# Numbers stay as they are written: any number of digits is read, and in no time.
parse = JSONDecoder(parse_int=str, parse_float=str, parse_constant=str).raw_decode

QUOTE = ord('"')
KINDS = {"{": "an object", "[": "a list", '"': "a string", "t": "true", "f": "false", "n": "null"}
ESCAPE = re.compile(rb"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|u....|.)")
STANDARD = frozenset({r"\"", r"\\", r"\b", r"\f", r"\n", r"\r", r"\t"})
CODE = re.compile(r"\\(?:u([0-9a-f]{4})|.)")
UPPER = re.compile("[A-F]")
SURROGATE = re.compile("[\ud800-\udfff]")
PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


class Value(NamedTuple):
    """where a value of an object stands, and what it is if bytes were characters"""

    start: int
    end: int
    read: Any


class Style(NamedTuple):
    """how a string was written"""

    is_ascii: bool
    is_upper: bool  # the digits of escapes
    escapes: dict[str, str]  # printable signs that were escaped though they need not be


PLAIN = Style(is_ascii=False, is_upper=False, escapes={})


class NotReadError(Exception):
    """what was found instead of a row, and what was expected"""


def rewrite(source: BinaryIO, target: BinaryIO | None, layout: Layout, work: Work) -> None:
    """Read all lines, and write them with the new texts.

    Raises InputError where a line is beyond all measure, where the file is no UTF-8 from its first bytes, and
    where no row has one of the fields, whose name is wrong then.
    """
    splices.rewrite(_rows(source, layout), target, work, written)


def divide(source: BinaryIO, halves: Halves, layout: Layout, work: Work, keeps: Keeps) -> None:
    """Read all lines, and write each into one half; blank ones are kept. Raises as `rewrite` does."""
    splices.divide(_rows(source, layout), halves, work, keeps)


def _rows(source: BinaryIO, layout: Layout) -> Iterator[Row]:
    fields = tuple(dict.fromkeys(layout.fields))
    needed = dict.fromkeys((*fields, *(name for name in (layout.id_field, layout.by) if name)))
    missing, keys = set(needed), set[str]()  # fields that no row had so far; keys that rows had
    number = objects = 0
    while line := source.readline(LONGEST + 1):
        number += 1
        mark = len(MARK) if number == 1 and line.startswith(MARK) else 0
        start = len(line) - len(line[mark:].lstrip(BLANKS))
        if number == 1 and line.startswith(WIDE_MARKS):
            raise InputError("begins with the mark of UTF-16; expected UTF-8")
        if len(line) > LONGEST:
            raise InputError(f"line {number} is longer than {LONGEST:,} bytes; expected one object a line")
        if start == len(line):
            yield Row(line, ())
            continue
        try:
            signs, values = _read(line, start)
        except NotReadError as problem:
            yield Row(line, (Cell(Record(number, None, fields[0], None, str(problem))),))
            continue
        found = {field: _find(line, signs, values, field) for field in needed}
        name = layout.id_field and _name(line, found[layout.id_field])
        by = found[layout.by] if layout.by else None
        cells = [_cell(line, number, name, field, found[field]) for field in fields]
        yield Row(line, _grouped(cells, _name(line, by)) if by else cells)
        objects += 1
        if missing:
            missing.difference_update(field for field in needed if found[field])
            keys.update(_keys(values) if len(keys) < FEW else ())
    for field in needed:
        if objects and field in missing:
            instead = expected(field, sorted(keys)[:FEW]) if keys else ""
            raise InputError(f"no row has a field {field!r}{instead}")


def _read(line: bytes, start: int) -> tuple[str, dict[str, Value]]:
    """A line with one character a byte, and the values of its object; raises NotReadError.

    So positions are those of bytes, and a line takes no more memory than it is long.
    """
    try:
        if not line.isascii():
            line.decode()
        signs = line.decode("latin-1")
        opening = OBJECT.match(signs, start)
        if opening:
            values, end = _values(line, signs, opening.end())
            if not REST.fullmatch(signs, end):
                raise _broken(signs, end)
            return signs, values
        parse(signs, start)
    except UnicodeDecodeError as error:
        raise NotReadError(
            f"found a byte that is no UTF-8 at byte {error.start + 1}; expected UTF-8"
        ) from None
    except JSONDecodeError as error:
        raise NotReadError(_no_json(line, error.pos)) from None
    except RecursionError:
        raise NotReadError("found values nested too deeply; expected a few levels") from None
    raise NotReadError(f"found {_kind(line[start])}; expected an object")


def _broken(signs: str, position: int) -> JSONDecodeError:
    return JSONDecodeError("", signs, position)


def _no_json(line: bytes, position: int) -> str:
    column = len(line[:position].rstrip(b"\r\n").decode("utf-8", "ignore").removeprefix("\ufeff")) + 1
    return f"found no JSON at column {column}; expected an object on one line"


def _values(line: bytes, signs: str, position: int) -> tuple[dict[str, Value], int]:
    """The values of an object, by their keys, and its end; raises as the parser does."""
    values: dict[str, Value] = {}
    if signs.startswith("}", position):
        return values, position + 1
    if not signs.startswith('"', position):
        raise _broken(signs, position)
    while True:
        plain = PLAIN_KEY.match(signs, position)
        if plain:
            key, start = plain[1], plain.end()
        else:
            key, end = parse(signs, position)
            colon = COLON.match(signs, end)
            if not colon:
                raise _broken(signs, end)
            start = colon.end()
        if not key.isascii():
            key = _text(line, position, signs.rindex('"', position, start) + 1)
        read, end = parse(signs, start)
        values[key] = Value(start, end, read)
        comma = COMMA.match(signs, end)
        if not comma:
            break
        position = comma.end()
    close = CLOSE.match(signs, end)
    if not close:
        raise _broken(signs, end)
    return values, close.end()


def _find(line: bytes, signs: str, values: dict[str, Value], path: str) -> Value | None:
    """The value that a dotted path leads to; a key that is the path, or more of it, wins."""
    if path in values:
        return values[path]
    dot = path.rfind(".")
    while dot >= 0:
        inner = values.get(path[:dot])
        opening = OBJECT.match(signs, inner.start) if inner else None
        if opening:
            found = _find(line, signs, _values(line, signs, opening.end())[0], path[dot + 1 :])
            if found:
                return found
        dot = path.rfind(".", 0, dot)
    return None


def _keys(values: dict[str, Value]) -> Iterator[str]:
    """The keys of an object, and what leads to those of the objects in it."""
    for key, value in values.items():
        yield key
        if isinstance(value.read, dict):
            yield from (f"{key}.{inner}" for inner in value.read)


def _cell(line: bytes, row: int, name: str | None, field: str, value: Value | None) -> Cell:
    """A record with its text, or with what stands in the place of it."""
    if not value or value.read is None:
        return Cell(Record(row, name, field, None))
    if line[value.start] != QUOTE:
        return Cell(Record(row, name, field, None, f"found {_kind(line[value.start])}; expected a string"))
    text = value.read if line.isascii() else _text(line, value.start, value.end)
    return Cell(Record(row, name, field, text), value.start, value.end)


def _grouped(cells: Iterable[Cell], group: str | None) -> list[Cell]:
    return [cell._replace(record=cell.record._replace(group=group)) for cell in cells]


def _name(line: bytes, value: Value | None) -> str | None:
    """What a record is called, or its group: a string as it reads, anything else as it is written."""
    if not value or value.read is None:
        return None
    if line[value.start] == QUOTE:
        return _text(line, value.start, value.end)
    return line[value.start : value.end].decode()


def _text(line: bytes, start: int, end: int) -> str:
    """What a string reads."""
    if line.find(b"\\", start, end) < 0:
        return line[start + 1 : end - 1].decode()
    return str(parse(line[start:end].decode())[0])


def _kind(sign: int) -> str:
    return KINDS.get(chr(sign), "a number")


def written(_: Record, old: bytes, new: str) -> bytes:
    r"""A text as a string of JSON, in the style of the one that it replaces.

    A printable sign that was escaped there is escaped in the same way again, so `\/` and `\u003c` stay; where
    all that is not ASCII was escaped, it is again. Halves of surrogate pairs can only be escaped; where two
    of them would become a pair, no string says what the text says, and the old one stays.
    """
    if not _is_unicode(new) and PAIR.search(new):
        return old
    style = _style(old)
    pieces = (new[start : start + PIECE] for start in range(0, len(new), PIECE))
    return b"".join([b'"', *(_escaped(piece, style) for piece in pieces), b'"'])


def _style(old: bytes) -> Style:
    """How a string was written."""
    if b"\\" not in old:
        return PLAIN
    escapes = {each.decode() for each in set(map(re.Match.group, ESCAPE.finditer(old)))} - STANDARD
    meant = {parse(f'"{escape}"')[0]: escape for escape in sorted(escapes, reverse=True)}
    return Style(
        is_ascii=old.isascii() and not all(map(str.isascii, meant)),
        is_upper=any(UPPER.search(escape) for escape in escapes),
        escapes={
            sign: escape
            for sign, escape in meant.items()
            if sign not in '"\\' and not (sign.isascii() and (sign.isalnum() or sign < " "))
        },
    )


def _escaped(text: str, style: Style) -> bytes:
    quoted = (encode_basestring_ascii if style.is_ascii else encode_basestring)(text)[1:-1]
    if not _is_unicode(quoted):
        quoted = SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", quoted)
    if style.is_upper:
        quoted = CODE.sub(lambda code: f"\\u{code[1].upper()}" if code[1] else code[0], quoted)
    for sign, escape in style.escapes.items():
        quoted = quoted.replace(sign, escape)
    return quoted.encode()


def _is_unicode(text: str) -> bool:
    """Whether a text holds no halves of surrogate pairs; much faster than to search for one."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
