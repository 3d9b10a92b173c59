"""Arrow's files and streams: new texts in, and the same schema, batches and values beside them."""

import io
import random
from contextlib import suppress

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pyarrow import feather, ipc
from rows import loud, louder, rewritten_by, unchanged

from textlint.corpora.records import Layout
from textlint.errors import InputError
from textlint.inputs import arrow

SCHEMA = pa.schema(
    [
        pa.field("text", pa.string(), metadata={"unit": "words"}),
        pa.field("view", pa.string_view()),
        pa.field("kind", pa.dictionary(pa.int8(), pa.string())),
        pa.field("tags", pa.list_(pa.dictionary(pa.int32(), pa.large_string()))),
        pa.field("number", pa.float64()),
    ],
    metadata={"made": "by hand"},
)


def batch(*rows):
    return pa.RecordBatch.from_pylist(
        [dict(zip(SCHEMA.names, row, strict=True)) for row in rows], schema=SCHEMA
    )


def dictionary(array, values):
    """The same, with this dictionary."""
    places = [None if each is None else values.index(each) for each in array.to_pylist()]
    return pa.DictionaryArray.from_arrays(pa.array(places, pa.int8()), pa.array(values))


BATCHES = [
    batch(("a fox", "x", "web", ["x", None], 1.5), ("no", None, "box", None, -0.0)),
    batch(),
    batch(("x 😀" * 30, "no", None, [], None), (None, "fox", "web", ["no", "x"], 1e300)),
]
BATCHES = [
    each.set_column(2, SCHEMA.field(2), dictionary(each.column(2), ["web", "box"])) for each in BATCHES
]


def written(make, batches=BATCHES, **options):
    more = {"metadata": {"foot": "note"}} if make is ipc.new_file else {}
    out = io.BytesIO()
    is_old = options.get("metadata_version") == ipc.MetadataVersion.V4  # whose batches have no metadata
    with make(out, batches[0].schema, options=ipc.IpcWriteOptions(**options), **more) as writer:
        # The dictionaries of all batches of a file are the same.
        for number, each in enumerate(pa.Table.from_batches(batches).unify_dictionaries().to_batches()):
            writer.write_batch(each, custom_metadata=None if is_old else {"number": str(number)})
    return out.getvalue()


def rewritten(data, work, *fields, **layout):
    return rewritten_by(arrow, data, work, Layout(fields or ("text",), **layout))


def opened(data):
    return (ipc.open_file if data.startswith(b"ARROW1") else ipc.open_stream)(io.BytesIO(data))


def batches_of(data):
    """The batches with their own metadata."""
    reader = opened(data)
    if isinstance(reader, ipc.RecordBatchFileReader):
        return [reader.get_batch_with_custom_metadata(at) for at in range(reader.num_record_batches)]
    return list(reader.iter_batches_with_custom_metadata())


MAKERS = [pytest.param(ipc.new_file, id="file"), pytest.param(ipc.new_stream, id="stream")]
CODECS = [None, "lz4", "zstd"]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    "options",
    [{"compression": codec} for codec in CODECS] + [{"metadata_version": ipc.MetadataVersion.V4}],
    ids=str,
)
def test_without_new_texts_the_bytes_are_the_same(make, options):
    data = written(make, **options)

    assert rewritten(data, unchanged, "text", "kind", "tags") == data


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize(
    "fields", [("text",), ("view",), ("kind",), ("tags",), ("text", "kind", "tags")], ids=",".join
)
def test_with_new_texts_all_else_is_as_it_was(make, codec, fields):
    data = written(make, compression=codec)

    new = rewritten(data, loud, *fields)

    assert opened(new).schema.equals(opened(data).schema, check_metadata=True)
    assert getattr(opened(new), "metadata", None) == getattr(opened(data), "metadata", None)
    for (was, own), (now, own_now) in zip(batches_of(data), batches_of(new), strict=True):
        now.validate(full=True)
        assert own_now == own
        for name in SCHEMA.names:
            values = was.column(name).to_pylist()
            assert now.column(name).to_pylist() == (louder(values) if name in fields else values)
    assert rewritten(new, unchanged) == new  # so the codec is the same, too


def test_rows_are_counted_through_all_batches():
    records = []

    def work(batch):
        records.extend(batch)
        return unchanged(batch)

    arrow.rewrite(io.BytesIO(written(ipc.new_stream)), None, Layout(("text", "kind"), "number"), work)

    assert [(record.row, record.id, record.field, (record.text or "")[:5]) for record in records] == [
        (1, "1.5", "text", "a fox"),
        (1, "1.5", "kind", "web"),
        (2, "-0", "text", "no"),
        (2, "-0", "kind", "box"),
        (3, None, "text", "x 😀x "),
        (3, None, "kind", ""),
        (4, "1e+300", "text", ""),
        (4, "1e+300", "kind", "web"),
    ]


