"""inputs – ways for documents to come in; one module each, in one table.

An input has `SUFFIXES`, `decode(data, name)` and `encode(decoded, text)`: bytes to a text and back, such that
encoding an unchanged text gives the very bytes that came in. One for marked-up text has a `read(text)` that
says what of it is prose; for plain text that is None. `PROFILE` is the profile that fits such files.

An input for tables has `SUFFIXES` and `rewrite(source, target, layout, work)`, as `records` says. It is
imported when a table is read, for those of Arrow are heavy.
"""

from importlib import import_module
from os.path import splitext
from pathlib import PurePath
from typing import Protocol, cast

from textlint.corpora.records import Table
from textlint.inputs import commented, html, markdown, rst, text
from textlint.model import Reader


class Input(Protocol):
    """what the runner asks of an input's module"""

    SUFFIXES: tuple[str, ...]
    PROFILE: str

    @property
    def read(self) -> Reader | None: ...

    def decode(self, data: bytes, name: str) -> text.Decoded: ...

    def encode(self, decoded: text.Decoded, new: str) -> bytes: ...


INPUTS: dict[str, Input] = dict.fromkeys(text.SUFFIXES, text)
INPUTS |= dict.fromkeys(markdown.SUFFIXES, markdown)
INPUTS |= dict.fromkeys(html.SUFFIXES, html)
INPUTS |= dict.fromkeys(rst.SUFFIXES, rst)

# What is read as plain text, but only if it is named: what a folder holds of it may be no prose.
NAMED: dict[str, Input] = dict.fromkeys(commented.SUFFIXES, commented)


def input_for(suffix: str) -> Input:
    """The input for files with a suffix; what none knows is plain text."""
    return INPUTS.get(suffix.lower()) or NAMED.get(suffix.lower()) or text


# Tables, whose rows hold texts, by the module that reads them. Those in lines may be compressed.
TABLES: dict[str, str] = {
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
    **dict.fromkeys((".csv", ".tsv"), "csv"),
    **dict.fromkeys((".parquet", ".pq"), "parquet"),
    **dict.fromkeys((".arrow", ".feather", ".ipc"), "arrow"),
}
IN_LINES = frozenset({"jsonl", "csv"})
PACKINGS = (".gz", ".zst")


def table_suffix(name: str) -> str:
    """What makes a file a table: the end of its name; "" for all other files.

    >>> table_suffix("a.jsonl"), table_suffix("A.CSV.gz"), table_suffix("a.parquet.gz"), table_suffix("a.txt")
    ('.jsonl', '.csv.gz', '', '')
    """
    stem, suffix = splitext(name.lower())  # noqa: PTH122 - a path takes ten times as long
    if suffix not in PACKINGS:
        return suffix if suffix in TABLES else ""
    inner = splitext(stem)[1]  # noqa: PTH122
    return inner + suffix if TABLES.get(inner) in IN_LINES else ""


def table_for(name: str) -> Table:
    """The input for a table with this name."""
    suffix = PurePath(table_suffix(name).removesuffix(".gz").removesuffix(".zst")).name
    return cast("Table", import_module(f"textlint.inputs.{TABLES[suffix]}"))


# Formats that are not prose from end to end and that no input reads: to take them for plain text would
# rewrite data.
STRUCTURED = frozenset(
    {".json", ".xml", ".yaml", ".yml", ".toml", ".gz", ".zst", ".zip", ".bz2", ".xz"},
)
