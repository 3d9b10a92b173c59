"""Which files a path stands for, and how a file is replaced."""

import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import commands
import pytest
from kills import killed

from textlint import allowlist, files
from textlint.errors import InputError

TEXTLINT = Path(sys.executable).with_name("textlint")
FILLED = (
    "venv",
    ".venv",
    "node_modules",
    "__pycache__",
    "site-packages",
    "build",
    "dist",
    "target",
    "vendor",
    ".tox",
)


def make(folder, tree):
    for name, content in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        pytest.param(
            {"b.txt": "", "a.text": "", "c.py": "", "d.md": "", "e.rst": "", "f.html": "", "g.tex": ""},
            ["a.text", "b.txt", "d.md", "e.rst", "f.html"],
            id="known suffixes",
        ),
        pytest.param({"A.TXT": "", "sub/b.txt": ""}, ["A.TXT", "sub/b.txt"], id="any case, folders below"),
        pytest.param(
            {".a.txt": "", ".b/c.txt": "", "d.txt": ""}, ["d.txt"], id="hidden ones are passed over"
        ),
        pytest.param({"node_modules/a.txt": "", "b.txt": ""}, ["b.txt"], id="what package managers fetch"),
        pytest.param(
            {
                **{f"x/{name}/deep/a.md": "" for name in FILLED},
                "env/pyvenv.cfg": "",
                "env/a.txt": "",
                "my-env/pyvenv.cfg": "",
                "my-env/a.txt": "",
                "builds/env/a.txt": "",
                "build.txt": "",
            },
            ["build.txt", "builds/env/a.txt"],
            id="folders that programs fill",
        ),
        pytest.param(
            {
                "textlint.toml": "exclude = ['!/vendor/']\n",
                "vendor/a.md": "",
                "vendor/build/a.md": "",
                "sub/vendor/a.md": "",
            },
            ["vendor/a.md", "vendor/build/a.md"],
            id="one of them taken back",
        ),
        pytest.param(
            {
                "textlint.toml": "exclude = ['./old', 'new//']\n",
                "old/a.txt": "",
                "b/old/a.txt": "",
                "b/new/a.txt": "",
            },
            ["b/old/a.txt"],
            id="patterns written as paths",
        ),
        pytest.param({".gitignore": "a.txt\n", "a.txt": "", "b.txt": ""}, ["b.txt"], id="git ignores a file"),
        pytest.param(
            {".gitignore": "out/\n", "out/a.txt": "", "b.txt": ""}, ["b.txt"], id="git ignores a folder"
        ),
        pytest.param(
            {".gitignore": "*.txt\n!keep.txt\n", "a.txt": "", "keep.txt": ""}, ["keep.txt"], id="taken back"
        ),
        pytest.param(
            {".gitignore": "*.txt\n", "sub/.gitignore": "!a.txt\n", "sub/a.txt": "", "b.txt": ""},
            ["sub/a.txt"],
            id="a nested file is stronger",
        ),
        pytest.param(
            {"sub/.gitignore": "/a.txt\n", "sub/a.txt": "", "sub/x/a.txt": "", "a.txt": ""},
            ["a.txt", "sub/x/a.txt"],
            id="a pattern from where it stands",
        ),
        pytest.param(
            {".git/info/exclude": "a.txt\n", "a.txt": "", "b.txt": ""}, ["b.txt"], id="git's own exclude file"
        ),
        pytest.param(
            {"textlint.toml": "exclude = ['old/']\n", "old/a.txt": "", "b.txt": ""},
            ["b.txt"],
            id="in settings",
        ),
    ],
)
def test_a_folder_yields(tmp_path, tree, found):
    make(tmp_path, tree)
    if ".git/info/exclude" not in tree:
        (tmp_path / ".git").mkdir(exist_ok=True)

    result = files.find([tmp_path])

    assert [path.relative_to(tmp_path).as_posix() for path, _ in result.files] == found
    assert result.problems == ()


def remove_deep(folder):
    """Remove a folder that holds one folder, that one another, and so on."""
    while (inner := folder / "d").is_dir():
        inner = inner.rename(folder.with_name("inner"))
        shutil.rmtree(folder)
        folder = inner.rename(folder)
    shutil.rmtree(folder)


