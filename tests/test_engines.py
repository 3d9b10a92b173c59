"""Shards on Ray and Spark, the real ones: the same bytes and the same reports as on this machine, whoever is killed."""

import csv
import gzip
import json
import os
import pickle
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from textlint import runner
from textlint.corpora import corpus, engines, shards
from textlint.corpora.engines import afar, local
from textlint.errors import SettingsError
from textlint.settings import Settings, for_file, with_flags

TEXTLINT = Path(sys.executable).with_name("textlint")
RULES = ("--select", "punctuation,balance")
SETTINGS = with_flags(for_file(Settings(), Path("a.jsonl")), select=("punctuation", "balance"))
TEXTS = ("It ended.. He left.", "All is well.", "It came  back.. He said “no.", "He, left ,too.. So it was.")
TABLES = ("a.jsonl", "b.jsonl.gz", "c.csv", "d.parquet")


def needs(name):
    package = "pyspark" if name == "spark" else name
    missing = pytest.mark.skipif(not find_spec(package), reason=f"{package} is not installed")
    return pytest.param(name, marks=[pytest.mark.slow, missing])


CLUSTERS = (needs("ray"), needs("spark"))

# What fixes texts, and now and then kills its process, the one that supervises it, or the engine's own worker.
DEADLY = """
import os, signal
from pathlib import Path
from textlint import rulesets

def parent(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])

def fix(ruleset, document, **more):
    for words, above, times in (("kills itself", 0, 1), ("kills each", 0, 99), ("kills above", 1, 1), ("kills worker", 2, 1)):
        tries = Path(os.environ["TRIES"], words)
        if words in document.text and (tries.stat().st_size if tries.exists() else 0) < times:
            with tries.open("a") as file:
                file.write("x")
            victim = os.getpid()
            for _ in range(above):
                victim = parent(victim)
            os.kill(victim, signal.SIGKILL)
            signal.pause()
    return rulesets.fix(ruleset, document, **more)
"""

# A run of an engine, whose reports go to a file.
DRIVER = """
import pickle, sys
from pathlib import Path
import deadly
from textlint import runner
from textlint.corpora import engines
on, every, reports = sys.argv[1:]
done = engines.chosen(on).run(
    pickle.loads(Path(every).read_bytes()), runner.Work(fix=True, fixing=deadly.fix), jobs=2, watch=lambda _: None
)
Path(reports).write_bytes(pickle.dumps(list(done)))
"""


@pytest.fixture
def folder(tmp_path):
    """A table of each kind, with texts that kill in the middle of it."""
    kills = dict(zip(TABLES, ("worker", "above", "itself", "each"), strict=True))
    (tmp_path / "in").mkdir()
    for name, who in kills.items():
        texts = [*TEXTS * 5, f"This text kills {who}.. So it does.", *TEXTS * 5]
        rows = [{"n": n, "text": text, "é": 1e5} for n, text in enumerate(texts)]
        path = tmp_path / "in" / name
        if name.endswith(".parquet"):
            pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=16)
        elif name.endswith(".csv"):
            with path.open("w", newline="") as file:
                writer = csv.DictWriter(file, rows[0])
                writer.writeheader()
                writer.writerows(rows)
        else:
            data = "".join(json.dumps(row) + "\n" for row in rows).encode()
            path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    (tmp_path / "deadly.py").write_text(DEADLY)
    (tmp_path / "driver.py").write_text(DRIVER)
    return tmp_path


def environment(folder, *spared):
    """What a deadly run needs; of those that are spared nobody is killed."""
    tries = folder / f"tries{len(list(folder.glob('tries*')))}"
    tries.mkdir()
    for words in spared:
        (tries / words).write_text("x")
    return {**os.environ, "TRIES": str(tries), "PYTHONPATH": str(folder)}


def planned(output):
    found = [(Path("in", name), SETTINGS) for name in TABLES]
    return corpus.planned(found, Path(output), [Path("in")], fixing=True)


