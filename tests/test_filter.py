"""`textlint filter`, as a user runs it: two halves and the reasons, and together they are the table."""

import csv
import gzip
import io
import json
import random
import signal
import sys
from pathlib import Path

import commands
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kills import killed

from textlint import filters, rules
from textlint.corpora import filtering
from textlint.corpora.records import Halves, Layout
from textlint.errors import SettingsError
from textlint.inputs import csv as csv_input
from textlint.inputs import jsonl
from textlint.model import Document
from textlint.settings import Settings

TEXTLINT = Path(sys.executable).with_name("textlint")
SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
SOUND = (
    "The harbour froze in the last week of January, and the ferries stayed at the quay for nine days. "
    "People who lived on the islands walked over the ice to buy bread and to collect their mail. On the "
    "tenth day a breaker came up from the south, cut a lane through to the open sea, and the boats began "
    "to run again. They were late. Few seats were left!"
)
SHORT = "Read more about it."
FEW = ("--select", "punctuation")


def run(*args, cwd, code=0):
    done = commands.run("filter", *args, cwd=cwd)
    assert done.returncode == code, done.stderr.decode()
    return done


def write(path, *texts):
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = (json.dumps({"id": f"d{n}", "text": text}) for n, text in enumerate(texts))
    path.write_text("".join(row + "\n" for row in rows))
    return path


