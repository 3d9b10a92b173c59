"""thrift – Thrift's compact protocol, in which Parquet describes itself, read and written without a schema.

A struct is a dict: the number of a field to its kind and value, in the order in which they stood. So what
nobody here knows of is written as it was read.
"""

import struct
from typing import Any, NamedTuple, TypeAlias

from textlint.errors import InputError

TRUE, FALSE, I8, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT, UUID = range(1, 14)
WIDTHS = {
    TRUE: 1,
    FALSE: 1,
    I8: 1,
    DOUBLE: 8,
    UUID: 16,
}  # of what stands as plain bytes; truths only in lists
DEEPEST = 64  # no description of a Parquet file is nested like that


class Value(NamedTuple):
    """of a list the values come with the kind of all, of a map with those of keys and values"""

    kind: int
    value: Any


Struct: TypeAlias = dict[int, Value]


def read(data: bytes, position: int = 0, depth: int = 0) -> tuple[Struct, int]:
    """A struct, and where it ends."""
    found: Struct = {}
    number = 0
    try:
        while header := data[position]:
            position += 1
            kind, step = header & 15, header >> 4
            if step:
                number += step
            else:
                number, position = _signed(data, position)
            if kind in (TRUE, FALSE):
                found[number] = Value(kind, kind == TRUE)
            else:
                value, position = _read(data, position, kind, depth)
                found[number] = Value(kind, value)
    except (IndexError, struct.error):
        raise InputError("what the file says of itself is cut off") from None
    return found, position + 1


def write(value: Struct) -> bytes:
    out = bytearray()
    _write_struct(out, value)
    return bytes(out)


def _read(data: bytes, position: int, kind: int, depth: int) -> tuple[Any, int]:
    if kind in WIDTHS:
        end = position + WIDTHS[kind]
        return _whole(data, position, end), end
    if kind in (I16, I32, I64):
        return _signed(data, position)
    if kind == BINARY:
        length, position = _unsigned(data, position)
        return _whole(data, position, position + length), position + length
    if depth < DEEPEST:
        if kind == STRUCT:
            return read(data, position, depth + 1)
        if kind in (LIST, SET):
            return _read_list(data, position, depth + 1)
        if kind == MAP:
            return _read_map(data, position, depth + 1)
    raise InputError(f"what the file says of itself can't be read at byte {position}")


def _read_list(data: bytes, position: int, depth: int) -> tuple[tuple[int, list[Any]], int]:
    kind, count = data[position] & 15, data[position] >> 4
    position += 1
    if count == 15:
        count, position = _unsigned(data, position)
    values = []
    for _ in range(count):
        value, position = _read(data, position, kind, depth)
        values.append(value)
    return (kind, values), position


def _read_map(data: bytes, position: int, depth: int) -> tuple[tuple[int, list[Any]], int]:
    count, position = _unsigned(data, position)
    if not count:
        return (0, []), position
    kinds = data[position]
    position += 1
    pairs = []
    for _ in range(count):
        key, position = _read(data, position, kinds >> 4, depth)
        value, position = _read(data, position, kinds & 15, depth)
        pairs.append((key, value))
    return (kinds, pairs), position


def _whole(data: bytes, start: int, end: int) -> bytes:
    if end > len(data):
        raise IndexError
    return data[start:end]


def _unsigned(data: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, position
        shift += 7
        if shift > 63:
            raise InputError(f"what the file says of itself has too large a number at byte {position}")


def _signed(data: bytes, position: int) -> tuple[int, int]:
    value, position = _unsigned(data, position)
    return (value >> 1) ^ -(value & 1), position


def _write(out: bytearray, kind: int, value: Any) -> None:
    if kind in WIDTHS:
        out += value
    elif kind in (I16, I32, I64):
        _write_unsigned(out, (value << 1) ^ (value >> 63))
    elif kind == BINARY:
        _write_unsigned(out, len(value))
        out += value
    elif kind == STRUCT:
        _write_struct(out, value)
    elif kind == MAP:
        kinds, pairs = value
        _write_unsigned(out, len(pairs))
        if pairs:
            out.append(kinds)
        for key, each in pairs:
            _write(out, kinds >> 4, key)
            _write(out, kinds & 15, each)
    else:
        each_kind, values = value
        if len(values) < 15:
            out.append(len(values) << 4 | each_kind)
        else:
            out.append(0xF0 | each_kind)
            _write_unsigned(out, len(values))
        for each in values:
            _write(out, each_kind, each)


def _write_struct(out: bytearray, fields: Struct) -> None:
    before = 0
    for number, (kind, value) in fields.items():
        if 0 < number - before < 16:
            out.append((number - before) << 4 | kind)
        else:
            out.append(kind)
            _write(out, I16, number)
        if kind not in (TRUE, FALSE):
            _write(out, kind, value)
        before = number
    out.append(0)


def _write_unsigned(out: bytearray, value: int) -> None:
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
