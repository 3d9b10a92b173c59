"""Tables that are broken, huge or packed to explode, and runs that are killed: as a user meets them."""

import gzip
import json
import random
import signal
import subprocess
import sys
from functools import partial
from importlib import import_module
from io import BytesIO
from pathlib import Path

import commands
import pytest
from kills import killed

pytest.importorskip("pyarrow")

TEXTLINT = Path(sys.executable).with_name("textlint")
RULES = ("--select", "punctuation/doubled")
FORMATS = (".jsonl", ".csv", ".parquet", ".arrow", ".jsonl.gz", ".csv.zst")
BAD, GOOD = "It ended.. He left.", "It ended. He left."
NUMBER = 10**29 + 1  # of 30 digits
MEGABYTE = 1_000_000


def run(*args, cwd, data=""):
    return commands.run(*args, cwd=cwd, data=data.encode(), text=True)


def zstd():
    return import_module("backports.zstd")


def packed(data, suffix):
    return {".gz": partial(gzip.compress, compresslevel=1, mtime=0), ".zst": lambda data: zstd().compress(data)}.get(suffix, bytes)(data)  # fmt: skip


def table(suffix, texts, batch=1000, stream=False):  # noqa: FBT002 - the one way or the other
    """The bytes of a table; each row has an id and a number of 30 digits."""
    kind = Path(f"a{suffix}")
    if suffix in (".parquet", ".arrow"):
        pa, out = import_module("pyarrow"), BytesIO()
        numbers = pa.array([NUMBER] * len(texts), pa.decimal128(38, 0))
        rows = pa.table({"id": list(map(str, range(len(texts)))), "text": texts, "number": numbers})
        if suffix == ".parquet":
            import_module("pyarrow.parquet").write_table(rows, out, row_group_size=batch)
        else:
            with (pa.ipc.new_stream if stream else pa.ipc.new_file)(out, rows.schema) as file:
                file.write_table(rows, max_chunksize=batch)
        return out.getvalue()
    if kind.name.startswith("a.csv"):
        lines = ["id,text,number", *(f"{n},{text},{NUMBER}" for n, text in enumerate(texts))]
    else:
        lines = [json.dumps({"id": str(n), "text": text, "number": NUMBER}) for n, text in enumerate(texts)]
    return packed("".join(f"{line}\n" for line in lines).encode(), kind.suffix)


def texts_of(path):
    """What the texts of a table are, read by other hands than ours."""
    data = path.read_bytes()
    if path.suffix in (".parquet", ".arrow"):
        pa, source = import_module("pyarrow"), BytesIO(data)
        read = import_module("pyarrow.parquet").read_table if path.suffix == ".parquet" else _arrow(pa)
        return read(source)["text"].to_pylist()
    unpack = {".gz": gzip.decompress, ".zst": lambda data: zstd().decompress(data)}.get(path.suffix, bytes)
    lines = unpack(data).decode().splitlines()
    if ".jsonl" in path.name:
        return [json.loads(line)["text"] for line in lines]
    csv = import_module("csv")
    csv.field_size_limit(2**30)
    return [each["text"] for each in csv.DictReader(lines)]


def _arrow(pa):
    def read(source):
        try:
            return pa.ipc.open_file(source).read_all()
        except pa.ArrowInvalid:
            source.seek(0)
            return pa.ipc.open_stream(source).read_all()

    return read


