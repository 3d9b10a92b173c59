"""Files opened by their names: what is written comes back, what is cut off is an error, and nothing is half there."""

import errno
import gzip
import io
import os
import stat
import subprocess
import sys
import tracemalloc
from contextlib import nullcontext
from importlib import import_module

import pytest

from textlint.corpora import streams
from textlint.errors import InputError, SettingsError

TEXT = b"".join(b'{"text": "line %d"}\n' % number for number in range(20_000))
NAMES = ["corpus.jsonl", "corpus.jsonl.gz", "corpus.jsonl.zst"]
PACKED = NAMES[1:]


@pytest.fixture(params=["isal", "the standard library"])
def gzip_of(request, monkeypatch):
    """gzip of each of the two libraries."""
    if request.param != "isal":
        monkeypatch.setitem(sys.modules, "isal.igzip", None)


def write(path, data=TEXT, during=lambda _: None):
    with streams.writing(path) as file:
        file.write(data)
        during(path)


def read(path):
    with streams.reading(path) as file:
        return file.read()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("gzip_of")
def test_what_is_written_is_read_again(tmp_path, name):
    path = tmp_path / name

    write(path)

    assert read(path) == TEXT
    assert read(str(path)) == TEXT
    with streams.reading(path) as file:
        assert b"".join(file) == TEXT
    assert [each.name for each in tmp_path.iterdir()] == [name]
    assert (path.read_bytes() == TEXT) == (name == "corpus.jsonl")


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.usefixtures("gzip_of")
def test_the_same_texts_give_the_same_bytes(tmp_path, name):
    (tmp_path / "other").mkdir()
    paths = [tmp_path / name, tmp_path / "other" / f"b-{name}"]

    for path in paths:
        write(path)

    assert len({path.read_bytes() for path in paths}) == 1


def test_other_tools_read_what_is_written(tmp_path):
    write(tmp_path / "a.gz")
    write(tmp_path / "a.zst")

    assert gzip.decompress((tmp_path / "a.gz").read_bytes()) == TEXT
    assert import_module("pyarrow").input_stream(str(tmp_path / "a.zst")).read() == TEXT


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.usefixtures("gzip_of")
def test_all_members_and_frames_are_read(tmp_path, name):
    for number, text in enumerate([b"a\n", b"", b"b\n" * 100_000]):
        write(tmp_path / f"{number}-{name}", text)
    whole = tmp_path / name
    whole.write_bytes(b"".join((tmp_path / f"{number}-{name}").read_bytes() for number in range(3)))

    assert read(whole) == b"a\n" + b"b\n" * 100_000


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("kept", [0, 2, 3, 10, 100, 0.5, -20, -9, -5, -1])
@pytest.mark.parametrize("before", [0, 1])
@pytest.mark.usefixtures("gzip_of")
def test_a_file_that_was_cut_off_is_an_error(tmp_path, name, kept, before):
    path = tmp_path / name
    write(path)
    data = path.read_bytes()
    kept = int(len(data) * kept) if isinstance(kept, float) else kept
    path.write_bytes(data * before + data[:kept])

    if before and not kept:
        assert read(path) == TEXT
        return
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value) == f"{path}: ends in the middle of its compressed data; expected a whole file"


@pytest.mark.parametrize(
    "junk", [b"x", b"\n", b"\x1f", b"garbage", b"\0" * 20 + b"garbage", b"garbage" * 1000]
)
@pytest.mark.parametrize("members", [1, 2])
@pytest.mark.usefixtures("gzip_of")
def test_something_else_behind_compressed_data_is_called_so(tmp_path, members, junk):
    path = tmp_path / "corpus.jsonl.gz"
    write(path)
    path.write_bytes(path.read_bytes() * members + junk)

    with pytest.raises(InputError) as caught:
        read(path)
    problem = "holds something else behind its compressed data; expected nothing there"
    assert str(caught.value) == f"{path}: {problem}"


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("damage", [lambda data: data[:-6] + b"xx" + data[-4:], lambda data: data[:50] + b"\0" * 50 + data[100:], lambda data: data + b"no member", lambda data: data[:1], lambda _: TEXT])  # fmt: skip
@pytest.mark.usefixtures("gzip_of")
def test_a_broken_file_is_an_error(tmp_path, name, damage):
    path = tmp_path / name
    write(path)
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.usefixtures("gzip_of")
def test_a_bomb_is_read_piece_by_piece(tmp_path, name):
    path = tmp_path / name
    with streams.writing(path) as file:
        for _ in range(100):
            file.write(bytes(1_000_000))
    assert path.stat().st_size < 1_000_000

    tracemalloc.start()
    with streams.reading(path) as file:
        assert file.read(9) == bytes(9)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 10_000_000


class StopError(Exception):
    """some error of who writes"""


