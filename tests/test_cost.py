"""What `textlint rules --cost` says of rules."""

import json
import subprocess
import sys
from pathlib import Path

TEXTLINT = Path(sys.executable).with_name("textlint")


def run(*flags):
    return subprocess.run(
        [TEXTLINT, "rules", "--cost", "--isolated", *flags], capture_output=True, check=False
    )


def test_each_rule_that_runs_has_a_line():
    done = run("--select", "repetition,truncation/document")
    head, *lines = done.stdout.decode().splitlines()

    assert done.returncode == 0, done.stderr.decode()
    assert head.split()[:2] == ["rule", "scan"]
    assert {line.split()[0]: line.rsplit("  ", 1)[1] for line in lines} == {
        "repetition/function-word": "32 words",
        "repetition/joining-word": "4 words",
        "repetition/paragraph": "always",
        "repetition/word": next(line.rsplit("  ", 1)[1] for line in lines if "repetition/word" in line),
        "truncation/document": "always",
    }


def test_figures_are_those_of_the_sample(tmp_path):
    sample = tmp_path / "sample.txt"
    sample.write_text("It ended.. He left..\nAll was well.\nNothing (a, b..) came of it.\n")
    done = run("--select", "punctuation/doubled", "--sample", str(sample), "--output-format", "json")
    (cost,) = json.loads(done.stdout)

    megabytes = sample.stat().st_size / 1e6
    assert cost["id"] == "punctuation/doubled"
    assert round(cost["spans"] * megabytes) == 2  # the third line looks like it, and is read in vain
    assert round(cost["vain"] * megabytes) == 1
    assert cost["seconds_per_mb"] > 0


def test_a_sample_that_is_not_there_is_an_error(tmp_path):
    done = run("--sample", str(tmp_path / "none.txt"))

    assert done.returncode == 2
    assert b"none.txt: No such file or directory" in done.stderr


def test_an_empty_sample_is_an_error(tmp_path):
    (tmp_path / "empty.txt").write_text("")
    done = run("--select", "punctuation/doubled", "--sample", str(tmp_path / "empty.txt"))

    assert done.returncode == 2
    assert b"an empty sample" in done.stderr
