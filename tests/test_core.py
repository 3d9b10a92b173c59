"""The native core finds and fixes what the Python engine does."""

import sys
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from textlint import compiler, rules
from textlint.engine import examine
from textlint.fixer import fix
from textlint.model import Document

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "benchmarks"))

import oracle  # noqa: E402

PINNED = (ROOT / "tests/constraints.txt").read_text().splitlines()
# The core has the word lists of the pinned versions, and Python reads those that are installed.
pytestmark = pytest.mark.skipif(
    any(f"{name}=={version(name)}" not in PINNED for name in ("codespell", "wordfreq", "symspellpy")),
    reason="other versions of the word lists",
)
SEEDS = sorted(path for path in (ROOT / "seeds").rglob("*") if path.is_file())
CASES = [
    case["text"]
    for path in sorted((ROOT / "tests/cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text())
    if "text" in case
]
EXAMPLES = [
    text for rule in rules.load() for example in rule.examples for text in (example.bad, example.ok) if text
]


@pytest.fixture(scope="module")
def engines():
    """All rules that run by default, for the Python engine and for the core."""
    every = [rule for rule in rules.load() if rule.enabled]
    return compiler.compile_rules(every, every), oracle.native(every, every)


def compare(text, engines):
    python, core = engines
    assert core.check(text) == [oracle.row(finding) for finding in examine(python, Document(text)).findings]
    for unsafe in (False, True):
        result = fix(python, Document(text), unsafe=unsafe)
        fixed, applied, remaining, conflict = core.fix(text, unsafe)
        assert fixed == result.text
        assert applied == [oracle.row(finding) for finding in result.applied]
        assert remaining == [oracle.row(finding) for finding in result.remaining]
        assert sorted(conflict) == sorted(result.conflict)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name)
def test_seeds(path, engines):
    compare(path.read_bytes().decode("utf-8", "surrogateescape"), engines)


def test_cases(engines):
    for text in CASES:
        compare(text, engines)


def test_examples(engines):
    for text in EXAMPLES:
        compare(text, engines)
