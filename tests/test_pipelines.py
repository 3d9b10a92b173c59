"""textlint in pipelines of others, the real ones: what comes out is what `textlint fix` writes, whoever is killed."""

import json
import os
import pickle
import random
import signal
import subprocess
import sys
from collections import UserDict
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from textlint import linter
from textlint.errors import InputError, SettingsError
from textlint.pipelines import Check, Fix

SELECT = ("punctuation", "balance")
RULES = {"select": SELECT}
TEXTLINT = Path(sys.executable).with_name("textlint")
WRONG, RIGHT = "It ended.. He left.", "It ended. He left."


def needs(package):
    missing = pytest.mark.skipif(not find_spec(package), reason=f"{package} is not installed")
    return lambda test: pytest.mark.slow(missing(test))


# --- Arrow data


@pytest.mark.parametrize(
    "kind",
    [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())],
    ids=str,
)
def test_texts_are_mended_and_all_else_stays(kind):
    texts = [WRONG, None, "All is well.", "", WRONG]
    values = (
        pa.array(texts).dictionary_encode().cast(kind)
        if isinstance(kind, pa.DictionaryType)
        else pa.array(texts, kind)
    )
    batch = pa.record_batch({"n": range(5), "text": values, "time": pa.array([1.5] * 5)})
    batch = batch.replace_schema_metadata({"made": "by hand"})

    for data in (batch, pa.Table.from_batches([batch, batch.slice(2)])):
        new = Fix(**RULES)(data)
        expected = [RIGHT if text == WRONG else text for text in data.column("text").to_pylist()]
        assert type(new) is type(data)
        assert new.schema.equals(data.schema, check_metadata=True)
        assert new.column("text").to_pylist() == expected
        assert new.drop_columns("text").equals(data.drop_columns("text"))


def test_batches_come_one_by_one():
    taken = []

    def batches():
        for n in range(3):
            taken.append(n)
            yield pa.record_batch({"text": [WRONG, str(n)]})

    new = Fix(**RULES)(batches())

    assert next(new).column("text").to_pylist() == [RIGHT, "0"]
    assert taken == [0]
    assert [batch.column("text").to_pylist() for batch in new] == [[RIGHT, "1"], [RIGHT, "2"]]


def test_a_text_that_cannot_be_worked_on_stays(monkeypatch):
    data = pa.array([WRONG.encode(), b"It ended.. \xff", b"short", b"It.. " * 10], pa.binary()).view(
        pa.string()
    )
    table = pa.table({"text": data})

    new = Fix(**RULES, longest=30, findings="found")(table)

    assert new["text"].cast(pa.binary()).to_pylist() == [
        RIGHT.encode(),
        *data.view(pa.binary()).to_pylist()[1:],
    ]
    found = [[each["rule"] for each in row] for row in new["found"].to_pylist()]
    assert found == [[], ["textlint/record"], [], ["textlint/document"]]

    monkeypatch.setattr(linter, "fix", lambda *_, **__: 1 / 0)
    assert Fix(**RULES)(table).equals(table)


def test_a_column_of_findings():
    data = pa.table({"text": [WRONG, None, "All is well."], "title": ["😀 No.. ", "", None]})

    new = Check(["text", "title"], **RULES)(data)

    first = {"field": "title", "rule": "punctuation/doubled", "severity": "warning", "start": 4, "end": 6}
    edits = [{"start": 4, "end": 6, "text": "."}]
    assert new.drop_columns("findings").equals(data)
    found = new["findings"].to_pylist()
    assert [[each["field"] for each in row] for row in found] == [["text", "title"], [], []]
    assert found[0][1] == first | {
        "message": found[0][1]["message"],
        "applicability": "safe",
        "edits": edits,
    }
    assert Fix(["text", "title"], **RULES, findings="left")(data)["left"].to_pylist() == [[], [], []]


# --- dicts of lists


