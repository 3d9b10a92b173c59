"""Many shards: the same bytes from one worker and from many, undisturbed and killed; as a user runs it."""

import gzip
import json
import os
import pty
import random
import re
import select
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from commands import run
from kills import killed

import textlint
from textlint import rulesets, runner
from textlint.corpora import corpus, shards
from textlint.corpora.engines import local
from textlint.corpora.shards import Shard
from textlint.errors import SettingsError
from textlint.inputs import jsonl
from textlint.settings import Settings, for_file, with_flags

TEXTLINT = Path(sys.executable).with_name("textlint")
SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))
SETTINGS = with_flags(for_file(Settings(), Path("a.jsonl")), select=("punctuation",))
ROWS = ("It ended.. He left.", "All is well.", "It came  back.. He left.")
RULES = ("--select", "punctuation")


def write(path, texts, **more):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        "".join(json.dumps({"n": n, "text": text, **more}) + "\n" for n, text in enumerate(texts))
    )
    return path


def tables_in(folder):
    """All tables below a folder; nothing else may be there but notes."""
    files = [path for path in folder.rglob("*") if path.is_file() and ".textlint" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def folder(tmp_path):
    """Three tables with a few texts in each, one of them in a folder below."""
    chance = random.Random(1)
    for name in ("a.jsonl", "b.jsonl", "deep/a.jsonl"):
        every = [chance.choice(SEEDS).read_text() for _ in range(12)]
        cut = [text[start : start + 300] for text in every for start in [chance.randrange(len(text))]]
        write(tmp_path / "in" / name, [*cut, *ROWS])
    return tmp_path


def new(folder, work=None, jobs=2, tables=("a.jsonl", "b.jsonl", "deep/a.jsonl"), output="out"):
    """The reports of a run that writes new tables."""
    found = [(folder / "in" / name, SETTINGS) for name in tables]
    every = corpus.planned(found, folder / output, [folder / "in"], fixing=True)
    return list(local.run(every, work or runner.Work(fix=True), jobs=jobs))


def expected_from(folder):
    ruleset = textlint.load_ruleset(select=["punctuation"])
    expected = {}
    for name, data in tables_in(folder / "in").items():
        rows = [json.loads(line) for line in data.splitlines()]
        fixed = [{**row, "text": textlint.fix(row["text"], ruleset).text} for row in rows]
        expected[name] = "".join(json.dumps(row) + "\n" for row in fixed).encode()
    return expected


def test_one_worker_and_many_write_the_same_and_it_is_what_fix_gives(folder):
    reports = [new(folder, jobs=jobs, output=f"out{jobs}") for jobs in (1, 3)]

    assert reports[0] == reports[1]
    assert len(reports[0]) > 3
    assert tables_in(folder / "out1") == tables_in(folder / "out3") == expected_from(folder)


# --- workers that are killed


def dying(folder, *, at, times):
    """What fixes texts, and kills its process so often at a text with these words."""

    def fixing(ruleset, document, **more):
        for number in range(times if at in document.text else 0):
            with suppress(FileExistsError):  # another process has died for this one
                (folder / f"try {number}").touch(exist_ok=False)
                os.kill(os.getpid(), signal.SIGKILL)
        return rulesets.fix(ruleset, document, **more)

    return runner.Work(fix=True, fixing=fixing)


def test_a_worker_that_is_killed_costs_nothing_but_time(folder):
    undisturbed = new(folder, output="undisturbed")

    reports = new(folder, dying(folder, at="came  back", times=1))

    assert len(list(folder.glob("try *"))) == 1
    assert tables_in(folder / "out") == tables_in(folder / "undisturbed")
    assert reports == undisturbed


def test_a_text_that_kills_workers_is_set_aside(folder):
    new(folder, output="undisturbed")

    reports = new(folder, dying(folder, at="came  back", times=99), tables=("a.jsonl",))

    row = len(tables_in(folder / "in")["a.jsonl"].splitlines())
    aside = [
        report
        for report in reports
        if any(each.finding.rule == "textlint/document" for each in report.placed)
    ]
    assert [report.name for report in aside] == [f"{folder}/in/a.jsonl:{row}[text]"]
    assert len(list(folder.glob("try *"))) == 2
    before, written = (tables_in(folder / name)["a.jsonl"].splitlines() for name in ("in", "out"))
    assert written == [*tables_in(folder / "undisturbed")["a.jsonl"].splitlines()[: row - 1], before[row - 1]]


def test_a_table_whose_reading_kills_workers_is_left_alone_and_the_run_goes_on(folder, monkeypatch):
    read = jsonl.rewrite

    def deadly(source, target, layout, work):
        if source.name.endswith("in/a.jsonl"):
            os.kill(os.getpid(), signal.SIGKILL)
        read(source, target, layout, work)

    monkeypatch.setattr(jsonl, "rewrite", deadly)

    reports = new(folder, tables=("a.jsonl", "b.jsonl"))

    problems = [problem for report in reports for problem in report.problems]
    assert problems == [f"{folder}/in/a.jsonl: workers have died before its first row; left alone"]
    assert set(tables_in(folder / "out")) == {"b.jsonl"}


@pytest.mark.parametrize(
    ("point", "numbers"),
    [("a row", (1, 20, 12)), ("a note", (1, 4, 3)), ("a file in its place", (2, 1, 3))],
    ids=str,
)
def test_a_run_that_is_killed_goes_on_where_it_was(folder, point, numbers):
    for n in range(8):
        write(folder / "in" / f"more{n}.jsonl", [text * 40 for text in ROWS])
    command = ["fix", "in", "-o", "out", "--jobs", "2", *RULES]
    run(*command[:3], "undisturbed", *command[4:], cwd=folder)

    for number in numbers:
        code, _ = killed([TEXTLINT, *command], point, number, cwd=folder)
        assert code == -signal.SIGKILL
    done = run(*command, cwd=folder)

    assert tables_in(folder / "out") == tables_in(folder / "undisturbed")
    assert b" of 69 documents" in done.stderr
    assert done.returncode in (0, 1)


def test_what_is_done_is_counted_and_not_done_again(folder):
    first = run("fix", "in", "-o", "out", *RULES, cwd=folder)
    before = {path: path.stat().st_mtime_ns for path in (folder / "out").rglob("*")}
    write(folder / "in" / "b.jsonl", ["Changed.. So it is."])

    second = run("fix", "in", "-o", "out", *RULES, cwd=folder)

    after = {path: path.stat().st_mtime_ns for path in (folder / "out").rglob("*")}
    changed = {
        path.relative_to(folder).as_posix()
        for path in after
        if after[path] != before[path] and path.is_file()
    }
    assert changed == {"out/b.jsonl", "out/.textlint/b.jsonl.json"}
    assert b" of 45 documents" in first.stderr
    assert b" of 31 documents" in second.stderr
    assert tables_in(folder / "out") == expected_from(folder)


def test_half_written_tables_of_dead_runs_are_swept(folder):
    left = folder / "out" / "deep" / ".textlint-0123456789abcdef.part"
    left.parent.mkdir(parents=True)
    left.write_text("half")

    new(folder)

    assert not left.exists()


def test_an_interrupt_says_how_to_go_on_and_leaves_nothing_half_done(folder):
    for n in range(8):
        write(folder / "in" / f"more{n}.jsonl", [text * 40 for text in ROWS])
    command = [TEXTLINT, "fix", "in", "-o", "out", "--jobs", "1", *RULES]

    code, said = killed(command, "a row", 40, cwd=folder, sent=signal.SIGINT)

    assert code == 130
    assert said.splitlines()[-1] == (
        "textlint: interrupted; the tables that are finished are kept, "
        "and the same command goes on with the others"
    )
    assert list((folder / "out").rglob("*.part")) == []
    assert run("fix", "in", "-o", "out", *RULES, cwd=folder).returncode < 2
    assert tables_in(folder / "out") == expected_from(folder)


# --- where new tables go


@pytest.mark.parametrize(
    ("named", "output", "expected"),
    [
        (["in"], "out", ["out/a.jsonl", "out/b.jsonl", "out/deep/a.jsonl"]),
        (["in/a.jsonl", "in/deep"], "out/x", ["out/x/a.jsonl", "!"]),
        (["in/a.jsonl"], "out", ["out/a.jsonl"]),
        (["in/a.jsonl"], "out/c.jsonl", ["out/c.jsonl"]),
        (["in/deep/a.jsonl", "in/b.jsonl"], "out", ["out/a.jsonl", "out/b.jsonl"]),
    ],
)
def test_where_new_tables_go(folder, named, output, expected):
    done = run("fix", *named, "-o", output, *RULES, cwd=folder)

    written = (
        [f"out/{name}" for name in sorted(tables_in(folder / "out"))] if (folder / "out").exists() else []
    )
    if "!" in expected:
        assert b"would both become this file" in done.stderr
        assert written == []
    else:
        assert written == expected


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        pytest.param(["fix", "in", "-o", "in"], "expected another place to write", id="into itself"),
        pytest.param(
            ["fix", "in", "-o", "new.jsonl"],
            "may be several to write; expected a folder",
            id="a folder to a file",
        ),
        pytest.param(
            ["fix", "in/a.jsonl", "-o", "a.csv"], "expected a name that ends in .jsonl", id="another format"
        ),
        pytest.param(["fix", "in/a.jsonl", "-o", "note"], "note: a file; expected a folder", id="a file"),
        pytest.param(["fix", "a.txt", "-o", "out"], "a.txt: a text; --output is for tables", id="a text"),
        pytest.param(["fix", "in/a.jsonl", "--diff"], "in/a.jsonl: a table; --diff shows texts", id="a diff"),
        pytest.param(["fix", "-", "-o", "out"], "--output doesn't go with it", id="standard input"),
        pytest.param(["fix", "in/a.jsonl", "-o", "link"], "a link leads out of", id="a link"),
        pytest.param(
            ["fix", "in", "-o", "link2"], "link2/.textlint: a link leads out of", id="a link for notes"
        ),
        pytest.param(
            ["fix", "in/a.jsonl", "-o", "link2/a.jsonl"], "a link leads out of", id="a link for a note"
        ),
        pytest.param(
            ["check", "empty", "--field", "text"], "empty: no tables in this folder", id="no tables"
        ),
    ],
)
def test_what_can_not_be_done_is_said_in_one_line(folder, args, problem):
    (folder / "note").write_text("mine")
    (folder / "a.txt").write_text("It ended.. He left.\n")
    (folder / "empty").mkdir()
    (folder / "elsewhere").mkdir()
    before = tables_in(folder / "in")
    (folder / "link2").mkdir()
    (folder / "link2" / ".textlint").symlink_to(folder / "elsewhere")
    if "link" in args:
        (folder / "link").mkdir()
        (folder / "link" / "deep").symlink_to(folder / "elsewhere")
        args = ["fix", "in", "-o", "link"]

    done = run(*args, *RULES, cwd=folder)

    assert done.returncode == 2
    assert problem in done.stderr.decode()
    assert len(done.stderr.splitlines()) == 1
    assert tables_in(folder / "in") == before
    assert [*(folder / "elsewhere").iterdir()] == []
    assert list((folder / "elsewhere").iterdir()) == []


