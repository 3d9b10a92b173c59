"""The steps of the GitHub Action, run as a runner would run them, on real files."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
STEPS = ACTION["runs"]["steps"]
(KEY, INSTALL, CHECK) = (step for step in STEPS if "run" in step)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the steps are for bash")


@pytest.fixture
def runner(tmp_path):
    """Run a step in a workspace, with what `with:` says; textlint is the one that is installed here."""
    folders = {name: tmp_path / name for name in ("workspace", "temp")}
    for folder in folders.values():
        folder.mkdir()

    def run(step, **inputs):
        values = {
            **{f"inputs.{name}": str(each.get("default", "")) for name, each in ACTION["inputs"].items()},
            **{f"inputs.{name.replace('_', '-')}": value for name, value in inputs.items()},
            "steps.python.outputs.python-path": sys.executable,
        }
        told = {
            name: re.sub(r"\$\{\{ (.+?) \}\}", lambda match: values[match[1]], value)
            for name, value in step["env"].items()
        }
        script = tmp_path / "step.sh"
        script.write_text(step["run"])
        environment = {
            **os.environ,
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(tmp_path / "output"),
            "RUNNER_TEMP": str(folders["temp"]),
            **told,
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
            cwd=folders["workspace"],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    run.workspace, run.temp, run.output = folders["workspace"], folders["temp"], tmp_path / "output"
    return run


ONE_RULE = "--select punctuation/doubled"
BAD, GOOD = "It ended.. He left.\n", "It ended. He left.\n"


def test_no_script_has_an_expression_in_it():
    assert [step["run"] for step in STEPS if "${{" in step.get("run", "")] == []
    assert {step["shell"] for step in STEPS if "run" in step} == {"bash"}


def test_every_input_is_used_and_described():
    written = (ROOT / "action.yml").read_text()

    assert [name for name in ACTION["inputs"] if f"${{{{ inputs.{name} }}}}" not in written] == []
    assert [name for name, each in ACTION["inputs"].items() if not each["description"].endswith(".")] == []


def names_in(folder):
    return {path.name for path in folder.iterdir()}


ANNOTATION = "::warning file=a.txt,line=1,col=9,endLine=1,endColumn=11,title=textlint (punctuation/doubled)::"


@pytest.mark.parametrize(
    ("text", "args", "code", "shown"),
    [
        pytest.param(BAD, "", 1, ANNOTATION, id="a finding is an annotation"),
        pytest.param(GOOD, "", 0, "", id="a sound text"),
        pytest.param(BAD, "--exit-zero", 0, ANNOTATION, id="a flag"),
        pytest.param(BAD, "--ignore\npunctuation/doubled\n", 0, "", id="flags in lines"),
        pytest.param(BAD, "--nonsense", 2, "", id="a flag that is none"),
        pytest.param(BAD, "--ignore $(touch${IFS}hacked)", 2, "", id="a flag is no command"),
        pytest.param(BAD, "--ignore *", 2, "", id="a flag is no pattern"),
    ],
)
def test_the_check(runner, text, args, code, shown):
    (runner.workspace / "a.txt").write_text(text)

    done = runner(CHECK, args=f"{ONE_RULE} {args}")

    assert (done.returncode, done.stdout[: len(shown)]) == (code, shown), done.stderr
    assert bool(done.stdout) == bool(shown)
    assert "a.txt" not in done.stderr  # what a pattern would have become
    assert names_in(runner.workspace) == {"a.txt"}


def test_paths_are_taken_as_they_are(runner):
    names = ["two words.txt", "$(touch hacked).txt", "a;touch hacked;.txt", "`touch hacked`.txt", "'\".txt"]
    names += ["*.txt", "-q.txt", "#$HOME.txt"]
    for name in (*names, "other.txt"):
        (runner.workspace / name).write_text(BAD)

    done = runner(CHECK, args=ONE_RULE, paths="\n\n".join(names) + "\n", output_format="concise")

    assert [line.split(":")[0] for line in done.stdout.splitlines()] == names, done.stderr
    assert done.returncode == 1
    assert names_in(runner.workspace) == {*names, "other.txt"}


def test_modules_in_the_workspace_are_not_run(runner):
    (runner.workspace / "textlint").mkdir()
    for name in ("textlint/__init__.py", "regex.py", "click.py"):
        (runner.workspace / name).write_text("raise SystemExit('hacked')\n")
    (runner.workspace / "a.txt").write_text(GOOD)

    done = runner(CHECK, args=ONE_RULE)
    key = runner(KEY)

    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert key.returncode == 0


def test_the_key_names_the_files_of_the_action(runner):
    assert runner(KEY).returncode == 0
    assert runner(KEY).returncode == 0

    first, second = runner.output.read_text().splitlines()
    assert re.fullmatch(r"key=[0-9a-f]{64}", first)
    assert second == first


def test_what_is_installed_is_what_runs(runner):
    (runner.workspace / "a.txt").write_text(BAD)

    installed = runner(INSTALL)
    assert installed.returncode == 0, installed.stderr
    rules = runner.temp / "textlint" / "packages" / "textlint" / "builtin-rules.txt"
    rules.write_text(rules.read_text().replace("Two stops", "Changed here"))

    assert "Changed here" in runner(CHECK, args=ONE_RULE).stdout
