"""Rule files are read strictly; rules are chosen by pack, by id and by profile."""

import os
import pickle
import shutil
import sys
from pathlib import Path

import pytest

import textlint
from textlint.errors import RuleError, SettingsError
from textlint.lexicon import builtin_folder
from textlint.model import Applicability, Severity
from textlint.rules import load, load_file, load_folder
from textlint.selectors import select
from textlint.settings import PROFILES

GOOD = """\
kind: pattern
message: "Doubled stop."
why: Careless joins leave two.
fix: safe
options:
  find: '\\.\\.'
  replace: '.'
examples:
  - bad: "It ended.."
    good: "It ended."
  - ok: "It ended."
"""


@pytest.fixture
def write(tmp_path):
    """Write a rule file, by default as pack/rule.yaml."""

    def write_rule(text, name="pack/rule.yaml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_rule


def test_a_rule_as_it_is_read(write):
    rule = load_file(write(GOOD))

    assert (rule.id, rule.pack, rule.kind) == ("pack/rule", "pack", "pattern")
    assert (rule.message, rule.why) == ("Doubled stop.", "Careless joins leave two.")
    assert (rule.options.find, rule.options.replace) == (r"\.\.", ".")
    assert (rule.severity, rule.language, rule.enabled) == (Severity.WARNING, "any", True)
    assert rule.fix is Applicability.SAFE
    assert [(each.bad, each.good, each.ok, each.line) for each in rule.examples] == [
        ("It ended..", "It ended.", None, 9),
        (None, None, "It ended.", 11),
    ]


def without(line):
    return "".join(each for each in GOOD.splitlines(keepends=True) if not each.startswith(line))


def changed(old, new):
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


WORDS = """\
kind: words
message: "Found {found}."
why: Because.
options:
  words: {no: yes, on: off, one: 1.0, null: ~, nad: and}
examples: [{bad: nad}, {ok: and}]
"""


def test_a_scalar_is_text_until_its_option_says_otherwise(write):
    rule = load_file(write(WORDS))

    assert rule.options.words == {"no": "yes", "on": "off", "one": "1.0", "null": "~", "nad": "and"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", ":1: expected a mapping with the keys of a rule", id="an empty file"),
        pytest.param("- kind", ":1: expected a mapping with the keys of a rule", id="a list"),
        pytest.param("kind: [", "not valid YAML", id="broken YAML"),
        pytest.param("a: b\n\tc: d\n", ":2: not valid YAML", id="a tab in the YAML"),
        pytest.param(GOOD + "---\nkind: pattern\n", "not valid YAML", id="two documents in one file"),
        pytest.param(
            changed("kind: pattern", "kind: patern"),
            ":1: unknown kind 'patern'; did you mean 'pattern'?",
            id="an unknown kind",
        ),
        pytest.param(
            changed("kind: pattern", "kind: zzz"),
            ":1: unknown kind 'zzz'; expected one of balance, broken, casing,",
            id="a kind like no other",
        ),
        pytest.param(without("kind"), ":1: missing key 'kind'", id="no kind"),
        pytest.param(without("message"), ":1: missing key 'message'", id="no message"),
        pytest.param(without("why"), ":1: missing key 'why'", id="no reason"),
        pytest.param(GOOD.partition("examples")[0], ":1: missing key 'examples'", id="no examples"),
        pytest.param(
            changed("fix: safe", "fxi: safe"),
            ":4: unknown key 'fxi'; did you mean 'fix'?",
            id="an unknown key",
        ),
        pytest.param(GOOD + "kind: pattern\n", ":12: 'kind' is given twice", id="a key given twice"),
        pytest.param(
            changed("  find:", "  find: x\n  find:"), ":7: 'find' is given twice", id="an option given twice"
        ),
        pytest.param(
            changed("  find:", "  fnid:"),
            ":6: unknown key 'fnid'; did you mean 'find'?",
            id="an unknown option",
        ),
        pytest.param(without("  find"), ":6: missing key 'find'", id="an option is missing"),
        pytest.param(
            without("  find").replace("  replace: '.'\n", ""),
            ":5: expected a mapping",
            id="options without a value",
        ),
        pytest.param(changed(r"'\.\.'", r"'(\.'"), ":6: bad pattern", id="a bad pattern"),
        pytest.param(
            changed(r"'\.\.'", "'(?R)?foo'"),
            ":6: bad pattern '(?R)?foo': '(?R)' is not supported at position 2",
            id="a pattern that calls itself",
        ),
        pytest.param(
            changed(r"'\.\.'", r"'\\(?1)(\.)'"),
            ":6: bad pattern",
            id="a pattern that calls a group by number",
        ),
        pytest.param(
            changed(r"'\.\.'", "'(?<stop>[.])(?&stop)'"),
            "'(?&s' is not supported at position 14",
            id="a pattern that calls a group by name",
        ),
        pytest.param(
            changed(r"'\.\.'", "'(?:foo){1000000000}'"),
            ":6: bad pattern '(?:foo){1000000000}': repeat count too big at position 14",
            id="a repeat that fills all memory",
        ),
        pytest.param(
            changed(r"'\.\.'", "'(?:(?:a{1000}){1000}){1000}'"),
            "takes more than 67108864 bytes when compiled",
            id="repeats in repeats",
        ),
        pytest.param(
            changed(r"'\.\.'", r"'(?V1)[\p{L}--[aeiou]]{2,30}'"),
            "'(?V1' is not supported at position 2",
            id="sets in sets",
        ),
        pytest.param(
            changed(r"'\.\.'", f"'{'(' * 900}{')' * 900}'"),
            "too deep; expected fewer groups in groups",
            id="a pattern made of brackets",
        ),
        pytest.param(
            changed(r"'\.\.'", "a" * 10_001), "10001 characters; expected at most 10000", id="a long pattern"
        ),
        pytest.param(
            changed(r"'\.\.'", "'(?a)(?u)x'"),
            ":6: bad pattern '(?a)(?u)x'",
            id="flags that exclude each other",
        ),
        pytest.param(
            changed("  find:", "  unless: ['(?V1)a', '(?V0)b']\n  find:"),
            ":6: bad pattern",
            id="flags of two patterns that exclude each other",
        ),
        pytest.param(
            changed("fix: safe", "fix: !!python/object:os.system safe"),
            ":4: found the tag 'tag:yaml.org,2002:python/object:os.system'; expected a value without a tag",
            id="an object of Python",
        ),
        pytest.param(
            changed("kind: pattern", "kind: !foo pattern"), ":1: found the tag '!foo'", id="a tag of no kind"
        ),
        pytest.param(
            changed("why: Careless", "why: &x Careless"), ":3: found an anchor or alias, 'x'", id="an anchor"
        ),
        pytest.param(
            "kind: pattern\noptions: " + "[" * 200, ":2: too deep; expected at most 20", id="brackets"
        ),
        pytest.param(
            "kind: pattern\noptions:\n  " + "-  " * 200, ":3: too deep; expected at most 20", id="dashes"
        ),
        # The YAML parser may give up before our limit.
        pytest.param("kind: pattern\noptions: " + "[" * 200_000, ":2: ", id="many brackets"),
        pytest.param(
            "kind: pattern\noptions:\n  " + "-  " * 100_000,
            ":3: ",
            id="many dashes",
        ),
        pytest.param(
            GOOD + "#" * 500_000, "too long; a rule has at most 500000 characters", id="a long file"
        ),
        pytest.param(
            changed("fix: safe", "fix: maybe"),
            ":4: found 'maybe'; expected one of none, safe, unsafe",
            id="an unknown applicability",
        ),
        pytest.param(
            changed("fix: safe", "severity: warn\nfix: safe"),
            ":4: found 'warn'; did you mean 'warning'?",
            id="an unknown severity",
        ),
        pytest.param(
            changed("fix: safe", "enabled: yes\nfix: safe"),
            ":4: expected true or false, found 'yes'",
            id="yes for true",
        ),
        pytest.param(
            changed("fix: safe", "fix: [safe]"),
            ":4: expected a single value, found a list",
            id="a list for a value",
        ),
        pytest.param(
            changed("fix: safe", "fix: {safe: x}"),
            ":4: expected a single value, found a mapping",
            id="a mapping for a value",
        ),
        pytest.param(
            changed("  replace: '.'", "  unless: x"), ":7: expected a list", id="a value for a list"
        ),
        pytest.param(
            GOOD.partition("examples")[0] + "examples: x\n",
            ":8: expected a list",
            id="a word for the examples",
        ),
        pytest.param(
            changed("kind: pattern", "? [a]\n: b\nkind: pattern"),
            "expected a key that is a single value",
            id="a list for a key",
        ),
        pytest.param(
            changed('- ok: "It ended."', "- well"), ":11: expected a mapping", id="an example without a key"
        ),
        pytest.param(
            changed("- ok:", "- line: 3\n    ok:"), ":11: unknown key 'line'", id="an example with a line"
        ),
        pytest.param(
            changed("- ok:", "- okay:"),
            ":11: unknown key 'okay'; did you mean 'ok'?",
            id="an unknown key in an example",
        ),
        pytest.param(
            changed("- ok:", "- bad: x\n    ok:"),
            ":11: expected 'bad', 'bad' with 'good', or 'ok'",
            id="an example that is bad and ok",
        ),
        pytest.param(
            changed("  - ok:", "  - good:"),
            ":11: expected 'bad', 'bad' with 'good', or 'ok'",
            id="good without bad",
        ),
        pytest.param(
            changed("fix: safe\n", ""),
            ":8: 'good' is given, but the rule does not fix",
            id="good, but no fix",
        ),
        pytest.param(
            without("    good"),
            ":9: a rule that fixes needs 'good' beside this 'bad'",
            id="a fix, but no good",
        ),
        pytest.param(without("  - ok"), ":9: no 'ok' example", id="no example of what is left alone"),
        pytest.param(
            without("  - bad").replace("    good", "  - ok"),
            ":9: no 'bad' example",
            id="no example of what is found",
        ),
        pytest.param(
            changed("Doubled stop.", "Write {fixd}."),
            ":2: unknown placeholder '{fixd}'; did you mean 'fixed'?",
            id="a placeholder of no kind",
        ),
        pytest.param(
            changed("Doubled stop.", "Write {sign}."),
            ":2: unknown placeholder '{sign}'",
            id="a placeholder of another kind",
        ),
        pytest.param(
            changed("Doubled stop.", "Write {found.__class__}."),
            ":2: found '{found.__class__}'; expected only a name in braces",
            id="a placeholder with a dot",
        ),
        pytest.param(
            changed("Doubled stop.", "Write {found!r}."),
            ":2: found '{found!r}'",
            id="a placeholder with a mark",
        ),
        pytest.param(
            changed("Doubled stop.", "Write {found:>9}."),
            ":2: found '{found:>9}'",
            id="a placeholder with a form",
        ),
        pytest.param(
            changed("  replace: '.'", "  replace: '\\2'"),
            ":6: bad replacement",
            id="a group that is not in the pattern",
        ),
        pytest.param(
            changed("  replace: '.'", "  replace: '\\g<x>'"),
            ":6: bad replacement",
            id="a named group that is not in the pattern",
        ),
    ],
)
def test_a_wrong_rule_file(text, message, write):
    path = write(text)

    with pytest.raises(RuleError) as error:
        load_file(path)
    assert f"{path}{message if message.startswith(':') else ''}" in str(error.value)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


