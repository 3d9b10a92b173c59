"""streams – corpora opened by their names: plain or compressed, files or objects in a store.

What is read is read piece by piece, all members and frames of it; what ends too early is an error, never a
shorter file. What is written is there when it is whole, and not before.

gzip is the standard library's, or isal's if that is installed, which is several times as fast. zstd is the
standard library's from Python 3.14 on, before that its backport: unlike other bindings it says when a file
was cut off. A name with a scheme, such as `s3://`, is an address.
"""

import io
import os
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from textlint.corpora.addresses import Address, located, told
from textlint.errors import InputError, SettingsError
from textlint.files import _sync_folder, hold, keep_attributes

PACKINGS = (".gz", ".zst")
BUFFER = 1 << 20
GZIP_SIGN = b"\x1f\x8b"  # how a member begins
GZIP_LEVEL, ISAL_LEVEL, ZSTD_LEVEL = 6, 2, 3  # about as small as one another


class UnchangedError(Exception):
    """raised by who writes: there is nothing new, so what is there stays"""


def suffixes(name: str | Path) -> tuple[str, str]:
    """What kind of file it is, and how it is packed.

    >>> suffixes("corpus.v2.jsonl.gz"), suffixes("s3://bucket/Corpus.CSV"), suffixes("x.zst")
    (('.jsonl', '.gz'), ('.csv', ''), ('', '.zst'))
    """
    path = PurePosixPath(Path(name).name)
    suffix = path.suffix.lower()
    return (path.with_suffix("").suffix.lower(), suffix) if suffix in PACKINGS else (suffix, "")


@contextmanager
def reading(name: str | Path) -> Iterator[BinaryIO]:
    """What a file holds, unpacked. Raises InputError where it can't be read to its end."""
    path = located(name)
    with told(path, "can't be read"):
        file = path.open("rb")
    with file:
        yield io.BufferedReader(_Guarded(_unpacked(file, suffixes(path)[1]), path, file), BUFFER)


@contextmanager
def writing(name: str | Path) -> Iterator[BinaryIO]:
    """A file to be written, packed as its name says. It takes its place when all went well, in one step.

    If an error leaves the block, what was there before stays; UnchangedError goes no further. Raises
    InputError where the file can't be written, or was changed by somebody else since the block began.
    """
    path = located(name)
    with suppress(UnchangedError), replacing(path) as file:
        packed = _packed(file, suffixes(path)[1])
        guarded = _Guarded(packed, path, file)
        stream = io.BufferedWriter(guarded, BUFFER)
        try:
            yield stream
            stream.flush()
            if packed is not file:
                with told(path, "can't be written"):
                    packed.close()
        except BaseException:
            guarded.lost = True
            stream.close()
            if packed is not file:
                with suppress(OSError, ValueError):
                    packed.close()
            raise


class _Guarded(io.RawIOBase):
    """a stream whose errors, of whatever library, are InputErrors"""

    def __init__(self, inner: Any, name: Path, file: BinaryIO) -> None:
        self.inner, self.label, self.file = inner, name, file
        self.lost = False  # what is still to be written is not wanted any more

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self.inner is self.file and self.file.seekable()

    def seek(self, offset: int, whence: int = 0) -> int:
        with told(self.label, "can't be read"):
            return self.file.seek(offset, whence)

    def tell(self) -> int:
        return self.file.tell()

    def readinto(self, buffer: Any) -> int:
        with told(self.label, "can't be read"):
            try:
                count: int = self.inner.readinto(buffer)
            except Exception:
                if suffixes(self.label)[1] == ".gz" and _goes_on(self.file):
                    problem = "holds something else behind its compressed data; expected nothing there"
                    raise InputError(problem, self.label) from None
                raise
            if not count and self.inner is not self.file and not self.file.tell():
                raise EOFError
        return count

    def write(self, data: Any) -> int:
        if not self.lost:
            with told(self.label, "can't be written"):
                self.inner.write(data)
        return len(data)


def _unpacked(file: BinaryIO, packing: str) -> Any:
    if packing == ".gz":
        return _gzip()[0](fileobj=file, mode="rb")
    return _zstd().ZstdFile(file, "rb") if packing else file


