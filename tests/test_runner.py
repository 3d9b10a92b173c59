"""Many files: the same results from one process and from many, in the same order."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

TEXTLINT = Path(sys.executable).with_name("textlint")
SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))


@pytest.fixture
def corpus(tmp_path):
    """Cut and shuffled seeds, with bytes that are not UTF-8 among them, and a file that is no text."""
    chance = random.Random(1)
    for n in range(60):
        lines = chance.choice(SEEDS).read_bytes().splitlines(keepends=True)
        chance.shuffle(lines)
        data = b"".join(lines[: chance.randrange(1, 20)])
        cut = chance.randrange(len(data))
        (tmp_path / f"{n}.txt").write_bytes(data[:cut] + b"\xff" + data[cut:] if n % 7 == 0 else data)
    (tmp_path / "7.txt").write_bytes(b"\0\1\2")
    return tmp_path


def test_one_worker_and_many_find_the_same(corpus):
    one, many = (
        subprocess.run(
            [TEXTLINT, "check", "--jobs", jobs, "--output-format", "jsonl"],
            cwd=corpus,
            capture_output=True,
            check=False,
        )
        for jobs in ("1", "3")
    )

    assert one.stdout.count(b"\n") > 50
    assert (one.stdout, one.stderr, one.returncode) == (many.stdout, many.stderr, many.returncode)


def test_one_worker_and_many_fix_the_same(corpus):
    before = {path.name: path.read_bytes() for path in corpus.iterdir()}
    results = []
    for jobs in ("1", "3"):
        for name, data in before.items():
            (corpus / name).write_bytes(data)
        subprocess.run([TEXTLINT, "fix", "--jobs", jobs], cwd=corpus, capture_output=True, check=False)
        results.append({path.name: path.read_bytes() for path in corpus.iterdir()})

    assert results[0] == results[1]
    assert results[0] != before


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_rule_out_of_time_is_named_and_the_rest_goes_on(tmp_path, jobs):
    rule = tmp_path / "my" / "house" / "slow.yaml"
    rule.parent.mkdir(parents=True)
    rule.write_text(
        "kind: pattern\nmessage: Slow.\nwhy: Nested.\noptions:\n  find: '(?:a|aa|aaa)+$'\n"
        "examples:\n  - bad: aa\n  - ok: b\n"
    )
    for n in range(5):
        (tmp_path / f"{n}.txt").write_text("a" * 5000 + "b.. It ended with an a\n")

    done = subprocess.run(
        [TEXTLINT, "check", "--rules", "my", "--select", "house,punctuation", "--jobs", jobs],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )

    errors = done.stderr.decode().splitlines()
    assert done.returncode == 2
    assert [line for line in errors if line.startswith("textlint:")] == [
        "textlint: 0.txt: rule house/slow ran out of time",
        "textlint: 1.txt: rule house/slow ran out of time",
        "textlint: 2.txt: rule house/slow ran out of time, and is left out from here on",
    ]
    assert done.stdout.decode().count("punctuation/doubled") == 5
