"""What fix did can be undone from its journal, byte for byte; and a journal shows what was done."""

import gzip
import json
import os
import random
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import commands
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from kills import killed

import textlint
from textlint import journal, restore
from textlint.compiler import compile_rules
from textlint.corpora.records import Layout, Record
from textlint.errors import InputError
from textlint.inputs import csv, jsonl, parquet
from textlint.inputs.text import decode, encode

TEXTLINT = Path(sys.executable).with_name("textlint")
SEEDS = Path(__file__).parents[1] / "seeds"

RULE = """\
kind: pattern
message: "Misspelled."
why: Because.
language: any
fix: {fix}
options:
  find: '\\b{find}\\b'
  replace: '{replace}'
examples:
  - bad: "A {find}."
    good: "A {replace}."
  - ok: "All is well."
"""


def run(*args, cwd):
    return commands.run(*args, cwd=cwd, text=True)


def run_apart(*args, cwd, start=()):
    command = [*(start or [TEXTLINT]), *map(str, args)]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False, timeout=120)


@pytest.fixture
def folder(tmp_path):
    """A folder with rules of its own, which are compiled in no time, and three texts that they fix."""
    (tmp_path / "my" / "house").mkdir(parents=True)
    (tmp_path / "my" / "house" / "the.yaml").write_text(RULE.format(fix="safe", find="teh", replace="the"))
    (tmp_path / "my" / "house" / "can.yaml").write_text(RULE.format(fix="unsafe", find="acn", replace="can"))
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("It is teh end of teh day.\n")
    (tmp_path / "notes" / "b.md").write_text("# Teh title\n\nYou acn see `teh` teh end.\n")
    (tmp_path / "notes" / "c.txt").write_bytes(b"Of teh\r\n\xff and teh \xe2\x82 rest")
    (tmp_path / "sound.txt").write_text("All is well.\n")
    return tmp_path


FLAGS = ("--journal", "j", "--rules", "my", "--select", "house")


def fix(folder, *args):
    return run("fix", *args, *FLAGS, cwd=folder)


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted((folder / "notes").iterdir())}


def entries(file):
    with file.open("rb") as opened:
        return [
            line.content for line in journal.read(opened, file) if isinstance(line.content, journal.Entry)
        ]


# --- the law: what comes back is what was there

