"""chunks – Parquet files with new texts: column chunks that hold some are written anew, all else is copied.

A Parquet file is a row of column chunks, one for each column of each group of rows, and a footer that says
where they are. A chunk is made of pages. So the chunks of texts can be exchanged, and all other bytes be
kept: columns that nobody reads, levels of compression, types that Arrow does not know. Nulls and lists stay
as they are when a text changes, and so does every column beside it.
"""

import io
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any, BinaryIO, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from textlint.corpora import columns, thrift
from textlint.corpora.records import Layout, Work
from textlint.corpora.thrift import BINARY, I32, I64, LIST, STRUCT, Struct, Value
from textlint.errors import InputError

MARK, ENCRYPTED = b"PAR1", b"PARE"
TAIL = 8  # bytes: the footer's length and the mark
MOST_ROWS = 1_000  # that are read at once …
ENOUGH = 4_000_000  # … and bytes of them
PIECE = 16_000_000  # bytes of a new chunk that are made at once
IN_MEMORY = 32_000_000  # bytes of a new chunk that wait there until their turn comes
BLOCK = 1 << 20
DATA_PAGES, DICTIONARY_ENCODINGS = (0, 3), (2, 8)
ODD = "a Parquet file whose footer can't be understood"
DELTAS = frozenset({"DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY"})  # encodings of texts

# The numbers of fields in the footer, as parquet.thrift gives them.
# Of the file:
GROUPS, CREATED_BY, ENCRYPTION = 4, 6, 8
# Of a group of rows:
CHUNKS, GROUP_BYTES, SORTING, GROUP_START, GROUP_PACKED = 1, 2, 4, 5, 6
# Of a chunk:
OTHER_FILE, CHUNK_START, ABOUT, OFFSETS, OFFSETS_LENGTH, BOUNDS, BOUNDS_LENGTH, CIPHER = range(1, 9)
# Of what is said about it:
ENCODINGS, PATH, VALUES, BYTES, PACKED, METADATA = 2, 3, 5, 6, 7, 8
DATA, INDEX, DICTIONARY, STATISTICS, PAGES, BLOOM, BLOOM_LENGTH, SIZES = 9, 10, 11, 12, 13, 14, 15, 16
# Of statistics:
OLD_MOST, OLD_LEAST, NULLS, DISTINCT, MOST, LEAST, MOST_EXACT, LEAST_EXACT = range(1, 9)

# What kinds of values the fields are of that are read here.
GROUP_KINDS = {CHUNKS: LIST, GROUP_BYTES: I64, SORTING: LIST, GROUP_START: I64, GROUP_PACKED: I64}
CHUNK_KINDS = {
    CHUNK_START: I64,
    ABOUT: STRUCT,
    OFFSETS: I64,
    OFFSETS_LENGTH: I32,
    BOUNDS: I64,
    BOUNDS_LENGTH: I32,
}
ABOUT_KINDS = {VALUES: I64, BYTES: I64, PACKED: I64, DATA: I64, INDEX: I64, DICTIONARY: I64, BLOOM: I64}
ABOUT_KINDS |= {PATH: LIST, METADATA: LIST, PAGES: LIST, BLOOM_LENGTH: I32}
PAGE_KINDS = {1: I64, 2: I32, 3: I64}
PAGES_KINDS = {1: I32, 2: I32, 3: I32}


@dataclass
class Chunk:
    """a column chunk that is being written; positions are those in a file of its own"""

    body: IO[bytes]
    about: Struct = field(default_factory=dict)
    offsets: Struct = field(default_factory=dict)  # where its pages start …
    bounds: Struct = field(default_factory=dict)  # … and what they hold
    bloom: bytes = b""
    rows: int = 0


class Table(NamedTuple):
    """a Parquet file and what is read of it; `numbers` are those of the texts' chunks in a group"""

    file: pq.ParquetFile
    source: BinaryIO
    footer: Struct
    end: int  # of what the footer speaks of
    texts: tuple[columns.Column, ...]
    marks: columns.Marks
    numbers: Mapping[str, int]
    paths: tuple[str, ...]
    dictionaries: Mapping[str, pa.DataType]  # types of columns, as Arrow's readers make them of a group


