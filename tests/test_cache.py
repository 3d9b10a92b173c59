"""A kept ruleset changes the time of a run, never its result, whatever has become of it."""

import os
import pickle
import subprocess
import sys
from pathlib import Path
from zlib import crc32

import pytest

from textlint import cache, own
from textlint.cache import MARK

TEXTLINT = Path(sys.executable).with_name("textlint")
TEXT = "It ended.. He left, said resul , and went.\n"
RULE = """\
kind: pattern
message: Found.
why: A test needs it.
options:
  find: '{find}'
examples:
  - bad: {find}
  - ok: nothing
"""


@pytest.fixture
def home(tmp_path):
    """A folder with a text, a rule, and a cache of its own."""
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "my" / "house").mkdir(parents=True)
    (tmp_path / "my" / "house" / "word.yaml").write_text(RULE.format(find="left"))
    return tmp_path


COMMAND = [TEXTLINT, "check", "--rules", "my", "--select", "house,punctuation", "--output-format", "concise"]


def cache_of(home):
    """Beside the working folder: below it nothing is kept."""
    return home.with_name(f"{home.name}-cache")


def environment(home, **env):
    return {**os.environ, "TEXTLINT_CACHE_DIR": str(cache_of(home)), **env}


def check(home, *flags, **env):
    done = subprocess.run(
        [*COMMAND, *flags], cwd=home, capture_output=True, env=environment(home, **env), check=False
    )
    assert done.returncode == 1, done.stderr.decode()
    return done.stdout.decode()


def entries(home):
    return sorted(cache_of(home).glob("*.ruleset"))


def of_another_version(data):
    """An entry whose classes are not there any more."""
    start = len(b"textlint ruleset 1\n")
    length = int.from_bytes(data[start : start + 8], "little")
    head = data[start + 16 : start + 16 + length].replace(b"textlint.scan.scanner", b"textlint.scam")
    return data[: start + 8] + crc32(head).to_bytes(8, "little") + head + data[start + 16 + length :]


FOUND = [
    "a.txt:1:9: punctuation/doubled [*] One mark is enough.",
    "a.txt:1:15: house/word Found.",
    "a.txt:1:31: punctuation/space-before",
]


def is_right(shown):
    places = [line.split()[:2] for line in shown.splitlines()]
    return places == [line.split()[:2] for line in FOUND]


def test_a_second_run_finds_the_same(home):
    first = check(home)

    assert is_right(first)
    assert len(entries(home)) == 1
    assert check(home) == first


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda data: data[:40], id="cut in the head"),
        pytest.param(lambda data: data[:-1], id="cut at the end"),
        pytest.param(lambda data: data + b"x", id="longer"),
        pytest.param(lambda _: b"something else" * 1000, id="something else"),
        pytest.param(lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:], id="a bit in the head"),
        pytest.param(
            lambda data: data[: len(data) // 2] + bytes(len(data) - len(data) // 2), id="half zeros"
        ),
        pytest.param(of_another_version, id="classes that are not there"),
        pytest.param(lambda data: data[:-2000] + bytes(2000), id="zeros at the end"),
    ],
)
def test_a_damaged_entry_changes_nothing(home, spoil):
    first = check(home)
    (entry,) = entries(home)
    entry.write_bytes(spoil(entry.read_bytes()))

    assert check(home) == first
    assert check(home) == first


def test_a_changed_rule_counts_at_once(home):
    check(home)
    (home / "my" / "house" / "word.yaml").write_text(RULE.format(find="went"))

    assert "1:38: house/word" in check(home)


def test_a_new_rule_and_a_lost_one_count_at_once(home):
    check(home)
    (home / "my" / "house" / "other.yaml").write_text(RULE.format(find="said"))
    with_both = check(home)
    (home / "my" / "house" / "word.yaml").unlink()

    assert "house/word" in with_both
    assert "house/other" in with_both
    assert "house/word" not in check(home)


@pytest.mark.skipif(os.name == "nt", reason="owners are known by number")
def test_an_entry_of_somebody_else_is_not_read(home):
    if os.getuid():
        pytest.skip("only root can give a file away")
    first = check(home)
    (entry,) = entries(home)
    os.chown(entry, 12345, 12345)
    before = entry.stat().st_ino

    assert check(home) == first
    assert entry.stat().st_ino != before  # made anew


def test_a_cache_that_is_a_file_is_done_without(home):
    cache_of(home).write_text("a file")

    assert is_right(check(home))
    assert cache_of(home).read_text() == "a file"


def test_two_runs_that_build_it_at_once_find_the_same(home):
    runs = [
        subprocess.Popen(COMMAND, cwd=home, stdout=subprocess.PIPE, env=environment(home)) for _ in range(3)
    ]
    shown = [run.communicate()[0].decode() for run in runs]

    assert is_right(shown[0])
    assert set(shown) == {shown[0]}
    assert len(entries(home)) == 1
    assert sorted(path.name for path in cache_of(home).iterdir()) == [entries(home)[0].name, "results"]


@pytest.mark.parametrize("flags", [("--engine", "pure"), ("--no-cache",), ("--engine", "native")])
def test_every_way_finds_the_same(home, flags):
    assert is_right(check(home, *flags))


def test_pure_runs_keep_nothing(home):
    check(home, "--engine", "pure")

    assert not cache_of(home).exists()


def test_uncached_runs_keep_rules_and_no_results(home):
    check(home, "--no-cache")

    assert [path.suffix for path in cache_of(home).iterdir()] == [".ruleset"]