def stop(error):
    def stopped(_):
        raise error

    return stopped


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("old", [None, b"old"])
@pytest.mark.parametrize("error", [StopError, KeyboardInterrupt, streams.UnchangedError])
@pytest.mark.usefixtures("gzip_of")
def test_what_was_there_stays_unless_all_went_well(tmp_path, name, old, error):
    path = tmp_path / name
    if old:
        path.write_bytes(old)

    with nullcontext() if error is streams.UnchangedError else pytest.raises(error):
        write(path, TEXT * 10, stop(error))

    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == ({name: old} if old else {})


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("gzip_of")
def test_a_full_disk_is_an_error_and_leaves_the_old_file(tmp_path, name, monkeypatch):
    class Full(io.BytesIO):
        """a disk that takes the head of a file, and no more"""

        def write(self, data):
            if self.tell() + len(data) > 100_000:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return super().write(data)

    path = tmp_path / name
    path.write_bytes(b"old")
    monkeypatch.setattr("builtins.open", lambda handle, _: os.close(handle) or Full())

    with pytest.raises(InputError, match="can't be written: No space left on device"):
        write(path, os.urandom(5_000_000))

    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {name: b"old"}


def test_a_new_file_has_the_usual_mode_and_a_replaced_one_keeps_its_own(tmp_path):
    usual, new, old = (tmp_path / name for name in ("usual", "new.jsonl", "old.jsonl.gz"))
    usual.touch()
    old.touch(mode=0o640)
    old.chmod(0o640)

    write(new)
    write(old)

    assert stat.S_IMODE(new.stat().st_mode) == stat.S_IMODE(usual.stat().st_mode)
    assert stat.S_IMODE(old.stat().st_mode) == 0o640


def test_a_file_is_read_while_it_is_replaced(tmp_path):
    path = tmp_path / "corpus.jsonl.gz"
    write(path)

    with streams.reading(path) as source, streams.writing(path) as target:
        for line in source:
            target.write(line.upper())

    assert read(path) == TEXT.upper()


def spoilt(path):
    path.write_bytes(b"other")


@pytest.mark.parametrize(
    ("before", "during", "error"),
    [
        (lambda path: path.symlink_to("other"), None, "a symbolic link, left alone; name the file itself"),
        (lambda path: (spoilt(path), os.link(path, path.with_name("b"))), None, "several hard links"),
        (lambda path: path.mkdir(), None, "not a file|hard links"),
        (spoilt, lambda path: path.unlink(), "can't be written, left alone: No such file"),
        (spoilt, lambda path: path.write_bytes(b"quite another"), "changed by somebody else"),
        (lambda _: None, spoilt, "changed by somebody else"),
    ],
)
def test_what_may_not_be_replaced_is_left_alone(tmp_path, before, during, error):
    path = tmp_path / "a.jsonl"
    before(path)

    with pytest.raises(InputError, match=error):
        write(path, b"new", during)

    assert not path.exists() or path.is_dir() or path.read_bytes() != b"new"
    assert not list(tmp_path.glob(".textlint-*"))


@pytest.mark.parametrize(("name", "error"), [("none.jsonl", "can't be read: No such file or directory"), ("", "can't be read: Is a directory")])  # fmt: skip
def test_what_cannot_be_opened_is_an_error(tmp_path, name, error):
    with pytest.raises(InputError, match=error), streams.reading(tmp_path / name):
        pass
    if name:
        with (
            pytest.raises(InputError, match="can't be written: No such file"),
            streams.writing(tmp_path / "no" / name),
        ):
            pass


@pytest.mark.parametrize("name", NAMES)
def test_objects_in_a_store_are_read_and_written_once(name):
    store = import_module("fsspec").filesystem("memory")
    address = f"memory://bucket/{name}"

    write(address)
    write(address, b"unchanged", stop(streams.UnchangedError))
    with pytest.raises(StopError):
        write(address, b"half", stop(StopError))

    assert read(address) == TEXT
    assert [each["name"] for each in store.ls("/bucket")] == [f"/bucket/{name}"]
    store.rm("/bucket", recursive=True)
    with pytest.raises(InputError, match=f"^memory://bucket/{name}: can't be read: "):
        read(address)


def test_a_scheme_that_nobody_knows_is_an_error():
    with pytest.raises(SettingsError, match=r"^nowhere://a\.jsonl: "):
        read("nowhere://a.jsonl")


@pytest.mark.parametrize(
    ("module", "name", "extra"),
    [("fsspec.core", "s3://bucket/a.jsonl", "remote"), ("backports.zstd", "a.jsonl.zst", "zstd")],
)
def test_a_package_that_is_missing_is_named(tmp_path, monkeypatch, module, name, extra):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jsonl.zst").touch()
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, "compression.zstd", None)

    for use in (read, write):
        with pytest.raises(SettingsError, match=rf"pip install 'textlint\[{extra}\]'"):
            use(name)


def test_no_package_is_loaded_for_plain_files(tmp_path):
    write(tmp_path / "a.jsonl")
    script = "import sys; from textlint.corpora import streams\nwith streams.reading(sys.argv[1]) as file: file.read()\nprint({'fsspec', 'isal', 'gzip', 'backports.zstd', 'pyarrow'} & {*sys.modules})"

    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path / "a.jsonl"], capture_output=True, text=True, check=True
    )

    assert done.stdout == "set()\n"