def reasons_in(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def files_in(folder):
    """All files below a folder but notes."""
    files = [path for path in folder.rglob("*") if path.is_file() and ".textlint" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


# --- what is dropped, and why


def test_a_text_is_dropped_by_a_filter_of_others_and_the_reason_stands_beside_it(tmp_path):
    write(tmp_path / "a.jsonl", SOUND, SHORT)
    rows = (tmp_path / "a.jsonl").read_text().splitlines(keepends=True)

    done = run(
        "a.jsonl",
        "-o",
        "kept",
        "--dropped",
        "dropped",
        "--like",
        "gopher-quality",
        "--id-field",
        "id",
        cwd=tmp_path,
    )

    assert (tmp_path / "kept/a.jsonl").read_text() == rows[0]
    assert (tmp_path / "dropped/a.jsonl").read_text() == rows[1]
    assert reasons_in(tmp_path / "dropped/a.jsonl.reasons") == [
        {
            "row": 2,
            "id": "d1",
            "reasons": [
                {
                    "field": "text",
                    "rule": "quality/gopher-word-count",
                    "message": "Words in the text: 4; Gopher's filter wants at least 50.",
                },
                {
                    "field": "text",
                    "rule": "quality/gopher-stop-words",
                    "message": "Only 0 of Gopher's eight stop words occur; its filter wants at least 2.",
                },
            ],
        }
    ]
    assert done.stdout.decode() == "Kept 1 of 2 documents, dropped 1:\n       1  quality/gopher-word-count\n"


@pytest.mark.parametrize(
    ("flags", "dropped"),
    [
        pytest.param(["--like", "c4"], ["short", "menu"], id="a filter"),
        pytest.param(["--like", "mc4"], ["sound", "short", "menu", "dots"], id="one that wants long lines"),
        pytest.param(["--like", "c4,gopher"], ["short", "menu"], id="two filters"),
        pytest.param(["--like", "fineweb"], ["short", "menu"], id="a pipeline"),
        pytest.param(["--select", "quality/gopher-word-count"], ["short", "menu"], id="a rule"),
        pytest.param(["--like", "c4", "--ignore", "quality/c4-sentence-count"], [], id="not this rule of it"),
        pytest.param([*FEW, "--max-findings", "0"], ["dots"], id="any finding"),
        pytest.param([*FEW, "--max-findings", "100"], [], id="many findings"),
        pytest.param([*FEW, "--max-findings", "0", "--severity", "error"], [], id="no findings so severe"),
        pytest.param([*FEW, "--max-findings", "0", "--like", "c4"], ["short", "menu", "dots"], id="either"),
    ],
)
def test_what_is_dropped(tmp_path, flags, dropped):
    texts = {
        "sound": SOUND,
        "short": SHORT,
        "menu": "Home\nPrices\nContact us now",
        "dots": SOUND + ".. No..",
    }
    rows = [json.dumps({"id": name, "text": text}) for name, text in texts.items()]
    (tmp_path / "a.jsonl").write_text("\n".join(rows))

    run("a.jsonl", "-o", "kept", "--dropped", "dropped", "--id-field", "id", *flags, cwd=tmp_path)

    assert [each["id"] for each in reasons_in(tmp_path / "dropped/a.jsonl.reasons")] == dropped
    left = (tmp_path / "kept/a.jsonl").read_text().split("\n")
    assert [json.loads(row)["id"] for row in left if row] == [name for name in texts if name not in dropped]


def test_findings_are_counted_in_a_thousand_words(tmp_path):
    write(tmp_path / "a.jsonl", "One two three four five.. Six seven eight.")

    run("a.jsonl", "-o", "kept", "--max-findings", "124.9", *FEW, cwd=tmp_path)

    assert reasons_in(tmp_path / "kept/a.jsonl.reasons")[0]["reasons"] == [
        {"field": "text", "findings_per_1000_words": 125.0, "limit": 124.9, "findings": 1, "words": 8}
    ]


def test_what_the_settings_say_of_rules_holds_but_not_which_are_chosen(tmp_path):
    write(tmp_path / "a.jsonl", SOUND, SHORT)
    (tmp_path / "textlint.toml").write_text(
        'extend-select = ["quality"]\nignore = ["quality/gopher-stop-words"]\n'
        '[options."quality/gopher-word-count"]\nmin = 3\n'
    )

    run("a.jsonl", "-o", "kept", "--dropped", "dropped", "--like", "gopher-quality", cwd=tmp_path)

    assert reasons_in(tmp_path / "dropped/a.jsonl.reasons") == []


def test_what_is_allowed_is_not_counted(tmp_path):
    write(tmp_path / "a.jsonl", "It ended.. He left.")
    commands.run("check", "a.jsonl", *FEW, "--add-suppressions", "so it is", cwd=tmp_path)

    run("a.jsonl", "-o", "kept", "--max-findings", "0", *FEW, cwd=tmp_path)

    assert reasons_in(tmp_path / "kept/a.jsonl.reasons") == []


def test_the_first_reason_is_that_of_the_first_filter_that_drops_a_text():
    known = {rule.id: rule for rule in rules.load()}
    stages = filters.judges(filters.FILTERS["fineweb"], known)
    line = "The council met on Monday to talk about the bridge, and about the ferry.\n"

    found = [each.rule for each in filters.judge(stages, Document(line * 8))]

    assert found[:2] == ["quality/gopher-duplicate-lines", "quality/gopher-duplicate-line-characters"]
    assert not any("fineweb" in rule for rule in found)


def test_all_that_filters_name_is_there():
    known = {rule.id: rule for rule in rules.load()}
    named = {
        f"quality/{name}" for stages in filters.FILTERS.values() for stage in stages for name in stage.rules
    }

    assert named <= known.keys()
    assert all(filters.measures(known[name]) and known[name].language == "any" for name in named)


# --- rows that can't be judged


def test_what_can_not_be_read_or_holds_no_text_is_dropped_and_said(tmp_path):
    lines = [
        b'{"id": "sound", "text": "%s"}' % SOUND.encode(),
        b"",
        b'{"id": "null", "text": null}',
        b'{"id": "none"}',
        b'{"id": "empty", "text": ""}',
        b'{"id": "blank", "text": " \\n\\u00a0"}',
        b'{"id": "number", "text": 3}',
        b'{"id": "cut',
        b'{"id": "bytes", "text": "\xff"}',
        b"[1]",
        b'{"id": "half", "text": "\\ud800 %s"}' % SOUND.encode(),
        b'{"id": "long", "text": "%s"}' % (b"word " * 2000),
    ]
    data = b"\xef\xbb\xbf" + b"\r\n".join(lines)
    (tmp_path / "a.jsonl").write_bytes(data)

    done = run(
        *("a.jsonl", "-o", "kept", "--dropped", "dropped", "--like", "gopher-quality"),
        *("--id-field", "id", "--max-doc-bytes", "5000"),
        cwd=tmp_path,
    )

    found = reasons_in(tmp_path / "dropped/a.jsonl.reasons")
    told = {each["row"]: each["reasons"][0] for each in found}
    assert [each["row"] for each in found] == [3, 4, 5, 6, 7, 8, 9, 10, 12]
    assert [told[row]["message"] for row in (3, 4, 5, 6)] == ["No text."] * 2 + ["A blank text."] * 2
    assert {told[row]["rule"] for row in (7, 8, 9, 10)} == {"textlint/record"}
    assert told[12]["rule"] == "textlint/document"
    kept, dropped = ((tmp_path / name / "a.jsonl").read_bytes() for name in ("kept", "dropped"))
    rows = data.splitlines(keepends=True)
    assert kept == b"".join(rows[n] for n in (0, 1, 10))
    assert dropped == b"".join(rows[n] for n in (2, 3, 4, 5, 6, 7, 8, 9, 11))
    assert "3  no text" not in done.stdout.decode()
    assert "4  textlint/record" in done.stdout.decode()


def test_of_several_texts_one_that_is_dropped_drops_the_row_but_a_null_beside_a_text_does_not(tmp_path):
    rows = [
        {"a": SOUND, "b": SOUND},
        {"a": SOUND, "b": SHORT},
        {"a": None, "b": SOUND},
        {"a": None, "b": None},
    ]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))

    run(
        *("a.jsonl", "-o", "kept", "--dropped", "dropped", "--like", "gopher-quality"),
        *("--field", "a", "--field", "b"),
        cwd=tmp_path,
    )

    found = reasons_in(tmp_path / "dropped/a.jsonl.reasons")
    assert [each["row"] for each in found] == [2, 4]
    assert found[0]["reasons"][0]["field"] == "b"