def test_a_folder_yields_tables_only_where_they_are_asked_for(folder):
    (folder / "in" / "a.txt").write_text("It ended.. He left.\n")
    (folder / "in" / "data.csv").write_text("text\nIt ended.. He left.\n")
    before = tables_in(folder / "in")

    run("fix", "in", *RULES, cwd=folder)
    assert tables_in(folder / "in") == before | {"a.txt": b"It ended. He left.\n"}

    run("fix", "in", "--field", "text", *RULES, cwd=folder)
    assert tables_in(folder / "in")["data.csv"] == b"text\nIt ended. He left.\n"
    assert tables_in(folder / "in")["a.jsonl"] != before["a.jsonl"]


def test_what_an_earlier_run_has_written_is_not_read(folder):
    for _ in range(2):
        done = run("fix", ".", "-o", "out", *RULES, cwd=folder)

    assert b" of 45 documents" in done.stderr
    assert set(tables_in(folder / "out")) == {"in/a.jsonl", "in/b.jsonl", "in/deep/a.jsonl"}


# --- outputs


def test_findings_name_row_field_and_id(tmp_path):
    write(tmp_path / "a.jsonl", ROWS)
    args = ("check", "a.jsonl", "--id-field", "n", *RULES)

    shown = run(*args, cwd=tmp_path)
    objects = run(*args, "--output-format", "jsonl", cwd=tmp_path)

    assert shown.stdout.decode().splitlines()[0] == (
        "a.jsonl:1[text]:1:9: punctuation/doubled [*] Two stops: one too many, or an ellipsis that lacks one."
    )
    assert shown.stderr == b"3 findings in 3 documents: `textlint fix` mends 2, with --unsafe-fixes 1 more.\n"
    assert shown.returncode == 1
    first = json.loads(objects.stdout.splitlines()[0])
    assert (first["path"], first["record"]) == ("a.jsonl", {"row": 1, "id": "0", "field": "text"})
    assert (first["line"], first["column"], first["start"], first["found"]) == (1, 9, 8, "..")


