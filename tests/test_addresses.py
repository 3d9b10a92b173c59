"""Tables in stores: the same bytes as from folders, whatever happens meanwhile, and as a user runs it."""

import gzip
import json
import os
import pickle
import random
import signal
import subprocess
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from kills import killed

from textlint import files, rulesets, runner
from textlint.corpora import addresses, corpus, shards
from textlint.corpora.addresses import Address, located
from textlint.corpora.shards import Shard, Texts, process
from textlint.errors import InputError, SettingsError
from textlint.settings import Settings, for_file, with_flags

TEXTLINT = Path(sys.executable).with_name("textlint")
SETTINGS = with_flags(for_file(Settings(), Path("a.jsonl")), select=("punctuation",))
RULES = ("--select", "punctuation/doubled")
TEXTS = ["It ended.. He left.", "All is well.", "It came  back.. He left."] * 40
FIX = runner.Work(fix=True)
FORMATS = ["a.jsonl", "a.csv", "a.parquet", "a.arrow", "a.jsonl.gz", "a.csv.zst"]


def table(name, texts=TEXTS):
    """The bytes of a table with these texts."""
    if name.endswith((".parquet", ".arrow")):
        arrow, out = pytest.importorskip("pyarrow"), import_module("io").BytesIO()
        rows = arrow.table({"text": texts, "n": list(range(len(texts)))})
        if name.endswith(".parquet"):
            import_module("pyarrow.parquet").write_table(rows, out, row_group_size=50)
        else:
            with arrow.ipc.new_file(out, rows.schema) as file:
                file.write_table(rows, max_chunksize=50)
        return out.getvalue()
    lines = ["n,text", *(f"{n},{text}" for n, text in enumerate(texts))]
    if ".jsonl" in name:
        lines = [json.dumps({"n": n, "text": text}) for n, text in enumerate(texts)]
    data = ("\n".join(lines) + "\n").encode()
    if name.endswith(".gz"):
        return gzip.compress(data, mtime=0)
    return import_module("backports.zstd").compress(data) if name.endswith(".zst") else data


@pytest.fixture
def store():
    """A store that is empty; what is put there is gone when the test ends."""
    memory = import_module("fsspec").filesystem("memory")
    for each in (memory.store, memory.pseudo_dirs):
        each.clear()
    yield memory
    memory.store.clear()
    memory.pseudo_dirs[:] = [""]


def worked(shard, work=FIX):
    return process(shard, work, Texts(shard, work, lambda _: None))


def elsewhere(name="a.jsonl"):
    target = Address(f"memory://out/{name}")
    return Shard(
        Address(f"memory://in/{name}"), SETTINGS, target, shards.note_for(target, Address("memory://out"))
    )


# --- an address walks like a path


@pytest.mark.parametrize(
    ("text", "name", "parent", "parts"),
    [
        (
            "s3://bucket/in/a.jsonl.gz",
            "a.jsonl.gz",
            "s3://bucket/in",
            ("s3://", "bucket", "in", "a.jsonl.gz"),
        ),
        ("s3://bucket/a b#?.csv", "a b#?.csv", "s3://bucket", ("s3://", "bucket", "a b#?.csv")),
        ("s3://bucket", "bucket", "s3://", ("s3://", "bucket")),
        ("memory://", "", "memory://", ("memory://",)),
        ("memory:///in/a.csv", "a.csv", "memory:///in", ("memory://", "in", "a.csv")),
    ],
)
def test_the_parts_of_an_address(text, name, parent, parts):
    address = located(text)

    assert str(address) == text
    assert (address.name, str(address.parent), address.parts) == (name, parent, parts)
    assert pickle.loads(pickle.dumps(address)) == address  # noqa: S301


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a.jsonl", Path("a.jsonl")),
        ("C:/a.jsonl", Path("C:/a.jsonl")),
        ("file:///in/a.jsonl", Path("/in/a.jsonl")),
        ("s3://bucket/in/", Address("s3://bucket/in")),
        (Address("s3://bucket"), Address("s3://bucket")),
    ],
)
def test_what_a_name_leads_to(text, path):
    assert located(text) == path
    assert type(located(text)) is type(path)


