"""What `textlint rules --cost` says of rules."""

import json

import commands


def run(*flags):
    return commands.run("rules", "--cost", "--isolated", *flags, text=True)


def test_each_rule_that_runs_has_a_line():
    done = run("--select", "repetition,truncation/document")
    head, *lines = done.stdout.splitlines()

    assert done.returncode == 0, done.stderr
    assert head.split() == ["rule", "ms/MB"]
    assert {line.split()[0] for line in lines} == {
        "repetition/function-word",
        "repetition/joining-word",
        "repetition/paragraph",
        "repetition/word",
        "truncation/document",
    }


def test_figures_are_those_of_the_sample(tmp_path):
    sample = tmp_path / "sample.txt"
    sample.write_text("It ended.. He left..\nAll was well.\n" * 1000)
    done = run("--select", "punctuation/doubled", "--sample", str(sample), "--output-format", "json")
    (cost,) = json.loads(done.stdout)

    assert cost["id"] == "punctuation/doubled"
    assert cost["seconds_per_mb"] > 0


def test_a_sample_that_is_not_there_is_an_error(tmp_path):
    done = run("--sample", str(tmp_path / "none.txt"))

    assert done.returncode == 2
    assert "none.txt: No such file or directory" in done.stderr


def test_an_empty_sample_is_an_error(tmp_path):
    (tmp_path / "empty.txt").write_text("")
    done = run("--select", "punctuation/doubled", "--sample", str(tmp_path / "empty.txt"))

    assert done.returncode == 2
    assert "an empty sample" in done.stderr