def drive(folder, on, output, *spared):
    """The reports of a run in which workers are killed."""
    (folder / "every").write_bytes(pickle.dumps(planned(output)))
    command = [sys.executable, "driver.py", on, "every", "reports"]
    done = subprocess.run(
        command, cwd=folder, env=environment(folder, *spared), capture_output=True, check=False, timeout=300
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return pickle.loads((folder / "reports").read_bytes())  # noqa: S301


def run(*args, cwd):
    return subprocess.run([TEXTLINT, *map(str, args)], cwd=cwd, capture_output=True, check=False, timeout=300)


def tables_in(folder):
    """All files below a folder but notes; nothing half-written may be there."""
    files = [path for path in folder.rglob("*") if path.is_file() and ".textlint" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


# --- which engine


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("local", ("local", "")),
        ("ray", ("ray", "")),
        ("ray:auto", ("ray", "auto")),
        ("ray:10.0.0.1:6379", ("ray", "10.0.0.1:6379")),
        ("ray://head:10001", ("ray", "ray://head:10001")),
        ("spark", ("spark", "")),
        ("spark:local[2]", ("spark", "local[2]")),
        ("spark:k8s://https://host:443", ("spark", "k8s://https://host:443")),
        ("spark://one:7077,two:7077", ("spark", "spark://one:7077,two:7077")),
    ],
)
def test_which_engine_is_meant_and_where(asked, expected):
    assert engines.chosen(asked) == expected


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ("rey", "--on: no engine 'rey'; did you mean 'ray'?"),
        ("Spark://host:7077", "--on: no engine 'Spark'; did you mean 'spark'?"),
        ("dask", "--on: no engine 'dask'; expected one of local, ray, spark"),
        ("", "--on: no engine ''; expected one of local, ray, spark"),
        ("local[2]", "--on: no engine 'local[2]'; did you mean 'spark:local[2]'?"),
        ("k8s://https://host", "--on: no engine 'k8s'; did you mean 'spark:k8s://https://host'?"),
        ("local:2", "--on local:2: local is this machine; expected no address"),
        ("ray:", "--on ray:: expected an address behind the colon"),
        ("ray://", "--on ray://: expected an address behind the colon"),
    ],
)
def test_an_engine_that_there_is_not(asked, problem):
    with pytest.raises(SettingsError) as raised:
        engines.chosen(asked)
    assert str(raised.value) == problem


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        (
            ("fix", "in", "--on", "ray"),
            "may begin a table again, so that the old one has to stay; expected --output",
        ),
        (
            ("fix", "in", "-o", "out", "--journal", "j", "--on", "spark"),
            "--journal is written on this machine",
        ),
        (("check", "-", "--on", "ray"), "'-' is read on this machine"),
        (("check", "a.txt", "--on", "ray"), "a.txt: a text; --on is for tables"),
        (("check", "in", "--on", "rey"), "no engine 'rey'; did you mean 'ray'?"),
        (("check", "in", "--watch", "--on", "ray"), "--on doesn't go with it"),
        (("fix", "in", "-i", "--on", "ray"), "--on doesn't go with it"),
        (("check", "in", "--on", "ray:127.0.0.1:9"), "--on: nobody answers at 127.0.0.1:9"),
        (("check", "in", "--on", "spark://127.0.0.1:9"), "--on: nobody answers at spark://127.0.0.1:9"),
    ],
)
def test_what_does_not_go_with_an_engine(folder, args, problem):
    (folder / "a.txt").write_text("All is well.")

    done = run(*args, *RULES, cwd=folder)

    assert done.returncode == 2
    assert problem in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(("name", "package"), [("ray", "ray"), ("spark", "pyspark")])
def test_a_package_that_is_missing(folder, name, package):
    (folder / package).mkdir()
    (folder / package / "__init__.py").write_text("raise ImportError")
    command = [TEXTLINT, "check", "in", "--on", name, *RULES]

    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": "."}, capture_output=True, check=False
    )

    expected = f"textlint: --on {name} needs a package more: pip install 'textlint[{name}]'\n"
    assert (done.returncode, done.stderr.decode()) == (2, expected)


def test_a_folder_yields_its_tables_and_this_machine_is_an_engine_too(folder):
    checked = run("check", "in", "--on", "local", *RULES, cwd=folder)
    assert checked.stdout == run("check", "in", "--field", "text", *RULES, cwd=folder).stdout
    assert checked.stdout.count(b"\n") > 40


# --- what all clusters have in common, with threads for a cluster


def afar_on_threads(every, work, send=afar.done):
    with ThreadPoolExecutor(2) as threads, afar.around(every, ""):
        done = afar.run(
            every, work, lambda task: threads.submit(send, task), slots=lambda: 2, watch=lambda _: None
        )
        return list(done)


def test_a_task_says_the_same_however_often_it_is_done(folder, monkeypatch):
    monkeypatch.chdir(folder)
    expected = list(local.run(planned("here")[::3], runner.Work(fix=True), jobs=2))
    times = []

    def twice(task):
        times.append(afar.done(task))
        return afar.done(task)

    every = planned("there")[::3]
    assert afar_on_threads(every, runner.Work(fix=True), twice) == expected
    assert len(times) == len(every)
    assert tables_in(folder / "there") == tables_in(folder / "here")
    assert all(shards.done(shard, runner.Work(fix=True)) for shard in every)


