"""Parquet files: new texts in, and all else byte for byte as it was."""

import io
import random
import struct
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, time
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from rows import loud, louder, rewritten_by, unchanged

from textlint.corpora import chunks, columns
from textlint.corpora.records import Layout
from textlint.errors import InputError, SettingsError
from textlint.inputs import parquet

NOT_A_NUMBER = struct.unpack("<d", struct.pack("<Q", 0x7FF8_0000_0000_BEEF))[0]
ROWS = 90
MESSAGES = pa.list_(
    pa.struct([pa.field("role", pa.string(), nullable=False), ("content", pa.large_string())])
)


def column(values, kind):
    return pa.array([values[row % len(values)] for row in range(ROWS)], kind)


TABLE = pa.table(
    {
        "id": column([f"row {row}" for row in range(ROWS)], pa.string()),
        "text": column(["a fox", "no", None, "", "x 😀"], pa.string()),
        "source": column(["web", "book", None], pa.string()).dictionary_encode(),
        "when": column([datetime(2024, 5, 1, 12, tzinfo=UTC), None], pa.timestamp("ns", "Europe/Berlin")),
        "price": column([Decimal("1.50"), Decimal("-0.01")], pa.decimal128(9, 2)),
        "counts": column([[("a", 1)], [], None], pa.map_(pa.string(), pa.int32())),
        "vector": column([[1.0, 2.0], None], pa.list_(pa.float32(), 2)),
        "byte": column([0, 255], pa.uint8()),
        "clock": column([time(1, 2, 3)], pa.time64("ns")),
        "bytes": column([b"\xff\0", None], pa.binary()),
        "large": column(["x", None], pa.large_string()),
        "number": column([NOT_A_NUMBER, -0.0, 1.5, None], pa.float64()),
        "tags": column([["x", "b"], [], None, [None, "fox"]], pa.list_(pa.string())),
        "messages": column(
            [[{"role": "x", "content": "fox"}, None, {"role": "u", "content": None}], None, []], MESSAGES
        ),
    }
).replace_schema_metadata({"made": "by hand", "huggingface": "{}"})
TABLE = TABLE.set_column(
    1, pa.field("text", pa.string(), metadata={"unit": "words"}), TABLE.column("text")
)  # a field's own metadata

FORMS = [
    pytest.param({}, id="as pyarrow writes"),
    pytest.param({"row_group_size": 40, "compression": "zstd"}, id="groups of rows"),
    pytest.param(
        {
            "row_group_size": 40,
            "write_page_index": True,
            "write_page_checksum": True,
            "data_page_version": "2.0",
            "max_rows_per_page": 7,
            "bloom_filter_options": {"text": {"ndv": 90}, "id": {"ndv": 90}},
            "sorting_columns": [pq.SortingColumn(0), pq.SortingColumn(1), pq.SortingColumn(2)],
        },
        id="all that helps to find rows",
    ),
    pytest.param(
        {"compression": {"id": "gzip", "text": "brotli", "large": "lz4", "number": "none"}},
        id="a codec for each",
    ),
    pytest.param({"use_dictionary": False, "column_encoding": {"text": "DELTA_BYTE_ARRAY"}}, id="deltas"),
    pytest.param({"use_dictionary": ["id"], "write_statistics": ["id"]}, id="no statistics"),
    pytest.param(
        {"version": "1.0", "flavor": "spark", "use_deprecated_int96_timestamps": True}, id="as Spark"
    ),
    pytest.param({"store_schema": False, "use_compliant_nested_type": False}, id="not by Arrow"),
]


def written(table=TABLE, **form):
    out = io.BytesIO()
    pq.write_table(table, out, **form)
    return out.getvalue()


def rewritten(data, work, *fields, **layout):
    return rewritten_by(parquet, data, work, Layout(fields or ("text",), **layout))


def read(data, **options):
    return pq.read_table(io.BytesIO(data), page_checksum_verification=True, **options)


def chunk_bytes(data, group, number):
    about = pq.read_metadata(io.BytesIO(data)).row_group(group).column(number)
    start = about.dictionary_page_offset or about.data_page_offset
    return data[start : start + about.total_compressed_size]