OTHER_KIND = """\
kind: {kind}
message: "Found."
why: Because.
options:
  {option}
examples: [{{bad: x}}, {{ok: x}}]
"""


@pytest.mark.parametrize(
    ("kind", "option", "message"),
    [
        pytest.param(
            "lines",
            "where: tail",
            "expected at least one of any_of, starts_with, patterns",
            id="lines that look like nothing",
        ),
        pytest.param(
            "lines",
            "{any_of: [a], where: anywere}",
            "found 'anywere'; did you mean 'anywhere'?",
            id="a place that is none",
        ),
        pytest.param(
            "lines", "{any_of: [a], longest: many}", "expected int, found 'many'", id="a word for a number"
        ),
        pytest.param(
            "lines", "{any_of: [a], longest: 1.5}", "expected int, found '1.5'", id="a fraction for a number"
        ),
        pytest.param(
            "lines", "{any_of: [a], recur: half}", "expected float, found 'half'", id="a word for a share"
        ),
        pytest.param(
            "lines",
            "{any_of: [a], extend: block}",
            "'items' goes with 'extend: block'",
            id="a block of no items",
        ),
        pytest.param("lines", "{patterns: ['(']}", "bad pattern '('", id="a bad pattern among patterns"),
        pytest.param(
            "metric",
            "{metric: word_cuont, min: 3}",
            "unknown metric 'word_cuont'; did you mean 'word_count'?",
            id="an unknown metric",
        ),
        pytest.param(
            "metric",
            "{metric: word_count, min: 9, max: 3}",
            "found min 9 above max 3",
            id="bounds upside down",
        ),
        pytest.param(
            "metric",
            "{metric: word_count, min: nan}",
            "expected float, found 'nan'",
            id="a bound that is none",
        ),
        pytest.param(
            "metric",
            "{metric: word_count, max: 1e999}",
            "expected float, found '1e999'",
            id="a bound without end",
        ),
        pytest.param(
            "words",
            f"words: {{'{'{a|b} ' * 26}c': d}}",
            "expected braces that stand for at most 10000 phrases, found 67108864",
            id="braces that stand for too many phrases",
        ),
        pytest.param(
            "balance",
            "{pairs: ['()', '(']}",
            "expected an opening and a closing sign, found '('",
            id="half a pair",
        ),
        pytest.param(
            "consistency",
            "{groups: [dialogue]}",
            "expected spellings parted by ' / '",
            id="one spelling against none",
        ),
        pytest.param(
            "encoding",
            "{steps: [fix_encodin]}",
            "found 'fix_encodin'; did you mean 'fix_encoding'?",
            id="an unknown step",
        ),
        pytest.param(
            "casing",
            "{of: titles, names: [Gaza]}",
            "names are needed for 'of: names', and only there",
            id="names for titles",
        ),
        pytest.param("words", "words: {'{a|b}': '{2}'}", ":", id="braces that repeat what is not there"),
        pytest.param("words", "words: {'{a|b}': '{x}'}", ":", id="braces that hold a word on the right"),
        pytest.param(
            "words",
            "words: {1st of of: 1st of}",
            "expected words parted by single blanks",
            id="a phrase that begins with no letter",
        ),
        pytest.param(
            "casing",
            "names: [9/11 Commission]",
            "expected words parted by single blanks",
            id="a name that begins with no letter",
        ),
        pytest.param(
            "consistency",
            "groups: [second / 2nd]",
            "expected words parted by single blanks",
            id="a spelling that begins with no letter",
        ),
        pytest.param(
            "words", "codespell: [_nowhere]", "dictionary_nowhere.txt", id="a dictionary that is not there"
        ),
    ],
)
def test_wrong_options(kind, option, message, write):
    path = write(OTHER_KIND.format(kind=kind, option=option).replace("\n  {", " {"))

    with pytest.raises(RuleError) as error:
        load_file(path)
    assert str(error.value).startswith(f"{path}:")
    assert message in str(error.value)