def test_what_is_done_is_not_sent(folder, monkeypatch):
    monkeypatch.chdir(folder)
    every = planned("out")
    done = list(local.run(every, runner.Work(fix=True)))
    again = list(local.run(every, runner.Work(fix=True)))

    assert afar_on_threads(every, runner.Work(fix=True), None) == again
    assert len(again) == len(TABLES) < len(done)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"rules": "others"}, "other rules, or another textlint, on "),
        ({"folder": "/not/there"}, "no folder /not/there on "),
    ],
)
def test_a_machine_that_has_not_the_same(folder, monkeypatch, change, problem):
    monkeypatch.chdir(folder)
    shard = planned("out")[0]
    task = afar.Task(shard, runner.Work(fix=True), str(folder), shards.rules_digest(()))

    assert afar.done(pickle.dumps(task)).problem == ""
    assert afar.done(pickle.dumps(task._replace(**change))).problem.startswith(problem)


def test_a_task_that_fails_is_a_problem_of_its_table(folder, monkeypatch):
    monkeypatch.chdir(folder)

    def failing(task):
        if pickle.loads(task).shard.source.name == "c.csv":  # noqa: S301
            raise ValueError("\nat some.java.Stack\nValueError: no such thing\nat another.Stack")
        return afar.done(task)

    done = afar_on_threads(planned("out"), runner.Work(fix=True), failing)

    assert [each.problems for each in done if each.problems] == [
        ("in/c.csv: its task has failed: ValueError: no such thing; left alone",)
    ]
    assert set(tables_in(folder / "out")) == {*TABLES} - {"c.csv"}


def test_nothing_goes_on_when_a_task_has_ended(folder):
    (folder / "in" / "a.jsonl").write_text(json.dumps({"text": "It ended.. " * 10}) * 1 + "\n")
    orphaned = "import os, signal\ndef fix(*_, **__):\n    os.kill(int(os.environ['TASK']), signal.SIGKILL)\n    signal.pause()\n"
    (folder / "deadly.py").write_text(orphaned)
    code = (
        "import os, pickle, deadly; os.environ['TASK'] = str(os.getpid()); "
        "from textlint import runner; from textlint.corpora import shards; "
        "from textlint.corpora.engines import afar; from pathlib import Path; "
        "shard = pickle.loads(Path('every').read_bytes())[0]; "
        "afar.done(pickle.dumps(afar.Task(shard, runner.Work(fix=True, fixing=deadly.fix), '.', shards.rules_digest(()))))"
    )
    (folder / "every").write_bytes(pickle.dumps(planned("out")))

    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment(folder),
        check=False,
        timeout=60,
    )

    assert done.returncode == -signal.SIGKILL
    until = time.monotonic() + 20  # far more than it takes
    while list((folder / "out").glob("*.part")) and time.monotonic() < until:
        time.sleep(0.05)
    assert tables_in(folder / "out") == {}


# --- real clusters


@pytest.mark.parametrize("on", CLUSTERS)
def test_whoever_is_killed_the_tables_and_reports_are_the_same(folder, on):
    expected = drive(folder, "local", "here", "kills above", "kills worker")

    reports = drive(folder, on, "there")

    tries = max(folder.glob("tries*"))
    assert {path.name: path.stat().st_size for path in tries.iterdir()} == {
        "kills itself": 1,
        "kills each": 2,
        "kills above": 1,
        "kills worker": 1,
    }
    assert tables_in(folder / "there") == tables_in(folder / "here")
    assert set(tables_in(folder / "there")) == {*TABLES}
    assert reports == expected
    assert sum(bool(report.problems) for report in reports) == 0


@pytest.mark.parametrize("on", CLUSTERS)
def test_an_interrupt_says_how_to_go_on_and_then_it_goes_on(folder, on):
    rows = [json.dumps({"text": text * 20}) + "\n" for text in TEXTS * 40]
    for n in range(3):
        (folder / "in" / f"more{n}.jsonl").write_text("".join(rows))
    here = run("fix", "in", "-o", "here", *RULES, cwd=folder)
    command = ["fix", "in", "-o", "there", "--on", on, "--jobs", "1", *RULES]
    running = subprocess.Popen(
        [TEXTLINT, *command], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    while not list((folder / "there").glob("more0.jsonl")):
        time.sleep(0.01)

    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    interrupted = tables_in(folder / "there")
    there = run(*command, cwd=folder)

    assert running.returncode == 130
    assert said.decode().splitlines()[-1] == (
        "textlint: interrupted; the tables that are finished are kept, and the same command goes on with the others"
    )
    assert TABLES[0] in interrupted
    assert not any(name.endswith(".part") for name in interrupted)
    assert tables_in(folder / "there") == tables_in(folder / "here")
    assert (there.returncode, there.stderr) == (here.returncode, here.stderr)
    shown = there.stdout.decode().splitlines()
    assert 0 < len(shown) < len(here.stdout.splitlines())
    assert here.stdout.decode().splitlines()[-len(shown) :] == shown