def test_what_stands_below_an_address():
    home, path = Address("s3://bucket/out"), Address("s3://bucket/out/deep/a.csv")

    assert home / "deep" / "a.csv" == path
    assert Address("memory://") / "a" == Address("memory://a")
    assert path.relative_to(home).as_posix() == "deep/a.csv"
    assert path.is_relative_to(home)
    assert path.is_relative_to(path)
    assert not path.is_relative_to(Address("s3://bucket/ou"))
    assert not path.is_relative_to(Path("s3:/bucket/out"))
    assert not Path("out/deep").is_relative_to(home)
    assert shards.note_for(path, home) == Address("s3://bucket/out/.textlint/deep/a.csv.json")
    with pytest.raises(ValueError, match="does not begin with"):
        home.relative_to(path)


# --- one table


@pytest.mark.parametrize("name", FORMATS)
def test_an_address_gives_the_bytes_that_a_path_gives(store, tmp_path, name):
    (tmp_path / name).write_bytes(table(name))
    target = tmp_path / "out" / name
    local = worked(Shard(tmp_path / name, SETTINGS, target, shards.note_for(target, target.parent)))
    store.pipe_file(f"/in/{name}", table(name))

    outcome = worked(elsewhere(name))

    assert outcome == local
    assert outcome.total.fixed == 80
    assert store.cat_file(f"/out/{name}") == target.read_bytes() != table(name)
    assert store.find("/") == sorted([f"/in/{name}", f"/out/{name}", f"/out/.textlint/{name}.json"])


@pytest.mark.parametrize("name", FORMATS)
def test_a_table_is_fixed_in_its_place(store, name):
    store.pipe_file(f"/in/{name}", table(name))
    address = Address(f"memory://in/{name}")

    worked(Shard(address, SETTINGS, address))
    fixed = store.info(f"/in/{name}")
    outcome = worked(Shard(address, SETTINGS, address))

    assert (outcome.total.documents, outcome.total.fixed, outcome.total.problems) == (120, 0, [])
    assert store.info(f"/in/{name}") == fixed
    assert store.find("/") == [f"/in/{name}"]


def test_what_has_no_defects_is_copied(store):
    data = table("a.jsonl.gz", ["All is well."])
    store.pipe_file("/in/a.jsonl.gz", data)

    worked(elsewhere("a.jsonl.gz"))

    assert store.cat_file("/out/a.jsonl.gz") == data


def test_what_is_done_is_not_done_again(store):
    store.pipe_file("/in/a.jsonl", table("a.jsonl"))
    assert shards.done(elsewhere(), FIX) is None
    outcome = worked(elsewhere())

    assert shards.done(elsewhere(), FIX).total == outcome.total
    assert shards.done(elsewhere(), replace(FIX, longest=5)) is None

    store.pipe_file("/in/a.jsonl", table("a.jsonl"))  # the same bytes; this store has nothing but times
    assert shards.done(elsewhere(), FIX) is None
    assert worked(elsewhere()).total == outcome.total

    store.rm("/out/a.jsonl")
    assert shards.done(elsewhere(), FIX) is None


def test_where_a_store_tells_nothing_of_changes_all_is_done_again(store, monkeypatch):
    store.pipe_file("/in/a.jsonl", table("a.jsonl"))
    monkeypatch.setattr(addresses, "SIGNS", ())

    outcome = worked(elsewhere())

    assert outcome.total.fixed == 80
    assert shards.done(elsewhere(), FIX) is None
    assert worked(elsewhere()).total == outcome.total


def written(store):
    store.rm("/out/a.jsonl")
    worked(elsewhere())


FOREIGN = [
    pytest.param(lambda _: None, "is there already, and textlint has not written it", id="foreign"),
    pytest.param(written, "has been changed since textlint wrote it", id="changed"),
]


@pytest.mark.parametrize(("before", "problem"), FOREIGN)
def test_what_others_have_written_is_not_overwritten(store, before, problem):
    store.pipe_file("/in/a.jsonl", table("a.jsonl"))
    store.pipe_file("/out/a.jsonl", b"")
    before(store)
    store.pipe_file("/out/a.jsonl", b"mine\n")

    outcome = worked(elsewhere())

    assert outcome.total.problems == [f"memory://out/a.jsonl: {problem}; move it, or name another place"]
    assert store.cat_file("/out/a.jsonl") == b"mine\n"