def without_places(about):
    """What the footer says of a chunk but for where it is."""
    said = about.to_dict()
    return {key: value for key, value in said.items() if "offset" not in key}


@pytest.mark.parametrize("form", FORMS)
def test_without_new_texts_the_file_is_the_same_byte_for_byte(form):
    data = written(**form)

    assert rewritten(data, unchanged, "text", "tags", "messages.content", "source", id_field="id") == data


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("is_small", [False, True], ids=["in one piece", "in pieces"])
def test_with_new_texts_all_else_is_as_it_was(form, is_small, monkeypatch):
    if is_small:
        monkeypatch.setattr(chunks, "MOST_ROWS", 11)
        monkeypatch.setattr(chunks, "PIECE", 50)
    data = written(**form)
    before, old = read(data), pq.read_metadata(io.BytesIO(data))

    new_data = rewritten(data, loud)

    after, new = read(new_data), pq.read_metadata(io.BytesIO(new_data))
    after.validate(full=True)
    assert after.column("text").to_pylist() == louder(before.column("text").to_pylist())
    assert after.schema.equals(before.schema, check_metadata=True)
    assert new.schema.equals(old.schema)
    assert (new.metadata, new.created_by, new.format_version) == (
        old.metadata,
        old.created_by,
        old.format_version,
    )
    for group in range(old.num_row_groups):
        assert new.row_group(group).num_rows == old.row_group(group).num_rows
        assert list(new.row_group(group).sorting_columns) == list(old.row_group(group).sorting_columns)[:1]
        for number in range(old.num_columns):
            was, now = old.row_group(group).column(number), new.row_group(group).column(number)
            if was.path_in_schema != "text":
                assert chunk_bytes(data, group, number) == chunk_bytes(new_data, group, number)
                assert without_places(was) == without_places(now)
            for name in ("compression", "is_stats_set", "has_offset_index", "has_column_index", "num_values"):
                assert getattr(was, name) == getattr(now, name)
            assert was.path_in_schema == now.path_in_schema
            assert was.has_dictionary_page == now.has_dictionary_page
            assert (was.bloom_filter_offset is None) == (now.bloom_filter_offset is None) or is_small
            if was.is_stats_set and was.path_in_schema == "text":
                assert (now.statistics.min, now.statistics.max) == ("", "no")
                assert now.statistics.null_count == was.statistics.null_count


@pytest.mark.parametrize("name", ["text", "source", "large", "tags", "messages.content", "messages[].role"])
def test_texts_stand_in_columns_of_all_kinds(name):
    data = written(row_group_size=40)

    after = read(rewritten(data, loud, name))

    top, _, inner = name.replace("[]", "").partition(".")
    for column_name in TABLE.column_names:
        was, now = TABLE.column(column_name).to_pylist(), after.column(column_name).to_pylist()
        if column_name == "number":
            continue
        if column_name == top and inner:
            was = [row and [each and {**each, inner: louder(each[inner])} for each in row] for row in was]
        assert now == (louder(was) if column_name == top and not inner else was)


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())], ids=str
)
def test_texts_stand_inside_structs(kind):
    body = pa.StructArray.from_arrays(
        [pa.array(["ax", None, "b"]).cast(kind), pa.array([1, 2, 3])], ["text", "k"]
    )
    data = written(pa.table({"body": body, "text": ["x", "y", "z"]}))

    after = read(rewritten(data, loud, "body.text", "text"))

    assert [each["text"] for each in after.column("body").to_pylist()] == ["AX", None, "b"]
    assert [each["k"] for each in after.column("body").to_pylist()] == [1, 2, 3]
    assert after.column("text").to_pylist() == ["X", "y", "z"]


