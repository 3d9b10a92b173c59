"""Settings: what holds for which file, what says so, and what is said where they are wrong."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import commands
import jsonschema
import pytest
import yaml

import textlint
from textlint import compiler, inputs, rules, schemas, selection, settings
from textlint.errors import RuleError, SettingsError
from textlint.kinds import KINDS
from textlint.model import Severity
from textlint.nodes import BYTES
from textlint.places import places

TEXTLINT = Path(sys.executable).with_name("textlint")
ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _forget(monkeypatch, tmp_path):
    """Tests write files anew that are read once in a run."""
    monkeypatch.chdir(tmp_path)
    settings.forget()


def run(*args, **environment):
    return commands.run(*args, text=True, **environment)


def write(text, name="textlint.toml"):
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def holds_for(name, **flags):
    path = Path(name)
    return settings.with_flags(settings.for_file(settings.find(path.parent), path), **flags)


def chosen(holds):
    return selection.chosen(holds, selection.available(holds))


def rule(holds, name):
    return next(each for each in selection.available(holds) if each.id == name)


# --- the kind of file, overrides, flags


@pytest.mark.parametrize("suffix", sorted({*inputs.FORMATS, *inputs.NAMED}))
def test_the_kind_of_file_says_what_profile_holds(suffix):
    assert holds_for(f"a{suffix}").profile == inputs.format_of(suffix).profile
    assert holds_for(f"a{suffix.upper()}").profile == inputs.format_of(suffix).profile


def test_the_profiles_of_inputs_and_of_settings_are_the_same():
    hint = settings.Choices.__annotations__["profile"]

    assert {*hint.__args__} == {*settings.PROFILES}
    formats = (*inputs.FORMATS.values(), *inputs.NAMED.values())
    assert {each.profile for each in formats} <= {*settings.PROFILES}


OVERRIDES = """\
select = ["spelling"]
extend-select = ["quality"]
ignore = ["casing/title"]
words = ["Resul"]

[severity]
"spelling" = "error"

[[overrides]]
paths = ["docs/**", "*.part.txt"]
extend-select = ["encoding"]
ignore = ["spelling/rare"]
words = ["due  process "]
profile = "prose"

[overrides.severity]
"spelling/typo" = "info"

[overrides.options."spelling/typo"]
shortest = 7