def rewrite(source: BinaryIO, target: BinaryIO | None, layout: Layout, work: Work) -> None:
    table = open_table(source, layout)
    out = _Output(target) if target else None
    called = _columns_of_texts(table) if out else None
    late = _Late([], [], [])
    row = 1
    groups = _structs(table.footer, GROUPS)
    if out:
        out.write(MARK)
    for number, group in enumerate(groups):
        with ExitStack() as opened:
            new = _new_chunks(table, number, row, work, called=called, opened=opened)
            if out:
                _write_group(table, group, new, out, late)
        row += table.file.metadata.row_group(number).num_rows
    if out:
        _write_late(table, out, late)
        footer = thrift.write(table.footer)
        out.write(footer + len(footer).to_bytes(4, "little") + MARK)


class _Output:
    """a stream that knows how much was written to it"""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.at = 0

    def write(self, data: bytes) -> None:
        self.stream.write(data)
        self.at += len(data)

    def copy(self, source: IO[bytes], start: int, length: int) -> None:
        source.seek(start)
        while length:
            data = source.read(min(BLOCK, length))
            if not data:
                raise InputError(f"cut off: {length} bytes are missing in a column")
            self.write(data)
            length -= len(data)


class _Late(NamedTuple):
    """what stands behind all groups: for each chunk its bytes, or where they are, and the shift"""

    blooms: list[tuple[Struct, bytes | tuple[int, int]]]
    bounds: list[tuple[Struct, bytes | tuple[int, int]]]
    offsets: list[tuple[Struct, Struct | tuple[int, int], int]]


def open_table(source: BinaryIO, layout: Layout) -> Table:
    """A file, its footer, and what of it is to be read; raises InputError where that can't be."""
    if not source.seekable():
        raise InputError("a Parquet file can't be read from a pipe; expected a file")
    end = source.seek(0, io.SEEK_END)
    if not end:
        raise InputError("an empty file; expected Parquet")
    source.seek(0)
    head = source.read(4)
    source.seek(max(0, end - TAIL))
    tail = source.read(TAIL)
    if ENCRYPTED in (head, tail[-4:]):
        raise InputError("an encrypted Parquet file; expected one that can be read without a key")
    if head != MARK:
        raise InputError(f"not a Parquet file: it begins with {head!r}; expected {MARK!r}")
    length = int.from_bytes(tail[:4], "little")
    if tail[4:] != MARK or length > end - TAIL - len(MARK):
        raise InputError("a Parquet file that is cut off: it has no footer")
    source.seek(end - TAIL - length)
    data = source.read(length)
    footer, _ = thrift.read(data)
    if ENCRYPTION in footer:
        raise InputError("a Parquet file with encrypted columns; expected one that can be read without a key")
    try:
        file = pq.ParquetFile(source, pre_buffer=False, buffer_size=BLOCK)
        schema = file.schema_arrow
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(f"a Parquet file that can't be read: {columns.said(error)}") from None
    _check_footer(footer)
    texts, marks = columns.find(schema, layout.fields), columns.find_marks(schema, layout)
    leaves = columns.leaves(schema)
    wanted = {column.name for column in (*texts, *marks) if column}
    several = sorted(name for name in wanted if leaves.count(name) != 1)
    if several or len(leaves) != file.metadata.num_columns:
        raise InputError(f"columns that can't be told apart: {', '.join(several) or 'all'}")
    numbers = {column.name: leaves.index(column.name) for column in texts}
    repeated = [
        name
        for name, number in numbers.items()
        if name in schema.names  # a column of its own, not one inside a struct
        and file.schema.column(number).path == name
        and (pa.types.is_dictionary(schema.field(name).type) or _is_repeated(footer, number))
    ]
    if repeated:
        file = pq.ParquetFile(source, pre_buffer=False, buffer_size=BLOCK, read_dictionary=repeated)
    paths = tuple(file.schema.column(leaves.index(name)).path for name in sorted(wanted))
    kinds = {name: schema.field(name).type for name in repeated}
    dictionaries = {name: kind for name, kind in kinds.items() if pa.types.is_dictionary(kind)}
    return Table(file, source, footer, end - TAIL - length, texts, marks, numbers, paths, dictionaries)