def test_a_chunk_in_which_no_text_changes_is_copied():
    data = written(row_group_size=40)

    new = rewritten(
        data, lambda records: ["new" if record.row == 41 else None for record in records], "text", "large"
    )

    copied = [
        chunk_bytes(data, group, number) == chunk_bytes(new, group, number)
        for group in range(3)
        for number in range(16)
    ]
    assert [number for number, is_same in enumerate(copied) if not is_same] == [16 + 1, 16 + 11]


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.string_view(), pa.dictionary(pa.int16(), pa.string())], ids=str
)
def test_texts_that_recur_stay_in_dictionaries(kind, monkeypatch):
    monkeypatch.setattr(chunks, "PIECE", 400_000)
    texts = [f"{number} {'fox' if number % 2 else ''} {'.' * 100}" for number in range(100)]
    column = pa.array([texts[row * 7 % 100] for row in range(20_000)])
    column = column.dictionary_encode().cast(kind) if pa.types.is_dictionary(kind) else column.cast(kind)
    data = written(pa.table({"text": column}))

    new = rewritten(data, lambda records: [r.text.upper() if r.row % 3 else None for r in records])

    assert read(new).column("text").type == read(data).column("text").type
    assert read(new).column("text").to_pylist() == [
        text.upper() if row % 3 else text for row, text in enumerate(column.to_pylist(), 1)
    ]
    assert len(new) < 2 * len(data)


def test_a_dictionary_that_would_be_too_large_for_its_type_is_refused():
    texts = pa.array([f"{row % 100} fox" for row in range(3000)]).dictionary_encode()
    data = written(pa.table({"text": texts.cast(pa.dictionary(pa.int8(), pa.string()))}))

    assert read(rewritten(data, loud)).column("text")[99].as_py() == "99 FOX"
    with pytest.raises(InputError, match=r"indices=int8.*has no place for all the new texts"):
        rewritten(
            data, lambda records: ["new" if r.row == 1 else f"{r.text} {r.row > 2000}" for r in records]
        )


def test_rows_are_counted_through_all_groups():
    records = []

    def work(batch):
        records.extend(batch)
        return unchanged(batch)

    parquet.rewrite(io.BytesIO(written(row_group_size=7)), None, Layout(("text",), "id"), work)

    assert [record.row for record in records] == list(range(1, ROWS + 1))
    assert [record.id for record in records] == TABLE.column("id").to_pylist()
    assert [record.text for record in records] == TABLE.column("text").to_pylist()


def test_bytes_that_are_no_utf_8_stay():
    texts = pa.array([b"fox", b"x\xff", None], pa.binary()).view(pa.string())
    seen = []

    def work(records):
        seen.extend(record.problem for record in records)
        return ["new"] * len(records)

    new = rewritten(written(pa.table({"text": texts})), work)

    assert seen == [None, "invalid UTF-8 at byte 1 (0xff); expected UTF-8", None]
    assert read(new).column(0).chunk(0).view(pa.binary()).to_pylist() == [b"new", b"x\xff", None]


@pytest.mark.parametrize("rows", [0, 1])
def test_a_file_may_have_no_rows(rows):
    data = written(TABLE.slice(0, rows))

    assert read(rewritten(data, loud)).column("text").to_pylist() == ["A FOX"][:rows]


def encrypted(**form):
    return written(encryption_properties=pe.create_encryption_properties(b"0123456789abcdef", **form))


