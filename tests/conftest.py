"""Helpers for all tests: rules without files, and what they find in a text and make of it."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import textlint
from textlint import briefs
from textlint.compiler import compile_rules
from textlint.errors import RuleError
from textlint.kinds import KINDS
from textlint.lexicon import builtin_folder, rule_files
from textlint.model import Applicability, Rule, Severity

# The same examples in each run: a failure is the fault of the change that it appears with.
settings.register_profile("same", deadline=None, derandomize=True, database=None)
settings.load_profile("same")


def pytest_configure(config):
    """Keep the built-in rules anew if they have changed, once for all processes: else each command reads them."""
    is_first = not hasattr(config, "workerinput")
    with suppress(RuleError, OSError):  # which a test tells
        if is_first and len(briefs.kept()) < len(rule_files(builtin_folder())):
            briefs.write()


@pytest.fixture(scope="session", autouse=True)
def state(tmp_path_factory):
    """A folder for the key that seals journals, so that no test makes one for the person who runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))


def build_rule(
    kind: str,
    *,
    id: str = "test/rule",  # noqa: A002 - as the rule names it
    fix: str | None = "safe",
    severity: str = "warning",
    language: str = "any",
    message: str = "Found '{found}'.",
    **options: Any,
) -> Rule[Any]:
    """A rule as if read from a file; lists become tuples, as the loader makes them."""
    values = {name: tuple(value) if isinstance(value, list) else value for name, value in options.items()}
    return Rule(
        id=id,
        kind=kind,
        message=message,
        why="A test needs it.",
        options=KINDS[kind].Options(**values),
        path=Path(f"rules/{id}.yaml"),
        severity=Severity(severity),
        language=language,
        fix=Applicability(fix) if fix else None,
    )


@pytest.fixture(scope="session")
def make_rule() -> Callable[..., Rule[Any]]:
    return build_rule


@pytest.fixture(scope="session")
def found() -> Callable[..., list[str]]:
    """What rules find in a text: the words under each finding's span."""
    return lambda text, *rules: [
        text[slice(*finding.span)] for finding in textlint.check(text, compile_rules(rules))
    ]


@pytest.fixture(scope="session")
def fixed() -> Callable[..., str]:
    """What all edits of rules make of a text."""
    return lambda text, *rules: textlint.fix(text, compile_rules(rules), unsafe=True).text


@pytest.fixture(scope="session")
def seeds() -> list[str]:
    """The five sample texts, line endings as they are."""
    return [path.read_bytes().decode("utf-8") for path in SEEDS]
