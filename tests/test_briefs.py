"""The built-in rules as they are kept for the core: the same as the files, of which every change counts at once."""

import subprocess
import sys

import pytest

import textlint
from textlint import briefs, compiler, rules

RULE = """\
kind: {kind}
message: Found.
why: A test needs it.
fix: safe
options: {options}
examples:
  - bad: One two
    good: One 2
  - ok: Nothing
"""
PATTERN = RULE.format(kind="pattern", options="{find: '%s', replace: '2'}")
WORDS = RULE.format(kind="words", options="{table: words.tsv}")


def forget():
    for each in (briefs._builtin, briefs.kept, briefs._tables, rules._builtin):
        each.cache_clear()


@pytest.fixture
def read(monkeypatch):
    """The names of the rule files that have been read."""
    names, load = [], rules.load_file

    def noted(path):
        names.append(path.stem)
        return load(path)

    monkeypatch.setattr(rules, "load_file", noted)
    return names


@pytest.fixture
def house(tmp_path, monkeypatch, read):
    """A checkout with three built-in rules, which are kept."""
    folder = tmp_path / "rules"
    (folder / "house").mkdir(parents=True)
    (folder / "house" / "one.yaml").write_text(PATTERN % "two")
    (folder / "house" / "other.yaml").write_text(PATTERN % "three")
    (folder / "house" / "words.yaml").write_text(WORDS)
    (folder / "house" / "words.tsv").write_text("# wrong, right\nfour\t4\n")
    for module in (briefs, rules):
        monkeypatch.setattr(module, "builtin_folder", lambda: folder)
    monkeypatch.setattr(briefs, "FILE", tmp_path / "kept.txt")
    forget()
    briefs.write()
    forget()
    read.clear()
    yield folder / "house"
    forget()


def found(text):
    forget()
    return [finding.rule for finding in textlint.check(text, compiler.ruleset(compiler.Choice()))]


TEXT = "It is one, two, three, four and five."


@pytest.mark.usefixtures("house")
def test_what_is_kept_is_used(read):
    assert found(TEXT) == ["house/one", "house/other", "house/words"]
    assert read == []


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        pytest.param("one.yaml", PATTERN % "five", (["other", "words", "one"], ["one"]), id="a rule"),
        pytest.param("more.yaml", PATTERN % "five", (["one", "other", "words", "more"], ["more"]), id="a new rule"),
        pytest.param("one.yaml", None, (["other", "words"], []), id="a rule that is gone"),
        pytest.param("words.tsv", "# wrong, right\nfive\t5\n", (["one", "other", "words"], ["one", "other", "words"]), id="a table"),
    ],
)  # fmt: skip
def test_a_change_counts_at_once(house, read, name, content, expected):
    rules_found, files_read = expected
    if content is None:
        (house / name).unlink()
    else:
        (house / name).write_text(content)

    assert found(TEXT) == [f"house/{rule}" for rule in rules_found]
    assert sorted(read) == files_read


@pytest.mark.usefixtures("house")
def test_what_other_modules_have_made_is_not_used(read, monkeypatch):
    monkeypatch.setattr(briefs, "_makers", lambda: "of another version")

    assert found(TEXT) == ["house/one", "house/other", "house/words"]
    assert sorted(read) == ["one", "other", "words"]


@pytest.mark.usefixtures("house")
def test_without_the_file_the_rules_are_read(read):
    briefs.FILE.unlink()

    assert found(TEXT) == ["house/one", "house/other", "house/words"]
    assert sorted(read) == ["one", "other", "words"]


def test_in_a_package_nothing_else_is_looked_at(house, read, tmp_path, monkeypatch):
    monkeypatch.setattr(briefs, "PACKAGE", tmp_path)
    monkeypatch.setattr(briefs, "_makers", lambda: "unknown")
    (house / "one.yaml").unlink()

    assert found(TEXT) == ["house/one", "house/other", "house/words"]
    assert read == []


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """What is kept of the real rules."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(briefs, "FILE", tmp_path_factory.mktemp("kept") / "rules.txt")
        briefs.write()
        yield briefs.FILE
    forget()


def test_all_rules_are_kept_as_they_are(file, monkeypatch):
    monkeypatch.setattr(briefs, "FILE", file)
    forget()

    assert briefs.kept() == {rule.path: briefs.brief(rule) for rule in rules.load()}


def test_rules_with_options_of_settings_are_the_same_either_way(file, monkeypatch):
    monkeypatch.setattr(briefs, "FILE", file)
    forget()
    given = {
        "severity": [
            ("punctuation", textlint.Severity.INFO),
            ("punctuation/doubled", textlint.Severity.ERROR),
        ],
        "options": [
            ("punctuation/doubled", "find", r'"\\.\\.+"'),
            ("spelling/typo", "words", '{"teh": "the"}'),
        ],
    }

    changed = {each.id: each._replace(changes=()) for each in briefs.changed(briefs.load(), **given)}
    assert changed == {rule.id: briefs.brief(rule) for rule in rules.changed(rules.load(), **given)}


def test_a_check_reads_no_rule_file_and_loads_nothing_for_it(file, tmp_path):
    (tmp_path / "a.txt").write_text("It ended.. He left.\n")
    code = (
        "import sys; from pathlib import Path; from textlint import briefs, cli; briefs.FILE = Path(sys.argv.pop())\n"
        "try: cli.main()\n"
        "except SystemExit: print({*sys.modules} & {'yaml', 'textlint.rules', 'textlint.nodes', 'ftfy', 'pathspec'})"
    )
    command = [sys.executable, "-c", code, "check", "a.txt", "--isolated", "-q", file]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.stdout.splitlines()[0].startswith("a.txt:1:9: punctuation/doubled")
    assert done.stdout.splitlines()[-1] == "set()"
