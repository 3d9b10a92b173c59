"""Rows of bytes: in batches of bounded size, in order, with new texts between what stays."""

import io

import pytest

from textlint.corpora import splices
from textlint.corpora.records import Record
from textlint.corpora.splices import Cell, Row


def row(number, *texts):
    """A row that holds texts between bars."""
    data, cells = "|", []
    for text in texts:
        start = len(data)
        data += f"{text}|"
        cells.append(Cell(Record(number, None, "text", text), start, start + len(text)))
    return Row(data.encode(), cells)


def written(record, old, new):
    assert old.decode() == record.text
    return new.encode()


def rewritten(rows, work):
    target = io.BytesIO()
    splices.rewrite(rows, target, work, written)
    return target.getvalue().decode()


def test_what_has_no_new_text_stays():
    rows = [row(1, "a", "b", "c"), Row(b"\n", ()), row(2, "a"), row(3, "b", "a")]
    answers = {"a": None, "b": "long", "c": ""}

    assert rewritten(rows, lambda batch: [answers[each.text] for each in batch]) == "|a|long||\n|a||long|a|"


def test_cells_may_stand_in_another_order_than_their_records():
    data, cells, _ = row(1, "a", "b")

    assert (
        rewritten([Row(data, cells[::-1])], lambda batch: [f"{each.text}{each.text}" for each in batch])
        == "|aa|bb|"
    )


def test_a_record_without_a_text_gets_none():
    assert rewritten([Row(b"x", [Cell(Record(1, None, "text", None, "broken"))])], lambda _: ["new"]) == "x"


@pytest.mark.parametrize(
    ("rows", "sizes"),
    [
        pytest.param([row(n, "a") for n in range(2500)], [1000, 1000, 500], id="a thousand records"),
        pytest.param([row(n, "a", "b", "c") for n in range(500)], [999, 501], id="a row is never parted"),
        pytest.param([row(n, "a" * 300_000) for n in range(5)], [3, 2], id="a million bytes"),
        pytest.param([row(1, "a"), row(2, "a" * 2_000_000), row(3, "a")], [1, 1, 1], id="one row at least"),
        pytest.param([Row(b"\n", ())] * 3, [], id="no records"),
        pytest.param([], [], id="nothing"),
    ],
)  # fmt: skip
def test_batches_are_bounded(rows, sizes):
    batches = []

    splices.rewrite(rows, None, lambda batch: batches.append(batch) or [None] * len(batch), written)

    assert [len(batch) for batch in batches] == sizes
    assert [each.row for batch in batches for each in batch] == [
        cell.record.row for row in rows for cell in row.cells
    ]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_too_few_or_too_many_answers_are_a_fault_of_the_program(count):
    with pytest.raises(ValueError, match=r"answers|shorter|longer"):
        rewritten([row(1, "a", "b")], lambda _: [None] * count)