def files_in(folder):
    files = [path for path in folder.rglob("*") if path.is_file() and ".textlint" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


# --- what can't be read as a whole

MANY = [f"{BAD} {n}" for n in range(4000)]


def cut(suffix, part, **how):
    data = table(suffix, MANY, **how)
    return data[: int(len(data) * part)]


BROKEN = {
    "cut.jsonl.gz": (lambda: cut(".jsonl.gz", 0.5), "ends in the middle of its compressed data"),
    "cut.csv.gz": (lambda: cut(".csv.gz", 0.9), "ends in the middle of its compressed data"),
    "cut.jsonl.zst": (lambda: cut(".jsonl.zst", 0.9), "ends in the middle of its compressed data"),
    "cut.csv.zst": (lambda: cut(".csv.zst", 0.5), "ends in the middle of its compressed data"),
    "junk.jsonl.gz": (
        lambda: cut(".jsonl.gz", 1) + b"and so on, for a while",
        "holds something else behind its compressed data",
    ),
    "junk.csv.zst": (
        lambda: cut(".csv.zst", 1) + b"and so on, for a while",
        "can't be read: ",
    ),
    "cut.parquet": (lambda: cut(".parquet", 0.5), "a Parquet file that is cut off: it has no footer"),
    "cut.arrow": (lambda: cut(".arrow", 0.5), "no whole file or stream of Arrow"),
    "stream.arrow": (lambda: cut(".arrow", 0.6, stream=True), "batch 3 can't be read"),
    "none.parquet": (lambda: b"", "an empty file; expected Parquet"),
    "none.arrow": (lambda: b"", "an empty file; expected Arrow's"),
    "wide.jsonl": (
        lambda: table(".jsonl", [BAD]).decode().encode("utf-16"),
        "begins with the mark of UTF-16",
    ),
    "wide.csv": (lambda: table(".csv", [BAD]).decode().encode("utf-16"), "begins with the mark of UTF-16"),
    "quote.csv": (lambda: b'id,text\n1,"It ended.. He left.\n', "line 2: found a quote that is never closed"),
}


@pytest.fixture
def broken(tmp_path):
    """A folder of tables of which none can be read to its end, and two good ones."""
    (tmp_path / "in").mkdir()
    for name, (make, _) in BROKEN.items():
        (tmp_path / "in" / name).write_bytes(make())
    for suffix in (".jsonl", ".parquet"):
        (tmp_path / "in" / f"good{suffix}").write_bytes(table(suffix, [BAD, "All is well."]))
    return tmp_path


def require_problems(said, before):
    """Each broken table has one line that says what is wrong, and there are no other lines."""
    for name, (_, problem) in BROKEN.items():
        lines = [line for line in said.splitlines() if line.startswith(f"textlint: in/{name}: ")]
        assert len(lines) == 1, name
        assert problem in lines[0], name
    assert len(said.splitlines()) == len(BROKEN) + before


def test_what_can_not_be_read_is_said_and_the_rest_is_checked(broken):
    before = files_in(broken)

    done = run("check", "in", "--field", "text", "--jobs", 2, *RULES, cwd=broken)

    assert done.returncode == 2
    require_problems(done.stderr, 1)
    assert done.stdout.count("in/good.") == 2
    assert files_in(broken) == before


@pytest.mark.parametrize("args", [("--field", "text"), ("-o", "out")])
def test_what_can_not_be_read_is_left_alone_and_the_rest_is_fixed(broken, args):
    before = files_in(broken / "in")

    done = run("fix", "in", *args, "--jobs", 2, *RULES, cwd=broken)

    assert done.returncode == 2
    require_problems(done.stderr, 1)
    assert done.stderr.splitlines()[-1] == "Fixed 2 defects in 2 of 4 documents; 0 findings left."
    assert done.stdout == ""
    written = broken / ("out" if "-o" in args else "in")
    good = {name: written / name for name in ("good.jsonl", "good.parquet")}
    assert [texts_of(path) for path in good.values()] == [[GOOD, "All is well."]] * 2
    left = {name: data for name, data in files_in(written).items() if name not in good}
    assert left == ({} if "-o" in args else {name: before[name] for name in BROKEN})


# --- rows that can't be worked on

ODD = {
    ".jsonl": [b'{"text": "It ended.. \\ud800 He left."}\n', b'{"text": NaN}\n', b'{"text": 100000000000000000000000000001}\n', b'{"text": ""}\n', b'{"text": null, "n": NaN}\n', b"\n", b'{"text": "cut'],
    ".csv": [b'"",\n', b"NaN,100000000000000000000000000001\n", b'"It ended..\xed\xa0\x80",1\n', b"one field\n", b"\r\n", b"1,2,3\n"],
}  # fmt: skip


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".jsonl.gz", ".csv.zst"])
def test_odd_rows_stay_as_they_are_between_others_that_are_fixed(tmp_path, suffix):
    kind = Path(f"a{suffix}").with_suffix("").suffix or suffix
    good = (b'{"text": "%s"}\n' if kind == ".jsonl" else b'"%s",1\n') % BAD.encode()
    head = b"text,n\n" if kind == ".csv" else b""
    data = head + good + b"".join(each + good if each.endswith(b"\n") else each for each in ODD[kind])
    path = tmp_path / f"a{suffix}"
    path.write_bytes(packed(data, path.suffix))

    checked = run("check", path.name, *RULES, cwd=tmp_path)
    fixed = run("fix", path.name, "-o", "out", *RULES, cwd=tmp_path)

    assert (checked.returncode, fixed.returncode) == (1, 1)
    assert fixed.stdout.count("textlint/record") == checked.stdout.count("textlint/record") == 3
    out = (tmp_path / "out" / path.name).read_bytes()
    unpack = {".gz": gzip.decompress, ".zst": lambda data: zstd().decompress(data)}.get(path.suffix, bytes)
    odd = b'{"text": "It ended.. \\ud800 He left."}'
    expected = data.replace(good, good.replace(b"..", b".")).replace(odd, odd.replace(b"..", b"."))
    assert unpack(out) == expected


