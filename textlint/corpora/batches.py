"""batches – Arrow's own files and streams with new texts: record batch by record batch, all written again.

Schema, metadata, the borders of batches and their compression stay; the bytes around the values need not be
the same.
"""

import struct
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

import pyarrow as pa
from pyarrow import ipc

from textlint.corpora import columns
from textlint.corpora.records import Halves, Keeps, Layout, Work
from textlint.errors import InputError

FILE = b"ARROW1"
FEATHER = b"FEA1"  # the first version of it, which was a format of its own
BODY = 8  # bytes: where a file's first message starts
CODECS = ("lz4", "zstd")
BROKEN = (pa.ArrowException, OSError, ValueError)


class Reading(NamedTuple):
    """a file or a stream; a batch comes with metadata of its own, or None"""

    schema: pa.Schema
    batches: Iterator[tuple[pa.RecordBatch, Any]]
    is_file: bool
    metadata: Any  # of a file, beside the schema's
    options: ipc.IpcWriteOptions


def rewrite(source: BinaryIO, target: BinaryIO | None, layout: Layout, work: Work) -> None:
    reading = _open(source)
    texts = columns.find(reading.schema, layout.fields)
    marks = columns.find_marks(reading.schema, layout)
    writer = _writer(reading, target) if target else None
    # A file has one dictionary for all batches, which can only grow.
    added: columns.Added | None = {} if reading.is_file else None
    row = 1
    for batch, metadata in reading.batches:
        columns.validate(batch, texts)
        new, _ = columns.changed(batch, texts, marks, work, row=row, added=added)
        row += batch.num_rows
        if writer:
            writer.write_batch(new, custom_metadata=metadata)
    if writer:
        writer.close()


def divide(source: BinaryIO, halves: Halves, layout: Layout, work: Work, keeps: Keeps) -> None:
    """Write the rows of each batch as a batch of each half; one without rows is left out."""
    reading = _open(source)
    texts = columns.find(reading.schema, layout.fields)
    marks = columns.find_marks(reading.schema, layout)
    writers = [_writer(reading, target) if target else None for target in halves]
    row = 1
    for batch, metadata in reading.batches:
        columns.validate(batch, texts)
        both = columns.divided(batch, texts, marks, work, keeps, row=row)
        for writer, rows in zip(writers, both, strict=True):
            if writer and rows.num_rows:
                writer.write_batch(rows, custom_metadata=metadata)
        row += batch.num_rows
    for writer in writers:
        if writer:
            writer.close()


def _open(source: BinaryIO) -> Reading:
    if not source.seekable():
        raise InputError("Arrow data can't be read from a pipe; expected a file")
    source.seek(0)
    head = source.read(len(FILE))
    if not head:
        raise InputError("an empty file; expected Arrow's file or stream format")
    if head.startswith(FEATHER):
        raise InputError("the first version of Feather; expected the second, or Arrow's stream format")
    is_file = head == FILE
    try:
        options = _options(source, BODY if is_file else 0)
        source.seek(0)
        if is_file:
            file = ipc.open_file(source)
            batches = (file.get_batch_with_custom_metadata(at) for at in range(file.num_record_batches))
            columns.leaves(file.schema)  # fails where a name is not UTF-8
            return Reading(file.schema, _read(batches), is_file, file.metadata, options)
        stream = ipc.open_stream(source)
        columns.leaves(stream.schema)
        return Reading(stream.schema, _read(_batches(stream)), is_file, None, options)
    except BROKEN as error:
        raise InputError(f"no whole file or stream of Arrow: {columns.said(error)}") from None


def _batches(stream: ipc.RecordBatchStreamReader) -> Iterator[tuple[pa.RecordBatch, Any]]:
    while True:
        try:
            yield stream.read_next_batch_with_custom_metadata()
        except StopIteration:
            return


def _read(batches: Iterator[tuple[pa.RecordBatch, Any]]) -> Iterator[tuple[pa.RecordBatch, Any]]:
    number = 0
    try:
        for number, each in enumerate(batches, 1):  # noqa: B007 - an error tells it
            yield each
    except BROKEN as error:
        raise InputError(f"batch {number + 1} can't be read: {columns.said(error)}") from None


def _writer(reading: Reading, target: BinaryIO) -> Any:
    try:
        if reading.is_file:
            return ipc.new_file(target, reading.schema, options=reading.options, metadata=reading.metadata)
        return ipc.new_stream(target, reading.schema, options=reading.options)
    except pa.ArrowException as error:
        raise InputError(f"Arrow data that can't be written again: {columns.said(error)}") from None


def _options(source: BinaryIO, start: int) -> ipc.IpcWriteOptions:
    """How batches were written; the first of them tells."""
    source.seek(start)
    codec, version = None, ipc.MetadataVersion.V5
    for message in ipc.MessageReader.open_stream(source):
        if message.type == "record batch":
            codec, version = _codec(message.metadata.to_pybytes()), message.metadata_version
            break
    return ipc.IpcWriteOptions(compression=codec, metadata_version=version, emit_dictionary_deltas=True)


def _codec(message: bytes) -> str | None:
    """The compression of a record batch, from its flatbuffer: a message, its header, what that says of it."""
    try:
        header = _table(message, struct.unpack_from("<I", message)[0], 2)
        compression = header and _table(message, header, 3)
        if not compression:
            return None
        codec = _place(message, compression, 0)
        return CODECS[message[codec] if codec else 0]
    except (struct.error, IndexError):
        raise InputError("a record batch of Arrow whose head can't be read") from None


def _table(message: bytes, table: int, field: int) -> int:
    """Where the table starts that is a field of another; 0 if it is not there."""
    place = _place(message, table, field)
    return place + struct.unpack_from("<I", message, place)[0] if place else 0


def _place(message: bytes, table: int, field: int) -> int:
    (back,) = struct.unpack_from("<i", message, table)
    (size,) = struct.unpack_from("<H", message, table - back)
    if size < 6 + 2 * field:
        return 0
    (offset,) = struct.unpack_from("<H", message, table - back + 4 + 2 * field)
    return table + offset if offset else 0