@pytest.mark.parametrize("name", ["full", "grouped", "json", "github", "gitlab", "junit", "sarif", "rdjson"])
def test_every_output_says_which_row(tmp_path, name):
    write(tmp_path / "a.jsonl", [*ROWS, "It ended.. He left."])

    done = run("check", "a.jsonl", "--output-format", name, *RULES, cwd=tmp_path)

    shown = done.stdout.decode()
    places = {
        "full": ["a.jsonl:4[text]:1:9: "],
        "grouped": ["a.jsonl:4[text]:\n  1:9 "],
        "json": ['"record": {"row": 4, "id": null, "field": "text"}'],
        "github": ["file=a.jsonl,line=4,col=1,", "text:1:9: Two stops"],
        "gitlab": ['"begin": {"line": 4, "column": 1}', "text:1:9: Two stops"],
        "junit": ['<testsuite name="a.jsonl:4[text]"', 'file="a.jsonl" line="4"'],
        "sarif": ['"startLine": 4, "startColumn": 1,', '"fullyQualifiedName": "a.jsonl:4[text]"'],
        "rdjson": ['"start": {"line": 4, "column": 1}', "text:1:9: Two stops"],
    }
    assert [place for place in places[name] if place not in shown] == []
    if name == "gitlab":
        fingerprints = [each["fingerprint"] for each in json.loads(shown)]
        assert len({*fingerprints}) == len(fingerprints) == 4