def _is_repeated(footer: Struct, number: int) -> bool:
    """Whether all texts of a column are in dictionaries; with each text written out it would be larger."""
    pages = [
        each
        for group in _structs(footer, GROUPS)
        for chunk in _structs(group, CHUNKS)[number : number + 1]
        for each in _structs(chunk[ABOUT].value, PAGES)
    ]
    for each in pages:
        _check(each, PAGES_KINDS, *PAGES_KINDS)
    data = [each[2].value for each in pages if each[1].value in DATA_PAGES]
    return bool(data) and all(encoding in DICTIONARY_ENCODINGS for encoding in data)


def _check_footer(footer: Struct) -> None:
    _check(footer, {GROUPS: LIST})
    for group in _structs(footer, GROUPS):
        _check(group, GROUP_KINDS, CHUNKS, GROUP_BYTES)
        for order in _structs(group, SORTING):
            _check(order, {1: I32}, 1)
        for chunk in _structs(group, CHUNKS):
            if OTHER_FILE in chunk or CIPHER in chunk or ABOUT not in chunk:
                raise InputError(
                    "a Parquet file with columns in other files, or encrypted; expected a whole one"
                )
            _check(chunk, CHUNK_KINDS, CHUNK_START)
            _check(chunk[ABOUT].value, ABOUT_KINDS, VALUES, BYTES, PACKED, DATA, PATH)
            if (OFFSETS in chunk) != (OFFSETS_LENGTH in chunk) or (BOUNDS in chunk) != (
                BOUNDS_LENGTH in chunk
            ):
                raise InputError(ODD)


def _check(fields: Struct, kinds: Mapping[int, int], *needed: int) -> None:
    if any(number not in fields for number in needed) or any(
        number in fields and fields[number].kind != kind for number, kind in kinds.items()
    ):
        raise InputError(ODD)


def _structs(fields: Struct, number: int) -> list[Struct]:
    """The structs in a list that may be missing."""
    if number not in fields:
        return []
    kind, values = fields[number].value
    if values and kind != STRUCT:
        raise InputError(ODD)
    return list(values)


def _columns_of_texts(table: Table) -> Mapping[str, str]:
    """The columns of texts as they are called in a file of their own, where they have the same form."""
    try:
        only = table.file.read_row_groups([], columns=list(table.paths))
        made = _made(only.select(_tops(table)), {})
        leaves, new = columns.leaves(made.schema_arrow), made.schema
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(f"a Parquet file that can't be written again: {columns.said(error)}") from None
    for name, number in table.numbers.items():
        old = table.file.schema.column(number)
        there = new.column(leaves.index(name))
        if any(
            getattr(old, each) != getattr(there, each)
            for each in ("physical_type", "max_definition_level", "max_repetition_level")
        ):
            raise InputError(f"column {name!r} has a form that can't be written again: {old.path}")
    return {name: new.column(leaves.index(name)).path for name in table.numbers}


def _tops(table: Table) -> list[str]:
    return list(dict.fromkeys(column.path[0] for column in table.texts))


def _made(data: pa.Table, options: Mapping[str, Any]) -> pq.ParquetFile:
    """A Parquet file of a table, with one group."""
    out = io.BytesIO()
    with pq.ParquetWriter(out, data.schema, store_schema=False, **options) as writer:
        writer.write_table(data, max(1, data.num_rows))
    return pq.ParquetFile(out)