TABLE = """\
kind: words
message: "Found {found}."
why: Because.
options:
  table: TABLE
examples: [{bad: nad}, {ok: and}]
"""


def test_a_table_lies_beside_its_rule(write):
    write("# wrong, right, remark\nnad\tand\n\nteh\tthe\tseen often\n", "pack/words.tsv")
    rule = load_file(write(TABLE.replace("TABLE", "words.tsv")))

    assert [tuple(row) for row in rule.options.table.rows] == [
        (2, ("nad", "and")),
        (4, ("teh", "the", "seen often")),
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        pytest.param(
            "../other/words.tsv", "expected the name of a .tsv file beside the rule", id="a path upwards"
        ),
        pytest.param(
            "/etc/passwd", "expected the name of a .tsv file beside the rule", id="a path from the root"
        ),
        pytest.param(
            "sub/words.tsv", "expected the name of a .tsv file beside the rule", id="a path downwards"
        ),
        pytest.param("rule.yaml", "expected the name of a .tsv file beside the rule", id="no .tsv file"),
        pytest.param("..", "expected the name of a .tsv file beside the rule", id="the folder above"),
        pytest.param("nowhere.tsv", "the table 'nowhere.tsv' can't be read", id="no such file"),
        pytest.param("folder.tsv", "the table 'folder.tsv' can't be read", id="a folder"),
        pytest.param("link.tsv", "the table 'link.tsv' lies outside its pack", id="a link that leads out"),
        pytest.param("latin.tsv", "the table 'latin.tsv' can't be read", id="not UTF-8"),
        pytest.param(
            "short.tsv",
            "short.tsv:2: expected a wrong phrase, a tab and a right one, found 'teh'",
            id="a row without a correction",
        ),
    ],
)
def test_a_wrong_table(name, message, write, tmp_path):
    write("nad\tand\n", "other/words.tsv")
    write("nad\tand\nteh\n", "pack/short.tsv")
    (tmp_path / "pack/folder.tsv").mkdir()
    (tmp_path / "pack/latin.tsv").write_bytes(b"na\xefve\tnaive\n")
    (tmp_path / "pack/link.tsv").symlink_to("../other/words.tsv")
    path = write(TABLE.replace("TABLE", name))

    with pytest.raises(RuleError) as error:
        load_file(path)
    assert str(error.value).startswith(f"{path}:5: ")
    assert message in str(error.value)


