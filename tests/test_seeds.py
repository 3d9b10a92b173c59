"""The five seed texts against their gold: every defect found, nothing else, and the right text after a fix.

The gold (tests/gold/seeds.jsonl) lists all defects; how it is read is said in tests/gold/README.md.
"""

import hashlib
import json
import re
from collections import defaultdict
from itertools import zip_longest
from pathlib import Path

import commands
import pytest

import textlint

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
GOLD = defaultdict(list)
for row in map(json.loads, (ROOT / "tests" / "gold" / "seeds.jsonl").read_text().splitlines()):
    GOLD[row["file"]].append(row)

REQUIRED = [row for rows in GOLD.values() for row in rows if row["required"]]


@pytest.fixture(scope="module")
def findings():
    """What the command finds above `info`, by file."""
    done = commands.run("check", "seeds", "--isolated", "--output-format", "jsonl", cwd=ROOT)
    assert done.returncode == 1
    found = defaultdict(list)
    for line in done.stdout.decode().splitlines():
        finding = json.loads(line)
        if finding["severity"] != "info":
            found[Path(finding["path"]).name].append(finding)
    return found


def covers(finding, row):
    overlap = finding["start"] < row["end"] and row["start"] < finding["end"]
    pack = finding["rule"].partition("/")[0] == row["class"].partition("/")[0]
    return overlap and pack and finding["end"] - finding["start"] <= 3 * (row["end"] - row["start"]) + 20


def test_the_gold_has_59_required_defects():
    assert len(REQUIRED) == 59


@pytest.mark.parametrize("row", REQUIRED, ids=lambda row: f"{row['file'][:3]}:{row['line']}:{row['class']}")
def test_every_defect_is_found(findings, row):
    assert any(covers(finding, row) for finding in findings[row["file"]])


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_nothing_else_is_found(findings, path):
    rows = GOLD[path.name]

    assert [finding for finding in findings[path.name] if not any(covers(finding, row) for row in rows)] == []


OPEN, CLOSE = "\N{START OF TEXT}", "\N{END OF TEXT}"  # around a place where no fix is certain


def expected_lines(path):
    """The lines that hold anything after all fixes of the gold; deleted lines may take blank ones along."""
    text = path.read_bytes().decode()
    parts, done = [], 0
    for row in sorted(GOLD[path.name], key=lambda row: (row["start"], -row["end"])):
        if row["start"] < done:  # inside a block that is deleted
            continue
        uncertain = text[row["start"] : row["end"]].rstrip("\n")
        parts += [
            text[done : row["start"]],
            f"{OPEN}{uncertain}{CLOSE}" if row["fix"] is None else row["fix"],
        ]
        done = row["start"] + len(uncertain) if row["fix"] is None else row["end"]
    return [line for line in "".join((*parts, text[done:])).splitlines() if line.strip()]


def agrees(line, wanted):
    """Whether a line is as wanted; where no fix is certain the word may be another, or the end cut off."""
    if OPEN not in wanted:
        return line == wanted
    pattern = "".join(
        re.escape(part) if n % 2 == 0 else ".*" for n, part in enumerate(re.split(f"[{OPEN}{CLOSE}]", wanted))
    )
    return bool(re.fullmatch(pattern, line)) or wanted.partition(OPEN)[0].startswith(line)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_all_fixes_make_what_the_gold_says(path, tmp_path):
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())

    commands.run("fix", "--unsafe-fixes", "--isolated", copy)

    lines = [line for line in copy.read_bytes().decode().splitlines() if line.strip()]
    wanted = expected_lines(path)
    assert [(a, b) for a, b in zip_longest(lines, wanted, fillvalue="") if not agrees(a, b)] == []


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_safe_fixes_change_nothing_that_the_gold_does_not(path):
    text = path.read_bytes().decode()
    result = textlint.fix(text)

    for finding in result.applied:
        for edit in finding.edits:
            blank = not text[slice(*edit.span)].strip() and not edit.text
            inside = any(
                row["start"] <= edit.span.end and edit.span.start <= row["end"] for row in GOLD[path.name]
            )
            assert blank or inside, (finding, text[slice(*edit.span)])


def test_the_seeds_are_as_they_were_given():
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in SEEDS)).hexdigest()

    assert digest == "d398d0aa6aab8c4c145699516cdf833d2485ae68483f393797abaa4f072132e4"