def test_a_deep_folder_is_read_to_its_end(tmp_path, monkeypatch):
    """Far deeper than Python recurses; settings and accepted findings are sought above it as well."""
    deep = 1_200
    monkeypatch.chdir(tmp_path)
    for _ in range(deep):
        os.mkdir("d")  # noqa: PTH102 - a whole path would be longer than the system takes
        os.chdir("d")
    Path("a.txt").touch()
    Path("a.jsonl").touch()

    below = files.find([Path()])
    assert allowlist.entries_for(Path("a.txt")) == ()
    os.chdir(tmp_path)

    assert [str(path) for path, _ in below.files] == ["a.txt"]
    for tables, name in ((False, "a.txt"), (True, "a.jsonl")):
        found = files.find([Path("d")], tables=tables)
        assert [str(path) for path, _ in found.files] == ["d/" * deep + name]
        assert found.problems == ()
    remove_deep(tmp_path / "d")  # what cleans up after pytest is recursive


def test_ignore_files_above_the_folder_hold_up_to_the_repository(tmp_path):
    make(
        tmp_path,
        {".gitignore": "*.txt\n", "repo/.gitignore": "a.txt\n", "repo/sub/a.txt": "", "repo/sub/b.txt": ""},
    )
    (tmp_path / "repo" / ".git").mkdir()

    result = files.find([tmp_path / "repo" / "sub"])

    assert [path.name for path, _ in result.files] == ["b.txt"]


def test_a_path_with_dots_is_in_the_folder_that_it_leads_to(tmp_path, monkeypatch):
    make(tmp_path, {"p/x/.gitignore": "*\n", "p/x/textlint.toml": "exclude = ['*']\n", "p/y/a.txt": ""})
    monkeypatch.chdir(tmp_path / "p" / "x")

    result = files.find([Path("../y")])

    assert [(path.as_posix(), holds.path) for path, holds in result.files] == [("../y/a.txt", None)]


def test_lines_that_mean_nothing_in_an_ignore_file_are_passed_over(tmp_path):
    make(tmp_path, {".gitignore": "!\n\\\nfoo\\\na.txt\n", "a.txt": "", "b.txt": ""})

    assert [path.name for path, _ in files.find([tmp_path]).files] == ["b.txt"]


def test_a_repository_knows_nothing_of_the_one_around_it(tmp_path):
    make(tmp_path, {".git/x": "", ".gitignore": "*.txt\n", "inner/.git/info/exclude": "a.txt\n"})
    make(tmp_path, {"inner/a.txt": "", "inner/b.txt": "", "c.txt": ""})

    assert [path.name for path, _ in files.find([tmp_path]).files] == ["b.txt"]


@pytest.mark.parametrize(
    ("variable", "file"),
    [
        pytest.param("XDG_CONFIG_HOME", "git/ignore", id="where the user keeps settings"),
        pytest.param("HOME", ".config/git/ignore", id="at home"),
    ],
)
def test_what_a_user_has_git_ignore_everywhere(tmp_path, monkeypatch, variable, file):
    make(tmp_path, {f"user/{file}": "a.txt\nb.txt\n", "repo/.git/x": "", "repo/.gitignore": "!b.txt\n"})
    make(tmp_path, dict.fromkeys(["repo/a.txt", "repo/b.txt", "repo/c.txt", "elsewhere/a.txt"], ""))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv(variable, str(tmp_path / "user"))

    found = files.find([tmp_path / "repo", tmp_path / "elsewhere"]).files

    assert [path.relative_to(tmp_path).as_posix() for path, _ in found] == [
        "repo/b.txt",
        "repo/c.txt",
        "elsewhere/a.txt",
    ]


@pytest.mark.parametrize(
    ("named", "found"),
    [
        pytest.param("build", ["build/a.md", "build/site-packages/b.md"], id="all that is in it"),
        pytest.param("build/site-packages", ["build/site-packages/b.md"], id="below another one"),
        pytest.param("build/a.md", ["build/a.md"], id="a file in it"),
        pytest.param(".", [], id="not named"),
    ],
)
def test_a_folder_that_programs_fill_is_read_if_it_is_named(tmp_path, monkeypatch, named, found):
    make(tmp_path, {"build/a.md": "", "build/site-packages/b.md": ""})
    monkeypatch.chdir(tmp_path)

    assert [path.as_posix() for path, _ in files.find([Path(named)]).files] == found


def test_tables_may_be_in_folders_that_are_called_like_build_output(tmp_path):
    make(tmp_path, {"target/a.jsonl": "", "venv/b.jsonl": ""})

    assert [path.name for path, _ in files.find([tmp_path], tables=True).files] == ["a.jsonl"]


