"""columns – texts in Arrow's columns: a batch in, a batch of the same schema out.

A text stands in a column, in a struct (`meta.title`) or in a list (`tags`, `messages.content`); each element
of a list is a record of its own. Of a batch only columns with new texts are built again. It needs pyarrow, so
it is imported late.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from textlint.corpora.records import Keeps, Layout, Record, Work
from textlint.errors import InputError, expected

MOST_BYTES = 1_000_000  # of text that is handed over at once, at least one row
MOST_RECORDS = 1_000
VIEWS = frozenset({pa.string_view(), pa.binary_view()})
BINARY = {pa.string(): pa.binary(), pa.large_string(): pa.large_binary(), pa.string_view(): pa.binary_view()}


Data = TypeVar("Data", pa.RecordBatch, pa.Table)


class Column(NamedTuple):
    """where texts stand in a schema: the column's number and name, then the names of fields in structs"""

    number: int
    path: tuple[str, ...]

    @property
    def name(self) -> str:
        return ".".join(self.path)


class Marks(NamedTuple):
    """the columns that say what a row is called, and to which group it belongs"""

    id: Column | None = None
    group: Column | None = None


class Cells(NamedTuple):
    """the texts of one column of a batch

    `rows` says for each of them in which row of the batch it stands, `name` how it is called, `close` makes
    the column again of other texts in the same places.
    """

    texts: pa.Array
    rows: Sequence[int]
    name: Callable[[int], str]
    close: Callable[[pa.Array], pa.Array]


# By the column's name and the number of a cell in it, and then the new text.
Changes = dict[str, dict[int, str]]
# Texts that a dictionary got beside those it came with, by the column's name; for files that have but one.
Added = dict[str, dict[str, int]]


def rewrite(data: Data, layout: Layout, work: Work) -> Data:
    """A batch or a table with new texts: the function for pipelines of one's own.

    It has the same schema, rows and order; without new texts it is what came in. Rows are counted from 1 in
    each. What `work` gives for a null, or for what can't be read, is passed over.
    """
    texts, marks = find(data.schema, layout.fields), find_marks(data.schema, layout)
    if isinstance(data, pa.RecordBatch):
        return changed(data, texts, marks, work)[0]
    batches, row, is_new = [], 1, False
    for batch in data.to_batches():
        new, names = changed(batch, texts, marks, work, row=row)
        batches.append(new)
        row += batch.num_rows
        is_new = is_new or bool(names)
    return pa.Table.from_batches(batches, data.schema) if is_new else data


def changed(
    batch: pa.RecordBatch,
    columns: Sequence[Column],
    marks: Marks,
    work: Work,
    *,
    row: int = 1,
    added: Added | None = None,
) -> tuple[pa.RecordBatch, frozenset[str]]:
    """A batch with new texts, and the names of the columns that have some; `row` counts its first."""
    opened = {column: _open(batch.column(column.number), column) for column in columns}
    ids, groups = (_strings(batch, column) for column in marks)
    changes: Changes = {column.name: {} for column in columns}
    for start, end in _pieces(batch.num_rows, opened.values()):
        _work(opened, ids, groups, (start, end), first=row, work=work, changes=changes)
    arrays = batch.columns
    for column in columns:
        news = changes[column.name]
        if not news and not (added and added.get(column.name)):
            continue
        # Two texts may stand in one column: the second is put into what the first has made of it.
        cells = _open(arrays[column.number], column)
        extra = None if added is None else added.setdefault(column.name, {})
        arrays[column.number] = cells.close(_replaced(cells.texts, news, column.name, extra))
    names = frozenset(name for name, news in changes.items() if news)
    if not names and not any((added or {}).values()):
        return batch, names
    return pa.RecordBatch.from_arrays(arrays, schema=batch.schema), names