SHARED = """\
kind: lines
message: "Found {found}."
why: Because.
options:
  patterns: [abc, {ITEM}]
examples: [{bad: abc}, {ok: and}]
"""


def test_an_item_of_a_list_may_be_a_table(write):
    write("# patterns of two rules\n\\d+ more\nshare\tremark\n", "pack/same.tsv")
    rule = load_file(write(SHARED.replace("ITEM", "table: same.tsv")))

    assert rule.options.patterns == ("abc", "\\d+ more", "share")


@pytest.mark.parametrize(
    ("item", "message"),
    [
        pytest.param("table: nowhere.tsv", "the table 'nowhere.tsv' can't be read", id="no such table"),
        pytest.param("table: ../same.tsv", "expected the name of a .tsv file beside the rule", id="a path"),
        pytest.param("tables: same.tsv", "unknown key 'tables'", id="another key"),
        pytest.param("table: bad.tsv", "bad pattern '(open'", id="a pattern that is none"),
    ],
)
def test_a_wrong_table_in_a_list(item, message, write):
    write("(open\n", "pack/bad.tsv")
    with pytest.raises(RuleError) as error:
        load_file(write(SHARED.replace("ITEM", item)))
    assert str(error.value).startswith(str(error.value).split(":", maxsplit=1)[0] + ":5: ")
    assert message in str(error.value)


