"""agreement – textlint's misspellings against codespell's, by file, line and word.

What differs is sorted by its cause.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from damage import dictionary
from measure import BenchmarkError, measure, sound
from tables import table
from tools import WORDS, Tool, command

ALLOWED = Path(__file__).parents[1] / "rules/spelling/not-typos.tsv"
LISTED = 25  # words of each kind of difference
LINE = re.compile(r"(?:\./)?(?P<path>.+?):(?P<line>\d+): (?P<word>.+?) ==> ")

Place = tuple[str, int, str]  # file, line, word


def differences(folder: Path, out: Path, timeout: float) -> str:
    """How many misspellings both find, and which only one of them."""
    check = (
        "textlint",
        "check",
        "--isolated",
        "--quiet",
        "--jobs",
        "1",
        "--output-format",
        "jsonl",
        *WORDS,
    )
    found = []
    for tool, read in (
        (Tool("textlint", check, (0, 1)), _textlint),
        (Tool("codespell", ("codespell",), (0, 65)), _codespell),
    ):
        run = measure(command(tool, ["files"]), folder, out, timeout)
        if not sound(tool, run):
            raise BenchmarkError(f"{tool.name}: {run.failure}")
        found.append(Counter(read(out.read_text(encoding="utf-8").splitlines())))
    ours, theirs = found
    rows = [["both", str((ours & theirs).total()), ""]]
    allowed = {line.split("\t")[0] for line in ALLOWED.read_text(encoding="utf-8").splitlines()}
    for side, only in (("textlint", ours - theirs), ("codespell", theirs - ours)):
        causes = defaultdict[str, Counter[str]](Counter)
        for (path, line, word), count in only.items():
            text = (folder / path).read_text(encoding="utf-8").splitlines()[line - 1]
            causes[_cause(word, text, allowed)][word] += count
        for cause, words in sorted(causes.items(), key=lambda each: -each[1].total()):
            listed = ", ".join(f"{word} {count}" for word, count in words.most_common(LISTED))
            rows.append([f"only {side}: {cause}", str(words.total()), listed + " …" * (len(words) > LISTED)])
    return table(["", "findings", "words"], rows)


def _textlint(lines: Sequence[str]) -> Iterator[Place]:
    for finding in map(json.loads, lines):
        yield finding["path"], finding["line"], finding["found"]


def _codespell(lines: Sequence[str]) -> Iterator[Place]:
    for match in filter(None, map(LINE.match, lines)):
        yield match["path"], int(match["line"]), match["word"]


def _cause(word: str, line: str, allowed: set[str]) -> str:
    """Why one of the two may be silent, as far as the word and its neighbours tell."""
    plain = word.lower().replace("’", "'")
    alone = re.search(rf"(?<![\w’'.@/-]){re.escape(word)}(?![\w’'@/-])", line)
    causes = {
        "on the rule's list of words that are none": plain in allowed,
        "in codespell's rare dictionary (rule spelling/rare)": plain in dictionary("_rare")
        and plain not in dictionary(),
        "not in codespell's dictionary": plain not in dictionary(),
        "typographic apostrophe": "’" in word,
        "part of something longer": alone is None,
        "begins with a capital": word[0].isupper(),
    }
    return next((cause for cause, holds in causes.items() if holds), "the words around it")