def changing(store, name):
    """What fixes texts while somebody else writes an object."""

    def fixing(ruleset, document, **more):
        store.pipe_file(name, b'{"text": "mine"}\n')
        return rulesets.fix(ruleset, document, **more)

    return replace(FIX, fixing=fixing)


@pytest.mark.parametrize("in_place", [True, False])
def test_what_changes_meanwhile_is_left_alone(store, in_place):
    store.pipe_file("/in/a.jsonl", table("a.jsonl"))
    shard = elsewhere()
    if in_place:
        shard = Shard(shard.source, SETTINGS, shard.source)
    name = str(shard.target).removeprefix("memory:/")

    outcome = worked(shard, changing(store, name))

    assert outcome.total.problems == [f"{shard.target}: changed by somebody else in the meantime; left alone"]
    assert store.cat_file(name) == b'{"text": "mine"}\n'


def test_a_table_that_changes_while_it_is_read_is_a_problem(store):
    store.pipe_file("/in/a.jsonl", table("a.jsonl"))

    outcome = worked(elsewhere(), changing(store, "/in/a.jsonl"))

    assert outcome.total.problems == [
        "memory://in/a.jsonl: changed while it was read; run the same command again"
    ]
    assert outcome.total.fixed == 0
    assert shards.done(elsewhere(), FIX) is None


def test_a_store_that_fails_is_a_problem_in_one_line(store, monkeypatch):
    store.pipe_file("/in/a.jsonl", table("a.jsonl"))

    def fails(*_, **__):
        raise RuntimeError("no connection\nand much more")

    for method, what in (("put_file", "out/.textlint/a.jsonl.json: can't be written"), ("info", "in/a.jsonl: can't be reached")):  # fmt: skip
        monkeypatch.setattr(type(store), method, fails)
        assert worked(elsewhere()).total.problems[0].endswith(f"memory://{what}: no connection")
        assert shards.done(elsewhere(), FIX) is None


# --- which tables, and where they go


def found(*paths, **more):
    result = files.find(map(located, paths), chosen=Settings(), **more)
    return [str(path) for path, _ in result.files], [str(problem) for problem in result.problems]


def test_an_address_stands_for_the_tables_below_it(store):
    for name in ("b.csv", "a.jsonl", "a.txt", "deep/c.parquet", "deep.jsonl", ".textlint/a.jsonl", "x/.y/d.jsonl", "node_modules/a.csv"):  # fmt: skip
        store.pipe_file(f"/in/{name}", b"")
    below = [
        "memory://in/a.jsonl",
        "memory://in/b.csv",
        "memory://in/deep/c.parquet",
        "memory://in/deep.jsonl",
    ]

    assert found("memory://in/") == (below, [])
    assert found("memory://in", "memory://in/a.jsonl") == (below, [])
    assert found("memory:///in/b.csv") == (["memory:///in/b.csv"], [])
    assert found("memory://in", exclude=["deep/"])[0] == [*below[:2], below[3]]
    assert found("memory://in/b.csv", exclude=["*.csv"])[0] == [below[1]]
    assert found("memory://in/b.csv", exclude=["*.csv"], force_exclude=True)[0] == []


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("memory://in/a.txt", "no table by its name; of a store only .arrow, "),
        ("memory://in/none.jsonl", "no such object, and none below it"),
        ("memory://texts", "no tables below this address, or all are ignored; expected .arrow, "),
    ],
)
def test_what_stands_for_no_tables(store, address, problem):
    store.pipe_file("/in/a.txt", b"")
    store.pipe_file("/texts/a.txt", b"")

    names, problems = found(address)

    assert names == []
    assert [each.startswith(f"{address}: {problem}") for each in problems] == [True]


def test_settings_are_those_of_the_working_folder(store, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "textlint.toml").write_text(
        'ignore = ["spelling"]\nexclude = ["drafts"]\n\n[[overrides]]\npaths = ["*.csv"]\nignore = ["casing"]\n'
    )
    for name in ("a.jsonl", "b.csv", "drafts/c.csv"):
        store.pipe_file(f"/in/{name}", b"")

    result = files.find([Address("memory://in")])

    assert [(path.name, set(holds.ignore)) for path, holds in result.files] == [
        ("a.jsonl", {"spelling"}),
        ("b.csv", {"spelling", "casing"}),
    ]