def test_findings_in_rows_can_be_allowed_and_put_into_the_baseline(tmp_path):
    write(tmp_path / "a.jsonl", ROWS, id="x")
    (tmp_path / "textlint.toml").write_text("")
    check = ("check", "a.jsonl", *RULES)

    added = run(*check, "--add-suppressions", "so written", cwd=tmp_path)
    assert b"Wrote " in added.stderr
    assert "  a.jsonl:3[text]  -- so written" in (tmp_path / ".textlint-allow").read_text()
    assert run(*check, cwd=tmp_path).stdout == b""
    assert run("fix", "a.jsonl", "-o", "out", *RULES, cwd=tmp_path).returncode == 0
    assert (tmp_path / "out" / "a.jsonl").read_bytes() == (tmp_path / "a.jsonl").read_bytes()

    (tmp_path / ".textlint-allow").unlink()
    run("baseline", "a.jsonl", "--id-field", "id", *RULES, cwd=tmp_path)
    assert "  a.jsonl#x[text]\n" in (tmp_path / ".textlint-baseline").read_text()
    assert run(*check, "--id-field", "id", cwd=tmp_path).stdout == b""
    assert run(*check, cwd=tmp_path).stdout.count(b"\n") == 3

    write(tmp_path / "a.jsonl", ["All is well."], id="x")
    run("baseline", "a.jsonl", "--id-field", "id", *RULES, cwd=tmp_path)
    assert "a.jsonl" not in (tmp_path / ".textlint-baseline").read_text()