EXCLUDING = [
    ("docs", ["a.txt"], False),
    ("docs/", ["a.txt"], False),
    ("docs//", ["a.txt"], False),
    ("./docs", ["a.txt", "sub/docs/c.txt"], False),
    ("././docs/", ["a.txt", "sub/docs/c.txt"], False),
    ("sub/../docs", ["a.txt", "sub/docs/c.txt"], False),
    ("../{name}/docs", ["a.txt", "sub/docs/c.txt"], False),
    ("{folder}/docs", ["a.txt", "sub/docs/c.txt"], False),
    ("{folder}/docs/", ["a.txt", "sub/docs/c.txt"], False),
    ("{folder}/sub/docs/c.txt", ["a.txt", "docs/b.txt"], False),
    ("./*.txt", ["docs/b.txt", "sub/docs/c.txt"], False),
    (".", [], False),
    ("{folder}", [], False),
    ("dosc", ["a.txt", "docs/b.txt", "sub/docs/c.txt"], True),
    ("sub/dosc", ["a.txt", "docs/b.txt", "sub/docs/c.txt"], True),
    ("a.text", ["a.txt", "docs/b.txt", "sub/docs/c.txt"], True),
    # What may well be meant for another run, or for what is not read anyway.
    ("*.csv", ["a.txt", "docs/b.txt", "sub/docs/c.txt"], False),
    ("setup.py", ["a.txt", "docs/b.txt", "sub/docs/c.txt"], False),
    ("build", ["a.txt", "docs/b.txt", "sub/docs/c.txt"], False),
    (".cache", ["a.txt", "docs/b.txt", "sub/docs/c.txt"], False),
    ("empty", ["a.txt", "docs/b.txt", "sub/docs/c.txt"], False),
]


@pytest.mark.parametrize("row", EXCLUDING, ids=[row[0] for row in EXCLUDING])
@pytest.mark.parametrize("elsewhere", [False, True], ids=["in the folder", "from elsewhere"])
def test_an_excluding_flag_is_read_as_a_path(tmp_path, monkeypatch, row, elsewhere):
    pattern, left, warned = row
    top = tmp_path / "texts"
    make(top, {"a.txt": "", "docs/b.txt": "", "sub/docs/c.txt": "", "empty/x.py": ""})
    (tmp_path / "here" / "empty").mkdir(parents=True)
    is_path = "/" in pattern.rstrip("/") or pattern == "."
    if elsewhere and is_path and "{folder}" not in pattern:
        pattern = f"../texts/{pattern.removeprefix('../{name}/')}"
    monkeypatch.chdir(tmp_path / "here" if elsewhere else top)

    found = files.find([top], exclude=[pattern.format(folder=top, name="texts")])

    assert [path.relative_to(top).as_posix() for path, _ in found.files] == left
    assert found.problems == ()
    if left and not elsewhere:
        assert bool(found.warnings) == warned, found.warnings


def test_a_path_to_exclude_may_lie_below_the_working_folder_of_a_larger_walk(tmp_path, monkeypatch):
    make(tmp_path, {"in/docs/a.txt": "", "in/b.txt": "", "docs/c.txt": "", "x/in/docs/d.txt": ""})
    monkeypatch.chdir(tmp_path / "in")

    for pattern in ("./docs", f"{tmp_path}/in/docs", "../in/docs/"):
        found = files.find([Path("..")], exclude=[pattern]).files
        assert [path.as_posix() for path, _ in found] == [
            "../docs/c.txt",
            "../in/b.txt",
            "../x/in/docs/d.txt",
        ]


def test_a_pattern_that_is_for_another_folder_is_no_mistake(tmp_path, monkeypatch):
    make(tmp_path, {"src/a.txt": "", "tests/fixtures/b.txt": ""})
    monkeypatch.chdir(tmp_path)

    assert files.find([Path("src")], exclude=["fixtures", "tests/fixtures"]).warnings == ()


