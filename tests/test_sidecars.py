"""Findings as files of their own: tables in, a file of findings for each of them out."""

import gzip
import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import commands
import pyarrow as pa
import pyarrow.csv
import pyarrow.feather
import pyarrow.parquet as pq
import pytest
from kills import killed

from textlint import runner
from textlint.corpora import shards, sidecars
from textlint.corpora.shards import Shard, Texts
from textlint.settings import Settings, for_file, with_flags

TEXTLINT = Path(sys.executable).with_name("textlint")
RULES = ("--select", "punctuation")
SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
DOLMA = ("--findings", "out", "--findings-format", "dolma")
TEXTS = ["It ended.. He left.", "All is well.", None, "It came  back.. He left.", "😀 It ended.. He left."]
HOSTILE = [
    b'{"id": "a", "text": "It ended.. He left."}',
    b'{"id": "b", "text": null}',
    b'{"id": "c", "text": 7}',
    b'{"id": "d", "text": "no \xff UTF-8.. He"}',
    b"",
    b'{"id": "\\ud800", "text": "half \\ud800 a pair.. He left."}',
    b'{"id": "%s", "text": "It ended.. He left."}' % (b"x" * 1_000_000),
    b'{"broken',
    b'{"id": 12, "no": "text"}',
]


def run(*args, cwd):
    return commands.run(*args, *RULES, cwd=cwd)


def rows_of(texts):
    return [{"id": f"d{n}", "text": text} for n, text in enumerate(texts)]


def lines_of(texts):
    return "".join(json.dumps(row) + "\n" for row in rows_of(texts)).encode()


def write_tables(folder):
    """One table in each format, with as many rows as are given with its name."""
    folder.mkdir()
    (folder / "deep").mkdir()
    (folder / "a.jsonl").write_bytes(lines_of(TEXTS))
    (folder / "deep" / "a.jsonl.gz").write_bytes(gzip.compress(lines_of(TEXTS * 3)))
    table = pa.Table.from_pylist(rows_of(TEXTS * 2))
    pq.write_table(table, folder / "b.parquet", row_group_size=4)
    pyarrow.feather.write_feather(table.slice(0, 7), folder / "c.arrow")
    pyarrow.csv.write_csv(table.slice(0, 2), folder / "d.csv")
    return {"a.jsonl": 5, "deep/a.jsonl.gz": 15, "b.parquet": 10, "c.arrow": 7, "d.csv": 2}