[[overrides]]
paths = ["/docs/old.txt"]
select = ["punctuation"]
profile = "scraped"
severity = { all = "warning" }
"""


@pytest.mark.parametrize(
    ("name", "held"),
    [
        pytest.param(
            "a.txt",
            {"select": ("spelling",), "ignore": ("casing/title",), "words": ("Resul",), "profile": "scraped"},
            id="none fits",
        ),
        pytest.param(
            "docs/a.txt",
            {
                "select": ("spelling",),
                "extend_select": ("quality", "encoding"),
                "ignore": ("casing/title", "spelling/rare"),
                "words": ("Resul", "due process"),
                "profile": "prose",
                "severity": (("spelling", "error"), ("spelling/typo", "info")),
                "options": (("spelling/typo", "shortest", "7"),),
            },
            id="one fits: lists are joined, the profile is replaced",
        ),
        pytest.param(
            "docs/old.txt",
            {
                "select": ("punctuation",),
                "ignore": ("casing/title", "spelling/rare"),
                "profile": "scraped",
                "severity": (("all", "warning"),),
            },
            id="two fit: the later one has the last word",
        ),
        pytest.param("more/docs/a.txt", {"ignore": ("casing/title",)}, id="a slash ties to the folder"),
        pytest.param("more/b.part.txt", {"profile": "prose"}, id="no slash, any folder"),
        pytest.param("../elsewhere.txt", {"words": ()}, id="a file outside"),
    ],
)
def test_overrides(name, held):
    write(OVERRIDES)

    found = holds_for(name)

    assert {key: getattr(found, key) for key in held} == held
    assert found.overrides == ()


def test_files_for_which_the_same_holds_share_their_settings_and_their_ruleset():
    write("select = ['punctuation']\n[[overrides]]\npaths = ['b*']\nwords = ['x']\n")
    one, same, other = (settings.with_flags(holds_for(name)) for name in ("a1.txt", "a2.txt", "b.txt"))

    assert one == same
    assert one != other
    assert selection.ruleset_for(one) is selection.ruleset_for(other)


def test_flags_beat_overrides():
    write(OVERRIDES)

    found = holds_for("docs/old.txt", select=("encoding",), ignore=("quality",), profile="prose")

    assert (found.select, found.profile) == (("encoding",), "prose")
    assert found.ignore == ("casing/title", "spelling/rare", "quality")


def test_overrides_hold_for_files_and_for_standard_input():
    write("select = ['punctuation']\n[[overrides]]\npaths = ['docs/**']\nseverity = {all = 'info'}\n")
    for name in ("a.txt", "docs/a.txt"):
        write("It ended.. He left.\n", name)
    lint = [TEXTLINT, "check", "--output-format", "jsonl"]

    def severities(*args):
        done = subprocess.run([*lint, *args], capture_output=True, input=b"It ended.. So.\n", check=False)
        found = [json.loads(line) for line in done.stdout.splitlines()]
        return done.returncode, [(each["path"], each["severity"]) for each in found]

    assert severities() == (1, [("a.txt", "warning"), ("docs/a.txt", "info")])
    assert severities("docs") == (0, [("docs/a.txt", "info")])
    assert severities("-", "--stdin-filename", "docs/new.txt") == (0, [("docs/new.txt", "info")])
    assert severities("-")[0] == 1


def test_patterns_of_a_named_settings_file_speak_of_the_working_folder():
    write("[[overrides]]\npaths = ['/docs/*']\nprofile = 'prose'\n", "ci/lint.toml")

    found = settings.read(Path("ci/lint.toml"))

    assert settings.for_file(found, Path("docs/a.txt")).profile == "prose"
    assert settings.for_file(found, Path("ci/docs/a.txt")).profile == "scraped"


# --- severities and options


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param("all = 'info'", "info info", id="all"),
        pytest.param("all = 'info'\nspelling = 'error'", "error info", id="a pack beats all"),
        pytest.param("spelling = 'error'\nall = 'info'", "error info", id="in any order"),
        pytest.param(
            "spelling = 'error'\n'spelling/typo' = 'info'\n'punctuation/doubled' = 'error'",
            "info error",
            id="a rule beats its pack",
        ),
    ],
)
def test_the_longer_selector_says_how_severe_a_rule_is(table, expected):
    write(f"[severity]\n{table}\n")
    holds = holds_for("a.txt")

    names = ("spelling/typo", "punctuation/doubled")
    assert " ".join(rule(holds, name).severity for name in names) == expected


def test_options_are_read_as_a_rule_file_has_them():
    write("""
        [options."spelling/unknown-word"]
        shortest = 6
        enough = 2
        allow = ["devixe", 2024]
        [options."spelling/typo".words]
        utilize = "use"
    """)
    holds = holds_for("a.txt")
    unknown, typo = (rule(holds, name) for name in ("spelling/unknown-word", "spelling/typo"))

    assert (unknown.options.shortest, unknown.options.enough) == (6, 2.0)
    assert unknown.options.allow == ("devixe", "2024")
    assert unknown.options.long == rule(settings.Settings(), "spelling/unknown-word").options.long
    assert typo.options.words == {"utilize": "use"}


def test_severities_and_options_reach_what_is_found():
    write("""
        select = ["spelling/typo"]
        severity = { spelling = "error" }
        [options."spelling/typo"]
        codespell = []
        words = { utilize = "use" }
    """)
    write("They utilize thier hands at the time.\n", "a.txt")

    done = run("check", "--output-format", "jsonl")

    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["found"], each["severity"]) for each in found] == [("utilize", "error")]


def test_each_choice_of_severities_and_options_has_its_own_ruleset():
    plain = compiler.Choice(select=("punctuation/doubled",))
    choice = compiler.Choice(
        select=plain.select,
        severity=(("punctuation", Severity.ERROR),),
        options=(
            ("punctuation/doubled", "find", json.dumps(r"\bfoo\b")),
            ("punctuation/doubled", "replace", '"bar"'),
        ),
    )

    found = {
        of: [(text[slice(*each.span)], each.severity) for each in textlint.check(text, compiler.ruleset(of))]
        for of, text in ((plain, "It ended.. So."), (choice, "A foo.. So."), (plain, "It ended.. So."))
    }
    assert found == {plain: [("..", "warning")], choice: [("foo", "error")]}


# --- words


def test_words_and_dictionaries():
    write("words = ['Resul', ' due   process']\ndictionary = ['lists/words.txt']\n")
    write("# Names\nSerdar\n\nWest Bank  # a place\n#nothing\nC#\n", "lists/words.txt")

    assert holds_for("a.txt").words == ("Resul", "due process", "Serdar", "West Bank", "C#")


# --- one settings file extends another


def test_extend():
    write(
        "select = ['spelling']\nignore = ['casing']\nrules = ['own']\nprofile = 'prose'\n[severity]\nall = 'info'\n"
    )
    write(
        "extend = '../textlint.toml'\nselect = ['casing']\nignore = ['quality']\n"
        "[severity]\nspelling = 'error'\n[[overrides]]\npaths = ['*.txt']\nwords = ['x']\n",
        "near/.textlint.toml",
    )

    found = holds_for("near/a.txt")

    assert (found.select, found.ignore, found.profile) == (("casing",), ("casing", "quality"), "prose")
    assert [os.path.relpath(folder) for folder in found.rules] == ["own"]
    assert found.severity == (("all", "info"), ("spelling", "error"))
    assert found.words == ("x",)
    assert holds_for("a.txt").select == ("spelling",)


def test_a_file_that_extends_nothing_holds_alone():
    write("ignore = ['casing']\n")
    write("words = ['x']\n", "near/textlint.toml")

    assert holds_for("near/a.txt").ignore == ()


# --- what is wrong


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[severty]\n", "textlint.toml:1: unknown key 'severty'; did you mean 'severity'?"),
        ("\n[[overides]]\npaths = ['a']\n", "textlint.toml:2: unknown key 'overides'; did you mean 'overrides'?"),
        ("severity = 'info'\n", "textlint.toml:1: 'severity' expects a table, found 'info'"),
        ("[severity]\n'casing' = 'warn'\n", "textlint.toml:2: unknown severity 'warn'; did you mean 'warning'?"),
        ("[severity]\nall = true\n", "textlint.toml:2: unknown severity True; expected one of error, info, warning"),
        (
            "[severity]\n'casing/titel' = 'info'\n",
            "textlint.toml:2: unknown rule or pack 'casing/titel'; did you mean 'casing/title'?",
        ),
        (
            "ignore = [\n  'casing',\n  'casing/titel',\n]\n",
            "textlint.toml:3: unknown rule or pack 'casing/titel'; did you mean 'casing/title'?",
        ),
        (
            "[options.'spelling/tipo']\nshortest = 1\n",
            "textlint.toml:1: unknown rule 'spelling/tipo'; did you mean 'spelling/typo'?",
        ),
        (
            "[options.'spelling/typo']\nshortst = 1\n",
            "textlint.toml:2: unknown option 'shortst' of spelling/typo; did you mean 'shortest'?",
        ),
        (
            "[options]\n'spelling/typo' = { shortest = 'x' }\n",
            "textlint.toml:2: option 'shortest' of spelling/typo: expected int, found 'x'",
        ),
        (
            "[options.'spelling/typo']\nshortest = [1]\n",
            "textlint.toml:2: option 'shortest' of spelling/typo: expected a single value, found a list",
        ),
        (
            "[options.'spelling/typo']\nshortest = 2020-01-01\n",
            "textlint.toml:2: 'shortest' expects text, a number, true, false, a list or a table, found 2020-01-01",
        ),
        (
            "[options.'spelling/typo']\nunless = ['(']\n",
            "textlint.toml:2: option 'unless' of spelling/typo: bad pattern '(': missing )",
        ),
        (
            "[options.'quality/gopher-word-count']\nmin = 10\nmax = 5\n",
            "textlint.toml:1: options of quality/gopher-word-count: found min 10 above max 5",
        ),
        (
            "[options.'spelling/typo']\nallow = 'mine.tsv'\n",
            "textlint.toml:2: the option 'allow' of spelling/typo is a table beside the rule",
        ),
        ("[options]\n'spelling/typo' = 3\n", "textlint.toml:2: 'spelling/typo' expects a table of options, found 3"),
        ("[[overrides]]\nignore = []\n", "textlint.toml:1: an override without 'paths'"),
        ("[[overrides]]\npaths = []\n", "textlint.toml:1: an override without 'paths'"),
        ("[[overrides]]\npaths = ['a', '!']\n", "textlint.toml:2: bad pattern '!' in 'paths'"),
        ("[[overrides]]\npaths = ['a']\nrules = []\n", "textlint.toml:3: unknown key 'rules'"),
        (
            "[[overrides]]\npaths = ['a']\n\n[[overrides]]\npaths = ['b']\nprofile = 'pros'\n",
            "textlint.toml:6: unknown profile 'pros'; did you mean 'prose'?",
        ),
        (
            "[[overrides]]\npaths = ['*']\nignore = [\n'casing',\n'casin']\n",
            "textlint.toml:5: unknown rule or pack 'casin'; did you mean 'casing'?",
        ),
        ("overrides = 3\n", "textlint.toml:1: 'overrides' expects tables, [[overrides]], found 3"),
        ("words = ['a',\n' ']\n", "textlint.toml:2: 'words' expects words or phrases, found ' '"),
        ("words = [1]\n", "textlint.toml:1: 'words' expects a list of strings, found [1]"),
        (
            "dictionary = [\n'words.txt']\n",
            "textlint.toml:2: the dictionary 'words.txt' can't be read: No such file or directory",
        ),
        (
            "dictionary = ['/dev/zero']\n",
            "textlint.toml:1: the dictionary",
        ),
        (
            "dictionary = ['.']\n",
            "textlint.toml:1: the dictionary '.' can't be read: not a regular file",
        ),
        ("unsafe-fixes = 1\n", "textlint.toml:1: 'unsafe-fixes' expects true or false, found 1"),
        ("extend = ['a']\n", "textlint.toml:1: 'extend' expects a string, found ['a']"),
        ("\nextend = 'no.toml'\n", "textlint.toml:2: no such settings file: 'no.toml'"),
        ("extend = 'textlint.toml'\n", "textlint.toml:1: settings that extend each other in a circle"),
        ("a = " + "[" * 5000 + "]" * 5000 + "\n", "textlint.toml: not valid TOML: too many values in one another"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(text, message):
    write(text)

    with pytest.raises(SettingsError) as error:
        chosen(holds_for("a.txt"))
    assert str(error.value).removeprefix(f"{Path.cwd()}/").startswith(message)


def test_a_circle_of_settings_is_told():
    write("extend = 'near/textlint.toml'\n")
    write("extend = '../textlint.toml'\n", "near/textlint.toml")

    with pytest.raises(SettingsError, match=r"near/textlint.toml:1: .* in a circle"):
        settings.find(Path())


def test_what_a_flag_gets_wrong_is_not_laid_upon_the_settings_file():
    write("ignore = ['casing']\n")

    done = run("rules", "--ignore", "casin")

    assert done.stderr == "textlint: unknown rule or pack 'casin'; did you mean 'casing'?\n"


def test_lines_in_pyproject():
    write("[project]\nname = 'x'\nignore = 3\n[tool.textlint]\nignore = ['casin']\n", "pyproject.toml")
    holds = holds_for("a.txt")

    with pytest.raises(SettingsError, match=r"pyproject.toml:5: unknown rule or pack 'casin'"):
        chosen(holds)


PLACES = '''\
# ignore = 1
a = "x # y"  # b = 2
[table."quo.ted"]
list = [ # c = 3
  "one", 'two',
  """thr
