"""The house keeps its order: who imports whom, what the README names, rules that are whole."""

import ast
import re
import tomllib
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path

import commands
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import textlint
from textlint import rules
from textlint.cli import COMMANDS
from textlint.cli.flags import FORMATS
from textlint.compiler import compile_rules
from textlint.examples import failures
from textlint.kinds import KINDS
from textlint.model import Applicability
from textlint.outputs import OUTPUTS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "textlint"
RULES = rules.load()


def imported(path):
    """The modules of textlint that a module imports, at its head or later."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


CHECKS = (
    "rulesets",
    "compiler",
    "briefs",
    "selection",
    "linter",
    "runner",
)  # each knows only those before it


@pytest.mark.parametrize(
    ("files", "never"),
    [
        pytest.param(
            "kinds/[!_]*.py",
            ("inputs", "outputs", "cli", *CHECKS, *(f"kinds.{name}" for name in KINDS)),
            id="a kind is alone",
        ),
        pytest.param("inputs/*.py", ("kinds", "outputs", "cli", *CHECKS), id="an input checks nothing"),
        pytest.param("outputs/*.py", ("kinds", "inputs", "cli", *CHECKS), id="an output checks nothing"),
        pytest.param("rulesets.py", ("compiler", "selection", "linter", "runner", "settings"), id="rulesets"),
        pytest.param("compiler.py", ("selection", "linter", "runner", "settings"), id="compiler"),
        pytest.param("selection.py", ("linter", "runner", "files"), id="selection"),
        pytest.param("linter.py", ("runner", "files", "corpora", "inputs"), id="linter knows no files"),
        pytest.param("[!_]*.py", ("cli",), id="nothing knows the command line"),
    ],
)
def test_who_imports_whom(files, never):
    modules = list(PACKAGE.glob(files))
    wrong = [
        (path.name, name)
        for path in modules
        for name in imported(path)
        if name.removeprefix("textlint.").startswith(never) and name.startswith("textlint.")
    ]

    assert modules
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "callers"),
    [
        ("Ruleset", {"rulesets.py"}),
        ("Round", {"cli/interactive.py"}),
        ("read", {"markup.py"}),
        ("groups", {"patterns.py"}),
    ],
)
def test_each_part_of_the_core_has_one_caller(name, callers):
    """So what comes through the door is turned into our own nouns in one place."""
    called = re.compile(rf"_core\.{name}\(|from textlint\._core import .*\b{name}\b")

    found = {path for path in PACKAGE.rglob("*.py") if called.search(path.read_text())}
    assert {path.relative_to(PACKAGE).as_posix() for path in found} == callers


def test_the_command_line_names_the_outputs_that_there_are():
    assert list(FORMATS) == list(OUTPUTS)


def test_every_command_is_there():
    modules = {path.stem for path in (PACKAGE / "cli" / "commands").glob("*.py")} - {"__init__"}
    assert set(COMMANDS) == modules
    assert all(
        import_module(f"textlint.cli.commands.{name}").__doc__.startswith(f"{name} – ") for name in COMMANDS
    )


def test_the_source_distribution_has_all_documents_and_the_hooks():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    included = [
        entry["path"] for entry in project["tool"]["maturin"]["include"] if "sdist" in entry["format"]
    ]

    names = [path.name for path in (*ROOT.glob("*.md"), ROOT / ".pre-commit-hooks.yaml")]
    assert len(names) > 4
    assert [name for name in names if not any(fnmatch(name, path) for path in included)] == []


def test_the_nouns_do_no_work():
    assert {name for name in imported(PACKAGE / "model.py") if name.startswith("textlint")} == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_keeps_its_promises(rule):
    assert [str(failure) for failure in failures([rule], RULES)] == []


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.fix == Applicability.SAFE], ids=lambda rule: rule.id
)
def test_a_safe_rule_has_a_safe_example(rule):
    ruleset = compile_rules([rule], RULES)
    found = [each for example in rule.examples for each in textlint.check(example.bad or "", ruleset)]

    assert Applicability.SAFE in {finding.applicability for finding in found}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_used_and_documented(kind):
    assert any(rule.kind == kind for rule in RULES)
    assert KINDS[kind].__doc__.startswith(f"{kind} – ")


def test_the_readme_names_every_command_output_and_pack():
    readme = (ROOT / "README.md").read_text()

    assert [name for name in COMMANDS if f"textlint {name}" not in readme] == []
    assert [name for name in OUTPUTS if f"`{name}`" not in readme] == []
    assert [rule.pack for rule in RULES if f"`{rule.pack}`" not in readme] == []


def test_our_own_documents_are_sound():
    documents = sorted(path.name for path in ROOT.glob("*.md"))
    done = commands.run("check", *documents, "docs", cwd=ROOT, text=True)

    assert (done.returncode, done.stdout) == (0, "")


def test_the_readme_commands_run(tmp_path):
    usage = re.search(r"## Use\n\n```console\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)[1]
    (tmp_path / "a.txt").write_text("It ended.. He left.\n")
    (tmp_path / "notes").write_text("All is well.\n")
    (tmp_path / "known.jsonl").write_text(
        '{"text": "It ended.. He left.", "edits": [{"start": 8, "end": 10}]}\n'
    )
    (tmp_path / "corpus.jsonl").write_text('{"text": "It ended.. He left."}\n')

    codes = {}
    for line in usage.splitlines():
        command = line.partition("#")[0].split()
        done = commands.run(*command[1:], cwd=tmp_path, data=b"It ended.\n")
        codes[" ".join(command)] = done.returncode

    assert len(codes) > 8
    assert {command: code for command, code in codes.items() if code not in (0, 1)} == {}


def test_the_readme_example_of_a_rule_is_right(tmp_path):
    readme = (ROOT / "README.md").read_text()
    rule = tmp_path / "house" / "utilize.yaml"
    rule.parent.mkdir()
    rule.write_text(re.search(r"```yaml\n(kind: .*?)```", readme, re.DOTALL)[1])

    loaded = rules.load_folder(tmp_path)

    assert [str(failure) for failure in failures(loaded, loaded)] == []


# --- versions

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = PROJECT["optional-dependencies"]
RUN_TIME = [
    *PROJECT["dependencies"],
    *(line for name in ("parquet", "zstd", "remote", "fast") for line in EXTRAS[name]),
]
EVERY = [
    *PROJECT["dependencies"],
    *(line for lines in EXTRAS.values() for line in lines if "textlint[" not in line),
]


def pinned(name):
    lines = (ROOT / "tests" / name).read_text().splitlines()
    found = [Requirement(line) for line in lines if not line.startswith("#")]
    return {each.name: [pin.version for pin in each.specifier] for each in found}


@pytest.mark.parametrize("line", EVERY)
def test_every_requirement_is_pinned_within_its_range(line):
    requirement = Requirement(line)

    (version,) = pinned("constraints.txt")[canonicalize_name(requirement.name)]
    assert version in requirement.specifier, "renew the file: .ci/lock"


@pytest.mark.parametrize("line", RUN_TIME)
def test_the_oldest_version_of_a_range_is_pinned_for_tests(line):
    requirement = Requirement(line)

    (lowest,) = [each.version for each in requirement.specifier if each.operator == ">="]
    (version,) = pinned("oldest.txt")[canonicalize_name(requirement.name)]
    assert version in Requirement(f"x=={lowest}").specifier, "renew the file: .ci/lock"