def test_a_table_in_a_linked_pack_is_beside_its_rule(write, tmp_path):
    write("nad\tand\n", "real/words.tsv")
    write(TABLE.replace("TABLE", "words.tsv"), "real/rule.yaml")
    (tmp_path / "linked").symlink_to("real")

    assert load_file(tmp_path / "linked/rule.yaml").options.table.rows[0].cells == ("nad", "and")


def test_a_file_that_is_no_text(tmp_path):
    path = tmp_path / "rule.yaml"
    path.write_bytes(b"kind: \xff\n")

    with pytest.raises(RuleError, match="can't be read"):
        load_file(path)


def test_a_table_that_is_a_pipe(write, tmp_path):
    path = write(TABLE.replace("TABLE", "pipe.tsv"))
    os.mkfifo(tmp_path / "pack/pipe.tsv")

    with pytest.raises(RuleError, match=r"the table 'pipe\.tsv' can't be read: not a regular file"):
        load_file(path)


def test_no_pack_is_called_all(write):
    path = write(GOOD, "all/rule.yaml")

    with pytest.raises(RuleError, match=r"rule\.yaml: a pack can't be called 'all'"):
        load_file(path)


@pytest.mark.parametrize(
    "message",
    [
        pytest.param("Found {found}.", id="a placeholder"),
        pytest.param("A lone { or } is one.", id="lone braces"),
        pytest.param("The CSS { color: red } was left.", id="braces around more than a name"),
    ],
)
def test_a_message_may_hold_braces(message, write):
    assert load_file(write(changed("Doubled stop.", message))).message == message


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"\(?R", id="a bracket that may be there, and a letter"),
        pytest.param(r"(?:\d{4}-){90}", id="repeats within bounds"),
        pytest.param(r"\d{4}-\d{2}-\d{2}|" * 20 + "x", id="many repeats side by side"),
        pytest.param(r"(?:[^()]{9}\({9}){9}|\{99999}", id="brackets that are none"),
        pytest.param(r"(?:\w{0,60} ){0,90}x", id="repeats that need not be"),
        pytest.param(r"(?x: \b \d{4} - \d{2} - \d{2} (?: T \d{2} | \b ) )" * 2, id="blanks that don't count"),
    ],
)
def test_a_pattern_that_is_sound(pattern, write):
    assert load_file(write(changed(r"'\.\.'", f"'{pattern}'"))).options.find == pattern