def test_a_table_that_can_not_be_read_is_an_error_and_leaves_nothing(tmp_path):
    write(tmp_path / "in/a.jsonl", SOUND)
    packed = gzip.compress((tmp_path / "in/a.jsonl").read_bytes())
    (tmp_path / "in/b.jsonl.gz").write_bytes(packed[:-9])

    done = run("in", "-o", "kept", "--dropped", "dropped", "--like", "c4", cwd=tmp_path, code=2)

    assert b"in/b.jsonl.gz: ends in the middle" in done.stderr
    assert done.stdout.decode() == "Kept 1 of 1 document, dropped 0.\n"
    assert set(files_in(tmp_path)) - {"in/a.jsonl", "in/b.jsonl.gz"} == {
        *("kept/a.jsonl", "dropped/a.jsonl", "dropped/a.jsonl.reasons"),
    }


# --- both halves hold everything


TEXTS = st.text(st.sampled_from('ab"\\,;\r\n\t\x00é\u2028💥')) | st.just(SOUND)
WEIRD = st.sampled_from(
    [b"", b" ", b"{", b"[1]", b'{"text": 1}', b'{"text": null}', b"\xff", b'{"x":"text"}']
)
LINES = st.lists(TEXTS.map(lambda text: json.dumps({"text": text}).encode()) | WEIRD, max_size=12)


def halves_of(divide, data, layout=None):
    """Both halves of a table of which each row is kept that chance keeps, and the rows that were asked for."""
    chance, asked, handed = random.Random(1), {}, []
    kept, dropped = io.BytesIO(), io.BytesIO()

    def keeps(row):
        asked[row] = chance.random() < 0.5
        return asked[row]

    def work(records):
        handed.extend(record.row for record in records)
        return [None] * len(records)

    divide(io.BytesIO(data), Halves(kept, dropped), layout or Layout(), work, keeps)
    assert list(asked) == sorted(asked) == sorted({*handed})
    return kept.getvalue(), dropped.getvalue(), asked