@pytest.mark.parametrize(
    ("fields", "data", "expected"),
    [
        ("text", {"n": [1, 2], "text": [WRONG, None]}, {"n": [1, 2], "text": [RIGHT, None]}),
        ("tags", {"tags": [[WRONG, "no"], [], None]}, {"tags": [[RIGHT, "no"], [], None]}),
        ("a.b", {"a": [{"b": WRONG, "c": 1}, {"c": 2}, None]}, {"a": [{"b": RIGHT, "c": 1}, {"c": 2}, None]}),
        ("a[].b", {"a": [[{"b": WRONG}], []]}, {"a": [[{"b": RIGHT}], []]}),
        ("a.b", {"a.b": [WRONG], "a": [1]}, {"a.b": [RIGHT], "a": [1]}),
        (["text", "title"], {"text": [WRONG], "title": [WRONG]}, {"text": [RIGHT], "title": [RIGHT]}),
        ("text", {"text": [7, {"a": 1}, WRONG]}, {"text": [7, {"a": 1}, RIGHT]}),
        ("text", {"text": []}, {"text": []}),
    ],
)
def test_dicts_of_lists(fields, data, expected):
    before = pickle.dumps(data)

    assert Fix(fields, **RULES)(data) == expected
    assert pickle.dumps(data) == before


def test_findings_in_dicts_of_lists():
    new = Check("tags", findings="found", **RULES)({"tags": [["no", WRONG], None, [7]]})

    assert [[(each["field"], each["rule"]) for each in row] for row in new["found"]] == [
        [("tags[1]", "punctuation/doubled")],
        [],
        [("tags[0]", "textlint/record")],
    ]


def test_only_the_columns_that_are_asked_for_are_made():
    class Lazy(UserDict):
        def __getitem__(self, name):
            assert name == "text"
            return super().__getitem__(name)

    new = Fix(**RULES)(Lazy(text=[WRONG], image=object()))

    assert new["text"] == [RIGHT]


# --- what is made on one machine and called on others


def test_it_is_small_when_it_travels_and_the_same_there():
    fix = Fix(**RULES)
    data = pickle.dumps(fix)

    assert len(data) < 1000
    assert data == pickle.dumps(Fix(**RULES))
    assert pickle.loads(data)({"text": [WRONG]}) == {"text": [RIGHT]}  # noqa: S301


@pytest.mark.parametrize("option", ["select", "extend_select", "ignore"])
def test_a_string_is_one_selector(option):
    one, list_of_one = ({option: given} for given in ("punctuation", ["punctuation"]))

    assert Fix(**one).settings == Fix(**list_of_one).settings


