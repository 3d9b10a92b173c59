"""Kept results change the time of a run, never what it reports, whatever has become of them."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from textlint import results, runner
from textlint.engine import Examination, examine
from textlint.model import Applicability, Edit, Finding, Severity, Span
from textlint.settings import Settings

pytest.importorskip("hyperscan", reason="rulesets are kept, and results with them, only where it is")

TEXTLINT = Path(sys.executable).with_name("textlint")
SELECT = ("punctuation/doubled", "punctuation/space-before")
SETTINGS = Settings(select=SELECT, profile="scraped")
TEXTS = {
    "a.txt": b"It ended.. He left, she said , and went.\n",
    "b.txt": b"Two marks.. One \xff byte , and an \xf0\x9f\x98\x80 ..\r\nIt ended..\r\n",
    "c.txt": b"for (int i = 0 ; i < n ; i++) { print(a , b); }\n",  # worth reading, and sound
}


def forget():
    for each in (runner.ruleset_for, runner._ruleset):
        each.cache_clear()


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """A cache folder in which the ruleset is kept already."""
    folder = tmp_path_factory.mktemp("compiled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEXTLINT_CACHE_DIR", str(folder))
        forget()
        assert runner.ruleset_for(SETTINGS).identity
    return folder


def cache_of(home):
    """Beside the working folder: below it nothing is kept."""
    return home.with_name(f"{home.name}-cache")


@pytest.fixture
def home(tmp_path, monkeypatch, compiled):
    """A working folder with texts, and a cache of its own that holds the ruleset and no results."""
    shutil.copytree(compiled, cache_of(tmp_path))
    for name, data in TEXTS.items():
        (tmp_path / name).write_bytes(data)
    monkeypatch.setenv("TEXTLINT_CACHE_DIR", str(cache_of(tmp_path)))
    monkeypatch.chdir(tmp_path)
    forget()
    return tmp_path


@pytest.fixture
def examined(monkeypatch):
    """The names of the files that have been examined, rather than looked up."""
    names = []

    def noted(ruleset, document, **options):
        names.append(document.name)
        return examine(ruleset, document, **options)

    monkeypatch.setattr(runner, "examine", noted)
    return names


def check(*names, settings=SETTINGS):
    return list(runner.run([(Path(name), settings) for name in names or TEXTS], runner.Work()))


def found(reports):
    return [
        (report.path, placed.place[:2], placed.finding.rule) for report in reports for placed in report.placed
    ]


def database(home):
    return cache_of(home) / "results" / "results.db"


@pytest.mark.usefixtures("home")
def test_what_has_not_changed_is_not_examined_again(examined):
    cold = check()
    assert examined == [*TEXTS]
    examined.clear()

    assert check() == cold
    assert examined == []
    assert found(cold)[:3] == [
        ("a.txt", (1, 9), "punctuation/doubled"),
        ("a.txt", (1, 29), "punctuation/space-before"),
        ("b.txt", (1, 10), "punctuation/doubled"),
    ]


def test_changed_content_is_examined(home, examined):
    check()
    examined.clear()
    (home / "a.txt").write_text("It ended , he left.\n")

    assert found(check("a.txt", "c.txt")) == [("a.txt", (1, 9), "punctuation/space-before")]
    assert examined == ["a.txt"]


def test_content_counts_and_not_the_name_or_the_time(home, examined):
    (cold,) = check("a.txt")
    (home / "a.txt").rename(home / "other.txt")
    os.utime(home / "other.txt", (1, 1))

    (warm,) = check("other.txt")
    assert examined == ["a.txt"]
    assert (warm.path, warm.placed) == ("other.txt", cold.placed)


def test_another_kind_of_file_with_the_same_content_is_examined(home, examined):
    (home / "a.html").write_bytes(TEXTS["a.txt"])
    check("a.txt")

    check("a.html")
    assert examined == ["a.txt", "a.html"]


@pytest.mark.usefixtures("home")
def test_other_rules_find_anew(examined):
    check("a.txt")

    one = Settings(select=SELECT[:1], profile="scraped")
    assert found(check("a.txt", settings=one)) == [("a.txt", (1, 9), "punctuation/doubled")]
    assert examined == ["a.txt", "a.txt"]


def test_without_the_cache_nothing_is_looked_up_or_kept(home, examined):
    uncached = Settings(select=SELECT, profile="scraped", cache=False)

    cold = check(settings=uncached)
    assert not database(home).exists()
    warm = check()
    assert check(settings=uncached) == cold == warm
    assert examined == [*TEXTS] * 3


@pytest.mark.usefixtures("home")
def test_what_rules_out_of_time_have_left_open_is_not_kept(monkeypatch):
    monkeypatch.setattr(runner, "examine", lambda *_, **__: Examination((), ("punctuation/doubled",)))
    check("a.txt")
    monkeypatch.setattr(runner, "examine", examine)

    assert found(check("a.txt"))[0] == ("a.txt", (1, 9), "punctuation/doubled")


@pytest.mark.usefixtures("home")
def test_what_is_left_out_of_a_run_is_not_missing_in_the_next():
    runner.do(runner.Work(), (Path("a.txt"), SETTINGS), skip={"punctuation/doubled"})
    results.close()

    assert found(check("a.txt"))[0] == ("a.txt", (1, 9), "punctuation/doubled")


def test_a_ruleset_that_is_not_kept_has_no_results(home, examined):
    pure = Settings(select=SELECT, profile="scraped", engine="pure")

    assert found(check(settings=pure)) == found(check(settings=pure))
    assert examined == [*TEXTS] * 2
    assert not database(home).exists()


FINDINGS = (
    Finding("a/plain", Severity.INFO, Span(0, 3), "Found."),
    Finding("a/choice", Severity.WARNING, Span(4, 9), "Which?", candidates=("one", "two, or 'three'")),
    Finding(
        "a/both",
        Severity.ERROR,
        Span(5, 10**6),
        "A lone \udcff, an \N{GRINNING FACE}, a \0 and a \N{LINE SEPARATOR}.",
        (Edit(Span(5, 5), '"new"\r\n'), Edit(Span(8, 10), "")),
        Applicability.UNSAFE,
    ),
)


@pytest.mark.parametrize("findings", [(), *((each,) for each in FINDINGS), FINDINGS])
def test_findings_come_back_as_they_were(tmp_path, findings):
    kept = results.Results(tmp_path / "results.db")
    kept.keep(b"k" * 16, Examination(findings))
    kept.write()

    assert kept.find(b"k" * 16) == Examination(findings)
    assert kept.find(b"k" * 8 + b"x" * 8) is None  # another text whose entry has the same number
    assert repr(kept.find(b"k" * 16)) == repr(Examination(findings))  # with the very types
    kept.close()


def of_all_rows(statement):
    def spoil(path):
        with sqlite3.connect(path) as connection:
            connection.execute(statement)
        connection.close()

    return spoil


def overwritten(start, data):
    def spoil(path):
        stored = path.read_bytes()
        at = int(len(stored) * start)
        path.write_bytes(stored[:at] + data + stored[at + len(data) :])

    return spoil


SPOILT = {
    "empty": lambda path: path.write_bytes(b""),
    "something else": lambda path: path.write_bytes(b"something else" * 1000),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:5000]),
    "zeros at the start": overwritten(0, bytes(200)),
    "zeros in the middle": overwritten(0.5, bytes(3000)),
    "a bit": overwritten(0.99, b"\x17"),
    "other columns": of_all_rows("ALTER TABLE results RENAME value TO other"),
    "no table": of_all_rows("DROP TABLE results"),
    "other results": of_all_rows("UPDATE results SET value = (SELECT max(value) FROM results)"),
    "texts": of_all_rows("UPDATE results SET value = 'text', used = 'never'"),
    "no values": of_all_rows("UPDATE results SET value = NULL, used = NULL"),
    "short values": of_all_rows("UPDATE results SET value = x'00'"),
    "no UTF-8": of_all_rows("UPDATE results SET value = CAST(x'ff' AS TEXT)"),
    "a stray log": lambda path: path.with_name("results.db-wal").write_bytes(b"stray" * 999),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_damage_changes_nothing_and_does_not_last(home, examined, spoil):
    cold = check()
    spoil(database(home))

    assert [check(), check(), check()] == [cold] * 3
    examined.clear()
    assert check() == cold
    assert examined == []


def folder_is_a_file(home):
    (cache_of(home) / "results").write_text("a file")


def database_is_a_folder(home):
    database(home).mkdir(parents=True)


def anybody_may_write(home):
    (cache_of(home) / "results").mkdir()
    (cache_of(home) / "results").chmod(0o777)


def nobody_may_write(home):
    if os.name == "nt" or not os.getuid():
        pytest.skip("root may write everywhere")
    (cache_of(home) / "results").mkdir(mode=0o500)


def of_somebody_else(home):
    if os.name == "nt" or os.getuid():
        pytest.skip("only root can give a folder away")
    (cache_of(home) / "results").mkdir()
    os.chown(cache_of(home) / "results", 12345, 12345)


def leads_elsewhere(home):
    (home / "elsewhere").mkdir()
    (cache_of(home) / "results").symlink_to(home / "elsewhere")


@pytest.mark.skipif(os.name == "nt", reason="owners, modes and links are others there")
@pytest.mark.parametrize(
    "spoil",
    [
        folder_is_a_file,
        database_is_a_folder,
        anybody_may_write,
        nobody_may_write,
        of_somebody_else,
        leads_elsewhere,
    ],
)
def test_a_place_that_is_not_the_users_own_is_done_without(home, examined, spoil):
    spoil(home)

    assert found(check()) == found(check())
    assert examined == [*TEXTS] * 2
    assert not database(home).is_file()


@pytest.mark.skipif(os.name == "nt", reason="modes are others there")
def test_nobody_else_may_read_what_is_kept(home):
    check()

    assert database(home).stat().st_mode & 0o777 == 0o600
    assert database(home).parent.stat().st_mode & 0o777 == 0o700


def test_a_database_that_somebody_keeps_locked_is_done_without(home, examined, monkeypatch):
    cold = check()
    monkeypatch.setattr(results, "PATIENCE", 0.01)
    other = sqlite3.connect(database(home), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    (home / "a.txt").write_text("It ended , he left.\n")
    examined.clear()

    for _ in range(2):
        assert found(check("a.txt")) == [("a.txt", (1, 9), "punctuation/space-before")]
    assert check("b.txt") == cold[1:2]
    assert examined == ["a.txt", "a.txt"]  # nothing new is kept, and what was kept is still found
    other.close()


def test_the_oldest_go_when_there_is_no_more_room(tmp_path, monkeypatch):
    now = [1_000_000.0]
    monkeypatch.setattr(results.time, "time", lambda: now[0])
    monkeypatch.setattr(results, "MOST_BYTES", 400_000)
    kept = results.Results(tmp_path / "results.db")
    examination = Examination(
        tuple(Finding("a/b", Severity.INFO, Span(n, n + 1), f"{n**99}") for n in range(20))
    )
    key = [n.to_bytes(16, "little") for n in range(1000)]
    for n in range(1000):
        now[0] += 10_000
        kept.keep(key[n], examination)
        kept.find(key[0])  # in use from beginning to end
        kept.write()
    size = (tmp_path / "results.db").stat().st_size

    assert size < 2 * 400_000
    assert kept.find(key[0]) == kept.find(key[-1]) == examination
    assert kept.find(key[1]) is None
    kept.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the size of files is limited in another way there")
@pytest.mark.usefixtures("home")
def test_a_full_disk_changes_nothing():
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000));"
        "from textlint.cli import main; main(sys.argv[1:])"
    )
    command = ["check", "--select", ",".join(SELECT), "--profile", "scraped", "a.txt", "b.txt"]
    full = subprocess.run([sys.executable, "-c", limited, *command], capture_output=True, check=False)
    roomy = subprocess.run([TEXTLINT, *command], capture_output=True, check=False)

    assert b"a.txt:1:9: punctuation/doubled" in full.stdout
    assert (full.returncode, full.stdout, full.stderr) == (roomy.returncode, roomy.stdout, roomy.stderr)


def test_several_runs_at_once_find_the_same_and_keep_all(home, examined):
    names = []
    for n in range(150):
        names.append(f"many{n}.txt")
        (home / names[-1]).write_text(f"It ended.. He left, she said , and went {n} times.\n")
    command = [TEXTLINT, "check", "--jobs", "2", "--select", ",".join(SELECT), "--profile", "scraped"]
    runs = [subprocess.Popen([*command, *names], stdout=subprocess.PIPE) for _ in range(3)]
    shown = [run.communicate()[0] for run in runs]

    assert shown[0].count(b"punctuation/doubled") == 150
    assert set(shown) == {shown[0]}
    assert len(found(check(*names))) == 300
    assert examined == []
    with sqlite3.connect(database(home)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_changed_rule_file_counts_at_once(home):
    rule = home / "my" / "house" / "word.yaml"
    rule.parent.mkdir(parents=True)
    written = "kind: pattern\nmessage: Found.\nwhy: A test needs it.\noptions: {{find: {0}}}\nexamples: [bad: {0}, ok: x]\n"
    (home / "c.txt").write_text("one two\n")
    shown = []
    for word in ("one", "one", "two"):
        if not shown or word == "two":
            rule.write_text(written.format(word))
        done = subprocess.run(
            [TEXTLINT, "check", "--rules", "my", "--select", "house", "c.txt", "-q"],
            capture_output=True,
            text=True,
            check=False,
        )
        shown.append(done.stdout.split(": ")[0] + done.stderr)

    assert shown == ["c.txt:1:1", "c.txt:1:1", "c.txt:1:5"]