def _batches(table: Table, group: int) -> Iterator[pa.RecordBatch]:
    metadata = table.file.metadata.row_group(group)
    size = sum(metadata.column(number).total_uncompressed_size for number in table.numbers.values())
    rows = max(1, min(MOST_ROWS, ENOUGH * metadata.num_rows // max(1, size)))
    seen = 0
    try:
        for batch in table.file.iter_batches(rows, [group], list(table.paths), use_threads=False):
            seen += batch.num_rows
            yield batch
    except (pa.ArrowException, OSError, ValueError) as error:
        raise InputError(f"group of rows {group + 1} can't be read: {columns.said(error)}") from None
    if seen != metadata.num_rows:
        raise InputError(f"group of rows {group + 1} has {seen} rows; expected {metadata.num_rows}")


def _new_chunks(
    table: Table, group: int, row: int, work: Work, *, called: Mapping[str, str] | None, opened: ExitStack
) -> dict[int, Chunk]:
    """Do the work on a group of rows; gives the chunks with new texts, if they are to be written."""
    pieces: _Pieces | None = None
    changed: set[str] = set()
    texts = None
    for number, batch in enumerate(_batches(table, group)):
        if texts is None:
            texts = columns.find(batch.schema, [column.name for column in table.texts])
            id_field, by = (mark and mark.name for mark in table.marks)
            marks = columns.find_marks(batch.schema, Layout((), id_field, by))
        columns.validate(batch, texts)
        new, names = columns.changed(batch, texts, marks, work, row=row)
        row += batch.num_rows
        changed |= names
        if names and pieces is None and called is not None:
            pieces = _Pieces(table, _options(table, group, called), called, opened)
            for earlier in islice(_batches(table, group), number):
                pieces.add(earlier)
        if pieces:
            pieces.add(new)
    if pieces is None:
        return {}
    chunks = pieces.finish()
    return {table.numbers[name]: chunks[name] for name in changed}


class _Pieces:
    """the texts of a group on their way into chunks, some megabytes at a time"""

    def __init__(
        self, table: Table, options: Mapping[str, Any], names: Iterable[str], opened: ExitStack
    ) -> None:
        self.options = dict(options)
        self.tops = _tops(table)
        self.dictionaries = table.dictionaries
        self.used: dict[str, set[bytes]] = {name: set() for name in table.dictionaries}
        self.waiting: list[pa.RecordBatch] = []
        self.size = 0
        self.chunks = {name: Chunk(opened.enter_context(_spool())) for name in names}

    def add(self, batch: pa.RecordBatch) -> None:
        self.waiting.append(batch.select(self.tops))
        self.size += self.waiting[-1].nbytes
        if self.size > PIECE:
            self.waiting = _compact(self.waiting).to_batches()
            self.size = sum(each.nbytes for each in self.waiting)
            if self.size > PIECE // 2:
                self._write()

    def finish(self) -> dict[str, Chunk]:
        self._write()
        return self.chunks

    def _write(self) -> None:
        if not self.waiting:
            return
        data = _compact(self.waiting)
        self.waiting, self.size = [], 0
        self._check_dictionaries(data)
        out = io.BytesIO()
        with pq.ParquetWriter(out, data.schema, store_schema=False, **self.options) as writer:
            writer.write_table(data, data.num_rows)
        made = out.getbuffer()
        length = int.from_bytes(made[-TAIL:-4], "little")
        footer, _ = thrift.read(bytes(made[-TAIL - length : -TAIL]))
        (group,) = footer[GROUPS].value[1]
        leaves = columns.leaves(data.schema)
        for name, chunk in self.chunks.items():
            _append(chunk, made, group[CHUNKS].value[1][leaves.index(name)], data.num_rows)
        # What follows is without a dictionary, as if it had become too large: a chunk has but one.
        self.options["use_dictionary"] = False
        self.options.pop("bloom_filter_options", None)

    def _check_dictionaries(self, data: pa.Table) -> None:
        """Refuse what is no more of its type when it is read again."""
        for name, kind in self.dictionaries.items():
            bits = kind.index_type.bit_width - pa.types.is_signed_integer(kind.index_type)
            if bits > 16:
                continue
            values = data.column(name).chunk(0).dictionary.cast(pa.large_binary())
            self.used[name].update(values.to_pylist())
            if len(self.used[name]) > 1 << bits:
                raise InputError(
                    f"column {name!r} is of type {kind}, which has no place for all the new texts"
                )


def _compact(batches: list[pa.RecordBatch]) -> pa.Table:
    """The same rows; columns with dictionaries share one, which has only what is used."""
    table = pa.Table.from_batches(batches)
    for number, column in enumerate(table.schema):
        if pa.types.is_dictionary(column.type):
            one = table.column(number).unify_dictionaries().combine_chunks()
            used = one.indices.unique().drop_null()
            places = pc.index_in(one.indices, value_set=used).cast(column.type.index_type)
            new = pa.DictionaryArray.from_arrays(
                places, one.dictionary.take(used), ordered=column.type.ordered
            )
            table = table.set_column(number, column, new)
    return table


def _spool() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(IN_MEMORY)


def _append(chunk: Chunk, made: memoryview, piece: Struct, rows: int) -> None:
    """Put the pages of a piece behind those that a chunk has."""
    about = piece[ABOUT].value
    start, length = _start(about), about[PACKED].value
    shift = len(MARK) + chunk.body.tell() - start
    chunk.body.write(made[start : start + length])
    offsets = thrift.read(bytes(made[piece[OFFSETS].value :]))[0] if OFFSETS in piece else {}
    bounds = thrift.read(bytes(made[piece[BOUNDS].value :]))[0] if BOUNDS in piece else {}
    _shift_pages(offsets, shift, chunk.rows)
    _shift_chunk(about, shift)
    if not chunk.about:
        chunk.about, chunk.offsets, chunk.bounds = about, offsets, bounds
        if BLOOM in about:
            at = about[BLOOM].value
            chunk.bloom = bytes(made[at : at + about[BLOOM_LENGTH].value])
    else:
        chunk.about = _joined(chunk.about, about)
        chunk.offsets = _extended(chunk.offsets, offsets)
        chunk.bounds = _extended(chunk.bounds, bounds)
        if 4 in chunk.bounds:
            chunk.bounds[4] = Value(chunk.bounds[4].kind, 0)  # pages in no order
        chunk.about.pop(BLOOM, None)
        chunk.about.pop(BLOOM_LENGTH, None)
        chunk.bloom = b""
    chunk.rows += rows


def _joined(first: Struct, second: Struct) -> Struct:
    """What is said about two parts of a chunk, said about both."""
    about = dict(first)
    for number in (VALUES, BYTES, PACKED):
        about[number] = Value(I64, first[number].value + second[number].value)
    kind, encodings = first[ENCODINGS].value
    about[ENCODINGS] = Value(LIST, (kind, sorted({*encodings, *second[ENCODINGS].value[1]})))
    if PAGES in first and PAGES in second:
        kind, pages = first[PAGES].value
        about[PAGES] = Value(LIST, (kind, _pages((*pages, *second[PAGES].value[1]))))
    else:
        about.pop(PAGES, None)
    about.pop(SIZES, None)
    if SIZES in first and SIZES in second:
        about[SIZES] = Value(STRUCT, _added(first[SIZES].value, second[SIZES].value))
    statistics = _statistics(first, second)
    about.pop(STATISTICS, None)
    if statistics:
        about[STATISTICS] = Value(STRUCT, statistics)
    return dict(sorted(about.items()))


def _pages(kinds: Iterable[Struct]) -> list[Struct]:
    """How many pages there are of each kind and encoding."""
    counts: dict[tuple[int, int], int] = {}
    for each in kinds:
        key = each[1].value, each[2].value
        counts[key] = counts.get(key, 0) + each[3].value
    return [dict(enumerate((Value(I32, each) for each in (*key, count)), 1)) for key, count in counts.items()]


def _added(first: Struct, second: Struct) -> Struct:
    """Numbers, and lists of them, one added to the other."""
    sums: Struct = {}
    for number in first.keys() & second.keys():
        kind, value = first[number]
        other = second[number].value
        if kind == LIST:
            value = value[0], [one + two for one, two in zip(value[1], other[1], strict=True)]
        else:
            value += other
        sums[number] = Value(kind, value)
    return dict(sorted(sums.items()))


def _statistics(first: Struct, second: Struct) -> Struct:
    if STATISTICS not in first or STATISTICS not in second:
        return {}
    one, two = first[STATISTICS].value, second[STATISTICS].value
    found: Struct = {}
    if NULLS in one and NULLS in two:
        found[NULLS] = Value(I64, one[NULLS].value + two[NULLS].value)
    for number, exact, choose in ((MOST, MOST_EXACT, max), (LEAST, LEAST_EXACT, min)):
        if number in one and number in two:
            found[number] = Value(BINARY, choose(one[number].value, two[number].value))
            if exact in one and exact in two:
                is_exact = one[exact].value and two[exact].value
                found[exact] = Value(thrift.TRUE if is_exact else thrift.FALSE, is_exact)
    return dict(sorted(found.items()))


def _extended(first: Struct, second: Struct) -> Struct:
    """Lists of what pages hold, one behind the other; nothing if not both say the same things."""
    if not first or first.keys() != second.keys():
        return {}
    return {
        number: Value(kind, (value[0], value[1] + second[number].value[1]))
        if kind == LIST
        else Value(kind, value)
        for number, (kind, value) in first.items()
    }


def _options(table: Table, group: int, called: Mapping[str, str]) -> dict[str, Any]:
    """How the chunks of texts in a group are written, as far as that can be seen from outside."""
    metadata = table.file.metadata.row_group(group)
    chunks = table.footer[GROUPS].value[1][group][CHUNKS].value[1]
    options: dict[str, Any] = {"compression": {}, "use_dictionary": [], "write_statistics": []}
    encodings: dict[str, str] = {}
    blooms: dict[str, Any] = {}
    for name, path in called.items():
        number = table.numbers[name]
        column, chunk = metadata.column(number), chunks[number]
        packed = column.compression
        options["compression"][path] = "NONE" if packed == "UNCOMPRESSED" else packed
        if any("DICTIONARY" in each for each in column.encodings):
            options["use_dictionary"].append(path)
        else:
            encodings.update((path, each) for each in column.encodings if each in DELTAS)
        if column.is_stats_set:
            options["write_statistics"].append(path)
        if BLOOM in chunk[ABOUT].value:
            blooms[path] = {"ndv": max(1, column.num_values)}
        header = _page_header(table, chunk[ABOUT].value)
        options["write_page_checksum"] = 4 in header
        options["data_page_version"] = "2.0" if 8 in header else "1.0"
        options["write_page_index"] = OFFSETS in chunk
        options["version"] = "1.0" if "PLAIN_DICTIONARY" in column.encodings else "2.6"
    if encodings and not options["use_dictionary"]:
        options |= {"use_dictionary": False, "column_encoding": encodings}
    if blooms:
        options["bloom_filter_options"] = blooms
    return options


def _page_header(table: Table, about: Struct) -> Struct:
    return thrift.read(_range(table, about[DATA].value, BLOCK, short=True))[0]


def _range(table: Table, start: int, length: int, *, short: bool = False) -> bytes:
    if start < 0 or length < 0 or (start + length > table.end and not short):
        raise InputError(
            f"a Parquet file whose footer speaks of bytes that are not there: {start} to {start + length}"
        )
    table.source.seek(start)
    return table.source.read(length)


def _start(about: Struct) -> int:
    """Where a chunk starts: with its dictionary, if it has one; without rows there may be nothing else."""
    places = (about[number].value for number in (DATA, DICTIONARY) if number in about)
    return min((place for place in places if place > 0), default=0)


def _shift_chunk(about: Struct, shift: int) -> None:
    """Move a chunk by so many bytes; 0 is no place, since pages are never there."""
    for number in (DATA, INDEX, DICTIONARY):
        if number in about and about[number].value:
            about[number] = Value(I64, about[number].value + shift)


def _shift_pages(offsets: Struct, shift: int, rows: int = 0) -> None:
    """Move the places of pages by so many bytes, and the numbers of their rows."""
    _check(offsets, {1: LIST})
    for page in _structs(offsets, 1):
        _check(page, PAGE_KINDS, *PAGE_KINDS)
        page[1] = Value(I64, page[1].value + shift)
        page[3] = Value(I64, page[3].value + rows)


def _write_group(table: Table, group: Struct, new: Mapping[int, Chunk], out: _Output, late: _Late) -> None:
    chunks = group[CHUNKS].value[1]
    began = out.at
    for number, chunk in enumerate(chunks):
        if number in new:
            _write_new(group, chunk, new[number], out, late)
        else:
            _copy_old(table, chunk, out, late)
    if GROUP_START in group and chunks:
        group[GROUP_START] = Value(I64, began)
    if SORTING in group and new:
        kind, order = group[SORTING].value
        kept = next((at for at, each in enumerate(order) if each[1].value in new), len(order))
        group[SORTING] = Value(LIST, (kind, order[:kept]))  # nobody knows if new texts are still in order
        if not kept:
            del group[SORTING]


def _write_new(group: Struct, chunk: Struct, new: Chunk, out: _Output, late: _Late) -> None:
    old, about = chunk[ABOUT].value, new.about
    at, shift = out.at, out.at - len(MARK)
    out.copy(new.body, 0, about[PACKED].value)
    _shift_chunk(about, shift)
    about |= {number: old[number] for number in (PATH, METADATA) if number in old}
    for total, part in ((GROUP_BYTES, BYTES), (GROUP_PACKED, PACKED)):
        if total in group:
            group[total] = Value(I64, group[total].value + about[part].value - old[part].value)
    for number in (OFFSETS, OFFSETS_LENGTH, BOUNDS, BOUNDS_LENGTH):
        chunk.pop(number, None)
    chunk[ABOUT] = Value(STRUCT, dict(sorted(about.items())))
    if chunk[CHUNK_START].value:
        chunk[CHUNK_START] = Value(I64, at)
    if new.bloom:
        late.blooms.append((chunk, new.bloom))
    if new.bounds:
        late.bounds.append((chunk, thrift.write(new.bounds)))
    if new.offsets:
        late.offsets.append((chunk, new.offsets, shift))


def _copy_old(table: Table, chunk: Struct, out: _Output, late: _Late) -> None:
    about = chunk[ABOUT].value
    start, length = _start(about), about[PACKED].value
    if length and (start < len(MARK) or length < 0 or start + length > table.end):
        raise InputError(
            f"a Parquet file whose footer speaks of bytes that are not there: {start} to {start + length}"
        )
    shift = out.at - start
    out.copy(table.source, start, length)
    _shift_chunk(about, shift)
    if chunk[CHUNK_START].value:
        chunk[CHUNK_START] = Value(I64, chunk[CHUNK_START].value + shift)
    if BLOOM in about:
        at = about[BLOOM].value
        if BLOOM_LENGTH in about:
            size = about[BLOOM_LENGTH].value
        else:
            header, behind = thrift.read(_range(table, at, BLOCK, short=True))
            _check(header, {1: I32}, 1)
            size = behind + header[1].value
        late.blooms.append((chunk, (at, size)))
    if BOUNDS in chunk:
        late.bounds.append((chunk, (chunk[BOUNDS].value, chunk[BOUNDS_LENGTH].value)))
    if OFFSETS in chunk:
        late.offsets.append((chunk, (chunk[OFFSETS].value, chunk[OFFSETS_LENGTH].value), shift))


def _write_late(table: Table, out: _Output, late: _Late) -> None:
    """Write what helps to find rows, behind all groups, and say where it is."""
    for chunk, data in late.blooms:
        chunk[ABOUT].value[BLOOM] = Value(I64, out.at)
        out.write(data if isinstance(data, bytes) else _range(table, *data))
    for chunk, data in late.bounds:
        _place(chunk, BOUNDS, out, data if isinstance(data, bytes) else _range(table, *data))
    for chunk, pages, shift in late.offsets:
        offsets = pages if isinstance(pages, dict) else thrift.read(_range(table, *pages))[0]
        _shift_pages(offsets, shift)
        _place(chunk, OFFSETS, out, thrift.write(offsets))
    for group in _structs(table.footer, GROUPS):
        kind, chunks = group[CHUNKS].value
        group[CHUNKS] = Value(LIST, (kind, [dict(sorted(chunk.items())) for chunk in chunks]))


def _place(chunk: Struct, number: int, out: _Output, data: bytes) -> None:
    chunk[number] = Value(I64, out.at)
    chunk[number + 1] = Value(I32, len(data))
    out.write(data)