def test_words_of_the_settings_hold_for_rows(tmp_path):
    write(tmp_path / "a.jsonl", ["A tehory of thigns is here in the text."])
    (tmp_path / "textlint.toml").write_text('words = ["tehory"]\n')

    done = run("check", "a.jsonl", "--select", "spelling/typo", cwd=tmp_path)

    assert [line for line in done.stdout.decode().splitlines() if "tehory" in line] == []
    assert "'things'" in done.stdout.decode()


def test_statistics_and_exit_codes(tmp_path):
    write(tmp_path / "a.jsonl", ROWS)
    (tmp_path / "bad.jsonl").write_text("nothing\n")
    write(tmp_path / "good.jsonl", ["All is well."])

    statistics = run("check", "a.jsonl", "--statistics", *RULES, cwd=tmp_path)

    assert "      2  punctuation/doubled  [*] 2 fixable\n" in statistics.stdout.decode()
    assert run("check", "good.jsonl", *RULES, cwd=tmp_path).returncode == 0
    assert run("check", "bad.jsonl", *RULES, cwd=tmp_path).returncode == 1
    assert run("check", "good.jsonl", "--field", "txet", *RULES, cwd=tmp_path).returncode == 2


# --- standard input


@pytest.mark.parametrize("command", ["check", "fix"])
def test_a_table_from_standard_input(tmp_path, command):
    data = write(tmp_path / "a.jsonl", ROWS).read_bytes()

    done = run(command, "-", "--stdin-filename", "a.jsonl", *RULES, cwd=tmp_path, data=data)

    assert done.returncode == (1 if command == "check" else 0)
    if command == "fix":
        assert done.stdout == data.replace(b"ended..", b"ended.").replace(b"back..", b"back.")
        assert b"a.jsonl:3[text]:1:8: punctuation/doubled-space" in done.stderr
        assert b"Fixed 2 defects in 2 of 3 documents; 1 finding left." in done.stderr
    else:
        assert done.stdout.count(b"a.jsonl:") == 3


def test_standard_input_is_a_stream(tmp_path):
    running = subprocess.Popen(
        [TEXTLINT, "fix", "-", "--stdin-filename", "a.jsonl", *RULES],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    row = json.dumps({"text": "It ended.. He left."}).encode() + b"\n"
    for _ in range(4000):  # more than a batch, and there may be more to come
        running.stdin.write(row)
    running.stdin.flush()
    ready, _, _ = select.select([running.stdout], [], [], 60)

    assert ready
    assert running.stdout.readline() == row.replace(b"..", b".")
    running.stdin.close()
    with running.stdout as rest:
        assert rest.read().count(b"\n") == 3999
    assert running.wait(timeout=60) == 0


def test_an_interrupt_while_more_may_come_ends_the_stream(tmp_path):
    running = subprocess.Popen(
        [TEXTLINT, "fix", "-", "--stdin-filename", "a.jsonl", *RULES],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    running.stdin.write(b'{"text": "It ended.. He left."}\n' * 4000)  # more than a batch
    running.stdin.flush()
    assert select.select([running.stdout], [], [], 60)[0]
    running.send_signal(signal.SIGINT)
    with running.stdout, running.stderr, running.stdin:
        running.stdout.read()

        assert running.stderr.read().strip() == b"textlint: interrupted"
        assert running.wait(timeout=60) == 130


def test_what_can_not_come_from_standard_input_is_said(tmp_path):
    data = gzip.compress(b'{"text": "It ended.."}\n')

    packed = run("fix", "-", "--stdin-filename", "a.jsonl.gz", *RULES, cwd=tmp_path, data=data)
    broken = run("fix", "-", "--stdin-filename", "a.csv", *RULES, cwd=tmp_path, data=b"a,b\n1,2\n")

    assert (packed.returncode, packed.stdout) == (2, b"")
    assert b"unpack it on the way" in packed.stderr
    assert (broken.returncode, broken.stderr.count(b"\n")) == (2, 1)


# --- other formats: what is asked of their modules is tested there


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".csv.gz", ".jsonl.zst", ".parquet", ".arrow"])
def test_every_format_is_fixed_in_place(tmp_path, suffix):
    table = tmp_path / f"a{suffix}"
    make(table, ["It ended.. He left.", "All is well."])

    done = run("fix", table.name, *RULES, cwd=tmp_path)

    assert done.stderr == b"Fixed 1 defect in 1 of 2 documents; 0 findings left.\n"
    assert b"left.." not in table.read_bytes()
    again = table.read_bytes()
    assert run("check", table.name, *RULES, cwd=tmp_path).returncode == 0
    assert table.read_bytes() == again