def test_other_rules_there_are_an_error(tmp_path):
    rule = tmp_path / "house" / "utilize.yaml"
    rule.parent.mkdir()
    rule.write_text(
        'kind: words\nmessage: "Write {expected}."\nwhy: It is short.\noptions: {words: {utilize: use}}\n'
        'examples: [{bad: "They utilize it."}, {ok: "They use it."}]\n'
    )
    fix = Fix(rules=[tmp_path], select=["house"], unsafe=True)
    assert fix.settings.rules == (tmp_path,)
    assert Fix(rules=tmp_path).settings.rules == Fix(rules=str(tmp_path)).settings.rules == (tmp_path,)
    fix.digest = "another"

    with pytest.raises(SettingsError, match="other rules, or another textlint, than where"):
        fix({"text": ["They utilize it."]})


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: Fix(select=["punctation"]), "no pack or rule 'punctation'; did you mean 'punctuation'?"),
        (lambda: Fix(select="punctation"), "no pack or rule 'punctation'; did you mean 'punctuation'?"),
        (lambda: Fix(profile="pros"), "unknown profile 'pros'; did you mean 'prose'?"),
        (lambda: Fix([]), "no fields; expected the name of at least one, such as 'text'"),
        (lambda: Fix("txt", **RULES)({"text": []}), "no column 'txt'; did you mean 'text'?"),
        (lambda: Fix("txt", **RULES)(pa.table({"text": [""]})), "no column 'txt'; did you mean 'text'?"),
        (
            lambda: Fix(**RULES)({"id": 7, "text": WRONG}),
            "column 'text' is a text; expected a list (batched=True)",
        ),
        (
            lambda: Fix(**RULES)(UserDict(id=7, text=WRONG)),
            "column 'text' is a text; expected a list (batched=True)",
        ),
        (
            lambda: Fix("meta.title", **RULES)({"meta": {"title": WRONG}}),
            "column 'meta' is a dict; expected a list (batched=True)",
        ),
        (
            lambda: Fix("tags", **RULES)({"id": 7, "tags": [WRONG]}),
            "column 'id' is a int; expected a list (batched=True)",
        ),
        (
            lambda: Fix(**RULES)({"id": [1, 2], "text": [WRONG]}),
            "columns of unequal length: 'text' has 1 rows, 'id' has 2",
        ),
        (lambda: Fix(**RULES)([WRONG]), "a list; expected Arrow data, a dict of lists, or batches of Arrow"),
        (
            lambda: Check(**RULES)(pa.table({"text": [""], "findings": [1]})),
            "there is a column 'findings' already; ",
        ),
    ],
)
def test_what_is_wrong_is_told(make, problem):
    with pytest.raises((SettingsError, InputError)) as raised:
        make()
    assert str(raised.value).startswith(problem)


# --- real pipelines, in which a worker is killed

# Its worker is killed in the middle, the first time that it sees a certain text.
DEADLY = """
import os, signal
from pathlib import Path
from textlint.pipelines import Fix

class Deadly(Fix):
    def _texts(self):
        work, found = super()._texts()

        def deadly(records):
            tried = Path(os.environ["TRIED"])
            if any("kills" in (record.text or "") for record in records) and not tried.exists():
                tried.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return work(records)

        return deadly, found

FIX = Deadly(select=["punctuation", "balance"])
"""


