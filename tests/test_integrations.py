"""What docs/integrations.md says: its commands run, its files are whole, what it names is there."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import commands
import pytest
import yaml

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "integrations.md").read_text()
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)
YAML = [yaml.safe_load(text) for language, text in BLOCKS if language == "yaml"]
COMMANDS = re.findall(
    r"^(?: *- (?:run: )?)?(textlint .*)$", "".join(text for _, text in BLOCKS), re.MULTILINE
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.md").write_text("It ended.. He left, `x.. Y`.\n")
    return tmp_path


def run(command, folder):
    """A command of the page with one rule."""
    _, name, *rest = command.split()
    flags = ("--select", "punctuation/doubled")
    return commands.run(name, *flags, *rest, cwd=folder, data=b"It ended.. He left.\n", text=True)


CODES = {
    "textlint check --output-format concise --stdin-filename notes/a.md -": 1,
    "textlint fix --stdin-filename notes/a.md -": 0,
    "textlint check --output-format sarif --output-file textlint.sarif --exit-zero": 0,
    "textlint check --output-format gitlab --output-file gl-code-quality-report.json": 1,
    "textlint check --output-format junit --output-file textlint.xml": 1,
    "textlint check --output-format rdjson --output-file textlint.json --exit-zero": 0,
    "textlint baseline": 0,
    "textlint check": 1,
}


def test_every_command_of_the_page_is_run_here():
    assert {*COMMANDS} - {"textlint check --watch"} == {*CODES}  # tests/test_watch.py runs that one


@pytest.mark.parametrize(("command", "code"), CODES.items())
def test_a_command_does_what_the_page_says(folder, command, code):
    done = run(command, folder)

    assert done.returncode == code, done.stderr
    if "--output-file" in command:
        written = (folder / re.search(r"--output-file (\S+)", command)[1]).read_text()
        assert "punctuation/doubled" in written
        if "junit" in command:
            assert ET.fromstring(written).tag == "testsuites"  # noqa: S314 - our own
        else:
            assert json.loads(written)
    elif "concise" in command:
        assert done.stdout.startswith("notes/a.md:1:9: punctuation/doubled")
    elif "fix" in command:
        assert done.stdout == "It ended. He left.\n"


def test_a_baseline_leaves_what_is_new(folder):
    run("textlint baseline", folder)

    assert run("textlint check", folder).returncode == 0
    (folder / "new.txt").write_text("It ended.. He left.\n")
    assert run("textlint check --output-format concise", folder).stdout.startswith("new.txt:1:9:")


def test_what_is_uploaded_is_what_has_been_written():
    written = {
        re.search(r"--output-file (\S+)", command)[1] for command in COMMANDS if "--output-file" in command
    }

    assert [name for name in written if PAGE.count(name) < 2 and name != "textlint.xml"] == []


def test_the_hooks_and_inputs_that_the_page_names_are_there():
    hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    inputs = set(yaml.safe_load((ROOT / "action.yml").read_text())["inputs"])
    (configured,) = (each["repos"][0]["hooks"] for each in YAML if "repos" in each)
    (workflow,) = (each for each in YAML if "jobs" in each)
    step = workflow["jobs"]["textlint"]["steps"][-1]

    assert {hook["id"] for hook in configured} == hooks
    assert {*step["with"]} <= inputs
    assert set(re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE)) == inputs
