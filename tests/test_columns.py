"""Texts in Arrow's columns: what is handed over, what comes back, and what stays the very same."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textlint.corpora import columns
from textlint.corpora.records import Layout
from textlint.errors import InputError

MESSAGE = pa.struct(
    [
        pa.field("role", pa.string(), nullable=False),
        pa.field("content", pa.string(), metadata={"unit": "words"}),
    ]
)
TEXTS = (pa.string(), pa.large_string(), pa.string_view())
DICTIONARIES = (
    pa.dictionary(pa.int8(), pa.string()),
    pa.dictionary(pa.uint16(), pa.large_string(), ordered=True),
)


def seen(data, *fields, **layout):
    """The records that are handed over."""
    records = []

    def work(batch):
        records.extend(batch)
        return [None] * len(batch)

    assert columns.rewrite(data, Layout(fields, **layout), work) is data
    return records


def loud(data, *fields):
    """A batch whose texts are in capitals where they have an x in them."""

    def work(records):
        return [record.text.upper() if "x" in (record.text or "") else None for record in records]

    new = columns.rewrite(data, Layout(fields), work)
    new.validate(full=True)
    assert new.schema.equals(data.schema, check_metadata=True)
    return new


def dictionary(kind, values):
    return pa.array(values, kind.value_type).dictionary_encode().cast(kind)


@pytest.mark.parametrize("kind", [*TEXTS, *DICTIONARIES], ids=str)
@pytest.mark.parametrize("part", [slice(0, 6), slice(1, 5), slice(3, 3)], ids=str)
def test_texts_of_all_types_keep_their_type(kind, part):
    texts = ["fix", "as it was", None, "", "fix", "x 😀"]
    make = dictionary if kind in DICTIONARIES else lambda kind, values: pa.array(values, kind)
    batch = pa.record_batch({"n": range(6), "text": make(kind, texts)}).slice(
        part.start, part.stop - part.start
    )

    new = loud(batch, "text")

    expected = ["FIX", "as it was", None, "", "FIX", "X 😀"]
    assert new.column("text").to_pylist() == expected[part]
    assert new.column("n").equals(batch.column("n"))


@pytest.mark.parametrize("make", [pa.list_, pa.large_list], ids=lambda make: make.__name__)
def test_each_element_of_a_list_is_a_record(make):
    kind = make(pa.field("tag", pa.string(), metadata={"a": "b"}))
    batch = pa.record_batch({"tags": pa.array([["no"], None, ["x", None], [], ["no", "xx"]], kind)}).slice(1)

    assert [record[:4] for record in seen(batch, "tags")] == [
        (1, None, "tags", None),
        (2, None, "tags[0]", "x"),
        (2, None, "tags[1]", None),
        (3, None, "tags", None),
        (4, None, "tags[0]", "no"),
        (4, None, "tags[1]", "xx"),
    ]
    assert loud(batch, "tags").column(0).to_pylist() == [None, ["X", None], [], ["no", "XX"]]


@pytest.mark.parametrize("name", ["messages.content", "messages[].content"])
def test_a_path_leads_through_lists_and_structs(name):
    rows = [
        None,
        [{"role": "user", "content": "x"}, None, {"role": "max", "content": None}],
        [],
        [{"role": "user", "content": "y"}],
    ]
    batch = pa.record_batch({"messages": pa.array(rows, pa.list_(MESSAGE))})

    assert [(record.row, record.field, record.text) for record in seen(batch, name)] == [
        (1, "messages.content", None),
        (2, "messages[0].content", "x"),
        (2, "messages[1].content", None),
        (2, "messages[2].content", None),
        (3, "messages.content", None),
        (4, "messages[0].content", "y"),
    ]
    assert loud(batch, name).column(0).to_pylist() == [
        None,
        [{"role": "user", "content": "X"}, None, {"role": "max", "content": None}],
        [],
        [{"role": "user", "content": "y"}],
    ]
    assert loud(batch.slice(1), name, "messages.role").column(0).to_pylist()[0][2]["role"] == "MAX"


def test_several_fields_of_a_row_come_one_after_another():
    batch = pa.record_batch({"title": ["a", "b"], "text": ["c", None], "key": [7, None]})

    assert [record[:5] for record in seen(batch, "text", "title", id_field="key")] == [
        (1, "7", "text", "c", None),
        (1, "7", "title", "a", None),
        (2, None, "text", None, None),
        (2, None, "title", "b", None),
    ]


def test_what_is_no_utf_8_is_a_problem_of_its_own_cell():
    data = [b"x", b"a\xffx", None, b"\xed\xa0\x80", b"xx"]
    batch = pa.record_batch({"text": pa.array(data, pa.binary()).view(pa.string())})

    assert [(record.text, record.problem) for record in seen(batch, "text")] == [
        ("x", None),
        (None, "invalid UTF-8 at byte 1 (0xff); expected UTF-8"),
        (None, None),
        (None, "invalid UTF-8 at byte 0 (0xed); expected UTF-8"),
        ("xx", None),
    ]
    new = columns.rewrite(batch, Layout(), lambda records: ["new"] * len(records))
    assert new.column(0).view(pa.binary()).to_pylist() == [b"new", b"a\xffx", None, b"\xed\xa0\x80", b"new"]


def test_a_value_of_a_dictionary_may_change_in_one_row_only():
    batch = pa.record_batch({"text": pa.array(["a", "a", "b", None]).dictionary_encode()})

    new = columns.rewrite(batch, Layout(), lambda _: ["b", None, "c", "null"])

    assert new.column(0).to_pylist() == ["b", "a", "c", None]
    assert new.column(0).dictionary.to_pylist() == ["a", "b", "c"]


def test_a_full_dictionary_drops_what_nobody_needs():
    values = pa.array([f"x{number}" for number in range(128)])
    full = pa.DictionaryArray.from_arrays(pa.array(range(128), pa.int8()), values)

    assert loud(pa.record_batch({"text": full}), "text").column(0).to_pylist()[127] == "X127"


def test_a_table_is_done_batch_by_batch():
    table = pa.table({"text": pa.chunked_array([["x", "y"], [], ["x"]])}, metadata={"a": "b"})

    assert [record.row for record in seen(table, "text")] == [1, 2, 3]
    assert loud(table, "text").column(0).to_pylist() == ["X", "y", "X"]


@pytest.mark.parametrize(
    ("texts", "sizes"),
    [
        pytest.param(["a"] * 2500, [1000, 1000, 500], id="so many records"),
        pytest.param(["a" * 400_000] * 5, [2, 2, 1], id="so much text"),
        pytest.param(["a", "a" * 3_000_000, "a"], [1, 1, 1], id="at least one row"),
        pytest.param([None] * 3, [3], id="nulls are handed over"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_little_is_handed_over_at_once(texts, sizes):
    got = []

    def work(records):
        got.append(len(records))
        return [None] * len(records)

    columns.rewrite(pa.record_batch({"text": pa.array(texts, pa.string())}), Layout(), work)

    assert got == sizes


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("txt", "no column 'txt'; did you mean 'text'?"),
        ("xyz", "no column 'xyz'; expected one of messages, messages.content, messages.role, n, text"),
        ("n", "column 'n' is of type int64; expected texts"),
        ("messages.rule", "no column 'messages.rule'; did you mean 'messages.role'?"),
    ],
)
def test_a_column_that_is_not_there_is_named(name, said):
    batch = pa.record_batch({"text": ["a"], "n": [1], "messages": pa.array([None], pa.list_(MESSAGE))})

    with pytest.raises(InputError) as caught:
        loud(batch, name)

    assert str(caught.value) == said


def test_a_table_without_columns_is_called_so():
    with pytest.raises(InputError) as caught:
        loud(pa.RecordBatch.from_pydict({}), "text")

    assert str(caught.value) == "no column 'text'; there are none"


@pytest.mark.parametrize(
    "values",
    [
        pa.array([b"a"]),
        pa.array([["a"]], pa.list_(pa.string(), 1)),
        pa.array([[("a", "b")]], pa.map_(pa.string(), pa.string())),
        pa.array(['{"a": 1}'], pa.json_()),
        pa.array([1]).dictionary_encode(),
    ],
    ids=lambda values: str(values.type),
)
def test_what_is_no_text_is_refused_by_its_type(values):
    with pytest.raises(InputError, match=r"column 'text' is of type .*; expected texts"):
        loud(pa.record_batch({"text": values}), "text")


def test_a_column_of_nothing_but_nulls_has_no_texts():
    assert [record[:4] for record in seen(pa.record_batch({"text": pa.nulls(2)}), "text")] == [
        (1, None, "text", None),
        (2, None, "text", None),
    ]


def test_half_a_character_is_refused():
    with pytest.raises(InputError) as caught:
        columns.rewrite(pa.record_batch({"text": ["a"]}), Layout(), lambda _: ["a\ud83d"])

    assert str(caught.value) == "row 1, text: the new text holds U+D83D; expected what UTF-8 can hold"


# Texts, and what becomes of them.
CELLS = st.lists(st.tuples(st.none() | st.text(max_size=5), st.none() | st.text(max_size=5)), max_size=12)


@given(
    cells=CELLS,
    kind=st.sampled_from((*TEXTS, *DICTIONARIES)),
    start=st.integers(0, 4),
    most=st.integers(1, 5),
)
def test_the_texts_that_come_out_are_those_given(cells, kind, start, most):
    make = dictionary if kind in DICTIONARIES else lambda kind, values: pa.array(values, kind)
    batch = pa.record_batch({"text": make(kind, [old for old, _ in cells])}).slice(start)
    cells = cells[start:]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "MOST_RECORDS", most)
        new = columns.rewrite(
            batch, Layout(), lambda records: [cells[record.row - 1][1] for record in records]
        )

    new.validate(full=True)
    assert new.schema == batch.schema
    assert new.column(0).to_pylist() == [
        old if old is None or changed is None else changed for old, changed in cells
    ]
