"""groups – Parquet files divided: of each group of rows a group here and a group there.

Both files say of their columns what the old one says, word for word: names, types, metadata, compression.
What pyarrow can't write in the same form again is refused. A group is held in memory until it is written.
"""

import io
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from textlint.corpora import chunks, columns
from textlint.corpora.records import Halves, Keeps, Layout, Work
from textlint.errors import InputError

ARROW = b"ARROW:schema"  # the key under which a file keeps its schema as Arrow has it
MOST_ROWS, ENOUGH = 1_000, 4_000_000  # that are read at once, and bytes of them
BLOCK = 1 << 20
BROKEN = (pa.ArrowException, OSError, ValueError)


class Half:
    """one of the two files"""

    def __init__(self, target: BinaryIO, schema: pa.Schema, options: Mapping[str, Any]) -> None:
        self.schema = schema
        self.waiting: list[pa.RecordBatch] = []
        self.writer = pq.ParquetWriter(_Counted(target), schema, **options)

    def add(self, batch: pa.RecordBatch) -> None:
        if batch.num_rows:
            self.waiting.append(batch)

    def end_group(self) -> None:
        if self.waiting:
            group = pa.Table.from_batches(self.waiting, self.schema)
            self.waiting = []
            self.writer.write_table(group, group.num_rows)

    def close(self, metadata: Mapping[bytes, bytes]) -> None:
        """End the file; `metadata` is what the schema does not bring with it."""
        self.writer.add_key_value_metadata(metadata)
        self.writer.close()


class _Counted(io.RawIOBase):
    """a file that is only written, and knows where it is"""

    def __init__(self, target: BinaryIO) -> None:
        self.target, self.at = target, 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.target.write(data)
        self.at += len(data)
        return len(data)

    def tell(self) -> int:
        return self.at


def divide(source: BinaryIO, halves: Halves, layout: Layout, work: Work, keeps: Keeps) -> None:
    chunks.open_table(source, layout)  # for all that may be wrong with a file
    file = pq.ParquetFile(source, pre_buffer=False, buffer_size=BLOCK)
    schema = file.schema_arrow
    texts, marks = columns.find(schema, layout.fields), columns.find_marks(schema, layout)
    options = _options(file)
    writers = [Half(target, schema, options) for target in halves if target]
    said = {key: value for key, value in (file.metadata.metadata or {}).items() if key != ARROW}
    row = 1
    for group in range(file.num_row_groups):
        for batch in _batches(file, group):
            columns.validate(batch, texts)
            both = columns.divided(batch, texts, marks, work, keeps, row=row)
            for half, rows in zip(writers, both, strict=False):  # the second may not be wanted
                half.add(rows)
            row += batch.num_rows
        for half in writers:
            half.end_group()
    for half in writers:
        half.close({} if options["store_schema"] else said)


def _batches(file: pq.ParquetFile, group: int) -> Iterator[pa.RecordBatch]:
    about = file.metadata.row_group(group)
    rows = max(1, min(MOST_ROWS, ENOUGH * about.num_rows // max(1, about.total_byte_size)))
    seen = 0
    try:
        for batch in file.iter_batches(rows, [group], use_threads=False):
            seen += batch.num_rows
            yield batch
    except BROKEN as error:
        raise InputError(f"group of rows {group + 1} can't be read: {columns.said(error)}") from None
    if seen != about.num_rows:
        raise InputError(f"group of rows {group + 1} has {seen} rows; expected {about.num_rows}")


def _options(file: pq.ParquetFile) -> dict[str, Any]:
    """How a file is to be written so that it says of its columns what this one says.

    Raises InputError where no way is found.
    """
    given = {"store_schema": ARROW in (file.metadata.metadata or {}), **_packing(file)}
    ways = product(("2.6", "2.4", "1.0"), (True, False), (False, True), (False, True))
    for version, is_compliant, has_int96, has_short_decimals in ways:
        options = {
            **given,
            "version": version,
            "use_compliant_nested_type": is_compliant,
            "use_deprecated_int96_timestamps": has_int96,
            "store_decimal_as_integer": has_short_decimals,
        }
        out = io.BytesIO()
        try:
            with pq.ParquetWriter(out, file.schema_arrow, **options):
                pass
        except BROKEN:
            continue
        if pq.ParquetFile(out).schema.equals(file.schema):
            return options
    raise InputError("a Parquet file whose columns have a form that can't be written again")


def _packing(file: pq.ParquetFile) -> dict[str, Any]:
    """How the first group of rows is written, column by column, as far as that can be seen from outside."""
    if not file.num_row_groups:
        return {}
    group = file.metadata.row_group(0)
    every = [group.column(number) for number in range(group.num_columns)]
    packed = {each.path_in_schema: each.compression for each in every}
    options: dict[str, Any] = {
        "compression": {path: "NONE" if each == "UNCOMPRESSED" else each for path, each in packed.items()},
        "use_dictionary": [
            each.path_in_schema for each in every if any("DICTIONARY" in name for name in each.encodings)
        ],
        "write_statistics": [each.path_in_schema for each in every if each.is_stats_set],
        "write_page_index": any(each.has_offset_index for each in every),
    }
    blooms = {
        each.path_in_schema: {"ndv": max(1, each.num_values)} for each in every if each.bloom_filter_offset
    }
    if blooms:
        options["bloom_filter_options"] = blooms
    orders = {file.metadata.row_group(number).sorting_columns for number in range(file.num_row_groups)}
    if len(orders) == 1 and (order := orders.pop()):
        options["sorting_columns"] = order
    return options