PIECES = [
    "teh ",
    "acn",
    "a",
    "b",
    "ab",
    "..",
    " ",
    "\n",
    "\r\n",
    "é",
    "😀",
    "\N{BYTE ORDER MARK}",
    "\x00",
    "teh",
]
BYTES = ["\udc80", "\udcff", "\udce2"]
TEXTS = st.lists(st.sampled_from([*PIECES, *BYTES]), max_size=12).map("".join)
RULES = st.lists(
    st.sampled_from(
        [
            ("pattern", {"find": "a+", "replace": "b", "anywhere": True}),
            ("pattern", {"find": r"\.\.", "replace": "", "anywhere": True}),
            ("pattern", {"find": "(?<=b).", "replace": "xx", "anywhere": True}),
            ("pattern", {"find": "b", "replace": "\n", "anywhere": True}),
            ("words", {"words": {"teh": "the", "acn": "can"}}),
            ("lines", {"any_of": ["teh", "ab"]}),
            ("repetition", {"of": "words"}),
            ("encoding", {"steps": ["fix_encoding"]}),
        ]
    ),
    min_size=1,
    max_size=3,
    unique_by=str,
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le"])
SUFFIXES = st.sampled_from([".txt", ".md"])
MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff", "utf-32-le": b"\xff\xfe\0\0"}


def encoded(text, encoding):
    if encoding.startswith("utf-8"):
        return text.encode(encoding, "surrogateescape")
    return MARKS[encoding] + "".join(sign for sign in text if sign not in BYTES).encode(encoding)


@settings(max_examples=150)
@given(text=TEXTS, runs=st.tuples(RULES, RULES), form=st.tuples(ENCODINGS, SUFFIXES))
def test_two_runs_are_undone_byte_for_byte(tmp_path_factory, make_rule, text, runs, form):
    encoding, suffix = form
    folder = tmp_path_factory.mktemp("law")
    path, book = folder / f"a{suffix}", folder / "j"
    original = data = encoded(text, encoding)
    for kinds in runs:
        ruleset = compile_rules(
            [make_rule(kind, id=f"test/{n}", **options) for n, (kind, options) in enumerate(kinds)]
        )
        run_of = journal.begin(book)
        try:
            decoded = decode(data, path.name)
        except InputError:  # a zero among the first bytes: no text
            return
        result = textlint.fix(decoded.text, ruleset, name=path.name, unsafe=True)
        new = encode(decoded, result.text)
        if new != data:
            journal.append(
                run_of, [journal.file_entry(run_of, path, decoded, result, (data, new), unsafe=True)]
            )
        data = new
    path.write_bytes(data)
    known = restore.index(book)

    for file in known.offsets:
        restore.restore(known, file, path)

    assert path.read_bytes() == original
    assert all(restore.restore(known, file, path).documents == 0 for file in known.offsets)


@pytest.mark.parametrize("flags", [(), ("--unsafe-fixes",)], ids=["safe edits", "all edits"])
def test_seeds_in_all_encodings_come_back(tmp_path, flags):
    (tmp_path / "notes").mkdir()
    for n, seed in enumerate(sorted(SEEDS.glob("*.txt"))):
        text = seed.read_bytes().decode()
        (tmp_path / "notes" / f"{n}.txt").write_bytes(seed.read_bytes())
        (tmp_path / "notes" / f"{n}.md").write_bytes(b"\xef\xbb\xbf" + text.rstrip().encode())
        (tmp_path / "notes" / f"{n}-16.txt").write_bytes(b"\xff\xfe" + text.encode("utf-16-le"))
        crlf = text.replace("\n", "\r\n").encode()
        (tmp_path / "notes" / f"{n}-bytes.txt").write_bytes(crlf.replace(b" and ", b" \xff\xe2\x82 and "))
    before = contents(tmp_path)

    run("fix", "notes", "--journal", "j", *flags, cwd=tmp_path)
    after = contents(tmp_path)
    done = run("undo", "j", cwd=tmp_path)

    changed = len([name for name in before if before[name] != after[name]])
    assert changed > 15
    assert (done.returncode, done.stderr) == (0, f"Restored {changed} of {changed} files.\n")
    assert contents(tmp_path) == before


# --- as a user sees it


def test_fix_then_undo(folder):
    before = contents(folder)

    assert fix(folder, "notes").returncode == 1  # the unsafe edit is left
    assert contents(folder)["a.txt"] == b"It is the end of the day.\n"
    done = run("undo", "j", cwd=folder)
    again = run("undo", "j", cwd=folder)

    assert done.stdout == (
        "Restored notes/a.txt: 2 edits undone.\n"
        "Restored notes/b.md: 1 edit undone.\n"
        "Restored notes/c.txt: 2 edits undone.\n"
    )
    assert (done.returncode, done.stderr) == (0, "Restored 3 of 3 files.\n")
    assert contents(folder) == before
    assert (again.returncode, again.stdout) == (0, "")
    assert again.stderr == "Nothing to restore: all is as it was before.\n"


TEH = {"rule": "house/the", "severity": "warning", "applicability": "safe", "before": "teh", "after": "the"}


def test_what_an_entry_says(folder):
    fix(folder, "notes/c.txt", "--unsafe-fixes")
    first, line = map(json.loads, (folder / "j").read_text().splitlines())

    assert list(first) == ["journal", "textlint", "run", "time", "seal"]
    assert first["journal"] == 1
    assert len(line.pop("seal")) == len(first["seal"]) == 40
    assert line.pop("run") == first["run"]
    assert line.pop("time") >= first["time"]
    assert line == {
        "path": "notes/c.txt",
        "file": "notes/c.txt",
        "record": None,
        "unsafe": True,
        "before": journal.digest(b"Of teh\r\n\xff and teh \xe2\x82 rest"),
        "after": journal.digest(b"Of the\r\n\xff and the \xe2\x82 rest"),
        "edits": [{**TEH, "start": start, "end": start + 3} for start in (3, 14)],
        "codec": "utf-8",
        "mark": False,
        **dict.fromkeys(("fields", "style", "raw")),
    }


def test_runs_are_kept_together_and_undone_together(folder):
    before = contents(folder)
    fix(folder, "notes")
    between = contents(folder)
    fix(folder, "notes", "--unsafe-fixes")
    (folder / "notes" / "a.txt").write_text("My teh text.\n")
    fix(folder, "notes")

    done = run("undo", "j", "notes/b.md", cwd=folder)

    assert contents(folder)["b.md"] == before["b.md"] != between["b.md"]
    assert done.stdout == "Restored notes/b.md: 2 edits undone.\n"
    rest = run("undo", "j", cwd=folder)
    assert rest.returncode == 2
    assert "notes/a.txt: restored as it was before 20" in rest.stderr
    assert contents(folder) == {**before, "a.txt": b"My teh text.\n"}
    assert run("undo", "j", cwd=folder).returncode == 2


def test_what_has_changed_since_is_left_alone_and_the_others_go_on(folder):
    before = contents(folder)
    fix(folder, "notes")
    (folder / "notes" / "a.txt").write_text("It is the end of my day.\n")
    (folder / "notes" / "b.md").unlink()

    done = run("undo", "j", cwd=folder)

    assert (done.returncode, done.stdout) == (2, "Restored notes/c.txt: 2 edits undone.\n")
    assert done.stderr == (
        "textlint: notes/a.txt: changed since it was fixed; left alone\n"
        "textlint: notes/b.md: no such file any more\n"
        "Restored 1 of 3 files.\n"
    )
    assert contents(folder) == {"a.txt": b"It is the end of my day.\n", "c.txt": before["c.txt"]}


def test_only_what_is_named(folder):
    before = contents(folder)
    fix(folder, ".")
    after = contents(folder)

    done = run("undo", folder / "j", "a.txt", "../sound.txt", cwd=folder / "notes")

    assert (done.returncode, done.stdout) == (2, "Restored a.txt: 2 edits undone.\n")
    assert done.stderr == "textlint: ../sound.txt: the journal says nothing of it\nRestored 1 of 1 file.\n"
    assert contents(folder) == {**after, "a.txt": before["a.txt"]}


def test_a_diff_shows_what_would_be_restored(folder):
    fix(folder, "notes")
    after = contents(folder)

    done = run("undo", "j", "notes/a.txt", "--diff", cwd=folder)
    subprocess.run(["patch", "-p1"], input=done.stdout, cwd=folder, encoding="utf-8", check=True)

    assert (done.returncode, done.stderr) == (1, "Would restore 1 of 1 file.\n")
    assert contents(folder) == {**after, "a.txt": b"It is teh end of teh day.\n"}


def test_the_account(folder):
    fix(folder, "notes")
    fix(folder, "notes", "--unsafe-fixes")

    shown = run("journal", "j", cwd=folder)
    listed = json.loads(run("journal", "j", "--output-format", "json", cwd=folder).stdout)

    lines = shown.stdout.splitlines()
    assert lines[0] == "2 runs, 3 files, 3 documents, 6 edits"
    assert [line.split()[:3] for line in lines[2:5]] == [["documents", "safe", "unsafe"], [*"350"], [*"101"]]
    assert lines[6:] == ["safe  unsafe  rule", "   5       0  house/the", "   0       1  house/can"]
    assert [(each["documents"], each["edits"]) for each in listed["runs"]] == [(3, 5), (1, 1)]
    assert {"path": "notes/b.md", "documents": 1, "edits": 2, "safe": 1, "unsafe": 1} in listed["files"]
    assert listed["rules"][0] == {"rule": "house/the", "edits": 5, "safe": 5, "unsafe": 0}


def test_a_moved_folder_and_one_elsewhere(folder):
    before = contents(folder)
    fix(folder, "notes")
    moved = folder.rename(folder.with_name("moved"))

    assert run("undo", moved / "j", cwd="/").returncode == 0
    assert contents(moved) == before
    (moved / "books").mkdir()
    run("fix", "notes", "--journal", "books/j", "--rules", "my", "--select", "house", cwd=moved)
    outside = run("undo", "j", cwd=moved / "books")
    assert outside.returncode == 2
    assert "a.txt: neither below the journal nor below the working folder; name it, too" in outside.stderr
    assert contents(moved) != before
    assert run("undo", "j", "../notes", cwd=moved / "books").returncode == 0
    assert contents(moved) == before


# --- many processes, and kills


def many(folder, count):
    for n in range(count):
        (folder / "notes" / f"{n}.txt").write_text(f"Text {n}: it is teh end.\n" + "All is well.\n" * (n % 7))


def test_several_processes_write_the_same_entries(folder):
    many(folder, 200)
    written = []
    for jobs in ("1", "2"):
        run_apart("fix", "notes", *FLAGS, "--jobs", jobs, cwd=folder)
        written.append({(each.file, each.before, each.after, each.edits) for each in entries(folder / "j")})
        assert len(entries(folder / "j")) == 203
        assert run("undo", "j", cwd=folder).returncode == 0
        (folder / "j").unlink()

    assert written[0] == written[1]


@pytest.mark.parametrize("point", ["an entry of the journal", "a text"])
@pytest.mark.parametrize(("jobs", "number"), [(1, 1), (1, 120), (2, 2), (2, 60), (2, 150)])
def test_a_killed_run_can_be_undone(folder, jobs, number, point):
    many(folder, 200)
    before = contents(folder)
    book = folder / "j"

    code, _ = killed([TEXTLINT, "fix", "notes", *FLAGS, "--jobs", jobs], point, number, cwd=folder)
    assert code == -signal.SIGKILL
    changed = [name for name, data in contents(folder).items() if before.get(name) not in (None, data)]
    done = run("undo", "j", cwd=folder)

    assert len(changed) in (range(number - 1, number) if jobs == 1 else range(number - 2 * jobs, 203))
    assert len(entries(book)) in range(len(changed), len(changed) + jobs + 1)
    assert done.returncode == 0
    assert done.stdout.count("\n") == len(changed)
    assert {name: data for name, data in contents(folder).items() if name in before} == before


def test_an_entry_without_its_change_is_nothing_to_undo(folder):
    before = contents(folder)
    fix(folder, "notes/a.txt")
    (folder / "notes" / "a.txt").write_bytes(before["a.txt"])
    assert run("undo", "j", cwd=folder).stderr == "Nothing to restore: all is as it was before.\n"


@pytest.mark.parametrize("kept", [1, 100, -1], ids=["a byte", "a half", "all but the line end"])
def test_a_line_that_is_cut_off(folder, kept):
    before = contents(folder)
    fix(folder, "notes")
    *whole, last = (folder / "j").read_bytes().splitlines(keepends=True)
    (folder / "j").write_bytes(b"".join(whole) + last[:kept])
    (folder / "notes" / "c.txt").write_bytes(before["c.txt"])

    done = run("undo", "j", cwd=folder)

    named = "j:4: the last line is cut off; what it was about was not changed.\n"
    assert (done.returncode, done.stderr.startswith(named)) == (0, kept > 0)
    assert contents(folder) == before
    fix(folder, "notes")
    assert len(entries(folder / "j")) == 5 + (kept < 0)
    assert run("undo", "j", cwd=folder).returncode == 0
    assert contents(folder) == before


@pytest.mark.parametrize("length", [0, 1, 11, 12, 40, -1])
def test_a_first_line_that_never_came(folder, length):
    """A kill may come between the making of a journal and its first line, and in the midst of that."""
    fix(folder, "notes")
    first, *_ = (folder / "j").read_bytes().splitlines(keepends=True)
    (folder / "j").write_bytes(first[:length])
    before = contents(folder)

    for command in ("undo", "journal"):
        assert run(command, "j", cwd=folder).returncode == 0
    assert contents(folder) == before
    (folder / "notes" / "a.txt").write_text("It is teh end of teh day.\n")
    assert fix(folder, "notes/a.txt").returncode == 0
    assert len(entries(folder / "j")) == 1


# --- whose journal it is

CONFIG = b"[core]\n\trepositoryformatversion = 0\n\tbare = false\n"


def strangers(folder, name, before, after):
    """A journal that nobody has sealed, which turns what is in a file into something else."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(after)
    start = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), 0)
    edit = {**EDIT, "start": start, "end": len(before), "before": before[start:].decode()}
    run_line = {"journal": 1, "textlint": "0.1.0", "run": "06c07b5ad134640a", "time": "2026-11-22T14:42:07Z"}
    entry = {
        **{key: run_line[key] for key in ("run", "time")},
        "path": name,
        "file": name,
        "record": None,
        "unsafe": False,
        "before": journal.digest(before),
        "after": journal.digest(after),
        "edits": [{**edit, "after": after[start:].decode()}],
        "codec": "utf-8",
        "mark": False,
        "fields": None,
        "style": None,
        "raw": None,
    }
    (folder / "j").write_text("".join(f"{json.dumps(line)}\n" for line in (run_line, entry)))


@pytest.mark.parametrize(
    ("name", "args", "problem"),
    [
        (".git/config", (), "part of a git repository, where undo never writes"),
        (".git/config", (".git/config",), "part of a git repository"),
        (".git/hooks/pre-commit", (".git",), "part of a git repository"),
        ("sub/.GIT/config", (".",), "part of a git repository"),
        ("store.git/config", ("store.git",), "part of a git repository"),
        (".github/workflows/ci.yml", (), "hidden, or in a hidden folder"),
        (".github/workflows/ci.yml", (".",), "hidden, or in a hidden folder"),
        (".vscode/settings.json", ("j", "."), "hidden, or in a hidden folder"),
        (".envrc", (), "hidden, or in a hidden folder"),
        ("sub/.envrc", ("sub",), "hidden, or in a hidden folder"),
        (".github/workflows/ci.yml", (".github/workflows/ci.yml",), None),
        ("sub/.envrc", ("sub/.envrc",), None),
        ("Makefile", (), None),
    ],
)
def test_undo_writes_nothing_that_is_hidden_or_part_of_a_repository(folder, name, args, problem):
    for made in ("HEAD", "objects", "refs"):
        (folder / "store.git" / made).mkdir(parents=True)
    strangers(folder, name, before=CONFIG + b"\tfsmonitor = true\n", after=CONFIG)

    done = run("undo", "j", *args, "--trust", cwd=folder)

    if problem:
        assert done.returncode == 2
        assert f"{name}: {problem}" in done.stderr
        assert (folder / name).read_bytes() == CONFIG
    else:
        assert (done.returncode, done.stdout) == (0, f"Restored {name}: 1 edit undone.\n")
        assert (folder / name).read_bytes() != CONFIG


def test_a_journal_in_a_hidden_folder_gives_no_leave_to_write_there(folder):
    strangers(folder, ".vscode/settings.json", before=b"{1}", after=b"{}")
    entry = (folder / "j").read_text().replace('"file": ".vscode/', '"file": "')
    (folder / ".vscode" / "j").write_text(entry)

    done = run("undo", ".vscode/j", "--trust", cwd=folder)

    assert done.returncode == 2
    assert (folder / ".vscode" / "settings.json").read_bytes() == b"{}"


def unsealed(text):
    return "".join(line.partition(', "seal"')[0] + "}\n" for line in text.splitlines())


ASKED = (
    "j: not written by this user on this machine. It would restore\n"
    "  notes/a.txt: 2 edits\n  notes/b.md: 1 edit\n  notes/c.txt: 2 edits\n"
)
REFUSED = "textlint: nothing restored; look at it with --diff, then run again with --trust\n"


@pytest.mark.parametrize(
    "change",
    [
        unsealed,
        lambda text: regex.sub('(?<="seal": ")[0-9a-f]{40}', "0" * 40, text),
        lambda text: text.replace('"severity": "warning"', '"severity": "info"'),
    ],
    ids=["no seals", "seals of another key", "changed lines"],
)
def test_a_journal_of_somebody_else_is_shown_first(folder, change):
    before = contents(folder)
    fix(folder, "notes")
    after = contents(folder)
    (folder / "j").write_text(change((folder / "j").read_text()))

    refused = run("undo", "j", cwd=folder)
    assert (refused.returncode, refused.stdout, refused.stderr) == (2, "", ASKED + REFUSED)
    assert contents(folder) == after
    assert run("undo", "j", "notes/a.txt", "--diff", cwd=folder).stdout.startswith("--- a/notes/a.txt\n")
    assert contents(folder) == after
    assert run("undo", "j", "--trust", cwd=folder).returncode == 0
    assert contents(folder) == before


def test_another_machine_has_another_key(folder, monkeypatch, tmp_path_factory):
    fix(folder, "notes/a.txt")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("other")))

    assert run("undo", "j", cwd=folder).returncode == 2
    assert not any(Path(os.environ["XDG_STATE_HOME"]).rglob("*.key"))


@pytest.mark.parametrize("spoil", ["below the working folder", "for all to read", "too short", "a link"])
def test_a_key_that_others_may_know_seals_nothing(folder, monkeypatch, tmp_path_factory, spoil):
    state = folder if spoil.startswith("below") else tmp_path_factory.mktemp("other")
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    if spoil == "below the working folder":
        (folder / "textlint").mkdir()
        (folder / "textlint" / "journal.key").write_bytes(bytes(32))
        (folder / "textlint" / "journal.key").chmod(0o600)
    fix(folder, "notes/a.txt")
    key = state / "textlint" / "journal.key"
    if spoil == "for all to read":
        key.chmod(0o644)
    elif spoil == "too short":
        key.write_bytes(b"short")
    elif spoil == "a link":
        key.rename(state / "key")
        key.symlink_to(state / "key")

    assert run("undo", "j", cwd=folder).returncode == 2


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 2), ("", 130)])
def test_a_person_is_asked(folder, answer, code):
    fix(folder, "notes/a.txt")
    after = contents(folder)
    (folder / "j").write_text(unsealed((folder / "j").read_text()))

    done = commands.run("undo", "j", cwd=folder, data=answer.encode(), text=True, asked=True)

    assert done.returncode == code
    assert "  notes/a.txt: 2 edits\nRestore?" in done.stderr
    assert (contents(folder) == after) is bool(code)


# --- what goes wrong


@pytest.mark.parametrize(
    ("make", "name", "problem"),
    [
        (lambda _: None, "no/j", "no/j: can't be written: No such file or directory"),
        (lambda _: None, "notes", "notes: not a regular file; expected a file to write"),
        (lambda folder: os.mkfifo(folder / "j"), "j", "j: not a regular file; expected a file to write"),
        (
            lambda folder: (folder / "j").symlink_to("new"),
            "j",
            "j: a symbolic link; expected a file to write",
        ),
        (
            lambda folder: (folder / "j").write_text("Dear diary\n"),
            "j",
            "j:1: not a journal; expected one, or a file that is not there yet",
        ),
        (
            lambda folder: (folder / "j").write_text('{"a": 1}'),
            "j",
            "j:1: not a journal; expected one, or a file that is not there yet",
        ),
        (
            lambda _: None,
            "notes/a.txt",
            "notes/a.txt: one of the texts to fix; expected another file to write",
        ),
    ],
)
def test_a_journal_that_cant_be_written_stops_all(folder, make, name, problem):
    make(folder)
    before = contents(folder)

    done = run("fix", "notes", "--journal", name, "--rules", "my", "--select", "house", cwd=folder)

    assert (done.returncode, done.stderr) == (2, f"textlint: {problem}\n")
    assert contents(folder) == before


@pytest.mark.parametrize("args", [("notes", "--diff"), ("-",)])
def test_a_journal_of_nothing(folder, args):
    done = fix(folder, *args)
    assert done.returncode == 2
    assert "--journal keeps what is done to files; --diff and '-' don't go with it" in done.stderr
    assert not (folder / "j").exists()


def test_a_journal_that_cant_be_written_later_leaves_the_rest_alone(folder):
    many(folder, 20)
    before = contents(folder)
    limit = "import resource as r, signal as s; r.setrlimit(r.RLIMIT_FSIZE, (3000, 3000)); "
    main = f"{limit}s.signal(s.SIGXFSZ, s.SIG_IGN); from textlint.cli import main; main()"
    done = run_apart("fix", "notes", *FLAGS, cwd=folder, start=(sys.executable, "-c", main))

    assert done.returncode == 2
    assert "notes/9.txt: left alone, since the journal " in done.stderr
    written = entries(folder / "j")
    assert 0 < len(written) < 23
    assert {each.path for each in written} == {
        f"notes/{name}" for name, data in contents(folder).items() if before[name] != data
    }
    assert run("undo", "j", cwd=folder).returncode == 0
    assert contents(folder) == before


def forged(text, **values):
    """A journal with its second line changed."""
    first, second, *rest = text.splitlines()
    return "\n".join([first, json.dumps({**json.loads(second), **values}), *rest, ""])


EDIT = {
    "rule": "a/b",
    "severity": "info",
    "applicability": "safe",
    "start": 0,
    "end": 1,
    "before": "x",
    "after": "",
}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda _: '{"journey": 1', "j:1: found no JSON; expected a line of a journal"),
        (lambda _: "no\n", "j:1: found no JSON; expected a line of a journal"),
        (lambda text: text.replace("\n", "\nno\n", 1), "j:2: found no JSON; expected a line of a journal"),
        (lambda text: text.replace("\n", "\n" + "[" * 100_000 + "\n", 1), "j:2: found no JSON; expected"),
        (
            lambda text: text.replace("\n", "\n[]\n", 1),
            "j:2: found something else; expected an object with run,",
        ),
        (lambda text: text.partition("\n")[2], "j:1: found an entry of run '"),
        (
            lambda text: text.replace('"journal": 1', '"journal": 2'),
            "j:1: found format 2; expected 1, which this textlint reads",
        ),
        (lambda text: forged(text, edits={}), "j:2: found {}; expected a list"),
        (lambda text: forged(text, edits=[{}]), "j:2: found something else; expected an object with rule, "),
        (lambda text: forged(text, unsafe=1), "j:2: found 1 as 'unsafe'; expected true or false"),
        (lambda text: forged(text, raw=7), "j:2: found 7 as 'raw'; expected a string or null"),
        (lambda text: forged(text, codec="rot13"), "j:2: found codec 'rot13'; expected one of utf-"),
        (
            lambda text: forged(text, codec=None),
            "j:2: found a file with fields or a record without; expected",
        ),
        (
            lambda text: forged(text, edits=[EDIT, EDIT]),
            "j:2: found an edit at 0 to 1; expected edits in order and apart",
        ),
        (lambda text: forged(text, edits=[{**EDIT, "end": 2}]), "j:2: found an edit at 0 to 2; expected"),
    ],
)
def test_a_damaged_journal_does_nothing(folder, change, problem):
    fix(folder, "notes")
    after = contents(folder)
    (folder / "j").write_text(change((folder / "j").read_text()))

    for command in ("undo", "journal"):
        done = run(command, "j", cwd=folder)

        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"textlint: {problem}")
        assert done.stderr.count("\n") == 1
        assert contents(folder) == after


def restoring(folder, **values):
    """What becomes of notes/a.txt, with its entry changed."""
    (folder / "j").write_text(forged((folder / "j").read_text(), **values))
    return run("undo", "j", "--trust", cwd=folder)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"edits": []}, "notes/a.txt: what the journal says of it is damaged; left alone"),
        ({"edits": [EDIT]}, "notes/a.txt: what the journal says of it is damaged; left alone"),
        ({"before": "0" * 40}, "notes/a.txt: what the journal says of it is damaged; left alone"),
        ({"codec": "utf-16-le"}, "notes/a.txt: what the journal says of it is damaged; left alone"),
        ({"file": "../secret.txt"}, "j: '../secret.txt' is no path that a run writes"),
        ({"file": "notes/../notes/a.txt"}, "j: 'notes/../notes/a.txt' is no path that a run writes"),
        ({"file": ""}, "j: '' is no path that a run writes"),
        ({"file": "a\0b"}, "j: 'a\\x00b' is no path that a run writes"),
        ({"file": "notes"}, "notes: not a regular file; left alone"),
        (
            {"file": "/etc/passwd"},
            "/etc/passwd: neither below the journal nor below the working folder; name it",
        ),
    ],
)
def test_a_forged_entry_writes_nothing(folder, values, problem):
    fix(folder, "notes/a.txt")
    after = contents(folder)

    done = restoring(folder, **values)

    assert (done.returncode, done.stdout) == (2, "")
    assert problem in done.stderr
    assert contents(folder) == after


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda secret, path: path.symlink_to(secret), "a symbolic link leads there; left alone"),
        (os.link, "a file with several hard links, left alone"),
        (lambda _, path: os.mkfifo(path), "not a regular file; left alone"),
    ],
    ids=["link", "hard link", "pipe"],
)
def test_no_link_leads_a_write_out(folder, make, problem):
    fix(folder, "notes/a.txt")
    path, secret = folder / "notes" / "a.txt", folder.parent / f"{folder.name}-secret"
    secret.write_bytes(path.read_bytes())
    path.unlink()
    make(secret, path)

    done = run("undo", "j", cwd=folder)

    assert (done.returncode, done.stdout) == (2, "")
    assert problem in done.stderr
    assert secret.read_text() == "It is the end of the day.\n"


def test_a_linked_folder_leads_nowhere(folder):
    fix(folder, "notes")
    elsewhere = (folder / "notes").rename(folder.with_name(f"{folder.name}-elsewhere"))
    (folder / "notes").symlink_to(elsewhere)
    after = contents(folder)

    done = run("undo", "j", cwd=folder)

    assert done.returncode == 2
    assert done.stderr.count("a symbolic link leads there; left alone") == 3
    assert contents(folder) == after


# --- tables


@pytest.fixture(scope="module")
def ruleset(make_rule):
    return compile_rules(
        [
            make_rule("words", id="house/typo", words={"teh": "the", "acn": "can"}),
            make_rule("pattern", id="house/stops", find=r"\.\.", replace=".", anywhere=True),
            make_rule("pattern", id="house/slash", find="a/b", replace="c", anywhere=True),
        ]
    )


def fix_table(path, table, layout, ruleset, run_of):
    """What the runner does with a table, and keeps of it."""
    kept = []

    def work(records):
        answers = []
        for record in records:
            answers.append(None)
            if record.text is not None:
                result = textlint.fix(record.text, ruleset)
                if result.text != record.text:
                    raw = getattr(record, "raw", None)
                    kept.append(
                        journal.record_entry(run_of, path, record, result, layout, unsafe=False, raw=raw)
                    )
                    answers[-1] = result.text
        return answers

    target = BytesIO()
    with path.open("rb") as source:
        table.rewrite(source, target, layout, work)
    journal.append(run_of, kept)
    path.write_bytes(target.getvalue())
    return kept


JSONL = [
    r'{"text": "It is teh end.. ", "n": 1.0, "n": 2}',
    r'{ "text" : "\u00e9 teh" }',
    r'{"text": "é teh 😀 \ud800"}',
    '{"text": null}',
    "not JSON, teh",
    "",
    r'{"text": "All is well."}',
    r'{"text": "teh\r\n\tend\u0000"}',
]
RAW = [  # what no style gives: escapes in a fashion of their own, of which nothing is left in the new text
    r'{"text": "teh a\/b"}',
    r'{"text": "\u0074eh"}',
    r'{"text": "\u00E9 teh"}',
    r'{"text": "teh \ud83d\ude00 é"}',
]
CSV = [
    "id,text,note\r\n",
    '1,"teh ""end"", so",\r\n',
    "2,teh,'x\r\n",
    '3,"teh",\r\n',
    "4,fine,\r\n",
    '5,"a\r\nteh",b',
]


@pytest.mark.parametrize(
    ("table", "name", "data"),
    [
        pytest.param(jsonl, "a.jsonl", "\n".join(JSONL), id="jsonl"),
        pytest.param(jsonl, "a.jsonl", "\r\n".join([*JSONL, ""]), id="jsonl, line ends"),
        pytest.param(
            jsonl,
            "a.jsonl",
            "\n".join(RAW),
            id="jsonl, escapes",
            marks=pytest.mark.skipif("raw" not in Record._fields, reason="tables don't hand over bytes yet"),
        ),
        pytest.param(csv, "a.csv", "".join(CSV), id="csv"),
    ],
)
def test_texts_of_a_table_come_back(tmp_path, ruleset, table, name, data):
    path, layout = tmp_path / name, Layout()
    original = data.encode("utf-8", "surrogateescape")
    path.write_bytes(original)
    kept = fix_table(path, table, layout, ruleset, journal.begin(tmp_path / "j"))
    assert path.read_bytes() != original

    done = run("undo", "j", cwd=tmp_path)

    assert path.read_bytes() == original
    assert done.returncode == 0
    assert done.stdout == f"Restored {name}: {sum(len(each.edits) for each in kept)} edits undone.\n"
    assert run("undo", "j", cwd=tmp_path).stderr == "Nothing to restore: all is as it was before.\n"


def test_what_a_killed_undo_has_left_beside_a_table_is_removed(tmp_path, ruleset):
    path, elsewhere = tmp_path / "a.jsonl", tmp_path / "elsewhere"
    path.write_text('{"text": "teh"}\n')
    elsewhere.mkdir()
    fix_table(path, jsonl, Layout(), ruleset, journal.begin(tmp_path / "j"))
    left = tmp_path / ".textlint-0123456789abcdef.part"
    others = [elsewhere / left.name, tmp_path / "mine.part"]
    for each in (left, *others):
        each.write_text('{"te')

    run("undo", "j", "--diff", cwd=tmp_path)
    assert left.exists()
    done = run("undo", "j", cwd=tmp_path)

    assert (done.returncode, path.read_text()) == (0, '{"text": "teh"}\n')
    assert not left.exists()
    assert all(each.exists() for each in others)


def test_records_that_have_changed_are_left_alone(tmp_path, ruleset):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "teh"}\n{"text": "teh end"}\n{"text": "teh last"}\n')
    fix_table(path, jsonl, Layout(), ruleset, journal.begin(tmp_path / "j"))
    path.write_text('{"text": "the"}\n{"text": "my end"}\n')

    done = run("undo", "j", cwd=tmp_path)

    assert done.returncode == 2
    assert "a.jsonl:2: changed since it was fixed; left alone" in done.stderr
    assert "a.jsonl:3: no such record any more" in done.stderr
    assert path.read_text() == '{"text": "teh"}\n{"text": "my end"}\n'


def test_a_table_of_columns_comes_back_value_for_value(tmp_path, ruleset):
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    path, layout = tmp_path / "a.parquet", Layout(("text", "talk.words"))
    texts = ["teh end", None, "fine", "teh é 😀"]
    talk = [[{"words": "teh"}, {"words": "fine"}], None, [], [{"words": "acn"}]]
    original = pa.table({"text": texts, "talk": talk, "n": [1, 2, 3, 4]}).replace_schema_metadata({"a": "b"})
    pq.write_table(original, path)
    original = pq.read_table(path)
    fix_table(path, parquet, layout, ruleset, journal.begin(tmp_path / "j"))
    assert pq.read_table(path)["talk"].to_pylist()[0] == [{"words": "the"}, {"words": "fine"}]

    done = run("undo", "j", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (0, "Restored a.parquet: 4 edits undone.\n")
    assert pq.read_table(path).equals(original, check_metadata=True)


def test_a_thousand_random_texts_of_every_kind_come_back(folder):
    chance, made = random.Random(7), folder / "notes"
    pieces = [each for each in PIECES if each not in ("\x00", "\N{BYTE ORDER MARK}")]
    texts = ["".join(chance.choices([*pieces, "teh "], k=8)) for _ in range(1000)]
    lines = [json.dumps({"n": n, "text": text}, ensure_ascii=n % 2 > 0) for n, text in enumerate(texts)]
    (made / "a.jsonl").write_bytes("\n".join(lines[:500]).encode())
    (made / "b.jsonl.gz").write_bytes(gzip.compress("\r\n".join(lines[500:]).encode()))
    rows = ["n,text\r\n", *(f'{n},"{text}"\r\n' for n, text in enumerate(texts))]
    (made / "c.csv").write_bytes("".join(rows).encode())
    pq = pytest.importorskip("pyarrow.parquet")
    pq.write_table(pytest.importorskip("pyarrow").table({"text": texts}), made / "d.parquet")
    for n, text in enumerate(texts):
        (made / f"{n}.txt").write_bytes(encoded(text, ["utf-8", "utf-8-sig", "utf-16-le"][n % 3]))
    before, columns = contents(folder), pq.read_table(made / "d.parquet")

    run_apart("fix", "notes", *FLAGS, "--jobs", "2", cwd=folder)
    after = contents(folder)
    done = run("undo", "j", cwd=folder)

    assert done.returncode == 0
    assert len([name for name in before if before[name] != after[name]]) > 500
    assert gzip.decompress(contents(folder)["b.jsonl.gz"]) == gzip.decompress(before["b.jsonl.gz"])
    assert pq.read_table(made / "d.parquet").equals(columns, check_metadata=True)
    bytes_may_differ = ("b.jsonl.gz", "d.parquet")
    assert {name: data for name, data in contents(folder).items() if before[name] != data}.keys() <= {
        *bytes_may_differ
    }


@pytest.mark.skipif("raw" not in Record._fields, reason="tables don't hand over bytes yet")
@pytest.mark.parametrize(
    "raw", ['"teh", "admin": true', '"teh"}\n{"text": "more"', '"other"', "teh", '"teh" '], ids=range(5)
)
def test_forged_bytes_write_nothing(tmp_path, ruleset, raw):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "teh"}\n')
    fix_table(path, jsonl, Layout(), ruleset, journal.begin(tmp_path / "j"))
    after = path.read_bytes()

    done = restoring(tmp_path, style=None, raw=raw)

    assert (done.returncode, done.stdout) == (2, "")
    assert "a.jsonl: what the journal says of it is damaged; left alone" in done.stderr
    assert path.read_bytes() == after