def test_without_hyperscan_every_text_is_read_whole(home):
    (home / "blocked").mkdir()
    (home / "blocked" / "hyperscan.py").write_text("raise ImportError('not here')")

    assert is_right(check(home, PYTHONPATH=str(home / "blocked")))
    done = subprocess.run(
        [TEXTLINT, "check", "--engine", "native"],
        cwd=home,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(home / "blocked")},
        check=False,
    )
    assert done.returncode == 2
    assert b"the native engine needs the package hyperscan" in done.stderr


def test_no_rule_file_is_read_on_a_warm_start(home):
    check(home)
    code = (
        "import sys; sys.argv = ['textlint', 'check', '--rules', 'my', '--select', 'house,punctuation', '-q'];"
        "from textlint import cli\n"
        "try: cli.main()\n"
        "except SystemExit: pass\n"
        "print([name for name in ('yaml', 'textlint.rules', 'textlint.scan.superset', 'ftfy') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=home,
        capture_output=True,
        env={**os.environ, "TEXTLINT_CACHE_DIR": str(cache_of(home))},
        check=False,
    )

    assert done.stdout.decode().splitlines()[-1] == "[]"


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_that_leads_elsewhere_counts_at_once(home):
    (home / "my").rename(home / "one")
    (home / "my").symlink_to("one")
    check(home)
    (home / "two" / "house").mkdir(parents=True)
    (home / "two" / "house" / "word.yaml").write_text(RULE.format(find="said"))
    (home / "my").unlink()
    (home / "my").symlink_to("two")

    assert "1:21: house/word" in check(home)


class Opened:
    """What runs a command when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def in_working_folder(home):
    return home / ".cache", home


def in_work_tree(home):
    (home / ".git").mkdir()
    (home / "sub").mkdir()
    (home / "sub" / "a.txt").write_text(TEXT)
    return home / ".cache", home / "sub"


def by_a_link_into_it(home):
    (home / "kept").mkdir()
    home.with_name(f"{home.name}-link").symlink_to(home / "kept")
    return home.with_name(f"{home.name}-link"), home


def by_a_link_in_it(home):
    cache_of(home).mkdir()
    (home / ".cache").symlink_to(cache_of(home))
    return home / ".cache", home


@pytest.mark.parametrize("variable", ["TEXTLINT_CACHE_DIR", "XDG_CACHE_HOME"])
@pytest.mark.parametrize("prepare", [in_working_folder, in_work_tree, by_a_link_into_it, by_a_link_in_it])
def test_a_cache_that_came_with_the_texts_is_neither_read_nor_written(home, prepare, variable):
    named, cwd = prepare(home)
    folder = named if variable == "TEXTLINT_CACHE_DIR" else named / "textlint"
    env = {name: value for name, value in os.environ.items() if name != "TEXTLINT_CACHE_DIR"}
    command = [TEXTLINT, "check", "--select", "punctuation/runs", "a.txt"]
    script = (
        "import sys; from textlint import cache; print(cache._path(cache.Choice(select=('punctuation/runs',),"
        " profile='scraped')))"
    )
    told = subprocess.run(
        [sys.executable, "-c", script],
        cwd=cwd,
        capture_output=True,
        env={**env, "TEXTLINT_CACHE_DIR": str(cache_of(home) / "x")},
        check=True,
    )
    entry = folder / Path(told.stdout.decode().strip()).name
    entry.parent.mkdir(parents=True, exist_ok=True)
    stored = pickle.dumps(Opened(home / "RUN"))
    lengths = b"".join(number.to_bytes(8, "little") for number in (len(stored), crc32(stored)))
    entry.write_bytes(MARK + lengths + stored)

    done = subprocess.run(
        command, cwd=cwd, capture_output=True, env={**env, variable: str(named)}, check=False
    )

    assert done.returncode == 0
    assert not (home / "RUN").exists()
    assert [*folder.iterdir()] == [entry]
    warnings = done.stderr.decode().splitlines()[:-1]
    assert len(warnings) == 1
    assert warnings[0].startswith(f"textlint: no cache: {folder} is ")


def test_the_same_entry_elsewhere_is_read(home):
    """So the test above would see what it is afraid of."""
    choice = cache.Choice(select=("punctuation/runs",))
    stored = pickle.dumps(Opened(home / "RUN"))
    path = home / "entry"
    lengths = b"".join(number.to_bytes(8, "little") for number in (len(stored), crc32(stored)))
    path.write_bytes(MARK + lengths + stored)

    assert cache._load(path, choice) is None
    assert (home / "RUN").exists()


@pytest.mark.parametrize(
    ("folder", "here", "is_foreign"),
    [
        ("work/.cache", "work", True),
        ("work/.cache", "work/sub", False),
        ("home/.cache", "work", False),
        ("home/.cache", "home", False),
        ("home/.cache", "", False),
        ("home/project/.cache", "home/project", True),
        ("home/tree/.cache", "work", True),
        ("tree/sub/.cache", "work", True),
        ("elsewhere", "work", False),
    ],
)
def test_whose_a_folder_is(tmp_path, monkeypatch, folder, here, is_foreign):
    for name in ("work/sub", "home/project", "home/tree/.git", "home/.git", "tree/.git"):
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(own, "_home", lambda: tmp_path / "home")
    monkeypatch.chdir(tmp_path / here)

    assert bool(own.why_foreign(tmp_path / folder)) is is_foreign