@pytest.mark.parametrize(
    ("named", "output", "expected"),
    [
        (["memory://in"], "memory://out", ["memory://out/a.jsonl", "memory://out/deep/a.jsonl"]),
        (["memory://in/deep"], "out", ["out/a.jsonl"]),
        (["memory://in/a.jsonl"], "memory://out/new.jsonl", ["memory://out/new.jsonl"]),
        (["memory://in"], "memory://in/out", ["memory://in/out/a.jsonl", "memory://in/out/deep/a.jsonl"]),
    ],
)
def test_where_new_tables_go(store, named, output, expected):
    for name in (
        ("a.jsonl", "deep/a.jsonl", "out/a.jsonl") if "in/out" in output else ("a.jsonl", "deep/a.jsonl")
    ):
        store.pipe_file(f"/in/{name}", b"")
    roots = list(map(located, named))

    every = corpus.planned(files.find(roots, chosen=SETTINGS).files, located(output), roots, fixing=True)

    assert [str(shard.target) for shard in every] == expected
    assert {str(shard.note) for shard in every} == {
        str(shards.note_for(shard.target, shard.target.parent if "new" in output else located(output)))
        for shard in every
    }


@pytest.mark.parametrize(
    ("named", "output", "problem"),
    [
        (["memory://in"], "memory://in", "one of the tables to read; expected another place"),
        (["memory://in"], "memory://out/a.jsonl", "there may be several to write; expected a folder"),
        (["memory://in/a.jsonl"], "memory://out/a.csv", "expected a name that ends in .jsonl"),
        (["memory://in", "memory://more"], "memory://out", "would both become this file"),
        (["memory://in/a.jsonl"], "memory://in/a.jsonl/b", None),
    ],
)
def test_where_new_tables_can_not_go(store, named, output, problem):
    for name in ("in/a.jsonl", "in/b.jsonl", "more/a.jsonl"):
        store.pipe_file(f"/{name}", b"")
    roots = list(map(located, named))
    tables = files.find(roots, chosen=SETTINGS).files

    if problem is None:
        assert corpus.planned(tables, located(output), roots, fixing=True)
        return
    with pytest.raises(SettingsError, match=problem):
        corpus.planned(tables, located(output), roots, fixing=True)


def test_a_store_that_might_keep_half_of_a_table_gets_new_ones_only():
    tables = [(Address("sftp://host/a.jsonl"), SETTINGS)]

    with pytest.raises(SettingsError, match=r"sftp://host/a\.jsonl: this store might keep half of a table"):
        corpus.planned(tables, None, [], fixing=True)
    assert corpus.planned(tables, None, [], fixing=False)
    assert corpus.planned(tables, Path("out"), [tables[0][0]], fixing=True)


@pytest.mark.usefixtures("store")
def test_errors_of_a_store_name_the_address():
    with pytest.raises(
        InputError, match=r"^memory://none/a\.jsonl: can't be read: No such file or directory$"
    ):
        Address("memory://none/a.jsonl").open("rb")


# --- as a user runs it, in many processes: a store in a folder, and errors of stores

KEPT = '''
import os, shutil, sys
from pathlib import Path
from fsspec import register_implementation
from fsspec.implementations.local import LocalFileSystem

class Kept(LocalFileSystem):
    """a store whose objects are files in a folder, put there in one step"""

    protocol = "kept"
    cachable = False

    @classmethod
    def _strip_protocol(cls, path):
        root = os.environ["KEPT"]
        return path if path.startswith(root) else f"{root}/{path.removeprefix('kept://')}".rstrip("/")

    def put_file(self, lpath, rpath, **_):
        path = Path(self._strip_protocol(rpath))
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = Path(os.environ["KEPT"] + ".new") / f"{os.getpid()}-{path.name}"
        whole.parent.mkdir(exist_ok=True)
        shutil.copyfile(lpath, whole)
        os.replace(whole, path)

register_implementation("kept", Kept)
sys.modules["gcsfs"] = None
'''


@pytest.fixture
def kept(tmp_path):
    """A folder with tables that is also a store, `kept://`, for the commands that are run there."""
    chance = random.Random(1)
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "sitecustomize.py").write_text(KEPT)
    for name in (*FORMATS, "deep/a.jsonl", "b.jsonl"):
        path = tmp_path / "store" / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(table(name, chance.sample(TEXTS, 60)))
    (tmp_path / "store" / "in" / "a.txt").write_text("It ended.. He left.\n")
    return tmp_path