@pytest.mark.skipif(sys.platform != "linux", reason="names are Unicode there")
def test_a_name_that_is_not_utf8(write):
    path = write(GOOD, "house/b\udcff.yaml")

    with pytest.raises(RuleError, match="a name that is not UTF-8; expected one that settings can hold"):
        load_file(path)


def test_rules_of_a_folder_of_packs(write, tmp_path):
    write(GOOD, "a/two.yaml")
    write(GOOD, "a/one.yml")
    write(GOOD, "b/one.yaml")
    write("not a rule", "a/README.md")

    assert [rule.id for rule in load_folder(tmp_path)] == ["a/one", "a/two", "b/one"]
    assert [rule.id for rule in load_folder(tmp_path / "a")] == ["a/one", "a/two"]
    assert [rule.id for rule in load_folder(tmp_path / "a/one.yml")] == ["a/one"]


def test_the_id_of_a_rule_does_not_depend_on_how_it_is_named(write, tmp_path, monkeypatch):
    write(GOOD, "a/one.yaml")
    monkeypatch.chdir(tmp_path / "a")

    assert load_file(Path("one.yaml")).id == "a/one"
    assert load_folder(Path())[0].id == "a/one"


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        pytest.param("nowhere", "no such rule file or folder", id="no such folder"),
        pytest.param(
            "empty", "no rules here; expected .yaml files, in a folder for each pack", id="an empty folder"
        ),
    ],
)
def test_folders_without_rules(folder, message, tmp_path):
    (tmp_path / "empty").mkdir()

    with pytest.raises(RuleError) as error:
        load([tmp_path / folder])
    assert str(error.value) == f"{tmp_path / folder}: {message}"


def test_two_rules_with_one_id(write, tmp_path):
    write(GOOD, "one/pack/rule.yaml")
    write(GOOD, "two/pack/rule.yaml")

    with pytest.raises(RuleError) as error:
        load([tmp_path])
    assert f"rule 'pack/rule' is there already, in {tmp_path / 'one/pack/rule.yaml'}" in str(error.value)
    assert str(error.value).startswith(f"{tmp_path / 'two/pack/rule.yaml'}:")


def test_a_rule_with_the_id_of_a_builtin_rule(write, tmp_path):
    builtin = load()[0]
    write(GOOD, f"{builtin.id}.yaml")

    with pytest.raises(RuleError, match=f"rule '{builtin.id}' is there already"):
        load([tmp_path])


NEAR = """\
kind: lines
message: "Found."
why: Because.
options: {any_of: [a], near: pack/othr}
examples: [{bad: a}, {ok: b}]
"""


def test_a_rule_near_one_that_is_not_there(write, tmp_path):
    write(GOOD, "pack/other.yaml")
    write(NEAR, "pack/near.yaml")

    with pytest.raises(RuleError, match=r"near\.yaml: unknown rule 'pack/othr'; did you mean 'pack/other'\?"):
        load([tmp_path])


def test_rules_near_each_other_in_a_circle(write, tmp_path):
    write(NEAR.replace("othr", "two"), "pack/one.yaml")
    write(NEAR.replace("othr", "one"), "pack/two.yaml")

    with pytest.raises(RuleError, match="wait for each other in a circle: pack/one, pack/two"):
        textlint.load_ruleset([tmp_path])


