"""diffs – what changes in a file, as a patch that `git apply` and `patch -p1` take.

A patch is bytes: its lines end at a line feed and nothing else, and a byte order mark belongs to the first.
"""

import difflib
import io
import os
from collections.abc import Iterator
from pathlib import Path

import regex

NOT_PLAIN = regex.compile(rb'["\\\x00-\x1f\x7f-\xff]')
LETTERS = dict(zip(b'"\\\a\b\t\n\v\f\r', '"\\abtnvfr', strict=True))  # what C's quotes have a short form for


def unified_diff(before: bytes, after: bytes, path: str) -> Iterator[str]:
    """A patch, line by line; bytes that are not UTF-8 are lone surrogates."""
    old, new = (_quoted(f"{side}/{_name(path)}") for side in "ab")
    for line in difflib.unified_diff(_lines(before), _lines(after), old, new):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(data: bytes) -> list[str]:
    return [line.decode("utf-8", "surrogateescape") for line in io.BytesIO(data)]


def _name(path: str) -> str:
    """A path from the working folder on, or from the root where it lies elsewhere: no patch may go up."""
    whole, here = Path(path).resolve(), Path.cwd()
    return whole.relative_to(here if whole.is_relative_to(here) else whole.anchor).as_posix()


def _quoted(name: str) -> str:
    r"""A file name as git writes it: in C's quotes where a byte is not plain; a tab ends a name with blanks.

    >>> _quoted("a/caf\N{LATIN SMALL LETTER E WITH ACUTE}")
    '"a/caf\\303\\251"'
    """
    data = os.fsencode(name)
    if NOT_PLAIN.search(data):
        return f'"{NOT_PLAIN.sub(_in_c, data).decode()}"'
    return f"{name}\t" if " " in name else name


def _in_c(match: regex.Match[bytes]) -> bytes:
    byte = match[0][0]
    return f"\\{LETTERS.get(byte) or f'{byte:03o}'}".encode()