@given(LINES, st.sampled_from([b"\n", b"\r\n"]), st.booleans(), st.booleans())
def test_lines_of_both_halves_in_order_are_the_lines_of_the_table(lines, end, is_ended, has_mark):
    lines = [b'{"text": "x"}', *lines]  # the field is there
    data = b"\xef\xbb\xbf" * has_mark + end.join(lines) + end * is_ended

    kept, dropped, asked = halves_of(jsonl.divide, data)

    halves = {True: io.BytesIO(kept), False: io.BytesIO(dropped)}
    rows = len(data.removesuffix(b"\n").split(b"\n"))
    assert b"".join(halves[asked.get(row, True)].readline() for row in range(1, rows + 1)) == data
    assert not halves[True].read()
    assert not halves[False].read()


@given(
    st.lists(st.tuples(TEXTS, TEXTS)),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_rows_of_both_halves_in_order_are_the_rows_of_the_table(rows, delimiter, end, has_mark):
    def written(every):
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
        writer.writerows(every)
        return out.getvalue().encode("utf-8", "surrogatepass")

    head = b"\xef\xbb\xbf" * has_mark + written([("n", "text")])
    kept, dropped, asked = halves_of(csv_input.divide, head + written(rows))

    assert list(asked) == list(range(1, len(rows) + 1))
    for half, is_kept in ((kept, True), (dropped, False)):
        assert half == head + written(
            [row for row, keeps in zip(rows, asked.values(), strict=True) if keeps == is_kept]
        )


def test_a_broken_row_of_a_table_goes_as_it_is(tmp_path):
    head, rows = (
        b"n,text\r\n",
        [b'1,"%s"\r\n' % SOUND.encode(), b"\r\n", b'2,"x"y\r\n', b"3\r\n", b"4,short,5"],
    )
    (tmp_path / "a.csv").write_bytes(head + b"".join(rows))

    run("a.csv", "-o", "kept.csv", "--dropped", "dropped.csv", "--like", "gopher-quality", cwd=tmp_path)

    assert (tmp_path / "kept.csv").read_bytes() == head + rows[0] + rows[1]
    assert (tmp_path / "dropped.csv").read_bytes() == head + b"".join(rows[2:])
    assert [each["row"] for each in reasons_in(tmp_path / "dropped.csv.reasons")] == [2, 3, 4]


@pytest.fixture(params=["parquet", "parquet of old", "file", "stream"])
def arrow(request):
    """Ways to write and to read a table with columns of many types."""
    ipc, pq = pytest.importorskip("pyarrow.ipc"), pytest.importorskip("pyarrow.parquet")

    def write(table, path):
        if request.param.startswith("parquet"):
            old = {"version": "1.0", "use_compliant_nested_type": False, "store_schema": False}
            more = old if request.param == "parquet of old" else {"compression": "zstd"}
            pq.write_table(table, path, row_group_size=40, **more)
        else:
            new = ipc.new_file if request.param == "file" else ipc.new_stream
            with new(path, table.schema, options=ipc.IpcWriteOptions(compression="lz4")) as writer:
                writer.write_table(table, 40)

    def read(path):
        if request.param.startswith("parquet"):
            file = pq.ParquetFile(path)
            groups = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
            return file.read(), groups, file.schema
        table = (ipc.open_file if request.param == "file" else ipc.open_stream)(path).read_all()
        return table, [batch.num_rows for batch in table.to_batches()], None

    return write, read, ".parquet" if request.param.startswith("parquet") else ".arrow"


def test_columns_keep_their_types_their_metadata_and_their_groups(tmp_path, arrow):
    pa = pytest.importorskip("pyarrow")
    write_table, read, suffix = arrow
    chance = random.Random(3)
    texts = [chance.choice((SOUND, SHORT, None)) for _ in range(200)]
    columns = {
        "text": pa.array(texts),
        "kind": pa.array([f"kind {n % 3}" for n in range(200)]).dictionary_encode(),
        "tags": pa.array([["x"] * (n % 3) for n in range(200)]),
        "at": pa.array([{"n": n, "s": str(n)} if n % 7 else None for n in range(200)]),
        "time": pa.array(range(200), pa.timestamp("us", "UTC")),
        "view": pa.array([str(n) * 9 for n in range(200)], pa.string_view()),
    }
    table = pa.table(columns).replace_schema_metadata({"origin": "a test"})
    write_table(table, tmp_path / f"a{suffix}")

    run(f"a{suffix}", "-o", "kept", "--dropped", "dropped", "--like", "gopher-quality", cwd=tmp_path)

    before, groups, schema = read(tmp_path / f"a{suffix}")
    places = {
        True: [n for n in range(200) if texts[n] == SOUND],
        False: [n for n in range(200) if texts[n] != SOUND],
    }
    rows = before.to_pylist()
    for name, is_kept in (("kept", True), ("dropped", False)):
        half, its_groups, its_schema = read(tmp_path / name / f"a{suffix}")
        assert half.schema.equals(before.schema, check_metadata=True)
        assert its_schema is schema or its_schema.equals(schema)
        assert half.to_pylist() == [rows[n] for n in places[is_kept]]
        assert its_groups == [
            sum(start <= n < start + 40 for n in places[is_kept]) for start in range(0, 200, 40)
        ]
        assert sum(groups) == 200
    found = reasons_in(tmp_path / f"dropped/a{suffix}.reasons")
    assert [each["row"] - 1 for each in found] == places[False]


# --- many tables, long runs


@pytest.fixture
def folder(tmp_path):
    chance = random.Random(1)
    for name in ("a.jsonl", "b.jsonl", "deep/a.jsonl"):
        every = [chance.choice(SEEDS).read_text() for _ in range(20)]
        cut = [
            text[start : start + chance.randrange(2000)]
            for text in every
            for start in [chance.randrange(3000)]
        ]
        write(tmp_path / "in" / name, *cut, SOUND, SHORT)
    packed = gzip.compress((tmp_path / "in/a.jsonl").read_bytes(), mtime=0)
    (tmp_path / "in/deep/b.jsonl.gz").write_bytes(packed)
    return tmp_path


FINEWEB = ("in", "--like", "fineweb")


def test_one_process_and_several_write_the_same(folder):
    for jobs in (1, 2):
        run(*FINEWEB, "-o", f"kept{jobs}", "--dropped", f"dropped{jobs}", "--jobs", jobs, cwd=folder)

    assert files_in(folder / "kept1") == files_in(folder / "kept2")
    assert files_in(folder / "dropped1") == files_in(folder / "dropped2")
    assert set(files_in(folder / "dropped1")) == {
        f"{name}{end}"
        for name in ("a.jsonl", "b.jsonl", "deep/a.jsonl", "deep/b.jsonl.gz")
        for end in ("", ".reasons")
    }


def test_a_run_that_was_killed_goes_on_and_comes_to_the_same(folder):
    run(*FINEWEB, "-o", "kept1", "--dropped", "dropped1", cwd=folder)
    command = [TEXTLINT, "filter", *FINEWEB, "-o", "kept2", "--dropped", "dropped2", "--jobs", "1"]
    for point, number in (("a row", 10), ("a note", 2), ("a row", 3), ("a file in its place", 2)):
        code, _ = killed(command, point, number, cwd=folder)
        assert code == -signal.SIGKILL

    done = run(*FINEWEB, "-o", "kept2", "--dropped", "dropped2", cwd=folder)

    assert files_in(folder / "kept1") == files_in(folder / "kept2")
    assert files_in(folder / "dropped1") == files_in(folder / "dropped2")
    again = run(*FINEWEB, "-o", "kept1", "--dropped", "dropped1", cwd=folder)
    assert again.stdout == done.stdout


def test_what_was_done_is_not_done_again_unless_something_has_changed(folder):
    run(*FINEWEB, "-o", "kept", "--dropped", "dropped", cwd=folder)
    before = {path: path.stat().st_mtime_ns for path in (folder / "kept").rglob("*.jsonl")}
    write(folder / "in/b.jsonl", SHORT)

    run(*FINEWEB, "-o", "kept", "--dropped", "dropped", cwd=folder)

    changed = [path.name for path, time in before.items() if path.stat().st_mtime_ns != time]
    assert changed == ["b.jsonl"]
    run("in", "--like", "c4", "-o", "kept", "--dropped", "dropped", cwd=folder)
    assert all(path.stat().st_mtime_ns != time for path, time in before.items())


def test_the_places_may_lie_in_the_folder_that_is_read(folder):
    first = run(".", "--like", "c4", "-o", "kept", "--dropped", "dropped", cwd=folder)
    second = run(".", "--like", "c4", "-o", "kept", "--dropped", "dropped", cwd=folder)

    assert first.stdout == second.stdout
    assert set(files_in(folder / "kept")) == {f"in/{name}" for name in files_in(folder / "in")}


@pytest.mark.parametrize("name", ["kept/a.jsonl", "dropped/a.jsonl", "dropped/a.jsonl.reasons"])
def test_what_others_have_written_is_left_alone(tmp_path, name):
    write(tmp_path / "a.jsonl", SOUND)
    (tmp_path / name).parent.mkdir()
    (tmp_path / name).write_text("mine")

    done = run("a.jsonl", "-o", "kept", "--dropped", "dropped", "--like", "c4", cwd=tmp_path, code=2)

    assert f"{name}: is there already, and textlint has not written it" in done.stderr.decode()
    assert {key: data for key, data in files_in(tmp_path).items() if key != "a.jsonl"} == {name: b"mine"}


def test_so_it_is_where_an_earlier_run_has_named_another_place(tmp_path):
    write(tmp_path / "a.jsonl", SOUND)
    run("a.jsonl", "-o", "kept", "--dropped", "dropped", "--like", "c4", cwd=tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/a.jsonl").write_text("mine")

    done = run("a.jsonl", "-o", "kept", "--dropped", "mine", "--like", "c4", cwd=tmp_path, code=2)

    assert "mine/a.jsonl: is there already, and textlint has not written it" in done.stderr.decode()
    assert (tmp_path / "mine/a.jsonl").read_text() == "mine"


# --- the command line


def test_the_sum_as_json(tmp_path):
    write(tmp_path / "a.jsonl", SOUND, SHORT, SHORT)

    done = run("a.jsonl", "-o", "kept", "--like", "gopher-quality", "--output-format", "json", cwd=tmp_path)

    assert json.loads(done.stdout) == {"kept": 1, "dropped": 2, "reasons": {"quality/gopher-word-count": 2}}
    assert run("a.jsonl", "-o", "kept", "--like", "gopher-quality", "-q", cwd=tmp_path).stdout == b""


@pytest.mark.parametrize(
    ("flags", "error"),
    [
        (["a.jsonl", "-o", "kept"], "nothing to filter by; expected --like, --max-findings"),
        (["a.jsonl", "--like", "c4"], "'--output'"),
        (["a.jsonl", "-o", "kept", "--like", "fineweb2"], "no filter 'fineweb2'; did you mean 'fineweb'?"),
        (["a.jsonl", "-o", "kept", "--select", "quality", "--max-findings", "x"], "'--max-findings'"),
        (["a.jsonl", "-o", "kept", "--like", "c4", "--severity", "error"], "--severity says which findings"),
        (
            ["a.jsonl", "-o", "kept", "--select", "quality/gopher-word-count", "--max-findings", "1"],
            "--max-findings has nothing to count",
        ),
        (["a.jsonl", "-o", "same", "--dropped", "same", "--like", "c4"], "would both go there"),
        (["a.jsonl", "-o", "kept", "--max-findings", "nan"], "--max-findings: found nan; expected a number"),
        (["a.jsonl", "-o", "a.jsonl", "--like", "c4"], "one of the tables to read"),
        (["a.jsonl", "-o", "kept", "--dropped", "a.jsonl", "--like", "c4"], "one of the tables to read"),
        (["a.txt", "-o", "kept", "--like", "c4"], "a.txt: a text; filter divides tables"),
        (["-", "-o", "kept", "--like", "c4"], "'-' is standard input"),
        (["a.jsonl", "-o", "kept", "--like", "c4", "--field", "body"], "no row has a field 'body'"),
    ],
)
def test_errors_are_one_line(tmp_path, flags, error):
    write(tmp_path / "a.jsonl", SOUND)
    (tmp_path / "a.txt").write_text(SOUND)

    done = run(*flags, cwd=tmp_path, code=2)

    assert error in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
    assert set(files_in(tmp_path)) == {"a.jsonl", "a.txt"}


def test_two_places_one_in_the_other_must_not_meet(tmp_path):
    tables = [(tmp_path / "in" / name, Settings()) for name in ("a.jsonl", "dropped/a.jsonl")]
    for path, _ in tables:
        write(path, SOUND)

    with pytest.raises(SettingsError, match="would both go there"):
        filtering.planned(tables, tmp_path / "out", tmp_path / "out/dropped", [tmp_path / "in"])


# --- again, with other flags

BOTH = ("a.jsonl", "-o", "kept.jsonl", "--dropped", "dropped.jsonl", "--like", "gopher-quality")
KEPT = ("a.jsonl", "-o", "kept.jsonl", "--like", "gopher-quality")


@pytest.mark.parametrize(
    ("first", "second", "left"),
    [
        pytest.param(BOTH, KEPT, "dropped.jsonl", id="the dropped half"),
        pytest.param(KEPT, BOTH, "kept.jsonl.reasons", id="the reasons beside the kept half"),
    ],
)
def test_nothing_old_is_left_beside_what_is_new(tmp_path, first, second, left):
    write(tmp_path / "a.jsonl", SOUND, SHORT)
    run(*first, "-q", cwd=tmp_path)
    before = files_in(tmp_path)

    problem = f"{left}: was made together with kept.jsonl, which would come without it now; move it"
    assert problem in run(*second, cwd=tmp_path, code=2).stderr.decode()
    assert files_in(tmp_path) == before

    for name in set(before) - {"a.jsonl"}:
        (tmp_path / name).unlink()
    run(*second, "-q", cwd=tmp_path)
    run(*second, "-q", "--max-findings", "9", cwd=tmp_path)


@pytest.mark.parametrize(
    ("first", "second", "maker"),
    [
        pytest.param(["fix", *FEW], ["filter", "--like", "c4"], "fix", id="what fix has written"),
        pytest.param(["filter", "--like", "c4"], ["fix", *FEW], "filter", id="what filter has written"),
    ],
)
def test_a_command_leaves_alone_what_another_has_made(tmp_path, first, second, maker):
    write(tmp_path / "a.jsonl", f"{SOUND} It ended.. He left.", SOUND)

    def textlint(name, *args):
        return commands.run(name, "a.jsonl", "-o", "new.jsonl", *args, cwd=tmp_path)

    assert textlint(*first).returncode == 0
    before = files_in(tmp_path)

    problem = f"textlint: new.jsonl: has been made by `textlint {maker}`; move it, or name another place\n"
    assert textlint(*second).stderr.decode().startswith(problem)
    assert files_in(tmp_path) == before


def test_what_was_made_of_tables_in_a_folder_is_not_read_beside_them(tmp_path):
    write(tmp_path / "in" / "a.jsonl", SOUND, SHORT)
    run("in", "-o", "in/kept", "--dropped", "in/dropped", "--like", "gopher-quality", cwd=tmp_path)
    run("in", "-o", "again", "--field", "text", "--like", "gopher-quality", cwd=tmp_path)

    assert {name for name in files_in(tmp_path) if name.startswith("again")} == {
        "again/a.jsonl",
        "again/a.jsonl.reasons",
    }
    kept = run("in/kept", "-o", "third", "--field", "text", "--like", "c4", cwd=tmp_path)
    assert kept.stdout.decode().splitlines()[0] == "Kept 1 of 1 document, dropped 0."
