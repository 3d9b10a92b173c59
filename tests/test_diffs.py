"""Patches are applied by the real git and the real patch, and give what `fix` would have written."""

import os
import shutil
import subprocess
from pathlib import Path

import commands
import pytest

from textlint.diffs import unified_diff

TOOLS = [
    pytest.param(["git", "apply"], id="git"),
    pytest.param(
        ["patch", "-p1", "-s"],
        id="patch",
        marks=pytest.mark.skipif(not shutil.which("patch"), reason="patch is not here"),
    ),
]
BAD, GOOD = b"It ended.. He left.", b"It ended. He left."


def run(*args, cwd, data=b""):
    return commands.run(*args, "--isolated", "--select", "punctuation/doubled", cwd=cwd, data=data)


def patch_of(before, after, path):
    return "".join(unified_diff(before, after, path)).encode("utf-8", "surrogateescape")


def apply(tool, patch, folder):
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    subprocess.run(tool, cwd=folder, input=patch, check=True)


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"\xef\xbb\xbf%b\nEnd.\n", id="a byte order mark"),
        pytest.param(b"One.\r\n%b\r\nEnd.\r\n", id="Windows line ends"),
        pytest.param(b"One.\r%b\rEnd.\r", id="old Macintosh line ends"),
        pytest.param(b"One.\rTwo.\r\n%b\nEnd.\r\n", id="mixed line ends"),
        pytest.param(b"One.\n%b", id="no line end"),
        pytest.param(b"One.\n%b\r", id="a carriage return at the end"),
        pytest.param(b"One.\x0b\x0c\x1c\n%b\xe2\x80\xa8Two.\xc2\x85\n", id="other line breaks"),
        pytest.param(b"Caf\xe9.\n%b \xff\xfe So.\n", id="bytes that are not UTF-8"),
        pytest.param(b"%b\n" + b"All is well.\n" * 20 + b"%b\n", id="two hunks"),
    ],
)
def test_a_patch_holds_the_text(tmp_path, monkeypatch, tool, text):
    monkeypatch.chdir(tmp_path)
    before, after = (text.replace(b"%b", sentence) for sentence in (BAD, GOOD))
    Path("a.txt").write_bytes(before)

    apply(tool, patch_of(before, after, "a.txt"), tmp_path)

    assert Path("a.txt").read_bytes() == after


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param("a b.txt", id="a blank"),
        pytest.param("sub/a.txt", id="in a folder"),
        pytest.param("it's.txt", id="an apostrophe"),
        pytest.param('"a".txt', id="quotes"),
        pytest.param("a\\b.txt", id="a backslash"),
        pytest.param("a\N{ESCAPE}[31m.txt", id="a control character"),
        pytest.param("a\tb.txt", id="a tab"),
        pytest.param("a\nb.txt", id="a line feed"),
        pytest.param("café 漢.txt", id="letters beyond ASCII"),
        pytest.param(os.fsdecode(b"caf\xe9.txt"), id="a name that is not UTF-8"),
    ],
)
def test_a_patch_names_the_file(tmp_path, monkeypatch, tool, name):
    monkeypatch.chdir(tmp_path)
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_bytes(BAD)
    patch = patch_of(BAD, GOOD, name)

    apply(tool, patch, tmp_path)

    assert b"\x1b" not in patch
    assert Path(name).read_bytes() == GOOD


@pytest.mark.parametrize(
    ("cwd", "path", "shown"),
    [
        pytest.param("sub", "a.txt", "a.txt", id="here"),
        pytest.param(".", "other/../sub/a.txt", "sub/a.txt", id="down another way"),
        pytest.param("sub", "../sub/a.txt", "a.txt", id="up and down again"),
        pytest.param("sub", "{root}/sub/a.txt", "a.txt", id="from the root, but here"),
        pytest.param("other", "../sub/a.txt", "{root}/sub/a.txt", id="outside of the working folder"),
    ],
)
def test_the_name_in_a_patch_never_goes_up(tmp_path, monkeypatch, cwd, path, shown):
    for name in ("sub", "other"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / cwd)

    patch = patch_of(BAD, GOOD, path.format(root=tmp_path))

    assert patch.decode().splitlines()[:2] == [
        f"{mark} {side}/{shown.format(root=str(tmp_path)[1:])}" for mark, side in (("---", "a"), ("+++", "b"))
    ]


def test_the_command_writes_a_patch_of_the_bytes(tmp_path):
    before, after = (b"\xef\xbb\xbf" + sentence + b"\rCaf\xe9.\r\n" for sentence in (BAD, GOOD))
    (tmp_path / "a.txt").write_bytes(before)

    named = run("fix", "--diff", "a.txt", cwd=tmp_path)
    piped = run("fix", "--diff", "-", "--stdin-filename", "a.txt", cwd=tmp_path, data=before)

    assert (named.returncode, named.stdout) == (1, piped.stdout)
    assert (tmp_path / "a.txt").read_bytes() == before
    apply(["git", "apply"], named.stdout, tmp_path)
    assert (tmp_path / "a.txt").read_bytes() == after


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-32-be"])
def test_a_text_that_no_patch_can_hold_is_one_line(tmp_path, codec):
    data = f"\N{ZERO WIDTH NO-BREAK SPACE}{BAD.decode()}".encode(codec)
    (tmp_path / "a.txt").write_bytes(data)

    named = run("fix", "--diff", "a.txt", cwd=tmp_path)
    piped = run("fix", "--diff", "-", cwd=tmp_path, data=data)

    for done, name in ((named, "a.txt"), (piped, "-")):
        problem = f"textlint: {name}: no patch can hold {codec[:6].upper()}; run without --diff\n"
        assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", problem)