def written(folder):
    files = [path for path in folder.rglob("*") if path.is_file() and ".textlint" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_each_row_has_its_findings(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(lines_of(TEXTS[:4]))

    done = run("check", "a.jsonl", "--findings", "found", "--id-field", "id", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"3 findings in 3 documents: `textlint fix` mends 2, with --unsafe-fixes 1 more.\n"
    table = pq.read_table(tmp_path / "found" / "a.jsonl.findings.parquet")
    doubled = {
        "field": "text",
        "rule": "punctuation/doubled",
        "severity": "warning",
        "start": 8,
        "end": 10,
        "message": "Two stops: one too many, or an ellipsis that lacks one.",
        "applicability": "safe",
        "edits": [{"start": 8, "end": 10, "text": "."}],
    }
    rows = table.to_pylist()
    assert rows[:3] == [
        {"id": "d0", "row": 1, "n": 1, "findings": [doubled]},
        {"id": "d1", "row": 2, "n": 0, "findings": []},
        {"id": "d2", "row": 3, "n": 0, "findings": []},
    ]
    assert [rows[3][key] for key in ("id", "row", "n")] == ["d3", 4, 2]
    assert [each["start"] for each in rows[3]["findings"]] == [7, 13]
    names = pa.dictionary(pa.int32(), pa.string())
    finding = table.schema.field("findings").type.value_type
    assert (finding.field("rule").type, finding.field("severity").type) == (names, names)


def test_positions_are_code_points_and_the_long_form_has_a_row_a_finding(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(lines_of(TEXTS[3:]))

    run("check", "a.jsonl", "--findings", "found", "--findings-format", "long", cwd=tmp_path)

    rows = pq.read_table(tmp_path / "found" / "a.jsonl.findings.long.parquet").to_pylist()
    assert [(each["id"], each["row"], each["rule"], each["start"], each["end"]) for each in rows] == [
        (None, 1, "punctuation/doubled-space", 7, 9),
        (None, 1, "punctuation/doubled", 13, 15),
        (None, 2, "punctuation/doubled", 10, 12),
    ]


def test_all_tables_have_their_rows_and_all_findings_whatever_the_workers(tmp_path):
    counts = write_tables(tmp_path / "in")
    lines = run("check", "in", "--field", "text", "--output-format", "jsonl", cwd=tmp_path).stdout

    for jobs in (1, 2):
        for form in ("list", "long"):
            out = f"out{jobs}"
            run("check", "in", "--findings", out, "--findings-format", form, "--jobs", jobs, cwd=tmp_path)

    files = written(tmp_path / "out1")
    assert files == written(tmp_path / "out2")
    tables = {name: pq.read_table(tmp_path / "out1" / name) for name in files}
    by_row = {name: tables[f"{name}.findings.parquet"] for name in counts}
    assert {name: table.num_rows for name, table in by_row.items()} == counts
    assert all(table["row"].to_pylist() == list(range(1, counts[name] + 1)) for name, table in by_row.items())
    assert len({table.schema for table in by_row.values()}) == 1
    found = len(lines.splitlines())
    assert sum(sum(table["n"].to_pylist()) for table in by_row.values()) == found > 20
    assert sum(tables[f"{name}.findings.long.parquet"].num_rows for name in counts) == found
    assert len(files) == 2 * len(counts)


def test_a_row_whose_list_is_empty_is_a_row_too(tmp_path):
    tags = [None, [], ["It ended.. He left.", None, "It came.. He left."], [], ["well"], []]
    pq.write_table(pa.table({"key": range(6), "tags": tags}), tmp_path / "a.parquet")

    args = ("--field", "tags", "--id-field", "key")
    run("check", "a.parquet", "--findings", "found", *args, cwd=tmp_path)

    rows = pq.read_table(tmp_path / "found" / "a.parquet.findings.parquet").to_pylist()
    assert [(each["id"], each["row"], each["n"]) for each in rows] == [
        (str(n), n + 1, 2 if n == 2 else 0) for n in range(6)
    ]
    assert [each["field"] for each in rows[2]["findings"]] == ["tags[0]", "tags[2]"]


def test_hostile_rows_are_rows_too(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(HOSTILE))

    args = ("check", "a.jsonl", "--id-field", "id")
    for form in ("list", "long", "dolma"):
        run(*args, "--findings", form, "--findings-format", form, cwd=tmp_path)
    lines = run(*args, "--output-format", "jsonl", cwd=tmp_path).stdout.splitlines()

    rows = pq.read_table(tmp_path / "list" / "a.jsonl.findings.parquet").to_pylist()
    assert [each["row"] for each in rows] == [1, 2, 3, 4, 6, 7, 8, 9]  # a blank line is no row
    assert [each["id"] for each in rows] == ["a", "b", "c", None, r"\ud800", "x" * 1_000_000, None, "12"]
    assert [[each["rule"] for each in row["findings"]] for row in rows] == [
        ["punctuation/doubled"],
        [],
        ["textlint/record"],
        ["textlint/record"],
        ["punctuation/doubled"],
        ["punctuation/doubled"],
        ["textlint/record"],
        [],
    ]
    assert pq.read_metadata(tmp_path / "long" / "a.jsonl.findings.long.parquet").num_rows == len(lines) == 6
    attributes = [json.loads(line) for line in (tmp_path / "dolma" / "a.jsonl").read_bytes().splitlines()]
    assert [len(each["id"]) for each in attributes] == [1, 1, 1, 0, 6, 1_000_000, 0, 2]
    assert attributes[4]["attributes"] == {"textlint__punctuation_doubled__warning": [[13, 15, 1.0]]}


def test_dolma_finds_attributes_by_the_name_of_documents(tmp_path):
    documents = tmp_path / "documents"
    (documents / "deep").mkdir(parents=True)
    (documents / "deep" / "a.jsonl.gz").write_bytes(gzip.compress(lines_of(TEXTS)))

    run(
        *("check", "documents", "--findings", "attributes/textlint", "--findings-format", "dolma"),
        cwd=tmp_path,
    )

    assert list(written(tmp_path / "attributes" / "textlint")) == ["deep/a.jsonl.gz"]
    packed = (tmp_path / "attributes" / "textlint" / "deep" / "a.jsonl.gz").read_bytes()
    assert [json.loads(line) for line in gzip.decompress(packed).splitlines()] == [
        {"id": "d0", "attributes": {"textlint__punctuation_doubled__warning": [[8, 10, 1.0]]}},
        {"id": "d1", "attributes": {}},
        {"id": "d2", "attributes": {}},
        {
            "id": "d3",
            "attributes": {
                "textlint__punctuation_doubled_space__info": [[7, 9, 1.0]],
                "textlint__punctuation_doubled__warning": [[13, 15, 1.0]],
            },
        },
        {"id": "d4", "attributes": {"textlint__punctuation_doubled__warning": [[10, 12, 1.0]]}},
    ]


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_where_it_was(tmp_path):
    chance = random.Random(1)
    (tmp_path / "in").mkdir()
    for n in range(6):
        texts = [chance.choice(SEEDS).read_text()[:2000] for _ in range(60)]
        (tmp_path / "in" / f"{n}.jsonl").write_bytes(lines_of(texts))
    run("check", "in", "--findings", "undisturbed", cwd=tmp_path)
    command = [TEXTLINT, "check", "in", "--findings", "out", "--jobs", "2", *RULES]

    for point, number in (("a row", 30), ("a note", 4), ("a row", 100), ("a file in its place", 1)):
        code, _ = killed(command, point, number, cwd=tmp_path)
        assert code == -signal.SIGKILL
    done = run("check", "in", "--findings", "out", cwd=tmp_path)

    assert written(tmp_path / "out") == written(tmp_path / "undisturbed")
    assert b" in 360 documents" in done.stderr


def test_what_is_done_is_not_done_again_and_what_is_foreign_stays(tmp_path):
    write_tables(tmp_path / "in")
    run("check", "in", "--findings", "out", cwd=tmp_path)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*.parquet")}
    foreign = tmp_path / "out" / "e.jsonl.findings.parquet"
    foreign.write_text("mine")
    (tmp_path / "in" / "e.jsonl").write_bytes(lines_of(TEXTS))

    done = run("check", "in", "--findings", "out", cwd=tmp_path)

    assert done.returncode == 2
    assert b"e.jsonl.findings.parquet: is there already, and textlint has not written it" in done.stderr
    assert foreign.read_text() == "mine"
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_few_rows_wait_to_be_written(tmp_path, monkeypatch):
    monkeypatch.setattr(sidecars, "GROUP", 10)
    table = tmp_path / "a.jsonl"
    table.write_bytes(lines_of(TEXTS * 20))
    settings = with_flags(for_file(Settings(), table), select=("punctuation",))
    target = tmp_path / "out" / "a.parquet"
    shard = Shard(table, settings, target, shards.note_for(target, target.parent))
    work = sidecars.work_for(runner.Work(), "list")

    outcome = shards.process(shard, work, Texts(shard, work, lambda _: None))

    about = pq.read_metadata(target)
    assert outcome.total.problems == []
    assert (about.num_rows, about.num_row_groups) == (100, 17)
    assert sum(pq.read_table(target)["n"].to_pylist()) == outcome.total.findings == 80


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        pytest.param(["a.jsonl", "--findings", "a.jsonl"], "a.jsonl: a file; expected a folder", id="a file"),
        pytest.param(["a.jsonl", "--findings", "b.parquet"], "expected a folder for findings", id="a table"),
        pytest.param(["in", "--findings", "in"], "in: holds the tables to read", id="into itself"),
        pytest.param(["a.txt", "--findings", "out"], "a.txt: a text; --findings is for tables", id="a text"),
        pytest.param(["-", "--findings", "out"], "--findings writes beside files", id="standard input"),
        pytest.param(
            ["a.jsonl", "--findings", "out", "--statistics"], "--statistics doesn't go with it", id="counted"
        ),
        pytest.param(
            ["a.jsonl", "--findings-format", "long"], "expected --findings beside it", id="a format alone"
        ),
        pytest.param(
            ["in/d.csv", *DOLMA],
            "in/d.csv: no JSONL; Dolma's attributes stand beside documents in JSONL",
            id="dolma beside CSV",
        ),
        pytest.param(
            ["a.jsonl", *DOLMA, "--field", "a", "--field", "b"],
            "expected one --field",
            id="dolma of two fields",
        ),
        pytest.param(["in", "--findings", "out", "--watch"], "--findings writes them", id="watched"),
    ],
)
def test_what_can_not_be_done_is_said_in_one_line(tmp_path, args, problem):
    write_tables(tmp_path / "in")
    (tmp_path / "a.jsonl").write_bytes(lines_of(TEXTS))
    (tmp_path / "a.txt").write_text("It ended.. He left.\n")
    before = written(tmp_path)

    done = run("check", *args, cwd=tmp_path)

    assert done.returncode == 2
    assert problem in done.stderr.decode()
    assert len(done.stderr.splitlines()) == 1
    assert written(tmp_path) == before


def test_without_pyarrow_there_is_one_line(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(lines_of(TEXTS))
    without = "import sys; sys.modules['pyarrow'] = None; from textlint.cli import main; main()"
    command = [sys.executable, "-c", without, "check", "a.jsonl", "--findings", "out", *RULES]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    dolma = subprocess.run(
        [*command, "--findings-format", "dolma"], cwd=tmp_path, capture_output=True, check=False
    )

    assert done.returncode == 2
    assert done.stderr == (
        b"textlint: Parquet and Arrow files need pyarrow: pip install 'textlint[parquet]'\n"
    )
    assert dolma.returncode == 1
    assert (tmp_path / "out" / "a.jsonl").exists()