def _goes_on(file: BinaryIO) -> bool:
    """Whether something else follows the last whole member of a gzip file."""
    zlib = import_module("zlib")
    with suppress(OSError, ValueError, zlib.error):
        file.seek(0)
        rest = file.read(BUFFER)
        if not rest.startswith(GZIP_SIGN):
            return False
        while rest.startswith(GZIP_SIGN):
            member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)  # 16: as gzip
            while not member.eof:
                if not rest:
                    return False
                member.decompress(rest, BUFFER)
                rest = member.unused_data or member.unconsumed_tail or file.read(BUFFER)
            rest = (member.unused_data + file.read(BUFFER)).lstrip(b"\0")
        return bool(rest)
    return False


def _packed(file: BinaryIO, packing: str) -> Any:
    """Neither name nor time goes into the head of a file, so that the same texts give the same bytes."""
    if packing == ".gz":
        gzip_file, level = _gzip()
        return gzip_file(filename="", fileobj=file, mode="wb", compresslevel=level, mtime=0)
    if packing:
        zstd = _zstd()
        options = {"compression_level": ZSTD_LEVEL, "checksum_flag": 1}
        return zstd.ZstdFile(
            file, "wb", options={zstd.CompressionParameter[name]: value for name, value in options.items()}
        )
    return file


def _gzip() -> tuple[Any, int]:
    """The class of gzip files, and the level to write them with."""
    with suppress(ImportError):
        return import_module("isal.igzip").IGzipFile, ISAL_LEVEL
    return import_module("gzip").GzipFile, GZIP_LEVEL


def _zstd() -> Any:
    for name in ("compression.zstd", "backports.zstd"):
        with suppress(ImportError):
            return import_module(name)
    raise SettingsError(".zst files need a package more: pip install 'textlint[zstd]'")


def replacing(path: Path) -> AbstractContextManager[BinaryIO]:
    """A file that takes the place of another one when it is whole."""
    return _uploaded(path) if isinstance(path, Address) else _beside(path)


@contextmanager
def _uploaded(address: Address) -> Iterator[BinaryIO]:
    """A file on this machine that is put into a store at once, when it is whole."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    before = address.state()
    with TemporaryDirectory(prefix="textlint-") as folder:
        path = Path(folder) / "whole"
        with path.open("wb") as file:
            yield file
            with told(address, "can't be written"):
                file.flush()
        if address.state() != before:
            raise InputError("changed by somebody else in the meantime; left alone", address)
        address.put(path)


@contextmanager
def _beside(path: Path) -> Iterator[BinaryIO]:
    """A file beside another, which it replaces when it is whole; with its mode, owner and attributes."""
    before = _state(path)
    temporary = path.parent / f".textlint-{secrets.token_hex(8)}.part"
    mode = 0o600 if before else 0o666  # a new file's is narrowed by the user's mask
    with told(path, "can't be written"):
        file = open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb")  # noqa: PTH123, SIM115
    try:
        with suppress(OSError):  # file systems without locks: then nothing is swept, either
            hold(file)
        yield file
        with told(path, "can't be written, left alone"):
            file.flush()
            if before:
                keep_attributes(path, temporary, before)
            os.fsync(file.fileno())
            if os.name == "nt":  # Windows does not rename an open file
                file.close()
            now = _state(path)
            if _version(now) != _version(before):
                raise InputError("changed by somebody else in the meantime; left alone", path)
            temporary.replace(path)
        with suppress(OSError):  # the file is written; only a power cut in this moment could take it back
            _sync_folder(path.parent)
    finally:
        with suppress(OSError):
            file.close()
        temporary.unlink(missing_ok=True)


def _state(path: Path) -> os.stat_result | None:
    """What is known of a file, None if there is none; raises InputError if it may not be replaced."""
    if path.is_symlink():
        raise InputError(f"a symbolic link, left alone; name the file itself: {path.resolve()}", path)
    try:
        state = path.stat()
    except FileNotFoundError:
        return None
    if state.st_nlink > 1:
        raise InputError("a file with several hard links, left alone: they would part", path)
    if not path.is_file():
        raise InputError("not a file, left alone", path)
    if not os.access(path, os.W_OK):
        raise InputError("may not be written, left alone", path)
    return state


def _version(state: os.stat_result | None) -> tuple[int, int, int] | None:
    return (state.st_ino, state.st_mtime_ns, state.st_size) if state else None
