"""What `textlint rules --bench` says of rules."""

import gzip
import json

import commands
import pytest

ROWS = [
    {"text": "It ended.. He left..", "edits": [{"start": 8, "end": 10}]},
    {"text": "All was well.. Nothing came of it."},
    {"corrupted": "He left , she did not.", "edits": [{"start": 7, "end": 8, "det": [[7, 9]]}]},
    {
        "lines": [
            {"text": "The talks went on..", "label": "body"},
            {"text": "Share this:", "label": "noise"},
            {"text": "Leave a reply", "label": "body"},
            {"text": "Back to top", "label": "title"},
        ]
    },
]


def bench(*flags):
    return commands.run("rules", "--isolated", *flags)


@pytest.mark.parametrize("packed", [False, True])
def test_findings_are_judged(packed, tmp_path):
    file = tmp_path / ("rows.jsonl.gz" if packed else "rows.jsonl")
    data = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
    file.write_bytes(gzip.compress(data) if packed else data)
    select = "punctuation/doubled,punctuation/space-before,scraping/share-bar,scraping/comment-form,scraping/back-link"
    done = bench("--select", select, "--output-format", "json", "--bench", file)

    assert done.returncode == 0, done.stderr.decode()
    found = {
        each["id"]: [each["findings"], each["true"], each["false"], each["precision"]]
        for each in json.loads(done.stdout)
    }
    assert found == {
        "punctuation/doubled": [4, 1, 2, 1 / 3],  # the one in a line covers too little of it
        "punctuation/space-before": [1, 1, 0, 1.0],
        "scraping/share-bar": [1, 1, 0, 1.0],
        "scraping/comment-form": [1, 0, 1, 0.0],
        "scraping/back-link": [1, 0, 0, None],
    }


def test_the_worst_rule_stands_first(tmp_path):
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    head, first, *_ = bench("--bench", tmp_path / "rows.jsonl").stdout.decode().splitlines()

    assert head.split() == ["rule", "findings", "true", "false", "precision", "ms/MB"]
    assert first.split()[:5] == ["punctuation/doubled", "4", "1", "2", "33.3"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param('{"text": "a"}\n{"txt": "b"}\n', "rows.jsonl:2: no row of known defects (KeyError: 'text')", id="no text"),
        pytest.param("prose\n", "rows.jsonl:1: no row of known defects (JSONDecodeError", id="no JSON"),
        pytest.param('{"text": 3}\n', "rows.jsonl:1: no row of known defects (TypeError: a text of type int)", id="no string"),
        pytest.param(None, "rows.jsonl: No such file or directory", id="no file"),
    ],
)  # fmt: skip
def test_what_is_no_such_file(content, problem, tmp_path):
    if content is not None:
        (tmp_path / "rows.jsonl").write_text(content)
    done = bench("--bench", tmp_path / "rows.jsonl")

    assert done.returncode == 2
    assert problem in done.stderr.decode()
