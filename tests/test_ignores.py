"""Ignore patterns mean what git says, whatever they and the names look like, and none takes long."""

import random
import subprocess

import pytest
from pathspec import GitIgnoreSpec

from textlint import files, ignores, settings

PIECES = ("a", "b", "*", "**", "/", "?", "[ab]", "\\*", ".", "(", "|", "!")


def test_a_quick_pattern_matches_what_the_plain_one_does():
    chance = random.Random(1)
    matched = 0
    for _ in range(3_000):
        pattern = "".join(chance.choices(PIECES, k=chance.randint(1, 9)))
        if ignores.problem(pattern):
            with pytest.raises(ValueError, match="nvalid"):
                GitIgnoreSpec.from_lines([pattern], backend="simple")
            continue
        plain, quick = GitIgnoreSpec.from_lines([pattern], backend="simple"), ignores.compiled([pattern])
        for name in ("".join(chance.choices("aab/.*(", k=chance.randint(1, 12))) for _ in range(8)):
            expected = plain.check_file(name).include
            assert quick.check_file(name).include == expected, (pattern, name)
            matched += expected is not None
    assert matched > 1_000


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        pytest.param("*a" * 30 + "*b", "a" * 255, id="stars in a name"),
        pytest.param("?*" * 30 + "b", "a" * 255, id="question marks between stars"),
        pytest.param("a/**/" * 30 + "b", "a/" * 2_000 + "c", id="folders in folders"),
        pytest.param("*a*/**/" * 20 + "b", "ab/" * 1_000 + "c", id="both"),
        pytest.param("x" * 16_000, "x", id="a long pattern"),
        pytest.param("a*" * 3_000 + "b", "a" * 255, id="a long pattern of stars"),
    ],
)
def test_no_pattern_takes_long(pattern, name):
    """Tried in every way, each but the long one would take years."""
    assert ignores.compiled([pattern]).check_file(name).include is None


@pytest.mark.parametrize(
    ("pattern", "ignored"),
    [
        ("*.o", [b"b\xff.o"]),
        (b"b\xff*", [b"b\xff.o", b"b\xff.txt"]),
        ("f*/", [b"f\xfe/x.txt"]),
        ("x" * 20_000, []),
        ("[", []),
        ("*b*b*", []),
    ],
)
def test_names_that_are_not_utf_8_are_matched_as_git_does(tmp_path, pattern, ignored):
    names = [b"b\xff.o", b"b\xff.txt", b"f\xfe/x.txt"]
    folder = tmp_path / "repository"
    subprocess.run(("git", "init", "-q", folder), check=True)
    pattern = pattern if isinstance(pattern, bytes) else pattern.encode()
    (folder / ".gitignore").write_bytes(pattern + b"\n")
    for name in names:
        path = folder / name.decode("utf-8", "surrogateescape")
        path.parent.mkdir(exist_ok=True)
        path.touch()

    read = [bytes(path.relative_to(folder)) for path, _ in files.find([folder]).files]
    command, asked = ("git", "check-ignore", "-z", "--stdin", "--no-index"), b"\0".join((*names, b""))
    told = subprocess.run(command, cwd=folder, input=asked, stdout=subprocess.PIPE, check=False).stdout

    assert told.split(b"\0")[:-1] == ignored
    assert read == [name for name in names if name.endswith(b".txt") and name not in ignored]


@pytest.mark.parametrize("table", ["exclude = ['*.o']", "[[overrides]]\npaths = ['*.o']\nignore = ['all']"])
def test_settings_speak_of_names_that_are_not_utf_8(tmp_path, table):
    (tmp_path / "textlint.toml").write_text(table)
    (tmp_path / "b\udcff.txt").touch()

    ((path, holds),) = files.find([tmp_path]).files

    assert path.name == "b\udcff.txt"
    assert holds.ignore == ()


def test_a_long_pattern_in_settings_is_no_error(tmp_path):
    (tmp_path / "textlint.toml").write_text(f"exclude = ['{'x' * 20_000}', '{'a*' * 3_000}b']")

    assert len(settings.find(tmp_path).exclude) == 2
