"""addresses – tables in a store, such as `s3://bucket/corpus.jsonl`, as far as fsspec knows the store.

An address walks like a path wherever tables are found, planned and noted, so that both go one way, and to the
type checker it is one. What else a path can do fails at once. A store is asked for anew each time, since
connections don't outlive a fork; fsspec keeps one for each process.
"""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from textlint.errors import InputError, SettingsError

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.:-]*://")
LOCAL = ("file://", "local://")
# Stores that show an object when all of it is there, and not before.
WHOLE = frozenset(f"{scheme}://" for scheme in ("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "memory"))
OPTIONS = {
    "s3": {"max_concurrency": 2}
}  # parts of 50 MB that are sent at once: ten are too many for many workers
BLOCK = 1 << 23  # bytes that are fetched at once
# What a store says of an object, the surest first: it changes when the object does.
SIGNS = (
    *("ETag", "etag", "md5Hash", "Content-MD5", "blob_id", "sha", "mtime"),
    *("LastModified", "Last-Modified", "last_modified", "modified", "modify", "created"),
)


@dataclass(frozen=True, slots=True, order=True)
class Address(Path if TYPE_CHECKING else object):  # type: ignore[misc]
    """an object in a store, or the beginning of the names of several, without a slash at its end"""

    text: str

    def __str__(self) -> str:
        return self.text

    def __fspath__(self) -> str:
        return self.text

    def __truediv__(self, name: object) -> "Address":
        return Address(f"{self.text}{'' if self.text.endswith('/') else '/'}{name}")

    @property
    def scheme(self) -> str:
        return self.text[: self.text.index("://") + 3]

    @property
    def parts(self) -> tuple[str, ...]:
        scheme = self.scheme
        return (scheme, *filter(None, self.text[len(scheme) :].split("/")))

    @property
    def name(self) -> str:
        return self.text[len(self.scheme) :].rpartition("/")[2]

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix

    @property
    def parent(self) -> "Address":
        scheme = self.scheme
        return Address(scheme + self.text[len(scheme) :].rpartition("/")[0])

    def relative_to(self, other: Any, *_: Any) -> Any:
        """What stands behind an address that is the beginning of this one."""
        if not self.is_relative_to(other):
            raise ValueError(f"{self} does not begin with {other}")
        return PurePosixPath(self.text[len(other.text) :].lstrip("/"))

    def is_relative_to(self, other: Any, *_: Any) -> bool:
        return isinstance(other, Address) and (
            self == other
            or self.text.startswith(other.text if other.text.endswith("/") else f"{other.text}/")
        )

    def absolute(self) -> "Address":
        return self

    def resolve(self, strict: bool = False) -> "Address":  # noqa: ARG002, FBT001, FBT002 - as paths have it
        return self

    def is_symlink(self) -> bool:
        return False

    def is_dir(self) -> bool:
        return (self.about() or {}).get("type") == "directory"

    def is_file(self) -> bool:
        return (self.about() or {}).get("type") == "file"

    def exists(self) -> bool:
        return self.about() is not None

    def stat(self, **_: Any) -> os.stat_result:
        """The size of an object, and nothing else."""
        about = self.about()
        if about is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), self.text)
        return os.stat_result((0,) * 6 + (about.get("size") or 0, 0, 0, 0))

    def mkdir(self, **_: Any) -> None:
        """Nothing: a folder is there as soon as something stands in it."""

    @property
    def is_put_whole(self) -> bool:
        """Whether a new object takes the place of an old one in one step."""
        return self.scheme in WHOLE

    def about(self) -> dict[str, Any] | None:
        """What the store says of it, None if there is no such thing; it may be some moments old."""
        store, key = self.store()
        with told(self, "can't be reached"):
            try:
                return cast("dict[str, Any]", store.info(key))
            except FileNotFoundError:
                return None

    def state(self) -> list[Any] | None:
        """Its size, and what changes when it does, or None if the store says no such thing."""
        self.store()[0].invalidate_cache()
        about = self.about()
        if about is None:
            return None
        return [about.get("size"), next((str(about[sign]) for sign in SIGNS if about.get(sign)), None)]

    def objects(self) -> list["Address"]:
        """All that stands below it, in the order in which a folder of files is read."""
        store, key = self.store()
        with told(self, "can't be read"):
            found = [name.removeprefix(key).strip("/") for name in store.find(key)]
        return [self / name for name in sorted(filter(None, found), key=lambda name: name.split("/"))]

    def open(self, *_: Any) -> Any:
        """What is there, to be read."""
        store, key = self.store()
        with told(self, "can't be read"):
            return cast("BinaryIO", store.open(key, "rb", block_size=BLOCK))

    def read_bytes(self) -> bytes:
        """All that is there; raises FileNotFoundError as paths do."""
        self.stat()
        with self.open() as file, told(self, "can't be read"):
            return cast("bytes", file.read())

    def put(self, file: Path) -> None:
        """Put a file of this machine in its place."""
        store, key = self.store()
        with told(self, "can't be written"):
            store.put_file(str(file), key)

    def store(self) -> tuple[Any, str]:
        """The store that it leads to, and what it is called there."""
        try:
            core = import_module("fsspec.core")
        except ImportError:
            problem = "addresses need a package more: pip install 'textlint[remote]'"
            raise SettingsError(problem, self) from None
        try:
            store, key = core.url_to_fs(self.text, **OPTIONS.get(self.scheme[:2], {}))
        except (ImportError, ValueError) as error:  # it says which package, or that there is no such scheme
            raise SettingsError(first_line(error), self) from None
        except Exception as error:  # noqa: BLE001 - stores connect here, and have errors of their own
            raise InputError(f"can't be reached: {first_line(error)}", self) from None
        return store, key


def located(name: str | Path) -> Path:
    """A path, or an address if the name begins with a scheme; that of files on this machine leads to a path.

    >>> located("s3://bucket/in/"), str(located("file:///in/a.jsonl")), str(located("C:/a.jsonl"))
    (Address(text='s3://bucket/in'), '/in/a.jsonl', 'C:/a.jsonl')
    """
    scheme = SCHEME.match(name) if isinstance(name, str) else None
    if not scheme:
        return name if isinstance(name, Address) else Path(name)
    rest = str(name)[scheme.end() :]
    return Path(rest) if scheme[0] in LOCAL else Address(scheme[0] + rest.rstrip("/"))


@contextmanager
def told(name: str | Path, what: str) -> Iterator[None]:
    """Errors of any library as one line that names the file."""
    try:
        yield
    except (InputError, SettingsError):
        raise
    except EOFError:
        raise InputError("ends in the middle of its compressed data; expected a whole file", name) from None
    except FileNotFoundError as error:
        said = error.strerror or first_line(error)  # of some stores no sentence, but a name that is theirs
        raise InputError(f"{what}: {said if ' ' in said else os.strerror(errno.ENOENT)}", name) from None
    except OSError as error:
        raise InputError(f"{what}: {error.strerror or first_line(error)}", name) from None
    except Exception as error:  # noqa: BLE001 - packers and stores have errors of their own
        raise InputError(f"{what}: {first_line(error)}", name) from None


def first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
