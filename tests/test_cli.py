"""The command line, run as a user runs it: arguments in; output, exit code and files out."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from commands import run

from textlint.cli import terminal
from textlint.outputs import OUTPUTS

TEXTLINT = Path(sys.executable).with_name("textlint")

RULE = """\
kind: pattern
message: "Foo."
why: Because.
{more}options:
  find: '{find}'
examples:
  - bad: "A foo."
  - ok: "A bar."
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with a sound text, a damaged text and a file that is no text."""
    (tmp_path / "sound.txt").write_text("All is well here.\n")
    (tmp_path / "damaged.txt").write_text("It ended.. He left.\n")
    (tmp_path / "code.py").write_text("x = '..'  # It ended.. He left.\n")
    return tmp_path


# --- what goes wrong ends in one line and exit code 2


def make_binary(folder):
    (folder / "picture.txt").write_bytes(b"\x89PNG\0\0\1")


def make_broken_utf16(folder):
    (folder / "broken.txt").write_bytes("A text.".encode("utf-16-le").join([b"\xff\xfe", b"\0"]))


def make_empty_folder(folder):
    (folder / "empty").mkdir()
    (folder / "empty" / "code.py").write_text("x = 1\n")


def make_rule(folder, text, name="house/foo.yaml"):
    path = folder / "my" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def rule_maker(text):
    return lambda folder: make_rule(folder, text)


def settings_maker(text, name="textlint.toml"):
    return lambda folder: (folder / name).write_text(text)


GOOD_RULE = RULE.format(more="", find="foo")


@pytest.mark.parametrize(
    ("prepare", "args", "message"),
    [
        pytest.param(None, ["chek"], "; see 'textlint --help'", id="a command that is not there"),
        pytest.param(None, ["check", "--nope"], "; see 'textlint --help'", id="a flag that is not there"),
        pytest.param(
            None, ["check", "--jobs", "x"], "; see 'textlint --help'", id="a flag with a wrong value"
        ),
        pytest.param(
            None, ["check", "nowhere.txt"], "nowhere.txt: no such file or folder", id="a missing path"
        ),
        pytest.param(make_binary, ["check", "picture.txt"], "picture.txt: a binary file", id="a binary file"),
        pytest.param(
            make_broken_utf16, ["fix", "broken.txt"], "broken.txt: broken UTF-16", id="broken UTF-16"
        ),
        pytest.param(
            lambda folder: (folder / "rows.json").write_text("{}\n"),
            ["fix", "rows.json"],
            "rows.json: .json files are not read; expected plain text",
            id="a format that is not read",
        ),
        pytest.param(
            None, ["check", "--select", "speling"], "did you mean 'spelling'?", id="an unknown pack"
        ),
        pytest.param(
            None,
            ["check", "--ignore", "spelling/tipo"],
            "did you mean 'spelling/typo'?",
            id="an unknown rule",
        ),
        pytest.param(
            None, ["explain", "spelling/typ"], "did you mean 'spelling/typo'?", id="explain what is not"
        ),
        pytest.param(None, ["check", "--profile", "prosa"], "did you mean 'prose'?", id="an unknown profile"),
        pytest.param(None, ["check", "--rules", "my"], "my: no such rule file or folder", id="missing rules"),
        pytest.param(
            lambda folder: (folder / "my").mkdir(),
            ["check", "--rules", "my"],
            "my: no rules here",
            id="no rules",
        ),
        pytest.param(
            rule_maker("kind: [pattern\n"),
            ["check", "--rules", "my"],
            "foo.yaml:2: not valid YAML",
            id="bad YAML",
        ),
        pytest.param(
            rule_maker(GOOD_RULE.replace("find", "fnid")),
            ["check", "--rules", "my"],
            "foo.yaml:5: unknown key 'fnid'; did you mean 'find'?",
            id="an unknown key",
        ),
        pytest.param(
            rule_maker(GOOD_RULE.replace("foo'", "(foo'")),
            ["check", "--rules", "my"],
            "foo.yaml:5: bad pattern '(foo': ",
            id="a bad pattern",
        ),
        pytest.param(
            rule_maker(GOOD_RULE.partition("examples")[0]),
            ["test", "my"],
            "foo.yaml:1: missing key 'examples'",
            id="a rule without examples",
        ),
        pytest.param(
            rule_maker(GOOD_RULE.replace('  - ok: "A bar."\n', "")),
            ["test", "my"],
            "foo.yaml:7: no 'ok' example",
            id="a rule without a look-alike",
        ),
        pytest.param(
            settings_maker("selct = ['spelling']\n"),
            ["check"],
            "textlint.toml:1: unknown key 'selct'; did you mean 'select'?",
            id="an unknown key in settings",
        ),
        pytest.param(
            settings_maker("select = 'spelling'\n"),
            ["check"],
            "textlint.toml:1: 'select' expects a list of strings, found 'spelling'",
            id="a wrong type in settings",
        ),
        pytest.param(
            settings_maker("a = \n"),
            ["check"],
            "textlint.toml:1: not valid TOML",
            id="settings that are no TOML",
        ),
        pytest.param(
            settings_maker("ignore = ['spelling/tipo']\n"),
            ["check"],
            "textlint.toml:1: unknown rule or pack 'spelling/tipo'; did you mean 'spelling/typo'?",
            id="an unknown rule in settings",
        ),
        pytest.param(
            None,
            ["check", "--config", "x.toml"],
            "x.toml: no such settings file",
            id="settings that are not there",
        ),
        pytest.param(
            None,
            ["check", "--output-file", "no/where.txt"],
            "no/where.txt: can't be written",
            id="an output file",
        ),
        pytest.param(
            settings_maker("ignore = []\n"),
            ["init"],
            "textlint.toml: is there already",
            id="init over settings",
        ),
        pytest.param(
            None, ["check", "-", "sound.txt"], "'-' is standard input", id="standard input and more"
        ),
        pytest.param(
            None,
            ["check", "--output-file", "sound.txt"],
            "sound.txt: one of the texts to read",
            id="an input as output",
        ),
        pytest.param(
            None,
            ["check", "--output-file", "/dev/full"],
            "/dev/full: not a regular file",
            id="a device as output",
        ),
        pytest.param(
            rule_maker(GOOD_RULE.replace("foo'", "foo(?R)'")),
            ["check", "--rules", "my"],
            "foo.yaml:5: bad pattern 'foo(?R)': '(?R)' is not supported at position 5",
            id="a pattern that calls itself",
        ),
        pytest.param(
            None,
            ["check", "--rules", "a" * 300],
            f"{'a' * 300}: File name too long",
            id="a name that is too long",
        ),
        pytest.param(None, ["check", "--select", ""], "--select names nothing", id="select nothing"),
        pytest.param(None, ["test", "--select", " ,"], "--select names nothing", id="select no name"),
        pytest.param(
            lambda folder: make_rule(folder, GOOD_RULE, "all/foo.yaml"),
            ["check", "--rules", "my"],
            "foo.yaml: a pack can't be called 'all'",
            id="a pack called all",
        ),
        pytest.param(
            lambda folder: (folder / "textlint.toml").mkdir(),
            ["check"],
            "textlint.toml: a folder, a device or a broken link; expected a file",
            id="settings that are a folder",
        ),
        pytest.param(
            lambda folder: os.mkfifo(folder / "textlint.toml"),
            ["check"],
            "textlint.toml: a folder, a device or a broken link; expected a file",
            id="settings that are a pipe",
        ),
        pytest.param(
            lambda folder: (folder / ".textlint.toml").symlink_to("nowhere"),
            ["rules"],
            ".textlint.toml: a folder, a device or a broken link; expected a file",
            id="settings that are a broken link",
        ),
        pytest.param(
            None,
            ["check", "--config", "."],
            ".: a folder, a device or a broken link",
            id="a folder of settings",
        ),
        pytest.param(None, ["fix", "--diff", "--statistics"], "--diff shows a diff", id="flags that clash"),
        pytest.param(None, ["check", "--exclude", "!"], "bad pattern '!' in 'exclude'", id="a bad pattern"),
        pytest.param(
            settings_maker("ignore = []\nexclude = ['!']\n"),
            ["check"],
            "textlint.toml:2: bad pattern '!' in 'exclude'",
            id="a bad pattern in settings",
        ),
        pytest.param(
            settings_maker("[tool]\ntextlint = 1\n", "pyproject.toml"),
            ["check"],
            "pyproject.toml: expected a table [tool.textlint], found 1",
            id="settings that are no table",
        ),
        pytest.param(
            rule_maker("kind: pattern\noptions: " + "[" * 200),
            ["check", "--rules", "my"],
            "foo.yaml:2: too deep; expected at most 20 values in one another",
            id="a rule file that is too deep",
        ),
        pytest.param(
            rule_maker("kind: pattern\noptions: " + "[" * 200_000),
            ["check", "--rules", "my"],
            "foo.yaml:2: ",  # the YAML parser may give up before our limit
            id="a rule file made to hurt",
        ),
        pytest.param(
            rule_maker(GOOD_RULE.replace("why:", "language: englsh\nwhy:")),
            ["check", "--rules", "my"],
            "foo.yaml:3: unknown language 'englsh'",
            id="an unknown language",
        ),
        pytest.param(
            lambda folder: os.link(folder / "damaged.txt", folder / "other.txt"),
            ["fix", "damaged.txt"],
            "damaged.txt: a file with several hard links, left alone",
            id="a file of two names",
        ),
        pytest.param(
            lambda folder: os.mkfifo(folder / "pipe"), ["check", "pipe"], "pipe: neither a file", id="a pipe"
        ),
    ],
)
def test_every_error_is_one_line(folder, prepare, args, message):
    if prepare:
        prepare(folder)

    done = run(*args, cwd=folder)

    errors = done.stderr.decode().splitlines()
    assert done.returncode == 2
    assert [line for line in errors if message in line], errors
    assert len([line for line in errors if line.startswith("textlint: ")]) == 1
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_one_line(folder):
    (folder / "sound.txt").chmod(0)

    done = run("check", "sound.txt", cwd=folder)

    assert done.returncode == 2
    assert done.stderr.decode() == "textlint: sound.txt: can't be read: Permission denied\n"


def test_one_bad_file_does_not_keep_others_from_being_fixed(folder):
    make_binary(folder)

    done = run("fix", "picture.txt", "damaged.txt", cwd=folder)

    assert done.returncode == 2
    assert (folder / "damaged.txt").read_text() == "It ended. He left.\n"


def test_a_working_folder_that_is_gone_is_one_line(tmp_path):
    command = f"mkdir gone; cd gone; rmdir ../gone; {TEXTLINT} check"

    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (2, b"textlint: the working folder is no longer there\n")


def test_no_command_is_answered_with_the_help_page(tmp_path):
    bare, asked = run(cwd=tmp_path), run("--help", cwd=tmp_path)

    assert (bare.returncode, bare.stdout, bare.stderr) == (2, b"", asked.stdout)
    assert asked.stdout.count(b"\n") > 10


# --- exit codes and what they stand for


@pytest.mark.parametrize(
    ("args", "code"),
    [
        pytest.param(["check", "sound.txt"], 0, id="clean"),
        pytest.param(["check", "damaged.txt"], 1, id="findings"),
        pytest.param(["check", "damaged.txt", "--exit-zero"], 0, id="findings, not minded"),
        pytest.param(["check"], 1, id="the working folder"),
        pytest.param(["check", "--ignore", "punctuation"], 0, id="the pack ignored"),
        pytest.param(["check", "--select", "consistency,balance"], 0, id="other packs selected"),
        pytest.param(["check", "--exclude", "damaged*"], 0, id="the file excluded"),
        pytest.param(["check", "damaged.txt", "--exclude", "damaged*"], 1, id="named, so not excluded"),
        pytest.param(
            ["check", "damaged.txt", "--exclude", "damaged*", "--force-exclude"], 0, id="excluded by force"
        ),
        pytest.param(["fix", "--diff"], 1, id="something to write"),
        pytest.param(["fix", "--diff", "sound.txt"], 0, id="nothing to write"),
        pytest.param(["fix"], 0, id="all fixed"),
        pytest.param(["rules"], 0, id="rules"),
        pytest.param(["explain", "punctuation/doubled"], 0, id="explain"),
        pytest.param(["--version"], 0, id="version"),
        pytest.param(["--help"], 0, id="help"),
    ],
)
def test_exit_code(folder, args, code):
    assert run(*args, cwd=folder).returncode == code


def test_fix_mends_texts_and_nothing_else(folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    done = run("fix", cwd=folder)

    assert done.stderr.decode() == "Fixed 1 defect in 1 of 2 documents; 0 findings left.\n"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        **before,
        "damaged.txt": b"It ended. He left.\n",
    }


def test_diff_writes_nothing_and_applies(folder):
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)

    done = run("fix", "--diff", "damaged.txt", cwd=folder)

    assert (folder / "damaged.txt").read_text() == "It ended.. He left.\n"
    subprocess.run(["git", "apply"], cwd=folder, input=done.stdout, check=True)
    assert (folder / "damaged.txt").read_text() == "It ended. He left.\n"


@pytest.mark.parametrize(
    ("data", "fixed"),
    [
        pytest.param(b"It ended.. He left.\r\n", b"It ended. He left.\r\n", id="Windows line ends"),
        pytest.param(b"It ended.. He left.", b"It ended. He left.", id="no line end"),
        pytest.param(b"\xef\xbb\xbfIt ended.. So.\n", b"\xef\xbb\xbfIt ended. So.\n", id="a byte order mark"),
        pytest.param(
            b"It ended.. \xff\xfe So.\n", b"It ended. \xff\xfe So.\n", id="bytes that are not UTF-8"
        ),
        pytest.param(
            "It ended.. So.\n".encode("utf-16"),
            "It ended. So.\n".encode("utf-16"),
            id="UTF-16 of this machine",
        ),
        pytest.param(
            b"\xfe\xff" + "It ended.. So.\n".encode("utf-16-be"),
            b"\xfe\xff" + "It ended. So.\n".encode("utf-16-be"),
            id="UTF-16, big end first",
        ),
    ],
)
def test_fix_keeps_encoding_and_line_ends(tmp_path, data, fixed):
    (tmp_path / "a.txt").write_bytes(data)

    run("fix", "a.txt", cwd=tmp_path)

    assert (tmp_path / "a.txt").read_bytes() == fixed


def test_undecodable_bytes_are_a_finding(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"A caf\xe9 in Paris.\n")

    done = run("check", "a.txt", "--output-format", "jsonl", cwd=tmp_path)

    found = json.loads(done.stdout)
    assert (done.returncode, found["start"], found["end"], found["found"]) == (1, 5, 6, "\\udce9")
    assert "iconv -f WINDOWS-1252 -t UTF-8" in found["message"]


def test_a_file_in_another_encoding_is_one_finding(tmp_path):
    text = "Le maire a décidé de ne pas venir à la soirée où l’école était fermée.\n"
    (tmp_path / "a.txt").write_bytes(text.encode("cp1252") * 60)

    done = run("check", "a.txt", "--select", "encoding/undecodable", cwd=tmp_path)

    assert done.returncode == 1
    (found,) = done.stdout.decode().splitlines()
    assert "540 bytes are not UTF-8, it reads well as Windows-1252" in found


def test_an_output_file_appears_whole(folder):
    done = run("check", "--output-file", "out.json", "--output-format", "concise", cwd=folder)

    assert done.stdout == b""
    assert (folder / "out.json").read_text().startswith("damaged.txt:1:9: punctuation/doubled [*] ")
    before = (folder / "out.json").read_text()
    assert run("check", "--output-file", "out.json", "--select", "nonsense", cwd=folder).returncode == 2
    assert (folder / "out.json").read_text() == before
    assert not list(folder.glob(".textlint-*"))


@pytest.mark.parametrize("redirect", ["> /dev/full", "| head -0", ">&-"])
def test_output_that_nobody_takes_stops_no_fix(folder, redirect):
    for n in range(30):
        (folder / f"{n}.txt").write_text("It ended.. He left the\n")

    done = subprocess.run(
        ["bash", "-c", f"{TEXTLINT} fix --jobs 1 {redirect}; exit ${{PIPESTATUS[0]}}"],
        cwd=folder,
        capture_output=True,
        check=False,
    )

    assert b"Traceback" not in done.stderr
    assert {(folder / f"{n}.txt").read_text() for n in range(30)} == {"It ended. He left the\n"}
    if redirect == "> /dev/full":
        problem = b"textlint: standard output can't be written: No space left on device"
        assert (done.returncode, done.stderr.splitlines()[0]) == (2, problem)


COMMANDS = [
    pytest.param("check damaged.txt -q", id="check"),
    pytest.param("fix - -q < damaged.txt", id="fix"),
    pytest.param("rules", id="rules"),
    pytest.param("explain punctuation/doubled", id="explain"),
    pytest.param("test my", id="test"),
]


@pytest.mark.parametrize(
    ("redirect", "why"),
    [
        pytest.param("> /dev/full", "No space left on device", id="a full disk"),
        pytest.param(">&-", "Bad file descriptor", id="closed"),
    ],
)
@pytest.mark.parametrize("command", COMMANDS)
def test_output_is_never_lost_in_silence(folder, command, redirect, why):
    make_rule(folder, GOOD_RULE.replace("A bar", "A foo"))

    done = subprocess.run(
        ["bash", "-c", f"sleep 0.1 | {TEXTLINT} {command} {redirect}; exit ${{PIPESTATUS[1]}}"],
        cwd=folder,
        capture_output=True,
        check=False,
    )

    problem = f"textlint: standard output can't be written: {why}\n"
    assert (done.returncode, done.stderr.decode()) == (2, problem)


@pytest.mark.parametrize(
    "command",
    [
        *COMMANDS,
        pytest.param("check damaged.txt --output-format json -q", id="check, as JSON"),
        pytest.param("fix --diff damaged.txt -q", id="a diff"),
        pytest.param("stats damaged.txt -q", id="stats"),
        pytest.param("settings damaged.txt", id="settings"),
        pytest.param("schema rule", id="schema"),
        pytest.param("completion bash", id="completion"),
        pytest.param("check --help", id="help"),
        pytest.param("--version", id="version"),
    ],
)
def test_a_pipe_that_nobody_reads_ends_a_run_silently(folder, command):
    make_rule(folder, GOOD_RULE.replace("A bar", "A foo"))

    done = subprocess.run(
        ["bash", "-c", f"sleep 0.1 | {TEXTLINT} {command} | true; exit ${{PIPESTATUS[1]}}"],
        cwd=folder,
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (141, b"")


def test_an_error_counts_more_than_a_pipe_that_nobody_reads(folder):
    done = subprocess.run(
        ["bash", "-c", f"{TEXTLINT} check nowhere.txt damaged.txt -q | true; exit ${{PIPESTATUS[0]}}"],
        cwd=folder,
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (2, b"textlint: nowhere.txt: no such file or folder\n")


@pytest.mark.parametrize(
    "command", ["check", "fix", "stats", "baseline", "check --output-format json", "check --force-exclude"]
)
def test_a_folder_without_texts_is_a_warning(folder, command):
    make_empty_folder(folder)

    done = run(*command.split(), "empty", cwd=folder)

    assert done.returncode == 0
    assert done.stderr.startswith(b"textlint: warning: empty: no texts in this folder, or all are ignored")
    assert len(done.stderr.splitlines()) == 1


def test_an_output_file_keeps_its_mode_and_owner(folder):
    path = folder / "out.txt"
    path.write_text("old")
    if os.geteuid() == 0:
        os.chown(path, 1234, 4321)
    path.chmod(0o640)
    before = path.stat()

    run("check", "damaged.txt", "--output-file", "out.txt", cwd=folder)

    after = path.stat()
    assert path.read_text() != "old"
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


@pytest.mark.parametrize(
    ("device", "shown"),
    [
        pytest.param("/dev/stdout", "damaged.txt:1:9: punctuation/doubled", id="standard output"),
        pytest.param("/dev/null", "", id="nowhere"),
    ],
)
def test_a_device_as_output_file(folder, device, shown):
    done = run("check", "damaged.txt", "--output-file", device, cwd=folder)

    assert done.returncode == 1
    assert done.stdout.decode()[: len(shown) + 1].strip() == shown


def test_what_strangers_wrote_into_rules_does_not_act_on_a_terminal(folder):
    make_rule(folder, GOOD_RULE.replace('"Foo."', '"\\e[31mFoo."'))

    for args in (["rules"], ["explain", "house/foo"]):
        done = run(*args, "--rules", "my", cwd=folder)
        assert done.returncode == 0
        assert b"\x1b" not in done.stdout


HOSTILE = "::error::\x1b[2J\x9b1m##[error]\u202ex\u2028y\n  ::stop-commands::t"
HOSTILE_RULE = """\
kind: pattern
message: "::error::{found} ##[error]\\e[2J\\u202e"
why: "Because. %s ::error::wrapped ##[error]x\\e[2J"
fix: safe
language: any
options:
  find: '[#]*\\[?teh'
  replace: 'the'