WHOLE = written()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"", "an empty file; expected Parquet", id="nothing"),
        pytest.param(b"PAR1", "a Parquet file that is cut off", id="only a mark"),
        pytest.param(b"text,id\nfox,1\n", "not a Parquet file: it begins with b'text'", id="something else"),
        pytest.param(
            WHOLE[: len(WHOLE) // 2], "a Parquet file that is cut off: it has no footer", id="cut in half"
        ),
        pytest.param(WHOLE[:-1], "a Parquet file that is cut off", id="a byte is missing"),
        pytest.param(WHOLE[:4] + WHOLE[500:], "group of rows 1 can't be read", id="the head is missing"),
        pytest.param(encrypted(), "an encrypted Parquet file", id="encrypted"),
        pytest.param(encrypted(plaintext_footer=True), "with encrypted columns", id="only columns encrypted"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(data, said):
    with pytest.raises(InputError, match=said):
        rewritten(data, loud)


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        (Layout(("txt",)), "no column 'txt'; did you mean 'text'?"),
        (Layout(("byte",)), "column 'byte' is of type uint8; expected texts"),
        (Layout(("bytes",)), "column 'bytes' is of type binary; expected texts"),
        (Layout(("text",), "idd"), "no column 'idd'; did you mean 'id'?"),
        (Layout(("text",), "tags"), "column 'tags' is of type list<element: string>; expected one id a row"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_column_that_is_not_there_is_named_at_once(layout, said):
    out = io.BytesIO()

    with pytest.raises(InputError) as caught:
        parquet.rewrite(io.BytesIO(WHOLE), out, layout, loud)

    assert str(caught.value) == said
    assert out.getvalue() == b""


def test_two_columns_of_one_name_are_refused():
    data = written(pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], ["text", "text"]))

    with pytest.raises(InputError, match="2 columns are called 'text'; expected one"):
        rewritten(data, loud)


def test_without_pyarrow_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(SettingsError, match=r"need pyarrow: pip install 'textlint\[parquet\]'"):
        rewritten(WHOLE, loud)


def test_an_error_of_the_work_is_not_taken_for_one_of_the_file():
    def work(_):
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        rewritten(WHOLE, work)


def test_damage_anywhere_gives_rows_or_one_clear_error():
    dice = random.Random(7)
    data = written(TABLE.select(["id", "text", "tags", "source"]), row_group_size=40, write_page_index=True)

    for _ in range(300):
        broken = bytearray(data)
        for _ in range(dice.randrange(1, 4)):
            broken[dice.choice((dice.randrange(len(data)), -dice.randrange(1, 900)))] = dice.randrange(256)
        with suppress(InputError):
            rewritten(bytes(broken), loud, "text", "tags", "source")


@hypothesis_settings(max_examples=60)
@given(
    rows=st.lists(
        st.tuples(
            st.none() | st.lists(st.none() | st.text(max_size=4), max_size=3), st.none() | st.text(max_size=4)
        ),
        max_size=25,
    ),
    group=st.integers(1, 12),
    at_once=st.integers(1, 5),
    version=st.sampled_from(("1.0", "2.0")),
    index=st.booleans(),
)
def test_the_texts_that_come_out_are_those_given(rows, group, at_once, version, index):
    table = pa.table(
        {
            "tags": pa.array([tags for tags, _ in rows], pa.list_(pa.string())),
            "n": pa.array(range(len(rows)), pa.int64()),
        }
    )
    data = written(table, row_group_size=group, data_page_version=version, write_page_index=index)

    def work(records):
        return [rows[record.row - 1][1] for record in records]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "MOST_ROWS", at_once)
        patch.setattr(chunks, "PIECE", 20)
        patch.setattr(columns, "MOST_RECORDS", 3)
        after = read(rewritten(data, work, "tags"))

    expected = [tags and [old if old is None or new is None else new for old in tags] for tags, new in rows]
    assert after.column("tags").to_pylist() == expected
    assert after.column("n").equals(table.column("n"))


MEASURED = r"""
import re, sys
from pathlib import Path
from textlint.inputs import parquet
from textlint.corpora.records import Layout
work = {"read": lambda records: [None] * len(records), "write": lambda records: [f"{r.text}." for r in records]}
with open(sys.argv[1], "rb") as source, open(sys.argv[1] + ".new", "wb") as target:
    parquet.rewrite(source, target, Layout(), work[sys.argv[2]])
print(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1])  # without that of the parent
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured as Linux tells it")
@pytest.mark.parametrize("work", ["read", "write"])
def test_a_large_file_needs_little_memory(tmp_path, work):
    file = tmp_path / "large.parquet"
    dice = random.Random(1)
    texts = pa.array([dice.randbytes(1000).hex() for _ in range(1000)])
    table = pa.table({"text": pa.chunked_array([texts] * 100)})
    pq.write_table(table, file, compression="none", use_dictionary=False)  # 200 MB in one group of rows

    done = subprocess.run(
        [sys.executable, "-c", MEASURED, file, work], capture_output=True, text=True, check=True
    )

    assert file.stat().st_size > 200_000_000
    assert int(done.stdout) < 250_000  # KB, of which pyarrow itself needs 80,000
    if work == "write":
        last = pq.ParquetFile(f"{file}.new").read().column("text")[-1].as_py()
        assert last == texts[-1].as_py() + "."