ee""", 4.5,
  { in = "inner", "deep/er" = [1] },
]
day = 1979-05-27T07:32:00.5Z
x.y = true
[[tables]]
n = \'\'\'
k = 1
\'\'\'
[tables.more]
m = 1
[[tables]]
n = 2
'''


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("ignore",), None),
        (("a",), 2),
        (("b",), None),
        (("table", "quo.ted"), 3),
        (("table", "quo.ted", "list"), 4),
        (("table", "quo.ted", "list", "two"), 5),
        (("table", "quo.ted", "list", "thr\nee"), 6),
        (("table", "quo.ted", "list", 4, "deep/er"), 8),
        (("table", "quo.ted", "day"), 10),
        (("table", "quo.ted", "x", "y"), 11),
        (("tables",), 12),
        (("tables", 0, "n"), 13),
        (("tables", 0, "k"), None),
        (("tables", 0, "more", "m"), 17),
        (("tables", 1, "n"), 19),
    ],
)
def test_places(place, line):
    tomllib.loads(PLACES)

    assert places(PLACES).get(place) == line


# --- textlint settings, init


def test_settings_shows_what_holds_and_what_says_so():
    write(OVERRIDES)

    done = run("settings", "docs/a.txt", "--ignore", "repetition")

    lines = [re.split(r"\s{2,}", line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    for line in (
        ["select", '["spelling"]', "textlint.toml:1"],
        ["ignore", '["casing/title", "spelling/rare", "repetition"]',
         "textlint.toml:3; textlint.toml:12, an override; --ignore"],
        ["profile", '"prose"', "textlint.toml:14, an override"],
        ["exclude", "[]", "default"],
        ['severity."spelling"', '"error"', "textlint.toml:7"],
        ['severity."spelling/typo"', '"info"', "textlint.toml:17, an override"],
        ['options."spelling/typo"."shortest"', "7", "textlint.toml:20, an override"],
    ):  # fmt: skip
        assert line in lines


def test_settings_of_a_folder_and_of_a_kind_of_file():
    write(OVERRIDES)

    folder, file = (
        {each["key"]: each for each in json.loads(run("settings", *args, "--output-format", "json").stdout)}
        for args in ([], ["--isolated", "a.txt"])
    )

    assert folder["profile"] == {"key": "profile", "value": None, "from": ["as the kind of each file says"]}
    assert folder["overrides"]["value"] == ["docs/**, *.part.txt", "/docs/old.txt"]
    assert folder["overrides"]["from"] == ["textlint.toml:9"]
    assert file["profile"] == {"key": "profile", "value": "scraped", "from": [".txt files"]}
    assert all(each["from"] == ["default"] for key, each in file.items() if key != "profile")


def test_settings_names_each_file_that_has_a_share():
    write("ignore = ['casing']\n")
    write("extend = '../textlint.toml'\n\nignore = ['quality']\n", "near/textlint.toml")

    assert "textlint.toml:1; near/textlint.toml:3" in run("settings", "near").stdout


def test_the_template_sets_nothing_and_shows_every_key():
    template = settings.template()
    used = re.sub(r"(?m)^# (?=[a-z-]+ = |\"|\[)", "", template)
    write("", "words.txt")
    write("", "textlint.toml")
    write(template, "new/textlint.toml")
    write(used.replace('["rules"]', "[]").replace('["words.txt"]', '["../words.txt"]'), "used/textlint.toml")

    found = holds_for("used/drafts/a.txt")

    assert tomllib.loads(template) == {}
    assert {*tomllib.loads(used)} == {*settings.KEYS} - {"paths"}
    assert found.ignore == ("casing/title", "truncation")
    assert rule(found, "casing/title").severity == "info"
    assert holds_for("new/a.txt").ignore == ()


# --- schemas


def validator(of):
    schema = json.loads(schemas.text(of))
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


class Editor(yaml.SafeLoader):
    """YAML as an editor reads it, to which a text with a tag is a text"""


Editor.add_constructor(BYTES, Editor.construct_yaml_str)


def read_yaml(text):
    """As an editor reads it: keys are texts."""
    return json.loads(json.dumps(yaml.load(text, Editor)))  # noqa: S506 - it is a safe loader


@pytest.mark.parametrize("of", ["rule", "settings"])
def test_the_schemas_that_come_with_textlint_are_those_that_are_generated(of):
    shipped = ROOT / "textlint" / "schemas" / f"{of}.schema.json"

    assert shipped.read_text(encoding="utf-8") == schemas.text(of), f"textlint schema {of} > {shipped}"
    assert run("schema", of).stdout == schemas.text(of)


def test_the_schema_takes_every_rule():
    check = validator("rule")
    texts = {each.id: read_yaml(each.path.read_text(encoding="utf-8")) for each in rules.load()}

    assert len(texts) > 100
    assert [(name, error.message) for name, text in texts.items() for error in check.iter_errors(text)] == []


RULE = """\
kind: lines
message: "Foo."
why: Because.
options:
  any_of: [foo]
  where: tail
  longest: 100