examples:
  - bad: "::error::teh"
    good: "::error::the"
  - ok: "All is well."
"""
SELECTED = ("--select", "ho use")
TABLE = "t::error::x.jsonl"


@pytest.mark.parametrize(
    "args",
    [
        *(["check", "--output-format", form] for form in OUTPUTS),
        ["check", "--statistics"],
        ["check", TABLE],
        ["check", "::error::missing\u202e##[error]"],
        ["check", "--ignore", "::error::\u202e##[error]"],
        ["stats"],
        ["stats", "--by", "::error::by", TABLE],
        ["stats", "--output-format", "json"],
        ["stats", "--output-format", "html"],
        ["rules"],
        ["rules", "--output-format", "json"],
        ["rules", "--bench", "bench.jsonl"],
        ["explain", f"ho use/{HOSTILE}"],
        ["test"],
        ["settings", HOSTILE],
        ["settings", "--output-format", "json"],
        ["filter", TABLE, "-o", "kept", "--max-findings", "0"],
        ["filter", TABLE, "-o", "kept", "--max-findings", "0", "--output-format", "json"],
        ["baseline"],
        ["check", "--add-suppressions", "why"],
        ["fix", "--journal", "::error::j"],
    ],
    ids=" ".join,
)
def test_nothing_that_others_wrote_acts_on_a_terminal_or_a_log(tmp_path, args):
    """Rules, files, fields and texts with hostile names and contents, in all that textlint writes."""
    make_rule(tmp_path, HOSTILE_RULE % ("word " * 13), f"ho use/{HOSTILE}.yaml")
    (tmp_path / "textlint.toml").write_text(f"words = [{json.dumps(HOSTILE)}]\n")
    (tmp_path / f"{HOSTILE}.txt").write_text(
        "::error::teh #[teh\n  ::error::\x1b[2J teh ##[error]\u202e\n", newline=""
    )
    row = json.dumps({"text": "::error::teh\n  ::error::teh", "id": HOSTILE, "::error::by": HOSTILE})
    (tmp_path / TABLE).write_text(row)
    (tmp_path / "bench.jsonl").write_text(json.dumps({"text": "teh", "edits": [{"start": 0, "end": 3}]}))

    done = run(*args, "--rules", "my", *(() if args[0] == "explain" else SELECTED), cwd=tmp_path)

    assert b"Traceback" not in done.stderr
    shown = done.stdout.decode() + done.stderr.decode()
    commands = [line for line in shown.splitlines() if line.lstrip().startswith("::")]
    if args[-1] == "github":
        assert len(commands) == done.stdout.count(b"\n")
        assert all(line.startswith("::warning file=") for line in commands)
    else:
        assert commands == []
    assert "##[" not in shown
    assert set(shown) & set("\x1b\x9b\u202e\u2028\x85") == set()


# --- standard input


def test_check_reads_standard_input(tmp_path):
    done = run("check", "-", "--stdin-filename", "draft.txt", cwd=tmp_path, data=b"It ended.. So.\n")

    assert done.returncode == 1
    assert done.stdout.decode().startswith("draft.txt:1:9: punctuation/doubled [*] ")


def test_fix_writes_the_text_to_standard_output(tmp_path):
    done = run("fix", "-", cwd=tmp_path, data=b"It ended.. \xff So.")

    assert done.stdout == b"It ended. \xff So."


# --- settings and rules of one's own


def test_the_nearest_settings_hold_alone(folder):
    (folder / "textlint.toml").write_text("ignore = ['punctuation']\n")
    (folder / "near").mkdir()
    (folder / "near" / ".textlint.toml").write_text("ignore = ['spelling']\n")
    (folder / "near" / "a.txt").write_text("It ended.. He left.\n")

    done = run("check", cwd=folder)

    assert [line.partition(":")[0] for line in done.stdout.decode().splitlines()] == ["near/a.txt"]


def test_pyproject_holds_where_it_has_a_table(folder):
    (folder / "pyproject.toml").write_text("[tool.textlint]\nignore = ['punctuation']\n")

    assert run("check", cwd=folder).returncode == 0
    assert run("check", "--isolated", cwd=folder).returncode == 1


def test_rules_of_ones_own_are_listed_selected_ignored_and_tested(folder):
    make_rule(folder, GOOD_RULE)
    (folder / "textlint.toml").write_text("rules = ['my']\n")
    (folder / "foo.txt").write_text("A foo.\n")

    assert "house/foo" in run("rules", cwd=folder).stdout.decode()
    check = ("check", "foo.txt")
    assert run(*check, cwd=folder).stdout.decode() == "foo.txt:1:3: house/foo Foo.\n"
    assert run(*check, "--select", "house", cwd=folder).returncode == 1
    assert run(*check, "--ignore", "house/foo", cwd=folder).returncode == 0
    assert run("test", "my", cwd=folder).stderr.decode() == "1 rule, 2 examples, 0 failed.\n"


@pytest.mark.parametrize(
    ("args", "ran"),
    [
        pytest.param(["--select", "house/foo"], "1 rule, 2 examples", id="a rule"),
        pytest.param(["--select", "house"], "2 rules, 4 examples", id="a pack"),
        pytest.param(["--select", "house", "--ignore", "house/foo"], "1 rule, 2 examples", id="but one"),
        pytest.param(["my", "--ignore", "house/foo"], "1 rule, 2 examples", id="a path, but one"),
        pytest.param(["my/house/foo.yaml"], "1 rule, 2 examples", id="a file"),
        pytest.param(["my", "--select", "spelling"], "0 rules, 0 examples", id="none of a path"),
    ],
)
def test_test_runs_what_is_selected(folder, args, ran):
    make_rule(folder, GOOD_RULE)
    make_rule(folder, GOOD_RULE, "house/bar.yaml")

    done = run("test", *args, "--rules", "my", cwd=folder)

    assert done.stderr.decode() == f"{ran}, 0 failed.\n"


def test_a_rule_under_test_stands_in_for_the_built_in_one(folder):
    make_rule(folder, GOOD_RULE.replace("A bar.", "A foo."), "punctuation/doubled.yaml")

    tested = run("test", "my", cwd=folder)
    checked = run("check", "--rules", "my", cwd=folder)

    assert tested.stderr.decode() == "1 rule, 2 examples, 1 failed.\n"
    assert "rule 'punctuation/doubled' is there already" in checked.stderr.decode()


def test_test_says_what_was_expected_and_what_came(folder):
    make_rule(folder, GOOD_RULE.replace("A foo.", "A fu.").replace("A bar.", "A foo."))

    done = run("test", "my", cwd=folder)

    assert done.returncode == 1
    assert done.stdout.decode() == (
        "my/house/foo.yaml:7: house/foo\n  expected a finding in 'A fu.'\n  got      none\n"
        "my/house/foo.yaml:8: house/foo\n  expected no finding in 'A foo.'\n  got      1: 'foo' (Foo.)\n"
    )


def test_init_writes_settings_that_hold(folder):
    assert run("init", cwd=folder).returncode == 0
    assert run("check", "damaged.txt", cwd=folder).returncode == 1


# --- terminals


def test_findings_are_escaped(tmp_path):
    (tmp_path / "a.txt").write_text("It ended.. \N{ESCAPE}[31m\N{RIGHT-TO-LEFT OVERRIDE} So.\n")

    done = run("check", "a.txt", "--output-format", "full", cwd=tmp_path)

    assert b"\x1b" not in done.stdout
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in done.stdout.decode()


@pytest.mark.parametrize(
    ("env", "colored"),
    [
        pytest.param({"NO_COLOR": "", "FORCE_COLOR": "1"}, True, id="forced"),
        pytest.param({"NO_COLOR": "", "FORCE_COLOR": ""}, False, id="no terminal"),
        pytest.param({"NO_COLOR": "1", "FORCE_COLOR": ""}, False, id="not wanted"),
        pytest.param({"NO_COLOR": "", "FORCE_COLOR": "0"}, False, id="forced not to"),
    ],
)
def test_colors(folder, env, colored):
    done = run("check", cwd=folder, **env)

    assert (b"\x1b[" in done.stdout) is colored


def test_colors_in_an_explanation(folder):
    plain = run("explain", "punctuation/doubled", cwd=folder)
    colored = run("explain", "punctuation/doubled", cwd=folder, NO_COLOR="", FORCE_COLOR="1")

    assert colored.stdout != plain.stdout
    assert re.sub(rb"\x1b\[\d*m", b"", colored.stdout) == plain.stdout


@pytest.mark.parametrize(
    ("env", "colored"),
    [
        pytest.param({}, True, id="as it is"),
        pytest.param({"NO_COLOR": "1"}, False, id="not wanted"),
        pytest.param({"FORCE_COLOR": "0"}, False, id="forced not to"),
        pytest.param({"TERM": "dumb"}, False, id="a terminal without"),
    ],
)
def test_a_terminal_gets_colors(folder, env, colored):
    shown = _on_terminal([TEXTLINT, "check", "damaged.txt"], folder, **env)

    assert bool(re.search(rb"\x1b\[\d+m", shown)) is colored


def test_a_terminal_gets_a_progress_bar_when_it_takes_long(folder):
    at_once = "from textlint.cli import main, terminal; terminal.PROGRESS_AFTER = -1; main()"

    assert b"Reading" in _on_terminal([sys.executable, "-c", at_once, "check"], folder)


@pytest.mark.parametrize(
    ("term", "shown"),
    [pytest.param("xterm", True, id="a terminal"), pytest.param("dumb", False, id="a dumb one")],
)
def test_a_terminal_that_can_only_write_on_gets_no_progress_bar(term, shown, monkeypatch, capsys):
    monkeypatch.setattr(terminal, "PROGRESS_AFTER", -1)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", term)

    assert list(terminal.with_progress("abc", 3, sys.stdout)) == ["a", "b", "c"]
    assert ("Reading" in capsys.readouterr().err) is shown


def _on_terminal(command, folder, **env):
    """What a command shows on a real pseudo-terminal."""
    main, other = pty.openpty()
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
    env = {**kept, "TERM": "xterm", **env}
    process = subprocess.Popen(command, cwd=folder, stdin=other, stdout=other, stderr=other, env=env)
    os.close(other)
    shown = b""
    while True:
        try:
            data = os.read(main, 4096)
        except OSError:  # the other end is closed
            break
        if not data:
            break
        shown += data
    process.wait()
    os.close(main)
    return shown