def divided(
    batch: pa.RecordBatch,
    columns: Sequence[Column],
    marks: Marks,
    work: Work,
    keeps: Keeps,
    *,
    row: int,
) -> tuple[pa.RecordBatch, pa.RecordBatch]:
    """The rows of a batch that are kept, and the others; `row` counts its first."""

    def only_read(records: Sequence[Record]) -> Sequence[None]:
        work(records)
        return [None] * len(records)

    changed(batch, columns, marks, only_read, row=row)
    kept = pa.array([keeps(number) for number in range(row, row + batch.num_rows)], pa.bool_())
    return _only(batch, kept), _only(batch, pc.invert(kept))


def _only(batch: pa.RecordBatch, rows: pa.Array) -> pa.RecordBatch:
    """The rows of a batch that are meant."""
    if rows.true_count == len(rows):
        return batch
    arrays = []
    for field, array in zip(batch.schema, batch.columns, strict=True):
        try:
            if array.type in VIEWS:  # which Arrow can't filter
                plain = array.view(pa.binary_view()).cast(pa.large_binary()).filter(rows)
                arrays.append(plain.cast(pa.binary_view()).view(array.type))
            else:
                arrays.append(array.filter(rows))
        except pa.ArrowException as error:
            raise InputError(
                f"column {field.name!r} is of type {array.type}, whose rows can't be parted: {said(error)}"
            ) from None
    return pa.RecordBatch.from_arrays(arrays, schema=batch.schema)


def find(schema: pa.Schema, names: Iterable[str]) -> tuple[Column, ...]:
    """The columns of texts that are meant; raises InputError where there is none, or no texts in it."""
    found = []
    for name in dict.fromkeys(names):
        column = _find(schema, name)
        kind = _type(schema, column)
        text = kind.value_type if pa.types.is_dictionary(kind) else kind
        if text not in BINARY and not pa.types.is_null(text):
            raise InputError(f"column {name!r} is of type {kind}; expected texts{_inside(column, kind)}")
        found.append(column)
    return tuple(dict.fromkeys(found))


def find_marks(schema: pa.Schema, layout: Layout) -> Marks:
    """The columns of ids and groups, if they are named; raises as `find`, and for several values a row."""
    return Marks(_find_mark(schema, layout.id_field, "id"), _find_mark(schema, layout.by, "value"))


def _find_mark(schema: pa.Schema, name: str | None, what: str) -> Column | None:
    if name is None:
        return None
    column = _find(schema, name)
    kind = schema.field(column.number).type
    for part in (*column.path[1:], None):
        if pa.types.is_struct(kind) if part is None else not pa.types.is_struct(kind):
            break
        kind = kind if part is None else kind.field(part).type
    if pa.types.is_nested(kind):
        raise InputError(f"column {name!r} is of type {kind}; expected one {what} a row")
    return column


def validate(batch: pa.RecordBatch, read: Iterable[Column]) -> None:
    """Refuse a batch whose numbers lead out of it; whether texts are UTF-8 is seen later, one by one."""
    numbers = {column.number for column in read}
    for number, array in enumerate(batch.columns):
        try:
            try:
                array.validate(full=number in numbers)
            except pa.ArrowInvalid:
                _as_bytes(array).validate(full=True)
        except pa.ArrowException as error:
            name = batch.schema.field(number).name
            raise InputError(f"column {name!r} can't be read: {said(error)}") from None


def said(error: Exception) -> str:
    """The first line of what Arrow says of an error."""
    return str(error).strip().partition("\n")[0] or type(error).__name__


def leaves(schema: pa.Schema) -> list[str]:
    """The names of all columns, and of the fields in structs and lists, in the order of the schema.

    There is one for each column of a Parquet file.
    """
    return [".".join(path) for field in schema for path in _leaves(field.type, (field.name,))]