def started(folder, *args, **more):
    known = {"PYTHONPATH": str(folder / "more"), "KEPT": str(folder / "store")}
    return subprocess.Popen([TEXTLINT, *map(str, args)], cwd=folder, env=os.environ | known, **more)


def run(folder, *args):
    running = started(folder, *args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    out, said = running.communicate(timeout=120)
    return running.returncode, out, said


# Each run begins where the one before was killed.
MOMENTS = [("an object", 1), ("a row", 100), ("an object", 4), ("a note", 3)]


def killed_run(folder, *args, at):
    (folder / "start").mkdir(exist_ok=True)
    (folder / "start" / "sitecustomize.py").write_text(KEPT)
    code, said = killed([TEXTLINT, *args], *at, cwd=folder, KEPT=str(folder / "store"))
    assert code == -signal.SIGKILL, said


def tables_in(folder):
    files = [path for path in folder.rglob("*") if path.is_file() and ".textlint" not in path.parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_check_says_the_same_of_a_store_and_of_its_folder(kept):
    code, out, said = run(kept, "check", "kept://in/", *RULES)
    expected = run(kept, "check", "store/in", "--field", "text", *RULES)

    assert (code, out.replace("kept://", "store/"), said) == expected
    assert code == 1
    assert out.count("kept://in/deep/a.jsonl:") > 30


@pytest.mark.parametrize(
    ("target", "written"), [("kept://out", "store/out"), ("out", "out"), ("file://{}/new", "new")]
)
def test_a_fix_writes_the_same_from_a_store_and_from_its_folder(kept, target, written):
    run(kept, "fix", "store/in", "-o", "expected", *RULES)

    code, _, said = run(kept, "fix", "kept://in", "-o", target.format(kept), *RULES)
    again = run(kept, "fix", "kept://in", "-o", target.format(kept), *RULES)

    assert code == 0
    assert "of 480 documents" in said
    assert tables_in(kept / written) == tables_in(kept / "expected")
    assert len(tables_in(kept / written)) == 8
    assert again == (0, "", said)


def test_tables_of_this_machine_can_go_into_a_store(kept):
    run(kept, "fix", "store/in", "-o", "expected", *RULES)

    assert run(kept, "fix", "store/in", "-o", "kept://new", *RULES)[0] == 0
    assert tables_in(kept / "store" / "new") == tables_in(kept / "expected")


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_where_it_was(kept):
    run(kept, "fix", "store/in", "-o", "expected", *RULES)

    for point, number in MOMENTS:
        killed_run(kept, "fix", "kept://in", "-o", "kept://out", "--jobs", 2, *RULES, at=(point, number))
    code, _, said = run(kept, "fix", "kept://in", "-o", "kept://out", "--jobs", 2, *RULES)

    assert (code, "of 480 documents" in said) == (0, True)
    assert tables_in(kept / "store" / "out") == tables_in(kept / "expected")


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        (["check", "nowhere://in"], "nowhere://in: "),
        (["check", "gs://bucket/a.jsonl"], "gs://bucket/a.jsonl: "),
        (["check", "kept://none"], "kept://none: no such object, and none below it"),
        (["check", "kept://in/a.txt"], "kept://in/a.txt: no table by its name; of a store only "),
        (["fix", "kept://in/a.jsonl"], "kept://in/a.jsonl: this store might keep half of a table in the place"),
        (["fix", "kept://in", "-o", "kept://in"], "one of the tables to read; expected another place"),
        (["fix", "kept://in", "-o", "nowhere://out"], "nowhere://out: "),
        (["fix", "kept://in", "-o", "out", "--journal", "j"], "kept://in/a.arrow: an address; --journal keeps what"),
        (["fix", "kept://in", "--diff"], "kept://in/a.arrow: a table; --diff shows texts"),
        (["check", "kept://in", "--add-suppressions", "so"], "kept://in/a.arrow: an address; no .textlint-allow"),
        (["check", "kept://in", "--watch"], "kept://in: an address; --watch waits for changes of files"),
        (["check", "kept://in", "--output-file", "kept://x"], "kept://x: an address; expected a path on this machine"),
        (["baseline", "kept://in"], "kept://in/a.arrow: an address; no baseline stands beside"),
    ],
)  # fmt: skip
def test_what_can_not_be_done_is_said_in_one_line(kept, args, problem):
    before = tables_in(kept)

    code, out, said = run(kept, *args, *RULES)

    assert (code, out, len(said.splitlines())) == (2, "", 1)
    assert problem in said
    assert tables_in(kept) == before


