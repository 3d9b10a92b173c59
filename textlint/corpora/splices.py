"""splices – rows of bytes in which texts are replaced: in batches, with everything between them as it was."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO, NamedTuple

from textlint.corpora.records import Halves, Keeps, Record, Work

BATCH_BYTES = 1_000_000
BATCH_RECORDS = 1000


class Cell(NamedTuple):
    """a record, and the bytes of its row that hold its text"""

    record: Record
    start: int = 0
    end: int = 0


class Row(NamedTuple):
    """a row with its line end; what is no row, such as a blank line, has no cells

    A table that is divided has its head, such as the names of columns, in both halves.
    """

    data: bytes
    cells: Sequence[Cell]
    is_head: bool = False


# A new text in place of an old one: the record, the bytes that hold it, and the text; bytes to be written.
Written = Callable[[Record, bytes, str], bytes]


def rewrite(rows: Iterable[Row], target: BinaryIO | None, work: Work, written: Written) -> None:
    """Hand over all records of rows in batches; write the rows with the new texts if there is a target."""
    for batch in _batches(rows):
        records = [_with_bytes(row, cell) for row in batch for cell in row.cells]
        answers = work(records) if records else ()
        if target is not None:
            target.writelines(_replaced(batch, answers, written))


def divide(rows: Iterable[Row], halves: Halves, work: Work, keeps: Keeps) -> None:
    """Hand over all records of rows in batches; write each row into one half. What is no row is kept."""
    kept, dropped = halves
    for batch in _batches(rows):
        records = [cell.record for row in batch for cell in row.cells]
        if records:
            work(records)
        for data, cells, is_head in batch:
            is_kept = not cells or keeps(cells[0].record.row)
            if is_kept:
                kept.write(data)
            if dropped and (is_head or not is_kept):
                dropped.write(data)


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    size = records = 0
    for row in rows:
        if batch and (size + len(row.data) > BATCH_BYTES or records + len(row.cells) > BATCH_RECORDS):
            yield batch
            batch, size, records = [], 0, 0
        batch.append(row)
        size += len(row.data)
        records += len(row.cells)
    if batch:
        yield batch


def _with_bytes(row: Row, cell: Cell) -> Record:
    return cell.record._replace(raw=row.data[cell.start : cell.end]) if cell.end else cell.record


def _replaced(
    batch: Sequence[Row], answers: Sequence[str | bytes | None], written: Written
) -> Iterator[bytes]:
    """The rows of a batch, each with its new texts."""
    position = 0
    for data, cells, _ in batch:
        new = [
            (start, end, text if isinstance(text, bytes) else written(record, data[start:end], text))
            for (record, start, end), text in zip(
                cells, answers[position : position + len(cells)], strict=True
            )
            if text is not None and record.text is not None and text != record.text
        ]
        position += len(cells)
        if not new:
            yield data
            continue
        last = 0
        for start, end, value in sorted(new):
            yield data[last:start]
            yield value
            last = end
        yield data[last:]
    if position != len(answers):
        raise ValueError(f"{len(answers)} answers for {position} records")