def text_bytes(array: pa.Array) -> list[int]:
    """How many bytes of text each cell holds."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        return [size or 0 for size in pc.take(_lengths(array.dictionary), array.indices).to_pylist()]
    return [size or 0 for size in _lengths(array).to_pylist()]


def _as_bytes(array: pa.Array) -> pa.Array:
    """The same array with bytes for texts."""
    if pa.types.is_dictionary(array.type):
        return pa.DictionaryArray.from_arrays(array.indices, _as_bytes(array.dictionary))
    return array.view(_with_bytes(array.type))


def _with_bytes(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(_with_bytes(field.type)) for field in kind])
    if _is_list(kind):
        maker = pa.large_list if pa.types.is_large_list(kind) else pa.list_
        return maker(kind.value_field.with_type(_with_bytes(kind.value_type)))
    return BINARY.get(kind, kind)


def _leaves(kind: pa.DataType, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(kind, pa.BaseExtensionType):
        kind = kind.storage_type
    if pa.types.is_struct(kind):
        for field in kind:
            yield from _leaves(field.type, (*path, field.name))
    elif pa.types.is_map(kind):
        yield from _leaves(kind.key_type, (*path, "key"))
        yield from _leaves(kind.item_type, (*path, "value"))
    elif pa.types.is_nested(kind) and hasattr(kind, "value_type"):
        yield from _leaves(kind.value_type, path)
    else:
        yield path


def _find(schema: pa.Schema, name: str) -> Column:
    wanted = name.replace("[]", "")
    known = [
        Column(number, path)
        for number, field in enumerate(schema)
        for path in _paths(field.type, (field.name,))
    ]
    found = [column for column in known if column.name == wanted]
    if len(found) > 1:
        raise InputError(f"{len(found)} columns are called {name!r}; expected one")
    if not found:
        raise InputError(f"no column {name!r}{expected(wanted, {column.name for column in known})}")
    return found[0]


def _paths(kind: pa.DataType, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A column, and the fields in it, through lists."""
    yield path
    while _is_list(kind):
        kind = kind.value_type
    if pa.types.is_struct(kind):
        for field in kind:
            yield from _paths(field.type, (*path, field.name))


def _type(schema: pa.Schema, column: Column) -> pa.DataType:
    kind = schema.field(column.number).type
    for part in (*column.path[1:], None):
        while _is_list(kind):
            kind = kind.value_type
        kind = kind if part is None else kind.field(part).type
    return kind


def _inside(column: Column, kind: pa.DataType) -> str:
    fields = [".".join(path) for path in _paths(kind, column.path)][1:]
    return f", as in one of {', '.join(fields)}" if fields else ""


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind))


def _open(array: pa.Array, column: Column) -> Cells:
    return _opened(array, column.path[1:], range(len(array)), lambda _: column.path[0])


def _opened(
    array: pa.Array,
    path: tuple[str, ...],
    rows: Sequence[int],
    name: Callable[[int], str],
    *,
    nullable: bool = True,
) -> Cells:
    """The texts in an array whose elements stand in these rows and have these names.

    What can't be null may seem to be, because a struct around it is.
    """
    if _is_list(array.type):
        sizes = pc.fill_null(pc.list_value_length(array), 0)
        parents = [at for at, size in enumerate(sizes.to_pylist()) for _ in range(size)]
        firsts = [0, *pc.cumulative_sum(sizes).to_pylist()]
        inner = _opened(
            array.flatten(),
            path,
            [rows[at] for at in parents],
            lambda cell: f"{name(parents[cell])}[{cell - firsts[parents[cell]]}]",
            nullable=array.type.value_field.nullable,
        )
        mask = array.is_null() if nullable and array.null_count else None
        return inner._replace(close=lambda texts: _listed(array.type, firsts, inner.close(texts), mask))
    if path:
        at = array.type.get_field_index(path[0])
        inner = _opened(
            array.flatten()[at],  # as seen through the struct: where that is null its fields are
            path[1:],
            rows,
            lambda cell: f"{name(cell)}.{path[0]}",
            nullable=array.type.field(at).nullable,
        )
        mask = array.is_null() if nullable and array.null_count else None
        return inner._replace(close=lambda texts: _structured(array, at, inner.close(texts), mask))
    return Cells(array, rows, name, lambda texts: texts if nullable else _without_nulls(texts))


def _listed(kind: pa.DataType, firsts: list[int], values: pa.Array, mask: pa.Array | None) -> pa.Array:
    if pa.types.is_large_list(kind):
        return pa.LargeListArray.from_arrays(pa.array(firsts, pa.int64()), values, type=kind, mask=mask)
    return pa.ListArray.from_arrays(pa.array(firsts, pa.int32()), values, type=kind, mask=mask)