def test_bytes_that_are_no_utf_8_stay():
    texts = pa.array([b"fox", b"x\xff", None], pa.binary()).view(pa.string())
    data = written(ipc.new_file, [pa.record_batch({"text": texts, "tags": pa.array([["a"]] * 3)})])

    new = rewritten(data, lambda records: ["new"] * len(records))

    assert opened(new).get_batch(0).column(0).view(pa.binary()).to_pylist() == [b"new", b"x\xff", None]


def test_feather_is_read_and_written(tmp_path):
    feather.write_feather(pa.table({"text": ["fox", "no"]}), tmp_path / "a.feather", compression="zstd")

    new = rewritten((tmp_path / "a.feather").read_bytes(), loud)

    assert feather.read_table(io.BytesIO(new)).to_pydict() == {"text": ["FOX", "no"]}


def test_a_dictionary_that_is_full_is_an_error():
    values = pa.array([f"x{number}" for number in range(128)])
    full = pa.DictionaryArray.from_arrays(pa.array(range(128), pa.int8()), values)
    data = written(ipc.new_file, [pa.record_batch({"text": full})])

    with pytest.raises(InputError, match=r"indices=int8.*has no place for all the new texts"):
        rewritten(data, loud)


FILE, STREAM = written(ipc.new_file), written(ipc.new_stream)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"", "an empty file; expected Arrow's file or stream format", id="nothing"),
        pytest.param(b"text,id\nfox,1\n", "no whole file or stream of Arrow: ", id="something else"),
        pytest.param(b"FEA1" + bytes(40), "the first version of Feather", id="old Feather"),
        pytest.param(FILE[: len(FILE) // 2], "no whole file or stream of Arrow: ", id="half a file"),
        pytest.param(FILE[:-1], "no whole file or stream of Arrow: ", id="a byte is missing"),
        pytest.param(
            STREAM[: len(STREAM) // 3], "no whole file or stream of Arrow: ", id="a third of a stream"
        ),
        pytest.param(STREAM[:-20], "batch 3 can't be read: ", id="a stream without its end"),
    ],
)
def test_what_is_not_whole_is_refused(data, said):
    with pytest.raises(InputError, match=said):
        rewritten(data, loud)


@pytest.mark.parametrize("make", MAKERS)
def test_a_file_may_have_no_rows(make):
    data = written(make, [pa.record_batch({"text": pa.array([], pa.string())})])

    assert opened(rewritten(data, loud)).read_all().num_rows == 0


def test_a_column_that_is_not_there_is_named_at_once():
    out = io.BytesIO()

    with pytest.raises(InputError, match="no column 'txt'; did you mean 'text'"):
        arrow.rewrite(io.BytesIO(FILE), out, Layout(("txt",)), loud)

    assert out.getvalue() == b""


@pytest.mark.parametrize("data", [FILE, STREAM], ids=["file", "stream"])
def test_damage_anywhere_gives_rows_or_one_clear_error(data):
    dice = random.Random(7)

    for _ in range(300):
        broken = bytearray(data)
        for _ in range(dice.randrange(1, 4)):
            broken[dice.randrange(len(data))] = dice.randrange(256)
        with suppress(InputError):
            rewritten(bytes(broken), loud, "text", "kind", "tags")


TEXTS = st.none() | st.sampled_from(["a", "b", "", "😀"])


@hypothesis_settings(max_examples=60)
@given(
    batches=st.lists(st.lists(st.tuples(TEXTS, TEXTS), max_size=5), min_size=1, max_size=4),
    make=st.sampled_from((ipc.new_file, ipc.new_stream)),
    kind=st.sampled_from((pa.large_string(), pa.dictionary(pa.int8(), pa.string()))),
)
def test_the_texts_that_come_out_are_those_given(batches, make, kind):
    made = [
        pa.record_batch({"text": pa.array([old for old, _ in rows], pa.string()).cast(kind)})
        for rows in batches
    ]
    rows = [row for rows in batches for row in rows]

    new = rewritten(written(make, made), lambda records: [rows[record.row - 1][1] for record in records])

    assert opened(new).read_all().column(0).to_pylist() == [
        old if old is None or changed is None else changed for old, changed in rows
    ]
