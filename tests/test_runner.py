"""Many files: the same results from one thread and from many, in the same order."""

import random
from pathlib import Path

import commands
import pytest

import textlint
from textlint import runner, selection
from textlint.compiler import compile_rules
from textlint.errors import CheckError
from textlint.kinds import encoding
from textlint.settings import Settings

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))


@pytest.fixture
def corpus(tmp_path):
    """Cut and shuffled seeds, with bytes that are not UTF-8 among them, and a file that is no text."""
    chance = random.Random(1)
    for n in range(150):
        lines = chance.choice(SEEDS).read_bytes().splitlines(keepends=True)
        chance.shuffle(lines)
        data = b"".join(lines[: chance.randrange(1, 20)])
        cut = chance.randrange(len(data))
        (tmp_path / f"{n}.txt").write_bytes(data[:cut] + b"\xff" + data[cut:] if n % 7 == 0 else data)
    (tmp_path / "7.txt").write_bytes(b"\0\1\2")
    return tmp_path


def test_one_thread_and_many_find_the_same(corpus):
    one, many = (
        commands.run("check", "--jobs", jobs, "--output-format", "jsonl", cwd=corpus) for jobs in (1, 3)
    )

    assert one.stdout.count(b"\n") > 100
    assert (one.stdout, one.stderr, one.returncode) == (many.stdout, many.stderr, many.returncode)


def test_one_thread_and_many_fix_the_same(corpus):
    before = {path.name: path.read_bytes() for path in corpus.iterdir()}
    results = []
    for jobs in (1, 3):
        for name, data in before.items():
            (corpus / name).write_bytes(data)
        commands.run("fix", "--jobs", jobs, cwd=corpus)
        results.append({path.name: path.read_bytes() for path in corpus.iterdir()})

    assert results[0] == results[1]
    assert results[0] != before


def test_a_file_has_the_same_report_alone_and_among_others(corpus):
    """The core reads plain files of UTF-8 by itself, many at a time."""
    settings = Settings(profile="scraped")
    found = [(path, settings) for path in sorted(corpus.glob("*.txt"))]
    together = list(runner.run(found, runner.Work()))
    one_by_one = [report for file in found for report in runner.run([file], runner.Work())]
    in_python = [runner.do(runner.Work(), file) for file in found]

    assert together == one_by_one == in_python
    assert sum(report.read for report in together) == len(found) - 1
    for (path, _), report in zip(found, together, strict=True):
        if report.read:
            text = path.read_bytes().decode("utf-8", "surrogateescape")
            assert tuple(each.finding for each in report.placed) == textlint.check(text)


# --- a check that fails


@pytest.fixture
def failing(make_rule, monkeypatch):
    """A rule that finds double stops, and one with a fault: it fails where a text has a misread quote."""

    def check(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(encoding, "prepare", lambda _: check)
    rules = [
        make_rule("encoding", id="house/mojibake", steps=["fix_encoding"]),
        make_rule("pattern", id="house/stops", find=r"\.\.", replace="."),
    ]
    return compile_rules(rules)


@pytest.fixture
def texts(tmp_path):
    for n in range(5):
        (tmp_path / f"{n}.txt").write_text("It ended.. He said “no.”\n")
    (tmp_path / "2.txt").write_text("It ended.. He said â€œno.â€\n")
    return tmp_path


@pytest.mark.parametrize("work", [textlint.check, textlint.fix])
def test_a_check_that_fails_is_an_error_of_the_text(failing, work):
    with pytest.raises(CheckError, match=r"a check has failed \(house/mojibake: ZeroDivisionError"):
        work("itâ€™s", failing)

    assert work("It’s sound.", failing) in ((), textlint.Result("It’s sound."))


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("command", ["check", "fix"])
def test_a_check_that_fails_is_named_and_the_rest_goes_on(failing, texts, monkeypatch, command, jobs):
    monkeypatch.setattr(selection.compiler, "ruleset", lambda _: failing)
    flags = ("--rules", ".", "--isolated", "--output-format", "concise", "--jobs", jobs)

    done = commands.run(command, *flags, cwd=texts, text=True)

    assert done.returncode == 2
    (problem,) = [line for line in done.stderr.splitlines() if line.startswith("textlint:")]
    assert problem.startswith("textlint: 2.txt: a check has failed (house/mojibake: ZeroDivisionError")
    if command == "check":
        assert [line.partition(" ")[0] for line in done.stdout.splitlines()] == [
            f"{n}.txt:1:9:" for n in (0, 1, 3, 4)
        ]
    else:
        kept = [(texts / f"{n}.txt").read_text()[:11] for n in range(5)]
        assert kept == ["It ended. H" if n != 2 else "It ended.. " for n in range(5)]


def test_a_check_that_fails_on_standard_input(failing, tmp_path, monkeypatch):
    monkeypatch.setattr(selection.compiler, "ruleset", lambda _: failing)

    done = commands.run("check", "-", "--rules", ".", cwd=tmp_path, data="itâ€™s".encode(), text=True)

    assert done.returncode == 2
    assert done.stderr.startswith("textlint: -: a check has failed (house/mojibake: ZeroDivisionError")
    assert done.stderr.count("\n") == 1


SLOW = r"""
kind: pattern
message: "{found} is slow."
why: A test.
options:
  find: '(\w)(?:\w+\s?)+-\1\d$'
examples:
  - bad: "ab-a1"
  - ok: "a"
"""


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_a_rule_that_gives_up_on_a_text_is_named(tmp_path, name):
    (tmp_path / "rules" / "mine").mkdir(parents=True)
    (tmp_path / "rules" / "mine" / "slow.yaml").write_text(SLOW)
    text = f"{'a' * 60}-b1"
    (tmp_path / name).write_text(f'{{"text": "{text}"}}\n' if name == "a.jsonl" else f"{text}\n")

    done = commands.run(
        "check", "--isolated", "--rules", "rules", "--select", "mine", name, cwd=tmp_path, text=True
    )

    assert done.returncode == 2
    assert "rule mine/slow has given up on 1 text" in done.stderr