def _structured(array: pa.Array, at: int, values: pa.Array, mask: pa.Array | None) -> pa.Array:
    fields = list(array.type)
    arrays = [values if number == at else array.field(number) for number in range(len(fields))]
    return pa.StructArray.from_arrays(arrays, fields=fields, mask=mask)


def _without_nulls(texts: pa.Array) -> pa.Array:
    """The same, with something in the place of each null."""
    if pa.types.is_dictionary(texts.type):
        return pa.DictionaryArray.from_arrays(
            texts.indices.fill_null(0), texts.dictionary, ordered=texts.type.ordered
        )
    return pa.Array.from_buffers(texts.type, len(texts), [None, *texts.buffers()[1:]], 0, texts.offset)


def _strings(batch: pa.RecordBatch, column: Column | None) -> Sequence[str | None]:
    """What a column holds, as it reads."""
    if column is None:
        return [None] * batch.num_rows
    array = batch.column(column.number)
    for part in column.path[1:]:
        array = array.flatten()[array.type.get_field_index(part)]
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if array.type in BINARY.values() or array.type in BINARY:
        cells = array if array.type in BINARY.values() else array.cast(BINARY[array.type])
        return [None if each is None else each.decode("utf-8", "replace") for each in cells.to_pylist()]
    try:
        return list(pc.cast(array, pa.string()).to_pylist())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return [None if each is None else str(each) for each in array.to_pylist()]


def _pieces(rows: int, opened: Iterable[Cells]) -> Iterator[tuple[int, int]]:
    """Rows that are handed over at once: few enough, and of little text."""
    sizes, counts = [0] * rows, [0] * rows
    for cells in opened:
        for row, size in zip(cells.rows, text_bytes(cells.texts), strict=True):
            sizes[row] += size
            counts[row] += 1
    start = size = count = 0
    for row in range(rows):
        size += sizes[row]
        count += counts[row]
        if row > start and (size > MOST_BYTES or count > MOST_RECORDS):
            yield start, row
            start, size, count = row, sizes[row], counts[row]
    if start < rows:
        yield start, rows


def _lengths(array: pa.Array) -> pa.Array:
    if pa.types.is_null(array.type):
        return pa.nulls(len(array), pa.int32())
    return pc.binary_length(array.cast(pa.large_binary()) if array.type == pa.string_view() else array)


def _work(
    opened: dict[Column, Cells],
    ids: Sequence[str | None],
    groups: Sequence[str | None],
    rows: tuple[int, int],
    *,
    first: int,
    work: Work,
    changes: Changes,
) -> None:
    """Hand over the records of a few rows, in the order of rows, and note what is new.

    A row whose list has no elements has no cell: then its record has no text.
    """
    records, places = [], []
    empty = set(range(*rows))
    for column, cells in opened.items():
        start, end = (bisect_left(cells.rows, row) for row in rows)
        for cell, (text, problem) in enumerate(_texts(cells.texts.slice(start, end - start)), start):
            row = cells.rows[cell]
            record = Record(first + row, ids[row], cells.name(cell), text, problem, group=groups[row])
            records.append(record)
            places.append((column.name, cell))
            empty.discard(row)
    for row in sorted(empty):
        records.append(Record(first + row, ids[row], next(iter(opened)).name, None, group=groups[row]))
        places.append(("", 0))
    order = range(len(records))
    if len(opened) > 1 or empty:
        order = sorted(order, key=lambda at: records[at].row)  # type: ignore[assignment]
    for at, new in zip(order, work([records[at] for at in order]), strict=True):
        record, (name, cell) = records[at], places[at]
        if isinstance(new, str) and record.text is not None and new != record.text:  # no `raw`, so no bytes
            try:
                new.encode()
            except UnicodeEncodeError as error:
                found = f"U+{ord(new[error.start]):04X}"
                where = f"row {record.row}, {record.field}"
                raise InputError(
                    f"{where}: the new text holds {found}; expected what UTF-8 can hold"
                ) from None
            changes[name][cell] = new