def test_git_agrees(tmp_path, monkeypatch):
    tree = {
        ".gitignore": "*.text\n/top.txt\nbuild/\n!build/keep.txt\ndoc/*.txt\n!doc/index.txt\n**/cache/\n",
        "sub/.gitignore": "!a.text\nb*.txt\n",
        **dict.fromkeys(
            ["top.txt", "sub/top.txt", "a.text", "sub/a.text", "sub/b1.txt", "build/keep.txt"], "x"
        ),
        **dict.fromkeys(["doc/a.txt", "doc/index.txt", "sub/x/cache/a.txt", "sub/x/b.txt", "c d.txt"], "x"),
    }
    make(tmp_path, tree)
    make(tmp_path, {".config/git/ignore": "c*.txt\n"})
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    listed = subprocess.run(
        ["git", "ls-files", "-oz", "--exclude-standard"], cwd=tmp_path, capture_output=True, check=True
    )

    result = files.find([tmp_path])

    tracked = {name for name in listed.stdout.decode().split("\0") if name.endswith((".txt", ".text"))}
    assert {path.relative_to(tmp_path).as_posix() for path, _ in result.files} == tracked


def test_links_lead_nowhere(tmp_path):
    make(tmp_path, {"in/a.txt": "It ended.. So.\n", "out/b.txt": "It ended.. So.\n"})
    (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "out" / "b.txt")
    (tmp_path / "in" / "out").symlink_to(tmp_path / "out")

    commands.run("fix", "in", cwd=tmp_path)
    named = commands.run("fix", "in/b.txt", cwd=tmp_path)

    assert (tmp_path / "in" / "a.txt").read_text() == "It ended. So.\n"
    assert (tmp_path / "out" / "b.txt").read_text() == "It ended.. So.\n"
    assert named.returncode == 2
    assert "a symbolic link, left alone" in named.stderr.decode()


def test_a_file_that_is_given_twice_is_read_once(tmp_path):
    make(tmp_path, {"a.txt": ""})

    result = files.find([tmp_path / "a.txt", tmp_path, tmp_path / "." / "a.txt"])

    assert [path.name for path, _ in result.files] == ["a.txt"]


def test_replace_keeps_mode_owner_and_attributes(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(0o2750)
    if os.geteuid() == 0:
        os.chown(path, 1234, 4321)
        path.chmod(0o2750)
    before = path.stat()

    files.replace(path, b"new", before)

    after = path.stat()
    assert path.read_text() == "new"
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_replace_leaves_a_file_that_somebody_else_has_changed(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    read = path.stat()
    path.write_text("changed by somebody")

    with pytest.raises(InputError, match="changed by somebody else"):
        files.replace(path, b"new", read)

    assert path.read_text() == "changed by somebody"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


# --- a crash, a full disk or a kill leaves each file whole: old or new


OLD = "It was what they told the people,according to him.\n" + "He left.\n" * 400
NEW = OLD.replace(",", ", ")


def test_a_full_disk_leaves_files_whole(tmp_path):
    make(tmp_path, {"a.txt": OLD})

    done = subprocess.run(
        [TEXTLINT, "fix", "a.txt"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
    )

    assert done.returncode == 2
    assert "a.txt: can't be written, left alone: File too large" in done.stderr.decode()
    assert (tmp_path / "a.txt").read_text() == OLD
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda sent: sent.name)
def test_a_kill_leaves_files_whole(tmp_path, sent):
    make(tmp_path, {f"{n}.txt": OLD for n in range(150)})

    command = [TEXTLINT, "fix", "--jobs", "1", "--select", "punctuation"]
    killed(command, "a text", 70, cwd=tmp_path, sent=sent)

    texts = [(tmp_path / f"{n}.txt").read_text() for n in range(150)]
    assert set(texts) == {OLD, NEW}


def test_what_a_kill_has_left_half_written_is_removed_and_what_is_being_written_is_not(tmp_path):
    text = tmp_path / "a.txt"
    text.write_text("old")
    main = (
        "import os, signal; from pathlib import Path; from textlint import files; path = Path('a.txt');"
        "files.replace(path, b'new', path.stat(), lambda: os.kill(os.getpid(), signal.SIGKILL))"
    )
    for _ in range(2):
        subprocess.run([sys.executable, "-c", main], cwd=tmp_path, check=False)
    (left,) = tmp_path.glob(".textlint-*")  # the second run has removed what the first one left
    seen = []

    files.replace(text, b"new", text.stat(), lambda: seen.extend(tmp_path.glob(".textlint-*")))
    assert text.read_text() == "new"
    assert len(seen) == 1
    assert seen != [left]

    def another_run():
        files.sweep(tmp_path)
        assert len([*tmp_path.glob(".textlint-*")]) == 1

    files.replace(text, b"newer", text.stat(), another_run)
    assert text.read_text() == "newer"
    assert [*tmp_path.glob(".textlint-*")] == []
