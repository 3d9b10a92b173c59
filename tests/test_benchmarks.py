"""The benchmark's texts are the same each time, and its measurements are what they say; no peer is needed."""

import gzip
import importlib
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def load(monkeypatch):
    """Modules of the folder benchmarks/, which is no package."""
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    before = set(sys.modules)
    yield importlib.import_module
    for name in set(sys.modules) - before:
        path = getattr(sys.modules[name], "__file__", None) or ""
        if Path(path).parent == ROOT / "benchmarks":
            del sys.modules[name]


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_plan_gives_the_same_bytes(load, tmp_path):
    corpus = load("corpus")
    plan = corpus.Plan(corpus.Source.read(ROOT / "seeds"))
    first, second = (corpus.build(plan, 0.1, tmp_path / name) for name in ("first", "second"))

    assert contents(first.folder) == contents(second.folder)
    assert first.folder.name == second.folder.name
    assert plan.key(0.1) != corpus.Plan(plan.source, defects=2).key(0.1)


def test_a_corpus_is_built_once(load, tmp_path):
    corpus = load("corpus")
    plan = corpus.Plan(corpus.Source.read(ROOT / "seeds"))
    folder = corpus.build(plan, 0.05, tmp_path).folder
    (folder / "all.txt").write_text("kept")

    assert corpus.build(plan, 0.05, tmp_path).folder == folder
    assert (folder / "all.txt").read_text() == "kept"


def test_three_forms_of_the_same_text(load, tmp_path):
    corpus = load("corpus")
    built = corpus.build(corpus.Plan(corpus.Source.read(ROOT / "seeds")), 0.1, tmp_path)
    texts = [path.read_text(encoding="utf-8") for path in sorted(built.folder.glob("files/*/*"))]

    assert len(texts) == built.articles
    assert sum(len(text.encode()) for text in texts) == built.bytes
    assert (built.folder / "all.txt").read_text(encoding="utf-8") == "".join(f"{text}\n" for text in texts)
    assert len((built.folder / "all.jsonl").read_text(encoding="utf-8").splitlines()) == built.articles


def test_articles_are_as_the_plan_says(load):
    corpus = load("corpus")
    plan = corpus.Plan(corpus.Source.read(ROOT / "seeds"), defects=1.5, furniture=0.25)
    made = [article for article, _ in zip(corpus.articles(plan), range(1000), strict=False)]
    defects = sum((counts for _, counts, _ in made), Counter())

    assert 4000 < sum(len(text.encode()) for text, *_ in made) / 1000 < 5000
    assert 1.3 < defects.total() / 1000 < 1.7
    assert 0.2 < sum(furniture for *_, furniture in made) / 1000 < 0.3
    assert set(defects) == set(load("damage").DEFECTS)


def test_a_process_is_measured(load, tmp_path):
    measure = load("measure").measure
    burn = "import time, sys\nx = bytearray(60_000_000)\nwhile time.process_time() < 0.3: pass\nprint('a\\nb')\nsys.exit(3)"
    run = measure([sys.executable, "-c", burn], tmp_path, tmp_path / "out", 20)

    assert (run.exit, run.findings) == (3, 2)
    assert run.cpu > 0.25  # as much as it has used by its own clock, within the clock's precision
    assert run.wall > 0
    assert 60 < run.peak < 120


def test_a_process_has_its_time(load, tmp_path):
    run = load("measure").measure([sys.executable, "-c", "while True: pass"], tmp_path, tmp_path / "out", 0.3)

    assert run.failure == "killed after 0 s"


@pytest.mark.parametrize(
    ("code", "error"),
    [
        pytest.param("import sys; sys.exit(3)", "exit code 3", id="exit code"),
        pytest.param("1 / 0", "ZeroDivisionError", id="a crash has the exit code of findings"),
        pytest.param(
            "open('n', 'a').write('x'); print(open('n').read().replace('x', 'x\\n'))", "differ", id="findings"
        ),
    ],
)
def test_what_is_not_as_expected_ends_the_measurement(load, tmp_path, code, error):
    measure, tools = load("measure"), load("tools")
    tool = tools.Tool("some tool", (sys.executable, "-c", code), (0, 1))

    with pytest.raises(measure.BenchmarkError, match=error):
        measure.in_turns([tool], [], tmp_path, tmp_path / "out", rounds=2, timeout=20)


def test_readers_read_everything(load, tmp_path):
    tools, measure = load("tools"), load("measure")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").write_bytes(b"\xff")
    read, decode = (
        measure.measure([*tools.PYTHON, task, "."], tmp_path / "folder", tmp_path / "out", 20)
        for task in ("read", "decode")
    )

    assert (read.exit, decode.exit) == (0, 1)


RULE = """\
kind: score
message: "Because of {signs}."
why: A test needs it.
options: {company: scraping, rules: 2, signs: signs.tsv, report: 1, safe: 3, found: 0}
examples: [{bad: "a"}, {ok: "b"}]
"""
PARAGRAPH = "The talks between both sides went on for the whole of the night, he said in town {}."


def test_weights_are_learned_from_labelled_lines(tmp_path):
    rule = tmp_path / "house" / "judge.yaml"
    rule.parent.mkdir()
    rule.write_text(RULE)
    (rule.parent / "signs.tsv").write_text("# Remarks stay.\nplace tail\t0\tbelow the text\n")
    rows = [
        {
            "domain": f"site{n % 6}",
            "lines": [
                {"text": "Talks Go On in Town", "label": "title"},
                {"text": PARAGRAPH.format(n), "label": "body"},
                {"text": "The second day", "label": "body"},
                {"text": PARAGRAPH.format(n + 1), "label": "body"},
                {"text": "Share this:", "label": "noise"},
                {"text": f"Port Reopens After {n} Storms", "label": "noise"},
                {"text": "Leave a Reply", "label": "noise"},
                {"text": "A caption", "label": None},
            ],
        }
        for n in range(60)
    ]
    lines = tmp_path / "lines.jsonl.gz"
    lines.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "learn.py", rule, f"{lines}:0.5:2"],
        capture_output=True,
        text=True,
        check=True,
    )
    remark, *learned = (rule.parent / "signs.tsv").read_text().splitlines()
    weights = {sign: float(weight) for sign, weight, *_ in (row.split("\t") for row in learned)}

    assert "lines.jsonl.gz: 180 lines of furniture, 120 found by other rules, 0 wrongly" in done.stdout
    assert "precision 0.990: recall 1.000" in done.stdout
    assert remark == "# Remarks stay."
    assert weights["place tail"] > 0.1 > -0.1 > weights["between paragraphs"]
    assert f"place tail\t{weights['place tail']:.2f}\tbelow the text" in learned