def _texts(array: pa.Array) -> Iterable[tuple[str | None, str | None]]:
    """The texts of cells, each with what is wrong with it."""
    if pa.types.is_dictionary(array.type):
        used = pc.unique(array.indices.drop_null())
        values = dict(zip(used.to_pylist(), _texts(array.dictionary.take(used)), strict=True))
        values[None] = (None, None)
        return [values[index] for index in array.indices.to_pylist()]
    try:
        return [(text, None) for text in array.to_pylist()]
    except UnicodeDecodeError:
        return [_text(data) for data in array.cast(BINARY[array.type]).to_pylist()]


def _text(data: bytes | None) -> tuple[str | None, str | None]:
    if data is None:
        return None, None
    try:
        return data.decode(), None
    except UnicodeDecodeError as error:
        return None, f"invalid UTF-8 at byte {error.start} ({data[error.start]:#04x}); expected UTF-8"


def _replaced(array: pa.Array, news: dict[int, str], name: str, added: dict[str, int] | None) -> pa.Array:
    """An array with other texts in some cells, of the same type."""
    kind = array.type
    if pa.types.is_dictionary(kind):
        return _replaced_by_index(array, news, name, added)
    parts, done = [], 0
    try:
        for first, last in _runs(sorted(news)):
            parts.append(array.slice(done, first - done))
            parts.append(_encoded([news[cell].encode() for cell in range(first, last)], kind))
            done = last
        return pa.concat_arrays([*parts, array.slice(done)])
    except (pa.ArrowInvalid, pa.ArrowCapacityError, AttributeError) as error:
        raise InputError(f"the new texts of column {name!r} can't be held by one batch: {error}") from None


def _runs(cells: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Numbers in order as stretches."""
    start = 0
    for at in range(1, len(cells) + 1):
        if at == len(cells) or cells[at] != cells[at - 1] + 1:
            yield cells[start], cells[at - 1] + 1
            start = at


def _replaced_by_index(
    array: pa.Array, news: dict[int, str], name: str, added: dict[str, int] | None
) -> pa.Array:
    """The same for a dictionary: new texts stand behind those that it has, other rows keep theirs."""
    kind, dictionary = array.type, array.dictionary
    indices = array.indices.to_pylist()
    places = {} if added is None else added
    unplaced = [text for text in dict.fromkeys(news.values()) if text not in places]
    behind = sum(place >= len(dictionary) for place in places.values())
    for text, place in zip(unplaced, _indices(dictionary, unplaced), strict=True):
        behind += place is None
        places[text] = len(dictionary) + behind - 1 if place is None else place
    for cell, text in news.items():
        indices[cell] = places[text]
    values = [text.encode() for text, place in places.items() if place >= len(dictionary)]
    dictionary = pa.concat_arrays([dictionary, _encoded(values, kind.value_type)])
    if added is None and len(dictionary) > 1 << (kind.index_type.bit_width - 1):
        used = sorted({index for index in indices if index is not None})  # nothing else needs a place
        moved = {None: None} | {index: at for at, index in enumerate(used)}
        indices, dictionary = [moved[index] for index in indices], dictionary.take(pa.array(used, pa.int64()))
    try:
        rows = pa.array(indices, kind.index_type)
    except (pa.ArrowInvalid, OverflowError):
        problem = f"column {name!r} is of type {kind}, which has no place for all the new texts"
        raise InputError(problem) from None
    return pa.DictionaryArray.from_arrays(rows, dictionary, ordered=kind.ordered)


def _indices(dictionary: pa.Array, texts: Sequence[str]) -> Sequence[int | None]:
    """Where texts stand in a dictionary already; its values have to differ."""
    wanted = pa.array([text.encode() for text in texts], pa.large_binary())
    return list(pc.index_in(wanted, dictionary.cast(pa.large_binary())).to_pylist())


def _encoded(texts: Sequence[bytes], kind: pa.DataType) -> pa.Array:
    return pa.array(texts, BINARY[kind]).view(kind)