@pytest.fixture
def some_rules(make_rule):
    """Two packs, with a rule in each that is off until it is selected, and furniture of scraped pages."""
    rules = []
    for rule_id, enabled in [
        ("a/off", False),
        ("a/on", True),
        ("b/off", False),
        ("b/on", True),
        ("scraping/on", True),
    ]:
        rule = make_rule("pattern", id=rule_id, find="x")
        object.__setattr__(rule, "enabled", enabled)
        rules.append(rule)
    return rules


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        pytest.param({}, "a/on b/on scraping/on", id="what is on by default"),
        pytest.param({"select": ["a"]}, "a/off a/on", id="a pack, with the rules that are off in it"),
        pytest.param({"select": ["a/on"]}, "a/on", id="a rule"),
        pytest.param({"select": ["a/off", "b/on"]}, "a/off b/on", id="two rules"),
        pytest.param({"select": ["all"]}, "a/off a/on b/off b/on scraping/on", id="all"),
        pytest.param({"select": []}, "", id="none"),
        pytest.param({"select": [], "extend_select": ["a/off"]}, "a/off", id="none and one more"),
        pytest.param(
            {"extend_select": ["a/off"]}, "a/off a/on b/on scraping/on", id="one more than by default"
        ),
        pytest.param({"ignore": ["a"]}, "b/on scraping/on", id="all but a pack"),
        pytest.param({"ignore": ["a/on"]}, "b/on scraping/on", id="all but a rule"),
        pytest.param({"select": ["a"], "ignore": ["a/on"]}, "a/off", id="a pack but one rule of it"),
        pytest.param({"select": ["a/on"], "ignore": ["a"]}, "a/on", id="one rule of a pack that is ignored"),
        pytest.param(
            {"select": ["all"], "ignore": ["b"]},
            "a/off a/on scraping/on",
            id="all but a pack, those that are off too",
        ),
        pytest.param({"select": ["a"], "ignore": ["all"]}, "a/off a/on", id="nothing but a pack"),
        pytest.param({"select": ["a"], "ignore": ["a"]}, "", id="the same selected and ignored: ignored"),
        pytest.param({"ignore": ["all"]}, "", id="ignore all"),
        pytest.param({"profile": "prose"}, "a/on b/on", id="for prose no page furniture"),
        pytest.param(
            {"profile": "prose", "extend_select": ["scraping"]},
            "a/on b/on scraping/on",
            id="unless it is selected by its name",
        ),
        pytest.param(
            {"profile": "prose", "select": ["all"]},
            "a/off a/on b/off b/on scraping/on",
            id="or all is selected",
        ),
    ],
)
def test_select(wanted, ids, some_rules):
    assert " ".join(rule.id for rule in select(some_rules, **wanted)) == ids


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        pytest.param(
            {"select": ["a/onn"]}, "unknown rule or pack 'a/onn'; did you mean 'a/on'?", id="a rule to select"
        ),
        pytest.param(
            {"extend_select": ["scrapping"]},
            "unknown rule or pack 'scrapping'; did you mean 'scraping'?",
            id="a pack to add",
        ),
        pytest.param(
            {"ignore": ["All"]}, "unknown rule or pack 'All'; did you mean 'all'?", id="a pack to ignore"
        ),
        pytest.param({"profile": "prosa"}, "unknown profile 'prosa'; did you mean 'prose'?", id="a profile"),
    ],
)
def test_select_what_is_not_there(wanted, message, some_rules):
    with pytest.raises(SettingsError) as error:
        select(some_rules, **wanted)
    assert str(error.value) == message


def test_builtin_rules_are_found_and_sorted():
    rules = load()

    assert rules
    assert [rule.id for rule in rules] == sorted(rule.id for rule in rules)
    assert builtin_folder().is_dir()


def test_rules_of_a_user_join_the_builtin_ones(write, tmp_path):
    write(GOOD, "mine/stop.yaml")
    ruleset = textlint.load_ruleset([str(tmp_path / "mine")])
    own = textlint.load_ruleset([tmp_path / "mine" / "stop.yaml"], select=["mine"])

    assert ruleset.reported > own.reported == {"mine/stop"}
    assert ruleset.known == own.known > ruleset.reported


def test_a_pickled_ruleset_needs_no_rule_file(write, tmp_path):
    write(
        "kind: encoding\nmessage: Misread.\nwhy: Programs err.\nfix: safe\noptions: {steps: [fix_encoding]}\n"
        "examples: [{bad: itâ€™s, good: it’s}, {ok: it’s}]\n",
        "mine/mojibake.yaml",
    )
    pickled = pickle.dumps(textlint.load_ruleset([tmp_path / "mine"], select=["mine"]))
    shutil.rmtree(tmp_path / "mine")

    assert [each.rule for each in textlint.check("itâ€™s", pickle.loads(pickled))] == ["mine/mojibake"]  # noqa: S301


def test_what_a_profile_leaves_out_comes_with_textlint():
    packs = {path.name for path in builtin_folder().iterdir()}
    rules = {f"{path.parent.name}/{path.stem}" for path in builtin_folder().glob("*/*.yaml")}

    assert set.union(*map(set, PROFILES.values())) <= packs | rules


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read(write):
    path = write(GOOD)
    path.chmod(0)

    with pytest.raises(RuleError, match="can't be read"):
        load_file(path)