examples:
  - bad: "foo"
  - ok: "bar"
"""


@pytest.mark.parametrize(
    ("was", "now"),
    [
        pytest.param("why:", "wy:", id="an unknown key"),
        pytest.param("kind: lines", "kind: line", id="an unknown kind"),
        pytest.param("message: ", "severity: warn\nmessage: ", id="an unknown severity"),
        pytest.param("message: ", "language: englsh\nmessage: ", id="an unknown language"),
        pytest.param("message: ", "enabled: 3\nmessage: ", id="a number for a truth"),
        pytest.param("any_of:", "anyof:", id="an unknown option"),
        pytest.param("kind: lines", "kind: pattern", id="an option of another kind"),
        pytest.param("[foo]", "foo", id="a text for a list"),
        pytest.param("[foo]", "[[foo]]", id="a list for a text"),
        pytest.param("100", "long", id="a text for a number"),
        pytest.param("tail", "end", id="an unknown choice"),
        pytest.param('  - ok: "bar"\n', "", id="too few examples"),
        pytest.param("bad:", "good:", id="good without bad"),
        pytest.param("bad:", "bad: x\n    ok:", id="bad and ok in one"),
        pytest.param(RULE[RULE.index("options") : RULE.index("examples")], "options: 3\n", id="no options"),
    ],
)
def test_the_schema_refuses_a_rule_that_the_loader_refuses(was, now):
    check, text = validator("rule"), RULE.replace(was, now)
    path = write(text, "house/foo.yaml")

    assert text != RULE
    assert check.is_valid(read_yaml(RULE))
    assert not check.is_valid(read_yaml(text))
    with pytest.raises(RuleError):
        rules.load_file(path)


@pytest.mark.parametrize("text", [OVERRIDES, settings.template(), "extend = 'a.toml'\nunsafe-fixes = true\n"])
def test_the_schema_takes_settings(text):
    assert [error.message for error in validator("settings").iter_errors(tomllib.loads(text))] == []


@pytest.mark.parametrize(
    "text",
    [
        "selct = []",
        "select = 'spelling'",
        "select = [1]",
        "profile = 'pros'",
        "unsafe-fixes = 'yes'",
        "severity = 'info'",
        "[severity]\nall = 'warn'",
        "[options]\nx = 3",
        "[options.'spelling/typo']\nshortst = 1",
        "[options.'spelling/typo']\nshortest = 'x'",
        "[options.'spelling/typo']\ntable = 'x.tsv'",
        "[[overrides]]\nignore = []",
        "[[overrides]]\npaths = []\nrules = []",
    ],
)
def test_the_schema_refuses_settings(text):
    assert not validator("settings").is_valid(tomllib.loads(text))


@pytest.mark.parametrize("kind", KINDS)
def test_an_editor_says_what_each_option_is_for(kind):
    options = schemas.rule()["definitions"][kind]["properties"]

    assert [name for name, option in options.items() if "description" not in option] == []


@pytest.mark.parametrize("table", ["rule", "settings", "example"])
def test_an_editor_says_what_each_key_is_for(table):
    schema = schemas.rule()["definitions"]["example"] if table == "example" else getattr(schemas, table)()

    assert [name for name, key in schema["properties"].items() if "description" not in key] == []


# --- completion


def completed(*words):
    """What bash is offered when a user presses the tabulator behind these words."""
    asked = {"COMP_WORDS": " ".join(("textlint", *words)), "COMP_CWORD": str(len(words))}
    done = run(_TEXTLINT_COMPLETE="bash_complete", **asked)
    assert done.stderr == ""
    return [line.partition(",")[2] for line in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        pytest.param(["comp"], ["completion"], id="a command"),
        pytest.param(["check", "--extend-s"], ["--extend-select"], id="a flag"),
        pytest.param(["check", "--select", "spelling/ty"], ["spelling/typo"], id="a rule"),
        pytest.param(
            ["fix", "--ignore", "spelling/typo,casing/tit"],
            ["spelling/typo,casing/title"],
            id="behind a comma",
        ),
        pytest.param(["explain", "casing/tit"], ["casing/title"], id="a rule to explain"),
        pytest.param(["check", "--select", "house/"], ["house/foo"], id="a rule of one's own"),
        pytest.param(["schema", "se"], ["settings"], id="a choice"),
    ],
)
def test_completion(words, offered):
    write("rules = ['my']\n")
    write("this is not read: [", "my/house/foo.yaml")

    assert completed(*words) == offered


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell):
    done = run("completion", shell)

    assert done.returncode == 0
    assert f"_TEXTLINT_COMPLETE={shell}_complete" in done.stdout
    if program := shutil.which(shell):
        assert subprocess.run([program, "-n"], input=done.stdout.encode(), check=False).returncode == 0


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not here")
def test_bash_completes():
    script = run("completion", "bash").stdout
    ask = "COMP_WORDS=(textlint explain casing/tit); COMP_CWORD=2; _textlint_completion textlint; echo ${COMPREPLY[@]}"

    done = subprocess.run(
        ["bash", "--norc", "-c", f"{script}\n{ask}"],
        env={**os.environ, "PATH": f"{TEXTLINT.parent}:{os.environ['PATH']}"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.stdout.strip() == "casing/title"


# --- the documentation


def test_the_documentation_has_every_key_and_its_examples_are_right():
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    write("", "words.txt")
    write("", "textlint.toml")
    shutil.copytree(rules.builtin_folder() / "balance", "near/rules/house")
    for other in Path("near/rules/house").glob("*.yaml"):
        other.rename(other.with_stem(f"{other.stem}-2"))

    assert len(examples) > 8
    assert [key for key in settings.KEYS if f"`{key}`" not in text] == []
    for n, example in enumerate(examples):
        folder = Path(f"example{n}")
        write("Resul\n", f"{folder}/words.txt")
        shutil.copytree("near/rules", folder / "rules")
        found = settings.read(
            write(example, folder / ("pyproject.toml" if "[tool." in example else "textlint.toml"))
        )
        for each in (found, *(settings._with(found, dict(override.values)) for override in found.overrides)):
            chosen(each)
        table = tomllib.loads(example)
        assert validator("settings").is_valid(table.get("tool", {}).get("textlint", table))


@pytest.mark.parametrize(
    ("path", "name", "fits"),
    [
        ("./drafts", "drafts/a.txt", True),
        ("./drafts/", "drafts/a.txt", True),
        ("./drafts", "old/drafts/a.txt", False),
        ("drafts//", "old/drafts/a.txt", True),
        ("{folder}/drafts", "drafts/a.txt", True),
        ("./a.txt", "a.txt", True),
    ],
)
def test_patterns_of_overrides_may_be_written_as_paths(tmp_path, path, name, fits):
    path = path.format(folder=tmp_path)
    (tmp_path / "textlint.toml").write_text(f"[[overrides]]\npaths = ['{path}']\nignore = ['casing']\n")

    held = settings.for_file(settings.find(tmp_path), tmp_path / name)

    assert held.ignore == (("casing",) if fits else ())


@pytest.mark.parametrize(
    "key", ["exclude = ['../docs']", "[[overrides]]\npaths = ['a/../../b']\nignore = ['all']"]
)
def test_a_pattern_that_leads_out_of_the_folder_of_the_settings(tmp_path, key):
    (tmp_path / "textlint.toml").write_text(key)

    with pytest.raises(SettingsError, match=r"bad pattern '.*': '\.\.' leads out of the folder"):
        settings.find(tmp_path)
