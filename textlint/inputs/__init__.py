"""inputs – what files are by the ends of their names: texts with or without markup, and tables.

`text` reads all texts: bytes to a text and back, such that encoding an unchanged text gives the very bytes
that came in. The core reads their markup.

An input for tables has `SUFFIXES` and `rewrite(source, target, layout, work)`, as `records` says. It is
imported when a table is read, for those of Arrow are heavy.
"""

from importlib import import_module
from os.path import splitext
from pathlib import PurePath
from typing import Literal, NamedTuple, cast

from textlint.corpora.records import Table


class Format(NamedTuple):
    """how texts are written: their markup, None for plain text, and the profile that fits them"""

    markup: Literal["markdown", "html", "rst", "commented"] | None
    profile: Literal["scraped", "prose"]


PLAIN = Format(None, "scraped")
FORMATS: dict[str, Format] = dict.fromkeys((".txt", ".text"), PLAIN)
FORMATS |= dict.fromkeys((".md", ".markdown", ".mdown", ".mkd"), Format("markdown", "prose"))
FORMATS |= dict.fromkeys((".html", ".htm", ".xhtml"), Format("html", "prose"))
FORMATS |= dict.fromkeys((".rst", ".rest"), Format("rst", "prose"))

# Sources that no parser here reads. They are taken as plain text with comments, but only if they are named: a
# command in them looks like prose.
NAMED: dict[str, Format] = dict.fromkeys(
    (".tex", ".ltx", ".adoc", ".asciidoc", ".org", ".typ"), Format("commented", "prose")
)


def format_of(suffix: str) -> Format:
    """The format of files with a suffix; an unknown one is plain text."""
    return FORMATS.get(suffix.lower()) or NAMED.get(suffix.lower()) or PLAIN


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