def test_no_package_is_loaded_where_nothing_has_an_address(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(table("a.jsonl"))
    script = "import sys; from textlint.cli import main\ntry: main(['check', 'a.jsonl', '--jobs', '1', *sys.argv[1:]])\nfinally: print({'fsspec', 'pyarrow'} & {*sys.modules}, file=sys.stderr)"

    done = subprocess.run([sys.executable, "-c", script, *RULES], cwd=tmp_path, capture_output=True, text=True, check=False)  # fmt: skip

    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "set()")


# --- the real protocol


@pytest.fixture
def bucket(monkeypatch):
    """A server on this machine that speaks as S3 does, and what is in its bucket."""
    server = pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    store = pytest.importorskip("s3fs").S3FileSystem
    server.start()
    for name, value in (("ENDPOINT_URL", "http://{}:{}".format(*server.get_host_and_port())), ("ACCESS_KEY_ID", "a"), ("SECRET_ACCESS_KEY", "b"), ("DEFAULT_REGION", "us-east-1")):  # fmt: skip
        monkeypatch.setenv(f"AWS_{name}", value)
    s3 = store(skip_instance_cache=True)
    s3.makedirs("bucket", exist_ok=True)
    yield s3
    s3.rm("bucket", recursive=True)
    server.stop()


def objects(bucket, below):
    bucket.invalidate_cache()
    found = [name for name in bucket.find(below) if "/.textlint/" not in name]
    return {name.removeprefix(f"{below}/"): bucket.cat_file(name) for name in found}


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # of those packages
def test_a_bucket_is_as_good_as_a_folder(kept, bucket):
    for name, data in tables_in(kept / "store" / "in").items():
        bucket.pipe_file(f"bucket/in/{name}", data)
    run(kept, "fix", "store/in", "-o", "expected", *RULES)
    expected = tables_in(kept / "expected")
    checked = run(kept, "check", "store/in", "--field", "text", *RULES)

    code, out, said = run(kept, "check", "s3://bucket/in/", *RULES)
    assert (code, out.replace("s3://bucket/", "store/"), said) == checked

    for point, number in MOMENTS:
        killed_run(
            kept, "fix", "s3://bucket/in", "-o", "s3://bucket/out/", "--jobs", 2, *RULES, at=(point, number)
        )
    first, again = (run(kept, "fix", "s3://bucket/in", "-o", "s3://bucket/out/", *RULES) for _ in range(2))
    assert (first[0], "of 480 documents" in first[2], objects(bucket, "bucket/out")) == (0, True, expected)
    assert again == (0, "", first[2])

    bucket.pipe_file("bucket/out/b.jsonl", b"mine\n")
    code, _, said = run(kept, "fix", "s3://bucket/in", "-o", "s3://bucket/out/", *RULES)
    assert (code, "s3://bucket/out/b.jsonl: has been changed since textlint wrote it" in said) == (2, True)
    assert objects(bucket, "bucket/out") == expected | {"b.jsonl": b"mine\n"}

    assert run(kept, "fix", "s3://bucket/in", *RULES)[0] == 0
    assert objects(bucket, "bucket/in") == expected | {"a.txt": b"It ended.. He left.\n"}


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(
    ("args", "problem"),
    [
        (["check", "s3://none/"], "s3://none: no such object, and none below it"),
        (["fix", "a.jsonl", "-o", "s3://none/out"], "can't be written: "),
        (["check", "s3://bucket/in"], "s3://bucket/in: can't be reached: "),
    ],
)
def test_what_a_bucket_refuses_is_said_in_one_line(kept, bucket, monkeypatch, args, problem):
    bucket.pipe_file("bucket/in/a.jsonl", table("a.jsonl"))
    (kept / "a.jsonl").write_bytes(table("a.jsonl"))
    if "reached" in problem:
        monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    code, out, said = run(kept, *args, *RULES)

    assert (code, out, len(said.splitlines())) == (2, "", 1)
    assert problem in said