def make(table, texts):
    kind, *packing = table.suffixes
    if kind in (".parquet", ".arrow"):
        arrow = pytest.importorskip("pyarrow")
        rows = arrow.table({"text": texts, "n": list(range(len(texts)))})
        if kind == ".parquet":
            pytest.importorskip("pyarrow.parquet").write_table(rows, table)
        else:
            with arrow.ipc.new_file(str(table), rows.schema) as file:
                file.write_table(rows)
        return
    delimiter = "\t" if kind == ".tsv" else ","
    lines = [f"n{delimiter}text", *(f"{n}{delimiter}{text}" for n, text in enumerate(texts))]
    if kind == ".jsonl":
        lines = [json.dumps({"text": text}) for text in texts]
    data = ("\n".join(lines) + "\n").encode()
    if packing == [".gz"]:
        data = gzip.compress(data)
    if packing == [".zst"]:
        zstd = pytest.importorskip("backports.zstd")
        data = zstd.compress(data)
    table.write_bytes(data)


# --- progress


def test_progress_is_shown_on_a_terminal_only(folder):
    at_once = "from textlint.cli import main, terminal; terminal.PROGRESS_AFTER = -1; main()"
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-c", at_once, "check", "in", "--field", "text", *RULES],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
    except OSError:  # the other end is closed
        pass
    running.wait()

    assert re.search(rb"\r[\d]+ documents?, \d+\.\d MB/s, \d+ findings?, [\d:]+ left\x1b\[K", shown)
    assert shown.rstrip().splitlines()[-1].endswith(b"more.")


def test_two_tables_that_would_become_one():
    found = [(Path("a/x.jsonl"), SETTINGS), (Path("b/x.jsonl"), SETTINGS)]

    with pytest.raises(
        SettingsError, match=r"out/x.jsonl: a/x.jsonl and b/x.jsonl would both become this file"
    ):
        corpus.planned(found, Path("out"), [Path("a"), Path("b")], fixing=True)


def test_a_check_and_a_fix_in_place_have_no_notes():
    found = [(Path("a.jsonl"), SETTINGS)]

    assert corpus.planned(found, None, [], fixing=False) == [Shard(Path("a.jsonl"), SETTINGS)]
    assert corpus.planned(found, None, [], fixing=True) == [Shard(Path("a.jsonl"), SETTINGS, Path("a.jsonl"))]
    assert shards.note_for(Path("out/deep/a.jsonl"), Path("out")) == Path("out/.textlint/deep/a.jsonl.json")


def test_the_note_of_a_stranger_names_no_address_to_connect_to(folder):
    """Nor does one that is no note end in a traceback."""
    note, target = folder / "out" / ".textlint" / "a.jsonl.json", folder / "out" / "a.jsonl"
    note.parent.mkdir(parents=True)
    source = folder / "in" / "a.jsonl"
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        address = f"ftp://user@127.0.0.1:{server.getsockname()[1]}/x.jsonl"
        about = {"by": "fix", "key": "x", "files": [str(target), address], "target": None, "outcome": None}
        sound = {**about, "source": {"path": str(source), "state": None}}
        for content in (
            sound,
            about,
            {**sound, "files": [7]},
            {**sound, "target": 7},
            {**sound, "source": 7},
            [],
        ):
            note.write_text(json.dumps(content))
            done = run("fix", "in/a.jsonl", "-o", "out/a.jsonl", *RULES, cwd=folder)
            assert (done.returncode, done.stderr.count(b"\n")) == (0, 1), done.stderr
            target.unlink()
            with pytest.raises(BlockingIOError):
                server.accept()