@pytest.mark.parametrize("suffix", [".parquet", ".arrow"])
def test_odd_rows_of_columns_stay_as_they_are(tmp_path, suffix):
    pa = import_module("pyarrow")
    texts = pa.array([BAD.encode(), b"", None, b"It ended..\xed\xa0\x80", b"NaN", BAD.encode()]).view(
        pa.string()
    )
    floats = pa.array([float("nan"), -0.0, None, 1.0, 2.0, 3.0])
    rows = pa.table({"text": texts, "number": pa.array([NUMBER] * 6, pa.decimal128(38, 0)), "float": floats})
    path = tmp_path / f"a{suffix}"
    if suffix == ".parquet":
        import_module("pyarrow.parquet").write_table(rows, path)
    else:
        with pa.ipc.new_file(str(path), rows.schema) as file:
            file.write_table(rows)

    done = run("fix", path.name, "-o", "out", *RULES, cwd=tmp_path)

    assert done.returncode == 1
    assert done.stdout.count("textlint/record") == 1
    read = import_module("pyarrow.parquet").read_table if suffix == ".parquet" else _arrow(pa)
    new = read(BytesIO((tmp_path / "out" / path.name).read_bytes()))
    assert new.schema == rows.schema
    assert new["number"].equals(rows["number"])
    assert [str(each) for each in new["float"].to_pylist()] == [
        str(each) for each in rows["float"].to_pylist()
    ]
    assert new["text"].cast(pa.binary()).to_pylist() == [
        GOOD.encode(), b"", None, b"It ended..\xed\xa0\x80", b"NaN", GOOD.encode()
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("longest", [None, 200 * MEGABYTE])
def test_a_value_of_nearly_a_hundred_megabytes(tmp_path, suffix, longest):
    huge = "All is well with it. " * (95 * MEGABYTE // 21)  # a row of CSV may have a hundred
    path = tmp_path / f"a{suffix}"
    path.write_bytes(table(suffix, [BAD, f"{huge}So it ended.. He left.", "", BAD]))
    more = ("--max-doc-bytes", longest) if longest else ()

    done = run("fix", path.name, "-o", "out", *more, *RULES, cwd=tmp_path)

    assert texts_of(tmp_path / "out" / path.name) == [
        GOOD, f"{huge}So it ended{'.' if longest else '..'} He left.", "", GOOD
    ]  # fmt: skip
    if longest:
        assert (done.returncode, done.stdout) == (0, "")
    else:
        assert done.returncode == 1
        assert done.stdout == (
            f"{path.name}:2[text]:1:1: textlint/document "
            "Longer than 16,777,216 bytes, left as it is; see --max-doc-bytes.\n"
        )


# --- what is packed to explode


def bomb(head, sign, suffix):
    """A gigabyte of one sign, packed."""
    piece = packed(sign * 2**24, suffix)
    return packed(head, suffix) + piece * 64


MEASURED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stderr=subprocess.STDOUT)
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
"""


def measured(*args, cwd):
    """What a command says, and the memory that the largest of its processes had, in megabytes.

    A small process starts it: what is started by this one counts from what this one has.
    """
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, TEXTLINT, *map(str, args)], cwd=cwd, capture_output=True, check=True
    )
    code, peak = map(int, done.stderr.split())
    return code, done.stdout.decode(), peak * (1 if sys.platform == "darwin" else 1024) / MEGABYTE


@pytest.mark.slow
def test_a_gigabyte_without_a_line_end_is_an_error_and_no_danger(tmp_path):
    bombs = {
        "zeros.jsonl.zst": (
            b"",
            b"\0",
            "line 1 is longer than 250,000,000 bytes; expected one object a line",
        ),
        "text.jsonl.gz": (b'{"text": "', b"a", "line 1 is longer than 250,000,000 bytes"),
        "zeros.csv.gz": (b"id,text\n", b"\0", "line 2: found a row of more than 100,000,000 bytes"),
        "text.csv.zst": (b'id,text\n1,"', b"a", "line 2: found a row of more than 100,000,000 bytes"),
    }
    for name, (head, sign, _) in bombs.items():
        (tmp_path / name).write_bytes(bomb(head, sign, Path(name).suffix))
    before = files_in(tmp_path)

    code, said, peak = measured("fix", *bombs, "-o", "out", "--jobs", 1, *RULES, cwd=tmp_path)

    assert code == 2
    assert [line for line in said.splitlines() if line.startswith("textlint: ")] == said.splitlines()
    for name, (_, _, problem) in bombs.items():
        assert f"textlint: {name}: {problem}" in said
    assert peak < 700
    assert files_in(tmp_path) == before


# --- what can't be done


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        (["fix", "a.jsonl", "-o", "-"], "-: a stream; expected a folder, or the name of a table"),
        (["fix", "a.jsonl", "-o", ""], "an empty path"),
        (["fix", "a.jsonl", "-o", "/dev/stdout"], "/dev/stdout: a stream; expected a folder"),
        (["check", "-", "--field", "text"], "are for tables; say by --stdin-filename what '-' is"),
        (
            ["fix", "-", "--id-field", "id", "--stdin-filename", "a.txt"],
            "are for tables; say by --stdin-filename",
        ),
        (
            ["fix", "a.jsonl", "-o", "out", "--id-field", "idd"],
            "no row has a field 'idd'; did you mean 'id'?",
        ),
        (["fix", "a.csv", "--id-field", "idd"], "no column 'idd' in the first row"),
        (["fix", "a.parquet", "--id-field", "idd"], "no column 'idd'; did you mean 'id'?"),
        (["fix", "a.arrow", "--id-field", "idd"], "no column 'idd'; did you mean 'id'?"),
    ],
)
def test_what_can_not_be_done_is_said_in_one_line(tmp_path, args, problem):
    for suffix in FORMATS[:4]:
        (tmp_path / f"a{suffix}").write_bytes(table(suffix, [BAD]))
    before = files_in(tmp_path)

    done = run(*args, *RULES, cwd=tmp_path, data="It ended.. He left.\n")

    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert problem in done.stderr
    assert files_in(tmp_path) == before


# --- undo


def both(suffix, **how):
    return pytest.param(suffix, how, id=suffix + "".join(how))


@pytest.mark.parametrize(("suffix", "how"), [*map(both, FORMATS), both(".arrow", stream=True)])
def test_what_was_fixed_is_restored_and_fixed_again(tmp_path, suffix, how):
    texts = [BAD, "", "All is well.", *MANY[:1100]]
    path, new = tmp_path / f"a{suffix}", tmp_path / "out" / f"a{suffix}"
    path.write_bytes(table(suffix, texts, **how))
    fix = ("fix", path.name, "-o", "out", *RULES)

    run(*fix, "--journal", "j", cwd=tmp_path)
    fixed = new.read_bytes()
    undone = run("undo", "j", cwd=tmp_path)

    assert (undone.returncode, undone.stderr) == (0, "Restored 1 of 1 file.\n")
    assert texts_of(new) == texts
    again = run(*fix, cwd=tmp_path)
    assert (again.returncode, new.read_bytes() == fixed) == (0, True)
    assert texts_of(new)[0] == GOOD


def test_what_was_changed_after_it_was_restored_is_not_overwritten(tmp_path):
    path, new = tmp_path / "a.jsonl", tmp_path / "out" / "a.jsonl"
    path.write_bytes(table(".jsonl", [BAD]))
    fix = ("fix", "a.jsonl", "-o", "out", *RULES)
    run(*fix, "--journal", "j", cwd=tmp_path)
    run("undo", "j", cwd=tmp_path)
    new.write_text('{"text": "mine"}\n')

    assert "has been changed since textlint wrote it" in run(*fix, cwd=tmp_path).stderr
    assert new.read_text() == '{"text": "mine"}\n'


def test_no_diff_shows_a_table_and_none_would_be_restored_by_it(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(table(".jsonl", [BAD]))
    (tmp_path / "a.txt").write_text(f"{BAD}\n")
    run("fix", "a.jsonl", "a.txt", "--journal", "j", *RULES, cwd=tmp_path)

    of_table, of_both = (run("undo", "j", *which, "--diff", cwd=tmp_path) for which in (["a.jsonl"], []))

    problem = "textlint: a.jsonl: no patch can hold a table; run without --diff\n"
    assert (of_table.returncode, of_table.stdout, of_table.stderr) == (2, "", problem)
    assert (of_both.returncode, of_both.stderr) == (2, f"{problem}Would restore 1 of 1 file.\n")
    assert "+It ended.. He left." in of_both.stdout


# --- runs that are killed


@pytest.fixture
def shards(request, tmp_path):
    """A folder of six tables that take some time, of one format or of all."""
    chance = random.Random(1)
    suffixes = FORMATS if request.param == "all" else [request.param]
    for number in range(6):
        suffix = suffixes[number % len(suffixes)]
        # One slip a text: what a text has again and again is its habit.
        places = [chance.randrange(60) for _ in range(120)]
        texts = [f"{'All is well. ' * n}{BAD}{' All is well.' * (60 - n)}" for n in places]
        path = tmp_path / "in" / f"{number}{suffix}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(table(suffix, texts, batch=40))
    done = run("fix", "in", "-o", "expected", "--jobs", 2, *RULES, cwd=tmp_path)
    assert done.returncode == 0
    return tmp_path, done.stderr


# What has been done at the first of these points is nothing, at the last nearly all.
MOMENTS = [
    ("a note", 1),
    ("a row", 1),
    ("a row", 250),
    ("a file in its place", 1),
    ("a note", 5),
    ("a row", 719),
]


def require_the_same(shards, to, moments):
    """Killed there, a run writes what one writes that nobody has killed; after the whole run was killed, the next."""
    folder, expected = shards
    for number, (point, times) in enumerate(moments):
        output = f"out{number}"
        command = ["fix", "in", "-o", output, "--jobs", "2", *RULES]
        code, said = killed([TEXTLINT, *command], point, times, cwd=folder, to=to)
        if to == "run":
            assert code == -signal.SIGKILL
            done = run(*command, cwd=folder)
            code, said = done.returncode, done.stderr
        assert (code, said) == (0, expected)
        assert files_in(folder / output) == files_in(folder / "expected")
        assert list((folder / output).rglob("*.part")) == []


@pytest.mark.parametrize("to", ["run", "worker"])
@pytest.mark.parametrize("shards", ["all"], indirect=True)
def test_a_kill_changes_nothing(shards, to):
    require_the_same(shards, to, MOMENTS[2:5])


@pytest.mark.slow
@pytest.mark.parametrize("to", ["run", "worker"])
@pytest.mark.parametrize("shards", FORMATS, indirect=True)
def test_a_kill_at_any_point_changes_nothing(shards, to):
    require_the_same(shards, to, MOMENTS)