@pytest.fixture
def folder(tmp_path):
    """Four shards, as Parquet and as JSONL, and what `fix` makes of them."""
    chance = random.Random(1)
    texts = [WRONG, "All is well.", None, "It came  back.. He said “no.", "He, left ,too.. So it was."]
    for name in ("in", "lines"):
        (tmp_path / name).mkdir()
    for shard in range(4):
        rows = [
            {"n": 1000 * shard + n + 1, "text": chance.choice(texts), "score": n / 3, "tags": ["a"] * (n % 3)}
            for n in range(200)
        ]
        rows[150]["text"] = f"This text kills.. In shard {shard}." if shard == 2 else WRONG
        pq.write_table(pa.Table.from_pylist(rows), tmp_path / "in" / f"{shard}.parquet")
        (tmp_path / "lines" / f"{shard}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    rules = ("--select", ",".join(SELECT))
    subprocess.run(
        [TEXTLINT, "fix", "in", "-o", "here", "-q", *rules], cwd=tmp_path, capture_output=True, check=False
    )
    (tmp_path / "deadly.py").write_text(DEADLY)
    return tmp_path


def python(folder, code, *, fails=False):
    """Run Python code; its complaints belong to others."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder),
        "TRIED": str(folder / "tried"),
        "HF_HOME": str(folder / "hf"),
        "PYSPARK_PYTHON": sys.executable,
        "RAY_USAGE_STATS_ENABLED": "0",
    }
    with (folder / "said").open("w+") as said:
        running = subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=folder,
            env=environment,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        try:
            code = running.wait(timeout=300)
        finally:
            with suppress(ProcessLookupError):  # what the killed one has left behind
                os.killpg(running.pid, signal.SIGKILL)
    assert bool(code) == fails, (folder / "said").read_text()


def in_order(table):
    return table.combine_chunks().sort_by("n")


def here(folder):
    return in_order(pq.read_table(folder / "here"))


@needs("ray")
def test_ray_data(folder):
    pytest.importorskip("ray.data", reason="ray[data] is not installed")
    python(
        folder,
        """
import ray, pyarrow as pa, pyarrow.parquet as pq, deadly
ray.init("local", num_cpus=2, include_dashboard=False, log_to_driver=False)
data = ray.data.read_parquet("in").map_batches(deadly.FIX, batch_format="pyarrow")
pq.write_table(pa.concat_tables(ray.get(data.to_arrow_refs())), "there.parquet")
""",
    )

    assert (folder / "tried").exists()
    assert in_order(pq.read_table(folder / "there.parquet")).equals(here(folder))


@needs("pyspark")
def test_spark(folder):
    python(
        folder,
        """
import deadly
from pyspark.sql import SparkSession
from textlint.pipelines import Check
spark = SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false").getOrCreate()
data = spark.read.parquet("in")
data.mapInArrow(deadly.FIX, data.schema).write.parquet("there")
check = Check(select=["punctuation", "balance"])
data.mapInArrow(check, check.spark_schema(data.schema)).write.parquet("checked")
spark.stop()
""",
    )

    assert (folder / "tried").exists()
    there = in_order(pq.read_table(folder / "there"))
    assert there.to_pylist() == here(folder).to_pylist()
    assert_checked(folder, pq.read_table(folder / "checked"))


def assert_checked(folder, checked):
    before = in_order(pq.read_table(folder / "in"))
    expected = Check(**RULES)(before)["findings"].to_pylist()
    assert in_order(checked).drop_columns("findings").to_pylist() == before.to_pylist()
    assert in_order(checked)["findings"].to_pylist() == expected
    assert sum(map(len, expected)) > 100


@needs("datasets")
@pytest.mark.parametrize("form", ["None", "'arrow'"], ids=["lists", "arrow"])
def test_datasets(folder, form):
    """A killed worker ends a run of `datasets`; the next one gives what is right."""
    code = f"""
import deadly
from datasets import load_dataset
from textlint.pipelines import Check
if __name__ == "__main__":
    data = load_dataset("parquet", data_files="in/*.parquet", split="train").with_format({form})
    new = data.map(deadly.FIX, batched=True, num_proc=2)
    assert new.features == data.features
    new.to_parquet("there.parquet")
    check = Check(select=["punctuation", "balance"])
    data.map(check, batched=True, features=check.features(data.features)).to_parquet("checked.parquet")
"""
    (folder / "job.py").write_text(code)
    run = "import runpy; runpy.run_path('job.py', run_name='__main__')"
    python(folder, run, fails=True)
    assert (folder / "tried").exists()
    assert not (folder / "there.parquet").exists()

    python(folder, run)

    there = in_order(pq.read_table(folder / "there.parquet"))
    assert there.to_pylist() == here(folder).to_pylist()
    assert_checked(folder, pq.read_table(folder / "checked.parquet"))


@needs("datatrove")
def test_datatrove(folder):
    """A killed worker ends a run of datatrove in one process; the next one does what is left."""
    code = """
import deadly
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
steps = [JsonlReader("lines", id_key="n"), deadly.FIX.documents, JsonlWriter("there", compression=None)]
LocalPipelineExecutor(steps, tasks=4, workers=1, logging_dir="logs").run()
"""
    python(folder, code, fails=True)
    assert (folder / "tried").exists()
    assert len(list((folder / "logs" / "completions").iterdir())) == 2

    python(folder, code)

    rows = [
        json.loads(line) for path in (folder / "there").iterdir() for line in path.read_text().splitlines()
    ]
    expected = {row["n"]: row["text"] for row in here(folder).to_pylist() if row["text"]}
    assert {int(row["id"]): row["text"] for row in rows} == expected
    assert len(rows) == len(expected)
